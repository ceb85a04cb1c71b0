"""Levels with words behind them, sub-risks, tiers in another order, prose, a board's pack."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.bank import POSTS, bank, known, named
from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, in_place, problem, result, workbook
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
FIVE = ("VL", "L", "M", "H", "VH")


@workbook("words-and-chance.xlsx")
def words_and_chance() -> Made:
    """Levels with what they mean behind them: "Likely (more than half)", "Major - over £1m"; owners with names beside posts."""
    book = Book()
    page = book.page("Risks")
    likely = (
        "Rare (once in a lifetime)",
        "Unlikely (one in ten)",
        "Possible (one in three)",
        "Likely (more than half)",
        "Almost certain (this year)",
    )
    grave = (
        "Insignificant - a day's work",
        "Minor - under £10k",
        "Moderate - under £100k",
        "Major - over £1m",
        "Catastrophic - over £10m",
    )
    page.row(
        [
            "Ref",
            "Risk title",
            "Risk description",
            "Risk owner",
            "Likelihood of occurrence",
            "Severity of impact",
            "Date of last review",
        ]
    )
    entries = []
    for place, risk in enumerate(bank(1, 2, 4, 5, 6, 13, 14)):
        a, b = risk.current
        holder = POSTS[risk.owner][1]
        owner = [
            f"{risk.owner} ({holder})",
            f"{holder}, {risk.owner}",
            f"{risk.owner}\n{holder}",
            f"{risk.owner} - {holder}",
        ][place % 4]
        row = page.row([risk.ref, risk.title, risk.description, owner, likely[a - 1], grave[b - 1], risk.reviewed])
        made = entry_of(risk, [REF, TITLE, WORDS, OWNER], at(page.name, row), reviewed_on=risk.reviewed)
        made["facts"]["?current-score"] = [a, b]  # both columns may as well be asked
        entries.append(made)
    return book, result(known(), entries)


@workbook("sub-risks.xlsx")
def sub_risks() -> Made:
    """Risks with sub-risks under them (3, 3.1, 3.2), the refs typed as text, the sub-risks without an owner of their own."""
    book = Book()
    page = book.page("Register")
    columns = [REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT]
    page.row([column.heading for column in columns])
    entries = []
    for ref, number in {"1": 1, "2": 2, "3": 4, "3.1": 20, "3.2": 19, "4": 5, "4.1": 29, "10": 7}.items():
        risk = named(bank(number)[0], ref)
        has_owner = "." not in ref
        row = page.row([ref, risk.title, risk.description, risk.owner if has_owner else "", *risk.current])
        entries.append(entry_of(risk, columns, at(page.name, row)))
        if not has_owner:
            entries[-1]["facts"].pop("owners")
    return book, result(known(), entries)


@workbook("residual-first.ods")
def residual_first() -> Made:
    """Two tiers where the residual score stands left of the inherent one, impact before likelihood, controls between them."""
    book = Book()
    page = book.page("Register")
    page.row(["ID", "Title", "Current (residual) risk", "", "", "Controls in place", "Inherent risk", "", "", "Owner"])
    page.merge(1, 3, 1, 5)
    page.merge(1, 7, 1, 9)
    page.row(["", "", "Impact", "Likelihood", "Rating", "", "Impact", "Likelihood", "Rating"])
    entries = []
    for risk in bank(1, 2, 5, 8, 13, 20):
        (a, b), (c, d) = risk.current, risk.inherent
        row = page.row([risk.ref, risk.title, b, a, a * b, bullets(risk.controls), d, c, c * d, risk.owner])
        entries.append(
            entry_of(risk, [REF, TITLE, OWNER, LIKELIHOOD, score("inherent", 0, ""), CONTROLS], at(page.name, row))
        )
    return book, result(known(), entries)


@workbook("month-first.csv", delimiter=";")
def month_first() -> Made:
    """ "sep=;" in the first line, months before days throughout, a decimal comma, a total row at the end."""
    book = Book()
    page = book.page("month-first")
    page.row(["sep="])
    page.row(["Ref", "Risk title", "Risk owner", "Likelihood", "Impact", "Score", "Last reviewed"])
    entries = []
    for risk in bank(1, 4, 7, 10, 16):
        a, b = risk.current
        day = date(2023, 8, 12 + int(risk.ref))
        row = page.row([risk.ref, risk.title, risk.owner, f"{a},0", b, a * b, f"{day:%m/%d/%Y}"])
        entries.append(entry_of(risk, [REF, TITLE, OWNER, LIKELIHOOD], at("", row), reviewed_on=day))
    page.row(["Total", "", "", "", "", "64", ""])
    return book, result(known(), entries, left_out=[at("", page.next_row - 1)])


@workbook("as-prose.pasted.txt")
def as_prose() -> Made:
    """Pasted prose, a line a risk and no table at all: nothing may vanish, and what it is must be asked."""
    book = Book()
    page = book.page("pasted")
    for risk in bank(2, 3, 6):
        page.row(
            [
                f"{risk.ref}. {risk.title} ({risk.owner}): likelihood {risk.current[0]}, impact {risk.current[1]}. {risk.description}"
            ]
        )
    return book, result(known(), [], problems=[problem("", at("", row), "question|refused", "") for row in (1,)]) | {
        "any_entries": True
    }


@workbook("board-pack.xlsx")
def board_pack() -> Made:
    """A board's pack of 24 risks: two sheets by appetite, banded totals by formula, leads, controls with owners in brackets."""
    book = Book()
    entries = []
    for name, numbers in (("Above appetite", range(1, 13)), ("Within appetite", range(13, 25))):
        page = book.page(name)
        page.row([f"Board risk register: {name.lower()}"])
        page.row(["", "", "", "", "Residual", "", "", "Target", "", ""])
        page.merge(2, 5, 2, 7)
        page.merge(2, 8, 2, 10)
        page.row(
            [
                "Ref",
                "Risk title",
                "Lead director",
                "Lead manager",
                "L",
                "I",
                "Rating",
                "L",
                "I",
                "Rating",
                "Controls (owner)",
                "Last board review",
            ]
        )
        for risk in bank(*numbers):
            (a, b), (c, d) = risk.current, risk.target
            row = page.next_row
            red = "red" if a * b > 15 else "amber" if a * b > 9 else "yellow" if a * b > 4 else "green"
            page.row(
                [
                    risk.ref,
                    risk.title,
                    risk.owner,
                    "Head of Communications",
                    a,
                    b,
                    C(a * b, red, formula=f"=E{row}*F{row}"),
                    c,
                    d,
                    C(c * d, formula=f"=H{row}*I{row}"),
                    "\n".join(f"{words} ({POSTS[risk.owner][0]})" for words in risk.controls),
                    risk.reviewed,
                ]
            )
            made = entry_of(
                risk,
                [REF, TITLE, OWNER, LIKELIHOOD, score("target", 0, "")],
                at(name, row),
                reviewed_on=risk.reviewed,
                leads=["Head of Communications"],
            )
            made["controls"] = in_place([f"~{words}" for words in risk.controls])
            entries.append(made)
    return book, result(known(), entries, left_out=[at("Above appetite", 1), at("Within appetite", 1)])
