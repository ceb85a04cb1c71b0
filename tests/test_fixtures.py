"""Do the demo's fixtures say what was published? Read as plain JSON and replayed here without the portal."""

import csv
import json
import re
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
FIXTURES = HERE.parent / "fixtures"
TODAY = date(2026, 11, 20)
# Relative dates must hold on whatever day the demo is loaded: both ends of every quarter, and all the days between.
LOADING_DAYS = [date(2026, 10, 1) + timedelta(days=n) for n in range(2 * 366)]
REGISTERS = ["met", "mopac"]
BANDS = ["low", "medium", "high", "very-high"]


def read(name):
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def facts(name):
    with (HERE / "facts" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ORGANISATIONS = read("organisations.json")
EVENTS = {body: read(f"{body}-corporate.json")["events"] for body in REGISTERS}
PAPER = read("papers/mopac-risk-update-2019-09.json")
BEFORE_A_PANEL = {"2017-12-07", "2019-09-09"}  # settled by correspondence, for the papers of a meeting
SCHEMES = {scheme["organisation"]: scheme for scheme in ORGANISATIONS["schemes"]}
CELLS = {body: {(c["likelihood"], c["impact"]): c for c in SCHEMES[body]["cells"]} for body in REGISTERS}
OBJECTIVES = {f["organisation"]: {o["slug"]: o["name"] for o in f["objectives"]} for f in ORGANISATIONS["frameworks"]}
POSTS = {(post["organisation"], post["title"]): post for post in ORGANISATIONS["posts"]}


def quarter_end_before(day):
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)


def resolve(text, today=TODAY):
    """A fixture's date, ISO or counted from the day of loading."""
    found = re.fullmatch(r"(today|Q-[12])([+-]\d+)?", text)
    if not found:
        return date.fromisoformat(text)
    base = today
    for _ in range(int(found[1][2:]) if found[1] != "today" else 0):
        base = quarter_end_before(base)
    return base + timedelta(days=int(found[2] or 0))


def dated(body, today=TODAY):
    """Every event with its day, oldest first, in the file's order within a day."""
    return sorted(((resolve(event["on"], today), event) for event in EVENTS[body]), key=lambda pair: pair[0])


def titles(names):
    """The titles of posts, some of which say apart how the register prints them."""
    return [name["post"] if isinstance(name, dict) else name for name in names]


def effects(event):
    """An event as (ref, kind of fact, value): what a split or a merger does to each risk is spelled out."""
    match event:
        case {"do": "open"}:
            yield event["ref"], "life", "open"
            yield event["ref"], "wording", (event["title"], event["description"])
            for name in ("horizon", "owners", "leads", "objectives", "order", "printed_ref", "marking"):
                yield event["ref"], name, titles(event[name]) if name in ("owners", "leads") else event[name]
        case {"do": "split"}:
            yield event["ref"], "refreshed", True
            for part in event["into"]:
                yield from effects(part | {"do": "open"})
        case {"do": "merge"}:
            yield event["into"], "refreshed", True
            for ref in event["refs"]:
                yield ref, "life", "closed"
        case {"do": "recast"}:
            yield event["ref"], "refreshed", True
            yield event["ref"], "wording", (event["title"], event["description"])
        case {"do": "word"}:
            yield event["ref"], "wording", (event["title"], event["description"])
        case {"do": "assess"}:
            yield event["ref"], event["kind"], (event["likelihood"], event["impact"])
        case {"do": "own"}:
            yield event["ref"], event["role"] + "s", titles(event["posts"])
        case {"do": "place"}:
            yield event["ref"], "printed_ref", event["printed_ref"]
        case {"do": "mark"}:
            yield event["ref"], "marking", event["marking"]
        case {"do": "close"}:
            yield event["ref"], "life", "closed"
        case {"do": "depend"}:
            yield event["ref"], f"depends on {event['on_ref']}", True
        case {"do": "order" | "horizon" | "objectives"}:
            yield event["ref"], event["do"], event[event["do"]]
        case {"do": "outlook" | "tolerate" | "appetite"}:
            yield event["ref"], event["do"], event
        case {"do": "agree"}:
            return
        case _:
            raise AssertionError(f"unknown: {event['do']}")


