"""Registers in further shapes that bodies publish: cards, floats for refs, RAG in signs, logs of projects, splits."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.bank import POSTS, bank, known, named
from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, in_place, planned, problem, question, result, workbook
from tests.data.making.layout import LIKELIHOOD, OWNER, REF, TITLE, WORDS, bullets, entry_of, three_scores

TOLD = "remark|question|refused"


def initials(owner: str) -> str:
    """The initials of who holds a post."""
    return "".join(part[0] for part in POSTS[owner][1].replace(".", "").split())


@workbook("housing-association.xlsx")
def housing() -> Made:
    """The table begins at C9, headings broken over lines and in capitals, cause-event-effect, scores before and after controls."""
    book = Book()
    page = book.page("Board RR", hidden_columns=[1])
    page.row(["Fairlea Homes"], at=2, start=3)
    page.row(["Board risk register", "", "", "", "Date:", date(2023, 9, 30)], at=4, start=3)
    page.row(
        [
            "RISK\nID",
            "CATEGORY",
            "RISK EVENT",
            "CAUSED BY",
            "RESULTING IN",
            "BEFORE CONTROLS",
            "",
            "",
            "CONTROLS",
            "AFTER CONTROLS",
            "",
            "",
            "RISK\nOWNER",
            "ACTION",
            "ACTION\nDUE",
        ],
        at=8,
        start=3,
    )
    page.merge(8, 8, 8, 10)
    page.merge(8, 12, 8, 14)
    page.row(
        ["", "", "", "", "", "LIKELI-\nHOOD", "IMPACT", "RATING", "", "LIKELI-\nHOOD", "IMPACT", "RATING"],
        at=9,
        start=3,
    )
    entries = []
    for risk in bank(1, 2, 3, 5, 8, 9, 20, 24):
        a, b = risk.inherent
        c, d = risk.current
        action = risk.actions[0]
        row = page.row(
            [
                f"B{risk.ref}",
                "Finance" if int(risk.ref) % 2 else "People",
                risk.title,
                risk.cause,
                risk.effect,
                a,
                b,
                a * b,
                bullets(risk.controls, "> "),
                c,
                d,
                c * d,
                risk.owner,
                action.title,
                action.due,
            ],
            start=3,
        )
        made = entry_of(named(risk, f"B{risk.ref}"), [REF, TITLE, OWNER, *three_scores()[:6]], at(page.name, row))
        made["facts"]["description"] = f"~{risk.cause}|{risk.effect}"
        made["facts"]["?objectives"] = []
        made["controls"] = in_place(risk.controls) + planned([action.title], due=action.due.isoformat())
        entries.append(made)
    return book, result(
        known(body="Fairlea Homes"),
        entries,
        left_out=[at(page.name, 2), at(page.name, 4)],
    )


@workbook("academy-trust.xlsx")
def academy() -> Made:
    """A scale of 1 to 4, refs typed as numbers (1.1, 1.2, 2.1), sections that are numbered like risks, headings with the range."""
    book = Book()
    page = book.page("Sheet1")
    page.row(["Brightwater Academies Trust risk register, autumn term"])
    page.row(["No.", "Risk", "Prob (1-4)", "Sev (1-4)", "P x S", "How we manage it", "Responsible", "Review"])
    entries = []
    for section, (name, numbers) in enumerate(
        {"Governance": (6, 22), "Finance": (1, 13, 24), "Premises": (5, 29)}.items(), 1
    ):
        row = page.row([section, C(name.upper(), fill="grey")])
        for place, risk in enumerate(bank(*numbers), 1):
            a, b = min(risk.current[0], 4), min(risk.current[1], 4)
            ref = f"{section}.{place}"
            row = page.row([float(ref), risk.title, a, b, a * b, bullets(risk.controls, ""), risk.owner, "Termly"])
            made = entry_of(named(risk, ref), [REF, TITLE, OWNER], at(page.name, row), current_score=[a, b])
            made["any_controls"] = True
            entries.append(made | {"section": f"~{name.upper()}"})
    return book, result(
        known("1-4", body="Brightwater Academies Trust"),
        entries,
        left_out=[at(page.name, 1)],
        problems=[problem("", at(page.name, 4, 8), TOLD, "")],
    )


@workbook("cards.xlsx")
def cards() -> Made:
    """Every risk is a card of ten rows on one long sheet: labels beside their values, two to a row."""
    book = Book()
    page = book.page("Risk cards")
    page.row(["Strategic risk cards - September 2023"])
    entries = []
    for risk in bank(1, 2, 4, 7, 11):
        page.skip()
        first = page.row([C(f"Risk {risk.ref}", fill="navy"), risk.title])
        page.row(["Description", risk.description])
        page.row(["Risk owner", risk.owner, "Last reviewed", risk.reviewed])
        page.row(["Likelihood", risk.current[0], "Impact", risk.current[1]])
        page.row(
            ["Current score", risk.current[0] * risk.current[1], "Target score", f"{risk.target[0]}x{risk.target[1]}"]
        )
        page.row(["Controls", bullets(risk.controls)])
        page.row(["Actions", bullets([action.title for action in risk.actions])])
        made = entry_of(
            risk,
            [REF, TITLE, WORDS, OWNER, LIKELIHOOD],
            at(page.name, first),
            target_score=risk.target,
            reviewed_on=risk.reviewed,
        )
        made["controls"] = in_place(risk.controls) + planned([action.title for action in risk.actions])
        entries.append(made)
    return book, result(known(), entries, left_out=[at(page.name, 1)])


@workbook("pension-fund.xlsx")
def pension() -> Made:
    """Impact in three columns (fund, employers, reputation) and their sum, likelihood 1 to 5, a score up to 75."""
    book = Book()
    page = book.page("Pension fund")
    page.row(
        [
            "Risk group",
            "Risk ref.",
            "Risk description",
            "Impact",
            "",
            "",
            "",
            "Likelihood",
            "Total risk score",
            "Mitigation actions",
            "Risk owner",
            "Reviewed on",
        ]
    )
    page.merge(1, 4, 1, 7)
    page.row(["", "", "", "Fund", "Employers", "Reputation", "Total"])
    entries, problems = [], []
    for place, risk in enumerate(bank(1, 19, 24, 27, 13, 22)):
        a, b = risk.current
        parts = [b, max(1, b - 1), 2]
        row = page.row(
            [
                "Investment" if place < 3 else "Running the fund",
                place + 1,
                f"{risk.title}. {risk.description}",
                *parts,
                sum(parts),
                a,
                sum(parts) * a,
                f"TREAT 1) {risk.controls[0]}. TOLERATE 2) {risk.controls[1]}.",
                risk.owner,
                risk.reviewed,
            ]
        )
        made = entry(str(place + 1), at(page.name, row), owners=[risk.owner], reviewed_on=risk.reviewed)
        made["facts"] |= {"?title": f"~{risk.title}", "?description": f"~{risk.description}", "?objectives": []}
        made["any_controls"] = True
        entries.append(made)
    return book, result(
        known(body="Westmarsh Pension Fund"),
        entries,
        questions=[question("", "Fund"), question("", "Employers")],
        problems=problems,
    )
