"""What is each column of a table? Its heading against the vocabulary, and what stands in it against the heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import NamedTuple

from reports.imports.contents import LOOKS, PART_LOOKS, Sort, known_names, printed_of, sort_of
from reports.imports.header_rows import is_repeated
from reports.imports.headings import PLAIN, Meaning, kind_said, meanings, words_of
from reports.imports.labelled import labelled, remark_of
from reports.imports.merged import merges_of, said
from reports.imports.nested import OF_A_CONTROL, nested_in
from reports.imports.rows_apart import rows_apart
from reports.imports.tables import Found, heading_of
from reports.imports.values import SCORED, About, Fact, Known
from reports.workbooks.grid import Value

FIRST_ROWS = 300
MOST_ROWS = 2000
MOST_SCORE = 144  # of a scale of twelve by twelve
ENOUGH = 0.55  # of a candidate, heading and content together: less is a question
SEVERAL = frozenset(
    {Fact.CONTROLS, Fact.ACTIONS, Fact.CAUSE, Fact.EFFECT, Fact.OBJECTIVES, Fact.CONTROL_OWNERS, Fact.IGNORED}
)
_CHOSEN = frozenset(
    {
        *(Fact.STAGE, Fact.PROGRESS, Fact.STATE, Fact.HORIZON, Fact.MARKING, Fact.APPETITE, Fact.EFFECTIVENESS),
        *(Fact.IS_KEY, Fact.AXIS, Fact.MOVEMENT, Fact.STATUS, Fact.PRIORITY),
    }
)
_PROSE = frozenset({Fact.DESCRIPTION, Fact.CAUSE, Fact.EFFECT, Fact.RATIONALE, Fact.CONTROLS, Fact.ACTIONS, Fact.TITLE})
_TOLD = frozenset({Fact.DESCRIPTION, Fact.CAUSE, Fact.EFFECT, Fact.RATIONALE})
_ANSWERS = frozenset(
    {"treatment", "response", "strategy", "approach", "action", "mitigation", "option", "treat", "plan"}
)
_WORDY = Sort.TEXT | Sort.SENTENCE
_ALL_LOOKS = reduce(or_, Sort)


@dataclass
class Content:
    """What stands in a column: how many cells, of which sorts, and some of it."""

    filled: int = 0
    sorts: Counter[Sort] = field(default_factory=Counter)
    different: Counter[Value] = field(default_factory=Counter)
    samples: list[str] = field(default_factory=list)
    letters: int = 0
    by_row: dict[int, Value] = field(default_factory=dict)  # of the first rows, to hold columns against each other

    @property
    def judged(self) -> int:
        """The cells that say something."""
        return sum(count for sort, count in self.sorts.items() if sort)

    def share(self, looks: Sort) -> float:
        """What part of them looks like that; 0 where there are none. A dash is only looked at among arrows."""
        judged = self.judged if looks & Sort.ARROW else self.judged - self.sorts[Sort.ARROW]
        return sum(count for sort, count in self.sorts.items() if sort & looks) / judged if judged else 0

    def share_of_both(self, one: Sort, other: Sort) -> float:
        """What part of them looks like both at once."""
        both = sum(count for sort, count in self.sorts.items() if sort & one and sort & other)
        return both / self.judged if self.judged else 0

    @property
    def is_categorical(self) -> bool:
        """The same few short words over and over, as of a list to choose from."""
        return self.filled >= 6 and len(self.different) <= max(2, self.filled * 0.35) and self.mean_length < 30

    @property
    def is_repeated(self) -> bool:
        """Short words, a third of them said before: hardly the names of things."""
        different = {" ".join(str(value).split()).casefold() for value in self.different}
        return self.filled >= 3 and len(different) * 3 <= self.filled * 2 and self.mean_length < 30

    @property
    def is_count(self) -> bool:
        """1, 2, 3 ... down the column."""
        numbers = [number_in(value) for _, value in sorted(self.by_row.items())]
        return len(numbers) > 1 and numbers == [float(place) for place in range(1, len(numbers) + 1)]

    @property
    def mean_length(self) -> float:
        return self.letters / self.filled if self.filled else 0


@dataclass
class Column:
    """A column of a table and what it may be."""

    number: int
    tiers: tuple[str, ...]
    content: Content
    is_hidden: bool = False
    fact: Fact | None = None
    reason: str = ""

    @property
    def heading(self) -> str:
        return heading_of(self.tiers)


def asked_of(column: Column, about: About) -> Meaning | None:
    """What the heading plainly says, where the register has no field for it and a person has to decide."""
    found = read_tiers(column.tiers, about)
    best = next(iter(found), None)
    if best is None or best.fact is not None or best.sureness < PLAIN:
        return None
    is_score = any(meaning.part and meaning.sureness >= PLAIN for meaning in found)
    if not best.part and is_score and column.content.share(Sort.PAIR) >= 0.5:
        return None  # "Current position" over "M v H": no comment
    if best.kind == "forecast":
        return best._replace(without_place="scores that are forecast")
    return None if best.part else best


class Candidate(NamedTuple):
    """A fact that a column may say. `total`: how well it suits, heading and content together."""

    fact: Fact
    total: float
    sureness: float
    share: float  # of the cells that look like it
    meaning: Meaning


def contents_of(table: Found, known: Known) -> dict[int, Content]:
    """What stands in each column below the header, without repeated headers and rows of one cell.

    Of a long table the first rows are judged; of the others it is only seen whether they hold anything.
    """
    names = known_names(known)
    found = {column: Content() for column in table.columns}
    sorts: dict[object, Sort] = {}
    numbers = sorted(row for row in table.sheet.rows if table.first_row <= row <= table.last_row)
    nested = nested_in(table.sheet, table.header, (table.first_row, table.last_row))
    apart = rows_apart(table.sheet, table.header, (table.first_row, table.last_row), _named(table))
    for number in numbers[:MOST_ROWS]:
        if number in nested or number in apart:
            continue
        row = table.sheet.rows[number]
        held = [column for column in said(table.sheet, number) if column in found]
        if _says_no_values(table, number, held):
            continue
        for column in found.keys() & row.keys():
            cell = row[column]
            key = (type(cell.value), cell.value) if cell.value is not None else (None, cell.colour)
            sort = sorts.get(key)
            if sort is None:
                sort = sorts[key] = sort_of(cell, names)
            content = found[column]
            content.sorts[sort] += 1
            if cell.value is not None:
                add_cell(content, cell.value)
                if len(content.by_row) < FIRST_ROWS:
                    content.by_row[number] = cell.value
    for number in numbers[MOST_ROWS:]:
        for column in said(table.sheet, number):
            if column in found and not found[column].filled:
                found[column].sorts[Sort.SHORT] += 1
                add_cell(found[column], table.sheet.rows[number][column].value)
    return found


def _named(table: Found) -> dict[int, Fact | None]:
    """The columns that their headings call the reference and the title."""
    found: dict[int, Fact | None] = dict.fromkeys(table.columns)
    for column in table.columns:
        best = next(iter(read_tiers(table.tiers[column], About.RISKS)), None)
        if best and best.fact in (Fact.REF, Fact.TITLE) and best.sureness >= PLAIN and best.fact not in found.values():
            found[column] = best.fact
    return found


def _says_no_values(table: Found, number: int, held: Sequence[int]) -> bool:
    """A section, or the header over again."""
    if len(table.columns) > 3 and len(held) == 2 and held[0] > table.columns[0]:
        cells = said(table.sheet, number)
        both = {column: cells[column] for column in held}
        if labelled(both) or remark_of(both):
            return True
    if len(table.columns) > 3 and len(held) == 1:
        return merges_of(table.sheet).width(number, held[0]) > 2 or held[0] == table.columns[0]
    return is_repeated(table.sheet, number, table.header)


def add_cell(content: Content, value: Value) -> None:
    content.filled += 1
    content.different[value] += 1
    if len(content.samples) < 3 and content.different[value] == 1:
        text = printed_of(value)
        if text:
            content.samples.append(text if len(text) <= 80 else f"{text[:79]}\u2026")
    if isinstance(value, str):
        content.letters += len(value)


def columns_of(table: Found, known: Known) -> list[Column]:
    """The columns of a table and what stands in them; which fact each says is not settled yet."""
    contents = contents_of(table, known)
    return [
        Column(number, table.tiers[number], contents[number], number in table.sheet.hidden_columns)
        for number in table.columns
    ]


# Candidates -----------------------------------------------------------------------------------------------------------


def read_tiers(tiers: Sequence[str], about: About) -> list[Meaning]:
    """What a heading of several tiers may mean: the innermost alone, with each outer one, and all together."""
    tiers = [text for text in tiers if words_of(text)]  # a tier of quarters says when, not what
    if not tiers:
        return []
    inner, outers = tiers[-1], list(tiers[:-1])
    if outers and about == About.RISKS and (of_actions := _in_group_of_actions(outers[-1], inner)):
        return [of_actions]
    texts = [inner, *(f"{outer} {inner}" for outer in outers)]
    if len(outers) > 1:
        texts.append(" ".join(tiers))
    kind = next((said for outer in reversed(outers) if (said := kind_said(outer))), "")
    if kind and about == About.RISKS and words_of(inner) == ("priority",):
        return [Meaning(None, "score", kind, 0.95, 2)]
    best: dict[tuple[object, ...], Meaning] = {}
    for place, text in enumerate(texts):
        for meaning in meanings(text, about):
            if meaning.part and not meaning.kind and kind:
                meaning = meaning._replace(kind=kind)
            if place and not meaning.part and meaning.reach < 2:
                continue  # a word of the group alone says nothing of the column
            key = (meaning.fact, meaning.part, meaning.kind)
            if key not in best or meaning.sureness > best[key].sureness:
                best[key] = meaning
    return sorted(best.values(), key=lambda each: (-round(each.sureness, 3), -each.reach))


def _in_group_of_actions(outer: str, inner: str) -> Meaning | None:
    """ "What", "Who" and "When" under "Actions" are of the actions, not of the risk."""
    group = next(iter(meanings(outer)), None)
    if group is None or group.fact not in (Fact.ACTIONS, Fact.CONTROLS) or group.sureness < 0.8:
        return None
    alone = next(iter(meanings(inner)), None)
    if alone and (alone.part or alone.fact in (Fact.ACTIONS, Fact.CONTROLS, Fact.CONTROL_OWNERS)):
        return None
    found = next(iter(meanings(inner, About.CONTROLS)), None)
    if found is None or found.sureness < 0.8:
        return None
    fact = group.fact if found.fact in (Fact.TITLE, Fact.DESCRIPTION) else OF_A_CONTROL.get(found.fact or Fact.IGNORED)
    return found._replace(fact=fact, reach=found.reach + group.reach) if fact else None


def candidates(column: Column, about: About, kind: str) -> list[Candidate]:
    """The facts a column may say, the likeliest first. `kind`: of a score whose heading does not say it."""
    found: dict[Fact, Candidate] = {}
    answers = column.content.share(Sort.ANSWER) >= 0.8 and _ANSWERS & set(words_of(column.heading))
    if about == About.RISKS and (answers or column.content.share(Sort.FOUR_T) >= 0.8):
        answer = Meaning(Fact.IGNORED, "", "", 1, 1, "kind of answer to a risk")
        return [Candidate(Fact.IGNORED, 1, 1, 1, answer)]
    for meaning in read_tiers(column.tiers, about):
        for fact, share in _facts_for(meaning, column.content, kind):
            total = meaning.sureness * (0.4 + 0.6 * share) if column.content.judged else meaning.sureness * 0.9
            if fact not in found or total > found[fact].total:
                found[fact] = Candidate(fact, total, meaning.sureness, share, meaning)
    if about == About.RISKS and _names_the_scores(column.content):
        kinds = Meaning(Fact.SCORE_KIND, "", "", 1, 1, by_content=True)
        return [Candidate(Fact.SCORE_KIND, 1, 1, 1, kinds)]
    objectives = column.content.share(Sort.OBJECTIVE)
    if about == About.RISKS and objectives >= 0.6:
        by_content = Meaning(Fact.OBJECTIVES, "", "", 0.9, 1, by_content=True)
        found[Fact.OBJECTIVES] = Candidate(Fact.OBJECTIVES, 0.9, 0.9, objectives, by_content)
    if Fact.REF in found and column.content.share_of_both(Sort.REF, Sort.PAIR) >= 0.6:
        found[Fact.REF] = found[Fact.REF]._replace(total=found[Fact.REF].total + 0.2)  # "R1 M v H": it has both
    title = found.get(Fact.TITLE)
    if title and about == About.RISKS and column.content.mean_length > 90:
        described = title._replace(fact=Fact.DESCRIPTION, total=title.total - 0.05)
        found.setdefault(Fact.DESCRIPTION, described)
    return sorted(found.values(), key=lambda each: (-round(each.total, 3), -each.meaning.reach, each.fact))


def _names_the_scores(content: Content) -> bool:
    """ "Gross, Net, Target" over and over: each row of a risk holds another of its scores."""
    if not content.filled or len(content.different) > 6:
        return False
    said = [(kind_of_row(value), count) for value, count in content.different.items() if isinstance(value, str)]
    named = sum(count for kind, count in said if kind)
    return named >= content.filled * 0.8 and len({kind for kind, _ in said if kind}) > 1


def kind_of_row(text: str) -> str:
    """Which score a row holds by a word of it ("Net", "Residual score"); "" where the word is another."""
    best = next(iter(meanings(text)), None)
    return best.kind if best and best.part == "score" and best.sureness >= PLAIN and best.kind in ("", *SCORED) else ""


def _facts_for(meaning: Meaning, content: Content, kind: str) -> Iterable[tuple[Fact, float]]:
    """The fact a meaning comes to with this content, and how much of the content looks like it."""
    if meaning.fact is not None:
        yield meaning.fact, _suits(meaning.fact, content)
    if not meaning.part:
        return
    kind = kind if meaning.kind == "previous" and kind == "inherent" else meaning.kind or kind  # prior to controls
    if kind == "previous":
        yield Fact.IGNORED, 1
    if kind not in SCORED:
        return
    if kind == "target" and meaning.part == "score" and content.share(Sort.DAY) >= 0.6:
        yield Fact.TARGET_ON, content.share(Sort.DAY)
    part = _part(meaning.part, content)
    yield Fact(f"{kind}-{part}"), _suits_part(part, content)
    is_worded = content.judged and not content.share(Sort.NUMBER)
    if meaning.part == "impact" and not meaning.fact and part == "impact" and is_worded:
        yield Fact(f"{kind}-band"), 0.75 * _looks(PART_LOOKS["band"], content)  # "severity" beside an impact


def _part(part: str, content: Content) -> str:
    """Of a score, rating or band: what it is by what stands in it."""
    if not content.judged:
        return "total" if part == "score" else part
    if part == "impact" and content.share(Sort.NUMBER) >= 0.5 and content.share(Sort.NUMBER & ~Sort.SMALL) > 0:
        return "total" if _beyond(content) else part
    if part in ("likelihood", "impact"):
        return part
    if content.share(Sort.PAIR) >= 0.4:
        return "score"
    numbers = content.share(Sort.NUMBER)
    words = content.share((Sort.BAND | Sort.LEVEL | Sort.COLOUR) & ~Sort.NUMBER)
    if numbers >= 0.5 and numbers >= words:
        return "total"
    return "band" if words else part


def _beyond(content: Content) -> bool:
    """Numbers that no scale of levels reaches: "severity" is then what others call the score."""
    numbers = [number for value in content.different if (number := number_in(value))]
    return sum(number > 10 for number in numbers) * 4 > len(numbers)


def number_in(value: object) -> float:
    """A number, or a text of digits; 0 where it is neither."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    text = str(value).strip()
    return float(text) if text.isdecimal() and len(text) < 16 else 0.0


