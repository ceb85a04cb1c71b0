"""What is said of a file beside its table: what it is, as at when, how it was narrowed, for whom it was made."""

from collections.abc import Iterable

from django.forms import Form
from django.http import QueryDict

from registers import clock
from registers.scope import Scope
from registers.templatetags.portal_tags import chosen_filters, moment, oxford
from reports.exports.values import OFFICIAL, Cell

ALL = "None: everything on the list"


def filters_of(form: Form) -> list[str]:
    """What is chosen of a filter form, in words: "Band: Very high"."""
    return [f"{chosen.label}: {chosen.value}" for chosen in chosen_filters({}, form)]


def sorted_by(query: QueryDict, names: dict[str, str]) -> str:
    """The order that an address asks for, in words; empty for the list's own."""
    sort = query.get("sort", "")
    name = names.get(sort.removeprefix("-"), "")
    return f"{name}, the other way round" if name and sort.startswith("-") else name


def about(
    user,
    what: str,
    number: int,
    marking: str,
    *,
    place: str = "",
    scope: Scope | None = None,
    agreed: str = "",
    filters: Iterable[str] = (),
    order: str = "",
    withheld: Iterable[str] = (),
    notes: Iterable[str] = (),
) -> tuple[tuple[str, Cell], ...]:
    """(label, value) of each line. `withheld`: classes of fact that are not published to the person.

    `place`: the register it is the list of, as in its address; an import into another refuses the file.
    """
    lines: list[tuple[str, Cell]] = [("What", what)]
    lines += [("Register", place)] if place else []
    if scope is not None:
        lines.append(("As at", scope.as_at))
        if scope.known_at is not None:
            lines.append(("As it was known", moment(scope.known_at)))
        if scope.compared_with is not None:
            lines.append(("Compared with", scope.compared_with))
    lines += [("Agreed", agreed)] if agreed else []
    lines += [("Filters", text) for text in (list(filters) or [ALL])]
    lines += [("Sorted by", order)] if order else []
    lines.append(("Rows", number))
    if hidden := list(withheld):
        lines.append(("Not published to you", oxford(hidden)))
    lines += [("Made for", f"{user.get_full_name()}, {user.email}" if user.get_full_name() else user.email)]
    lines += [("Made", clock.now().astimezone(clock.LONDON).replace(tzinfo=None, microsecond=0))]
    lines.append(("Marking", marking))
    if marking != OFFICIAL:
        lines.append(("Handling", "Keep it where such text may be kept. The portal has noted who downloaded it."))
    return tuple(lines) + tuple(("Note", note) for note in notes)
