"""Workbooks in the shapes of the panel papers, with words of our own: positions, control tables, plans, past quarters."""
# ruff: noqa: E501 - a row of a workbook reads best on one line

from __future__ import annotations

from tests.data.making.book import Book
from tests.data.making.expected import Made, at, entry, in_place, planned, question, result, workbook
from tests.data.making.ledger import LEDGER, known, named

MET = named(("Deputy Commissioner", "AC Professionalism", "AC Frontline Policing", "Director of Finance",
             "Director of HR", "Director of Property Services", "Chief Digital and Technology Officer"))  # fmt: skip
MOPAC = named(("Chief Executive Officer", "Chief Finance Officer", "Director of Strategy", "Director of VRU"))


@workbook("control-tables.xlsx")
def control_tables() -> Made:
    """A table of controls under each risk, told in place or planned by a tick, as the Met's directorates keep them."""
    book = Book()
    page = book.page("Controls Q3")
    page.row(["OFFICIAL - Risk and Assurance Board - Q3 2022/23"])
    page.row(
        [
            "Ref",
            "Risk",
            "Owner",
            "Current position",
            "Target position",
            "Control",
            "Control owner",
            "In place / Planned",
            "Due",
            "Status",
        ]
    )
    risks = [
        ("3 H v M", "STATIONS AND CUSTODY", "Rooms in older buildings may fail the people who are held or work in them.",
         "Director of Property Services", "M v M", (3, 2), (2, 2), [
             ("Yearly survey of every custody suite", "Director of Property Services", "In place", "", ""),
             ("Money set aside for urgent repairs", "Director of Finance", "In place", "", ""),
             ("New boilers in four suites", "Director of Property Services", "Planned", "Mar-23", "Limited progress")]),
        ("7 M v VH", "PAY OF SPECIALISTS", "Those who can find their way in data may leave for twice the pay.",
         "Director of HR", "L v H", (2, 4), (1, 3), [
             ("Market supplement for analysts", "Director of HR", "In place", "", ""),
             ("Career path without line management", "Director of HR", "Planned", "30/06/2023", "On track")]),
        ("9 VH v H", "OLD RECORDS", "Records moved from the former system may be wrong in ways that nobody sees.",
         "Chief Digital and Technology Officer", "M v M", (4, 3), (2, 2), [
             ("Sample of moved records checked each week", "Chief Digital and Technology Officer", "In place", "", ""),
             ("Second check of every record about a child", "AC Professionalism", "Planned", "31 Jan 2023", "Slipped"),
             ("Switching the former system off", "Chief Digital and Technology Officer", "Planned", "end Dec 22", "Complete")]),
        ("12 L v L", "CHARITABLE COLLECTIONS", "Money that officers collect for good causes may not be accounted for.",
         "Deputy Commissioner", "L v L", (1, 1), (1, 1), [
             ("Register of collections", "Director of Finance", "In place", "", "")]),
    ]  # fmt: skip
    days = {"Mar-23": "2023-03-31", "30/06/2023": "2023-06-30", "31 Jan 2023": "2023-01-31", "end Dec 22": "2022-12-31"}
    progress = {"Limited progress": "limited", "On track": "on-track", "Slipped": "slipped", "Complete": "complete"}
    entries = []
    for ref, title, words, owner, target, score, aim, controls in risks:
        first = page.next_row
        listed = []
        for number, (name, who, stage, due, status) in enumerate(controls):
            head = [ref, f"{title}\n{words}", owner, ref.split(" ", 1)[1], target] if not number else [None] * 5
            row = page.row([*head, name, who, stage, due, status])
            one = (planned if stage == "Planned" else in_place)([name], owners=[who])[0]
            if due:
                one |= {"due": days[due], "progress": progress[status]}
                if due == "Mar-23":
                    one["?due"] = one.pop("due")
                if status == "Complete":
                    one["stage"] = "~"
            listed.append(one)
        if len(controls) > 1:
            for column in range(1, 6):
                page.merge(first, column, row, column)
        entries.append(entry(ref.split()[0], at("Controls Q3", first), listed, title=title, description=words, owners=[owner],
                             current_score=score, target_score=aim))  # fmt: skip
    return book, result(known("lmh-vh", "Met", MET), entries, as_at="2022-12-31", left_out=[at("Controls Q3", 1)])


