"""The pages of meetings: who sees which, and what they say."""

import pytest

from registers.models import SensitiveRead
from reports.actions import meetings as actions
from reports.agenda import Drawn, Reason, ReasonKind
from reports.forms_requests import address_of
from tests.factories import client_of, open_risk
from tests.meeting_worlds import address, drawn_as, item_of, meeting_of, today, working_group

pytestmark = pytest.mark.django_db


def raised(risk, words="It moved up", needs=()):
    reason = Reason(ReasonKind.UP, words, needs=needs, risks=(risk.pk,))
    return Drawn("risk", risk.pk, "", (reason,))


@pytest.fixture
def world():
    return working_group()


@pytest.fixture
def meeting(world):
    with drawn_as(raised(world.risks[1]), raised(world.risks[4], "Something secret")):
        return meeting_of(world)


def get(world, who, *where, meeting, status=200):
    with today():
        answer = client_of(world.people[who]).get(address(meeting, *where))
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def post(world, who, *where, meeting, **data):
    with today():
        return client_of(world.people[who]).post(address(meeting, *where), data)


def test_every_page_opens(world, meeting):
    for where in (
        (),
        ("minutes",),
        ("rest",),
        ("close",),
        ("attendance",),
        ("add",),
        ("whole",),
        ("edit",),
        ("cancel",),
        ("mopac-corporate-1",),
        ("mopac-corporate-1", "edit"),
        ("mopac-corporate-1", "drop"),
    ):
        get(world, "secretary", *where, meeting=meeting)
    with today():
        client = client_of(world.people["secretary"])
        assert client.get("/meetings/").status_code == 200
        assert client.get("/meetings/working-group/").status_code == 200
        assert client.get("/meetings/working-group/plan/").status_code == 200


# Who sees what -------------------------------------------------------------------------------------------------------


def test_a_stranger_and_the_panel_know_of_no_meeting(world, meeting):
    for who in ("stranger", "panel"):
        get(world, who, meeting=meeting, status=404)
        get(world, who, "minutes", meeting=meeting, status=404)


def test_a_reader_sees_the_agenda_and_no_buttons(world, meeting):
    page = get(world, "reader", meeting=meeting)
    assert "Matter 1" in page
    for words in ("Draw up again", "Step through", "Close the meeting", "Note who is there", ">Drop<"):
        assert words not in page
    for where in (("add",), ("close",), ("rest",), ("whole",), ("cancel",), ("mopac-corporate-1", "drop")):
        get(world, "reader", *where, meeting=meeting, status=403)
    assert post(world, "reader", "draw-up", meeting=meeting, version=1).status_code == 403
    assert post(world, "reader", "mopac-corporate-1", meeting=meeting, note="Mine").status_code == 403


def test_what_one_may_not_know_of_is_a_restricted_item_with_its_number(world, meeting):
    for who in ("uncleared", "reader", "visitor"):
        page = get(world, who, meeting=meeting)
        assert "Restricted item" in page, who
        assert "Matter 4" not in page
        assert "Something secret" not in page
        assert "mopac-corporate-4" not in page
        get(world, who, "mopac-corporate-4", meeting=meeting, status=404)
    assert "Matter 4" in get(world, "secretary", meeting=meeting)


def test_the_other_body_reads_why_only_once_the_meeting_is_closed(world, meeting):
    assert "Matter 1" in get(world, "visitor", meeting=meeting)
    assert "It moved up" not in get(world, "visitor", meeting=meeting)
    with today():
        meeting.refresh_from_db()
        actions.close(meeting=meeting, by=world.people["secretary"], version=meeting.version)
    assert "It moved up" in get(world, "visitor", meeting=meeting)


def test_the_other_body_knows_nothing_of_a_board_it_does_not_attend(world, meeting):
    world.board.is_attended = False
    world.board.save()
    get(world, "visitor", meeting=meeting, status=404)


def test_sensitive_pages_are_marked_and_their_reading_is_logged(world, meeting):
    assert "OFFICIAL-SENSITIVE" in get(world, "secretary", meeting=meeting)
    assert SensitiveRead.objects.filter(user=world.people["secretary"], what__contains="Working Group").exists()
    assert "OFFICIAL-SENSITIVE" not in get(world, "uncleared", meeting=meeting)
    assert not SensitiveRead.objects.filter(user=world.people["uncleared"]).exists()


# Keeping the agenda --------------------------------------------------------------------------------------------------


