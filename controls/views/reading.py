"""Every control one may see, by exception first; and one control with everything it says, as at any date."""

from dataclasses import replace
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from controls.filters import (
    PARAMETERS,
    Chosen,
    FilterForm,
    exception_counts,
    narrowed,
    of_state,
    ordered,
    progress_counts,
    state_counts,
)
from controls.lists import lines
from controls.lookups import answers, risks_named
from controls.position import everything
from controls.progress import RAG_RULE
from controls.stating import stated_by
from controls.views.common import SAID, get_control, is_sensitive, marking_of_rows, note_control_read, note_rows_read
from controls.views.control_page import control_page
from registers import list_state
from registers.models import ListState
from registers.models.registers import FactClass
from registers.views.common import asked_scope
from registers.views.reading import dates_to_offer, tidier_address

PAGE = 25
NAME = "controls"


@require_safe
def controls(request):
    """Every control one may see at a date, what needs an eye first, filtered and sorted as asked."""
    left_as = ListState.objects.filter(user=request.user, name=NAME).values_list("query", flat=True).first()
    if (address := tidier_address(request, NAME, left_as, PARAMETERS)) is not None:
        return redirect(address)
    asked = asked_scope(request)
    chosen = Chosen.of(request.GET)
    if any(parameter in request.GET for parameter in PARAMETERS):
        list_state.remember(request.user, NAME, chosen.query, left_as)
    index = everything(request.audience, asked.scope)
    note_rows_read(request, index, index.rows, "List of controls")
    offered = {"list_offers": offers_of_list(request.user, request.audience, index) if asked.is_now else []}
    return render(
        request, "controls/control_list.html", _list(request, index, chosen, asked) | _frame(index, asked) | offered
    )


def offers_of_list(user, audience, index):
    """What is offered beside the list: to whom the pages behind let in."""
    offered = []
    if any(user.has_perm("controls.add_control", view.register) for view in index.views.values()):
        offered.append({"text": "Add a control", "url": reverse("controls:control-add")})
    if stated_by(user, audience, index):
        offered.append({"text": "State progress of several", "url": reverse("controls:progress-bulk")})
    return offered


def _frame(index, asked):
    return {
        "asked": asked,
        "scope": replace(asked.scope, compared_with=None),
        "dates": dates_to_offer(),
        "has_errors": bool(asked.errors),
        "errors": [{"text": text} for text in asked.errors],
        "time": urlencode(asked.query),
        "marking": marking_of_rows(index, index.rows),
        "rag_rule": RAG_RULE,
        "breadcrumbs": [{"text": "Controls"}],
    }


def _list(request, index, chosen, asked):
    time = asked.query
    answered = answers(index, chosen.text)
    asked_for = narrowed(index.rows, chosen, answered)
    rows = ordered(of_state(asked_for, chosen.state), chosen.sort)

    def but_for(name):
        """The list without one of its filters: each figure is of what its link leads to."""
        return of_state(narrowed(index.rows, replace(chosen, **{name: ""}), answered), chosen.state)

    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    keys = {risk for row in page.object_list for risk in row.risks}
    named = risks_named(keys, request.audience, asked.scope, time)
    return {
        "page": page,
        "lines": lines(index, page.object_list, time, named),
        "form": FilterForm(form_data(request.GET, chosen), rows=index.rows, chosen=chosen, answers=answered),
        "chosen": chosen,
        "state_counts": state_counts(asked_for, chosen, time),
        "progress_counts": progress_counts(but_for("status"), chosen, time),
        "exception_counts": exception_counts(but_for("exception"), chosen, time),
        "needing_eyes": sum(1 for row in rows if row.kinds),
        "clear_url": f"?{urlencode({'clear': 1} | time)}",
    }


def form_data(query, chosen):
    """What the form shows as chosen. The sort is always in it, so that taking the last filter off still says so."""
    data = query.copy()
    data.pop("page", None)
    for parameter in PARAMETERS:
        data.pop(parameter, None)
        if value := getattr(chosen, parameter):
            data[parameter] = value
    return data


@require_safe
def control(request, number):
    """The page of one control."""
    found = get_control(request, number)
    asked = asked_scope(request)
    page = control_page(found, request.user, request.audience, asked)
    if page is None:
        raise Http404("There was no such control then")
    note_control_read(request, found, f"Control {found.reference}")
    shown = (*SAID, FactClass.RATIONALE) if page.sees_history else SAID
    return render(
        request,
        "controls/control_detail.html",
        {
            "control": found,
            "page": page,
            "asked": asked,
            "scope": replace(page.scope, compared_with=None),
            "dates": dates_to_offer(),
            "has_errors": bool(asked.errors),
            "errors": [{"text": text} for text in asked.errors],
            "time": urlencode(asked.query),
            "marking": "OFFICIAL-SENSITIVE" if is_sensitive(request, found, page.row, shown) else "OFFICIAL",
            "rag_rule": RAG_RULE,
            "breadcrumbs": [
                {"text": "Controls", "url": _with_time(reverse("controls:controls"), asked)},
                {"text": found.reference},
            ],
        },
    )


def _with_time(address, asked):
    return f"{address}?{urlencode(asked.query)}" if asked.query else address
