"""The expected result of a workbook, put together beside it. What it looks like is said in tests/data/README.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter

from tests.data.making.book import Book

Made = tuple[Book, dict[str, Any]]
MAKERS: dict[str, tuple[Callable[[], Made], str, dict[str, Any]]] = {}


def workbook(name: str, **more: Any) -> Callable[[Callable[[], Made]], Callable[[], Made]]:
    """Register what makes a file: `name` with its ending. `more`: encoding, delimiter, line_end of a text file."""

    def register(make: Callable[[], Made]) -> Callable[[], Made]:
        MAKERS[name] = (make, make.__doc__ or "", more)
        return make

    return register


def at(sheet: str, row: int, column: int = 0) -> str:
    """A place as the expected results print it: "Register!C12", "Register!12" for a row."""
    return f"{sheet}!{get_column_letter(column) if column else ''}{row}"


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value


def entry(ref: str, where: str, controls: Iterable[dict[str, Any]] = (), section: str = "", **facts: Any) -> dict:
    """One expected risk or work-stream; facts by their slug with _ for -."""
    made: dict[str, Any] = {"ref": ref, "where": where}
    if section:
        made["section"] = section
    made["facts"] = {name.replace("_", "-"): plain(value) for name, value in facts.items() if value is not None}
    controls = [plain(control) for control in controls]
    return made | ({"controls": controls} if controls else {})


def in_place(titles: Iterable[str], **more: Any) -> list[dict[str, Any]]:
    """Controls that are working."""
    return [{"title": title, "stage": "in-place"} | more for title in titles]


def planned(titles: Iterable[str], **more: Any) -> list[dict[str, Any]]:
    """Actions still to be done."""
    return [{"title": title, "stage": "planned"} | more for title in titles]


def table(
    sheet: str, header: tuple[int, int], rows: tuple[int, int], columns: dict[str, str], about: str = "risks"
) -> dict:
    """One expected table: its columns by letter to the slug of a fact ("" for one that is a question)."""
    return {"sheet": sheet, "about": about, "header": list(header), "rows": list(rows), "columns": columns}


def problem(fact: str, where: str, weight: str, like: str) -> dict[str, str]:
    """Something that must be told: `weight` may name several with |; `like` is a word of the sentence, or ""."""
    return {"fact": fact, "where": where, "weight": weight, "like": like}


def without_order(made: dict[str, Any], place_of: dict[str, str]) -> list[dict[str, str]]:
    """Takes the scores of two unlike levels from an entry, for a file that nowhere says which level stands first.

    `place_of`: the cell of each fact. What is asked instead is returned.
    """
    asked = []
    for fact, where in place_of.items():
        likelihood, impact = made["facts"][fact]
        if likelihood != impact:
            del made["facts"][fact]
            asked.append(problem(fact, where, "question", "first"))
    return asked


def question(fact: str, printed: str) -> dict[str, str]:
    """A doubt that must be asked: a value (with its fact) or a heading of a column (fact "")."""
    return {"fact": fact, "printed": printed}


def result(
    known: dict[str, Any],
    entries: list[dict],
    *,
    tables: Iterable[dict] = (),
    questions: Iterable[dict] = (),
    problems: Iterable[dict] = (),
    left_out: Iterable[str] = (),
    controls: Iterable[dict] = (),
    as_at: str = "2023-09-30",
    is_plain: bool = False,
) -> dict[str, Any]:
    """The whole expected result; `is_plain`: nothing may be asked that is not listed."""
    return {
        "as_at": as_at,
        "is_plain": is_plain,
        "known": known,
        "tables": list(tables),
        "entries": entries,
        "controls": [plain(control) for control in controls],
        "questions": list(questions),
        "problems": list(problems),
        "left_out": list(left_out),
    }
