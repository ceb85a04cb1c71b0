"""The history of a risk as a file: every entry that its page tells, the newest first."""

from registers import clock
from registers.audience import Level
from registers.forms.history import HistoryFilterForm
from registers.history import GROUPS, Entry, history
from registers.views.common import RiskView
from reports.exports.about import about, filters_of
from reports.exports.values import OFFICIAL, SENSITIVE, Column, Listing, Row

COLUMNS = (
    Column("Recorded", 18),
    Column("By", 24),
    Column("Effective", 13),
    Column("About", 30),
    Column("Entry", 60),
    Column("Reason", 50),
    Column("Corrected because", 40),
    Column("Before", 60),
    Column("After", 60),
    Column("Remarks", 20),
    Column("Since agreed", 13),
    Column("Illustrative", 12),
)
ABOUT = {about: label for label, abouts in GROUPS.values() for about in abouts}


def history_listing(user, audience, risk, seen: RiskView, scope, query, is_sensitive) -> Listing:
    """For those who see the class of rationales. `seen`: the risk as the page sees it, at `scope`."""
    form = HistoryFilterForm(query)
    entries = form.keep(history(risk, audience, scope))
    marking = SENSITIVE if is_sensitive else OFFICIAL
    register = risk.register
    what = f"{register.title}: history, risk {risk.ref}"
    bodies = frozenset({register.organisation_id})
    return Listing(
        what=what,
        name=f"{register.organisation.slug}-{register.slug}-{risk.ref}-history {scope.as_at.isoformat()}",
        columns=COLUMNS,
        rows=lambda: [_row(entry) for entry in entries],
        number=len(entries),
        marking=marking,
        about=about(
            user,
            f"History of risk {seen.row.printed_ref}, {seen.details.title}, of the {register.title}",
            len(entries),
            marking,
            scope=scope.on(scope.as_at),
            filters=filters_of(form),
        ),
        bodies=bodies,
        sensitive_of=bodies if is_sensitive and seen.view.level >= Level.SENSITIVE else frozenset(),
    )


def _row(entry: Entry) -> Row:
    return (
        entry.at.astimezone(clock.LONDON).replace(tzinfo=None),
        entry.by or None,
        entry.on,
        ABOUT.get(entry.about, entry.about),
        f"{entry.sentence}.",
        entry.reason or None,
        entry.why_replaced or None,
        entry.old or None,
        entry.new or None,
        ", ".join(entry.tags) or None,
        "Since agreed" if entry.is_working else None,
        "Illustrative" if entry.is_illustrative else None,
    )
