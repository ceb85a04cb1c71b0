"""Can a mistaken entry be put right or taken back, by whom it concerns, without anything being lost?"""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from registers import clock
from registers.actions import assessments, corrections, risks
from registers.models import (
    Aspect,
    Assessment,
    Dependency,
    Detail,
    Lineage,
    Marking,
    ObjectiveSet,
    Outlook,
    Ownership,
    RiskState,
    Stewardship,
    Tolerance,
    Turn,
    Wording,
    in_force,
)
from registers.movement import Stage
from registers.rules import stage_on
from registers.scope import Scope
from tests.factories import (
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    client_of,
    open_risk,
    score_risk,
    somebody,
)
from tests.pages import form_of, news_of, send, typed_in, words_of

OPENED, LATER, LATEST = date(2021, 1, 1), date(2021, 6, 1), date(2022, 1, 1)


@pytest.fixture
def body(db):
    return OrganisationFactory(slug="met", name="The Met", short_name="the Met")


@pytest.fixture
def register(body):
    return RegisterFactory(organisation=body)


@pytest.fixture
def lead(body):
    return somebody(("lead", body), cleared_by=[body])


@pytest.fixture
def client(lead):
    return client_of(lead)


@pytest.fixture
def board(body):
    return client_of(somebody(("board", body), cleared_by=[body]))


@pytest.fixture
def posts(body):
    return [PostFactory(organisation=body, title=title) for title in ("Commissioner", "Director of HR")]


@pytest.fixture
def risk(register, posts):
    return open_risk(register, on=OPENED, title="Money", description="It may run out.", owners=posts[:1], score=(3, 3))


def entry_page(client, risk, entry, deed="correct"):
    return client.get(f"{risk.get_absolute_url()}history/{entry}/{deed}/")


def put_right(client, page, **changes):
    """Correct an entry: what is to change, then yes to the question."""
    question = send(client, page, **changes)
    assert "Correct this entry?" in words_of(question), words_of(question)
    return send(client, question, confirmed="yes")


def now(model, risk, on=None, **key):
    return in_force(model.objects.filter(risk=risk, **key), Scope(as_at=on or clock.today())).first()


# Correcting ----------------------------------------------------------------------------------------------------------


def test_a_corrected_score_says_what_it_said_and_keeps_the_reason_it_was_given_for(client, risk):
    page = entry_page(client, risk, "score-1")
    assert typed_in(page, "rationale") == "It was discussed"
    question = send(client, page, cell="1-3", reason="The wrong cell was picked")
    assert "It says (no longer: H ) v H (High) It will say (new: L ) v H (High)" in words_of(question)
    assert Assessment.objects.filter(risk=risk).count() == 1
    saved = send(client, question, confirmed="yes")
    assert saved["Location"].endswith("/history/")
    assert "it said H v H, High, now L v H, High" in news_of(saved)
    row = now(Assessment, risk)
    assert (row.likelihood, row.on, row.reason) == (1, OPENED, "It was discussed")
    assert row.history.get().history_change_reason == "The wrong cell was picked"


def test_an_entry_can_be_moved_to_the_day_it_belongs_to(client, risk):
    score_risk(risk, 1, 3, on=LATEST)
    put_right(client, entry_page(client, risk, "score-2"), on=LATER.isoformat(), reason="The meeting was in June")
    assert now(Assessment, risk, on=LATER).likelihood == 1
    assert Assessment.objects.filter(risk=risk).count() == 3


def test_a_correction_that_corrects_nothing_is_refused(client, risk):
    page = send(client, entry_page(client, risk, "score-1"), reason="No idea")
    assert "Nothing here differs from the entry" in words_of(page)
    assert Assessment.objects.filter(risk=risk).count() == 1


def test_why_it_is_corrected_is_asked_for_in_few_words(client, risk):
    page = entry_page(client, risk, "score-1")
    assert "Say why it is corrected" in words_of(send(client, page, cell="1-3"))
    assert "100 characters or fewer" in words_of(send(client, page, cell="1-3", reason="x" * 101))


def test_an_entry_is_corrected_once_and_then_its_correction_is(client, risk):
    page = entry_page(client, risk, "score-1")
    put_right(client, page, cell="1-3", reason="The wrong cell was picked")
    again = send(client, entry_page(client, risk, "score-1"), cell="2-3", reason="Again", confirmed="yes")
    assert "already been corrected or voided" in words_of(again)
    put_right(client, entry_page(client, risk, "score-2"), cell="2-3", reason="Still wrong")
    assert now(Assessment, risk).likelihood == 2


