"""What programs put out and what small bodies keep: exports, forms of charities and parishes, columns with a cross."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date, datetime

from tests.data.making.bank import bank, known, named
from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, in_place, problem, question, result, workbook
from tests.data.making.layout import CONTROLS, IMPACT, LIKELIHOOD, OWNER, REF, TITLE, WORDS, bullets, entry_of, score

TOLD = "remark|question|refused"
GRAVE = ("Negligible", "Minor", "Moderate", "Major", "Catastrophic")
LIKELY = ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")


@workbook("risk-system-export.csv", encoding="utf-8-sig")
def export() -> Made:
    """An export of a risk system: moments with hours, levels as "4 Major", three ratings, closed risks among the open."""
    book = Book()
    page = book.page("export")
    page.row(
        [
            "ID",
            "Opened",
            "Title",
            "Description",
            "Controls in place",
            "Consequence (initial)",
            "Likelihood (initial)",
            "Rating (initial)",
            "Consequence (current)",
            "Likelihood (current)",
            "Rating (current)",
            "Risk level (current)",
            "Rating (Target)",
            "Handler",
            "Review date",
            "Closed date",
        ]
    )
    entries = []
    for place, risk in enumerate(bank(2, 4, 5, 9, 14, 18, 29)):
        (a, b), (c, d) = risk.inherent, risk.current
        opened = datetime(2021, 5, 3 + place, 9, 30)
        closed = date(2023, 7, 14) if place == 5 else None
        grave = ("Insignificant", *GRAVE[1:])
        row = page.row(
            [
                1200 + place,
                f"{opened:%d/%m/%Y %H:%M:%S}",
                risk.title,
                risk.description,
                risk.controls[0],
                f"{b} {grave[b - 1]}",
                f"{a} {LIKELY[a - 1]}",
                a * b,
                f"{d} {grave[d - 1]}",
                f"{c} {LIKELY[c - 1]}",
                c * d,
                "Low" if c * d < 5 else "Moderate",
                risk.target[0] * risk.target[1],
                risk.owner,
                f"{risk.reviewed:%d/%m/%Y}",
                f"{closed:%d/%m/%Y}" if closed else "",
            ]
        )
        made = entry_of(
            named(risk, str(1200 + place)),
            [TITLE, WORDS, score("inherent", 0, ""), LIKELIHOOD],
            at("", row),
            opened_on=opened.date(),
        )
        made["ref"] = str(1200 + place)
        made["facts"] |= {
            "?owners": [risk.owner],
            "?leads": [risk.owner],
            "?next-review": risk.reviewed.isoformat(),
            "?reviewed-on": risk.reviewed.isoformat(),
        }
        if closed:
            made["facts"] |= {"closed-on": closed.isoformat(), "?state": "closed"}
        made["controls"] = in_place(risk.controls[:1])
        entries.append(made)
    return book, result(known(body="Aldermoor NHS Trust"), entries)


@workbook("snake-case.csv", line_end="\n")
def snake() -> Made:
    """Headings of a database, percent and money for likelihood and impact, statuses that are neither open nor closed."""
    book = Book()
    page = book.page("snake")
    page.row(
        [
            "risk_id",
            "risk_title",
            "risk_statement",
            "probability_pct",
            "cost_impact_gbp",
            "risk_owner",
            "response_type",
            "status",
            "date_identified",
            "last_updated_by",
        ]
    )
    entries, problems = [], []
    for place, risk in enumerate(bank(1, 8, 11, 16, 24)):
        raised = date(2023, 1, 5 + place)
        row = page.row(
            [
                f"RSK-{place + 1:03}",
                risk.title,
                risk.description,
                f"{risk.current[0] * 20 - 5}%",
                50000 * risk.current[1],
                risk.owner,
                ["mitigate", "accept", "transfer"][place % 3],
                ["open", "mitigating", "watching"][place % 3],
                raised.isoformat(),
                "jmarrick",
            ]
        )
        made = entry_of(named(risk, f"RSK-{place + 1:03}"), [REF, TITLE, WORDS, OWNER], at("", row), opened_on=raised)
        made["facts"]["?state"] = "open"
        entries.append(made)
        if place < 2:  # percent are no level, mitigating is neither open nor closed
            problems.append(problem("", at("", row, 8 if place else 4), TOLD, ""))
    return book, result(known(), entries, problems=problems)


@workbook("parish.ods")
def parish() -> Made:
    """A parish: areas merged down the first column, no refs, one letter of risk, what is done, how often it is looked at."""
    book = Book()
    page = book.page("Risk assessment")
    page.row(["Little Fenwick Parish Council - financial and other risk assessment 2023/24"])
    page.merge(1, 1, 1, 5)
    page.row(["Area", "Risk(s) identified", "H/M/L", "Management / control of risk", "Review / assess / revise"])
    entries, problems = [], []
    for name, numbers in {"Money": (1, 13, 24), "Assets": (5, 17), "People": (3, 14)}.items():
        first = page.next_row
        for risk in bank(*numbers):
            row = page.row(
                [
                    name if page.next_row == first else "",
                    risk.title,
                    "LMH"[min(2, risk.current[0] * risk.current[1] // 7)],
                    risk.controls[0],
                    "Existing procedure is adequate",
                ]
            )
            made = entry("", at(page.name, row), title=risk.title)
            made["facts"] |= {"?rationale": "~", "?narrative": "~", "?objectives": [], "?section": "~"}
            made["controls"] = [{"title": risk.controls[0], "?stage": "in-place"}]
            entries.append(made)
            problems.append(problem("", at(page.name, row, 3), TOLD, ""))
        page.merge(first, 1, page.next_row - 1, 1)
    return book, result(
        known("lmh-vh", body="Little Fenwick Parish Council"), entries, problems=problems, left_out=[at(page.name, 1)]
    )


@workbook("charity.xlsx")
def charity() -> Made:
    """A charity's formula, likelihood times impact plus impact, so that no total is the product: each must be told."""
    book = Book()
    page = book.page("Trustees")
    page.row(
        [
            "Ref",
            "Potential risk",
            "Potential effect",
            "Likelihood (x)",
            "Impact (y)",
            "Overall risk (xy + y)",
            "Steps taken",
            "Lead trustee or officer",
        ]
    )
    entries, problems = [], []
    for risk in bank(1, 3, 9, 10, 13):
        a, b = risk.current
        row = page.row(
            [
                risk.ref,
                risk.title,
                risk.effect,
                a,
                b,
                C(a * b + b, formula=f"=D{page.next_row}*E{page.next_row}+E{page.next_row}"),
                bullets(risk.controls, ""),
                risk.owner,
            ]
        )
        made = entry_of(risk, [REF, TITLE, OWNER, LIKELIHOOD], at(page.name, row))
        made["facts"]["description"] = f"~{risk.effect}"
        made["any_controls"] = True
        entries.append(made)
        problems.append(problem("current-total", at(page.name, row, 6), TOLD, ""))
    return book, result(known(body="Fairlea Trust"), entries, problems=problems)


