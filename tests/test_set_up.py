"""Do administrators set up a register: names, appetite, who may see what, scales, objectives, and nobody else?"""

import re
from datetime import date

import pytest
from django.urls import reverse

from registers import clock
from registers.access import audience_of
from registers.actions import set_up
from registers.actions.assessments import set_appetite
from registers.audience import PUBLIC, WITHHELD, Level
from registers.models import Appetite, Assessment, Framework, Objective, Register, Scheme, in_force
from registers.models.registers import FactClass
from registers.position import index, look_at
from registers.rescore import not_rescored
from registers.scope import Scope
from tests.factories import (
    CLOSED_PROFILE,
    FrameworkFactory,
    ObjectiveFactory,
    RegisterFactory,
    agree,
    client_of,
    open_risk,
    score_risk,
    somebody,
)

pytestmark = pytest.mark.django_db

JANUARY, MARCH, MAY = (date(2020, month, 1) for month in (1, 3, 5))
PAGES = ("register-set-up", "register-describe", "appetite-set", "profile-set", "scheme")
OF_THE_BODY = ("register-add", "scheme-adopt", "framework-add")


@pytest.fixture
def met():
    return RegisterFactory(
        organisation__slug="met",
        organisation__short_name="the Met",
        title="Met corporate risk register",
        settled_by="Risk and Assurance Board",
    )


@pytest.fixture
def admin(met):
    return somebody(("administrator", met.organisation), cleared_by=[met.organisation], name="Ada Admin")


def address(register, page, *more):
    return reverse(f"registers:{page}", args=[register.organisation.slug, register.slug, *more])


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def shown(client, register, page, *more):
    return text_of(client.get(address(register, page, *more)))


def version_on(client, register, page, *more):
    return re.search(r'name="version" value="(\d+)"', client.get(address(register, page, *more)).content.decode())[1]


# Who may ---------------------------------------------------------------------------------------


def bodies_of(met):
    """A body for each page that would change something."""
    return {
        "register-describe": {"title": "Mine", "settled_by": "Me"},
        "appetite-set": {"statement": "All of it", "highest_band": "very-high", "on": "2020-05-01", "reason": "Mine"},
        "profile-set": dict.fromkeys(FactClass.values, "official") | {"confirmed": "yes"},
        "register-add": {"title": "Mine"},
        "framework-add": {"name": "Mine"},
        "scheme-adopt": scheme_typed(),
    }


def state():
    models = (Register, Appetite, Scheme, Framework, Objective)
    return [model.objects.count() for model in models] + list(Register.objects.values_list("title", "profile"))


@pytest.mark.parametrize("role", ["reader", "lead", "board", "secretariat"])
def test_members_without_the_role_set_up_nothing(met, role):
    client = client_of(somebody((role, met.organisation), cleared_by=[met.organisation]))
    before = state()
    for page in (*PAGES, *OF_THE_BODY):
        assert client.get(address(met, page)).status_code == 403, page
        assert client.post(address(met, page), bodies_of(met).get(page, {})).status_code in (403, 405), page
    assert state() == before


def test_strangers_and_administrators_of_the_other_body_set_up_nothing(client, met):
    agree(met, MARCH)
    other = RegisterFactory(organisation__slug="mopac").organisation
    for page in (*PAGES, *OF_THE_BODY):
        assert client.get(address(met, page)).url.startswith("/accounts/login/")
        assert client_of(somebody(("administrator", other))).get(address(met, page)).status_code == 403
        assert client_of(somebody()).get(address(met, page)).status_code == 404


def test_an_administrator_of_one_register_sets_up_that_one_and_not_the_body(met):
    limited = {"role": "administrator", "organisation": met.organisation, "register": met}
    client = client_of(somebody(limited, cleared_by=[met.organisation]))
    before = state()
    for page in PAGES:
        assert client.get(address(met, page)).status_code == 200, page
    for page in OF_THE_BODY:
        assert client.get(address(met, page)).status_code == 403, page
        assert client.post(address(met, page), bodies_of(met)[page]).status_code == 403, page
    assert state() == before
    assert "Adopt another scale" not in shown(client, met, "scheme")


def test_the_administrator_may_open_every_page(met, admin):
    client = client_of(admin)
    framework = FrameworkFactory(organisation=met.organisation)
    for page in (*PAGES, *OF_THE_BODY):
        assert client.get(address(met, page)).status_code == 200, page
    assert client.get(address(met, "framework", framework.slug)).status_code == 200
    theirs = FrameworkFactory()
    assert client.get(address(met, "framework", theirs.slug)).status_code == 404


