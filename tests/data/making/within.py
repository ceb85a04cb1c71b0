"""Tables within tables: actions below each risk under headings of their own, bars over one row, counts above."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, in_place, planned, result, workbook
from tests.data.making.layout import bullets
from tests.data.making.told import PLACE, WHO, some


@workbook("actions-nested.xlsx")
def actions_nested() -> Made:
    """Below each risk a small table of its actions with headings of its own, then the next risk; the header of the risks stands once."""
    book = Book()
    page = book.page("Register")
    page.row(["Ref", "Risk title", "Risk owner", "Likelihood", "Impact", "Score", "Target score"])
    entries = []
    for place, risk in enumerate(some(5, 22, 24, 3), 1):
        _, (a, b), (c, d) = risk.scores
        row = page.row([f"R{place}", risk.title, WHO[place % 4], a, b, a * b, c * d])
        page.row(["", "Action", "Lead", "Due date", "Status"])
        made = []
        for k, text in enumerate(risk.actions):
            page.row(["", text, WHO[(place + k) % 4], date(2024, 1 + k, place), ["On track", "Slipped"][k % 2]])
            made.append(
                {
                    "title": text,
                    "stage": "planned",
                    "owners": [WHO[(place + k) % 4]],
                    "due": date(2024, 1 + k, place),
                    "progress": ["on-track", "slipped"][k % 2],
                }
            )
        entries.append(
            entry(
                f"R{place}", at(page.name, row), made, title=risk.title, owners=[WHO[place % 4]], current_score=[a, b]
            )
        )
    return book, result(PLACE, entries)


@workbook("bar-and-row.xlsx")
def bar_and_row() -> Made:
    """A bar "Risk 1 - title" over each risk, then the same header again, then one row of values."""
    book = Book()
    page = book.page("Corporate risks")
    page.row(["Corporate risk register, Quarter 2"])
    entries = []
    for place, risk in enumerate(some(5, 22, 24), 1):
        (i, j), (a, b), _ = risk.scores
        bar = page.row([C(f"Risk {place} - {risk.title}", fill="navy")])
        page.merge(bar, 1, bar, 9)
        page.row(
            [
                "Risk description",
                "Gross L",
                "Gross I",
                "Controls",
                "Net L",
                "Net I",
                "Further actions",
                "Owner",
                "Review date",
            ]
        )
        page.row(
            [
                f"{risk.event}. {risk.effect}.",
                i,
                j,
                bullets(risk.controls),
                a,
                b,
                bullets(risk.actions),
                WHO[place],
                date(2023, 12, place),
            ]
        )
        page.skip()
        made = entry(
            f"{place}",
            at(page.name, bar),
            [*in_place(risk.controls), *planned(risk.actions)],
            title=risk.title,
            description=f"~{risk.event}",
            owners=[WHO[place]],
            inherent_score=[i, j],
            current_score=[a, b],
        )
        made["facts"] |= {"?next-review": "~2023"}
        entries.append(made)
    return book, result(PLACE, entries, left_out=["Corporate risks!1"])


@workbook("counts-above-emerging-below.xlsx")
def counts_above() -> Made:
    """Counts of red, amber and green above the register, and below it a table of emerging risks without scores and one of issues."""
    book = Book()
    page = book.page("September")
    page.row(["Summary", "Red", "Amber", "Green", "Total"])
    page.row(["This quarter", 1, 2, 1, 4])
    page.row(["Last quarter", 2, 1, 1, 4])
    page.skip()
    page.row(["Ref", "Risk", "Owner", "Likelihood", "Impact", "Score", "RAG"])
    entries = []
    for place, risk in enumerate(some(5, 22, 24, 3), 1):
        _, (a, b), _ = risk.scores
        row = page.row([f"R{place}", risk.title, WHO[place % 4], a, b, a * b, C("", fill="red")])
        entries.append(
            entry(f"R{place}", at(page.name, row), title=risk.title, owners=[WHO[place % 4]], current_score=[a, b])
        )
    page.skip()
    page.row(["Emerging risks"])
    page.row(["Ref", "Emerging risk", "Owner", "Why it is watched"])
    row = page.row(["E1", "Heat in the classrooms", WHO[2], "Two hot summers in a row"])
    entries.append(entry("E1", at(page.name, row), title="Heat in the classrooms", owners=[WHO[2]]))
    entries[-1]["facts"] |= {"?rationale": "~", "?cause": "~", "?description": "~", "?section": "~"}
    page.skip()
    page.row(["Issues"])
    page.row(["Ref", "Issue", "Owner", "Action"])
    row = page.row(["I1", "Lift out of order", WHO[2], "Repair in October"])
    return book, result(PLACE, entries, left_out=[f"September!{row}"])


@workbook("subtotals.xlsx")
def subtotals() -> Made:
    """A row of totals after each group ("Finance Total"), the group's name in its own column only once, and a grand total."""
    book = Book()
    page = book.page("By theme")
    page.row(["Theme", "Ref", "Risk", "Owner", "L", "I", "Score"])
    entries = []
    n = 0
    for theme, group in (("Money", (5, 15, 16)), ("People", (2, 25))):
        first = page.next_row
        for k, which in enumerate(group):
            n += 1
            risk = some(which)[0]
            _, (a, b), _ = risk.scores
            row = page.row([theme if not k else "", f"R{n}", risk.title, WHO[n % 4], a, b, a * b])
            entries.append(
                entry(f"R{n}", at(page.name, row), title=risk.title, owners=[WHO[n % 4]], current_score=[a, b])
            )
        page.row([f"{theme} Total", "", "", "", "", "", C(40, formula=f"=SUM(G{first}:G{page.next_row - 1})")])
    last = page.row(["Grand Total", "", "", "", "", "", C(70, formula="=G5+G8")])
    return book, result(PLACE, entries, left_out=[f"By theme!{last}"])


