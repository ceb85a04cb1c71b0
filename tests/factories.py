"""Made-up organisations, people, registers and facts for tests. The facts go through the product's own actions."""

from datetime import date

import factory
from django.test import Client

from registers import clock
from registers.actions import agreements, assessments, risks
from registers.actions.boards import board_called
from registers.models import Clearance, Framework, Membership, Objective, Organisation, Post, Register, Scheme, User
from reports.middleware import NOTED_AT

PASSWORD = "a long enough password"
LEVELS = [
    {"short": "L", "name": "Low"},
    {"short": "M", "name": "Medium"},
    {"short": "H", "name": "High"},
    {"short": "VH", "name": "Very high"},
]
OPEN_PROFILE = dict.fromkeys(
    ("identity", "ownership", "movement", "score", "target", "leads", "horizon", "objectives"), "public"
)
CLOSED_PROFILE = (
    dict.fromkeys(("score", "target", "appetite", "outlook", "rationale"), "official-sensitive")
    | dict.fromkeys(("identity", "ownership", "movement"), "public")
    | dict.fromkeys(("leads", "horizon", "objectives", "dependencies"), "official")
)


def band_of(rank):
    return "low" if rank <= 4 else "medium" if rank <= 6 else "high" if rank <= 10 else "very-high"


DEFINITION = {
    "likelihoods": LEVELS,
    "impacts": LEVELS,
    "cells": [
        {"likelihood": a["short"], "impact": b["short"], "rank": 2 * i + n, "band": band_of(2 * i + n)}
        for n, a in enumerate(LEVELS, 1)
        for i, b in enumerate(LEVELS, 1)
    ],
}


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"body-{n}")
    name = factory.LazyAttribute(lambda o: o.slug.replace("-", " ").title())
    short_name = factory.LazyAttribute(lambda o: o.name)
    kind = "body"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    organisation = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence(lambda n: f"Director {n}")


class SchemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Scheme

    organisation = factory.SubFactory(OrganisationFactory)
    name = "Four by four"
    adopted_on = date(2010, 1, 1)
    definition = DEFINITION


class FrameworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Framework

    organisation = factory.SubFactory(OrganisationFactory)
    slug = factory.Sequence(lambda n: f"strategy-{n}")
    name = factory.Sequence(lambda n: f"Strategy {n}")


class ObjectiveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Objective

    framework = factory.SubFactory(FrameworkFactory)
    slug = factory.Sequence(lambda n: f"aim-{n}")
    name = factory.Sequence(lambda n: f"Aim {n}")


class RegisterFactory(factory.django.DjangoModelFactory):
    """A corporate register whose body scores on four by four; its profile is the Met's unless told."""

    class Meta:
        model = Register
        skip_postgeneration_save = True

    class Params:
        settled_by = ""  # the name of its board

    organisation = factory.SubFactory(OrganisationFactory)
    slug = "corporate"
    title = factory.LazyAttribute(lambda o: f"{o.organisation.short_name} corporate risk register")
    board = factory.LazyAttribute(lambda o: board_called(organisation=o.organisation, name=o.settled_by, by=None))
    profile = factory.LazyFunction(lambda: dict(OPEN_PROFILE))

    @factory.post_generation
    def scheme(register, create, extracted, **kwargs):
        if create and not Scheme.objects.filter(organisation=register.organisation).exists():
            SchemeFactory(organisation=register.organisation)


def somebody(*memberships, cleared_by=(), **fields):
    """A user with roles: ("lead", organisation) or a dict of Membership fields each; cleared by these organisations."""
    user = UserFactory(**fields)
    for membership in memberships:
        if not isinstance(membership, dict):
            membership = {"role": membership[0], "organisation": membership[1]}
        Membership.objects.create(user=user, since=date(2010, 1, 1), **membership)
    for organisation in cleared_by:
        Clearance.objects.create(user=user, organisation=organisation, granted_by=user, since=date(2010, 1, 1))
    return user


def client_of(user) -> Client:
    """Signed in, and here a moment ago: noting that somebody comes costs statements of its own."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[NOTED_AT] = clock.now().timestamp()
    session.save()
    return client


def open_risk(register, on=date(2020, 1, 1), by=None, score=None, **fields):
    """A risk opened on a day (recorded at noon of it), scored (likelihood, impact) if told."""
    by = by or somebody()
    with clock.at(clock.moment_on(on)):
        risk = risks.open_risk(
            register=register, by=by, on=on, **{"title": "A risk", "description": "Something may go wrong."} | fields
        )
        if score:
            score_risk(risk, *score, on=on, by=by)
    return risk


def score_risk(risk, likelihood, impact, on, by=None, recorded=None, reason="It was discussed", **fields):
    """A score from a day, recorded at noon of that day unless told another."""
    with clock.at(clock.moment_on(recorded or on)):
        return assessments.record(
            risk=risk,
            by=by or somebody(),
            version=None,
            on=on,
            likelihood=likelihood,
            impact=impact,
            reason=reason,
            **fields,
        )


def agree(register, as_at, by=None, on=None, meeting="The board"):
    """The board settles a register at the end of a day."""
    with clock.at(clock.moment_on(on or as_at, 17)):
        return agreements.agree(register=register, by=by or somebody(), as_at=as_at, meeting=meeting)
