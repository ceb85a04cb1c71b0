"""Does the database show each audience exactly what DESIGN.md section 6 lets it see? Every model, on made-up worlds."""

from datetime import date, timedelta
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.apps import apps
from hypothesis import given, settings
from hypothesis import strategies as st

from registers import clock
from registers.access import audience_of
from registers.actions import people, risks
from registers.actions.assessments import set_appetite
from registers.audience import PUBLIC
from registers.details import details
from registers.models import (
    RISK_FACTS,
    Appetite,
    Assessment,
    Kind,
    Marking,
    OwnedPost,
    Register,
    Review,
    Risk,
    Wording,
)
from registers.position import index, look_at
from registers.reviews import latest
from registers.scope import Scope, quarter_end_before
from registers.sees import RULES, World, sees
from tests import made_up_worlds as worlds
from tests.factories import PostFactory, RegisterFactory, agree, open_risk, score_risk, somebody

OURS = ("registers", "controls", "reports", "riskportal")


def our_models():
    """Every model of the portal's own; the audit trail's tables are read through the records they follow."""
    found = [model for name in OURS if apps.is_installed(name) for model in apps.get_app_config(name).get_models()]
    return [model for model in found if not model.__name__.startswith("Historical")]


def load_written_rules():
    """The modules of each app that say in plain words who may see its records."""
    for name in OURS:
        package = import_module(name)
        for module in iter_modules(package.__path__):
            if module.name.startswith("sees"):
                import_module(f"{name}.{module.name}")


load_written_rules()


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_model_says_who_may_see_it_in_sql_and_in_plain_words(model):
    assert callable(getattr(model.objects.all(), "visible_to", None)), f"{model._meta.label} has no visible_to"
    assert model in RULES, f"{model._meta.label} has no rule in sees.py"


@pytest.fixture
def made(db):
    return worlds.furnish()


