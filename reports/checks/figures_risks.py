"""Family "figures", one risk: score, band, colour, owner, arrow, target, horizon, quarters, against the position."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reports.checks.figures_counts import LEVELS, level_of
from reports.checks.found import Finder
from reports.checks.language import Span, is_hedged, is_of_the_past, name_pattern, sentences, straight
from reports.checks.model import Facts, Finding, Kind, Named, Passage, RegisterFacts, RiskFacts, Severity, Text
from reports.checks.numbers import ORDINALS, counts, like, ordinal_of, value_of
from reports.checks.risks_named import Mention, mentions
from reports.checks.vocabulary import Said, band_slug, properties

# What may stand between a risk and what is said of it, when it is said of the risk and not of something else.
BETWEEN = re.compile(
    r"(?:[\s,'\":–()]|\([^)]*\)|–[^–]*–|\b(?:risks?|scores?|scoring|rating|ratings|position|trend|direction|movement|"
    r"current|currently|overall|"
    r"status|progress|assessment|assessed|rated|scored|graded|classed|is|are|was|were|has|have|had|been|be|being|"
    r"remains?|remained|"
    r"stays?|stayed|stands?|stood|sits?|sat|at|as|to|now|again|also|still|this|quarter|which|that|a|an|the|it|its|"
    r"and|by|continues|"
    r"continued|reported|reports|reporting|shown|shows|judged|considered|therefore|too|both|so|since|last|from|in|"
    r"of|on|for|over|"
    r"first|second|third|time|likelihood|impact|high|medium|low|very|VH|H|M|L|v|corporate|strategic|residual|level|"
    r"only|just|not|"
    r"slightly|significantly|marginally|further|gone|moved|been|put|told|static|unchanged|up|down|reduced|risen|"
    r"fallen|green|amber|red|"
    r"long|short|term|with|number|ref|\d+|having|although|however|no|longer|makes?|making|made|period|end|year|"
    r"december|september|june|march)\b|-)*",
    re.IGNORECASE,
)
OTHER_SUBJECT = re.compile(
    r"\b(?:controls?|actions?|milestones?|workstreams?|programme|projects?|plans?|measures?|numbers?|strand|"
    r"element|work)\b",
    re.I,
)
PAIR = re.compile(
    r"(?<![\w/])(?P<likelihood>VH|VL|H|M|L|Very High|High|Medium|Low)\s?(?:v|vs|x|×|/|by)\s?(?P<impact>VH|VL|H|M|L|"
    r"Very High|High|Medium|Low)(?![\w/])"
)
PAIR_WORDS = re.compile(
    r"\b(?P<likelihood>very high|high|medium|low) likelihood,?(?: and| with| /|,)?(?: an?)? (?P<impact>very high|"
    r"high|medium|low) impact\b",
    re.I,
)
VALUE = re.compile(
    r"\b(?:score[sd]?|scoring|rated|rating)(?: (?:is|of|at|was|stands at|remains(?: at)?|stayed at|now|has "
    r"(?:risen|fallen|moved|gone) (?:from \d+ )?to|a|currently|as)){0,3}\s*(?P<value>\d{1,2})\b(?!\s*(?:%|of|out|"
    r"to \d|risks|controls|per))",
    re.I,
)
FROM_TO = re.compile(
    r"\bfrom (?P<a>\d{1,2}) to (?P<b>\d{1,2})\b(?!\s*(?:%|per|million|officers|risks|controls|weeks|days|months))", re.I
)
AXIS_FROM_TO = re.compile(
    r"\b(?P<axis>likelihood|impact)\b[^.;]{0,60}?\bfrom (?:very[\s-]high|high|medium|low)(?: likelihood| impact)? to "
    r"(?P<level>very[\s-]high|high|medium|low)\b",
    re.IGNORECASE,
)
TARGET = re.compile(r"\btarget(?:ed|s)?\b", re.IGNORECASE)
TARGET_VALUE = re.compile(
    r"\btarget(?: (?:score|position|rating|band|level))?(?: (?:is|of|remains|stays|at|to be|set at|for this risk "
    r"is|score of|score is|position of|a|an)){0,3}\s*[:(]?\s*(?P<value>\d{1,2}\b(?!\s*(?:%|st|nd|rd|th|January|"
    r"March|June|July|September|December))|very[\s-]high|high|medium|low)\b(?!\s+(?:likelihood|impact))",
    re.I,
)
QUARTERS = re.compile(
    r"\b(?:(?P<ordinal>first|second|third|fourth|fifth|sixth|seventh|eighth|\d+(?:st|nd|rd|th))(?: (?:consecutive|"
    r"successive|straight|full))? quarter\b|for (?:the (?:last|past) )?(?P<count>two|three|four|five|six|seven|"
    r"eight|\d)(?: consecutive| successive| full)? quarters\b)",
    re.I,
)
OWNER = (
    re.compile(r"\b(?:is |are |now |currently )*owned by (?:the )?(?P<post>[A-Z][^.;()]{2,70})"),
    re.compile(
        r"\b[Oo]wner(?:ship)?(?: (?:of|for) [\w\s&]{2,40}?)?(?: (?:is|remains|rests with|lies with|sits with|now)|"
        r":)+ (?:the |with the )?(?P<post>[A-Z][^.;()]{2,70})"
    ),
    re.compile(r"\b[Rr]isk owner,? (?:the |\()?(?P<post>[A-Z][^.;()]{2,70})"),
    re.compile(r"\((?:risk )?owner(?::| is|,)? (?:the )?(?P<post>[A-Z][^.;()]{2,70})\)"),
    re.compile(
        r"(?:^|[.;,] |\b)[Tt]he (?P<post>[A-Z][^.;()]{2,60}?),? (?:now |also |currently |who |which )*owns (?:the )?"
    ),
    re.compile(
        r"(?P<post>\b[A-Z][\w,&–’' -]{2,60}?),? (?:who )?(?:owns|is (?:the )?(?:risk )?owner (?:of|for)|as (?:the "
        r")?(?:risk )?owner (?:of|for)) "
    ),
)
CARRIED = re.compile(
    r"^(?:this(?: \w+)? risk|the risk|this|it|its|the (?:score|rating|target|likelihood|impact|owner|position|"
    r"status|trend|movement|assessment)|progress|likelihood|impact|there (?:is|are|has been)|both|we|as with|owned|"
    r"current(?:ly)?|overall|\w+ controls?|(?:key )?controls)\b",
    re.I,
)
ABOUT_RISKS = re.compile(r"\b(?:lower|higher|greater|smaller|better|worse)\s+than\b", re.I)


@dataclass(frozen=True)
class About:
    """A sentence, and the risk it goes on about where it names none itself."""

    span: Span
    carried: Mention | None
    named: tuple[Mention, ...]  # offsets in the sentence


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
        for about in _abouts(passage, found, heading if passage.kind is not Kind.HEADING else None):
            yield from _of_sentence(finder, at, about, facts)


def _abouts(passage: Passage, found: list[Mention], heading: Mention | None) -> Iterator[About]:
    carried = heading
    for span in sentences(passage.text):
        named = tuple(
            replace(one, start=one.start - span.start, end=one.end - span.start)
            for one in found
            if span.start <= one.start < span.end
        )
        yield About(span, carried if CARRIED.match(span.text) or not named else None, named)
        risks = {(one.register.organisation, one.risk.ref) for one in named}
        if len(risks) == 1:
            carried = named[0]
        elif len(risks) > 1:
            carried = None


def _pairs(finder: Finder, at: int, passage: Passage, found: list[Mention], facts: Facts) -> Iterator[Finding]:
    """A number and a title side by side that are not the same risk's: "Legitimacy (risk 7)"."""
    text = straight(passage.text)
    themes = {name.lower() for theme in facts.themes for name in (theme.name, *theme.also)}
    for ref in (one for one in found if one.by == "ref"):
        for title in (one for one in found if one.by == "title"):
            gap = text[ref.end : title.start] if ref.end <= title.start else text[title.end : ref.start]
            by_comma = ref.end <= title.start and "," in gap and not re.search(r"[\"']", gap)
            if not re.fullmatch(r"[\s\"'(:,–-]{1,4}(?:(?:the|Met|MOPAC)\s)?", gap) or (
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


# One sentence ------------------------------------------------------------------------------------------------------


def _of_sentence(finder: Finder, at: int, about: About, facts: Facts) -> Iterator[Finding]:
    span, text = about.span, about.span.text
    if not about.named and about.carried is None:
        return
    yield from _scores(finder, at, about)
    yield from _target_values(finder, at, about)
    yield from _owners(finder, at, about, facts)
    yield from _quarters(finder, at, about)
    yield from _controls(finder, at, about)
    for said in properties(text):
        one = _subject(about, said.start, said.end)
        if one is None or _is_aside(text, said) or _is_of_its_controls(text, one, said):
            continue
        yield from _property(finder, at, span, said, one.risk, one.register)


def _subject(about: About, start: int, end: int) -> Mention | None:
    """The risk that something at this place is said of."""
    text = straight(about.span.text)
    before = [one for one in about.named if one.end <= start]
    if before:
        last = before[-1]
        gap = text[last.end : start]
        if BETWEEN.fullmatch(gap) and not re.search(r"\bthan\b", gap):
            return last
        if re.fullmatch(r"\s*\((?:risk \d+\s*[–,-]?\s*)?", gap):
            return last
        return None
    after = [one for one in about.named if one.start >= end]
    if after and re.fullmatch(
        r"\s*(?:rating|score|progress|status|assessment)?\s*(?:is |was |now )?(?:reported |given |shown )?(?:for|"
        r"on|of|against)\s+(?:the\s+|Met\s+|MOPAC\s+|Met's\s+|MOPAC's\s+)?(?:risk \d+\s*[(,:]\s*)?",
        text[end : after[0].start],
    ):
        return after[0]
    if (
        after
        and re.fullmatch(r"\s*(?:rated\s+|rating\s+)?(?:the\s+)?", text[end : after[0].start])
        and re.search(r"\b(?:the|our|its|a)\s*$", text[:start])
    ):
        return after[0]
    if (
        about.carried is not None
        and not about.named
        and BETWEEN.fullmatch(
            re.sub(
                r"^(?:this(?: \w+)? risk|the risk|it|this|progress|as with risk \d+)\b", "", text[:start], flags=re.I
            )
        )
    ):
        return about.carried
    return None


def _is_of_its_controls(text: str, one: Mention, said: Said) -> bool:
    """ "Three controls on the People risk have slipped": said of the controls, not of the risk."""
    if said.dimension not in ("progress", "rag", "movement"):
        return False
    before = straight(text[: one.start] if one.start < said.start else text[: said.start])
    return bool(
        re.search(
            rf"{OTHER_SUBJECT.pattern}[^.;,]{{0,25}}\b(?:on|for|of|against|under|in|to)\s+(?:the |our |its )?$",
            before,
            re.I,
        )
    )


def _is_aside(text: str, said: Said) -> bool:
    """Hedged, of another time, or of a target: nothing that the position can be held against."""
    clause_start = (
        max(text.rfind(";", 0, said.start), text.rfind(", but", 0, said.start), text.rfind(", and", 0, said.start), -1)
        + 1
    )
    stop = re.search(r";|, (?:and|but|with|which|following|as|after)\b|\.$", text[said.end :])
    clause = straight(text[clause_start : said.end + (stop.start() if stop else len(text))])
    upto = straight(text[clause_start : said.end])
    if is_hedged(re.sub(r"\btarget\w*\b", "", upto)) or (
        TARGET.search(upto) and said.dimension in ("band", "likelihood", "impact")
    ):
        return True
    if said.dimension != "movement" and is_of_the_past(upto) and "now" not in upto:
        return True
    return (
        said.dimension == "movement"
        and bool(re.search(r"\b(?:last|previous) (?:quarter|year|report)\b|\bat the refresh\b", clause))
        and not re.search(r"\bsince\b|\bfrom\b|\bcompared\b|\bthan\b", clause)
    )


def _property(
    finder: Finder, at: int, span: Span, said: Said, risk: RiskFacts, register: RegisterFacts
) -> Iterator[Finding]:
    text = straight(span.text)
    is_before = bool(re.search(r"\bfrom (?:a |an )?[\"']?$", text[: said.start])) or bool(
        re.search(r"\bfrom (?:a |an )?$", text[: said.start])
    )
    right, code = _right(said, risk, is_before, text)
    if not right or right == said.value:
        return
    if said.dimension == "movement" and re.match(
        r"\s+(?:\w+\s+){0,3}?(?:crime|offences|demand|confidence|complaints|violence|numbers|spending|cost)",
        text[said.end :],
    ):
        return
    offer = _in_words(right, said, span.text)
    yield _wrong(
        finder,
        at,
        span,
        said.start,
        said.end,
        code,
        f"{_called(risk)} {_is(said.dimension, is_before)} {right.replace('-', ' ')}",
        offer,
    )


def _right(said: Said, risk: RiskFacts, is_before: bool, text: str) -> tuple[str, str]:
    """What the position says in this dimension; empty where it says nothing or the words may mean another thing."""
    if said.dimension == "band":
        value = risk.before_band if is_before else risk.band
        levels = {level_of(risk.likelihood), level_of(risk.impact)}
        is_plain = re.search(r"\b(?:band|rated|rating|overall)\b", text[max(0, said.start - 40) : said.end + 15])
        return ("", "") if said.value in levels and not is_plain else (value, "band")
    if said.dimension in ("likelihood", "impact"):
        short = getattr(risk, f"before_{said.dimension}" if is_before else said.dimension)
        return (level_of(short), "level") if short in LEVELS else ("", "")
    if said.dimension == "rag":
        return (
            (
                {
                    "on-track": "green",
                    "complete": "green",
                    "limited": "amber",
                    "slipped": "red",
                    "no-progress": "red",
                }.get(risk.progress_before, ""),
                "colour",
            )
            if is_before
            else (risk.rag, "colour")
        )
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


def _called(risk: RiskFacts) -> str:
    return f"Risk {risk.shown_ref}, {risk.title}:"


def _in_words(right: str, said: Said, text: str) -> str:
    """The right word in the form of the wrong one, where that is one word."""
    wrong = text[said.start : said.end]
    if said.dimension in ("rag", "band") and " " not in wrong.strip():
        words = right.replace("-", " ")
        return words.capitalize() if wrong[:1].isupper() else words
    if said.dimension == "horizon":
        return f"{right}{wrong[len(said.value) :]}" if wrong.lower().startswith(said.value) else ""
    return ""


def _wrong(
    finder: Finder,
    at: int,
    span: Span,
    start: int,
    end: int,
    code: str,
    why: str,
    offer: str = "",
    severity: Severity = Severity.ERROR,
) -> Finding:
    mend = f"Say “{offer}”" if offer else "Mend the words, or the register where it is wrong"
    return finder.at(at, (span.start + start, span.start + end), code, why, mend, offer=offer, severity=severity)


# Scores and targets ------------------------------------------------------------------------------------------------


def _near(about: About, start: int) -> Mention | None:
    """The risk a score is said of: the last named before it, or the one gone on about, or the only one named."""
    before = [one for one in about.named if one.end <= start + 2]
    if before:
        return before[-1]
    if len({one.risk.ref for one in about.named}) == 1:
        return about.named[0]
    return about.carried if not about.named else None


def _scores(finder: Finder, at: int, about: About) -> Iterator[Finding]:
    text = straight(about.span.text)
    for pattern in (PAIR, PAIR_WORDS):
        for match in pattern.finditer(text):
            one = _near(about, match.start())
            if one is None or not one.risk.likelihood:
                continue
            yield from _pair(finder, at, about, match, one.risk)
    for match in AXIS_FROM_TO.finditer(text):
        one = _near(about, match.start())
        right = getattr(one.risk, match["axis"].lower()) if one else ""
        if (
            one is not None
            and right in LEVELS
            and level_of(right) != band_slug(match["level"])
            and not is_hedged(text[: match.start()])
        ):
            shown = level_of(right).replace("-", " ")
            offer = shown.capitalize() if match["level"][0].isupper() else shown
            why = f"{_called(one.risk)} the {match['axis'].lower()} is {shown}"
            yield _wrong(finder, at, about.span, match.start("level"), match.end("level"), "level", why, offer)
    for match in FROM_TO.finditer(text):
        one = _near(about, match.start())
        if (
            one is not None
            and one.risk.value is not None
            and re.search(r"\b(?:scor|risk|rating)", text)
            and not is_hedged(text[: match.start()])
        ):
            yield from _value(finder, at, about, match, "b", one.risk, one.risk.value, "score")
    for match in VALUE.finditer(text):
        one = _near(about, match.start())
        before = text[: match.start("value")]
        if one is None or one.risk.value is None or is_hedged(before[-40:]) or re.search(r"\bfrom $", before):
            continue
        target = bool(TARGET.search(text[max(0, match.start() - 12) : match.end()]))
        if not target and not is_of_the_past(before):
            yield from _value(finder, at, about, match, "value", one.risk, one.risk.value, "score")


def _value(
    finder: Finder, at: int, about: About, match: re.Match[str], group: str, risk: RiskFacts, right: int, what: str
) -> Iterator[Finding]:
    if int(match[group]) != right:
        yield _wrong(
            finder,
            at,
            about.span,
            match.start(group),
            match.end(group),
            what,
            f"{_called(risk)} the {what} is {right}",
            str(right),
        )


def _pair(finder: Finder, at: int, about: About, match: re.Match[str], risk: RiskFacts) -> Iterator[Finding]:
    text = straight(about.span.text)
    said = (level_of(_short(match["likelihood"])), level_of(_short(match["impact"])))
    before = text[: match.start()]
    if re.search(r"\btarget(?:ed)?\b[^.;]{0,40}$", before) or re.match(
        r"\s*(?:\(?target|as (?:its|the|a) target)", text[match.end() :]
    ):
        right, what = (risk.target_likelihood, risk.target_impact), "target"
    elif re.search(r"\bfrom (?:a |an )?$", before) or re.search(
        r"\b(?:previously|was|last quarter)\b[^,;]{0,12}$", before
    ):
        right, what = (risk.before_likelihood, risk.before_impact), "score before"
    elif is_hedged(before[-45:]) or is_of_the_past(before):
        return
    else:
        right, what = (risk.likelihood, risk.impact), "score"
    if not right[0] or (level_of(right[0]), level_of(right[1])) == said:
        return
    names = dict(LEVELS)
    shown = f"{right[0]} v {right[1]}" if match["likelihood"] in names else ""
    yield _wrong(
        finder,
        at,
        about.span,
        match.start(),
        match.end(),
        what.split()[0],
        f"{_called(risk)} the {what} is {right[0]} v {right[1]}",
        shown,
    )


def _short(said: str) -> str:
    return {"very high": "VH", "high": "H", "medium": "M", "low": "L"}.get(said.lower(), said)


def _target_values(finder: Finder, at: int, about: About) -> Iterator[Finding]:
    """ "its target is low", "a target score of 8"."""
    text = straight(about.span.text)
    for match in TARGET_VALUE.finditer(text):
        one = _near(about, match.start())
        if one is None or PAIR.match(text, match.start("value")):
            continue
        said = match["value"]
        if said.isdigit():
            if one.risk.target_value is not None and int(said) != one.risk.target_value:
                yield _wrong(
                    finder,
                    at,
                    about.span,
                    match.start("value"),
                    match.end("value"),
                    "target",
                    f"{_called(one.risk)} the target is {one.risk.target_value}",
                    str(one.risk.target_value),
                )
        elif one.risk.target_band and band_slug(said) not in (
            one.risk.target_band,
            level_of(one.risk.target_likelihood),
        ):
            right = one.risk.target_band.replace("-", " ")
            yield _wrong(
                finder,
                at,
                about.span,
                match.start("value"),
                match.end("value"),
                "target",
                f"{_called(one.risk)} the target is {right}",
                right,
            )


# Owners, quarters, controls ----------------------------------------------------------------------------------------


def _owners(finder: Finder, at: int, about: About, facts: Facts) -> Iterator[Finding]:
    text = straight(about.span.text)
    for pattern in OWNER:
        for match in pattern.finditer(text):
            one = _owned(about, match)
            if (
                one is None
                or not one.risk.owners
                or is_of_the_past(text[: match.start("post")])
                or is_hedged(match[0][:30])
            ):
                continue
            found = _post_in(text, match.start("post"), match.end("post"), facts.posts)
            if found is None:
                continue
            post, start, end = found
            allowed = {name for owner in one.risk.owners for name in _names_of(owner, facts.posts)}
            if {post.name, *post.also} & allowed:
                continue
            right = " and ".join(one.risk.owners)
            yield _wrong(
                finder,
                at,
                about.span,
                start,
                end,
                "owner",
                f"{_called(one.risk)} the owner is {right}",
                right if len(one.risk.owners) == 1 else "",
            )
            return


def _owned(about: About, match: re.Match[str]) -> Mention | None:
    """The risk that is owned: the last named before the post, or the first after it."""
    before = [one for one in about.named if one.end <= match.start("post")]
    after = [one for one in about.named if one.start >= match.end("post") - 1]
    if match.re in OWNER[4:]:
        return after[0] if len({one.risk.ref for one in after}) == 1 else None
    return before[-1] if before else about.carried if not about.named else after[0] if len(after) == 1 else None


def _post_in(text: str, start: int, end: int, posts: tuple[Named, ...]) -> tuple[Named, int, int] | None:
    """The post named at the beginning of these words, the longest name first."""
    best: tuple[Named, int, int] | None = None
    for post in posts:
        for name in (post.name, *post.also, *(one.name for one in post.earlier)):
            match = name_pattern((name,)).search(text, start, min(end + 1, len(text)))
            if match is None or match.start() - start > 25:
                continue
            if best is None or (match.end() - match.start()) > (best[2] - best[1]):
                best = (post, match.start(), match.end())
    return best


def _names_of(owner: str, posts: tuple[Named, ...]) -> set[str]:
    names = {owner}
    for post in posts:
        if owner == post.name or owner in post.also:
            names |= {post.name, *post.also}
    return names


def _quarters(finder: Finder, at: int, about: About) -> Iterator[Finding]:
    """ "the second quarter of limited progress", "static for three quarters"."""
    text = straight(about.span.text)
    for match in QUARTERS.finditer(text):
        one = _near(about, match.start()) or about.carried
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
        yield _wrong(
            finder,
            at,
            about.span,
            match.start(group),
            match.end(group),
            "quarters",
            f"{_called(one.risk)} it is the {_ordinal_like(right, 'x')} quarter",
            offer,
        )


def _ordinal_like(value: int, model: str) -> str:
    words = next((word for word, number in ORDINALS.items() if number == value), f"{value}th")
    if model[:1].isdigit():
        return f"{value}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(value, 'th') }"
    return words.capitalize() if model[:1].isupper() else words


ELIDED = re.compile(
    r"^(?P<key>)(?=\s+(?:are |is |have |has |report |show )?(?:on track|limited|slipped|complete|no progress))"
)
CONTROLS = re.compile(r"^\s+(?:of (?:the|these|its|our) (?:\w+ )?)?(?P<key>key )?(?:\w+ )?controls?\b")


def _controls(finder: Finder, at: int, about: About) -> Iterator[Finding]:
    """ "nine key controls", "three controls are limited", of the risk that a passage is about."""
    text = straight(about.span.text)
    for number in counts(text):
        match = CONTROLS.match(text[number.end :])
        if match is None and re.search(r"\bcontrols\b", text[: number.start]):
            match = ELIDED.match(text[number.end :])
        one = _near(about, number.start) or about.carried
        if match is None or one is None or number.kind != "count" or number.limit or is_hedged(text[: number.start]):
            continue
        if re.search(
            r"\b(?:new|joint|potential|further|additional|other|remaining|these|of)\b",
            text[number.end : number.end + match.end()] + text[max(0, number.start - 12) : number.start],
        ):
            continue
        rest = text[number.end + match.end() :]
        stop = re.search(r"[,;.]| and \w+ (?:control|is|are|has)", rest)
        said = [
            one_said
            for one_said in properties(rest[: stop.start()] if stop else rest)
            if one_said.dimension == "progress"
        ]
        if said:
            right = one.risk.control_progress.get(said[0].value) if one.risk.control_progress else None
        else:
            right = one.risk.key_controls if match["key"] else None
            if (
                right is None
                and not match["key"]
                and re.search(r"\b(?:has|have|there (?:are|were)|is|by|with|identified)\s*$", text[: number.start])
            ):
                right = one.risk.controls
        if right is None or right == number.value:
            continue
        yield _wrong(
            finder,
            at,
            about.span,
            number.start,
            number.end,
            "controls",
            f"{_called(one.risk)} the register says {right}",
            like(right, number.text),
        )
