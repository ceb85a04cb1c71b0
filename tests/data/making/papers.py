"""Templates that many bodies share: scores in sentences, labelled rows, trends of totals."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, in_place, planned, problem, question, result, workbook
from tests.data.making.layout import bullets
from tests.data.making.told import BOROUGH, body, some

NORTH = body(
    "Northern Passenger Authority", "5x5", "Director General//", "Head of Rail//", "Head of Buses//", "Treasurer//"
)


@workbook("scores-in-sentences.xlsx")
def scores_in_sentences() -> Made:
    """A transport authority's register: "Likelihood: 4 / Impact: 5 / Score: 20" over lines in one cell for inherent, residual and target, title and owner in one cell ("Owner: ..."), numbered controls, dates in words."""
    book = Book()
    page = book.page("Corporate")
    page.row(["Corporate Risk Register"])
    page.row(
        [
            "Ref",
            "Risk",
            "Risk Owner",
            "Causes",
            "Consequences",
            "Inherent Risk Rating",
            "Current Controls",
            "Residual Risk Rating",
            "Planned Mitigations",
            "Target Risk Rating",
            "Target Date",
            "Last Updated",
        ]
    )
    entries = []
    who = ["Head of Rail", "Head of Buses", "Treasurer", "Director General"]
    say = lambda a, b: f"Likelihood: {a}\nImpact: {b}\nScore: {a * b}"  # noqa: E731
    for place, risk in enumerate(some(6, 19, 5, 3), 1):
        (i, j), (a, b), (c, d) = risk.scores
        row = page.row(
            [
                f"NPA-{place}",
                f"{risk.title}\n{risk.event}",
                who[place - 1],
                bullets(risk.cause.split(" and ")),
                bullets([risk.effect]),
                say(i, j),
                "\n".join(f"{n}. {text}" for n, text in enumerate(risk.controls, 1)),
                say(a, b),
                "\n".join(f"{n}. {text}" for n, text in enumerate(risk.actions, 1)),
                say(c, d),
                "End of March 2025",
                "4th Sept 2023",
            ]
        )
        entries.append(
            entry(
                f"NPA-{place}",
                at(page.name, row),
                [*in_place(risk.controls), *planned(risk.actions)],
                title=risk.title,
                description=f"~{risk.event}",
                owners=[who[place - 1]],
                inherent_score=[i, j],
                current_score=[a, b],
                target_score=[c, d],
                target_on=date(2025, 3, 31),
                reviewed_on=date(2023, 9, 4),
            )
        )
    return book, result(NORTH, entries, left_out=["Corporate!1"])


@workbook("two-decks.xlsx")
def two_decks() -> Made:
    """A register in two decks: each risk has its first row (ref, title, owner, scores) and below it, under headings of its own that are said once at the top, a second row with causes, controls and actions; both header rows stand above."""
    book = Book()
    page = book.page("Register")
    page.row(["Risk ref", "Risk title", "Owner", "Likelihood", "Impact", "Score", "Target likelihood", "Target impact"])
    entries = []
    for place, (risk, owner) in enumerate(
        zip(some(5, 23, 22), ("Director of Resources", "Director of People", "Director of Place"), strict=True), 1
    ):
        _, (a, b), (c, d) = risk.scores
        row = page.row([f"B{place}", risk.title, owner, a, b, a * b, c, d])
        page.row(["", "Cause", risk.cause])
        page.row(["", "Controls", bullets(risk.controls)])
        last = page.row([f"Further actions: {risk.actions[0]}"])
        page.merge(last, 1, last, 8)
        made = entry(
            f"B{place}", at(page.name, row), title=risk.title, owners=[owner], current_score=[a, b], target_score=[c, d]
        )
        made["controls"] = [*in_place(risk.controls), {"title": f"~{risk.actions[0]}", "stage": "planned"}]
        made["facts"]["description"] = f"~{risk.cause}"
        entries.append(made)
    made = result(
        BOROUGH, entries, problems=[problem("", f"Register!{row}", "remark|question|refused", "") for row in (3, 4)]
    )
    return book, made


OFFICE = body("Ombudsman of the Fens", "5x5", "Ombudsman//", "Director of Casework//", "Director of Resources//")


@workbook("trend-of-totals.xlsx")
def trend_of_totals() -> Made:
    """An ombudsman's register: gross, and the current score by month for half a year as totals, appetite as a number that may not be passed, distance from it by formula, status Open and a column of numbers in percent."""
    book = Book()
    page = book.page("2023-24")
    page.row(
        [
            "#",
            "Risk name",
            "Lead",
            "Gross L",
            "Gross I",
            "Gross",
            "Net L",
            "Net I",
            "Net",
            "Apr-23",
            "May-23",
            "Jun-23",
            "Jul-23",
            "Aug-23",
            "Sep-23",
            "Appetite (max score)",
            "Gap to appetite",
            "Mitigation complete",
            "Mitigations",
            "Status",
        ]
    )
    entries = []
    who = ["Director of Casework", "Director of Resources", "Ombudsman"]
    for place, risk in enumerate(some(25, 2, 5, 4, 10), 1):
        (i, j), (a, b), _ = risk.scores
        here = page.next_row
        row = page.row(
            [
                place,
                risk.title,
                who[place % 3],
                i,
                j,
                i * j,
                a,
                b,
                a * b,
                i * j,
                i * j,
                i * j,
                i * b,
                i * b,
                a * b,
                9,
                C(a * b - 9, formula=f"=I{here}-P{here}"),
                C(0.4, percent=True),
                "\n".join(risk.controls),
                "Open",
            ]
        )
        made = entry(
            str(place),
            at(page.name, row),
            [{"title": text, "?stage": "~"} for text in risk.controls],
            title=risk.title,
            owners=[who[place % 3]],
            inherent_score=[i, j],
            current_score=[a, b],
        )
        made["facts"] |= {"?state": "open", "?appetite": "~"}
        entries.append(made)
    return book, result(OFFICE, entries, questions=[question("", "Apr-23")])
