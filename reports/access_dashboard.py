"""May this person? The dashboard of a body is for whoever sees its corporate register; what it tells is cut to them."""

import rules

from registers.access import audience_of
from registers.models import Register


@rules.predicate
def sees_corporate_register(user, register):
    """Whether a register is one that dashboards are of, and the person may know of it."""
    if register is None or not register.is_corporate:
        return False
    return Register.objects.filter(pk=register.pk).visible_to(audience_of(user)).exists()


rules.add_perm("reports.view_dashboard", sees_corporate_register)