def test_an_agenda_is_put_in_order_by_its_buttons(world, meeting):
    item = item_of(meeting, world.risks[4])
    post(world, "secretary", item.slug, "move", meeting=meeting, step="up", version=item.version)
    page = get(world, "secretary", meeting=meeting)
    assert page.index("Matter 4") < page.index("Matter 1")


def test_a_button_pressed_on_an_old_page_says_so_and_changes_nothing(world, meeting):
    item = item_of(meeting, world.risks[4])
    for _ in range(2):
        answer = post(world, "secretary", item.slug, "move", meeting=meeting, step="up", version=item.version)
    with today():
        page = client_of(world.people["secretary"]).get(answer["Location"].split("#")[0])
    assert page.status_code == 200
    answer = post(world, "secretary", "draw-up", meeting=meeting, version=1)
    assert answer.status_code == 302
    item.refresh_from_db()
    assert item.version == 2


def test_dropping_needs_a_reason_and_can_be_undone(world, meeting):
    item = item_of(meeting, world.risks[1])
    answer = post(world, "secretary", item.slug, "drop", meeting=meeting, version=item.version)
    assert "Enter why it is dropped" in answer.content.decode()
    post(world, "secretary", item.slug, "drop", meeting=meeting, version=item.version, because="It can wait")
    page = get(world, "secretary", meeting=meeting)
    assert "Matter 1: It can wait" in page
    item.refresh_from_db()
    post(world, "secretary", item.slug, "restore", meeting=meeting, version=item.version)
    item.refresh_from_db()
    assert not item.is_dropped


def test_a_paper_takes_a_number_of_its_own(world, meeting):
    answer = post(
        world, "secretary", "add", meeting=meeting, kind="paper", title="Budget", number="1b", marking="official"
    )
    assert answer.status_code == 302
    assert "1b" in get(world, "secretary", meeting=meeting)


def test_a_deep_dive_is_planned_with_who_asked_and_who_writes(world, meeting):
    post(
        world,
        "secretary",
        "add",
        meeting=meeting,
        kind="deep-dive",
        risk=address_of(world.risks[3]),
        marking="official",
        asked_by="The Panel",
        author=world.posts["owner"].pk,
    )
    page = get(world, "secretary", meeting=meeting)
    assert "Asked for by The Panel, written by Chief Finance Officer" in page


def test_attendance_is_noted_by_the_seats_of_the_board(world, meeting):
    chair, owner = world.posts["chair"], world.posts["owner"]
    data = {f"kind-{chair.pk}": "present", f"kind-{owner.pk}": "deputy", f"deputy-{owner.pk}": ""}
    data |= {f"was-{post.pk}": "/" for post in world.posts.values()}
    answer = post(world, "secretary", "attendance", meeting=meeting, **data)
    assert "Select the post that came for the Chief Finance Officer" in answer.content.decode()
    data[f"deputy-{owner.pk}"] = chair.pk
    assert post(world, "secretary", "attendance", meeting=meeting, **data).status_code == 302
    assert "Chief Finance Officer (MOPAC): represented by Director of Strategy" in get(
        world, "secretary", meeting=meeting
    )


def test_a_meeting_is_planned_and_listed(world):
    with today():
        client = client_of(world.people["secretary"])
        answer = client.post("/meetings/working-group/plan/", {"on": "7 4 2020", "note": "Room 4"}, follow=True)
        assert "7 April 2020" in answer.content.decode()
        assert "Room 4" in client.get("/meetings/").content.decode()
        assert client_of(world.people["reader"]).get("/meetings/working-group/plan/").status_code == 403
        assert client_of(world.people["visitor"]).get("/meetings/working-group/plan/").status_code == 403


def test_a_long_agenda_costs_no_more_queries(world, queries_for):
    def agenda_of(number):
        drawn = [raised(world.risks[n], needs=((world.register.pk, "score"),)) for n in range(1, number + 1)]
        with drawn_as(*drawn), today(hour=9):
            meeting.refresh_from_db()
            actions.draw_up(meeting=meeting, by=world.people["secretary"], version=meeting.version)
        with today():
            pages = [client.get(address(meeting, *where)) for where in ((), ("minutes",), ("close",), ("rest",))]
            assert {page.status_code for page in pages} == {200}
            return [queries_for(lambda w=w: client.get(address(meeting, *w))) for w in ((), ("minutes",), ("close",))]

    with drawn_as():
        meeting = meeting_of(world)
    client = client_of(world.people["secretary"])
    for number in range(5, 21):
        world.risks[number] = open_risk(world.register, title=f"Matter {number}", score=(2, 2))
    short, long = agenda_of(1), agenda_of(20)
    assert all(after <= before for before, after in zip(short, long, strict=True)), (short, long)
