"""What the appendices of a paper print: the position, added up, in both editions, and no more than the edition may."""

import re
from datetime import date

import pytest

from controls.models import Source
from registers import clock
from registers.actions import alignments as alignment_actions
from registers.actions import risks as risk_actions
from registers.models import Marking
from reports.actions import appendices as actions
from reports.actions import papers
from reports.models import Appendix, AppendixKind, Edition
from reports.papers.appendix_options import OF_A_REGISTER
from reports.papers.digest import in_short
from reports.papers.editions import make_document
from reports.papers.printing import print_paper
from tests.aligned_bodies import begin, hide, two_bodies
from tests.control_factories import add_control, move_due, state, state_risk
from tests.factories import (
    OPEN_PROFILE,
    FrameworkFactory,
    ObjectiveFactory,
    agree,
    open_risk,
    score_risk,
    somebody,
)
from tests.paper_worlds import AS_AT, both_editions, settled_register, start_paper
from tests.plan_factories import add_stream, begin_plan, mark_plan, move_stream, state_stream

pytestmark = pytest.mark.django_db
PUBLIC, FULL = Edition.PUBLIC, Edition.FULL
SCORE = re.compile(r"\b(L|M|H|VH) v (L|M|H|VH)\b")
BAND = re.compile("band--(low|medium|high|very-high)")


def with_appendix(paper, kind, marking=Marking.OFFICIAL, options=None, **said) -> Appendix:
    """The paper with this one appendix and no other."""
    paper.appendices.all().delete()
    by = somebody()
    made = actions.add(paper=paper, by=by, kind=kind, title="It", marking=marking)
    return actions.change(
        appendix=made, by=by, version=None, title="It", marking=marking, options=options or {}, **said
    )


def content(paper, edition):
    return make_document(paper, edition).appendices[0].content


def html(paper, edition):
    return print_paper(make_document(paper, edition)).html


def headings(page):
    return re.findall(r"<h[1-4][^>]*>(.*?)</h[1-4]>", page, re.DOTALL)


def settle_again(register):
    agree(register, AS_AT, on=date(2020, 7, 2))


@pytest.fixture
def register():
    """A closed register with one risk that the public may not know of, objectives and a control."""
    register = settled_register()
    framework = FrameworkFactory(organisation=register.organisation, name="The plan")
    aims = [ObjectiveFactory(framework=framework, name=name, order=n) for n, name in enumerate(("Calm", "Thrift"))]
    open_risk(register, title="Kept", score=(4, 3), marking=Marking.SENSITIVE)
    first = register.risks.order_by("ref").first()
    with clock.at(clock.moment_on(date(2020, 6, 1))):
        said = {"by": somebody(), "version": None, "on": date(2020, 6, 1)}
        risk_actions.edit(risk=first, objectives=[aims[0]], horizon="long-term", reason="As agreed", **said)
    score_risk(first, 4, 3, on=date(2020, 6, 2), reason="Grants fell")
    add_control(first, title="A reserve", due=date(2020, 5, 1))
    state_risk(first, "limited", date(2020, 6, 3), "Slower than hoped")
    settle_again(register)
    return register


@pytest.mark.parametrize("kind", OF_A_REGISTER)
def test_both_editions_have_the_same_headings_and_total_and_the_public_one_no_score(register, kind):
    paper = start_paper(register)
    with_appendix(paper, kind, options={"rule": "all", "controls": "all"})
    documents = both_editions(paper)
    assert in_short(documents[FULL]) != in_short(documents[PUBLIC])
    pages = {edition: print_paper(document).html for edition, document in documents.items()}
    mine = {edition: set(headings(page)) - {"4 Kept"} for edition, page in pages.items()}
    assert mine[FULL] <= mine[PUBLIC]
    assert "4 risks (1 not published)" in " ".join(pages[PUBLIC].split())
    assert "4 risks (1 not published)" in " ".join(pages[FULL].split())
    assert "Kept" not in pages[PUBLIC]
    assert not SCORE.search(pages[PUBLIC])
    assert not BAND.search(pages[PUBLIC])
    assert not re.search("amber|Slower than hoped|A reserve|Grants fell", pages[PUBLIC])


