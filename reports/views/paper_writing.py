"""Writing a section: the text with its preview beside, kept while it is typed, and two people's texts side by side."""

from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registers.models.risks import Stale
from reports.actions import papers as actions
from reports.actions import writing
from reports.forms_writing import SectionForm
from reports.models import Section, StandingText, Unsaved
from reports.papers.comments import threads_of
from reports.papers.drafting import can_draft, drafted
from reports.papers.kinds import KINDS
from reports.papers.merging import merged
from reports.papers.presence import writers
from reports.papers.previewing import preview
from reports.papers.unread import next_unread
from reports.papers.versions import text_of
from reports.views.paper_common import (
    conflict as conflict_of,
)
from reports.views.paper_common import (
    differing,
    get_paper,
    get_section,
    note_section_read,
    number,
    refusal,
    refuse_writing,
    section_crumbs,
)

IS_GONE = "Somebody has removed this section."
NOTHING_TO_DRAFT = (
    "The portal has nothing to put here: the position has not been agreed, or this text may not tell of it."
)


@require_http_methods(["GET", "POST"])
@never_cache
def section(request, slug, section):
    """Write a section. Every button but Save changes what stands in the form and keeps it, and saves nothing."""
    paper = get_paper(request, slug, needs="reports.edit_paper")
    found = paper.sections.select_related("organisation").filter(slug=section).first()
    if found is None:
        return _gone(request, paper, section)
    found.paper = paper
    if refused := refusal(request, found):
        return refused
    if request.method == "POST":
        return _answer(request, found)
    kept = Unsaved.objects.visible_to(request.audience).filter(section=found).first()
    initial = SectionForm.initial_of(found)
    if kept is not None:
        initial |= {"body": kept.body, "version": kept.based_on}
    return _page(request, found, SectionForm(part=found.part, initial=initial), kept=kept)


def _gone(request, paper, slug):
    """Nobody's words go with a section that somebody else removed."""
    if not request.POST.get("body"):
        raise Http404("There is no such section")
    return refuse_writing(request, Section(paper=paper, slug=slug, heading="A section"), IS_GONE, status=404)


def _answer(request, section):
    form = SectionForm(request.POST, part=section.part)
    for button, put in BUTTONS.items():
        if button in request.POST:
            form.is_valid()
            told = put(request, section, form)
            return _kept(request, section, form) or _page(request, section, form, **told)
    if "figures" in request.POST:
        address = reverse("reports:paper-figures", args=[section.paper.slug])
        return _kept(request, section, form) or redirect(f"{address}?{urlencode({'for': section.slug})}")
    if form.is_valid():
        try:
            actions.write(section=section, by=request.user, **form.answers(section))
        except Stale as conflict:
            return _both_texts(request, conflict.theirs, form)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"“{form.cleaned_data['heading']}” saved")
            after = next_unread(section, request.audience) if "next" in request.POST else None
            return redirect(after or f"{section.paper.get_absolute_url()}#{section.slug}")
    return _page(request, section, form)


def _kept(request, section, form):
    """Keep what stands in the form; a page that says why not, where it may not be kept."""
    try:
        body, based_on = form.data.get("body", ""), number(form.data.get("version"), section.version)
        writing.keep(section=section, by=request.user, body=body, based_on=based_on)
    except ValidationError as problem:
        return refuse_writing(request, section, problem.messages[0], status=409)
    return None


# The buttons beside Save ----------------------------------------------------------------------------------------------


def _look(request, section, form):
    return {"is_unsaved": True, "has_preview": True}


def _put_in_draft(request, section, form):
    section.marking = form.data.get("marking", section.marking)  # as it is being written: it says what may be told
    return _put_at_end(form, drafted(section.paper, section, request.audience, is_asked=True), NOTHING_TO_DRAFT)


def _put_in_standing_text(request, section, form):
    row = _standing_text(request, section)
    return _put_at_end(form, row.body if row else "", "There is no standing text for this place.")


def _put_at_end(form, words, if_none):
    if not words:
        return {"is_unsaved": True, "told": if_none}
    if words in form.data.get("body", ""):
        return {"is_unsaved": True, "told": "It stands in the text already."}
    form.put(body="\n\n".join(filter(None, [form.data.get("body", "").rstrip(), words])))
    return {"is_unsaved": True, "told": "It was put at the end of the text. Nothing has been saved yet."}


def _put_both(request, section, form):
    """Two people's changes together, to be looked at and saved."""
    base = text_of(section, request.audience, number(form.data.get("base"), 0))
    both = base and merged(base.body, section.body, _with_one_line_end(form.data.get("body", "")))
    if both is None:
        return {"is_unsaved": True, "told": "They touch one another by now. Put them together by hand."}
    form.put(body=both, version=section.version)
    return {"is_unsaved": True, "has_preview": True, "told": "Both changes are in the text. Look at it, and save it."}


BUTTONS = {"preview": _look, "draft": _put_in_draft, "standing": _put_in_standing_text, "both": _put_both}


def _with_one_line_end(text):
    return text.replace("\r\n", "\n")


# The page -------------------------------------------------------------------------------------------------------------


