"""Do forms say what they want, and read what people type?"""

import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template.loader import render_to_string

from registers import clock
from registers.form_rendering import DayField, Hinted, LineField, PlainErrorsMixin, TextField, parse_day, strip_controls

LEVELS = [("l", "Low"), ("h", Hinted("High", "More likely than not"))]


class ExampleForm(PlainErrorsMixin, forms.Form):
    title = LineField(label="Title", max_length=20, help_text="A few words")
    description = TextField(label="Description", max_length=100)
    likelihood = forms.ChoiceField(label="Likelihood", choices=LEVELS, widget=forms.RadioSelect, help_text="Today's")
    leads = forms.MultipleChoiceField(label="Working leads", choices=LEVELS, widget=forms.CheckboxSelectMultiple)
    on = DayField(label="Date of the meeting")
    why = TextField(label="Why did the score change?")
    level = forms.ChoiceField(label="RAG rating", choices=LEVELS, error_messages={"required": "Say how it goes"})


def ids_in(html):
    return set(re.findall(r'id="([^"]+)"', html))


@pytest.mark.parametrize(
    "typed",
    ["2019-09-30", "30 9 2019", "30/09/2019", "30.9.2019", "30 September 2019", "30th sept 2019", " 30 SEP 2019 "],
)
def test_a_day_is_read_as_people_write_it(typed):
    assert parse_day(typed) == date(2019, 9, 30)


@pytest.mark.parametrize(
    "typed", ["31 9 2019", "9/30/2019", "30 9 19", "30 Septober 2019", "soon", "", "30 9", "30 mayor 2019"]
)
def test_what_is_no_day_is_not_taken_for_one(typed):
    assert parse_day(typed) is None


def test_a_wrong_day_is_answered_with_an_example():
    form = ExampleForm({"on": "31 9 2019"})
    assert form.errors["on"] == ["Enter a date like 30 9 2019"]


def test_a_day_ahead_is_refused_unless_the_form_plans():
    with (
        clock.at(datetime(2019, 9, 30, 12, tzinfo=UTC)),
        pytest.raises(forms.ValidationError, match="not in the future"),
    ):
        DayField().clean("1 10 2019")
    assert DayField(future=True).clean("1 10 2199") == date(2199, 10, 1)


def test_just_after_midnight_in_summer_the_day_is_londons():
    with clock.at(datetime(2019, 9, 29, 23, 30, tzinfo=UTC)):
        assert DayField().clean("30 9 2019") == date(2019, 9, 30)


def test_a_day_before_the_first_allowed_names_that_day():
    with pytest.raises(forms.ValidationError, match="on or after 1 April 2019"):
        DayField(earliest=date(2019, 4, 1)).clean("31 3 2019")


def test_a_day_typed_in_words_comes_back_as_the_date_control_writes_it():
    assert 'value="2019-09-30"' in str(ExampleForm({"on": "30 September 2019"})["on"])


def test_a_day_that_could_not_be_read_comes_back_as_it_was_typed():
    assert 'value="the 31st"' in str(ExampleForm({"on": "the 31st"})["on"])


def test_characters_nobody_typed_on_purpose_are_left_out():
    assert strip_controls("a\x00b\x0bc\r\nd\te\ufffe\x9ff\u2028g") == "abc\nd\tef\ng"
    assert TextField().clean("First.\r\n\r\nSecond.\x1b") == "First.\n\nSecond."
    assert LineField().clean("One\nline\tonly") == "One line only"


def test_every_error_is_tied_to_its_control_and_linked_from_the_summary():
    form = ExampleForm({"title": ""})
    html = str(form)
    summary = render_to_string("components/error_summary.html", {"form": form})
    linked = re.findall(r'href="#([^"]+)"', summary)
    assert len(linked) == 7
    assert set(linked) <= ids_in(html)
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert {f"id_{name}_error" for name in form.fields} <= set(described)
    assert set(described) <= ids_in(html)


def test_the_summary_leads_to_the_first_choice_of_a_group():
    form = ExampleForm({"title": "x"})
    assert form["likelihood"].error_target == form["likelihood"].subwidgets[0].id_for_label
    assert form["leads"].error_target == form["leads"].subwidgets[0].id_for_label


def test_errors_say_what_to_do():
    errors = ExampleForm({"likelihood": "x"}).errors
    assert errors["title"] == ["Enter the title"]
    assert errors["leads"] == ["Select the working leads"]
    assert errors["on"] == ["Enter the date of the meeting"]
    assert errors["why"] == ["Answer: Why did the score change?"]
    assert errors["level"] == ["Say how it goes"]
    assert errors["likelihood"] == ["Choose the likelihood from the list"]


def test_text_that_is_too_long_comes_back_whole_with_both_lengths():
    form = ExampleForm({"title": "x" * 25})
    assert form.errors["title"] == ["Title must be 20 characters or fewer: it is now 25"]
    assert "x" * 25 in str(form["title"])
    assert "maxlength=" not in str(form["title"]).replace("data-maxlength", "")


def test_a_long_text_counts_down():
    html = ExampleForm()["description"].as_field_group()
    assert 'data-maxlength="100"' in html
    assert "You can enter up to 100 characters" in html
    assert "govuk-js-character-count" in html


def test_controls_carry_the_classes_of_the_design_system():
    html = str(ExampleForm({"title": ""}))
    for name in (
        "govuk-input--error",
        "govuk-textarea",
        "govuk-radios__input",
        "govuk-checkboxes__input",
        "govuk-select",
    ):
        assert name in html
    assert "govuk-input--width-10" in html


def test_no_hint_hides_inside_a_control_where_it_would_vanish():
    class Placeholder(forms.Form):
        code = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Code"}))

    assert "placeholder=" not in str(Placeholder())


def test_a_choice_may_explain_itself():
    html = ExampleForm()["likelihood"].as_field_group()
    assert "More likely than not" in html
    assert 'aria-describedby="id_likelihood_1_hint"' in html


def test_what_was_typed_is_never_markup():
    html = str(ExampleForm({"title": "<b>", "description": "</textarea><i>"}))
    assert "<b>" not in html
    assert "<i>" not in html
