"""An agenda is kept as its board's full audience may read it. Is each reader told no more of it than is theirs?"""

from datetime import timedelta

import pytest

from registers import clock
from registers.access import audience_of
from registers.actions import alignments, assessments, risks
from registers.models import Marking
from reports.actions import meetings
from reports.agenda import Reason, ReasonKind
from reports.agenda_cut import Reader, readable, told
from reports.models import AgendaItem
from tests.agenda_world import JANUARY, LAST, SINCE, THIS, YESTERDAY, a_world
from tests.control_factories import add_control, state_risk
from tests.factories import agree, somebody
from tests.follow_up_factories import ask_panel_request, ask_response, board_of, set_action
from tests.plan_factories import add_stream, begin_plan, mark_plan, move_stream

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world(db):
    """Its scores are for the cleared and its arrows for everybody; the other body has a register too."""
    world = a_world(score="official-sensitive", appetite="official-sensitive", rationale="official-sensitive")
    world.other = a_world("met")
    world.board.is_attended = True
    world.board.save()
    agree(world.register, LAST)
    agree(world.other.register, LAST)
    return world


def drawn_up(world, board=None, on=THIS):
    """The agenda of a meeting that begins, drawn up at noon."""
    with clock.at(clock.moment_on(LAST, 18)):
        last = meetings.plan(board=board or world.board, by=world.lead, on=LAST)
        last.status, last.closed_at, last.minutes = "closed", clock.now(), {}
        last.save()
    with clock.at(clock.moment_on(on)):
        meeting = meetings.plan(board=board or world.board, by=world.lead, on=on)
        return meetings.draw_up(meeting=meeting, by=world.lead, version=None)


def close(meeting, *registers):
    """As closing does: what is agreed is what was known when it closed."""
    for register in registers:
        agree(register, meeting.on)
    with clock.at(clock.moment_on(meeting.on, 17)):
        meeting.status, meeting.closed_at, meeting.minutes = "closed", clock.now(), {}
        meeting.save()
    return meeting


def told_to(who, meeting):
    """Everything that somebody is told of an agenda today."""
    reader = Reader(audience_of(who))
    return [reason.text for item in meeting.items.order_by("order") for reason in told(item.reasons, reader, meeting)]


def of_own_body(world, cleared=True):
    return somebody(("reader", world.body), cleared_by=[world.body] if cleared else [])


def of_other_body(world, cleared=False):
    return somebody(("reader", world.other.body), cleared_by=[world.body] if cleared else [])


MOVED = "Moved up since 12 February 2020"
FROM = "From M v M, Medium, to VH v M, High"
ABOVE = "Newly above appetite: High, where up to Medium is accepted"


@pytest.fixture
def storms(world):
    """A risk that moved up between the two meetings."""
    risk = world.risk("Storms")
    agree(world.register, LAST, on=LAST)
    world.score(risk, (4, 2), SINCE, reason="The wind rose")
    return risk


def test_the_cleared_of_the_body_are_told_all_of_it(world, storms):
    assert told_to(of_own_body(world), drawn_up(world)) == [f"{MOVED}. {FROM}. The wind rose", ABOVE]


def test_the_uncleared_are_told_that_it_moved_and_no_score(world, storms):
    assert told_to(of_own_body(world, cleared=False), drawn_up(world)) == [MOVED]


@pytest.mark.parametrize("cleared", [True, False])
def test_the_other_body_is_told_nothing_before_the_meeting_is_closed(world, storms, cleared):
    assert told_to(of_other_body(world, cleared), drawn_up(world)) == []


def test_the_other_body_is_told_what_it_may_once_the_meeting_is_closed(world, storms):
    meeting = close(drawn_up(world), world.register)
    assert told_to(of_other_body(world), meeting) == [MOVED]
    assert told_to(of_other_body(world, cleared=True), meeting) == [f"{MOVED}. {FROM}. The wind rose", ABOVE]


