"""Alignments as plain data, for `manage.py position alignments` and whatever reads it: what the page shows."""

from collections.abc import Iterator

from controls.details import Said
from controls.joint import JointRow
from registers.audience import WITHHELD, Audience
from registers.details import details
from registers.position import IndexRow
from registers.scope import Scope
from reports.alignment_values import Aligned, Member, Side
from reports.alignments import alignments
from reports.unaligned import Unaligned, unaligned

HELD_BACK = "withheld"


def alignments_data(audience: Audience, scope: Scope) -> dict:
    """{"as_at", "known_at", "since", "alignments", "unaligned"}; of scores only bands, "withheld" where not shown.

    An alignment with a risk that is restricted for the audience has its number and the risks that may be seen. Call
    it inside `one_moment`.
    """
    reading = alignments(audience, scope, whole=True)
    loose = [unaligned(position, reading.tied) for position in reading.positions if not position.view.is_empty]
    return {
        "as_at": scope.as_at.isoformat(),
        "known_at": scope.known_at and scope.known_at.isoformat(),
        "since": _day(scope.compared_with),
        "alignments": [_aligned(each) for each in reading.aligned],
        "unaligned": {each.organisation.slug: _unaligned(each) for each in loose},
    }


def _aligned(each: Aligned) -> dict:
    if not each.reads:
        return {"number": each.number, "title": each.title, "sides": [_restricted_side(side) for side in each.sides]}
    slugs = {side.organisation.pk: side.organisation.slug for side in each.sides}
    return {
        "number": each.number,
        "title": each.title,
        "kind": each.alignment.kind,
        "aliases": list(each.aliases),
        "rationale": each.rationale,
        "since": _day(each.span.since),
        "until": _day(each.span.until),
        "divergences": [_divergence(divergence) for divergence in each.divergences],
        "sides": [_side(side) for side in each.sides],
        "happened": [_happened(told) for told in each.happened],
        "awaiting": [body.slug for body in each.awaiting],
        "joint_controls": [_control(row, slugs) for row in each.joint_controls],
    }


def _restricted_side(side: Side) -> dict:
    risks = [_named(member.row, member.details) for member in side.members]
    return {"organisation": side.organisation.slug, "risks": risks, "restricted": side.restricted_words or None}


def _named(row: IndexRow, said) -> dict:
    return {"ref": row.ref, "printed_ref": row.printed_ref, "title": said.title}


def _side(side: Side) -> dict:
    return {
        "organisation": side.organisation.slug,
        "as_at": _day(side.view.scope.as_at),
        "since": _day(side.view.scope.compared_with),
        "agreed": not side.view.is_working,
        "risks": [_risk(member) for member in side.members],
        "view": _view(side),
        "review": side.reviewed_on and {"on": _day(side.reviewed_on), "found": _plain(side.found)},
        "next_review": _day(side.next_review),
    }


def _risk(member: Member) -> dict:
    row, said = member.row, member.details
    return _named(row, said) | {
        "description": said.description,
        "band": _plain(row.band),
        "movement": _plain(row.movement),
        "periods": _plain(said.periods),
        "owners": HELD_BACK if said.owners is WITHHELD else [str(post) for post in said.owners],
        "target": _target(said.target),
        "closed_on": _day(row.closed_on),
        "since_agreed": member.told.is_changed,
        "aligned_since": _day(member.since),
        "response": member.response and {"on": _day(member.response.on), "text": member.response.text},
    }


def _target(line):
    if line is WITHHELD or line is None:
        return _plain(line)
    return {"band": line.band.value, "on": _day(line.target_on)}


def _view(side: Side):
    said = side.said
    if said is WITHHELD or said is None:
        return _plain(said)
    return {"on": _day(said.on), "residual": said.residual, "in_place": said.in_place, "working": said.working}


def _divergence(each) -> dict:
    note = each.note
    because = note and {"reason": note.reason, "on": _day(note.on)}
    return {"kind": each.kind.value, "label": each.label, "words": each.words, "because": because}


def _happened(told) -> dict:
    return {
        "organisation": told.organisation.slug,
        "on": _day(told.on),
        "what": told.happening.what,
        "words": told.words,
        "must_review": [body.slug for body in told.must_review],
    }


def _control(row: JointRow, slugs: dict[int, str]) -> dict:
    return {
        "reference": row.reference,
        "title": row.title,
        "description": row.description,
        "state": row.stage.value if row.stage else None,
        "lead_body": slugs.get(row.lead_body),
        "progress": {slug: _progress(row.progress.get(pk)) for pk, slug in slugs.items()},
        "pending": [
            {
                "proposed_by": slugs.get(pending.organisation),
                "waits_for": slugs.get(pending.waits_for),
                "on": _day(pending.on),
                "title": pending.title,
                "description": pending.description,
            }
            for pending in row.pending
        ],
    }


def _progress(said: Said):
    if said is WITHHELD or said is None:
        return _plain(said)
    return {"status": said.status.value, "on": _day(said.on), "narrative": said.narrative}


def _unaligned(found: Unaligned) -> dict:
    rows = [*found.rows, *(said.row for said in found.declined)]
    said = details(found.view, rows, with_objectives=False)
    return {
        "risks": [_named(row, said[row.risk]) for row in found.rows],
        "declined": [
            _named(each.row, said[each.row.risk]) | {"on": _day(each.on), "because": each.reason}
            for each in found.declined
        ],
    }


def _plain(value):
    return HELD_BACK if value is WITHHELD else value


def _day(value):
    return value and value.isoformat()


# As a table ----------------------------------------------------------------------------------------------------------


def lines(data: dict) -> Iterator[str]:
    """The same in short, a line at a time."""
    yield f"Alignments as at {data['as_at']}, movement since {data['since']}"
    for each in data["alignments"]:
        yield f"{each['number']:>4}  {each['title']}{_also(each)}"
        for side in each["sides"]:
            for risk in side["risks"]:
                yield f"      {side['organisation']:<6} {risk['printed_ref']:>4}  {risk['title']}{_stands(risk)}"
            if side.get("restricted"):
                yield f"      {side['organisation']:<6}       {side['restricted']}"
        for divergence in each.get("divergences", ()):
            explained = " (explained)" if divergence["because"] else ""
            yield f"      {divergence['label']}{explained}: {divergence['words']}"
        for control in each.get("joint_controls", ()):
            yield f"      {control['reference']:<6} {control['state'] or 'proposed':<10} {control['title']}"
    if not data["alignments"]:
        yield "No alignments to show."


def _also(each) -> str:
    aliases = f" ({', '.join(each['aliases'])})" if each.get("aliases") else ""
    return f"{aliases}, ended {each['until']}" if each.get("until") else aliases


def _stands(risk) -> str:
    """Nothing, of a risk of which only the name is told."""
    if "band" not in risk:
        return ""
    owners = risk["owners"] if risk["owners"] == HELD_BACK else ", ".join(risk["owners"])
    return f": {risk['band'] or 'unscored'}, {risk['movement'] or 'no movement'} ({owners})"
