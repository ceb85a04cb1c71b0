"""Beginning, changing and ending alignments, and what each body says of them, through the pages."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from registers import clock
from registers.actions import alignments, risks
from registers.models import Alignment, AlignmentMember, AlignmentReview, AlignmentView, AlignmentWording, NotAligned
from registers.visibility_alignments import members
from tests.aligned_bodies import OPENED, TODAY, begin, hide, two_bodies
from tests.factories import OrganisationFactory, RegisterFactory, client_of, open_risk, somebody
from tests.pages import form_of, news_of, send, typed_in, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with clock.at(clock.moment_on(TODAY)):
        yield two_bodies()


@pytest.fixture
def lead(world):
    return world.client("met lead")


@pytest.fixture
def other(world):
    return world.client("mopac lead")


def at(name, *where, number=1):
    return reverse(f"reports:{name}", args=[number, *where])


def page_of(client, number=1):
    return words_of(client.get(f"/alignments/{number}/"))


MEMBER = ("met", "corporate", 1)
PAGES = [
    at("alignment-edit"),
    at("alignment-join"),
    at("alignment-end"),
    at("alignment-respond", *MEMBER),
    at("alignment-view", "met"),
    at("alignment-review", "met"),
    at("joint-propose"),
]


# Who may --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_leads_are_let_in_readers_look_and_the_rest_find_nothing(world, page):
    assert world.client("met lead").get(page).status_code == 200
    for who in ("met reader", "met board", "met secretariat", "mopac reader", "auditor"):
        assert world.client(who).get(page).status_code == 403, who
    assert world.client("panel member").get(page).status_code == 404


@pytest.mark.parametrize("name", ["alignment-view", "alignment-review"])
def test_each_body_speaks_for_itself(world, lead, other, name):
    assert other.get(at(name, "mopac")).status_code == 200
    refused = lead.get(at(name, "mopac"))
    assert refused.status_code == 403
    assert "Only MOPAC says this" in words_of(refused)
    assert lead.post(at(name, "mopac"), {"reason": "x", "residual": "x", "on": "2021-11-15"}).status_code == 403
    assert lead.get(at(name, "panel")).status_code == 404


def test_a_body_responds_to_its_own_risks_only(world, lead):
    assert lead.get(at("alignment-respond", "mopac", "corporate", 1)).status_code == 403
    assert lead.get(at("alignment-respond", "met", "corporate", 2)).status_code == 404


def test_nobody_changes_an_alignment_with_a_risk_that_is_restricted_for_them(world, lead, other):
    secret = hide(world, "mopac/secret")
    page = other.get(at("alignment-join"))
    assert send(other, page, risk=f"mopac/corporate/{secret.ref}").status_code == 302
    for address in PAGES:
        refused = lead.get(address)
        assert refused.status_code == 403
        assert "Money matters" not in words_of(refused)
    assert other.get(at("alignment-edit")).status_code == 200


def test_the_page_offers_a_button_to_those_whom_the_page_behind_it_lets_in(world, lead):
    page = lead.get("/alignments/1/").content.decode()
    for address in PAGES:
        assert f'href="{address}"' in page
    assert f'href="{at("alignment-view", "mopac")}"' not in page
    looked = world.client("met reader").get("/alignments/1/").content.decode()
    assert not any(address in looked for address in PAGES)
    before = lead.get("/alignments/1/?as_at=2021-09-30").content.decode()
    assert not any(address in before for address in PAGES)


# Beginning -----------------------------------------------------------------------------------------------------------

BOTH = ["met/corporate/2", "mopac/corporate/2"]


def test_risks_of_both_bodies_are_aligned(world, lead):
    page = lead.get("/alignments/begin/")
    assert "Storms" in words_of(page)
    assert "Floods" in words_of(page)
    said = {"title": "Weather", "rationale": "Both get wet.", "aliases": "Rain\nRain\n Wind ", "on": "2021-10-01"}
    done = send(lead, page, risks=BOTH, next_on="2022-01-31", **said)
    assert done.headers["Location"] == "/alignments/2/"
    told = page_of(lead, 2)
    for words in ("Weather", "Both get wet.", "Rain", "Wind", "Storms", "Floods", "31 January 2022"):
        assert words in told
    review = AlignmentReview.objects.get(alignment__number=2)
    assert review.organisation == world.bodies["met"]


@pytest.mark.parametrize(
    ("chosen", "refusal"),
    [
        ([], "Select at least one risk of each body"),
        (["met/corporate/1", "met/corporate/2"], "Select at least one risk of each body"),
    ],
)
def test_an_alignment_has_a_risk_of_each_body(world, lead, chosen, refusal):
    page = lead.get("/alignments/begin/")
    again = send(lead, page, risks=chosen or None, title="Weather")
    assert refusal in words_of(again)
    assert typed_in(again, "title") == "Weather"
    assert Alignment.objects.count() == 1


def test_an_alignment_is_not_begun_in_the_future_nor_before_its_risks_were_opened(world, lead):
    page = lead.get("/alignments/begin/")
    again = send(lead, page, risks=BOTH, title="Weather", on="2021-11-16")
    assert "Enter a date that is not in the future" in words_of(again)
    again = send(lead, page, risks=BOTH, title="Weather", on="2020-12-31")
    assert "had not been opened by 31 December 2020" in words_of(again)
    again = send(lead, page, risks=BOTH, title=" ", on="2021-11-01")
    assert "Enter the title" in words_of(again)
    assert Alignment.objects.count() == 1


def test_a_risk_that_a_person_may_not_see_cannot_be_chosen(world, lead, other):
    secret = hide(world, "mopac/secret")
    path = f"mopac/corporate/{secret.ref}"
    page = lead.get("/alignments/begin/")
    assert "Quokka" not in words_of(page)
    again = send(lead, page, risks=["met/corporate/2", path], title="Weather")
    assert again.status_code == 200
    assert Alignment.objects.count() == 1
    page = other.get("/alignments/begin/")
    assert "the other body is told only that its risk is tied to a restricted one" in words_of(page)
    assert "OFFICIAL-SENSITIVE" in words_of(page)
    assert send(other, page, risks=["met/corporate/2", path], title="Hopping").status_code == 302
    told = words_of(world.client("met lead").get("/alignments/2/"))
    assert "a restricted MOPAC risk" in told
    assert "Hopping" not in told


def test_only_who_leads_a_corporate_register_begins_one(world):
    for who in ("met reader", "met board", "auditor"):
        assert world.client(who).get("/alignments/begin/").status_code == 403, who
    assert world.client("panel member").get("/alignments/begin/").status_code == 404


def test_before_the_other_board_has_agreed_anything_there_is_nothing_to_align_with():
    body = OrganisationFactory(slug="met")
    open_risk(RegisterFactory(organisation=body))
    RegisterFactory(organisation=OrganisationFactory(slug="mopac"))
    page = client_of(somebody(("lead", body))).get("/alignments/begin/")
    assert "its board has not agreed a register yet" in words_of(page)


def test_only_corporate_risks_are_aligned(world):
    with pytest.raises(ValidationError, match="corporate registers"):
        begin_with(world, open_risk(directorate(world), OPENED))


def directorate(world):
    return RegisterFactory(organisation=world.bodies["met"], slug="estates", kind="directorate")


def begin_with(world, risk):
    chosen = [risk, world.risk("met/1"), world.risk("mopac/1")]
    return alignments.begin(by=world.people["met lead"], on=TODAY, kind="theme", title="Buildings", risks=chosen)


# Changing ------------------------------------------------------------------------------------------------------------


def test_title_reason_and_other_names_are_changed_from_a_day(world, lead):
    page = lead.get(at("alignment-edit"))
    assert typed_in(page, "title") == "Money matters"
    done = send(lead, page, title="Money", aliases="Funding", on="2021-10-01", reason="Shorter")
    assert done.status_code == 302
    told = page_of(lead)
    assert "Money" in told
    assert "Funding" in told
    before = words_of(lead.get("/alignments/1/?as_at=2021-09-30"))
    assert "Money matters" in before
    page = lead.get(at("alignment-edit"))
    assert "Nothing was changed" in news_of(send(lead, page))
    assert send(lead, lead.get(at("alignment-edit")), aliases="").status_code == 302
    assert alignments.aliases_on(world.alignment, TODAY) == []


@pytest.mark.parametrize(
    ("on", "refusal"),
    [("2021-05-03", "It began on 4 May 2021"), ("2021-11-16", "Enter a date that is not in the future")],
)
def test_nothing_is_dated_before_it_began_nor_in_the_future(world, lead, on, refusal):
    again = send(lead, lead.get(at("alignment-edit")), title="Cash", on=on)
    assert refusal in words_of(again)
    assert typed_in(again, "title") == "Cash"
    again = send(lead, lead.get(at("alignment-view", "met")), residual="Much", on=on)
    assert refusal in words_of(again)
    assert typed_in(again, "residual") == "Much"


def test_a_risk_joins_once_and_leaves_with_a_reason(world, lead, other):
    page = other.get(at("alignment-join"))
    assert "2 Floods" in words_of(page)
    assert "1 Funding" not in words_of(page)
    assert send(other, page, risk="mopac/corporate/2", on="2021-06-01").status_code == 302
    again = send(other, page, risk="mopac/corporate/2")
    assert "aligned" in words_of(again)
    assert AlignmentMember.objects.count() == 3

    address = at("alignment-leave", "mopac", "corporate", 1)
    again = send(lead, lead.get(address))
    assert "Say why it is no longer aligned" in words_of(again)
    asked = send(lead, lead.get(address), reason="It is about rain now")
    assert "It stays in its register as it is" in words_of(asked)
    assert "It is about rain now" in words_of(asked)
    assert members().count() == 3
    back = send(lead, asked, back="yes")
    assert typed_in(back, "reason") == "It is about rain now"
    assert send(lead, asked, confirmed="yes").status_code == 302
    assert {member.risk.ref for member in members() if member.risk.register == world.registers["mopac"]} == {2}
    before = words_of(lead.get("/alignments/1/?as_at=2021-11-14"))
    assert "Funding" in before


def test_a_risk_that_has_left_may_join_again(world, other):
    other_page = other.get(at("alignment-join"))
    send(other, other_page, risk="mopac/corporate/2", on="2021-06-01")
    said = {"by": world.people["mopac lead"], "version": None, "risk": world.risk("mopac/1")}
    alignments.leave(alignment=world.alignment, on=date(2021, 7, 1), reason="Not now", **said)
    page = other.get(at("alignment-join"))
    assert "1 Funding" in words_of(page)
    assert send(other, page, risk="mopac/corporate/1", on="2021-08-01").status_code == 302
    assert members().count() == 3


def test_the_last_risk_of_a_body_stays_while_the_alignment_stands(world, lead):
    refused = lead.get(at("alignment-leave", "mopac", "corporate", 1))
    assert refused.status_code == 302
    assert "last risk of MOPAC" in news_of(refused)
    assert at("alignment-leave", "mopac", "corporate", 1) not in lead.get("/alignments/1/").content.decode()


def test_a_late_entry_leaves_no_body_without_a_risk_on_any_day(world):
    """Two of one body: the first has left since July, so the second cannot have left in June."""
    common = {"alignment": world.alignment, "by": world.people["mopac lead"], "version": None}
    alignments.join(risk=world.risk("mopac/2"), on=date(2021, 5, 10), **common)
    alignments.leave(risk=world.risk("mopac/1"), on=date(2021, 7, 1), reason="Over", **common)
    with pytest.raises(ValidationError, match="last risk of MOPAC"):
        alignments.leave(risk=world.risk("mopac/2"), on=date(2021, 6, 1), reason="Over", **common)
    with pytest.raises(ValidationError, match="joined on 10 May 2021"):
        alignments.leave(risk=world.risk("mopac/2"), on=date(2021, 5, 9), reason="Over", **common)


def test_an_alignment_is_ended_with_a_reason_and_then_changes_no_more(world, lead):
    page = lead.get(at("alignment-end"))
    assert "Say why it ends" in words_of(send(lead, page))
    asked = send(lead, page, reason="Both have money now")
    assert "a new one is" in words_of(asked)
    assert send(lead, asked, confirmed="yes").status_code == 302
    assert "Both have money now" in page_of(lead)
    for address in PAGES:
        refused = lead.get(address)
        assert refused.status_code == 302
        assert "ended" in news_of(refused)
        assert address not in lead.get("/alignments/1/").content.decode()
    again = send(lead, page, reason="Once more", confirmed="yes")
    assert again.status_code == 302 or "It ended on" in words_of(again)


def test_the_end_is_not_before_the_beginning(world, lead):
    page = lead.get(at("alignment-end"))
    asked = send(lead, page, reason="Over", on="2021-05-03")
    again = send(lead, asked, confirmed="yes")
    assert "It began on 4 May 2021" in words_of(again)


# What each body says -------------------------------------------------------------------------------------------------


def test_each_body_states_its_view_and_both_are_shown(world, lead, other):
    page = lead.get(at("alignment-view", "met"))
    said = {"residual": "Some is left", "in_place": "yes", "working": "partly"}
    assert send(lead, page, **said).status_code == 302
    assert send(other, other.get(at("alignment-view", "mopac")), residual="Much is left").status_code == 302
    for client in (lead, other):
        told = page_of(client)
        assert "Some is left" in told
        assert "Much is left" in told
    page = lead.get(at("alignment-view", "met"))
    assert typed_in(page, "residual") == "Some is left"
    assert form_of(page)["working"] == ["partly"]


def test_a_view_says_something(world, lead):
    again = send(lead, lead.get(at("alignment-view", "met")))
    assert "Say what risk is left" in words_of(again)
    assert AlignmentView.objects.count() == 0


def test_who_may_not_see_what_a_body_says_of_controls_does_not_write_it(world, lead):
    register = world.registers["met"]
    register.profile |= {"controls": "official-sensitive"}
    register.save()
    assert lead.get(at("alignment-view", "met")).status_code == 200
    world.people["met lead"].clearances.all().delete()
    refused = world.client("met lead").get(at("alignment-view", "met"))
    assert refused.status_code == 403
    assert "nobody changes what they may not see" in words_of(refused)


def test_the_response_of_an_aligned_risk_stands_beside_it(world, lead):
    address = at("alignment-respond", *MEMBER)
    assert send(lead, lead.get(address), text="We save.\n\nAnd save.").status_code == 302
    assert "We save." in page_of(world.client("mopac reader"))
    page = lead.get(address)
    assert typed_in(page, "text") == "We save.\n\nAnd save."
    send(lead, page, text="")
    assert typed_in(lead.get(address), "text") == ""


def test_a_review_says_what_it_found_and_when_the_next_is(world, lead):
    page = lead.get(at("alignment-review", "met"))
    assert "has not reviewed it yet" in words_of(page)
    assert "Say what the review found" in words_of(send(lead, page))
    again = send(lead, page, reason="No change: all is well", next_on="2021-11-15")
    assert "Choose a day after the date of the review" in words_of(again)
    assert send(lead, page, reason="No change: all is well", next_on="2022-02-15").status_code == 302
    told = page_of(lead)
    assert "No change: all is well" in told
    assert "15 February 2022" in told
    assert "Reviewed last on 15 November 2021" in words_of(lead.get(at("alignment-review", "met")))


def test_what_happened_to_a_risk_waits_on_the_home_page_until_it_is_reviewed(world, lead):
    with clock.at(clock.moment_on(date(2021, 11, 1))):
        said = {"by": world.people["met board"], "version": None, "on": date(2021, 11, 1), "reason": "Anew"}
        risks.recast(risk=world.risk("met/1"), title="Cash", description="Cash may run out.", **said)
    home = words_of(lead.get("/"))
    assert "has still to review Money matters" in home
    page = lead.get(at("alignment-review", "met"))
    assert "recast" in words_of(page)
    assert send(lead, page, reason="The other risk still belongs with it").status_code == 302
    assert "has still to review" not in words_of(lead.get("/"))


def test_a_review_that_is_due_waits_on_the_home_page_of_that_body(world, lead, other):
    with clock.at(clock.moment_on(date(2021, 6, 1))):
        page = world.client("met lead").get(at("alignment-review", "met"))
        send(world.client("met lead"), page, reason="Looked at", next_on="2021-11-01")
    assert "the review was due on 1 November 2021" in words_of(lead.get("/"))
    assert "review was due" not in words_of(other.get("/"))
    send(lead, lead.get(at("alignment-review", "met")), reason="Looked at again", next_on="2022-05-01")
    assert "review was due" not in words_of(lead.get("/"))


# Where they differ ---------------------------------------------------------------------------------------------------


@pytest.fixture
def closed(world):
    """One side closed: an open difference."""
    with clock.at(clock.moment_on(date(2021, 11, 1))):
        said = {"by": world.people["met board"], "version": None, "on": date(2021, 11, 1), "reason": "Over"}
        risks.close(risk=world.risk("met/1"), **said)


def test_saying_why_they_differ_quiets_it(world, lead, closed):
    address = at("alignment-explain", "closed")
    page = lead.get(address)
    assert "was closed on 1 November 2021" in words_of(page)
    assert "Say why they differ" in words_of(send(lead, page))
    assert send(lead, page, reason="The Met has its money").status_code == 302
    assert "The Met has its money" in page_of(lead)


def test_what_has_changed_meanwhile_is_shown_again_with_what_was_typed(world, lead, closed):
    page = lead.get(at("alignment-explain", "closed"))
    with clock.at(clock.moment_on(TODAY, 9)):
        said = {"by": world.people["met board"], "version": None, "reason": "Again"}
        risks.reopen(risk=world.risk("met/1"), on=date(2021, 11, 2), **said)
        risks.close(risk=world.risk("met/1"), on=date(2021, 11, 5), **said)
    again = send(lead, page, reason="The Met has its money")
    assert again.status_code == 200
    assert "It has changed since you opened this page" in words_of(again)
    assert "was closed on 5 November 2021" in words_of(again)
    assert typed_in(again, "reason") == "The Met has its money"
    assert send(lead, again).status_code == 302


def test_what_does_not_differ_is_not_explained(world, lead):
    gone = lead.get(at("alignment-explain", "closed"))
    assert "do not differ" in news_of(gone)
    assert lead.get(at("alignment-explain", "colour")).status_code == 404


# Two at once ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def present():
    """The same on the real clock: the moment a page was opened is told by the audit trail, which knows no other."""
    return two_bodies()


def test_two_who_word_it_at_once_are_shown_both_texts(present):
    lead, other = present.client("met lead"), present.client("mopac lead")
    of_lead, of_other = lead.get(at("alignment-edit")), other.get(at("alignment-edit"))
    assert send(lead, of_lead, rationale="Both are short of money.").status_code == 302
    both = send(other, of_other, rationale="Both spend money.")
    assert both.status_code == 409
    assert "the Met lead saved this first" in words_of(both)
    assert "short of" in words_of(both)
    assert typed_in(both, "rationale") == "Both spend money."
    assert send(other, both).status_code == 302
    assert AlignmentWording.objects.count() == 3


def test_what_the_other_body_says_of_itself_stands_in_nobodys_way(present):
    lead, other = present.client("met lead"), present.client("mopac lead")
    page = lead.get(at("alignment-view", "met"))
    assert send(other, other.get(at("alignment-view", "mopac")), residual="Much").status_code == 302
    assert send(lead, page, residual="Some").status_code == 302


# Aligned with nothing ------------------------------------------------------------------------------------------------

NOTHING = "/registers/met/corporate/2/aligned-with-nothing/"


def test_why_a_risk_is_aligned_with_nothing_is_recorded_and_taken_back(world, lead):
    page = lead.get(NOTHING)
    assert "Say why it is aligned with nothing" in words_of(send(lead, page))
    done = send(lead, page, reason="It rains on us alone")
    assert "Noted why risk 2 is aligned with nothing" in news_of(done)
    assert typed_in(lead.get(NOTHING), "reason") == "It rains on us alone"
    take_back = lead.get(f"{NOTHING}take-back/")
    assert "It rains on us alone" in words_of(take_back)
    assert send(lead, take_back).status_code == 302
    assert "Nothing of that kind is said" in news_of(lead.get(f"{NOTHING}take-back/"))


def test_only_its_own_body_says_it_of_an_official_risk_that_nothing_ties(world, lead, other):
    assert other.get(NOTHING).status_code == 403
    assert world.client("met reader").get(NOTHING).status_code == 403
    assert world.client("panel member").get(NOTHING).status_code == 404
    tied = lead.get("/registers/met/corporate/1/aligned-with-nothing/")
    assert "Take it out of the alignment first" in news_of(tied)


def test_aligning_a_risk_takes_back_that_it_is_aligned_with_nothing(world, lead, other):
    send(lead, lead.get(NOTHING), reason="It rains on us alone")
    assert send(other, other.get(at("alignment-join")), risk="met/corporate/2").status_code == 302
    assert NotAligned.objects.order_by("pk").last().holds is False
    said = {"by": world.people["met lead"], "version": None, "on": TODAY, "reason": "Not so"}
    with pytest.raises(ValidationError, match="The risk is aligned"):
        alignments.decline(risk=world.risk("met/2"), **said)


def test_two_who_say_it_at_once_are_shown_both_reasons(present):
    lead, second = present.client("met lead"), present.client("both")
    of_first, of_second = lead.get(NOTHING), second.get(NOTHING)
    assert send(lead, of_first, reason="It rains on us alone").status_code == 302
    both = send(second, of_second, reason="Storms are ours")
    assert both.status_code == 409
    assert "It rains on us alone" in words_of(both)
    assert typed_in(both, "reason") == "Storms are ours"


def test_numbers_are_never_used_again(world):
    assert begin(world, risks=("met/2", "mopac/2")).number == 2
    assert begin(world, risks=("met/2", "mopac/2"), number=9).number == 9
    assert begin(world, risks=("met/2", "mopac/2")).number == 10


def test_why_bands_differ_is_told_to_nobody_who_may_not_see_that_they_do():
    """MOPAC's scores are withheld from the Met's uncleared members: so is what MOPAC says of them."""
    world = two_bodies()
    said = {"alignment": world.alignment, "by": world.people["mopac lead"], "version": None, "on": TODAY}
    with clock.at(clock.moment_on(TODAY)):
        for kind, reason in (("bands", "Half the posts are empty"), ("directions", "The winter was mild")):
            alignments.explain(kind=kind, said_of="as it was", reason=reason, **said)
        address = world.alignment.get_absolute_url()
        ours, theirs = (words_of(world.client(who).get(address)) for who in ("mopac lead", "met lead"))
    assert "Half the posts are empty" in ours
    assert "Half the posts are empty" not in theirs
    assert "Bands differ" not in theirs
    assert "The winter was mild" in theirs  # MOPAC's movements are published
