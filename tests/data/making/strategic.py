"""Registers as they stand on the websites of bodies: universities, cities, counties."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, in_place, problem, question, result, workbook
from tests.data.making.layout import bullets
from tests.data.making.told import CHANCES, GRAVE, body, some

UNIVERSITY = body(
    "Holderness University",
    "5x5",
    "Vice-Chancellor/VC/",
    "Registrar//",
    "Director of Finance//",
    "Pro-Vice-Chancellor Research/PVC-R/",
    "Director of Estates//",
    objectives=("Education", "Research", "Community"),
)


@workbook("university-gross-net.xlsx")
def university() -> Made:
    """A university's register: gross, net and target under merged tiers with impact first and I, L, T below, rows of objectives, early warnings, owner and manager in one cell, a matrix and a change log on sheets."""
    book = Book()
    page = book.page("SRR")
    page.row(["HOLDERNESS UNIVERSITY"])
    page.row(["Strategic Risk Register", "", "", "Version 14 - approved by Council 28 September 2023"])
    page.skip()
    page.row(
        [
            "Risk Ref",
            "Risk and consequence",
            "Risk owner /\nRisk manager",
            "GROSS",
            "",
            "",
            "Existing controls",
            "NET",
            "",
            "",
            "Early warning indicators",
            "Actions to reach target (date)",
            "TARGET",
            "",
            "",
            "Lead committee",
            "Trend",
        ]
    )
    page.row(["", "", "", "I", "L", "T", "", "I", "L", "T", "", "", "I", "L", "T"])
    for first in (4, 8, 13):
        page.merge(4, first, 4, first + 2)
    entries = []
    groups = [
        ("Aim 1: Education that changes lives", "Education", [(11, "Registrar", "Director of Finance")]),
        ("Aim 2: Research that matters", "Research", [(12, "Pro-Vice-Chancellor Research", "Registrar")]),
        (
            "Enablers",
            "",
            [
                (13, "Director of Estates", "Registrar"),
                (5, "Director of Finance", "Vice-Chancellor"),
                (4, "Registrar", "Director of Estates"),
            ],
        ),
    ]
    number = 0
    for section, _, group in groups:
        page.row([C(section, fill="grey")])
        for which, owner, manager in group:
            number += 1
            risk = some(which)[0]
            (i, j), (a, b), (c, d) = risk.scores
            row = page.row(
                [
                    f"SR{number:02}",
                    f"{risk.title}\n{risk.event}. {risk.effect}.",
                    f"{owner} / {manager}",
                    j,
                    i,
                    C(i * j, fill="red"),
                    bullets(risk.controls),
                    b,
                    a,
                    C(a * b, fill="amber"),
                    "Enquiries in October; returns in January",
                    "\n".join(f"{text} (31/0{k}/24)" for k, text in enumerate(risk.actions, 3)),
                    d,
                    c,
                    C(c * d, fill="green"),
                    "Audit and Risk",
                    "↔",
                ]
            )
            entries.append(
                entry(
                    f"SR{number:02}",
                    at(page.name, row),
                    [
                        *in_place(risk.controls),
                        *(
                            {"title": f"~{text}", "stage": "planned", "?due": f"2024-0{k}-31" if k != 4 else "~"}
                            for k, text in enumerate(risk.actions, 3)
                        ),
                    ],
                    inherent_score=[i, j],
                    current_score=[a, b],
                    target_score=[c, d],
                )
            )
            entries[-1]["facts"] |= {
                "?title": f"~{risk.title}",
                "?description": f"~{risk.event}",
                "?movement": "static",
                "owners": [owner, manager],
                "?objectives": "~",
                "?section": "~",
            }
    page.skip()
    note = page.row(["I = impact, L = likelihood, T = total. Red 15 and above."])
    grid = book.page("Scoring")
    grid.row(["Score", "Likelihood", "Impact"])
    for n in range(5, 0, -1):
        grid.row([n, CHANCES[n - 1], GRAVE[n - 1]])
    log = book.page("Changes")
    log.row(["Date", "Risk", "Change"])
    log.row([date(2023, 6, 30), "SR03", "Net score lowered after the second tower was cleared"])
    log.row([date(2023, 9, 28), "SR05", "New risk"])
    made = result(
        UNIVERSITY,
        entries,
        questions=[question("", "Early warning indicators"), question("", "Lead committee")],
        left_out=[f"SRR!{note}", "Scoring!2", "Changes!2"],
    )
    return book, made


CITY = body(
    "Brigg City Council",
    "5x5",
    "Director of Place/DP/",
    "Director of Resources/S151/",
    "Director of Adults/DASS/",
    "Head of Legal//",
    "Chief Executive//",
)


