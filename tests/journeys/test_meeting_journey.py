"""Can the secretary of the working group hold its meeting of September 2019 without a mouse, in under thirty actions?

An action is what a person would count: opening a page, filling in a field, pressing a key or a button. Tabbing to
where the action is done is not counted. PICTURES=docs takes the pictures that docs/ has of it on the way.
"""

import os
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.browsing import leaving
from tests.journeys.test_journey_keyboard import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.pdf]

DASHBOARD = "/dashboard/mopac/2019-09/"
MEETING = "/meetings/governance-and-risk-working-group/2019-09-12/"
PICTURES = os.environ.get("PICTURES")
FOUND = {
    "11": "The autumn's protests are planned for; the same officers are asked for as before.",
    "4": "The Spending Round is welcome. Until London's share is known there is nothing to score.",
    "3": "The page of benefits is late for a good reason. The score does not hang on it.",
    "8": "Specialists are hard to find. The greater part is still to be let by November.",
    "13": "Both bodies have agreed the text; the signature is a matter of weeks.",
}


class Secretary:
    """Somebody at a keyboard, whose actions are counted."""

    def __init__(self, person):
        self.person, self.page, self.actions = person, person.page, 0

    def opens(self, path):
        self.actions += 1
        self.person.go(path)

    def activates(self, target, leads_away=True):
        """Tab to a link or a button, and press Enter."""
        self.actions += 1
        tab_to(self.person, target)
        with leaving(self.page) if leads_away else nullcontext():
            self.page.keyboard.press("Enter")
        self.person.look()

    def follows(self, words):
        """A link, also one that looks like a button."""
        self.activates(self.page.locator("main a").get_by_text(words, exact=True).first)

    def presses(self, words):
        self.activates(self.page.locator("main").get_by_role("button", name=words).first)

    def types(self, label, text):
        self.actions += 1
        tab_to(self.person, self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)

    def key(self, key):
        """One key that leads to another page; Escape leaves the field first."""
        self.actions += 1
        self.page.keyboard.press("Escape")
        with leaving(self.page):
            self.page.keyboard.press(key)
        self.person.look()

    def keeps_picture(self, name):
        if PICTURES:
            self.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png")


@pytest.fixture
def secretary(visitor):
    return Secretary(visitor("secretariat@mopac.example"))


def test_the_secretary_holds_the_meeting_of_september_2019_by_keyboard(secretary):
    finds_the_meeting(secretary)
    starts_it_and_notes_who_is_there(secretary)
    goes_through_every_exception(secretary)
    notes_the_rest_and_closes(secretary)
    takes_the_minutes_home(secretary)
    assert secretary.actions < 30


def finds_the_meeting(secretary):
    """Nothing moved that quarter; what is to be talked about are promises that were broken."""
    secretary.opens(DASHBOARD)
    assert "Nothing moved" in secretary.person.words()
    secretary.keeps_picture("meeting-dashboard")
    secretary.person.menu("Meetings")
    secretary.actions += 1
    secretary.follows("12 September 2019")
    rows = secretary.page.locator("main table").first.locator("tbody tr")
    assert 3 <= rows.count() <= 6
    assert rows.count() == len(FOUND)
    reasons = rows.locator("li").all_inner_texts()
    assert len(reasons) >= rows.count()
    secretary.keeps_picture("meeting-agenda")


def starts_it_and_notes_who_is_there(secretary):
    secretary.presses("Start the meeting")
    secretary.follows("Note who is there")
    for title in ("Director of Strategy", "Chief Finance Officer"):
        secretary.types(title, "P")  # of a list of choices: the first that begins so
    secretary.presses("Save")
    assert "Chief Finance Officer (MOPAC): present" in secretary.person.words()


def goes_through_every_exception(secretary):
    """Each on one screen: what happened, what is found, and the next with one key."""
    secretary.follows("Step through the agenda")
    for left in range(len(FOUND), 0, -1):
        heading = secretary.page.get_by_role("heading", level=1).inner_text()
        ref = heading.removeprefix("MOPAC ").split(":")[0]
        assert "Why it is here" in secretary.person.words()
        secretary.types("Because", FOUND[ref])
        if ref == "8":
            secretary.keeps_picture("meeting-step")
        if left > 1:
            secretary.key("n")
        else:
            secretary.presses("Save and back to the agenda")
    for said in FOUND.values():
        assert secretary.page.get_by_text("Nothing yet").count() == 0, said


def notes_the_rest_and_closes(secretary):
    secretary.presses("Rest of the register noted, no change")
    assert "Noted at this meeting" in secretary.person.words()
    secretary.follows("Close the meeting")
    assert "Nothing: every item has something recorded" in secretary.person.words()
    secretary.presses("Close the meeting")
    minutes = secretary.person.words()
    assert "Frozen when the meeting closed" in minutes
    assert all(text in minutes for text in FOUND.values())
    secretary.keeps_picture("meeting-minutes")


def takes_the_minutes_home(secretary):
    secretary.presses("Make the PDF")
    page = secretary.page
    page.locator("[data-progress=done]").wait_for()
    link = page.get_by_role("link", name="Download")
    tab_to(secretary.person, link)
    secretary.actions += 1
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_the_first_screen_of_december_2021_tells_what_moved_and_what_to_decide(visitor):
    person = visitor("secretariat@met.example")
    person.go("/dashboard/met/2021-12/")
    person.page.set_viewport_size({"width": 1280, "height": 800})
    for words in ("6 Money", "spending review", "Second quarter of limited progress"):
        shown = person.page.get_by_text(words).first.bounding_box()
        assert shown["y"] + shown["height"] <= 800, words
    Secretary(person).keeps_picture("dashboard")
