"""Progress and controls as plain data, for `manage.py position` and whatever reads it. "withheld" where not shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from controls.details import ControlDetails, briefly
from controls.position import ControlRow, in_order, of_risks
from controls.risk_progress import RiskProgressTold, controls_say, counts, risk_progress
from registers.audience import WITHHELD
from registers.models.registers import FactClass
from registers.position import IndexRow, View

HELD_BACK = "withheld"


@dataclass(frozen=True)
class Done:
    """What is done about the risks of a position, as read."""

    view: View
    counts: dict[str, int] | str
    told: Mapping[int, RiskProgressTold]
    controls: Mapping[int, list[ControlRow]]
    details: Mapping[int, ControlDetails]


def done_about(view: View, rows: Iterable[IndexRow]) -> Done:
    """Read it, in a fixed number of statements; in the transaction that read the position."""
    rows = list(rows)
    if view.is_empty:
        return Done(view, {}, {}, {}, {})
    index = of_risks(view, [row.risk for row in rows])
    numbers = {status.value: number for status, number in counts(view, rows).items()}
    return Done(
        view=view,
        counts=numbers if view.sees(FactClass.PROGRESS) else HELD_BACK,
        told=risk_progress(view, rows),
        controls={risk: in_order(held) for risk, held in index.by_risk.items()},
        details=briefly(index, index.rows),
    )


def progress_data(done: Done, risk: int) -> dict[str, Any] | str:
    """What the risk states of itself, and the colour its key controls have."""
    if not done.view.sees(FactClass.PROGRESS):
        return HELD_BACK
    told = done.told[risk]
    say = controls_say(done.controls.get(risk, ()), told.status)
    return {
        "status": told.status.value,
        "on": _day(told.latest and told.latest.on),
        "narrative": told.latest.narrative if told.latest else "",
        "quarters": told.quarters,
        "controls_say": say.rag.value if say else None,
        "disagrees": bool(say and say.disagrees),
    }


def control_data(done: Done, risk: int) -> list[dict[str, Any]] | str:
    """The controls of one risk: key ones first, then those retired since the day compared with, as closed risks are."""
    if not done.view.sees(FactClass.CONTROLS):
        return HELD_BACK
    since = done.view.scope.compared_with
    held = (row for row in done.controls.get(risk, ()) if row.is_alive or (since and row.stage_on > since))
    return [_control(row, done.details[row.control]) for row in held]


def _control(row, said):
    return {
        "reference": row.reference,
        "title": said.title,
        "state": row.stage.value,
        "is_key": row.is_key,
        "status": _plain(row.status),
        "stated_on": _day(row.stated_on),
        "owner": _plain(said.owner) or None,
        "due": _day(row.due),
        "first_due": _day(row.first_due),
        "moves": row.moves,
        "slips": row.slips,
        "effectiveness": _plain(row.rating),
    }


def _plain(value):
    return HELD_BACK if value is WITHHELD else value and str(value)


def _day(value):
    return HELD_BACK if value is WITHHELD else value and value.isoformat()