# Title and board -------------------------------------------------------------------------------


def test_a_register_is_given_another_title_and_board(met, admin):
    client = client_of(admin)
    typed = {
        "title": "Met risk register",
        "settled_by": "The Board",
        "version": version_on(client, met, "register-describe"),
    }
    client.post(address(met, "register-describe"), typed)
    met.refresh_from_db()
    assert (met.title, met.settled_by) == ("Met risk register", "The Board")
    assert met.history.first().history_user == admin


def test_the_second_of_two_is_shown_both_titles_and_loses_nothing(met, admin):
    client = client_of(admin)
    version = version_on(client, met, "register-describe")
    set_up.describe_register(register=met, by=admin, version=None, title="Theirs", settled_by="Theirs too")
    typed = {"title": "Mine", "settled_by": "My board", "version": version}
    answer = client.post(address(met, "register-describe"), typed)
    assert answer.status_code == 409
    page = text_of(answer)
    assert "Somebody saved this first" in page
    assert "Theirs" in page
    assert 'value="Mine"' in answer.content.decode()
    again = re.search(r'name="version" value="(\d+)"', answer.content.decode())[1]
    assert client.post(address(met, "register-describe"), typed | {"version": again}).status_code == 302
    met.refresh_from_db()
    assert met.title == "Mine"


# Appetite --------------------------------------------------------------------------------------


def test_the_appetite_holds_from_a_day_and_the_earlier_one_stays(met, admin):
    client = client_of(admin)
    for on, statement, band in (("2020-01-01", "We accept much", "high"), ("2020-05-01", "We accept little", "low")):
        typed = {"statement": statement, "highest_band": band, "on": on, "reason": "The board decided"}
        assert client.post(address(met, "appetite-set"), typed).status_code == 302
    rows = Appetite.objects.filter(register=met)
    assert in_force(rows, Scope(MARCH)).get().statement == "We accept much"
    assert in_force(rows, Scope(MAY)).get().highest_band == "low"
    page = shown(client, met, "register-set-up")
    assert "We accept little Up to Low From 1 May 2020, entered by Ada Admin" in page


def test_an_appetite_from_the_future_or_without_a_reason_is_refused(met, admin):
    typed = {"statement": "We accept", "highest_band": "low", "on": "2999-01-01", "reason": ""}
    page = text_of(client_of(admin).post(address(met, "appetite-set"), typed))
    assert "Enter a date that is not in the future" in page
    assert "Enter the reason" in page
    assert not Appetite.objects.exists()


def test_nobody_sets_an_appetite_they_may_not_see(met):
    met.profile |= {"appetite": "official-sensitive"}
    met.save()
    set_appetite(register=met, by=somebody(), on=MARCH, statement="Secret appetite", highest_band="low")
    client = client_of(somebody(("administrator", met.organisation)))
    page = shown(client, met, "register-set-up")
    assert "Withheld" in page
    assert "Secret appetite" not in page
    answer = client.get(address(met, "appetite-set"))
    assert answer.status_code == 403
    assert "The appetite of this register is OFFICIAL-SENSITIVE" in text_of(answer)


# Who may see what ------------------------------------------------------------------------------


@pytest.fixture
def mopac():
    register = RegisterFactory(organisation__slug="mopac", profile=dict(CLOSED_PROFILE))
    open_risk(register, on=JANUARY, score=(2, 3))
    agree(register, MARCH)
    return register


def choose(client, register, **chosen):
    """Choose on the page what differs from what it showed; as a browser, everything else is sent along."""
    page = client.get(address(register, "profile-set")).content.decode()
    selects = re.findall(r'<select name="([^"]+)".*?value="([a-z-]+)" selected', page, re.DOTALL)
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    return dict(selects) | {"version": version} | chosen


