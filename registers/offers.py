"""What is a person offered to do with a risk? One table for the buttons and for the pages behind them.

So a button is shown exactly to those whom its page lets in: the permission (docs/permissions.md), sight of what
is edited (nobody edits what is withheld from them), and whether the risk is open or closed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from registers import rules
from registers.models import Register, Risk
from registers.models.registers import FactClass
from registers.movement import Stage


@dataclass(frozen=True)
class Deed:
    """One page that changes a risk. `sees`: any of these classes of fact must be seen.

    `kind`: only of registers of this kind. `can`: whether the state of the risk allows it, beyond its stage.
    """

    name: str  # of its address, without the namespace
    text: str
    needs: str
    sees: tuple[FactClass, ...] = (FactClass.IDENTITY,)
    stage: Stage = Stage.OPEN
    is_main: bool = False
    kind: Register.Kind | None = None
    can: Callable[[Risk], bool] | None = None

    def is_seen(self, view) -> bool:
        return any(view.sees(fact_class) for fact_class in self.sees)

    def is_allowed(self, user, risk, view) -> bool:
        return self.is_seen(view) and user.has_perm(self.needs, risk)


DEEDS = {
    deed.name: deed
    for deed in (
        Deed(
            "assessment-record",
            "Score this risk",
            "registers.assess",
            (FactClass.SCORE, FactClass.TARGET),
            is_main=True,
        ),
        Deed("risk-edit", "Edit", "registers.edit_risk", is_main=True),
        Deed("review-record", "Record a review", "registers.review_risk", (FactClass.RATIONALE,), is_main=True),
        Deed("outlook-record", "Record an outlook", "registers.edit_risk", (FactClass.OUTLOOK,)),
        Deed("tolerance-record", "Tolerate above appetite", "registers.edit_risk", (FactClass.APPETITE,)),
        Deed("appetite-override", "Set its own appetite", "registers.edit_risk", (FactClass.APPETITE,)),
        Deed("dependency-record", "Link a dependency", "registers.edit_risk", (FactClass.DEPENDENCIES,)),
        Deed("risk-recast", "Recast", "registers.edit_risk"),
        Deed("risk-split", "Split", "registers.edit_risk"),
        Deed("risk-merge", "Merge others into it", "registers.close_risk"),
        Deed("risk-mark", "Change its marking", "registers.mark_risk"),
        Deed(
            "risk-escalate",
            "Escalate",
            "registers.escalate_risk",
            kind=Register.Kind.DIRECTORATE,
            can=rules.can_escalate,
        ),
        Deed(
            "risk-deescalate",
            "De-escalate",
            "registers.escalate_risk",
            kind=Register.Kind.CORPORATE,
            can=rules.can_deescalate,
        ),
        Deed("risk-close", "Close", "registers.close_risk"),
        Deed("risk-reopen", "Reopen", "registers.close_risk", stage=Stage.CLOSED),
    )
}


@dataclass(frozen=True)
class Offer:
    """One button or link of a page."""

    name: str
    text: str
    url: str
    is_main: bool


def offers(user, risk, view, stage) -> list[Offer]:
    """What this person may do with a risk today, for its page. A page of the past offers nothing."""
    where = [risk.register.organisation.slug, risk.register.slug, risk.ref]
    kinds = (None, risk.register.kind)
    seen = [deed for deed in DEEDS.values() if deed.stage is stage and deed.kind in kinds and deed.is_seen(view)]
    allowed = {needs: user.has_perm(needs, risk) for needs in {deed.needs for deed in seen}}  # each asked once
    return [
        Offer(deed.name, deed.text, reverse(f"registers:{deed.name}", args=where), deed.is_main)
        for deed in seen
        if allowed[deed.needs] and (deed.can is None or deed.can(risk))
    ]


def offers_history(view) -> bool:
    """Whether the history is shown: it holds reasons."""
    return view.sees(FactClass.RATIONALE)


def offers_adding(user, register) -> bool:
    return user.has_perm("registers.add_risk", register)
