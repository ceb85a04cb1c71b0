"""`manage.py check_paper`: what it says of a paper, of a text from outside, and of words that it cannot read."""

import json
import time
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from reports.checks.reading import read
from reports.checks.run import check
from tests.checks_facts import case
from tests.paper_worlds import register_of, start_paper, write

pytestmark = pytest.mark.django_db

TEXT = """# A report on risks

## Position

1.1 The board will meet on 10 January 2022 to look at XX risks.

1.2 All is well.
"""


def run(*arguments, **options):
    """(status, what was printed)."""
    out = StringIO()
    try:
        call_command("check_paper", *arguments, stdout=out, **options)
    except SystemExit as left:
        return SimpleNamespace(status=left.code, words=out.getvalue())
    return SimpleNamespace(status=0, words=out.getvalue())


@pytest.fixture
def text(tmp_path):
    def kept(words=TEXT):
        path = tmp_path / "paper.md"
        path.write_text(words, encoding="utf-8")
        return str(path)

    return kept


def test_a_text_from_outside_is_told_where_why_and_how_to_mend(text):
    told = run("--text", text(), "--meeting", "2022-01-17")

    assert told.status == 1
    assert (
        "Error: paragraph 1.1, Position, line 5 (placeholders)\n    “XX”\n    This was to be filled in." in told.words
    )
    assert "Error: paragraph 1.1, Position, line 5 (dates)\n    “10 January 2022”" in told.words
    assert "At the meeting on 17 January 2022 this is past, and it is written as to come." in told.words
    assert told.words.rstrip().endswith("2 errors, 0 warnings.")


def test_a_text_with_nothing_wrong_leaves_with_a_good_status(text):
    told = run("--text", text("## Position\n\n1.1 The board met in May and asked its owners for a plan.\n"))

    assert (told.status, told.words.strip()) == (0, "0 errors, 0 warnings.")


def test_json_holds_every_finding_with_its_place(text):
    told = run("--text", text(), "--meeting", "2022-01-17", "--format", "json")
    found = json.loads(told.words)

    assert told.status == 1
    assert [(one["family"], one["severity"], one["excerpt"], one["line"]) for one in found] == [
        ("dates", "error", "10 January 2022", 5),
        ("placeholders", "error", "XX", 5),
    ]
    assert set(found[0]) == {
        "family", "code", "severity", "excerpt", "why", "mend", "offer", "place", "line", "section", "paragraph",
        "passage", "start", "end",
    }  # fmt: skip


def test_a_text_is_compared_with_each_position_it_is_given(text):
    register = register_of(start_paper())
    wanted = f"{register.organisation.slug}/{register.slug}@2026-09-30"

    told = run(
        "--text",
        text("## Position\n\n1.1 The register holds nineteen risks.\n"),
        "--position",
        wanted,
        "--position",
        wanted,
    )

    assert told.words.rstrip().endswith("warnings.")


def test_a_paper_of_the_portal_is_checked_by_its_slug():
    paper = start_paper()
    write(paper.sections.first(), body="The board has has agreed it, and XX% of owners too.")

    told = run(paper.slug)

    assert told.status == 1
    assert "“has has”" in told.words
    assert "“XX%”" in told.words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Name a paper, or give a text"),
        (["no-such-paper"], "There is no paper no-such-paper"),
        (["--text", "/no/such/file.md"], "/no/such/file.md cannot be read: No such file or directory"),
        (["a-paper", "--position", "met/corporate@2021-12-31"], "A paper of the portal has its own positions"),
    ],
)
def test_what_cannot_be_checked_is_refused_with_a_sentence(arguments, words):
    with pytest.raises(CommandError, match=words) as refused:
        run(*arguments)

    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--position", "nobody/corporate@2021-12-31"], "nobody/corporate@2021-12-31 is no position: give a register"),
        (["--position", "met/corporate"], "met/corporate is no position"),
        (["--plan", "mopac/2018-19"], "mopac/2018-19 is no plan"),
        (["--meeting", "next Tuesday"], "next Tuesday is not a day like 2022-01-17"),
    ],
)
def test_a_position_a_plan_or_a_day_that_is_none_is_refused(text, arguments, words):
    with pytest.raises(CommandError, match=words):
        run("--text", text(), *arguments)


def test_an_empty_file_and_one_that_is_no_text_are_refused(tmp_path, text):
    binary = tmp_path / "paper.pdf"
    binary.write_bytes(b"%PDF\xff\xfe\x00")

    for path, words in ((text("  \n"), "is empty"), (str(binary), "is no text in UTF-8")):
        with pytest.raises(CommandError, match=words):
            run("--text", path)


def test_a_paper_of_25_pages_is_checked_in_two_seconds():
    here = case("met-2021-12")
    sentence = (
        "Owner {n} told the board in month {n} that control {n} of the plan had been tested with partner {n} in "
        "borough {n}."
    )
    paragraphs = [
        f"1.{at} " + " ".join(sentence.format(n=4 * at + part) for part in range(4)) for at in range(1, 120)
    ]  # 12,000 words
    source = "# A long report\n\n## Position\n\n" + "\n\n".join(paragraphs)
    check(read("One sentence.", here.facts.bodies), here.facts)  # the dictionary is read once a process

    began = time.process_time()
    check(read(source, here.facts.bodies, meeting_on=here.meeting_on), here.facts)

    assert time.process_time() - began < 2
