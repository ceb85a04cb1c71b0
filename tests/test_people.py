"""Do a body's administrators look after its people, posts and clearance, and nobody else?"""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db.models import F
from django.urls import reverse

from registers import clock, demo
from registers.access import audience_of
from registers.actions import people
from registers.models import Clearance, Holding, Membership, Organisation, Post, SensitiveRead, User
from registers.posts import holders_on, spells
from registers.scope import Scope
from tests.factories import OrganisationFactory, PostFactory, RegisterFactory, client_of, open_risk, somebody

pytestmark = pytest.mark.django_db

JANUARY, MARCH, MAY, JULY = (date(2020, month, 1) for month in (1, 3, 5, 7))


@pytest.fixture
def met():
    return RegisterFactory(organisation__slug="met", organisation__short_name="the Met").organisation


@pytest.fixture
def mopac():
    return RegisterFactory(organisation__slug="mopac", organisation__short_name="MOPAC").organisation


@pytest.fixture
def admin(met):
    return somebody(("administrator", met), name="Ada Admin", email="ada@met.example")


def page_of(user, page, /, *args, **query):
    return client_of(user).get(reverse(f"registers:{page}", args=args), query).content.decode()


def send(user, page, /, *args, query="", **typed):
    return client_of(user).post(reverse(f"registers:{page}", args=args) + query, typed, follow=True)


# Who may come here -----------------------------------------------------------------------------


@pytest.fixture
def pages(met, admin):
    """Every page about the people of the Met, with a body that would change something."""
    reader = somebody(("reader", met), email="reader@met.example")
    somebody(("reader", met), email="gone@met.example")
    Membership.objects.filter(user__email="gone@met.example").update(until=clock.today())
    somebody(email="outside@panel.example")
    post = PostFactory(organisation=met, title="Director of Data", since=JANUARY)
    people.hold(post=post, by=admin, name="Dee Data", on=JANUARY)
    Clearance.objects.create(user=reader, organisation=met, granted_by=admin)
    on = clock.today().isoformat()
    return {
        "/people/": {},
        "/people/log/": {},
        "/people/met/": {},
        "/people/met/members/add/": {"email": "new@met.example", "name": "New", "role": "reader"},
        "/people/met/members/reader@met.example/": {},
        "/people/met/members/reader@met.example/end/reader/": {},
        "/people/met/members/gone@met.example/close/": {},
        "/people/met/posts/": {},
        "/people/met/posts/add/": {"title": "Director of Maps"},
        "/people/met/posts/director-of-data/": {},
        "/people/met/posts/director-of-data/alias/": {"title": "DoD"},
        "/people/met/posts/director-of-data/hold/": {"name": "Di Other", "on": on},
        "/people/met/posts/director-of-data/leave/?name=Dee Data": {"on": on},
        "/people/met/posts/director-of-data/rename/": {"title": "Director of Insight", "on": on},
        "/people/met/clearance/": {},
        "/people/met/clearance/grant/": {"email": "outside@panel.example", "reason": "Audit"},
        "/people/met/clearance/reader@met.example/end/": {},
    }


def rows():
    """Everything these pages can change."""
    models = (User, Membership, Clearance, Post, Holding, Post.history.model, Membership.history.model)
    return [model.objects.count() for model in models] + [Clearance.objects.filter(until=None).count()]


def test_strangers_are_sent_to_sign_in(client, pages):
    before = rows()
    for url, body in pages.items():
        for answer in (client.get(url), client.post(url, body)):
            assert answer.status_code == 302, url
            assert answer.url.startswith("/accounts/login/"), url
    assert rows() == before


@pytest.mark.parametrize("role", ["reader", "lead", "board", "secretariat"])
def test_members_without_the_role_are_refused(met, pages, role):
    client = client_of(somebody((role, met), cleared_by=[met]))
    before = rows()
    for url, body in pages.items():
        assert client.get(url).status_code == 403, url
        assert client.post(url, body).status_code in (403, 405), url
    assert rows() == before


