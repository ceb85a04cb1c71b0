"""Small positions in plain Python to try the checks of papers on: what is published of both bodies, cut down."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from reports.checks.model import (
    Asked,
    Body,
    EarlierName,
    Facts,
    Named,
    PlanFacts,
    RegisterFacts,
    RiskFacts,
    Sensitive,
    StreamFacts,
    ThemeFacts,
)

MET = Body("met", "the Met", ("the Met", "Met", "MPS", "Metropolitan Police Service", "Metropolitan Police"))
MOPAC = Body("mopac", "MOPAC", ("MOPAC", "Mayor’s Office for Policing and Crime"))
LEVELS = {"L": "Low", "M": "Medium", "H": "High", "VH": "Very high"}
MET_BANDS = {
    "L": dict.fromkeys(("L", "M"), "low") | dict.fromkeys(("H", "VH"), "medium"),
    "M": dict.fromkeys(("L", "M"), "medium") | dict.fromkeys(("H", "VH"), "high"),
    "H": dict.fromkeys(("L", "M", "H", "VH"), "high"),
    "VH": dict.fromkeys(("L", "M"), "high") | dict.fromkeys(("H", "VH"), "very-high"),
}  # impact, then likelihood
MOPAC_NAMES = {"1": "Rare", "2": "Unlikely", "3": "Possible", "4": "Likely", "5": "Almost certain"}


@dataclass(frozen=True)
class Case:
    """A position, and the meeting that a text is read for."""

    facts: Facts
    meeting_on: date
    organisations: tuple[str, ...]


def _met(ref, title, score, target, owner, leads, horizon, progress, movement="static", **more):
    likelihood, impact = score.split(" v ")
    towards, on_target = target.split(" v ")
    before = more.pop("before", score).split(" v ")
    return RiskFacts(
        ref,
        title,
        owners=(owner,),
        leads=leads,
        likelihood=likelihood,
        impact=impact,
        band=MET_BANDS[impact][likelihood],
        target_likelihood=towards,
        target_impact=on_target,
        target_band=MET_BANDS[on_target][towards],
        before_likelihood=before[0],
        before_impact=before[1],
        before_band=MET_BANDS[before[1]][before[0]],
        movement=movement,
        horizon=horizon,
        progress=progress,
        **more,
    )


CPI = "Head of Profession – CP, Inclusion & Engagement"
DSG = "Director of Strategy and Governance"
MET_2021 = (
    _met(
        1,
        "Violent crime",
        "M v H",
        "L v M",
        "AC Frontline Policing",
        (CPI, "Cmdr Frontline Policing"),
        "short",
        "on-track",
        "down",
        before="H v H",
        periods=1,
        reason="Robbery fell in every borough over the summer.",
    ),
    _met(
        2,
        "New systems",
        "H v M",
        "M v M",
        "Deputy Commissioner",
        ("Chief Digital and Technology Officer",),
        "short",
        "on-track",
        periods=2,
    ),
    _met(
        3,
        "Standards",
        "H v H",
        "L v L",
        "AC Professionalism",
        ("DAC Professionalism",),
        "short",
        "limited",
        periods=2,
        progress_before="on-track",
        progress_periods=1,
        recast_on=date(2021, 11, 30),
        narrative="The risk was written afresh; several priorities are nearly done.",
    ),
    _met(
        4,
        "People",
        "H v M",
        "M v M",
        "Chief of Corporate Services",
        ("Director of HR",),
        "long",
        "limited",
        periods=2,
        progress_before="limited",
        progress_periods=2,
        narrative="The recruitment pipeline is shorter than the plan needs.",
    ),
    _met(
        5,
        "Capability",
        "M v VH",
        "L v L",
        "AC Professionalism",
        ("Director Learning",),
        "long",
        "on-track",
        periods=2,
    ),
    _met(
        6,
        "Money",
        "L v H",
        "L v L",
        "Chief of Corporate Services",
        ("Director of Finance", DSG),
        "long",
        "on-track",
        "down",
        before="H v H",
        periods=1,
        reason="The spending review was kinder than it might have been.",
    ),
    _met(
        7,
        "Technology",
        "M v M",
        "L v L",
        "Chief Digital and Technology Officer",
        ("Digital Policing Directors", "Transformation Director", "Heads of Profession"),
        "long",
        "on-track",
        periods=2,
    ),
    _met(
        8,
        "Crime prevention",
        "M v H",
        "L v H",
        "AC Professionalism",
        (CPI,),
        "long",
        "limited",
        periods=2,
        progress_before="on-track",
        progress_periods=1,
        key_controls=9,
        controls=9,
        control_progress={"on-track": 6, "limited": 3},
        narrative="Three of nine controls wait for people to be trained.",
    ),
    _met(
        9,
        "Public & local engagement",
        "M v H",
        "M v M",
        "AC Professionalism",
        (CPI,),
        "long",
        "slipped",
        periods=2,
        progress_before="limited",
        progress_periods=1,
        key_controls=5,
        controls=5,
        control_progress={"on-track": 1, "limited": 3, "slipped": 1},
        earlier_titles=(EarlierName("Local engagement", date(2021, 6, 30)),),
        narrative="The first forums started later than planned.",
    ),
    _met(10, "Legitimacy", "VH v VH", "M v M", "Deputy Commissioner", (DSG,), "long", "on-track", periods=2),
    _met(
        11,
        "Estates",
        "M v H",
        "L v M",
        "SRO Estates Programme",
        ("Director of Property Services",),
        "long",
        "on-track",
        "down",
        before="H v H",
        periods=1,
        reason="Two leases ended and were not replaced.",
    ),
    # closed since the date compared with
    _met(
        12,
        "Custody capacity",
        "M v M",
        "L v M",
        "AC Frontline Policing",
        (),
        "short",
        "complete",
        "closed",
        state="closed",
        closed_on=date(2021, 11, 30),
        reason="The rebuilt suites opened.",
    ),
)
MET_2019 = (
    _met(111, "Local engagement", "M v H", "M v M", "AC Frontline Policing", (), "both", "on-track", printed_ref="1"),
    _met(112, "Crime prevention", "M v H", "L v H", "AC Professionalism", (), "long", "on-track", printed_ref="2"),
    _met(113, "Reducing violence", "H v H", "M v H", "AC Frontline Policing", (), "long", "limited", printed_ref="3"),
    _met(
        101,
        "Safeguarding",
        "M v VH",
        "L v H",
        "AC Frontline Policing",
        (),
        "",
        "",
        "closed",
        state="closed",
        closed_on=date(2019, 6, 28),
        reason="Closed at the refresh.",
    ),
)


def _mopac(ref, title, likelihood, impact, target, *owners, **more):
    def band(value):
        return "low" if value < 5 else "medium" if value < 10 else "high" if value < 16 else "very-high"

    value = likelihood * impact
    known = {
        "movement": "static",
        "periods": 3,
        "progress": "on-track",
        "before_likelihood": str(likelihood),
        "before_impact": str(impact),
        "before_band": band(value),
    }
    return RiskFacts(
        ref,
        title,
        owners=owners,
        likelihood=str(likelihood),
        impact=str(impact),
        value=value,
        band=band(value),
        target_likelihood=str(target[0]),
        target_impact=str(target[1]),
        target_value=target[0] * target[1],
        target_band=band(target[0] * target[1]),
        withheld=frozenset({"score", "target", "progress"}),
        **known | more,
    )


CJ = "Director of CJ Policy and Commissioning"
MOPAC_2019 = (
    _mopac(1, "Address vulnerability", 3, 4, (2, 4), CJ),
    _mopac(2, "Oversight MPS", 2, 4, (2, 3), "Chief Executive Officer"),
    _mopac(3, "Transformation delivery", 3, 4, (2, 3), "Chief Finance Officer"),
    _mopac(
        4,
        "Adequate funding",
        4,
        4,
        (2, 4),
        "Chief Finance Officer",
        earlier_titles=(EarlierName("Funding and efficiency", date(2019, 3, 28)),),
    ),
    _mopac(15, "Efficiency", 2, 3, (2, 2), "Chief Finance Officer"),
    _mopac(5, "Decision making and change", 3, 3, (2, 3), "Director of Strategy"),
    _mopac(6, "Victims", 3, 4, (2, 3), CJ),
    _mopac(7, "CJ devolution", 3, 3, (2, 2), CJ),
    _mopac(8, "Capacity and capability", 4, 3, (2, 3), "Chief Executive Officer", key_controls=4, controls=6),
    _mopac(11, "Planned and unplanned events", 2, 5, (2, 4), "Director of Strategy"),
    _mopac(12, "Equalities", 2, 4, (1, 4), "Director of Strategy"),
    _mopac(13, "Information management", 3, 3, (2, 3), "Director of Strategy"),
    _mopac(
        14,
        "Violence",
        4,
        5,
        (3, 4),
        CJ,
        "Director of VRU",
        progress="limited",
        narrative="The new unit is still taking on its staff.",
    ),
    _mopac(
        10,
        "Commissioning transition",
        2,
        3,
        (2, 2),
        CJ,
        movement="closed",
        state="closed",
        closed_on=date(2019, 7, 25),
        reason="All contracts were let.",
    ),
)
POSTS = (
    Named("Deputy Mayor for Policing and Crime", "mopac", ("DMPC", "Deputy Mayor")),
    Named("Chief Executive Officer", "mopac", ("Chief Executive", "CEO")),
    Named("Chief Finance Officer", "mopac", ("CFO", "MOPAC CFO")),
    Named("Director of Strategy", "mopac"),
    Named("Director of IOM", "mopac", ("Director of Integrated Offender Management",), until=date(2018, 4, 3)),
    Named(CJ, "mopac", ("Director of Criminal Justice Policy and Commissioning",), since=date(2018, 4, 3)),
    Named("Director of VRU", "mopac", ("Director of the Violence Reduction Unit",), since=date(2019, 1, 7)),
    Named("Director of Audit, Risk and Assurance", "mopac", ("DARA",)),
    Named("Commissioner", "met", ("Commissioner of Police of the Metropolis",)),
    Named("Deputy Commissioner", "met"),
    Named(
        "AC Frontline Policing",
        "met",
        ("ACFP", "Assistant Commissioner Frontline Policing"),
        (
            EarlierName("ACTP", date(2018, 6, 1)),
            EarlierName("AC Territorial Policing", date(2018, 6, 1)),
        ),
    ),
    Named("AC Professionalism", "met", ("Assistant Commissioner Professionalism",)),
    Named("DAC Professionalism", "met", ("Deputy Assistant Commissioner Professionalism",)),
    Named("Chief of Corporate Services", "met", ("CCS",), since=date(2020, 1, 6)),
    Named("Chief Digital and Technology Officer", "met", ("CDTO",)),
    Named(
        "Director of Finance",
        "met",
        (),
        (EarlierName("Director of Finance and Commercial", date(2020, 1, 6)),),
        since=date(2020, 1, 6),
    ),
    Named(DSG, "met", ("Director of Strategy & Governance", "Director Strategy & Governance")),
    Named("Director of HR", "met", ("Director of Human Resources",)),
    Named("Director Learning", "met", ("Director of Learning",)),
    Named("Director of Property Services", "met"),
    Named("SRO Estates Programme", "met"),
    Named("Transformation Director", "met"),
    Named("Cmdr Frontline Policing", "met", ("Commander Frontline Policing",)),
    Named(CPI, "met", ("Head of Profession – Crime Prevention, Inclusion and Engagement",)),
    Named("Digital Policing Directors", "met"),
    Named("Heads of Profession", "met"),
)
BOARDS = (
    Named("Risk and Assurance Board", "met"),
    Named("Management Board", "met"),
    Named("Performance Board", "met"),
    Named("Governance and Risk working group", "mopac"),
    Named("Oversight Board", "", ("MOPAC-Met Oversight Board",)),
    Named("Investment Advisory and Monitoring meeting", "mopac", ("IAM",)),
    Named("Joint Audit Panel", "", ("Audit Panel",)),
)
THEMES = (
    ThemeFacts("Safeguarding", (), True, 5, 0, (("met", 101), ("mopac", 1))),
    ThemeFacts("Governance", (), True, 3, 1, (("met", 102), ("mopac", 2))),
    ThemeFacts("Money", ("Funding",), True, 4, 0, (("met", 103), ("mopac", 4))),
    ThemeFacts(
        "Community engagement",
        ("Engagement",),
        False,
        1,
        0,
        (("mopac", 6), ("mopac", 12), ("mopac", 14), ("met", 111), ("met", 112), ("met", 113)),
    ),
)
REVISED = {
    "A2": "The training package has not been bought yet.",
    "B1": "Monitoring groups came first.",
    "C1": "Boards had to settle their own commitments first.",
    "D1": "It waited for the Met's new structure.",
    "F3": "Both bodies have to agree it.",
    "F10": "Wider agreements are being looked at.",
    "G8": "The Home Office put the reforms back.",
}
SLIPPED = ("A2", "G8")
UNDER_WAY = ("B1", "B4", "C1", "C5", "D1", "D5", "E6", "E7", "F3", "F8", "F9", "F10", "G6", "G7")


def _streams():
    lengths = {"A": 6, "B": 5, "C": 6, "D": 6, "E": 7, "F": 10, "G": 8}
    for ref in (f"{letter}{number + 1}" for letter, length in lengths.items() for number in range(length)):
        status = "slipped" if ref in SLIPPED else "on-track" if ref in UNDER_WAY else "complete"
        yield StreamFacts(ref, f"Work-stream {ref}", status, ref in REVISED, REVISED.get(ref, ""))


PLAN = PlanFacts("mopac", "2018-19", streams=tuple(_streams()))
WORDS = frozenset({"StrIDE", "Schoolwatch", "ClearCore"})
COMMON = Facts(bodies=(MOPAC, MET), posts=POSTS, boards=BOARDS, words=WORDS)


def _register(organisation, risks, as_at, compared_with):
    title = "Met corporate risk register" if organisation == "met" else "MOPAC corporate risk register"
    names = LEVELS if organisation == "met" else MOPAC_NAMES
    return RegisterFacts(organisation, "corporate", title, as_at, compared_with, risks, names)


MET_AT_2021 = _register("met", MET_2021, date(2021, 12, 31), date(2021, 9, 30))
MOPAC_AT_2019 = _register("mopac", MOPAC_2019, date(2019, 8, 31), date(2019, 5, 31))
MET_AT_2019 = _register("met", MET_2019, date(2019, 8, 31), date(2019, 5, 31))
CASES = {
    # eleven Met risks: 7 green, 3 amber, 1 red; 3 down, 8 static; 3 short-term, 8 long-term
    "met-2021-12": Case(replace(COMMON, registers=(MET_AT_2021,)), date(2022, 1, 17), ("met",)),
    # thirteen MOPAC risks, all static; scores, targets and progress are not for the public
    "mopac-2019-09": Case(replace(COMMON, registers=(MOPAC_AT_2019,)), date(2019, 9, 18), ("mopac",)),
    # both registers side by side, with the themes: for an alignment paper
    "both-2019-09": Case(
        replace(COMMON, registers=(MOPAC_AT_2019, MET_AT_2019), themes=THEMES), date(2019, 9, 18), ("mopac", "met")
    ),
    # an improvement plan of 48 work-streams: 32 complete, 14 on track, 2 slipped; 7 have revised dates
    "plan-2019-06": Case(replace(COMMON, registers=(MOPAC_AT_2019,), plans=(PLAN,)), date(2019, 6, 19), ("mopac",)),
}


def case(wanted: str | Mapping) -> Case:
    """A case by name, or {"name": ..., and what differs}: see tests/checks_corpus/README.md."""
    if isinstance(wanted, str):
        return CASES[wanted]
    found = CASES[wanted["name"]]
    facts = found.facts
    if changes := wanted.get("risks"):
        facts = replace(facts, registers=tuple(_changed(register, changes) for register in facts.registers))
    if "asked" in wanted:
        facts = replace(facts, asked=tuple(_asked(row) for row in wanted["asked"]))
    if "sensitive" in wanted:
        facts = replace(facts, sensitive=tuple(Sensitive(row["text"], row["what"]) for row in wanted["sensitive"]))
    if changes := wanted.get("streams"):
        facts = replace(facts, plans=tuple(_revised(plan, changes) for plan in facts.plans))
    facts = replace(facts, **{name: tuple(wanted[name]) for name in ("released", "papers") if name in wanted})
    meeting_on = date.fromisoformat(wanted["meeting_on"]) if "meeting_on" in wanted else found.meeting_on
    return Case(facts, meeting_on, tuple(wanted.get("organisations", found.organisations)))


DATES = ("recast_on", "closed_on")


def _changed(register, changes):
    """{"met:4": {"movement": "up"}}: those risks of this register with what is told otherwise."""

    def changed(risk):
        told = dict(changes.get(f"{register.organisation}:{risk.shown_ref}", {}))
        told |= {name: date.fromisoformat(told[name]) for name in DATES if told.get(name)}
        told |= {name: tuple(told[name]) for name in ("owners", "leads") if name in told}
        return replace(risk, **told)

    return replace(register, risks=tuple(map(changed, register.risks)))


def _asked(row):
    due_on = date.fromisoformat(row["due_on"]) if row.get("due_on") else None
    return Asked(**{**row, "due_on": due_on})


def _revised(plan, changes):
    return replace(plan, streams=tuple(replace(one, **changes.get(one.ref, {})) for one in plan.streams))
