"""The vocabulary of headings, read once from vocabulary.txt beside this file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("vocabulary.txt")


class Line(NamedTuple):
    """One line: a fact (or kind, part, reason), how sure its phrases make us, and the phrases."""

    name: str
    weight: float
    phrases: tuple[str, ...]


@cache
def section(name: str) -> tuple[Line, ...]:
    """The lines of one section of the file."""
    found: list[Line] = []
    here = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            here = line.strip("[]")
        elif here == name:
            head, _, phrases = line.partition(": ")
            words, _, weight = head.rpartition(" ")
            known = weight.replace(".", "").isdigit()
            texts = tuple(phrase.strip() for phrase in phrases.split(";") if phrase.strip())
            found.append(Line(words if known else head, float(weight) if known else 1.0, texts))
    return tuple(found)
