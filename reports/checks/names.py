"""Family "names": a risk, post, board or theme named otherwise than its record, with the right name offered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from reports.checks.found import Finder
from reports.checks.language import straight
from reports.checks.model import Facts, Finding, Findings, Kind, Named, Passage, Severity, Text
from reports.checks.risks_named import bodies_named, mentions, whose

JOIN = r"(?:\s+(?:of|for|and|&|the|to)|,(?=\s+[A-Z][\w’']+(?:,| and| &)))?"
ROLE = re.compile(
    rf"\b(?:(?:Deputy|Assistant|Interim|Acting|Temporary|Managing)\s+)*(?:Director|Head|Chief|Heads|Directors|AC|"
    rf"DAC|Commander|Cmdr|SRO|Commissioner)\b(?:{JOIN}\s+(?:[–-]\s+)?[A-Z][\w&’'/-]*)+"
)
TITLES = re.compile(
    r"\b(?:Deputy|Assistant|Chief|Directer|Head|Senior|Dep)\s+[A-Z][\w’'-]*(?:\s+(?:(?:of|and|&|"
    r"for)\s+)?[A-Z][\w&’'-]*){0,5}"
)
GROUP = re.compile(
    r"\b(?:[A-Z][\w’'&/-]*\s+(?:(?:and|&|of|for|on|in|the)\s+)*){1,6}(?:Boards?|Groups?|Panel|Committee|Meeting|"
    r"Team|Working Group|[Ww]orking [Gg]roup|[Mm]eeting|[Gg]roup|[Bb]oard)\b"
)
KIND_WORDS = {"board", "group", "panel", "committee", "meeting", "working", "the", "and", "of", "for", "joint", "team"}
TITLE_WORDS = r"[A-Z][\w’'&-]*(?:[ ,]+(?:and|&|of|the|to|in|for|[A-Za-z][\w’'&-]*)){0,6}?"
AFTER_REF = re.compile(
    rf"\b[Rr]isk (?:number |no\.? ?)?(?P<ref>\d{{1,3}})\s*(?:\(|:|–|-|,|"
    rf"—)?\s*(?P<open>[“\"'‘(]?)(?P<title>{TITLE_WORDS})(?=[”\"'’)]|\s+[–-]\s|[.:;]|$|,| (?:is|has|was|remains?|"
    rf"which|rose|fell)\b)"
)
BEFORE_REF = re.compile(
    r"(?P<title>[A-Z][\w’'&-]*(?:\s+(?:and|&|of|to|[A-Za-z][\w’'&-]*)){0,4})[”\"'’]?\s*\([Rr]isk (?:number |"
    r"no\.? ?)?(?P<ref>\d{1,3})\b"
)
NAMED_RISK = re.compile(
    r"\b(?:[Tt]he|[Oo]ur|MOPAC(?:['’]s)?|Met(?:['’]s)?|[Ii]ts)\s+[“\"'‘]?(?P<title>[A-Z][\w’'&-]*(?:\s+(?:and|&|of|"
    r"to|[A-Za-z][\w’'&-]*)){0,4}?)[”\"'’]?\s+(?:corporate )?risk\b(?!\s+(?:register|management|owner|and "
    r"assurance|appetite|assessment|lead|refresh|review|paper|report|template|profile|workshop|matrix|score|log|"
    r"team|group|board))"
)
THEME = re.compile(
    r"\b(?:[Tt]he|on|"
    r"under)\s+[“\"'‘]?(?P<theme>[A-Z]?[\w’'-]+(?:\s+(?:and\s+)?[\w’'-]+){0,2}?)[”\"'’]?\s+(?:cross[\s-]cutting "
    r"theme|theme|joint risk|aligned risk|alignment)\b"
)
NEAR, CLOSE = 84, 90
FORMER = re.compile(
    r"\b(?:former(?:ly)?|then|previous(?:ly)?|known as|was|were|old|earlier|replaced|succeeded|renamed|until|"
    r"abolished|historic|ended|no longer)\b",
    re.IGNORECASE,
)


def check(text: Text, facts: Facts) -> Findings:
    """Names of posts, boards, risks and themes in every passage."""
    finder = Finder("names", text)
    on = text.meeting_on or next((register.as_at for register in facts.registers if register.as_at), None)
    known = _Known.of(facts)
    for at, passage in enumerate(text.passages):
        if not passage.text:
            continue
        found = [
            *_posts(finder, at, passage, text, facts, on),
            *_groups(finder, at, passage, facts, known),
            *_risks(finder, at, passage, text, facts),
            *_themes(finder, at, passage, facts),
            *_plans(finder, at, passage, facts),
        ]
        taken: list[Finding] = []
        for finding in found:
            if not any(finding.start < other.end and other.start < finding.end for other in taken):
                taken.append(finding)
                yield finding


def plain(name: str) -> str:
    """A name to compare by: small letters, "and" for "&", no dashes or commas."""
    name = straight(name).lower().replace("&", " and ")
    return " ".join(re.findall(r"[a-z0-9']+", re.sub(r"'s\b|'", "", name)))


@dataclass(frozen=True)
class _Known:
    """Every name that is right, to tell a slip from another thing's name."""

    names: frozenset[str]

    @classmethod
    def of(cls, facts: Facts) -> _Known:
        named = [*facts.posts, *facts.boards]
        return cls(frozenset(plain(name) for one in named for name in (one.name, *one.also)))


