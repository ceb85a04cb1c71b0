"""Where do the two registers meet? Every alignment as one audience may see it, both bodies side by side, as at a date.

Each body's risks are seen as everywhere (`look_at`): one's own as worked on, the other's as its board agreed them.
Where a risk of the other side is restricted for the reader, nothing is told but the risks that the reader sees anyway.
"""

from collections.abc import Collection
from dataclasses import replace

from controls.joint import JointRow, joint_index
from registers.audience import WITHHELD, Audience, Level
from registers.details import details
from registers.kept import once
from registers.lists import Teller
from registers.models import Alignment, Register, Turn
from registers.models.registers import FactClass
from registers.position import Index, IndexRow, index, look_at
from registers.reviewing import is_overdue
from registers.reviews import ReviewRow, latest
from registers.scope import Scope
from registers.since_agreed import changed_since_agreed
from registers.visibility_alignments import Readable, as_if_cleared, readable_by
from reports import divergence
from reports.alignment_facts import Facts, Tie, read_facts
from reports.alignment_values import Aligned, Member, Reading, Side
from reports.divergence import Divergence, divergences
from reports.happenings import Happening, Told, happenings


def alignments(audience: Audience, scope: Scope, query: dict | None = None, whole=False, with_controls=True) -> Reading:
    """Every alignment that had been begun by a scope, ended ones too. A fixed number of statements.

    `query` carries the time to other pages. `whole`: with the whole position of each register, for the risks that
    are aligned with nothing. Without their joint controls it takes half as many. Call it inside `one_moment`.
    """
    key = ("alignments", audience, scope, repr(query or {}), whole, with_controls)
    return once(key, lambda: _read(audience, scope, query or {}, Alignment.objects.all(), whole, with_controls))


def alignment(audience: Audience, scope: Scope, number: int, query: dict | None = None) -> Aligned | None:
    """One of them; None where there is none that the audience may know of, or was none then."""
    found = _read(audience, scope, query or {}, Alignment.objects.filter(number=number)).aligned
    return found[0] if found else None


def _read(audience, scope, query, asked, whole=False, with_controls=True) -> Reading:
    readable = readable_by(audience)
    found = list(asked.filter(pk__in=readable.visible).order_by("number"))
    if not found and not whole:
        return Reading()
    facts = read_facts(readable, [each.pk for each in found], scope)
    registers = _Registers(audience, scope, query, facts, whole)
    teller = _Teller(readable, registers, facts, scope)
    standing = [each for each in found if each.pk in facts.spans]
    open_to = [each.pk for each in standing if teller.reads(each)]
    controls = joint_index(audience, scope, open_to) if open_to and with_controls else {}
    aligned = [told for each in standing if (told := teller.tell(each, controls.get(each.pk, ()))) is not None]
    tied = {m.row.risk for each in aligned if not each.is_ended for side in each.sides for m in side.members}
    aligned.sort(key=lambda each: (each.is_ended, each.number))
    return Reading(tuple(aligned), tuple(registers.positions), frozenset(tied))


class _Registers:
    """The aligned risks of each corporate register, as the audience sees them at the scope."""

    def __init__(self, audience, scope, query, facts: Facts, whole):
        keys = {tie.risk: tie.register for ties in facts.ties.values() for tie in ties}
        corporate = Register.objects.filter(kind=Register.Kind.CORPORATE).select_related("organisation")
        self.by_key = {register.pk: register for register in corporate}
        self.views, self.positions = {}, []
        self.rows: dict[int, IndexRow] = {}
        self.told: dict[int, Member] = {}
        self.happened: dict[int, list[Happening]] = {}
        self.reviews: dict[int, ReviewRow] = {}
        self.restricted: set[int] = set()
        for register in self.by_key.values():
            mine = {risk for risk, place in keys.items() if place == register.pk}
            if mine or whole:
                self._read(register, audience, scope, query, mine, whole)

    def _read(self, register, audience, scope, query, mine, whole):
        view = self.views[register.pk] = look_at(register, audience, scope)
        position = index(view, only=None if whole else mine)
        self.positions.append(position)
        rows = {row.risk: row for row in position.rows if row.opened_on and row.risk in mine}
        self.rows |= rows
        self.restricted |= restricted_risks(register, audience, scope, mine - rows.keys())
        shown = list(rows.values())
        said = details(view, shown, with_objectives=False)
        teller = Teller(view, query, changed_since_agreed(Index(view, tuple(shown))))
        self.told |= {row.risk: (said[row.risk], teller.row(row, said[row.risk])) for row in shown}
        self.happened |= happenings(view, shown, query)
        self.reviews |= latest(Index(view, tuple(shown)))


