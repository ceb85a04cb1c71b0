"""How does one entry of a risk's history read? Old and new values as a sentence; no database, request or clock.

An entry is one dated row (DESIGN.md section 3). What it changed is told against what stood before it was made:
`stood_before` picks that from the rows of the same key, so a late entry is told against its own day, not against today.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple


class Cell(NamedTuple):
    """A score in words: its levels' names, the cell as printed, its band."""

    likelihood: str
    impact: str
    short: str  # "H v H"
    band: str

    def __str__(self) -> str:
        return f"{self.short}, {self.band}"


class Target(NamedTuple):
    cell: Cell
    by: date | None

    def __str__(self) -> str:
        return f"{self.cell} by {say_day(self.by)}" if self.by else str(self.cell)


class Text(NamedTuple):
    title: str
    description: str

    def __str__(self) -> str:
        return f"“{self.title}”"


class Names(tuple[str, ...]):
    """A list in its order: owners, objectives."""

    def __str__(self) -> str:
        return say_list(self) or "none"


class Tolerated(NamedTuple):
    until: date | None
    by: str

    def __str__(self) -> str:
        return f"until {say_day(self.until)} by the {self.by}" if self.until else "not tolerated"


class Reviewed(NamedTuple):
    """What a review found, of which board or on whose behalf, and when the next is due."""

    outcome: str
    board: str
    post: str
    next_on: date | None

    def __str__(self) -> str:
        return f"{self.outcome[:1].lower()}{self.outcome[1:]}{self.then}"

    @property
    def of(self) -> str:
        board = f" by the {self.board}" if self.board else ""
        return board + (f" on behalf of the {self.post}" if self.post else "")

    @property
    def then(self) -> str:
        return f", next review by {say_day(self.next_on)}" if self.next_on else ""


@dataclass(frozen=True)
class Row:
    """One dated row as its history tells it. Rows of one `about` and `key` succeed each other."""

    about: str  # "score", "target", "owner", "horizon" ...: see SAYINGS
    on: date
    recorded_on: date  # the London day of `recorded_at`
    recorded_at: datetime
    pk: int
    value: Any
    key: object = ""
    replaces: int | None = None  # pk of the row it corrects or voids
    is_void: bool = False


def stood_before(row: Row, rows: Sequence[Row]) -> Row | None:
    """What was in force on the row's day at the moment it was recorded: what people had read there until then."""
    earlier = [other for other in rows if _is_of_key(other, row) and _order(other) < _order(row)]
    gone = {other.replaces for other in earlier}
    standing = [other for other in earlier if not other.is_void and other.pk not in gone and other.on <= row.on]
    return max(standing, key=lambda other: (other.on, *_order(other)), default=None)


def stood_after(row: Row, rows: Sequence[Row]) -> Row | None:
    """The next entry that was already there when this one was made: the newer one that it leaves standing."""
    earlier = [other for other in rows if _is_of_key(other, row) and _order(other) < _order(row)]
    gone = {other.replaces for other in earlier} | {row.replaces}
    newer = [other for other in earlier if not other.is_void and other.pk not in gone and other.on > row.on]
    return min(newer, key=lambda other: (other.on, *_order(other)), default=None)


def stands_without(row: Row, rows: Sequence[Row]) -> str:
    """What would be read on the row's day if it were voided, in words; empty where nothing would."""
    gone = {other.replaces for other in rows if _is_of_key(other, row)} | {row.pk}
    left = [o for o in rows if _is_of_key(o, row) and not o.is_void and o.pk not in gone and o.on <= row.on]
    best = max(left, key=lambda other: (other.on, *_order(other)), default=None)
    return _plain(best) if best else ""


def _is_of_key(other: Row, row: Row) -> bool:
    return (other.about, other.key) == (row.about, row.key)


def _order(row: Row) -> tuple[datetime, int]:
    return row.recorded_at, row.pk


# Sentences -----------------------------------------------------------------------------------------------------------


