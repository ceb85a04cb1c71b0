"""What does a score mean? Levels, cells, bands and ranks of a scoring scheme, and the direction between two cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class Band(StrEnum):
    """The words both bodies share. Across bodies bands are compared, never numbers (DESIGN.md section 2)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very-high"

    @property
    def label(self) -> str:
        return self.value.replace("-", " ").capitalize()

    @property
    def height(self) -> int:
        """1 for the lowest band, 4 for the highest."""
        return list(Band).index(self) + 1


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"
    STATIC = "static"

    @classmethod
    def of(cls, difference: int) -> Direction:
        if difference > 0:
            return cls.UP
        return cls.DOWN if difference < 0 else cls.STATIC


@dataclass(frozen=True)
class Level:
    """One step of a scale: "H", "High"."""

    short: str
    name: str


@dataclass(frozen=True)
class Score:
    """A cell by its coordinates, both counted from 1 at the lowest level."""

    likelihood: int
    impact: int


@dataclass(frozen=True)
class Cell:
    band: Band
    rank: int


def score_in_words(likelihood: str, impact: str) -> str:
    """ "M v H" of two short names; the impact alone where likelihood is not scored apart."""
    return f"{likelihood} v {impact}" if likelihood else impact


def score_called(has_likelihood: bool) -> str:
    """What a heading calls a score: of a scale without likelihood, as one of colours, it says no more than that."""
    return "Likelihood v impact" if has_likelihood else "Score"


@dataclass(frozen=True)
class Scheme:
    """One body's scale: its levels, and for each cell the band it falls in and its rank.

    Raises ValueError if a cell is missing, or if a higher level would lower the rank or the band:
    on such a scale an arrow would contradict the colour beside it.
    """

    likelihoods: tuple[Level, ...]  # lowest first
    impacts: tuple[Level, ...]
    cells: Mapping[tuple[int, int], Cell]

    def __post_init__(self) -> None:
        for likelihood in range(1, len(self.likelihoods) + 1):
            for impact in range(1, len(self.impacts) + 1):
                self._check_steps(likelihood, impact)
        self._check_bands_follow_ranks()

    def _check_steps(self, likelihood: int, impact: int) -> None:
        here = self.cell(Score(likelihood, impact))
        for lower in ((likelihood - 1, impact), (likelihood, impact - 1)):
            if lower in self.cells and self.cells[lower].rank > here.rank:
                raise ValueError(f"The rank falls from {lower} to ({likelihood}, {impact}) though the level rises")

    def _check_bands_follow_ranks(self) -> None:
        ordered = sorted(self.cells.values(), key=lambda cell: cell.rank)
        for lower, higher in pairwise(ordered):
            same_rank_other_band = lower.rank == higher.rank and lower.band != higher.band
            if lower.band.height > higher.band.height or same_rank_other_band:
                raise ValueError(
                    f"Rank {higher.rank} is {higher.band.label} but rank {lower.rank} is {lower.band.label}"
                )

    def cell(self, score: Score) -> Cell:
        try:
            return self.cells[score.likelihood, score.impact]
        except KeyError:
            raise ValueError(f"{score} is not on the {len(self.likelihoods)} by {len(self.impacts)} scale") from None

    @property
    def has_likelihood(self) -> bool:
        """Whether likelihood is scored apart; on a scale of colours it is not."""
        return len(self.likelihoods) > 1

    def words(self, score: Score) -> str:
        """ "M v H": likelihood v impact, as the Met prints it (003 paragraph 1.3 names the order); "R" of colours."""
        return score_in_words(*self.short_names(score))

    def short_names(self, score: Score) -> tuple[str, str]:
        """Likelihood and impact; an empty likelihood where it is not scored apart."""
        likelihood = self.likelihoods[score.likelihood - 1].short if self.has_likelihood else ""
        return likelihood, self.impacts[score.impact - 1].short

    def score(self, likelihood: str, impact: str) -> Score:
        """The score for two short level names; ValueError names the one that is not on the scale."""
        return Score(_place(self.likelihoods, likelihood, "likelihood"), _place(self.impacts, impact, "impact"))


def _place(levels: tuple[Level, ...], short: str, scale: str) -> int:
    for place, level in enumerate(levels, 1):
        if level.short == short:
            return place
    raise ValueError(f"{short!r} is not a {scale}; choose from {', '.join(level.short for level in levels)}")


def direction(before: Cell, after: Cell) -> Direction:
    """Movement between two cells of one scheme; equal rank is static."""
    return Direction.of(after.rank - before.rank)
