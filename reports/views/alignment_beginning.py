"""Pages that begin an alignment, find what a risk may be aligned with, and say why one is aligned with nothing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from registers import clock
from registers import rules_alignments as rules
from registers.actions import alignments
from registers.models import NotAligned
from registers.models.registers import FactClass, Register
from registers.offers import Deed
from registers.views.changing import ChangePage, change_page
from registers.views.common import get_risk, note_sensitive_read
from registers.views.saving import Change
from reports.alignable import risks_at, sides
from reports.forms_alignments import BeginForm, DeclineForm
from reports.forms_joint import TakeBackForm
from reports.suggestions import ranked
from reports.tied import editable_alignments

get_or_post = require_http_methods(["GET", "POST"])


@get_or_post
def alignment_begin(request):
    """Tie risks of both registers together."""
    offered = sides(request.audience)
    if not offered:
        raise Http404("There is no register to align")
    own = [side.organisation for side in offered if request.user.has_perm("registers.add_alignment", side.register)]
    if not own:
        raise PermissionDenied
    form = BeginForm(request.POST or None, sides=offered, initial={"risks": request.GET.getlist("risk")})
    if form.is_valid():
        try:
            alignment = _begin(request.user, own, offered, **form.values())
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, "The risks are aligned. Now propose what both bodies do about them.")
            return redirect(alignment)
    sensitive = _note_shown(request, offered, "Begin an alignment")
    breadcrumbs = [_alignments(), {"text": "Begin an alignment"}]
    context = {
        "form": form,
        "is_alone": not any(side.organisation not in own for side in offered) and len(own) < 2,
        "marking": sensitive,
        "breadcrumbs": breadcrumbs,
        "cancel_url": reverse("reports:alignments"),
    }
    return render(request, "reports/alignment_begin_form.html", context)


@transaction.atomic
def _begin(by, own, offered, *, risks, next_on, on, **said):
    chosen = risks_at(risks, offered)
    alignment = alignments.begin(by=by, on=on, risks=chosen, **said)
    if next_on is not None:
        date = {"by": by, "version": None, "on": on, "next_on": next_on}
        for body in own:
            alignments.set_review_date(alignment=alignment, organisation=body, **date)
    return alignment


def _alignments():
    return {"text": "Alignments", "url": reverse("reports:alignments")}


def _note_shown(request, shown, what) -> str:
    """The marking of a page that names these risks; it is logged where one of them is sensitive."""
    if not any(risk.is_sensitive for side in shown for risk in side.risks):
        return "OFFICIAL"
    for side in shown:
        note_sensitive_read(request, side.view, f"{what} (sensitive)")
    return "OFFICIAL-SENSITIVE"


@require_safe
def risk_align(request, organisation, register, ref):
    """What a risk may be aligned with: suggestions from the other register, and the alignments there are."""
    risk = get_risk(request, organisation, register, ref)
    if not risk.register.is_corporate:
        raise Http404("Only risks of the corporate registers are aligned")
    if not request.user.has_perm("registers.add_alignment", risk.register):
        raise PermissionDenied
    offered = sides(request.audience)
    this = next((found for side in offered for found in side.risks if found.risk == risk.pk), None)
    if this is None:
        messages.info(request, "The risk is closed: it is not aligned any more.")
        return redirect(risk)
    held = editable_alignments(request.user, request.audience)
    together = {member for one in held if risk.pk in one.members for member in one.members}
    others = [side for side in offered if side.organisation.pk != risk.register.organisation_id]
    among = [other for side in others for other in side.risks if other.risk not in together]
    context = {
        "risk": risk,
        "this": this,
        "others": others,
        "suggestions": [_offered(one, held) for one in ranked(this, among)],
        "among": len(among),
        "in_it": [one for one in held if risk.pk in one.members],
        "to_join": [one for one in held if risk.pk not in one.members],
        "marking": _note_shown(request, offered, f"Align {risk.register.path}/{risk.ref}"),
        "breadcrumbs": [
            {"text": "Registers", "url": reverse("registers:registers")},
            {"text": risk.register.title, "url": risk.register.get_absolute_url()},
            {"text": f"Risk {this.printed_ref}", "url": risk.get_absolute_url()},
            {"text": "Align"},
        ],
    }
    return render(request, "reports/risk_align.html", context)


def _offered(suggestion, held):
    """A suggestion, and the alignments that the suggested risk stands in already."""
    among = [one for one in held if suggestion.risk.risk in one.members]
    return {"risk": suggestion.risk, "reasons": suggestion.reasons, "in_it": among}


# Aligned with nothing ------------------------------------------------------------------------------------------------


DECLINE = Deed("risk-decline", "Aligned with nothing", "registers.edit_risk", (FactClass.RATIONALE,))


class DeclinePage(ChangePage):
    """What others say of the same is told, beside what is said of the risk."""

    def changes_since(self, moment):
        rows = NotAligned.objects.visible_to(self.request.audience).filter(risk=self.risk, recorded_at__gte=moment)
        said = [
            Change(row.recorded_at, str(row.by), "Aligned with nothing" if row.holds else "Taken back", row.reason)
            for row in rows.select_related("by").order_by("recorded_at")
        ]
        return [*super().changes_since(moment), *said] if said else []


def _decline_page(request, organisation, register, ref, title):
    page = change_page(request, organisation, register, ref, DECLINE, title)
    if page.risk.register.kind != Register.Kind.CORPORATE:
        raise Http404("Only risks of the corporate registers are aligned")
    return DeclinePage(page.request, page.risk, page.seen, page.deed, page.title, sees=page.sees)


@get_or_post
def risk_decline(request, organisation, register, ref):
    """Say why a risk is aligned with nothing."""
    page = _decline_page(request, organisation, register, ref, "Aligned with nothing")
    if rules.is_tied(page.risk, clock.today()):
        messages.info(request, f"{page.name} is aligned. Take it out of the alignment first.")
        return redirect(page.url)
    form = DeclineForm(page.data, **page.for_form(_said(page)))
    saved = page.save(form, alignments.decline, held=_said)
    if saved:
        return page.done(f"Noted why {page.name.lower()} is aligned with nothing.", saved=saved)
    return page.show("reports/risk_decline_form.html", form)


def _said(page):
    now = rules.declined(page.risk)
    return {"reason": now.reason if now else ""}


@get_or_post
def risk_decline_end(request, organisation, register, ref):
    """Take back that a risk is aligned with nothing."""
    page = _decline_page(request, organisation, register, ref, "Take it back?")
    said = rules.declined(page.risk)
    if said is None:
        messages.info(request, f"Nothing of that kind is said of {page.name.lower()}.")
        return redirect(page.url)
    form = TakeBackForm(page.data, **page.for_form())

    def take_back(**words):
        return alignments.decline(on=clock.today(), holds=False, **words)

    saved = page.save(form, take_back)
    if saved:
        return page.done(f"Taken back: {page.name.lower()} may be aligned.", saved=saved)
    return page.show("reports/risk_decline_end_form.html", form, said=said, submit="Take it back")


__all__ = ["alignment_begin", "risk_align", "risk_decline", "risk_decline_end"]