def test_administrators_of_another_body_do_not_learn_that_there_are_such_pages(mopac, pages):
    client = client_of(somebody(("administrator", mopac)))
    before = rows()
    for url, body in pages.items():
        if url.startswith("/people/met/"):
            assert client.get(url).status_code == 404, url
            assert client.post(url, body).status_code in (404, 405), url
    assert rows() == before


def test_an_administrator_of_one_register_does_not_look_after_the_people_of_the_body(met, pages):
    limited = somebody({"role": "administrator", "organisation": met, "register": met.registers.get()})
    assert {client_of(limited).get(url).status_code for url in pages} == {403}


def test_somebody_without_any_role_finds_nothing(pages):
    client = client_of(somebody())
    assert {client.get(url).status_code for url in pages} == {404}


def test_the_administrator_may_open_every_page_and_do_everything(admin, pages):
    client = client_of(admin)
    for url, body in pages.items():
        assert client.get(url).status_code in (200, 302), url
        if body or "/end/" in url or "/close/" in url:
            before = rows()
            assert client.post(url, body).status_code == 302, url
            assert rows() != before or "/close/" in url or "/alias/" in url, url


# Members ---------------------------------------------------------------------------------------


def test_the_list_says_each_role_with_its_limits_in_words(met, admin):
    estates = RegisterFactory(organisation=met, slug="estates", title="Met estates register", kind="directorate")
    somebody({"role": "lead", "organisation": met, "register": estates, "own_risks_only": True}, name="Lee Lead")
    page = page_of(admin, "members", "met")
    assert "Lee Lead" in page
    assert "Risk lead" in page
    assert "only in the Met estates register" in page
    assert "only for risks of their posts" in page


def test_somebody_new_gets_an_account_and_a_link_to_set_a_password(met, admin):
    answer = send(admin, "member-add", "met", email="New@Met.example", name="Nia New", role="lead")
    user = User.objects.get(email="new@met.example")
    assert "Nia New is now: Risk lead of the Met." in answer.content.decode()
    assert user.name == "Nia New"
    assert not user.has_usable_password()
    assert user.has_perm("registers.add_risk", met.registers.get())
    [letter] = mail.outbox
    assert letter.to == ["new@met.example"]
    assert reverse("account_reset_password") in letter.body


def test_somebody_with_an_account_keeps_their_name_and_gets_no_letter(met, mopac, admin):
    known = somebody(("reader", mopac), name="Kay Known", email="kay@mopac.example")
    send(admin, "member-add", "met", email="KAY@mopac.example", name="Other Name", role="reader")
    known.refresh_from_db()
    assert known.name == "Kay Known"
    assert Membership.objects.filter(user=known, organisation=met).current().exists()
    assert not mail.outbox


def test_a_limit_that_makes_no_sense_is_refused_beside_its_field(admin, met):
    answer = send(admin, "member-add", "met", email="a@b.example", name="A", role="secretariat", own_risks_only="on")
    assert "Secretariat cannot be limited to a person&#x27;s own risks" in answer.content.decode()
    assert not User.objects.filter(email="a@b.example").exists()


def test_a_role_is_not_given_twice(admin, met):
    somebody(("reader", met), email="twice@met.example")
    answer = send(admin, "member-add", "met", email="twice@met.example", role="reader")
    assert "This person has that role already" in answer.content.decode()


def test_ending_a_role_takes_effect_at_once(met, admin):
    reader = somebody(("reader", met), email="leaver@met.example")
    question = page_of(admin, "member-end", "met", reader.email, "reader")
    assert "would no longer be: Reader of the Met." in question
    send(admin, "member-end", "met", reader.email, "reader")
    assert audience_of(User.objects.get(pk=reader.pk)).working == frozenset()
    assert "Roles they had" in page_of(admin, "member", "met", reader.email)
    assert client_of(admin).get(f"/people/met/members/{reader.email}/end/reader/").status_code == 404


