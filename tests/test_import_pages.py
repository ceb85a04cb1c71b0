"""From a file to a register, as the pages read: what is asked, what would change, the press, and taking it back."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from registers.models import Post, Risk, Role, SensitiveRead
from reports.actions import imports as actions
from reports.import_job import BROKE
from reports.models import Import, ImportStage
from tests.browsing import check_page, go, press, sign_in
from tests.factories import (
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    agree,
    client_of,
    open_risk,
    score_risk,
    somebody,
)
from tests.journeys.steps import OPEN_ALL

pytestmark = pytest.mark.django_db

HEADINGS = ("Ref", "Risk title", "Owner", "Likelihood", "Impact")
TWO = (
    (1, "Funding falls short", "Director of Strategy", "M", "H"),
    (2, "Buildings wear out", "Director of Strategy", "L", "M"),
)


@pytest.fixture
def register():
    found = RegisterFactory(organisation=OrganisationFactory(slug="ours"))
    PostFactory(organisation=found.organisation, title="Director of Strategy")
    return found


@pytest.fixture
def lead(register):
    return client_of(lead_of(register))


def lead_of(register, *more):
    body = register.organisation
    return somebody((Role.LEAD, body), *((role, body) for role in more), cleared_by=[body])


def address(register):
    return f"{register.get_absolute_url()}import/"


def pasted(rows=TWO, headings=HEADINGS):
    return "\n".join("\t".join(str(cell) for cell in row) for row in (headings, *rows))


def workbook(rows=TWO, headings=HEADINGS):
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    made = BytesIO()
    book.save(made)
    return SimpleUploadedFile("Register.xlsx", made.getvalue())


def bring(client, register, **said):
    """What the first page answers to a pasted table."""
    fields = {"as_at": "2024-03-31", "reason": "Board paper of 4 April", "pasted": pasted()} | said
    return client.post(address(register), fields, follow=True)


def begun(client, register, **said):
    """The import that a pasted table began, looked at as it was understood."""
    bring(client, register, **said)
    record = Import.objects.newest_first().first()
    client.post(f"{record.get_absolute_url()}changes/again/")
    return record


def page(client, record, name="", **query):
    return client.get(f"{record.get_absolute_url()}{name}", query, follow=True)


def text(response):
    return " ".join(response.content.decode().split())


def fields_of(response):
    """What a browser would send back of the form on this page."""
    form = response.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | {"version": response.context["version"]}


def answer(client, record, **answers):
    """Answer what the file means: `answers` by the words of the question's label."""
    shown = page(client, record, "means/")
    fields = fields_of(shown)
    for words, said in answers.items():
        (name,) = [name for name, field in shown.context["form"].fields.items() if f"“{words}”" in str(field.label)]
        fields[name] = said
    return client.post(f"{record.get_absolute_url()}means/", fields | {"then": "look"}, follow=True)


def apply(client, record, **more):
    form = page(client, record, "apply/").context["form"]
    fields = {"fingerprint": form["fingerprint"].value()} | more
    return client.post(f"{record.get_absolute_url()}apply/", fields, follow=True)


# Who may --------------------------------------------------------------------------------------------------------------


def test_a_cleared_lead_is_offered_importing_and_nobody_else(register):
    body = register.organisation
    agree(register, date(2024, 1, 1))
    record = begun(client_of(lead_of(register)), register)
    answers = {
        "lead": (lead_of(register), 200),
        "not cleared": (somebody((Role.LEAD, body)), 403),
        "reader": (somebody((Role.READER, body), cleared_by=[body]), 403),
        "other body": (somebody((Role.LEAD, OrganisationFactory(slug="theirs"))), 403),
        "stranger": (somebody(), 404),
    }
    for who, (user, status) in answers.items():
        client = client_of(user)
        assert client.get(address(register)).status_code == status, who
        for name in ("means/", "changes/", "file/", "mapping.json", "result.json", "discard/"):
            assert client.get(f"{record.get_absolute_url()}{name}").status_code == status, (who, name)
        if status != 404:
            offered = f'href="{address(register)}"' in text(client.get(register.get_absolute_url()))
            assert offered is (status == 200), who


