"""What waits for one person on a day, as far as they may see it? Every part is read under their own audience.

The same for the mail and for the home page. A task names its subject by its reference, never by its title: what is
sensitive by its marking is "a restricted risk", and of a class of fact that the register's profile calls sensitive
nothing is told but that it needs them, even to the cleared. The page behind the link tells the rest.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.urls import reverse

from controls.lists import address_of
from controls.mine import lacks_statement, unstated
from controls.models import Stage
from controls.position import everything
from controls.progress import Status
from registers.audience import WITHHELD, Audience, Level
from registers.models import Register, Role
from registers.models.registers import FactClass
from registers.position import index, look_at
from registers.reviews import latest
from registers.scope import Scope, quarter_end_before
from reports.actions_reading import open_actions
from reports.reminders.due import Kind, Matter
from reports.reminders.roster import Roster
from reports.requests_reading import open_requests
from reports.tied import bodies_led
from reports.waiting import waiting

PROMISED = (Stage.POTENTIAL, Stage.PLANNED)


@dataclass(frozen=True)
class Subject:
    """What a line of mail is about: who may read it there, later, is decided by it."""

    kind: str  # risk, control, action, request, meeting, alignment or register
    key: int
    register: int | None = None  # whose working position it tells of
    is_restricted: bool = False

    def to_json(self) -> dict:
        return {"kind": self.kind, "key": self.key, "register": self.register, "is_restricted": self.is_restricted}


@dataclass(frozen=True)
class Task:
    """A matter that waits for somebody, with what may be said of it in mail."""

    matter: Matter
    name: str
    url: str  # within the portal
    of: Subject
    is_told_barely: bool = False  # no date and no state: its class of fact is sensitive
    text: str = field(default="", compare=False)  # for a page: what it says, where that is not sensitive


def tasks_of(user, audience: Audience, found: Roster, day: date) -> list[Task]:
    """All that waits for a person. Whether its date is near enough is for the policy (due.py)."""
    return [
        *reviews_and_progress(user, audience, found, day),
        *controls(user, audience, found, day),
        *wordings(user, audience, found),
        *actions(user, audience, found, day),
        *requests(user, audience, found, day),
    ]


# Risks ---------------------------------------------------------------------------------------------------------------


def reviews_and_progress(user, audience, found: Roster, day) -> Iterable[Task]:
    """Of the open risks that the person is reminded of, and sees as they are worked on."""
    for key, risks in sorted(found.risks.get(user.pk, {}).items()):
        register = found.registers[key]
        if not audience.works_on(register.organisation_id, register.pk):
            continue
        view = look_at(register, audience, Scope(as_at=day))
        if view.others is not None:
            risks = risks & view.own
            view = replace(view, others=None)
        position = index(view, only=risks)
        reviewed = latest(position)
        without_statement = unstated(view, position.open)
        for row in position.open:
            naming = _naming(register, row)
            if row.risk in reviewed and reviewed[row.risk].next_on:
                matter = Matter(Kind.REVIEW, _key(register, row), due=reviewed[row.risk].next_on)
                yield Task(matter, **naming, is_told_barely=_is_sensitive(register, FactClass.RATIONALE))
            if row.risk in without_statement:
                matter = Matter(Kind.PROGRESS, _key(register, row), period=_quarter(day))
                yield Task(matter, **naming, is_told_barely=_is_sensitive(register, FactClass.PROGRESS))


def _key(register: Register, row) -> str:
    """By what anybody may know: lines are in the order of their keys, and a row's number in the database counts all."""
    return f"risk {register.path} {row.ref:06}"


def _naming(register: Register, row):
    """References are permanent and stand in every address; printed ones may be another's next year."""
    name = "A restricted risk" if row.is_sensitive else f"Risk {row.ref}"
    return {
        "name": f"{name} of the {register.title}",
        "url": f"{register.get_absolute_url()}{row.ref}/",
        "of": Subject("risk", row.risk, register.pk, row.is_sensitive),
    }


def _is_sensitive(register, fact_class) -> bool:
    return register.level_of(fact_class) >= Level.SENSITIVE


def _quarter(day) -> str:
    """Progress is stated for a quarter: not having done so in the next one is news again."""
    return f"since {quarter_end_before(day)}"


# Controls ------------------------------------------------------------------------------------------------------------


