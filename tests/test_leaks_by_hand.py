"""What somebody tries who guesses: numbers of what is hidden, forms for it, and what the other body works on."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from controls.actions import controls
from registers import clock
from registers.actions import alignments
from registers.models import Alignment, Marking
from tests.access_bodies import places, typed
from tests.control_factories import on
from tests.factories import client_of, open_risk, somebody
from tests.mail_worlds import add_mail
from tests.pages import form_of, words_of
from tests.test_access_table import ADDRESSES
from tests.two_bodies import CLEARED, TODAY, add_papers, build, planted, planted_in
from tests.two_bodies_controls import SINCE, WORKING
from tests.two_bodies_imports import add_imports, add_tokens

pytestmark = pytest.mark.django_db

HIDDEN_FROM = ["own uncleared lead", "own limited lead", "other lead"]
NONE_SUCH = {"number": 999, "year": "1999-00", "control": 999}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    quiet = override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}})
    with django_db_blocker.unblock(), quiet, transaction.atomic(), clock.at(clock.moment_on(TODAY)):
        built = build(cleared=CLEARED, told=Marking.OFFICIAL)
        add_papers(built)
        add_mail(built)
        add_imports(built, applies=False)
        add_tokens(built)
        cleared = somebody(("lead", built.other), cleared_by=[built.own, built.other], email="cleared@met.example")
        built.visitors["other cleared lead"] = cleared
        yield built
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def at_todays_time():
    with clock.at(clock.moment_on(TODAY)):
        yield


# Numbers that are guessed ----------------------------------------------------------------------------------------


def guesses(world):
    """(name, where something hidden is, where nothing is): each address of a control, an alignment or a plan."""
    hidden = {
        "number": world.controls["own"]["marked"].number,
        "year": world.plans["restricted"].slug,
        "control": world.alignments["restricted"].joint_controls.first().number,
    }
    for name, parameters in ADDRESSES:
        parts = ("number", "year") if name.startswith("controls:") else ("control",)
        guessed = set(parts) & set(parameters)
        if guessed and name != "controls:risk-progress-void":
            found = places(world, name, parameters)
            hides, lacks = ({part: these[part] for part in guessed} for these in (hidden, NONE_SUCH))
            yield name, reverse(name, kwargs=found | hides), reverse(name, kwargs=found | lacks)


@pytest.mark.parametrize("visitor", HIDDEN_FROM)
def test_what_is_hidden_answers_as_what_is_not_there(world, visitor):
    client = client_of(world.visitors[visitor])
    for name, hidden, missing in guesses(world):
        for method, body in ((client.get, {}), (client.post, typed(name, world))):
            answers = [method(address, body) for address in (hidden, missing)]
            assert answers[0].status_code == answers[1].status_code, (name, method.__name__)
            assert answers[0].status_code in (302, 403, 404, 405), (name, method.__name__)
            assert planted_in(answers[0].content.decode()) == set()


def test_evidence_that_was_withdrawn_or_is_of_another_time_is_not_sent(world):
    control = world.controls["own"]["open"]
    address = reverse("controls:evidence", args=[control.number, 1])
    other = client_of(world.visitors["other lead"])
    sent = other.get(address)
    assert sent.status_code == 200
    assert sent["Content-Disposition"].startswith("attachment")
    for asked in (f"{address}?as_at=2021-08-01", reverse("controls:evidence", args=[control.number, 9])):
        assert other.get(asked).status_code == 404
    hidden = reverse("controls:evidence", args=[world.controls["own"]["marked"].number, 1])
    assert client_of(world.visitors["own uncleared lead"]).get(hidden).status_code == 404


# The other body ---------------------------------------------------------------------------------------------------


def test_clearance_lets_the_other_body_read_what_is_marked_and_not_what_is_worked_on(world):
    client = client_of(world.visitors["other cleared lead"])
    pages = {
        name: client.get(control.get_absolute_url()).content.decode() for name, control in world.controls["own"].items()
    }
    assert planted("a", "own", "markedtitle") in pages["marked"]
    assert planted("a", "own", "controltitle") in pages["secret"]
    assert client.get(world.controls["own"]["newer"].get_absolute_url()).status_code == 404
    everything = "".join(pages.values()) + client.get("/controls/?state=all").content.decode()
    assert "own" not in WORKING.findall(everything)
    assert "Boiler" not in everything


def test_a_risk_that_its_board_has_not_agreed_is_tied_to_nothing_yet(world):
    """Else the other body would learn of it: by the tie itself, or by what it may no longer do with its own side."""
    alignment = Alignment.objects.get(pk=world.alignments["thawed"].pk)
    addresses = ["/alignments/", "/", "/alignments/unaligned/met/", alignment.get_absolute_url()]
    with transaction.atomic():
        newer = open_risk(world.register, SINCE, title="Working risk own")
        client = client_of(world.visitors["other lead"])
        before = [words_of(client.get(page)) for page in addresses]
        said = {"by": world.visitors["own lead"], "on": SINCE}
        tied = {"kind": "theme", "title": "Working theme own", "rationale": "Working text own"}
        with on(SINCE):
            with pytest.raises(ValidationError, match="can be aligned once its board has agreed it"):
                alignments.begin(risks=[newer, world.risks["other"]["thawed"]], **tied, **said)
            with pytest.raises(ValidationError, match="can be aligned once its board has agreed it"):
                alignments.join(alignment=alignment, risk=newer, version=None, reason="Working reason own", **said)
        assert [words_of(client.get(page)) for page in addresses] == before
        transaction.set_rollback(True)


# Two who save at once ---------------------------------------------------------------------------------------------


def test_a_conflict_does_not_tell_of_a_link_that_the_person_may_not_see(world):
    control, risks = world.controls["own"]["potential"], world.risks["own"]
    client = client_of(world.visitors["own uncleared lead"])
    address = reverse("controls:control-edit", args=[control.number])
    with transaction.atomic():
        form = form_of(client.get(address)) | {"title": "A lower roof"}
        said = {"by": world.visitors["own lead"], "version": None, "on": TODAY, "reason": planted("a", "own", "why")}
        controls.edit(control=control, risks=[risks["second"], risks["secret"]], **said)
        saved = client.post(address, form, follow=True)
        assert planted_in(saved.content.decode()) == set()
        assert f"risk {risks['secret'].ref}" not in words_of(saved)
        assert controls.risks_on(control, TODAY) == [risks["second"], risks["secret"]]
        transaction.set_rollback(True)
