"""Replays the demo's registers from fixtures/ through the pages' own actions, as on the day each was recorded."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from registers import clock, rules
from registers.actions import agreements, assessments, boards, escalation, people, risks, set_up
from registers.actions.writing import illustrative
from registers.models import (
    Framework,
    Objective,
    Organisation,
    Post,
    PostAlias,
    Register,
    Role,
    Scheme,
    Stewardship,
    User,
)
from registers.models.people import Clearance, Membership
from registers.scope import quarter_end_before

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
MEMBERS = {
    "body": [
        ("reader", Role.READER, False),
        ("lead", Role.LEAD, True),
        ("board", Role.BOARD, True),
        ("secretariat", Role.SECRETARIAT, True),
        ("admin", Role.ADMINISTRATOR, False),
    ],
    "panel": [
        ("member", Role.PANEL_MEMBER, False),
        ("auditor", Role.AUDITOR, True),
        ("secretariat", Role.PANEL_SECRETARIAT, False),
        ("admin", Role.ADMINISTRATOR, False),
    ],
}


def load_organisations() -> None:
    """Organisations with their posts, scales, objectives and registers."""
    data = read("organisations.json")
    for order, row in enumerate(data["organisations"]):
        Organisation.objects.create(order=order, **only(row, "slug", "name", "short_name", "kind"))
    for row in data["schemes"]:
        _scheme(row)
    for row in data["frameworks"]:
        _framework(row)
    for row in data["registers"]:
        _register(row)


def load_members(password: str) -> None:
    """The people who may sign in to the demo; leads, boards and secretariats are cleared by their own body."""
    cleared = []
    for organisation in Organisation.objects.all():
        for name, role, is_cleared in MEMBERS[organisation.kind]:
            user = User.objects.create_user(
                f"{name}@{organisation.slug}.example",
                password,
                name=f"{organisation.short_name} {name}".replace("the ", ""),
            )
            Membership.objects.create(user=user, organisation=organisation, role=role, since=date(2017, 1, 1))
            if is_cleared:
                cleared.append((user, organisation))
    for user, organisation in cleared:
        _clear(user, organisation)


def _clear(user, organisation):
    """By the body's own administrator: nobody clears themselves."""
    bodies = [organisation] if organisation.kind == Organisation.Kind.BODY else Organisation.objects.filter(kind="body")
    for body in bodies:
        admin = User.objects.get(email=f"admin@{body.slug}.example")
        Clearance.objects.create(
            user=user, organisation=body, granted_by=admin, since=date(2017, 1, 1), reason="Demonstration"
        )


def load_posts() -> None:
    rows = read("organisations.json")["posts"]
    for row in rows:
        organisation = Organisation.objects.get(slug=row["organisation"])
        Post.objects.create(organisation=organisation, **only(row, "title", "is_group", "since", "until"))
    for row in rows:
        post = post_called(row["organisation"], row["title"])
        for alias in row.get("aliases", ()):
            PostAlias.objects.create(post=post, **only(alias, "title", "since", "until"))
        _holders(post, row)
        if row.get("successor"):
            post.until, post.successor = (
                row["successor"]["on"],
                post_called(row["organisation"], row["successor"]["title"]),
            )
            post.save()


def _holders(post, row):
    """Who held it from when to when; a holder may be one of those who sign in, named by their address."""
    by = keyed_by(row["organisation"])
    for holder in row.get("holders", ()):
        user = User.objects.get(email=holder["user"]) if "user" in holder else None
        for name, holds in (("since", True), ("until", False)):
            if holder.get(name):
                on = day(holder[name])
                with clock.at(clock.moment_on(on)), illustrative():
                    people.hold(post=post, by=by, name=holder["name"], user=user, on=on, holds=holds)


def load_register(name: str) -> None:
    """Replay one register's events in the order they were recorded."""
    data = read(name)
    if "directorate" in data:
        _add_directorate(*data["register"].split("/"), data["directorate"])
    register = Register.objects.called(*data["register"].split("/"))
    events = [_dated(event) for event in data["events"]]
    for event in sorted(events, key=lambda event: event["recorded"]):
        with as_recorded(event):
            Replay(register, keyed_by(register.organisation.slug)).play(event)


def _add_directorate(organisation, slug, row):
    """A directorate's register, as the body's administrator adds one."""
    body = Organisation.objects.get(slug=organisation)
    admin = User.objects.get(email=f"admin@{organisation}.example")
    set_up.add_register(organisation=body, by=admin, slug=slug, **only(row, "title", "settled_by"))


