"""Registers that grew by hand: definitions above the table, a table out of a document, actions side by side."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, in_place, problem, question, result, workbook
from tests.data.making.layout import bullets
from tests.data.making.told import CHANCES, GRAVE, PLACE, WHO, some


@workbook("definitions-above.ods")
def definitions_above() -> Made:
    """The scales stand above the register on the same sheet: likelihood, score and description, then impact; below them the register."""
    book = Book()
    page = book.page("Risk register")
    page.row(["Marsh Borough risk register 2023"])
    page.skip()
    page.row(["Likelihood", "Score", "Description"])
    for n, word in enumerate(CHANCES, 1):
        page.row([word, n, f"It happens once in {10 - n} years"])
    page.skip()
    page.row(["Impact", "Score", "Description"])
    for n, word in enumerate(GRAVE, 1):
        page.row([word, n, f"Up to {n * 100} thousand pounds"])
    page.skip(2)
    page.row(
        [
            "Ref",
            "Description of risk",
            "Risk owner",
            "Likelihood",
            "Impact",
            "Risk score",
            "Mitigation",
            "Residual likelihood",
            "Residual impact",
            "Residual score",
        ]
    )
    entries = []
    for place, risk in enumerate(some(5, 23, 21, 22), 1):
        (i, j), (a, b), _ = risk.scores
        row = page.row(
            [place, f"{risk.event}. {risk.effect}.", WHO[place % 4], i, j, i * j, bullets(risk.controls), a, b, a * b]
        )
        made = entry(
            str(place),
            at(page.name, row),
            [{"title": text, "?stage": "~"} for text in risk.controls],
            owners=[WHO[place % 4]],
            inherent_score=[i, j],
            current_score=[a, b],
        )
        made["facts"] |= {"?title": "~", "?description": "~"}
        entries.append(made)
    return book, result(PLACE, entries, left_out=["Risk register!1"])


@workbook("out-of-word.pasted.txt")
def out_of_word() -> Made:
    """A table copied out of a document: headings broken over cells of two rows, "Page 2 of 3" and the header between the rows, one risk cut in two rows by a page."""
    book = Book()
    page = book.page("pasted")
    page.row(["Risk", "Description", "Gross", "Gross", "Net", "Net", "Owner"])
    page.row(["No", "", "L", "I", "L", "I", ""])
    entries = []
    for place, risk in enumerate(some(5, 23, 21, 22), 1):
        (i, j), (a, b), _ = risk.scores
        row = page.row([str(place), f"{risk.event}. {risk.effect}.", i, j, a, b, WHO[place % 4]])
        made = entry(str(place), f"!{row}", owners=[WHO[place % 4]], inherent_score=[i, j], current_score=[a, b])
        made["facts"] |= {"?title": "~", "?description": f"~{risk.event}"}
        entries.append(made)
        if place == 2:
            page.row(["", "and the wards cannot send people home."])
            page.row(["Page 1 of 2"])
            page.row(["Risk", "Description", "Gross", "Gross", "Net", "Net", "Owner"])
            page.row(["No", "", "L", "I", "L", "I", ""])
    return book, result(PLACE, entries)


@workbook("letters-for-impact.csv", delimiter=";")
def letters_for_impact() -> Made:
    """Likelihood in numbers, impact in letters A to E, and nothing that says which letter is the worst; a title line first."""
    book = Book()
    page = book.page("letters-for-impact")
    page.row(["Corporate risks, September 2023"])
    page.row(["Id", "Risk", "Likelihood (1-5)", "Impact (A-E)", "Rating", "Responsible officer"])
    entries = []
    for place, risk in enumerate(some(5, 23, 21, 22), 1):
        _, (a, b), _ = risk.scores
        row = page.row([str(place), risk.event, a, "EDCBA"[b - 1], f"{a}{'EDCBA'[b - 1]}", WHO[place % 4]])
        entries.append(entry(str(place), f"!{row}", title=risk.event, owners=[WHO[place % 4]]))
    return book, result(PLACE, entries, questions=[question("current-impact", "B")], left_out=["!1"])


@workbook("actions-sideways.xlsx")
def actions_sideways() -> Made:
    """Three actions of a risk beside each other: "Action 1", "Owner 1", "Due 1", "Action 2" and so on; controls numbered in columns too."""
    book = Book()
    page = book.page("Log")
    page.row(
        [
            "Ref",
            "Risk title",
            "Owner",
            "Likelihood",
            "Impact",
            "Control 1",
            "Control 2",
            "Action 1",
            "Action 1 owner",
            "Action 1 due",
            "Action 2",
            "Action 2 owner",
            "Action 2 due",
        ]
    )
    entries = []
    for place, risk in enumerate(some(5, 22, 24, 3), 1):
        _, (a, b), _ = risk.scores
        one = risk.actions[0]
        two = risk.actions[1] if len(risk.actions) > 1 else ""
        who, other = WHO[place % 4], WHO[(place + 1) % 4]
        row = page.row(
            [
                f"R{place}",
                risk.title,
                who,
                a,
                b,
                risk.controls[0],
                risk.controls[1],
                one,
                who,
                date(2024, 1, place),
                two,
                other if two else "",
                date(2024, 5, place) if two else "",
            ]
        )
        made = entry(
            f"R{place}",
            at(page.name, row),
            [
                *in_place(risk.controls[:2]),
                {"title": one, "stage": "planned", "?owners": [who], "?due": date(2024, 1, place)},
                *(
                    [{"title": two, "stage": "planned", "?owners": [other], "?due": date(2024, 5, place)}]
                    if two
                    else []
                ),
            ],
            title=risk.title,
            owners=[who],
            current_score=[a, b],
        )
        entries.append(made)
    return book, result(PLACE, entries)


@workbook("ref-in-the-middle.xlsx")
def ref_in_the_middle() -> Made:
    """Directorate first, filled once for its block, the ref in the fourth column, scores as "High (16)" by band and total alone, a status of words, filtered rows hidden."""
    book = Book()
    page = book.page("All risks", hidden_rows=[4])
    page.row(
        [
            "Directorate",
            "Service",
            "Risk description",
            "Risk reference number",
            "Current rating",
            "Target rating",
            "Risk lead",
            "Status",
            "Last review date",
        ]
    )
    entries = []
    for place, risk in enumerate(some(5, 4, 23, 25, 21, 22), 1):
        _, (a, b), (c, d) = risk.scores
        band = lambda n: "High" if n > 9 else "Medium" if n > 4 else "Low"  # noqa: E731
        row = page.row(
            [
                ["Resources", "", "People", "", "Place", ""][place - 1],
                "Finance" if place == 1 else "All",
                f"{risk.event}. {risk.effect}.",
                f"MB{place:03}",
                f"{band(a * b)} ({a * b})",
                f"{band(c * d)} ({c * d})",
                WHO[place % 4],
                ["Live", "Closed", "Live", "Live", "Escalated", "Live"][place - 1],
                date(2023, 9, place),
            ]
        )
        made = entry(f"MB{place:03}", at(page.name, row), owners=[WHO[place % 4]], reviewed_on=date(2023, 9, place))
        made["facts"] |= {"?title": "~", "?description": f"~{risk.event}", "?state": "closed" if place == 3 else "~"}
        made["facts"]["?state"] = "~"
        entries.append(made)
    return book, result(PLACE, entries, problems=[problem("", at(page.name, 4), "remark|question|refused", "hidden")])


@workbook("sub-risks-numbered.xlsx")
def sub_risks() -> Made:
    """Headline risks "1", "2" scored as a whole, and below each "1.1", "1.2" with scores of their own; headline rows are filled."""
    book = Book()
    page = book.page("Strategic")
    page.row(["Ref", "Risk", "Owner", "L", "I", "Score", "Mitigations"])
    entries = []
    numbers = [(5, (15, 16)), (23, (24, 25))]
    for place, (head, below) in enumerate(numbers, 1):
        for k, which in enumerate((head, *below)):
            risk = some(which)[0]
            _, (a, b), _ = risk.scores
            ref = str(place) if not k else f"{place}.{k}"
            row = page.row(
                [C(ref, fill="" if k else "grey"), risk.title, WHO[place], a, b, a * b, bullets(risk.controls)]
            )
            entries.append(
                entry(
                    ref,
                    at(page.name, row),
                    [{"title": text, "?stage": "~"} for text in risk.controls],
                    title=risk.title,
                    owners=[WHO[place]],
                    current_score=[a, b],
                )
            )
    return book, result(PLACE, entries)
