"""Pages that change an alignment: its words, which risks it ties, when it ends, and what each body says of it."""

from functools import partial

from django.http import Http404
from django.views.decorators.http import require_http_methods

from registers import clock
from registers import rules_alignments as rules
from registers.actions import alignments
from registers.actions.writing import standing
from registers.models import (
    AlignmentAlias,
    AlignmentMember,
    AlignmentResponse,
    AlignmentReview,
    AlignmentView,
    AlignmentWording,
    DivergenceKind,
    DivergenceNote,
    Risk,
)
from registers.models.registers import FactClass
from registers.views.changing import today
from registers.visibility_alignments import Readable, bodies_kept_from
from reports.alignable import Side, sides
from reports.alignments import alignment as alignment_figures
from reports.forms_alignments import (
    ExplainForm,
    JoinForm,
    ReasonForm,
    ResponseForm,
    ReviewForm,
    ViewForm,
    WordsForm,
    sentence_case,
)
from reports.views.alignment_changing import alignment_page, speaking_for

FORM = "reports/alignment_form.html"
get_or_post = require_http_methods(["GET", "POST"])


def _ended(page):
    return page.refuse("It has ended: nothing of it changes any more.")


# What is common to both bodies ---------------------------------------------------------------------------------------


@get_or_post
def alignment_edit(request, number):
    """Change what it is called, and why it is held."""
    page = alignment_page(request, number, "Edit", title="Edit the alignment", about=(AlignmentWording, AlignmentAlias))
    if not rules.can_change(page.alignment):
        return _ended(page)
    form = WordsForm(page.data, **page.for_form(_words(page)))
    return page.finish(form, alignments.edit, FORM, held=_words)


def _words(page):
    now = standing(AlignmentWording, clock.today(), alignment=page.alignment)
    names = alignments.aliases_on(page.alignment, clock.today())
    return {"title": now.title, "rationale": now.rationale, "aliases": "\n".join(names)}


@get_or_post
def alignment_join(request, number):
    """Align one more risk of either body."""
    page = alignment_page(request, number, "Align another risk", about=(AlignmentMember,))
    if not rules.can_change(page.alignment):
        return _ended(page)
    offered = _others(page)
    chosen = {"initial": {"risk": request.GET.get("risk", "")}}
    form = JoinForm(page.data, sides=offered, **page.for_form(), **chosen)

    def join(risk, **said):
        return alignments.join(risk=_risk_at(risk), **said)

    return page.finish(form, join, FORM, text="The risk is aligned.")


def _others(page) -> list[Side]:
    """The open risks of both registers that it does not tie yet."""
    tied = {risk.pk for risk in rules.members_on(page.alignment, clock.today())}
    found = sides(page.request.audience)
    return [Side(side.view, tuple(risk for risk in side.risks if risk.risk not in tied)) for side in found]


def _risk_at(path) -> Risk:
    organisation, register, ref = path.split("/")
    where = {"register__organisation__slug": organisation, "register__slug": register, "ref": ref}
    return Risk.objects.select_related("register__organisation").get(**where)


@get_or_post
def alignment_leave(request, number, organisation, register, ref):
    """Align a risk no longer."""
    page = alignment_page(request, number, "Take a risk out", about=(AlignmentMember,))
    member = page.member(f"{organisation}/{register}/{ref}")
    risk = _risk_at(member.path)
    if not rules.can_change(page.alignment):
        return _ended(page)
    if sum(side.organisation == risk.register.organisation for side in page.members for _ in side.risks) < 2:
        short = risk.register.organisation.short_name
        return page.refuse(f"It is the last risk of {short} in this alignment. End the alignment instead.")
    page.title = f"Take risk {member.name} out of the alignment"
    form = ReasonForm(page.data, missing="Say why it is no longer aligned", **page.for_form())
    if page.wants_confirming(form):
        consequences = [
            "From that day the risk is no longer set beside the others. It stays in its register as it is.",
            "Every earlier day still shows it here, with the response given to it.",
        ]
        return page.ask(form, title=f"{page.title}?", submit="Take it out", consequences=consequences)
    leave = partial(_of_risk, alignments.leave, risk)
    return page.finish(form, leave, FORM, text="The risk is no longer aligned.", asks_first=True, submit="Continue")


def _others_of_its_body(page, risk):
    """Those that would be left, as far as the person sees them: of one not agreed yet this page knows nothing."""
    found = [one for side in page.members if side.register.pk == risk.register_id for one in side.risks]
    return [one for one in found if one.risk != risk.pk]


def _of_risk(act, risk, **said):
    return act(risk=risk, **said)


@get_or_post
def alignment_end(request, number):
    """End an alignment."""
    page = alignment_page(request, number, "End", title="End the alignment", about=(AlignmentMember, AlignmentWording))
    if not rules.can_change(page.alignment):
        return _ended(page)
    form = ReasonForm(page.data, when="Ended on", missing="Say why it ends", **page.for_form())
    if page.wants_confirming(form):
        consequences = [
            "From that day neither body reports on it, and its risks may be listed as aligned with nothing.",
            "Its joint controls stay as they are, and no wording of them can be proposed or agreed any more.",
            "Every earlier day still shows it as it was.",
            "An alignment that has ended is not begun again: a new one is.",
        ]
        title = f"End the alignment “{page.name}”?"
        return page.ask(form, title=title, submit="End the alignment", consequences=consequences)
    text = "The alignment has ended."
    return page.finish(form, alignments.end, FORM, text=text, asks_first=True, submit="Continue")


