"""Does a new quarter's MOPAC update get from nothing to the Panel in a page or two of typing?

The portal proposes the text: last quarter's, the agreed position, what moved since. An action is what a person would
count: opening a page, filling in a field, pressing a key or a button. PICTURES=docs takes the pictures that docs/ has
of each step, and of the first four pages that were issued.
"""

import os
import subprocess
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

import pytest

from registers import clock
from tests.browsing import leaving, settle

pytestmark = [pytest.mark.browser, pytest.mark.pdf]

PICTURES = os.environ.get("PICTURES")
PAPER = "/papers/mopac-risk-update-2019-12/"
TYPED = "The register holds twelve risks. Each month the working group looks at all [["
MOST_ACTIONS = 65
IN_THE_REQUEST = 240_000  # the tests have no worker: both editions are made while the press for them waits


class Writer:
    """Somebody at a browser whose actions are counted."""

    def __init__(self, person):
        self.person, self.page, self.actions = person.go("/"), person.page, 1
        self.page.set_default_timeout(IN_THE_REQUEST)

    def opens(self, menu):
        self.actions += 1
        self.person.menu(menu)

    def follows(self, words, within=None):
        self.actions += 1
        self.person.follow(words, within=within)

    def clicks(self, link):
        self.actions += 1
        self.person._click(link)

    def presses(self, words):
        self.actions += 1
        self.settles()
        self.person.press(words)

    def types(self, label, words):
        self.actions += 1
        self.page.get_by_label(label, exact=True).fill(words)

    def key(self, keys, leads_away=False):
        """A key, which may lead to another page."""
        self.actions += 1
        if not leads_away:
            self.page.keyboard.press(keys)
            return
        self.settles()
        with leaving(self.page):
            self.page.keyboard.press(keys)

    def settles(self):
        """What the page asks for beside the text has come."""
        settle(self.page)

    def words(self):
        return self.person.words()

    def keeps_picture(self, name):
        if PICTURES:
            self.settles()
            self.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png")


@pytest.fixture
def december(monkeypatch):
    """It is the second of December 2019, nine days before the Panel meets, and time goes on."""
    ahead = datetime.now(UTC) - datetime(2019, 12, 2, 10, tzinfo=UTC)
    monkeypatch.setattr(clock, "_set_to", Behind(ahead))


class Behind:
    """What the portal's clock is set to, as its own variable holds it: so much less than it really is."""

    def __init__(self, by):
        self.by, self.told = by, ContextVar("told", default=None)
        self.set, self.reset = self.told.set, self.told.reset

    def get(self):
        return self.told.get() or datetime.now(UTC) - self.by


def test_an_update_for_a_new_quarter_goes_from_nothing_to_the_panel(visitor, december, tmp_path):
    writer = Writer(visitor("secretariat@mopac.example"))
    starts_the_quarters_papers(writer)
    reads_what_is_carried_over(writer)
    mends_what_the_checks_find(writer)
    fills_in_the_title_block(writer)
    looks_at_it_as_it_will_be_printed(writer)
    has_it_cleared(writer)
    panel = Writer(visitor("secretariat@panel.example"))
    pdf = issues_it(panel, tmp_path)
    assert writer.actions + panel.actions < MOST_ACTIONS
    shows_its_pages(pdf)


def starts_the_quarters_papers(writer):
    """Three papers for the meeting in December, each from the last of its kind, on what its board has agreed since."""
    writer.opens("Papers")
    writer.follows("Start a paper")
    writer.types("Date of the meeting", "2019-12-11")
    writer.presses("Show what they would begin with")
    assert "As at 30 September 2019, agreed at Governance and Risk working group, 3 October 2019" in writer.words()
    writer.keeps_picture("paper-1-start")
    writer.presses("Start these papers")
    writer.follows(
        "MOPAC Risk Management update", within=writer.page.get_by_role("row").filter(has_text="11 December 2019")
    )
    assert "13 sections carried over or drafted and not yet read" in writer.words()
    writer.settles()
    writer.keeps_picture("paper-2-outline")


def reads_what_is_carried_over(writer):
    """One after another, each with what it prints beside it. Two are changed, the others saved as they are.

    Only those at which something is done are held against what every page must be: they are the same page.
    """
    writer.follows("Read the first")
    while "/sections/" in writer.page.url:
        heading = writer.page.get_by_role("heading", level=1).inner_text()
        if heading in CHANGED:
            writer.person.look()
            CHANGED[heading](writer)
        last = writer.page.locator("#save-next").count() == 0
        writer.key("Control+s" if last else "Control+Enter", leads_away=True)
    writer.person.look()
    assert "not yet read" not in writer.words()


