"""The pages of a paper: who reaches them, writing without losing anything, and what an uncleared secretary is shown."""

import re
from datetime import date

import pytest
from django.test import Client
from pypdf import PdfReader

from registers.models import Role, SensitiveRead
from reports.actions import papers
from reports.models import Edition, Paper, Part, Rendering
from reports.papers.editions import make_document
from reports.papers.printing import print_paper
from tests.browsing import check_page, go, press, sign_in
from tests.factories import OrganisationFactory, client_of, somebody
from tests.paper_worlds import register_of, secretary_of, settled_register, start_paper, write

HOSTILE = """<script>alert(1)</script> <img src=x onerror=alert(2)> [click](javascript:alert(3))

![pixel](https://elsewhere.example/pixel.png) <style>body{display:none}</style> {{ settings.SECRET_KEY }}"""


@pytest.fixture
def paper(db):
    return start_paper()


@pytest.fixture
def secretary(paper):
    return client_of(secretary_of(register_of(paper)))


@pytest.fixture
def uncleared(paper):
    return client_of(secretary_of(register_of(paper), cleared=False))


@pytest.fixture
def context_section(paper):
    section = paper.sections.get(heading="Supporting Information")
    return write(section, body="Where we stood.")


def addresses(paper):
    page = paper.get_absolute_url()
    parts = ["", "title-block/", "recommendations/", "appendices/", "add/body/", "preview/public/"]
    sections = [f"sections/{paper.sections.first().slug}/{tail}" for tail in ("", "remove/")]
    return [page + part for part in parts + sections]


def form_of(section, **changes):
    fields = {"version": section.version, "heading": section.heading, "body": section.body, "marking": section.marking}
    if section.part != Part.SUMMARY:
        fields |= {"level": section.level, "numbered": "on"}
    return fields | changes


def text(response):
    return response.content.decode()


# Who reaches them ------------------------------------------------------------------------------


def test_the_secretariat_reaches_every_page_of_its_paper(paper, secretary):
    for address in addresses(paper):
        assert secretary.get(address).status_code == 200, address


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECRETARIAT])
def test_to_anybody_else_of_the_body_a_draft_is_not_there(paper, role):
    colleague = client_of(somebody((role, paper.organisation), cleared_by=[paper.organisation]))
    for address in addresses(paper):
        assert colleague.get(address).status_code == 404, address
    assert paper.title not in text(colleague.get("/papers/"))


def test_to_the_other_bodys_secretariat_a_draft_is_not_there(paper):
    other = OrganisationFactory(slug="met")
    client = client_of(somebody((Role.SECRETARIAT, other), cleared_by=[other, paper.organisation]))
    for address in addresses(paper):
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code in (404, 405), address


def test_a_stranger_is_asked_to_sign_in(paper):
    for address in addresses(paper):
        assert Client().get(address).url.startswith("/accounts/login/"), address


def test_only_a_secretariat_is_offered_to_start_a_paper(paper, secretary):
    reader = client_of(somebody((Role.READER, paper.organisation)))
    assert "Start a paper" in text(secretary.get("/papers/"))
    assert "Start a paper" not in text(reader.get("/papers/"))
    assert reader.get("/papers/new/").status_code == 403


def test_a_longer_paper_costs_no_more_queries(paper, secretary, queries_for):
    secretary.get(paper.get_absolute_url())  # the first visit in a while is noted
    short = queries_for(lambda: secretary.get(paper.get_absolute_url()))
    for number in range(12):
        papers.add_section(paper=paper, by=somebody(), part=Part.BODY, heading=f"More {number}")
    papers.set_recommendations(paper=paper, by=somebody(), version=None, texts=["One", "Two", "Three"])
    assert queries_for(lambda: secretary.get(paper.get_absolute_url())) == short


# Starting and arranging ------------------------------------------------------------------------


