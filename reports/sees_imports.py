"""May this audience see what was brought into a register? The plain twin of visibility_imports.py."""

from registers import clock
from registers.models import Membership, Role
from registers.sees import rule_for
from reports.models import Import, ImportRow, ImportShape


@rule_for(Import, ImportShape)
def sees_import(audience, record, world) -> bool:
    """A lead of the whole register, cleared by its body; of the whole body where it speaks of the plan too."""
    register = record.register
    if audience.user is None or register.organisation_id not in audience.cleared:
        return False
    is_for_one = not getattr(record, "has_plan", False) or record.by_id == audience.user
    return any(
        membership.role == Role.LEAD
        and not membership.own_risks_only
        and membership.organisation_id == register.organisation_id
        and (membership.register_id is None or (membership.register_id == register.pk and is_for_one))
        and membership.since <= clock.today()
        and (membership.until is None or membership.until > clock.today())
        for membership in Membership.objects.filter(user=audience.user)
    )


@rule_for(ImportRow)
def sees_import_row(audience, row, world) -> bool:
    return sees_import(audience, row.record, world)
