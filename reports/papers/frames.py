"""The headings a new paper begins with, in the order of the papers the Panel has met (000 to 004), and what the Panel
needs under each.

Guidance is for the writer alone and is never printed.
"""

from dataclasses import dataclass

from reports.models import Fill, Part


@dataclass(frozen=True)
class Place:
    """A section of the frame, empty until somebody writes it or the portal drafts it."""

    key: str  # of the place, whatever its heading becomes
    heading: str
    part: Part
    level: int = 1
    guidance: str = ""
    fill: Fill = Fill.NOTHING
    writer: str = ""  # of a joint paper: the body that writes it; empty: both together
    draft: str = ""  # what the portal drafts for it (reports/papers/drafting.py)


PURPOSE = Place(
    "purpose",
    "Overall Summary of the Purpose of the Report",
    Part.SUMMARY,
    2,
    "What the report is about and why the Panel has it now, in three or four short paragraphs. Say what the Panel "
    "asked for last time and where it is answered, and which appendix holds what.",
    draft="purpose",
)
CONSIDERATIONS = Place(
    "considerations",
    "Key Considerations for the Panel",
    Part.SUMMARY,
    2,
    "The two or three things on which the Panel's view would help most. Name the risks; leave the detail for later.",
    draft="considerations",
)
INTERDEPENDENCIES = Place(
    "interdependencies",
    "Interdependencies/Cross Cutting Issues",
    Part.SUMMARY,
    2,
    "Which other papers to this meeting bear on this one. Refer to them, so that their agenda items stay right.",
    draft="interdependencies",
)
SUMMARY = (PURPOSE, CONSIDERATIONS, INTERDEPENDENCIES)

CLOSING = (
    Place(
        "equality",
        "Equality and Diversity Impact",
        Part.CLOSING,
        guidance="Whom the risks and their controls touch differently, and what is done about it. Where there is no "
        "impact, say so and how you know.",
    ),
    Place(
        "financial",
        "Financial Implications",
        Part.CLOSING,
        guidance="What the report would cost and from which budget. New spending needs its own approval: say where.",
    ),
    Place(
        "legal",
        "Legal Implications",
        Part.CLOSING,
        guidance="The duty this report helps to meet, with its Act or regulation; and whether the report itself raises "
        "any legal question. Not the finances.",
    ),
    Place(
        "risk",
        "Risk Implications",
        Part.CLOSING,
        guidance="What could follow from what is recommended here, and from not doing it.",
    ),
    Place(
        "contacts",
        "Contact Details",
        Part.CLOSING,
        guidance="Leave it empty: the portal prints the report authors of the title block.",
        fill=Fill.CONTACTS,
    ),
    Place(
        "appendices",
        "Appendices and Background Papers",
        Part.CLOSING,
        guidance="Leave it empty: the portal prints the list. Add background papers that are not appendices.",
        fill=Fill.APPENDICES,
    ),
)

SUPPORTING = Place(
    "supporting",
    "Supporting Information",
    Part.BODY,
    guidance="How the register was gone through since the last report: by which meetings, what was asked, and what "
    "each appendix adds.",
)
MOVEMENT = Place(
    "movement",
    "Changes and movement of risk since last quarter",
    Part.BODY,
    2,
    "Begin from the sentence drafted from the register. For each risk that moved say why; where nothing moved, say "
    "what happened to its controls all the same, because a score may stand still while its controls slip.",
    draft="movement",
)

MOPAC_RISK_UPDATE = (*SUMMARY, SUPPORTING, MOVEMENT, *CLOSING)

