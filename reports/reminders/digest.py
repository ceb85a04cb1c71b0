"""What changed in a month, as lines of mail for one person: references, which way and links. No titles, no scores."""

from datetime import date, timedelta

from django.urls import reverse

from controls.lists import address_of
from registers import clock
from registers.audience import Audience, Level
from registers.models.registers import FactClass
from registers.scope import Scope
from registers.sentences import say_day
from reports.changes import Changes, changes
from reports.reminders.compose import Line
from reports.reminders.reading import Subject
from reports.reminders.roster import Roster

CHANGED = "changed"


def digest(audience: Audience, month: date, found: Roster) -> list[Line]:
    """Everything the person may know to have changed in a month, as it was known at its end."""
    ends = month - timedelta(days=1), (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    before, after = (Scope(as_at=end, known_at=clock.end_of(end)) for end in ends)
    told = changes(audience, before, after)
    return [*_risks(told), *_controls(told, found), *_settled(told)]


def _risks(told: Changes):
    for move in told.moves:
        register, row = move.view.register, move.row
        of = Subject("risk", row.risk, register.pk if move.view.is_working else None, row.is_sensitive)
        name = "A restricted risk" if row.is_sensitive else f"Risk {row.ref}"
        words = CHANGED if row.is_sensitive or _is_sensitive(register, FactClass.MOVEMENT) else move.words
        url = f"{register.get_absolute_url()}{row.ref}/"
        yield Line("Risks that moved", f"{name} of the {register.title}: {words}", url, of)


def _controls(told: Changes, found: Roster):
    for change in told.controls:
        row = change.row
        is_restricted = row.is_sensitive or bool(found.sensitive.intersection(row.risks))
        registers = [found.registers[row.register]] if row.register else found.registers.values()
        is_told_barely = is_restricted or any(_is_sensitive(one, name) for one in registers for name in OF_CONTROLS)
        name = "A restricted control" if is_restricted else f"Control {row.reference}"
        words = CHANGED if is_told_barely else ", ".join(change.words)
        of = Subject("control", row.control, _worked_on(told, row), is_restricted)
        yield Line("Controls", f"{name}: {words}", address_of(row, {}), of)


OF_CONTROLS = (FactClass.CONTROLS, FactClass.PROGRESS)


def _worked_on(told, row):
    return row.register if row.register and told.index.sight(row).is_working else None


def _settled(told: Changes):
    for meeting in told.meetings:
        of = Subject("meeting", meeting.pk)
        yield Line("Meetings", f"{meeting} was closed", meeting.get_absolute_url(), of)
    for agreement in told.agreements:
        register = agreement.register
        words = f"The {register.title} was agreed as at {say_day(agreement.as_at)}"
        url = reverse("registers:register", args=[register.organisation.slug, register.slug])
        yield Line("Registers", words, url, Subject("register", register.pk))


def _is_sensitive(register, fact_class):
    return register.level_of(fact_class) >= Level.SENSITIVE
