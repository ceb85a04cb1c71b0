"""What changed between two dates as a file: a row for each risk that moved, was reworded, re-owned or corrected."""

from registers.audience import WITHHELD, Level
from registers.models import Register
from registers.movement import Movement
from registers.scope import Scope
from registers.telling import ScoreWords
from registers.views.common import highest, marking_of
from reports.comparison import Comparison, compare
from reports.comparison_reading import read
from reports.exports.about import about
from reports.exports.values import OFFICIAL, SENSITIVE, Column, Listing, Row, Shaded, lines, number_or_text
from reports.exports.values import WITHHELD as WITHHELD_WORD
from reports.papers.figures import one_moment

COLUMNS = (
    Column("Register", 34),
    Column("From", 13),
    Column("To", 13),
    Column("What changed", 16),
    Column("Ref", 9),
    Column("Title", 45),
    Column("Score before", 12),
    Column("Band before", 12),
    Column("Score after", 12),
    Column("Band after", 12),
    Column("Fact", 14),
    Column("Before", 60),
    Column("After", 60),
    Column("Why", 50),
    Column("Opened", 13),
    Column("Closed", 13),
    Column("Marking", 20),
    Column("Since agreed", 13),
    Column("Illustrative", 12),
)


def movements_listing(user, audience, registers: list[Register], since, as_at) -> Listing:
    """The comparison of these registers between two dates, as its page tells it."""
    scope = Scope(as_at=as_at, compared_with=since)
    with one_moment():
        found = [compare(read(register, audience, scope)) for register in registers]
        rows = [row for comparison in found if not comparison.view.is_empty for row in _of_register(comparison)]
    views = [comparison.view for comparison in found]
    marking = highest(
        marking_of(comparison.view, [risk.row for risk in comparison.positions.later.values()]) for comparison in found
    )
    titles = [f"Register: {register.title}" for register in registers]
    return Listing(
        what="Movements",
        name=f"movements {since.isoformat()} to {as_at.isoformat()}",
        columns=COLUMNS,
        rows=lambda: rows,
        number=len(rows),
        marking=marking,
        about=about(user, "Movements", len(rows), marking, scope=scope, filters=titles),
        bodies=frozenset(view.register.organisation_id for view in views),
        sensitive_of=frozenset(view.register.organisation_id for view in views if view.level >= Level.SENSITIVE),
    )


def _of_register(found: Comparison):
    for group in found.groups:
        yield from (_row(found, group.title, line, found.sees_reasons) for line in group.lines)
    yield from (_row(found, "Movement withheld", line) for line in found.withheld)
    for what, told in (("Reworded", found.reworded), ("Re-owned", found.reowned), ("Corrected since", found.corrected)):
        for line in told:
            yield from (_row(found, what, line, found.sees_reasons, change) for change in line.changes)
    yield from (_row(found, "Stood still", line) for line in found.still)


def _row(found, what, line, sees_reasons=False, change=None) -> Row:
    scope, row = found.view.scope, line.row
    has_scores = change is None
    before = _score(line.before) if has_scores and line.before != line.after else (None, None)
    after = _score(line.after) if has_scores and row.movement is not Movement.CLOSED else (None, None)
    if has_scores and line.is_withheld:
        before, after = (None, None), (WITHHELD_WORD, WITHHELD_WORD)
    return (
        found.view.register.title,
        scope.compared_with,
        scope.as_at,
        what,
        number_or_text(row.printed_ref),
        line.title,
        *before,
        *after,
        change and change.what,
        change and _said(change.old),
        change and _said(change.new),
        ((line.reason or "No reason was recorded.") if sees_reasons else None),
        row.opened_on if row.movement in (Movement.NEW, None) else None,
        row.closed_on,
        SENSITIVE if row.is_sensitive else OFFICIAL,
        "Since agreed" if line.is_changed else None,
        "Illustrative" if row.is_illustrative and not line.is_withheld else None,
    )


def _score(score):
    if score is WITHHELD:
        return WITHHELD_WORD, WITHHELD_WORD
    return (str(score), Shaded(score.band_name, score.band)) if score else (None, "Not scored")


def _said(value):
    if value is WITHHELD:
        return WITHHELD_WORD
    if isinstance(value, ScoreWords):
        return f"{value}, {value.band_name}"
    return (value if isinstance(value, str) else lines(value or ())) or None
