"""From a workbook of tests/data to the register, through the whole import: what it says stands there, and only once."""

import os
from datetime import date

import pytest

from registers.models import Holding, Post, PostAlias, Risk
from registers.scoring import Score
from reports.actions import imports
from reports.imports.standing_controls import DUE, OWNER, STAGE, WORDING, controls_of
from tests.data.make import HERE
from tests.factories import (
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    SchemeFactory,
    UserFactory,
)
from tests.import_worlds import importer, position
from tests.imported_compare import same
from tests.imported_known import scheme_called
from tests.imported_measure import expected_of, names

pytestmark = pytest.mark.django_db

# One of each way through planning and applying; CORPUS=all takes every workbook.
SOME = [
    "says-nothing",
    "score-and-arrow",
    "controls",
    "closed",
    "met-2021-12",
    "mopac-2019-09",
    "several-rows",
    "commissioner",
    "rag-controls",
    "project",
]
CHOSEN = names() if os.environ.get("CORPUS") == "all" else SOME


def definition_of(name):
    """A scale as the register keeps it."""
    scheme = scheme_called(name)
    cells = [
        {
            "likelihood": scheme.likelihoods[a - 1].short,
            "impact": scheme.impacts[b - 1].short,
            "rank": cell.rank,
            "band": cell.band.value,
        }
        for (a, b), cell in scheme.cells.items()
    ]
    return {
        "likelihoods": [{"short": level.short, "name": level.name} for level in scheme.likelihoods],
        "impacts": [{"short": level.short, "name": level.name} for level in scheme.impacts],
        "cells": cells,
    }


def register_of(known):
    """An empty register of a body that has these posts, people and objectives."""
    body = OrganisationFactory(slug="met", name=known["body"], short_name=known["body"])
    SchemeFactory(organisation=body, definition=definition_of(known["scheme"]))
    framework = FrameworkFactory(organisation=body)
    by = UserFactory()
    for place, name in enumerate(known["objectives"]):
        ObjectiveFactory(framework=framework, name=name, order=place)
    for said in known["posts"]:
        post = PostFactory(organisation=body, title=said["title"])
        for alias in said["aliases"]:
            PostAlias.objects.create(post=post, title=alias)
        for holder in said["holders"]:
            Holding.objects.create(post=post, name=holder, on=date(2015, 1, 1), by=by)
    return RegisterFactory(organisation=body)


def looked_at(register, by, expected):
    """The dry run of a workbook as at its day."""
    content = (HERE / expected["file"]).read_bytes()
    given = (
        {"pasted": content.decode()}
        if expected["file"].endswith(".pasted.txt")
        else {"name": expected["file"], "content": content}
    )
    begun = imports.begin(register=register, by=by, as_at=date.fromisoformat(expected["as_at"]), **given)
    assert begun.shown_state == "mapping", begun.error
    return imports.look(record=begun, by=by)


def applied(record, by):
    record = imports.apply(record=record, by=by, fingerprint=record.summary["fingerprint"])
    assert (record.shown_state, record.error) == ("applied", "")
    return record


@pytest.mark.parametrize("name", CHOSEN)
def test_a_workbook_becomes_the_register_and_a_second_time_changes_nothing(name):
    expected = expected_of(name)
    register = register_of(expected["known"])
    by = importer(register, "administrator", "board")
    applied(looked_at(register, by, expected), by)
    found = position(register, date.fromisoformat(expected["as_at"]), by)["risks"]
    wanted = [entry for entry in expected["entries"] if not entry.get("may_be_absent")]
    assert [risk["printed_ref"] for risk in found][: len(wanted)] == [entry["ref"] for entry in wanted]
    for entry, risk in zip(wanted, found, strict=True):
        compare(entry["facts"], risk, scheme_called(expected["known"]["scheme"]))
        compare_controls(entry, risk["ref"], register, date.fromisoformat(expected["as_at"]))
    again = looked_at(register, by, expected)
    assert (again.summary["create"], again.summary["change"]) == (0, 0), [
        (row.planned.what, row.planned.changes) for row in again.rows.all() if row.deed in ("create", "change")
    ]


def compare(facts, risk, scheme):
    """The facts of the file against what the register says."""
    assert same(facts.get("title", risk["title"]), risk["title"])
    assert same(facts.get("description", risk["description"]), risk["description"])
    assert risk["owners"] == facts.get("owners", risk["owners"])
    assert risk["leads"] == facts.get("leads", risk["leads"])
    for kind, printed in (("current-score", risk), ("target-score", risk["target"])):
        if kind in facts:
            likelihood, impact = facts[kind]
            assert (printed["likelihood"], printed["impact"]) == scheme.short_names(Score(likelihood, impact))


def compare_controls(entry, ref, register, day):
    """The controls and actions of a row, each with what the file says of it, against those that act on the risk."""
    controls = controls_of(register)
    risk = Risk.objects.get(register=register, ref=ref).pk
    there = {
        controls.value(WORDING, key, day).title: key for key in controls.numbers if risk in controls.risks(key, day)
    }
    wanted = {said["title"]: said for said in entry.get("controls", ())}
    for title, said in wanted.items():
        key = next((key for name, key in there.items() if same(title, name)), None)
        assert key is not None, (title, list(there))
        assert said.get("stage", controls.value(STAGE, key, day)) == controls.value(STAGE, key, day)
        due = controls.value(DUE, key, day)
        assert said.get("due", due.isoformat() if due else None) == (due.isoformat() if due else None)
        owner = controls.value(OWNER, key, day)
        if "owners" in said:  # a control has one
            assert Post.objects.get(pk=owner).title == said["owners"][0]
