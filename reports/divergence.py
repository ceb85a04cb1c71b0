"""Where do aligned risks differ? In words for each case, from plain values of both sides. Plain Python.

A side differs from another where it holds a risk that stands as none of the other's does: with one risk a side that
is simply "they differ". Bands are compared, never numbers: each body scores on a scale of its own. Where anything that
would be compared is withheld, nothing at all is said of that kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from registers.audience import WITHHELD, Withheld
from registers.movement import Movement
from registers.scoring import Band


class Kind(StrEnum):
    """In the order in which they are told."""

    BANDS = "bands"
    DIRECTIONS = "directions"
    CLOSED = "closed"
    REFRESHED = "refreshed"
    REVIEWED = "reviewed"
    OWNERLESS = "ownerless"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Kind.BANDS: "Bands differ",
    Kind.DIRECTIONS: "Directions differ",
    Kind.CLOSED: "One side closed",
    Kind.REFRESHED: "One side refreshed",
    Kind.REVIEWED: "One side reviewed and the other not",
    Kind.OWNERLESS: "Owner missing",
}
# A risk that moved to another cell of the same rank stood still as far as its direction goes.
DIRECTIONS = {
    Movement.UP: "up",
    Movement.DOWN: "down",
    Movement.STATIC: "static",
    Movement.SHIFTED: "static",
}


@dataclass(frozen=True)
class Refresh:
    """What happened to a risk since it was aligned: it "was split on 1 April 2018 into 4 and 15"."""

    on: date
    what: str  # recast, split, merged
    verb: str


@dataclass(frozen=True)
class Compared:
    """One aligned risk, as far as a comparison needs to know."""

    key: str  # never changes, for telling whether something has: "met/3"
    ref: str  # as it is told
    closed_on: date | None = None
    became: str = ""  # of a closed one, where it went: " and merged into risk 6"
    refreshes: tuple[Refresh, ...] = ()  # since it was aligned, that the bodies have not both reviewed
    band: Band | Withheld | None = None
    movement: Movement | Withheld | None = None
    has_owner: bool | Withheld = True
    reviewed_on: date | Withheld | None = None

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


@dataclass(frozen=True)
class Side:
    """One body's risks. `since`: the day its movements are counted from."""

    body: str  # "the Met"
    risks: tuple[Compared, ...]
    since: date | None = None
    reviewed_on: date | None = None  # the alignment itself, by this body
    is_review_due: bool = True  # no review of it, or of its risks, says that it is looked at later


@dataclass(frozen=True)
class Note:
    """ "Differs because ...": the reason given, and of what it was said."""

    said_of: str
    reason: str
    on: date
    by: str = ""


@dataclass(frozen=True)
class Divergence:
    kind: Kind
    words: str
    said_of: str  # what differs, for telling whether something has changed since a reason was given; never shown
    note: Note | None = None  # the reason, where one was given for exactly this

    @property
    def label(self) -> str:
        return self.kind.label

    @property
    def is_quiet(self) -> bool:
        return self.note is not None


def divergences(
    sides: Sequence[Side], since: date | None, notes: Mapping[str, Note] | None = None
) -> tuple[Divergence, ...]:
    """What differs between the sides, one divergence a kind, what is quieted by its note last.

    `since`: the date that is compared with; a reason why directions differ holds for that date only. `notes`: the
    reason that stands, by kind.
    """
    sides = [side for side in sides if side.risks]
    found = [told for tell in TELLERS if (told := tell(sides, since)) is not None]
    noted = [_noted(divergence, (notes or {}).get(divergence.kind.value)) for divergence in found]
    return tuple(sorted(noted, key=lambda divergence: divergence.is_quiet))


def _noted(divergence: Divergence, note: Note | None) -> Divergence:
    if note is None or note.said_of != divergence.said_of:
        return divergence
    return replace(divergence, note=note)


# The cases -----------------------------------------------------------------------------------------------------------


def _bands(sides: Sequence[Side], since: date | None) -> Divergence | None:
    scored = _open_with(sides, lambda risk: risk.band)
    return _differing(Kind.BANDS, scored, _band, lambda risk: f"is {_band(risk)}")


