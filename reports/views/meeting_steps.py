"""In the meeting: one item on one screen, with everything that can be recorded of it; and the meeting as a whole.

Going on to the next item saves what has been typed. Where somebody changed the risk meanwhile, both are shown.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registers.forms.fields import matrix
from registers.history import entries_since
from registers.models import Marking, Post, ReviewOutcome
from registers.models.registers import FactClass
from registers.models.versioned import Stale
from registers.reviews import proposed
from registers.telling import shortened
from registers.views.common import highest
from registers.views.people import posted
from registers.views.saving import Conflict, moment_after
from reports import rules_actions
from reports import rules_meetings as rules
from reports.actions import meetings as actions
from reports.agenda_item import actions_of, is_sensitive, item_page, label_of, records_of
from reports.agenda_lines import read_agenda
from reports.forms_steps import RecordForm, StepForm
from reports.models import Action, Meeting, Record
from reports.views.meeting_common import RUN, crumbs, get_item, get_meeting, note_read, posts_of

SENSITIVE = Marking.SENSITIVE.label
LONGEST = 9  # digits of a number that may be an action's
QUOTED = 160  # letters of what somebody else recorded meanwhile; the item has all of it


@require_http_methods(["GET", "POST"])
def step(request, board, on, item):
    """One item of the agenda: what is known of it, and what is recorded at the meeting."""
    meeting = get_meeting(request, board, on, needs=RUN if request.method == "POST" else None)
    found = get_item(request, meeting, item)
    agenda = read_agenda(meeting, request.audience)
    page = item_page(agenda, found, request.audience)
    if page is None:
        raise Http404("There is no such item")
    form = _form(request, meeting, found, page) if _records(request, meeting, found, page) else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied(_why_not(page))
        answer = _save(request, meeting, found, page, form)
        if answer:
            return answer
    note_read(request, agenda, f"item {page.line.number}")
    marking = highest([agenda.marking_of(page.line), SENSITIVE if is_sensitive(page) else ""])
    context = {
        "meeting": meeting,
        "agenda": agenda,
        "page": page,
        "line": page.line,
        "form": form,
        "matrix": _matrix(form),
        "place": agenda.place_of(found),
        "can_run": request.user.has_perm(RUN, meeting) and meeting.is_open,
        "can_record": form is not None,
        "settles": _settles(meeting, found, page),
        "escalate_url": _escalation(request, found, page),
        "marking": marking,
        "breadcrumbs": crumbs(meeting, f"Item {page.line.number}" if page.line.number else "Dropped item"),
    }
    return render(request, "reports/meeting_step.html", context, status=409 if getattr(form, "conflict", None) else 200)


def _records(request, meeting, item, page) -> bool:
    """Whether this person may record on the item now: nobody does on a risk whose reasons they may not read."""
    is_on = meeting.status == Meeting.Status.STARTED and not item.is_dropped
    return is_on and _explains(page) and request.user.has_perm(RUN, meeting)


def _explains(page) -> bool:
    return page.line.told is None or page.line.view.sees(FactClass.RATIONALE)


def _why_not(page) -> str:
    if not _explains(page):
        return "What is said of this risk is OFFICIAL-SENSITIVE, and nobody records what they may not read."
    return "Nothing can be recorded here: the meeting is not in progress"


def _settles(meeting, item, page) -> bool:
    """Whether the item's risk is reviewed here: open, of a register that the board settles, seen as worked on."""
    told = page.line.told
    return bool(told and told.index.is_open and rules.settles(meeting.board, item.risk) and page.line.view.is_working)


def _form(request, meeting, item, page):
    owner = _owner(page)
    posts = posts_of(meeting, [owner] if owner else [])
    said = {"posts": posts, "owner": owner, "owed": _owed(request, item, page)}
    if not _settles(meeting, item, page):
        return RecordForm(posted(request), about_risk=item.risk_id is not None, **said)
    view, row = page.line.view, page.line.told.index
    scheme = item.risk.register.scheme_on(meeting.on) if view.sees(FactClass.SCORE) else None
    now = row.cell if scheme is not None and row.scheme == scheme.pk else None
    said |= {"risk": item.risk, "on": meeting.on, "scheme": scheme and scheme.value, "now": now}
    return StepForm(posted(request), proposed=proposed(item.risk, meeting.on), **said)


