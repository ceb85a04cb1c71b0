"""Registers with circles for colours, both levels in words in one cell, four tiers of headings, cards side by side."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from tests.data.making.book import Book
from tests.data.making.expected import Made, at, entry, in_place, planned, result, workbook
from tests.data.making.layout import bullets
from tests.data.making.told import CHANCES, GRAVE, PLACE, WHO, some


@workbook("circles.xlsx")
def circles() -> Made:
    """Coloured circles for the last three quarters, the last of them now, and one colour word; risk before ref."""
    book = Book()
    page = book.page("Annex 3")
    page.row(["Risk", "Ref", "Lead", "Mitigation", "Jun 23", "Sep 23", "RAG now"])
    entries = []
    for place, risk in enumerate(some(5, 22, 24), 1):
        row = page.row(
            [
                f"{risk.title}: {risk.event[0].lower()}{risk.event[1:]}.",
                f"A{place}",
                WHO[place],
                "\n".join(risk.controls),
                "🟡",
                "🟢",
                "🟢",
            ]
        )
        made = entry(
            f"A{place}",
            at(page.name, row),
            [{"title": text, "?stage": "~"} for text in risk.controls],
            title=risk.title,
            owners=[WHO[place]],
        )
        made["facts"] |= {"?description": "~"}
        entries.append(made)
    return book, result(PLACE, entries)


@workbook("both-axes-in-words.xlsx")
def both_axes() -> Made:
    """ "Likelihood: Likely, Impact: Major" in one cell before and after, with the owner's department under the post, review in "Q3 2023/24"."""
    book = Book()
    page = book.page("Register")
    page.row(
        ["Risk No", "Risk / Hazard", "Inherent risk", "Control measures", "Residual risk", "Risk Owner", "Next review"]
    )
    entries = []
    for place, risk in enumerate(some(5, 22, 24), 1):
        (i, j), (a, b), _ = risk.scores
        row = page.row(
            [
                place,
                risk.event,
                f"Likelihood: {CHANCES[i - 1]}\nImpact: {GRAVE[j - 1]}",
                bullets(risk.controls),
                f"Likelihood: {CHANCES[a - 1]}\nImpact: {GRAVE[b - 1]}",
                f"{WHO[place]}\n(Town Hall)",
                "Q3 2023/24",
            ]
        )
        made = entry(
            str(place),
            at(page.name, row),
            in_place(risk.controls),
            title=risk.event,
            inherent_score=[i, j],
            current_score=[a, b],
        )
        made["facts"] |= {"?owners": [WHO[place]], "?next-review": "~"}
        entries.append(made)
    return book, result(PLACE, entries)


@workbook("portrait-cards.xlsx")
def portrait_cards() -> Made:
    """Two columns of cards on one sheet: labels in A and D, values in B and E, two risks side by side, then two more."""
    book = Book()
    page = book.page("Cards")
    page.row(["Corporate risks on a page"])
    entries = []
    risks = some(5, 22, 24, 3)
    for pair in (0, 2):
        page.skip()
        first = page.next_row
        rows = [[], [], [], [], [], []]
        for k in (0, 1):
            risk = risks[pair + k]
            _, (a, b), _ = risk.scores
            for row, (label, value) in zip(
                rows,
                [
                    ("Risk ref", f"P{pair + k + 1}"),
                    ("Risk title", risk.title),
                    ("Risk owner", WHO[pair + k]),
                    ("Likelihood", a),
                    ("Impact", b),
                    ("Controls", "\n".join(risk.controls)),
                ],
                strict=True,
            ):
                row += [label, value, ""]
            entries.append(
                entry(
                    f"P{pair + k + 1}",
                    at(page.name, first),
                    in_place(risk.controls),
                    title=risk.title,
                    owners=[WHO[pair + k]],
                    current_score=[a, b],
                )
            )
        for row in rows:
            page.row(row)
    return book, result(PLACE, entries)


@workbook("rotated-tiers.xlsx")
def rotated_tiers() -> Made:
    """Four tiers: the year over all, "Assessment" over scores, inherent and residual, then L and I; title and description under "Risk"."""
    book = Book()
    page = book.page("2023")
    page.row(["2023/24", "", "", "", "", "", "", "", "", ""])
    page.merge(1, 1, 1, 10)
    page.row(["Ref", "Risk", "", "Assessment of risk", "", "", "", "Management of risk", "", ""])
    page.merge(2, 2, 2, 3)
    page.merge(2, 4, 2, 7)
    page.merge(2, 8, 2, 10)
    page.row(["", "Title", "Description", "Inherent", "", "Residual", "", "Controls", "Owner", "Further actions"])
    page.merge(3, 4, 3, 5)
    page.merge(3, 6, 3, 7)
    page.row(["", "", "", "L", "I", "L", "I"])
    entries = []
    for place, risk in enumerate(some(5, 22, 24), 1):
        (i, j), (a, b), _ = risk.scores
        row = page.row(
            [
                f"R{place}",
                risk.title,
                f"{risk.event}. {risk.effect}.",
                i,
                j,
                a,
                b,
                bullets(risk.controls),
                WHO[place],
                bullets(risk.actions),
            ]
        )
        entries.append(
            entry(
                f"R{place}",
                at(page.name, row),
                [*in_place(risk.controls), *planned(risk.actions)],
                title=risk.title,
                description=f"{risk.event}. {risk.effect}.",
                owners=[WHO[place]],
                inherent_score=[i, j],
                current_score=[a, b],
            )
        )
    return book, result(PLACE, entries)
