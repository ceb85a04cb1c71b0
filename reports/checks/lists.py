"""Family "lists": "three" before a list of two, and lists in a sentence that do not hold as many as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks import lists_in_sentences, lists_told_over
from reports.checks.found import Finder
from reports.checks.language import Span, sentences, straight
from reports.checks.lists_wrong import COUNTED_NOUN, PARTIAL, moved, wrong_length
from reports.checks.model import Facts, Finding, Findings, Kind, Passage, Severity, Text
from reports.checks.numbers import Number, counts

ANNOUNCES = re.compile(
    r"\b(?:following|these are|they are|as follows|below|namely|these were|are set out)\b|[:–;-]\s*$", re.IGNORECASE
)
TAKES_UP = re.compile(
    r"^\s*(?:these|they|the \w+|those)(?: \w+)? (?:are|were|being|comprise|cover)\b|^\s*(?:as follows|namely)\b",
    re.IGNORECASE,
)
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
LOOKS_BACK = re.compile(r"^(?:all |each of |both of )?(?:of )?(?:these|the above|the foregoing|those)\s", re.IGNORECASE)


def check(text: Text, facts: Facts) -> Findings:
    """Lists that hold more or fewer than the words before them, or after them, say."""
    finder = Finder("lists", text)
    for at, passage in enumerate(text.passages):
        if passage.kind in (Kind.CELL, Kind.ENTRY) or not passage.text:
            continue
        items = _items_after(text.passages, at)
        if items:
            if text.passages[at + 1].kind is Kind.CELL:
                yield from _of_table(finder, at, passage, text.passages[at + 1], items)
                continue
            if any(number.value == items + _running_on(text.passages, at, items) for number in counts(passage.text)):
                continue
            is_sure = bool(ANNOUNCES.search(sentences(passage.text)[-1].text)) or passage.kind is Kind.HEADING
            yield from _against(finder, at, _announced(passage, items), items, "list", is_sure=is_sure)
        elif passage.kind is not Kind.HEADING:
            yield from lists_in_sentences.check(finder, at, passage)
            yield from lists_told_over.check(finder, at, passage)
        before = _items_before(text.passages, at)
        if before >= 2 and (found := LOOKS_BACK.match(passage.text)):
            numbers = [one for one in counts(passage.text) if one.start <= found.end() + 1 and one.kind == "count"]
            yield from _against(finder, at, numbers[:1], before, "list above")


def _items_after(passages: tuple[Passage, ...], at: int) -> int:
    """How many items the list has that begins right after a passage; 0 where none does."""
    if at + 1 < len(passages) and passages[at + 1].kind is Kind.CELL and passages[at].kind is Kind.PARAGRAPH:
        return _rows_after(passages, at)
    if at + 1 >= len(passages) or passages[at + 1].kind is not Kind.ITEM:
        return 0
    here, first = passages[at], passages[at + 1]
    if here.kind is Kind.ITEM and (here.group != first.group or first.depth <= here.depth):
        return 0
    count = 0
    for passage in passages[at + 1 :]:
        if passage.kind is not Kind.ITEM or passage.group != first.group or passage.depth < first.depth:
            break
        count += passage.depth == first.depth and bool(passage.text)
    return count


def _running_on(passages: tuple[Passage, ...], at: int, items: int) -> int:
    """The items of a list that goes on with the numbers of the one after a passage, a paragraph between; 0 if none."""
    later = at + 1 + items
    while later < len(passages) and passages[later].kind is Kind.PARAGRAPH and later < at + 4 + items:
        later += 1
    if later >= len(passages) or passages[later].kind is not Kind.ITEM:
        return 0
    goes_on = {ROMAN[items : items + 1], (chr(ord("a") + items),), (str(items + 1),)}
    return _items_after(passages, later - 1) if (passages[later].marker.lower(),) in goes_on else 0


def _rows_after(passages: tuple[Passage, ...], at: int) -> int:
    """The rows of a table that a sentence announces, without its head and its total."""
    lead = sentences(passages[at].text)[-1].text
    if not lead.rstrip().endswith(":") and not re.search(r"\b(?:below|following|these|table)\b", lead, re.IGNORECASE):
        return 0
    group = passages[at + 1].group
    rows = {
        one.row
        for one in passages[at + 1 :]
        if one.kind is Kind.CELL
        and one.group == group
        and one.column == 0
        and not re.match(r"(?:grand |overall )?(?:total|all|both|together)\b", one.text, re.IGNORECASE)
    }
    return len(rows) - 1


def _of_table(finder: Finder, at: int, passage: Passage, head: Passage, rows: int) -> Iterator[Finding]:
    """Sure where the head of the first column names what is counted, doubtful where the number is only near."""
    for number in _announced(passage, rows)[:1]:
        noun = COUNTED_NOUN.match(passage.text[number.end :])
        named = straight(passage.text[number.end :]).split(",")[0].lower()
        is_named = bool(head.text) and head.text.lower().rstrip("s") in named
        is_near = abs(number.value - rows) <= 2
        if noun is not None and rows >= 2 and (is_named or is_near):
            yield from _against(finder, at, [number], rows, "table", is_sure=is_named)


def _items_before(passages: tuple[Passage, ...], at: int) -> int:
    if at == 0 or passages[at - 1].kind is not Kind.ITEM or passages[at].kind is not Kind.PARAGRAPH:
        return 0
    group = passages[at - 1].group
    return sum(
        1 for passage in passages[:at] if passage.kind is Kind.ITEM and passage.group == group and not passage.depth
    )


def _announced(passage: Passage, items: int) -> list[Number]:
    """The numbers that may be the list's length: of the sentence that leads to it, or of the one it takes up."""
    spans = sentences(passage.text)
    last = spans[-1]
    if PARTIAL.search(last.text):
        return []
    found = _counted(last)
    if not found and TAKES_UP.match(last.text) and len(spans) > 1 and not PARTIAL.search(spans[-2].text):
        found = _counted(spans[-2])
    return found


