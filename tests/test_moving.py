"""Does a complete export, taken into an empty portal, say the same of every date, and hold nothing of anybody else?"""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from registers import clock
from registers.models import Organisation, PostAlias, Risk, Role, User, Wording
from reports.models import Export
from reports.moving.arriving import NotTakenIn, take_in
from reports.moving.leaving import complete_export
from reports.papers.figures import one_moment
from tests import demo_copies
from tests.factories import PostFactory, client_of, open_risk, somebody
from tests.import_worlds import register_to_fill

WHAT = ("met/corporate", "mopac/corporate", "alignments", "improvement-plan/mopac/2018-19")
SEEN_BY = ("public", "lead@mopac.example", "board@met.example")


def exported(*slugs):
    with one_moment():
        chosen = Organisation.objects.filter(slug__in=slugs) if slugs else Organisation.objects.all()
        return "".join(complete_export(chosen))


def twenty_days():
    """Days spread over all that the demo holds."""
    first, last = date(2017, 8, 1), clock.today()
    return [first + timedelta(days=n * (last - first).days // 19) for n in range(20)]


def positions(what=WHAT, seen_by=SEEN_BY):
    found = {}
    for thing in what:
        for place, day in enumerate(twenty_days()):
            said = (thing, day, seen_by[place % len(seen_by)])
            out = StringIO()
            try:
                call_command("position", thing, as_at=day, seen_by=said[2], format="json", stdout=out)
            except CommandError as refused:
                out.write(str(refused))
            found[said] = out.getvalue()
    return found


def emptied(request):
    """The portal as a new one, for the rest of this test."""
    if connection.vendor == "sqlite":
        demo_copies.copy_from(request.getfixturevalue("demo_copy").empty)
    else:
        call_command("flush", interactive=False, verbosity=0, allow_cascade=True)


@pytest.fixture
def moved(request, demo, django_db_blocker):
    """What the demo said before, what each body's own export held, and the whole of it taken into an empty portal."""
    with django_db_blocker.unblock():
        before, whole, own = positions(), exported(), exported("mopac")
        met = set(
            Wording.objects.filter(risk__register__organisation__slug="met").values_list("description", flat=True)
        )
        emptied(request)
        counts = take_in(whole)
        yield before, whole, own, met - {""}, counts
        if connection.vendor == "sqlite":
            demo_copies.copy_from(request.getfixturevalue("demo_copy").file)


@pytest.mark.django_db(transaction=True)
def test_a_portal_that_moved_says_the_same_of_every_date(moved, request):
    before, whole, own, met, counts = moved
    after = positions()
    assert [said for said in before if before[said] != after[said]] == []
    assert sum("risks" in text for text in before.values()) > 30  # they were positions, not refusals
    assert {text for text in before.values() if text.startswith("There is no")} <= {
        "There is no improvement plan mopac/2018-19 that this audience may see"
    }

    again = json.loads(exported())
    was = json.loads(whole)
    for name, part in was["models"].items():
        for kept in ("rows", "history"):
            assert [row for row in again["models"][name][kept] if row not in part[kept]] == [], name
            assert len(again["models"][name][kept]) == len(part[kept]), name
    assert counts["registers.risk"] == Risk.objects.count() > 0

    out = StringIO()
    call_command("verify_editions", stdout=out)
    assert "Everything is what was issued" in out.getvalue() or "Nothing has been issued" in out.getvalue()

    # Nobody signs in elsewhere with a password of here, and everybody is known by name.
    lead = User.objects.get(email="lead@mopac.example")
    assert not lead.has_usable_password()
    assert "password" not in json.loads(whole)["models"]["registers.user"]["rows"][0]
    new = Risk.objects.create(register=Risk.objects.first().register, ref=9_999)
    assert new.pk > max(row["id"] for row in was["models"]["registers.risk"]["rows"])

    # One body's own export holds nothing of the other's.
    assert [text for text in met if text in own] == []
    assert json.loads(own)["left"]["registers.alignment"] > 0
    assert {row["slug"] for row in json.loads(own)["models"]["registers.organisation"]["rows"]} == {"mopac"}

    with pytest.raises(NotTakenIn, match="not empty"):
        take_in(whole)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not JSON, or it breaks off"),
        ("[]", "not a complete export"),
        ('{"kind": "riskportal complete export", "format": 7}', "format 7; this portal reads format 1"),
        ('{"kind": "riskportal complete export", "format": 1, "models": {"registers.x": {}}}', "another version"),
    ],
)
def test_a_file_that_is_no_complete_export_is_refused(content, words):
    with pytest.raises(NotTakenIn, match=words):
        take_in(content)


@pytest.mark.django_db
def test_a_file_that_contradicts_itself_is_refused_whole():
    data = json.loads(exported())
    models = data["models"]
    models["registers.register"]["rows"] = [
        {"id": 1, "organisation_id": 5, "slug": "x", "title": "X", "kind": "corporate", "board_id": None}
        | {"review_cadence": {}, "profile": {}, "note": "", "version": 1}
    ]
    with pytest.raises(NotTakenIn, match="contradicts itself"):
        take_in(json.dumps(data))
    models["registers.register"]["rows"][0]["version"] = "many"
    with pytest.raises(NotTakenIn, match="'many' is not a version"):
        take_in(json.dumps(data))
    del models["registers.register"]["rows"][0]["version"]
    with pytest.raises(NotTakenIn, match="version"):
        take_in(json.dumps(data))
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_the_commands_say_what_is_wrong(tmp_path):
    with pytest.raises(CommandError, match="There is no body nobody"):
        call_command("export_body", "nobody")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_body", str(tmp_path / "none.json"))
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_body", output=str(tmp_path / "no" / "such.json"))
    call_command("export_body", output=str(tmp_path / "portal.json"))
    assert (tmp_path / "portal.json").stat().st_mode & 0o777 == 0o600
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="not a text file"):
        call_command("import_body", str(tmp_path / "bytes.json"))


@pytest.mark.django_db
def test_a_bodys_own_file_holds_no_reading_that_is_of_no_body_nor_whoever_did_it():
    met, mopac = register_to_fill(), register_to_fill("mopac")
    lead = somebody(("lead", met.organisation), name="Olga Other")
    client_of(lead).get("/requests/export.csv?q=quokka")
    assert not Export.objects.get().bodies.exists()
    own, whole = exported("mopac"), exported()
    for hidden in ("quokka", "Olga Other"):
        assert hidden in whole
        assert hidden not in own
    assert mopac.title in own


@pytest.mark.django_db
def test_who_downloads_a_bodys_file_is_not_told_how_much_of_both_bodies_is_hidden():
    met, mopac = register_to_fill(), register_to_fill("mopac")
    open_risk(met, title="Money")
    admin = somebody((Role.ADMINISTRATOR, mopac.organisation), cleared_by=[mopac.organisation])
    answer = client_of(admin).post("/people/mopac/complete-export/")
    assert json.loads(b"".join(answer.streaming_content))["left"] == {}
    assert json.loads(exported("mopac"))["left"]["registers.risk"] == 1  # from the shell it is told


@pytest.mark.django_db
def test_the_file_of_the_whole_portal_has_the_history_of_what_was_removed():
    post = PostFactory(organisation=register_to_fill().organisation)
    alias = PostAlias.objects.create(post=post, title="Old name")
    alias.delete()
    kept = json.loads(exported())["models"]["registers.postalias"]["history"]
    assert [row["title"] for row in kept] == ["Old name", "Old name"]  # begun and removed
