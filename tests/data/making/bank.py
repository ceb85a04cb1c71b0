"""Invented risks of invented bodies, from which the workbooks are laid out. Every word is our own."""
# ruff: noqa: E501 - one risk reads best on few lines

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

POSTS = {
    "Chief Executive": ("CEX", "R. Tarn"),
    "Chief Finance Officer": ("CFO", "P. Oake"),
    "Director of Operations": ("DOps", "S. Lindqvist"),
    "Director of People": ("DoP", "M. Afolabi"),
    "Head of Digital": ("HoD", "J. Marrick"),
    "Head of Estates": ("HoE", "T. Brandreth"),
    "Monitoring Officer": ("MO", "K. Sewell"),
    "Head of Communications": ("HoC", "D. Ferrant"),
}
OBJECTIVES = ("Safe streets", "Sound finances", "Skilled people", "Open to all")


def known(scheme: str = "5x5", body: str = "Northbeck Council", **more: object) -> dict[str, object]:
    """What the register has before the import."""
    posts = [{"title": title, "aliases": [alias], "holders": [holder]} for title, (alias, holder) in POSTS.items()]
    return {"body": body, "scheme": scheme, "posts": posts, "objectives": list(OBJECTIVES), "risks": []} | more


@dataclass(frozen=True)
class Action:
    title: str
    owner: str
    due: date
    progress: str  # a slug of the progress words


@dataclass(frozen=True)
class Risk:
    """What is true of a risk, however a workbook prints it. Scores are likelihood, impact on a 5 by 5 scale."""

    ref: str
    title: str
    description: str
    cause: str
    effect: str
    owners: tuple[str, ...]
    current: tuple[int, int]
    inherent: tuple[int, int]
    target: tuple[int, int]
    controls: tuple[str, ...]
    actions: tuple[Action, ...]
    reviewed: date = date(2023, 9, 14)
    objective: str = "Sound finances"

    @property
    def owner(self) -> str:
        return self.owners[0]


CEX, CFO, OPS, PEOPLE, DIGITAL, ESTATES, MO, COMMS = POSTS


def _risk(number: int, title: str, description: str, owners: str, scores: str, controls: str, actions: str) -> Risk:
    """Scores "43 54 22" are current, inherent, target; actions are "title @ owner @ day @ progress; ..."."""
    shorts = {alias: post for post, (alias, _) in POSTS.items()}
    current, inherent, target = (tuple(int(digit) for digit in score) for score in scores.split())
    made = []
    for action in actions.split("; "):
        words, owner, due, progress = action.split(" @ ")
        made.append(Action(words, shorts[owner], date.fromisoformat(due), progress))
    head, _, tail = description.partition(" | ")
    cause, _, effect = tail.partition(" | ")
    return Risk(
        str(number), title, head, cause, effect, tuple(shorts[alias] for alias in owners.split()), current, inherent,
        target, tuple(controls.split("; ")), tuple(made), date(2023, 7 + number % 3, 1 + number),
        OBJECTIVES[number % 4],
    )  # fmt: skip


