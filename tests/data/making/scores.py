"""How scores are printed: words, letters, RAG, colours, one cell or two, impact first, fractions, totals, arrows."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from tests.data.making.bank import bank, known
from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, problem, question, result, workbook
from tests.data.making.layout import IMPACT, LIKELIHOOD, OWNER, REF, SCORE, TITLE, WORDS, Col, entry_of, lay

BASE = [REF, TITLE, WORDS, OWNER]
LIKELY = ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")
GRAVE = ("Insignificant", "Minor", "Moderate", "Major", "Catastrophic")
LETTERS = ("L", "M", "H", "VH")
TOLD = "remark|question|refused"


def in_letters(levels: tuple[int, int]) -> tuple[int, int]:
    """A score of a scale of five on the Met's scale of four."""
    return min(levels[0], 4), min(levels[1], 4)


@workbook("words.xlsx")
def words() -> Made:
    """Levels in words, some with their number before or behind, in any case; one word is not on the scale."""
    book = Book()
    page = book.page("Risk register")
    page.row([*(column.heading for column in BASE), "Probability", "Severity", "Review comments"])
    shapes = ["{w}", "{n} - {w}", "{w} ({n})", "{w}", "{n}. {w}", "{w}"]
    entries, questions = [], []
    for place, risk in enumerate(bank(1, 2, 3, 4, 6, 9)):
        likelihood, impact = risk.current
        shape = shapes[place]
        grave = shape.format(w=GRAVE[impact - 1], n=impact)
        likely = shape.format(w=LIKELY[likelihood - 1], n=likelihood)
        if place == 3:
            likely, grave = likely.upper(), grave.lower()
        values = [column.printed(risk) for column in BASE]
        if place == 5:
            row = page.row([*values, likely, "Severe", "scored on the old scale"])
            entries.append(entry_of(risk, BASE, at(page.name, row)))
            questions.append(question("current-impact", "Severe"))
        else:
            row = page.row([*values, likely, grave])
            entries.append(entry_of(risk, BASE, at(page.name, row), current_score=risk.current))
        if place == 5:
            entries[-1]["facts"]["?rationale"] = "scored on the old scale"
    return book, result(known(), entries, questions=questions)


@workbook("letters.csv", encoding="utf-8-sig")
def letters() -> Made:
    """A CSV from Excel with letters for levels, "Med" beside "M", the target in one cell as "L v M"."""
    book = Book()
    page = book.page("letters")
    page.row([*(column.heading for column in BASE), "Likelihood", "Impact", "Target score"])
    entries = []
    for place, risk in enumerate(bank(1, 2, 4, 7, 10, 12, 13)):
        likelihood, impact = in_letters(risk.current)
        target = in_letters(risk.target)
        likely = "Med" if place == 3 else LETTERS[likelihood - 1]
        if place == 3:
            likelihood = 2
        row = page.row([*(column.printed(risk) for column in BASE), likely, LETTERS[impact - 1],
                        f"{LETTERS[target[0] - 1]} v {LETTERS[target[1] - 1]}"])  # fmt: skip
        entries.append(entry_of(risk, BASE, at("", row), current_score=[likelihood, impact], target_score=list(target)))
    return book, result(known("lmh-vh"), entries, is_plain=True)


@workbook("rag.xlsx")
def rag() -> Made:
    """Only a RAG letter or word for each risk: a band but no likelihood or impact, which must be said of each."""
    book = Book()
    page = book.page("RAG")
    page.row([*(column.heading for column in BASE), "RAG"])
    entries, problems = [], []
    for risk, printed in zip(bank(1, 2, 4, 6, 7), ["R", "A", "Amber", "GREEN", "red"], strict=True):
        row = page.row([*(column.printed(risk) for column in BASE), printed])
        entries.append(entry_of(risk, BASE, at(page.name, row)))
        problems.append(problem("current-band", at(page.name, row, 5), TOLD, ""))
    return book, result(known(), entries, problems=problems)


