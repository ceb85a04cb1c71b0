"""Registers as they stand on the websites of bodies: regulators, boards, regions."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, in_place, question, result, workbook
from tests.data.making.layout import bullets
from tests.data.making.told import CHANCES, GRAVE, body, some

REGULATOR = body(
    "Water Standards Office",
    "1-4",
    "Chief Executive//",
    "Director of Enforcement//",
    "Director of Corporate Services//",
)


@workbook("regulator-blocks.xlsx")
def regulator() -> Made:
    """A regulator's report: a block for each risk below one another, its number and title in a bar, labels left and right, a small table of scores with words and numbers, then controls and actions in two columns."""
    book = Book()
    page = book.page("Strategic risks")
    page.row(["Strategic risk report, September 2023"])
    page.skip()
    entries = []
    owners = ["Director of Enforcement", "Director of Corporate Services", "Chief Executive"]
    words = ["Unlikely", "Possible", "Likely", "Very likely"]
    grave = ["Minor", "Moderate", "Major", "Severe"]
    for place, risk in enumerate(some(19, 5, 13), 1):
        (i, j), (a, b), (c, d) = [(min(4, x), min(4, y)) for x, y in risk.scores]
        bar = page.row([C(f"SR{place}: {risk.title}", fill="navy")])
        page.merge(bar, 1, bar, 6)
        page.row(["Risk statement", f"{risk.event}. {risk.effect}.", "", "Risk owner", owners[place - 1]])
        page.row(["Cause", risk.cause, "", "Risk appetite", ["Averse", "Cautious", "Minimalist"][place - 1]])
        page.row(["", "Likelihood", "Impact", "Rating"])
        for kind, (x, y) in (("Gross", (i, j)), ("Net", (a, b)), ("Target", (c, d))):
            page.row([kind, f"{words[x - 1]} ({x})", f"{grave[y - 1]} ({y})", x * y])
        page.row(["Key controls", bullets(risk.controls)])
        page.row(["Further actions", "\n".join(f"{text} – by 31 March 2024" for text in risk.actions)])
        page.row(["Commentary", "Looked at by the executive on 6 September; the score stays where it was."])
        page.skip()
        made = entry(
            f"SR{place}",
            at(page.name, bar),
            [
                *in_place(risk.controls),
                *({"title": f"~{text}", "stage": "planned", "?due": "2024-03-31"} for text in risk.actions),
            ],
            title=risk.title,
            description=f"~{risk.event}|{risk.effect}",
            owners=[owners[place - 1]],
            inherent_score=[i, j],
            current_score=[a, b],
            target_score=[c, d],
        )
        made["facts"] |= {"?appetite": "~", "?narrative": "~", "?rationale": "~", "?note": "~"}
        entries.append(made)
    return book, result(REGULATOR, entries, questions=[], left_out=["Strategic risks!1"])


IJB = body(
    "Strath Integration Board",
    "5x5",
    "Chief Officer/CO/",
    "Chief Finance Officer/CFO/",
    "Head of Adult Services/HAS/",
    "Clinical Director//",
)


@workbook("joint-board.ods")
def joint_board() -> Made:
    """A Scottish joint board's register: levels as "Likely (4)", total with its band as "High 16", why it is scored so, movement as a sentence with a day, lead and deputy, an owner who is unknown, closed risks under a bar below, notes."""
    book = Book()
    page = book.page("IJB risk register")
    page.row(["Strath Integration Joint Board"])
    page.row(["Strategic Risk Register as at 20 September 2023"])
    page.skip()
    page.row(
        [
            "No.",
            "Description of risk",
            "Lead officer",
            "Likelihood",
            "Impact",
            "Risk score",
            "Rationale for current score",
            "Controls",
            "Movement since last review",
            "Next review",
        ]
    )
    entries, questions = [], []
    leads = [
        "Head of Adult Services",
        "Chief Officer",
        "Clinical Director",
        "Interim Director of Transformation",
        "Chief Finance Officer",
    ]
    band = lambda n: "Very high" if n >= 20 else "High" if n >= 10 else "Medium" if n >= 4 else "Low"  # noqa: E731
    for place, (risk, lead) in enumerate(zip(some(23, 24, 25, 4, 5), leads, strict=True), 1):
        _, (a, b), _ = risk.scores
        row = page.row(
            [
                place,
                f"{risk.title}: {risk.event[0].lower()}{risk.event[1:]} because {risk.cause[0].lower()}{risk.cause[1:]}.",
                lead,
                f"{CHANCES[a - 1]} ({a})",
                f"{GRAVE[b - 1]} ({b})",
                f"{band(a * b)} {a * b}",
                f"{risk.effect} was seen twice last winter.",
                "; ".join(risk.controls),
                "No change since 14/06/23" if place % 2 else "Down since 14/06/23",
                "Dec-23",
            ]
        )
        made = entry(
            str(place), at(page.name, row), in_place(risk.controls), current_score=[a, b], rationale=f"~{risk.effect}"
        )
        made["facts"] |= {
            "?title": f"~{risk.title}",
            "?description": f"~{risk.event[1:]}",
            "?movement": "~",
            "?next-review": "~",
        }
        if lead == "Interim Director of Transformation":
            made["facts"]["?owners"] = "~"
            questions.append(question("owners", lead))
        else:
            made["facts"]["owners"] = [lead]
        entries.append(made)
    page.skip()
    page.row([C("Closed since last meeting", fill="grey")])
    row = page.row(
        [
            9,
            "Winter plan: beds for the winter were not agreed in time.",
            "Chief Officer",
            "Unlikely (2)",
            "Moderate (3)",
            "Medium 6",
            "Plan agreed in August.",
            "Winter board",
            "Closed 30/08/23",
            "",
        ]
    )
    made = entry("9", at(page.name, row), in_place(["Winter board"]), owners=["Chief Officer"], current_score=[2, 3])
    made["facts"] |= {
        "?title": "~",
        "?description": "~",
        "state": "closed",
        "?closed-on": "2023-08-30",
        "?rationale": "~",
        "?movement": "~",
        "?section": "~",
    }
    entries.append(made)
    page.skip()
    note = page.row(["Note: risks that score 20 or more go to both partners."])
    return book, result(
        IJB,
        entries,
        questions=questions,
        left_out=["IJB risk register!1", f"IJB risk register!{note}"],
    )