def test_a_correction_met_by_another_save_keeps_every_word(client, body, risk):
    page = entry_page(client, risk, "score-1")
    other = client_of(somebody(("lead", body), name="Olu First"))
    send(other, other.get(f"{risk.get_absolute_url()}edit/"), title="Funding")
    both = send(client, page, cell="1-3", reason="The wrong cell was picked", confirmed="yes")
    assert both.status_code == 409
    assert "Olu First saved this risk first" in words_of(both)
    assert form_of(both)["cell"] == ["1-3"]
    assert send(client, both, confirmed="yes").status_code == 302


def test_every_kind_of_entry_a_lead_makes_can_be_put_right(client, lead, body, posts, risk):
    aims = [ObjectiveFactory(framework=FrameworkFactory(organisation=body), name=name) for name in ("Trust", "Victims")]
    on = {"risk": risk, "by": lead, "version": None, "on": LATER}
    risks.edit(**on, leads=posts[:1], objectives=aims[:1], horizon="short-term", printed_ref="3", order=30)
    assessments.expect(**on, likelihood=1, impact=1, expected_by=LATEST, reason="Settlement")
    assessments.tolerate(**on, until=LATEST, tolerated_by=posts[0], reason="Knowingly")
    assessments.override_appetite(**on, highest_band="low", reason="Asked")
    why = {"reason": "Mistyped"}

    put_right(client, entry_page(client, risk, "wording-1"), title="Funding", **why)
    assert now(Wording, risk).title == "Funding"
    put_right(client, entry_page(client, risk, "owners-1"), posts=[posts[1].pk, posts[0].pk], **why)
    owners = now(Ownership, risk, role=Stewardship.OWNER).places.order_by("place")
    assert [place.post.title for place in owners] == ["Director of HR", "Commissioner"]
    put_right(client, entry_page(client, risk, "objectives-1"), objectives=[aims[1].pk], **why)
    assert [aim.name for aim in now(ObjectiveSet, risk).objectives.all()] == ["Victims"]
    for number, aspect, value in ((1, "horizon", "long-term"), (2, "printed-ref", "4"), (3, "order", "45")):
        put_right(client, entry_page(client, risk, f"detail-{number}"), value=value, **why)
        assert now(Detail, risk, aspect=aspect).value == value
    put_right(client, entry_page(client, risk, "outlook-1"), expected_by="2022-06-30", **why)
    assert now(Outlook, risk).expected_by == date(2022, 6, 30)
    put_right(client, entry_page(client, risk, "tolerance-1"), tolerated_by=posts[1].pk, **why)
    assert now(Tolerance, risk).tolerated_by == posts[1]
    put_right(client, entry_page(client, risk, "detail-4"), value="high", **why)
    assert now(Detail, risk, aspect=Aspect.APPETITE).value == "high"


def test_rules_for_new_entries_hold_for_corrected_ones(client, lead, posts, risk):
    assessments.tolerate(
        risk=risk, by=lead, version=None, on=LATER, until=LATEST, tolerated_by=posts[0], reason="Knowingly"
    )
    page = entry_page(client, risk, "tolerance-1")
    refused = send(client, page, on="2022-06-01", reason="Mistyped", confirmed="yes")
    assert "Choose a day on or after the date it is tolerated from" in words_of(refused)
    before = send(client, entry_page(client, risk, "score-1"), on="2020-06-01", reason="Mistyped", confirmed="yes")
    assert "The risk had not been opened by that date" in words_of(before)


def test_moving_the_opening_moves_what_the_risk_was_opened_with(board, risk):
    put_right(board, entry_page(board, risk, "state-1"), on="2020-06-01", reason="It was opened in June")
    assert stage_on(risk, date(2020, 6, 1)) is Stage.OPEN
    assert now(Wording, risk, on=date(2020, 6, 1)).title == "Money"
    assert now(Assessment, risk, on=date(2020, 6, 1)).likelihood == 3


def test_an_opening_is_not_moved_past_what_was_entered_since(lead, risk):
    score_risk(risk, 1, 3, on=LATER)
    opening = RiskState.objects.get(risk=risk)
    with pytest.raises(ValidationError, match="Entries are dated before that day"):
        corrections.correct(fact=opening, by=lead, version=None, reason="Later", on=LATEST)
    assert RiskState.objects.filter(risk=risk).count() == 1


# Voiding -------------------------------------------------------------------------------------------------------------


