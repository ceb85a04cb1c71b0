"""Family "figures", who owns a risk, against the register."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.about import About, called, wrong
from reports.checks.found import Finder
from reports.checks.language import is_hedged, is_of_the_past, straight
from reports.checks.model import Facts, Finding, Named, RiskFacts, Severity
from reports.checks.risks_named import Mention
from reports.checks.tallies import all_posts

# Words that make a post the owner of a risk, before it ("owned by the ...") and after it ("the ... owns").
BEFORE_POST = re.compile(
    r"\b(?:owned by|owners?(?:hip)?\b[^.;]{0,45}?(?: is| are| remains| now|:| rests with| lies with| sits with| being|"
    r",)|(?:risk )?owner|belongs? to|held by|rests? with|lies with|sits? with|falls? to|responsibility of|in the hands "
    r"of|accountable is|answers? to)\s*\(?(?: ?(?:the|now|still|today|with|again) )*$",
    re.IGNORECASE,
)
AFTER_POST = re.compile(
    r"^,?\s*(?:(?:who|which|also|now|currently|still|alone|both|each) )*(?:owns?\b|(?:is|as|remains|being) (?:now |"
    r"also |"
    r"still )?(?:the )?(?:risk |its |their )?owner\b|(?:is|are|remains) (?:now |also |still )?(?:accountable|"
    r"answerable) for|has (?:the )?ownership of|holds (?!that|a\b)|'s? risk\b|\)? ?\((?:risk )?owner\))",
    re.IGNORECASE,
)
TO_THE_RISK = re.compile(
    r"(?:[\s,(:\"'–-]|\b(?:the|our|its|both|risks?|on|of|for|number|ref|titled|called|now|also|\d+|MOPAC's|Met's|"
    r"corporate|overall|one|only)\b)*",
    re.IGNORECASE,
)
IS_SOFT = re.compile(
    r"\b(?:responsible for|responsibility|looks? after|in charge of|answers? for|manages|carries|own(?:s|ed|er|ers|"
    r"ership|ing)?|accountable|belongs?)\b",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"\b(?:leads?|led|working lead|supported|together|jointly|joint|on behalf|behalf|deputis\w+|told|spoke|asked|"
    r"attend\w*|"
    r"chairs?|met|reports? to|advis\w+|former|until|not|action|actions|control|controls|plan|paper|shared|shares|"
    r"along with|alongside|with the help|helps?|"
    r"her own|his own|their own|our own|its own)\b",
    re.IGNORECASE,
)


def owners(finder: Finder, at: int, about: About, facts: Facts) -> Iterator[Finding]:
    """A post that a sentence makes the owner of a risk, and is not."""
    text = straight(about.span.text)
    posts = all_posts(text, facts.posts)
    for place, (post, start, end) in enumerate(posts):
        how = _said_to_own(text, start, end)
        if not how:
            continue
        one = _owned(about, text, start, end, how, alone=len(posts) == 1)
        if one is None or not one.risk.owners or is_hedged(text[max(0, start - 40) : start]):
            continue
        if is_of_the_past(text[:start]) or re.search(
            r"\b(?:was|were|until|before)\b", text[max(0, start - 30) : start]
        ):
            continue
        if _is_owner(post, one.risk, facts) or (
            place and _follows_owner(posts[place - 1], one.risk, text, start, facts)
        ):
            continue
        yield _finding(finder, at, about, one.risk, start, end, Severity.ERROR)
        return
    if len(posts) == 1 and not any(_said_to_own(text, start, end) for _, start, end in posts):
        yield from _softly(finder, at, about, text, posts[0], facts)


def _said_to_own(text: str, start: int, end: int) -> str:
    """ "before" or "after", where the words beside a post make it an owner."""
    if BEFORE_POST.search(text[:start]):
        return "before"
    return "after" if AFTER_POST.match(text[end:]) else ""


def _owned(about: About, text: str, start: int, end: int, how: str, *, alone: bool) -> Mention | None:
    """The risk that is owned: the last named before an owner so named, the first after a post that owns."""
    before = [one for one in about.named if one.end <= start]
    after = [one for one in about.named if one.start >= end]
    if how == "after":
        if after and not TO_THE_RISK.fullmatch(AFTER_POST.sub("", text[end : after[0].start], count=1)):
            return None  # "holds the budget for Estates"
        if after:
            return after[0] if len({one.risk.ref for one in after}) == 1 else None
        if re.match(r"[^.;]{0,30}\b(?:it|this|the risk|the latter)\b", text[end:]) and alone:
            return before[-1] if before else about.carried
        is_which = bool(before) and re.fullmatch(r"[^.;]{0,20}\b(?:which|that)(?: the)? ", text[before[-1].end : start])
        return before[-1] if before and (is_which or re.match(r"^\)|'s? risk", text[end:])) else None
    if before:
        return before[-1]
    if about.carried is not None and not about.named:
        return about.carried
    return after[0] if len({one.risk.ref for one in after}) == 1 else None


def _is_owner(post: Named, risk: RiskFacts, facts: Facts) -> bool:
    allowed = {name for owner in risk.owners for name in names_of(owner, facts.posts)}
    return bool({post.name, *post.also} & allowed)


def _follows_owner(other: tuple[Named, int, int], risk: RiskFacts, text: str, start: int, facts: Facts) -> bool:
    """ "owned by the A and led by the B": B stands beside an owner rightly named."""
    return _is_owner(other[0], risk, facts) and not BEFORE_POST.search(text[other[2] : start])


def _softly(
    finder: Finder, at: int, about: About, text: str, found: tuple[Named, int, int], facts: Facts
) -> Iterator[Finding]:
    """One risk, one post and a word of ownership in a sentence: doubtful, so only a warning."""
    post, start, end = found
    risks = {(one.register.organisation, one.risk.ref) for one in about.named}
    one = about.named[0] if len(risks) == 1 else about.carried if not about.named else None
    if one is None or not one.risk.owners or not IS_SOFT.search(text) or OTHERS.search(text) or is_hedged(text):
        return
    if is_of_the_past(text) or _is_owner(post, one.risk, facts) or post.name in one.risk.leads:
        return
    yield _finding(finder, at, about, one.risk, start, end, Severity.WARNING)


def _finding(
    finder: Finder, at: int, about: About, risk: RiskFacts, start: int, end: int, severity: Severity
) -> Finding:
    right = " and ".join(risk.owners)
    offer = right if len(risk.owners) == 1 else ""
    return wrong(finder, at, about.span, start, end, "owner", f"{called(risk)} the owner is {right}", offer, severity)


def names_of(owner: str, posts: tuple[Named, ...]) -> set[str]:
    """All the names an owner may be called by."""
    names = {owner}
    for post in posts:
        if owner == post.name or owner in post.also:
            names |= {post.name, *post.also}
    return names
