"""Both bodies press at once: does a wording stand only once, and does anybody wait for ever?

Threads with connections of their own, on whichever database the tests run on (tests/test_concurrency.py).
"""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from controls.actions import joint
from controls.models import Consent, Control, ControlWording, Proposal
from controls.rules_joint import Fate, fate_of
from registers import clock
from registers.actions import alignments
from registers.models import Alignment, AlignmentMember, AlignmentState
from registers.models.risks import Stale
from registers.visibility_alignments import members
from tests.aligned_bodies import begin, two_bodies
from tests.pages import form_of, send, words_of
from tests.test_concurrency import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 12


@pytest.fixture
def world():
    return two_bodies()


def propose(world, by="met", **said):
    body, person = world.bodies[by], world.people[f"{by} lead"]
    said = {"alignment": world.alignment, "on": clock.today(), "title": "Lobbying"} | said
    return joint.propose(by=person, organisation=body, **said)


def answer(world, proposal, by, agrees, reason="No"):
    said = {"by": world.people[f"{by} lead"], "version": None, "on": clock.today(), "reason": reason}
    return joint.answer(proposal=proposal, organisation=world.bodies[by], agrees=agrees, **said)


def test_of_one_that_agrees_and_one_that_takes_back_the_first_has_its_way(world):
    proposal = propose(world)

    def press(n):
        return answer(world, proposal, *(("mopac", True) if n % 2 else ("met", False)))

    kinds = Counter(type(result) for result in all_at_once(press, how_many=WRITERS))
    assert kinds == {Consent: 1, ValidationError: WRITERS - 1}
    agreed = Consent.objects.get().agrees
    assert ControlWording.objects.count() == int(agreed)
    assert fate_of(proposal) is (Fate.AGREED if agreed else Fate.TAKEN_BACK)


def test_of_two_wordings_that_cross_one_stands(world):
    """Each body agrees what the other proposes, in the same moment: the later press finds its proposal overtaken."""
    first = propose(world)
    second = propose(world, by="mopac", control=first.control, title="Pleading")
    pairs = [(first, "mopac"), (second, "met")]
    kinds = Counter(type(result) for result in all_at_once(lambda n: answer(world, *pairs[n % 2], True), how_many=8))
    assert kinds == {Consent: 1, ValidationError: 7}
    assert ControlWording.objects.count() == 1


def test_of_many_that_word_one_control_anew_the_newest_of_each_body_waits(world):
    control = answer(world, propose(world), "mopac", True).control

    def press(n):
        return propose(world, by=("met", "mopac")[n % 2], control=control, title=f"Wording {n}")

    made = all_at_once(press, how_many=WRITERS)
    assert [type(row) for row in made] == [Proposal] * WRITERS
    fates = Counter(fate_of(proposal) for proposal in made)
    assert fates == {Fate.PENDING: 2, Fate.SUPERSEDED: WRITERS - 2}


def test_joint_controls_proposed_at_once_have_numbers_of_their_own(world):
    made = all_at_once(lambda n: propose(world, by=("met", "mopac")[n % 2]).control.number, how_many=WRITERS)
    assert sorted(made) == list(range(1, WRITERS + 1))
    assert Control.objects.count() == WRITERS


def test_alignments_begun_at_once_have_numbers_of_their_own_and_wait_for_no_ring(world):
    """The risks are named in both orders, and each begins by locking the registers of both bodies."""
    pairs = [("met/1", "mopac/2"), ("mopac/1", "met/2"), ("met/2", "mopac/2"), ("mopac/1", "met/1")]
    made = all_at_once(lambda n: begin(world, risks=pairs[n % 4]).number, how_many=WRITERS)
    assert sorted(made) == list(range(2, WRITERS + 2))
    assert Alignment.objects.count() == WRITERS + 1


def test_two_risks_that_leave_at_once_leave_one_of_their_body(world):
    said = {"alignment": world.alignment, "version": None, "on": clock.today()}
    by = world.people["met lead"]
    alignments.join(by=by, risk=world.risk("mopac/2"), **said)

    def leave(n):
        return alignments.leave(by=by, risk=world.risk(f"mopac/{1 + n % 2}"), reason="Over", **said)

    kinds = Counter(type(result) for result in all_at_once(leave, how_many=6))
    assert kinds == {AlignmentMember: 1, ValidationError: 5}
    assert {member.risk.register.organisation.slug for member in members()} == {"met", "mopac"}


def test_an_alignment_ends_once(world):
    said = {"alignment": world.alignment, "version": None, "on": clock.today(), "reason": "Over"}
    people = [world.people[f"{slug} lead"] for slug in ("met", "mopac")]
    kinds = Counter(
        type(result) for result in all_at_once(lambda n: alignments.end(by=people[n % 2], **said), how_many=6)
    )
    assert kinds == {AlignmentState: 1, ValidationError: 5}


def test_of_many_with_one_page_open_one_saves_and_the_others_are_told(world):
    version = Alignment.objects.get().version
    people = [world.people[f"{slug} lead"] for slug in ("met", "mopac")]

    def write(n):
        said = {"by": people[n % 2], "version": version, "on": clock.today(), "title": f"Title {n}"}
        return alignments.edit(alignment=world.alignment, **said)

    kinds = Counter(type(result) for result in all_at_once(write, how_many=WRITERS))
    assert kinds == {list: 1, Stale: WRITERS - 1}


def test_both_bodies_pressing_in_their_browsers_lose_nothing_and_see_no_error(world):
    """The lead and the board of the other body agree and decline, its own takes it back: one answer is taken."""
    propose(world)
    pages = [("mopac lead", "joint-answer"), ("mopac board", "joint-answer"), ("met lead", "joint-take-back")]
    clients = [world.client(who) for who, _ in pages]
    addresses = [reverse(f"reports:{name}", args=[1, 1, 1]) for _, name in pages]
    opened = [client.get(address) for client, address in zip(clients, addresses, strict=True)]
    typed = [{"agrees": "yes"}, {"agrees": "no", "reason": "Too loud"}, {"reason": "Not yet"}]
    for client in clients:
        client.raise_request_exception = False
    answers = all_at_once(lambda n: send(clients[n], opened[n], **typed[n]), how_many=3)
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409]
    assert Consent.objects.count() == 1
    for n, told in enumerate(answers):
        if told.status_code == 409:
            assert "saved this control first" in words_of(told)
            assert form_of(told).get("reason", [""])[0] == typed[n].get("reason", "")
