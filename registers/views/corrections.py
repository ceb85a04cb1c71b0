"""Pages that correct a mistaken entry of a risk's history, or void it. Both ask first; neither removes anything."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registers import clock
from registers.actions import corrections
from registers.entries import entry_called, permission_for
from registers.forms.assessments import CellForm
from registers.forms.corrections import VoidForm, correction_form
from registers.forms.fields import matrix
from registers.forms.values import objectives_of, posts_of
from registers.history import history, stands_without, told
from registers.models.registers import FactClass
from registers.offers import Deed
from registers.scope import Scope
from registers.views.changing import change_page
from registers.views.common import get_risk


@require_http_methods(["GET", "POST"])
def entry_correct(request, organisation, register, ref, entry):
    """Put an entry right: what it says, its day, or both."""
    page, fact = _page(request, organisation, register, ref, entry, "Correct an entry")
    form = _correction(page, fact)
    held = form.held
    if page.wants_confirming(form) and form.differences(held):
        return _ask(page, form, held)
    ready = page.data is not None and "back" not in page.data
    saved = page.save(form, lambda **said: _correct(fact, said)) if ready else None
    if saved:
        return _done(page, saved, "Corrected.")
    return page.show("registers/correct_form.html", form, entry=_told(page, fact), matrix=_matrix(form))


@require_http_methods(["GET", "POST"])
def entry_void(request, organisation, register, ref, entry):
    """Withdraw an entry that should never have been made."""
    page, fact = _page(request, organisation, register, ref, entry, "Void an entry")
    form = VoidForm(page.data, risk=page.risk)
    saved = page.save(form, lambda **said: _void(fact, said))
    if saved:
        return _done(page, saved, "Voided.")
    return page.show(
        "registers/void_form.html",
        form,
        entry=_told(page, fact),
        before=stands_without(fact, request.audience),
        fact=fact,
    )


def _page(request, organisation, register, ref, address, title):
    """The page for one entry. 404 for one that this person may not see, or that there is not."""
    risk = get_risk(request, organisation, register, ref)
    fact = entry_called(address, risk, request.audience)
    if fact is None:
        raise Http404("There is no such entry")
    fact.risk = risk
    deed = Deed("risk-history", title, permission_for(fact), (FactClass.RATIONALE,))
    page = change_page(request, organisation, register, ref, deed, title, sees=(FactClass.RATIONALE, fact.fact_class))
    page.extra["history_url"] = _history_url(page)
    return page, fact


def _history_url(page):
    return reverse("registers:risk-history", args=page.where)


def _correction(page, fact):
    kind, register = correction_form(fact), page.risk.register
    options = {"register": register} if issubclass(kind, CellForm) else {}
    return kind(
        page.data,
        risk=page.risk,
        fact=fact,
        organisation=register.organisation,
        posts=posts_of(register.organisation),
        objectives=objectives_of(register.organisation),
        **options,
    )


def _correct(fact, said):
    del said["risk"]
    return corrections.correct(fact=fact, **said)


def _void(fact, said):
    del said["risk"]
    return corrections.void(fact=fact, **said)


def _ask(page, form, held):
    return page.ask(
        form,
        title="Correct this entry?",
        submit="Correct the entry",
        consequences=[
            "The entry stays readable in the history, marked as corrected.",
            "From now on its day is seen as corrected. “As it was known” before today, it still reads as it did.",
        ],
        kind="",
        summary=[{"key": "Why it is corrected", "value": form.cleaned_data["reason"]}],
        differences=form.differences(held),
    )


def _matrix(form):
    if not isinstance(form, CellForm) or form.scheme is None:
        return None
    fact = form.fact
    now = (fact.likelihood, fact.impact) if fact.scheme_id == form.scheme.pk else None
    return matrix(form.scheme.value, picked=form.picked, now=now)


def _told(page, fact):
    """The entry as the history tells it."""
    found = history(page.risk, page.request.audience, Scope(as_at=clock.today()), (type(fact),))
    return next(entry for entry in found if entry.fact.pk == fact.pk)


def _done(page, saved, text):
    messages.success(page.request, f"{text} {told(saved.facts, page.request.audience)}")
    return redirect(_history_url(page))
