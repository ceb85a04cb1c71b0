"""May this audience see this line of the log of exports? The plain twin of `visible_to`: see registers/sees.py."""

from registers.sees import rule_for
from reports.models import Export


@rule_for(Export)
def sees_export(audience, export, world) -> bool:
    """One's own; and an administrator's, where it holds facts of their body."""
    if audience.user is not None and export.user_id == audience.user:
        return True
    return any(body.pk in audience.administers for body in export.bodies.all())
