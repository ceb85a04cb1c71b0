"""What the Panel asked the two bodies of tests/two_bodies.py, and the actions their boards set.

Of each body something is asked that is sensitive, or about a risk that is, in planted words; in the second world more.
P-1 to P-6 and A-1 to A-5 are the same in both.
"""

from datetime import date

from registers import clock
from registers.models import Marking
from reports.actions import actions, meetings, requests

MADE, ANSWERED, CLOSED_ON = date(2021, 11, 1), date(2022, 1, 10), date(2022, 2, 15)
DUE = date(2022, 6, 30)


def add_follow_ups(world, variants, word) -> None:
    """`word(variant, name, what)` plants."""
    with clock.at(clock.moment_on(MADE)):
        _ask(world, variants, word)
        _act(world, variants, word)
    if variants["own"] == "b":
        with clock.at(clock.moment_on(ANSWERED)):
            said = {"by": world.visitors["own secretariat"], "made_on": ANSWERED, "organisation": world.own}
            requests.ask(text=word("b", "own", "newrequest"), marking=Marking.SENSITIVE, due_on=DUE, **said)


def _ask(world, variants, word):
    by = world.visitors["panel panel-secretariat"]
    posts = {name: body.posts.order_by("pk").first() for name, body in (("own", world.own), ("other", world.other))}
    bodies = {"own": world.own, "other": world.other}
    said = {"by": by, "made_on": MADE}
    requests.ask(organisation=world.own, text="How many storms?", post=posts["own"], due_on=DUE, **said)
    closed = requests.ask(organisation=world.own, text="How many floods?", **said)
    for name, body in bodies.items():
        secret = word(variants[name], name, "request")
        requests.ask(organisation=body, text=secret, marking=Marking.SENSITIVE, post=posts[name], **said)
        asked = word(variants[name], name, "requestrisk")
        requests.ask(organisation=body, text=asked, risk=world.risks[name]["secret"], due_on=DUE, **said)
    with clock.at(clock.moment_on(ANSWERED)):
        answered = {"state": "part", "answered_in": "The update", "paragraph": "1.6"}
        requests.turn(request=closed, by=world.visitors["own secretariat"], version=None, on=ANSWERED, **answered)
    with clock.at(clock.moment_on(CLOSED_ON)):
        requests.turn(request=closed, by=by, version=None, on=CLOSED_ON, state="closed")


def _act(world, variants, word):
    """Of a board of the own body's alone, and one of the joint group about a risk of the other body."""
    own, variant = world.visitors["own secretariat"], variants["own"]
    director, other = (body.posts.order_by("pk").first() for body in (world.own, world.other))
    meeting = _meet(world.boards["private"], own)
    said = {"meeting": meeting, "by": own, "post": director, "due_on": DUE}
    meetings.act(text="Count the umbrellas", **said)
    done = meetings.act(text="Close the windows", **said)
    meetings.act(text=word(variant, "own", "action"), marking=Marking.SENSITIVE, **said)
    item = meetings.add_item(meeting=meeting, by=own, risk=world.risks["own"]["first"])
    meetings.act(item=item, kind="response", text=word(variant, "own", "response"), **said)
    joint = _meet(world.boards["joint"], own)
    item = meetings.add_item(meeting=joint, by=own, risk=world.risks["other"]["first"])
    theirs = {"item": item, "text": word(variants["other"], "other", "jointaction")}
    meetings.act(**said | {"meeting": joint, "post": other} | theirs)
    if variant == "b":
        secret = {"marking": Marking.SENSITIVE, "text": word(variant, "own", "newaction")}
        meetings.act(**said | {"meeting": joint} | secret)
    with clock.at(clock.moment_on(CLOSED_ON)):
        answer = word(variant, "own", "done")
        actions.turn(action=done, by=own, version=None, on=CLOSED_ON, state="done", text="They are shut")
        response = meeting.actions.get(kind="response")
        actions.turn(action=response, by=own, version=None, on=CLOSED_ON, state="done", text=answer)


def _meet(board, by):
    meeting = meetings.plan(board=board, by=by, on=MADE)
    return meetings.start(meeting=meeting, by=by, version=None)
