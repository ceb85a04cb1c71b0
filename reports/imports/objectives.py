"""Which objectives does a cell name? By their names, in full or nearly."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from reports.imports.judged import NOTHING, Judged, folded
from reports.imports.texts import items, one_line, says_nothing

NEAR = 88  # of 100: how alike a name has to be to be offered
Objectives = tuple[tuple[int, str], ...]


def split(text: str, objectives: Objectives) -> tuple[str, ...]:
    """The objectives in one cell, each as printed: by lines, bullets and ";", by "," where the parts are known."""
    names = {folded(name) for _key, name in objectives}
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if all(folded(line) in names for line in lines):
        return tuple(dict.fromkeys(lines))
    found: list[str] = []
    for item in [one_line(text)] if folded(text) in names else items(text):
        for part in [item] if folded(item) in names else re.split(r"\s*[;|]\s*", item):
            pieces = [piece.strip() for piece in part.split(",")]
            found += pieces if len(pieces) > 1 and all(folded(piece) in names for piece in pieces) else [part]
    return tuple(dict.fromkeys(part for part in found if part.strip()))


def judge_objective(printed: str, objectives: Objectives) -> Judged:
    """The key of an objective."""
    text = one_line(printed)
    if says_nothing(text):
        return NOTHING
    keys = {folded(name): key for key, name in objectives}
    found = keys.get(folded(text)) or keys.get(folded(re.sub(r"^\(?(?:\d{1,2}|[a-z])[.):]\s*", "", text, flags=re.I)))
    if found is not None:
        return Judged(found, f"{text} is an objective of the body.")
    best = process.extractOne(folded(text), keys.keys(), scorer=fuzz.token_set_ratio, score_cutoff=NEAR)
    reason = f"“{text[:80]}” is no objective of the body."
    return Judged(None, reason, is_plain=False, suggestion=keys[best[0]] if best else None)
