"""The pages of a paper: title block, sections, recommendations, appendices, previews; and the list of papers."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registers import clock
from registers.actions.people import log_sensitive_read
from registers.models import Organisation, Register
from registers.models.risks import Stale
from registers.scope import quarter_end_before
from registers.templatetags.portal_tags import day
from reports import markdown, rules
from reports.actions import papers as actions
from reports.follow_up_panels import for_paper
from reports.forms import (
    AppendicesForm,
    EditionForm,
    NewPaperForm,
    NewSectionForm,
    RecommendationsForm,
    SectionForm,
    TitleBlockForm,
    days_of,
)
from reports.models import Edition, Paper, Part, Rendering, Section
from reports.papers.editions import make_document, offered_sentence
from reports.papers.kinds import KINDS
from reports.papers.numbering import Numbering
from reports.views.editions import for_readers


def get_paper(request, slug, needs="reports.view_paper") -> Paper:
    """The paper, if this audience may know of it (404), and do what the page is for (403)."""
    papers = Paper.objects.visible_to(request.audience).select_related("organisation")
    paper = papers.filter(slug=slug).first()
    if paper is None:
        raise Http404("There is no such paper")
    if needs and not request.user.has_perm(needs, paper):
        raise PermissionDenied
    return paper


def _papers_crumb():
    return {"text": "Papers", "url": reverse("reports:papers")}


def crumbs(paper, *more):
    """Papers > the paper > this page."""
    trail = [_papers_crumb()]
    if not more:
        return [*trail, {"text": paper.title}]
    return [*trail, {"text": paper.title, "url": paper.get_absolute_url()}, *({"text": text} for text in more)]


@require_safe
def papers(request):
    """The papers somebody may see, the latest meeting first."""
    found = (
        Paper.objects.visible_to(request.audience)
        .select_related("organisation")
        .prefetch_related("bases")
        .newest_first()
    )
    context = {"papers": found, "can_add": bool(_kinds_of(request.audience))}
    return render(request, "reports/paper_list.html", context)


def _kinds_of(audience):
    """The kinds of paper whose body has this person as its secretariat."""
    slugs = set(Organisation.objects.filter(pk__in=audience.papers_of).values_list("slug", flat=True))
    return [kind for kind in KINDS.values() if kind.organisation in slugs]


class Days(NamedTuple):
    as_at: date
    compared_with: date


@require_http_methods(["GET", "POST"])
def paper_add(request):
    """Start a paper, with every heading of its kind."""
    kinds = _kinds_of(request.audience)
    if not kinds:
        raise PermissionDenied
    kind = kinds[0]
    organisation = Organisation.objects.get(slug=kind.organisation)
    registers = Register.objects.filter(organisation=organisation, kind=Register.Kind.CORPORATE)
    as_at = quarter_end_before(clock.today())
    days = days_of([Days(as_at, quarter_end_before(as_at))] * len(registers))
    form = NewPaperForm(request.POST or None, bodies=[organisation], registers=registers, kind=kind.slug, initial=days)
    if form.is_valid():
        paper = actions.start(organisation=organisation, by=request.user, kind=kind.slug, **form.answers())
        messages.success(request, "The paper has been started with its headings")
        return redirect(paper)
    context = {"form": form, "kind": kind, "breadcrumbs": [_papers_crumb(), {"text": "Start a paper"}]}
    return render(request, "reports/paper_add.html", context)


@dataclass(frozen=True)
class SectionLine:
    """A section as the paper's page lists it."""

    section: Section
    number: str
    words: int
    is_readable: bool
    is_first: bool
    is_last: bool


@require_safe
def paper(request, slug):
    """One paper: everything that can be edited, previewed and made of it."""
    found = get_paper(request, slug, needs="")
    if not request.user.has_perm("reports.view_paper", found):
        return for_readers(request, found)
    editions = [edition for edition in Edition if rules.can_make(found, edition, request.audience)]
    context = {
        "paper": found,
        "bases": found.bases.select_related("register__organisation"),
        "parts": _parts(found, request.audience),
        "reporters": ", ".join(str(reporter.post) for reporter in found.reporters.select_related("post")),
        "recommendations": found.recommendations.all(),
        "appendices": found.appendices.all(),
        "editions": editions,
        "edition_form": EditionForm(editions=editions),
        "is_cleared": found.organisation_id in request.audience.cleared,
        "renderings": _latest_files(found, request.audience),
        "offered": (offered := for_paper(request.audience, found, clock.today())),
        "marking": "OFFICIAL-SENSITIVE" if offered.is_sensitive else "OFFICIAL",
        "breadcrumbs": crumbs(found),
    }
    if offered.is_sensitive:
        _note_read(request, found, "responses and requests for it")
    return render(request, "reports/paper_detail.html", context)


