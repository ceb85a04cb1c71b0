"""What is one entry about a control called in an address, and who may correct it?

An entry is addressed by its kind and its number among those entries of its control and kind that the person may see,
in the order they were recorded: `progress-3`. What is hidden from them leaves no gap. Rows are never deleted, so the
number changes only when a marking or a clearance does.
"""

import re

from django.db.models import Q

from controls.access import bodies_spoken_for
from controls.models import (
    ControlDetail,
    ControlDue,
    ControlFact,
    ControlLink,
    ControlOwner,
    ControlState,
    ControlWording,
    Effectiveness,
    Evidence,
    Progress,
    Trait,
)
from registers.models import in_force
from registers.scope import Scope

# What both bodies agreed has none: proposals and their answers are never voided.
MODELS: dict[str, type[ControlFact]] = {
    "state": ControlState,
    "wording": ControlWording,
    "detail": ControlDetail,
    "owner": ControlOwner,
    "due": ControlDue,
    "rating": Effectiveness,
    "link": ControlLink,
    "evidence": Evidence,
    "progress": Progress,
}
KINDS = {model: kind for kind, model in MODELS.items()}
FOREIGN = {ControlOwner: ("post",), ControlLink: ("risk",), Progress: ("organisation", "stated_by")}


def numbers(model, control, audience) -> dict[int, int]:
    """{key of a row: its number} of all entries of one kind of a control that the audience may see."""
    rows = model.objects.visible_to(audience).filter(control=control).order_by("pk").values_list("pk", flat=True)
    return {pk: number for number, pk in enumerate(rows, 1)}


def entry_called(address, control, audience):
    """The entry of that address, or None where there is none that this audience may see."""
    found = re.fullmatch(r"([a-z]+)-([1-9][0-9]{0,8})", address)
    if not found or found[1] not in MODELS:
        return None
    model = MODELS[found[1]]
    keys = [pk for pk, number in numbers(model, control, audience).items() if number == int(found[2])]
    return model.objects.filter(pk__in=keys).select_related("by", *FOREIGN.get(model, ())).first()


def permission_for(fact) -> str:
    """Who may enter such a fact may correct it: docs/permissions.md."""
    is_marking = isinstance(fact, ControlDetail) and fact.trait == Trait.MARKING
    return "controls.mark_control" if is_marking else "controls.edit_control"


def may_correct(user, fact) -> bool:
    """What one body states of a joint control is that body's to correct."""
    if not user.has_perm(permission_for(fact), fact.control):
        return False
    return not isinstance(fact, Progress) or fact.organisation_id in bodies_spoken_for(user, fact.control)


def _key_of(fact) -> dict:
    names = [fact._meta.get_field(name).attname for name in fact.KEY]
    return {name: getattr(fact, name) for name in names}


def stands_without(fact, audience) -> ControlFact | None:
    """What would be in force on the day of an entry if it were voided, if it may be seen."""
    key = _key_of(fact)
    rows = type(fact).objects.filter(**key).exclude(pk=fact.pk)
    return _if_seen(in_force(rows, Scope(as_at=fact.on)).select_related(*FOREIGN.get(type(fact), ())).first(), audience)


def _if_seen(fact, audience):
    is_seen = fact is not None and type(fact).objects.visible_to(audience).filter(pk=fact.pk).exists()
    return fact if is_seen else None


def stood_before(fact, audience) -> ControlFact | None:
    """What was in force on the day of an entry when it was recorded, by what is known now, if it may be seen."""
    key = _key_of(fact)
    earlier = Q(on__lt=fact.on) | Q(on=fact.on, recorded_at__lt=fact.recorded_at)
    rows = type(fact).objects.known(Scope(as_at=fact.on)).filter(earlier, **key).oldest_first()
    return _if_seen(rows.select_related(*FOREIGN.get(type(fact), ())).last(), audience)
