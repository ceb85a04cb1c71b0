"""Invented risks in the long words that bodies publish, and bodies to have them. Every word is our own."""

# ruff: noqa: E501 - one risk reads best on one line

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """A risk as a body tells it: title, cause, event, effect; scores are likelihood, impact on a 5 by 5 scale."""

    title: str
    cause: str
    event: str
    effect: str
    scores: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]  # inherent, current, target
    controls: tuple[str, ...]
    actions: tuple[str, ...]


def _told(title: str, cause: str, event: str, effect: str, scores: str, controls: str, actions: str) -> Told:
    digits = [int(each) for each in scores.replace(" ", "")]
    pairs = ((digits[0], digits[1]), (digits[2], digits[3]), (digits[4], digits[5]))
    return Told(title, cause, event, effect, pairs, tuple(controls.split("; ")), tuple(actions.split("; ")))


TOLD = [
    _told(
        "Waiting times",
        "More patients are referred than theatres and clinics can see",
        "People wait longer than the constitution allows",
        "Harm while they wait, and income withheld by commissioners",
        "55 45 24",
        "Weekly look at the longest waits; Extra lists on Saturdays; Choice of another provider offered at eighteen weeks",
        "Open the second day surgery unit; Recruit six anaesthetists from abroad",
    ),
    _told(
        "Nurse staffing",
        "Two in ten ward posts are empty and agency rates are capped",
        "Wards run below their safe number at night",
        "Falls, pressure sores and worn out teams",
        "54 44 23",
        "Twice daily staffing huddle; Bank pay agreed across the county; Ward managers outside the numbers",
        "Take on forty nursing associates; Publish the roster eight weeks ahead",
    ),
    _told(
        "Ageing estate",
        "The tower block was built for thirty years and is in its fifty-first",
        "Power or water fails in a clinical area",
        "Wards close and patients are moved in the night",
        "55 35 25",
        "Survey of critical infrastructure each spring; Two generators tested monthly; Standing contract for chillers",
        "Replace the main switch room; Bid for the national fund in the autumn",
    ),
    _told(
        "Electronic records",
        "Seven systems hold parts of one record and two are out of support",
        "A clinician acts without seeing an allergy or result",
        "Avoidable harm and a fine from the commissioner for information",
        "45 35 14",
        "Downtime boxes on every ward; Patches applied within fourteen days; Access reviewed when staff move",
        "Move the last two wards to the shared record; Retire the old results server",
    ),
    _told(
        "Financial plan",
        "Savings of six per cent are built into the plan and half have no scheme behind them",
        "The trust ends the year in deficit",
        "Loss of control of its own capital and more scrutiny",
        "55 44 23",
        "Budget holders sign their budgets; Monthly review with each division; Vacancy panel",
        "Write schemes for the missing half; Agree the winter funding with commissioners",
    ),
    _told(
        "Road deaths",
        "Enforcement has fallen and the network carries more freight",
        "More people are killed or badly hurt on the roads of the force area",
        "Grief for families and a plan that has missed its first aim",
        "54 43 32",
        "Camera partnership with four councils; Quarterly roads summit",
        "Hold a summit with hauliers; Publish the collision map",
    ),
    _told(
        "Cyber crime victims",
        "Offenders work from abroad and victims are ashamed to report",
        "More residents and small firms lose money on line",
        "Trust in policing falls and losses are never traced",
        "55 44 33",
        "Advice line with trading standards; Digital desk in the control room",
        "Train one adviser in every station; Ask banks for quicker notice of payments",
    ),
    _told(
        "Custody provision",
        "Two suites close for works in the same summer",
        "Detainees are driven for hours or released",
        "Officers off the street and a critical inspection",
        "44 33 22",
        "Cells lent by the neighbouring force; Daily capacity call",
        "Bring the mobile unit into use",
    ),
    _told(
        "Custody visits",
        "Volunteers leave faster than they are found",
        "Suites go unvisited for more than a month",
        "The statutory scheme fails",
        "43 32 21",
        "Scheme manager in post; Visits logged on the shared calendar",
        "Run an evening for new volunteers",
    ),
    _told(
        "Victims' contracts",
        "Grants end each March and are announced in May",
        "Services for victims close before new money comes",
        "Victims wait or go without",
        "45 34 23",
        "Reserve for three months of grants; Joint board with health",
        "Ask ministers for three-year settlements; Write a bridging agreement",
    ),
    _told(
        "Student numbers",
        "Fewer overseas students may come after the change to visas",
        "Fee income falls a tenth below forecast",
        "Courses close and borrowing terms are broken",
        "45 44 33",
        "Offer holders called within a week; Agents reviewed yearly; Scholarships aimed at three new markets",
        "Open a January start for six courses; Agree new covenants with the bank",
    ),
    _told(
        "Research standing",
        "Two schools hold most of the grants and their leaders are near retirement",
        "The next national assessment marks the university down",
        "Block grant falls and staff leave",
        "44 33 23",
        "Mock assessment every two years; Mentors for new fellows",
        "Name a successor for each research lead",
    ),
    _told(
        "Campus safety",
        "Halls from the nineteen seventies have old cladding",
        "A fire spreads beyond the room where it starts",
        "Death or injury, and halls closed at once",
        "35 25 15",
        "Wardens on each floor at night; Detectors linked to the gatehouse",
        "Strip the cladding from two towers; Move first years to the new blocks",
    ),
    _told(
        "Benefit payments",
        "Payroll of forty employers arrives late or wrong",
        "Pensions are paid wrongly or late",
        "Distress for members and a report to the regulator",
        "44 33 22",
        "Monthly checks of contributions; Data cleaned before each statement run",
        "Fine employers who are late twice",
    ),
    _told(
        "Investment returns",
        "Markets fall or managers lag behind their mark",
        "The fund earns less than the actuary assumed",
        "Contributions rise for every employer",
        "45 35 24",
        "Quarterly look at managers; Assets spread over nine classes; Advice from two sides",
        "Review the strategy after the valuation",
    ),
    _told(
        "Cash for benefits",
        "More members draw pensions than pay in",
        "Assets must be sold at a bad moment",
        "Losses that no one planned",
        "34 24 13",
        "Cash forecast for eighteen months; Income share classes used",
        "Set a limit for illiquid assets",
    ),
    _told(
        "Pool transition",
        "The pool moves mandates faster than the fund can check them",
        "Costs or mistakes during a transfer",
        "Loss of value and of oversight",
        "43 33 22",
        "Transition manager reports weekly; Joint committee scrutiny",
        "Write down what the fund keeps for itself",
    ),
    _told(
        "On-call firefighters",
        "People no longer work in the villages where they live",
        "Rural engines cannot be crewed in the daytime",
        "Slower help to fires and crashes",
        "54 44 32",
        "Crewing watched hourly; Staff sent out from wholetime stations",
        "Pay for daytime cover at four stations",
    ),
    _told(
        "Control room system",
        "The shared mobilising system is at the end of its life",
        "Calls cannot be taken or engines sent",
        "Lives lost",
        "45 25 15",
        "Fallback with the neighbouring service; Monthly failover test",
        "Buy the new system with two partners",
    ),
    _told(
        "Contaminated kit",
        "Kit is still washed on some stations",
        "Staff breathe in what fires leave behind",
        "Illness years later, and claims",
        "54 43 22",
        "Clean cab policy; Second set of kit for each firefighter",
        "Build zoned stores at six stations",
    ),
    _told(
        "Home adaptations",
        "Contractors have left the framework",
        "Tenants wait a year for a level shower",
        "Falls at home and complaints upheld",
        "44 34 22",
        "Cases sorted by need; Small works done by own team",
        "Tender a new framework",
    ),
    _told(
        "Damp and mould",
        "Homes are cold and fans were never fitted",
        "Tenants fall ill in homes we own",
        "Harm, rulings against us and loss of rating",
        "45 35 24",
        "Visit within ten days of a report; Sensors in a thousand homes",
        "Survey every home by the spring; Train all trades to look for damp",
    ),
    _told(
        "Delayed discharge",
        "Home care hours cannot be bought at the price we pay",
        "People stay in hospital who could be at home",
        "Beds are full and people lose their strength",
        "55 45 33",
        "Daily huddle with the wards; Interim beds in two care homes",
        "Raise the hourly rate; Start a trusted assessor pilot",
    ),
    _told(
        "Care market",
        "Owners sell homes for flats",
        "A large provider closes with a month's notice",
        "People must move home in a crisis",
        "44 34 23",
        "Financial watch on twelve providers; Contingency plan agreed with three boards",
        "Write a market position paper",
    ),
    _told(
        "Safeguarding of adults",
        "Case loads rise faster than the team",
        "An adult known to services comes to harm",
        "Harm, and a review that finds we were told",
        "45 25 15",
        "Supervision monthly; Chronology on every file",
        "Audit fifty closed cases",
    ),
]


