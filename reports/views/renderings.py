"""Files that are being made: asking for one, how far it is, and the download."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registers import clock
from registers.actions.people import log_sensitive_read
from registers.templatetags.portal_tags import day
from registers.views.common import asked_scope, get_risk, see_risk
from reports.actions import renderings as actions
from reports.dashboard_asked import Asked
from reports.forms import EditionForm
from reports.jobs import BROKE
from reports.making import may_be_given_out
from reports.models import Edition, Rendering, State, What
from reports.models.jobs import GRUMBLE_AFTER
from reports.models.renderings import OF_SEVERAL
from reports.months import Month
from reports.views.papers import crumbs, get_paper


def get_rendering(request, key) -> Rendering:
    """The job, if it is theirs to see (404)."""
    found = Rendering.objects.visible_to(request.audience).filter(key=key).annotate(size=F("blob__size"))
    found = found.select_related("paper", "risk__register__organisation", "organisation", "meeting__board").first()
    if found is None:
        raise Http404("There is no such file")
    return found


@require_POST
def paper_render(request, slug):
    """Have an edition of a paper made as PDF."""
    paper = get_paper(request, slug)
    form = EditionForm(request.POST, editions=list(Edition))
    if not form.is_valid():
        raise Http404("There is no such edition")
    edition = Edition(form.cleaned_data["edition"])
    try:
        rendering = actions.request_paper(paper=paper, edition=edition, by=request.user, audience=request.audience)
    except ValidationError as refusal:
        context = {"paper": paper, "edition": edition, "reason": refusal.messages[0], "breadcrumbs": crumbs(paper)}
        return render(request, "reports/paper_refused.html", context, status=403)
    return redirect(rendering)


@require_http_methods(["GET", "POST"])
def risk_template_pdf(request, organisation, register, ref):
    """Have the one-page template of a risk made as PDF, as this person may see the risk."""
    risk = get_risk(request, organisation, register, ref)
    asked = asked_scope(request)
    seen = see_risk(request, risk, asked.scope)
    if request.method == "POST":
        return redirect(actions.request_risk_template(risk=risk, by=request.user, scope=asked.scope))
    context = {
        "title": f"Risk {seen.row.printed_ref} on one page",
        "text": "The PDF holds what you may see of this risk. Only you will be able to download it.",
        "confirm_text": "Make the PDF",
        "cancel_url": risk.get_absolute_url(),
        "breadcrumbs": _risk_crumbs(risk, seen.row.printed_ref),
        "scope": asked.scope,
    }
    return render(request, "components/confirm.html", context)


def _risk_crumbs(risk, ref):
    register = risk.register
    return [
        {"text": "Registers", "url": reverse("registers:registers")},
        {"text": register.title, "url": register.get_absolute_url()},
        {"text": f"Risk {ref}", "url": risk.get_absolute_url()},
        {"text": "PDF"},
    ]


@require_safe
@never_cache
def rendering(request, key):
    """How far it is; the page looks again by itself, with or without JavaScript."""
    found = get_rendering(request, key)
    return _show(request, found, is_changed=_is_changed(request, found))


def _show(request, found, is_changed, status=200):
    context = {"rendering": found, "is_changed": is_changed, "job": job_of(found), **_whose(found)}
    return render(request, "reports/rendering.html", context, status=status)


def _is_changed(request, rendering) -> bool:
    """Whether a file was made, and is not to be given to this reader as it is."""
    is_file = rendering.state == State.DONE and rendering.what != What.ISSUE
    return is_file and not may_be_given_out(rendering, request.audience)


def _whose(rendering):
    if rendering.what == What.ISSUE:
        return _of_issue(rendering)
    if rendering.what == What.PAPER:
        title = f"{rendering.paper.title}: {rendering.get_edition_display().lower()}"
        return {"title": title, "back": rendering.paper, "breadcrumbs": crumbs(rendering.paper, "PDF")}
    if rendering.what in OF_SEVERAL:
        return _of_several(rendering)
    title = f"Risk {rendering.risk.ref} on one page"
    return {"title": title, "back": rendering.risk, "breadcrumbs": _risk_crumbs(rendering.risk, rendering.risk.ref)}


def _of_issue(rendering):
    """How far the issuing of a paper is, for whoever asked for it."""
    paper = rendering.paper
    return {
        "title": f"Issue to the Panel: {paper.title}",
        "back_url": reverse("reports:panel-meeting", args=[paper.panel_date.isoformat()])
        if rendering.state == State.DONE
        else reverse("reports:paper-issue", args=[paper.slug]),
        "back_text": "the meeting" if rendering.state == State.DONE else "what stands in the way",
        "breadcrumbs": [crumbs(paper)[0], {"text": paper.title}, {"text": "Issue to the Panel"}],
    }


def _of_several(rendering):
    """A dashboard, its brief or minutes: under the name that its page goes by, which tells nothing of what it holds."""
    if rendering.what == What.MINUTES:
        back, text = rendering.meeting.get_absolute_url(), "the meeting"
        crumbs_before = [{"text": "Meetings", "url": reverse("reports:meetings")}]
    else:
        asked = asked_for(rendering)
        back = asked.brief_url if rendering.what == What.BRIEF else asked.url
        text = f"the {rendering.get_what_display().lower()}"
        crumbs_before = [{"text": "Dashboard", "url": reverse("reports:dashboards")}]
    title = title_of(rendering)
    return {
        "title": title,
        "back_url": back,
        "back_text": text,
        "breadcrumbs": [*crumbs_before, {"text": title, "url": back}, {"text": "PDF"}],
    }


def asked_for(rendering) -> Asked:
    """The dashboard that a file was asked for."""
    month = Month.of(rendering.compared_with).after
    return Asked.at(
        [rendering.organisation], rendering.is_joint, month, rendering.as_at, rendering.known_at, rendering.meeting
    )


def title_of(rendering) -> str:
    if rendering.what == What.MINUTES:
        return f"{rendering.meeting}: minutes"
    asked = asked_for(rendering)
    what = ": brief" if rendering.what == What.BRIEF else ""
    return f"{asked.title}, {asked.month.words}{what}"


def job_of(rendering) -> dict:
    """What components/progress.html shows."""
    state = rendering.shown_state
    job = {"state": state.value, "percent": rendering.progress, "text": rendering.words}
    if state == State.WAITING:
        job |= {"percent": 0, "text": _why_it_waits(rendering)}
    elif state == State.DONE and rendering.what == What.ISSUE:
        issue = rendering.issuing.issue
        job |= {
            "text": "It has been issued: both editions are kept.",
            "result_url": reverse("reports:issue", args=[rendering.paper.slug, issue.number]),
            "result_text": "See what was issued",
        }
    elif state == State.DONE:
        size = f"{max(1, rendering.size // 1024)} kB"
        job |= {
            "text": f"The PDF is ready ({size}).",
            "result_url": reverse("reports:rendering-download", args=[rendering.key]),
            "result_text": f"Download {rendering.file_name}",
        }
    elif state == State.FAILED:
        job |= {"error": rendering.error or _broke_off(rendering)}
        if _may_come_right(rendering):
            job |= {"retry_url": reverse("reports:rendering-again", args=[rendering.key])}
    return job


def _may_come_right(rendering):
    """Whether the same might work another time. A paper that was refused is looked at again before it is issued."""
    return rendering.what != What.ISSUE or rendering.error in ("", actions.GAVE_UP, BROKE)


def _broke_off(rendering):
    if rendering.what == What.ISSUE:
        return "The program that makes PDFs stopped in the middle. Nothing was issued."
    return "The program that makes PDFs stopped in the middle of this one."


def _why_it_waits(rendering):
    if rendering.is_silent:
        return "The work broke off and will be taken up again"
    if rendering.requested_at < clock.now() - GRUMBLE_AFTER:
        return "Still waiting to start: the program that makes PDFs is busy, or is not running"
    return "Waiting to start"


@require_POST
def rendering_again(request, key):
    """Put a failed job back in the queue; or ask anew for a file that is no longer given out."""
    found = get_rendering(request, key)
    if _is_changed(request, found):
        return redirect(actions.make_again(rendering=found))
    return redirect(actions.try_again(rendering=found))


@require_safe
@never_cache
def rendering_download(request, key):
    """The file itself, if whoever asks may still see what is in it."""
    found = get_rendering(request, key)
    if found.state != State.DONE or found.blob is None:
        raise Http404("There is no file, or it is not ready")
    if _is_changed(request, found):
        return _show(request, found, is_changed=True, status=403)
    for organisation in found.holds_sensitive_of.order_by("pk").values_list("pk", flat=True):
        log_sensitive_read(organisation_id=organisation, user=request.user, what=_named(found), kind="download")
    response = HttpResponse(bytes(found.blob.content), content_type=found.blob.content_type)
    response["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    return response


def _named(rendering):
    """What was downloaded, in the log's words: never what it says."""
    if rendering.what in OF_SEVERAL:
        return f"{title_of(rendering)} (PDF)"
    if rendering.what == What.PAPER:
        paper, edition = rendering.paper, rendering.get_edition_display().lower()
        return f"{paper.title}, {day(paper.panel_date)}: {edition} (PDF)"
    return f"{rendering.risk.register.path} risk {rendering.risk.ref}: one-page template (PDF)"
