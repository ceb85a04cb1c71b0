"""Still other habits: letters on a scale of five, the same refs on two sheets, long forewords, arrows beside numbers."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.bank import bank, known, named
from tests.data.making.book import Book
from tests.data.making.expected import Made, at, problem, question, result, workbook
from tests.data.making.layout import (
    ACTIONS,
    CONTROLS,
    IMPACT,
    LIKELIHOOD,
    OWNER,
    REF,
    TITLE,
    WORDS,
    entry_of,
    three_scores,
)

TOLD = "remark|question|refused"
FIVE = ("VL", "L", "M", "H", "VH")


@workbook("five-letters.xlsx")
def five_letters() -> Made:
    """Five letters from VL to VH where the register's scale has five numbers: mapped with a reason, or each asked."""
    book = Book()
    page = book.page("Force risks")
    page.row(["Risk no", "Risk title", "Risk owner", "Proximity", "Prob", "Imp", "Previous", "Control strategy"])
    entries = []
    for place, risk in enumerate(bank(2, 3, 4, 7, 10, 12, 26)):
        a, b = risk.current
        row = page.row(
            [
                risk.ref,
                risk.title,
                risk.owner,
                ["Within 3 months", "This year", "Later"][place % 3],
                FIVE[a - 1],
                FIVE[b - 1],
                f"{FIVE[a - 1]}/{FIVE[b - 1]}",
                ["Treat", "Tolerate"][place % 2],
            ]
        )
        made = entry_of(risk, [REF, TITLE, OWNER], at(page.name, row))
        made["facts"] |= {"?current-score": [a, b], "?horizon": "~"}
        entries.append(made)
    return book, result(known(body="Westmarsh Police"), entries)


@workbook("same-refs-two-sheets.xlsx")
def same_refs() -> Made:
    """Two departments each number their risks from 1: different risks under the same ref, which must be told."""
    book = Book()
    entries, problems = [], []
    for name, numbers in (("Housing", (20, 5, 14)), ("Planning", (16, 6, 23))):
        page = book.page(name)
        page.row([column.heading for column in (REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT)])
        for place, risk in enumerate(bank(*numbers), 1):
            columns = [REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT]
            row = page.row([place, *(column.printed(risk) for column in columns[1:])])
            entries.append(entry_of(named(risk, str(place)), columns, at(name, row)))
            if name == "Planning":
                problems.append(problem("", at(name, row), TOLD, ""))
    return book, result(known(), entries, problems=problems)


@workbook("long-foreword.xlsx")
def long_foreword() -> Made:
    """Thirty lines of foreword with a small table of scores in it before the register begins at row 40; notes after it."""
    book = Book()
    page = book.page("Register")
    page.row(["Risk management at Calderwick"])
    for line in range(2, 28):
        page.row(
            [
                f"Paragraph {line}. Every head of department looks at their risks each term and tells the committee what has changed."
            ]
        )
    page.row(["Score", "Meaning"], at=30)
    for score_, words in ((1, "Low"), (2, "Medium"), (3, "High")):
        page.row([score_, words])
    entries = []
    columns = [REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT, CONTROLS, ACTIONS]
    page.row([column.heading for column in columns], at=39)
    for risk in bank(1, 2, 3, 9, 10, 12, 21):
        row = page.row([column.printed(risk) for column in columns])
        entries.append(entry_of(risk, columns, at(page.name, row)))
    page.skip(3)
    page.row(["Note: scores are agreed each term by the committee named above."])
    left = [at(page.name, row) for row in (1, 2, 27, page.next_row - 1)]
    return book, result(known(body="University of Calderwick"), entries, left_out=left)


@workbook("wide.xlsx")
def wide() -> Made:
    """Forty columns from a risk programme, most of them of no use here: what is useful is right, the rest is said."""
    book = Book()
    page = book.page("Export")
    useful = [REF, TITLE, WORDS, OWNER, *three_scores()[:6]]
    heads = [column.heading for column in useful[:4]] + [
        f"{kind} {part}" for kind in ("Inherent", "Residual") for part in ("likelihood", "impact", "score")
    ]
    extra = [
        "Created by",
        "Created on",
        "Modified by",
        "Modified on",
        "GUID",
        "Workflow state",
        "Parent ID",
        "Path",
        "Version",
        "Locale",
        "Colour code",
        "Notify",
        "Cost centre",
        "Region",
        "Attachment count",
    ]
    page.row([*heads, *extra])
    entries = []
    for place, risk in enumerate(bank(1, 2, 4, 5, 7, 9, 11, 13, 15, 17, 19, 21)):
        more = [
            "jm",
            date(2020, 1, 5),
            "ts",
            date(2023, 9, 1),
            f"{place:08x}-77aa",
            "Published",
            10,
            f"/corporate/{place}",
            f"{place}.0",
            "en-GB",
            "#ff0000",
            "Y",
            4410 + place,
            "North",
            0,
        ]
        row = page.row([*(column.printed(risk) for column in useful), *more])
        made = entry_of(risk, useful, at(page.name, row))
        made["facts"] |= {"?opened-on": "2020-01-05", "?reviewed-on": "2023-09-01"}
        entries.append(made)
    return book, result(known(), entries, questions=[question("", "GUID"), question("", "Cost centre")])


@workbook("score-and-arrow.ods")
def score_and_arrow() -> Made:
    """The total and the arrow in one cell ("16 ↑"), "-" and "n/a" for targets that are not set, "TBC" for a score."""
    book = Book()
    page = book.page("Register")
    page.row(["Ref", "Risk title", "Risk owner", "Likelihood", "Impact", "Score and direction", "Target score (L x I)"])
    entries, problems = [], []
    for place, risk in enumerate(bank(1, 2, 4, 6, 8, 13)):
        a, b = risk.current
        target = {1: "-", 3: "n/a"}.get(place, f"{risk.target[0]} x {risk.target[1]}")
        values = ["TBC", "TBC", ""] if place == 4 else [a, b, f"{a * b} {'↑↓↔'[place % 3]}"]
        row = page.row([risk.ref, risk.title, risk.owner, *values, target])
        made = entry_of(risk, [REF, TITLE, OWNER], at(page.name, row))
        if place != 4:
            made["facts"]["current-score"] = [a, b]
            made["facts"]["?movement"] = ("up", "down", "static")[place % 3]
        if place not in (1, 3):
            made["facts"]["target-score"] = list(risk.target)
        entries.append(made)
    return book, result(known(), entries, problems=problems)
