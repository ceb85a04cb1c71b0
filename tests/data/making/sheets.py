"""Workbooks of several sheets: guidance and lists, closed risks, a sheet for each risk, controls, two quarters."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.data.making.bank import bank, known
from tests.data.making.book import Book, C, Page
from tests.data.making.expected import Made, at, entry, question, result, workbook
from tests.data.making.layout import (
    ACTIONS,
    CONTROLS,
    LEVELS,
    OWNER,
    REF,
    TITLE,
    WORDS,
    bullets,
    entry_of,
    lay,
    three_scores,
)

BASE = [REF, TITLE, WORDS, OWNER, *LEVELS]
TARGETS = [column.called(f"Target {column.heading.lower()}") for column in three_scores()[6:]]
SCALE = ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"]


def key(page: Page) -> None:
    """A key to the scale with a heat map of products: looks like a table and is none of risks."""
    page.row(["Scoring key"])
    page.row(["Likelihood", "Score", "What it means"])
    for level, word in enumerate(SCALE, 1):
        page.row([word, level, f"Happens about once in {60 // level**2} years"])
    page.skip()
    page.row(["", *SCALE])
    for impact in range(5, 0, -1):
        fill = ["green", "yellow", "amber", "red"]
        page.row([impact, *(C(impact * n, fill=fill[min(3, impact * n // 6)]) for n in range(1, 6))])


@workbook("guidance.xlsx")
def guidance() -> Made:
    """Two sheets of risks among a cover, guidance, a key with a heat map, lists for drop-downs, and a log of changes."""
    book = Book()
    cover = book.page("Cover")
    cover.row(["Harrowmere Fire Authority"], at=4, start=3)
    cover.row(["Strategic risk register"], at=5, start=3)
    cover.row(["Owner", "Chief Finance Officer"], at=8, start=3)
    text = book.page("Guidance")
    for words in (
        "How to use this workbook",
        "1. Add a new risk at the foot of the register.",
        "2. Score it with the key.",
    ):
        text.row([words])
    key(book.page("Key"))
    entries, tables = [], []
    for name, numbers in (("Strategic", (1, 2, 5, 7)), ("Operational", (8, 14, 23))):
        more, table = lay(book.page(name), bank(*numbers), BASE)
        entries += more
        tables.append(table)
    lists = book.page("Lists")
    lists.row(["Owners", "Status", "Likelihood"])
    for owner, status, word in zip(
        ["Chief Executive", "Chief Finance Officer", "Monitoring Officer"], ["Open", "Closed", ""], SCALE, strict=False
    ):
        lists.row([owner, status, word])
    log = book.page("Change log")
    log.row(["Date", "Change", "By"])
    log.row([date(2023, 7, 3), "Risk 5 scored again", "KS"])
    left = [at(name, row) for name, row in (("Cover", 4), ("Guidance", 1), ("Key", 1), ("Lists", 1), ("Change log", 1))]
    return book, result(known(body="Harrowmere Fire Authority"), entries, tables=tables, left_out=left)


@workbook("closed.ods")
def closed() -> Made:
    """Closed risks in a sheet of their own, with the day they were closed and why; the same ref stands in only one."""
    book = Book()
    entries, _ = lay(book.page("Live risks"), bank(1, 2, 4, 6), [*BASE, CONTROLS])
    page = book.page("Closed risks")
    page.row(["Ref", "Risk title", "Risk description", "Risk owner", "Date closed", "Reason for closing"])
    for risk, day in zip(bank(21, 23), (date(2023, 3, 31), date(2023, 6, 2)), strict=True):
        row = page.row([risk.ref, risk.title, risk.description, risk.owner, day, "No longer a risk to the council"])
        made = entry_of(risk, BASE[:4], at(page.name, row), closed_on=day, state="closed")
        made["facts"]["?rationale"] = "No longer a risk to the council"
        entries.append(made)
    return book, result(known(), entries)


@workbook("forms.xlsx")
def forms() -> Made:
    """One risk a sheet, as a form: labels on the left, values on the right, scores in a small grid of their own."""
    book = Book()
    entries = []
    for risk in bank(1, 4, 7):
        page = book.page(f"Risk {risk.ref}")
        page.row([f"RISK ASSESSMENT FORM - RISK {risk.ref}"])
        page.merge(1, 1, 1, 4)
        rows: list[tuple[str, Any]] = [
            ("Risk reference", risk.ref), ("Risk title", risk.title), ("Description of risk", risk.description),
            ("Risk owner", risk.owner), ("Date last reviewed", risk.reviewed),
        ]  # fmt: skip
        for label, value in rows:
            row = page.row([label, value])
            page.merge(row, 2, row, 4)
        page.skip()
        page.row(["", "Likelihood", "Impact", "Score"])
        for label, kind in (("Inherent score", "inherent"), ("Current score", "current"), ("Target score", "target")):
            likelihood, impact = getattr(risk, kind)
            page.row([label, likelihood, impact, likelihood * impact])
        page.skip()
        page.row(["Existing controls", bullets(risk.controls)])
        page.row(["Planned actions", bullets([action.title for action in risk.actions])])
        made = entry_of(
            risk,
            [REF, TITLE, WORDS, OWNER, *three_scores(), CONTROLS, ACTIONS],
            at(page.name, 2),
            reviewed_on=risk.reviewed,
        )
        entries.append(made | {"where": at(page.name, 0)})
    return book, result(known(), entries)


@workbook("controls.xlsx")
def controls() -> Made:
    """A table of controls that names the risks each acts on, beside the register; one names a risk that is not there."""
    book = Book()
    entries, table = lay(book.page("Risks"), bank(1, 2, 4, 5), BASE)
    page = book.page("Controls")
    page.row(["Control", "Risk refs", "Control owner", "Status", "Key control?", "Due date", "Progress", "Update"])
    lines = [
        ("Monthly budget report", "1", "Chief Finance Officer", "In place", "Y", None, "", ""),
        ("Copies kept away from the network", "2", "Head of Digital", "In place", "Yes", None, "", ""),
        ("One system for case notes", "2, 4", "Director of Operations", "Planned", "Y", date(2024, 6, 30), "Limited", "The supplier is late"),
        ("Survey of every roof", "5", "Head of Estates", "Planned", "N", date(2024, 3, 31), "On track", ""),
        ("Guards at the depot", "5; 19", "Head of Estates", "Retired", "No", None, "", ""),
    ]  # fmt: skip
    made = []
    for title, risks, owner, stage, is_key, due, progress, note in lines:
        row = page.row([title, risks, owner, stage, is_key, due, progress, note])
        made.append({
            "title": title, "where": at(page.name, row), "risks": risks.replace(";", ",").split(", "), "owners": [owner],
            "stage": stage.lower().replace(" ", "-"), "is-key": is_key.startswith("Y"), "due": due,
            "progress": progress.lower().replace(" ", "-"), "narrative": note,
        })  # fmt: skip
    made = [{name: value for name, value in control.items() if value not in ("", None)} for control in made]
    return book, result(known(), entries, tables=[table], controls=made, is_plain=False)


def quarter(risks: list[Any], comment: str) -> Made:
    """The same register in one of two quarters."""
    book = Book()
    page = book.page("Register")
    page.row(["Corporate risk register", "", "", comment])
    page.skip()
    entries, table = lay(page, risks, [REF, TITLE, WORDS, OWNER, *LEVELS, *TARGETS, CONTROLS])
    return book, result(known(), entries, tables=[table], left_out=[at(page.name, 1)], is_plain=True)


@workbook("quarter-2023-06.xlsx")
def june() -> Made:
    """A past register: the position of June 2023."""
    book, expected = quarter(bank(1, 2, 4, 5, 7, 21), "Position at 30 June 2023")
    return book, expected | {"as_at": "2023-06-30"}


@workbook("quarter-2023-09.xlsx")
def september() -> Made:
    """The next quarter of the same: one up, one down, one reworded, one with another owner, one gone, one new."""
    risks = {risk.ref: risk for risk in bank(1, 2, 4, 5, 7, 9)}
    risks["1"] = replace(risks["1"], current=(5, 4))
    risks["2"] = replace(risks["2"], current=(3, 5))
    risks["4"] = replace(risks["4"], description="Somebody known to us may come to harm that we could have prevented.")
    risks["5"] = replace(risks["5"], owners=("Director of Operations",), controls=("Fire doors checked every month",))
    book, expected = quarter(list(risks.values()), "Position at 30 September 2023")
    return book, expected


@workbook("same-headings.xlsx")
def same_headings() -> Made:
    """The same three headings stand twice and nothing says which is which: the second group is a question."""
    book = Book()
    page = book.page("Register")
    columns = [REF, TITLE, WORDS, OWNER]
    entries, _ = lay(page, bank(1, 2, 4, 5), [*columns, *three_scores()[3:]])
    for made in entries:
        made["facts"] = {
            ("?" + name if name.endswith("-score") else name): fact for name, fact in made["facts"].items()
        }
    return book, result(known(), entries, questions=[question("", "Likelihood"), question("", "Impact")])


@workbook("same-risk-twice.xlsx")
def twice() -> Made:
    """A summary sheet repeats the risks of the register, one with another score: said twice, once inconsistently."""
    book = Book()
    entries, table = lay(book.page("Full register"), bank(1, 2, 5, 8), [*BASE, CONTROLS])
    page = book.page("Summary for board")
    page.row(["Ref", "Risk title", "Risk owner", "Likelihood", "Impact"])
    for risk in bank(1, 2, 5):
        likelihood, impact = risk.current
        page.row([risk.ref, risk.title, risk.owner, likelihood, impact + (0 if risk.ref != "5" else 1)])
    for place, entry_ in enumerate(bank(1, 2, 5)):
        made = entry(entry_.ref, at(page.name, place + 2), title=entry_.title)
        entries.append(
            {"ref": entry_.ref, "where": at(page.name, place + 2), "facts": made["facts"], "may_be_absent": True}
        )
    problems = [{"fact": "", "where": at(page.name, 4), "weight": "remark|question|refused", "like": ""}]
    inconsistent = entries[2]["facts"]
    inconsistent["?current-score"] = inconsistent.pop("current-score")  # it may wait for the question which holds
    return book, result(known(), entries, tables=[table], problems=problems)
