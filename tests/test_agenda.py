"""Is each thing put on an agenda when it happens, and only then: not a day early or late, nor a month later again?

Every case is written through the product's own actions and read back from the database.
"""

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controls.progress import Status, ordinal
from registers import clock
from registers.actions import alignments, assessments, people, reviews, risks
from registers.models import Kind
from registers.movement import Movement, Stage, Standing
from registers.reviewing import is_overdue
from registers.scoring import Band, Cell
from reports.agenda import KINDS, LABELS, More, Reason, ReasonKind, in_order
from reports.agenda import Drawn as Item
from reports.agenda_rules import About, RiskStood, how_it_moved, newly_passed, progress_again
from tests.agenda_world import JANUARY, LAST, NEXT, SINCE, THIS, YESTERDAY, a_world, kinds_of, texts_of
from tests.control_factories import add_control, move_due, state, state_risk
from tests.factories import DEFINITION, SchemeFactory, agree
from tests.follow_up_factories import ask_panel_request, ask_response, close_request, set_action, turn_action
from tests.plan_factories import add_stream, begin_plan, move_stream, state_stream

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world(db):
    return a_world()


# Each reason: a case just inside, cases just outside ------------------------------------------------------------------


def scored(cell, day=SINCE, recorded=None):
    return lambda world: world.score(world.risk(), cell, day, recorded=recorded)


def opened(day):
    return lambda world: world.risk(day=day)


def closed(day):
    return lambda world: world.do(risks.close, day, risk=world.risk(), reason="It is over")


def reopened(day):
    def happen(world):
        risk = world.risk()
        world.do(risks.close, JANUARY + DAY, risk=risk, reason="It is over")
        world.do(risks.reopen, day, risk=risk, reason="It is not over")

    return happen


def recast(day):
    def happen(world):
        worded = {"title": "Storms", "description": "Worse ones", "reason": "It is another risk now"}
        world.do(risks.recast, day, risk=world.risk(), **worded)

    return happen


def rescaled(day):
    def happen(world):
        risk = world.risk()
        SchemeFactory(organisation=world.body, name="Anew", adopted_on=SINCE, definition=DEFINITION)
        world.score(risk, (2, 2), day)

    return happen


def scale_adopted(world):
    world.risk()
    SchemeFactory(organisation=world.body, name="Anew", adopted_on=SINCE, definition=DEFINITION)


def appetite(highest, score=(3, 3), day=SINCE):
    """Scored anew where something else is accepted."""

    def happen(world):
        risk = world.risk()
        override = {"highest_band": highest, "reason": "Agreed"}
        world.do(assessments.override_appetite, JANUARY, risk=risk, **override)
        world.score(risk, score, day)

    return happen


def lower_appetite(highest):
    """The risk stands, and the register accepts less than it did."""

    def happen(world):
        world.risk()
        with clock.at(clock.moment_on(SINCE)):
            said = {"statement": "Little", "highest_band": highest}
            assessments.set_appetite(register=world.register, by=world.lead, on=SINCE, **said)

    return happen


def states(*stated):
    def happen(world):
        risk = world.risk()
        for status, day in stated:
            state_risk(risk, status, day, narrative="It is so", by=world.lead)

    return happen


def reviewed(next_on, again=None):
    def happen(world):
        risk = world.risk()
        said = {"risk": risk, "outcome": "no-change", "reason": "Looked at"}
        world.do(reviews.record, JANUARY, next_on=next_on, **said)
        if again:
            world.do(reviews.record, again, next_on=date(2020, 12, 1), **said)

    return happen


def targeted(target_on, target=(1, 1)):
    return lambda world: world.score(world.risk(), target, JANUARY, kind=Kind.TARGET, target_on=target_on)


def tolerated(until, score=(3, 3)):
    def happen(world):
        risk = world.risk(score=score)
        said = {"until": until, "tolerated_by": world.posts[0], "reason": "For a while"}
        world.do(assessments.tolerate, JANUARY, risk=risk, **said)

    return happen


def leaves(day, post=0):
    def happen(world):
        world.risk()
        world.leave(world.posts[post], "Sam Storm" if post == 0 else "Flo Flood", day)

    return happen


def leaves_one_of_two(world):
    world.risk()
    with clock.at(clock.moment_on(JANUARY)):
        people.hold(post=world.posts[0], by=world.lead, name="Al So", on=JANUARY)
    world.leave(world.posts[0], "Sam Storm", SINCE)


