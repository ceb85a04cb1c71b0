"""The list of registers, and one register: what stands in it, what moved and why, as at any date."""

from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from registers import clock, list_state
from registers.details import details
from registers.escalated import corporate_entries
from registers.filters import PARAMETERS, Chosen, FilterForm, narrowed, of_status, ordered, reviewed_as
from registers.lists import (
    Columns,
    Teller,
    band_counts,
    by_horizon,
    groups,
    has_horizons,
    moved,
    movement_counts,
)
from registers.lookups import Answers, ask
from registers.models import Agreement, Organisation, Register
from registers.offers import offers_adding
from registers.position import Index, IndexRow, View, index, look_at, today_scope
from registers.scope import Scope, quarter_end_before
from registers.since_agreed import changed_since_agreed
from registers.views.common import asked_scope, get_register, marking_of, note_sensitive_read

PAGE = 25
MOVES_TOLD = 12


@dataclass(frozen=True)
class Standing:
    """A register as the list of registers tells it, counting what the reader may see."""

    register: Register
    agreement: Agreement | None
    open: int
    changed: int


@dataclass(frozen=True)
class Body:
    """The registers of one body, the corporate one first and those of its directorates beneath it."""

    organisation: Organisation
    standings: list[Standing]
    lacks_directorates: bool
    add_url: str  # of the page that adds a directorate register, for who may


@require_safe
def registers(request):
    """Every register one may see, as it stands today."""
    found = Register.objects.visible_to(request.audience).select_related("organisation")
    standings = [_standing(register, request.audience) for register in found]
    bodies = [_of_body(request, list(of_it)) for _, of_it in groupby(standings, lambda one: one.register.organisation)]
    return render(request, "registers/registers.html", {"bodies": bodies})


def _of_body(request, standings):
    """Whether a body has directorate registers is a matter of its own: others are not told that there are none."""
    body = standings[0].register.organisation
    corporate = next((standing.register for standing in standings if standing.register.is_corporate), None)
    lacks = body.pk in request.audience.working and all(standing.register.is_corporate for standing in standings)
    adds = corporate is not None and request.user.has_perm("registers.manage_people", body)
    adds = adds and request.user.has_perm("registers.set_up_register", corporate)
    return Body(body, standings, lacks, reverse("registers:register-add", args=_place(corporate)) if adds else "")


def _place(register):
    return [register.organisation.slug, register.slug]


def _standing(register, audience):
    position = index(look_at(register, audience, today_scope()))
    changed = changed_since_agreed(position)
    return Standing(register, position.view.agreement, len(position.open), len(changed))


@require_safe
def register(request, organisation, register):
    """One register at a date: map, movements and the list, filtered and sorted as asked."""
    name = f"register:{organisation}/{register}"
    register = get_register(request, organisation, register, left_as=list_state.remembered(request.user, name))
    if (address := tidier_address(request, name, register.left_as, PARAMETERS)) is not None:
        return redirect(address)
    asked = asked_scope(request)
    view = look_at(register, request.audience, asked.scope)
    chosen = Chosen.of(request.GET, view)
    if any(parameter in request.GET for parameter in PARAMETERS):
        list_state.remember(request.user, name, chosen.query, register.left_as)
    position = index(view)
    context = _list(request, position, chosen, asked) if not view.is_empty else {}
    note_sensitive_read(request, view, f"Register {register.path}")
    return render(
        request,
        "registers/register_detail.html",
        context
        | {
            "register": register,
            "view": view,
            "asked": asked,
            "scope": shown_scope(asked, view),
            "chosen": chosen,
            "has_errors": bool(asked.errors),
            "errors": [{"text": text} for text in asked.errors],
            "time": urlencode(asked.query),
            "marking": marking_of(view, position.rows),
            "dates": dates_to_offer(),
            "can_add": asked.is_now and offers_adding(request.user, register),
            "can_agree": asked.is_now and request.user.has_perm("registers.agree_register", register),
            "can_refresh": asked.is_now and request.user.has_perm("registers.refresh_register", register),
            "can_set_up": asked.is_now and request.user.has_perm("registers.set_up_register", register),
            "breadcrumbs": [{"text": "Registers", "url": reverse("registers:registers")}, {"text": register.title}],
        },
    )


