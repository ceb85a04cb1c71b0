"""Where is it said? A search over every register a person may see, as it stands today, and nothing they may not."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from registers.details import details
from registers.lists import ListRow, Teller
from registers.lookups import LEAD, OWNER, stewarded, worded
from registers.models import Register
from registers.models.registers import FactClass
from registers.position import index, look_at, today_scope
from registers.views.common import note_sensitive_read

MOST = 50


@dataclass(frozen=True)
class Found:
    """What one register answers: its rows in display order, open ones first."""

    register: Register
    rows: list[ListRow]


@dataclass(frozen=True)
class Results:
    text: str
    registers: list[Found]
    found: int
    left_out: int


def search(request, text: str) -> Results:
    """Risks whose reference, title, description, owners or leads hold every word of a text. At most 50."""
    results, room, found = [], MOST, 0
    registers = Register.objects.visible_to(request.audience).select_related("organisation")
    for register in registers if text else ():
        view = look_at(register, request.audience, today_scope())
        rows = matching(view, text)
        found += len(rows)
        if rows[:room]:
            results.append(Found(register, _told(view, rows[:room])))
            room -= len(rows[:room])
            note_sensitive_read(request, view, f"Search in {register.path}")
    return Results(text, results, found, left_out=found - (MOST - room))


def matching(view, text):
    """Index rows of one register that hold the text, open ones first; of hidden risks and withheld texts none."""
    if view.is_empty:
        return []
    rows = index(view).rows
    keys = _said(view, rows, text)
    kept = [row for row in rows if row.risk in keys or text.casefold() in (row.printed_ref.casefold(), str(row.ref))]
    return sorted(kept, key=lambda row: not row.is_open)


def _said(view, rows, text):
    """Keys of the risks whose wording or posts hold the text, each asked of the view that holds for it."""
    if not rows:
        return set()
    found = set()
    for part in [view] if view.others is None else [view, view.others]:
        keys = [row.risk for row in rows if view.of(row.risk) is part]
        found |= set(worded(part, keys, text).values_list("risk", flat=True))
        roles = [role for role, cls in ((OWNER, FactClass.OWNERSHIP), (LEAD, FactClass.LEADS)) if part.sees(cls)]
        if roles:
            found |= set(_held(part, keys, roles, text).values_list("ownership__risk", flat=True))
    return found


def _held(view, keys, roles, text):
    """Places of posts whose title, or printed form or alias of it, holds every word."""
    places = stewarded(view, keys, roles)
    for word in text.split():
        names = ("title", "printed_as", "post__aliases__title")
        places = places.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in names)))
    return places


def _told(view, rows):
    said = details(view, rows, with_objectives=False)
    teller = Teller(view, {})
    return [teller.row(row, said[row.risk]) for row in rows]
