"""What is an agenda by exception made of? Items, and why each is there. Plain Python; the rules are in agenda_rules.py.

A reason is an event between two standpoints: a month later, without a change, it is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

Needs = tuple[tuple[int, str], ...]  # (key of a register, class of fact of its publication profile)


class ReasonKind(StrEnum):
    """In the order in which the reasons of one item are told."""

    NEW = "new"
    REOPENED = "reopened"
    UP = "up"
    CORRECTED = "corrected"  # what the last meeting saw of it has been corrected, or entered late
    ABOVE_APPETITE = "above-appetite"
    TOLERANCE_PASSED = "tolerance-passed"
    RESPONSE_DUE = "response-due"
    PROGRESS_FELL = "progress-fell"
    PROGRESS_AGAIN = "progress-again"
    CONTROL_OVERDUE = "control-overdue"
    CONTROL_SLIPPED = "control-slipped"
    CONTROL_FELL = "control-fell"
    TARGET_PASSED = "target-passed"
    REVIEW_OVERDUE = "review-overdue"
    OWNER_VACANT = "owner-vacant"
    REQUEST_DUE = "request-due"
    ACTION_DUE = "action-due"
    REFRESHED = "refreshed"
    CLOSED = "closed"
    RESCALED = "rescaled"
    SHIFTED = "shifted"
    DOWN = "down"
    DEPENDS = "depends"
    DIVERGED = "diverged"
    STREAM_SLIPPED = "stream-slipped"
    STREAM_DUE = "stream-due"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def weight(self) -> int:
        """0 for what a board has to take a view on, 1 for a broken promise, 2 for what it has to know of."""
        return WEIGHTS[self]


K = ReasonKind
LABELS = {
    K.NEW: "New",
    K.REOPENED: "Reopened",
    K.UP: "Moved up",
    K.CORRECTED: "Corrected",
    K.ABOVE_APPETITE: "Newly above appetite",
    K.TOLERANCE_PASSED: "Tolerance passed",
    K.RESPONSE_DUE: "Response due",
    K.PROGRESS_FELL: "Progress fell",
    K.PROGRESS_AGAIN: "Another period of limited progress or worse",
    K.CONTROL_OVERDUE: "Control overdue",
    K.CONTROL_SLIPPED: "Control slipped",
    K.CONTROL_FELL: "Progress of a key control fell",
    K.TARGET_PASSED: "Target date passed",
    K.REVIEW_OVERDUE: "Review overdue",
    K.OWNER_VACANT: "Owner post vacant",
    K.REQUEST_DUE: "Panel request due",
    K.ACTION_DUE: "Action due",
    K.REFRESHED: "Refreshed",
    K.CLOSED: "Closed",
    K.RESCALED: "On a new scale",
    K.SHIFTED: "Shifted",
    K.DOWN: "Moved down",
    K.DEPENDS: "A risk it depends on moved",
    K.DIVERGED: "Divergence",
    K.STREAM_SLIPPED: "Work-stream slipped",
    K.STREAM_DUE: "Work-stream due",
}
TO_JUDGE = (K.NEW, K.REOPENED, K.UP, K.CORRECTED, K.ABOVE_APPETITE, K.TOLERANCE_PASSED, K.DIVERGED)
TO_KNOW = (K.REFRESHED, K.CLOSED, K.RESCALED, K.SHIFTED, K.DOWN, K.DEPENDS)
MOVES = (K.UP, K.SHIFTED, K.DOWN)
LIGHTEST = 2
WEIGHTS = {kind: 0 if kind in TO_JUDGE else LIGHTEST if kind in TO_KNOW else 1 for kind in K}


@dataclass(frozen=True)
class More:
    """Something said beside a reason, to who may read more than that: the score, or why it was given."""

    words: str
    needs: Needs

    def to_json(self) -> dict[str, Any]:
        return {"words": self.words, "needs": [list(pair) for pair in self.needs]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> More:
        return cls(stored["words"], _pairs(stored["needs"]))


NAMED = ("risks", "alignments", "controls", "actions", "requests", "plans")


@dataclass(frozen=True)
class Reason:
    """One event, as a person would say it, and who may be told: who meets its needs and sees all that it names."""

    kind: ReasonKind
    words: str
    needs: Needs = ()
    more: tuple[More, ...] = ()
    risks: tuple[int, ...] = ()
    alignments: tuple[int, ...] = ()
    controls: tuple[int, ...] = ()
    actions: tuple[int, ...] = ()
    requests: tuple[int, ...] = ()
    plans: tuple[int, ...] = ()
    since: date | None = None  # the earliest day that it speaks of

    @property
    def named(self) -> tuple[str, ...]:
        """Of what kinds there is something that it names: what has to be asked about."""
        return tuple(name for name in NAMED if getattr(self, name))

    @property
    def short(self) -> str:
        """Where moves are told beside it, with their scores and why: of a move no more than that it was one."""
        return self.words if self.kind in MOVES else self.text

    @property
    def text(self) -> str:
        """All of it on one line, for where there is no room for more."""
        return ". ".join([self.words, *(one.words.rstrip(".") for one in self.more)])

    def to_json(self) -> dict[str, Any]:
        """As an agenda item keeps it; what is empty is left out, but for what every reason has."""
        told: dict[str, Any] = {
            "kind": self.kind.value,
            "words": self.words,
            "needs": [list(pair) for pair in self.needs],
            "more": [one.to_json() for one in self.more],
            "since": self.since.isoformat() if self.since else None,
        }
        return told | {name: list(getattr(self, name)) for name in NAMED}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Reason:
        return cls(
            kind=ReasonKind(stored["kind"]),
            words=stored["words"],
            needs=_pairs(stored["needs"]),
            more=tuple(More.from_json(one) for one in stored.get("more", ())),
            since=date.fromisoformat(stored["since"]) if stored.get("since") else None,
            **{name: tuple(stored.get(name, ())) for name in NAMED},
        )


def _pairs(stored: Iterable[Iterable[Any]]) -> Needs:
    return tuple((register, fact_class) for register, fact_class in stored)


@dataclass(frozen=True)
class Drawn:
    """One item: what it is about, and every reason for it, the weightiest first.

    `subject` is "risk", "alignment", "plan" or "request" and `key` its key; or "actions", of key 0, for those that are
    about none of these, under their title.
    """

    subject: str
    key: int
    title: str
    reasons: tuple[Reason, ...] = ()
    severity: tuple[int, int] = field(default=(0, 0), compare=False)  # of a risk: how high its band is, and its rank
    order: tuple[int, ...] = field(default=(), compare=False)

    def told(self) -> Drawn:
        """With its reasons in order."""
        return replace(self, reasons=tuple(sorted(self.reasons, key=lambda reason: KINDS.index(reason.kind))))


KINDS = list(ReasonKind)
SUBJECTS = ("risk", "alignment", "request", "plan", "actions")


def in_order(items: Iterable[Drawn], counts: Callable[[Reason], bool] = bool) -> list[Drawn]:
    """What matters most first: risks before the rest, by the weightiest kind of event, then the highest band.

    Ties stay in display order. Whose score may not be seen has no severity, so that the order gives nothing away.
    `counts`: which reasons have a weight, where some are not for everybody who sees the order.
    """
    told = [item.told() for item in items if item.reasons]
    return sorted(told, key=lambda item: _place(item, counts))


def _place(item: Drawn, counts: Callable[[Reason], bool]) -> tuple[Any, ...]:
    height, rank = item.severity
    weight = min((reason.kind.weight for reason in item.reasons if counts(reason)), default=LIGHTEST)
    return SUBJECTS.index(item.subject), weight, -height, -rank, item.order, item.key
