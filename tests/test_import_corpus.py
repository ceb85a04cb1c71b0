"""Is every workbook of tests/data understood, cell by cell, with every doubt asked and nothing lost?"""

from datetime import datetime

import pytest

from tests.data import make
from tests.data.making.book import COLOURS
from tests.data.making.files import shown
from tests.imported_measure import expected_of, measured, names, opened


@pytest.mark.parametrize("name", names())
def test_a_workbook_is_understood_cell_by_cell(name):
    found = measured(name).found
    assert not found, "\n".join(f"{finding.kind}: {finding.words}" for finding in found)


def test_the_workbooks_are_what_their_makers_make():
    assert make.main(["--check"]) == 0


def test_every_nastiness_has_a_workbook_and_every_workbook_an_expected_result():
    files = {path.name for path in make.HERE.iterdir() if path.suffix in {".xlsx", ".ods", ".csv", ".txt"}}
    assert {expected_of(name)["file"] for name in names()} == files == set(make.MAKERS)
    assert len(files) >= 24


NO_TABLE = {"as-prose.pasted.txt"}  # its commas part it, as the clipboard's would


@pytest.mark.parametrize("name", sorted(set(make.MAKERS) - NO_TABLE))
def test_the_grid_holds_what_was_written(name):
    """Every cell comes back from the file as it was put in: value, colour, strike, comment, hidden parts."""
    book = make.MAKERS[name][0]()[0]
    workbook = opened(make.HERE, name)
    is_text = not name.endswith(("xlsx", "ods"))
    for page, sheet in zip(book.pages, workbook.sheets, strict=True):
        written = {
            place: cell for place, cell in page.cells.items() if cell.value is not None and str(cell.value).strip()
        }
        got = {
            (row, column) for row, cells in sheet.rows.items() for column, cell in cells.items() if not cell.is_blank
        }
        assert got == {place for place, cell in written.items() if not str(cell.value).startswith("#")} | (
            got & set(written)
        )
        for (row, column), cell in written.items():
            here = sheet.cell(row, column)
            assert comparable(here.value, is_text) == comparable(cell.value, is_text)
            assert here.colour == COLOURS.get(cell.fill, "")
            assert here.is_struck == cell.struck
            assert here.note == cell.note
            assert here.is_formula == bool(cell.formula)
        if not is_text:
            assert sheet.hidden_columns == set(page.hidden_columns)
            assert sheet.hidden_rows == set(page.hidden_rows)
            assert sheet.is_hidden == page.is_hidden


def comparable(value, is_text):
    """A value as either side of the test has it."""
    if isinstance(value, datetime):
        value = value.date()
    if is_text:
        value = shown(value)
    return " ".join(value.split()) if isinstance(value, str) else value
