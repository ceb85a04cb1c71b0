"""Pages that change improvement plans and their work-streams, and that close a year."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from controls.actions import improvement
from controls.forms.improvement import (
    BeginForm,
    CloseYearForm,
    DueForm,
    LinksForm,
    MarkForm,
    NewStreamForm,
    NextYearForm,
    StateForm,
    StreamForm,
)
from controls.forms.values import risk_choices
from controls.improvement_links import keep_the_rest, linkable_controls, sensitive_among
from controls.models import ImprovementPlan
from controls.views.improvement_changing import plan_page, posts_of, stream_page, today
from controls.visibility_improvement import plan_to_follow
from registers import clock
from registers.form_rendering import strip_controls
from registers.models import Marking, Organisation

EDIT, SETTLE = "controls.edit_plan", "controls.settle_plan"


@require_http_methods(["GET", "POST"])
def plan_begin(request, organisation):
    """Begin the plan of a year."""
    body = get_object_or_404(Organisation, slug=organisation, kind=Organisation.Kind.BODY)
    if body.pk not in request.audience.working:
        raise Http404("There is no such body for this person")
    if not request.user.has_perm("controls.begin_plan", body):
        raise PermissionDenied
    form = BeginForm(request.POST or None, on=clock.today())
    if form.is_valid():
        try:
            values = {name: value for name, value in form.values().items() if name != "version"}
            plan = improvement.begin(organisation=body, by=request.user, **values)
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, f"The plan of {plan.year} is begun.")
            if ImprovementPlan.objects.visible_to(request.audience).filter(pk=plan.pk).exists():
                return redirect(plan)
            return redirect("controls:plans")
    context = {
        "form": form,
        "title": f"Begin an improvement plan of {body.short_name}",
        "cancel_url": reverse("controls:plans"),
        "breadcrumbs": [{"text": "Improvement plans", "url": reverse("controls:plans")}, {"text": "Begin a plan"}],
    }
    return render(request, "controls/plan_begin_form.html", context)


@require_http_methods(["GET", "POST"])
def stream_add(request, organisation, year):
    """Add a work-stream."""
    page = plan_page(request, organisation, year, EDIT, "Add a work-stream")
    if page.is_closed():
        return page.refused()
    form = NewStreamForm(page.data, posts=posts_of(page.plan.organisation), **page.for_form())
    if form.is_valid():
        stream = _added(form, improvement.add, page.plan, request.user)
        if stream:
            return page.done(f"{stream.ref} added.", stream.get_absolute_url())
    return page.show("controls/plan_form.html", form, submit="Add it")


def _added(form, act, plan, by):
    try:
        return act(plan=plan, by=by, **form.values())
    except ValidationError as problem:
        form.take(problem)
        return None


@require_http_methods(["GET", "POST"])
def plan_add_next(request, organisation):
    """Add an improvement that was noted somewhere to next year's plan."""
    body = get_object_or_404(Organisation, slug=organisation, kind=Organisation.Kind.BODY)
    plan = plan_to_follow(body, request.audience)
    if plan is None:
        raise Http404("There is no plan whose next year this could be for")
    page = plan_page(request, organisation, plan.slug, EDIT, "Add to next year’s plan")
    origin = local_path(request.GET.get("from", ""))
    title = strip_controls(request.GET.get("title", ""))[:200]
    form = NextYearForm(page.data, posts=posts_of(body), **page.for_form() | {"initial": {"title": title}})
    if form.is_valid():
        stream = _added(form, improvement.add_to_next_year, plan, request.user)
        if stream:
            return page.done(f"{stream.ref} added to the plan of {stream.plan.year}.", origin or page.url)
    return page.show("controls/plan_form.html", form, submit="Add it", origin=origin, next_year=True)


def local_path(text) -> str:
    """A path of this portal; empty for anything else."""
    parts = urlsplit(text)
    is_local = text.startswith("/") and not text.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return parts.path if is_local and "\\" not in text else ""


@require_http_methods(["GET", "POST"])
def stream_edit(request, organisation, year, ref):
    """Change what a work-stream says."""
    page = stream_page(request, organisation, year, ref, EDIT, "Edit")
    if page.is_closed():
        return page.refused()
    form = StreamForm(page.data, posts=posts_of(page.plan.organisation), **page.for_form(_said(page)))
    if page.save(form, improvement.edit, held=_said):
        return page.done(f"Saved for {page.stream.ref}.")
    return page.show("controls/plan_form.html", form)


