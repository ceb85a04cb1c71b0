"""Families "reasons", "closed" and "attribution": what is said of a risk's move, of closed risks, and whose a "
"risk is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from reports.checks.days import spelled
from reports.checks.found import Finder
from reports.checks.language import Span, is_hedged, name_pattern, sentences, straight
from reports.checks.model import BELOW_TRACK, Facts, Finding, Findings, Kind, Passage, Severity, Text
from reports.checks.names import plain
from reports.checks.numbers import counts
from reports.checks.risks_named import Mention, bodies_named, mentions
from reports.checks.vocabulary import Said, properties

BECAUSE = re.compile(
    r"\b(?:because|since (?!(?:the )?(?:last|previous|june|july|march|september|december|october|april))|following|"
    r"due to|owing to|as (?:a result|the|a consequence|our|its|more|fewer|both|we|most|recruit|demand)|after|"
    r"result(?:s|ed|ing)? (?:of|from|in)|"
    r"reflect(?:s|ed|ing)?|in (?:the )?light of|given (?:the|that|how)|driven by|thanks to|caused by|reasons?|in "
    r"response|now that|owes|so that|attribut\w+|stems? from|"
    r"on the (?:strength|basis|back) of|explain\w*|as (?:\w+ ){1,5}(?:has|have|had|is|are|was|were)|with (?:the|a|"
    r"an|more|fewer|both|all) [\w ]+ing\b|tied to|linked to|lies in|arises? from|delayed by|held up by|prompted by|"
    r"waits? for|wants? of|lack of|shortage|delays? (?:in|to)|pressure "
    r"on)\b",
    re.IGNORECASE,
)
MOVED_DATE = re.compile(
    r"\b(?:(?:\w+ ){1,2}(?:months?|weeks?|quarters?|years?) later than (?:planned|expected|first \w+|"
    r"originally \w+|intended|agreed)|"
    r"(?:months?|weeks?|quarters?) (?:late|behind (?:schedule|plan)))\b|"
    r"\b(?:(?:(?:due|target|completion|implementation|delivery|end|finish)?\s?(?:dates?|deadlines?|timescales?|"
    r"timetables?|milestones?)\b[^.;]{0,50}?\b(?:has|have|had|is|are|was|were)?\s?(?:been |now |again )*(?:moved|"
    r"revised|put back|pushed back|extended|slipped|rescheduled|delayed|changed|deferred|re-?profiled))|"
    r"(?:has|have|had|is|was|been) (?:now |again |also )*(?:slipped|moved|pushed back|put back|deferred|postponed|"
    r"rescheduled|re-?profiled|extended|delayed)\b[^.;]{0,40}?\b(?:to|until|from|by)\b[^.;]{0,20}?(?:January|"
    r"February|March|April|May|June|July|August|September|October|November|December|Q[1-4]|20\d\d|spring|summer|"
    r"autumn|winter|next (?:year|quarter)))",
    re.IGNORECASE,
)
CLOSED_SAID = re.compile(
    r"\b(?:clos(?:ed|ure|ing|es)|former(?:ly)?|previous(?:ly)?|removed|no longer|merged|superseded|retired|"
    r"replaced|archiv\w+|earlier|was|were|had|until|stood down|dropped|de-?escalated|came off|taken off|"
    r"not (?:appear|shown|listed|reported|included|counted)|left (?:the|our)|ended|came to an end|"
    r"historic|lessons|before|did|recast|rewritten|renamed|written afresh|then)\b",
    re.IGNORECASE,
)
HOLDS = re.compile(
    r"(?:'s|s')?\s+(?:(?:also |now |still )?(?:owns|holds|carries|manages|is managing|leads on|tracks|"
    r"is responsible for|is accountable for|looks after|has responsibility for)\s+(?:the |its |an? )?)?"
    r"(?:(?:own|corporate|register's|risk|current|new|long-term|short-term|key|strategic|register of)\s+)*"
    r"(?:(?:number )?\d{1,3}\s*[,:(–-]?\s*)?[\"'(]*$"
)
REGISTER_HOLDS = re.compile(
    r"(?:'s)?\s+(?:own |corporate |risk |strategic )*(?:register\b[^.;]{0,60}|(?:has|covers|holds|"
    r"carries|owns|manages|reports)\b[^.;]{0,40}\brisks\b\s*:[^.;]*)$"
)
DATED_PAST = re.compile(r"\b(?:is|are|remains?|stands?|continues?|has|have|will|sits?|rates?|scores?)\b", re.IGNORECASE)


def reasons(text: Text, facts: Facts) -> Findings:
    """A move, a progress below track or a new date that is told without a word of why."""
    finder = Finder("reasons", text)
    explained = _explained(text, facts)
    for at, passage in enumerate(text.passages):
        if passage.kind in (Kind.CELL, Kind.HEADING, Kind.ENTRY):
            continue
        found = mentions(text, passage, facts)
        why_here = _why(text, at)
        for said, one in _told(passage, found):
            key = (one.register.organisation, one.risk.ref)
            if (
                _why_near(passage, said)
                or (why_here and said.start == 0)
                or key in explained
                or _is_summary(passage, found)
            ):
                continue
            if why_here and not BECAUSE.search(straight(passage.text)):
                continue  # the reason follows in the list or the next paragraph
            if said.dimension == "movement" and said.value in ("up", "down", "moved") and one.risk.movement != "static":
                reason = f" The register gives: {one.risk.reason}" if one.risk.reason else ""
                yield finder.at(
                    at,
                    (said.start, said.end),
                    "movement-without-reason",
                    f"Why “{one.risk.title}” moved is not said",
                    f"Say why.{reason}",
                )
                break
            if said.dimension in ("progress", "rag") and said.value in (*BELOW_TRACK, "amber", "red"):
                reason = f" The register gives: {one.risk.narrative}" if one.risk.narrative else ""
                yield finder.at(
                    at,
                    (said.start, said.end),
                    "progress-without-narrative",
                    f"Why “{one.risk.title}” is below track is not said",
                    f"Say why.{reason}",
                )
                break
        if (
            (moved := MOVED_DATE.search(passage.text))
            and not why_here
            and not _is_general(passage.text[: moved.start()])
        ):
            yield finder.at(
                at,
                moved.span(),
                "date-without-reason",
                "A date was moved and no reason is given",
                "Say why it was moved",
            )


def _is_general(before: str) -> bool:
    """Of several at once ("areas where dates were put back"), which are told one by one elsewhere; or not yet so."""
    return is_hedged(before) or bool(re.search(r"\bwhere\b[^.;]{0,40}$", before))


def _gives_reason(text: Text, at: int, said: Said, one: Mention) -> bool:
    """Whether the words of the register's own reason are there, or the move is followed by a clause of its own."""
    passage = text.passages[at]
    reason = {word[:6] for word in re.findall(r"[a-z]{5,}", f"{one.risk.reason} {one.risk.narrative}".lower())}
    here = {word[:6] for word in re.findall(r"[a-z]{5,}", passage.text.lower())}
    if len(reason & here) >= 2:
        return True
    after = straight(passage.text[said.end :])
    if re.match(r"[^.;:]{0,40}(?::|;| [–-] )\s*(?!it\b|they\b)(?:\w+[\s,]+){3,}", after):
        return True
    return bool(
        re.search(
            r"\b(?:explained|set out|described|given|told|see|discussed) (?:in|at|below|above|paragraph|"
            r"appendix|under)\b|\bfor the reasons?\b",
            passage.text,
            re.I,
        )
    )


