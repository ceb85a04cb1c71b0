"""Two people at once, and a worker that is killed: one import wins, the other is told; what was killed left nothing."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from registers import clock
from registers.models import Assessment, Risk
from reports import jobs
from reports.actions import holding, imports
from reports.models import Import
from reports.models.jobs import SILENT_AFTER
from tests.factories import PostFactory, open_risk
from tests.import_worlds import importer, register_to_fill
from tests.test_concurrency import all_at_once
from tests.test_import_applying import ROWS, looked_at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def register():
    found = register_to_fill()
    for title in ("Chief Finance Officer", "Head of Estates"):
        PostFactory(organisation=found.organisation, title=title)
    return found


def apply(record, by):
    return imports.apply(record=record, by=by, fingerprint=record.summary["fingerprint"])


def test_of_several_who_apply_the_same_file_at_once_one_wins_and_the_others_are_told(register):
    people = [importer(register) for _ in range(4)]
    records = [looked_at(register, person) for person in people]
    done = all_at_once(lambda n: apply(records[n], people[n]), how_many=4)
    states = [one.shown_state if isinstance(one, Import) else type(one) for one in done]
    assert states.count("applied") == 1
    assert set(states) <= {"applied", "failed", ValidationError}
    assert Risk.objects.filter(register=register).count() == len(ROWS)
    told = [one.error if isinstance(one, Import) else " ".join(one.messages) for one in done]
    others = [words for words, state in zip(told, states, strict=True) if state != "applied"]
    assert all("the register has been changed since you looked" in words for words in others)


def test_two_presses_of_one_button_apply_it_once(register):
    person = importer(register)
    record = looked_at(register, person)
    done = all_at_once(lambda _: apply(record, person), how_many=3)
    assert [one.shown_state for one in done if isinstance(one, Import)].count("applied") == 1
    assert Risk.objects.filter(register=register).count() == len(ROWS)
    assert Import.objects.get(pk=record.pk).result["facts"] == Import.objects.get(pk=record.pk).result["facts"]


def test_somebody_who_scores_while_it_is_applied_is_before_it_or_after_it(register):
    person = importer(register)
    risk = open_risk(register, on=date(2019, 6, 1), title="Money", score=(1, 1))
    record = looked_at(register, person, ("1", "Money", "", "", "VH", "VH", "Worse"))

    def write(n):
        from tests.factories import score_risk

        return apply(record, person) if n else score_risk(risk, 2, 2, on=date(2021, 6, 1), by=person)

    scored, brought_in = all_at_once(write, how_many=2)
    assert isinstance(scored, Assessment)
    is_told = isinstance(brought_in, ValidationError) or brought_in.shown_state == "failed"
    cells = list(Assessment.objects.filter(risk=risk).order_by("pk").values_list("likelihood", flat=True))
    assert cells in ([1, 2], [1, 4, 2])
    assert is_told == (cells == [1, 2])


def test_a_worker_that_fell_silent_is_followed_by_another_and_its_late_word_counts_for_nothing(register):
    person = importer(register)
    record = looked_at(register, person)
    Import.objects.filter(pk=record.pk).update(doing="applying", state="waiting", applied_by=person, attempts=0)
    dead = holding.take(Import, record.key, "Gave up")
    assert jobs.work.func(str(record.key)) == "in good hands"
    with clock.at(clock.now() + 2 * SILENT_AFTER):
        assert imports.fresh(record).is_silent
        assert jobs.work.func(str(record.key)) == "done"
    assert imports.fresh(record).shown_state == "applied"
    assert not holding.fail(dead, "Too late")
    assert imports.fresh(record).shown_state == "applied"


def test_a_large_file_goes_to_the_worker_and_small_ones_are_done_at_once(register, monkeypatch):
    queued = []
    monkeypatch.setattr(jobs, "enqueue", queued.append)
    monkeypatch.setattr(imports, "SMALL", 10)
    person = importer(register)
    record = imports.begin(
        register=register, by=person, as_at=date(2021, 1, 1), name="a.csv", content=b"Ref,Risk\n1,Money\n"
    )
    assert (record.shown_state, queued) == ("reading", [record])
    with pytest.raises(ValidationError, match="worked on already"):
        imports.look(record=record, by=person)
    assert jobs.work.func(str(record.key)) == "done"
    assert imports.fresh(record).shown_state == "mapping"
