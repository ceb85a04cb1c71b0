"""Family "lists": "three" before a list of two, and lists in a sentence that do not hold as many as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.found import Finder
from reports.checks.language import Span, sentences, straight
from reports.checks.model import Facts, Finding, Findings, Kind, Passage, Severity, Text
from reports.checks.numbers import ORDINALS, Number, counts, like

PARTIAL = re.compile(
    r"\b(?:includ(?:e|es|ed|ing)|such as|e\.g\.|for (?:example|instance)|among(?:st)?|notabl[ey]|in particular|"
    r"particularly|"
    r"especially|examples?|highlights?|some of|mainly|chiefly|primarily|successes)\b",
    re.IGNORECASE,
)
ANNOUNCES = re.compile(
    r"\b(?:following|these are|they are|as follows|below|namely|these were|are set out)\b|[:–;-]\s*$", re.IGNORECASE
)
TAKES_UP = re.compile(
    r"^\s*(?:these|they|the \w+|those)(?: \w+)? (?:are|were|being|comprise|cover)\b|^\s*(?:as follows|namely)\b",
    re.IGNORECASE,
)
LOOKS_BACK = re.compile(r"^(?:all |each of |both of )?(?:of )?(?:these|the above|the foregoing|those)\s", re.IGNORECASE)
COUNTED_NOUN = re.compile(r"^\s+(?:[\w’'-]+\s+){0,6}?(?P<noun>[a-z][\w’'-]*(?:s|ia|people|staff))\b")
IN_LINE = re.compile(
    r"^\s+(?:[\w’'/&-]+\s+){0,5}?[\w’'-]*(?:s|ia|people)\b(?P<tail>[^:(–.;]{0,45}?)(?P<mark>:|,? namely|\s\(|\s[–-]\s)"
)
REST = re.compile(r"\b(?:etc|and so on|and others|and more|among others|inter alia)\b", re.IGNORECASE)
SEQUENCE = re.compile(
    r"(?:^|[.;:]\s+|\band\s+)(?:the\s+)?(first|second|third|fourth|fifth|sixth)(?:ly)?\b(?=,| is| was| relates|"
    r" concerns|:)",
    re.IGNORECASE,
)


def check(text: Text, facts: Facts) -> Findings:
    """Lists that hold more or fewer than the words before them, or after them, say."""
    finder = Finder("lists", text)
    for at, passage in enumerate(text.passages):
        if passage.kind in (Kind.CELL, Kind.ENTRY) or not passage.text:
            continue
        items = _items_after(text.passages, at)
        if items:
            yield from _against(finder, at, _announced(passage, items), items, "list")
        elif passage.kind is not Kind.HEADING:
            yield from _in_sentences(finder, at, passage)
            yield from _in_sequence(finder, at, passage)
        before = _items_before(text.passages, at)
        if before >= 2 and (found := LOOKS_BACK.match(passage.text)):
            numbers = [one for one in counts(passage.text) if one.start <= found.end() + 1 and one.kind == "count"]
            yield from _against(finder, at, numbers[:1], before, "list above")


def _items_after(passages: tuple[Passage, ...], at: int) -> int:
    """How many items the list has that begins right after a passage; 0 where none does."""
    if at + 1 < len(passages) and passages[at + 1].kind is Kind.CELL and passages[at].kind is Kind.PARAGRAPH:
        rows = {one.row for one in passages[at + 1 :] if one.kind is Kind.CELL and one.group == passages[at + 1].group}
        return len(rows) - 1 if passages[at].text.endswith(":") else 0
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
    if not ANNOUNCES.search(last.text) and passage.kind is not Kind.HEADING:
        return []
    found = _counted(last)
    if not found and TAKES_UP.match(last.text) and len(spans) > 1 and not PARTIAL.search(spans[-2].text):
        found = _counted(spans[-2])
    return found


def _counted(span: Span) -> list[Number]:
    """Numbers before a plural, moved to their place in the passage; not those that are a part "of" something."""
    found = []
    for number in counts(span.text):
        after = span.text[number.end :]
        if (
            number.kind not in ("count", "both")
            or number.limit
            or number.value < 2
            or re.match(r"\s+of\b(?! the following)", after)
        ):
            continue
        if re.search(r"\bof (?:the|our|its|these)\s*$", span.text[: number.start], re.IGNORECASE):
            continue
        if (
            (number.kind == "both" and re.match(r"\s+of the following", after))
            or COUNTED_NOUN.match(after)
            or re.match(r"\s*(?:[:–-]|are\b|as follows|in (?:all|total))", after)
        ):
            found.append(_moved(number, span.start))
    return found


def _moved(number: Number, by: int) -> Number:
    return Number(
        number.value, number.start + by, number.end + by, number.text, number.kind, number.share, number.limit
    )


def _against(finder: Finder, at: int, numbers: list[Number], items: int, what: str) -> Iterator[Finding]:
    """One finding where no number said is the number of items. Of several numbers it may be another that is meant."""
    if not numbers or any(number.value == items for number in numbers):
        return
    nearest = min(numbers, key=lambda number: (abs(number.value - items), -number.start))
    unsure = len(numbers) > 1 or items == 1
    yield _wrong(finder, at, nearest, items, what, Severity.WARNING if unsure else Severity.ERROR)


def _wrong(
    finder: Finder, at: int, number: Number, items: int, what: str, severity: Severity = Severity.ERROR
) -> Finding:
    offer = like(items, number.text) if number.kind == "count" else ""
    return finder.at(
        at,
        (number.start, number.end),
        "list-length",
        f"The {what} holds {items}, not {number.value}",
        f"Say {offer or items}, or mend the list",
        offer=offer,
        severity=severity,
    )


def _in_sentences(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    """ "three objectives: raising standards; improving our culture and doing our job well"."""
    for span in sentences(passage.text):
        for number in counts(span.text):
            if number.kind not in ("count", "both") or not 2 <= number.value <= 12 or number.limit:
                continue
            if number.start == 0 and number.text.isdigit():
                continue  # the number of a row rather
            fault = _by_commas(span, number) or _to_do(span, number)
            if fault is not None and not PARTIAL.search(span.text):
                yield _wrong(finder, at, _moved(number, span.start), fault, "list in this sentence")
                continue
            match = IN_LINE.match(span.text[number.end :])
            if match is None or PARTIAL.search(span.text) or REST.search(span.text):
                continue
            listed = _listed(span.text[number.end + match.end() :], match["mark"].strip())
            fewest, most = how_many(listed)
            if most >= 2 and not fewest <= number.value <= most and _is_a_list(listed, match["mark"].strip()):
                severity = Severity.ERROR if match["mark"].strip() != "–" else Severity.WARNING
                yield _wrong(finder, at, _moved(number, span.start), fewest, "list in this sentence", severity)


BY_COMMAS = re.compile(
    r"^\s+(?:[\w’'-]+\s+){0,2}?[\w’'-]*(?:s|ia)(?:\s+[a-z]+){0,3}?,\s+(?P<list>(?:the |our )?[A-Z][^.;:()]{3,200})"
)


ARE = re.compile(r"^\s+(?:[\w'’-]+\s+){0,2}?[\w'’-]*(?:s|ia) (?:are|were)(?: now)? (?P<list>to [^.;:()]{5,160})$")


def _to_do(span: Span, number: Number) -> int | None:
    """ "three aims are to recruit, to train, to keep and to promote": how many there are."""
    match = ARE.match(span.text[number.end :].rstrip(". "))
    amount = len(re.findall(r"(?:^|, |\band )(?:and )?to \w+", match["list"])) if match else 0
    return amount if amount >= 2 and amount != number.value else None


def _by_commas(span: Span, number: Number) -> int | None:
    """ "Two boards, the Oversight Board, the Performance Board and the Management Board, ...": how many there are."""
    match = BY_COMMAS.match(span.text[number.end :])
    if match is None or re.search(r"\bof (?:the|our|its|these)\s*$", span.text[: number.start], re.IGNORECASE):
        return None
    items = re.match(
        r"(?P<first>(?:the |our )?[A-Z][\w’'&-]*(?: (?:and |of |for )*[A-Z][\w’'&-]*)*)"
        r"(?P<rest>(?:, (?:and )?(?:the |our )?[A-Z][\w’'&-]*(?: (?:and |of |for )*[A-Z][\w’'&-]*)*)*)"
        r"(?P<last> and (?:the |our )?[A-Z][\w’'&-]*(?: (?:and |of |for )*[A-Z][\w’'&-]*)*)?(?=[,.;]|$)",
        match["list"],
    )
    if items is None or not (items["last"] or re.search(r", and ", items["rest"])):
        return None
    the = len(re.findall(r"\b(?:the|our) (?=[A-Z])", items[0]))
    amount = the if the >= 2 else 1 + items["rest"].count(", ") + bool(items["last"])
    return amount if amount >= 2 and amount != number.value else None


def _listed(rest: str, mark: str) -> str:
    if mark == "(":
        return rest.split(")")[0]
    if mark in ("–", "-"):
        return re.split(r"\s[–-]\s", rest)[0]
    return rest


def _is_a_list(listed: str, mark: str) -> bool:
    """Not an aside: "(see paragraph 2, and Appendix A)", nor a sentence of its own after a colon."""
    segments = [part for part in re.split(r"[;,]|\band\b", listed) if part.strip()]
    if sum(bool(counts(part[:14])) for part in segments) >= 2:
        return False  # a breakdown, not a list of that many things
    if re.match(
        r"\s*(?:see|in|at|as|of|which|who|this|that|it|we|with|up|down|\d|from|formerly|due|by|para|appendix|page)\b",
        listed,
        re.I,
    ):
        return False
    if mark != "(" and ";" not in listed and re.search(r"\b(?:is|are|was|were|has|have|will)\b", listed):
        return False
    return bool(re.search(r";|,|\band\b", listed))


def how_many(listed: str) -> tuple[int, int]:
    """The fewest and the most things a list in a sentence may be said to hold."""
    text = straight(listed).strip().rstrip(".")
    text = re.sub(r"\([^)]*\)", "", text)
    if ";" in text:
        parts = [part for part in re.split(r"\s*;\s*(?:and\s+|or\s+)?", text) if part.strip()]
        last_is_two = bool(re.search(r"\band\b", parts[-1])) and not re.search(r";\s*and\b", text)
        return len(parts), len(parts) + last_is_two
    parts = [part for part in re.split(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+", text) if part.strip()]
    commas = [part for part in re.split(r"\s*,\s*(?:and\s+|or\s+)?", text) if part.strip()]
    closing = (
        bool(re.search(r"\s(?:and|or)\s", commas[-1])) if commas and not re.search(r",\s*(?:and|or)\s", text) else False
    )
    return len(commas) + closing if len(commas) > 1 else min(len(parts), 2), len(parts)


def _in_sequence(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    """ "for two reasons. First, ... Second, ... Third, ..."."""
    said = [ORDINALS[found[1].lower()] for found in SEQUENCE.finditer(passage.text)]
    if len(said) < 2 or said[0] != 1 or said != list(range(1, len(said) + 1)):
        return
    first = SEQUENCE.search(passage.text)
    numbers = [
        one
        for one in counts(passage.text)
        if first
        and one.end <= first.start() + 2
        and one.kind == "count"
        and 2 <= one.value <= 9
        and not one.limit
        and COUNTED_NOUN.match(passage.text[one.end :])
    ]
    if numbers and numbers[-1].value != len(said):
        yield _wrong(finder, at, numbers[-1], len(said), "sequence", Severity.ERROR)
