"""Which agenda items, records, actions and Panel requests may an audience read? In SQL; the plain twin is sees.py.

An item is read by who may know of what it is about and meets its marking; to others it is "a restricted item". What
was said and decided takes the class of rationales of its risk (DESIGN.md section 6: minutes are never public), and the
other body reads it once the meeting is closed, as it reads a register once it is agreed.

Agendas are short: the keys of what stands on them are read first, where statements would nest too deep for a database
to parse.
"""

from django.db.models import Q

from registers.audience import Audience
from registers.models import Board, Marking, Register, Risk
from registers.models.registers import FactClass
from registers.visibility import (
    agreed_scopes,
    markings_kept_from,
    now,
    owned_risks,
    registers_seen,
    sees_class,
    works_on_risks,
)


def visible_of_meeting(queryset, audience: Audience):
    """Rows of one of the models that hang on a meeting."""
    from reports.models import Action, AgendaItem, Attendance

    rows = queryset.filter(meeting__board__in=Board.objects.visible_to(audience))
    if queryset.model is Attendance:
        return rows
    if queryset.model is AgendaItem:
        return rows.filter(_may_read(queryset, audience))
    items = AgendaItem.objects.filter(pk__in=queryset.order_by().values("item")).visible_to(audience)
    told = rows.filter(_told(audience)).filter(Q(item=None) | Q(item__in=_keys(items)))
    if queryset.model is Action:
        return told.filter(_meets(audience), Q(risk=None) | Q(risk__in=_risks_explained(queryset, "risk", audience)))
    told = told.filter(Q(is_void=False, replaced_by=None) | _works_for(audience))  # drafts are the body's own
    explained = _risks_explained(queryset, "item__risk", audience)
    return told.filter(Q(item=None) | Q(item__risk=None) | Q(item__risk__in=explained))


def _may_read(items, audience):
    """Those of these items whose marking the audience meets, about nothing it may not know of."""
    readable = _meets(audience)
    for name, see in (
        ("risk", lambda risks: risks.visible_to(audience)),
        ("alignment", lambda alignments: alignments.read_by(audience)),
        ("plan", lambda plans: plans.visible_to(audience)),
        ("request", lambda requests: requests.visible_to(audience)),
    ):
        readable &= Q(**{name: None}) | Q(**{f"{name}__in": _seen(items, name, see)})
    return readable


def _seen(items, name, see):
    """Keys of what these items are about in one way, as far as it may be seen. Mostly there is nothing of a kind."""
    keys = set(items.exclude(**{name: None}).order_by().values_list(name, flat=True))
    if not keys:
        return []
    model = items.model._meta.get_field(name).related_model
    return _keys(see(model.objects.filter(pk__in=keys)))


def _keys(rows):
    return list(rows.order_by().values_list("pk", flat=True))


def _meets(audience):
    """OFFICIAL, or cleared by the body whose board it is; of a joint board by both bodies."""
    cleared = Q(meeting__board__organisation__in=audience.cleared)
    if len(audience.cleared & (audience.working | audience.agreed)) >= 2:
        cleared |= Q(meeting__board__organisation=None)
    return Q(marking=Marking.OFFICIAL) | cleared


def _told(audience):
    """Who works for the board's body reads what is said as it is written; the other body once it is closed.

    Who is limited to their own risks reads of an open meeting what is said of those alone.
    """
    of_own = Q(pk__in=[])
    for organisation, register in audience.own_risks_in:
        where = Q(organisation=organisation) if register is None else Q(pk=register)
        boards = Register.objects.filter(where).values("board")
        of_own |= Q(meeting__board__in=boards, item__risk__in=_keys(_owned(audience)))
    return _works_for(audience) | of_own | Q(meeting__status="closed")


def _owned(audience):
    return Risk.objects.filter(pk__in=owned_risks(audience))


def _works_for(audience):
    """Of a board of the body it works for, of both bodies, or of what settles a register that it sees all of."""
    settled = Register.objects.filter(pk__in=audience.registers).values("board")
    joint = Q(meeting__board__organisation=None)
    return Q(meeting__board__organisation__in=audience.working) | joint | Q(meeting__board__in=settled)


def is_told(audience: Audience, meeting) -> bool:
    """Whether what is said at a meeting is told an audience yet: the plain counterpart of `_told`, of one meeting.

    Of their own risks those limited to them are told more: ask `own_risks`.
    """
    if meeting.is_closed or meeting.board.is_joint:
        return True
    return works_for(audience, meeting.board)


def works_for(audience: Audience, board) -> bool:
    """Whether it works for the board's body, or sees all of a register that the board settles."""
    if board.organisation_id in audience.working:
        return True
    return any(row.pk in audience.registers for row in board.settles.all())


def own_risks(audience: Audience) -> frozenset[int]:
    """Keys of the risks of its posts, for somebody who is limited to those."""
    return frozenset(_keys(_owned(audience))) if audience.own_risks_in else frozenset()


def _risks_explained(rows, name, audience):
    """Keys of the risks that these rows are about, which it sees, of registers whose rationales it may read."""
    keys = set(rows.exclude(**{name: None}).order_by().values_list(name, flat=True))
    if not keys:
        return []
    registers = registers_seen(audience)
    open_to = [register.pk for register in registers if sees_class(register, FactClass.RATIONALE, audience)]
    return _keys(Risk.objects.filter(pk__in=keys, register__in=open_to).visible_to(audience))


def reads_requests(audience: Audience) -> bool:
    """What the Panel asked is read by it and by whoever works for either body."""
    return audience.sits_on_panel or audience.works_anywhere


def visible_requests(queryset, audience: Audience):
    """Sensitive ones are for who is cleared by the answering body; those about a sensitive risk by the risk's too."""
    if not reads_requests(audience):
        return queryset.none()
    cleared = Q(marking=Marking.OFFICIAL) | Q(organisation__in=audience.cleared)
    return queryset.filter(cleared).exclude(_about_sensitive_risks(audience))


def _about_sensitive_risks(audience):
    """A marking protects from the moment it is raised. Who sees only what is agreed waits for its end to be agreed."""
    markings = markings_kept_from(audience)
    kept = Q(risk__in=markings.sensitive(now()))
    as_agreed = {risk for key, scope in agreed_scopes().items() for risk in markings.sensitive(scope, key)}
    if as_agreed:
        worked_on = Q(risk__in=Risk.objects.filter(works_on_risks(audience)).values("pk"))
        kept |= Q(risk__in=as_agreed) & ~worked_on
    return kept
