"""Does an empty portal begin in the browser: its first administrator, once and for all, and every step of a body?"""

import re
import threading
from datetime import date

import pytest
from django.core import mail
from django.test import Client

from registers import beginning, clock, profiles, rules_beginning, scales
from registers.access import audience_of
from registers.actions import beginning as actions
from registers.beginning import stand_of
from registers.models import (
    Appetite,
    Clearance,
    Framework,
    Holding,
    Membership,
    Organisation,
    Post,
    Register,
    Scheme,
    User,
)
from registers.pasted import listed, read_person, split_post
from registers.scoring import Band, Score
from tests.factories import OrganisationFactory, RegisterFactory, client_of, open_risk, score_risk, somebody
from tests.test_concurrency import all_at_once

pytestmark = pytest.mark.django_db

CODE = "a code of some length"
PASSWORD = "grey heron over water"
FIRST = {
    "code": CODE,
    "person": "Ada Admin",
    "email": "ada@mopac.example",
    "password": PASSWORD,
    "again": PASSWORD,
    "name": "Mayor's Office for Policing and Crime",
    "short_name": "MOPAC",
    "slug": "",
}
HERE = "/registers/mopac/corporate/"
STEPS = (
    "names",
    "people",
    "scale",
    "register",
    "clearance",
    "objectives",
    "posts",
    "appetite",
    "first-risks",
    "another",
)


@pytest.fixture
def empty(monkeypatch, settings):
    """A portal that nobody has begun, whose operator has set a code."""
    monkeypatch.setitem(beginning._seen, "user", False)
    settings.SETUP_CODE = CODE


@pytest.fixture
def begun():
    """MOPAC and its first administrator, signed in."""
    membership = actions.begin(
        email=FIRST["email"], name="Ada Admin", password=PASSWORD, body="MOPAC", short_name="MOPAC"
    )
    return client_of(membership.user)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def send(client, page, /, **typed):
    return client.post(f"/begin/mopac/{page}/", typed, follow=True)


def menu_of(client):
    """The addresses of the menu, and of the tabs about people."""
    page = client.get("/").content.decode() + client.get("/people/mopac/").content.decode()
    parts = re.findall(r"<nav.*?</nav>", page, re.DOTALL)
    return set(re.findall(r'href="(/[^"]*)"', " ".join(parts))) - {"/begin/mopac/"}


def ada():
    return User.objects.get(email=FIRST["email"])


def mopac():
    return Organisation.objects.get(slug="mopac")


def state(key):
    return stand_of(mopac(), audience_of(User.objects.get(pk=ada().pk))).step(key).state


# The very first page ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["/", "/registers/", "/accounts/login/", "/begin/mopac/", "/published/", "/nothing/"]
)
def test_while_nobody_has_an_account_every_address_leads_to_the_beginning(empty, address):
    answer = Client().get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/begin/")
    assert "no-store" in answer["Cache-Control"]


def test_style_sheets_are_served_and_there_is_no_loop(empty):
    assert Client().get("/static/nothing.css").status_code == 404
    assert Client().get("/begin/").status_code == 200


def test_the_first_administrator_begins_is_signed_in_and_sees_the_steps(empty):
    client = Client()
    answer = client.post("/begin/", FIRST, follow=True)
    assert answer.redirect_chain == [("/begin/mopac/", 302)]
    assert "You are the administrator of MOPAC" in text_of(answer)
    assert "People and their roles" in text_of(answer)
    assert ada().check_password(PASSWORD)
    [membership] = Membership.objects.all()
    assert (membership.role, membership.organisation.name) == ("administrator", FIRST["name"])
    assert mopac().history.get().history_user == ada()


