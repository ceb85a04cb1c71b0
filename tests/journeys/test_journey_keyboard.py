"""Can the register be read, a risk be scored and progress be stated by somebody who has no mouse?"""

import pytest
from playwright.sync_api import expect

from tests.browsing import leaving

pytestmark = pytest.mark.browser

REGISTER = "/registers/met/corporate/"
# What a sighted person without a mouse goes by: the element, and whether anything marks it.
FOCUS = """() => {
  const here = document.activeElement;
  const marked = here.matches("input[type=radio]") ? here.nextElementSibling : here;
  const style = getComputedStyle(marked);
  return {
    words: (here.innerText || here.value || here.getAttribute("aria-label") || here.name || "").trim(),
    visible: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none",
    high: marked.getBoundingClientRect().height,
  };
}"""


@pytest.fixture
def lead(visitor):
    return visitor("lead@met.example")


def tab_through(person, until, most=80):
    """Press Tab until something says these words; everything met on the way must show that it has the focus."""
    met = []
    for _ in range(most):
        person.page.keyboard.press("Tab")
        here = person.page.evaluate(FOCUS)
        assert here["visible"], f"{here} does not show the focus"
        assert here["high"] > 1, f"{here} cannot be seen"
        met.append(here["words"])
        if until in here["words"]:
            return met
    raise AssertionError(f"{until} is not reached: {met}")


def tab_to(person, field, most=120):
    """Press Tab until this field has the focus, and shows it."""
    for _ in range(most):
        person.page.keyboard.press("Tab")
        if field.evaluate("(field) => field === document.activeElement"):
            assert person.page.evaluate(FOCUS)["visible"], f"{field} does not show the focus"
            return
    raise AssertionError(f"{field} is not reached")


def test_tab_leads_by_the_skip_link_and_the_filter_to_the_risks(lead):
    lead.go(REGISTER)
    met = tab_through(lead, "Money")
    assert met[0] == "Skip to main content"
    for words in ("Sign out", "Registers", "Filter", "Look at another date", "Money"):
        assert any(words in told for told in met), words
    with leaving(lead.page):
        lead.page.keyboard.press("Enter")
    assert lead.page.url.endswith("/corporate/6/")


def test_the_skip_link_leads_past_the_menu(lead):
    lead.go(REGISTER)
    lead.page.keyboard.press("Tab")
    lead.page.keyboard.press("Enter")
    lead.page.wait_for_url("**#main-content")
    lead.page.keyboard.press("Tab")
    inside = "document.querySelector('main').contains(document.activeElement)"
    assert lead.page.evaluate(inside)


def test_a_filter_is_opened_chosen_and_applied_by_keyboard(lead):
    lead.go(REGISTER)
    page = lead.page
    tab_through(lead, "Filter")
    page.keyboard.press("Enter")
    owner = page.get_by_label("Owner")
    tab_to(lead, owner, most=12)
    for _ in range(owner.locator("option").all_inner_texts().index("Chief of Corporate Services")):
        page.keyboard.press("ArrowDown")
    tab_through(lead, "Apply filters")
    with leaving(page):
        page.keyboard.press("Enter")
    assert "Owner: Chief of Corporate Services" in lead.words(".rp-chosen")


def test_a_cell_of_the_matrix_is_picked_by_arrow_keys_and_the_change_is_said(lead):
    lead.go("/registers/met/corporate/6/score/")
    tab_through(lead, lead.page.locator("input[name=cell]:checked").input_value())
    said = lead.page.locator("[data-score-output]")
    expect(said).to_have_text("No change: it stays M v H (High)")
    lead.page.keyboard.press("ArrowRight")
    expect(said).to_have_text("From M v H (High) to M v VH (High)")
    assert lead.page.evaluate(FOCUS)["visible"]
    lead.page.keyboard.press("ArrowLeft")
    expect(said).to_have_text("No change: it stays M v H (High)")


def test_on_a_phone_the_progress_of_many_is_stated_by_keyboard_and_a_mistake_stays_in_its_row(visitor):
    lead = visitor("lead@met.example", width=320)
    page = lead.page
    lead.go("/controls/progress/")
    choose(lead, "Progress of C-33", "Slipped")
    tab_to(lead, page.get_by_label("Narrative of C-33"))
    page.keyboard.type("The trainers are needed elsewhere")
    choose(lead, "Progress of C-35", "Limited")
    save_by_keyboard(lead)
    assert "1 stated: C-33" in lead.words()
    assert "Slipped (red)" in lead.row("Cascade of expected behaviours")
    assert page.get_by_label("Progress of C-33").input_value() == ""
    assert "needs a narrative" in lead.error_at("Narrative of C-35")
    assert page.get_by_label("Progress of C-35").input_value() == "limited"

    tab_through(lead, "C-35: Say what holds it up")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Narrative of C-35")).to_be_focused()
    page.keyboard.type("Two analysts have left")
    save_by_keyboard(lead)
    assert "1 stated: C-35" in lead.words()
    assert "Two analysts have left" in lead.row("Pipeline insight")


def choose(person, label, choice):
    """Pick an entry of a list with the arrow keys."""
    field = person.page.get_by_label(label)
    tab_to(person, field)
    for _ in range(field.locator("option").all_inner_texts().index(choice)):
        person.page.keyboard.press("ArrowDown")


def save_by_keyboard(person):
    tab_to(person, person.page.get_by_role("button", name="Save what is filled in"))
    with leaving(person.page):
        person.page.keyboard.press("Enter")
    person.look()