def test_the_other_body_waits_where_the_meeting_did_not_agree_what_was_talked_about(world, storms):
    meeting = close(drawn_up(world))
    assert told_to(of_other_body(world, cleared=True), meeting) == []
    agree(world.register, THIS, on=THIS + DAY)
    assert told_to(of_other_body(world, cleared=True), meeting)


@pytest.mark.parametrize("agreed_on", [LAST, YESTERDAY])
def test_an_agreement_of_before_does_not_do(world, storms, agreed_on):
    agree(world.register, agreed_on, on=YESTERDAY)
    assert told_to(of_other_body(world, cleared=True), close(drawn_up(world))) == []


def test_the_panel_the_public_and_strangers_are_told_nothing(world, storms):
    meeting = close(drawn_up(world), world.register)
    assert told_to(somebody(), meeting) == []
    assert not readable(Reason(ReasonKind.UP, "words"), Reader(audience_of(somebody())), drawn_up_elsewhere(world))


def drawn_up_elsewhere(world):
    """A meeting of a board of the body that is not closed."""
    with clock.at(clock.moment_on(THIS)):
        return meetings.plan(board=board_of(world.body, name="Another"), by=world.lead, on=THIS)


def test_who_works_on_a_register_alone_is_told_of_it(world, storms):
    lead = somebody({"role": "lead", "organisation": world.body, "register": world.register}, cleared_by=[world.body])
    assert told_to(lead, drawn_up(world))[0].startswith(MOVED)


# What is marked -------------------------------------------------------------------------------------------------------


def test_a_sensitive_risk_is_told_to_the_cleared_alone(world):
    world.score(world.risk("quokka", marking=Marking.SENSITIVE), (4, 2), SINCE)
    meeting = close(drawn_up(world), world.register)
    assert told_to(of_own_body(world), meeting)
    assert told_to(of_own_body(world, cleared=False), meeting) == []
    assert told_to(of_other_body(world), meeting) == []


def test_a_risk_marked_afterwards_is_told_no_more(world, storms):
    meeting = close(drawn_up(world), world.register)
    world.do(risks.mark, THIS, risk=storms, marking=Marking.SENSITIVE, reason="It is not for everybody")
    assert told_to(of_own_body(world, cleared=False), meeting) == []


def test_what_was_drawn_up_while_a_risk_was_sensitive_stays_with_the_cleared(world):
    risk = world.risk("Storms", marking=Marking.SENSITIVE)
    agree(world.register, LAST, on=LAST)
    world.score(risk, (4, 2), SINCE)
    meeting = close(drawn_up(world), world.register)
    world.do(risks.mark, THIS + DAY, risk=risk, marking=Marking.OFFICIAL, reason="It is known")
    with clock.at(clock.moment_on(THIS + 2 * DAY)):
        assert told_to(of_own_body(world, cleared=False), meeting) == []
        assert told_to(of_own_body(world), meeting)


def test_what_was_said_of_a_time_in_which_it_was_sensitive_does_too(world):
    """It was so at the last meeting, and not any more when the agenda was drawn up."""
    risk = world.risk("Storms", marking=Marking.SENSITIVE)
    agree(world.register, LAST, on=LAST)
    world.do(risks.mark, SINCE, risk=risk, marking=Marking.OFFICIAL, reason="It is known")
    world.score(risk, (4, 2), YESTERDAY)
    meeting = drawn_up(world)
    with clock.at(clock.moment_on(THIS)):
        assert told_to(of_own_body(world, cleared=False), meeting) == []
        assert told_to(of_own_body(world), meeting)[0].startswith(MOVED)


def test_a_dependency_names_a_hidden_risk_to_nobody_who_may_not_know_of_it(world, storms):
    money = world.risk("quokka", marking=Marking.SENSITIVE)
    world.do(risks.depend, JANUARY, risk=storms, depends_on=money, reason="No money, no sandbags")
    world.score(money, (4, 4), SINCE)
    meeting = close(drawn_up(world), world.register)
    assert any("quokka" in text for text in told_to(of_own_body(world), meeting))
    for reader in (of_own_body(world, cleared=False), of_other_body(world)):
        assert told_to(reader, meeting) == [MOVED]


