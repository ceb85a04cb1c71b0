"""How was a file understood? For the shell: what each column was taken for, each value, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from registers.access import audience_of
from reports.import_job import workbook_of
from reports.imports.known import known_of
from reports.imports.understanding import values_of
from reports.imports.values import FACTS_OF, About, Fact, Known, Mapped, Proposal
from reports.imports.words import ABOUTS, fact_word
from reports.mapping_choices import labels_of, meanings, packed
from reports.models import Import
from reports.workbooks.grid import column_letters

ASKED = "a question"
AS_SAID = "As the mapping says."


def understanding(record: Import, proposal: Proposal | None) -> dict[str, list[dict[str, Any]]]:
    """{"columns", "values", "remarks"} as JSON has it. `proposal`: None where a mapping was given instead."""
    known = known_of(record.register, audience_of(record.by), record.as_at)
    values = proposal.values if proposal else values_of(workbook_of(record), record.mapped, known)
    return {
        "columns": list(_columns(record.mapped, _reasons(proposal))),
        "values": [_value(value, known) for value in values],
        "remarks": list(proposal.remarks) if proposal else [],
    }


def _reasons(proposal) -> dict[tuple[int, int], str]:
    """Why, by the place of the table and the number of the column."""
    tables = proposal.tables if proposal else ()
    return {(place, column.column): column.reason for place, table in enumerate(tables) for column in table.columns}


def _columns(mapped: Mapped, reasons) -> Iterator[dict[str, Any]]:
    for place, table in enumerate(mapped.data["tables"]):
        about = About(table["about"])
        headings, facts = table.get("headings", {}), table["columns"]
        for number in sorted({int(column) for column in (*headings, *facts)}):
            fact = facts.get(str(number)) if FACTS_OF[about] else Fact.IGNORED.value
            yield {
                "sheet": table["sheet"],
                "rows": list(table["rows"]),
                "about": about.value,
                "column": "" if table.get("form") else column_letters(number),
                "heading": headings.get(str(number), ""),
                "fact": fact,
                "words": fact_word(Fact(fact), about) if fact else ASKED,
                "reason": reasons.get((place, number), AS_SAID),
            }


def _value(value, known: Known) -> dict[str, Any]:
    return {
        "fact": value.fact.value,
        "printed": value.printed,
        "meaning": value.meaning,
        "words": _in_words(value, known),
        "reason": value.reason,
        "count": value.count,
        "place": str(value.where),
        "is_plain": value.is_plain,
    }


def _in_words(value, known) -> str:
    if value.meaning is None:
        return ASKED
    if isinstance(value.meaning, dict) and "add" in value.meaning:
        return f"the new post {value.meaning['add']}"
    label = labels_of(meanings(value, known)).get(packed(value.meaning))
    return "nothing" if value.meaning == "" else label or str(value.meaning)


def write_understanding(write: Callable[[str], Any], said: dict[str, list[dict[str, Any]]]) -> None:
    """The same in lines: every column, and the values that are not written just as the register has them."""
    last = None
    for one in said["columns"]:
        table = (one["sheet"], one["rows"])
        if table != last:
            write(f"“{one['sheet']}”, rows {one['rows'][0]} to {one['rows'][1]}: {ABOUTS[About(one['about'])]}")
        last = table
        heading = f"“{brief(one['heading'])}”" if one["heading"] else "no heading"
        write(f"  {one['column']:<3} {heading} -> {one['words']}. {one['reason']}".rstrip())
    for one in said["values"]:
        if not one["is_plain"]:
            words, printed = fact_word(Fact(one["fact"])), brief(one["printed"])
            write(f"  {words} “{printed}” ({one['count']:,} x, {one['place']}) -> {one['words']}. {one['reason']}")
    for words in said["remarks"]:
        write(f"  Note: {words}")


def brief(text: str, most: int = 80) -> str:
    """On one line, cut after `most` characters."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
