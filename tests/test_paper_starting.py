"""Starting papers: the frames of the four kinds, what is carried over from the paper before, a quarter's at once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from registers import clock
from registers.access import audience_of
from reports.actions import paper_starting, papers
from reports.models import Edition, Fill, Labels, Paper, Part, StandingText
from reports.papers.editions import make_document
from reports.papers.kinds import KINDS
from reports.papers.proposals import propose, warnings
from tests.factories import OPEN_PROFILE, OrganisationFactory, agree, score_risk, somebody
from tests.paper_worlds import AS_AT, BEFORE, secretary_of, settled_register, start_paper, write

NEXT_MEETING, NEXT_AS_AT = date(2020, 12, 15), date(2020, 9, 30)


@pytest.fixture
def register(db):
    return settled_register()


@pytest.fixture
def mopac(register):
    return register.organisation


@pytest.fixture
def met_register(register):
    met = OrganisationFactory(slug="met", name="The Met", short_name="Met", kind="body", order=2)
    return settled_register(met, profile=dict(OPEN_PROFILE))


def start(organisation, kind, **values):
    proposal = propose(KINDS[kind], organisation, values.pop("panel_date", NEXT_MEETING))
    return paper_starting.start_from(proposal, by=values.pop("by", None) or somebody(), **values)


def headings(paper):
    return [section.heading for section in paper.sections.in_order()]


# Frames -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_place_of_a_frame_says_what_the_panel_needs_there(kind):
    keys = [place.key for place in KINDS[kind].frame]
    assert len(keys) == len(set(keys))
    assert [place.heading for place in KINDS[kind].frame if not place.guidance] == []


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_frame_opens_with_the_summary_and_closes_with_contacts_and_appendices(kind):
    frame = KINDS[kind].frame
    assert frame[0].heading == "Overall Summary of the Purpose of the Report"
    assert [place.heading for place in frame if place.part == Part.CLOSING] == [
        "Equality and Diversity Impact",
        "Financial Implications",
        "Legal Implications",
        "Risk Implications",
        "Contact Details",
        "Appendices and Background Papers",
    ]
    assert [place.fill for place in frame[-2:]] == [Fill.CONTACTS, Fill.APPENDICES]


def test_a_joint_paper_says_whose_part_each_section_is(mopac, met_register):
    paper = start(mopac, "alignment")
    writers = {section.heading: section.organisation for section in paper.sections.all() if section.organisation}
    assert writers == {"MOPAC Approach": mopac, "MPS Approach": met_register.organisation}
    assert paper.is_joint
    assert [basis.register.organisation.slug for basis in paper.bases.all()] == ["mopac", "met"]


def test_the_mets_report_takes_its_risks_by_progress_and_letters_its_appendices(met_register):
    paper = start(met_register.organisation, "met-risk-report")
    assert [heading for heading in headings(paper) if heading.endswith("risks to note are:")] == [
        "“On track” risks to note are:",
        "“Limited” risks to note are:",
        "“Slipped” risks to note are:",
        "“No progress” risks to note are:",
    ]
    assert paper.labels == Labels.LETTERS
    document = make_document(paper, Edition.FULL)
    assert [page.listed_as for page in document.appendices] == [
        "Appendix A – Summary of corporate risks and heat maps – June 2020 (OFFICIAL)"
    ]


def test_no_section_is_without_its_number_and_the_summary_has_none(mopac, met_register):
    for kind, organisation in (("met-risk-report", met_register.organisation), ("alignment", mopac)):
        document = make_document(start(organisation, kind), Edition.FULL)
        first_level = [section for section in document.sections if section.level == 1]
        assert [section.number for section in first_level] == [str(n) for n in range(1, len(first_level) + 1)]
        assert {section.number for section in document.summary} == {""}


# From the previous paper ------------------------------------------------------------------------


@pytest.fixture
def last_paper(register):
    paper = start_paper(register, report_by=[register.organisation.posts.first()])
    write(paper.sections.get(key="supporting"), body="How it was gone through.")
    write(paper.sections.get(key="movement"), body="Nothing moved.", heading="What moved")
    papers.add_section(paper=paper, by=somebody(), part=Part.BODY, heading="Violence", level=2, body="A deeper look.")
    papers.set_recommendations(paper=paper, by=somebody(), version=None, texts=["Note it", "Say more"])
    return paper


def test_the_next_paper_brings_the_text_of_the_last_one_and_says_that_nobody_has_read_it(last_paper):
    paper = start(last_paper.organisation, "mopac-risk-update")
    assert paper.previous == last_paper
    assert headings(paper) == headings(last_paper)
    carried = {section.heading for section in paper.sections.filter(is_carried=True)}
    assert carried == {"Supporting Information", "What moved", "Violence"}
    assert [row.text for row in paper.recommendations.all()] == ["Note it", "Say more"]
    assert [row.post for row in paper.reporters.all()] == [row.post for row in last_paper.reporters.all()]
    assert paper.contacts == last_paper.contacts
    assert paper.sections.get(heading="Violence").slug == "violence"


def test_a_text_that_somebody_saves_has_been_read(last_paper):
    paper = start(last_paper.organisation, "mopac-risk-update")
    assert not write(paper.sections.get(heading="Violence")).is_carried


def test_it_rests_on_the_latest_agreed_position_and_compares_with_what_was_printed(last_paper, register):
    agree(register, NEXT_AS_AT, on=date(2020, 10, 9), meeting="October board")
    paper = start(register.organisation, "mopac-risk-update")
    assert [(basis.as_at, basis.compared_with) for basis in paper.bases.all()] == [(NEXT_AS_AT, AS_AT)]


def test_where_nothing_was_agreed_since_it_shows_the_same_quarter_again(last_paper, register):
    paper = start(register.organisation, "mopac-risk-update")
    assert [(basis.as_at, basis.compared_with) for basis in paper.bases.all()] == [(AS_AT, BEFORE)]


def test_a_month_in_a_title_moves_on(met_register):
    met = met_register.organisation
    start(met, "met-risk-report", panel_date=date(2020, 9, 15))
    agree(met_register, NEXT_AS_AT, on=date(2020, 10, 9))
    paper = start(met, "met-risk-report")
    assert paper.appendices.get().title == "Summary of corporate risks and heat maps – September 2020"
    assert paper.appendices.get().long_title == "Corporate risk register September 2020"


def test_standing_text_stands_in_every_new_paper_and_counts_as_read(last_paper):
    StandingText.objects.create(
        organisation=last_paper.organisation, kind=last_paper.kind, key="legal", body="No new duties."
    )
    legal = start(last_paper.organisation, "mopac-risk-update").sections.get(key="legal")
    assert (legal.body, legal.is_carried) == ("No new duties.", False)


def test_what_the_portal_drafts_takes_the_place_of_last_quarters_words(last_paper):
    def drafter(paper, section):
        return "Two risks rose." if section.key == "movement" else ""

    paper = start(last_paper.organisation, "mopac-risk-update", drafter=drafter)
    movement = paper.sections.get(key="movement")
    assert (movement.body, movement.is_carried) == ("Two risks rose.", True)
    assert paper.sections.get(key="supporting").body == "How it was gone through."


def test_a_writer_is_warned_of_what_the_board_has_not_agreed_yet(last_paper, register):
    secretary = secretary_of(register)
    with clock.at(clock.moment_on(date(2020, 11, 2))):
        score_risk(register.risks.get(ref=1), 4, 4, on=date(2020, 11, 2), by=secretary)
        paper = start(register.organisation, "mopac-risk-update")
        assert list(warnings(paper, audience_of(secretary))) == [
            f"{register.title}: 1 risk has been changed since it was agreed as at 30 June 2020. The paper does not "
            "show these changes until the board agrees them."
        ]


def test_a_day_ahead_of_the_board_is_warned_of(register):
    paper = start_paper(register, as_at=NEXT_AS_AT, compared_with=AS_AT)
    assert "30 September 2020 has not been agreed yet" in next(warnings(paper, audience_of(secretary_of(register))))


# A quarter's papers -----------------------------------------------------------------------------


def test_a_quarters_papers_are_started_together(mopac, met_register):
    made = paper_starting.start_quarter(organisation=mopac, by=somebody(), panel_date=NEXT_MEETING)
    assert [paper.kind for paper in made] == ["mopac-risk-update", "alignment", "governance"]
    theirs = paper_starting.start_quarter(
        organisation=met_register.organisation, by=somebody(), panel_date=NEXT_MEETING
    )
    assert [paper.kind for paper in theirs] == ["met-risk-report"]  # the joint one is there already
    assert {paper.panel_date for paper in Paper.objects.all()} == {NEXT_MEETING}
    with pytest.raises(ValidationError):
        paper_starting.start_quarter(organisation=mopac, by=somebody(), panel_date=NEXT_MEETING)


def test_only_the_kinds_asked_for_are_started(mopac, met_register):
    made = paper_starting.start_quarter(
        organisation=mopac, by=somebody(), panel_date=NEXT_MEETING, kinds=["governance"]
    )
    assert [paper.slug for paper in made] == ["governance-2020-12"]
