"""Whole registers as bodies publish them: many nastinesses at once, in the habits of each kind of body."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date
from typing import Any

from tests.data.making.bank import POSTS, Risk, bank, known, named
from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, in_place, planned, problem, question, result, workbook
from tests.data.making.layout import (
    CONTROLS,
    IMPACT,
    LIKELIHOOD,
    OWNER,
    REF,
    REVIEWED,
    SCORE,
    TITLE,
    WORDS,
    bullets,
    entry_of,
    three_scores,
)

TOLD = "remark|question|refused"
BANDS = {"green": range(1, 5), "yellow": range(5, 10), "amber": range(10, 16), "red": range(16, 26)}
ALL = range(1, 31)


def fill_of(product: int) -> str:
    """The colour of a product on the usual map."""
    return next(colour for colour, products in BANDS.items() if product in products)


def shorts(owners: tuple[str, ...], which: int) -> list[str]:
    """Owners by alias (0) or by the initials of who holds the post (1)."""
    names = [POSTS[owner][which] for owner in owners]
    return names if not which else ["".join(part[0] for part in name.replace(".", "").split()) for name in names]


@workbook("fire-authority.xlsx")
def fire() -> Made:
    """A fire authority: titles, two tiers, sections by objective, coloured scores from formulas, an appetite column."""
    book = Book()
    page = book.page("CRR Q2")
    page.row(["HARROWMERE FIRE AUTHORITY"])
    page.row(["CORPORATE RISK REGISTER 2023/24 QUARTER 2"])
    page.merge(1, 1, 1, 14)
    page.merge(2, 1, 2, 14)
    page.skip()
    heads = ["Risk No.", "Risk", "Risk description", "Risk owner", "Gross risk", "", "", "Controls in place", "Net risk", "", "",
             "Target risk", "", "", "Date of last review"]  # fmt: skip
    page.row(heads)
    for column in (5, 9, 12):
        page.merge(4, column, 4, column + 2)
    for column in (1, 2, 3, 4, 8, 15):
        page.merge(4, column, 5, column)
    page.row(["", "", "", "", "L", "I", "LxI", "", "L", "I", "LxI", "L", "I", "LxI"])
    columns = [REF, TITLE, WORDS, OWNER, *three_scores(), CONTROLS, REVIEWED]
    entries = []
    groups = {
        "Objective 1: Sound finances": (1, 8, 13, 19),
        "Objective 2: Skilled people": (3, 14, 22, 28),
        "Objective 3: Safe streets": (5, 7, 17, 23),
    }
    for name, numbers in groups.items():
        row = page.row([C(name, fill="grey")])
        page.merge(row, 1, row, 15)
        for risk in bank(*numbers):
            row = page.next_row
            values: list[Any] = [f"CRR{int(risk.ref):02}", risk.title, risk.description, risk.owner]
            for place, kind in ((5, "inherent"), (9, "current"), (12, "target")):
                if place == 9:
                    values.append(bullets(risk.controls))
                likelihood, impact = getattr(risk, kind)
                letters = "EFG" if place == 5 else "IJK" if place == 9 else "LMN"
                product = C(
                    likelihood * impact, fill_of(likelihood * impact), formula=f"={letters[0]}{row}*{letters[1]}{row}"
                )
                values += [likelihood, impact, product]
            page.row([*values, risk.reviewed])
            entries.append(entry_of(named(risk, f"CRR{int(risk.ref):02}"), columns, at(page.name, row), section=name))
            entries[-1]["facts"]["?objectives"] = [name.split(": ")[1]]
    page.skip()
    page.row(["Key: L = likelihood, I = impact. Red 16 to 25, amber 10 to 15, yellow 5 to 9, green 1 to 4"])
    left = [at(page.name, row) for row in (1, 2, page.next_row - 1)]
    return book, result(known(body="Harrowmere Fire Authority"), entries, left_out=left, is_plain=True)


@workbook("assurance-framework.xlsx")
def assurance() -> Made:
    """A health trust's board assurance framework: cause and effect apart, consequence first, gaps, several rows a risk."""
    book = Book()
    page = book.page("BAF")
    page.row(["Board Assurance Framework", "", "", "", "", "Aldermoor NHS Trust"])
    heads = ["BAF ref", "Principal risk", "Cause", "Effect", "Executive lead", "Current C", "Current L", "Current rating",
             "Key controls", "Gaps in control", "Actions to close gaps", "By whom", "By when"]  # fmt: skip
    page.row([*heads[:5], "Current rating", "", "", *heads[8:]])
    page.merge(2, 6, 2, 8)
    page.row(["", "", "", "", "", "Consequence", "Likelihood", "C x L"])
    entries = []
    for risk in bank(2, 4, 5, 9, 14, 18):
        risk = named(risk, f"BAF {risk.ref}")
        first = page.next_row
        for line, action in enumerate(risk.actions):
            left: list[Any] = [""] * 10
            if not line:
                likelihood, impact = risk.current
                left = [risk.ref, risk.title, risk.cause, risk.effect, risk.owner, impact, likelihood, likelihood * impact,
                        bullets(risk.controls, "- "), "None known"]  # fmt: skip
            page.row([*left, action.title, shorts((action.owner,), 0)[0], action.due])
        made = entry_of(risk, [REF, TITLE, OWNER, LIKELIHOOD], at(page.name, first))
        made["facts"]["description"] = f"~{risk.cause}|{risk.effect}"
        made["controls"] = in_place(risk.controls) + [
            control | {"?due": control["due"].isoformat(), "?owners": control["owners"]}
            for action in risk.actions
            for control in planned([action.title], due=action.due, owners=[action.owner])
        ]
        for control in made["controls"]:
            control.pop("due", None), control.pop("owners", None)
        entries.append(made)
    return book, result(known(body="Aldermoor NHS Trust"), entries, left_out=[at(page.name, 1)])


