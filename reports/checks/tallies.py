"""How many risks of a register are as a sentence says: rated so, moved so, owned by a post, at their target."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from reports.checks.claims import Claim
from reports.checks.language import name_pattern, straight
from reports.checks.model import BANDS, Facts, Named, RegisterFacts, RiskFacts
from reports.checks.vocabulary import Said, properties

Test = Callable[[RiskFacts], bool]
LEVELS = {"L": "low", "M": "medium", "H": "high", "VH": "very-high"}
OWNED = re.compile(
    r"\b(?:same owner,?|owned by|owners? (?:is|are|of)|owns?|belongs? to|sits? with|sat with|rests? with|lies? with|"
    r"lie with|"
    r"falls? to|held by|are with|is with|under|led by|the property of|in the hands of|accountable to|"
    r"responsibility of|assigned to)\b",
    re.IGNORECASE,
)
OWNS = re.compile(
    r"^,?(?:\s+(?:who|also|now|currently|alone|each|between them|himself|herself|already|still))*\s+(?:owns?|has|have|"
    r"holds?|carr(?:y|ies)|"
    r"is (?:the )?(?:risk )?owner (?:of|for)|is (?:responsible|accountable) for|looks? after|answers? for|"
    r"(?:is|are) down as (?:the )?owner of)(?:\s+(?:only|just|the|a total of|in all))*\s*$",
    re.IGNORECASE,
)
OR_MORE = re.compile(
    r"^\s*['\"]?\s*(?:risks? |bands? |rating )?(?:or|and) (?:above|higher|over|worse)\b", re.IGNORECASE
)
OR_LESS = re.compile(r"^\s*['\"]?\s*(?:risks? |bands? |rating )?(?:or|and) (?:below|lower|under)\b", re.IGNORECASE)


def level_of(short: str) -> str:
    """ "very-high" for "VH"; a level that is a digit stands for itself."""
    return LEVELS.get(short, short.lower())


def tally(risks: tuple[RiskFacts, ...], said: Iterable[Said], test: Test | None = None) -> int | None:
    """How many are as said: of one dimension any value, of several all. None where nobody can know."""
    wanted: dict[str, set[str]] = {}
    for one in said:
        wanted.setdefault(one.dimension, set()).add(one.value)
    if "closed" in wanted.get("movement", set()):
        return None
    for dimension in wanted:
        if not any(_value(risk, dimension) for risk in risks):
            return None
    found = [risk for risk in risks if all(_is(risk, dimension, values) for dimension, values in wanted.items())]
    return sum(1 for risk in found if test is None or test(risk))


def _value(risk: RiskFacts, dimension: str) -> str:
    return str(getattr(risk, dimension, ""))


def _is(risk: RiskFacts, dimension: str, values: set[str]) -> bool:
    if dimension == "horizon":
        return risk.horizon in values or (risk.horizon == "both")
    if dimension in ("likelihood", "impact"):
        return level_of(getattr(risk, dimension)) in values
    if dimension == "movement" and "moved" in values:
        return risk.movement in ("up", "down", "shifted") or risk.movement in values
    return _value(risk, dimension) in values


def said_of(claim: Claim) -> list[Said]:
    """What is said of the risks counted: in the words before the noun, and after it."""
    text = f"{claim.adjectives} {claim.region}" if claim.adjectives not in claim.region else claim.region
    kept: list[Said] = []
    for one in properties(text):
        before, after = text[: one.start], text[one.end :]
        if "control" in before or re.search(
            r"\b(?:from|previously|was|were previously|target (?:of|is|score of)?|towards?)\s+[\"']?$", before
        ):
            continue
        if one.dimension == "horizon" and re.match(
            r"[\s-]*(?:action|plan|measure|fund|contract|work|effect|impact)", after
        ):
            continue
        if (
            one.dimension == "movement"
            and one.value == "closed"
            and not re.search(r"\b(?:were|was|been|are|is|risks?)\s+$", before)
        ):
            continue
        kept.append(one)
        if one.dimension == "band":
            kept += _open_ended(one, after)
    return kept


def _open_ended(one: Said, after: str) -> list[Said]:
    """The bands above, of "high or above"; those below, of "medium or lower"."""
    place = BANDS.index(one.value) if one.value in BANDS else -1
    more = BANDS[place + 1 :] if OR_MORE.match(after) else BANDS[:place] if OR_LESS.match(after) else ()
    return [Said("band", value, one.start, one.end) for value in more] if place >= 0 else []


def limits_of(claim: Claim) -> list[Said]:
    """The properties in the words before the noun: "short-term" of "two of the three short-term risks"."""
    found = properties(f"{claim.adjectives} risks")
    return [one for one in found if one.dimension in ("horizon", "rag", "band", "progress")]


def test_of(claim: Claim, facts: Facts) -> Test | None:
    """What else is counted by: whose they are, whether they are at their target."""
    region = straight(claim.region)
    post = (
        None
        if re.search(r"\b(?:alone|solely|jointly|only|shared|between them|together)\b", region)
        else owner_meant(claim, facts)
    )
    if post is not None:
        names = (post.name, *post.also)
        return lambda risk: any(owner in names for owner in risk.owners)
    if re.search(r"\b(?:at|reached|met|achieved)(?: or below)? (?:its|their|the) targets?\b", region):
        return lambda risk: bool(risk.target) and risk.target == risk.score
    return None


def owner_meant(claim: Claim, facts: Facts) -> Named | None:
    """The post that owns the risks counted: "three sit with the ...", "the ... owns three", "three with the ..."."""
    region, before = straight(claim.region), straight(claim.before)
    found = first_post(region, facts.posts)
    if found is not None:
        post, start, _ = found
        gap = region[:start]
        if OWNED.search(gap) or re.fullmatch(
            r"(?:\s+(?:of )?(?:the |our |its )?(?:\w+ )?risks?)?\s+with (?:the )?", gap
        ):
            return post
        if re.fullmatch(r"\s+(?:to|by) (?:the )?|(?:\s+\w+){0,2}? risks? of (?:the )?", gap):
            return post
    clause = re.split(r"[;.]", before)[-1]
    last = None
    for found_post in all_posts(clause, facts.posts):
        last = found_post
    if last is not None and OWNS.match(clause[last[2] :]):
        return last[0]
    is_elided = last is not None and re.fullmatch(r",?\s*", clause[last[2] :])
    if last is not None and is_elided and re.search(r"\b(?:owns?|holds?|has|have|looks? after|answers? for)\b", before):
        return last[0]  # "the A owns four, the B three"
    return None


def all_posts(text: str, posts: tuple[Named, ...]) -> list[tuple[Named, int, int]]:
    """Every post named in a text, in order of place; of names that overlap the longest."""
    found: list[tuple[Named, int, int]] = []
    for post in posts:
        names = (post.name, *post.also, *(one.name for one in post.earlier))
        found += [(post, match.start(), match.end()) for match in name_pattern(names).finditer(text)]
    found.sort(key=lambda one: (one[1] - one[2], one[1]))
    kept: list[tuple[Named, int, int]] = []
    for one in found:
        if not any(one[1] < other[2] and other[1] < one[2] for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one[1])


def first_post(text: str, posts: tuple[Named, ...]) -> tuple[Named, int, int] | None:
    """The post named first in a text, and where."""
    return next(iter(all_posts(text, posts)), None)


def ground(said: Iterable[Said], registers: list[RegisterFacts]) -> str:
    """What a tally is of, for the words of a finding: "amber on the Met corporate risk register"."""
    names = " or ".join(sorted({one.value.replace("-", " ") for one in said}))
    where = " and ".join(register.title or register.organisation for register in registers)
    return f"{names} on the {where}" if names else f"on the {where}"
