"""Appendices that hold no position: a text of its own with its own numbers, a file beside the paper, another item.

A governance statement is such a text: draft or final, with its signatories and the audit opinion (004).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from reports.markdown import Block, numbered
from reports.models import AppendixKind
from reports.papers.filling import Asked, fills
from reports.papers.numbering import Numbering

HEADINGS, PARAGRAPHS, NONE = "headings", "paragraphs", "none"  # what carries numbers


@dataclass(frozen=True)
class Passage:
    """A heading of a text, or a piece under one."""

    html: SafeString
    number: str = ""
    level: int = 0  # of a heading, from 1; 0 of what is none


@dataclass(frozen=True)
class Signatory:
    post: str
    on: date | None


@dataclass(frozen=True)
class Narrative:
    passages: tuple[Passage, ...]
    is_statement: bool = False
    is_final: bool = False
    signatories: tuple[Signatory, ...] = ()
    opinion: SafeString | str = ""
    is_sensitive: bool = False  # its marking says so
    numbers_paragraphs: bool = False


@dataclass(frozen=True)
class AttachedFile:
    """A file that is handed out beside the paper. No name: none has been attached yet."""

    file_name: str
    kind: str = ""
    size: str = ""
    is_sensitive: bool = False  # its marking says so


@fills(AppendixKind.NARRATIVE)
def fill_narrative(asked: Asked) -> Narrative:
    draft = asked.draft
    blocks = asked.fill.blocks(draft.body)
    return Narrative(
        passages=tuple(passages(blocks, draft.options.get("numbers", HEADINGS))),
        is_statement=bool(draft.options.get("is_statement")),
        is_final=draft.is_final,
        signatories=tuple(Signatory(one["post"], _day(one.get("on"))) for one in draft.signatories),
        opinion=asked.fill.html(draft.opinion),
        numbers_paragraphs=draft.options.get("numbers") == PARAGRAPHS,
    )


def _day(text) -> date | None:
    return date.fromisoformat(text) if text else None


def passages(blocks: list[Block], numbers: str) -> Iterator[Passage]:
    """Pure: headings numbered through, 1, 2, 3; where paragraphs are numbered too, 1.1, 1.2 under them."""
    numbering = Numbering()
    for block in blocks:
        if block.kind == "heading":
            level = min(max(block.level, 1), 3)
            number = numbering.heading(level, numbers != NONE)
            yield Passage(_words_of(block), number, level)
        elif block.kind == "paragraph" and numbers == PARAGRAPHS and (number := numbering.next_paragraph()):
            yield Passage(numbered(block, number), number)
        else:
            yield Passage(block.html)


def _words_of(heading: Block) -> SafeString:
    """The markup of a heading is the portal's own; its words are kept."""
    inner = heading.html.removeprefix("<p>").removesuffix("</p>").strip()
    inner = inner.removeprefix("<strong>").removesuffix("</strong>")
    return mark_safe(inner)  # noqa: S308 - the block is cleaned, and only its outermost tags are gone


@fills(AppendixKind.FILE)
def fill_file(asked: Asked) -> AttachedFile:
    row = asked.paper.appendices.filter(slug=asked.draft.slug).values("blob__size", "blob__content_type").first()
    if not asked.draft.file_name or row is None or row["blob__size"] is None:
        return AttachedFile("")
    kind = asked.draft.file_name.rpartition(".")[2].upper()
    return AttachedFile(asked.draft.file_name, kind, in_words(row["blob__size"]))


def in_words(size: int) -> str:
    """A size as people say it: 640 bytes, 37 KB, 1.2 MB."""
    if size < 1024:
        return f"{size} bytes"
    return f"{size / 1024:.0f} KB" if size < 1024**2 else f"{size / 1024**2:.1f} MB"
