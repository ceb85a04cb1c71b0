"""What do the minutes of a meeting hold? Frozen on closing, each part with what a reader must meet to read it.

The minutes of an open meeting are composed anew each time and go through the same cut: minutes_cut.py.
"""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from registers.audience import Audience
from registers.details import details
from registers.lists import Teller
from registers.models import Agreement, Organisation, Register, Review
from registers.position import index, look_at
from registers.scope import Scope
from registers.sentences import say_day
from registers.telling import tell_cell
from registers.visibility import now
from reports.agenda_lines import ItemLine, read_agenda
from reports.agenda_reading import agenda_audience
from reports.divergence import sentence
from reports.meetings import REST_NOTED
from reports.minutes_needs import clearances_of
from reports.models import Meeting, Record

SCHEMA = 1


def minutes_of(meeting: Meeting) -> dict[str, Any]:
    """The minutes, uncut: as they were frozen, or as they would be."""
    return meeting.minutes if meeting.is_closed and meeting.minutes else compose(meeting)


def compose(meeting: Meeting) -> dict[str, Any]:
    """Everything that the minutes say, uncut: as all that the board may know of."""
    audience = agenda_audience(meeting.board)
    agenda = read_agenda(meeting, audience, told=False)
    reviews = _reviews(meeting)
    said, given = _records(meeting, reviews), _actions(meeting)
    others, lines = _as_agreed(agenda), [*agenda.lines, *agenda.dropped]
    cleared_by = clearances_of([line.item for line in lines if line.item])
    items = [_item(line, said, given, others, cleared_by) for line in agenda.lines]
    return {
        "schema": SCHEMA,
        "board": str(meeting.board),
        "on": meeting.on.isoformat(),
        "note": meeting.note,
        "attendance": _attendance(meeting),
        "items": items,
        "dropped": [_item(line, said, given, others, cleared_by) for line in agenda.dropped],
        "whole": {"records": said[None], "actions": given[None]},
        "registers": [_register(meeting, register, audience, reviews) for register in _settled(meeting)],
    }


def _attendance(meeting):
    rows = meeting.attendances.select_related("post__organisation", "deputy").order_by(
        "post__organisation__order", "post__title"
    )
    return [
        {
            "post": row.post.title,
            "organisation": row.post.organisation.short_name,
            "kind": row.kind,
            "deputy": row.deputy.title if row.deputy else "",
        }
        for row in rows
    ]


# Items ---------------------------------------------------------------------------------------------------------------


def _item(line: ItemLine, said, given, others, cleared_by) -> dict[str, Any]:
    """One item. One that not even the board's audience may know of is its number."""
    item = line.item
    if item is None:
        return {"number": line.number, "is_restricted": True}
    return {
        "number": line.number,
        "slug": item.slug,
        "kind": item.get_kind_display(),
        "title": line.title,
        "as_agreed": others.get(item.risk_id),
        "risk": item.risk_id,
        "alignment": item.alignment_id,
        "plan": item.plan_id,
        "request": item.request_id,
        "is_only_a_title": item.is_only_a_title,
        "marking": item.marking,
        "cleared_by": cleared_by.get(item.pk, []),
        "reasons": item.reasons,
        "asked_by": item.asked_by,
        "author": item.author.title if item.author else "",
        "paragraph": item.paragraph,
        "dropped_because": item.dropped_because,
        "records": said[item.pk],
        "actions": given[item.pk],
        **_told(line),
    }


def _told(line: ItemLine) -> dict[str, Any]:
    """Of the risk of an item: its register, how it stood, and whether it was sensitive."""
    if line.told is None:
        return {"register": None, "ref": "", "was_sensitive": False, "standing": None}
    register, row = line.view.register, line.told.index
    return {
        "register": register.pk,
        "ref": f"{sentence(register.organisation.short_name)} {row.printed_ref}",
        "was_sensitive": row.is_sensitive,
        "standing": _standing(register, row, line.told.score, line.told.before),
    }


def _standing(register, row, score, before) -> dict[str, Any]:
    return {
        "score": str(score) if score else "",
        "band": score.band if score else "",
        "band_name": score.band_name if score else "Not scored",
        "before": str(before) if before else "",
        "movement": str(row.movement or ""),
        "is_illustrative": row.is_illustrative,
    }


def _as_agreed(agenda) -> dict[int, dict[str, Any]]:
    """The risks of the agenda as they are told whoever sees them only as their boards agreed them, by what is known."""
    bodies = frozenset(Organisation.objects.filter(kind=Organisation.Kind.BODY).values_list("pk", flat=True))
    everybody = Audience(agreed=bodies, cleared=bodies)
    scope = replace(agenda.scope, known_at=None)
    keys = defaultdict(set)
    for line in agenda.lines + agenda.dropped:
        if line.told:
            keys[line.view.register.pk].add(line.item.risk_id)
    found = {}
    for register in Register.objects.filter(pk__in=keys).select_related("organisation"):
        view = look_at(register, everybody, scope)
        rows = [row for row in index(view, only=keys[register.pk]).rows if row.opened_on]
        said, teller = details(view, rows, with_objectives=False), Teller(view, {})
        for row in rows:
            told = teller.row(row, said[row.risk])
            found[row.risk] = {
                "title": told.details.title,
                "ref": f"{sentence(register.organisation.short_name)} {row.printed_ref}",
                "standing": _standing(register, row, told.score, told.before),
            }
    return found


