"""Workbooks in which a score, a level, a colour or an owner is said in more than one way within one column."""
# ruff: noqa: E501 - a row of a workbook reads best on one line

from __future__ import annotations

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, planned, problem, question, result, workbook
from tests.data.making.ledger import LEDGER, known

ANY = "remark|question|refused"
DOUBT = "question|refused"


@workbook("rating-in-brackets.xlsx")
def rating_in_brackets() -> Made:
    """One column has product, factors and a letter, "16 (4x4) R", not always in that order; one product is wrong."""
    book = Book()
    page = book.page("Corporate")
    page.row(["Wearbridge District - Corporate Risk Register"])
    page.row(["Audit and Governance Committee, 12 March 2024"])
    page.skip()
    page.row(["No.", "Risk title", "What could happen", "Lead officer", "Risk rating (LxI)", None, None, "Direction"])
    page.row([None, None, None, None, "Inherent", "Current", "Target", "of travel"])
    page.merge(4, 5, 4, 7)
    rows = [
        ("20 (5x4) R", (5, 4), "16 (4x4) R", (4, 4), "8 (2x4) A", (2, 4), "→", "static"),
        ("16 (4x4) R", (4, 4), "12 (3x4) A", (3, 4), "6 (2x3) G", (2, 3), "↓", "down"),
        ("25 (5x5) R", (5, 5), "20 (5×4) R", (5, 4), "9 (3x3) A", (3, 3), "↑", "up"),
        ("16 (4x4) R", (4, 4), "15 (3x4) R", None, "8 (2x4) A", (2, 4), "→", "static"),
        ("20 (4x5) R", (4, 5), "High (15)", None, "10 (2x5) A", (2, 5), "→", "static"),
        ("12 (3x4) A", (3, 4), "12 = 4 x 3 Amber", (4, 3), "4 (2x2) G", (2, 2), "→", "static"),
        ("12 (4x3) A", (4, 3), "R 16 (4 x 4)", (4, 4), "6 (3x2) G", (3, 2), "↑", "up"),
        ("20 (4x5) R", (4, 5), "4x5=20", (4, 5), "8 (4x2) A", (4, 2), "↔", "static"),
    ]  # fmt: skip
    owners = ["Chief Finance Officer", "Director of Housing", "Head of Streets", "Chief Finance Officer",
              "Director of Housing", "Head of IT", "Chief Executive", "Head of Streets"]  # fmt: skip
    entries, problems = [], []
    for number, (printed, (title, words), owner) in enumerate(zip(rows, LEDGER, owners, strict=False), 1):
        inherent, inherent_score, current, score, target, target_score, arrow, movement = printed
        row = page.row([number, title, words, owner, inherent, current, target, arrow])
        entries.append(
            entry(str(number), at("Corporate", row), title=title, description=words, owners=[owner],
                  inherent_score=inherent_score, current_score=score, target_score=target_score, movement=movement)
        )  # fmt: skip
        if number in (4, 5):
            problems.append(problem("", at("Corporate", row, 6), ANY if number == 4 else DOUBT, ""))
            if number == 4:  # 3 x 4 is not 15: either is right as long as it is told
                entries[-1]["facts"]["?current-score"] = [3, 4]
    return book, result(known(), entries, problems=problems, questions=[question("current-band", "High")],
                        left_out=[at("Corporate", 1), at("Corporate", 2)],
                        as_at="2024-03-12", is_plain=True)  # fmt: skip