def _band(risk: Compared) -> str:
    return risk.band.label.lower() if isinstance(risk.band, Band) else ""


def _directions(sides: Sequence[Side], since: date | None) -> Divergence | None:
    moved = _open_with(sides, lambda risk: risk.movement, lambda risk: bool(_direction(risk)))
    days = {side.since for side in moved if side.risks}
    day_of = {risk.key: side.since for side in moved for risk in side.risks}
    if len(days) != 1:  # each body is compared with the quarter before it last settled
        return _differing(
            Kind.DIRECTIONS, moved, _direction, lambda risk: f"is {_direction(risk)}{_since(day_of[risk.key])}", since
        )
    lead = f"{_since(days.pop()).strip()} ".lstrip()
    return _differing(Kind.DIRECTIONS, moved, _direction, lambda risk: f"is {_direction(risk)}", since, lead)


def _direction(risk: Compared) -> str:
    return DIRECTIONS.get(risk.movement, "") if isinstance(risk.movement, Movement) else ""


def _since(day: date | None) -> str:
    return f" since {in_words(day)}" if day else ""


def _closed(sides: Sequence[Side], since: date | None) -> Divergence | None:
    def verb(risk: Compared) -> str:
        return f"was closed on {in_words(risk.closed_on)}{risk.became}" if risk.closed_on else "is open"

    def said(risk: Compared) -> str:
        return f"closed {risk.closed_on}" if risk.closed_on else "open"

    if not _differ(sides, lambda risk: str(risk.is_open)):
        return None
    return _told(Kind.CLOSED, sides, verb, said)


def _refreshed(sides: Sequence[Side], since: date | None) -> Divergence | None:
    def verb(risk: Compared) -> str:
        return " and ".join(refresh.verb for refresh in risk.refreshes) or NOT_REFRESHED

    def said(risk: Compared) -> str:
        return ", ".join(f"{refresh.what} {refresh.on}" for refresh in risk.refreshes) or "as it was"

    standing = _kept(sides, lambda risk: risk.is_open or bool(risk.refreshes))
    if not _differ(standing, lambda risk: str(bool(risk.refreshes))):
        return None
    return _told(Kind.REFRESHED, standing, verb, said)


NOT_REFRESHED = "was not refreshed"


def _reviewed(sides: Sequence[Side], since: date | None) -> Divergence | None:
    """One body has looked at its side since the day it is compared with, the other has not and it is due.

    Silent until any risk of either side, or the alignment itself, has been reviewed. A body looks at its side by
    reviewing any of its risks: the month in which the one board meets and the other does not is no divergence.
    """
    standing = [side for side in _kept(sides, lambda risk: risk.is_open) if side.risks]
    days = [risk.reviewed_on for side in standing for risk in side.risks]
    if since is None or len(standing) < 2 or WITHHELD in days:
        return None
    looked = [side for side in standing if _was_looked_at(side, since)]
    late = [side for side in standing if side not in looked and side.is_review_due]
    if not looked or not late:
        return None
    told = [_looked_in_words(side, since) if side in looked else _late_in_words(side, since) for side in looked + late]
    stood = [
        f"{risk.key} {'reviewed' if side in looked else 'not'} since {side.since or since}"
        for side in standing
        for risk in side.risks
    ]
    words = ("; " if any(number > 1 for _, number in told) else ", ").join(part for part, _ in told) + "."
    return Divergence(Kind.REVIEWED, sentence(words), f"{Kind.REVIEWED.value}: {'; '.join(sorted(stood))}")


def _is_since(day: date | Withheld | None, side: Side, since: date) -> bool:
    return isinstance(day, date) and day > (side.since or since)


def _was_looked_at(side: Side, since: date) -> bool:
    return _is_since(side.reviewed_on, side, since) or any(
        _is_since(risk.reviewed_on, side, since) for risk in side.risks
    )


def _looked_in_words(side: Side, since: date) -> tuple[str, int]:
    fresh = _kept([side], lambda risk: _is_since(risk.reviewed_on, side, since))[0]
    if not fresh.risks:
        return f"{side.body} reviewed the alignment on {in_words(side.reviewed_on)}", 1
    return _side_in_words(fresh, lambda risk: f"was reviewed on {_day(risk.reviewed_on)}")


