"""Does public text repeat what is sensitive? Words compared with words; pure.

Eight words in a row of a sensitive text are taken for a repetition; of a shorter text, all of it. What the public may
read anyway, and what was released by name, is none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

RUN = 8
SHORTEST = 4  # of a text: fewer words say too little
SHORTEST_NAME = 2  # of the title of a risk that may not be named
UNNAMED = "a risk of {} that is not published"  # not even by its ref
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
TAG = re.compile(r"<(style|script|svg)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Secret:
    """A sensitive text, and what it is the text of: never its words."""

    text: str
    what: str
    is_name: bool = False


def words(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in WORD.findall(text)]


def text_of(html: str) -> str:
    """What a page says, without its tags. Pictures by their alt text: that is said too."""
    alts = " ".join(unescape(alt) for alt in re.findall(r'\balt="([^"]*)"', html))
    return f"{unescape(TAG.sub(' ', html))} {alts}"


def repeated(public: str, secrets: Iterable[Secret], allowed: Iterable[str] = ()) -> list[Secret]:
    """The secrets of which a public text repeats enough to tell."""
    said = words(public)
    may_say = [words(text) for text in allowed]
    runs: dict[int, set[tuple[str, ...]]] = {}
    return [secret for secret in secrets if _is_repeated(words(secret.text), secret.is_name, said, may_say, runs)]


def _is_repeated(secret, is_name, said, may_say, runs):
    if len(secret) < (SHORTEST_NAME if is_name else SHORTEST):
        return False
    length = min(len(secret), RUN)
    if length not in runs:
        open_to_all = {run for text in may_say for run in _runs(text, length)}
        runs[length] = set(_runs(said, length)) - open_to_all
    return any(run in runs[length] for run in _runs(secret, length))


def _runs(text, length) -> Iterator[tuple[str, ...]]:
    return (tuple(text[n : n + length]) for n in range(len(text) - length + 1))


# What a register keeps from the public --------------------------------------------------------------------------------


def withheld_from(full: Mapping, public: Mapping) -> Iterator[Secret]:
    """The texts of a position that its public form does not show. Both as reports/position_json.py gives them."""
    shown = {risk["ref"]: risk for risk in public["risks"]}
    for risk in full["risks"]:
        named = f"{full['register']} risk {risk['ref']}"
        if risk["ref"] not in shown:
            yield Secret(risk["title"], f"the title of {UNNAMED.format(full['register'])}", is_name=True)
            what = f"what is said of {UNNAMED.format(full['register'])}"
            yield from (Secret(text, what) for text in _texts(risk))
            continue
        for part, value in risk.items():
            if shown[risk["ref"]].get(part) == "withheld":
                yield from (Secret(text, f"the {part.replace('_', ' ')} of {named}") for text in _texts(value))


def said_openly(public: Mapping) -> Iterator[str]:
    """Every text of a public position."""
    yield from _texts(public)


def _texts(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from _texts(held)
    elif isinstance(value, list | tuple):
        for held in value:
            yield from _texts(held)
