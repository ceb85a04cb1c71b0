"""Which texts of a paper were carried over or drafted, and has nobody read yet? Saving a text is having read it."""

from registers.audience import Audience
from reports import rules
from reports.models import Section


def next_unread(section: Section, audience: Audience) -> Section | None:
    """The next section to be read by somebody who writes, after this one and then from the beginning."""
    rows = list(section.paper.sections.in_order().select_related("paper", "organisation"))
    here = next((place for place, row in enumerate(rows) if row.pk == section.pk), 0)
    return next((row for row in [*rows[here + 1 :], *rows[:here]] if row.is_carried and _may(row, audience)), None)


def _may(section, audience):
    return rules.can_read(section, audience) and rules.can_write_section(section, audience)
