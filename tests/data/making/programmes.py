"""Registers as they stand on the websites of bodies: schools, programmes, regulators, boards, regions."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date
from itertools import pairwise

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, result, workbook
from tests.data.making.told import GRAVE, body

ACADEMY = body(
    "Larkfield Schools",
    "5x5",
    "Chief Executive Officer/CEO/",
    "Chief Operating Officer/COO/",
    "Head of School Improvement//",
    "Governance Professional//",
)


@workbook("academy-categories.xlsx")
def academy() -> Made:
    """An academy trust's register: category and subcategory merged down the first columns, headings that carry their scale ("5 = High, 1 = Low"), the response as one of four words, procedures and the day in one cell, a section of numbers 1.0 and 1.1, totals by formula."""
    book = Book()
    page = book.page("Risk Register")
    page.row(["Larkfield Schools Trust - Risk Register - Autumn 2023"])
    page.row(
        [
            "Category",
            "Sub category",
            "Specific risk",
            "Likelihood of occurring (5 = High, 1 = Low)",
            "Impact if occurs (5 = High, 1 = Low)",
            "Combined score (Likelihood x Impact)",
            "Response (transfer, tolerate, treat or terminate)",
            "Control procedures",
            "Responsible for review",
            "Target date",
        ]
    )
    rows = [
        (
            "1.0 Strategic",
            "1.1 Objects",
            "The trust acts outside its articles",
            1,
            4,
            "Tolerate",
            "Articles read by the board each summer",
            "Governance Professional",
        ),
        (
            "",
            "",
            "Numbers on roll fall in the villages",
            4,
            4,
            "Treat",
            "Forecast by school each term; talks with the county",
            "Chief Executive Officer",
        ),
        (
            "",
            "1.2 Profile",
            "An inspection finds a school wanting",
            3,
            5,
            "Treat",
            "Reviews by heads from outside",
            "Head of School Improvement",
        ),
        (
            "2.0 Operational",
            "2.1 Premises",
            "Concrete of a dangerous kind in roofs",
            2,
            5,
            "Treat",
            "Survey of every block",
            "Chief Operating Officer",
        ),
        (
            "",
            "",
            "A boiler fails in term",
            4,
            3,
            "Transfer",
            "Insurance and a service contract",
            "Chief Operating Officer",
        ),
        (
            "",
            "2.2 Systems",
            "Wages are paid late",
            2,
            4,
            "Treat",
            "Second person can run payroll",
            "Chief Operating Officer",
        ),
        (
            "3.0 Compliance",
            "3.1 Data",
            "Papers of pupils are left on a train",
            3,
            3,
            "Treat",
            "Training every September",
            "Governance Professional",
        ),
    ]
    entries = []
    first, marks = page.next_row, []
    for category, sub, risk, a, b, response, control, who in rows:
        row = page.row(
            [
                category,
                sub,
                risk,
                a,
                b,
                C(a * b, formula=f"=D{page.next_row}*E{page.next_row}"),
                response,
                control,
                who,
                date(2023, 12, 1),
            ]
        )
        marks.append((row, bool(category), bool(sub)))
        entries.append(
            entry(
                "",
                at(page.name, row),
                [{"title": f"~{control.split(';')[0]}", "?stage": "~", "?due": "~", "?owners": "~"}],
                owners=[who],
                current_score=[a, b],
            )
        )
        entries[-1]["facts"] |= {
            "?title": risk,
            "?description": risk,
            "?next-review": "~",
            "?target-on": "~",
            "?section": "~",
            "?response": "~",
            "?reviewed-on": "~",
        }
        entries[-1]["any_controls"] = True
    ends = page.next_row - 1
    for column, is_new in ((1, 1), (2, 2)):
        starts = [row for row, *new in marks if new[is_new - 1]] + [ends + 1]
        for a, b in pairwise(starts):
            if b - a > 1:
                page.merge(a, column, b - 1, column)
    total = page.row(["", "", "Average score", "", "", C(11.3, formula=f"=AVERAGE(F{first}:F{ends})")])
    return book, result(ACADEMY, entries, questions=[], left_out=["Risk Register!1", f"Risk Register!{total}"])


PROGRAMME = body(
    "River Defence Programme",
    "5x5",
    "Senior Responsible Owner/SRO/",
    "Programme Manager/PgM/L. Moss",
    "Commercial Lead/CL/S. Tarrant",
    "Design Lead/DL/O. Beck",
)