def _latest_files(paper, audience):
    files = Rendering.objects.visible_to(audience).filter(paper=paper).newest_first()
    return files.select_related("requested_by")[:5]


def _parts(paper, audience):
    """[(part, its sections)] in printed order, each with its number; text nobody may read is not even counted."""
    readable = set(Section.objects.visible_to(audience).filter(paper=paper).values_list("pk", flat=True))
    numbering, parts = Numbering(), {part: [] for part in Part}
    rows = list(paper.sections.in_order().select_related("paper"))
    for section in rows:
        number = numbering.heading(section.level, section.numbered) if section.part != Part.SUMMARY else ""
        siblings = [row for row in rows if row.part == section.part]
        is_readable = section.pk in readable
        parts[Part(section.part)].append(
            SectionLine(
                section=section,
                number=number,
                words=len(section.body.split()) if is_readable else 0,
                is_readable=is_readable,
                is_first=section == siblings[0],
                is_last=section == siblings[-1],
            )
        )
    return list(parts.items())


@require_http_methods(["GET", "POST"])
def paper_edit(request, slug):
    """Edit what stands above the report."""
    found = get_paper(request, slug, needs="reports.edit_paper")
    form = TitleBlockForm(
        request.POST or None,
        bodies=found.bodies,
        registers=[basis.register for basis in found.bases.select_related("register")],
        initial=TitleBlockForm.initial_of(found),
    )
    context = {"paper": found, "form": form, "breadcrumbs": crumbs(found, "Title block")}
    if form.is_valid():
        try:
            actions.edit_title_block(paper=found, by=request.user, **form.answers())
        except Stale as conflict:
            context |= _conflict(form, _title_block_differences(conflict.theirs, form), conflict.theirs)
            form.now_on(conflict.theirs.version)
            return render(request, "reports/paper_form.html", context)
        messages.success(request, "Title block saved")
        return redirect(found)
    return render(request, "reports/paper_form.html", context)


def _title_block_differences(theirs, form):
    typed = form.cleaned_data
    stands = TitleBlockForm.initial_of(theirs)
    names = (
        "title",
        "panel",
        "panel_date",
        "agenda_item",
        *(name for name in stands if name.startswith(("as_at_", "compared_with_"))),
    )
    pairs = [(form[name].label, _shown(stands[name]), _shown(typed[name])) for name in names]
    posts = [str(reporter.post) for reporter in theirs.reporters.select_related("post")]
    pairs.append(("Report by", ", ".join(posts), ", ".join(map(str, typed["report_by"]))))
    contacts = form.fields["contacts"].prepare_value
    pairs.append(("Report authors", contacts(theirs.contacts), contacts(typed["contacts"])))
    return _differing(pairs)


def _shown(value):
    return day(value) or str(value)


def _differing(pairs):
    return [{"label": label, "theirs": theirs, "yours": yours} for label, theirs, yours in pairs if theirs != yours]


def _conflict(form, differences, record=None):
    """What the page of a stale form shows above it: both texts, and who was first."""
    last = record.history.first() if record is not None else None
    return {
        "differences": differences,
        "is_conflict": True,
        "saved_by": last and last.history_user,
        "saved_at": last and last.history_date,
    }


# Sections --------------------------------------------------------------------------------------


def get_section(request, slug, section, needs="reports.edit_paper") -> Section:
    paper = get_paper(request, slug, needs=needs)
    found = paper.sections.filter(slug=section).first()
    if found is None:
        raise Http404("There is no such section")
    found.paper = paper
    return found


