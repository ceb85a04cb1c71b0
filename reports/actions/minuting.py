"""What is said and decided at a meeting. It is appended, so that two note-takers never write over each other."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from registers.access import audience_of
from registers.actions import assessments, reviews, risks
from registers.actions.writing import append, is_inventing
from registers.models import (
    Assessment,
    Kind,
    Marking,
    Organisation,
    Review,
    ReviewOutcome,
    Risk,
    RiskState,
    Turn,
)
from registers.models.registers import FactClass
from registers.models.versioned import Stale
from registers.position import index, look_at
from registers.scope import Scope
from registers.visibility import now, sensitive_risks
from reports import rules_meetings as rules
from reports.actions import actions as follow_ups
from reports.actions.meeting_writing import hold, save
from reports.meetings import REST_NOTED
from reports.models import Action, ActionTurn, AgendaItem, Record

AMENDED = "The minutes were amended"


@transaction.atomic
def note(*, meeting, by, item=None, text, kind=Record.Kind.NOTE, post=None) -> Record:
    """Note what was said, or decided, on an item or on the meeting as a whole."""
    meeting = hold_started(meeting, item)
    rules.check_post(meeting.board, post, item)
    rules.check_said(text, what="what was decided" if kind == Record.Kind.DECISION else "what was said")
    return _record(meeting, by, item, kind=kind, text=text, post=post)


@transaction.atomic
def amend(*, record, by, text, is_void=False) -> Record:
    """Say something in other words, or take it back. What it said stays readable. Raises Stale with the newer words.

    Of a review, what the register keeps of it is corrected too; a review is taken back in the register itself.
    """
    hold_started(record.meeting, None)
    newer = _newest(record)
    if newer != record:
        raise Stale(newer)
    if is_void and record.kind == Record.Kind.REVIEW:
        raise ValidationError("A review is taken back on the history of its risk")
    if not is_void:
        rules.check_said(text, what="what it should say")
        if text.strip() == record.text:
            return record
    if record.kind == Record.Kind.REVIEW:
        _correct_review(record, by, text.strip())
    values = {"kind": record.kind, "outcome": record.outcome, "post": record.post}
    text = record.text if is_void else text.strip()
    replaced = {"replaces": record, "is_void": is_void}
    return save(Record(meeting=record.meeting, item=record.item, by=by, text=text, **values, **replaced), by)


def _newest(record):
    while (newer := Record.objects.filter(replaces=record).first()) is not None:
        record = newer
    return record


def _correct_review(record, by, text):
    risk, meeting = record.item.risk, record.meeting
    standing = Review.objects.known(now()).filter(risk=risk, on=meeting.on, board=meeting.board, reason=record.text)
    fact = standing.filter(outcome=record.outcome).order_by("recorded_at").last()
    found = [fact, _as_said(Assessment, record, kind=Kind.CURRENT), _as_said(RiskState, record, turn=Turn.CLOSED)]
    for said in filter(None, found):
        _reword(said, by, text)


def _as_said(model, record, **key):
    """The score, or the closing, that was recorded with the review in the same words."""
    outcomes = {ReviewOutcome.RESCORED: Assessment, ReviewOutcome.CLOSED: RiskState}
    if outcomes.get(record.outcome) is not model:
        return None
    rows = model.objects.known(now()).filter(risk=record.item.risk, on=record.meeting.on, reason=record.text, **key)
    return rows.order_by("recorded_at").last()


def _reword(fact, by, text):
    """The same entry in other words. That of a risk closed that day is reworded too, which no correction would be."""
    Risk.objects.lock(fact.risk)
    columns = {field.name for field in fact._meta.concrete_fields}
    kept = columns - {"id", "on", "recorded_at", "by", "reason", "replaces", "is_void", "is_illustrative"}
    values = {name: getattr(fact, name) for name in kept}
    append(type(fact), by=by, on=fact.on, reason=text, why_replaced=AMENDED, replaces=fact, **values)


# Reviews, scores and closings --------------------------------------------------------------------


@transaction.atomic
def review_item(*, item, by, outcome, text, post=None, next_on=None, version=None) -> Record:
    """Record a review of the item's risk: no change because ..., controls changed, to be escalated, discussed.

    It is a review in the register too, of the day of the meeting, and sets the next review date. With `version`
    raises Stale where the risk was changed since it was shown.
    """
    meeting, risk = _about(item, text)
    values = {"kind": Record.Kind.REVIEW, "outcome": outcome, "text": text, "post": post}
    if (said := _said_already(meeting, by, item, **values)) is not None:
        return said
    _review(meeting, risk, by, outcome, text, post, next_on, version)
    return _record(meeting, by, item, **values)


@transaction.atomic
def rescore(*, item, by, version, likelihood, impact, text, post=None, next_on=None) -> Record:
    """Score the item's risk as at the meeting, with its reason; that is a review of it too. Raises Stale."""
    meeting, risk = _about(item, text)
    values = {"kind": Record.Kind.REVIEW, "outcome": ReviewOutcome.RESCORED, "text": text, "post": post}
    with _words_at("text"):
        assessments.record(
            risk=risk, by=by, version=version, on=meeting.on, likelihood=likelihood, impact=impact, reason=text.strip()
        )
    _review(meeting, risk, by, ReviewOutcome.RESCORED, text, post, next_on)
    return _record(meeting, by, item, **values)


