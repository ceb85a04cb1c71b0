"""With what should the next paper of a kind begin? The paper before it, and the positions agreed since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from controls.models import ImprovementPlan
from registers.audience import Audience
from registers.models import Agreement, Organisation, Post, Register
from registers.position import index, look_at
from registers.scope import Scope, quarter_end_before
from registers.sentences import say_day
from registers.since_agreed import changed_since_agreed
from reports.models import Basis, Paper
from reports.papers.kinds import Kind
from reports.papers.titles import Occasion


@dataclass(frozen=True)
class ProposedBasis:
    """The latest position of a register that its board has agreed, and what the last paper printed of it."""

    register: Register
    as_at: date
    compared_with: date
    agreed: str = ""  # at which meeting; empty where no board has ever agreed the register


@dataclass(frozen=True)
class Proposal:
    kind: Kind
    organisation: Organisation
    panel: str
    panel_date: date
    title: str
    previous: Paper | None
    bases: tuple[ProposedBasis, ...]
    report_by: tuple[Post, ...] = ()
    contacts: tuple[dict, ...] = ()
    plan: ImprovementPlan | None = None
    plan_as_at: date | None = None
    plan_compared_with: date | None = None

    def values(self) -> dict[str, Any]:
        """As actions.paper_starting.start takes them."""
        return {
            "organisation": self.organisation,
            "kind": self.kind.slug,
            "panel": self.panel,
            "panel_date": self.panel_date,
            "title": self.title,
            "previous": self.previous,
            "bases": [(basis.register, basis.as_at, basis.compared_with) for basis in self.bases],
            "report_by": self.report_by,
            "contacts": self.contacts,
            "plan": self.plan,
            "plan_as_at": self.plan_as_at,
            "plan_compared_with": self.plan_compared_with,
        }


def propose(kind: Kind, organisation: Organisation, panel_date: date, *, panel: str = "") -> Proposal:
    """What the next paper of a kind would begin with, for a meeting on a day."""
    previous = previous_paper(kind, organisation, panel_date)
    bases = tuple(proposed_basis(register, panel_date, previous) for register in registers_of(kind, organisation))
    plan, plan_as_at, plan_compared_with = _plan(kind, organisation, panel_date, previous)
    now = Occasion(month_of=bases[0].as_at if bases else None, plan=plan)
    title = now.words(kind.title) if previous is None else Occasion.of(previous).moved_on(previous.title, now)
    reporters = previous.reporters.select_related("post__successor__successor") if previous else ()
    return Proposal(
        kind=kind,
        organisation=organisation,
        panel=panel or (previous.panel if previous else kind.panel),
        panel_date=panel_date,
        title=title,
        previous=previous,
        bases=bases,
        report_by=tuple(dict.fromkeys(reporter.post.as_at(panel_date) for reporter in reporters)),
        contacts=tuple(previous.contacts) if previous else (),
        plan=plan,
        plan_as_at=plan_as_at,
        plan_compared_with=plan_compared_with,
    )


def previous_paper(kind: Kind, organisation: Organisation, panel_date: date) -> Paper | None:
    """The last one of the kind before a meeting; of a joint kind whichever body kept it."""
    found = Paper.objects.filter(kind=kind.slug, panel_date__lt=panel_date)
    if not kind.is_joint:
        found = found.filter(organisation=organisation)
    return found.order_by("-panel_date", "-pk").first()


def registers_of(kind: Kind, organisation: Organisation) -> list[Register]:
    """The corporate registers it rests on, in the order the kind names their bodies."""
    bodies = kind.rests_on if kind.is_joint else (organisation.slug,) if kind.rests_on else ()
    found = Register.objects.filter(organisation__slug__in=bodies, kind=Register.Kind.CORPORATE)
    return sorted(found.select_related("organisation"), key=lambda register: bodies.index(register.organisation.slug))


def proposed_basis(register: Register, panel_date: date, previous: Paper | None) -> ProposedBasis:
    """The latest agreed position, compared with the one the previous paper printed; otherwise a quarter before it."""
    agreements = Agreement.objects.filter(register=register, as_at__lte=panel_date).select_related("post")
    agreement = agreements.order_by("-as_at", "-recorded_at", "-pk").first()
    as_at = agreement.as_at if agreement else quarter_end_before(panel_date)
    printed = previous.bases.filter(register=register).first() if previous else None
    days = (printed.as_at, printed.compared_with) if printed else ()
    compared_with = next((day for day in days if day < as_at), quarter_end_before(as_at))
    return ProposedBasis(register, as_at, compared_with, agreement.meeting if agreement else "")


def _plan(kind, organisation, panel_date, previous):
    """The plan of the year in which the quarter before the meeting ended, as at that quarter end."""
    if not kind.has_plan:
        return None, None, None
    end = quarter_end_before(panel_date)
    plans = ImprovementPlan.objects.filter(organisation=organisation, first_day__lte=end)
    plan = plans.order_by("-first_day").first()
    if plan is None:
        return None, None, None
    as_at = min(end, plan.last_day)
    is_same = previous is not None and previous.plan_id == plan.pk and previous.plan_as_at
    before = previous.plan_as_at if is_same else quarter_end_before(as_at)
    return plan, as_at, before if before < as_at else quarter_end_before(as_at)


# What to be warned of ---------------------------------------------------------------------------


def warnings(paper: Paper, audience: Audience) -> Iterator[str]:
    """What the writer should know of the positions a paper rests on; no more than the audience sees as worked on."""
    for basis in paper.bases.select_related("register__organisation"):
        yield from basis_warnings(basis, audience, paper.panel_date)


def basis_warnings(basis: "Basis | ProposedBasis", audience: Audience, panel_date: date) -> Iterator[str]:
    """Not agreed yet, agreed for an earlier day only, or worked on since."""
    register = basis.register
    settled = Agreement.objects.latest_of(register)
    if settled is None:
        yield f"{register.title}: no board has agreed it yet, so the paper has no figures of it."
        return
    if not Agreement.objects.filter(register=register, as_at__gte=basis.as_at).exists():
        yield (
            f"{register.title}: {say_day(basis.as_at)} has not been agreed yet. Until it is, the figures are those "
            f"agreed as at {say_day(settled.as_at)}."
        )
    if count := len(_worked_on(register, audience, panel_date)):
        risks = "1 risk has" if count == 1 else f"{count} risks have"
        yield (
            f"{register.title}: {risks} been changed since it was agreed as at {say_day(settled.as_at)}. The paper "
            "does not show these changes until the board agrees them."
        )


def _worked_on(register, audience, panel_date) -> frozenset[int]:
    if not audience.works_on(register.organisation_id, register.pk):
        return frozenset()
    return changed_since_agreed(index(look_at(register, audience, Scope(as_at=panel_date))))