@require_http_methods(["GET", "POST"])
def section(request, slug, section):
    """Write a section; look at it as it will be printed; take in the sentence on movement."""
    found = get_section(request, slug, section)
    if not rules.can_read(found, request.audience):
        return _refuse_sensitive(request, found)
    form = SectionForm(request.POST or None, part=found.part, initial=SectionForm.initial_of(found))
    context = {"section": found, "paper": found.paper, "form": form, "breadcrumbs": crumbs(found.paper, found.heading)}
    context["marking"] = found.get_marking_display()
    if "preview" in request.POST or "draft" in request.POST:
        context |= _try_out(request, found, form)
    elif form.is_valid():
        try:
            actions.write(section=found, by=request.user, **form.answers(found))
        except Stale as conflict:
            if not rules.can_read(conflict.theirs, request.audience):
                return _refuse_sensitive(request, conflict.theirs)
            context |= _conflict(form, _section_differences(conflict.theirs, form.answers(found)), conflict.theirs)
            form.now_on(conflict.theirs.version)
            return render(request, "reports/paper_section.html", context)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"“{form.cleaned_data['heading']}” saved")
            return redirect(f"{found.paper.get_absolute_url()}#{found.slug}")
    if found.is_sensitive:
        _note_read(request, found.paper, f"section “{found.heading}”")
    return render(request, "reports/paper_section.html", context)


def _refuse_sensitive(request, section):
    """No text for somebody who is not cleared; what they typed is theirs and is given back."""
    context = {"section": section, "paper": section.paper, "typed": request.POST.get("body", "")}
    return render(
        request, "reports/paper_section_refused.html", context | {"breadcrumbs": crumbs(section.paper)}, status=403
    )


def _try_out(request, section, form):
    """The text as it stands in the form: drawn, or with the drafted sentence put at its end. Nothing is saved."""
    form.is_valid()
    is_sensitive = form.data.get("marking") == "official-sensitive"
    if "draft" in request.POST:
        edition = (
            Edition.FULL
            if is_sensitive and rules.can_make(section.paper, Edition.FULL, request.audience)
            else Edition.PUBLIC
        )
        sentence = offered_sentence(section.paper, edition, request.audience, day)
        form.data = form.data.copy()
        form.data["body"] = "\n\n".join(filter(None, [form.data.get("body", "").rstrip(), sentence]))
        return {"is_unsaved": True, "inserted": sentence, "nothing_to_insert": not sentence}
    return {"is_unsaved": True, "preview": markdown.to_html(form.data.get("body", "")), "has_preview": True}


def _section_differences(theirs, typed):
    levels = dict(SectionForm.base_fields["level"].choices)
    yes_or_no = {True: "Yes", False: "No"}
    return _differing(
        [
            ("Heading", theirs.heading, typed["heading"]),
            ("Kind of heading", levels.get(theirs.level, ""), levels.get(typed["level"], "")),
            ("Text", theirs.body, typed["body"]),
            ("With numbers", yes_or_no[theirs.numbered], yes_or_no[typed["numbered"]]),
            ("Marking", theirs.get_marking_display(), typed["marking"].upper()),
        ]
    )


@require_http_methods(["GET", "POST"])
def section_add(request, slug, part):
    """Add a heading, and go on to write under it."""
    found = get_paper(request, slug, needs="reports.edit_paper")
    if part not in Part.values:
        raise Http404("There is no such part")
    form = NewSectionForm(request.POST or None, sections=found.sections.filter(part=part).in_order(), part=part)
    if form.is_valid():
        answers = {"level": 2} | form.cleaned_data
        added = actions.add_section(paper=found, by=request.user, part=part, **answers)
        return redirect(added)
    context = {"paper": found, "form": form, "part": Part(part), "breadcrumbs": crumbs(found, "Add a section")}
    return render(request, "reports/paper_section_add.html", context)


@require_POST
def section_move(request, slug, section):
    """Move a section one place up or down in its part."""
    found = get_section(request, slug, section)
    step = {"up": -1, "down": 1}.get(request.POST.get("step"))
    if step is None:
        raise Http404("A section moves up or down")
    actions.move_section(section=found, by=request.user, step=step)
    return redirect(f"{found.paper.get_absolute_url()}#{found.slug}")