def test_voiding_says_what_will_be_read_again_and_then_it_is(client, risk):
    score_risk(risk, 1, 3, on=LATER)
    page = entry_page(client, risk, "score-2", "void")
    assert "On 1 June 2021 it will read again: H v H, High" in words_of(page)
    assert "Say why it was a mistake" in words_of(send(client, page))
    saved = send(client, page, reason="Entered for the wrong risk")
    assert "Voided the entry of 1 June 2021 for the score: L v H, High" in news_of(saved)
    assert now(Assessment, risk).likelihood == 3
    assert "Voided later" in words_of(client.get(f"{risk.get_absolute_url()}history/"))


def test_a_risk_keeps_its_first_wording_and_its_opening(client, board, risk):
    page = send(client, entry_page(client, risk, "wording-1", "void"), reason="Mistake")
    assert "The risk would have no title" in words_of(page)
    page = send(board, entry_page(board, risk, "state-1", "void"), reason="Mistake")
    assert "The opening of a risk cannot be voided" in words_of(page)
    assert now(Wording, risk).title == "Money"


def test_a_voided_closing_leaves_the_risk_open(board, lead, risk):
    risks.close(risk=risk, by=lead, version=None, on=LATEST, reason="Done")
    assert send(board, entry_page(board, risk, "state-2", "void"), reason="Wrong risk").status_code == 302
    assert stage_on(risk, clock.today()) is Stage.OPEN


def test_parts_of_a_merger_are_not_taken_back_one_by_one(board, lead, register, risk):
    other = open_risk(register, on=OPENED, title="Savings")
    risks.merge(risk=risk, by=lead, version=None, on=LATEST, others=[other], reason="One question")
    for page in (entry_page(board, other, "state-2", "void"), entry_page(board, risk, "state-2", "void")):
        assert "A recast, split or merger cannot be taken back here" in words_of(send(board, page, reason="Mistake"))
    with pytest.raises(ValidationError):
        corrections.void(fact=Lineage.objects.get(), by=lead, version=None, reason="Mistake")
    assert stage_on(other, clock.today()) is Stage.CLOSED


def test_a_voided_dependency_no_longer_stands(client, lead, register, risk):
    other = open_risk(register, on=OPENED, title="Grants")
    risks.depend(risk=risk, by=lead, version=None, on=LATER, depends_on=other)
    send(client, entry_page(client, risk, "dependency-1", "void"), reason="Wrong risk")
    assert now(Dependency, risk) is None


# Who may -------------------------------------------------------------------------------------------------------------


def test_leads_correct_what_leads_enter_and_the_board_what_the_board_does(client, board, lead, risk):
    risks.mark(risk=risk, by=lead, version=None, on=LATER, marking=Marking.SENSITIVE, reason="Names")
    for deed in ("correct", "void"):
        assert entry_page(client, risk, "score-1", deed).status_code == 200
        assert entry_page(board, risk, "score-1", deed).status_code == 403
        for entry in ("state-1", "detail-1"):
            assert entry_page(client, risk, entry, deed).status_code == 403
            assert entry_page(board, risk, entry, deed).status_code == 200


@pytest.mark.parametrize("entry", ["score-2", "score-0", "score-01", "gross-1", "score", "1", "score-99999999999"])
def test_an_entry_that_is_not_there_is_not_found(client, risk, entry):
    for deed in ("correct", "void"):
        assert entry_page(client, risk, entry, deed).status_code == 404


def test_readers_are_refused_and_strangers_find_nothing(body, risk):
    reader = client_of(somebody(("reader", body), cleared_by=[body]))
    stranger = client_of(somebody(("lead", OrganisationFactory(slug="other"))))
    for deed in ("correct", "void"):
        assert entry_page(reader, risk, "score-1", deed).status_code == 403
        assert entry_page(stranger, risk, "score-1", deed).status_code == 404


def test_a_withheld_entry_is_not_found_by_an_uncleared_lead(body, risk):
    score_risk(risk, 1, 1, on=OPENED, kind="target")
    risk.register.profile["target"] = "official-sensitive"
    risk.register.profile["rationale"] = "official"
    risk.register.save()
    lead = client_of(somebody(("lead", body)))
    assert entry_page(lead, risk, "score-1").status_code == 200
    assert entry_page(lead, risk, "score-2").status_code == 404


def test_refreshed_turns_cannot_be_corrected(board, lead, risk):
    risks.recast(risk=risk, by=lead, version=None, on=LATER, title="Funding", description="New", reason="Asked")
    turn = RiskState.objects.filter(risk=risk).order_by("pk").last()
    assert turn.turn == Turn.REFRESHED
    page = send(board, entry_page(board, risk, "state-2"), on="2021-07-01", reason="Mistake", confirmed="yes")
    assert "cannot be taken back here" in words_of(page)
