"""From a portal with nothing in it to MOPAC's register of September 2019 and its first paper, in the browser alone?

An action is what a person would count: opening a page, filling in a field, choosing a file, pressing a button. Nobody
clears themselves, so a second administrator takes part. Every page on the way is held against what every page must be.
"""

import csv
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail

from registers import beginning, clock
from tests.journeys.steps import Visitor
from tests.journeys.test_paper_journey import Behind

pytestmark = pytest.mark.browser

CODE = "a code of some length"
PASSWORD = "grey heron over water"
ADA, BEA = "ada@mopac.example", "bea@mopac.example"
TESTS = Path(__file__).parent.parent
WORKBOOK, FACTS = TESTS / "data" / "mopac-2019-09.xlsx", TESTS / "facts" / "mopac_2019_09.csv"
POSTS = """Director of CJ Policy and Commissioning
Chief Executive Officer
Chief Finance Officer
Director of Strategy
Director of VRU"""
OBJECTIVES = """Keeping children and young people safe
A better police service for London"""
ORDER = ["1", "2", "3", "4", "15", "5", "6", "7", "8", "11", "12", "13", "14"]
MOST_ACTIONS, MOST_TO_SET_UP = 60, 42


@pytest.fixture
def empty(transactional_db, monkeypatch, settings):
    """A portal that nobody has begun, on the second of October 2019, the day before the Panel meets."""
    monkeypatch.setitem(beginning._seen, "user", False)
    settings.SETUP_CODE = CODE
    monkeypatch.setattr(clock, "_set_to", Behind(datetime.now(UTC) - datetime(2019, 10, 2, 10, tzinfo=UTC)))


class Beginner:
    """Somebody at a browser of their own whose actions are counted."""

    def __init__(self, page, home, width=1280):
        self.person, self.page, self.actions = Visitor(page, home, width), page, 0

    def opens(self, path):
        self.actions += 1
        self.person.go(path)

    def follows(self, words):
        self.actions += 1
        self.person.follow(words)

    def menu(self, words):
        self.actions += 1
        self.person.menu(words)

    def presses(self, words):
        self.actions += 1
        self.person.press(words)

    def types(self, **said):
        """By the names of the fields: `first_name` is typed into what has that name."""
        for name, text in said.items():
            self.actions += 1
            self.page.locator(f"main [name={name}]").first.fill(text)

    def picks(self, label):
        self.actions += 1
        self.page.locator("main").get_by_label(label).first.check()

    def words(self):
        return self.person.words()

    def heading(self):
        return self.page.get_by_role("heading", level=1).inner_text()


def test_from_an_empty_portal_to_the_register_of_september_2019_and_its_first_paper(empty, live_server, new_page):
    ada, bea = (Beginner(new_page(width), live_server.url, width) for width in (1280, 320))
    begins(ada)
    invites_a_colleague(ada)
    sets_up_the_register(ada)
    clears_the_first(bea)
    states_the_appetite(ada)
    assert ada.actions + bea.actions <= MOST_TO_SET_UP, (ada.actions, bea.actions)
    imports_the_workbook(ada)
    agrees_the_register(ada)
    starts_the_first_paper(ada)
    assert ada.actions + bea.actions < MOST_ACTIONS, (ada.actions, bea.actions)


def begins(ada):
    """Whatever address she opens leads to the beginning."""
    ada.opens("/registers/")
    assert ada.heading() == "Set up the portal"
    ada.types(code=CODE, person="Ada Admin", email=ADA, password=PASSWORD, again=PASSWORD)
    ada.types(name="Mayor’s Office for Policing and Crime", short_name="MOPAC")
    ada.presses("Begin")
    assert ada.heading() == "Set up MOPAC"
    assert "1 of 8 steps done" in ada.words()


def invites_a_colleague(ada):
    """And gives herself the roles that work with risks."""
    ada.follows("People and their roles")
    people = f"Ada Admin, {ADA}, risk lead, board, secretariat\nBea Second, {BEA}, administrator"
    ada.types(lines=people)
    ada.presses("Go on")
    assert "Bea Second bea@mopac.example Administrator Is invited" in ada.words()
    ada.presses("Give these roles and invite")


def sets_up_the_register(ada):
    """One step leads to the next."""
    assert ada.heading() == "Scoring scheme"
    ada.picks("Five by five, in numbers")
    assert ada.page.get_by_role("table").filter(visible=True).count() == 1
    ada.presses("Use this scale")
    ada.types(settled_by="Governance and Risk working group")
    ada.picks("As MOPAC publishes")
    ada.presses("Add the register and go on")
    ada.types(name="Police and Crime Plan", lines=OBJECTIVES)
    ada.presses("Add them and go on")
    ada.types(lines=POSTS)
    ada.presses("Go on")
    assert "5 posts added" in ada.words()
    assert "the body has to clear them first" in ada.words()


def clears_the_first(bea):
    """She is led from her letter to a password, and from home to what waits for her."""
    address = re.search(r"http://\S+/key/\S+", mail.outbox[-1].body)[0]
    bea.opens(address.removeprefix(bea.person.home))
    bea.types(password1=PASSWORD, password2=PASSWORD)
    bea.presses("Save the password")
    bea.follows("sign in")
    bea.types(login=BEA, password=PASSWORD)
    bea.presses("Sign in")
    bea.follows("Go on setting up")
    bea.follows("Clearance for sensitive text")
    bea.picks("Ada Admin")
    bea.presses("Clear them")
    assert "Cleared: Ada Admin" in bea.words()


def states_the_appetite(ada):
    ada.opens("/begin/mopac/appetite/")
    ada.types(statement="We hold our corporate risks at medium or below.")
    ada.picks("Medium")
    ada.presses("Save and go on")
    assert ada.heading() == "The first risks"


def imports_the_workbook(ada):
    """In the shape of that quarter's paper, as at the end of the quarter."""
    ada.follows("Import a workbook")
    ada.types(as_at="2019-09-30", reason="Panel paper of 3 October 2019")
    ada.actions += 1
    ada.page.locator("input[type=file]").set_input_files(WORKBOOK)
    ada.presses("Read it")
    assert "No questions" in ada.words()
    ada.presses("Show what would change")
    ada.follows("Go on to the import")
    ada.presses("Import")
    ada.follows("See the register")
    assert ada.page.locator("table .rp-ref").all_inner_texts() == ORDER
    assert "illustrative" not in ada.words().lower()


def agrees_the_register(ada):
    ada.opens("/registers/mopac/corporate/agree/?as_at=2019-09-30")
    ada.types(meeting="Governance and Risk working group, 1 October")
    ada.presses("Agree the register as at 30 September 2019")


def starts_the_first_paper(ada):
    ada.menu("Papers")
    ada.follows("Start a paper")
    ada.types(panel_date="2019-10-03")
    ada.presses("Show what they would begin with")
    ada.presses("Start these papers")
    ada.follows("MOPAC Risk Management update")
    assert "3 sections carried over or drafted and not yet read" in ada.words()
    ada.follows("Public edition")
    holds_the_thirteen_risks(ada.words())


def holds_the_thirteen_risks(printed):
    """In the order and with the owners that the Panel was shown."""
    assert "This is the first position of the risks" in printed
    assert "none of these risks was on the register" in printed
    assert "risks are new" not in printed
    assert "are published" not in printed  # all are
    place = printed.index("Risk Owner")
    for row in csv.DictReader(FACTS.read_text().splitlines()):
        place = printed.index(f"{row['ref']} {row['title']}", place)
        place = printed.index(row["owners"].replace(";", ","), place)
