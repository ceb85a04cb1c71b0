"""What is said of these controls? Titles, owners, reasons and narratives, read for named controls only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import F

from controls.due_dates import DueDate, DueDates, due_dates
from controls.models import (
    CONTROL_FACTS,
    ControlDue,
    ControlFact,
    ControlLink,
    ControlOwner,
    ControlWording,
    Effectiveness,
    Evidence,
    Line,
    Progress,
    Rating,
)
from controls.position import ControlRow, Index
from controls.progress import Status
from registers import clock
from registers.audience import WITHHELD, Withheld
from registers.details import said_openly
from registers.models import Organisation, Risk
from registers.position import was_sensitive

NO_DATES = DueDates(None, None, ())


@dataclass(frozen=True)
class Said:
    """How one body said that a control got on, from a day until its next statement."""

    organisation: Organisation
    status: Status
    on: date
    narrative: str
    stated_by: str  # the post, as it was called that day
    is_noted: bool  # nothing was typed: it was looked at and still held
    is_working: bool  # not agreed yet
    is_illustrative: bool


@dataclass(frozen=True)
class Found:
    """What somebody said of how well a control works."""

    rating: Rating
    line: str
    said_by: str
    on: date
    reason: str
    is_working: bool
    is_illustrative: bool


@dataclass(frozen=True)
class Proof:
    """One piece of evidence: a link, or a file by the key of its row."""

    pk: int
    name: str
    url: str
    is_file: bool
    on: date
    is_working: bool


@dataclass(frozen=True)
class ControlDetails:
    title: str = ""
    description: str = ""
    is_illustrative: bool = False  # its wording was invented for the demonstration
    owner: str | Withheld = ""
    dates: DueDates | Withheld = NO_DATES
    said: tuple[Said, ...] | Withheld = ()  # newest first, of every body whose statements may be seen
    found: tuple[Found, ...] | Withheld = ()  # newest first
    evidence: tuple[Proof, ...] | Withheld = ()

    @property
    def latest(self) -> Said | None:
        """The statement in force, of who stated last."""
        return self.said[0] if self.said else None

    def standing(self, organisation: int) -> Said | None:
        """The statement of one body in force."""
        return next((said for said in self.said or () if said.organisation.pk == organisation), None)


def details(index: Index, rows: Iterable[ControlRow]) -> dict[int, ControlDetails]:
    """Details of the controls of these rows, by key. A fixed number of statements."""
    reader = _Reader(index, list(rows))
    return {row.control: _details(reader, row) for row in reader.rows}


def briefly(index: Index, rows: Iterable[ControlRow]) -> dict[int, ControlDetails]:
    """Only titles and owners, for lists: two statements."""
    reader = _Reader(index, list(rows))
    wordings, owners = reader.last(ControlWording), reader.last(ControlOwner, *POST)
    return {
        row.control: ControlDetails(
            title=wordings[row.control].title if row.control in wordings else "",
            description=wordings[row.control].description if row.control in wordings else "",
            owner=_owner(reader, row, owners),
            is_illustrative=row.control in wordings and wordings[row.control].is_illustrative,
        )
        for row in reader.rows
    }


POST = ("post__successor__successor",)


def _details(reader, row):
    wording = reader.last(ControlWording).get(row.control)
    sight = reader.sight(row)
    return ControlDetails(
        title=wording.title if wording else "",
        description=wording.description if wording else "",
        is_illustrative=bool(wording and wording.is_illustrative),
        owner=_owner(reader, row, reader.last(ControlOwner, *POST)),
        dates=_dates(reader, row, sight),
        said=_said(reader, row, sight),
        found=_found(reader, row, sight),
        evidence=_evidence(reader, row, sight),
    )


def _owner(reader, row, owners):
    if row.owner is WITHHELD:
        return WITHHELD
    held = owners.get(row.control)
    return held.post.as_at(reader.sight(row).scope.as_at).title if held and held.post else ""


def _dates(reader, row, sight):
    if row.due is WITHHELD:
        return WITHHELD
    rows = said_openly(reader.facts(ControlDue)[row.control], row.spells)
    return due_dates(DueDate(fact.on, fact.due, fact.reason if sight.sees_reasons else "") for fact in rows)


def _said(reader, row, sight):
    if not sight.progress_of:
        return WITHHELD
    by_body = defaultdict(list)
    for fact in reader.facts(Progress, "organisation", "stated_by__successor__successor")[row.control]:
        if fact.organisation_id in sight.progress_of:
            by_body[fact.organisation_id].append(fact)
    shown = [fact for facts in by_body.values() for fact in said_openly(one_a_day(facts), row.spells)]
    return tuple(
        Said(
            organisation=fact.organisation,
            status=Status(fact.status),
            on=fact.on,
            narrative=fact.narrative if sight.reads else "",
            stated_by=fact.stated_by.as_at(fact.on).title if fact.stated_by else "",
            is_noted=fact.noted,
            is_working=not sight.is_settled(fact.on, fact.recorded_at),
            is_illustrative=fact.is_illustrative,
        )
        for fact in sorted(shown, key=lambda fact: (fact.on, fact.recorded_at, fact.pk), reverse=True)
    )


def _found(reader, row, sight):
    if row.rating is WITHHELD:
        return WITHHELD
    shown = said_openly(one_a_day(reader.facts(Effectiveness)[row.control]), row.spells)
    return tuple(
        Found(
            rating=Rating(fact.rating),
            line=Line(fact.line).label,
            said_by=fact.said_by,
            on=fact.on,
            reason=fact.reason if sight.sees_reasons else "",
            is_working=not sight.is_settled(fact.on, fact.recorded_at),
            is_illustrative=fact.is_illustrative,
        )
        for fact in reversed(shown)
    )


def _evidence(reader, row, sight):
    """What has not been withdrawn, in the order in which it was given."""
    if not sight.sees_more or not sight.reads:
        return WITHHELD
    by_name = defaultdict(list)
    for fact in reader.facts(Evidence)[row.control]:
        by_name[fact.name].append(fact)
    held = [said_openly(one_a_day(facts), row.spells)[-1:] for facts in by_name.values()]
    return tuple(
        Proof(
            pk=fact.pk,
            name=fact.name,
            url=fact.url,
            is_file=fact.blob_id is not None,
            on=fact.on,
            is_working=not sight.is_settled(fact.on, fact.recorded_at),
        )
        for fact in sorted((fact for facts in held for fact in facts if fact.holds), key=lambda fact: fact.pk)
    )


def one_a_day(facts: list) -> list:
    """Facts of one key, oldest first: of one day only the last recorded."""
    kept = []
    for fact in facts:
        if kept and kept[-1].on == fact.on:
            kept.pop()
        kept.append(fact)
    return kept


class _Reader:
    """The rows that stood of some controls, each kind read once, oldest first, each control at its own time."""

    def __init__(self, index, rows):
        self.index, self.rows = index, rows
        self._sights = {row.control: index.sight(row) for row in rows}
        self._facts = {}

    def sight(self, row):
        return self._sights[row.control]

    def facts(self, model, *related) -> dict[int, list[ControlFact]]:
        if model not in self._facts:
            self._facts[model] = found = defaultdict(list)
            for fact in self._stood(model, related):
                found[fact.control_id].append(fact)
        return self._facts[model]

    def last(self, model, *related) -> dict[int, ControlFact]:
        return {control: facts[-1] for control, facts in self.facts(model, *related).items()}

    def _stood(self, model, related):
        at_each = [model.objects.filter(control__in=keys).by(scope) for scope, keys in self._at().items()]
        if not at_each:
            return []
        found = reduce(or_, at_each).oldest_first()
        return found.select_related(*related) if related else found

    def _at(self):
        """{scope: keys of the controls seen at it}"""
        found = defaultdict(list)
        for control, sight in self._sights.items():
            found[sight.scope].append(control)
        return found


# What is not agreed yet ----------------------------------------------------------------------------------------------


def changed_since_agreed(index: Index, rows: Iterable[ControlRow]) -> frozenset[int]:
    """Keys of these controls that have an entry which their board has not agreed.

    Only for those who see what is being worked on, and only entries that they see.
    """
    working = {row.control: (row, index.sight(row)) for row in rows if not row.is_joint}
    working = {key: (row, at) for key, (row, at) in working.items() if at.is_working and at.agreement is not None}
    if not working:
        return frozenset()
    first = min(min(at.agreement.known_at, clock.end_of(at.agreement.as_at)) for _, at in working.values())
    stating = [key for key, (_, at) in working.items() if at.progress_of]
    entries = [_entries(model, stating if model is Progress else list(working), first) for model in ALL_BUT_LINKS]
    entries.append(_links_to(_seen_of(index.audience, working, first), list(working), first))
    return frozenset(
        control for control, on, at in entries[0].union(*entries[1:]) if _is_news(*working[control], on, at)
    )


ALL_BUT_LINKS = [model for model in CONTROL_FACTS if model is not ControlLink]


def _seen_of(audience, keys, first):
    """Of the risks that these controls were linked to since, or not any more, those the audience may know of."""
    linked = ControlLink.objects.filter(control__in=keys, recorded_at__gt=first).values("risk")
    return list(Risk.objects.filter(pk__in=linked).visible_to(audience).values_list("pk", flat=True))


def _links_to(risks, keys, first):
    """A link to a risk that is hidden is not mentioned: nor that there is news of it."""
    return _entries(ControlLink, keys, first).filter(risk__in=risks)


def _entries(model, keys, first):
    """Entries recorded since: one dated after the day settled cannot have been recorded before it."""
    rows = model._base_manager.filter(control__in=keys, recorded_at__gt=first)
    return rows.values_list(F("control"), "on", "recorded_at")


def _is_news(row, sight, on, recorded_at):
    scope = sight.scope
    is_seen = on <= scope.as_at and (scope.known_at is None or recorded_at <= scope.known_at)
    return is_seen and not was_sensitive(row.spells, on) and not sight.is_settled(on, recorded_at)
