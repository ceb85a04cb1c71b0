"""What stands in the cells: dates, formulas, bullets, owners, initials, references."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.bank import POSTS, bank, known, named
from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, in_place, planned, problem, question, result, workbook
from tests.data.making.files import serial
from tests.data.making.layout import CONTROLS, IMPACT, LEVELS, LIKELIHOOD, OWNER, REF, TITLE, WORDS, bullets, entry_of

BASE = [REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT]
TOLD = "remark|question|refused"


@workbook("dates.xlsx")
def dates() -> Made:
    """One column of dates in nine spellings: all of them the same kind of day, but four that are no day at all."""
    book = Book()
    page = book.page("Register")
    page.row([*(column.heading for column in BASE), "Date last reviewed", "Next review due"])
    day = date(2023, 9, 14)
    spelt = [
        day,
        "14/09/2023",
        "14.9.23",
        "14 September 2023",
        "14th Sep 2023",
        "2023-09-14",
        serial(day),
        "Thurs 14 Sept 2023",
    ]
    odd = {8: "Sept 2023", 9: "31/09/2023", 10: "Ongoing", 11: "Q3 2023/24"}
    entries, problems = [], []
    for place, risk in enumerate(bank(*range(1, 13))):
        values = [column.printed(risk) for column in BASE]
        if place < 8:
            row = page.row([*values, spelt[place], date(2023, 12, 14)])
            entries.append(entry_of(risk, BASE, at(page.name, row), reviewed_on=day, next_review=date(2023, 12, 14)))
            continue
        row = page.row([*values, odd[place], "TBC" if place == 10 else date(2023, 12, 14)])
        made = entry_of(risk, BASE, at(page.name, row), next_review=None if place == 10 else date(2023, 12, 14))
        if place == 8:
            made["facts"]["?reviewed-on"] = "~2023-09-"
        if place == 11:
            made["facts"]["?reviewed-on"] = "2023-12-31"
        entries.append(made)
        problems.append(problem("reviewed-on", at(page.name, row, 7), TOLD, ""))
    return book, result(known(), entries, problems=problems)


@workbook("day-or-month.csv")
def day_or_month() -> Made:
    """Dates such as 03/04/2023 in a column that never says whether the day comes first: it must be asked."""
    book = Book()
    page = book.page("day-or-month")
    page.row([*(column.heading for column in BASE), "Last reviewed"])
    entries = []
    for risk, printed in zip(bank(1, 2, 4), ["03/04/2023", "07/06/2023", "11/12/2022"], strict=True):
        row = page.row([*(column.printed(risk) for column in BASE), printed])
        month_first = {"03/04/2023": "2023-04-03", "07/06/2023": "2023-06-07", "11/12/2022": "2022-12-11"}[printed]
        made = entry_of(risk, BASE, at("", row))
        made["facts"]["?reviewed-on"] = month_first
        entries.append(made)
    return book, result(known(), entries, problems=[problem("reviewed-on", at("", 2, 7), TOLD, "")])


@workbook("formulas.xlsx")
def formulas() -> Made:
    """Scores, refs and owners are formulas: their cached values count; one was never calculated, one is an error."""
    book = Book()
    page = book.page("Register")
    columns = [REF, TITLE, WORDS, OWNER, *LEVELS]
    page.row([column.heading for column in columns])
    entries, problems = [], []
    for place, risk in enumerate(bank(1, 2, 4, 5, 7, 8)):
        row = page.next_row
        values = [column.printed(risk) for column in columns]
        values[0] = C(int(risk.ref), formula="=ROW()-1")
        values[3] = C(risk.owner, formula=f"=VLOOKUP(A{row},Lists!A:B,2,FALSE)")
        values[6] = C(values[6], formula=f"=E{row}*F{row}")
        if place == 3:
            values[4] = C(None, formula="=Lists!C9")
            problems.append(problem("current-likelihood", at(page.name, row, 5), TOLD, ""))
        if place == 4:
            values[3] = C("#N/A", formula=f"=VLOOKUP(A{row},Lists!A:B,2,FALSE)")
            problems.append(problem("owners", at(page.name, row, 4), TOLD, ""))
        page.row(values)
        made = entry_of(risk, columns, at(page.name, row), owners=None if place == 4 else [risk.owner],
                        current_score=None if place == 3 else risk.current)  # fmt: skip
        entries.append(made)
    lists = book.page("Lists")
    lists.row(["Ref", "Owner"])
    for risk in bank(1, 2, 4):
        lists.row([int(risk.ref), risk.owner])
    return book, result(known(), entries, problems=problems, left_out=[at("Lists", 1)])


@workbook("bullets.xlsx")
def bulleted() -> Made:
    """Controls and actions with every kind of bullet, several owners in one cell in every way people part them."""
    book = Book()
    page = book.page("Register")
    page.row(["Ref", "Risk", "Description", "Owner(s)", "Controls in place", "Planned actions"])
    marks = ["• ", "- ", "o ", "– ", "* ", "·\t", ""]
    partings = [" / ", "\n", "; ", " & ", ", ", " and ", "/"]
    owners = [("Chief Executive", "Chief Finance Officer"), ("Director of Operations", "Head of Estates")] * 4
    entries = []
    for place, risk in enumerate(bank(1, 2, 4, 5, 7, 9, 11)):
        numbered = "\n".join(f"{n}. {words}" for n, words in enumerate(risk.controls, 1))
        cell = numbered if place == 2 else bullets(risk.controls, marks[place])
        actions = [action.title for action in risk.actions]
        row = page.row(
            [
                risk.ref,
                risk.title,
                risk.description,
                partings[place].join(owners[place]),
                cell,
                bullets(actions, marks[-place - 1]),
            ]
        )
        entries.append(entry_of(risk, [REF, TITLE, WORDS], at(page.name, row), owners=owners[place]))
        entries[-1]["controls"] = in_place(risk.controls) + planned(actions)
    return book, result(known(), entries, is_plain=True)


@workbook("owners-with-and.xlsx")
def owners_with_and() -> Made:
    """Posts that have "and", a comma or a slash in their own names, beside several owners in one cell."""
    book = Book()
    titles = [
        "Director of Strategy and Governance",
        "Head of Prevention, Inclusion & Engagement",
        "ICT/Digital Manager",
        "Chief Executive",
    ]
    posts = [{"title": title, "aliases": [], "holders": []} for title in titles]
    page = book.page("Register")
    page.row([column.heading for column in BASE[:4]])
    cells = [
        ("Director of Strategy and Governance", titles[:1]),
        ("Chief Executive and Director of Strategy and Governance", [titles[3], titles[0]]),
        ("Head of Prevention, Inclusion & Engagement, Chief Executive", [titles[1], titles[3]]),
        ("ICT/Digital Manager / Chief Executive", [titles[2], titles[3]]),
        ("Director of Strategy & Governance", titles[:1]),
        ("chief executive", titles[3:]),
    ]  # fmt: skip
    entries = []
    for (printed, meant), risk in zip(cells, bank(1, 2, 4, 6, 8, 9), strict=True):
        row = page.row([risk.ref, risk.title, risk.description, printed])
        entries.append(entry_of(risk, [REF, TITLE, WORDS], at(page.name, row), owners=meant))
    return book, result(known(posts=posts), entries)


@workbook("initials.xlsx")
def initials() -> Made:
    """Owners by initials, by surname, by short names of posts; ZZ is nobody's and SL is two people's."""
    book = Book()
    page = book.page("Register")
    page.row([*(column.heading for column in BASE[:3]), "Lead", "Likelihood", "Impact"])
    posts = [{"title": title, "aliases": [alias], "holders": [holder]} for title, (alias, holder) in POSTS.items()]
    posts.append({"title": "Head of Licensing", "aliases": [], "holders": ["S. Lowe"]})
    cells = {"RT": ["Chief Executive"], "PO/KS": ["Chief Finance Officer", "Monitoring Officer"], "CFO": ["Chief Finance Officer"],
             "T. Brandreth": ["Head of Estates"], "ZZ": None, "MA & JM": ["Director of People", "Head of Digital"], "SL": None,
             "Monitoring Officer (KS)": ["Monitoring Officer"]}  # fmt: skip
    entries, questions = [], [question("owners", "ZZ"), question("owners", "SL")]
    for (printed, meant), risk in zip(cells.items(), bank(1, 13, 8, 5, 2, 3, 4, 6), strict=True):
        row = page.row([risk.ref, risk.title, risk.description, printed, *risk.current])
        columns = [REF, TITLE, WORDS, LIKELIHOOD, IMPACT]
        entries.append(entry_of(risk, columns, at(page.name, row), owners=meant))
    return book, result(known(posts=posts), entries, questions=questions)


@workbook("refs.xlsx")
def refs() -> Made:
    """References with marks of footnotes, words, letters and zeros; two risks without one; one printed twice."""
    book = Book()
    page = book.page("Register")
    page.row([column.heading for column in BASE])
    printed = {
        "CRR 01": "CRR 01",
        "2*": "2",
        "4¹": "4",
        "5 (new)": "5",
        "6†": "6",
        "R-007": "R-007",
        "8a": "8a",
        "": "",
        9.0: "9",
    }
    entries, problems = [], []
    for (mark, ref), risk in zip(printed.items(), bank(1, 2, 4, 5, 6, 7, 8, 10, 9), strict=True):
        row = page.row([mark, *(column.printed(risk) for column in BASE[1:])])
        entries.append(entry_of(named(risk, ref), BASE, at(page.name, row)))
    row = page.row([2, *(column.printed(bank(12)[0]) for column in BASE[1:])])
    entries.append(entry_of(named(bank(12)[0], "2"), BASE, at(page.name, row)))
    problems.append(problem("ref", at(page.name, row), TOLD, ""))
    page.skip()
    page.row(["* scored again since the last meeting"])
    page.row(["¹ shared with the county"])
    left = [at(page.name, page.next_row - 2), at(page.name, page.next_row - 1)]
    return book, result(known(), entries, problems=problems, left_out=left)


@workbook("struck.xlsx")
def struck() -> Made:
    """A risk struck through (people mean: closed), a comment on a cell, and an empty template row at the end."""
    book = Book()
    page = book.page("Register")
    columns = [*BASE, CONTROLS]
    page.row([column.heading for column in columns])
    entries, problems = [], []
    for place, risk in enumerate(bank(1, 2, 4, 5)):
        values = [column.printed(risk) for column in columns]
        if place == 2:
            values = [C(value, struck=True) for value in values]
        if place == 3:
            values[4] = C(values[4], note="The board asked whether this is still right")
        row = page.row(values)
        entries.append(entry_of(risk, columns, at(page.name, row)))
        if place == 2:
            entries[-1]["facts"]["?state"] = "closed"
            problems.append(problem("", at(page.name, row), TOLD, "struck"))
        if place == 3:
            problems.append(problem("", at(page.name, row, 5), TOLD, "comment|note"))
    row = page.row([6, "", "", "", "", "", ""])
    problems.append(problem("", at(page.name, row), TOLD, ""))
    entries.append({"ref": "6", "where": at(page.name, row), "facts": {}, "may_be_absent": True})
    return book, result(known(), entries, problems=problems)


@workbook("long-words.xlsx")
def long_words() -> Made:
    """Words longer than the register's own fields, signs of markup, what looks like a formula, a control of 400 signs."""
    book = Book()
    page = book.page("Register")
    columns = [REF, TITLE, WORDS, OWNER, CONTROLS]
    page.row([column.heading for column in columns])
    entries = []
    for place, risk in enumerate(bank(1, 2, 4, 5)):
        title = (f"{risk.title} " + "and everything that hangs on it, " * 6).rstrip(", ") if place == 0 else risk.title
        words = [
            " ".join([risk.description] * 40),
            '<b>Bold</b> & "quoted" \u2013 50% > 40% \U0001f525',
            "=SUM(A1:A9)",
            risk.description,
        ][place]
        control = (
            ("Meetings of " + ", ".join(f"group {number} of the programme" for number in range(20)))
            if place == 3
            else risk.controls[0]
        )
        row = page.row([risk.ref, title, C(words, text=True), risk.owner, control])
        made = entry_of(risk, [REF, OWNER], at(page.name, row), description=words)
        made["facts"]["title"] = title
        if place == 0:  # longer than a title of a register can be: planning shortens it and says so
            made["facts"] |= {"title": "~Balancing the budget and everything", "description": f"~{words}"}
        made["any_controls"] = True
        entries.append(made)
    return book, result(known(), entries)


