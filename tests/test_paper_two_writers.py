"""Several people write one paper at once, and a server that is killed meanwhile: nothing that was kept is lost."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from registers import clock
from registers.models import Role
from reports.actions import writing
from reports.models import Section, Unsaved
from tests.browsing import check_accessible, check_page, go, press, settle, sign_in
from tests.factories import client_of, somebody
from tests.pages import send, typed_in, words_of
from tests.paper_worlds import register_of, secretary_of, settled_register, start_paper, write
from tests.test_concurrency import all_at_once
from tests.test_reminders_killed import Killed, killed_at

WRITERS = 6
LONG = "The register was gone through in June. Two risks rose.\n\nNothing else changed."


@pytest.fixture
def paper(transactional_db):
    return start_paper(settled_register())


@pytest.fixture
def section(paper):
    return write(paper.sections.get(key="supporting"), body=LONG)


def colleague(paper, name):
    body = paper.organisation
    return somebody((Role.SECRETARIAT, body), cleared_by=[body], name=name)


# At once --------------------------------------------------------------------------------------------------------------


def test_of_several_who_save_one_section_one_is_first_and_no_other_loses_a_word(paper, section):
    users = [colleague(paper, f"Writer {n}") for n in range(WRITERS)]
    clients = [client_of(user) for user in users]
    pages = [client.get(section.get_absolute_url()) for client in clients]
    answers = all_at_once(lambda n: send(clients[n], pages[n], body=f"Text of {n}"), WRITERS)
    assert Counter(answer.status_code for answer in answers) == {302: 1, 409: WRITERS - 1}
    for n, answer in enumerate(answers):
        if answer.status_code == 409:
            assert typed_in(answer, "body") == f"Text of {n}"
            assert typed_in(clients[n].get(section.get_absolute_url()), "body") == f"Text of {n}"


def test_several_who_save_different_sections_do_not_meet(paper):
    sections = list(paper.sections.in_order())[:WRITERS]
    users = [colleague(paper, f"Writer {n}") for n in range(WRITERS)]
    clients = [client_of(user) for user in users]
    pages = [client.get(row.get_absolute_url()) for client, row in zip(clients, sections, strict=True)]
    answers = all_at_once(lambda n: send(clients[n], pages[n], body=f"Text of {n}"), WRITERS)
    assert [answer.status_code for answer in answers] == [302] * WRITERS
    assert [Section.objects.get(pk=row.pk).body for row in sections] == [f"Text of {n}" for n in range(WRITERS)]


# Killed ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [1, 30])
def test_a_server_killed_while_it_keeps_a_text_leaves_it_as_it_was_kept_last(paper, section, minutes):
    """After thirty minutes keeping makes a version too: both are done, or neither."""
    user, now = colleague(paper, "Ida Mercer"), clock.now()
    with clock.at(now):
        writing.keep(section=section, by=user, body="Kept before", based_on=section.version)
    stood = (section.version, LONG, "Kept before")
    points = 0
    while not _kept_unless_killed(section, user, points, now + timedelta(minutes=minutes)):
        section.refresh_from_db()
        assert (section.version, section.body, Unsaved.objects.get().body) == stood
        points += 1
    section.refresh_from_db()
    assert points >= 3  # the lock, what was kept and the new words; on SQLite the beginning of a transaction too
    assert Unsaved.objects.get().body == "New words"
    assert section.body == (LONG if minutes == 1 else "Kept before")


def _kept_unless_killed(section, user, point, at):
    try:
        with clock.at(at), connection.execute_wrapper(killed_at(point)):
            writing.keep(section=section, by=user, body="New words", based_on=section.version)
    except Killed:
        return False
    return True


# In browsers ----------------------------------------------------------------------------------------------------------


def addresses(section):
    paper = section.paper.get_absolute_url()
    here = section.get_absolute_url()
    own = ("", "versions/", "versions/2/", "discard/")
    of_paper = ("", "figures/", f"figures/?for={section.slug}&q=risk", "checks/", "comments/", "comments/1/")
    texts = ("/standing-text/mopac/", "/standing-text/mopac/mopac-risk-update/equality/")
    return [*(here + tail for tail in own), *(paper + tail for tail in of_paper), *texts]


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_of_writing_are_accessible_and_fit(section, page, live_server, width):
    user = secretary_of(register_of(section.paper))
    write(section, body=f"{LONG} It is TBC. " + "Averylongwordwithoutanyspacethatcouldbeusedforabreak" * 2)
    section.refresh_from_db()
    writing.keep(section=section, by=user, body="Half a sent", based_on=section.version)
    writing.keep(section=section, by=colleague(section.paper, "Ida"), body="I", based_on=section.version)
    writing.comment(paper=section.paper, by=user, text="Is June right?", section=section)
    sign_in(page, live_server.url, user)
    page.set_viewport_size({"width": width, "height": 900})
    for address in addresses(section):
        assert go(page, live_server.url + address).ok, address
        settle(page)
        check_page(page, address)


@pytest.mark.browser
def test_two_write_one_section_in_two_browsers_and_both_texts_are_there(section, page, new_page, live_server):
    mine, theirs = page, new_page()
    sign_in(mine, live_server.url, colleague(section.paper, "Olu Sands"))
    sign_in(theirs, live_server.url, colleague(section.paper, "Ida Mercer"))
    for one in (mine, theirs):
        go(one, live_server.url + section.get_absolute_url())
    theirs.get_by_label("Text", exact=True).fill(LONG.replace("June", "July"))
    theirs.get_by_text("not saved yet").wait_for()
    press(theirs.get_by_role("button", name="Save", exact=True))
    text = mine.get_by_label("Text", exact=True)
    text.fill(LONG.replace("Nothing else", "Little else"))
    mine.locator("#preview").get_by_text("Little else changed").wait_for()
    press(mine.get_by_role("button", name="Save", exact=True))
    assert mine.get_by_role("heading", name="Ida Mercer saved this first").is_visible()
    check_accessible(mine, "two texts side by side")
    press(mine.get_by_role("button", name="Put both together"))
    press(mine.get_by_role("button", name="Save", exact=True))
    section.refresh_from_db()
    assert section.body == LONG.replace("June", "July").replace("Nothing else", "Little else")


@pytest.mark.browser
def test_a_figure_goes_where_the_cursor_is_and_what_is_typed_is_kept(section, page, live_server):
    user = secretary_of(register_of(section.paper))
    sign_in(page, live_server.url, user)
    go(page, live_server.url + section.get_absolute_url())
    text = page.get_by_label("Text", exact=True)
    text.fill("There are  risks.")
    text.evaluate("area => area.setSelectionRange(10, 10)")
    page.get_by_label("Find by words").fill("number of risks")
    page.get_by_text("not saved yet").wait_for()
    with page.expect_response(lambda answer: "/keep/" in answer.url):
        page.locator("[data-insert]").first.click()
    assert text.input_value().startswith("There are [[mopac/corporate.")
    assert Unsaved.objects.get().body == text.input_value()
    go(page, live_server.url + section.get_absolute_url())
    assert page.get_by_label("Text", exact=True).input_value().startswith("There are [[")
    assert "have not saved it" in words_of(client_of(user).get(section.get_absolute_url()))


@pytest.mark.browser
def test_without_scripts_a_section_is_written_with_figures_preview_and_comments(section, new_page, live_server):
    page = new_page(scripts=False)
    sign_in(page, live_server.url, secretary_of(register_of(section.paper)))
    go(page, live_server.url + section.get_absolute_url())
    page.get_by_label("Text", exact=True).fill("There are")
    press(page.get_by_role("button", name="Insert a figure or reference"))
    page.get_by_label("Find by words").fill("number of risks")
    press(page.get_by_role("button", name="Find"))
    press(page.get_by_role("button", name="Insert at the end").first)
    press(page.get_by_role("button", name="Preview"))
    assert "There are 3" in page.locator("#preview").inner_text()
    press(page.get_by_role("button", name="Save", exact=True))
    press(page.get_by_role("link", name="Comments (0)"))
    page.get_by_role("textbox", name="Comment").fill("Is it so?")
    press(page.get_by_role("button", name="Add it"))
    press(page.get_by_role("button", name="Settle"))
    assert page.get_by_text("Settled by").is_visible()
