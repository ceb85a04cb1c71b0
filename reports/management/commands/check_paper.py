"""Check a paper: `manage.py check_paper met-risk-report-2022-01`, or a text from outside:

`manage.py check_paper --text paper.md --position met/corporate@2021-12-31 --meeting 2022-01-17`.

Exit status: 0 where nothing errs (there may be warnings), 1 where anything errs or blocks issue, 2 where it cannot be
checked, with a sentence that says why. `--format json` prints a list, a finding each, in order of place:

    {"family": "dates", "code": "past-as-future", "severity": "error", "excerpt": "10 January 2022",
     "why": "...", "mend": "...", "offer": "", "place": "paragraph 1.6, Risk update, line 30",
     "line": 30, "section": "Risk update", "paragraph": "1.6", "passage": 12, "start": 40, "end": 55}

`severity` is "blocks", "error" or "warning"; `offer` the right words for exactly the excerpt, where they are known;
`passage`, `start`, `end` say where the excerpt stands (-1: the paper as a whole). tests/checks_corpus/README.md names
the families.
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
            raise _refused("Name a paper, or give a text with --text and the positions it is about")
        if paper and (position or plan or meeting):
            raise _refused(
                "A paper of the portal has its own positions and meeting: --position, --plan and --meeting go with "
                "--text"
            )
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
            raise _refused(f"There is no paper {slug}. {_those_there_are()}")
        facts, text = facts_and_text(paper)
        return check(text, facts)

    def _of_text(self, path, position, plan, meeting):
        try:
            source = path.read_text(encoding="utf-8")
        except OSError as error:
            raise _refused(f"{path} cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise _refused(f"{path} is no text in UTF-8: give Markdown, or the text of a PDF") from error
        if not source.strip():
            raise _refused(f"{path} is empty")
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
            self.stdout.write(f"    {finding.why.rstrip('.')}.")
            self.stdout.write(f"    {finding.mend.rstrip('.')}.\n")
        grave = sum(finding.is_grave for finding in found)
        warnings = len(found) - grave
        self.stdout.write(f"{_number(grave, 'error')}, {_number(warnings, 'warning')}.")


def _refused(words: str) -> CommandError:
    return CommandError(words, returncode=2)


def _those_there_are() -> str:
    slugs = list(Paper.objects.order_by("-panel_date", "slug").values_list("slug", flat=True)[:8])
    return f"Those there are begin with: {', '.join(slugs)}" if slugs else "There is none yet"


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
        raise _refused(f"{words} is not a day like 2022-01-17") from error


def _wanted(words: str) -> Wanted:
    path, _, day = words.partition("@")
    organisation, _, slug = path.partition("/")
    register = (
        Register.objects.select_related("organisation").filter(organisation__slug=organisation, slug=slug).first()
    )
    if register is None or not day:
        known = ", ".join(
            f"{one.organisation.slug}/{one.slug}" for one in Register.objects.select_related("organisation")
        )
        raise _refused(f"{words} is no position: give a register ({known}) and a day, like met/corporate@2021-12-31")
    return Wanted(register, _day(day))


def _plan(words):
    path, _, day = words.partition("@")
    organisation, _, year = path.partition("/")
    plans = ImprovementPlan.objects.select_related("organisation").filter(organisation__slug=organisation)
    found = plans.filter(slug=year).first()
    if found is None or not day:
        raise _refused(f"{words} is no plan: give a body, a year and a day, like mopac/2018-19@2019-06-19")
    return found, _day(day)
