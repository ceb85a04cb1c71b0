"""The rest of the shapes: scores beside words in one cell, logs of recommendations, pasted tables, sheets of directorates."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.bank import bank, known, named
from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, in_place, result, workbook
from tests.data.making.layout import IMPACT, LIKELIHOOD, OWNER, REF, TITLE, WORDS, bullets, entry_of

TOLD = "remark|question|refused"
OFFICE = "Office of the Commissioner"


@workbook("all-in-one.xlsx")
def all_in_one() -> Made:
    """Ref and title in one cell, owner under the words of the risk, cause, event and effect labelled within a cell."""
    book = Book()
    page = book.page("Corporate risks")
    page.row(["Risk", "Detail", "Current score", "Target score", "What we do", "Review date"])
    entries = []
    for risk in bank(1, 2, 4, 7, 9, 11):
        (a, b), (c, d) = risk.current, risk.target
        detail = f"Cause: {risk.cause}\nEvent: {risk.description}\nEffect: {risk.effect}"
        row = page.row(
            [
                f"CR{risk.ref} {risk.title}",
                detail,
                f"Likelihood {a}\nImpact {b}\nScore {a * b}",
                f"{c * d} (L{c} x I{d})",
                bullets(risk.controls, "✓ "),
                risk.reviewed,
            ]
        )
        made = entry(
            f"CR{risk.ref}",
            at(page.name, row),
            in_place(risk.controls),
            title=risk.title,
            description=f"~{risk.cause}|{risk.description}|{risk.effect}",
            current_score=[a, b],
            target_score=[c, d],
        )
        made["facts"]["?next-review"] = risk.reviewed.isoformat()
        made["facts"]["?reviewed-on"] = risk.reviewed.isoformat()
        for control in made["controls"]:
            control["?stage"] = control.pop("stage")
        entries.append(made)
    return book, result(known(), entries)


@workbook("directorates.xlsx")
def directorates() -> Made:
    """A sheet for each directorate with the same columns in another order, a hidden one, and a summary with formulas."""
    book = Book()
    summary = book.page("Summary")
    summary.row(["Directorate", "Number of risks", "Of them red"])
    for name, count in (("Adults", 3), ("Places", 3), ("Resources", 2)):
        summary.row([name, C(count, formula=f"=COUNTA({name}!A:A)-1"), C(1, formula=f'=COUNTIF({name}!F:F,">15")')])
    entries = []
    orders = {
        "Adults": [REF, TITLE, OWNER, LIKELIHOOD, IMPACT, WORDS],
        "Places": [REF, WORDS, TITLE, IMPACT, LIKELIHOOD, OWNER],
        "Resources": [TITLE, REF, OWNER, WORDS, LIKELIHOOD, IMPACT],
    }
    for letter, (name, columns), numbers in zip("APR", orders.items(), ((4, 20, 3), (5, 23, 29), (1, 13)), strict=True):
        page = book.page(name)
        page.row([f"{name} directorate risk register"])
        page.row([column.heading for column in columns])
        for risk in bank(*numbers):
            risk = named(risk, f"{letter}{int(risk.ref):02}")
            row = page.row([column.printed(risk) for column in columns])
            entries.append(entry_of(risk, columns, at(name, row)))
    old = book.page("Adults 2021", is_hidden=True)
    old.row(["Ref", "Risk title", "Risk owner"])
    old.row(["A01", "An old risk", "Monitoring Officer"])
    left = [at("Summary", 1), *(at(name, 1) for name in orders), at("Adults 2021", 1)]
    return book, result(known(), entries, left_out=left)


@workbook("recommendations.ods")
def recommendations() -> Made:
    """Another body's governance action plan: original and revised dates, a RAG, struck-through lines that are done."""
    book = Book()
    page = book.page("AGS action plan")
    page.row(["Annual governance statement - action plan 2023/24"])
    page.row(
        [
            "No.",
            "Governance area",
            "Issue identified",
            "Action agreed",
            "Lead officer",
            "Original date",
            "Revised date",
            "Status",
            "Progress to date",
        ]
    )
    lines = [
        (
            "1",
            "Ethics",
            "Gifts are declared late",
            "Yearly reminder to all members",
            "Monitoring Officer",
            date(2023, 6, 30),
            "",
            "Complete",
            "Sent in May",
        ),
        (
            "2",
            "Money",
            "Reserves fall",
            "New reserves policy",
            "Chief Finance Officer",
            date(2023, 9, 30),
            date(2023, 12, 31),
            "Slipped",
            "Waits for the settlement",
        ),
        (
            "3",
            "People",
            "No plan for successors",
            "Plan for the ten hardest posts",
            "Director of People",
            date(2024, 3, 31),
            "",
            "On track",
            "",
        ),
        (
            "4",
            "Data",
            "Old records are kept",
            "Dispose by the schedule",
            "Head of Digital",
            date(2024, 1, 31),
            "",
            "Not started",
            "",
        ),
        (
            "5",
            "Partnerships",
            "No register of partnerships",
            "Build the register",
            "Chief Executive",
            date(2023, 11, 30),
            date(2024, 2, 29),
            "On track",
            "Draft seen by the board",
        ),
    ]
    entries = []
    for ref, _area, issue, action, lead, due, revised, status, note in lines:
        row = page.row([ref, _area, issue, action, lead, due, revised, status, note])
        made = entry(ref, at(page.name, row), owners=[lead], status=status.lower().replace(" ", "-"))
        made["facts"] |= {
            "?title": "~",
            "?recommendation": "~",
            "?response": "~",
            "?principle": "~",
            "?source": "~",
            "?description": "~",
            "?due": (revised or due).isoformat(),
            "?note": note,
            "?narrative": note,
        }
        entries.append(made)
    tables = [
        {
            "sheet": page.name,
            "about": "plan",
            "header": [2, 2],
            "rows": [3, 7],
            "columns": {"A": "ref", "E": "owners", "H": "status"},
        }
    ]
    return book, result(known(streams=[]), entries, tables=tables, left_out=[at(page.name, 1)])


@workbook("pasted-from-a-page.pasted.txt")
def pasted_page() -> Made:
    """Pasted from a web page: a title line, no refs, spaces that do not break, "Likely/Major" in one cell, a last line of words."""
    book = Book()
    page = book.page("pasted")
    likely = ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")
    grave = ("Insignificant", "Minor", "Moderate", "Major", "Catastrophic")
    page.row(["Our main risks this year"])
    page.row(["Risk\u00a0title", "What it means", "Likelihood / Impact", "Who looks after it"])
    entries = []
    for risk in bank(2, 3, 6, 10, 12):
        a, b = risk.current
        row = page.row(
            [risk.title.replace(" ", "\u00a0"), risk.description, f"{likely[a - 1]} / {grave[b - 1]}", risk.owner]
        )
        entries.append(entry_of(risk, [TITLE, WORDS], at("", row), current_score=[a, b]))
        entries[-1]["facts"]["?owners"] = [risk.owner]
    page.row(["Last changed in September."])
    return book, result(known(), entries, left_out=[at("", 1), at("", page.next_row - 1)])
