"""Every other list as a file, in a world of two bodies: what its page tells is in it, and nothing that it withholds."""

import re
from datetime import datetime
from html import unescape

import pytest
from django.db import transaction

from registers import clock
from registers.models import Marking, SensitiveRead
from reports.models import Export
from tests.export_reading import FORMATS, about_of, table_of, text_of
from tests.factories import client_of
from tests.two_bodies import TODAY, build, planted, planted_in

pytestmark = pytest.mark.django_db

BLIND = ["own uncleared lead", "other lead"]
LISTS = {
    "register": "/registers/mopac/corporate/",
    "reviews": "/registers/mopac/corporate/reviews/",
    "history": "/registers/mopac/corporate/1/history/",
    "other register": "/registers/met/corporate/",
    "controls": "/controls/",
    "plan": "/improvement-plans/mopac/2021-22/",
    "restricted plan": "/improvement-plans/mopac/2020-21/",
    "alignments": "/alignments/",
    "movements": "/compare/",
    "requests": "/requests/",
    "actions": "/actions/",
}


@pytest.fixture(scope="module")
def files(django_db_setup, django_db_blocker):
    """{variant: {(visitor, list): (status, name of the file, all it holds)}}, of spreadsheets.

    CSV is asked for with every page, by everybody and with many questions, in tests/test_leaks.py.
    """
    found = {}
    with django_db_blocker.unblock():
        for variant, visitors in (("a", [*BLIND, "own lead"]), ("b", BLIND)):
            with transaction.atomic(), clock.at(clock.moment_on(TODAY)):
                world = build(variant, told=Marking.SENSITIVE)
                found[variant] = {
                    (visitor, name): _file(client, f"{page}export.xlsx")
                    for visitor in visitors
                    for client in [client_of(world.visitors[visitor])]
                    for name, page in _pages(world)
                }
                transaction.set_rollback(True)
    return found


def _pages(world):
    plans = {"plan": world.plans["open"], "restricted plan": world.plans["restricted"]}
    return (LISTS | {name: plan.get_absolute_url() for name, plan in plans.items()}).items()


MADE = re.compile(r"<dcterms:(created|modified).*?</dcterms:\1>")  # by the clock of the machine


def _file(client, address):
    with transaction.atomic():
        answer = client.get(address)
        text = MADE.sub("", text_of(answer)) if answer.status_code == 200 else ""
        transaction.set_rollback(True)
    return answer.status_code, answer.get("Content-Disposition", ""), text


def test_no_planted_word_is_in_a_file_for_whom_it_is_not(files):
    leaks = {
        asked: words
        for variant in files.values()
        for asked, (_, name, text) in variant.items()
        if asked[0] in BLIND
        and (words := planted_in(name + unescape(text), but="other" if asked[0] == "other lead" else None))
    }
    assert leaks == {}


def test_what_is_withheld_makes_no_difference_to_a_file(files):
    differ = [asked for asked, file in files["b"].items() if files["a"][asked] != file]
    assert differ == []


def test_whoever_is_cleared_finds_it_in_the_files(files):
    held = {
        name: planted_in(unescape(file[2])) for (visitor, name), file in files["a"].items() if visitor == "own lead"
    }
    assert {planted("a", "own", word) for word in ("title", "text", "reason")} <= held["register"]
    assert all(held[name] for name in ("history", "controls", "alignments", "restricted plan", "movements"))


def test_strangers_to_a_list_get_none(files):
    def status(visitor, name):
        return files["a"][visitor, name][0]

    assert status("other lead", "plan") == 404
    assert status("own uncleared lead", "restricted plan") == 404
    assert status("own uncleared lead", "reviews") == 403
    assert status("own uncleared lead", "history") == 403
    assert status("own lead", "history") == 200


