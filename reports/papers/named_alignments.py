"""The figures of alignments: a joint risk's or a theme's title, and how many joint controls hang on it."""

from collections.abc import Iterator

from django.urls import reverse

from registers.audience import Audience
from registers.scope import Scope
from reports.alignment_values import Aligned
from reports.alignments import alignments
from reports.models import Paper
from reports.papers.named import NamedFigure, asks_for


def aligned_of(paper: Paper, audience: Audience) -> list[Aligned]:
    """The alignments that stood on the latest day of the paper's positions, as an audience may read them."""
    days = [(basis.as_at, basis.compared_with) for basis in paper.bases.all()]
    if not days:
        return []
    as_at = max(day for day, _ in days)
    compared_with = min(day for _, day in days)
    found = alignments(audience, Scope(as_at=as_at, compared_with=compared_with)).standing
    return [each for each in found if each.reads]


def read(paper: Paper, audience: Audience, names: frozenset[str] | None) -> Iterator[NamedFigure]:
    if asks_for(names, "alignment"):
        yield from alignment_figures(aligned_of(paper, audience))


def alignment_figures(found: list[Aligned]) -> Iterator[NamedFigure]:
    """Pure: the figures of these alignments, and how many there are of each kind."""
    address = reverse("reports:alignments")
    for kind, label in (("joint-risk", "joint risks"), ("theme", "cross-cutting themes")):
        number = sum(1 for each in found if each.alignment.kind == kind)
        yield NamedFigure(f"alignments.count.{kind}", f"Alignments: number of {label}", number, address, "Alignments")
    for each in found:
        yield from _of_one(each)


def _of_one(each: Aligned) -> Iterator[NamedFigure]:
    sides = [
        (
            f"risks.{side.organisation.slug}",
            f"number of {side.organisation.short_name} risks in it",
            sum(1 for member in side.members if member.is_open),
        )
        for side in each.sides
    ]
    parts = [
        ("title", "title", each.title),
        ("joint-controls", "number of joint controls planned or in place", len(each.in_force)),
        ("potential-controls", "number of potential joint controls", len(each.potential)),
        *sides,
    ]
    for name, label, value in parts:
        yield NamedFigure(
            name=f"alignment/{each.number}.{name}",
            label=f"Alignment {each.number} ({each.title}): {label}",
            value=value,
            source=each.alignment.get_absolute_url(),
            group=f"Alignment {each.number}",
        )
