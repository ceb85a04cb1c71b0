"""Plans of action, lists without a header, previous scores beside the present ones."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.bank import bank, known, named
from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, problem, question, result, without_order, workbook
from tests.data.making.layout import CONTROLS, IMPACT, LIKELIHOOD, OWNER, REF, TITLE, WORDS, bullets, entry_of, score

TOLD = "remark|question|refused"
OFFICE = "Office of the Commissioner"


@workbook("previous-and-now.xlsx")
def previous() -> Made:
    """ "16 (4x4)" for now, last quarter and the aim, headings Raw, Managed and Aim, movement as a word, deputies as leads.

    Nothing says which of the two levels stands first, so that is asked.
    """
    book = Book()
    page = book.page("Q2")
    page.row(["Harrowmere Fire Authority", "", "", "", "OFFICIAL-SENSITIVE"])
    page.skip()
    page.row(
        [
            "#",
            "Title of risk",
            "Owner",
            "Deputy",
            "Uncontrolled risk",
            "Controlled risk Q1",
            "Controlled risk Q2",
            "Direction",
            "Tolerable risk",
            "Controls",
            "Comments for committee",
        ]
    )
    entries, problems = [], []
    for place, risk in enumerate(bank(5, 7, 8, 14, 17, 28)):
        shown = [f"{a * b} ({a}x{b})" for a, b in (risk.inherent, risk.inherent, risk.current, risk.target)]
        deputy = ["Head of Estates", "Head of Digital"][place % 2]
        row = page.row(
            [
                risk.ref,
                risk.title,
                risk.owner,
                deputy,
                shown[0],
                shown[1],
                shown[2],
                ["Falling", "Rising", "Stable"][place % 3],
                shown[3],
                bullets(risk.controls, "• "),
                "Looked at in July." if place == 2 else "",
            ]
        )
        made = entry_of(
            risk, [REF, TITLE, OWNER, score("inherent", 0, ""), score("target", 0, ""), CONTROLS], at(page.name, row)
        )
        made["facts"] |= {
            "?leads": [deputy],
            "?current-score": list(risk.current),
            "?movement": ("down", "up", "static")[place % 3],
            "?rationale": "Looked at in July.",
            "?narrative": "Looked at in July.",
        }
        problems += without_order(
            made, {"inherent-score": at(page.name, row, 5), "target-score": at(page.name, row, 9)}
        )
        entries.append(made)
    body = known(body="Harrowmere Fire Authority")
    return book, result(body, entries, problems=problems, left_out=[at(page.name, 1)])


@workbook("no-header.csv")
def no_header() -> Made:
    """A list without any header: what its columns are must be asked, or said with a reason; no risk may be lost."""
    book = Book()
    page = book.page("no-header")
    entries = []
    for risk in bank(1, 2, 4, 5, 6):
        row = page.row([risk.ref, risk.title, risk.description, risk.owner, *risk.current])
        made = entry(risk.ref, at("", row))
        made["facts"] = {
            f"?{name}": value
            for name, value in entry_of(risk, [TITLE, WORDS, OWNER, LIKELIHOOD], "x!1")["facts"].items()
        }
        entries.append(made)
    return book, result(known(), entries, tables=[])


@workbook("old-and-new-scheme.xlsx")
def old_scheme() -> Made:
    """Half of the risks are scored in letters of an old scale: each is asked; posts renamed; a risk copied twice by mistake."""
    book = Book()
    page = book.page("Register")
    page.row(
        [
            "Risk Reference Number",
            "Name of Risk",
            "Accountable officer",
            "Likelihood Rating",
            "Impact Rating",
            "Overall",
            "Date of next review",
        ]
    )
    entries, questions = [], []
    for place, risk in enumerate(bank(1, 2, 3, 4, 6, 9, 12, 15)):
        a, b = risk.current
        is_old = place in (2, 5)
        values = ["C", "III", "C3"] if is_old else [a, b, a * b]
        owner = "Borough Treasurer" if place == 0 else risk.owner
        row = page.row([risk.ref, risk.title, owner, *values, date(2023, 12, 1 + place)])
        made = entry_of(risk, [REF, TITLE], at(page.name, row), next_review=date(2023, 12, 1 + place))
        made["facts"]["?owners"] = [owner]
        if not is_old:
            made["facts"]["current-score"] = [a, b]
        entries.append(made)
    row = page.row([entries[1]["ref"], "Cyber attack", "Head of Digital", 4, 5, 20, date(2023, 12, 2)])
    entries.append({"ref": "2", "where": at(page.name, row), "facts": {}, "may_be_absent": True})
    questions += [question("current-likelihood", "C"), question("current-impact", "III")]
    return book, result(known(), entries, questions=questions, problems=[problem("", at(page.name, row), TOLD, "")])


@workbook("action-log.xlsx")
def action_log() -> Made:
    """Risks on one sheet and a log of their actions on another, tied by ref, with dates as words and percent complete."""
    book = Book()
    page = book.page("Risks")
    page.row(["Risk ref", "Risk title", "Risk description", "Risk owner", "Likelihood", "Impact"])
    entries = []
    chosen = bank(1, 2, 4, 5, 11)
    for risk in chosen:
        row = page.row([f"SR{risk.ref}", risk.title, risk.description, risk.owner, *risk.current])
        entries.append(
            entry_of(named(risk, f"SR{risk.ref}"), [REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT], at(page.name, row))
        )
    log = book.page("Action log")
    log.row(["Action ref", "Risk ref", "Action", "Action owner", "Due", "% complete", "Progress"])
    words = {
        "on-track": "On track",
        "limited": "Limited progress",
        "slipped": "Slipped",
        "no-progress": "No progress",
        "complete": "Completed",
    }
    made, number = [], 0
    for risk in chosen:
        for action in risk.actions:
            number += 1
            row = log.row(
                [
                    f"A{number}",
                    f"SR{risk.ref}",
                    action.title,
                    action.owner,
                    f"{action.due:%d %b %Y}",
                    C(0.5, percent=True),
                    words[action.progress],
                ]
            )
            made.append(
                {
                    "title": action.title,
                    "risks": [f"SR{risk.ref}"],
                    "owners": [action.owner],
                    "due": action.due,
                    "?progress": action.progress,
                    "?narrative": "~",
                }
            )
    return book, result(known(), entries, controls=made)
