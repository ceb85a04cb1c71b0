"""Family "sensitive": text and figures that are OFFICIAL-SENSITIVE, in a part that is public."""

from __future__ import annotations

from reports.checks import sensitive_figures, sensitive_words
from reports.checks.found import Finder
from reports.checks.model import Facts, Findings, Text


def check(text: Text, facts: Facts) -> Findings:
    """Text first, then withheld scores, targets and progress beside a risk's name."""
    finder = Finder("sensitive", text)
    released = [" ".join(sensitive_words.words_of(one)) for one in facts.released]
    secrets = sensitive_words.kept_of(facts)
    for at, passage in enumerate(text.passages):
        if passage.is_public and passage.text:
            yield from sensitive_words.check(finder, at, passage, secrets, released)
            yield from sensitive_figures.check(finder, at, passage, text, facts)
