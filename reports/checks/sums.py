"""Family "sums": parts that do not add up to their whole, in a sentence, in sentences that follow, in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from reports.checks.found import Finder
from reports.checks.language import Span, sentences
from reports.checks.model import Facts, Finding, Findings, Kind, Passage, Severity, Text
from reports.checks.numbers import Number, counts, like, value_of
from reports.checks.vocabulary import Said, properties

REMAINING = re.compile(r"\b(?:leaving|remaining|remainder|rest|other|others|balance)\b", re.IGNORECASE)
FURTHER = re.compile(r"\b(?:further|another|additional|more)\b", re.IGNORECASE)
SPLIT = re.compile(
    r"\b(?:compris(?:e|es|ed|ing)(?: of)?|consist(?:s|ed|ing)? of|made up of|divided (?:between|into)|split "
    r"(?:between|into|as)|broken down|"
    r";|of which|of whom|of these|of them|of those|namely|that is)\b|:",
    re.IGNORECASE,
)
TOTAL = re.compile(
    r"\b(?:total(?:s|ling)?(?: \w+){0,2}? (?:of |to |is |comes to |stands at )|totall?ing |amount(?:s|ing) to |"
    r"(?:altogether|in all|in total|together|combined),? (?:is |are |this is |making |these make |they make |that "
    r"makes )?|"
    r"making |which makes |that makes |adding up to |adds? up to |comes? to )(?P<total>£?[\w.,-]*\w)",
    re.IGNORECASE,
)
TRAILING_TOTAL = re.compile(r"^\s*(?:[\w-]+\s+){0,3}?(?:in (?:all|total)|altogether|overall)\b", re.IGNORECASE)
CHANGE = re.compile(
    r"\bfrom (?P<a>[\w-]+)(?: [a-z]+){0,3} to (?P<b>[\w-]+)(?P<mid>[^.;]{0,40}?)[,(–-]*\s*(?:an? |a net "
    r")?(?P<way>increase|rise|growth|fall|reduction|decrease|drop|"
    r"change|improvement|difference) of (?P<c>[\w-]+)\b(?!\s*(?:%|per\s?cent|percentage))",
    re.IGNORECASE,
)
MONEY = re.compile(r"£(\d+(?:,\d{3})*(?:\.\d+)?)\s?(m|bn|k|million|billion)?\b", re.IGNORECASE)
AMOUNTS = {"": 1.0, "k": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
NOT_A_PART = re.compile(
    r"^\s*(?:quarters?|months?|years?|weeks?|days?|times?|boroughs?|meetings?|of (?:the|our|its|these|this))\b", re.I
)
EXCLUSIVE = ("rag", "progress", "horizon", "movement", "band")


@dataclass(frozen=True)
class Part:
    number: Number
    said: Said | None
    is_rest: bool
    is_further: bool


def check(text: Text, facts: Facts) -> Findings:
    """Wholes against their parts; totals; differences; the sums of tables."""
    finder = Finder("sums", text)
    for at, passage in enumerate(text.passages):
        if passage.kind in (Kind.PARAGRAPH, Kind.ITEM):
            yield from _of_sentences(finder, at, passage)
            yield from _totals(finder, at, passage)
            yield from _changes(finder, at, passage)
            yield from _money_split(finder, at, passage)
    yield from _lists(finder, text)
    yield from _tables(finder, text)


# A whole and its parts ---------------------------------------------------------------------------------------------


def _of_sentences(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    spans = sentences(passage.text)
    for place, span in enumerate(spans):
        numbers = _numbers(span)
        whole = _whole(span, numbers)
        parts = _parts(span, numbers, whole)
        if whole is None and place:
            whole_of = _whole_before(spans[place - 1])
            if whole_of is not None and _takes_up(span, parts):
                yield from _weigh(finder, at, spans[place - 1], whole_of, span, _with_next(spans, place, parts))
            continue
        if whole is not None and len(parts) >= 1:
            yield from _weigh(finder, at, span, whole, span, [(span, part) for part in parts])


def _numbers(span: Span) -> list[Number]:
    """The counts of a sentence; "half of the eight" counts four."""
    found = counts(span.text)
    kept = []
    for place, one in enumerate(found):
        if (
            one.kind == "share"
            and one.share
            and place + 1 < len(found)
            and (part := one.share * found[place + 1].value).denominator == 1
        ):
            kept.append(Number(int(part), one.start, one.end, one.text, limit=one.limit))
        elif one.kind == "count" or one.text.lower() == "none":
            kept.append(one)
    return [one for one in kept if not one.limit]


def _whole(span: Span, numbers: list[Number]) -> Number | None:
    """The number that the others of its sentence are parts of: "of the 48 ...", "48 work-streams, of which ..."."""
    for number in numbers:
        if number.kind != "count" or number.value < 2:
            continue
        before, after = span.text[: number.start], span.text[number.end :]
        if re.search(r"\bof (?:the|our|its|their|these|all|a total of)?\s*(?:total(?: of)? )?$", before, re.IGNORECASE):
            return number
        if number is numbers[0] and (split := SPLIT.search(after)) and split.start() < 70 and len(numbers) > 2:
            return number
        between = after[: numbers[1].start - number.end] if number is numbers[0] and len(numbers) > 2 else ""
        if number.value > numbers[-1].value and re.match(r"\s+[a-z][\w\s'-]{3,60},\s+(?:with\s+)?$", between):
            return number
    return None


def _parts(span: Span, numbers: list[Number], whole: Number | None) -> list[Part]:
    """The other numbers of a sentence, each with what is said of it up to the next."""
    rest = [one for one in numbers if one is not whole]
    found = []
    for place, number in enumerate(rest):
        end = rest[place + 1].start if place + 1 < len(rest) else len(span.text)
        if whole is not None and number.end < whole.start < end:
            end_of_whole = whole.end
            region = span.text[end_of_whole:end]
        else:
            region = span.text[number.end : end]
        before = span.text[max(0, number.start - 24) : number.start]
        if NOT_A_PART.match(span.text[number.end : number.end + 30]) and not re.match(
            r"\s*of\b", span.text[number.end :]
        ):
            continue
        is_rest = bool(REMAINING.search(before[-18:]) or re.match(r"\s*(?:others?|remain)\b", region))
        found.append(Part(number, _said(region), is_rest, bool(FURTHER.search(before[-14:]))))
    return found


def _said(region: str) -> Said | None:
    said = [one for one in properties(region) if one.dimension in EXCLUSIVE]
    if said:
        return said[0]
    found = OUTCOME.search(region)
    return Said("outcome", found[0].lower(), *found.span()) if found else None


OUTCOME = re.compile(
    r"\b(?:on time|late|filled|vacant|open|outstanding|closed|overdue|passed|failed|accepted|rejected|in full|in part|"
    r"supportive|opposed|neutral|agreed|disagreed|did not (?:say|know|answer|reply)|met|missed|under ?way|not started|"
    r"effective|ineffective|partly effective|in place|planned|potential|retired|implemented|in progress|pending|"
    r"approved|refused|withdrawn|permanent|temporary|upheld|not upheld|substantial|reasonable|adequate|"
    r"limited|resolved|"
    r"satisfied|dissatisfied|trained|untrained|compliant|non-compliant|delivered|delayed|high|medium|low|"
    r"worked|in use|live|done|to do|complete|fully|partially|won|lost|men|women|officers|staff)\b",
    re.IGNORECASE,
)


def _whole_before(span: Span) -> Number | None:
    """The total that a sentence gives for the next to split: "There are 48 work-streams in the plan."."""
    numbers = [one for one in counts(span.text) if one.kind == "count" and not one.limit and one.value > 1]
    if len(numbers) != 1 or re.search(r"\bof (?:the|our|its|these)\s*$", span.text[: numbers[0].start]):
        return None
    after = span.text[numbers[0].end :]
    return numbers[0] if re.match(r"\s+(?:[\w’'&/-]+\s+){0,4}?[\w’'-]+s\b", after) and not _parts_named(after) else None


def _parts_named(after: str) -> bool:
    said = _said(after)
    return said is not None and said.dimension != "horizon"


def _takes_up(span: Span, parts: list[Part]) -> bool:
    """Whether a sentence splits what the one before counted: "Of these ...", or statuses one after another."""
    if re.match(r"^(?:of (?:these|those|them|which)|these|they)\b", span.text, re.IGNORECASE):
        return len(parts) >= 1
    if len(parts) == 2 and parts[-1].is_rest and parts[0].number.start < 20:
        return True
    named = [part for part in parts if part.said is not None]
    return (
        len(named) >= 2
        and parts[0].number.start < 20
        and len({part.said.dimension for part in named if part.said}) == 1
    )


def _with_next(spans: tuple[Span, ...], place: int, parts: list[Part]) -> list[tuple[Span, Part]]:
    """The parts of a sentence, and those of the next where it goes on with "the remaining" or "a further"."""
    found = [(spans[place], part) for part in parts]
    if place + 1 < len(spans) and re.match(
        r"^(?:the (?:remaining|other|rest|last|final)|a further|another)\b", spans[place + 1].text, re.I
    ):
        numbers = [one for one in counts(spans[place + 1].text) if one.kind in ("count", "none") and not one.limit]
        found += [(spans[place + 1], part) for part in _parts(spans[place + 1], numbers, None)[:1]]
    return found


def _weigh(
    finder: Finder, at: int, there: Span, whole: Number, span: Span, parts: list[tuple[Span, Part]]
) -> Iterator[Finding]:
    taken = _exclusive(parts) or (parts if there is span and _is_breakdown(span, whole, parts) else [])
    if not taken:
        return
    sum_of = sum(part.number.value for _, part in taken)
    rest = next(((where, part) for where, part in taken if part.is_rest), None)
    if rest is not None and sum_of != whole.value:
        others = sum_of - rest[1].number.value
        if len(taken) < 2:
            return
        yield _wrong(
            finder,
            at,
            rest[0],
            rest[1].number,
            f"{others} of {whole.value} leaves {whole.value - others}, not {rest[1].number.value}",
            whole.value - others,
        )
    elif sum_of > whole.value and len(taken) > 1:
        yield _wrong(
            finder,
            at,
            there,
            whole,
            f"The parts come to {sum_of}, more than the {whole.value} they are part of",
            sum_of,
        )
    elif len(taken) == 1 and sum_of > whole.value and there is span:
        where, part = taken[0]
        yield _wrong(finder, at, where, part.number, f"{part.number.value} cannot be part of {whole.value}", None)
    elif sum_of < whole.value and len(taken) > 1 and rest is None and _says_all(span, taken):
        is_sure = len(taken) > 2 or _is_split(span)
        severity = Severity.ERROR if is_sure else Severity.WARNING
        yield _wrong(finder, at, there, whole, f"The parts come to {sum_of}, not {whole.value}", sum_of, severity)


def _is_breakdown(span: Span, whole: Number, parts: list[tuple[Span, Part]]) -> bool:
    """ "Twelve were tested: seven worked, three worked in part and one failed": each part begins with its number."""
    split = SPLIT.search(span.text, whole.end)
    if split is None or len(parts) < 2 or re.search(r"\bof (?:these|them|those|which)\b", split[0], re.IGNORECASE):
        return False
    before = [span.text[max(split.end() - 1, part.number.start - 16) : part.number.start] for _, part in parts]
    starts = [
        re.search(
            r"(?:^|[:,;]|\band|\bof|\binto|\bas|\bbetween|\bup of)\s*(?:and |the |a further |the remaining |"
            r"another )*$",
            words,
        )
        for words in before
    ]
    return all(starts) and parts[0][1].number.start >= split.start()


def _exclusive(parts: list[tuple[Span, Part]]) -> list[tuple[Span, Part]]:
    """Those that shut one another out: of the dimension most are of, or the rest. A part may be said of two ways."""
    dimensions = [part.said.dimension for _, part in parts if part.said]
    if not dimensions:
        return parts if any(part.is_rest for _, part in parts) and len(parts) == 2 else []
    main = max(dict.fromkeys(dimensions), key=dimensions.count)
    main_set = {"rag", "progress"} if {"rag", "progress"} >= set(dimensions) else {main}
    found = [(span, part) for span, part in parts if part.is_rest or (part.said and part.said.dimension in main_set)]
    values = [part.said.value for _, part in found if part.said and not part.is_rest]
    return found if len(values) == len(set(values)) else []


def _says_all(span: Span, taken: list[tuple[Span, Part]]) -> bool:
    return not re.search(
        r"\b(?:including|such as|for example|only|alone|at least|so far|also)\b", span.text, re.IGNORECASE
    )


def _is_split(span: Span) -> bool:
    return bool(re.search(r"\b(?:compris|consist|made up|divided|split|broken down)", span.text, re.IGNORECASE))


def _wrong(
    finder: Finder,
    at: int,
    span: Span,
    number: Number,
    why: str,
    right: int | None,
    severity: Severity = Severity.ERROR,
) -> Finding:
    start = span.start + number.start
    offer = like(right, number.text) if right is not None and right >= 0 else ""
    return finder.at(
        at,
        (start, start + len(number.text)),
        "parts-and-whole",
        why,
        "Mend the figure that is wrong",
        offer=offer,
        severity=severity,
    )


# Totals and differences --------------------------------------------------------------------------------------------


def _totals(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    """ "six on track and three limited, making ten in all"; the same of money."""
    for span in sentences(passage.text):
        money = [
            (float(found[1].replace(",", "")) * AMOUNTS[(found[2] or "").lower()], found)
            for found in MONEY.finditer(span.text)
        ]
        match = TOTAL.search(span.text)
        if match and match["total"].startswith("£"):
            yield from _money(finder, at, span, money, match)
            continue
        numbers = [one for one in counts(span.text) if one.kind == "count" and not one.limit]
        total = next((one for one in numbers if match and one.start == match.start("total")), None)
        if total is None:
            total = next((one for one in numbers[2:] if TRAILING_TOTAL.match(span.text[one.end :])), None)
        if total is None or total is numbers[0]:
            continue
        parts = [
            one
            for one in numbers
            if one.end <= total.start and not re.search(r"\bof (?:the|our|its)\s*$", span.text[: one.start])
        ]
        if (
            len(parts) >= 2
            and sum(one.value for one in parts) != total.value
            and max(one.value for one in parts) <= total.value
        ):
            right = sum(one.value for one in parts)
            yield _wrong(finder, at, span, total, f"The parts come to {right}, not {total.value}", right)


def _money(
    finder: Finder, at: int, span: Span, money: list[tuple[float, re.Match[str]]], total: re.Match[str]
) -> Iterator[Finding]:
    said = next((amount for amount, found in money if found.start() == total.start("total")), None)
    parts = [amount for amount, found in money if found.end() <= total.start("total")]
    if said is not None and len(parts) >= 2 and abs(sum(parts) - said) > 0.005 * said:
        start = span.start + total.start("total")
        end = span.start + next(found.end() for _, found in money if found.start() == total.start("total"))
        yield finder.at(
            at,
            (start, end),
            "parts-and-whole",
            f"The amounts come to £{sum(parts):,.0f}",
            "Mend the amount that is wrong",
        )


def _money_split(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    """ "£7m, split between grants (£4m), staff (£2m) and research (£1.5m)"."""
    for span in sentences(passage.text):
        found = list(MONEY.finditer(span.text))
        split = re.search(r"\b(?:split|made up of|compris\w+|consist\w+|divided|broken down|of which)\b|:", span.text)
        if len(found) < 3 or split is None or not found[0].end() <= split.start() or found[1].start() < split.start():
            continue
        amounts = [float(one[1].replace(",", "")) * AMOUNTS[(one[2] or "").lower()] for one in found]
        if abs(sum(amounts[1:]) - amounts[0]) > 0.005 * amounts[0] and (
            split[0] != "of which" or sum(amounts[1:]) > amounts[0]
        ):
            start = span.start + found[0].start()
            why = f"The amounts come to £{sum(amounts[1:]):,.0f}"
            yield finder.at(
                at, (start, span.start + found[0].end()), "parts-and-whole", why, "Mend the amount that is wrong"
            )


def _changes(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    """ "from five to eight, an increase of two"."""
    for found in CHANGE.finditer(passage.text):
        a, b, c = (value_of(found[name]) for name in "abc")
        if a is None or b is None or c is None or abs(b - a) == c:
            continue
        if re.match(r"\s*(?:%|per\s?cent|percentage)", passage.text[found.end("c") :]) or "%" in found["mid"]:
            continue
        yield finder.at(
            at,
            found.span("c"),
            "difference",
            f"From {a} to {b} is {abs(b - a)}, not {c}",
            "Mend the figure that is wrong",
            offer=like(abs(b - a), found["c"]),
        )


# Lists and tables --------------------------------------------------------------------------------------------------


def _lists(finder: Finder, text: Text) -> Iterator[Finding]:
    """ "The 13 risks are rated:" before a list of "high: 6", "medium: 5", "low: 1"."""
    passages = text.passages
    for group, members in groupby(
        enumerate(passages), key=lambda pair: pair[1].group if pair[1].kind is Kind.ITEM else 0
    ):
        items = list(members)
        if not group or len(items) < 2 or not items[0][0]:
            continue
        amounts = [_sole_amount(passage.text) for _, passage in items]
        at = items[0][0] - 1
        lead = passages[at].text
        numbers = [one for one in counts(lead) if one.kind == "count" and not one.limit and one.value > len(items)]
        known = [amount for amount in amounts if amount is not None]
        if len(known) != len(amounts) or len(numbers) != 1 or not lead.rstrip().endswith((":", "–", "-")):
            continue
        if sum(known) != numbers[0].value:
            yield finder.at(
                at,
                (numbers[0].start, numbers[0].end),
                "parts-and-whole",
                f"The list below comes to {sum(known)}, not {numbers[0].value}",
                "Mend the figure that is wrong",
                offer=like(sum(known), numbers[0].text),
            )


def _sole_amount(item: str) -> int | None:
    """ "high: 6", "six on track": the count that an item of a breakdown gives."""
    numbers = [one for one in counts(item) if one.kind in ("count", "none")]
    if len(numbers) != 1 or len(item) > 60:
        return None
    first = numbers[0].start == 0 or re.search(r"[:–-]\s*$", item[: numbers[0].start]) is not None
    return numbers[0].value if first and (_said(item) or re.search(r"^[\w -]+[:–-]\s*\d+$", item)) else None


def _tables(finder: Finder, text: Text) -> Iterator[Finding]:
    """A last row or column named total, against what it is the total of."""
    cells: dict[int, dict[tuple[int, int], tuple[int, Passage]]] = {}
    for at, passage in enumerate(text.passages):
        if passage.kind is Kind.CELL:
            cells.setdefault(passage.group, {})[passage.row, passage.column] = (at, passage)
    for table in cells.values():
        labels = " ".join(passage.text for (_, column), (_, passage) in table.items() if column == 0)
        if re.search(r"\b(?:of which|of these|including|sub-?total|thereof|average|mean)\b", labels, re.IGNORECASE):
            continue
        last = max(row for row, _ in table)
        head = table.get((last, 0))
        if head is not None and re.match(r"(?:grand |overall )?total\b", head[1].text, re.IGNORECASE):
            for column in sorted({column for _, column in table} - {0}):
                name = table[1, column][1].text if (1, column) in table else ""
                if re.search(r"%|per cent|average|rate\b|year|ref\b|score", name, re.IGNORECASE):
                    continue
                lines = [table[row, column][1].text for row in range(2, last) if (row, column) in table]
                yield from _total_cell(finder, table.get((last, column)), lines)
        width = max(column for _, column in table)
        top = table.get((1, width))
        if top is not None and re.match(r"total\b", top[1].text, re.IGNORECASE):
            for row in range(2, last + 1):
                line = [table[row, column][1].text for column in range(1, width) if (row, column) in table]
                yield from _total_cell(finder, table.get((row, width)), line)


def _total_cell(finder: Finder, cell: tuple[int, Passage] | None, lines: list[str]) -> Iterator[Finding]:
    if cell is None or not re.fullmatch(r"\d+", cell[1].text) or len(lines) < 2:
        return
    if not all(re.fullmatch(r"\d+|[-–]?", line) for line in lines):
        return
    right = sum(int(line) for line in lines if line.isdigit())
    if right != int(cell[1].text):
        yield finder.at(
            cell[0],
            (0, len(cell[1].text)),
            "table-total",
            f"The figures above or beside it come to {right}",
            "Mend the figure that is wrong",
            offer=str(right),
        )
