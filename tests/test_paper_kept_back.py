"""What somebody who writes a paper, or reads one, could get at by a way round, and does not."""

from datetime import date

import pytest

from registers import clock
from registers.access import audience_of
from registers.models import Organisation, Role, SensitiveRead
from reports.actions import paper_starting, papers, writing
from reports.making import may_be_given_out
from reports.models import Comment, Edition, Issue, Paper, Rendering, State, What
from reports.papers.comparing import since_paper_before
from reports.papers.drafting import drafted
from reports.papers.editions import make_document
from reports.papers.printing import print_paper
from tests.factories import OPEN_PROFILE, OrganisationFactory, agree, client_of, open_risk, score_risk, somebody
from tests.issue_worlds import bare_issue
from tests.pages import words_of
from tests.paper_worlds import AS_AT, BEFORE, MEETING, secretary_of, settled_register, start_paper, write

pytestmark = pytest.mark.django_db
SENSITIVE, OFFICIAL = "official-sensitive", "official"


@pytest.fixture(autouse=True)
def _at_the_desk():
    with clock.at(clock.moment_on(MEETING, 10)):
        yield


@pytest.fixture
def register():
    return settled_register()


@pytest.fixture
def paper(register):
    return start_paper(register)


@pytest.fixture
def section(paper):
    return paper.sections.get(key="supporting")


@pytest.fixture
def cleared(register):
    return secretary_of(register)


@pytest.fixture
def uncleared(register):
    return secretary_of(register, cleared=False)


@pytest.fixture
def met():
    return OrganisationFactory(slug="met", short_name="the Met")


# Figures and references -----------------------------------------------------------------------------------------------


def test_a_risk_that_a_writer_may_not_know_of_is_in_no_list_to_choose_from(cleared, uncleared):
    register = settled_register(OrganisationFactory(slug="met"), profile=dict(OPEN_PROFILE))
    open_risk(register, title="Informant", marking=SENSITIVE, score=(4, 4))
    agree(register, AS_AT, on=date(2020, 7, 2))
    paper = start_paper(register, slug="theirs")
    section = paper.sections.get(key="supporting")
    reader, knower = (client_of(secretary_of(register, cleared=told)) for told in (False, True))
    for asked in ("", "?q=Informant", "?q=corporate/4"):
        for part in ("figures/", "figures/found/"):
            assert "Informant" not in words_of(reader.get(f"{paper.get_absolute_url()}{part}{asked}"))
    assert "Informant" in words_of(knower.get(f"{paper.get_absolute_url()}figures/?q=Informant"))
    insert = f"{section.get_absolute_url()}insert/"
    assert reader.post(insert, {"name": "met/corporate/4.title"}).status_code == 404
    assert reader.post(insert, {"name": "met/corporate/3.title"}).status_code == 302


def test_naming_a_sensitive_figure_in_public_text_tells_its_value_to_nobody_who_may_not_see_it(section, uncleared):
    client = client_of(uncleared)
    text = "[[mopac/corporate/3.score]] and [[mopac/corporate.count.band.very-high]]"
    for marking in (OFFICIAL, SENSITIVE):
        page = client.post(f"{section.get_absolute_url()}preview/", {"body": text, "marking": marking})
        assert words_of(page).count("[withheld]") == 2


def test_a_reference_does_not_tell_of_a_paper_that_its_writer_may_not_see(paper, section, uncleared, met):
    start_paper(settled_register(met), kind="met-risk-report", slug="theirs", title="Nightjar report")
    client, text = client_of(uncleared), {"body": "As in [[see paper:theirs]]."}
    page = words_of(client.post(f"{section.get_absolute_url()}preview/", text))
    assert "Nightjar" not in page
    assert "[unknown: see paper:theirs]" in page
    write(section, body=text["body"])
    for edition in (Edition.PUBLIC, Edition.FULL):
        assert "Nightjar" not in print_paper(make_document(paper, edition, audience_of(uncleared))).html
    assert "Nightjar" in print_paper(make_document(paper, Edition.PUBLIC)).html  # as it goes to the Panel
    paper.sections.model.objects.filter(pk=section.pk).update(key="interdependencies")
    section.refresh_from_db()
    assert "theirs" not in drafted(paper, section, audience_of(uncleared), is_asked=True)


# Comments -------------------------------------------------------------------------------------------------------------


def comments_of(user, paper):
    return words_of(client_of(user).get(f"{paper.get_absolute_url()}comments/"))


