"""The demo's controls and progress: does it say what was published? As plain JSON, and as loaded and shown."""

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

from registers import clock
from registers.models import User
from tests.factories import client_of
from tests.test_fixtures import LOADING_DAYS, POSTS, TODAY, exists_on, open_risks, position, read, resolve

FACTS = Path(__file__).parent / "facts"
BODIES = ["met", "mopac"]
DATA = {body: read(f"controls-{body}.json") for body in BODIES}
FALLS_SHORT = {"limited", "slipped", "no-progress"}
DECEMBER = date(2021, 12, 31)


def facts(name):
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PRINTED = {int(row["ref"]): row["status"] for row in facts("met_progress_2021_12.csv")}


def life(control, today=TODAY):
    """What happened to a control, oldest first, beginning with its being added."""
    events = [{"do": "add"} | control, *control["then"]]
    return sorted(((resolve(event["on"], today), event) for event in events), key=lambda pair: pair[0])


def standing(control, day):
    """Its stage and what was last stated of it, as at a day; None where there was no such control."""
    stage = status = None
    for on, event in life(control):
        if on <= day:
            stage = event.get("stage", stage)
            status = event.get("status", status)
    return (stage, status) if stage else None


def key_controls(body, ref, day):
    """The status of each key control of a risk that was at work on a day."""
    held = [
        standing(control, day) for control in DATA[body]["controls"] if control.get("key") and ref in control["risks"]
    ]
    return [status for stage, status in filter(None, held) if stage in ("planned", "in-place")]


def progress_of_risks(body, day):
    said = sorted(((resolve(row["on"]), row) for row in DATA[body]["progress"]), key=lambda pair: pair[0])
    return {row["ref"]: row["status"] for on, row in said if on <= day}


# --- what was published


def test_the_met_s_progress_of_december_2021_recounts_as_published():
    said = progress_of_risks("met", DECEMBER)
    assert {ref: said.get(ref, "not-stated") for ref in open_risks("met", DECEMBER)} == PRINTED
    counted = Counter(PRINTED.values())
    assert counted == {"on-track": 6, "limited": 3, "slipped": 1, "not-stated": 1}
    assert sum(counted.values()) == 11


def test_people_was_at_limited_progress_for_a_second_quarter():
    assert progress_of_risks("met", date(2021, 9, 30))[4] == progress_of_risks("met", DECEMBER)[4] == "limited"


@pytest.mark.parametrize("row", facts("met_key_controls_2021_12.csv"), ids=lambda row: f"risk {row['ref']}")
def test_the_key_controls_of_the_two_risks_count_as_published(row):
    counted = Counter(key_controls("met", int(row["ref"]), DECEMBER))
    assert {name: counted[name] for name in ("on-track", "limited", "slipped")} == {
        name: int(row[name]) for name in ("on-track", "limited", "slipped")
    }
    assert sum(counted.values()) == sum(int(row[name]) for name in ("on-track", "limited", "slipped"))


def test_what_falls_due_by_march_is_what_the_board_asked_of_prevention():
    due = [resolve(c["due"]) for c in DATA["met"]["controls"] if 8 in c["risks"] and "due" in c]
    assert max(due) == date(2022, 3, 31)


def test_mopac_s_controls_of_september_2019_have_the_owners_that_were_named():
    there = [c for c in DATA["mopac"]["controls"] if standing(c, date(2019, 9, 30))]
    owners = {c["title"]: c.get("owner") for c in there if 14 in c["risks"]}
    assert owners["Partnership Reference Group"] == "Mayor of London"
    assert owners["Violence Reduction Board"] == "Deputy Mayor for Policing and Crime"
    assert owners["Violence Reduction Unit"] == "Director of VRU"
    assert {c["title"] for c in there if 8 in c["risks"]} == {
        "Short-term specialist posts",
        "Commissioning timetable",
        "Shared commissioning systems and services",
    }


# --- the record holds together, whatever the day of loading


@pytest.mark.parametrize("body", BODIES)
def test_nothing_is_said_of_a_control_before_it_is_there_after_it_is_gone_or_in_the_future(body):
    for today in LOADING_DAYS:
        for control in DATA[body]["controls"]:
            events = life(control, today)
            assert events[0][1]["do"] == "add", control["title"]
            assert events[-1][0] <= today, (today, control["title"])
            gone = [on for on, event in events if event.get("stage") == "retired"]
            assert not gone or gone == [events[-1][0]], (today, control["title"])


def needs_a_reason(event):
    return (
        event.get("status") in FALLS_SHORT
        or event.get("do") in ("due", "own", "rate")
        or event.get("stage") == "retired"
    )


@pytest.mark.parametrize("body", BODIES)
def test_what_falls_short_is_explained_and_every_move_has_a_reason(body):
    said = [event for control in DATA[body]["controls"] for event in control["then"]] + DATA[body]["progress"]
    assert [event for event in said if needs_a_reason(event) and len(event["why"].split()) < 4] == []


@pytest.mark.parametrize("body", BODIES)
def test_every_post_that_owns_or_states_existed_on_the_day(body):
    for control in DATA[body]["controls"]:
        for on, event in life(control):
            named = [event.get(name) for name in ("owner", "by", "post") if event.get(name)]
            assert all(exists_on(body, title, on) for title in named), (on, control["title"], named)
    for row in DATA[body]["progress"]:
        assert exists_on(body, row["by"], resolve(row["on"])), row