# Posts -------------------------------------------------------------------------------------------------------------


def _posts(finder: Finder, at: int, passage: Passage, text: Text, facts: Facts, on: date | None) -> Iterator[Finding]:
    if not facts.posts:
        return
    right = {plain(name): post for post in facts.posts for name in (post.name, *post.also)}
    earlier = {plain(one.name): (post, one) for post in facts.posts for one in post.earlier}
    for match in _earlier_and_roles(passage.text, earlier):
        said = match[0].strip()
        key = plain(said)
        before = passage.text[max(0, match.start() - 40) : match.start()]
        after = passage.text[match.end() : match.end() + 40]
        if key in right:
            yield from _other_body(finder, at, passage, match, right[key], text, facts)
            if right[key].until and on and right[key].until <= on and not FORMER.search(before + after):
                yield finder.at(
                    at, match.span(), "post-ended", "No such post any more", "Name the post that holds it now"
                )
        elif key in earlier:
            post, name = earlier[key]
            if (name.until is None or on is None or name.until <= on) and not FORMER.search(before + after):
                yield finder.at(
                    at,
                    match.span(),
                    "earlier-name",
                    f"The post is now called {post.name}",
                    f"Say {post.name}",
                    offer=post.name,
                )
        elif (nearest := _nearest_post(said, key, right)) is not None:
            yield finder.at(
                at, match.span(), "post", f"The record calls the post {nearest}", f"Say {nearest}", offer=nearest
            )


def _earlier_and_roles(words: str, earlier: dict[str, tuple[Named, object]]) -> list[re.Match[str]]:
    found = list(ROLE.finditer(words))
    for match in TITLES.finditer(words):
        if not any(match.start() < other.end() and other.start() < match.end() for other in found):
            found.append(match)
    for key in earlier:
        if " " not in key:
            found += re.finditer(rf"\b{re.escape(key.upper())}\b", words)
    return found


def _nearest_post(said: str, key: str, right: dict[str, Named]) -> str | None:
    """The post meant by a name that is nearly one: a slip in a word, or a word left out at its end."""
    if key.rstrip("s") in right:
        return None  # several of them
    best = process.extractOne(key, list(right), scorer=fuzz.ratio)
    if best is not None and best[1] >= 90 and not _differs_in_a_real_word(key, best[0]):
        return _as_written(best[0], right)
    if (like := _same_beginning(key, right)) is not None:
        return like
    for length in range(len(key.split()) - 1, 1, -1):
        if " ".join(key.split()[:length]) in right and length >= 2:
            return None  # a right name that other words follow
    best = process.extractOne(key, list(right), scorer=fuzz.ratio)
    if best is None or best[1] < NEAR:
        return None
    if best[1] < 93 and _differs_in_a_real_word(key, best[0]):
        return None
    return _as_written(best[0], right)


def _same_beginning(key: str, right: dict[str, Named]) -> str | None:
    """ "AC Professional Standards" for "AC Professionalism": the same rank, and a word that begins alike."""
    words = key.split()
    for name in right:
        theirs = name.split()
        if len(theirs) != 2 or theirs[0] != words[0] or len(words) < 2 or words[1] == theirs[1]:
            continue
        if min(len(words[1]), len(theirs[1])) >= 8 and words[1][:8] == theirs[1][:8]:
            return _as_written(name, right)
    return None


def _differs_in_a_real_word(said: str, known: str) -> bool:
    """ "Director of Finance" is not a slip of "Director of France": each word has to be near its like."""
    small = {"of", "and", "the", "for", "to"}
    ours = [word for word in said.split() if word not in small]
    theirs = [word for word in known.split() if word not in small]
    if len(ours) != len(theirs):
        return len(set(theirs) - set(ours) - {"of", "and", "the", "for"}) > 1 or bool(
            set(ours) - set(theirs) - {"of", "and", "the", "for"}
        )
    return any(fuzz.ratio(one, other) < 70 for one, other in zip(ours, theirs, strict=True))


