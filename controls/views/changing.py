"""What do all pages that change a control do alike? Let the right people in, save, and set two texts side by side.

A page is opened with `change_page`, saved with `ControlPage.save` and drawn with `ControlPage.show`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse

from controls.access import bodies_spoken_for
from controls.entries import FOREIGN, stood_before
from controls.models import Control, Progress
from controls.offers import DEEDS, Deed
from controls.sentences import sentence
from controls.views.common import SAID, ControlView, get_control, is_sensitive, note_control_read, see_control
from registers import clock
from registers.forms.base import summary_of
from registers.models import Organisation
from registers.models.registers import FactClass
from registers.views.changing import today
from registers.views.saving import Change, Saved, SavingPage


@dataclass
class ControlPage(SavingPage):
    """One page that changes one control, as the person who asked for it sees the control today."""

    request: object
    control: Control
    seen: ControlView
    deed: Deed
    title: str
    extra: dict = field(default_factory=dict)
    of_body: Organisation | None = None  # of a joint control, the body whose statement the page makes
    shows_sensitive = False  # of something beside the control itself
    shows_reasons = False  # why something was entered: that is of the class of the history

    NAMED = "control"

    @property
    def record(self):
        return self.control

    @property
    def row(self):
        return self.seen.row

    @property
    def name(self):
        return self.control.reference

    @property
    def url(self):
        return self.control.get_absolute_url()

    def for_form(self, held=None) -> dict:
        """What every ChangeForm is made with."""
        return {"risk": self.control, "held": held or {}, "on": clock.today()}

    # Saving ----------------------------------------------------------------------------------------------------------

    def look_anew(self):
        """The control as it stands now. It may have been hidden from the person meanwhile: then it is not found."""
        self.control = get_control(self.request, self.control.number, self.deed.needs)
        self.seen = see_control(self.request, self.control, today())

    def changes_since(self, moment):
        """What was saved meanwhile of the kinds that this page writes; the rest takes nothing from anybody."""
        found = []
        for model in self.deed.concerns:
            rows = model.objects.visible_to(self.request.audience).filter(control=self.control)
            if model is Progress and self.of_body is not None:
                rows = rows.filter(organisation=self.of_body)
            found += rows.filter(recorded_at__gte=moment).select_related("by", *FOREIGN.get(model, ()))
        return [self._change(fact) for fact in sorted(found, key=lambda fact: fact.recorded_at)]

    def _change(self, fact):
        """A narrative is told to whoever sees what is stated; another reason to whoever sees reasons."""
        tells = isinstance(fact, Progress) or self.seen.sight.sees_reasons
        said = sentence(fact, stood_before(fact, self.request.audience))
        return Change(fact.recorded_at, str(fact.by), said, fact.reason if tells else "")

    def _classes(self, form):
        """The classes of fact that the page shows."""
        tells = (self.shows_reasons or getattr(form, "conflict", None)) and self.seen.sight.sees_reasons
        return (*SAID, FactClass.RATIONALE) if tells else SAID

    # Showing ---------------------------------------------------------------------------------------------------------

    def show(self, template, form, **context):
        """Draw the page. 409 where somebody else saved first."""
        sensitive = self.shows_sensitive or is_sensitive(self.request, self.control, self.row, self._classes(form))
        if sensitive:
            note_control_read(self.request, self.control, f"Control {self.name}: {self.deed.text.lower()} (sensitive)")
        base = {
            "form": form,
            "page": self,
            "title": self.title,
            "breadcrumbs": [
                {"text": "Controls", "url": reverse("controls:controls")},
                {"text": self.name, "url": self.url},
                {"text": self.deed.text},
            ],
            "marking": "OFFICIAL-SENSITIVE" if sensitive else "OFFICIAL",
        }
        status = 409 if getattr(form, "conflict", None) else 200
        return render(self.request, template, base | self.extra | context, status=status)

    def ask(self, form, *, title, submit, consequences, kind="warning", **context):
        """The question before something is done that cannot simply be taken back."""
        return self.show(
            "registers/confirm_change.html",
            form,
            title=title,
            submit=submit,
            consequences=consequences,
            kind=kind,
            **{"summary": summary_of(form)} | context,
        )

    def done(self, text="", saved: Saved | None = None, url=None):
        """Back to the control, saying what was written; to the list, where that hid the control from the person."""
        if not Control.objects.visible_to(self.request.audience).filter(pk=self.control.pk).exists():
            messages.success(self.request, f"Saved. {self.name} is no longer among the controls that you see.")
            return redirect("controls:controls")
        if saved is not None and not saved.written:
            messages.info(self.request, f"Nothing was changed: {self.name} says so already.")
        else:
            audience = self.request.audience
            told = [f"{sentence(fact, stood_before(fact, audience))}." for fact in (saved.facts if saved else ())]
            messages.success(self.request, " ".join([text or f"Saved for {self.name}.", *told]))
        return redirect(url or self.url)


def change_page(request, number, deed: Deed | str, title) -> ControlPage:
    """Open a page that changes a control.

    404 for strangers; 403, with a sentence why, for who may not, or may not see what it writes.
    """
    deed = DEEDS[deed] if isinstance(deed, str) else deed
    control = get_control(request, number, needs=deed.needs)
    seen = see_control(request, control, today())
    if deed.states and not seen.sight.progress_of & set(bodies_spoken_for(request.user, control)):
        raise PermissionDenied(
            f"The progress of {control.reference} is OFFICIAL-SENSITIVE, and nobody states what they may not see."
        )
    return ControlPage(request, control, seen, deed, title)


def is_open(page) -> bool:
    """Whether the control is where in its life this page has something to do."""
    return page.row.stage in page.deed.stages


def already(page):
    """Where a button was pressed that is no longer there: back to the control, saying how it stands."""
    messages.info(page.request, f"{page.name} is {page.row.stage.label.lower()}: there is nothing to do here.")
    return redirect(page.url)
