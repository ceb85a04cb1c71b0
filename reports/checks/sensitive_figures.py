"""Figures that are withheld, told in a public part: the score, target or progress of a risk, in words or in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.figures_counts import level_of
from reports.checks.found import Finder
from reports.checks.language import sentences, straight
from reports.checks.model import Facts, Finding, Kind, Passage, RiskFacts, Severity, Text
from reports.checks.numbers import value_of
from reports.checks.risks_named import Mention, mentions
from reports.checks.vocabulary import properties

IN_WORDS = "two|three|four|five|six|eight|nine|ten|twelve|fifteen|sixteen|twenty(?:-five)?"
VALUE = rf"(?:\d{{1,2}}|{IN_WORDS})"
LEVEL = r"(?:[1-5]|one|two|three|four|five)"
SCORE = re.compile(
    rf"\b(?:scor(?:e|es|ed|ing)|rated|rating|risk score|assessed|figure|product|"
    rf"total)\b[^.;\d]{{0,40}}?\b(?P<value>{VALUE})\b(?!\s*(?:%|/\d[^\d]|per cent|"
    rf"for\b|times|by\b|x\b|months?|weeks?|years?|risks?|controls?|points?|quarters?))|"
    rf"\((?P<bare>\d{{1,2}})\)|\b(?:at|to|of) (?P<at>{VALUE})\b(?!\s*(?:%|for\b|by\b|\w*\s?(?:January|March|June|"
    rf"July|September|December)))|"
    rf"\b(?P<of>{VALUE}) ?(?:out of|/) ?(?:25|twenty-five)\b",
    re.IGNORECASE,
)
PRODUCT = re.compile(
    rf"\b(?P<l1>{LEVEL})\s?(?:[x×/]|by|times|v\.?)\s?(?P<i1>{LEVEL})\b|"
    rf"\blikelihood[\w ]{{0,14}}?(?P<l2>{LEVEL})\b[^.;]{{0,25}}?\bimpact[\w ]{{0,14}}?(?P<i2>{LEVEL})\b|"
    rf"\bimpact[\w ]{{0,14}}?(?P<i3>{LEVEL})\b[^.;]{{0,25}}?\blikelihood[\w ]{{0,14}}?(?P<l3>{LEVEL})\b|"
    rf"\b(?P<l4>{LEVEL}) (?:for|in|on|of) (?:\w+ )?likelihood\b[^.;]{{0,25}}?\b(?P<i4>{LEVEL}) (?:for|in|on|of) "
    rf"(?:\w+ )?impact\b|"
    rf"\b(?P<i5>{LEVEL}) (?:for|in|on|of) (?:\w+ )?impact\b[^.;]{{0,25}}?\b(?P<l5>{LEVEL}) (?:for|in|on|of) (?:\w+ "
    rf")?likelihood\b|"
    rf"\bL(?P<l6>[1-5])[ ,/x×]{{0,2}}I(?P<i6>[1-5])\b",
    re.IGNORECASE,
)
TARGET = re.compile(r"\btarget", re.IGNORECASE)
COLUMNS = {
    "score": r"\bscor|rating|\brated|likelihood|impact|\bband\b",
    "target": r"target",
    "progress": r"progress|status|rag\b|colour",
}


def check(finder: Finder, at: int, passage: Passage, text: Text, facts: Facts) -> Iterator[Finding]:
    """In prose, then in the row of a table."""
    yield from _named_openly(finder, at, passage, text, facts)
    if passage.kind is Kind.CELL and passage.row > 1:
        yield from _in_a_row(finder, at, text, facts)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", straight(text).lower().replace("'", ""))


def _named_openly(finder: Finder, at: int, passage: Passage, text: Text, facts: Facts) -> Iterator[Finding]:
    found = mentions(text, passage, facts)
    for one in found:
        if one.risk.is_sensitive and one.by == "title":
            yield finder.at(
                at,
                (one.start, one.end),
                "leak",
                "This risk is OFFICIAL-SENSITIVE and named in a public part",
                "Take it out, or move it to a sensitive part",
                severity=Severity.BLOCKS,
            )
    for span in sentences(passage.text):
        here = [one for one in found if span.start <= one.start < span.end]
        risks = {(one.register.organisation, one.risk.ref) for one in here}
        one = here[0] if len(risks) == 1 else None
        if (
            one is None
            and not here
            and found
            and re.match(r"^(?:it|its|this|the (?:score|target|risk|rating))\b", span.text, re.I)
        ):
            earlier = [other for other in found if other.end <= span.start]
            one = earlier[-1] if earlier else None
        if one is not None and one.risk.withheld:
            yield from _figures_openly(finder, at, span.start, straight(span.text), one)


def _in_a_row(finder: Finder, at: int, text: Text, facts: Facts) -> Iterator[Finding]:
    """A cell under "score", "target" or "progress" in the row of a risk of which that is withheld."""
    cell = text.passages[at]
    row = [one for one in text.passages if one.kind is Kind.CELL and one.group == cell.group]
    head = next((one.text.lower() for one in row if one.row == 1 and one.column == cell.column), "")
    what = next((name for name in ("target", "progress", "score") if re.search(COLUMNS[name], head)), "")
    if (
        not what
        or not cell.text.strip()
        or re.search(r"withheld|not published|restricted|^[-–]$|n/a", cell.text, re.IGNORECASE)
    ):
        return
    if not re.search(
        r"\d|\b(?:very high|high|medium|low|green|amber|red|on track|limited|slipped|complete|no progress)\b",
        cell.text,
        re.I,
    ):
        return
    beside = [" ".join(_words(one.text)) for one in row if one.row == cell.row and one.column != cell.column]
    for register in facts.registers:
        for risk in register.risks:
            title = " ".join(_words(risk.title))
            if what in risk.withheld and any(
                words == title or words.startswith(f"{title} ") or words.endswith(f" {title}") for words in beside
            ):
                yield _leak(finder, at, (0, len(cell.text)), what, risk)
                return


def _figures_openly(finder: Finder, at: int, offset: int, words: str, one: Mention) -> Iterator[Finding]:
    risk = one.risk
    beside = re.match(r"\s*(?:risk )?\((\d{1,2})\)", words[one.end - offset :]) if one.end >= offset else None
    if (
        beside
        and one.by == "title"
        and "score" in risk.withheld
        and risk.value == int(beside[1])
        and beside[1] != risk.shown_ref
    ):
        yield _leak(finder, at, (one.end + beside.start(1), one.end + beside.end(1)), "score", risk)
        return
    name = one.register.level_names.get(risk.likelihood, "")
    if (
        len(name) > 3
        and "score" in risk.withheld
        and (level := re.search(rf"\b(?:assessed|rated|scored|likelihood)\b[^.;]{{0,30}}?\b({name})\b", words, re.I))
    ):
        yield _leak(finder, at, (offset + level.start(1), offset + level.end(1)), "score", risk)
        return
    for start, end, fact in _told(words, risk):
        if fact in risk.withheld:
            yield _leak(finder, at, (offset + start, offset + end), fact, risk)
            return


def _number(said: str) -> int | None:
    return int(said) if said.isdigit() else value_of(said.lower())


def _leak(finder: Finder, at: int, span: tuple[int, int], fact: str, risk: RiskFacts) -> Finding:
    why = f"The {fact} of “{risk.title}” is not for the public edition"
    mend = "Take it out, move it to a sensitive part, or release it by name"
    return finder.at(at, span, "leak", why, mend, severity=Severity.BLOCKS)


def _told(words: str, risk: RiskFacts) -> Iterator[tuple[int, int, str]]:
    """Where a sentence gives away a risk's score, target or progress as it is."""
    for match in SCORE.finditer(words):
        group = next(name for name in ("value", "bare", "at", "of") if match[name])
        fact = "target" if TARGET.search(words[max(0, match.start() - 20) : match.end()]) else "score"
        right = risk.target_value if fact == "target" else risk.value
        if group in ("bare", "at") and not re.search(r"\b(?:scor|rated|rating)", words):
            continue
        if right is not None and _number(match[group]) == right and match[group] != risk.shown_ref:
            yield *match.span(group), fact
    match = re.search(
        rf"\btarget(?:(?:[^.;\d]|\([Rr]isk \d+\)){{0,60}}?\b(?:is|of|remains|at|to))?:?\s*({VALUE})\b", words
    )
    if match and risk.target_value is not None and _number(match[1]) == risk.target_value:
        yield *match.span(1), "target"
    for match in PRODUCT.finditer(words):
        groups = match.groupdict()
        place = next(number for number in "123456" if groups[f"l{number}"])
        pair = (str(_number(groups[f"l{place}"])), str(_number(groups[f"i{place}"])))
        if pair == (risk.likelihood, risk.impact):
            yield *match.span(), "score"
        elif pair == (risk.target_likelihood, risk.target_impact):
            yield *match.span(), "target"
    for said in properties(words):
        is_target = bool(TARGET.search(words[max(0, said.start - 25) : said.start]))
        if said.dimension == "band" and said.value == (risk.target_band if is_target else risk.band):
            yield said.start, said.end, "target" if is_target else "score"
        if said.dimension in ("likelihood", "impact") and said.value == level_of(getattr(risk, said.dimension)):
            yield said.start, said.end, "score"
        if (said.dimension == "rag" and said.value == risk.rag) or (
            said.dimension == "progress" and said.value == risk.progress
        ):
            gap = words[max(0, said.start - 60) : said.start]
            if not re.search(r"\b(?:controls?|actions?|work|project|programme|recruitment|plan)\b", gap):
                yield said.start, said.end, "progress"
