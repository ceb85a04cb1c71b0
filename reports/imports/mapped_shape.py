"""Is this a mapping at all? One that comes from a file of its own may hold anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.imports.values import About, Fact

_PARTS = ("values", "options", "answers")


def what_is_amiss(data: Any) -> str:
    """What of it cannot be a mapping, as the end of a sentence; "" where it can be read by."""
    if not isinstance(data, Mapping) or not isinstance(data.get("tables"), list):
        return 'it has no list of "tables"'
    for number, table in enumerate(data["tables"], 1):
        words = _of_table(table)
        if words:
            return f"table {number}: {words}"
    for part in _PARTS:
        if not isinstance(data.get(part, {}), Mapping):
            return f'"{part}" is not an object'
    for fact, values in data.get("values", {}).items():
        if not _is_one_of(Fact, fact) or not isinstance(values, Mapping):
            return f'"{fact}" among the "values" is no fact with its values'
    return ""


def _of_table(table: Any) -> str:
    if not isinstance(table, Mapping) or not isinstance(table.get("sheet"), str):
        return 'it has no "sheet"'
    for part in ("header", "rows"):
        if not _is_two_numbers(table.get(part)):
            return f'"{part}" is two numbers, the first row and the last'
    if not _is_one_of(About, table.get("about")):
        return f'"about" is one of {", ".join(About)}'
    for part in ("columns", "headings"):
        found = table.get(part, {} if part == "headings" else None)
        if not isinstance(found, Mapping) or not all(key.isascii() and key.isdecimal() for key in found):
            return f'"{part}" is an object by the number of the column'
    wrong = [fact for fact in table["columns"].values() if fact is not None and not _is_one_of(Fact, fact)]
    if wrong:
        return f'"{wrong[0]}" is nothing that a column can be'
    if not all(isinstance(heading, str) for heading in table.get("headings", {}).values()):
        return "a heading is not a text"
    return _of_blocks(table)


def _of_blocks(table: Mapping[str, Any]) -> str:
    blocks = table.get("blocks", [])
    is_list = isinstance(blocks, list) and all(_is_block(block) for block in blocks)
    if not is_list or (table.get("form") and not blocks):
        return '"blocks" is a list of a sheet, its first and last row and a column each'
    return ""


def _is_block(block: Any) -> bool:
    is_four = isinstance(block, list) and len(block) == 4
    return is_four and isinstance(block[0], str) and all(map(_is_number, block[1:]))


def _is_two_numbers(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1_048_576


def _is_one_of(kind: Any, value: Any) -> bool:
    return isinstance(value, str) and value in [one.value for one in kind]
