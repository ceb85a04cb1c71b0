"""What can be chosen for an appendix of each kind, and is a choice possible? The rest follows from it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from registers.models.risk_facts import Horizon
from reports.models import AppendixKind as Kind
from reports.papers.appendices_controls import ALL, KEY
from reports.papers.appendices_map import Rule
from reports.papers.appendices_written import HEADINGS, NONE, PARAGRAPHS

OF_A_REGISTER = (
    Kind.RISK_OVERVIEW,
    Kind.RISK_POSITION,
    Kind.CORPORATE_RISKS,
    Kind.HEAT_MAP,
    Kind.MOVEMENT,
    Kind.COUNTS,
    Kind.CONTROLS,
    Kind.OBJECTIVES,
    Kind.RISK_TEMPLATES,
)
WITH_REFS = (Kind.CONTROLS, Kind.RISK_TEMPLATES)

RULES = [
    (Rule.HIGHEST.value, "Only the risks in the highest band that is occupied"),
    (Rule.ALL.value, "Every risk that has a score"),
]
HORIZONS = [("", "Any horizon"), *((one.value, one.label) for one in (Horizon.SHORT, Horizon.LONG))]
CONTROLS = [(KEY, "Key controls only"), (ALL, "Every control")]
NUMBERS = [
    (HEADINGS, "Its headings: 1, 2, 3"),
    (PARAGRAPHS, "Its headings and paragraphs: 1, 1.1, 1.2"),
    (NONE, "Nothing"),
]
CHOICES: Mapping[Kind, Mapping[str, list[tuple[str, str]]]] = {
    Kind.HEAT_MAP: {"rule": RULES, "horizon": HORIZONS},
    Kind.CONTROLS: {"controls": CONTROLS},
    Kind.NARRATIVE: {"numbers": NUMBERS},
}
LISTS = {Kind.CONTROLS: "refs", Kind.RISK_TEMPLATES: "refs", Kind.JOINT_RISKS: "alignments"}


def checked(kind: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that a kind of appendix has, without the rest. ValidationError({option: words}) of one it cannot be.

    "refs" are numbers of risks, "alignments" and "alignment" of alignments; none chosen means all.
    """
    of_kind = Kind(kind)
    found: dict[str, Any] = {}
    for name, choices in CHOICES.get(of_kind, {}).items():
        value = options.get(name, choices[0][0])
        if value not in dict(choices):
            raise ValidationError({name: "Choose one of those that are offered"})
        found[name] = value
    if name := LISTS.get(of_kind):
        found[name] = _numbers(name, options.get(name, ()))
    if of_kind == Kind.THEME:
        found["alignment"] = _number("alignment", options.get("alignment"))
    if of_kind == Kind.NARRATIVE:
        found["is_statement"] = bool(options.get("is_statement"))
    return found


def _numbers(name, values) -> list[int]:
    return sorted({number for value in values if (number := _number(name, value)) is not None})


def _number(name, value) -> int | None:
    if value in (None, ""):
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ValidationError({name: "Choose one of those that are offered"}) from None
