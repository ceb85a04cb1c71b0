"""Registers and a plan in the shape of the panel papers: MOPAC 2019, the Met 2021, the improvement plan of 2018/19.

Refs, titles, posts, scores, trends and order are the papers'; descriptions are our own, as in fixtures/.
"""
# ruff: noqa: E501 - one risk reads best on one line

from __future__ import annotations

from datetime import date
from typing import Any

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, planned, result, table, workbook

CP_HEAD = "Head of Profession – CP, Inclusion & Engagement"
GOVERNANCE = "Director of Strategy and Governance"
TRANSFORMATION = "Transformation Director"
PRINTED_SHORTER = "Director Strategy & Governance"

MOPAC = [  # title, ref, description, owners
    ("Address vulnerability", 1, "", ["Director of CJ Policy and Commissioning"]),
    ("Oversight MPS", 2, "MOPAC and the Met may not settle ways of governing that are thorough without being wasteful, across all that the Police and Crime Plan sets out to do.", ["Chief Executive Officer"]),
    ("Transformation delivery", 3, "Our oversight, support and challenge may be too weak to help the Met carry its transformation through.", ["Chief Finance Officer"]),
    ("Adequate funding", 4, "We may not win the revenue and capital that policing needs if it is to meet the needs of London.", ["Chief Finance Officer"]),
    ("Efficiency", 15, "We may not meet our legal duty to see that the Met is efficient and effective.", ["Chief Finance Officer"]),
    ("Decision making and change", 5, "We may be slow to adapt as policy and policing change, and miss the moment to act through oversight or by bringing partners together.", ["Director of Strategy"]),
    ("Victims", 6, "What victims need may not come first in the work that we and our partners do across policing and criminal justice.", ["Director of CJ Policy and Commissioning"]),
    ("CJ devolution", 7, "London's criminal justice agencies may lack a working framework within which to cooperate.", ["Director of CJ Policy and Commissioning"]),
    ("Capacity and capability", 8, "We may not have the people and skills to do what the Mayor and Deputy Mayor expect of us and what the law requires.", ["Chief Executive Officer"]),
    ("Planned and unplanned events", 11, "London may not be ready, in policing and in public safety, for its great planned events or for those that nobody planned.", ["Director of Strategy"]),
    ("Equalities", 12, "We may fall short of our duties on diversity, as an employer, as an overseer of the police or in how we engage the public.", ["Director of Strategy"]),
    ("Information Management", 13, "Our information may not be held and handled securely and within the law.", ["Director of Strategy"]),
    ("Violence", 14, "Partners may not be brought together strongly enough to turn back the rise in violence in a way that communities believe in.", ["Director of CJ Policy and Commissioning", "Director of VRU"]),
]  # fmt: skip

MET = [  # ref, score, trend, title, description, owner, leads, target, pillar
    (1, "M v H", "↓", "VIOLENT CRIME", "Police operations, and the help we win from partners, may not bring violence down.", "AC Frontline Policing", [CP_HEAD, "Cmdr Frontline Policing"], "L v M", 1),
    (2, "H v M", "↔", "NEW SYSTEMS", "The large Met and national technology programmes (CONNECT, Command & Control, LMS, LRM, ESM and ANPR) may not be delivered well.", "Deputy Commissioner", ["Chief Digital and Technology Officer"], "M v M", 2),
    (3, "H v H", "↔", "STANDARDS", "Standards of conduct may not be made clear and upheld throughout the workforce, and public confidence would suffer.", "AC Professionalism", ["DAC Professionalism"], "L v L", 5),
    (4, "H v M", "↔", "PEOPLE", "We may not attract, recruit and keep a workforce that reflects London, or help people of every background to progress once they are here.", "Chief of Corporate Services", ["Director of HR"], "M v M", 5),
    (5, "M v VH", "↔", "CAPABILITY", "Our people may not have the skills that new kinds of crime, technology and demand call for.", "AC Professionalism", ["Director Learning"], "L v L", 4),
    (6, "L v H", "↓", "MONEY", "If we cannot show that the Met is efficient and gives value for money, those who fund us may lose confidence and fund us less.", "Chief of Corporate Services", ["Director of Finance", GOVERNANCE], "L v L", 5),
    (7, "M v M", "↔", "TECHNOLOGY", "If we are slow to adopt technology, and to use and open up data, delivery is held back and benefits go unclaimed.", "Chief Digital and Technology Officer", ["Digital Policing Directors", GOVERNANCE, TRANSFORMATION, "Director of Commercial Services", "Heads of Profession"], "L v L", 2),
    (8, "M v H", "↔", "CRIME PREVENTION", "Too little prevention, or prevention that does not work, means that people become victims who could have been protected.", "AC Professionalism", [CP_HEAD], "L v H", 0),
    (9, "M v H", "↔", "PUBLIC & LOCAL ENGAGEMENT", "Our work on inclusion, communication and engagement may not raise confidence among Black Londoners and others who trust the police less than average.", "AC Professionalism", [CP_HEAD], "M v M", 5),
    (10, "VH v VH", "↔", "LEGITIMACY", "The public's consent to be policed by the Met may weaken, and with it everything that rests on consent.", "Deputy Commissioner", [GOVERNANCE], "M v M", 5),
    (11, "M v H", "↓", "ESTATES", "We may be too slow to work differently in our buildings, leaving an estate we cannot afford.", "SRO Estates Programme", ["Director of Property Services"], "L v M", 3),
]  # fmt: skip
PILLARS = (
    "Focusing on what matters most to Londoners",
    "Mobilising partners and the public",
    "Seize the opportunities of data and digital tech to become a world leader in policing",
    "Care for each other, work as a team and be an attractive place to work",
    "Learn from experience, from others and constantly strive to improve",
    "Be recognised as a responsible, exemplary and ethical organisation",
)
LEVELS = {"L": 1, "M": 2, "H": 3, "VH": 4}
WAYS = {"↑": "up", "↓": "down", "↔": "static"}


