"""Pages that take a directorate's risk into the corporate register, and give it back. Both ask on a second screen.

What another body will read is shown before it is there to be read, beside what stays inside (DESIGN.md section 6).
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from registers import rules
from registers.access import holds_role
from registers.actions import escalation
from registers.audience import Level
from registers.forms.base import summary_of
from registers.forms.escalation import DeescalateForm, EscalateForm, HandDownForm
from registers.forms.fields import cell_words, matrix
from registers.forms.values import posts_of, risk_values
from registers.models import Marking, Organisation, Role
from registers.models.registers import FactClass
from registers.position import look_at
from registers.sentences import say_list
from registers.views.changing import change_page, today
from registers.views.common import get_risk, note_sensitive_read

SEES = (FactClass.IDENTITY, FactClass.OWNERSHIP)
STARTS_WITH = ("title", "description", "owners")


@require_http_methods(["GET", "POST"])
def risk_escalate(request, organisation, register, ref):
    """Escalate a directorate's risk: its corporate entry is worded here and confirmed on a second screen."""
    page = _page(request, organisation, register, ref, "risk-escalate", "Escalate")
    corporate = rules.corporate_register_of(page.risk.register.organisation)
    if page.risk.register.is_corporate or corporate is None:
        raise Http404("Only a directorate's risk is escalated, to a corporate register")
    entry = rules.corporate_entry_of(page.risk)
    if entry is not None and rules.can_change(entry):
        return _refused(page, entry)
    if not rules.can_change(page.risk):
        return _already(page, f"{page.name} is closed. Reopen it first.")
    own = _text(page.view, page.risk)
    form = _escalate_form(page, corporate, entry, own)
    if page.data is None or "back" in page.data or not form.is_valid():
        return _ask_for_text(page, form, corporate, entry, own)
    lowers = _lowers(page, form, entry)
    if page.is_confirmed and lowers and not form.cleaned_data["marks_lower"]:
        form.add_error("marks_lower", "Confirm that this text may be marked lower, or change the marking")
    if not page.is_confirmed or form.errors:
        return _ask_to_escalate(page, form, corporate, entry, own, lowers)
    saved = page.save(form, escalation.escalate)
    if not saved:
        return _ask_for_text(page, form, corporate, entry, own)
    return _escalated(page, saved.written[0])


def _page(request, organisation, register, ref, deed, title):
    """The page, or for a board that lacks something the word of what."""
    try:
        return change_page(request, organisation, register, ref, deed, title, sees=SEES)
    except PermissionDenied:
        risk = get_risk(request, organisation, register, ref)
        if holds_role(request.user, Role.BOARD, risk.register, risk):
            raise PermissionDenied(
                "This writes two registers of the body, so it needs the board’s role for both, and clearance for the "
                "body’s sensitive text. An administrator can give you these. Nothing was changed."
            ) from None
        raise


def _already(page, words):
    messages.info(page.request, words)
    return redirect(page.url)


def _text(view, risk) -> dict:
    """Title, description and owners as they stand, the owners as keys."""
    values = risk_values(view, risk)
    return {name: values[name] for name in STARTS_WITH if name in values}


# Escalating ----------------------------------------------------------------------------------------------------------


def _escalate_form(page, corporate, entry, own):
    body = corporate.organisation
    copied = own if "copy" in page.request.GET else {}
    start = _corporate_text(page, entry) if entry is not None else copied
    floor = escalation.marking_floor(page.risk, entry, page.default_day)
    return EscalateForm(
        page.data,
        register=corporate,
        posts=posts_of(body),
        body=body.short_name,
        others=_others(body),
        is_again=entry is not None,
        initial={"marking": floor} | start,
        **page.for_form(),
    )


def _corporate_text(page, entry) -> dict:
    """The text that stood when the corporate entry closed, to start from: other bodies have read it."""
    return _text(look_at(entry.register, page.request.audience, today()), entry)


def _others(body) -> str:
    """The other bodies, in words: those who read a corporate register once it is agreed."""
    others = Organisation.objects.filter(kind=Organisation.Kind.BODY).exclude(pk=body.pk).order_by("order", "pk")
    return say_list([other.short_name for other in others]) or "any other body"


def _lowers(page, form, entry) -> bool:
    said = form.cleaned_data
    floor = escalation.marking_floor(page.risk, entry, said["on"])
    return floor == Marking.SENSITIVE and said["marking"] != Marking.SENSITIVE


def _ask_for_text(page, form, corporate, entry, own):
    _note(page, entry)
    return page.show(
        "registers/escalate_form.html",
        form,
        corporate=corporate,
        entry=entry,
        others=_others(corporate.organisation),
        own=_own_words(page, own),
        is_copy=_repeats(form, own),
        matrix=matrix(form.scheme.value, picked=form.picked) if form.scheme else None,
        **_marking(page, entry),
    )


def _note(page, entry):
    """The text of a sensitive corporate entry is read here too."""
    if entry is not None:
        view = look_at(entry.register, page.request.audience, today())
        note_sensitive_read(page.request, view, f"{entry.register.title}: to escalate to it again, risk {entry.ref}")


def _marking(page, entry):
    """A page that shows either risk wears the higher of their markings."""
    if entry is None or escalation.marking_floor(page.risk, entry, page.default_day) != Marking.SENSITIVE:
        return {}
    return {"marking": Marking.SENSITIVE.label}


def _own_words(page, own) -> dict:
    """What the directorate's risk says, for its own body's eyes."""
    titles = {post.pk: post.title for post in posts_of(page.risk.register.organisation)}
    return own | {"owners": [titles[key] for key in own.get("owners", ())]}


