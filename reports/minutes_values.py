"""The minutes as one reader may read them, as plain values: what the page and the PDF are drawn from."""

from dataclasses import dataclass
from datetime import date

from registers.models import Marking
from reports.agenda import Reason
from reports.models import Meeting

SENSITIVE, OFFICIAL = Marking.SENSITIVE.label, Marking.OFFICIAL.label


@dataclass(frozen=True)
class Said:
    label: str
    text: str
    post: str
    next_on: date | None
    is_decision: bool


@dataclass(frozen=True)
class Given:
    number: int
    is_response: bool
    text: str
    post: str
    due_on: date
    is_sensitive: bool


@dataclass(frozen=True)
class Stood:
    """How a risk stood, with what may be told of it."""

    score: str = ""
    band: str = ""
    band_name: str = ""
    before: str = ""
    movement: str = ""
    is_illustrative: bool = False
    sees_score: bool = True
    sees_movement: bool = True


@dataclass(frozen=True)
class MinuteItem:
    number: str
    title: str
    ref: str = ""
    kind: str = ""
    is_restricted: bool = False
    is_sensitive: bool = False
    is_withheld: bool = False  # what was said of it
    stood: Stood | None = None
    reasons: tuple[Reason, ...] = ()
    asked_by: str = ""
    author: str = ""
    paragraph: str = ""
    dropped_because: str = ""
    said: tuple[Said, ...] = ()
    given: tuple[Given, ...] = ()


@dataclass(frozen=True)
class PositionRow:
    ref: str
    title: str
    stood: Stood
    is_sensitive: bool


@dataclass(frozen=True)
class Noted:
    ref: str
    next_on: date | None


@dataclass(frozen=True)
class RegisterPart:
    title: str
    words: str
    compared_with: date | None
    rows: tuple[PositionRow, ...]
    rest: tuple[Noted, ...]

    @property
    def rest_by_day(self) -> list[dict]:
        """The rest by their next review, the first due first: [{next_on, refs}]."""
        found: dict[date | None, list[str]] = {}
        for row in self.rest:
            found.setdefault(row.next_on, []).append(row.ref)
        days = sorted(found, key=lambda day: (day is None, day or date.max))
        return [{"next_on": day, "refs": found[day]} for day in days]

    @property
    def has_scores(self) -> bool:
        return any(row.stood.sees_score for row in self.rows)

    @property
    def has_movement(self) -> bool:
        return any(row.stood.sees_movement for row in self.rows)


@dataclass(frozen=True)
class Attended:
    post: str
    organisation: str
    kind: str
    deputy: str


@dataclass
class Minutes:
    """The minutes as one reader may read them."""

    meeting: Meeting
    attendance: tuple[Attended, ...] = ()
    items: tuple[MinuteItem, ...] = ()
    dropped: tuple[MinuteItem, ...] = ()
    said: tuple[Said, ...] = ()
    given: tuple[Given, ...] = ()
    registers: tuple[RegisterPart, ...] = ()
    is_told: bool = True
    marking: str = OFFICIAL
    bodies: frozenset[int] = frozenset()  # keys of those whose sensitive text it holds

    @property
    def is_draft(self) -> bool:
        return not self.meeting.is_closed

    def of_kind(self, kind) -> list[Attended]:
        return [row for row in self.attendance if row.kind == kind]

    @property
    def present(self) -> list[Attended]:
        return self.of_kind("present")

    @property
    def apologies(self) -> list[Attended]:
        return self.of_kind("apologies")

    @property
    def deputies(self) -> list[Attended]:
        return self.of_kind("deputy")
