"""Which reference does a cell hold, beside footnote marks, words and a score?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from reports.imports.movements import ARROWS
from reports.imports.texts import one_line, says_nothing

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹ªᵃᵇᶜ"
MARKS = rf"[*†‡§#^~{SUPERSCRIPTS}{''.join(ARROWS)}]+\ufe0f?"
REF = re.compile(
    rf"""^\s*
    (?:(?:(?:risks?|controls?|actions?|ref(?:erence)?s?|nos?|numbers?|id)\b\s*[.:#]*\s*){{1,3}}
    (?=[A-Za-z]{{0,5}}[ -]?\d))?
    (?P<ref>(?:[A-Za-z&]{{1,8}}[ ./_-]{{0,3}}){{0,3}}\d{{1,6}}(?:[./-]\d{{1,4}}){{0,3}}[a-z]?|[A-Z]{{1,3}})
    (?P<mark>\s*{MARKS}|\s*\[[^\]]{{0,20}}\])?\s*
    (?P<words>[(\[].{{0,40}}[)\]]|[-–:,]?\s*(?:new|closed|reopened|escalated|de-escalated|revised|merged).{{0,30}})?
    (?P<late>\s*{MARKS})?\.?\s*$""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


class Ref(NamedTuple):
    """A reference as it stands in a file: without marks, the marks and words after it, and a score in the same cell."""

    printed: str
    mark: str = ""
    score: str = ""


@lru_cache(maxsize=10_000)
def ref_of(text: str) -> Ref | None:
    """ "3*", "4¹", "7 (new)", "R-012", "CRR 5", "F10", "1 M v H"; None for what cannot be a reference."""
    line = one_line(text)
    if not line or says_nothing(line):
        return None
    match = REF.match(line)
    if match and (any(sign.isdigit() for sign in match["ref"]) or match["ref"].isupper()):
        mark = one_line(" ".join(filter(None, (match["mark"], match["words"], match["late"]))))
        return Ref(re.sub(r"\s+", " ", match["ref"].strip()), mark)
    return _ref_and_score(line)


REF_AND_TITLE = re.compile(
    rf"^(?:risk\s*(?:no\.?|ref\.?)?\s*)?(?P<ref>(?:[A-Z]{{1,5}}[ ./-]{{0,2}}){{0,2}}\d{{1,4}}[a-z]?)(?P<mark>{MARKS})?"
    r"(?:\s*[.:)|]\s*|\s*[-–—]\s+|\s*\n\s*|\s+)(?P<title>[A-Z“\"‘'].*)$",
    re.IGNORECASE | re.DOTALL,
)


def ref_and_title(text: str) -> tuple[str, str] | None:
    """ "Risk 4 | Funding", "R12 – Cyber attack", "3. Victims" as reference and title; None for other texts."""
    match = REF_AND_TITLE.match(text.strip())
    if not match:
        return None
    return one_line(match["ref"]), match["title"].strip()


REF_AND_SCORE = re.compile(
    rf"^(?P<ref>[A-Za-z&]{{0,8}}[ ./-]{{0,2}}\d{{1,6}}[a-z]?)(?P<mark>{MARKS})?\s*[-–:,;|]?\s+"
    rf"\(?(?P<score>(?:VH|VL|[LMH]|\d{{1,2}})\s*(?:v|vs\.?|x|×|\*)\s*(?:VH|VL|[LMH]|\d{{1,2}})"
    rf"(?:\s*=\s*\d{{1,3}})?|(?:VH|VL|[LMH])\s*/\s*(?:VH|VL|[LMH]))\)?(?P<arrow>\s*[{''.join(ARROWS)}]\ufe0f?)?$",
    re.IGNORECASE,
)


def _ref_and_score(line: str) -> Ref | None:
    match = REF_AND_SCORE.match(line)
    if not match:
        return None
    score = " ".join(filter(None, (match["score"].strip(), (match["arrow"] or "").strip())))
    return Ref(match["ref"].strip(), match["mark"] or "", score)
