"""The records of meetings, requests, mail and papers, and the files made of them."""

from reports.models.issues import (
    Acceptance,
    Allowance,
    Issue,
    IssuedEdition,
    IssuedFile,
    Issuing,
    PaperClearance,
    PublicPages,
    Release,
)
from reports.models.meetings import Action, ActionTurn, AgendaItem, Attendance, Meeting, Record
from reports.models.news import MailPreference, MailRun, MailSetting, Outgoing, Visit
from reports.models.papers import (
    Appendix,
    AppendixKind,
    Basis,
    Fill,
    Labels,
    Paper,
    PaperKind,
    Part,
    Recommendation,
    ReportBy,
    Section,
    Stage,
)
from reports.models.pictures import PaperPicture
from reports.models.renderings import Edition, Rendering, State, What
from reports.models.requests import PanelRequest, RequestTurn
from reports.models.writing import Comment, OralNote, StandingText, Unsaved

__all__ = [
    "Acceptance",
    "Action",
    "ActionTurn",
    "AgendaItem",
    "Allowance",
    "Appendix",
    "AppendixKind",
    "Attendance",
    "Basis",
    "Comment",
    "Edition",
    "Fill",
    "Issue",
    "IssuedEdition",
    "IssuedFile",
    "Issuing",
    "Labels",
    "MailPreference",
    "MailRun",
    "MailSetting",
    "Meeting",
    "OralNote",
    "Outgoing",
    "PanelRequest",
    "Paper",
    "PaperClearance",
    "PaperKind",
    "PaperPicture",
    "Part",
    "PublicPages",
    "Recommendation",
    "Record",
    "Release",
    "Rendering",
    "ReportBy",
    "RequestTurn",
    "Section",
    "Stage",
    "StandingText",
    "State",
    "Unsaved",
    "Visit",
    "What",
]
