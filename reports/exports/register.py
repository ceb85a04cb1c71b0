"""A register as a file: every risk of the list with all that its page says of it, and all that can be imported again.

The columns on screen come first, as the page has them; what the person may not see has no column, as on the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from controls.risk_progress import statuses
from registers.audience import Level
from registers.details import details
from registers.escalated import corporate_entries
from registers.filters import Chosen
from registers.kept import written
from registers.lists import Columns
from registers.models.registers import FactClass
from registers.position import Index, View, index, look_at
from registers.quality import of_parts
from registers.reviews import latest
from registers.since_agreed import changed_since_agreed
from registers.templatetags.portal_tags import day
from registers.views.common import marking_of
from registers.views.reading import Listed, listed
from reports.exports.about import about, filters_of, sorted_by
from reports.exports.register_rows import Beside, columns_of, own_bands, told
from reports.exports.values import Listing, Row
from reports.papers.figures import one_moment

SORTS = {"ref": "Ref", "score": "Score", "movement": "Movement"}
EXPLAINED = (
    "To change the register, change cells and import the file: what is left as it is here stays as it is there. "
    "Leave the heading row and the column Ref as they are."
)


class Moved(Exception):
    """The register was marked higher while the file was on its way: it is broken off, and can be fetched again."""


@dataclass(frozen=True)
class Asked:
    """Which list of which register, as it was asked for."""

    register: object
    audience: object
    scope: object
    query: object  # of the address

    def read(self) -> tuple[Index, Chosen, Listed] | None:
        """The register and its list; None of one that the audience sees nothing of yet."""
        view = look_at(self.register, self.audience, self.scope)
        if view.is_empty:
            return None
        chosen, position = Chosen.of(self.query, view), index(view)
        return position, chosen, listed(position, chosen, offers_choices=False)


def register_listing(asked: Asked, user) -> Listing | None:
    """The file of a register's list; None where nothing has been agreed that the person may see."""
    before = written()
    if (found := asked.read()) is None:
        return None
    position, chosen, list_ = found
    view, register = position.view, asked.register
    marking = marking_of(view, position.rows)
    columns = columns_of(view)

    def rows() -> Iterator[Row]:
        with one_moment():
            now = (position, chosen, list_) if written() == before else asked.read()
            if now is None or marking_of(now[0].view, now[0].rows) != marking:
                raise Moved
            read = _read(now[0], now[2].in_order)
        return told(*read, columns)

    return Listing(
        what=register.title,
        name=f"{register.organisation.slug}-{register.slug} {view.scope.as_at.isoformat()}",
        columns=tuple(columns.values()),
        rows=rows,
        number=len(list_.rows),
        marking=marking,
        about=about(
            user,
            register.title,
            len(list_.rows),
            marking,
            place=register.path,
            scope=view.scope,
            agreed=agreed_words(view),
            filters=filters_in_words(asked, view, chosen, list_),
            order=sorted_by(asked.query, SORTS),
            withheld=Columns.of(view).withheld,
            notes=(EXPLAINED,),
        ),
        bodies=frozenset({register.organisation_id}),
        sensitive_of=frozenset({register.organisation_id} if view.level >= Level.SENSITIVE else ()),
    )


def filters_in_words(asked: Asked, view: View, chosen: Chosen, list_: Listed) -> list[str]:
    """What was chosen; without a choice of status the list is of the open risks."""
    said = filters_of(list_.form(asked.query, view, chosen))
    return said if chosen.status else ["Status: Open", *said]


def agreed_words(view: View) -> str:
    """How far what is shown was settled."""
    if view.agreement is None:
        return "Not agreed by the board yet: as it is worked on"
    settled = f"as at {day(view.agreement.as_at)} by {view.agreement.settled_by}"
    return f"As it is worked on; last agreed {settled}" if view.is_working else f"Only what was agreed, {settled}"


def _read(position, rows):
    """Everything of these rows, in a fixed number of statements."""
    view = position.view
    beside = Beside(
        own_bands=of_parts(view, own_bands) if view.sees(FactClass.APPETITE) else {},
        reviews=latest(position),
        progress=statuses(view, rows),
        changed=changed_since_agreed(position),
        corporate=corporate_entries(view, rows, {}),
    )
    return view, rows, details(view, rows), beside
