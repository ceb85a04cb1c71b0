"""What do the pages of alignments show beside what was read: joint controls by body, and what may be done with each?

Plain values for templates, which choose and loop.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from controls.details import Said
from controls.joint import JointRow, Pending, Worded
from controls.progress import Status
from registers.audience import Withheld
from registers.models import Organisation
from registers.offers import Offer
from registers.views.common import marking_of
from reports.alignment_offers import AlignmentOffers
from reports.alignment_values import Aligned, Member, Side
from reports.divergence import Divergence, in_words, sentence

SENSITIVE = "OFFICIAL-SENSITIVE"


@dataclass(frozen=True)
class Stated:
    """How one body says that a joint control gets on."""

    body: Organisation
    said: Said | Withheld | None  # None where it has stated nothing

    @property
    def status(self) -> Status | Withheld | None:
        return self.said.status if self.said else self.said


@dataclass(frozen=True)
class Waiting:
    """A wording that one body proposes, and who must act."""

    pending: Pending
    by: str
    waits_for: str
    is_first: bool  # no wording of the control has stood yet
    offers: tuple[Offer, ...] = ()

    @property
    def words(self) -> str:
        """ "The Met proposed another wording on 2 May 2018. It waits for MOPAC to agree." """
        what = "this joint control" if self.is_first else "another wording"
        proposed = sentence(f"{self.by} proposed {what} on {in_words(self.pending.on)}.")
        return f"{proposed} It waits for {self.waits_for} to agree." if self.waits_for else proposed


@dataclass(frozen=True)
class ControlLine:
    """One joint control as a page lists it."""

    row: JointRow
    url: str
    lead: str
    progress: tuple[Stated, ...]
    waiting: tuple[Waiting, ...]
    offers: tuple[Offer, ...] = ()

    @property
    def is_stated(self) -> bool:
        """Whether either body says how it gets on, or keeps that to itself."""
        return any(stated.said is not None for stated in self.progress)

    @property
    def earlier(self) -> tuple[Worded, ...]:
        """The wordings that stood before the one in force."""
        return self.row.wordings[1:]


@dataclass(frozen=True)
class MemberLine:
    member: Member
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class SideLine:
    side: Side
    members: tuple[MemberLine, ...]
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class DivergenceLine:
    divergence: Divergence
    offer: Offer | None = None


@dataclass(frozen=True)
class Page:
    """One alignment as a page shows it."""

    aligned: Aligned
    sides: tuple[SideLine, ...]
    speaking: tuple[DivergenceLine, ...]
    quieted: tuple[DivergenceLine, ...]
    in_force: tuple[ControlLine, ...]
    potential: tuple[ControlLine, ...]
    proposed: tuple[ControlLine, ...]
    retired: tuple[ControlLine, ...]
    offers: tuple[Offer, ...] = ()

    @property
    def lines(self) -> tuple[ControlLine, ...]:
        """Every joint control, whatever its state."""
        return self.in_force + self.potential + self.proposed + self.retired

    @property
    def main_offers(self) -> list[Offer]:
        return [offer for offer in self.offers if offer.is_main]

    @property
    def other_offers(self) -> list[Offer]:
        return [offer for offer in self.offers if not offer.is_main]


def page_of(aligned: Aligned, time: str = "", offers: AlignmentOffers | None = None) -> Page:
    """`time`: the query that carries the date to other pages."""
    offers = offers or AlignmentOffers()
    bodies = {side.organisation.pk: side.organisation for side in aligned.sides}
    tell = _ControlTeller(bodies, time, offers)
    return Page(
        aligned=aligned,
        sides=tuple(_side(side, offers) for side in aligned.sides),
        speaking=tuple(_divergence(each, offers) for each in aligned.speaking),
        quieted=tuple(_divergence(each, offers) for each in aligned.quieted),
        in_force=tell.lines(aligned.in_force),
        potential=tell.lines(aligned.potential),
        proposed=tell.lines(aligned.proposed),
        retired=tell.lines(aligned.retired),
        offers=tuple(offers.page),
    )


def _side(side, offers):
    members = tuple(MemberLine(member, tuple(offers.members.get(member.row.risk, ()))) for member in side.members)
    return SideLine(side, members, tuple(offers.bodies.get(side.organisation.pk, ())))


def _divergence(each, offers):
    return DivergenceLine(each, offers.divergences.get(each.kind.value))


class _ControlTeller:
    def __init__(self, bodies: dict[int, Organisation], time: str, offers: AlignmentOffers):
        self.bodies, self.time, self.offers = bodies, time, offers

    def lines(self, rows: Iterable[JointRow]) -> tuple[ControlLine, ...]:
        return tuple(self._line(row) for row in rows)

    def _line(self, row):
        return ControlLine(
            row=row,
            url=f"{row.url}?{self.time}" if self.time else row.url,
            lead=self._name(row.lead_body),
            progress=tuple(Stated(body, row.progress.get(pk)) for pk, body in self.bodies.items()),
            waiting=tuple(self._waiting(row, pending) for pending in row.pending),
            offers=tuple(self.offers.controls.get(row.control, ())),
        )

    def _waiting(self, row, pending):
        offers = tuple(self.offers.proposals.get(pending.proposal, ()))
        names = self._name(pending.organisation), self._name(pending.waits_for)
        return Waiting(pending, *names, is_first=row.is_proposed, offers=offers)

    def _name(self, body):
        return self.bodies[body].short_name if body in self.bodies else ""


def marking_of_all(aligned: Iterable[Aligned], views=()) -> str:
    """The marking a page wears that shows these alignments, and perhaps other risks of these (view, rows)."""
    for each in aligned:
        for side in each.sides:
            views = [*views, (side.view, [member.row for member in side.members])]
        if any(row.is_sensitive for row in each.joint_controls):
            return SENSITIVE
    return SENSITIVE if any(marking_of(view, rows) == SENSITIVE for view, rows in views) else "OFFICIAL"
