"""Does nobody lose what they typed: by leaving a page, or because somebody else was first?"""

import pytest

from registers.models import Wording
from tests.browsing import note_questions, press

pytestmark = pytest.mark.browser

EDIT = "/registers/met/corporate/6/edit/"
SCORE = "/registers/met/corporate/6/score/"


@pytest.fixture
def lead(visitor):
    return visitor("lead@met.example")


@pytest.fixture
def asked(lead):
    """What the browser asked before leaving a page; the answer is to stay."""
    return note_questions(lead.page, leave=False)


@pytest.mark.parametrize(("address", "field"), [(EDIT, "Description"), (SCORE, "Why this score?")])
def test_leaving_unsaved_words_asks_first_and_saving_them_does_not(lead, asked, address, field):
    lead.go(address)
    page = lead.page
    page.get_by_label(field).fill("Long thought")
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Cancel").click()
    assert asked == ["beforeunload"]
    assert page.url == lead.home + address
    assert page.get_by_label(field).input_value() == "Long thought"
    lead.press("Save")
    assert asked == ["beforeunload"]
    assert page.url.endswith("/registers/met/corporate/6/")


def test_a_page_left_as_it_was_asks_nothing(lead, asked):
    lead.go(EDIT).follow("Cancel")
    assert asked == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_second_of_two_sees_both_texts_keeps_what_was_typed_and_saves_knowingly(visitor, scripts):
    first, second = visitor("lead@met.example"), visitor("lead@met.example", scripts=scripts)
    first.go(EDIT)
    second.go(EDIT)
    first.page.get_by_label("Description").fill("We may lose the trust of those who fund us.")
    first.press("Save")
    second.page.get_by_label("Description").fill("We may lose the money of those who fund us.")
    press(second.page.get_by_role("button", name="Save"))

    assert second.status == 409
    told = second.words(".rp-conflict")
    assert "Met lead saved this first" in told
    theirs, yours = (" ".join(text.split()) for text in second.page.locator(".rp-conflict__text").all_inner_texts()[:2])
    assert theirs == "We may lose the (only theirs: trust ) of those who fund us."
    assert yours == "We may lose the (only yours: money ) of those who fund us."
    assert second.page.get_by_label("Description").input_value() == "We may lose the money of those who fund us."

    second.said.clear()  # the browser notes that the answer was a conflict
    second.press("Save")
    assert "We may lose the money of those who fund us." in second.words()
    kept = Wording.objects.filter(risk__ref=6, risk__register__organisation__slug="met").order_by("pk")
    assert list(kept.values_list("description", flat=True))[-2:] == [
        "We may lose the trust of those who fund us.",
        "We may lose the money of those who fund us.",
    ]
