"""How do text and figures become one edition of a paper? Pure: the same text and figures, the same document."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from registers.templatetags.portal_tags import day
from reports.models import Edition, Part
from reports.papers import appendices
from reports.papers.document import AppendixPage, BasisText, Contact, Document
from reports.papers.figures import Figures
from reports.papers.filling import NOTHING, Inside, is_withheld
from reports.papers.numbering import labels, listed
from reports.papers.references import Places
from reports.papers.sections import Filled, places_of, sections_of
from reports.papers.text import BasisDraft, PaperText

OFFICIAL, SENSITIVE = "OFFICIAL", "OFFICIAL-SENSITIVE"
ENDS_IN_DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}$")


def assemble(
    text: PaperText,
    figures: Sequence[Figures],
    contents: Mapping[str, Inside],
    edition: Edition,
    *,
    fill: Filled | None = None,
    is_draft: bool = True,
) -> Document:
    """One edition. Call it with text, figures (a basis each), appendices and fill that were read for that edition."""
    fill = fill or Filled(places=Places(places_of(text, edition)), pictures=text.pictures)
    sections = list(zip(text.sections, sections_of(text, edition, fill), strict=True))
    called = labels(text.labels)
    pages = tuple(_appendix(next(called), appendix, contents, edition) for appendix in text.appendices)
    document = Document(
        slug=text.slug,
        title=text.title,
        panel=text.panel,
        meeting_on=text.panel_date,
        agenda_item=text.agenda_item,
        report_by=listed(text.report_by),
        edition=edition.value,
        edition_name=edition.label,
        marking=OFFICIAL,
        is_draft=is_draft,
        bases=tuple(basis(*rests) for rests in zip(text.bases, figures, strict=True)),
        summary=tuple(section for draft, section in sections if draft.part == Part.SUMMARY),
        recommendations=tuple(fill.html(words) for words in text.recommendations),
        sections=tuple(section for draft, section in sections if draft.part != Part.SUMMARY),
        contacts=tuple(Contact(*contact) for contact in text.contacts),
        appendices=pages,
        kind=text.kind,
        plan=text.plan,
        plan_as_at=text.plan_as_at,
    )
    return replace(document, marking=SENSITIVE) if _holds_sensitive(document) else document


def basis(wanted: BasisDraft, figures: Figures) -> BasisText:
    view = figures.position.view
    if view.is_empty:
        return BasisText(view.register.title, None, "", None, asked_for=wanted.as_at)
    return BasisText(
        register=view.register.title,
        as_at=view.scope.as_at,
        agreed=_agreed(figures.agreement),
        compared_with=figures.position.compared_with,
        corrected=_corrected(figures),
        asked_for=None if view.scope.as_at == wanted.as_at else wanted.as_at,
    )


def _agreed(agreement) -> str:
    """At which meeting, or by which post, and when. Never by whom it was keyed: a paper names no member."""
    if agreement is None:
        return ""
    on = day(agreement.recorded_at)
    where = agreement.meeting or str(agreement.post or "")
    if on in where:
        return where
    # A meeting names its own day, and what it agreed may be recorded on a later one.
    return f"{where} (recorded {on})" if ENDS_IN_DAY.search(where) else ", ".join(filter(None, [where, on]))


def _corrected(figures: Figures) -> str:
    """The latest agreement, where what this edition prints is not what the first one settled."""
    if figures.as_agreed is None:
        return ""
    was = _printed(figures.as_agreed, figures.controls_as_agreed, figures)
    if _printed(figures.position, figures.controls, figures) == was:
        return ""
    return _agreed(figures.latest)


def _printed(position, controls, figures):
    """What both appendices say of a position."""
    rows = appendices.overview_rows(position), appendices.summary_rows(position, figures.appetites)
    return *rows, appendices.control_rows(position, controls)


def _appendix(label, appendix, contents, edition) -> AppendixPage:
    inside = contents.get(appendix.slug) or NOTHING
    return AppendixPage(
        label=label,
        title=appendix.title,
        long_title=appendix.long_title,
        marking=SENSITIVE if appendix.is_sensitive else OFFICIAL,
        kind=appendix.kind,
        is_withheld=is_withheld(appendix, edition),
        content=inside.content,
        slug=appendix.slug,
        agenda_item=appendix.agenda_item,
        intro=inside.intro,
    )


def _holds_sensitive(document: Document) -> bool:
    """Whether anything sensitive is in it, not only named: a document is marked as its most sensitive part."""
    texts = [
        section for section in (*document.summary, *document.sections) if section.marking and not section.is_withheld
    ]
    pages = [page for page in document.appendices if not page.is_withheld]
    return bool(texts) or any(page.marking == SENSITIVE or _is_sensitive(page.content) for page in pages)


def _is_sensitive(content) -> bool:
    """A map of sensitive scores, or a risk or control that is itself sensitive."""
    return content is not None and content.is_sensitive
