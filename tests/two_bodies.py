"""Two small bodies with everything the portal keeps, in two variants that differ only in what must be withheld.

`build("a")` and `build("b")` give the same refs, titles, owners, arrows and dates; of the own body scores, targets,
reasons, outlooks, appetite and whatever is marked OFFICIAL-SENSITIVE differ, and only "b" has a second sensitive risk
since the agreement. A page that differs between them, for somebody who may not see those, leaks.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection

from controls.uploads import CheckedFile
from registers import clock
from registers.actions import assessments, people, risks
from registers.models import Kind, Marking, Membership, Organisation, Register, Risk, Role, User
from reports.actions import appendices, papers, pictures
from reports.actions import renderings as files
from reports.models import AppendixKind, Edition, Paper, Rendering, What
from tests.factories import (
    CLOSED_PROFILE,
    OPEN_PROFILE,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    agree,
    open_risk,
    score_risk,
    somebody,
)
from tests.two_bodies_aligned import add_alignments
from tests.two_bodies_boards import add_boards, add_reviews
from tests.two_bodies_controls import Keeper, add_directorates, add_news, link_plan
from tests.two_bodies_follow_ups import add_follow_ups
from tests.two_bodies_meetings import add_meetings
from tests.two_bodies_papers import add_papers_on_their_way
from tests.two_bodies_plans import add_plans
from tests.two_bodies_writing import add_writing

OPENED = date(2021, 1, 4)
EARLIER = date(2021, 8, 2)
LATER = date(2021, 11, 1)
AGREED = date(2021, 12, 31)
SINCE = date(2022, 2, 1)
TODAY = date(2022, 3, 15)
MEETING = date(2022, 3, 30)
BODY_ROLES = [Role.READER, Role.LEAD, Role.BOARD, Role.SECRETARIAT, Role.ADMINISTRATOR]
PANEL_ROLES = [Role.PANEL_MEMBER, Role.AUDITOR, Role.PANEL_SECRETARIAT]
CLEARED = (Role.LEAD, Role.BOARD, Role.SECRETARIAT)


PLANTED = re.compile(r"quokka(own|other)([a-z]+?)(?:a|b|same)\b")


def planted(variant, body, what):
    """A word found nowhere else: where it turns up, that text of that body has been shown."""
    return f"quokka{body}{what}{variant}"


def planted_in(text, but=None) -> set[str]:
    """The planted words in what somebody was shown, but those of the body whose text they may see."""
    return {match[0] for match in PLANTED.finditer(text) if match[1] != but}


@dataclass
class Bodies:
    """`own` keeps its scores to itself; `other` publishes them. Visitors by name: "own lead", "panel auditor"."""

    variant: str
    own: Organisation
    other: Organisation
    panel: Organisation
    register: Register
    visitors: dict = field(default_factory=dict)
    risks: dict = field(default_factory=dict)
    paper: Paper | None = None
    renderings: dict = field(default_factory=dict)
    alignments: dict = field(default_factory=dict)
    plans: dict = field(default_factory=dict)
    controls: dict = field(default_factory=dict)
    boards: dict = field(default_factory=dict)


def build(variant="a", cleared=CLEARED, told=Marking.SENSITIVE, news=False) -> Bodies:
    """`told`: the level of what the own body says of its controls. `news`: with more that no board has agreed."""
    own = OrganisationFactory(slug="mopac", name="Own Body", short_name="Own Body", order=1)
    other = OrganisationFactory(slug="met", name="Other Body", short_name="Other Body", order=2)
    panel = OrganisationFactory(slug="panel", name="Joint Panel", short_name="the Panel", kind="panel", order=3)
    register = RegisterFactory(organisation=own, profile=CLOSED_PROFILE | _controls(told), settled_by="Own Board")
    profile = OPEN_PROFILE | _controls(Marking.OFFICIAL)
    open_register = RegisterFactory(organisation=other, profile=profile, settled_by="Other Board")
    world = Bodies(variant, own, other, panel, register)
    _people(world, cleared)
    _fill(world, register, "own", variant)
    _fill(world, open_register, "other", "same")
    add_boards(world)
    add_reviews(world, SINCE, {"own": variant, "other": "same"}, planted)
    _add_directorate(world)
    add_alignments(world, lambda what: planted(variant, "own", what))
    add_plans(world, lambda what: planted(variant, "own", what))
    for name, theirs in (("own", variant), ("other", "same")):
        Keeper(world, name, theirs, partial(planted, theirs, name)).write()
    add_directorates(world)
    link_plan(world)
    add_follow_ups(world, {"own": variant, "other": "same"}, planted)
    add_meetings(world, {"own": variant, "other": "same"}, planted)
    if news:
        add_news(world)
    return world


def _controls(level) -> dict:
    return dict.fromkeys(("controls", "progress"), level)


def start_numbers_anew():
    """Rows of the next world get the keys those of the last one had: keys stand in forms."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_by_name_sql(no_style(), _empty_tables()):
            cursor.execute(statement)


