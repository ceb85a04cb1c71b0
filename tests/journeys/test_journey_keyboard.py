"""Can the register be read and a risk be scored by somebody who has no mouse?"""

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
    for _ in range(12):
        page.keyboard.press("Tab")
        if owner.evaluate("(field) => field === document.activeElement"):
            break
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
