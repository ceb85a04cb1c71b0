"""A paper made ready to go out: both editions, what stands in the way of issuing them, and what would be kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from registers import clock
from reports.models import Edition, Issue, Paper
from reports.papers.blockers import Blocker, blockers
from reports.papers.digest import Parts, both_editions, parts_of
from reports.papers.document import Document
from reports.papers.figures import one_reading
from reports.papers.printing import Printed, print_paper
from reports.papers.snapshot import take


@dataclass(frozen=True)
class Prepared:
    """Read in one moment, so that the editions, the snapshot and what was checked cannot disagree."""

    known_at: datetime
    parts: Parts
    documents: Mapping[Edition, Document]
    blockers: tuple[Blocker, ...]
    snapshot: dict | None = None

    def printed(self, issue_number: int) -> dict[Edition, Printed]:
        """Both editions as they go to the printer, under the name of this issue."""
        named = {edition: print_paper(document) for edition, document in self.documents.items()}
        return {
            edition: replace(printed, file_name=file_name(self.documents[edition].slug, edition, issue_number))
            for edition, printed in named.items()
        }


def file_name(slug: str, edition: Edition, number: int) -> str:
    """alignment-2019-09-public.pdf; of a later issue alignment-2019-09-issue-2-public.pdf."""
    return f"{slug}-{edition.value}.pdf" if number == 1 else f"{slug}-issue-{number}-{edition.value}.pdf"


def prepare(paper: Paper, *, kind: str = Issue.Kind.FIRST, reason: str = "", keeps: bool = False) -> Prepared:
    """Read a paper as it would be issued now; with its snapshot where it is to be kept."""
    known_at = clock.now()
    with one_reading():
        drafts = both_editions(paper)
        parts = parts_of(paper, drafts)
        remark = remark_of(kind, reason)
        documents = {edition: replace(draft, is_draft=False, remark=remark) for edition, draft in drafts.items()}
        return Prepared(
            known_at=known_at,
            parts=parts,
            documents=documents,
            blockers=tuple(blockers(paper, documents, parts)),
            snapshot=take(paper, known_at, parts, documents[Edition.FULL]) if keeps else None,
        )


def remark_of(kind: str, reason: str) -> str:
    """What the title block of a later issue says: "Correction: the count in 1.4 was wrong"."""
    return "" if kind == Issue.Kind.FIRST else f"{Issue.Kind(kind).label}: {reason.strip()}"