def adds_a_figure(writer):
    """A sentence with a number out of the register, by the keyboard. Another number in it is wrong."""
    text = writer.page.get_by_label("Text", exact=True)
    writer.types("Text", f"{text.input_value()}\n\n{TYPED}")
    writer.types("Find by words, such as “amber” or a risk’s title", "number of risks")
    writer.page.locator("[data-insert]").first.wait_for()
    writer.key("Enter")
    writer.actions += 1
    writer.page.keyboard.type(" of them.")
    writer.page.locator("#preview").get_by_text("Each month the working group looks at all 13 of them.").wait_for()
    writer.page.get_by_text("not saved yet").wait_for()
    writer.keeps_picture("paper-3-write")


def tells_what_is_past(writer):
    """What was to come in last quarter's paper is past by now."""
    writer.page.get_by_text("it is written as to come").wait_for()
    text = writer.page.get_by_label("Text", exact=True).input_value()
    assert "are due to be published in autumn 2019" in text
    writer.types("Text", text.replace("are due to be published in autumn 2019", "were due in autumn 2019"))


def looks_at_the_draft(writer):
    """What moved is drafted from the register."""
    writer.page.locator("#preview").get_by_text("All thirteen risks stand where they stood").wait_for()
    writer.keeps_picture("paper-4-drafted")


CHANGED = {
    "Key Considerations for the Panel": adds_a_figure,
    "Changes and movement of risk since last quarter": looks_at_the_draft,
    "Governance": tells_what_is_past,
}


def mends_what_the_checks_find(writer):
    """The wrong number at a press; what is right all the same is let stand by name."""
    writer.settles()
    writer.follows("Checks")
    assert "The position says 13 on the MOPAC corporate risk register" in writer.words()
    writer.keeps_picture("paper-5-checks")
    writer.presses("Put “thirteen”")
    assert "“twelve” became “thirteen”" in writer.words()
    while writer.page.locator("main").get_by_role("link", name="Let it stand").count():
        writer.clicks(writer.page.locator("main").get_by_role("link", name="Let it stand"))
        writer.types("Why may it stand?", "Read, and right as it is.")
        writer.presses("Let it stand")
    assert "Nothing is found" in writer.words()


def fills_in_the_title_block(writer):
    writer.follows("Back to the paper")
    writer.settles()
    writer.clicks(writer.page.get_by_role("link", name="Change the title block"))
    writer.types("Agenda item (optional)", "7")
    writer.presses("Save")


def looks_at_it_as_it_will_be_printed(writer):
    writer.settles()
    writer.follows("Public edition")
    assert "DRAFT" in writer.words()
    assert "1.4 All thirteen risks stand where they stood on 9 September 2019." in writer.words()
    writer.keeps_picture("paper-6-preview")
    writer.follows("Back to the paper")


def has_it_cleared(writer):
    """The post that reports has said so by mail, which the secretariat records."""
    writer.settles()
    writer.follows("Make it ready")
    writer.presses("Ready for clearance")
    writer.clicks(writer.page.get_by_role("link", name="Clear as Director of Strategy"))
    writer.types("How did the word come?", "E-mail to the secretariat")
    writer.presses("Record the clearance")
    assert "Every post that reports in it has cleared it as it stands" in writer.words()
    writer.keeps_picture("paper-7-cleared")


def issues_it(panel, folder):
    """The Panel's secretariat, in a browser of its own, and the full edition as it went out."""
    panel.opens("Papers")
    panel.follows("MOPAC Risk Management update")
    assert "Nothing stands in the way" in panel.words()
    panel.presses("Issue it to the Panel")
    panel.page.locator("[data-progress=done]").wait_for()
    panel.follows("See what was issued")
    assert "Issued to the Panel 2 December 2019" in panel.words()
    panel.keeps_picture("paper-8-issued")
    panel.actions += 1
    with panel.page.expect_download() as download:
        panel.page.get_by_role("link", name="PDF").last.click()
    pdf = folder / "update.pdf"
    download.value.save_as(pdf)
    return pdf


def shows_its_pages(pdf):
    """It says what was drafted and typed, and nothing of a draft."""
    words = " ".join(subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout.split())
    assert "DRAFT" not in words
    assert "All thirteen risks stand where they stood on 9 September 2019." in words
    assert "The register holds thirteen risks. Each month the working group looks at all 13 of them." in words
    if PICTURES:
        pages = ["-f", "1", "-l", "4", "-r", "80", "-png"]
        subprocess.run(["pdftoppm", *pages, pdf, Path(PICTURES) / "paper-page"], check=True)