def levels(printed: str) -> list[int]:
    """ "M v H" as [2, 3]."""
    return [LEVELS[level] for level in printed.split(" v ")]


def posts(titles: list[str]) -> list[dict[str, Any]]:
    """Posts without other names."""
    return [{"title": title, "aliases": [], "holders": []} for title in dict.fromkeys(titles)]


def lines(leads: list[str]) -> str:
    """Leads a line each; where there are many the paper prints one of them in a shorter form."""
    return "\n".join(PRINTED_SHORTER if len(leads) > 3 and lead == GOVERNANCE else lead for lead in leads)


@workbook("mopac-2019-09.xlsx")
def mopac() -> Made:
    """MOPAC's 13 risks of September 2019 in their paper's shape: title and description in one cell, 15 after 4."""
    book = Book()
    page = book.page("Appendix 1")
    page.row(["Appendix 1: MOPAC corporate risk overview"])
    page.merge(1, 1, 1, 4)
    page.row(["Chart represents highest risks only"])
    page.row([C(words, fill="navy") for words in ("Ref", "Risk trend", "Risk Description", "Risk owner")])
    entries = []
    for title, ref, description, owners in MOPAC:
        row = page.row([ref, "↔", f"{title} - {description}".strip(), "/\n".join(owners)])
        facts = {"title": title, "description": description or None, "owners": owners, "movement": "static"}
        entries.append(entry(str(ref), at(page.name, row), **facts))
    known = {"body": "MOPAC", "scheme": "lmh-vh", "posts": posts([post for risk in MOPAC for post in risk[3]]),
             "objectives": [], "risks": []}  # fmt: skip
    left = [at(page.name, 1), at(page.name, 2)]
    return book, result(known, entries, left_out=left, as_at="2019-09-18", is_plain=True)


@workbook("met-2021-12.xlsx")
def met() -> Made:
    """The Met's Appendix A: "1 M v H" is ref and score in one cell, leads a line each, two parts each with its header."""
    book = Book()
    page = book.page("Appendix A")
    page.row(["Appendix A - Corporate risk register December 2021"])
    entries = []
    behind = ["Working Lead(s)", "Target position", "Met Direction pillar"]
    heads = ["Ref", "Risk Trend", "Risk Description", "Risk Owner", *behind]
    for name, horizon, risks in (("SHORT-TERM", "short-term", MET[:3]), ("LONG-TERM", "long-term", MET[3:])):
        page.skip()
        page.row([name])
        page.row(heads)
        for ref, score, trend, title, description, owner, leads, target, pillar in risks:
            row = page.row(
                [f"{ref} {score}", trend, f"{title}\n{description}", owner, "\n".join(leads), target, PILLARS[pillar]]
            )
            facts = {"title": title, "description": description, "owners": [owner], "leads": leads, "current_score": levels(score),
                     "target_score": levels(target), "objectives": [PILLARS[pillar]], "movement": WAYS[trend]}  # fmt: skip
            entries.append(entry(str(ref), at(page.name, row), section=name, **facts))
            entries[-1]["facts"]["?horizon"] = horizon
    everyone = [post for risk in MET for post in (risk[5], *risk[6])]
    known_posts = posts(everyone)
    next(post for post in known_posts if post["title"] == GOVERNANCE)["aliases"].append(PRINTED_SHORTER)
    known = {"body": "Met", "scheme": "lmh-vh", "posts": known_posts, "objectives": list(PILLARS), "risks": []}
    return book, result(known, entries, left_out=[at(page.name, 1)], as_at="2021-12-31", is_plain=True)