BANK = [
    _risk(1, "Balancing the budget", "Spending may outrun income before the end of the medium-term plan."
          " | Pay and fuel cost more than was planned | Reserves fall below the floor the council has set", "CFO",
          "44 55 23", "Monthly budget report to the leadership team; Reserves policy agreed each February; Spending panel for any post left empty",
          "Bring forward the savings for next year @ CFO @ 2023-12-15 @ on-track; Review every fee and charge @ CFO @ 2024-02-29 @ limited"),
    _risk(2, "Cyber attack", "An attacker may lock or take the data our services depend on."
          " | Old servers and hurried clicks | Services stop for weeks and trust goes with them", "HoD",
          "45 55 24", "Filter on all mail from outside; Copies of data kept away from the network; Yearly test by outside specialists",
          "Replace the last unsupported servers @ HoD @ 2024-03-31 @ on-track; Train every member in spotting false mail @ HoD @ 2023-11-30 @ slipped"),
    _risk(3, "Keeping skilled staff", "Posts that need years of training may stay empty."
          " | Neighbouring bodies pay more for the same work | Work is late and those who stay are worn out", "DoP MO",
          "43 44 32", "Career grades for surveyors and planners; Yearly survey of staff",
          "Open an apprentice scheme with the college @ DoP @ 2024-01-31 @ on-track"),
    _risk(4, "Safeguarding", "A child or adult known to us may come to harm that we could have prevented."
          " | Warnings are held in separate systems | Harm to a person, and an inquiry", "DOps",
          "25 45 15", "Joint front door with health and police; Cases looked at again after ninety days; Training for all new starters in their first month",
          "Bring case notes into one system @ HoD @ 2024-06-30 @ limited; Publish the thresholds for referral @ DOps @ 2023-10-31 @ complete"),
    _risk(5, "Unsafe buildings", "Part of the estate may have to close at short notice."
          " | Repairs were put off for ten years | People are hurt, or services lose their home", "HoE DOps",
          "34 45 23", "Surveys on a rolling five years; Fire doors checked every quarter",
          "Sell the two halls no longer used @ HoE @ 2024-09-30 @ no-progress; Renew the boiler at the depot @ HoE @ 2023-12-01 @ on-track"),
    _risk(6, "Unlawful decisions", "A decision may be set aside because the right steps were missed."
          " | Reports arrive too late for advice | Costs, delay and loss of confidence", "MO",
          "23 43 13", "Legal advice in every report; Forward plan kept twelve weeks ahead",
          "Rewrite the scheme of delegation @ MO @ 2024-01-15 @ on-track"),
    _risk(7, "Emergency beyond our plans", "A flood, fire or outbreak may overwhelm the plans we have rehearsed."
          " | Two emergencies at once were never rehearsed | Residents are left without help in the first day", "DOps CEX",
          "35 45 34", "Duty rota of trained officers; Yearly exercise with the resilience forum; Rest centres agreed in each town",
          "Hold an exercise with two incidents at once @ DOps @ 2023-11-17 @ on-track"),
    _risk(8, "Contract failure", "A large supplier may fail or walk away."
          " | Prices agreed before costs rose | Services stop or must be bought again at once", "CFO DOps",
          "33 44 22", "Credit checks on the ten largest suppliers; Named manager for every contract over the threshold",
          "Write an exit plan for each critical contract @ CFO @ 2024-04-30 @ limited"),
    _risk(9, "Personal data", "Personal details may be lost or sent to the wrong person."
          " | Letters are merged by hand | Distress, fines and complaints", "MO HoD",
          "43 53 22", "Data protection training every year; Checks by a second person before bulk mail",
          "Move bulk letters to the hybrid mail service @ HoD @ 2024-02-01 @ on-track"),
    _risk(10, "Losing touch with residents", "People who most need us may not hear from us or be heard."
           " | Most notices are now only on line | Decisions miss what people need", "HoC",
           "32 43 21", "Citizens' panel of eight hundred; Printed newsletter to every home each quarter",
           "Ask the panel about the new website @ HoC @ 2023-12-20 @ on-track"),
    _risk(11, "Change programme", "The programme may cost more than it saves."
           " | Benefits were counted twice | Savings in the plan do not arrive", "CEX CFO",
           "43 54 23", "Programme board every month; Gateway review before each stage",
           "Agree one list of benefits @ CFO @ 2023-10-20 @ slipped; Close the two smallest projects @ CEX @ 2023-12-31 @ on-track"),
    _risk(12, "Net zero by 2035", "We may miss the date we have promised."
           " | Grants come in short bids | Reputation, and higher energy bills", "HoE",
           "52 53 31", "Carbon counted each year; Solar panels on six roofs",
           "Plan for the heating of the civic centre @ HoE @ 2024-05-31 @ on-track"),
    _risk(13, "Fraud", "Money may be taken by deceit, from inside or outside."
           " | Changes of bank details are taken by e-mail | Loss of public money", "CFO MO",
           "23 44 12", "Two people for every change of bank details; Whistleblowing line",
           "Match data with two neighbouring bodies @ CFO @ 2024-03-15 @ on-track"),
    _risk(14, "Health and safety of staff", "Staff may be hurt at work, most of all those who work alone."
           " | Lone working has grown with home visits | Injury and prosecution", "DoP",
           "24 44 13", "Lone worker devices; Risk assessments renewed every year",
           "Replace the lone worker devices @ DoP @ 2024-02-10 @ limited"),
    _risk(15, "Partnerships", "Partners may leave shared services or pay less for them."
           " | Every partner is short of money | Costs fall on us", "CEX",
           "32 33 22", "Agreements with a year's notice; Joint board twice a year",
           "Renew the agreement on shared licensing @ MO @ 2024-03-01 @ on-track"),
    _risk(16, "Planning backlog", "Applications may wait so long that the government steps in."
           " | Four planners left in one summer | Fees are returned and appeals are lost", "DOps",
           "42 43 22", "Weekly triage of new applications; Agency planners on call",
           "Clear everything older than half a year @ DOps @ 2024-01-20 @ on-track"),
]  # fmt: skip

MORE_WORDS = [
    ("Fleet off the road", "Vehicles may fail faster than they can be mended or replaced.", "DOps", "33 43 22"),
    ("Elections", "A poll may be run in a way that a court would overturn.", "MO CEX", "14 34 13"),
    ("Pension fund", "Contributions may rise more than was allowed for.", "CFO", "34 44 33"),
    ("Homelessness", "Nights in hotels may cost more than the whole service.", "DOps CFO", "54 55 33"),
    ("Archive", "Records of lasting worth may be lost to damp.", "HoE", "22 33 11"),
    ("Leadership change", "Two directors may leave within the same year.", "CEX DoP", "32 42 21"),
    ("Winter roads", "Gritting may fail on the roads that matter most.", "DOps", "23 34 12"),
    ("Audit of accounts", "Accounts may be signed off years late.", "CFO", "52 53 21"),
    ("School places", "There may be too few places in the new estates by 2026.", "DOps", "33 44 23"),
    ("Website", "The site may shut out people who use a screen reader.", "HoD HoC", "32 42 11"),
    ("Trading company", "The council's own company may need money it cannot repay.", "CFO CEX", "34 45 23"),
    ("Strike", "Collections and crossings may stop for more than a week.", "DoP", "33 43 32"),
    ("Market square", "Works in the square may overrun into the summer season.", "HoE", "42 43 21"),
    ("Licensing", "Unsafe drivers may be licensed for want of a check.", "MO", "14 35 13"),
]
for _place, (_title, _words, _owners, _scores) in enumerate(MORE_WORDS, 17):
    BANK.append(
        _risk(_place, _title, f"{_words} | Demand has grown faster than the team | It costs more to put right later",
              _owners, _scores, f"{_title}: plan looked at every quarter; Named deputy",
              f"{_title}: write down what is missing @ {_owners.split()[0]} @ 2024-0{1 + _place % 8}-15 @ on-track")
    )  # fmt: skip


def bank(*numbers: int) -> list[Risk]:
    """Risks by number."""
    return [BANK[number - 1] for number in numbers]


def named(risk: Risk, ref: str) -> Risk:
    """The same risk under another reference."""
    return replace(risk, ref=ref)