@workbook("says-nothing.xlsx")
def says_nothing() -> Made:
    """ "-", "n/a", "None" and "TBC" in every column that can say so: nothing is known there, and nothing fails."""
    book = Book()
    page = book.page("Register")
    heads = ["Working lead(s)", "Objective", "Current score (L x I)", "Target score (L x I)", "Target date", "Last reviewed", "Next review",
             "Date raised", "Existing controls", "Further actions", "Action owner", "Due date", "Horizon"]  # fmt: skip
    page.row([*(column.heading for column in BASE[:4]), *heads])
    entries = []
    for place, risk in enumerate(bank(1, 2, 4, 5)):
        nothing = ["-", "n/a", "None", "TBC"][place]
        full = ["Head of Digital", risk.objective, f"{risk.current[0]} x {risk.current[1]}", f"{risk.target[0]} x {risk.target[1]}", date(2024, 3, 31),
                risk.reviewed, date(2023, 12, 1), date(2021, 4, 1), risk.controls[0], risk.actions[0].title, "Head of Estates", date(2024, 1, 31), "Long-term"]  # fmt: skip
        row = page.row(
            [*(column.printed(risk) for column in BASE[:4]), *(full if not place else [nothing] * len(full))]
        )
        made = entry_of(risk, BASE[:4], at(page.name, row))
        if not place:
            made["facts"] |= {"leads": ["Head of Digital"], "objectives": [risk.objective], "current-score": list(risk.current),
                              "target-score": list(risk.target), "target-on": "2024-03-31", "reviewed-on": risk.reviewed.isoformat(),
                              "next-review": "2023-12-01", "opened-on": "2021-04-01", "horizon": "long-term"}  # fmt: skip
            made["controls"] = in_place(risk.controls[:1])
            made["controls"].append(
                {"title": risk.actions[0].title, "stage": "planned", "owners": ["Head of Estates"], "due": "2024-01-31"}
            )
        entries.append(made)
    return book, result(known(), entries)
