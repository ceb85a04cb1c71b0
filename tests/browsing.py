"""How does a test go about in a browser, and what is held against every page?

A click returns while the next page is still on its way, and a page's scripts start after it has loaded. So what
leads to another page goes through here, and is waited for.
"""

from contextlib import contextmanager

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe

from tests.factories import client_of

AXE = Axe()
# The page's inline script says that scripts run at all; each part then notes for itself that its own has started.
STARTED = """() =>
  !document.body.classList.contains("js-enabled") ||
  [...document.querySelectorAll("[data-module^=govuk-]")].every(
    (part) => part.hasAttribute(`data-${part.dataset.module}-init`))
"""
WIDTH = "document.fonts.ready.then(() => document.documentElement.scrollWidth)"
# What a paper's pages ask for once they are shown (findings, mostly) has come.
SETTLED = """() => {
  const awaited = [...document.querySelectorAll("[hx-trigger^=load]")];
  const is_there = (part) => !part.innerText.includes("See what the checks find");
  return !document.querySelector(".htmx-request") && awaited.every(is_there);
}"""


def sign_in(page, home, user):
    """From now on the browser of this page has a session of theirs, as if they had typed their password."""
    let_in(page, home, client_of(user).cookies["sessionid"].value)


def let_in(page, home, session):
    """The same for a session that is there already."""
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": home}])


def go(page, address):
    """Open the page at this address."""
    answer = page.goto(address)
    page.wait_for_function(STARTED)
    return answer


@contextmanager
def leaving(page):
    """What is done meanwhile leads to another page; afterwards that page can be used."""
    with page.expect_navigation():
        yield
    page.wait_for_function(STARTED)


def press(target):
    """Click the button or link that leads to another page."""
    with leaving(target.page):
        target.click()


def settle(page):
    """Wait for what the page asks for after it is shown."""
    page.wait_for_function(SETTLED)


def note_questions(page, leave):
    """What the browser asks before a page is left, each answered with `leave`: a list that grows."""
    asked = []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.accept() if leave else dialog.dismiss()

    page.on("dialog", answer)
    return asked


def check_page(page, where):
    """It fits and axe finds nothing."""
    check_fits(page, where)
    check_accessible(page, where)


def check_fits(page, where):
    """It needs no more than the width there is."""
    needs, has = page.evaluate(WIDTH), page.viewport_size["width"]
    assert needs == has, f"{where} needs {needs} px of {has}"


def check_accessible(page, where):
    """Axe finds nothing."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found = AxeResults(page.evaluate("axe.run({resultTypes: ['violations']})"))
    assert found.violations_count == 0, f"{where}\n{found.generate_report()}"