def due_of(printed: Any) -> dict[str, str]:
    """The due date of an action: a day where it is one, the month where it is one (and told), else none."""
    if isinstance(printed, date):
        return {"due": printed.isoformat()}
    return {"?due": "~2024-03-"} if printed == "Mar-24" else {}


@workbook("commissioner.xlsx")
def commissioner() -> Made:
    """A commissioner's office: initials, actions in rows, "Ongoing" and "TBC" for dates, RAG letters, footnoted heads."""
    book = Book()
    page = book.page("Sheet1")
    page.row(["Appendix B"])
    page.row(["Risk No.", "Plan chapter", "Risk", "Unmitigated", "", "", "Owner", "Action", "Action owner", "Target date", "Action status",
              "Mitigated (current)", "", "", "Target", "", ""])  # fmt: skip
    for column in (4, 12, 15):
        page.merge(2, column, 2, column + 2)
    page.row(
        ["", "", "", *["Likelihood", "Impact", "Score *"], "", "", "", "", "", *["Likelihood", "Impact", "Score *"] * 2]
    )
    entries, problems = [], []
    whens: list[Any] = ["Ongoing", date(2023, 12, 1), "TBC", "Mar-24", date(2024, 2, 1)]
    for place, risk in enumerate(bank(2, 4, 5, 7, 10, 11, 13, 9)):
        first = page.next_row
        for line, action in enumerate(risk.actions):
            values: list[Any] = [""] * 17
            values[7:11] = [
                action.title,
                shorts((action.owner,), 1)[0],
                whens[(place + line) % 5],
                "GAR"[(place + line) % 3],
            ]
            if not line:
                values[:3] = [int(risk.ref), risk.objective, risk.title]
                values[6] = " / ".join(shorts(risk.owners, 1))
                for column, kind in ((3, "inherent"), (11, "current"), (14, "target")):
                    likelihood, impact = getattr(risk, kind)
                    values[column : column + 3] = [likelihood, impact, likelihood * impact]
            row = page.row(values)
            if isinstance(values[9], str):
                problems.append(problem("", at(page.name, row, 10), TOLD, ""))
        made = entry_of(risk, [REF, TITLE, *three_scores()], at(page.name, first), owners=risk.owners)
        made["facts"]["?objectives"] = [risk.objective]
        made["controls"] = [
            {"title": action.title, "?stage": "planned", "owners": [action.owner], "?narrative": "~"}
            | due_of(whens[(place + line) % 5])
            for line, action in enumerate(risk.actions)
        ]
        entries.append(made)
    page.skip()
    page.row(["* Score is likelihood times impact"])
    left = [at(page.name, 1), at(page.name, page.next_row - 1)]
    return book, result(known(body="Commissioner for Westmarsh"), entries, problems=problems, left_out=left)


@workbook("university.ods")
def university() -> Made:
    """A university: words for levels, an owner and a committee, early signs, risks in sections, a draft still in it."""
    book = Book()
    page = book.page("Register of key risks")
    likely = ("Very low", "Low", "Medium", "High", "Very high")
    page.row(["University of Calderwick", "", "", "", "", "CONFIDENTIAL - draft for Council"])
    page.skip()
    page.row(
        [
            "No",
            "Risk",
            "What could happen",
            "Risk owner",
            "Overseeing committee",
            "Net likelihood",
            "Net impact",
            "Early warning signs",
            "Mitigation in place",
        ]
    )
    entries, questions = [], []
    for name, numbers in {"STUDENTS": (3, 10, 16), "MONEY": (1, 12, 19), "PLACE": (5, 21)}.items():
        page.row([name])
        for risk in bank(*numbers):
            likelihood, impact = risk.current
            row = page.row([risk.ref, risk.title, risk.description, risk.owner, "Finance Committee", f"{likely[likelihood - 1]} ({likelihood})",
                            f"{impact} {likely[impact - 1]}", "Numbers fall two months running", bullets(risk.controls, "")])  # fmt: skip
            entries.append(
                entry_of(
                    risk, [REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT, CONTROLS], at(page.name, row), section=name
                )
            )
    page.row(["", "Artificial intelligence in assessment (to be written)"])
    row = page.next_row - 1
    entries.append(
        {
            "ref": "",
            "where": at(page.name, row),
            "may_be_absent": True,
            "facts": {"title": "Artificial intelligence in assessment (to be written)"},
        }
    )
    questions += [question("", "Overseeing committee"), question("", "Early warning signs")]
    return book, result(
        known(body="University of Calderwick"), entries, questions=questions, left_out=[at(page.name, 1)]
    )


