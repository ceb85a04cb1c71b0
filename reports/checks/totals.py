"""Is a count of risks meant to be all that a register holds?"""

from __future__ import annotations

import re

from reports.checks.claims import Claim
from reports.checks.language import straight
from reports.checks.model import Severity

TOTAL = re.compile(
    r"\b(?:register (?:now |currently |still |today )?(?:holds?|held|contains?|contained|comprises?|comprised|has|had|"
    r"lists?|listed|consists? of|includes|stands? at|stood at|runs? to|ran to|numbers?|"
    r"carries|carried|sets out|records|shows|of|with)|"
    r"there (?:are|were|remain)(?: now| currently| still)?|(?:has|have|had|holds?|held|manages?|carries|maintains?|"
    r"owns?|"
    r"keeps?|reports?|monitors?|tracks?|runs?)(?: now| currently| a total of| in total| a register of)*|made up of|"
    r"(?:number|total) of (?:open |corporate |Met |MOPAC )*risks (?:on the register )?(?:is|stands at|remains at|"
    r"remains)|summarises|sets out|total of|all|each of|every one of|any of)\s*(?:its |our |the |of the )?$",
    re.IGNORECASE,
)
ON_REGISTER = re.compile(
    r"\b(?:(?:on|in|make up|form|fill) (?:the|its|our|their|each|MOPAC's|the Met's) (?:(?:Met|MOPAC|corporate|risk|"
    r"MPS|current|own|whole|present) )*register|in (?:total|all)|altogether|(?:are |is )?(?:listed|set out|shown|"
    r"summarised|included|attached|presented) (?:in|at) appendix|currently open|remain open|are open|were open|"
    r"stood open)\b",
    re.IGNORECASE,
)
NOT_RISKS_HELD = re.compile(
    r"\b(?:where|which|that|who|aligned|joint|shared|common|emerging|key|significant|critical|main|principal|"
    r"additional|potential|new possible|external|issue)\b",
    re.IGNORECASE,
)
A_PART = re.compile(r"\b(?:further|other|remaining|additional|more|new|another|such|different)\b", re.IGNORECASE)
LIMITING = re.compile(
    r"\s*(?:to (?:the|our|its|policing|delivery)|of (?!which)|around|about|with|where|that|which|relating|"
    r"concerning|in relation|within|in more|in (?:greater )?depth|in (?:turn|detail)|because|for|from|by)\b"
)


def how_sure_of_total(claim: Claim, wholes: list[int]) -> Severity | None:
    """ERROR where the words say that it is all the register holds, WARNING where its size suggests it, else None."""
    if claim.is_rest or claim.number.kind not in ("count", "none"):
        return None
    if _says_total(claim):
        return Severity.ERROR
    if re.search(r"\b(?:Met|MOPAC|MPS)(?:'s|’s)?\s*$", claim.before) and re.match(r"\s*(?:[.,;]|$)", claim.region):
        return Severity.WARNING  # "MOPAC has thirteen risks and the Met five."
    return Severity.WARNING if _is_near(claim, wholes) else None


def _says_total(claim: Claim) -> bool:
    before, region = straight(claim.before), straight(claim.region)
    if NOT_RISKS_HELD.search(claim.adjectives) or A_PART.search(claim.adjectives) or claim.number.kind != "count":
        return False
    tail = re.sub(r"^(?:\s+[\w'-]+)*?\s+risks?\b", "", region, count=1)
    if re.match(r"\s*(?:on|in) (?:last|the previous|another|the other)\b", tail):
        return False
    if LIMITING.match(tail) and not ON_REGISTER.search(tail):
        return False
    if ON_REGISTER.search(tail):
        return not re.match(r"\s*,? (?:not|but not|which|that)\b", tail) and _stands_alone(before)
    strong = re.search(r"\b(?:corporate|strategic|headline|open|Met|MOPAC|MPS|MOPAC's|Met's)\b", claim.adjectives)
    is_of_register = strong or "register" in before.lower()[-60:] or "register" in tail.lower() or "bodies" in before
    if TOTAL.search(before) and is_of_register and _stands_alone(before):
        return True
    if strong and re.search(r"(?:\b(?:the|its|our|all|their)|'s)(?: \w+)?\s*$", before, re.I):
        return True
    return (
        bool(re.search(r"\b(?:all|each|every one)(?: of)?(?: the| its| our)?\s*$", before, re.I))
        and claim.number.value > 2
    )


def _stands_alone(before: str) -> bool:
    """Not a part of something told before: "of these, three risks are on ..."."""
    return not re.search(r"\b(?:of (?:these|them|which|those)|another|further)\b[^.;]{0,12}$", before)


def _is_near(claim: Claim, wholes: list[int]) -> bool:
    """A number of risks so near to all that it can hardly be of anything else: "the twelve risks" of eleven."""
    value = claim.number.value
    tail = re.sub(r"^(?:\s+[\w'-]+)*?\s+risks?\b", "", straight(claim.region), count=1)
    if NOT_RISKS_HELD.search(claim.adjectives) or A_PART.search(claim.adjectives) or LIMITING.match(tail):
        return False
    if claim.whole is not None or claim.number.limit:
        return False
    is_held = re.search(
        r"\b(?:register|holds?|held|have|has|had|corporate|our|its|the|all|each|every)\b",
        straight(claim.before[-40:]) + claim.adjectives,
    )
    return bool(is_held) and any(whole >= 5 and 0 < abs(whole - value) <= 2 for whole in wholes)
