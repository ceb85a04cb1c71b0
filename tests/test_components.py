"""Do the shared parts of a page say what they should, with and without colour, script or a wide screen?"""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from registers import clock
from registers.form_rendering import DayField, PlainErrorsMixin, TextField
from registers.scope import Scope
from registers.templatetags.portal_tags import day, diff_words, moment, paragraphs
from tests.browsing import check_page, go, note_questions, press

TEMPLATES = Path(settings.BASE_DIR) / "templates"
OURS = [TEMPLATES / name for name in ("components", "account", "mfa", "allauth")]
LEVELS = [{"short": "L", "name": "Low"}, {"short": "H", "name": "High"}]
CELLS = {"1-1": "low", "1-2": "medium", "2-1": "medium", "2-2": "high"}


def draw(source, query="", **context):
    """A template with the portal's tags, drawn for an address with this query."""
    request = RequestFactory().get(f"/page/?{query}")
    template = engines["django"].from_string("{% load portal_tags %}" + source)
    return template.render({"request": request, **context}, request)


def component(name, query="", **context):
    given = " ".join(f"{key}={key}" for key in context)
    return draw(f'{{% include "components/{name}.html" with {given} only %}}', query, **context)


def words(html):
    return " ".join(strip_tags(html).split())


def matrix_rows():
    return [
        {
            "likelihood": LEVELS[place - 1],
            "cells": [
                {
                    "value": f"{place}-{impact}",
                    "band": CELLS[f"{place}-{impact}"],
                    "label": f"{LEVELS[place - 1]['short']} v {LEVELS[impact - 1]['short']}",
                    "now": (place, impact) == (2, 2),
                }
                for impact in (1, 2)
            ],
        }
        for place in (2, 1)
    ]


# Marks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("movement", "shown"),
    [
        ("up", "↑Up"),
        ("down", "↓Down"),
        ("static", "↔Static"),
        ("shifted", "↔Shifted"),
        ("new", "New"),
        ("closed", "Closed"),
    ],
)
def test_a_movement_always_has_its_word(movement, shown):
    assert words(component("arrow", movement=movement)) == shown


def test_an_arrow_says_for_how_long():
    assert words(component("arrow", movement="static", periods=3)) == "↔Static 3 quarters"


def test_a_band_says_its_word():
    assert words(component("band_tag", band="very-high")) == "Very high"


def test_withheld_is_not_unscored():
    assert words(component("score", withheld=True)).startswith("Withheld")
    assert words(component("score", likelihood="", band=None)) == "Not scored"
    assert words(component("score", likelihood="M", impact="H", band="medium")) == "M v H Medium"


@given(st.sampled_from(["L", "M", "<i>"]), st.sampled_from(["low", "high", ""]), st.booleans())
def test_a_mark_drawn_once_reads_as_the_component_does(likelihood, band, working):
    context = {"likelihood": likelihood, "impact": "H", "band": band, "working": working}
    drawn = draw("{% mark 'score' likelihood=likelihood impact=impact band=band working=working %}", **context)
    assert drawn == component("score", **context).strip()


def test_safe_text_kept_for_one_page_is_not_given_to_another():
    draw("{% mark 'working' text=text %}", text=SafeString("<b>Board</b>"))
    assert "&lt;b&gt;Board" in draw("{% mark 'working' text=text %}", text="<b>Board</b>")


# Time ------------------------------------------------------------------------------------------


def test_the_time_banner_says_which_past_is_shown_and_leads_back():
    scope = Scope(date(2019, 9, 30), known_at=datetime(2019, 10, 5, 22, tzinfo=UTC), compared_with=date(2019, 6, 30))
    html = component("time_banner", query="as_at=2019-09-30&known_at=2019-10-05&band=high", scope=scope)
    assert "As at 30 September 2019, as it was known on 5 October 2019." in words(html)
    assert "Movement is since 30 June 2019." in words(html)
    assert 'href="?band=high"' in html


def test_the_time_banner_is_silent_about_today():
    with clock.at(datetime(2019, 9, 30, 12, tzinfo=UTC)):
        assert words(component("time_banner", scope=Scope(date(2019, 9, 30)))) == ""


def test_days_and_moments_are_londons():
    late = datetime(2019, 9, 29, 23, 30, tzinfo=UTC)
    assert day(late) == "30 September 2019"
    assert moment(late) == "30 September 2019, 12:30am"
    assert day(None) == ""


# Lists -----------------------------------------------------------------------------------------


class FilterForm(forms.Form):
    band = forms.MultipleChoiceField(choices=[("high", "High"), ("low", "Low")], required=False, label="Band")
    opened = DayField(required=False, label="Opened since")


def filter_form(query):
    return FilterForm(RequestFactory().get(f"/?{query}").GET)


def test_each_chosen_filter_can_be_taken_away_alone():
    query = "band=high&band=low&opened=2019-09-30&sort=ref&page=3"
    html = component("filter_panel", query=query, form=filter_form(query))
    assert "Band: High" in words(html)
    assert "Opened since: 30 September 2019" in words(html)
    assert 'href="?band=low&amp;opened=2019-09-30&amp;sort=ref"' in html


