"""Check a paper: `manage.py check_paper met-risk-report-2022-01`, or a text from outside:

`manage.py check_paper --text paper.md --position met/corporate@2021-12-31 --meeting 2022-01-17`.
Exit status 1 where anything blocks or errs.
"""

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from controls.models import ImprovementPlan
from registers.models import Register
from reports.checks.facts_of import Wanted, facts_of
from reports.checks.model import Finding, Severity
from reports.checks.paper_text import facts_and_text
from reports.checks.reading import read
from reports.checks.run import check
from reports.models import Paper

NAMES = {Severity.BLOCKS: "Blocks issue", Severity.ERROR: "Error", Severity.WARNING: "Warning"}


class Command(BaseCommand):
    help = "Compare a paper with the position and with itself, and say what is wrong, where and how to mend it."

    def add_arguments(self, parser):
        parser.add_argument("paper", nargs="?", help="the paper's address, for example met-risk-report-2022-01")
        parser.add_argument("--text", type=Path, help="a text from outside: Markdown, or a PDF's text")
        parser.add_argument(
            "--position", action="append", default=[], help="a register at a day: met/corporate@2021-12-31"
        )
        parser.add_argument("--plan", action="append", default=[], help="a plan at a day: mopac/2018-19@2019-06-19")
        parser.add_argument("--meeting", type=_day, help="the day of the meeting; else the one the text names")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, paper, text, position, plan, meeting, **options):
        if bool(paper) == bool(text):
            raise CommandError("Name a paper, or give a text with --text and the positions it is about")
        found = self._of_paper(paper) if paper else self._of_text(text, position, plan, meeting)
        if options["format"] == "json":
            self.stdout.write(json.dumps([_plain(finding) for finding in found], indent=2, ensure_ascii=False))
        else:
            self._tell(found)
        if any(finding.is_grave for finding in found):
            sys.exit(1)

    def _of_paper(self, slug):
        paper = Paper.objects.select_related("organisation", "plan").filter(slug=slug).first()
        if paper is None:
            raise CommandError(f"There is no paper {slug}")
        facts, text = facts_and_text(paper)
        return check(text, facts)

    def _of_text(self, path, position, plan, meeting):
        try:
            source = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} cannot be read: {error}") from error
        wanted = [_wanted(words) for words in position]
        plans = [_plan(words) for words in plan]
        bodies = facts_of([]).bodies
        text = read(source, bodies, meeting_on=meeting, name=path.name)
        return check(text, facts_of(wanted, meeting_on=text.meeting_on, plans=plans))

    def _tell(self, found):
        for finding in found:
            self.stdout.write(f"{NAMES[finding.severity]}: {finding.place} ({finding.family})")
            if finding.excerpt:
                self.stdout.write(f"    “{_short(finding.excerpt)}”")
            self.stdout.write(f"    {finding.why}.")
            self.stdout.write(f"    {finding.mend}.\n")
        grave = sum(finding.is_grave for finding in found)
        warnings = len(found) - grave
        self.stdout.write(f"{_number(grave, 'error')}, {_number(warnings, 'warning')}.")


def _number(count, word):
    return f"{count} {word}{'' if count == 1 else 's'}"


def _short(words):
    return words if len(words) <= 100 else f"{words[:97]}..."


def _plain(finding: Finding) -> dict:
    return asdict(finding) | {"severity": str(finding.severity), "place": finding.place}


def _day(words):
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise CommandError(f"{words} is not a day like 2022-01-17") from error


def _wanted(words) -> Wanted:
    path, _, day = words.partition("@")
    organisation, _, slug = path.partition("/")
    register = (
        Register.objects.select_related("organisation").filter(organisation__slug=organisation, slug=slug).first()
    )
    if register is None or not day:
        raise CommandError(f"{words} is no position: give a register and a day, like met/corporate@2021-12-31")
    return Wanted(register, _day(day))


def _plan(words):
    path, _, day = words.partition("@")
    organisation, _, year = path.partition("/")
    plans = ImprovementPlan.objects.select_related("organisation").filter(organisation__slug=organisation)
    found = plans.filter(slug=year).first()
    if found is None or not day:
        raise CommandError(f"{words} is no plan: give a body, a year and a day, like mopac/2018-19@2019-06-19")
    return found, _day(day)
