"""Print a position: `manage.py position met/corporate --as-at 2021-12-31 --since 2021-09-30 --seen-by public`.

Of a register, of all alignments (`position alignments`), or of an improvement plan
(`position improvement-plan/mopac/2018-19`).
"""

import json
from datetime import date, datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from controls.improvement import plan_position
from controls.improvement_json import plan_json
from controls.models import ImprovementPlan
from registers import clock
from registers.access import audience_of
from registers.audience import PUBLIC
from registers.details import full_position
from registers.models import Register, User
from registers.movement import Movement
from registers.position import index, look_at
from registers.scope import Scope, quarter_end_before
from registers.scoring import score_in_words
from reports.alignment_json import alignments_data
from reports.alignment_json import lines as alignment_lines
from reports.papers.figures import one_moment
from reports.position_json import position_data

PLANS = "improvement-plan/"
ARROWS = {Movement.UP: "↑", Movement.DOWN: "↓", Movement.STATIC: "↔", Movement.SHIFTED: "↔"}


class Command(BaseCommand):
    help = "Print a register, the alignments or an improvement plan as at a date, as one person or the public sees it."

    def add_arguments(self, parser):
        parser.add_argument(
            "what",
            help="a register like met/corporate, or alignments, or a plan like improvement-plan/mopac/2018-19",
        )
        parser.add_argument("--as-at", type=_day, help="the day looked at; today unless told")
        parser.add_argument("--known-at", type=_moment, help="only what had been recorded by then: a day or a moment")
        parser.add_argument(
            "--since", type=_day, help="the day movement is counted from; the quarter end before unless told"
        )
        parser.add_argument("--seen-by", default="public", help='the e-mail address of a member, or "public"')
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, what, as_at, known_at, since, seen_by, **options):
        audience = _audience(seen_by)
        as_at = as_at or clock.today()
        if as_at > clock.today():
            raise CommandError("--as-at must be today or in the past")
        scope = Scope(as_at=as_at, known_at=known_at, compared_with=since or quarter_end_before(as_at))
        with one_moment():
            data, table = self._read(what, audience, scope)
        if options["format"] == "json":
            self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
        else:
            table(data)

    def _read(self, what, audience, scope):
        """The data, and how it is told as a table."""
        if what == "alignments":
            return alignments_data(audience, scope), self._alignments
        if what.startswith(PLANS):
            return plan_json(_plan(what.removeprefix(PLANS), audience, scope), audience, scope), self._plan
        found = _register(what, audience)
        return position_data(full_position(index(look_at(found, audience, scope)))), self._table

    def _alignments(self, data):
        for line in alignment_lines(data):
            self.stdout.write(line)

    def _plan(self, data):
        told = ", ".join(f"{number} {status.replace('-', ' ')}" for status, number in data["counts"].items())
        self.stdout.write(
            f"{data['improvement_plan']} as at {data['as_at']}: {data['work_streams']} work-streams, {told}"
        )
        for stream in data["streams"]:
            revised = f", revised to {stream['due']}" if stream["revised"] else ""
            self.stdout.write(f"{stream['ref']:>5}  {stream['status']:<14} {stream['title']}{revised}")

    def _table(self, data):
        self.stdout.write(f"{data['register']} as at {data['as_at']}, movement since {data['since']}")
        if data["progress"] and data["progress"] != "withheld":
            told = ", ".join(f"{number} {status.replace('-', ' ')}" for status, number in data["progress"].items())
            self.stdout.write(f"Progress of {sum(data['progress'].values())} open risks: {told}")
        for risk in data["risks"]:
            score = risk["likelihood"]
            if score not in (None, "withheld"):
                score = score_in_words(risk["likelihood"], risk["impact"])
            arrow = ARROWS.get(risk["movement"], "") + " " + (risk["movement"] or "")
            owners = risk["owners"] if risk["owners"] == "withheld" else ", ".join(risk["owners"])
            self.stdout.write(
                f"{risk['printed_ref']:>4}  {score or 'unscored':<9} {arrow:<12} {risk['title']}  ({owners})"
            )
            self._controls(risk["controls"])
        if not data["risks"]:
            self.stdout.write("No risks to show.")

    def _controls(self, controls):
        for control in controls if controls != "withheld" else ():
            status = "retired" if control["state"] == "retired" else (control["status"] or "not-stated")
            status = status.replace("-", " ")
            key = " (key)" if control["is_key"] else ""
            self.stdout.write(f"      {control['reference']:<6} {status:<12} {control['title']}{key}")


def _audience(seen_by):
    if seen_by == "public":
        return PUBLIC
    user = User.objects.filter(email__iexact=seen_by).first()
    if user is None:
        raise CommandError(f"Nobody signs in as {seen_by}")
    return audience_of(user)


def _register(path, audience):
    organisation, _, slug = path.partition("/")
    found = Register.objects.visible_to(audience).filter(organisation__slug=organisation, slug=slug)
    register = found.select_related("organisation").first()
    if register is None:
        raise CommandError(f"There is no register {path} that this audience may see")
    return register


def _plan(path, audience, scope):
    """The plan of that body and year, unless it was sensitive on the day asked for and the audience is not cleared."""
    organisation, _, year = path.partition("/")
    seen = ImprovementPlan.objects.visible_to(audience).select_related("organisation")
    plan = seen.filter(organisation__slug=organisation, slug=year).first()
    if plan is not None:
        found = plan_position(plan, audience, scope)
        if found.turn is not None and (not found.is_sensitive or plan.organisation_id in audience.cleared):
            return plan
    raise CommandError(f"There is no improvement plan {path} that this audience may see")


def _day(text):
    return date.fromisoformat(text)


def _moment(text):
    """A day means its end: as it was known that day."""
    moment = datetime.fromisoformat(text)
    if len(text) == 10:
        return clock.end_of(moment.date())
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