def test_administrators_do_not_end_their_own_administration(admin, met):
    answer = send(admin, "member-end", "met", admin.email, "administrator")
    assert "Another administrator must end your own administration" in answer.content.decode()
    assert admin.has_perm("registers.manage_people", met)


def test_an_account_is_closed_only_without_roles_and_its_clearance_ends_with_it(met, mopac, admin):
    user = somebody(("reader", met), ("reader", mopac), cleared_by=[mopac], email="both@met.example")
    send(admin, "member-end", "met", user.email, "reader")
    answer = send(admin, "member-deactivate", "met", user.email)
    assert "This person still has a role" in answer.content.decode()

    Membership.objects.filter(user=user, organisation=mopac).update(until=clock.today())
    gone = client_of(user)
    send(admin, "member-deactivate", "met", user.email)
    assert gone.get("/people/").url.startswith("/accounts/login/")
    assert not Clearance.objects.filter(user=user).current().exists()

    send(admin, "member-add", "met", email=user.email, role="reader")
    user.refresh_from_db()
    assert user.is_active
    assert not audience_of(User.objects.get(pk=user.pk)).cleared


def test_the_panel_has_its_own_roles_and_nothing_to_be_cleared_for():
    panel = OrganisationFactory(slug="panel", short_name="the Panel", kind=Organisation.Kind.PANEL)
    admin = somebody(("administrator", panel))
    page = page_of(admin, "member-add", "panel")
    assert "Auditor" in page
    assert "Risk lead" not in page
    assert "own_risks_only" not in page
    send(admin, "member-add", "panel", email="new@panel.example", name="New", role="panel-member")
    assert Membership.objects.filter(organisation=panel, role="panel-member").exists()
    assert client_of(admin).get("/people/panel/clearance/").status_code == 404


def test_who_looks_after_several_chooses(met, mopac):
    both = somebody(("administrator", met), ("administrator", mopac))
    page = client_of(both).get("/people/").content.decode()
    assert "/people/met/" in page
    assert "/people/mopac/" in page
    assert client_of(somebody(("administrator", met))).get("/people/").url == "/people/met/"


def test_the_list_of_members_costs_no_more_queries_when_it_is_long(met, admin, queries_for):
    client = client_of(admin)
    somebody(("reader", met))
    short = queries_for(lambda: client.get("/people/met/"))
    for _ in range(20):
        somebody(("reader", met), {"role": "lead", "organisation": met, "register": met.registers.get()})
    assert queries_for(lambda: client.get("/people/met/")) == short


# Posts -----------------------------------------------------------------------------------------


@pytest.fixture
def post(met, admin):
    post = PostFactory(organisation=met, title="Director of Finance", since=JANUARY)
    people.hold(post=post, by=admin, name="Fay Finance", on=JANUARY)
    return post


def names_on(post, day):
    return [holding.name for holding in holders_on([post], Scope(as_at=day))[post.pk]]


def test_a_post_tells_who_held_it_when(met, admin, post):
    send(admin, "post-leave", "met", "director-of-finance", query="?name=Fay Finance", on="2020-05-01")
    send(admin, "post-hold", "met", "director-of-finance", name="Guy Next", on="2020-05-01")
    assert [(spell.name, spell.since, spell.until) for spell in spells(post)] == [
        ("Guy Next", MAY, None),
        ("Fay Finance", JANUARY, MAY),
    ]
    page = page_of(admin, "post", "met", "director-of-finance")
    assert page.index("Guy Next") < page.index("Fay Finance")
    assert "Holds it today" in page
    assert names_on(post, MAY - timedelta(days=1)) == ["Fay Finance"]
    assert names_on(post, MAY) == ["Guy Next"]


def test_who_comes_back_has_two_spells(met, admin, post):
    for day, holds in ((MARCH, False), (MAY, True), (JULY, False)):
        people.hold(post=post, by=admin, name="Fay Finance", on=day, holds=holds)
    assert [(spell.since, spell.until) for spell in spells(post)] == [(MAY, JULY), (JANUARY, MARCH)]