@workbook("colours.xlsx")
def colours() -> Made:
    """The score is a number and its cell coloured; once the colour says otherwise, and once there is only a colour."""
    book = Book()
    page = book.page("Register")
    page.row([*(column.heading for column in BASE), "L", "I", "Rating"])
    entries, problems = [], []
    fills = ["red", "red", "amber", "green", "amber", "red"]
    for place, risk in enumerate(bank(1, 2, 6, 10, 13, 11)):
        likelihood, impact = risk.current
        values = [column.printed(risk) for column in BASE]
        fill = fills[place]
        if place == 4:  # 2 x 3, coloured red
            fill = "red"
        only_colour = place == 5
        numbers = ["", "", C("", fill=fill)] if only_colour else [likelihood, impact, C(likelihood * impact, fill=fill)]
        row = page.row([*values, *numbers])
        entries.append(entry_of(risk, BASE, at(page.name, row), current_score=None if only_colour else risk.current))
        if place >= 4:
            problems.append(problem("current-band", at(page.name, row, 7), TOLD, ""))
    return book, result(known(), entries, problems=problems)


@workbook("impact-first.xlsx")
def impact_first() -> Made:
    """Impact stands before likelihood, in columns of their own and in the target's one cell, whose heading says so."""
    book = Book()
    target = Col(
        "Target (Impact x Likelihood)", "target-score", lambda risk: f"{risk.target[1]} x {risk.target[0]}",
        lambda risk: {"target-score": risk.target},
    )  # fmt: skip
    columns = [*BASE, IMPACT, LIKELIHOOD, SCORE.called("Score (I x L)"), target]
    entries, table = lay(book.page("Register"), bank(2, 4, 5, 7, 12, 14), columns)
    return book, result(known(), entries, tables=[table], is_plain=True)


@workbook("one-cell.xlsx")
def one_cell() -> Made:
    """Likelihood and impact in one cell, in the ways people write it, with and without the product."""
    book = Book()
    page = book.page("Register")
    page.row([*(column.heading for column in BASE), "Current score (L x I)", "Target score (L x I)"])
    shapes = ["{a}x{b}={p}", "{a} x {b}", "{p} ({a}x{b})", "{a} × {b} = {p}", "{a}x{b}", "{a} X {b} ({p})", "L{a} I{b}"]
    entries = []
    for shape, risk in zip(shapes, bank(1, 2, 4, 5, 7, 9, 14), strict=True):
        printed = [shape.format(a=a, b=b, p=a * b) for a, b in (risk.current, risk.target)]
        row = page.row([*(column.printed(risk) for column in BASE), *printed])
        entries.append(entry_of(risk, BASE, at(page.name, row), current_score=risk.current, target_score=risk.target))
    return book, result(known(), entries, is_plain=True)


@workbook("fractions.xlsx")
def fractions() -> Made:
    """Averages of a workshop: 3.5 is no level of the scale and must be asked, 4.0 is 4."""
    book = Book()
    page = book.page("Workshop")
    page.row([column.heading for column in (*BASE, LIKELIHOOD, IMPACT)])
    entries, problems = [], []
    levels = [(4.0, 4), (3.5, 5), ("4.0", "3"), (2.25, 4.75), ("3½", 4), (3, 5.0)]
    for (likelihood, impact), risk in zip(levels, bank(1, 2, 3, 4, 5, 7), strict=True):
        row = page.row([*(column.printed(risk) for column in BASE), likelihood, impact])
        made = entry_of(risk, BASE, at(page.name, row))
        if likelihood in (4.0, "4.0", 3):
            made["facts"]["current-score"] = [int(float(likelihood)), int(float(impact))]
        for column, value in ((5, likelihood), (6, impact)):
            if value in (3.5, 2.25, 4.75, "3½"):
                name = "current-likelihood" if column == 5 else "current-impact"
                problems.append(problem(name, at(page.name, row, column), "question|refused", ""))
        entries.append(made)
    return book, result(known(), entries, problems=problems)


