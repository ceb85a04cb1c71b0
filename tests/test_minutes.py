"""The minutes: what is frozen, who reads what of them, and what goes to the printer."""

import json
from datetime import date

import pytest

from registers.access import audience_of
from registers.actions import assessments, risks
from registers.models import Agreement, SensitiveRead
from reports.actions import meetings as actions
from reports.actions import requests
from reports.agenda import Drawn, Reason, ReasonKind
from reports.minutes import compose
from reports.minutes_cut import cut
from reports.minutes_print import print_minutes
from reports.models import AgendaItem, Meeting, Record
from tests.factories import agree, client_of, open_risk
from tests.meeting_worlds import (
    CLOSED_PROFILE,
    LAST,
    TODAY,
    address,
    drawn_as,
    item_of,
    meeting_of,
    move,
    today,
    working_group,
)
from tests.test_meeting_pages import get, raised

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return working_group()


def minuted(world, closed=True) -> Meeting:
    """A meeting at which something of every kind was recorded, on an open risk and on a sensitive one."""
    by, owner = world.people["secretary"], world.posts["owner"]
    move(world.risks[1])
    with drawn_as(raised(world.risks[1], "It moved up"), raised(world.risks[4], "Quokka moved")):
        meeting = meeting_of(world)
    with today():
        actions.attend(meeting=meeting, by=by, present=[world.posts["chair"]], apologies=[world.posts["visitor"]])
        for number, word in ((1, "plain"), (4, "quokka")):
            item = item_of(meeting, world.risks[number])
            actions.review_item(item=item, by=by, outcome="no-change", text=f"A {word} review", post=owner)
            actions.note(meeting=meeting, by=by, item=item, text=f"A {word} talk")
            actions.note(meeting=meeting, by=by, item=item, text=f"A {word} decision", kind="decision")
            actions.act(meeting=meeting, by=by, item=item, text=f"A {word} task", post=owner, due_on=date(2020, 4, 1))
        actions.note(meeting=meeting, by=by, text="Any other plain business")
        actions.note_rest(meeting=meeting, by=by)
        if closed:
            meeting.refresh_from_db()
            meeting = actions.close(meeting=meeting, by=by, version=meeting.version)
    return meeting


def page_of(world, who, meeting):
    return get(world, who, "minutes", meeting=meeting)


SAID = ("A plain review", "A plain talk", "A plain decision", "A plain task", "Any other plain business")


def test_minutes_say_everything_that_was_recorded(world):
    page = page_of(world, "secretary", minuted(world))
    for words in (*SAID, "It moved up", "on behalf of Chief Finance Officer", "Next review: 10 April 2020"):
        assert words in page, words
    assert "Director of Strategy (MOPAC)" in page
    assert "Head of Risk (the Met)" in page
    assert "Agreed as at 10 March 2020" in page
    assert "2, 3: next review 10 June 2020" in page
    assert "from M v M" in page


def test_minutes_of_a_closed_meeting_never_change(world):
    meeting = minuted(world)
    before = page_of(world, "secretary", meeting)
    with today(date(2020, 3, 20)):
        risks.edit(risk=world.risks[1], by=world.people["lead"], version=None, on=TODAY, title="Renamed")
        said = {"on": TODAY, "likelihood": 1, "impact": 1, "reason": "Later"}
        assessments.record(risk=world.risks[1], by=world.people["lead"], version=None, **said)
    agree(world.register, date(2020, 3, 20))
    after = page_of(world, "secretary", meeting)
    assert "Matter 1" in after
    assert "Renamed" not in after
    assert _article(before) == _article(after)


def _article(page):
    return page[page.index("<article") : page.index("</article>")]


def test_a_draft_says_that_it_is_one_and_what_closing_would_agree(world):
    page = page_of(world, "secretary", minuted(world, closed=False))
    assert "DRAFT" in page
    assert "To be agreed as at 10 March 2020" in page


@pytest.mark.parametrize("who", ["uncleared", "reader", "visitor"])
def test_what_is_restricted_is_its_number_and_nothing_else(world, who):
    meeting = minuted(world)
    page = page_of(world, who, meeting)
    assert "Restricted item" in page
    for words in ("quokka", "Quokka", "Matter 4", "OFFICIAL-SENSITIVE"):
        assert words not in page, words
    assert "A plain talk" in page


def test_the_other_body_reads_minutes_once_the_meeting_is_closed(world):
    meeting = minuted(world, closed=False)
    page = page_of(world, "visitor", meeting)
    assert "What was said is told once the meeting has been closed" in page
    for words in (*SAID, "It moved up"):
        assert words not in page, words
    with today():
        meeting.refresh_from_db()
        actions.close(meeting=meeting, by=world.people["secretary"], version=meeting.version)
    page = page_of(world, "visitor", meeting)
    for words in (*SAID, "It moved up"):
        assert words in page, words


