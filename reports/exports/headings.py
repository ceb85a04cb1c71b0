"""Which column of our own files says what? So that a list which was exported is understood at once when it comes back.

Plain Python: {what a table is about: {heading: fact}}. A heading of ours that is not here is not imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from reports.imports.values import About, Fact

RISKS = {
    "Ref": Fact.REF,
    "Title": Fact.TITLE,
    "Movement": Fact.MOVEMENT,
    "Likelihood": Fact.CURRENT_LIKELIHOOD,
    "Impact": Fact.CURRENT_IMPACT,
    "Band": Fact.CURRENT_BAND,
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
}
FACTS: Mapping[About, Mapping[str, Fact]] = MappingProxyType(
    {About.RISKS: RISKS, About.CONTROLS: CONTROLS, About.PLAN: PLAN}
)
