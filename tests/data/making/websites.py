"""Registers as they stand on the websites of bodies: frameworks, actions in rows, trends, levels in words."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, result, workbook
from tests.data.making.layout import bullets
from tests.data.making.told import HOSPITAL, body, some


@workbook("hospital-assurance-framework.xlsx")
def hospital() -> Made:
    """A hospital's assurance framework: a contents sheet with a score for each month, then a sheet for each risk in a form, last the matrix."""
    book = Book()
    front = book.page("Contents")
    front.row(["Elmet Hospitals NHS Trust"])
    front.row(["Board Assurance Framework 2023/24 - Month 6"])
    front.skip()
    front.row(
        [
            "BAF ref",
            "Principal risk",
            "Executive lead",
            "Committee",
            "Apr",
            "May",
            "Jun",
            "Jul",
            "Aug",
            "Sep",
            "Target",
            "Trend",
        ]
    )
    lead = [
        "Chief Operating Officer",
        "Chief Nurse",
        "Director of Estates",
        "Chief Digital Officer",
        "Chief Finance Officer",
    ]
    committee = ["Finance and Performance", "Quality", "Finance and Performance", "Digital", "Finance and Performance"]
    goal = ["Best care", "Best place to work", "Best care", "Best care", "Best use of resources"]
    entries, sheets = [], []
    risks = some(1, 2, 3, 4, 5)
    for place, risk in enumerate(risks):
        _, (a, b), (c, d) = risk.scores
        front.row(
            [
                f"BAF{place + 1}",
                risk.title,
                lead[place],
                committee[place],
                20,
                20,
                20,
                a * b,
                a * b,
                a * b,
                c * d,
                "→" if place else "↓",
            ]
        )
    for place, risk in enumerate(risks):
        page = book.page(f"BAF{place + 1}")
        (i, j), (a, b), (c, d) = risk.scores
        page.row(["Principal risk", f"BAF{place + 1}", risk.title])
        page.row(
            [
                "Risk description",
                f"There is a risk that {risk.event[0].lower()}{risk.event[1:]}, because {risk.cause[0].lower()}{risk.cause[1:]}, resulting in {risk.effect[0].lower()}{risk.effect[1:]}.",
            ]
        )
        page.row(["Strategic objective", goal[place], "", "Executive lead", lead[place]])
        page.row(["Assuring committee", committee[place], "", "Date last reviewed", date(2023, 9, 4 + place)])
        page.skip()
        page.row(["Risk rating", "Likelihood", "Consequence", "Score"])
        page.row(["Inherent", i, j, i * j])
        page.row(["Current", a, b, a * b])
        page.row(["Target", c, d, c * d])
        page.skip()
        page.row(["Controls in place", "", "Assurance on controls", "", "Gaps in control or assurance"])
        page.row(
            [
                bullets(risk.controls),
                "",
                "1st line: divisional meetings\n2nd line: committee report\n3rd line: internal audit",
                "",
                "No plan yet beyond March",
            ]
        )
        page.skip()
        page.row(["Action to address gaps", "", "Lead", "Due date", "Progress"])
        for k, action in enumerate(risk.actions):
            page.row([action, "", lead[place], date(2024, 1 + k, 28), ["On track", "Slipped"][k % 2]])
        entries.append(
            entry(
                f"BAF{place + 1}",
                at("Contents", 5 + place),
                [
                    *({"title": t, "stage": "in-place"} for t in risk.controls),
                    *(
                        {
                            "title": t,
                            "stage": "planned",
                            "owners": [lead[place]],
                            "due": date(2024, 1 + k, 28),
                            "progress": ["on-track", "slipped"][k % 2],
                        }
                        for k, t in enumerate(risk.actions)
                    ),
                ],
                title=risk.title,
                description=f"~{risk.event[1:]}|{risk.effect[1:]}",
                owners=[lead[place]],
                inherent_score=[i, j],
                current_score=[a, b],
                target_score=[c, d],
                reviewed_on=date(2023, 9, 4 + place),
                objectives=[goal[place]],
            )
        )
        entries[-1]["facts"]["?movement"] = "~"
        sheets.append(page)
    matrix = book.page("Matrix")
    matrix.row(["", "Consequence"])
    matrix.row(["Likelihood", "1 Negligible", "2 Minor", "3 Moderate", "4 Major", "5 Catastrophic"])
    for n, word in enumerate(["Rare", "Unlikely", "Possible", "Likely", "Almost certain"], 1):
        matrix.row(
            [
                f"{n} {word}",
                *(C(n * m, fill="green" if n * m < 6 else "amber" if n * m < 15 else "red") for m in range(1, 6)),
            ]
        )
    made = result(HOSPITAL, entries, left_out=["Matrix!2"])
    made["any_entries"] = True  # the contents say the same risks again: a question or one risk
    return book, made


