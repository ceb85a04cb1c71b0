"""Which risks does a sentence speak of, by number or by title, and of which register?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from reports.checks.language import MONTHS, name_pattern, straight
from reports.checks.model import Body, Facts, Kind, Passage, RegisterFacts, RiskFacts, Text

REF = re.compile(
    r"\b[Rr]isk (?:number |no\.? ?|ref(?:erence)?\.? )?#?(?P<ref>\d{1,3})\b(?!\s?(?:%|per cent|\.\d|of\b))"
)
SEVERAL = re.compile(r"\b[Rr]isks (?:numbers? |nos\.? )?(?P<refs>\d{1,3}(?:\s*(?:,|and|&|or)\s*\d{1,3})+)\b(?!\s?%)")
VERB = (
    r"(?:has|is|was|fell|rose|remains?|remained|stands?|stood|moved|stays?|stayed|continues|scores?|scored|sits|went|"
    r"goes|"
    r"came|comes|rises|falls|had|kept|keeps|points|came|belongs|rests|now|slipped|improved|worsened|made|makes|"
    r"became|becomes|will|reports|owes)\b"
)
BESIDE = re.compile(
    r"^\s*(?:,\s+(?:owned|which|rated|now|still|at|with|scored|though|like|too|scored|an?|one|our|the (?:Met|MOPAC)|"
    r"MOPAC)\b|[:–-]|"
    r"\((?:risk|Risk|ref|Ref|\d|VH|[HML] v))"
)


@dataclass(frozen=True)
class Mention:
    """A risk named in a text, and how: by its number, its title, or both."""

    register: RegisterFacts
    risk: RiskFacts
    start: int
    end: int
    by: str  # "ref" or "title"


@lru_cache(maxsize=512)
def _title_pattern(title: str) -> re.Pattern[str]:
    words = (
        re.escape(straight(title))
        .replace(r"\ ", r"\s+")
        .replace("\\&", "(?:&|and)")
        .replace(r"\s+and\s+", r"\s+(?:&|and)\s+")
    )
    return re.compile(rf"(?<![\w-]){words}(?![\w-])", re.IGNORECASE)


def bodies_named(text: str, bodies: Iterable[Body]) -> list[tuple[int, int, str]]:
    """Where each body is named: (start, end, slug)."""
    found = []
    for body in bodies:
        pattern = name_pattern(body.names)
        found += [(match.start(), match.end(), body.slug) for match in pattern.finditer(straight(text))]
    return sorted(found)


def bodies_beside(text: str, facts: Facts) -> list[tuple[int, int, str]]:
    """Where each body is named for itself, not inside the title of a risk, a post or a board ("Oversight MPS")."""
    found = bodies_named(text, facts.bodies)
    names = _names_with_a_body(facts) if found else ()
    inside = [match.span() for match in name_pattern(names).finditer(straight(text))] if names else []
    return [one for one in found if not any(start <= one[0] and one[1] <= end for start, end in inside)]


_with_a_body: dict[int, tuple[Facts, tuple[str, ...]]] = {}


def _names_with_a_body(facts: Facts) -> tuple[str, ...]:
    """The titles and names that hold the name of a body; sought once for the facts of a paper."""
    if id(facts) not in _with_a_body:
        names = (
            *(risk.title for register in facts.registers for risk in register.risks),
            *(name for one in (*facts.posts, *facts.boards) for name in (one.name, *one.also)),
        )
        found = tuple(dict.fromkeys(name for name in names if bodies_named(name, facts.bodies)))
        _with_a_body.clear()
        _with_a_body[id(facts)] = (facts, found)  # held, so that the id stays its
    return _with_a_body[id(facts)][1]


def body_at(text: str, start: int, bodies: tuple[Body, ...], before: int = 40) -> str:
    """The body named shortly before a place: "the Met's risk 4", "MOPAC risk 4"."""
    named = [
        one
        for one in bodies_named(text[:start], bodies)
        if start - one[1] <= before and not re.search(r"[.;:]", text[one[1] : start])
    ]
    return named[-1][2] if named else ""


def whose(paper: Text, passage: Passage, facts: Facts) -> str:
    """The body a passage speaks for: whose section it is, whose paper, or the only one there is."""
    if passage.organisation:
        return passage.organisation
    if len(paper.organisations) == 1:
        return paper.organisations[0]
    return facts.registers[0].organisation if len(facts.registers) == 1 else ""


_kept: dict[tuple[int, int, int], tuple[tuple[Text, Passage, Facts], list[Mention]]] = {}


def mentions(paper: Text, passage: Passage, facts: Facts) -> list[Mention]:
    """The risks a passage names, in order of place. Read once: every family asks for those of every passage."""
    key = (id(paper), id(passage), id(facts))  # by identity, since to hash all facts takes longer than to read
    if key not in _kept:
        if len(_kept) > 5000:
            _kept.clear()
        _kept[key] = ((paper, passage, facts), _mentions(paper, passage, facts))  # held, so that the ids stay theirs
    return _kept[key][1]


def _mentions(paper: Text, passage: Passage, facts: Facts) -> list[Mention]:
    text = straight(passage.text)
    found = _by_title(text, passage, paper, facts)
    home = whose(paper, passage, facts)
    for match in REF.finditer(text):
        found += _by_ref(text, match.start(), match.end(), match["ref"], facts, home, found)
    for match in SEVERAL.finditer(text):
        for ref in re.finditer(r"\d+", match["refs"]):
            start = match.start("refs") + ref.start()
            found += _by_ref(text, start, start + len(ref[0]), ref[0], facts, home, found)
    return sorted(found, key=lambda one: (one.start, -one.end))


def _by_ref(text: str, start: int, end: int, ref: str, facts: Facts, home: str, titled: list[Mention]) -> list[Mention]:
    body = body_at(text, start, facts.bodies)
    if not body:
        beside = [
            one for one in titled if (one.by == "title" and 0 <= start - one.end <= 4) or 0 <= one.start - end <= 4
        ]
        body = beside[0].register.organisation if beside else home
    registers = (
        [register for register in facts.registers if register.organisation == body] if body else list(facts.registers)
    )
    found = [(register, register.risk(ref)) for register in registers]
    known = [(register, risk) for register, risk in found if risk is not None]
    return [Mention(known[0][0], known[0][1], start, end, "ref")] if len(known) == 1 else []


def _by_title(text: str, passage: Passage, paper: Text, facts: Facts) -> list[Mention]:
    home = whose(paper, passage, facts)
    candidates: list[Mention] = []
    titles = [risk.title.lower().split() for register in facts.registers for risk in register.risks]
    beginnings, endings = {words[0] for words in titles}, {words[-1] for words in titles}
    for register in facts.registers:
        standing = {risk.title.lower() for risk in register.open}
        for risk in register.risks:
            if not risk.is_open and risk.title.lower() in standing:
                continue  # another, which is open, has taken its title
            for match in _title_pattern(risk.title).finditer(text):
                is_heading = passage.kind in (Kind.HEADING, Kind.ITEM, Kind.CELL) and bool(
                    re.fullmatch(r"[\s\d.:)]*(?:risk)?\s*", text[: match.start()] + text[match.end() :], re.I)
                )
                beside = _beside_a_title(text, match, beginnings, endings)
                is_meant = _is_meant(text, match, risk.title, *beside)
                if is_heading or (is_meant and not _ends_a_name(beside[0], risk.title, endings)):
                    candidates.append(Mention(register, risk, match.start(), match.end(), "title"))
    kept: list[Mention] = []
    for one in sorted(candidates, key=lambda one: (one.start - one.end, one.start)):
        rivals = [other for other in candidates if other.start == one.start and other.end == one.end]
        if len(rivals) > 1:
            body = body_at(text, one.start, facts.bodies) or home
            if one.register.organisation != body and any(other.register.organisation == body for other in rivals):
                continue
            if one.register.organisation != body:
                continue
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return kept


def _ends_a_name(before: str, title: str, endings: set[str]) -> bool:
    """ "the Evidence and Insight team": a title of one word that another name with a capital runs into."""
    found = re.search(r"\b(?P<word>[A-Z]\w+),? (?:and|&|of|for) $", before)
    if found and re.search(r"\b(?:of|for) $", before) and _starts_sentence(before[: found.start()]):
        return False  # "Ownership of Legitimacy", "Progress for People"
    return bool(found) and len(title.split()) == 1 and found["word"].lower() not in endings  # type: ignore[index]


def _beside_a_title(text: str, match: re.Match[str], beginnings: set[str], endings: set[str]) -> tuple[str, str]:
    """The words before and after a title, without another title that "and" ties to it: "Money and Estates"."""
    before, after = text[: match.start()], text[match.end() :]
    if (found := re.match(r",? (?:and|&|or) (?:the )?([A-Z]\w+)", after)) and found[1].lower() in beginnings:
        after = ""
    if (found := re.search(r"([A-Z]?\w+),? (?:and|&|or) $", before)) and found[1].lower() in endings:
        before = "a, "
    return before, after


def _is_meant(text: str, match: re.Match[str], title: str, before: str, after: str) -> bool:
    """Whether the words are the risk's title, or only words: "the Money risk", not "money"."""
    said = match[0]
    words = len(title.split())
    if re.match(
        r"\s+(?:corporate |strategic )?risks?\b(?!\s+(?:management|register|owner|appetite|assessment|and "
        r"assurance|leads?))",
        after,
        re.IGNORECASE,
    ):
        return (
            not re.search(r"\b[A-Z]\w+ $", before)
            or _starts_sentence(before)
            or words > 1
            or bool(re.search(r"(?:The|MOPAC|Met|MPS|'s) $", before))
        )
    if re.match(r"\s*\(\s*(?:Met |MOPAC |MPS )?(?:corporate )?risk\b", after, re.IGNORECASE):
        return True
    if re.search(r"\brisk (?:number )?\d{1,3}[\s(:,–-]*[\"']?$", before, re.IGNORECASE):
        return True
    if not said[0].isupper():
        return False
    if re.search(r"[\"'(]$", before) and re.match(r"[\"')]", after) and "risk" in text.lower():
        return True
    if (
        said.isupper()
        and len(said) > 4
        and not re.search(r"[A-Z]{2,} $", before)
        and not re.match(r" [A-Z]{2,}", after)
    ):
        return True
    if (
        re.search(r"[A-Z]\w+(?:'s)? $", before)
        and not re.search(rf"\b(?:The|MOPAC|Met|MPS|Our|For|On|{MONTHS})(?:'s)? $", before)
        and not re.search(r"(?:^|[.!?] )[A-Z]\w+ $", before)
    ) or re.match(r" (?:and |& |of )?[A-Z]\w", after):
        return bool(words > 1 and re.search(r"(?:^|[.,;:] )(?:and )?$", before) and not re.match(r" [A-Z]\w", after))
    if _starts_sentence(before):
        if not after:
            return True  # another title is tied to it
        return bool(BESIDE.match(after)) or bool(re.match(rf"\s+{VERB}", after))
    return True  # with a capital in the middle of a sentence


def _starts_sentence(before: str) -> bool:
    return (
        not before.strip() or bool(re.search(r"[.!?]\s+$", before)) or bool(re.search(r"[.!?]\s+The $|^The $", before))
    )
