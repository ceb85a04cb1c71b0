"""How long does the dry run of 10,000 risks of 30 columns take, and how much memory?

    .venv/bin/python -m tests.benchmarks.imports

The workbook has three controls and actions a risk in its cells, 30,000 in all, and every text is another. It is read,
understood and looked at as the worker does it, in a process that has done nothing else; the peak is the whole process.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

RISKS, POSTS = 10_000, 40
MOST_SECONDS, MOST_MEMORY = 60, 300  # of the clock; MiB
HEADINGS = ("Ref", "Risk title", "Description", "Risk owner", "Inherent likelihood", "Inherent impact", "Likelihood")
HEADINGS += ("Impact", "Target likelihood", "Target impact", "Target date", "Rationale", "Controls in place")
HEADINGS += ("Planned actions", "Action due date", "Date opened", "Last reviewed", "Next review")
COMMENTS = 30 - len(HEADINGS)
LEVELS = ("L", "M", "H", "VH")
DAY = date(2021, 12, 31)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings", "DATA_DIR": folder}
        os.environ |= {"SECRET_KEY": "benchmark", "INSECURE_HTTP": "true"}
        again = [sys.executable, "-m", "tests.benchmarks.imports"]
        for step in ("prepare", "measure"):
            subprocess.run([*again, step, folder], check=True)


def prepare(folder):
    """The register, and the workbook, in a process of their own: what they take is not measured."""
    set_up()
    from django.core.management import call_command

    from tests.factories import PostFactory
    from tests.import_worlds import importer, register_to_fill

    call_command("migrate", verbosity=0)
    register = register_to_fill()
    for number in range(POSTS):
        PostFactory(organisation=register.organisation, title=f"Director of {number}")
    importer(register, "board", "administrator")
    write(Path(folder) / "register.xlsx")


def set_up():
    import django

    django.setup()


def write(path):
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Register")
    sheet.append([*HEADINGS, *(f"Comment {number}" for number in range(COMMENTS))])
    for number in range(1, RISKS + 1):
        sheet.append(row(number))
    book.save(path)


def row(n):
    levels = [LEVELS[n % 4], LEVELS[n // 4 % 4], LEVELS[n // 2 % 4], LEVELS[n // 3 % 4], "L", "M"]
    said = [
        n,
        f"Risk of {n} kind {n % 97}",
        f"Something may go wrong with number {n}. " * 4,
        f"Director of {n % POSTS}",
    ]
    days = [date(2022, 6, 1), date(2020, 1, n % 28 + 1), date(2021, 11, 1), date(2022, 3, 1)]
    done = [date(2023, 1, n % 28 + 1), f"Because {n}", f"Weekly check {n}\nMonthly check {n}", f"Do {n}"]
    return [*said, *levels, *done, *days, *(f"c{n} {place}" for place in range(COMMENTS))]


def measure(folder):
    set_up()
    from registers.models import Membership, Register
    from reports.actions import imports

    register = Register.objects.get()
    by = Membership.objects.filter(role="administrator").get().user
    content = (Path(folder) / "register.xlsx").read_bytes()
    began, spent = time.perf_counter(), time.process_time()
    record = imports.begin(register=register, by=by, as_at=DAY, name="register.xlsx", content=content, at_once=True)
    record = imports.look(record=record, by=by)
    seconds, cpu = time.perf_counter() - began, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if record.summary.get("create", 0) < RISKS:
        sys.exit(f"It did not find the risks: {record.shown_state} {record.error} {record.summary}")
    print(f"{record.summary['create']:,} lines in the dry run, {record.summary['questions']} questions")
    print(f"{seconds:.1f} s of the clock ({cpu:.1f} s of CPU), at most {MOST_SECONDS}")
    print(f"{peak:.0f} MiB at its peak, at most {MOST_MEMORY}")
    met = seconds < MOST_SECONDS and peak < MOST_MEMORY
    print("met" if met else "NOT met")
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    {"prepare": prepare, "measure": measure}[sys.argv[1]](sys.argv[2]) if len(sys.argv) > 2 else main()