def _said(page):
    line = page.line
    values = {name: getattr(line, name) for name in ("title", "recommendation", "response", "number")}
    return values | {
        "source": line.source.value,
        "priority": line.priority.value,
        "owner": line.owner.pk if line.owner else "",
    }


@require_http_methods(["GET", "POST"])
def stream_due(request, organisation, year, ref):
    """Move the date a work-stream is promised for."""
    page = stream_page(request, organisation, year, ref, EDIT, "Move its date")
    if page.is_closed():
        return page.refused()
    form = DueForm(page.data, **page.for_form())
    if page.save(form, improvement.move_due, theirs=lambda page: {"due": page.line.dates.due}):
        return page.done(f"Date moved for {page.stream.ref}.")
    return page.show("controls/stream_due_form.html", form, dates=page.line.dates)


@require_http_methods(["GET", "POST"])
def stream_state(request, organisation, year, ref):
    """State how a work-stream gets on."""
    page = stream_page(request, organisation, year, ref, EDIT, "State how it gets on")
    if page.is_closed():
        return page.refused()
    form = StateForm(page.data, **page.for_form() | {"initial": {"status": page.line.status.value}})
    if page.save(form, improvement.state, theirs=_stated):
        return page.done(f"Stated for {page.stream.ref}.")
    return page.show("controls/plan_form.html", form)


def _stated(page):
    return {"status": page.line.status.value, "note": page.line.note}


@require_http_methods(["GET", "POST"])
def stream_links(request, organisation, year, ref):
    """Say which risks and controls a work-stream bears on."""
    page = stream_page(request, organisation, year, ref, EDIT, "Link risks and controls")
    if page.is_closed():
        return page.refused()
    offered = {
        "risks": risk_choices(request, page.plan.organisation, {risk.pk for risk in page.line.risks}),
        "controls": linkable_controls(request.audience, page.plan),
    }
    page.names_sensitive = _names_sensitive(request, offered)
    form = LinksForm(page.data, **offered, **page.for_form(_linked(page, offered)))

    def link(*, stream, risks, controls, **said):
        return improvement.link(stream=stream, **keep_the_rest(stream, risks, controls, offered), **said)

    if page.save(form, link, held=lambda page: _linked(page, offered)):
        return page.done(f"Links saved for {page.stream.ref}.")
    return page.show("controls/plan_form.html", form)


def _names_sensitive(request, offered):
    controls = [control for control, _ in offered["controls"].values()]
    return offered["risks"].is_sensitive or bool(sensitive_among(controls, request.audience, today()))


def _linked(page, offered):
    """The addresses of what it is linked to, of what is offered."""
    held = {"risks": {one.pk for one in page.line.risks}, "controls": {one.pk for one in page.line.controls}}
    return {
        name: [key for key, (record, _) in records.items() if record.pk in held[name]]
        for name, records in offered.items()
    }


@require_http_methods(["GET", "POST"])
def plan_close_year(request, organisation, year):
    """Close a year, after showing what is carried forward."""
    page = plan_page(request, organisation, year, SETTLE, "Close the year")
    if page.is_closed():
        return page.refused()
    form = CloseYearForm(page.data, **page.for_form())
    carried = [line for line in page.found.lines if not line.is_finished]
    if page.data is not None and page.is_confirmed and page.save(form, improvement.close_year):
        where = " What was unfinished stands in the next year’s plan." if carried else ""
        return page.done(f"{page.name} is closed.{where}")
    is_early = clock.today() < page.plan.last_day
    return page.show("controls/plan_close_form.html", form, carried=carried, is_early=is_early)


@require_http_methods(["GET", "POST"])
def plan_mark(request, organisation, year):
    """Mark a plan OFFICIAL or OFFICIAL-SENSITIVE."""
    page = plan_page(request, organisation, year, SETTLE, "Change its marking")
    now = Marking.SENSITIVE if page.found.is_sensitive else Marking.OFFICIAL
    form = MarkForm(page.data, **page.for_form({"marking": now}))
    lowers = now == Marking.SENSITIVE and form.is_valid() and form.cleaned_data["marking"] == Marking.OFFICIAL
    if lowers and not page.is_confirmed:
        return page.show("controls/plan_mark_form.html", form, asks=True)
    if page.save(form, improvement.mark):
        if ImprovementPlan.objects.visible_to(request.audience).filter(pk=page.plan.pk).exists():
            return page.done(f"Marking saved for {page.name}.")
        return page.done("Marking saved. The plan is no longer among those you see.", reverse("controls:plans"))
    return page.show("controls/plan_mark_form.html", form)
