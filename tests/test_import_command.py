"""manage.py import_register: a dry run unless told otherwise, and exit status 1 where anything is refused or asked."""

import json

import pytest
from django.core.management import CommandError, call_command

from registers.models import Blob, Risk
from reports.models import Import
from tests.factories import PostFactory, somebody
from tests.import_worlds import importer, register_to_fill
from tests.test_import_applying import ROWS, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    found = register_to_fill()
    for title in ("Chief Finance Officer", "Head of Estates"):
        PostFactory(organisation=found.organisation, title=title)
    return found


@pytest.fixture
def lead(register):
    return importer(register)


@pytest.fixture
def file(tmp_path):
    found = tmp_path / "register.csv"
    found.write_bytes(sheet(*ROWS))
    return found


def run(capsys, file, *options, register="met/corporate", as_at="2021-12-31"):
    """(exit status, what it printed)"""
    status = 0
    try:
        call_command("import_register", str(file), "--register", register, "--as-at", as_at, *options)
    except SystemExit as ended:
        status = ended.code
    return status, capsys.readouterr().out


def test_a_dry_run_says_everything_and_changes_nothing(capsys, register, lead, file):
    status, said = run(capsys, file)
    assert status == 0
    assert "Create       register, row 2: New risk 1, Money" in said
    assert "Score: nothing -> M v H, High" in said
    assert said.splitlines()[-1].startswith("Dry run, nothing was changed: 4 created, 0 changed, 0 left alone")
    assert [model.objects.count() for model in (Risk, Import, Blob)] == [0, 0, 0]


def test_applied_it_is_kept_and_the_second_time_it_is_left_alone(capsys, register, lead, file):
    status, said = run(capsys, file, "--apply")
    assert (status, said.splitlines()[-1][:18]) == (0, "Applied: 4 created")
    assert (Risk.objects.count(), Import.objects.get().applied_by) == (4, lead)
    status, said = run(capsys, file, "--apply")
    assert (status, "0 created, 0 changed, 4 left alone" in said) == (0, True)


def test_what_is_asked_or_refused_ends_with_1_and_the_rest_is_applied(capsys, register, lead, file):
    file.write_bytes(sheet(*ROWS, ("4", "Storms", "", "Nobody we know", "M", "Purple", "")))
    status, said = run(capsys, file)
    assert status == 1
    assert "Question: register, D6" in said
    status, said = run(capsys, file, "--apply", "--format", "json")
    found = json.loads(said)
    assert (status, found["create"], found["applied"]) == (1, 5, True)
    assert (found["questions"] + found["refused"]) >= 2


def test_the_whole_result_as_json_serves_as_mapping(capsys, register, lead, file, tmp_path):
    file.write_bytes(sheet(*ROWS, ("4", "Storms", "", "Somebody", "M", "M", "")))
    status, said = run(capsys, file, "--format", "json")
    found = json.loads(said)
    assert (status, found["questions"], found["by"]) == (1, 1, lead.email)
    post = register.organisation.posts.get(title="Chief Finance Officer")
    found["mapping"].setdefault("values", {}).setdefault("owners", {})["Somebody"] = {"post": post.pk}
    settled = tmp_path / "mapping.json"
    settled.write_text(json.dumps(found))
    status, said = run(capsys, file, "--mapping", str(settled), "--apply")
    assert (status, Risk.objects.count()) == (0, 5)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"register": "met/nowhere"}, "There is no register met/nowhere. There are: met/corporate"),
        ({"as_at": "2999-01-01"}, "--as-at must be today or in the past"),
        ({"by": "stranger@example.org"}, "Nobody signs in as stranger@example.org"),
        ({"mapping": "nothing.json"}, "nothing.json cannot be read"),
        ({"file": "nothing.xlsx"}, "nothing.xlsx cannot be read"),
    ],
)
def test_bad_arguments_are_told_in_plain_words(capsys, register, lead, file, options, words):
    options = {"file": str(file), "register": "met/corporate", "as_at": "2021-12-31"} | options
    said = [f"--{name.replace('_', '-')}={value}" for name, value in options.items() if name != "file"]
    with pytest.raises(CommandError, match=words):
        call_command("import_register", options["file"], *said)


def test_who_may_not_import_is_told_so(capsys, register, lead, file):
    reader = somebody(("reader", register.organisation), email="reader@example.org")
    with pytest.raises(CommandError, match="may not bring files into this register"):
        run(capsys, file, "--by", reader.email)


def test_a_file_that_is_none_is_refused_with_a_sentence(capsys, register, lead, tmp_path):
    (tmp_path / "register.xlsx").write_bytes(b"PK\x03\x04" + bytes(50))
    for options in ((), ("--apply",)):
        with pytest.raises(CommandError) as problem:
            run(capsys, tmp_path / "register.xlsx", *options)
        assert str(problem.value).endswith(".")
    assert not Risk.objects.exists()
