"""Panel requests and actions for tests, through the product's own actions, each recorded at noon of its day."""

from datetime import date, timedelta

from registers import clock
from registers.actions import boards
from registers.models import Board
from reports.actions import actions, meetings, requests
from reports.models import Action, ActionTurn, Meeting, PanelRequest
from tests.factories import PostFactory, somebody

MET_ON = date(2020, 2, 3)


def at_noon(day):
    return clock.at(clock.moment_on(day))


def ask_panel_request(organisation, day=MET_ON, by=None, text="How is it going?", **fields) -> PanelRequest:
    """What the Panel asked a body, that day."""
    with at_noon(day):
        return requests.ask(organisation=organisation, by=by or somebody(), text=text, made_on=day, **fields)


def answer_request(request, day, by=None, **fields):
    """Answered in a paper outside the portal."""
    said = {"state": "part", "answered_in": "A paper of that day", "paragraph": "1.6"} | fields
    with at_noon(day):
        return requests.turn(request=request, by=by or somebody(), version=None, on=day, **said)


def close_request(request, day, by=None, **fields):
    with at_noon(day):
        return requests.turn(request=request, by=by or somebody(), version=None, on=day, state="closed", **fields)


def board_of(organisation, name="Fire Board", **fields) -> Board:
    return boards.add_board(organisation=organisation, by=somebody(), name=name, **fields)


def meet(board, day=MET_ON, by=None) -> Meeting:
    """A meeting of a board that has begun; the same one, where it met that day already."""
    found = Meeting.objects.filter(board=board, on=day).first()
    if found is not None:
        return found
    by = by or somebody()
    with at_noon(day):
        meeting = meetings.plan(board=board, by=by, on=day)
        return meetings.start(meeting=meeting, by=by, version=None)


def set_action(board, day=MET_ON, post=None, due_on=None, risk=None, by=None, **fields) -> Action:
    """An action that a meeting set; of a risk: on an item about it."""
    meeting, by = meet(board, day), by or somebody()
    post = post or PostFactory(organisation=board.organisation)
    with at_noon(day):
        item = risk and (
            meeting.items.filter(risk=risk).first() or meetings.add_item(meeting=meeting, by=by, risk=risk)
        )
        due_on = due_on or day + timedelta(days=30)
        said = {"text": "Count the ladders"} | fields
        return meetings.act(meeting=meeting, by=by, item=item, post=post, due_on=due_on, **said)


def ask_response(board, risk, **fields) -> Action:
    """What a board asked the owner of a risk."""
    return set_action(board, risk=risk, kind="response", **{"text": "Why has it not moved?"} | fields)


def turn_action(action, day, state="done", text="It is done", by=None, **fields) -> ActionTurn:
    with at_noon(day):
        return actions.turn(action=action, by=by or somebody(), version=None, on=day, state=state, text=text, **fields)
