"""What each address of the API answers, as plain data: the same readings as the pages, cut to the same audience."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from controls.json import control_data, done_about
from registers.actions.people import log_sensitive_read
from registers.audience import WITHHELD
from registers.details import full_position
from registers.models import Marking, Register, Scheme
from registers.models.registers import FactClass
from registers.movement import Movement
from registers.position import Index, index, look_at
from registers.reviews import latest
from registers.scoring import Band, score_in_words
from registers.views.common import asked_scope, get_register, get_risk, marking_of, note_sensitive_read
from reports.alignment_json import alignments_data
from reports.api.door import Refused
from reports.models import Issue, IssuedEdition, IssuedFile
from reports.papers.figures import one_moment
from reports.position_json import levels, risk_data

A_PAGE, MOST = 50, 200  # results a page: unless asked, and at most
HELD_BACK = "withheld"

Data = dict[str, Any]


# What was asked -------------------------------------------------------------------------------------------------------


def scope_of(request):
    """The time asked for. Raises Refused 400 with what cannot be read."""
    asked = asked_scope(request)
    if asked.errors:
        raise Refused(400, asked.errors[0], "as_at, known_at or since")
    return asked.scope


def paged(request, found: Sequence, make: Callable[[list], list]) -> Data:
    """One page of what was found: {"count", "page", "pages", "per_page", "next", "results"}. Raises Refused 400."""
    size = _number(request.GET, "per_page", A_PAGE, MOST)
    pages = max(1, -(-len(found) // size))
    page = _number(request.GET, "page", 1, pages)
    results = make(list(found[(page - 1) * size : page * size]))
    return {
        "count": len(found),
        "page": page,
        "pages": pages,
        "per_page": size,
        "next": _address(request, page + 1) if page < pages else None,
        "results": results,
    }


def _number(query: QueryDict, name: str, default: int, most: int) -> int:
    text = query.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most):
        raise Refused(400, f"{name} is a number from 1 to {most}, not “{text[:20]}”", name)
    return int(text)


def _address(request, page) -> str:
    query = request.GET.copy()
    query["page"] = page
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


# Registers ------------------------------------------------------------------------------------------------------------


def registers(request) -> Data:
    """Every register that may be seen, and the scales that scores were given on."""
    found = Register.objects.visible_to(request.audience).select_related("organisation")
    schemes = Scheme.objects.visible_to(request.audience).select_related("organisation").order_by("adopted_on", "pk")
    return {
        "registers": [
            {"path": row.path, "title": row.title, "body": row.organisation.slug, "kind": row.kind} for row in found
        ],
        "schemes": [_scheme(scheme) for scheme in schemes],
    }


def _scheme(scheme) -> Data:
    said = scheme.definition
    return {
        "body": scheme.organisation.slug,
        "name": scheme.name,
        "adopted_on": scheme.adopted_on.isoformat(),
        **{part: said[part] for part in ("likelihoods", "impacts", "cells")},
    }


def _look(request, organisation, register) -> tuple[Index, Data]:
    """The register as asked for, and what every answer about it begins with."""
    found = get_register(request, organisation, register)
    view = look_at(found, request.audience, scope_of(request))
    position = index(view)
    if view.is_empty:
        raise Refused(404, "Nothing of this register had been agreed by then")
    note_sensitive_read(request, view, f"Register {found.path}, by token", kind="download")
    scope, agreement = view.scope, view.agreement
    return position, {
        "register": found.path,
        "title": found.title,
        "marking": marking_of(view, position.rows),
        "as_at": scope.as_at.isoformat(),
        "known_at": scope.known_at and scope.known_at.isoformat(),
        "since": scope.compared_with and scope.compared_with.isoformat(),
        "agreed": {"as_at": agreement.as_at.isoformat(), "by": agreement.settled_by} if agreement else None,
        "is_working": view.is_working,
    }


def position(request, organisation, register) -> Data:
    """A register at a date: its counts, and every risk in full, a page at a time."""
    with one_moment():
        found, head = _look(request, organisation, register)
        view, rows = found.view, found.open
        bands = Counter(row.band for row in rows)
        movements = Counter(row.movement for row in found.shown)
        counts = {
            "open": len(rows),
            "bands": _counted(Band, bands) if view.sees(FactClass.SCORE) else HELD_BACK,
            "unscored": bands[None] if view.sees(FactClass.SCORE) else HELD_BACK,
            "movements": _counted(Movement, movements) if view.sees(FactClass.MOVEMENT) else HELD_BACK,
        }
        return head | {"counts": counts} | paged(request, found.shown, lambda some: _in_full(request, found, some))


def _counted(kinds, counts) -> dict[str, int]:
    return {kind.value: counts[kind] for kind in kinds}


def risks(request, organisation, register) -> Data:
    """Every risk that had been opened by then, closed ones too, as flat rows for a table."""
    with one_moment():
        found, head = _look(request, organisation, register)
        return head | paged(request, found.rows, lambda some: _flat(request, found, some))


def risk(request, organisation, register, ref) -> Data:
    """One risk in full."""
    with one_moment():
        key = get_risk(request, organisation, register, ref).pk
        found, head = _look(request, organisation, register)
        rows = [row for row in found.rows if row.risk == key]
        if not rows:
            raise Refused(404, "There was no such risk then")
        return head | {"risk": _in_full(request, found, rows)[0]}


def movements(request, organisation, register) -> Data:
    """What moved since the day compared with, from which cell to which, and why."""
    with one_moment():
        found, head = _look(request, organisation, register)
        if not found.view.sees(FactClass.MOVEMENT):
            raise Refused(403, "The movement of these risks is not published to you")
        moved = [row for row in found.shown if row.movement not in (None, Movement.STATIC)]
        return head | paged(request, moved, lambda some: _movements(found, some))


def _movements(found, rows) -> list[Data]:
    view, told = found.view, []
    for risk in full_position(found, rows).risks:
        row = risk.row
        before, after = (_cell(view, row.scheme, cell) for cell in (row.before, row.cell))
        reasons = risk.details.reasons
        told.append({
            "ref": row.ref,
            "printed_ref": row.printed_ref,
            "title": risk.details.title,
            "movement": _plain(row.movement),
            "before": before,
            "after": after,
            "band": _plain(row.band),
            "reasons": HELD_BACK if reasons is WITHHELD else [str(reason) for reason in reasons],
        })  # fmt: skip
    return told


def _cell(view, scheme, cell):
    likelihood, impact = levels(view, scheme, cell)
    return likelihood if likelihood in (None, HELD_BACK) else score_in_words(likelihood, impact)


def _in_full(request, found, rows) -> list[Data]:
    """As `manage.py position` prints them; progress and controls only by a token that reads controls."""
    view, said = found.view, full_position(found, rows)
    done, reviews = done_about(view, rows), latest(Index(view, tuple(rows)))
    told = [risk_data(view, risk, done, reviews) for risk in said.risks]
    if not may_read(request, "controls"):
        told = [{name: value for name, value in each.items() if name not in ("progress", "controls")} for each in told]
    return told


def may_read(request, scope) -> bool:
    """Whether the token was given this too; somebody signed in may read all that their pages show."""
    token = getattr(request, "token", None)
    return token is None or scope in token.scopes


LISTS = ("owners", "leads", "objectives", "reasons")


def _flat(request, found, rows) -> list[Data]:
    """One row of single values a risk: lists joined, the target and levels as columns of their own."""
    flat = []
    for row, said in zip(rows, _in_full(request, found, rows), strict=True):
        target, review = said["target"], said["review"]
        cell = row.cell if isinstance(row.cell, tuple) else (_plain(row.cell),) * 2
        flat.append({
            **{name: said[name] for name in ("ref", "printed_ref", "title", "description")},
            "state": "open" if row.is_open else "closed",
            "likelihood": said["likelihood"],
            "impact": said["impact"],
            "likelihood_level": cell[0],
            "impact_level": cell[1],
            "band": said["band"],
            "movement": said["movement"],
            "periods": said["periods"],
            **{name: said[name] if said[name] == HELD_BACK else "; ".join(said[name]) for name in LISTS},
            **{f"target_{name}": _of(target, name) for name in ("likelihood", "impact", "band", "on")},
            "horizon": said["horizon"],
            "opened_on": said["opened_on"],
            "closed_on": said["closed_on"],
            "reviewed_on": _of(review, "on"),
            "next_review_on": _of(review, "next_on"),
            "marking": (Marking.SENSITIVE if row.is_sensitive else Marking.OFFICIAL).label,
        })  # fmt: skip
    return flat


def _of(part, name):
    return part[name] if isinstance(part, dict) else part


def _plain(value):
    return HELD_BACK if value is WITHHELD else value


# Controls, alignments, papers -----------------------------------------------------------------------------------------


def controls(request, organisation, register) -> Data:
    """The controls that act on the register's open risks, each once, with the refs of the risks it acts on."""
    with one_moment():
        found, head = _look(request, organisation, register)
        if not found.view.sees(FactClass.CONTROLS):
            raise Refused(403, "The controls of this register are not published to you")
        done, held = done_about(found.view, found.open), {}
        for row in found.open:
            for control in control_data(done, row.risk):
                held.setdefault(control["reference"], control | {"risks": []})["risks"].append(row.ref)
        return head | paged(request, sorted(held.values(), key=lambda one: int(one["reference"][2:])), list)