@workbook("levels-said-twice.csv", encoding="cp1252", delimiter=";")
def levels_said_twice() -> Made:
    """Levels with their word and their number in either order, one of them at odds with itself; impact first."""
    book = Book()
    page = book.page("")
    page.row(["Ref", "Risk", "Cause and effect", "Owner", "Impact", "Likelihood", "Score", "RAG", "Review by"])
    rows = [
        ("Major (4)", "Possible (3)", 12, "AMBER-RED", (3, 4), "31.3.24", "2024-03-31", "CFO / DoF",
         ["Chief Finance Officer", "Director of Finance"]),
        ("5 - Catastrophic", "5 - Almost certain", 25, "RED", (5, 5), "30.4.24", "2024-04-30", "HoL", ["Head of Legal"]),
        ("3 – Moderate", "2 – Unlikely", 6, "AMBER-GREEN", (2, 3), "29.2.24", "2024-02-29", "HoIT", ["Head of IT"]),
        ("Minor [2]", "Rare [1]", 2, "GREEN", (1, 2), "1.5.24", "2024-05-01", "CE", ["Chief Executive"]),
        ("4. Major", "4. Likely", 16, "RED", (4, 4), "17.6.24", "2024-06-17", "CFO & HoL",
         ["Chief Finance Officer", "Head of Legal"]),
        ("Minor (3)", "Likely (4)", 12, "AMBER-RED", None, "30.9.24", "2024-09-30", "DH", ["Director of Housing"]),
        ("Moderate/3", "Almost Certain/5", 15, "AMBER-RED", (5, 3), "31.12.24", "2024-12-31", "Chief Exec",
         ["Chief Executive"]),
        ("major", "POSSIBLE", 12, "AMBER-RED", (3, 4), "31.03.2024", "2024-03-31", "DAC", ["Director of Adult Care"]),
    ]  # fmt: skip
    entries, problems = [], []
    for number, (printed, (title, words)) in enumerate(zip(rows, LEDGER[8:], strict=False), 1):
        impact, likelihood, total, rag, score, review, day, owner, owners = printed
        row = page.row([f"WD{number:02}", title, words, owner, impact, likelihood, total, rag, review])
        entries.append(entry(f"WD{number:02}", at("", row), title=title, description="~" + words, owners=owners,
                             current_score=score, next_review=day))  # fmt: skip
        if score is None:
            problems.append(problem("", at("", row, 5), ANY, ""))
            entries[-1]["facts"]["?current-score"] = [4, 3]
    return book, result(known(), entries, problems=problems, as_at="2024-02-20")


@workbook("l-and-i.xlsx")
def l_and_i() -> Made:
    """Gross, net and target in a cell each, "L3 I4", "I4/L3", "L:3, I:4", and a "3:4" that says nothing of its order."""
    book = Book()
    page = book.page("Risk register")
    page.row(["STRATEGIC RISKS"])
    page.row(["Ref", "Risk", "Consequence", "Risk score", None, None, None, "Owner"])
    page.row([None, None, None, "Gross", "Net (Nov)", "Net", "Target", None])
    page.merge(2, 4, 2, 7)
    page.hidden_columns.append(5)
    rows = [
        "Money",
        ("S1", "L4 I5", (4, 5), "L3 I4", (3, 4), "L2 I3", (2, 3), "CFO", "Chief Finance Officer"),
        ("S2*", "I5 L4", (4, 5), "I4/L3", (3, 4), "I2/L2", (2, 2), "DoF", "Director of Finance"),
        ("S3", "L:4, I:4", (4, 4), "L:4, I:3", (4, 3), "L:1, I:3", (1, 3), "CFO", "Chief Finance Officer"),
        "People",
        ("S4†", "L5/I5", (5, 5), "L5/I4", (5, 4), "L2/I4", (2, 4), "DAC", "Director of Adult Care"),
        ("S5", "L4 x I4", (4, 4), "L3 x I3", (3, 3), "L2 x I2", (2, 2), "DH", "Director of Housing"),
        ("S6", "L4 I4 = 16", (4, 4), "3:4", None, "L2 I2 = 4", (2, 2), "DH", "Director of Housing"),
        ("S7 (new)", "Likelihood 4 Impact 3", (4, 3), "Likelihood 3 Impact 3", (3, 3), "l2 i2", (2, 2), "HoL", "Head of Legal"),
    ]  # fmt: skip
    entries, problems, section, number = [], [], "", 0
    for printed in rows:
        if isinstance(printed, str):
            page.merge(page.next_row, 1, page.next_row, 8)
            page.row([printed])
            section = printed
            continue
        title, words = LEDGER[16 + number]
        number += 1
        ref, gross, gross_score, net, net_score, target, target_score, short, owner = printed
        row = page.row([ref, title, words, gross, "L4 I4", net, target, short])
        entries.append(entry(ref.rstrip("*†").removesuffix(" (new)"), at("Risk register", row), section=section, title=title, description="~" + words,
                             owners=[owner], inherent_score=gross_score, current_score=net_score, target_score=target_score))  # fmt: skip
        if net_score is None:
            problems.append(problem("current-score", at("Risk register", row, 6), DOUBT, ""))
    page.skip()
    note = page.row(["* joint with the county   † to be merged with S5"])
    return book, result(known(), entries, problems=problems, as_at="2024-02-01",
                        left_out=[at("Risk register", 1), at("Risk register", note)])  # fmt: skip


