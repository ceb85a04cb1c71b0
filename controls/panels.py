"""What do pages of risks show of controls and progress? Values for the panels in templatetags/control_panels.py."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from controls.improvement import StreamLine, plan_positions
from controls.lists import ControlLine, lines
from controls.models import ImprovementPlan, PlanTurn, StreamRisk
from controls.position import in_order, joint_of_risks, of_risks
from controls.progress import Status
from controls.risk_progress import ControlsSay, RiskProgressTold, controls_say, counts, risk_progress, statuses
from registers.audience import Audience
from registers.models import Risk
from registers.models.registers import FactClass
from registers.offers import Offer
from registers.position import IndexRow, View
from registers.scope import Scope


@dataclass(frozen=True)
class DoneAbout:
    """What is done about one risk, and how it gets on."""

    sees_progress: bool
    sees_controls: bool
    told: RiskProgressTold = field(default_factory=RiskProgressTold)
    say: ControlsSay | None = None
    alive: tuple[ControlLine, ...] = ()  # key ones first
    retired: tuple[ControlLine, ...] = ()
    joint: tuple[ControlLine, ...] = ()
    offers: tuple[Offer, ...] = ()


def done_about(user, risk: Risk, seen, asked) -> DoneAbout:
    """Of the risk of a page: `seen` is registers.views.common.RiskView, `asked` the time it was asked for."""
    view, row = seen.view, seen.row
    told = risk_progress(view, [row]).get(row.risk, RiskProgressTold())
    own = of_risks(view, [row.risk])
    joint = joint_of_risks(view, [row.risk])
    shown = lines(own, own.of(row.risk), asked.query) if own.rows else []
    together = in_order(one for one in joint.rows if row.risk in one.risks and one.is_alive)
    return DoneAbout(
        sees_progress=view.sees(FactClass.PROGRESS),
        sees_controls=view.sees(FactClass.CONTROLS),
        told=told,
        say=controls_say((line.row for line in shown), told.status),
        alive=tuple(line for line in shown if line.row.is_alive),
        retired=tuple(line for line in shown if not line.row.is_alive),
        joint=tuple(lines(joint, together, asked.query)),
        offers=tuple(_offers(user, view, risk, row)) if asked.is_now else (),
    )


def _offers(user, view, risk, row):
    """What is offered on the page of a risk: to whom the pages behind let in."""
    if not row.is_open or not user.has_perm("registers.edit_risk", risk):
        return
    where = [risk.register.organisation.slug, risk.register.slug, risk.ref]
    if view.sees(FactClass.PROGRESS):
        yield Offer("risk-progress", "State progress", reverse("controls:risk-progress", args=where), True)
    if view.sees(FactClass.CONTROLS):
        yield Offer("control-add-to", "Add a control", reverse("controls:control-add-to", args=where), False)


@dataclass(frozen=True)
class StreamOfRisk:
    """A work-stream of an improvement plan that bears on a risk, for those who see the plan."""

    line: StreamLine
    year: str
    is_kept: bool  # its words are sensitive, and the page is not marked for them


def streams_of_risk(audience: Audience, scope: Scope, risk: Risk, page_marking="OFFICIAL") -> list[StreamOfRisk]:
    """Of the years that were open then, by ref. One statement where no work-stream ever bore on the risk."""
    body = risk.register.organisation_id
    if body not in audience.working:
        return []  # a plan is its body's own
    of = dict(StreamRisk.objects.filter(risk=risk).order_by().values_list("stream", "stream__plan"))
    plans = list(ImprovementPlan.objects.visible_to(audience).filter(pk__in=set(of.values()))) if of else []
    found = plan_positions(plans, audience, scope, set(of)) if plans else []
    may_tell = body in audience.cleared
    return [
        StreamOfRisk(line, one.plan.year, one.is_sensitive and page_marking != "OFFICIAL-SENSITIVE")
        for one in sorted(found, key=lambda one: one.plan.first_day)
        if one.turn is PlanTurn.OPENED and (may_tell or not one.is_sensitive)
        for line in one.lines
        if any(linked.pk == risk.pk for linked in line.risks)
    ]


@dataclass(frozen=True)
class RegisterProgress:
    """How the risks of a register state that they get on; nothing of it where the view may not know."""

    numbers: Mapping[Status, int]
    of: Mapping[int, Status]

    def __bool__(self):
        return bool(self.numbers)

    @property
    def items(self) -> list[dict]:
        """For components/counts.html."""
        return [{"text": status.label, "value": number} for status, number in self.numbers.items()]

    @property
    def total(self) -> int:
        return sum(self.numbers.values())


def register_progress(view: View, rows: Iterable[IndexRow]) -> RegisterProgress:
    """Of the risks a register shows: one statement."""
    rows = list(rows)
    stated = statuses(view, rows)
    return RegisterProgress(counts(view, rows, stated), stated)
