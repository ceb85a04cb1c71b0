"""Which risks can be tied together, and what do they say? Those of the corporate registers, as far as they may be seen.

Of one's own body as they are worked on, of the other as its board agreed them: no other text is ever read here, so
that none can show through in a choice, an order or a suggestion.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from registers.models import ObjectiveSet, Organisation, Register, Risk, Wording, in_force_of
from registers.models.registers import FactClass
from registers.position import Index, View, index, look_at
from registers.rules_alignments import agreed_risks
from registers.views.changing import today


@dataclass(frozen=True)
class Alignable:
    """One risk as it is offered: under its printed reference, by what it says today."""

    risk: int
    path: str  # "met/corporate/3": how a form names it
    printed_ref: str
    title: str
    description: str
    objectives: tuple[str, ...]
    is_open: bool
    is_sensitive: bool

    @property
    def name(self) -> str:
        return f"{self.printed_ref} {self.title}"


@dataclass(frozen=True)
class Side:
    """One body's corporate register, and the risks of it that may be seen, in display order."""

    view: View
    risks: tuple[Alignable, ...]

    @property
    def register(self) -> Register:
        return self.view.register

    @property
    def organisation(self) -> Organisation:
        return self.view.register.organisation


def sides(audience, only: Collection[int] | None = None) -> list[Side]:
    """Every corporate register this audience may see, with its risks that are open and that its board has agreed.

    In a fixed number of statements.

    `only`: just the risks of these keys, open or closed.
    """
    registers = Register.objects.visible_to(audience).filter(kind=Register.Kind.CORPORATE)
    views = [look_at(register, audience, today()) for register in registers.select_related("organisation")]
    return [_side(index(view, only=only), only is not None) for view in views if not view.is_empty]


def _side(position: Index, with_closed) -> Side:
    if with_closed:
        rows = [row for row in position.rows if row.opened_on]
    else:
        agreed = agreed_risks(position.view.register)
        rows = [row for row in position.rows if row.is_open and row.risk in agreed]
    texts, objectives = _texts(position), _objectives(position)
    register = position.view.register
    risks = (
        Alignable(
            row.risk,
            f"{register.path}/{row.ref}",
            row.printed_ref,
            *texts.get(row.risk, ("", "")),
            tuple(objectives.get(row.risk, ())),
            row.is_open,
            row.is_sensitive,
        )
        for row in rows
    )
    return Side(position.view, tuple(risks))


def _parts(position: Index):
    """(view, its risks): of somebody limited to their own risks those as worked on, the others as agreed."""
    view = position.view
    if view.others is None:
        return [(view, position.risks)]
    own = position.risks.filter(pk__in=view.own)
    return [(replace(view, others=None), own), (view.others, position.risks.exclude(pk__in=view.own))]


def _texts(position: Index) -> dict[int, tuple[str, str]]:
    found = {}
    for view, risks in _parts(position):
        rows = Wording.objects.filter(pk__in=in_force_of(risks, Wording, view.scope))
        found |= {risk: (title, text) for risk, title, text in rows.values_list("risk", "title", "description")}
    return found


def _objectives(position: Index) -> dict[int, list[str]]:
    found = defaultdict(list)
    for view, risks in _parts(position):
        if not view.sees(FactClass.OBJECTIVES):
            continue
        links = ObjectiveSet.objectives.through.objects.filter(
            objectiveset__in=in_force_of(risks, ObjectiveSet, view.scope)
        ).order_by("objective__framework", "objective__order")
        for risk, name in links.values_list("objectiveset__risk", "objective__name"):
            found[risk].append(name)
    return found


def risks_at(paths: Iterable[str], among: Iterable[Side]) -> list[Risk]:
    """The risks that a form named, of those that were offered."""
    keys = {risk.path: risk.risk for side in among for risk in side.risks}
    wanted = [keys[path] for path in paths if path in keys]
    found = Risk.objects.select_related("register__organisation").in_bulk(wanted)
    return [found[key] for key in dict.fromkeys(wanted)]
