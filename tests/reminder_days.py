"""120 made-up days of two bodies: what people do at noon, drawn from a seed. For the oracle test of reminders."""

import random
from contextlib import suppress
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from controls.models import Consent, Control, ControlDue, ControlOwner, ControlState, ControlWording, Proposal
from registers import clock
from registers.actions import people
from registers.actions.writing import append
from registers.models import (
    Alignment,
    AlignmentMember,
    AlignmentState,
    AlignmentWording,
    Clearance,
    Holding,
    Membership,
    Post,
    Review,
    RiskState,
)
from reports.actions import mail as wishes
from reports.models import Action, Meeting, PanelRequest
from tests.control_factories import add_control, move_due, state, state_risk
from tests.factories import CLOSED_PROFILE, PostFactory, RegisterFactory, agree, open_risk, score_risk, somebody
from tests.follow_up_factories import ask_panel_request, board_of, close_request, meet, set_action, turn_action
from tests.mail_worlds import a_body, mark

FIRST = date(2024, 1, 2)
KEPT_CLOSED = CLOSED_PROFILE | dict.fromkeys(("controls", "progress"), "official-sensitive")


class Days:
    """Everything that happens, day after day."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.by = somebody()
        self.north, self.south = a_body("north", 1), a_body("south", 2, KEPT_CLOSED)
        self.estates = RegisterFactory(
            organisation=self.north.organisation, slug="estates", kind="directorate", title="Estates risk register",
            profile=self.north.profile,
        )  # fmt: skip
        self.registers = [self.north, self.north, self.estates, self.south]
        self.today = FIRST
        self.posts = {
            register.organisation_id: [PostFactory(organisation=register.organisation) for _ in range(number)]
            for register, number in ((self.north, 5), (self.south, 4))
        }
        self.people = self._people()
        self.boards = [board_of(self.north.organisation, "North board"), board_of(None, "Joint group")]
        for register in (self.north, self.estates, self.south):
            for _ in range(3):
                self.opens(register)
        self._align()

    def _people(self):
        north, south = self.north.organisation, self.south.organisation
        found = [
            somebody(("lead", north), cleared_by=[north]),
            somebody(("lead", north)),
            somebody(("board", north), ("reader", south)),
            somebody({"role": "lead", "organisation": north, "own_risks_only": True}),
            somebody(("lead", south), cleared_by=[south]),
            somebody(("lead", south)),
            somebody(("reader", north)),
        ]
        self.wish(found[0], "daily", 0, True)
        self.wish(found[2], "weekly", 3, False)
        self.wish(found[3], "daily", 0, True)
        self.wish(found[4], "weekly", 2, True)
        self.wish(found[6], "never", 0, True)
        for number, user in enumerate(found):
            bodies = sorted({row.organisation_id for row in user.memberships.all()})
            post = self.posts[bodies[0]][number % len(self.posts[bodies[0]])]
            self.hold(post, user)
        return found

    def _align(self):
        said = {"by": self.by, "on": self.today}
        self.alignment = Alignment.objects.create(number=1)
        with clock.at(clock.moment_on(self.today)):
            append(AlignmentState, alignment=self.alignment, turn="begun", **said)
            append(AlignmentWording, alignment=self.alignment, title="Weather", **said)
            for register in (self.north, self.south):
                risk = register.risks.order_by("ref").first()
                append(AlignmentMember, alignment=self.alignment, risk=risk, **said)

    # A day ---------------------------------------------------------------------------------------

    def live(self):
        """What happens at noon of a day, before the next one dawns."""
        deeds = [deed for deed, weight in self.weights().items() for _ in range(weight)]
        for deed in self.draw.sample(deeds, self.draw.choice((1, 2, 2, 3))):
            with clock.at(clock.moment_on(self.today, 12)), suppress(ValidationError), transaction.atomic():
                deed()
        self.today += timedelta(days=1)

    def weights(self):
        return {
            self.opens: 1,
            self.closes_or_reopens: 2,
            self.reviews: 6,
            self.states_progress: 3,
            self.marks: 3,
            self.stewards: 3,
            self.adds_control: 3,
            self.moves_date: 2,
            self.states_control: 3,
            self.turns_control: 2,
            self.scores: 4,
            self.agrees: 3,
            self.sets_action: 3,
            self.turns_action: 2,
            self.asks: 2,
            self.closes_request: 1,
            self.takes_up_or_leaves: 3,
            self.is_renamed: 1,
            self.clears: 1,
            self.wishes_otherwise: 1,
            self.proposes: 1,
            self.answers: 3,
            self.copies: 1,
            self.closes_meeting: 1,
            self.is_moved_on: 1,
        }

    def risk(self):
        return self.draw.choice(list(self.draw.choice(self.registers).risks.order_by("pk")))

    def an_open_risk(self):
        for _ in range(20):
            risk = self.risk()
            if self.last(RiskState, risk=risk).turn != "closed":
                return risk
        return None

    def last(self, model, **key):
        return model.objects.filter(**key).order_by("on", "recorded_at", "pk").last()

    def said(self, why="So it was"):
        return {"by": self.by, "on": self.today, "reason": why}

    def some_posts(self, organisation):
        posts = [post for post in self.posts[organisation] if not post.until]
        return self.draw.sample(posts, self.draw.choice((0, 1, 1, 2)))

    # What people do ------------------------------------------------------------------------------

    def opens(self, register=None):
        register = register or self.draw.choice(self.registers)
        leads, owners = (self.some_posts(register.organisation_id) for _ in range(2))
        score = self.draw.choice((None, (self.draw.randint(1, 4), self.draw.randint(1, 4))))
        open_risk(register, on=self.today, by=self.by, score=score, leads=leads, owners=owners)

    def closes_or_reopens(self):
        risk = self.risk()
        turn = "reopened" if self.last(RiskState, risk=risk).turn == "closed" else "closed"
        append(RiskState, risk=risk, turn=turn, **self.said())

    def reviews(self):
        risk, days = self.risk(), self.draw.choice((5, 12, 20, 40, None))
        next_on = days and self.today + timedelta(days=days)
        append(Review, risk=risk, outcome="discussed", next_on=next_on, **self.said())

    def states_progress(self):
        if risk := self.an_open_risk():
            state_risk(risk, self.draw.choice(("on-track", "slipped", "complete")), self.today, "It goes on", self.by)

    def marks(self):
        risk = self.risk()
        now = self.last(type(risk).detail_facts.rel.related_model, risk=risk, aspect="marking")
        mark(risk, self.today, "official" if now and now.value != "official" else "official-sensitive")

    def stewards(self):
        from registers.models import OwnedPost, Ownership

        risk, role = self.risk(), self.draw.choice(("lead", "owner"))
        row = append(Ownership, risk=risk, role=role, **self.said())
        for place, post in enumerate(self.some_posts(risk.register.organisation_id)):
            OwnedPost.objects.create(ownership=row, post=post, place=place)

    def adds_control(self):
        if risk := self.an_open_risk():
            posts = self.some_posts(risk.register.organisation_id)
            due = self.draw.choice((None, self.today + timedelta(days=self.draw.randint(1, 40))))
            stage = self.draw.choice(("potential", "planned", "planned"))
            add_control(risk, day=self.today, by=self.by, stage=stage, owner=posts[0] if posts else None, due=due)

    def control(self):
        found = list(Control.objects.filter(register__isnull=False).order_by("pk"))
        return self.draw.choice(found) if found else None

    def moves_date(self):
        control = self.control()
        row = control and self.last(ControlDue, control=control)
        if row and row.due:
            move_due(control, row.due + timedelta(days=self.draw.randint(1, 20)), self.today, by=self.by)

    def states_control(self):
        control = self.control()
        if control and self.last(ControlState, control=control).stage in ("planned", "in-place"):
            state(control, self.draw.choice(("on-track", "limited", "complete")), self.today, "It goes on", self.by)

    def turns_control(self):
        if control := self.control():
            stage = self.draw.choice(("planned", "in-place", "in-place", "retired"))
            append(ControlState, control=control, stage=stage, **self.said())
            posts = self.some_posts(control.register.organisation_id)
            append(ControlOwner, control=control, post=posts[0] if posts else None, **self.said())

    def scores(self):
        if risk := self.an_open_risk():
            score_risk(risk, self.draw.randint(1, 4), self.draw.randint(1, 4), on=self.today, by=self.by)

    def agrees(self):
        register = self.draw.choice((self.north, self.south, self.south))
        agree(register, self.today - timedelta(days=self.draw.choice((0, 0, 3))), self.by, on=self.today)

    def sets_action(self):
        board = self.draw.choice(self.boards)
        body = board.organisation_id or self.draw.choice(sorted(self.posts))
        post = self.draw.choice([post for post in self.posts[body] if not post.until])
        due, risk = self.today + timedelta(days=self.draw.randint(0, 25)), None
        if self.draw.random() < 0.4:
            risk = self.an_open_risk()
            risk = risk if risk and risk.register.organisation_id == post.organisation_id else None
        kind = "response" if risk else "action"
        set_action(board, self.today, post=post, due_on=due, risk=risk, by=self.by, kind=kind)

    def turns_action(self):
        found = list(Action.objects.exclude(turns__state="done").order_by("pk"))
        if found:
            turned = self.draw.choice(("done", "open"))
            due = self.today + timedelta(days=9) if turned == "open" else None
            turn_action(self.draw.choice(found), self.today, turned, by=self.by, due_on=due)

    def asks(self):
        register = self.draw.choice((self.north, self.south))
        due = self.draw.choice((None, self.today + timedelta(days=self.draw.randint(5, 50))))
        post = self.draw.choice([post for post in self.posts[register.organisation_id] if not post.until])
        risk = self.draw.choice((None, register.risks.order_by("pk").first()))
        ask_panel_request(register.organisation, self.today, self.by, post=post, due_on=due, risk=risk)

    def closes_request(self):
        found = list(PanelRequest.objects.exclude(turns__state="closed").order_by("pk"))
        if found:
            close_request(self.draw.choice(found), self.today, self.by, text="Enough")

    def hold(self, post, user, holds=True):
        append(Holding, post=post, name=user.name, user=user, holds=holds, by=self.by, on=self.today, reason="")

    def takes_up_or_leaves(self):
        user = self.draw.choice(self.people)
        body = self.draw.choice(sorted({row.organisation_id for row in user.memberships.all()}))
        post = self.draw.choice([post for post in self.posts[body] if not post.until])
        now = self.last(Holding, post=post, name=user.name)
        self.hold(post, user, holds=not (now and now.holds))

    def is_renamed(self):
        body = self.draw.choice(sorted(self.posts))
        old = self.draw.choice([post for post in self.posts[body] if not post.until])
        new = people.rename_post(post=old, by=self.by, title=f"{old.title} and more", on=self.today)
        old.refresh_from_db()
        self.posts[body] = [*(post for post in self.posts[body] if post.pk != old.pk), old, new]

    def clears(self):
        user, register = self.draw.choice(self.people), self.draw.choice((self.north, self.south))
        now = Clearance.objects.filter(user=user, organisation=register.organisation, until=None).first()
        if now:
            now.until = self.today
            now.save()
        else:
            body = register.organisation
            Clearance.objects.create(user=user, organisation=body, granted_by=self.by, since=self.today)

    def wish(self, user, reminders, weekday, digest):
        wishes.prefer(user=user, by=user, reminders=reminders, weekday=weekday, digest=digest)

    def wishes_otherwise(self):
        often = self.draw.choice(("daily", "weekly", "weekly", "weekly", "never"))
        self.wish(self.draw.choice(self.people), often, self.draw.randint(0, 6), self.draw.random() < 0.7)

    def proposes(self):
        body = self.draw.choice((self.north, self.south)).organisation
        control = Control.objects.create(number=Control.objects.count() + 1, alignment=self.alignment)
        said = {"title": f"Coats {control.number}", "stage": "planned", **self.said()}
        append(Proposal, control=control, organisation=body, **said)

    def answers(self):
        found = list(Proposal.objects.filter(consents=None).order_by("pk"))
        if found:
            proposal = self.draw.choice(found)
            body = self.south if proposal.organisation_id == self.north.organisation_id else self.north
            said = {"control": proposal.control, **self.said()}
            agrees = self.draw.random() < 0.5
            append(Consent, proposal=proposal, organisation=body.organisation, agrees=agrees, **said)
            if agrees:
                append(ControlState, stage="planned", **said)
                append(ControlWording, title=proposal.title, proposal=proposal, **said)

    def copies(self):
        register = self.draw.choice((self.north, self.south))
        wants = self.draw.random() < 0.8
        wishes.set_up(organisation=register.organisation, by=self.by, copies_line_managers=wants)
        posts = [post for post in self.posts[register.organisation_id] if not post.until]
        post, other = self.draw.sample(posts, 2)
        Post.objects.filter(pk=post.pk).update(reports_to=other)
        post.reports_to = other

    def closes_meeting(self):
        meeting = meet(self.draw.choice(self.boards), self.today, self.by)
        Meeting.objects.filter(pk=meeting.pk).update(status="closed", closed_at=clock.now(), minutes={})

    def is_moved_on(self):
        """Somebody's role ends, and begins again another day."""
        user = self.draw.choice(self.people)
        ended = Membership.objects.filter(user=user, until__isnull=False).first()
        if ended:
            Membership.objects.create(
                user=user, organisation=ended.organisation, role=ended.role, since=self.today,
                own_risks_only=ended.own_risks_only,
            )  # fmt: skip
            Membership.objects.filter(pk=ended.pk).update(since=date(2009, 1, 1), until=date(2009, 2, 1))
        else:
            row = user.memberships.order_by("pk").first()
            Membership.objects.filter(pk=row.pk).update(until=self.today)
