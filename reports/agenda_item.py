"""One item of an agenda on one screen: how it stands, what changed, what is open, and what was recorded of it."""

from collections import defaultdict
from dataclasses import dataclass, field

from registers import clock
from registers.audience import Audience
from registers.history import Entry, history
from registers.models import RISK_FACTS, Marking, Review
from registers.models.registers import FactClass
from registers.position import Index
from registers.reviews import ReviewRow, latest
from registers.scope import Scope
from reports.actions_reading import ActionLine, open_actions
from reports.agenda_lines import Agenda, ItemLine
from reports.models import Action, AgendaItem, Record
from reports.papers.risk_template import ControlText, ProgressText, controls_of, progress_of
from reports.requests_reading import RequestLine, open_requests


def label_of(record: Record) -> str:
    """What kind of thing was recorded: of a review, what was found."""
    return record.get_outcome_display() if record.outcome else record.get_kind_display()


@dataclass(frozen=True)
class RecordLine:
    """Something recorded at a meeting, as it stands, with what it said before it was amended."""

    number: int  # its place among all that was ever recorded at the meeting: its address
    record: Record
    earlier: tuple[Record, ...] = ()

    @property
    def label(self) -> str:
        return label_of(self.record)

    @property
    def is_review(self) -> bool:
        return self.record.kind == Record.Kind.REVIEW


@dataclass(frozen=True)
class Standing:
    """What is shown of an item's risk beside its score."""

    changes: tuple[Entry, ...] = ()
    sees_reasons: bool = False
    review: ReviewRow | None = None
    progress: ProgressText | str = ""
    controls: tuple[ControlText, ...] = ()
    has_controls: bool = False
    actions: tuple[ActionLine, ...] = ()
    requests: tuple[RequestLine, ...] = ()


@dataclass(frozen=True)
class ItemPage:
    line: ItemLine
    before: ItemLine | None
    after: ItemLine | None
    records: tuple[RecordLine, ...]
    actions: tuple[Action, ...]
    standing: Standing = field(default_factory=Standing)


def item_page(agenda: Agenda, item: AgendaItem, audience: Audience) -> ItemPage | None:
    """The screen of one item; None where this reader may not see it."""
    line = agenda.line_of(item)
    if line is None:
        return None
    before, after = agenda.beside(item)
    standing = _standing(agenda, line, audience) if line.told else Standing()
    return ItemPage(line, before, after, records_of(agenda).get(item.pk, ()), actions_of(agenda, item), standing)


def _standing(agenda, line, audience) -> Standing:
    view, row, risk = line.view, line.told.index, line.item.risk
    as_at = view.scope.as_at
    sees_reasons = view.sees(FactClass.RATIONALE)
    about = (line_ for line_ in open_actions(audience, as_at) if line_.action.risk_id == risk.pk)
    asked = (line_ for line_ in open_requests(audience, as_at) if line_.request.risk_id == risk.pk)
    return Standing(
        changes=tuple(_changes(agenda, risk, audience)) if sees_reasons else (),
        sees_reasons=sees_reasons,
        review=latest(Index(view, (row,))).get(risk.pk),
        progress=progress_of(view, row),
        controls=controls_of(view, row),
        has_controls=view.sees(FactClass.CONTROLS),
        actions=tuple(about),
        requests=tuple(asked),
    )


CHANGING = tuple(model for model in RISK_FACTS if model is not Review)


def _changes(agenda: Agenda, risk, audience) -> list[Entry]:
    """What has been entered of the risk since the last meeting closed, newest first; before the first, since then."""
    since = agenda.last.closed_at if agenda.last else None
    if since is None and agenda.scope.compared_with:
        since = clock.end_of(agenda.scope.compared_with)
    found = history(risk, audience, Scope(agenda.scope.as_at, agenda.scope.known_at), CHANGING)
    return [entry for entry in found if since is None or entry.at > since]


def records_of(agenda: Agenda) -> dict[int | None, tuple[RecordLine, ...]]:
    """What stands recorded on each item, and on the meeting as a whole (None), oldest first, as far as it may be read.

    What was amended stands where it was first said.
    """
    everything = agenda.meeting.records.order_by("recorded_at", "pk").values_list("pk", flat=True)
    numbers = {pk: number for number, pk in enumerate(everything, 1)}
    by_key = {row.pk: row for row in agenda.records}
    replaced = {row.replaces_id for row in agenda.records}
    found = defaultdict(list)
    for row in agenda.records:
        if row.pk not in replaced:
            found[row.item_id].append(RecordLine(numbers[row.pk], row, _earlier(row, by_key)))
    return {item: tuple(sorted(lines, key=_first_said)) for item, lines in found.items()}


def _earlier(row, by_key):
    earlier = []
    while row.replaces_id in by_key:
        row = by_key[row.replaces_id]
        earlier.append(row)
    return tuple(reversed(earlier))


def _first_said(line):
    first = line.earlier[0] if line.earlier else line.record
    return first.recorded_at, first.pk


def actions_of(agenda: Agenda, item: AgendaItem | None) -> tuple[Action, ...]:
    """The actions given at the meeting on an item, or on the meeting as a whole."""
    return tuple(row for row in agenda.given if row.item_id == (item and item.pk))


def is_sensitive(page: ItemPage) -> bool:
    """Whether anything shown of it is marked OFFICIAL-SENSITIVE itself."""
    actions = [*page.actions, *(line.action for line in page.standing.actions)]
    return page.line.is_sensitive or any(action.marking == Marking.SENSITIVE for action in actions)