@require_http_methods(["GET", "POST"])
def section_remove(request, slug, section):
    """Take a section out, once it has been asked."""
    found = get_section(request, slug, section)
    if not rules.can_read(found, request.audience):
        return _refuse_sensitive(request, found)
    context = {"section": found, "paper": found.paper, "breadcrumbs": crumbs(found.paper, "Remove a section")}
    if request.method == "POST":
        try:
            actions.remove_section(section=found, by=request.user, version=request.POST.get("version") or 0)
        except Stale as conflict:
            if not rules.can_read(conflict.theirs, request.audience):
                return _refuse_sensitive(request, conflict.theirs)
            return render(
                request, "reports/paper_section_remove.html", context | {"section": conflict.theirs, "is_stale": True}
            )
        except ValidationError:
            pass  # somebody was quicker: it is gone, as was asked
        messages.success(request, f"“{found.heading}” removed")
        return redirect(found.paper)
    return render(request, "reports/paper_section_remove.html", context)


# Lists -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def recommendations_edit(request, slug):
    """Edit what the Panel is asked to do."""
    found = get_paper(request, slug, needs="reports.edit_paper")
    form = RecommendationsForm(request.POST or None, present=list(found.recommendations.all()))
    context = {"paper": found, "form": form, "breadcrumbs": crumbs(found, "Recommendations")}
    if form.is_valid():
        try:
            actions.set_recommendations(
                paper=found, by=request.user, version=form.cleaned_data["version"], texts=form.texts()
            )
        except Stale as conflict:
            pairs = _paired([row.text for row in conflict.theirs], form.texts(), "Recommendation")
            context |= _conflict(form, pairs, conflict.theirs[-1] if conflict.theirs else None)
            form.now_on(actions.seen(conflict.theirs))
            return render(request, "reports/paper_recommendations.html", context)
        messages.success(request, "Recommendations saved")
        return redirect(f"{found.get_absolute_url()}#recommendations")
    return render(request, "reports/paper_recommendations.html", context)


@require_http_methods(["GET", "POST"])
def appendices_edit(request, slug):
    """Edit the titles and markings of the appendices. What they hold comes from the register."""
    found = get_paper(request, slug, needs="reports.edit_paper")
    form = AppendicesForm(request.POST or None, present=list(found.appendices.all()))
    context = {"paper": found, "form": form, "breadcrumbs": crumbs(found, "Appendices")}
    if form.is_valid():
        try:
            actions.set_appendices(paper=found, by=request.user, version=form.cleaned_data["version"], rows=form.rows())
        except Stale as conflict:
            theirs = [f"{row.title}, {row.get_marking_display()}" for row in conflict.theirs]
            yours = [f"{title}, {marking.upper()}" for title, marking in form.rows()]
            context |= _conflict(form, _paired(theirs, yours, "Appendix"), conflict.theirs[-1])
            form.now_on(actions.seen(conflict.theirs))
            return render(request, "reports/paper_appendices.html", context)
        messages.success(request, "Appendices saved")
        return redirect(f"{found.get_absolute_url()}#appendices")
    return render(request, "reports/paper_appendices.html", context)


def _paired(theirs, yours, noun):
    longest = max(len(theirs), len(yours))
    theirs, yours = (texts + [""] * (longest - len(texts)) for texts in (theirs, yours))
    return _differing((f"{noun} {n}", one, other) for n, (one, other) in enumerate(zip(theirs, yours, strict=True), 1))


# Previews --------------------------------------------------------------------------------------


@require_safe
def paper_preview(request, slug, edition):
    """An edition on screen, drawn by the templates that print it."""
    found = get_paper(request, slug)
    if edition not in Edition.values:
        raise Http404("There is no such edition")
    context = {"paper": found, "edition": Edition(edition), "breadcrumbs": crumbs(found, Edition(edition).label)}
    try:
        rules.check_can_make(found, Edition(edition), request.audience)
    except ValidationError as refusal:
        return render(request, "reports/paper_refused.html", context | {"reason": refusal.messages[0]}, status=403)
    document = make_document(found, Edition(edition), request.audience)
    if document.edition == Edition.FULL:
        _note_read(request, found, "full edition")
    return render(request, "reports/paper_preview.html", context | {"document": document, "marking": document.marking})


def _note_read(request, paper, part, kind="read"):
    what = f"{paper.title}, {day(paper.panel_date)}: {part}"
    log_sensitive_read(organisation_id=paper.organisation_id, user=request.user, what=what, kind=kind)
