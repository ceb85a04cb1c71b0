"""Logs of actions, lists of controls, dumps of systems, pasted papers and a worn register: the words beside the numbers."""
# ruff: noqa: E501 - a row of a workbook reads best on one line

from __future__ import annotations

from tests.data.making.book import Book, C
from tests.data.making.expected import Made, at, entry, planned, problem, question, result, workbook
from tests.data.making.ledger import LEDGER, known

ANY = "remark|question|refused"
DOUBT = "question|refused"


@workbook("action-tracker.csv", encoding="utf-16", delimiter="\t")
def action_tracker() -> Made:
    """A log of actions with per cent done, a status that says more than that, holders by initials, several risks in a cell."""
    book = Book()
    page = book.page("")
    page.row(
        ["Action ID", "Risk ref(s)", "Agreed action", "Action owner", "Target date", "% complete", "Status", "Comments"]
    )
    rows = [
        ("A1", "R1", "Raise the pumps by a metre", "HoS", "31/05/2024", "40%", "On track", "Pumps are ordered", ["Head of Streets"], "2024-05-31", "on-track"),
        ("A2", "R1, R4", "Move half of the fleet uphill", "HoS", "30 Apr 24", "100%", "Complete", "Done in January", ["Head of Streets"], "2024-04-30", "complete"),
        ("A3", "R2", "Offer carers a second break a year", "DAC", "31.12.23", "60", "Overdue", "", ["Director of Adult Care"], "2023-12-31", "slipped"),
        ("A4", "R3 & R7", "Spare burner for each hall", "DH", "2024-06-30", "0%", "Not started", "Waits for the budget", ["Director of Housing"], "2024-06-30", None),
        ("A5", "R5", "Agree what happens when the contract ends", "HoL/CFO", "June 2024", "25%", "On track", "", ["Head of Legal", "Chief Finance Officer"], None, "on-track"),
        ("A6", "R6", "Lock the folder for children's files", "V. Sollund", "29-Feb-24", "90%", "On track - nearly done", "", ["Head of IT"], "2024-02-29", "on-track"),
        ("A7", "All", "Read the register at each team meeting", "CE", "Ongoing", "", "Ongoing", "", ["Chief Executive"], None, None),
    ]  # fmt: skip
    controls, problems = [], []
    for _, refs, words, owner, due, share, status, comment, owners, day, progress in rows:
        row = page.row([_, refs, words, owner, due, share, status, comment])
        listed = [each for each in refs.replace("&", ",").replace(" ", "").split(",") if each.startswith("R")]
        one = {
            "title": words,
            "where": at("", row),
            "risks": listed,
            "owners": owners,
            "?stage": "~",
            "?progress": progress or "~",
            "?narrative": "~",
        }
        if progress:
            one["progress"] = one.pop("?progress")
        if day:
            one["due"] = day
        elif due == "June 2024":
            one["?due"] = "2024-06-30"
        if refs == "All":
            problems.append(problem("", at("", row, 2), ANY, ""))
        if status == "Not started":
            one["?progress"] = "~"
        controls.append(one)
    known_risks = [{"ref": n, "printed_ref": f"R{n}", "title": LEDGER[n - 1][0], "is_open": True} for n in range(1, 8)]
    return book, result(known(risks=known_risks), [], controls=controls, problems=problems, as_at="2024-01-31")


