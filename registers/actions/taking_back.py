"""Taking back all that an import wrote, as if it had never been: every row of it is voided, and stays readable."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from registers.actions.corrections import _copy_lists, _values
from registers.actions.writing import append
from registers.models import Fact
from registers.rules import check_reason_for_change, check_replaceable, is_last_word


@transaction.atomic
def take_back(*, facts: Iterable[Fact], by, reason, said_again: Mapping[Fact, Fact] | None = None) -> list[Fact]:
    """Void these facts, the last first; what one of them replaced stands again, by a row that says it anew.

    `said_again`: the rows that stand for some of them, since what had replaced those was taken back before.
    Unlike corrections.void it may take the opening of a risk with it: call it only with all that was written of a risk
    since that. Whoever calls it holds the register.
    """
    check_reason_for_change(True, reason)
    stand = said_again or {}
    found = sorted(facts, key=lambda fact: fact.recorded_at, reverse=True)
    return [_take_back(fact, stand.get(fact, fact), by, reason) for fact in found]


def _take_back(fact, stands, by, reason):
    if not is_last_word(stands):
        check_replaceable(stands)
    replaced = fact.replaces
    if replaced is not None and not replaced.is_void:
        said = {"by": by, "on": replaced.on, "reason": replaced.reason, "why_replaced": reason[:100]}
        row = append(type(fact), replaces=stands, **said, **_values(replaced))
        _copy_lists(replaced, row)
        return row
    row = append(type(fact), by=by, on=fact.on, reason=reason, replaces=stands, is_void=True, **_values(fact))
    _copy_lists(fact, row)
    return row
