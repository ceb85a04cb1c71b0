"""How well was a workbook of tests/data understood? One measure for the corpus, for unseen files and for mutants.

A `Finding` is one thing that is wrong, in words; its `kind` says which promise it breaks: a risk not found, a fact
not right, a doubt not asked, something not told, asked without need, lost, or a crash.
"""

from __future__ import annotations

import json
import traceback
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reports.imports.leavings import unaccounted
from reports.imports.reading import read
from reports.imports.understanding import mapping_of, understand
from reports.workbooks.grid import Workbook
from reports.workbooks.reading import read_pasted, read_workbook
from tests.imported_compare import Comparison, Measured
from tests.imported_known import known_from

HERE = Path(__file__).parent / "data"


def expected_of(name: str, folder: Path = HERE) -> dict[str, Any]:
    """The expected result of a file."""
    return json.loads((folder / f"{name}.expected.json").read_text())


def names(folder: Path = HERE) -> list[str]:
    """The corpus, by name without ending."""
    return sorted(path.name.removesuffix(".expected.json") for path in folder.glob("*.expected.json"))


def opened(folder: Path, file: str) -> Workbook:
    """A file of the corpus as a workbook."""
    content = (folder / file).read_bytes()
    return read_pasted(content.decode()) if file.endswith(".pasted.txt") else read_workbook(content, file)


def measured(name: str, folder: Path = HERE) -> Measured:
    """Everything that is wrong with what is understood of one file."""
    expected = expected_of(name, folder)
    measure = Measured(name)
    try:
        known = known_from(expected["known"], expected["as_at"])
        workbook = opened(folder, expected["file"])
        proposal = understand(workbook, known)
        reading = read(workbook, mapping_of(proposal), known)
    except Exception as error:  # a crash is a finding like another
        last = traceback.extract_tb(error.__traceback__)[-1]
        measure.say("crash", f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})")
        return measure
    Comparison(measure, expected, known, workbook, proposal, reading).run()
    for where in unaccounted(workbook, reading):
        measure.say("lost", f"{where}: in no entry, no problem and not left out")
    return measure


def summary(all_: Iterable[Measured]) -> dict[str, str]:
    """Shares over many files, for a report."""
    of, missed = Counter(), Counter()
    for one in all_:
        of.update(one.of)
        missed.update(finding.kind for finding in one.found)
    shares = {
        kind: f"{max(0, of[kind] - missed[kind])} of {of[kind]}"
        for kind in ("risk", "fact", "doubt", "told", "table", "lost")
    }
    return shares | {"needless": str(missed["needless"]), "crash": str(missed["crash"])}
