"""Correcting or voiding a mistaken entry: a new row that names the one it replaces, which stays readable."""

from django.core.exceptions import ValidationError
from django.db import transaction

from registers import rules, rules_boards
from registers.actions.assessments import cell_values
from registers.actions.risks import _place, keep_printed_forms
from registers.actions.writing import append
from registers.models import (
    RISK_FACTS,
    Assessment,
    Fact,
    Outlook,
    Ownership,
    Review,
    Risk,
    RiskState,
    Tolerance,
    Turn,
    Wording,
)

OWN_COLUMNS = {"id", "on", "recorded_at", "by", "reason", "replaces", "is_void", "is_illustrative"}
LISTS = ("posts", "objectives")
WHY_AT_MOST = 100  # what the audit trail holds


@transaction.atomic
def void(*, fact: Fact, by, version, reason) -> Fact:
    """Withdraw an entry made by mistake. What stood before it stands again."""
    risk = Risk.objects.lock(fact.risk, version=version)
    rules.check_replaceable(fact)
    rules.check_reason_for_change(True, reason)
    if isinstance(fact, RiskState):
        _check_life_without(risk, fact)
    if isinstance(fact, Wording):
        rules.check_always_worded(risk, without=fact)
    row = append(type(fact), by=by, on=fact.on, reason=reason, replaces=fact, is_void=True, **_values(fact))
    _copy_lists(fact, row)
    return row


@transaction.atomic
def correct(*, fact: Fact, by, version, reason, on=None, rationale=None, **changed) -> Fact:
    """Replace an entry with the right one: other values, another date, or both.

    `reason` says why it is corrected, for the history. `rationale` is the reason that the entry itself
    gives, such as why a score was given; it stays as it was unless told.
    """
    risk = Risk.objects.lock(fact.risk, version=version)
    on = on or fact.on
    rules.check_day(on)
    rules.check_replaceable(fact)
    rules.check_reason_for_change(True, reason)
    if len(reason) > WHY_AT_MOST:
        raise ValidationError({"reason": f"Say why in at most {WHY_AT_MOST} characters"})
    rules.check_stands_that_day(fact, on)
    rationale = fact.reason if rationale is None else rationale
    _check_says_something_else(fact, on, rationale, changed)
    if isinstance(fact, RiskState):
        _check_life_without(risk, fact, (on, fact.turn))
    elif isinstance(fact, Review):
        rules_boards.check_can_review(risk, on, changed.get("outcome", fact.outcome))
    else:
        rules.check_open_on(risk, on)
    row = _replace(fact, by, on, rationale, reason, changed)
    if isinstance(fact, RiskState) and fact.turn == Turn.OPENED and on != fact.on:
        _move_along(risk, fact.on, on, by, reason)
    return row


@transaction.atomic
def open_earlier(*, risk, by, version, on, title, description="", reason) -> RiskState:
    """A register of the past had a risk before it was entered: its opening moves to that day, and nothing else does.

    `title` and `description`: its wording from that day, until the one it was entered with.
    """
    risk = Risk.objects.lock(risk, version=version)
    rules.check_day(on)
    rules.check_reason_for_change(True, reason)
    turns = list(RiskState.objects.known(rules.ALL_TIME).filter(risk=risk).oldest_first())
    if not turns or turns[0].turn != Turn.OPENED or turns[0].on <= on:
        raise ValidationError({"on": "The risk had been opened by that date"})
    first, why = turns[0], reason[:WHY_AT_MOST]
    row = append(RiskState, by=by, on=on, reason=first.reason, why_replaced=why, replaces=first, **_values(first))
    append(Wording, by=by, on=on, reason=reason, risk=risk, title=title, description=description)
    return row


def _replace(fact, by, on, rationale, why, changed):
    lists = {name: changed.pop(name) for name in LISTS if name in changed}
    rules.check_posts_on(lists.get("posts", ()), on, "posts")
    values = _values(fact) | changed
    if isinstance(fact, Assessment | Outlook) and (on != fact.on or changed.keys() & {"likelihood", "impact"}):
        values |= cell_values(fact.risk.register, on, values["likelihood"], values["impact"])
    _check_days(fact, on, values)
    row = append(type(fact), by=by, on=on, reason=rationale, why_replaced=why, replaces=fact, **values)
    _copy_lists(fact, row, **lists)
    return row


def _values(fact):
    """What the row itself says, without when and by whom."""
    fields = [field for field in fact._meta.concrete_fields if field.name not in OWN_COLUMNS]
    return {field.name: getattr(fact, field.name) for field in fields}


def _copy_lists(fact, row, posts=None, objectives=None):
    if isinstance(fact, Ownership):
        _place(row, posts_of(fact) if posts is None else keep_printed_forms(posts, fact))
    if hasattr(fact, "objectives"):
        row.objectives.set(objectives if objectives is not None else fact.objectives.all())


def posts_of(ownership):
    """Its posts in printed order, each with the form of its title that is printed."""
    places = list(ownership.places.select_related("post").order_by("place"))
    for place in places:
        place.post.printed_as = place.printed_as
    return [place.post for place in places]


def _check_says_something_else(fact, on, rationale, changed):
    """A correction that corrects nothing would only fill the history."""
    was = {"posts": lambda: posts_of(fact), "objectives": lambda: sorted(fact.objectives.all(), key=lambda o: o.pk)}
    same = all(
        (sorted(value, key=lambda o: o.pk) if name == "objectives" else list(value)) == was[name]()
        if name in LISTS
        else getattr(fact, name) == value
        for name, value in changed.items()
    )
    if same and on == fact.on and rationale.strip() == fact.reason.strip():
        raise ValidationError("Nothing here differs from the entry. Change what is wrong, or void the entry")


def _check_days(fact, on, values):
    """The rules that the actions hold new entries to hold for corrected ones."""
    if isinstance(fact, Assessment):
        rules.check_target_day(on, values["target_on"])
    if isinstance(fact, Outlook):
        rules.check_outlook_day(on, values["expected_by"])
    if isinstance(fact, Tolerance):
        rules.check_tolerance(on, values["tolerated_until"], values["tolerated_by"])
    if isinstance(fact, Review):
        rules_boards.check_next_review(on, values["next_on"])
        rules_boards.check_reviewed_by(fact.risk.register.organisation, on, values["board"], values["post"])
    if isinstance(fact, Wording):
        rules.check_always_worded(fact.risk, without=fact, instead_on=on)


def _check_life_without(risk, fact, instead=None):
    """The life of the risk still makes sense without one of its turns, or with it on another day."""
    turns = (
        RiskState.objects.known(rules.ALL_TIME)
        .filter(risk=risk)
        .exclude(pk=fact.pk)
        .oldest_first()
        .values_list("on", "turn")
    )
    turns = list(turns) + ([instead] if instead else [])
    if fact.turn == Turn.OPENED and not instead:
        raise ValidationError("The opening of a risk cannot be voided. Close the risk instead")
    rules.check_life(sorted(turns, key=lambda turn: turn[0]))


def _move_along(risk, opened_on, on, by, why):
    """What a risk was opened with moves with its opening; nothing else may be left dated before it."""
    for model in RISK_FACTS:
        if model is RiskState:
            continue
        for fact in model.objects.known(rules.ALL_TIME).filter(risk=risk, on=opened_on).order_by("pk"):
            _replace(fact, by, on, fact.reason, why, {})
        if model.objects.known(rules.ALL_TIME).filter(risk=risk, on__lt=on).exists():
            raise ValidationError({"on": "Entries are dated before that day. Correct or void them first"})