REGION = body(
    "Trent Combined Authority",
    "5x5",
    "Director of Transport/DoT/",
    "Director of Skills/DoS/",
    "Director of Homes/DoH/",
    "Chief Finance Officer/s73/",
    "Monitoring Officer//",
)


@workbook("region-directorates.xlsx")
def region() -> Made:
    """A combined authority with 108 risks on four directorate sheets: other columns in another order on each, a contents sheet with counts, a hidden column of old scores, total rows by formula, blank numbered rows below, escalation Y or N."""
    book = Book()
    front = book.page("Contents")
    front.row(["Directorate", "Sheet", "Number of risks", "Red"])
    for name in ("Transport", "Skills", "Homes", "Core"):
        front.row([name, name, C(27, formula=f"=COUNTA({name}!A:A)-3"), C(9)])
    entries = []
    owner = {
        "Transport": "Director of Transport",
        "Skills": "Director of Skills",
        "Homes": "Director of Homes",
        "Core": "Chief Finance Officer",
    }
    alias = {"Transport": "DoT", "Skills": "DoS", "Homes": "DoH", "Core": "s73"}
    risks = some(*range(1, 26))
    for s, sheet in enumerate(owner):
        page = book.page(sheet, hidden_columns=[5] if s == 0 else [])
        page.row([f"{sheet} directorate risk register"])
        heads = [
            [
                "Risk ref",
                "Risk title",
                "Cause / event / effect",
                "Owner",
                "Score Q4 (old)",
                "Likelihood",
                "Impact",
                "Score",
                "Mitigations in place",
                "Date of review",
                "Escalate to corporate? (Y/N)",
            ],
            [
                "ID",
                "Impact",
                "Likelihood",
                "Total",
                "Risk",
                "What may go wrong",
                "Existing mitigation",
                "Owned by",
                "Reviewed",
                "Status",
            ],
            [
                "Ref.",
                "Risk Title",
                "Risk Description",
                "Risk Owner",
                "Risk likelihood",
                "Risk impact",
                "Overall",
                "Controls",
                "Planned actions",
                "Action due",
            ],
            ["No", "Risk", "Description", "Lead", "L", "I", "LxI", "Target L", "Target I", "Target LxI", "Controls"],
        ][s]
        page.row(heads)
        for n in range(27):
            risk = risks[(n + s * 6) % 25]
            _, (a, b), (c, d) = risk.scores
            place = f"{'phase' if n > 24 else 'part'} {n // 5 + 1}"
            title, words = f"{risk.title} ({place})", f"{risk.cause}. {risk.event}. {risk.effect}."
            ref = f"{sheet[:2].upper()}{n + 1}"
            controls = "\n".join(risk.controls)
            day = date(2023, 7 + n % 3, 1 + n)
            here = page.next_row
            row = page.row(
                [
                    [
                        ref,
                        title,
                        words,
                        owner[sheet],
                        12,
                        a,
                        b,
                        C(a * b, formula=f"=F{here}*G{here}"),
                        controls,
                        day,
                        "Y" if a * b > 15 else "N",
                    ],
                    [
                        ref,
                        b,
                        a,
                        C(a * b, formula=f"=B{here}*C{here}"),
                        title,
                        words,
                        controls,
                        alias[sheet],
                        f"{day:%b-%y}" if n % 2 else day,
                        "Open",
                    ],
                    [
                        ref,
                        title,
                        words,
                        owner[sheet],
                        CHANCES[a - 1],
                        GRAVE[b - 1],
                        a * b,
                        controls,
                        risk.actions[0],
                        date(2024, 1 + n % 12, 1),
                    ],
                    [ref, title, words, alias[sheet], a, b, a * b, c, d, c * d, controls],
                ][s]
            )
            made = entry(
                ref,
                at(sheet, row),
                [
                    *in_place(risk.controls),
                    *([{"title": risk.actions[0], "stage": "planned", "?due": "~"}] if s == 2 else []),
                ],
                title=title,
                owners=[owner[sheet]],
                current_score=[a, b],
            )
            made["facts"] |= {"description": f"~{risk.event}", "?state": "open"}
            if s < 2:
                made["facts"]["?reviewed-on"] = "~2023"
            if s == 3:
                made["facts"]["target-score"] = [c, d]
            entries.append(made)
        page.row(["", "Total", "", *([""] * 4), C(27)] if s == 0 else ["", "", "", "Average", C(12)])
        if s == 3:
            for n in range(28, 40):
                page.row([f"CO{n}"])
    return book, result(REGION, entries, left_out=["Contents!2"])
