"""Alignments as they are read: both bodies side by side, where they differ, what happened, to whom and as at when."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction

from controls.actions import joint, progress
from registers import clock
from registers.access import audience_of
from registers.actions import alignments, risks
from registers.actions.escalation import deescalate
from registers.models import Risk, SensitiveRead
from registers.scope import Scope, quarter_end_before
from reports.alignments import alignment as read_alignment
from tests.aligned_bodies import BEGUN, OPENED, TODAY, begin, hide, two_bodies
from tests.factories import RegisterFactory, agree, client_of, open_risk, score_risk, somebody
from tests.pages import words_of
from tests.test_leaks import shown
from tests.two_bodies import start_numbers_anew

pytestmark = pytest.mark.django_db

LIST, PAGE = "/alignments/", "/alignments/1/"
JUNE, JULY = date(2021, 6, 1), date(2021, 7, 1)
THIRD_QUARTER = date(2021, 9, 30)


@pytest.fixture
def world():
    with clock.at(clock.moment_on(TODAY)):
        found = two_bodies()
        add_readers(found)
        yield found


def add_readers(world):
    """Of each body somebody whom nobody has cleared, and somebody whom both have; leads are cleared by their own."""
    for slug, body in world.bodies.items():
        for name, by in (("uncleared", ()), ("cleared", world.bodies.values())):
            said = {"name": f"{slug} {name}", "email": f"{name}@{slug}.example"}
            world.people[said["name"]] = somebody(("reader", body), cleared_by=by, **said)


def says(world, who, address=PAGE):
    response = world.client(who).get(address)
    assert response.status_code == 200, (who, address)
    return words_of(response)


def part(words, after, before=""):
    """What stands between two phrases."""
    rest = words.split(after, 1)[1]
    return rest.split(before, 1)[0] if before else rest


def on(day):
    return clock.at(clock.moment_on(day))


def turn(world, deed, path, day=JUNE, **said):
    """Something happens to a risk, and its board agrees it a week later."""
    risk = Risk.objects.get(pk=world.risk(path).pk)
    by = world.people[f"{path.split('/')[0]} board"]
    with on(day):
        deed(risk=risk, by=by, version=None, on=day, **{"reason": "It was decided"} | said)
    agree(risk.register, TODAY, on=TODAY)


def review(world, slug, day, recorded=None):
    with on(recorded or day):
        alignments.review(
            alignment=world.alignment,
            by=world.people[f"{slug} lead"],
            version=None,
            on=day,
            organisation=world.bodies[slug],
            reason="It still holds",
        )


# Both bodies side by side --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [LIST, PAGE])
def test_both_bodies_stand_side_by_side(world, address):
    words = says(world, "met lead", address)
    for said in ("Money matters", "Joint risk", "Both need money.", "MOPAC director", "the Met director", "Medium"):
        assert said in words
    assert words.index("1 Funding") < words.index("1 Money")
    assert "We may not attract adequate resources." in words
    assert "We may not align resources over the medium term." in words


def test_other_names_are_told(world):
    with on(JUNE):
        common = {"alignment": world.alignment, "by": world.people["met lead"], "version": None, "on": JUNE}
        alignments.alias(name="Funding", **common)
        alignments.word(title="Money and funding", rationale="It is one budget.", **common)
    assert "Also called Funding" in says(world, "mopac reader")
    assert "Money and funding" in says(world, "mopac reader", LIST)
    before = says(world, "mopac reader", f"{PAGE}?as_at=2021-05-31")
    assert "Also called" not in before
    assert "Money matters" in before


def test_ones_own_side_is_seen_as_worked_on_and_the_others_as_agreed(world):
    for slug in ("met", "mopac"):
        score_risk(world.risk(f"{slug}/1"), 4, 4, on=date(2021, 10, 5))
    own = says(world, "met cleared")
    met, mopac = part(own, "The Met As worked on", "What both do"), part(own, "MOPAC As agreed", "The Met As worked on")
    assert "Since agreed" in met
    assert "Very high" in met
    assert "Since agreed" not in mopac
    assert "Medium" in mopac
    assert "Very high" not in mopac


def test_of_scores_only_the_band_stands_there(world):
    words = part(says(world, "met lead"), "The risks", "What both do")
    assert "Medium" in words
    assert "M v M" not in words


def test_what_a_profile_keeps_back_is_withheld_and_never_compared(world):
    score_risk(world.risk("mopac/1"), 4, 4, on=JULY)
    agree(world.registers["mopac"], THIRD_QUARTER)
    score_risk(world.risk("met/1"), 1, 1, on=JULY)
    agree(world.registers["met"], THIRD_QUARTER)
    cleared, uncleared = says(world, "met cleared", LIST), says(world, "met uncleared", LIST)
    assert "MOPAC's risk 1 is very high, the Met's risk 1 is low." in cleared
    assert "Bands differ" not in uncleared
    assert "Very high" not in uncleared
    assert "Withheld" in uncleared
    assert "Low" in uncleared  # its own


def test_a_risk_is_aligned_once_its_board_has_agreed_it(world):
    """The other body may not learn of it before, not even from what its being tied would refuse to them."""
    with on(JUNE):
        newer = open_risk(world.registers["mopac"], JUNE, title="Unsettled matter")
    said = {"alignment": world.alignment, "by": world.people["mopac lead"], "version": None, "risk": newer}
    with pytest.raises(ValidationError, match="once its board has agreed it"):
        alignments.join(on=JUNE, **said)
    assert "Unsettled matter" not in says(world, "mopac lead", "/alignments/1/join/")
    agree(world.registers["mopac"], THIRD_QUARTER)
    assert "Unsettled matter" in says(world, "mopac lead", "/alignments/1/join/")
    alignments.join(on=JUNE, **said)
    assert "Unsettled matter" in says(world, "met lead")


def test_what_a_review_found_is_read_with_the_view_of_its_body(world):
    register = world.registers["mopac"]
    register.profile |= {"controls": "official-sensitive"}
    register.save()
    said = {"alignment": world.alignment, "by": world.people["mopac lead"], "version": None, "on": JULY}
    alignments.review(organisation=world.registers["mopac"].organisation, reason="Wards are too few", **said)
    assert "Wards are too few" in says(world, "met cleared")
    assert "Wards are too few" not in says(world, "met uncleared")
    assert "Reviewed 1 July 2021" in says(world, "met uncleared")


def test_who_audits_both_sees_both_as_they_are_worked_on(world):
    score_risk(world.risk("mopac/1"), 4, 4, on=date(2021, 10, 5))
    words = says(world, "auditor")
    assert words.count("As worked on") == 2
    assert "Withheld" in words  # scores of MOPAC, which has not cleared the auditor


def test_strangers_and_panel_members_find_nothing(client, world):
    for address in (LIST, PAGE, "/alignments/unaligned/met/"):
        assert client.get(address).status_code == 302
        assert world.client("panel member").get(address).status_code == 404
    assert world.client("met lead").get("/alignments/2/").status_code == 404
    assert world.client("met lead").get(f"{PAGE}?as_at=2021-05-03").status_code == 404
    assert "Alignments" not in words_of(world.client("panel member").get("/"))


def test_reading_is_logged_for_each_body_whose_sensitive_text_is_shown(world):
    response = world.client("both").get(PAGE)
    assert "OFFICIAL-SENSITIVE" in words_of(response)
    read = SensitiveRead.objects.filter(user=world.people["both"])
    assert {row.organisation.slug for row in read} == {"met", "mopac"}
    world.client("met uncleared").get(PAGE)
    assert not SensitiveRead.objects.filter(user=world.people["met uncleared"]).exists()


def test_an_ended_alignment_is_folded_away_from_its_last_day(world):
    with on(JULY):
        alignments.end(
            alignment=world.alignment, by=world.people["met lead"], version=None, on=JULY, reason="Solved by law"
        )
    assert "1 alignment that had ended" in says(world, "mopac lead", LIST)
    assert "Ended 1 July 2021" in says(world, "mopac lead")
    before = says(world, "mopac lead", f"{LIST}?as_at=2021-06-30")
    assert "had ended" not in before
    assert "Money matters" in before


# Restricted ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def restricted(world):
    """The Met's risk 2 is tied to a risk of MOPAC that is OFFICIAL-SENSITIVE."""
    hide(world, "mopac/secret")
    world.hidden = begin(world, risks=("met/2", "mopac/secret"), title="Quokka watch", rationale="Quokkas everywhere.")
    return world


