"""Drafts of what a report says of itself: what it rests on, where its detail is, which other papers bear on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registers.models import Agreement
from reports.models import AppendixKind, Paper, PaperKind
from reports.papers.drafted_risks import positions
from reports.papers.named import escaped
from reports.papers.named_alignments import aligned_of
from reports.papers.numbering import in_words, listed

if TYPE_CHECKING:
    from reports.papers.drafting import Wanted

ABOUT = {
    PaperKind.MOPAC_RISK_UPDATE: "This report gives the Panel an overview of MOPAC's corporate risks and of how they "
    "are controlled.",
    PaperKind.MET_RISK_REPORT: "This report gives the Panel an overview of the Met's corporate risks and of the state "
    "of their controls.",
    PaperKind.ALIGNMENT: "This report shows where the risks of MOPAC and the Met meet, and what both bodies do "
    "together to control them.",
    PaperKind.GOVERNANCE: "This report tells the Panel how MOPAC is governed, what is to be improved and how far that "
    "has come.",
}
HOLDS = {
    AppendixKind.RISK_OVERVIEW: "lists the risks with their owners and movement",
    AppendixKind.RISK_POSITION: "gives the score, direction, target and appetite of each",
    AppendixKind.CORPORATE_RISKS: "holds the register and its heat maps",
    AppendixKind.JOINT_RISKS: "goes through the joint risks and their joint controls",
    AppendixKind.THEME: "shows the risks of the theme with what each body does about them",
    AppendixKind.IMPROVEMENT_PLAN: "holds the whole improvement plan",
    AppendixKind.NARRATIVE: "holds the statement itself",
}


def purpose(wanted: Wanted) -> str:
    """What it is about, which positions it rests on and who agreed them, and which appendix holds what."""
    paper = wanted.paper
    paragraphs = [ABOUT[PaperKind(paper.kind)]]
    first = {position.view.register.path for position in positions(wanted) if position.is_first}
    for basis in paper.bases.select_related("register__organisation"):
        path = basis.register.path
        agreed = f", agreed at [[basis/{path}.agreed]]" if _names_its_meeting(basis) else ""
        compared = "" if path in first else f", compared with [[basis/{path}.compared-with]]"
        paragraphs.append(f"It shows the {basis.register.title} as at [[basis/{path}.as-at]]{agreed}{compared}.")
    holds = [
        f"[[see appendix:{appendix.slug}]] {HOLDS[appendix.kind]}"
        for appendix in paper.appendices.all()
        if appendix.kind in HOLDS
    ]
    if holds:
        paragraphs.append(f"{listed(holds)}.")
    return "\n\n".join(paragraphs)


def _names_its_meeting(basis) -> bool:
    settled = Agreement.objects.first_to_settle(basis.register, basis.as_at)
    return bool(settled and (settled.meeting or settled.post))


def interdependencies(wanted: Wanted) -> str:
    """The other papers to the same meeting that the writer knows of, as references that keep up with their titles."""
    others = (
        Paper.objects.visible_to(wanted.editor).filter(panel_date=wanted.paper.panel_date).exclude(pk=wanted.paper.pk)
    )
    slugs = list(others.order_by("kind", "slug").values_list("slug", flat=True))
    if not slugs:
        return ""
    return f"What bears on other work is dealt with in {listed(f'[[see paper:{slug}]]' for slug in slugs)}."


def alignment(wanted: Wanted) -> str:
    """Which risks the bodies hold in common, and how many joint controls act on each."""
    found = aligned_of(wanted.paper, wanted.audience)
    if not found:
        return ""
    number = in_words(len(found))
    subject = "One alignment stands" if len(found) == 1 else f"{number[:1].upper()}{number[1:]} alignments stand"
    lines = "\n".join(_line(each) for each in found)
    return f"{subject} between the two registers:\n\n{lines}"


def _line(each) -> str:
    name = f"alignment/{each.number}"
    bodies = listed(
        f"{in_words(sum(1 for member in side.members if member.is_open))} of {escaped(side.organisation.short_name)}"
        for side in each.sides
    )
    controls = len(each.in_force)
    joint = f"; joint controls in place or planned: [[{name}.joint-controls]]" if controls else ""
    return f"- [[{name}.title]] (risks: {bodies}{joint})"
