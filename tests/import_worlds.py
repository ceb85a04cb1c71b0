"""Registers to bring files into, and files' sayings by hand: what reading gives, without a file."""

from datetime import date

from registers import clock
from registers.access import audience_of
from registers.details import full_position
from registers.models import Register
from registers.position import index, look_at
from registers.scope import Scope
from reports.imports.planning import plan
from reports.imports.values import (
    About,
    ControlSaid,
    Entry,
    Fact,
    NewPost,
    OwnerSaid,
    Reading,
    Said,
    Scored,
    Where,
)
from reports.position_json import position_data
from tests.factories import OrganisationFactory, RegisterFactory, somebody

SHEET = "Register"
SEPTEMBER, DECEMBER, MARCH = date(2019, 9, 30), date(2019, 12, 31), date(2020, 3, 31)


def register_to_fill(slug="met", **fields) -> Register:
    body = OrganisationFactory(slug=slug, name=slug.title(), short_name=f"the {slug.title()}")
    return RegisterFactory(organisation=body, **fields)


def importer(register, *also):
    """A lead of the register's body, cleared by it; `also`: further roles there, "board", "administrator"."""
    body = register.organisation
    return somebody(("lead", body), *((role, body) for role in also), cleared_by=[body])


def said(value, row=1, column=1):
    printed = "" if value is None else str(value)
    return Said(value, printed, Where(SHEET, row, column))


def owners(*posts):
    """Posts by key, or titles of ones that are to be added."""
    return tuple(OwnerSaid(NewPost(post) if isinstance(post, str) else post.pk) for post in posts)


def entry(row, ref="", title=None, *, about=About.RISKS, controls=(), score=None, target=None, **facts):
    """One row of the file: facts by their names (`rationale=`, `owners=` ...)."""
    given = {Fact[name.upper()]: value for name, value in facts.items()}
    if title is not None:
        given[Fact.TITLE] = title
    if score is not None:
        given[Fact.CURRENT_SCORE] = Scored(*score)
    if target is not None:
        given[Fact.TARGET_SCORE] = Scored(*target)
    places = {fact: said(value, row, n) for n, (fact, value) in enumerate(given.items(), 2)}
    return Entry(about, ref, Where(SHEET, row), row, places, tuple(controls))


def control(title, row=1, risks=(), **facts):
    places = {Fact[name.upper()]: said(value, row, n) for n, (name, value) in enumerate(facts.items(), 3)}
    return ControlSaid(said(title, row, 2), places, tuple(risks), Where(SHEET, row))


def reading(*entries, controls=(), problems=()):
    return Reading(tuple(entries), tuple(controls), tuple(problems), (), len(entries))


def planned(register, by, as_at, *entries, **options):
    """The plan of these rows; `controls`, `problems` of the reading among the options."""
    parts = {name: options.pop(name) for name in ("controls", "problems") if name in options}
    return plan(register, reading(*entries, **parts), by, as_at, source="Imported from test.xlsx", **options)


def position(register, day, by=None, since=None) -> dict:
    """The whole position as JSON, as somebody sees it who sees everything."""
    by = by or importer(register)
    scope = Scope(as_at=day, compared_with=since)
    found = index(look_at(Register.objects.select_related("organisation").get(pk=register.pk), audience_of(by), scope))
    return position_data(full_position(found, list(found.rows)))


def stands(register, day, by=None) -> dict:
    """{printed ref: what is said of each open risk on a day}, without what follows from other days."""
    follows = {"movement", "reasons", "periods", "opened_on", "ref", "review", "progress"}
    return {
        risk["printed_ref"]: {name: value for name, value in risk.items() if name not in follows}
        for risk in position(register, day, by)["risks"]
        if risk["closed_on"] is None
    }


def days_ago(number):
    return date.fromordinal(clock.today().toordinal() - number)
