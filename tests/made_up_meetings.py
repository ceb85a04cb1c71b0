"""Made-up worlds with meetings: items about anything, under any marking, and what was recorded on them at random.

The rows are written as they come and not through the actions: who may see a row must be right whatever it says.
"""

from datetime import timedelta

from registers import clock
from registers.models import Alignment
from reports.models import Action, ActionTurn, AgendaItem, Attendance, Meeting, PanelRequest, Record
from tests import made_up_worlds as worlds
from tests.made_up_controls import DEEDS as OTHERS
from tests.plan_factories import begin_plan, mark_plan

MARKINGS = ["official", "official-sensitive"]
STATUSES = ["planned", "started", "closed", "cancelled"]


def _pick(rows, draw):
    rows = list(rows)
    return rows[draw % len(rows)] if rows else None


def _meet(world, common, draws):
    status = STATUSES[draws[1] % 4]
    said = {"closed_at": clock.now(), "minutes": {}} if status == "closed" else {}
    on = common["on"] + timedelta(days=draws[2])
    Meeting.objects.get_or_create(board=world.boards[draws[0] % 4], on=on, defaults={"status": status} | said)


def _close(world, common, draws):
    meeting = _pick(Meeting.objects.exclude(status="closed"), draws[0])
    if meeting is not None:
        meeting.status, meeting.closed_at, meeting.minutes = "closed", clock.now(), {}
        meeting.save()


def _item(world, common, draws):
    """About a risk, an alignment, a plan, a request, or under a title of its own."""
    meeting = _pick(Meeting.objects.all(), draws[0])
    if meeting is None:
        return
    risk = world.risks[draws[2] % len(world.risks)]
    about = [
        {"risk": risk},
        {"alignment": _pick(Alignment.objects.all(), draws[2])},
        {"plan": _plan(world, draws)},
        {"request": _pick(PanelRequest.objects.all(), draws[2])},
        {"title": "Any other business"},
    ][draws[1] % 5]
    if None in about.values():
        about = {"risk": risk}
    if not meeting.items.filter(**about).exists():
        AgendaItem.objects.create(meeting=meeting, marking=MARKINGS[draws[3] % 2], **about)


def _plan(world, draws):
    body = world.bodies[draws[2] % 2]
    plan = body.improvement_plans.first() or begin_plan(body)
    if draws[3] % 3 == 0:
        mark_plan(plan, "official-sensitive", on=worlds.FIRST_DAY)
    return plan


def _ask(world, common, draws):
    risk = world.risks[draws[1] % len(world.risks)] if draws[2] % 2 else None
    said = {"made_on": common["on"], "by": common["by"], "number": PanelRequest.objects.count() + 1}
    body = risk.register.organisation if risk else world.bodies[draws[0] % 2]
    PanelRequest.objects.create(organisation=body, risk=risk, marking=MARKINGS[draws[3] % 2], text="Why?", **said)


def _say(world, common, draws):
    meeting = _pick(Meeting.objects.all(), draws[0])
    if meeting is not None:
        item = _pick([None, *meeting.items.all()], draws[1])
        Record.objects.create(meeting=meeting, item=item, kind="note", text="A word", by=common["by"])
        Attendance.objects.get_or_create(meeting=meeting, post=world.posts[draws[2] % 4], defaults={"kind": "present"})


def _act(world, common, draws):
    meeting = _pick(Meeting.objects.all(), draws[0])
    if meeting is None:
        return
    item = _pick([None, *meeting.items.all()], draws[1])
    action = Action.objects.create(
        number=Action.objects.count() + 1,
        meeting=meeting,
        item=item,
        risk=item and item.risk,
        text="Do it",
        post=world.posts[draws[2] % 4],
        due_on=common["on"],
        marking=MARKINGS[draws[3] % 2],
        by=common["by"],
    )
    ActionTurn.objects.create(action=action, on=common["on"], state="done", by=common["by"])


OURS = {"meet": _meet, "close meeting": _close, "item": _item, "ask": _ask, "say": _say, "act": _act}
DEEDS = worlds.STEPS | OTHERS | OURS
steps = worlds.drawn([*OURS, *OURS, "item", "item", "meet", "meet", "mark", "agree", *OTHERS])
