"""Between which two standpoints does an agenda look, what was known at each, and who is told what of it?"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction

from controls.actions import progress
from controls.progress import Status
from registers import clock
from registers.access import audience_of
from registers.actions import alignments, assessments, corrections, people, reviews, risks
from registers.audience import PUBLIC, Audience
from registers.models import Marking, Organisation, Register
from registers.scope import Scope
from reports.actions import meetings
from reports.agenda import Reason
from reports.agenda_cut import Reader, told
from reports.agenda_reading import agenda_audience, exceptions, standpoints
from reports.models import Meeting
from tests.agenda_world import JANUARY, LAST, NEXT, PROFILE, SINCE, THIS, YESTERDAY, a_world, kinds_of, texts_of
from tests.control_factories import add_control, state, state_risk
from tests.factories import RegisterFactory, agree, open_risk, somebody
from tests.follow_up_factories import ask_panel_request, ask_response, board_of, set_action
from tests.plan_factories import add_stream, begin_plan
from tests.two_bodies import TODAY, build, planted_in, start_numbers_anew

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world(db):
    return a_world()


# The two standpoints --------------------------------------------------------------------------------------------------


def held(board, on, status="closed", closed_at=None):
    minutes = {} if status == "closed" else None
    closed_at = closed_at or (clock.moment_on(on, 18) if status == "closed" else None)
    return Meeting.objects.create(board=board, on=on, status=status, minutes=minutes, closed_at=closed_at)


@pytest.mark.parametrize(("cadence", "since"), [
    ("monthly", date(2020, 2, 11)),
    ("quarterly", date(2019, 12, 11)),
    ("yearly", date(2019, 3, 11)),
])  # fmt: skip
def test_before_its_first_meeting_a_board_looks_back_as_far_as_it_meets(world, cadence, since):
    world.board.cadence = cadence
    with clock.at(clock.moment_on(THIS)):
        before, after = standpoints(world.board, THIS)
    assert (before.as_at, after.as_at) == (since, THIS)
    assert before.known_at == after.known_at == clock.moment_on(THIS)


def test_an_agenda_looks_back_to_the_last_meeting_that_was_closed(world):
    held(world.board, date(2020, 1, 15))
    last = held(world.board, LAST, closed_at=clock.moment_on(LAST + 5 * DAY))
    held(world.board, LAST + 7 * DAY, "cancelled")
    held(world.board, LAST + 9 * DAY, "planned")
    held(board_of(world.body, name="Another"), LAST + 10 * DAY)
    with clock.at(clock.moment_on(THIS)):
        assert standpoints(world.board, THIS) == (Scope(LAST, last.closed_at), Scope(THIS, clock.now()))


def test_the_agenda_of_a_meeting_to_come_looks_as_far_as_today(world):
    with clock.at(clock.moment_on(YESTERDAY)):
        assert standpoints(world.board, THIS)[1] == Scope(YESTERDAY, clock.now())


def test_a_closed_meeting_looks_by_what_was_known_when_it_closed(world):
    held(world.board, LAST)
    this = held(world.board, THIS)
    held(world.board, NEXT)
    with clock.at(clock.moment_on(NEXT)):
        before, after = standpoints(world.board, THIS, this)
    assert before.as_at == LAST
    assert after == Scope(THIS, this.closed_at)


# What was known -------------------------------------------------------------------------------------------------------


def test_a_score_entered_late_is_told_by_the_meeting_after_it_was_entered(world):
    risk = world.risk("Storms")
    world.score(risk, (4, 2), LAST - DAY, recorded=SINCE, reason="The wind had risen")
    text = texts_of(world.drawn(THIS, LAST))[0]
    assert text.startswith("What was shown for 12 February 2020 has been corrected, or was entered late")
    assert "It stood at VH v M, High, where M v M, Medium was shown" in text
    assert "The wind had risen" in text
    assert not world.drawn(NEXT, THIS)


def test_a_score_corrected_since_is_told(world):
    risk = world.risk("Storms", score=None)
    with clock.at(clock.moment_on(JANUARY)):
        wrong = world.score(risk, (2, 2), JANUARY)
    with clock.at(clock.moment_on(SINCE)):
        said = {"version": None, "reason": "A slip", "rationale": "As it was", "likelihood": 4, "impact": 2}
        corrections.correct(fact=wrong, by=world.lead, **said)
    assert kinds_of(world.drawn(THIS, LAST))["Storms"][0] == "corrected"


def test_a_score_taken_back_since_is_told(world):
    risk = world.risk("Storms")
    wrong = world.score(risk, (4, 4), LAST - DAY)
    with clock.at(clock.moment_on(SINCE)):
        corrections.void(fact=wrong, by=world.lead, version=None, reason="It was another risk")
    assert kinds_of(world.drawn(THIS, LAST))["Storms"] == ["corrected"]


def test_a_risk_closed_late_is_told_with_both_days(world):
    risk = world.risk("Storms")
    with clock.at(clock.moment_on(SINCE)):
        risks.close(risk=risk, by=world.lead, version=None, on=LAST - DAY, reason="It is over")
    (text,) = texts_of(world.drawn(THIS, LAST))
    assert text == "Closed on 11 February 2020, which was entered since 12 February 2020. It is over"
    assert not world.drawn(NEXT, THIS)


def test_what_the_last_meeting_saw_of_its_own_day_is_not_told_again(world):
    """It was dated and entered on the day of the meeting, before it closed; entered after it closed, it is news."""
    risk, other = world.risk("Storms"), world.risk("Floods")
    world.score(risk, (4, 2), LAST)
    with clock.at(clock.moment_on(LAST, 19)):
        assessments.record(
            risk=other, by=world.lead, version=None, on=LAST, likelihood=4, impact=2, reason="It rained that evening"
        )
    closing = clock.moment_on(LAST, 18)
    with clock.at(clock.moment_on(THIS, 20)):
        where = {"registers": [world.register], "bodies": [world.body]}
        drawn = exceptions(world.audience, before=Scope(LAST, closing), after=Scope(THIS), **where)
    assert list(kinds_of(drawn)) == ["Floods"]


def test_a_statement_of_progress_and_a_broken_promise_entered_late_are_told(world):
    risk = world.risk("Storms")
    with clock.at(clock.moment_on(SINCE)):
        said = {"by": world.lead, "version": None, "on": LAST - 3 * DAY}
        reviews.record(risk=risk, outcome="discussed", reason="Looked at", next_on=LAST - DAY, **said)
        progress.state_risk(risk=risk, status="limited", narrative="It is so", **said)
    assert kinds_of(world.drawn(THIS, LAST)) == {"Storms": ["progress-fell", "review-overdue"]}
    assert not world.drawn(NEXT, THIS)


def test_before_its_first_meeting_what_was_loaded_lately_of_long_ago_is_no_news(world):
    with clock.at(clock.moment_on(SINCE)):
        risks.open_risk(register=world.register, by=world.lead, on=date(2019, 5, 1), title="Storms", description="")
    with clock.at(clock.moment_on(THIS, 20)):
        before, after = standpoints(world.board, THIS)
        assert not exceptions(
            world.audience, registers=[world.register], before=before, after=after, bodies=[world.body]
        )


def test_a_quiet_month_has_an_empty_agenda(world):
    world.risk("Storms", score=(4, 4))
    assert not world.drawn(THIS, LAST)


# Who is told ----------------------------------------------------------------------------------------------------------


def uncleared(world, **changes):
    return replace(world.audience, cleared=frozenset(), **changes)


def reader_of(other):
    """Somebody of the other body, who sees what has been agreed."""
    return audience_of(somebody(("reader", other)))


@pytest.fixture
def closed_world(db):
    """Its scores are for the cleared, its arrows are not."""
    world = a_world(score="official-sensitive", target="official-sensitive", appetite="official-sensitive")
    world.other = a_world("met")
    return world


def test_who_may_not_see_scores_is_told_that_a_risk_moved_and_not_from_where(closed_world):
    risk = closed_world.risk("Storms")
    closed_world.score(risk, (4, 4), SINCE, reason="quokka")
    assert texts_of(closed_world.drawn(THIS, LAST, uncleared(closed_world))) == ["Moved up since 12 February 2020"]
    full = texts_of(closed_world.drawn(THIS, LAST))
    assert "From M v M, Medium, to VH v VH, Very high" in full[0]
    assert full[1].startswith("Newly above appetite")


def test_the_order_gives_no_score_away(closed_world):
    """To who may not see scores, the severe one stands where its place in the register is."""
    for title, score in (("Low", (1, 2)), ("High", (4, 3))):
        closed_world.score(closed_world.risk(title, score=score), (score[0], score[1] + 1), SINCE)
    assert list(kinds_of(closed_world.drawn(THIS, LAST))) == ["High", "Low"]
    assert list(kinds_of(closed_world.drawn(THIS, LAST, uncleared(closed_world)))) == ["Low", "High"]


def test_a_sensitive_risk_is_on_no_agenda_of_the_uncleared(world):
    risk = world.risk("quokka", marking=Marking.SENSITIVE)
    world.score(risk, (4, 4), SINCE)
    add_control(risk, day=JANUARY, title="quokka fence", due=YESTERDAY)
    assert not world.drawn(THIS, LAST, uncleared(world))
    assert "quokka" in str(world.drawn(THIS, LAST))


def test_a_dependency_on_a_hidden_risk_is_not_mentioned(world):
    money, risk = world.risk("quokka", marking=Marking.SENSITIVE), world.risk("Storms")
    world.do(risks.depend, JANUARY, risk=risk, depends_on=money, reason="No money, no sandbags")
    world.score(money, (4, 4), SINCE)
    assert not world.drawn(THIS, LAST, uncleared(world))
    assert kinds_of(world.drawn(THIS, LAST))["Storms"] == ["depends"]


def test_what_was_said_while_a_risk_was_sensitive_is_no_news_once_it_is_not(world):
    """The last meeting of the uncleared knew nothing of it: neither that it was new nor where it stood."""
    risk = world.risk("Storms", marking=Marking.SENSITIVE)
    world.do(risks.mark, SINCE, risk=risk, marking=Marking.OFFICIAL, reason="It is known")
    world.score(risk, (4, 4), YESTERDAY)
    assert not world.drawn(THIS, LAST, uncleared(world))
    assert kinds_of(world.drawn(THIS, LAST))["Storms"][0] == "up"


def test_a_control_that_is_sensitive_of_its_own_raises_nothing_for_the_uncleared(world):
    one = add_control(world.risk("Storms"), day=JANUARY, title="quokka", due=YESTERDAY, marking=Marking.SENSITIVE)
    assert one.reference == "C-1"
    assert not world.drawn(THIS, LAST, uncleared(world))


def test_the_other_body_is_told_what_has_been_agreed_and_when_it_was(world):
    other = a_world("met")
    risk = world.risk("Storms")
    agree(world.register, LAST)
    world.score(risk, (4, 2), SINCE)
    reader = reader_of(other.body)
    assert not world.drawn(THIS, LAST, reader)
    agree(world.register, YESTERDAY)
    assert texts_of(world.drawn(THIS, LAST, reader))[0].startswith("Moved up since 12 February 2020")
    assert not world.drawn(NEXT, THIS, reader)


def test_a_register_agreed_for_the_first_time_is_not_all_new_to_the_other_body(world):
    other = a_world("met")
    world.risk("Storms")
    agree(world.register, SINCE)
    assert not world.drawn(THIS, LAST, reader_of(other.body))


@pytest.mark.parametrize("audience", [Audience(), PUBLIC, Audience(user=1)])
def test_nobody_in_particular_is_told_of_actions_requests_and_plans(world, audience):
    set_action(world.board, due_on=YESTERDAY, post=world.posts[0], day=LAST)
    ask_panel_request(world.body, JANUARY, due_on=YESTERDAY)
    add_stream(begin_plan(world.body, date(2019, 4, 1), day=date(2019, 4, 1)), due=YESTERDAY)
    assert len(world.drawn(THIS, LAST)) == 3
    assert not world.drawn(THIS, LAST, audience)


def test_a_response_about_a_risk_stands_under_it_and_about_a_hidden_one_nowhere(world):
    risk = world.risk("Storms")
    ask_response(world.board, risk, due_on=YESTERDAY, post=world.posts[0], day=LAST)
    ask_panel_request(world.body, JANUARY, due_on=YESTERDAY, risk=risk)
    assert kinds_of(world.drawn(THIS, LAST)) == {"Storms": ["response-due", "request-due"]}
    world.do(risks.mark, LAST + DAY, risk=risk, marking=Marking.SENSITIVE, reason="It is not for everybody")
    assert not world.drawn(THIS, LAST, uncleared(world))


def test_a_joint_board_is_told_what_both_bodies_have_agreed_and_what_is_due_at_joint_boards(world):
    other = a_world("met")
    joint = board_of(None, name="Both")
    risk = world.risk("Storms")
    for each in (world, other):
        agree(each.register, LAST)
    world.score(risk, (4, 2), SINCE)
    set_action(joint, due_on=YESTERDAY, post=world.posts[0], day=LAST)
    set_action(world.board, due_on=YESTERDAY, post=world.posts[0], day=LAST)
    drawn = {"audience": agenda_audience(joint), "registers": [world.register, other.register]}
    drawn["bodies"] = [world.body, other.body]
    (due,) = world.drawn(THIS, LAST, **drawn)
    assert (due.subject, due.key, len(due.reasons)) == (
        "actions",
        0,
        1,
    )  # nobody of the other body reads its own board's
    agree(world.register, YESTERDAY)
    assert list(kinds_of(world.drawn(THIS, LAST, **drawn))) == ["Storms", "Actions due"]


def test_whose_agenda_it_is_decides_who_may_read_all_of_it(world):
    other = a_world("met")
    own, joint = agenda_audience(world.board), agenda_audience(board_of(None, name="Both"))
    mine, theirs = frozenset({world.body.pk}), frozenset({other.body.pk})
    assert (own.working, own.cleared, own.agreed) == (mine, mine, theirs)
    assert (joint.working, joint.cleared, joint.agreed) == (frozenset(), mine | theirs, mine | theirs)


def test_alignments_are_read_only_where_one_may_differ(world, queries_for):
    """Nothing happened to a risk that is aligned: nothing can have begun to differ."""
    other = a_world("met")
    theirs, ours, free = other.risk("Gales"), world.risk("Storms"), world.risk("Floods")
    for each in (world, other):
        agree(each.register, JANUARY, on=JANUARY + DAY)
    with clock.at(clock.moment_on(JANUARY + 2 * DAY)):
        said = {"kind": "joint-risk", "title": "Weather", "risks": [ours, theirs]}
        alignments.begin(by=world.lead, on=JANUARY + 2 * DAY, **said)
    world.score(free, (4, 4), SINCE)
    without = queries_for(lambda: world.drawn(THIS, LAST))
    world.score(ours, (4, 4), SINCE)
    assert "Weather" in kinds_of(world.drawn(THIS, LAST))
    assert queries_for(lambda: world.drawn(THIS, LAST)) > without + 40


# In two worlds --------------------------------------------------------------------------------------------------------

NOT_CLEARED = ("own uncleared lead", "own reader", "other lead", "other reader", "panel auditor", "panel panel-member")
EARLIER, LATER = date(2021, 10, 4), date(2021, 12, 6)


def told_in(variant, visitors):
    """{visitor: everything each is told of what happened in the autumn, and lately}"""
    with transaction.atomic(), clock.at(clock.moment_on(TODAY)):
        start_numbers_anew()
        bodies = build(variant)
        registers = list(Register.objects.filter(kind="corporate").select_related("organisation"))
        found = {}
        for visitor in visitors:
            who = audience_of(bodies.visitors[visitor])
            where = {"registers": registers, "bodies": [bodies.own, bodies.other]}
            windows = ((Scope(EARLIER, clock.end_of(EARLIER)), Scope(LATER)), (Scope(LATER), Scope(TODAY)))
            found[visitor] = [
                f"{item.subject} {item.title}: {reason.kind.value} {reason.text} {reason.named}"
                for before, after in windows
                for item in exceptions(who, before=before, after=after, **where)
                for reason in item.reasons
            ]
        for visitor in visitors:
            found[visitor] += kept_for(bodies, visitor)
        transaction.set_rollback(True)
    return found


def kept_for(bodies, visitor) -> list[str]:
    """What somebody is told of the agendas that boards keep: while a meeting is open, and once it is closed."""
    reader, found = Reader(audience_of(bodies.visitors[visitor])), []
    for name, board in bodies.boards.items():
        meeting = Meeting.objects.filter(board=board, on=TODAY).first()
        if meeting is None:
            meeting = meetings.plan(board=board, by=bodies.visitors["own secretariat"], on=TODAY)
        if not meeting.items.exists():
            meeting = meetings.draw_up(meeting=meeting, by=bodies.visitors["own secretariat"], version=None)
        for closed in (False, True):
            meeting.status = "closed" if closed else "planned"  # as they are read: nothing is saved
            texts = [reason.text for item in meeting.items.all() for reason in told(item.reasons, reader, meeting)]
            found += [f"{name} {closed}: {text}" for text in texts]
    return found


def test_who_may_not_see_what_differs_is_told_the_same_in_two_worlds():
    first, second = told_in("a", [*NOT_CLEARED, "own lead"]), told_in("b", NOT_CLEARED)
    for visitor in NOT_CLEARED:
        assert first[visitor] == second[visitor], visitor
        own = "other" if visitor.startswith("other") else None
        assert not planted_in("\n".join(first[visitor] + second[visitor]), but=own), visitor
    assert planted_in("\n".join(first["own lead"])), "it would be found"
    assert any(text.startswith("own True: ") for text in first["own lead"])
    assert first["other lead"], "there is something to be told"


# However many risks ---------------------------------------------------------------------------------------------------


def something_happens_to(world, number):
    for place in range(number):
        risk = world.risk(f"Risk {place}")
        state_risk(risk, Status.ON_TRACK, JANUARY, by=world.lead)
        one = add_control(risk, day=JANUARY, title="Sandbags", due=YESTERDAY, is_key=True)
        state(one, Status.LIMITED, SINCE, narrative="It is so", by=world.lead)
        state_risk(risk, Status.LIMITED, SINCE, narrative="It is so", by=world.lead)
        world.do(reviews.record, JANUARY, risk=risk, outcome="discussed", reason="Looked at", next_on=YESTERDAY)
        world.score(risk, (4, 4), SINCE)
        ask_response(world.board, risk, due_on=YESTERDAY, post=world.posts[0], day=LAST)
        if place:
            before = world.register.risks.order_by("ref").first()
            world.do(risks.depend, JANUARY, risk=risk, depends_on=before, reason="One brings the other")


def test_a_longer_agenda_costs_no_more_queries(world, queries_for):
    something_happens_to(world, 2)
    assert len(world.drawn(THIS, LAST)) == 2  # and the scales of the register are read
    short = queries_for(lambda: world.drawn(THIS, LAST))
    something_happens_to(world, 20)
    assert len(world.drawn(THIS, LAST)) == 22
    assert queries_for(lambda: world.drawn(THIS, LAST)) == short


def test_risks_to_which_nothing_happened_are_not_read(world, queries_for):
    for place in range(20):
        world.risk(f"Risk {place}")
    read = queries_for(lambda: world.drawn(THIS, LAST))
    assert read <= 40


# Beside the risks -----------------------------------------------------------------------------------------------------


def test_a_dependency_on_a_risk_of_another_register_of_the_body_is_told_with_its_register(world):
    estates = RegisterFactory(organisation=world.body, slug="estates", kind="directorate", title="Estates register")
    boilers, risk = open_risk(estates, JANUARY, title="Boilers", score=(2, 2)), world.risk("Storms")
    world.do(risks.depend, JANUARY, risk=risk, depends_on=boilers, reason="Pumps")
    world.score(boilers, (4, 4), SINCE)
    (item,) = world.drawn(THIS, LAST)
    assert (
        item.reasons[0].words
        == "Risk 1 of the Estates register, Boilers, which it depends on, moved up since 12 February 2020"
    )


def test_a_control_that_lives_in_another_register_of_the_body_is_told_under_its_risk(world):
    estates = RegisterFactory(organisation=world.body, slug="estates", kind="directorate", profile=dict(PROFILE))
    risk = world.risk("Storms")
    add_control(risk, day=JANUARY, title="Pumps", due=YESTERDAY, register=estates)
    assert kinds_of(world.drawn(THIS, LAST)) == {"Storms": ["control-overdue"]}


def test_who_works_on_their_own_risks_alone_is_told_of_no_others(world):
    mine, other = world.risk("Mine"), world.risk("Other")
    with clock.at(clock.moment_on(JANUARY)):
        said = {"by": world.lead, "version": None, "on": JANUARY, "reason": "It is theirs"}
        risks.edit(risk=other, owners=[world.posts[1]], **said)
    agree(world.register, LAST)
    holder = somebody({"role": "lead", "organisation": world.body, "own_risks_only": True})
    with clock.at(clock.moment_on(JANUARY)):
        people.hold(post=world.posts[0], by=world.lead, name="Me", on=JANUARY, user=holder)
    for each in (mine, other):
        world.score(each, (4, 4), SINCE)
    assert list(kinds_of(world.drawn(THIS, LAST, audience_of(holder)))) == ["Mine"]


# The demonstration ----------------------------------------------------------------------------------------------------


def drawn_for(body, since, on):
    organisation = Organisation.objects.get(slug=body)
    register = Register.objects.called(body, "corporate")
    before, after = (Scope(day, clock.end_of(day)) for day in (since, on))
    bodies = frozenset(Organisation.objects.filter(kind="body").values_list("pk", flat=True)) - {organisation.pk}
    own = frozenset({organisation.pk})
    audience = Audience(working=own, cleared=own, agreed=bodies)
    where = {"registers": [register], "bodies": [organisation]}
    return exceptions(audience, before=before, after=after, **where)


def test_the_working_group_of_september_2019_talks_about_the_few_risks_to_which_something_happened(db_with_demo):
    meeting = Meeting.objects.get(board__organisation__slug="mopac", on=date(2019, 9, 12))
    kept = meeting.items.filter(kind="exception", risk__isnull=False)
    assert 3 <= len(kept) <= 6
    assert all(Reason.from_json(reason).words for item in kept for reason in item.reasons)
    assert 0 < len(drawn_for("mopac", date(2019, 8, 13), date(2019, 9, 10))) <= 6


def test_the_second_quarter_of_limited_progress_of_a_met_risk_is_worked_out(db_with_demo):
    drawn = drawn_for("met", date(2021, 11, 30), date(2021, 12, 31))
    people_risk = next(item for item in drawn if item.title == "People")
    assert "Second quarter of limited progress, at 31 December 2021" in [r.words for r in people_risk.reasons]
    earlier = drawn_for("met", date(2021, 8, 31), date(2021, 9, 30))
    assert not any("quarter of" in reason.words for item in earlier for reason in item.reasons)