@workbook("crosses.xlsx")
def crosses() -> Made:
    """Red, amber and green are three columns with a cross in one of them; the risk and its owner are merged pairs of columns."""
    book = Book()
    page = book.page("School")
    page.row(["No", "Risk", "", "Owner", "R", "A", "G", "What we do"])
    page.merge(1, 2, 1, 3)
    entries, problems = [], []
    for place, risk in enumerate(bank(4, 5, 9, 14, 22)):
        mark = ["x" if n == place % 3 else "" for n in range(3)]
        row = page.row([place + 1, risk.title, "", risk.owner, *mark, risk.controls[0]])
        page.merge(row, 2, row, 3)
        made = entry_of(named(risk, str(place + 1)), [REF, TITLE, OWNER], at(page.name, row))
        made["any_controls"] = True
        entries.append(made)
        problems.append(problem("", at(page.name, row, 5 + place % 3), TOLD, ""))
    return book, result(known(), entries, questions=[question("", "R"), question("", "A"), question("", "G")])


@workbook("two-languages.xlsx")
def two_languages() -> Made:
    """Headings in two languages, with a slash between, over two lines; the rest is plain."""
    book = Book()
    page = book.page("Cofrestr")
    page.row(
        [
            "Cyf /\nRef",
            "Teitl /\nRisk title",
            "Disgrifiad o'r risg /\nRisk description",
            "Perchennog /\nRisk owner",
            "Tebygolrwydd /\nLikelihood",
            "Effaith /\nImpact",
            "Sgôr /\nScore",
            "Rheolaethau /\nControls in place",
            "Adolygwyd /\nLast reviewed",
        ]
    )
    entries = []
    for risk in bank(1, 4, 7, 10, 15):
        a, b = risk.current
        row = page.row(
            [risk.ref, risk.title, risk.description, risk.owner, a, b, a * b, bullets(risk.controls), risk.reviewed]
        )
        entries.append(
            entry_of(
                risk,
                [REF, TITLE, WORDS, OWNER, LIKELIHOOD, IMPACT, CONTROLS],
                at(page.name, row),
                reviewed_on=risk.reviewed,
            )
        )
    return book, result(known(body="Cyngor Northbeck"), entries)


@workbook("heat-map-first.xlsx")
def heat_map_first() -> Made:
    """The sheet begins with a heat map that holds the refs; the table stands under it, a key to the colours beside the table."""
    book = Book()
    page = book.page("Dashboard")
    page.row(["Where our risks stand"])
    page.row(["Impact", "1", "2", "3", "4", "5"], at=2)
    chosen = bank(1, 2, 4, 6, 10, 13)
    for impact in range(5, 0, -1):
        refs = [
            ", ".join(risk.ref for risk in chosen if risk.current == (likelihood, impact)) for likelihood in range(1, 6)
        ]
        page.row(
            [impact, *(C(words or None, fill="red" if impact * n > 15 else "green") for n, words in enumerate(refs, 1))]
        )
    page.row(["", "1", "2", "3", "4", "5", "Likelihood"])
    page.skip(2)
    first = page.row(["Ref", "Risk title", "Risk owner", "Likelihood", "Impact", "Score"])
    for place, words in enumerate(["Key", "16 to 25 very high", "10 to 15 high", "1 to 9 lower"]):
        page.put(first + place, 9, words)
    entries = []
    for risk in chosen:
        a, b = risk.current
        row = page.row([risk.ref, risk.title, risk.owner, a, b, a * b])
        entries.append(entry_of(risk, [REF, TITLE, OWNER, LIKELIHOOD], at(page.name, row)))
    return book, result(known(), entries, left_out=[at(page.name, 1)])
