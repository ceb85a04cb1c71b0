"""Family "attribution": a risk, a post or a board of one body given to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from reports.checks import attribution_posts
from reports.checks.found import Finder
from reports.checks.language import sentence_at, sentences, straight
from reports.checks.likeness import plain
from reports.checks.model import Facts, Finding, Findings, Kind, Passage, Severity, Text
from reports.checks.risks_named import Mention, bodies_beside, bodies_named, mentions, whose

# What may stand between a body and a risk that it is said to hold: "the Met's corporate risk on", "MOPAC keeps its".
HOLDS = re.compile(
    r"(?:'s|s'|')?(?:[\s,:(\"'–-]|\b(?:has|have|had|keeps?|kept|keeping|holds?|held|holding|owns?|owning|carries|"
    r"carried|manages?|"
    r"managed|is managing|tracks?|leads? on|runs?|responsible for|accountable for|looks after|own|corporate|registers?|"
    r"register's|risks?|on|of|about|called|named|the|its|whose|is|are|an?|one|two|three|four|five|number|ref|current|"
    r"new|"
    r"long-term|short-term|key|strategic|headline|includes?|including|covers?|contains?|lists?|side|list|also|now|"
    r"still|"
    r"only|in|very|high|medium|low|band|rated|scored|green|amber|red|highest|lowest|and|where|long|again|main|"
    r"largest|biggest|\d{1,3})\b)*"
)
STRONG = re.compile(
    r"'s\b|s'|\b(?:own|owns?|holds?|held|keeps?|kept|registers?|its|whose|carries|manages?|managing|risks?|has|tracks|"
    r"responsible|accountable)\b"
)
NOT_HELD = r"\s*(?:and|,)\s(?!whose|with its)|'s (?:\w+ )?(?:register|side|list),? and\s*$"
# What a body does to its own risks, but may do to another's too.
SOFT = re.compile(
    r"(?:'s)?\s+(?:(?:now|also|has|have|had|again|still|\w+ly)\s+)*(?:scor(?:es|ed)|rat(?:es|ed)|review(?:s|ed)|"
    r"lower(?:s|ed)|"
    r"rais(?:es|ed)|moved?|brought|put|reports?(?: on)?|reported(?: on)?|describes?|calls?|closed|recast|expects|"
    r"hopes|plans)\s+"
    r"(?:its |their |the |that |down |up )*(?:own |corporate )?[\"']*$"
)
COOPERATES = re.compile(
    r"\b(?:help\w*|works?|working|support\w*|contribut\w*|oversees?|oversight|affects?|depends?|bears?|touch\w*|"
    r"welcom\w*|"
    r"ask\w*|told|tells?|reads?|alongside|beside|unlike|like|with|from|against|between|both|each|matters?|sees?|"
    r"joint\w*|"
    r"shared?|shares|align\w*|compar\w*|part|partners?|attends?|funds?|interest\w*|follows?|no|not|than|too|mean\w*|"
    r"influenc\w*|"
    r"two bodies|other|other's|answers?|asks?|commission\w*|looks? at|views?|notes?|scrutin\w*|watch\w*|help)\b",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"(?:\s+risk)?(?:\s*\([^)]*\))?,?\s*(?:which |that )?(?:(?:is|remains|sits|stands|stays|belongs|appears|comes|"
    r"has long been)\s+)?"
    r"(?:also |now |still |only )?(?P<how>an? |one of |on |to |in |under |held (?:by|on) |owned by |managed by |kept "
    r"by |carried by |"
    r"among |the responsibility of |a risk of |of |for )?(?:the )?"
)
ITS_RISK = re.compile(
    r"(?:'s)?\s+(?:corporate |own |strategic |\w+ )?"
    r"(?:risks?\b(?! (?:and (?:the|a) |register|management|appetite))|register)"
)
WHICH = re.compile(r"(?:\s+risk)?,?\s+(?:which|that|a risk (?:which|that)|a risk)?\s*(?:the )?$")
DOES_OWN = re.compile(
    r"\s+(?:alone |also |now |still |has |alone has )?(?:owns?|holds?|keeps?|kept|manages?|carries|has on)\b"
)


def check(text: Text, facts: Facts) -> Findings:
    """A risk, a post or a board of one body given to the other."""
    finder = Finder("attribution", text)
    for at, passage in enumerate(text.passages):
        words = straight(passage.text)
        named = sorted([*bodies_beside(words, facts), *_ours(words, text, passage, facts)])
        for one in mentions(text, passage, facts):
            if one.by == "title":
                yield from _of_risk(finder, at, passage, words, named, one, facts, text)
        yield from attribution_posts.of_named(finder, at, words, named, facts)
        yield from attribution_posts.of_meetings(finder, at, passage, facts)
        if passage.kind is Kind.CELL:
            yield from attribution_posts.of_cell(finder, at, text, facts)
        yield from _of_wording(finder, at, passage, facts)


def _ours(words: str, text: Text, passage: Passage, facts: Facts) -> list[tuple[int, int, str]]:
    """ "our own register", of the one body whose paper it is."""
    home = whose(text, passage, facts)
    found = re.finditer(r"\b[Oo]ur\b(?= (?:own |corporate )*(?:registers?|risks?)\b)", words)
    return [(one.start(), one.end(), home) for one in found] if home else []


def _of_risk(
    finder: Finder,
    at: int,
    passage: Passage,
    words: str,
    named: list[tuple[int, int, str]],
    one: Mention,
    facts: Facts,
    text: Text,
) -> Iterator[Finding]:
    own = _holders(one, facts)
    if plain(one.risk.title) in {plain(name) for theme in facts.themes for name in (theme.name, *theme.also)}:
        return
    body, severity = _holder_said(text, at, passage, words, named, one, facts)
    if not body and (body := _softly(passage, words, named, one, own)):
        severity = Severity.WARNING
    if body and body not in own:
        right = next((other.name for other in facts.bodies if other.slug in own), "")
        yield finder.at(
            at,
            (one.start, one.end),
            "other-body",
            f"“{one.risk.title}” is a risk of {right}",
            f"Say that it is {right}’s, or name the right risk",
            severity=severity,
        )


def _holders(one: Mention, facts: Facts) -> set[str]:
    return {
        register.organisation
        for register in facts.registers
        for risk in register.risks
        if plain(risk.title) == plain(one.risk.title)
    }


def _holder_said(
    text: Text,
    at: int,
    passage: Passage,
    words: str,
    named: list[tuple[int, int, str]],
    one: Mention,
    facts: Facts,
) -> tuple[str, Severity]:
    """The body that the words beside a risk, its list or its section give it to."""
    sentence = sentence_at(passage.text, one.start)
    before = [other for other in named if sentence.start <= other[0] and other[1] <= one.start]
    if before:
        start, end, slug = before[-1]
        gap = _without_titles(words, end, one.start, text, passage, facts)
        if HOLDS.fullmatch(gap) and STRONG.search(gap) and not re.match(NOT_HELD, gap):
            return slug, Severity.ERROR
        is_side = re.match(r"(?:For|On|From) (?:the )?$", words[sentence.start : start])
        if is_side and HOLDS.fullmatch(gap) and re.search(r"\brisks?\b|\bside\b", gap):
            return slug, Severity.ERROR
        is_place = re.match(r"(?:For|On|In|At|From|Within) (?:the )?$", words[sentence.start : start])
        if len({slug for *_, slug in before}) == 1 and re.search(r"\bits (?:own |corporate )*$", gap) and len(gap) < 60:
            return slug, Severity.WARNING
        if SOFT.fullmatch(gap) or (is_place and re.fullmatch(r",? (?:the )?", gap)):
            return slug, Severity.WARNING
    if slug := _said_after(words, named, one):
        return slug, Severity.ERROR
    if passage.kind is Kind.ITEM and one.start < 4 and (slug := _lead_of(text, at, facts)):
        return slug, Severity.ERROR
    is_of_section = passage.kind is not Kind.HEADING and passage.organisation and one.start == 0
    if is_of_section and re.search(r"\brisks?\b", passage.section, re.I):
        return passage.organisation, Severity.ERROR
    return "", Severity.ERROR


def _without_titles(words: str, start: int, end: int, text: Text, passage: Passage, facts: Facts) -> str:
    """The words between a body and a risk, without the other risks listed there: "MOPAC's risks, A and B"."""
    gap = words[start:end]
    for other in mentions(text, passage, facts):
        if start <= other.start and other.end <= end:
            gap = gap.replace(words[other.start : other.end], " ")
    return gap


def _softly(passage: Passage, words: str, named: list[tuple[int, int, str]], one: Mention, own: set[str]) -> str:
    """The only body a sentence names, where it speaks of holding a risk and of nothing that two bodies do together."""
    sentence = sentence_at(passage.text, one.start)
    here = {slug for start, _, slug in named if sentence.start <= start < sentence.start + len(sentence.text)}
    said = straight(sentence.text)
    if len(here) != 1 or here & own or COOPERATES.search(said):
        return ""
    return next(iter(here)) if re.search(r"\b(?:own|owns|owned|holds?|keeps?|kept|its|register|'s)\b|'s ", said) else ""


def _lead_of(text: Text, at: int, facts: Facts) -> str:
    """The one body that the sentence names which leads to the list an item stands in: "MOPAC's risks are:"."""
    place = at - 1
    while place >= 0 and text.passages[place].kind is Kind.ITEM:
        place -= 1
    lead = straight(text.passages[place].text) if place >= 0 else ""
    last = sentences(lead)[-1].text if lead else ""
    named = {slug for _, _, slug in bodies_named(last, facts.bodies)}
    return named.pop() if len(named) == 1 and lead.endswith(":") and re.search(r"\brisks\b", last) else ""


def _said_after(words: str, named: list[tuple[int, int, str]], one: Mention) -> str:
    """ "Violence, a Met risk", "Money is on MOPAC's register", "X, which MOPAC owns", "X (Met risk 14)"."""
    for start, end, slug in named:
        if start < one.end or re.search(r"[.;]", words[one.end : start]):
            continue
        gap = words[one.end : start]
        if WHICH.fullmatch(gap) and DOES_OWN.match(words[end:]) and re.search(r"which|that|,", gap):
            return slug
        if re.fullmatch(r"\s*(?:risk\s*)?\((?:the )?", gap) and re.match(
            r"(?:'s)?(?: (?:corporate )?risk\b|\s*\))", words[end:]
        ):
            return slug
        found = AFTER.fullmatch(gap)
        if found is None:
            continue
        how = (found["how"] or "").strip()
        if how in ("owned by", "managed by", "held by", "kept by", "carried by", "the responsibility of"):
            return slug
        if how == "to" and "belongs" in gap:
            return slug
        if how != "for" and ITS_RISK.match(words[end:]) and not re.match(r"\s*,?\s*(?:of )?(?:the )?$", gap):
            return slug
    return ""


def _of_wording(finder: Finder, at: int, passage: Passage, facts: Facts) -> Iterator[Finding]:
    """The wording of one body's risk under a heading of the other's risks."""
    if not passage.organisation or passage.kind is Kind.HEADING or len(passage.text) < 40:
        return
    for register in facts.registers:
        for risk in register.risks:
            if register.organisation == passage.organisation or len(risk.description) < 40:
                continue
            if fuzz.ratio(plain(risk.description), plain(passage.text)) >= 85:
                yield finder.at(
                    at,
                    (0, len(passage.text)),
                    "other-body",
                    f"This is the wording of “{risk.title}”, a risk of the other body",
                    "Move it, or name the right risk",
                    severity=Severity.WARNING,
                )
