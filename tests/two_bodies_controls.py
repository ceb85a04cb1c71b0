"""What the bodies of tests/two_bodies.py do about their risks: controls in every state of visibility.

Of each body: one open control, one on a sensitive risk, one on both, one marked sensitive itself, one that was
sensitive for a while, one marked since its board agreed, and one unmarked since. `word("title")` plants a word of that
body; `told` plants one only where the body's profile withholds what it says of controls.
"""

import re
from dataclasses import dataclass
from datetime import date

from controls.actions import controls, evidence, improvement
from controls.uploads import checked
from registers.models import Marking
from registers.models.registers import FactClass
from tests.control_factories import add_control, move_due, on, rate, state, state_risk
from tests.factories import open_risk

BEGUN = date(2021, 8, 9)
STATED = date(2021, 9, 6)
LATER = date(2021, 11, 8)
SINCE = date(2022, 2, 8)  # after the board agreed what stood at the end of 2021
PROMISED = date(2021, 10, 15)
WORKING = re.compile(r"Working \w+ (own|other)\b")  # what a board has not agreed: for its body and auditors


@dataclass
class Keeper:
    """One body's controls as they are written down."""

    world: object
    name: str
    variant: str
    word: object

    def __post_init__(self):
        self.risks = self.world.risks[self.name]
        self.lead = self.world.visitors[f"{self.name} lead"]
        self.board = self.world.visitors[f"{self.name} board"]
        self.register = self.risks["first"].register
        self.post = self.register.organisation.posts.order_by("pk").first()
        closed = self.register.profile[FactClass.CONTROLS] == Marking.SENSITIVE
        self.told = self.word if closed else lambda what: f"Said openly of {what}"
        self.status = "limited" if self.variant != "b" or not closed else "slipped"
        self.kept = {}

    def add(self, name, *risks, **said):
        self.kept[name] = add_control(*(self.risks[risk] for risk in risks), **{"day": BEGUN, "by": self.lead} | said)
        return self.kept[name]

    def mark(self, name, marking, day, reason="Named"):
        said = {"by": self.board, "version": None, "on": day, "marking": marking, "reason": reason}
        with on(day):
            controls.mark(control=self.kept[name], **said)

    def write(self):
        self._open()
        self._on_sensitive_risks()
        self._marked()
        self._for_a_while()
        self._since()
        self._of_risks()
        self.world.controls[self.name] = self.kept

    def _open(self):
        word, told = self.word, self.told
        file = checked(f"{told('proof')}.txt", told("file").encode())
        said = {"owner": self.post, "is_key": True, "due": PROMISED, "evidence": {"name": told("proof"), "file": file}}
        control = self.add("open", "first", title=told("umbrella"), description=told("what"), **said)
        move_due(control, date(2022, 1, 31), STATED, reason=word("due"), by=self.lead)
        state(control, self.status, STATED, narrative=told("narrative"), by=self.lead, stated_by=self.post)
        rate(control, "partly", STATED, by=self.lead, said_by=told("auditor"), reason=word("found"))
        self._withdraw(control)
        self.add("potential", "second", title=told("roof"), stage="potential")
        self.add("in place", "second", title=told("gutter"), stage="in-place")
        retired = self.add("retired", "second", title=told("tent"))
        with on(LATER):
            said = {"by": self.lead, "version": None, "on": LATER, "stage": "retired", "reason": word("retired")}
            controls.set_stage(control=retired, **said)

    def _withdraw(self, control):
        said = {"by": self.lead, "version": None}
        with on(STATED):
            told = self.told("early")
            link = f"https://proof.example/{self.told('link').replace(' ', '-')}"
            attached = evidence.attach(control=control, on=STATED, name=told, url=link, **said)
        with on(LATER):
            evidence.withdraw(evidence=attached, on=LATER, reason=self.word("withdrawn"), **said)

    def _on_sensitive_risks(self):
        word = self.word
        control = self.add(
            "secret", "secret", title=word("controltitle"), description=word("controltext"), due=PROMISED
        )
        state(control, "slipped", STATED, narrative=word("controlsays"), by=self.lead)
        self.add("both", "fourth", "secret", title=self.told("boots"), is_key=True)
        state(self.kept["both"], "on-track", STATED, by=self.lead)

    def _marked(self):
        word = self.word
        proof = {"name": word("markedproof"), "url": "https://proof.example/3"}
        said = {"marking": Marking.SENSITIVE, "is_key": True, "evidence": proof, "owner": self.post, "due": PROMISED}
        control = self.add("marked", "first", title=word("markedtitle"), description=word("markedtext"), **said)
        # So that counts of a list, and what key controls say of a risk, would differ between the variants.
        state(control, "slipped" if self.variant != "b" else "on-track", STATED, word("markednote"), by=self.lead)
        if self.variant == "b":
            move_due(control, date(2022, 5, 31), LATER, reason=word("markeddue"), by=self.lead)

    def _for_a_while(self):
        """Sensitive from its beginning until its board settled that it is not."""
        word = self.word
        said = {"marking": Marking.SENSITIVE, "day": date(2021, 6, 1)}
        control = self.add("while", "fourth", title=word("whiletitle"), description=word("whiletext"), **said)
        state(control, "slipped", date(2021, 7, 1), narrative=word("whilenote"), by=self.lead)
        with on(STATED):
            reworded = {"title": self.told("scarf"), "description": self.told("wool"), "reason": word("whilewhy")}
            controls.edit(control=control, by=self.lead, version=None, on=STATED, **reworded)
            state(control, "on-track", STATED, by=self.lead)
        self.mark("while", Marking.OFFICIAL, date(2021, 10, 1), reason=word("lowered"))

    def _since(self):
        """What changed after the board agreed: for the own body alone, but a marking protects at once."""
        word = self.word
        self.add("raised", "second", title=word("raisedtitle"), is_key=True, due=PROMISED)
        state(self.kept["raised"], "slipped", STATED, narrative=word("raisednote"), by=self.lead)
        self.mark("raised", Marking.SENSITIVE, SINCE)
        said = {"marking": Marking.SENSITIVE, "description": word("hatstext")}
        self.add("lowered", "second", title=word("hatstitle"), **said)
        state(self.kept["lowered"], "slipped", STATED, narrative=word("hatsnote"), by=self.lead)
        with on(SINCE):
            title = self._working("hats")
            controls.edit(
                control=self.kept["lowered"], by=self.lead, version=None, on=SINCE, title=title, description=""
            )
            state(self.kept["lowered"], "on-track", SINCE, by=self.lead)
        self.mark("lowered", Marking.OFFICIAL, SINCE)
        self.add("newer", "first", title=self._working("gloves"), day=SINCE, due=PROMISED)
        state(self.kept["newer"], "slipped", SINCE, narrative=self._working("since"), by=self.lead)
        state(self.kept["both"], "limited", SINCE, narrative=self._working("since"), by=self.lead)
        said = {"by": self.lead, "version": None, "on": SINCE}
        linked = ("second", "secret") if self.variant == "b" else ("second",)  # the edit counts in both variants
        with on(SINCE):
            controls.edit(control=self.kept["potential"], **said, risks=[self.risks[risk] for risk in linked])

    def _working(self, text):
        """What is being worked on; planted besides, where the profile withholds it."""
        return f"Working {text} {self.name} {self.told('working')}"

    def _of_risks(self):
        for risk in ("first", "second"):
            state_risk(self.risks[risk], self.status, STATED, narrative=self.told("risknote"), by=self.lead)
        state_risk(self.risks["secret"], "slipped", STATED, narrative=self.word("secretnote"), by=self.lead)
        state_risk(self.risks["fourth"], "on-track", STATED, by=self.lead)
        said = {"narrative": self._working("since"), "by": self.lead}
        state_risk(self.risks["fourth"], "slipped", SINCE, **said)


