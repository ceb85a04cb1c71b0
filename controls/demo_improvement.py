"""Replays the demo's improvement plans from fixtures/ through the pages' own actions, as on the day each was recorded.

MOPAC's plan of 2018/19 with the figures that 004 prints; the year after, in which what was carried forward was done;
and a plan of the present financial year for each body, so that nothing is years overdue on a real clock.
"""

from datetime import date

from controls.actions import improvement
from controls.models import ImprovementPlan, WorkStream
from registers import clock
from registers.demo import as_recorded, day, keyed_by, only, post_called, read
from registers.models import Organisation


def load_plans() -> None:
    for row in read("improvement-plans.json")["plans"]:
        organisation = Organisation.objects.get(slug=row["organisation"])
        replay = Replay(organisation, _first_day(row["first_day"]))
        for event in sorted(_events(row), key=lambda event: event["recorded"]):
            with as_recorded(event):
                getattr(replay, f"do_{event['do']}")(event)


def _first_day(text) -> date:
    """A day, or the first of the financial year that is running."""
    if text != "this year":
        return day(text)
    today = clock.today()
    return date(today.year if today.month >= 4 else today.year - 1, 4, 1)


def _events(row):
    """What happened in a plan, each with its dates counted from today."""
    if not row.get("follows"):
        yield _dated(row | {"do": "begin"})
    for stream in row.get("streams", ()):
        yield _dated(stream | {"do": "add"})
    for stream in (*row.get("streams", ()), *row.get("carried", ())):
        for event in stream["then"]:
            yield _dated(event | only(stream, "ref", "illustrative"))
    for on in row["refreshed"]:
        yield _dated({"do": "refresh", "on": on})
    if "closed" in row:
        yield _dated(row["closed"] | {"do": "close"})


def _dated(event):
    found = {name: day(event[name]) for name in ("on", "due") if event.get(name)}
    return event | {"recorded": found["on"]} | found


class Replay:
    """One event of a plan as the action it stands for."""

    def __init__(self, organisation, first_day):
        self.organisation, self.first_day = organisation, first_day
        self.by = keyed_by(organisation.slug)

    @property
    def plan(self):
        return ImprovementPlan.objects.get(organisation=self.organisation, first_day=self.first_day)

    def said(self, event):
        """What every action on a work-stream takes."""
        stream = WorkStream.objects.select_related("plan").get(plan=self.plan, ref=event["ref"])
        return {"stream": stream, "by": self.by, "version": None, "on": event["on"]}

    def do_begin(self, event):
        improvement.begin(
            organisation=self.organisation,
            by=self.by,
            on=event["on"],
            first_day=self.first_day,
            marking=event["marking"],
        )

    def do_add(self, event):
        says = only(event, "ref", "title", "recommendation", "response", "source", "number", "priority", "due")
        owner = post_called(self.organisation.slug, event["owner"])
        improvement.add(plan=self.plan, by=self.by, on=event["on"], owner=owner, **says)

    def do_state(self, event):
        improvement.state(**self.said(event), status=event["status"], note=event.get("note", ""))

    def do_due(self, event):
        improvement.move_due(**self.said(event), due=event["due"], reason=event["reason"])

    def do_refresh(self, event):
        improvement.refresh(plan=self.plan, by=self.by, version=None, on=event["on"])

    def do_close(self, event):
        improvement.close_year(plan=self.plan, by=self.by, version=None, on=event["on"], reason=event.get("reason", ""))