def controls(user, audience, found: Roster, day) -> Iterable[Task]:
    """Of the controls that posts of the person own, and that they see as they are worked on: dates and statements."""
    keys, posts = found.controls_of(user.pk), found.posts.get(user.pk, frozenset())
    if not keys:
        return
    position = everything(audience, Scope(as_at=day), only=sorted(keys))
    for row in position.rows:
        if not row.is_alive or row.owner not in posts or not (row.is_joint or position.sight(row).is_working):
            continue
        naming = _naming_control(found, row)
        if row.stage in PROMISED and row.due not in (None, WITHHELD) and row.status is not Status.COMPLETE:
            matter = Matter(Kind.CONTROL, f"control {row.number:06}", due=row.due)
            yield Task(matter, **naming, is_told_barely=_is_told_barely(found, row, FactClass.CONTROLS))
        if lacks_statement(row):
            matter = Matter(Kind.PROGRESS, f"control {row.number:06}", period=_quarter(day))
            yield Task(matter, **naming, is_told_barely=_is_told_barely(found, row, FactClass.PROGRESS))


def _naming_control(found, row):
    is_restricted = row.is_sensitive or bool(found.sensitive.intersection(row.risks))
    return {
        "name": "A restricted control" if is_restricted else f"Control {row.reference}",
        "url": address_of(row, {}),
        "of": Subject("control", row.control, row.register, is_restricted),
    }


def _is_told_barely(found, row, fact_class):
    """Of a joint control each body's statements are of its own profile; its dates are for readers of both registers."""
    if not row.is_joint:
        return _is_sensitive(found.registers[row.register], fact_class)
    corporate = [register for register in found.registers.values() if register.is_corporate]
    return fact_class == FactClass.PROGRESS and any(_is_sensitive(register, fact_class) for register in corporate)


# What both bodies, boards and the Panel wait for ---------------------------------------------------------------------


def wordings(user, audience, found: Roster) -> Iterable[Task]:
    """Wordings of joint controls that the other body proposed to one for which the person may answer."""
    answers_for = bodies_led(user, (Role.LEAD, Role.BOARD)) if found.proposed_by else frozenset()
    if not any(answers_for - {body} for body in found.proposed_by):
        return
    for wording in waiting(user, audience).yours:
        name = "A restricted joint control" if wording.is_sensitive else f"Joint control {wording.reference}"
        of = Subject("control", wording.control, is_restricted=wording.is_sensitive)
        yield Task(Matter(Kind.WORDING, f"proposal {wording.reference} {wording.proposal}"), name, wording.url, of)


def actions(user, audience, found: Roster, day) -> Iterable[Task]:
    """Open actions, and responses asked of the owners of risks, that posts of the person are to see to."""
    posts = found.posts.get(user.pk, frozenset()) & found.posts_with_actions
    for line in open_actions(audience, day, posts=posts) if posts else ():
        action = line.action
        is_restricted = line.is_sensitive or action.risk_id in found.sensitive
        is_told_barely = action.risk is not None and _is_sensitive(action.risk.register, FactClass.RATIONALE)
        kind = Kind.RESPONSE if line.is_response else Kind.ACTION
        noun = "response" if line.is_response else "action"
        yield Task(
            matter=Matter(kind, f"action {action.number:06}", due=line.due_on),
            name=f"A restricted {noun}" if is_restricted else f"{noun.capitalize()} {action}",
            url=reverse("reports:action", args=[action.number]),
            of=Subject("action", action.pk, is_restricted=is_restricted),
            is_told_barely=is_told_barely,
            text="" if is_restricted or is_told_barely else action.text,
        )


def requests(user, audience, found: Roster, day) -> Iterable[Task]:
    """What posts of the person are to answer the Panel, until it closes it."""
    posts = found.posts.get(user.pk, frozenset()) & found.posts_with_requests
    if not posts:
        return
    for line in open_requests(audience, day):
        request = line.request
        if request.post_id not in posts:
            continue
        is_restricted = line.is_sensitive or request.risk_id in found.sensitive
        yield Task(
            matter=Matter(Kind.REQUEST, f"request {request.number:06}", due=line.due_on),
            name="A restricted request" if is_restricted else f"Request {request}",
            url=reverse("reports:request", args=[request.number]),
            of=Subject("request", request.pk, is_restricted=is_restricted),
            text="" if is_restricted else request.text,
        )


__all__ = ["Subject", "Task", "tasks_of"]
