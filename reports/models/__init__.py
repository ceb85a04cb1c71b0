"""The records of meetings, requests, mail and papers, and the files made of them."""

from reports.models.meetings import Action, ActionTurn, AgendaItem, Attendance, Meeting, Record
from reports.models.news import MailPreference, MailRun, MailSetting, Outgoing, Visit
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
from reports.models.requests import PanelRequest, RequestTurn

__all__ = [
    "Action",
    "ActionTurn",
    "AgendaItem",
    "Appendix",
    "AppendixKind",
    "Attendance",
    "Edition",
    "Fill",
    "MailPreference",
    "MailRun",
    "MailSetting",
    "Meeting",
    "Outgoing",
    "PanelRequest",
    "Paper",
    "PaperKind",
    "Part",
    "Recommendation",
    "Record",
    "Rendering",
    "ReportBy",
    "RequestTurn",
    "Section",
    "State",
    "Visit",
    "What",
]
