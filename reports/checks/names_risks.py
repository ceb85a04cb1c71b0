"""Risks and themes named otherwise than in the register: beside a number, in a heading, in a table; owners too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from reports.checks.found import Finder
from reports.checks.language import straight
from reports.checks.likeness import SMALL, Like, akin, content, likeness, plain
from reports.checks.model import Facts, Finding, Kind, Passage, RiskFacts, Severity, Text
from reports.checks.risks_named import body_at, whose

WORDS = r"[A-Z][\w’'&-]*(?:[ ,]+(?:and|&|of|the|to|in|for|[A-Za-z][\w’'&-]*)){0,6}?"
AFTER_REF = re.compile(
    rf"(?<!oint )(?<!ligned )\b[Rr]isk (?:number |no\.? ?)?(?P<ref>\d{{1,3}})\s*(?P<mark>\(|:|–|-|,|"
    rf"—)?\s*(?P<open>[“\"'‘(]?)(?P<title>{WORDS})"
    r"(?=[”\"'’)]|\s+[–-]\s|[.:;]|$|,|\s+(?:is|has|was|remains?|which|rose|fell|stands?|stood)\b)"
)
BEFORE_REF = re.compile(
    r"[“\"‘']?(?P<title>[A-Z][\w’'&-]*(?:\s+(?:and|&|of|to|the|[A-Za-z][\w’'&-]*)){0,5})[”\"’']?\s*\((?:(?:[Rr]isk|"
    r"[Rr]ef\.?) (?:number |no\.? ?)?)(?P<ref>\d{1,3})\b|"
    r"\brisk [“\"‘'](?P<quoted>[A-Z][^”\"’']{2,40})[”\"’'] \((?P<ref2>\d{1,3})\)"
)
NAMED = re.compile(
    r"\b(?:[Tt]he|[Oo]ur|MOPAC(?:['’]s)?|Met(?:['’]s)?|[Ii]ts|[Tt]o)\s+[“\"'‘]?(?P<title>[A-Z][\w’'&-]*(?:\s+(?:and|"
    r"&|of|to|[A-Za-z][\w’'&-]*)){0,4}?)[”\"’']?\s+"
    r"(?:corporate )?risk\b(?!\s+(?:register|management|owner|and assurance|appetite|assessment|lead|refresh|review|"
    r"paper|report|template|profile|"
    r"workshop|matrix|score|log|team|group|board))"
)
PRONOUN = re.compile(
    r"(?:ours?|theirs?|its?|hers|his|ones?|this|that|these|those|another|which|"
    r"the (?:first|second|third|last|other|former|latter))(?: one| risk)?",
    re.IGNORECASE,
)
LEADS = re.compile(r"^(?:the|our|mopac['’]?s?|met['’]?s?|its|both|under|in|for|on|and)\s+", re.IGNORECASE)
JOINT = re.compile(r"^joint risk(?: (?P<number>\d{1,2}))?\s*[:–-]\s*(?P<theme>.{3,60})$", re.IGNORECASE)
UNDER = re.compile(
    r"\b(?:[Tt]he|on|under|"
    r"[Uu]nder)\s+[“\"'‘]?(?P<theme>[A-Z]?[\w’'-]+(?:\s+(?:and\s+)?[\w’'-]+){0,2}?)[”\"’']?\s+(?:cross[\s-]cutting "
    r"theme|theme|joint risk|aligned risk|alignment)\b|"
    r"\b(?:joint risk|theme|aligned risk)s?(?: of| on| called)? [“\"'‘]?(?P<after>[A-Z][\w’'-]+(?: (?:and "
    r")?[a-z]+ing\b| and [a-z]+)?)"
)
NO_THEME = re.compile(
    r"^(?:first|second|third|fourth|fifth|main|same|cross|new|other|joint|overall|key|next|last|only|each|every|"
    r"this|that|these|any|no|one|two|biggest|highest|"
    r"largest|single|remaining|top|common|shared|whole|said|a|an|mopac|met|both|strategic|aligned|risk)\b",
    re.IGNORECASE,
)


def check(finder: Finder, at: int, passage: Passage, text: Text, facts: Facts) -> Iterator[Finding]:
    """Risks first, then themes."""
    themes = {plain(name): name for theme in facts.themes for name in (theme.name, *theme.also)}
    yield from _beside_numbers(finder, at, passage, text, facts, themes)
    yield from _by_name(finder, at, passage, facts, themes)
    yield from _themes(finder, at, passage, themes)


def _say(finder: Finder, at: int, span: tuple[int, int], right: str, severity: Severity = Severity.ERROR) -> Finding:
    return finder.at(
        at, span, "risk-title", f"The register calls the risk “{right}”", f"Say {right}", offer=right, severity=severity
    )


def _risk(ref: str, said: str, body: str, facts: Facts) -> RiskFacts | None:
    """The risk of this number: of the body named or whose section it is, else the one titled most alike."""
    found = [
        risk
        for register in facts.registers
        if (risk := register.risk(ref)) and (not body or register.organisation == body)
    ]
    if not found and body:
        found = [risk for register in facts.registers if (risk := register.risk(ref))]
    return max(found, key=lambda risk: fuzz.ratio(plain(said), plain(risk.title)), default=None)


def _beside_numbers(
    finder: Finder, at: int, passage: Passage, text: Text, facts: Facts, themes: dict[str, str]
) -> Iterator[Finding]:
    words, home = passage.text, whose(text, passage, facts)
    for pattern in (AFTER_REF, BEFORE_REF):
        for match in pattern.finditer(words):
            groups = match.groupdict()
            name = "quoted" if groups.get("quoted") else "title"
            ref = match["ref"] or groups.get("ref2") or ""
            body = body_at(straight(words), match.start(), facts.bodies) or home
            risk = _risk(ref, match[name], body, facts)
            if risk is None or (passage.kind is Kind.HEADING and plain(match[name]) in themes):
                continue
            is_after = pattern is AFTER_REF
            if (
                is_after
                and match["mark"] == ","
                and not match["open"]
                and fuzz.token_sort_ratio(plain(match["title"]), plain(risk.title)) < 75
            ):
                continue
            if is_after and not match["mark"] and not match["open"]:
                continue
            is_framed = not is_after or bool(match["open"]) or match["mark"] in ("(", ":", "–", "—", "-")
            yield from _title(finder, at, words, match.span(name), risk, facts, is_framed, ends=not is_after)


def _title(
    finder: Finder,
    at: int,
    words: str,
    span: tuple[int, int],
    risk: RiskFacts,
    facts: Facts,
    is_framed: bool,
    *,
    ends: bool,
) -> Iterator[Finding]:
    start, end = span
    while lead := LEADS.match(words[start:end]):
        if plain(words[start:end]).startswith(plain(risk.title)):
            break
        start += lead.end()
    said = words[start:end]
    if PRONOUN.fullmatch(said.strip()):
        return
    key, wanted = plain(said), plain(risk.title)
    allowed = {plain(one.name) for one in risk.earlier_titles if one.until is None}
    told_as_past = re.search(
        r"\b(?:until|formerly|once|was|previously|then|called|known as)\b",
        words[end : end + 40] + words[max(0, start - 30) : start],
    )
    former = {plain(one.name) for one in risk.earlier_titles}
    others = {plain(one.title) for register in facts.registers for one in register.risks} - {wanted}
    if (
        key == wanted
        or key in allowed
        or (ends and key.endswith(f" {wanted}"))
        or re.match(rf"{re.escape(wanted)}\b", key)
    ):
        return
    if key in former and not told_as_past:
        yield _say(finder, at, (start, end), risk.title)
        return
    if key in former or key in others or any(ends and key.endswith(f" {other}") for other in others):
        return  # another risk's title: the number is wrong, and said so elsewhere
    count = len(key.split())
    shares = bool({*content(said)} & {*content(risk.title)}) or any(
        akin(a, b) for a in content(said) for b in content(risk.title)
    )
    alike = fuzz.ratio(key, wanted) >= 60 or fuzz.partial_ratio(key, wanted) >= 85
    if not shares and not alike and (not is_framed or count > 3 or re.search(r"\b(?:is|has|was|the|a)\b", key)):
        return
    if ends and count > len(wanted.split()) + 2:  # "By then Violent crimes (risk 1)": only its last words are the title
        kept = " ".join(said.split()[-len(wanted.split()) :])
        if not kept[:1].isupper():
            return
        start, key = end - len(kept), plain(kept)
        if key == wanted:
            return
    severity = Severity.ERROR if shares or alike or count <= 3 else Severity.WARNING
    yield _say(finder, at, (start, end), risk.title, severity)


def _by_name(finder: Finder, at: int, passage: Passage, facts: Facts, themes: dict[str, str]) -> Iterator[Finding]:
    """A heading that is nearly a title; "the X risk" where X is nearly one."""
    titles = {plain(risk.title): risk.title for register in facts.registers for risk in register.risks}
    if not titles:
        return
    if passage.kind is Kind.HEADING and 7 < len(passage.text) < 60 and plain(passage.text) not in {*titles, *themes}:
        for right in titles.values():
            if len(content(right)) > 1 and likeness(passage.text, right) is Like.NEARLY:
                yield _say(finder, at, (0, len(passage.text)), right)
                return
    for match in NAMED.finditer(passage.text):
        key = plain(match["title"])
        if key in titles or key in themes or len(key) < 5 or any(key.endswith(f" {title}") for title in titles):
            continue
        near = [right for right in titles.values() if likeness(match["title"], right) is Like.NEARLY]
        shared = [
            right
            for right in titles.values()
            if likeness(match["title"], right) is Like.SHARES or _is_part(match["title"], right)
        ]
        if near or len(shared) == 1:
            yield _say(
                finder, at, match.span("title"), (near or shared)[0], Severity.ERROR if near else Severity.WARNING
            )


def _is_part(said: str, right: str) -> bool:
    ours, theirs = set(content(said)), set(content(right))
    return bool(
        ours and theirs and (ours < theirs or theirs < ours) and len(ours ^ theirs) == 1 and len(ours | theirs) > 1
    )


# Tables --------------------------------------------------------------------------------------------------------------


def tables(finder: Finder, text: Text, facts: Facts) -> Iterator[Finding]:
    """In a table with a row a risk: the title beside its number, the owner beside its title."""
    groups: dict[int, list[int]] = {}
    for at, passage in enumerate(text.passages):
        if passage.kind is Kind.CELL:
            groups.setdefault(passage.group, []).append(at)
    for cells in groups.values():
        head = {
            text.passages[at].column: text.passages[at].text.lower().strip()
            for at in cells
            if text.passages[at].row == 1
        }
        columns = {
            "ref": next((column for column, name in head.items() if re.fullmatch(
                r"(?:risk )?(?:ref\.?|reference|no\.?|number|#|id)|risk", name) and "ref" in name + "ref"
                         and name != "risk"), None),
            "title": next((column for column, name in head.items() if re.match(
                r"(?:corporate )?risk(?: title| name)?$|title$", name)), None),
            "owner": next((column for column, name in head.items() if re.match(r"(?:risk )?owners?$", name)), None),
        }  # fmt: skip
        if columns["title"] is None:
            continue
        yield from _rows(finder, text, facts, cells, columns, " ".join(head.values()))


def _rows(
    finder: Finder, text: Text, facts: Facts, cells: list[int], columns: dict[str, int | None], head: str
) -> Iterator[Finding]:
    rows: dict[int, dict[int, int]] = {}
    for at in cells:
        if text.passages[at].row > 1:
            rows.setdefault(text.passages[at].row, {})[text.passages[at].column] = at
    known = {plain(risk.title): (register, risk) for register in facts.registers for risk in register.risks}
    for row in rows.values():
        title_at = row.get(columns["title"])  # type: ignore[arg-type]
        ref_at = row.get(columns["ref"]) if columns["ref"] is not None else None
        owner_at = row.get(columns["owner"]) if columns["owner"] is not None else None
        if title_at is None:
            continue
        said = text.passages[title_at].text
        body = next(
            (one.slug for one in facts.bodies for at in row.values() if text.passages[at].text in one.names), ""
        ) or whose(text, text.passages[title_at], facts)
        risk = known.get(plain(said), (None, None))[1]
        ref = re.fullmatch(r"\d{1,3}", text.passages[ref_at].text.strip()) if ref_at is not None else None
        if risk is None and ref and said:
            meant = _risk(ref[0], said, body, facts)
            if meant is not None and len(said.split()) <= 6 and meant.is_open:
                risk = meant
                sure = (
                    bool({*content(said)} & {*content(meant.title)}) or fuzz.ratio(plain(said), plain(meant.title)) > 55
                )
                yield _say(finder, title_at, (0, len(said)), meant.title, Severity.ERROR if sure else Severity.WARNING)
        if risk is not None and owner_at is not None and risk.owners:
            yield from _owner(finder, owner_at, text.passages[owner_at].text, risk, facts)


def _owner(finder: Finder, at: int, said: str, risk: RiskFacts, facts: Facts) -> Iterator[Finding]:
    """The cell names posts of the record, and none of them owns the risk."""
    right = {plain(name): post.name for post in facts.posts for name in (post.name, *post.also)}
    owners = {plain(name) for name in risk.owners} | {
        plain(name) for post in facts.posts if post.name in risk.owners for name in (post.name, *post.also)
    }
    key = plain(said)
    if key in right and key not in owners:
        name = " and ".join(risk.owners)
        yield finder.at(at, (0, len(said)), "owner", f"“{risk.title}” is owned by {name}", f"Say {name}", offer=name)


# Themes --------------------------------------------------------------------------------------------------------------


def _themes(finder: Finder, at: int, passage: Passage, themes: dict[str, str]) -> Iterator[Finding]:
    if not themes:
        return
    found: list[tuple[str, tuple[int, int], bool]] = []
    if match := JOINT.match(passage.text):
        found.append((match["theme"], match.span("theme"), True))
    for match in UNDER.finditer(passage.text):
        name = "theme" if match["theme"] else "after"
        found.append((match[name], match.span(name), False))
    for said, span, is_formal in found:
        key = plain(said)
        begins_or_ends = any(key.endswith(f" {name}") or key.startswith(f"{name} ") for name in themes)
        other = any(len(name.split()) == len(key.split()) and name.split()[-1] == key.split()[-1] for name in themes)
        if not key or key in themes or (begins_or_ends and not other and not is_formal):
            continue
        if NO_THEME.match(key) or (any(name in key for name in themes) and len(key.split()) > 5):
            continue
        best = process.extractOne(key, list(themes), scorer=fuzz.ratio)
        shared = [
            name
            for name in themes
            if set(key.split()) & set(name.split()) - SMALL
            or any(akin(a, b) for a in key.split() for b in name.split())
        ]
        near = best is not None and (best[1] >= 75 or bool(shared))
        if not near and not is_formal and not said[:1].isupper():
            continue
        right = themes[shared[0] if shared and (best is None or best[1] < 75) else best[0]] if near else ""
        why = f"The record calls it “{right}”" if right else "There is no joint risk or theme of that name"
        severity = Severity.ERROR if near or is_formal else Severity.WARNING
        yield finder.at(
            at, span, "theme", why, f"Say {right}" if right else "Mend the name", offer=right, severity=severity
        )
