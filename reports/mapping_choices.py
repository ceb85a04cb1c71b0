"""What can a column of an import be, and what can a value in it mean? The lists that a person chooses from.

Meanings travel as JSON, in the values of the lists as in the mapping that is kept (reports/imports/values.py).
"""

from __future__ import annotations

import json
from typing import Any

from controls.models.controls import Axis, Rating, Stage
from controls.models.improvement import Priority, Source, StreamStatus
from controls.progress import Status
from registers.models import Marking
from registers.models.risk_facts import Horizon
from registers.scoring import Band, Score
from reports.imports.values import FACTS_OF, About, Fact, Known, ValueProposal
from reports.imports.words import ABOUTS, fact_word, group_of

UNANSWERED = ""  # of a list: what is not chosen yet
CHOOSE = "Choose…"
LONGEST_TITLE = 120  # of a post
SAYS_NOTHING = json.dumps("")

Choices = list[tuple[str, Any]]


def packed(meaning: Any) -> str:
    """A meaning as a list carries it."""
    return UNANSWERED if meaning is None else json.dumps(meaning, sort_keys=True)


def unpacked(value: str) -> Any:
    return None if value == UNANSWERED else json.loads(value)


def abouts() -> Choices:
    return [(about.value, words) for about, words in ABOUTS.items()]


def facts(about: About) -> Choices:
    """What a column of such a table can be, in groups; leaving it out stands first."""
    offered: Choices = [(UNANSWERED, CHOOSE), (Fact.IGNORED.value, fact_word(Fact.IGNORED))]
    groups: dict[str, Choices] = {}
    for fact in FACTS_OF[about]:
        if fact != Fact.IGNORED:
            groups.setdefault(group_of(fact, about), []).append((fact.value, fact_word(fact, about)))
    offered += groups.pop("", [])
    return offered + list(groups.items())


FIXED: dict[Fact, list[tuple[Any, str]]] = {
    Fact.HORIZON: list(Horizon.choices),
    Fact.MARKING: list(Marking.choices),
    Fact.STATE: [("open", "Open"), ("closed", "Closed")],
    Fact.STAGE: list(Stage.choices),
    Fact.PROGRESS: [(status.value, status.label) for status in Status],
    Fact.AXIS: list(Axis.choices),
    Fact.EFFECTIVENESS: list(Rating.choices),
    Fact.IS_KEY: [(True, "Yes"), (False, "No")],
    Fact.STATUS: list(StreamStatus.choices),
    Fact.PRIORITY: [choice for choice in Priority.choices if choice[0]],
    Fact.SOURCE: list(Source.choices),
    Fact.APPETITE: [(band.value, band.label) for band in Band],
    Fact.CURRENT_BAND: [(band.value, band.label) for band in Band],
}


def meanings(value: ValueProposal, known: Known, adds_posts: bool = False) -> Choices:
    """What a value can mean; a near miss stands in front. `adds_posts`: whether the person may have a post added."""
    offered: Choices = [(UNANSWERED, CHOOSE), (SAYS_NOTHING, "Says nothing: leave it out")]
    there = _there(value.fact, known)
    if value.suggestion is not None and (near := labels_of(there).get(packed(value.suggestion))):
        offered.append(("Perhaps", [(packed(value.suggestion), near)]))
    if value.fact == Fact.OWNERS and adds_posts:
        added = new_post(value)
        offered.append((packed(added), f"Add “{added['add'][:60]}” as a new post"))
    return offered + there


def new_post(value: ValueProposal) -> dict[str, str]:
    """A value meant as a post that is to be added."""
    near = value.suggestion.get("add") if isinstance(value.suggestion, dict) else None
    return {"add": " ".join((near or value.printed).split())[:LONGEST_TITLE]}


def _there(fact: Fact, known: Known) -> Choices:
    if fact == Fact.OWNERS:
        posts = sorted((post.title, post.key) for post in known.posts if not post.body)
        return [("Posts", [(packed({"post": key}), title) for title, key in posts])]
    if fact == Fact.OBJECTIVES:
        return [(packed(key), name) for key, name in known.objectives]
    if fact in FIXED:
        return [(packed(meaning), label) for meaning, label in FIXED[fact]]
    return _of_scheme(fact, known)


def _of_scheme(fact, known) -> Choices:
    scheme = known.scheme
    if scheme is None:
        return []
    levels = {Fact.CURRENT_LIKELIHOOD: scheme.likelihoods, Fact.CURRENT_IMPACT: scheme.impacts}.get(fact)
    if levels is not None:
        return [(packed(place), _level(level)) for place, level in enumerate(levels, 1)]
    cells = [(i, j) for i in range(1, len(scheme.likelihoods) + 1) for j in range(1, len(scheme.impacts) + 1)]
    return [(packed([i, j]), f"{scheme.words(Score(i, j))} ({scheme.cell(Score(i, j)).band.label})") for i, j in cells]


def _level(level) -> str:
    return level.name if level.short == level.name else f"{level.short}: {level.name}"


def labels_of(choices: Choices) -> dict[str, str]:
    """Every value of a list in words, its groups opened."""
    found: dict[str, str] = {}
    for value, label in choices:
        found |= labels_of(label) if isinstance(label, list) else {value: label}
    return found
