"""The demo's alignments and joint controls: do they say what was printed? As plain JSON, and as loaded and shown."""

import csv
import json
import re
from collections import defaultdict
from datetime import date
from html import unescape
from io import StringIO
from itertools import groupby
from pathlib import Path

import pytest
from django.core.management import call_command

from registers.models import User
from tests.factories import client_of
from tests.test_fixtures import CELLS, LOADING_DAYS, TODAY, exists_on, open_risks, position, read, resolve

FACTS = Path(__file__).parent / "facts"
DATA = read("alignments.json")
ALIGNMENTS = {row["title"]: row for row in DATA["alignments"]}
DECEMBER, SEPTEMBER = date(2017, 12, 31), date(2019, 9, 30)
JOINT = ["Safeguarding", "Governance", "Money", "Insight"]
THEME = {"mopac/6", "mopac/12", "mopac/14", "met/111", "met/112", "met/113"}


def facts(name):
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PRINTED = facts("joint_2017_12.csv")
CONTROLS = {
    name: list(rows) for name, rows in groupby(facts("joint_controls_2017_12.csv"), key=lambda row: row["joint_risk"])
}


def band(risk, day):
    body, ref = risk.split("/")
    return CELLS[body][position(body, day)[int(ref)]["current"]]["band"]


def life_of(control):
    """What happened to a joint control: proposed, agreed if it has been, and the rest."""
    return [control["proposed"], *([control["agreed"]] if "agreed" in control else []), *control.get("then", ())]


def lives(today=TODAY):
    """Every event of every alignment and its joint controls as (day, alignment, event)."""
    for row in DATA["alignments"]:
        of_controls = [event for control in row.get("controls", ()) for event in life_of(control)]
        for event in [row, *of_controls, *row.get("then", ())]:
            yield resolve(event["on"], today), row["title"], event


# --- what was published


def test_the_four_joint_risks_stand_in_the_order_of_the_appendix_with_both_bodies_risks():
    assert [(row["number"], row["title"]) for row in DATA["alignments"][:4]] == list(enumerate(JOINT, 1))
    for name in JOINT:
        printed = {f"{row['organisation']}/{row['ref']}" for row in PRINTED if row["joint_risk"] == name}
        assert set(ALIGNMENTS[name]["risks"]) == printed
        assert resolve(ALIGNMENTS[name]["on"]) < date(2017, 9, 1)
    assert ALIGNMENTS["Money"]["aliases"] == ["Funding"]


def test_all_fifteen_joint_controls_and_the_potential_one_are_there_in_their_order():
    for name in JOINT:
        listed = [(c["title"], c["stage"] == "potential") for c in ALIGNMENTS[name]["controls"]]
        assert listed == [(row["title"], row["listed_as"] == "potential") for row in CONTROLS[name]]
    assert sum(row["listed_as"] == "joint" for rows in CONTROLS.values() for row in rows) == 15


def test_no_joint_control_of_2017_has_an_owner_a_date_or_progress():
    for control in [control for name in JOINT for control in ALIGNMENTS[name]["controls"]]:
        assert not {"owner", "due"} & set(control)
        assert "state" not in [event["do"] for event in control.get("then", ())]


def test_every_wording_of_2017_was_agreed_before_the_paper_went_to_the_panel():
    for control in [control for name in JOINT for control in ALIGNMENTS[name]["controls"]]:
        # On 19 October both bodies chose joint controls over a joint register.
        assert "2017-10-19" < control["proposed"]["on"] < control["agreed"]["on"] < "2017-12-19"


def test_invented_bands_agree_within_safeguarding_and_insight():
    for name in ("Safeguarding", "Insight"):
        assert len({band(risk, DECEMBER) for risk in ALIGNMENTS[name]["risks"]}) == 1