def _why_near(passage: Passage, said: Said) -> bool:
    """Whether a reason stands in the sentence that tells it, in the one before or in the two after."""
    spans = sentences(passage.text)
    place = next((n for n, span in enumerate(spans) if span.start <= said.start < span.end), 0)
    return any(BECAUSE.search(straight(span.text)) for span in spans[max(0, place - 1) : place + 3])


def _why(text: Text, at: int) -> bool:
    """Whether a reason is given in the passage, in the list it leads to, or in what follows without a new subject."""
    passage = text.passages[at]
    if BECAUSE.search(straight(passage.text)):
        return True
    following = text.passages[at + 1 : at + 4]
    for other in following:
        if other.kind is Kind.HEADING or (passage.kind is Kind.ITEM and other.kind is Kind.ITEM):
            return False
        if other.kind is Kind.ITEM or re.match(
            r"^(?:this|the (?:reason|cause|delay|change|movement|rise|fall|reduction|increase)|it|these)\b",
            other.text,
            re.I,
        ):
            if BECAUSE.search(straight(other.text)) or re.match(r"^this (?:reflects|follows|is)", other.text, re.I):
                return True
        else:
            return False
    return False


def _told(passage: Passage, found: list[Mention]) -> Iterator[tuple[Said, Mention]]:
    """What a passage says of how a risk it names stands, as far as it says it of one risk."""
    carried: Mention | None = None
    for span in sentences(passage.text):
        here = [one for one in found if span.start <= one.start < span.end]
        risks = {(one.register.organisation, one.risk.ref) for one in here}
        if len(risks) == 1:
            carried = here[0]
        elif len(risks) > 1:
            carried = None
        for said in properties(span.text):
            if carried is None:
                one = _just_before(span, said, here)
                if one is not None:
                    yield Said(said.dimension, said.value, span.start + said.start, span.start + said.end), one
                continue
            if not _is_of_the_risk(span, said, here, carried):
                continue
            yield Said(said.dimension, said.value, span.start + said.start, span.start + said.end), carried


