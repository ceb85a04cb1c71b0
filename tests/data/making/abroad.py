"""Registers in the layouts that bodies publish, once more: a shire of Australia, a university, a hospital's system, parishes."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.book import Book
from tests.data.making.expected import Made, at, entry, in_place, planned, result, workbook
from tests.data.making.layout import bullets
from tests.data.making.offices import MAY_SAY, POSTS, owner_of, said, total
from tests.data.making.told import CHANCES, GRAVE, body, lower, some

RISKS = (5, 6, 14, 20, 21, 4)


@workbook("bluegum.xlsx")
def bluegum() -> Made:
    """An Australian shire: likelihood as a letter of a list that begins with the likeliest, and its word: "C - Possible"; ratings in words."""
    book = Book()
    page = book.page("Strategic Risk Register")
    page.row(["Shire of Bluegum"])
    page.row(["", "", "", "Inherent risk", "", "", "", "", "Residual risk", "", "", "Risk treatment"])
    page.row(
        [
            "Risk ID",
            "Risk event (what could happen)",
            "Sources / causes",
            "Likelihood",
            "Consequence",
            "Rating",
            "Existing controls",
            "Control effectiveness",
            "Likelihood",
            "Consequence",
            "Rating",
            "Treatment plan",
            "Responsible officer",
            "Due",
        ]
    )
    page.merge(2, 4, 2, 6)
    page.merge(2, 9, 2, 11)
    page.merge(2, 12, 2, 14)
    entries = []
    for place, risk in enumerate(some(*RISKS), 1):
        cells = []
        for one, two in risk.scores[:2]:
            band = "High" if one * two > 9 else "Medium" if one * two > 4 else "Low"
            cells.append(
                [
                    f"{'EDCBA'[one - 1]} - {CHANCES[one - 1]}",
                    f"{two} - {GRAVE[two - 1]}",
                    "Very High" if one * two > 15 else band,
                ]
            )
        row = page.row(
            [
                f"SR-{place:03d}",
                risk.event,
                risk.cause,
                *cells[0],
                bullets(risk.controls),
                "Effective",
                *cells[1],
                risk.actions[0],
                owner_of(place),
                date(2024, 6, 30),
            ]
        )
        controls = [
            *in_place(risk.controls, effectiveness="effective"),
            *planned([f"~{risk.actions[0]}"], due="2024-06-30", owners=[owner_of(place)]),
        ]
        made = entry(
            f"SR-{place:03d}",
            at(page.name, row),
            controls,
            title=f"~{risk.event}",
            inherent_score=risk.scores[0],
            current_score=risk.scores[1],
        )
        made["facts"] |= {"?description": "~"}
        entries.append(made)
    return book, result(body("Shire of Bluegum", "5x5", *POSTS), entries, left_out=["Strategic Risk Register!1"])


@workbook("downs-university.xlsx")
def university() -> Made:
    """A university: "Prior" likelihood and impact beside residual ones are those before controls, not those of last time; an area merged over its risks."""
    book = Book()
    page = book.page("Register")
    page.row(["University of the Downs"])
    page.skip()
    page.row(
        [
            "Risk area",
            "No",
            "Risk",
            "Prior\nlikelihood",
            "Prior\nimpact",
            "Prior\nexposure",
            "Mitigating factors in place",
            "Residual\nlikelihood",
            "Residual\nimpact",
            "Residual\nexposure",
            "Early warning signs",
            "Actions required",
            "By whom",
            "By when",
        ]
    )
    entries = []
    for place, risk in enumerate(some(*RISKS), 1):
        block, number = (place - 1) // 3 + 1, (place - 1) % 3 + 1
        before, after, _ = risk.scores
        area = ["Finance", "Estate"][block - 1] if number == 1 else ""
        row = page.row(
            [
                area,
                f"{block}.{number}",
                f"{risk.title}: {lower(risk.event)}",
                *before,
                total(before),
                bullets(risk.controls, "- "),
                *after,
                total(after),
                risk.cause,
                bullets(risk.actions, "- "),
                owner_of(place),
                "July 2024",
            ]
        )
        made = entry(
            f"{block}.{number}",
            at(page.name, row),
            [*in_place(risk.controls), *planned(risk.actions, owners=[owner_of(place)], due="2024-07-31")],
            inherent_score=before,
            current_score=after,
        )
        made["facts"] |= {"?title": f"~{risk.title}", "?description": f"~{risk.event[1:]}", "?section": "~"}
        entries.append(made)
    page.merge(4, 1, 6, 1)
    page.merge(7, 1, 9, 1)
    asked = [{"fact": "", "printed": "Early warning signs"}]
    return book, result(
        body("University of the Downs", "5x5", *POSTS), entries, questions=asked, left_out=["Register!1"]
    )


@workbook("incident-system.csv", encoding="cp1252")
def incident_system() -> Made:
    """An export of a hospital's system for incidents and risks: consequence as a word, likelihood as a word with its number, totals alone for initial and target, a handler, and a manager column in which nothing stands."""
    book = Book()
    page = book.page("incident-system")
    page.row(
        [
            "ID",
            "Opened",
            "Directorate",
            "Title",
            "Description",
            "Rating (initial)",
            "Consequence (current)",
            "Likelihood (current)",
            "Rating (current)",
            "Rating (Target)",
            "Controls in place",
            "Gaps in controls",
            "Review date",
            "Handler",
            "Manager",
            "Approval status",
            "Closed date",
        ]
    )
    entries = []
    for place, risk in enumerate(some(*RISKS), 1):
        a, b = risk.scores[1]
        row = page.row(
            [
                str(1200 + place * 7),
                f"{place + 12}/05/2022",
                "Surgery",
                risk.title,
                f"{risk.event}.\n\nBackground: {risk.cause}.",
                total(risk.scores[0]),
                GRAVE[b - 1],
                f"{CHANCES[a - 1]} ({a})",
                a * b,
                total(risk.scores[2]),
                "\n".join(risk.controls),
                risk.actions[0],
                f"{place + 12}/03/2024",
                owner_of(place),
                "",
                "Final approval",
                "",
            ]
        )
        made = entry(
            str(1200 + place * 7),
            at("", row),
            in_place(risk.controls),
            title=risk.title,
            description=said(risk, risk.event, risk.cause),
            owners=[owner_of(place)],
            opened_on=date(2022, 5, place + 12),
            next_review=date(2024, 3, place + 12),
            current_score=[a, b],
        )
        made["facts"] |= MAY_SAY
        entries.append(made)
    asked = [{"fact": "", "printed": "Gaps in controls"}, {"fact": "", "printed": "Approval status"}]
    return book, result(body("Marsh Edge Trust", "5x5", *POSTS), entries, questions=asked)


