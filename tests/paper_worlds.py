"""Made-up papers for tests: a body with a settled register, its secretariat, and a paper on its kind's frame."""

from datetime import date

from registers import clock
from registers.models import Role
from reports.actions import papers
from reports.models import Edition
from reports.papers.editions import make_document
from tests.factories import (
    CLOSED_PROFILE,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    agree,
    open_risk,
    somebody,
)

BEFORE, AS_AT = date(2020, 3, 31), date(2020, 6, 30)
MEETING = date(2020, 9, 15)


def settled_register(organisation=None, risks=(), **fields):
    """A register of MOPAC's profile with three scored risks, agreed as at the paper's day."""
    organisation = organisation or OrganisationFactory(slug="mopac", short_name="MOPAC")
    register = RegisterFactory(organisation=organisation, **{"profile": dict(CLOSED_PROFILE)} | fields)
    owner = PostFactory(organisation=organisation, title="Director of Plans")
    for title, score in (("Money", (3, 3)), ("Estate", (1, 2)), ("Data", (4, 4)), *risks):
        open_risk(register, title=title, description=f"{title} may go wrong.", score=score, owners=[owner])
    agree(register, BEFORE)
    agree(register, AS_AT, meeting="Governance board, 30 June 2020")
    return register


def secretary_of(register, *, cleared=True):
    organisation = register.organisation
    return somebody((Role.SECRETARIAT, organisation), cleared_by=[organisation] if cleared else ())


def start_paper(register=None, by=None, as_at=AS_AT, compared_with=BEFORE, **fields):
    """A paper with the frame of its kind, started on its meeting's day."""
    register = register or settled_register()
    values = {
        "kind": "mopac-risk-update",
        "panel_date": MEETING,
        "contacts": [{"name": "Risk team", "email": "risk@body.example"}],
    }
    with clock.at(clock.moment_on(MEETING)):
        return papers.start(
            organisation=register.organisation,
            bases=[(register, as_at, compared_with)],
            by=by or secretary_of(register),
            **values | fields,
        )


def register_of(paper):
    """The register a paper rests on first."""
    return paper.bases.select_related("register__organisation").first().register


def write(section, **changes):
    """Save a section with only these things changed."""
    now = {name: getattr(section, name) for name in ("heading", "level", "body", "numbered", "marking")}
    by = changes.pop("by", None) or somebody()
    return papers.write(section=section, by=by, version=changes.pop("version", None), **now | changes)


def both_editions(paper):
    return {edition: make_document(paper, edition) for edition in Edition}
