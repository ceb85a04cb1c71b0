"""What every page about one control begins with: which control, as at when; 404 for strangers, 403 for lookers-on."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404

from controls.access import registers_of
from controls.details import ControlDetails, details
from controls.models import Control
from controls.position import ControlRow, Index, everything
from registers.actions.people import log_sensitive_read
from registers.audience import Level
from registers.models.registers import FactClass
from registers.scope import Scope


@dataclass(frozen=True)
class ControlView:
    """One control as this audience sees it at a scope."""

    index: Index
    row: ControlRow
    details: ControlDetails

    @property
    def sight(self):
        return self.index.sight(self.row)


def get_control(request, number, needs=None) -> Control:
    """The control, if this audience may know of it (404), and do what the page is for (403)."""
    seen = Control.objects.filter(number=number).visible_to(request.audience)
    control = seen.select_related("register__organisation", "alignment").first()
    if control is None:
        raise Http404("There is no such control")
    if needs and not request.user.has_perm(needs, control):
        raise PermissionDenied
    return control


def see_control(request, control, scope: Scope) -> ControlView:
    """The control at a scope. 404 where it was not there, or not to be seen, then."""
    index = everything(request.audience, scope, only=[control.pk])
    row = next(iter(index.rows), None)
    if row is None:
        raise Http404("There was no such control then")
    return ControlView(index, row, details(index, [row])[row.control])


SAID = (FactClass.CONTROLS, FactClass.PROGRESS)


def is_sensitive(request, control, row=None, classes=SAID) -> bool:
    """Whether a page that shows these classes of fact of the control shows text that is OFFICIAL-SENSITIVE."""
    by_profile = any(
        _level(request, register) >= Level.SENSITIVE and register.level_of(name) >= Level.SENSITIVE
        for register in registers_of(control)
        for name in classes
    )
    return by_profile or (row is not None and row.is_sensitive)


def note_control_read(request, control, what: str) -> None:
    """Log that a control was shown to somebody cleared for the sensitive text of a body whose control it is."""
    if not request.user.is_authenticated:
        return
    cleared = [register for register in registers_of(control) if _level(request, register) >= Level.SENSITIVE]
    _log(request, {register.organisation_id for register in cleared}, what)


def note_control_download(request, control, what: str) -> None:
    """Log that a file of a control was fetched, by whomever: nobody but its readers knows what it holds."""
    _log(request, {register.organisation_id for register in registers_of(control)}, what, kind="download")


def _log(request, organisations, what, kind="read"):
    for organisation in sorted(organisations):
        log_sensitive_read(organisation_id=organisation, user=request.user, what=what, kind=kind)


def marking_of_rows(index: Index, rows) -> str:
    """The marking of a page that shows what is stated of these rows: that of the most sensitive of them."""
    held = {row.register for row in rows}
    cleared = [view for key, view in index.views.items() if key in held and view.level >= Level.SENSITIVE]
    by_profile = any(view.register.level_of(name) >= Level.SENSITIVE for view in cleared for name in SAID)
    is_marked = by_profile or any(row.is_sensitive for row in rows)
    return "OFFICIAL-SENSITIVE" if is_marked else "OFFICIAL"


def note_rows_read(request, index: Index, rows, what: str) -> None:
    """Log it once for each body whose sensitive text these rows may hold for this person."""
    _log(request, sensitive_bodies(index, rows, request.audience), what)


def sensitive_bodies(index: Index, rows, audience) -> set[int]:
    """Keys of the bodies whose sensitive text these rows may hold for this audience."""
    held = {row.register for row in rows}
    views = [view for key, view in index.views.items() if key in held and view.level >= Level.SENSITIVE]
    bodies = {view.register.organisation_id for view in views}
    if any(row.is_joint and row.is_sensitive for row in rows):
        bodies |= audience.cleared
    return bodies


def _level(request, register):
    return request.audience.level(register.organisation_id, register.pk, register.is_corporate)