@workbook("list-of-controls.ods")
def list_of_controls() -> Made:
    """A register of controls with kind, strength and evidence; risks by range and by "and"; one that was withdrawn."""
    book = Book()
    page = book.page("Control register")
    page.row(["Register of key controls", None, None, None, None, None, "Printed 14/02/2024"])
    page.row(["Control no", "Control", "Kind", "Control owner", "Works?", "Mitigates risks", "State", "Last tested"])
    rows = [
        ("C01", "Two signatures above a thousand pounds", "Preventive", "CFO", "Effective", "R4", "In place", ["R4"], ["Chief Finance Officer"], "in-place"),
        ("C02", "Monthly look at overtime", "Detective", "DoF / CFO", "Partly effective", "R10; R11", "In place", ["R10", "R11"], ["Director of Finance", "Chief Finance Officer"], "in-place"),
        ("C03", "Flood warden on call", "Directive", "HoS", "Effective", "R1 and R8", "In place", ["R1", "R8"], ["Head of Streets"], "in-place"),
        ("C04", "Alarm on lone visits", "Preventive", "DAC", "Not tested", "R14", "Planned", ["R14"], ["Director of Adult Care"], "planned"),
        ("C05", "Copy of payroll held outside", "Corrective", "HoIT", "Effective", "R11,R6", "Existing", ["R11", "R6"], ["Head of IT"], "in-place"),
        ("C06", "Yearly drill for polling day", "Preventive", "HoL", "Effective", "16", "Proposed", None, ["Head of Legal"], "potential"),
        ("C07", "Spot checks of refuse rounds", "Detective", "HoS", "Ineffective", "R26 - R27", "In place", None, ["Head of Streets"], "in-place"),
    ]  # fmt: skip
    controls, problems = [], []
    for number, words, kind, owner, works, risks, state, refs, owners, stage in rows:
        row = page.row([number, words, kind, owner, works, risks, state, "14/02/2024"])
        one = {
            "title": words,
            "where": at("Control register", row),
            "owners": owners,
            "stage": stage,
            "?progress": "~",
            "?narrative": "~",
            "?due": "~",
            "?is-key": True,
        }
        if refs is not None:
            one["risks"] = refs
        else:
            problems.append(problem("", at("Control register", row, 6), ANY, ""))
        if risks == "16":
            problems.pop()  # R16, or a question
        controls.append(one)
    known_risks = [{"ref": n, "printed_ref": f"R{n}", "title": LEDGER[n - 1][0], "is_open": True} for n in range(1, 31)]
    return book, result(known(risks=known_risks), [], controls=controls, problems=problems, as_at="2024-02-14")


@workbook("system-dump.csv")
def system_dump() -> Made:
    """What a system gives out: American days with a time, "4 - Likely", marks of the web in the text, owners by e-mail and surname first."""
    book = Book()
    page = book.page("")
    page.row(
        [
            "RiskID",
            "RiskTitle",
            "RiskDescription",
            "Owner",
            "ResidualLikelihood",
            "ResidualImpact",
            "ResidualRating",
            "TargetRating",
            "NextReviewDate",
            "RiskStatus",
        ]
    )
    words_of = ("", "Rare", "Unlikely", "Possible", "Likely", "Almost certain")
    grave = ("", "Insignificant", "Minor", "Moderate", "Major", "Catastrophic")
    owners = [("Bramwick, Jo", "Chief Finance Officer"), ("Quill, Ann", "Director of Finance"), ("Sollund, Vik", "Head of IT"),
              ("Lunt, Per", "Head of Streets"), ("Marchbank, Odile", "Chief Executive")]  # fmt: skip
    entries = []
    for number in range(1, 31):
        title, words = LEDGER[number - 1]
        likelihood, impact = 1 + number * 3 % 5, 1 + number * 2 % 5
        printed, owner = owners[number % 5]
        month, day = 1 + number % 12, 13 + number % 15
        score = likelihood * impact
        printed_words = (
            words.replace(" may ", "&nbsp;may ") if number == 3 else f"{words} &amp; more" if number == 5 else words
        )
        row = page.row([f"RSK-{number:05}", title, printed_words, printed, f"{likelihood} - {words_of[likelihood]}", f"{impact} - {grave[impact]}", f"{score}.00", "",
                        f"{month}/{day}/2024 12:00:00 AM", "Active" if number != 9 else "Retired"])  # fmt: skip
        made = entry(f"RSK-{number:05}", at("", row), title=title, description=words if number not in (3, 5) else "~may", owners=[owner],
                     current_score=(likelihood, impact), next_review=f"2024-{month:02}-{day:02}")  # fmt: skip
        if number == 9:
            made["facts"]["?state"] = "closed"
            made["facts"]["?next-review"] = made["facts"].pop("next-review")
        entries.append(made)
    return book, result(known(), entries, as_at="2024-01-02")


