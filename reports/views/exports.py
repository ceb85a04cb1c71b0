"""Every list as a file: the same rows, filters and date as on its page, for whoever sees the page, and all of them."""

from tempfile import TemporaryFile

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from controls.views.improvement import get_plan, see_plan
from registers.models import Board, Register
from registers.models.registers import FactClass
from registers.position import look_at, today_scope
from registers.views.common import asked_scope, get_register, get_risk, see_risk
from registers.views.history import is_sensitive
from reports.actions import exports as logged
from reports.exports import csv_file, xlsx_file
from reports.exports.alignments import alignments_listing
from reports.exports.controls import controls_listing
from reports.exports.follow_ups import actions_listing, requests_listing
from reports.exports.history import history_listing
from reports.exports.movements import movements_listing
from reports.exports.plan import plan_listing
from reports.exports.register import Asked, Moved, register_listing
from reports.exports.resting import collector_rests
from reports.exports.reviews import reviews_listing
from reports.exports.values import Listing
from reports.papers.figures import one_moment
from reports.views.compare import compare_form
from reports.visibility_meetings import reads_requests


def given_out(request, listing: Listing | None, format: str):
    """The file, noted in the log; 404 where there is no list to give."""
    if listing is None:
        raise Http404("There is no such list")
    if format == "csv":
        _note(request, listing, format)
        response = StreamingHttpResponse(csv_file.chunks(listing), content_type=csv_file.TYPE)
    else:
        file = TemporaryFile()  # noqa: SIM115 - closed with the response
        with collector_rests():
            xlsx_file.write(listing, file)
        _note(request, listing, format)
        file.seek(0)
        response = FileResponse(file, content_type=xlsx_file.TYPE)
    response["Content-Disposition"] = content_disposition_header(True, listing.file_name(format))
    return response


def _note(request, listing, format):
    logged.note(user=request.user, listing=listing, path=request.path, query=request.GET.urlencode(), format=format)


def page_of_list(request):
    """The page the list stands on, with the same question: it says what cannot be read of the question."""
    return redirect_with_query(request.path.rsplit("/", 1)[0] + "/", request)


def redirect_with_query(page, request):
    query = request.GET.urlencode()
    return redirect(f"{page}?{query}" if query else page)


def of_list(view):
    """A view of a list as a file: asked by GET alone, since it is noted, and never kept by a browser or a proxy."""
    return require_GET(never_cache(view))


@of_list
def register(request, organisation, register, format):
    """A register's list."""
    found = get_register(request, organisation, register)
    asked = asked_scope(request)
    if asked.errors:
        return page_of_list(request)
    asked_for = Asked(found, request.audience, asked.scope, request.GET)
    try:
        return given_out(request, _of_register(asked_for, request.user), format)
    except Moved:  # while a spreadsheet was being made, of which nothing has been sent yet
        return given_out(request, _of_register(asked_for, request.user), format)


def _of_register(asked_for, user):
    with collector_rests():
        return register_listing(asked_for, user)


@of_list
def reviews(request, organisation, register, format):
    """Every review of the risks of a register's list; for those who see its rationales."""
    found = get_register(request, organisation, register)
    if not look_at(found, request.audience, today_scope()).sees(FactClass.RATIONALE):
        raise PermissionDenied
    asked = asked_scope(request)
    if asked.errors:
        return redirect_with_query(found.get_absolute_url(), request)
    listing = reviews_listing(Asked(found, request.audience, asked.scope, request.GET), request.user)
    return given_out(request, listing, format)


@of_list
def history(request, organisation, register, ref, format):
    """The history of a risk; for those who see its rationale."""
    risk = get_risk(request, organisation, register, ref)
    asked = asked_scope(request)
    if asked.errors:
        return page_of_list(request)
    with one_moment():
        seen = see_risk(request, risk, asked.scope)
        if not seen.view.sees(FactClass.RATIONALE):
            raise PermissionDenied
        of_it = (request.user, request.audience, risk, seen, asked.scope, request.GET, is_sensitive(seen))
        listing = history_listing(*of_it)
    return given_out(request, listing, format)


@of_list
def controls(request, format):
    """The list of controls."""
    asked = asked_scope(request)
    if asked.errors:
        return page_of_list(request)
    return given_out(request, controls_listing(request.user, request.audience, asked, request.GET), format)


@of_list
def plan(request, organisation, year, format):
    """The work-streams of an improvement plan."""
    record = get_plan(request, organisation, year)
    asked = asked_scope(request)
    if asked.errors:
        return page_of_list(request)
    with one_moment():
        found = see_plan(request, record, asked.scope)
    return given_out(request, plan_listing(request.user, found, request.GET), format)


@of_list
def alignments(request, format):
    """Every alignment, and what is aligned with nothing."""
    if not Register.objects.visible_to(request.audience).exists():
        raise Http404("There is nothing aligned to see")
    asked = asked_scope(request)
    if asked.errors:
        return page_of_list(request)
    return given_out(request, alignments_listing(request.user, request.audience, asked), format)


@of_list
def movements(request, format):
    """What changed between two dates."""
    form = compare_form(request)
    if not form.is_valid():
        return page_of_list(request)
    return given_out(request, movements_listing(request.user, request.audience, form.chosen, *form.days), format)


@of_list
def panel_requests(request, format):
    """What the Panel asked and was promised."""
    if not reads_requests(request.audience):
        raise Http404("There are no requests to see")
    asked = asked_scope(request)
    if asked.errors:
        return page_of_list(request)
    return given_out(request, requests_listing(request.user, request.audience, asked, request.GET), format)


@of_list
def actions(request, format):
    """What meetings gave people to do."""
    if not Board.objects.visible_to(request.audience).exists():
        raise Http404("There are no actions to see")
    asked = asked_scope(request)
    if asked.errors:
        return page_of_list(request)
    return given_out(request, actions_listing(request.user, request.audience, asked, request.GET), format)
