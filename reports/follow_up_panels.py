"""What is asked about a risk, and what is there for a paper? Values for other pages' panels, cut to their reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from registers.audience import Audience, Level
from registers.models import Detail
from registers.models.registers import FactClass
from registers.sentences import say_day
from registers.visibility import now, sensitive_risks
from reports import action_filters, request_filters
from reports.access_requests import may_report
from reports.actions_reading import ActionLine, State, actions
from reports.models import Paper
from reports.requests_reading import RequestLine, open_requests

ANSWERS_TOLD = 3  # of responses given, the latest


@dataclass(frozen=True)
class Told:
    """One request or action as a panel tells it. Where the page is not marked for its words, only that it is there."""

    line: RequestLine | ActionLine
    post: str
    is_kept: bool
    answer_url: str = ""


@dataclass(frozen=True)
class AboutRisk:
    """What the Panel and boards ask about one risk, and what is to be done about it."""

    requests: tuple[Told, ...] = ()
    asked: tuple[Told, ...] = ()  # responses that are still to be given
    answered: tuple[Told, ...] = ()  # the latest first
    actions: tuple[Told, ...] = ()
    lists: Mapping[str, str] | None = None  # the addresses of all there ever were

    def __bool__(self):
        return bool(self.requests or self.asked or self.answered or self.actions)


def about_risk(user, audience: Audience, risk, asked, page_marking) -> AboutRisk:
    """Of the risk of a page, at the time the page was asked for."""
    scope = asked.scope
    requests = open_requests(audience, scope.as_at, risks=[risk.pk], known_at=scope.known_at)
    found = actions(audience, scope.as_at, risks=[risk.pk], known_at=scope.known_at)
    if not (requests or found):
        return AboutRisk()
    is_marked = page_marking == "OFFICIAL-SENSITIVE"

    def told(line, post):
        may = asked.is_now and isinstance(line, ActionLine) and line.is_open and may_report(user, line.action)
        url = reverse("reports:action-done", args=[line.action.number]) if may else ""
        return Told(line, post, is_kept=line.is_sensitive and not is_marked, answer_url=url)

    def of(lines):
        by_date = sorted(lines, key=lambda line: (line.due_on, line.action.number))
        return tuple(told(line, action_filters.post_of(line)) for line in by_date)

    responses = [line for line in found if line.is_response]
    answered = sorted(
        (line for line in responses if line.state is State.DONE), key=lambda line: line.answer.on, reverse=True
    )
    path = f"{risk.register.path}/{risk.ref}"
    return AboutRisk(
        requests=tuple(told(line, request_filters.post_of(line)) for line in requests),
        asked=of(line for line in responses if line.is_open),
        answered=tuple(told(line, action_filters.post_of(line)) for line in answered[:ANSWERS_TOLD]),
        actions=of(line for line in found if line.is_open and not line.is_response),
        lists={
            "requests": reverse("reports:requests") + request_filters.Chosen(risk=path).address(asked.query),
            "actions": reverse("reports:actions") + action_filters.Chosen(risk=path).address(asked.query),
        },
    )


@dataclass(frozen=True)
class Offered:
    """One response or request, in the words that a paper may take."""

    name: str
    url: str
    heading: str
    words: str
    is_sensitive: bool


@dataclass(frozen=True)
class ForPaper:
    responses: tuple[Offered, ...] = ()
    requests: tuple[Offered, ...] = ()

    def __bool__(self):
        return bool(self.responses or self.requests)

    @property
    def is_sensitive(self) -> bool:
        return any(one.is_sensitive for one in (*self.responses, *self.requests))


def for_paper(audience: Audience, paper: Paper, today: date) -> ForPaper:
    """What a paper may take in: responses given about its registers since the positions it compares with, and the
    requests that its bodies have still to answer, asked before it comes to the meeting.
    """
    bases = {basis.register_id: basis for basis in paper.bases.select_related("register")}
    since = {register: basis.compared_with for register, basis in bases.items()}
    given = [
        line
        for line in actions(audience, today)
        if line.is_response
        and line.state is State.DONE
        and line.action.risk.register_id in since
        and line.answer.on > since[line.action.risk.register_id]
    ]
    asked = (line for body in paper.bodies for line in open_requests(audience, today, organisation=body))
    wanted = [line for line in asked if line.request.made_on <= paper.panel_date]
    marked = _sensitive([line.action.risk_id for line in given] + [line.request.risk_id for line in wanted])
    kept = {key for key, basis in bases.items() if basis.register.level_of(FactClass.RATIONALE) >= Level.SENSITIVE}
    return ForPaper(
        tuple(_response(line, line.action.risk.register_id in kept or line.action.risk_id in marked) for line in given),
        tuple(_request(line, line.request.risk_id in marked) for line in wanted),
    )


def _sensitive(risks) -> set[int]:
    details = Detail.objects.filter(risk__in={key for key in risks if key})
    return {row["risk"] for row in sensitive_risks(details, now())} if any(risks) else set()


def _response(line, is_sensitive) -> Offered:
    action = line.action
    board, on = action.meeting.board, say_day(action.meeting.on)
    answer = f"The answer of {action_filters.post_of(line)}: {line.answer.text}"
    return Offered(
        name=str(action),
        url=action.get_absolute_url(),
        heading=f"Risk {action.risk.ref}: asked by {board}, {on}; answered {say_day(line.answer.on)}",
        words=f"{board} asked on {on}: {action.text}\n\n{answer}",
        is_sensitive=is_sensitive or line.is_sensitive,
    )


def _request(line, is_sensitive) -> Offered:
    request = line.request
    verb = "promised" if request.kind == request.Kind.PROMISED else "asked by the Panel"
    due = f", due {say_day(line.due_on)}" if line.due_on else ""
    return Offered(
        name=str(request),
        url=request.get_absolute_url(),
        heading=f"{verb[:1].upper()}{verb[1:]}, {say_day(request.made_on)}{due}. {line.state.label}",
        words=request.text,
        is_sensitive=is_sensitive or line.is_sensitive,
    )
