"""How did controls stand at a date? The index: a thin row a control, which feeds every count, filter, sort and list.

Two grains as for risks (DESIGN.md section 4): the index here, and details.py for the controls named on one page.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q

from controls.due_dates import due_dates
from controls.exceptions import Kind, kinds
from controls.facts import KINDS, Facts
from controls.models import Control, ControlLink, Rating, Stage, Trait
from controls.progress import WORSE, Status
from controls.sight import Sight, days_of, joint_sights, sights_of, spells_in
from registers.audience import WITHHELD, Audience, Withheld
from registers.details import said_openly
from registers.kept import kept
from registers.models import AlignmentMember, Marking, Register, Risk
from registers.position import View, look_at, was_sensitive
from registers.scope import Scope
from registers.visibility import markings_kept_from, now


class Statement(NamedTuple):
    """How one body says that a control gets on."""

    organisation: int
    status: Status
    on: date


class ControlRow(NamedTuple):
    """One control at a date, as thin as lists and counts need it. What may not be shown is "withheld"."""

    control: int
    number: int
    register: int | None
    alignment: int | None
    as_at: date  # the day it is seen as at
    stage: Stage
    stage_on: date
    is_key: bool
    axis: str
    lead_body: str  # of a joint control: the slug of an organisation
    owner: int | Withheld | None  # key of a post
    due: date | Withheld | None
    first_due: date | Withheld | None
    moves: int
    slips: int
    status: Status | Withheld | None  # None: not stated. Of a joint control the worst that either body states
    stated_on: date | None
    statements: tuple[Statement, ...]  # of a joint control one a body
    rating: Rating | Withheld | None
    rated_on: date | None
    risks: tuple[int, ...]  # those the audience may know of
    is_sensitive: bool
    spells: tuple[tuple[date, date | None], ...] = ()  # when it was sensitive, for whoever may not see what was said
    kinds: tuple[Kind, ...] = ()  # of what about it needs an eye

    @property
    def reference(self) -> str:
        return f"C-{self.number}"

    @property
    def is_joint(self) -> bool:
        return self.alignment is not None

    @property
    def is_alive(self) -> bool:
        return self.stage is not Stage.RETIRED

    @property
    def is_at_work(self) -> bool:
        """Planned or in place: what has progress to state."""
        return self.stage in (Stage.PLANNED, Stage.IN_PLACE)


@dataclass(frozen=True)
class Index:
    """Rows in order of their numbers, and how each is seen."""

    rows: tuple[ControlRow, ...] = ()
    sights: tuple[Sight, ...] = ()
    audience: Audience | None = None
    views: dict[int, View] = field(default_factory=dict)  # by register

    def sight(self, row: ControlRow) -> Sight:
        return next(sight for sight in self.sights if sight.holds(row.control, row.register, row.alignment))

    def of(self, risk: int) -> list[ControlRow]:
        """The controls of one risk: key ones first, retired ones last."""
        return in_order(row for row in self.rows if risk in row.risks)

    @property
    def by_risk(self) -> dict[int, list[ControlRow]]:
        found = defaultdict(list)
        for row in in_order(self.rows):
            for risk in row.risks:
                found[risk].append(row)
        return found


STAGES = (Stage.IN_PLACE, Stage.PLANNED, Stage.POTENTIAL, Stage.RETIRED)


def in_order(rows: Iterable[ControlRow]) -> list[ControlRow]:
    """Key controls first, then by state; what is retired last."""
    return sorted(rows, key=lambda row: (not row.is_alive, not row.is_key, STAGES.index(row.stage), row.number))


def index(views: Iterable[View], only: Collection[int] | None = None) -> Index:
    """The bodies' own controls of these registers, in a fixed number of statements a register.

    `only`: just those of these keys.
    """
    views = list(views)
    if not views:
        return Index()
    audience = views[0].audience
    rows = _rows(sights := sights_of(views), audience, only)
    return Index(rows, tuple(sights), audience, {view.register.pk: view for view in views})


def of_alignments(alignments: Iterable[int], audience: Audience, scope: Scope, only=None) -> Index:
    """The joint controls of these alignments (keys) that both bodies had agreed a wording of by then."""
    sights = joint_sights(alignments, audience, scope)
    return Index(_rows(sights, audience, only), tuple(sights), audience)


def everything(audience: Audience, scope: Scope, only: Collection[int] | None = None) -> Index:
    """Every control the audience may know of at a scope: of each register it sees, and joint ones."""
    registers = Register.objects.visible_to(audience).select_related("organisation")
    if only is not None:
        registers = registers.filter(pk__in=Control.objects.filter(pk__in=only).values("register"))
    views = [look_at(register, audience, scope) for register in registers]
    alignments = Control.objects.filter(alignment__isnull=False)
    alignments = alignments.filter(pk__in=only) if only is not None else alignments
    own = index(views, only)
    joint = of_alignments(alignments.values("alignment"), audience, scope, only)
    rows = sorted((*own.rows, *joint.rows), key=lambda row: row.number)
    return Index(tuple(rows), own.sights + joint.sights, audience, own.views)


def of_risks(view: View, risks: Collection[int]) -> Index:
    """The controls that act on these risks of a register, whatever register of the body they live in."""
    ever = ControlLink.objects.filter(risk__in=risks).values("control")
    held = set(Control.objects.filter(pk__in=ever).values_list("register", flat=True))
    others = Register.objects.visible_to(view.audience).filter(pk__in=held - {view.register.pk})
    registers = [view.register] if view.register.pk in held else []
    registers += others.select_related("organisation") if held - {view.register.pk} else []
    asked = replace(view.scope, compared_with=None)
    return index([_whole(view, register, asked) for register in registers], ever)


def _whole(view, register, scope):
    """The view of a whole register, where perhaps only that of one risk is at hand (View.of)."""
    is_limited = view.audience.works_on(register.organisation_id, register.pk)
    is_limited = is_limited and not view.audience.sees_all_of(register.organisation_id, register.pk)
    return view if register == view.register and not is_limited else look_at(register, view.audience, scope)


def joint_of_risks(view: View, risks: Collection[int]) -> Index:
    """The joint controls of the alignments that tie these risks."""
    tied = AlignmentMember.objects.filter(risk__in=risks).values_list("alignment", flat=True)
    alignments = sorted(set(tied))
    if not alignments:
        return Index()
    return of_alignments(alignments, view.audience, replace(view.scope, compared_with=None))


# Rows ----------------------------------------------------------------------------------------------------------------


def _rows(sights, audience, only):
    """What these sights let through of what `visible_to` shows, as at their time, with visible links only."""
    if not sights:
        return ()
    asked = Q() if only is None else Q(pk__in=only)
    of_any = reduce(or_, (sight.where() for sight in sights))
    seen = Control.objects.filter(of_any, asked).visible_to(audience).order_by("number")
    seen = list(seen.values_list("pk", flat=True))
    if not seen:
        return ()
    said = _said(sights, only)
    risks = _risks(audience, sights, said)
    found = (_seen_of(said.rows[control], risks) for control in seen if control in said.rows)
    return tuple(row for row in found if row.risks)


def _seen_of(row, risks):
    """With visible links only."""
    linked = tuple(risk for risk in row.risks if risk in risks)
    return row if linked == row.risks else row._replace(risks=linked)


class _Said(NamedTuple):
    """What follows from the facts alone, for the classes and times of some sights."""

    rows: dict[int, ControlRow]
    risks: frozenset[int]  # all that these act on


def _said(sights, only):
    if only is not None:
        return _read(sights, Q(control__in=only), Q(pk__in=only))
    key = ("controls", *map(_cut, sights))
    return kept(key, KINDS, lambda: _read(sights, Q(), Q()))


def _cut(sight):
    of = sight.registers, sight.alignments, sight.only, sight.but, sight.scope, tuple(sight.of_risks.items())
    return *of, sight.is_cleared, sight.is_working, sight.sees_more, sight.progress_of


def _read(sights, of_facts, of_controls):
    facts = Facts(sights, of_facts)
    spells = spells_in(sights, of_controls)
    rows = {}
    for control, (_, register, alignment) in facts.place_of.items():
        sight = next(sight for sight in sights if sight.holds(control, register, alignment))
        all_spells = () if sight.is_cleared else spells.get(control, ())
        if _is_hidden(sight, facts.traits[control], all_spells):
            continue
        all_spells += sight.of_risks.get(alignment, ())
        row = _told(sight, facts, control, all_spells)
        rows[control] = row._replace(kinds=kinds(row))
    return _Said(rows, frozenset(risk for row in rows.values() for risk in row.risks))


def _is_hidden(sight, traits, spells):
    """As for a risk (registers/position.py): marked on the day looked at, or when all that was known of it was said."""
    if sight.is_cleared:
        return False
    return traits.get(Trait.MARKING) == Marking.SENSITIVE or any(
        was_sensitive(spells, day) for day in days_of(sight.scope)
    )


def _told(sight, facts, control, spells):
    traits, (stage, on) = facts.traits[control], facts.states[control]
    number, register, alignment = facts.place_of[control]
    dates = due_dates(said_openly(facts.dues[control], spells)) if sight.sees_more else None
    statements = tuple(
        Statement(body, Status(status), day)
        for body, (status, day) in sorted(facts.progress[control].items())
        if body in sight.progress_of
    )
    worst = _worst(statements)
    rating, rated_on = facts.ratings.get(control, (None, None)) if sight.sees_more else (WITHHELD, None)
    return ControlRow(
        control=control,
        number=number,
        register=register,
        alignment=alignment,
        as_at=sight.scope.as_at,
        stage=Stage(stage),
        stage_on=on,
        is_key=bool(traits.get(Trait.KEY)),
        axis=traits.get(Trait.AXIS, ""),
        lead_body=traits.get(Trait.LEAD_BODY, ""),
        owner=facts.owners.get(control) if sight.sees_more else WITHHELD,
        due=dates.due if dates else WITHHELD,
        first_due=dates.original if dates else WITHHELD,
        moves=len(dates.moves) if dates else 0,
        slips=dates.slips if dates else 0,
        status=worst.status if worst else None if sight.progress_of else WITHHELD,
        stated_on=worst.on if worst else None,
        statements=statements,
        rating=Rating(rating) if rating else rating,
        rated_on=rated_on,
        risks=facts.tied.get(alignment, ()) if alignment else facts.links.get(control, ()),
        is_sensitive=traits.get(Trait.MARKING) == Marking.SENSITIVE,
        spells=spells,
    )


def _worst(statements):
    """What a control as a whole is said to be: of two bodies' statements the worse one, of equal ones the older."""
    if len(statements) < 2:
        return statements[0] if statements else None
    return max(statements, key=lambda one: (WORSE.index(one.status.rag) if one.status.rag else -1, -one.on.toordinal()))


def _risks(audience, sights, said):
    """Keys of the risks the audience may know of, today and on the days looked at."""
    seen = Risk.objects.visible_to(audience)
    if len(said.risks) <= MOST_NAMED:
        seen = seen.filter(pk__in=said.risks)
    visible = set(seen.values_list("pk", flat=True))
    days = {day for sight in sights for day in days_of(sight.scope)}
    if days == {now().as_at}:
        return visible
    spells = markings_kept_from(audience).spells(now())
    hidden = {risk for risk, *spell in spells if any(was_sensitive([spell], day) for day in days)}
    return visible - hidden


MOST_NAMED = 500  # more keys cost more to name than all risks to read