def _records(meeting, reviews):
    """{item: what was recorded on it}, oldest first; what was amended in its last words, what was taken back not."""
    rows = Record.objects.filter(meeting=meeting, replaced_by=None, is_void=False).select_related("post", "item")
    found = defaultdict(list)
    for row in rows.order_by("recorded_at", "pk"):
        review = reviews.get((row.item.risk_id, row.outcome, row.text)) if row.item and row.outcome else None
        found[row.item_id].append(
            {
                "kind": row.kind,
                "label": row.get_outcome_display() if row.outcome else row.get_kind_display(),
                "outcome": row.outcome,
                "text": row.text,
                "post": row.post.title if row.post else "",
                "next_on": review.next_on.isoformat() if review and review.next_on else None,
            }
        )
    return found


def _reviews(meeting) -> dict[tuple[int, str, str], Review]:
    """The reviews recorded at the meeting, by the risk, what was found and why."""
    rows = Review.objects.known(now()).filter(board=meeting.board, on=meeting.on).order_by("recorded_at", "pk")
    return {(row.risk_id, row.outcome, row.reason): row for row in rows}


def _actions(meeting):
    found = defaultdict(list)
    for row in meeting.actions.select_related("post__organisation").order_by("number"):
        found[row.item_id].append(
            {
                "number": row.number,
                "kind": row.kind,
                "text": row.text,
                "post": row.post.title,
                "due_on": row.due_on.isoformat(),
                "marking": row.marking,
            }
        )
    return found


# Registers -----------------------------------------------------------------------------------------------------------


def _settled(meeting):
    return meeting.board.settles.select_related("organisation", "board").order_by("organisation__order", "slug")


def settling(meeting: Meeting, register: Register) -> Agreement | None:
    """The agreement by which this meeting settled a register."""
    rows = Agreement.objects.filter(register=register, meeting=str(meeting)).order_by("recorded_at", "pk")
    return rows.last()


def _register(meeting, register, audience, reviews) -> dict[str, Any]:
    """What the meeting settled of one register: its position, and the rest that was noted."""
    agreement = settling(meeting, register)
    earlier = Agreement.objects.filter(register=register)
    if agreement is not None:
        earlier = earlier.filter(as_at__lt=agreement.as_at, recorded_at__lte=agreement.recorded_at)
    elif meeting.is_closed:
        earlier = earlier.filter(recorded_at__lte=meeting.closed_at)
    latest = earlier.order_by("recorded_at", "pk").last()
    scope = _position_scope(meeting, agreement, latest)
    rows = _rows(register, audience, scope)
    return {
        "register": register.pk,
        "title": str(register),
        "as_at": agreement.as_at.isoformat() if agreement else None,
        "words": _words(meeting, agreement, latest),
        "compared_with": scope.compared_with.isoformat() if scope and scope.compared_with else None,
        "rows": rows,
        "rest": _rest(register, reviews, audience, Scope(meeting.on, meeting.closed_at)),
    }


def _position_scope(meeting, agreement, latest) -> Scope | None:
    """As agreed; of an open meeting as closing it would agree it. None where it agrees nothing."""
    if agreement is not None:
        since = latest.as_at if latest and latest.as_at < agreement.as_at else None
        return Scope(agreement.as_at, agreement.known_at, since)
    if meeting.is_closed or (latest is not None and latest.as_at > meeting.on):
        return None
    return Scope(meeting.on, None, latest.as_at if latest and latest.as_at < meeting.on else None)


def _words(meeting, agreement, latest) -> str:
    if agreement is not None:
        return f"Agreed as at {say_day(agreement.as_at)}"
    if latest is not None and latest.as_at > meeting.on:
        return f"Already agreed as at {say_day(latest.as_at)}, so not agreed anew"
    return "Not agreed at this meeting" if meeting.is_closed else f"To be agreed as at {say_day(meeting.on)}"


def _rows(register, audience, scope) -> list[dict[str, Any]]:
    if scope is None:
        return []
    view = look_at(register, audience, scope)
    shown = index(view).shown
    said = details(view, shown, with_objectives=False)
    return [
        {
            "risk": row.risk,
            "ref": row.printed_ref,
            "title": said[row.risk].title,
            "was_sensitive": row.is_sensitive,
            **_standing(register, row, *_cells(register, row)),
        }
        for row in shown
    ]


def _cells(register, row):
    score = tell_cell(register, row.scheme, row.cell, row.band or None)
    moved = row.before and row.before != row.cell and str(row.movement) in ("up", "down", "shifted")
    return score, tell_cell(register, row.scheme, row.before) if moved else None


def _rest(register, reviews, audience, scope) -> list[dict[str, Any]]:
    """The risks noted without a change, in one press, each with its next review."""
    noted = {risk: review for (risk, _, reason), review in reviews.items() if reason == REST_NOTED}
    rows = index(look_at(register, audience, scope), only=set(noted)).rows if noted else ()
    return [
        {
            "risk": row.risk,
            "ref": row.printed_ref,
            "was_sensitive": row.is_sensitive,
            "next_on": noted[row.risk].next_on.isoformat() if noted[row.risk].next_on else None,
        }
        for row in rows
    ]


__all__ = ["compose", "minutes_of", "settling"]
