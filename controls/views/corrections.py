"""Pages that void a mistaken entry about a control or a risk's progress, or put a statement right."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from controls import rules
from controls.actions import corrections
from controls.entries import entry_called, may_correct, permission_for, stands_without
from controls.forms.progress import CorrectProgressForm
from controls.forms.values import who_may_state
from controls.models import Progress
from controls.offers import Deed
from controls.sentences import sentence
from controls.views.changing import change_page
from controls.views.common import get_control
from controls.views.progress import risk_page, statements
from registers.actions.corrections import void as void_of_risk
from registers.forms.corrections import VoidForm
from registers.models.registers import FactClass
from registers.views.changing import withheld


@require_http_methods(["GET", "POST"])
def control_fact_void(request, number, entry):
    """Withdraw an entry that should never have been made."""
    page, fact = _page(request, number, entry, "Void an entry")
    form = VoidForm(page.data, risk=page.control)
    saved = page.save(form, lambda control, **said: corrections.void(fact=fact, **said))
    if saved:
        return page.done("Voided.", saved=saved)
    before = stands_without(fact, request.audience)
    told = {"sentence": sentence(fact), "before": sentence(before) if before else "", "can": rules.can_void(fact)}
    return page.show("controls/void_form.html", form, fact=fact, told=told)


@require_http_methods(["GET", "POST"])
def progress_correct(request, number, entry):
    """Put a statement right: what it says, its day, or both."""
    page, fact = _page(request, number, entry, "Correct a statement")
    if not isinstance(fact, Progress):
        raise Http404("Only statements of progress are corrected: void the entry, and make it anew")
    form = _correction(page, fact)
    saved = page.save(form, lambda control, **said: corrections.correct_progress(fact=fact, **said))
    if saved:
        return page.done("Corrected.", saved=saved)
    return page.show("controls/progress_correct.html", form, fact=fact, told={"sentence": sentence(fact)})


def _correction(page, fact):
    posts = who_may_state(page.request.audience, [page.row])[page.row.control]
    posts = [post for post in posts if post.organisation_id == fact.organisation_id]
    if fact.stated_by and fact.stated_by not in posts:
        posts.append(fact.stated_by)
    values = {"status": fact.status, "narrative": fact.narrative, "on": fact.on, "stated_by": fact.stated_by_id or ""}
    return CorrectProgressForm(
        page.data,
        posts=posts,
        is_joint=page.row.is_joint,
        risk=page.control,
        held=values,
        initial=values,  # who stated it is not guessed here
    )


def _page(request, number, address, title):
    """The page for one entry. 404 for one that this person may not see, or that there is not."""
    control = get_control(request, number)
    fact = entry_called(address, control, request.audience)
    if fact is None:
        raise Http404("There is no such entry")
    fact.control = control
    if not may_correct(request.user, fact):
        raise PermissionDenied
    page = change_page(request, number, Deed("control-fact-void", title, (type(fact),), permission_for(fact)), title)
    page.shows_reasons = not isinstance(fact, Progress)
    if page.shows_reasons and not page.seen.sight.sees_reasons:
        raise PermissionDenied(withheld(control.register, FactClass.RATIONALE) if control.register else "")
    return page, fact


@require_http_methods(["GET", "POST"])
def risk_progress_void(request, organisation, register, ref, number):
    """Withdraw a statement of a risk's progress that should never have been made."""
    page = risk_page(request, organisation, register, ref, "Void a statement")
    found = next((one for one in statements(page) if one.number == number), None)
    if found is None:
        raise Http404("There is no such statement")
    form = VoidForm(page.data, risk=page.risk)
    back = reverse("controls:risk-progress", args=page.where)
    saved = page.save(form, lambda risk, **said: void_of_risk(fact=found.row, **said))
    if saved:
        messages.success(request, f"Voided: {found.status.label.lower()} for {page.name.lower()}.")
        return redirect(back)
    return page.show("controls/risk_progress_void.html", form, statement=found, back=back)