def renamed(world):
    """Whoever held the post goes on under its new title."""
    world.risk()
    with clock.at(clock.moment_on(SINCE)):
        people.rename_post(post=world.posts[0], by=world.lead, title="Director of Weather", on=SINCE)


def control(due=None, stage="planned", **fields):
    return lambda world: add_control(world.risk(), day=JANUARY, title="Sandbags", due=due, stage=stage, **fields)


def slips(to, day=SINCE, due=date(2020, 6, 1)):
    return lambda world: move_due(control(due)(world), to, day)


def control_states(*stated, key=True):
    def happen(world):
        one = control(is_key=key)(world)
        for status, day in stated:
            state(one, status, day, narrative="It is so", by=world.lead)

    return happen


def depends(cell, day=SINCE, holds=True):
    def happen(world):
        money, risk = world.risk("Money"), world.risk()
        world.do(risks.depend, JANUARY, risk=risk, depends_on=money, reason="No money, no sandbags")
        if not holds:
            world.do(risks.depend, SINCE, risk=risk, depends_on=money, holds=False, reason="Not any more")
        world.score(money, cell, day)

    return happen


def response(due_on, done=None):
    def happen(world):
        asked = ask_response(world.board, world.risk(), due_on=due_on, post=world.posts[0], day=LAST - DAY)
        if done:
            turn_action(asked, done)

    return happen


def action(due_on, moved=None):
    def happen(world):
        asked = set_action(world.board, due_on=due_on, post=world.posts[0], day=LAST - DAY)
        if moved:
            turn_action(asked, YESTERDAY, state="open", due_on=moved, text="It takes longer")

    return happen


def request(due_on, closed=None):
    def happen(world):
        asked = ask_panel_request(world.body, JANUARY, due_on=due_on)
        if closed:
            close_request(asked, closed)

    return happen


def stream(due, to=None, status=None, day=SINCE):
    def happen(world):
        plan = begin_plan(world.body, date(2019, 4, 1), day=date(2019, 4, 1))
        one = add_stream(plan, title="Write it down", due=due)
        if to:
            move_stream(one, to, day)
        if status:
            state_stream(one, status, day, note="It is so")

    return happen


def aligned(cell, day=SINCE, quieted=False):
    """The other body's risk stands medium; ours is scored."""

    def happen(world):
        other = a_world("met")
        theirs = other.risk("Gales")
        agree(other.register, JANUARY, on=JANUARY + DAY)
        agree(world.register, JANUARY - DAY, on=JANUARY)
        ours = world.risk()
        agree(world.register, JANUARY, on=JANUARY + DAY)
        with clock.at(clock.moment_on(JANUARY + 2 * DAY)):
            said = {"kind": "joint-risk", "title": "Weather", "risks": [ours, theirs]}
            alignments.begin(by=world.lead, on=JANUARY + 2 * DAY, **said)
        world.score(ours, cell, day)

    return happen


