"""While a paper is written: text kept as it is typed, versions taken up again, comments, standing text.

What is typed is kept without a trail (DESIGN.md section 5). It becomes a version when it is saved, or when ten minutes
have passed since the last word and its writer goes on.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from registers import clock
from registers.models import Marking
from registers.models.risks import Stale
from reports.actions.paper_rows import locked_section, save
from reports.markdown import without_controls
from reports.models import Comment, Section, StandingText, Unsaved
from reports.rules_papers import check_can_write

IDLE = timedelta(minutes=10)
AFTER_IDLE = "Kept while it was written"


@transaction.atomic
def keep(*, section, by, body, based_on, is_idle=False) -> tuple[Section, Unsaved | None]:
    """Keep what somebody has typed into a section; what they kept ten minutes ago becomes a version first.

    `is_idle`: ten minutes have passed since the last word. Answers the section as it stands and what is not saved yet.
    Raises ValidationError where the section is gone or the paper issued.
    """
    locked = locked_section(section, None)
    check_can_write(locked.paper)
    body, based_on = without_controls(body), int(based_on)
    row = Unsaved.objects.filter(section=locked, user=by).first()
    if row is not None and row.based_on == based_on == locked.version and _has_rested(row):
        based_on = _make_version(locked, row.body, by)
    row = row or Unsaved(section=locked, user=by)
    row.body, row.based_on, row.saved_at = body, based_on, clock.now()
    if is_idle and based_on == locked.version:
        _make_version(locked, body, by)
    if body.strip() == locked.body.strip():
        if row.pk:
            row.delete()
        return locked, None
    row.save()
    return locked, row


def _has_rested(row) -> bool:
    return clock.now() - row.saved_at >= IDLE


def _make_version(section, body, by) -> int:
    """The text as a version of its own. What it was carried over from has been read by whoever changed it."""
    if body.strip() != section.body.strip():
        section.body, section.is_carried = body.strip(), False
        section.version += 1
        section._change_reason = AFTER_IDLE
        save(section, by)
    return section.version


def discard(*, section, by) -> None:
    """Throw away what one has typed into a section and not saved."""
    Unsaved.objects.filter(section=section, user=by).delete()


def keep_of_others(section, by) -> None:
    """Before a section goes: what others had typed into it and not saved goes into its trail under their names.

    Raises ValidationError where somebody is writing there just now.
    """
    for row in section.unsaved.exclude(user=by).select_related("user"):
        if not _has_rested(row):
            raise ValidationError(f"{row.user} is writing in this section. Ask them first.")
        _make_version(section, row.body, row.user)


@transaction.atomic
def restore(*, section, by, version, number) -> Section:
    """Take up the text of an earlier version, as a new one. Sensitive text stays sensitive. Raises Stale."""
    locked = locked_section(section, version)
    check_can_write(locked.paper)
    past = locked.history.filter(version=number).order_by("history_date", "history_id").first()
    if past is None:
        raise ValidationError("There is no such version")
    locked.body, locked.is_carried = past.body, False
    if past.marking == Marking.SENSITIVE:
        locked.marking = Marking.SENSITIVE
    locked.version += 1
    locked._change_reason = f"The text of version {number} again"
    save(locked, by)
    discard(section=locked, by=by)
    return locked


@transaction.atomic
def replace_words(*, section, by, version, words, become) -> Section:
    """Put other words in the place of these, which stand in the section once. Raises Stale, ValidationError."""
    locked = locked_section(section, version)
    check_can_write(locked.paper)
    if not words or locked.body.count(words) != 1:
        raise ValidationError(f"“{words}” does not stand in the section exactly once. Change it by hand.")
    locked.body = locked.body.replace(words, without_controls(become))
    locked.version += 1
    save(locked, by)
    return locked


# Comments -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def comment(*, paper, by, text, section=None, appendix=None) -> Comment:
    """Say something beside a section or an appendix, or of the paper as a whole."""
    _check_said(text)
    row = Comment(paper=paper, section=section, appendix=appendix, by=by, text=without_controls(text).strip())
    row.marking = _marking_of(row)
    save(row, by)
    return row


@transaction.atomic
def answer(*, comment, by, text) -> Comment:
    """Answer a comment; one that was settled is open again."""
    _check_said(text)
    first = Comment.objects.select_for_update(of=("self",)).get(pk=comment.answers_id or comment.pk)
    if first.settled_at:
        _set_settled(first, None, by)
    said = {"paper": first.paper, "section": first.section, "appendix": first.appendix, "answers": first}
    row = Comment(by=by, text=without_controls(text).strip(), **said)
    row.marking = max(first.marking, _marking_of(row), key=list(Marking).index)
    save(row, by)
    return row


@transaction.atomic
def settle(*, comment, by) -> Comment:
    """Say that nothing is left to be done about it. Settled twice it stays as it was."""
    first = Comment.objects.select_for_update(of=("self",)).get(pk=comment.answers_id or comment.pk)
    if not first.settled_at:
        _set_settled(first, clock.now(), by)
    return first


def _set_settled(comment, at, by):
    comment.settled_at, comment.settled_by = at, by if at else None
    save(comment, by)


def _marking_of(comment) -> Marking:
    """Of the text it is about as that stands: it may quote it, and that may be rewritten for everybody later."""
    about = comment.section or comment.appendix
    return Marking(about.marking) if about is not None else Marking.OFFICIAL


def _check_said(text):
    if not text.strip():
        raise ValidationError({"text": "Enter the comment"})


# Standing text --------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_standing_text(*, organisation, by, kind, key, version, body) -> StandingText:
    """What a body says in a place of its papers every quarter. Raises Stale where somebody changed it since."""
    row = StandingText.objects.select_for_update().filter(organisation=organisation, kind=kind, key=key).first()
    if version is not None and int(version) != (row.version if row else 0):
        raise Stale(row)
    if row is None:
        row = StandingText(organisation=organisation, kind=kind, key=key)
    else:
        row.version += 1
    row.body = without_controls(body)
    save(row, by)
    return row