def test_what_was_said_of_a_text_while_it_was_sensitive_stays_with_the_cleared(paper, section, cleared, uncleared):
    first = writing.comment(paper=paper, by=cleared, text="Whimbrel", section=section)
    section = write(section, marking=SENSITIVE, body="Closed")
    writing.answer(comment=first, by=cleared, text="Nightjar")
    writing.comment(paper=paper, by=cleared, text="Redshank", section=section)
    assert "Whimbrel" not in comments_of(uncleared, paper)
    write(section, marking=OFFICIAL, body="Open")
    seen = comments_of(uncleared, paper)
    assert "Whimbrel" in seen
    assert "Nightjar" not in seen
    assert "Redshank" not in seen
    assert {"Whimbrel", "Nightjar", "Redshank"} <= set(comments_of(cleared, paper).split())


def test_a_comment_on_an_appendix_takes_the_clearance_of_the_body_whose_register_it_shows(met):
    mopac = settled_register()
    theirs = settled_register(met)
    joint = start_paper(mopac, kind="alignment", slug="joint")
    basis = joint.bases.create(register=theirs, as_at=AS_AT, compared_with=BEFORE, place=1)
    appendix = joint.appendices.create(
        slug="x", kind="narrative", title="X", marking=SENSITIVE, basis=basis, order=9, body="Nightjar"
    )
    writing.comment(paper=joint, by=secretary_of(theirs), text="Redshank", appendix=appendix)
    assert "Redshank" not in comments_of(secretary_of(mopac), joint)
    assert "Redshank" in comments_of(secretary_of(theirs), joint)
    assert Comment.objects.visible_to(audience_of(secretary_of(theirs))).count() == 1


# Versions and files ---------------------------------------------------------------------------------------------------


def test_reading_a_version_that_was_sensitive_is_logged_though_the_section_is_open_by_now(section, cleared):
    section = write(section, body="Closed words", marking=SENSITIVE)
    section = write(section, body="Open words", marking=OFFICIAL)
    client_of(cleared).get(f"{section.get_absolute_url()}versions/")
    assert "versions of section" in SensitiveRead.objects.get().what


def test_a_file_of_the_public_edition_is_not_given_to_the_uncleared_once_its_text_is_sensitive(
    paper, section, cleared, uncleared
):
    section = write(section, body="Nightjar")
    printed = print_paper(make_document(paper, Edition.PUBLIC, audience_of(cleared)))
    made = Rendering.objects.create(
        what=What.PAPER, organisation=paper.organisation, paper=paper, edition=Edition.PUBLIC, requested_by=cleared,
        digest=printed.digest, state=State.DONE, blob=_blob(),
    )  # fmt: skip
    assert may_be_given_out(made, audience_of(uncleared))
    write(section, body="Nightjar", marking=SENSITIVE)
    address = f"/files/{made.key}/download/"
    assert client_of(uncleared).get(address).status_code == 403
    assert client_of(cleared).get(address).status_code == 200


def _blob():
    from registers.models import Blob

    return Blob.objects.keep(b"%PDF", "application/pdf")


def test_a_preview_of_a_joint_paper_is_logged_by_both_bodies(met):
    mopac, theirs = settled_register(), settled_register(met)
    joint = start_paper(mopac, kind="alignment", slug="joint")
    both = somebody((Role.SECRETARIAT, mopac.organisation), cleared_by=[mopac.organisation, met])
    client_of(both).get(f"{joint.get_absolute_url()}preview/full/")
    assert set(SensitiveRead.objects.values_list("organisation", flat=True)) == {mopac.organisation_id, met.pk}
    assert theirs.organisation_id == met.pk


# From one paper to the next -------------------------------------------------------------------------------------------


def test_sensitive_text_of_one_keeper_does_not_become_the_other_bodys_in_the_next_joint_paper(met):
    mopac, theirs = settled_register(), settled_register(met)
    before = start_paper(mopac, kind="alignment", slug="joint")
    section = before.sections.filter(organisation=None, part="body").first()
    section = section or papers.add_section(paper=before, by=somebody(), part="body", heading="Common")
    write(section, body="Nightjar", marking=SENSITIVE)
    before.appendices.create(slug="kept", kind="narrative", title="Kept", marking=SENSITIVE, body="Redshank", order=9)
    following = paper_starting.start(
        organisation=met, by=secretary_of(theirs), kind="alignment", bases=[(theirs, AS_AT, BEFORE)],
        panel_date=date(2020, 12, 15), previous=before,
    )  # fmt: skip
    reads = client_of(secretary_of(theirs))
    carried = following.sections.get(slug=section.slug)
    assert "Nightjar" not in words_of(reads.get(carried.get_absolute_url()))
    assert carried.organisation == mopac.organisation
    assert "Redshank" not in following.appendices.get(slug="kept").body