def test_every_count_adds_up_to_the_whole_in_both_editions(register):
    paper = start_paper(register)
    with_appendix(paper, AppendixKind.COUNTS)
    for edition in Edition:
        tables = content(paper, edition).tables
        assert {table.total for table in tables} == {4}
        assert len(tables) == 4
    told = {table.what: {line.label: line.count for line in table.lines} for table in content(paper, FULL).tables}
    assert told["band"] == {"Very high": 1, "High": 2, "Medium": 1, "Low": 0, "Not scored": 0}
    assert told["colour (RAG)"]["Amber"] == 1
    assert told["progress"]["Limited"] == 1
    assert told["movement"] == {"Up": 1, "Down": 0, "Static": 3}
    public = {table.what: {line.label: line.count for line in table.lines} for table in content(paper, PUBLIC).tables}
    assert public["band"] == {"Not published": 4}
    assert public["movement"]["Not published"] == 1


def test_the_objectives_matrix_heads_its_columns_with_bands_and_shows_an_objective_without_a_risk(register):
    paper = start_paper(register)
    with_appendix(paper, AppendixKind.OBJECTIVES)
    [matrix] = content(paper, FULL).matrices
    assert matrix.framework == "The plan"
    assert matrix.columns == ("Low", "Medium", "High", "Very high")
    assert matrix.rows[0].cells == ("", "", "1", "")
    assert matrix.rows[1].words == "No risk bears on it"
    assert matrix.rows[2].objective == "No objective named"
    assert "not published" in content(paper, PUBLIC).matrices[0].remark


def test_bands_are_no_columns_where_scores_are_withheld(register):
    register.profile |= {"objectives": "public"}
    register.save()
    paper = start_paper(register)
    with_appendix(paper, AppendixKind.OBJECTIVES)
    [matrix] = content(paper, PUBLIC).matrices
    assert len(matrix.columns) == 1
    assert matrix.rows[0].cells == ("1",)
    assert matrix.rows[1].words == "No published risk bears on it"


def test_a_map_shows_what_its_rule_says_and_says_it(register):
    paper = start_paper(register)
    with_appendix(paper, AppendixKind.HEAT_MAP, options={"rule": "all"})
    assert content(paper, FULL).map.rule == "Shows every risk that has a score: 4 of 4."
    with_appendix(paper, AppendixKind.HEAT_MAP, options={"rule": "highest"})
    assert content(paper, FULL).map.rule.startswith("Shows the risks in the highest band occupied, Very high: 1 of 4.")
    with_appendix(paper, AppendixKind.HEAT_MAP, options={"rule": "all", "horizon": "long-term"})
    assert [row.ref for row in content(paper, FULL).map.drawing.table()] == ["1"]
    public = content(paper, PUBLIC).map
    assert public.drawing is None
    assert "does not publish" in public.rule


def test_a_public_map_says_that_risks_are_left_out(register):
    register.profile = dict(OPEN_PROFILE)
    register.save()
    paper = start_paper(register)
    with_appendix(paper, AppendixKind.HEAT_MAP, options={"rule": "all"})
    public = content(paper, PUBLIC).map
    assert [row.ref for row in public.drawing.table()] == ["1", "2", "3"]
    assert public.rule.endswith("3 of 3. Risks that are not published are left out.")
    assert "left out" not in content(paper, FULL).map.rule


def test_movement_is_told_with_its_reason_or_that_there_is_none(register):
    paper = start_paper(register)
    with_appendix(paper, AppendixKind.MOVEMENT)
    told = content(paper, FULL)
    moved = {row.ref: row for row in told.moved}
    assert moved["1"].before.words == "H v H"
    assert moved["1"].current.words == "VH v H"
    assert "Grants fell" in moved["1"].reason
    assert {row.ref for row in told.still} == {"2", "3", "4"}
    public = content(paper, PUBLIC)
    assert [row.movement for row in public.moved] == ["up"]
    assert public.moved[0].reason == "Withheld"
    assert public.moved[0].before is None
    assert public.moved[0].current.words == "Withheld"


def test_controls_stand_under_their_risk_with_progress_owner_date_and_slips(register):
    first = register.risks.order_by("ref").first()
    extra = add_control(first, title="A second reserve", due=date(2020, 4, 1), is_key=True)
    move_due(extra, date(2020, 9, 1), date(2020, 5, 5))
    state(extra, "slipped", date(2020, 6, 5), "No bids came")
    settle_again(register)
    paper = start_paper(register)
    with_appendix(paper, AppendixKind.CONTROLS, options={"controls": "all"})
    told = content(paper, FULL)
    [group] = told.groups
    lines = {line.title: line for line in group.lines}
    assert told.number == 2
    assert set(lines) == {"A reserve", "A second reserve"}
    second = lines["A second reserve"]
    assert (second.progress.word, second.progress.rag) == ("Slipped", "red")
    assert (second.first_due, second.due, second.slips) == (date(2020, 4, 1), date(2020, 9, 1), 1)
    assert second.said == "No bids came"
    assert told.without == ("2", "3", "4")
    with_appendix(paper, AppendixKind.CONTROLS, options={"controls": "key"})
    assert [line.title for line in content(paper, FULL).groups[0].lines] == ["A second reserve"]


