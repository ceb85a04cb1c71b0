"""Files brought into the own body's register, at every stage, and tokens: for who may meet what of them."""

from datetime import timedelta

from registers import clock
from reports.actions import imports, tokens
from reports.models import Import

HEAD = "Ref,Title,Description,Likelihood,Impact\n"


def add_imports(world, word="hail"):
    """Under `world.imports`: mapped, looked, applied and failed, by the own lead. `word` stands in every file."""
    lead = world.visitors["own lead"]
    say = {"register": world.register, "by": lead, "as_at": clock.today(), "reason": "The board's paper"}
    world.imports = {
        name: imports.begin(**say, name=f"{name}.csv", content=_file(number, word))
        for number, name in enumerate(("applied", "mapped", "looked", "failed"), 1)
    }
    applied = imports.look(record=world.imports["applied"], by=lead)

    imports.apply(record=applied, by=lead, fingerprint=applied.summary["fingerprint"])
    looked = imports.look(record=world.imports["looked"], by=lead)
    world.imports |= {"looked": looked, "applied": imports.fresh(applied)}
    Import.objects.filter(pk=world.imports["failed"].pk).update(state="failed", error="The worker stopped")


def _file(number, word):
    return f"{HEAD}{90 + number},{word} {number},It may {word},M,H\n".encode()


def add_tokens(world):
    """Under `world.token`: the own reader's, with its secret, which reads everything they may."""
    user = world.visitors["own reader"]
    last = clock.today() + timedelta(days=30)
    scopes = ("registers", "controls", "alignments", "papers", "lists")
    world.token = tokens.make_token(by=user, name="Power BI", scopes=scopes, expires_on=last, reads_sensitive=True)