def test_one_restricted_risk_is_told_in_these_words_and_nothing_else(restricted):
    page = part(says(restricted, "met uncleared", "/alignments/2/"), "Alignments Alignment 2 OFFICIAL ", "OFFICIAL")
    assert page.startswith("Alignment 2 Look at another date")
    assert page.endswith("31 Dec 2020 The risks MOPAC a restricted MOPAC risk The Met 2 Storms ")
    words = says(restricted, "met uncleared", LIST)
    assert "Alignment 2 MOPAC a restricted MOPAC risk The Met 2 Storms" in words
    for address in (LIST, "/alignments/2/", "/registers/met/corporate/2/", "/alignments/unaligned/mopac/"):
        assert "uokka" not in says(restricted, "met uncleared", address)
    assert "a restricted MOPAC risk" in says(restricted, "met uncleared", "/registers/met/corporate/2/")


def test_who_is_cleared_reads_it_all(restricted):
    for who in ("met cleared", "mopac lead"):
        words = says(restricted, who, "/alignments/2/")
        assert "Quokka watch" in words
        assert "Quokkas may hop." in words
        assert "restricted" not in words


def test_a_cleared_reader_of_neither_side_finds_no_alignment_without_a_risk_to_see(restricted):
    """Of MOPAC itself, but not cleared: its own risk is hidden, and the Met's says nothing of being aligned."""
    client = restricted.client("mopac uncleared")
    assert client.get("/alignments/2/").status_code == 404
    words = says(restricted, "mopac uncleared", LIST)
    assert "Alignment 2" not in words
    assert "2 Storms" in part(words, "Aligned with nothing")