def test_filtering_keeps_the_order_and_the_date_but_not_the_page():
    html = component("filter_panel", query="sort=-band&as_at=2019-09-30&page=3", form=filter_form(""))
    assert '<input type="hidden" name="sort" value="-band">' in html
    assert '<input type="hidden" name="as_at" value="2019-09-30">' in html
    assert 'name="page"' not in html


def test_a_column_is_sorted_one_way_and_then_the_other():
    first = component("sort_header", query="band=high", key="ref", text="Ref", sort="title")
    assert 'href="?band=high&amp;sort=ref"' in first
    assert "aria-sort" not in first
    again = component("sort_header", query="sort=ref&page=2", key="ref", text="Ref", sort="ref")
    assert 'href="?sort=-ref"' in again
    assert 'aria-sort="ascending"' in again


def test_turning_the_page_keeps_the_filters():
    html = component("pagination", query="band=high&page=2", page=Paginator(range(60), 25).page(2), label="risks")
    assert 'href="?band=high&amp;page=3"' in html
    assert "26 to 50 of 60 risks" in words(html)


def test_a_table_keeps_its_headings_beside_its_cells():
    html = component("table", caption="Scores", headers=["Risk", "Owner"], rows=[["Money", "<Finance>"]])
    assert 'data-label="Owner"' in html
    assert "&lt;Finance&gt;" in html


# Text and differences --------------------------------------------------------------------------


def test_plain_text_becomes_paragraphs_and_never_markup():
    assert paragraphs("One <b>.\nStill one.\n\nTwo.") == (
        '<p class="govuk-body">One &lt;b&gt;.<br>Still one.</p><p class="govuk-body">Two.</p>'
    )
    assert paragraphs(None) == ""


def test_differing_words_are_marked_in_words_too():
    marked = diff_words("Sales may come late", "Sales of <estates> may come late")
    assert "<ins>" in marked.new
    assert "(added: of &lt;estates&gt;)" in words(marked.new)
    assert "<del>" not in marked.old


@given(st.text("ab ,\n<&"), st.text("ab ,\n<&"))
def test_marking_differences_changes_neither_text(old, new):
    marked = diff_words(old, new)
    for html, text in zip(marked, (old, new), strict=True):
        plain = re.sub(r'<span class="govuk-visually-hidden">.*?</span>|</?(ins|del)>', "", html)
        assert plain.replace("&lt;", "<").replace("&amp;", "&") == text


def test_somebody_who_saved_second_sees_both_texts():
    differences = [{"label": "Title", "theirs": "Money", "yours": "Funding"}]
    shown = words(component("conflict", differences=differences, saved_by="Ann Bell"))
    assert "Ann Bell saved this first" in shown
    assert (
        shown.index("What they saved") < shown.index("Money") < shown.index("What you typed") < shown.index("Funding")
    )


def test_history_is_told_in_sentences_with_old_and_new():
    entry = {
        "at": date(2019, 9, 30),
        "sentence": "The title changed.",
        "by": "Ann Bell",
        "old": "Money",
        "new": "Funds",
    }
    shown = words(component("history_list", entries=[entry]))
    assert shown.startswith("30 September 2019 · Ann Bell The title changed. Before")
    assert "Money" in shown
    assert "Funds" in shown


# The score picker ------------------------------------------------------------------------------


def test_the_score_picker_is_one_radio_group_that_says_each_band():
    html = component("score_matrix", rows=matrix_rows(), impacts=LEVELS)
    assert re.findall(r'type="radio" name="cell" value="([^"]+)"', html) == ["2-1", "2-2", "1-1", "1-2"]
    assert words(html).count("Medium") == 2
    assert "Now H v H (High)" in words(html)


def test_the_error_summary_leads_into_the_score_picker():
    class CellForm(PlainErrorsMixin, forms.Form):
        cell = forms.ChoiceField(
            label="New score", choices=[(value, value) for value in CELLS], widget=forms.RadioSelect
        )

    form = CellForm({})
    html = component("score_matrix", rows=matrix_rows(), impacts=LEVELS, field=form["cell"])
    assert f'id="{form["cell"].error_target}"' in html
    assert "Select the new score" in words(html)


# The frame -------------------------------------------------------------------------------------


def test_a_page_with_errors_says_so_in_its_title():
    class OneField(forms.Form):
        reason = TextField()

    page = "{% extends 'base.html' %}{% block title %}Close Money{% endblock %}"
    template = engines["django"].from_string(page)
    assert "<title>Error: Close Money – riskportal</title>" in template.render({"form": OneField({})})
    assert "<title>Close Money – riskportal</title>" in template.render({"form": OneField()})


def test_the_page_for_a_broken_server_needs_no_request():
    assert "something went wrong" in words(render_to_string("500.html"))


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_say_what_to_do(name):
    page = render_to_string(f"{name}.html", request=RequestFactory().get("/"))
    assert page.count("<h1") == 1
    assert len(words(page[page.index("<h1") :])) > 80


