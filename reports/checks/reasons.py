"""Family "reasons": a move or a progress below track that is told without a word of why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks import reasons_dates, reasons_tables
from reports.checks.because import BECAUSE, is_told_elsewhere, leads_to_reason
from reports.checks.found import Finder
from reports.checks.language import Span, is_hedged, sentence_at, sentences, straight
from reports.checks.model import BELOW_TRACK, Facts, Finding, Findings, Kind, Passage, RiskFacts, Severity, Text
from reports.checks.numbers import counts
from reports.checks.risks_named import Mention, mentions
from reports.checks.vocabulary import Said, properties

PAIR = re.compile(r"\b(VH|H|M|L|[1-5])\s?[v×x]\s?(VH|H|M|L|[1-5])\b")
# A sentence that tells of anything but a cause: whose it is, where it is to go, who looks at it next.
ADMINISTRATIVE = re.compile(
    r"^(?:the |its |an? |their |this |that )?(?:(?:risk |working )?owners?|targets?|next|board|panel|scores?|arrow|"
    r"others?|"
    r"remaining|reviews?|reports?|lead|register|rest|date|staff (?:have been|will be)|paragraph|appendix)\b|"
    r"\b(?:owns|owned by|is the owner|risk owner|its target|target of|target is|stands? where|stood where|"
    r"will (?:be )?(?:report\w*|review\w*|discuss\w*|looked)|(?:was|is|were) (?:reviewed|discussed|noted|reported|"
    r"agreed)|"
    r"told of|next review|next meeting)\b",
    re.IGNORECASE,
)


def check(text: Text, facts: Facts) -> Findings:
    """Moves, progress below track, and dates."""
    finder = Finder("reasons", text)
    explained = _explained(text, facts)
    for at, passage in enumerate(text.passages):
        if passage.kind in (Kind.CELL, Kind.HEADING, Kind.ENTRY):
            continue
        found = mentions(text, passage, facts)
        yield from _of_risks(finder, at, passage, found, text, explained)
        yield from _each(finder, at, passage, found, explained)
    yield from reasons_dates.check(finder, text, facts)
    yield from reasons_tables.check(finder, text, facts)


def _key(one: Mention) -> tuple[str, int]:
    return one.register.organisation, one.risk.ref


def _of_risks(
    finder: Finder, at: int, passage: Passage, found: list[Mention], text: Text, explained: set[tuple[str, int]]
) -> Iterator[Finding]:
    if len({_key(one) for one in found}) > 2:
        return  # a summary; the reasons are looked for where each is told by itself
    why_after = leads_to_reason(text, at)
    for said, one in _told(passage, found):
        if _key(one) in explained or _why_near(passage, said, one.risk) or (why_after and said.start == 0):
            continue
        if why_after and not BECAUSE.search(straight(passage.text)):
            continue  # the reason follows in the list or the next paragraph
        finding = _finding(finder, at, said, one, _severity(passage, said))
        if finding is not None:
            yield finding
            return


def _finding(finder: Finder, at: int, said: Said, one: Mention, severity: Severity) -> Finding | None:
    if said.dimension == "movement" and said.value in ("up", "down", "moved") and one.risk.movement != "static":
        reason = f" The register gives: {one.risk.reason}" if one.risk.reason else ""
        code, why = "movement-without-reason", f"Why “{one.risk.title}” moved is not said"
    elif said.dimension in ("progress", "rag") and said.value in (*BELOW_TRACK, "amber", "red"):
        reason = f" The register gives: {one.risk.narrative}" if one.risk.narrative else ""
        code, why = "progress-without-narrative", f"Why “{one.risk.title}” is below track is not said"
    else:
        return None
    return finder.at(at, (said.start, said.end), code, why, f"Say why.{reason}", severity=severity)


def _severity(passage: Passage, said: Said) -> Severity:
    """Only a warning where another sentence stands by that may be the reason, though it does not say so."""
    own = sentence_at(passage.text, said.start)
    others = [span for span in sentences(passage.text) if span.start != own.start and len(span.text.split()) > 3]
    is_told = any(not ADMINISTRATIVE.search(span.text) for span in others)
    return Severity.WARNING if is_told else Severity.ERROR


def _why_near(passage: Passage, said: Said, risk: RiskFacts) -> bool:
    """Whether a reason stands in the sentence that tells it, in the one before or in the two after."""
    spans = sentences(passage.text)
    place = next((n for n, span in enumerate(spans) if span.start <= said.start < span.end), 0)
    near = spans[max(0, place - 1) : place + 3]
    if any(BECAUSE.search(straight(span.text)) for span in near):
        return True
    if _has_words_of_reason(passage, risk) or is_told_elsewhere(passage.text):
        return True
    rest = straight(spans[place].text[said.end - spans[place].start :])
    if re.match(rf"[^.;:]{{0,60}}:\s+(?:the )?{re.escape(straight(risk.title))}", rest, re.IGNORECASE):
        return False  # "One risk has risen: ..."
    return bool(
        re.search(r"(?::|;|\s[–-])\s+(?!(?:it|they|its|and|but|the (?:score|risk|owner|target))\b)(?:\S+\s+){3,}", rest)
    )


def _has_words_of_reason(passage: Passage, risk: RiskFacts) -> bool:
    """Whether the words of the register's own reason are there."""
    reason = {word[:6] for word in re.findall(r"[a-z]{5,}", f"{risk.reason} {risk.narrative}".lower())}
    here = {word[:6] for word in re.findall(r"[a-z]{5,}", passage.text.lower())}
    return len((reason - {"progre", "contro", "quarte"}) & here) >= 2


# What is told of which risk -------------------------------------------------------------------------------------------


