"""Which number does Word show? Real numbering, so that it goes on counting when somebody adds a paragraph.

The portal has numbered the paper already. Here each number becomes a place in a list of Word's that comes to the same;
where counting on would not (after a paragraph withheld, or a list that begins at iii) the list is told where to start.
A number that no list could show stays words: none is ever lost.
"""

import re
from dataclasses import dataclass, field

from reports.docx.xml import mm, w

LABEL = re.compile(r"(?P<before>\D*)(?P<digits>\d+(?:\.\d+){0,8})(?P<letter>[a-z]?)(?P<after>\.?)")
FORMATS = {"a": "lowerLetter", "i": "lowerRoman", "A": "upperLetter", "I": "upperRoman", "1": "decimal"}
BULLETS = ("•", "–", "–")
LEVELS = 9
LITERAL = str.maketrans({"%": "", "\\": ""})  # in a level's text a per cent sign calls a counter


@dataclass
class Definition:
    """One list of Word's: how each level counts (its format, its text, where it starts)."""

    number: int
    levels: dict[int, tuple[str, str, int]] = field(default_factory=dict)

    def element(self):
        made = w("abstractNum", w("nsid", val=f"{0x1A000000 + self.number:08X}"), abstractNumId=self.number)
        made.append(w("multiLevelType", val="multilevel"))
        for level in range(LEVELS):
            kind, text, start = self.levels.get(level) or self.levels.get(0) or ("decimal", f"%{level + 1}.", 1)
            made.append(
                w(
                    "lvl",
                    w("start", val=start),
                    w("numFmt", val=kind),
                    w("lvlText", val=text),
                    w("lvlJc", val="left"),
                    w("pPr", w("ind", left=mm(6.5) * (level + 1), hanging=mm(6.5))),
                    ilvl=level,
                )
            )
        return made


class Lists:
    """Every list of a file. `write` puts them where Word looks for them."""

    def __init__(self):
        self.definitions: list[Definition] = []
        self.numbers: list[tuple[int, dict[int, int]]] = []  # (definition, the starts it is told)
        self._bullets = 0
        self._ended: dict[tuple[str, int], tuple[int, int]] = {}  # by look and depth: (list, what comes next)

    def define(self) -> Definition:
        self.definitions.append(Definition(len(self.definitions) + 1))
        return self.definitions[-1]

    def use(self, definition: Definition, starts: dict[int, int] | None = None) -> int:
        """A list that counts by a definition, told to start anew or not."""
        self.numbers.append((definition.number, starts or {}))
        return len(self.numbers)

    def bullets(self) -> int:
        if not self._bullets:
            made = self.define()
            made.levels = {level: ("bullet", BULLETS[min(level, 2)], 1) for level in range(LEVELS)}
            self._bullets = self.use(made)
        return self._bullets

    def ordered(self, look: str, end: str, start: int, depth: int, items: int) -> int:
        """A list lettered, roman or numbered: the one before it, where it runs on from that."""
        key = (look + end, depth)
        found, following = self._ended.get(key, (0, 0))
        if start == 1 or start != following:
            made = self.define()
            made.levels = {level: (FORMATS[look], f"%{level + 1}{end}", start) for level in range(LEVELS)}
            found = self.use(made)
        self._ended[key] = (found, start + items)
        return found

    def write(self, element) -> None:
        """Into numbering.xml: definitions first, as Word wants them."""
        for child in list(element):
            element.remove(child)
        element.extend(definition.element() for definition in self.definitions)
        for number, (definition, starts) in enumerate(self.numbers, 1):
            told = [w("lvlOverride", w("startOverride", val=at), ilvl=level) for level, at in sorted(starts.items())]
            element.append(w("num", w("abstractNumId", val=definition), *told, numId=number))


class Series:
    """The numbers of one run of text: the paper's own 1, 1.1, 1.2 ..., or those of an appendix."""

    def __init__(self, lists: Lists):
        self.lists = lists
        self._main: dict[str, _Counted] = {}
        self._lettered: dict[str, tuple[int, int]] = {}

    def place(self, label: str) -> tuple[int, int] | None:
        """(list, level) that shows this very label here; None where it can only be words."""
        found = LABEL.fullmatch(label)
        if found is None:
            return None
        before = found["before"].translate(LITERAL)
        digits = tuple(int(digit) for digit in found["digits"].split("."))
        if ".".join(map(str, digits)) != found["digits"] or before != found["before"]:
            return None  # 1.05
        if found["letter"]:
            return self._beside(before + found["digits"], found["letter"], found["after"])
        if before not in self._main:
            self._main[before] = _Counted(self.lists, before)
        return self._main[before].place(digits, found["after"])

    def _beside(self, stem: str, letter: str, end: str) -> tuple[int, int]:
        """1.5a, 1.5b: a list of their own, for the paragraphs that share one number."""
        found, following = self._lettered.get(stem + end, (0, 0))
        ordinal = ord(letter) - ord("a") + 1
        if ordinal != following:
            made = self.lists.define()
            made.levels = {0: ("lowerLetter", f"{stem}%1{end}", ordinal)}
            found = self.lists.use(made)
        self._lettered[stem + end] = (found, ordinal + 1)
        return found, 0


class _Counted:
    """Numbers that begin alike, with the counters Word would have."""

    def __init__(self, lists: Lists, before: str):
        self.lists, self.before = lists, before
        self.definition = lists.define()
        self.list_at = [lists.use(self.definition)] * LEVELS
        self.counters: tuple[int, ...] = ()

    def place(self, digits: tuple[int, ...], end: str) -> tuple[int, int] | None:
        level = len(digits) - 1
        counts = ".".join(f"%{at + 1}" for at in range(len(digits)))
        wanted = ("decimal", f"{self.before}{counts}{end}", 1)
        if self.definition.levels.setdefault(level, wanted) != wanted:
            return None  # "1.2" and "1.2." in one text: a level has one look
        if digits == self._following(level):
            self.list_at[level + 1 :] = [self.list_at[level]] * (LEVELS - level - 1)
        else:
            told = self.lists.use(self.definition, dict(enumerate(digits)))
            self.list_at[level:] = [told] * (LEVELS - level)
        self.counters = digits
        return self.list_at[level], level

    def _following(self, level: int) -> tuple[int, ...]:
        """What Word would show next at a level."""
        if len(self.counters) < level:
            return ()
        reached = self.counters[level] if len(self.counters) > level else 0
        return (*self.counters[:level], reached + 1)
