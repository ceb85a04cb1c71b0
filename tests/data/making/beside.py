"""Registers with something beside them: a second card, a matrix, notes between the rows, earlier quarters."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, result, workbook
from tests.data.making.told import CHANCES, PLACE, WHO, some


@workbook("notes-between.csv")
def notes_between() -> Made:
    """A sentence under some risks in the first column ("Update: ..."), page numbers, blank numbered lines at the end, a key in rows of two cells."""
    book = Book()
    page = book.page("notes-between")
    page.row(["Ref", "Risk", "Owner", "Likelihood", "Impact", "Score", "Mitigation"])
    entries = []
    for place, risk in enumerate(some(5, 22, 24, 3), 1):
        _, (a, b), _ = risk.scores
        row = page.row([f"R{place}", risk.title, WHO[place % 4], a, b, a * b, "; ".join(risk.controls)])
        entries.append(
            entry(
                f"R{place}",
                f"!{row}",
                [{"title": text, "?stage": "~"} for text in risk.controls],
                title=risk.title,
                owners=[WHO[place % 4]],
                current_score=[a, b],
            )
        )
        entries[-1]["facts"] |= {"?narrative": "~", "?note": "~", "?rationale": "~"}
        if place == 2:
            page.row(["Update: the survey of homes began in August and ends in March."])
        if place == 3:
            page.row(["Page 1"])
    page.row(["R5"])
    page.row(["R6"])
    page.row(["Key"])
    page.row(["1-5", "Low"])
    page.row(["6-12", "Medium"])
    row = page.row(["13-25", "High"])
    return book, result(PLACE, entries, left_out=[f"!{row}"])


@workbook("matrix-beside.xlsx")
def matrix_beside() -> Made:
    """The register on the left and, two columns away in the same rows, the matrix with its colours and words."""
    book = Book()
    page = book.page("Register")
    page.row(["Ref", "Risk title", "Owner", "L", "I", "Score", "", "", "Likelihood", "1", "2", "3", "4", "5"])
    entries = []
    for place, risk in enumerate(some(5, 22, 24, 3, 2), 1):
        _, (a, b), _ = risk.scores
        row = page.row(
            [
                f"R{place}",
                risk.title,
                WHO[place % 4],
                a,
                b,
                a * b,
                "",
                "",
                CHANCES[5 - place],
                *(C((6 - place) * m, fill="red" if (6 - place) * m > 14 else "amber") for m in range(1, 6)),
            ]
        )
        entries.append(
            entry(f"R{place}", at(page.name, row), title=risk.title, owners=[WHO[place % 4]], current_score=[a, b])
        )
    return book, result(PLACE, entries)


@workbook("sheets-of-quarters.xlsx")
def sheets_of_quarters() -> Made:
    """A sheet for each quarter with the same risks, Q1 to Q3, and a template sheet with headings and no risk."""
    book = Book()
    entries = []
    for q in (1, 2, 3):
        page = book.page(f"Q{q} 2023-24")
        page.row(["Ref", "Risk title", "Owner", "Likelihood", "Impact", "Score"])
        for place, risk in enumerate(some(5, 22, 24), 1):
            (i, j), (a, b), _ = risk.scores
            x, y = (i, j) if q == 1 else (i, b) if q == 2 else (a, b)
            row = page.row([f"R{place}", risk.title, WHO[place], x, y, x * y])
            if q == 3:
                entries.append(
                    entry(f"R{place}", at(page.name, row), title=risk.title, owners=[WHO[place]], current_score=[a, b])
                )
    blank = book.page("Template")
    blank.row(["Ref", "Risk title", "Owner", "Likelihood", "Impact", "Score"])
    for n in range(3):
        blank.row([f"R{n + 1}"])
    return book, result(PLACE, entries)
