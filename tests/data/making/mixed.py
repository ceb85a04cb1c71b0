"""Logs of several kinds of entries, forms below each other, tables of unlike columns, bands of several rows."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, in_place, planned, problem, result, workbook
from tests.data.making.layout import bullets
from tests.data.making.told import PLACE, WHO, some


@workbook("mixed-log.xlsx")
def mixed_log() -> Made:
    """One log of risks, issues, assumptions and dependencies, told apart by a column "Type"; only the risks are risks."""
    book = Book()
    page = book.page("RAID")
    page.row(
        [
            "ID",
            "Type",
            "Title",
            "Description",
            "Raised",
            "Owner",
            "Probability",
            "Impact",
            "Score",
            "Mitigation / action",
            "Due",
            "Status",
        ]
    )
    entries, left = [], []
    rows = [
        ("Risk", 5),
        ("Issue", 22),
        ("Risk", 24),
        ("Assumption", 3),
        ("Dependency", 15),
        ("Risk", 21),
        ("Issue", 16),
    ]
    for place, (kind, which) in enumerate(rows, 1):
        risk = some(which)[0]
        _, (a, b), _ = risk.scores
        is_risk = kind == "Risk"
        row = page.row(
            [
                f"{kind[0]}{place:02}",
                kind,
                risk.title,
                f"{risk.event}.",
                date(2023, 2, place),
                WHO[place % 4],
                *((a, b, a * b) if is_risk else ("", "", "")),
                risk.actions[0],
                date(2024, 2, place),
                "Open",
            ]
        )
        if is_risk:
            entries.append(
                entry(
                    f"R{place:02}",
                    at(page.name, row),
                    [{"title": risk.actions[0], "?stage": "~", "?due": "~"}],
                    title=risk.title,
                    description=f"{risk.event}.",
                    owners=[WHO[place % 4]],
                    current_score=[a, b],
                    opened_on=date(2023, 2, place),
                )
            )
            entries[-1]["facts"] |= {"?state": "open"}
        else:
            left.append(f"RAID!{row}")
    return book, result(PLACE, entries, left_out=left)


@workbook("forms-below.xlsx")
def forms_below() -> Made:
    """Forms below each other on one sheet, each begun by its strategic objective, then "Strategic risk 1:" with its words in one cell, a grid with consequence first, months of scores, controls and gaps beside each other."""
    book = Book()
    page = book.page("BAF")
    page.row(["Board Assurance Framework, September 2023"])
    entries = []
    for place, risk in enumerate(some(5, 22, 24), 1):
        (i, j), (a, b), (c, d) = risk.scores
        page.skip()
        first = page.row(["Strategic objective", "Sound homes and services"])
        page.row(["Strategic risk", f"SR{place}: {risk.title}"])
        page.row(
            [
                "Description",
                f"If {risk.cause[0].lower()}{risk.cause[1:]}, then {risk.event[0].lower()}{risk.event[1:]}.",
            ]
        )
        page.row(["Executive lead", WHO[place], "", "Lead committee", "Audit"])
        page.row(["", "Consequence", "Likelihood", "Score"])
        page.row(["Initial score", j, i, i * j])
        page.row(["Current score", b, a, a * b])
        page.row(["Target score", d, c, c * d])
        page.row(["Controls", bullets(risk.controls), "", "Gaps in control", "None known"])
        page.row(["Actions", bullets(risk.actions)])
        made = entry(
            f"SR{place}",
            at(page.name, first),
            [*in_place(risk.controls), *planned(risk.actions)],
            title=risk.title,
            description=f"~{risk.event[1:]}",
            owners=[WHO[place]],
            inherent_score=[i, j],
            current_score=[a, b],
            target_score=[c, d],
        )
        made["facts"] |= {"?objectives": "~"}
        entries.append(made)
    return book, result(PLACE, entries, left_out=["BAF!1"])


@workbook("tables-unlike.xlsx")
def tables_unlike() -> Made:
    """Three directorates on one sheet, each with its name, a header of its own and other columns in another order."""
    book = Book()
    page = book.page("Directorates")
    entries = []
    heads = [
        ["Ref", "Risk", "Owner", "L", "I", "Score", "Controls"],
        ["No.", "Description", "Impact", "Likelihood", "Rating", "Responsible officer"],
        ["Risk title", "Reference", "Mitigation in place", "Residual L", "Residual I", "Lead"],
    ]
    for place, name in enumerate(("RESOURCES", "PEOPLE", "PLACE")):
        page.row([name])
        page.row(heads[place])
        for k, risk in enumerate(some(*((5, 4), (23, 24, 25), (22, 21))[place]), 1):
            _, (a, b), _ = risk.scores
            ref = f"{name[:2]}{k}"
            row = page.row(
                [
                    [ref, risk.title, WHO[0], a, b, a * b, bullets(risk.controls)],
                    [ref, risk.event + ".", b, a, a * b, WHO[1]],
                    [risk.title, ref, bullets(risk.controls), a, b, WHO[2]],
                ][place]
            )
            made = entry(
                ref,
                at(page.name, row),
                in_place(risk.controls) if place != 1 else [],
                owners=[WHO[place]],
                current_score=[a, b],
            )
            made["facts"] |= {"?title": "~", "?description": "~", "?section": "~"}
            if place != 1:
                made["facts"]["title"] = risk.title
                made["facts"].pop("?title")
            entries.append(made)
        page.skip()
    return book, result(PLACE, entries)


@workbook("numbered-headings.ods")
def numbered_headings() -> Made:
    """Headings with numbers, stars and footnotes; the ref in two columns, department and number; C, L and CxL."""
    book = Book()
    page = book.page("Operational")
    page.row(
        [
            "1. Dept",
            "2. No.",
            "3. Risk*",
            "4. Risk owner¹",
            "5. Residual score²",
            "",
            "",
            "6. Controls",
            "7. Review date",
        ]
    )
    page.merge(1, 5, 1, 7)
    page.row(["", "", "", "", "C", "L", "CxL"])
    entries = []
    for place, risk in enumerate(some(5, 22, 24), 1):
        _, (a, b), _ = risk.scores
        row = page.row(
            ["FIN", place, risk.event, WHO[place], b, a, a * b, bullets(risk.controls), date(2023, 12, place)]
        )
        made = entry(
            str(place),
            at(page.name, row),
            in_place(risk.controls),
            title=risk.event,
            owners=[WHO[place]],
            current_score=[a, b],
        )
        made["facts"] |= {"?next-review": "~2023"}
        entries.append(made)
    page.row(["* as agreed with the committee"])
    page.row(["¹ or deputy   ² consequence x likelihood"])
    return book, result(PLACE, entries)


@workbook("risks-and-bars.xlsx")
def risks_and_bars() -> Made:
    """Each risk in a band of four rows: bar with ref and title, a row of labels, a row of values, a row of words over the width."""
    book = Book()
    page = book.page("Top risks")
    page.row(["Top risks of the authority"])
    entries = []
    for place, risk in enumerate(some(5, 22, 24), 1):
        _, (a, b), (c, d) = risk.scores
        bar = page.row([C(f"TR{place}: {risk.title}", fill="navy")])
        page.merge(bar, 1, bar, 6)
        page.row(["Owner", "Likelihood", "Impact", "Score", "Target likelihood", "Target impact"])
        page.row([WHO[place], a, b, a * b, c, d])
        row = page.row([f"Controls: {'; '.join(risk.controls)}"])
        page.merge(row, 1, row, 6)
        page.skip()
        entries.append(
            entry(
                f"TR{place}",
                at(page.name, bar),
                in_place(risk.controls),
                title=risk.title,
                owners=[WHO[place]],
                current_score=[a, b],
                target_score=[c, d],
            )
        )
    return book, result(PLACE, entries, left_out=["Top risks!1"])


@workbook("yes-and-no.csv")
def closed_yes_no() -> Made:
    """A column "Closed?" with Y and N, another "Escalated (Y/N)", the kind of risk as T or O, levels "4 - Likely"."""
    book = Book()
    page = book.page("yes-and-no")
    page.row(["Risk Ref", "T/O", "Summary", "Owner", "Likelihood", "Impact", "Escalated (Y/N)", "Closed?"])
    entries = []
    words = ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")
    for place, risk in enumerate(some(5, 22, 24, 3), 1):
        _, (a, b), _ = risk.scores
        row = page.row(
            [f"Q-{place}", "T", risk.event, WHO[place % 4], f"{a} - {words[a - 1]}", b, "N", "Y" if place == 3 else "N"]
        )
        made = entry(f"Q-{place}", f"!{row}", title=risk.event, owners=[WHO[place % 4]], current_score=[a, b])
        made["facts"] |= {"?state": "closed" if place == 3 else "open"}
        entries.append(made)
    return book, result(PLACE, entries, problems=[problem("", "!H4", "question|refused", "")])