def _told(passage: Passage, found: list[Mention]) -> Iterator[tuple[Said, Mention]]:
    """What a passage says of how a risk it names stands, as far as it says it of one risk."""
    carried: Mention | None = None
    for span in sentences(passage.text):
        here = [one for one in found if span.start <= one.start < span.end]
        risks = {_key(one) for one in here}
        if len(risks) == 1:
            carried = here[0]
        elif len(risks) > 1:
            carried = None
        said_here = properties(span.text)
        if carried is not None and (pairs := _two_pairs(span, carried)) is not None:
            said_here.append(pairs)
        for said in said_here:
            moved = Said(said.dimension, said.value, span.start + said.start, span.start + said.end)
            if carried is None:
                if (one := _just_before(span, said, here)) is not None:
                    yield moved, one
            elif _is_of_the_risk(span, said, here, carried):
                yield moved, carried


def _two_pairs(span: Span, one: Mention) -> Said | None:
    """ "stands at M v M (L v M in September)": a move told by its two scores, where the position has it moved too."""
    found = list(PAIR.finditer(span.text))
    if len(found) != 2 or found[0].groups() == found[1].groups() or one.risk.movement not in ("up", "down"):
        return None
    if re.search(r"\btarget|\btowards?\b|\baim", span.text, re.IGNORECASE):
        return None
    return Said("movement", one.risk.movement, *found[0].span())


def _just_before(span: Span, said: Said, here: list[Mention]) -> Mention | None:
    """Of several risks in a sentence, the one that stands right before what is said."""
    if is_hedged(span.text[: said.start]):
        return None
    before = [one for one in here if one.end - span.start <= said.start]
    if not before:
        return None
    gap = straight(span.text[before[-1].end - span.start : said.start])
    is_beside = re.fullmatch(r"(?:\s|risks?|scores?|has|have|is|was|been|now|also|again|,|\([^)]*\))*", gap, re.I)
    return before[-1] if is_beside else None


def _is_of_the_risk(span: Span, said: Said, here: list[Mention], carried: Mention) -> bool:
    before = straight(span.text[: said.start])
    if is_hedged(before):
        return False
    if not here:
        return bool(
            re.match(r"^(?:this(?: risk)?|it|the (?:risk|score|rating)|its|likelihood|progress)\b", before, re.I)
        )
    if here[0].start - span.start > said.start:
        gap = straight(span.text[said.end : here[0].start - span.start])
        return bool(
            re.fullmatch(
                r"\s*(?:progress|score|rating|status)?\s*(?:is |was |has been |being )?(?:reported |given |shown |"
                r"told |"
                r"recorded |made )?(?:for|on|of|against|under|by|in|is)?\s*(?:the |our |risk \d+,? ?\(?)?|"
                r"[^.;:]{0,60}(?::|,? namely)\s*"
                r"(?:the )?",
                gap,
                re.IGNORECASE,
            )
        ) and not any(one.value > 1 for one in counts(before))
    gap = straight(span.text[here[-1].end - span.start : said.start]) if here[-1].end - span.start <= said.start else ""
    subject = re.search(
        r"\b(?:controls?|actions?|milestones?|crime|offences|demand|confidence|work|number|workforce)\b", gap
    )
    return not subject and not counts(gap) and len(gap) < 80


# Several at once ------------------------------------------------------------------------------------------------------


def _each(
    finder: Finder, at: int, passage: Passage, found: list[Mention], explained: set[tuple[str, int]]
) -> Iterator[Finding]:
    """ "Three fell: A, because ...; B, because ...; and C": the one of several without a reason of its own."""
    for span in sentences(passage.text):
        here = [one for one in found if span.start <= one.start < span.end]
        here = [one for n, one in enumerate(here) if n == 0 or _key(one) != _key(here[n - 1])]
        if len(here) < 2 or not any(
            said.dimension in ("movement", "progress", "rag") for said in properties(span.text)
        ):
            continue
        ends = [*(one.start for one in here[1:]), span.end]
        parts = [straight(passage.text[one.end : end]) for one, end in zip(here, ends, strict=True)]
        has = [bool(BECAUSE.search(part) or re.search(r"\bwhere\b", part)) for part in parts]
        for n, one in enumerate(here):
            is_last_of_one_reason = re.fullmatch(r"\s*(?:,|and|,\s*and|\([^)]*\)|\s)*", parts[n]) and n + 1 < len(here)
            told = one.risk.movement in ("up", "down") or one.risk.progress in BELOW_TRACK
            if has[n] or is_last_of_one_reason or not any(has[:n]) or not told or _key(one) in explained:
                continue
            if _has_words_of_reason(passage, one.risk) or span.end < len(passage.text.rstrip()) - 25:
                continue  # what follows may tell it
            yield finder.at(
                at,
                (one.start, one.end),
                "one-without-reason",
                f"Why “{one.risk.title}” stands so is not said, as it is of the others",
                "Say why",
                severity=Severity.WARNING,
            )


def _explained(text: Text, facts: Facts) -> set[tuple[str, int]]:
    """The risks of which some passage gives a reason along with the move or the progress."""
    found: set[tuple[str, int]] = set()
    for at, passage in enumerate(text.passages):
        here = mentions(text, passage, facts)
        named = {_key(one) for one in here}
        if not named or len(named) > 2 or passage.kind is Kind.CELL:
            continue
        has_reason = BECAUSE.search(straight(passage.text)) or leads_to_reason(text, at)
        if has_reason and any(
            said.dimension in ("movement", "progress", "rag", "likelihood", "impact")
            for said in properties(passage.text)
        ):
            found |= named if len(named) == 1 else set()
    return found
