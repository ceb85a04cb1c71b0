"""What every page begins with: which register, which risk, as at when; 404 for strangers, 403 for lookers-on."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from registers import clock
from registers.actions.people import log_sensitive_read
from registers.audience import Level
from registers.details import RiskDetails, details
from registers.models import Register, Risk
from registers.position import IndexRow, View, index, look_at
from registers.scope import Scope, quarter_end_before
from registers.visibility import visible_risks


def get_register(request, organisation, register, needs=None) -> Register:
    """The register, if this audience may know of it (404), and do what the page is for (403)."""
    found = Register.objects.visible_to(request.audience).filter(organisation__slug=organisation, slug=register)
    found = found.select_related("organisation").first()
    if found is None:
        raise Http404("There is no such register")
    if needs and not request.user.has_perm(needs, found):
        raise PermissionDenied
    return found


def get_risk(request, organisation, register, ref, needs=None) -> Risk:
    """The risk, if this audience may know of it (404), and do what the page is for (403)."""
    where = get_register(request, organisation, register)
    risk = visible_risks(Risk.objects.filter(register=where, ref=ref), request.audience, [where]).first()
    if risk is None:
        raise Http404("There is no such risk")
    risk.register = where
    if needs and not request.user.has_perm(needs, risk):
        raise PermissionDenied
    return risk


@dataclass(frozen=True)
class AskedScope:
    """The time a page was asked for, and what of it was spelled out in the address."""

    scope: Scope
    is_past: bool  # another day or another knowledge than today's
    errors: tuple[str, ...] = ()

    @property
    def query(self) -> dict:
        """The parameters that carry the time to the next page."""
        scope = self.scope
        if not self.is_past:
            return {}
        query = {"as_at": scope.as_at.isoformat()}
        if scope.known_at is not None:
            query["known_at"] = scope.known_at.astimezone(clock.LONDON).isoformat(timespec="seconds")
        if scope.compared_with not in (None, quarter_end_before(scope.as_at)):
            query["since"] = scope.compared_with.isoformat()
        return query


def asked_scope(request) -> AskedScope:
    """The scope in ?as_at= ?known_at= ?since=. What cannot be read is left at today and said in `errors`."""
    today = clock.today()
    errors = []
    as_at = _asked(request, "as_at", date.fromisoformat, errors) or today
    if as_at > today:
        errors.append("A position can be shown up to today, not in the future")
        as_at = today
    known_at = _asked(request, "known_at", _moment, errors)
    since = _asked(request, "since", date.fromisoformat, errors)
    if since is not None and since >= as_at:
        errors.append("The date to compare with must be before the date shown")
        since = None
    scope = Scope(as_at=as_at, known_at=known_at, compared_with=since or quarter_end_before(as_at))
    return AskedScope(scope, is_past=as_at != today or known_at is not None or since is not None, errors=tuple(errors))


def _asked(request, name, read, errors):
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        return read(text)
    except ValueError:
        errors.append(f"“{text[:40]}” is not a date. Write it like 2021-12-31")
        return None


def _moment(text) -> datetime:
    """A day means its end: what was known that day."""
    if len(text) == 10:
        return clock.end_of(date.fromisoformat(text))
    moment = datetime.fromisoformat(text.replace(" ", "+"))
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.LONDON)


@dataclass(frozen=True)
class RiskView:
    """One risk as this audience sees it at a scope."""

    view: View
    row: IndexRow
    details: RiskDetails


def see_risk(request, risk, scope: Scope) -> RiskView:
    """The risk at a scope. 404 where it was not there, or not to be seen, then."""
    view = look_at(risk.register, request.audience, scope)
    row = next((row for row in index(view, only=risk).rows if row.opened_on), None)
    if row is None:
        raise Http404("There was no such risk then")
    return RiskView(view, row, details(view, [row])[row.risk])


def note_sensitive_read(request, view: View, what: str, kind="read") -> None:
    """Log that sensitive text of a register was shown: once a page, for whoever is cleared for it."""
    if view.level < Level.SENSITIVE or not request.user.is_authenticated:
        return
    holds_sensitive = any(level == "official-sensitive" for level in view.register.profile.values())
    if holds_sensitive or "sensitive" in what:
        log_sensitive_read(organisation_id=view.register.organisation_id, user=request.user, what=what, kind=kind)
