"""Families "sensitive" and "promises": what may not stand in a public part, and what the Panel still waits for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.figures_counts import level_of
from reports.checks.found import Finder
from reports.checks.language import sentences, straight
from reports.checks.model import Asked, Facts, Finding, Findings, Kind, Passage, RiskFacts, Severity, Text
from reports.checks.risks_named import Mention, mentions
from reports.checks.vocabulary import properties

RUN = 6  # words in a row
SHORT = 3  # a sensitive text shorter than a run counts where it is repeated whole
SCORE = re.compile(
    r"\b(?:scor(?:e|es|ed|ing)|rated|rating|risk score|assessed)\b[^.;\d]{0,40}?(?P<value>\d{1,2})\b(?!\s*(?:%|"
    r"/\d))|\((?P<bare>\d{1,2})\)|\bat (?P<at>\d{1,2})\b(?!\s*(?:%|\w*\s?(?:January|March|June|July|September|"
    r"December)))",
    re.I,
)
PRODUCT = re.compile(
    r"\b(?P<likelihood>[1-5])\s?[x×]\s?(?P<impact>[1-5])\b|\blikelihood (?:of |is |at "
    r")?(?P<l2>[1-5])\b[^.;]{0,20}\bimpact (?:of |is |at )?(?P<i2>[1-5])\b"
)
TARGET = re.compile(r"\btarget", re.IGNORECASE)
STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "of",
        "to",
        "in",
        "on",
        "for",
        "by",
        "with",
        "at",
        "from",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "will",
        "would",
        "that",
        "this",
        "these",
        "those",
        "it",
        "its",
        "their",
        "our",
        "more",
        "which",
        "who",
        "whom",
        "how",
        "what",
        "when",
        "where",
        "about",
        "into",
        "than",
        "then",
        "also",
        "not",
        "no",
        "all",
        "any",
        "each",
        "per",
        "via",
        "their",
        "them",
        "they",
        "we",
        "us",
        "you",
        "i",
        "he",
        "she",
        "his",
        "her",
        "one",
        "two",
        "three",
        "panel",
        "meeting",
        "report",
        "paper",
        "papers",
        "next",
        "give",
        "given",
        "say",
        "said",
        "provide",
        "provided",
        "asked",
        "ask",
        "asks",
        "request",
        "requested",
        "requests",
        "members",
        "further",
        "detail",
        "details",
        "information",
        "update",
        "updates",
        "audit",
        "committee",
        "risk",
        "risks",
        "include",
        "included",
        "set",
        "out",
        "mopac",
        "met",
        "quarter",
        "quarterly",
        "future",
        "september",
        "june",
        "march",
        "december",
        "january",
        "january",
        "october",
    ]
)
DEFERS = re.compile(
    r"\b(?:will (?:be|follow|come|report)|to follow|next (?:meeting|quarter|paper|report)|future (?:meeting|paper|"
    r"report)|not yet|later|in due course|oral(?:ly)?)\b",
    re.IGNORECASE,
)


def sensitive(text: Text, facts: Facts) -> Findings:
    """Text of anything OFFICIAL-SENSITIVE in a public part, and withheld scores beside a risk's name."""
    finder = Finder("sensitive", text)
    kept = _shingles(facts)
    released = [" ".join(_words(one)) for one in facts.released]
    for at, passage in enumerate(text.passages):
        if not passage.is_public or not passage.text:
            continue
        yield from _said_openly(finder, at, passage, kept, released, facts)
        yield from _named_openly(finder, at, passage, text, facts)
        if passage.kind is Kind.CELL and passage.row > 1:
            yield from _in_a_row(finder, at, text, facts)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", straight(text).lower().replace("'", ""))


def _shingles(facts: Facts) -> dict[tuple[str, ...], str]:
    """Runs of words of sensitive texts, without those that public texts hold too."""
    public = {
        run
        for register in facts.registers
        for risk in register.risks
        if not risk.is_sensitive
        for words in [_words(f"{risk.title} {risk.description}")]
        for run in _runs(words, RUN)
    }
    found: dict[tuple[str, ...], str] = {}
    for one in facts.sensitive:
        words = _words(one.text)
        size = RUN if len(words) >= RUN else len(words)
        if size < SHORT:
            continue
        found |= {run: one.what for run in _runs(words, size) if run not in public}
    return found