@workbook("totals.xlsx")
def totals() -> Made:
    """Two printed totals are not the product of their levels; one is a word. The levels count, and it is told."""
    book = Book()
    page = book.page("Register")
    columns = [*BASE, LIKELIHOOD, IMPACT, SCORE]
    page.row([column.heading for column in columns])
    entries, problems = [], []
    for place, risk in enumerate(bank(1, 2, 4, 6, 8, 10)):
        values = [column.printed(risk) for column in columns]
        wrong = {1: 16, 3: 7, 4: "n/k"}.get(place)
        if wrong:
            values[-1] = wrong
        row = page.row(values)
        entries.append(entry_of(risk, columns, at(page.name, row)))
        if wrong:
            problems.append(problem("current-total", at(page.name, row, 7), TOLD, str(wrong)))
    return book, result(known(), entries, problems=problems)


@workbook("totals-only.ods")
def totals_only() -> Made:
    """A small body's register with nothing but a number from 1 to 25 for inherent and residual: which levels?"""
    book = Book()
    page = book.page("Register")
    page.row(["Risk Number", "Risk", "Risk rating inherent", "Risk rating after mitigation", "Actions"])
    entries, problems = [], []
    for risk, numbers in zip(bank(1, 2, 5, 10, 14), [(20, 12), (15, 10), (20, 8), (12, 6), (15, 10)], strict=True):
        row = page.row([int(risk.ref), risk.title, *numbers, risk.controls[0]])
        entries.append(entry_of(risk, [REF, TITLE], at(page.name, row)))
        entries[-1]["controls"] = [{"title": risk.controls[0], "stage": "planned"}]
        problems += [problem(fact, at(page.name, row, column), TOLD, "")
                     for column, fact in ((3, "inherent-total"), (4, "current-total"))]  # fmt: skip
    return book, result(known(), entries, problems=problems)


@workbook("arrows.ods")
def arrows() -> Made:
    """Direction of travel in eight signs and words; it is never imported, but must be understood to be checked."""
    book = Book()
    page = book.page("Register")
    page.row([*(column.heading for column in (*BASE, LIKELIHOOD, IMPACT)), "Direction of travel"])
    signs = {
        "↑": "up",
        "↓": "down",
        "↔": "static",
        "→": "static",
        "▲": "up",
        "▼": "down",
        "No change": "static",
        "New": "new",
    }
    entries = []
    for (sign, movement), risk in zip(signs.items(), bank(1, 2, 3, 4, 5, 6, 7, 8), strict=True):
        columns = [*BASE, LIKELIHOOD, IMPACT]
        row = page.row([*(column.printed(risk) for column in columns), sign])
        entries.append(entry_of(risk, columns, at(page.name, row), movement=movement))
    return book, result(known(), entries, is_plain=True)


@workbook("quarters.xlsx")
def quarters() -> Made:
    """Scores by quarter in columns, the last quarters not yet filled: which is today's is a question or has a reason."""
    book = Book()
    page = book.page("Trend")
    page.row([*(column.heading for column in BASE), "Score 2022/23", "", "", "", "Score 2023/24", "", "", "", "Target"])
    page.merge(1, 5, 1, 8)
    page.merge(1, 9, 1, 12)
    page.row(["", "", "", "", *["Q1", "Q2", "Q3", "Q4"] * 2, "L x I"])
    entries = []
    for risk in bank(1, 2, 4, 7, 11):
        inherent, current, target = (f"{a}x{b}" for a, b in (risk.inherent, risk.current, risk.target))
        row = page.row([*(c.printed(risk) for c in BASE), *[inherent] * 3, *[current] * 3, "", "", target])
        made = entry_of(risk, BASE, at(page.name, row), target_score=risk.target)
        made["facts"]["?current-score"] = list(risk.current)
        entries.append(made)
    return book, result(known(), entries)