def test_a_sensitive_control_is_named_to_the_cleared_alone(world):
    add_control(world.risk("Storms"), day=JANUARY, title="quokka", due=YESTERDAY, marking=Marking.SENSITIVE)
    meeting = drawn_up(world)
    assert "quokka" in told_to(of_own_body(world), meeting)[0]
    assert told_to(of_own_body(world, cleared=False), meeting) == []


def test_a_control_marked_sensitive_while_it_was_talked_about_stays_with_the_cleared(world):
    from controls.actions import controls

    one = add_control(world.risk("Storms"), day=JANUARY, title="quokka", due=YESTERDAY, marking=Marking.SENSITIVE)
    meeting = drawn_up(world)
    world.do(controls.mark, THIS + DAY, control=one, marking=Marking.OFFICIAL, reason="It is known")
    with clock.at(clock.moment_on(THIS + 2 * DAY)):
        assert told_to(of_own_body(world, cleared=False), meeting) == []


def test_an_alignment_is_told_to_who_may_read_it_and_what_it_compares(world):
    ours, theirs = world.risk("Storms"), world.other.risk("Gales")
    for each in (world, world.other):
        agree(each.register, LAST, on=LAST)
    with clock.at(clock.moment_on(SINCE)):
        said = {"kind": "joint-risk", "title": "Weather", "risks": [ours, theirs]}
        alignments.begin(by=world.lead, on=SINCE, **said)
    world.score(ours, (4, 4), SINCE)
    meeting = close(drawn_up(world), world.register)
    differs = "Bands differ: "
    assert any(text.startswith(differs) for text in told_to(of_own_body(world), meeting))
    for reader in (of_own_body(world, cleared=False), of_other_body(world)):
        assert not any(text.startswith(differs) for text in told_to(reader, meeting))


def test_what_was_said_of_an_alignment_while_one_of_its_risks_was_sensitive_stays_with_the_cleared(world):
    """A reason that names no risk, as that of a joint control."""
    ours, theirs = world.risk("Storms"), world.other.risk("Gales")
    for each in (world, world.other):
        agree(each.register, LAST, on=LAST)
    with clock.at(clock.moment_on(JANUARY)):
        said = {"kind": "joint-risk", "title": "Weather", "risks": [ours, theirs]}
        alignment = alignments.begin(by=world.lead, on=JANUARY, **said)
    stored = [Reason(ReasonKind.CONTROL_FELL, "Sandbags fell", alignments=(alignment.pk,), since=LAST).to_json()]
    uncleared, cleared = of_own_body(world, cleared=False), of_own_body(world)

    def told_of_it(who):
        return [reason.words for reason in told(stored, Reader(audience_of(who)), meeting)]

    meeting = drawn_up(world)
    assert told_of_it(uncleared) == ["Sandbags fell"]
    world.do(risks.mark, SINCE, risk=ours, marking=Marking.SENSITIVE, reason="It names people")
    world.do(risks.mark, THIS + DAY, risk=ours, marking=Marking.OFFICIAL, reason="It is known")
    with clock.at(clock.moment_on(THIS + 2 * DAY)):
        assert told_of_it(cleared) == ["Sandbags fell"]
        assert told_of_it(uncleared) == []


def test_a_plan_is_for_its_body_and_a_sensitive_one_for_the_cleared(world):
    plan = begin_plan(world.body, THIS.replace(year=2019, month=4, day=1))
    move_stream(add_stream(plan, title="quokka", due=THIS + DAY), THIS + 9 * DAY, SINCE)
    meeting = close(drawn_up(world), world.register)
    assert len(told_to(of_own_body(world, cleared=False), meeting)) == 1
    assert told_to(of_other_body(world, cleared=True), meeting) == []
    mark_plan(plan, Marking.SENSITIVE, THIS)
    assert told_to(of_own_body(world, cleared=False), meeting) == []


