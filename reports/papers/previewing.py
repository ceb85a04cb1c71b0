"""How would a text that is being written be printed? Drawn by what prints the paper: figures, numbers, references."""

from dataclasses import replace

from registers.audience import Audience
from registers.models import Marking
from reports import rules
from reports.models import Edition, Section
from reports.papers.document import SectionText
from reports.papers.editions import audience_for
from reports.papers.figures import one_moment
from reports.papers.named import names_in, printed
from reports.papers.references import Places, papers_named, slugs_named
from reports.papers.sections import Filled, places_of, sections_of
from reports.papers.text import read_text


def preview(section: Section, body: str, editor: Audience) -> SectionText:
    """One section as typed, with the numbers it has in its place. Nothing its editor may not see stands in it."""
    paper = section.paper
    edition = Edition.FULL if rules.can_make(paper, Edition.FULL, editor) else Edition.PUBLIC
    with one_moment():
        text = read_text(paper, edition)
        typed = {"body": body} | ({"marking": Marking.OFFICIAL.value} if edition == Edition.PUBLIC else {})
        text = replace(
            text, sections=tuple(replace(one, **typed) if one.slug == section.slug else one for one in text.sections)
        )
        figures = printed(paper, edition, audience_for(paper, edition, editor), names_in([body]))
        places = places_of(text, edition) | papers_named(slugs_named([body], "paper"), editor)
    found = sections_of(text, edition, Filled(figures, Places(places), text.pictures))
    return next(drawn for one, drawn in zip(text.sections, found, strict=True) if one.slug == section.slug)
