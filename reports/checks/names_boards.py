"""Boards, bodies, plans and short forms named otherwise than their record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path

from rapidfuzz.distance import OSA

from reports.checks.found import Finder
from reports.checks.likeness import Like, akin, content, likeness, plain
from reports.checks.model import Facts, Finding, Kind, Passage, Severity, Text

OWN = Path(__file__).with_name("own_names.txt")
GROUP = re.compile(
    r"\b(?:[A-Z][\w’'&/-]*\s+(?:(?:and|&|of|for|on|in|the)\s+)*){1,6}(?:Boards?|Groups?|Panel|Committee|Meeting|"
    r"Team|Forum|Council|Working Group|"
    r"[Ww]orking [Gg]roup|[Mm]eeting|[Gg]roup|[Bb]oard|[Cc]ommittee)\b"
)
KINDS = frozenset(
    [
        "board",
        "boards",
        "group",
        "groups",
        "panel",
        "committee",
        "meeting",
        "working",
        "steering",
        "team",
        "forum",
        "council",
        "sub",
        "joint",
    ]
)
LEADING = re.compile(
    r"(?:(?:The|At|In|On|Our|A|An|This|Both|Each|By|From|To|For|Since|When|Its|Their|MOPAC[-–/ ]Met|Met[-–/ ]MOPAC|"
    r"MOPAC(?:['’]s)?|Met(?:['’]s)?|MPS(?:['’]s)?)\s+)*"
)
OF_OTHERS = re.compile(
    r"^(?:['’]s)?\s+(?:of|at|for)\s+(?:the\s+)?(?!MOPAC|Met\b|MPS|Metropolitan|both|Directors\b)[A-Z]"
)
RUN = re.compile(r"\b[A-Z][\w’']+(?:[\s-]+(?:(?:and|of|for|in|&)\s+)?[A-Z][\w’']+){1,9}")
SHORT_FORM = re.compile(r"(?<![\w.-])[A-Z]{4,9}(?![\w-])")
POSSESSIVE = re.compile(r"\b(?:[A-Z][a-z]+(?:['’]s|s['’]))\s+[A-Z][a-z]+\b")


@cache
def own_names() -> tuple[tuple[str, ...], tuple[str, ...], dict[str, str]]:
    """(long names, short forms, {wrong: right}) of the file of our own."""
    lines = [line.strip() for line in OWN.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    wrong = dict(line.split(" = ") for line in lines if " = " in line)
    names = [line for line in lines if " = " not in line]
    return tuple(one for one in names if " " in one), tuple(one for one in names if " " not in one), wrong


def check(finder: Finder, at: int, passage: Passage, facts: Facts, forms_used: frozenset[str]) -> Iterator[Finding]:
    """The boards of the record, then the names that everybody knows."""
    yield from _groups(finder, at, passage, facts)
    yield from _long_names(finder, at, passage, facts)
    yield from _words(finder, at, passage, facts, forms_used)


def _say(finder: Finder, at: int, span: tuple[int, int], right: str, code: str, severity: Severity) -> Finding:
    return finder.at(at, span, code, f"The record calls it {right}", f"Say {right}", offer=right, severity=severity)


# Boards --------------------------------------------------------------------------------------------------------------


def _groups(finder: Finder, at: int, passage: Passage, facts: Facts) -> Iterator[Finding]:
    names = {plain(name): name for board in facts.boards for name in (board.name, *board.also)}
    for match in GROUP.finditer(passage.text if names else ""):
        start = match.start() + len(LEADING.match(match[0])[0])  # type: ignore[index]
        said = passage.text[start : match.end()]
        key = plain(said)
        if key in names:
            written = names[key]
            if said.split()[-1].islower() and written.split()[-1].istitle() and len(key.split()) > 2:
                yield _say(finder, at, (start, match.end()), written, "board", Severity.WARNING)
            continue
        if len(key.split()) < 2 or any(
            key.endswith(f" {name}") or key.startswith(f"{name} ") or name.endswith(f" {key}") for name in names
        ):
            continue
        if OF_OTHERS.match(passage.text[match.end() :]):
            continue
        right, severity = _board_meant(said, names)
        if right:
            yield _say(finder, at, (start, match.end()), right, "board", severity)


def _board_meant(said: str, names: dict[str, str]) -> tuple[str, Severity]:
    ours = [word for word in content(said) if word not in KINDS]
    best, surest = "", Severity.WARNING
    for written in names.values():
        theirs = [word for word in content(written) if word not in KINDS]
        like = likeness(said, written)
        joint = "joint" in content(said) and "joint" in content(written)
        if sorted(ours) == sorted(theirs) and ours:
            if like is not Like.SAME and (len(ours) >= 2 or joint):
                return written, Severity.ERROR
            best = best or written
        elif like is Like.NEARLY and len(theirs) >= 1 and all(any(akin(a, b) for b in theirs) for a in ours):
            return written, Severity.ERROR
        elif len(theirs) >= 2 and ours:
            pairs = sum(any(akin(a, b) for b in theirs) for a in ours)
            if pairs == len(ours) == len(theirs):
                return written, Severity.ERROR
            if (
                (pairs >= 2 or (pairs == 1 and plain(said).split()[-1] == plain(written).split()[-1]))
                and pairs >= len(theirs) - 1
                and len(ours) <= len(theirs)
                and (len(ours) > 1 or len(theirs) < 2)
            ):
                best = best or written
    return best, surest


# Names of bodies, plans and the like ---------------------------------------------------------------------------------


def _long_names(finder: Finder, at: int, passage: Passage, facts: Facts) -> Iterator[Finding]:
    longs, _, wrong = own_names()
    bodies = [name for body in facts.bodies for name in body.names if " " in name and name.lower() != "the met"]
    known = {plain(name): name for name in (*longs, *bodies, *(plan.title for plan in facts.plans))}
    exact = {plain(one.name) for one in (*facts.boards, *facts.posts)}
    for match in RUN.finditer(passage.text):
        words = list(re.finditer(r"[^\s]+", match[0]))
        for size in range(min(len(words), 10), 1, -1):
            for place in range(len(words) - size + 1):
                start, end = match.start() + words[place].start(), match.start() + words[place + size - 1].end()
                said = passage.text[start:end]
                right = wrong.get(said.lower()) or _long_meant(said, known, exact)
                if right and not _stands(known, match[0], said):
                    yield _say(finder, at, (start, end), right, "name", Severity.ERROR)
                    return


def _stands(known: dict[str, str], run: str, said: str) -> bool:
    """Whether the words are part of a right name: "London Assembly Police and Crime Committee"."""
    whole = plain(run)
    return any(plain(said) in name and name in whole for name in known)


def _long_meant(said: str, known: dict[str, str], exact: set[str]) -> str:
    key = plain(said)
    if key in known or key in exact or len(key) < 9:
        return ""
    ours = key.split()
    for name, written in known.items():
        theirs = name.split()
        if len(ours) != len(theirs) or len(content(written)) < 2:
            continue
        apart = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
        if len(apart) != 1:
            continue
        a, b = apart[0]
        small = a in ("of", "for", "in") and b in ("of", "for", "in")
        plural = a in (f"{b}s", f"{b}es") and (a, b) == (ours[-1], theirs[-1])
        if small and len(content(written)) >= 3:
            return written
        if plural and not written.endswith(("Service", "Office")):
            continue
        if len(content(written)) >= 3 and (
            (len(a) > 4 and akin(a, b)) or (min(len(a), len(b)) > 3 and OSA.distance(a, b) == 1)
        ):
            return written
    return ""


def _words(finder: Finder, at: int, passage: Passage, facts: Facts, forms_used: frozenset[str]) -> Iterator[Finding]:
    """Short forms with a letter wrong, and names that are one word, or have capitals of their own, not so written."""
    _, shorts, _ = own_names()
    forms = {one for one in shorts if one.isupper()} | {
        name for body in facts.bodies for name in body.names if name.isupper()
    }
    ours = {word for word in (*shorts, *facts.words) if not word.isupper()}
    by_letters = {word.lower(): word for word in ours}
    for match in SHORT_FORM.finditer(passage.text):
        said = match[0]
        if said in forms or said.lower() in by_letters or said.rstrip("S") in forms or passage.kind is Kind.HEADING:
            continue
        near = [
            one for one in forms if len(one) >= 5 and OSA.distance(said, one) == 1 and abs(len(one) - len(said)) <= 1
        ]
        if len(near) == 1:
            yield _say(
                finder, at, match.span(), near[0], "short-form", Severity.ERROR if len(said) > 4 else Severity.WARNING
            )
    tokens = list(re.finditer(r"[A-Za-z][\w’']*", passage.text))
    for one, other in zip_longest(tokens, tokens[1:]):
        right = by_letters.get(one[0].lower(), "")
        if right and right != one[0] and one[0][0].isupper() and (not one[0].isupper() or right in forms_used):
            yield _say(finder, at, one.span(), right, "word", Severity.WARNING)
        if (
            other is None
            or not (one[0][0].isupper() and other[0][0].isupper())
            or passage.text[one.end() : other.start()] not in (" ", "-")
        ):
            continue
        joined = one[0].lower() + other[0].lower()
        right = by_letters.get(joined, "") or by_letters.get(one[0].lower().rstrip("s") + other[0].lower(), "")
        if right:
            yield _say(finder, at, (one.start(), other.end()), right, "word", Severity.ERROR)


def apostrophes(finder: Finder, text: Text) -> Iterator[Finding]:
    """ "Victim’s Commissioner" where the paper has "Victims’ Commissioner" too: the rarer form is told."""
    places: dict[str, list[tuple[str, int, tuple[int, int]]]] = {}
    for at, passage in enumerate(text.passages):
        for match in POSSESSIVE.finditer(passage.text):
            form = match[0].replace("'", "’")
            places.setdefault(form.replace("’", "").lower(), []).append((form, at, match.span()))
    for found in places.values():
        counted = Counter(form for form, *_ in found)
        if len(counted) < 2:
            continue
        usual = counted.most_common(1)[0][0]
        for form, at, span in found:
            if form != usual:
                why = f"Elsewhere the paper has {usual}"
                yield finder.at(at, span, "apostrophe", why, "Write it one way", severity=Severity.WARNING)
