"""Templates that many bodies share: charities, systems, pension funds, forums."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, in_place, planned, question, result, workbook
from tests.data.making.told import CHANCES, DISTRICT, GRAVE, body, some

CHARITY = body("Harbour Charity", "5x5", "Chief Executive/CEO/", "Treasurer//", "Head of Services//", "Chair//")


@workbook("charity-template.xlsx")
def charity() -> Made:
    """A charity's register in the template that regulators hand out: potential risk, potential impact, likelihood, severity, gross, controls, net, monitoring, responsibility, further action, day; groups in capitals; the net is one number."""
    book = Book()
    page = book.page("Register 2023")
    page.row(["Harbour Charity risk register"])
    page.row(["Reviewed by trustees 21 September 2023"])
    page.row(
        [
            "Potential risk",
            "Potential impact",
            "Likelihood of occurrence (score)",
            "Severity of impact (score)",
            "Overall or ‘gross’ risk",
            "Control procedure",
            "Retained or ‘net’ risk",
            "Monitoring process",
            "Responsibility",
            "Further action required",
            "Date of review",
        ]
    )
    entries = []
    owners = {"GOVERNANCE RISKS": "Chair", "OPERATIONAL RISKS": "Head of Services", "FINANCIAL RISKS": "Treasurer"}
    for group, numbers in (
        ("GOVERNANCE RISKS", (9, 12)),
        ("OPERATIONAL RISKS", (2, 22, 25)),
        ("FINANCIAL RISKS", (5, 15, 16)),
    ):
        page.row([C(group, fill="grey")])
        for risk in some(*numbers):
            (i, j), (a, b), _ = risk.scores
            row = page.row(
                [
                    risk.event,
                    risk.effect,
                    i,
                    j,
                    i * j,
                    "\n".join(risk.controls),
                    a * b,
                    "Report to each meeting",
                    owners[group],
                    risk.actions[0] if i != 4 else "None",
                    date(2024, 3, 31),
                ]
            )
            made = entry(
                "",
                at(page.name, row),
                [
                    *in_place(risk.controls),
                    *(planned([risk.actions[0]], **{"?due": "~", "?owners": "~"}) if i != 4 else []),
                ],
                title=risk.event,
                description=f"~{risk.effect}",
                owners=[owners[group]],
                inherent_score=[i, j],
            )
            made["facts"] |= {"?section": "~", "?next-review": "2024-03-31", "?due": "~"}
            entries.append(made)
    return book, result(CHARITY, entries, left_out=["Register 2023!1"], questions=[question("", "Monitoring process")])


FOUR = body("Keld Homes", "5x5", "Director of Finance/DoF/", "Director of Property/DoP/", "Company Secretary//")


@workbook("priority-cells.xlsx")
def priority() -> Made:
    """A system's board report: "I = 4 L = 3" and 12 in one cell with a colour, cause and effect, controls with letters, an action with its person and day in columns under one risk, each risk over several rows that are merged."""
    book = Book()
    page = book.page("Strategic risks")
    page.row([C("Keld Homes - Strategic risk register", fill="navy")])
    page.row(
        [
            "Risk Ref",
            "Risk Title",
            "Cause & Effect",
            "Inherent Risk Priority",
            "Risk Control",
            "Residual Risk Priority",
            "Action Required",
            "",
            "",
        ]
    )
    page.row(["", "", "", "", "", "", "Action", "Person Responsible", "To be implemented by"])
    page.merge(2, 7, 2, 9)
    for column in range(1, 7):
        page.merge(2, column, 3, column)
    entries = []
    who = ["Director of Property", "Director of Finance", "Company Secretary"]
    for place, risk in enumerate(some(22, 21, 3, 5), 1):
        (i, j), (a, b), _ = risk.scores
        first = page.next_row
        made = []
        for k, action in enumerate(risk.actions):
            head = (
                [
                    place,
                    risk.title,
                    f"Cause: {risk.cause}\nEffect: {risk.effect}",
                    C(f"I = {j} L = {i}\n{i * j}", fill="red"),
                    "\n".join(f"{'abcd'[n]}) {text}" for n, text in enumerate(risk.controls)),
                    C(f"I = {b} L = {a}\n{a * b}", fill="amber"),
                ]
                if not k
                else [""] * 6
            )
            page.row([*head, action, who[(place + k) % 3], date(2024, 1 + place, 28)])
            made.append(
                {
                    "title": action,
                    "stage": "planned",
                    "owners": [who[(place + k) % 3]],
                    "due": date(2024, 1 + place, 28),
                }
            )
        last = page.next_row - 1
        if last > first:
            for column in range(1, 7):
                page.merge(first, column, last, column)
        entries.append(
            entry(
                str(place),
                at(page.name, first),
                [*in_place(risk.controls), *made],
                title=risk.title,
                description=f"~{risk.cause}|{risk.effect}",
                inherent_score=[i, j],
                current_score=[a, b],
            )
        )
    return book, result(FOUR, entries, left_out=["Strategic risks!1"])


