"""A scoring scheme as it is typed: the levels of both scales, and for each cell its band and rank."""

import re
from dataclasses import dataclass
from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError

from registers import clock
from registers.form_rendering import DayField, LineField, TextField
from registers.forms.people import PeopleForm
from registers.models.registers import BAND_CHOICES
from registers.scoring import Band, Scheme, Score

MOST = 6  # levels of a scale: as many as a heat map has
SCALES = {"likelihoods": "likelihood", "impacts": "impact"}


class LevelsField(forms.CharField):
    """The levels of a scale, one a line from the lowest: "VH Very high". Its value is a list of (short, name)."""

    widget = forms.Textarea(attrs={"rows": 5})

    def __init__(self, *, fewest=2, **options):
        self.fewest = fewest
        super().__init__(**options)

    def prepare_value(self, value):
        return "\n".join(f"{short} {name}".strip() for short, name in value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = [line.split(None, 1) for line in re.split(r"[\r\n]+", super().to_python(value)) if line.strip()]
        levels = [(line[0], (line[1] if len(line) > 1 else line[0]).strip()) for line in lines]
        if not self.fewest <= len(levels) <= MOST:
            raise ValidationError(f"Write from {self.fewest} to {MOST} levels, one a line")
        if len({short for short, _ in levels}) < len(levels):
            raise ValidationError("Two levels have the same short name")
        if any(len(short) > 6 or len(name) > 40 for short, name in levels):
            raise ValidationError("Keep short names to 6 characters and names to 40")
        return levels


@dataclass(frozen=True)
class CellFields:
    """The two fields of one cell, and what the cell is called."""

    name: str  # "M v H"
    impact: str
    band: forms.BoundField
    rank: forms.BoundField


class SchemeForm(PeopleForm):
    """A new scale. The grid has a cell for each pair of levels; change the levels and ask for it to be drawn again."""

    name = LineField(label="Name", max_length=80, help_text="For example Five by five, 2026")
    adopted_on = DayField(label="In use from", initial=clock.today)
    likelihoods = LevelsField(
        label="Likelihood, from the lowest",
        help_text="One level a line: VH Very high. A single line where likelihood is not scored apart",
        fewest=1,
    )
    impacts = LevelsField(label="Impact, from the lowest", help_text="One level a line: VH Very high")
    note = TextField(label="Note", rows=3, max_length=2000, required=False)

    def __init__(self, data=None, *, present: Scheme | None = None, initial=None, **options):
        levels = {name: _levels_of(present, name) for name in SCALES} if present else {}
        super().__init__(data, initial=levels | (initial or {}), **options)
        self.present = present
        self.levels = {name: self._levels(name) for name in SCALES}
        self.drawn = all(self.levels.values())
        if self.drawn:
            self._add_cells()

    def _levels(self, name):
        """The levels as they are typed at the moment; nothing where they cannot be read."""
        try:
            field = self.fields[name]
            return field.clean(self.data.get(name, "")) if self.is_bound else self.initial.get(name) or []
        except ValidationError:
            return []

    def _add_cells(self):
        for likelihood, impact in self._places():
            cell = self.present.cells.get((likelihood, impact)) if self.present else None
            words = self._words(likelihood, impact)
            self.fields[f"band-{likelihood}-{impact}"] = forms.ChoiceField(
                label=f"Band of {words}",
                choices=[("", "Band"), *BAND_CHOICES],
                initial=cell and cell.band.value,
                error_messages={"required": f"Select the band of {words}"},
            )
            self.fields[f"rank-{likelihood}-{impact}"] = forms.IntegerField(
                label=f"Rank of {words}",
                min_value=1,
                max_value=999,
                initial=cell and cell.rank,
                widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
                error_messages={
                    "required": f"Enter the rank of {words}",
                    "invalid": f"Enter the rank of {words} as a whole number",
                },
            )

    def _places(self):
        sizes = [range(1, len(self.levels[name]) + 1) for name in SCALES]
        return [(likelihood, impact) for likelihood in sizes[0] for impact in sizes[1]]

    def _words(self, likelihood, impact):
        here = self.levels["impacts"][impact - 1][0]
        return (
            here
            if len(self.levels["likelihoods"]) == 1
            else f"{self.levels['likelihoods'][likelihood - 1][0]} v {here}"
        )

    def clean(self):
        cleaned = super().clean()
        if self.drawn:
            self._check_steps(cleaned)
            self._check_bands(cleaned)
        return cleaned

    def _check_steps(self, typed):
        """A higher level never ranks lower: else an arrow would contradict the grid."""
        for likelihood, impact in self._places():
            here = typed.get(f"rank-{likelihood}-{impact}")
            for lower in ((likelihood - 1, impact), (likelihood, impact - 1)):
                below = typed.get("rank-{}-{}".format(*lower))
                if here is not None and below is not None and below > here:
                    words = f"{self._words(likelihood, impact)} ranks below {self._words(*lower)}, a lower level"
                    self.add_error(f"rank-{likelihood}-{impact}", words)
                    break

    def _check_bands(self, typed):
        """A higher rank never has a lower band, and one rank has one band."""
        cells = []
        for place in self._places():
            band, rank = (typed.get("{}-{}-{}".format(part, *place)) for part in ("band", "rank"))
            if band and rank is not None:
                cells.append((rank, Band(band), place))
        cells.sort(key=lambda cell: (cell[0], cell[1].height))
        for (rank, band, place), (next_rank, next_band, next_place) in pairwise(cells):
            if band.height > next_band.height or (rank == next_rank and band != next_band):
                here, there = self._words(*place), self._words(*next_place)
                words = f"{here} (rank {rank}) is {band.label} but {there} (rank {next_rank}) is {next_band.label}"
                self.add_error("band-{}-{}".format(*next_place), words)

    @property
    def grid(self):
        """Rows of the grid, the highest likelihood first, as the map is drawn: (name of the level, its cells)."""
        impacts = [name for _, name in self.levels["impacts"]]
        for likelihood in range(len(self.levels["likelihoods"]), 0, -1):
            cells = [
                CellFields(
                    self._words(likelihood, impact),
                    name,
                    self[f"band-{likelihood}-{impact}"],
                    self[f"rank-{likelihood}-{impact}"],
                )
                for impact, name in enumerate(impacts, 1)
            ]
            yield self.levels["likelihoods"][likelihood - 1][1], cells

    @property
    def definition(self) -> dict:
        """What a valid form says, as a Scheme keeps it."""
        typed = self.cleaned_data
        levels = {name: [{"short": short, "name": level} for short, level in self.levels[name]] for name in SCALES}
        cells = [
            {
                "likelihood": self.levels["likelihoods"][likelihood - 1][0],
                "impact": self.levels["impacts"][impact - 1][0],
                "band": typed[f"band-{likelihood}-{impact}"],
                "rank": typed[f"rank-{likelihood}-{impact}"],
            }
            for likelihood, impact in self._places()
        ]
        return levels | {"cells": cells}


def _levels_of(scheme, name):
    return [(level.short, level.name) for level in getattr(scheme, name)]


@dataclass(frozen=True)
class ShownCell:
    """One cell of a scale that is in use."""

    words: str
    impact: str
    band: str
    rank: int


def shown(scheme: Scheme):
    """A scale as a table: (name of the likelihood, its cells), the highest first."""
    for likelihood in range(len(scheme.likelihoods), 0, -1):
        cells = []
        for impact, level in enumerate(scheme.impacts, 1):
            score = Score(likelihood, impact)
            cell = scheme.cell(score)
            cells.append(ShownCell(scheme.words(score), level.name, cell.band.value, cell.rank))
        yield scheme.likelihoods[likelihood - 1].name, cells
