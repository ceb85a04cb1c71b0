"""Which named figures does a paper use, which of them are sensitive, and which of those have been released?

A named figure has one value in both editions (DESIGN.md section 6): so one that is sensitive may stand in public text
only where the body whose it is has released it.
"""

from collections.abc import Iterator

from registers.models import Marking
from reports.models import Paper
from reports.papers import named


def public_texts(paper: Paper) -> Iterator[tuple[str, str]]:
    """(where, text) of everything of a paper that its public edition prints."""
    for section in paper.sections.in_order().filter(marking=Marking.OFFICIAL):
        yield f"The section “{section.heading}”", section.body
    for number, recommendation in enumerate(paper.recommendations.all(), 1):
        yield f"Recommendation {number}", recommendation.text
    for appendix in paper.appendices.filter(marking=Marking.OFFICIAL):
        yield f"The appendix “{appendix.title}”", f"{appendix.body}\n\n{appendix.opinion}"


def _texts(paper):
    yield from paper.sections.values_list("body", flat=True)
    yield from paper.recommendations.values_list("text", flat=True)
    for texts in paper.appendices.values_list("body", "opinion"):
        yield from texts


def used_figures(paper: Paper) -> list[named.NamedFigure]:
    """The figures it prints anywhere, each once, as the full edition has them."""
    names = named.names_in(_texts(paper))
    return named.figures(paper, named.whole(paper), names) if names else []


def sensitive_figures_told(paper: Paper) -> Iterator[tuple[str, str]]:
    """(name, where) of each sensitive figure in public text that has not been released."""
    sensitive = {figure.name for figure in used_figures(paper) if figure.is_sensitive}
    sensitive -= set(paper.releases.filter(is_taken_back=False).values_list("figure", flat=True))
    for where, text in public_texts(paper) if sensitive else ():
        for name in sorted(named.names_in([text]) & sensitive):
            yield name, where