def test_risk_templates_are_those_that_were_chosen(register):
    paper = start_paper(register)
    with_appendix(paper, AppendixKind.RISK_TEMPLATES, options={"refs": [1, 4]})
    assert [page.title for page in content(paper, FULL).pages] == ["Money", "Kept"]
    public = content(paper, PUBLIC)
    assert [page.title for page in public.pages] == ["Money"]
    assert public.left_out == 1
    assert public.pages[0].current.words == "Withheld"


def test_corporate_risks_stand_by_horizon_each_with_a_map():
    register = settled_register(profile=dict(OPEN_PROFILE))
    first, second, _ = register.risks.order_by("ref")
    for risk, horizon in ((first, "long-term"), (second, "short-term")):
        with clock.at(clock.moment_on(date(2020, 6, 1))):
            said = {"by": somebody(), "version": None, "on": date(2020, 6, 1)}
            risk_actions.edit(risk=risk, horizon=horizon, reason="As agreed", **said)
    settle_again(register)
    paper = start_paper(register)
    with_appendix(paper, AppendixKind.CORPORATE_RISKS)
    for edition in Edition:
        groups = content(paper, edition).groups
        assert [group.heading for group in groups][:2] == ["Short-term", "Long-term"]
        assert [[row.title for row in group.rows] for group in groups][:2] == [["Estate"], ["Money"]]
        assert [[row.ref for row in group.map.drawing.table()] for group in groups][:2] == [["2"], ["1"]]


# Of both bodies -----------------------------------------------------------------------------------------------------


def joint_paper(world):
    bases = [(world.registers[slug], date(2021, 9, 30), date(2021, 6, 30)) for slug in ("mopac", "met")]
    for register, as_at, _ in bases:
        agree(register, as_at)
    with clock.at(clock.moment_on(date(2021, 11, 15))):
        return papers.start(
            organisation=world.bodies["mopac"],
            by=world.people["mopac secretariat"],
            kind="alignment",
            bases=bases,
            panel_date=date(2021, 12, 1),
        )


def test_joint_risks_stand_one_by_one_with_both_bodies_wording_owner_and_arrow():
    world = two_bodies()
    paper = joint_paper(world)
    with_appendix(paper, AppendixKind.JOINT_RISKS)
    told = content(paper, FULL)
    [joint] = told.risks
    assert (joint.number, joint.title) == (1, "Money matters")
    rows = {row.organisation: row for row in joint.rows}
    assert rows["Met"].description == "We may not align resources over the medium term."
    assert rows["MOPAC"].description == "We may not attract adequate resources."
    assert rows["MOPAC"].owners == "MOPAC director"
    assert rows["MOPAC"].movement == "static"


def test_the_joint_controls_of_a_theme_stand_under_its_name_where_it_is_chosen():
    world = two_bodies()
    theme = begin(world, ("met/2", "mopac/2"), title="Outreach", kind="theme")
    paper = joint_paper(world)
    with_appendix(paper, AppendixKind.JOINT_RISKS)
    assert [joint.title for joint in content(paper, FULL).risks] == ["Money matters"]
    with_appendix(paper, AppendixKind.JOINT_RISKS, options={"alignments": [theme.number]})
    page = html(paper, FULL)
    assert "Theme: Outreach" in page
    assert "Joint controls" in page


def test_a_joint_risk_that_is_kept_takes_its_number_in_the_public_edition_and_says_nothing():
    world = two_bodies()
    hide(world, "mopac/secret")
    kept = begin(world, ("met/2", "mopac/secret"), title="Hopping")
    third = begin(world, ("met/2", "mopac/2"), title="Weather")
    assert kept.number < third.number
    paper = joint_paper(world)
    with_appendix(paper, AppendixKind.JOINT_RISKS)
    assert [joint.title for joint in content(paper, FULL).risks] == ["Money matters", "Hopping", "Weather"]
    public = content(paper, PUBLIC)
    assert [joint.title for joint in public.risks] == ["Money matters", "", "Weather"]
    assert (public.total, public.unpublished) == (3, 1)
    page = html(paper, PUBLIC)
    assert "Risk 3: Weather" in page
    assert not re.search("Hopping|Quokka", page)


