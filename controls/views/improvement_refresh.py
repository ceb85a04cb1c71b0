"""The monthly refresh of an improvement plan: one screen, a row a work-stream, each saved by itself (004 1.8)."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from controls.actions import improvement
from controls.forms.improvement import RefreshDayForm, RowForm
from controls.improvement import StreamLine
from controls.models import WorkStream
from controls.views.improvement_changing import StreamPage, plan_page
from controls.views.improvement_editing import EDIT
from registers import clock
from registers.sentences import say_list

REST = "rest"  # the name of the button that notes the others


@dataclass
class Row:
    """One work-stream on the screen."""

    line: StreamLine
    page: StreamPage
    form: RowForm
    saved: bool = False

    @property
    def shown_version(self) -> int:
        """The version of the work-stream when the screen was opened."""
        return self.form.fields["version"].clean(self.form["version"].value())


@dataclass
class Outcome:
    """What came of one press."""

    saved: list[str] = field(default_factory=list)
    kept: dict[int, RowForm] = field(default_factory=dict)  # rows to be shown as they were typed
    noted: int = 0
    overtaken: list[str] = field(default_factory=list)

    def words(self) -> str:
        parts = [f"{len(self.saved)} changed: {say_list(self.saved)}."] if self.saved else []
        if self.noted:
            parts.append(f"{self.noted} noted, no change.")
        if self.overtaken:
            parts.append(f"Not noted, as somebody else changed it meanwhile: {say_list(self.overtaken)}.")
        return " ".join(parts)


@require_http_methods(["GET", "POST"])
def plan_refresh(request, organisation, year):
    """Go through the plan."""
    page = plan_page(request, organisation, year, EDIT, "Monthly refresh")
    if page.is_closed():
        return page.refused()
    day, outcome = RefreshDayForm(request.POST or None, initial={"on": clock.today()}), Outcome()
    rows = _rows(page, request.POST or None)
    if request.method == "POST":
        if day.is_valid():
            _save(page, rows, day, outcome)
            if not outcome.kept and not day.errors:
                messages.success(request, f"{page.name} was gone through. {outcome.words()}".strip())
                return redirect(page.plan)
            page.look_anew()
        else:
            outcome.kept = {row.line.stream: row.form for row in rows if row.form.is_filled}
    return _show(page, day, outcome)


def _rows(page, data=None, kept=()):
    """One row each of what is not finished, and of what is `kept`; of what was sent, wherever it stands now."""
    streams = WorkStream.objects.in_bulk([line.stream for line in page.found.lines])
    rows = []
    for line in page.found.lines:
        was_sent = data is not None and f"{line.ref}-version" in data
        is_shown = not line.is_finished or line.stream in kept
        if not (was_sent if data is not None else is_shown):
            continue
        stream = streams[line.stream]
        stream.plan = page.plan
        of_it = StreamPage(page.request, page.plan, page.found, page.needs, page.title, stream, line)
        held = {"status": line.status.value, "note": line.note, "due": line.dates.due}
        rows.append(Row(line, of_it, RowForm(data, prefix=line.ref, **of_it.for_form(held))))
    return rows


def _save(page, rows, day, outcome):
    """Each changed row by itself; with the other button the rest as well. The refresh is recorded if all was saved."""
    on = day.cleaned_data["on"]
    for row in rows:
        row.form.day = on
        if row.form.is_filled:
            if row.page.save(row.form, improvement.row, held=_values):
                outcome.saved.append(row.line.ref)
            else:
                outcome.kept[row.line.stream] = row.form
    try:
        _note(page, rows, on, outcome)
    except ValidationError as problem:  # the plan was closed meanwhile, or had not been begun by that day
        day.add_error("on", problem.messages)


def _note(page, rows, on, outcome):
    by = page.request.user
    if REST in page.request.POST:
        rest = {row.page.stream: row.shown_version for row in rows if not row.form.is_filled}
        outcome.overtaken = [stream.ref for stream, version in rest.items() if stream.version != version]
        versions = {stream.pk: version for stream, version in rest.items()}
        outcome.noted = len(improvement.note_unchanged(streams=rest, by=by, on=on, versions=versions))
    if not outcome.kept:
        improvement.refresh(plan=page.plan, by=by, version=None, on=on)


def _values(page):
    line = page.line
    return {"status": line.status.value, "note": line.note, "due": line.dates.due}


def _show(page, day, outcome):
    rows = _rows(page, kept=outcome.kept)
    for row in rows:
        row.saved = row.line.ref in outcome.saved
        row.form = outcome.kept.get(row.line.stream, row.form)
    status = 409 if any(form.conflict for form in outcome.kept.values()) else 200
    response = page.show(
        "controls/plan_refresh.html",
        [day, *(row.form for row in rows)],
        rows=rows,
        day=day,
        outcome=outcome,
        rest=REST,
        has_errors=bool(day.errors or outcome.kept),
    )
    response.status_code = status
    return response
