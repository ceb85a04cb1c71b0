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
        ({"as_at": "0021-12-31"}, "--as-at is too early"),
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


@pytest.mark.parametrize("options", [{"register": "met/nowhere"}, {"as_at": "2999-01-01"}, {"file": "nothing.xlsx"}])
def test_what_cannot_be_done_at_all_is_json_too(capsys, register, lead, file, options):
    asked = {"file": file, "register": "met/corporate", "as_at": "2021-12-31"} | options
    with pytest.raises(CommandError) as problem:
        run(capsys, asked.pop("file"), "--format", "json", **asked)
    said = json.loads(capsys.readouterr().out)
    assert said == {"file": options.get("file", file.name), **asked, "error": str(problem.value)}


def test_a_value_longer_than_a_line_is_cut_on_screen_and_whole_in_json(capsys, register, lead, file):
    file.write_bytes(sheet(*ROWS, ("4", "Storms", "", "Somebody " * 300, "M", "M", "")))
    assert max(len(line) for line in run(capsys, file)[1].splitlines()) < 400
    found = json.loads(run(capsys, file, "--format", "json")[1])
    assert any(len(value["printed"]) > 2000 for value in found["values"])


# How it was understood ------------------------------------------------------------------------------------------------


def test_it_says_what_each_column_was_taken_for_and_each_value_that_does_not_go_without_saying(
    capsys, register, lead, file
):
    file.write_bytes(
        b"Ref,Risk title,Risk owner,Likelihood,Impact,Mystery\n"
        b"1,Money,CFO,M,Hgh,abc\n2,Estates,Head of Estates,M,M,def\n3,Fleet,Somebody,M,M,ghi\n"
    )
    _, said = run(capsys, file)
    lines = said.splitlines()
    assert any("B   “Risk title” -> Title." in line for line in lines)
    assert any("F   “Mystery” -> a question." in line for line in lines)
    owner = next(line for line in lines if "“CFO”" in line)
    assert "(1 x, register, C2) -> Chief Finance Officer. CFO is short for Chief Finance Officer." in owner
    assert not any("Owners “Head of Estates”" in line for line in lines)
    assert any("Owners “Somebody”" in line and "-> a question." in line for line in lines)
    _, said = run(capsys, file, "--format", "json")
    found = json.loads(said)
    assert {one["column"]: one["fact"] for one in found["columns"]} | {"B": "title", "F": None} == {
        one["column"]: one["fact"] for one in found["columns"]
    }
    assert {one["printed"]: one["is_plain"] for one in found["values"] if one["fact"] == "owners"} == {
        "CFO": False,
        "Head of Estates": True,
        "Somebody": False,
    }


def test_by_a_mapping_it_says_what_the_mapping_says(capsys, register, lead, file, tmp_path):
    _, said = run(capsys, file, "--format", "json")
    found = json.loads(said)["mapping"]
    found["tables"][0]["columns"]["7"] = "description"
    found["tables"][0]["columns"]["3"] = "ignored"
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps(found))
    for options in ((), ("--apply",)):
        _, said = run(capsys, file, "--mapping", str(mapping), *options)
        assert "G   “Rationale” -> Description." in said
        assert "C   “Description” -> Nothing: leave it out." in said


def test_a_mapping_of_an_earlier_file_fits_by_the_headings_and_one_of_another_is_refused(
    capsys, register, lead, file, tmp_path
):
    _, said = run(capsys, file, "--format", "json")
    found, mapping = json.loads(said), tmp_path / "mapping.json"
    found["mapping"]["tables"][0]["columns"]["7"] = "description"
    found["mapping"]["answers"] = {"register!2:same": "leave"}
    later = tmp_path / "a later quarter.csv"
    later.write_bytes(sheet(*ROWS, ("4", "Storms", "", "", "M", "M", "Wet")))
    for form in (found, found["mapping"], {name: found["mapping"][name] for name in ("schema", "tables")}):
        mapping.write_text(json.dumps(form))
        status, said = run(capsys, later, "--mapping", str(mapping))
        assert "G   “Rationale” -> Description. As it was settled for this file or one of its shape." in said
        assert "5 created, 0 changed" in said
        assert status == 0
    (tmp_path / "invoices.csv").write_bytes(b"Supplier,Invoice,Amount\nAcme,A-1,100\nBolt,B-2,200\n")
    for options in ((), ("--apply",)):
        with pytest.raises(CommandError, match="The mapping is of another file"):
            run(capsys, tmp_path / "invoices.csv", "--mapping", str(mapping), *options)
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"header": [1]}, 'table 1: "header" is two numbers'),
        ({"rows": ["2", "9"]}, 'table 1: "rows" is two numbers'),
        ({"about": "pets"}, 'table 1: "about" is one of risks'),
        ({"columns": {"2": "colour of the cat"}}, "is nothing that a column can be"),
        ({"columns": {"B": "title"}}, '"columns" is an object by the number of the column'),
        ({"form": True}, '"blocks" is a list'),
        ({"sheet": None}, 'it has no "sheet"'),
    ],
)
def test_a_mapping_that_is_none_is_told_in_words(capsys, register, lead, file, tmp_path, changes, words):
    _, said = run(capsys, file, "--format", "json")
    found = json.loads(said)["mapping"]
    found["tables"][0] |= changes
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps(found))
    with pytest.raises(CommandError, match=words):
        run(capsys, file, "--mapping", str(mapping))


def test_a_day_written_otherwise_is_told_how_to_write_it(capsys, register, lead, file):
    with pytest.raises(CommandError, match="“31/12/2021” is not a date"):
        run(capsys, file, as_at="31/12/2021")
