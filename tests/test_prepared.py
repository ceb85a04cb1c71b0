"""Is a statement that was put together once answered anew every time? And asked once in one look, not in the next?"""

from datetime import date

import pytest
from django.db.models.sql.compiler import SQLCompiler

from registers.kept import once, one_look
from registers.models import Assessment, Risk
from registers.prepared import prepared
from tests.factories import RegisterFactory, open_risk, score_risk

pytestmark = pytest.mark.django_db

JANUARY, MARCH = date(2020, 1, 1), date(2020, 3, 1)


@pytest.fixture
def risk():
    return open_risk(RegisterFactory(), on=JANUARY, score=(1, 1))


def scores_of(risk):
    rows = Assessment.objects.filter(risk=risk).oldest_first()
    return prepared(("scores of one", risk.pk), lambda: rows.values_list("on", "likelihood"))


def test_it_is_put_together_once_and_answered_anew(risk, monkeypatch):
    assert scores_of(risk) == [(JANUARY, 1)]
    score_risk(risk, 3, 3, on=MARCH)
    put_together = []
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda self, *_, **__: put_together.append(self))
    assert scores_of(risk) == [(JANUARY, 1), (MARCH, 3)]
    assert not put_together


def test_rows_come_as_they_would_have(risk):
    def build():
        return Risk.objects.filter(pk=risk.pk).select_related("register__organisation")

    for _ in range(2):
        (found,) = prepared(("one risk", risk.pk), build)
        assert found == risk
        assert found.register.organisation == risk.register.organisation
    assert prepared("none", lambda: Risk.objects.filter(pk__in=[])) == []


def test_what_is_asked_in_one_look_is_asked_again_in_the_next():
    asked = []

    def look():
        with one_look():
            for _ in range(3):
                once("a key", lambda: asked.append(1))

    look()
    assert len(asked) == 1
    look()
    assert len(asked) == 2
    once("a key", lambda: asked.append(1))
    once("a key", lambda: asked.append(1))
    assert len(asked) == 4