def test_signing_in_needs_no_sign_up(client, db):
    page = client.get("/accounts/login/").content.decode()
    assert "/signup/" not in page
    assert "Accounts are given by an administrator" in page


def test_a_failed_sign_in_is_explained_above_the_form(client, db):
    page = client.post("/accounts/login/", {"login": "", "password": ""}).content.decode()
    assert "<title>Error: Sign in – riskportal</title>" in " ".join(page.split())
    assert "There is a problem" in page
    assert 'href="#id_login"' in page


def test_every_component_says_what_it_needs():
    silent = [file for file in OURS[0].rglob("*.html") if not file.read_text().startswith("{#")]
    assert silent == []


def test_no_page_carries_styles_that_the_browser_would_refuse():
    templates = [file for folder in OURS for file in folder.rglob("*.html")] + [TEMPLATES / "base.html"]
    assert [file for file in templates if re.search(r"\sstyle=|<style|\son[a-z]+=", file.read_text())] == []


# In a browser ----------------------------------------------------------------------------------

GALLERY = """{% extends "base.html" %}{% load portal_tags %}{% block title %}Gallery{% endblock %}{% block content %}
<h1 class="govuk-heading-l">Gallery</h1>
{% include "components/filter_panel.html" with form=filters open=True only %}
{% include "components/time_form.html" with scope=scope open=True only %}
<table class="rp-table rp-table--stack"><caption>Risks</caption>
<thead><tr>{% include "components/sort_header.html" with key="ref" text="Risk" sort="ref" only %}
<th scope="col">Score</th></tr></thead><tbody><tr><th scope="row">Money</th><td data-label="Score">
{% include "components/score.html" with likelihood="L" impact="H" band="high" working=True only %}
{% include "components/arrow.html" with movement="down" only %}
{% include "components/arrow.html" with movement="up" only %}
{% include "components/arrow.html" with movement="new" only %} {% include "components/withheld.html" only %}
{% include "components/illustrative.html" only %}</td></tr></tbody></table>
{% include "components/pagination.html" with page=page only %}
{% include "components/conflict.html" with differences=differences only %}
{% include "components/notification.html" with text="Saved" kind="success" only %}
{% include "components/progress.html" with job=job only %}
<form method="post" data-warn-unsaved>{% csrf_token %}
{% include "components/score_matrix.html" with rows=rows impacts=impacts only %}{{ form }}
{% include "components/button_group.html" with submit="Save" cancel_url="/" only %}</form>{% endblock %}"""


class GalleryForm(PlainErrorsMixin, forms.Form):
    reason = TextField(max_length=200)
    on = DayField(label="Date")
    axis = forms.ChoiceField(choices=[("l", "Likelihood"), ("i", "Impact")], widget=forms.RadioSelect)


@login_not_required
def gallery(request):
    context = {
        "navigation": [
            {"text": "Home", "url": "/", "current": True},
            {"text": "Registers", "url": "/", "current": False},
        ],
        "search_url": "/",
        "scope": Scope(date(2019, 9, 30)),
        "filters": filter_form("band=high"),
        "page": Paginator(range(60), 25).page(2),
        "differences": [{"label": "Title", "theirs": "Money", "yours": "Funding"}],
        "job": {"state": "running", "percent": 40},
        "rows": matrix_rows(),
        "impacts": LEVELS,
        "form": GalleryForm(request.POST or None),
    }
    return HttpResponse(engines["django"].from_string(GALLERY).render(context, request))


urlpatterns = [path("gallery/", gallery)]


@pytest.fixture
def gallery_page(page, live_server, settings):
    settings.ROOT_URLCONF = __name__
    assert go(page, f"{live_server.url}/gallery/").ok
    return page


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
def test_the_parts_are_accessible_and_fit(gallery_page, width):
    gallery_page.set_viewport_size({"width": width, "height": 900})
    check_page(gallery_page, "the parts")


@pytest.mark.browser
def test_the_score_picker_says_what_a_choice_would_change(gallery_page):
    gallery_page.locator("label", has_text="H v L").click()
    output = gallery_page.locator("[data-score-output]")
    expect(output).to_have_text("From H v H (High) to H v L (Medium)")
    gallery_page.keyboard.press("ArrowRight")
    expect(output).to_have_text("No change: it stays H v H (High)")


@pytest.mark.browser
def test_leaving_with_something_typed_asks_first(gallery_page):
    asked = note_questions(gallery_page, leave=True)
    gallery_page.get_by_label("Reason").fill("Not saved yet")
    press(gallery_page.get_by_role("link", name="Cancel"))
    assert "gallery" not in gallery_page.url
    assert asked == ["beforeunload"]


@pytest.mark.browser
def test_saving_does_not_ask(gallery_page):
    asked = note_questions(gallery_page, leave=True)
    gallery_page.get_by_label("Reason").fill("To be saved")
    press(gallery_page.get_by_role("button", name="Save"))
    expect(
        gallery_page.get_by_text("There is a problem").or_(gallery_page.get_by_text("Enter the date")).first
    ).to_be_visible()
    assert asked == []