END = date(2020, 6, 30)  # well after all of it
SLIPS_TO = date(2020, 7, 1)
INSIDE = {
    "up": ("Storms", "up", scored((4, 2))),
    "up, only just": ("Storms", "up", scored((3, 2))),
    "up, on the day itself": ("Storms", "up", scored((3, 2), THIS)),
    "down": ("Storms", "down", scored((1, 2))),
    "shifted": ("Storms", "shifted", scored((4, 1))),
    "rescaled": ("Storms", "rescaled", rescaled(SINCE)),
    "entered late": ("Storms", "corrected", scored((3, 2), LAST, recorded=SINCE)),
    "new": ("Storms", "new", opened(SINCE)),
    "closed": ("Storms", "closed", closed(SINCE)),
    "reopened": ("Storms", "reopened", reopened(SINCE)),
    "refreshed": ("Storms", "refreshed", recast(SINCE)),
    "above appetite": ("Storms", "above-appetite", appetite("medium", (3, 2))),
    "above an appetite that fell": ("Storms", "above-appetite", lower_appetite("low")),
    "progress fell to limited": (
        "Storms",
        "progress-fell",
        states((Status.ON_TRACK, JANUARY), (Status.LIMITED, SINCE)),
    ),
    "progress fell further": ("Storms", "progress-fell", states((Status.LIMITED, JANUARY), (Status.SLIPPED, SINCE))),
    "progress first stated as slipped": ("Storms", "progress-fell", states((Status.SLIPPED, SINCE))),
    "review overdue": ("Storms", "review-overdue", reviewed(YESTERDAY)),
    "review due on the day of the last meeting": ("Storms", "review-overdue", reviewed(LAST)),
    "target passed": ("Storms", "target-passed", targeted(YESTERDAY)),
    "target of the day of the last meeting": ("Storms", "target-passed", targeted(LAST)),
    "tolerance passed": ("Storms", "tolerance-passed", tolerated(YESTERDAY)),
    "owner left": ("Storms", "owner-vacant", leaves(SINCE)),
    "owner left today": ("Storms", "owner-vacant", leaves(THIS)),
    "control overdue": ("Storms", "control-overdue", control(YESTERDAY)),
    "control due on the day of the last meeting": ("Storms", "control-overdue", control(LAST)),
    "control slipped": ("Storms", "control-slipped", slips(SLIPS_TO)),
    "key control fell": ("Storms", "control-fell", control_states((Status.ON_TRACK, JANUARY), (Status.LIMITED, SINCE))),
    "only control fell": ("Storms", "control-fell", control_states((Status.SLIPPED, SINCE), key=False)),
    "a risk it depends on moved": ("Storms", "depends", depends((3, 2))),
    "response due": ("Storms", "response-due", response(YESTERDAY)),
    "response due on the day of the last meeting": ("Storms", "response-due", response(LAST)),
    "action due": ("Actions due", "action-due", action(YESTERDAY)),
    "request due": ("P-1: How is it going?", "request-due", request(YESTERDAY)),
    "stream due": ("Improvement plan 2019/20", "stream-due", stream(YESTERDAY)),
    "stream moved": ("Improvement plan 2019/20", "stream-slipped", stream(END, to=SLIPS_TO)),
    "stream said to have slipped": ("Improvement plan 2019/20", "stream-slipped", stream(END, status="slipped")),
    "divergence": ("Weather", "diverged", aligned((4, 4))),
}
OUTSIDE = {
    "up on the day of the last meeting": ("up", scored((4, 2), LAST)),
    "confirmed": ("up", scored((2, 2))),
    "shifted on the day of the last meeting": ("shifted", scored((4, 1), LAST)),
    "down on the day of the last meeting": ("down", scored((1, 2), LAST)),
    "not scored on the new scale": ("rescaled", scale_adopted),
    "dated and entered before": ("corrected", scored((3, 2), LAST, recorded=LAST)),
    "new on the day of the last meeting": ("new", opened(LAST)),
    "closed on the day of the last meeting": ("closed", closed(LAST)),
    "reopened on the day of the last meeting": ("reopened", reopened(LAST)),
    "refreshed on the day of the last meeting": ("refreshed", recast(LAST)),
    "at what is accepted": ("above-appetite", appetite("high", (4, 3))),
    "a step below": ("above-appetite", appetite("very-high", (4, 3))),
    "above it at the last meeting": ("above-appetite", appetite("medium", (3, 2), LAST)),
    "an appetite that fell to where it stands": ("above-appetite", lower_appetite("medium")),
    "progress complete": ("progress-fell", states((Status.ON_TRACK, JANUARY), (Status.COMPLETE, SINCE))),
    "progress recovered": ("progress-fell", states((Status.SLIPPED, JANUARY), (Status.LIMITED, SINCE))),
    "progress fell before": ("progress-fell", states((Status.ON_TRACK, JANUARY), (Status.LIMITED, LAST))),
    "review due today": ("review-overdue", reviewed(THIS)),
    "review overdue at the last meeting": ("review-overdue", reviewed(LAST - DAY)),
    "review held": ("review-overdue", reviewed(YESTERDAY, again=SINCE)),
    "target date today": ("target-passed", targeted(THIS)),
    "target passed at the last meeting": ("target-passed", targeted(LAST - DAY)),
    "target reached": ("target-passed", targeted(YESTERDAY, (2, 2))),
    "tolerance until today": ("tolerance-passed", tolerated(THIS)),
    "tolerance passed at the last meeting": ("tolerance-passed", tolerated(LAST - DAY)),
    "within appetite": ("tolerance-passed", tolerated(YESTERDAY, (2, 2))),
    "owner left before": ("owner-vacant", leaves(LAST)),
    "one of two left": ("owner-vacant", leaves_one_of_two),
    "post renamed": ("owner-vacant", renamed),
    "another post": ("owner-vacant", leaves(SINCE, post=1)),
    "control due today": ("control-overdue", control(THIS)),
    "control overdue at the last meeting": ("control-overdue", control(LAST - DAY)),
    "control in place": ("control-overdue", control(YESTERDAY, stage="in-place")),
    "control slipped before": ("control-slipped", slips(SLIPS_TO, LAST)),
    "control promised earlier": ("control-slipped", slips(date(2020, 5, 1))),
    "control fell before": ("control-fell", control_states((Status.ON_TRACK, JANUARY), (Status.LIMITED, LAST))),
    "control complete": ("control-fell", control_states((Status.ON_TRACK, JANUARY), (Status.COMPLETE, SINCE))),
    "it moved before": ("depends", depends((3, 2), LAST)),
    "it does not depend on it any more": ("depends", depends((3, 2), holds=False)),
    "response due today": ("response-due", response(THIS)),
    "response came": ("response-due", response(YESTERDAY, done=YESTERDAY)),
    "action due today": ("action-due", action(THIS)),
    "action moved": ("action-due", action(YESTERDAY, moved=END)),
    "request due today": ("request-due", request(THIS)),
    "request due before the last meeting": ("request-due", request(LAST - DAY)),
    "request closed": ("request-due", request(YESTERDAY, closed=YESTERDAY)),
    "stream due today": ("stream-due", stream(THIS)),
    "stream due before": ("stream-due", stream(LAST - DAY)),
    "stream done": ("stream-due", stream(YESTERDAY, status="complete")),
    "stream moved before": ("stream-slipped", stream(END, to=SLIPS_TO, day=LAST)),
    "stream brought forward": ("stream-slipped", stream(END, to=date(2020, 5, 1))),
    "divergence of before": ("diverged", aligned((4, 4), LAST)),
    "no divergence": ("diverged", aligned((1, 2))),
}


