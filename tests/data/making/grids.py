"""Templates that many bodies share: exports of systems, scores in rows, a framework on one wide sheet."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, in_place, question, result, workbook
from tests.data.making.layout import bullets
from tests.data.making.told import body, lower, some

COLLEGE = body(
    "Aire College", "5x5", "Principal//", "Vice Principal Finance/VPF/", "Director of Estates//", "Director of MIS//"
)


@workbook("rows-for-scores.ods")
def rows_for_scores() -> Made:
    """A college's register: each risk over three rows, Gross, Net and Target, with likelihood, impact and total in columns; ref, risk and owner merged over them, controls beside gross, actions beside net."""
    book = Book()
    page = book.page("Risks")
    page.row(["Aire College corporation - risk register"])
    page.row(["No", "Risk", "Owner", "", "Likelihood", "Impact", "Total", "Controls / actions"])
    entries = []
    who = ["Principal", "Vice Principal Finance", "Director of Estates", "Director of MIS"]
    for place, risk in enumerate(some(11, 12, 13, 4), 1):
        first = page.next_row
        for kind, (x, y), words in zip(
            ("Gross", "Net", "Target"), risk.scores, (bullets(risk.controls), "", bullets(risk.actions)), strict=True
        ):
            head = [place, f"{risk.event}. {risk.effect}.", who[place - 1]] if kind == "Gross" else ["", "", ""]
            page.row([*head, kind, x, y, x * y, words])
        for column in (1, 2, 3):
            page.merge(first, column, first + 2, column)
        made = entry(
            str(place),
            at(page.name, first),
            owners=[who[place - 1]],
            inherent_score=list(risk.scores[0]),
            current_score=list(risk.scores[1]),
            target_score=list(risk.scores[2]),
        )
        made["facts"] |= {"?title": "~", "?description": "~"}
        made["any_controls"] = True
        entries.append(made)
    return book, result(COLLEGE, entries, left_out=["Risks!1"])


TRUSTY = body(
    "Tees Community Trust",
    "5x5",
    "Chief Nurse/CN/",
    "Director of Finance/DoF/",
    "Chief Operating Officer/COO/",
    "Director of Workforce/DoW/",
)


@workbook("assurance-wide.xlsx")
def assurance_wide() -> Made:
    """A trust's framework on one wide sheet: L, C and a total under initial, current and target, four quarters of totals, sources of assurance, gaps marked C and A, actions with the lead and day in brackets, objectives in bars across the sheet, first column rotated."""
    book = Book()
    page = book.page("BAF Q2")
    page.row(["Tees Community NHS Trust Board Assurance Framework - Quarter 2 2023/24"])
    page.row(
        [
            "Ref",
            "Strategic risk",
            "Exec Lead",
            "Initial (L x C)",
            "",
            "",
            "Key controls",
            "Sources of assurance",
            "Gaps in control (C) or assurance (A)",
            "Current (L x C)",
            "",
            "",
            "Q1",
            "Q2",
            "Actions with lead and date",
            "Target (L x C)",
            "",
            "",
        ]
    )
    page.row(["", "", "", "L", "C", "T", "", "", "", "L", "C", "T", "", "", "", "L", "C", "T"])
    for a, b in ((4, 6), (10, 12), (16, 18)):
        page.merge(2, a, 2, b)
    entries = []
    who = {
        "CN": "Chief Nurse",
        "DoF": "Director of Finance",
        "COO": "Chief Operating Officer",
        "DoW": "Director of Workforce",
    }
    n = 0
    for bar, group in (
        ("Strategic objective 1: Care close to home", ((1, "COO"), (25, "CN"))),
        ("Strategic objective 2: A workforce that stays", ((2, "DoW"),)),
        ("Strategic objective 3: Living within our means", ((5, "DoF"), (3, "DoF"))),
    ):
        row = page.row([C(bar, fill="navy")])
        page.merge(row, 1, row, 18)
        for which, lead in group:
            n += 1
            risk = some(which)[0]
            (i, j), (a, b), (c, d) = risk.scores
            row = page.row(
                [
                    f"SR{n}",
                    f"If {lower(risk.cause)}, then {lower(risk.event)}, resulting in {lower(risk.effect)}.",
                    lead,
                    i,
                    j,
                    i * j,
                    bullets(risk.controls),
                    "Committee minutes; internal audit",
                    "C: plan ends in March\nA: no outside view",
                    a,
                    b,
                    a * b,
                    i * b,
                    a * b,
                    "\n".join(f"{text} ({lead}, Mar 24)" for text in risk.actions),
                    c,
                    d,
                    c * d,
                ]
            )
            made = entry(
                f"SR{n}",
                at(page.name, row),
                [
                    *in_place(risk.controls),
                    *({"title": f"~{text}", "stage": "planned", "?owners": "~", "?due": "~"} for text in risk.actions),
                ],
                owners=[who[lead]],
                inherent_score=[i, j],
                current_score=[a, b],
                target_score=[c, d],
            )
            made["facts"] |= {
                "?title": "~",
                "?description": f"~{lower(risk.event)}",
                "?section": "~",
                "?objectives": "~",
            }
            entries.append(made)
    return book, result(
        TRUSTY, entries, left_out=["BAF Q2!1"], questions=[question("", "Sources of assurance"), question("", "Q1")]
    )
