"""The records of papers: their text, and the files made of them."""

from reports.models.papers import (
    Appendix,
    AppendixKind,
    Fill,
    Paper,
    PaperKind,
    Part,
    Recommendation,
    ReportBy,
    Section,
)
from reports.models.renderings import Edition, Rendering, State, What

__all__ = [
    "Appendix",
    "AppendixKind",
    "Edition",
    "Fill",
    "Paper",
    "PaperKind",
    "Part",
    "Recommendation",
    "Rendering",
    "ReportBy",
    "Section",
    "State",
    "What",
]
