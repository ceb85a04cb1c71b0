"""Family "figures", the scores and targets of one risk: "M v H", "scores 16", "a target of 8", "likelihood of 3"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.about import TARGET, About, called, nearest, wrong
from reports.checks.found import Finder
from reports.checks.language import is_hedged, is_of_longer, is_of_the_past, straight
from reports.checks.model import Finding, RiskFacts, Severity
from reports.checks.numbers import counts
from reports.checks.tallies import LEVELS, level_of
from reports.checks.vocabulary import band_slug

PAIR = re.compile(
    r"(?<![\w/])(?P<likelihood>VH|VL|H|M|L|Very High|High|Medium|Low)\s?(?:v|vs|x|×|/|by)\s?(?P<impact>VH|VL|H|M|L|"
    r"Very High|High|Medium|Low)(?![\w/])"
)
PAIR_WORDS = re.compile(
    r"\b(?P<likelihood>very high|high|medium|low) likelihood,?(?: and| with| /|,)?(?: an?)? (?P<impact>very high|"
    r"high|medium|low) impact\b",
    re.I,
)
PAIR_DIGITS = re.compile(r"(?<![\w/.-])(?P<likelihood>[1-5])\s?(?:v|vs|x|×|by)\s?(?P<impact>[1-5])(?![\w/]|\.\d)")
AXIS_DIGIT = re.compile(
    r"\b(?P<axis>likelihood|impact)(?: (?:is|was|of|at|score|scored|rated|as|stands|now|still|remains|a|put|set|"
    r"being)){0,4}"
    r"\s+(?P<n>[1-5])\b(?!\s*(?:x|×|v\b|%))|\b(?P<m>[1-5]) (?:for|on|in) (?P<axis2>likelihood|impact)\b",
    re.IGNORECASE,
)
AXIS_OF = re.compile(
    r"\b(?P<axis>likelihood|impact)(?: (?:of|for)|,) (?!(?:very[\s-])?(?:high|medium|low)\b)[^.;]{2,45}? (?:is|was|"
    r"remains|"
    r"stands|has been|"
    r"stays)(?: (?:now|still|assessed|rated|scored|put|set|as|at|currently|judged|to be)){0,3} "
    r"(?P<level>very[\s-]high|high|medium|low)\b(?! v\b)",
    re.IGNORECASE,
)
LV = r"VH|H|M|L|very[\s-]high|high|medium|low"
AXIS_ENDS = re.compile(
    rf"\bfrom (?P<a>{LV})(?: likelihood| impact)? to (?P<b>{LV}) (?P<axis>likelihood|impact)\b|"
    rf"\b(?P<axis2>likelihood|impact)\b[^.;]{{0,40}}? from (?P<a2>{LV}) to (?P<b2>{LV})\b(?! v\b)",
    re.IGNORECASE,
)
HIGHEST = re.compile(
    r"\b(?P<way>highest|greatest|top|lowest|smallest)(?:[\s-](?:scoring|scored|rated|ranked|ranking))?(?: "
    r"(?:corporate |"
    r"MOPAC )?(?:score|risk|rating)s?)?\b(?! (?:level|impact|likelihood|standard|priorit))",
    re.IGNORECASE,
)
AIM = re.compile(
    r"\b(?:bring|bringing|get|getting|lower|lowering|move|moving|take|taking|reach|reaching|reduce|reducing)\b"
    r"[^.;,]{0,30}(?: to| at)? $"
)
DONE = re.compile(
    r"\b(?:(?:agreed|decided|chose|resolved|able|led \w+|allowed \w+|enabled \w+|enough|thus|so) to|(?:let|helped|"
    r"made) (?:us|it|him|her|them|the \w+)) (?:bring|lower|move|take|reduce)\b"
)
VALUE = re.compile(
    r"\b(?:score[sd]?|scoring|rated|rating)(?: (?:is|of|at|was|stands at|remains(?: at)?|stayed at|now|has "
    r"(?:risen|fallen|moved|gone) (?:from \d+ )?to|a|currently|as)){0,3}\s*(?P<value>\d{1,2})\b(?!\s*(?:%|of|out|"
    r"to \d|risks|controls|per|for likelihood|for impact|on likelihood|likelihood|impact|x|×|v|by \d))",
    re.I,
)
FROM_TO = re.compile(
    r"\bfrom (?P<a>\d{1,2}) to (?P<b>\d{1,2})\b(?!\s*(?:%|per|million|officers|risks|controls|weeks|days|months))", re.I
)
TARGET_VALUE = re.compile(
    r"\btarget(?: (?:score|position|rating|band|level))?(?:,? which(?= is))?(?: (?:is|of|remains|stays|at|to be|set "
    r"at|for this risk "
    r"is|score of|score is|position of|a|an)){0,3}\s*[:(]?\s*(?P<value>\d{1,2}\b(?!\s*(?:%|st|nd|rd|th|January|"
    r"March|June|July|September|December))|very[\s-]high|high|medium|low)\b(?!\s+(?:likelihood|impact))",
    re.I,
)


def scores(finder: Finder, at: int, about: About) -> Iterator[Finding]:
    text = straight(about.span.text)
    yield from _axes(finder, at, about, text)
    for pattern in (PAIR, PAIR_WORDS, PAIR_DIGITS):
        for match in pattern.finditer(text):
            one = nearest(about, match.start())
            if one is None or not one.risk.likelihood:
                continue
            if pattern is PAIR_DIGITS and not one.risk.likelihood.isdigit():
                continue
            yield from _pair(finder, at, about, match, one.risk)
    for match in FROM_TO.finditer(text) if not is_of_longer(text) else ():
        one = nearest(about, match.start())
        if (
            one is not None
            and one.risk.value is not None
            and (
                re.search(r"\b(?:scor|risk|rating)", text, re.IGNORECASE)
                or re.search(
                    r"\b(?:gone|went|moved|rose|risen|fell|fallen|up|down|come|came)\s*$", text[: match.start()]
                )
            )
            and not is_hedged(text[: match.start()])
        ):
            yield from _value(finder, at, about, match, "b", one.risk, one.risk.value, "score")
            was = [one.risk.before_likelihood, one.risk.before_impact]
            if all(level.isdigit() for level in was):
                yield from _value(finder, at, about, match, "a", one.risk, int(was[0]) * int(was[1]), "score before")
    for match in VALUE.finditer(text):
        one = nearest(about, match.start())
        before = text[: match.start("value")]
        if one is None or one.risk.value is None or is_hedged(before[-40:]) or re.search(r"\bfrom $", before):
            continue
        if counts(text[one.end : match.start()]) and one.end <= match.start():
            continue  # "Violence and three that share a score of 12"
        target = bool(TARGET.search(text[max(0, match.start() - 12) : match.end()]))
        if not target and not is_of_the_past(before):
            yield from _value(finder, at, about, match, "value", one.risk, one.risk.value, "score")


def _axes(finder: Finder, at: int, about: About, text: str) -> Iterator[Finding]:
    """ "a likelihood of 3", "4 for impact", "the likelihood of the People risk is assessed as Medium"."""
    for match in AXIS_DIGIT.finditer(text):
        one, axis = nearest(about, match.start()), (match["axis"] or match["axis2"]).lower()
        before = text[: match.start()]
        right = getattr(one.risk, axis) if one else ""
        if re.search(r"\btarget\b[^.;]{0,45}$", before) and one is not None:
            right = getattr(one.risk, f"target_{axis}")
        group = "n" if match["n"] else "m"
        if one is None or not right.isdigit() or right == match[group] or is_hedged(before) or is_of_the_past(before):
            continue
        why = f"{called(one.risk)} the {axis} is {right}"
        yield wrong(finder, at, about.span, match.start(group), match.end(group), "level", why, right)
    for match in AXIS_ENDS.finditer(text):
        one, axis = nearest(about, match.start()), (match["axis"] or match["axis2"]).lower()
        for group, right in (("a", f"before_{axis}"), ("b", axis)):
            name = group if match[group] else f"{group}2"
            known = getattr(one.risk, right) if one else ""
            if known not in LEVELS or is_hedged(text[: match.start()]) or one is None:
                continue
            if level_of(known) != level_of(_short(match[name])):
                verb = "was" if group == "a" else "is"
                why = f"{called(one.risk)} the {axis} {verb} {level_of(known).replace('-', ' ')}"
                yield wrong(finder, at, about.span, match.start(name), match.end(name), "level", why)
                break
    for match in AXIS_OF.finditer(text):
        inside = [one for one in about.named if match.start() <= one.start < match.end()]
        axis = match["axis"].lower()
        if len(inside) != 1 or is_hedged(match[0]) or is_of_the_past(text[: match.end()]):
            continue
        right = getattr(inside[0].risk, axis)
        if right in LEVELS and level_of(right) != band_slug(match["level"]):
            shown = level_of(right).replace("-", " ")
            offer = shown.capitalize() if match["level"][0].isupper() else shown
            why = f"{called(inside[0].risk)} the {axis} is {shown}"
            yield wrong(finder, at, about.span, match.start("level"), match.end("level"), "level", why, offer)


IN_BRACKETS = re.compile(r"\s*(?:risk\s*)?\((?:at |scored |scoring )?(?P<value>\d{1,2})\)")


def bracketed(finder: Finder, at: int, about: About) -> Iterator[Finding]:
    """ "The highest scores are those of Violence (20) and Adequate funding (15)"; a number may be the risk's own."""
    text = straight(about.span.text)
    if not re.search(r"\bscor", text) or is_of_the_past(text) or is_hedged(text):
        return
    for one in about.named:
        match = IN_BRACKETS.match(text[one.end :]) if one.by == "title" else None
        known = {str(one.risk.value), one.risk.shown_ref, str(one.risk.target_value)}
        if match is not None and one.risk.value is not None and match["value"] not in known:
            start = one.end + match.start("value")
            why = f"{called(one.risk)} the score is {one.risk.value}"
            yield wrong(finder, at, about.span, start, start + len(match["value"]), "score", why, str(one.risk.value))


