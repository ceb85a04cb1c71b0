"""Taking back all that an import wrote, as if it had never been: every row of it is voided, and stays readable."""

from collections.abc import Iterable

from django.db import transaction

from registers.actions.corrections import _copy_lists, _values
from registers.actions.writing import append
from registers.models import Fact
from registers.rules import check_reason_for_change, check_replaceable, is_last_word


@transaction.atomic
def take_back(*, facts: Iterable[Fact], by, reason) -> list[Fact]:
    """Void these facts, the last first; what one of them replaced stands again, by a row that says it anew.

    Unlike corrections.void it may take the opening of a risk with it: call it only with all that was written of a risk
    since that. Whoever calls it holds the register.
    """
    check_reason_for_change(True, reason)
    return [_take_back(fact, by, reason) for fact in sorted(facts, key=lambda fact: fact.recorded_at, reverse=True)]


def _take_back(fact, by, reason):
    if not is_last_word(fact):
        check_replaceable(fact)
    replaced = fact.replaces
    if replaced is not None and not replaced.is_void:
        said = {"by": by, "on": replaced.on, "reason": replaced.reason, "why_replaced": reason[:100]}
        row = append(type(fact), replaces=fact, **said, **_values(replaced))
        _copy_lists(replaced, row)
        return row
    row = append(type(fact), by=by, on=fact.on, reason=reason, replaces=fact, is_void=True, **_values(fact))
    _copy_lists(fact, row)
    return row
