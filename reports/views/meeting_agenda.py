"""Putting an agenda in order: adding an item, changing what it says, dropping it, moving it up and down."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from registers.details import details
from registers.models import Alignment, Marking, Risk
from registers.models.versioned import Stale
from registers.position import index, look_at
from registers.views.people import posted
from registers.visibility_alignments import Readable
from reports.actions import meetings as actions
from reports.agenda_lines import last_before, read_agenda, scope_of
from reports.alignment_facts import wordings_of
from reports.forms_meetings import DropForm, EditItemForm, ItemForm
from reports.forms_requests import address_of
from reports.meetings import registers_of
from reports.views.meeting_common import OUT_OF_DATE, RUN, crumbs, get_item, get_meeting, posts_of, say_refusal


@require_http_methods(["GET", "POST"])
def item_add(request, board, on):
    """Put something on the agenda: an item, a paper, or a deep dive planned ahead."""
    meeting = get_meeting(request, board, on, needs=RUN)
    form = ItemForm(posted(request))
    form.offer("risk", _risks(meeting, request.audience), "None")
    form.offer("alignment", _alignments(meeting, request.audience), "None")
    form.offer("author", posts_of(meeting), "Nobody yet")
    if form.is_valid():
        given = form.cleaned_data | {name: form.chosen(name) for name in ("risk", "alignment", "author")}
        try:
            item = actions.add_item(meeting=meeting, by=request.user, **given)
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, "Added to the agenda")
            return redirect(f"{meeting.get_absolute_url()}#{item.slug}")
    return _form(request, meeting, form, "Add an item", "Add to the agenda")


def _risks(meeting, audience):
    """The open risks of the registers the meeting is about, as the reader may see them."""
    scope = scope_of(meeting, last_before(meeting))
    for register in registers_of(meeting.board):
        view = look_at(register, audience, scope)
        rows = index(view).open
        said = details(view, rows, with_objectives=False)
        risks = Risk.objects.in_bulk([row.risk for row in rows])
        for row in rows:
            risk = risks[row.risk]
            risk.register, risk.group = register, str(register)
            risk.token = address_of(risk)
            yield _with_words(risk, f"{row.printed_ref} {said[row.risk].title}")


def _with_words(record, words):
    record.words = words
    return record


def _alignments(meeting, audience):
    scope, readable = scope_of(meeting, last_before(meeting)), Readable(audience)
    rows = list(Alignment.objects.filter(pk__in=readable.read).order_by("number"))
    worded = wordings_of(readable, [row.pk for row in rows], scope)
    for row in rows:
        row.token = str(row.number)
    return [_with_words(row, worded[row.pk][-1].title) for row in rows if row.pk in worded]


def _form(request, meeting, form, title, submit, text="", item=None):
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "text": text,
        "marking": Marking.SENSITIVE.label if item is not None and item.is_sensitive else "OFFICIAL",
        "breadcrumbs": crumbs(meeting, title),
        "cancel_url": meeting.get_absolute_url(),
    }
    return render(request, "reports/meeting_form.html", context)


def _line(request, meeting, slug):
    item = get_item(request, meeting, slug)
    line = read_agenda(meeting, request.audience).line_of(item)
    if line is None:
        raise Http404("There is no such item")
    return item, line


@require_http_methods(["GET", "POST"])
def item_edit(request, board, on, item):
    """Change what an item says of itself: its title, its number, and of a deep dive the paragraph that came of it."""
    meeting = get_meeting(request, board, on, needs=RUN)
    found, line = _line(request, meeting, item)
    if not line.is_explained:
        raise PermissionDenied(
            "What is said of this risk is OFFICIAL-SENSITIVE, and nobody changes what they may not read."
        )
    names = ("title", "number", "marking", "asked_by", "paragraph", "version")
    initial = {name: getattr(found, name) for name in names} | {"author": found.author_id and str(found.author_id)}
    form = EditItemForm(posted(request), initial=initial)
    form.offer("author", posts_of(meeting, [found.author] if found.author else []), "Nobody yet")
    if found.kind != found.Kind.DEEP_DIVE:
        for name in ("asked_by", "author", "paragraph"):
            del form.fields[name]
    if form.is_valid():
        given = {name: form.cleaned_data.get(name, "") for name in ("title", "marking", "asked_by", "paragraph")}
        given |= {"author": form.chosen("author"), "number": form.cleaned_data["number"]}
        answer = _try(request, form, found, meeting, lambda **said: actions.edit_item(**said, **given), "Saved")
        if answer:
            return answer
    return _form(request, meeting, form, f"Item {line.number}: {line.title}", "Save", item=line)


@require_http_methods(["GET", "POST"])
def item_drop(request, board, on, item):
    """Take an item off the agenda, with a reason."""
    meeting = get_meeting(request, board, on, needs=RUN)
    found, line = _line(request, meeting, item)
    form = DropForm(posted(request), initial={"version": found.version})
    if form.is_valid():
        because = form.cleaned_data["because"]
        answer = _try(
            request, form, found, meeting, lambda **said: actions.drop_item(**said, because=because), "Dropped"
        )
        if answer:
            return answer
    title = f"Drop item {line.number}: {line.title}"
    text = "It stays off when the agenda is drawn up again. It can be restored."
    return _form(request, meeting, form, title, "Drop it", text, line)


def _try(request, form, item, meeting, act, done):
    try:
        act(item=item, by=request.user, version=form.cleaned_data["version"])
    except ValidationError as problem:
        form.take(problem)
        return None
    except Stale as stale:
        form.add_error(None, OUT_OF_DATE)
        form.data = form.data.copy()
        form.data["version"] = str(stale.theirs.version)
        return None
    messages.success(request, done)
    return redirect(f"{meeting.get_absolute_url()}#{item.slug}")


@require_POST
def item_restore(request, board, on, item):
    """Put a dropped item back."""
    return _press(request, board, on, item, actions.restore_item)


@require_POST
def item_move(request, board, on, item):
    """Move an item one place up or down."""
    step = request.POST.get("step")
    if step not in ("up", "down"):
        raise Http404("An item moves up or down")
    return _press(request, board, on, item, lambda **said: actions.move_item(**said, up=step == "up"))


def _press(request, board, on, slug, act):
    meeting = get_meeting(request, board, on, needs=RUN)
    item = get_item(request, meeting, slug)
    try:
        act(item=item, by=request.user, version=request.POST.get("version") or 0)
    except ValidationError as problem:
        say_refusal(request, problem)
    except (Stale, ValueError):
        messages.error(request, OUT_OF_DATE)
    return redirect(f"{meeting.get_absolute_url()}#{item.slug}")
