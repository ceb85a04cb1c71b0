"""What the checks are given, and what they answer: a text in passages, the facts it must agree with, and findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

BANDS = ("low", "medium", "high", "very-high")
RAG_OF = {"on-track": "green", "complete": "green", "limited": "amber", "slipped": "red", "no-progress": "red"}
BELOW_TRACK = frozenset({"limited", "slipped", "no-progress"})
GUESSED = 9  # the level of a heading that only looks like one
STOOD_STILL = frozenset({"static", "unscored", ""})


class Kind(StrEnum):
    """What a passage is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list
    CELL = "cell"  # of a table
    ENTRY = "entry"  # a line of the list of appendices


@dataclass(frozen=True)
class Passage:
    """One paragraph, heading, list item or table cell, its lines joined by single spaces."""

    text: str
    kind: Kind = Kind.PARAGRAPH
    line: int = 0  # where it begins in the source, counted from 1
    section: str = ""  # the heading it stands under
    section_number: str = ""
    number: str = ""  # "1.4" of a paragraph; the number of a heading itself
    marker: str = ""  # of an item: "a", "iii", "1", or "-" for a bullet
    depth: int = 0  # of an item: 0 is a list in the text, 1 a list in an item
    group: int = 0  # items of one list, cells of one table
    row: int = 0
    column: int = 0
    level: int = 0  # of a heading, 1 the highest
    part: str = ""  # "Appendix A"; empty in the body of the paper
    organisation: str = ""  # the slug of the body whose section it is, where that is known
    is_public: bool = True  # stands in a part that goes into the public edition
    slug: str = ""  # of the section it is kept in, in a paper of the portal


@dataclass(frozen=True)
class Appendix:
    """An appendix as the list names it, or as it is found at the end of the paper, or both."""

    label: str  # "Appendix A"
    title: str = ""
    is_listed: bool = True
    is_attached: bool = True
    is_restricted: bool = False  # marked OFFICIAL-SENSITIVE, so left out of a public copy
    see: str = ""  # "agenda item 3", where it is handed in elsewhere
    line: int = 0


@dataclass(frozen=True)
class Text:
    """A paper as it is read, from the portal or from outside."""

    passages: tuple[Passage, ...]
    title: str = ""
    meeting_on: date | None = None
    organisations: tuple[str, ...] = ()  # slugs of the bodies whose paper it is; "we" is theirs
    appendices: tuple[Appendix, ...] = ()
    lists_appendices: bool = False  # it has a list of appendices, or is known to have none
    report_by: tuple[str, ...] = ()
    answers: frozenset[str] = frozenset()  # refs of requests and promises that it is recorded to answer
    is_whole: bool = True  # False for a part of a paper, in which nothing is missed
    source: str = ""


@dataclass(frozen=True)
class Body:
    """One of the two bodies, and what it is called in prose."""

    slug: str
    name: str
    names: tuple[str, ...]  # "the Met", "MPS", "Metropolitan Police"


@dataclass(frozen=True)
class EarlierName:
    name: str
    until: date | None = None  # None: still allowed beside the present one


@dataclass(frozen=True)
class RiskFacts:
    """One risk of a position. Words are slugs: a band "very-high", a movement "up", progress "no-progress"."""

    ref: int
    title: str
    printed_ref: str = ""
    description: str = ""
    earlier_titles: tuple[EarlierName, ...] = ()
    state: str = "open"  # or "closed"
    recast_on: date | None = None
    closed_on: date | None = None
    owners: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    likelihood: str = ""  # a short level, "M" or "3"; empty where it is not scored, or withheld
    impact: str = ""
    value: int | None = None  # the printed number, on a scale that multiplies
    band: str = ""
    target_likelihood: str = ""
    target_impact: str = ""
    target_value: int | None = None
    target_band: str = ""
    before_likelihood: str = ""
    before_impact: str = ""
    before_band: str = ""
    movement: str = ""
    reason: str = ""
    periods: int = 0  # for how many quarter ends it has stood in its cell
    progress: str = ""
    progress_before: str = ""
    narrative: str = ""
    progress_periods: int = 0  # for how many quarter ends its progress has been stated so
    horizon: str = ""  # "short", "long", "both"
    is_sensitive: bool = False
    withheld: frozenset[str] = frozenset()  # "score", "target", "progress": not for the public edition
    controls: int | None = None
    key_controls: int | None = None
    control_progress: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def rag(self) -> str:
        return RAG_OF.get(self.progress, "")

    @property
    def score(self) -> str:
        """ "M v H", "R" on a scale without likelihood, or empty."""
        return f"{self.likelihood} v {self.impact}" if self.likelihood else self.impact

    @property
    def target(self) -> str:
        return f"{self.target_likelihood} v {self.target_impact}" if self.target_likelihood else ""

    @property
    def shown_ref(self) -> str:
        return self.printed_ref or str(self.ref)


