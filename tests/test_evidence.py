"""Is only kept what may be kept, by its name and by what it holds, and only ever sent as a file to who may see it?"""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from controls import uploads
from controls.actions import evidence
from controls.models import Control, Evidence
from registers.models import Blob, SensitiveRead
from registers.models.blobs import LARGEST
from tests.control_factories import add_control, on
from tests.factories import OPEN_PROFILE, OrganisationFactory, RegisterFactory, agree, client_of, open_risk, somebody
from tests.pages import form_of, news_of, send, typed_in, words_of

SPRING = date(2020, 4, 1)
SUMMER = date(2020, 7, 1)
PROFILE = OPEN_PROFILE | {"controls": "official", "progress": "official", "rationale": "official"}
PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def office(main_part, *others):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name in ("[Content_Types].xml", main_part, *others):
            package.writestr(name, "<x/>")
    return packed.getvalue()


@pytest.fixture
def body(db):
    return OrganisationFactory(slug="met", name="The Met", short_name="the Met")


@pytest.fixture
def register(body):
    return RegisterFactory(organisation=body, profile=PROFILE)


@pytest.fixture
def control(register):
    return add_control(open_risk(register, title="Storms"), title="Sandbags")


@pytest.fixture
def lead(body):
    return somebody(("lead", body), cleared_by=[body], name="Lee Lead")


@pytest.fixture
def client(lead):
    return client_of(lead)


def attaching(client, control):
    return client.get(f"{control.get_absolute_url()}evidence/attach/")


def attach(client, control, file, content, **typed):
    """Send the form with a file, as a browser does."""
    page = attaching(client, control)
    said = {"version": typed_in(page, "version"), "was": typed_in(page, "was"), "on": typed_in(page, "on")} | typed
    return client.post(page.request["PATH_INFO"], said | {"file": SimpleUploadedFile(file, content)})


