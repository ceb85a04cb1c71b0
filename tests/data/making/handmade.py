"""Registers that grew by hand: spacers, histories, definitions above, two languages, levels on lines of one cell."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, in_place, planned, problem, result, workbook
from tests.data.making.layout import bullets
from tests.data.making.told import PLACE, WHO, some


@workbook("two-tongues.xlsx")
def two_tongues() -> Made:
    """Welsh headings in one row and English ones in the next, both whole; blank spacer rows between the risks."""
    book = Book()
    page = book.page("Cofrestr")
    page.row(["Cyf", "Risg", "Perchennog", "Tebygolrwydd", "Effaith", "Sgôr", "Rheolaethau"])
    page.row(["Ref", "Risk", "Owner", "Likelihood", "Impact", "Score", "Controls"])
    entries = []
    for place, risk in enumerate(some(5, 23, 21, 4), 1):
        _, (a, b), _ = risk.scores
        row = page.row([f"R{place}", risk.event, WHO[place - 1], a, b, a * b, bullets(risk.controls)])
        page.skip()
        entries.append(
            entry(
                f"R{place}",
                at(page.name, row),
                in_place(risk.controls),
                title=risk.event,
                owners=[WHO[place - 1]],
                current_score=[a, b],
            )
        )
    return book, result(PLACE, entries)


@workbook("open-and-closed.xlsx")
def open_and_closed() -> Made:
    """Open risks, and right below them on the same sheet, under headings of their own and with no title, the closed ones in other columns."""
    book = Book()
    page = book.page("Risks")
    page.row(["Risk ref", "Risk title", "Risk owner", "Likelihood", "Impact", "Score", "Date of next review"])
    entries = []
    for place, risk in enumerate(some(5, 23, 21), 1):
        _, (a, b), _ = risk.scores
        row = page.row([f"R{place}", risk.title, WHO[place - 1], a, b, a * b, date(2023, 12, 1)])
        entries.append(
            entry(
                f"R{place}",
                at(page.name, row),
                title=risk.title,
                owners=[WHO[place - 1]],
                current_score=[a, b],
                next_review=date(2023, 12, 1),
            )
        )
    page.row(["Risk ref", "Risk title", "Date closed", "Reason for closure", "Final score"])
    for place, risk in enumerate(some(2, 8), 7):
        row = page.row([f"R{place}", risk.title, date(2023, 5, place), "Works are done", 6])
        made = entry(f"R{place}", at(page.name, row), title=risk.title, closed_on=date(2023, 5, place))
        made["facts"] |= {"?state": "closed", "?rationale": "~", "?narrative": "~"}
        entries.append(made)
    return book, result(PLACE, entries)


@workbook("history-below.xlsx")
def history_below() -> Made:
    """Under each risk a row for each assessment, oldest first, with its day, likelihood, impact and score; ref, title and owner are merged over them."""
    book = Book()
    page = book.page("History")
    page.row(["Ref", "Risk", "Owner", "Date of assessment", "Likelihood", "Impact", "Score", "Comment"])
    entries, problems = [], []
    for place, risk in enumerate(some(5, 23, 21), 1):
        (i, j), (a, b), _ = risk.scores
        first = page.next_row
        for k, (day, x, y) in enumerate(
            [(date(2023, 3, 31), i, j), (date(2023, 6, 30), i, b), (date(2023, 9, 29), a, b)]
        ):
            page.row(
                [
                    *([place, risk.title, WHO[place]] if not k else ["", "", ""]),
                    day,
                    x,
                    y,
                    x * y,
                    "As before" if k else "First",
                ]
            )
        for column in (1, 2, 3):
            page.merge(first, column, first + 2, column)
        made = entry(str(place), at(page.name, first), title=risk.title, owners=[WHO[place]])
        made["facts"] |= {"?current-score": [a, b], "?reviewed-on": "2023-09-29", "?rationale": "~", "?narrative": "~"}
        entries.append(made)
        problems.append(problem("", at(page.name, first + 2), "remark|question|refused", ""))
    return book, result(PLACE, entries, problems=problems)


@workbook("levels-on-lines.xlsx")
def levels_on_lines() -> Made:
    """Headings "Inherent", "L", "I", "T" on lines of one cell and the three numbers on lines below; and once with strokes between."""
    book = Book()
    page = book.page("Register")
    page.row(["Ref", "Risk title", "Inherent\nL\nI\nT", "Controls", "Residual\nL / I / T", "Owner"])
    entries = []
    for place, risk in enumerate(some(5, 23, 21), 1):
        (i, j), (a, b), _ = risk.scores
        row = page.row(
            [f"R{place}", risk.title, f"{i}\n{j}\n{i * j}", bullets(risk.controls), f"{a} / {b} / {a * b}", WHO[place]]
        )
        entries.append(
            entry(
                f"R{place}",
                at(page.name, row),
                in_place(risk.controls),
                title=risk.title,
                owners=[WHO[place]],
                **{"?inherent-score": [i, j], "?current-score": [a, b]},
            )
        )
    return book, result(PLACE, entries)


@workbook("spacer-columns.xlsx")
def spacer_columns() -> Made:
    """Narrow blank columns between the blocks of a table: what the risk is, before controls, controls, after controls, actions."""
    book = Book()
    page = book.page("RR")
    page.row(
        [
            "Ref",
            "Risk",
            "Owner",
            "",
            "Before controls",
            "",
            "",
            "",
            "Controls",
            "",
            "After controls",
            "",
            "",
            "",
            "Actions",
            "By when",
        ]
    )
    page.merge(1, 5, 1, 7)
    page.merge(1, 11, 1, 13)
    page.row(["", "", "", "", "L", "I", "R", "", "", "", "L", "I", "R"])
    entries = []
    for place, risk in enumerate(some(5, 23, 21, 22), 1):
        (i, j), (a, b), _ = risk.scores
        row = page.row(
            [
                f"R{place}",
                risk.event,
                WHO[place % 4],
                "",
                i,
                j,
                i * j,
                "",
                bullets(risk.controls),
                "",
                a,
                b,
                a * b,
                "",
                risk.actions[0],
                date(2024, 1, place),
            ]
        )
        entries.append(
            entry(
                f"R{place}",
                at(page.name, row),
                [*in_place(risk.controls), *planned([risk.actions[0]], due=date(2024, 1, place))],
                title=risk.event,
                owners=[WHO[place % 4]],
                inherent_score=[i, j],
                current_score=[a, b],
            )
        )
    return book, result(PLACE, entries)


@workbook("sums-on-top.xlsx")
def sums_on_top() -> Made:
    """Counts by formula between header and first risk, money beside the levels, exec lead, operational lead and non-executive, threat or opportunity."""
    book = Book()
    page = book.page("Corporate")
    page.row(
        [
            "Risk ID",
            "Risk title",
            "Threat / opportunity",
            "Executive lead",
            "Operational lead",
            "Non-executive lead",
            "Financial impact (£k)",
            "Likelihood",
            "Impact",
            "Score",
        ]
    )
    page.row(
        [
            "",
            "Number of risks:",
            C(4, formula="=COUNTA(A3:A6)"),
            "",
            "",
            "",
            C(4100, formula="=SUM(G3:G6)"),
            "",
            "",
            C(14.5, formula="=AVERAGE(J3:J6)"),
        ]
    )
    entries = []
    for place, risk in enumerate(some(5, 23, 21, 22), 1):
        _, (a, b), _ = risk.scores
        row = page.row(
            [
                f"R{place}",
                risk.title,
                "Threat",
                WHO[place % 4],
                "Head of Legal",
                "Cllr for Finance",
                400 * place,
                a,
                b,
                a * b,
            ]
        )
        entries.append(
            entry(
                f"R{place}",
                at(page.name, row),
                title=risk.title,
                owners=[WHO[place % 4]],
                current_score=[a, b],
                **{"?leads": "~"},
            )
        )
    return book, result(PLACE, entries, problems=[])
