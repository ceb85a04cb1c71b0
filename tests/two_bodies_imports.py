"""Files brought into the own body's register, at every stage, and tokens: for who may meet what of them."""

from datetime import timedelta
from uuid import UUID

from django.urls import reverse

from registers import clock
from reports.actions import imports, tokens
from reports.api.endpoints import ENDPOINTS
from reports.models import ApiToken, Import
from reports.models.tokens import TokenScope, digest_of

HEAD = "Ref,Title,Description,Likelihood,Impact\n"
STAGES = ("applied", "mapped", "looked", "failed")
SECRET = "rp_the-secret-of-the-two-bodies"


def add_imports(world, *, applies=True):
    """Under `world.imports`: one at each of STAGES, by the own lead; without `applies` the first is only looked at.

    Their addresses are the same in every world, as those of everything that is compared.
    """
    lead = world.visitors["own lead"]
    say = {"register": world.register, "by": lead, "as_at": clock.today(), "reason": "The board's paper"}
    found = {}
    for number, name in enumerate(STAGES, 1):
        row = f"{90 + number},Hail {number},It may hail,M,H\n"
        record = imports.begin(**say, name=f"{name}.csv", content=(HEAD + row).encode())
        if name in ("applied", "looked"):
            record = imports.look(record=record, by=lead)
        if name == "applied" and applies:
            record = imports.apply(record=record, by=lead, fingerprint=record.summary["fingerprint"])
        Import.objects.filter(pk=record.pk).update(key=UUID(int=number))
        found[name] = record
    Import.objects.filter(pk=found["failed"].pk).update(state="failed", error="The worker stopped")
    world.imports = {name: imports.fresh(record) for name, record in found.items()}


def token_of(user) -> str:
    """The secret of a token that reads everything its person may."""
    last = clock.today() + timedelta(days=30)
    said = {"name": "Power BI", "scopes": TokenScope.values, "expires_on": last, "reads_sensitive": True}
    return tokens.make_token(by=user, **said)[1]


def api_addresses(world):
    """Every address of the API, of each body's register, now and before, a page that holds everything."""
    for endpoint in ENDPOINTS:
        for body in (world.own, world.other) if endpoint.places else (world.own,):
            places = {"organisation": body.slug, "register": "corporate", "ref": 3}
            address = reverse(
                f"reports:api-{endpoint.name}", kwargs={place: places[place] for place in endpoint.places}
            )
            yield f"{address}?per_page=200" if endpoint.is_paged else address
            if endpoint.is_paged and endpoint.name != "papers":
                yield f"{address}?per_page=200&as_at=2021-12-31&since=2021-09-30"


def add_tokens(world):
    """Under `world.token` the own reader's, and its secret; the same in every world."""
    token_of(world.visitors["own reader"])
    token = ApiToken.objects.get(user=world.visitors["own reader"])
    ApiToken.objects.filter(pk=token.pk).update(key=UUID(int=9), digest=digest_of(SECRET), ending=SECRET[-4:])
    world.token = ApiToken.objects.get(pk=token.pk), SECRET
