"""Does the API answer what the pages say, to whom they say it, in pages, with ETags, as its description has it?"""

import json
import logging
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from controls.actions import controls as controls_actions
from registers import clock
from registers.models import Membership, Role, SensitiveRead
from reports.actions import tokens
from reports.api.description import answer_schema
from reports.api.endpoints import ENDPOINTS
from reports.models import ApiToken, Export
from tests.aligned_bodies import TODAY as ALIGNED_ON
from tests.aligned_bodies import begin, two_bodies
from tests.factories import CLOSED_PROFILE, PostFactory, RegisterFactory, agree, open_risk, score_risk, somebody

pytestmark = pytest.mark.django_db

JANUARY, MARCH, TODAY = date(2020, 1, 1), date(2020, 3, 2), date(2020, 3, 31)
AT = "/api/v1/registers/met/corporate/"


@pytest.fixture(autouse=True)
def a_day():
    with clock.at(clock.moment_on(TODAY)):
        yield


@pytest.fixture
def met():
    register = RegisterFactory(organisation__slug="met", organisation__short_name="the Met")
    owner = PostFactory(organisation=register.organisation, title="Chief Digital Officer")
    risk = open_risk(register, on=JANUARY, title="Systems", description="They fail.", score=(2, 2), owners=[owner])
    score_risk(risk, 3, 3, on=MARCH, reason="Two failures")
    open_risk(register, on=JANUARY, title="Money", score=(1, 2))
    lead = somebody((Role.LEAD, register.organisation))
    controls_actions.add(
        register=register, by=lead, on=MARCH, title="A second line", stage="in-place", risks=[risk], is_key=True
    )
    return register


@pytest.fixture
def lead(met):
    return somebody((Role.LEAD, met.organisation), cleared_by=[met.organisation])


def token_of(user, *scopes, sensitive=True, days=30):
    scopes = scopes or ("registers", "controls", "alignments", "papers", "lists")
    last = clock.today() + timedelta(days=days)
    return tokens.make_token(by=user, name="Power BI", scopes=scopes, expires_on=last, reads_sensitive=sensitive)[1]


def ask(address, secret, **headers):
    return Client().get(address, headers={"Authorization": f"Bearer {secret}"} | headers)


def read(address, secret):
    answer = ask(address, secret)
    assert answer.status_code == 200, answer.content
    return answer.json()


# What is answered -----------------------------------------------------------------------------------------------------


def test_a_register_is_told_as_its_page_tells_it(met, lead):
    said = read(f"{AT}position/?since=2020-01-31", token_of(lead))
    assert (said["register"], said["as_at"], said["since"], said["count"]) == (
        "met/corporate",
        "2020-03-31",
        "2020-01-31",
        2,
    )
    assert said["counts"]["open"] == 2
    assert said["counts"]["movements"]["up"] == 1
    systems = said["results"][0]
    assert (systems["title"], systems["movement"], systems["reasons"]) == ("Systems", "up", ["Two failures"])
    assert (systems["owners"], systems["controls"][0]["title"]) == (["Chief Digital Officer"], "A second line")


def test_a_day_before_says_what_stood_then(met, lead):
    row = read(f"{AT}risks/?as_at=2020-02-01", token_of(lead))["results"][0]
    assert (row["likelihood_level"], row["impact_level"], row["owners"]) == (2, 2, "Chief Digital Officer")
    assert read(f"{AT}risks/1/", token_of(lead))["risk"]["title"] == "Systems"


def test_movements_and_controls(met, lead):
    moved = read(f"{AT}movements/?since=2020-01-31", token_of(lead))["results"]
    assert [(one["title"], one["movement"], one["reasons"]) for one in moved] == [("Systems", "up", ["Two failures"])]
    assert moved[0]["before"] != moved[0]["after"]
    (control,) = read(f"{AT}controls/", token_of(lead))["results"]
    assert (control["title"], control["risks"], control["is_key"]) == ("A second line", [1], True)


@pytest.mark.parametrize("name", [endpoint.name for endpoint in ENDPOINTS])
@pytest.mark.parametrize("who", ["own", "other"])
def test_every_answer_is_as_the_description_has_it(met, lead, name, who):
    agree(met, MARCH)
    user = lead
    if who == "other":
        user = somebody((Role.READER, RegisterFactory(organisation__slug="mopac").organisation))
    met.profile = met.profile if who == "own" else CLOSED_PROFILE
    met.save()
    endpoint = next(one for one in ENDPOINTS if one.name == name)
    places = {"organisation": "met", "register": "corporate", "ref": 1}
    address = reverse(f"reports:api-{name}", kwargs={place: places[place] for place in endpoint.places})
    answer = ask(address, token_of(user))
    described = Client().get("/api/v1/openapi.json").json()
    validate(described)
    schema = described | answer_schema(endpoint)
    if answer.status_code == 403:  # said in the description too
        schema = described | {"$ref": "#/components/schemas/Error"}
        assert (who, name) in {("other", "movements"), ("other", "controls")}
    problems = [error.message for error in Draft202012Validator(schema).iter_errors(answer.json())]
    assert problems == []


