"""How does what was written become numbered sections? Pure: numbers, figures, references and pictures put in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import repeat

from django.utils.html import format_html
from django.utils.safestring import SafeString

from registers.models import Marking
from reports import markdown
from reports.markdown import Picture
from reports.models import Edition, Fill, Part
from reports.papers.days import spelled_one_way
from reports.papers.document import NOT_PUBLISHED, Piece, SectionText
from reports.papers.named import NamedFigure, fill
from reports.papers.numbering import Numbering, labels, letters
from reports.papers.references import Places, Pointed, put_in
from reports.papers.text import PaperText, SectionDraft

SENSITIVE = "OFFICIAL-SENSITIVE"


@dataclass(frozen=True)
class Filled:
    """What goes into the texts of an edition: its figures, the places they point to, the pictures they show."""

    figures: Mapping[str, NamedFigure] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        """A Markdown text with its figures, references and dates as they are printed."""
        return put_in(fill(spelled_one_way(text), self.figures), self.places)

    @cached_property
    def anchors(self) -> frozenset[str]:
        return self.places.anchors

    def blocks(self, text: str) -> list[markdown.Block]:
        return markdown.to_blocks(self(text), self.pictures, self.anchors)

    def html(self, text: str) -> SafeString:
        return markdown.to_html(self(text), self.pictures, self.anchors)


def sections_of(text: PaperText, edition: Edition, filled: Filled) -> list[SectionText]:
    """Every section in order; the summary's have no numbers, the others are counted through."""
    numbering = Numbering()
    return [
        _section(section, edition, None if section.part == Part.SUMMARY else numbering, filled)
        for section in text.sections
    ]


def _section(section: SectionDraft, edition: Edition, numbering: Numbering | None, filled: Filled) -> SectionText:
    """One section with its numbers.

    A sensitive section takes one paragraph number in both editions: 1.5 is "not published" in the one, and 1.5a,
    1.5b ... in the other. So what follows is cited alike, and the public edition does not tell how much is left out.
    """
    is_sensitive = section.marking == Marking.SENSITIVE
    is_withheld = is_sensitive and edition == Edition.PUBLIC
    number = numbering.heading(section.level, section.numbered) if numbering else ""
    counts = numbering.next_paragraph if numbering and section.part == Part.BODY and section.numbered else _no_number
    blocks = filled.blocks(NOT_PUBLISHED if is_withheld else section.body or "")
    if is_sensitive:
        counts = _below(counts(), alone=sum(1 for block in blocks if block.kind == "paragraph") < 2)
    return SectionText(
        anchor=f"s-{section.slug}",
        number=number,
        heading=section.heading,
        level=section.level,
        pieces=tuple(_pieces(blocks, counts)),
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


def _pieces(blocks: list[markdown.Block], next_number: Callable[[], str]) -> Iterator[Piece]:
    """A text in paragraphs, each with the lists, tables and pictures that follow it."""
    started = None
    for block in blocks:
        if block.kind != "paragraph" and started is not None:
            started = replace(started, html=format_html("{}\n{}", started.html, block.html))
            continue
        if started is not None:
            yield started
        number = next_number() if block.kind == "paragraph" else ""
        started = Piece(markdown.numbered(block, number) if number else block.html, number, block.label)
    if started is not None:
        yield started


# Where everything stands ------------------------------------------------------------------------------------------


def places_of(text: PaperText, edition: Edition) -> dict[str, Pointed]:
    """Every section, labelled paragraph and appendix of a paper, as a text of it calls them.

    What points into a section that this edition leaves out points to the place where that stands.
    """
    found = sections_of(text, edition, Filled(pictures=text.pictures))
    places: dict[str, Pointed] = {}
    for draft, section in zip(text.sections, found, strict=True):
        places[f"section:{draft.slug}"] = Pointed(_section_words(section), section.anchor)
        for piece in section.pieces:
            if piece.label:
                places[f"paragraph:{piece.label}"] = _paragraph(section, piece)
        for label, slug in text.labels_kept.items():
            if slug == draft.slug and section.pieces:
                places[f"paragraph:{label}"] = _paragraph(section, section.pieces[0])
    for label, appendix in zip(labels(text.labels), text.appendices, strict=False):
        places[f"appendix:{appendix.slug}"] = Pointed(label, label.lower().replace(" ", "-"))
    return places


def _section_words(section: SectionText) -> str:
    return f"section {section.number}" if section.number else f"“{section.heading}”"


def _paragraph(section: SectionText, piece: Piece) -> Pointed:
    if piece.number:
        return Pointed(f"paragraph {piece.number}", piece.anchor)
    return Pointed(_section_words(section), section.anchor)
