"""Two positions of one or several registers side by side."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registers import clock
from registers.models import Register
from registers.scope import Scope, quarter_end_before
from registers.views.common import AskedScope, note_sensitive_read
from reports.compare_forms import CompareForm
from reports.comparison import Comparison
from reports.comparison import compare as compare_positions
from reports.comparison_reading import read
from reports.papers.figures import one_moment

QUARTERS_OFFERED = 8


@require_safe
def compare(request):
    """What changed between two dates. 404 for whoever will never see a register here."""
    if request.audience.works_anywhere and not Register.objects.visible_to(request.audience).exists():
        return render(request, "registers/nothing_yet.html", {"title": "Compare", "text": "There is no register yet."})
    form = compare_form(request)
    context = {"form": form, "quarters": _quarters(form)}
    if form.is_valid():
        since, as_at = form.days
        asked = Scope(as_at=as_at, compared_with=since)
        with one_moment():
            found = [_compared(register, request.audience, asked) for register in form.chosen]
        for comparison in found:
            _note_read(request, comparison)
        context |= {"comparisons": found, "since": since, "as_at": as_at, "time": _time(asked)}
    return render(request, "reports/compare.html", context)


def compare_form(request) -> CompareForm:
    """Which registers between which dates. 404 for whoever may see no register."""
    registers = list(Register.objects.visible_to(request.audience).select_related("organisation"))
    if not registers:
        raise Http404("There is no register to compare")
    return CompareForm(request.GET, registers)


def _compared(register, audience, asked) -> Comparison:
    return compare_positions(read(register, audience, asked), _time(asked))


def _note_read(request, comparison):
    register, what = comparison.view.register, "sensitive risks among them" if comparison.shows_sensitive else ""
    note_sensitive_read(request, comparison.view, f"Comparison of {register.path}{what and ', ' + what}")


def _time(asked) -> str:
    """The parameters that show a page of a register or a risk as at the later date, since the earlier."""
    is_default = asked.as_at == clock.today() and asked.compared_with == quarter_end_before(asked.as_at)
    return urlencode(AskedScope(asked, is_past=not is_default).query)


@dataclass(frozen=True)
class Quarter:
    """A quarter that has ended, to be compared in one press."""

    end: object
    query: str
    is_chosen: bool


def _quarters(form):
    """The last eight quarter ends, each against the one before, for the registers that are ticked."""
    registers = [("register", path) for path in form["register"].value()]
    days, end = (form["from"].value(), form["to"].value()), quarter_end_before(clock.today())
    for _ in range(QUARTERS_OFFERED):
        before = quarter_end_before(end)
        pair = (before.isoformat(), end.isoformat())
        yield Quarter(end, urlencode([*registers, ("from", pair[0]), ("to", pair[1])]), tuple(map(str, days)) == pair)
        end = before
