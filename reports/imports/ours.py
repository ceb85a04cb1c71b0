"""Is it a list that came out of the portal? Then its headings say all, whatever stands below them."""

from __future__ import annotations

from reports.exports.headings import FACTS, SIGNS
from reports.imports.columns import Column
from reports.imports.tables import Found
from reports.imports.values import About, Fact

_SAYS = "The list came out of the portal, where this column is headed so."
_WORKED_OUT = "The portal works this out itself, so it is left out."


def about_of_ours(table: Found) -> About | None:
    """What a list of the portal's own is about; None where it is somebody else's."""
    if table.header[0] != table.header[1]:
        return None
    headings = {tiers[-1] for tiers in table.tiers.values() if tiers}
    return next((about for about, signs in SIGNS.items() if signs <= headings), None)


def settle(columns: list[Column], about: About) -> list[Column]:
    """Settle the columns that are the portal's own; the others are returned."""
    left = []
    for column in columns:
        fact = FACTS[about].get(column.heading)
        if fact is None:
            left.append(column)
        else:
            column.fact = fact
            column.reason = _WORKED_OUT if fact == Fact.IGNORED else _SAYS
    return left