LGPS = body("Wharfe Pension Fund", "5x5", "Head of Pensions//", "Head of Investment//")


@workbook("three-impacts.xlsx")
def three_impacts() -> Made:
    """The pension fund register that many funds share: impact on fund, employers and reputation, their sum, likelihood, product, mitigation with TREAT or TOLERATE and numbers, revised likelihood, product, day of review."""
    book = Book()
    page = book.page("PEN")
    page.row(["Pension fund risk register - Administration and governance"])
    page.row(
        [
            "Risk Group",
            "Risk Ref.",
            "Movement",
            "Risk Description",
            "Impact",
            "",
            "",
            "",
            "Likelihood",
            "Total risk score",
            "Mitigation actions",
            "Revised Likelihood",
            "Net risk score",
            "Reviewed",
        ]
    )
    page.row(["", "", "", "", "Fund", "Employers", "Reputation", "Total"])
    page.merge(2, 5, 2, 8)
    for column in (1, 2, 3, 4, 9, 10, 11, 12, 13, 14):
        page.merge(2, column, 3, column)
    entries = []
    for place, risk in enumerate(some(14, 15, 16, 17, 4), 1):
        (i, j), (a, _), _ = risk.scores
        total = min(5, j) + 4
        row = page.row(
            [
                "Admin" if place % 2 else "Investment",
                f"PEN{place:03}",
                "↔",
                f"{risk.event}. {risk.effect}.",
                min(5, j),
                2,
                2,
                total,
                i,
                total * i,
                "TREAT\n" + "\n".join(f"{n}) {text}." for n, text in enumerate(risk.controls, 1)),
                a,
                total * a,
                date(2023, 9, 11 + place),
            ]
        )
        made = entry(f"PEN{place:03}", at(page.name, row), reviewed_on=date(2023, 9, 11 + place))
        made["facts"] |= {"?title": "~", "?description": f"~{risk.event}", "?movement": "static"}
        made["any_controls"] = True
        entries.append(made)
    return book, result(LGPS, entries, left_out=["PEN!1"], questions=[question("", "Fund")])


FORUM = body(
    "Lindis Resilience Forum",
    "5x5",
    "Rivers Agency Area Director//",
    "Assistant Chief Constable/ACC/",
    "Director of Public Health/DPH/",
)