PCC = body(
    "Wolds Commissioner",
    "5x5",
    "Chief Executive/CX/T. Marsh",
    "Head of Policy/HP/A. Frith",
    "Chief Finance Officer/CFO/J. Dale",
    "Custody Scheme Manager//M. Kerr",
)
INITIALS = {
    "TM": "Chief Executive",
    "AF": "Head of Policy",
    "JD": "Chief Finance Officer",
    "MK": "Custody Scheme Manager",
}


@workbook("commissioner-action-rows.xlsx")
def commissioner() -> Made:
    """A commissioner's register: a row for each action, the score blocks initial, current and target side by side under three same headings with an asterisk, owners by initials, action status in letters."""
    book = Book()
    page = book.page("Risk register Sept 23")
    page.row(["Appendix B"])
    page.row(
        [
            "Risk No.",
            "Plan chapter",
            "Risk",
            "Initial risk",
            "",
            "",
            "Owner",
            "Mitigating actions",
            "",
            "",
            "",
            "Current risk",
            "",
            "",
            "Target risk",
            "",
            "",
        ]
    )
    for first, last in ((4, 6), (8, 11), (12, 14), (15, 17)):
        page.merge(2, first, 2, last)
    page.row(
        [
            "",
            "",
            "",
            "Likelihood",
            "Impact",
            "Score *",
            "",
            "Description",
            "Action owner",
            "Target date",
            "Action status",
            "Likelihood",
            "Impact",
            "Score *",
            "Likelihood",
            "Impact",
            "Score *",
        ]
    )
    for column in (1, 2, 3, 7):
        page.merge(2, column, 3, column)
    entries = []
    owners = ["TM", "AF", "TM", "MK", "JD"]
    chapters = ["Safer homes", "Crime", "Confidence", "Confidence", "Victims"]
    for place, risk in enumerate(some(6, 7, 8, 9, 10)):
        (i, j), (a, b), (c, d) = risk.scores
        first = page.next_row
        things = [(text, "Ongoing", "G") for text in risk.controls] + [
            (text, date(2024, 2, 28), "A") for text in risk.actions
        ]
        made = []
        for k, (text, due, letter) in enumerate(things):
            head = [place + 1, chapters[place], f"{risk.event}.", i, j, i * j, owners[place]] if not k else [""] * 7
            tail = [a, b, a * b, c, d, c * d] if not k else []
            page.row([*head, text, owners[place], due, C(letter, fill="green" if letter == "G" else "amber"), *tail])
            made.append(
                {"title": text, "owners": [INITIALS[owners[place]]], "?stage": "~", "?progress": "~", "?narrative": "~"}
                | ({"due": due} if isinstance(due, date) else {"?due": "~"})
            )
        last = page.next_row - 1
        for column in (*range(1, 8), *range(12, 18)):
            page.merge(first, column, last, column)
        entries.append(
            entry(
                str(place + 1),
                at(page.name, first),
                made,
                **{"?objectives": "~"},
                description=f"{risk.event}.",
                owners=[INITIALS[owners[place]]],
                inherent_score=[i, j],
                current_score=[a, b],
                target_score=[c, d],
            )
        )
        entries[-1]["facts"]["?title"] = f"{risk.event}."
        del entries[-1]["facts"]["description"]
        entries[-1]["facts"]["?description"] = f"{risk.event}."
    page.skip(2)
    note = page.row(["* Score = likelihood x impact. Scores of 15 and above are reported to the panel."])
    return book, result(PCC, entries, left_out=[f"{page.name}!1", f"{page.name}!{note}"])
