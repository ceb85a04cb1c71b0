"""Does the demo's plan of 2018/19 say what the paper of June 2019 printed, wherever it is shown?"""

import csv
import json
import re
from collections import Counter
from datetime import date
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from controls.models import ImprovementPlan, StreamDue, StreamProgress
from registers.models import User
from tests.factories import client_of

pytestmark = pytest.mark.usefixtures("db_with_demo")

FACTS = Path(__file__).parent / "facts"
MARCH = date(2019, 3, 31)
YEAR = "/improvement-plans/mopac/2018-19/"
FIGURES = {"not-started": 0, "on-track": 14, "slipped": 2, "complete": 32, "no-longer-needed": 0}
REVISED = {row["ref"] for row in csv.DictReader((FACTS / "mopac_plan_revised_2019_03.csv").open(encoding="utf-8"))}


def printed(day=MARCH, plan="mopac/2018-19", seen_by="lead@mopac.example"):
    out = StringIO()
    call_command("position", f"improvement-plan/{plan}", as_at=day, seen_by=seen_by, format="json", stdout=out)
    return json.loads(out.getvalue())


def page(address, who="lead@mopac.example"):
    answer = client_of(User.objects.get(email=who)).get(address)
    assert answer.status_code == 200, address
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_its_figures_are_those_printed():
    found = printed()
    assert (found["work_streams"], found["counts"], found["revised"]) == (48, FIGURES, 7)
    assert sum(found["counts"].values()) == 48
    assert found["percentages"]["complete"] == 67


def test_a_plain_recount_of_what_was_entered_gives_the_same():
    plan = ImprovementPlan.objects.get(organisation__slug="mopac", slug="2018-19")
    status, promised = {}, {}
    for fact in StreamProgress.objects.filter(stream__plan=plan, on__lte=MARCH).order_by("on", "pk"):
        status[fact.stream.ref] = fact.status
    for fact in StreamDue.objects.filter(stream__plan=plan, on__lte=MARCH).order_by("on", "pk"):
        promised.setdefault(fact.stream.ref, []).append(fact.due)
    assert Counter(status.values()) == {name: count for name, count in FIGURES.items() if count}
    assert {ref for ref, dates in promised.items() if len(dates) > 1} == REVISED


def test_the_page_says_the_same():
    text = page(f"{YEAR}?as_at={MARCH}")
    for words in ("48 work-streams by status", "14 On track (29%)", "2 Slipped (4%)", "32 Complete (67%)"):
        assert words in text
    assert "7 Date revised" in text
    assert "7 work-streams chosen" in page(f"{YEAR}?as_at={MARCH}&flag=revised")
    assert "32 work-streams chosen" in page(f"{YEAR}?as_at={MARCH}&status=complete")


def test_the_seven_with_another_date_are_those_named_each_with_why():
    revised = {stream["ref"]: stream for stream in printed()["streams"] if stream["revised"]}
    assert set(revised) == REVISED
    assert all(move["reason"] for stream in revised.values() for move in stream["moves"])
    assert revised["G8"]["due"] == "2020-08-31"  # the reforms were expected in August 2020
    assert all(stream["status"] in ("on-track", "slipped") for stream in revised.values())


def test_what_was_complete_since_march_and_the_two_recommendations_are_there():
    streams = {stream["ref"]: stream for stream in printed()["streams"]}
    assert {streams[ref]["status"] for ref in ("A3", "B2", "B3", "D2", "E4", "F4", "G1")} == {"complete"}
    audited = {stream["number"]: stream for stream in streams.values() if stream["source"] == "external-audit"}
    assert (audited["1"]["priority"], audited["1"]["status"]) == ("high", "complete")
    assert (audited["6"]["priority"], audited["6"]["status"]) == ("medium", "complete")


def test_refs_are_in_the_order_of_the_paper():
    refs = [stream["ref"] for stream in printed()["streams"]]
    assert refs.index("F9") + 1 == refs.index("F10")
    assert refs[0] == "A1"
    assert refs[-1] == "G8"


def test_the_year_after_holds_exactly_what_was_unfinished():
    unfinished = {stream["ref"] for stream in printed()["streams"] if stream["status"] in ("on-track", "slipped")}
    following = printed(date(2019, 6, 30), "mopac/2019-20")["streams"]
    carried = {stream["ref"] for stream in following if stream["carried_from"]}
    assert carried == unfinished
    assert printed(date(2019, 6, 30))["state"] == "closed"


def test_what_the_paper_did_not_print_is_called_illustrative():
    streams = {stream["ref"]: stream for stream in printed()["streams"]}
    assert not any(streams[ref]["illustrative"] for ref in REVISED)
    assert "Illustrative" in page(f"{YEAR}?as_at={MARCH}")


@pytest.mark.parametrize("who", ["lead@met.example", "member@panel.example"])
def test_nobody_else_is_shown_the_restricted_plan(who):
    assert client_of(User.objects.get(email=who)).get(YEAR).status_code == 404


def test_a_plan_of_the_present_year_is_there_for_each_body():
    for body in ("met", "mopac"):
        text = page("/improvement-plans/", f"lead@{body}.example")
        assert "Last gone through on" in text