@workbook("committee-paper.pasted.txt")
def committee_paper() -> Made:
    """Pasted from a paper: ref, levels and arrow in the first cell, owners a line each, and a last line that is a note."""
    book = Book()
    page = book.page("")
    page.row(["Annex 2 - strategic risks at 31 January 2024"])
    page.row(["Ref / score", "Risk and what it would lead to", "Owner(s)", "Target", "Next review"])
    rows = [
        ("SR1 H/M ▲", (3, 2), "up", "M/L", (2, 1), "CFO\nHoL", ["Chief Finance Officer", "Head of Legal"], "Q1 2024/25", None),
        ("SR2 M/M ►", (2, 2), "static", "L/M", (1, 2), "DH", ["Director of Housing"], "30 April 2024", "2024-04-30"),
        ("SR3 VH/H ▼", (4, 3), "down", "M/H", (2, 3), "DAC\nDoF", ["Director of Adult Care", "Director of Finance"], "Apr 2024", None),
        ("SR4 L/L ►", (1, 1), "static", "L/L", (1, 1), "CE", ["Chief Executive"], "1.5.24", "2024-05-01"),
        ("SR5 M/VH ▲", (2, 4), "up", "L/VH", (1, 4), "HoS", ["Head of Streets"], "tbc", None),
        ("SR6 H/H", (3, 3), None, "M/M", (2, 2), "HoIT", ["Head of IT"], "30/04/24", "2024-04-30"),
    ]  # fmt: skip
    entries, problems = [], []
    for number, (first, score, movement, target, aim, owner, owners, review, day) in enumerate(rows):
        title, words = LEDGER[12 + number]
        row = page.row([first, f"{title}: {words}", owner, target, review])
        made = entry(first.split()[0], at("", row), title=title, description=words, owners=owners, next_review=day)
        # which of the two levels stands first is said nowhere
        made["facts"] |= {"?current-score": list(score), "?target-score": list(aim)}
        if score[0] == score[1]:
            made["facts"]["current-score"] = made["facts"].pop("?current-score")
        if aim[0] == aim[1]:
            made["facts"]["target-score"] = made["facts"].pop("?target-score")
        if movement:
            made["facts"]["?movement"] = movement
        if day is None:
            made["facts"]["?next-review"] = "~2024"
            problems.append(problem("", at("", row, 5), ANY, ""))
        if score[0] != score[1]:
            problems.append(problem("", at("", row, 1), DOUBT, ""))
        entries.append(made)
    note = page.row(["▲ up, ► level, ▼ down since the last paper"])
    return book, result(
        known("lmh-vh"), entries, problems=problems, as_at="2024-01-31", left_out=[at("", 1), at("", note)]
    )


@workbook("worn-register.xlsx")
def worn_register() -> Made:
    """Ten years of one workbook: formulas, fractions, a row for each action, gaps, a hidden column, a product that is not one."""
    book = Book()
    page = book.page("REGISTER")
    book.page("Lists").row(["Rare", "Unlikely", "Possible", "Likely", "Almost certain"])
    page.phantom_row = 240
    page.row(["DIRECTORATE OF PLACE"])
    page.row(["v14 FINAL (2)"])
    page.row(["Ref", "Risk", "Detail", "Old ref", "Now", None, None, "Actions", None, None, "Owner"])
    page.row([None, None, None, None, "I", "L", "IxL", "What", "Who", "When", None])
    page.merge(3, 5, 3, 7)
    page.merge(3, 8, 3, 10)
    page.hidden_columns.append(4)
    rows = [
        ("P1", 4, 3, "12", (3, 4), [("Clear the culvert", "HoS", "30/04/2024", "2024-04-30"), ("Map where water stands", "HoS", "31/05/2024", "2024-05-31")], "HoS", ["Head of Streets"]),
        ("P2", 3.5, 4, "14", None, [("Train two more inspectors", "DH", "1 July 2024", "2024-07-01")], "DH", ["Director of Housing"]),
        (None, 2, 2, "4", (2, 2), [], "DH", ["Director of Housing"]),
        ("P4", 5, 3, "12", (3, 5), [("Rope off the north stair", "HoS", "28/02/2024", "2024-02-28")], "HoS/CFO", ["Head of Streets", "Chief Finance Officer"]),
        ("P5", "4.0", 2.0, "8", (2, 4), [], "CFO", ["Chief Finance Officer"]),
        ("P6", 3, "2½", "7.5", None, [("Ask tenants each spring", "DH", "30/06/2024", "2024-06-30"), ("Dry out the worst ten", "DH", "30/09/2024", "2024-09-30"),
                                      ("Fans in bathrooms", "DH", "31/12/2024", "2024-12-31")], "DH", ["Director of Housing"]),
        ("P7", "?", "?", "", None, [], "HoS", ["Head of Streets"]),
        ("P8", 1, 1, "1", (1, 1), [], "HoIT", ["Head of IT"]),
    ]  # fmt: skip
    entries, problems, questions = [], [], []
    for number, (ref, impact, likelihood, total, score, actions, owner, owners) in enumerate(rows):
        title, words = LEDGER[20 + number]
        first = page.next_row
        listed = actions or [(None, None, None, None)]
        for place, (what, who, when, _) in enumerate(listed):
            if place:
                row = page.row([None] * 7 + [what, who, when])
            else:
                row = page.row([ref, title, words, f"OLD{number}", impact, likelihood, None, what, who, when, owner])
                if total:
                    cached = float(total) if "." in total else int(total)
                    page.put(row, 7, C(cached, formula=f"=E{row}*F{row}"))
        made = entry(ref or "", at("REGISTER", first), [planned([what], owners=[{"HoS": "Head of Streets", "DH": "Director of Housing"}[who]], due=day)[0] for what, who, _, day in actions],
                     title=title, description=words, owners=owners, current_score=score)  # fmt: skip
        entries.append(made)
        if number in (1, 5):
            problems.append(problem("", at("REGISTER", first, 5 if number == 1 else 6), DOUBT, ""))
        if number == 3:
            problems.append(problem("", at("REGISTER", first, 7), ANY, ""))
        if number == 6:
            problems.append(problem("", at("REGISTER", first, 5), ANY, ""))
        if number == 4:
            page.skip(2)
    return book, result(known(), entries, problems=problems, questions=questions, as_at="2024-02-01",
                        left_out=[at("REGISTER", 1), at("REGISTER", 2), at("Lists", 1)])  # fmt: skip


