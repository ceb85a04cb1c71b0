"""How would a text that is being written be printed? Drawn by what prints the paper: figures, numbers, references."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.safestring import SafeString

from registers.audience import Audience
from registers.models import Marking
from reports import rules
from reports.models import Appendix, AppendixKind, Edition, Paper, Section
from reports.papers.document import SectionText
from reports.papers.editions import audience_for
from reports.papers.figures import one_reading
from reports.papers.filling import FILLERS, Asked
from reports.papers.named import names_in, printed
from reports.papers.references import Places, papers_named, slugs_named
from reports.papers.sections import Filled, places_of, sections_of
from reports.papers.text import PaperText, read_text

MOST_LEVEL = 2  # it stands by itself, under a heading of the page: no level of headings may be left out


def preview(section: Section, body: str, editor: Audience) -> SectionText:
    """One section as typed, with the numbers it has in its place. Nothing its editor may not see stands in it."""
    paper = section.paper
    edition = Edition.FULL if rules.can_make(paper, Edition.FULL, editor) else Edition.PUBLIC
    with one_reading():
        text = read_text(paper, edition)
        typed = {"body": body} | ({"marking": Marking.OFFICIAL.value} if edition == Edition.PUBLIC else {})
        text = replace(
            text, sections=tuple(replace(one, **typed) if one.slug == section.slug else one for one in text.sections)
        )
        filled = _filled(paper, text, edition, [body], editor)
    found = sections_of(text, edition, filled)
    drawn = next(drawn for one, drawn in zip(text.sections, found, strict=True) if one.slug == section.slug)
    return replace(drawn, level=min(drawn.level, MOST_LEVEL))


def preview_appendix(appendix: Appendix, typed: Mapping[str, Any], editor: Audience) -> object:
    """What stands in an appendix of its own text as typed: the value that its template prints.

    `typed`: body, opinion, options and whatever else of the appendix is to be seen before it is saved.
    """
    from reports.papers import appendix_kinds  # noqa: F401 - registers what fills them

    paper = appendix.paper
    edition = Edition.FULL if rules.can_make(paper, Edition.FULL, editor) else Edition.PUBLIC
    with one_reading():
        text = read_text(paper, edition)
        draft = replace(next(one for one in text.appendices if one.slug == appendix.slug), **typed)
        filled = _filled(paper, text, edition, [draft.body, draft.opinion], editor)
        audience = audience_for(paper, edition, editor)
        return FILLERS[AppendixKind.NARRATIVE](Asked(paper, draft, edition, audience, None, (), filled))


def preview_texts(paper: Paper, typed: list[str], editor: Audience) -> list[SafeString]:
    """Recommendations as typed, as they will be printed."""
    edition = Edition.FULL if rules.can_make(paper, Edition.FULL, editor) else Edition.PUBLIC
    with one_reading():
        filled = _filled(paper, read_text(paper, edition), edition, typed, editor)
    return [filled.html(text) for text in typed]


def _filled(paper, text: PaperText, edition: Edition, bodies: list[str], editor: Audience) -> Filled:
    figures = printed(paper, edition, audience_for(paper, edition, editor), names_in(bodies))
    places = places_of(text, edition) | papers_named(slugs_named(bodies, "paper"), editor)
    return Filled(figures, Places(places), text.pictures)
