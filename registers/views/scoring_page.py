"""Pages that score a risk on the matrix itself, and say where it is going and how it stands against appetite."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registers.actions import assessments
from registers.forms.assessments import AppetiteForm, AssessmentForm, OutlookForm, ToleranceForm
from registers.forms.fields import cell_words, matrix
from registers.forms.values import aspect, assessment, posts_of, tolerance
from registers.models import Appetite, Aspect, Kind, Outlook, in_force
from registers.models.registers import BAND_CHOICES, FactClass
from registers.views.changing import change_page, withheld

CLASS_OF = {Kind.CURRENT: FactClass.SCORE, Kind.INHERENT: FactClass.SCORE, Kind.TARGET: FactClass.TARGET}
ASKS = {
    Kind.CURRENT: ("Where does it stand?", "The score as it is, with the controls that work today."),
    Kind.INHERENT: ("Where would it stand?", "The score with no controls at all."),
    Kind.TARGET: ("Where should it stand?", "The score to reach."),
}


@require_http_methods(["GET", "POST"])
def assessment_record(request, organisation, register, ref):
    """Score a risk: what it is now, would be without controls, or should be."""
    page = change_page(
        request, organisation, register, ref, "assessment-record", "Score", sees=tuple(CLASS_OF.values())
    )
    kind = _kind(page)
    standing = _standing(page)
    form = AssessmentForm(page.data, kind=kind, register=page.risk.register, **page.for_form(_held(page, kind)))
    preview = "preview" in request.POST and form.is_valid() and form.scheme is not None
    if not preview:
        saved = page.save(
            form,
            lambda **said: assessments.record(kind=kind, **said),
            held=lambda page: _held(page, kind),
            theirs=lambda page: _all_of(page, assessment(page.view, page.risk, kind), "target_on"),
        )
        if saved:
            return page.done(saved=saved)
    legend, hint = ASKS[kind]
    return page.show(
        "registers/assessment_form.html",
        form,
        kind=kind,
        tabs=_tabs(page, kind),
        legend=legend,
        hint=hint,
        matrix=_matrix(form, kind, standing),
        standing=[_told(page, Kind(name), row) for name, row in standing.items() if row],
        preview=_preview(form, standing.get(kind)) if preview else "",
    )


def _kind(page):
    """The kind asked for in ?kind=, else the first that is not withheld. 404 for no kind, 403 for a withheld one."""
    seen = [kind for kind in Kind if page.view.sees(CLASS_OF[kind])]
    asked = page.request.GET.get("kind", Kind.CURRENT if Kind.CURRENT in seen else seen[0])
    if asked not in Kind.values:
        raise Http404("There is no such kind of score")
    if asked not in seen:
        raise PermissionDenied(withheld(page.risk.register, CLASS_OF[asked]))
    return Kind(asked)


def _standing(page):
    """The scores in force that the person may see, by kind."""
    kinds = [Kind.CURRENT, Kind.INHERENT, Kind.TARGET]
    return {kind: assessment(page.view, page.risk, kind) for kind in kinds if page.view.sees(CLASS_OF[kind])}


def _held(page, kind):
    row = assessment(page.view, page.risk, kind)
    scheme = page.risk.register.scheme_on(page.default_day)
    if row is None:
        return {"cell": None} | ({"target_on": None} if kind == Kind.TARGET else {})
    cell = _cell(row) if scheme and row.scheme_id == scheme.pk else None  # another scale's cell is no cell of this one
    return {"cell": cell} | ({"target_on": row.target_on} if kind == Kind.TARGET else {})


def _all_of(page, row, *more):
    """Everything an entry says that the person may see, to compare with what was typed."""
    if row is None:
        return {"cell": None}
    reason = {"reason": row.reason} if page.view.sees(FactClass.RATIONALE) else {}
    return {"cell": _cell(row), "on": row.on} | reason | {name: getattr(row, name) for name in more}


def _cell(row):
    return (row.likelihood, row.impact)


def _tabs(page, kind):
    where = reverse("registers:assessment-record", args=page.where)
    words = {Kind.CURRENT: "Score now", Kind.INHERENT: "Inherent score", Kind.TARGET: "Target"}
    return [
        {"text": text, "url": f"{where}?kind={name.value}", "current": name == kind}
        for name, text in words.items()
        if page.view.sees(CLASS_OF[name])
    ]


def _matrix(form, kind, standing):
    """The matrix of the scale in use that day, with what stands on it; what stands on another scale is left out."""
    if form.scheme is None:
        return None
    on_it = {name: _cell(row) for name, row in standing.items() if row and row.scheme_id == form.scheme.pk}
    marks = {}
    for name, cell in on_it.items():
        if name != kind:
            word = {"current": "score"}.get(name, str(name))
            marks[cell] = f"{marks[cell]}, {word}" if cell in marks else word
    return matrix(form.scheme.value, picked=form.picked, now=on_it.get(kind), marks=marks)


def _told(page, kind, row):
    scheme = page.risk.register.scheme_called(row.scheme_id).value
    reason = row.reason if page.view.sees(FactClass.RATIONALE) else ""
    return {"name": kind.label, "words": cell_words(scheme, _cell(row)), "row": row, "reason": reason}


def _preview(form, row):
    """What saving would change, for who has no script to say it as they pick."""
    scheme = form.scheme.value
    after = cell_words(scheme, form.cleaned_data["cell"])
    if row is None or row.scheme_id != form.scheme.pk:
        return f"New score: {after}"
    before = cell_words(scheme, _cell(row))
    return f"No change: it stays {before}" if before == after else f"From {before} to {after}"


@require_http_methods(["GET", "POST"])
def outlook_record(request, organisation, register, ref):
    """Say where the owner expects the score to go, and by when."""
    sees = (FactClass.OUTLOOK, FactClass.SCORE)
    page = change_page(request, organisation, register, ref, "outlook-record", "Record an outlook", sees=sees)
    form = OutlookForm(page.data, register=page.risk.register, **page.for_form({"cell": None}))
    saved = page.save(
        form,
        assessments.expect,
        held=lambda page: {"cell": None},
        theirs=lambda page: _all_of(page, _outlook(page), "expected_by"),
    )
    if saved:
        return page.done(saved=saved)
    now = _standing(page).get(Kind.CURRENT)
    outlook = _outlook(page)
    shown = {Kind.CURRENT: now} if now else {}
    return page.show(
        "registers/outlook_form.html",
        form,
        matrix=_matrix(form, Kind.CURRENT, shown),
        standing=outlook and {"words": cell_words(_scheme_of(page, outlook), _cell(outlook)), "row": outlook},
    )


def _outlook(page):
    return in_force(Outlook.objects.filter(risk=page.risk), page.view.scope).first()


def _scheme_of(page, row):
    return page.risk.register.scheme_called(row.scheme_id).value


@require_http_methods(["GET", "POST"])
def tolerance_record(request, organisation, register, ref):
    """Accept a risk above appetite until a day, or no longer."""
    page = change_page(request, organisation, register, ref, "tolerance-record", "Tolerate above appetite")
    held = _tolerated(page)
    form = ToleranceForm(
        page.data,
        posts=posts_of(page.risk.register.organisation),
        is_tolerated=bool(held),
        **page.for_form(held),
    )
    saved = page.save(form, assessments.tolerate, held=_tolerated)
    if saved:
        return page.done(saved=saved)
    return page.show("registers/tolerance_form.html", form, appetite=_appetite_words(page))


def _tolerated(page):
    row = tolerance(page.view, page.risk)
    return {"until": row.tolerated_until, "tolerated_by": row.tolerated_by_id} if row else {}


@require_http_methods(["GET", "POST"])
def appetite_override(request, organisation, register, ref):
    """Let a risk have another highest band than its register does."""
    page = change_page(request, organisation, register, ref, "appetite-override", "Set its own appetite")
    form = AppetiteForm(page.data, of_register=_appetite_of_register(page), **page.for_form(_own_band(page)))
    saved = page.save(form, assessments.override_appetite, held=_own_band)
    if saved:
        return page.done(saved=saved)
    return page.show("registers/appetite_form.html", form)


def _own_band(page):
    return {"highest_band": aspect(page.view, page.risk, Aspect.APPETITE)}


def _appetite_of_register(page):
    row = in_force(Appetite.objects.filter(register=page.risk.register), page.view.scope).first()
    return dict(BAND_CHOICES)[row.highest_band].lower() if row else ""


def _appetite_words(page):
    own = _own_band(page)["highest_band"]
    band = dict(BAND_CHOICES)[own].lower() if own else _appetite_of_register(page)
    return f"Up to {band}" if band else ""
