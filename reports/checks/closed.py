"""Family "closed": a risk that is closed, or a wording that was given up, spoken of as if it still stood."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.about import abouts
from reports.checks.days import spelled
from reports.checks.found import Finder
from reports.checks.language import Span, is_of_the_past, name_pattern, sentence_at, sentences, straight
from reports.checks.likeness import plain
from reports.checks.model import Facts, Finding, Findings, Kind, Passage, RiskFacts, Severity, Text
from reports.checks.risks_named import VERB, Mention, mentions

CLOSED_SAID = re.compile(
    r"\b(?:clos(?:ed|ure|ing|es)|former(?:ly)?|previous(?:ly)?|removed|no longer|merged|superseded|retired|"
    r"replac(?:ed|es|ing)|archiv\w+|earlier|until|stood down|dropped|de-?escalated|came off|taken off|"
    r"not (?:appear|shown|listed|reported|included|counted)|(?:left|leaves|leaving) (?:the|our)|ended|came to an end|"
    r"historic|lessons|before|recast|rewritten|renamed|written afresh|then|became|become|instead of|gone|"
    r"struck (?:off|out)|took its place|taken over|passed into|folded into|split|joined)\b",
    re.IGNORECASE,
)
GOES_ON = re.compile(
    r"^(?:that (?:one|risk)|it|this(?: risk| one)?|the (?:risk|latter|last|second|former)|both|its|all of them|"
    r"neither)\b",
    re.IGNORECASE,
)
STILL = re.compile(
    r"\b(?:wording|worded|words|description|descri(?:bed|bes)|definition|defined|scope|text|risk(?: itself)?|it|"
    r"statement|title)\b[^.;]{0,60}\b(?:unchanged|the same|not (?:been )?(?:changed|altered|rewritten|reworded|revised|"
    r"recast|touched)|as before|as it (?:was|did|stood|has been)|as (?:originally|previously|first) |just as|stands as|"
    r"still reads|still says)\b|"
    r"\b(?:original(?:ly)?|first|existing|old|current) (?:wording|description|worded|described)\b|"
    r"\b(?:has|have) not (?:been )?(?:reworded|rewritten|recast|redefined|redrafted)\b|"
    r"\bnothing (?:\w+ ){0,3}(?:rewritten|reworded|changed|altered|recast)\b|"
    r"\b(?:carr(?:y|ies|ied)|kept|keeps|retains?) (?:its|the) (?:\w+ )?(?:wording|description|words|definition)\b|"
    r"\bin the (?:same |very )?words\b|\bas (?:originally|previously|first) (?:worded|described|written|agreed)\b|"
    r"\bno (?:change|changes) (?:to|in) (?:its|the|how it is) (?:wording|description|scope|definition|worded|"
    r"described)\b",
    re.IGNORECASE,
)
OF_SCORE = re.compile(r"\b(?:scor\w+|rat(?:ed|ing)|progress|owner|target|likelihood|impact|position)\b", re.IGNORECASE)


def check(text: Text, facts: Facts) -> Findings:
    """Closed risks, earlier titles and earlier wordings."""
    finder = Finder("closed", text)
    told = _told_closed(text, facts)
    for at, passage in enumerate(text.passages):
        last: Mention | None = None
        for one in mentions(text, passage, facts):
            is_told = last is not None and _key(last) == _key(one) and one.start - last.end < 12  # "Victims (risk 6)"
            last = one
            if not one.risk.is_open and not is_told:
                yield from _closed(finder, at, passage, one, text, facts, told)
        if passage.kind is not Kind.CELL:
            yield from _given_up(finder, at, passage, facts)
            yield from _recast(finder, at, passage, text, facts)


def _key(one: Mention) -> tuple[str, int]:
    return one.register.organisation, one.risk.ref


def _told_closed(text: Text, facts: Facts) -> set[tuple[str, int]]:
    """The closed risks of which some passage of the text says that they are closed."""
    return {
        _key(one)
        for passage in text.passages
        for one in mentions(text, passage, facts)
        if not one.risk.is_open and re.search(r"\bclos(?:ed|ure|ing)\b", passage.text, re.IGNORECASE)
    }


def _closed(
    finder: Finder, at: int, passage: Passage, one: Mention, text: Text, facts: Facts, told: set[tuple[str, int]]
) -> Iterator[Finding]:
    if passage.kind is Kind.CELL and not _is_its_row(text, passage, one):
        return
    if passage.kind is Kind.HEADING or _says_closed(text, at, passage, one):
        return
    if one.by == "title" and _is_a_theme(one.risk, facts) and not _is_its_own(passage, one, facts):
        return
    when = f" on {spelled(one.risk.closed_on)}" if one.risk.closed_on else ""
    severity = Severity.WARNING if passage.kind is Kind.CELL or _key(one) in told else Severity.ERROR
    yield finder.at(
        at,
        (one.start, one.end),
        "closed-risk",
        f"“{one.risk.title}” was closed{when}",
        "Say that it is closed, or name the risk that took its place",
        severity=severity,
    )


def _says_closed(text: Text, at: int, passage: Passage, one: Mention) -> bool:
    """Whether the sentence says that it is over, or the next one, or in a table the row, its head or its heading."""
    if passage.kind is Kind.CELL:
        around = [
            other.text
            for other in text.passages
            if other.kind is Kind.CELL and other.group == passage.group and other.row in (1, passage.row)
        ]
        return CLOSED_SAID.search(" ".join([passage.section, *around])) is not None
    sentence = sentence_at(passage.text, one.start)
    if _is_over(sentence, passage.text, one.start, one.end):
        return True
    following = [span for span in sentences(passage.text) if span.start >= sentence.end][:1]
    return any(GOES_ON.match(span.text) and CLOSED_SAID.search(straight(span.text)) for span in following)


def _is_its_row(text: Text, passage: Passage, one: Mention) -> bool:
    """Whether the row of a cell that names it gives its number too."""
    return any(
        other.kind is Kind.CELL
        and (other.group, other.row) == (passage.group, passage.row)
        and re.fullmatch(rf"(?:risk )?{one.risk.shown_ref}\b.*", other.text, re.IGNORECASE)
        for other in text.passages
    )


def _is_over(sentence: Span, words: str, start: int, end: int) -> bool:
    """Whether a sentence tells of the past, or says of the risk at this place that it was."""
    said = straight(sentence.text)
    if re.search(r"\b(?:was|were|once)\s+(?:the |our )?$", words[:start]):
        return True
    is_to_come = re.search(r"\b(?:will|is to|are to|next|again)\b", said)
    if CLOSED_SAID.search(said) or (is_of_the_past(said) and not is_to_come):
        return True
    return bool(
        re.match(
            r"[\"')]*\s*(?:risk\s*)?(?:\([^)]*\)\s*)?,?\s*(?:which |that )?(?:was|were|had|did)\b",
            straight(words[end:]),
        )
    )


def _is_a_theme(risk: RiskFacts, facts: Facts) -> bool:
    return plain(risk.title) in {plain(name) for theme in facts.themes for name in (theme.name, *theme.also)}


def _is_its_own(passage: Passage, one: Mention, facts: Facts) -> bool:
    """ "the Met's own Safeguarding risk", "Safeguarding is on the Met's register": of the register, not the theme."""
    body = next((body for body in facts.bodies if body.slug == one.register.organisation), None)
    if body is None:
        return False
    words = straight(passage.text)
    sentence = sentence_at(passage.text, one.start)
    name = name_pattern(body.names).pattern
    before = re.search(rf"{name}'?s? (?:own |corporate |former )*$", words[: one.start])
    on_register = re.search(
        rf"\b(?:on|in|from) (?:the )?{name}'?s? (?:own |corporate |risk )*register\b", straight(sentence.text)
    )
    keeps = re.search(
        rf"{name}(?:'s?)?(?: (?:own |corporate |risk )*register)? (?:also |still |now )*(?:keeps?|holds?|has|owns?|"
        rf"carries|manages?) (?:an? |the |its )?(?:own |"
        rf"corporate )*$",
        words[: one.start],
    )
    which = re.match(
        rf",? (?:which|that) {name} (?:alone |also |still )?(?:scores|rates|owns|keeps|holds|manages|carries)\b",
        words[one.end :],
    ) or re.match(
        rf",? (?:which|that) the {name} (?:scores|rates|owns|keeps|holds|manages|carries)\b", words[one.end :]
    )
    return bool(before or on_register or which or keeps or re.match(r"\s*(?:risk )?\((?:risk )?\d", words[one.end :]))


# Earlier titles and wordings ------------------------------------------------------------------------------------------


def _given_up(finder: Finder, at: int, passage: Passage, facts: Facts) -> Iterator[Finding]:
    """An open risk called by a title that it had and no longer has."""
    standing = {plain(risk.title) for register in facts.registers for risk in register.risks if risk.is_open}
    standing |= {plain(name) for theme in facts.themes for name in (theme.name, *theme.also)}
    words = straight(passage.text)
    for register in facts.registers:
        for risk in register.open:
            for earlier in risk.earlier_titles:
                if earlier.until is None or plain(earlier.name) in standing:
                    continue
                for match in name_pattern((earlier.name,)).finditer(words):
                    severity = _how_sure(words, match, passage)
                    if severity is None or _is_inside(words, match, risk.title):
                        continue
                    yield finder.at(
                        at,
                        match.span(),
                        "earlier-title",
                        f"The risk is now called “{risk.title}”",
                        f"Say {risk.title}",
                        offer=risk.title,
                        severity=severity,
                    )


def _how_sure(words: str, match: re.Match[str], passage: Passage) -> Severity | None:
    sentence = sentence_at(passage.text, match.start())
    if _is_over(sentence, passage.text, match.start(), match.end()):
        return None
    if re.search(r"\brisk\b", words[max(0, match.start() - 30) : match.end() + 30], re.IGNORECASE):
        return Severity.ERROR
    is_said_of = re.match(rf"\s+{VERB}", words[match.end() :]) or re.search(
        r"\b(?:risks?|register|owns?|owner|scored?|rated|stands?)\b", sentence.text
    )
    return Severity.WARNING if match[0][0].isupper() and is_said_of else None


def _is_inside(words: str, match: re.Match[str], title: str) -> bool:
    """Whether the earlier name stands inside the present one, which holds it."""
    return any(
        one.start() <= match.start() and match.end() <= one.end() for one in name_pattern((title,)).finditer(words)
    )


def _recast(finder: Finder, at: int, passage: Passage, text: Text, facts: Facts) -> Iterator[Finding]:
    """A risk that was written afresh since, spoken of as it was."""
    for about in abouts(passage, mentions(text, passage, facts), None):
        one = about.named[0] if about.named else about.carried
        if one is None or not one.risk.recast_on:
            continue
        since = one.register.compared_with
        words = straight(about.span.text)
        found = STILL.search(words)
        if since is None or one.risk.recast_on <= since or found is None or OF_SCORE.search(found[0]):
            continue
        yield finder.at(
            at,
            (about.span.start + found.start(), about.span.start + found.end()),
            "recast-risk",
            f"“{one.risk.title}” was written afresh on {spelled(one.risk.recast_on)}",
            "Say that it was, and describe it as it now is",
            severity=Severity.WARNING,
        )