@workbook("community-risks.xlsx")
def community() -> Made:
    """A resilience forum's community risk register: an ID like H19, subcategory, outcome description in a long text, words for likelihood and impact with numbers in front, rating in words, lead responsibility as an agency."""
    book = Book()
    page = book.page("CRR v9")
    page.row(["Community Risk Register (public version)"])
    page.row(
        [
            "Risk ID No.",
            "Risk sub-category",
            "Outcome description / variation and further information",
            "Likelihood",
            "Impact",
            "Risk rating",
            "Controls currently in place",
            "Last reviewed",
            "Lead responsibility",
        ]
    )
    entries = []
    rows = [
        (
            "H19",
            "Flooding: rivers over several towns",
            "Flooding of several towns at once in a wet winter, lasting a week.",
            4,
            5,
            "Rivers Agency Area Director",
        ),
        (
            "H23",
            "Illness that spreads (pandemic)",
            "One in three people is off work in the same month.",
            3,
            5,
            "Director of Public Health",
        ),
        (
            "HL9",
            "Aircraft accident",
            "An aircraft comes down on houses near the airfield.",
            2,
            4,
            "Assistant Chief Constable",
        ),
        (
            "H40",
            "Power cut over the region",
            "Homes and hospitals are without power for days.",
            2,
            5,
            "Assistant Chief Constable",
        ),
        ("H18", "Snow and frost", "Snow lies on low ground for a week.", 3, 3, "Rivers Agency Area Director"),
    ]
    for ref, name, words, a, b, lead in rows:
        row = page.row(
            [
                ref,
                name,
                words,
                f"{a} - {CHANCES[a - 1]}",
                f"{b} - {GRAVE[b - 1]}",
                "Very High" if a * b > 15 else "High" if a * b > 8 else "Medium",
                "Multi-agency plan\nExercise every third year",
                "Sep 2023",
                lead,
            ]
        )
        made = entry(
            ref,
            at(page.name, row),
            in_place(["Multi-agency plan", "Exercise every third year"]),
            owners=[lead],
            current_score=[a, b],
            reviewed_on=date(2023, 9, 30),
        )
        made["facts"] |= {"?title": "~", "?description": f"~{words}"}
        entries.append(made)
    return book, result(FORUM, entries, left_out=["CRR v9!1"])


@workbook("performance-system.csv", delimiter=",")
def performance_system() -> Made:
    """The export of a performance system: risk code and title, matrices that are pictures and so empty, scores as numbers with likelihood and impact apart under "Current Risk Likelihood", managed by and assigned to, latest note with its day, original and target scores, parent folders as rows."""
    book = Book()
    page = book.page("performance-system")
    page.row(
        [
            "Risk Code",
            "Risk Title",
            "Risk Description",
            "Original Risk Matrix",
            "Original Risk Likelihood",
            "Original Risk Impact",
            "Original Risk Score",
            "Current Risk Matrix",
            "Current Risk Likelihood",
            "Current Risk Impact",
            "Current Risk Score",
            "Target Risk Likelihood",
            "Target Risk Impact",
            "Internal Controls",
            "Managed By",
            "Assigned To",
            "Latest Note",
            "Latest Note Date",
            "Date Reviewed",
            "Expected Outcome",
        ]
    )
    entries = []
    people = ["Head of Housing", "Section 151 Officer", "Head of ICT"]
    for place, risk in enumerate(some(21, 5, 4, 23, 24, 7, 10), 1):
        (i, j), (a, b), (c, d) = [(min(4, x), min(4, y)) for x, y in risk.scores]
        who = people[place % 3]
        row = page.row(
            [
                f"CRR{place:02}",
                risk.title,
                f"{risk.cause}. {risk.event}.",
                "",
                i,
                j,
                i * j,
                "",
                a,
                b,
                a * b,
                c,
                d,
                "; ".join(risk.controls),
                who,
                "Chief Executive",
                "No change this quarter",
                "12-Sep-2023",
                f"{place + 10}-Sep-2023",
                "",
            ]
        )
        made = entry(
            f"CRR{place:02}",
            f"!{row}",
            in_place(risk.controls),
            title=risk.title,
            description=f"{risk.cause}. {risk.event}.",
            inherent_score=[i, j],
            current_score=[a, b],
            target_score=[c, d],
            reviewed_on=date(2023, 9, place + 10),
        )
        made["facts"] |= {"?owners": [who], "?leads": "~"}
        entries.append(made)
    return book, result(DISTRICT, entries, questions=[question("", "Latest Note")])