def test_requests_and_actions_are_told_to_who_may_read_them(world, storms):
    ask_response(world.board, storms, due_on=YESTERDAY, post=world.posts[0], day=LAST - DAY)
    set_action(world.board, due_on=YESTERDAY, post=world.posts[0], day=LAST - 2 * DAY, marking=Marking.SENSITIVE)
    ask_panel_request(world.body, JANUARY, due_on=YESTERDAY, text="Why?", marking=Marking.SENSITIVE)
    meeting = drawn_up(world)
    assert len(told_to(of_own_body(world), meeting)) == 5
    assert told_to(of_own_body(world, cleared=False), meeting) == [MOVED]  # rationales are for the cleared here


@pytest.mark.parametrize("scores", [((1, 2), (4, 3)), ((4, 3), (1, 2))])
def test_the_order_that_is_kept_gives_no_hidden_score_away(world, scores):
    """Nor does the risk under which a control of both is told, nor a reason that is for the cleared."""
    first, second = (world.risk(title, score=score) for title, score in zip(("First", "Second"), scores, strict=True))
    for risk, (likelihood, impact) in zip((first, second), scores, strict=True):
        world.score(risk, (likelihood, impact + 1), SINCE)
    add_control(second, first, day=JANUARY, due=YESTERDAY)
    kept = {item.risk: [reason["kind"] for reason in item.reasons] for item in drawn_up(world).items.order_by("order")}
    assert list(kept) == [first, second]
    assert "control-overdue" in kept[first]


def test_a_reason_for_the_cleared_moves_no_item_up(world):
    """It fell to where appetite is passed only because that was lowered: of the two, one has a weightier reason."""
    first, second = world.risk("First", score=(3, 2)), world.risk("Second", score=(3, 3))
    for risk in (first, second):
        state_risk(risk, "limited", SINCE, narrative="It is so", by=world.lead)
    override = {"highest_band": "low", "reason": "Less than before", "version": None}
    with clock.at(clock.moment_on(JANUARY)):
        assessments.override_appetite(risk=second, by=world.lead, on=JANUARY, **override | {"highest_band": "high"})
    with clock.at(clock.moment_on(SINCE)):
        assessments.override_appetite(risk=second, by=world.lead, on=SINCE, **override)
    items = drawn_up(world).items.order_by("order")
    assert [item.risk for item in items] == [first, second]
    assert [reason["kind"] for reason in items[1].reasons] == ["above-appetite", "progress-fell"]


# Of both bodies -------------------------------------------------------------------------------------------------------


def test_a_joint_agenda_is_told_to_each_body_as_far_as_it_may_read_the_other(world, storms):
    agree(world.register, YESTERDAY)
    meeting = drawn_up(world, board_of(None, name="Both"))
    assert told_to(of_other_body(world), meeting) == [MOVED]
    assert told_to(of_own_body(world, cleared=False), meeting) == [MOVED]
    assert len(told_to(of_other_body(world, cleared=True), meeting)) == 2


def test_a_longer_agenda_costs_its_reader_no_more_queries(world, queries_for):
    reader = of_own_body(world)

    def fill(number):
        for place in range(number):
            risk = world.risk(f"Risk {place}")
            add_control(risk, day=JANUARY, title="Sandbags", due=YESTERDAY)
            world.score(risk, (4, 2), SINCE)

    def read(meeting):
        items, one = list(meeting.items.all()), Reader(audience_of(reader))
        return lambda: [told(item.reasons, one, meeting) for item in items]

    fill(2)
    meeting = drawn_up(world)
    short = queries_for(read(meeting))
    fill(20)
    with clock.at(clock.moment_on(THIS)):
        meeting = meetings.draw_up(meeting=meeting, by=world.lead, version=None)
    assert AgendaItem.objects.filter(meeting=meeting).count() == 22
    assert queries_for(read(meeting)) == short