# Pages and ETags ------------------------------------------------------------------------------------------------------


def test_pages_follow_one_another_and_have_a_hard_cap(met, lead):
    for number in range(5):
        open_risk(met, on=JANUARY, title=f"More {number}")
    secret, address, refs = token_of(lead), f"{AT}risks/?per_page=3", []
    while address:
        said = read(address, secret)
        assert (said["count"], said["pages"], said["per_page"]) == (7, 3, 3)
        refs += [row["ref"] for row in said["results"]]
        address = said["next"]
    assert refs == [1, 2, 3, 4, 5, 6, 7]
    for query in ("per_page=201", "per_page=0", "page=4&per_page=3", "page=x", "page=-1", "per_page=²"):
        answer = ask(f"{AT}risks/?{query}", secret)
        assert answer.status_code == 400
        assert "is a number from 1 to" in answer.json()["error"]["words"]


@pytest.mark.parametrize("query", ["as_at=soon", "as_at=2099-01-01", "since=2020-12-31", "known_at=%00"])
def test_a_time_that_cannot_be_read_is_told(met, lead, query):
    answer = ask(f"{AT}position/?{query}", token_of(lead))
    assert answer.status_code == 400
    assert answer.json()["error"]["parameter"] == "as_at, known_at or since"


def test_what_has_not_changed_is_not_sent_again(met, lead):
    secret = token_of(lead)
    first = ask(f"{AT}risks/", secret)
    again = ask(f"{AT}risks/", secret, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    score_risk(met.risks.get(ref=2), 3, 3, on=TODAY, reason="Prices")
    assert ask(f"{AT}risks/", secret, **{"If-None-Match": first["ETag"]}).status_code == 200


# Who may --------------------------------------------------------------------------------------------------------------


def test_without_a_token_nothing_is_answered(met, lead):
    answer = Client().get(f"{AT}risks/")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="riskportal"')
    assert ask(f"{AT}risks/", "rp_guessed").status_code == 401
    signed_in = Client()
    signed_in.force_login(lead)
    assert signed_in.get(f"{AT}risks/").status_code == 401


def test_a_token_ends_with_its_day_its_revocation_and_its_person(met, lead):
    secret = token_of(lead, days=2)
    with clock.at(clock.moment_on(TODAY + timedelta(days=2), 23)):
        assert ask(f"{AT}risks/", secret).status_code == 200
    with clock.at(clock.moment_on(TODAY + timedelta(days=3), 0)):
        assert "expired on 2 April 2020" in ask(f"{AT}risks/", secret).json()["error"]["words"]
    tokens.revoke_token(token=ApiToken.objects.get(), by=lead)
    assert "was revoked" in ask(f"{AT}risks/", secret).json()["error"]["words"]
    other = token_of(lead)
    lead.is_active = False
    lead.save()
    assert "closed" in ask(f"{AT}risks/", other).json()["error"]["words"]


def test_a_token_reads_only_what_it_was_given(met, lead):
    secret = token_of(lead, "registers")
    assert ask(f"{AT}controls/", secret).status_code == 403
    assert ask("/api/v1/alignments/", secret).status_code == 403
    risk = read(f"{AT}position/", secret)["results"][0]
    assert "controls" not in risk
    assert "A second line" not in json.dumps(risk)


def test_it_meets_what_its_person_meets_and_no_longer_than_they_do(met, lead):
    secret = token_of(lead)
    assert ask(f"{AT}risks/", secret).status_code == 200
    Membership.objects.filter(user=lead).update(until=TODAY)
    assert ask(f"{AT}risks/", secret).status_code == 404
    stranger = token_of(somebody((Role.READER, RegisterFactory(organisation__slug="mopac").organisation)))
    answer = ask(f"{AT}risks/", stranger)
    assert answer.status_code == 404  # nothing has been agreed for the other body to see


def test_without_clearance_in_the_token_sensitive_text_stays_where_it_is(met, lead):
    open_risk(met, on=JANUARY, title="Quokka", marking="official-sensitive")
    assert "Quokka" in ask(f"{AT}risks/", token_of(lead)).content.decode()
    assert SensitiveRead.objects.filter(user=lead, what__contains="met/corporate").exists()
    plain = token_of(lead, sensitive=False)
    for endpoint in ENDPOINTS:
        places = {"organisation": "met", "register": "corporate", "ref": 3}
        address = reverse(f"reports:api-{endpoint.name}", kwargs={place: places[place] for place in endpoint.places})
        assert "Quokka" not in ask(address, plain).content.decode()
    assert ask(f"{AT}risks/3/", plain).status_code == 404


def test_it_is_read_only_and_kept_by_nobody(met, lead):
    secret = token_of(lead, sensitive=False)
    answer = Client(enforce_csrf_checks=True).post(f"{AT}risks/", headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    answer = ask(f"{AT}risks/", secret)
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Authorization" in answer["Vary"]


def test_what_is_sensitive_is_not_stored_by_whoever_asks_either(met, lead):
    open_risk(met, on=JANUARY, title="Quokka", marking="official-sensitive")
    secret = token_of(lead)
    answer = ask(f"{AT}risks/", secret)
    assert answer["Cache-Control"] == "private, no-store"
    again = ask(f"{AT}risks/", secret, **{"If-None-Match": answer["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-store")


def test_every_reading_is_logged(met, lead):
    ask(f"{AT}risks/?as_at=2020-02-01", token_of(lead))
    row = Export.objects.get()
    assert (row.user, row.format, row.rows, row.query) == (lead, "api", 2, "as_at=2020-02-01")
    assert [body.slug for body in row.bodies.all()] == ["met"]


def test_alignments_are_marked_logged_and_cut_to_what_the_token_was_given():
    with clock.at(clock.moment_on(ALIGNED_ON)):
        lead = two_bodies().people["met lead"]
        said = read("/api/v1/alignments/?per_page=1", token_of(lead))
        assert said["marking"] == Export.objects.get().marking == "OFFICIAL-SENSITIVE"
        assert "joint_controls" in said["results"][0]
        only = read("/api/v1/alignments/", token_of(lead, "alignments"))
        assert only["results"][0]["title"] == "Money matters"
        assert "joint_controls" not in only["results"][0]
        assert set(only["unaligned"]) == {"met", "mopac"}
        assert read("/api/v1/alignments/", token_of(lead, sensitive=False))["marking"] == "OFFICIAL"


def test_the_unaligned_are_told_once_with_the_first_page():
    with clock.at(clock.moment_on(ALIGNED_ON)):
        world = two_bodies()
        begin(world, risks=("met/2", "mopac/2"), title="Weather")
        secret = token_of(world.people["met lead"])
        first = read("/api/v1/alignments/?per_page=1", secret)
        assert "unaligned" in first
        assert "unaligned" not in read(first["next"], secret)


def test_what_is_no_address_of_the_api_is_answered_as_the_api_answers():
    answer = Client().get("/api/v1/no/such/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert answer.json()["error"]["words"] == "The API has no such address. What it has stands at /api/"
    assert Client().get("/api/no/such/")["Content-Type"].startswith("text/html")


def test_the_scheme_of_a_token_is_written_as_one_likes(met, lead):
    for scheme in ("bearer", "BEARER"):
        assert Client().get(f"{AT}risks/", headers={"Authorization": f"{scheme} {token_of(lead)}"}).status_code == 200


# Lists at an address --------------------------------------------------------------------------------------------------


def test_a_list_as_csv_at_an_address_of_its_own(met, lead):
    secret = token_of(lead, "lists")
    answer = Client().get(f"/api/lists/{secret}/registers/met/corporate/export.csv?as_at=2020-02-01")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert answer.status_code == 200
    assert text.splitlines()[0].startswith("Ref,Title,")
    assert "Systems" in text
    assert not Export.objects.filter(path__contains=secret).exists()
    assert ask(f"{AT}risks/", secret).status_code == 403


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("registers/met/corporate/export.xlsx", 404),
        ("registers/met/corporate/", 404),
        ("people/met/", 404),
        ("no/such/", 404),
        ("registers/nobody/corporate/export.csv", 404),
        ("registers/met/corporate/export.csv?as_at=soon", 400),
    ],
)
def test_nothing_but_lists_is_had_that_way(met, lead, address, status):
    answer = Client().get(f"/api/lists/{token_of(lead)}/{address}")
    assert answer.status_code == status
    assert answer.json()["error"]["words"]


def test_that_address_needs_its_token(met, lead):
    assert Client().get("/api/lists/rp_no/registers/met/corporate/export.csv").status_code == 401
    secret = token_of(lead, "registers")
    assert Client().get(f"/api/lists/{secret}/registers/met/corporate/export.csv").status_code == 403


@pytest.mark.parametrize("address", ["registers/met/corporate/export.xlsx", "registers/no/corporate/export.csv", "no/"])
def test_the_secret_of_that_address_is_in_no_log(met, lead, address, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    secret = token_of(lead, "lists")
    with caplog.at_level("DEBUG"):
        answer = Client().get(f"/api/lists/{secret}/{address}")
    assert answer.status_code == 404
    assert caplog.messages
    assert secret not in str([(row.getMessage(), row.args, row.request.path) for row in caplog.records])
    assert secret not in answer.content.decode()


def test_that_address_tells_whether_there_is_a_list_and_takes_nothing(met, lead, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    secret = token_of(lead, "lists")
    address = f"/api/lists/{secret}/registers/met/corporate/export.csv"
    there = Client().head(address)
    assert (there.status_code, there["Content-Type"], there.content) == (200, "text/csv; charset=utf-8", b"")
    assert "no-store" in there["Cache-Control"]
    for method in ("post", "put", "delete", "options"):
        answer = getattr(Client(enforce_csrf_checks=True), method)(address)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert secret not in caplog.text


def test_what_is_read_that_way_is_kept_by_nobody(met, lead):
    answer = Client().get(f"/api/lists/{token_of(lead, 'lists')}/registers/met/corporate/export.csv")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
