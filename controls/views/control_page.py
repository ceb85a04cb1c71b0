"""Everything the page of one control says, as plain values for its template."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from controls.access import bodies_spoken_for
from controls.details import ControlDetails, Proof, Said, changed_since_agreed, details
from controls.entries import KINDS, numbers, permission_for
from controls.exceptions import Finding, exceptions, times
from controls.improvement_offers import offers_of_control
from controls.joint import JointRow, joint_index
from controls.lookups import NamedRisk, risks_named
from controls.models import Axis, Control, ControlLink, ControlState, ControlWording, Evidence, Progress
from controls.offers import offers, offers_withdrawing
from controls.position import ControlRow, everything
from controls.sight import Sight
from controls.timeline import timeline
from registers.audience import WITHHELD, Withheld
from registers.history import Entry
from registers.models import Agreement, AlignmentWording, Organisation, in_force
from registers.offers import Offer
from registers.scope import Scope
from registers.sentences import say_day
from registers.views.common import AskedScope
from registers.views.history import Line, Sitting, sittings


@dataclass(frozen=True)
class OfBody:
    """What one body says of how it gets on: the statement in force, and those before it."""

    organisation: Organisation
    latest: Said | None
    earlier: tuple[Said, ...]
    is_withheld: bool = False


@dataclass(frozen=True)
class ProofLink:
    """Evidence and where it opens; where it is withdrawn, for who may."""

    proof: Proof
    url: str
    withdraw_url: str = ""


@dataclass(frozen=True)
class ControlPage:
    """One control as its page tells it. `row` is None of a joint control that only waits to be agreed."""

    title: str
    description: str
    place: str
    place_url: str
    row: ControlRow | None
    details: ControlDetails
    scope: Scope
    joint: JointRow | None = None
    lead_body: str = ""
    sight: Sight | None = None
    is_changed: bool = False
    findings: tuple[Finding, ...] = ()
    bodies: tuple[OfBody, ...] = ()
    risks: tuple[NamedRisk, ...] = ()
    evidence: tuple[ProofLink, ...] | Withheld = ()
    sittings: tuple[Sitting, ...] = ()
    sees_history: bool = False
    main_offers: tuple[Offer, ...] = ()
    other_offers: tuple[Offer, ...] = ()
    pending: tuple["Waiting", ...] = ()

    @property
    def settled(self) -> Agreement | None:
        """The agreement it is shown by, for who sees no more than that."""
        return self.sight.agreement if self.sight and not self.sight.is_working else None

    @property
    def axis(self) -> str:
        return Axis(self.row.axis).label.lower() if self.row and self.row.axis else ""

    @property
    def is_withheld(self) -> bool:
        """Of a joint control: whether owner and dates are for readers of both registers only."""
        return self.details.dates is WITHHELD

    @property
    def moved(self) -> str:
        """Moved twice: from 30 June 2021 to 31 December 2021"""
        dates = self.details.dates
        if not dates or not dates.moves:
            return ""
        now = say_day(dates.due) if dates.due else "no date"
        return f"Moved {times(len(dates.moves))}: from {say_day(dates.original)} to {now}"


@dataclass(frozen=True)
class Waiting:
    """A wording that waits, and for whom, in words."""

    by: str
    waits_for: str
    title: str
    description: str
    on: date


def control_page(control: Control, user, audience, asked: AskedScope) -> ControlPage | None:
    """The page of a control as at the time asked for; None where it was not there then, or not to be seen."""
    index = everything(audience, asked.scope, only=[control.pk])
    row = next(iter(index.rows), None)
    joint = _joint(control, audience, asked) if control.is_joint else None
    if row is None:
        return _waiting(control, joint, audience, asked) if joint and joint.is_proposed else None
    sight, said = index.sight(row), details(index, [row])[row.control]
    view = index.views.get(row.register)
    named = risks_named(row.risks, audience, asked.scope, asked.query)
    offered = []
    if asked.is_now:
        offered = [
            *offers(user, control, row, sight),
            *offers_of_control(user, audience, control, said.title, row.is_sensitive),
        ]
    place, place_url = _place(control, view, sight, audience, asked)
    names = {body.pk: body for body in Organisation.objects.filter(kind=Organisation.Kind.BODY)}
    return ControlPage(
        title=said.title,
        description=said.description,
        place=place,
        place_url=place_url,
        row=row,
        details=said,
        scope=asked.scope if asked.is_now else replace(asked.scope, as_at=sight.scope.as_at),
        joint=joint,
        lead_body=names[joint.lead_body].short_name if joint and joint.lead_body else "",
        sight=sight,
        is_changed=bool(changed_since_agreed(index, [row])),
        findings=tuple(exceptions(row)),
        bodies=tuple(_bodies(row, said, sight, names, view)),
        risks=tuple(named[risk] for risk in row.risks if risk in named),
        evidence=_evidence(control, user, audience, row, said, asked),
        sittings=tuple(_history(control, user, row, sight, audience, asked)),
        sees_history=sight.sees_reasons,
        main_offers=tuple(offer for offer in offered if offer.is_main),
        other_offers=tuple(offer for offer in offered if not offer.is_main),
        pending=_pending(joint, names),
    )


def _joint(control, audience, asked):
    rows = joint_index(audience, asked.scope, [control.alignment_id])[control.alignment_id]
    return next((row for row in rows if row.control == control.pk), None)


def _waiting(control, joint, audience, asked):
    """A joint control that nobody but its proposer has agreed yet."""
    names = {body.pk: body for body in Organisation.objects.filter(kind=Organisation.Kind.BODY)}
    place, place_url = _alignment(control, asked.scope, audience, asked)
    return ControlPage(
        title=joint.title,
        description=joint.description,
        place=place,
        place_url=place_url,
        row=None,
        details=ControlDetails(),
        scope=asked.scope,
        joint=joint,
        pending=_pending(joint, names),
    )


def _place(control, view, sight, audience, asked):
    if control.is_joint:
        return _alignment(control, sight.scope, audience, asked)
    time = f"?{urlencode(asked.query)}" if asked.query else ""
    return view.register.title, view.register.get_absolute_url() + time


def _alignment(control, scope, audience, asked):
    of_it = AlignmentWording.objects.filter(alignment=control.alignment_id)
    wording = in_force(of_it.visible_to(audience), scope).first()
    time = f"?{urlencode(asked.query)}" if asked.query else ""
    name = f"{control.alignment}: {wording.title}" if wording else str(control.alignment)
    return name, control.alignment.get_absolute_url() + time


def _bodies(row, said, sight, names, view):
    """One's own alone; of a joint control both, each as far as its profile lets it be told."""
    shown = names.values() if view is None else [view.register.organisation]
    for body in shown:
        if body.pk not in sight.progress_of:
            yield OfBody(body, None, (), is_withheld=True)
            continue
        of_it = tuple(one for one in said.said if one.organisation.pk == body.pk)
        yield OfBody(body, of_it[0] if of_it else None, of_it[1:])


