"""The facts that papers are compared with, read from the database by the same functions as the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from controls.improvement import plan_position
from controls.models import ImprovementPlan
from controls.models import Stage as ControlStage
from controls.position import of_risks
from controls.risk_progress import RiskProgressTold, carrying, risk_progress
from registers import clock
from registers.audience import WITHHELD, Audience, Level, edition_of
from registers.details import Position, RiskDetails, RiskPosition, full_position
from registers.models import Board, Organisation, Post, Register, Wording
from registers.models.registers import FactClass
from registers.movement import Movement
from registers.position import View, index, look_at
from registers.scope import Scope, quarter_end_before
from registers.scoring import Score
from reports.alignments import alignments
from reports.checks.model import (
    Asked,
    Body,
    EarlierName,
    Facts,
    Named,
    PlanFacts,
    RegisterFacts,
    RiskFacts,
    Sensitive,
    StreamFacts,
    ThemeFacts,
)
from reports.models import Paper
from reports.papers.figures import one_moment
from reports.requests_reading import RequestLine, open_requests

OTHER_NAMES = {"met": ("MPS", "Metropolitan Police Service"), "mopac": ("Mayor’s Office for Policing and Crime",)}
HORIZONS = {"short-term": "short", "long-term": "long", "both": "both"}
PUBLIC_CLASSES = {"score": FactClass.SCORE, "target": FactClass.TARGET, "progress": FactClass.PROGRESS}


@dataclass(frozen=True)
class Wanted:
    """A register at a day, compared with another: "met/corporate@2021-12-31"."""

    register: Register
    as_at: date
    compared_with: date | None = None

    @property
    def scope(self) -> Scope:
        return Scope(as_at=self.as_at, compared_with=self.compared_with or quarter_end_before(self.as_at))


def facts_of(
    positions: Sequence[Wanted],
    *,
    meeting_on: date | None = None,
    plans: Iterable[tuple[ImprovementPlan, date]] = (),
    audience: Audience | None = None,
) -> Facts:
    """Everything a paper to a meeting is compared with, in one moment. Unless told, as the bodies' full edition."""
    bodies = list(Organisation.objects.filter(kind=Organisation.Kind.BODY).order_by("order", "pk"))
    audience = audience or edition_of(frozenset(body.pk for body in bodies))
    day = meeting_on or max((wanted.as_at for wanted in positions), default=clock.today())
    with one_moment():
        read = [_register(wanted, audience) for wanted in positions]
        return Facts(
            bodies=tuple(_body(body) for body in bodies),
            registers=tuple(facts for facts, _ in read),
            posts=tuple(_posts(day)),
            boards=tuple(_boards()),
            themes=tuple(_themes(audience, positions)),
            plans=tuple(_plan(plan, on, audience) for plan, on in plans),
            asked=tuple(_asked(line) for line in open_requests(audience, day) if _is_due(line, day)),
            sensitive=tuple(text for _, texts in read for text in texts),
            papers=tuple(Paper.objects.values_list("title", flat=True).distinct().order_by("title")),
        )


def _body(body: Organisation) -> Body:
    short = body.short_name
    names = (short, short.removeprefix("the "), body.name, *OTHER_NAMES.get(body.slug, ()))
    return Body(body.slug, short, tuple(dict.fromkeys(names)))


# Registers ---------------------------------------------------------------------------------------------------------


def _register(wanted: Wanted, audience: Audience) -> tuple[RegisterFacts, list[Sensitive]]:
    view = look_at(wanted.register, audience, wanted.scope)
    found = index(view)
    position = full_position(found, list(found.rows))  # closed ones too: they may still be spoken of
    told = risk_progress(view, found.rows)
    before = risk_progress(look_at(wanted.register, audience, wanted.scope.before or wanted.scope), found.rows)
    controls = of_risks(view, [row.risk for row in found.rows]).by_risk
    withheld = frozenset(name for name, of_class in PUBLIC_CLASSES.items() if _is_secret(view, of_class))
    earlier = _earlier_titles(position)
    risks = tuple(
        _risk(view, risk, told.get(risk.row.risk), before.get(risk.row.risk), controls.get(risk.row.risk, []),
              withheld, earlier.get(risk.row.risk, ()))
        for risk in position.risks
    )  # fmt: skip
    register = wanted.register
    facts = RegisterFacts(
        register.organisation.slug,
        register.slug,
        register.title,
        view.scope.as_at,
        view.scope.compared_with,
        risks,
        _levels(register, view.scope.as_at),
    )
    return facts, _kept_in_confidence(position, told, view)


