"""Was a mapping settled for another file? Then it fits this one by the headings of its tables, if at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from registers.access import audience_of
from reports.import_job import workbook_of
from reports.imports.headings import same
from reports.imports.known import known_of
from reports.imports.remembering import is_settled
from reports.imports.understanding import mapping_of, understand
from reports.imports.values import Mapped, Proposal
from reports.models import Import
from reports.workbooks.grid import Workbook


def refitted(record: Import, mapping: Mapping[str, Any]) -> tuple[dict[str, Any], Proposal | None]:
    """The mapping as it fits the record's file, and what the file was then taken for; None where it fits as it is.

    `mapping`: with the "sha256" of the file it was settled for, if that is known. What was answered of single rows of
    another file is left behind. Raises ValidationError where no table of the mapping is like one of the file, and
    Unreadable.
    """
    mapping = dict(mapping)
    digest = mapping.pop("sha256", None)
    if digest == record.digest:
        return mapping, None
    workbook = workbook_of(record)
    if digest is None and all(_stands_there(workbook, table) for table in mapping["tables"]):
        return mapping, None
    settled = Mapped(mapping)
    proposal = understand(workbook, known_of(record.register, audience_of(record.by), record.as_at), settled)
    if not any(is_settled(column) for table in proposal.tables for column in table.columns):
        sheets = ", ".join(dict.fromkeys(f"“{table['sheet']}”" for table in mapping["tables"]))
        raise ValidationError(
            f"The mapping is of another file: {record.name} has no table like those of its sheets {sheets}."
        )
    return dict(mapping_of(proposal).data), proposal


def _stands_there(workbook: Workbook, table: Mapping[str, Any]) -> bool:
    """The sheet is there, and most headings that the mapping names stand in the rows it names."""
    blocks = table.get("blocks", [])
    named = {table["sheet"], *(block[0] for block in blocks)}
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    if not named <= set(sheets):
        return False
    first, last = table["header"]
    if blocks or not first:
        return True
    rows = (sheets[table["sheet"]].rows.get(row, {}) for row in range(first, last + 1))
    said = " ".join(same(str(cell.value)) for row in rows for cell in row.values())
    headings = [same(part) for heading in table.get("headings", {}).values() for part in heading.split(" / ")]
    return 2 * sum(heading in said for heading in headings) >= len(headings)