def _page(request, section, form, status=200, **around):
    """Everything beside the form is read for the section as it stands."""
    paper = section.paper
    place = KINDS[paper.kind].place(section.key) if section.key else None
    body = form.data.get("body", "") if form.is_bound else form.initial.get("body", "")
    context = {
        "section": section,
        "paper": paper,
        "form": form,
        "guidance": place.guidance if place else "",
        "can_draft": can_draft(paper, section),
        "standing_text": _standing_text(request, section),
        "preview": preview(section, body, request.audience),
        "writers": writers(paper, but=request.user).get(section.pk, []),
        "is_outdated": form_version(form) != section.version,
        "next": next_unread(section, request.audience),
        "threads": threads_of(paper, request.audience, section=section, settled_at=None),
        "marking": section.get_marking_display(),
        "breadcrumbs": section_crumbs(section),
    }
    note_section_read(request, section)
    return render(request, "reports/paper_section.html", context | around, status=status)


def form_version(form) -> int:
    return number(form.data.get("version") if form.is_bound else form.initial.get("version"), 0)


def _standing_text(request, section):
    if not section.key:
        return None
    own = StandingText.objects.visible_to(request.audience).filter(kind=section.paper.kind, key=section.key)
    return own.select_related("organisation").exclude(body="").first()


def _both_texts(request, theirs, form):
    """Somebody else saved it first: both texts, what both were begun from, and both together where they fit."""
    if refused := refusal(request, theirs):
        return refused
    form.now_on(theirs.version)
    mine = form.answers(theirs)
    base = text_of(theirs, request.audience, number(form.data.get("base"), 0))
    both = merged(base.body, theirs.body, mine["body"]) if base else None
    with suppress(ValidationError):  # issued meanwhile: it stays in the form
        begun = base.number if base else theirs.version
        writing.keep(section=theirs, by=request.user, body=mine["body"], based_on=begun)
    around = conflict_of(form, section_differences(theirs, mine), theirs)
    around |= {"base": base, "both": both if both not in (theirs.body, mine["body"]) else None}
    return _page(request, theirs, form, status=409, **around)


def section_differences(theirs, typed):
    levels = dict(SectionForm.base_fields["level"].choices)
    yes_or_no = {True: "Yes", False: "No"}
    return differing(
        [
            ("Heading", theirs.heading, typed["heading"]),
            ("Kind of heading", levels.get(theirs.level, ""), levels.get(typed["level"], "")),
            ("Text", theirs.body, typed["body"]),
            ("Speaker", theirs.speaker, typed["speaker"]),
            ("With numbers", yes_or_no[theirs.numbered], yes_or_no[typed["numbered"]]),
            ("Marking", theirs.get_marking_display(), typed["marking"].upper()),
        ]
    )


# Pieces of the page, while somebody types -----------------------------------------------------------------------------


@require_POST
@never_cache
def section_keep(request, slug, section):
    """Keep what somebody types; say so, and who else writes here."""
    found = get_section(request, slug, section)
    if refused := refusal(request, found):
        return refused
    based_on = number(request.POST.get("version"), found.version)
    try:
        stands, kept = writing.keep(
            section=found, by=request.user, body=request.POST.get("body", ""), based_on=based_on,
            is_idle="idle" in request.GET,
        )  # fmt: skip
    except ValidationError as problem:
        return refuse_writing(request, found, problem.messages[0], status=409)
    context = {"section": stands, "kept": kept, "based_on": kept.based_on if kept else stands.version}
    context["is_version"] = kept is None and stands.version != found.version
    return render(request, "reports/partials/paper_kept.html", context)


@require_POST
@never_cache
def section_preview(request, slug, section):
    """The text as typed, as it would be printed. Nothing is kept of it."""
    found = get_section(request, slug, section)
    if refused := refusal(request, found):
        return refused
    drawn = preview(found, request.POST.get("body", ""), request.audience)
    return render(request, "reports/partials/paper_section_preview.html", {"preview": drawn, "paper": found.paper})


@require_safe
@never_cache
def section_news(request, slug, section):
    """Who else writes here, and whether somebody has saved it since this page was opened."""
    found = get_section(request, slug, section)
    if refused := refusal(request, found):
        return refused
    context = {
        "section": found,
        "writers": writers(found.paper, but=request.user).get(found.pk, []),
        "is_outdated": number(request.GET.get("version"), found.version) != found.version,
    }
    return render(request, "reports/partials/paper_news.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def section_discard(request, slug, section):
    """Throw away what one has typed and not saved, once it has been asked."""
    found = get_section(request, slug, section)
    if refused := refusal(request, found):
        return refused
    kept = Unsaved.objects.visible_to(request.audience).filter(section=found).first()
    if kept is None:
        messages.success(request, "There is nothing of yours that is not saved.")
        return redirect(found)
    if request.method == "POST":
        writing.discard(section=found, by=request.user)
        messages.success(request, "What you had typed and not saved is gone. This is the text as it was saved.")
        return redirect(found)
    note_section_read(request, found)
    context = {"section": found, "paper": found.paper, "kept": kept}
    context["breadcrumbs"] = section_crumbs(found, "Throw away")
    return render(request, "reports/paper_section_discard.html", context)
