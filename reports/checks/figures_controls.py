"""Family "figures", how long a risk has stood so, and its controls: "the second quarter", "nine controls"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.about import About, called, nearest, wrong
from reports.checks.found import Finder
from reports.checks.language import is_hedged, straight
from reports.checks.model import RAG_OF, Finding, RiskFacts, Severity
from reports.checks.numbers import ORDINALS, counts, like, ordinal_of, value_of
from reports.checks.risks_named import Mention
from reports.checks.vocabulary import Said, properties

QUARTERS = re.compile(
    r"\b(?:(?P<ordinal>first|second|third|fourth|fifth|sixth|seventh|eighth|\d+(?:st|nd|rd|th))(?: (?:consecutive|"
    r"successive|straight|full))? quarter\b|for (?:the (?:last|past) )?(?P<count>two|three|four|five|six|seven|"
    r"eight|\d)(?: consecutive| successive| full)? quarters\b)",
    re.I,
)


def quarters(finder: Finder, at: int, about: About) -> Iterator[Finding]:
    """ "the second quarter of limited progress", "static for three quarters"."""
    text = straight(about.span.text)
    for match in QUARTERS.finditer(text):
        one = nearest(about, match.start()) or about.carried
        if one is None or (
            match["ordinal"] and re.match(r"\s+of\s+(?:20\d\d|the (?:financial |calendar )?year)", text[match.end() :])
        ):
            continue
        said = ordinal_of(match["ordinal"]) if match["ordinal"] else value_of(match["count"])
        around = properties(text)
        progress = [one_said for one_said in around if one_said.dimension in ("progress", "rag")]
        still = [one_said for one_said in around if one_said.dimension == "movement" and one_said.value == "static"]
        right = one.risk.progress_periods if progress else one.risk.periods if still else 0
        if not right or said is None or said == right or is_hedged(text[: match.start()]):
            continue
        group = "ordinal" if match["ordinal"] else "count"
        offer = _ordinal_like(right, match[group]) if group == "ordinal" else like(right, match[group])
        yield wrong(
            finder,
            at,
            about.span,
            match.start(group),
            match.end(group),
            "quarters",
            f"{called(one.risk)} it is the {_ordinal_like(right, 'x')} quarter",
            offer,
        )


def _ordinal_like(value: int, model: str) -> str:
    words = next((word for word, number in ORDINALS.items() if number == value), f"{value}th")
    if model[:1].isdigit():
        return f"{value}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(value, 'th') }"
    return words.capitalize() if model[:1].isupper() else words


CONTROLS = re.compile(
    r"^\s+(?:of (?:the|these|its|our) (?:\w+ )?)?(?P<key>key )?(?!joint|potential|new|further|additional|other|"
    r"remaining)"
    r"(?:[\w-]+ )?controls?\b"
)
OF_THEM = re.compile(
    r"^\s+of (?:them|these|which) (?:are |being )?(?P<keys>key)\b|^(?:\s+of (?:them|these|those|which|the (?:\w+ "
    r")?controls))?\s*,?\s*(?:(?:are|is|have|has|had|were|was|now|all|"
    r"still|made|make|report|show|reported|only|just|as|being) )*(?:on[\s-]track|limited|slipped|complete|"
    r"no[\s-]progress|"
    r"behind|green|amber|red)\b"
)
LEADS = re.compile(
    r"\b(?:has|have|had|there (?:are|were)|is|by|with|identified|named|lists?|holds?|rests on|carries|given|set|:)"
    r"(?: now| only| just| a total of)?\s*$",
    re.IGNORECASE,
)
NOT_ALL = re.compile(r"\b(?:new|joint|potential|further|additional|other|others|remaining|another|more)\b")


def controls(finder: Finder, at: int, sentences: list[About]) -> Iterator[Finding]:
    """ "nine key controls", "three controls are limited", "seven of them are on track", of the risk it is about."""
    is_on = False
    one: Mention | None = None
    for about in sentences:
        text = straight(about.span.text)
        one = _risk_of(about) or one
        has = bool(re.search(r"\b(?:controls|measures)\b", text))
        if one is not None and (has or is_on) and not re.search(r"\bjoint controls\b", text):
            yield from _of_sentence(finder, at, about, one, is_on and not has)
        is_on = has or (
            is_on and bool(re.match(r"^(?:of (?:these|them)|the (?:other|remaining|rest)|[\w-]+ of )", text, re.I))
        )


def _risk_of(about: About) -> Mention | None:
    risks = {(one.register.organisation, one.risk.ref) for one in about.named}
    return about.named[0] if len(risks) == 1 else about.carried if not about.named else None


def _of_sentence(finder: Finder, at: int, about: About, one: Mention, is_carried: bool) -> Iterator[Finding]:
    text, risk, on = straight(about.span.text), one.risk, is_carried
    for number in counts(text):
        before, after = text[: number.start], text[number.end :]
        match = CONTROLS.match(after)
        on = on or bool(re.search(r"\bcontrols\b", before))
        elided = OF_THEM.match(after) if match is None and on else None
        if (
            (match is None and elided is None)
            or number.kind not in ("count", "none")
            or is_hedged(before)
            or _is_to_come(text, before)
        ):
            continue
        own = match or elided
        rest = after[own.end() :] if match else after  # type: ignore[union-attr]
        near = before[-22:] + after[: own.end()]  # type: ignore[union-attr]
        is_part = bool(re.search(r"(?<!total )(?<!number )\b(?:of|these|those) (?:the |these |its )*$", before))
        stop = re.search(r"[,;:.]| and (?:the )?\w+ (?:control|is|are|has|have|of)| and \w+$", rest)
        said = [x for x in properties(rest[: stop.start()] if stop else rest) if x.dimension in ("progress", "rag")]
        if elided is not None and elided["keys"]:
            right, doubtful = risk.key_controls, False
        elif said and not (match is not None and is_part):
            right = _with_progress(risk, said[0])
            doubtful = bool(NOT_ALL.search(near)) or is_carried
        elif match is not None and not is_part:
            if NOT_ALL.search(near):
                continue
            right = risk.key_controls if match["key"] else risk.controls if LEADS.search(before) else None
            doubtful = False
        elif match is not None and re.search(r"\b(?:of|all) (?:the|its|our)\s*$", before):
            right, doubtful = (risk.key_controls if match["key"] else risk.controls), True
        else:
            continue
        if right is None or number.allows(right):
            continue
        yield wrong(
            finder,
            at,
            about.span,
            number.start,
            number.end,
            "controls",
            f"{called(risk)} the register says {right}",
            like(right, number.text) if not number.limit else "",
            Severity.WARNING if doubtful else Severity.ERROR,
        )


def _is_to_come(text: str, before: str) -> bool:
    """ "Only when all nine controls are on track will it be green"."""
    return bool(re.search(r"\b(?:when|once|until|as soon as|before)\b", before, re.I) and re.search(r"\bwill\b", text))


def _with_progress(risk: RiskFacts, said: Said) -> int | None:
    if not risk.control_progress:
        return None
    known = [key for key in ("on-track", "limited", "slipped", "no-progress", "complete") if RAG_OF[key] == said.value]
    return sum(risk.control_progress.get(key, 0) for key in (known if said.dimension == "rag" else [said.value]))
