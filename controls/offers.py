"""What is a person offered to do with a control? One table for the buttons and for the pages behind them.

So a button is shown exactly to those whom its page lets in: the permission (docs/permissions.md), sight of what is
stated, and where the control is in its life.
"""

from dataclasses import dataclass

from django.urls import reverse

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
    Stage,
)
from registers.models.registers import FactClass
from registers.offers import Offer

ALIVE = (Stage.POTENTIAL, Stage.PLANNED, Stage.IN_PLACE)
AT_WORK = (Stage.PLANNED, Stage.IN_PLACE)


@dataclass(frozen=True)
class Deed:
    """One page that changes a control.

    `stages`: where in its life. `concerns`: the facts it writes; others that somebody saves meanwhile do not matter to
    it. `states`: it shows and writes what a body states of its progress, which a profile may withhold.
    """

    name: str  # of its address, without the namespace
    text: str
    concerns: tuple[type[ControlFact], ...]
    needs: str = "controls.edit_control"
    stages: tuple[Stage, ...] = ALIVE
    is_main: bool = False
    states: bool = False


DEEDS = {
    deed.name: deed
    for deed in (
        Deed("progress-state", "State progress", (Progress,), stages=AT_WORK, is_main=True, states=True),
        Deed("control-adopt", "Adopt it", (ControlState,), stages=(Stage.POTENTIAL,), is_main=True),
        Deed("control-in-place", "Put in place", (ControlState,), stages=(Stage.PLANNED,), is_main=True),
        Deed("control-edit", "Edit", (ControlWording, ControlOwner, ControlDetail, ControlLink), is_main=True),
        Deed("control-due", "Set or move the due date", (ControlDue,)),
        Deed("control-rate", "Rate its effectiveness", (Effectiveness,)),
        Deed("evidence-attach", "Attach evidence", (Evidence,)),
        Deed("control-mark", "Change its marking", (ControlDetail,), "controls.mark_control", stages=tuple(Stage)),
        Deed("control-retire", "Retire", (ControlState,)),
    )
}


def offers(user, control, row, sight) -> list[Offer]:
    """What this person may do with a control today, for its page. A page of the past offers nothing.

    `row` is position.ControlRow, and `sight` how the person sees it (Index.sight).
    """
    open_now = [deed for deed in DEEDS.values() if row.stage in deed.stages]
    allowed = {needs: user.has_perm(needs, control) for needs in {deed.needs for deed in open_now}}  # each asked once
    states = bool(sight.progress_of & set(bodies_spoken_for(user, control)))
    return [
        Offer(deed.name, deed.text, reverse(f"controls:{deed.name}", args=[control.number]), deed.is_main)
        for deed in open_now
        if allowed[deed.needs] and (states or not deed.states)
    ]


def offers_withdrawing(user, control, row) -> bool:
    """Whether each piece of evidence is offered for withdrawal."""
    return row.stage in ALIVE and user.has_perm("controls.edit_control", control)


def offers_adding(user, view, risk) -> bool:
    """Whether a person may add a control to a risk: who edits the risk, and sees what is done about it."""
    return view.sees(FactClass.CONTROLS) and user.has_perm("registers.edit_risk", risk)
