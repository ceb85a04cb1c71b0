"""A board settles a register."""

from django.db import transaction

from registers import clock, rules
from registers.models import Agreement, Register


@transaction.atomic
def moment_to_look(register):
    """A moment before which nothing is still being written in the register: what a board is shown as at it is all.

    Whoever writes holds the register (models/risks.py), so an entry that bears an earlier moment has been kept.
    """
    Register.objects.select_for_update(of=("self",), no_key=True).get(pk=register.pk)
    return clock.now()


@transaction.atomic
def agree(*, register, by, as_at, known_at=None, meeting="", post=None) -> Agreement:
    """Settle a register as at a day, as it was known at the moment the board looked at it (default: now)."""
    register = Register.objects.select_for_update(of=("self",), no_key=True).get(pk=register.pk)
    known_at = known_at or clock.now()
    rules.check_can_agree(register, as_at, known_at, Agreement.objects.latest_of(register))
    return Agreement.objects.create(
        register=register, by=by, as_at=as_at, known_at=known_at, recorded_at=clock.now(), meeting=meeting, post=post
    )