def test_a_renamed_post_keeps_its_past_and_its_holder_goes_on(met, admin, post):
    answer = send(admin, "post-rename", "met", "director-of-finance", title="Chief Finance Officer", on="2020-05-01")
    page = answer.content.decode()
    assert "Before that it was" in page
    new = Post.objects.get(title="Chief Finance Officer")
    post.refresh_from_db()
    assert (post.successor, post.until) == (new, MAY)
    assert post.as_at(MARCH) == post
    assert post.as_at(MAY) == new
    assert names_on(post, MARCH) == ["Fay Finance"]
    assert names_on(post, MAY) == []
    assert names_on(new, MAY) == ["Fay Finance"]


def test_a_post_cannot_be_renamed_in_a_circle(met, admin, post):
    send(admin, "post-rename", "met", "director-of-finance", title="Chief Finance Officer", on="2020-05-01")
    answer = send(admin, "post-rename", "met", "chief-finance-officer", title="Director of Finance", on="2020-07-01")
    assert "There was a post of that title until 1 May 2020" in answer.content.decode()
    again = send(admin, "post-rename", "met", "director-of-finance", title="Treasurer", on="2020-07-01")
    assert "This post has ended" in again.content.decode()


def test_ones_own_risks_stay_ones_own_when_the_post_is_renamed(met, admin, post):
    lead = somebody({"role": "lead", "organisation": met, "own_risks_only": True}, email="fay@met.example")
    send(admin, "post-hold", "met", "director-of-finance", name="Fay Finance", user=lead.pk, on="2020-03-01")
    risk = open_risk(met.registers.get(), on=JANUARY, owners=[post])
    assert lead.has_perm("registers.edit_risk", risk)
    people.rename_post(post=post, by=admin, title="Chief Finance Officer", on=MAY)
    assert User.objects.get(pk=lead.pk).has_perm("registers.edit_risk", risk)


def test_who_takes_up_the_renamed_post_later_looks_after_its_risks_too(met, admin, post):
    risk = open_risk(met.registers.get(), on=JANUARY, owners=[post])
    new = people.rename_post(post=post, by=admin, title="Chief Finance Officer", on=MAY)
    lead = somebody({"role": "lead", "organisation": met, "own_risks_only": True})
    people.hold(post=new, by=admin, name=lead.name, on=JULY, user=lead)
    assert lead.has_perm("registers.edit_risk", risk)


def test_a_title_is_used_once(met, admin, post):
    answer = send(admin, "post-add", "met", title="director of  FINANCE")
    assert "There is a post of that title already" in answer.content.decode()
    assert Post.objects.filter(organisation=met).count() == 1


def test_two_bodies_may_have_a_post_of_the_same_title(met, mopac, admin, post):
    people.add_post(organisation=mopac, by=admin, title="Director of Finance")
    assert Post.objects.filter(title="Director of Finance").count() == 2


def test_nobody_takes_up_a_post_before_there_was_one_or_in_the_future(met, admin, post):
    early = send(admin, "post-hold", "met", "director-of-finance", name="Early", on="2019-01-01").content.decode()
    assert "The post exists since 1 January 2020" in early
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    late = send(admin, "post-hold", "met", "director-of-finance", name="Late", on=tomorrow).content.decode()
    assert "Enter a date that is not in the future" in late
    assert Holding.objects.count() == 1


def test_a_post_goes_by_other_names_for_a_time(met, admin, post):
    page = send(admin, "post-alias", "met", "director-of-finance", title="DoF", since="2020-01-01", until="2020-05-01")
    assert "DoF" in page.content.decode()
    wrong = send(admin, "post-alias", "met", "director-of-finance", title="FD", since="2020-05-01", until="2020-01-01")
    assert "Enter a day after the first one" in wrong.content.decode()
    assert post.aliases.count() == 1


# Clearance and the log -------------------------------------------------------------------------


