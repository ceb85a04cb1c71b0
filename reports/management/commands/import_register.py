"""Bring a file into a register: `manage.py import_register FILE --register met/corporate --as-at 2021-12-31`.

A dry run unless told --apply. Exit status 1 where anything is refused or asked; with --apply the rest is written.
"""

import json
import sys
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from registers import clock
from registers.models import Register, User
from reports.actions import imports
from reports.import_job import Told, planned, proposed_mapping, scale_on, understood
from reports.import_refit import refitted
from reports.import_told import brief, understanding, write_understanding
from reports.imports.kept import plain
from reports.imports.mapped_shape import what_is_amiss
from reports.imports.on_scale import fitted
from reports.imports.values import Deed, Mapped, Weight
from reports.imports.words import DEEDS, WEIGHTS
from reports.models import Import
from reports.workbooks.grid import Unreadable

FIRST_YEAR = 1900
DONE = {Deed.REFUSE: "left out"}  # of rows: refused, or waiting for an answer; both are counted after them


class Command(BaseCommand):
    help = "Say what a workbook would change in a register, row by row; with --apply, change it."

    def add_arguments(self, parser):
        parser.add_argument("file", help="a workbook (.xlsx, .ods) or a table (.csv)")
        parser.add_argument("--register", required=True, help="for example met/corporate")
        parser.add_argument("--as-at", required=True, type=_day, help="the day that the file speaks of")
        parser.add_argument("--mapping", help="a JSON file: what the columns and values mean, as the portal keeps it")
        parser.add_argument("--apply", action="store_true", help="write it; without this nothing is changed")
        parser.add_argument("--by", help="the e-mail address of whoever imports; else the first who may")
        parser.add_argument("--reason", default="", help="why scores change, where the file does not say")
        parser.add_argument("--close-missing", action="store_true", help="close the risks that the file does not have")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, file, register, as_at, **options):
        try:
            self._handle(file, register, as_at, **options)
        except CommandError as problem:
            if options["format"] == "json":  # who reads JSON gets some, whatever happens; the exit status is 1
                said = {
                    "file": Path(file).name,
                    "register": register,
                    "as_at": as_at.isoformat(),
                    "error": str(problem),
                }
                self.stdout.write(json.dumps(said, indent=2, ensure_ascii=False))
            raise

    def _handle(self, file, register, as_at, *, mapping, by, **options):
        found = _register(register)
        person = _person(by, found)
        if as_at > clock.today():
            raise CommandError("--as-at must be today or in the past")
        if as_at.year < FIRST_YEAR:
            raise CommandError(f"--as-at is too early: no register is from before {FIRST_YEAR}")
        mapping, file = _mapping(mapping), Path(file)
        asked = {"register": found, "by": person, "as_at": as_at, "reason": options["reason"]}
        try:
            work = self._applied if options["apply"] else self._planned
            record, run, proposal = work(asked | {"name": file.name, "content": _content(file)}, mapping, options)
        except (ValidationError, Unreadable) as problem:
            raise CommandError(" ".join(getattr(problem, "messages", [str(problem)]))) from None
        said = _result(record, run) | understanding(record, proposal)
        if options["format"] == "json":
            self.stdout.write(json.dumps(said, indent=2, ensure_ascii=False))
        else:
            self._table(run, said)
        if said["refused"] or said["questions"]:
            sys.exit(1)

    def _planned(self, asked, mapping, options):
        """A dry run, of which nothing is kept."""
        record = imports.taken_in(**asked)
        record.closes_missing = options["close_missing"]
        if mapping is None:
            proposal, _, record.remembered = understood(record, self._tell)
            mapping = dict(proposed_mapping(record, proposal).data)
        else:
            mapping, proposal = refitted(record, mapping)
        record.mapping = dict(fitted(Mapped(mapping), scale_on(record)).data)
        return record, planned(record, record.by, Told(self._tell)).dry_run, proposal

    def _applied(self, asked, mapping, options):
        """As the pages do it: begun, mapped, looked at, applied, and kept."""
        by, proposal = asked["by"], None
        if mapping is not None:
            mapping, proposal = refitted(imports.taken_in(**asked), mapping)
        record = self._done(imports.begin(at_once=True, **asked))
        if mapping is not None:
            record = imports.settle_mapping(record=record, by=by, version=None, mapping=mapping)
        if options["close_missing"]:
            record = imports.set_options(record=record, by=by, closes_missing=True)
        record = self._done(imports.look(record=record, by=by))
        record = self._done(imports.apply(record=record, by=by, fingerprint=record.summary["fingerprint"]))
        return record, record.dry_run, record.proposal if mapping is None else proposal

    def _tell(self, fraction, words):
        """How far it is, for somebody who watches."""
        if sys.stderr.isatty():
            self.stderr.write(f"{fraction:4.0%} {words}")

    def _done(self, record: Import) -> Import:
        if record.shown_state == "failed":
            raise CommandError(record.error)
        return record

    def _table(self, run, said):
        write = self.stdout.write
        write(f"{said['file']} into {said['register']} as at {said['as_at']}, by {said['by']}")
        write_understanding(write, said)
        for row in run.rows:
            if row.deed is Deed.NOTHING and not row.problems:
                continue
            write(f"{DEEDS[row.deed][0]:<12} {row.where}: {row.what}, {row.title}")
            for change in row.changes:
                write(f"{'':<12}   {change.label}: {brief(change.old) or 'nothing'} -> {brief(change.new)}")
            for problem in row.problems:
                write(f"{'':<12}   {WEIGHTS[problem.weight]}: {_told(problem)}")
        for problem in run.problems:
            write(f"{WEIGHTS[problem.weight]:<12} {_told(problem)}")
        counts = ", ".join(f"{said[deed.value]:,} {DONE.get(deed, DEEDS[deed][1])}" for deed in Deed)
        done = "Applied" if said["applied"] else "Dry run, nothing was changed"
        write(f"{done}: {counts}; questions: {said['questions']:,}, refused: {said['refused']:,}")