def tidier_address(request, name, recalled, parameters):
    """Where to go instead: without empty parameters, to the remembered list from the plain address, or cleared.

    `parameters`: those by which the list is narrowed and sorted.
    """
    query = request.GET.copy()
    if "clear" in query or _asks_for_nothing(query, parameters):
        list_state.forget(request.user, name)
        for parameter in ("clear", *parameters):
            query.pop(parameter, None)
    elif not query:
        return f"{request.path}?{recalled}" if recalled else None
    for parameter in [parameter for parameter, value in query.items() if not value.strip()]:
        del query[parameter]
    if query.urlencode() == request.GET.urlencode():
        return None
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _asks_for_nothing(query, parameters):
    """A filter form sent with every field empty."""
    given = [query[parameter].strip() for parameter in parameters if parameter in query]
    return bool(given) and not any(given)


def shown_scope(asked, view) -> Scope:
    """The time to head the page with: what was asked, and what movement is really counted from.

    Who sees only what is agreed is told so beside the heading, not that they are looking at the past.
    """
    scope = replace(asked.scope, compared_with=view.scope.compared_with)
    return scope if asked.is_now else replace(scope, as_at=view.scope.as_at)


def dates_to_offer():
    """The last quarter ends, for the time form."""
    end, dates = quarter_end_before(clock.today()), []
    for _ in range(4):
        dates.append({"text": f"{end.day} {end:%b %Y}", "date": end})
        end = quarter_end_before(end)
    return dates


@dataclass(frozen=True)
class Listed:
    """The risks of a list as they were asked for, sorted as asked."""

    rows: list[IndexRow]
    is_grouped: bool  # under their horizons
    answers: Answers
    among: frozenset[int] | None

    @property
    def in_order(self) -> list[IndexRow]:
        """As the list has them."""
        return by_horizon(self.rows) if self.is_grouped else self.rows

    def form(self, query, view: View, chosen: Chosen) -> FilterForm:
        """The filters of the list, with what is chosen of them. `query`: of the address."""
        return FilterForm(_form_data(query, chosen), view=view, chosen=chosen, answers=self.answers)


def listed(position: Index, chosen: Chosen, offers_choices=True) -> Listed:
    """The risks of a register's list, filtered and sorted as asked: for its page, and for the same list as a file.

    `offers_choices`: whether its form is to offer all that there is to choose from, or only tells what was chosen.
    """
    standing = of_status(position.rows, chosen.status)
    answers = ask(position, chosen.asked) if offers_choices or any(chosen.asked.values()) else Answers()
    among = reviewed_as(position, chosen.review)
    rows = ordered(narrowed(standing, chosen, answers, among), chosen.sort)
    return Listed(rows, chosen.sort == "order" and has_horizons(rows), answers, among)


def _list(request, position: Index, chosen: Chosen, asked) -> dict:
    view, time = position.view, asked.query
    found = listed(position, chosen)
    rows, is_grouped = found.rows, found.is_grouped
    page = Paginator(found.in_order, PAGE).get_page(request.GET.get("page"))
    away = moved(narrowed(position.shown, chosen, found.answers, found.among)) if not chosen.status else []
    told = away[:MOVES_TOLD]
    changed = changed_since_agreed(position)
    named = list({row.risk: row for row in [*page.object_list, *told]}.values())
    said = details(view, named, with_objectives=False)
    teller = Teller(view, time, changed, corporate_entries(view, named, time))
    shown = [teller.row(row, said[row.risk]) for row in page.object_list]
    scored = [row for row in shown if row.score]
    return {
        "page": page,
        "groups": groups(shown) if is_grouped else [],
        "rows": shown,
        "columns": Columns.of(view, horizon=not is_grouped and has_horizons(rows)),
        "moves": [teller.row(row, said[row.risk]) for row in told],
        "is_first": position.is_first,
        "moves_left_out": len(away) - len(told),
        "form": found.form(request.GET, view, chosen),
        "shown": position.shown,
        "on_map": [row for row in rows if row.is_open],
        "changed": len(changed),
        "open_count": len(position.open),
        "band_counts": band_counts(view, position.open, time),
        "movement_counts": movement_counts(view, position.shown, time),
        "time_query": teller.query,
        "clear_url": f"?{urlencode({'clear': 1} | time)}",
        "all_illustrative": bool(scored) and all(row.index.is_illustrative for row in scored),
    }


def _form_data(query, chosen):
    """What the form shows as chosen. The sort is always in it, so that taking the last filter off still says so."""
    data = query.copy()
    data.pop("page", None)
    for parameter in PARAMETERS:
        data.pop(parameter, None)
        if value := getattr(chosen, parameter):
            data[parameter] = value
    return data