def superlatives(finder: Finder, at: int, about: About) -> Iterator[Finding]:
    """ "The highest score is that of ...", on a scale that multiplies, of the one risk the sentence names."""
    text = straight(about.span.text)
    found = list(HIGHEST.finditer(text))
    risks = {(one.register.organisation, one.risk.ref) for one in about.named}
    if len(found) != 1 or len(risks) != 1 or is_hedged(text) or is_of_the_past(text) or TARGET.search(text):
        return
    one, match = about.named[0], found[0]
    if re.search(r"\b(?:second|third|fourth|next|one of the|two|three|among the)[\s-]*$", text[: match.start()]):
        return
    if re.match(r"\s+but one\b", text[match.end() :]):
        return
    values = [risk.value for risk in one.register.open if risk.value is not None]
    gap = text[min(one.end, match.end()) : max(one.start, match.start())]
    if len(values) < 2 or one.risk.value is None or len(gap) > 45:
        return
    end = max(values) if match["way"].lower() in ("highest", "greatest", "top") else min(values)
    if one.risk.value != end:
        risk = next(risk for risk in one.register.open if risk.value == end)
        why = f"{called(one.risk)} the score is {one.risk.value}; the {match['way'].lower()}, {end}, is of {risk.title}"
        yield wrong(finder, at, about.span, one.start, one.end, "rank", why, severity=Severity.WARNING)


