"""How does a control, or a risk, get on? Statuses, their colours, and where two statements disagree. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Status(StrEnum):
    """In the order in which counts are told."""

    ON_TRACK = "on-track"
    LIMITED = "limited"
    SLIPPED = "slipped"
    NO_PROGRESS = "no-progress"
    COMPLETE = "complete"
    NOT_STATED = "not-stated"
    NOT_APPLICABLE = "not-applicable"  # of a joint control, for a body that has no part in it

    @property
    def label(self) -> str:
        return self.value.replace("-", " ").capitalize()

    @property
    def needs_narrative(self) -> bool:
        """What falls short has to be explained (DESIGN.md section 2: the middle three)."""
        return self in (Status.LIMITED, Status.SLIPPED, Status.NO_PROGRESS)

    @property
    def rag(self) -> Rag | None:
        return RAG_OF.get(self)


class Rag(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    @property
    def label(self) -> str:
        return self.value.capitalize()


RAG_OF = {
    Status.ON_TRACK: Rag.GREEN,
    Status.COMPLETE: Rag.GREEN,
    Status.LIMITED: Rag.AMBER,
    Status.SLIPPED: Rag.RED,
    Status.NO_PROGRESS: Rag.RED,
}
RAG_RULE = "Green: on track or complete. Amber: limited. Red: slipped or no progress. Nothing stated: no colour."
COUNTED = tuple(status for status in Status if status is not Status.NOT_APPLICABLE)
WORSE = (Rag.GREEN, Rag.AMBER, Rag.RED)


def worst(statuses: Iterable[Status]) -> Rag | None:
    """The worst colour among statements; None where none has one."""
    found = [status.rag for status in statuses if status.rag is not None]
    return max(found, key=WORSE.index, default=None)


def counts(statuses: Iterable[Status]) -> dict[Status, int]:
    """How many of each, in the order in which they are told, those that nobody has too."""
    found = dict.fromkeys(COUNTED, 0)
    for status in statuses:
        if status in found:
            found[status] += 1
    return found


def disagrees(stated: Status, controls: Iterable[Status]) -> bool:
    """Whether a risk's own statement has another colour than the worst of its key controls.

    A risk does not get on better than the controls that carry it; nor should it be said to lag where all of them are
    on track. Where either side says nothing there is nothing to compare.
    """
    theirs = worst(controls)
    return stated.rag is not None and theirs is not None and stated.rag is not theirs


ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def ordinal(number: int) -> str:
    """second; past the tenth in figures: 21st, 112th"""
    if number < len(ORDINALS):
        return ORDINALS[number]
    ending = "th" if number // 10 % 10 == 1 else ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"