def test_a_risk_marked_only_now_closes_the_past_too_and_says_so(world):
    with on(JULY):
        board = world.people["mopac board"]
        risk = world.risk("mopac/1")
        risks.mark(risk=risk, by=board, version=None, on=JULY, marking="official-sensitive", reason="It names a person")
    for query in ("", "?as_at=2021-06-30"):
        words = says(world, "met uncleared", PAGE + query)
        assert "a restricted MOPAC risk" in words
        assert "Money matters" not in words
        assert "Funding" not in words


def test_on_a_day_when_a_risk_was_sensitive_it_is_restricted(world):
    for day, marking in ((JUNE, "official-sensitive"), (JULY, "official")):
        turn(world, risks.mark, "mopac/1", day=day, marking=marking)
    assert "Money matters" in says(world, "met uncleared")
    assert "a restricted MOPAC risk" in says(world, "met uncleared", f"{PAGE}?as_at=2021-06-15")
    assert "Money matters" in says(world, "met uncleared", f"{PAGE}?as_at=2021-05-15")


ASKED = [
    LIST,
    "/alignments/1/",
    f"{LIST}?as_at=2021-06-15",
    "/alignments/1/?as_at=2021-06-15&known_at=2021-07-15",
    "/alignments/unaligned/met/",
    "/registers/met/corporate/1/",
    "/registers/met/corporate/2/",
    "/",
]


def test_two_worlds_that_differ_only_in_what_is_restricted_look_alike():
    one, other = (_look(variant) for variant in "ab")
    assert one == other
    assert any("a restricted MOPAC risk" in page for page in one)


def _look(variant):
    """What an uncleared reader of the Met is shown, of pages and of the printed position."""
    with transaction.atomic(), on(TODAY):
        start_numbers_anew()
        world = two_bodies(aligned=False)
        add_readers(world)
        _fill(world, variant)
        client, out = world.client("met uncleared"), StringIO()
        pages = [shown(client.get(address)) for address in ASKED]
        call_command("position", "alignments", seen_by="uncleared@met.example", format="json", stdout=out)
        transaction.set_rollback(True)
    return [*pages, out.getvalue()]


