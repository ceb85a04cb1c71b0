"""A log of several kinds of entries, told apart by a column: "Risk", "Issue", "Assumption", "Dependency"."""

from __future__ import annotations

from collections.abc import Mapping

from reports.imports.contents import printed_of
from reports.imports.headings import words_of
from reports.imports.values import Fact
from reports.workbooks.grid import Sheet

_OTHERS = {
    **dict.fromkeys(("issue", "issues", "i"), "an issue"),
    **dict.fromkeys(("assumption", "assumptions", "a"), "an assumption"),
    **dict.fromkeys(("dependency", "dependencies", "d"), "a dependency"),
    **dict.fromkeys(("action", "actions"), "an action"),
    **dict.fromkeys(("decision", "decisions"), "a decision"),
    **dict.fromkeys(("lesson", "lessons"), "a lesson"),
    **dict.fromkeys(("constraint", "constraints"), "a constraint"),
    **dict.fromkeys(("change", "changes", "change request"), "a change"),
}
_RISKS = frozenset({"risk", "risks", "r", "threat", "opportunity"})
_SAYS_KIND = frozenset({"type", "kind", "category", "raid", "class", "log"})


def others_in(sheet: Sheet, rows: tuple[int, int], columns: Mapping[int, Fact | None]) -> dict[int, str]:
    """The rows that are no risks by such a column, with what they are; none where no column tells."""
    numbers = [number for number in sorted(sheet.rows) if rows[0] <= number <= rows[1]]
    for column, fact in columns.items():
        if fact not in (None, Fact.IGNORED):
            continue
        said = {number: text for number in numbers if (text := printed_of(sheet.cell(number, column).value).lower())}
        words = set(said.values())
        if not words & _RISKS or not words <= _RISKS | _OTHERS.keys() or not words & _OTHERS.keys():
            continue
        heading = printed_of(sheet.cell(rows[0] - 1, column).value)
        if all(len(word) > 1 for word in words) or _SAYS_KIND & set(words_of(heading)):
            return {number: _OTHERS[text] for number, text in said.items() if text in _OTHERS}
    return {}