def position(body, day, today=TODAY):
    """Every risk ever opened by a day, as it then stood."""
    risks = defaultdict(dict)
    for on, event in dated(body, today):
        if on <= day:
            for ref, kind, value in effects(event):
                risks[ref][kind] = on if kind == "refreshed" else value
    return dict(risks)


def open_risks(body, day, today=TODAY):
    """The open risks in display order, by ref."""
    risks = [(ref, risk) for ref, risk in position(body, day, today).items() if risk["life"] == "open"]
    return dict(sorted(risks, key=lambda pair: pair[1]["order"]))


def movement(body, ref, since, day, today=TODAY):
    """The printed word, from the two positions alone."""
    before, after = position(body, since, today).get(ref), position(body, day, today)[ref]
    if before is None:
        return "new"
    if after["life"] == "closed":
        return "closed" if before["life"] == "open" else None
    if since < after.get("refreshed", since):
        return "refreshed"
    old, new = CELLS[body][before["current"]]["rank"], CELLS[body][after["current"]]["rank"]
    if old == new:
        return "static" if before["current"] == after["current"] else "shifted"
    return "up" if new > old else "down"


def exists_on(body, title, day):
    """Whether there is such a post on a day; `until` is exclusive."""
    post = POSTS.get((body, title))
    return bool(post) and post["since"] <= day.isoformat() < (post["until"] or "9999")


# --- what was published


def test_the_met_register_of_december_2021_carries_every_printed_fact():
    risks = open_risks("met", date(2021, 12, 31))
    printed = facts("met_2021_12.csv")
    assert list(risks) == [int(row["ref"]) for row in printed]
    for row in printed:
        risk = risks[int(row["ref"])]
        assert risk["printed_ref"] == row["ref"]
        assert risk["wording"][0] == row["title"]
        assert risk["current"] == (row["likelihood"], row["impact"])
        assert risk["target"] == (row["target_likelihood"], row["target_impact"])
        assert risk["horizon"] == row["horizon"]
        assert risk["owners"] == [row["owner"]]
        assert [OBJECTIVES["met"][slug] for slug in risk["objectives"]] == [row["objective"]]


def test_the_met_leads_of_december_2021_stand_in_the_printed_order():
    """One post is printed under two names, "Director Strategy & Governance" being an alias."""
    met = [post for post in ORGANISATIONS["posts"] if post["organisation"] == "met"]
    names = {alias["title"]: post["title"] for post in met for alias in post["aliases"]}
    printed = defaultdict(list)
    for row in facts("met_2021_12_leads.csv"):
        printed[int(row["ref"])].append(names.get(row["lead"], row["lead"]))
    assert {ref: risk["leads"] for ref, risk in open_risks("met", date(2021, 12, 31)).items()} == printed


@pytest.mark.parametrize("row", facts("met_2021_12.csv"), ids=lambda row: row["title"])
def test_the_met_arrows_of_december_2021_follow_from_the_scores(row):
    assert movement("met", int(row["ref"]), date(2021, 9, 30), date(2021, 12, 31)) == row["movement"]


def test_money_fell_from_high_to_low_likelihood():
    assert position("met", date(2021, 9, 30))[6]["current"] == ("H", "H")
    assert position("met", date(2021, 12, 31))[6]["current"] == ("L", "H")


def test_standards_was_reworded_in_the_quarter_without_becoming_another_risk():
    before, after = (position("met", day)[3] for day in (date(2021, 9, 30), date(2021, 12, 31)))
    assert before["wording"] != after["wording"]
    assert "refreshed" not in after


def test_the_mopac_register_of_september_2019_stands_as_printed():
    risks = open_risks("mopac", date(2019, 9, 30))
    printed = facts("mopac_2019_09.csv")
    assert list(risks) == [int(row["ref"]) for row in printed]
    for row in printed:
        risk = risks[int(row["ref"])]
        assert risk["wording"][0] == row["title"]
        assert risk["owners"] == row["owners"].split("; ")
        assert movement("mopac", int(row["ref"]), date(2019, 6, 30), date(2019, 9, 30)) == row["movement"] == "static"


def test_only_the_two_risks_on_the_printed_chart_are_very_high_in_september_2019():
    risks = open_risks("mopac", date(2019, 9, 30))
    assert [ref for ref, risk in risks.items() if CELLS["mopac"][risk["current"]]["band"] == "very-high"] == [11, 14]


