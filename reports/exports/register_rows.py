"""How does a file tell one risk of a register? A row of plain values, the columns on screen first."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from controls.progress import Status
from registers.audience import WITHHELD
from registers.details import RiskDetails, said_openly
from registers.escalated import CorporateEntry
from registers.lists import BETWEEN_CELLS
from registers.models import Aspect, Detail
from registers.models.registers import FactClass
from registers.models.risk_facts import Horizon
from registers.movement import Movement
from registers.position import IndexRow, View
from registers.reviews import ReviewRow
from registers.scoring import Band
from registers.telling import tell_cell
from reports.exports.values import OFFICIAL, SENSITIVE, Column, Row, Shaded, lines, number_or_text
from reports.exports.values import WITHHELD as WITHHELD_WORD

# Every column: its heading, width, and the class of fact it needs (None: whoever sees the risk).
C = FactClass
COLUMNS = (
    (Column("Ref", 8), None),
    (Column("Title", 40), None),
    (Column("Movement", 13), C.MOVEMENT),
    (Column("Quarters there", 10), C.MOVEMENT),
    (Column("Score before", 12), C.MOVEMENT),
    (Column("Band before", 12), C.MOVEMENT),
    (Column("Likelihood", 11), C.SCORE),
    (Column("Impact", 11), C.SCORE),
    (Column("Band", 12), C.SCORE),
    (Column("Target likelihood", 11), C.TARGET),
    (Column("Target impact", 11), C.TARGET),
    (Column("Target band", 12), C.TARGET),
    (Column("Target date", 13), C.TARGET),
    (Column("Progress", 13), C.PROGRESS),
    (Column("Owners", 30), C.OWNERSHIP),
    (Column("Working leads", 30), C.LEADS),
    (Column("Horizon", 13), C.HORIZON),
    (Column("Description", 70), None),
    (Column("Why it moved", 50), C.RATIONALE),
    (Column("Objectives", 40), C.OBJECTIVES),
    (Column("Inherent likelihood", 11), C.SCORE),
    (Column("Inherent impact", 11), C.SCORE),
    (Column("Inherent band", 12), C.SCORE),
    (Column("Rationale", 50), C.RATIONALE),
    (Column("Highest tolerated band", 13), C.APPETITE),
    (Column("Last review", 13), C.RATIONALE),
    (Column("Next review", 13), C.RATIONALE),
    (Column("State", 9), None),
    (Column("Opened", 13), None),
    (Column("Closed", 13), None),
    (Column("Marking", 20), None),
    (Column("Order", 8), None),
    (Column("Permanent ref", 10), None),
    (Column("Since agreed", 13), None),
    (Column("Illustrative", 12), C.SCORE),
    (Column("Escalated to", 16), None),
)


# Of a register whose scales have no likelihood: its columns have no heading and are left out.
WITHOUT_LIKELIHOOD = {
    "Likelihood": "", "Target likelihood": "", "Inherent likelihood": "",
    "Impact": "Score", "Target impact": "Target score", "Inherent impact": "Inherent score",
}  # fmt: skip


def columns_of(view: View) -> dict[int, Column]:
    """The columns of a view by their places: what it may not see has none, nor what its scales do not have."""
    called = {} if view.register.has_likelihood else WITHOUT_LIKELIHOOD
    return {
        place: column._replace(heading=called.get(column.heading, column.heading))
        for place, (column, needed) in enumerate(COLUMNS)
        if (needed is None or view.sees(needed)) and called.get(column.heading, column.heading)
    }


class OwnBand(NamedTuple):
    """The highest band one risk is tolerated in, from a day; empty where the register's holds again."""

    on: object
    band: str


class Beside(NamedTuple):
    """What is read beside the index and the details, by key of the risk."""

    own_bands: Mapping[int, list[OwnBand]]
    reviews: Mapping[int, ReviewRow]
    progress: Mapping[int, Status]
    changed: frozenset[int]
    corporate: Mapping[int, CorporateEntry]


