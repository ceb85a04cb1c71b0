"""Which facts of which controls does an audience see, and as at when? One answer for the list, the page and papers.

`visible_to` (visibility.py) says which controls there are for an audience at all. A Sight adds the time: a body's own
controls as worked on, or as its board agreed them; joint ones as recorded, unless a risk of theirs was restricted.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Q

from controls.models import Control
from controls.visibility import control_spells, links
from registers import clock
from registers.audience import Audience, Level
from registers.models import Agreement, AlignmentMember, Detail, Register, Risk
from registers.models.registers import FactClass
from registers.position import View, was_sensitive
from registers.scope import Scope
from registers.visibility import now, owned_risks, spells_of

Spells = tuple[tuple[date, date | None], ...]


@dataclass(frozen=True)
class Sight:
    """How an audience sees some controls: those of these registers, or of these alignments."""

    scope: Scope
    registers: tuple[int, ...] = ()
    alignments: tuple[int, ...] = ()
    only: frozenset[int] | None = None  # of these registers just these controls
    but: frozenset[int] = frozenset()  # or all but these
    agreement: Agreement | None = None
    is_working: bool = False  # sees what no board has agreed yet
    is_cleared: bool = False
    sees_more: bool = True  # of a joint control owner, dates and evidence are for readers of both registers
    sees_reasons: bool = False  # why a date moved or a state changed, and the timeline
    progress_of: frozenset[int] = frozenset()  # organisations whose statements it sees
    reads: bool = False  # more than the public: narratives are never public
    of_risks: dict = field(default_factory=dict, compare=False)  # {alignment: spells of the risks it has ever tied}

    def where(self, prefix="") -> Q:
        """The condition on these controls; with the prefix "control__" on facts of theirs."""
        if self.alignments:
            return Q(**{f"{prefix}alignment__in": self.alignments})
        key = prefix.removesuffix("__") or "pk"
        found = Q(**{f"{prefix}register__in": self.registers})
        if self.only is not None:
            found &= Q(**{f"{key}__in": self.only})
        return found & ~Q(**{f"{key}__in": self.but}) if self.but else found

    def holds(self, control: int, register: int | None, alignment: int | None) -> bool:
        """The same, asked of one control."""
        if self.alignments:
            return alignment in self.alignments
        return register in self.registers and (self.only is None or control in self.only) and control not in self.but

    def is_settled(self, on: date, recorded_at) -> bool:
        """Whether the board has agreed an entry; whoever sees no more than that needs no word of it."""
        if not self.is_working or self.agreement is None:
            return True
        return on <= self.agreement.as_at and recorded_at <= self.agreement.known_at


# A body's own controls -----------------------------------------------------------------------------------------------


def sights_of(views: Iterable[View]) -> list[Sight]:
    """How the controls of these registers are seen, of those whose profile lets the audience see controls at all."""
    return [sight for view in views if not view.is_empty and view.sees(FactClass.CONTROLS) for sight in _sights(view)]


def _sights(view):
    """One sight of a register; of somebody limited to their own risks another of the rest, as agreed."""
    audience = view.audience
    if not view.is_working or audience.sees_all_of(view.register.organisation_id, view.register.pk):
        return [_sight(view)]
    own = _own_controls(view)
    sights = [_sight(view, only=own)]
    if view.agreement is not None:
        settled = view.scope.clamped(view.agreement.as_at, view.agreement.known_at)
        sights.append(_sight(replace(view, scope=settled, is_working=False), but=own))
    return sights


def _own_controls(view):
    """Keys of the controls that act on a risk which a post of the audience owns or leads today."""
    risks = Risk.objects.visible_to(view.audience).filter(pk__in=owned_risks(view.audience))
    mine = links(now(), risks).filter(control__register=view.register)
    return frozenset(mine.values_list("control", flat=True))


def _sight(view, **limits):
    seen = view.sees(FactClass.PROGRESS)
    return Sight(
        **limits,
        scope=replace(view.scope, compared_with=None),
        registers=(view.register.pk,),
        agreement=view.agreement,
        is_working=view.is_working,
        is_cleared=view.level >= Level.SENSITIVE,
        sees_reasons=view.sees(FactClass.RATIONALE),
        progress_of=frozenset({view.register.organisation_id} if seen else ()),
        reads=view.level >= Level.OFFICIAL,
    )


# Joint controls ------------------------------------------------------------------------------------------------------


def joint_sights(alignments: Iterable[int], audience: Audience, scope: Scope) -> list[Sight]:
    """How the joint controls of these alignments are seen; of none that tied a risk restricted for it on that day.

    Whether their words may be read at all today is for `visible_to`.
    """
    tied = _tied(alignments)
    if not tied:
        return []
    corporate = {row.organisation_id: row for row in Register.objects.all() if row.is_corporate}
    spells = _risk_spells(tied, audience)
    sights = defaultdict(list)
    for alignment, rows in tied.items():
        now_tied = _standing(rows, now())
        if any(_is_restricted(spells.get(risk, ()), scope) for risk in _standing(rows, scope)):
            continue
        bodies = {organisation for organisation, _ in now_tied.values()}
        reads = all(audience.level(*at) >= Level.OFFICIAL for at in now_tied.values())
        sights[reads, bodies <= audience.cleared].append(alignment)
    progress_of = frozenset(key for key, row in corporate.items() if _sees_progress(row, audience))
    return [
        Sight(
            alignments=tuple(sorted(keys)),
            scope=replace(scope, compared_with=None),
            is_cleared=is_cleared,
            sees_more=reads,
            sees_reasons=reads,
            progress_of=progress_of,
            reads=reads,
            of_risks={key: _spells_of_all(tied[key], spells) for key in keys},
        )
        for (reads, is_cleared), keys in sights.items()
    ]


def _sees_progress(register, audience):
    level = audience.level(register.organisation_id, register.pk, register.is_corporate)
    return level >= register.level_of(FactClass.PROGRESS)


def _tied(alignments):
    """{alignment: rows of its members (risk, day, recorded, holds, its body and register), oldest first}"""
    rows = AlignmentMember.objects.known(now()).filter(alignment__in=alignments).oldest_first()
    tied = defaultdict(list)
    columns = ("risk", "on", "recorded_at", "holds", "risk__register__organisation", "risk__register")
    for alignment, *row in rows.values_list("alignment", *columns):
        tied[alignment].append(row)
    return tied


def _standing(rows, scope):
    """{risk: (organisation, register)} of the members as at a scope."""
    held = {}
    for risk, on, recorded_at, holds, *at in rows:
        if on <= scope.as_at and (scope.known_at is None or recorded_at <= scope.known_at):
            held[risk] = tuple(at) if holds else None
    return {risk: at for risk, at in held.items() if at is not None}


def _risk_spells(tied, audience):
    """{risk: the times when it was sensitive}, for whoever may not see what was said then."""
    risks = {row[0] for rows in tied.values() for row in rows}
    uncleared = Detail.objects.filter(risk__in=risks).exclude(risk__register__organisation__in=audience.cleared)
    spells = defaultdict(tuple)
    for risk, since, until in spells_of(uncleared):
        spells[risk] += ((since, until),)
    return spells


def _is_restricted(spells, scope):
    return any(was_sensitive(spells, day) for day in days_of(scope))


def _spells_of_all(rows, spells) -> Spells:
    """The spells that have ended: while one lasts nothing of the alignment is read."""
    found = {spell for row in rows for spell in spells.get(row[0], ()) if spell[1] is not None}
    return tuple(sorted(found))


def days_of(scope: Scope) -> list[date]:
    """The day looked at, and the one whose knowledge it is looked at with."""
    known = [] if scope.known_at is None else [scope.known_at.astimezone(clock.LONDON).date()]
    return [scope.as_at, *known]


# When a control was sensitive ----------------------------------------------------------------------------------------


def spells_in(sights: Iterable[Sight], only: Q) -> dict[int, Spells]:
    """{control: the times when it was marked sensitive}, of controls that the audience is not cleared for.

    By what is known now, so that a marking raised protects at once; for who sees only what is agreed also by what
    was known then, so that one taken back waits for the board.
    """
    uncleared = [sight for sight in sights if not sight.is_cleared]
    found = []
    if uncleared:
        of_any = Q()
        for sight in uncleared:
            of_any |= sight.where()
        found += control_spells(Control.objects.filter(of_any, only))
    for sight in uncleared:
        if not sight.is_working and sight.scope.known_at is not None:
            found += control_spells(Control.objects.filter(sight.where(), only), sight.scope)
    spells: dict[int, Spells] = defaultdict(tuple)
    for control, since, until in found:
        spells[control] += ((since, until),)
    return spells