def test_the_theme_of_2019_ties_six_risks_each_with_a_response():
    theme = ALIGNMENTS["Community engagement"]
    assert set(theme["risks"]) == THEME
    assert resolve(theme["on"]) < date(2019, 9, 18)
    responses = {event["risk"]: event for event in theme["then"] if event["do"] == "respond"}
    assert set(responses) == THEME
    for risk, event in responses.items():
        assert event["by"] == risk.split("/")[0]
        assert event["on"] < "2019-09-18"


# --- the record holds together, whatever the day of loading


def test_nothing_is_said_in_the_future_before_it_was_begun_or_after_it_ended():
    for today in LOADING_DAYS:
        days, ended = defaultdict(list), {}
        for on, title, event in lives(today):
            days[title].append(on)
            if event.get("do") == "end":
                ended[title] = on
        for title, said in days.items():
            assert said[0] == min(said), (today, title)
            assert max(said) <= ended.get(title, today), (today, title)


def test_a_wording_is_agreed_after_it_was_proposed_and_spoken_of_after_that():
    for today in LOADING_DAYS:
        for control in [control for row in DATA["alignments"] for control in row.get("controls", ())]:
            days = [resolve(event["on"], today) for event in life_of(control)]
            assert days == sorted(days), (today, control["title"])


def test_risks_are_open_on_the_day_they_are_tied():
    for today in (TODAY, date(2026, 10, 1), date(2027, 3, 31)):
        for on, _, event in lives(today):
            joining = [event["risk"]] if event.get("do") == "join" else event.get("risks", ())
            for body, ref in [risk.split("/") for risk in joining]:
                assert int(ref) in open_risks(body, on, today), (on, body, ref)


def test_posts_that_state_existed_on_the_day():
    for on, title, event in lives():
        assert "stated_by" not in event or exists_on(event["by"], event["stated_by"], on), (title, event)


# --- as loaded, and as a person sees it


def text_of(email, url):
    """The words of a page's main part, with one space between them."""
    response = client_of(User.objects.get(email=email)).get(url)
    assert response.status_code == 200, (url, response.status_code)
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def page_of(title, day, email="auditor@panel.example"):
    return text_of(email, f"/alignments/{ALIGNMENTS[title]['number']}/?as_at={day}")


@pytest.mark.parametrize("email", ["lead@met.example", "lead@mopac.example", "auditor@panel.example"])
@pytest.mark.parametrize("name", JOINT)
def test_the_page_of_december_2017_shows_every_fact(db_with_demo, name, email):
    text = page_of(name, DECEMBER, email)
    assert text.split(" Joint risk")[0].endswith(name)
    for row in [row for row in PRINTED if row["joint_risk"] == name]:
        title = position(row["organisation"], DECEMBER)[int(row["ref"])]["wording"][0]
        movement, owner = row["movement"].capitalize(), re.escape(row["owner"])
        assert re.search(rf"{title} .{{0,400}}? {movement} .{{0,160}}? Owner {owner} ", text), row
    for row in CONTROLS[name]:
        stage = "Potential" if row["listed_as"] == "potential" else "(In place|Planned)"
        assert re.search(rf"C-\d+ {re.escape(row['title'])} {stage}", text), row
    assert f"{sum(row['listed_as'] == 'joint' for row in CONTROLS[name])} joint controls" in text
    assert ("1 potential joint control" in text) == (name == "Governance")
    assert ("Also called Funding" in text) == (name == "Money")
    assert "stated by" not in text


def printed(as_at, seen_by):
    out = StringIO()
    call_command("position", "alignments", as_at=as_at, seen_by=seen_by, format="json", stdout=out)
    return json.loads(out.getvalue())["alignments"]


