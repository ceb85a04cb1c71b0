"""Which scoring schemes do bodies commonly have? Templates to start from, as plain Python; each cell can be changed.

Ranks order the cells, bands say how bad each is. A numeric scale ranks by likelihood times impact; one in words by
steps in which impact counts twice, as the Met's printed order does (003 appendix A). A scale of colours alone has no
likelihood: it is drawn as one row, and a score is said by its impact only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from registers.scoring import Band, Cell, Level, Scheme

LIKELIHOODS = ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")
IMPACTS = ("Minimal", "Minor", "Moderate", "Major", "Severe")
WORDS = (Level("L", "Low"), Level("M", "Medium"), Level("H", "High"), Level("VH", "Very high"))
COLOURS = (Level("G", "Green"), Level("A", "Amber"), Level("R", "Red"))


@dataclass(frozen=True)
class Template:
    """A scale to start from: its address, what it is called and for whom it is."""

    slug: str
    name: str
    hint: str
    scheme: Scheme


def _numbered(names: tuple[str, ...]) -> tuple[Level, ...]:
    return tuple(Level(str(number), name) for number, name in enumerate(names, 1))


def _banded(*tops: int) -> Callable[[int], Band]:
    """The band of a rank, from the highest rank of each band but the last."""
    bands = list(Band)[: len(tops) + 1]

    def band(rank: int) -> Band:
        return bands[sum(rank > top for top in tops)]

    return band


def _scheme(
    likelihoods: tuple[Level, ...],
    impacts: tuple[Level, ...],
    rank: Callable[[int, int], int],
    band: Callable[[int], Band],
) -> Scheme:
    cells = {
        (likelihood, impact): Cell(band(rank(likelihood, impact)), rank(likelihood, impact))
        for likelihood in range(1, len(likelihoods) + 1)
        for impact in range(1, len(impacts) + 1)
    }
    return Scheme(likelihoods, impacts, cells)


def _product(likelihood: int, impact: int) -> int:
    return likelihood * impact


TEMPLATES = (
    Template(
        "five-by-five",
        "Five by five, in numbers",
        "1 to 5 for likelihood and for impact, multiplied: 1 to 25",
        _scheme(_numbered(LIKELIHOODS), _numbered(IMPACTS), _product, _banded(4, 9, 15)),
    ),
    Template(
        "low-to-very-high",
        "Low, medium, high, very high",
        "Both in words, as the Met scores: “M v H” is a medium likelihood of a high impact",
        _scheme(WORDS, WORDS, lambda likelihood, impact: likelihood + 2 * impact, _banded(4, 6, 10)),
    ),
    Template(
        "one-to-four",
        "1 to 4, in numbers",
        "1 to 4 for likelihood and for impact, multiplied: 1 to 16",
        _scheme(
            _numbered(("Unlikely", "Possible", "Likely", "Very likely")),
            _numbered(("Minor", "Moderate", "Major", "Severe")),
            _product,
            _banded(3, 6, 9),
        ),
    ),
    Template(
        "rag",
        "Red, amber, green only",
        "One colour for a risk, without likelihood and impact. Beside another body’s scores red reads as high",
        _scheme((Level("-", "Not assessed apart"),), COLOURS, lambda likelihood, impact: impact, _banded(1, 2)),
    ),
)


def template_called(slug: str) -> Template:
    """The template of this address; KeyError where there is none."""
    return {template.slug: template for template in TEMPLATES}[slug]


def definition_of(scheme: Scheme) -> dict:
    """A scheme as the database keeps it."""
    return {
        "likelihoods": [{"short": level.short, "name": level.name} for level in scheme.likelihoods],
        "impacts": [{"short": level.short, "name": level.name} for level in scheme.impacts],
        "cells": [
            {
                "likelihood": scheme.likelihoods[likelihood - 1].short,
                "impact": scheme.impacts[impact - 1].short,
                "band": cell.band.value,
                "rank": cell.rank,
            }
            for (likelihood, impact), cell in scheme.cells.items()
        ],
    }
