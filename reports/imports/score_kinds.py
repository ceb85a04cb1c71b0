"""Which of the three scores is a piece of a score of, whose heading does not say? The columns beside it tell."""

from __future__ import annotations

from collections.abc import Sequence

from reports.imports.columns import Column, number_in, read_tiers
from reports.imports.contents import Sort
from reports.imports.headings import PLAIN, period_in, words_of
from reports.imports.sheets import moment_of
from reports.imports.values import SCORED, About, Fact

_AFTER = frozenset({"residual", "resid", "net", "post", "mitigated", "managed", "retained"})


def kinds_of(columns: Sequence[Column]) -> dict[int, str]:
    """For each column that is a piece of a score without a word on which: inherent, current or target.

    A piece beside others of a kind is of that kind where the kind lacks it; else, where the file has a current score
    that says so, what stands before it is the inherent one; else it is the current one.
    """
    said: dict[int, tuple[str, str]] = {}
    for column in columns:
        best = next((each for each in read_tiers(column.tiers, About.RISKS) if each.sureness >= PLAIN), None)
        if best is not None and best.part:
            is_whole = best.part in ("total", "score") and column.content.share(Sort.PAIR) >= 0.4
            is_band = best.part == "score" and not is_whole and _are_bands(column)  # "Rating" over "Red", "Amber"
            said[column.number] = (best.kind, "score" if is_whole else "band" if is_band else best.part)
    explicit = {kind for kind, _ in said.values() if kind in SCORED}
    found: dict[int, str] = {}
    by_number = {column.number: column for column in columns}
    groups = _groups(columns, said)
    alike = [group for group in groups if _is_bare_pair(group, said)]
    if len(alike) > 1:
        return {number: "" for group in alike for number in group}
    for group in groups:
        bare = [number for number in group if not said[number][0]]
        if not bare:
            continue
        named = [
            said[number][0]
            for number in group
            if said[number][0] in SCORED and _belongs(number, group, said, by_number)
        ]
        kind = "" if named else _kind_of_product(bare, said, by_number)
        kind = kind or _kind_of_group(named, [said[number][1] for number in bare], explicit, said, group)
        found |= dict.fromkeys(bare, kind)
    return found | _of_their_pair(columns, said) | priors(columns)


def _are_bands(column: Column) -> bool:
    colours = column.content.share((Sort.BAND | Sort.COLOUR) & ~Sort.NUMBER)
    return colours >= 0.6 and column.content.share(Sort.NUMBER) < 0.2


def _of_their_pair(columns: Sequence[Column], said: dict[int, tuple[str, str]]) -> dict[int, str]:
    """A bare level right beside the other level of a kind that lacks it: "Impact", "Current likelihood"."""
    found: dict[int, str] = {}
    order = [column.number for column in columns]
    for place, number in enumerate(order):
        kind, part = said.get(number, ("", ""))
        other = {"likelihood": "impact", "impact": "likelihood"}.get(part)
        if kind or not other:
            continue
        beside = [said.get(order[at], ("", "")) for at in (place - 1, place + 1) if 0 <= at < len(order)]
        kinds = {one for one, piece in beside if piece == other and one in SCORED and (one, part) not in said.values()}
        if len(kinds) == 1 and ("", other) not in beside:
            found[number] = kinds.pop()
    return found


def _is_bare_pair(group: Sequence[int], said: dict[int, tuple[str, str]]) -> bool:
    """A likelihood and an impact, and no word on whose."""
    parts = {said[number][1] for number in group}
    return {"likelihood", "impact"} <= parts and not any(said[number][0] for number in group)


def _belongs(number: int, group: Sequence[int], said: dict[int, tuple[str, str]], columns: dict[int, Column]) -> bool:
    """Is the score that says its kind that of the likelihood and impact beside it? Their product tells, if any does."""
    kind, part = said[number]
    if part in ("likelihood", "impact"):
        return True
    levels = {said[other][1]: columns[other].content.by_row for other in group if not said[other][0]}
    if not {"likelihood", "impact"} <= set(levels):
        return True
    content = columns[number].content
    if content.share(Sort.PAIR) >= 0.4:
        return False
    products = [
        (number_in(value), number_in(levels["likelihood"].get(row)), number_in(levels["impact"].get(row)))
        for row, value in content.by_row.items()
    ]
    told = [(total, one, two) for total, one, two in products if total and one and two]
    if len(told) >= 2:
        return _make(told) * 2 > len(told)
    return kind != "target"


def _make(told: Sequence[tuple[float, float, float]]) -> int:
    """Of how many totals a likelihood and an impact are the parts: as their product, or as charities reckon, with the
    impact once more (xy + y)."""
    products = sum(total == one * two for total, one, two in told)
    return max(products, sum(total == one * two + two for total, one, two in told))