def _repeats(form, own) -> list[str]:
    """Which of its texts are word for word the directorate's."""
    names = ("title", "description")
    return [name for name in names if own.get(name) and (form[name].value() or "").strip() == own[name].strip()]


def _ask_to_escalate(page, form, corporate, entry, own, lowers):
    _note(page, entry)
    return page.show(
        "registers/escalate_confirm.html",
        form,
        title=f"Escalate {page.name.lower()}?",
        corporate=corporate,
        entry=entry,
        others=_others(corporate.organisation),
        rows=_what_others_read(form, corporate),
        own=_own_words(page, own),
        is_copy=_repeats(form, own),
        lowers=lowers,
        **_marking(page, entry),
    )


def _what_others_read(form, corporate) -> list[dict]:
    """Each text of the corporate entry, and who reads it outside the body once the board has agreed the register."""
    said = form.cleaned_data
    texts = [
        ("Title", said["title"], FactClass.IDENTITY),
        ("Description", said["description"], FactClass.IDENTITY),
        ("Owners", "\n".join(str(post) for post in said["owners"]), FactClass.OWNERSHIP),
        ("Why it is a corporate risk", said["corporate_reason"], FactClass.RATIONALE),
    ]
    if said.get("cell"):
        texts.append(("Score", cell_words(form.scheme.value, said["cell"]), FactClass.SCORE))
    sensitive = said["marking"] == Marking.SENSITIVE
    return [
        {"key": key, "value": value, "who": _who_reads(corporate, fact_class, sensitive)}
        for key, value, fact_class in texts
    ]


def _who_reads(corporate, fact_class, is_sensitive) -> str:
    others, level = _others(corporate.organisation), corporate.level_of(fact_class)
    if is_sensitive or level >= Level.SENSITIVE:
        return f"Read only by those whom {corporate.organisation.short_name} has cleared"
    return f"Read by {others}" + (", and printed in public papers" if level == Level.PUBLIC else "")


def _escalated(page, entry):
    corporate = entry.register
    messages.success(
        page.request,
        f"{page.name} is escalated: it is risk {entry.ref} of the {corporate.title}. "
        f"{_sentence(_others(corporate.organisation))} will see that one once its board has agreed the register.",
    )
    return redirect(entry)


def _sentence(words):
    return words[:1].upper() + words[1:]


def _refused(page, entry):
    """It is escalated already: say where."""
    status = 409 if page.request.method == "POST" else 200
    response = page.show("registers/escalate_refused.html", None, entry=entry, entry_text=_corporate_text(page, entry))
    response.status_code = status
    return response


# De-escalating -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def risk_deescalate(request, organisation, register, ref):
    """Give a corporate risk to a directorate: to the one it came from, else to one that is chosen."""
    page = _page(request, organisation, register, ref, "risk-deescalate", "De-escalate")
    if not page.risk.register.is_corporate:
        raise Http404("Only a corporate risk is de-escalated")
    if not rules.can_change(page.risk):
        return _already(page, f"{page.name} is closed already.")
    origin = rules.directorate_entry_of(page.risk)
    if origin is None and not rules.can_deescalate(page.risk):
        name = page.risk.register.organisation.short_name
        return _already(page, f"{_sentence(name)} has no directorate register to take it. An administrator adds one.")
    form = _deescalate_form(page, origin)
    if page.wants_confirming(form):
        return _ask_to_deescalate(page, form, origin)
    ready = page.data is not None and "back" not in page.data and page.is_confirmed
    saved = page.save(form, escalation.deescalate) if ready else None
    if not saved:
        own = _text(look_at(origin.register, request.audience, today()), origin) if origin else None
        return page.show("registers/deescalate_form.html", form, origin=origin, origin_text=own)
    return _deescalated(page, saved.written[0], is_new=origin is None)


def _deescalate_form(page, origin):
    body = page.risk.register.organisation
    common = {"body": body.short_name, "others": _others(body)} | page.for_form()
    if origin is not None:
        return DeescalateForm(page.data, **common)
    registers = rules.directorate_registers_of(body)
    start = _text(page.view, page.risk)
    return HandDownForm(page.data, posts=posts_of(body), registers=registers, initial=start, **common)


def _ask_to_deescalate(page, form, origin):
    body = page.risk.register.organisation
    if origin is None:
        goes_on = "A new risk is opened in the directorate’s register, marked as this one is, and not scored yet."
    elif rules.can_change(origin):
        goes_on = f"Risk {origin.ref} of the {origin.register.title} goes on as it is."
    else:
        goes_on = f"Risk {origin.ref} of the {origin.register.title}, which was closed, is reopened."
    consequences = [
        "This corporate risk closes on that day. Every earlier day still shows it, and it keeps its reference.",
        goes_on,
        f"{_sentence(_others(body))} will see that it is closed once the board has agreed the register, and nothing of "
        "the directorate’s.",
        "The board can escalate it again. This corporate risk is then reopened, with a text to confirm.",
    ]
    who_reads = {
        form["corporate_reason"].label: f" Read by {_others(body)}, as far as it reads reasons.",
        form["reason"].label: f" Kept inside {body.short_name}.",
    }
    return page.ask(
        form,
        title=f"De-escalate {page.name.lower()}?",
        submit="De-escalate the risk",
        consequences=consequences,
        summary=[row | {"key": row["key"] + who_reads.get(row["key"], "")} for row in summary_of(form)],
    )


def _deescalated(page, risk, is_new):
    words = f"{page.name} is closed. {risk.register.title}: risk {risk.ref} goes on."
    messages.success(page.request, words + (" Now give it a score." if is_new else ""))
    return redirect(risk)