def test_opening_a_class_is_asked_again_and_then_opens_it(mopac):
    admin = somebody(("administrator", mopac.organisation), cleared_by=[mopac.organisation])
    client = client_of(admin)
    typed = choose(client, mopac, score="public", leads="official-sensitive")
    question = text_of(client.post(address(mopac, "profile-set"), typed))
    assert "Score : OFFICIAL-SENSITIVE → Public. Anybody may read it" in question
    assert "Working leads : OFFICIAL → OFFICIAL-SENSITIVE. Fewer people may read it" in question
    assert index(look_at(mopac, PUBLIC, Scope(MARCH))).rows[0].cell is WITHHELD

    assert client.post(address(mopac, "profile-set"), typed | {"confirmed": "yes"}).status_code == 302
    again = Register.objects.get(pk=mopac.pk)
    assert index(look_at(again, PUBLIC, Scope(MARCH))).rows[0].cell == (2, 3)
    assert again.level_of(FactClass.LEADS) == Level.SENSITIVE
    assert again.level_of(FactClass.MOVEMENT) == Level.PUBLIC


def test_one_can_go_back_from_the_question_with_what_was_chosen(mopac):
    admin = somebody(("administrator", mopac.organisation), cleared_by=[mopac.organisation])
    typed = choose(client_of(admin), mopac, score="public")
    back = client_of(admin).post(address(mopac, "profile-set"), typed | {"back": "yes"}).content.decode()
    assert re.search(r'<select name="score".*?value="public" selected', back, re.DOTALL)


def test_nobody_opens_to_others_what_they_may_not_see_themselves(mopac):
    client = client_of(somebody(("administrator", mopac.organisation)))
    typed = choose(client, mopac, score="official") | {"confirmed": "yes"}
    page = text_of(client.post(address(mopac, "profile-set"), typed))
    assert "You may not see this yourself" in page
    assert Register.objects.get(pk=mopac.pk).level_of(FactClass.SCORE) == Level.SENSITIVE


@pytest.mark.parametrize(
    ("fact_class", "level"), [("rationale", "public"), ("outlook", "public"), ("identity", "official-sensitive")]
)
def test_what_is_never_so_cannot_be_chosen(met, admin, fact_class, level):
    client = client_of(admin)
    page = client.get(address(met, "profile-set")).content.decode()
    choices = re.search(rf'<select name="{fact_class}".*?</select>', page, re.DOTALL)[0]
    assert f'value="{level}"' not in choices
    typed = choose(client, met) | {fact_class: level, "confirmed": "yes"}
    client.post(address(met, "profile-set"), typed)
    assert Register.objects.get(pk=met.pk).profile.get(fact_class) != level


def test_the_second_of_two_sees_what_the_first_chose(met, admin):
    client = client_of(admin)
    typed = choose(client, met, score="official")
    set_up.set_profile(register=met, by=admin, version=None, profile={"leads": "official"})
    answer = client.post(address(met, "profile-set"), typed | {"confirmed": "yes"})
    assert answer.status_code == 409
    page = text_of(answer)
    assert "Somebody saved this first" in page
    assert "Working leads: now OFFICIAL, you chose Public" in page
    assert "Score: now Public, you chose OFFICIAL" in page
    assert Register.objects.get(pk=met.pk).level_of(FactClass.SCORE) == Level.PUBLIC


# Scales ----------------------------------------------------------------------------------------


def scheme_typed(size=3, **changes):
    """A square scale whose rank is the sum of both levels."""
    names = ["L Low", "M Medium", "H High", "VH Very high"][:size]
    bands = ["low", "low", "medium", "high", "very-high", "very-high", "very-high"]
    typed = {"name": "A new scale", "adopted_on": "2020-05-01", "step": "adopt"}
    typed |= dict.fromkeys(("likelihoods", "impacts"), "\r\n".join(names))
    for likelihood in range(1, size + 1):
        for impact in range(1, size + 1):
            typed[f"rank-{likelihood}-{impact}"] = str(likelihood + impact)
            typed[f"band-{likelihood}-{impact}"] = bands[likelihood + impact - 2]
    return typed | changes


def test_the_scale_in_use_is_shown_as_a_table(met, admin):
    page = shown(client_of(admin), met, "scheme")
    assert "Four by four, in use from 1 January 2010" in page
    assert "High Low L v L" not in page
    assert "Medium M v H, rank 8" not in page
    assert "High M v H, rank 8" in page


def test_another_scale_is_adopted_from_a_day_and_earlier_scores_keep_theirs(met, admin):
    risk = open_risk(met, on=JANUARY, score=(4, 4))
    answer = client_of(admin).post(address(met, "scheme-adopt"), scheme_typed())
    assert answer.status_code == 302
    met = Register.objects.get(pk=met.pk)
    assert met.scheme_on(date(2020, 4, 30)).name == "Four by four"
    new = met.scheme_on(MAY)
    assert (new.name, len(new.value.likelihoods)) == ("A new scale", 3)
    assert Assessment.objects.get(risk=risk).scheme != new


