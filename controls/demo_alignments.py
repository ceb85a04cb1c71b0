"""Replays the demo's alignments and joint controls, from fixtures/alignments.json, as on the day each was said.

An alignment keeps its life together in its fixture, and its joint controls theirs: each proposed by one body, agreed
by the other, "then" the rest. "by" is the body that speaks; its own lead keys it.
"""

from controls.actions import controls, joint, progress
from controls.demo import in_order
from controls.models import Control, Proposal, Stage
from controls.rules import stage_on
from registers.actions import alignments
from registers.demo import as_recorded, keyed_by, only, post_called, read
from registers.models import Alignment, Organisation, Register


def load_alignments() -> None:
    """Every alignment with its joint controls, and what each body aligned with nothing."""
    data = read("alignments.json")
    declined = [row | {"do": "decline", "by": row["risk"].split("/")[0]} for row in data["aligned_with_nothing"]]
    replay = Replay()
    for event in in_order([*_lives(data["alignments"]), *declined]):
        with as_recorded(event):
            replay.play(event)


def _lives(rows):
    for row in rows:
        common = {"alignment": row["number"]} | only(row, "illustrative")
        yield row | {"do": "begin"}
        for control in row.get("controls", ()):
            yield from _life_of_joint(common, control)
        for event in row.get("then", ()):
            yield common | event


def _life_of_joint(common, row):
    """Who proposed it and when was never published: that is illustrative, where its wording is not."""
    common = common | only(row, "number", "illustrative")
    begins = only(row, "title", "description", "stage", "lead")
    yield common | begins | row["proposed"] | {"do": "propose", "illustrative": True}
    if "agreed" in row:
        other = {"met": "mopac", "mopac": "met"}[row["proposed"]["by"]]
        yield common | {"do": "agree", "by": other} | row["agreed"]
    for event in row.get("then", ()):
        yield common | event


class Replay:
    """One event of an alignment as the action it stands for."""

    def __init__(self):
        self.bodies = {body.slug: body for body in Organisation.objects.all()}

    def play(self, event):
        getattr(self, f"do_{event['do']}")(event, {"by": keyed_by(event["by"]), "on": event["on"]})

    def risk(self, name):
        """A risk by body and reference: "met/101"."""
        body, ref = name.split("/")
        return Register.objects.called(body, "corporate").risks.get(ref=ref)

    def of(self, event, said):
        """What every action on an alignment takes."""
        return {"alignment": Alignment.objects.get(number=event["alignment"]), "version": None} | said

    def by_body(self, event, said):
        return self.of(event, said) | {"organisation": self.bodies[event["by"]]}

    def of_joint(self, event, said):
        control = Control.objects.select_related("alignment").get(number=event["number"])
        return {"control": control, "version": None} | said

    def do_begin(self, event, said):
        alignments.begin(
            risks=[self.risk(name) for name in event["risks"]],
            aliases=event.get("aliases", ()),
            **only(event, "number", "kind", "title", "rationale"),
            **said,
        )

    def do_join(self, event, said):
        alignments.join(**self.of(event, said), risk=self.risk(event["risk"]), reason=event["why"])

    def do_leave(self, event, said):
        alignments.leave(**self.of(event, said), risk=self.risk(event["risk"]), reason=event["why"])

    def do_respond(self, event, said):
        alignments.respond(**self.of(event, said), risk=self.risk(event["risk"]), text=event["text"])

    def do_view(self, event, said):
        alignments.view(**self.by_body(event, said), **only(event, "in_place", "working", "residual"))

    def do_review(self, event, said):
        alignments.review(**self.by_body(event, said), reason=event["why"], **only(event, "next_on"))

    def do_end(self, event, said):
        """Its joint controls are retired with it."""
        for control in Control.objects.filter(alignment__number=event["alignment"]):
            if stage_on(control, event["on"]) is not Stage.RETIRED:
                controls.set_stage(control=control, version=None, stage=Stage.RETIRED, reason=event["retire"], **said)
        alignments.end(**self.of(event, said), reason=event["why"])

    def do_decline(self, event, said):
        alignments.decline(risk=self.risk(event["risk"]), version=None, reason=event["why"], **said)

    def do_propose(self, event, said):
        control = Control.objects.filter(number=event["number"]).first()
        new = only(event, "stage", "number") | {"lead_body": self.bodies.get(event.get("lead"))}
        wording = only(event, "title", "description")
        joint.propose(**self.by_body(event, said), control=control, **wording, **({} if control else new))

    def do_agree(self, event, said):
        """The latest wording that was proposed."""
        proposal = Proposal.objects.filter(control__number=event["number"]).order_by("recorded_at", "pk").last()
        answer = {"organisation": self.bodies[event["by"]], "agrees": True} | only(event, "how", "where")
        joint.answer(proposal=proposal, version=None, **answer, **said)

    def do_stage(self, event, said):
        controls.set_stage(**self.of_joint(event, said), stage=event["stage"])

    def do_state(self, event, said):
        stated_by = post_called(event["by"], event["stated_by"]) if "stated_by" in event else None
        common = self.of_joint(event, said) | {"organisation": self.bodies[event["by"]]}
        progress.state(**common, status=event["status"], narrative=event["why"], stated_by=stated_by)


__all__ = ["load_alignments"]
