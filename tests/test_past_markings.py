"""Is what was said while a risk was sensitive kept from people who are not cleared, also after it was declassified?"""

from datetime import date

import pytest

from registers import clock
from registers.access import audience_of
from registers.actions import risks
from registers.audience import WITHHELD
from registers.details import details
from registers.models import Marking
from registers.movement import Movement
from registers.position import index, look_at
from registers.scope import Scope
from tests.factories import OPEN_PROFILE, RegisterFactory, client_of, open_risk, score_risk, somebody

pytestmark = pytest.mark.django_db

APRIL, JUNE, AUGUST, OCTOBER = (date(2020, month, 1) for month in (4, 6, 8, 10))


@pytest.fixture
def risk():
    """Scored openly in January, then sensitive from April to October, with two scores in between."""
    register = RegisterFactory(profile=OPEN_PROFILE | {"rationale": "official"})
    risk = open_risk(register, on=date(2020, 1, 1), score=(1, 1))
    _mark(risk, Marking.SENSITIVE, APRIL)
    score_risk(risk, 4, 4, on=JUNE, reason="Said in confidence")
    score_risk(risk, 3, 3, on=AUGUST, reason="Held when it was opened up")
    _mark(risk, Marking.OFFICIAL, OCTOBER)
    return risk


def _mark(risk, marking, on):
    with clock.at(clock.moment_on(on)):
        risks.mark(risk=risk, by=somebody(), version=None, on=on, marking=marking, reason="Agreed")


def _seen(risk, cleared, as_at, since, known_at=None):
    organisation = risk.register.organisation
    reader = somebody(("reader", organisation), cleared_by=[organisation] if cleared else ())
    view = look_at(risk.register, audience_of(reader), Scope(as_at=as_at, compared_with=since, known_at=known_at))
    rows = index(view).rows
    return (rows[0], details(view, rows)[rows[0].risk]) if rows else (None, None)


@pytest.mark.parametrize("known_at", [None, clock.end_of(date(2021, 1, 1))])
def test_scores_given_in_confidence_stay_so_after_the_risk_is_declassified(risk, known_at):
    _, seen = _seen(risk, cleared=False, as_at=date(2020, 12, 31), since=date(2020, 3, 31), known_at=known_at)
    assert [line.cell for line in seen.scores] == [(1, 1), (3, 3)]
    assert "Said in confidence" not in seen.reasons

    _, all_of_it = _seen(risk, cleared=True, as_at=date(2020, 12, 31), since=date(2020, 3, 31), known_at=known_at)
    assert [line.cell for line in all_of_it.scores] == [(1, 1), (4, 4), (3, 3)]


def test_an_arrow_does_not_tell_of_a_day_when_the_risk_was_sensitive(risk):
    row, _ = _seen(risk, cleared=False, as_at=date(2020, 12, 31), since=date(2020, 6, 30))
    assert (row.before, row.movement) == (WITHHELD, WITHHELD)

    row, _ = _seen(risk, cleared=True, as_at=date(2020, 12, 31), since=date(2020, 6, 30))
    assert (row.before, row.movement) == ((4, 4), Movement.DOWN)


def test_the_risk_itself_is_hidden_on_a_day_when_it_was_sensitive(risk):
    assert _seen(risk, cleared=False, as_at=date(2020, 6, 30), since=None) == (None, None)
    assert _seen(risk, cleared=True, as_at=date(2020, 6, 30), since=None)[0].cell == (4, 4)


def test_the_page_counts_the_arrow_as_withheld(risk):
    page = client_of(somebody(("reader", risk.register.organisation))).get(
        f"{risk.register.get_absolute_url()}?as_at=2020-12-31&since=2020-06-30"
    )
    assert [(item["text"], item["value"]) for item in page.context["movement_counts"]] == [("Withheld", 1)]
    assert "Said in confidence" not in page.content.decode()
    assert "VH v VH" not in page.content.decode()
