"""Taking an import back as a whole: what stands in the way, and the facts that are to be voided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Q

from controls.models import Control, ControlDetail, ControlFact, ControlState, StreamProgress, WorkStream
from controls.models.controls import Trait
from controls.models.improvement import PlanFact, StreamFact
from registers import clock
from registers.models import Agreement, Aspect, Detail, Fact, Review, Risk, RiskState, Turn
from registers.models.risk_facts import RiskFact
from registers.sentences import say_day
from reports.imports.lines import Rights
from reports.imports.standing import ALL_TIME
from reports.models import Action, AgendaItem, Import, ImportStage, Issue, PanelRequest

MOST_TOLD = 8
CHUNK = 500


def facts_of(record: Import) -> list[Fact]:
    """Everything that an import wrote."""
    return [fact for model, keys in _written(record.written) for fact in _read(model, keys)]


SAID_AGAIN = "said_again"


def said_again(record: Import, facts: list[Fact]) -> dict[Fact, Fact]:
    """What of it later imports had replaced and their undoing said anew: {fact: the row that stands for it}."""
    undone = Import.objects.filter(register=record.register, stage=ImportStage.UNDONE, applied_at__gt=record.applied_at)
    following: dict[tuple[type[Fact], int], Fact] = {}
    for written, result in undone.exclude(written={}).values_list("written", "result"):
        for model, keys in (*_written(written), *_written(result.get(SAID_AGAIN, {}))):
            for row in model.objects.filter(keys, replaces__isnull=False).select_related("replaces"):
                following[model, row.replaces_id] = row
    found = {}
    for fact in facts:
        row = fact
        while (type(fact), row.pk) in following:
            row = following[type(fact), row.pk]
        if row != fact:
            found[fact] = row
    return found


def _written(written: Mapping[str, list[list[int]]]) -> Iterator[tuple[type[Fact], Q]]:
    for label, ranges in written.items():
        for start in range(0, len(ranges), CHUNK):
            keys = Q()
            for first, last in ranges[start : start + CHUNK]:
                keys |= Q(pk__gte=first, pk__lte=last)
            yield apps.get_model(label), keys


def _read(model, keys):
    joined = "risk" if issubclass(model, RiskFact) else "control" if issubclass(model, ControlFact) else "stream"
    return model.objects.filter(keys).select_related(joined, "by", "replaces").order_by("pk")


BOARDS = "Only the board takes back what it alone may do: a marking, a closing, a reopening or a review"
PLANS = "Only those who keep the improvement plan take back what was changed in it"


SETTLES, EDITS_PLAN = "settles", "edits_plan"
ONLY = {SETTLES: BOARDS, EDITS_PLAN: PLANS}
NEEDS = "undo_needs"


def needs_of(record: Import) -> list[str]:
    """Which rights it takes to do the opposite of all that an import did: keys of ONLY, names of `Rights`."""
    facts = [fact for model, keys in _written(record.written) for fact in _judged(model).filter(keys)]
    (_, opened), (_, begun), _ = _made(_by_model(facts))
    needs = [SETTLES] if any(_is_boards(fact, opened, begun) for fact in facts) else []
    return needs + ([EDITS_PLAN] if any(isinstance(fact, PlanFact | StreamFact) for fact in facts) else [])


def _judged(model):
    """Of thousands of entries only those by which it is judged."""
    if issubclass(model, Detail):
        return model.objects.filter(aspect=Aspect.MARKING)
    if issubclass(model, ControlDetail):
        return model.objects.filter(trait=Trait.MARKING)
    is_judged = issubclass(model, RiskState | ControlState | Review | PlanFact | StreamFact)
    return model.objects.all() if is_judged else model.objects.none()


def needs_told(record: Import) -> list[str]:
    """The same, as its result keeps it: pages ask for it without reading what was written."""
    kept = record.result.get(NEEDS)
    return needs_of(record) if kept is None else kept


def check_may(record: Import, rights: Rights) -> None:
    """Whoever undoes an import must be allowed the opposite of all it did. Raises ValidationError."""
    check_rights(needs_of(record), rights)


def check_rights(needs: list[str], rights: Rights) -> None:
    """Raises ValidationError with who could, at the first of these rights that is missing."""
    for need in needs:
        if not getattr(rights, need):
            raise ValidationError(ONLY[need])


def _is_boards(fact, opened, begun) -> bool:
    """What was said of a risk or control that the import itself brought goes with it."""
    if isinstance(fact, ControlDetail):
        return fact.trait == Trait.MARKING and fact.control_id not in begun
    if not isinstance(fact, Detail | RiskState | Review) or fact.risk_id in opened:
        return False
    return not isinstance(fact, Detail) or fact.aspect == Aspect.MARKING


def in_the_way(record: Import) -> list[str]:
    """What rests on an import by now, in sentences; none where it can be undone as a whole."""
    facts = facts_of(record)
    first = min((record.as_at, *(fact.on for fact in facts)))  # it may have a risk opened, or reviewed, before its day
    rows = [*facts, *said_again(record, facts).values()]
    found = [
        *_later_imports(record),
        *_settled(record, first),
        *_issued(record, first),
        *_built_on(rows, record.register_id),
    ]
    return found if len(found) <= MOST_TOLD else [*found[:MOST_TOLD], f"{len(found) - MOST_TOLD} more entries"]


def _later_imports(record):
    later = Import.objects.filter(register=record.register, applied_at__gt=record.applied_at).standing()
    for other in later.exclude(written={}).order_by("-applied_at"):
        yield f"“{other.name}” was imported after it. Undo that first"


def _settled(record, first):
    rows = Agreement.objects.filter(register=record.register, known_at__gte=record.applied_at, as_at__gte=first)
    for row in rows.order_by("recorded_at"):
        yield f"The register as at {say_day(row.as_at)} has been agreed since"


def _issued(record, first):
    rested = Q(paper__bases__register=record.register, paper__bases__as_at__gte=first)
    rested &= Q(known_at__gte=record.applied_at)
    for issue in Issue.objects.filter(rested).select_related("paper").distinct().order_by("issued_at"):
        yield f"“{issue.paper}” was issued from it on {say_day(issue.issued_at.astimezone(clock.LONDON).date())}"


def _by_model(facts) -> dict[type[Fact], list[Fact]]:
    found: dict[type[Fact], list[Fact]] = {}
    for fact in facts:
        found.setdefault(type(fact), []).append(fact)
    return found


def _built_on(facts, register):
    """Entries of the same keys that came later, and anything that was said since of what it opened or added."""
    by_model = _by_model(facts)
    told: dict[str, str] = {}
    for model, rows in by_model.items():
        for row in _later(model, rows):
            told.setdefault(_called(row), _sentence(row))
    for made in _made(by_model):
        for row, name in _of_new_ones(made, by_model):
            # Who said it may work where the reader does not: of that only what it rests on is told.
            is_elsewhere = _is_elsewhere(row, name, register)
            about = _name_of(getattr(row, name)) if is_elsewhere else _called(row)
            told.setdefault(about, f"{about}: {RESTS}" if is_elsewhere else _sentence(row))
        for about in _followed_up(made):
            told.setdefault(about, f"{about}: {RESTS}")
    return list(told.values())


def _is_elsewhere(row, name, register) -> bool:
    """Whether a row hangs on what it names in this way, and is itself said of something outside the register."""
    if isinstance(row, ControlFact):
        return row.control.register_id != register
    return name in ("depends_on", "source") or (isinstance(row, StreamFact) and name != "stream")


RESTS = "something that was entered since rests on it"


def _later(model, rows):
    """Rows of the same keys, recorded after those of the import: what stands, and what voided a row of its own."""
    own = {row.pk for row in rows}
    columns = [f"{name}_id" if hasattr(model, f"{name}_id") else name for name in model.KEY]
    last = {}
    for row in rows:
        last[tuple(getattr(row, column) for column in columns)] = row.pk
    newer = model.objects.filter(Q(is_void=True) | Q(replaced_by=None), pk__gt=min(own)).select_related("by")
    for row in newer.order_by("pk").iterator(chunk_size=2000):
        key = tuple(getattr(row, column) for column in columns)
        if key in last and row.pk not in own and (not row.is_void or row.replaces_id in own):
            yield row


def _made(by_model) -> list[tuple[type, set[int]]]:
    """The risks, controls and work-streams that it made: (model, keys) of each kind."""
    states = by_model.get(RiskState, ())
    opened = {row.risk_id for row in states if row.turn == Turn.OPENED and row.replaces_id is None}
    controls, streams = _made_by(ControlFact, "control", by_model), _made_by(StreamFact, "stream", by_model)
    return [(Risk, opened), (Control, controls), (WorkStream, streams)]


def _of_new_ones(made, by_model):
    """What others said of what it made, and by which link: everything goes, or nothing does."""
    of_kind, keys = made
    for model in _facts() if keys else ():
        for field in model._meta.concrete_fields:
            if field.related_model is of_kind:
                for row in _strange(model, field.name, keys, by_model):
                    yield row, field.name


def _followed_up(made):
    """What it made that an agenda, an action or a request of the Panel is about."""
    of_kind, keys = made
    if of_kind is Risk:
        for model in (AgendaItem, Action, PanelRequest):
            for risk in Risk.objects.filter(pk__in=model.objects.filter(risk__in=keys).values("risk")).order_by("ref"):
                yield _name_of(risk)


def _made_by(parent, name, by_model):
    """Those of which the import made the first statement that stands."""
    first = ControlState if parent is ControlFact else StreamProgress
    own = {row.pk: getattr(row, f"{name}_id") for row in by_model.get(first, ())}
    if not own:
        return set()
    before = first.objects.known(ALL_TIME).filter(**{f"{name}__in": set(own.values())}, pk__lt=min(own))
    return set(own.values()) - set(before.values_list(name, flat=True))


def _strange(model, name, keys, by_model):
    """Rows of these keys that the import did not write, and that stand."""
    own = {row.pk for row in by_model.get(model, ())}
    keys = sorted(keys)
    for start in range(0, len(keys), CHUNK):
        rows = model.objects.known(ALL_TIME).filter(**{f"{name}__in": keys[start : start + CHUNK]})
        for row in rows.select_related("by").order_by("pk"):
            if row.pk not in own:
                yield row


def _facts():
    return [model for model in apps.get_models() if issubclass(model, Fact) and "Historical" not in model.__name__]


def _called(row) -> str:
    for name in ("control", "stream", "risk"):
        if hasattr(row, f"{name}_id"):
            return _name_of(getattr(row, name))
    return "The register"


def _name_of(record) -> str:
    word = {Control: "Control", WorkStream: "Work-stream", Risk: "Risk"}[type(record)]
    return f"{word} {getattr(record, 'reference', None) or record.ref}"


def _sentence(row) -> str:
    day = say_day(row.recorded_at.astimezone(clock.LONDON).date())
    return f"{_called(row)}: {row._meta.verbose_name} entered by {row.by} on {day}"