def _just_before(span: Span, said: Said, here: list[Mention]) -> Mention | None:
    """Of several risks in a sentence, the one that stands right before what is said."""
    if is_hedged(span.text[: said.start]):
        return None
    before = [one for one in here if one.end - span.start <= said.start]
    if not before:
        return None
    gap = straight(span.text[before[-1].end - span.start : said.start])
    return (
        before[-1]
        if re.fullmatch(r"(?:\s|risks?|scores?|has|have|is|was|been|now|also|again|,|\([^)]*\))*", gap, re.I)
        else None
    )


def _is_of_the_risk(span: Span, said: Said, here: list[Mention], carried: Mention) -> bool:
    if is_hedged(span.text[: said.start]):
        return False
    before = straight(span.text[: said.start])
    if here:
        gap = (
            straight(span.text[max(0, here[-1].end - span.start) : said.start])
            if here[-1].end - span.start <= said.start
            else ""
        )
        subject = re.search(
            r"\b(?:controls?|actions?|milestones?|crime|offences|demand|confidence|work|number|workforce)\b", gap
        )
        return here[0].start - span.start < said.start and not subject and not counts(gap) and len(gap) < 80
    return bool(re.match(r"^(?:this(?: risk)?|it|the (?:risk|score|rating)|its|likelihood|progress)\b", before, re.I))


def _is_summary(passage: Passage, found: list[Mention]) -> bool:
    """A sentence that names several risks tells them over; the reasons are looked for where each is told by itself."""
    return len({(one.register.organisation, one.risk.ref) for one in found}) > 2


def _explained(text: Text, facts: Facts) -> set[tuple[str, int]]:
    """The risks of which some passage gives a reason along with the move or the progress."""
    found: set[tuple[str, int]] = set()
    for at, passage in enumerate(text.passages):
        named = {(one.register.organisation, one.risk.ref) for one in mentions(text, passage, facts)}
        if not named or len(named) > 2 or passage.kind is Kind.CELL:
            continue
        if _why(text, at) and any(
            said.dimension in ("movement", "progress", "rag", "likelihood", "impact")
            for said in properties(passage.text)
        ):
            found |= named
    return found


# Closed risks ------------------------------------------------------------------------------------------------------


def closed(text: Text, facts: Facts) -> Findings:
    """A risk that is closed, or a wording that was given up, spoken of as if it still stood."""
    finder = Finder("closed", text)
    themes = {plain(name) for theme in facts.themes for name in (theme.name, *theme.also)}
    for at, passage in enumerate(text.passages):
        if passage.kind is Kind.CELL:
            continue
        for one in mentions(text, passage, facts):
            sentence = _sentence_at(passage, one.start)
            if one.risk.is_open or CLOSED_SAID.search(straight(sentence.text)) or passage.kind is Kind.HEADING:
                continue
            if one.by == "title" and plain(one.risk.title) in themes:
                continue
            when = f" on {spelled(one.risk.closed_on)}" if one.risk.closed_on else ""
            yield finder.at(
                at,
                (one.start, one.end),
                "closed-risk",
                f"“{one.risk.title}” was closed{when}",
                "Say that it is closed, or name the risk that took its place",
            )
        yield from _given_up(finder, at, passage, facts)
        yield from _recast(finder, at, passage, text, facts)


STILL = re.compile(
    r"\b(?:wording|description|definition|scope|risk itself)\b[^.;]{0,40}\b(?:unchanged|the same|not "
    r"changed|as before|stands)\b|"
    r"\b(?:original(?:ly)?|first|existing|old|current) (?:wording|description|worded|described)\b|"
    r"\b(?:has|have) not been (?:reworded|rewritten|recast|changed)\b|"
    r"\bas (?:originally|previously|first) (?:worded|described|written|agreed)\b",
    re.IGNORECASE,
)


