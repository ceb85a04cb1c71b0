"""Quarters side by side, owners of three kinds, closed risks below, lists beside, a register of thirty."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.bank import bank, known
from tests.data.making.book import Book, C
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
    bullets,
    entry_of,
    lay,
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


@workbook("many-owners.xlsx")
def many_owners() -> Made:
    """Risk owner, control owner and action owner, each in a column; departments where a post is expected; objectives by number."""
    book = Book()
    page = book.page("Register")
    page.row(
        [
            "Risk ref",
            "Risk title",
            "Links to objective",
            "Risk owner",
            "Likelihood",
            "Impact",
            "Control",
            "Control owner",
            "Action",
            "Action owner",
            "Action due",
        ]
    )
    entries, questions = [], [question("owners", "Finance Department")]
    for place, risk in enumerate(bank(1, 2, 4, 6, 8)):
        action = risk.actions[0]
        owner = "Finance Department" if place == 4 else risk.owner
        row = page.row(
            [
                risk.ref,
                risk.title,
                "Sound finances; Open to all" if place % 2 else "SO2",
                owner,
                *risk.current,
                risk.controls[0],
                "Monitoring Officer",
                action.title,
                action.owner,
                action.due,
            ]
        )
        made = entry_of(risk, [REF, TITLE, LIKELIHOOD], at(page.name, row), owners=None if place == 4 else [owner])
        made["facts"]["?objectives"] = ["Sound finances", "Open to all"]
        made["controls"] = [
            {"title": risk.controls[0], "stage": "in-place", "owners": ["Monitoring Officer"], "?due": None},
            {"title": action.title, "stage": "planned", "?owners": [action.owner], "due": action.due.isoformat()},
        ]
        entries.append(made)
    return book, result(known(), entries, questions=[*questions, question("objectives", "SO2")])


@workbook("closed-below.xlsx")
def closed_below() -> Made:
    """Under the live risks a line "CLOSED SINCE THE LAST MEETING" and the closed ones, a date and words where scores were."""
    book = Book()
    page = book.page("Register")
    page.row([column.heading for column in BASE])
    entries = []
    for risk in bank(1, 2, 4, 5):
        row = page.row([column.printed(risk) for column in BASE])
        entries.append(entry_of(risk, BASE, at(page.name, row)))
    row = page.row(["CLOSED SINCE THE LAST MEETING"])
    page.merge(row, 1, row, 6)
    problems = []
    for risk in bank(21, 29):
        row = page.row([risk.ref, risk.title, risk.description, risk.owner, "Closed 12 June 2023"])
        page.merge(row, 5, row, 6)
        made = entry_of(risk, [REF, TITLE, WORDS, OWNER], at(page.name, row), section="CLOSED SINCE THE LAST MEETING")
        made["facts"] |= {"?state": "closed", "?closed-on": "2023-06-12"}
        entries.append(made)
        problems.append(problem("", at(page.name, row), TOLD, ""))
    return book, result(known(), entries, problems=problems)


@workbook("list-beside.xlsx")
def list_beside() -> Made:
    """Beside the table of risks, two columns off, a list of the team's tasks that has nothing to do with the rows it stands in."""
    book = Book()
    page = book.page("Working copy")
    entries, _ = lay(page, bank(1, 2, 4, 5, 7, 8), BASE)
    for row, (task, who) in enumerate(
        [("To do this month", "Who"), ("Ring the auditors", "KS"), ("Book a room", "JM")], 2
    ):
        page.put(row, 9, task)
        page.put(row, 10, who)
    return book, result(known(), entries)


@workbook("scored-by-words.csv")
def scored_by_words() -> Made:
    """A 1 to 4 scale in the body's own words ("Very likely", "Severe"), a rating in words, yes and no for key risks."""
    book = Book()
    page = book.page("scored")
    likely, grave = ("Unlikely", "Possible", "Likely", "Very likely"), ("Minor", "Moderate", "Major", "Severe")
    page.row(
        [
            "Risk ID",
            "Risk title",
            "Summary",
            "Accountable owner",
            "Likelihood",
            "Impact",
            "Rating",
            "Tolerate?",
            "Next review",
        ]
    )
    entries = []
    for place, risk in enumerate(bank(1, 2, 3, 5, 7, 9)):
        a, b = min(risk.current[0], 4), min(risk.current[1], 4)
        band = ["Low", "Medium", "High", "Very high"][sum(a * b > top for top in (3, 6, 9))]
        row = page.row(
            [
                f"{risk.ref}",
                risk.title,
                risk.description,
                risk.owner,
                likely[a - 1],
                grave[b - 1],
                band,
                "Yes" if place % 2 else "No",
                f"{20 + place} Dec 2023",
            ]
        )
        entries.append(
            entry_of(
                risk,
                [REF, TITLE, WORDS, OWNER],
                at("", row),
                current_score=[a, b],
                next_review=date(2023, 12, 20 + place),
            )
        )
    return book, result(known("1-4"), entries, questions=[question("", "Tolerate?")])


@workbook("big-register.ods")
def big_register() -> Made:
    """Thirty risks in five sections over three tiers, everything at once, as LibreOffice keeps it."""
    book = Book()
    page = book.page("Corporate")
    page.row(["Westmarsh Combined Authority"])
    page.merge(1, 1, 1, 14)
    page.row(["Corporate risk register at 30 September 2023", "", "", "", "", "", "", "", "OFFICIAL"])
    page.skip()
    page.row(
        [
            "Risk",
            "",
            "",
            "",
            "Without controls",
            "",
            "With controls",
            "",
            "",
            "Target",
            "",
            "Controls",
            "Actions",
            "Direction",
        ]
    )
    for first, last in ((1, 4), (5, 6), (7, 9), (10, 11)):
        page.merge(4, first, 4, last)
    page.row(
        [
            "Ref",
            "Title",
            "Description",
            "Owner(s)",
            "L",
            "I",
            "L",
            "I",
            "Score",
            "L",
            "I",
            "In place",
            "Planned",
            "since Q1",
        ]
    )
    entries = []
    for number, name in enumerate(("Finance", "People", "Places", "Technology", "Governance")):
        row = page.row([C(f"{number + 1}. {name}", fill="grey")])
        page.merge(row, 1, row, 14)
        for risk in bank(*range(1 + 6 * number, 7 + 6 * number)):
            (a, b), (c, d), (e, f) = risk.inherent, risk.current, risk.target
            row = page.row(
                [
                    risk.ref,
                    risk.title,
                    risk.description,
                    "\n".join(risk.owners),
                    a,
                    b,
                    c,
                    d,
                    C(c * d, fill="red" if c * d > 15 else "amber"),
                    e,
                    f,
                    bullets(risk.controls),
                    bullets([action.title for action in risk.actions]),
                    "▲▼►"[int(risk.ref) % 3],
                ]
            )
            made = entry_of(
                risk,
                [*BASE, score("inherent", 0, ""), score("target", 0, ""), CONTROLS, ACTIONS],
                at(page.name, row),
                section=f"{number + 1}. {name}",
                owners=list(risk.owners),
            )
            made["facts"]["?movement"] = ("up", "down", "static")[int(risk.ref) % 3]
            entries.append(made)
    return book, result(
        known(body="Westmarsh Combined Authority"), entries, left_out=[at(page.name, 1), at(page.name, 2)]
    )
