"""Family "figures", counts with a label: "the number of amber risks is three", "green 7, amber 3", joint controls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.found import Finder
from reports.checks.language import Span, is_hedged, is_of_the_past, name_pattern, straight
from reports.checks.model import Facts, Finding, Passage, RegisterFacts, Severity, Text, ThemeFacts
from reports.checks.numbers import counts, like, value_of
from reports.checks.risks_named import mentions, whose
from reports.checks.tallies import ground, tally
from reports.checks.vocabulary import properties

NUMBER_OF = re.compile(
    r"\b(?:number|count|total|tally) of (?P<what>[\w\s'-]{0,50}?risks?(?: (?:rated|assessed as|reported as|scored|at|"
    r"on|"
    r"that|which|with|in|to)[\w\s'-]{0,35}?)?)\s+(?:(?:is now|now stands at|is|stands at|was|comes to|came to|are|"
    r"remains(?: at)?|has (?:risen|"
    r"fallen|gone up|come down|increased|decreased|reduced|dropped|grown)(?: from [\w-]+)? to|comes to|reached|"
    r"totals)\s+)(?:only |just |now )?(?P<number>[\w-]+)",
    re.IGNORECASE,
)
STREAMS_NUMBER = re.compile(
    r"\bnumber of (?P<what>[\w\s-]{0,30}?work-?streams?(?: (?:that are |reported |rated )?[\w\s-]{0,20}?)?)\s+(?:is "
    r"now|"
    r"now stands at|is|stands at|has (?:risen|grown|gone up|increased)(?: from [\w-]+)? to|comes "
    r"to)\s+(?P<number>[\w-]+)",
    re.IGNORECASE,
)
IN_ALL = re.compile(
    r"\b(?P<what>(?:short[\s-]+term|long[\s-]+term|amber|green|red|corporate|headline|strategic|very "
    r"high|high|Met|MOPAC)[\w\s-]{0,20}? risks),? "
    r"\(?(?P<number>\w+) (?:in all|in total|altogether|of them)\b",
    re.IGNORECASE,
)
WORD = r"green|amber|red|on[ -]track|limited|slipped|no progress|very high|high|medium|low|static|up|down"
LABELLED = re.compile(
    rf"(?:^|[(;,]\s*|\band\s+|:\s*)(?P<what>{WORD})\s*(?:\((?:risks?)\))?\s*[:=–-]?\s*(?P<number>\d{{1,2}})"
    rf"(?=\s*(?:[;,.)]|and\b|$))",
    re.IGNORECASE,
)
COUNTED = re.compile(
    rf"(?:^|[(;,:]\s*|\band\s+|\bshows\s+)(?P<number>\d{{1,2}}) (?P<what>{WORD})(?=\s*(?:[;,.)]|and\b|$))",
    re.IGNORECASE,
)
NO_MOVE = re.compile(
    r"\b(?:(?P<none>no (?:movements?|changes?)(?: at all)?) (?:on|in|to|across|of|among|for) (?:the |any |our |any "
    r"of the "
    r")*(?:(?:\w+ ){0,2}register|(?:corporate )?risks?|(?:risk )?scores?|(?:risk )?ratings?)\b|"
    r"(?P<still>(?:all )?(?:the )?(?:risk )?(?:scores|register|ratings) (?:has |have |is |are |was |were )?(?:all )?"
    r"(?:not (?:moved|changed)|remained? (?:static|unchanged|the same)|unchanged))|"
    r"(?P<nothing>nothing (?:on (?:the|our) register |here )?(?:has |have )?(?:moved|changed|rose|risen|fell|fallen|"
    r"gone up|come down|went up|came "
    r"down)))",
    re.IGNORECASE,
)
JOINT = re.compile(
    r"^\s+(?:(?:agreed|shared|existing|current|new|further|more|other|such)\s+)*(?P<kind>joint|potential)(?: joint)? "
    r"controls?\b"
)


ELIDED = re.compile(r"^(?=\s+(?:for|of|on|under) (?:the )?[A-Z]|\s*(?:[.,;]|and\b|$))")


def check(finder: Finder, at: int, passage: Passage, span: Span, text: Text, facts: Facts) -> Iterator[Finding]:
    """What one sentence gives as a number beside the name of what it counts."""
    yield from _joint_controls(finder, at, passage, span, facts)
    yield from _streams(finder, at, span, facts)
    home = whose(text, passage, facts)
    registers = [register for register in facts.registers if register.organisation == home] or list(facts.registers)
    if len(registers) != 1:
        return
    labelled = [*LABELLED.finditer(span.text), *COUNTED.finditer(span.text)]
    is_labelled = len(labelled) >= 2 and not mentions(text, passage, facts)
    yield from _no_move(finder, at, span, registers[0])
    for match in [*NUMBER_OF.finditer(span.text), *IN_ALL.finditer(span.text)]:
        yield from _number(finder, at, span, match, match["what"], registers, is_label=False)
    for match in labelled if is_labelled else ():
        yield from _number(finder, at, span, match, f"risks rated {match['what']}", registers, is_label=True)


def _number(
    finder: Finder,
    at: int,
    span: Span,
    match: re.Match[str],
    what: str,
    registers: list[RegisterFacts],
    *,
    is_label: bool,
) -> Iterator[Finding]:
    said = properties(what)
    value = value_of(match["number"])
    if value is None or (is_of_the_past(span.text) and not is_label and "to " + match["number"] not in span.text):
        return
    right = tally(registers[0].open, said, None)
    if right is None or right == value or (not said and not re.search(r"corporate|Met|MOPAC|open", what)):
        return
    start = span.start + match.start("number")
    offer = like(right, match["number"])
    yield finder.at(
        at,
        (start, start + len(match["number"])),
        "count",
        f"The position says {right} {ground(said, registers)}",
        f"Say {offer}",
        offer=offer,
    )


def _no_move(finder: Finder, at: int, span: Span, register: RegisterFacts) -> Iterator[Finding]:
    """ "There has been no movement on the register", where a risk has moved."""
    for match in NO_MOVE.finditer(straight(span.text)):
        said = [one for one in properties(match[0]) if one.dimension == "movement" and one.value in ("up", "down")]
        if is_hedged(span.text[: match.start()]) or is_of_the_past(span.text):
            continue
        moved = [
            risk
            for risk in register.open
            if risk.movement in ({one.value for one in said} if said else {"up", "down", "shifted"})
        ]
        if moved:
            names = ", ".join(risk.title for risk in moved)
            why = f"The position says that {len(moved)} moved: {names}"
            place = (span.start + match.start(), span.start + match.end())
            severity = Severity.WARNING if match["nothing"] and not said else Severity.ERROR
            yield finder.at(at, place, "movement", why, "Name them, or mend the register", severity=severity)


def _streams(finder: Finder, at: int, span: Span, facts: Facts) -> Iterator[Finding]:
    """ "the number of completed work-streams now stands at 31"."""
    for match in STREAMS_NUMBER.finditer(span.text):
        value = value_of(match["number"])
        values = {one.value for one in properties(match["what"]) if one.dimension == "progress"}
        if value is None or len(facts.plans) != 1 or is_hedged(span.text):
            continue
        plan = facts.plans[0]
        right = sum(1 for stream in plan.streams if stream.status in values or not values)
        if right != value:
            place = (span.start + match.start("number"), span.start + match.end("number"))
            offer = like(right, match["number"])
            yield finder.at(at, place, "plan-count", f"The plan says {right}", f"Say {offer}", offer=offer)


# Joint controls ------------------------------------------------------------------------------------------------------


def _joint_controls(finder: Finder, at: int, passage: Passage, span: Span, facts: Facts) -> Iterator[Finding]:
    """ "Five joint controls", of the joint risk or theme that the sentence, or else the section, is about."""
    text = straight(span.text)
    for number in counts(text):
        match = JOINT.match(text[number.end :]) or (
            ELIDED.match(text[number.end :]) if re.search(r"\bjoint controls\b", text[: number.start]) else None
        )
        if match is None or number.kind not in ("count", "none") or is_hedged(text[: number.start]):
            continue
        theme = _theme_beside(text, number.start, number.end + match.end(), facts) or _theme(passage, span, facts)
        if theme is None or re.search(
            r"\b(?:of (?:the|these|those|its)|another|other|further)\s*$", text[: number.start], re.I
        ):
            continue
        if re.match(
            r"\s*(?:has|have) (?:been )?(?:added|closed|retired)|\s+(?:added|closed|in common)",
            text[number.end + match.end() :],
        ):
            continue
        kind = match["kind"] if "kind" in match.groupdict() else "joint"
        right = theme.potential_controls if kind == "potential" else theme.joint_controls
        if (not right and kind == "joint") or number.allows(right):
            continue
        sure = right + theme.potential_controls != number.value
        start = span.start + number.start
        offer = like(right, number.text)
        yield finder.at(
            at,
            (start, start + len(number.text)),
            "joint-controls",
            f"{theme.name} has {right} {kind} controls",
            f"Say {offer}",
            offer=offer,
            severity=Severity.ERROR if sure else Severity.WARNING,
        )


def _theme_beside(text: str, start: int, end: int, facts: Facts) -> ThemeFacts | None:
    """ "five joint controls for Safeguarding", "Money four": the theme that a number itself is of."""
    for theme in facts.themes:
        name = name_pattern((theme.name, *theme.also))
        if re.match(rf"\s*(?:for|of|on|under|to) (?:the )?{name.pattern}", text[end:]):
            return theme
    for theme in facts.themes:
        name = name_pattern((theme.name, *theme.also))
        if re.search(rf"{name.pattern}(?: has| with)? $", text[:start]):
            return theme
    return None


def _theme(passage: Passage, span: Span, facts: Facts) -> ThemeFacts | None:
    """The joint risk or theme named in the sentence, in the passage, or in the heading over it; one only."""
    for words in (span.text, passage.text, passage.section):
        named = [
            theme
            for theme in facts.themes
            if any(match[0][0].isupper() for match in name_pattern((theme.name, *theme.also)).finditer(straight(words)))
        ]
        if named:
            return named[0] if len(named) == 1 else None
    return None