def _pending(joint, names):
    if joint is None:
        return ()
    return tuple(
        Waiting(
            by=names[one.organisation].short_name,
            waits_for=names[one.waits_for].short_name if one.waits_for else "",
            title=one.title,
            description=one.description,
            on=one.on,
        )
        for one in joint.pending
    )


# Evidence and timeline -----------------------------------------------------------------------------------------------


def _evidence(control, user, audience, row, said, asked):
    if said.evidence is WITHHELD:
        return WITHHELD
    places = numbers(Evidence, control, audience) if said.evidence else {}
    withdraws = bool(said.evidence) and asked.is_now and offers_withdrawing(user, control, row)
    time = f"?{urlencode(asked.query)}" if asked.query else ""
    return tuple(
        ProofLink(
            proof=proof,
            url=proof.url or reverse("controls:evidence", args=[control.number, places[proof.pk]]) + time,
            withdraw_url=_withdraw(control, places[proof.pk]) if withdraws else "",
        )
        for proof in said.evidence
    )


def _withdraw(control, number):
    return reverse("controls:evidence-withdraw", args=[control.number, number])


def _history(control, user, row, sight: Sight, audience, asked):
    entries = timeline(control, row, sight, audience)
    offer = Voiding(user, audience, control, sight, entries) if asked.is_now else None
    return sittings([offer.line(entry) if offer else Line(entry) for entry in entries])


class Voiding:
    """Who may take an entry back: whoever may enter one of its kind. Each permission is asked once."""

    def __init__(self, user, audience, control, sight, entries: list[Entry]):
        self.user, self.audience, self.control, self.sight = user, audience, control, sight
        self.known, self.numbers, self.bodies = {}, {}, None
        last = [type(entry.fact) for entry in entries if entry.is_last_word]
        # What a control began with is not taken back; where there is more, the page says which may be.
        self.kept = {model for model in (ControlState, ControlWording, ControlLink) if last.count(model) < 2}

    def line(self, entry: Entry) -> Line:
        fact = entry.fact
        if not entry.is_last_word or type(fact) not in KINDS or type(fact) in self.kept or not self._may(fact):
            return Line(entry)
        if type(fact) not in self.numbers:
            self.numbers[type(fact)] = numbers(type(fact), self.control, self.audience)
        where = [self.control.number, f"{KINDS[type(fact)]}-{self.numbers[type(fact)][fact.pk]}"]
        correct = reverse("controls:progress-correct", args=where) if isinstance(fact, Progress) else ""
        return Line(entry, correct_url=correct, void_url=reverse("controls:control-fact-void", args=where))

    def _may(self, fact):
        if isinstance(fact, ControlWording) and fact.proposal_id:
            return False  # what both agreed is not taken back by one
        if isinstance(fact, Progress) and fact.organisation_id not in self._speaks_for():
            return False
        needs = permission_for(fact)
        if needs not in self.known:
            self.known[needs] = self.user.has_perm(needs, self.control)
        return self.known[needs]

    def _speaks_for(self):
        if self.bodies is None:
            self.bodies = bodies_spoken_for(self.user, self.control)
        return self.bodies
