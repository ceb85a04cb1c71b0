"""What stands in the way of issuing a paper? A leak, a missing clearance, a missing file (DESIGN.md section 8).

Everything else that the checks find is mended, or accepted by name with a reason.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from registers.models import Board, Marking, Post, PostAlias
from reports.checks.model import Finding, Severity
from reports.checks.paper_text import facts_of_paper, text_of_paper
from reports.checks.run import FAMILIES
from reports.models import AppendixKind, Edition, Paper
from reports.papers.clearing import bodies_without_a_post, standing
from reports.papers.digest import Parts
from reports.papers.document import Document
from reports.papers.leaks import Secret, repeated, said_openly, text_of, withheld_from
from reports.papers.named import KEPT_BACK, whole
from reports.papers.numbering import listed
from reports.papers.printing import print_paper
from reports.papers.releasing import sensitive_figures_told
from reports.papers.snapshot import position_at

UNKNOWN = re.compile(r"\[unknown: ([^\]]*)\]")


class Cause(StrEnum):
    CLEARANCE = "clearance"
    FILE = "file"
    LEAK = "leak"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Blocker:
    """One cause, in words that tell nothing sensitive: the Panel's secretariat reads them."""

    cause: Cause
    words: str

    def __str__(self):
        return self.words


def blockers(paper: Paper, documents: Mapping[Edition, Document], parts: Parts) -> Iterator[Blocker]:
    """Every cause that there is. `documents` are both editions as they would go out."""
    yield from missing_clearances(paper, parts)
    yield from missing_files(paper)
    html = {edition: print_paper(document).html for edition, document in documents.items()}
    yield from unknown_names(html)
    told = list(leaks(paper, html[Edition.PUBLIC]))
    yield from told
    if not told:
        yield from kept_back(html)


def missing_clearances(paper: Paper, parts: Parts) -> Iterator[Blocker]:
    for body in bodies_without_a_post(paper):
        yield Blocker(Cause.CLEARANCE, f"No post of {body.short_name} reports in it, so nobody has cleared its part.")
    for one in standing(paper, parts):
        if one.is_outdated:
            words = f"{one.post} cleared it, and what was cleared has been changed since."
        elif one.is_withdrawn:
            words = f"{one.post} has withdrawn the clearance."
        else:
            words = f"{one.post} has not cleared it."
        if not one.holds:
            yield Blocker(Cause.CLEARANCE, words)


def missing_files(paper: Paper) -> Iterator[Blocker]:
    for appendix in paper.appendices.filter(kind=AppendixKind.FILE, blob=None):
        yield Blocker(Cause.FILE, f"The appendix “{appendix.title}” is a file, and none has been attached.")


def unknown_names(html: Mapping[Edition, str]) -> Iterator[Blocker]:
    """A figure or a reference that points to nothing prints its own name."""
    found = {edition: list(dict.fromkeys(UNKNOWN.findall(text_of(page)))) for edition, page in html.items()}
    for name in found[Edition.PUBLIC]:
        yield Blocker(Cause.UNKNOWN, f"The text names “{name}”, and there is no such figure, paragraph or appendix.")
    if set(found[Edition.FULL]) - set(found[Edition.PUBLIC]):
        yield Blocker(
            Cause.UNKNOWN, "A sensitive part names something, and there is no such figure, paragraph or appendix."
        )


def kept_back(html: Mapping[Edition, str]) -> Iterator[Blocker]:
    """A figure has one value in both editions. One that an edition cannot print is released, or taken out."""
    for edition, page in html.items():
        if KEPT_BACK in text_of(page):
            yield Blocker(Cause.LEAK, f"The {edition.label.lower()} prints {KEPT_BACK} where a figure is named.")


def leaks(paper: Paper, public_html: str) -> Iterator[Blocker]:
    """Sensitive words in the public edition, and sensitive figures in public text, that nobody has released."""
    for figure, where in sensitive_figures_told(paper):
        yield Blocker(Cause.LEAK, f"{where} prints the figure {figure}, which is sensitive and has not been released.")
    secrets, allowed = _secrets_of(paper)
    told = list(dict.fromkeys(secret.what for secret in repeated(text_of(public_html), secrets, allowed)))
    if told:
        yield Blocker(Cause.LEAK, f"The public edition repeats words of what is sensitive: {listed(told)}.")
    for place in dict.fromkeys(finding.place for finding in leaks_found(paper)):
        yield Blocker(Cause.LEAK, f"The checks find sensitive text in a public part: {place}.")


def leaks_found(paper: Paper) -> list[Finding]:
    """What the checks call a leak: a withheld score beside its risk, the title of one that may not be named."""
    facts = facts_of_paper(paper)
    found = FAMILIES["sensitive"](text_of_paper(paper, facts.bodies), facts)
    return [finding for finding in found if finding.severity is Severity.BLOCKS]


def _secrets_of(paper):
    """What the public edition may not say, and what it may although it is said elsewhere in confidence."""
    secrets = [Secret(row.body, f"the section “{row.heading}”") for row in paper.sections.filter(**SENSITIVE)]
    secrets += [Secret(row.alt, f"the picture “{row.slug}”") for row in paper.pictures.filter(**SENSITIVE)]
    for row in paper.appendices.filter(**SENSITIVE):
        secrets += [Secret(text, f"the appendix “{row.title}”") for text in (row.body, row.opinion)]
    everything = whole(paper)
    allowed = [*paper.releases.filter(is_taken_back=False).values_list("sentence", flat=True), *_names()]
    for basis in paper.bases.select_related("register__organisation", "paper"):
        # What is OFFICIAL is not public, but no secret: a writer takes reasons and narratives into the text.
        full, official = (position_at(basis, who, None)["position"] for who in (everything, everything.cleared_by(())))
        secrets += withheld_from(full, official)
        allowed += said_openly(official)
    return secrets, allowed


def _names() -> Iterator[str]:
    """What boards and posts are called is no secret, though a review says which of them it was."""
    yield from Board.objects.values_list("name", flat=True)
    yield from Post.objects.values_list("title", flat=True)
    yield from PostAlias.objects.values_list("title", flat=True)


SENSITIVE = {"marking": Marking.SENSITIVE}
