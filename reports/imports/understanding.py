"""What does a workbook hold? A proposal for the person who imports it: tables, columns and values, each with why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from reports.imports import form_cells, forms
from reports.imports.about import Decided, about_of, is_aside
from reports.imports.assigning import assign
from reports.imports.columns import Column, columns_of
from reports.imports.day_order import asks_day_order
from reports.imports.headings import same
from reports.imports.meanings import Tally, count_cells, count_table, proposals
from reports.imports.our_own import ours
from reports.imports.remembering import applied_to
from reports.imports.score_order import asks_score_order, is_impact_first
from reports.imports.sheets import without_copies
from reports.imports.tables import Found, headless, tables_in
from reports.imports.values import (
    FACTS_OF,
    About,
    ColumnProposal,
    Fact,
    Known,
    Mapped,
    Proposal,
    TableProposal,
    ValueProposal,
)
from reports.workbooks.grid import Sheet, Workbook, column_letters

SCHEMA = 1


def understand(workbook: Workbook, known: Known, settled: Mapped | None = None) -> Proposal:
    """What a workbook seems to hold. `settled`: a mapping for this file or one of its shape, which is kept to."""
    tables: list[TableProposal] = []
    remarks: list[str] = list(workbook.remarks)
    found_forms: list[forms.Form] = []
    for sheet in workbook.sheets:
        if not sheet.rows:
            continue
        made = ours(sheet)
        tables += [made] if made else _of_sheet(sheet, known, remarks, found_forms)
    tables += forms.proposed(found_forms, known)
    tables = without_copies(workbook, tables)
    if settled is not None:
        tables = applied_to(tables, settled)
    options = {**_options(tables), **(settled.data.get("options", {}) if settled else {})}
    kept = settled.data.get("values", {}) if settled else {}
    values = _values(workbook, tables, known, options, kept)
    proposal = Proposal(tuple(tables), values, tuple(dict.fromkeys(remarks)), options)
    asked = (("day_first", asks_day_order), ("impact_first", asks_score_order))
    mapped = mapping_of(proposal)
    open_ones = {name: None for name, asks in asked if name not in options and asks(workbook, mapped, known)}
    return replace(proposal, options={**options, **open_ones}) if open_ones else proposal


def values_of(workbook: Workbook, mapped: Mapped, known: Known) -> tuple[ValueProposal, ...]:
    """What the values seem to mean in the columns as a mapping has them."""
    tally = Tally()
    options = mapped.data.get("options", {})
    for table in mapped.data.get("tables", ()):
        about = About(table["about"])
        columns = {int(column): Fact(fact) for column, fact in table["columns"].items() if fact}
        if table.get("form"):
            _count_form(tally, workbook, table["blocks"], table.get("headings", {}), columns, known, options)
        elif about != About.NOTHING and columns:
            everything = {int(column): columns.get(int(column)) for column in table.get("headings", table["columns"])}
            sheet = workbook.sheet(table["sheet"])
            count_table(
                *(
                    tally,
                    sheet,
                    about,
                    tuple(table["header"]),
                    tuple(table["rows"]),
                    everything | columns,
                    known,
                    options,
                )
            )
    return proposals(tally, known, mapped.data.get("values", {}))


def mapping_of(proposal: Proposal, options: Mapping[str, Any] | None = None) -> Mapped:
    """The mapping that follows if the person changes nothing; questions have no entry in it."""
    values: dict[str, dict[str, Any]] = {}
    for value in proposal.values:
        if value.meaning is not None:
            values.setdefault(value.fact.value, {})[value.printed] = value.meaning
    return Mapped(
        {
            "schema": SCHEMA,
            "tables": [_table_json(table) for table in proposal.tables],
            "values": values,
            "options": {**proposal.options, **(options or {})},
        }
    )


def _table_json(table: TableProposal) -> dict[str, Any]:
    found: dict[str, Any] = {
        "sheet": table.sheet,
        "header": list(table.header),
        "rows": [table.first_row, table.last_row],
        "about": table.about.value,
        "columns": {str(column.column): column.fact.value for column in table.columns if column.fact is not None},
        "headings": {str(column.column): column.heading for column in table.columns},
    }
    if table.is_closed:
        found["closed"] = True
    if table.blocks:
        found |= {"form": True, "blocks": [list(block) for block in table.blocks]}
    return found


def shape_of(given: Workbook | Proposal) -> str:
    """A fingerprint of the headings of a file's tables, so that the next file of the shape finds its mapping.

    Names of sheets, values, places and the years, quarters and months in headings do not count; nor does how many
    sheets of one shape there are.
    """
    proposal = given if isinstance(given, Proposal) else understand(given, Known())
    shapes = sorted(
        {
            "|".join(same(column.heading) for column in table.columns)
            for table in proposal.tables
            if table.about != About.NOTHING
        }
    )
    return hashlib.sha256("\n".join(shapes).encode()).hexdigest()[:32]


# Sheets ---------------------------------------------------------------------------------------------------------------


def _of_sheet(sheet: Sheet, known: Known, remarks: list[str], found_forms: list[forms.Form]) -> Iterable[TableProposal]:
    if sheet.is_hidden:
        remarks.append(f"The sheet “{sheet.name}” is hidden in the file.")
    hidden = sorted(column for column in sheet.hidden_columns if any(column in row for row in sheet.rows.values()))
    if hidden:
        names = ", ".join(column_letters(column) for column in hidden[:12])
        remarks.append(f"“{sheet.name}” has hidden columns that hold something: {names}.")
    rows = sorted(row for row in sheet.hidden_rows if row in sheet.rows)
    if rows:
        names = ", ".join(map(str, rows[:12])) + (" and more" if len(rows) > 12 else "")
        remarks.append(f"“{sheet.name}” has hidden rows that hold something: {names}.")
    found = tables_in(sheet)
    decided = [about_of(table) for table in found]
    kept = [(table, each.about) for table, each in zip(found, decided, strict=True) if each.about != About.NOTHING]
    if not is_aside(sheet.name) and not any(
        about == About.RISKS and _size(table) > 1 and not forms.is_grid_of_form(table) for table, about in kept
    ):
        of_sheet = forms.forms_in(sheet)
        if of_sheet and (not kept or forms.stand_above(of_sheet, kept[0][0].header[0])):
            found_forms += of_sheet
            return []
    if not found:
        bare = None if is_aside(sheet.name) else headless(sheet)
        if bare is not None:
            from reports.imports.headless import proposed

            return [proposed(bare, known)]
        remarks.append(f"“{sheet.name}” holds no table of risks, controls or work-streams, so it is left out.")
        rows = sorted(sheet.rows)
        reason = "No header of a table was found in it."
        return [TableProposal(sheet.name, (0, 0), rows[0], rows[-1], About.NOTHING, reason, ())]
    return [_proposed(table, each, known) for table, each in zip(found, decided, strict=True)]


def _columns(table: Found, about: About, known: Known) -> list[Column]:
    found = columns_of(table, known)
    assign(found, about, known)
    return found


def _size(table: Found) -> int:
    return sum(table.first_row <= number <= table.last_row for number in table.sheet.rows)


def _proposed(table: Found, decided: Decided, known: Known) -> TableProposal:
    if decided.about == About.NOTHING:
        columns = tuple(
            ColumnProposal(number, " / ".join(table.tiers[number]), None, "", ()) for number in table.columns
        )
    else:
        columns = tuple(_column(column, decided.about) for column in _columns(table, decided.about, known))
    return TableProposal(
        table.sheet.name,
        table.header,
        table.first_row,
        max(table.last_row, table.first_row),
        decided.about,
        decided.reason,
        columns,
        is_closed=decided.is_closed,
    )


def _column(column: Column, about: About) -> ColumnProposal:
    fact = column.fact if column.fact in FACTS_OF[about] else None
    samples = tuple(column.content.samples)
    return ColumnProposal(column.number, column.heading, fact, column.reason, samples, column.is_hidden)


def _options(tables: Iterable[TableProposal]) -> dict[str, Any]:
    """Impact before likelihood, where a heading of a whole score says so."""
    whole = [
        column.heading
        for table in tables
        for column in table.columns
        if column.fact is not None and column.fact.value.endswith(("-score", "ref"))
    ]
    return {"impact_first": True} if any(is_impact_first(heading) for heading in whole) else {}


# Values ---------------------------------------------------------------------------------------------------------------


def _values(
    workbook: Workbook,
    tables: Iterable[TableProposal],
    known: Known,
    options: Mapping[str, Any],
    kept: Mapping[str, Any],
) -> tuple[ValueProposal, ...]:
    tally = Tally()
    for table in tables:
        if table.about == About.NOTHING:
            continue
        columns = {column.column: column.fact for column in table.columns}
        if table.blocks:
            headings = {str(column.column): column.heading for column in table.columns}
            _count_form(tally, workbook, table.blocks, headings, columns, known, options)
            continue
        sheet = workbook.sheet(table.sheet)
        count_table(
            *(tally, sheet, table.about, table.header, (table.first_row, table.last_row), columns, known, options)
        )
    return proposals(tally, known, kept)


def _count_form(
    tally: Tally,
    workbook: Workbook,
    blocks: Iterable[Any],
    headings: Mapping[str, str],
    columns: Mapping[int, Fact | None],
    known: Known,
    options: Mapping[str, Any],
) -> None:
    for name, first, last, value_column in blocks:
        sheet = workbook.sheet(name)
        places = form_cells.places_of(sheet, (first, last), headings, value_column)
        cells = [
            (fact, *place) for column, fact in columns.items() if fact is not None for place in places.get(column, ())
        ]
        count_cells(tally, sheet, cells, known, options)
