"""What may be chosen for an appendix: the registers of its paper, the risks and alignments of its day.

Named as the full edition would name them to whoever asks, so that a choice gives nothing away.
"""

from dataclasses import dataclass

from registers.audience import Audience
from registers.details import details
from registers.models.alignments import AlignmentKind
from registers.position import index, look_at
from reports.models import Appendix, AppendixKind, Edition
from reports.papers.appendix_options import LISTS
from reports.papers.editions import audience_for
from reports.papers.named_alignments import aligned_of
from reports.papers.since_issue import scope_of

Choices = list[tuple[int, str]]
OF_ALIGNMENTS = {AppendixKind.JOINT_RISKS: tuple(AlignmentKind), AppendixKind.THEME: (AlignmentKind.THEME,)}


@dataclass(frozen=True)
class Offers:
    bases: Choices  # keys of the paper's bases
    risks: Choices  # permanent references
    alignments: Choices  # numbers


def offers_for(appendix: Appendix, editor: Audience) -> Offers:
    """What somebody may choose for this appendix."""
    paper, kind = appendix.paper, AppendixKind(appendix.kind)
    bases = list(paper.bases.select_related("register__organisation", "paper"))
    audience = audience_for(paper, Edition.FULL, editor)
    wants_risks = LISTS.get(kind) == "refs"
    return Offers(
        bases=[(basis.pk, basis.register.title) for basis in bases],
        risks=_risks(appendix.basis or (bases or [None])[0], audience) if wants_risks else [],
        alignments=_alignments(paper, OF_ALIGNMENTS[kind], audience) if kind in OF_ALIGNMENTS else [],
    )


def _risks(basis, audience) -> Choices:
    if basis is None:
        return []
    view = look_at(basis.register, audience, scope_of(basis))
    rows = index(view).shown
    said = details(view, rows, with_objectives=False)
    return [(row.ref, f"{row.printed_ref} {said[row.risk].title}") for row in rows]


def _alignments(paper, kinds, audience) -> Choices:
    found = [each for each in aligned_of(paper, audience) if each.alignment.kind in kinds]
    return [(each.number, each.title) for each in found]