@workbook("summary-position.ods")
def summary_position() -> Made:
    """MOPAC's second appendix: likelihood v impact with the arrow behind it, what is in place and what might be, two owners by a stroke."""
    book = Book()
    page = book.page("Appendix 2")
    page.row(["Appendix 2: summary risk position (Official Sensitive)"])
    page.row(
        [
            "Ref",
            "Risk Description",
            "Likelihood v Impact",
            "Target",
            "Controls in place",
            "Potential controls",
            "Risk owner",
        ]
    )
    rows = [
        ("1", "Commissioned services", "Those who run services for victims may not last until the contracts end.", "M v H ↔", (2, 3), "static", "M v M", (2, 2),
         ["Visits to each provider twice a year", "Accounts of every provider read by finance"], ["Shared reserve for sudden closures"], "Director of VRU", ["Director of VRU"]),
        ("2", "Estate of the service", "Sales of buildings may bring in less than the plan counts upon.", "H v H ↑", (3, 3), "up", "M v H", (2, 3),
         ["Valuation each spring"], ["Selling in smaller lots", "Letting before selling"], "Chief Finance Officer", ["Chief Finance Officer"]),
        ("4", "Listening", "What communities say in meetings may not reach those who decide.", "L v M ↓", (1, 2), "down", "L v L", (1, 1),
         ["Note of each meeting within ten days"], [], "Director of Strategy/Director of VRU", ["Director of Strategy", "Director of VRU"]),
        ("16", "Standards in public life", "Decisions may be seen as made for friends.", "VH v H ↔", (4, 3), "static", "L v H", (1, 3),
         ["Register of interests", "Every decision published"], ["Outside member on the panel that appoints"], "Chief Executive Officer", ["Chief Executive Officer"]),
        ("5", "Recovery of costs", "Forces that borrow our officers may be slow to pay for them.", "M v L ↔", (2, 1), "static", "L v L", (1, 1),
         ["Monthly list of what is owed"], [], "Chief Finance Officer", ["Chief Finance Officer"]),
    ]  # fmt: skip
    entries = []
    for ref, title, words, printed, score, movement, target, aim, now, later, owner, owners in rows:
        row = page.row(
            [
                ref,
                f"{title} - {words}",
                printed,
                target,
                "\n".join("o " + each for each in now),
                "\n".join("o " + each for each in later),
                owner,
            ]
        )
        entries.append(entry(ref, at("Appendix 2", row), [*in_place(now), *planned(later)], title=title, description=words, owners=owners,
                             current_score=score, target_score=aim, movement=movement))  # fmt: skip
    page.row(["16", None])
    return book, result(known("lmh-vh", "MOPAC", MOPAC), entries, as_at="2019-06-30", left_out=[at("Appendix 2", 1)])


