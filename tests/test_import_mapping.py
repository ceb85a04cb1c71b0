"""What a person is asked about a file, and what their answers make of its mapping. No database."""

import json
from dataclasses import replace

import pytest

from reports.forms_mapping import INLINE, MappingForm, field_of, open_questions
from reports.imports.values import Change, Deed, Fact, Mapped, PlannedRow, Problem, Proposal, Weight, Where
from reports.mapping_page import MappingPage
from reports.preview_page import AnswersForm, lines
from tests.import_meanings import KEY, KNOWN, PROPOSAL, RISKS, VALUES, column, mapping_as_proposed, value


def form_of(data=None, proposal=PROPOSAL, mapping=None, adds_posts=False, **more):
    mapped = Mapped(mapping or mapping_as_proposed(proposal))
    return MappingForm(data, proposal=proposal, mapped=mapped, known=KNOWN, adds_posts=adds_posts, **more)


def as_shown(form):
    """What a browser sends back where nothing is touched."""
    return {name: form[name].initial or "" for name in form.fields}


def settled(changes, **more):
    form = form_of(as_shown(form_of(**more)) | changes, **more)
    assert form.is_valid(), form.errors
    return form.settled()


def choices_of(form, asked):
    offered = {}
    for meaning, label in form.fields[field_of(asked)].choices:
        offered |= dict(label) if isinstance(label, list) else {meaning: label}
    return offered


def test_what_was_not_understood_is_asked_and_the_rest_is_there_to_be_changed():
    page = MappingPage(form_of())
    assert [ask.about.heading for ask in page.asked_columns] == ["Eff."]
    assert [ask.about.printed for ask in page.asked_values] == ["CFO?"]
    assert page.questions == open_questions(PROPOSAL, mapping_as_proposed()) == 2
    assert [ask.about.heading for ask in page.tables[0].columns] == ["Ref", "Risk", "Owner"]
    assert [(one.name, one.total) for one in page.values] == [("Owners", 1), ("Current likelihood", 1)]
    assert not page.tables[1].columns  # nothing is asked of what is left out


def test_a_mapping_that_nobody_touched_stays_as_it_was():
    assert settled({}) == mapping_as_proposed()


def test_answers_are_kept_in_the_mapping_and_are_no_questions_any_more():
    answers = {"t0-c4": "ignored", field_of(VALUES[1]): '{"post": 2}'}
    mapping = settled(answers)
    assert mapping["tables"][0]["columns"]["4"] == "ignored"
    assert mapping["values"]["owners"] == {"DoS": {"post": 1}, "CFO?": {"post": 2}}
    assert open_questions(PROPOSAL, mapping) == 0


def test_taking_an_answer_back_makes_it_a_question_again():
    assert open_questions(PROPOSAL, settled({"t0-c1": "", field_of(VALUES[0]): ""})) == 4


def test_what_is_not_on_the_page_keeps_its_answer():
    mapping = form_of({"t0": "risks", "t0-c1": "ref", "t0-c2": "title"})
    assert mapping.is_valid()
    assert mapping.settled() == mapping_as_proposed()


def test_a_near_miss_is_offered_first_and_not_taken():
    offered = choices_of(form_of(), VALUES[1])
    assert list(offered.values())[:3] == ["Choose…", "Says nothing: leave it out", "Chief Finance Officer"]
    assert form_of()[field_of(VALUES[1])].initial == ""


@pytest.mark.parametrize("adds_posts", [True, False])
def test_a_new_post_is_offered_to_whoever_may_add_one_and_nobody_elses_posts(adds_posts):
    offered = choices_of(form_of(adds_posts=adds_posts), VALUES[1])
    assert (json.dumps({"add": "CFO?"}) in offered) is adds_posts
    assert "Commissioner" not in offered.values()


def test_all_owners_that_are_not_known_become_new_posts_at_one_press():
    many = tuple(value(Fact.OWNERS, f"Head of {n}", None, suggestion={"add": f"Head of {n}"}) for n in range(150))
    proposal = Proposal((RISKS, KEY), (VALUES[0], *many))
    form = form_of(as_shown(form_of(proposal=proposal, adds_posts=True)), proposal=proposal, adds_posts=True)
    assert form.is_valid()
    owners = form.settled(adds_all=True)["values"]["owners"]
    assert (len(owners), owners["DoS"], owners["Head of 149"]) == (151, {"post": 1}, {"add": "Head of 149"})


def test_a_table_of_risks_needs_a_title_or_a_reference():
    answers = as_shown(form_of()) | {"t0-c1": "ignored", "t0-c2": "rationale"}
    form = form_of(answers)
    assert "Choose which column of “Risks”, rows 4 to 20 is the title or the reference" in str(form.errors["t0"])