def _recast(finder: Finder, at: int, passage: Passage, text: Text, facts: Facts) -> Iterator[Finding]:
    """A risk that was written afresh since, spoken of as it was."""
    for one in mentions(text, passage, facts):
        since = one.register.compared_with
        sentence = _sentence_at(passage, one.start)
        if (
            one.risk.recast_on
            and since
            and one.risk.recast_on > since
            and (found := STILL.search(straight(sentence.text)))
        ):
            place = (sentence.start + found.start(), sentence.start + found.end())
            why = f"“{one.risk.title}” was written afresh on {spelled(one.risk.recast_on)}"
            yield finder.at(
                at,
                place,
                "recast-risk",
                why,
                "Say that it was, and describe it as it now is",
                severity=Severity.WARNING,
            )


def _given_up(finder: Finder, at: int, passage: Passage, facts: Facts) -> Iterator[Finding]:
    for register in facts.registers:
        standing = {plain(risk.title) for risk in register.risks if risk.is_open}
        for risk in register.open:
            for earlier in risk.earlier_titles:
                if earlier.until is None or plain(earlier.name) in standing:
                    continue
                for match in name_pattern((earlier.name,)).finditer(straight(passage.text)):
                    sentence = _sentence_at(passage, match.start())
                    around = straight(passage.text[max(0, match.start() - 30) : match.end() + 30])
                    if CLOSED_SAID.search(straight(sentence.text)) or not re.search(r"\brisk\b", around, re.I):
                        continue
                    yield finder.at(
                        at,
                        match.span(),
                        "earlier-title",
                        f"The risk is now called “{risk.title}”",
                        f"Say {risk.title}",
                        offer=risk.title,
                    )


def _sentence_at(passage: Passage, start: int) -> Span:
    spans = sentences(passage.text)
    return next((span for span in spans if span.start <= start < span.end), spans[-1])


# Whose it is -------------------------------------------------------------------------------------------------------


def attribution(text: Text, facts: Facts) -> Findings:
    """A risk, a post or a board of one body given to the other."""
    finder = Finder("attribution", text)
    for at, passage in enumerate(text.passages):
        words = straight(passage.text)
        named = bodies_named(words, facts.bodies)
        for one in mentions(text, passage, facts):
            if one.by == "title":
                yield from _of_risk(finder, at, passage, words, named, one, facts, text)
        yield from _of_named(finder, at, words, named, facts)
        if passage.kind is Kind.CELL:
            yield from _of_cell(finder, at, text, facts)
        yield from _of_wording(finder, at, passage, facts)


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
    own = {
        register.organisation
        for register in facts.registers
        for risk in register.risks
        if plain(risk.title) == plain(one.risk.title)
    }
    body = next(
        (slug for start, end, slug in reversed(named) if end <= one.start and HOLDS.fullmatch(words[end : one.start])),
        "",
    )
    if not body:
        body = _said_after(words, named, one)
    if not body:
        body = _listed_with(words, named, one, passage)
    if not body and passage.kind is Kind.ITEM and one.start < 4:
        body = _lead_of(text, at, facts)
    if not body and passage.kind is not Kind.HEADING and passage.organisation and one.start == 0:
        body = passage.organisation if re.search(r"\brisks?\b", passage.section, re.I) else ""
    themes = {plain(name) for theme in facts.themes for name in (theme.name, *theme.also)}
    if body and body not in own and plain(one.risk.title) not in themes:
        right = next((other.name for other in facts.bodies if other.slug in own), "")
        yield finder.at(
            at,
            (one.start, one.end),
            "other-body",
            f"“{one.risk.title}” is a risk of {right}",
            f"Say that it is {right}’s, or name the right risk",
        )


def _lead_of(text: Text, at: int, facts: Facts) -> str:
    """The one body that the sentence names which leads to the list an item stands in: "MOPAC's risks are:"."""
    place = at - 1
    while place >= 0 and text.passages[place].kind is Kind.ITEM:
        place -= 1
    lead = straight(text.passages[place].text) if place >= 0 else ""
    last = sentences(lead)[-1].text if lead else ""
    named = {slug for _, _, slug in bodies_named(last, facts.bodies)}
    return named.pop() if len(named) == 1 and lead.endswith(":") and re.search(r"\brisks\b", last) else ""