@workbook("programme-raid.xlsx")
def programme() -> Made:
    """A programme's RAID workbook: dashboard with counts by formula, risks with probability in per cent and impact in words before and after mitigation, proximity, issues, assumptions, dependencies, closed risks with the day and why, lists for drop-downs on a hidden sheet."""
    book = Book()
    dash = book.page("Dashboard")
    dash.row(["River Defence Programme - RAID summary"])
    dash.row(["Open risks", C(8, formula="=COUNTA(Risks!A5:A12)")])
    dash.row(["Red", C(3, formula='=COUNTIF(Risks!L5:L12,"Red")')])
    page = book.page("Risks")
    page.row(["Risk log"])
    page.row(["Last updated:", date(2023, 9, 27), "", "", "", "Pre-mitigation", "", "", "", "Post-mitigation"])
    page.merge(2, 6, 2, 9)
    page.merge(2, 10, 2, 13)
    page.skip()
    page.row(
        [
            "Risk ID",
            "Date raised",
            "Raised by",
            "Risk description (cause, event, effect)",
            "Proximity",
            "Probability",
            "Impact",
            "Score",
            "RAG",
            "Probability",
            "Impact",
            "Score",
            "RAG",
            "Mitigation",
            "Risk owner",
            "Status",
            "Date last reviewed",
            "Comments",
        ]
    )
    texts = [
        ("Permits come late", "the environment regulator is short of staff", "the dry season is missed"),
        ("Ground is softer than the bore holes showed", "holes were far apart", "piles must be longer"),
        ("Steel costs rise", "prices are not fixed until award", "contingency is spent early"),
        ("A landowner refuses access", "talks began late", "a compulsory order takes a year"),
        ("Otters are found", "surveys are two years old", "work stops in spring"),
        ("The contractor withdraws", "its order book is full", "the tender is run again"),
        ("Costs of diverting cables", "records are poor", "trial holes are needed"),
        ("Residents oppose the wall", "views to the river are lost", "the design is changed"),
    ]
    who = ["Programme Manager", "Design Lead", "Commercial Lead", "Senior Responsible Owner"]
    initials = {
        "Programme Manager": "LM",
        "Design Lead": "OB",
        "Commercial Lead": "ST",
        "Senior Responsible Owner": "SRO",
    }
    rag = lambda n: "Red" if n >= 15 else "Amber" if n >= 6 else "Green"  # noqa: E731
    entries = []

    def risk_row(sheet, n, text, extra):
        title, cause, effect = text
        i, j, a, b = 3 + n % 3, 3 + n % 2, 2 + n % 3, 3 + n % 2
        owner = who[n % 4]
        row = sheet.row(
            [
                f"R{n:03}",
                date(2022, 3 + n % 9, 2 + n),
                "Workshop",
                f"{title} because {cause}, so that {effect}.",
                ["Imminent", "0-3 months", "3-6 months"][n % 3],
                i,
                GRAVE[j - 1],
                i * j,
                C(rag(i * j), fill=rag(i * j).lower()),
                a,
                GRAVE[b - 1],
                a * b,
                C(rag(a * b), fill=rag(a * b).lower()),
                f"Meet weekly about {title.lower()}",
                initials[owner],
                *extra,
            ]
        )
        made = entry(
            f"R{n:03}",
            at(sheet.name, row),
            [{"title": f"Meet weekly about {title.lower()}", "?stage": "~", "?narrative": "~", "?owners": "~"}],
            opened_on=date(2022, 3 + n % 9, 2 + n),
        )
        made["facts"] |= {
            "?title": "~",
            "?description": f"~{title} because {cause}",
            "owners": [owner],
            "?horizon": "~",
            "inherent-score": [i, j],
            "current-score": [a, b],
            "?source": "~",
            "?narrative": "~",
            "?note": "~",
            "?rationale": "~",
        }
        return made

    for n, text in enumerate(texts, 1):
        made = risk_row(page, n, text, ["Open", date(2023, 9, 1 + n), "No change" if n % 2 else ""])
        made["facts"] |= {"reviewed-on": date(2023, 9, 1 + n).isoformat(), "?state": "open"}
        entries.append(made)
    closed = book.page("Closed risks")
    closed.row(
        [
            "Risk ID",
            "Date raised",
            "Raised by",
            "Risk description (cause, event, effect)",
            "Proximity",
            "Pre probability",
            "Pre impact",
            "Pre score",
            "Pre RAG",
            "Post probability",
            "Post impact",
            "Post score",
            "Post RAG",
            "Mitigation",
            "Risk owner",
            "Status",
            "Date closed",
            "Reason for closure",
        ]
    )
    for n, text in enumerate(
        [
            ("Funding bid is refused", "the round is short", "the scheme waits"),
            ("Site flooded before work starts", "the winter is wet", "plant is lost"),
        ],
        20,
    ):
        made = risk_row(closed, n, text, ["Closed", date(2023, 5, n), "It can no longer happen"])
        made["facts"] |= {
            "closed-on": date(2023, 5, n).isoformat(),
            "state": "closed",
            "opened-on": made["facts"]["opened-on"],
        }
        entries.append(made)
    for name, head, rows in (
        (
            "Issues",
            ["Issue ID", "Date raised", "Issue", "Priority", "Owner", "Status"],
            [
                ["I01", date(2023, 5, 2), "Two designers have left", "High", "OB", "Open"],
                ["I02", date(2023, 7, 9), "Invoice disputed", "Medium", "ST", "Closed"],
            ],
        ),
        (
            "Assumptions",
            ["ID", "Assumption", "Impact if false", "Owner"],
            [["A01", "The levy is paid each April", "Cash gap", "ST"]],
        ),
        (
            "Dependencies",
            ["ID", "Dependency", "On whom", "Needed by", "Owner"],
            [["D01", "Road closure", "Highways", date(2024, 4, 1), "LM"]],
        ),
    ):
        other = book.page(name)
        other.row(head)
        for row in rows:
            other.row(row)
    lists = book.page("Lists", is_hidden=True)
    lists.row(["Status", "RAG", "Impact"])
    for row in (["Open", "Red", "Insignificant"], ["Closed", "Amber", "Minor"], ["", "Green", "Moderate"]):
        lists.row(row)
    made = result(PROGRAMME, entries, left_out=["Dashboard!2", "Lists!2", "Risks!1"], questions=[])
    made["any_entries"] = False
    return book, made
