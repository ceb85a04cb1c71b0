"""Starting the papers for a meeting of the Panel: what each would begin with, and all that were chosen at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from registers import clock
from registers.models import Organisation
from reports.actions import paper_starting as actions
from reports.forms_starting import KindsForm, PanelMeetingForm
from reports.models import Paper
from reports.papers.drafting import drafter_for
from reports.papers.kinds import Kind
from reports.papers.proposals import Proposal, basis_warnings, propose
from reports.views.paper_common import papers_crumb


@dataclass(frozen=True)
class Offered:
    """One paper as it would be started, or the one that is there already."""

    kind: Kind
    proposal: Proposal | None
    warnings: tuple[str, ...] = ()
    started: Paper | None = None


@require_http_methods(["GET", "POST"])
def papers_start(request):
    """Choose the meeting, look at what each paper would begin with, and start them together."""
    organisation = Organisation.objects.filter(pk__in=request.audience.papers_of).order_by("order", "pk").first()
    if organisation is None:
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    meeting = PanelMeetingForm(asked or None, initial=_usual(organisation))
    context = {"meeting": meeting, "breadcrumbs": [papers_crumb(), {"text": "Start papers"}]}
    if not meeting.is_valid():
        return render(request, "reports/paper_start.html", context | {"form": meeting})
    panel_date = meeting.cleaned_data["panel_date"]
    offered = list(_offered(request.audience, organisation, panel_date))
    kinds = KindsForm(
        request.POST if request.method == "POST" else None,
        kinds=[one.kind for one in offered if one.started is None],
    )
    if request.method == "POST" and kinds.is_valid():
        try:
            return _start(request, organisation, panel_date, meeting.cleaned_data["panel"], kinds.chosen())
        except ValidationError as problem:
            kinds.add_error("kinds", problem)
    context |= {"offered": offered, "kinds": kinds, "form": kinds, "panel_date": panel_date}
    return render(request, "reports/paper_start.html", context)


def _usual(organisation) -> dict[str, str]:
    """The name of the Panel, as the body's last paper has it."""
    last = Paper.objects.filter(organisation=organisation).newest_first().first()
    return {"panel": last.panel} if last else {}


def _offered(audience, organisation, panel_date) -> Iterator[Offered]:
    visible = Paper.objects.visible_to(audience)
    for kind in actions.kinds_kept_by(organisation):
        found = visible.filter(kind=kind.slug, panel_date=panel_date)
        started = (found if kind.is_joint else found.filter(organisation=organisation)).first()
        if started is not None:
            yield Offered(kind, None, started=started)
            continue
        proposal = propose(kind, organisation, panel_date)
        today = min(panel_date, clock.today())
        warnings = [words for basis in proposal.bases for words in basis_warnings(basis, audience, today)]
        yield Offered(kind, proposal, tuple(warnings))


def _start(request, organisation, panel_date, panel, kinds):
    made = actions.start_quarter(
        organisation=organisation,
        by=request.user,
        panel_date=panel_date,
        panel=panel,
        kinds=kinds,
        drafter=drafter_for(request.audience),
    )
    if len(made) == 1:
        messages.success(request, "The paper has been started. Read what was carried over and drafted")
        return redirect(made[0])
    messages.success(request, f"{len(made)} papers have been started. Read what was carried over and drafted in each")
    return redirect("reports:papers")
