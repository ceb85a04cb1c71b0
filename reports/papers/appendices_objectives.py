"""Which risks bear on which objective, by band? An objective with no risk is shown too (003).

Where scores are withheld there is one column without bands: nothing tells how high a risk stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registers.audience import Level
from registers.details import Position, RiskPosition
from registers.models import Framework
from registers.models.registers import FactClass
from registers.position import View
from registers.scoring import Band
from reports.models import AppendixKind
from reports.papers.appendices_common import OfRegister, said_of
from reports.papers.figures import Figures
from reports.papers.filling import Asked, fills

NOT_SCORED = "Not scored"
NO_BANDS = "Risks (their bands are not published)"


@dataclass(frozen=True)
class MatrixRow:
    """An objective and the refs of its risks, a cell a column; `words` in place of them where no risk bears on it."""

    objective: str
    cells: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True)
class Matrix:
    """The objectives of one framework."""

    framework: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    remark: str = ""  # instead of rows
    is_sensitive: bool = False


@dataclass(frozen=True, kw_only=True)
class Objectives(OfRegister):
    matrices: tuple[Matrix, ...]

    @property
    def is_sensitive(self) -> bool:
        return any(matrix.is_sensitive for matrix in self.matrices)


@fills(AppendixKind.OBJECTIVES)
def fill_objectives(asked: Asked) -> Objectives | None:
    if asked.is_empty:
        return None
    return Objectives(**said_of(asked.figures), matrices=matrices_of(asked.figures))


def matrices_of(figures: Figures) -> tuple[Matrix, ...]:
    """A matrix for each framework of the register's body. One statement for each table."""
    frameworks = Framework.objects.filter(organisation=figures.register.organisation).prefetch_related("objectives")
    named = [(each.name, [objective.name for objective in each.objectives.all()]) for each in frameworks]
    is_cut = figures.total > len(figures.position.risks)
    return tuple(matrix(figures.position, name, objectives, is_cut) for name, objectives in named)


def matrix(position: Position, framework: str, objectives: Sequence[str], is_cut: bool = False) -> Matrix:
    """Pure: which open risks that may be named bear on these objectives."""
    view, risks = position.view, position.open
    if not view.sees(FactClass.OBJECTIVES):
        return Matrix(framework, (), (), "Which risks bear on which objective is not published.")
    columns = _columns(view, risks)
    nothing = "No published risk bears on it" if is_cut else "No risk bears on it"
    rows = [
        _row(name, [risk for risk in risks if name in risk.details.objectives], columns, nothing) for name in objectives
    ]
    loose = [risk for risk in risks if not risk.details.objectives]
    if loose:
        rows.append(_row("No objective named", loose, columns, nothing))
    return Matrix(framework, tuple(label for label, _ in columns), tuple(rows), is_sensitive=_is_sensitive(view, risks))


def _columns(view: View, risks: Iterable[RiskPosition]):
    """[(heading, whether a risk stands under it)]"""
    if not view.sees(FactClass.SCORE):
        return [(NO_BANDS, lambda row: True)]
    scheme = view.register.scheme_on(view.scope.as_at)
    used = {cell.band for cell in scheme.value.cells.values()} if scheme else set()
    used |= {risk.row.band for risk in risks if risk.row.band}
    columns = [(band.label, lambda row, band=band: row.band == band) for band in Band if band in used]
    if any(not risk.row.band for risk in risks):
        columns.append((NOT_SCORED, lambda row: not row.band))
    return columns


def _row(objective, risks, columns, nothing) -> MatrixRow:
    cells = (", ".join(risk.row.printed_ref for risk in risks if stands(risk.row)) for _, stands in columns)
    return MatrixRow(objective, tuple(cells), "" if risks else nothing)


def _is_sensitive(view, risks) -> bool:
    shows_kept = view.sees(FactClass.SCORE) and view.register.level_of(FactClass.SCORE) >= Level.SENSITIVE
    return shows_kept or any(risk.row.is_sensitive for risk in risks)
