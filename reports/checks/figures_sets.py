"""Family "figures", several risks at once: "the amber risks are A, B and C", "A and B both fell", each one checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.about import About, called, wrong
from reports.checks.found import Finder
from reports.checks.language import is_hedged, is_of_longer, is_of_the_past, straight
from reports.checks.model import Finding, RiskFacts
from reports.checks.risks_named import Mention
from reports.checks.vocabulary import Said, properties

DIMENSIONS = ("rag", "progress", "band", "movement", "horizon")
TIE = re.compile(
    r"\s*(?:\((?:risk )?\d{1,3}\)|\([^)]{0,40}\))?\s*(?:,|;|and|&|,\s*and|;\s*and)\s*(?:the |risk \d+,? )?",
    re.IGNORECASE,
)
LEADS_TO = re.compile(
    r"(?:\b(?:are|were|being|namely|is)\b|:|[–-]|\(|,)\s*(?:the |these: |as follows: )?(?:risk \d+,? )?[\"']?$",
    re.IGNORECASE,
)
SAID_AFTER = re.compile(
    r"\s*(?:\([^)]{0,40}\))?\s*,?\s*(?:(?:both|all|each|are|were|have|had|has|also|now|still|been|report|reported|"
    r"reports|"
    r"show|stand|stood|remain|remained|stay|stayed|rated|assessed|as|at|in|the|of|made|make|making|with|sit|scored|"
    r"risks|"
    r"our|two|three|progress|is|come|came)\b\s*)*$",
    re.IGNORECASE,
)
NOT_OF_ALL = re.compile(
    r"\b(?:one|two|some|most|none|neither|only|first|last|part|either|not|respectively|while|whereas|but|except|than|"
    r"control|controls|action|actions|target|targets|from|to|former|latter)\b",
    re.IGNORECASE,
)


def check(finder: Finder, at: int, about: About) -> Iterator[Finding]:
    """What one sentence says of each of several risks that it names in a row."""
    text = straight(about.span.text)
    if is_hedged(text) or is_of_the_past(text) or is_of_longer(text):
        return
    said_here = [
        said for said in properties(text) if said.dimension in DIMENSIONS and said.value not in ("closed", "new")
    ]
    for run in _runs(about, text):
        said = _led_to(text, run[0], said_here) or _after(text, run[-1], said_here)
        for one in run if said else ():
            yield from _of_one(finder, at, about, one, said)


def _runs(about: About, text: str) -> Iterator[list[Mention]]:
    """Risks that stand one beside the other; a risk's number in brackets after its title is no other."""
    run: list[Mention] = []
    for one in about.named:
        if run and run[-1].risk is one.risk and one.start - run[-1].end < 12:
            continue
        if run and TIE.fullmatch(text[run[-1].end : one.start]):
            run.append(one)
            continue
        if len(run) > 1:
            yield run
        run = [one]
    if len(run) > 1:
        yield run


def _led_to(text: str, first: Mention, said_here: list[Said]) -> list[Said]:
    """ "The risks that are amber are ...": of one kind, said of "risks" before the row and of nothing else."""
    lead = text[: first.start]
    said = [said for said in said_here if said.end <= first.start]
    plural = list(re.finditer(r"\brisks\b|\bthose\b|\bones\b", lead))
    if not said or not plural or not LEADS_TO.search(lead) or len({one.dimension for one in said}) != 1:
        return []
    return (
        []
        if NOT_OF_ALL.search(
            re.sub(r"\b(?:two|three) (?=\w+ ?risks)|\b(?:the|our) (?:two|three|one)\b", " ", lead, flags=re.I)
        )
        else said
    )


def _after(text: str, last: Mention, said_here: list[Said]) -> list[Said]:
    """ "A and B both report limited progress"."""
    said = [said for said in said_here if said.start >= last.end]
    if not said or not SAID_AFTER.match(text[last.end : said[0].start]):
        return []
    gap = text[last.end : said[0].start]
    if NOT_OF_ALL.search(gap.replace("two risks", "")) or not re.search(
        r"\b(?:both|all|each|are|were|have|report|stand|remain|stay|fell|rose)\b",
        gap + said[0].dimension.replace("movement", " fell "),
    ):
        return []
    return said[:1]


def _of_one(finder: Finder, at: int, about: About, one: Mention, said: list[Said]) -> Iterator[Finding]:
    right = _known(one.risk, said[0].dimension)
    values = {one_said.value for one_said in said}
    if not right or right in values or (right == "both" and said[0].dimension == "horizon"):
        return
    if said[0].dimension == "movement" and ("moved" in values or right not in ("up", "down", "static")):
        return
    why = f"{called(one.risk)} it is {right.replace('-', ' ')}, not {' or '.join(sorted(values)).replace('-', ' ')}"
    yield wrong(finder, at, about.span, one.start, one.end, "one-of-several", why)


def _known(risk: RiskFacts, dimension: str) -> str:
    return str(getattr(risk, dimension))