def alignments(request) -> Data:
    """The alignments of both bodies' risks with joint controls, and the risks that are tied to none."""
    scope = scope_of(request)
    with one_moment():
        said = alignments_data(request.audience, scope)
        _note_alignments(request)
    found = said.pop("alignments")
    if not may_read(request, "controls"):
        found = [{name: value for name, value in each.items() if name != "joint_controls"} for each in found]
    page = paged(request, found, list)
    if page["page"] > 1:  # they are told once, with the first
        del said["unaligned"]
    return {"marking": _marking(request)} | said | page


def _marking(request) -> str:
    """Of what is of both bodies: what whoever is cleared by either may read may be sensitive."""
    return (Marking.SENSITIVE if request.audience.cleared else Marking.OFFICIAL).label


def _note_alignments(request) -> None:
    for body in sorted(request.audience.cleared):
        log_sensitive_read(organisation_id=body, user=request.user, what="Alignments, by token", kind="download")


def papers(request) -> Data:
    """What was issued of each paper: issues, and the editions that may be read, with the checksums of their files."""
    issues = Issue.objects.visible_to(request.audience).select_related("paper").order_by("-issued_at", "-pk")
    keys = list(issues.values_list("pk", flat=True))
    return paged(request, keys, lambda some: _issues(request, issues.filter(pk__in=some)))