def test_somebody_of_another_body_is_cleared_with_a_reason(met, mopac, admin):
    other = somebody(("secretariat", mopac), name="Olu Other", email="olu@mopac.example")
    page = send(admin, "clearance-grant", "met", email="OLU@mopac.example", reason="Writes the joint paper").content
    page = page.decode()
    assert "Olu Other (olu@mopac.example) is cleared by the Met." in page
    assert "Writes the joint paper" in page
    assert "Ada Admin" in page
    assert met.pk in audience_of(other).cleared

    send(admin, "clearance-end", "met", other.email)
    assert met.pk not in audience_of(other).cleared
    assert "No longer cleared" in page_of(admin, "clearance", "met")


def test_nobody_clears_themselves(met, admin):
    answer = send(admin, "clearance-grant", "met", email=admin.email, reason="I want to")
    assert "Another administrator must clear you" in answer.content.decode()
    assert not Clearance.objects.filter(user=admin).exists()


def test_clearance_needs_an_account_and_a_reason(met, admin):
    answer = send(admin, "clearance-grant", "met", email="nobody@nowhere.example", reason="")
    assert "Nobody has an account with that address" in answer.content.decode()
    assert "Answer: Why?" in answer.content.decode()


def test_nobody_of_the_demo_has_cleared_themselves():
    demo.load_organisations()
    demo.load_members("a long enough password")
    assert Clearance.objects.exists()
    assert not Clearance.objects.filter(user=F("granted_by")).exists()


@pytest.fixture
def reads(met):
    """Sixty reads by one person, and one by another a year before."""
    one, two = somebody(("lead", met), name="Una", email="una@met.example"), somebody(("lead", met), name="Duo")
    for n in range(60):
        with clock.at(clock.moment_on(MAY, 9) + timedelta(minutes=n)):
            people.log_sensitive_read(organisation_id=met.pk, user=one, what=f"Risk {n + 1} of the Met")
    with clock.at(clock.moment_on(date(2019, 5, 1))):
        people.log_sensitive_read(organisation_id=met.pk, user=two, what="An old map", kind="download")
    return one, two


def test_the_log_tells_who_read_what_and_when_latest_first_and_by_pages(admin, reads):
    first = page_of(admin, "reading-log")
    assert first.index("Risk 60 of the Met") < first.index("Risk 12 of the Met")
    assert "1 May 2020, 9:59am" in first
    assert "An old map" not in first
    assert "Downloaded An old map" in page_of(admin, "reading-log", page=2)


def test_the_log_is_filtered_by_person_and_by_day(admin, reads):
    by_person = page_of(admin, "reading-log", person=reads[1].email)
    assert "An old map" in by_person
    assert "Risk 1 of" not in by_person
    by_day = page_of(admin, "reading-log", since="2020-04-30", until="2020-05-01")
    assert "Risk 60 of" in by_day
    assert "An old map" not in page_of(admin, "reading-log", since="2019-05-02", page=2)
    assert "An old map" in page_of(admin, "reading-log", until="1 May 2019")
    assert "Enter a date on or after the first one" in page_of(
        admin, "reading-log", since="2020-05-01", until="2019-01-01"
    )


def test_the_log_of_one_body_is_not_for_another(mopac, reads):
    page = page_of(somebody(("administrator", mopac)), "reading-log")
    assert "Risk 60" not in page
    assert "una@met.example" not in page


def test_the_log_costs_no_more_queries_when_it_is_long(admin, met, queries_for):
    client = client_of(admin)
    people.log_sensitive_read(organisation_id=met.pk, user=somebody(("lead", met)), what="Risk 1")
    short = queries_for(lambda: client.get("/people/log/"))
    for _ in range(20):
        people.log_sensitive_read(organisation_id=met.pk, user=somebody(("lead", met)), what="Risk 1")
    assert queries_for(lambda: client.get("/people/log/")) == short
    assert SensitiveRead.objects.count() == 21