def test_a_table_that_holds_something_else_keeps_the_columns_that_fit_and_asks_for_the_others():
    form = form_of(as_shown(form_of()) | {"t0": "plan", "t0-c4": "current-total"})
    assert form.is_valid()
    assert form.changes_tables
    mapping = form.settled()
    assert mapping["tables"][0]["columns"] == {"1": "ref", "2": "title", "3": "owners"}
    assert open_questions(PROPOSAL, mapping) == 2


def test_a_choice_nobody_offered_is_refused():
    form = form_of(as_shown(form_of()) | {field_of(VALUES[0]): '{"post": 9}'})
    assert "Choose" in str(form.errors)


def test_many_values_are_asked_a_page_at_a_time():
    many = tuple(value(Fact.OWNERS, f"Post {n}", {"post": 1}) for n in range(60))
    proposal = Proposal((RISKS, KEY), many)
    page = MappingPage(form_of(proposal=proposal))
    assert (len(page.values[0].asks), page.values[0].left_out) == (INLINE, 60 - INLINE)
    only = form_of(proposal=proposal, only=many[50:])
    answers = as_shown(only) | {field_of(many[55]): '{"post": 2}'}
    owners = settled(answers, proposal=proposal, only=many[50:])["values"]["owners"]
    assert (len(owners), owners["Post 55"]) == (60, {"post": 2})


def test_scores_and_dates_are_read_as_the_person_says():
    assert settled({"option-impact_first": "yes", "option-day_first": "no"})["options"] == {
        "impact_first": True,
        "day_first": False,
    }


def test_an_order_of_dates_that_nothing_tells_is_a_question():
    mapping = mapping_as_proposed() | {"options": {"day_first": None}}
    page = MappingPage(form_of(mapping=mapping))
    assert [field.label for field in page.asked_options] == ["What is 4/5/2019?"]
    assert page.questions == 3
    assert settled({}, mapping=mapping)["options"] == {"impact_first": False, "day_first": None}
    assert settled({"option-day_first": "yes"}, mapping=mapping)["options"]["day_first"] is True


def test_hidden_columns_and_values_of_any_kind_have_fields_of_their_own():
    odd = value(Fact.OWNERS, "<b>\n“\ud800", None)
    proposal = Proposal((replace(RISKS, columns=(*RISKS.columns, column(5, "", None))),), (odd, *VALUES))
    form = form_of(proposal=proposal)
    assert "What is “column E”" in form.fields["t0-c5"].label
    assert field_of(odd) in form.fields


# What would change ----------------------------------------------------------------------------------------------------

HERE = Where("Risks", 7)


def test_the_facts_that_matter_stand_in_front_and_the_rest_is_folded():
    changes = [Change("Description", "", "x" * 300, Fact.DESCRIPTION), Change("Owners", "", "A post", Fact.OWNERS)]
    changes += [Change("Horizon", "", "Short-term", Fact.HORIZON)]
    (line,) = lines(
        [PlannedRow(Deed.CREATE, "New risk", "Flood", HERE, tuple(changes))], AnswersForm(problems=[], answers={})
    )
    assert [told.change.label for told in line.first] == ["Owners"]
    assert [told.change.label for told in line.rest] == ["Description", "Horizon"]
    (line,) = lines(
        [PlannedRow(Deed.CHANGE, "Risk 4", "Flood", HERE, tuple(changes))], AnswersForm(problems=[], answers={})
    )
    assert not line.rest


def test_a_question_of_a_row_is_answered_where_it_stands():
    asked = Problem(Weight.QUESTION, HERE, "Is this risk 4?", key="Risks!7:same", choices=(("4", "Yes"), ("new", "No")))
    form = AnswersForm({"answer-0": "4"}, problems=[asked, asked], answers={})
    assert form.is_valid()
    assert form.settled({"tables": []}) == {"tables": [], "answers": {"Risks!7:same": "4"}}
    back = AnswersForm({"answer-0": ""}, problems=[asked], answers={"Risks!7:same": "4"})
    assert back.is_valid()
    assert back.settled({"answers": {"Risks!7:same": "4"}}) == {"answers": {}}


def test_many_questions_of_one_kind_are_answered_alike_and_those_answered_apart_are_left():
    def asked(row):
        choices = ((str(row), f"Yes, it is {row}"), ("new", "No, a new one"))
        return Problem(Weight.QUESTION, Where("Risks", row), "Is it?", key=f"Risks!{row}:same", choices=choices)

    here, elsewhere = [asked(row) for row in range(3)], asked(9)
    said = {"answer-1": "new", "all-same": "first-of-each"}
    form = AnswersForm(said, problems=here, answers={})
    assert [field.label for field in form.alike] == ["Is it the same risk, or another?"]
    assert form.is_valid()
    answers = form.settled({}, every=lambda: [*here, elsewhere])["answers"]
    assert answers == {"Risks!0:same": "0", "Risks!1:same": "new", "Risks!2:same": "2", "Risks!9:same": "9"}
    assert not AnswersForm(problems=here[:2], answers={}).alike