@workbook("governance-plan.xlsx")
def governance_plan() -> Made:
    """A plan by principle: first and new dates apart, work-streams merged over two actions, "Complete/On track/Overdue"."""
    book = Book()
    page = book.page("GIP 2020-21")
    page.row(["Governance Improvement Plan 2020-21 (position at 30 September 2020)"])
    page.skip()
    page.row(
        [
            "Ref",
            "Area for improvement",
            "Source",
            "Action",
            "Owner",
            "Original date",
            "Revised date",
            "Status",
            "Update",
        ]
    )
    rows = [
        "Principle A: Integrity and ethics",
        ("A1", "Gifts and hospitality", "AGS 2019/20", "Put the register on the website each month", "CEO", "30/06/20", "", "Complete", "First shown in May", "2020-06-30", "complete"),
        ("A2", "Whistleblowing", "Internal audit", "Tell every new starter whom to turn to", "CFO", "30/09/20", "31/12/20", "Overdue", "Waits for the new course", "2020-12-31", "slipped"),
        "Principle B: Openness",
        ("B1", "Papers of boards", "AGS 2019/20", "Send papers out a week before", "DoS", "31/07/20", "", "On track", "", "2020-07-31", "on-track"),
        ("B2", "Minutes", "Carried forward", "Publish within ten days", "DoS", "Sept 20", "", "On track", "Nine of ten were in time", "2020-09-30", "on-track"),
        "Principle F: Risk and performance",
        ("F1", "Registers of directorates", "Internal audit", "A register for each directorate", "CEO/CFO", "31 Oct 2020", "31 Jan 2021", "Overdue", "Two of five are there", "2021-01-31", "slipped"),
        ("F10", "Sharing of data", "HMICFRS", "Agreements with each partner", "DoS", "31/03/21", "", "Not started", "", "2021-03-31", "not-started"),
        ("F2", "Reserves", "External audit", "Show the aim of each reserve", "CFO", "28/02/21", "", "Complete ✓", "In the budget book", "2021-02-28", "complete"),
    ]  # fmt: skip
    posts = (
        ("Chief Executive Officer", ["CEO"], []),
        ("Chief Finance Officer", ["CFO"], []),
        ("Director of Strategy", ["DoS"], []),
    )
    titles = {"CEO": "Chief Executive Officer", "CFO": "Chief Finance Officer", "DoS": "Director of Strategy"}
    entries, section = [], ""
    for printed in rows:
        if isinstance(printed, str):
            page.merge(page.next_row, 1, page.next_row, 9)
            page.row([printed])
            section = printed
            continue
        ref, area, source, action, owner, first, revised, status, update, due, state = printed
        row = page.row([ref, area, source, action, owner, first, revised, status, update])
        facts = {"title": area, "response": action, "owners": [titles[each] for each in owner.split("/")], "due": due}
        made = entry(ref, at("GIP 2020-21", row), section=section, **facts)
        made["facts"] |= {"?source": "~", "?principle": "~", "?recommendation": "~", "?description": "~"}
        made["facts"]["?status" if state == "not-started" else "status"] = "~" if state == "not-started" else state
        if update:
            made["facts"]["note"] = update
        entries.append(made)
    return book, result(known("lmh-vh", "MOPAC", posts, streams=[]), entries, as_at="2020-09-30", left_out=[at("GIP 2020-21", 1)],
                        tables=[{"sheet": "GIP 2020-21", "about": "plan", "header": [3, 3], "rows": [4, row], "columns": {"A": "ref", "B": "title"}}])  # fmt: skip


@workbook("as-at-december.xlsx")
def as_at_december() -> Made:
    """A past quarter beside the one before it: "Position at 30 Sept 2022" is history, "at 31 Dec 2022" with its arrow counts."""
    book = Book()
    page = book.page("Appendix A")
    page.row(["Appendix A - Corporate risk register December 2022"])
    page.row(
        [
            "Ref",
            "Risk",
            "Description",
            "Risk Owner",
            "Working Lead(s)",
            "Position at 30 Sept 2022 (L/I)",
            "Position at 31 Dec 2022 (L/I)",
            "Target (L/I)",
            "Horizon",
        ]
    )
    rows = [
        ("1", "H/M", "H/M ↔", (3, 2), "static", "L/M", (1, 2), "AC Frontline Policing", "Director of HR", ["Director of HR"]),
        ("2", "M/M", "H/M ↑", (3, 2), "up", "M/M", (2, 2), "Deputy Commissioner", "Director of Finance\nDirector of HR", ["Director of Finance", "Director of HR"]),
        ("3", "VH/H", "H/H ↓", (3, 3), "down", "L/L", (1, 1), "AC Professionalism", "Director of Property Services", ["Director of Property Services"]),
        ("4a", "M/VH", "M/VH ↔", (2, 4), "static", "L/H", (1, 3), "AC Professionalism", "", []),
        ("4b", "-", "L/H NEW", (1, 3), "new", "L/M", (1, 2), "Deputy Commissioner", "Chief Digital and Technology Officer", ["Chief Digital and Technology Officer"]),
        ("10", "L/L", "L/L ↔", (1, 1), "static", "L/L", (1, 1), "AC Frontline Policing", "Director of Finance", ["Director of Finance"]),
    ]  # fmt: skip
    entries = []
    for number, (ref, was, now, score, movement, target, aim, owner, lead, leads) in enumerate(rows):
        title, words = LEDGER[6 + number]
        horizon = "Short-term" if number % 2 else "Long-term"
        row = page.row([ref, title.upper(), words, owner, lead, was, now, target, horizon])
        made = entry(ref, at("Appendix A", row), title=title.upper(), description=words, owners=[owner], leads=leads or None,
                     current_score=score, target_score=aim)  # fmt: skip
        made["facts"] |= {"?movement": movement, "?horizon": horizon.lower()}
        entries.append(made)
    return book, result(
        known("lmh-vh", "Met", MET),
        entries,
        as_at="2022-12-31",
        left_out=[at("Appendix A", 1)],
        questions=[question("", "30 Sept 2022")],
    )
