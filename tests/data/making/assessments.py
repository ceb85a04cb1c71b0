"""Templates that many bodies share: assessments of hazards, papers, details beside a summary."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.book import Book
from tests.data.making.expected import Made, at, entry, in_place, planned, result, workbook
from tests.data.making.told import BOROUGH, DISTRICT, body, some

PORT = body("Solway Port Health", "5x5", "Port Director//", "Finance Manager//", "Harbour Master//")


@workbook("hazards.xlsx")
def hazards() -> Made:
    """A five-step assessment used as a register: hazard, who might be harmed and how, what are you already doing, L, S, R, further action, by whom, by when, done; R is the rating."""
    book = Book()
    page = book.page("Risk assessment")
    page.row(["Company name: Solway Port Health", "", "", "", "Assessment carried out by: the port director"])
    page.row(["Date of next review: 30/09/2024", "", "", "", "Date assessment was carried out: 30/09/2023"])
    page.skip()
    page.row(
        [
            "What are the hazards?",
            "Who might be harmed and how?",
            "What are you already doing to control the risks?",
            "L",
            "S",
            "R",
            "What further action do you need to take?",
            "Who needs to carry out the action?",
            "When is the action needed by?",
            "Done",
        ]
    )
    entries = []
    for name, harm, doing, a, b, more, who, when in [
        (
            "Slips on the quay",
            "Crew and visitors may fall into the dock",
            "Lights along the edge\nNon-slip strips",
            3,
            4,
            "Fit two more ladders",
            "Harbour Master",
            date(2023, 12, 1),
        ),
        (
            "Forklifts in the shed",
            "Staff may be struck",
            "Marked walkways\nTraining every year",
            2,
            5,
            "Put up mirrors",
            "Harbour Master",
            date(2023, 11, 15),
        ),
        (
            "Lone inspections",
            "An inspector may be hurt unseen",
            "Call in at each stop",
            3,
            3,
            "Buy two alarms",
            "Port Director",
            date(2024, 1, 31),
        ),
        ("Cold stores", "Staff may be shut in", "Handles inside", 1, 5, "", "", ""),
    ]:
        row = page.row([name, harm, doing, a, b, a * b, more, who, when, "No" if more else ""])
        made = entry(
            "",
            at(page.name, row),
            [
                *in_place(doing.split("\n")),
                *(
                    [{"title": more, "stage": "planned", "owners": [who], "due": when, "?progress": "~"}]
                    if more
                    else []
                ),
            ],
            title=name,
            current_score=[a, b],
            description=f"~{harm}",
        )
        entries.append(made)
    return book, result(PORT, entries, left_out=["Risk assessment!1"])


@workbook("risk-by-risk.pasted.txt")
def risk_by_risk() -> Made:
    """A committee paper pasted: for each risk a block of lines, label, tab, value, with a line of scores for each kind; a heading before the first and a sentence after the last."""
    book = Book()
    page = book.page("pasted")
    page.row(["Appendix 1 - Corporate risks"])
    entries = []
    who = ["Section 151 Officer", "Head of ICT", "Head of Housing"]
    for place, risk in enumerate(some(5, 4, 21), 1):
        (i, j), (a, b), (c, d) = [(min(4, x), min(4, y)) for x, y in risk.scores]
        first = page.row(["Risk reference", f"CR{place}"])
        page.row(["Risk title", risk.title])
        page.row(["Cause", risk.cause])
        page.row(["Consequence", risk.effect])
        page.row(["Risk owner", who[place - 1]])
        page.row(["", "Likelihood", "Impact", "Score"])
        page.row(["Inherent risk", i, j, i * j])
        page.row(["Residual risk", a, b, a * b])
        page.row(["Target risk", c, d, c * d])
        page.row(["Existing controls", "; ".join(risk.controls)])
        page.row(["Planned actions", "; ".join(risk.actions)])
        page.row(["Next review", "31 January 2024"])
        page.skip()
        entries.append(
            entry(
                f"CR{place}",
                f"!{first}",
                [*in_place(risk.controls), *planned(risk.actions)],
                title=risk.title,
                description=f"~{risk.cause}|{risk.effect}",
                owners=[who[place - 1]],
                inherent_score=[i, j],
                current_score=[a, b],
                target_score=[c, d],
                next_review=date(2024, 1, 31),
            )
        )
    return book, result(DISTRICT, entries, left_out=["!1"])


@workbook("summary-and-detail.xlsx")
def summary_and_detail() -> Made:
    """A borough's workbook: a summary sheet (ref, title, score of last quarter and now with an arrow), a detail sheet with the controls and actions of each risk in rows of their own with a type column, a matrix with refs in its cells, closed risks."""
    book = Book()
    front = book.page("Summary")
    front.row(["Strategic risk register - summary at 30 September 2023"])
    front.row(["Ref", "Strategic risk", "Risk owner", "Likelihood", "Impact", "Score", "Last quarter", "Direction"])
    risks = some(5, 4, 23, 24, 25, 22)
    who = [
        "Director of Resources",
        "Director of Resources",
        "Director of People",
        "Director of People",
        "Director of People",
        "Director of Place",
    ]
    entries = []
    for place, (risk, owner) in enumerate(zip(risks, who, strict=True), 1):
        (i, _), (a, b), _ = risk.scores
        row = front.row([f"S{place}", risk.title, owner, a, b, a * b, i * b, "▼" if i != a else "►"])
        entries.append(
            entry(
                f"S{place}",
                at("Summary", row),
                [
                    {"title": text, "?stage": "~", "?owners": "~", "?due": "~", "?progress": "~"}
                    for text in (*risk.controls, *risk.actions)
                ],
                title=risk.title,
                owners=[owner],
                current_score=[a, b],
            )
        )
        entries[-1]["facts"] |= {"?movement": "down" if i != a else "static"}
        entries[-1]["any_controls"] = True
    detail = book.page("Controls and actions")
    detail.row(["Risk ref", "Type", "Control / action", "Lead officer", "Due", "Status"])
    controls = []
    for place, (risk, owner) in enumerate(zip(risks, who, strict=True), 1):
        for text in risk.controls:
            detail.row([f"S{place}", "Control", text, owner, "", "In place"])
            controls.append({"title": text, "risks": [f"S{place}"], "owners": [owner], "?stage": "~", "?progress": "~"})
        for text in risk.actions:
            detail.row([f"S{place}", "Action", text, owner, date(2024, 2, 1), "On track"])
            controls.append(
                {
                    "title": text,
                    "risks": [f"S{place}"],
                    "owners": [owner],
                    "due": date(2024, 2, 1),
                    "?stage": "~",
                    "?progress": "~",
                }
            )
    grid = book.page("Heat map")
    grid.row(["Likelihood", "1", "2", "3", "4", "5"])
    for n in range(5, 0, -1):
        grid.row(
            [
                str(n),
                *(
                    ", ".join(f"S{p}" for p, risk in enumerate(risks, 1) if risk.scores[1] == (n, m))
                    for m in range(1, 6)
                ),
            ]
        )
    gone = book.page("De-escalated")
    gone.row(["Ref", "Strategic risk", "Date removed", "Reason"])
    row = gone.row(["S9", "Loss of the leisure contract", date(2023, 6, 30), "Moved to the directorate register"])
    made = entry("S9", at("De-escalated", row), title="Loss of the leisure contract")
    made["facts"] |= {"?closed-on": "2023-06-30", "?state": "closed", "?rationale": "~", "?narrative": "~"}
    entries.append(made)
    return book, result(BOROUGH, entries, controls=controls, left_out=["Heat map!2", "Summary!1"], problems=[])