@settings(max_examples=settings.default.max_examples // 4)
@given(
    profiles=st.tuples(worlds.profiles, worlds.profiles),
    steps=worlds.steps,
    readers=st.lists(st.sampled_from(worlds.everybody()), min_size=2, max_size=2, unique=True),
)
def test_the_database_shows_exactly_what_the_written_rule_allows(made, profiles, steps, readers):
    with worlds.undone():
        today = worlds.play(made, profiles, steps)
        with clock.at(clock.moment_on(today)):
            rows = World()
            for model in (model for model in our_models() if model._meta.app_label == "registers"):
                everything = list(model.objects.all())
                for name in readers:
                    shown = set(model.objects.all().visible_to(made.readers[name]))
                    allowed = {row for row in everything if sees(made.readers[name], row, rows)}
                    assert shown == allowed, f"{name}: shown {shown - allowed}, hidden {allowed - shown} of {model}"


@settings(max_examples=settings.default.max_examples // 4)
@given(
    profiles=st.tuples(worlds.profiles, worlds.profiles),
    steps=worlds.steps,
    reader=st.sampled_from(worlds.everybody()),
    back=st.integers(0, 60),
)
def test_a_position_holds_nothing_but_rows_that_may_be_seen(made, profiles, steps, reader, back):
    with worlds.undone():
        today = worlds.play(made, profiles, steps)
        with clock.at(clock.moment_on(today)):
            audience, as_at = made.readers[reader], today - timedelta(days=back)
            seen = Seen(audience)
            for register in Register.objects.visible_to(audience):
                seen.check(look_at(register, audience, Scope(as_at, compared_with=quarter_end_before(as_at))))


class Seen:
    """What the rows that an audience may see say, to look up what a position says."""

    def __init__(self, audience):
        self.risks = set(Risk.objects.visible_to(audience).values_list("pk", flat=True))
        self.titles = set(Wording.objects.visible_to(audience).values_list("risk", "title"))
        scores = Assessment.objects.visible_to(audience).filter(kind=Kind.CURRENT)
        self.cells = {(score.risk_id, (score.likelihood, score.impact)) for score in scores}
        self.owners = set(OwnedPost.objects.visible_to(audience).values_list("ownership__risk", "post"))
        reviews = Review.objects.visible_to(audience)
        self.reviews = set(reviews.values_list("risk", "on", "outcome", "next_on", "reason"))
        rows = [row for model in RISK_FACTS for row in model.objects.visible_to(audience)]
        self.reasons = {(row.risk_id, row.reason) for row in rows}

    def check(self, view):
        found = index(view)
        told = details(view, list(found.rows))
        for risk, review in latest(found).items():
            assert (risk, review.on, review.outcome, review.next_on, review.reason) in self.reviews
        for row in found.rows:
            of_it = told[row.risk]
            cells = [row.cell, row.before, *(line.cell for line in of_it.scores or ())]
            posts = [post.pk for post in (*(of_it.owners or ()), *(of_it.leads or ()))]
            assert row.risk in self.risks
            assert not of_it.title or (row.risk, of_it.title) in self.titles
            assert {(row.risk, cell) for cell in cells if cell} <= self.cells
            assert {(row.risk, post) for post in posts} <= self.owners
            assert {(row.risk, reason) for reason in of_it.reasons or ()} <= self.reasons


# Cases worth reading ---------------------------------------------------------------------------

JANUARY, MARCH, MAY, JULY = (date(2020, month, 1) for month in (1, 3, 5, 7))


def _mark(risk, marking, on):
    with clock.at(clock.moment_on(on)):
        risks.mark(risk=risk, by=somebody(), version=None, on=on, marking=marking, reason="Decided")


def test_what_was_said_in_confidence_and_still_held_on_the_day_of_declassifying_is_present_text(db):
    risk = open_risk(RegisterFactory(), on=JANUARY, title="Before")
    _mark(risk, Marking.SENSITIVE, MARCH)
    for day, title in ((MARCH, "Said in confidence"), (MAY, "Still so when it was opened up")):
        with clock.at(clock.moment_on(day)):
            risks.edit(risk=risk, by=somebody(), version=None, on=day, title=title)
    _mark(risk, Marking.OFFICIAL, JULY)
    reader = audience_of(somebody(("reader", risk.register.organisation)))

    titles = Wording.objects.visible_to(reader).oldest_first().values_list("title", flat=True)
    assert list(titles) == ["Before", "Still so when it was opened up"]


def test_who_works_on_their_own_risks_sees_the_others_no_further_than_anybody_of_the_other_body(db):
    """Somebody of MOPAC who also looks after a risk of the Met: that one as worked on, the rest as agreed."""
    met, mopac = RegisterFactory(), RegisterFactory()
    post = PostFactory(organisation=met.organisation)
    own, other = open_risk(met, on=JANUARY, owners=[post], score=(1, 1)), open_risk(met, on=JANUARY, score=(1, 1))
    agree(met, MARCH)
    for risk in (own, other):
        score_risk(risk, 4, 4, on=MAY)
    lead = {"role": "lead", "organisation": met.organisation, "own_risks_only": True}
    user = somebody(lead, ("reader", mopac.organisation))
    people.hold(post=post, by=user, name=user.name, on=JANUARY, user=user)

    view = look_at(met, audience_of(user), Scope(JULY, compared_with=MARCH))
    found = index(view)
    told = details(view, list(found.rows))
    cells = {row.risk: (row.cell, len(told[row.risk].scores)) for row in found.rows}
    assert cells == {own.pk: ((4, 4), 2), other.pk: ((1, 1), 1)}
    scores = Assessment.objects.visible_to(audience_of(user)).values_list("risk", "likelihood")
    assert set(scores) == {(own.pk, 1), (own.pk, 4), (other.pk, 1)}
    assert view.of(own.pk).is_working
    assert not view.of(other.pk).is_working


def test_an_appetite_the_board_has_not_agreed_is_not_seen_by_the_other_body(db):
    met = RegisterFactory(profile={"identity": "public", "appetite": "official"})
    reader = audience_of(somebody(("reader", RegisterFactory().organisation)))
    for day, statement in ((JANUARY, "Agreed"), (MAY, "Being worked on")):
        with clock.at(clock.moment_on(day)):
            set_appetite(register=met, by=somebody(), on=day, statement=statement, highest_band="low")
        if day == JANUARY:
            agree(met, MARCH)
    assert [row.statement for row in Appetite.objects.visible_to(reader)] == ["Agreed"]


def test_a_register_whose_risks_may_not_be_named_in_public_is_closed_to_the_public(db):
    met = RegisterFactory(profile={"identity": "official", "score": "public"})
    open_risk(met, on=JANUARY, score=(1, 1))
    agree(met, MARCH)
    assert not Register.objects.visible_to(PUBLIC)
    assert not Risk.objects.visible_to(PUBLIC)
    assert not index(look_at(met, PUBLIC, Scope(JULY))).rows
    assert Risk.objects.visible_to(audience_of(somebody(("reader", RegisterFactory().organisation))))
