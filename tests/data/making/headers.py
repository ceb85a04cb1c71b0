"""Where the table begins: a plain sheet, titles above it, tiers of headings, sections, blanks, hidden columns."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from tests.data.making.bank import bank, known, named
from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, problem, result, table, workbook
from tests.data.making.layout import (
    CONTROLS,
    IMPACT,
    LEVELS,
    LIKELIHOOD,
    OWNER,
    OWNERS,
    REF,
    REVIEWED,
    SCORE,
    TITLE,
    WORDS,
    entry_of,
    lay,
    three_scores,
)


@workbook("plain.xlsx")
def plain() -> Made:
    """The easiest: one sheet, the header in its first row, numbers for levels, one owner each. Nothing may be asked."""
    book = Book()
    entries, table_ = lay(book.page("Register"), bank(1, 2, 3, 4, 5, 6), [REF, TITLE, WORDS, OWNER, *LEVELS])
    return book, result(known(), entries, tables=[table_], is_plain=True)


@workbook("title-rows.xlsx")
def title_rows() -> Made:
    """Title, marking, date and a stray note above the header; a note and a signature below the table."""
    book = Book()
    page = book.page("Corporate risks")
    page.row(["Northbeck Council"])
    page.merge(1, 1, 1, 8)
    page.row(["Corporate Risk Register - position at 30 September 2023"])
    page.merge(2, 1, 2, 8)
    page.row(["", "", "", "", "", "", "", "OFFICIAL"])
    page.skip()
    page.row(["Version:", 4.2, "", "Prepared by:", "Audit and Risk Team"])
    page.skip()
    entries, table_ = lay(page, bank(1, 2, 4, 7, 8, 9), [REF, TITLE, WORDS, OWNER, *LEVELS, CONTROLS])
    page.skip()
    page.row(["* Scores were agreed by the leadership team on 12 September."])
    page.row(["Signed off by the Chief Executive"])
    left = [at(page.name, row) for row in (1, 2, 3, 5, page.next_row - 2, page.next_row - 1)]
    return book, result(known(), entries, tables=[table_], left_out=left, is_plain=True)


@workbook("two-tier.xlsx")
def two_tier() -> Made:
    """A header in two tiers: inherent, residual and target scores, each merged over the same three headings."""
    book = Book()
    page = book.page("Strategic risks")
    page.row(
        [
            "Risk ref",
            "Risk",
            "Description of risk",
            "Owner",
            "Inherent risk",
            "",
            "",
            "Residual risk",
            "",
            "",
            "Target risk",
        ]
    )
    for column in (1, 2, 3, 4):
        page.merge(1, column, 2, column)
    for column in (5, 8, 11):
        page.merge(1, column, 1, column + 2)
    columns = [REF, TITLE, WORDS, OWNER, *three_scores()]
    page.row([column.heading for column in columns[4:]], start=5)
    entries, table_ = lay(page, bank(2, 4, 5, 7, 9, 11, 13), columns, header=False)
    return book, result(known(), entries, tables=[table_ | {"header": [1, 2]}], is_plain=True)


@workbook("three-tier.xlsx")
def three_tier() -> Made:
    """Three tiers, with only the outer cell of each group filled and nothing merged in the middle tier."""
    book = Book()
    page = book.page("Register")
    page.row(["STRATEGIC RISK REGISTER 2023/24"])
    page.merge(1, 1, 1, 13)
    page.skip()
    page.row(["Identification", "", "", "Assessment", "", "", "", "", "", "", "", "", "Ownership"])
    page.merge(3, 1, 3, 3)
    page.merge(3, 4, 3, 12)
    page.row(["", "", "", "Gross score", "", "", "Net score", "", "", "Target score"])
    heads = ["Ref", "Title", "Description", *["Likelihood", "Impact", "Total"] * 3, "Risk owner"]
    page.row(heads)
    columns = [REF, TITLE, WORDS, *three_scores(), OWNER]
    entries, table_ = lay(page, bank(1, 3, 6, 8, 10, 12), columns, header=False)
    return book, result(
        known(), entries, tables=[table_ | {"header": [3, 5]}], left_out=[at(page.name, 1)], is_plain=True
    )


@workbook("sections.xlsx")
def sections() -> Made:
    """Section rows between the risks, some merged over the table and some not, and the header again in the middle."""
    book = Book()
    page = book.page("Sheet1")
    columns = [REF, TITLE, WORDS, OWNERS, *LEVELS]
    page.row([column.heading for column in columns])
    entries = []
    groups = {"MONEY AND CONTRACTS": (1, 8, 13), "People": (3, 14), "Places and residents": (5, 7, 10)}
    for place, (name, numbers) in enumerate(groups.items()):
        row = page.row([C(name, fill="grey")])
        if place != 1:
            page.merge(row, 1, row, 7)
        if place == 2:
            page.row([column.heading for column in columns])
        for risk in bank(*numbers):
            row = page.row([column.printed(risk) for column in columns])
            entries.append(entry_of(risk, columns, at(page.name, row), section=name))
    table_ = table(
        page.name, (1, 1), (2, page.next_row - 1), {get_column_letter(n): c.fact for n, c in enumerate(columns, 1)}
    )
    return book, result(known(), entries, tables=[table_], is_plain=True)


@workbook("phantom.xlsx")
def phantom() -> Made:
    """Blank rows in the table, blank columns beside and in it, spaces in cells, a formatted row 65,000 rows down."""
    book = Book()
    page = book.page("Risks", phantom_row=65000)
    page.skip(2)
    columns = [REF, TITLE, WORDS, OWNER, None, *LEVELS]
    page.row([column.heading if column else "" for column in columns], start=3)
    entries = []
    for place, risk in enumerate(bank(1, 2, 5, 6, 9, 14)):
        if place in (2, 4):
            page.skip(place)
            page.put(page.next_row - 1, 4, "   ")
        row = page.row([column.printed(risk) if column else "" for column in columns], start=3)
        entries.append(entry_of(risk, [column for column in columns if column], at(page.name, row)))
    return book, result(known(), entries, is_plain=True)


@workbook("hidden.xlsx")
def hidden() -> Made:
    """Hidden columns (last quarter's score and a private note), a hidden row with a risk in it, and a hidden sheet.

    What is hidden is not imported without a word: the hidden row's risk is read and told, the hidden columns are
    told as hidden in the mapping, the hidden sheet is left out and said so.
    """
    book = Book()
    page = book.page("Register", hidden_columns=[6, 10], hidden_rows=[5])
    columns = [REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT, SCORE, REVIEWED]
    heads = ["Ref", "Risk title", "Risk description", "Risk owner", "Likelihood", "Previous score", "Impact", "Score"]
    page.row([*heads, "Last reviewed", "Private note"])
    entries = []
    for risk in bank(1, 2, 4, 5, 8):
        values = [column.printed(risk) for column in columns]
        row = page.row([*values[:5], 12, *values[5:], f"ask again about {risk.title.lower()}"])
        entries.append(entry_of(risk, columns, at(page.name, row)))
    old = book.page("Old register", is_hidden=True)
    lay(old, [named(risk, risk.ref) for risk in bank(1, 2)], [REF, TITLE, OWNER])
    problems = [problem("", at("Register", 5), "remark|question", "hidden")]
    return book, result(known(), entries, problems=problems, left_out=[at("Old register", 1)])


@workbook("several-rows.xlsx")
def several_rows() -> Made:
    """Several table rows under one risk: one for each action, the risk's own cells merged over them or left blank."""
    book = Book()
    page = book.page("Action plan")
    base = [REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT]
    page.row([*(column.heading for column in base), "Action", "Action owner", "Due date", "Progress"])
    words = {
        "on-track": "On track",
        "limited": "Limited",
        "slipped": "Slipped",
        "no-progress": "No progress",
        "complete": "Complete",
    }
    entries = []
    for place, risk in enumerate(bank(1, 2, 4, 5, 7, 11)):
        first = page.next_row
        actions = []
        for line, action in enumerate(risk.actions):
            values = [column.printed(risk) for column in base] if not line else [""] * 6
            page.row([*values, action.title, action.owner, action.due, words[action.progress]])
            actions.append(
                {
                    "title": action.title,
                    "stage": "planned",
                    "owners": [action.owner],
                    "due": action.due,
                    "progress": action.progress,
                }
            )
        if place % 2 and len(risk.actions) > 1:
            for column in range(1, 7):
                page.merge(first, column, page.next_row - 1, column)
        made = entry_of(risk, base, at(page.name, first))
        entries.append(made | {"controls": [action | {"due": action["due"].isoformat()} for action in actions]})
    return book, result(known(), entries, is_plain=True)
