"""What every page begins with: which register, which risk, as at when; 404 for strangers, 403 for lookers-on."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from registers import clock
from registers.actions.people import log_sensitive_read
from registers.audience import Level
from registers.details import RiskDetails, details
from registers.form_rendering import parse_day
from registers.models import Register, Risk
from registers.models.registers import FactClass
from registers.position import IndexRow, View, index, look_at
from registers.scope import Scope, quarter_end_before
from registers.visibility import visible_risks


def get_register(request, organisation, register, needs=None, **also) -> Register:
    """The register, if this audience may know of it (404), and do what the page is for (403).

    `also`: what else to read with it, by name.
    """
    found = Register.objects.visible_to(request.audience).filter(organisation__slug=organisation, slug=register)
    found = found.annotate(**also).select_related("organisation").first()
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


FIRST_DAY = date(1900, 1, 1)  # no register is older, and days before year 1 cannot be counted


@dataclass(frozen=True)
class AskedScope:
    """The time a page was asked for, and what of it was spelled out in the address."""

    scope: Scope
    is_past: bool  # another day, another knowledge or another comparison than today's
    errors: tuple[str, ...] = ()

    @property
    def is_now(self) -> bool:
        """Whether the page shows the present, where things can be changed."""
        return self.scope.as_at == clock.today() and self.scope.known_at is None

    @property
    def query(self) -> dict:
        """The parameters that carry the time to the next page."""
        scope = self.scope
        if not self.is_past:
            return {}
        query = {} if self.is_now else {"as_at": scope.as_at.isoformat()}
        if scope.known_at is not None:
            query["known_at"] = scope.known_at.astimezone(clock.LONDON).isoformat(timespec="microseconds")
        if scope.compared_with not in (None, quarter_end_before(scope.as_at)):
            query["since"] = scope.compared_with.isoformat()
        return query


def asked_scope(request) -> AskedScope:
    """The scope in ?as_at= ?known_at= ?since=. What cannot be read is left at today and said in `errors`."""
    today = clock.today()
    errors = []
    as_at = _asked(request, "as_at", _day, errors) or today
    if as_at > today:
        errors.append("A position can be shown up to today, not in the future")
        as_at = today
    known_at = _asked(request, "known_at", _moment, errors)
    since = _asked(request, "since", _day, errors)
    if since is not None and since >= as_at:
        errors.append("The date to compare with must be before the date shown")
        since = None
    is_past = as_at != today or known_at is not None or since not in (None, quarter_end_before(as_at))
    scope = Scope(as_at=as_at, known_at=known_at, compared_with=since or quarter_end_before(as_at))
    return AskedScope(scope, is_past=is_past, errors=tuple(errors))


def _asked(request, name, read, errors):
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        return read(text)
    except (ValueError, OverflowError):
        errors.append(f"“{text[:40]}” is not a date. Write it like 2021-12-31")
        return None


def _day(text) -> date:
    """A day as people write it: the date control sends 2021-12-31, people type 31/12/2021 into an address."""
    day = parse_day(text)
    if day is None or day < FIRST_DAY:
        raise ValueError("Not a day on which there were registers")
    return day


def _moment(text) -> datetime:
    """A day means its end: what was known that day."""
    if parse_day(text) is not None:
        return _up_to_now(clock.end_of(_day(text)))
    moment = datetime.fromisoformat(text.replace(" ", "+"))
    if moment.year < FIRST_DAY.year:
        raise ValueError("Not a moment at which there were registers")
    return _up_to_now(moment if moment.tzinfo else moment.replace(tzinfo=clock.LONDON))


def _up_to_now(moment) -> datetime | None:
    """What will be known later is what is known now."""
    return None if moment > clock.now() else moment


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
    return RiskView(view.of(risk.pk), row, details(view, [row])[row.risk])


def marking_of(view: View, rows) -> str:
    """The marking a page wears that shows these rows to whoever this view is of."""
    shows_sensitive = any(row.is_sensitive for row in rows)
    shows_sensitive |= any(view.register.level_of(name) >= Level.SENSITIVE for name in FactClass)
    return "OFFICIAL-SENSITIVE" if view.level >= Level.SENSITIVE and shows_sensitive else "OFFICIAL"


def highest(markings) -> str:
    """The marking of a page whose parts wear these."""
    return max(markings, key=len, default="OFFICIAL")


def note_sensitive_read(request, view: View, what: str, kind="read") -> None:
    """Log that a register was shown to somebody cleared for its sensitive text: once a page.

    Whether the page held any is not asked: what a profile does not name is sensitive, and a risk may be marked.
    """
    if view.level < Level.SENSITIVE or not request.user.is_authenticated:
        return
    log_sensitive_read(organisation_id=view.register.organisation_id, user=request.user, what=what, kind=kind)