def sentence(row: Row, rows: Sequence[Row]) -> str:
    """One entry as a sentence without its full stop, beside the other rows of its risk that the reader may see."""
    if row.replaces is not None:
        return _replacing(
            row, next((other for other in rows if other.pk == row.replaces and _is_of_key(other, row)), None)
        )
    if isinstance(row.value, Reviewed):  # it happened that day, and stands until nothing
        return f"Reviewed on {say_day(row.on)}{row.value.of}: {row.value}{_entered(row)}"
    before = stood_before(row, rows)
    said = SAYINGS[row.about](before.value if before else None, row.value)
    said = said[:1].upper() + said[1:]
    return said + _when(row, stood_after(row, rows))


def _when(row: Row, newer: Row | None) -> str:
    words = f" from {say_day(row.on)}"
    if newer is not None:
        words += f" until {say_day(newer.on)}, where a newer entry still stands"
    return words + _entered(row)


def _entered(row: Row) -> str:
    return "" if row.recorded_on == row.on else f"; entered {say_day(row.recorded_on)}"


def _replacing(row: Row, wrong: Row | None) -> str:
    """A correction is told against the entry it corrects; a void repeats what it takes back."""
    if row.is_void:
        return f"Voided the entry of {say_day(row.on)} for {NOUNS[row.about]}: {_plain(row)}"
    if wrong is None:
        return f"Corrected an entry for {NOUNS[row.about]}: {_plain(row)}, from {say_day(row.on)}"
    what = f"Corrected the entry of {say_day(wrong.on)} for {NOUNS[row.about]}"
    changed = "" if wrong.value == row.value else f": it said {_plain(wrong)}, now {_plain(row)}"
    if isinstance(row.value, Text) and changed and row.value.title == wrong.value.title:
        changed = ": the description"
    moved = "" if wrong.on == row.on else f"{';' if changed else ':'} dated {say_day(row.on)} instead"
    return what + (changed + moved or ": its reason")


def _plain(row: Row) -> str:
    if row.about == "state":
        return str(row.value)
    return str(row.value) if row.value not in ("", None) else "none"


def _score(noun: str) -> Callable[[Cell | None, Cell], str]:
    def say(old: Cell | None, new: Cell) -> str:
        if not new.likelihood:
            return _colour(noun, old, new)
        if old is None:
            return f"{noun} set at {new} (likelihood {new.likelihood}, impact {new.impact})"
        if old.short == new.short and old.band == new.band:
            return f"{noun} confirmed at {new} (likelihood {new.likelihood}, impact {new.impact})"
        moved = f"{_level(old.likelihood, new.likelihood)}, impact {_level(old.impact, new.impact)}"
        return f"{_subject(noun)}{moved} ({old} → {new})"

    return say


def _colour(noun: str, old: Cell | None, new: Cell) -> str:
    """A score on a scale that has no likelihood."""
    if old is None:
        return f"{noun} set at {new.impact} ({new.band})"
    if old.short == new.short and old.band == new.band:
        return f"{noun} confirmed at {new.impact} ({new.band})"
    return f"{noun} went from {old.impact} ({old.band}) to {new.impact} ({new.band})"


def _subject(noun: str) -> str:
    return "Likelihood " if noun == "Score" else f"{noun}: likelihood "


def _level(old: str, new: str) -> str:
    return f"stayed {new}" if old == new else f"went from {old} to {new}"


def _target(old: Target | None, new: Target) -> str:
    said = _score("Target")(old.cell if old else None, new.cell)
    if old is not None and old.by == new.by:
        return said
    if new.by is None:
        return said if old is None else f"{said}, no longer dated"
    return f"{said}, to be reached by {say_day(new.by)}"


def _wording(old: Text | None, new: Text) -> str:
    if old is None:
        return f"Worded {new}"
    if old.title == new.title:
        return "Description reworded"
    also = "" if old.description == new.description else " and description reworded"
    return f"Title changed from {old} to {new}{also},"


def _names(one: str, several: str) -> Callable[[Names | None, Names], str]:
    def say(old: Names | None, new: Names) -> str:
        noun = one if max(len(old or ()), len(new)) == 1 else several
        if not old or not new:
            return f"{noun}: {new}," if new else f"{noun} removed: {old},"
        come = Names(name for name in new if name not in old)
        gone = Names(name for name in old if name not in new)
        if (come and gone) or not (come or gone):
            return f"{noun} changed from {old} to {new}"
        verb, who = ("added", come) if come else ("removed", gone)
        return f"{one if len(who) == 1 else several} {verb}: {who}, which makes {new},"

    return say


