"""Traps: headings that say one thing and hold another, scores that cannot be, dates that cannot be, doubles."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.bank import bank, known, named
from tests.data.making.book import Book
from tests.data.making.expected import Made, at, problem, question, result, workbook
from tests.data.making.layout import IMPACT, LIKELIHOOD, OWNER, REF, TITLE, WORDS, entry_of, score

TOLD = "remark|question|refused"


@workbook("impact-in-words.xlsx")
def impact_in_words() -> Made:
    """ "Impact" holds sentences (what would happen), "Impact score" the level; "Risk" holds the number, "Risk event" the title."""
    book = Book()
    page = book.page("Register")
    page.row(
        [
            "Risk",
            "Risk event",
            "Cause",
            "Impact",
            "Likelihood score",
            "Impact score",
            "Total",
            "Likelihood trend",
            "Owner",
        ]
    )
    entries = []
    for place, risk in enumerate(bank(1, 2, 4, 7, 9, 11)):
        a, b = risk.current
        row = page.row([int(risk.ref), risk.title, risk.cause, risk.effect, a, b, a * b, "↑↔"[place % 2], risk.owner])
        made = entry_of(risk, [REF, TITLE, OWNER], at(page.name, row))
        made["facts"] |= {"description": f"~{risk.cause}", "?current-score": [a, b], "?movement": "~"}  # or asked
        entries.append(made)
    return book, result(known(), entries)


@workbook("target-is-a-date.xlsx")
def target_is_a_date() -> Made:
    """ "Target" holds days (when the score is to be reached), "Aim" the score; previous scores and their change beside the current."""
    book = Book()
    page = book.page("Register")
    page.row(
        [
            "Ref",
            "Risk title",
            "Owner",
            "Current L",
            "Current I",
            "Current score",
            "Previous score",
            "Change",
            "Aim (LxI)",
            "Target",
        ]
    )
    entries = []
    for risk in bank(1, 2, 4, 5, 8):
        (a, b), (c, d) = risk.current, risk.target
        row = page.row([risk.ref, risk.title, risk.owner, a, b, a * b, a * b + 4, -4, f"{c}x{d}", date(2024, 3, 31)])
        made = entry_of(
            risk,
            [REF, TITLE, OWNER, LIKELIHOOD, score("target", 0, "")],
            at(page.name, row),
            target_on=date(2024, 3, 31),
        )
        made["facts"]["?movement"] = "down"
        entries.append(made)
    return book, result(known(), entries)


@workbook("not-on-the-scale.xlsx")
def not_on_the_scale() -> Made:
    """Levels 0, 6 and 10 on a scale of five, a negative one, one with a question mark: no score, and each is told."""
    book = Book()
    page = book.page("Register")
    columns = [REF, TITLE, WORDS, OWNER]
    page.row([*(column.heading for column in columns), "Likelihood", "Impact"])
    entries, problems = [], []
    for place, (risk, levels) in enumerate(
        zip(bank(1, 2, 4, 5, 7, 8, 9), [(0, 3), (6, 4), (4, 10), (-2, 3), ("3?", 4), (3, "4/5"), (2, 5)], strict=True)
    ):
        row = page.row([*(column.printed(risk) for column in columns), *levels])
        made = entry_of(risk, columns, at(page.name, row))
        if place == 6:
            made["facts"]["current-score"] = [2, 5]
        else:
            column = 5 if place in (0, 1, 3, 4) else 6
            problems.append(problem("", at(page.name, row, column), "question|refused", ""))
        entries.append(made)
    return book, result(known(), entries, problems=problems)


@workbook("strange-days.xlsx")
def strange_days() -> Made:
    """Closed before it was opened, reviewed in 2031, a year of two digits from the last century, a day that is a number of another kind."""
    book = Book()
    page = book.page("Register")
    columns = [REF, TITLE, OWNER, LIKELIHOOD, IMPACT]
    page.row([*(column.heading for column in columns), "Date raised", "Date closed", "Last reviewed"])
    entries, problems = [], []
    rows = [
        (date(2022, 5, 1), "", date(2023, 9, 1)),
        (date(2023, 5, 1), date(2022, 1, 9), ""),
        (date(2021, 2, 3), "", date(2031, 9, 1)),
        ("01/06/22", "", 7),
        (date(2022, 4, 4), date(2023, 4, 4), ""),
    ]
    for place, (risk, days) in enumerate(zip(bank(1, 2, 4, 5, 21), rows, strict=True)):
        row = page.row([*(column.printed(risk) for column in columns), *days])
        made = entry_of(risk, columns, at(page.name, row))
        made["facts"] |= {"?opened-on": "~20", "?closed-on": "~202", "?state": "closed", "?reviewed-on": "~20"}
        entries.append(made)
        if place == 3:
            problems.append(problem("", at(page.name, row, 8), TOLD, ""))
    return book, result(known(), entries, problems=problems)


@workbook("doubles.csv")
def doubles() -> Made:
    """The same row twice, and one ref with two different scores: the first is a remark, the second must be told as well."""
    book = Book()
    page = book.page("doubles")
    columns = [REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT]
    page.row([column.heading for column in columns])
    entries, problems = [], []
    for risk in bank(1, 2, 4, 5):
        row = page.row([column.printed(risk) for column in columns])
        entries.append(entry_of(risk, columns, at("", row)))
    for risk, likelihood in zip(bank(2, 4), (bank(2)[0].current[0], 5), strict=True):
        values = [column.printed(risk) for column in columns]
        values[4] = likelihood
        row = page.row(values)
        entries.append({"ref": risk.ref, "where": at("", row), "facts": {}, "may_be_absent": True})
        problems.append(problem("", at("", row), TOLD, ""))
    return book, result(known(), entries, problems=problems)


@workbook("councillors.xlsx")
def councillors() -> Made:
    """Owners that are no posts: a councillor, a committee, "All directors", "Vacant", a post spelt wrong by one letter."""
    book = Book()
    page = book.page("Register")
    columns = [REF, TITLE, LIKELIHOOD, IMPACT]
    page.row(["Ref", "Risk title", "Likelihood", "Impact", "Risk owner", "Portfolio holder"])
    entries, questions = [], []
    for risk, owner in zip(
        bank(1, 2, 4, 5, 7, 9),
        ["Cllr J. Vane", "Audit Committee", "All directors", "Vacant", "Chief Finance Oficer", "Monitoring Officer"],
        strict=True,
    ):
        row = page.row([*(column.printed(risk) for column in columns), owner, "Cllr J. Vane"])
        made = entry_of(risk, columns, at(page.name, row))
        if owner == "Monitoring Officer":
            made["facts"]["owners"] = [owner]
        elif owner in ("Audit Committee", "All directors"):
            made["facts"]["?owners"] = [owner]
        elif owner == "Vacant":
            made["facts"]["?owners"] = []
        else:
            questions.append(question("owners", owner))
        entries.append(made)
    return book, result(known(), entries, questions=questions)


@workbook("swapped-tiers.xlsx")
def swapped_tiers() -> Made:
    """The upper tier says "Likelihood and impact", the lower I and L; a rank and a count of controls look like levels."""
    book = Book()
    page = book.page("Register")
    page.row(
        [
            "Rank",
            "Ref",
            "Risk title",
            "Risk owner",
            "Number of controls",
            "Likelihood and impact",
            "",
            "",
            "Appetite score",
        ]
    )
    page.merge(1, 6, 1, 8)
    page.row(["", "", "", "", "", "I", "L", "I x L"])
    entries = []
    for place, risk in enumerate(bank(20, 1, 2, 11, 4, 9), 1):
        a, b = risk.current
        row = page.row([place, f"NB{int(risk.ref):02}", risk.title, risk.owner, len(risk.controls), b, a, a * b, 12])
        made = entry_of(named(risk, f"NB{int(risk.ref):02}"), [REF, TITLE, OWNER, LIKELIHOOD], at(page.name, row))
        entries.append(made)
    return book, result(known(), entries, questions=[question("", "Number of controls")])


@workbook("rag-controls.ods")
def rag_controls() -> Made:
    """Actions with a RAG of their own in words, a percentage done, dates that were moved ("31/12/23 31/03/24"), an outcome."""
    book = Book()
    page = book.page("Actions by risk")
    page.row(
        [
            "Risk ref",
            "Risk title",
            "Risk owner",
            "Likelihood",
            "Impact",
            "Planned action",
            "Action owner",
            "Due",
            "Progress",
            "Comment",
        ]
    )
    entries, problems = [], []
    words = ["On track", "Slipped", "Complete", "Not started"]
    for place, risk in enumerate(bank(1, 2, 4, 5, 7)):
        action = risk.actions[0]
        due = "31/12/23 31/03/24" if place == 2 else action.due
        row = page.row(
            [
                risk.ref,
                risk.title,
                risk.owner,
                *risk.current,
                action.title,
                action.owner,
                due,
                words[place % 4],
                "" if place % 2 else "Talks go on.",
            ]
        )
        made = entry_of(risk, [REF, TITLE, OWNER, LIKELIHOOD], at(page.name, row))
        control = {
            "title": action.title,
            "stage": "planned",
            "owners": [action.owner],
            "?progress": ("no-progress" if place == 3 else words[place % 4].lower().replace(" ", "-")),
            "?narrative": "~",
        }
        if place == 2:
            control["?stage"] = control.pop("stage")
            problems.append(problem("due", at(page.name, row, 8), TOLD, ""))
        else:
            control["due"] = action.due.isoformat()
        made["controls"] = [control]
        entries.append(made)
    return book, result(known(), entries, problems=problems)