def test_dates_the_wrong_way_round_are_said_and_nothing_is_saved(paper, secretary):
    sent = {"version": 1, "title": "T", "panel": "P", "panel_date": "2020-12-15", "contacts": ""}
    days = {"as_at_0": "2020-06-30", "compared_with_0": "2020-09-30"}
    page = secretary.post(f"{paper.get_absolute_url()}title-block/", sent | days)
    assert "must be before the date of the position" in text(page)
    assert Paper.objects.get().title == paper.title


def test_sections_are_added_moved_and_removed(paper, secretary):
    page = paper.get_absolute_url()
    added = secretary.post(f"{page}add/body/", {"heading": "Violence", "level": 2}, follow=True)
    assert "Violence" in text(added)
    section = paper.sections.get(heading="Violence")
    secretary.post(f"{section.get_absolute_url()}move/", {"step": "up"})
    assert list(paper.sections.filter(part=Part.BODY).in_order())[1] == section
    secretary.post(f"{section.get_absolute_url()}remove/", {"version": section.version})
    assert not paper.sections.filter(heading="Violence").exists()


def test_a_section_that_was_changed_meanwhile_is_shown_before_it_is_removed(context_section, secretary):
    opened = context_section.version
    write(context_section, body="Somebody's new words")
    page = secretary.post(f"{context_section.get_absolute_url()}remove/", {"version": opened})
    assert "Somebody&#x27;s new words" in text(page)
    assert context_section.paper.sections.filter(pk=context_section.pk).exists()


def test_recommendations_are_edited_as_a_list(paper, secretary):
    page = paper.get_absolute_url()
    version = papers.seen(paper.recommendations.all())
    secretary.post(f"{page}recommendations/", {"version": version, "text_0": "Note it", "text_1": "Ask for more"})
    assert [row.text for row in paper.recommendations.all()] == ["Note it", "Ask for more"]


def test_the_title_block_is_edited_and_a_stale_one_is_compared(paper, secretary):
    address = f"{paper.get_absolute_url()}title-block/"
    sent = {"version": 1, "title": "First title", "panel": paper.panel, "panel_date": "2020-09-15"}
    sent |= {"as_at_0": "2020-06-30", "compared_with_0": "2020-03-31", "contacts": "", "agenda_item": "8a"}
    assert secretary.post(address, sent).status_code == 302
    page = text(secretary.post(address, sent | {"title": "Second title"}))
    assert "saved this first" in page
    assert "First" in page
    assert 'value="Second title"' in page
    assert Paper.objects.get().title == "First title"


def test_a_contact_without_an_address_is_not_taken(paper, secretary):
    address = f"{paper.get_absolute_url()}title-block/"
    sent = {"version": 1, "title": "T", "panel": "P", "panel_date": "2020-09-15", "contacts": "Somebody"}
    page = secretary.post(address, sent | {"as_at_0": "2020-06-30", "compared_with_0": "2020-03-31"})
    assert "Write each contact on a line of its own" in text(page)


# Writing ---------------------------------------------------------------------------------------


def test_a_section_is_written_and_the_page_goes_back_to_it(context_section, secretary):
    answer = secretary.post(context_section.get_absolute_url(), form_of(context_section, body="New **words**"))
    assert answer.url == f"{context_section.paper.get_absolute_url()}#supporting-information"
    context_section.refresh_from_db()
    assert context_section.body == "New **words**"


def test_the_second_of_two_writers_sees_both_texts_and_loses_nothing(context_section, secretary):
    opened = form_of(context_section)
    write(context_section, by=somebody(name="Ida Mercer"), body="What Ida wrote")
    page = text(secretary.post(context_section.get_absolute_url(), opened | {"body": "What I typed"}))
    assert "Ida Mercer saved this first" in page
    assert "Ida" in page
    assert "What I typed</textarea>" in page
    assert 'data-warn-unsaved="always"' in page
    context_section.refresh_from_db()
    assert context_section.body == "What Ida wrote"
    secretary.post(context_section.get_absolute_url(), form_of(context_section, body="What I typed"))
    context_section.refresh_from_db()
    assert context_section.body == "What I typed"


