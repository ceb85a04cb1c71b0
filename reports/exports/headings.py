"""Which column of our own files says what? So that a list which was exported is understood at once when it comes back.

Plain Python: {what a table is about: {heading: fact}}. IGNORED: what the portal works out itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from reports.imports.values import About, Fact

RISKS = {
    "Ref": Fact.REF,
    "Permanent ref": Fact.PERMANENT_REF,
    "Title": Fact.TITLE,
    "Movement": Fact.IGNORED,
    "Likelihood": Fact.CURRENT_LIKELIHOOD,
    "Impact": Fact.CURRENT_IMPACT,
    "Band": Fact.CURRENT_BAND,
    "Score": Fact.CURRENT_IMPACT,  # of a scale without likelihood
    "Target score": Fact.TARGET_IMPACT,
    "Inherent score": Fact.INHERENT_IMPACT,
    "Target likelihood": Fact.TARGET_LIKELIHOOD,
    "Target impact": Fact.TARGET_IMPACT,
    "Target band": Fact.TARGET_BAND,
    "Target date": Fact.TARGET_ON,
    "Owners": Fact.OWNERS,
    "Working leads": Fact.LEADS,
    "Horizon": Fact.HORIZON,
    "Description": Fact.DESCRIPTION,
    "Objectives": Fact.OBJECTIVES,
    "Inherent likelihood": Fact.INHERENT_LIKELIHOOD,
    "Inherent impact": Fact.INHERENT_IMPACT,
    "Inherent band": Fact.INHERENT_BAND,
    "Rationale": Fact.RATIONALE,
    "Highest tolerated band": Fact.APPETITE,
    "Marking": Fact.MARKING,
    "Order": Fact.ORDER,
    "State": Fact.STATE,
    "Opened": Fact.OPENED_ON,
    "Closed": Fact.CLOSED_ON,
    "Last review": Fact.REVIEWED_ON,
    "Next review": Fact.NEXT_REVIEW,
    "Quarters there": Fact.IGNORED,
    "Score before": Fact.IGNORED,
    "Band before": Fact.IGNORED,
    "Progress": Fact.PROGRESS,
    "Why it moved": Fact.IGNORED,
    "Since agreed": Fact.IGNORED,
    "Illustrative": Fact.IGNORED,
    "Escalated to": Fact.IGNORED,
}
CONTROLS = {
    "Ref": Fact.REF,
    "Title": Fact.TITLE,
    "Acts on": Fact.CONTROL_RISKS,
    "State": Fact.STAGE,
    "Progress": Fact.PROGRESS,
    "Owner": Fact.OWNERS,
    "Due": Fact.DUE,
    "Description": Fact.DESCRIPTION,
    "Key control": Fact.IS_KEY,
    "Acts by": Fact.AXIS,
    "Effectiveness": Fact.EFFECTIVENESS,
    "Narrative": Fact.NARRATIVE,
    "Marking": Fact.MARKING,
    "Needs attention": Fact.IGNORED,
    "Risks": Fact.IGNORED,
    "State since": Fact.IGNORED,
    "Stated": Fact.IGNORED,
    "First due": Fact.IGNORED,
    "Times moved": Fact.IGNORED,
    "Slips": Fact.IGNORED,
    "Register": Fact.IGNORED,
    "Rated": Fact.IGNORED,
    "Since agreed": Fact.IGNORED,
    "Illustrative": Fact.IGNORED,
}
PLAN = {
    "Ref": Fact.REF,
    "Title": Fact.TITLE,
    "Status": Fact.STATUS,
    "Note": Fact.NOTE,
    "Owner": Fact.OWNERS,
    "Promised for": Fact.DUE,
    "Source": Fact.SOURCE,
    "Priority": Fact.PRIORITY,
    "Principle": Fact.PRINCIPLE,
    "Recommendation": Fact.RECOMMENDATION,
    "Response": Fact.RESPONSE,
    "First promised for": Fact.IGNORED,
    "Times revised": Fact.IGNORED,
    "Past the date": Fact.IGNORED,
    "Source number": Fact.IGNORED,
    "Carried from": Fact.IGNORED,
    "Status since": Fact.IGNORED,
    "Illustrative": Fact.IGNORED,
}
FACTS: Mapping[About, Mapping[str, Fact]] = MappingProxyType(
    {About.RISKS: RISKS, About.CONTROLS: CONTROLS, About.PLAN: PLAN}
)
# By which a table of ours is known even when columns were taken out of it: nobody else has all of these.
SIGNS: Mapping[About, frozenset[str]] = MappingProxyType(
    {
        About.RISKS: frozenset({"Ref", "Title", "Permanent ref"}),
        About.CONTROLS: frozenset({"Ref", "Title", "Acts on", "State since"}),
        About.PLAN: frozenset({"Ref", "Title", "Promised for", "Status since"}),
    }
)