def test_whoever_is_cleared_by_the_body_reads_all_of_it(world):
    meeting = minuted(world)
    page = page_of(world, "cleared visitor", meeting)
    assert "A quokka decision" in page
    assert "OFFICIAL-SENSITIVE" in page
    assert SensitiveRead.objects.filter(user=world.people["cleared visitor"], what__contains="minutes").exists()


def test_what_was_said_takes_the_class_of_rationales_of_its_risk():
    world = working_group(profile=CLOSED_PROFILE)
    meeting = minuted(world)
    page = page_of(world, "visitor", meeting)
    assert "Matter 1" in page  # its title is public
    assert "What was said is withheld" in page
    for words in ("A plain review", "A plain talk", "A plain task", "M v M", "VH v VH"):
        assert words not in page, words
    assert "A plain review" in page_of(world, "secretary", meeting)


def test_a_risk_marked_since_is_restricted_in_old_minutes_too(world):
    meeting = minuted(world)
    with today(date(2020, 3, 20)):
        risks.mark(
            risk=world.risks[1],
            by=world.people["lead"],
            version=None,
            on=date(2020, 3, 20),
            marking="official-sensitive",
            reason="Now it is",
        )
        page = client_of(world.people["reader"]).get(address(meeting, "minutes")).content.decode()
    assert "Matter 1" not in page
    assert "A plain talk" not in page


def test_a_risk_declassified_since_stays_restricted_in_old_minutes(world):
    meeting = minuted(world)
    with today(date(2020, 3, 20)):
        risks.mark(
            risk=world.risks[4],
            by=world.people["lead"],
            version=None,
            on=date(2020, 3, 20),
            marking="official",
            reason="No longer",
        )
        page = client_of(world.people["reader"]).get(address(meeting, "minutes")).content.decode()
    assert "quokka" not in page


def test_a_request_that_was_sensitive_then_stays_restricted_in_old_minutes(world):
    """It was worded anew when it was declassified; the minutes have its first words, and what was said of them."""
    by = world.people["secretary"]
    with today(LAST):
        said = {"text": "Why did Quokka leave?", "made_on": LAST, "marking": "official-sensitive"}
        request = requests.ask(by=by, organisation=world.mopac, **said)
    reason = Reason(ReasonKind.REQUEST_DUE, "It waits", requests=(request.pk,), since=LAST)
    with drawn_as(Drawn("request", request.pk, str(request), (reason,))):
        meeting = meeting_of(world)
    with today():
        item = meeting.items.get(request=request)
        actions.note(meeting=meeting, by=by, item=item, text="Quokka was paid off")
        meeting.refresh_from_db()
        assert "OFFICIAL-SENSITIVE" in page_of(world, "secretary", meeting)
        actions.close(meeting=meeting, by=by, version=meeting.version)
    with today(date(2020, 3, 20)):
        requests.edit(request=request, by=by, version=None, text="Why did somebody leave?", marking="official")
        pages = {who: page_of(world, who, meeting) for who in ("secretary", "reader", "visitor")}
    assert "Quokka was paid off" in pages["secretary"]
    assert "Quokka" not in pages["reader"] + pages["visitor"]
    assert "Restricted item" in pages["reader"]


def test_a_title_still_being_worked_on_is_not_told_to_the_other_body(world):
    """Where the meeting does not agree the register, as it has been agreed as at a later day."""
    with drawn_as(raised(world.risks[1])):
        meeting = meeting_of(world, on=date(2020, 3, 3))
    agree(world.register, date(2020, 3, 5))
    with today():
        risks.edit(risk=world.risks[1], by=world.people["lead"], version=None, on=date(2020, 3, 1), title="Wombat")
        meeting.refresh_from_db()
        actions.close(meeting=meeting, by=world.people["secretary"], version=meeting.version)
    assert "Wombat" in page_of(world, "secretary", meeting)
    page = page_of(world, "visitor", meeting)
    assert "Wombat" not in page
    assert "Matter 1" in page
    assert "already agreed as at 5 March 2020" in page.replace("Already", "already")


def test_a_register_agreed_by_this_meeting_before_is_told_as_settled_by_it(world):
    """As where the agreement was entered from a paper, before the meeting was."""
    agree(world.register, date(2020, 2, 29), on=date(2020, 3, 9), meeting="Working Group, 10 March 2020")
    agree(world.register, date(2020, 3, 12))
    with drawn_as():
        meeting = meeting_of(world)
    with today(date(2020, 3, 13)):
        meeting.refresh_from_db()
        actions.close(meeting=meeting, by=world.people["secretary"], version=meeting.version)
    assert Agreement.objects.filter(register=world.register).count() == 3
    assert "Agreed as at 29 February 2020" in page_of(world, "secretary", meeting)


