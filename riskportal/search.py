"""Where is it said? A search over every register and control a person may see, as they stand today."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from controls.lists import ControlLine, lines
from controls.lookups import ever_worded, titled_so
from controls.models import Control
from controls.position import everything
from controls.views.common import marking_of_rows, note_rows_read
from registers.details import details
from registers.lists import ListRow, Teller
from registers.lookups import LEAD, OWNER, stewarded, worded
from registers.models import Register
from registers.models.registers import FactClass
from registers.position import index, look_at, today_scope
from registers.views.common import highest, marking_of, note_sensitive_read

MOST = 50
MOST_CONTROLS = 25


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
    controls: list[ControlLine]
    controls_left_out: int
    marking: str


def search(request, text: str) -> Results:
    """Risks whose reference, title, description, owners or leads hold every word of a text. At most 50."""
    results, room, found, markings = [], MOST, 0, []
    registers = Register.objects.visible_to(request.audience).select_related("organisation")
    for register in registers if text else ():
        view = look_at(register, request.audience, today_scope())
        rows = matching(view, text)
        found += len(rows)
        if rows[:room]:
            results.append(Found(register, _told(view, rows[:room])))
            room -= len(rows[:room])
            note_sensitive_read(request, view, f"Search in {register.path}")
            markings.append(marking_of(view, rows))
    held, marking = _controls(request, text)
    return Results(
        text=text,
        registers=results,
        found=found,
        left_out=found - (MOST - room),
        controls=held[:MOST_CONTROLS],
        controls_left_out=len(held[MOST_CONTROLS:]),
        marking=highest([*markings, marking]),
    )


def _controls(request, text):
    """Controls of that reference, or whose title holds every word today, what is at work first; and their marking."""
    if not text:
        return [], "OFFICIAL"
    named = Q(pk__in=ever_worded(text))
    if (number := text.casefold().removeprefix("c-")).isdecimal():
        named |= Q(number=int(number[:9]))
    index = everything(request.audience, today_scope(), only=Control.objects.filter(named).values("pk"))
    titled = titled_so(index, text)
    rows = [row for row in index.rows if row.control in titled or str(row.number) == number]
    note_rows_read(request, index, rows, "Search in controls")
    return lines(index, sorted(rows, key=lambda row: not row.is_alive), {}), marking_of_rows(index, rows)


def matching(view, text):
    """Index rows of one register that hold the text, open ones first; of hidden risks and withheld texts none."""
    if view.is_empty:
        return []
    position = index(view)
    keys = _said(position, text)
    kept = [r for r in position.rows if r.risk in keys or text.casefold() in (r.printed_ref.casefold(), str(r.ref))]
    return sorted(kept, key=lambda row: not row.is_open)


def _said(position, text):
    """Keys of the risks whose wording or posts hold the text, each asked of the view that holds for it."""
    view = position.view
    if view.others is None:
        return _said_to(view, position.risks, text)
    own = _said_to(view, position.risks.filter(pk__in=view.own), text)
    return own | _said_to(view.others, position.risks.exclude(pk__in=view.own), text)


def _said_to(view, risks, text):
    found = set(worded(view, risks, text).values_list("risk", flat=True))
    for role, fact_class in ((OWNER, FactClass.OWNERSHIP), (LEAD, FactClass.LEADS)):
        if view.sees(fact_class):
            found |= set(_held(view, risks, role, text).values_list("ownership__risk", flat=True))
    return found


def _held(view, risks, role, text):
    """Places of posts whose title, or printed form or alias of it, holds every word."""
    places = stewarded(view, risks, role)
    for word in text.split():
        names = ("called", "printed_as", "post__aliases__title")
        places = places.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in names)))
    return places


def _told(view, rows):
    said = details(view, rows, with_objectives=False)
    teller = Teller(view, {})
    return [teller.row(row, said[row.risk]) for row in rows]