def some(*numbers: int) -> list[Told]:
    """Risks by number."""
    return [TOLD[number - 1] for number in numbers]


def body(name: str, scheme: str, *posts: str, objectives: tuple[str, ...] = ()) -> dict[str, object]:
    """What the register of a body has before the import; posts are "Title/alias/holder"."""
    made = []
    for post in posts:
        title, alias, holder = (post + "//").split("/")[:3]
        made.append({"title": title, "aliases": [alias] if alias else [], "holders": [holder] if holder else []})
    return {"body": name, "scheme": scheme, "posts": made, "objectives": list(objectives), "risks": []}


def lower(text: str) -> str:
    """A sentence that goes on in another."""
    return text[0].lower() + text[1:]


CHANCES = ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")
GRAVE = ("Insignificant", "Minor", "Moderate", "Major", "Catastrophic")
WHO = ("Director of Resources", "Director of People", "Director of Place", "Head of Legal")

HOSPITAL = body(
    "Elmet Hospitals",
    "5x5",
    "Chief Nurse/CN/B. Ashdown",
    "Chief Operating Officer/COO/R. Fell",
    "Chief Finance Officer/CFO/D. Quayle",
    "Medical Director/MD/I. Pascoe",
    "Director of Estates//T. Lund",
    "Chief Digital Officer/CDO/",
    objectives=("Best care", "Best place to work", "Best use of resources"),
)
PLACE = body(
    "Marsh Borough",
    "5x5",
    "Director of Place//",
    "Director of Resources/DR/",
    "Director of People//",
    "Head of Legal//",
    "Chief Executive/CEX/",
)
DISTRICT = body(
    "Wold District", "1-4", "Head of Housing//", "Section 151 Officer/s151/", "Head of ICT//", "Chief Executive//"
)
BOROUGH = body(
    "Humber Borough",
    "5x5",
    "Chief Executive//",
    "Director of Place//",
    "Director of Resources//",
    "Director of People//",
    "Head of Legal//",
)
