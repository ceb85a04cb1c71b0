"""Meetings of the two bodies of tests/two_bodies.py: closed, in progress and planned ones of each kind of board.

Why an item is on an agenda, what was said of it and what is marked is planted, and is another in the second world. The
own body's meetings are about its first risk and its sensitive one; the other body attends one of its boards.
"""

from datetime import date

from registers import clock
from registers.actions import boards
from registers.models import Marking
from reports.actions import meetings
from reports.agenda import More, Reason, ReasonKind

CLOSED, STARTED, PLANNED = date(2021, 12, 1), date(2022, 3, 1), date(2022, 3, 15)


def add_meetings(world, variants, word) -> None:
    """`word(variant, name, what)` plants."""
    by = world.visitors["own secretariat"]
    said = {"organisation": world.own, "by": by, "name": "Open group", "kind": "group", "is_attended": True}
    attended = world.boards["attended"] = boards.add_board(**said)
    plant = lambda what: word(variants["own"], "own", what)  # noqa: E731 - said a dozen times below
    for board in (world.boards["own"], attended, world.boards["joint"]):
        _hold(world, board, CLOSED, by, plant, closes=True)
        _hold(world, board, STARTED, by, plant)
        with clock.at(clock.moment_on(STARTED)):
            meetings.plan(board=board, by=by, on=PLANNED, note="Room 4")
    with clock.at(clock.moment_on(STARTED)):
        theirs = {"board": world.boards["other"], "by": world.visitors["other secretariat"]}
        meetings.plan(on=STARTED, **theirs)


def _hold(world, board, on, by, plant, closes=False):
    settles = board == world.boards["own"]
    with clock.at(clock.moment_on(on)):
        meeting = meetings.plan(board=board, by=by, on=on)
        meetings.start(meeting=meeting, by=by, version=None)
        meetings.attend(meeting=meeting, by=by, present=list(world.own.posts.order_by("pk")[:1]))
        for which in ("first", "secret", "fourth"):
            item = meetings.add_item(meeting=meeting, by=by, risk=world.risks["own"][which], kind="exception")
            _raise(world, item, plant(f"why{which}"))
        item = meeting.items.get(risk=world.risks["own"]["fourth"])
        meetings.drop_item(item=item, by=by, version=None, because="It can wait")
        title = plant("item")
        meetings.add_item(meeting=meeting, by=by, title=title, marking=Marking.SENSITIVE, asked_by=plant("asked"))
        meetings.add_item(meeting=meeting, by=by, title="Any other business", kind="deep-dive", asked_by="The Panel")
        for which in ("first", "secret"):
            item = meeting.items.get(risk=world.risks["own"][which])
            first = meetings.note(meeting=meeting, by=by, item=item, text=plant(f"note{which}"))
            meetings.amend(record=first, by=by, text=plant(f"amended{which}"))
            meetings.note(meeting=meeting, by=by, item=item, text=plant(f"decision{which}"), kind="decision")
            if settles:
                meetings.review_item(item=item, by=by, outcome="discussed", text=plant(f"found{which}"))
        meetings.note(meeting=meeting, by=by, text="The next one is in spring")
    if closes:
        with clock.at(clock.moment_on(on, 18)):
            meetings.close(meeting=meeting, by=by, version=None)


def _raise(world, item, words):
    """A reason whose words need the score, with more that needs the rationale."""
    needs = ((world.register.pk, "score"),)
    more = (More(f"{words} in full", ((world.register.pk, "rationale"),)),)
    item.reasons = [Reason(ReasonKind.UP, words, needs, more, risks=(item.risk_id,)).to_json()]
    item.save()