def _fill(world, variant):
    """A restricted risk, what is said of it, and what happens to it: all of it another in each world."""
    hide(world, "mopac/secret")
    word = f"quokka{variant}"
    alignment = begin(world, risks=("met/1", "mopac/secret"), title=word, rationale=word, aliases=[word])
    lead, body = world.people["mopac lead"], world.bodies["mopac"]
    cell = (1, 1) if variant == "a" else (4, 4)
    score_risk(world.risk("mopac/secret"), *cell, on=JUNE, by=lead, reason=word)
    common = {"alignment": alignment, "by": lead, "version": None, "on": JUNE}
    with on(JUNE):
        proposal = joint.propose(
            alignment=alignment, by=lead, on=JUNE, organisation=body, title=word, description=word, stage="in-place"
        )
        alignments.respond(risk=world.risk("mopac/secret"), text=word, **common)
        alignments.view(organisation=body, residual=word, in_place="yes", working="no", **common)
        alignments.explain(kind="bands", said_of=word, reason=word, **common)
        if variant == "b":
            alignments.review(organisation=body, reason=word, **common)
            met = {"by": world.people["met lead"], "version": None, "on": JUNE}
            joint.answer(proposal=proposal, organisation=world.bodies["met"], agrees=True, **met)
    agree(world.registers["mopac"], THIRD_QUARTER)
    if variant == "b":
        turn(world, risks.recast, "mopac/secret", day=date(2021, 10, 4), title=word, description=word)
    else:
        turn(world, risks.close, "mopac/secret", day=date(2021, 10, 4), reason=word)


# Where they differ ---------------------------------------------------------------------------------------------------


def rise(world, path, likelihood=4):
    """A score after the last quarter, agreed."""
    score_risk(world.risk(path), likelihood, 2, on=date(2021, 10, 5))
    agree(world.registers[path.split("/")[0]], TODAY, on=TODAY)


def test_what_differs_stands_first(world):
    rise(world, "mopac/1")
    words = says(world, "met uncleared", LIST)
    assert "Directions differ" in part(words, "Where they differ", "Money matters Joint risk")
    assert "MOPAC's risk 1 is up" in words
    assert "Nothing that you may see of them differs." in says(world, "met uncleared", f"{LIST}?as_at=2021-09-30")


def test_a_reason_quiets_it_until_something_changes(world):
    agree(world.registers["met"], THIRD_QUARTER)
    rise(world, "mopac/1")
    lead = world.people["mopac lead"]
    today = Scope(as_at=TODAY, compared_with=quarter_end_before(TODAY))
    found = read_alignment(audience_of(lead), today, 1).divergences
    with on(TODAY):
        for each in found:
            said = {"kind": each.kind.value, "said_of": each.said_of, "reason": "We count harm otherwise"}
            alignments.explain(alignment=world.alignment, by=lead, version=None, on=TODAY, **said)
    words = says(world, "met cleared", LIST)
    assert "Nothing that you may see of them differs that has not been explained." in words
    assert "Differs because: We count harm otherwise" in words
    rise(world, "met/1", likelihood=1)
    words = says(world, "met lead", LIST)
    assert "the Met's risk 1 is down" in part(words, "Where they differ", "Money matters Joint risk")


def test_a_risk_without_an_owner_is_told(world):
    with on(JUNE):
        risks.edit(risk=world.risk("met/1"), by=world.people["met lead"], version=None, on=JUNE, owners=[])
    assert "The Met's risk 1 has no owner." in says(world, "met lead")
    assert "has no owner" not in says(world, "mopac lead")  # not agreed yet


# What happened -------------------------------------------------------------------------------------------------------


def split(world, day=JUNE):
    turn(world, risks.split, "mopac/1", day=day, into=[{"title": "Efficiency", "description": "We may waste."}])


def recast(world):
    turn(world, risks.recast, "mopac/1", title="Resources", description="We may have too little.")


def merge(world):
    [absorbed] = [world.risk("mopac/1")]
    turn(world, risks.merge, "mopac/2", others=[absorbed])


def take_in(world):
    turn(world, risks.merge, "mopac/1", others=[world.risk("mopac/2")])


HAPPENINGS = {
    "split": (split, "MOPAC's risk 1 was split on 1 June 2021 into 1 and 3."),
    "recast": (recast, "MOPAC's risk 1 was recast on 1 June 2021 as “Resources”."),
    "closed": (
        lambda world: turn(world, risks.close, "mopac/1"),
        "MOPAC's risk 1 was closed on 1 June 2021.",
    ),
    "merged": (merge, "MOPAC's risk 1 was closed on 1 June 2021 and merged into risk 2."),
    "took in": (take_in, "MOPAC's risk 1 took in risk 2 on 1 June 2021."),
}
BOTH = "MOPAC and the Met have still to review this alignment."


