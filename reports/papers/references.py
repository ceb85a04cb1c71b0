"""To what may a text point, and how is it called? "[[see paragraph:funding]]" prints "paragraph 1.4", with a link.

A reference names its place, never its number: what is renumbered, moved or lettered anew takes its references along.
Pure but for `papers_named`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from registers.audience import Audience
from reports.models import Paper
from reports.papers.named import UNKNOWN, escaped

SEE = re.compile(
    r"\[\[\s*see\s+(?P<what>section|paragraph|appendix|paper)\s*:\s*(?P<slug>[^\[\]|]+?)\s*(?:\|\s*(?P<how>Words)\s*)?\]\]"
)


@dataclass(frozen=True)
class Pointed:
    """A place as a text calls it, and where it stands in the same paper; empty where it is another paper."""

    words: str
    anchor: str = ""


@dataclass(frozen=True)
class Places:
    """Everything a text may point to: "section:context", "paragraph:funding", "appendix:overview", "paper:..."."""

    pointed: Mapping[str, Pointed] = field(default_factory=dict)

    @property
    def anchors(self) -> frozenset[str]:
        return frozenset(place.anchor for place in self.pointed.values() if place.anchor)


def put_in(text: str, places: Places) -> str:
    """A Markdown text with its references put in; one that points to nothing is said to be unknown."""

    def put(match):
        name = f"{match['what']}:{match['slug']}"
        place = places.pointed.get(name)
        if place is None:
            return UNKNOWN.format(f"see {name}")
        words = escaped(place.words)
        words = words[:1].upper() + words[1:] if match["how"] else words
        return f"[{words}](#{place.anchor})" if place.anchor else words

    return SEE.sub(put, text)


def slugs_named(texts: Iterable[str], what: str) -> frozenset[str]:
    """What texts point to, of one sort."""
    return frozenset(match["slug"] for text in texts for match in SEE.finditer(text) if match["what"] == what)


def papers_named(slugs: Iterable[str], editor: Audience | None) -> dict[str, Pointed]:
    """Other papers by their slugs, as the title block has them: the paper “Met Risk Report” (agenda item 8b).

    To a person no paper is named that they may not know of; what goes to the Panel (no editor) may name any.
    """
    papers = Paper.objects.all() if editor is None else Paper.objects.visible_to(editor)
    found = papers.filter(slug__in=list(slugs)).values_list("slug", "title", "agenda_item")
    return {f"paper:{slug}": Pointed(_called(title, item)) for slug, title, item in found}


def _called(title, item):
    return f"the paper “{title}”" + (f" (agenda item {item})" if item else "")
