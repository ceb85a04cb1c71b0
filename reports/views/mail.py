"""Mail: what a person wants of it, what was sent to them, and what an administrator sees of their body's."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from registers.audience import Audience
from registers.models import Post
from registers.views.people import frame, get_organisation, posted
from reports.actions import mail as actions
from reports.forms_mail import PreferenceForm, SentFilter, SettingForm
from reports.models import MailPreference, MailSetting, Outgoing
from reports.reminders.letters import shown
from reports.reminders.send import can_send_again, send_again

A_PAGE = 50
SAID = {
    Outgoing.State.SENT: "It has been sent again.",
    Outgoing.State.WAITING: "The mail server does not answer. It goes out with the next run.",
    Outgoing.State.FAILED: "The mail server refused it. The next run tries again.",
    Outgoing.State.DROPPED: "It was not sent: see why below.",
    Outgoing.State.SENDING: "It was sent again, and no answer came: it is uncertain still.",
}


def _tabs(current):
    pages = [("mail", "Reminders", reverse("reports:mail")), ("sent", "Sent to you", reverse("reports:mail-sent"))]
    return [{"text": text, "url": url, "current": name == current} for name, text, url in pages]


@require_http_methods(["GET", "POST"])
def mail(request):
    """How often one wants to be reminded: where the links under every e-mail lead."""
    wish = MailPreference.objects.visible_to(request.audience).first() or MailPreference(user=request.user)
    initial = {"reminders": wish.reminders, "weekday": wish.weekday, "digest": wish.digest}
    form = PreferenceForm(posted(request), initial=initial)
    if form.is_valid():
        actions.prefer(user=request.user, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved. It holds from the next e-mail on.")
        return redirect("reports:mail")
    return render(request, "reports/mail/preferences.html", {"form": form, "tabs": _tabs("mail")})


@require_safe
def sent(request):
    """What was sent to oneself, the latest first."""
    rows = Outgoing.objects.visible_to(request.audience).filter(user=request.user)
    page = Paginator(rows.order_by("-on", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/mail/sent.html", {"page": page, "tabs": _tabs("sent")})


@require_safe
def letter(request, key):
    """One e-mail as it was sent, as far as this reader may know of what it is about."""
    row = _get(request, key)
    context = {
        "row": row,
        "sections": shown(row, request.audience),
        "is_own": row.user_id == request.user.pk,
        "can_send_again": can_send_again(row) and request.user.has_perm("reports.send_mail_again", row),
        "breadcrumbs": _trail(request, row),
    }
    return render(request, "reports/mail/letter.html", context)


def _get(request, key, needs="reports.view_mail") -> Outgoing:
    """An e-mail; 404 for who may not know of it, 403 for who may only look."""
    found = Outgoing.objects.visible_to(request.audience).filter(key=key).select_related("user").first()
    if found is None:
        raise Http404("There is no such e-mail")
    if not request.user.has_perm(needs, found):
        raise PermissionDenied
    return found


def _trail(request, row, *more):
    if row.user_id == request.user.pk:
        trail = [{"text": "Sent to you", "url": reverse("reports:mail-sent")}]
    else:
        trail = [{"text": "People", "url": reverse("registers:people")}]
    day = f"{row.on.day} {row.on:%B %Y}"
    trail.append({"text": day, "url": row.get_absolute_url() if more else ""})
    return [*trail, *({"text": text, "url": ""} for text in more)]


@require_http_methods(["GET", "POST"])
def again(request, key):
    """Send an uncertain e-mail again: it may come twice, so somebody has to want that."""
    row = _get(request, key, needs="reports.send_mail_again")
    if not can_send_again(row):
        messages.warning(request, "There is nothing to send again: it is not uncertain.")
        return redirect(row)
    if request.method == "POST":
        try:
            row = send_again(outgoing=row, by=request.user)
        except ValidationError as problem:
            messages.warning(request, problem.messages[0])
        else:
            messages.success(request, SAID[row.state])
        return redirect(row)
    question = {
        "title": "Send this e-mail again?",
        "text": f"It went to the mail server on {row.on.day} {row.on:%B %Y}, and no answer came.",
        "consequences": [f"{row.user} may get it twice", "It is the same e-mail, with the same Message-ID"],
        "confirm_text": "Send it again",
        "cancel_url": row.get_absolute_url(),
        "breadcrumbs": _trail(request, row, "Send again"),
    }
    return render(request, "components/confirm.html", question)


@require_safe
def mail_of(request, organisation):
    """What was sent to the members of a body, for its administrators."""
    body = get_organisation(request, organisation, needs="reports.set_up_mail")
    form = SentFilter(request.GET or None)
    of_members = Audience(administers=frozenset({body.pk}))
    rows = Outgoing.objects.visible_to(of_members).exclude(user=request.user)
    uncertain = rows.filter(state=Outgoing.State.SENDING).count()
    if form.is_valid() and form.cleaned_data["state"]:
        rows = rows.filter(state=form.cleaned_data["state"])
    rows = rows.select_related("user").order_by("-on", "user__name", "pk")
    context = {
        "form": form,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "uncertain": uncertain,
        "copies": MailSetting.objects.filter(organisation=body, copies_line_managers=True).exists(),
    }
    return render(request, "reports/mail/of_body.html", frame(body, "mail", ("Mail", "")) | context)


@require_http_methods(["GET", "POST"])
def set_up(request, organisation):
    """Whether a body copies reminders to line managers."""
    body = get_organisation(request, organisation, needs="reports.set_up_mail")
    setting = MailSetting.objects.visible_to(request.audience).filter(organisation=body).first()
    copies = bool(setting and setting.copies_line_managers)
    form = SettingForm(posted(request), initial={"copies_line_managers": copies})
    here = reverse("reports:mail-of", args=[body.slug])
    if form.is_valid():
        actions.set_up(organisation=body, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect(here)
    reporting = Post.objects.filter(organisation=body, reports_to__isnull=False)
    context = {"form": form, "back": here, "reporting": reporting.select_related("reports_to").order_by("title", "pk")}
    trail = frame(body, "mail", ("Mail", here), ("Line managers", ""))
    return render(request, "reports/mail/set_up.html", trail | context)
