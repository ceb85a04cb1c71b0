"""What may a text name, and what would it print? Figures and places of a paper, to be searched and chosen from."""

from collections.abc import Iterable
from dataclasses import dataclass

from registers.audience import Audience
from reports import rules
from reports.models import Edition, Paper
from reports.papers.editions import audience_for
from reports.papers.figures import one_reading
from reports.papers.named import figures
from reports.papers.references import papers_named
from reports.papers.sections import places_of
from reports.papers.text import read_text

PLACES = "Places to refer to"


@dataclass(frozen=True)
class Choice:
    """What stands between double square brackets, and what it prints."""

    name: str
    label: str
    words: str
    source: str
    group: str
    is_sensitive: bool = False
    is_withheld: bool = False

    @property
    def written(self) -> str:
        return f"[[{self.name}]]"


def choices(paper: Paper, editor: Audience) -> list[Choice]:
    """Every figure and place that a text of the paper may name, with its value as far as its editor may see it."""
    with one_reading():
        return [*_figures(paper, editor), *_places(paper, editor)]


def _figures(paper, editor):
    for one in figures(paper, audience_for(paper, Edition.FULL, editor)):
        if not one.is_hidden:
            yield Choice(one.name, one.label, one.words, one.source, one.group, one.is_sensitive, one.is_withheld)


def _places(paper, editor):
    edition = Edition.FULL if rules.can_make(paper, Edition.FULL, editor) else Edition.PUBLIC
    text = read_text(paper, edition)
    headings = {f"section:{one.slug}": one.heading for one in text.sections}
    headings |= {f"appendix:{one.slug}": one.title for one in text.appendices}
    others = Paper.objects.visible_to(editor).filter(panel_date=paper.panel_date).exclude(pk=paper.pk)
    found = places_of(text, edition) | papers_named(others.values_list("slug", flat=True), editor)
    for name, place in found.items():
        label = headings.get(name) or name.partition(":")[2]
        yield Choice(f"see {name}", label, place.words, f"#{place.anchor}" if place.anchor else "", PLACES)


def matching(found: Iterable[Choice], asked: str) -> list[Choice]:
    """Those that every word asked for stands in: "met amber" finds the count of the Met's risks rated amber."""
    words = asked.casefold().split()
    return [one for one in found if all(word in _said_of(one) for word in words)]


def _said_of(choice: Choice) -> str:
    return f"{choice.group} {choice.label} {choice.name} {choice.words}".casefold()
