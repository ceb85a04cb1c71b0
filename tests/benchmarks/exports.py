"""How long does a register of 10,000 risks take as CSV, beside a bare csv.writer over values_list, in one run?

    .venv/bin/python -m tests.benchmarks.exports

The bare writer writes the same rows: 30 columns of the facts in force, joined by the database, no cut to what may be
seen, no movement and no words. Both are measured in this process, in turns, five times; the median counts. `cold`: with
nothing kept from an earlier look; `warm`: as after somebody has looked at the page. The first byte is the heading.
The xlsx of the same rows is told beside it. With DATABASE_URL it runs on that database, which must be empty.
"""

import csv
import io
import os
import statistics
import tempfile
import time

RISKS, ROUNDS = 10_000, 5
MOST = 4  # times the bare writer
FIRST = 1  # second until the first byte
HOST = {"HTTP_HOST": "127.0.0.1"}
# Each risk of the benchmark has one row of each that meets these: the bare writer needs no look for what is in force.
ONE_OF_EACH = {"assessment_facts__kind": "target", "ownership_facts__role": "owner", "detail_facts__aspect": "order"}
COLUMNS = (
    *("ref", "version", "created_at", "register__title", "register__slug", "register__kind"),
    *("register__organisation__name", "wording_facts__title", "wording_facts__description", "wording_facts__on"),
    *("wording_facts__recorded_at", "wording_facts__by__email", "assessment_facts__likelihood"),
    *("assessment_facts__impact", "assessment_facts__band", "assessment_facts__rank", "assessment_facts__on"),
    *("assessment_facts__target_on", "assessment_facts__reason", "assessment_facts__recorded_at"),
    *("ownership_facts__on", "ownership_facts__posts__title", "ownership_facts__posts__organisation__name"),
    *("ownership_facts__recorded_at", "ownership_facts__by__email", "detail_facts__value", "detail_facts__on"),
    *("detail_facts__recorded_at", "riskstate_facts__turn", "riskstate_facts__on"),
)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="tests.benchmarks.settings",
            DATA_DIR=folder,
            SECRET_KEY="benchmark",
            INSECURE_HTTP="true",
        )
        client, register = prepare()
        report(measure(client, register), *spreadsheet(client, register))


def prepare():
    import django

    django.setup()
    from django.core.management import call_command

    from tests.bulk import SCORED, many_risks
    from tests.factories import OPEN_PROFILE, RegisterFactory, agree, client_of, somebody

    call_command("migrate", verbosity=0)
    profile = OPEN_PROFILE | dict.fromkeys(("rationale", "controls", "progress", "appetite"), "official")
    register = RegisterFactory(profile=profile)
    lead = somebody(("lead", register.organisation))
    many_risks(register, RISKS, by=lead)
    agree(register, SCORED[-1], by=lead)
    return client_of(lead), register


def measure(client, register):
    """{what: seconds of each round}; they take turns, so that a busy moment falls on all of them."""
    from registers import kept

    taken = {name: [] for name in ("bare", "cold", "cold first byte", "warm", "warm first byte")}
    for turn in range(ROUNDS + 1):
        found = {"bare": bare(register)}
        kept._slot.cache_clear()
        found["cold first byte"], found["cold"] = export(client, register)
        found["warm first byte"], found["warm"] = export(client, register)
        if turn:  # the first round imports and compiles
            for name, seconds in found.items():
                taken[name].append(seconds)
    return taken


def bare(register, number=RISKS, clock=time.perf_counter):
    from registers.models import Risk

    begun, out = clock(), io.StringIO()
    rows = Risk.objects.filter(register=register, **ONE_OF_EACH).values_list(*COLUMNS)
    csv.writer(out).writerows(rows)
    assert out.getvalue().count("\n") == number
    return clock() - begun


def export(client, register, number=RISKS, clock=time.perf_counter):
    """Seconds until the first byte and until the last."""
    begun = clock()
    pieces = iter(client.get(f"{register.get_absolute_url()}export.csv", **HOST).streaming_content)
    assert next(pieces).count(b",") + 1 >= len(COLUMNS)
    first = clock() - begun
    assert b"".join(pieces).count(b"\r\n") == number
    return first, clock() - begun


def spreadsheet(client, register):
    begun = time.perf_counter()
    content = client.get(f"{register.get_absolute_url()}export.xlsx", **HOST).getvalue()
    return time.perf_counter() - begun, len(content)


def report(taken, seconds, size):
    medians = {name: statistics.median(times) for name, times in taken.items()}
    for name, median in medians.items():
        ratio = f"{median / medians['bare']:5.2f} times the bare writer" if "first" not in name else ""
        print(f"{name:<16} {median:6.3f} s  {ratio}")
    print(f"{'xlsx':<16} {seconds:6.3f} s  {size / 2**20:.1f} MiB")
    met = medians["cold"] <= MOST * medians["bare"] and medians["cold first byte"] < FIRST
    print("met" if met else "NOT met", f"(at most {MOST} times, first byte in under {FIRST} s)")


if __name__ == "__main__":
    main()