def test_what_was_amended_stands_in_its_last_words_and_what_was_taken_back_does_not(world):
    by = world.people["secretary"]
    with drawn_as(raised(world.risks[1])):
        meeting = meeting_of(world)
    item = item_of(meeting, world.risks[1])
    with today():
        first = actions.note(meeting=meeting, by=by, item=item, text="The frist words")
        actions.amend(record=first, by=by, text="The first words")
        wrong = actions.note(meeting=meeting, by=by, item=item, text="Nobody said this")
        actions.amend(record=wrong, by=by, text="Nobody said this", is_void=True)
    page = page_of(world, "secretary", meeting)
    assert "The first words" in page
    assert "frist" not in page
    assert "Nobody said this" not in page


def test_the_cut_of_the_minutes_agrees_with_the_cut_of_the_rows(world):
    """For everybody, what the minutes tell of each item is what its rows would."""
    for closed in (False, True):
        meeting = minuted(world, closed) if not closed else _closed(world)
        for who, user in world.people.items():
            audience = audience_of(user)
            if not Meeting.objects.visible_to(audience).filter(pk=meeting.pk).exists():
                continue
            minutes = cut(json.loads(json.dumps(compose(meeting))), meeting, audience)
            with today():
                rows = set(Record.objects.visible_to(audience).filter(meeting=meeting).values_list("text", flat=True))
                items = AgendaItem.objects.visible_to(audience).filter(meeting=meeting).count()
            told = {line.text for item in minutes.items for line in item.said} | {line.text for line in minutes.said}
            assert told == rows - {"Rest of the register noted, no change"}, (who, closed)
            assert sum(not item.is_restricted for item in minutes.items) == items, (who, closed)


def _closed(world):
    meeting = Meeting.objects.get()
    with today():
        return actions.close(meeting=meeting, by=world.people["secretary"], version=meeting.version)


def test_what_is_frozen_is_plain_data_and_names_what_each_part_needs(world):
    meeting = minuted(world)
    frozen = json.loads(json.dumps(meeting.minutes))
    assert frozen["schema"] == 1
    assert [item["was_sensitive"] for item in frozen["items"]] == [False, True]


# On paper ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "marking"), [("secretary", "OFFICIAL-SENSITIVE"), ("reader", "OFFICIAL")])
def test_what_goes_to_the_printer_is_what_its_reader_may_read(world, who, marking):
    meeting = minuted(world)
    printed, sensitive_of = print_minutes(meeting, audience_of(world.people[who]))
    assert printed.marking == marking
    assert ("quokka" in printed.html) is (who == "secretary")
    assert (world.mopac.pk in sensitive_of) is (who == "secretary")
    assert printed.file_name == "minutes-working-group-2020-03-10.pdf"


def test_only_an_open_meetings_minutes_are_a_draft_on_paper(world):
    reader = audience_of(world.people["reader"])
    assert print_minutes(minuted(world, closed=False), reader)[0].is_draft
    assert not print_minutes(_closed(world), reader)[0].is_draft


def test_minutes_are_asked_for_as_a_pdf_by_whoever_may_read_them(world):
    meeting = minuted(world)
    with today():
        assert client_of(world.people["visitor"]).post(address(meeting, "minutes.pdf")).status_code == 302
        assert client_of(world.people["stranger"]).post(address(meeting, "minutes.pdf")).status_code == 404


def test_long_minutes_cost_no_more_queries(world, queries_for):
    meeting = minuted(world, closed=False)
    client = client_of(world.people["secretary"])
    by = world.people["secretary"]
    with today():
        short = queries_for(lambda: client.get(address(meeting, "minutes")))
        for number in range(20):
            risk = open_risk(world.register, title=f"More {number}", score=(2, 2))
            item = actions.add_item(meeting=meeting, by=by, risk=risk)
            actions.review_item(item=item, by=by, outcome="no-change", text="Nothing")
        assert queries_for(lambda: client.get(address(meeting, "minutes"))) <= short


@pytest.mark.pdf
@pytest.mark.parametrize("who", ["secretary", "visitor"])
def test_neither_checker_finds_anything_wrong_with_minutes(world, tmp_path, who):
    """Marked on every page, whatever its reader may read of them."""
    import outloud
    import page
    import pypdf

    meeting = minuted(world)
    printed = print_minutes(meeting, audience_of(world.people[who]))[0]
    made, file = printed.to_pdf(), tmp_path / "minutes.pdf"
    file.write_bytes(made.pdf)
    report = page.validate_pdf(file, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    found = [found for found in outloud.check(str(file)).sorted_findings() if found.rule != "ORD-001"]
    assert [(one.rule, one.page, one.message) for one in found] == []
    texts = [one.extract_text() for one in pypdf.PdfReader(file).pages]
    assert all(printed.marking in text for text in texts)
    assert "Working Group" in texts[0]
    assert printed.to_pdf().pdf == made.pdf
