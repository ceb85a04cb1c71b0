"""The page of a risk's full history, and what of it can be put right from there."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from registers import rules
from registers.audience import Level
from registers.entries import address_of, can_be_voided, permission_for
from registers.forms.history import HistoryFilterForm
from registers.history import Entry, history
from registers.models.registers import FactClass
from registers.views.common import asked_scope, get_risk, note_sensitive_read, see_risk

A_PAGE = 50


@dataclass(frozen=True)
class Sitting:
    """What one person entered in one go."""

    at: datetime
    by: str
    lines: list


@dataclass(frozen=True)
class Line:
    """An entry and what this person may do about it."""

    entry: Entry
    correct_url: str = ""
    void_url: str = ""


@require_safe
def risk_history(request, organisation, register, ref):
    """Everything that was entered for a risk, newest first, as sentences."""
    risk = get_risk(request, organisation, register, ref)
    asked = asked_scope(request)
    seen = see_risk(request, risk, asked.scope)
    where = [organisation, risk.register.slug, risk.ref]
    context = {
        "risk": risk,
        "seen": seen,
        "scope": asked.scope,
        "errors": [{"text": error} for error in asked.errors],
        "breadcrumbs": _breadcrumbs(risk, seen, where, asked),
        "marking": "OFFICIAL",
    }
    if not seen.view.sees(FactClass.RATIONALE):
        return render(request, "registers/risk_history_withheld.html", context, status=403)
    if is_sensitive(seen):
        note_sensitive_read(request, seen.view, f"{risk.register.title}: history, risk {risk.ref} (sensitive)")
        context["marking"] = "OFFICIAL-SENSITIVE"
    entries = history(risk, request.audience, asked.scope)
    form = HistoryFilterForm(request.GET)
    page = Paginator(form.keep(entries), A_PAGE).get_page(request.GET.get("page"))
    lines = [Line(entry) for entry in page]
    if asked.is_now:
        offer = Offered(request.user, risk, where, entries)
        lines = [offer.line(entry) for entry in page]
    context |= {"filter_form": form, "page": page, "sittings": sittings(lines)}
    return render(request, "registers/risk_history.html", context)


def sittings(lines):
    """Entries made in the same minute by the same person, together: opening a risk writes ten."""
    together = groupby(lines, key=lambda line: (line.entry.at.replace(second=0, microsecond=0), line.entry.by))
    return [Sitting(at, by, list(of_it)) for (at, by), of_it in together]


def _breadcrumbs(risk, seen, where, asked):
    query = f"?{urlencode(asked.query)}" if asked.query else ""
    return [
        {"text": "Registers", "url": reverse("registers:registers")},
        {"text": risk.register.title, "url": reverse("registers:register", args=where[:2]) + query},
        {"text": f"Risk {seen.row.printed_ref}", "url": reverse("registers:risk", args=where) + query},
        {"text": "History"},
    ]


def is_sensitive(seen) -> bool:
    """Whether what is told of the history is, or may be, OFFICIAL-SENSITIVE."""
    register = seen.view.register
    classes = [cls for cls in FactClass if register.level_of(cls) >= Level.SENSITIVE and seen.view.sees(cls)]
    return seen.row.is_sensitive or bool(classes)


class Offered:
    """Who may put an entry right: whoever may enter one of its kind. Asked once for each permission."""

    def __init__(self, user, risk, where, entries):
        self.user, self.risk, self.where = user, risk, where
        self.known = {}
        self.wordings = sum(1 for entry in entries if entry.about == "wording" and entry.is_last_word)

    def line(self, entry):
        fact = entry.fact
        if fact is None or not entry.is_last_word or rules.is_of_a_refresh(fact) or not self._may(permission_for(fact)):
            return Line(entry)
        args = [*self.where, address_of(fact)]
        is_only_wording = entry.about == "wording" and self.wordings == 1
        return Line(
            entry,
            correct_url=reverse("registers:entry-correct", args=args),
            void_url="" if is_only_wording or not can_be_voided(fact) else reverse("registers:entry-void", args=args),
        )

    def _may(self, permission):
        if permission not in self.known:
            self.known[permission] = self.user.has_perm(permission, self.risk)
        return self.known[permission]
