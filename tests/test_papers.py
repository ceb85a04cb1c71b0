"""A paper as a record and as a document: who may know of it, how it is numbered, and which figures it prints."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from registers import clock
from registers.access import audience_of
from registers.actions import assessments, corrections, risks
from registers.audience import Audience
from registers.models import Assessment, Blob, Role
from registers.models.risks import Stale
from registers.sees import World
from reports.actions import papers
from reports.models import Edition, Paper, Part, Rendering, Section, What
from reports.papers.document import NOT_PUBLISHED
from reports.papers.editions import figures_of, make_document
from reports.papers.numbering import Numbering, letters
from reports.sees import sees
from tests.factories import OPEN_PROFILE, OrganisationFactory, RegisterFactory, agree, open_risk, score_risk, somebody
from tests.paper_worlds import (
    AS_AT,
    BEFORE,
    both_editions,
    register_of,
    settled_register,
    start_paper,
    write,
)

FULL, PUBLIC = Edition.FULL, Edition.PUBLIC


def printed(document):
    """Everything a document says, as one text."""
    return repr(document)


def section_called(document, heading):
    return next(section for section in (*document.summary, *document.sections) if section.heading == heading)


def numbers(document):
    return [piece.number for section in document.sections for piece in section.pieces if piece.number]


# Numbering -------------------------------------------------------------------------------------


def test_paragraphs_run_on_past_the_headings_inside_a_section():
    counting = Numbering()
    assert counting.heading(1, numbered=True) == "1"
    assert [counting.next_paragraph(), counting.next_paragraph()] == ["1.1", "1.2"]
    assert counting.heading(2, numbered=True) == ""
    assert counting.next_paragraph() == "1.3"
    assert counting.heading(1, numbered=True) == "2"
    assert counting.next_paragraph() == "2.1"


def test_a_section_without_a_number_leaves_its_paragraphs_without_one():
    counting = Numbering()
    counting.heading(1, numbered=True)
    assert counting.heading(1, numbered=False) == ""
    assert counting.next_paragraph() == ""
    assert counting.heading(1, numbered=True) == "2"


def test_letters_go_on_after_z():
    found = letters()
    assert [next(found) for _ in range(28)][-3:] == ["z", "aa", "ab"]


# Writing ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_new_paper_has_every_heading_of_its_kind_and_no_text():
    paper = start_paper()
    headings = [section.heading for section in paper.sections.in_order()]
    assert headings[:4] == [
        "Overall Summary of the Purpose of the Report",
        "Key Considerations for the Panel",
        "Interdependencies/Cross Cutting Issues",
        "Supporting Information",
    ]
    assert headings[-1] == "Appendices and Background Papers"
    assert not any(section.body for section in paper.sections.all())
    assert [(a.title, a.marking) for a in paper.appendices.all()][1][1] == "official-sensitive"


@pytest.mark.django_db
def test_two_papers_for_one_meeting_have_addresses_of_their_own():
    register = settled_register()
    assert [start_paper(register).slug, start_paper(register).slug] == [
        "mopac-risk-update-2020-09",
        "mopac-risk-update-2020-09-2",
    ]


@pytest.mark.django_db
def test_a_paper_cannot_compare_with_its_own_day():
    with pytest.raises(ValidationError, match="must be before"):
        start_paper(compared_with=AS_AT)


@pytest.mark.django_db
def test_the_second_of_two_writers_is_shown_what_the_first_saved_and_saves_nothing():
    section = start_paper().sections.first()
    opened = section.version
    write(section, version=opened, body="The first one's words")
    with pytest.raises(Stale) as conflict:
        write(section, version=opened, body="The second one's words")
    assert conflict.value.theirs.body == "The first one's words"
    section.refresh_from_db()
    assert section.body == "The first one's words"


@pytest.mark.django_db
def test_the_trail_says_who_wrote_what():
    paper = start_paper()
    section, writer = paper.sections.first(), somebody(name="Ida Mercer")
    write(section, by=writer, body="Words")
    papers.remove_section(section=section, by=writer, version=None)
    last, before = Section.history.filter(slug=section.slug)[:2]
    assert (last.history_type, last.history_user, before.body) == ("-", writer, "Words")


@pytest.mark.django_db
def test_recommendations_are_saved_as_a_whole_and_a_stale_list_is_told():
    paper, by = start_paper(), somebody()
    opened = papers.seen(paper.recommendations.all())
    papers.set_recommendations(paper=paper, by=by, version=opened, texts=["Note it", "", " Ask for more "])
    assert [row.text for row in paper.recommendations.all()] == ["Note it", "Ask for more"]
    with pytest.raises(Stale) as conflict:
        papers.set_recommendations(paper=paper, by=by, version=opened, texts=["Mine"])
    assert [row.text for row in conflict.value.theirs] == ["Note it", "Ask for more"]
    now = papers.seen(paper.recommendations.all())
    papers.set_recommendations(paper=paper, by=by, version=now, texts=["Ask for more"])
    assert [row.text for row in paper.recommendations.all()] == ["Ask for more"]


@pytest.mark.django_db
def test_one_persons_recommendations_do_not_disturb_anothers_title_block():
    paper, by = start_paper(), somebody()
    papers.set_recommendations(paper=paper, by=by, version=None, texts=["Note it"])
    fields = {name: getattr(paper, name) for name in ("panel", "panel_date", "agenda_item")}
    fields["bases"] = [(register_of(paper), AS_AT, BEFORE)]
    papers.edit_title_block(paper=paper, by=by, version=1, title="Mine", report_by=[], contacts=[], **fields)
    assert Paper.objects.get().title == "Mine"


@pytest.mark.django_db
def test_sections_are_added_moved_and_removed_within_their_part():
    paper, by = start_paper(), somebody()

    def body():
        return [section.heading for section in paper.sections.filter(part=Part.BODY).in_order()]

    first = paper.sections.get(heading="Supporting Information")
    papers.add_section(paper=paper, by=by, part=Part.BODY, heading="Violence", level=2, after=first)
    added = papers.add_section(paper=paper, by=by, part=Part.BODY, heading="Violence", level=2)
    assert body()[0::2] == ["Supporting Information", "Changes and movement of risk since last quarter"]
    assert added.slug == "violence-2"
    for _ in range(9):
        papers.move_section(section=added, by=by, step=-1)
    assert body()[0] == "Violence"
    papers.remove_section(section=added, by=by, version=added.version)
    assert body()[0] == "Supporting Information"
    assert paper.sections.filter(part=Part.CLOSING).count() == 6


# What the figures rest on ----------------------------------------------------------------------


@pytest.mark.django_db
def test_a_working_score_reaches_the_paper_when_the_board_agrees_it():
    register = settled_register()
    paper, money = start_paper(register), register.risks.get(ref=1)
    with clock.at(clock.moment_on(date(2020, 7, 1))):
        assessments.record(
            risk=money, by=somebody(), version=None, on=date(2020, 6, 1), likelihood=4, impact=4, reason="It doubled"
        )
    before = make_document(paper, FULL)
    assert before.appendices[1].content.rows[0].current.words == "H v H"
    assert "doubled" not in printed(before)
    agree(register, AS_AT, on=date(2020, 7, 9), meeting="Governance board, 9 July 2020")
    after = make_document(paper, FULL).appendices[1].content.rows[0]
    assert (after.current.words, after.movement, after.reason) == ("VH v VH", "up", "It doubled")
    assert after.before.words == "H v H"


@pytest.mark.django_db
def test_the_paper_says_who_agreed_its_figures_and_what_they_are_compared_with():
    basis = make_document(start_paper(), PUBLIC).bases[0]
    assert (basis.as_at, basis.compared_with) == (AS_AT, BEFORE)
    assert basis.agreed == "Governance board, 30 June 2020"
    assert basis.corrected == ""


@pytest.mark.django_db
def test_a_correction_agreed_later_is_said_in_the_edition_that_prints_it_and_in_no_other():
    register = settled_register()
    paper, money = start_paper(register), register.risks.get(ref=1)
    with clock.at(clock.moment_on(date(2020, 8, 1))):
        entry = Assessment.objects.get(risk=money)
        corrections.correct(fact=entry, by=somebody(), version=None, reason="A slip", likelihood=1, impact=1)
    agree(register, date(2020, 7, 31), on=date(2020, 8, 3), meeting="August board")
    editions = both_editions(paper)
    assert editions[FULL].bases[0].agreed == "Governance board, 30 June 2020"
    assert editions[FULL].bases[0].corrected == "August board, 3 August 2020"
    assert editions[PUBLIC].bases[0].corrected == ""  # a withheld score was corrected: the public edition prints none


@pytest.mark.django_db
def test_a_day_that_no_board_has_settled_yet_is_not_passed_off_as_agreed():
    paper = start_paper(as_at=date(2020, 9, 30), compared_with=AS_AT)
    basis = make_document(paper, PUBLIC).bases[0]
    assert (basis.as_at, basis.asked_for) == (AS_AT, date(2020, 9, 30))


@pytest.mark.django_db
def test_a_register_never_agreed_gives_a_paper_without_figures():
    register = RegisterFactory(organisation=OrganisationFactory(slug="mopac"))
    open_risk(register, title="Secretly worked on")
    document = make_document(start_paper(register), FULL)
    assert document.bases[0].as_at is None
    assert [page.content for page in document.appendices] == [None, None]
    assert "Secretly" not in printed(document)


@pytest.mark.django_db
def test_the_paper_names_no_member_who_keyed_the_agreement():
    register = settled_register()
    agree(register, date(2020, 7, 31), by=somebody(name="Quentin Keyer"), meeting="")
    document = make_document(start_paper(register, as_at=date(2020, 7, 31), compared_with=AS_AT), FULL)
    assert document.bases[0].agreed == "31 July 2020"


# Appendices ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_overview_lists_each_risk_with_its_movement_and_owner():
    overview = make_document(start_paper(), PUBLIC).appendices[0].content
    assert [(row.ref, row.title, row.movement, row.owners) for row in overview.rows] == [
        ("1", "Money", "static", "Director of Plans"),
        ("2", "Estate", "static", "Director of Plans"),
        ("3", "Data", "static", "Director of Plans"),
    ]


@pytest.mark.django_db
def test_the_map_shows_the_highest_band_only_and_says_so():
    overview = make_document(start_paper(settled_register(risks=[("Third", (4, 3))])), FULL).appendices[0].content
    assert [row.ref for row in overview.map.table()] == ["3"]
    assert overview.map_rule == "Shows the risks in the highest band occupied, Very high: 1 of 4."
    assert overview.map_marking == "OFFICIAL-SENSITIVE"


@pytest.mark.django_db
def test_where_scores_are_public_the_public_edition_has_the_map():
    overview = make_document(start_paper(settled_register(profile=dict(OPEN_PROFILE))), PUBLIC).appendices[0].content
    assert [row.ref for row in overview.map.table()] == ["3"]
    assert overview.map_marking == ""


@pytest.mark.django_db
def test_where_scores_are_withheld_there_is_a_sentence_and_no_trace_of_one():
    document = make_document(start_paper(), PUBLIC)
    overview = document.appendices[0].content
    assert overview.map is None
    assert overview.map_rule == "The heat map shows scores, which this edition does not publish."
    assert document.marking == "OFFICIAL"
    assert " v " not in printed(overview)


@pytest.mark.django_db
def test_a_risk_without_a_score_is_named_beside_the_map():
    register = settled_register()
    open_risk(register, title="Unscored")
    agree(register, AS_AT, on=date(2020, 7, 2))
    rule = make_document(start_paper(register), FULL).appendices[0].content.map_rule
    assert rule.endswith("1 of 4. Not scored on this scale: 4.")


@pytest.mark.django_db
def test_both_editions_count_the_same_risks():
    register = settled_register()
    open_risk(register, title="Informant", marking="official-sensitive", score=(2, 2))
    agree(register, AS_AT, on=date(2020, 7, 2))
    editions = both_editions(start_paper(register))
    counts = {(e.appendices[0].content.total, e.appendices[0].content.unpublished) for e in editions.values()}
    assert counts == {(4, 1)}
    assert "Informant" in printed(editions[FULL])
    assert "Informant" not in printed(editions[PUBLIC])


@pytest.mark.django_db
def test_the_summary_says_which_risks_stand_above_appetite():
    register = settled_register()
    money, estate, _ = register.risks.order_by("ref")
    by, on = somebody(), date(2020, 2, 1)
    with clock.at(clock.moment_on(on)):
        assessments.set_appetite(register=register, by=by, on=on, statement="Little", highest_band="medium")
        assessments.override_appetite(risk=money, by=by, version=None, on=on, highest_band="high", reason="Grants")
        score_risk(estate, 1, 1, on=on, kind="target")
    agree(register, AS_AT, on=date(2020, 7, 2))
    rows = make_document(start_paper(register), FULL).appendices[1].content.rows
    assert [(row.appetite, row.standing) for row in rows] == [
        ("High", "Within"),
        ("Medium", "Within"),
        ("Medium", "Above"),
    ]
    assert [row.target.words for row in rows] == ["Not set", "L v L", "Not set"]


@pytest.mark.django_db
def test_the_reason_of_a_score_that_stands_is_what_was_last_said_of_it():
    register = settled_register()
    money = register.risks.get(ref=1)
    score_risk(money, 3, 3, on=date(2020, 6, 2), reason="Looked at again, no change")
    agree(register, AS_AT, on=date(2020, 7, 2))
    row = make_document(start_paper(register), FULL).appendices[1].content.rows[0]
    assert (row.movement, row.reason, row.reason_on) == ("static", "Looked at again, no change", date(2020, 6, 2))


@pytest.mark.django_db
def test_where_scores_are_public_their_reasons_are_not_even_read():
    register = settled_register(profile=dict(OPEN_PROFILE))
    score_risk(register.risks.get(ref=1), 4, 3, on=date(2020, 6, 2), reason="Told in confidence")
    agree(register, AS_AT, on=date(2020, 7, 2))
    paper = start_paper(register)
    positions = {edition: figures_of(paper, edition)[0].position for edition in Edition}
    assert "in confidence" in repr(positions[FULL].risks[0].details)
    assert "in confidence" not in repr(positions[PUBLIC].risks[0].details)
    assert make_document(paper, PUBLIC).appendices[0].content.rows[0].movement == "up"


@pytest.mark.django_db
def test_a_closed_risk_is_listed_as_closed_in_the_quarter_it_closed():
    register = settled_register()
    with clock.at(clock.moment_on(date(2020, 5, 5))):
        risks.close(risk=register.risks.get(ref=3), by=somebody(), version=None, on=date(2020, 5, 5), reason="Sold")
    agree(register, AS_AT, on=date(2020, 7, 2))
    document = make_document(start_paper(register), FULL)
    assert document.appendices[0].content.rows[2].movement == "closed"
    assert [row.ref for row in document.appendices[0].content.map.table()] == ["1"]


@pytest.mark.django_db
def test_an_appendix_marked_down_still_prints_no_withheld_score():
    paper, by = start_paper(), somebody()
    papers.set_appendices(paper=paper, by=by, version=None, rows=[("One", "official"), ("Two", "official")])
    content = make_document(paper, PUBLIC).appendices[1].content
    assert {row.current.words for row in content.rows} == {"Withheld"}
    assert content.above == 0


# Sensitive text --------------------------------------------------------------------------------


@pytest.fixture
def paper_with_a_secret(db):
    paper = start_paper()
    for section, body in zip(
        paper.sections.filter(part=Part.BODY).in_order(), ("One.\n\nTwo.", "Nightjar.\n\nWren."), strict=True
    ):
        write(section, body=body, marking="official-sensitive" if "Nightjar" in body else "official")
    papers.add_section(paper=paper, by=somebody(), part=Part.BODY, heading="After", level=2, body="Three.")
    return paper


def test_a_sensitive_section_keeps_its_heading_and_nothing_of_its_text(paper_with_a_secret):
    editions = both_editions(paper_with_a_secret)
    heading = "Changes and movement of risk since last quarter"
    withheld = section_called(editions[PUBLIC], heading)
    assert NOT_PUBLISHED in withheld.pieces[0].html
    assert "Nightjar" not in printed(editions[PUBLIC])
    assert "Nightjar" in section_called(editions[FULL], heading).pieces[0].html


def test_what_follows_a_sensitive_section_has_the_same_number_in_both_editions(paper_with_a_secret):
    editions = both_editions(paper_with_a_secret)
    assert numbers(editions[FULL]) == ["1.1", "1.2", "1.3a", "1.3b", "1.4"]
    assert numbers(editions[PUBLIC]) == ["1.1", "1.2", "1.3", "1.4"]


def test_the_public_edition_does_not_depend_on_sensitive_text(paper_with_a_secret):
    before = make_document(paper_with_a_secret, PUBLIC)
    write(paper_with_a_secret.sections.get(body__contains="Nightjar"), body="Quite\n\nanother\n\ntext")
    assert make_document(paper_with_a_secret, PUBLIC) == before


def test_a_document_is_marked_as_its_most_sensitive_part(paper_with_a_secret):
    editions = both_editions(paper_with_a_secret)
    assert (editions[FULL].marking, editions[PUBLIC].marking) == ("OFFICIAL-SENSITIVE", "OFFICIAL")


# Who may know of what --------------------------------------------------------------------------


def furnish():
    """Two bodies, each with a paper, sections of both markings, and files of papers and risks."""
    made = SimpleNamespace(bodies=[], registers=[], people=[somebody(), somebody()], records=[])
    for slug in ("mopac", "other"):
        register = settled_register(OrganisationFactory(slug=slug))
        paper = start_paper(register, by=made.people[0], slug=f"paper-of-{slug}")
        write(paper.sections.first(), marking="official-sensitive")
        papers.set_recommendations(paper=paper, by=made.people[0], version=None, texts=["Note it"])
        made.bodies.append(register.organisation)
        made.registers.append(register)
        _files(made, paper, register)
    return made


def _files(made, paper, register):
    blob = Blob.objects.create(sha256=uuid4().hex, content=b"x", size=1)
    common = {"organisation": register.organisation, "state": "done", "blob": blob}
    for edition, sensitive in ((FULL, True), (PUBLIC, False)):
        Rendering.objects.create(
            what=What.PAPER, paper=paper, edition=edition, is_sensitive=sensitive, requested_by=made.people[0], **common
        )
    for person in made.people:
        Rendering.objects.create(
            what=What.RISK_TEMPLATE, risk=register.risks.get(ref=1), as_at=AS_AT, requested_by=person, **common
        )


def our_models():
    models = apps.get_app_config("reports").get_models()
    return [model for model in models if not model.__name__.startswith("Historical")]


SETS = ("papers_of", "cleared", "working", "agreed", "registers")
picks = st.fixed_dictionaries({name: st.sets(st.integers(0, 1)) for name in SETS})


@pytest.mark.django_db
def test_the_database_shows_exactly_the_papers_and_files_the_written_rule_allows():
    made, world = furnish(), World()

    @settings(max_examples=60)
    @given(picks, st.integers(0, 2))
    def holds_for(chosen, person):
        keys = {name: made.registers if name == "registers" else made.bodies for name in SETS}
        seen = {name: frozenset(keys[name][place].pk for place in places) for name, places in chosen.items()}
        audience = Audience(user=made.people[person].pk if person < 2 else None, **seen)
        for model in our_models():
            shown = set(model.objects.all().visible_to(audience))
            assert shown == {row for row in model.objects.all() if sees(audience, row, world)}, model

    holds_for()


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_only_the_secretariat_of_its_body_may_see_or_edit_a_draft(role):
    paper = start_paper()
    here, elsewhere = somebody((role, paper.organisation)), somebody((role, OrganisationFactory(slug="elsewhere")))
    may = role == Role.SECRETARIAT
    for permission in ("reports.view_paper", "reports.edit_paper"):
        assert here.has_perm(permission, paper) is may
        assert not elsewhere.has_perm(permission, paper)
    assert Paper.objects.visible_to(audience_of(here)).exists() is may
    limited = somebody({"role": role, "organisation": paper.organisation, "register": register_of(paper)})
    assert not limited.has_perm("reports.view_paper", paper)
