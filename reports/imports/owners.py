"""Which owners stand in one cell? Parted at line breaks, bullets and signs, but never inside a title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.imports.judged import folded
from reports.imports.people import Names, is_holder, written_out
from reports.imports.texts import BULLET, NUMBERING, clean, on_lines, one_line

# The words that a post begins with: what stands after "and" or "/" and begins like this is another owner.
POST_WORDS = re.compile(
    r"^(?:(?:interim|acting|joint|senior|group|assistant|asst\.?|deputy|dep\.?|associate|executive|corporate|chief|"
    r"t/|a/)\s*)*(?:director|dir\.?|head|hd|chief|commander|cmdr|commissioner|dac|ac|dcs|ds|dci|supt|chair|mayor|"
    r"manager|lead|officer|secretary|treasurer|ceo|cfo|coo|cio|sro|senior responsible|programme|superintendent|"
    r"all|panel|board)\b",
    re.IGNORECASE,
)
LONGEST_CELL = 1_200
MOST_WORDS, LONGEST_TITLE = 40, 12  # words: of a line that is looked at for titles run together, and of one title
EDGES = ("&", "and", "/", "+", "-", "–", ",")
LETTERS_ONLY = re.compile(r"^[A-Z][A-Za-z]?[A-Z]{1,5}$")
SEPARATOR = re.compile(r"\n|;|\||\s/\s|/|,|\s&\s|&|\s+and\s+|\s\+\s", re.IGNORECASE)
_LIST_NUMBER = re.compile(r";#\d+(?:;#|$)|^\d+;#")  # "J. Marrick;#31": a person's number in a list of a shared site
LABEL = re.compile(
    r"^(?:(?:risk |action |control |executive )?(?:owner|lead|sponsor|sro|responsible|accountable|support)s?\s*[:=]\s*|"
    r"(?:supported by|delegated to|led by|owned by|with support from|c/o|via)\s*:?\s+)",
    re.IGNORECASE,
)


@lru_cache(maxsize=10_000)
def split(text: str, names: Names | None = None, others: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The owners in one cell, each as printed.

    Line breaks, bullets, ";" and "/" part owners; "," "&" and "and" do so where what follows begins another post;
    none of them where the whole is one title that is known. `others`: folded forms that the person has given a
    meaning, which are known as well.
    """
    if len(text) > LONGEST_CELL:  # no cell of owners, whatever its column is called
        return (one_line(text),)
    known = _Known(names, others)
    lines = _lines(on_lines(clean(_LIST_NUMBER.sub("\n", text))))
    owners: list[str] = []
    for line in _wrapped(lines, known):
        owners += _split_line(line, known)
    return tuple(dict.fromkeys(owner for owner in map(_tidy, owners) if owner))


@dataclass(frozen=True)
class _Known:
    names: Names | None
    others: frozenset[str]

    def __contains__(self, text: str) -> bool:
        form = folded(text)
        if form in self.others:
            return True
        if not self.names or not form:
            return False
        if form in self.names.titles or is_holder(text, self.names):
            return True
        return written_out(text) in self.names.short

    def begins_another(self, text: str) -> bool:
        text = text.strip()
        return text in self or bool(POST_WORDS.match(text)) or bool(LETTERS_ONLY.match(text))


def _lines(text: str) -> list[tuple[bool, str]]:
    """The lines of a cell without their marks, and whether each had one."""
    found = []
    for line in text.split("\n"):
        mark = BULLET.match(line) or NUMBERING.match(line)
        bare = line[mark.end() :] if mark else line
        found.append((bool(mark), LABEL.sub("", bare.strip())))
    return [(mark, line) for mark, line in found if line]