def _is_secret(view: View, of_class: FactClass) -> bool:
    """What a register calls OFFICIAL is not public, but its writer may take it into a paper (003 tells progress)."""
    return view.register.level_of(of_class) >= Level.SENSITIVE


def _levels(register: Register, day: date) -> dict[str, str]:
    scheme = register.scheme_on(day)
    if scheme is None:
        return {}
    return {level.short: level.name for level in (*scheme.value.likelihoods, *scheme.value.impacts)}


def _risk(
    view: View, risk: RiskPosition, told: RiskProgressTold | None, before: RiskProgressTold | None, controls: list,
    withheld: frozenset[str], earlier: tuple[EarlierName, ...],
) -> RiskFacts:  # fmt: skip
    row, details = risk.row, risk.details
    target = details.target or None
    was = _score_before(view, details)
    said = Counter(str(control.status) for control in carrying(controls) if control.status)
    return RiskFacts(
        row.ref,
        details.title,
        row.printed_ref,
        details.description,
        earlier,
        "open" if row.is_open else "closed",
        closed_on=row.closed_on,
        owners=tuple(str(post) for post in details.owners or ()),
        leads=tuple(str(post) for post in details.leads or ()),
        **_cell("", view, row.cell, row.scheme, row.band),
        **_cell("target_", view, target and target.cell, target and target.scheme, target and target.band),
        **{name: value for name, value in _cell("before_", view, *was).items() if name != "before_value"},
        movement=row.movement.value if isinstance(row.movement, Movement) else "",
        reason=" ".join(details.reasons or ()),
        periods=details.periods or 0,
        progress=_progress(told),
        progress_before=_progress(before),
        narrative=told.latest.narrative if told and told.latest else "",
        progress_periods=told.quarters if told else 0,
        horizon=HORIZONS.get(str(row.horizon), ""),
        is_sensitive=row.is_sensitive,
        withheld=withheld,
        controls=sum(control.is_alive for control in controls) or None,
        key_controls=sum(control.is_key and control.stage is not ControlStage.RETIRED for control in controls) or None,
        control_progress=dict(said),
    )


def _score_before(view: View, details: RiskDetails) -> tuple:
    """(cell, scheme, band) that stood at the day compared with."""
    since = view.scope.compared_with
    lines = [line for line in details.scores or () if since is not None and line.on <= since]
    return (lines[-1].cell, lines[-1].scheme, lines[-1].band) if lines else (None, None, None)


def _cell(prefix: str, view: View, cell: object, scheme: int | None, band: object) -> dict[str, object]:
    """A cell as the paper prints it: its short levels, its number on a scale that multiplies, its band."""
    if not isinstance(cell, tuple) or scheme is None:
        return {}
    likelihood, impact = view.register.scheme_called(scheme).value.short_names(Score(*cell))
    multiplies = likelihood.isdigit() and impact.isdigit()
    value = int(likelihood) * int(impact) if multiplies else None
    shown = str(band) if band not in (None, WITHHELD) else ""
    return {
        f"{prefix}likelihood": likelihood,
        f"{prefix}impact": impact,
        f"{prefix}value": value,
        f"{prefix}band": shown,
    }


def _progress(told: RiskProgressTold | None) -> str:
    status = str(told.status) if told else ""
    return "" if status in ("not-stated", "not-applicable") else status


