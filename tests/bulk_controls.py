"""Many controls for tests of speed and of query counts, written in a few statements instead of one action a fact."""

from datetime import date, timedelta

from django.db.models import Max

from controls.models import (
    Control,
    ControlDetail,
    ControlDue,
    ControlLink,
    ControlOwner,
    ControlState,
    ControlWording,
    Effectiveness,
    Progress,
    RiskProgress,
)
from registers import clock
from tests.bulk import OPENED, tell_the_planner
from tests.factories import somebody

STATED = (date(2020, 3, 31), date(2020, 6, 30), date(2020, 9, 30), date(2020, 12, 31))
STATUSES = ("on-track", "limited", "slipped", "no-progress", "complete")
STAGES = ("planned", "in-place", "potential", "planned", "in-place")
RATINGS = ("effective", "partly", "not-effective")


def many_controls(risks, posts, *, each=5, by=None):
    """`each` controls of every risk, with owner, date and a move of it, statements of a year and a rating.

    Every risk states its own progress too. Risks are of one register; returns the controls.
    """
    by, risks = by or somebody(), list(risks)
    register = risks[0].register
    first = (Control.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    total = len(risks) * each
    made = [Control(register=register, number=first + n) for n in range(total)]
    made = Control.objects.bulk_create(made, batch_size=500)
    facts = _Facts(by)
    for n, control in enumerate(made):
        facts.add(ControlState, control, stage=STAGES[n % 5])
        facts.add(ControlWording, control, title=f"Remedy {control.number}", description="It helps. " * 10)
        facts.add(ControlDetail, control, trait="key", value="yes" if n % 2 else "")
        facts.add(ControlOwner, control, post=posts[n % len(posts)] if n % 7 else None)
        facts.add(ControlLink, control, risk=risks[n // each])
        facts.add(ControlDue, control, due=OPENED + timedelta(days=90 + n % 400))
        facts.add(ControlDue, control, on=STATED[0], due=OPENED + timedelta(days=190 + n % 400), reason="Later")
        facts.add(Effectiveness, control, rating=RATINGS[n % 3], line="second", said_by="Somebody")
        for i, on in enumerate(STATED):
            status = STATUSES[(n + i) % 5]
            facts.add(Progress, control, on=on, organisation=register.organisation, status=status, reason="As said")
    facts.write()
    _risk_progress(risks, by)
    tell_the_planner()
    return made


class _Facts:
    """Rows to be written, kind by kind."""

    def __init__(self, by):
        self.by, self.rows = by, {}

    def add(self, model, control, on=OPENED, **values):
        row = model(control=control, by=self.by, on=on, recorded_at=clock.moment_on(on), **values)
        self.rows.setdefault(model, []).append(row)

    def write(self):
        for model, rows in self.rows.items():
            model.objects.bulk_create(rows, batch_size=500)


def _risk_progress(risks, by):
    rows = [
        RiskProgress(
            risk=risk, by=by, on=on, recorded_at=clock.moment_on(on), status=STATUSES[(n + i) % 5], reason="As said"
        )
        for n, risk in enumerate(risks)
        for i, on in enumerate(STATED)
    ]
    RiskProgress.objects.bulk_create(rows, batch_size=500)
