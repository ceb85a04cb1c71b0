"""Boards, groups and workshops: who sits on them when, what they settle, and who sets them up."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from registers import clock
from registers.actions import boards, people, set_up
from registers.models import Board, Register, Seat
from tests.browsing import check_page, go, press, sign_in
from tests.factories import OrganisationFactory, PostFactory, RegisterFactory, agree, client_of, open_risk, somebody
from tests.pages import form_of, news_of, send, typed_in, words_of

JUNE, SEPTEMBER = date(2021, 6, 30), date(2021, 9, 30)


@pytest.fixture
def met(db):
    return OrganisationFactory(slug="met", name="Metropolitan Police", short_name="the Met", order=2)


@pytest.fixture
def mopac(db):
    return OrganisationFactory(slug="mopac", name="Mayor's Office", short_name="MOPAC", order=1)


@pytest.fixture
def admin(met):
    return somebody(("administrator", met))


@pytest.fixture
def client(admin):
    return client_of(admin)


@pytest.fixture
def board(met):
    return add(met, "Risk and Assurance Board", cadence="quarterly")


@pytest.fixture
def joint(met, mopac):
    return add(None, "Joint working group", kind="group")


def add(organisation, name, **values):
    return boards.add_board(organisation=organisation, by=somebody(), name=name, **values)


def post_of(organisation, title):
    return PostFactory(organisation=organisation, title=title)


def seat(board, post, since=JUNE, **values):
    return boards.seat(board=board, by=somebody(), post=post, since=since, **values)


def page_of(client, board, page=""):
    return client.get(f"/boards/{board.slug}/{page}")


# Looking ---------------------------------------------------------------------------------------


def test_a_board_tells_who_sits_on_it_and_held_the_post_and_what_it_settles(met, client, board):
    RegisterFactory(organisation=met, title="Met register", board=board)
    director = post_of(met, "Director of Strategy")
    seat(board, director, is_chair=True)
    seat(board, post_of(met, "Head of Risk"))
    people.hold(post=director, by=somebody(), name="Ada Holder", on=JUNE)
    page = words_of(page_of(client, board))
    assert "Metropolitan Police Risk and Assurance Board Board · Meets quarterly" in page
    assert "Director of Strategy the Met Ada Holder Chair 30 Jun 2021" in page
    assert "Head of Risk the Met Nobody named Member 30 Jun 2021" in page
    assert "What it settles Met register" in page


def test_on_a_day_of_the_past_those_are_named_who_sat_there_then(met, client, board):
    before, after = post_of(met, "Director of Strategy"), post_of(met, "Head of Risk")
    first = seat(board, before, is_chair=True)
    boards.unseat(seat=first, by=somebody(), until=SEPTEMBER)
    seat(board, after, since=SEPTEMBER, is_chair=True)
    for day, title, other in (
        ("2021-09-29", "Director of Strategy", "Head of Risk"),
        ("2021-09-30", "Head of Risk", "Director of Strategy"),
    ):
        page = words_of(client.get(f"/boards/?as_at={day}"))
        assert f"{title} Quarterly" in page
        assert f"{other} Quarterly" not in page
    past = words_of(client.get(f"/boards/{board.slug}/?as_at=2021-09-29"))
    assert "Who sat on it" in past
    assert "Add a seat" not in past
    assert "Who sat on it before Director of Strategy, in the chair" in words_of(page_of(client, board))


def test_a_renamed_post_goes_on_sitting_there_under_its_new_name(met, client, board):
    post = post_of(met, "Director of Strategy")
    seat(board, post)
    people.rename_post(post=post, by=somebody(), title="Chief Strategist", on=SEPTEMBER)
    assert "Chief Strategist the Met" in words_of(page_of(client, board))
    assert "Director of Strategy the Met" in words_of(client.get(f"/boards/{board.slug}/?as_at=2021-09-29"))


def test_without_boards_and_without_seats_the_pages_say_so(client, board):
    assert "No seats have been recorded" in words_of(page_of(client, board))
    Board.objects.all().delete()
    assert "There is no board yet" in words_of(client.get("/boards/"))


def test_boards_stand_under_their_body_and_those_of_both_last(client, board, joint, mopac):
    add(mopac, "Oversight Board", is_attended=True)
    page = words_of(client.get("/boards/"))
    assert page.index("Mayor's Office Boards") < page.index("Metropolitan Police Boards") < page.index("Of both bodies")


def test_each_visitor_is_shown_the_boards_they_may_know_of(met, mopac, board, joint):
    add(mopac, "Oversight Board", is_attended=True)
    add(mopac, "Private Board")
    panel = OrganisationFactory(slug="panel", kind="panel")
    every = {"Risk and Assurance Board", "Joint working group", "Oversight Board", "Private Board"}
    for who, seen in (
        (("reader", met), every - {"Private Board"}),
        (("reader", mopac), every - {"Risk and Assurance Board"}),
        (("auditor", panel), every),
    ):
        client = client_of(somebody(who))
        page = words_of(client.get("/boards/"))
        assert {name for name in every if name in page} == seen
        for each in Board.objects.all():
            assert page_of(client, each).status_code == (200 if each.name in seen else 404)
    for stranger in (somebody(("panel-member", panel)), somebody()):
        assert client_of(stranger).get("/boards/").status_code == 404
        assert page_of(client_of(stranger), joint).status_code == 404


def test_who_works_on_one_register_knows_the_board_that_settles_it_and_no_other(met, board):
    estates = RegisterFactory(organisation=met, slug="estates", kind="directorate", settled_by="Estates Board")
    client = client_of(somebody({"role": "lead", "organisation": met, "register": estates}))
    assert page_of(client, estates.board).status_code == 200
    assert page_of(client, board).status_code == 404
    page = words_of(client.get("/boards/"))
    assert "Estates Board" in page
    assert "Risk and Assurance Board" not in page


def test_a_board_names_no_register_that_its_reader_may_not_know_of(met, mopac, joint):
    open_risk(RegisterFactory(organisation=met, title="Met register", board=joint))
    client = client_of(somebody(("reader", mopac)))
    assert "No register that you can see" in words_of(page_of(client, joint))
    agree(Register.objects.get(title="Met register"), JUNE)
    assert "Met register" in words_of(page_of(client, joint))


def test_more_boards_and_seats_cost_no_more_queries(met, client, queries_for):
    def furnish(number):
        one = add(met, f"Board {number}")
        RegisterFactory(organisation=met, slug=f"r{number}", kind="directorate", board=one)
        for place in range(3):
            post = post_of(met, f"Post {number} {place}")
            seat(one, post)
            people.hold(post=post, by=somebody(), name="Somebody", on=JUNE)

    for number in range(2):
        furnish(number)
    short = queries_for(lambda: client.get("/boards/"))
    for number in range(2, 12):
        furnish(number)
    assert queries_for(lambda: client.get("/boards/")) == short


# Setting up ------------------------------------------------------------------------------------


def test_an_administrator_adds_a_board_and_gives_it_a_chair(met, mopac, client):
    post = post_of(met, "Director of Strategy")
    page = client.get("/boards/add/")
    assert "MOPAC" not in words_of(page).split("Whose is it?")[1].split("What is it?")[0]
    added = send(client, page, name="Estates Board", organisation="met", kind="board", cadence="quarterly")
    assert added["Location"] == "/boards/estates-board/"
    page = client.get("/boards/estates-board/seats/add/")
    saved = send(client, page, post=str(post.pk), is_chair="on", since="2021-06-30")
    assert "The Director of Strategy chairs the Estates Board." in news_of(saved)
    seat = Seat.objects.get()
    assert (seat.post, seat.is_chair, seat.since) == (post, True, JUNE)
    assert seat.history.get().history_user_id is not None


def test_a_board_of_both_bodies_has_a_chair_of_each_and_either_sets_it_up(met, mopac, client, joint):
    titles = {met: "Met director", mopac: "MOPAC director"}
    posts = {body: post_of(body, title) for body, title in titles.items()}
    for body, post in posts.items():
        theirs = client_of(somebody(("administrator", body)))
        page = page_of(theirs, joint, "seats/add/")
        assert all(title in words_of(page) for title in titles.values())
        assert send(theirs, page, post=str(post.pk), is_chair="on").status_code == 302
    page = words_of(page_of(client, joint))
    assert page.count("Chair ") >= 2
    assert "MOPAC director MOPAC" in page
    second = send(client, page_of(client, joint, "seats/add/"), post=str(post_of(met, "Another").pk), is_chair="on")
    assert "The Met director chairs it. End that seat first" in words_of(second)


def test_a_post_of_the_other_body_sits_where_it_attends_and_nowhere_else(mopac, board, joint):
    post = post_of(mopac, "Director of Oversight")
    with pytest.raises(ValidationError, match="the Met’s own"):
        seat(board, post)
    boards.edit_board(
        board=board, by=somebody(), version=None, name=board.name, kind="board", cadence="monthly",
        is_attended=True, is_standing=True,
    )  # fmt: skip
    assert seat(Board.objects.get(pk=board.pk), post)
    panel = post_of(OrganisationFactory(slug="panel", kind="panel"), "Chair of the Panel")
    with pytest.raises(ValidationError, match="one of the bodies"):
        seat(joint, panel)


def test_a_post_sits_once_and_not_before_it_was_there(met, board):
    post = PostFactory(organisation=met, title="New post", since=SEPTEMBER)
    with pytest.raises(ValidationError, match="no New post before 30 September 2021"):
        seat(board, post)
    with pytest.raises(ValidationError, match="today or in the past"):
        seat(board, post, since=clock.today() + timedelta(days=1))
    seat(board, post, since=SEPTEMBER)
    with pytest.raises(ValidationError, match="has a seat already"):
        seat(board, post, since=SEPTEMBER, is_chair=True)


def test_a_seat_is_ended_on_a_day_after_it_began(met, client, board):
    seat(board, post_of(met, "Head of Risk"))
    page = page_of(client, board, "seats/met/head-of-risk/end/")
    refused = send(client, page, until="2021-06-30")
    assert "Choose a day after 30 June 2021, when it began" in words_of(refused)
    assert send(client, refused, until="2021-09-30").status_code == 302
    assert Seat.objects.get().until == SEPTEMBER
    assert page_of(client, board, "seats/met/head-of-risk/end/").status_code == 404
    seat(board, Seat.objects.get().post, since=SEPTEMBER)


def test_a_board_that_settles_a_register_goes_on_meeting(met, client, board):
    RegisterFactory(organisation=met, title="Met register", board=board)
    page = send(client, page_of(client, board, "edit/"), is_standing=None)
    assert "It settles the Met register. Choose another board for it first" in words_of(page)
    Register.objects.update(board=None)
    assert send(client, page).status_code == 302
    assert "No longer meeting Risk and Assurance Board" in words_of(client.get("/boards/"))


def test_who_saves_second_is_shown_what_the_first_saved(client, board, admin):
    page = page_of(client, board, "edit/")
    said = {"kind": "board", "is_attended": False, "is_standing": True}
    boards.edit_board(board=board, by=admin, version=None, name="Their board", cadence="monthly", **said)
    again = send(client, page, name="My board")
    assert again.status_code == 409
    assert "saved this first" in words_of(again)
    assert "Their" in words_of(again)
    assert send(client, again).status_code == 302
    assert Board.objects.get().name == "My board"
    assert Board.objects.get().slug == "risk-and-assurance-board"


def test_two_boards_of_a_body_have_two_names_and_two_bodies_may_share_one(met, mopac, client, board):
    page = send(client, client.get("/boards/add/"), name="risk and assurance board", organisation="met")
    assert "There is a board of that name already" in words_of(page)
    assert add(mopac, "Risk and Assurance Board").slug == "mopac-risk-and-assurance-board"
    assert add(met, "Add").slug == "met-add"


def test_lookers_on_may_not_and_strangers_find_nothing(met, mopac, board, joint):
    seat(board, post_of(met, "Head of Risk"))
    limited = {"role": "administrator", "organisation": met, "register": RegisterFactory(organisation=met, board=board)}
    for user, code in (
        (somebody(("board", met)), 403),
        (somebody(limited), 403),
        (somebody(("administrator", mopac)), 404),
        (somebody(), 404),
    ):
        client = client_of(user)
        for page in ("edit/", "seats/add/", "seats/met/head-of-risk/end/"):
            assert page_of(client, board, page).status_code == code
        if code == 403:
            assert "Add a seat" not in words_of(page_of(client, board))
            assert "Add a board" not in words_of(client.get("/boards/"))
            assert client.get("/boards/add/").status_code == 403
    assert client_of(somebody()).get("/boards/add/").status_code == 404


def test_nobody_adds_a_board_to_another_body(client, mopac):
    page = send(client, client.get("/boards/add/"), name="Theirs", organisation="mopac")
    assert page.status_code == 200
    assert not Board.objects.filter(name="Theirs").exists()


# In the set-up of a register -------------------------------------------------------------------


def test_the_board_of_a_register_is_chosen_among_its_bodys_or_added(met, mopac, client, board):
    register = RegisterFactory(organisation=met)
    add(mopac, "Oversight Board", is_attended=True)
    address = f"{register.get_absolute_url()}set-up/title/"
    page = client.get(address)
    assert "Risk and Assurance Board" in words_of(page)
    assert "Oversight Board" not in words_of(page)
    assert send(client, page, board=board.slug).status_code == 302
    assert "Settled by the Risk and Assurance Board" in words_of(client.get(f"{register.get_absolute_url()}set-up/"))
    send(client, client.get(address), settled_by="Estates Board")
    assert Register.objects.get(pk=register.pk).settled_by == "Estates Board"
    assert typed_in(client.get(address), "board") == "estates-board"


def test_who_looks_after_one_register_chooses_its_board_and_adds_none(met, board):
    register = RegisterFactory(organisation=met)
    limited = client_of(somebody({"role": "administrator", "organisation": met, "register": register}))
    page = limited.get(f"{register.get_absolute_url()}set-up/title/")
    assert "settled_by" not in form_of(page)
    send(limited, page, board=board.slug, settled_by="Estates Board")
    assert Register.objects.get(pk=register.pk).board == board
    assert not Board.objects.filter(name="Estates Board").exists()


def test_a_register_is_settled_by_a_board_of_its_own_body(met, mopac):
    register, said = RegisterFactory(organisation=met), {"by": somebody(), "version": None, "title": "Ours"}
    with pytest.raises(ValidationError, match="board of the Met"):
        set_up.describe_register(register=register, board=add(mopac, "Oversight Board"), **said)


def test_how_often_risks_are_reviewed_is_set_for_each_band(met, client):
    register = RegisterFactory(organisation=met)
    address = f"{register.get_absolute_url()}set-up/"
    assert "Very high risks every month, high risks every 3 months" in words_of(client.get(address))
    page = client.get(f"{address}reviews/")
    refused = send(client, page, high="0")
    assert "Enter a number of months from 1 to 24" in words_of(refused)
    assert send(client, refused, high="2").status_code == 302
    assert "high risks every 2 months" in words_of(client.get(address))


def test_who_sets_reviews_second_is_shown_what_the_first_set(met, client, admin):
    register = RegisterFactory(organisation=met)
    page = client.get(f"{register.get_absolute_url()}set-up/reviews/")
    set_up.set_review_cadence(register=register, by=admin, version=None, cadence={"high": 4})
    again = send(client, page, high="2")
    assert again.status_code == 409
    assert "saved this first" in words_of(again)
    assert "High risks: every so many months What they saved" in words_of(again)
    assert send(client, again).status_code == 302
    assert Register.objects.get().review_cadence["high"] == 2


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (320, False)])
def test_boards_are_set_up_in_a_browser_with_and_without_scripts(new_page, live_server, width, scripts):
    body = OrganisationFactory(slug="met", short_name="the Met")
    PostFactory(organisation=body, title="Head of Risk")
    page = new_page(width=width, scripts=scripts)
    sign_in(page, live_server.url, somebody(("administrator", body)))
    go(page, f"{live_server.url}/boards/")
    press(page.get_by_role("button", name="Add a board").or_(page.get_by_role("link", name="Add a board")).first)
    page.get_by_label("Name", exact=True).fill("Estates Board")
    press(page.get_by_role("button", name="Add the board"))
    press(page.get_by_role("button", name="Add a seat"))
    page.get_by_label("Post", exact=True).select_option("Head of Risk")
    page.get_by_label("In the chair").check()
    press(page.get_by_role("button", name="Add the seat"))
    assert "Head of Risk" in page.get_by_role("table").inner_text()
    if scripts:
        check_page(page, "A board")
        go(page, f"{live_server.url}/boards/")
        check_page(page, "Boards")
        page.set_viewport_size({"width": 320, "height": 900})
        check_page(page, "Boards, narrow")
