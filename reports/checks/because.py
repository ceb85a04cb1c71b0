"""The words that give a reason, and where else it may stand."""

from __future__ import annotations

import re

from reports.checks.language import straight
from reports.checks.model import Kind, Text

BECAUSE = re.compile(
    r"\b(?:because|since (?!(?:the )?(?:last|previous|spring|summer|autumn|winter|then|january|february|march|april|"
    r"may|"
    r"june|july|august|september|october|november|december|\d{4})\b)|following|"
    r"due to|owing to|as (?:a result|the|a consequence|our|its|more|fewer|both|we|most|recruit|demand|too|so|it "
    r"(?!was\b|is\b|did\b)|they (?!were\b|are\b|did\b))|"
    r"after|once|where (?!it\b|they\b|we\b)|"
    r"result(?:s|ed|ing)? (?:of|from|in)|therefore|hence|thus|accordingly|consequently|so (?:that|as to)|, so\b|"
    r"reflect(?:s|ed|ing)?|in (?:the )?light of|given (?:the|that|how)|driven by|thanks to|caused by|reasons?|in "
    r"response|now that|owes|attribut\w+|stems? from|that is why|which is why|explains?|"
    r"on the (?:strength|basis|back) of|explain\w*|as (?!(?:they|it|each|before) )(?:\w+ ){1,6}(?:has|have|had|is|"
    r"are|was|were|did|do|does|fell|"
    r"rose|"
    r"ended|came|took|left|began|started|withdrew|went)|with (?:the|a|"
    r"an|more|fewer|both|all|so few|so many|no|its|their) [\w ]+(?:ing|gone|done|ended|over|out|away|behind|short|late|"
    r"[a-z]ed)\b|having \w+|"
    r"with (?:\w+ ){0,3}(?:fewer|more|less|lower|higher|worse|better)|"
    r"tied to|linked to|lies? (?:in|with)|arises? from|delayed by|held (?:up|back) by|prompted by|helped by|"
    r"waits? (?:for|on|until)|waiting (?:for|on)|await(?:s|ing|ed)?|pending|wants? of|lack(?:s|ed|ing)?(?: of)?|"
    r"shortage|"
    r"short of|delays? (?:in|to|with)|pressure "
    r"on|dependen\w+ on|depends? (?:up)?on|reliant on|subject to|so few|too (?:few|many|little|much|late|slow)|"
    r"not enough|(?:has|have|had) (?:pushed|brought|driven|led|caused|allowed|enabled|helped|meant|made|kept|held)|"
    r"(?:pushed|brought|drove|led|caused|allowed|enabled|helped|meant|made|keeps?|kept|holds?|held) (?:it|this|the|its|"
    r"back)|(?:in order )?to (?:let|allow|give|make room|enable|avoid|fit|match|bring|take account|wait)|for want|"
    r"priorit\w+|instead|rather than wait|unable to|could not|cannot)\b",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"\b(?:explained|set out|described|given|told|see|discussed|taken|covered|dealt with|follows?|turned to) (?:\w+ "
    r")?(?:in|"
    r"at|below|above|paragraphs?|appendix|under|by itself|later|next|separately)\b|\bfor the reasons?\b|\bsee "
    r"(?:para|app)",
    re.IGNORECASE,
)


def is_told_elsewhere(words: str) -> bool:
    """Whether a passage says that its reasons stand elsewhere: "see paragraph 1.9"."""
    return ELSEWHERE.search(words) is not None


def leads_to_reason(text: Text, at: int) -> bool:
    """Whether a reason is given in the list a passage leads to, or in what follows without a new subject."""
    passage = text.passages[at]
    for other in text.passages[at + 1 : at + 4]:
        if other.kind is Kind.HEADING or (passage.kind is Kind.ITEM and other.kind is Kind.ITEM):
            return False
        goes_on = re.match(
            r"^(?:this|the (?:reason|cause|delay|change|movement|rise|fall|reduction|increase)|it|these)\b",
            other.text,
            re.I,
        )
        if other.kind is not Kind.ITEM and not goes_on:
            return False
        if BECAUSE.search(straight(other.text)) or re.match(r"^this (?:reflects|follows|is)", other.text, re.I):
            return True
    return False
