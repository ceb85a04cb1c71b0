"""Logs of projects and systems, tables one under another, text of other programs."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.bank import POSTS, bank, known, named
from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, question, result, workbook
from tests.data.making.layout import IMPACT, LIKELIHOOD, OWNER, REF, TITLE, WORDS, entry_of

TOLD = "remark|question|refused"


def initials(owner: str) -> str:
    """The initials of who holds a post."""
    return "".join(part[0] for part in POSTS[owner][1].replace(".", "").split())


@workbook("signs.ods")
def signs() -> Made:
    """A regulator: coloured discs for RAG, arrows as pictures of arrows, appetite in words, target dates in two digits."""
    book = Book()
    page = book.page("Risks")
    page.row(
        [
            "Ref",
            "Risk",
            "Owner",
            "Likelihood",
            "Impact",
            "RAG",
            "Trend since last quarter",
            "Risk appetite",
            "Target (LxI)",
            "Target date",
        ]
    )
    discs = {"green": "🟢", "yellow": "🟡", "amber": "🟠", "red": "🔴"}
    entries, questions = [], [question("appetite", "Cautious")]
    for place, risk in enumerate(bank(2, 4, 6, 10, 13, 15, 18)):
        a, b = risk.current
        colour = "red" if a * b > 15 else "amber" if a * b > 9 else "yellow" if a * b > 4 else "green"
        row = page.row(
            [
                risk.ref,
                f"{risk.title} – {risk.description}",
                risk.owner,
                a,
                b,
                discs[colour],
                "⬆➡⬇"[place % 3],
                ["Cautious", "Low", "Open"][place % 3],
                f"{risk.target[0]}x{risk.target[1]}",
                f"31/0{1 + place % 2 * 2}/24",
            ]
        )
        made = entry_of(
            risk,
            [REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT],
            at(page.name, row),
            target_score=risk.target,
            target_on=date(2024, 1 + place % 2 * 2, 31),
            movement=("up", "static", "down")[place % 3],
        )
        made["facts"]["?appetite"] = "low"
        entries.append(made)
    return book, result(known(body="Office for Market Halls"), entries, questions=questions)


@workbook("raid-log.xlsx")
def raid() -> Made:
    """A project's RAID log: risks beside assumptions, issues and dependencies that are none, probability in percent and words."""
    book = Book()
    page = book.page("R - Risks")
    page.row(["RISKS", "", "", "Project Lantern"])
    page.row(
        [
            "Risk ID",
            "Raised by",
            "Date raised",
            "Description",
            "Probability",
            "Impact",
            "Response",
            "Response type",
            "Owner",
            "RAG",
            "Status",
            "Date closed",
        ]
    )
    words = ("Very Low", "Low", "Medium", "High", "Very High")
    entries = []
    for place, risk in enumerate(bank(8, 11, 2, 5, 16, 26, 23)):
        a, b = risk.current
        is_closed = place in (4, 6)
        raised = date(2023, 2, 1 + place)
        row = page.row(
            [
                f"R-{place + 1:02}",
                initials(risk.owner),
                raised,
                risk.description,
                f"{a} - {words[a - 1]}",
                f"{b} - {words[b - 1]}",
                risk.actions[0].title,
                "Reduce",
                risk.owner,
                C("", fill="red" if a * b > 15 else "amber"),
                "Closed" if is_closed else "Live",
                date(2023, 8, 3) if is_closed else "",
            ]
        )
        made = entry(
            f"R-{place + 1:02}",
            at(page.name, row),
            owners=[risk.owner],
            current_score=[a, b],
            opened_on=raised,
            state="closed" if is_closed else "open",
            closed_on=date(2023, 8, 3) if is_closed else None,
        )
        made["facts"] |= {"?title": f"~{risk.description[:12]}", "?description": risk.description}
        made["facts"]["?leads"] = None
        made["any_controls"] = True
        entries.append(made)
    for name, lines in {
        "A - Assumptions": ("The hall stays open", "Prices hold"),
        "I - Issues": ("The lift is broken",),
        "D - Dependencies": ("The grant arrives",),
    }.items():
        other = book.page(name)
        other.row(["ID", "Description", "Owner", "Date raised", "Status"])
        for place, line in enumerate(lines, 1):
            other.row([f"{name[0]}-{place:02}", line, "Head of Estates", date(2023, 3, place), "Open"])
    left = [at(page.name, 1), at("A - Assumptions", 2), at("I - Issues", 2), at("D - Dependencies", 2)]
    return book, result(known(body="Project Lantern"), entries, left_out=left)


@workbook("two-tables.xlsx")
def two_tables() -> Made:
    """Two tables of risks, one under the other on one sheet, with other columns; then the day's changes in words."""
    book = Book()
    page = book.page("October pack")
    page.row(["A. Scored risks"])
    page.row(["ID", "Risk", "Lead officer", "Residual L", "Residual I", "Residual score", "Previous score"])
    entries = []
    for risk in bank(1, 2, 4, 5):
        a, b = risk.current
        row = page.row([risk.ref, f"{risk.title}\n{risk.description}", risk.owner, a, b, a * b, risk.inherent[0] * b])
        entries.append(entry_of(risk, [REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT], at(page.name, row)))
    page.skip(2)
    page.row(["B. Emerging risks, not scored"])
    page.row(["ID", "Emerging risk", "Why we watch it", "Lead officer"])
    for risk in bank(21, 27, 30):
        row = page.row([f"E{risk.ref}", risk.title, risk.description, risk.owner])
        made = entry_of(named(risk, f"E{risk.ref}"), [REF, TITLE, OWNER], at(page.name, row))
        entries.append(made | {"facts": made["facts"] | {"?description": risk.description}})
    page.skip()
    page.row(["Changes since the last pack: risk 4 scored again, risk E30 added."])
    left = [at(page.name, page.next_row - 1)]
    for made in entries:
        made.pop("section", None)
    return book, result(known(), entries, left_out=left)


@workbook("unicode.csv", encoding="utf-16", delimiter="\t", line_end="\n")
def unicode_text() -> Made:
    """Excel's "Unicode text": UTF-16 with tabs under the name .csv, letters for levels, risks without refs."""
    book = Book()
    page = book.page("unicode")
    page.row(["Risk title", "Risk description", "Risk owner", "Current likelihood", "Current impact", "Last reviewed"])
    entries = []
    letters = ("L", "M", "H", "VH")
    for risk in bank(1, 2, 7, 9, 12):
        a, b = min(risk.current[0], 4), min(risk.current[1], 4)
        row = page.row(
            [
                risk.title,
                risk.description,
                risk.owner,
                letters[a - 1],
                letters[b - 1],
                f"{risk.reviewed.day} {risk.reviewed:%B %Y}",
            ]
        )
        entries.append(
            entry_of(risk, [TITLE, WORDS, OWNER], at("", row), current_score=[a, b], reviewed_on=risk.reviewed)
        )
    return book, result(known("lmh-vh"), entries)