@pytest.mark.parametrize("email", ["lead@met.example", "auditor@panel.example", "public"])
def test_the_printed_alignments_of_december_2017_say_every_fact(db_with_demo, email):
    found = printed(DECEMBER, email)
    assert [alignment["title"] for alignment in found] == JOINT
    told = {
        (side["organisation"], str(risk["ref"]), alignment["title"], *risk["owners"], risk["movement"])
        for alignment in found
        for side in alignment["sides"]
        for risk in side["risks"]
    }
    assert told == {tuple(row.values()) for row in PRINTED}
    for alignment in found:
        controls = [(c["title"], c["state"] == "potential") for c in alignment["joint_controls"]]
        assert controls == [(row["title"], row["listed_as"] == "potential") for row in CONTROLS[alignment["title"]]]
        differ = [each["kind"] for each in alignment["divergences"] if each["kind"] == "directions"]
        assert differ == (["directions"] if alignment["title"] in ("Governance", "Money") else [])


@pytest.mark.parametrize("name", JOINT)
def test_directions_differ_for_governance_and_money_and_for_no_other(db_with_demo, name):
    text = page_of(name, DECEMBER)
    assert ("Directions differ" in text) == (name in ("Governance", "Money"))
    assert "Bands differ" not in text or name in ("Governance", "Money")


def test_before_the_other_body_had_agreed_a_wording_was_only_proposed(db_with_demo):
    before, after = (page_of("Safeguarding", day) for day in ("2017-11-22", "2017-11-23"))
    assert "5 joint controls" not in before
    assert "5 joint controls" in after


def test_the_old_wording_is_shown_as_at_a_date_before_the_new_one(db_with_demo):
    assert "are discussing a new one" in page_of("Insight", DECEMBER)
    assert "In force since April 2018" in page_of("Insight", "2018-05-31")


@pytest.mark.parametrize("email", ["lead@met.example", "lead@mopac.example"])
def test_the_theme_shows_both_bodies_risks_and_what_each_does(db_with_demo, email):
    text = page_of("Community engagement", SEPTEMBER, email)
    responses = [event["text"] for event in ALIGNMENTS["Community engagement"]["then"] if event["do"] == "respond"]
    assert len(responses) == 6
    assert [response for response in responses if response not in text] == []
    assert text.index("6 Victims") < text.index("12 Equalities") < text.index("14 Violence")


def test_the_met_s_closing_asked_both_bodies_to_review(db_with_demo):
    text = page_of("Governance", "2019-07-10")
    assert "The Met's risk 2 was closed on 28 June 2019." in text
    assert "MOPAC and the Met have still to review this alignment." in text
    assert "still to review" not in page_of("Governance", "2019-11-20")


def test_after_the_split_of_funding_both_its_halves_stand_in_the_alignment(db_with_demo):
    text = page_of("Money", SEPTEMBER)
    assert "MOPAC's risk 4 was split on 28 March 2019 into 4 and 15." in text
    assert "15 Efficiency" in text
    assert "15 Efficiency" not in page_of("Money", "2019-03-31")


def test_a_restricted_risk_is_named_to_the_other_body_in_these_words_alone(db_with_demo):
    ours, theirs = (text_of(f"lead@{body}.example", "/alignments/8/") for body in ("mopac", "met"))
    assert "a restricted MOPAC risk" in theirs
    for words in ("Support for victims", "Supplier", "second provider"):
        assert words in ours
        assert words not in theirs


def test_bands_differ_in_one_alignment_of_today_and_directions_in_another(db_with_demo):
    listed = text_of("lead@mopac.example", "/alignments/")
    assert "Confidence and fair treatment Bands differ MOPAC's risk 12 is medium, the Met's risk 9 is high." in listed
    assert re.search(r"Police funding Directions differ MOPAC's risk 4 is static.*?, the Met's risk 6 is down", listed)


def test_each_body_sees_what_waits_for_it_and_what_waits_for_the_other(db_with_demo):
    for body, waits, them, other in (("met", "C-87", "MOPAC", "C-86"), ("mopac", "C-86", "the Met", "C-87")):
        for_us, for_them = text_of(f"lead@{body}.example", "/").split(f"Waits for {them} ")
        assert waits in for_us.split("Waits for you")[1]
        assert other not in for_us
        assert other in for_them