def test_it_is_gone_for_good_afterwards(empty, begun):
    for client in (Client(), begun):
        assert client.get("/begin/").status_code == 404
        assert client.post("/begin/", FIRST | {"email": "eve@mopac.example", "short_name": "Eve"}).status_code == 404
    assert User.objects.count() == 1
    assert Client().get("/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("code", ["", "a code of some lengt", "A CODE OF SOME LENGTH", "\x00", "é" * 30])
def test_nothing_is_made_without_the_right_code(empty, code):
    answer = Client().post("/begin/", FIRST | {"code": code})
    assert "There is a problem" in text_of(answer)
    assert 'value="Ada Admin"' in answer.content.decode()
    assert PASSWORD not in answer.content.decode()
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def test_without_a_code_set_the_page_says_so_and_nothing_can_be_made(empty, settings):
    settings.SETUP_CODE = ""
    for answer in (Client().get("/begin/"), Client().post("/begin/", FIRST | {"code": ""})):
        assert "SETUP_CODE" in text_of(answer)
        assert "<form" not in answer.content.decode()
    assert not User.objects.exists()


def test_a_demonstration_on_ones_own_machine_asks_for_no_code(empty, settings):
    settings.DEBUG, settings.SETUP_CODE = True, ""
    assert "Set-up code" not in text_of(Client().get("/begin/"))
    Client().post("/begin/", {name: text for name, text in FIRST.items() if name != "code"})
    assert ada().name == "Ada Admin"


def test_codes_cannot_be_tried_one_after_the_other(empty):
    tries = [Client().post("/begin/", FIRST | {"code": "a wrong code"}) for _ in range(11)]
    assert [answer.status_code for answer in tries] == [200] * 10 + [429]
    answer = Client().post("/begin/", FIRST)
    assert answer.status_code == 429
    assert "Wait a minute" in text_of(answer)
    assert 'value="Ada Admin"' in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": "password12345", "again": "password12345"}, "too common"),
        ({"password": "ada@mopac.example", "again": "ada@mopac.example"}, "too similar"),
        ({"again": "grey heron over land"}, "The two passwords differ"),
        ({"email": "ada"}, "e-mail address"),
        ({"person": ""}, "Enter your name"),
        ({"short_name": "Log"}, "The portal uses that address itself"),
        ({"short_name": "!!!"}, "letters and figures"),
        ({"slug": "no spaces"}, "letters, figures and hyphens"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_made(empty, typed, said):
    assert said in text_of(Client().post("/begin/", FIRST | typed))
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def test_the_met_has_an_address_without_its_article(empty):
    Client().post("/begin/", FIRST | {"short_name": "the Met"})
    assert Organisation.objects.get().slug == "met"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_wins(empty, monkeypatch):
    """At once: neither had begun when the other's press was taken. Who presses later finds no such page."""
    both, begin = threading.Barrier(2), actions.begin

    def begin_together(**said):
        both.wait(timeout=60)
        return begin(**said)

    monkeypatch.setattr(actions, "begin", begin_together)

    def press(name):
        typed = FIRST | {"email": f"{name}@mopac.example", "short_name": name}
        return Client().post("/begin/", typed)["Location"]

    answers = all_at_once(lambda n: press(("one", "two")[n]), how_many=2)
    assert User.objects.count() == Organisation.objects.count() == 1
    assert sorted(answers) == ["/accounts/login/", f"/begin/{Organisation.objects.get().slug}/"]


# Who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["", *(f"{step}/" for step in STEPS)])
def test_only_administrators_of_the_whole_body_set_it_up(begun, step):
    register = RegisterFactory(organisation=mopac())
    met, panel = OrganisationFactory(slug="met"), OrganisationFactory(slug="panel", kind="panel")
    limited = {"role": "administrator", "organisation": mopac(), "register": register}
    address = f"/begin/mopac/{step}"
    if step != "another/":  # there is room for no other organisation
        assert begun.get(address).status_code == 200
    for role in ("reader", "lead", "board", "secretariat", limited):
        held = role if isinstance(role, dict) else (role, mopac())
        client = client_of(somebody(held))
        assert client.get(address).status_code == 403
        assert client.post(address, {}).status_code in (403, 405)
    for stranger in (somebody(("administrator", met)), somebody(("administrator", panel)), somebody()):
        assert client_of(stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert client_of(somebody(("administrator", panel))).get("/begin/panel/").status_code == 404


# Every step ------------------------------------------------------------------------------------


def test_people_are_invited_from_pasted_lines_after_a_second_look(begun):
    lines = "Ada Admin, ada@mopac.example, lead and board\nBea Second <bea@mopac.example> administrator, reader"
    answer = send(begun, "people", lines=lines)
    assert "Check before anybody is invited" in text_of(answer)
    assert not User.objects.filter(email="bea@mopac.example").exists()
    assert not mail.outbox
    answer = send(begun, "people", lines=lines, step="invite")
    assert "Scoring scheme" in text_of(answer)  # the next step
    assert set(Membership.objects.filter(user=ada()).values_list("role", flat=True)) == {
        "administrator",
        "lead",
        "board",
    }
    assert Membership.objects.filter(user__email="bea@mopac.example").count() == 2
    [letter] = mail.outbox
    assert letter.to == ["bea@mopac.example"]
    assert state("people") == "done"


def test_whether_somebody_has_an_account_elsewhere_is_not_told(begun):
    somebody(name="Olga Other", email="olga@met.example")
    lines = "Ann, olga@met.example, reader\nBea, bea@mopac.example, reader\nAda, ada@mopac.example, reader"
    page = text_of(send(begun, "people", lines=lines))
    assert "Olga Other" not in page
    assert page.count("Is invited") == 2  # Olga as Bea
    assert page.count("Works here already") == 1
    given = text_of(send(begun, "people", lines=lines, step="invite"))
    assert "Whoever had no account yet has been sent a link" in given
    assert [letter.to for letter in mail.outbox] == [["bea@mopac.example"]]


def test_an_invitation_leads_straight_to_a_password(begun):
    send(begun, "people", lines="Bea Second, bea@mopac.example, administrator", step="invite")
    address = re.search(r"http://testserver(/\S+/key/\S+)", mail.outbox[0].body)[1]
    client = Client()
    form = client.get(address, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get(email="bea@mopac.example").check_password(PASSWORD)
    again = Client().get(address, follow=True)
    assert "password1" not in again.content.decode()


def test_at_most_fifty_are_invited_at_a_time(begun):
    lines = "\n".join(f"P{number}, p{number}@mopac.example, reader" for number in range(51))
    assert "These are 51 lines: paste at most 50 at a time" in text_of(send(begun, "people", lines=lines))


def test_changing_the_list_before_anybody_is_invited_keeps_what_was_typed(begun):
    answer = send(begun, "people", lines="Bea, bea@mopac.example, reader", step="invite", back="yes")
    assert "bea@mopac.example, reader</textarea>" in answer.content.decode()
    assert not mail.outbox


def test_ones_own_roles_are_given_by_ticking(begun):
    send(begun, "people", own=["lead", "secretariat"], lines="")
    assert not mail.outbox
    assert ada().has_perm("registers.manage_people", mopac())
    page = text_of(begun.get("/begin/mopac/people/"))
    assert "Run meetings and write papers" not in page
    assert "Agree the register on the board’s behalf" in page
    assert state("people") == "to do"  # nobody can clear her


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Bea Second", "there is no e-mail address"),
        ("Bea, bea@mopac.example", "say which role"),
        ("Bea, bea@mopac.example, chief", "“chief” is no role here"),
        ("bea@mopac.example, reader", "write the name before the address"),
        ("Bea, bea@mopac, reader", "is not an e-mail address"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_nobody_is_invited(begun, line, said):
    answer = send(begun, "people", lines=f"Cy, cy@mopac.example, reader\n{line}", step="invite")
    assert "Line 2" in text_of(answer)
    assert said in text_of(answer).replace("&quot;", '"')
    assert "cy@mopac.example" in answer.content.decode()
    assert User.objects.count() == 1


@pytest.mark.parametrize("template", scales.TEMPLATES, ids=lambda template: template.slug)
def test_each_common_scale_can_be_used_and_is_shown_as_a_matrix(begun, template):
    page = begun.get("/begin/mopac/scale/").content.decode()
    assert page.count("<table") == len(scales.TEMPLATES)
    send(begun, "scale", scale=template.slug, adopted_on="2016-04-01", step="use")
    scheme = Scheme.objects.get()
    assert scheme.value == template.scheme
    assert scheme.adopted_on == date(2016, 4, 1)
    assert state("scale") == "done"


def test_the_scales_say_what_they_are_for():
    five, words, four, rag = (template.scheme for template in scales.TEMPLATES)
    assert [five.cell(Score(*at)).band for at in ((1, 4), (2, 3), (3, 4), (4, 4))] == list(Band)
    assert (len(words.likelihoods), words.words(Score(2, 3))) == (4, "M v H")
    assert four.cell(Score(4, 4)).rank == 16
    assert [rag.words(Score(1, impact)) for impact in (1, 2, 3)] == ["G", "A", "R"]
    assert rag.cell(Score(1, 3)).band is Band.HIGH


def test_a_scale_that_nothing_was_scored_on_gives_way_to_another(begun):
    send(begun, "scale", scale="rag", adopted_on="2016-04-01")
    version = Scheme.objects.get().history.count()
    send(begun, "scale", scale="five-by-five", adopted_on="2015-04-01", version=version)
    assert Scheme.objects.get().name == "Five by five, in numbers"
    register = RegisterFactory(organisation=mopac())
    assert "change its levels and cells" in text_of(begun.get(f"{HERE}set-up/scheme/"))
    answer = send(begun, "scale", scale="rag", adopted_on="2015-04-01", version=version)
    assert "Somebody else has chosen another scale meanwhile" in text_of(answer)
    open_risk(register, score=(3, 4))
    assert "change its levels and cells" not in text_of(begun.get(f"{HERE}set-up/scheme/"))
    assert "it stays as it is" in text_of(send(begun, "scale", scale="rag", adopted_on="2015-04-01"))
    assert Scheme.objects.get().name == "Five by five, in numbers"
    assert begun.get("/begin/mopac/scale/cells/").status_code == 404


def test_cells_are_changed_before_a_scale_is_used(begun):
    answer = send(begun, "scale", scale="rag", adopted_on="2016-04-01", step="cells")
    assert "Draw the grid" in text_of(answer)
    typed = {
        "name": "Ours",
        "adopted_on": "2016-04-01",
        "likelihoods": "- Any",
        "impacts": "G Green\nR Red",
        "note": "",
    }
    cells = {"band-1-1": "low", "rank-1-1": 1, "band-1-2": "very-high", "rank-1-2": 2}
    answer = begun.post("/begin/mopac/scale/cells/?scale=rag", typed | cells | {"band-1-2": "low", "rank-1-2": 0})
    assert "There is a problem" in text_of(answer)
    begun.post("/begin/mopac/scale/cells/?scale=rag", typed | cells)
    assert Scheme.objects.get().value.cell(Score(1, 2)).band is Band.VERY_HIGH


@pytest.mark.parametrize("preset", profiles.PRESETS, ids=lambda preset: preset.slug)
def test_the_register_is_published_as_its_preset_says(begun, preset):
    typed = {"title": "MOPAC corporate risk register", "settled_by": "Working group", "profile": preset.slug}
    send(begun, "register", **typed)
    register = Register.objects.get()
    assert (register.path, register.is_corporate, register.settled_by) == ("mopac/corporate", True, "Working group")
    assert register.profile == preset.profile
    send(begun, "register", **typed | {"title": "Another"})
    assert Register.objects.count() == 1
    assert "Change who may see what" in text_of(begun.get("/begin/mopac/register/"))


def test_the_careful_preset_is_chosen_to_begin_with_and_opens_nothing(begun):
    page = begun.get("/begin/mopac/register/").content.decode()
    assert re.search(r'value="careful"[^>]*checked', page)
    assert "public" not in profiles.preset_called("careful").profile.values()


def test_objectives_are_pasted_as_a_list(begun):
    send(begun, "objectives", name="Police and Crime Plan", lines="1. A better service\n\n• Children safe\n")
    framework = Framework.objects.get()
    assert [row.name for row in framework.objectives.order_by("order")] == ["A better service", "Children safe"]
    answer = send(begun, "objectives", name="police and crime plan", lines="Another\nanother")
    assert "There is a set of objectives of that name already" in text_of(answer)
    assert "says the same as line 1" in text_of(answer)
    assert "Another\nanother</textarea>" in answer.content.decode().replace("\r", "")


def test_posts_without_holders_are_added_at_once(begun):
    send(begun, "posts", lines="Chief Executive Officer\n- Chief Finance Officer")
    assert set(Post.objects.values_list("title", flat=True)) == {"Chief Executive Officer", "Chief Finance Officer"}
    send(begun, "posts", lines="Chief Executive Officer\nDirector of Strategy")
    assert Post.objects.count() == 3


def test_posts_with_holders_are_shown_first_as_they_were_read(begun):
    answer = send(begun, "posts", lines="Chief Finance Officer, Amir Dean\nDirector of Audit, Risk and Assurance")
    assert "Check the posts" in text_of(answer)
    assert not Post.objects.exists()
    rows = {"title-0": "Chief Finance Officer", "holder-0": "Amir Dean"}
    rows |= {"title-1": "Director of Audit, Risk and Assurance", "holder-1": ""}
    answer = send(begun, "posts", step="rows", count=2, on="2099-01-01", **rows)
    assert "not in the future" in text_of(answer)
    assert 'value="Amir Dean"' in answer.content.decode()
    send(begun, "posts", step="rows", count=2, on="2019-01-01", **rows)
    assert Holding.objects.get().post.title == "Chief Finance Officer"
    assert Post.objects.filter(title="Director of Audit, Risk and Assurance").exists()


def test_a_sensitive_appetite_waits_until_a_colleague_has_cleared_whoever_states_it(begun):
    typed = {"statement": "We accept little.", "highest_band": "medium", "on": "2020-01-01", "reason": "Set up"}
    send(begun, "people", own=["lead"], lines="Bea Second, bea@mopac.example, administrator", step="invite")
    send(begun, "register", title="Register", profile="as-mopac")
    assert "Nobody states what they may not see" in text_of(send(begun, "appetite", **typed))
    assert not Appetite.objects.exists()
    assert "Bea Second can clear you" in text_of(begun.get("/begin/mopac/clearance/"))
    send(begun, "clearance", who=["ada@mopac.example"], reason="Me")
    assert not Clearance.objects.exists()

    bea = client_of(User.objects.get(email="bea@mopac.example"))
    assert "Not cleared yet: Ada Admin" in text_of(bea.get("/begin/mopac/"))
    assert "Select at least one person" in text_of(send(bea, "clearance", reason="Set-up"))
    send(bea, "clearance", who=["ada@mopac.example"], reason="Set-up")
    assert Clearance.objects.get().granted_by.email == "bea@mopac.example"
    send(begun, "appetite", **typed)
    assert Appetite.objects.get().highest_band == "medium"
    assert state("appetite") == "done"


def test_whether_a_hidden_appetite_is_there_is_told_by_nothing(begun):
    register = RegisterFactory(organisation=mopac(), profile=profiles.AS_MOPAC)
    before = text_of(begun.get("/begin/mopac/"))
    by = somebody()
    Appetite.objects.create(register=register, statement="Zanzibar", highest_band="low", on=clock.today(), by=by)
    assert text_of(begun.get("/begin/mopac/")) == before
    assert "Zanzibar" not in text_of(begun.get("/begin/mopac/appetite/"))


def test_names_are_changed_by_one_at_a_time(begun):
    typed = {"name": "The Mayor's Office", "short_name": "MO"}
    send(begun, "names", version=1, **typed)
    assert mopac().short_name == "MO"
    answer = send(begun, "names", version=1, name="Other", short_name="Other")
    assert answer.status_code == 409
    assert "The Mayor&#x27;s Office" in answer.content.decode()
    assert mopac().name == "The Mayor's Office"


# The second body and the Panel ------------------------------------------------------------------


def another(client, kind, short_name, email="cy@met.example"):
    typed = {"kind": kind, "name": short_name, "short_name": short_name, "person": "Cy Third", "email": email}
    return send(client, "another", **typed)


def test_the_second_body_and_the_panel_are_added_with_an_administrator_of_their_own(begun):
    assert "The Met is there, and Cy Third looks after it" in text_of(another(begun, "body", "the Met"))
    met = Organisation.objects.get(slug="met")
    assert mail.outbox[0].to == ["cy@met.example"]
    cy = client_of(User.objects.get(email="cy@met.example"))
    assert "Setting up the Met" in text_of(cy.get("/"))
    assert begun.get("/begin/met/").status_code == 404
    another(begun, "body", "A third", email="dee@third.example")
    assert Organisation.objects.count() == 2
    another(begun, "panel", "the Panel", email=FIRST["email"])
    assert Organisation.objects.get(slug="panel").kind == "panel"
    assert len(mail.outbox) == 1
    assert begun.get("/begin/mopac/another/").status_code == 404
    assert not rules_beginning.can_add("body")
    assert met.memberships.count() == 1


def test_nobody_makes_themselves_administrator_of_the_other_body(begun):
    assert "name somebody of that body" in text_of(another(begun, "body", "the Met", email=FIRST["email"].upper()))
    assert Organisation.objects.count() == 1


# An empty portal, and a half of one --------------------------------------------------------------


def test_every_page_of_an_empty_portal_says_something(begun):
    answers = {address: begun.get(address, follow=True) for address in menu_of(begun)}
    assert len(answers) > 12
    assert {address for address, answer in answers.items() if answer.status_code != 200} == set()
    assert {address for address, answer in answers.items() if answer.content.decode().count("<h1") != 1} == set()
    assert {address for address, answer in answers.items() if "Go on setting up" not in text_of(answer)} == set()


@pytest.fixture
def half(begun):
    """A register with nothing in it, and Ada with every role that works with risks; cleared."""
    register = actions.add_corporate_register(
        organisation=mopac(), by=ada(), title="Our register", profile=profiles.AS_MET
    )
    for role in ("lead", "board", "secretariat"):
        Membership.objects.create(user=ada(), organisation=mopac(), role=role)
    Clearance.objects.create(user=ada(), organisation=mopac(), granted_by=somebody())
    return register, client_of(ada())


def test_every_page_of_a_portal_that_is_half_set_up_says_something(half):
    _, client = half
    parts = ("", "add/", "agree/", "agreements/", "refresh/", "import/", "set-up/", "set-up/scheme/")
    more = ("/papers/new/?panel_date=2020-01-01", f"/dashboard/mopac/{clock.today():%Y-%m}/", "/people/mopac/posts/")
    answers = {at: client.get(at, follow=True) for at in (*menu_of(client), *(HERE + part for part in parts), *more)}
    assert {at for at, answer in answers.items() if answer.status_code != 200} == set()
    assert "No scale yet" in text_of(client.get(f"{HERE}set-up/scheme/"))
    assert "imports them from the workbook there is" in text_of(client.get(HERE))


def test_a_risk_scored_in_colours_alone_is_said_by_its_colour(half):
    register, client = half
    send(client, "scale", scale="rag", adopted_on="2010-04-01")
    risk = open_risk(Register.objects.get(pk=register.pk), on=date(2020, 1, 1), score=(1, 2))
    score_risk(risk, 1, 3, on=date(2021, 1, 1))
    pages = {part: text_of(client.get(f"{HERE}{risk.ref}/{part}")) for part in ("", "score/", "history/", "template/")}
    pages |= {at: text_of(client.get(at, follow=True)) for at in (HERE, f"/dashboard/mopac/{clock.today():%Y-%m}/")}
    assert {part for part, words in pages.items() if "v R" in words or "- v" in words or " v Red" in words} == set()
    assert "R , Red High" in pages[""]
    assert "Score went from Amber (Medium) to Red (High)" in pages["history/"]


def test_home_says_nothing_of_setting_up_once_all_is_done(begun):
    register = RegisterFactory(organisation=mopac())
    bea = somebody(("administrator", mopac()))
    Membership.objects.create(user=ada(), organisation=mopac(), role="lead")
    Clearance.objects.create(user=ada(), organisation=mopac(), granted_by=bea)
    Post.objects.create(organisation=mopac(), title="Chief")
    open_risk(register)
    send(begun, "appetite", statement="Little", highest_band="low", on="2020-01-01", reason="Set up")
    assert "Go on setting up" not in text_of(client_of(ada()).get("/"))
    assert "Everything is set up" in text_of(client_of(ada()).get("/begin/mopac/"))


# What is read of pasted text ---------------------------------------------------------------------


def test_pasted_lines_lose_their_bullets_and_keep_their_words():
    assert listed("• One\n 2) Two\n\n- 3rd floor\n1984 and after\n–  Four") == [
        *("One", "Two", "3rd floor", "1984 and after", "Four")
    ]
    assert split_post("Chief Finance Officer,  Amir Dean") == ("Chief Finance Officer", "Amir Dean")
    assert split_post("Director of Audit, Risk\tSam") == ("Director of Audit, Risk", "Sam")
    assert read_person('"Second, Bea" <Bea@x.example>; Risk lead / secretary') == (
        *("Second Bea", "bea@x.example"),
        ["lead", "secretariat"],
    )
