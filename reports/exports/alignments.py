"""The alignments as a file: a row for each aligned risk, each joint control, and each risk aligned with nothing."""

from controls.progress import Status
from registers.audience import WITHHELD, Level
from registers.sentences import say_day
from reports import unaligned as loose
from reports.alignments import alignments
from reports.exports.about import about
from reports.exports.values import OFFICIAL, SENSITIVE, Column, Listing, Row, Shaded, lines, number_or_text
from reports.exports.values import WITHHELD as WITHHELD_WORD
from reports.papers.figures import one_moment
from reports.views.alignment_page import marking_of_all, page_of

COLUMNS = (
    Column("Alignment", 34),
    Column("Kind", 20),
    Column("Also called", 20),
    Column("Since", 13),
    Column("Ended", 13),
    Column("Rationale", 50),
    Column("What differs", 40),
    Column("Differs because", 40),
    Column("To be reviewed", 30),
    Column("Row", 20),
    Column("Body", 12),
    Column("Ref", 9),
    Column("Title", 45),
    Column("Description", 60),
    Column("Movement", 13),
    Column("Quarters there", 10),
    Column("Band", 12),
    Column("Target band", 12),
    Column("Target date", 13),
    Column("Owners", 30),
    Column("Closed", 13),
    Column("State of the control", 14),
    Column("Lead body", 12),
    Column("Progress of the control", 34),
    Column("Not aligned because", 40),
    Column("Marking", 20),
    Column("Since agreed", 13),
    Column("Illustrative", 12),
)
PLACE = {column.heading: place for place, column in enumerate(COLUMNS)}


def alignments_listing(user, audience, asked) -> Listing:
    """Everything that the page of all alignments tells, and every risk of it that is aligned with nothing."""
    with one_moment():
        reading = alignments(audience, asked.scope, asked.query, whole=True)
        rows = [row for each in reading.aligned for row in _of_alignment(each)]
        for position in reading.positions:
            rows += _of_loose(loose.unaligned(position, reading.tied))
    views = [(position.view, position.open) for position in reading.positions]
    marking = marking_of_all(reading.aligned, views)
    read = [position.view for position in reading.positions]
    return Listing(
        what="Alignments",
        name=f"alignments {asked.scope.as_at.isoformat()}",
        columns=COLUMNS,
        rows=lambda: rows,
        number=len(rows),
        marking=marking,
        about=about(user, "Alignments", len(rows), marking, scope=asked.scope),
        bodies=frozenset(view.register.organisation_id for view in read),
        sensitive_of=frozenset(view.register.organisation_id for view in read if view.level >= Level.SENSITIVE),
    )


def _row(values) -> Row:
    row = [None] * len(COLUMNS)
    for heading, value in values.items():
        row[PLACE[heading]] = value if value != "" else None
    return row


def _of_alignment(aligned):
    """Where its words are not for the reader, only the risks that they see anyway."""
    common = {"Alignment": aligned.title}
    if aligned.reads:
        common |= {
            "Kind": aligned.kind,
            "Also called": lines(aligned.aliases),
            "Since": aligned.span.since,
            "Ended": aligned.span.until,
            "Rationale": aligned.rationale,
            "What differs": lines(each.words for each in aligned.speaking),
            "Differs because": lines(f"{each.label}: {each.note.reason}" for each in aligned.quieted),
            "To be reviewed": aligned.review_words if aligned.awaiting else "",
        }
    for side in aligned.sides:
        body = _capitalised(side.organisation.short_name)
        for member in side.members:
            yield _row(common | {"Row": "Risk", "Body": body} | _member(side, member, aligned.reads))
        if side.is_restricted:
            yield _row(common | {"Row": "Restricted risk", "Body": body, "Title": side.restricted_words})
    if aligned.reads:
        yield from (_row(common | _control(line)) for line in page_of(aligned).lines)


def _member(side, member, reads):
    row, said = member.row, member.details
    named = {"Ref": number_or_text(row.printed_ref), "Title": said.title}
    if not reads:
        return named
    sees, target = side.sees, said.target
    movement = member.told.movement
    return named | {
        "Description": said.description,
        "Movement": movement.capitalize() if sees["movement"] and not member.told.is_withheld else WITHHELD_WORD,
        "Quarters there": said.periods if movement and said.periods else None,
        "Band": _band(row.band, "Not scored") if sees["score"] else WITHHELD_WORD,
        "Target band": _band(target.band if target else None, "Not set") if sees["target"] else WITHHELD_WORD,
        "Target date": target.target_on if target else None,
        "Owners": lines(said.owners or ()) if sees["ownership"] else WITHHELD_WORD,
        "Closed": row.closed_on,
        "Marking": SENSITIVE if row.is_sensitive else OFFICIAL,
        "Since agreed": "Since agreed" if member.told.is_changed else None,
        "Illustrative": "Illustrative" if sees["score"] and row.band and row.is_illustrative else None,
    }


def _control(line):
    row = line.row
    progress = [f"{_capitalised(stated.body.short_name)}: {_stated(stated.status)}" for stated in line.progress]
    waiting = "; ".join(waiting.words for waiting in line.waiting)
    return {
        "Row": "Joint control",
        "Ref": row.reference,
        "Title": row.title,
        "Description": row.description,
        "State of the control": row.stage.label if row.stage else "Proposed",
        "Lead body": _capitalised(line.lead),
        "Progress of the control": lines(progress if line.is_stated else ()),
        "Marking": SENSITIVE if row.is_sensitive else OFFICIAL,
        "To be reviewed": waiting,
    }


def _stated(status):
    return WITHHELD_WORD if status is WITHHELD else (status or Status.NOT_STATED).label


def _of_loose(found):
    if found.view.is_empty:
        return
    body = _capitalised(found.organisation.short_name)
    declined = {said.row.risk: said for said in found.declined}
    wanted = [*found.rows, *(said.row for said in found.declined)]
    for told in loose.told(found, wanted, {}):
        said = declined.get(told.index.risk)
        yield _row({
            "Row": "Aligned with nothing",
            "Body": body,
            "Ref": number_or_text(told.index.printed_ref),
            "Title": told.details.title,
            "Not aligned because": f"{said.reason} ({say_day(said.on)})" if said else None,
            "Marking": SENSITIVE if told.index.is_sensitive else OFFICIAL,
            "Since agreed": "Since agreed" if said and said.is_working else None,
        })  # fmt: skip


def _band(band, otherwise):
    return Shaded(band.label, band.value) if band else otherwise


def _capitalised(name):
    return name[:1].upper() + name[1:]