def _as_written(key: str, right: dict[str, Named]) -> str:
    post = right[key]
    return next((name for name in (post.name, *post.also) if plain(name) == key), post.name)


def _other_body(
    finder: Finder, at: int, passage: Passage, match: re.Match[str], post: Named, text: Text, facts: Facts
) -> Iterator[Finding]:
    """ "the Director of Strategy" in the Met's own section, where the Met's post is of Strategy and Governance."""
    home = whose(text, passage, facts)
    near = straight(passage.text[max(0, match.start() - 30) : match.end() + 20])
    if not home or not post.organisation or post.organisation == home or bodies_named(near, facts.bodies):
        return
    own = [
        one for one in facts.posts if one.organisation == home and plain(one.name).startswith(plain(post.name) + " ")
    ]
    if len(own) == 1:
        yield finder.at(
            at,
            match.span(),
            "post",
            f"Perhaps {own[0].name} is meant, or else say whose post it is",
            f"Say {own[0].name}",
            offer=own[0].name,
            severity=Severity.WARNING,
        )


# Boards ------------------------------------------------------------------------------------------------------------


def _groups(finder: Finder, at: int, passage: Passage, facts: Facts, known: _Known) -> Iterator[Finding]:
    names = {
        plain(name): board.name if name == board.name else name
        for board in facts.boards
        for name in (board.name, *board.also)
    }
    for match in GROUP.finditer(passage.text):
        start = match.start() + len(
            re.match(
                r"(?:(?:The|At|In|On|Our|A|An|This|Both|Each|By|From|To|For|Since|When|MOPAC(?:['’]s)?|"
                r"Met(?:['’]s)?|MPS)\s+)*",
                match[0],
            )[0]
        )  # type: ignore[index]
        said = passage.text[start : match.end()]
        key = plain(said)
        if (
            len(key.split()) < 2
            or key in names
            or any(key.endswith(" " + name) or key.startswith(name + " ") for name in names)
        ):
            continue
        if any(key.endswith(name) or name.endswith(key) for name in names):
            continue
        right = _board_meant(key, names)
        if right is not None:
            yield finder.at(
                at, (start, match.end()), "board", f"The record calls it the {right}", f"Say {right}", offer=right
            )


def _board_meant(key: str, names: dict[str, str]) -> str | None:
    ours = set(key.split()) - KIND_WORDS
    for name, written in names.items():
        theirs = set(name.split()) - KIND_WORDS
        if len(theirs) >= 2 and ours == theirs:
            return written
        if fuzz.ratio(key, name) >= CLOSE and not _differs_in_a_real_word(key, name) and len(name) > 10:
            return written
        if len(ours) == len(theirs) >= 2 and key.split()[-1] == name.split()[-1] and _all_alike(ours, theirs):
            return written
    return None


def _all_alike(ours: set[str], theirs: set[str]) -> bool:
    return all(process.extractOne(one, theirs, scorer=fuzz.ratio)[1] >= 80 for one in ours)


# Risks and themes ---------------------------------------------------------------------------------------------------


def _risks(finder: Finder, at: int, passage: Passage, text: Text, facts: Facts) -> Iterator[Finding]:
    themes = {plain(name) for theme in facts.themes for name in (theme.name, *theme.also)}
    by_ref = {(one.start, one.end): one for one in mentions(text, passage, facts) if one.by == "ref"}
    for pattern in (AFTER_REF, BEFORE_REF):
        for match in pattern.finditer(passage.text):
            one = next(
                (mention for span, mention in by_ref.items() if match.start() <= span[0] < match.end() + 8), None
            )
            if one is None or (passage.kind is Kind.HEADING and plain(match["title"]) in themes):
                continue
            if pattern is AFTER_REF and not match["open"] and not re.search(r"\d\s*[(:–—-]", match[0]):
                is_near = re.search(r"\d,", match[0]) and fuzz.ratio(plain(match["title"]), plain(one.risk.title)) >= 75
                if not is_near:
                    continue
            yield from _title(finder, at, match, one.risk.title, one.risk.earlier_titles, facts, pattern is BEFORE_REF)
    titles = {plain(risk.title): risk for register in facts.registers for risk in register.risks}
    if passage.kind is Kind.HEADING and 1 < len(passage.text) < 60:
        key = plain(passage.text)
        best = process.extractOne(key, list(titles), scorer=fuzz.ratio) if titles and len(key) > 7 else None
        if best is not None and 90 <= best[1] < 100 and key not in themes and not _differs_in_a_real_word(key, best[0]):
            right = titles[best[0]].title
            yield finder.at(
                at,
                (0, len(passage.text)),
                "risk-title",
                f"The register calls the risk “{right}”",
                f"Say {right}",
                offer=right,
            )
    for match in NAMED_RISK.finditer(passage.text):
        key = plain(match["title"])
        if key in titles or key in themes or len(key) < 6:
            continue
        best = process.extractOne(key, list(titles), scorer=fuzz.ratio)
        nearly = best is not None and best[1] >= NEAR and not _differs_in_a_real_word(key, best[0])
        order = best is not None and len(key.split()) > 1 and sorted(key.split()) == sorted(best[0].split())
        if best is not None and (nearly or order):
            right = titles[best[0]].title
            yield finder.at(
                at,
                match.span("title"),
                "risk-title",
                f"The register calls the risk “{right}”",
                f"Say {right}",
                offer=right,
            )