PARISH = (
    (
        "Insurance",
        "Loss of or damage to the pavilion, seats and shelter",
        "M",
        "M",
        "Asset register; yearly look round",
        "Y",
    ),
    ("Insurance", "Harm to a third party on council land", "M", "L", "Public liability cover of ten million", "Y"),
    ("Insurance", "Loss of income after a fire", "N/A", "N/A", "", ""),
    ("Records", "Minutes are lost or damaged", "L", "M", "Copies at the record office", "N"),
    ("Records", "Wrong return of tax", "M", "L", "Clerk claims each quarter", "Y"),
    ("Records", "Interests are not declared", "H", "M", "Standing item on each agenda", "Y"),
)


@workbook("nether-pole.pasted.txt")
def nether_pole() -> Made:
    """A parish: "Impact H/M/L" and "Likelihood H/M/L", sections, each with a line of its source, a row to which the letters do not apply."""
    book = Book()
    page = book.page("nether-pole")
    page.row(["NETHER POLE PARISH COUNCIL"])
    page.skip()
    page.row(["Risk Identified", "Impact H/M/L", "Likelihood H/M/L", "Controls", "Adequate Y/N"])
    entries = []
    section = ""
    for place, (head, words, impact, likelihood, control, adequate) in enumerate(PARISH):
        if head != section:
            page.row([f"{1 + place // 3}. {head.upper()}"])
            page.row([f"REF: Standing orders – {lower(head)}"])
            section = head
        row = page.row([words, impact, likelihood, control, adequate])
        score = ["LMH".index(likelihood) + 1, "LMH".index(impact) + 1] if impact != "N/A" else None
        made = entry("", at("", row), title=f"~{words}", current_score=score)
        made["facts"] |= MAY_SAY | {"?description": "~"}
        entries.append(made | {"any_controls": True})
    asked = [{"fact": "", "printed": "Adequate Y/N"}]
    return book, result(body("Nether Pole Parish Council", "lmh-vh", "Clerk//"), entries, questions=asked)


@workbook("hamlet.csv", encoding="cp1252")
def hamlet() -> Made:
    """A village: numbers with a full stop in a first column without a heading, one letter as the rating and no levels."""
    book = Book()
    page = book.page("hamlet")
    page.row(["", "Subject", "Risk Identified", "Risk Rating (HML)", "Risk Management and Control", "Responsible"])
    entries = []
    for place, (_, words, letter, _, control, _) in enumerate(PARISH, 1):
        subject = ["Pavilion", "Public", "Income", "Minutes", "Tax", "Interests"][place - 1]
        row = page.row([f"{place}.", subject, words, "" if letter == "N/A" else letter, control, "Clerk"])
        made = entry(str(place), at("", row), title=subject, description=words, owners=["Clerk"])
        entries.append(made | {"any_controls": True})
    return book, result(body("Hamlet Parish Council", "lmh-vh", "Clerk//"), entries)


@workbook("management-company.csv", delimiter=";")
def management_company() -> Made:
    """Titles in a first column without a heading, levels in words that the scale does not have, a colour under STATUS."""
    book = Book()
    page = book.page("management-company")
    page.row(["", "ID", "IMPACT", "PROBABILITY", "SCORE", "STATUS", "IDENTIFIED", "LAST REVIEWED"])
    words = ["LOW", "LOW - MEDIUM", "MEDIUM", "MEDIUM - HIGH", "HIGH"]
    entries = []
    for place, risk in enumerate(some(*RISKS), 1):
        a, b = risk.scores[1]
        row = page.row(
            [
                risk.title,
                f"{place:04d}",
                words[b - 1],
                words[a - 1],
                a * b,
                "AMBER",
                f"01/01/{2010 + place}",
                f"14/0{place}/2023",
            ]
        )
        entries.append(
            entry(
                f"{place:04d}",
                at("", row),
                title=risk.title,
                opened_on=date(2010 + place, 1, 1),
                reviewed_on=date(2023, place, 14),
            )
        )
    asked = [{"fact": "current-likelihood", "printed": "MEDIUM - HIGH"}, {"fact": "current-impact", "printed": "HIGH"}]
    return book, result(body("Quay Management Company", "5x5", "Director//"), entries, questions=asked)
