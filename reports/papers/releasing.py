"""Which named figures does a paper use, which of them are sensitive, and which of those have been released?

A named figure has one value in both editions (DESIGN.md section 6): so one that is sensitive may stand in public text
only where the body whose it is has released it.
"""

import re
from collections.abc import Iterator

from registers.models import Marking
from reports.models import Paper
from reports.papers.snapshot import full_audience

NAME = re.compile(r"\[\[\s*([^\[\]|]+?)\s*(?:\|[^\[\]]*)?\]\]")


def names_in(text: str) -> list[str]:
    """The figures that a text prints, as it calls them; references to other places are none."""
    return [name for name in NAME.findall(text) if not name.startswith("see ")]


def public_texts(paper: Paper) -> Iterator[tuple[str, str]]:
    """(where, text) of everything of a paper that its public edition prints."""
    for section in paper.sections.in_order().filter(marking=Marking.OFFICIAL):
        yield f"The section “{section.heading}”", section.body
    for number, recommendation in enumerate(paper.recommendations.all(), 1):
        yield f"Recommendation {number}", recommendation.text
    for appendix in paper.appendices.filter(marking=Marking.OFFICIAL):
        yield f"The appendix “{appendix.title}”", appendix.body


def _texts(paper):
    yield from paper.sections.values_list("body", flat=True)
    yield from paper.recommendations.values_list("text", flat=True)
    yield from paper.appendices.values_list("body", flat=True)


def used_figures(paper: Paper) -> list:
    """The figures it prints anywhere, each once."""
    from importlib.util import find_spec

    if find_spec("reports.papers.named") is None:  # until it is there
        return []
    from reports.papers import named

    names = {name for text in _texts(paper) for name in names_in(text)}
    if not names:
        return []
    return [figure for figure in named.figures(paper, full_audience(paper)) if figure.name in names]


def sensitive_figures_told(paper: Paper) -> Iterator[tuple[str, str]]:
    """(name, where) of each sensitive figure in public text that has not been released."""
    sensitive = {figure.name for figure in used_figures(paper) if figure.is_sensitive}
    sensitive -= set(paper.releases.filter(is_taken_back=False).values_list("figure", flat=True))
    for where, text in public_texts(paper) if sensitive else ():
        for name in dict.fromkeys(names_in(text)):
            if name in sensitive:
                yield name, where