@workbook("amber-red.ods")
def amber_red() -> Made:
    """Only colours, as letters, words and fills with nothing in them; A/R and "Amber-Green" are between two levels."""
    book = Book()
    page = book.page("Programme")
    page.row(["Risk ID", "Risk", "Description", "Owner", "RAG", "RAG last time", "Comment"])
    rows = [
        ("R", 3), ("A/R", None), (C(None, "amber"), 2), ("green", 1), (C("A", "amber"), 2), ("AMBER-RED", None),
        (C(None, "red"), 3), ("Red ↑", 3), ("Amber", 2), ("Amber/Green", None), ("G", 1), ("tbc", None), ("RED", 3),
    ]  # fmt: skip
    owners = ["CE", "HoS", "HoIT", "HoL"]
    titles = {"CE": "Chief Executive", "HoS": "Head of Streets", "HoIT": "Head of IT", "HoL": "Head of Legal"}
    entries, problems = [], []
    for number, ((rag, level), (title, words)) in enumerate(zip(rows, LEDGER[3:], strict=False), 1):
        owner = owners[number % 4]
        row = page.row([f"P-{number:03}", title, words, owner, rag, "A", None])
        entries.append(entry(f"P-{number:03}", at("Programme", row), title=title, description=words, owners=[titles[owner]],
                             current_score=None if level is None else (1, level)))  # fmt: skip
        if level is None:
            problems.append(problem("", at("Programme", row, 5), ANY if rag == "tbc" else DOUBT, ""))
        if rag == "Red ↑":
            entries[-1]["facts"]["?movement"] = "up"
    return book, result(known("rag"), entries, problems=problems, as_at="2024-02-01")


@workbook("officers.xlsx")
def officers() -> Made:
    """Owners as people write them: two in a cell, a name with the post behind it, a team, everybody, nobody."""
    book = Book()
    page = book.page("Risks")
    page.row(["Service risk register 2024"])
    page.row(["Ref", "Risk", "Detail", "Accountable", "Likelihood (1-5)", "Impact (1-5)", "Score"])
    cfo, dof, legal, it, housing, care, chief, streets = (post["title"] for post in known()["posts"])
    rows = [
        ("CFO / DoF", [cfo, dof]),
        ("Jo B (CFO)", [cfo]),
        ("SLT", None),
        ("All Directors", None),
        ("Chief Finance Officer & Head of Legal", [cfo, legal]),
        ("TBC", None),
        ("vacant", None),
        ("Head of Legal and Director of Housing", [legal, housing]),
        ("O. Marchbank", [chief]),
        ("Marchbank / Sollund", None),  # surnames alone: who that may be is offered
        ("CFO\nHead of IT\nHead of Streets", [cfo, it, streets]),
        ("Director of Adult Care – Wim Ferris", [care]),
        ("Per Lunt, Head of Streets", [streets]),
        ("head of it", [it]),
        ("• CE\n• DH", [chief, housing]),
        ("CE; CFO; DAC", [chief, cfo, care]),
        ("JB/AQ", [cfo, dof]),
        ("XY", None),
        ("Chief Executive (interim)", [chief]),
        ("Head of Legal (Tam Orrin) / Head of IT (vacant)", [legal, it]),
        ("Director of Housing + Head of Streets", [housing, streets]),
        ("-", None),
    ]  # fmt: skip
    quiet = {"TBC", "vacant", "-"}
    entries, problems, questions = [], [], []
    for number, ((printed, owners), (title, words)) in enumerate(zip(rows, LEDGER, strict=False), 1):
        likelihood, impact = 1 + number % 5, 1 + number * 2 % 5
        row = page.row([number, title, words, printed, likelihood, impact, likelihood * impact])
        entries.append(entry(str(number), at("Risks", row), title=title, description=words, owners=owners,
                             current_score=(likelihood, impact)))  # fmt: skip
        if owners is None and printed in quiet - {"-"}:
            problems.append(problem("", at("Risks", row, 4), ANY, ""))
        elif owners is None and printed != "-":
            questions += [question("owners", one) for one in printed.split(" / ")]
    return book, result(known(), entries, problems=problems, questions=questions, as_at="2024-01-31",
                        left_out=[at("Risks", 1)])  # fmt: skip


