"""Which movement does an arrow or a word in a file tell? Never imported: compared with what the register computes."""

from __future__ import annotations

import re

from reports.imports.judged import NOTHING, Judged, folded
from reports.imports.texts import says_nothing

UP, DOWN, STATIC, NEW, CLOSED = "up", "down", "static", "new", "closed"
ARROWS = {
    **dict.fromkeys("↑⬆▲△⇧⇑🔼⤴🔺↗⬈⇗⭡", UP),
    **dict.fromkeys("↓⬇▼▽⇩⇓🔽⤵🔻↘⬊⇘⭣", DOWN),
    **dict.fromkeys("↔⬌→⇔⇒➡⟷◄►⭤⇄⟶➔", STATIC),
}
WORDS = {
    **dict.fromkeys(("up", "increased", "increasing", "increase", "rising", "risen", "worse", "worsening"), UP),
    **dict.fromkeys(("worsened", "deteriorating", "deteriorated", "higher", "escalated", "upward", "upwards"), UP),
    **dict.fromkeys(("down", "decreased", "decreasing", "decrease", "falling", "fallen", "reduced", "reducing"), DOWN),
    **dict.fromkeys(("improving", "improved", "better", "lower", "downward", "downwards", "reduction"), DOWN),
    **dict.fromkeys(("static", "same", "unchanged", "no change", "stable", "steady", "no movement", "level"), STATIC),
    **dict.fromkeys(
        (
            "constant",
            "maintained",
            "remains",
            "no chg",
            "nc",
            "n c",
            "not changed",
            "remained static",
            "no difference",
            "sideways",
            "none",
        ),
        STATIC,
    ),
    **dict.fromkeys(("n c", "not changed", "remained static", "no difference"), STATIC),
    **dict.fromkeys(("new", "new risk", "added"), NEW),
    **dict.fromkeys(("closed", "removed", "closed risk", "de escalated"), CLOSED),
}
ASCII_ARROWS = {
    "^": UP,
    "v": DOWN,
    "<->": STATIC,
    "<-->": STATIC,
    "->": STATIC,
    "-->": STATIC,
    "=": STATIC,
    "<>": STATIC,
}
_ARROW = re.compile(f"[{''.join(ARROWS)}]\ufe0f?")
_BETWEEN = re.compile(rf"\w\)?\s*[{''.join(ARROWS)}]\ufe0f?\s*\(?\w")
# In the old symbol fonts an arrow is an ordinary letter or a private character; it cannot be told which.
SYMBOL_FONT = {"\uf0e1": UP, "\uf0e2": DOWN, "\uf0e9": UP, "\uf0ea": DOWN, "\uf0ab": STATIC, "\uf0f3": STATIC}


def without_arrows(line: str) -> tuple[str, str]:
    """A line without its arrow, and the movement it tells. Several different arrows stay in the line, and so does
    one between two values ("16 → 12"), which is no arrow of a movement but tells both values."""
    found = {ARROWS[sign[0]] for sign in _ARROW.findall(line)}
    if len(found) != 1 or _BETWEEN.search(line):
        return line, ""
    bare = " ".join(_ARROW.sub(" ", line).replace("( )", " ").split())
    return bare, found.pop()


def judge_movement(printed: str) -> Judged:
    """ "up", "down", "static", "new" or "closed"."""
    text = printed.strip().rstrip("\ufe0f")
    word = folded(text)
    meaning = SYMBOL_FONT.get(text) or ASCII_ARROWS.get(text) or WORDS.get(word)
    if not meaning:
        bare, meaning = without_arrows(text)
        other = WORDS.get(folded(bare))
        if other and other != meaning:
            meaning = other if not meaning else ""
    if not meaning:
        first = word.split(" ")[0] if word else ""
        meaning = WORDS.get(first, "") if first not in ("none",) else ""
    if meaning:
        return Judged(meaning, f"{printed[:80]} tells a movement: {meaning}.")
    if says_nothing(text):
        return NOTHING
    return Judged(None, f"“{printed[:80]}” is no arrow and no word for a movement.", is_plain=False)
