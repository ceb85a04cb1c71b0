"""The pages of a meeting in progress: usable at both widths, and without scripts."""

import pytest

from reports.models import Record

pytestmark = pytest.mark.browser

SECRETARY = "secretariat@mopac.example"
MEETING = "/meetings/governance-and-risk-working-group/2019-09-12/"
PAGES = ("attendance/", "add/", "edit/", "whole/", "rest/", "close/", "minutes/", "cancel/")


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_of_a_meeting_in_progress_is_accessible_and_fits(visitor, width):
    secretary = visitor(SECRETARY, width=width)
    secretary.go(MEETING)
    secretary.press("Start the meeting")
    for page in PAGES:
        secretary.go(MEETING + page)
    secretary.go(MEETING)
    secretary.follow("Step through the agenda")
    item = secretary.page.url.removeprefix(secretary.home)
    secretary.page.fill("#id_note", "A word on it")
    secretary.press("Save and next")
    secretary.go(item)
    secretary.go(f"{MEETING}records/1/")
    secretary.go(f"{item}edit/")


def test_without_scripts_what_was_typed_is_saved_on_the_way_on(visitor):
    secretary = visitor(SECRETARY, scripts=False)
    secretary.go(MEETING)
    secretary.press("Start the meeting")
    secretary.follow("Step through the agenda")
    secretary.page.fill("#id_found", "Said without a script")
    secretary.press("Next")
    secretary.press("Previous")
    assert "Said without a script" in secretary.page.locator("main").inner_text()
    assert Record.objects.filter(text="Said without a script").count() == 1