@pytest.mark.parametrize("what", HAPPENINGS)
def test_what_happened_is_told_until_both_have_reviewed_it(world, what):
    happen, words = HAPPENINGS[what]
    happen(world)
    for who in ("met uncleared", "mopac lead", "auditor"):
        assert f"{words} {BOTH}" in says(world, who)
        assert f"{words} {BOTH}" in says(world, who, LIST)
    with clock.at(clock.moment_on(TODAY, 18)):
        _review_now(world, "mopac")
        assert "The Met has still to review this alignment." in says(world, "met lead")
        _review_now(world, "met")
        for address in (LIST, PAGE):
            assert "still to review" not in says(world, "mopac lead", address)
        assert words in part(says(world, "met lead"), "What happened to its risks")


def _review_now(world, slug):
    said = {"by": world.people[f"{slug} lead"], "on": TODAY, "organisation": world.bodies[slug]}
    alignments.review(alignment=world.alignment, version=None, reason="Looked at", **said)


@pytest.mark.parametrize("what", HAPPENINGS)
def test_earlier_dates_stay_as_they_were(world, what):
    addresses = [f"{address}?as_at=2021-05-31" for address in (LIST, PAGE)]
    people = ("met uncleared", "mopac lead")
    for register in world.registers.values():
        agree(register, date(2021, 5, 31))
    before = [says(world, who, address) for who in people for address in addresses]
    HAPPENINGS[what][0](world)
    assert [says(world, who, address) for who in people for address in addresses] == before
    assert "still to review" not in "".join(before)


def test_what_its_board_has_not_agreed_happened_to_ones_own_risk_only(world):
    with on(JUNE):
        risks.recast(
            risk=world.risk("mopac/1"),
            by=world.people["mopac lead"],
            version=None,
            on=JUNE,
            title="Resources",
            description="We may have too little.",
            reason="It was decided",
        )
    assert "was recast" in says(world, "mopac lead")
    assert "was recast" not in says(world, "met lead")


def test_a_review_counts_that_was_recorded_after_it_happened_and_dated_no_earlier(world):
    review(world, "mopac", date(2021, 5, 20))
    review(world, "met", date(2021, 5, 20))
    split(world)
    assert BOTH in says(world, "met lead")
    with clock.at(clock.moment_on(TODAY, 18)):
        review(world, "mopac", date(2021, 5, 25), recorded=TODAY)  # looked at before it happened
        assert BOTH in says(world, "met lead")


def test_who_reviewed_before_they_could_know_is_asked_again(world):
    """The Met sees what MOPAC did once MOPAC's board has agreed it."""
    with on(JUNE):
        risks.close(
            risk=world.risk("mopac/1"), by=world.people["mopac board"], version=None, on=JUNE, reason="It is over"
        )
    for slug in ("met", "mopac"):
        review(world, slug, date(2021, 6, 10))
    assert "still to review" not in says(world, "met lead")
    agree(world.registers["mopac"], date(2021, 6, 30))
    words = says(world, "met lead")
    assert "MOPAC's risk 1 was closed on 1 June 2021. The Met has still to review this alignment." in words


def test_a_body_that_sets_a_date_for_its_review_has_not_reviewed(world):
    split(world)
    with clock.at(clock.moment_on(TODAY, 18)):
        said = {"by": world.people["met lead"], "on": TODAY, "organisation": world.bodies["met"]}
        alignments.set_review_date(alignment=world.alignment, version=None, next_on=date(2022, 1, 10), **said)
        words = says(world, "mopac lead")
    assert BOTH in words
    assert "Next review 10 January 2022" in words


def test_one_side_closed_is_a_difference_too(world):
    turn(world, risks.close, "mopac/1")
    words = says(world, "met uncleared", LIST)
    assert "MOPAC's risk 1 was closed on 1 June 2021, the Met's risk 1 is open." in words


def test_a_new_part_that_a_reader_may_not_see_is_not_counted(world):
    part_of_it = {"title": "Quokka", "description": "Quokkas.", "marking": "official-sensitive"}
    turn(world, risks.split, "mopac/1", into=[part_of_it])
    assert "was split on 1 June 2021 into 1 and 3." in says(world, "met cleared")
    words = says(world, "met uncleared")
    assert "MOPAC's risk 1 was refreshed on 1 June 2021." in words
    assert "split" not in part(words, "Still to be reviewed", "Where they differ")


