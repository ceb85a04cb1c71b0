"""What was said while a risk was sensitive stays so, by whichever date, moment or page it is asked for."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from registers import clock
from registers.access import audience_of
from registers.actions import corrections, people, risks
from registers.details import details
from registers.history import history
from registers.models import Aspect, Detail, Marking, Scheme, SensitiveRead
from registers.position import index, look_at
from registers.scope import Scope
from registers.since_agreed import changed_since_agreed
from tests.factories import (
    OPEN_PROFILE,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    SchemeFactory,
    agree,
    client_of,
    open_risk,
    score_risk,
    somebody,
)

APRIL, JUNE, AUGUST, OCTOBER = (date(2020, month, 1) for month in (4, 6, 8, 10))
PROFILE = OPEN_PROFILE | {"rationale": "official", "dependencies": "official", "appetite": "official"}


@pytest.fixture
def register(db):
    return RegisterFactory(profile=dict(PROFILE))


@pytest.fixture
def once_secret(register):
    """Sensitive from April to October, with another name and score in between."""
    risk = open_risk(register, on=date(2020, 1, 1), score=(1, 1), title="Storms")
    mark(risk, Marking.SENSITIVE, APRIL)
    word(risk, "Quokka", JUNE)
    score_risk(risk, 4, 4, on=JUNE, reason="Quokka reason")
    word(risk, "Gales", AUGUST)
    score_risk(risk, 2, 2, on=AUGUST)
    mark(risk, Marking.OFFICIAL, OCTOBER)
    return risk


def mark(risk, marking, on, recorded=None):
    with clock.at(clock.moment_on(recorded or on)):
        risks.mark(risk=risk, by=somebody(), version=None, on=on, marking=marking, reason="The board said so")


def word(risk, title, on, recorded=None):
    with clock.at(clock.moment_on(recorded or on, 13)):
        risks.edit(risk=risk, by=somebody(), version=None, on=on, title=title)


def seen(register, user, as_at, known_at=None):
    """Index rows and the titles they have."""
    view = look_at(register, audience_of(user), Scope(as_at, known_at))
    rows = list(index(view).rows)
    return rows, [said.title for said in details(view, rows).values()]


def test_what_was_known_in_between_is_not_shown_afterwards(register, once_secret):
    reader = somebody(("reader", register.organisation))
    page = client_of(reader).get(register.get_absolute_url(), {"known_at": "2020-06-15", "status": "all"})
    assert page.status_code == 200
    assert "Quokka" not in page.content.decode()
    assert seen(register, reader, clock.today(), clock.end_of(date(2020, 6, 15))) == ([], [])
    assert seen(register, reader, clock.today())[1] == ["Gales"]


def test_the_other_body_does_not_see_what_was_agreed_in_confidence(register):
    risk = open_risk(register, on=date(2020, 1, 1), title="Storms")
    mark(risk, Marking.SENSITIVE, APRIL)
    word(risk, "Quokka", JUNE)
    agree(register, date(2020, 10, 31))
    mark(risk, Marking.OFFICIAL, OCTOBER, recorded=date(2020, 11, 5))
    word(risk, "Gales", date(2020, 9, 15), recorded=date(2020, 11, 5))
    agree(register, date(2020, 11, 30))
    other = somebody(("reader", OrganisationFactory()))
    assert seen(register, other, date(2020, 12, 1), clock.end_of(date(2020, 11, 1))) == ([], [])
    assert seen(register, other, date(2020, 12, 1))[1] == ["Gales"]


def test_a_marking_taken_back_is_agreed_before_the_other_body_sees_through_it(register, once_secret):
    agree(register, date(2020, 12, 31))
    other = somebody(("reader", OrganisationFactory()))
    raised = Detail.objects.get(risk=once_secret, aspect=Aspect.MARKING, value=Marking.SENSITIVE, is_void=False)
    with clock.at(clock.moment_on(date(2021, 1, 10))):
        corrections.void(fact=raised, by=somebody(), version=None, reason="Never sensitive")
    assert seen(register, other, date(2020, 6, 30)) == ([], [])
    agree(register, date(2021, 1, 31))
    assert seen(register, other, date(2020, 6, 30))[1] == ["Quokka"]


def test_another_risks_history_does_not_name_it(register, once_secret):
    risk = open_risk(register, on=date(2020, 1, 1))
    with clock.at(clock.moment_on(date(2020, 2, 3))):
        risks.depend(risk=risk, by=somebody(), version=None, on=date(2020, 2, 3), depends_on=once_secret)
    reader = audience_of(somebody(("reader", register.organisation)))
    told = [entry.sentence for entry in history(risk, reader, Scope(date(2020, 6, 30)))]
    assert any("bears on this risk" in sentence for sentence in told)
    assert not any("Quokka" in sentence for sentence in told)


def test_who_works_on_their_own_risks_only_is_not_told_that_others_changed(register):
    post = PostFactory(organisation=register.organisation)
    mine = open_risk(register, on=date(2020, 1, 1), owners=[post])
    theirs = open_risk(register, on=date(2020, 1, 1), title="Storms")
    agree(register, date(2020, 3, 31))
    for risk in (mine, theirs):
        word(risk, "Gales", date(2020, 5, 1))
    limited = {"role": "lead", "organisation": register.organisation, "own_risks_only": True}
    member = somebody(limited, ("reader", OrganisationFactory()))
    people.hold(post=post, by=member, name="Jo", on=date(2020, 1, 1), user=member)
    found = index(look_at(register, audience_of(member), Scope(date(2020, 6, 1), None, date(2020, 3, 31))))
    assert {row.risk for row in found.rows} == {mine.pk, theirs.pk}
    assert changed_since_agreed(found) == {mine.pk}


def test_every_reading_by_the_cleared_is_logged(register):
    open_risk(register, marking=Marking.SENSITIVE, title="Quokka")
    reader = somebody(("reader", register.organisation), cleared_by=[register.organisation])
    assert "Quokka" in client_of(reader).get(register.get_absolute_url()).content.decode()
    assert SensitiveRead.objects.filter(user=reader, organisation=register.organisation).count() == 1


def test_a_score_on_a_new_scale_starts_its_periods_and_keeps_its_reason(register):
    risk = open_risk(register, on=date(2020, 1, 1), score=(2, 2))
    SchemeFactory(organisation=register.organisation, adopted_on=date(2020, 7, 1), name="New")
    score_risk(risk, 2, 2, on=AUGUST, reason="On the new scale")
    view = look_at(
        register, audience_of(somebody(("reader", register.organisation))), Scope(date(2020, 9, 30), None, JUNE)
    )
    row = index(view).rows[0]
    said = details(view, [row])[row.risk]
    assert (row.movement, said.periods, said.reasons) == ("rescaled", 1, ("On the new scale",))


def test_the_earlier_of_two_entries_of_a_day_is_not_corrected_over_the_later(register):
    risk = open_risk(register, on=date(2020, 1, 1))
    first = score_risk(risk, 1, 1, on=JUNE)
    with clock.at(clock.moment_on(JUNE, 15)):
        score_risk_again(risk)
    with pytest.raises(ValidationError, match="later entry of that day stands"):
        corrections.correct(fact=first, by=somebody(), version=None, reason="Spelling", rationale="It was discussed.")
    assert seen(register, somebody(("reader", register.organisation)), AUGUST)[0][0].cell == (4, 4)


def score_risk_again(risk):
    from registers.actions import assessments

    assessments.record(risk=risk, by=somebody(), version=None, on=JUNE, likelihood=4, impact=4, reason="Worse")


def test_a_score_cannot_be_moved_to_before_the_first_scale(register):
    Scheme.objects.filter(organisation=register.organisation).update(adopted_on=date(2020, 3, 1))
    risk = open_risk(register, on=date(2020, 1, 1))
    fact = score_risk(risk, 1, 1, on=APRIL)
    with pytest.raises(ValidationError, match="No scoring scheme"):
        corrections.correct(fact=fact, by=somebody(), version=None, reason="Earlier", on=date(2020, 2, 1))


def test_a_post_keeps_its_printed_name_when_its_entry_is_corrected(register):
    post = PostFactory(organisation=register.organisation, title="Director of Strategy and Governance")
    post.printed_as = "Director Strategy & Governance"
    risk = open_risk(register, on=date(2020, 1, 1))
    risks.edit(risk=risk, by=somebody(), version=None, on=APRIL, owners=[post])
    fact = risk.ownership_facts.get(role="owner")
    corrected = corrections.correct(fact=fact, by=somebody(), version=None, reason="A month later", on=JUNE)
    assert [str(place) for place in corrected.places.all()] == ["Director Strategy & Governance"]


def test_the_addresses_of_entries_do_not_count_what_is_hidden(register):
    """Of three dependencies the second is on a hidden risk: who may not see that one finds no gap in the numbers."""
    risk = open_risk(register, on=APRIL)
    others = [open_risk(register, on=APRIL, marking=marking) for marking in ("official", Marking.SENSITIVE, "official")]
    for other in others:
        with clock.at(clock.moment_on(JUNE)):
            risks.depend(risk=risk, by=somebody(), version=None, on=JUNE, depends_on=other)
    lead = client_of(somebody(("lead", register.organisation)))
    page = lead.get(f"{risk.get_absolute_url()}history/").content.decode()
    assert set(re.findall(r"dependency-(\d+)/void", page)) == {"1", "2"}
    assert lead.get(f"{risk.get_absolute_url()}history/dependency-3/void/").status_code == 404
