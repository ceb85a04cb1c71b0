"""The records of meetings, requests, mail and papers, and the files made of them."""

from reports.models.exports import Export
from reports.models.imports import Doing, Import, ImportRow, ImportShape
from reports.models.imports import Stage as ImportStage
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
from reports.models.jobs import State
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
from reports.models.renderings import Edition, Rendering, What
from reports.models.requests import PanelRequest, RequestTurn
from reports.models.tokens import ApiToken, TokenScope
from reports.models.writing import Comment, OralNote, StandingText, Unsaved

__all__ = [
    "Acceptance",
    "Action",
    "ActionTurn",
    "AgendaItem",
    "Allowance",
    "ApiToken",
    "Appendix",
    "AppendixKind",
    "Attendance",
    "Basis",
    "Comment",
    "Doing",
    "Edition",
    "Export",
    "Fill",
    "Import",
    "ImportRow",
    "ImportShape",
    "ImportStage",
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
    "TokenScope",
    "Unsaved",
    "Visit",
    "What",
]