def _wrapped(lines: Sequence[tuple[bool, str]], known: _Known) -> list[str]:
    """Lines that go on are put together: "Director of CJ Policy and" / "Commissioning"."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        take = next(
            (
                n
                for n in range(min(4, len(lines) - at), 1, -1)
                if " ".join(line for _mark, line in lines[at : at + n]) in known
                and not all(line in known for _mark, line in lines[at : at + n])
            ),
            1,
        )
        joined = " ".join(line for _mark, line in lines[at : at + take])
        has_mark = lines[at][0]
        goes_on = found and not has_mark and _goes_on(found[-1], joined, known)
        if goes_on:
            found[-1] = f"{found[-1]} {joined}"
        else:
            found.append(joined)
        at += take
    return found


def _goes_on(above: str, line: str, known: _Known) -> bool:
    if re.search(r"(?:\b(?:of|for|the))\s*$", above, re.IGNORECASE):
        return True
    if above in known or known.begins_another(line):
        return False
    ends_open = re.search(r"(?:\band|&|,|/|-|–)\s*$", above, re.IGNORECASE)
    return bool(ends_open) or line[0].islower() or line.startswith(("&", "("))


def _split_line(line: str, known: _Known) -> list[str]:
    """The owners in one line: pieces between separators, put together again where the longest run is known."""
    if line in known:
        return [line]
    run_on = _run_on(line, known)
    if len(run_on) > 1:
        return run_on
    pieces, separators = _pieces(line)
    found: list[str] = []
    at = 0
    while at < len(pieces):
        end = _longest(pieces, separators, at, known)
        text = _joined(pieces, separators, at, end)
        apart = at == 0 or _parts(found[-1], separators[at - 1], text, known)
        if apart:
            found.append(text)
        else:
            found[-1] = f"{found[-1]}{separators[at - 1]}{text}"
        at = end
    return [owner for one in found for owner in _run_on(one, known)]


def _run_on(line: str, known: _Known) -> list[str]:
    """Known titles with nothing but a blank between them: "Director of Finance Director of HR"; else the line."""
    words = line.split()
    if line in known or not 4 <= len(words) <= MOST_WORDS:
        return [line]
    ends: dict[int, list[str]] = {0: []}
    for end in range(2, len(words) + 1):
        for start in sorted(ends):
            has_edge = words[start].casefold() in EDGES or words[end - 1].casefold() in EDGES
            if 1 < end - start <= LONGEST_TITLE and not has_edge and " ".join(words[start:end]) in known:
                ends[end] = [*ends[start], " ".join(words[start:end])]
                break
    return ends.get(len(words), [line])


def _pieces(line: str) -> tuple[list[str], list[str]]:
    """Pieces and the separators between them; what stands in brackets is not parted."""
    pieces, separators, start, depth = [], [], 0, 0
    opened = [0] * (len(line) + 1)
    for at, char in enumerate(line):
        depth += (char in "([") - (char in ")]")
        opened[at] = depth
    for match in SEPARATOR.finditer(line):
        if opened[match.start()] > 0:
            continue
        pieces.append(line[start : match.start()])
        separators.append(match.group(0))
        start = match.end()
    return [*pieces, line[start:]], separators


def _joined(pieces: Sequence[str], separators: Sequence[str], start: int, end: int) -> str:
    text = pieces[start]
    for at in range(start + 1, end):
        text += separators[at - 1] + pieces[at]
    return text


def _longest(pieces: Sequence[str], separators: Sequence[str], start: int, known: _Known) -> int:
    for end in range(min(len(pieces), start + 6), start + 1, -1):
        if _joined(pieces, separators, start, end) in known:
            return end
    return start + 1


def _parts(before: str, separator: str, after: str, known: _Known) -> bool:
    """Does a separator part two owners?"""
    sign = separator.strip().casefold()
    if sign in (";", "|", ""):
        return True
    if not after.strip() or not before.strip():
        return True
    if sign == "," and _is_name(before) and POST_WORDS.match(after.strip()) and before not in known:
        return False  # "Jo Bloggs, Head of Data" is one owner
    if sign == "," and _is_name(before) and after in known and _is_holder_of(before, after, known):
        return False
    if sign != "/" and _without_brackets(before) in known and known.begins_another(_without_brackets(after)):
        return True  # "CFO (lead), HoL (support)"
    if known.begins_another(after) and (sign != "," or before in known or POST_WORDS.match(before.strip())):
        return True
    if sign != "," and _is_name(before) and _is_name(after):
        return True
    if sign == "/" and before in known and not re.search(r"^[a-z]", after.strip()):
        return True
    return bool(sign == "," and LETTERS_ONLY.match(before.strip()) and LETTERS_ONLY.match(after.strip()))


def _without_brackets(text: str) -> str:
    return re.sub(r"\s*\([^()]*\)\s*$", "", text.strip())


def _is_name(text: str) -> bool:
    """Two to four words with capitals, none of them of a post: "Jo Bloggs"."""
    words = text.split()
    return 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words) and not POST_WORDS.match(text.strip())


def _is_holder_of(name: str, title: str, known: _Known) -> bool:
    if not known.names:
        return False
    posts = known.names.titles.get(folded(title), ())
    return folded(name) not in known.names.titles and bool(posts)


def _tidy(text: str) -> str:
    return one_line(text).strip(" ,;/|").removesuffix(" and").removeprefix("and ").strip()
