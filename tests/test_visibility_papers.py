"""Does the database show each audience exactly the papers that DESIGN.md section 6 lets it see? Row by row."""

from datetime import date

import pytest

import reports.sees  # noqa: F401 - registers its rules
from registers import clock
from registers.access import audience_of
from registers.audience import NOBODY, PUBLIC
from registers.models import Marking, Organisation, Role, User
from registers.sees import World, sees
from reports.actions import publishing
from reports.models import (
    Acceptance,
    Allowance,
    Appendix,
    Basis,
    Comment,
    Edition,
    Issue,
    IssuedEdition,
    IssuedFile,
    OralNote,
    Paper,
    PaperClearance,
    Recommendation,
    Release,
    ReportBy,
    Section,
    Stage,
)
from tests.factories import OrganisationFactory, PostFactory, RegisterFactory, somebody
from tests.issue_worlds import bare_issue, holder_of
from tests.paper_worlds import AS_AT, BEFORE, MEETING

pytestmark = pytest.mark.django_db
MODELS = (
    *(Acceptance, Allowance, Appendix, Basis, Comment, Issue, IssuedEdition, IssuedFile, OralNote, Paper),
    *(PaperClearance, Recommendation, Release, ReportBy, Section),
)
STAGES = ("draft", "ready", "issued", "published", "again")  # "again": issued, and a draft once more


@pytest.fixture
def world():
    with clock.at(clock.moment_on(MEETING)):
        yield build()


def build():
    """A paper of each stage, of the own body, shared, and joint, each with one of everything that hangs on it."""
    own, other = (OrganisationFactory(slug=slug) for slug in ("own", "other"))
    panel = OrganisationFactory(slug="panel", kind=Organisation.Kind.PANEL)
    post = PostFactory(organisation=own, title="Head of Audit")
    found = {"own": own, "other": other, "panel": panel, "post": post, "papers": {}}
    register = RegisterFactory(organisation=own)
    for kind in ("alone", "shared", "joint"):
        for stage in STAGES:
            found["papers"][kind, stage] = _paper(found, register, kind, stage)
    return found


def _paper(found, register, kind, stage):
    own, by = found["own"], somebody()
    written = {"draft": Stage.DRAFT, "ready": Stage.READY, "again": Stage.DRAFT}.get(stage, Stage.ISSUED)
    paper = Paper.objects.create(
        slug=f"{kind}-{stage}", kind="mopac-risk-update", organisation=own, title="A paper", panel="Panel",
        panel_date=MEETING, stage=written, is_joint=kind == "joint", is_shared=kind == "shared",
    )  # fmt: skip
    paper.bases.create(register=register, as_at=AS_AT, compared_with=BEFORE)
    for marking in Marking.values:
        section = paper.sections.create(slug=marking, heading=marking, marking=marking, speaker="Somebody")
        paper.comments.create(section=section, text="A comment", by=by)
        paper.comments.create(section=section, text="Said while it was sensitive", by=by, marking=Marking.SENSITIVE)
        paper.oral_notes.create(section=section, text="Said", by=by)
    theirs = {"organisation": found["other"], "marking": Marking.SENSITIVE}
    paper.sections.create(slug="theirs", heading="Theirs", **theirs)
    appendix = paper.appendices.create(slug="a", kind="narrative", title="A", marking=Marking.SENSITIVE)
    paper.comments.create(appendix=appendix, text="A comment", by=by)
    paper.recommendations.create(text="Note it")
    paper.acceptances.create(finding="x", family="numbers", excerpt="two", reason="Two", by=by)
    paper.releases.create(organisation=own, figure="x", post=found["post"], reason="Known", by=by)
    paper.clearances.create(post=found["post"], on=MEETING, digest="x", by=by)
    if kind == "alone":
        paper.reporters.create(post=found["post"], place=0)
    if stage in ("issued", "published", "again"):
        issue = bare_issue(paper, by)
        for edition in issue.editions.all():
            edition.files.create(appendix=appendix, label="Appendix A", file_name="a.pdf", blob=edition.pdf)
        for body in paper.bodies:
            publishing.allow(issue=issue, organisation=body, by=by)
        if stage == "published":
            publishing.publish(issue=issue, by=by)
    return paper


def people(world) -> dict:
    own, other, panel = world["own"], world["other"], world["panel"]
    bodies, limits = [own, other], {"register": own.registers.get()}
    found = {
        "own reader": somebody((Role.READER, own)),
        "own lead": somebody((Role.LEAD, own)),
        "own cleared lead": somebody((Role.LEAD, own), cleared_by=[own]),
        "own limited lead": somebody({"role": Role.LEAD, "organisation": own} | limits),
        "own secretariat": somebody((Role.SECRETARIAT, own)),
        "own cleared secretariat": somebody((Role.SECRETARIAT, own), cleared_by=bodies),
        "other reader": somebody((Role.READER, other)),
        "other cleared reader": somebody((Role.READER, other), cleared_by=bodies),
        "other lead": somebody((Role.LEAD, other)),
        "other secretariat": somebody((Role.SECRETARIAT, other)),
        "other cleared secretariat": somebody((Role.SECRETARIAT, other), cleared_by=bodies),
        "panel member": somebody((Role.PANEL_MEMBER, panel)),
        "auditor": somebody((Role.AUDITOR, panel)),
        "cleared auditor": somebody((Role.AUDITOR, panel), cleared_by=bodies),
        "panel secretariat": somebody((Role.PANEL_SECRETARIAT, panel)),
        "contributor": holder_of(world["post"], (Role.READER, own)),
        "nobody yet": somebody(),
    }
    audiences = {name: audience_of(User.objects.get(pk=user.pk)) for name, user in found.items()}
    return audiences | {"public": PUBLIC, "stranger": NOBODY}


