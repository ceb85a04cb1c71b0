"""How do text and figures become one edition of a paper? Pure: the same text and figures, the same document."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import repeat

from django.utils.html import format_html

from registers.models import Marking
from registers.templatetags.portal_tags import day
from reports import markdown
from reports.models import Edition, Fill, Part
from reports.papers import appendices
from reports.papers.document import NOT_PUBLISHED, AppendixPage, BasisText, Contact, Document, Piece, SectionText
from reports.papers.figures import Figures
from reports.papers.filling import is_withheld
from reports.papers.numbering import Numbering, labels, letters, listed
from reports.papers.text import BasisDraft, PaperText

OFFICIAL, SENSITIVE = "OFFICIAL", "OFFICIAL-SENSITIVE"


def assemble(
    text: PaperText,
    figures: Sequence[Figures],
    contents: Mapping[str, object],
    edition: Edition,
    *,
    is_draft: bool = True,
) -> Document:
    """One edition. Call it with text, figures (a basis each) and appendices that were read for that edition."""
    numbering = Numbering()
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
        summary=tuple(_section(section, edition, None) for section in text.sections if section.part == Part.SUMMARY),
        recommendations=tuple(markdown.to_html(words) for words in text.recommendations),
        sections=tuple(
            _section(section, edition, numbering) for section in text.sections if section.part != Part.SUMMARY
        ),
        contacts=tuple(Contact(*contact) for contact in text.contacts),
        appendices=pages,
        kind=text.kind,
    )
    return replace(document, marking=SENSITIVE) if _holds_sensitive(document) else document


def _section(section, edition, numbering) -> SectionText:
    """One section with its numbers.

    A sensitive section takes one paragraph number in both editions: 1.5 is "not published" in the one, and 1.5a,
    1.5b ... in the other. So what follows is cited alike, and the public edition does not tell how much is left out.
    """
    is_sensitive = section.marking == Marking.SENSITIVE
    is_withheld = is_sensitive and edition == Edition.PUBLIC
    number = numbering.heading(section.level, section.numbered) if numbering else ""
    counts = numbering.next_paragraph if numbering and section.part == Part.BODY and section.numbered else _no_number
    if is_sensitive:
        counts = _below(counts(), alone=is_withheld or _paragraphs(section.body) < 2)
    return SectionText(
        anchor=f"s-{section.slug}",
        number=number,
        heading=section.heading,
        level=section.level,
        pieces=tuple(pieces(NOT_PUBLISHED if is_withheld else section.body or "", counts)),
        is_withheld=is_withheld,
        marking=SENSITIVE if is_sensitive else "",
        fill=section.fill or Fill.NOTHING,
        organisation=section.organisation,
        speaker=section.speaker,
    )


def _no_number() -> str:
    return ""


def _below(number: str, alone: bool) -> Callable[[], str]:
    """1.5 once, or 1.5a, 1.5b ..."""
    following = repeat("") if alone else letters()
    return lambda: number and f"{number}{next(following)}"


def _paragraphs(body: str) -> int:
    return sum(1 for block in markdown.to_blocks(body) if block.kind == "paragraph")


def pieces(body: str, next_number: Callable[[], str]) -> Iterator[Piece]:
    """A text in paragraphs, each with the lists and tables that follow it."""
    started = None
    for block in markdown.to_blocks(body):
        if block.kind != "paragraph" and started is not None:
            started = replace(started, html=format_html("{}\n{}", started.html, block.html))
            continue
        if started is not None:
            yield started
        number = next_number() if block.kind == "paragraph" else ""
        started = Piece(markdown.numbered(block, number) if number else block.html, number)
    if started is not None:
        yield started


def basis(wanted: BasisDraft, figures: Figures) -> BasisText:
    view = figures.position.view
    if view.is_empty:
        return BasisText(view.register.title, None, "", None, asked_for=wanted.as_at)
    return BasisText(
        register=view.register.title,
        as_at=view.scope.as_at,
        agreed=_agreed(figures.agreement),
        compared_with=view.scope.compared_with,
        corrected=_corrected(figures),
        asked_for=None if view.scope.as_at == wanted.as_at else wanted.as_at,
    )


def _agreed(agreement) -> str:
    """At which meeting, or by which post, and when. Never by whom it was keyed: a paper names no member."""
    if agreement is None:
        return ""
    on = day(agreement.recorded_at)
    where = agreement.meeting or str(agreement.post or "")
    return where if on in where else ", ".join(filter(None, [where, on]))


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
    return AppendixPage(
        label=label,
        title=appendix.title,
        long_title=appendix.long_title,
        marking=SENSITIVE if appendix.is_sensitive else OFFICIAL,
        kind=appendix.kind,
        is_withheld=is_withheld(appendix, edition),
        content=contents.get(appendix.slug),
        slug=appendix.slug,
        agenda_item=appendix.agenda_item,
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
