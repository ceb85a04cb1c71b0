"""What can the portal write itself? Sections drafted from the position, for somebody to read, mend and sign.

Facts stand as named figures, so that they follow the register until the paper is issued and print "[withheld]" where
the public may not know them. A number beside its own list is written out: it belongs to that list. Words that people
wrote in a register (reasons, narratives) are taken in only where the reader of the draft may read them, and into a
section that anybody may read only when somebody asked for the draft.
"""

from collections.abc import Callable
from dataclasses import dataclass

from registers.audience import PUBLIC, Audience
from reports.models import Paper, Section
from reports.papers import drafted_plan, drafted_risks, drafted_texts
from reports.papers.figures import one_moment
from reports.papers.kinds import KINDS
from reports.papers.named import whole


@dataclass(frozen=True)
class Wanted:
    """One section to be drafted, and for whose eyes."""

    paper: Paper
    section: Section
    what: str  # after the colon of Place.draft: the status of "progress:limited"
    audience: Audience  # who may read the section
    reader: Audience  # who reads the draft, as far as the paper goes
    editor: Audience  # who reads the draft
    is_asked: bool


Draft = Callable[[Wanted], str]
DRAFTS: dict[str, Draft] = {
    "movement": drafted_risks.movement,
    "counts": drafted_risks.counts,
    "progress": drafted_risks.progress,
    "alignment": drafted_texts.alignment,
    "purpose": drafted_texts.purpose,
    "considerations": drafted_risks.considerations,
    "interdependencies": drafted_texts.interdependencies,
    "plan-overview": drafted_plan.overview,
    "plan-achievements": drafted_plan.achievements,
    "plan-slipped": drafted_plan.slipped,
}
# Drafted every quarter; the others only where nothing stands yet.
ANEW = frozenset(DRAFTS) - {"purpose", "considerations", "interdependencies"}


def draft_of(paper: Paper, section: Section) -> tuple[str, str]:
    """(name, what) of the draft that belongs to the place of a section; empty where the portal drafts nothing."""
    place = KINDS[paper.kind].place(section.key)
    name, _, what = (place.draft if place else "").partition(":")
    return (name, what) if name in DRAFTS else ("", "")


def can_draft(paper: Paper, section: Section) -> bool:
    return bool(draft_of(paper, section)[0])


def drafted(paper: Paper, section: Section, editor: Audience, *, is_asked: bool = False) -> str:
    """The section in Markdown, as this person may read it; empty where there is nothing to say.

    `is_asked`: somebody wants it and will read it. Otherwise it says no more than the public may know.
    """
    name, what = draft_of(paper, section)
    if not name:
        return ""
    audience = audience_of_draft(paper, section, editor, is_asked)
    with one_moment():
        return DRAFTS[name](Wanted(paper, section, what, audience, whole(paper) & editor, editor, is_asked))


def audience_of_draft(paper: Paper, section: Section, editor: Audience, is_asked: bool) -> Audience:
    """Of a sensitive section all; of another what is OFFICIAL, or the public alone; never more than the editor sees."""
    if section.is_sensitive:
        return whole(paper) & editor
    return (whole(paper).cleared_by(()) if is_asked else PUBLIC) & editor


def drafter_for(editor: Audience) -> Callable[[Paper, Section], str]:
    """For starting papers: drafts what is due every quarter, and the rest where nothing stands yet."""

    def draft(paper: Paper, section: Section) -> str:
        name, _ = draft_of(paper, section)
        return drafted(paper, section, editor) if name in ANEW or not section.body else ""

    return draft
