"""What the first lines of a text from outside tell: its title, who reports, whose paper it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reports.checks.days import full_date
from reports.checks.model import Body, Passage


def body_of(heading: str, bodies: Iterable[Body]) -> str:
    """The body whose section it is, where the heading names one and not the other."""
    named = [
        body.slug
        for body in bodies
        if any(re.search(rf"(?<![\w/-]){re.escape(name)}(?![\w/-])", heading) for name in body.names)
    ]
    return named[0] if len(named) == 1 else ""


def title_of(passages: tuple[Passage, ...]) -> str:
    """The title of a paper: the first of its first lines that is no name of a body, no panel and no day."""
    for passage in passages[:8]:
        is_name = passage.text.isupper() or "panel" in passage.text.lower() or full_date(passage.text) is not None
        if passage.text and not is_name and len(passage.text.split()) > 2:
            return passage.text
    return ""


def report_by(passages: tuple[Passage, ...]) -> tuple[str, ...]:
    """The posts that report, as the line "Report by:" gives them."""
    for passage in passages[:12]:
        if found := re.search(r"report(?:ed)? by:?\s*(.+)", passage.text, re.IGNORECASE):
            return tuple(
                part.strip() for part in re.split(r"\s*(?:;|\band\b(?= (?:MOPAC|Met|the))|&(?= Met))\s*", found[1])
            )
    return ()


def bodies_of(passages: tuple[Passage, ...], bodies: tuple[Body, ...]) -> tuple[str, ...]:
    """Whose paper it is, by its title."""
    title = title_of(passages)
    return tuple(body.slug for body in bodies if body_of(title, (body,)))
