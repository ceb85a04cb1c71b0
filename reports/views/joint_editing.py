"""Pages on which two bodies agree joint controls, word by word: one proposes, the other agrees or declines."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.views.decorators.http import require_http_methods

from controls import rules_joint
from controls.actions import joint
from controls.models import ControlDetail, Trait
from controls.rules_joint import WHY_NOT, Fate
from registers import clock
from registers import rules_alignments as rules
from registers.actions.writing import standing
from registers.models import Role
from reports.alignment_offers import numbers_of
from reports.forms_alignments import sentence_case
from reports.forms_joint import AnswerForm, LeadBodyForm, NewControlForm, TakeBackForm, WordingForm
from reports.views.alignment_changing import alignment_page, joint_page

AGREEING = (Role.LEAD, Role.BOARD)
get_or_post = require_http_methods(["GET", "POST"])
AGREE = "controls.agree_wording"
WORDING = "reports/alignment_wording_form.html"


@get_or_post
def joint_propose(request, number):
    """Propose a joint control."""
    page = alignment_page(request, number, "Propose a joint control")
    if not rules.can_change(page.alignment):
        return page.refuse("The alignment has ended: no joint control is proposed for it any more.")
    form = NewControlForm(page.data, bodies=page.speaks_for(), both=page.bodies, **page.for_form())
    return page.finish(form, joint.propose, WORDING, text=_waits(page), submit="Propose it")


def _waits(page):
    """Who has to act now."""
    own = page.speaks_for(AGREEING)
    others = [body for body in page.bodies if body not in own] or page.bodies
    names = " or ".join(body.short_name for body in others)
    return f"Proposed. It stands once {names} has agreed."


@get_or_post
def joint_reword(request, number, control):
    """Propose another wording of a joint control."""
    page = joint_page(request, number, control, "Propose another wording", AGREE)
    page.title = f"Propose another wording of {page.control.reference}"
    if not rules_joint.can_propose(page.control):
        return page.refuse(f"{page.control.reference} is retired, or its alignment has ended: it is worded no more.")
    form = WordingForm(page.data, bodies=page.speaks_for(AGREEING), **page.for_form(_wording(page)))

    def propose(control, **said):
        return joint.propose(alignment=control.alignment, control=control, **said)

    present = rules_joint.wording_on(page.control, clock.today())
    context = {"present": present, "pending": _pending(page), "submit": "Propose it"}
    return page.finish(form, propose, WORDING, text=_waits(page), held=_wording, **context)


def _wording(page) -> dict:
    """The wording that stands; before there is one, the newest that waits."""
    now = rules_joint.wording_on(page.control, clock.today())
    if now is None:
        found = _proposals(page)
        now = found[0].proposal if found else None
    return {"title": now.title, "description": now.description} if now else {}


def _proposals(page):
    seen = lambda rows: rows.visible_to(page.request.audience)  # noqa: E731 - a cut for each kind of row
    return rules_joint.proposals_of([page.control], rules_joint.ALL_TIME, seen)[page.control.pk]


def _pending(page):
    return [one for one in _proposals(page) if one.is_pending]


def _proposal(page, proposal):
    """The proposal of that number, and what has become of it."""
    numbers = numbers_of(rules_joint.proposals_of([page.control], rules_joint.ALL_TIME)[page.control.pk])
    found = next((one for one in _proposals(page) if numbers[one.proposal.pk] == proposal), None)
    if found is None:
        raise Http404("There is no such proposal")
    return found


@get_or_post
def joint_answer(request, number, control, proposal):
    """Agree what the other body proposes, or decline it."""
    page = joint_page(request, number, control, "Answer", AGREE)
    found = _proposal(page, proposal)
    others = [body for body in page.speaks_for(AGREEING) if body.pk != found.proposal.organisation_id]
    if not others:
        raise PermissionDenied("The other body answers it: your body has proposed it, and can take it back.")
    if not found.is_pending and page.data is None:
        return page.refuse(f"{WHY_NOT[found.fate]}.")
    body = others[0]
    what = "another wording of" if rules_joint.has_begun(page.control) else "a joint control,"
    page.title = f"{sentence_case(found.proposal.organisation.short_name)} proposes {what} {page.control.reference}"
    form = AnswerForm(page.data, body=body, **page.for_form())
    answer = partial(_answered, found.proposal, body)
    context = _side_by_side(page, found) | {"submit": "Answer"}
    return page.finish(form, answer, "reports/alignment_answer_form.html", text=_answer_told(form), **context)


def _answered(proposal, body, control, **said):
    return joint.answer(proposal=proposal, organisation=body, **said)


def _answer_told(form):
    if form.data.get("agrees") == "yes":
        return "Agreed: the wording stands."
    return "Declined. The other body is told why."


def _side_by_side(page, found):
    return {"found": found, "present": rules_joint.wording_on(page.control, clock.today())}


@get_or_post
def joint_take_back(request, number, control, proposal):
    """Take back what one's own body has proposed, while it waits."""
    page = joint_page(request, number, control, "Take back", AGREE, title="Take the proposal back?")
    found = _proposal(page, proposal)
    if found.proposal.organisation not in page.speaks_for(AGREEING):
        raise PermissionDenied("Only the body that has proposed it takes it back. Yours can agree or decline it.")
    if found.fate is not Fate.PENDING and page.data is None:
        return page.refuse(f"{WHY_NOT[found.fate]}.")
    form = TakeBackForm(page.data, **page.for_form())

    def take_back(control, **said):
        body = found.proposal.organisation
        on = max(clock.today(), found.proposal.on)
        return joint.answer(proposal=found.proposal, organisation=body, agrees=False, on=on, **said)

    context = _side_by_side(page, found) | {"submit": "Take it back"}
    template = "reports/alignment_take_back_form.html"
    return page.finish(form, take_back, template, text="The proposal is taken back.", **context)


@get_or_post
def joint_lead(request, number, control):
    """Say which body leads on a joint control."""
    page = joint_page(request, number, control, "Lead body", "controls.edit_control")
    page.title = f"Which body leads on {page.control.reference}?"
    if not rules_joint.can_propose(page.control) or not rules_joint.has_begun(page.control):
        return page.refuse(f"Nobody leads on {page.control.reference} while there is no wording that both have agreed.")
    form = LeadBodyForm(page.data, both=page.bodies, **page.for_form(_lead(page)))
    return page.finish(form, joint.set_lead, "reports/alignment_form.html", held=_lead)


def _lead(page):
    now = standing(ControlDetail, clock.today(), control=page.control, trait=Trait.LEAD_BODY)
    return {"lead_body": now.value if now else ""}


__all__ = ["joint_answer", "joint_lead", "joint_propose", "joint_reword", "joint_take_back"]