# What each body says for itself --------------------------------------------------------------------------------------


@get_or_post
def alignment_respond(request, number, organisation, register, ref):
    """Say what the body does about its aligned risk."""
    page = alignment_page(request, number, "Respond", about=(AlignmentResponse,))
    member = page.member(f"{organisation}/{register}/{ref}")
    body = speaking_for(page, organisation)
    if not rules.can_change(page.alignment):
        return _ended(page)
    risk = _risk_at(member.path)
    page.of = {"risk": risk}
    page.title = f"How {body.short_name} responds to risk {member.name}"
    held = lambda page: _standing_values(page, AlignmentResponse, ("text",), risk=risk)  # noqa: E731 - read again
    form = ResponseForm(page.data, **page.for_form(held(page)))
    respond = partial(_of_risk, alignments.respond, risk)
    return page.finish(form, respond, FORM, text="The response is saved.", held=held)


def _standing_values(page, model, names, **key) -> dict:
    now = standing(model, clock.today(), alignment=page.alignment, **key)
    return {name: getattr(now, name) if now else "" for name in names}


@get_or_post
def alignment_view(request, number, organisation):
    """State one body's view: what risk is left, and whether controls are in place and working."""
    page = alignment_page(request, number, "State the view", about=(AlignmentView,), shows=(FactClass.CONTROLS,))
    body = speaking_for(page, organisation, FactClass.CONTROLS)
    if not rules.can_change(page.alignment):
        return _ended(page)
    page.of = {"organisation": body}
    page.title = f"{_whose(body)} view"
    names = ("residual", "in_place", "working")
    held = lambda page: _standing_values(page, AlignmentView, names, organisation=body)  # noqa: E731 - read again
    form = ViewForm(page.data, **page.for_form(held(page)))
    state = partial(_of_body, alignments.view, body)
    return page.finish(form, state, FORM, text="The view is saved.", held=held)


def _of_body(act, body, **said):
    return act(organisation=body, **said)


def _whose(body):
    return sentence_case(f"{body.short_name}’s")


@get_or_post
def alignment_review(request, number, organisation):
    """Record that one body has reviewed it."""
    page = alignment_page(request, number, "Record a review", about=(AlignmentReview,))
    body = speaking_for(page, organisation)
    if not rules.can_change(page.alignment):
        return _ended(page)
    page.of = {"organisation": body}
    page.title = f"{_whose(body)} review"
    form = ReviewForm(page.data, **page.for_form() | {"initial": {"next_on": _next_review(page, body)}})
    review = partial(_of_body, alignments.review, body)
    figures = alignment_figures(request.audience, today(), page.alignment.number)
    happened = [told for told in figures.to_review if body in told.must_review] if figures else []
    context = {"happened": happened, "last": _last_review(page, body), "is_kept": _is_kept(page, body)}
    template = "reports/alignment_review_form.html"
    return page.finish(form, review, template, text="The review is recorded.", **context)


def _reviews(page, body):
    seen = AlignmentReview.objects.visible_to(page.request.audience)
    return seen.by(today()).filter(alignment=page.alignment, organisation=body).oldest_first()


def _is_kept(page, body):
    """Whether what this body finds is kept from whoever asks."""
    return body.pk in bodies_kept_from(Readable(page.request.audience))


def _last_review(page, body):
    if _is_kept(page, body):
        return None
    return _reviews(page, body).exclude(reason="").last()


def _next_review(page, body):
    """The date that stands, while it lies ahead: a review that says nothing of it keeps it."""
    row = _reviews(page, body).last()
    return row.next_on if row and row.next_on and row.next_on > clock.today() else None


@get_or_post
def alignment_explain(request, number, kind):
    """Say why aligned risks differ. What differs is what the person sees now: a changed one is shown again."""
    if kind not in DivergenceKind.values:
        raise Http404("Nothing differs in that way")
    page = alignment_page(request, number, "Say why they differ", about=(DivergenceNote,))
    page.of = {"kind": kind}
    figures = alignment_figures(request.audience, today(), page.alignment.number)
    found = next((one for one in figures.divergences if one.kind == kind), None) if figures else None
    if found is None:
        return page.refuse("They do not differ in that way any more.")
    if not rules.can_change(page.alignment):
        return _ended(page)
    form = ExplainForm(page.data, said_of=found.said_of, **page.for_form())
    changed = page.data is not None and not form.is_of_what_stands
    if changed:
        form.look_at_what_stands()
        return page.show("reports/alignment_explain_form.html", form, divergence=found, has_changed=True)
    explain = partial(_of_kind, alignments.explain, kind)
    template = "reports/alignment_explain_form.html"
    return page.finish(form, explain, template, text="The reason is saved.", divergence=found)


def _of_kind(act, kind, **said):
    return act(kind=kind, **said)


__all__ = [
    "alignment_edit",
    "alignment_end",
    "alignment_explain",
    "alignment_join",
    "alignment_leave",
    "alignment_respond",
    "alignment_review",
    "alignment_view",
]
