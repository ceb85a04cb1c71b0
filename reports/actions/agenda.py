"""The agenda of a meeting: drawn up by exception, added to, dropped from with a reason, put in order."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from registers import clock
from registers.models import Marking
from reports import rules_meetings as rules
from reports.actions.meeting_writing import hold, remove, save
from reports.agenda_reading import agenda_audience, exceptions, standpoints
from reports.meetings import bodies_of, registers_of
from reports.models import AgendaItem, Meeting

SUBJECTS = ("risk", "alignment", "plan", "request")


@transaction.atomic
def draw_up(*, meeting, by, version) -> Meeting:
    """Put on the agenda what is to be talked about, each item with its reasons.

    Drawn up again, new exceptions come last, what stood there has its reasons anew, what was dropped stays dropped,
    and what is no longer raised goes, unless somebody has worked on it or the meeting is in progress. Raises Stale.
    """
    meeting = hold(meeting, version)
    rules.check_open(meeting)
    drawn = {_key(one): one for one in _exceptions(meeting)}
    present = {_subject(item): item for item in meeting.items.all() if _subject(item)}
    for subject, item in present.items():
        _draw_again(item, drawn.get(subject), by)
    order = _last_place(meeting)
    for place, (subject, one) in enumerate((pair for pair in drawn.items() if pair[0] not in present), order + 1):
        about = {f"{subject[0]}_id": subject[1]} if subject[0] in SUBJECTS else {"title": one.title}
        reasons = [reason.to_json() for reason in one.reasons]
        save(AgendaItem(meeting=meeting, kind=AgendaItem.Kind.EXCEPTION, order=place, reasons=reasons, **about), by)
    meeting.drawn_at = clock.now()
    return save(meeting, by, update_fields=["drawn_at"])


def _exceptions(meeting):
    """What is to be talked about, as the board's full audience may know of it; each reader's is cut from that."""
    board = meeting.board
    before, after = standpoints(board, meeting.on, meeting)
    where = {"registers": registers_of(board), "bodies": bodies_of(board)}
    return exceptions(agenda_audience(board), before=before, after=after, kept=True, **where)


def _key(one):
    return (one.subject, one.key if one.subject in SUBJECTS else one.title)


def _subject(item):
    """What an item is about; of one drawn up under a title its title, and None for one that was added under one."""
    about = next(((name, key) for name in SUBJECTS if (key := getattr(item, f"{name}_id"))), None)
    if about is None and item.kind == AgendaItem.Kind.EXCEPTION:
        return ("actions", item.title)
    return about


def _draw_again(item, one, by):
    reasons = [reason.to_json() for reason in one.reasons] if one else []
    may_go = item.meeting.status == Meeting.Status.PLANNED  # else somebody may be writing on it this moment
    if one is None and may_go and item.kind == AgendaItem.Kind.EXCEPTION and not _was_worked_on(item):
        remove(item, by)
    elif reasons != item.reasons:
        item.reasons = reasons
        save(item, by, update_fields=["reasons"])


def _was_worked_on(item):
    return bool(item.dropped_because or item.number) or rules.has_been_minuted(item)


def _last_place(meeting):
    return meeting.items.aggregate(last=Max("order"))["last"] or 0


@transaction.atomic
def add_item(
    *,
    meeting,
    by,
    title="",
    risk=None,
    alignment=None,
    kind=AgendaItem.Kind.ADDED,
    marking=Marking.OFFICIAL,
    number="",
    asked_by="",
    author=None,
) -> AgendaItem:
    """Put something else on the agenda: a paper, a deep dive planned ahead, any other business.

    It stands under a risk or an alignment, each once on an agenda, or under a title.
    """
    meeting = hold(meeting)
    rules.check_open(meeting)
    if risk is None and alignment is None:
        rules.check_said(title, "title", "a title, or choose a risk or an alignment")
    for name, about in {"risk": risk, "alignment": alignment}.items():
        if about is not None:
            rules.check_not_on_agenda(meeting, **{name: about})
    item = AgendaItem(
        meeting=meeting,
        kind=kind,
        order=_last_place(meeting) + 1,
        number=number,
        title=title.strip(),
        risk=risk,
        alignment=alignment,
        marking=marking,
        asked_by=asked_by.strip(),
        author=author,
    )
    rules.check_number(item, number)
    return save(item, by)


@transaction.atomic
def edit_item(*, item, by, version, title, marking, number="", asked_by="", author=None, paragraph="") -> AgendaItem:
    """Change what an item says: title, number, who asked for it and writes it, the paragraph that came of it."""
    item = _held(item, version)
    number = number.strip().lower()
    rules.check_number(item, number)
    if _subject(item) is None:
        rules.check_said(title, "title", "a title")
    item.title, item.number, item.marking = title.strip(), number, marking
    item.asked_by, item.author, item.paragraph = asked_by.strip(), author, paragraph
    return save(item, by)


@transaction.atomic
def drop_item(*, item, by, version, because) -> AgendaItem:
    """Take an item off the agenda, saying why. It stays so when the agenda is drawn up again. Raises Stale."""
    item = _held(item, version)
    rules.check_said(because, "because", "why it is dropped")
    rules.check_can_drop(item)
    item.dropped_because = because.strip()
    return save(item, by)


@transaction.atomic
def restore_item(*, item, by, version) -> AgendaItem:
    """Put an item that was dropped back where it stood. Raises Stale."""
    item = _held(item, version)
    rules.check_number(item, item.number)
    item.dropped_because = ""
    return save(item, by)


@transaction.atomic
def number_item(*, item, by, version, number) -> AgendaItem:
    """Give an item a number of its own, such as 5b; with an empty one it is numbered with the others. Raises Stale."""
    item = _held(item, version)
    number = number.strip().lower()
    rules.check_number(item, number)
    item.number = number
    return save(item, by)


@transaction.atomic
def move_item(*, item, by, version, up: bool) -> AgendaItem:
    """Move an item one place up or down among those on the agenda; at either end it stays. Raises Stale."""
    item = _held(item, version)
    rules.check_on_agenda(item)
    present = list(item.meeting.items.filter(dropped_because=""))
    place = present.index(item)
    present.insert(max(0, place + (-1 if up else 1)), present.pop(place))
    for order, other in enumerate(present, 1):
        if other.order != order:
            other.order = order
            save(other, by, update_fields=["order"])
    item.refresh_from_db()
    return item


def _held(item, version):
    """The item, locked after its meeting, as everywhere. Raises Stale where it was changed since, or is gone."""
    meeting = hold(item.meeting)
    rules.check_open(meeting)
    if not AgendaItem.objects.filter(pk=item.pk).exists():
        raise ValidationError("This item is no longer on the agenda: it was drawn up again meanwhile")
    locked = AgendaItem.objects.lock(item, version)
    locked.meeting = meeting
    return locked
