"""Do the pages of alignments cost the same however many risks and alignments there are, for whoever looks?"""

from datetime import date

import pytest

from controls.actions import joint
from registers import clock
from registers.actions import alignments
from tests.bulk import many_risks
from tests.factories import (
    CLOSED_PROFILE,
    OPEN_PROFILE,
    OrganisationFactory,
    RegisterFactory,
    agree,
    client_of,
    somebody,
)

pytestmark = pytest.mark.django_db

SETTLED, BEGUN = date(2021, 3, 31), date(2021, 4, 12)
ADDRESSES = ("/alignments/", "/alignments/1/", "/alignments/unaligned/met/")
TIMES = ("", "?as_at=2021-05-31&known_at=2021-06-30")


@pytest.fixture
def registers():
    bodies = {slug: OrganisationFactory(slug=slug, order=order) for order, slug in enumerate(("mopac", "met"))}
    profiles = {"mopac": CLOSED_PROFILE, "met": OPEN_PROFILE}
    return {slug: RegisterFactory(organisation=body, profile=profiles[slug]) for slug, body in bodies.items()}


@pytest.fixture
def visitors(registers):
    met, mopac = registers["met"].organisation, registers["mopac"].organisation
    return {
        "who leads one body": client_of(somebody(("lead", met), cleared_by=[met, mopac])),
        "who is not cleared": client_of(somebody(("reader", mopac))),
    }


def align(registers, ref):
    """An alignment of the risks of one reference, with a joint control that both have agreed."""
    by, bodies = somebody(), [register.organisation for register in registers.values()]
    with clock.at(clock.moment_on(BEGUN)):
        pair = [register.risks.get(ref=ref) for register in registers.values()]
        made = alignments.begin(by=by, on=BEGUN, kind="joint-risk", title=f"Matter {ref}", risks=pair)
        proposed = joint.propose(
            alignment=made, by=by, on=BEGUN, organisation=bodies[0], title=f"Group {ref}", stage="in-place"
        )
        joint.answer(proposal=proposed, by=by, version=None, on=BEGUN, organisation=bodies[1], agrees=True)


def grow(registers, number):
    for register in registers.values():
        many_risks(register, number, posts=3)
        agree(register, SETTLED)


def counted(queries_for, visitors):
    """{(visitor, address): how many statements}"""
    found = {}
    for visitor, client in visitors.items():
        client.get(ADDRESSES[0])
        for address in [address + time for address in ADDRESSES for time in TIMES]:
            found[visitor, address] = queries_for(lambda client=client, address=address: _look(client, address))
    return found


def _look(client, address):
    assert client.get(address).status_code == 200, address


def test_they_cost_the_same_with_2_22_and_2000_risks(queries_for, registers, visitors):
    grow(registers, 2)
    align(registers, 1)
    few = counted(queries_for, visitors)
    grow(registers, 20)
    assert counted(queries_for, visitors) == few
    grow(registers, 1978)
    assert registers["met"].risks.count() == 2000
    assert counted(queries_for, visitors) == few


def test_they_cost_the_same_with_1_and_20_alignments(queries_for, registers, visitors):
    grow(registers, 22)
    align(registers, 1)
    one = counted(queries_for, visitors)
    for ref in range(2, 21):
        align(registers, ref)
    assert counted(queries_for, visitors) == one


def test_a_risks_page_costs_the_same_with_1_and_20_alignments(queries_for, registers, visitors):
    grow(registers, 22)
    align(registers, 1)
    address = f"{registers['met'].get_absolute_url()}1/"
    client = visitors["who is not cleared"]
    one = queries_for(lambda: _look(client, address))
    for _ in range(19):
        align(registers, 1)
    assert queries_for(lambda: _look(client, address)) == one
