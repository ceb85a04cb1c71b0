"""Replays the demo's controls and progress from fixtures/ through the pages' own actions, as on the day each was said.

Loaded after the registers: what a board agreed then is cut by the moments things were recorded, not by the order here.
A control keeps its life together in its fixture, in "then"; what is not said of a part of it holds as of the whole.
"""

from controls.actions import controls, evidence, progress
from controls.models import Control
from registers.demo import as_recorded, day, keyed_by, only, post_called, read
from registers.models import Register

BODIES = ("met", "mopac")


def load_controls() -> None:
    """Each body's own controls, and how its risks and controls got on."""
    for body in BODIES:
        load_body(read(f"controls-{body}.json"))


def load_body(data: dict) -> None:
    replay = Replay(Register.objects.select_related("organisation").called(*data["register"].split("/")))
    for event in in_order([*_lives(data["controls"]), *data["progress"]]):
        with as_recorded(event):
            replay.play(event)


def in_order(events: list[dict]) -> list[dict]:
    """As they were recorded, and within a day as the fixture has them. Dates are counted from today first."""
    return sorted((dated(event) for event in events), key=lambda event: event["recorded"])


def dated(event: dict) -> dict:
    found = {name: day(event[name]) for name in ("on", "recorded", "due", "next_on") if event.get(name)}
    return {"do": "state_risk", "recorded": found["on"]} | event | found


def _lives(rows):
    """Every control as what happened to it: it was added, and then the rest."""
    for row in rows:
        yield row | {"do": "add"}
        for event in row["then"]:
            yield only(row, "number", "illustrative") | event


class Replay:
    """One event of a body's controls as the action it stands for."""

    def __init__(self, register):
        self.register = register
        self.by = keyed_by(register.organisation.slug)

    def play(self, event):
        getattr(self, f"do_{event['do']}")(event)

    def said(self, event):
        return {"by": self.by, "on": event["on"]}

    def of(self, event):
        """What every action on a control takes."""
        control = Control.objects.select_related("register__organisation").get(number=event["number"])
        return {"control": control, "version": None} | self.said(event)

    def post(self, title):
        return post_called(self.register.organisation.slug, title) if title else None

    def statement(self, event):
        return {"status": event["status"], "narrative": event.get("why", ""), "stated_by": self.post(event.get("by"))}

    def do_add(self, event):
        controls.add(
            register=self.register,
            risks=list(self.register.risks.filter(ref__in=event["risks"])),
            owner=self.post(event.get("owner")),
            is_key=event.get("key", False),
            **only(event, "number", "title", "description", "stage", "axis", "due", "marking"),
            **self.said(event),
        )

    def do_stage(self, event):
        controls.set_stage(**self.of(event), stage=event["stage"], reason=event.get("why", ""))

    def do_due(self, event):
        controls.move_due(**self.of(event), due=event["due"], reason=event["why"])

    def do_own(self, event):
        controls.edit(**self.of(event), owner=self.post(event["post"]), reason=event["why"])

    def do_rate(self, event):
        controls.rate(**self.of(event), **only(event, "rating", "line", "said_by"), reason=event["why"])

    def do_evidence(self, event):
        evidence.attach(**self.of(event), **only(event, "name", "url"))

    def do_state(self, event):
        progress.state(**self.of(event), **self.statement(event))

    def do_note(self, event):
        progress.note_unchanged(controls=[self.of(event)["control"]], **self.said(event))

    def do_state_risk(self, event):
        risk = self.register.risks.get(ref=event["ref"])
        progress.state_risk(risk=risk, version=None, **self.said(event), **self.statement(event))


__all__ = ["in_order", "load_controls"]
