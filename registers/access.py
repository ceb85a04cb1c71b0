"""May this person? Answers from roles and clearance. Whether the risk itself allows it is for rules.py."""

import rules

from registers import clock
from registers.audience import NOBODY, Audience
from registers.models import (
    Alignment,
    AlignmentMember,
    Clearance,
    Detail,
    Holding,
    Membership,
    Organisation,
    OwnedPost,
    Ownership,
    Post,
    Register,
    Risk,
    Role,
    in_force,
)
from registers.scope import Scope
from registers.visibility import now, sensitive_risks

PANEL_READERS = {Role.PANEL_MEMBER, Role.PANEL_SECRETARIAT}


def memberships_of(user) -> list[Membership]:
    """The roles a person holds today; read once and kept on the user for the length of a request."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_memberships"):
        user._memberships = list(
            Membership.objects.filter(user=user).current().select_related("organisation", "register")
        )
    return user._memberships


def posts_of(user) -> frozenset[int]:
    """Keys of the posts a person holds today, under the names they had before too: a risk may still name one."""
    if not hasattr(user, "_posts"):
        held = in_force(Holding.objects.filter(post__in=Holding.objects.filter(user=user).values("post")), now())
        rows = Holding.objects.filter(pk__in=held.values("pk"), user=user, holds=True)
        user._posts = _with_predecessors(frozenset(rows.values_list("post", flat=True)))
    return user._posts


def _with_predecessors(posts):
    found = newest = posts
    while newest:
        before = Post.objects.filter(successor__in=newest, until__lte=clock.today()).exclude(pk__in=found)
        newest = frozenset(before.values_list("pk", flat=True))
        found |= newest
    return found


def audience_of(user) -> Audience:
    """What a person may see: the sum of their roles and clearances today. Nobody, for a stranger."""
    memberships = memberships_of(user)
    if not memberships:
        return NOBODY if not user.is_authenticated else Audience(user=user.pk)
    whole = {m.organisation_id for m in memberships if _is_body(m) and not m.register_id and not m.own_risks_only}
    own_risks = frozenset((m.organisation_id, m.register_id) for m in memberships if _is_body(m) and m.own_risks_only)
    audits = any(m.role == Role.AUDITOR for m in memberships)
    bodies = _bodies() if whole or audits else frozenset()
    return Audience(
        user=user.pk,
        working=frozenset(whole) | (bodies if audits else frozenset()),
        registers=frozenset(
            m.register_id for m in memberships if _is_body(m) and m.register_id and not m.own_risks_only
        ),
        own_risks_in=own_risks,
        posts=posts_of(user) if own_risks else frozenset(),
        agreed=bodies - whole,
        cleared=frozenset(Clearance.objects.filter(user=user).current().values_list("organisation", flat=True)),
        administers=_organisations_of(memberships, Role.ADMINISTRATOR),
        papers_of=_organisations_of(memberships, Role.SECRETARIAT),
        sits_on_panel=any(m.role in PANEL_READERS | {Role.AUDITOR} for m in memberships),
        writes_for=_organisations_of(memberships, Role.LEAD) | _organisations_of(memberships, Role.SECRETARIAT),
        audits=audits,
        issues_papers=any(
            m.role == Role.PANEL_SECRETARIAT and m.organisation.kind == Organisation.Kind.PANEL for m in memberships
        ),
    )


def _is_body(membership):
    return membership.organisation.kind == Organisation.Kind.BODY


def _bodies():
    return frozenset(Organisation.objects.filter(kind=Organisation.Kind.BODY).values_list("pk", flat=True))


def _organisations_of(memberships, role):
    """Where a person holds a role for the whole organisation."""
    return frozenset(
        m.organisation_id for m in memberships if m.role == role and not m.register_id and not m.own_risks_only
    )


def holds_role(user, role, register: Register, risk: Risk | None = None) -> bool:
    """Whether a person has a role for a register, or for this risk of it where the role is limited to their own."""
    for membership in memberships_of(user):
        if membership.role != role or membership.organisation_id != register.organisation_id:
            continue
        if membership.register_id not in (None, register.pk):
            continue
        if not membership.own_risks_only or (risk is not None and is_own_risk(user, risk)):
            return True
    return False


def is_own_risk(user, risk) -> bool:
    """Whether a post the person holds owns or leads the risk today."""
    ownerships = in_force(Ownership.objects.filter(risk=risk), Scope(as_at=clock.today()))
    places = OwnedPost.objects.filter(ownership__in=ownerships.values("pk"), post__in=posts_of(user))
    return places.exists()


def _for_register(role):
    @rules.predicate(name=f"is_{role}_of_register")
    def holds(user, register):
        return register is not None and holds_role(user, role, register)

    return holds


def _for_risk(role):
    @rules.predicate(name=f"is_{role}_of_risk")
    def holds(user, risk):
        return risk is not None and holds_role(user, role, risk.register, risk)

    return holds


@rules.predicate
def meets_marking(user, risk):
    """Nobody may do to a risk what they may not see: a sensitive one needs clearance by the body that owns it."""
    if not sensitive_risks(Detail.objects.filter(risk=risk), now()).exists():
        return True
    return is_cleared_by(user, risk.register.organisation_id)


@rules.predicate
def sees_all_of(user, register):
    """What is settled is what was seen: whoever settles a register must be cleared for all that may stand in it.

    Asked for whatever it holds at present, so that the answer does not give a hidden risk away.
    """
    return register is not None and is_cleared_by(user, register.organisation_id)


def is_cleared_by(user, organisation: int) -> bool:
    return Clearance.objects.filter(user=user, organisation=organisation).current().exists()


@rules.predicate
def settles_whole_body(user, risk):
    """What goes from one register to another is for a board limited to neither, nor to its own risks."""
    return risk is not None and risk.register.organisation_id in _organisations_of(memberships_of(user), Role.BOARD)


@rules.predicate
def sees_all_beside(user, risk):
    """Cleared whatever the registers hold, so that the answer does not give a hidden risk of either away."""
    return risk is not None and is_cleared_by(user, risk.register.organisation_id)


@rules.predicate
def is_administrator(user, organisation):
    return organisation is not None and organisation.pk in _organisations_of(memberships_of(user), Role.ADMINISTRATOR)


@rules.predicate
def may_see(user, record):
    if record is None:
        return False
    return type(record).objects.filter(pk=record.pk).visible_to(audience_of(user)).exists()  # asked of no other


rules.add_perm("registers.view_register", may_see)
rules.add_perm("registers.view_risk", may_see)
rules.add_perm("registers.add_risk", _for_register(Role.LEAD))
rules.add_perm("registers.edit_risk", _for_risk(Role.LEAD) & meets_marking)
rules.add_perm("registers.assess", _for_risk(Role.LEAD) & meets_marking)
rules.add_perm("registers.close_risk", _for_risk(Role.BOARD) & meets_marking)
rules.add_perm("registers.mark_risk", _for_risk(Role.BOARD) & meets_marking)
rules.add_perm("registers.escalate_risk", settles_whole_body & sees_all_beside)
rules.add_perm("registers.agree_register", _for_register(Role.BOARD) & sees_all_of)
rules.add_perm("registers.refresh_register", _for_register(Role.BOARD) & sees_all_of)
rules.add_perm("registers.set_up_register", _for_register(Role.ADMINISTRATOR))
rules.add_perm("registers.manage_people", is_administrator)
rules.add_perm("registers.view_log", is_administrator)
rules.add_perm("registers.add_organisation", is_administrator)  # whether there is room: rules_beginning.py


@rules.predicate(name="is_lead_of_alignment")
def is_lead_of_alignment(user, alignment):
    """A lead of a register whose risk it ties: an alignment is edited by either body."""
    return alignment is not None and bool(bodies_aligning(user, alignment, (Role.LEAD,)))


def bodies_aligning(user, alignment, roles) -> list[int]:
    """Keys of the organisations for which a person may speak of an alignment: not for their own risks alone."""
    members = in_force(AlignmentMember.objects.filter(alignment=alignment), now())
    held = AlignmentMember.objects.filter(pk__in=members.values("pk"), holds=True).values("risk__register")
    registers = Register.objects.filter(pk__in=held)
    return sorted({row.organisation_id for row in registers if any(holds_role(user, role, row) for role in roles)})


@rules.predicate
def reads_alignment(user, alignment):
    """Nobody may do to an alignment what they may not read: one with a risk restricted for them is closed to them."""
    return alignment is not None and Alignment.objects.read_by(audience_of(user)).filter(pk=alignment.pk).exists()


rules.add_perm("registers.view_alignment", may_see)
rules.add_perm("registers.add_alignment", _for_register(Role.LEAD))  # asked of a corporate register
rules.add_perm("registers.edit_alignment", is_lead_of_alignment & reads_alignment)
