"""What the Panel asked and what bodies promised it: keep it, say what became of it, change how it is recorded."""

from django.db import transaction
from django.db.models import Max

from registers import clock
from registers.actions.writing import is_inventing
from registers.models import Marking, Organisation
from reports import rules_requests as rules
from reports.models import PanelRequest, RequestTurn

KEEP = object()  # leaves a part as it is, where None means none
FIELDS = ("text", "made_on", "kind", "is_standing", "risk", "post", "due_on", "marking", "paper_title")


@transaction.atomic
def ask(
    *, by, organisation, text, made_on, kind=PanelRequest.Kind.ASKED, is_standing=False, risk=None, post=None,
    due_on=None, marking=Marking.OFFICIAL, paper_title="", number=None,
) -> PanelRequest:  # fmt: skip
    """Record what the Panel asked of a body, or what the body promised it. Numbers are never used again."""
    said = {"kind": kind, "text": text, "made_on": made_on, "due_on": due_on, "post": post, "marking": marking}
    rules.check_request(organisation=organisation, paper_title=paper_title, **said)
    request = PanelRequest(
        number=number or _next_number(),
        organisation=organisation,
        is_standing=is_standing,
        risk=risk,
        paper_title=paper_title.strip(),
        by=by,
        is_illustrative=is_inventing(),
        **said | {"text": text.strip()},
    )
    return _save(request, by)


def _next_number():
    """Under a lock on the organisations, so that two recorded at once have two numbers."""
    list(Organisation.objects.select_for_update(no_key=True).order_by("pk"))
    return (PanelRequest.objects.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def turn(
    *, request, by, version, on, state, text="", paper=None, answered_in="", paragraph="", due_on=KEEP
) -> RequestTurn:
    """Say what became of it on a day: answered (`part`), closed by the Panel, or open again.

    `due_on`: when the next answer is due, of a standing request or one answered in part.
    """
    request = PanelRequest.objects.lock(request, version=version)
    said = {"state": state, "text": text.strip(), "paper": paper, "answered_in": answered_in.strip()}
    rules.check_turn(request, on=on, paragraph=paragraph, **said)
    if due_on is KEEP or due_on == rules.due_now(request):
        due_on = None
    rules.check_due(request.made_on, due_on)
    return _append(request, by, on=on, paragraph=paragraph.strip(), due_on=due_on, **said)


def _append(request, by, **said):
    row = RequestTurn(request=request, by=by, **said)
    row.full_clean(exclude=["request", "by", "paper"], validate_constraints=False)
    row._history_user = by
    row.save()
    return row


@transaction.atomic
def edit(
    *, request, by, version, text=KEEP, made_on=KEEP, kind=KEEP, is_standing=KEEP, risk=KEEP, post=KEEP, due_on=KEEP,
    marking=KEEP, paper_title=KEEP, reason="",
) -> PanelRequest:  # fmt: skip
    """Change how it is recorded; what is not named stays. Every wording before stays in the audit trail.

    When the answer is due is a fact of its own: another date is appended, with its reason, from today.
    """
    given = (text, made_on, kind, is_standing, risk, post, KEEP, marking, paper_title)
    request = PanelRequest.objects.lock(request, version=version)
    moved = due_on is not KEEP and due_on != rules.due_now(request)
    for name, value in zip(FIELDS, given, strict=True):
        if value is not KEEP:
            setattr(request, name, value.strip() if isinstance(value, str) else value)
    rules.check_request(
        organisation=request.organisation,
        kind=request.kind,
        text=request.text,
        made_on=request.made_on,
        due_on=due_on if moved else None,
        post=request.post if post is not KEEP else None,  # a post that has ended since stays where it stood
        marking=request.marking,
        paper_title=request.paper_title,
    )
    if moved:
        rules.check_can_move(due_on)
        said = {"state": rules.state_now(request), "due_on": due_on, "text": reason.strip()}
        _append(request, by, on=clock.today(), **said)
    return _save(request, by, reason)


def _save(request, by, reason=""):
    request.full_clean(exclude=["by", "risk", "post", "organisation"], validate_constraints=False)
    request._history_user = by
    request._change_reason = reason or None
    request.save()
    return request