@pytest.fixture(scope="module")
def own_lead(django_db_setup, django_db_blocker):
    """The cleared lead of the own body, in a world that is there for this file."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(clock.moment_on(TODAY)):
        world = build("a", told=Marking.OFFICIAL)
        yield world, client_of(world.visitors["own lead"])
        transaction.set_rollback(True)


def rows_of(own_lead, name, question="", format="xlsx"):
    world, client = own_lead
    return table_of(client.get(f"{dict(_pages(world))[name]}export.{format}?{question}"))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("register", "risks"),
        ("controls", "controls"),
        ("plan", "streams"),
        ("requests", "requests"),
        ("actions", "actions"),
    ],
)
def test_a_file_holds_as_many_rows_as_its_page_counts_and_names_them_alike(own_lead, name, counted, format):
    world, client = own_lead
    page = unescape(client.get(dict(_pages(world))[name] + "?sort=-ref").content.decode())
    rows = rows_of(own_lead, name, "sort=-ref", format)
    number = re.search(rf'id="{counted}-title">(\d+) ', page)
    assert number is not None
    assert len(rows) == int(number[1]) > 0
    assert all(f"{row['Ref']}</" in page or f"{row['Ref']} " in page for row in rows)


def test_controls_say_what_acts_on_what_and_when_it_is_due(own_lead):
    rows = {row["Title"]: row for row in rows_of(own_lead, "controls", "state=all")}
    marked = [row for row in rows.values() if row["Marking"] == "OFFICIAL-SENSITIVE"]
    assert marked
    assert {row["State"] for row in rows.values()} >= {"Planned", "In place"}
    assert {type(row["Due"]) for row in rows.values()} <= {datetime, type(None)}
    for row in rows.values():
        refs, named = row["Acts on"].split("\n"), row["Risks"].split("\n")
        assert all(risk.startswith(f"{ref} ") for ref, risk in zip(refs, named, strict=True))


def test_alignments_list_risks_joint_controls_and_what_is_aligned_with_nothing(own_lead):
    rows = rows_of(own_lead, "alignments")
    assert {row["Row"] for row in rows} >= {"Risk", "Joint control", "Aligned with nothing"}
    risks = [row for row in rows if row["Row"] == "Risk" and row["Band"]]
    assert {row["Body"] for row in risks} == {"Own Body", "Other Body"}
    assert all(row["Alignment"] and row["Title"] for row in risks)


def test_movements_say_what_changed_between_which_days(own_lead):
    question = "register=mopac/corporate&from=2021-09-30&to=2021-12-31"
    rows = rows_of(own_lead, "movements", question)
    assert {(row["From"], row["To"]) for row in rows} == {(datetime(2021, 9, 30), datetime(2021, 12, 31))}
    up = [row for row in rows if row["What changed"] == "Up"]
    assert up
    assert all(row["Score before"] != row["Score after"] and row["Band after"] for row in up)


def test_reviews_list_every_review_and_every_risk_without_one(own_lead):
    rows = rows_of(own_lead, "reviews")
    reviewed = [row for row in rows if row["Reviewed"]]
    assert reviewed
    assert all(row["Outcome"] != "None recorded" for row in reviewed)
    assert {row["Title"] for row in rows} == {row["Title"] for row in rows_of(own_lead, "register")}


def test_a_history_has_a_row_for_every_entry_newest_first(own_lead):
    rows = rows_of(own_lead, "history")
    times = [row["Recorded"] for row in rows]
    assert times == sorted(times, reverse=True)
    assert all(row["Entry"].endswith(".") and row["By"] for row in rows)
    scores = rows_of(own_lead, "history", "kind=scores")
    assert 0 < len(scores) < len(rows)
    assert {row["About"] for row in scores} == {"Scores and outlook"}


def test_a_plan_has_its_promised_dates_as_dates(own_lead):
    rows = rows_of(own_lead, "plan")
    assert {type(row["Promised for"]) for row in rows} <= {datetime, type(None)}
    assert all(row["Status"] and row["Source"] for row in rows)


def test_a_file_of_the_past_says_so(own_lead):
    world, client = own_lead
    for name, page in _pages(world):
        if name in ("movements", "restricted plan"):
            continue
        lines = about_of(client.get(f"{page}export.xlsx?as_at=2021-12-31"))
        assert ("As at", datetime(2021, 12, 31)) in lines, name


def test_sensitive_files_are_noted_as_downloads_and_all_of_them_in_the_log(own_lead):
    world, client = own_lead
    client.get("/controls/export.csv").getvalue()
    read = SensitiveRead.objects.order_by("-pk").first()
    assert (read.kind, read.what, read.organisation) == ("download", "Controls, as CSV", world.own)
    export = Export.objects.latest("pk")
    assert (export.what, export.marking) == ("Controls", "OFFICIAL-SENSITIVE")
    assert {body.slug for body in export.bodies.all()} == {"mopac", "met"}
    client.get("/requests/export.csv").getvalue()
    assert Export.objects.latest("pk").what == "Panel requests"


def test_each_page_offers_its_list(own_lead):
    world, client = own_lead
    for name, page in _pages(world):
        html = client.get(page.removesuffix("reviews/")).content.decode()
        assert f'href="{page}export.xlsx' in html, name
        assert f'href="{page}export.csv' in html, name
