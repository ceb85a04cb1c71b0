"""Which alignments and joint controls wait for a person, and which for the other body? For the home page.

Something is listed until it is done: a proposed wording until it is answered, a review until it is recorded.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from controls.models import Proposal
from registers import clock
from registers.models import Organisation, Role
from registers.position import View
from registers.views.changing import today
from reports.alignment_values import Aligned
from reports.alignments import alignments
from reports.papers.figures import one_moment
from reports.tied import bodies_led


@dataclass(frozen=True)
class Wording:
    """A wording of a joint control that one body proposes."""

    reference: str
    title: str
    alignment: str
    alignment_url: str
    url: str  # to answer it, or to take it back
    proposed_by: Organisation
    waits_for: Organisation
    on: date
    is_yours: bool  # waits for the person's body
    control: int
    proposal: int
    is_sensitive: bool  # by a risk of its alignment


@dataclass(frozen=True)
class Review:
    """An alignment that a body has still to review."""

    alignment: str
    url: str  # to record the review
    body: Organisation
    due: date | None  # the day it was to be looked at, where that has come
    happened: tuple[str, ...]  # to its risks, since the body looked at it last


@dataclass(frozen=True)
class Waiting:
    wordings: tuple[Wording, ...] = ()
    reviews: tuple[Review, ...] = ()
    views: tuple[View, ...] = field(default=(), compare=False)  # of the registers whose sensitive risks are behind it

    def __bool__(self) -> bool:
        return bool(self.wordings or self.reviews)

    @property
    def marking(self) -> str:
        """What the page wears that tells of these: some are behind alignments with a sensitive risk."""
        return "OFFICIAL-SENSITIVE" if self.views else "OFFICIAL"

    @property
    def yours(self) -> list[Wording]:
        return [wording for wording in self.wordings if wording.is_yours]

    @property
    def theirs(self) -> list[Wording]:
        return [wording for wording in self.wordings if not wording.is_yours]


def waiting(user, audience) -> Waiting:
    """What waits at the tables of the bodies for which a person may agree, or edit; nothing for who may do neither."""
    agrees, leads = bodies_led(user, (Role.LEAD, Role.BOARD)), bodies_led(user)
    if not agrees:
        return Waiting()
    with one_moment():
        found = [each for each in alignments(audience, today()).standing if each.reads]
        numbers = _numbers(found)
    wordings = [wording for each in found for wording in _wordings(each, agrees, numbers)]
    reviews = [review for each in found for review in _reviews(each, leads)]
    told = {wording.alignment_url for wording in wordings} | {_url(each) for each in found if _reviews(each, leads)}
    views = [side.view for each in found if _url(each) in told and _is_sensitive(each) for side in each.sides]
    by_register = {view.register.pk: view for view in views}
    wordings.sort(key=lambda wording: not wording.is_yours)
    return Waiting(tuple(wordings), tuple(reviews), tuple(by_register.values()))


def _url(aligned: Aligned) -> str:
    return aligned.alignment.get_absolute_url()


def _is_sensitive(aligned: Aligned) -> bool:
    return any(member.row.is_sensitive for side in aligned.sides for member in side.members)


def _numbers(found: list[Aligned]) -> dict[int, int]:
    """What each proposal is called in an address: its place among those of its control."""
    controls = [row.control for each in found for row in each.pending]
    places: dict[int, int] = defaultdict(int)
    numbers = {}
    rows = Proposal.objects.filter(control__in=controls).order_by("pk") if controls else ()
    for proposal in rows:
        places[proposal.control_id] += 1
        numbers[proposal.pk] = places[proposal.control_id]
    return numbers


def _wordings(aligned: Aligned, agrees, numbers):
    bodies = {side.organisation.pk: side.organisation for side in aligned.sides}
    for row in aligned.pending:
        for pending in row.pending:
            if pending.waits_for not in bodies or pending.organisation not in bodies:
                continue
            if not agrees & {pending.waits_for, pending.organisation}:
                continue
            is_yours = pending.waits_for in agrees
            where = [aligned.number, row.number, numbers[pending.proposal]]
            yield Wording(
                reference=row.reference,
                title=pending.title,
                alignment=aligned.title,
                alignment_url=_url(aligned),
                url=reverse("reports:joint-answer" if is_yours else "reports:joint-take-back", args=where),
                proposed_by=bodies[pending.organisation],
                waits_for=bodies[pending.waits_for],
                on=pending.on,
                is_yours=is_yours,
                control=row.control,
                proposal=pending.proposal,
                is_sensitive=_is_sensitive(aligned),
            )


def _reviews(aligned: Aligned, leads) -> list[Review]:
    found = []
    for side in aligned.sides:
        if side.organisation.pk not in leads:
            continue
        due = side.next_review if side.next_review and side.next_review <= clock.today() else None
        happened = tuple(told.words for told in aligned.to_review if side.organisation in told.must_review)
        if due or happened:
            url = reverse("reports:alignment-review", args=[aligned.number, side.organisation.slug])
            found.append(Review(aligned.title, url, side.organisation, due, happened))
    return found
