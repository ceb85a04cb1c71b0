"""Is every workbook of tests/data understood, cell by cell, with every doubt asked and nothing lost?"""

import pytest

from tests.data import make
from tests.imported_measure import expected_of, measured, names


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
