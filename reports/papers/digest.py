"""What would a paper print now, in short? A clearance and an issue hold while this has not changed.

A digest is taken of the documents themselves, of both editions, as plain values: whatever changes what is printed, in
the text or in a register, changes it, and nothing else does.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from hashlib import sha256
from json import dumps
from typing import Any

from django.db.models import Model

from reports.models import Edition, Paper
from reports.papers.document import Document
from reports.papers.editions import make_document
from reports.papers.figures import one_reading


@dataclass(frozen=True)
class Parts:
    """Digests of a paper as it would be printed: the whole, and of a joint one what each body answers for."""

    whole: str
    by_body: Mapping[int, str]  # by key of the organisation; empty where the paper is one body's

    def of(self, organisation: int) -> str:
        """What a post of this body clears."""
        return self.by_body.get(organisation, self.whole)


def parts_of(paper: Paper, documents: Mapping[Edition, Document] | None = None) -> Parts:
    """Read both editions, or take the ones given, and put each part in short."""
    documents = documents or both_editions(paper)
    documents = {edition: replace(document, is_draft=True) for edition, document in documents.items()}
    files = list(paper.appendices.values_list("slug", "file_name", "blob__sha256"))
    whole = in_short([list(documents.values()), files])
    if not paper.is_joint:
        return Parts(whole, {})
    whose = _whose(paper)
    return Parts(whole, {body.pk: _of_body(body, documents, files, whose) for body in paper.bodies})


def both_editions(paper: Paper) -> Mapping[Edition, Document]:
    """The paper as it would be printed now, read in one moment."""
    with one_reading():
        return {edition: make_document(paper, edition) for edition in Edition}


def _whose(paper) -> tuple[list[int | None], list[int]]:
    """Keys of the bodies of its appendices and of its bases, in their order; None where an appendix is of both."""
    appendices = list(paper.appendices.values_list("basis__register__organisation", flat=True))
    return appendices, list(paper.bases.values_list("register__organisation", flat=True))


def _of_body(body, documents, files, whose):
    return in_short([[_cut(document, body, whose) for document in documents.values()], _cut_files(files, body, whose)])


def _cut(document: Document, body, whose) -> Document:
    """What a body answers for: its own sections and appendices, and what is of both."""
    of_appendices, of_bases = whose
    ours = ("", body.short_name)
    appendices = zip(document.appendices, of_appendices, strict=True)
    bases = zip(document.bases, of_bases, strict=True)
    return replace(
        document,
        summary=tuple(section for section in document.summary if section.organisation in ours),
        sections=tuple(section for section in document.sections if section.organisation in ours),
        appendices=tuple(page for page, owner in appendices if owner in (None, body.pk)),
        bases=tuple(basis for basis, owner in bases if owner == body.pk),
    )


def _cut_files(files, body, whose):
    return [file for file, owner in zip(files, whose[0], strict=True) if owner in (None, body.pk)]


# Putting values in short --------------------------------------------------------------------------------------------


def in_short(value: Any) -> str:
    """SHA-256 of a value made of dataclasses, collections and plain values: the same in every process."""
    return sha256(dumps(plain(value), ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def plain(value: Any) -> Any:
    """A value as JSON can hold it, in one order."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Model):
        return [value._meta.label, value.pk]
    if is_dataclass(value):
        return [type(value).__name__, *([field.name, plain(getattr(value, field.name))] for field in fields(value))]
    if isinstance(value, Mapping):
        return sorted(([plain(key), plain(held)] for key, held in value.items()), key=dumps)
    if isinstance(value, Set):
        return sorted((plain(held) for held in value), key=dumps)
    return [plain(held) for held in value]