def _suits(fact: Fact, content: Content) -> float:
    if fact == Fact.IGNORED:
        return 0.9
    share = _looks(LOOKS.get(fact, _ALL_LOOKS), content)
    if fact in _CHOSEN and content.judged and not content.share(LOOKS[fact]):
        share *= 0.3  # none of its values is known: rather ask about the column than about each
    if fact in _PROSE and content.is_categorical:
        share *= 0.5
    elif fact in _TOLD and content.mean_length < 20 and content.share(Sort.PHRASE | Sort.TEXT) < 0.4:
        share *= 0.5  # a word or two tell nothing: they name a sort of cause
    if fact in _PROSE or fact == Fact.OBJECTIVES:
        share *= 1 - 0.9 * content.share(Sort.PAIR)
    if fact == Fact.TITLE and content.mean_length > 160:
        share *= 0.8
    if fact == Fact.DESCRIPTION and content.mean_length < 25:
        share *= 0.9
    if fact in (Fact.OWNERS, Fact.LEADS, Fact.CONTROL_OWNERS):
        share *= 1 - 0.7 * content.share(Sort.NUMBER | Sort.DAY)
    if fact in (Fact.TITLE, Fact.DESCRIPTION, Fact.CAUSE, Fact.EFFECT, Fact.CONTROLS, Fact.ACTIONS, Fact.RATIONALE):
        share *= 1 - 0.9 * content.share(Sort.NUMBER | Sort.DAY)
        if content.share(_WORDY) < 0.1 and fact != Fact.TITLE:
            share *= 1 - 0.6 * content.share(Sort.LEVEL | Sort.BAND)
    return share


def _suits_part(part: str, content: Content) -> float:
    """Unknown words can be levels of a scale of one's own, but only a few different ones."""
    share = _looks(PART_LOOKS[part], content)
    if part == "total" and content.judged:
        numbers = [number for value in content.different if (number := number_in(value))]
        if sum(number > MOST_SCORE for number in numbers) * 4 > len(numbers):
            return share * 0.2  # money, or days
    is_strange = content.share(PART_LOOKS[part]) < 0.2
    if content.judged and is_strange and (len(content.different) > 7 or part not in ("likelihood", "impact")):
        return share * 0.3
    return share


def _looks(looks: Sort, content: Content) -> float:
    """Cells that look like it count whole; short words that merely might be count half; prose and days do not count."""
    fit = content.share(looks)
    other = sum(
        count
        for sort, count in content.sorts.items()
        if sort
        and not sort & looks
        and sort & Sort.SHORT
        and not sort & (Sort.DAY | Sort.SENTENCE | (Sort.PHRASE if not looks & Sort.SHORT else Sort.NOTHING))
    )
    return fit + 0.5 * other / content.judged if content.judged else 0