@workbook("city-quarters.xlsx")
def city() -> Made:
    """A city's register: ref and title in one cell, gross as "25 (5x5)", quarters Q1 to Q4 of this year by total alone with Q3 and Q4 still blank, direction in words, director and portfolio holder, a struck risk and a key that says likelihood first."""
    book = Book()
    page = book.page("CRR Q2")
    page.row(["Corporate Risk Register 2023/24 - Quarter 2 (July to September 2023)"])
    page.row(["Scores are shown as total (likelihood x impact)"])
    page.row(
        [
            "Risk",
            "Potential impact",
            "Director / Portfolio holder",
            "Gross score",
            "Controls",
            "Q4 22/23",
            "Q1",
            "Q2",
            "Q3",
            "Q4",
            "Target",
            "Direction of travel",
            "Further action",
            "By when",
        ]
    )
    entries = []
    directors = [
        "Director of Resources",
        "Director of Place",
        "Director of Adults",
        "Director of Adults",
        "Head of Legal",
        "Director of Place",
    ]
    for place, (risk, director) in enumerate(zip(some(5, 21, 23, 24, 4, 22), directors, strict=True), 1):
        (i, j), (a, b), (c, d) = risk.scores
        struck = place == 5
        row = page.row(
            [
                C(f"CR{place:02} – {risk.title}", struck=struck),
                C(f"{risk.event}. {risk.effect}.", struck=struck),
                f"{director} / Cllr for {'Finance' if place % 2 else 'Care'}",
                f"{i * j} ({i} x {j})",
                "\n".join(f"{k}. {text}" for k, text in enumerate(risk.controls, 1)),
                f"{i * b} ({i} x {b})",
                f"{i * b} ({i} x {b})",
                f"{a * b} ({a} x {b})",
                "",
                "",
                f"{c * d} ({c} x {d})",
                "Decreasing" if i != a else "Static",
                risk.actions[0],
                ["Dec 2023", "31/01/2024", "Spring 2024", "March 2024", "Done", "Ongoing"][place - 1],
            ]
        )
        made = entry(
            f"CR{place:02}",
            at(page.name, row),
            [
                *in_place(risk.controls),
                {"title": risk.actions[0], "stage": "planned", "?due": "~", "?narrative": "~", "?progress": "~"},
            ],
            title=risk.title,
            description=f"~{risk.event}|{risk.effect}",
            inherent_score=[i, j],
            target_score=[c, d],
        )
        made["facts"] |= {
            "?current-score": [a, b],
            "?owners": "~",
            "?leads": "~",
            "?movement": "down" if i != a else "static",
        }
        if struck:
            made["facts"] = {f"?{name.lstrip('?')}": value for name, value in made["facts"].items()} | {
                "?state": "closed",
                "?closed-on": "~",
            }
        entries.append(made)
    return book, result(
        CITY,
        entries,
        questions=[question("", "Q1")],
        problems=[problem("", at(page.name, 8), "remark|question|refused", "")],
        left_out=["CRR Q2!1"],
    )


@workbook("letters-and-numbers.xlsx")
def letters() -> Made:
    """A Welsh county's register: scores as "A1 - Critical Risk: Almost certain / Very high impact" where A is the highest likelihood and 1 the highest impact, three of them, lead member and lead officer, one sheet in a column form for each risk."""
    book = Book()
    page = book.page("Register")
    page.row(["Corporate Risk Register / Cofrestr Risg Gorfforaethol"])
    page.row(
        [
            "Risk No",
            "Description",
            "Impact / Consequences",
            "Inherent Risk",
            "Controls to Manage Risk (in place)",
            "Residual Risk",
            "Further Actions",
            "Person Responsible",
            "Action Date",
            "Lead Member(s) and Risk Owner",
        ]
    )
    chance = {
        5: ("A", "Almost certain"),
        4: ("B", "Likely"),
        3: ("C", "Possible"),
        2: ("D", "Unlikely"),
        1: ("E", "Rare"),
    }
    impact = {5: (1, "Very high"), 4: (2, "High"), 3: (3, "Medium"), 2: (4, "Low"), 1: (5, "Very low")}

    def said(a, b):
        word = "Critical" if a * b >= 20 else "Major" if a * b >= 12 else "Moderate"
        return f"{chance[a][0]}{impact[b][0]} – {word} Risk: {chance[a][1]} / {impact[b][1]} Impact"

    entries, problems = [], []
    owner = ["Head of Finance", "Corporate Director: Social Services", "Corporate Director: Social Services"]
    for place, risk in enumerate(some(5, 23, 25)):
        (i, j), (a, b), _ = risk.scores
        first = page.row(
            [
                f"{place + 1:02}",
                f"The risk that {risk.event[0].lower()}{risk.event[1:]}",
                risk.effect,
                said(i, j),
                bullets(risk.controls),
                said(a, b),
                risk.actions[0],
                owner[place],
                date(2024, 3, 31),
                f"Councillor for Finance\n{owner[place]}",
            ]
        )
        entries.append(
            entry(
                f"{place + 1:02}",
                at("Register", first),
                [
                    *in_place(risk.controls),
                    {"title": risk.actions[0], "stage": "planned", "?owners": [owner[place]], "?due": "2024-03-31"},
                ],
                **{
                    "?title": "~",
                    "?description": "~",
                    "?owners": "~",
                    "?leads": "~",
                    "?inherent-score": [i, j],
                    "?current-score": [a, b],
                    "?target-on": "~",
                },
            )
        )
        problems += [
            problem("", at("Register", first, 4), "question|refused", ""),
            problem("", at("Register", first, 6), "question|refused", ""),
        ]
    return book, result(
        body("Sir Dyffryn", "5x5", "Head of Finance//", "Corporate Director: Social Services//"),
        entries,
        left_out=["Register!1"],
        problems=problems,
    )