def _value(
    finder: Finder, at: int, about: About, match: re.Match[str], group: str, risk: RiskFacts, right: int, what: str
) -> Iterator[Finding]:
    if int(match[group]) != right:
        yield wrong(
            finder,
            at,
            about.span,
            match.start(group),
            match.end(group),
            what,
            f"{called(risk)} the {what} is {right}",
            str(right),
        )


def _pair(finder: Finder, at: int, about: About, match: re.Match[str], risk: RiskFacts) -> Iterator[Finding]:
    text = straight(about.span.text)
    said = (level_of(_short(match["likelihood"])), level_of(_short(match["impact"])))
    before = text[: match.start()]
    if AIM.search(before) and not DONE.search(before):
        return
    if re.search(r"\btarget(?:ed)?\b[^.;]{0,40}$", before) or re.match(
        r"\s*(?:\(?target|as (?:its|the|a) target)", text[match.end() :]
    ):
        right, what = (risk.target_likelihood, risk.target_impact), "target"
    elif re.search(r"\bfrom (?:a |an )?$", before) or re.search(
        r"\b(?:previously|was|last quarter)\b[^,;]{0,12}$", before
    ):
        right, what = (risk.before_likelihood, risk.before_impact), "score before"
    elif is_hedged(re.split(r"[;,]", before)[-1][-70:]) or is_of_the_past(before):
        return
    else:
        right, what = (risk.likelihood, risk.impact), "score"
    if not right[0] or (level_of(right[0]), level_of(right[1])) == said:
        return
    names = dict(LEVELS)
    is_short = match["likelihood"] in names
    shown = f"{right[0]} v {right[1]}" if is_short else ""
    if match["likelihood"].isdigit():
        shown = re.sub(r"\d$", right[1], re.sub(r"^\d", right[0], match[0]))
    yield wrong(
        finder,
        at,
        about.span,
        match.start(),
        match.end(),
        what.split()[0],
        f"{called(risk)} the {what} is {right[0]} v {right[1]}",
        shown,
    )


def _short(said: str) -> str:
    return {"very high": "VH", "high": "H", "medium": "M", "low": "L"}.get(said.lower(), said)


def targets(finder: Finder, at: int, about: About) -> Iterator[Finding]:
    """ "its target is low", "a target score of 8"."""
    text = straight(about.span.text)
    for match in TARGET_VALUE.finditer(text):
        one = nearest(about, match.start())
        if one is None or PAIR.match(text, match.start("value")) or PAIR_DIGITS.match(text, match.start("value")):
            continue
        said = match["value"]
        if said.isdigit():
            if one.risk.target_value is not None and int(said) != one.risk.target_value:
                yield wrong(
                    finder,
                    at,
                    about.span,
                    match.start("value"),
                    match.end("value"),
                    "target",
                    f"{called(one.risk)} the target is {one.risk.target_value}",
                    str(one.risk.target_value),
                )
        elif one.risk.target_band and band_slug(said) not in (
            one.risk.target_band,
            level_of(one.risk.target_likelihood),
        ):
            right = one.risk.target_band.replace("-", " ")
            yield wrong(
                finder,
                at,
                about.span,
                match.start("value"),
                match.end("value"),
                "target",
                f"{called(one.risk)} the target is {right}",
                right,
            )