def _listed_with(words: str, named: list[tuple[int, int, str]], one: Mention, passage: Passage) -> str:
    """ "The Met's register includes ...", "MOPAC has three risks: ...": whose list it stands in."""
    sentence = _sentence_at(passage, one.start)
    here = [other for other in named if sentence.start <= other[0] < sentence.end]
    if (
        len({slug for _, _, slug in here}) != 1
        or here[0][1] > one.start
        or not REGISTER_HOLDS.match(words[here[0][1] : one.start])
    ):
        return ""
    is_aside = re.search(r"\b(?:not|unlike|depends?|affects?|aligned|alongside|with)\b", words[here[0][1] : one.start])
    return "" if is_aside else here[0][2]


IS_OF = re.compile(
    r"\s*(?:risk)?,?\s*(?:which |that )?(?:is |remains |sits )?(?:also |now )?"
    r"(?:an? |one of |on |held (?:by|on) |owned by |in )?(?:the )?"
)
ITS_RISK = re.compile(
    r"(?:'s)?\s+(?:corporate |own |strategic )?"
    r"(?:risks?\b(?! (?:and (?:the|a) |register|management|appetite))|register)"
)


def _said_after(words: str, named: list[tuple[int, int, str]], one: Mention) -> str:
    """ "Violence, a Met risk", "Money is on MOPAC's register", "Legitimacy is owned by MOPAC"."""
    for start, end, slug in named:
        gap = words[one.end : start]
        is_said = start > one.end and IS_OF.fullmatch(gap)
        if is_said and (ITS_RISK.match(words[end:]) or re.search(r"owned by|held by", gap)):
            return slug
    return ""


def _of_named(
    finder: Finder, at: int, words: str, named: list[tuple[int, int, str]], facts: Facts
) -> Iterator[Finding]:
    """ "MOPAC's Deputy Commissioner", "the Met's Governance and Risk working group"."""
    for one in (*facts.posts, *facts.boards):
        same = {
            other.organisation
            for other in (*facts.posts, *facts.boards)
            if {other.name, *other.also} & {one.name, *one.also}
        }
        if not one.organisation or "" in same:
            continue
        for match in name_pattern((one.name, *(name for name in one.also if len(name) > 4))).finditer(words):
            body = next(
                (
                    slug
                    for start, end, slug in reversed(named)
                    if end <= match.start()
                    and re.fullmatch(r"(?:'s)?\s+(?:own )?", words[end : match.start()])
                    and not re.search(r"\bof the $", words[:start])
                ),
                "",
            )
            if not body:
                after = re.match(
                    r"\s+(?:of (?:the )?|\(|which (?:settles|owns|agrees) (?:the )?)", words[match.end() :]
                )
                place = match.end() + after.end() if after else -1
                body = next((slug for start, _, slug in named if after and start - place in (0, -4)), "")
            longer = any(
                (found := name_pattern((other.name, *other.also)).search(words, max(0, match.start() - 20)))
                and found.start() <= match.start()
                and found.end() >= match.end()
                and found.span() != match.span()
                for other in (*facts.posts, *facts.boards)
            )
            if body and body not in same and not longer:
                right = next((other.name for other in facts.bodies if other.slug == one.organisation), one.organisation)
                yield finder.at(
                    at,
                    match.span(),
                    "other-body",
                    f"{one.name} belongs to {right}",
                    f"Say whose it is, or name {next((b.name for b in facts.bodies if b.slug == body), body)}’s own",
                )


def _of_cell(finder: Finder, at: int, text: Text, facts: Facts) -> Iterator[Finding]:
    """A cell that names one body, in a row whose risk or owner is the other's alone."""
    cell = text.passages[at]
    named = {slug for _, _, slug in bodies_named(cell.text, facts.bodies)}
    if len(named) != 1 or len(cell.text.split()) > 4 or cell.row == 1:
        return
    body = named.pop()
    for other in text.passages:
        if other.kind is not Kind.CELL or other.group != cell.group or other.row != cell.row or other is cell:
            continue
        title = plain(re.split(r"\s[–-]\s", other.text)[0])
        own = {
            register.organisation
            for register in facts.registers
            for risk in register.risks
            if plain(risk.title) == title
        }
        owner = {
            one.organisation
            for one in facts.posts
            for name in (one.name, *one.also)
            if plain(name) == plain(other.text)
        }
        if (own and body not in own) or (owner and body not in owner):
            span = (0, len(other.text))
            place = text.passages.index(other)
            yield finder.at(
                place,
                span,
                "other-body",
                f"This belongs to the other body, not to {cell.text}",
                "Mend the body, or the name",
            )


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