def _title(
    finder: Finder, at: int, match: re.Match[str], right: str, earlier: tuple, facts: Facts, ends: bool
) -> Iterator[Finding]:
    said = re.sub(r"^(?:The|Our|MOPAC['’]?s?|Met['’]?s?)\s+", "", match["title"])
    key, wanted = plain(said), plain(right)
    if (
        key == wanted
        or (ends and key.endswith(wanted))
        or key.startswith(wanted)
        or any(plain(one.name) == key for one in earlier if one.until is None)
    ):
        return
    others = {plain(risk.title) for register in facts.registers for risk in register.risks}
    if key in others or any(ends and key.endswith(" " + other) for other in others):
        return  # another risk's title: the number is wrong, and said so elsewhere
    words = set(key.split()) & set(wanted.split()) - {"and", "of", "the", "to"}
    alike = fuzz.ratio(key, wanted) >= 60 or fuzz.partial_ratio(key, wanted) >= 85
    if not words and not alike and not match.re.pattern.startswith("(?P<title>") and not match["open"]:
        return
    if not (words or alike) and len(key.split()) > 4:
        return
    start = match.end("title") - len(said)
    yield finder.at(
        at,
        (start, match.end("title")),
        "risk-title",
        f"The register calls the risk “{right}”",
        f"Say {right}",
        offer=right,
    )


def _themes(finder: Finder, at: int, passage: Passage, facts: Facts) -> Iterator[Finding]:
    names = {plain(name): theme.name for theme in facts.themes for name in (theme.name, *theme.also)}
    if not names:
        return
    for match in THEME.finditer(passage.text):
        key = plain(match["theme"])
        if (
            key in names
            or any(key.endswith(" " + name) for name in names)
            or key.split()[0]
            in ("first", "second", "third", "main", "same", "cross", "new", "other", "joint", "overall", "key")
        ):
            continue
        best = process.extractOne(key, list(names), scorer=fuzz.ratio)
        shared = best is not None and set(key.split()) & set(best[0].split()) - {"and", "of"}
        if best is None or (best[1] < 75 and not shared):
            continue
        yield finder.at(
            at,
            match.span("theme"),
            "theme",
            f"The record calls it “{names[best[0]]}”",
            f"Say {names[best[0]]}",
            offer=names[best[0]],
        )


def _plans(finder: Finder, at: int, passage: Passage, facts: Facts) -> Iterator[Finding]:
    """ "Governance Improvement Plain": a long name with a slip in it, of a plan or of a register."""
    names = {
        plain(name): name
        for name in (
            *(plan.title for plan in facts.plans),
            "Governance Improvement Plan",
            "Police and Crime Plan",
            "Annual Governance Statement",
        )
    }
    for match in re.finditer(r"\b[A-Z][\w’']+(?:\s+(?:and|of|for)?\s*[A-Z][\w’']+){2,3}\b", passage.text):
        words = list(re.finditer(r"\S+", match[0]))
        for size in (4, 3):
            for place in range(len(words) - size + 1):
                start, end = words[place].start(), words[place + size - 1].end()
                key = plain(match[0][start:end])
                if key.split()[-1:] and key.split()[-1] in KIND_WORDS:
                    continue
                for name, written in names.items():
                    if (
                        len(name.split()) == size
                        and key != name
                        and fuzz.ratio(key, name) >= 93
                        and key.rstrip("s") != name.rstrip("s")
                    ):
                        yield finder.at(
                            at,
                            (match.start() + start, match.start() + end),
                            "plan",
                            f"The record calls it the {written}",
                            f"Say {written}",
                            offer=written,
                        )
                        return