def test_a_risk_given_back_to_its_directorate_was_closed_as_the_other_body_sees_it(world):
    body = world.bodies["mopac"]
    directorate = RegisterFactory(organisation=body, slug="finance", title="Finance risk register", kind="directorate")
    with on(JUNE):
        deescalate(
            risk=Risk.objects.get(pk=world.risk("mopac/1").pk),
            by=world.people["mopac board"],
            version=None,
            on=JUNE,
            reason="Quokka",
            corporate_reason="Finance sees to it",
            into=directorate,
            title="Directorate text",
            description="Of the directorate.",
        )
    agree(world.registers["mopac"], TODAY, on=TODAY)
    own, other = says(world, "mopac lead"), says(world, "met cleared")
    assert "was closed on 1 June 2021 and de-escalated to risk 1 of the Finance risk register." in own
    assert f"MOPAC's risk 1 was closed on 1 June 2021. {BOTH}" in other
    assert "Finance risk register" not in other
    assert "Quokka" not in other


# Joint controls ------------------------------------------------------------------------------------------------------


def agreed_control(world, **said):
    common = {"alignment": world.alignment, "by": world.people["met lead"], "on": BEGUN}
    with on(BEGUN):
        proposal = joint.propose(organisation=world.bodies["met"], **common, **said)
        joint.answer(
            proposal=proposal,
            by=world.people["mopac lead"],
            version=None,
            on=BEGUN,
            organisation=world.bodies["mopac"],
            agrees=True,
        )
    return proposal.control


def test_joint_controls_stand_with_their_lead_and_how_each_body_gets_on(world):
    control = agreed_control(
        world, title="Lobbying", description="We both ask.", stage="in-place", lead_body=world.bodies["mopac"]
    )
    agreed_control(world, title="Scheme of delegation", stage="potential")
    for slug, status in (("met", "on-track"), ("mopac", "not-applicable")):
        with on(JUNE):
            said = {"by": world.people[f"{slug} lead"], "version": None, "on": JUNE, "status": status}
            progress.state(control=control, organisation=world.bodies[slug], **said)
    words = says(world, "met lead")
    lobbying = part(words, "1 joint control", "1 potential joint control")
    for said in ("Lobbying", "In place", "We both ask.", "Lead body MOPAC", "Not applicable", "On track"):
        assert said in lobbying
    assert "Scheme of delegation" in part(words, "1 potential joint control")
    listed = says(world, "met uncleared", LIST)
    assert "Lobbying" in listed
    assert "Scheme of delegation" in listed


def test_another_wording_is_pending_and_as_at_a_date_the_wording_then_in_force_stands(world):
    control = agreed_control(world, title="Lobbying", description="We both ask.")
    with on(JULY):
        proposal = joint.propose(
            alignment=world.alignment,
            by=world.people["mopac lead"],
            on=JULY,
            organisation=world.bodies["mopac"],
            title="Asking together",
            description="One letter.",
            control=control,
        )
    for who in ("met lead", "mopac reader"):
        for address in (LIST, PAGE):
            words = says(world, who, address)
            assert "MOPAC proposed another wording on 1 July 2021. It waits for the Met to agree." in words
            assert "C-1 Lobbying" in words
    with on(date(2021, 8, 2)):
        said = {"by": world.people["met lead"], "version": None, "on": date(2021, 8, 2), "agrees": True}
        joint.answer(proposal=proposal, organisation=world.bodies["met"], **said)
    now, then = says(world, "met lead"), says(world, "met lead", f"{PAGE}?as_at=2021-07-15")
    assert "C-1 Asking together" in now
    assert "It waits for" not in now
    assert "C-1 Lobbying" in then
    assert "It waits for the Met to agree." in then
    assert "waits for" not in says(world, "met lead", f"{PAGE}?as_at=2021-06-15")


# Aligned with nothing ------------------------------------------------------------------------------------------------


def test_open_risks_that_nothing_ties_are_listed_for_each_body(world):
    loose = part(says(world, "met uncleared", LIST), "Aligned with nothing")
    assert "MOPAC: 1 open risk 2 Floods" in loose
    assert "The Met: 1 open risk 2 Storms" in loose
    turn(world, risks.close, "mopac/2")
    assert "MOPAC: 0 open risks" in says(world, "met uncleared", LIST)