@pytest.mark.parametrize(("title", "kind", "happens"), INSIDE.values(), ids=INSIDE)
def test_what_happened_since_the_last_meeting_is_raised_once(world, title, kind, happens):
    happens(world)
    assert kind in kinds_of(world.drawn(THIS, LAST)).get(title, ())
    assert kind not in kinds_of(world.drawn(NEXT, THIS)).get(title, ())


@pytest.mark.parametrize(("kind", "happens"), OUTSIDE.values(), ids=OUTSIDE)
def test_what_did_not_happen_since_is_not_raised(world, kind, happens):
    happens(world)
    raised = kinds_of(world.drawn(THIS, LAST))
    assert not any(kind in kinds for kinds in raised.values())


def test_every_reason_has_its_cases():
    raised = {kind for _, kind, _ in INSIDE.values()} | {"progress-again"}  # below: it takes quarters
    assert raised == {kind.value for kind in ReasonKind}
    assert {kind for kind, _ in OUTSIDE.values()} == raised - {"progress-again"}
    assert set(LABELS) == set(ReasonKind)


# Another period of limited progress or worse --------------------------------------------------------------------------

FIRST_END, SECOND_END = date(2020, 3, 31), date(2020, 6, 30)
MAY, JULY, AUGUST = date(2020, 5, 13), date(2020, 7, 8), date(2020, 8, 12)
AGAIN = {
    "limited for two quarter ends": ([(Status.LIMITED, SINCE)], "Second quarter of limited progress, at 30 June 2020"),
    "noted again meanwhile": (
        [(Status.LIMITED, SINCE), (Status.LIMITED, MAY)],
        "Second quarter of limited progress, at 30 June 2020",
    ),
    "stated on the quarter end itself": (
        [(Status.LIMITED, FIRST_END)],
        "Second quarter of limited progress, at 30 June 2020",
    ),
    "slipped": ([(Status.SLIPPED, SINCE)], "Second quarter slipped, at 30 June 2020"),
    "one and then the other": (
        [(Status.LIMITED, SINCE), (Status.SLIPPED, MAY)],
        "Second quarter of limited progress or worse, at 30 June 2020",
    ),
    "three": ([(Status.NO_PROGRESS, date(2019, 12, 2))], "Third quarter of no progress, at 30 June 2020"),
}
NOT_AGAIN = {
    "stated a day after the quarter end": [(Status.LIMITED, FIRST_END + DAY)],
    "a break between": [(Status.LIMITED, SINCE), (Status.ON_TRACK, FIRST_END), (Status.LIMITED, FIRST_END + DAY)],
    "recovered since": [(Status.LIMITED, SINCE), (Status.ON_TRACK, JULY)],
    "recovered on the quarter end": [(Status.LIMITED, SINCE), (Status.ON_TRACK, SECOND_END), (Status.LIMITED, JULY)],
    "on track": [(Status.ON_TRACK, SINCE)],
}