def _earlier_titles(position: Position) -> dict[int, tuple[EarlierName, ...]]:
    """The titles that each risk has had and no longer has, with the day each was given up."""
    now = {risk.row.risk: risk.details.title for risk in position.risks}
    rows = Wording.objects.by(position.view.scope).filter(risk__in=now).oldest_first()
    found: dict[int, list[EarlierName]] = {}
    last: dict[int, str] = {}
    for risk, title, on in rows.values_list("risk", "title", "on"):
        if last.get(risk, title) != title and last[risk] != now[risk]:
            found.setdefault(risk, []).append(EarlierName(last[risk], on))
        last[risk] = title
    return {risk: tuple(names) for risk, names in found.items()}


def _kept_in_confidence(position: Position, told: dict, view: View) -> list[Sensitive]:
    """The words about these risks that a public part may not hold: of sensitive ones all, of others what is kept."""
    found = []
    for risk in position.risks:
        name = f"{view.register.title}, risk {risk.row.printed_ref}"
        texts = [(line.reason, "the reason of a score of") for line in risk.details.scores or () if line.reason]
        texts += (
            [(one.narrative, "the progress of") for one in told[risk.row.risk].statements]
            if risk.row.risk in told
            else []
        )
        if risk.row.is_sensitive:
            texts += [(risk.details.description, "the wording of"), (risk.details.title, "the title of")]
        kept = risk.row.is_sensitive or _is_secret(view, FactClass.PROGRESS)
        found += [Sensitive(text, f"{what} {name}") for text, what in texts if text and kept]
    return found


# Posts, boards, themes, plans, requests -------------------------------------------------------------------------------


def _posts(day: date) -> Iterable[Named]:
    posts = Post.objects.select_related("organisation").prefetch_related("aliases", "predecessors__aliases")
    for post in posts:
        if post.successor_id:
            continue
        current = [alias.title for alias in post.aliases.all() if alias.until is None or alias.until > day]
        over = [
            EarlierName(alias.title, alias.until) for alias in post.aliases.all() if alias.until and alias.until <= day
        ]
        for old in post.predecessors.all():
            over += [
                EarlierName(name, old.until) for name in (old.title, *(alias.title for alias in old.aliases.all()))
            ]
        yield Named(post.title, post.organisation.slug, tuple(current), tuple(over), post.since, post.until)


def _boards() -> Iterable[Named]:
    for board in Board.objects.select_related("organisation"):
        yield Named(board.name, board.organisation.slug if board.organisation else "")


def _themes(audience: Audience, positions: Sequence[Wanted]) -> Iterable[ThemeFacts]:
    if not positions:
        return
    day = max(wanted.as_at for wanted in positions)
    for aligned in alignments(audience, Scope(as_at=day)).aligned:
        if aligned.is_ended or not aligned.reads:
            continue
        stages = Counter(str(row.stage) for row in aligned.joint_controls)
        tied = tuple((side.organisation.slug, member.row.ref) for side in aligned.sides for member in side.members)
        potential = stages.pop("potential", 0)
        yield ThemeFacts(
            aligned.title,
            aligned.aliases,
            aligned.alignment.kind == "joint-risk",
            sum(stages.values()),
            potential,
            tied,
        )


def _plan(plan: ImprovementPlan, day: date, audience: Audience) -> PlanFacts:
    found = plan_position(plan, audience, Scope(as_at=day))
    streams = tuple(
        StreamFacts(line.ref, line.title, str(line.status), line.is_revised, _last_reason(line)) for line in found.lines
    )
    return PlanFacts(plan.organisation.slug, plan.year, streams=streams)


def _last_reason(line: object) -> str:
    moves = getattr(getattr(line, "dates", None), "moves", ()) or ()
    return str(getattr(moves[-1], "reason", "")) if isinstance(moves, (tuple, list)) and moves else ""


def _is_due(line: RequestLine, day: date) -> bool:
    return line.due_on is not None and line.due_on <= day and not any(turn.on == day for turn in line.turns)


def _asked(line: RequestLine) -> Asked:
    request = line.request
    return Asked(
        str(request),
        request.text,
        request.organisation.slug,
        request.kind == request.Kind.PROMISED,
        line.due_on,
        request.paper_title,
    )