@dataclass(frozen=True)
class RegisterFacts:
    """A register at a date: the risks open then, and those closed since the date compared with, or spoken of still."""

    organisation: str
    slug: str = "corporate"
    title: str = ""
    as_at: date | None = None
    compared_with: date | None = None
    risks: tuple[RiskFacts, ...] = ()
    level_names: Mapping[str, str] = field(default_factory=dict)  # "VH" → "Very high", of its scale

    @property
    def open(self) -> tuple[RiskFacts, ...]:
        return tuple(risk for risk in self.risks if risk.is_open)

    def risk(self, ref: str) -> RiskFacts | None:
        """The open risk printed under this ref, or else any."""
        found = [risk for risk in self.risks if risk.shown_ref == ref]
        return next((risk for risk in found if risk.is_open), found[0] if found else None)


@dataclass(frozen=True)
class Named:
    """A post, a board, a meeting: its name now, and the names it has had."""

    name: str
    organisation: str = ""
    also: tuple[str, ...] = ()  # allowed beside it
    earlier: tuple[EarlierName, ...] = ()  # no longer right
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class ThemeFacts:
    """A joint risk or a cross-cutting theme."""

    name: str
    also: tuple[str, ...] = ()
    is_joint_risk: bool = True
    joint_controls: int = 0
    potential_controls: int = 0
    risks: tuple[tuple[str, int], ...] = ()  # (organisation, ref)


@dataclass(frozen=True)
class StreamFacts:
    """A work-stream of an improvement plan."""

    ref: str
    title: str
    status: str = ""  # "on-track", "slipped", "complete", "not-started", "no-longer-needed"
    is_revised: bool = False
    revision_reason: str = ""


@dataclass(frozen=True)
class PlanFacts:
    organisation: str
    year: str  # "2018-19"
    title: str = "Governance Improvement Plan"
    streams: tuple[StreamFacts, ...] = ()

    def count(self, status: str) -> int:
        return sum(1 for stream in self.streams if stream.status == status)

    @property
    def revised(self) -> int:
        return sum(1 for stream in self.streams if stream.is_revised)


@dataclass(frozen=True)
class Asked:
    """A Panel request or a promise of an earlier paper that is due at this meeting and not closed."""

    ref: str
    text: str
    organisation: str = ""
    is_promise: bool = False
    due_on: date | None = None
    where: str = ""  # where it was made: "Alignment of risks, paragraph 1.7"


@dataclass(frozen=True)
class Sensitive:
    """Text marked OFFICIAL-SENSITIVE, and what it is the text of."""

    text: str
    what: str


@dataclass(frozen=True)
class Facts:
    """All that a paper is compared with. What is not known is empty, and a check then says nothing of it."""

    bodies: tuple[Body, ...] = ()
    registers: tuple[RegisterFacts, ...] = ()
    posts: tuple[Named, ...] = ()
    boards: tuple[Named, ...] = ()
    themes: tuple[ThemeFacts, ...] = ()
    plans: tuple[PlanFacts, ...] = ()
    asked: tuple[Asked, ...] = ()
    sensitive: tuple[Sensitive, ...] = ()
    released: tuple[str, ...] = ()  # sensitive sentences released by name into public text
    papers: tuple[str, ...] = ()  # titles of the other papers to the meeting, and of earlier ones
    words: frozenset[str] = frozenset()  # our own, for the spelling

    def register_of(self, organisation: str) -> RegisterFacts | None:
        return next((register for register in self.registers if register.organisation == organisation), None)


class Severity(StrEnum):
    """How much it matters. Only `blocks` stands in the way of issue; an error is mended or accepted with a reason."""

    BLOCKS = "blocks"
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing found: where, why it is thought wrong, how to mend it."""

    family: str
    code: str
    severity: Severity
    passage: int  # its place in Text.passages; -1 for the paper as a whole
    start: int
    end: int  # offsets of the words meant, in the passage's text
    excerpt: str  # those words
    why: str
    mend: str
    offer: str = ""  # the right words for exactly the excerpt, where they are known
    line: int = 0
    section: str = ""
    paragraph: str = ""

    @property
    def is_grave(self) -> bool:
        return self.severity is not Severity.WARNING

    @property
    def place(self) -> str:
        """ "1.4, Risk position update, line 30", as far as it is known."""
        parts = [self.paragraph and f"paragraph {self.paragraph}", self.section, self.line and f"line {self.line}"]
        return ", ".join(str(part) for part in parts if part) or "the paper as a whole"


Findings = Iterator[Finding]
