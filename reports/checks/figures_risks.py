"""Family "figures", one risk: its number, band, colour, progress, horizon and arrow, against the position."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks import figures_controls, figures_owners, figures_scores, figures_sets
from reports.checks.about import About, abouts, called, is_aside, is_of_its_controls, subject, wrong
from reports.checks.found import Finder
from reports.checks.language import Span, straight
from reports.checks.model import RAG_OF, Facts, Finding, Kind, Passage, RegisterFacts, RiskFacts, Text
from reports.checks.risks_named import Mention, mentions
from reports.checks.tallies import LEVELS, level_of
from reports.checks.vocabulary import Said, properties


def check(text: Text, facts: Facts, finder: Finder) -> Iterator[Finding]:
    """What is said of each risk by name or by number."""
    heading: Mention | None = None
    for at, passage in enumerate(text.passages):
        if passage.kind is Kind.CELL or not passage.text:
            continue
        found = mentions(text, passage, facts)
        if passage.kind is Kind.HEADING:
            heading = found[0] if found and len({one.risk.ref for one in found}) == 1 else None
        yield from _pairs(finder, at, passage, found, facts)
        spoken = list(abouts(passage, found, heading if passage.kind is not Kind.HEADING else None))
        yield from figures_controls.controls(finder, at, spoken)
        for about in spoken:
            yield from _of_sentence(finder, at, about, facts)


def _pairs(finder: Finder, at: int, passage: Passage, found: list[Mention], facts: Facts) -> Iterator[Finding]:
    """A number and a title side by side that are not the same risk's: "Legitimacy (risk 7)"."""
    text = straight(passage.text)
    themes = {name.lower() for theme in facts.themes for name in (theme.name, *theme.also)}
    for ref in (one for one in found if one.by == "ref"):
        for title in (one for one in found if one.by == "title"):
            gap = text[ref.end : title.start] if ref.end <= title.start else text[title.end : ref.start]
            by_comma = ref.end <= title.start and "," in gap and not re.search(r"[\"']", gap)
            if not re.fullmatch(r"[\s\"'(:,–-]{1,4}(?:(?:the|Met|MOPAC)\s)?|\s+is (?:the |our )?", gap) or (
                by_comma and not re.match(r"\s*(?:[,.;)]|$)", text[title.end :])
            ):
                continue
            if passage.kind is Kind.HEADING and title.risk.title.lower() in themes:
                continue  # a joint risk has its own number in a joint paper
            same_register = title.register.risk(ref.risk.shown_ref)
            if (
                title.risk.shown_ref == ref.risk.shown_ref
                or same_register is title.risk
                or title.risk.title == ref.risk.title
            ):
                continue
            said = text[ref.start : ref.end]
            offer = re.sub(r"\d+$", title.risk.shown_ref, said)
            yield finder.at(
                at,
                (ref.start, ref.end),
                "risk-number",
                f"“{title.risk.title}” is risk {title.risk.shown_ref}; risk {ref.risk.shown_ref} is “{ref.risk.title}”",
                f"Say {offer}, or name risk {ref.risk.shown_ref} rightly",
                offer=offer,
            )


def _of_sentence(finder: Finder, at: int, about: About, facts: Facts) -> Iterator[Finding]:
    span, text = about.span, about.span.text
    if not about.named and about.carried is None:
        return
    yield from figures_scores.scores(finder, at, about)
    yield from figures_sets.check(finder, at, about)
    yield from figures_scores.superlatives(finder, at, about)
    yield from figures_scores.bracketed(finder, at, about)
    yield from figures_scores.targets(finder, at, about)
    yield from figures_owners.owners(finder, at, about, facts)
    yield from figures_controls.quarters(finder, at, about)
    for said in properties(text):
        one = subject(about, said.start, said.end)
        if one is None or is_aside(text, said) or is_of_its_controls(text, one, said):
            continue
        yield from _property(finder, at, span, said, one.risk, one.register)


def _property(
    finder: Finder, at: int, span: Span, said: Said, risk: RiskFacts, register: RegisterFacts
) -> Iterator[Finding]:
    text = straight(span.text)
    years = {int(year) for year in re.findall(r"\bin (20\d\d)\b", text)}
    if register.as_at and years - {register.as_at.year}:
        return  # of another year
    if said.dimension == "movement" and re.match(r"\s+(?:above|below|over|past)\b", text[said.end :]):
        return
    is_before = bool(re.search(r"\bfrom (?:a |an )?[\"']?$", text[: said.start]))
    right, code = _right(said, risk, is_before, text)
    if not right or right == said.value:
        return
    if said.dimension == "movement" and re.match(
        r"\s+(?:\w+\s+){0,3}?(?:crime|offences|demand|confidence|complaints|violence|numbers|spending|cost)",
        text[said.end :],
    ):
        return
    offer = _in_words(right, said, span.text)
    yield wrong(
        finder,
        at,
        span,
        said.start,
        said.end,
        code,
        f"{called(risk)} {_is(said.dimension, is_before)} {right.replace('-', ' ')}",
        offer,
    )


def _right(said: Said, risk: RiskFacts, is_before: bool, text: str) -> tuple[str, str]:
    """What the position says in this dimension; empty where it says nothing or the words may mean another thing."""
    if said.dimension == "band":
        value = risk.before_band if is_before else risk.band
        levels = {level_of(risk.likelihood), level_of(risk.impact)}
        is_plain = re.search(r"\b(?:band|rated|rating|overall|risks?)\b", text[max(0, said.start - 40) : said.end + 15])
        return ("", "") if said.value in levels and not is_plain else (value, "band")
    if said.dimension in ("likelihood", "impact"):
        short = getattr(risk, f"before_{said.dimension}" if is_before else said.dimension)
        return (level_of(short), "level") if short in LEVELS else ("", "")
    if said.dimension == "rag":
        return (RAG_OF.get(risk.progress_before, ""), "colour") if is_before else (risk.rag, "colour")
    if said.dimension == "progress":
        return (risk.progress_before if is_before else risk.progress, "progress")
    if said.dimension == "horizon":
        tail = text[said.end :]
        if not re.match(r"\s*(?:[),.;:]|risks?\b|and\b|$)", tail) or risk.horizon in ("both", ""):
            return "", ""
        return risk.horizon, "horizon"
    if said.dimension == "movement" and said.value == "moved":
        return ("static", "movement") if risk.movement == "static" else ("", "")
    if (
        said.dimension == "movement"
        and risk.movement in ("up", "down", "static")
        and said.value in ("up", "down", "static")
    ):
        if (
            said.value == "static"
            and re.search(r"\b(?:owner|title|wording|description|target|is|are)\s+(?:the same)?$", text[: said.start])
            and "same" in text[said.start : said.end]
        ):
            return "", ""
        return risk.movement, "movement"
    return "", ""


def _is(dimension: str, before: bool) -> str:
    names = {"rag": "is", "band": "is rated", "progress": "progress is", "horizon": "is", "movement": "movement is"}
    words = names.get(dimension, f"{dimension} is")
    return words.replace("is", "was") if before else words


def _in_words(right: str, said: Said, text: str) -> str:
    """The right word in the form of the wrong one, where that is one word."""
    wrong = text[said.start : said.end]
    if said.dimension in ("rag", "band") and " " not in wrong.strip():
        words = right.replace("-", " ")
        return words.capitalize() if wrong[:1].isupper() else words
    if said.dimension == "horizon":
        return f"{right}{wrong[len(said.value) :]}" if wrong.lower().startswith(said.value) else ""
    return ""
