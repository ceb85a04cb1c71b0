"""What is one entry of a risk's history called in an address, and who may correct it?

An entry is addressed by its kind and its number among those entries of its risk and kind that the person may see, in
the order they were recorded: `score-7`. What is hidden from them leaves no gap. Rows are never deleted, so the number
changes only when a marking or a clearance does.
"""

import re

from registers.models import (
    Aspect,
    Assessment,
    Dependency,
    Detail,
    Fact,
    ObjectiveSet,
    Outlook,
    Ownership,
    Review,
    RiskState,
    Tolerance,
    Turn,
    Wording,
)

# Lineage has none: it is never corrected, and a number would count moves to or from a register that is not shown.
MODELS: dict[str, type[Fact]] = {
    "state": RiskState,
    "wording": Wording,
    "detail": Detail,
    "score": Assessment,
    "owners": Ownership,
    "objectives": ObjectiveSet,
    "dependency": Dependency,
    "outlook": Outlook,
    "tolerance": Tolerance,
    "review": Review,
}
KINDS = {model: kind for kind, model in MODELS.items()}


def number(facts) -> None:
    """Give the entries of one kind and risk that somebody may see, all of them, their `number`."""
    for place, fact in enumerate(sorted(facts, key=lambda fact: fact.pk), 1):
        fact.number = place


def address_of(fact) -> str:
    """Its address, of a row that has its `number`."""
    return f"{KINDS[type(fact)]}-{fact.number}"


def entry_called(address, risk, audience):
    """The entry of that address, or None where there is none that this audience may see."""
    found = re.fullmatch(r"([a-z]+)-([1-9][0-9]{0,8})", address)
    if not found or found[1] not in MODELS:
        return None
    seen = list(MODELS[found[1]].objects.visible_to(audience).filter(risk=risk))
    number(seen)
    return next((fact for fact in seen if fact.number == int(found[2])), None)


def permission_for(fact) -> str:
    """Who may enter such a fact may correct it: docs/permissions.md."""
    if isinstance(fact, RiskState):
        return "registers.close_risk"
    if isinstance(fact, Detail) and fact.aspect == Aspect.MARKING:
        return "registers.mark_risk"
    if isinstance(fact, Assessment):
        return "registers.assess"
    if isinstance(fact, Review):
        return "registers.review_risk"
    return "registers.edit_risk"


def can_be_voided(fact) -> bool:
    """Most entries that can be corrected; a risk that was opened is closed instead."""
    return not (isinstance(fact, RiskState) and fact.turn == Turn.OPENED)
