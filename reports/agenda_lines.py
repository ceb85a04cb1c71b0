"""How does one reader see an agenda? Each item under its number, with the reasons this reader may be told.

An item about something the reader may not know of is "Restricted item" with its number, and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from registers import clock
from registers.audience import Audience, Level
from registers.details import details
from registers.lists import ListRow, Teller
from registers.models import Board, Marking, Register, ReviewOutcome
from registers.models.registers import FactClass
from registers.position import View, index, look_at
from registers.reviewing import months_on
from registers.scope import Scope
from registers.telling import shortened
from registers.views.common import marking_of
from registers.visibility_alignments import Readable
from reports.agenda import Reason
from reports.agenda_cut import Reader, told
from reports.alignment_facts import wordings_of
from reports.divergence import sentence
from reports.meetings import numbers
from reports.models import Action, AgendaItem, Meeting, Record
from reports.visibility_meetings import is_told, own_risks

CADENCE = {Board.Cadence.MONTHLY: 1, Board.Cadence.QUARTERLY: 3, Board.Cadence.YEARLY: 12, Board.Cadence.AS_NEEDED: 3}
SENSITIVE = Marking.SENSITIVE.label


def last_before(meeting: Meeting) -> Meeting | None:
    """The last meeting of the board before this one that was closed: what this one compares with."""
    closed = Meeting.objects.filter(board=meeting.board, on__lt=meeting.on, status=Meeting.Status.CLOSED)
    return closed.defer("minutes").order_by("-on").first()


def scope_of(meeting: Meeting, last: Meeting | None) -> Scope:
    """The day of the meeting, as it was known when it closed, against the last one; before the first, a cadence ago."""
    as_at = min(meeting.on, clock.today())
    since = last.on if last else months_on(meeting.on, -CADENCE[meeting.board.cadence])
    return Scope(as_at, meeting.closed_at if meeting.is_closed else None, since if since < as_at else None)


@dataclass(frozen=True)
class ItemLine:
    """One item of an agenda as a reader sees it. `item` is None where it is restricted for them."""

    number: str
    item: AgendaItem | None
    title: str
    url: str = ""
    about: str = ""  # the page of what it is about
    reasons: tuple[Reason, ...] = ()
    told: ListRow | None = None  # of a risk
    view: View | None = None
    said: tuple[str, ...] = ()  # what has been recorded on it, in a few words
    is_reviewed: bool = False
    is_explained: bool = False  # whether what is said of it is told this reader: as reasons are, once it is settled

    @property
    def is_restricted(self) -> bool:
        return self.item is None

    @property
    def is_sensitive(self) -> bool:
        return bool(self.told and self.told.index.is_sensitive) or bool(
            self.item and self.item.marking == Marking.SENSITIVE
        )


@dataclass
class Agenda:
    """Everything a reader sees of an agenda, and how it is to be marked."""

    meeting: Meeting
    scope: Scope
    last: Meeting | None
    lines: list[ItemLine]
    dropped: list[ItemLine]
    views: dict[int, View] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)  # what was amended since too, oldest first
    given: list[Action] = field(default_factory=list)

    @property
    def readable(self) -> list[ItemLine]:
        return [line for line in self.lines if not line.is_restricted]

    def line_of(self, item) -> ItemLine | None:
        return next((line for line in self.lines + self.dropped if line.item and line.item.pk == item.pk), None)

    def beside(self, item) -> tuple[ItemLine | None, ItemLine | None]:
        """The items before and after one, of those that may be read."""
        keys = [line.item.pk for line in self.readable]
        if item.pk not in keys:
            return None, self.readable[0] if self.readable else None
        place = keys.index(item.pk)
        before = self.readable[place - 1] if place else None
        return before, self.readable[place + 1] if place + 1 < len(keys) else None

    def place_of(self, item) -> tuple[int, int]:
        """Which of the items that may be read it is, and of how many."""
        keys = [line.item.pk for line in self.readable]
        return (keys.index(item.pk) + 1 if item.pk in keys else 0), len(keys)

    def marking_of(self, line: ItemLine) -> str:
        """How a page is marked that shows one item."""
        of_register = marking_of(line.view, [line.told.index]) if line.told else Marking.OFFICIAL.label
        return SENSITIVE if line.is_sensitive else of_register

    @property
    def marking(self) -> str:
        lines = self.readable + self.dropped
        if any(line.is_sensitive for line in lines) or self.gives_sensitive:
            return SENSITIVE
        by_view = defaultdict(list)
        for line in lines:
            if line.told:
                by_view[line.view.register.pk].append(line.told.index)
        marked = (marking_of(self.views[pk], rows) for pk, rows in by_view.items())
        return max(marked, key=len, default=Marking.OFFICIAL.label)

    @property
    def gives_sensitive(self) -> bool:
        """Whether an action that was given is marked OFFICIAL-SENSITIVE."""
        return any(action.marking == Marking.SENSITIVE for action in self.given)

    @property
    def sensitive_views(self) -> list[View]:
        """Views of the registers shown whose sensitive text the reader is cleared for: each is noted as read."""
        return [view for view in self.views.values() if view.level >= Level.SENSITIVE]


def read_agenda(meeting: Meeting, audience: Audience, told=True) -> Agenda:
    """The agenda of a meeting for one reader, in a fixed number of statements.

    `told`: with the reasons this reader may be told and what was recorded; else with what the items are about alone.
    """
    items = list(meeting.items.select_related("author", "plan__organisation", "request", "alignment", "risk"))
    for item in items:
        item.meeting = meeting
    seen = AgendaItem.objects.visible_to(audience).filter(meeting=meeting).values_list("pk", flat=True)
    readable, numbered, last = set(seen), numbers(items), last_before(meeting)
    scope = scope_of(meeting, last)
    teller = _Teller(meeting, audience, scope, [item for item in items if item.pk in readable], told)
    lines, dropped = [], []
    for item in items:
        if item.pk not in readable:
            if not item.is_dropped:
                lines.append(ItemLine(numbered[item.pk], None, "Restricted item"))
            continue
        line = teller.line(item, numbered.get(item.pk, ""))
        if line is None:
            lines += [] if item.is_dropped else [ItemLine(numbered[item.pk], None, "Restricted item")]
        else:
            (dropped if item.is_dropped else lines).append(line)
    return Agenda(meeting, scope, last, lines, dropped, teller.views, teller.records, teller.given)


class _Teller:
    """Reads what the items are about, each kind once."""

    def __init__(self, meeting, audience, scope, items: Iterable[AgendaItem], told):
        self.meeting, self.audience, self.scope = meeting, audience, scope
        self.views: dict[int, View] = {}
        self.told: dict[int, tuple[ListRow, View]] = {}
        self._read_risks([item.risk for item in items if item.risk_id])
        self.alignments = self._worded([item.alignment_id for item in items if item.alignment_id])
        self.is_telling = told
        self.is_told, self.own = is_told(audience, meeting), own_risks(audience)
        self.records, self.given = _said(meeting, audience) if told else ([], [])
        self.recorded = _recorded(self.records, self.given)
        self.reasons = _reasons(audience, meeting, items) if told else {}

    def _read_risks(self, risks):
        keys = defaultdict(set)
        for risk in risks:
            keys[risk.register_id].add(risk.pk)
        for register in Register.objects.filter(pk__in=keys).select_related("organisation", "board"):
            view = look_at(register, self.audience, self.scope)
            rows = [row for row in index(view, only=keys[register.pk]).rows if row.opened_on]
            said = details(view, rows, with_objectives=False)
            teller = Teller(view, {})
            self.views[register.pk] = view
            for row in rows:
                self.told[row.risk] = (teller.row(row, said[row.risk]), view.of(row.risk))

    def _worded(self, keys):
        if not keys:
            return {}
        worded = wordings_of(Readable(self.audience), keys, self.scope)
        return {key: rows[-1].title for key, rows in worded.items()}

    def line(self, item, number) -> ItemLine | None:
        """None where it is about a risk that was not to be seen on that day."""
        title, about, row, view = item.title, "", None, None
        if item.risk_id:
            if item.risk_id not in self.told:
                return None
            row, view = self.told[item.risk_id]
            title = item.title or row.details.title
            about = row.url
        elif item.alignment_id:
            title = item.title or self.alignments.get(item.alignment_id, str(item.alignment))
            about = reverse("reports:alignment", args=[item.alignment.number])
        elif item.plan_id:
            title = item.title or f"{sentence(item.plan.organisation.short_name)} improvement plan {item.plan.year}"
            about = item.plan.get_absolute_url()
        elif item.request_id:
            title = item.title or f"{item.request}: {shortened(item.request.text, 90)}"
            about = item.request.get_absolute_url()
        reasons = tuple(self.reasons.get(item.pk, ()))
        if self.is_telling and item.reasons and not reasons and item.is_only_a_title:
            return None  # its title speaks of nothing else
        outcome, said = self.recorded.get(item.pk, ("", ()))
        where = item.get_absolute_url()
        told = self.is_told or item.risk_id in self.own
        explained = told and (view is None or view.sees(FactClass.RATIONALE))
        return ItemLine(number, item, title, where, about, reasons, row, view, tuple(said), bool(outcome), explained)


def _reasons(audience, meeting, items) -> dict[int, list[Reason]]:
    """Why each item is there, as far as the reader may be told: the other body once the meeting has been closed."""
    reader = Reader(audience)
    return {item.pk: told(item.reasons, reader, meeting) for item in items if item.reasons}


def _said(meeting, audience) -> tuple[list[Record], list[Action]]:
    """All that was recorded at the meeting, what has been amended since too, and the actions given; oldest first."""
    records = Record.objects.visible_to(audience).filter(meeting=meeting).select_related("by", "post")
    given = Action.objects.visible_to(audience).filter(meeting=meeting).select_related("post__organisation", "by")
    return list(records.order_by("recorded_at", "pk")), list(given.order_by("number"))


def _recorded(records, given) -> dict[int, tuple[str, list[str]]]:
    """In a few words what has been recorded on each item: the last review, and how many notes, decisions, actions."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    reviews: dict[int, str] = {}
    replaced = {row.replaces_id for row in records}
    for row in records:
        if row.pk in replaced or row.is_void:
            continue
        if row.kind == Record.Kind.REVIEW:
            reviews[row.item_id] = row.outcome
        else:
            counts[row.item_id][row.kind] = counts[row.item_id].get(row.kind, 0) + 1
    for row in given:
        counts[row.item_id][row.kind] = counts[row.item_id].get(row.kind, 0) + 1
    found = reviews.keys() | counts.keys()
    return {item: (reviews.get(item, ""), _in_words(reviews.get(item), counts[item])) for item in found}


NOUNS = {"note": ("note", "notes"), "decision": ("decision", "decisions"), "action": ("action", "actions")}
NOUNS |= {"response": ("response asked for", "responses asked for")}


def _in_words(outcome, counted) -> list[str]:
    words = [ReviewOutcome(outcome).label] if outcome else []
    return words + [f"{n} {NOUNS[kind][n > 1]}" for kind in NOUNS if (n := counted.get(kind, 0))]


def as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


__all__ = ["Agenda", "ItemLine", "as_day", "last_before", "read_agenda", "scope_of"]
