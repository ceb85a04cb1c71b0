"""What a register has before an import, made from the expected results of tests/data: no database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from registers.scoring import Band, Cell, Level, Scheme
from reports.imports.values import Known, KnownControl, KnownPost, KnownRisk

FIVE_LIKELY = ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")
FIVE_GRAVE = ("Insignificant", "Minor", "Moderate", "Major", "Catastrophic")
FOUR_LIKELY = ("Unlikely", "Possible", "Likely", "Very likely")
FOUR_GRAVE = ("Minor", "Moderate", "Major", "Severe")
LETTERS = (("L", "Low"), ("M", "Medium"), ("H", "High"), ("VH", "Very high"))


def scheme_called(name: str) -> Scheme:
    """One of the common scales: "5x5", "1-4", "lmh-vh", "rag"."""
    if name == "lmh-vh":
        levels = tuple(Level(short, word) for short, word in LETTERS)
        return _scheme(levels, levels, (3, 6, 11))
    if name == "rag":
        return _scheme(
            (Level("-", "Not stated"),), tuple(Level(word[0], word) for word in ("Green", "Amber", "Red")), (1, 2, 9)
        )
    likely, grave = (FOUR_LIKELY, FOUR_GRAVE) if name == "1-4" else (FIVE_LIKELY, FIVE_GRAVE)
    tops = (3, 6, 9) if name == "1-4" else (4, 9, 15)
    return _scheme(_numbered(likely), _numbered(grave), tops)


def _numbered(words: tuple[str, ...]) -> tuple[Level, ...]:
    return tuple(Level(str(number), word) for number, word in enumerate(words, 1))


def _scheme(likelihoods: tuple[Level, ...], impacts: tuple[Level, ...], tops: tuple[int, int, int]) -> Scheme:
    """Ranks are products; `tops` are the highest product of low, medium and high."""
    cells = {
        (likelihood, impact): Cell(list(Band)[sum(likelihood * impact > top for top in tops)], likelihood * impact)
        for likelihood in range(1, len(likelihoods) + 1)
        for impact in range(1, len(impacts) + 1)
    }
    return Scheme(likelihoods, impacts, cells)


def known_from(said: Mapping[str, Any], as_at: str) -> Known:
    """The `known` of an expected result."""
    posts = tuple(
        KnownPost(key, post["title"], tuple(post["aliases"]), tuple(post["holders"]))
        for key, post in enumerate(said["posts"], 1)
    )
    return Known(
        body=said["body"],
        scheme=scheme_called(said["scheme"]),
        posts=posts,
        objectives=tuple(enumerate(said["objectives"], 1)),
        risks=tuple(KnownRisk(**risk) for risk in said["risks"]),
        controls=tuple(KnownControl(**control) for control in said.get("controls", ())),
        today=date.fromisoformat(as_at),
    )