@pytest.mark.parametrize(("stated", "words"), AGAIN.values(), ids=AGAIN)
def test_a_quarter_that_ends_while_progress_is_limited_is_counted(world, stated, words):
    risk = world.risk(day=date(2019, 11, 1))
    for status, day in stated:
        state_risk(risk, status, day, narrative="It is so", by=world.lead)
    assert words in texts_of(world.drawn(JULY, MAY))
    assert not world.drawn(AUGUST, JULY)  # a month later no quarter has ended


@pytest.mark.parametrize(
    ("number", "words"),
    [(2, "second"), (10, "tenth"), (11, "11th"), (12, "12th"), (21, "21st"), (22, "22nd"), (33, "33rd")],
)
def test_long_ones_are_numbered_in_figures(number, words):
    assert ordinal(number) == words


@pytest.mark.parametrize("stated", NOT_AGAIN.values(), ids=NOT_AGAIN)
def test_a_quarter_that_was_not_limited_throughout_is_not(world, stated):
    states(*stated)(world)
    assert not any("quarter" in text for text in texts_of(world.drawn(JULY, MAY)))


@pytest.mark.parametrize(("since", "on", "is_told"), [
    (SECOND_END - DAY, SECOND_END, True),
    (SECOND_END, JULY, False),
    (SECOND_END - 2 * DAY, SECOND_END - DAY, False),
])  # fmt: skip
def test_it_is_told_by_the_meeting_after_the_quarter_end_and_no_other(world, since, on, is_told):
    states((Status.LIMITED, SINCE))(world)
    told = [text for text in texts_of(world.drawn(on, since)) if "quarter" in text]
    assert bool(told) is is_told


# In words -------------------------------------------------------------------------------------------------------------


def test_each_event_is_told_as_a_person_would_say_it(world):
    risk = world.risk("Storms")
    world.score(risk, (4, 2), SINCE, reason="The wind rose")
    add_control(risk, day=JANUARY, title="Sandbags", due=YESTERDAY)
    move_due(
        add_control(risk, day=JANUARY, title="Drains", due=SLIPS_TO), END + 10 * DAY, SINCE, reason="They are deep"
    )
    assert texts_of(world.drawn(THIS, LAST)) == [
        "Moved up since 12 February 2020. From M v M, Medium, to VH v M, High. The wind rose",
        "Newly above appetite: High, where up to Medium is accepted",
        "C-1, Sandbags, was to be in place by 10 March 2020 and is still planned",
        "C-2, Drains, has slipped once: from 1 July 2020 to 10 July 2020. They are deep",
    ]


def test_a_score_confirmed_afterwards_is_told_with_the_reason_for_which_it_moved(world):
    risk = world.risk("Storms")
    world.score(risk, (4, 2), SINCE, reason="The wind rose")
    world.score(risk, (4, 2), YESTERDAY, reason="It still blows")
    assert "The wind rose" in texts_of(world.drawn(THIS, LAST))[0]


def test_a_work_stream_is_named_and_a_plan_is_one_item(world):
    plan = begin_plan(world.body, date(2019, 4, 1), day=date(2019, 4, 1))
    add_stream(plan, title="Write it down", due=YESTERDAY)
    move_stream(add_stream(plan, title="Read it out", due=END), SLIPS_TO, SINCE)
    move_stream(add_stream(plan, title="Send it round", due=END), SLIPS_TO, SINCE)
    (item,) = world.drawn(THIS, LAST)
    first, second = item.reasons
    assert first.words.startswith("Slipped since 12 February 2020: ")
    assert "Read it out; " in first.words
    assert "Send it round" in first.words
    assert "Write it down, by 10 March 2020" in second.words


# One item a risk, in an order -----------------------------------------------------------------------------------------


def test_a_risk_has_one_item_with_all_its_reasons(world):
    risk = world.risk("Storms")
    world.score(risk, (4, 4), SINCE)
    state_risk(risk, Status.LIMITED, SINCE, narrative="It is so", by=world.lead)
    reviewed_by = {"outcome": "no-change", "reason": "Looked at", "next_on": YESTERDAY}
    world.do(reviews.record, JANUARY, risk=risk, **reviewed_by)
    assert kinds_of(world.drawn(THIS, LAST)) == {"Storms": ["up", "above-appetite", "progress-fell", "review-overdue"]}


def test_a_control_of_several_risks_is_told_under_the_most_severe(world):
    low, high, also = world.risk("Low"), world.risk("High", score=(3, 3)), world.risk("Also", score=(3, 3))
    add_control(low, also, high, day=JANUARY, due=YESTERDAY)
    assert list(kinds_of(world.drawn(THIS, LAST))) == ["High"]