def _runs(words: list[str], size: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def _said_openly(
    finder: Finder, at: int, passage: Passage, kept: dict[tuple[str, ...], str], released: list[str], facts: Facts
) -> Iterator[Finding]:
    tokens = list(re.finditer(r"[a-z0-9]+", straight(passage.text).lower().replace("'", "\u200b")))
    words, places = [], []
    for token in tokens:
        if places and places[-1][1] + 1 == token.start() and straight(passage.text)[places[-1][1]] == "'":
            words[-1] += token[0]
            places[-1] = (places[-1][0], token.end())
        else:
            words.append(token[0])
            places.append((token.start(), token.end()))
    here = " ".join(words)
    start = end = -1
    what = ""
    for size in sorted({len(run) for run in kept}, reverse=True):
        for place in range(len(words) - size + 1):
            run = tuple(words[place : place + size])
            if run in kept and not any(" ".join(run) in one and one in here for one in released):
                what = what or kept[run]
                start = places[place][0] if start < 0 else min(start, places[place][0])
                end = max(end, places[place + size - 1][1])
    if end > 0:
        yield finder.at(
            at,
            (start, end),
            "leak",
            f"This is OFFICIAL-SENSITIVE text of {what}, in a public part",
            "Take it out, move it to a sensitive part, or release it by name",
            severity=Severity.BLOCKS,
        )


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


COLUMNS = {
    "score": r"\bscor|rating|\brated|likelihood|impact|\bband\b",
    "target": r"target",
    "progress": r"progress|status|rag\b|colour",
}


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


def _leak(finder: Finder, at: int, span: tuple[int, int], fact: str, risk: RiskFacts) -> Finding:
    why = f"The {fact} of “{risk.title}” is not for the public edition"
    mend = "Take it out, move it to a sensitive part, or release it by name"
    return finder.at(at, span, "leak", why, mend, severity=Severity.BLOCKS)


def _told(words: str, risk: RiskFacts) -> Iterator[tuple[int, int, str]]:
    """Where a sentence gives away a risk's score, target or progress as it is."""
    for match in SCORE.finditer(words):
        group = next(name for name in ("value", "bare", "at") if match[name])
        fact = "target" if TARGET.search(words[max(0, match.start() - 20) : match.end()]) else "score"
        right = risk.target_value if fact == "target" else risk.value
        if group != "value" and not re.search(r"\b(?:scor|rated|rating)", words):
            continue
        if right is not None and int(match[group]) == right and match[group] != risk.shown_ref:
            yield *match.span(group), fact
    match = re.search(r"\btarget(?: score| rating| position)?(?: is| of| remains| at|:)*\s*(\d{1,2})\b", words)
    if match and risk.target_value is not None and int(match[1]) == risk.target_value:
        yield *match.span(1), "target"
    for match in PRODUCT.finditer(words):
        pair = (match["likelihood"] or match["l2"], match["impact"] or match["i2"])
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


# Promises and requests ----------------------------------------------------------------------------------------------


def promises(text: Text, facts: Facts) -> Findings:
    """What the Panel asked, or an earlier paper promised, and no passage takes up."""
    finder = Finder("promises", text)
    for one in facts.asked:
        if one.ref in text.answers or (
            one.organisation and text.organisations and one.organisation not in text.organisations
        ):
            continue
        share, at = _taken_up(text, one)
        if share >= 0.5 and not _only_defers(text, at):
            continue
        what = "promised in an earlier paper" if one.is_promise else "asked by the Panel"
        where = f" ({one.where})" if one.where else ""
        severity = Severity.ERROR if share < 0.34 else Severity.WARNING
        yield finder.of_paper(
            "not-answered",
            f"Request {one.ref}, {what}{where}, is not answered: “{one.text}”",
            "Answer it in a paragraph, or say when it will be",
            severity=severity,
        )


def _stem(word: str) -> str:
    return (
        re.sub(r"(?:isations?|izations?|ations?|ingly|ings?|edly|ed|ies|es|s|ment|ly|ity|ance|ence|ing)$", "", word)[:8]
        or word
    )


def _content(text: str) -> set[str]:
    return {_stem(word) for word in _words(text) if word not in STOP and len(word) > 2}


def _taken_up(text: Text, one: Asked) -> tuple[float, int]:
    """The greatest share of the request's own words that a passage, with its neighbours, holds."""
    wanted = _content(one.text)
    if not wanted:
        return 1.0, -1
    best, place = 0.0, -1
    bodies = [_content(passage.text) for passage in text.passages]
    for at in range(len(text.passages)):
        if text.passages[at].kind is Kind.CELL:
            continue
        near = bodies[at].union(*bodies[at + 1 : at + 3])
        share = len(wanted & near) / len(wanted)
        if share > best:
            best, place = share, at
    return best, place


def _only_defers(text: Text, at: int) -> bool:
    """Whether all that is said is that the answer is still to come."""
    spans = [
        span
        for passage in text.passages[at : at + 3]
        if passage.kind is not Kind.HEADING
        for span in sentences(passage.text)
    ]
    return bool(spans) and len(spans) <= 2 and all(DEFERS.search(span.text) for span in spans[-1:])
