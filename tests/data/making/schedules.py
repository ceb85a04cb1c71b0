"""Registers as they stand on the websites of bodies: schedules of parishes, exports, lists of changes."""

# ruff: noqa: E501 - a row of a sheet reads best on one line

from __future__ import annotations

from datetime import date

from tests.data.making.book import Book
from tests.data.making.expected import Made, at, entry, in_place, planned, problem, result, workbook
from tests.data.making.told import HOSPITAL, TOLD, body, some

PARISH = body("Sallow Parish", "lmh-vh", "Clerk/RFO/", "Chairman//")


@workbook("parish-schedule.pasted.txt")
def parish() -> Made:
    """A parish's schedule pasted from its page: foreword, headings with H/M/L, a subject over several risks, sections in capitals, one column of level alone."""
    book = Book()
    page = book.page("pasted")
    page.row(["Sallow Parish Council"])
    page.row(["Risk Assessment Schedule 2023"])
    page.row(
        [
            "Adopted 11/05/23, minute 23/114. The council has looked at what might stop it doing its work and at what it does about each."
        ]
    )
    page.skip()
    page.row(["FINANCIAL AND MANAGEMENT"])
    page.row(["Subject", "Risk(s) identified", "H/M/L", "Management/control of risk", "Review/assess/revise"])
    rows = [
        (
            "Precept",
            "The precept may be too small for what the council must do",
            "L",
            "Budget looked at in November and January. Reserves kept at six months of running costs.",
            "Works well as it is.",
        ),
        (
            "",
            "The form may reach the district late",
            "L",
            "Clerk sends the form the day after the meeting.",
            "Works well as it is.",
        ),
        (
            "Records",
            "Files may go with the laptop",
            "M",
            "Copies on a stick in the village hall safe.",
            "Buy a second stick.",
        ),
        (
            "Banking",
            "Bank mistakes or unseen charges",
            "L",
            "Statements checked each month by a councillor.",
            "Review in May.",
        ),
        ("Clerk", "Long absence of the clerk", "H", "Neighbouring clerk would stand in.", "Write down the passwords."),
    ]
    more = [
        (
            "Play area",
            "A child may be hurt",
            "M",
            "Weekly look by a councillor and yearly inspection by a specialist.",
            "Replace the swing seats.",
        ),
        (
            "Street furniture",
            "Damage or injury from loose seats and shelters",
            "L",
            "Seen twice a year.",
            "Works well as it is.",
        ),
        ("Burial ground", "Falling headstones", "M", "Tested every five years.", "Test due 2024."),
    ]
    entries = []
    subject = ""

    def lay(rows, section):
        nonlocal subject
        for one in rows:
            subject = one[0] or subject
            row = page.row(one)
            level = {"L": 1, "M": 2, "H": 3}[one[2]]
            entries.append(
                entry("", f"!{row}", section=section, **{"?title": "~", "?description": "~", "?current-score": "~"})
            )
            entries[-1]["facts"].pop("?current-score")
            entries[-1]["any_controls"] = True
            entries[-1]["facts"] |= {
                "?current-band": ["low", "medium", "high"][level - 1],
                "?note": "~",
                "?narrative": "~",
                "?next-review": "~",
                "?rationale": "~",
            }

    lay(rows, "FINANCIAL AND MANAGEMENT")
    page.row(["ASSETS"])
    lay(more, "ASSETS")
    for one in entries:
        one.pop("section")
    return book, result(PARISH, entries, left_out=["!1", "!2"])


@workbook("village-functions.csv", encoding="cp1252")
def village() -> Made:
    """A village's list: FUNCTION, RISK, METHOD OF CONTROL, RISK GRADING AFTER CONTROL, ACTION NEEDED; "None" for no action, pound signs, cp1252."""
    book = Book()
    page = book.page("village-functions")
    page.row(["FUNCTION", "RISK", "METHOD OF CONTROL", "RISK GRADING AFTER CONTROL", "ACTION NEEDED"])
    entries = []
    for function, risk, control, grade, action in [
        (
            "Burial administration",
            "Graves may be mixed up",
            "Plan of the graves scanned\nSecond plan in the vestry",
            "Low",
            "None",
        ),
        (
            "Playing field",
            "A visitor may be hurt",
            "Yearly inspection\nInsurance to £10m",
            "Medium",
            "Monthly look – councillors in turn",
        ),
        ("Financial control", "Money may be misspent", "Two signatures\nInternal auditor", "Low", "Keep looking"),
        ("Website", "Pages may be lost", "Hosted by the county", "Low", "None"),
        (
            "Council’s own land",
            "Trees falling in the lane",
            "Surveyed every three years",
            "High",
            "Fell the two ash trees",
        ),
        ("Staff", "Clerk leaves without notice", "Handover notes kept up to date", "Medium", "None"),
    ]:
        row = page.row([function, risk, control, grade, action])
        entries.append(
            entry(
                "",
                at("", row),
                [*in_place(control.split("\n")), *(planned([action]) if action != "None" else [])],
                **{"?title": "~", "?description": "~", "?current-band": "~", "?section": "~"},
            )
        )
        entries[-1]["where"] = f"!{row}"
    return book, result(body("Osier Village", "lmh-vh", "Clerk//", "Chairman//"), entries)


