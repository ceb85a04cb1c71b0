"""Which rows of some controls were in force, each at the time it is seen? Read oldest first, the last of each kept.

They hardly ever change more than a few times, so that this costs less than a window over every kind.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import lru_cache, reduce
from operator import or_

from django.db.models import CharField, Q
from django.db.models.functions import Cast

from controls.due_dates import DueDate
from controls.models import (
    ControlDetail,
    ControlDue,
    ControlLink,
    ControlOwner,
    ControlState,
    Effectiveness,
    Progress,
)
from controls.sight import Sight
from registers.models import AlignmentMember

KINDS = (ControlState, ControlDetail, ControlOwner, ControlDue, Progress, Effectiveness, ControlLink, AlignmentMember)


class Facts:
    """What stood, by control: one statement a kind. `only` is a condition on the rows of facts."""

    def __init__(self, sights: Sequence[Sight], only: Q):
        self.sights, self.only = tuple(sights), only
        self.place_of, self.states = {}, {}
        places = ("control__number", "control__register", "control__alignment")
        for control, number, register, alignment, stage, on in self._rows(ControlState, *places, "stage"):
            self.place_of[control] = number, register, alignment
            self.states[control] = stage, on
        self.traits = defaultdict(dict)
        for control, trait, value, _ in self._rows(ControlDetail, "trait", "value"):
            self.traits[control][trait] = value
        self.owners = {control: post for control, post, _ in self._rows(ControlOwner, "post")}
        self.dues = defaultdict(list)
        for control, due, reason, on in self._rows(ControlDue, "due", "reason"):
            self.dues[control].append(DueDate(on, due, reason))
        self.progress = defaultdict(dict)
        for control, body, status, on in self._rows(Progress, "organisation", "status"):
            self.progress[control][body] = status, on
        self.ratings = {control: (rating, on) for control, rating, on in self._rows(Effectiveness, "rating")}
        self.links = _held(
            (control, risk, holds) for control, risk, holds, _ in self._rows(ControlLink, "risk", "holds")
        )
        self.tied = _held(self._tied())

    def _rows(self, model, *columns):
        """(control, the columns, the day), oldest first."""
        return [(*row, _day(day)) for *row, day in self._asked(model, columns)]

    def _asked(self, model, columns):
        at_each = [model.objects.filter(self.only, sight.where("control__")).by(sight.scope) for sight in self.sights]
        rows = reduce(or_, at_each).oldest_first().annotate(day=Cast("on", CharField()))
        return rows.values_list("control", *columns, "day")

    def _tied(self):
        joint = [sight for sight in self.sights if sight.alignments]
        if not joint:
            return []
        at_each = [AlignmentMember.objects.filter(alignment__in=s.alignments).by(s.scope) for s in joint]
        return reduce(or_, at_each).oldest_first().values_list("alignment", "risk", "holds")


@lru_cache(maxsize=8192)
def _day(text):
    """Thousands of facts are of a few hundred days: each is read once."""
    return date.fromisoformat(text)


def _held(rows):
    """{entity: the risks that hold, in the order in which they came}"""
    held = defaultdict(dict)
    for entity, risk, holds in rows:
        held[entity].pop(risk, None)
        if holds:
            held[entity][risk] = True
    return {entity: tuple(risks) for entity, risks in held.items()}