def add_directorates(world) -> None:
    """What a directorate does about its risk: nothing of it is for anybody else."""
    boilers = world.risks["directorate"]["first"]
    by = world.visitors["own lead"]
    control = add_control(boilers, day=BEGUN, by=by, title="Boiler service", is_key=True, due=PROMISED)
    state(control, "slipped", STATED, narrative="Boilers wait", by=by)
    world.controls["directorate"] = {"first": control}


def link_plan(world) -> None:
    """A work-stream that all members read bears on controls that not all of them see."""
    stream = world.plans["open"].streams.get(ref="A1")
    kept = world.controls["own"]
    linked = [kept[name] for name in ("open", "both", "secret", "marked", "while", "lowered")]
    with on(LATER):
        improvement.link(stream=stream, by=world.visitors["own lead"], version=None, on=LATER, controls=linked)


def add_news(world) -> None:
    """More that no board has agreed, of every kind: a world with it looks the same to the other body."""
    keeper = Keeper(world, "own", world.variant, lambda what: "")
    lead, first = keeper.lead, keeper.risks["first"]
    said = {"by": lead, "version": None, "on": SINCE}
    newer = open_risk(keeper.register, SINCE, by=lead, title="Working risk own", description="Working text own")
    with on(SINCE):
        kept = world.controls["own"]
        controls.edit(control=kept["open"], title="Working umbrella own", description="Working what own", **said)
        controls.move_due(control=kept["open"], due=date(2022, 7, 1), reason="Working due own", **said)
        controls.set_stage(control=kept["potential"], stage="planned", **said)
        controls.edit(control=kept["both"], risks=[first, keeper.risks["second"]], is_key=False, **said)
        controls.set_stage(control=kept["in place"], stage="retired", reason="Working reason own", **said)
        evidence.attach(control=kept["open"], name="Working proof own", url="https://proof.example/9", **said)
    state(kept["open"], "no-progress", SINCE, "Working note own", by=lead)
    rate(kept["open"], "effective", SINCE, by=lead, said_by="Working auditor own")
    state_risk(first, "no-progress", SINCE, "Working note own", by=lead)
    add_control(newer, first, day=SINCE, by=lead, title="Working control own", is_key=True, due=PROMISED)