# Issued papers --------------------------------------------------------------------------------------------------------


def position(score):
    return {"risks": [_risk(score)]}


def _risk(score):
    said = dict.fromkeys(("description", "owners", "leads", "target", "progress", "horizon", "objectives", "controls"))
    scored = {"likelihood": score, "impact": score, "band": "high"}
    return said | scored | {"ref": 1, "printed_ref": "1", "title": "Money", "closed_on": None}


def test_what_an_edition_did_not_print_is_not_told_by_comparing_two_positions(register):
    """The full editions hold nothing sensitive, so both bodies read them; the positions kept beside them do."""
    for month, score in ((9, (3, 3)), (12, (4, 4))):
        paper = Paper.objects.create(
            slug=f"p-{month}", kind="mopac-risk-update", organisation=register.organisation, title="A paper",
            panel="Panel", panel_date=date(2020, month, 15), stage="issued",
        )  # fmt: skip
        days = {9: (AS_AT, BEFORE), 12: (date(2020, 9, 30), AS_AT)}[month]
        paper.bases.create(register=register, as_at=days[0], compared_with=days[1])
        if month == 12:
            score_risk(register.risks.get(ref=1), *score, on=date(2020, 9, 1), recorded=MEETING)
            agree(register, days[0], on=date(2020, 10, 5))
        kept = bare_issue(paper, somebody())
        from reports.papers.snapshot import basis_data

        with clock.at(clock.moment_on(date(2020, 12, 10))):
            kept.snapshot["bases"] = [basis_data(paper, paper.bases.get(), clock.now())]
            kept.snapshot["known_at"] = clock.now().isoformat()
        kept.save()
        kept.editions.get(edition=Edition.FULL).holds_sensitive_of.clear()
    with clock.at(clock.moment_on(date(2020, 12, 20))):
        latest = Issue.objects.get(paper__slug="p-12")
        other = somebody((Role.LEAD, OrganisationFactory(slug="met")))
        told = since_paper_before(latest, audience_of(other))
        assert "Score" not in repr(told)
        assert "Score" in repr(since_paper_before(latest, audience_of(secretary_of(register))))
        panel = OrganisationFactory(slug="panel", kind=Organisation.Kind.PANEL)
        member = audience_of(somebody((Role.PANEL_MEMBER, panel)))
        assert "Score" not in repr(since_paper_before(latest, member))  # no appendix of these papers printed one
        for issue in Issue.objects.all():
            issue.snapshot["text"] = {"appendices": [{"kind": "risk-position"}]}
            issue.save()
        latest.refresh_from_db()
        assert "Score" in repr(since_paper_before(latest, member))


def test_a_reader_of_what_was_issued_does_not_meet_the_title_it_is_given_meanwhile(register):
    panel = OrganisationFactory(slug="panel", short_name="the Panel", kind=Organisation.Kind.PANEL)
    paper = start_paper(register, title="Risk update")
    bare_issue(paper, somebody())
    Paper.objects.filter(pk=paper.pk).update(title="Nightjar")
    member = client_of(somebody((Role.PANEL_MEMBER, panel)))
    for part in ("", "issues/", "issues/1/", "issues/1/full/"):
        assert "Nightjar" not in words_of(member.get(f"{paper.get_absolute_url()}{part}")), part
    for address in ("/papers/", "/panel/", f"/panel/{MEETING}/"):
        assert "Nightjar" not in words_of(member.get(address)), address


def test_what_was_said_at_the_meeting_is_for_the_panel_and_the_cleared(register, cleared, uncleared):
    paper = start_paper(register)
    kept = bare_issue(paper, somebody())
    kept.editions.get(edition=Edition.FULL).holds_sensitive_of.clear()
    section = paper.sections.get(key="supporting")
    paper.oral_notes.create(section=section, text="Nightjar", by=cleared)
    panel = OrganisationFactory(slug="panel", kind=Organisation.Kind.PANEL)
    reads = {"cleared": cleared, "member": somebody((Role.PANEL_MEMBER, panel))}
    kept_from = {"uncleared": uncleared, "other": somebody((Role.LEAD, OrganisationFactory(slug="met")))}
    address = f"{paper.get_absolute_url()}issues/"
    assert all("Nightjar" in words_of(client_of(user).get(address)) for user in reads.values())
    assert not any("Nightjar" in words_of(client_of(user).get(address)) for user in kept_from.values())
