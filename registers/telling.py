"""How is a score said? A cell of a scheme in the words a page shows, and the one-line words of a movement."""

from typing import NamedTuple

from registers.audience import WITHHELD, Withheld
from registers.models import Register
from registers.scoring import Band, score_in_words


class ScoreWords(NamedTuple):
    """Short names as printed ("H v M"), long ones for whoever hears the page.

    Both names of the likelihood are empty where a scale does not score it apart.
    """

    likelihood: str
    impact: str
    band: str
    band_name: str
    likelihood_name: str
    impact_name: str

    def __str__(self) -> str:
        return score_in_words(self.likelihood, self.impact)


def tell_cell(register: Register, scheme: int | None, cell, band=None) -> ScoreWords | Withheld | None:
    """A cell in words; "withheld" and None stay what they are. `band` is what the scheme gave when it was scored."""
    if cell is None or cell is WITHHELD or scheme is None:
        return WITHHELD if cell is WITHHELD else None
    scale = register.scheme_called(scheme).value
    likelihood, impact = scale.likelihoods[cell[0] - 1], scale.impacts[cell[1] - 1]
    band = Band(band) if band else scale.cells[cell].band
    said = (likelihood.short, likelihood.name) if scale.has_likelihood else ("", "")
    return ScoreWords(said[0], impact.short, band.value, band.label, said[1], impact.name)


def tell_line(register: Register, line) -> ScoreWords | Withheld | None:
    """The score of a details.ScoreLine, of an assessment or of an outlook."""
    if line is None or line is WITHHELD:
        return line
    scheme = getattr(line, "scheme_id", None) or line.scheme
    cell = line.cell if hasattr(line, "cell") else (line.likelihood, line.impact)
    return tell_cell(register, scheme, cell, line.band)


def shortened(text: str, length: int = 190) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