def _objectives(old: Names | None, new: Names) -> str:
    if old is None:
        return f"Objectives: {say_list([f'“{name}”' for name in new])}," if new else "Objectives: none,"
    come = [f"“{name}”" for name in new if name not in (old or ())]
    gone = [f"“{name}”" for name in old or () if name not in new]
    parts = [f"{verb} {say_list(names)}" for verb, names in (("added", come), ("removed", gone)) if names]
    return f"Objectives {' and '.join(parts)}" if parts else "Objectives confirmed"


def _setting(noun: str, unset: str = "none") -> Callable[[str | None, str], str]:
    def say(old: str | None, new: str) -> str:
        if not new:
            return f"{noun} cleared (was {old or unset})"
        return f"{noun} changed from {old} to {new}" if old else f"{noun} set to {new}"

    return say


def _marking(old: str | None, new: str) -> str:
    return f"Marked {new} (was {old or 'OFFICIAL'})"


def _appetite(old: str | None, new: str) -> str:
    was = f"was {old}" if old else "was the register's"
    return (
        f"Highest tolerated band set to {new} ({was})"
        if new
        else f"Highest tolerated band is the register's again ({was})"
    )


def _outlook(old: Target | None, new: Target) -> str:
    was = f" (before: {old})" if old else ""
    return f"Outlook: expected at {new}{was},"


def _tolerance(old: Tolerated | None, new: Tolerated) -> str:
    if new.until is None:
        return (
            f"No longer tolerated above appetite (was {old})" if old and old.until else "Not tolerated above appetite"
        )
    return f"Tolerated above appetite {new}{f' (before: {old})' if old and old.until else ''},"


def _as_it_is(old: str | None, new: str) -> str:
    return new


STATES = {"opened": "Risk opened", "closed": "Risk closed", "reopened": "Risk reopened", "refreshed": "Risk refreshed"}

# What an entry is about: how it reads as news, and the noun it goes by when it is corrected.
SAYINGS: dict[str, Callable[[Any, Any], str]] = {
    "state": lambda old, new: STATES[new],
    "wording": _wording,
    "score": _score("Score"),
    "inherent": _score("Inherent score"),
    "target": _target,
    "owner": _names("Owner", "Owners"),
    "lead": _names("Working lead", "Working leads"),
    "objectives": _objectives,
    "printed-ref": _setting("Printed reference"),
    "order": _setting("Display order"),
    "horizon": _setting("Horizon"),
    "marking": _marking,
    "appetite": _appetite,
    "outlook": _outlook,
    "tolerance": _tolerance,
    "review": _as_it_is,
    "dependency": _as_it_is,
    "lineage": _as_it_is,
}
NOUNS = {
    "state": "the life of the risk",
    "wording": "the title and description",
    "score": "the score",
    "inherent": "the inherent score",
    "target": "the target",
    "owner": "the owners",
    "lead": "the working leads",
    "objectives": "the objectives",
    "printed-ref": "the printed reference",
    "order": "the display order",
    "horizon": "the horizon",
    "marking": "the marking",
    "appetite": "the highest tolerated band",
    "outlook": "the outlook",
    "tolerance": "the tolerance",
    "review": "a review",
    "dependency": "a dependency",
    "lineage": "the lineage",
}


def texts(row: Row, rows: Sequence[Row]) -> tuple[str, str]:
    """The two descriptions to set side by side, where it is a wording that changed one. Empty where not."""
    if not isinstance(row.value, Text) or row.is_void:
        return "", ""
    wrong = next((other for other in rows if other.pk == row.replaces and _is_of_key(other, row)), None)
    before = wrong or stood_before(row, rows)
    old = before.value.description if before else ""
    return ("", "") if old == row.value.description else (old, row.value.description)


# Words ---------------------------------------------------------------------------------------------------------------


def say_day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def say_list(words: Sequence[str]) -> str:
    """a, b and c"""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
