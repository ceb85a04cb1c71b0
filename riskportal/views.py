"""The pages that stand above every part: what needs me, and search."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from controls.improvement_home import own_streams
from controls.mine import my_controls
from controls.views.common import marking_of_rows, note_rows_read
from controls.views.improvement_home import marking_of_streams, note_streams_read
from registers.beginning import unfinished
from registers.form_rendering import strip_controls
from registers.position import look_at, today_scope
from registers.views.common import highest, marking_of, note_sensitive_read
from reports.reminders.at_home import tasks_at_home
from reports.requests_home import asked_of_bodies
from reports.visits import since_last_visit, visit_of
from reports.waiting import waiting
from riskportal.home import standings
from riskportal.search import search as search_for

LONGEST = 100


@require_safe
def home(request):
    """What needs me, and how the registers stand."""
    found = standings(request.user, request.audience)
    markings = []
    for standing in found:
        if rows := [row.index for row in (*standing.moves, *standing.own)]:
            view = look_at(standing.register, request.audience, today_scope())
            note_sensitive_read(request, view, "Home page")
            markings.append(marking_of(view, rows))
    waits = waiting(request.user, request.audience)
    for view in waits.views:
        note_sensitive_read(request, view, "Home page")
    markings.append(waits.marking)
    mine = my_controls(request.user, request.audience)
    note_rows_read(request, mine.index, mine.index.rows, "Home page")
    markings.append(marking_of_rows(mine.index, mine.index.rows))
    streams = own_streams(request.user, request.audience)
    note_streams_read(request, streams, "Home page")
    markings.append(marking_of_streams(streams))
    since = since_last_visit(visit_of(request.user), request.audience)
    for view, rows in since.rows_by_view:
        note_sensitive_read(request, view, "Home page")
        markings.append(marking_of(view, rows))
    note_rows_read(request, since.found.index, [change.row for change in since.controls], "Home page")
    markings.append(marking_of_rows(since.found.index, [change.row for change in since.controls]))
    context = {
        "standings": found,
        "beginnings": unfinished(request.audience),
        "since": since,
        "tasks": tasks_at_home(request.user, request.audience),
        "mine": mine,
        "streams": streams,
        "unstated": frozenset().union(*(standing.unstated for standing in found)),
        "waiting": waits,
        "own": [row for standing in found for row in standing.own],
        "to_agree": [standing for standing in found if standing.agree_url],
        "is_reader_of_papers_only": not found,
        "asked": None if found else asked_of_bodies(request.audience),
        "marking": highest(markings),
    }
    return render(request, "riskportal/home.html", context)


@require_safe
def search(request):
    """Search every register, and every control, one may see."""
    text = " ".join(strip_controls(request.GET.get("q", "")).split())[:LONGEST]
    results = search_for(request, text)
    return render(request, "riskportal/search.html", {"results": results, "text": text, "marking": results.marking})