def _counted(span: Span) -> list[Number]:
    """Numbers before a plural, moved to their place in the passage; not those that are a part "of" something."""
    found = []
    of_actions = re.search(r"\b(?:will|must|should|shall|can|may|would|to|by)\s*:$", span.text)
    for number in counts(span.text):
        after = span.text[number.end :]
        if (
            of_actions
            and span.end - span.start - number.end > 12
            and not re.match(r"\s+(?:things|ways|steps|actions|aims)", after)
        ):
            continue  # "the two teams will: ..."
        if (
            number.kind not in ("count", "both")
            or number.limit
            or number.value < 2
            or (
                re.match(r"\s+of\b(?! the following)", after)
                and not (number.kind == "both" and span.text.endswith(":"))
            )
        ):
            continue
        before = span.text[: number.start]
        is_of_each = re.search(
            r"\b(?:each|all|every one|any|either) of (?:the|our|its|these)\s*$", before, re.IGNORECASE
        )
        if re.search(r"\bof (?:the|our|its|these)\s*$", before, re.IGNORECASE) and not is_of_each:
            continue
        if (
            (number.kind == "both" and re.match(r"\s+of the following", after))
            or COUNTED_NOUN.match(after)
            or re.match(r"\s*(?:[:–-]|are\b|as follows|in (?:all|total))", after)
        ):
            found.append(moved(number, span.start))
    return found


def _against(
    finder: Finder, at: int, numbers: list[Number], items: int, what: str, *, is_sure: bool = True
) -> Iterator[Finding]:
    """One finding where no number said is the number of items. Of several numbers it may be another that is meant."""
    if not numbers or any(number.value == items for number in numbers):
        return
    nearest = min(numbers, key=lambda number: (abs(number.value - items), -number.start))
    if not is_sure and (abs(nearest.value - items) > 2 or nearest.value > 12):
        return
    unsure = len(numbers) > 1 or items == 1 or not is_sure
    yield wrong_length(finder, at, nearest, items, what, Severity.WARNING if unsure else Severity.ERROR)
