"""Pages that lead a risk through its life: close, reopen, recast, split, merge. What cannot be undone asks first."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from registers import rules
from registers.actions import risks
from registers.forms.risks import MergeForm, PartFormSet, RecastForm, SplitForm, TurnForm
from registers.forms.values import posts_of, steward_keys, wording_values
from registers.models import Stewardship
from registers.models.registers import FactClass
from registers.views.changing import change_page
from registers.views.others import risks_named


@require_http_methods(["GET", "POST"])
def risk_close(request, organisation, register, ref):
    """Close a risk."""
    page = change_page(request, organisation, register, ref, "risk-close", "Close")
    if not rules.can_change(page.risk):
        return _already(page, "closed")
    form = TurnForm(page.data, **page.for_form())
    if page.wants_confirming(form):
        consequences = [
            "From that day the register no longer lists it, and its movement reads “closed”.",
            "Every earlier day still shows it as it was, with its owners, scores and history.",
            "The board can reopen it. It keeps its reference, which is never used again.",
        ]
        return page.ask(form, title=f"Close {page.name.lower()}?", submit="Close the risk", consequences=consequences)
    return _finish(page, form, risks.close, "registers/close_form.html")


@require_http_methods(["GET", "POST"])
def risk_reopen(request, organisation, register, ref):
    """Reopen a closed risk."""
    page = change_page(request, organisation, register, ref, "risk-reopen", "Reopen")
    if not rules.can_reopen(page.risk):
        return _already(page, "open")
    form = TurnForm(page.data, risk=page.risk)
    return _finish(page, form, risks.reopen, "registers/reopen_form.html")


@require_http_methods(["GET", "POST"])
def risk_recast(request, organisation, register, ref):
    """Word a risk anew so far that it is no longer the same."""
    page = change_page(request, organisation, register, ref, "risk-recast", "Recast")
    form = RecastForm(page.data, **page.for_form(wording_values(page.view, page.risk)))
    held = lambda page: wording_values(page.view, page.risk)  # noqa: E731 - read again where somebody saved meanwhile
    return _finish(page, form, risks.recast, "registers/recast_form.html", held=held, text=f"{page.name} recast.")


@require_http_methods(["GET", "POST"])
def risk_split(request, organisation, register, ref):
    """Split new risks off one that continues."""
    sees = (FactClass.IDENTITY, FactClass.OWNERSHIP)
    page = change_page(request, organisation, register, ref, "risk-split", "Split", sees=sees)
    form = SplitForm(page.data, **page.for_form())
    parts = PartFormSet(page.data, prefix="part", form_kwargs={"posts": posts_of(page.risk.register.organisation)})
    _suggest_owners(page, parts)
    show = partial(page.show, "registers/split_form.html", form, parts=parts, all_forms=[form, *parts.forms])
    if page.wants_confirming(form, parts):
        return _ask_to_split(page, form, parts)
    if not page.is_confirmed or not parts.is_valid():
        return show()
    into = [part.cleaned_data for part in parts if part.has_changed()]
    saved = page.save(form, lambda **said: risks.split(into=into, **said))
    if not saved:
        return show()
    refs = ", ".join(str(risk.ref) for risk in saved.written)
    messages.success(request, f"{page.name} split. New: risk {refs}. Now score what is new.")
    return redirect(page.url)


def _suggest_owners(page, parts):
    if page.view.sees(FactClass.OWNERSHIP):
        owners = steward_keys(page.view, page.risk, Stewardship.OWNER)
        for part in parts.forms:
            part.initial["owners"] = owners


def _ask_to_split(page, form, parts):
    used = [part for part in parts if part.has_changed()]
    return page.ask(
        form,
        title=f"Split {page.name.lower()}?",
        submit="Split the risk",
        consequences=[
            f"{_count(used)} opened in this register, marked as this one is, and not scored yet.",
            "This risk continues. Its movement reads “refreshed” across the split, and so does its history.",
            "A split cannot be taken back. What it left can be closed or worded anew.",
        ],
        parts=used,
        management=parts,
    )


def _count(parts):
    return "One new risk is" if len(parts) == 1 else f"{len(parts)} new risks are"


@require_http_methods(["GET", "POST"])
def risk_merge(request, organisation, register, ref):
    """Merge other risks into one that continues."""
    page = change_page(request, organisation, register, ref, "risk-merge", "Merge")
    others = _that_may_be_closed(page)
    form = MergeForm(page.data, others=others, **page.for_form())
    if page.wants_confirming(form):
        return _ask_to_merge(page, form)
    return _finish(page, form, risks.merge, "registers/merge_form.html", text=f"Merged into {page.name.lower()}.")


def _that_may_be_closed(page):
    """Open risks of the register that the person may see and close: {4: (risk, "4 Money")}."""
    named = risks_named(page.request.audience, page.risk.register.organisation, but=page.risk, register=True)
    return {
        risk.ref: (risk, name)
        for risk, name in named.values()
        if page.request.user.has_perm("registers.close_risk", risk)
    }


def _ask_to_merge(page, form):
    count = len(form.cleaned_data["others"])
    return page.ask(
        form,
        title=f"Merge into {page.name.lower()}?",
        submit="Merge the risks",
        consequences=[
            f"{'The chosen risk closes' if count == 1 else f'The {count} chosen risks close'} on that day. "
            "Earlier days still show what was there.",
            "This risk continues. Its movement reads “refreshed” across the merger.",
            "A merger cannot be taken back. What it closed can be reopened.",
        ],
    )


def _finish(page, form, act, template, held=None, text=""):
    """Save, unless the person only went back to change what they typed."""
    asks_first = template in ASK_FIRST
    ready = page.data is not None and "back" not in page.data and (page.is_confirmed or not asks_first)
    saved = page.save(form, act, held=held) if ready else None
    return page.done(text, saved=saved) if saved else page.show(template, form)


ASK_FIRST = {"registers/close_form.html", "registers/merge_form.html"}


def _already(page, how):
    messages.info(page.request, f"{page.name} is {how} already.")
    return redirect(page.url)