def test_risks_not_scored_anew_are_listed_until_they_are(met, admin):
    one, two, unscored = (
        open_risk(met, on=JANUARY, score=(4, 4)),
        open_risk(met, on=JANUARY, score=(1, 1)),
        open_risk(met),
    )
    client = client_of(admin)
    client.post(address(met, "scheme-adopt"), scheme_typed())
    met = Register.objects.get(pk=met.pk)
    score_risk(two, 3, 3, on=MAY)
    page = shown(client, met, "register-set-up")
    assert "1 risk has not been scored on the present scale yet" in page
    assert "Risk 1" in page
    waiting = not_rescored(index(look_at(met, audience_of(admin), Scope(MAY))))
    assert [row.risk for row in waiting] == [one.pk]
    assert not not_rescored(index(look_at(met, audience_of(admin), Scope(MARCH))))
    score_risk(one, 3, 3, on=MAY)
    assert "not been scored" not in shown(client, met, "scheme")
    assert unscored.pk not in {row.risk for row in waiting}


def test_who_may_not_see_scores_is_not_told_which_are_old(mopac):
    admin = somebody(("administrator", mopac.organisation))
    client_of(admin).post(address(mopac, "scheme-adopt"), scheme_typed())
    assert "not been scored" not in shown(client_of(admin), mopac, "register-set-up")


def test_the_grid_is_drawn_for_the_levels_that_were_typed(met, admin):
    client = client_of(admin)
    page = client.get(address(met, "scheme-adopt")).content.decode()
    assert page.count('name="band-') == 16
    typed = scheme_typed(size=3) | {
        "likelihoods": "1 Rare\n2 Likely",
        "impacts": "A Small\nB Large\nC Huge",
        "step": "draw",
    }
    drawn = client.post(address(met, "scheme-adopt"), typed)
    assert drawn.content.decode().count('name="band-') == 6
    assert "There is a problem" not in text_of(drawn)
    assert "Band of 2 v C" in text_of(drawn)
    assert Scheme.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"rank-2-2": "1"}, "M v M ranks below L v M, a lower level"),
        ({"band-3-3": "low"}, "is High but H v H (rank 6) is Low"),
        ({"band-1-2": "medium"}, "L v M (rank 3) is Medium"),
        ({"band-2-1": ""}, "Select the band of M v L"),
        ({"rank-1-1": "one"}, "Enter the rank of L v L as a whole number"),
        ({"likelihoods": "L Low\nL Lower\nH High"}, "Two levels have the same short name"),
        ({"impacts": "L Low"}, "Write from 2 to 6 levels, one a line"),
        ({"adopted_on": "2009-01-01"}, "Choose a day after 1 January 2010, when the present scale began"),
        ({"adopted_on": "2999-01-01"}, "Enter a date that is not in the future"),
        ({"name": ""}, "Enter the name"),
    ],
)
def test_a_scale_that_contradicts_itself_is_refused_in_words(met, admin, typed, words):
    answer = client_of(admin).post(address(met, "scheme-adopt"), scheme_typed() | typed)
    assert answer.status_code == 200
    assert words in text_of(answer)
    assert Scheme.objects.count() == 1


def test_more_levels_than_cells_are_asked_for_and_not_adopted_half(met, admin):
    typed = scheme_typed(size=3) | {"impacts": "L Low\nM Medium\nH High\nVH Very high"}
    page = text_of(client_of(admin).post(address(met, "scheme-adopt"), typed))
    assert "Select the band of L v VH" in page
    assert Scheme.objects.count() == 1


# Objectives ------------------------------------------------------------------------------------


