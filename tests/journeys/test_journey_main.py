"""Can the portal's main job be done from end to end, by mouse, by keyboard, on a phone and without scripts?"""

import re

import pytest

from registers import clock
from registers.scope import quarter_end_before
from registers.sentences import say_day

pytestmark = [pytest.mark.browser, pytest.mark.pdf]

REASON = "The settlement was confirmed and the reserve now covers the gap"


@pytest.mark.parametrize(
    ("width", "scripts", "pick"),
    [(1280, True, "mouse"), (320, True, "keyboard"), (1280, False, "mouse")],
    ids=["desk", "phone by keyboard", "desk without scripts"],
)
def test_a_score_travels_from_a_lead_by_the_board_to_the_other_body_and_a_paper_is_made(visitor, width, scripts, pick):
    someone = visitor(width=width, scripts=scripts)
    the_other_body_sees(someone, "M v H")
    the_lead_scores_money(someone, pick)
    the_other_body_sees(someone, "M v H")
    the_board_agrees(someone)
    the_other_body_sees(someone, "L v H")
    the_secretariat_makes_the_paper(someone)


def the_lead_scores_money(lead, pick):
    page = lead.page
    lead.sign_in("lead@met.example")
    lead.menu("Registers")
    lead.follow("Met corporate risk register")
    filter_by_owner(lead, "Chief of Corporate Services")
    lead.follow("Money")
    assert "Static" in lead.figure("Since")
    lead.follow("Score this risk")
    pick_cell(lead, "L v H", by=pick)
    page.get_by_label("Why this score?").fill(REASON)
    if not lead.scripts:
        lead.press("Show what changes")
    assert "From M v H (High) to L v H (High)" in lead.words()
    lead.press("Save the score")

    assert "Down from M v H, High" in lead.figure("Since")
    assert "L v H" in lead.figure("Score")
    assert f"Why it moved: {REASON}" in lead.words()
    lead.menu("Registers")
    lead.follow("Met corporate risk register")
    assert "Down this quarter from M v H, High L v H" in lead.row("Money")
    assert f"6 Money Since agreed M v H (High) → L v H High {REASON}" in re.sub(" to L", " L", lead.words(".rp-moves"))

    last_quarter = quarter_end_before(clock.today())
    page.get_by_text("Look at another date").click()
    page.get_by_label("As at the end of").fill(last_quarter.isoformat())
    lead.press("Show this date")
    assert f"as_at={last_quarter}" in page.url
    assert say_day(last_quarter) in lead.words(".rp-time")
    assert "M v H" in lead.row("Money")
    assert "L v H" not in lead.row("Money").split("L v L")[0]
    assert REASON not in lead.words()
    lead.sign_out()


def filter_by_owner(lead, owner):
    lead.page.get_by_text("Filter", exact=True).click()
    lead.page.get_by_label("Owner").select_option(owner)
    lead.press("Apply filters")
    assert f"Owner: {owner}" in lead.words(".rp-chosen")
    assert "Money" in lead.words()
    assert lead.page.get_by_role("rowheader", name="Legitimacy").count() == 0


def pick_cell(lead, cell, by):
    """The matrix is a radio group: a click on the cell, or Tab and the arrow keys."""
    page = lead.page
    if by == "mouse":
        page.locator("label.rp-matrix__cell", has_text=cell).first.click()
    else:
        page.get_by_role("radio", checked=True).focus()
        for _ in range(4):  # the cells run from left to right and on to the next row down
            page.keyboard.press("ArrowRight")
    picked = page.locator("input[name=cell]:checked")
    assert picked.get_attribute("data-score-text").startswith(f"{cell} (")


def the_other_body_sees(reader, score):
    reader.sign_in("reader@mopac.example")
    reader.go("/registers/met/corporate/6/")
    assert score in reader.figure("Score")
    reader.sign_out()


def the_board_agrees(board):
    board.sign_in("board@met.example")
    board.follow("Look at them and agree")
    page = board.page
    money = page.get_by_role("table").filter(has_text=REASON)
    assert "M v H High L v H High" in " ".join(money.inner_text().replace("Agreed", "").replace("To be", "").split())
    page.get_by_label("Meeting", exact=True).fill("Risk and Assurance Board, special meeting")
    board.press("Agree the register as at")
    assert "Risk and Assurance Board, special meeting" in board.words()
    board.sign_out()


def the_secretariat_makes_the_paper(secretariat):
    page = secretariat.page
    secretariat.sign_in("secretariat@mopac.example")
    secretariat.menu("Papers")
    secretariat.follow("MOPAC Risk Management update")
    secretariat.follow("Public edition")
    assert "DRAFT" in page.locator("main").inner_text().upper()
    page.go_back()
    page.get_by_label("Public edition").check()
    secretariat.press("Make the PDF")
    page.locator("[data-progress=done]").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download mopac-risk-update").click()
    assert re.fullmatch(r"mopac-risk-update-\d{4}-\d{2}-public\.pdf", download.value.suggested_filename)
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    secretariat.sign_out()