def test_those_with_a_reason_stand_apart_for_who_may_read_it(world):
    with on(JUNE):
        alignments.decline(
            risk=world.risk("mopac/2"),
            by=world.people["mopac lead"],
            version=None,
            on=JUNE,
            reason="The Met is not flooded",
        )
    assert "1 with a reason why not" in says(world, "mopac lead", LIST)
    assert "The Met is not flooded" in says(world, "mopac lead", "/registers/mopac/corporate/2/")
    assert "not flooded" not in says(world, "met cleared", LIST)  # not agreed yet
    agree(world.registers["mopac"], TODAY, on=TODAY)
    assert "The Met is not flooded" in says(world, "met cleared", LIST)
    uncleared = says(world, "met uncleared", LIST)
    assert "not flooded" not in uncleared
    assert "MOPAC: 1 open risk 2 Floods" in uncleared
    assert "MOPAC: 1 open risk" in says(world, "mopac lead", f"{LIST}?as_at=2021-05-31")


def test_a_long_list_goes_on_on_a_page_of_its_own(world):
    for n in range(30):
        open_risk(world.registers["met"], OPENED, title=f"Danger {n}")
    assert "All 31" in says(world, "met lead", LIST)
    words = says(world, "met lead", "/alignments/unaligned/met/")
    assert "31 risks" in words
    assert "Danger 29" not in words
    assert "Danger 29" in says(world, "met lead", "/alignments/unaligned/met/?page=2")


# The page of a risk, and the printed position ------------------------------------------------------------------------


def test_a_risks_page_says_with_what_it_is_aligned(world):
    words = says(world, "mopac uncleared", "/registers/mopac/corporate/1/")
    assert "Money matters The Met 1 Money" in part(words, "Aligned with")
    assert "Aligned with Nothing." in says(world, "mopac uncleared", "/registers/mopac/corporate/2/")
    past = says(world, "mopac uncleared", "/registers/mopac/corporate/1/?as_at=2021-05-03")
    assert "Aligned with Nothing." in past


def printed(who, as_at=TODAY, output="json"):
    out = StringIO()
    call_command("position", "alignments", as_at=as_at, seen_by=who, format=output, stdout=out)
    return json.loads(out.getvalue()) if output == "json" else out.getvalue()


def test_the_printed_position_holds_what_the_page_shows(world):
    agreed_control(world, title="Lobbying", description="We both ask.", stage="in-place")
    rise(world, "mopac/1")
    [found] = printed("cleared@met.example")["alignments"]
    assert found["title"] == "Money matters"
    assert found["rationale"] == "Both need money."
    mopac, met = (side["risks"][0] for side in found["sides"])
    assert (mopac["band"], mopac["movement"], mopac["owners"]) == ("high", "up", ["MOPAC director"])
    assert (met["band"], met["movement"]) == ("medium", "static")
    assert [each["kind"] for each in found["divergences"]] == ["bands", "directions"]
    assert [control["title"] for control in found["joint_controls"]] == ["Lobbying"]
    assert "Money matters" in printed("lead@met.example", output="table")
    assert printed("lead@met.example", as_at=date(2021, 5, 3))["alignments"] == []


def test_the_printed_position_withholds_what_the_page_withholds(world):
    [found] = printed("uncleared@met.example")["alignments"]
    mopac, met = (side["risks"][0] for side in found["sides"])
    assert (mopac["band"], mopac["target"], met["band"]) == ("withheld", "withheld", "medium")
    [public] = printed("public")["alignments"]
    assert public["sides"][0]["risks"][0]["band"] == "withheld"
    assert printed("uncleared@met.example")["unaligned"]["mopac"]["risks"][0]["title"] == "Floods"
    assert "Money matters" in printed("public", output="table")


def test_the_printed_position_of_a_restricted_alignment_is_its_number_and_those_words(restricted):
    found = printed("uncleared@met.example")["alignments"][1]
    assert found == {
        "number": 2,
        "title": "Alignment 2",
        "sides": [
            {"organisation": "mopac", "risks": [], "restricted": "a restricted MOPAC risk"},
            {
                "organisation": "met",
                "risks": [{"ref": 2, "printed_ref": "2", "title": "Storms"}],
                "restricted": None,
            },
        ],
    }


def test_a_person_of_neither_body_is_printed_nothing(world):
    out = StringIO()
    call_command("position", "alignments", seen_by=world.people["panel member"].email, stdout=out)
    assert "No alignments to show." in out.getvalue()


def test_somebody_without_a_role_is_not_shown_the_list(world):
    assert client_of(somebody()).get(LIST).status_code == 404
