"""The controls of a register as plain values, by key: what stood of each on a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from controls.models import (
    Control,
    ControlDetail,
    ControlDue,
    ControlLink,
    ControlOwner,
    ControlState,
    ControlWording,
    Effectiveness,
    Progress,
    Stage,
    Trait,
)
from registers.audience import Audience
from registers.models import AlignmentMember, Register
from reports.imports.standing import ALL_TIME, Rows, Stated, Worded, note, value_on

STAGE, WORDING, OWNER, DUE, RATING, STATED = "stage", "wording", "owner", "due", "rating", "progress"
KEY, AXIS, MARKING = Trait.KEY.value, Trait.AXIS.value, Trait.MARKING.value


@dataclass
class Controls:
    """The controls of a register as plain values, by key."""

    numbers: dict[int, int] = field(default_factory=dict)
    facts: dict[str, dict[int, Rows]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    links: dict[int, dict[int, Rows]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    elsewhere: frozenset[int] = frozenset()  # numbers of those of other registers and of alignments
    nearby: dict[int, dict[str, Rows]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    # of those by their numbers: joint controls that act on its risks, and those of the body's other registers

    def value(self, key: str, control: int, day: date) -> Any:
        return value_on(self.facts[key].get(control, []), day)

    def risks(self, control: int, day: date) -> set[int]:
        return {risk for risk, rows in self.links[control].items() if value_on(rows, day)}

    def began(self, control: int) -> date:
        return self.facts[STAGE][control][0][0]


def controls_of(register: Register) -> Controls:
    """In a fixed number of statements."""
    found = Controls()
    for control, on, number, stage in _of(ControlState, register, "control__number", "stage"):
        found.numbers[control] = number
        note(found.facts[STAGE][control], on, stage)
    for control, on, *values in _of(ControlWording, register, "title", "description"):
        note(found.facts[WORDING][control], on, Worded(*values))
    for control, on, trait, value in _of(ControlDetail, register, "trait", "value"):
        note(found.facts[trait][control], on, value)
    for model, key, column in (
        (ControlOwner, OWNER, "post"),
        (ControlDue, DUE, "due"),
        (Effectiveness, RATING, "rating"),
    ):
        for control, on, value in _of(model, register, column):
            note(found.facts[key][control], on, value)
    for control, on, *values in _of(Progress, register, "status", "reason"):
        note(found.facts[STATED][control], on, Stated(*values))
    for control, on, risk, holds in _of(ControlLink, register, "risk", "holds"):
        note(found.links[control][risk], on, holds)
    others = Control.objects.exclude(register=register).values_list("number", flat=True)
    found.elsewhere = frozenset(others)
    aligned = AlignmentMember.objects.filter(risk__register=register).values("alignment")
    of_body = Q(control__register__organisation=register.organisation_id) & ~Q(control__register=register)
    nearby = Q(control__alignment__in=aligned) | of_body
    for model, key, columns in (
        (ControlWording, WORDING, ("title", "description")),
        (ControlState, STAGE, ("stage",)),
        (ControlDue, DUE, ("due",)),
    ):
        for _, on, number, *values in _known(model, nearby, "control__number", *columns):
            note(found.nearby[number][key], on, Worded(*values) if key == WORDING else values[0])
    return found


def _of(model, register, *columns):
    return _known(model, Q(control__register=register), *columns)


def _known(model, of, *columns):
    rows = model.objects.known(ALL_TIME).filter(of).oldest_first()
    return rows.values_list("control", "on", *columns).iterator(chunk_size=5000)


def beside_of(register: Register, audience: Audience) -> dict[tuple[int, str], int]:
    """{(risk, title): number} of the controls that act on its risks and are changed elsewhere, as far as seen.

    Joint controls, and those of other registers of the body.
    """
    seen = Control.objects.visible_to(audience).exclude(register=register)
    on_risks: dict[int, set[int]] = defaultdict(set)
    links = ControlLink.objects.known(ALL_TIME).filter(risk__register=register, control__in=seen, holds=True)
    for control, risk in links.values_list("control", "risk"):
        on_risks[control].add(risk)
    ties = AlignmentMember.objects.known(ALL_TIME).filter(risk__register=register, holds=True)
    aligned = ties.values_list("alignment__joint_controls", "risk")
    for control, risk in aligned.filter(alignment__joint_controls__in=seen):
        on_risks[control].add(risk)
    states = ControlState.objects.known(ALL_TIME).filter(control__in=on_risks).oldest_first()
    stages = dict(states.values_list("control", "stage"))
    worded = ControlWording.objects.known(ALL_TIME).filter(control__in=on_risks).oldest_first()
    return {
        (risk, " ".join(title.casefold().split())): number
        for control, number, title in worded.values_list("control", "control__number", "title")
        for risk in on_risks[control]
        if stages.get(control) != Stage.RETIRED
    }
