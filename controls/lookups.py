"""What are the owners called, which controls hold a text, and which risks do they act on? Asked of controls seen."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from controls.filters import Answers
from controls.models import Control, ControlWording
from controls.position import MOST_NAMED, ControlRow, Index
from registers.audience import WITHHELD, Audience
from registers.details import details
from registers.lists import ListRow, Teller
from registers.models import Post, Register, Risk, in_force
from registers.position import index as risk_index
from registers.position import look_at
from registers.scope import Scope


def answers(index: Index, text: str) -> Answers:
    """What the filters of a list have to know of its rows."""
    registers = {key: (view.register.path, view.register.title) for key, view in index.views.items()}
    matches = worded(index, text) if text else None
    return Answers(registers, owners_of(index.rows), matches)


def owners_of(rows: Iterable[ControlRow]) -> dict:
    """{(post, day): what it was called that day}, in one statement."""
    held = {(row.owner, row.as_at) for row in rows if row.owner is not None and row.owner is not WITHHELD}
    posts = Post.objects.filter(pk__in={post for post, _ in held}).select_related("successor__successor")
    posts = {post.pk: post for post in posts}
    return {(post, day): posts[post].as_at(day).title for post, day in held}


def worded(index: Index, text: str) -> frozenset[int]:
    """Keys of the controls whose title or description in force holds every word of a text."""
    return _holding(index, lambda word: Q(title__icontains=word) | Q(description__icontains=word), text)


def titled_so(index: Index, text: str) -> frozenset[int]:
    """Keys of the controls whose title in force holds every word of a text."""
    return _holding(index, lambda word: Q(title__icontains=word), text)


def _holding(index, condition, text):
    if not index.rows:
        return frozenset()
    keys = [row.control for row in index.rows] if len(index.rows) <= MOST_NAMED else None
    among = ControlWording.objects.all() if keys is None else ControlWording.objects.filter(control__in=keys)
    in_each = [in_force(among.filter(sight.where("control__")), sight.scope) for sight in index.sights]
    rows = ControlWording.objects.filter(reduce(or_, (Q(pk__in=rows.values("pk")) for rows in in_each)))
    for word in text.split():
        rows = rows.filter(condition(word))
    return frozenset(rows.values_list("control", flat=True))


def ever_worded(text: str):
    """Keys of the controls that have ever been called so: few enough to look closer at."""
    rows = ControlWording.objects.all()
    for word in text.split():
        rows = rows.filter(title__icontains=word)
    return Control.objects.filter(pk__in=rows.values("control")).values("pk")


@dataclass(frozen=True)
class NamedRisk:
    """A risk as a list tells it, and whose it is: of a joint control both bodies' may have the same reference."""

    told: ListRow
    body: str


def risks_named(keys: Collection[int], audience: Audience, scope: Scope, time: dict) -> dict[int, NamedRisk]:
    """These risks as a list tells them, by key, of whatever register: a fixed number of statements for each.

    Those the audience may not know of, then or now, are missing.
    """
    if not keys:
        return {}
    by_register = defaultdict(list)
    for risk, register in Risk.objects.filter(pk__in=keys).values_list("pk", "register"):
        by_register[register].append(risk)
    registers = Register.objects.visible_to(audience).filter(pk__in=by_register).select_related("organisation")
    found = {}
    for register in registers:
        view = look_at(register, audience, scope)
        rows = [row for row in risk_index(view, only=by_register[register.pk]).rows if row.opened_on]
        said = details(view, rows, with_objectives=False)
        teller = Teller(view, time)
        body = register.organisation.short_name
        found |= {row.risk: NamedRisk(teller.row(row, said[row.risk]), body) for row in rows}
    return found
