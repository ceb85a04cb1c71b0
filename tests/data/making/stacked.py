"""Risks over several rows or columns: stacked scores, a line of words above a line of facts, objectives down the side."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.bank import bank, known, named
from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, problem, question, result, without_order, workbook
from tests.data.making.layout import CONTROLS, IMPACT, LIKELIHOOD, OWNER, REF, TITLE, WORDS, bullets, entry_of, score

TOLD = "remark|question|refused"


@workbook("stacked-scores.xlsx")
def stacked() -> Made:
    """Three rows a risk: gross, net and target under one another, named in a column; the risk's cells are merged over them."""
    book = Book()
    page = book.page("Register")
    page.row(["Ref", "Risk title", "Risk owner", "Stage", "Likelihood", "Impact", "Score", "Controls"])
    entries = []
    for risk in bank(1, 2, 4, 5, 7):
        first = page.next_row
        for name, kind in (("Gross", "inherent"), ("Net", "current"), ("Target", "target")):
            a, b = getattr(risk, kind)
            left = [risk.ref, risk.title, risk.owner] if kind == "inherent" else ["", "", ""]
            page.row([*left, name, a, b, a * b, bullets(risk.controls) if kind == "inherent" else ""])
        for column in (1, 2, 3, 8):
            page.merge(first, column, first + 2, column)
        made = entry_of(risk, [REF, TITLE, OWNER, CONTROLS], at(page.name, first))
        made["facts"] |= {
            "?inherent-score": list(risk.inherent),
            "?current-score": list(risk.current),
            "?target-score": list(risk.target),
        }
        entries.append(made)
    return book, result(known(), entries)


@workbook("words-above.xlsx")
def words_above() -> Made:
    """Two rows a risk: "CR4: title - words" merged over the table, and below it owner, scores, controls and actions."""
    book = Book()
    page = book.page("Sheet1")
    page.row(["Corporate risk register"])
    page.row(["Risk owner", "Likelihood", "Impact", "Score", "Controls", "Next review"])
    entries = []
    for place, risk in enumerate(bank(1, 2, 4, 8, 9)):
        first = page.row([C(f"CR{risk.ref}: {risk.title} - {risk.description}", fill="grey")])
        page.merge(first, 1, first, 6)
        a, b = risk.current
        page.row([risk.owner, a, b, a * b, bullets(risk.controls), date(2023, 12, 1 + place)])
        made = entry_of(
            risk, [OWNER, LIKELIHOOD, CONTROLS], at(page.name, first), next_review=date(2023, 12, 1 + place)
        )
        made |= {"ref": f"CR{risk.ref}"}
        made["facts"] |= {"?title": f"~{risk.title}", "?description": f"~{risk.description}"}
        entries.append(made)
    return book, result(known(), entries, left_out=[at(page.name, 1)])


@workbook("objectives-aside.xlsx")
def objectives_aside() -> Made:
    """The objective is merged down the first column over its risks, the owner over two risks; both count for each."""
    book = Book()
    page = book.page("Register")
    page.row(["Objective", "Ref", "Risk title", "Risk description", "Risk owner", "Likelihood", "Impact"])
    entries = []
    for name, numbers in {"Safe streets": (4, 5, 7), "Sound finances": (1, 8), "Skilled people": (3, 14, 22)}.items():
        first = page.next_row
        for line, risk in enumerate(bank(*numbers)):
            owner = bank(numbers[0])[0].owner if line < 2 else risk.owner
            row = page.row(
                [
                    name if not line else "",
                    risk.ref,
                    risk.title,
                    risk.description,
                    "" if line == 1 else owner,
                    *risk.current,
                ]
            )
            entries.append(
                entry_of(
                    risk, [REF, TITLE, WORDS, LIKELIHOOD, IMPACT], at(page.name, row), owners=[owner], objectives=[name]
                )
            )
        page.merge(first, 1, page.next_row - 1, 1)
        page.merge(first, 5, first + 1, 5)
    return book, result(known(), entries)


@workbook("risks-in-columns.xlsx")
def risks_in_columns() -> Made:
    """Turned on its side: each risk is a column, the facts stand in rows. If it is not understood, it must be asked."""
    book = Book()
    page = book.page("Summary")
    chosen = bank(1, 2, 4, 7)
    for label, values in {
        "Ref": [risk.ref for risk in chosen],
        "Risk title": [risk.title for risk in chosen],
        "Risk description": [risk.description for risk in chosen],
        "Risk owner": [risk.owner for risk in chosen],
        "Likelihood": [risk.current[0] for risk in chosen],
        "Impact": [risk.current[1] for risk in chosen],
        "Controls": [bullets(risk.controls) for risk in chosen],
    }.items():
        page.row([label, *values])
    columns = [REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT, CONTROLS]
    return book, result(known(), [entry_of(risk, columns, at(page.name, 0)) for risk in chosen])


