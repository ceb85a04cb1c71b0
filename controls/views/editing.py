"""Pages that change what a control says: its wording, owner and risks, its due date, its rating, its marking."""

from django.core.exceptions import PermissionDenied
from django.views.decorators.http import require_http_methods

from controls import rules
from controls.actions import controls
from controls.forms.controls import ControlForm, DueForm, MarkForm, RateForm
from controls.forms.values import RiskChoices, control_values, linked_risks, posts_of_bodies, risk_choices
from controls.views.changing import already, change_page, is_open
from registers.audience import WITHHELD
from registers.models import Marking, Risk


@require_http_methods(["GET", "POST"])
def control_edit(request, number):
    """Change what a control says."""
    page = change_page(request, number, "control-edit", "Edit")
    if not is_open(page):
        return already(page)
    choices = _choices(page)
    held = control_values(page.seen, choices)
    posts = posts_of_bodies(rules.bodies_of(page.control))
    form = ControlForm(page.data, posts=posts, choices=choices, **page.for_form(held))
    act = lambda **said: _edit(choices, said)  # noqa: E731
    saved = page.save(form, act, held=lambda page: control_values(page.seen, choices))
    if saved:
        return page.done(saved=saved)
    page.shows_sensitive = choices.is_sensitive
    kept = [] if page.control.is_joint else _kept(page, choices)
    return page.show("controls/control_form.html", form, kept=kept)


def _choices(page):
    if page.control.is_joint:
        return RiskChoices()
    return risk_choices(page.request, page.control.register.organisation, linked=page.row.risks)


def _edit(choices, said):
    """The person answers for the risks they were offered; what else it acts on is left alone."""
    if "risks" in said:
        offered = {risk.pk for risk, _ in choices.values()}
        said["risks"] += [risk for risk in linked_risks(said["control"]) if risk.pk not in offered]
    return controls.edit(**said)


def _kept(page, choices):
    """Risks it acts on that the person sees and does not edit."""
    offered = {risk.pk for risk, _ in choices.values()}
    shown = Risk.objects.filter(pk__in=set(page.row.risks) - offered).select_related("register").order_by("ref")
    return [f"{risk} of the {risk.register.title}" for risk in shown]


@require_http_methods(["GET", "POST"])
def control_due(request, number):
    """Set the date by which it is to be in place, or move it."""
    page = change_page(request, number, "control-due", "Due date")
    if not is_open(page):
        return already(page)
    if page.row.due is WITHHELD:
        raise PermissionDenied
    was_set, is_set = page.row.first_due is not None, page.row.due is not None
    form = DueForm(page.data, was_set=was_set, is_set=is_set, **page.for_form())
    saved = page.save(form, controls.move_due, theirs=lambda page: {"due": page.row.due})
    if saved:
        return page.done(saved=saved)
    page.shows_reasons = any(move.reason for move in page.seen.details.dates.moves)
    return page.show("controls/due_form.html", form, dates=page.seen.details.dates)


@require_http_methods(["GET", "POST"])
def control_rate(request, number):
    """Say how well it works."""
    page = change_page(request, number, "control-rate", "Rate effectiveness")
    if not is_open(page):
        return already(page)
    if page.row.rating is WITHHELD:
        raise PermissionDenied
    form = RateForm(page.data, **page.for_form())
    saved = page.save(form, controls.rate)
    if saved:
        return page.done(saved=saved)
    latest = next(iter(page.seen.details.found), None)
    return page.show("controls/rate_form.html", form, latest=latest)


@require_http_methods(["GET", "POST"])
def control_mark(request, number):
    """Mark a control OFFICIAL or OFFICIAL-SENSITIVE."""
    page = change_page(request, number, "control-mark", "Change the marking")
    form = MarkForm(page.data, **page.for_form(_marking(page)))
    if page.wants_confirming(form) and form.cleaned_data["marking"] == Marking.OFFICIAL:
        return _ask_to_lower(page, form)
    saved = page.save(form, controls.mark, held=_marking) if page.data and "back" not in page.data else None
    if saved:
        return page.done(saved=saved)
    return page.show("registers/change_form.html", form, submit="Continue")


def _marking(page):
    return {"marking": Marking.SENSITIVE if page.row.is_sensitive else Marking.OFFICIAL}


def _ask_to_lower(page, form):
    on = form.cleaned_data["on"]
    return page.ask(
        form,
        title=f"Mark {page.name} OFFICIAL?",
        submit="Mark it OFFICIAL",
        consequences=[
            "People who are not cleared see the control again, as far as its risks and the publication profile let "
            "them.",
            f"That goes for what is dated {on.day} {on:%B %Y} or later. What is older stays with those cleared.",
            "Once read, it cannot be unread.",
        ],
    )
