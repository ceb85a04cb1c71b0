"""Long registers for tests of speed and of query counts, written in a few statements instead of one action a fact."""

from datetime import date, timedelta

from django.db import connection

from registers import clock
from registers.models import (
    Aspect,
    Assessment,
    Detail,
    Kind,
    ObjectiveSet,
    OwnedPost,
    Ownership,
    Risk,
    RiskState,
    Stewardship,
    Turn,
    Wording,
)
from registers.scoring import Score
from tests.factories import FrameworkFactory, ObjectiveFactory, PostFactory, somebody

OPENED = date(2020, 1, 15)
SCORED = (OPENED, date(2020, 6, 15), date(2021, 2, 15))


def many_risks(register, number, *, posts=20, objectives=5, by=None):
    """Open `number` risks, each with three scores, a target, an owner, a lead and an objective. Returns the posts."""
    by = by or somebody()
    people = PostFactory.create_batch(posts, organisation=register.organisation)
    aims = ObjectiveFactory.create_batch(objectives, framework=FrameworkFactory(organisation=register.organisation))
    first = register.risks.count() + 1
    risks = Risk.objects.bulk_create([Risk(register=register, ref=first + n) for n in range(number)], batch_size=500)
    _texts(risks, by)
    _scores(register, risks, by)
    _stewards(risks, people, by)
    _aims(risks, aims, by)
    tell_the_planner()
    return people


def tell_the_planner():
    """PostgreSQL guesses from what it knew before the rows came; in daily use it looks again by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _fact(model, risk, by, on=OPENED, **values):
    return model(risk=risk, by=by, on=on, recorded_at=clock.moment_on(on), **values)


def _texts(risks, by):
    RiskState.objects.bulk_create([_fact(RiskState, risk, by, turn=Turn.OPENED) for risk in risks], batch_size=500)
    text = "Something may go wrong in this place. " * 4
    wordings = [_fact(Wording, risk, by, title=f"Danger {risk.ref}", description=text) for risk in risks]
    Wording.objects.bulk_create(wordings, batch_size=500)
    aspects = [
        _fact(Detail, risk, by, aspect=aspect, value=value)
        for risk in risks
        for aspect, value in (
            (Aspect.PRINTED_REF, str(risk.ref)),
            (Aspect.ORDER, str(risk.ref * 10)),
            (Aspect.HORIZON, ("short-term", "long-term")[risk.ref % 2]),
        )
    ]
    Detail.objects.bulk_create(aspects, batch_size=500)


def _scores(register, risks, by):
    scheme = register.scheme_on(OPENED)
    rows = []
    for risk in risks:
        for n, on in enumerate(SCORED):
            rows.append(_score(scheme, risk, by, on, 1 + (risk.ref + n) % 4, 1 + risk.ref // 4 % 4))
        rows.append(_score(scheme, risk, by, OPENED, 1, 1, kind=Kind.TARGET))
    Assessment.objects.bulk_create(rows, batch_size=500)


def _score(scheme, risk, by, on, likelihood, impact, kind=Kind.CURRENT):
    cell = scheme.value.cell(Score(likelihood, impact))
    return _fact(
        Assessment,
        risk,
        by,
        on,
        kind=kind,
        scheme=scheme,
        likelihood=likelihood,
        impact=impact,
        band=cell.band.value,
        rank=cell.rank,
        reason="It was discussed",
    )


def _stewards(risks, people, by):
    rows = [
        _fact(Ownership, risk, by, on=OPENED + timedelta(days=n), role=role)
        for risk in risks
        for n, role in enumerate((Stewardship.OWNER, Stewardship.LEAD))
    ]
    made = Ownership.objects.bulk_create(rows, batch_size=500)
    places = [
        OwnedPost(ownership=row, post=people[(row.risk.ref + (row.role == Stewardship.LEAD)) % len(people)], place=1)
        for row in made
    ]
    OwnedPost.objects.bulk_create(places, batch_size=500)


def _aims(risks, aims, by):
    sets = ObjectiveSet.objects.bulk_create([_fact(ObjectiveSet, risk, by) for risk in risks], batch_size=500)
    link = ObjectiveSet.objectives.through
    links = [link(objectiveset=row, objective=aims[row.risk.ref % len(aims)]) for row in sets]
    link.objects.bulk_create(links, batch_size=500)
