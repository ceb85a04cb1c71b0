"""Evidence of a control: attach it, fetch a file of it, withdraw it."""

from pathlib import PurePosixPath

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from controls.actions import evidence as actions
from controls.entries import numbers
from controls.forms.controls import AttachForm, WithdrawForm
from controls.models import Evidence
from controls.offers import DEEDS, Deed
from controls.uploads import extension_of, refused_in
from controls.views.changing import already, change_page, is_open
from controls.views.common import get_control, is_sensitive, note_control_download, see_control
from registers.views.common import asked_scope

WITHDRAW = Deed("evidence-withdraw", "Withdraw evidence", (Evidence,))
SANDBOX = "default-src 'none'; sandbox"  # should a browser ever open it: no script, no frame, nothing fetched


@require_http_methods(["GET", "POST"])
def evidence_attach(request, number):
    """Attach a link or a file."""
    page = change_page(request, number, DEEDS["evidence-attach"], "Attach evidence")
    if not is_open(page):
        return already(page)
    form = AttachForm(page.data, files=request.FILES or None, too_large=refused_in(request), **page.for_form())
    saved = page.save(form, actions.attach)
    if saved:
        return page.done(saved=saved)
    return page.show("controls/evidence_form.html", form)


@require_http_methods(["GET", "POST"])
def evidence_withdraw(request, number, place):
    """Withdraw a piece of evidence. It stays in the history, and at the dates when it was there."""
    page = change_page(request, number, WITHDRAW, "Withdraw evidence")
    proof = _held(request, page.seen, page.control, place)
    if proof is None:
        raise Http404("There is no such evidence")
    if not is_open(page):
        return already(page)
    form = WithdrawForm(page.data, **page.for_form())
    evidence = Evidence.objects.select_related("control").get(pk=proof.pk)
    saved = page.save(form, lambda control, **said: actions.withdraw(evidence=evidence, **said))
    if saved:
        return page.done(saved=saved)
    return page.show("controls/evidence_withdraw.html", form, proof=proof)


def _held(request, seen, control, place):
    """The evidence of that number, if it was there at the time looked at."""
    of_number = {number: pk for pk, number in numbers(Evidence, control, request.audience).items()}
    return next((proof for proof in seen.details.evidence or () if proof.pk == of_number.get(place)), None)


@require_safe
@never_cache
def evidence(request, number, place):
    """The file itself, to whoever may see it as at the time asked for; only ever to keep, never to open in a page."""
    control = get_control(request, number)
    seen = see_control(request, control, asked_scope(request).scope)
    proof = _held(request, seen, control, place)
    if proof is None or not proof.is_file:
        raise Http404("There is no such file")
    row = Evidence.objects.select_related("blob").get(pk=proof.pk)
    marking = " (sensitive)" if is_sensitive(request, control, seen.row) else ""
    note_control_download(request, control, f"Control {control.reference}: evidence {place}{marking}")
    response = HttpResponse(bytes(row.blob.content), content_type=row.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file_name(row))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response


def file_name(row) -> str:
    """Its name, with the extension of what it was checked to be."""
    extension = extension_of(row.content_type)
    name = row.name if PurePosixPath(row.name).suffix.lower() == extension else f"{row.name}{extension}"
    return name.replace("/", " ").replace("\\", " ")
