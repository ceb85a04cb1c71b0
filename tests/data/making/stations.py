"""Registers in the layouts that bodies publish, once more: fire, a regulator, a force, a charity."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.book import Book
from tests.data.making.expected import Made, at, entry, in_place, planned, result, workbook
from tests.data.making.layout import bullets
from tests.data.making.offices import MAY_SAY, POSTS, owner_of, said, total
from tests.data.making.told import body, some


@workbook("estuary-fire.xlsx")
def fire() -> Made:
    """A fire authority: blocks of rows, whose first has the reference and the title without labels; labels left and right, scores as "L4 x I5 = 20"."""
    book = Book()
    page = book.page("Corporate risks")
    page.row(["Estuary Fire Authority – Corporate Risk Register"])
    page.skip()
    entries = []
    for place, risk in enumerate(some(5, 6, 14, 20), 1):
        scores = [f"L{one} x I{two} = {one * two}" for one, two in risk.scores]
        first = page.row([f"CR{place:02d}", risk.title, "", "", "Risk owner", owner_of(place)])
        page.row(["Trigger", risk.cause, "", "", "Inherent score", scores[0]])
        page.row(["Event", risk.event, "", "", "Current score", scores[1]])
        page.row(["Consequences", risk.effect, "", "", "Target score", scores[2]])
        page.row(["Controls", bullets(risk.controls)])
        page.row(["Further actions", bullets(risk.actions), "", "", "Reviewed", date(2023, 9, place)])
        page.skip()
        facts = dict(zip(("inherent_score", "current_score", "target_score"), map(list, risk.scores), strict=True))
        entries.append(
            entry(
                f"CR{place:02d}",
                at(page.name, first),
                [*in_place(risk.controls), *planned(risk.actions)],
                title=risk.title,
                description=said(risk),
                owners=[owner_of(place)],
                reviewed_on=date(2023, 9, place),
                **facts,
            )
        )
    return book, result(body("Estuary Fire Authority", "5x5", *POSTS), entries, left_out=["Corporate risks!1"])


@workbook("registrar.xlsx")
def registrar() -> Made:
    """A regulator: "Mitigation I, II, III" with a dash where there is none, a word for the score after, then the word of half a year before, which is not the one that counts."""
    book = Book()
    page = book.page("Assessment")
    page.row(["RISK ASSESSMENT JULY 2023"])
    page.skip()
    page.row(
        [
            "Ref",
            "Category",
            "Ref #",
            "Description",
            "Risk owner (primary person responsible for assessing and managing the ongoing risk)",
            "Impact before mitigations Jul 2023",
            "Likelihood before mitigations Jul 2023",
            "Risk Score = Impact x Likelihood",
            "Mitigation I",
            "Mitigation II",
            "Mitigation III",
            "RISK score after Mitigation Jul 2023",
            "RISK score after Mitigation Jan 2023",
        ]
    )
    entries = []
    for place, risk in enumerate(some(5, 6, 14, 20, 21, 4), 1):
        block, number = (place - 1) // 3 + 1, (place - 1) % 3 + 1
        i, j = risk.scores[0]
        head = [block, ["Strategic", "Operations"][block - 1]] if number == 1 else ["", ""]
        row = page.row(
            [
                *head,
                f"{block}.{number}",
                risk.event,
                owner_of(place),
                j,
                i,
                i * j,
                *(*risk.controls, "-", "-")[:3],
                ["Low", "Medium", "High"][place % 3],
                ["Low", "Medium"][place % 2],
            ]
        )
        made = entry(
            f"{block}.{number}",
            at(page.name, row),
            [{"title": text, "?stage": "in-place"} for text in risk.controls[:3]],
            owners=[owner_of(place)],
            inherent_score=[i, j],
        )
        made["facts"] |= MAY_SAY | {"?title": f"~{risk.event}", "?description": f"~{risk.event}"}
        entries.append(made)
    expected = result(
        body("Council of Registrars", "5x5", *POSTS),
        entries,
        left_out=["Assessment!1"],
        questions=[{"fact": "", "printed": "RISK score after Mitigation Jan 2023"}],
    )
    return book, expected


@workbook("dales-police.xlsx")
def dales() -> Made:
    """A force: below the row of each risk a row of its description and a row "Update", drawn across; the bar and the header again on the second page."""
    book = Book()
    page = book.page("SRR")
    entries = []
    for place, risk in enumerate(some(5, 6, 14, 20, 21, 4), 1):
        if place in (1, 4):
            bar = page.row(["OFFICIAL"])
            page.merge(bar, 1, bar, 9)
            page.row(
                [
                    "Risk ref",
                    "Risk name",
                    "Risk lead",
                    "Raw L",
                    "Raw I",
                    "Raw score",
                    "Managed L",
                    "Managed I",
                    "Managed score",
                ]
            )
        before, after, _ = risk.scores
        row = page.row([f"SR{place}", risk.title, owner_of(place), *before, total(before), *after, total(after)])
        for label, words in (("Description", f"{risk.event}."), ("Update", f"Talked over on {place} September.")):
            below = page.row(["", label, words])
            page.merge(below, 3, below, 9)
        entries.append(
            entry(
                f"SR{place}",
                at(page.name, row),
                title=risk.title,
                description=said(risk, risk.event),
                owners=[owner_of(place)],
                inherent_score=before,
                current_score=after,
            )
        )
    return book, result(body("Dales Police", "5x5", *POSTS), entries, left_out=["SRR!5"])


@workbook("almshouses.xlsx")
def almshouses() -> Made:
    """A charity: likelihood and impact of the gross risk, whose total has the impact once more (xy + y), and a word for the net one; sections."""
    book = Book()
    page = book.page("Sheet1")
    page.row(["Trustees' risk register"])
    page.row(
        [
            "Risk area / risk identified",
            "Likelihood of occurrence (score)",
            "Severity of impact (score)",
            "Overall or 'gross' risk",
            "Control procedure",
            "Retained or 'net' risk",
            "Monitoring process",
            "Responsibility",
            "Further action required",
            "Date of review",
        ]
    )
    entries = []
    for place, risk in enumerate(some(5, 6, 14, 20, 21, 4)):
        if place % 2 == 0:
            page.row([["GOVERNANCE", "FINANCE", "PEOPLE"][place // 2]])
        i, j = risk.scores[0]
        row = page.row(
            [
                risk.title,
                i,
                j,
                i * j + j,
                risk.controls[0],
                "Medium",
                "Reports to trustees",
                owner_of(place),
                risk.actions[0],
                date(2024, 5, 1),
            ]
        )
        made = entry(
            "",
            at(page.name, row),
            [*in_place(risk.controls[:1]), *planned(risk.actions[:1])],
            title=risk.title,
            inherent_score=[i, j],
            owners=[owner_of(place)],
        )
        made["facts"] |= {"?next-review": "2024-05-01", "?section": "~"}
        entries.append(made)
    return book, result(
        body("Almshouse Trust", "5x5", *POSTS),
        entries,
        questions=[{"fact": "", "printed": "Monitoring process"}],
        left_out=["Sheet1!1"],
    )