def _dated(event):
    """The event with its dates counted from today, before the clock is set back to the day it was recorded."""
    dates = ["on", "recorded", "as_at", "until", "target_on"] + (["by"] if event["do"] == "outlook" else [])
    found = {name: day(event[name]) for name in dates if event.get(name)}
    return event | {"recorded": found["on"]} | found


@contextmanager
def as_recorded(event: dict) -> Iterator[None]:
    """The clock of the day it was recorded, and what is written marked illustrative where the event is.

    Noon; agreements at the end of the day's work, so that what was recorded that day is agreed with it.
    """
    moment = clock.moment_on(event["recorded"], 17 if event["do"] == "agree" else 12)
    with clock.at(min(moment, clock.now())), illustrative(event.get("illustrative", False)):
        yield


class Replay:
    """One event of a fixture as the action it stands for."""

    def __init__(self, register, by):
        self.register = register
        self.by = by

    def play(self, event):
        getattr(self, f"do_{event['do']}")(event, {"by": self.by, "on": event["on"]})

    def risk(self, ref):
        return self.register.risks.get(ref=ref)

    def common(self, event, when):
        return {"risk": self.risk(event["ref"]), "version": None, "reason": event.get("reason", "")} | when

    def opening(self, event):
        opening = only(event, "ref", "title", "description", "printed_ref", "order", "horizon", "marking")
        return opening | {
            "owners": self.posts(event.get("owners", ())),
            "leads": self.posts(event.get("leads", ())),
            "objectives": self.objectives(event.get("objectives", ())),
        }

    def posts(self, names):
        """Posts by title; a dict names the post and, apart, how the register prints it."""
        titles = [name["post"] if isinstance(name, dict) else name for name in names]
        posts = [post_called(self.register.organisation.slug, title) for title in titles]
        for post, name in zip(posts, names, strict=True):
            post.printed_as = name["printed"] if isinstance(name, dict) else ""
        return posts

    def objectives(self, slugs):
        return [Objective.objects.get(framework__organisation=self.register.organisation, slug=slug) for slug in slugs]

    def cell(self, event, when):
        score = self.register.scheme_on(when["on"]).value.score(event["likelihood"], event["impact"])
        return {"likelihood": score.likelihood, "impact": score.impact}

    def do_open(self, event, when):
        risks.open_risk(register=self.register, reason=event.get("reason", ""), **self.opening(event), **when)

    def do_assess(self, event, when):
        common = self.common(event, when) | {"reason": event["rationale"]}
        assessments.record(**common, **self.cell(event, when), **only(event, "kind", "target_on"))

    def do_word(self, event, when):
        risks.edit(**self.common(event, when), **only(event, "title", "description"))

    def do_own(self, event, when):
        part = "owners" if event["role"] == Stewardship.OWNER else "leads"
        risks.edit(**self.common(event, when), **{part: self.posts(event["posts"])})

    def do_objectives(self, event, when):
        risks.edit(**self.common(event, when), objectives=self.objectives(event["objectives"]))

    def do_place(self, event, when):
        risks.edit(**self.common(event, when), printed_ref=event["printed_ref"])

    def do_order(self, event, when):
        risks.edit(**self.common(event, when), order=event["order"])

    def do_horizon(self, event, when):
        risks.edit(**self.common(event, when), horizon=event["horizon"])

    def do_mark(self, event, when):
        risks.mark(**self.common(event, when), marking=event["marking"])

    def do_appetite(self, event, when):
        assessments.override_appetite(**self.common(event, when), highest_band=event["highest_band"])

    def do_close(self, event, when):
        risks.close(**self.common(event, when))

    def do_reopen(self, event, when):
        risks.reopen(**self.common(event, when))

    def do_depend(self, event, when):
        risks.depend(
            **self.common(event, when) | {"reason": event.get("note", "")}, depends_on=self.risk(event["on_ref"])
        )

    def do_recast(self, event, when):
        risks.recast(**self.common(event, when), **only(event, "title", "description"))

    def do_split(self, event, when):
        risks.split(**self.common(event, when), into=[self.opening(part) for part in event["into"]])

    def do_merge(self, event, when):
        others = [self.risk(ref) for ref in event["refs"] if ref != event["into"]]
        risks.merge(risk=self.risk(event["into"]), version=None, others=others, reason=event["reason"], **when)

    def moving(self, event, when):
        """What a move between registers has either way; the board makes it."""
        board = User.objects.get(email=f"board@{self.register.organisation.slug}.example")
        return when | {"by": board, "version": None} | only(event, "reason", "corporate_reason")

    def do_escalate(self, event, when):
        """`ref` is the directorate's, `entry` that of the corporate risk that is opened or reopened."""
        corporate = rules.corporate_register_of(self.register.organisation)
        cell = Replay(corporate, self.by).cell(event, when) if "likelihood" in event else {}
        text = only(event, "title", "description", "marking") | {"owners": self.posts(event["owners"])}
        entry = escalation.escalate(risk=self.risk(event["ref"]), **self.moving(event, when), **text, **cell)
        if entry.ref != event["entry"]:
            raise ValueError(f"The corporate entry is risk {entry.ref}, not {event['entry']}")

    def do_deescalate(self, event, when):
        corporate = rules.corporate_register_of(self.register.organisation)
        entry = corporate.risks.get(ref=event["entry"])
        escalation.deescalate(risk=entry, **self.moving(event, when))

    def do_outlook(self, event, when):
        common = self.common(event, when) | {"reason": event["why"]}
        assessments.expect(**common, **self.cell(event, when), expected_by=event["by"])

    def do_tolerate(self, event, when):
        post = self.posts([event["by"]])[0]
        common = self.common(event, when) | {"reason": event["why"]}
        assessments.tolerate(**common, until=event["until"], tolerated_by=post)

    def do_agree(self, event, when):
        post = self.posts([event["post"]])[0] if event.get("post") else None
        agreements.agree(
            register=self.register, by=self.by, as_at=event["as_at"], meeting=event.get("meeting", ""), post=post
        )


