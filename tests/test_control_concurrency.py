"""Many people press at once: does every control get a number of its own, and is every statement there?

Threads with connections of their own, on whichever database the tests run on (tests/test_concurrency.py).
"""

from datetime import timedelta

import pytest

from controls.actions import controls, evidence, progress
from controls.models import Control, ControlDue, Evidence, Progress
from controls.uploads import checked
from registers import clock
from registers.models import Blob
from registers.models.risks import Stale
from tests.control_factories import add_control
from tests.factories import OrganisationFactory, RegisterFactory, open_risk, somebody
from tests.test_concurrency import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 12


@pytest.fixture
def register():
    return RegisterFactory(organisation=OrganisationFactory(slug="met"))


@pytest.fixture
def risk(register):
    return open_risk(register)


def test_controls_added_at_once_get_numbers_of_their_own(register, risk):
    lead, other = somebody(), open_risk(RegisterFactory(organisation=OrganisationFactory(slug="mopac")))
    ways = [(register, risk), (other.register, other)]

    def add(n):
        register, risk = ways[n % 2]
        return controls.add(register=register, by=lead, on=clock.today(), title=f"C {n}", stage="planned", risks=[risk])

    added = all_at_once(add, WRITERS)
    assert sorted(control.number for control in added) == list(range(1, WRITERS + 1))


def test_of_two_who_saw_the_same_version_one_is_told(risk):
    control, lead = add_control(risk), somebody()
    version = control.version

    def move(n):
        due = clock.today() + timedelta(days=n + 1)
        return controls.move_due(control=control, by=lead, version=version, on=clock.today(), due=due, reason=f"{n}")

    outcomes = all_at_once(move, WRITERS)
    assert sum(isinstance(outcome, ControlDue) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == WRITERS - 1
    assert Control.objects.get(pk=control.pk).version == version + 1


def test_no_change_pressed_by_several_at_once_is_noted_once(risk):
    lead = somebody()
    held = [add_control(risk, title=f"Control {n}") for n in range(4)]
    yesterday = clock.today() - timedelta(days=1)
    for control in held:
        progress.state(control=control, by=lead, version=None, on=yesterday, status="on-track")
    orders = [held, held[::-1]]  # whichever way round they are named, nobody waits for ever
    noted = all_at_once(lambda n: progress.note_unchanged(controls=orders[n % 2], by=lead, on=clock.today()), WRITERS)
    assert not [outcome for outcome in noted if isinstance(outcome, Exception)]
    assert Progress.objects.filter(noted=True).count() == len(held)


def test_the_same_file_attached_by_several_at_once_is_kept_once(risk):
    held, lead = [add_control(risk, title=f"Control {n}") for n in range(WRITERS)], somebody()
    file = checked("plan.pdf", b"%PDF-1.7 the plan")

    def attach(n):
        said = {"by": lead, "version": None, "on": clock.today(), "name": "Plan", "file": file}
        return evidence.attach(control=held[n], **said)

    assert not [outcome for outcome in all_at_once(attach, WRITERS) if isinstance(outcome, Exception)]
    assert Blob.objects.count() == 1
    assert Evidence.objects.filter(blob=Blob.objects.get()).count() == WRITERS
