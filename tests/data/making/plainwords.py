"""Headings in plain words or cut short, refs in the last column, labels above their values, bars between the columns."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.bank import bank, known
from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, in_place, result, workbook
from tests.data.making.layout import IMPACT, LIKELIHOOD, OWNER, REF, TITLE, WORDS, bullets, entry_of, score


@workbook("plain-words.xlsx")
def plain_words() -> Made:
    """Headings that are questions: "What might go wrong?", "What are we doing about it?", "Who leads?", "How likely? (1-5)"."""
    book = Book()
    page = book.page("Our risks")
    page.row(
        [
            "#",
            "Headline",
            "What might go wrong?",
            "How likely? (1-5)",
            "How bad? (1-5)",
            "What are we doing about it?",
            "Who leads on it?",
            "When do we look again?",
        ]
    )
    entries = []
    for place, risk in enumerate(bank(1, 2, 4, 7, 10, 14)):
        row = page.row(
            [
                risk.ref,
                risk.title,
                risk.description,
                *risk.current,
                bullets(risk.controls),
                risk.owner,
                date(2023, 12, 1 + place),
            ]
        )
        made = entry_of(risk, [REF, TITLE], at(page.name, row))
        made["facts"] |= {
            "?description": risk.description,
            "?current-score": list(risk.current),
            "?owners": [risk.owner],
            "?leads": [risk.owner],
            "?next-review": f"2023-12-{1 + place:02}",
        }
        made["any_controls"] = True
        entries.append(made)
    return book, result(known(), entries)


@workbook("cut-short.xlsx")
def cut_short() -> Made:
    """Headings cut short ("Prob.", "Sev.", "Resp. officer", "Rev. date", "Exist. ctrls") and "Nett" for net, in two tiers."""
    book = Book()
    page = book.page("RR")
    page.row(["R. no.", "Risk title", "Resp. officer", "Gross", "", "", "Nett", "", "", "Exist. ctrls", "Rev. date"])
    page.merge(1, 4, 1, 6)
    page.merge(1, 7, 1, 9)
    page.row(["", "", "", "Prob.", "Sev.", "Sc.", "Prob.", "Sev.", "Sc."])
    entries = []
    for risk in bank(1, 3, 5, 8, 11, 13, 19):
        (a, b), (c, d) = risk.inherent, risk.current
        row = page.row(
            [risk.ref, risk.title, risk.owner, a, b, a * b, c, d, c * d, bullets(risk.controls, "- "), risk.reviewed]
        )
        made = entry_of(risk, [REF, TITLE, LIKELIHOOD, score("inherent", 0, "")], at(page.name, row))
        made["facts"] |= {
            "?owners": [risk.owner],
            "?reviewed-on": risk.reviewed.isoformat(),
            "?next-review": risk.reviewed.isoformat(),
        }
        made["any_controls"] = True
        entries.append(made)
    return book, result(known(), entries)


@workbook("ref-last.csv", delimiter="|")
def ref_last() -> Made:
    """Bars between the columns, the ref in the last of them, the description before the title."""
    book = Book()
    page = book.page("ref-last")
    columns = [WORDS, TITLE, LIKELIHOOD, IMPACT, OWNER, REF]
    page.row([column.heading for column in columns])
    entries = []
    for risk in bank(1, 2, 4, 5, 9):
        row = page.row([column.printed(risk) for column in columns])
        entries.append(entry_of(risk, columns, at("", row)))
    return book, result(known(), entries)


@workbook("labels-above.ods")
def labels_above() -> Made:
    """Every risk is a small block: a row of labels and a row of values under it, twice, then a blank row."""
    book = Book()
    page = book.page("Risks")
    entries = []
    for risk in bank(1, 2, 4):
        a, b = risk.current
        page.row([C("Ref", fill="grey"), C("Risk title", fill="grey"), C("Risk owner", fill="grey")])
        first = page.row([risk.ref, risk.title, risk.owner])
        page.row([C("Likelihood", fill="grey"), C("Impact", fill="grey"), C("Controls", fill="grey")])
        page.row([a, b, bullets(risk.controls)])
        page.skip()
        made = entry_of(risk, [REF, TITLE, OWNER], at(page.name, first))
        made["facts"]["?current-score"] = [a, b]
        made["any_controls"] = True
        entries.append(made)
    return book, result(known(), entries)


@workbook("opportunities.xlsx")
def opportunities() -> Made:
    """Threats and opportunities on two sheets of the same shape, and a third with issues that have already happened."""
    book = Book()
    entries = []
    page = book.page("Threats")
    columns = [REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT]
    page.row([column.heading for column in columns])
    for risk in bank(1, 2, 4, 5):
        row = page.row([column.printed(risk) for column in columns])
        entries.append(entry_of(risk, columns, at(page.name, row)))
    for name, lines in {
        "Opportunities": ("A grant for warm homes", "A shared depot"),
        "Issues": ("The lift is broken", "Two posts are empty"),
    }.items():
        other = book.page(name)
        other.row(
            [
                "Ref",
                f"{name[:-1].replace('ie', 'y') if name != 'Issues' else 'Issue'} title",
                "Description",
                "Owner",
                "Likelihood",
                "Impact",
            ]
        )
        for place, line in enumerate(lines, 1):
            row = other.row([f"{name[0]}{place}", line, "Words on it", "Head of Estates", 3, 3])
            entries.append({"ref": f"{name[0]}{place}", "where": at(name, row), "facts": {}, "may_be_absent": True})
    return book, result(known(), entries)


@workbook("everything-pasted.pasted.txt")
def everything_pasted() -> Made:
    """Pasted from a published page: title, a note, two tiers flattened, sections, a score with its band, "Page 3 of 9"."""
    book = Book()
    page = book.page("pasted")
    page.row(["Corporate risk register 2023 to 2024"])
    page.row([""])
    page.row(
        [
            "Reference",
            "Risk",
            "Lead officer",
            "Inherent risk score",
            "Current risk score",
            "Target risk score",
            "Direction of travel",
            "Key controls",
        ]
    )
    entries = []
    for name, numbers in {"Money": (1, 8), "People": (3, 14), "Places": (5, 7)}.items():
        page.row([name])
        for risk in bank(*numbers):
            shown = [f"{a * b} (L{a} x I{b})" for a, b in (risk.inherent, risk.current, risk.target)]
            row = page.row(
                [
                    f"CR{int(risk.ref):02}",
                    f"{risk.title} - {risk.description}",
                    risk.owner,
                    *shown,
                    "No change",
                    bullets(risk.controls),
                ]
            )
            made = entry_of(
                risk,
                [TITLE, WORDS, LIKELIHOOD, score("inherent", 0, ""), score("target", 0, "")],
                at("", row),
                section=name,
                movement="static",
            )
            made |= {"ref": f"CR{int(risk.ref):02}"}
            made["facts"] |= {"owners": [risk.owner]}
            made["controls"] = in_place(risk.controls)
            entries.append(made)
    page.row(["Page 3 of 9"])
    return book, result(known(), entries, left_out=[at("", 1), at("", page.next_row - 1)])