RELATIVE = re.compile(r"^(Q-\d+|today)([+-]\d+)?$")


def day(text: str) -> date:
    """A fixture's date: ISO, or counted from the day of loading ("Q-1+12", "today-3")."""
    found = RELATIVE.match(text)
    if not found:
        return date.fromisoformat(text)
    base, offset = found.groups()
    start = clock.today()
    for _ in range(int(base[2:]) if base.startswith("Q") else 0):
        start = quarter_end_before(start)
    return start + timedelta(days=int(offset or 0))


def read(name: str) -> dict:
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def only(row: dict, *names: str) -> dict:
    """What a row of a fixture says under these names."""
    return {name: row[name] for name in names if row.get(name) is not None}


def post_called(organisation: str, title: str) -> Post:
    """A post by its body's slug and its title."""
    return Post.objects.get(organisation__slug=organisation, title=title)


def keyed_by(organisation: str) -> User:
    """Who keyed the demo: the body's own lead, the Panel's secretariat."""
    name = "secretariat" if organisation == "panel" else "lead"
    return User.objects.get(email=f"{name}@{organisation}.example")


def _scheme(row):
    scheme = Scheme(
        organisation=Organisation.objects.get(slug=row["organisation"]),
        name=row["name"],
        adopted_on=row["adopted_on"],
        definition={part: row[part] for part in ("likelihoods", "impacts", "cells")},
        note=row.get("note", ""),
        is_illustrative=row.get("illustrative", False),
    )
    scheme.full_clean()
    scheme.save()


def _framework(row):
    framework = Framework.objects.create(
        organisation=Organisation.objects.get(slug=row["organisation"]), **only(row, "slug", "name")
    )
    for order, objective in enumerate(row["objectives"]):
        Objective.objects.create(framework=framework, order=order, **only(objective, "slug", "name"))


def _register(row):
    organisation = Organisation.objects.get(slug=row["organisation"])
    register = Register(
        organisation=organisation,
        board=boards.board_called(organisation=organisation, name=row.get("settled_by", ""), by=None),
        **only(row, "slug", "title", "kind", "profile", "note"),
    )
    register.full_clean(exclude=["note"])
    register.save()


def load_appetites() -> None:
    for row in read("organisations.json")["registers"]:
        register = Register.objects.called(row["organisation"], row["slug"])
        for appetite in row.get("appetite", ()):
            on = day(appetite["on"])
            with clock.at(clock.moment_on(on)), illustrative(appetite.get("illustrative", False)):
                assessments.set_appetite(
                    register=register,
                    by=keyed_by(row["organisation"]),
                    on=on,
                    **only(appetite, "statement", "highest_band"),
                )


__all__ = [
    "as_recorded",
    "day",
    "keyed_by",
    "load_appetites",
    "load_members",
    "load_organisations",
    "load_posts",
    "load_register",
    "only",
    "post_called",
    "read",
]
