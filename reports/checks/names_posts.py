"""Posts named otherwise than their record: a slip, an earlier name, a post that has ended, the other body's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reports.checks.found import Finder
from reports.checks.language import sentences, straight
from reports.checks.likeness import Like, akin, content, likeness, plain
from reports.checks.model import Facts, Finding, Named, Passage, Severity, Text
from reports.checks.risks_named import bodies_named, mentions, whose

JOIN = r"(?:\s+(?:of|for|and|&|the|to)|,(?=\s+[A-Z][\w’']+(?:,| and| &)))?"
ROLE = re.compile(
    rf"\b(?:(?:Deputy|Assistant|Interim|Acting|Temporary|Managing|Senior)\s+)*(?:Directors?|Directer|Heads?|Chief|"
    rf"AC|DAC|Commander|Cmdr|SRO|"
    rf"Commissioner|Mayor|Comissioner)\b(?:{JOIN}\s+(?:[–-]\s+)?[A-Z][\w&’'/-]*)+"
)
TITLES = re.compile(
    r"\b(?:Deputy|Assistant|Chief|Senior|Dep)\s+[A-Z][\w’'-]*(?:\s+(?:(?:of|and|&|for)\s+)?[A-Z][\w&’'-]*){0,5}|"
    r"\b[A-Z][\w’'-]+\s+(?:(?:and|&)\s+[A-Z][\w’'-]+\s+)?Director\b"
)
RANKS = frozenset(
    [
        "deputy",
        "assistant",
        "interim",
        "acting",
        "temporary",
        "managing",
        "senior",
        "director",
        "directors",
        "head",
        "heads",
        "chief",
        "ac",
        "dac",
        "commander",
        "cmdr",
        "sro",
        "commissioner",
        "officer",
        "mayor",
        "executive",
    ]
)
FORMER = re.compile(
    r"\b(?:former(?:ly)?|then|previous(?:ly)?|known as|called|was|were|old|earlier|replaced|succeeded|renamed|until|"
    r"abolished|historic|ended|no longer)\b",
    re.IGNORECASE,
)
OWNS = re.compile(r"\b(?:owns|owned by|(?:is|as|the|its|whose) (?:risk )?owner|owner (?:is|of|for))\b", re.IGNORECASE)
LEADS = re.compile(r"\bleads?\b", re.IGNORECASE)
NOT_SO = re.compile(
    r"\b(?:not|with|jointly|joint|also|both|should|would|will|may|if|from \w+ to|hand(?:s|ed)?|pass(?:es|ed)?|"
    r"transfer\w*)\b",
    re.IGNORECASE,
)
GENERIC = re.compile(
    r"\b(?:a|an|any|each|every|no|such an?)\s+$", re.IGNORECASE
)  # "the role of a Chief Financial Officer"
OTHER_BODY = re.compile(
    r"^(?:['’]s)?\s+(?:of|at|for|from|in)\s+(?:the\s+)?(?!MOPAC|Met\b|MPS|Metropolitan|Police and Crime)[A-Z]"
)


def check(finder: Finder, at: int, passage: Passage, text: Text, facts: Facts, on: date | None) -> Iterator[Finding]:
    """Every post that a passage names."""
    right = {plain(name): post for post in facts.posts for name in (post.name, *post.also)}
    earlier = {plain(one.name): (post, one) for post in facts.posts for one in post.earlier}
    for match in _named(passage.text, earlier) if right else ():
        start, end = match.span()
        key = plain(match[0])
        around = passage.text[max(0, start - 40) : start] + passage.text[end : end + 40]
        is_of_others = bool(OTHER_BODY.match(passage.text[end:]))
        if is_of_others or (key not in right and GENERIC.search(passage.text[:start])):
            continue
        if key in right:
            yield from _other_body(finder, at, passage, match, right[key], text, facts)
            ended = right[key].until
            if ended and on and ended <= on and not FORMER.search(around):
                yield finder.at(
                    at, (start, end), "post-ended", "No such post any more", "Name the post that holds it now"
                )
        elif key in earlier:
            post, name = earlier[key]
            if (name.until is None or on is None or name.until <= on) and not FORMER.search(around):
                yield _say(finder, at, (start, end), post.name, f"The post is now called {post.name}", "earlier-name")
        elif not re.search(r"(?:['’]s|s['’])\s+$", passage.text[:start]):
            meant, like = _meant(match[0], right)
            cut_off = re.fullmatch(r"\s*(?:and|of|&)?\s*", passage.text[end:]) and any(
                name.startswith(key) for name in right
            )
            if meant and not cut_off:
                severity = Severity.ERROR if like is Like.NEARLY else Severity.WARNING
                yield _say(finder, at, (start, end), meant, f"The record calls the post {meant}", "post", severity)


def _say(
    finder: Finder, at: int, span: tuple[int, int], name: str, why: str, code: str, severity: Severity = Severity.ERROR
) -> Finding:
    return finder.at(at, span, code, why, f"Say {name}", offer=name, severity=severity)


def _named(words: str, earlier: dict[str, tuple[Named, object]]) -> list[re.Match[str]]:
    found = list(ROLE.finditer(words))
    for match in TITLES.finditer(words):
        if not any(match.start() < other.end() and other.start() < match.end() for other in found):
            found.append(match)
    for key in earlier:
        if " " not in key:
            found += re.finditer(rf"\b{re.escape(key.upper())}\b", words)
    return found


def _meant(said: str, right: dict[str, Named]) -> tuple[str, Like]:
    """The post meant by a name that is nearly one, and how near; several posts of one rank are left alone."""
    key = plain(said)
    if re.sub(r"^(head|director)\b", r"\1s", key) in right or re.sub(r"^(head|director)s\b", r"\1", key) in right:
        return "", Like.NOT  # several of them, or one of several
    single = " ".join(word.removesuffix("s") if word.removesuffix("s") in RANKS else word for word in key.split())
    if single != key and single in right:
        return "", Like.NOT
    if key.removesuffix("s") in right and key.split()[-1].removesuffix("s") in RANKS:
        return "", Like.NOT
    best, nearest = "", Like.NOT
    for name, post in right.items():
        like = _like(said, name)
        if like > nearest:
            best, nearest = next((one for one in (post.name, *post.also) if plain(one) == name), post.name), like
    for length in range(len(key.split()) - 1, 1, -1):
        head = " ".join(key.split()[:length])
        if head in right and nearest is not Like.NEARLY and key.split()[length] not in ("and", "for", "of"):
            return "", Like.NOT  # a right name that other words follow
    return best, nearest


def _like(said: str, name: str) -> Like:
    """As `likeness`, with the rank and what the post is about told apart."""
    ours, theirs = content(said), content(name)
    our_rank, their_rank = [word for word in ours if word in RANKS], [word for word in theirs if word in RANKS]
    about, of_theirs = [word for word in ours if word not in RANKS], [word for word in theirs if word not in RANKS]
    like = likeness(said, name)
    if sorted(our_rank) == sorted(their_rank):
        if like is Like.NEARLY:
            inverted = ours[-1:] == ("director",) and theirs[:1] == ("director",)
            return Like.SHARES if inverted else Like.NEARLY
        if len(of_theirs) == 1 and len(about) == 2 and akin(about[0], of_theirs[0]):
            return Like.NEARLY if about[0] != of_theirs[0] and len(of_theirs[0]) >= 8 else Like.SHARES
        if about and of_theirs and set(about) & set(of_theirs) and abs(len(about) - len(of_theirs)) <= 1:
            missing, extra = set(of_theirs) - set(about), set(about) - set(of_theirs)
            if len(of_theirs) >= 3 and len(missing) == 1 and not extra:
                return Like.NEARLY
            return Like.SHARES if len(missing) <= 1 and len(extra) <= 1 else Like.NOT
        return Like.NOT
    swapped = len(our_rank) == len(their_rank) and not {"deputy", "assistant"} & (set(our_rank) ^ set(their_rank))
    if sorted(about) == sorted(of_theirs) and len(about) >= 2 and swapped:
        return Like.SHARES
    slipped = len(ours) == len(theirs) > 1 and all(akin(a, b) for a, b in zip(ours, theirs, strict=True))
    return Like.NEARLY if slipped else Like.NOT


def owners(finder: Finder, at: int, passage: Passage, text: Text, facts: Facts) -> Iterator[Finding]:
    """A sentence that gives one risk to one post as its owner, and another owns it."""
    right = {plain(name): post.name for post in facts.posts for name in (post.name, *post.also)}
    found = mentions(text, passage, facts) if right and OWNS.search(passage.text) else []
    for span in sentences(passage.text):
        words = passage.text[span.start : span.end]
        risks = {
            (one.register.organisation, one.risk.ref): one.risk for one in found if span.start <= one.start < span.end
        }
        posts = [match for match in _named(words, {}) if plain(match[0]) in right]
        if len(risks) != 1 or len(posts) != 1 or not OWNS.search(words) or FORMER.search(words) or NOT_SO.search(words):
            continue
        risk, post = next(iter(risks.values())), posts[0]
        allowed = {plain(name) for name in (*risk.owners, *(risk.leads if LEADS.search(words) else ()))}
        if risk.owners and plain(right[plain(post[0])]) not in allowed:
            name = " and ".join(risk.owners)
            place = (span.start + post.start(), span.start + post.end())
            yield _say(finder, at, place, name, f"The register says that {name} owns “{risk.title}”", "owner")


def _other_body(
    finder: Finder, at: int, passage: Passage, match: re.Match[str], post: Named, text: Text, facts: Facts
) -> Iterator[Finding]:
    """ "the Director of Strategy" in the Met's own section, where the Met's post is of Strategy and Governance."""
    home = whose(text, passage, facts)
    near = straight(passage.text[max(0, match.start() - 30) : match.end() + 20])
    if not home or not post.organisation or post.organisation == home or bodies_named(near, facts.bodies):
        return
    longer = plain(post.name) + " "
    own = [one for one in facts.posts if one.organisation == home and plain(one.name).startswith(longer)]
    if len(own) == 1:
        why = f"Perhaps {own[0].name} is meant, or else say whose post it is"
        yield _say(finder, at, match.span(), own[0].name, why, "post", Severity.WARNING)