def test_a_preview_draws_the_text_and_saves_nothing(context_section, secretary):
    sent = form_of(context_section, body="Some **bold** words", preview="1")
    page = text(secretary.post(context_section.get_absolute_url(), sent))
    assert "Some <strong>bold</strong> words" in page
    assert "Some **bold** words</textarea>" in page
    context_section.refresh_from_db()
    assert context_section.body == "Where we stood."


def test_hostile_text_is_harmless_in_previews_and_in_print(context_section, secretary):
    page = text(secretary.post(context_section.get_absolute_url(), form_of(context_section, body=HOSTILE, preview="1")))
    secretary.post(context_section.get_absolute_url(), form_of(context_section, body=HOSTILE))
    preview = text(secretary.get(f"{context_section.paper.get_absolute_url()}preview/full/"))
    printed = print_paper(make_document(context_section.paper, Edition.FULL)).html
    shown = re.sub(r"<textarea.*?</textarea>", "", page, flags=re.DOTALL)
    for html in (shown, preview, printed):
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert 'href="javascript' not in html
        assert "elsewhere.example" not in html
        assert "<style>body" not in html
        assert "{{ settings.SECRET_KEY }}" in html


def test_what_the_portal_drafts_is_put_at_the_end_of_what_was_typed(paper, secretary):
    section = paper.sections.get(key="movement")
    sent = form_of(section, body="Typed but not saved.", draft="1")
    page = text(secretary.post(section.get_absolute_url(), sent))
    assert "Typed but not saved.\n\nAll [[mopac/corporate.count|words]] risks stand where they stood on" in page
    assert "Nothing has been saved yet" in page
    section.refresh_from_db()
    assert "Typed but not saved." not in section.body


def test_every_writing_page_asks_before_unsaved_text_is_left(paper, secretary):
    appendix = f"appendices/{paper.appendices.first().slug}/"
    for part in ("title-block/", "recommendations/", appendix, "sections/supporting-information/"):
        assert "data-warn-unsaved" in text(secretary.get(paper.get_absolute_url() + part)), part


def test_a_section_somebody_removed_is_not_there(context_section, secretary):
    papers.remove_section(section=context_section, by=somebody(), version=None)
    address = f"{context_section.paper.get_absolute_url()}sections/supporting-information/"
    assert secretary.get(address).status_code == 404


# Sensitive text --------------------------------------------------------------------------------


@pytest.fixture
def secret(context_section):
    return write(context_section, body="Nightjar was here.", marking="official-sensitive")


def test_an_uncleared_secretary_sees_the_heading_of_a_sensitive_section_and_nothing_of_it(secret, uncleared):
    page = text(uncleared.get(secret.paper.get_absolute_url()))
    assert "Supporting Information" in page
    assert "you are not cleared to read it" in page
    assert secret.get_absolute_url() + '"' not in page
    for tail in ("", "remove/"):
        answer = uncleared.get(secret.get_absolute_url() + tail)
        assert answer.status_code == 403
        assert "Nightjar" not in text(answer)
    for address in addresses(secret.paper):
        assert "Nightjar" not in text(uncleared.get(address)), address


def test_an_uncleared_secretary_may_not_have_the_full_edition_and_is_told_why(secret, uncleared):
    page = secret.paper.get_absolute_url()
    assert "preview/full" not in text(uncleared.get(page))
    for answer in (uncleared.get(f"{page}preview/full/"), uncleared.post(f"{page}pdf/", {"edition": "full"})):
        assert answer.status_code == 403
        assert "you are not cleared for it" in text(answer)
    assert not Rendering.objects.exists()


def test_what_was_typed_is_given_back_where_a_section_became_sensitive_meanwhile(context_section, uncleared):
    opened = form_of(context_section, body="What I typed meanwhile")
    write(context_section, body="Nightjar", marking="official-sensitive")
    answer = uncleared.post(context_section.get_absolute_url(), opened)
    assert answer.status_code == 403
    assert "What I typed meanwhile" in text(answer)
    assert "Nightjar" not in text(answer)


