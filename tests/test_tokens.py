"""Can people make, use and take back tokens, and is the secret shown once and never kept?"""

import re
from datetime import date, timedelta

import pytest

from registers import clock
from registers.models import Role
from reports.models import ApiToken
from tests.factories import RegisterFactory, client_of, open_risk, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def met():
    return RegisterFactory(organisation__slug="met", organisation__short_name="the Met")


@pytest.fixture
def lead(met):
    return somebody((Role.LEAD, met.organisation), name="Lia Lead")


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def make(user, **said):
    usual = {"name": "Excel", "scopes": ["registers"], "expires_on": f"{clock.today() + timedelta(days=9):%d/%m/%Y}"}
    return client_of(user).post("/tokens/new/", usual | said)


def test_the_secret_is_shown_once_and_only_its_hash_is_kept(met, lead):
    page = make(lead).content.decode()
    secret = re.search(r'value="(rp_[\w-]{43})"', page)[1]
    token = ApiToken.objects.get()
    assert secret not in str(vars(token)) + str(list(token.history.values()))
    again = client_of(lead).get("/tokens/")
    assert secret not in again.content.decode()
    assert f"ends in {secret[-4:]}" in text_of(again)
    assert "Registers: positions" in text_of(again)
    assert "no-store" in client_of(lead).get("/tokens/new/")["Cache-Control"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": ""}, "Enter what it is for"),
        ({"scopes": []}, "what it may read"),
        ({"expires_on": ""}, "Last day it holds: enter a date"),
        ({"expires_on": "1/1/2020"}, "must be today or later"),
        ({"expires_on": "1/1/2090"}, "a token holds for a year at most"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_nothing_is_made(met, lead, said, words):
    page = text_of(make(lead, **said))
    assert words in page
    assert "There is a problem" in page
    assert not ApiToken.objects.exists()


def test_one_can_revoke_it_after_being_asked(met, lead):
    make(lead)
    token, client = ApiToken.objects.get(), client_of(lead)
    address = f"/tokens/{token.key}/revoke/"
    assert "Revoke your token “Excel”?" in text_of(client.get(address))
    token.refresh_from_db()
    assert token.revoked_at is None
    assert "The token is revoked." in text_of(client.post(address, follow=True))
    assert "Revoked" in text_of(client.get("/tokens/"))
    assert client.get(address).status_code == 404


def test_administrators_see_and_revoke_their_members_tokens_and_nobody_elses(met, lead):
    admin = somebody((Role.ADMINISTRATOR, met.organisation))
    mopac = RegisterFactory(organisation__slug="mopac").organisation
    stranger = somebody((Role.ADMINISTRATOR, mopac))
    make(lead)
    token = ApiToken.objects.get()
    assert "Lia Lead" in text_of(client_of(admin).get("/people/met/tokens/"))
    assert client_of(lead).get("/people/met/tokens/").status_code == 403
    assert client_of(stranger).get("/people/met/tokens/").status_code == 404
    assert client_of(stranger).post(f"/tokens/{token.key}/revoke/").status_code == 404
    client_of(admin).post(f"/tokens/{token.key}/revoke/")
    token.refresh_from_db()
    assert token.revoked_by == admin


def test_somebody_without_a_role_has_nothing_to_make_one_for():
    assert client_of(somebody()).get("/tokens/new/").status_code == 403


def test_twenty_in_force_are_enough(met, lead):
    for _ in range(20):
        make(lead)
    assert "Revoke one first" in text_of(make(lead))
    assert ApiToken.objects.count() == 20


# Trying it, and leaving ----------------------------------------------------------------------------------------------


def test_the_api_can_be_tried_and_answers_as_it_would(met, lead):
    open_risk(met, on=date(2020, 1, 1), title="Storms <b>")
    page = client_of(lead).get("/api/?endpoint=risks&register=met/corporate&as_at=2020-02-01&per_page=1")
    assert "GET http://testserver/api/v1/registers/met/corporate/risks/?as_at=2020-02-01&amp;per_page=1" in text_of(
        page
    )
    assert "&quot;title&quot;: &quot;Storms &lt;b&gt;&quot;" in page.content.decode()
    asked = client_of(lead).get("/api/?endpoint=risk&register=met/corporate")
    assert "Enter the ref of a risk" in text_of(asked)
    soon = client_of(lead).get("/api/?endpoint=position&register=met/corporate&as_at=soon")
    assert "“soon” is not a date" in text_of(soon)


def test_the_complete_export_is_for_cleared_administrators_and_is_logged(met, lead):
    admin = somebody((Role.ADMINISTRATOR, met.organisation), cleared_by=[met.organisation])
    open_risk(met, title="Storms")
    assert client_of(lead).get("/people/met/complete-export/").status_code == 403
    uncleared = somebody((Role.ADMINISTRATOR, met.organisation))
    assert client_of(uncleared).get("/people/met/complete-export/").status_code == 403
    client = client_of(admin)
    assert "Keep it as such" in text_of(client.get("/people/met/complete-export/"))
    answer = client.post("/people/met/complete-export/")
    assert '"kind": "riskportal complete export"' in b"".join(answer.streaming_content).decode()
    assert "met-complete-export-" in answer["Content-Disposition"]
    log = text_of(client.get("/people/exports/"))
    assert "Complete export" in log
    assert "OFFICIAL-SENSITIVE" in log