def _owed(request, item, page):
    """Responses and actions about the risk that are still open, and that this person may report on.

    Those too that something was just typed for: where it was answered elsewhere meanwhile, that is said at its field.
    """
    found = [line.action for line in page.standing.actions if rules_actions.can_change(line.action)]
    typed = [name.removeprefix("answer-") for name, text in request.POST.items() if name.startswith("answer-") and text]
    numbers = [int(number) for number in typed if number.isascii() and number.isdigit() and len(number) < LONGEST]
    if numbers and item.risk_id:
        others = Action.objects.visible_to(request.audience).filter(risk=item.risk_id, number__in=numbers)
        found += others.select_related("post__organisation", "meeting").exclude(pk__in=[one.pk for one in found])
    return [action for action in found if request.user.has_perm("reports.report_action", action)]


def _owner(page):
    """The first owner of the risk, whom the board may ask."""
    told = page.line.told
    owners = told.details.owners if told else ()
    return Post.objects.select_related("organisation").filter(pk=owners[0].pk).first() if owners else None


def _matrix(form):
    if form is None or getattr(form, "scheme", None) is None:
        return None
    return matrix(form.scheme, picked=form.picked, now=form.now)


def _escalation(request, item, page):
    """Where who may escalates the risk, as the meeting found that it is to be."""
    if not page.line.told or not request.user.has_perm("registers.escalate_risk", item.risk):
        return ""
    register = item.risk.register
    if register.is_corporate or not page.line.told.index.is_open:
        return ""
    return reverse("registers:risk-escalate", args=[register.organisation.slug, register.slug, item.risk.ref])


# Saving --------------------------------------------------------------------------------------------------------------


def _save(request, meeting, item, page, form):
    if not form.is_valid():
        return None
    if not form.says_anything:
        return redirect(_onward(request, meeting, item, page))
    meanwhile = _meanwhile(request, meeting, item, form)
    written = _record(request, meeting, item, form)
    if written is None:
        return None
    messages.success(request, f"Recorded on item {page.line.number}: {', '.join(written)}")
    if meanwhile:  # both stand on this item, which whoever wrote the second one should see before going on
        said = f"While you were writing, {'; '.join(meanwhile)}. Both stand below: amend what is not so."
        messages.warning(request, said)
        return redirect(item)
    return redirect(_onward(request, meeting, item, page))


def _meanwhile(request, meeting, item, form) -> list[str]:
    """What has been recorded on the item since the page was opened, and is not what is being recorded now."""
    opened_at = form.cleaned_data.get("opened_at")
    if opened_at is None:
        return []
    rows = Record.objects.visible_to(request.audience).filter(meeting=meeting, item=item, recorded_at__gt=opened_at)
    rows = rows.filter(is_void=False).select_related("post", "by").order_by("recorded_at", "pk")
    typed = {form.cleaned_data.get(name) for name in ("found", "note", "decision")}
    return [
        f"{row.post or row.by} recorded: {label_of(row)}, “{shortened(row.text, QUOTED)}”"
        for row in rows
        if not (row.by_id == request.user.pk and row.text in typed)
    ]


def _onward(request, meeting, item, page):
    """Where the button that was pressed leads: on, back, or to the same item again."""
    beside = {"next": page.after, "previous": page.before}.get(request.POST.get("go"))
    if beside is not None:
        return beside.url
    if request.POST.get("go") in ("next", "agenda"):
        return meeting.get_absolute_url()
    return item.get_absolute_url()


def _record(request, meeting, item, form) -> list[str] | None:
    """Everything the form says, or nothing of it: what was recorded, in words; None where it has to be shown again."""
    version = form.cleaned_data.get("version")
    for _ in range(3):
        try:
            with transaction.atomic():
                return _write(request, meeting, item, form, version)
        except ValidationError as problem:
            form.take(_at_the_fields(problem, form))
            return None
        except Stale as stale:
            if not _may_go_on(request, item, form, stale.theirs):
                return None
            version = stale.theirs.version
    return None


