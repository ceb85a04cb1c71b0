"""What has changed since the board settled a register? One statement over every kind of fact of a risk."""

from dataclasses import dataclass, replace

from django.db.models import F, Q

from registers import clock
from registers.details import details
from registers.models import CHANGING_FACTS, Dependency, Lineage
from registers.movement import STOOD_STILL
from registers.position import Index, View, index, was_sensitive
from registers.telling import tell_cell, tell_line

OTHER_END = {Dependency: "depends_on", Lineage: "source"}


def changed_since_agreed(index: Index) -> frozenset[int]:
    """Keys of the risks shown that have an entry which is not agreed: recorded later, or dated after the day settled.

    Only for those who see what is being worked on, and only of classes of fact they see: a mark on a withheld
    score would tell that it had changed, unless its arrow tells already. A dependency on a hidden risk marks nothing.
    """
    view = index.view
    if not view.is_working or view.agreement is None:
        return frozenset()
    shown = {row.risk: row.spells for row in index.rows if view.of(row.risk) is view}
    entered = {
        risk
        for risk, other, on in _all_entries(view)
        if risk in shown and other in shown and not was_sensitive(shown[risk], on)
    }
    return frozenset(entered | (_moved_since(index) & shown.keys()))


def _all_entries(view):
    entries = [_entries(model, view) for model in CHANGING_FACTS if _classes_seen(model, view)]
    return entries[0].union(*entries[1:])


def _moved_since(index):
    """Risks that the page shows to have moved since the day agreed, whatever may be seen of their scores."""
    agreed, since = index.view.agreement.as_at, index.view.scope.compared_with
    if since is None or since < agreed:
        return set()
    return {row.risk for row in index.rows if row.movement and row.movement not in STOOD_STILL}


def _entries(model, view):
    """(risk, the risk at its other end or itself, day) of each entry of one kind that is not agreed.

    Of every register: those recorded since are few, and the index holds only the risks asked about. An entry dated
    after the day settled cannot have been recorded before it.
    """
    agreement, scope = view.agreement, view.scope
    first = min(agreement.known_at, clock.end_of(agreement.as_at))
    since = Q(recorded_at__gt=first, on__lte=scope.as_at)
    since &= Q(recorded_at__gt=agreement.known_at) | Q(on__gt=agreement.as_at)
    if scope.known_at is not None:
        since &= Q(recorded_at__lte=scope.known_at)
    rows = model._base_manager.filter(since, _classes_seen(model, view)[0])
    return rows.values_list("risk", F(OTHER_END.get(model, "risk")), "on")


def _classes_seen(model, view):
    """The condition on rows of the classes the view sees, in a list; empty where it sees none of them."""
    seen = [condition for condition, fact_class in model.CLASSES if view.sees(fact_class)]
    if not seen:
        return []
    joined = seen[0]
    for condition in seen[1:]:
        joined |= condition
    return [joined if all(seen) else Q()]


@dataclass(frozen=True)
class Difference:
    """One thing as it was agreed and as it is being worked on. Texts are set side by side, the rest said in words."""

    label: str
    agreed: str
    now: str
    is_text: bool = False


def differences(view: View, risk, row, said) -> list[Difference] | None:
    """What of this risk differs from what the board agreed; None where it knew no such risk, or it was hidden then."""
    settled = view.scope.clamped(view.agreement.as_at, view.agreement.known_at)
    then = replace(view, scope=settled)
    before = next((found for found in index(then, only=risk).rows if found.opened_on), None)
    if before is None:
        return None
    was = details(then, [before])[risk.pk]
    pairs = _pairs(then, before, was), _pairs(view, row, said)
    return [
        Difference(label, agreed, now, is_text=label in TEXTS)
        for (label, agreed), (_, now) in zip(*pairs, strict=True)
        if agreed != now
    ]


TEXTS = ("Title", "Description")


def _pairs(view, row, said):
    """(label, in words) of everything that a page of a risk says of it; withheld parts are equal on both sides."""
    return [
        ("Title", said.title),
        ("Description", said.description),
        ("State", "open" if row.is_open else "closed"),
        ("Score", _cell(tell_cell(view.register, row.scheme, row.cell, row.band or None))),
        ("Inherent score", _cell(tell_line(view.register, said.inherent))),
        ("Target", _target(view, said.target)),
        ("Owners", _names(said.owners)),
        ("Working leads", _names(said.leads)),
        ("Objectives", _names(said.objectives)),
        ("Horizon", str(row.horizon).replace("-", " ") or "not stated"),
        ("Printed reference", row.printed_ref),
    ]


def _cell(words):
    return f"{words} ({words.band_name})" if words else "none"


def _target(view, target):
    words = _cell(tell_line(view.register, target))
    by = target.target_on if target else None
    return f"{words} by {by.day} {by:%B %Y}" if by else words


def _names(names):
    return ", ".join(map(str, names)) if names else "none"
