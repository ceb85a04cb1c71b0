"""Is what is stored what was issued? Checksums, the position as it was known then, and the same pages drawn again.

Where what draws a PDF is the same as it was (its fingerprint), the bytes must be; else its text and its tags.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from re import DOTALL, search

from django.utils.html import strip_tags

from registers.audience import edition_of
from registers.details import full_position
from registers.models import Marking, Organisation, Register
from registers.position import index, look_at
from registers.scope import Scope
from reports.models import AppendixKind, Edition, Issue, IssuedEdition
from reports.papers.figures import one_moment
from reports.papers.position_changes import differences
from reports.papers.printing import Printed
from reports.position_json import position_data


@dataclass(frozen=True)
class Verdict:
    """One thing that was looked at, and what was found, in words."""

    about: str
    is_right: bool
    words: str


def verify(issues, *, renders: bool = True) -> Iterator[Verdict]:
    """Every issue given, one verdict after another."""
    for issue in issues:
        editions = issue.editions.select_related("html", "pdf", "issue__paper").prefetch_related(
            "files__blob", "files__appendix"
        )
        for edition in editions:
            yield checksums(edition)
        yield from positions(issue)
        for edition in editions if renders else ():
            yield drawn_again(edition)


# What is stored -------------------------------------------------------------------------------------------------------


def checksums(edition: IssuedEdition) -> Verdict:
    """Each stored file still has the checksum it was stored under, and the files beside it are those of the issue."""
    beside = list(edition.files.all())
    files = [("page", edition.html), ("PDF", edition.pdf), *((file.label, file.blob) for file in beside)]
    wrong = [name for name, blob in files if sha256(bytes(blob.content)).hexdigest() != blob.sha256]
    wrong += [file.label for file in beside if _kept_of(file, edition) != file.blob.sha256 and file.label not in wrong]
    if wrong:
        return Verdict(str(edition), False, f"Changed since it was issued: {', '.join(wrong)}")
    missing = sorted(_beside(edition).keys() - {file.appendix.slug for file in beside})
    if missing:
        return Verdict(str(edition), False, f"Files of the issue are missing: {', '.join(missing)}")
    return Verdict(str(edition), True, f"{len(files)} files have the checksums they were issued with")


def _kept_of(file, edition):
    return _beside(edition).get(file.appendix.slug)


def _beside(edition) -> dict[str, str]:
    """{slug: checksum} of the files that went out beside an edition, by what the issue kept of its text."""
    attached = [one for one in edition.issue.snapshot["text"]["appendices"] if one["kind"] == AppendixKind.FILE]
    is_full = edition.edition == Edition.FULL
    return {one["slug"]: one["blob__sha256"] for one in attached if is_full or one["marking"] == Marking.OFFICIAL}


# The position ---------------------------------------------------------------------------------------------------------


def positions(issue: Issue) -> Iterator[Verdict]:
    """The portal still gives the position that was printed, asked as it was known then."""
    known_at = datetime.fromisoformat(issue.snapshot["known_at"])
    for kept in issue.snapshot["bases"]:
        about = f"{issue}, {kept['register']} as at {kept['as_at']}"
        register = _register(kept["register"])
        if register is None:
            yield Verdict(about, False, "There is no such register any more")
            continue
        with one_moment():
            now = position_data(_position(register, issue, kept, known_at))
        now = json.loads(json.dumps(now))  # as it comes back from where the snapshot is kept
        yield _compared(about, kept["position"], now)


def _compared(about, then, now):
    if then == now:
        return Verdict(about, True, f"{len(now['risks'])} risks, as they were issued")
    words = [f"risk {one.printed_ref}: {one.words}" for one in differences(then, now)]
    found = "; ".join(words) or "something that the comparison has no words for"
    return Verdict(about, False, f"It is no longer what was issued: {found}")


def _register(path):
    organisation, _, slug = path.partition("/")
    return Register.objects.filter(organisation__slug=organisation, slug=slug).select_related("organisation").first()


def _position(register, issue, kept, known_at):
    scope = Scope(
        as_at=date.fromisoformat(kept["as_at"]),
        known_at=known_at,
        compared_with=date.fromisoformat(kept["compared_with"]),
        issued=_issued(kept),
    )
    return full_position(index(look_at(register, edition_of(_bodies(issue)), scope)))


def _bodies(issue):
    """Whose sensitive text the full edition holds, by what was issued: the paper may say otherwise by now."""
    paper = issue.snapshot["paper"]
    bodies = Organisation.objects.filter(kind=Organisation.Kind.BODY)
    found = bodies if paper["is_joint"] else bodies.filter(slug=paper["organisation"])
    return frozenset(found.values_list("pk", flat=True))


def _issued(kept):
    """What the issue it compared with had printed for the day compared with."""
    before = kept["compared_issue"]
    issue = before and Issue.objects.filter(paper__slug=before["paper"], number=before["number"]).first()
    printed = [one for one in issue.snapshot["bases"] if one["register"] == kept["register"]] if issue else []
    if not printed:
        return None
    return tuple(sorted((int(ref), cell and tuple(cell)) for ref, cell in printed[0]["cells"].items()))


# The pages ------------------------------------------------------------------------------------------------------------


def drawn_again(edition: IssuedEdition) -> Verdict:
    """The stored page, drawn anew: the same bytes, or else the same text and tags."""
    from reports import pdf

    try:
        rendered = printed_of(edition).to_pdf()
    except pdf.RenderError as problem:
        return Verdict(str(edition), False, f"It cannot be drawn again: {problem}")
    stored, made = bytes(edition.pdf.content), rendered.pdf
    if stored == made:
        return Verdict(str(edition), True, "Drawn again, it is the same byte for byte")
    if ", ".join([pdf.fingerprint(), *rendered.other_fonts]) == edition.fingerprint:
        return Verdict(str(edition), False, "Drawn again by the same programs, its bytes are others")
    if said(stored) == said(made):
        return Verdict(str(edition), True, "Drawn again by other programs, its text and tags are the same")
    return Verdict(str(edition), False, "Drawn again by other programs, its text or its tags are others")


def printed_of(edition: IssuedEdition) -> Printed:
    """What went to the printer, by what is stored of it."""
    html = bytes(edition.html.content).decode()
    title = search(r"<title>(.*?)</title>", html, DOTALL)
    return Printed(
        html=html,
        title=_unescaped(title[1]) if title else edition.issue.title,
        file_name=edition.file_name,
        short_title=edition.issue.title,
        marking=edition.marking,
        is_draft=False,
        day=edition.issue.meeting_on,
    )


def _unescaped(text):
    from html import unescape

    return unescape(strip_tags(text))


def said(content: bytes) -> tuple[list[str], list[str]]:
    """(the words of each page, every tag of the structure tree in order) of a PDF."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    words = [" ".join(page.extract_text().split()) for page in reader.pages]
    return words, list(_tags(reader.trailer["/Root"].get("/StructTreeRoot")))


def _tags(element) -> Iterator[str]:
    element = element.get_object() if element is not None else None
    if not isinstance(element, dict):
        return
    if "/S" in element:
        yield str(element["/S"])
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for kid in kids if isinstance(kids, list) else [kids]:
        if hasattr(kid, "get_object"):
            yield from _tags(kid)