@workbook("project.csv", encoding="cp1252", delimiter=";")
def project() -> Made:
    """A project's log from another program: semicolons, an old encoding with curly quotes, days before months, a status."""
    book = Book()
    page = book.page("project")
    page.row(
        [
            "ID",
            "Date raised",
            "Risk title",
            "Risk description",
            "Probability",
            "Impact",
            "Severity",
            "Mitigation",
            "Owner",
            "Status",
        ]
    )
    entries = []
    for place, risk in enumerate(bank(2, 8, 11, 5, 16, 20, 26)):
        raised = date(2023, 1 + place, 20 + place)
        is_closed = place == 5
        risk = named(risk, f"R{int(risk.ref):03}")
        words = risk.description.replace("'", "’") + " – see the “gateway” report"
        likelihood, impact = risk.current
        row = page.row([risk.ref, raised, risk.title, words, likelihood, impact, likelihood * impact,
                        risk.controls[0], risk.owner, "Closed" if is_closed else "Open"])  # fmt: skip
        made = entry_of(
            risk, [REF, TITLE, OWNER, LIKELIHOOD, IMPACT, SCORE], at("", row), description=words, opened_on=raised
        )
        made["facts"]["state"] = "closed" if is_closed else "open"
        made["controls"] = [{"title": risk.controls[0], "?stage": "planned"}]
        entries.append(made)
    return book, result(known(), entries)


def wide(risk: Risk) -> list[Any]:
    """A row of the council's register."""
    likelihood, impact = risk.current
    target = risk.target[0] * risk.target[1]
    return [
        "", risk.ref, f"{risk.title}: {risk.description}", risk.cause, risk.effect, "\n".join(risk.owners), bullets(risk.controls),
        impact, likelihood, C(likelihood * impact, fill_of(likelihood * impact)), "▲▼◄►"[int(risk.ref) % 4],
        bullets([f"{action.title} ({action.due:%b %Y})" for action in risk.actions], "• "),
        f"{risk.target[1]}x{risk.target[0]}", C(target, fill_of(target)), risk.reviewed if int(risk.ref) % 2 else f"{risk.reviewed:%d.%m.%Y}",
    ]  # fmt: skip


@workbook("council.xlsx")
def council() -> Made:
    """A council's 30 risks: a blank first column, three tiers, impact first, arrows, actions with their month, totals."""
    book = Book()
    page = book.page("Strategic Risk Register")
    page.row(["Northbeck Council"], start=2)
    page.row(["Strategic Risk Register", "", "", "", "", "", "", "", "Last updated: 30/09/2023"], start=2)
    page.skip()
    tiers = {2: "Risk", 7: "Mitigation", 8: "Current risk", 13: "Target risk", 15: "Review"}
    row = page.row([tiers.get(column, "") for column in range(1, 16)])
    for first, last in ((2, 6), (8, 11), (13, 14)):
        page.merge(row, first, row, last)
    heads = ["", "Ref", "Risk", "Cause", "Consequence", "Risk owner(s)", "Existing controls", "Impact", "Likelihood", "Score", "Direction of travel",
             "Further actions", "Target (I x L)", "Score", "Last reviewed"]  # fmt: skip
    page.row(heads)
    entries = []
    for risk in bank(*ALL):
        row = page.row(wide(risk))
        made = entry_of(risk, [REF, TITLE, LIKELIHOOD, IMPACT], at(page.name, row), owners=risk.owners, target_score=risk.target,
                        reviewed_on=risk.reviewed)  # fmt: skip
        made["facts"]["description"] = f"~{risk.description}|{risk.cause}|{risk.effect}"
        made["facts"]["?movement"] = ("up", "down", "static", "static")[int(risk.ref) % 4]
        actions = [f"~{action.title}" for action in risk.actions]
        made["controls"] = in_place(risk.controls) + planned(actions)
        entries.append(made)
    page.row(["", "", "Number of risks", len(entries)])
    left = [at(page.name, row) for row in (1, 2, page.next_row - 1)]
    return book, result(known(), entries, left_out=left)