def _told(problem):
    place = f"{problem.where}: " if problem.where.sheet and problem.where.row else ""
    answers = f" ({', '.join(f'{value}: {words}' for value, words in problem.choices)})" if problem.choices else ""
    return f"{place}{problem.words}{answers}{f' [{problem.key}]' if problem.key else ''}"


def _result(record, run) -> dict:
    """Everything: the counts, each row with its changes and problems, and the mapping."""
    every = [*run.problems, *(problem for row in run.rows for problem in row.problems)]
    counts = {deed.value: run.count(deed) for deed in Deed}
    return {
        "file": record.name,
        "sha256": record.digest,
        "register": record.register.path,
        "as_at": record.as_at.isoformat(),
        "by": record.by.email,
        "applied": record.stage == "applied",
        **counts,
        "questions": run.questions,
        "refused": sum(problem.weight is Weight.REFUSED for problem in every),
        "rows": [_row(row) for row in run.rows],
        "problems": [_problem(problem) for problem in run.problems],
        "mapping": record.mapping | {"sha256": record.digest},
        "import": str(record.key) if record.pk else None,
    }


def _row(row) -> dict:
    return {
        "deed": row.deed.value,
        "what": row.what,
        "title": row.title,
        "where": plain(row.where),
        "target": row.target,
        "changes": [plain(change) for change in row.changes],
        "problems": [_problem(problem) for problem in row.problems],
    }


def _problem(problem) -> dict:
    return {"weight": problem.weight.value, "place": str(problem.where), **plain(problem)}


def _register(path) -> Register:
    organisation, _, slug = path.partition("/")
    found = Register.objects.filter(organisation__slug=organisation, slug=slug).select_related("organisation").first()
    if found is None:
        there = ", ".join(row.path for row in Register.objects.select_related("organisation")) or "none yet"
        raise CommandError(f"There is no register {path}. There are: {there}")
    return found


def _person(email, register) -> User:
    if email:
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {email}")
        if not user.has_perm("reports.import_register", register):
            raise CommandError(f"{email} may not bring files into this register: that is for its leads who are cleared")
        return user
    members = User.objects.filter(is_active=True, memberships__organisation=register.organisation_id).distinct()
    may = (user for user in members.order_by("email") if user.has_perm("reports.import_register", register))
    user = next(may, None)
    if user is None:
        raise CommandError("Nobody may bring files into this register: it needs a lead who is cleared by its body")
    return user


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise CommandError(f"{file} cannot be read: {problem.strerror}") from None


def _mapping(name) -> dict | None:
    if not name:
        return None
    try:
        found = json.loads(Path(name).read_text(encoding="utf-8"))
    except OSError as problem:
        raise CommandError(f"{name} cannot be read: {problem.strerror}") from None
    except ValueError as problem:
        raise CommandError(f"{name} is no JSON: {problem}") from None
    if isinstance(found, dict) and isinstance(found.get("mapping"), dict):
        found = found["mapping"]  # a result of --format json serves as well
    if words := what_is_amiss(found):
        raise CommandError(f"{name} is no mapping: {words}")
    return found


def _day(text) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text[:20]}” is not a date. Write the year first: 2021-12-31") from None
