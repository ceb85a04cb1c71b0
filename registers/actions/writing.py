"""How a dated row is written: appended, never over another, and only where it says something new."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from registers.models import in_force
from registers.scope import Scope

_illustrative: ContextVar[bool] = ContextVar("illustrative", default=False)
_noted: ContextVar[list | None] = ContextVar("noted", default=None)


@contextmanager
def illustrative(is_so: bool = True) -> Iterator[None]:
    """Mark what is written in the block as invented for the demo."""
    token = _illustrative.set(is_so)
    try:
        yield
    finally:
        _illustrative.reset(token)


def is_inventing() -> bool:
    """Whether what is written now is marked as invented for the demo."""
    return _illustrative.get()


@contextmanager
def noting() -> Iterator[list]:
    """The facts that are written in the block, in the order in which they are: what an import can take back."""
    token = _noted.set(written := [])
    try:
        yield written
    finally:
        _noted.reset(token)


def append(model, *, by, on, reason="", replaces=None, why_replaced="", **values):
    """Append one fact. `why_replaced` goes to the audit trail: the reason of a row is why what it says is so."""
    fact = model(by=by, on=on, reason=reason, replaces=replaces, is_illustrative=_illustrative.get(), **values)
    fact._change_reason = why_replaced or None
    fact.full_clean(exclude=["by", "history"], validate_unique=False, validate_constraints=False)
    fact.save()
    if (noted := _noted.get()) is not None:
        noted.append(fact)
    return fact


def standing(model, day, **key):
    """The row of one key in force on a day, by what is known now; None where there is none."""
    return in_force(model.objects.filter(**key), Scope(as_at=day)).first()


def append_if_new(model, *, by, on, reason="", key, values):
    """Append a fact unless the one in force on that day already says so. Returns it, or None."""
    now = standing(model, on, **key)
    if now is not None and all(getattr(now, name) == value for name, value in values.items()):
        return None
    return append(model, by=by, on=on, reason=reason, **key, **values)


def append_unless_repeated(model, now, *, by, on, reason, key, values):
    """Append a fact, even one that says what stands, unless `now` is it: the same day, values and reason."""
    said = {"on": on, "reason": reason} | values
    if now is not None and all(getattr(now, name) == value for name, value in said.items()):
        return now
    return append(model, by=by, on=on, reason=reason, **key, **values)