@transaction.atomic
def close_risk(*, item, by, version, text, post=None) -> Record:
    """Close the item's risk as at the meeting, with its reason. Raises Stale."""
    meeting, risk = _about(item, text)
    values = {"kind": Record.Kind.REVIEW, "outcome": ReviewOutcome.CLOSED, "text": text, "post": post}
    _review(meeting, risk, by, ReviewOutcome.CLOSED, text, post, None, version)
    with _words_at("text"):
        risks.close(risk=risk, by=by, version=None, on=meeting.on, reason=text.strip())
    return _record(meeting, by, item, **values)


def _about(item, text):
    """The meeting and the risk that something is recorded on, held."""
    meeting = hold_started(item.meeting, item)
    risk = rules.check_about_a_risk(item)
    rules.check_settles(meeting, risk)
    rules.check_said(text, what="what was found")
    rules.check_not_marked_higher(item, risk)
    return meeting, risk


def _review(meeting, risk, by, outcome, text, post, next_on, version=None):
    said = {"outcome": outcome, "reason": text.strip(), "board": meeting.board, "post": post, "next_on": next_on}
    with _words_at("text"):
        return reviews.record(risk=risk, by=by, version=version, on=meeting.on, **said)


@transaction.atomic
def note_rest(*, meeting, by, post=None) -> list[Review]:
    """ "Rest of the register noted, no change": a review of each open risk that `rest` finds, in one press."""
    meeting = hold_started(meeting, None)
    found = rest(meeting, audience_of(by))
    said = {"on": meeting.on, "reason": REST_NOTED, "board": meeting.board, "post": post}
    written = reviews.note_unchanged(risks=found, by=by, **said)
    if written:
        _record(meeting, by, None, kind=Record.Kind.REVIEW, outcome=ReviewOutcome.NO_CHANGE, text=REST_NOTED, post=post)
    return written


def rest(meeting, audience) -> list[Risk]:
    """Open risks of the registers the board settles that are not on the agenda, nor reviewed on that day yet.

    Those this audience may see, and whose reviews it may read: nobody notes what they do not know of. What is on the
    agenda is for a review of its own, or for nobody's.
    """
    listed = set(meeting.items.filter(dropped_because="", risk__isnull=False).values_list("risk", flat=True))
    found = []
    for register in meeting.board.settles.select_related("organisation", "board"):
        view = look_at(register, audience, Scope(as_at=meeting.on))
        reads = view.is_working and view.sees(FactClass.RATIONALE)
        keys = [row.risk for row in index(view).open if row.risk not in listed] if reads else []
        found += Risk.objects.filter(pk__in=keys).select_related("register__organisation", "register__board")
    done = Review.objects.known(now()).filter(risk__in=found, on=meeting.on).values_list("risk", flat=True)
    done = set(done)
    return [risk for risk in found if risk.pk not in done]


