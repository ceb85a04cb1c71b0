"""What was entered, or fell due, between two standpoints? Keys only, in a few statements however many risks there are.

They may name more than there is to tell, and what the audience may not see: which of them are events is for the rules,
asked of what an index of the audience shows.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from controls.models import ControlDetail, ControlDue, ControlLink, ControlState, Progress, RiskProgress
from controls.models.controls import Trait
from registers.models import (
    Agreement,
    AlignmentMember,
    AlignmentReview,
    AlignmentState,
    Appetite,
    Aspect,
    Assessment,
    Dependency,
    Detail,
    DivergenceNote,
    Holding,
    Kind,
    OwnedPost,
    Ownership,
    Post,
    Review,
    RiskState,
    Tolerance,
    in_force,
)
from registers.position import View
from registers.scope import Scope, quarter_end_before
from reports.agenda_rules import WORSE


@dataclass(frozen=True)
class Window:
    """From the earlier standpoint to the later one. `since` is before it, `on` in it."""

    since: date
    known: datetime | None
    on: date
    known_by: datetime | None

    @classmethod
    def between(cls, before: list[Scope], after: Scope):
        """Wide enough for all of these: each body's register is seen as at a time of its own."""
        known = [scope.known_at for scope in before if scope.known_at is not None]
        return cls(min(scope.as_at for scope in before), min(known, default=None), after.as_at, after.known_at)

    @property
    def entered(self) -> Q:
        """Facts that the later standpoint has and the earlier one did not, among them what takes one back."""
        new = Q(on__gt=self.since)
        if self.known is not None:
            new |= Q(recorded_at__gt=self.known)
        known = Q(on__lte=self.on)
        return new & known if self.known_by is None else new & known & Q(recorded_at__lte=self.known_by)

    def passed(self, name: str) -> Q:
        """A day that was still to come, or had come, at the earlier standpoint, and has passed at the later one."""
        return Q(**{f"{name}__gte": self.since, f"{name}__lt": self.on})

    @property
    def quarter_ended(self) -> bool:
        return quarter_end_before(self.on.fromordinal(self.on.toordinal() + 1)) > self.since


CORRECTS = Q(replaces__isnull=False)  # or takes back: what stood before it may stand again


def changed_risks(window: Window) -> set[int]:
    """Risks with a new turn, score, target, owner or tolerance, or that are said to get on badly, or late for review.

    And those of which a day passed. What was looked at and found as it was raises nothing. One statement.
    """
    return {risk for (risk,) in _changed_risks(window)}


def _changed_risks(window):
    asked = (
        (RiskState, window.entered),
        (Assessment, window.entered | window.passed("target_on")),
        (Detail, window.entered & Q(aspect=Aspect.APPETITE)),
        (Ownership, window.entered),
        (Tolerance, window.entered | window.passed("tolerated_until")),
        (RiskProgress, window.entered & (CORRECTS | Q(status__in=WORSE))),
        (Review, window.entered & (CORRECTS | Q(next_on__lt=window.on)) | window.passed("next_on")),
    )
    rows = [model._base_manager.filter(condition).order_by().values_list("risk") for model, condition in asked]
    return rows[0].union(*rows[1:])


def risks_of_vacated_posts(window: Window) -> set[int]:
    """Risks ever owned by a post that somebody left, or that ended. One statement."""
    return set(_of_vacated_posts(window))


def _of_vacated_posts(window):
    left = Holding._base_manager.filter(window.entered).values("post")
    ended = Q(until__gt=window.since, until__lte=window.on)
    posts = Post.objects.filter(Q(pk__in=left) | ended).values("pk")
    named = Q(post__in=posts) | Q(post__successor__in=posts) | Q(post__successor__successor__in=posts)
    return OwnedPost.objects.filter(named).order_by().values_list("ownership__risk", flat=True)