def _write(request, meeting, item, form, version):
    said, by = form.cleaned_data, request.user
    written = _review(item, by, form, version) if isinstance(form, StepForm) else []
    post = form.chosen("post")
    for name, action, text in form.answers:
        _answer(meeting, by, item, name, action, text, post)
        written.append(f"{'answer to' if action.kind == Action.Kind.RESPONSE else 'done:'} {action}")
    for kind, words in ((Record.Kind.NOTE, "discussion"), (Record.Kind.DECISION, "decision")):
        if said.get(kind):
            actions.note(meeting=meeting, by=by, item=item, text=said[kind], kind=kind, post=post)
            written.append(words)
    if form.task_values:
        action = actions.act(meeting=meeting, by=by, item=item, **form.task_values)
        written.append(f"{action.get_kind_display().lower()} {action}")
    return written


def _answer(meeting, by, item, name, action, text, post):
    try:
        actions.answer(meeting=meeting, by=by, item=item, action=action, text=text, post=post)
    except ValidationError as problem:
        raise ValidationError({name: problem.messages}) from problem


def _review(item, by, form, version):
    values = form.review_values
    if values is None:
        return []
    outcome = form.cleaned_data["outcome"]
    if outcome == ReviewOutcome.RESCORED:
        likelihood, impact = form.cleaned_data["cell"]
        said = {"likelihood": likelihood, "impact": impact, "next_on": form.next_review}
        actions.rescore(item=item, by=by, version=version, **said, **values)
    elif outcome == ReviewOutcome.CLOSED:
        actions.close_risk(item=item, by=by, version=version, **values)
    else:
        actions.review_item(item=item, by=by, version=version, outcome=outcome, next_on=form.next_review, **values)
    return [ReviewOutcome(outcome).label.lower()]


def _at_the_fields(problem, form):
    """What an action refused, under the names of this form."""
    if not hasattr(problem, "error_dict"):
        return problem
    first = "found" if isinstance(form, StepForm) and form.cleaned_data.get("found") else "note"
    names = {"text": first, "reason": "found", "due_on": "task_due", "on": None, "__all__": None}
    return ValidationError({names.get(name, name): errors for name, errors in problem.error_dict.items()})


def _may_go_on(request, item, form, theirs) -> bool:
    """Whether nothing that was saved meanwhile concerns what is recorded: other reviews stand beside this one.

    Else the page is shown again with what was saved, what was typed below it.
    """
    moment = moment_after(theirs, form.cleaned_data["version"])
    since = entries_since(item.risk, request.audience, moment) if moment else []
    changes = [entry for entry in since if entry.about != "review"]
    is_review = form.cleaned_data["outcome"] not in (ReviewOutcome.RESCORED, ReviewOutcome.CLOSED)
    if moment and not changes and (is_review or since):
        return True
    form.look_again(theirs)
    form.conflict = Conflict([], changes or since)
    return False


# The meeting as a whole ----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def whole(request, board, on):
    """Record something of the meeting as a whole: any other business."""
    meeting = get_meeting(request, board, on, needs=RUN)
    if meeting.status != Meeting.Status.STARTED:
        raise PermissionDenied("Nothing can be recorded here: the meeting is not in progress")
    form = RecordForm(posted(request), posts=posts_of(meeting))
    if form.is_valid():
        if not form.says_anything:
            form.add_error("note", "Enter what was said, decided or is to be done")
        else:
            written = _record(request, meeting, None, form)
            if written is not None:
                messages.success(request, f"Recorded: {', '.join(written)}")
                return redirect(meeting)
    agenda = read_agenda(meeting, request.audience)
    context = {
        "meeting": meeting,
        "form": form,
        "records": records_of(agenda).get(None, ()),
        "actions": actions_of(agenda, None),
        "marking": SENSITIVE if agenda.gives_sensitive else Marking.OFFICIAL.label,
        "breadcrumbs": crumbs(meeting, "The meeting as a whole"),
    }
    return render(request, "reports/meeting_whole.html", context)