def test_a_set_of_objectives_is_added_named_and_ordered(met, admin):
    client = client_of(admin)
    answer = client.post(address(met, "framework-add"), {"name": "Police and Crime Plan"})
    assert answer.url.endswith("/objectives/police-and-crime-plan/")
    version = version_on(client, met, "framework", "police-and-crime-plan")
    typed = {"name": "Police and Crime Plan 2021", "version": version}
    typed |= {"name:new.1": "Violence", "place:new.1": "2", "name:new.2": "Trust", "place:new.2": "1"}
    client.post(answer.url, typed)
    framework = Framework.objects.get(slug="police-and-crime-plan")
    assert framework.name == "Police and Crime Plan 2021"
    assert list(framework.objectives.order_by("order").values_list("name", "slug")) == [
        ("Trust", "trust"),
        ("Violence", "violence"),
    ]
    version = version_on(client, met, "framework", framework.slug)
    typed = {"name": framework.name, "version": version, "name:trust": "Trust and confidence", "place:trust": "5"}
    client.post(answer.url, typed | {"name:violence": "Violence", "place:violence": "1"})
    assert list(framework.objectives.order_by("order").values_list("name", "slug")) == [
        ("Violence", "violence"),
        ("Trust and confidence", "trust"),
    ]
    assert Objective.objects.get(slug="trust").history.first().history_user == admin


def test_what_two_people_typed_about_objectives_is_kept(met, admin):
    framework = FrameworkFactory(organisation=met.organisation, slug="plan", name="Plan")
    first = ObjectiveFactory(framework=framework, slug="first", name="First")
    client = client_of(admin)
    version = version_on(client, met, "framework", "plan")
    set_up.save_framework(framework=framework, by=admin, name="Plan", objectives=[(first, "First"), (None, "Theirs")])
    typed = {"name": "Plan", "version": version, "name:first": "My first", "place:first": "1", "name:new.1": "Mine"}
    answer = client.post(address(met, "framework", "plan"), typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody saved this first" in page
    assert 'value="My first"' in page
    assert 'value="Mine"' in page
    assert 'name="name:theirs" value="Theirs"' in page
    assert list(framework.objectives.order_by("order").values_list("name", flat=True)) == ["First", "Theirs"]


def test_an_objective_keeps_its_name_and_no_two_share_one(met, admin):
    framework = FrameworkFactory(organisation=met.organisation, slug="plan")
    ObjectiveFactory(framework=framework, slug="first", name="First")
    client = client_of(admin)
    version = version_on(client, met, "framework", "plan")
    empty = {"name": "Plan", "version": version, "name:first": "", "place:first": "1"}
    assert "Enter objective 1" in text_of(client.post(address(met, "framework", "plan"), empty))
    twice = empty | {"name:first": "Same", "name:new.1": "same"}
    assert "Two objectives have the same name" in text_of(client.post(address(met, "framework", "plan"), twice))
    assert framework.objectives.get().name == "First"


# A new register --------------------------------------------------------------------------------


def test_a_new_directorate_register_is_its_own_bodys_alone(met, admin):
    agree(met, MARCH)
    client = client_of(admin)
    client.post(
        address(met, "register-add"),
        {"title": "Met estates risk register", "slug": "estates", "settled_by": "Estates board"},
    )
    estates = Register.objects.get(slug="estates")
    assert (estates.kind, estates.organisation) == ("directorate", met.organisation)
    assert "public" not in estates.profile.values()
    open_risk(estates, on=JANUARY)
    agree(estates, MARCH)
    other = somebody(
        ("reader", RegisterFactory(organisation__slug="mopac").organisation), cleared_by=[met.organisation]
    )
    assert client_of(other).get(estates.get_absolute_url()).status_code == 404
    assert estates in Register.objects.visible_to(audience_of(admin))
    assert estates not in Register.objects.visible_to(PUBLIC)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": ""}, "Enter the title"),
        ({"title": "Another", "slug": "corporate"}, "Another register has that address"),
        ({"title": "Another", "slug": "a/b"}, "Use only letters, figures and hyphens"),
        ({"title": "???"}, "Give it an address of letters and figures"),
    ],
)
def test_a_register_without_a_name_or_address_of_its_own_is_refused(met, admin, typed, words):
    assert words in text_of(client_of(admin).post(address(met, "register-add"), typed))
    assert Register.objects.count() == 1


def test_the_past_is_not_rescaled(met, admin):
    """A score keeps its band, whatever the scale of today makes of its cell."""
    risk = open_risk(met, on=JANUARY, score=(4, 4))
    client_of(admin).post(address(met, "scheme-adopt"), scheme_typed())
    with clock.at(clock.moment_on(MAY)):
        row = index(look_at(Register.objects.get(pk=met.pk), audience_of(admin), Scope(MAY))).rows[0]
    assert (row.risk, row.band) == (risk.pk, "very-high")