@workbook("dates-of-all-kinds.xlsx")
def dates_of_all_kinds() -> Made:
    """Due days as quarters of a financial year, ends of months, weeks, serial numbers as text, and "ongoing"."""
    book = Book()
    page = book.page("Action plan")
    page.row(["Risk ref", "Risk", "Owner", "L", "I", "Further action", "Action by", "By when", "Last reviewed"])
    rows = [
        ("Q3 2023/24", "2023-12-31", "2024-01-09T00:00:00", "2024-01-09"),
        ("end Mar 24", "2024-03-31", "2024-01-09 00:00:00", "2024-01-09"),
        ("31.3.24", "2024-03-31", "09/01/2024", "2024-01-09"),
        ("Mar-24", "2024-03-31", "9 Jan 24", "2024-01-09"),
        ("w/c 4/3/24", None, "9th January 2024", "2024-01-09"),
        ("ongoing", None, "Tues 9 January 2024", "2024-01-09"),
        ("45382", "2024-03-31", "45300", "2024-01-09"),
        ("End of March 2024", "2024-03-31", "2024-01-09T09:30:00Z", "2024-01-09"),
        ("Spring 2024", None, "09.01.2024", "2024-01-09"),
        ("31 March", None, "09-Jan-2024", "2024-01-09"),
        ("Mid-April 2024", None, "20240109", "2024-01-09"),
        ("By 30/06/24", "2024-06-30", "January 9, 2024", "2024-01-09"),
        ("30th of June 2024", "2024-06-30", "9/1/24", "2024-01-09"),
        ("31/03/24 (was 31/12/23)", None, "2024.01.09", "2024-01-09"),
        ("2024", None, "9-1-2024", "2024-01-09"),
        ("Complete", None, "09 01 2024", "2024-01-09"),
    ]  # fmt: skip
    entries, problems = [], []
    for number, ((due, day, reviewed, reviewed_on), (title, words)) in enumerate(zip(rows, LEDGER, strict=False), 1):
        row = page.row(
            [f"D{number}", title, "DH", 3, 2, f"Step {number}: {words[:-1].lower()} less likely", "HoS", due, reviewed]
        )
        control = planned([f"Step {number}: {words[:-1].lower()} less likely"], owners=["Head of Streets"])[0]
        if day:
            control["due"] = day
            if due in ("Q3 2023/24", "Mar-24"):
                control["?due"] = control.pop("due")
                problems.append(problem("", at("Action plan", row, 8), ANY, ""))
        else:
            # a careful reader may take the nearest day, and says so
            nearest = {"w/c 4/3/24": "2024-03-04", "31/03/24 (was 31/12/23)": "2024-03-31", "31 March": "2024-03-31",
                       "Mid-April 2024": "2024-04-15", "Spring 2024": "2024-05-31", "2024": "2024-12-31"}.get(due)  # fmt: skip
            if nearest:
                control["?due"] = nearest
            control["?narrative"], control["?progress"], control["?stage"] = "~", "~", "~"
            problems.append(problem("", at("Action plan", row, 8), ANY, ""))
        entries.append(entry(f"D{number}", at("Action plan", row), [control], title=title,
                             owners=["Director of Housing"], current_score=(3, 2), reviewed_on=reviewed_on))  # fmt: skip
        if due == "Complete":
            control["stage"] = "~"
            problems.pop()
    return book, result(known(), entries, problems=problems, as_at="2024-01-31")
