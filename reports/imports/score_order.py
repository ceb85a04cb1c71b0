"""Is there a score of two parts in a file that can be read in two ways, and nothing that tells which?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from registers.scoring import Scheme
from reports.imports.judging import SCORES
from reports.imports.levels import judge_level
from reports.imports.refs import ref_of
from reports.imports.scores import parts_of
from reports.imports.settled import Settled, Table
from reports.imports.texts import one_line, printed_cell
from reports.imports.values import About, Fact, Known, Mapped
from reports.workbooks.grid import Workbook

_LIKELIHOOD = r"(?:likelihood|lik|probability|prob|l|p)"
_IMPACT = r"(?:impact|imp|severity|consequence|i|c|s)"
_BY = r"\s*(?:x|v|vs|\*|\u00d7|/|by|,|;|&|\+|\||-|\u2013|and|then)\.?\s*"
_IMPACT_FIRST = re.compile(rf"\b{_IMPACT}{_BY}{_LIKELIHOOD}\b", re.I)
_LIKELIHOOD_FIRST = re.compile(rf"\b{_LIKELIHOOD}{_BY}{_IMPACT}\b", re.I)
_IN_A_KEY = re.compile(
    r"\b(?:likelihood|probability)\W{0,3}(?:x|v|vs|by|\u00d7|\*|and)?\W{0,3}(?:impact|severity)\b", re.I
)
# "M v H" is likelihood v impact wherever the portal prints a score (registers.scoring.Scheme.words).
_OUR_SIGN = re.compile(r"(?<![A-Za-z])vs?\.?(?![A-Za-z])|^(?:vh|vl|[lmh])v(?:vh|vl|[lmh])$", re.I)


def is_impact_first(heading: str) -> bool:
    """ "Score (I x L)"."""
    return bool(_IMPACT_FIRST.search(heading))


def goes_both_ways(text: str, scheme: Scheme | None) -> bool:
    """Two unlike levels in one cell, either of which can be the likelihood: "4x5", never "M v H" or "L4 I5"."""
    said, turned = parts_of(text), parts_of(text, impact_first=True)
    if not said.has_levels or said == turned or said.likelihood.casefold() == said.impact.casefold():
        return False
    if _OUR_SIGN.search(one_line(text)):
        return False
    if scheme is None:
        return True
    return all(_is_on(scheme, each.likelihood, each.impact) for each in (said, turned))


def _is_on(scheme: Scheme, likelihood: str, impact: str) -> bool:
    levels = (
        judge_level(likelihood, scheme.likelihoods, "likelihood").meaning,
        judge_level(impact, scheme.impacts, "impact").meaning,
    )
    return all(isinstance(level, int) for level in levels)


def asks_score_order(workbook: Workbook, mapped: Mapped, known: Known) -> bool:
    """Whether a person has to say which part of a score like 4x5 is the likelihood."""
    settled = Settled(workbook, mapped, known)
    tables = [table for table in settled.tables if table.about is About.RISKS]
    doubtful = any(goes_both_ways(text, known.scheme) for table in tables for text in _scores_of(table))
    return doubtful and not _is_said(workbook)


def _scores_of(table: Table) -> Iterator[str]:
    """What stands in columns of whole scores, where no heading of the table tells the order, and behind references."""
    columns = [column for column, fact in table.columns.items() if fact in SCORES and not _has_levels(table, fact)]
    refs = [column for column, fact in table.columns.items() if fact is Fact.REF]
    for number, cells in table.sheet.rows.items():
        if table.rows[0] <= number <= table.rows[1]:
            yield from (printed_cell(cells[column]) for column in columns if column in cells)
            for column in refs:
                ref = ref_of(printed_cell(cells[column])) if column in cells else None
                if ref and ref.score:
                    yield ref.score


def _has_levels(table: Table, score: Fact) -> bool:
    """Its likelihood or impact has a column of its own, with which each score is compared."""
    kind = score.removesuffix("-score")
    return bool(table.facts & {Fact(f"{kind}-likelihood"), Fact(f"{kind}-impact")})


def _is_said(workbook: Workbook) -> bool:
    """A heading or a key somewhere in the file names both, in one order only."""
    said = {order for text in _texts(workbook) for order in _orders(text)}
    return len(said) == 1 and said != {"impact"}


def _orders(text: str) -> Iterable[str]:
    if len(text) > 120:
        return ("likelihood",) if _IN_A_KEY.search(text) else ()
    found = (("impact", _IMPACT_FIRST), ("likelihood", _LIKELIHOOD_FIRST))
    return [name for name, pattern in found if pattern.search(text)]


def _texts(workbook: Workbook) -> Iterator[str]:
    for sheet in workbook.sheets:
        for cells in sheet.rows.values():
            for cell in cells.values():
                if isinstance(cell.value, str):
                    yield one_line(cell.value)
