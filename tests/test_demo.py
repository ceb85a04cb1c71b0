"""The demo: what the Panel's papers printed, asked of the loaded registers and compared with the facts."""

import csv
import json
from collections import defaultdict
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from registers.models import Assessment, Register, Risk, User
from tests.factories import score_risk

FACTS = Path(__file__).parent / "facts"


def facts(name):
    with (FACTS / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def position(register, as_at, since, seen_by="public"):
    out = StringIO()
    call_command("position", register, as_at=as_at, since=since, seen_by=seen_by, format="json", stdout=out)
    return json.loads(out.getvalue())


def day(text):
    return date.fromisoformat(text)


def met_2021(seen_by="lead@met.example"):
    return position("met/corporate", day("2021-12-31"), day("2021-09-30"), seen_by)


def test_the_met_register_of_december_2021_is_as_printed(db_with_demo):
    leads = defaultdict(list)
    for row in facts("met_2021_12_leads.csv"):
        leads[row["ref"]].append(row["lead"])
    printed = [
        (r["ref"], r["title"], r["horizon"], r["likelihood"], r["impact"], r["movement"], [r["owner"]], leads[r["ref"]],
         (r["target_likelihood"], r["target_impact"]), [r["objective"]])
        for r in facts("met_2021_12.csv")
    ]  # fmt: skip
    shown = [
        (r["printed_ref"], r["title"], r["horizon"], r["likelihood"], r["impact"], r["movement"], r["owners"],
         r["leads"], (r["target"]["likelihood"], r["target"]["impact"]), r["objectives"])
        for r in met_2021()["risks"]
    ]  # fmt: skip
    assert shown == printed
    assert len(shown) == 11


def test_the_met_register_is_public_so_the_public_sees_the_same(db_with_demo):
    ours, public = met_2021()["risks"], met_2021("public")["risks"]
    kept = dict.fromkeys(("reasons", "progress", "controls", "review"), "withheld")
    assert [{**risk, **kept} for risk in ours] == public


def test_the_reason_for_moneys_fall_is_given(db_with_demo):
    money = met_2021()["risks"][5]
    assert (money["title"], money["movement"], money["periods"]) == ("Money", "down", 1)
    assert len(money["reasons"]) == 1
    assert "spending review" in money["reasons"][0].lower()


def test_mopacs_register_of_september_2019_is_as_printed(db_with_demo):
    found = position("mopac/corporate", day("2019-09-30"), day("2019-06-30"), "lead@mopac.example")["risks"]
    printed = [
        (row["ref"], row["title"], row["owners"].split("; "), row["movement"]) for row in facts("mopac_2019_09.csv")
    ]
    assert [(str(r["ref"]), r["title"], r["owners"], r["movement"]) for r in found] == printed
    assert [r["ref"] for r in found][3:6] == [4, 15, 5]


def test_the_public_sees_mopacs_arrows_but_no_score(db_with_demo):
    for risk in position("mopac/corporate", day("2019-09-30"), day("2019-06-30"))["risks"]:
        assert risk["movement"] == "static"
        assert [risk[name] for name in ("likelihood", "impact", "band", "target", "reasons")] == ["withheld"] * 5
        assert all(risk[name] for name in ("title", "description", "owners"))


def test_the_joint_risks_of_december_2017_have_their_owners_and_arrows(db_with_demo):
    for row in facts("joint_2017_12.csv"):
        body = row["organisation"]
        found = position(f"{body}/corporate", day("2017-12-31"), day("2017-09-30"), f"lead@{body}.example")["risks"]
        risk = next(risk for risk in found if str(risk["ref"]) == row["ref"])
        assert (risk["owners"], risk["movement"]) == ([row["owner"]], row["movement"]), row


def test_money_was_at_h_v_h_and_an_arrow_is_nothing_but_two_scores(db_with_demo):
    assert position("met/corporate", day("2021-09-30"), None, "lead@met.example")["risks"][5]["likelihood"] == "H"
    money = Risk.objects.get(register=Register.objects.called("met", "corporate"), ref=6)
    lead = User.objects.get(email="lead@met.example")
    score_risk(money, 1, 3, on=date(2021, 9, 30), by=lead, recorded=date(2022, 1, 20))
    assert met_2021()["risks"][5]["movement"] == "static"
    stored = {field.name for model in (Risk, Assessment) for field in model._meta.get_fields()}
    assert not stored & {"movement", "arrow", "direction", "trend"}


def test_every_quarter_of_the_demo_is_settled_by_its_board(db_with_demo):
    for register in Register.objects.filter(kind="corporate"):
        agreed = list(register.agreements.all())
        assert [a.as_at.isoformat() for a in agreed[:8]] == [
            "2017-09-30", "2017-12-07", "2017-12-31", "2019-06-30",
            "2019-09-09", "2019-09-30", "2021-09-30", "2021-12-31",
        ]  # fmt: skip
        assert len(agreed) == 10
        assert all(a.meeting and a.known_at <= a.recorded_at for a in agreed)


def test_directorates_escalate_with_another_text_and_keep_their_own(db_with_demo):
    ours = position("mopac/commissioning", None, None, "lead@mopac.example")["risks"]
    corporate = position("mopac/corporate", None, None, "reader@met.example")["risks"]
    assert [risk["title"] for risk in ours if risk["ref"] == 3] == ["Nine grants end on one day"]
    assert [risk["title"] for risk in corporate if risk["ref"] == 18] == ["Gaps between grants"]
    assert "Nine grants" not in json.dumps(corporate)
    with pytest.raises(CommandError, match="no register"):
        position("mopac/commissioning", None, None, "secretariat@met.example")


def test_what_was_never_published_says_so(db_with_demo):
    mopac = Assessment.objects.filter(risk__register__organisation__slug="mopac")
    assert mopac.exists()
    assert not mopac.filter(is_illustrative=False).exists()
    money = Assessment.objects.filter(
        risk__ref=6, risk__register__organisation__slug="met", kind="current", on__lte="2021-12-31"
    )
    assert not money.order_by("on").last().is_illustrative


def test_a_second_load_changes_nothing(db_with_demo):
    before = Assessment.objects.count(), User.objects.count()
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert "nothing was changed" in out.getvalue()
    assert (Assessment.objects.count(), User.objects.count()) == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"register": "met/nothing"}, "no register met/nothing"),
        ({"register": "met/corporate", "seen_by": "nobody@example.org"}, "Nobody signs in as nobody@example.org"),
        ({"register": "met/corporate", "seen_by": "member@panel.example"}, "no register"),
        ({"register": "met/corporate", "as_at": date(2999, 1, 1)}, "today or in the past"),
    ],
)
def test_a_position_that_cannot_be_shown_is_refused_in_words(db_with_demo, arguments, says):
    with pytest.raises(CommandError, match=says):
        call_command("position", arguments.pop("register"), **{"seen_by": "public"} | arguments)
