"""Pages that state how a control gets on, and how a risk gets on towards its target."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.views.decorators.http import require_http_methods

from controls.access import bodies_spoken_for
from controls.actions import progress
from controls.details import details
from controls.forms.progress import ProgressForm, StatementForm
from controls.forms.values import stewards_of, who_may_state
from controls.models import RiskProgress
from controls.position import of_risks
from controls.progress import RAG_RULE, Status
from controls.risk_progress import controls_say, risk_progress
from controls.sentences import name_of
from controls.views.changing import already, change_page, is_open
from registers.models import Organisation
from registers.models.registers import FactClass
from registers.offers import Deed
from registers.views.changing import ChangePage
from registers.views.changing import change_page as change_risk_page
from registers.views.saving import Change

# A control -----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def progress_state(request, number):
    """State how a control gets on."""
    page = change_page(request, number, "progress-state", "State progress")
    if not is_open(page):
        return already(page)
    bodies = _bodies(page)
    posts = who_may_state(request.audience, [page.row])[page.row.control]
    posts = [post for post in posts if post.organisation_id in {body.pk for body in bodies}]
    form = ProgressForm(page.data, bodies=bodies, posts=posts, is_joint=page.row.is_joint, **page.for_form())
    if form.is_valid():
        page.of_body = form.values()["organisation"]
    saved = page.save(form, progress.state, theirs=lambda page: stated(page, page.of_body))
    if saved:
        return page.done(saved=saved)
    return page.show("controls/progress_form.html", form, said=_standing(page), rag_rule=RAG_RULE)


def _bodies(page):
    """The bodies for which the person may speak here, and whose statements they see."""
    spoken_for = set(bodies_spoken_for(page.request.user, page.control)) & page.seen.sight.progress_of
    return list(Organisation.objects.filter(pk__in=spoken_for))


def _standing(page):
    """What each body says at present."""
    latest = {}
    for one in page.seen.details.said or ():
        latest.setdefault(one.organisation.pk, one)
    return list(latest.values())


def stated(page, organisation) -> dict:
    """The statement in force, by the fields that state another."""
    said = page.seen.details.standing(organisation.pk)
    return {"status": said.status.value, "narrative": said.narrative} if said else {"status": "", "narrative": ""}


# A risk --------------------------------------------------------------------------------------------------------------

RISK_PROGRESS = Deed("risk-progress", "State progress", "registers.edit_risk", (FactClass.PROGRESS,))


class RiskProgressPage(ChangePage):
    """The page of one risk's progress. Only other statements of it matter to what is stated."""

    def changes_since(self, moment):
        return [
            Change(row.recorded_at, str(row.by), f"Progress: {row.get_status_display().lower()}", row.narrative)
            for row in statements_of(self.request.audience, self.risk).filter(recorded_at__gte=moment)
        ]


def statements_of(audience, risk):
    """What has been stated of a risk, that stands and may be seen, the oldest first."""
    rows = RiskProgress.objects.visible_to(audience).filter(risk=risk, is_void=False, replaced_by=None)
    return rows.select_related("by", "stated_by__successor__successor").oldest_first()


@require_http_methods(["GET", "POST"])
def risk_progress_state(request, organisation, register, ref):
    """State how a risk gets on towards its target, beside what its controls say."""
    page = risk_page(request, organisation, register, ref, "State progress")
    posts = [
        post.as_at(page.default_day) for post in stewards_of(request.audience, [page.risk.pk]).get(page.risk.pk, ())
    ]
    form = StatementForm(page.data, posts=list(dict.fromkeys(posts)), **page.for_form())
    saved = page.save(form, progress.state_risk, theirs=_stated_of_risk)
    if saved:
        status = saved.facts[0].get_status_display().lower()
        return page.done(f"Progress of {page.name.lower()} stated: {status}.", saved=saved)
    return page.show("controls/risk_progress_form.html", form, beside=_beside(page), rag_rule=RAG_RULE)


def risk_page(request, organisation, register, ref, title) -> RiskProgressPage:
    """A page about a risk's own progress. 404 for strangers; 403 for who may not state it, or not see it."""
    page = change_risk_page(request, organisation, register, ref, RISK_PROGRESS, title)
    return RiskProgressPage(page.request, page.risk, page.seen, page.deed, page.title, page.sees)


def _stated_of_risk(page):
    said = _told(page).latest
    return {"status": said.status.value, "narrative": said.narrative} if said else {"status": "", "narrative": ""}


def _told(page):
    told = risk_progress(page.view, [page.seen.row])
    if page.risk.pk not in told:
        raise PermissionDenied
    return told[page.risk.pk]


@dataclass(frozen=True)
class Statement:
    """One statement of the risk, and where it is voided."""

    row: RiskProgress
    number: int

    @property
    def status(self):
        return Status(self.row.status)

    @property
    def stated_by(self):
        return name_of(self.row.stated_by, self.row.on)


def _beside(page):
    """What the risk stated before, and what its controls say."""
    index = of_risks(page.view, [page.risk.pk])
    rows = [row for row in index.of(page.risk.pk) if row.is_at_work]
    said = details(index, rows)
    told = _told(page)
    return {
        "told": told,
        "say": controls_say(rows, told.status),
        "controls": [{"row": row, "said": said[row.control]} for row in rows],
        "statements": statements(page)[-8:][::-1],
    }


def statements(page) -> list[Statement]:
    """The statements that stand, the oldest first, each under its number among all of the risk's."""
    every = RiskProgress.objects.filter(risk=page.risk).order_by("pk").values_list("pk", flat=True)
    number = {pk: place for place, pk in enumerate(every, 1)}
    return [Statement(row, number[row.pk]) for row in statements_of(page.request.audience, page.risk)]
