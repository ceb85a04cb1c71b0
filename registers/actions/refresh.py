"""The yearly sitting: a whole register gone through once, from one day, all of it or none (DESIGN.md section 2)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction

from registers import clock, rules
from registers.actions import risks
from registers.models import Aspect, Detail, Register, Risk, RiskState, Turn, Wording, in_force
from registers.scope import Scope


class What(StrEnum):
    """What becomes of a risk in the sitting."""

    CARRY = "carry"
    REWORD = "reword"  # better words for the same risk
    RECAST = "recast"  # no longer the same risk: movement across it reads "refreshed"
    MERGE = "merge"
    CLOSE = "close"


LEAVES = (What.MERGE, What.CLOSE)


@dataclass(frozen=True)
class Row:
    """What becomes of one risk. None leaves a part as it is."""

    risk: Risk
    version: int
    what: What = What.CARRY
    title: str | None = None
    description: str | None = None
    into: Risk | None = None
    printed_ref: str | None = None
    order: str | None = None
    horizon: str | None = None
    reason: str = ""

    @property
    def placing(self) -> dict:
        """Where it stands in the register from then on, as far as that changes."""
        parts = {"printed_ref": self.printed_ref, "order": self.order, "horizon": self.horizon}
        return {name: value for name, value in parts.items() if value is not None}

    @property
    def says_nothing(self) -> bool:
        return self.what is What.CARRY and not self.placing


class Outdated(Exception):
    """Somebody changed risks of the register since the page was opened. Nothing was written."""

    def __init__(self, changed, opened, closed):
        super().__init__("The register has changed since you opened the page")
        self.changed = changed
        self.opened = opened
        self.closed = closed


class Refused(Exception):
    """Rules refuse parts of the sitting: by key of the risk, by place of the new risk. Nothing was written."""

    def __init__(self):
        super().__init__("Parts of the refresh are refused")
        self.by_risk: dict[int, ValidationError] = {}
        self.by_opening: dict[int, ValidationError] = {}

    def __bool__(self):
        return bool(self.by_risk or self.by_opening)


@dataclass(frozen=True)
class Refreshed:
    """What the sitting did: how many risks met which fate, and the new ones."""

    counts: Counter = field(default_factory=Counter)
    opened: tuple[Risk, ...] = ()


@transaction.atomic
def refresh(*, register, by, on, reason, rows: Sequence[Row], openings: Sequence[dict] = ()) -> Refreshed:
    """Apply a sitting to every open risk of a register from one day, and open new risks.

    Raises Outdated where a risk has changed since its `version`, or another is open or closed than `rows` says, and
    Refused with everything the rules object to.
    """
    rules.check_day(on)
    rules.check_reason_for_change(True, reason)
    register = Register.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=register.pk)
    _check_up_to_date(register, rows)
    if all(row.says_nothing for row in rows) and not openings:
        raise ValidationError("Every risk is carried as it is, so there is nothing to record")
    refused = Refused()
    sitting = {"by": by, "version": None, "on": on}
    rows = [_with_reason(row, reason) for row in sorted(rows, key=lambda row: row.risk.ref)]
    _check_mergers(rows, refused)
    for row in rows:
        if row.risk.pk not in refused.by_risk:
            _or_refused(refused.by_risk, row.risk.pk, _apply, row, sitting)
    for target, others in _mergers(rows, refused).items():
        reasons = "; ".join(dict.fromkeys(row.reason for row in others))
        merged = [row.risk for row in others]
        _or_refused(refused.by_risk, target.pk, risks.merge, risk=target, others=merged, reason=reasons, **sitting)
    opened = []
    for place, opening in enumerate(openings):
        values = {"reason": reason} | opening
        risk = _or_refused(refused.by_opening, place, risks.open_risk, register=register, by=by, on=on, **values)
        opened.append(risk)
    _check_printed_refs(register, rows, opened, refused)
    if refused:
        raise refused
    return Refreshed(Counter(row.what for row in rows if not row.says_nothing), tuple(opened))


def _with_reason(row, reason):
    return row if row.reason.strip() else replace(row, reason=reason)


def _check_up_to_date(register, rows):
    """The rows are the risks open today, each as it stood when the page was opened."""
    versions = {row.risk.pk: row.version for row in rows}
    Risk.objects.hold(*(row.risk for row in rows))
    present = {risk.pk: risk for risk in open_risks(register)}
    gone = Risk.objects.filter(pk__in=set(versions) - set(present))
    changed = [risk for pk, risk in present.items() if pk in versions and risk.version != versions[pk]]
    opened = [risk for pk, risk in present.items() if pk not in versions]
    if changed or opened or gone:
        raise Outdated(changed, opened, list(gone))


def open_risks(register) -> list[Risk]:
    """The risks open today, by reference."""
    latest = in_force(RiskState.objects.filter(risk__register=register), Scope(as_at=clock.today()))
    states = RiskState.objects.filter(pk__in=latest.values("pk")).exclude(turn=Turn.CLOSED)
    return list(Risk.objects.filter(register=register, pk__in=states.values("risk")).order_by("ref"))


def _check_mergers(rows, refused):
    """A risk is merged into another that goes on."""
    fates = {row.risk.pk: row.what for row in rows}
    for row in rows:
        if row.what is not What.MERGE:
            continue
        if row.into is None or row.into.pk == row.risk.pk:
            refused.by_risk[row.risk.pk] = ValidationError({"into": "Select the risk it is merged into"})
        elif fates.get(row.into.pk) in (None, *LEAVES):
            words = "Select a risk that goes on: this one is closed or merged itself"
            refused.by_risk[row.risk.pk] = ValidationError({"into": words})


def _mergers(rows, refused):
    into = defaultdict(list)
    for row in rows:
        if row.what is What.MERGE and row.risk.pk not in refused.by_risk:
            into[row.into].append(row)
    return into


def _apply(row, sitting):
    """Everything about one risk but mergers, which touch two."""
    said = sitting | {"risk": row.risk, "reason": row.reason}
    if row.what is What.CLOSE:
        risks.close(**said)
        return
    if row.what is What.RECAST:
        now = in_force(Wording.objects.filter(risk=row.risk), Scope(as_at=sitting["on"])).first()
        title = row.title if row.title is not None else getattr(now, "title", "")
        description = row.description if row.description is not None else getattr(now, "description", "")
        risks.recast(**said, title=title, description=description)
    words = {"title": row.title, "description": row.description} if row.what is What.REWORD else {}
    if row.what is not What.MERGE and (words or row.placing):
        risks.edit(**said, **words, **row.placing)


def _or_refused(where, key, act, *args, **values):
    """Do it, or note what the rules said and go on: the page shows everything that is wrong at once."""
    try:
        with transaction.atomic():
            return act(*args, **values)
    except ValidationError as problem:
        where.setdefault(key, problem)
        return None


def _check_printed_refs(register, rows, opened, refused):
    """No two open risks are printed under one reference, as far as this sitting gave them theirs."""
    if refused:
        return
    present = open_risks(register)
    printed = in_force(Detail.objects.filter(risk__in=present, aspect=Aspect.PRINTED_REF), Scope(as_at=date.max))
    given = dict(printed.values_list("risk", "value"))
    under = defaultdict(list)
    for risk in present:
        under[given.get(risk.pk) or str(risk.ref)].append(risk)
    touched = {row.risk.pk for row in rows if row.printed_ref is not None}
    places = {risk.pk: place for place, risk in enumerate(opened)}
    for ref, sharing in under.items():
        for risk in sharing if len(sharing) > 1 else ():
            words = ValidationError({"printed_ref": f"{len(sharing)} risks would be printed as {ref}"})
            if risk.pk in places:
                refused.by_opening[places[risk.pk]] = words
            elif risk.pk in touched:
                refused.by_risk[risk.pk] = words
