"""How are the facts and tables of an import called on screen? Plain words, one place, for pages and for the shell."""

from __future__ import annotations

from reports.imports.values import SCORED, About, Deed, Fact, Weight

ABOUTS = {
    About.RISKS: "Risks",
    About.CONTROLS: "Controls and actions",
    About.PLAN: "Work-streams of an improvement plan",
    About.NOTHING: "Nothing to import: leave it out",
}

DEEDS = {  # what will be done, and what has been
    Deed.CREATE: ("Create", "created"),
    Deed.CHANGE: ("Change", "changed"),
    Deed.NOTHING: ("Leave alone", "left alone"),
    Deed.REFUSE: ("Refuse", "refused"),
}

WEIGHTS = {Weight.REFUSED: "Not imported", Weight.QUESTION: "Question", Weight.REMARK: "Note"}

KINDS = {"inherent": "Inherent", "current": "Current", "target": "Target"}
PARTS = {
    "score": "score, likelihood and impact",
    "likelihood": "likelihood",
    "impact": "impact",
    "band": "band or colour",
    "total": "total (checked, not imported)",
}

FACTS = {
    Fact.REF: "Reference",
    Fact.TITLE: "Title",
    Fact.DESCRIPTION: "Description",
    Fact.CAUSE: "Cause (into the description)",
    Fact.EFFECT: "Effect (into the description)",
    Fact.OWNERS: "Owners",
    Fact.LEADS: "Working leads",
    Fact.OBJECTIVES: "Objectives",
    Fact.HORIZON: "Horizon",
    Fact.MARKING: "Marking",
    Fact.ORDER: "Place in the list",
    Fact.PERMANENT_REF: "Permanent reference, of the portal's own files",
    Fact.APPETITE: "Highest band tolerated",
    Fact.OPENED_ON: "Date opened",
    Fact.CLOSED_ON: "Date closed",
    Fact.STATE: "Open or closed",
    **{Fact(f"{kind}-{part}"): f"{KINDS[kind]} {words}" for kind in SCORED for part, words in PARTS.items()},
    Fact.SCORE_KIND: "Which score the row holds: inherent, current or target",
    Fact.TARGET_ON: "Target date",
    Fact.RATIONALE: "Reason for the score",
    Fact.MOVEMENT: "Movement (compared, not imported)",
    Fact.REVIEWED_ON: "Date reviewed",
    Fact.NEXT_REVIEW: "Date of the next review",
    Fact.CONTROLS: "Controls in place",
    Fact.ACTIONS: "Planned controls and actions",
    Fact.CONTROL_OWNERS: "Owners of the controls in the row",
    Fact.CONTROL_RISKS: "Risks it acts on",
    Fact.STAGE: "State",
    Fact.DUE: "Due date",
    Fact.PROGRESS: "Progress",
    Fact.NARRATIVE: "What is said of progress",
    Fact.IS_KEY: "Key control",
    Fact.AXIS: "Acts on likelihood or impact",
    Fact.EFFECTIVENESS: "Effectiveness",
    Fact.PRINCIPLE: "Principle",
    Fact.SOURCE: "Source",
    Fact.RECOMMENDATION: "Recommendation",
    Fact.RESPONSE: "Response",
    Fact.PRIORITY: "Priority",
    Fact.STATUS: "Status",
    Fact.NOTE: "Note",
    Fact.IGNORED: "Nothing: leave it out",
}

# Of a table of risks: what is said of the controls that stand in a risk's own row.
OF_ITS_CONTROLS = (
    *(Fact.CONTROLS, Fact.ACTIONS, Fact.CONTROL_OWNERS, Fact.STAGE, Fact.DUE, Fact.PROGRESS, Fact.NARRATIVE),
    *(Fact.IS_KEY, Fact.AXIS, Fact.EFFECTIVENESS),
)

# Under which heading of a long list a fact is offered.
_GROUPS = (
    ("Reviews and movement", (Fact.RATIONALE, Fact.MOVEMENT, Fact.REVIEWED_ON, Fact.NEXT_REVIEW)),
    ("Controls and actions in the row", OF_ITS_CONTROLS),
    *((f"{words} score", tuple(fact for fact in Fact if fact.startswith(kind))) for kind, words in KINDS.items()),
)


def group_of(fact: Fact, about: About) -> str:
    """The heading under which a fact of such a table is offered; "" for the one above them all."""
    if about != About.RISKS:
        return ""
    return next((heading for heading, facts in _GROUPS if fact in facts), "")


def fact_word(fact: Fact, about: About = About.RISKS) -> str:
    """A fact in words; a work-stream's narrative and a control's description are called as their pages call them."""
    if about == About.CONTROLS and fact == Fact.REF:
        return "Number"
    return FACTS[fact]


def counted(number: int, noun: str, plural: str = "") -> str:
    """ "1 question", "3 questions"; "2 entries"."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