def test_a_register_that_nobody_else_may_know_of_is_not_there(register):
    other = client_of(somebody((Role.LEAD, OrganisationFactory(slug="theirs"))))
    assert other.get(address(register)).status_code == 404


def test_lists_of_controls_and_plans_lead_to_it_too(register, lead):
    assert f'href="{address(register)}"' in text(lead.get("/controls/"))
    assert f'href="{address(register)}"' in text(lead.get("/improvement-plans/"))


# The file -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"pasted": ""}, "Choose a file, or paste a table"),
        ({"as_at": "2999-01-01"}, "Enter a date that is not in the future"),
        ({"reason": ""}, "Say where it comes from"),
        ({"as_at": ""}, "Enter the date that the file is as at"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_the_rest_stays(register, lead, said, words):
    shown = bring(lead, register, **said)
    assert words in text(shown)
    assert "reason" in said or "Board paper of 4 April" in text(shown)
    assert "pasted" in said or "Funding falls short" in text(shown)
    assert not Import.objects.exists()


def test_a_file_that_cannot_be_read_says_why_beside_it(register, lead):
    file = SimpleUploadedFile("Register.xlsx", b"PK\x03\x04 and nothing that follows")
    shown = bring(lead, register, pasted="", file=file)
    errors = shown.context["form"].errors
    assert list(errors) == ["file"]
    assert errors["file"][0] in text(shown).replace("&#x27;", "'").replace("&quot;", '"')
    assert "Board paper of 4 April" in text(shown)
    assert "Choose the file again" in text(shown) or "file" in errors
    assert not Import.objects.exists()


def test_a_workbook_and_a_pasted_table_at_once_are_one_too_many(register, lead):
    assert "not both" in text(bring(lead, register, file=workbook()))


# What it means --------------------------------------------------------------------------------------------------------


def test_a_table_that_is_understood_goes_from_paste_to_register(register, lead):
    shown = bring(lead, register)
    assert "No questions" in text(shown)
    assert "Director of Strategy" in text(shown)
    record = Import.objects.get()
    would = text(lead.post(f"{record.get_absolute_url()}means/", fields_of(shown) | {"then": "look"}, follow=True))
    assert "New risk" in would or "Risk 1" in would
    assert "Funding falls short" in would
    assert not Risk.objects.exists()
    done = text(apply(lead, record))
    assert "Imported by" in done
    assert 'rp-counts__value">2<' in done
    assert list(Risk.objects.order_by("ref").values_list("ref", flat=True)) == [1, 2]
    assert f'href="{register.get_absolute_url()}1/"' in done
    assert "Funding falls short" in text(lead.get(register.get_absolute_url()))
    listed = text(lead.get(address(register)))
    assert "2 created" in listed
    assert "Board paper of 4 April" in listed


def test_the_same_table_twice_changes_nothing(register, lead):
    apply(lead, begun(lead, register))
    again = text(page(lead, begun(lead, register), "changes/"))
    assert "As it stands in the register" in again
    assert "Go on to the import" not in again


def test_a_file_without_a_table_does_not_look_like_a_success(register, lead):
    shown = bring(lead, register, pasted="Minutes of the board\n\nEverybody was there.")
    assert "Nothing was found that can be imported" in text(shown)
    assert "Everything was understood" not in text(shown)


def test_an_owner_that_nobody_knows_is_a_question_next_to_its_list(register, lead):
    rows = (*TWO, (3, "People leave", "Head of Nowhere", "H", "H"))
    record = begun(lead, register, pasted=pasted(rows))
    shown = page(lead, record, "means/")
    assert "1 question" in text(shown)
    assert "Who is “Head of Nowhere”?" in text(shown)
    post = Post.objects.get(title="Director of Strategy")
    would = answer(lead, record, **{"Head of Nowhere": f'{{"post": {post.pk}}}'})
    assert "question" not in text(would).split("Row by row")[0].replace("With questions", "")
    apply(lead, record)
    owned = lead.get(f"{register.get_absolute_url()}3/")
    assert "Director of Strategy" in text(owned)


def test_what_stays_open_has_to_be_let_go_of_by_name(register, lead):
    rows = (*TWO, (3, "People leave", "Head of Nowhere", "H", "H"))
    record = begun(lead, register, pasted=pasted(rows))
    assert "1 question is open" in text(page(lead, record, "changes/"))
    refused = text(apply(lead, record))
    assert "Answer what is asked first, or confirm that it is left out" in refused
    assert not Risk.objects.exists()
    assert "Imported by" in text(apply(lead, record, leaves_out="on"))
    assert Risk.objects.count() >= 2


def test_only_administrators_are_offered_a_new_post(register):
    rows = ((3, "People leave", "Head of Nowhere", "H", "H"),)
    add = "Add “Head of Nowhere” as a new post"
    for roles, is_offered in (((), False), ((Role.ADMINISTRATOR,), True)):
        client = client_of(lead_of(register, *roles))
        record = begun(client, register, pasted=pasted(rows))
        assert (add in text(page(client, record, "means/"))) is is_offered
    answer(client, record, **{"Head of Nowhere": '{"add": "Head of Nowhere"}'})
    assert "Posts added: Head of Nowhere" in text(apply(client, record))
    assert Post.objects.filter(title="Head of Nowhere", organisation=register.organisation).exists()


def test_a_column_can_be_taken_for_something_else(register, lead):
    headings = (*HEADINGS, "Remarks of the desk")
    rows = tuple((*row, f"What was said of {row[0]} at length.") for row in TWO)
    record = begun(lead, register, pasted=pasted(rows, headings))
    would = text(answer(lead, record, **{"Remarks of the desk": "description"}))
    assert "What was said of 1 at length." in would
    left_out = text(answer(lead, record, **{"Remarks of the desk": "ignored"}))
    assert "What was said of 1 at length." not in left_out


def test_the_second_to_save_a_mapping_is_told_and_loses_nothing(register, lead):
    record = begun(lead, register, pasted=pasted((*TWO, (3, "People leave", "Head of Nowhere", "H", "H"))))
    first = page(lead, record, "means/")
    answer(lead, record, **{"Head of Nowhere": '""'})
    (name,) = [name for name, field in first.context["form"].fields.items() if "Head of Nowhere" in str(field.label)]
    post = Post.objects.get(title="Director of Strategy")
    mine = fields_of(first) | {name: f'{{"post": {post.pk}}}', "then": "stay"}
    shown = lead.post(f"{record.get_absolute_url()}means/", mine)
    assert "Somebody saved this import since you opened it" in text(shown)
    assert shown.context["form"][name].value() == f'{{"post": {post.pk}}}'


def test_a_file_of_the_same_shape_is_taken_as_the_last_one_was(register, lead):
    headings = (*HEADINGS, "Remarks of the desk")
    rows = tuple((*row, f"What was said of {row[0]} at length.") for row in TWO)
    record = begun(lead, register, pasted=pasted(rows, headings))
    answer(lead, record, **{"Remarks of the desk": "ignored"})
    apply(lead, record)
    shown = text(page(lead, begun(lead, register, pasted=pasted(rows, headings)), "means/"))
    assert "when the last file of this shape was imported" in shown
    assert "No questions" in shown


def test_the_date_and_the_source_can_be_changed_on_the_way(register, lead):
    record = begun(lead, register)
    about = f"{record.get_absolute_url()}about/"
    shown = lead.get(about)
    assert "Close the risks that are not in the file" not in text(shown)
    said = {"as_at": "2023-12-31", "reason": "The paper of January", "version": shown.context["version"]}
    saved = text(lead.post(about, said, follow=True))
    assert "31 December 2023" in saved
    assert "The paper of January" in saved
    assert "Somebody saved this import since you opened it" in text(lead.post(about, said))


def test_risks_that_are_not_in_the_file_are_closed_where_the_board_says_so(register):
    old = open_risk(register, on=date(2023, 1, 1), title="Something older", score=(1, 1), printed_ref="99")
    board = client_of(lead_of(register, Role.BOARD))
    record = begun(board, register, pasted=pasted(TWO[1:]))
    about = f"{record.get_absolute_url()}about/"
    shown = board.get(about)
    assert "Close the risks that are not in the file" in text(shown)
    said = {"as_at": "2024-03-31", "reason": "All of it", "closes_missing": "on", "version": shown.context["version"]}
    board.post(about, said)
    board.post(f"{record.get_absolute_url()}changes/again/")
    apply(board, record)
    assert "Closed" in text(board.get(old.get_absolute_url()))


# What would change ----------------------------------------------------------------------------------------------------


def test_old_and_new_stand_side_by_side_with_the_place_in_the_file(register, lead):
    apply(lead, begun(lead, register))
    rows = ((1, "Funding falls short", "Director of Strategy", "H", "H"), TWO[1])
    record = begun(lead, register, pasted=pasted(rows), as_at="2024-06-30")
    would = page(lead, record, "changes/")
    (line,) = [line for line in would.context["lines"] if line.word == "Change"]
    assert line.row.what == "Risk 1"
    assert any("M" in told.change.old and "H" in told.change.new for told in line.first)
    assert line.row.where.row == 2
    only = page(lead, record, "changes/", show="nothing")
    assert [line.row.title for line in only.context["lines"]] == ["Buildings wear out"]


def test_long_files_are_paged_and_keep_their_filter(register, lead):
    rows = tuple((n, f"Risk of the kind {n}", "Director of Strategy", "M", "H") for n in range(1, 121))
    record = begun(lead, register, pasted=pasted(rows))
    assert len(page(lead, record, "changes/", page=2).context["lines"]) == 50
    assert len(page(lead, record, "changes/", page=3, show="create").context["lines"]) == 20


def test_a_register_that_moved_meanwhile_is_looked_at_again(register, lead):
    apply(lead, begun(lead, register))
    rows = ((1, "Funding falls short", "Director of Strategy", "H", "H"), TWO[1])
    record = begun(lead, register, pasted=pasted(rows), as_at="2024-06-30")
    form = page(lead, record, "apply/").context["form"]
    score_risk(Risk.objects.get(ref=2), 3, 3, on=date(2024, 5, 1), recorded=date(2024, 7, 1))
    stale = lead.post(f"{record.get_absolute_url()}apply/", {"fingerprint": form["fingerprint"].value()}, follow=True)
    assert "The register has changed since this was worked out" in text(stale)
    assert Import.objects.newest_first().first().stage != ImportStage.APPLIED
    again = lead.post(f"{record.get_absolute_url()}changes/again/", follow=True)
    assert "The register has changed since" not in text(again)
    assert "Imported by" in text(apply(lead, record))


def test_a_question_of_a_row_is_answered_beside_it_and_the_answer_can_be_changed(register, lead):
    open_risk(register, on=date(2023, 1, 1), title="Something else entirely", score=(1, 1))
    record = begun(lead, register)
    changes = f"{record.get_absolute_url()}changes/"
    shown = page(lead, record, "changes/")
    assert "1 question is open" in text(shown)
    assert "Is this the same risk?" in text(shown)
    (name,) = [name for name in shown.context["form"].fields if name.startswith("answer")]
    answered = lead.post(changes, {"version": shown.context["version"], name: "new"}, follow=True)
    assert "question is open" not in text(answered)
    assert answered.context["form"][name].value() == "new"
    refused = lead.post(changes, {"version": shown.context["version"], name: "leave"})
    assert "Somebody saved this import since you opened it" in text(refused)
    left = lead.post(changes, {"version": answered.context["version"], name: "leave"}, follow=True)
    assert "Funding falls short" in text(page(lead, record, "changes/", show="nothing"))
    assert left.context["form"][name].value() == "leave"


def test_a_large_file_that_cannot_be_read_says_so_where_its_progress_was(register, lead, monkeypatch):
    monkeypatch.setattr(actions, "SMALL", 0)
    file = SimpleUploadedFile("Register.xlsx", b"PK\x03\x04 and nothing that follows")
    shown = text(bring(lead, register, pasted="", file=file))
    assert "It did not work." in shown
    assert "damaged" in shown
    assert "Choose another file" in shown
    assert "Try again" not in shown


def test_what_broke_off_is_tried_again_and_nothing_before_it_is_lost(register, lead):
    record = begun(lead, register)
    Import.objects.update(state="failed", doing="applying", error=BROKE)
    shown = text(page(lead, record))
    assert "Something went wrong, and nothing was written" in shown
    assert "Back to what would change" in shown
    assert "Funding falls short" in text(page(lead, record, "changes/"))
    assert "Try again" in shown
    assert page(lead, record, "means/").status_code == 200


def test_work_that_goes_on_shows_how_far_it_is_on_every_page_of_the_import(register, lead):
    record = begun(lead, register)
    Import.objects.update(state="waiting", doing="looking")
    for name in ("", "means/", "changes/", "apply/", "discard/", "undo/"):
        assert "Working out what it would change" in text(page(lead, record, name)), name
    assert lead.post(f"{record.get_absolute_url()}discard/").status_code == 302
    assert Import.objects.get().stage == ImportStage.LOOKED


def test_two_who_look_again_at_once_are_both_led_to_the_import(register, lead, monkeypatch):
    record = begun(lead, register)
    not_yet = lambda record, *stages: None  # noqa: E731 - when it asked, nobody was at it
    monkeypatch.setattr("reports.views.import_running.elsewhere", not_yet)
    Import.objects.update(state="waiting", doing="looking")
    answer = lead.post(f"{record.get_absolute_url()}changes/again/", follow=True)
    assert "Working out what it would change" in text(answer)


# Taking it back -------------------------------------------------------------------------------------------------------


def test_an_import_is_undone_as_a_whole_once_it_has_been_asked(register, lead):
    record = begun(lead, register)
    apply(lead, record)
    assert "Undo this import?" in text(page(lead, record, "undo/"))
    undone = text(lead.post(f"{record.get_absolute_url()}undo/", {"reason": "The wrong file"}, follow=True))
    assert "Undone by" in undone
    assert "The wrong file" in undone
    assert "Funding falls short" not in text(lead.get(register.get_absolute_url()))


def test_what_has_been_built_on_is_not_undone_and_says_why(register, lead):
    record = begun(lead, register)
    apply(lead, record)
    score_risk(Risk.objects.get(ref=1), 1, 1, on=date(2024, 5, 1), recorded=date(2026, 7, 1))
    shown = text(page(lead, record, "undo/"))
    assert "It can no longer be undone" in shown
    lead.post(f"{record.get_absolute_url()}undo/", {"reason": "All the same"})
    assert "Funding falls short" in text(lead.get(register.get_absolute_url()))


def test_a_draft_is_discarded_once_it_has_been_asked(register, lead):
    record = begun(lead, register)
    assert "Discard this import?" in text(page(lead, record, "discard/"))
    assert Import.objects.get().stage != ImportStage.DISCARDED
    assert "Nothing was changed" in text(lead.post(f"{record.get_absolute_url()}discard/", follow=True))
    assert "Nothing was imported" in text(page(lead, record))
    assert "Discarded" in text(page(lead, record, "means/"))


# What is kept ---------------------------------------------------------------------------------------------------------


def test_the_file_the_mapping_and_the_result_are_kept(register, lead):
    file = workbook()
    content = file.read()
    file.seek(0)
    record = begun(lead, register, pasted="", file=file)
    given = lead.get(f"{record.get_absolute_url()}file/")
    assert given.content == content
    assert "Register.xlsx" in given["Content-Disposition"]
    assert given["Content-Security-Policy"] == "default-src 'none'; sandbox"
    mapping = lead.get(f"{record.get_absolute_url()}mapping.json").json()
    assert set(mapping["tables"][0]["columns"].values()) >= {"ref", "title", "owners"}
    apply(lead, record)
    result = lead.get(f"{record.get_absolute_url()}result.json").json()
    assert (result["state"], result["result"]["create"], len(result["dry_run"]["rows"])) == ("applied", 2, 2)


def test_fetching_what_is_sensitive_is_noted(register, lead):
    record = begun(lead, register)
    Import.objects.update(is_sensitive=True)
    for name in ("file/", "mapping.json", "result.json"):
        assert lead.get(f"{record.get_absolute_url()}{name}").status_code == 200
    assert SensitiveRead.objects.filter(kind="download").count() == 3


def test_pages_wear_the_marking_of_what_they_hold_and_reading_them_is_noted(register, lead):
    record = begun(lead, register)
    Import.objects.update(is_sensitive=True)
    before = SensitiveRead.objects.count()
    assert "OFFICIAL-SENSITIVE" in text(page(lead, record, "changes/"))
    assert SensitiveRead.objects.count() > before


def test_what_stands_in_a_file_is_shown_as_text(register, lead):
    nasty = "<script>alert(1)</script>"
    rows = ((1, nasty, nasty, "M", "H"),)
    record = begun(lead, register, pasted=pasted(rows, (*HEADINGS[:2], "Owner <b>", *HEADINGS[3:])), reason=nasty)
    for name in ("means/", "changes/", "apply/", "discard/"):
        assert nasty not in text(page(lead, record, name)), name


def test_risks_that_stand_there_and_not_in_the_file_are_told(register, lead):
    open_risk(register, on=date(2023, 1, 1), title="Something older", score=(1, 1))
    record = begun(lead, register)
    assert page(lead, record, "changes/").context["findings"]


# In a browser ---------------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (320, True), (320, False)])
def test_every_step_fits_and_can_be_gone_without_scripts(live_server, new_page, register, width, scripts):
    open_risk(register, on=date(2023, 1, 1), title="Something else entirely, with a name that is quite long")
    browser = new_page(width, scripts)
    sign_in(browser, live_server.url, lead_of(register))

    def looked_at(where):
        if scripts:
            browser.evaluate(OPEN_ALL)
            check_page(browser, f"{where} at {width} px")

    go(browser, live_server.url + address(register))
    looked_at("choosing a file")
    browser.get_by_label("Where it comes from").fill("Board paper of 4 April")
    if not scripts:
        browser.get_by_text("Paste a table instead").click()
    browser.get_by_label("Table", exact=True).fill(pasted((*TWO, (3, "People leave", "Head of Nowhere", "H", "H"))))
    press(browser.get_by_role("button", name="Read it"))
    looked_at("what it means")
    browser.get_by_label("Who is “Head of Nowhere”").select_option(label="Director of Strategy")
    press(browser.get_by_role("button", name="Show what would change"))
    looked_at("what would change")
    browser.get_by_label("Is this the same risk?").select_option(label="It is a new risk")
    press(browser.get_by_role("button", name="Save the answers and look again"))
    press(browser.get_by_role("button", name="Go on to the import"))
    looked_at("the question")
    press(browser.get_by_role("button", name="Import it"))
    looked_at("the result")
    assert browser.get_by_role("heading", level=1).inner_text() == "Imported"
    assert Risk.objects.filter(register=register).count() == 4
    press(browser.get_by_role("button", name="Undo this import"))
    looked_at("undoing")
