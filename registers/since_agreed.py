"""What has changed since the board settled a register? One statement over every kind of fact of a risk."""

from django.db.models import F, Q

from registers import clock
from registers.models import RISK_FACTS, Dependency, Lineage
from registers.movement import Movement
from registers.position import Index

STOOD_STILL = (Movement.STATIC, Movement.UNSCORED)
OTHER_END = {Dependency: "depends_on", Lineage: "source"}


def changed_since_agreed(index: Index) -> frozenset[int]:
    """Keys of the risks shown that have an entry which is not agreed: recorded later, or dated after the day settled.

    Only for those who see what is being worked on, and only of classes of fact they see: a mark on a withheld
    score would tell that it had changed, unless its arrow tells already. A dependency on a hidden risk marks nothing.
    """
    view = index.view
    if not view.is_working or view.agreement is None:
        return frozenset()
    entries = [_entries(model, view) for model in RISK_FACTS if _classes_seen(model, view)]
    shown = {row.risk for row in index.rows}
    pairs = entries[0].union(*entries[1:])
    entered = {risk for risk, other in pairs if risk in shown and other in shown}
    return frozenset(entered | _moved_since(index))


def _moved_since(index):
    """Risks that the page shows to have moved since the day agreed, whatever may be seen of their scores."""
    agreed, since = index.view.agreement.as_at, index.view.scope.compared_with
    if since is None or since < agreed:
        return set()
    return {row.risk for row in index.rows if row.movement and row.movement not in STOOD_STILL}


def _entries(model, view):
    """(risk, the risk at its other end or itself) of each entry of one kind that is not agreed.

    Of every register: those recorded since are few, and the index holds only the risks asked about. An entry dated
    after the day settled cannot have been recorded before it.
    """
    agreement, scope = view.agreement, view.scope
    first = min(agreement.known_at, clock.end_of(agreement.as_at))
    rows = model.objects.filter(recorded_at__gt=first, on__lte=scope.as_at)
    if scope.known_at is not None:
        rows = rows.filter(recorded_at__lte=scope.known_at)
    rows = rows.filter(Q(recorded_at__gt=agreement.known_at) | Q(on__gt=agreement.as_at))
    rows = rows.filter(_classes_seen(model, view)[0])
    return rows.order_by().values_list("risk", F(OTHER_END.get(model, "risk")))


def _classes_seen(model, view):
    """The condition on rows of the classes the view sees, in a list; empty where it sees none of them."""
    seen = [condition for condition, fact_class in model.CLASSES if view.sees(fact_class)]
    if not seen:
        return []
    joined = seen[0]
    for condition in seen[1:]:
        joined |= condition
    return [joined if all(seen) else Q()]
