"""The one-page template of a risk, as its requester may see it: everything a lead takes to a meeting about one risk."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.template.loader import render_to_string

from controls.key_controls import key_controls
from controls.position import of_risks
from controls.risk_progress import controls_say, risk_progress
from registers.audience import WITHHELD, Audience, Level
from registers.details import ScoreLine, details
from registers.kin import family
from registers.models import Outlook, Risk, in_force
from registers.models.registers import FactClass
from registers.position import View, index, look_at
from registers.reviews import reviews_of
from registers.scope import Scope
from registers.scoring import Band
from registers.templatetags.portal_tags import day
from reports import chart
from reports.models import Rendering
from reports.papers.appendices import ScoreText, line_text, score_text
from reports.papers.appendices_common import HELD_BACK, SENSITIVE
from reports.papers.figures import appetites_of, one_moment
from reports.papers.printing import Printed
from reports.risk_chart import risk_chart

SHOWN = timedelta(days=3 * 365)  # of the score's past


@dataclass(frozen=True)
class OutlookText:
    score: ScoreText
    expected_by: date
    reason: str


@dataclass(frozen=True)
class ProgressText:
    """What the risk states of its progress towards its target, and what its key controls say."""

    status: str
    on: date | None
    narrative: str
    standing: str
    controls_say: str


@dataclass(frozen=True)
class ControlText:
    reference: str
    title: str
    status: str
    owner: str
    due: str
    moved: str
    is_sensitive: bool


@dataclass(frozen=True)
class RiskPage:
    """What the template prints; the words "Withheld" stand for what the requester may not see."""

    register: str
    ref: str
    title: str
    description: str
    as_at: date
    compared_with: date | None
    standing: str  # agreed when and where, or still being worked on
    stage: str
    current: ScoreText
    inherent: ScoreText
    target: ScoreText
    target_on: date | None
    appetite: str
    movement: str
    periods: int
    reason: str
    owners: str
    leads: str
    objectives: tuple[str, ...]
    horizon: str
    outlook: OutlookText | str
    review: str
    depends_on: tuple[str, ...]
    bears_on: tuple[str, ...]
    has_dependencies: bool  # may say of them at all
    chart: chart.Drawing | None
    marking: str
    progress: ProgressText | str
    controls: tuple[ControlText, ...]
    has_controls: bool  # may say of them at all


def print_risk_template(rendering: Rendering, audience: Audience) -> tuple[Printed, bool]:
    """The page to print, and whether it holds sensitive text.

    Raises Risk.DoesNotExist where the audience may not know of the risk, or it was not there then.
    """
    scope = Scope(as_at=rendering.as_at, known_at=rendering.known_by, compared_with=rendering.compared_with)
    with one_moment():
        page, view = risk_page(rendering.risk, audience, scope)
    html = render_to_string("reports/print/papers/risk_template.html", {"page": page, "title": _title(page)})
    slug = f"{view.register.organisation.slug}-{view.register.slug}-risk-{rendering.risk.ref}"
    printed = Printed(
        html=html,
        title=_title(page),
        file_name=f"{slug}-{page.as_at.isoformat()}.pdf",
        short_title=f"Risk {page.ref}",
        marking=page.marking,
        is_draft=False,
        day=page.as_at,
    )
    return printed, page.marking == SENSITIVE


def _title(page):
    return f"Risk {page.ref}: {page.title}"


def risk_page(risk: Risk, audience: Audience, scope: Scope) -> tuple[RiskPage, View]:
    risk = Risk.objects.visible_to(audience).select_related("register__organisation").get(pk=risk.pk)
    view = look_at(risk.register, audience, scope)
    row = next((row for row in index(view, only=risk).rows if row.opened_on), None)
    if row is None:
        raise Risk.DoesNotExist
    seen = view.of(risk.pk)
    return _page(seen, risk, row, details(view, [row])[risk.pk]), seen


def _page(view, risk, row, said) -> RiskPage:
    target, links = said.target, family(view, risk, row, {})
    return RiskPage(
        register=view.register.title,
        ref=row.printed_ref,
        title=said.title,
        description=said.description,
        as_at=view.scope.as_at,
        compared_with=view.scope.compared_with if row.movement else None,
        standing=_standing(view),
        stage="" if row.is_open else f"Closed on {day(row.closed_on)}",
        current=score_text(view, row.cell, row.band, row.scheme, row.is_illustrative),
        inherent=line_text(view, said.inherent),
        target=line_text(view, target, none="Not set"),
        target_on=target.target_on if isinstance(target, ScoreLine) else None,
        appetite=_appetite(view, risk),
        movement=HELD_BACK.lower() if row.movement is WITHHELD else str(row.movement or ""),
        periods=0 if said.periods is WITHHELD else said.periods,
        reason=HELD_BACK if said.reasons is WITHHELD else " ".join(said.reasons),
        owners=_listed(said.owners),
        leads=_listed(said.leads),
        objectives=(HELD_BACK,) if said.objectives is WITHHELD else said.objectives,
        horizon=HELD_BACK if row.horizon is WITHHELD else str(row.horizon).replace("-", " ").capitalize(),
        outlook=_outlook(view, risk),
        review=_review(view, risk, row),
        depends_on=_names(links.depends_on) if links else (),
        bears_on=_names(links.bears_on) if links else (),
        has_dependencies=links is not None,
        chart=risk_chart(view, row, _changes_of(said), since=view.scope.as_at - SHOWN),
        marking=SENSITIVE if _is_sensitive(view, row) else "OFFICIAL",
        progress=progress_of(view, row),
        controls=controls_of(view, row),
        has_controls=view.sees(FactClass.CONTROLS),
    )


def progress_of(view, row) -> ProgressText | str:
    told = risk_progress(view, [row]).get(row.risk)
    if told is None:
        return HELD_BACK
    say = controls_say(of_risks(view, [row.risk]).of(row.risk), told.status)
    latest = told.latest
    return ProgressText(
        status=told.status.label,
        on=latest and latest.on,
        narrative=latest.narrative if latest else "",
        standing=told.standing,
        controls_say=_say(say) if say else "",
    )


def _say(say) -> str:
    whose = "Its key controls" if say.of_key else "Its controls"
    return f"{whose}: {say.words}" + (", which disagrees with that" if say.disagrees else "")


def controls_of(view, row) -> tuple[ControlText, ...]:
    found = key_controls(view, [row])
    return tuple(
        ControlText(
            reference=control.reference,
            title=control.title,
            status=HELD_BACK if control.status is WITHHELD else control.status.label,
            owner=HELD_BACK if control.owner is WITHHELD else control.owner or "None",
            due=control.due_words,
            moved=control.moved,
            is_sensitive=control.is_sensitive,
        )
        for control in (found or {}).get(row.risk, ())
    )


def _changes_of(said):
    """Of its scores those that were not the same as the one before: a page has room for what changed."""
    lines = said.scores or ()
    changed = (line for n, line in enumerate(lines) if n == 0 or _place(lines[n - 1]) != _place(line))
    return replace(said, scores=tuple(changed)) if lines else said


def _place(line):
    return line.scheme, line.cell


def _is_sensitive(view, row) -> bool:
    """Whether whoever it is made for may read sensitive text of this register, and there is some to read."""
    holds_any = any(view.register.level_of(name) >= Level.SENSITIVE for name in FactClass)
    return view.level >= Level.SENSITIVE and (row.is_sensitive or holds_any)


def _standing(view) -> str:
    if view.is_working:
        return "As it is being worked on: it may hold what no board has agreed yet"
    settled_by = view.agreement.meeting or str(view.agreement.post or "")
    return f"As agreed: {settled_by or day(view.agreement.recorded_at)}"


def _appetite(view, risk) -> str:
    appetites = appetites_of(view)
    if appetites is WITHHELD:
        return HELD_BACK
    band = appetites.get(risk.pk)
    return f"Up to {band.label.lower()}" if isinstance(band, Band) else "Not set"


def _listed(posts) -> str:
    return HELD_BACK if posts is WITHHELD else ", ".join(map(str, posts))


def _outlook(view, risk) -> OutlookText | str:
    """Where the owner expects the score to go; empty where nobody has said."""
    if not view.sees(FactClass.OUTLOOK):
        return HELD_BACK
    latest = in_force(Outlook.objects.filter(risk=risk), view.scope)
    outlook = Outlook.objects.visible_to(view.audience).filter(pk__in=latest.values("pk")).first()
    if outlook is None:
        return ""
    score = score_text(
        view, (outlook.likelihood, outlook.impact), Band(outlook.band), outlook.scheme_id, outlook.is_illustrative
    )
    reason = outlook.reason if view.sees(FactClass.RATIONALE) else ""
    return OutlookText(score, outlook.expected_by, reason)


def _review(view, risk, row) -> str:
    """When it was last looked at and is due again; what was found is for the page of the risk."""
    reviews = reviews_of(view, risk, row)
    if reviews is WITHHELD:
        return HELD_BACK
    if reviews.last is None:
        return "None recorded"
    last = f"{day(reviews.last.on)}, {reviews.last.outcome.label.lower()}"
    if reviews.next_on is None:
        return last
    return f"{last}. {'Overdue: it was due' if reviews.is_overdue else 'Next'} by {day(reviews.next_on)}"


def _names(links) -> tuple[str, ...]:
    return tuple(f"{link.other.ref} {link.other.title}" for link in links)
