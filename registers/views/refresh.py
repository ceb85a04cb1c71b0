"""The yearly refresh of a register in one sitting: filled in, looked over, then applied as a whole or not at all."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registers import clock
from registers.actions.refresh import Outdated, Refused, What, refresh
from registers.forms.refresh import Sheet
from registers.models import CHANGING_FACTS
from registers.position import index, look_at, today_scope
from registers.scope import Scope
from registers.sentences import say_list
from registers.templatetags.portal_tags import error_items
from registers.unsettled import unsettled
from registers.views.agreement import get_register_to_settle, marking_of, posts_today
from registers.views.common import note_sensitive_read
from registers.views.people import posted

SAID = {What.REWORD: "reworded", What.RECAST: "recast", What.MERGE: "merged", What.CLOSE: "closed", What.CARRY: "moved"}


@require_http_methods(["GET", "POST"])
def register_refresh(request, organisation, register):
    """Fill in the sheet; look at what it would do; do it."""
    found = get_register_to_settle(request, organisation, register, "registers.refresh_register")
    view = look_at(found, request.audience, today_scope())
    note_sensitive_read(request, view, f"Refresh of register {found.path} (sensitive)")
    sheet = Sheet(found, posts_today(found), posted(request))
    step = request.POST.get("step", "")
    if step not in ("preview", "apply"):
        sheet.leave_unchecked()
        return _show(request, view, sheet)
    if sheet.new or sheet.gone:
        return _show_outdated(request, view, sheet)
    if not sheet.is_valid():
        return _show(request, view, sheet)
    try:
        if step == "preview":
            return _preview(request, found, sheet)
        done = refresh(register=found, by=request.user, **sheet.values())
    except Outdated:
        return _show_outdated(request, view, Sheet(found, posts_today(found), request.POST))
    except Refused as refused:
        sheet.take(refused)
        return _show(request, view, sheet)
    except ValidationError as problem:
        sheet.main.take(problem)
        return _show(request, view, sheet)
    messages.success(request, _said(found, done))
    return redirect(found)


def _preview(request, register, sheet):
    """Do it, see what it did, and take it back: what is shown is what would be written."""
    values = sheet.values()
    before = clock.now() - timedelta(microseconds=1)
    with transaction.atomic():
        done = refresh(register=register, by=request.user, **values)
        day = Scope(as_at=values["on"])
        difference = unsettled(register, request.audience, Scope(as_at=values["on"], known_at=before), day)
        newer = _newer_entries(register, values["on"], before)
        transaction.set_rollback(True)
    context = {
        "sheet": sheet,
        "difference": difference,
        "newer": newer,
        "said": _counted(done),
        "on": values["on"],
    }
    return render(request, "registers/refresh_preview.html", _frame(register) | context)


def _newer_entries(register, on, before):
    """Printed references of risks with entries dated later, which would go on standing."""
    if on == clock.today():
        return []
    risks = set()
    for model in CHANGING_FACTS:
        rows = model.objects.known(Scope(as_at=clock.today(), known_at=before)).filter(risk__register=register)
        risks |= set(rows.filter(on__gt=on).values_list("risk__ref", flat=True))
    return sorted(risks)


def _show_outdated(request, view, sheet):
    """Somebody else saved first: each such risk is named, what was typed stays, and pressing again is meant."""
    sheet.is_valid()
    sheet.look_again()
    return _show(request, view, sheet, status=409)


def _show(request, view, sheet, status=200):
    bands = {row.risk: row.band for row in index(view).open}
    for row in sheet.rows:
        row.name, row.band = sheet.name_of(row.risk), bands.get(row.risk.pk)
    problems = list(_problems(sheet))
    context = {"sheet": sheet, "problems": problems, "has_errors": bool(problems)}
    return render(request, "registers/refresh_form.html", _frame(view.register) | context, status=status)


def _problems(sheet):
    """Every error with the name of the risk it is about, as the summary links to it."""
    named = [("", sheet.main), *((row.name, row) for row in sheet.rows)]
    named += [(f"New risk {number}", form) for number, form in enumerate(sheet.openings, 1)]
    for name, form in named:
        for item in error_items(form):
            yield {"text": f"{name}: {item.text}" if name else item.text, "href": item.href}


def _frame(register):
    return {
        "register": register,
        "marking": marking_of(register),
        "breadcrumbs": [
            {"text": "Registers", "url": reverse("registers:registers")},
            {"text": register.title, "url": register.get_absolute_url()},
            {"text": "Refresh", "url": ""},
        ],
    }


def _counted(done) -> str:
    """ "2 recast, 1 closed and 1 new" """
    parts = [f"{done.counts[what]} {word}" for what, word in SAID.items() if done.counts[what]]
    return say_list(parts + ([f"{len(done.opened)} new"] if done.opened else []))


def _said(register, done):
    said = f"{register.title} refreshed: {_counted(done)}."
    return f"{said} The change is working until the register is agreed."