def risks_getting_on_badly(views: list[View], window: Window) -> set[int]:
    """Where a quarter has ended: the risks that state limited progress or worse. One statement a view."""
    found = set()
    for view in views if window.quarter_ended else ():
        latest = in_force(RiskProgress.objects.filter(risk__register=view.register), view.scope)
        bad = RiskProgress.objects.filter(pk__in=latest.values("pk"), status__in=WORSE)
        found |= set(bad.order_by().values_list("risk", flat=True))
    return found


def registers_of_new_appetite(window: Window) -> set[int]:
    """Registers for which an appetite was set: any of their risks may be above it now. One statement."""

    def build():
        return Appetite._base_manager.filter(window.entered).order_by().values_list("register", flat=True)

    return set(build())


def dependencies_on_movers(view: View, window: Window) -> list[tuple[int, int]]:
    """(risk, the risk it depends on) of each dependency of this view that stands, on a risk that was scored since.

    One statement.
    """

    def build():
        scored = Assessment._base_manager.filter(window.entered, kind=Kind.CURRENT).values("risk")
        asked = Dependency.objects.filter(risk__register=view.register, depends_on__in=scored)
        rows = Dependency.objects.filter(pk__in=in_force(asked, view.scope).values("pk"), holds=True)
        return rows.order_by("risk", "depends_on").values_list("risk", "depends_on")

    return list(build())


def may_alignments_differ(window: Window) -> bool:
    """Whether anything happened that a divergence could come of: otherwise none has appeared. Two statements at most.

    A quarter has begun, which directions are counted from; a board agreed a register; an alignment was written to, or
    an aligned risk was scored, opened or closed, reviewed, marked, or given to others.
    """
    if quarter_end_before(window.since) != quarter_end_before(window.on):
        return True
    return _was_agreed(window) or bool(list(_may_differ(window)))


def _may_differ(window):
    tied = AlignmentMember.objects.values("risk")
    of_risks = (
        (RiskState, window.entered),
        (Assessment, window.entered & Q(kind=Kind.CURRENT)),
        (Ownership, window.entered),
        (Detail, window.entered & Q(aspect=Aspect.MARKING)),
        (Review, window.entered | window.passed("next_on")),
    )
    asked = [model._base_manager.filter(condition, risk__in=tied) for model, condition in of_risks]
    asked += [model._base_manager.filter(window.entered) for model in (AlignmentMember, AlignmentState, DivergenceNote)]
    asked.append(AlignmentReview._base_manager.filter(window.entered | window.passed("next_on")))
    rows = [queryset.order_by().values_list("pk") for queryset in asked]
    return rows[0].union(*rows[1:])[:1]


def _was_agreed(window) -> bool:
    new = Q(as_at__gt=window.since)
    if window.known is not None:
        new |= Q(recorded_at__gt=window.known)
    known = Q() if window.known_by is None else Q(recorded_at__lte=window.known_by)
    return Agreement.objects.filter(new, known).exists()


def changed_controls(window: Window) -> tuple[set[int], set[int]]:
    """(bodies' own controls, joint ones) that may have slipped, fallen or passed their date. One statement."""
    asked = (
        (ControlState, window.entered),
        (ControlDue, window.entered | window.passed("due")),
        (Progress, window.entered),
        (ControlDetail, window.entered & Q(trait=Trait.KEY)),
    )

    def build():
        rows = [
            model._base_manager.filter(condition).order_by().values_list("control", "control__alignment")
            for model, condition in asked
        ]
        return rows[0].union(*rows[1:])

    found = list(build())
    own = {control for control, alignment in found if alignment is None}
    return own, {control for control, alignment in found if alignment is not None}


def controls_beside(controls: set[int]) -> set[int]:
    """These and the others of the same risks, which say whether a control carries its risk. One statement."""
    risks = ControlLink.objects.filter(control__in=controls).values("risk")
    return controls | set(ControlLink.objects.filter(risk__in=risks).order_by().values_list("control", flat=True))
