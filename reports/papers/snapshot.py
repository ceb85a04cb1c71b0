"""What does an issue keep of what it rests on? Text, positions, figures, releases: plain data under a schema number.

It is enough to compare the next paper with, to list what has changed since, and to prove that the portal still gives
the same position for the same day as it was known then. It holds all that the full edition rests on: it is read by
code, and what is shown of it is cut to its reader.
"""

from datetime import datetime

from registers.audience import WITHHELD, Audience
from registers.scope import Scope
from reports.models import Basis, Paper
from reports.papers.accepting import findings_of
from reports.papers.answering import answers_data
from reports.papers.clearing import standing
from reports.papers.digest import Parts
from reports.papers.document import Document
from reports.papers.figures import position_of
from reports.papers.named import whole
from reports.papers.releasing import used_figures
from reports.papers.since_issue import issue_compared_with, issued_of
from reports.position_json import position_data

SCHEMA = 1


def take(paper: Paper, known_at: datetime, parts: Parts, document: Document) -> dict:
    """The snapshot of a paper at this moment; `document` is its full edition, read in the same transaction."""
    return {
        "schema": SCHEMA,
        "known_at": known_at.isoformat(),
        "digest": parts.whole,
        "paper": _paper(paper),
        "text": _text(paper),
        "bases": bases_data(paper, known_at),
        "figures": _figures(paper),
        "answers": answers_data(paper, document),
        "findings": [_finding(one) for one in findings_of(paper)],
        "clearances": [_clearance(one) for one in standing(paper, parts)],
        "releases": [_release(one) for one in paper.releases.filter(is_taken_back=False)],
        "acceptances": [_acceptance(one) for one in paper.acceptances.filter(is_taken_back=False)],
    }


def bases_data(paper: Paper, known_at: datetime) -> list[dict]:
    """Each register as the paper rests on it, by what was known at a moment."""
    bases = paper.bases.select_related("register__organisation", "paper")
    return [basis_data(paper, basis, known_at) for basis in bases]


# Positions ----------------------------------------------------------------------------------------------------------


def basis_data(paper: Paper, basis: Basis, known_at: datetime) -> dict:
    """A register as the paper rests on it, by what was known at a moment."""
    before = issue_compared_with(basis)
    return {
        "register": basis.register.path,
        "title": basis.register.title,
        "as_at": basis.as_at.isoformat(),
        "compared_with": basis.compared_with.isoformat(),
        "compared_issue": before and {"paper": before.paper.slug, "number": before.number},
        **position_at(basis, whole(paper), known_at, issued_of(basis, before)),
    }


def position_at(basis: Basis, audience: Audience, known_at: datetime | None, issued=None) -> dict:
    """{"agreed", "position", "cells"}: what an audience is shown of the register, and each risk's cell by its ref."""
    scope = Scope(as_at=basis.as_at, known_at=known_at, compared_with=basis.compared_with, issued=issued)
    position = position_of(basis.register, audience, scope)
    view = position.view
    agreement = view.agreement
    return {
        "agreed": agreement and {"as_at": agreement.as_at.isoformat(), "meeting": agreement.meeting},
        "position": position_data(position),
        "cells": {} if view.is_empty else {str(risk.row.ref): _cell(risk.row) for risk in position.open},
    }


def _cell(row):
    return None if row.cell is None or row.cell is WITHHELD else list(row.cell)


# Text ---------------------------------------------------------------------------------------------------------------


def _paper(paper):
    reporters = paper.reporters.select_related("post__organisation")
    return {
        "slug": paper.slug,
        "kind": paper.kind,
        "title": paper.title,
        "panel": paper.panel,
        "panel_date": paper.panel_date.isoformat(),
        "agenda_item": paper.agenda_item,
        "organisation": paper.organisation.slug,
        "is_joint": paper.is_joint,
        "report_by": [[row.post.organisation.slug, row.post.as_at(paper.panel_date).title] for row in reporters],
        "contacts": paper.contacts,
        "plan": paper.plan and str(paper.plan),
    }


def _text(paper):
    sections = paper.sections.in_order().select_related("organisation")
    columns = ("slug", "kind", "title", "marking", "body", "options", "is_final", "signatories", "opinion")
    columns += ("agenda_item", "file_name", "blob__sha256")
    return {
        "sections": [_section(row) for row in sections],
        "recommendations": list(paper.recommendations.values_list("text", flat=True)),
        "appendices": list(paper.appendices.values(*columns)),
        "pictures": list(paper.pictures.values("slug", "alt", "marking", "blob__sha256")),
    }


def _section(row):
    names = ("slug", "part", "heading", "level", "body", "numbered", "marking", "fill", "speaker")
    whose = row.organisation.slug if row.organisation else ""
    return {name: getattr(row, name) for name in names} | {"organisation": whose}


def _figures(paper):
    return {figure.name: figure.words for figure in used_figures(paper)}


def _clearance(one):
    row = one.row
    return {
        "post": one.post.title,
        "on": row.on.isoformat() if row else None,
        "holds": one.holds,
        "came_by": row.came_by if row else "",
    }


def _finding(found):
    """What the checks still found at issue, and whether it was let stand."""
    one = found.finding
    said = {"family": one.family, "code": one.code, "severity": str(one.severity), "place": one.place}
    return said | {"key": found.key, "excerpt": one.excerpt, "is_let_stand": found.acceptance is not None}


def _release(one):
    return {
        "organisation": one.organisation.slug,
        "figure": one.figure,
        "sentence": one.sentence,
        "post": one.post.title,
        "reason": one.reason,
        "at": one.at.isoformat(),
    }


def _acceptance(one):
    named = ("finding", "family", "excerpt", "reason")
    return {name: getattr(one, name) for name in named} | {"at": one.at.isoformat(), "by": str(one.by)}
