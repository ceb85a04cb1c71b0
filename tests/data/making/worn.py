"""What is left of a register after a PDF, a printer and ten years: broken lines, page ends, numbered columns, filters."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from tests.data.making.bank import bank, known, named
from tests.data.making.book import Book
from tests.data.making.expected import Made, at, problem, question, result, workbook
from tests.data.making.layout import (
    CONTROLS,
    IMPACT,
    LIKELIHOOD,
    OWNER,
    REF,
    TITLE,
    WORDS,
    bullets,
    entry_of,
    score,
)

TOLD = "remark|question|refused"
BASE = [REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT]


def cut(words: str, width: int = 34) -> list[str]:
    """Words over several lines."""
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


@workbook("out-of-a-pdf.xlsx")
def out_of_a_pdf() -> Made:
    """Copied out of a PDF: the lines of a cell stand in rows of their own, below the row that has the ref."""
    book = Book()
    page = book.page("Table 1")
    page.row([column.heading for column in BASE])
    entries = []
    for risk in bank(1, 2, 4, 5, 9):
        words, titles = cut(risk.description), cut(risk.title, 14)
        first = page.next_row
        for line in range(max(len(words), len(titles))):
            title = titles[line] if line < len(titles) else ""
            word = words[line] if line < len(words) else ""
            page.row([risk.ref, title, word, risk.owner, *risk.current] if not line else ["", title, word])
        entries.append(entry_of(risk, BASE, at(page.name, first)))
    return book, result(known(), entries)


@workbook("page-ends.xlsx")
def page_ends() -> Made:
    """Printed pages: after every four risks "Page 1 of 3", the title of the register again and its header again."""
    book = Book()
    page = book.page("Register")
    entries, left = [], []
    columns = [*BASE, CONTROLS]
    for number in range(3):
        left.append(at(page.name, page.row(["Northbeck Council corporate risk register"])))
        page.row([column.heading for column in columns])
        for risk in bank(*range(1 + 4 * number, 5 + 4 * number)):
            row = page.row([column.printed(risk) for column in columns])
            entries.append(entry_of(risk, columns, at(page.name, row)))
        left.append(at(page.name, page.row(["", "", "", f"Page {number + 1} of 3"])))
    return book, result(known(), entries, left_out=left)


@workbook("numbered-columns.ods")
def numbered_columns() -> Made:
    """A row of column numbers under the header, a count beside the ref, a filter that hides every third risk."""
    book = Book()
    page = book.page("Register", hidden_rows=[5, 8])
    columns = [*BASE, CONTROLS]
    page.row(["No.", *(column.heading for column in columns)])
    page.row([f"({number})" for number in range(1, 9)])
    entries, problems = [], []
    for place, risk in enumerate(bank(1, 2, 4, 5, 7, 8, 11), 1):
        risk = named(risk, f"NB{int(risk.ref):02}")
        row = page.row([place, *(column.printed(risk) for column in columns)])
        entries.append(entry_of(risk, columns, at(page.name, row)))
        if row in page.hidden_rows:
            problems.append(problem("", at(page.name, row), TOLD, "hidden"))
    page.row(["", "Count: 7"])
    return book, result(
        known(), entries, problems=problems, left_out=[at(page.name, 2), at(page.name, page.next_row - 1)]
    )


@workbook("labels-in-cells.xlsx")
def labels_in_cells() -> Made:
    """Labels within the cells: "Owner: ...", "Likelihood: 4", and one cell with the controls and the actions under labels."""
    book = Book()
    page = book.page("Top risks")
    page.row(["Ref", "Risk", "Who and how much", "What we do"])
    entries = []
    for risk in bank(1, 2, 4, 6):
        a, b = risk.current
        row = page.row(
            [
                risk.ref,
                f"{risk.title}\n{risk.description}",
                f"Owner: {risk.owner}\nLikelihood: {a}\nImpact: {b}",
                f"Controls:\n{bullets(risk.controls)}\nActions:\n{bullets([action.title for action in risk.actions])}",
            ]
        )
        made = entry_of(risk, [REF, TITLE, WORDS], at(page.name, row))
        made["facts"] |= {"?owners": [risk.owner], "?current-score": [a, b]}
        made["any_controls"] = True
        entries.append(made)
    return book, result(known(), entries, questions=[question("", "Who and how much")])


@workbook("quarters-with-levels.xlsx")
def quarters_with_levels() -> Made:
    """A group of likelihood, impact and score for each quarter, the newest first; the target after them."""
    book = Book()
    page = book.page("CRR")
    page.row(
        [
            "Ref",
            "Risk title",
            "Risk owner",
            "September 2023",
            "",
            "",
            "June 2023",
            "",
            "",
            "March 2023",
            "",
            "",
            "Target",
            "",
            "",
        ]
    )
    for column in (4, 7, 10, 13):
        page.merge(1, column, 1, column + 2)
    page.row(["", "", "", *["L", "I", "S"] * 4])
    entries = []
    for risk in bank(1, 2, 4, 5, 7, 8):
        (a, b), (c, d), (e, f) = risk.current, risk.inherent, risk.target
        row = page.row([risk.ref, risk.title, risk.owner, a, b, a * b, c, d, c * d, c, d, c * d, e, f, e * f])
        made = entry_of(risk, [REF, TITLE, OWNER, score("target", 0, "")], at(page.name, row))
        made["facts"]["?current-score"] = [a, b]
        entries.append(made)
    return book, result(known(), entries)
