"""What do all pages that change a risk do alike? Let the right people in, save, and set two texts side by side.

A page is opened with `change_page`, saved with `ChangePage.save` and drawn with `ChangePage.show`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse

from registers import clock
from registers.audience import Level
from registers.forms.base import summary_of
from registers.history import entries_since, told
from registers.models import Risk
from registers.models.registers import FactClass
from registers.offers import DEEDS, Deed
from registers.scope import Scope, quarter_end_before
from registers.views.common import RiskView, get_risk, note_sensitive_read, see_risk
from registers.views.saving import Saved, SavingPage


@dataclass
class ChangePage(SavingPage):
    """One page that changes one risk, as the person who asked for it sees the risk today."""

    request: object
    risk: Risk
    seen: RiskView
    deed: Deed
    title: str
    sees: tuple[FactClass, ...] = ()
    extra: dict = field(default_factory=dict)

    @property
    def view(self):
        return self.seen.view

    @property
    def record(self):
        return self.risk

    @cached_property
    def default_day(self):
        """Today; for a closed risk the last day it was open, as only then can something still be dated."""
        closed_on = self.seen.row.closed_on
        return closed_on - timedelta(days=1) if closed_on else clock.today()

    def for_form(self, held=None) -> dict:
        """What every ChangeForm is made with."""
        return {"risk": self.risk, "held": held or {}, "on": self.default_day}

    def look_anew(self):
        """The risk as it stands now. It may have been hidden from the person meanwhile: then it is not found."""
        where = self.risk.register
        self.risk = get_risk(self.request, where.organisation.slug, where.slug, self.risk.ref, self.deed.needs)
        self.seen = see_risk(self.request, self.risk, today())

    def changes_since(self, moment):
        return entries_since(self.risk, self.request.audience, moment)

    def ask(self, form, *, title, submit, consequences, parts=(), management=None, kind="warning", **context):
        """The question before something is done that cannot be taken back."""
        return self.show(
            "registers/confirm_change.html",
            form,
            title=title,
            submit=submit,
            consequences=consequences,
            kind=kind,
            parts=[{"form": part, "summary": summary_of(part)} for part in parts],
            management=management,
            **{"summary": summary_of(form)} | context,
        )

    # Showing ---------------------------------------------------------------------------------------------------------

    @property
    def url(self):
        return reverse("registers:risk", args=self.where)

    @property
    def where(self):
        return [self.risk.register.organisation.slug, self.risk.register.slug, self.risk.ref]

    @property
    def name(self):
        return f"Risk {self.seen.row.printed_ref}"

    def _is_sensitive(self, form) -> bool:
        """Whether the page shows text that is OFFICIAL-SENSITIVE."""
        shown = self.sees + ((FactClass.RATIONALE,) if getattr(form, "conflict", None) else ())
        classes = any(self.risk.register.level_of(cls) >= Level.SENSITIVE and self.view.sees(cls) for cls in shown)
        return self.seen.row.is_sensitive or classes

    def show(self, template, form, **context):
        """Draw the page. 409 where somebody else saved first."""
        sensitive = self._is_sensitive(form)
        if sensitive:
            what = f"{self.risk.register.title}: {self.deed.text.lower()}, risk {self.risk.ref} (sensitive)"
            note_sensitive_read(self.request, self.view, what)
        register = self.risk.register
        base = {
            "form": form,
            "page": self,
            "title": self.title,
            "breadcrumbs": [
                {"text": "Registers", "url": reverse("registers:registers")},
                {"text": register.title, "url": reverse("registers:register", args=self.where[:2])},
                {"text": self.name, "url": self.url},
                {"text": self.deed.text},
            ],
            "marking": "OFFICIAL-SENSITIVE" if sensitive else "OFFICIAL",
        }
        status = 409 if getattr(form, "conflict", None) else 200
        return render(self.request, template, base | self.extra | context, status=status)

    def done(self, text="", saved: Saved | None = None):
        """Back to the risk, saying what was written; to the register, where that hid the risk from the person."""
        if not Risk.objects.visible_to(self.request.audience).filter(pk=self.risk.pk).exists():
            messages.success(self.request, f"Saved. {self.name} is no longer among the risks that you see.")
            return redirect(self.risk.register)
        facts = saved.facts if saved else []
        said = told(facts, self.request.audience)
        if saved is not None and not saved.written:
            messages.info(self.request, f"Nothing was changed: {self.name} says so already.")
        else:
            messages.success(
                self.request, " ".join(part for part in (text or f"Saved for {self.name.lower()}.", said) if part)
            )
        return redirect(self.url)


def change_page(request, organisation, register, ref, deed: Deed | str, title, sees=()) -> ChangePage:
    """Open a page that changes a risk. 404 for strangers; 403, with a sentence why, for who may not, or may not see."""
    deed = DEEDS[deed] if isinstance(deed, str) else deed
    risk = get_risk(request, organisation, register, ref, needs=deed.needs)
    seen = see_risk(request, risk, today())
    if not deed.is_seen(seen.view):
        raise PermissionDenied(withheld(risk.register, deed.sees[0]))
    return ChangePage(request, risk, seen, deed, title, sees=sees or deed.sees)


def withheld(register, fact_class) -> str:
    """Why somebody who may edit may not edit this."""
    what = FactClass(fact_class).label.lower()
    owner = register.organisation.short_name
    owner = owner[:1].upper() + owner[1:]
    return (
        f"The {what} of this risk is OFFICIAL-SENSITIVE, and nobody changes what they may not see. "
        f"{owner} can clear you for its sensitive text."
    )


def today() -> Scope:
    day = clock.today()
    return Scope(as_at=day, compared_with=quarter_end_before(day))


__all__ = ["ChangePage", "change_page", "today", "withheld"]
