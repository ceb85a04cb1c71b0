"""What a body says in the same place of its papers every quarter: the list, and changing one text."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from registers.models import Organisation
from registers.models.risks import Stale
from reports.actions import writing
from reports.forms_writing import StandingTextForm
from reports.models import StandingText
from reports.papers.kinds import KINDS
from reports.views.paper_common import conflict as conflict_of
from reports.views.paper_common import differing, papers_crumb


def _organisation(request, slug):
    """A body whose papers this person writes; any other is not there for them."""
    found = Organisation.objects.filter(pk__in=request.audience.papers_of, slug=slug).first()
    if found is None:
        raise Http404("There is no such body")
    return found


def _trail(organisation, *more):
    here = {"text": f"Standing text of {organisation.short_name}"}
    if more:
        here["url"] = reverse("reports:standing-texts", args=[organisation.slug])
    return [papers_crumb(), here, *({"text": text} for text in more)]


@require_safe
def standing_texts(request, organisation):
    """Every place of every kind of paper that the body writes, with its text."""
    body = _organisation(request, organisation)
    rows = StandingText.objects.visible_to(request.audience).filter(organisation=body)
    texts = {(row.kind, row.key): row.body for row in rows}
    kinds = [
        (kind, [(place, texts.get((kind.slug, place.key), "")) for place in _places(kind)]) for kind in _kinds(body)
    ]
    context = {"organisation": body, "kinds": kinds, "breadcrumbs": _trail(body)}
    return render(request, "reports/standing_text_list.html", context)


def _kinds(body):
    return [kind for kind in KINDS.values() if kind.organisation in ("", body.slug)]


def _places(kind):
    """Those that somebody writes: what the portal fills in alone has no words of anybody's."""
    return [place for place in kind.frame if not place.fill]


@require_http_methods(["GET", "POST"])
def standing_text(request, organisation, kind, key):
    """Change what a body says in one place."""
    body = _organisation(request, organisation)
    places = [place for one in _kinds(body) if one.slug == kind for place in _places(one)]
    place = next((place for place in places if place.key == key), None)
    if place is None:
        raise Http404("There is no such place")
    row = StandingText.objects.visible_to(request.audience).filter(organisation=body, kind=kind, key=key).first()
    initial = {"version": row.version if row else 0, "body": row.body if row else ""}
    form = StandingTextForm(request.POST or None, initial=initial)
    context = {"organisation": body, "place": place, "kind": KINDS[kind], "form": form}
    context["breadcrumbs"] = _trail(body, place.heading)
    if form.is_valid():
        said = form.cleaned_data["body"]
        try:
            version = form.cleaned_data["version"] or 0
            writing.set_standing_text(
                organisation=body, by=request.user, kind=kind, key=key, version=version, body=said
            )
        except Stale as conflict:
            context |= conflict_of(form, differing([("Text", conflict.theirs.body, said)]), conflict.theirs)
            form.now_on(conflict.theirs.version)
            return render(request, "reports/standing_text_form.html", context, status=409)
        messages.success(request, f"Standing text of “{place.heading}” saved")
        return redirect("reports:standing-texts", body.slug)
    return render(request, "reports/standing_text_form.html", context)
