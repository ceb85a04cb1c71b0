"""What needs me? A person's own risks, what their boards have still to agree, and what moved in their registers."""

from dataclasses import dataclass

from django.urls import reverse

from controls.mine import unstated
from registers.access import posts_of
from registers.details import details
from registers.lists import ListRow, Teller, moved
from registers.lookups import stewarded
from registers.models import Register, Stewardship
from registers.position import Index, index, look_at, today_scope
from registers.since_agreed import changed_since_agreed

MOVES = 5


@dataclass(frozen=True)
class Standing:
    """One register on the home page."""

    register: Register
    agreement: object
    is_working: bool
    open: int
    changed: int
    agree_url: str  # only for those who may agree it, while there is something to agree
    is_first: bool  # nothing to compare with
    moves: list[ListRow]
    own: list[ListRow]
    unstated: frozenset[int]  # of these, the keys of those with no statement of progress this quarter


def standings(user, audience) -> list[Standing]:
    """Every register one may see, one's own body's first."""
    registers = Register.objects.visible_to(audience).select_related("organisation")
    found = [_standing(user, index(look_at(register, audience, today_scope()))) for register in registers]
    return sorted(found, key=lambda standing: not standing.is_working)


def _standing(user, position: Index) -> Standing:
    view = position.view
    changed = changed_since_agreed(position)
    away = moved(position.shown)[:MOVES]
    own = _own(user, position)
    said = details(view, list({row.risk: row for row in [*away, *own]}.values()), with_objectives=False)
    teller = Teller(view, {}, changed)
    may_agree = changed and user.has_perm("registers.agree_register", view.register)
    return Standing(
        register=view.register,
        agreement=view.agreement,
        is_working=view.is_working,
        open=len(position.open),
        changed=len(changed),
        agree_url=_agree_url(view.register) if may_agree else "",
        is_first=position.is_first,
        moves=[teller.row(row, said[row.risk]) for row in away],
        own=[teller.row(row, said[row.risk]) for row in own],
        unstated=unstated(view, own),
    )


def _agree_url(register):
    return reverse("registers:register-agree", args=[register.organisation.slug, register.slug])


def _own(user, position):
    """Open risks that a post of this person owns or leads, of those they work on."""
    posts = posts_of(user)
    if not posts or not position.view.is_working or not position.open:
        return []
    keys = set()
    for role in Stewardship.values:
        places = stewarded(position.view, position.risks, role).filter(post__in=posts)
        keys |= set(places.values_list("ownership__risk", flat=True))
    return [row for row in position.open if row.risk in keys]