@pytest.mark.parametrize("row", facts("joint_2017_12.csv"), ids=lambda row: f"{row['organisation']} {row['ref']}")
def test_the_joint_risks_of_december_2017_have_their_printed_owners_and_arrows(row):
    body, ref = row["organisation"], int(row["ref"])
    assert open_risks(body, date(2017, 12, 31))[ref]["owners"] == [row["owner"]]
    assert movement(body, ref, date(2017, 9, 30), date(2017, 12, 31)) == row["movement"]


def test_the_met_had_four_risks_in_2017_and_three_in_2019():
    assert list(open_risks("met", date(2017, 12, 31))) == [101, 102, 103, 104]
    assert sorted(open_risks("met", date(2019, 9, 30))) == [111, 112, 113]
    assert list(open_risks("met", date(2021, 9, 30))) == list(range(1, 12))


def test_funding_was_split_and_its_other_half_stands_beside_it():
    [split] = [event for event in EVENTS["mopac"] if event["do"] == "split"]
    assert (split["ref"], [part["ref"] for part in split["into"]]) == (4, [15])
    assert resolve(split["on"]) < date(2019, 6, 30)


def test_most_mopac_risks_depend_on_funding():
    dependent = {event["ref"] for event in EVENTS["mopac"] if event["do"] == "depend" and event["on_ref"] == 4}
    others = set(open_risks("mopac", date(2019, 9, 30))) - {4}
    assert len(dependent & others) > len(others) / 2


# --- what was invented says so


def test_scores_that_were_never_published_are_marked_illustrative():
    assert all(e["illustrative"] for e in EVENTS["mopac"] if e["do"] == "assess")
    for on, event in dated("met"):
        if event["do"] == "assess" and event["kind"] == "inherent":
            assert event["illustrative"]
        elif event["do"] == "assess" and not event["illustrative"]:
            assert event["kind"] == "target" or date(2021, 9, 30) <= on <= date(2021, 12, 31)
    assert all(scheme["illustrative"] and scheme["note"] for scheme in ORGANISATIONS["schemes"])


def test_the_printed_met_scores_are_not_marked_illustrative():
    scores = [e for on, e in dated("met") if on <= date(2021, 12, 31) and e.get("kind") == "current"]
    shown = {e["ref"]: e["illustrative"] for e in scores}
    assert not any(shown[ref] for ref in range(1, 12))


# --- the record holds together


@pytest.mark.parametrize("body", REGISTERS)
def test_every_cell_of_the_scale_is_there_and_worse_is_never_ranked_lower(body):
    scheme, cells = SCHEMES[body], CELLS[body]
    likelihoods, impacts = ([level["short"] for level in scheme[axis]] for axis in ("likelihoods", "impacts"))
    assert len(scheme["cells"]) == len(cells)
    assert set(cells) == {(likelihood, impact) for likelihood in likelihoods for impact in impacts}
    for i, likelihood in enumerate(likelihoods):
        for j, impact in enumerate(impacts):
            for worse in [(a, b) for a in likelihoods[i:] for b in impacts[j:] if (a, b) != (likelihood, impact)]:
                assert cells[worse]["rank"] > cells[likelihood, impact]["rank"]
    by_rank = sorted(cells.values(), key=lambda cell: cell["rank"])
    bands = [BANDS.index(cell["band"]) for cell in by_rank]
    assert bands == sorted(bands)
    assert len({(cell["rank"], cell["band"]) for cell in by_rank}) == len({cell["rank"] for cell in by_rank})


@pytest.mark.parametrize("body", REGISTERS)
def test_every_post_named_existed_on_the_day(body):
    for on, event in dated(body):
        named = [t for _, kind, value in effects(event) if kind in ("owners", "leads") for t in value]
        named += [event["by"]] if event["do"] == "tolerate" else []
        named += [event["post"]] if event["do"] == "agree" else []
        assert [title for title in named if not exists_on(body, title, on)] == [], (on, event)


@pytest.mark.parametrize("body", REGISTERS)
def test_no_open_risk_is_left_with_a_post_that_has_ended(body):
    for day in [*(resolve(e["as_at"]) for e in EVENTS[body] if e["do"] == "agree"), TODAY]:
        for risk in open_risks(body, day).values():
            assert risk["owners"]
            assert all(exists_on(body, title, day) for title in risk["owners"] + risk["leads"]), (day, risk)