def _late_in_words(side: Side, since: date) -> tuple[str, int]:
    return _side_in_words(side, lambda risk: f"was not reviewed since {in_words(side.since or since)}")


def _day(day: date | Withheld | None) -> str:
    return in_words(day) if isinstance(day, date) else ""


def _ownerless(sides: Sequence[Side], since: date | None) -> Divergence | None:
    """Of either side or of both: nobody answers for the risk."""
    standing = _kept(sides, lambda risk: risk.is_open)
    if any(risk.has_owner is WITHHELD for side in standing for risk in side.risks):
        return None
    without = _kept(standing, lambda risk: not risk.has_owner)
    if not any(side.risks for side in without):
        return None
    return _told(Kind.OWNERLESS, without, lambda risk: "has no owner", lambda risk: "no owner")


Tell = Callable[[Sequence[Side], date | None], Divergence | None]
TELLERS: tuple[Tell, ...] = (_bands, _directions, _closed, _refreshed, _reviewed, _ownerless)


# How they are compared and told --------------------------------------------------------------------------------------


def _kept(sides: Sequence[Side], is_kept: Callable[[Compared], bool]) -> list[Side]:
    return [replace(side, risks=tuple(risk for risk in side.risks if is_kept(risk))) for side in sides]


def _open_with(
    sides: Sequence[Side], value: Callable[[Compared], object], counts: Callable[[Compared], bool] | None = None
) -> list[Side]:
    """The open risks that have a value to compare; nothing where any of them has one that is withheld."""
    standing = _kept(sides, lambda risk: risk.is_open)
    if any(value(risk) is WITHHELD for side in standing for risk in side.risks):
        return []
    return _kept(standing, counts or (lambda risk: value(risk) is not None))


def _differ(sides: Sequence[Side], value: Callable[[Compared], str]) -> bool:
    stood = [frozenset(value(risk) for risk in side.risks) for side in sides if side.risks]
    return len(stood) > 1 and len(set(stood)) > 1


def _differing(
    kind: Kind,
    sides: Sequence[Side],
    value: Callable[[Compared], str],
    verb: Callable[[Compared], str],
    since: date | None = None,
    lead: str = "",
) -> Divergence | None:
    if not _differ(sides, value):
        return None
    return _told(kind, sides, verb, value, since, lead)


def _told(
    kind: Kind,
    sides: Sequence[Side],
    verb: Callable[[Compared], str],
    said: Callable[[Compared], str],
    since: date | None = None,
    lead: str = "",
) -> Divergence:
    parts = [_side_in_words(side, verb) for side in sides if side.risks]
    several = any(number > 1 for _, number in parts)
    words = ("; " if several else ", ").join(part for part, _ in parts) + "."
    risks = sorted((risk for side in sides for risk in side.risks), key=lambda risk: risk.key)
    stood = "; ".join(f"{risk.key} {said(risk)}" for risk in risks)
    return Divergence(kind, sentence(lead + words), f"{kind.value}{f' since {since}' if since else ''}: {stood}")


def _side_in_words(side: Side, verb: Callable[[Compared], str]) -> tuple[str, int]:
    """The Met's risks 111 and 112 are high and its risk 113 is medium; and how many groups that took."""
    groups: dict[str, list[str]] = {}
    for risk in side.risks:
        groups.setdefault(verb(risk), []).append(risk.ref)
    parts: list[str] = []
    for said, refs in groups.items():
        whose = "its" if parts else f"{side.body}'s"
        parts.append(f"{whose} {risks_called(refs)} {said if len(refs) == 1 else _of_several(said)}")
    return listed(parts), len(parts)


def _of_several(verb: str) -> str:
    for one, several in (("is ", "are "), ("was ", "were "), ("has ", "have ")):
        if verb.startswith(one):
            return several + verb.removeprefix(one)
    return verb


def risks_called(refs: Sequence[str]) -> str:
    """ "risk 3", "risks 3 and 4"."""
    return f"risk{'s' if len(refs) > 1 else ''} {listed(refs)}"


def listed(parts: Iterable[str]) -> str:
    """a, b and c."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def in_words(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