def own_bands(view: View) -> dict[int, list[OwnBand]]:
    """{risk: every entry of its own highest band by then, oldest first}, of those that have any. One statement."""
    found: dict[int, list[OwnBand]] = {}
    entries = Detail.objects.by(view.scope).filter(risk__register=view.register, aspect=Aspect.APPETITE)
    for risk, *entry in entries.oldest_first().values_list("risk", "on", "value"):
        found.setdefault(risk, []).append(OwnBand(*entry))
    return found


NOTHING = (None, None, None)
UNSCORED = (None, None, "Not scored")
BANDS = {band.value: Shaded(band.label, band.value) for band in Band}
MOVED = {movement: movement.label for movement in Movement}
HORIZONS = {horizon.value: horizon.label for horizon in Horizon}
PROGRESS = {status: Shaded(status.label, status.rag.value) if status.rag else status.label for status in Status}


def told(
    view: View,
    rows: Iterable[IndexRow],
    said: Mapping[int, RiskDetails],
    beside: Beside,
    shown: Iterable[int],
) -> Iterator[Row]:
    """The rows as they stand in the file. `shown`: the places of the columns that the view has.

    Every column is worked out and those not shown are left out: what is withheld is withheld already (details.py).
    """
    tell, cut = _teller(view), itemgetter(*shown)
    reviews, changed, corporate = beside.reviews, beside.changed, beside.corporate
    for row in rows:
        key, detail = row.risk, said[row.risk]
        moved = row.movement
        is_elsewhere = row.before and row.before != row.cell and moved in BETWEEN_CELLS
        score = tell(row.scheme, row.cell or None, row.band or None)
        target, inherent = _scored(tell, detail.target), _scored(tell, detail.inherent)
        review, entry = reviews.get(key), corporate.get(key)
        yield cut((
            number_or_text(row.printed_ref),
            detail.title,
            WITHHELD_WORD if moved is WITHHELD else MOVED.get(moved),
            detail.periods if moved and detail.periods else None,
            *(_before(tell(row.scheme, row.before, None)) if is_elsewhere else NOTHING[:2]),
            *(score if score else UNSCORED),
            *(target if target else NOTHING),
            detail.target.target_on if target else None,
            PROGRESS[beside.progress.get(key, Status.NOT_STATED)],
            lines(detail.owners) if detail.owners else None,
            lines(detail.leads) if detail.leads else None,
            HORIZONS.get(row.horizon),
            detail.description or None,
            " ".join(detail.reasons) if detail.reasons else None,
            lines(detail.objectives) if detail.objectives else None,
            *(inherent if inherent else NOTHING),
            (detail.scores[-1].reason or None) if detail.scores else None,
            _own_band(beside.own_bands.get(key), row.spells),
            review and review.on,
            review and review.next_on,
            "Open" if row.is_open else "Closed",
            row.opened_on,
            row.closed_on,
            SENSITIVE if row.is_sensitive else OFFICIAL,
            row.order,
            row.ref,
            "Since agreed" if key in changed else None,
            "Illustrative" if row.is_illustrative and score else None,
            f"Corporate risk {entry.other.ref}" if entry and entry.is_open else None,
        ))  # fmt: skip


def _teller(view):
    """(scheme, cell, band) to the levels and the band as cells of the file; each different one is worked out once."""

    @cache
    def tell(scheme, cell, band):
        words = tell_cell(view.register, scheme, cell, band) if cell else None
        return (number_or_text(words.likelihood), number_or_text(words.impact), BANDS[words.band]) if words else None

    return tell


def _scored(tell, line):
    return tell(line.scheme, line.cell, line.band) if line else None


def _before(score):
    return f"{score[0]} v {score[1]}", score[2]


def _own_band(entries, spells):
    """Not what was said in confidence."""
    open_ones = said_openly(entries, spells) if entries else ()
    return BANDS[open_ones[-1].band] if open_ones and open_ones[-1].band else None