# What may be kept ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("a.png", PNG, "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        ("a.jpeg", b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        ("a.docx", office("word/document.xml"), uploads.WORD.content_type),
        ("a.xlsx", office("xl/workbook.xml"), uploads.EXCEL.content_type),
        ("a.pptx", office("ppt/presentation.xml"), uploads.POWERPOINT.content_type),
        ("a.txt", "Sand, 40 bags – dry".encode(), "text/plain; charset=utf-8"),
        ("a.csv", b"\xef\xbb\xbfbag,weight\n1,< 20 kg\n", "text/csv; charset=utf-8"),
    ],
)
def test_a_file_of_an_allowed_type_is_kept_as_what_it_is(name, content, content_type):
    assert uploads.checked(name, content).content_type == content_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", SVG),
        ("a.html", b"<html></html>"),
        ("a.exe", b"MZ"),
        ("a.docm", office("word/document.xml", "word/vbaProject.bin")),
        ("a", PDF),
        ("a.pdf.exe", PDF),
        ("a.pdf", SVG),
        ("a.png", PDF),
        ("a.jpg", PNG),
        ("a.docx", office("xl/workbook.xml")),
        ("a.docx", office("word/document.xml", "word/vbaProject.bin")),
        ("a.docx", b"PK\x03\x04 not a package"),
        ("a.xlsx", PDF),
        ("a.txt", SVG),
        ("a.txt", b"  <!DOCTYPE html><script>alert(1)</script>"),
        ("a.csv", b"#!/bin/sh\nrm -r .\n"),
        ("a.txt", b"\x00\x01\x02"),
        ("a.txt", b"\xff\xfe\x00binary"),
        ("a.pdf", b""),
        ("a.pdf", PDF + b"\x00" * LARGEST),
    ],
)
def test_anything_else_is_refused_in_words(name, content):
    with pytest.raises(ValidationError) as refusal:
        uploads.checked(name, content)
    assert any(word in refusal.value.messages[0] for word in ("must be", "is not a", "empty", "10 MB"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Lee\\plan.pdf", "plan.pdf"),
        ("plan\r\nSet-Cookie: a.pdf", "plan Set-Cookie a.pdf"),
        ("annual\u202efdp.txt", "annualfdp.txt"),
        ("..", "file"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ('a"b<c>.txt', "a b c.txt"),
    ],
)
def test_a_name_is_kept_without_folders_or_characters_that_mislead(given, kept):
    assert uploads.clean_name(given) == kept


# Attaching -----------------------------------------------------------------------------------------------------------


def test_a_link_is_kept_and_only_one_that_a_browser_opens_as_a_page(client, control):
    page = attaching(client, control)
    said = {name: values[0] for name, values in form_of(page).items()} | {"name": "Minutes"}
    for address in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.org/a", "https://"):
        again = client.post(page.request["PATH_INFO"], said | {"url": address})
        assert "begins with https:// or http://" in words_of(again), address
        assert typed_in(again, "name") == "Minutes"
    assert not Evidence.objects.exists()
    client.post(page.request["PATH_INFO"], said | {"url": "http://intranet/minutes?id=1"})
    row = Evidence.objects.get()
    assert (row.name, row.url, row.blob) == ("Minutes", "http://intranet/minutes?id=1", None)


def test_a_file_is_kept_once_and_named_after_itself(client, control):
    saved = attach(client, control, "C:\\plans\\Plan 1.pdf", PDF)
    assert "Evidence attached: Plan 1.pdf (a file)" in news_of(saved)
    attach(client, control, "copy.pdf", PDF, name="The same")
    first, second = Evidence.objects.order_by("pk")
    assert (first.name, second.name) == ("Plan 1.pdf", "The same")
    assert first.blob == second.blob == Blob.objects.get()


def test_a_wrong_type_is_refused_beside_the_field_and_the_rest_stays(client, control):
    again = attach(client, control, "drawing.svg", SVG, name="The drawing")
    assert "must be PDF, Word, Excel" in words_of(again)
    assert 'id="id_file_error"' in again.content.decode()
    assert typed_in(again, "name") == "The drawing"
    assert not Blob.objects.exists()


@pytest.mark.parametrize("size", [LARGEST + 1, LARGEST + 3 * 1024 * 1024], ids=["while it streams", "as declared"])
def test_a_file_over_the_cap_is_refused_beside_the_field_and_the_rest_stays(client, control, size):
    again = attach(client, control, "big.pdf", PDF + b"\x00" * (size - len(PDF)), name="The big one")
    assert again.status_code == 200
    assert "big.pdf is larger than 10 MB" in words_of(again)
    assert typed_in(again, "name") == "The big one"
    assert not Blob.objects.exists()


class Counted(BytesIO):
    """What a browser sends, and how much of it was read."""

    taken = 0

    def read(self, size=-1):
        found = super().read(size)
        self.taken += len(found)
        return found


def test_what_is_declared_far_too_large_is_not_even_read():
    edge = "--edge"
    head = f'{edge}\r\nContent-Disposition: form-data; name="name"\r\n\r\nThe film\r\n'
    head += f'{edge}\r\nContent-Disposition: form-data; name="file"; filename="film.pdf"\r\n\r\n'
    sent = Counted(head.encode() + b"\x00" * 4_000_000)
    request = RequestFactory().generic("POST", "/", "x", content_type="multipart/form-data; boundary=edge")
    request.META["CONTENT_LENGTH"] = str(2 * 1024**3)
    request._stream = sent
    assert request.POST["name"] == "The film"
    assert request.too_large == {"file": "film.pdf"}
    assert not request.FILES
    assert sent.taken < 300_000


def test_what_comes_with_a_new_control_is_held_to_the_same(client, control):
    risk = control.controllink_facts.get().risk
    url = f"{risk.get_absolute_url()}controls/add/"
    said = {"title": "Walls", "stage": "planned", "risks": "corporate/1", "marking": "official", "on": "2020-04-01"}
    again = client.post(url, said | {"evidence_file": SimpleUploadedFile("a.svg", SVG)})
    assert "must be PDF" in words_of(again)
    assert typed_in(again, "title") == "Walls"
    big = SimpleUploadedFile("big.pdf", PDF + b"\x00" * LARGEST)
    assert "big.pdf is larger than 10 MB" in words_of(client.post(url, said | {"evidence_file": big}))
    assert Control.objects.count() == 1
    client.post(url, said | {"evidence_file": SimpleUploadedFile("a.pdf", PDF)})
    assert Evidence.objects.get().name == "a.pdf"


def test_one_gives_a_link_or_a_file_and_two_have_not_the_same_name(client, control):
    page = attaching(client, control)
    assert "Give either a link or a file" in words_of(send(client, page, name="Minutes"))
    both = attach(client, control, "a.pdf", PDF, url="https://example.org/a")
    assert "Give either a link or a file" in words_of(both)
    attach(client, control, "a.pdf", PDF)
    assert "There is evidence of that name already" in words_of(attach(client, control, "a.pdf", PDF))
    assert Evidence.objects.count() == 1


# Fetching and withdrawing --------------------------------------------------------------------------------------------


@pytest.fixture
def plan(control):
    with on(SPRING):
        file = uploads.checked("plan.pdf", PDF)
        return evidence.attach(control=control, by=somebody(), version=None, on=SPRING, name="The plan", file=file)


def test_a_file_is_only_ever_sent_to_be_kept_and_its_reading_is_noted(client, lead, control, plan):
    page = client.get(control.get_absolute_url())
    assert f"{control.get_absolute_url()}evidence/1/" in page.content.decode()
    sent = client.get(f"{control.get_absolute_url()}evidence/1/")
    assert sent.content == PDF
    assert sent["Content-Disposition"] == 'attachment; filename="The plan.pdf"'
    assert sent["Content-Type"] == "application/pdf"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in sent["Content-Security-Policy"]
    assert "no-store" in sent["Cache-Control"]
    log = SensitiveRead.objects.get(kind="download")
    assert (log.user, log.organisation) == (lead, control.register.organisation)
    assert "C-1: evidence 1" in log.what
    assert "plan" not in log.what


def test_a_file_is_for_those_who_may_see_its_control_and_as_agreed_for_the_other_body(body, register, control, plan):
    other = OrganisationFactory(slug="mopac")
    reader = client_of(somebody(("reader", other)))
    url = f"{control.get_absolute_url()}evidence/1/"
    assert reader.get(url).status_code == 404
    agree(register, date(2020, 2, 1))
    assert reader.get(url).status_code == 404
    agree(register, SUMMER)
    assert reader.get(url).content == PDF
    with on(SUMMER):
        from controls.actions import controls

        controls.mark(
            control=control, by=somebody(), version=None, on=SUMMER, marking="official-sensitive", reason="Named"
        )
    assert reader.get(url).status_code == 404
    assert client_of(somebody(("reader", body))).get(url).status_code == 404


def test_what_is_withdrawn_is_gone_today_and_there_at_the_dates_when_it_was(client, control, plan):
    page = client.get(f"{control.get_absolute_url()}evidence/1/withdraw/")
    assert "Say why it is withdrawn" in words_of(send(client, page))
    send(client, page, reason="It was another plan", on="2020-07-01")
    url = f"{control.get_absolute_url()}evidence/1/"
    assert client.get(url).status_code == 404
    assert client.get(f"{url}?as_at=2020-06-30").content == PDF
    assert "The plan" in words_of(client.get(f"{control.get_absolute_url()}?as_at=2020-06-30"))
    assert client.get(f"{url}withdraw/").status_code == 404
    assert Evidence.objects.order_by("pk").last().reason == "It was another plan"


def test_a_link_is_not_fetched_and_a_made_up_number_finds_nothing(client, control):
    with on(SPRING):
        evidence.attach(
            control=control, by=somebody(), version=None, on=SPRING, name="Minutes", url="https://example.org/a"
        )
    for number in (0, 1, 2):
        assert client.get(f"{control.get_absolute_url()}evidence/{number}/").status_code == 404
