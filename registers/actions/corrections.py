"""Correcting or voiding a mistaken entry: a new row that names the one it replaces, which stays readable."""

from django.core.exceptions import ValidationError
from django.db import transaction

from registers import rules
from registers.actions.assessments import cell_values
from registers.actions.risks import ALL_TIME, _place
from registers.actions.writing import append
from registers.models import Assessment, Fact, Outlook, Ownership, Risk, RiskState, Turn

OWN_COLUMNS = {"id", "on", "recorded_at", "by", "reason", "replaces", "is_void", "is_illustrative"}


@transaction.atomic
def void(*, fact: Fact, by, version, reason) -> Fact:
    """Withdraw an entry made by mistake. What stood before it stands again."""
    risk = Risk.objects.lock(fact.risk, version=version)
    rules.check_replaceable(fact)
    rules.check_reason_for_change(True, reason)
    if isinstance(fact, RiskState):
        _check_life_without(risk, fact)
    row = append(type(fact), by=by, on=fact.on, reason=reason, replaces=fact, is_void=True, **_values(fact))
    _copy_lists(fact, row)
    return row


@transaction.atomic
def correct(*, fact: Fact, by, version, reason, on=None, **changed) -> Fact:
    """Replace an entry with the right one: other values, another date, or both."""
    risk = Risk.objects.lock(fact.risk, version=version)
    on = on or fact.on
    rules.check_day(on)
    rules.check_replaceable(fact)
    rules.check_reason_for_change(True, reason)
    if isinstance(fact, RiskState):
        _check_life_without(risk, fact, (on, fact.turn))
    else:
        rules.check_open_on(risk, on)
    lists = {name: changed.pop(name) for name in ("posts", "objectives") if name in changed}
    values = _values(fact) | changed
    if isinstance(fact, Assessment | Outlook):
        values |= cell_values(risk.register, on, values["likelihood"], values["impact"])
    row = append(type(fact), by=by, on=on, reason=reason, replaces=fact, **values)
    _copy_lists(fact, row, **lists)
    return row


def _values(fact):
    """What the row itself says, without when and by whom."""
    fields = [field for field in fact._meta.concrete_fields if field.name not in OWN_COLUMNS]
    return {field.name: getattr(fact, field.name) for field in fields}


def _copy_lists(fact, row, posts=None, objectives=None):
    if isinstance(fact, Ownership):
        _place(row, posts if posts is not None else _placed(fact))
    if hasattr(fact, "objectives"):
        row.objectives.set(objectives if objectives is not None else fact.objectives.all())


def _placed(ownership):
    """The posts of an ownership in order, each with the form of its title that is printed."""
    places = list(ownership.places.select_related("post").order_by("place"))
    for place in places:
        place.post.printed_as = place.printed_as
    return [place.post for place in places]


def _check_life_without(risk, fact, instead=None):
    """The life of the risk still makes sense without one of its turns, or with it on another day."""
    turns = (
        RiskState.objects.known(ALL_TIME).filter(risk=risk).exclude(pk=fact.pk).oldest_first().values_list("on", "turn")
    )
    turns = list(turns) + ([instead] if instead else [])
    if fact.turn == Turn.OPENED and not instead:
        raise ValidationError("The opening of a risk cannot be voided. Close the risk instead")
    rules.check_life(sorted(turns, key=lambda turn: turn[0]))
