"""What do all pages that change an alignment do alike? Let the right people in, save, and set two texts side by side.

A page is opened with `alignment_page`, or of a joint control `joint_page`, saved with `save` and drawn with `show`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from controls.models import Consent, Control, ControlState, ControlWording, Proposal
from controls.sentences import sentence as control_sentence
from registers import clock
from registers import rules_alignments as rules
from registers.access import bodies_aligning
from registers.audience import Level
from registers.forms.base import summary_of
from registers.models import Alignment, AlignmentState, FactQuerySet, Organisation, Register, Role
from registers.models.registers import FactClass
from registers.position import look_at
from registers.views.changing import today
from registers.views.common import note_sensitive_read
from registers.views.saving import Change, Saved, SavingPage
from reports.alignable import Alignable, Side, sides
from reports.alignment_sentences import sentence


def get_alignment(request, number, needs=None) -> Alignment:
    """The alignment, if this audience may know of it (404), and do what the page is for (403)."""
    found = Alignment.objects.visible_to(request.audience).filter(number=number).first()
    if found is None:
        raise Http404("There is no such alignment")
    if needs and not request.user.has_perm(needs, found):
        raise PermissionDenied
    return found


@dataclass
class AlignmentPage(SavingPage):
    """One page that changes one alignment, as the person who asked for it sees it today."""

    request: object
    alignment: Alignment
    deed: str
    needs: str
    title: str
    about: tuple = ()  # the kinds of fact that concern the page: others that are saved meanwhile do not
    of: dict | None = None  # which facts of these kinds, by what they are about: {"organisation": ...}
    shows: tuple[FactClass, ...] = ()  # classes of fact it shows beyond what is common
    body: Organisation | None = None  # for whom it speaks

    NAMED = "alignment"

    @property
    def record(self):
        return self.alignment

    def look_anew(self):
        self.alignment = get_alignment(self.request, self.alignment.number, self.needs)
        self.__dict__.pop("name", None)

    def changes_since(self, moment):
        changes = []
        for model in self.about:
            of = {name: value for name, value in (self.of or {}).items() if hasattr(model, name)}
            rows = model.objects.visible_to(self.request.audience).filter(alignment=self.alignment, **of)
            rows = rows.filter(recorded_at__gte=moment).select_related("by")
            changes += [Change(row.recorded_at, str(row.by), sentence(row), row.reason) for row in rows]
        return sorted(changes, key=lambda change: change.at)

    def for_form(self, held=None) -> dict:
        """What every ChangeForm is made with."""
        return {"risk": self.record, "held": held or {}, "on": clock.today()}

    @cached_property
    def name(self) -> str:
        return rules.title_of(self.alignment, clock.today())

    @property
    def url(self):
        return self.alignment.get_absolute_url()

    @cached_property
    def members(self) -> list[Side]:
        """Its risks that the person may see, by body."""
        keys = [risk.pk for risk in rules.members_on(self.alignment, clock.today())]
        return [side for side in sides(self.request.audience, only=keys) if side.risks]

    def member(self, path) -> Alignable:
        """The aligned risk of that address. 404 where there is none that the person may see."""
        risk = next((risk for side in self.members for risk in side.risks if risk.path == path), None)
        if risk is None:
            raise Http404("There is no such risk in this alignment")
        return risk

    @cached_property
    def bodies(self) -> list[Organisation]:
        """Those whose risks it ties."""
        return rules.bodies_on(self.alignment, clock.today())

    def speaks_for(self, roles=(Role.LEAD,)) -> list[Organisation]:
        """The bodies for which the person may speak of it."""
        keys = bodies_aligning(self.request.user, self.alignment, roles)
        return [body for body in self.bodies if body.pk in keys]

    # Asking first ----------------------------------------------------------------------------------------------------

    def ask(self, form, *, title, submit, consequences, kind="warning"):
        """The question before something is done that cannot be taken back."""
        context = {"submit": submit, "consequences": consequences, "kind": kind, "summary": summary_of(form)}
        return self.show("reports/alignment_confirm.html", form, title=title, **context)

    def finish(self, form, act, template, text="", asks_first=False, held=None, **context):
        """Save, unless the person only went back to change what they typed; then say so, or show the form again."""
        ready = self.data is not None and "back" not in self.data and (self.is_confirmed or not asks_first)
        saved = self.save(form, act, held=held) if ready else None
        return self.done(text, saved=saved) if saved else self.show(template, form, **context)

    # Showing ---------------------------------------------------------------------------------------------------------

    def _shows_sensitive(self) -> bool:
        """Whether a risk of it is sensitive, or what the page shows of one body is so by its profile."""
        if any(risk.is_sensitive for side in self.members for risk in side.risks):
            return True
        registers = [side.register for side in self.members if self.body in (None, side.organisation)]
        return any(register.level_of(cls) >= Level.SENSITIVE for register in registers for cls in self.shows)

    def show(self, template, form, **context):
        """Draw the page. 409 where somebody else saved first."""
        sensitive = self._shows_sensitive()
        if sensitive:
            for side in self.members:
                note_sensitive_read(self.request, side.view, f"{self.alignment}: {self.deed.lower()} (sensitive)")
        base = {
            "form": form,
            "page": self,
            "title": self.title,
            "breadcrumbs": [
                {"text": "Alignments", "url": reverse("reports:alignments")},
                {"text": self.name, "url": self.url},
                {"text": self.deed},
            ],
            "marking": "OFFICIAL-SENSITIVE" if sensitive else "OFFICIAL",
        }
        status = 409 if getattr(form, "conflict", None) else 200
        return render(self.request, template, base | context, status=status)

    def done(self, text="", saved: Saved | None = None):
        """Back to the alignment, saying what was written; to all of them, where that hid it from the person."""
        if not Alignment.objects.visible_to(self.request.audience).filter(pk=self.alignment.pk).exists():
            messages.success(self.request, f"Saved. “{self.name}” is no longer among the alignments that you see.")
            return redirect("reports:alignments")
        if saved is not None and not saved.written:
            messages.info(self.request, "Nothing was changed: it says so already.")
        else:
            messages.success(self.request, text or "Saved.")
        return redirect(self.url)

    def refuse(self, text):
        """Back to the alignment: nothing can be done here, and why."""
        messages.info(self.request, text)
        return redirect(self.url)


@dataclass
class JointPage(AlignmentPage):
    """One page about one joint control of an alignment."""

    control: Control | None = None

    NAMED = "control"

    @property
    def record(self):
        return self.control

    def look_anew(self):
        self.alignment = get_alignment(self.request, self.alignment.number)
        self.control = get_joint_control(self.request, self.alignment, self.control.number, self.needs)

    def changes_since(self, moment):
        changes = []
        for model in (Proposal, Consent, ControlWording, ControlState):
            rows: FactQuerySet = model.objects.visible_to(self.request.audience).filter(control=self.control)
            rows = rows.filter(recorded_at__gte=moment).select_related("by", "control")
            changes += [Change(row.recorded_at, str(row.by), control_sentence(row), row.reason) for row in rows]
        return sorted(changes, key=lambda change: change.at)


def alignment_page(request, number, deed, needs="registers.edit_alignment", title="", **options) -> AlignmentPage:
    """Open a page that changes an alignment. 404 for strangers; 403 for who may not, or may not read all of it."""
    about = (AlignmentState, *options.pop("about", ()))
    alignment = get_alignment(request, number, needs)
    return AlignmentPage(request, alignment, deed, needs, title or deed, about=about, **options)


def get_joint_control(request, alignment, control, needs) -> Control:
    found = Control.objects.visible_to(request.audience).filter(alignment=alignment, number=control)
    found = found.select_related("alignment").first()
    if found is None:
        raise Http404("There is no such joint control")
    if not request.user.has_perm(needs, found):
        raise PermissionDenied
    return found


def joint_page(request, number, control, deed, needs, title="", **options) -> JointPage:
    """Open a page about a joint control: the alignment may be seen by more people than the control."""
    alignment = get_alignment(request, number)
    found = get_joint_control(request, alignment, control, needs)
    return JointPage(request, alignment, deed, needs, title or deed, control=found, **options)


def speaking_for(page: AlignmentPage, organisation, fact_class=None) -> Organisation:
    """The body of that address. 404 where it has no risk here; 403 for who does not speak for it.

    Of a class of fact the person may not see: 403 with a sentence why.
    """
    body = next((body for body in page.bodies if body.slug == organisation), None)
    if body is None:
        raise Http404("That body has no risk in this alignment")
    if body not in page.speaks_for():
        raise PermissionDenied(f"Only {body.short_name} says this. You speak for the other body.")
    if fact_class is not None:
        _check_sees(page, body, fact_class)
    page.body = body
    return body


def _check_sees(page, body, fact_class):
    for register in Register.objects.filter(organisation=body, kind=Register.Kind.CORPORATE):
        if not look_at(register, page.request.audience, today()).sees(fact_class):
            what = FactClass(fact_class).label.lower()
            raise PermissionDenied(
                f"The {what} of {body.short_name} are OFFICIAL-SENSITIVE, and nobody changes what they may not see. "
                "The body can clear you for its sensitive text."
            )


__all__ = [
    "AlignmentPage",
    "JointPage",
    "alignment_page",
    "get_alignment",
    "joint_page",
    "speaking_for",
]