def _empty_tables():
    sequences = connection.introspection.sequence_list()
    named = {row["table"]: row for row in sequences if row["table"].startswith(("registers_", "controls_", "reports_"))}
    return [row for table, row in named.items() if not _has_rows(table)]


def _has_rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - our own tables
        return cursor.fetchone() is not None


def _people(world, cleared_roles):
    for name, body in (("own", world.own), ("other", world.other)):
        for role in BODY_ROLES:
            cleared = (body,) if role in cleared_roles else ()
            _somebody(world, f"{name} {role}", body, role, cleared)
    for role in PANEL_ROLES:
        _somebody(world, f"panel {role}", world.panel, role)
    for role in (Role.LEAD, Role.SECRETARIAT):
        _somebody(world, f"own uncleared {role}", world.own, role)
    _somebody(world, "own limited lead", world.own, Role.LEAD)
    world.visitors["own limited lead"].memberships.update(own_risks_only=True)
    _somebody(world, "own estates lead", world.own, Role.LEAD)  # limited once there is that register
    leaver = _somebody(world, "own leaver", world.own, Role.READER)
    Membership.objects.filter(user=leaver).update(until=OPENED)


def _somebody(world, name, body, role, cleared=()) -> User:
    address = f"{name.split(' ', 1)[1].replace(' ', '-')}@{body.slug}.example"
    world.visitors[name] = somebody((role, body), cleared_by=cleared, email=address, name=name)
    return world.visitors[name]


def _fill(world, register, name, variant):
    """Six risks with everything that may be withheld; settled, then worked on.

    One is sensitive, one was so until lately, and one is closed.
    """
    body = register.organisation
    lead, board = world.visitors[f"{name} lead"], world.visitors[f"{name} board"]
    posts = [PostFactory(organisation=body, title=f"{body.name} director {n}") for n in (1, 2)]
    framework = FrameworkFactory(organisation=body, slug="plan", name=f"{body.name} plan")
    objective = ObjectiveFactory(framework=framework, slug="aim", name=f"{body.name} aim")
    low, high = ((1, 1), (2, 2)) if variant != "b" else ((3, 3), (4, 4))
    word = lambda what: planted(variant, name, what)  # noqa: E731 - said a dozen times below
    with clock.at(clock.moment_on(OPENED)):
        people.hold(post=posts[0], by=lead, name="Jo Holder", on=OPENED, user=lead)
        if name == "own":
            limited = world.visitors["own limited lead"]
            people.hold(post=posts[1], by=lead, name="Al Limited", on=OPENED, user=limited)
        people.add_alias(post=posts[0], by=lead, title="First director")
        assessments.set_appetite(
            register=register, by=lead, on=OPENED, statement=word("appetite"), highest_band=_band(variant)
        )
    common = {"by": lead, "owners": posts, "leads": posts[:1], "objectives": [objective], "horizon": "short-term"}
    first = open_risk(register, OPENED, title="Storms", description="Storms may come.", **common)
    second = open_risk(register, OPENED, title="Floods", description="Floods may follow.", **common)
    hidden = {"title": word("title"), "description": word("text"), "marking": Marking.SENSITIVE}
    secret = open_risk(register, OPENED, **common, **hidden)
    one_owner = common | {"owners": posts[:1]}
    fourth = open_risk(register, OPENED, title="Drought", description="It may not rain.", **one_owner)
    closed = open_risk(register, OPENED, title="Frost", description="It may freeze.", **common)
    thawed = open_risk(register, OPENED, title="Thaw", description="It may thaw.", marking=Marking.SENSITIVE, **common)
    _score(word, lead, (first, second, secret), low, high)
    other_end = (4, 4) if variant != "b" else (1, 1)  # so that each variant has another order by score
    score_risk(fourth, *other_end, on=EARLIER, by=lead, reason=word("drought"))
    _more(word, variant, lead, first, second, posts)
    with clock.at(clock.moment_on(LATER)):
        risks.close(risk=closed, by=board, version=None, on=LATER, reason=word("closing"))
        lowered = {"marking": Marking.OFFICIAL, "reason": word("thawing")}
        risks.mark(risk=thawed, by=board, version=None, on=LATER, **lowered)
    agree(register, AGREED, by=board, on=date(2022, 1, 5), meeting=f"{name} board")
    score_risk(second, *high, on=SINCE, by=lead, reason=word("working"))
    if variant == "b":
        newer = open_risk(register, SINCE, **common, **hidden | {"title": word("newtitle")})
        with clock.at(clock.moment_on(SINCE)):
            risks.depend(risk=newer, depends_on=first, by=lead, version=None, on=SINCE, reason=word("dependency"))
    world.risks[name] = {"first": first, "second": second, "secret": secret, "fourth": fourth, "closed": closed}
    world.risks[name]["thawed"] = thawed