@workbook("risk-system-long.csv", encoding="utf-16", delimiter="\t")
def risk_system() -> Made:
    """The export of a hospital's risk system in UTF-16 with tabs, 40 risks: three ratings with their levels, consequence before likelihood, handlers, approval status, closed ones among the open."""
    book = Book()
    page = book.page("risk-system-long")
    page.row(
        [
            "ID",
            "Opened",
            "Location (exact)",
            "Handler",
            "Title",
            "Description",
            "Rating (initial)",
            "Risk level (initial)",
            "Consequence (current)",
            "Likelihood (current)",
            "Rating (current)",
            "Risk level (current)",
            "Rating (Target)",
            "Risk level (Target)",
            "Controls in place",
            "Gaps in controls",
            "Review date",
            "Approval status",
            "Closed date",
        ]
    )
    places = ["Theatres", "Maternity", "Emergency department", "Pharmacy", "Wards"]
    levels = ["1 - Negligible", "2 - Minor", "3 - Moderate", "4 - Major", "5 - Catastrophic"]
    chances = ["1 - Rare", "2 - Unlikely", "3 - Possible", "4 - Likely", "5 - Almost certain"]
    handlers = ["Chief Nurse", "Chief Operating Officer", "Medical Director", "Director of Estates"]
    entries = []
    band = lambda n: "Low" if n < 4 else "Moderate" if n < 8 else "High" if n < 15 else "Extreme"  # noqa: E731
    for n in range(40):
        risk = TOLD[n % 5]
        (i, j), (a, b), (c, d) = risk.scores
        a = max(1, a - n % 3)
        opened, review = date(2019 + n % 4, 1 + n % 12, 1 + n % 28), date(2023, 10 + n % 3, 1 + n % 28)
        closed = date(2023, 8, 1 + n % 28) if n % 17 == 5 else ""
        who = handlers[n % 4]
        day = lambda d: f"{d:%d/%m/%Y}" if d else ""  # noqa: E731
        row = page.row(
            [
                2101 + n * 3,
                day(opened),
                places[n % 5],
                who,
                f"{risk.title} - {places[(n // 5) % 5]} {n // 25 + 1}",
                f"{risk.event}. {risk.effect}.",
                i * j,
                band(i * j),
                levels[b - 1],
                chances[a - 1],
                a * b,
                band(a * b),
                c * d,
                band(c * d),
                "\n".join(risk.controls),
                "None known",
                day(review),
                "Final approval" if n % 4 else "Being reviewed",
                day(closed),
            ]
        )
        entries.append(
            entry(
                str(2101 + n * 3),
                f"!{row}",
                in_place(risk.controls),
                title=f"{risk.title} - {places[(n // 5) % 5]} {n // 25 + 1}",
                description=f"{risk.event}. {risk.effect}.",
                owners=[who],
                current_score=[a, b],
                opened_on=opened,
                next_review=review,
            )
        )
        entries[-1]["facts"] |= {
            "?inherent-score": "~",
            "?target-score": "~",
            "?state": "closed",
            "?reviewed-on": "~",
            "?status": "~",
        }
        if closed:
            entries[-1]["facts"] |= {"closed-on": closed.isoformat(), "?state": "closed"}
    return book, result(HOSPITAL, entries)


FIRE = body(
    "Calder Fire Authority",
    "5x5",
    "Director of Corporate Services/DoCS/",
    "Deputy Chief Fire Officer/DCFO/",
    "Head of Control//",
)


@workbook("fire-updates.csv", delimiter=";", encoding="utf-8-sig")
def fire() -> Made:
    """A fire authority's list with semicolons: a number, the risk in one long sentence, what changed since the last meeting, "20 (4x5)" with "was 16", who, and two risks removed below."""
    book = Book()
    page = book.page("fire-updates")
    page.row(["Corporate Risk Register - position at 30 September 2023"])
    page.row(
        ["Risk No", "Risk", "Update since last meeting", "Previous score", "Current score", "Direction", "Lead Officer"]
    )
    entries, problems = [], []
    leads = [
        "Deputy Chief Fire Officer",
        "Head of Control",
        "Deputy Chief Fire Officer",
        "Director of Corporate Services",
        "Director of Corporate Services",
    ]
    for place, (risk, lead) in enumerate(zip(some(18, 19, 20, 5, 15), leads, strict=True), 1):
        (i, j), (a, b), _ = risk.scores
        words = f"{risk.cause} resulting in: {risk.event[0].lower()}{risk.event[1:]}; {risk.effect[0].lower()}{risk.effect[1:]}"
        row = page.row(
            [
                place,
                words,
                "Looked at by the board on 12 September, no new action needed.",
                f"{i * j} ({i}x{j})",
                f"{a * b} ({a}x{b})",
                "Reduced" if place < 5 else "No change",
                lead,
            ]
        )
        entries.append(
            entry(
                str(place),
                f"!{row}",
                owners=[lead],
                **{
                    "?title": f"~{risk.event[1:]}",
                    "?description": f"~{risk.event[1:]}",
                    "?narrative": "~",
                    "?rationale": "~",
                    "?note": "~",
                    "?movement": "~",
                },
            )
        )
        if a != b:
            problems.append(problem("current-score", f"!E{row}", "question", "first"))
        else:
            entries[-1]["facts"]["current-score"] = [a, b]
    page.row(["Risks removed since last meeting"])
    for ref, words in (
        (9, "Loss of the training centre during building works"),
        (14, "Shortage of fuel in a strike of drivers"),
    ):
        row = page.row(
            [ref, words, "Closed by the board on 12 September.", "6 (2x3)", "", "", "Director of Corporate Services"]
        )
        entries.append(
            entry(
                str(ref),
                f"!{row}",
                **{
                    "?title": "~",
                    "?description": "~",
                    "?state": "closed",
                    "?closed-on": "~",
                    "?section": "~",
                    "?owners": ["Director of Corporate Services"],
                    "?narrative": "~",
                    "?rationale": "~",
                    "?note": "~",
                },
            )
        )
    return book, result(FIRE, entries, problems=problems, left_out=["!1"])
