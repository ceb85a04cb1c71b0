"""How is the quarter's movement put in one sentence? Drafted for the section on changes; the writer may change it."""

import re
from collections import defaultdict

from registers.audience import WITHHELD
from registers.details import Position
from registers.movement import Movement
from reports.papers.numbering import in_words, listed

# (one risk, several) as they stand after the number
WORDS = {
    Movement.UP: ("rose", "rose"),
    Movement.DOWN: ("fell", "fell"),
    Movement.SHIFTED: ("moved to another cell of the same rank", "moved to other cells of the same rank"),
    Movement.NEW: ("is new", "are new"),
    Movement.REOPENED: ("was reopened", "were reopened"),
    Movement.CLOSED: ("was closed", "were closed"),
    Movement.REFRESHED: ("was recast, split or merged", "were recast, split or merged"),
    Movement.RESCALED: ("is scored on a new scale", "are scored on a new scale"),
    Movement.CORRECTED: ("was corrected since the last paper", "were corrected since the last paper"),
    Movement.UNSCORED: ("has no score to compare", "have no score to compare"),
}


def draft_sentence(position: Position, unpublished: int, day) -> str:
    """The movement of all risks the position shows, in Markdown; empty where it may show none.

    `unpublished` says how many risks are not among them; `day` puts a date in words.
    """
    risks, since = position.risks, position.view.scope.compared_with
    if since is None or not risks or any(risk.row.movement is WITHHELD for risk in risks):
        return ""
    moved = defaultdict(list)
    for risk in risks:
        moved[risk.row.movement].append(risk)
    still = len(moved.pop(Movement.STATIC, []))
    stood = f"where {{}} stood on {day(since)}"
    of_all = f"{len(risks)} of the {len(risks) + unpublished} risks are published. " if unpublished else ""
    if not moved:
        subject = "The risk stands" if still == 1 else f"All {len(risks)} risks stand"
        return f"{of_all}{subject} {stood.format('it' if still == 1 else 'they')}."
    parts = [_part(moved[movement], words, n == 0) for n, (movement, words) in enumerate(_told(moved))]
    if still:
        verb, they = ("stands", "it") if still == 1 else ("stand", "they")
        parts.append(f"{in_words(still)} {verb} {stood.format(they)}")
    else:
        parts[-1] += f" since {day(since)}"
    sentence = "; ".join(parts)
    return f"{of_all}{sentence[0].upper()}{sentence[1:]}."


def _told(moved):
    return [(movement, words) for movement, words in WORDS.items() if movement in moved]


def _part(risks, words, is_first):
    """one risk rose (4, Adequate funding)"""
    noun = (" risk" if len(risks) == 1 else " risks") if is_first else ""
    names = listed(f"{risk.row.printed_ref}, {_plain(risk.details.title)}" for risk in risks)
    return f"{in_words(len(risks))}{noun} {words[len(risks) > 1]} ({names})"


def _plain(text):
    """A title is no Markdown."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text)
