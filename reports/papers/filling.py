"""How is an appendix filled? By the function of its kind, from what the edition it stands in may hold.

Whatever prints an appendix registers a function here. It is asked before the document is put together, inside the
transaction that reads one moment, and never for an appendix that the edition leaves out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from registers.audience import Audience
from reports.models import AppendixKind, Edition, Paper
from reports.papers.document import NO_TEXT
from reports.papers.figures import Figures
from reports.papers.sections import Filled
from reports.papers.text import AppendixDraft, PaperText

WRITTEN = (AppendixKind.NARRATIVE,)  # kinds whose text is what they hold, not what stands above it


@dataclass(frozen=True)
class Asked:
    """One appendix that is to be filled."""

    paper: Paper
    draft: AppendixDraft
    edition: Edition
    audience: Audience  # of the edition, cut to whoever asked for it
    figures: Figures | None  # of the register it is about; None where the paper rests on none
    every: tuple[Figures, ...]  # of all registers the paper rests on, in its order
    fill: Filled  # puts named figures and references into a Markdown text

    @property
    def is_empty(self) -> bool:
        """Whether no board has settled the register it is about, so that there is nothing to print of it."""
        return self.figures is None or self.figures.position.view.is_empty


@dataclass(frozen=True)
class Inside:
    """What stands in an appendix: a text of its own, and under it what its kind prints."""

    intro: SafeString
    content: object | None


NOTHING = Inside(NO_TEXT, None)
Filler = Callable[[Asked], object | None]
FILLERS: dict[AppendixKind, Filler] = {}


def fills(*kinds: AppendixKind) -> Callable[[Filler], Filler]:
    """Register what fills appendices of these kinds: it gives a frozen value, or None where there is nothing.

    The value says by `is_sensitive` whether it holds anything sensitive: the document is marked by it.
    """

    def register(filler: Filler) -> Filler:
        FILLERS.update(dict.fromkeys(kinds, filler))
        return filler

    return register


def fill_all(
    paper: Paper,
    text: PaperText,
    edition: Edition,
    audience: Audience,
    figures: Sequence[Figures],
    fill: Filled,
) -> Mapping[str, Inside]:
    """What stands in each appendix that this edition holds, by the slug of the appendix."""
    from reports.papers import appendix_kinds  # noqa: F401 - registers what fills them

    return {
        draft.slug: _fill(Asked(paper, draft, edition, audience, of_basis(draft, figures), tuple(figures), fill))
        for draft in text.appendices
        if not is_withheld(draft, edition)
    }


def _fill(asked: Asked) -> Inside:
    draft, kind = asked.draft, AppendixKind(asked.draft.kind)
    filler = FILLERS.get(kind)
    intro = "" if kind in WRITTEN else draft.body
    return Inside(asked.fill.html(intro), filler(asked) if filler else None)


def is_withheld(draft: AppendixDraft, edition: Edition) -> bool:
    return draft.is_sensitive and edition == Edition.PUBLIC


def of_basis(draft: AppendixDraft, figures: Sequence[Figures]) -> Figures | None:
    """The figures of the register an appendix is about; of one that names none, the paper's first."""
    return next((one for one in figures if draft.basis in ("", one.register.path)), None)
