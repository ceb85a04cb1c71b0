"""Which appendices does a text from outside list, and which are found at its end?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reports.checks.lines import APPENDIX
from reports.checks.model import Appendix, Kind, Passage

RESTRICTED = re.compile(r"official[\s-]+sensitive|restricted|not for publication|exempt|confidential", re.IGNORECASE)
SEE = re.compile(
    r"\bsee (?:also )?((?:agenda )?item \w+)|"
    r"\b(?:to follow|circulated separately|tabled|separate (?:paper|document|attachment))",
    re.IGNORECASE,
)


def label_of(kind: str, sign: str) -> str:
    """ "Appendix A", however it was typed."""
    return f"{kind.capitalize()} {sign.upper()}"


def appendices_of(passages: Sequence[Passage]) -> tuple[Appendix, ...]:
    """The appendices listed, in that order, then those attached that no list names.

    A sole entry that content follows counts as attached though its label does not stand over it again (001, 004).
    """
    listed = _listed(passages)
    headed = _headed(passages)
    found = [replace(one, is_attached=one.label in headed or _content_follows(passages, one, listed)) for one in listed]
    names = {one.label for one in listed}
    styles = {one.label.split()[1].isdigit() for one in listed}
    for label, passage in headed.items():
        if label not in names and (not styles or label.split()[1].isdigit() in styles):
            found.append(Appendix(label, passage.text, is_listed=False, line=passage.line))
    return tuple(found)


def _listed(passages: Sequence[Passage]) -> list[Appendix]:
    entries: list[Appendix] = []
    for passage in passages:
        match = APPENDIX.match(passage.text)
        if passage.kind is not Kind.ENTRY or match is None:
            continue
        see = SEE.search(match[3])
        entries.append(
            Appendix(
                label_of(match[1], match[2]),
                RESTRICTED.sub("", match[3]).strip(" –-().,"),
                is_restricted=bool(RESTRICTED.search(match[3])),
                see=(see[1] or see[0]) if see else "",
                line=passage.line,
            )
        )
    return entries


def _headed(passages: Sequence[Passage]) -> dict[str, Passage]:
    found: dict[str, Passage] = {}
    for passage in passages:
        match = APPENDIX.match(passage.text)
        if passage.kind is Kind.HEADING and match is not None:
            found.setdefault(label_of(match[1], match[2]), passage)
    return found


def _content_follows(passages: Sequence[Passage], one: Appendix, listed: list[Appendix]) -> bool:
    """Whether what comes after the list can only be this appendix: the first of those that may be printed."""
    open_ones = [other for other in listed if not other.is_restricted and not other.see]
    if len(open_ones) != 1 or open_ones[0].label != one.label:
        return False
    last = max(place for place, passage in enumerate(passages) if passage.kind is Kind.ENTRY)
    return sum(1 for passage in passages[last + 1 :] if passage.text) >= 3