def _kind_of_product(bare: Sequence[int], said: dict[int, tuple[str, str]], columns: dict[int, Column]) -> str:
    """ "Previous score, Probability, Impact, Current score": the one kind, without levels, whose totals they give."""
    levels = {said[number][1]: columns[number].content.by_row for number in bare}
    if not {"likelihood", "impact"} <= set(levels):
        return ""
    whole = {kind for kind, part in said.values() if part in ("likelihood", "impact")}
    fitting: set[str] = set()
    for number, (kind, part) in said.items():
        if kind not in SCORED or kind in whole or part not in ("total", "score"):
            continue
        told = [
            (number_in(value), number_in(levels["likelihood"].get(row)), number_in(levels["impact"].get(row)))
            for row, value in columns[number].content.by_row.items()
        ]
        told = [(total, one, two) for total, one, two in told if total and one and two]
        if len(told) >= 2 and _make(told) * 5 >= len(told) * 4:
            fitting.add(kind)
    return fitting.pop() if len(fitting) == 1 else ""


def priors(columns: Sequence[Column]) -> dict[int, str]:
    """ "Prior likelihood, Prior impact" beside residual ones, where none are inherent: they are prior to controls."""
    kinds: set[str] = set()
    parts: dict[int, str] = {}
    for column in columns:
        best = next((each for each in read_tiers(column.tiers, About.RISKS) if each.sureness >= PLAIN), None)
        if best is None or not best.part:
            continue
        if best.kind != "previous":
            is_after = best.kind == "current" and _AFTER & set(words_of(" ".join(column.tiers)))
            kinds.add("after" if is_after else best.kind)
        elif "prior" in words_of(" ".join(column.tiers)):
            parts[column.number] = best.part
        else:
            return {}
    has_levels = {"likelihood", "impact"} <= set(parts.values())
    return dict.fromkeys(parts, "inherent") if has_levels and "after" in kinds and "inherent" not in kinds else {}


def _groups(columns: Sequence[Column], said: dict[int, tuple[str, str]]) -> list[list[int]]:
    """Pieces of a score that stand side by side, parted where a piece comes a second time."""
    groups: list[list[int]] = []
    seen: set[tuple[str, str]] = set()
    open_ = False
    for column in columns:
        piece = said.get(column.number)
        if piece is None:
            open_ = False
            continue
        key = ("", piece[1])
        kind_now = {said[number][0] for number in groups[-1] if said[number][0]} if open_ else set()
        if not open_ or key in seen or (piece[0] and kind_now and piece[0] not in kind_now):
            groups.append([])
            seen = set()
        groups[-1].append(column.number)
        seen.add(key)
        open_ = True
    return groups


def _kind_of_group(
    named: Sequence[str],
    bare: Sequence[str],
    explicit: set[str],
    said: dict[int, tuple[str, str]],
    group: Sequence[int],
) -> str:
    bands = [part for kind, part in said.values() if part == "band" and not kind]
    if list(bare) == ["band"] == bands and named[:1] == ["target"] and "current" in explicit:
        return "current"  # one traffic light for all: that of the score as it is
    whole = {part for kind, part in said.values() if named and kind == named[0]}
    if named and not set(bare) <= whole:
        return named[0]
    if "current" in explicit and "inherent" not in explicit:
        first = min(number for number, (kind, _) in said.items() if kind == "current")
        return "inherent" if group[0] < first else "current"
    if "current" in explicit and "inherent" in explicit and "target" not in explicit:
        return "current"
    return "current"


def past_ones(columns: Sequence[Column]) -> dict[int, str]:
    """Scores of one quarter among several, with the quarter: all but the last that is filled, if none is undated."""
    dated: dict[int, str] = {}
    for column in columns:
        period = period_in(column.heading)
        best = next(iter(read_tiers(column.tiers, About.RISKS)), None)
        if period and best and best.part and best.kind in ("", "current"):
            dated[column.number] = period
    filled = {column.number for column in columns if column.content.judged}
    periods = list(dict.fromkeys(period for number, period in dated.items() if number in filled))
    if len(periods) < 2:
        return {}
    moments = {period: moment_of(period) for period in periods}
    if all(moment and moment[0] for moment in moments.values()):  # else they stand in the order of time
        periods.sort(key=lambda period: moments[period] or (0, 0))
    return {number: period for number, period in dated.items() if period != periods[-1]}


def earlier_movements(columns: Sequence[Column]) -> set[int]:
    """ "Trend Feb 23", "Trend Jun 23": of several dated movements all but the latest that is filled."""
    moments: dict[int, tuple[int, int]] = {}
    for column in columns:
        best = next(iter(read_tiers(column.tiers, About.RISKS)), None)
        if best and best.fact == Fact.MOVEMENT and best.sureness >= PLAIN and column.content.judged:
            moment = moment_of(column.heading)
            if moment is None:
                return set()
            moments[column.number] = moment
    if len(set(moments.values())) < max(2, len(moments)) or len({bool(year) for year, _ in moments.values()}) > 1:
        return set()
    latest = max(moments.values())
    return {number for number, moment in moments.items() if moment != latest}
