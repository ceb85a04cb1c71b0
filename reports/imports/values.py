"""What passes between the steps of an import: what was understood, mapped, said by the file, and would change.

    Workbook ──understand──► Proposal ──the person──► Mapping ──read──► Reading ──plan──► DryRun ──apply──► Result

Everything up to Reading is plain Python over a `Known`, the names the register already has. Every value keeps its
place in the file (`Where`) and how it was printed there, so that each doubt can be shown beside its cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from registers.scoring import Scheme


class About(StrEnum):
    """What the rows of a table are about."""

    RISKS = "risks"
    CONTROLS = "controls"
    PLAN = "plan"  # the work-streams of a Governance Improvement Plan
    NOTHING = "nothing"  # a key, a contents page, a heat map: left out, and said so


class Fact(StrEnum):
    """What a column can be. Which of them a table may have follows from what it is about (`FACTS_OF`)."""

    REF = "ref"
    PERMANENT_REF = "permanent-ref"  # of a file that the portal gave out: which risk of the register it is
    TITLE = "title"
    DESCRIPTION = "description"
    CAUSE = "cause"  # goes into the description, under its heading, as does an effect
    EFFECT = "effect"
    OWNERS = "owners"
    LEADS = "leads"
    OBJECTIVES = "objectives"
    HORIZON = "horizon"
    MARKING = "marking"
    ORDER = "order"
    APPETITE = "appetite"  # highest tolerated band of this risk
    OPENED_ON = "opened-on"
    CLOSED_ON = "closed-on"
    STATE = "state"  # open or closed
    SCORE_KIND = "score-kind"  # where each score has a row of its own: which of the three this row holds
    # of a score: both levels at once, one of them, its band in words or colour, or a printed total, which is checked
    INHERENT_SCORE = "inherent-score"
    INHERENT_LIKELIHOOD = "inherent-likelihood"
    INHERENT_IMPACT = "inherent-impact"
    INHERENT_BAND = "inherent-band"
    INHERENT_TOTAL = "inherent-total"
    CURRENT_SCORE = "current-score"
    CURRENT_LIKELIHOOD = "current-likelihood"
    CURRENT_IMPACT = "current-impact"
    CURRENT_BAND = "current-band"
    CURRENT_TOTAL = "current-total"
    TARGET_SCORE = "target-score"
    TARGET_LIKELIHOOD = "target-likelihood"
    TARGET_IMPACT = "target-impact"
    TARGET_BAND = "target-band"
    TARGET_TOTAL = "target-total"
    TARGET_ON = "target-on"
    RATIONALE = "rationale"
    MOVEMENT = "movement"  # never imported: compared with the movement that the register computes
    REVIEWED_ON = "reviewed-on"
    NEXT_REVIEW = "next-review"
    # controls and actions: columns of their own table, or a cell of a risk's row with one or several in it
    CONTROLS = "controls"  # in place
    ACTIONS = "actions"  # planned
    CONTROL_OWNERS = "control-owners"  # in a table of risks: of the controls or actions in the same row
    CONTROL_RISKS = "control-risks"  # of a table of controls: the refs of the risks it acts on
    STAGE = "stage"
    DUE = "due"
    PROGRESS = "progress"
    NARRATIVE = "narrative"
    IS_KEY = "is-key"
    AXIS = "axis"
    EFFECTIVENESS = "effectiveness"
    # of an improvement plan
    PRINCIPLE = "principle"
    SOURCE = "source"
    RECOMMENDATION = "recommendation"
    RESPONSE = "response"
    PRIORITY = "priority"
    STATUS = "status"
    NOTE = "note"
    IGNORED = "ignored"  # left out on purpose


SCORED = ("inherent", "current", "target")
OF_A_SCORE = ("score", "likelihood", "impact", "band", "total")
SCORE_FACTS = tuple(Fact(f"{kind}-{part}") for kind in SCORED for part in OF_A_SCORE)

# Which facts a table may have, in the order in which a person is offered them.
FACTS_OF: Mapping[About, tuple[Fact, ...]] = {
    About.RISKS: (
        *(Fact.REF, Fact.PERMANENT_REF, Fact.TITLE, Fact.DESCRIPTION, Fact.CAUSE, Fact.EFFECT),
        *(Fact.OWNERS, Fact.LEADS, Fact.OBJECTIVES),
        *(Fact.HORIZON, Fact.MARKING, Fact.ORDER, Fact.APPETITE, Fact.OPENED_ON, Fact.CLOSED_ON, Fact.STATE),
        *(*SCORE_FACTS, Fact.SCORE_KIND),
        *(Fact.TARGET_ON, Fact.RATIONALE, Fact.MOVEMENT, Fact.REVIEWED_ON, Fact.NEXT_REVIEW),
        *(Fact.CONTROLS, Fact.ACTIONS, Fact.CONTROL_OWNERS, Fact.STAGE, Fact.DUE, Fact.PROGRESS, Fact.NARRATIVE),
        *(Fact.IS_KEY, Fact.AXIS, Fact.EFFECTIVENESS),
        Fact.IGNORED,
    ),
    About.CONTROLS: (
        *(Fact.REF, Fact.TITLE, Fact.DESCRIPTION, Fact.CONTROL_RISKS, Fact.OWNERS, Fact.STAGE, Fact.DUE),
        *(Fact.PROGRESS, Fact.NARRATIVE, Fact.IS_KEY, Fact.AXIS, Fact.EFFECTIVENESS, Fact.MARKING),
        Fact.IGNORED,
    ),
    About.PLAN: (
        *(Fact.REF, Fact.TITLE, Fact.DESCRIPTION, Fact.PRINCIPLE, Fact.SOURCE, Fact.RECOMMENDATION, Fact.PRIORITY),
        *(Fact.RESPONSE, Fact.OWNERS, Fact.DUE, Fact.STATUS, Fact.NARRATIVE, Fact.NOTE, Fact.MARKING),
        Fact.IGNORED,
    ),
    About.NOTHING: (),
}


class Where(NamedTuple):
    """A place in the file."""

    sheet: str
    row: int
    column: int = 0  # 0: the whole row

    def __str__(self) -> str:
        from reports.workbooks.grid import address

        return f"{self.sheet}, {address(self.row, self.column) if self.column else f'row {self.row}'}"


# What the register already has ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class KnownPost:
    """A post of the body: its title, the names it goes by, and the names of who holds it."""

    key: int
    title: str
    aliases: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    body: str = ""  # of a post of the other body, which cannot own a risk here: that body's name


@dataclass(frozen=True)
class KnownRisk:
    ref: int
    printed_ref: str
    title: str
    is_open: bool = True


@dataclass(frozen=True)
class KnownControl:
    number: int
    title: str
    risks: tuple[int, ...] = ()  # permanent references


@dataclass(frozen=True)
class Known:
    """What names in a file can mean: the register as the person who imports may see it, on the day of the import."""

    body: str = ""
    scheme: Scheme | None = None
    posts: tuple[KnownPost, ...] = ()
    objectives: tuple[tuple[int, str], ...] = ()  # key and name
    risks: tuple[KnownRisk, ...] = ()
    controls: tuple[KnownControl, ...] = ()
    streams: tuple[tuple[str, str], ...] = ()  # ref and title
    today: date = date.max
    as_at: date | None = None  # the day of the position that is imported
    place: str = ""  # of the register, as in its address: "met/corporate"


# What was understood, and what the person makes of it -----------------------------------------------------------------


@dataclass(frozen=True)
class ColumnProposal:
    """One column: what it seems to be, why, and what stands in it. `fact` None is a question to the person."""

    column: int
    heading: str  # all tiers of the header joined, outermost first: "Residual risk / Likelihood"
    fact: Fact | None
    reason: str  # one sentence
    samples: tuple[str, ...]  # up to three different values as printed
    is_hidden: bool = False


@dataclass(frozen=True)
class TableProposal:
    """One table of one sheet. A sheet may hold several, one below the other."""

    sheet: str
    header: tuple[int, int]  # first and last row of the header; (0, 0) where it has none
    first_row: int
    last_row: int
    about: About
    reason: str
    columns: tuple[ColumnProposal, ...]
    is_closed: bool = False  # of risks: closed, as its sheet or title says
    # Of forms: sheet, first and last row of each, and the column of its values where each risk is a column, else 0.
    # The `columns` then count the labels from 1.
    blocks: tuple[tuple[str, int, int, int], ...] = ()


@dataclass(frozen=True)
class ValueProposal:
    """One value that occurs in a column: what it seems to mean. `meaning` None is a question to the person.

    `meaning` is JSON: for a level its number from 1, for a band its slug, for a post {"post": key} or {"add": title},
    for choices their slug, "" for "says nothing".
    """

    fact: Fact  # OWNERS and LEADS share the values of OWNERS; the three kinds of score share those of CURRENT_...
    printed: str
    meaning: Any
    reason: str
    count: int
    where: Where  # the first place
    suggestion: Any = None  # a near miss, in the form of `meaning`: offered, never taken unless the person says so
    is_plain: bool = True  # written just as the register has it


@dataclass(frozen=True)
class Proposal:
    tables: tuple[TableProposal, ...]
    values: tuple[ValueProposal, ...]
    remarks: tuple[str, ...] = ()  # what was left out, and why: hidden sheets, a key, totals
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Mapped:
    """What the person settled: read back from the JSON that is kept (schema 1), and written to it.

    {"schema": 1,
     "tables": [{"sheet", "header": [first, last], "rows": [first, last], "about", "columns": {"3": "title", ...}}],
     "values": {"owners": {"DCFO": {"post": 7}}, "current-likelihood": {"Med": 2}, ...},
     "options": {"impact_first": true, "day_first": true, ...},
     "scale": [[["L", "Low"], ...], [...]],  likelihoods and impacts that the levels are places of
     "answers": {"Register!12:same": "4", ...}}  of this file alone, never remembered
    """

    data: Mapping[str, Any]


# What the file says, by the mapping -----------------------------------------------------------------------------------


class Weight(StrEnum):
    REFUSED = "refused"  # the row, or this value of it, is not imported
    QUESTION = "question"  # it is not imported until it is answered in the mapping
    REMARK = "remark"  # it is imported, and the person is told


class Problem(NamedTuple):
    weight: Weight
    where: Where
    words: str  # a sentence: what stands there, and what is the matter
    fact: Fact | None = None
    printed: str = ""
    last_row: int = 0  # of a span of rows (or of one column of a table): `where` is its beginning
    key: str = ""  # of a question of one row: its answer goes into the mapping, {"answers": {key: value}}
    choices: tuple[tuple[str, str], ...] = ()  # (value, words) of its possible answers
    is_left_out: bool = False  # no part of the register: a title, a footnote, what the mapping leaves out


class Said(NamedTuple):
    """One value of a file, with its place and how it was printed. `also`: further cells it was put together from."""

    value: Any
    printed: str
    where: Where
    also: tuple[Where, ...] = ()


class NewPost(NamedTuple):
    """A post that is to be added."""

    title: str


class OwnerSaid(NamedTuple):
    """One owner or lead: the key of a post, or one to be added; `printed_as` where the file has another form of it."""

    post: int | NewPost
    printed_as: str = ""


class Scored(NamedTuple):
    """A score: levels counted from 1."""

    likelihood: int
    impact: int


@dataclass(frozen=True, slots=True)
class ControlSaid:
    """A control or action that stands in a risk's row, or a row of a table of controls."""

    title: Said  # a title of at most 160 characters
    facts: Mapping[Fact, Said] = field(default_factory=dict)
    risks: tuple[str, ...] = ()  # printed refs; of one in a risk's row: that risk
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One risk, or one work-stream, as the file has it: a fact that is not there is not said, "" says "none".

    Values by fact: text for texts; dates for days; Scored for the three scores (INHERENT_SCORE, CURRENT_SCORE,
    TARGET_SCORE, put together from whatever columns say them); tuples of OwnerSaid for OWNERS and LEADS; tuples of
    keys for OBJECTIVES; slugs for choices (Horizon, Marking, Stage, Status, ...); bool for IS_KEY; for MOVEMENT
    "up", "down", "static", "new", "closed". None where the file says that there is none ("-", "N/A").
    """

    about: About
    ref: str  # as printed, without footnote marks; "" where it has none
    where: Where
    last_row: int
    facts: Mapping[Fact, Said]
    controls: tuple[ControlSaid, ...] = ()
    section: str = ""  # the section row it stands under


@dataclass(frozen=True)
class Reading:
    """A file by its mapping: what it says, and everything that was not understood. Nothing is dropped silently:
    every cell that says something is in an entry, in `problems`, or in `left_out` with a reason."""

    entries: tuple[Entry, ...]
    controls: tuple[ControlSaid, ...]  # of tables of controls
    problems: tuple[Problem, ...]
    left_out: tuple[Problem, ...]  # REMARKs: rows and columns that are no part of the register
    rows_read: int = 0


# What would change ----------------------------------------------------------------------------------------------------


class Deed(StrEnum):
    CREATE = "create"
    CHANGE = "change"
    NOTHING = "nothing"
    REFUSE = "refuse"


class Change(NamedTuple):
    """One fact as it stands and as the file has it, in words for the screen."""

    label: str
    old: str
    new: str
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What would be done about one entry of the file."""

    deed: Deed
    what: str  # "Risk 4", "Control C-12", "Work-stream F10"; "New risk" where it has no ref yet
    title: str
    where: Where
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    target: str = ""  # what it is about where that is there: "risk:12", "control:34", "stream:mopac/2018-19/F10"


@dataclass(frozen=True)
class DryRun:
    """What applying would do. `fingerprint` is of the register as it stood: applying to another is refused."""

    rows: tuple[PlannedRow, ...]
    problems: tuple[Problem, ...]  # of the file as a whole: said twice, inconsistent, in the register but not here
    questions: int
    fingerprint: str

    def count(self, deed: Deed) -> int:
        return sum(row.deed == deed for row in self.rows)
