"""What has changed between two moments, as one audience may know? For the monthly digest and for who comes back.

A register is compared with itself as it was known then: what was entered since counts, whatever day it is dated. Of
registers seen only as agreed that is what their boards have agreed since. Nothing is told of what was, or has become,
restricted for the audience, and no score: which way a risk moved is of a class of its own.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import Count, Q

from controls.models import ControlDue, ControlState, Progress, Stage
from controls.position import ControlRow, everything
from controls.position import Index as ControlIndex
from controls.sight import sights_of
from registers.audience import Audience
from registers.models import Agreement, Assessment, Kind, Register, RiskState
from registers.models.registers import FactClass
from registers.movement import STOOD_STILL, Movement, movement
from registers.position import IndexRow, View, index, look_at, was_sensitive
from registers.scope import Scope
from registers.standings import standings
from reports.models import Meeting

WORDS = {
    Movement.UP: "up",
    Movement.DOWN: "down",
    Movement.SHIFTED: "to another cell of the same rank",
    Movement.NEW: "new",
    Movement.CLOSED: "closed",
    Movement.REOPENED: "reopened",
    Movement.REFRESHED: "refreshed",
    Movement.RESCALED: "scored on another scale",
    Movement.UNSCORED: "scored for the first time",
}


@dataclass(frozen=True)
class RiskMove:
    """One risk that moved."""

    view: View
    row: IndexRow
    movement: Movement

    @property
    def words(self) -> str:
        return WORDS[self.movement]


@dataclass(frozen=True)
class ControlChange:
    """One control of which something has been recorded."""

    row: ControlRow
    words: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """Everything that changed, each part in an order of its own."""

    moves: tuple[RiskMove, ...] = ()
    controls: tuple[ControlChange, ...] = ()
    index: ControlIndex = field(default_factory=ControlIndex)  # of these controls
    meetings: tuple[Meeting, ...] = ()
    agreements: tuple[Agreement, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.moves or self.controls or self.meetings or self.agreements)


def changes(audience: Audience, before: Scope, after: Scope) -> Changes:
    """What changed from one moment to a later one; both name when it was known, the later perhaps "now" (None).

    A fixed number of statements a register, and few where nothing was recorded.
    """
    registers = Register.objects.visible_to(audience).select_related("organisation")
    pairs = [(look_at(one, audience, before), look_at(one, audience, after)) for one in registers]
    pairs = [(then, now) for then, now in pairs if not now.is_empty]
    moves = [move for then, now in pairs for move in _moves(then, now)]
    touched = _touched_controls(audience, pairs, before, after)
    position = everything(audience, replace(after, compared_with=None), only=sorted(touched)) if touched else None
    rows = [row for row in position.rows if not was_sensitive(row.spells, before.as_at)] if position else []
    return Changes(
        moves=tuple(moves),
        controls=tuple(ControlChange(row, _words(row, touched[row.control])) for row in rows),
        index=position or ControlIndex(),
        meetings=tuple(_meetings(audience, before, after)),
        agreements=tuple(_agreements(registers, before, after)),
    )


def _recorded(before: Scope, after: Scope, column="recorded_at") -> Q:
    since = Q(**{f"{column}__gt": before.known_at})
    return since if after.known_at is None else since & Q(**{f"{column}__lte": after.known_at})


# Risks ---------------------------------------------------------------------------------------------------------------


def _moves(then: View, now: View) -> Iterable[RiskMove]:
    """Of one register; of somebody limited to their own risks these as worked on, the others as agreed."""
    keys = _touched(then, now)
    if not keys and keys is not None:
        return
    position = index(now, only=keys)
    earlier = {row.risk: row for row in index(then, only=keys).rows}
    for old, new in ((then, now), (then.others, now.others)):
        if old is None or new is None or old.is_empty or not new.sees(FactClass.MOVEMENT):
            continue  # before it was first agreed there was nothing to compare with
        rows = [row for row in position.rows if now.of(row.risk) is new and _is_comparable(row, earlier, old)]
        yield from _between(old, new, rows)


def _touched(then, now):
    """Keys of the risks of which something that moves them was recorded in between; None: perhaps any of them."""
    if not now.is_working or now.others is not None:
        settled = _settled(now.others or now)
        if settled != _settled(then.others or then):
            return None
        if not now.is_working:
            return set()
    recorded = Q(risk__register=now.register) & _recorded(then.scope, now.scope)
    turns = RiskState.objects.filter(recorded)
    scores = Assessment.objects.filter(recorded, kind=Kind.CURRENT)
    return set(turns.values_list("risk", flat=True).union(scores.values_list("risk", flat=True)))


def _settled(view):
    return view.agreement and view.agreement.pk


def _is_comparable(row, earlier, old: View) -> bool:
    """Not where it was kept from the audience at the earlier moment: that it comes to light is no movement."""
    if row.risk in earlier:
        return not was_sensitive(row.spells, old.scope.as_at)
    return not row.spells


def _between(old: View, new: View, rows: list[IndexRow]) -> Iterable[RiskMove]:
    """How they stood is read whatever may be told of their scores: only which way they moved leaves this module."""
    keys = [row.risk for row in rows]
    was, now = (standings(replace(view, others=None), keys) for view in (old, new))
    for row in rows:
        then, since = was[row.risk].standing, now[row.risk].standing
        moved = movement(then, since)
        is_first_score = moved is Movement.UNSCORED and since.cell is not None and then.cell is None
        if moved not in STOOD_STILL or is_first_score:
            yield RiskMove(new, row, moved)


# Controls, meetings, agreements --------------------------------------------------------------------------------------

TOLD = {ControlState: "", ControlDue: "date moved", Progress: "progress changed"}


def _touched_controls(audience, pairs, before, after) -> dict[int, set]:
    """{control: the kinds of fact recorded of it}, as far as the audience may see these facts."""
    asked = _of_controls(pairs, before, after)
    found = defaultdict(set)
    for model in (ControlState, ControlDue):
        rows = model.objects.filter(asked, is_void=False)
        for control in _controls_of(rows, audience):
            found[control].add(model)
    for control in _stated_otherwise(asked, audience):
        found[control].add(Progress)
    _leave_out_first_dates(found)
    return {control: kinds for control, kinds in found.items() if kinds}


def _controls_of(rows, audience):
    """Asked in two steps: mostly there is nothing, and what may be seen of it is the dear part."""
    return set(rows.visible_to(audience).values_list("control", flat=True)) if rows.exists() else set()


def _stated_otherwise(asked, audience):
    """Keys of the controls of which a body said something else than before: still on track is no news."""
    rows = Progress.objects.filter(asked, is_void=False)
    if not (controls := _controls_of(rows, audience)):
        return set()
    seen = Progress.objects.filter(control__in=controls, is_void=False, replaced_by=None).visible_to(audience)
    recent, before, now = set(rows.values_list("pk", flat=True)), {}, {}
    for pk, control, body, status in seen.oldest_first().values_list("pk", "control", "organisation", "status"):
        if pk in recent:
            now[control, body] = status
        elif (control, body) not in now:
            before[control, body] = status
    return {key[0] for key, status in now.items() if status != before.get(key)}


def _leave_out_first_dates(found):
    """A first date is a promise, not a move of one."""
    dated = [control for control, kinds in found.items() if ControlDue in kinds]
    numbers = ControlDue.objects.filter(control__in=dated, is_void=False, replaced_by=None).order_by()
    counted = dict(numbers.values("control").annotate(number=Count("pk")).values_list("control", "number"))
    for control in dated:
        if counted.get(control, 0) < 2:
            found[control].discard(ControlDue)


def _of_controls(pairs, before, after) -> Q:
    """Recorded in between, or of what is seen as agreed: what its board has agreed in between."""
    asked = Q(control__alignment__isnull=False) & _recorded(before, after)
    for then, now in pairs:
        for sight in sights_of([now]):
            if sight.is_working:
                asked |= sight.where("control__") & _recorded(before, after)
            elif _settled(then) and _settled(then) != _settled(now):
                since, until = then.agreement.known_at, now.agreement.known_at
                asked |= sight.where("control__") & Q(recorded_at__gt=since, recorded_at__lte=until)
    return asked


def _words(row: ControlRow, kinds) -> tuple[str, ...]:
    if row.stage is Stage.RETIRED:
        return ("retired",)
    stage = (f"now {row.stage.label.lower()}",) if ControlState in kinds else ()
    return (*stage, *(words for model, words in TOLD.items() if words and model in kinds))


def _meetings(audience, before, after):
    closed = Meeting.objects.visible_to(audience).filter(_recorded(before, after, "closed_at"))
    return closed.select_related("board__organisation").order_by("on", "board__name", "pk")


def _agreements(registers, before, after):
    agreed = Agreement.objects.filter(_recorded(before, after), register__in=[one.pk for one in registers])
    agreed = agreed.select_related("register__organisation", "post").order_by("recorded_at", "pk")
    return {row.register_id: row for row in agreed}.values()  # the last of each
