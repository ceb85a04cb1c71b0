"""An improvement plan at a scope as plain data, for `manage.py position`."""

from controls.improvement import plan_position
from registers.audience import Audience
from registers.models import Marking
from registers.scope import Scope


def plan_json(plan, audience: Audience, scope: Scope) -> dict:
    """A plan at a scope as plain data, for `manage.py position`."""
    found = plan_position(plan, audience, scope)
    return {
        "improvement_plan": f"{plan.organisation.slug}/{plan.slug}",
        "as_at": scope.as_at.isoformat(),
        "known_at": scope.known_at.isoformat() if scope.known_at else None,
        "state": found.turn.value if found.turn else None,
        "marking": (Marking.SENSITIVE if found.is_sensitive else Marking.OFFICIAL).value,
        "refreshed_on": found.refreshed_on.isoformat() if found.refreshed_on else None,
        "work_streams": len(found.lines),
        "counts": {share.key: share.count for share in found.shares},
        "percentages": {share.key: share.percent for share in found.shares},
        "revised": found.revised.count,
        "overdue": found.overdue.count,
        "by_principle": {bar.principle or "none": {s.key: s.count for s in bar.shares} for bar in found.by_principle},
        "by_source": {share.key: share.count for share in found.by_source},
        "streams": [_line_json(line) for line in found.lines],
    }


def _line_json(line):
    dates = line.dates
    return {
        "ref": line.ref,
        "principle": line.principle or None,
        "title": line.title,
        "recommendation": line.recommendation,
        "response": line.response,
        "source": line.source.value,
        "number": line.number,
        "priority": line.priority.value or None,
        "owner": line.owner.title if line.owner else None,
        "status": line.status.value,
        "status_on": line.status_on.isoformat(),
        "note": line.note,
        "original_due": dates.original.isoformat() if dates.original else None,
        "due": dates.due.isoformat() if dates.due else None,
        "moves": [
            {
                "on": move.on.isoformat(),
                "from": move.was.isoformat() if move.was else None,
                "to": move.due.isoformat() if move.due else None,
                "reason": move.reason,
            }
            for move in dates.moves
        ],
        "revised": line.is_revised,
        "carried_from": line.carried_from or None,
        "illustrative": line.is_illustrative,
        "risks": [risk.text for risk in line.risks],
        "controls": [control.text for control in line.controls],
    }