def test_the_database_shows_exactly_what_the_written_rule_allows(world):
    audiences = people(world)
    rows = World()
    for name, audience in audiences.items():
        for model in MODELS:
            shown = set(model.objects.all().visible_to(audience))
            allowed = {row for row in model.objects.all() if sees(audience, row, rows)}
            assert shown == allowed, f"{name}: shown {shown - allowed}, hidden {allowed - shown} of {model}"


# DESIGN.md section 6, its rows on papers. d: reads it as it is written; p, f: the public, the full edition; -: nothing
TABLE = {
    "own reader":                {"alone": "- - p p p", "shared": "- - p p p", "joint": "- - p p p"},
    "own lead":                  {"alone": "- - p p p", "shared": "- - p p p", "joint": "d d dp dp dp"},
    "own secretariat":           {"alone": "d d dp dp dp", "shared": "d d dp dp dp", "joint": "d d dp dp dp"},
    "own cleared secretariat":   {"alone": "d d dpf dpf dpf", "shared": "d d dpf dpf dpf", "joint": "d d dpf dpf dpf"},
    "contributor":               {"alone": "d d dp dp dp", "shared": "- - p p p", "joint": "- - p p p"},
    "other reader":              {"alone": "- - p p p", "shared": "- - p p p", "joint": "- - p p p"},
    "other cleared reader":      {"alone": "- - pf pf pf", "shared": "- - pf pf pf", "joint": "- - pf pf pf"},
    "other secretariat":         {"alone": "- - p p p", "shared": "d d dp dp dp", "joint": "d d dp dp dp"},
    "panel member":              {"alone": "- - pf pf pf", "shared": "- - pf pf pf", "joint": "- - pf pf pf"},
    "auditor":                   {"alone": "- d pf pf pf", "shared": "- d pf pf pf", "joint": "- d pf pf pf"},
    "panel secretariat":         {"alone": "- - pf pf pf", "shared": "- - pf pf pf", "joint": "- - pf pf pf"},
    "nobody yet":                {"alone": "- - - p -", "shared": "- - - p -", "joint": "- - - p -"},
    "public":                    {"alone": "- - - p -", "shared": "- - - p -", "joint": "- - - p -"},
}  # fmt: skip


def test_the_table_of_the_design_row_by_row(world):
    audiences = people(world)
    told = {
        name: {
            kind: " ".join(_sees(audiences[name], world["papers"][kind, stage]) for stage in STAGES) for kind in kinds
        }
        for name, kinds in TABLE.items()
    }
    assert told == TABLE


def _sees(audience, paper):
    draft = "d" if Recommendation.objects.visible_to(audience).filter(paper=paper).exists() else ""
    seen = IssuedEdition.objects.visible_to(audience).filter(issue__paper=paper)
    editions = {edition: seen.filter(edition=edition).exists() for edition in Edition}
    return draft + ("p" if editions["public"] else "") + ("f" if editions["full"] else "") or "-"


def test_of_a_joint_draft_each_reads_what_their_clearance_lets_them(world):
    paper, audiences = world["papers"]["joint", "draft"], people(world)

    def texts(name):
        seen = Section.objects.visible_to(audiences[name]).filter(paper=paper)
        return set(seen.values_list("slug", flat=True))

    assert texts("own lead") == {"official"}
    assert texts("own cleared lead") == {"official", "official-sensitive"}
    assert texts("other cleared secretariat") == {"official", "official-sensitive", "theirs"}


def test_the_panels_secretariat_knows_of_ready_papers_alone(world):
    panel = people(world)["panel secretariat"]
    unissued = Paper.objects.visible_to(panel).filter(issues=None)
    assert {paper.stage for paper in unissued} == {Stage.READY}
    assert not Section.objects.visible_to(panel).filter(paper__issues=None).exists()


def test_who_leaves_the_post_that_reports_reads_the_draft_no_more(world):
    from registers.actions import people as acts

    user = holder_of(world["post"], (Role.READER, world["own"]))
    paper = world["papers"]["alone", "draft"]
    assert Paper.objects.visible_to(audience_of(User.objects.get(pk=user.pk))).filter(pk=paper.pk).exists()
    acts.hold(post=world["post"], by=user, name=user.name, on=date(2020, 9, 1), holds=False)
    assert not Paper.objects.visible_to(audience_of(User.objects.get(pk=user.pk))).filter(pk=paper.pk).exists()
