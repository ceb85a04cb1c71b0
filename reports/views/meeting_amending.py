"""What was recorded in a meeting, said in other words or taken back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from registers.models import Marking
from registers.models.versioned import Stale
from registers.views.people import posted
from registers.views.saving import Change, Conflict
from reports.actions import meetings as actions
from reports.agenda_item import RecordLine, records_of
from reports.agenda_lines import read_agenda
from reports.forms_steps import AmendForm
from reports.models import Record
from reports.views.meeting_common import RUN, crumbs, get_meeting, note_read, url_of


@require_http_methods(["GET", "POST"])
def record_amend(request, board, on, number):
    """Say what was recorded in other words, or take it back. What it said stays readable."""
    meeting = get_meeting(request, board, on, needs=RUN)
    line = _recorded(request, meeting, number)
    form = AmendForm(posted(request), can_void=not line.is_review, initial={"text": line.record.text})
    if form.is_valid():
        try:
            actions.amend(record=line.record, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        except Stale as stale:
            return _show_both(request, meeting, line, form, stale.theirs)
        else:
            messages.success(request, "Amended")
            return redirect(_back(meeting, line.record))
    return _show_amending(request, meeting, line, form)


def _recorded(request, meeting, number) -> RecordLine:
    """What was recorded in that place; of what was amended since, the words that stand now."""
    keys = list(meeting.records.order_by("recorded_at", "pk").values_list("pk", flat=True))
    if not 1 <= number <= len(keys):
        raise Http404("There is no such record")
    for lines in records_of(read_agenda(meeting, request.audience)).values():
        for line in lines:
            if keys[number - 1] in {line.record.pk, *(earlier.pk for earlier in line.earlier)}:
                asked = Record.objects.select_related("by", "post", "item").get(pk=keys[number - 1])
                return RecordLine(number, asked if request.method == "POST" else line.record, line.earlier)
    raise Http404("There is no such record")


def _show_both(request, meeting, line, form, theirs):
    typed = {"label": "What it should say", "theirs": theirs.text, "yours": form.cleaned_data["text"]}
    change = Change(theirs.recorded_at, str(theirs.by), "Amended")
    form.conflict = Conflict([typed], [change])
    keys = list(meeting.records.order_by("recorded_at", "pk").values_list("pk", flat=True))
    newer = url_of("meeting-record", meeting, keys.index(theirs.pk) + 1)
    return _show_amending(request, meeting, line, form, newer)


def _show_amending(request, meeting, line, form, send_to=""):
    item = line.record.item
    agenda = read_agenda(meeting, request.audience)
    shown = agenda.line_of(item) if item else None
    if shown is not None:
        note_read(request, agenda, f"item {shown.number}")
    context = {
        "meeting": meeting,
        "line": line,
        "form": form,
        "send_to": send_to or request.path,
        "cancel_url": _back(meeting, line.record),
        "marking": agenda.marking_of(shown) if shown else Marking.OFFICIAL.label,
        "breadcrumbs": crumbs(meeting, "Amend"),
    }
    return render(request, "reports/meeting_amend.html", context, status=409 if send_to else 200)


def _back(meeting, record):
    if record.item_id is None:
        return meeting.get_absolute_url()
    return url_of("meeting-item", meeting, record.item.slug)
