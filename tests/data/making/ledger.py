"""Further invented risks, in pairs of a short name and a sentence, and posts of a second invented body."""

from __future__ import annotations

from typing import Any

LEDGER = [
    ("Water in the depot", "The brook behind the depot may rise and put half of the fleet out of use."),
    ("Fewer foster homes", "Carers may retire faster than new ones come forward."),
    ("Old heating plant", "The boilers in the sports halls may fail in a cold spell."),
    ("Late accounts", "The yearly accounts may miss the day by which they must be signed."),
    ("Letting contract", "The firm that runs lettings may hand the work back before its time."),
    ("Loose data", "Files with names in them may be sent to the wrong reader."),
    ("School places", "A new estate may need more classrooms than are being built."),
    ("Bridge at the weir", "The footbridge may have to be shut for longer than a summer."),
    ("Grant conditions", "A funder may ask for money back where conditions were not kept."),
    ("Staff burnout", "Teams that cover for gaps may themselves fall ill."),
    ("Payroll change", "Moving pay to the new supplier may leave people unpaid in its first month."),
    ("Dry summers", "Parks and young trees may not live through another dry year."),
    ("Licensing backlog", "Licences may be given late, and traders may turn to the courts."),
    ("Lone visits", "A member of staff may be hurt when visiting on their own."),
    ("Fuel prices", "The price of diesel may eat up what the new routes were to save."),
    ("Ballot day", "An election may be called before enough people are trained to run it."),
    ("Museum roof", "Rain may reach the store in which the collection is kept."),
    ("Thin markets", "Too few firms may bid for care at home in the villages."),
    ("Mould in homes", "Damp may make tenants ill before it is found and mended."),
    ("Dormant pensions", "Members who left long ago may be paid wrongly or not at all."),
    ("Landfill gas", "Gas from the closed tip may reach the allotments beside it."),
    ("Phone lines", "The old telephone lines may be switched off before alarms are moved."),
    ("Trust of traders", "Market traders may stay away if rents rise as planned."),
    ("Town hall lift", "The only lift may be out of use while public meetings are held."),
    ("Counting of savings", "Savings may be counted twice, in a programme and in a budget."),
    ("Refuse rounds", "Rounds may be missed when drivers leave for better pay."),
    ("Board turnover", "Half of the board may change in one year and its memory go with it."),
    ("Volunteer drivers", "Too few volunteers may come forward to drive the community bus."),
    ("Small grants", "Small sums may be given away without anyone asking what became of them."),
    ("Cash in kiosks", "Takings may be stolen between the kiosk and the bank."),
]  # fmt: skip

POSTS = (
    ("Chief Finance Officer", ["CFO"], ["Jo Bramwick"]),
    ("Director of Finance", ["DoF"], ["Ann Quill"]),
    ("Head of Legal", ["HoL"], ["Tam Orrin"]),
    ("Head of IT", ["HoIT"], ["Vik Sollund"]),
    ("Director of Housing", ["DH"], ["Bea Tollerton"]),
    ("Director of Adult Care", ["DAC"], ["Wim Ferris"]),
    ("Chief Executive", ["CE", "Chief Exec"], ["Odile Marchbank"]),
    ("Head of Streets", ["HoS"], ["Per Lunt"]),
)


def known(scheme: str = "5x5", body: str = "Wearbridge District", posts: Any = POSTS, **more: object) -> dict[str, Any]:
    """What the register has before the import."""
    listed = [{"title": title, "aliases": list(aliases), "holders": list(holders)} for title, aliases, holders in posts]
    return {"body": body, "scheme": scheme, "posts": listed, "objectives": [], "risks": []} | more


def named(titles: tuple[str, ...]) -> Any:
    """Posts without short names or holders."""
    return tuple((title, (), ()) for title in titles)
