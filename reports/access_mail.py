"""May this person do this about mail? Everybody sets up their own; administrators look after their body's."""

import rules

from registers.access import is_administrator, may_see
from registers.models import Membership


@rules.predicate
def looks_after_its_reader(user, outgoing):
    """An administrator of an organisation of whoever it went to."""
    from registers.access import audience_of

    if outgoing is None:
        return False
    theirs = Membership.objects.filter(user=outgoing.user_id, organisation__in=audience_of(user).administers)
    return may_see.test(user, outgoing) and theirs.exists()


rules.add_perm("reports.view_mail", may_see)
rules.add_perm("reports.send_mail_again", looks_after_its_reader)
rules.add_perm("reports.set_up_mail", is_administrator)
