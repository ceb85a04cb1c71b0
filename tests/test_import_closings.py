"""A register of the past that has risks closed: only its own day, and the days until the next one known, change."""

from datetime import date

import pytest

from registers import clock
from registers.actions import risks
from tests.control_factories import add_control
from tests.factories import PostFactory, agree, open_risk, score_risk
from tests.import_worlds import DECEMBER, MARCH, SEPTEMBER, control, entry, importer, owners, register_to_fill, stands
from tests.test_import_past import bring_in, whole

pytestmark = pytest.mark.django_db
AUGUST, FIRST = date(2019, 8, 15), date(2019, 9, 1)


@pytest.fixture
def register():
    return register_to_fill()


@pytest.fixture
def board(register):
    return importer(register, "board")


def test_what_was_said_between_its_closing_and_the_day_of_the_file_stands_later(register, board):
    before, between, by_file = (PostFactory(organisation=register.organisation) for _ in range(3))
    risk = open_risk(register, on=date(2019, 1, 1), title="Money", owners=[before], description="One", score=(2, 2))
    add_control(risk, day=date(2019, 2, 1), title="Audit", owner=before)
    with clock.at(clock.moment_on(FIRST)):
        risks.edit(risk=risk, by=board, version=None, on=FIRST, owners=[between], description="Two", horizon="both")
    score_risk(risk, 3, 3, on=FIRST, by=board)
    agree(register, DECEMBER)
    later = whole(register, DECEMBER, board)
    said = {"owners": owners(by_file), "description": "Three", "score": (1, 1), "horizon": "short-term"}
    audit = control("Audit", 2, owners=owners(by_file))
    bring_in(register, board, SEPTEMBER, entry(2, "1", "Money", closed_on=AUGUST, controls=[audit], **said))
    assert "1" not in stands(register, SEPTEMBER, board)
    assert whole(register, DECEMBER, board) == later


@pytest.mark.parametrize("opened", [DECEMBER, MARCH])
def test_a_risk_that_was_entered_later_can_have_been_closed_before(register, board, opened):
    open_risk(register, on=DECEMBER, title="Estates")
    open_risk(register, on=opened, title="Money", score=(2, 2))
    later = [stands(register, day, board) for day in (DECEMBER, MARCH)]
    bring_in(register, board, SEPTEMBER, entry(2, "2", "Money", score=(1, 1), state="closed"))
    assert [stands(register, day, board) for day in (DECEMBER, MARCH)] == later
    assert stands(register, SEPTEMBER, board) == {}
