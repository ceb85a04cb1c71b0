"""What stood of alignments at a scope? Their dated facts, as far as one audience may read them, each kind read once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from registers.models import (
    AlignmentAlias,
    AlignmentMember,
    AlignmentResponse,
    AlignmentReview,
    AlignmentState,
    AlignmentTurn,
    AlignmentView,
    AlignmentWording,
    DivergenceNote,
    in_force,
)
from registers.scope import Scope
from registers.visibility_alignments import Readable, visible_alignment_facts


class Tie(NamedTuple):
    """A risk is aligned from a day."""

    risk: int
    register: int
    on: date
    recorded_at: datetime


class Span(NamedTuple):
    """From when to when the bodies hold it: `until` is the day it ended, None while it stands."""

    since: date
    until: date | None


@dataclass(frozen=True)
class Facts:
    """By key of the alignment. `spans` and `ties` are of all that were asked for, the rest of those that are read."""

    spans: dict[int, Span]  # those begun by then
    ties: dict[int, list[Tie]]  # whoever may see the risks; ask an index which of them may be told
    wordings: dict[int, list[AlignmentWording]]  # oldest first
    aliases: dict[int, list[str]]
    responses: dict[tuple[int, int], AlignmentResponse]  # by alignment and risk
    views: dict[tuple[int, int], AlignmentView]  # by alignment and organisation
    reviews: dict[tuple[int, int], list[AlignmentReview]]  # likewise, oldest first
    notes: dict[int, dict[str, DivergenceNote]]  # by kind


def spans_of(keys, scope: Scope) -> dict[int, Span]:
    """Those of these alignments that had been begun by then."""
    found = {}
    for key, on, turn in _oldest_first(AlignmentState, keys, scope).values_list("alignment", "on", "turn"):
        if turn == AlignmentTurn.ENDED and key in found:
            found[key] = found[key]._replace(until=on)
        elif turn == AlignmentTurn.BEGUN:
            found[key] = Span(found[key].since if key in found else on, None)
    return found


def ties_of(keys, scope: Scope) -> dict[int, list[Tie]]:
    """The risks that these alignments tie, in the order of their registers and references."""
    latest = in_force(AlignmentMember.objects.filter(alignment__in=keys), scope)
    rows = AlignmentMember.objects.filter(pk__in=latest.values("pk"), holds=True)
    found = defaultdict(list)
    columns = ("alignment", "risk", "risk__register", "on", "recorded_at")
    for key, *tie in rows.order_by("risk__register", "risk__ref").values_list(*columns):
        found[key].append(Tie(*tie))
    return dict(found)


def wordings_of(readable: Readable, keys, scope: Scope) -> dict[int, list[AlignmentWording]]:
    """What they were called until then, oldest first."""
    found = defaultdict(list)
    for row in _seen(_oldest_first(AlignmentWording, keys, scope).select_related("by"), readable):
        found[row.alignment_id].append(row)
    return dict(found)


def read_facts(readable: Readable, keys, scope: Scope) -> Facts:
    """Everything said of these alignments by a scope. A fixed number of statements."""
    return Facts(
        spans=spans_of(keys, scope),
        ties=ties_of(keys, scope),
        wordings=wordings_of(readable, keys, scope),
        aliases=_aliases(readable, keys, scope),
        responses={(row.alignment_id, row.risk_id): row for row in _standing(AlignmentResponse, readable, keys, scope)},
        views={(row.alignment_id, row.organisation_id): row for row in _standing(AlignmentView, readable, keys, scope)},
        reviews=_reviews(readable, keys, scope),
        notes=_notes(readable, keys, scope),
    )


def _oldest_first(model, keys, scope):
    return model.objects.by(scope).filter(alignment__in=keys).oldest_first()


def _seen(rows, readable):
    return visible_alignment_facts(rows, readable.audience, readable)


def _standing(model, readable, keys, scope):
    """The rows in force, of those the audience may read: what followed one that it may not does not stand for it."""
    latest = in_force(model.objects.filter(alignment__in=keys), scope)
    return _seen(model.objects.filter(pk__in=latest.values("pk")).select_related("by"), readable)


def _aliases(readable, keys, scope):
    found = defaultdict(list)
    for row in _standing(AlignmentAlias, readable, keys, scope).order_by("name"):
        if row.holds:
            found[row.alignment_id].append(row.name)
    return dict(found)


def _reviews(readable, keys, scope):
    found = defaultdict(list)
    for row in _seen(_oldest_first(AlignmentReview, keys, scope).select_related("by"), readable):
        found[row.alignment_id, row.organisation_id].append(row)
    return dict(found)


def _notes(readable, keys, scope):
    found = defaultdict(dict)
    for row in _standing(DivergenceNote, readable, keys, scope):
        found[row.alignment_id][row.kind] = row
    return dict(found)
