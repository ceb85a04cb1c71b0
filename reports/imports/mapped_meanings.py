"""Can a meaning that a mapping gives a value be meant? A mapping may be older than the register, or written by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from registers.scoring import Band
from reports.imports.choices import CHOICES
from reports.imports.judging import DAY_FACTS
from reports.imports.values import Fact, Known


def what_is_wrong(fact: Fact, meaning: Any, known: Known) -> str:
    """What the meaning is not, to end a sentence with: "is no level of the scheme". "" where it can be meant."""
    if meaning == "":
        return ""
    if fact in (Fact.CURRENT_LIKELIHOOD, Fact.CURRENT_IMPACT) and known.scheme:
        levels = known.scheme.likelihoods if fact is Fact.CURRENT_LIKELIHOOD else known.scheme.impacts
        return "" if _is_number(meaning) and 1 <= meaning <= len(levels) else "is no level of the scheme"
    if fact is Fact.CURRENT_SCORE and known.scheme:
        places = tuple(meaning) if isinstance(meaning, list | tuple) else ()
        return "" if places in known.scheme.cells else "is no cell of the scheme"
    if fact is Fact.CURRENT_BAND:
        return "" if meaning in [band.value for band in Band] else "is no band"
    if fact is Fact.OWNERS:
        return _wrong_owner(meaning, known)
    if fact is Fact.OBJECTIVES:
        keys = {key for key, _name in known.objectives}
        some = meaning if isinstance(meaning, list) else [meaning]
        return "" if all(_is_number(key) and key in keys for key in some) else "is no objective of the body"
    if fact is Fact.IS_KEY:
        return "" if isinstance(meaning, bool) else "is neither yes nor no"
    if fact in CHOICES:
        return "" if meaning in CHOICES[fact].plain.values() else "is none of the register's"
    return _wrong_day(meaning) if fact in DAY_FACTS else ""


def _is_number(meaning: Any) -> bool:
    return isinstance(meaning, int) and not isinstance(meaning, bool)


def _wrong_owner(meaning: Any, known: Known) -> str:
    posts = {post.key for post in known.posts}
    for one in meaning if isinstance(meaning, list) else [meaning]:
        is_post = isinstance(one, dict) and _is_number(one.get("post")) and one["post"] in posts
        is_new = isinstance(one, dict) and isinstance(one.get("add"), str) and bool(one["add"].strip())
        if not is_post and not is_new:
            return "is no post of the body"
    return ""


def _wrong_day(meaning: Any) -> str:
    try:
        date.fromisoformat(str(meaning))
    except ValueError:
        return "is not a date"
    return ""