@workbook("scores-as-dates.xlsx")
def scores_as_dates() -> Made:
    """Scores typed as 3/4 became dates in Excel; full-width digits, numbers with a blank that does not break, 4/5 as text."""
    book = Book()
    page = book.page("Register")
    page.row(["Ref", "Risk title", "Risk owner", "Current score (L/I)", "Target score (L/I)", "Likelihood next year"])
    entries, problems = [], []
    for place, risk in enumerate(bank(1, 2, 4, 6, 9)):
        (a, b), (c, d) = risk.current, risk.target
        row = page.row(
            [
                f"\u00a0{risk.ref}",
                risk.title,
                risk.owner,
                date(2023, b, a) if place in (1, 3) else f"{a}/{b}",
                f"{c}/{d}",
                chr(0xFF10 + a),
            ]
        )
        made = entry_of(risk, [REF, TITLE, OWNER], at(page.name, row), target_score=risk.target)
        if place in (1, 3):
            problems.append(problem("", at(page.name, row, 4), TOLD, ""))
        else:
            made["facts"]["current-score"] = [a, b]
        entries.append(made)
    return book, result(known(), entries, problems=problems, questions=[question("", "Likelihood next year")])


@workbook("scores-by-month.ods")
def by_month() -> Made:
    """Scores at the ends of quarters, the dates in the headings, the last of them the day of the register.

    Nothing says which of the two levels stands first, so that is asked.
    """
    book = Book()
    page = book.page("Trend")
    page.row(
        [
            "Ref",
            "Risk title",
            "Risk owner",
            "Score at 31 Mar 2023",
            "Score at 30 Jun 2023",
            "Score at 30 Sep 2023",
            "Target score",
        ]
    )
    entries, problems = [], []
    for risk in bank(1, 2, 5, 9, 12):
        a, b, c = (f"{x} x {y}" for x, y in (risk.inherent, risk.inherent, risk.current))
        row = page.row([risk.ref, risk.title, risk.owner, a, b, c, f"{risk.target[0]} x {risk.target[1]}"])
        made = entry_of(risk, [REF, TITLE, OWNER], at(page.name, row), target_score=risk.target)
        made["facts"]["?current-score"] = list(risk.current)
        problems += without_order(made, {"target-score": at(page.name, row, 7)})
        entries.append(made)
    return book, result(known(), entries, problems=problems)


@workbook("no-titles.xlsx")
def no_titles() -> Made:
    """No titles, only long words of risk; refs with a full stop; accepted risks below in a table that repeats the header."""
    book = Book()
    page = book.page("Risks")
    heads = ["No.", "Description of risk", "Responsible officer", "Prob.", "Imp.", "Mitigating controls"]
    entries = []
    for name, numbers in (("Live", (1, 2, 4, 7)), ("Accepted and no longer acted on", (15, 21))):
        page.row([name])
        page.row(heads)
        for risk in bank(*numbers):
            words = (
                f"{risk.description} This could come about because {risk.cause.lower()}, and then {risk.effect.lower()}. "
                * 2
            )
            row = page.row([f"{risk.ref}.", words.strip(), risk.owner, *risk.current, "\n\n".join(risk.controls)])
            made = entry_of(risk, [REF, OWNER, LIKELIHOOD, CONTROLS], at(page.name, row), section=name)
            made["facts"] |= {"?title": f"~{risk.description[:20]}", "description": words.strip()}
            entries.append(made)
        page.skip()
    return book, result(known(), entries)


@workbook("quarterly-comments.xlsx")
def comments() -> Made:
    """A comment a quarter for each risk in columns of their own, appetite and tolerance, a due date a control, a draft mark."""
    book = Book()
    page = book.page("CRR", hidden_rows=[9])
    page.row(["DRAFT - OFFICIAL", "", "", "", "", "", "", "", "", "Harrowmere Fire Authority"])
    page.row(
        [
            "Risk ref.",
            "Risk title",
            "Strategic lead",
            "Operational lead(s)",
            "Current likelihood",
            "Current impact",
            "Target likelihood",
            "Target impact",
            "Q1 commentary",
            "Q2 commentary",
            "Further controls",
            "Due",
        ]
    )
    entries = []
    for risk in bank(2, 3, 5, 8, 11, 14, 17):
        action = risk.actions[0]
        row = page.row(
            [
                f"{risk.ref}/23",
                risk.title,
                risk.owner,
                "Head of Estates\nHead of Digital",
                *risk.current,
                *risk.target,
                "Nothing new.",
                f"{risk.title} was looked at.",
                action.title,
                action.due,
            ]
        )
        made = entry_of(
            named(risk, f"{risk.ref}/23"),
            [REF, TITLE, OWNER, LIKELIHOOD, score("target", 0, "")],
            at(page.name, row),
            leads=["Head of Estates", "Head of Digital"],
        )
        made["facts"] |= {"?rationale": "~", "?narrative": "~"}
        made["controls"] = [
            {"title": action.title, "stage": "planned", "due": action.due.isoformat(), "?narrative": "~"}
        ]
        entries.append(made)
    return book, result(
        known(body="Harrowmere Fire Authority"),
        entries,
        left_out=[at(page.name, 1)],
        problems=[problem("", at(page.name, 9), TOLD, "hidden")],
    )
