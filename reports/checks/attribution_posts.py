"""Family "attribution", posts, boards and tables: "MOPAC's Deputy Commissioner", a risk in the other body's column."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.found import Finder
from reports.checks.language import name_pattern, sentences, straight
from reports.checks.likeness import plain
from reports.checks.model import Facts, Finding, Kind, Named, Passage, Severity, Text
from reports.checks.risks_named import bodies_named

REVIEWS_ITS = re.compile(
    r"\b(?:its|own|their) (?:own |corporate |strategic )*(?:risks?|register|risk register|controls|owners?)\b",
    re.IGNORECASE,
)


AFTER_POST = re.compile(
    r"\s+(?:of (?:the )?|at (?:the )?|\((?:the )?|which (?:settles|owns|agrees) (?:the )?)|,\s+for (?:the )?|"
    r",? (?:speaking|acting) for (?:the )?|,? on behalf of (?:the )?"
)


def of_named(finder: Finder, at: int, words: str, named: list[tuple[int, int, str]], facts: Facts) -> Iterator[Finding]:
    """ "MOPAC's Deputy Commissioner", "the Met's Governance and Risk working group"."""
    if not named:
        return
    for one in (*facts.posts, *facts.boards):
        for match in name_pattern((one.name, *(name for name in one.also if len(name) > 3))).finditer(words):
            body = _body_beside(words, match, named)
            if not body or not one.organisation or _stands_in_longer(words, match, facts):
                continue
            same = _holders(one, facts)
            if "" not in same and body not in same:
                right = next((other.name for other in facts.bodies if other.slug == one.organisation), one.organisation)
                yield finder.at(
                    at,
                    match.span(),
                    "other-body",
                    f"{one.name} belongs to {right}",
                    f"Say whose it is, or name {next((b.name for b in facts.bodies if b.slug == body), body)}’s own",
                )


def _body_beside(words: str, match: re.Match[str], named: list[tuple[int, int, str]]) -> str:
    """The body right before a post or a board ("MOPAC's own ..."), or after it ("... of the Met")."""
    for start, end, slug in reversed(named):
        gap = words[end : match.start()] if end <= match.start() else "\0"
        is_owner = re.fullmatch(
            r"(?:'s)?\s+(?:own |new |present |current |outgoing )?|'s (?:owners|directors|officers|leads|posts|"
            r"boards|groups|side),? (?:the )?",
            gap,
        )
        if is_owner and not re.search(r"\bof the $", words[:start]):
            return slug
    after = AFTER_POST.match(words[match.end() :])
    place = match.end() + after.end() if after else -1
    return next((slug for start, _, slug in named if after and start - place in (0, -4)), "")


def _stands_in_longer(words: str, match: re.Match[str], facts: Facts) -> bool:
    """Whether the name is a part of another: "Director of Strategy" of "Director of Strategy and Governance"."""
    return any(
        (found := name_pattern((other.name, *other.also)).search(words, max(0, match.start() - 20)))
        and found.start() <= match.start()
        and found.end() >= match.end()
        and found.span() != match.span()
        for other in (*facts.posts, *facts.boards)
    )


def _holders(one: Named, facts: Facts) -> set[str]:
    """The organisations that have a post or a board of this name."""
    names = {one.name, *one.also}
    return {other.organisation for other in (*facts.posts, *facts.boards) if {other.name, *other.also} & names}


def of_meetings(finder: Finder, at: int, passage: Passage, facts: Facts) -> Iterator[Finding]:
    """ "The Met reviews its risks at the ...", where that is a meeting, or a post, of the other body."""
    for span in sentences(passage.text):
        words = straight(span.text)
        bodies = {slug for *_, slug in bodies_named(words, facts.bodies)}
        if len(bodies) != 1 or not REVIEWS_ITS.search(words):
            continue
        body = next(iter(bodies))
        for one in (*facts.boards, *facts.posts):
            match = name_pattern((one.name,)).search(words)
            if match is None or not one.organisation or {body, ""} & _holders(one, facts):
                continue
            if bodies_named(match[0], facts.bodies) or any(
                len(other.name) > len(one.name) and name_pattern((other.name,)).search(words)
                for other in (*facts.boards, *facts.posts)
                if one.name in other.name
            ):
                continue
            right = next((other.name for other in facts.bodies if other.slug == one.organisation), one.organisation)
            yield finder.at(
                at,
                (span.start + match.start(), span.start + match.end()),
                "other-body",
                f"{one.name} belongs to {right}",
                "Say whose it is, or name the right one",
                severity=Severity.WARNING,
            )


def of_cell(finder: Finder, at: int, text: Text, facts: Facts) -> Iterator[Finding]:
    """A cell that names one body, in a row whose risk or owner is the other's alone."""
    cell = text.passages[at]
    named = {slug for _, _, slug in bodies_named(cell.text, facts.bodies)}
    if len(named) != 1 or len(cell.text.split()) > 4:
        return
    body = named.pop()
    if cell.row == 1:
        yield from _of_column(finder, cell, body, text, facts)
        return
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


def _of_column(finder: Finder, head: Passage, body: str, text: Text, facts: Facts) -> Iterator[Finding]:
    """The risks of the other body alone in a column that one body heads."""
    for place, other in enumerate(text.passages):
        if other.kind is not Kind.CELL or (other.group, other.column) != (head.group, head.column) or other.row == 1:
            continue
        own = {
            register.organisation
            for register in facts.registers
            for risk in register.risks
            if plain(risk.title) == plain(other.text)
        }
        if own and body not in own:
            yield finder.at(
                place,
                (0, len(other.text)),
                "other-body",
                f"This is no risk of {head.text}",
                "Mend the column, or the name",
            )
