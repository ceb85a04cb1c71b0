"""What stands around the text of a paper, edited as a whole: title block, recommendations."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from controls.models import ImprovementPlan
from registers.models.risks import Stale
from reports.actions import papers as actions
from reports.forms import RecommendationsForm, TitleBlockForm
from reports.models import AppendixKind
from reports.papers.kinds import KINDS
from reports.papers.previewing import preview_texts
from reports.views.paper_common import conflict as conflict_of
from reports.views.paper_common import crumbs, differing, get_paper, shown

DAYS_AND_CHOICES = ("as_at_", "compared_with_", "plan", "labels", "is_shared")


@require_http_methods(["GET", "POST"])
def paper_edit(request, slug):
    """Edit what stands above the report."""
    found = get_paper(request, slug, needs="reports.edit_paper")
    form = TitleBlockForm(
        request.POST or None,
        bodies=found.bodies,
        registers=[basis.register for basis in found.bases.select_related("register")],
        plans=_plans(found, request.audience),
        is_joint=found.is_joint,
        initial=TitleBlockForm.initial_of(found),
    )
    context = {"paper": found, "form": form, "breadcrumbs": crumbs(found, "Title block")}
    if form.is_valid():
        try:
            actions.edit_title_block(paper=found, by=request.user, **form.answers())
        except Stale as conflict:
            context |= conflict_of(form, _title_block_differences(conflict.theirs, form), conflict.theirs)
            form.now_on(conflict.theirs.version)
            return render(request, "reports/paper_form.html", context, status=409)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Title block saved")
            return redirect(found)
    return render(request, "reports/paper_form.html", context)


def _plans(paper, audience):
    """Those it may report on; None where it is of a kind that reports on none, and shows none."""
    shows_one = paper.plan_id or paper.appendices.filter(kind=AppendixKind.IMPROVEMENT_PLAN).exists()
    if not (shows_one or KINDS[paper.kind].has_plan):
        return None
    seen = ImprovementPlan.objects.visible_to(audience).filter(organisation__in=paper.bodies)
    return ImprovementPlan.objects.filter(Q(pk__in=seen.values("pk")) | Q(pk=paper.plan_id))


def _title_block_differences(theirs, form):
    typed = form.cleaned_data
    stands = TitleBlockForm.initial_of(theirs)
    names = (
        "title",
        "panel",
        "panel_date",
        "agenda_item",
        *(name for name in stands if name.startswith(DAYS_AND_CHOICES) and name in typed),
    )
    stands["plan"] = theirs.plan
    pairs = [(form[name].label, _said(form, name, stands[name]), _said(form, name, typed[name])) for name in names]
    posts = [str(reporter.post) for reporter in theirs.reporters.select_related("post")]
    pairs.append(("Report by", ", ".join(posts), ", ".join(map(str, typed["report_by"]))))
    contacts = form.fields["contacts"].prepare_value
    pairs.append(("Report authors", contacts(theirs.contacts), contacts(typed["contacts"])))
    return differing(pairs)


def _said(form, name, value) -> str:
    if name == "labels":
        return dict(form.fields[name].choices).get(value, "")
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return shown(value) if value else ""


@require_http_methods(["GET", "POST"])
def recommendations_edit(request, slug):
    """Edit what the Panel is asked to do."""
    found = get_paper(request, slug, needs="reports.edit_paper")
    form = RecommendationsForm(request.POST or None, present=list(found.recommendations.all()))
    context = {"paper": found, "form": form, "breadcrumbs": crumbs(found, "Recommendations")}
    if "preview" in request.POST and form.is_valid():
        context |= {"is_unsaved": True, "preview": preview_texts(found, form.texts(), request.audience)}
    elif form.is_valid():
        try:
            actions.set_recommendations(
                paper=found, by=request.user, version=form.cleaned_data["version"], texts=form.texts()
            )
        except Stale as conflict:
            pairs = _paired([row.text for row in conflict.theirs], form.texts(), "Recommendation")
            context |= conflict_of(form, pairs, conflict.theirs[-1] if conflict.theirs else None)
            form.now_on(actions.seen(conflict.theirs))
            return render(request, "reports/paper_recommendations.html", context, status=409)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Recommendations saved")
            return redirect(f"{found.get_absolute_url()}#recommendations")
    return render(request, "reports/paper_recommendations.html", context)


def _paired(theirs, yours, noun):
    longest = max(len(theirs), len(yours))
    theirs, yours = (texts + [""] * (longest - len(texts)) for texts in (theirs, yours))
    return differing((f"{noun} {n}", one, other) for n, (one, other) in enumerate(zip(theirs, yours, strict=True), 1))