def test_a_theme_tells_what_each_body_does_about_its_risks_in_full_only():
    world = two_bodies(aligned=False)
    theme = begin(world, title="Outreach", kind="theme")
    with clock.at(clock.moment_on(date(2021, 6, 1))):
        alignment_actions.respond(
            alignment=theme,
            by=world.people["met lead"],
            version=None,
            on=date(2021, 6, 1),
            risk=world.risk("met/1"),
            text="Ward panels meet monthly.",
        )
    paper = joint_paper(world)
    with_appendix(paper, AppendixKind.THEME, options={"alignment": theme.number})
    told = {side.organisation: side for side in content(paper, FULL).sides}
    assert told["Met"].risks[0].response == "Ward panels meet monthly."
    assert "Ward panels" not in html(paper, PUBLIC)
    assert {side.organisation: side.unpublished for side in content(paper, PUBLIC).sides}["Met"] == 1


def test_the_plan_counts_by_status_and_tells_both_dates():
    register = settled_register()
    body = register.organisation
    plan = begin_plan(body)
    done = add_stream(plan, title="Refresh the code", source=Source.IN_YEAR, due=date(2018, 9, 30))
    late = add_stream(plan, title="Publish the register", source=Source.IN_YEAR, due=date(2018, 9, 30))
    state_stream(done, "complete", date(2018, 8, 1))
    state_stream(late, "slipped", date(2018, 9, 1), "Waits for data")
    move_stream(late, date(2019, 1, 31), date(2018, 9, 1))
    paper = start_paper(register)
    paper.plan, paper.plan_as_at = plan, date(2018, 12, 31)
    paper.save()
    with_appendix(paper, AppendixKind.IMPROVEMENT_PLAN)
    told = content(paper, FULL)
    assert sum(share.count for share in told.shares) == told.total == 2
    streams = {stream.title: stream for principle in told.principles for stream in principle.streams}
    assert streams["Publish the register"].original == date(2018, 9, 30)
    assert streams["Publish the register"].revised == date(2019, 1, 31)
    assert streams["Refresh the code"].revised is None
    assert not told.is_sensitive
    mark_plan(plan, Marking.SENSITIVE, date(2018, 10, 1))
    assert content(paper, FULL).is_sensitive
    assert content(paper, PUBLIC).is_withheld
    assert "Publish the register" not in html(paper, PUBLIC)


# Written ------------------------------------------------------------------------------------------------------------

TEXT = "# Introduction\n\nWhy we write.\n\n## Duties\n\nWhat we must.\n\n# Scope\n\nWhat it covers."


def test_a_narrative_has_numbers_of_its_own():
    paper = start_paper()
    with_appendix(paper, AppendixKind.NARRATIVE, body=TEXT)
    assert [(p.number, p.level) for p in content(paper, FULL).passages if p.level] == [("1", 1), ("", 2), ("2", 1)]
    with_appendix(paper, AppendixKind.NARRATIVE, body=TEXT, options={"numbers": "paragraphs"})
    assert [p.number for p in content(paper, FULL).passages if not p.level] == ["1.1", "1.2", "2.1"]


def test_a_governance_statement_is_a_draft_until_it_is_signed():
    paper = start_paper()
    options = {"is_statement": True}
    signed = [{"post": "Chief Executive", "on": "2020-07-31"}]
    with_appendix(paper, AppendixKind.NARRATIVE, body=TEXT, options=options, opinion="Adequate.", signatories=signed)
    draft = " ".join(html(paper, FULL).split())
    assert "Draft statement" in draft
    assert "Audit opinion (draft)" in draft
    assert "31 July 2020" not in draft
    with_appendix(
        paper, AppendixKind.NARRATIVE, body=TEXT, options=options, opinion="Adequate.", signatories=signed,
        is_final=True,
    )  # fmt: skip
    final = " ".join(html(paper, FULL).split())
    assert "Final statement" in final
    assert "31 July 2020" in final


def test_text_above_stands_in_the_appendix_and_in_no_edition_that_may_not_hold_it():
    paper = start_paper()
    with_appendix(paper, AppendixKind.MOVEMENT, body="Read **this** first.")
    assert "Read <strong>this</strong> first." in html(paper, PUBLIC)
    with_appendix(paper, AppendixKind.MOVEMENT, body="Read **this** first.", marking=Marking.SENSITIVE)
    assert "first." not in html(paper, PUBLIC)


def test_what_is_handed_in_elsewhere_is_listed_with_its_agenda_item():
    paper = start_paper()
    with_appendix(paper, AppendixKind.AGENDA_ITEM, agenda_item="3")
    page = " ".join(html(paper, PUBLIC).split())
    assert "Appendix 1 – It: see agenda item 3" in page
    assert "See agenda item 3." in page
