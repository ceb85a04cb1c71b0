"""Registers in the layouts that bodies publish, once more: commissioners, forces, shires."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.book import Book
from tests.data.making.expected import Made, at, entry, in_place, planned, result, workbook
from tests.data.making.layout import bullets
from tests.data.making.told import Told, body, lower, some

POSTS = ("Chief Executive/CEX/", "Chief Finance Officer/CFO/", "Director of People/DoP/", "Head of Digital/HoD/")
OWNERS = ("Chief Executive", "Chief Finance Officer", "Director of People", "Head of Digital")


def owner_of(place: int) -> str:
    return OWNERS[place % len(OWNERS)]


def total(score: tuple[int, int]) -> int:
    return score[0] * score[1]


def said(risk: Told, *parts: str) -> str:
    """A description that has these words of the risk."""
    return "~" + "|".join(parts or (risk.event, risk.cause, risk.effect))


MAY_SAY = {"?narrative": "~", "?note": "~", "?rationale": "~", "?movement": "~", "?section": "~"}


@workbook("weald-commissioner.xlsx")
def commissioner() -> Made:
    """A commissioner: unmitigated and mitigated tiers with impact first, title and sentence in one cell, "Key mitigations" with arrowheads, DoT."""
    book = Book()
    page = book.page("Risks Sep 23")
    page.row(["Commissioner for Wealdshire"])
    page.row(["Strategic Risk Register (OFFICIAL)"])
    page.skip()
    page.row(
        [
            "Risk No.",
            "Risk description (There is a risk that…)",
            "Unmitigated score",
            "",
            "",
            "Key mitigations",
            "Mitigated score",
            "",
            "",
            "DoT",
            "Risk lead",
            "Further work planned",
            "Update since last meeting",
        ]
    )
    page.row(["", "", "Impact", "Likelihood", "Total", "", "Impact", "Likelihood", "Total"])
    page.merge(4, 3, 4, 5)
    page.merge(4, 7, 4, 9)
    for column in (1, 2, 6, 10, 11, 12, 13):
        page.merge(4, column, 5, column)
    entries = []
    for place, risk in enumerate(some(5, 6, 14, 20, 21), 1):
        (i, j), (a, b), _ = risk.scores
        words = f"{risk.title}\n\n…{lower(risk.event)}, because {lower(risk.cause)}, leading to {lower(risk.effect)}."
        row = page.row(
            [
                f"PCC {place:02d}",
                words,
                j,
                i,
                i * j,
                bullets(risk.controls, "➢ "),
                b,
                a,
                a * b,
                "↔↑↓"[place % 3],
                owner_of(place),
                bullets(risk.actions, "➢ "),
                "Looked at in September.",
            ]
        )
        made = entry(
            f"PCC {place:02d}",
            at(page.name, row),
            [*in_place(risk.controls), *planned(risk.actions)],
            owners=[owner_of(place)],
            inherent_score=[i, j],
            current_score=[a, b],
        )
        made["facts"] |= MAY_SAY | {"?title": f"~{risk.title}", "?description": f"~{risk.event[1:]}"}
        entries.append(made)
    return book, result(
        body("Commissioner for Wealdshire", "5x5", *POSTS), entries, left_out=["Risks Sep 23!1", "Risks Sep 23!2"]
    )


@workbook("force-register.xlsx")
def force() -> Made:
    """A force: previous score, then probability and impact without a word on whose, then the current total that they give; several actions below each other, a due day that says "Ongoing"."""
    book = Book()
    page = book.page("FRR")
    page.row(["Force Risk Register", "", "", "", "", "", "Version 4.2"])
    page.skip()
    page.row(
        [
            "Ref",
            "Risk title",
            "Risk description",
            "Chief officer lead",
            "Opened",
            "Previous score",
            "Probability",
            "Impact",
            "Current score",
            "Change",
            "Controls",
            "Action",
            "Action owner",
            "Action due",
        ]
    )
    entries = []
    for place, risk in enumerate(some(6, 14, 20, 21, 4), 1):
        first, (a, b), _ = risk.scores
        start = page.next_row
        actions = []
        for number, action in enumerate((*risk.actions[:1], f"Report to the board on {lower(risk.title)}")):
            mine = ["31.03.24", "Ongoing"][(place + number) % 2]
            row = page.row([mine], start=14)
            page.row([action, owner_of(place + number)], at=row, start=12)
            due = {"due": "2024-03-31"} if mine != "Ongoing" else {"?narrative": "~", "?progress": "~"}
            actions.append({"title": action, "?stage": "planned", "owners": [owner_of(place + number)]} | due)
        after = page.next_row
        page.row(
            [
                f"FR{place:02d}",
                risk.title,
                f"{risk.event} because of this: {lower(risk.cause)}.",
                owner_of(place),
                date(2021, place, 1),
                total(first),
                a,
                b,
                a * b,
                "▲▼►"[place % 3],
                bullets(risk.controls),
            ],
            at=start,
        )
        page.next_row = after
        for column in range(1, 12):
            page.merge(start, column, after - 1, column)
        made = entry(
            f"FR{place:02d}",
            at(page.name, start),
            [*in_place(risk.controls), *actions],
            title=risk.title,
            description=said(risk, risk.event),
            owners=[owner_of(place)],
            opened_on=date(2021, place, 1),
            current_score=[a, b],
        )
        made["facts"] |= MAY_SAY
        entries.append(made)
    return book, result(body("Wealdshire Police", "5x5", *POSTS), entries, left_out=["FRR!1"])


@workbook("shire-register.xlsx")
def shire() -> Made:
    """A shire: "Risk and owner" with the owner on a line below the title, cause, event and consequence under labels in one cell, scores as "4 x 5 = 20"."""
    book = Book()
    page = book.page("CRR")
    page.row(["Corporate Risk Register Q2"])
    page.skip()
    page.row(
        [
            "Ref",
            "Risk and owner",
            "Cause, event, consequence",
            "Gross risk\n(Likelihood x Impact)",
            "Existing controls",
            "Net risk\n(Likelihood x Impact)",
            "Target risk\n(Likelihood x Impact)",
        ]
    )
    entries = []
    for place, risk in enumerate(some(5, 6, 14, 20, 21), 1):
        scores = [f"{one} x {two} = {one * two}" for one, two in risk.scores]
        row = page.row(
            [
                f"CR{place}",
                f"{risk.title}\n\nOwner: {owner_of(place)}",
                f"Cause: {risk.cause}\nEvent: {risk.event}\nConsequence: {risk.effect}",
                scores[0],
                "\n".join(f"{number}. {text}" for number, text in enumerate(risk.controls, 1)),
                *scores[1:],
            ]
        )
        facts = dict(zip(("inherent_score", "current_score", "target_score"), map(list, risk.scores), strict=True))
        entries.append(
            entry(
                f"CR{place}",
                at(page.name, row),
                in_place(risk.controls),
                title=risk.title,
                description=said(risk),
                owners=[owner_of(place)],
                **facts,
            )
        )
    return book, result(body("Harrowshire Council", "5x5", *POSTS), entries, left_out=["CRR!1"])


@workbook("labelled-descriptions.csv")
def labelled_descriptions() -> Made:
    """No column of titles, and descriptions in labelled parts: the title is of the event, never the word "Cause"."""
    book = Book()
    page = book.page("labelled-descriptions")
    page.row(["Ref", "Risk description", "Likelihood", "Impact", "Owner"])
    entries = []
    for place, risk in enumerate(some(5, 6, 14, 20, 21), 1):
        a, b = risk.scores[1]
        row = page.row(
            [
                f"R{place}",
                f"Cause: {risk.cause}\nEvent: {risk.event}\nConsequence: {risk.effect}",
                a,
                b,
                owner_of(place),
            ]
        )
        entries.append(
            entry(
                f"R{place}",
                at("", row),
                title=risk.event,
                description=said(risk),
                owners=[owner_of(place)],
                current_score=[a, b],
            )
        )
    return book, result(body("Harrowshire Council", "5x5", *POSTS), entries, is_plain=True)
