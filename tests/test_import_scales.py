"""A body that changed its scale: a file is read on the scale of its own day, whatever an earlier one was read on."""

import json
from contextlib import suppress
from datetime import date

import pytest
from django.core.management import call_command

from reports.actions import imports
from tests.factories import LEVELS, SchemeFactory
from tests.import_worlds import importer, position, register_to_fill

pytestmark = pytest.mark.django_db

BEFORE, SINCE = date(2018, 6, 30), date(2021, 6, 30)
FIVE = [{"short": "VL", "name": "Very low"}, *LEVELS]
BANDS = {4: "low", 9: "medium", 15: "high", 25: "very-high"}
FILE = b"Ref,Risk title,Likelihood,Impact\n1,Money,H,M\n2,Estates,L,Grave\n"


def cells(levels):
    for n, one in enumerate(levels, 1):
        for i, other in enumerate(levels, 1):
            band = next(word for top, word in BANDS.items() if n * i <= top)
            yield {"likelihood": one["short"], "impact": other["short"], "rank": n * i, "band": band}


@pytest.fixture
def register():
    """Scored on L, M, H, VH until April 2020, since then on VL to VH."""
    found = register_to_fill()
    wider = {"likelihoods": FIVE, "impacts": FIVE, "cells": list(cells(FIVE))}
    SchemeFactory(organisation=found.organisation, name="Five by five", adopted_on=date(2020, 4, 1), definition=wider)
    return found


@pytest.fixture
def board(register):
    return importer(register, "board")


def looked_at(register, by, day):
    begun = imports.begin(register=register, by=by, as_at=day, name="register.csv", content=FILE)
    values = {**begun.mapping["values"]}
    if "Grave" not in values["current-impact"]:
        values["current-impact"] = values["current-impact"] | {"Grave": 4}
    mapping = begun.mapping | {"values": values}
    return imports.look(
        record=imports.settle_mapping(record=begun, by=by, version=begun.version, mapping=mapping), by=by
    )


def apply(record, by):
    return imports.apply(record=record, by=by, fingerprint=record.summary["fingerprint"])


def scores(register, day):
    return {risk["title"]: (risk["likelihood"], risk["impact"]) for risk in position(register, day)["risks"]}


def test_a_mapping_that_is_remembered_is_not_read_on_another_scale(register, board):
    apply(looked_at(register, board, SINCE), board)
    assert scores(register, SINCE) == {"Money": ("H", "M"), "Estates": ("L", "H")}
    begun = imports.begin(register=register, by=board, as_at=BEFORE, name="register.csv", content=FILE)
    assert begun.remembered
    assert begun.mapping["values"]["current-likelihood"] == {"H": 3, "L": 1}
    assert "Grave" not in begun.mapping["values"]["current-impact"]  # which level it was then is asked anew
    record = imports.look(record=begun, by=board)
    assert record.summary["questions"] == 1
    apply(record, board)
    assert scores(register, BEFORE) == {"Money": ("H", "M"), "Estates": (None, None)}
    assert scores(register, SINCE) == {"Money": ("H", "M"), "Estates": ("L", "H")}


def test_a_file_that_is_given_another_day_is_read_on_the_scale_of_that_day(register, board):
    record = looked_at(register, board, SINCE)
    record = imports.set_options(record=record, by=board, as_at=BEFORE)
    assert record.mapping["values"]["current-likelihood"] == {"H": 3, "L": 1}
    levels = [value for value in record.proposal.values if value.fact == "current-impact"]
    assert {value.printed: value.meaning for value in levels} == {"M": 2, "Grave": None}
    apply(imports.look(record=record, by=board), board)
    assert scores(register, BEFORE)["Money"] == ("H", "M")


def test_nor_is_a_mapping_from_a_file_of_its_own(register, board, tmp_path, capsys):
    mapping, file = tmp_path / "mapping.json", tmp_path / "register.csv"
    mapping.write_text(json.dumps(looked_at(register, board, SINCE).mapping))
    file.write_bytes(FILE)
    asked = ["import_register", str(file), "--register", register.path, "--by", board.email, "--mapping", str(mapping)]
    for day, levels in ((SINCE, {"H": 4, "L": 2}), (BEFORE, {"H": 3, "L": 1})):
        with suppress(SystemExit):  # on the older scale "Grave" is a question
            call_command(*asked, "--as-at", day.isoformat(), "--format", "json")
        told = json.loads(capsys.readouterr().out)
        values = [value for value in told["values"] if value["fact"] == "current-likelihood"]
        assert {value["printed"]: value["meaning"] for value in values} == levels