@workbook("text-under-title.ods")
def text_under_title() -> Made:
    """Each risk in two rows: ref, title, owner and scores; below, in the column of the title alone, what it is about in a sentence or two."""
    book = Book()
    page = book.page("Register")
    page.row(["Ref", "Risk", "Owner", "Likelihood", "Impact", "Score", "Trend"])
    entries = []
    for place, risk in enumerate(some(5, 22, 24, 3), 1):
        _, (a, b), _ = risk.scores
        row = page.row([f"R{place}", risk.title, WHO[place % 4], a, b, a * b, "↔"])
        page.row(["", f"{risk.event}. {risk.effect}."])
        entries.append(
            entry(
                f"R{place}",
                at(page.name, row),
                title=risk.title,
                description=f"~{risk.event}",
                owners=[WHO[place % 4]],
                current_score=[a, b],
                **{"?movement": "static"},
            )
        )
    return book, result(PLACE, entries)


@workbook("impact-twice.xlsx")
def impact_twice() -> Made:
    """ "Impact" heads both the words and the level; groups whose merges begin a column too late; a row of "(1-5)" below the headings."""
    book = Book()
    page = book.page("RR")
    page.row(["", "", "", "", "Inherent", "", "", "", "Residual", "", ""])
    page.merge(1, 5, 1, 7)
    page.merge(1, 9, 1, 11)
    page.row(
        [
            "Ref",
            "Risk title",
            "Impact",
            "Owner",
            "Likelihood",
            "Impact",
            "Score",
            "Controls",
            "Likelihood",
            "Impact",
            "Score",
        ]
    )
    page.row(["", "", "", "", "(1-5)", "(1-5)", "(1-25)", "", "(1-5)", "(1-5)", "(1-25)"])
    entries = []
    for place, risk in enumerate(some(5, 22, 24), 1):
        (i, j), (a, b), _ = risk.scores
        row = page.row(
            [
                f"R{place}",
                risk.title,
                f"{risk.effect}.",
                WHO[place % 4],
                i,
                j,
                i * j,
                bullets(risk.controls),
                a,
                b,
                a * b,
            ]
        )
        entries.append(
            entry(
                f"R{place}",
                at(page.name, row),
                in_place(risk.controls),
                title=risk.title,
                description=f"~{risk.effect}",
                owners=[WHO[place % 4]],
                inherent_score=[i, j],
                current_score=[a, b],
            )
        )
    return book, result(PLACE, entries)


@workbook("forms-with-kinds-across.xlsx")
def kinds_across() -> Made:
    """A sheet for each risk: "Ref: R1" and "Title: ..." in cells of their own, a grid with Gross, Net and Target across and Likelihood, Impact, Score down, a table of controls with owner and effectiveness, a table of actions."""
    book = Book()
    entries = []
    for place, risk in enumerate(some(5, 22, 24), 1):
        page = book.page(f"R{place}")
        (i, j), (a, b), (c, d) = risk.scores
        page.row(["Risk ref:", f"R{place}", "", "Date:", date(2023, 9, 20)])
        page.row(["Risk title:", risk.title])
        page.row(["Risk owner:", WHO[place], "", "Status:", "Open"])
        page.row(["Description:", f"{risk.event}. {risk.effect}."])
        page.skip()
        page.row(["", "Gross", "Net", "Target"])
        page.row(["Likelihood", i, a, c])
        page.row(["Impact", j, b, d])
        page.row(["Score", i * j, a * b, c * d])
        page.skip()
        page.row(["Control", "Control owner", "Effectiveness"])
        for text in risk.controls:
            page.row([text, WHO[place], "Good"])
        page.skip()
        page.row(["Action", "Action owner", "Due date", "Progress"])
        for k, text in enumerate(risk.actions):
            page.row([text, WHO[(place + 1) % 4], date(2024, 2 + k, 1), "On track"])
        made = entry(
            f"R{place}",
            f"R{place}!0",
            [
                *(
                    {"title": text, "stage": "in-place", "owners": [WHO[place]], "?effectiveness": "~"}
                    for text in risk.controls
                ),
                *(
                    {
                        "title": text,
                        "stage": "planned",
                        "owners": [WHO[(place + 1) % 4]],
                        "due": date(2024, 2 + k, 1),
                        "progress": "on-track",
                    }
                    for k, text in enumerate(risk.actions)
                ),
            ],
            title=risk.title,
            description=f"~{risk.event}",
            owners=[WHO[place]],
            inherent_score=[i, j],
            current_score=[a, b],
            target_score=[c, d],
        )
        made["facts"] |= {"?state": "open", "?reviewed-on": "2023-09-20", "?opened-on": "2023-09-20"}
        entries.append(made)
    return book, result(PLACE, entries)