@workbook("cofrestr-risg.xlsx")
def cofrestr_risg() -> Made:
    """Welsh and English in every heading and in the words of the levels; titles in both tongues on two lines."""
    book = Book()
    page = book.page("Cofrestr Risg")
    page.row(["Cofrestr Risg Corfforaethol / Corporate Risk Register"])
    page.row(
        [
            "Cyf / Ref",
            "Risg / Risk",
            "Disgrifiad / Description",
            "Perchennog / Owner",
            "Tebygolrwydd / Likelihood",
            "Effaith / Impact",
            "Sgôr / Score",
            "Dyddiad adolygu / Review date",
        ]
    )
    likely = {
        1: "Prin / Rare",
        2: "Annhebygol / Unlikely",
        3: "Posibl / Possible",
        4: "Tebygol / Likely",
        5: "Bron yn sicr / Almost certain",
    }
    grave = {
        1: "Dibwys / Insignificant",
        2: "Mân / Minor",
        3: "Cymedrol / Moderate",
        4: "Mawr / Major",
        5: "Trychinebus / Catastrophic",
    }
    rows = [
        ("C1", "Llifogydd", "Flooding", (4, 4), "Prif Weithredwr / Chief Executive", "Chief Executive"),
        ("C2", "Cyllideb", "The budget", (3, 5), "Prif Swyddog Cyllid / Chief Finance Officer", "Chief Finance Officer"),
        ("C3", "Gofal plant", "Care of children", (2, 4), "Cyfarwyddwr Gofal Oedolion / Director of Adult Care", "Director of Adult Care"),
        ("C4", "Tai", "Homes", (5, 3), "Cyfarwyddwr Tai / Director of Housing", "Director of Housing"),
        ("C5", "Safonau'r Gymraeg", "Welsh language standards", (1, 2), "Pennaeth Cyfreithiol / Head of Legal", "Head of Legal"),
    ]  # fmt: skip
    entries, questions = [], []
    for number, (ref, welsh, english, (likelihood, impact), printed, owner) in enumerate(rows):
        words = LEDGER[number][1]
        row = page.row(
            [
                ref,
                f"{welsh}\n{english}",
                words,
                printed,
                likely[likelihood],
                grave[impact],
                likelihood * impact,
                "30 Ebrill 2024 / 30 April 2024",
            ]
        )
        # the title in Welsh is nobody's until a person says whose: the list of owners waits
        made = entry(
            ref,
            at("Cofrestr Risg", row),
            title=f"~{welsh}|{english}",
            description=words,
            current_score=(likelihood, impact),
        )
        made["facts"]["?owners"] = [owner]
        questions.append(question("owners", printed.split(" / ")[0]))
        made["facts"]["?next-review"] = "2024-04-30"
        entries.append(made)
    return book, result(known(), entries, as_at="2024-03-01", left_out=[at("Cofrestr Risg", 1)],
                        questions=questions)  # fmt: skip