# A kind of heading of 003, one for each answer to "how is progress?"
TO_NOTE = "Risks to note, one paragraph each: begin with the title and reference in bold. "
MET_RISK_REPORT = (
    PURPOSE,
    CONSIDERATIONS,
    INTERDEPENDENCIES,
    Place(
        "update",
        "Corporate risk update",
        Part.BODY,
        guidance="Which appendix holds the register, at which board it was gone through, and how progress is judged.",
        draft="counts",
    ),
    Place(
        "position",
        "Risk position update",
        Part.BODY,
        guidance="What changed in the register as a whole. The headings below take the risks by progress.",
        draft="movement",
    ),
    Place(
        "on-track",
        "“On track” risks to note are:",
        Part.BODY,
        2,
        TO_NOTE + "Only those of which the Panel should know: a score that fell, a target reached.",
        draft="progress:on-track",
    ),
    Place(
        "limited",
        "“Limited” risks to note are:",
        Part.BODY,
        2,
        TO_NOTE + "Why progress is limited, for how many quarters it has been, and what comes next and when.",
        draft="progress:limited",
    ),
    Place(
        "slipped",
        "“Slipped” risks to note are:",
        Part.BODY,
        2,
        TO_NOTE + "What slipped, from which date to which, why, and what that does to the risk.",
        draft="progress:slipped",
    ),
    Place(
        "no-progress",
        "“No progress” risks to note are:",
        Part.BODY,
        2,
        TO_NOTE + "Why nothing has been done, and what will be done to change that.",
        draft="progress:no-progress",
    ),
    Place(
        "controls",
        "Controls this quarter",
        Part.BODY,
        2,
        "What was done this quarter that acts on several risks, under a smaller heading for each piece of work.",
    ),
    *CLOSING,
)

ALIGNMENT = (
    PURPOSE,
    CONSIDERATIONS,
    INTERDEPENDENCIES,
    Place(
        "alignment",
        "Alignment of risk",
        Part.BODY,
        guidance="How the two bodies keep their risks in step: who sits on whose board, what was aligned or let go "
        "this quarter, and whether the joint controls are in place and working.",
        draft="alignment",
    ),
    Place(
        "theme",
        "Theme in depth",
        Part.BODY,
        guidance="Rename it for the theme the Panel asked for, or take it out. The headings below are its parts.",
    ),
    Place("theme-context", "Context", Part.BODY, 2, "The duty, the evidence, and which risks of each body it touches."),
    Place(
        "theme-governance",
        "Governance Structure",
        Part.BODY,
        2,
        "The boards and groups that steer it, who chairs them, and when they last dealt with it.",
    ),
    Place(
        "theme-mopac",
        "MOPAC Approach",
        Part.BODY,
        2,
        "What MOPAC does about it, which of its risks that controls, and how it knows that it works.",
        writer="mopac",
    ),
    Place(
        "theme-met",
        "MPS Approach",
        Part.BODY,
        2,
        "What the Met does about it, which of its risks that controls, and how it knows that it works.",
        writer="met",
    ),
    Place(
        "oral",
        "Oral update",
        Part.BODY,
        guidance="Where something will only be known at the meeting: name the speaker, say what it will be about and "
        "give the Panel the questions to ask. Add the matching recommendation. What was said is noted afterwards. "
        "Take it out where there is none.",
    ),
    *CLOSING,
)

GOVERNANCE = (
    PURPOSE,
    Place(
        "purpose-statement",
        "MOPAC Annual Governance Statement",
        Part.SUMMARY,
        3,
        "For which year, in which appendix, and whether it is a draft or final.",
    ),
    Place(
        "purpose-plan",
        "Governance Improvement Plan",
        Part.SUMMARY,
        3,
        "Of which year the plan is, what it was made from, and when the next one comes to the Panel.",
    ),
    CONSIDERATIONS,
    INTERDEPENDENCIES,
    Place(
        "supporting",
        "Supporting Information",
        Part.BODY,
        guidance="The framework governance is judged by, and what the appendices hold.",
    ),
    Place(
        "statement",
        "Annual Governance Statement",
        Part.BODY,
        2,
        "What works well and what is to be improved, as the statement finds it. A list that says how many it holds "
        "must hold as many.",
    ),
    Place(
        "plan",
        "Governance Improvement Plan",
        Part.BODY,
        2,
        "Where the improvements come from and how often the plan is gone through.",
    ),
    Place(
        "overview",
        "Overview",
        Part.BODY,
        3,
        "The counts, drafted from the plan so that they add up. Dates revised are counted beside the statuses, never "
        "among them.",
        draft="plan-overview",
    ),
    Place(
        "achievements",
        "Key Achievements",
        Part.BODY,
        3,
        "What was completed since the last paper, each with the reference of its work-stream.",
        draft="plan-achievements",
    ),
    Place(
        "areas",
        "Areas of Improvement",
        Part.BODY,
        3,
        "Every work-stream whose date was pushed back, with the reason and the new date. As many as you say there are.",
        draft="plan-slipped",
    ),
    *CLOSING,
)
