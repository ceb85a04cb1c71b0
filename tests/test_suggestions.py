"""Which risks are suggested for alignment: ranked and explained, and never led by text that a person may not see."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction

from registers import clock
from registers.actions import alignments, risks
from registers.models import Marking
from reports.suggestions import ranked, words_of
from tests.aligned_bodies import OPENED, SETTLED, TODAY, two_bodies
from tests.factories import FrameworkFactory, ObjectiveFactory, RegisterFactory, agree, open_risk
from tests.pages import send
from tests.pages import words_of as said_by

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Text:
    title: str
    description: str = ""
    objectives: tuple[str, ...] = ()


# The ranking ---------------------------------------------------------------------------------------------------------


def titles(suggestions):
    return [suggestion.risk.title for suggestion in suggestions]


def test_a_title_counts_for_more_than_a_description_and_an_objective_for_most():
    risk = Text("Burst dams", "The river may flood the valley.", ("Keep the valley dry",))
    others = [
        Text("Drought", "The valley and its river may dry up."),
        Text("Dams", "Walls may give way."),
        Text("Bees", "They may swarm.", ("Keep the valley dry",)),
        Text("Lions", "They may roar."),
    ]
    found = ranked(risk, others)
    assert titles(found) == ["Bees", "Dams", "Drought"]
    assert found[0].reasons == ("shares the objective “Keep the valley dry”",)
    assert found[1].reasons == ("like title: dams",)
    assert found[2].reasons == ("like wording: river, valley",)


def test_forms_of_one_word_meet_and_words_that_only_begin_alike_do_not():
    vulnerable = Text("Safeguarding", "We may not protect the most vulnerable.")
    assert titles(ranked(vulnerable, [Text("Insight", "Vulnerability is overlooked."), Text("Money")])) == ["Insight"]
    assert ranked(Text("Police"), [Text("Policy")]) == []
    assert ranked(Text("Project"), [Text("Protect")]) == []


def test_words_that_every_risk_is_written_with_make_no_two_alike():
    risk = Text("Insight", "Failure to deliver effective insight because of insufficient support.")
    assert ranked(risk, [Text("Money", "Failure to deliver effective savings because of insufficient support.")]) == []
    assert words_of("Failure to ensure that risks are managed") == ("managed",)


def test_a_word_in_few_texts_counts_for_more_than_one_in_many():
    risk = Text("One", "Officers ride penguins.")
    crowd = [Text(f"Crowd {letter}", f"Officers {letter * 6}.") for letter in "bcdfgh"]
    found = ranked(risk, [*crowd, Text("Two", "Somebody feeds penguins.")])
    assert titles(found)[0] == "Two"
    assert len(found) <= 8


def test_names_of_objectives_may_read_alike():
    risk = Text("One", "", ("Mobilising partners and the public",))
    found = ranked(risk, [Text("Two", "", ("Mobilise the public",)), Text("Three", "", ("Seize data",))])
    assert titles(found) == ["Two"]
    assert found[0].reasons == ("like objectives: “Mobilising partners and the public” and “Mobilise the public”",)


def test_equally_like_ones_stand_in_the_order_given():
    others = [Text(f"Dams of the {place}") for place in ("north", "south", "east")]
    assert titles(ranked(Text("Dams"), others)) == [other.title for other in others]


# The page ------------------------------------------------------------------------------------------------------------

ALIGN = "/registers/met/corporate/1/align/"
BEGIN = "/alignments/begin/"


@pytest.fixture
def world():
    with clock.at(clock.moment_on(TODAY)):
        yield two_bodies(aligned=False)


def test_a_risk_is_offered_what_reads_like_it_and_says_why(world):
    page = world.client("met lead").get(ALIGN)
    told = said_by(page)
    assert "1 Funding like wording: resources" in told
    assert "2 Floods" not in told
    assert 'value="mopac/corporate/1"' in page.content.decode()


def test_the_page_of_a_risk_leads_there_and_a_page_of_the_past_does_not(world):
    address = "/registers/met/corporate/1/"
    assert f'href="{ALIGN}"' in world.client("met lead").get(address).content.decode()
    assert "Say why not" in said_by(world.client("met lead").get(address))
    for who, query in (("met lead", "?as_at=2021-06-30"), ("met reader", ""), ("mopac lead", "")):
        assert ALIGN not in world.client(who).get(address + query).content.decode()


def test_what_is_ticked_there_is_ticked_where_the_alignment_begins(world):
    lead = world.client("met lead")
    begun = lead.get("/alignments/begin/?risk=met/corporate/1&risk=mopac/corporate/1")
    assert send(lead, begun, title="Money").status_code == 302
    assert said_by(lead.get("/alignments/1/")).count("Funding") >= 1


def test_what_it_stands_with_already_is_not_suggested_and_other_alignments_can_be_joined(world):
    lead, by = world.client("met lead"), world.people["met lead"]
    said = {"by": by, "on": TODAY, "kind": "theme"}
    alignments.begin(title="Weather", risks=[world.risk("met/2"), world.risk("mopac/1")], **said)
    told = said_by(lead.get(ALIGN))
    assert "In Weather already" in told
    assert 'href="/alignments/1/join/?risk=met' in lead.get(ALIGN).content.decode()
    alignments.begin(title="Cash", risks=[world.risk("met/1"), world.risk("mopac/1")], **said)
    told = said_by(lead.get(ALIGN))
    assert "It is aligned already: Cash" in told
    assert "like wording" not in told


def test_who_leads_the_register_aligns_its_risks(world):
    assert world.client("mopac lead").get(ALIGN).status_code == 403
    assert world.client("met reader").get(ALIGN).status_code == 403
    assert world.client("panel member").get(ALIGN).status_code == 404
    estates = RegisterFactory(organisation=world.bodies["met"], slug="estates", kind="directorate")
    open_risk(estates, OPENED)
    assert world.client("met lead").get("/registers/met/estates/1/align/").status_code == 404


def test_a_closed_risk_is_neither_aligned_nor_suggested(world):
    common = {"version": None, "reason": "Over", "on": date(2021, 3, 1)}
    with clock.at(clock.moment_on(date(2021, 3, 1))):
        risks.close(risk=world.risk("mopac/1"), by=world.people["mopac board"], **common)
    agree(world.registers["mopac"], date(2021, 6, 30))
    assert "Funding" not in said_by(world.client("met lead").get(ALIGN))
    risks.close(risk=world.risk("met/1"), by=world.people["met board"], **common | {"on": TODAY})
    assert world.client("met lead").get(ALIGN).status_code == 302


def test_a_cleared_person_is_offered_a_restricted_risk_and_it_is_logged(world):
    hidden = {"title": "Resources", "description": "Quokka.", "marking": Marking.SENSITIVE}
    open_risk(world.registers["mopac"], OPENED, **hidden)
    agree(world.registers["mopac"], SETTLED)
    assert "Resources" not in said_by(world.client("met lead").get(ALIGN))
    seen = world.client("both").get(ALIGN)
    assert "3 Resources" in said_by(seen)
    assert "OFFICIAL-SENSITIVE" in said_by(seen)
    assert world.people["both"].sensitive_reads.exists()


# What may not be seen ------------------------------------------------------------------------------------------------


def play(variant):
    """A world. The two differ only in what the Met may not see of MOPAC: restricted, working or a directorate's."""
    world = two_bodies(aligned=False)
    words = "Resources of the medium term" if variant else "Quokkas"
    by, mopac = world.people["mopac lead"], world.registers["mopac"]
    framework = FrameworkFactory(organisation=world.bodies["mopac"], slug="plan", name="Plan")
    aim = ObjectiveFactory(framework=framework, slug="aim", name="Align resources")
    open_risk(mopac, OPENED, title=words, description=f"{words}!", marking=Marking.SENSITIVE, objectives=[aim])
    agree(mopac, SETTLED)
    with clock.at(clock.moment_on(TODAY)):
        said = {"by": by, "version": None, "on": TODAY, "reason": "New"}
        risks.edit(risk=world.risk("mopac/2"), title=words, description=f"{words} may not align.", **said)
        estates = RegisterFactory(organisation=world.bodies["mopac"], slug="estates", kind="directorate")
        risks.open_risk(register=estates, by=by, on=TODAY, title=words, description=words)
        if variant:
            risks.open_risk(register=mopac, by=by, on=TODAY, title=words, description=words)
        pages = [world.client("met lead").get(address) for address in (ALIGN, ALIGN.replace("1", "2"), BEGIN)]
    assert [page.status_code for page in pages] == [200, 200, 200]
    return [re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", page.content.decode()) for page in pages]


def test_what_may_not_be_seen_changes_no_byte_of_what_is_suggested():
    found = []
    for variant in (False, True):
        with transaction.atomic():
            found.append(play(variant))
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert "Funding" in found[0][0]


def test_longer_registers_cost_no_more_queries(queries_for):
    with clock.at(clock.moment_on(TODAY)):
        world = two_bodies()
        lead = world.client("met lead")
        addresses = (ALIGN, BEGIN, "/alignments/1/join/", "/alignments/1/edit/", "/")
        for address in addresses:
            lead.get(address)  # the first look leaves something to remember
        short = [queries_for(lambda address=address: lead.get(address)) for address in addresses]
        for register in world.registers.values():
            for ref in range(3, 23):
                open_risk(register, OPENED, title=f"Resources {ref}", ref=ref)
            agree(register, SETTLED)
        assert [queries_for(lambda address=address: lead.get(address)) for address in addresses] == short