# Actions -----------------------------------------------------------------------------------------


@transaction.atomic
def act(*, meeting, by, item=None, text, post, due_on, kind=Action.Kind.ACTION, marking=None) -> Action:
    """Give a post something to do by a day, or ask the owner of the item's risk for a response by one.

    It is marked as what it is about, unless told. The same words a second time are the same action.
    """
    meeting = hold_started(meeting, item)
    rules.check_said(text, what="what is to be done" if kind == Action.Kind.ACTION else "what is asked")
    rules.check_post(meeting.board, post, item)
    rules.check_due_after(meeting, due_on)
    risk = item.risk if item is not None else None
    if kind == Action.Kind.RESPONSE:
        rules.check_about_a_risk(item)
    marking = marking or (_marking(item) if item is not None else Marking.OFFICIAL)
    said = {"item": item, "kind": kind, "text": text.strip(), "post": post, "due_on": due_on, "by": by}
    repeated = Action.objects.filter(meeting=meeting, marking=marking, **said).first()
    if repeated is not None:
        return repeated
    said |= {"number": _next_number(), "marking": marking, "risk": risk, "is_illustrative": is_inventing()}
    return save(Action(meeting=meeting, **said), by)


@transaction.atomic
def answer(*, meeting, by, item, action, text, post=None) -> ActionTurn:
    """Record at the meeting what an owner answered, or that an action is done; the minutes tell it under the item.

    Not of an action that is marked higher than its item: its answer is read with the action alone.
    """
    meeting = hold_started(meeting, item)
    if action.risk_id is None or action.risk_id != item.risk_id:
        raise ValidationError(f"{action} is not about the risk of this item")
    turn = follow_ups.turn(action=action, by=by, version=None, on=meeting.on, state=ActionTurn.State.DONE, text=text)
    if action.marking == Marking.OFFICIAL or item.marking == Marking.SENSITIVE:
        led = "Answer to" if action.kind == Action.Kind.RESPONSE else "Done:"
        _record(meeting, by, item, kind=Record.Kind.NOTE, text=f"{led} {action}. {text.strip()}", post=post)
    return turn


def _marking(item):
    """The higher of the item's own and of its risk's today."""
    from registers.models import Detail

    about_sensitive = item.risk_id and sensitive_risks(Detail.objects.filter(risk=item.risk_id), now()).exists()
    return Marking.SENSITIVE if about_sensitive else item.marking


def _next_number():
    """The next permanent reference of an action. Holding the bodies, none is given twice."""
    list(Organisation.objects.select_for_update(no_key=True).filter(kind=Organisation.Kind.BODY).order_by("pk"))
    return (Action.objects.aggregate(last=Max("number"))["last"] or 0) + 1


# What all of them do -----------------------------------------------------------------------------


def hold_started(meeting, item):
    """The meeting, held and in progress, with the item on its agenda: closing it waits, and what is closed stays so."""
    meeting = hold(meeting)
    rules.check_started(meeting)
    if item is not None:
        rules.check_on_agenda(AgendaItem.objects.get(pk=item.pk))
    return meeting


def _said_already(meeting, by, item, **values):
    """The same words of the same person on the item, where they stand: a form sent twice is written once."""
    values = values | {"text": values["text"].strip()}
    return meeting.records.filter(item=item, by=by, replaced_by=None, is_void=False, **values).first()


def _record(meeting, by, item, **values):
    said = _said_already(meeting, by, item, **values)
    if said is not None:
        return said
    values = values | {"text": values["text"].strip()}
    return save(Record(meeting=meeting, item=item, by=by, **values), by)


class _words_at:
    """Puts what the register refuses beside the field of the meeting's form that said it."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        return self

    def __exit__(self, kind, problem, trace):
        if isinstance(problem, ValidationError) and hasattr(problem, "error_dict"):
            errors = {self.name if name == "reason" else name: found for name, found in problem.error_dict.items()}
            raise ValidationError(errors) from problem
        return False
