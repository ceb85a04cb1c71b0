"""Taking an import back as a whole: what stands in the way, and the facts that are to be voided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Q

from controls.models import ControlDetail, ControlFact, ControlState, StreamProgress
from controls.models.controls import Trait
from controls.models.improvement import PlanFact, StreamFact
from registers import clock
from registers.models import Agreement, Aspect, Detail, Fact, Review, RiskState, Turn
from registers.models.alignments import AlignmentMember
from registers.models.risk_facts import Dependency, Lineage, RiskFact
from registers.sentences import say_day
from reports.imports.lines import Rights
from reports.imports.standing import ALL_TIME
from reports.models import Import, Issue

MOST_TOLD = 8
CHUNK = 500


def facts_of(record: Import) -> list[Fact]:
    """Everything that an import wrote."""
    return [fact for model, keys in _written(record.written) for fact in _read(model, keys)]


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


def check_may(record: Import, rights: Rights) -> None:
    """Whoever undoes an import must be allowed the opposite of all it did. Raises ValidationError."""
    facts = facts_of(record)
    opened = {fact.risk_id for fact in facts if isinstance(fact, RiskState) and fact.turn == Turn.OPENED}
    begun = {fact.control_id for fact in facts if isinstance(fact, ControlState)}
    if not rights.settles and any(_is_boards(fact, opened, begun) for fact in facts):
        raise ValidationError(BOARDS)
    if not rights.edits_plan and any(isinstance(fact, PlanFact | StreamFact) for fact in facts):
        raise ValidationError(PLANS)


def _is_boards(fact, opened, begun) -> bool:
    """What was said of a risk or control that the import itself brought goes with it."""
    if isinstance(fact, ControlDetail):
        return fact.trait == Trait.MARKING and fact.control_id not in begun
    if not isinstance(fact, Detail | RiskState | Review) or fact.risk_id in opened:
        return False
    return not isinstance(fact, Detail) or fact.aspect == Aspect.MARKING


def in_the_way(record: Import) -> list[str]:
    """What rests on an import by now, in sentences; none where it can be undone as a whole."""
    found = [*_later_imports(record), *_settled(record), *_issued(record)]
    facts = facts_of(record)
    found += _built_on(record, facts)
    return found if len(found) <= MOST_TOLD else [*found[:MOST_TOLD], f"{len(found) - MOST_TOLD} more entries"]


def _later_imports(record):
    later = Import.objects.filter(register=record.register, applied_at__gt=record.applied_at).standing()
    for other in later.exclude(written={}).order_by("-applied_at"):
        yield f"“{other.name}” was imported after it. Undo that first"


def _settled(record):
    rows = Agreement.objects.filter(register=record.register, known_at__gte=record.applied_at, as_at__gte=record.as_at)
    for row in rows.order_by("recorded_at"):
        yield f"The register as at {say_day(row.as_at)} has been agreed since"


def _issued(record):
    rested = Q(paper__bases__register=record.register, paper__bases__as_at__gte=record.as_at)
    rested &= Q(known_at__gte=record.applied_at)
    for issue in Issue.objects.filter(rested).select_related("paper").distinct().order_by("issued_at"):
        yield f"“{issue.paper}” was issued from it on {say_day(issue.issued_at.astimezone(clock.LONDON).date())}"


def _built_on(record, facts):
    """Entries of the same keys that came later, and anything that was said since of what it opened or added."""
    by_model: dict[type[Fact], list[Fact]] = {}
    for fact in facts:
        by_model.setdefault(type(fact), []).append(fact)
    told: dict[str, str] = {}
    for model, rows in by_model.items():
        for row in _later(model, rows):
            told.setdefault(_called(row), _sentence(row))
    for row in _of_new_ones(by_model):
        told.setdefault(_called(row), _sentence(row))
    return list(told.values())


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


def _of_new_ones(by_model):
    """What others said of the risks, controls and work-streams that it made: everything goes, or nothing does."""
    opened = {row.risk_id for row in by_model.get(RiskState, ()) if row.turn == Turn.OPENED and row.replaces_id is None}
    if opened:
        for model in _models(RiskFact):
            yield from _strange(model, "risk", opened, by_model)
        yield from _strange(Dependency, "depends_on", opened, by_model)
        yield from _strange(Lineage, "source", opened, by_model)
        yield from _strange(AlignmentMember, "risk", opened, by_model)
        for model in (*_models(ControlFact), *_models(StreamFact)):
            if any(field.name == "risk" for field in model._meta.concrete_fields):
                yield from _strange(model, "risk", opened, by_model)
    for parent, name in ((ControlFact, "control"), (StreamFact, "stream")):
        made = _made_by(parent, name, by_model)
        for model in _models(parent):
            yield from _strange(model, name, made, by_model)


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


def _models(parent):
    return [model for model in apps.get_models() if issubclass(model, parent) and "Historical" not in model.__name__]


def _called(row) -> str:
    for name, word in (("control", "Control"), ("stream", "Work-stream"), ("risk", "Risk")):
        if hasattr(row, f"{name}_id"):
            record = getattr(row, name)
            return f"{word} {getattr(record, 'reference', None) or record.ref}"
    return "The register"


def _sentence(row) -> str:
    day = say_day(row.recorded_at.astimezone(clock.LONDON).date())
    return f"{_called(row)}: {row._meta.verbose_name} entered by {row.by} on {day}"