def test_looking_at_sensitive_text_is_logged_and_at_other_text_is_not(secret, secretary):
    page = secret.paper.get_absolute_url()
    for address in (page, f"{page}preview/public/", f"{page}sections/financial-implications/"):
        secretary.get(address)
    assert not SensitiveRead.objects.exists()
    secretary.get(secret.get_absolute_url())
    secretary.get(f"{page}preview/full/")
    assert [(read.kind, read.what) for read in SensitiveRead.objects.order_by("pk")] == [
        ("read", f"{secret.paper.title}, 15 September 2020: section “Supporting Information”"),
        ("read", f"{secret.paper.title}, 15 September 2020: full edition"),
    ]


# Previews of the whole --------------------------------------------------------------------------


def test_a_preview_and_the_print_say_the_same(context_section, secretary):
    from html.parser import HTMLParser

    class Headings(HTMLParser):
        def __init__(self):
            super().__init__()
            self.found, self.inside = [], False

        def handle_starttag(self, tag, attrs):
            self.inside = tag in ("h1", "h2", "h3", "h4") or (self.inside and tag == "span")
            if tag in ("h1", "h2", "h3", "h4"):
                self.found.append("")

        def handle_endtag(self, tag):
            self.inside = self.inside and tag == "span"

        def handle_data(self, data):
            if self.inside:
                self.found[-1] += data

    def headings(html):
        parser = Headings()
        parser.feed(html)
        return [" ".join(heading.split()) for heading in parser.found]

    for edition in Edition:
        page = text(secretary.get(f"{context_section.paper.get_absolute_url()}preview/{edition}/"))
        printed = print_paper(make_document(context_section.paper, edition)).html
        assert headings(page.split("<main")[1]) == headings(printed)
        assert "DRAFT" in page


@pytest.mark.django_db
def test_a_day_not_yet_agreed_is_said_on_the_paper():
    later = start_paper(settled_register(OrganisationFactory(slug="third")), as_at=date(2020, 9, 30), slug="later")
    client = client_of(secretary_of(register_of(later)))
    assert "has not yet been agreed as at 30 September 2020" in text(
        client.get(f"{later.get_absolute_url()}preview/public/")
    )


# In a browser ------------------------------------------------------------------------------------


@pytest.fixture
def written(transactional_db):
    paper = start_paper(settled_register())
    section = paper.sections.get(heading="Supporting Information")
    write(section, body="One.\n\n- a point\n- another", marking="official-sensitive")
    papers.set_recommendations(paper=paper, by=somebody(), version=None, texts=["Note it", "Ask for more"])
    return paper


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_of_a_paper_are_accessible_and_fit(written, page, live_server, width):
    sign_in(page, live_server.url, secretary_of(register_of(written)))
    page.set_viewport_size({"width": width, "height": 900})
    for address in ["/papers/", "/papers/new/", *addresses(written), f"{written.get_absolute_url()}preview/full/"]:
        assert go(page, live_server.url + address).ok
        check_page(page, address)


@pytest.mark.browser
@pytest.mark.pdf
def test_a_paper_is_written_previewed_and_downloaded_without_scripts(written, new_page, live_server):
    page = new_page(scripts=False)
    sign_in(page, live_server.url, secretary_of(register_of(written)))
    go(page, live_server.url + written.get_absolute_url())
    press(page.get_by_role("link", name="Financial Implications", exact=True))
    page.get_by_label("Text").fill("It costs **nothing**.")
    press(page.get_by_role("button", name="Preview"))
    assert page.locator(".rp-preview strong").inner_text() == "nothing"
    press(page.get_by_role("button", name="Save"))
    assert page.get_by_text("“Financial Implications” saved").is_visible()
    page.get_by_label("Public edition").check()
    press(page.get_by_role("button", name="Make the PDF"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Download mopac-risk-update-2020-09-public.pdf").click()
    made = PdfReader(download.value.path())
    assert "It costs nothing." in " ".join(page.extract_text() for page in made.pages)
