"""Which figures may a text name, what do they say, and how does a text get them? "[[met/corporate.count.rag.amber]]".

A named figure is filled from the position the paper rests on, so that words and register cannot come apart. It has one
value in both editions: what the public may not know, or would count otherwise, stands in the public edition as
"[withheld]" until the body whose it is releases it by name (DESIGN.md sections 6 and 8). Pure but for `read`, which
asks for no more than the texts name.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from registers.audience import PUBLIC, WITHHELD, Audience, edition_of
from registers.sentences import say_day
from reports.models import Edition, Paper
from reports.papers.numbering import spelled_out

NAME = re.compile(r"\[\[\s*([^\[\]|]+?)\s*(?:\|\s*(words|Words)\s*)?\]\]")
KEPT_BACK = "[withheld]"
UNKNOWN = "[unknown: {}]"
OF_PLANS = "plan/"  # their labels say nothing of what they count
SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


@dataclass(frozen=True)
class NamedFigure:
    """One figure. `words` is what a text prints; `source` the address of the list or page that it counts."""

    name: str
    label: str  # in plain English, for the list to choose from
    value: Any  # a number, a date, words, or WITHHELD
    source: str
    group: str = ""  # what it is of: a register, a plan, a risk
    is_counted_openly: bool = False  # the public is told how many there are, those not published among them
    is_sensitive: bool = False  # the public may not know it, or would count otherwise
    is_hidden: bool = False  # whoever asked may not even know what it is of

    @property
    def words(self) -> str:
        return said(self.value)

    @property
    def is_withheld(self) -> bool:
        return self.value is WITHHELD


def said(value: Any) -> str:
    """A value as a paper prints it: a date in one way, nothing as "none"."""
    if value is WITHHELD:
        return KEPT_BACK
    if isinstance(value, date):
        return say_day(value)
    return "none" if value is None or value == "" else str(value)


def spelled(figure: NamedFigure, how: str) -> str:
    """A number in words where that was asked for; anything else as it is."""
    if how and isinstance(figure.value, int):
        words = spelled_out(figure.value)
        return words[:1].upper() + words[1:] if how == "Words" else words
    return figure.words


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """The figures that texts name. References to other places are none."""
    found = {match[1] for text in texts for match in NAME.finditer(text)}
    return frozenset(name for name in found if not name.startswith("see "))


def fill(text: str, figures: Mapping[str, NamedFigure]) -> str:
    """A Markdown text with its figures put in; a name that there is no figure of is said to be unknown."""

    def put(match):
        name, how = match[1], match[2] or ""
        if name.startswith("see "):
            return match[0]
        return escaped(spelled(figures[name], how) if name in figures else UNKNOWN.format(name))

    return NAME.sub(put, text)


def escaped(words: str) -> str:
    """Words as Markdown that says exactly them: a risk's title is no formatting."""
    return SPECIAL.sub(r"\\\1", " ".join(words.split()))


# Reading ----------------------------------------------------------------------------------------------------------

Source = Callable[[Paper, Audience, "frozenset[str] | None"], Iterable[NamedFigure]]


def _sources() -> tuple[Source, ...]:
    from reports.papers import named_alignments, named_paper, named_plans, named_registers

    return named_registers.read, named_plans.read, named_alignments.read, named_paper.read


def read(paper: Paper, audience: Audience, names: frozenset[str] | None = None) -> dict[str, NamedFigure]:
    """Every figure of a paper as an audience may see it, by name. `names`: read no more than these need."""
    if names is not None and not names:
        return {}
    return {figure.name: figure for source in _sources() for figure in source(paper, audience, names)}


def whole(paper: Paper) -> Audience:
    """What the full edition may hold."""
    return edition_of(frozenset(body.pk for body in paper.bodies))


def figures(paper: Paper, audience: Audience, names: frozenset[str] | None = None) -> list[NamedFigure]:
    """Every figure that a text of this paper may name, as an audience may see it, each with whether it is sensitive.

    What the audience may not see is there without its value; of a risk or an alignment that it may not know of
    (`is_hidden`), without a word but its name.
    """
    full = read(paper, whole(paper), names)
    public = read(paper, PUBLIC, names)
    seen = full if audience == whole(paper) else read(paper, audience, names)
    return [_as_seen(figure, seen.get(name), public.get(name)) for name, figure in full.items()]


def _as_seen(figure: NamedFigure, seen: NamedFigure | None, public: NamedFigure | None) -> NamedFigure:
    """One value in every edition: a count that would come out otherwise is not shown as another count."""
    is_sensitive = not figure.is_counted_openly and (public is None or public.value != figure.value)
    may_see = figure.is_counted_openly or not is_sensitive or (seen is not None and seen.value == figure.value)
    is_hidden = seen is None and not figure.is_counted_openly and not figure.name.startswith(OF_PLANS)
    words = seen or (replace(figure, label=figure.name, group="", source="") if is_hidden else figure)
    value = figure.value if may_see else WITHHELD
    return replace(words, value=value, is_sensitive=is_sensitive, is_hidden=is_hidden)


def printed(paper: Paper, edition: Edition, audience: Audience, names: frozenset[str]) -> dict[str, NamedFigure]:
    """What the figures of these names print in an edition: in the public one what may be told, or was released."""
    if not names:
        return {}
    found = {figure.name: figure for figure in figures(paper, audience, names)}
    if edition == Edition.FULL:
        return found
    released = frozenset(paper.releases.filter(is_taken_back=False).exclude(figure="").values_list("figure", flat=True))
    full = read(paper, whole(paper), names & released)
    return found | {name: replace(full[name], is_sensitive=True) for name in names & released & full.keys()}


def asks_for(names: frozenset[str] | None, prefix: str) -> bool:
    """Whether any of these names begins so; where all are asked for, it does."""
    return names is None or any(name.startswith(prefix) for name in names)
