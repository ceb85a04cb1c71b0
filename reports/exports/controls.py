"""The list of controls as a file: each with what the list says of it, and what can be imported again."""

from itertools import compress

from controls.details import details
from controls.filters import Chosen, FilterForm, narrowed, of_state, ordered
from controls.lists import ControlLine, lines
from controls.lookups import answers, risks_named
from controls.models import Rating
from controls.position import Index, everything
from controls.progress import Status
from controls.views.common import marking_of_rows, sensitive_bodies
from controls.views.reading import form_data
from registers.audience import WITHHELD
from registers.models import Risk
from reports.exports.about import about, filters_of, sorted_by
from reports.exports.values import OFFICIAL, SENSITIVE, Column, Listing, Row, Shaded
from reports.exports.values import WITHHELD as WITHHELD_WORD
from reports.exports.values import lines as one_below_another
from reports.papers.figures import one_moment

SORTS = {"ref": "Ref", "due": "Due", "progress": "Progress", "state": "State", "attention": "What needs attention"}
COLUMNS = (
    Column("Ref", 9),
    Column("Title", 45),
    Column("Needs attention", 40),
    Column("Acts on", 14),
    Column("Risks", 45),
    Column("State", 12),
    Column("State since", 13),
    Column("Progress", 14),
    Column("Stated", 13),
    Column("Owner", 30),
    Column("Due", 13),
    Column("First due", 13),
    Column("Times moved", 9),
    Column("Slips", 8),
    Column("Register", 34),
    Column("Key control", 10),
    Column("Acts by", 14),
    Column("Effectiveness", 16),
    Column("Rated", 13),
    Column("Description", 60),
    Column("Narrative", 60),
    Column("Marking", 20),
    Column("Since agreed", 13),
    Column("Illustrative", 12),
)
CHANGED = (
    "To change controls, filter this list by their register, change cells and import the file into that register: "
    "what is left as it is here stays as it is there. Leave the heading row and the column Ref as they are."
)
PROGRESS = {status: Shaded(status.label, status.rag.value) if status.rag else status.label for status in Status}


def controls_listing(user, audience, asked, query) -> Listing:
    """The list as its page shows it, all of it. `asked`: the time; `query`: of the address."""
    chosen = Chosen.of(query)
    with one_moment():
        index = everything(audience, asked.scope)
        answered = answers(index, chosen.text)
        rows = ordered(of_state(narrowed(index.rows, chosen, answered), chosen.state), chosen.sort)
        named = risks_named({risk for row in rows for risk in row.risks}, audience, asked.scope, {})
        registers = dict(Risk.objects.filter(pk__in=named).values_list("pk", "register"))
        told = _told(index, lines(index, rows, {}, named), registers)
    marking = marking_of_rows(index, index.rows)
    form = FilterForm(form_data(query, chosen), rows=index.rows, chosen=chosen, answers=answered)
    words = about(
        user,
        "Controls",
        len(told),
        marking,
        scope=asked.scope.on(asked.scope.as_at),
        filters=filters_of(form) if chosen.state else ["State: All but retired", *filters_of(form)],
        order=sorted_by(query, SORTS),
        notes=[CHANGED],
    )
    return Listing(
        what="Controls",
        name=f"controls {asked.scope.as_at.isoformat()}",
        columns=COLUMNS,
        rows=lambda: told,
        number=len(told),
        marking=marking,
        about=words,
        bodies=frozenset(_bodies(index, rows)),
        sensitive_of=frozenset(sensitive_bodies(index, index.rows, audience)),
    )


def _bodies(index: Index, rows):
    """Whose controls these are; a joint one is of every body that has a register here."""
    own = {index.views[row.register].register.organisation_id for row in rows if not row.is_joint}
    has_joint = any(row.is_joint for row in rows)
    return own | ({view.register.organisation_id for view in index.views.values()} if has_joint else set())


def _told(index: Index, listed: list[ControlLine], registers) -> list[Row]:
    """`registers`: of the risks they act on, by keys."""
    said = details(index, [line.row for line in listed])
    return [_row(line, said[line.row.control], registers) for line in listed]


def _row(line: ControlLine, said, registers) -> Row:
    row, refs = line.row, [risk.told.index.printed_ref for risk in line.risks]
    bodies = [f"{risk.body} " if row.is_joint else "" for risk in line.risks]
    # A reference of another register is another risk here: the names in the next column say it all.
    places = [registers[risk.told.index.risk] for risk in line.risks]
    is_own = [row.is_joint or place == row.register for place in places]
    latest = said.latest
    owner = "Both bodies" if row.is_joint and row.owner is None else line.details.owner
    return (
        row.reference,
        line.details.title,
        one_below_another(finding.words for finding in line.findings) or None,
        one_below_another(f"{body}{ref}" for body, ref in compress(zip(bodies, refs, strict=True), is_own)) or None,
        one_below_another(
            f"{body}{ref} {risk.told.details.title}" for body, ref, risk in zip(bodies, refs, line.risks, strict=True)
        )
        or None,
        row.stage.label,
        row.stage_on,
        WITHHELD_WORD if row.status is WITHHELD else PROGRESS[row.status or Status.NOT_STATED],
        row.stated_on,
        _cut(owner) or None,
        _cut(row.due),
        _cut(row.first_due),
        row.moves or None,
        row.slips or None,
        line.place,
        "Yes" if row.is_key else "No",
        line.axis.capitalize() or None,
        _cut(row.rating) if row.rating is WITHHELD or not row.rating else Rating(row.rating).label,
        row.rated_on,
        line.details.description or None,
        WITHHELD_WORD if said.said is WITHHELD else (latest.narrative or None) if latest else None,
        SENSITIVE if row.is_sensitive else OFFICIAL,
        "Since agreed" if line.is_changed else None,
        "Illustrative" if line.details.is_illustrative else None,
    )


def _cut(value):
    return WITHHELD_WORD if value is WITHHELD else value
