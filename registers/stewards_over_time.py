"""Who owned a risk, or led the work on it, from when until when, and who held the post then?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from registers.details import said_openly
from registers.models import Holding, Ownership, Post, Risk
from registers.models.registers import FactClass
from registers.models.risk_facts import Stewardship
from registers.position import IndexRow, View

NEEDS = {Stewardship.OWNER: FactClass.OWNERSHIP, Stewardship.LEAD: FactClass.LEADS}


@dataclass(frozen=True)
class Steward:
    """A post and who held it that day; what components/post.html shows."""

    title: str
    holders: tuple[str, ...]
    group: bool


@dataclass(frozen=True)
class Spell:
    """A time in which the same posts stood, held by the same people. `until` is exclusive, None where it lasts."""

    since: date
    until: date | None
    stewards: tuple[Steward, ...]
    reason: str
    is_illustrative: bool


def stewards_over_time(view: View, risk: Risk, row: IndexRow) -> dict[str, list[Spell]]:
    """{"owner": spells, "lead": spells}, newest first, of the roles the view sees. Two statements."""
    roles = [role for role, fact_class in NEEDS.items() if view.sees(fact_class)]
    ownerships = _ownerships(view, risk, row, roles)
    posts = {place.post for rows in ownerships.values() for own in rows for place in own.places.all()}
    held = _Holdings(view, {key for post in posts for key in _chain(post)})
    return {role.value: _spells(view, ownerships[role], held, row) for role in roles}


def _ownerships(view, risk, row, roles):
    """{role: ownerships one after the other, oldest first}; of one day only the last recorded."""
    rows = Ownership.objects.by(view.scope).filter(risk=risk, role__in=roles).oldest_first()
    found = defaultdict(list)
    for own in rows.prefetch_related("places__post__successor__successor"):
        lines = found[own.role]
        if lines and lines[-1].on == own.on:
            lines.pop()
        lines.append(own)
    return defaultdict(list, {role: said_openly(lines, row.spells) for role, lines in found.items()})


def _chain(post):
    """The keys of a post and of those it was renamed to."""
    keys = []
    while post is not None:
        keys.append(post.pk)
        post = post.successor
    return keys


class _Holdings:
    """Who held which post on a day."""

    def __init__(self, view, posts):
        rows = Holding.objects.by(view.scope).filter(post__in=posts)
        self.rows = list(rows.oldest_first().values_list("post", "name", "on", "holds"))

    def on(self, post, day) -> tuple[str, ...]:
        holds = {}
        for key, name, on, is_held in self.rows:
            if key == post and on <= day:
                holds[name] = is_held
        return tuple(sorted(name for name, is_held in holds.items() if is_held))

    def changes(self, posts) -> set[date]:
        return {on for key, _, on, _ in self.rows if key in posts}


def _spells(view, ownerships, held, row):
    last = view.scope.as_at if row.closed_on is None else row.closed_on
    ends = [*(own.on for own in ownerships[1:]), row.closed_on]
    spells = []
    for own, end in zip(ownerships, ends, strict=False):
        for since, until in _parts(own, end, last, held):
            spell = _spell(own, since, until, held)
            if spells and spells[-1].until == since and spells[-1].stewards == spell.stewards:
                spell = Spell(spells[-1].since, until, spell.stewards, spells[-1].reason, spells[-1].is_illustrative)
                spells.pop()
            spells.append(spell)
    return spells[::-1]


def _parts(own, end, last, held):
    """The time of one ownership, cut where a post was renamed or changed hands."""
    posts = [place.post for place in own.places.all()]
    cuts = held.changes({key for post in posts for key in _chain(post)})
    cuts |= {post.until for post in posts if post.successor_id and post.until}
    days = sorted({own.on} | {day for day in cuts if own.on < day <= last and (end is None or day < end)})
    return zip(days, [*days[1:], end], strict=True)


def _spell(own, since, until, held):
    stewards = []
    for place in own.places.all():
        post: Post = place.post.as_at(since)
        title = place.printed_as if place.printed_as and post == place.post else post.title
        stewards.append(Steward(title, held.on(post.pk, since), post.is_group))
    reason = own.reason if since == own.on else ""
    return Spell(since, until, tuple(stewards), reason, own.is_illustrative)
