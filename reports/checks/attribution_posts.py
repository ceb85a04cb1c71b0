"""Family "attribution", posts, boards and tables: "MOPAC's Deputy Commissioner", a risk in the other body's column."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.found import Finder
from reports.checks.language import name_pattern, sentences, straight
from reports.checks.likeness import plain
from reports.checks.model import Facts, Finding, Kind, Passage, Severity, Text
from reports.checks.risks_named import bodies_named

REVIEWS_ITS = re.compile(
    r"\b(?:its|own|their) (?:own |corporate |strategic )*(?:risks?|register|risk register|controls|owners?)\b",
    re.IGNORECASE,
)


def of_named(finder: Finder, at: int, words: str, named: list[tuple[int, int, str]], facts: Facts) -> Iterator[Finding]:
    """ "MOPAC's Deputy Commissioner", "the Met's Governance and Risk working group"."""
    for one in (*facts.posts, *facts.boards):
        same = {
            other.organisation
            for other in (*facts.posts, *facts.boards)
            if {other.name, *other.also} & {one.name, *one.also}
        }
        if not one.organisation or "" in same:
            continue
        for match in name_pattern((one.name, *(name for name in one.also if len(name) > 3))).finditer(words):
            body = next(
                (
                    slug
                    for start, end, slug in reversed(named)
                    if end <= match.start()
                    and re.fullmatch(
                        r"(?:'s)?\s+(?:own |new |present |current |outgoing )?", words[end : match.start()]
                    )
                    and not re.search(r"\bof the $", words[:start])
                ),
                "",
            )
            if not body:
                after = re.match(
                    r"\s+(?:of (?:the )?|at (?:the )?|\((?:the )?|which (?:settles|owns|agrees) (?:the )?)|,\s+for "
                    r"(?:the )?"
                    r"|,? (?:speaking|acting) for (?:the )?|,? on behalf of (?:the )?",
                    words[match.end() :],
                )
                place = match.end() + after.end() if after else -1
                body = next((slug for start, _, slug in named if after and start - place in (0, -4)), "")
            longer = any(
                (found := name_pattern((other.name, *other.also)).search(words, max(0, match.start() - 20)))
                and found.start() <= match.start()
                and found.end() >= match.end()
                and found.span() != match.span()
                for other in (*facts.posts, *facts.boards)
            )
            if body and body not in same and not longer:
                right = next((other.name for other in facts.bodies if other.slug == one.organisation), one.organisation)
                yield finder.at(
                    at,
                    match.span(),
                    "other-body",
                    f"{one.name} belongs to {right}",
                    f"Say whose it is, or name {next((b.name for b in facts.bodies if b.slug == body), body)}’s own",
                )


def of_meetings(finder: Finder, at: int, passage: Passage, facts: Facts) -> Iterator[Finding]:
    """ "The Met reviews its risks at the ...", where that is a meeting, or a post, of the other body."""
    for span in sentences(passage.text):
        words = straight(span.text)
        bodies = {slug for *_, slug in bodies_named(words, facts.bodies)}
        if len(bodies) != 1 or not REVIEWS_ITS.search(words):
            continue
        body = next(iter(bodies))
        for one in (*facts.boards, *facts.posts):
            same = {
                other.organisation
                for other in (*facts.posts, *facts.boards)
                if {other.name, *other.also} & {one.name, *one.also}
            }
            match = name_pattern((one.name,)).search(words)
            if match is None or not one.organisation or body in same or "" in same:
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
