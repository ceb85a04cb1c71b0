"""Registers as other programs give them out: a tracker of issues, a list of a shared site, a page that was printed."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, in_place, planned, result, workbook
from tests.data.making.layout import bullets
from tests.data.making.offices import OWNERS, owner_of, total
from tests.data.making.told import body, some

HOLDERS = dict(zip(OWNERS, ("H. Corrin", "L. Banfield", "S. Harmer", "N. Quill"), strict=True))
POSTS = tuple(f"{title}//{holder}" for title, holder in HOLDERS.items())
CHANCES = ("", "Rare", "Unlikely", "Possible", "Likely", "Almost certain")
IMPACTS = ("", "Negligible", "Minor", "Moderate", "Major", "Catastrophic")
RISKS = (5, 6, 14, 20, 21, 4)


@workbook("tracker-issues.csv")
def tracker() -> Made:
    """Issues of a tracker, whose type is "Risk": a key and an id, "Custom field (Likelihood)", two columns of labels, days as 12/Mar/23 9:14 AM."""
    book = Book()
    page = book.page("")
    head = ["Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project name", "Assignee", "Reporter"]
    page.row(
        [
            *head,
            *("Created", "Due Date", "Labels", "Labels", "Description", "Custom field (Likelihood)"),
            *("Custom field (Impact)", "Custom field (Risk score)", "Custom field (Mitigation)"),
        ]
    )
    entries = []
    for place, risk in enumerate(some(*RISKS), 1):
        i, j = risk.scores[1]
        holder = HOLDERS[owner_of(place)]
        row = page.row(
            [
                *(risk.title, f"PRG-{40 + 3 * place}", str(88_100 + place), "Risk"),
                *(["To Do", "Done"][place % 2], "Programme", holder, holder),
                *(f"{11 + place}/Mar/23 9:1{place} AM", f"{11 + place}/Dec/23 12:00 AM", "board", ""),
                *(risk.event, f"{i}.0", f"{j}.0", f"{i * j}.0", bullets(risk.actions)),
            ]
        )
        entries.append(
            entry(
                f"PRG-{40 + 3 * place}",
                at(page.name, row),
                planned(risk.actions, due=date(2023, 12, 11 + place), **{"?progress": "~"}),
                title=risk.title,
                description=risk.event,
                owners=[owner_of(place)],
                current_score=[i, j],
                opened_on=date(2023, 3, 11 + place),
            )
        )
    asked = [{"fact": "progress", "printed": "To Do"}]
    return book, result(body("Sound Programme", "5x5", *POSTS), entries, questions=asked)


@workbook("shared-list.xlsx")
def shared() -> Made:
    """A list taken out of a shared site: people with a number behind them, numbered states, a score worked out by a formula whose value was never saved."""
    book = Book()
    page = book.page("owssvr")
    head = ["ID", "Title", "Risk Description", "Assigned To", "Probability", "Impact", "Risk Rating", "Status"]
    page.row([*head, "Mitigation Plan", "Content Type", "Modified By", "Item Type"])
    entries, problems = [], []
    for place, risk in enumerate(some(*RISKS), 1):
        i, j = risk.scores[1]
        state = ["(1) Active", "(2) Closed"][place == 4]
        row = page.row(
            [
                *(place + 3, risk.title, risk.event, f"{HOLDERS[owner_of(place)]};#{30 + place}", i, j),
                *(C(formula=f"=E{place + 1}*F{place + 1}"), state, bullets(risk.actions), "Risk"),
                *(HOLDERS[owner_of(1)], "Item"),
            ]
        )
        made = entry(
            str(place + 3),
            at(page.name, row),
            planned(risk.actions),
            title=risk.title,
            description=risk.event,
            owners=[owner_of(place)],
            current_score=[i, j],
        )
        made["facts"]["?state"] = "closed" if place == 4 else "open"
        entries.append(made)
        problems.append({"fact": "current-total", "where": at(page.name, row, 7), "weight": "refused", "like": "saved"})
    return book, result(body("Sound Programme", "5x5", *POSTS), entries, problems=problems)


@workbook("printed-page.xlsx")
def printed() -> Made:
    """A table that was turned from a printed page into a sheet: sentences and controls broken over two rows, feet of pages and the header again."""
    book = Book()
    page = book.page("Table 1")
    head = ["Risk\nNo.", "Risk Description", "Risk\nOwner", "Inherent\nL", "Inherent\nI", "Inherent\nTotal"]
    head += ["Current Controls", "Residual\nL", "Residual\nI", "Residual\nTotal", "Date\nReviewed"]
    entries = []
    for place, risk in enumerate(some(*RISKS), 1):
        if place in (1, 4):
            if place == 4:
                page.row(["Page 1 of 2"], start=7)
            page.row(["Corporate Risk Register - Appendix B"])
            page.row(head)
        words, does = risk.event.split(), f"{risk.controls[0]} and keep a record".split()
        before, after = risk.scores[0], risk.scores[1]
        row = page.row(
            [
                *(f"C{place}", " ".join(words[:4]), owner_of(place), *before, total(before), " ".join(does[:3])),
                *(*after, total(after), f"{10 + place}/09/2023"),
            ]
        )
        page.row([" ".join(words[4:])], start=2)
        page.put(page.next_row - 1, 7, " ".join(does[3:]))
        made = entry(
            f"C{place}",
            at(page.name, row),
            in_place([" ".join(does)]),
            owners=[owner_of(place)],
            inherent_score=before,
            current_score=after,
            reviewed_on=date(2023, 9, 10 + place),
        )
        made["facts"] |= {"?title": f"~{risk.event}", "?description": f"~{risk.event}"}
        entries.append(made)
    page.row(["Page 2 of 2"], start=7)
    return book, result(body("Sound Council", "5x5", *POSTS), entries, left_out=["Table 1!1"])


@workbook("areas-semicolon.csv", delimiter=";")
def areas() -> Made:
    """A risk system's table: "Risk Area" with the same few words over and over, which are no titles; levels as "Major (4)", "Mitigation" between the two scores, which is in place."""
    book = Book()
    page = book.page("")
    head = ["Risk Area", "Risk Ref", "Risk Description", "Risk Owner", "Inherent Impact", "Inherent Likelihood"]
    page.row([*head, "Mitigation", "Residual Impact", "Residual Likelihood", "Direction of Travel"])
    entries = []
    for place, risk in enumerate(some(*RISKS), 1):
        (i, j), (k, m), _ = risk.scores
        row = page.row(
            [
                *(["Finance", "People"][place % 2], f"1.{place}", risk.event, owner_of(place)),
                *(f"{IMPACTS[j]} ({j})", f"{CHANCES[i]} ({i})", bullets(risk.controls)),
                *(f"{IMPACTS[m]} ({m})", f"{CHANCES[k]} ({k})", ["Stable", "Increasing"][place % 2]),
            ]
        )
        made = entry(
            f"1.{place}",
            at(page.name, row),
            in_place(risk.controls),
            owners=[owner_of(place)],
            inherent_score=[i, j],
            current_score=[k, m],
            movement=["static", "up"][place % 2],
        )
        made["facts"] |= {"?title": f"~{risk.event}", "?description": f"~{risk.event}"}
        entries.append(made)
    asked = [{"fact": "", "printed": "Risk Area"}]
    return book, result(body("Sound Programme", "5x5", *POSTS), entries, questions=asked)