def restricted_risks(register: Register, audience: Audience, scope: Scope, missing: Collection[int]) -> set[int]:
    """Of the risks that an index does not have, those that only their marking keeps from the audience.

    Of one that its board has not agreed yet nothing is said.
    """
    if not missing:
        return set()
    if_cleared = index(look_at(register, as_if_cleared(audience), scope), only=missing)
    return {row.risk for row in if_cleared.rows if row.opened_on}


class _Teller:
    """Tells alignments from what was read of them."""

    def __init__(self, readable: Readable, registers: _Registers, facts: Facts, scope: Scope):
        self.readable, self.registers, self.facts, self.scope = readable, registers, facts, scope
        self.is_reader_of_all = all(view.level >= Level.OFFICIAL for view in registers.views.values())

    def reads(self, alignment: Alignment) -> bool:
        """Whether its words may be told: no risk of it is restricted, today or at the scope."""
        ties = self.facts.ties.get(alignment.pk, ())
        return alignment.pk in self.readable.read and not any(tie.risk in self.registers.restricted for tie in ties)

    def tell(self, alignment: Alignment, controls: Collection[JointRow]) -> Aligned | None:
        """None unless the audience sees a risk on each side, or one of its own beside a restricted one."""
        reads = self.reads(alignment)
        sides = tuple(side for register in self._places(alignment) if (side := self._side(alignment, register, reads)))
        seen = [side for side in sides if side.members]
        is_own = any(side.view.register.pk in self.readable.own_registers for side in seen)
        if len(seen) < 2 and not (is_own and any(side.is_restricted for side in sides)):
            return None
        if not reads:
            return Aligned(alignment, reads, sides) if not self.facts.spans[alignment.pk].until else None
        happened = self._happened(alignment, sides)
        return Aligned(
            alignment=alignment,
            reads=reads,
            sides=sides,
            wordings=tuple(reversed(self.facts.wordings.get(alignment.pk, ()))),
            aliases=tuple(self.facts.aliases.get(alignment.pk, ())),
            span=self.facts.spans[alignment.pk],
            happened=happened,
            divergences=self._divergences(alignment, sides, happened),
            joint_controls=tuple(controls),
        )

    def _places(self, alignment):
        return [register for register in self.registers.by_key.values() if register.pk in self.registers.views]

    def _side(self, alignment, register, reads) -> Side | None:
        ties = [tie for tie in self.facts.ties.get(alignment.pk, ()) if tie.register == register.pk]
        seen = [tie for tie in ties if tie.risk in self.registers.told]
        is_restricted = not reads and (
            any(tie.risk in self.registers.restricted for tie in ties)
            or (alignment.pk, register.pk) in self.readable.restricted_sides
        )
        if not seen and not is_restricted:
            return None
        body, view = register.organisation, self.registers.views[register.pk]
        members = sorted((self._member(alignment, tie) for tie in seen), key=lambda member: member.row.order)
        if not reads:
            return Side(body, view, tuple(members), is_restricted)
        rows = self.facts.reviews.get((alignment.pk, body.pk), ())
        said = self.facts.views.get((alignment.pk, body.pk))
        sees_view = view.sees(FactClass.CONTROLS) and view.level >= Level.OFFICIAL
        reasons = [row for row in reversed(rows) if row.reason]
        return Side(
            body,
            view,
            tuple(members),
            said=said if sees_view else WITHHELD,
            reviewed_on=reasons[0].on if reasons else None,
            found=view.cut(FactClass.CONTROLS, reasons[0].reason) if reasons else None,
            next_review=rows[-1].next_on if rows else None,
        )

    def _member(self, alignment, tie: Tie) -> Member:
        said, told = self.registers.told[tie.risk]
        response = self.facts.responses.get((alignment.pk, tie.risk))
        return Member(
            self.registers.rows[tie.risk], said, told, tie.on, response if response and response.text else None
        )

    # What happened, and what differs ---------------------------------------------------------------------------------

    def _happened(self, alignment, sides) -> tuple[Told, ...]:
        ties = {tie.risk: tie for tie in self.facts.ties[alignment.pk]}
        found = [
            self._told(alignment, sides, side, member, happening)
            for side in sides
            for member in side.members
            for happening in self.registers.happened.get(member.row.risk, ())
            if happening.is_after(ties[member.row.risk].on, ties[member.row.risk].recorded_at)
        ]
        return tuple(sorted(found, key=lambda told: (told.on, told.happening.recorded_at, told.ref)))

    def _told(self, alignment, sides, side, member, happening) -> Told:
        return Told(
            organisation=side.organisation,
            happening=happening,
            ref=member.row.printed_ref,
            url=member.told.url,
            title=member.details.title,
            must_review=self._must_review(alignment, sides, side, happening),
        )

    def _must_review(self, alignment, sides, side, happening):
        """Reviews are told to readers of both registers; an alignment that has ended asks nobody."""
        if self.facts.spans[alignment.pk].until or not self.is_reader_of_all:
            return ()
        return tuple(
            other.organisation
            for other in sides
            if not happening.is_reviewed(
                self.facts.reviews.get((alignment.pk, other.organisation.pk), ()), by_its_own_body=other is side
            )
        )

    def _divergences(self, alignment, sides, happened) -> tuple[Divergence, ...]:
        if self.facts.spans[alignment.pk].until:
            return ()
        of_risk = {}
        for told in happened:
            of_risk.setdefault(told.happening.risk, []).append(told)
        compared = [self._compared_side(side, of_risk) for side in sides]
        notes = {
            kind: divergence.Note(row.said_of, row.reason, row.on, str(row.by))
            for kind, row in self.facts.notes.get(alignment.pk, {}).items()
        }
        return divergences(compared, self.scope.compared_with, notes)

    def _compared_side(self, side: Side, happened) -> divergence.Side:
        found = [self.registers.reviews.get(member.row.risk) for member in side.members if member.is_open]
        promised = [side.next_review, *(review.next_on for review in found if review)]
        return divergence.Side(
            side.organisation.short_name,
            tuple(self._compared(side, member, happened.get(member.row.risk, ())) for member in side.members),
            side.view.scope.compared_with,
            side.reviewed_on,
            not any(day and not is_overdue(day, self.scope.as_at) for day in promised),
        )

    def _compared(self, side: Side, member: Member, happened) -> divergence.Compared:
        review = self.registers.reviews.get(member.row.risk)
        reviewed_on = side.view.cut(FactClass.RATIONALE, review and review.on)
        return replace(_compared(side, member, happened), reviewed_on=reviewed_on)


def _compared(side: Side, member: Member, happened) -> divergence.Compared:
    """What a comparison needs to know of a member. What both bodies have reviewed since differs no more."""
    row, closings = member.row, [told for told in happened if told.happening.turn == Turn.CLOSED]
    return divergence.Compared(
        key=f"{side.organisation.slug}/{row.ref}",
        ref=row.printed_ref,
        closed_on=row.closed_on,
        became=closings[-1].happening.became if closings and row.closed_on else "",
        refreshes=tuple(
            divergence.Refresh(told.on, told.happening.what, told.happening.verb)
            for told in happened
            if told.happening.turn == Turn.REFRESHED and told.must_review
        ),
        band=row.band,
        movement=row.movement,
        has_owner=WITHHELD if member.owners is WITHHELD else bool(member.owners),
    )