def test_every_post_and_its_holders_fit_in_time():
    for post in ORGANISATIONS["posts"]:
        assert post["holders"]
        for row in post["holders"] + post["aliases"]:
            assert row["since"] >= post["since"]
            assert row["until"] is None or row["since"] < row["until"]
            assert post["until"] is None or (row["until"] and row["until"] <= post["until"]), post["title"]
        current = [holder for holder in post["holders"] if holder["until"] is None]
        assert post["is_group"] or len(current) == (0 if post["until"] else 1), post["title"]
        if "successor" in post:
            successor = POSTS[post["organisation"], post["successor"]["title"]]
            assert post["until"] == post["successor"]["on"] == successor["since"]


@pytest.mark.parametrize("body", REGISTERS)
def test_every_objective_named_is_one_of_the_body_s_own(body):
    for _, event in dated(body):
        for ref, kind, value in effects(event):
            assert kind != "objectives" or set(value) <= set(OBJECTIVES[body]), ref


@pytest.mark.parametrize("body", REGISTERS)
def test_nothing_happens_to_a_risk_before_it_opens_or_after_it_closes(body):
    life = {}
    for on, event in dated(body):
        for ref, kind, value in effects(event):
            if kind == "life":
                assert life.get(ref) == ("open" if value == "closed" else None), (on, ref)
                life[ref] = value
            else:
                assert life.get(ref) == "open", (on, ref, kind)
        if event["do"] == "depend":
            assert life.get(event["on_ref"]) == "open"


@pytest.mark.parametrize("body", REGISTERS)
def test_references_run_without_gaps_and_are_never_used_again(body):
    happened = [effect for _, event in dated(body) for effect in effects(event)]
    opened = [ref for ref, kind, value in happened if (kind, value) == ("life", "open")]
    assert len(opened) == len(set(opened))
    assert sorted(ref for ref in opened if ref < 100) == list(range(1, max(ref for ref in opened if ref < 100) + 1))


@pytest.mark.parametrize("body", REGISTERS)
def test_no_two_open_risks_are_printed_under_one_number(body):
    for day in {on for on, _ in dated(body)}:
        numbers = [risk["printed_ref"] for risk in open_risks(body, day).values()]
        assert len(numbers) == len(set(numbers)), day


@pytest.mark.parametrize("body", REGISTERS)
def test_every_score_is_on_the_scale_and_every_change_gives_a_reason(body):
    for on, event in dated(body):
        if event["do"] in ("assess", "outlook"):
            assert (event["likelihood"], event["impact"]) in CELLS[body], (on, event)
        if event["do"] not in ("order", "agree"):
            reason = next(event[name] for name in ("rationale", "reason", "why", "note") if name in event)
            assert len(reason.split()) >= 4, (on, event)


@pytest.mark.parametrize("body", REGISTERS)
def test_every_risk_is_described_in_a_sentence_or_two(body):
    for _, event in dated(body):
        for ref, kind, value in effects(event):
            assert kind != "wording" or 10 <= len(value[1].split()) <= 50, ref


# --- whatever the day of loading


@pytest.mark.parametrize("body", REGISTERS)
def test_no_two_facts_of_one_kind_fall_on_one_day(body):
    for today in LOADING_DAYS:
        seen = set()
        for on, event in dated(body, today):
            for key in [(ref, kind, on) for ref, kind, _ in effects(event) if kind != "refreshed"]:
                assert key not in seen, (today, key)
                seen.add(key)


@pytest.mark.parametrize("body", REGISTERS)
def test_only_an_agreement_may_still_lie_ahead_of_the_day_of_loading(body):
    """The latest quarter is agreed twelve days after it ends; loaded sooner than that, it is agreed on the day."""
    for today in LOADING_DAYS:
        for on, event in dated(body, today):
            assert on <= today or event["do"] == "agree", (today, event)
            assert resolve(event.get("recorded", event["on"]), today) >= on
            for later in ("by", "until", "target_on"):
                if later in event and event[later] and not (later == "by" and event["do"] == "tolerate"):
                    assert resolve(event[later], today) > on, (today, event)