@pytest.mark.parametrize("body", BODIES)
def test_a_risk_s_progress_is_stated_while_it_is_open_by_its_owner_or_a_lead(body):
    for today in (TODAY, date(2026, 10, 1), date(2027, 3, 31)):
        for row in DATA[body]["progress"]:
            on = resolve(row["on"], today)
            risk = position(body, on, today)[row["ref"]]
            assert risk["life"] == "open", (on, row)
            assert row["by"] in [*risk["owners"], *risk["leads"]], (on, row)


@pytest.mark.parametrize("body", BODIES)
def test_no_control_at_work_belongs_to_a_post_that_has_ended(body):
    for control in DATA[body]["controls"]:
        stage, _ = standing(control, TODAY)
        owners = [e.get("owner") or e.get("post") for _, e in life(control) if e.get("owner") or e.get("post")]
        if stage != "retired" and owners:
            assert exists_on(body, owners[-1], TODAY), control["title"]


def test_no_reference_is_used_twice():
    joint = [c for a in read("alignments.json")["alignments"] for c in a.get("controls", ())]
    numbers = [c["number"] for c in [*DATA["met"]["controls"], *DATA["mopac"]["controls"], *joint]]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("body", BODIES)
def test_every_open_risk_of_today_has_something_done_about_it(body):
    at_work = [c for c in DATA[body]["controls"] if standing(c, TODAY) and standing(c, TODAY)[0] != "retired"]
    covered = {ref for control in at_work for ref in control["risks"]}
    assert set(open_risks(body, TODAY)) <= covered


def test_each_demo_lead_holds_a_post_that_owns_controls_and_leads_on_risks():
    for body in BODIES:
        [post] = [
            title for (of, title), row in POSTS.items()
            if of == body and any(holder.get("user") == f"lead@{body}.example" for holder in row["holders"])
        ]  # fmt: skip
        assert any(post in risk["owners"] + risk["leads"] for risk in open_risks(body, TODAY).values())
        assert any(c.get("owner") == post for c in DATA[body]["controls"] if standing(c, TODAY)[0] != "retired")


# --- as loaded, and as a person sees it


def text_of(email, url):
    """The words of a page's main part, with one space between them."""
    response = client_of(User.objects.get(email=email)).get(url)
    assert response.status_code == 200, (url, response.status_code)
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.parametrize("email", ["lead@met.example", "lead@mopac.example"])
def test_both_bodies_read_the_same_progress_of_december_2021(db_with_demo, email):
    text = text_of(email, "/registers/met/corporate/?as_at=2021-12-31")
    assert "6 On track 3 Limited 1 Slipped 0 No progress 0 Complete 1 Not stated" in text


@pytest.mark.parametrize("email", ["lead@met.example", "reader@mopac.example", "auditor@panel.example"])
def test_the_printed_position_of_december_2021_counts_and_says_the_same(db_with_demo, email):
    out = StringIO()
    call_command("position", "met/corporate", as_at=DECEMBER, seen_by=email, format="json", stdout=out)
    found = json.loads(out.getvalue())
    assert {risk["ref"]: risk["progress"]["status"] for risk in found["risks"]} == PRINTED
    assert found["progress"] == dict.fromkeys(("no-progress", "complete"), 0) | Counter(PRINTED.values())
    risks = {risk["ref"]: risk for risk in found["risks"]}
    assert risks[4]["progress"]["quarters"] == 2
    for row in facts("met_key_controls_2021_12.csv"):
        counted = Counter(c["status"] for c in risks[int(row["ref"])]["controls"] if c["is_key"])
        assert counted == {name: int(row[name]) for name in ("on-track", "limited", "slipped") if int(row[name])}
    assert not [risk["ref"] for risk in found["risks"] if risk["progress"]["disagrees"]]


def test_mopac_keeps_its_progress_to_those_it_has_cleared(db_with_demo):
    url = "/registers/mopac/corporate/?as_at=2019-09-30"
    assert "1 On track 1 Limited" in text_of("lead@mopac.example", url)
    for email in ("reader@mopac.example", "lead@met.example"):
        assert "Limited" not in text_of(email, url)


def test_the_page_of_a_risk_shows_its_key_controls_as_published(db_with_demo):
    text = text_of("lead@mopac.example", "/registers/met/corporate/8/?as_at=2021-12-31")
    for control in DATA["met"]["controls"]:
        if 8 in control["risks"]:
            assert f"C-{control['number']} {control['title']}" in text


def test_each_kind_of_exception_is_there_to_be_seen(db_with_demo):
    for body in BODIES:
        text = text_of(f"lead@{body}.example", "/controls/")
        assert re.search(
            r"[1-9] Promised date passed [1-9] Slipped twice or more [1-9] No owner "
            r"[1-9] Effectiveness doubted [1-9] Narrative older than a quarter",
            text,
        ), text[:3000]


def test_a_date_moved_twice_shows_both_moves_and_why(db_with_demo):
    text = text_of("lead@met.example", "/controls/C-60/")
    assert "Moved twice" in text
    for reason in [event["why"] for event in next(c for c in DATA["met"]["controls"] if c["number"] == 60)["then"]]:
        assert reason in text


def test_what_the_other_body_s_board_has_not_agreed_is_not_seen(db_with_demo):
    ours, theirs = (text_of(f"lead@{body}.example", "/controls/C-60/") for body in BODIES)
    latest = "Approval came after the intake had closed"
    assert latest in ours
    assert (latest in theirs) == (resolve("today-17", clock.today()) <= resolve("Q-1", clock.today()))


def test_mopac_s_controls_are_sensitive(db_with_demo):
    for email, number in (("lead@met.example", 22), ("reader@mopac.example", 22), ("lead@met.example", 82)):
        client = client_of(User.objects.get(email=email))
        assert client.get(f"/controls/C-{number}/").status_code == 404
