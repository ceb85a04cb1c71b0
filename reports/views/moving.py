"""The complete export of a body, for the administrators who look after it: what is in it, and the file."""

import tempfile

from django.http import FileResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from registers import clock
from registers.actions.people import log_sensitive_read
from registers.models import Marking, Risk, SensitiveRead
from registers.views.people import frame, get_organisation
from reports.models import Export
from reports.moving.leaving import complete_export
from reports.papers.figures import one_moment


@require_http_methods(["GET", "POST"])
def complete_export_page(request, organisation):
    """Says first what the file holds and that it is logged; the file is made when it is asked for."""
    body = get_organisation(request, organisation, needs="reports.export_body")
    if request.method == "GET":
        return render(request, "reports/exports/complete.html", frame(body, "exports", ("Complete export", "")))
    name = f"{body.slug}-complete-export-{clock.today():%Y-%m-%d}-OFFICIAL-SENSITIVE.json"
    file = tempfile.TemporaryFile("w+b")  # noqa: SIM115 - closed by the response
    with one_moment():
        for piece in complete_export([body], tells_left=False):
            file.write(piece.encode())
    _log(request, body)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/json")


def _log(request, body):
    log_sensitive_read(
        organisation_id=body.pk, user=request.user, what="Complete export", kind=SensitiveRead.Kind.DOWNLOAD
    )
    said = {"what": "Complete export", "path": request.path, "marking": Marking.SENSITIVE.label}
    row = Export.objects.create(
        user=request.user,
        format=Export.Format.JSON,
        rows=Risk.objects.filter(register__organisation=body).count(),
        **said,
    )
    row.bodies.set([body])