PLAN = [  # ref, work-stream, source, priority, response, owner, due, status, note
    ("A1", "Code of conduct known to all staff", "AGS", "Medium", "Put it into the induction", "Chief Executive Officer", date(2018, 9, 30), "Complete", ""),
    ("A2", "Anti-fraud strategy and awareness of it", "Internal audit", "Medium", "Guidance, then a course", "Chief Finance Officer", date(2018, 12, 31), "Slipped", "The course is not yet bought."),
    ("B1", "Active citizenship and engagement", "AGS", "High", "An action plan of our own", "Director of Strategy", date(2019, 3, 31), "On track", ""),
    ("C1", "Delivery through the boards of partners", "Carried forward", "High", "Settle the sub-boards' tasks", "Director of Strategy", date(2019, 6, 30), "On track", ""),
    ("D1", "Investment decisions", "AGS", "High", "One process with the Met", "Chief Finance Officer", date(2018, 10, 31), "On track", "Waited for the new structure."),
    ("F9", "Risk training for managers", "Internal audit", "Low", "Two half days", "Chief Finance Officer", date(2019, 1, 31), "Not started", ""),
    ("F10", "Data sharing and data protection", "Carried forward", "High", "Renew the agreement", "Chief Executive Officer", date(2018, 12, 14), "Slipped", "With lawyers of both sides."),
    ("G8", "Oversight of complaints", "AGS", "Medium", "Wait for the new law", "Director of Strategy", date(2019, 3, 31), "No longer needed", "The law is put off."),
]  # fmt: skip
SOURCES = {
    "AGS": "annual-governance-statement",
    "Internal audit": "internal-audit",
    "Carried forward": "carried-forward",
}
PRINCIPLES = {
    "A": "Behaving with integrity",
    "B": "Openness and engagement",
    "C": "Outcomes",
    "D": "Interventions",
    "F": "Risk and performance",
    "G": "Transparency and accountability",
}


@workbook("improvement-plan.xlsx")
def plan() -> Made:
    """A Governance Improvement Plan: principles as section rows, F10 after F9, status and due date as separate facts."""
    book = Book()
    page = book.page("GIP 2018-19")
    page.row(["Governance Improvement Plan 2018/19"])
    page.merge(1, 1, 1, 9)
    page.row(["Ref", "Work-stream", "Source", "Priority", "Response", "Owner", "Due date", "Status", "Update"])
    entries, last = [], ""
    for ref, title, source, priority, response, owner, due, status, note in PLAN:
        if ref[0] != last:
            last = ref[0]
            row = page.row([C(f"{last}. {PRINCIPLES[last]}", fill="grey")])
            page.merge(row, 1, row, 9)
        row = page.row([ref, title, source, priority, response, owner, due, status, note])
        facts = {"title": title, "source": SOURCES[source], "priority": priority.lower(), "response": response, "owners": [owner],
                 "due": due, "status": status.lower().replace(" ", "-"), "note": note or None}  # fmt: skip
        entries.append(entry(ref, at(page.name, row), section=f"{last}. {PRINCIPLES[last]}", **facts))
        entries[-1]["facts"]["?principle"] = "~" + last
    known = {
        "body": "MOPAC",
        "scheme": "lmh-vh",
        "posts": posts([stream[5] for stream in PLAN]),
        "objectives": [],
        "risks": [],
        "streams": [],
    }
    tables = [table(page.name, (2, 2), (3, page.next_row - 1),
                    {"A": "ref", "B": "title", "C": "source", "D": "priority", "E": "response", "F": "owners", "G": "due",
                     "H": "status", "I": "note"}, about="plan")]  # fmt: skip
    return book, result(known, entries, tables=tables, left_out=[at(page.name, 1)], as_at="2019-03-31", is_plain=True)


@workbook("mopac-pasted.pasted.txt")
def mopac_pasted() -> Made:
    """MOPAC's table pasted from a mail: tabs, quoted cells with line ends, one owner whom the register does not know."""
    book = Book()
    page = book.page("pasted")
    page.row(["Ref", "Trend", "Risk", "Risk description", "Risk owner", "Next steps"])
    entries = []
    for title, ref, description, owners in MOPAC[1:7]:
        steps = [f"Say what {title.lower()} costs", "Report in December"]
        row = page.row([ref, "↔", title, description, "\n".join(owners), "\n".join(steps)])
        facts = {"title": title, "description": description, "owners": owners, "movement": "static"}
        entries.append(entry(str(ref), at("", row), planned(steps), **facts))
    entries[0]["facts"].pop("owners")
    entries[0]["facts"]["?owners"] = ["Chief Executive Officer"]
    known = {"body": "MOPAC", "scheme": "lmh-vh", "posts": posts([post for risk in MOPAC[2:] for post in risk[3] if post != "Chief Executive Officer"]),
             "objectives": [], "risks": []}  # fmt: skip
    return book, result(known, entries, as_at="2019-09-18")
