"""The dashboard and its brief as PDF: two pages and one, marked, sound, and nobody else's."""

import re
from datetime import date
from io import BytesIO

import pypdf
import pytest

from registers import clock
from registers.actions import risks
from registers.models import Clearance, Membership, SensitiveRead
from reports.models import Rendering, State
from tests.dashboard_worlds import MONTH, TODAY, two_registers
from tests.factories import client_of, somebody

pytestmark = [pytest.mark.pdf, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _today():
    with clock.at(clock.moment_on(TODAY, 18)):
        yield


@pytest.fixture
def world():
    return two_registers(hidden=True)


@pytest.fixture
def own(world):
    return world["own"].organisation


def made(client, address):
    """What somebody is given who presses the button: the file's words page by page, and the file."""
    assert "Make the PDF" in client.get(address).content.decode()
    job = client.post(address).url
    answer = client.get(f"{job}download/")
    assert answer.status_code == 200
    reader = pypdf.PdfReader(BytesIO(answer.content))
    return [" ".join(page.extract_text().split()) for page in reader.pages], answer.content


ADDRESSES = {f"/dashboard/own/{MONTH}/pdf/": 2, f"/dashboard/own/{MONTH}/brief/pdf/": 1}
JOINT = {f"/dashboard/joint/{MONTH}/pdf/": 2, f"/dashboard/joint/{MONTH}/brief/pdf/": 1}


@pytest.mark.parametrize(("address", "pages"), [*ADDRESSES.items(), *JOINT.items()])
def test_it_is_two_pages_or_one_each_with_its_marking(own, address, pages):
    words, _ = made(client_of(somebody(("lead", own), cleared_by=[own])), address)
    assert len(words) == pages
    assert all("OFFICIAL-SENSITIVE" in page and f"of {pages}" in page for page in words)


@pytest.mark.parametrize("address", [*ADDRESSES, next(iter(JOINT))])
def test_neither_checker_finds_anything_wrong(own, tmp_path, address):
    import outloud
    import page

    _, content = made(client_of(somebody(("lead", own), cleared_by=[own])), address)
    file = tmp_path / "dashboard.pdf"
    file.write_bytes(content)
    assert [failure.message for failure in page.validate_pdf(file, profile="ua1").failures] == []
    # WeasyPrint paints a page's list markers after its text, and what stands side by side row by row.
    found = [one for one in outloud.check(str(file)).sorted_findings() if one.rule not in ("ORD-001", "TBL-010")]
    assert [(one.rule, one.page, one.message) for one in found] == []


def test_it_says_what_the_page_says(own):
    client = client_of(somebody(("lead", own), cleared_by=[own]))
    words, _ = made(client, f"/dashboard/own/{MONTH}/pdf/")
    for part in ("What moved and why", "1 Storms", "It was discussed", "What needs a decision", "Open risks by band"):
        assert part in " ".join(words), part


def test_the_uncleared_are_given_nothing_that_is_withheld_from_them(own):
    words, _ = made(client_of(somebody(("lead", own))), f"/dashboard/own/{MONTH}/pdf/")
    assert not re.search("Secret|Hush|VH v VH", " ".join(words))
    assert "Withheld" in words[1]
    assert "OFFICIAL-SENSITIVE" not in words[0]


def test_it_is_of_the_moment_it_was_asked_for(own):
    words, _ = made(client_of(somebody(("lead", own), cleared_by=[own])), "/dashboard/own/2021-12/pdf/")
    assert "December 2021" in words[0]
    assert "4 Heat" in words[0]


def test_nobody_else_is_given_it(own):
    person = somebody(("lead", own), cleared_by=[own])
    made(client_of(person), f"/dashboard/own/{MONTH}/pdf/")
    job = Rendering.objects.get().get_absolute_url()
    for tail in ("", "download/"):
        assert client_of(somebody(("lead", own), cleared_by=[own])).get(job + tail).status_code == 404


def taken_away(person, own, world):
    """What each of these takes away, the file goes with."""
    long_ago = date(2022, 1, 1)

    def clearance():
        Clearance.objects.filter(user=person).update(until=long_ago)

    def role():
        Membership.objects.filter(user=person).update(until=long_ago)
        Membership.objects.create(user=person, organisation=world["other"].organisation, role="reader", since=long_ago)

    return {"clearance": clearance, "role": role}


@pytest.mark.parametrize("what", ["clearance", "role"])
def test_who_loses_a_clearance_or_their_role_loses_the_file(own, world, what):
    person = somebody(("lead", own), cleared_by=[own])
    made(client_of(person), f"/dashboard/own/{MONTH}/pdf/")
    taken_away(person, own, world)[what]()
    job = Rendering.objects.get()
    assert job.state == State.DONE
    assert client_of(person).get(f"{job.get_absolute_url()}download/").status_code == 403


def test_who_may_see_a_risk_no_more_loses_the_file_that_names_it(own, world):
    person = somebody(("lead", own))
    made(client_of(person), f"/dashboard/own/{MONTH}/brief/pdf/")
    job = Rendering.objects.get().get_absolute_url()
    assert client_of(person).get(f"{job}download/").status_code == 200
    risks.mark(
        risk=world["own"].risks.get(ref=1), by=somebody(), version=None, on=TODAY, marking="official-sensitive",
        reason="It names somebody",
    )  # fmt: skip
    assert client_of(person).get(f"{job}download/").status_code == 403


def test_a_download_of_sensitive_text_is_logged(own):
    client = client_of(somebody(("lead", own), cleared_by=[own]))
    made(client, f"/dashboard/own/{MONTH}/brief/pdf/")
    read = SensitiveRead.objects.filter(kind="download").get()
    assert (read.organisation, read.what) == (own, "Own dashboard, March 2022: brief (PDF)")


def test_who_sees_only_their_own_risks_is_offered_no_file(own):
    client = client_of(somebody({"role": "lead", "organisation": own, "own_risks_only": True}))
    assert client.get(f"/dashboard/own/{MONTH}/pdf/").status_code in (403, 404)
