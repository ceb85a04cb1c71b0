"""An improvement plan as a file: its work-streams as its page lists them, and what can be imported again."""

from controls.improvement import PlanPosition, StreamLine
from controls.improvement_filters import Chosen, PlanFilterForm, narrowed
from controls.models.improvement import PRINCIPLES
from controls.views.improvement import marking_of
from reports.exports.about import about, filters_of, sorted_by
from reports.exports.values import SENSITIVE, Column, Listing, Row

SORTS = {"ref": "Ref", "status": "Status", "owner": "Owner", "due": "Promised for", "priority": "Priority"}
COLUMNS = (
    Column("Ref", 8),
    Column("Title", 45),
    Column("Status", 16),
    Column("Note", 50),
    Column("Owner", 30),
    Column("Promised for", 13),
    Column("First promised for", 13),
    Column("Times revised", 9),
    Column("Past the date", 9),
    Column("Source", 18),
    Column("Source number", 12),
    Column("Priority", 12),
    Column("Carried from", 12),
    Column("Principle", 50),
    Column("Status since", 13),
    Column("Recommendation", 60),
    Column("Response", 60),
    Column("Illustrative", 12),
)


def plan_listing(user, found: PlanPosition, query) -> Listing:
    """The work-streams of a plan, filtered and sorted as asked. `found`: the plan as its page saw it."""
    chosen, plan, marking = Chosen.of(query), found.plan, marking_of(found)
    lines = narrowed(found, chosen)
    name = plan.organisation.short_name
    what = f"{name[:1].upper()}{name[1:]} improvement plan {plan.year}"
    words = about(
        user,
        what,
        len(lines),
        marking,
        scope=found.scope.on(found.scope.as_at),
        filters=filters_of(PlanFilterForm(query, found=found)),
        order=sorted_by(query, SORTS),
    )
    bodies = frozenset({plan.organisation_id})
    return Listing(
        what=what,
        name=f"improvement-plan-{plan.organisation.slug}-{plan.slug} {found.scope.as_at.isoformat()}",
        columns=COLUMNS,
        rows=lambda: [_row(line, found.scope.as_at) for line in lines],
        number=len(lines),
        marking=marking,
        about=words,
        bodies=bodies,
        sensitive_of=bodies if marking == SENSITIVE else frozenset(),
    )


def _row(line: StreamLine, day) -> Row:
    return (
        line.ref,
        line.title,
        line.status.label,
        line.note or None,
        str(line.owner) if line.owner else None,
        line.dates.due,
        line.dates.original if line.is_revised else None,
        len(line.dates.moves) or None,
        "Yes" if line.is_overdue(day) else "No",
        line.source.label,
        line.number or None,
        line.priority.label if line.priority.value else None,
        line.carried_from or None,
        f"{line.principle}: {PRINCIPLES[line.principle]}" if line.principle in PRINCIPLES else line.principle or None,
        line.status_on,
        line.recommendation or None,
        line.response or None,
        "Illustrative" if line.is_illustrative else None,
    )