def test_a_control_of_a_closed_risk_is_told_under_an_open_one(world):
    high, low = world.risk("High", score=(3, 3)), world.risk("Low")
    add_control(high, low, day=JANUARY, due=YESTERDAY)
    world.do(risks.close, JANUARY + DAY, risk=high, reason="It is over")
    assert list(kinds_of(world.drawn(THIS, LAST))) == ["Low"]


def test_what_has_to_be_judged_comes_before_what_has_to_be_known_and_the_severe_before_the_rest(world):
    for title, score in (("Low", (1, 2)), ("High", (4, 2)), ("Down", (4, 4)), ("Late", (4, 4)), ("Also low", (1, 2))):
        world.risk(title, score=score)
    low, high, down, late, also = world.register.risks.order_by("ref")
    world.score(low, (1, 3), SINCE)
    world.score(also, (1, 3), SINCE)
    world.score(high, (4, 3), SINCE)
    world.score(down, (1, 1), SINCE)
    add_control(late, day=JANUARY, due=YESTERDAY)
    assert list(kinds_of(world.drawn(THIS, LAST))) == ["High", "Low", "Also low", "Late", "Down"]


def test_risks_come_first_then_alignments_requests_plans_and_actions():
    def item(subject, key, kind, severity=(0, 0)):
        return Item(subject, key, subject, (Reason(kind, "words"),), severity, (key,))

    items = [
        item("actions", 0, ReasonKind.ACTION_DUE),
        item("plan", 1, ReasonKind.STREAM_DUE),
        item("request", 1, ReasonKind.REQUEST_DUE),
        item("alignment", 1, ReasonKind.DIVERGED),
        item("risk", 2, ReasonKind.DOWN, (4, 16)),
        item("risk", 3, ReasonKind.UP, (1, 3)),
        replace(item("risk", 4, ReasonKind.UP), reasons=()),
    ]
    ordered = [(one.subject, one.key) for one in in_order(items)]
    assert ordered == [("risk", 3), ("risk", 2), ("alignment", 1), ("request", 1), ("plan", 1), ("actions", 0)]


# Plain values ---------------------------------------------------------------------------------------------------------

days = st.dates(date(2020, 1, 1), date(2020, 2, 1))


@given(st.one_of(st.none(), days), st.one_of(st.none(), days), st.lists(days, min_size=2, max_size=8, unique=True))
def test_a_date_that_stands_is_told_by_exactly_one_of_a_row_of_meetings(before, due, meetings):
    """Whatever stood when the first of them was held; and by none where it had passed by then."""
    meetings = sorted(meetings)
    told = [newly_passed(due, then, due, day) for then, day in pairwise(meetings)]
    passed = [is_overdue(due, day) for day in meetings]
    assert sum(told) == (passed[-1] and not passed[0])


@pytest.mark.parametrize(("before", "earlier", "after", "moved"), [
    (3, 3, 4, Movement.UP),
    (3, 4, 4, Movement.CORRECTED),
    (3, 2, 4, Movement.UP),  # corrected, and moved since as well
    (3, None, 4, Movement.UP),
    (3, 4, 3, Movement.STATIC),
])  # fmt: skip
def test_what_was_corrected_did_not_move(before, earlier, after, moved):
    def standing(rank, on):
        return rank and Standing(on, Stage.OPEN, (rank, 1), Cell(Band.LOW, rank), 1)

    assert how_it_moved(standing(before, LAST), standing(after, THIS), standing(earlier, LAST)) is moved


def test_nothing_is_said_of_what_may_not_be_seen():
    about = About(1, 1)
    assert progress_again(about, RiskStood(LAST), RiskStood(THIS)) is None


reasons = st.builds(
    Reason,
    kind=st.sampled_from(KINDS),
    words=st.text(),
    needs=st.lists(st.tuples(st.integers(), st.text())).map(tuple),
    more=st.lists(st.builds(More, st.text(), st.lists(st.tuples(st.integers(), st.text())).map(tuple))).map(tuple),
    risks=st.lists(st.integers()).map(tuple),
    controls=st.lists(st.integers()).map(tuple),
    since=st.one_of(st.none(), st.dates()),
)


@given(reasons)
def test_a_reason_comes_back_from_where_it_is_kept_as_it_was(reason):
    assert Reason.from_json(json.loads(json.dumps(reason.to_json()))) == reason