@pytest.mark.parametrize("body", REGISTERS)
def test_a_board_settles_each_quarter_in_turn_after_it_has_ended(body):
    for today in LOADING_DAYS:
        agreed = [(resolve(e["as_at"], today), on) for on, e in dated(body, today) if e["do"] == "agree"]
        assert agreed == sorted(agreed)
        assert all(as_at < on for as_at, on in agreed)
        settled = ["2017-09-30", "2017-12-31", "2019-06-30", "2019-09-30", "2021-09-30", "2021-12-31"]
        assert [day for as_at, _ in agreed[:-2] if (day := as_at.isoformat()) not in BEFORE_A_PANEL] == settled
        assert {as_at.isoformat() for as_at, _ in agreed} > BEFORE_A_PANEL
        assert [as_at for as_at, _ in agreed[-2:]] == [resolve("Q-2", today), resolve("Q-1", today)]


@pytest.mark.parametrize("body", REGISTERS)
def test_some_changes_await_the_board(body):
    """A new score always; in a quarter's first days the other changes may still belong to the quarter before."""
    for today in LOADING_DAYS:
        agreed = [(resolve(e["as_at"], today), on) for on, e in dated(body, today) if e["do"] == "agree"][-1]
        assert "assess" in [e["do"] for on, e in dated(body, today) if on > agreed[0]]
        if today > agreed[1] + timedelta(days=3):
            assert len([e for on, e in dated(body, today) if on > agreed[1]]) >= 3


@pytest.mark.parametrize("body", REGISTERS)
def test_the_latest_quarter_shows_every_kind_of_movement(body):
    for today in (TODAY, date(2026, 10, 1), date(2027, 3, 31), date(2028, 2, 29)):
        since, day = resolve("Q-2", today), resolve("Q-1", today)
        words = [movement(body, ref, since, day, today) for ref in position(body, day, today)]
        assert {"up", "down", "static", "shifted", "new", "closed"} <= set(words)
        assert words.count("static") >= 3
        assert body != "met" or "refreshed" in words


@pytest.mark.parametrize("body", REGISTERS)
def test_an_outlook_of_years_ago_can_be_set_beside_what_happened(body):
    past = [e for on, e in dated(body) if e["do"] == "outlook" and on < date(2022, 1, 1)]
    came_true = [position(body, resolve(e["by"]))[e["ref"]]["current"] == (e["likelihood"], e["impact"]) for e in past]
    assert sorted(set(came_true)) == [False, True]


# --- markings and the paper


def test_only_a_recent_mopac_risk_is_sensitive_and_nothing_of_it_is_seen_in_2019():
    for body, expected in (("met", []), ("mopac", [16])):
        assert [ref for ref, risk in position(body, TODAY).items() if risk["marking"] != "official"] == expected
    assert 16 not in position("mopac", resolve("Q-2"))


BODY = [section for section in PAPER["sections"] if section["part"] == "body"]
PAPER_TEXT = " ".join(text for section in PAPER["sections"] for text in section["body"])


def test_the_paper_keeps_the_published_paragraphs_of_its_first_section():
    assert sum(len(section["body"]) for section in BODY) == 18


def test_the_paper_takes_counts_and_names_of_risks_from_the_register():
    assert len(open_risks("mopac", date.fromisoformat(PAPER["bases"][0]["as_at"]))) == 13
    assert "thirteen" not in PAPER_TEXT
    assert "[[mopac/corporate.count|words]]" in PAPER_TEXT
    assert "[[mopac/corporate/4.title]]" in PAPER_TEXT
    assert "Adequate funding" not in PAPER_TEXT


def test_the_paper_s_own_text_gives_no_score_away():
    text = PAPER_TEXT.lower()
    levels = [level["name"].lower() for axis in ("likelihoods", "impacts") for level in SCHEMES["mopac"][axis]]
    assert not re.search(r"\b[1-5] ?(x|v|×|by) ?[1-5]\b|\bvery high\b", text)
    assert [name for name in levels if re.search(rf"\b{name}\b", text)] == []


def test_the_paper_names_posts_that_existed():
    day = date.fromisoformat(PAPER["panel_date"])
    assert all(exists_on(*name.split("/", 1), day) for name in PAPER["report_by"])
