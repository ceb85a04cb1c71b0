"""Which risks does this one depend on or bear on, and where did it come from? Only those that may be known of."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q

from registers.models import Dependency, Lineage, LineageKind, Register, Risk, Wording, in_force
from registers.models.registers import FactClass
from registers.outlooks import not_agreed
from registers.position import View, index, look_at, was_sensitive


@dataclass(frozen=True)
class Kin:
    """Another risk, as it is named beside this one."""

    ref: str
    title: str
    url: str
    closed_on: date | None
    register: str  # where it is another register than this risk's

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None


@dataclass(frozen=True)
class Link:
    other: Kin
    since: date
    reason: str
    is_working: bool


@dataclass(frozen=True)
class Origin:
    """One line of where a risk came from, or went to. `other` is None for a recast, which comes of the risk itself."""

    on: date
    words: str
    other: Kin | None
    reason: str


@dataclass(frozen=True)
class Family:
    depends_on: list[Link]
    bears_on: list[Link]
    lineage: list[Origin]


def family(view: View, risk: Risk, row, query: dict) -> Family | None:
    """The risks beside this one at the view's day; None where links are withheld."""
    if not view.sees(FactClass.DEPENDENCIES):
        return None
    links = list(_dependencies(view, risk))
    origins = [one for one in _lineage(view, risk) if not was_sensitive(row.spells, one.on)]
    keys = {key for link in links for key in (link.risk_id, link.depends_on_id)}
    keys |= {key for origin in origins for key in (origin.risk_id, origin.source_id)}
    kin = kin_of(view, keys - {risk.pk}, query)
    return Family(
        depends_on=_links(view, kin, ((link, link.depends_on_id) for link in links if link.risk_id == risk.pk)),
        bears_on=_links(view, kin, ((link, link.risk_id) for link in links if link.depends_on_id == risk.pk)),
        lineage=[told for origin in origins if (told := _origin(view, risk, kin, origin)) is not None],
    )


def _dependencies(view, risk):
    touching = Dependency.objects.filter(Q(risk=risk) | Q(depends_on=risk))
    return Dependency.objects.filter(pk__in=in_force(touching, view.scope).values("pk"), holds=True).order_by("pk")


def _lineage(view, risk):
    touching = Lineage.objects.by(view.scope).filter(Q(risk=risk) | Q(source=risk))
    return touching.order_by("-on", "-pk")


def kin_of(view: View, keys, query: dict) -> dict[int, Kin]:
    """{risk: Kin} of those the audience may know of and that were there on the day."""
    if not keys:
        return {}
    places = dict(Risk.objects.filter(pk__in=keys).values_list("pk", "register"))
    found = _of_one_register(view, [key for key, place in places.items() if place == view.register.pk], query, "")
    elsewhere = {place for place in places.values() if place != view.register.pk}
    if elsewhere:
        visible = Register.objects.visible_to(view.audience).filter(pk__in=elsewhere)
        for register in visible.select_related("organisation"):
            there = look_at(register, view.audience, view.scope)
            among = [key for key, place in places.items() if place == register.pk]
            found |= _of_one_register(there, among, query, register.title)
    return found


def _of_one_register(view, keys, query, register):
    if not keys:
        return {}
    rows = [row for row in index(view, only=keys).rows if row.opened_on]
    wordings = Wording.objects.filter(risk__in=[row.risk for row in rows])
    titles = dict(in_force(wordings, view.scope).values_list("risk", "title"))
    base, tail = view.register.get_absolute_url(), f"?{urlencode(query)}" if query else ""
    return {
        row.risk: Kin(row.printed_ref, titles.get(row.risk, ""), f"{base}{row.ref}/{tail}", row.closed_on, register)
        for row in rows
    }


def _links(view, kin, pairs):
    links = [
        Link(
            kin[other],
            link.on,
            link.reason if view.sees(FactClass.RATIONALE) else "",
            view.is_working and not_agreed(view, link),
        )
        for link, other in pairs
        if other in kin
    ]
    return sorted(
        links, key=lambda link: (link.other.is_closed, link.other.register, len(link.other.ref), link.other.ref)
    )


CAME_OF = {
    LineageKind.SPLIT: "Split off from",
    LineageKind.MERGED: "Took in",
    LineageKind.SUPERSEDED: "Supersedes",
    LineageKind.ESCALATED: "Escalated from",
    LineageKind.DE_ESCALATED: "De-escalated from",
}
WENT_TO = {
    LineageKind.SPLIT: "Split: part of it became",
    LineageKind.MERGED: "Merged into",
    LineageKind.SUPERSEDED: "Superseded by",
    LineageKind.ESCALATED: "Escalated to",
    LineageKind.DE_ESCALATED: "De-escalated to",
}


def _origin(view, risk, kin, origin):
    reason = origin.reason if view.sees(FactClass.RATIONALE) else ""
    if origin.risk_id == origin.source_id:
        return Origin(origin.on, "Recast: worded anew so far that it is not the same risk", None, reason)
    is_here = origin.risk_id == risk.pk
    other = kin.get(origin.source_id if is_here else origin.risk_id)
    if other is None:
        return None
    return Origin(origin.on, (CAME_OF if is_here else WENT_TO)[LineageKind(origin.kind)], other, reason)