def _issues(request, issues) -> list[Data]:
    seen = IssuedEdition.objects.visible_to(request.audience).filter(issue__in=issues)
    if (token := getattr(request, "token", None)) is not None and not token.reads_sensitive:
        seen = seen.exclude(marking=Marking.SENSITIVE.label)
    held: dict[int, list[Data]] = {}
    for edition in seen.select_related("html", "pdf", "issue__paper").order_by("edition"):
        held.setdefault(edition.issue_id, []).append(_edition(request, edition))
    return [
        {
            "paper": issue.paper.slug,
            "title": issue.title,
            "meeting_on": issue.meeting_on.isoformat(),
            "number": issue.number,
            "kind": issue.kind,
            "issued_at": issue.issued_at.isoformat(),
            "published_at": issue.published_at and issue.published_at.isoformat(),
            "editions": held.get(issue.pk, []),
        }
        for issue in issues
    ]


def _edition(request, edition) -> Data:
    where = [edition.issue.paper.slug, edition.issue.number, edition.edition]
    files = IssuedFile.objects.visible_to(request.audience).filter(edition=edition).select_related("blob")
    return {
        "edition": edition.edition,
        "marking": edition.marking,
        "pages": edition.pages,
        "page": request.build_absolute_uri(reverse("reports:edition", args=where)),
        "pdf": request.build_absolute_uri(reverse("reports:edition-pdf", args=where)),
        "html_sha256": edition.html.sha256,
        "pdf_sha256": edition.pdf.sha256,
        "files": [{"label": f.label, "name": f.file_name, "sha256": f.blob.sha256} for f in files],
    }