def _add_directorate(world):
    """A directorate of the own body, the same in both variants: nothing of it is for anybody else."""
    estates = RegisterFactory(
        organisation=world.own,
        slug="estates",
        kind="directorate",
        title="Estates risk register",
        profile=CLOSED_PROFILE,
    )
    words = {"title": "Boilers", "description": "Boilers may fail."}
    world.visitors["own estates lead"].memberships.update(register=estates)
    world.risks["directorate"] = {"first": open_risk(estates, OPENED, by=world.visitors["own lead"], **words)}


def _band(variant):
    return "medium" if variant != "b" else "high"


def _score(word, lead, scored, low, high):
    for risk in scored:
        score_risk(risk, *low, on=EARLIER, by=lead, reason=word("reason"))
        score_risk(risk, *high, on=EARLIER, by=lead, reason=word("inherent"), kind=Kind.INHERENT)
        score_risk(risk, *low, on=EARLIER, by=lead, reason=word("target"), kind=Kind.TARGET)
    score_risk(scored[0], *high, on=LATER, by=lead, reason=word("rise"))


def _more(word, variant, lead, first, second, posts):
    likelihood, impact = (1, 2) if variant != "b" else (3, 4)
    common = {"by": lead, "version": None, "on": LATER}
    expected = {"likelihood": likelihood, "impact": impact, "expected_by": date(2022, 6, 30)}
    tolerated = {"until": date(2022, 12, 31), "tolerated_by": posts[0], "reason": word("tolerance")}
    override = {"highest_band": _band(variant), "reason": word("override")}
    with clock.at(clock.moment_on(LATER)):
        first = Risk.objects.get(pk=first.pk)
        assessments.expect(risk=first, reason=word("outlook"), **expected, **common)
        assessments.tolerate(risk=first, **tolerated, **common)
        assessments.override_appetite(risk=first, **override, **common)
        risks.depend(risk=first, depends_on=second, reason="One brings the other", **common)
        risks.edit(risk=second, description="Floods will follow.", reason="Plainer", **common)


def add_papers(world) -> None:
    """A paper of the own body, and files made of it and of a risk: one that is done, one that failed."""
    by = world.visitors["own secretariat"]
    with clock.at(clock.moment_on(SINCE)):
        paper = papers.start(
            organisation=world.own,
            bases=[(world.register, AGREED, date(2021, 9, 30))],
            by=by,
            kind="mopac-risk-update",
            panel_date=MEETING,
            contacts=[{"name": "Risk team", "email": "risk@body.example"}],
        )
        for heading, marking, text in (
            ("Open section", Marking.OFFICIAL, "Said to everybody."),
            ("Closed section", Marking.SENSITIVE, planted(world.variant, "own", "section")),
        ):
            papers.add_section(paper=paper, by=by, part="body", heading=heading, marking=marking, body=text)
        papers.set_recommendations(paper=paper, by=by, version=None, texts=["Note it."])
        _add_appendices(world, paper, by)
        _add_pictures(world, paper, by)
        add_writing(world, paper, planted)
        world.paper = paper
        world.renderings["paper"] = _file(
            1, by, world.own, what=What.PAPER, paper=paper, edition=Edition.FULL, is_sensitive=True
        )
        reader, risk = world.visitors["own reader"], world.risks["own"]["first"]
        template = {"what": What.RISK_TEMPLATE, "risk": risk, "as_at": SINCE}
        world.renderings["risk"] = _file(2, reader, world.own, **template)
        failed = _file(3, by, world.own, done=False, what=What.PAPER, paper=paper, edition=Edition.PUBLIC)
        files.fail(failed, "It was too long")
        world.renderings["failed"] = failed
    add_papers_on_their_way(world, SINCE)


def _add_appendices(world, paper, by):
    """A file for everybody, and a text for those who are cleared."""
    secret = {"body": planted(world.variant, "own", "appendix"), "opinion": planted(world.variant, "own", "opinion")}
    attached = {"file": CheckedFile("a file.txt", b"Said to everybody.", "text/plain; charset=utf-8")}
    for title, kind, marking, said in (
        ("A file", AppendixKind.FILE, Marking.OFFICIAL, attached),
        ("A text", AppendixKind.NARRATIVE, Marking.SENSITIVE, secret),
    ):
        made = appendices.add(paper=paper, by=by, kind=kind, title=title, marking=marking)
        appendices.change(appendix=made, by=by, version=None, title=title, marking=marking, **said)


def _add_pictures(world, paper, by):
    """One for everybody, and one for those who are cleared, by its words and its bytes."""
    secret = planted(world.variant, "own", "picture")
    for name, marking, alt in (("Open", Marking.OFFICIAL, "Rain"), ("Closed", Marking.SENSITIVE, secret)):
        content = b"\x89PNG\r\n\x1a\n" + alt.encode()
        pictures.add(paper=paper, by=by, name=f"{name}.png", content=content, alt=alt, marking=marking)


def _file(number, by, organisation, done=True, **what):
    """A file as the worker leaves it, without its work."""
    row = Rendering.objects.create(key=UUID(int=number), organisation=organisation, requested_by=by, **what)
    row = files.take(row.key)
    if done:
        files.finish(row, content=b"%PDF-1.7 made up", file_name="made-up.pdf")
    return row
