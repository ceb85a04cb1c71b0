"""A paper on its way out: ready, cleared by each post that reports; findings let stand, sensitive words released.

Rows are appended. A clearance is not ended by a later change: it holds what was cleared in short, and no longer
matches (reports/papers/digest.py).
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from registers.access import posts_of
from reports import rules_papers as rules
from reports.models import Acceptance, Paper, PaperClearance, Release, Stage
from reports.papers.digest import parts_of


@transaction.atomic
def make_ready(*, paper, by) -> Paper:
    """Say that a draft is written: its posts may clear it, and auditors read it."""
    locked = Paper.objects.lock(paper)
    rules.check_can_make_ready(locked)
    return _set_stage(locked, Stage.READY, by)


@transaction.atomic
def take_back(*, paper, by) -> Paper:
    """Make a ready paper a draft again. Clearances of what stays as it is hold."""
    locked = Paper.objects.lock(paper)
    rules.check_can_take_back(locked)
    return _set_stage(locked, Stage.DRAFT, by)


@transaction.atomic
def reopen(*, paper, by, reason) -> Paper:
    """Begin a supplement or a correction of an issued paper: a draft again, beside what was issued."""
    locked = Paper.objects.lock(paper)
    rules.check_can_reopen(locked)
    rules.check_reason(reason, rules.SAY_WHY)
    return _set_stage(locked, Stage.DRAFT, by, reason.strip())


def _set_stage(paper, stage, by, reason=""):
    paper.stage = stage
    paper._history_user, paper._change_reason = by, reason or None
    paper.save()
    return paper


# Clearances -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def clear(*, paper, by, post, on, digest, came_by="") -> PaperClearance:
    """A post clears its part. `digest` is of what was looked at; refused where that would print otherwise by now.

    By a holder of the post; by anybody else on its behalf, with how the word came.
    """
    locked = Paper.objects.lock(paper)
    is_holder = post.pk in posts_of(by)
    rules.check_can_clear(locked, post, on=on, came_by=came_by, is_holder=is_holder)
    if parts_of(locked).of(post.organisation_id) != digest:
        raise ValidationError(rules.CHANGED)
    came_by = "" if is_holder and not came_by.strip() else came_by.strip()
    return PaperClearance.objects.create(paper=locked, post=post, on=on, digest=digest, came_by=came_by, by=by)


@transaction.atomic
def withdraw(*, paper, by, post, on, came_by="") -> PaperClearance:
    """A post takes its clearance back."""
    locked = Paper.objects.lock(paper)
    rules.check_can_clear(locked, post, on=on, came_by=came_by, is_holder=post.pk in posts_of(by))
    last = locked.clearances.filter(post=post).order_by("recorded_at", "pk").last()
    if last is None or last.is_withdrawn:
        raise ValidationError("It has not cleared the paper.")
    said = {"on": on, "digest": last.digest, "came_by": came_by.strip(), "is_withdrawn": True}
    return PaperClearance.objects.create(paper=locked, post=post, by=by, **said)


# Let stand, and released ----------------------------------------------------------------------------------------------


@transaction.atomic
def accept(*, paper, by, finding, family, excerpt, reason) -> Acceptance:
    """Let a finding of the checks stand, by name and with a reason."""
    locked = Paper.objects.lock(paper)
    rules.check_can_write(locked)
    rules.check_reason(reason, "Say why it may stand")
    said = {"finding": finding, "family": family, "excerpt": excerpt, "reason": reason.strip()}
    return Acceptance.objects.create(paper=locked, by=by, **said)


@transaction.atomic
def take_back_acceptance(*, acceptance, by) -> Acceptance:
    """Let a finding count again."""
    return _taken_back(acceptance, by)


@transaction.atomic
def release(*, paper, by, organisation, post, reason, figure="", sentence="") -> Release:
    """A post of the body whose it is releases a sensitive figure, or a sentence, into public text."""
    locked = Paper.objects.lock(paper)
    rules.check_can_write(locked)
    figure, sentence = figure.strip(), " ".join(sentence.split())
    if bool(figure) == bool(sentence):
        raise ValidationError({"sentence": "Choose a figure, or enter a sentence"})
    if post is None or post.organisation_id != organisation.pk:
        raise ValidationError({"post": f"Choose the post of {organisation.short_name} that decided it"})
    if organisation not in locked.bodies:
        raise ValidationError(f"{organisation.short_name} does not write this paper.")
    rules.check_reason(reason, "Say why it may be told")
    said = {"figure": figure, "sentence": sentence, "reason": reason.strip(), "organisation": organisation}
    return Release.objects.create(paper=locked, by=by, post=post, **said)


@transaction.atomic
def take_back_release(*, release, by) -> Release:
    return _taken_back(release, by)


def _taken_back(row, by):
    """Both stay readable: who let it pass is not forgotten. Who took it back stands in the paper's trail."""
    locked = Paper.objects.lock(row.paper)
    rules.check_can_write(locked)
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if row.is_taken_back:
        raise ValidationError("It has been taken back already.")
    row.is_taken_back = True
    row.save(update_fields=["is_taken_back"])
    locked._history_user, locked._change_reason = by, f"Taken back: {row}"[:100]
    locked.save()
    return row
