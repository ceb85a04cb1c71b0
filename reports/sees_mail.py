"""May this audience see this record about mail, or a visit? The plain twin of `visible_to`: see registers/sees.py."""

from registers.sees import rule_for
from reports.models import MailPreference, MailRun, MailSetting, Outgoing, Visit


@rule_for(MailPreference, Visit)
def sees_own(audience, record, world) -> bool:
    return audience.user is not None and record.user_id == audience.user


@rule_for(MailSetting)
def sees_setting(audience, setting, world) -> bool:
    return setting.organisation_id in audience.administers


@rule_for(MailRun)
def sees_run(audience, run, world) -> bool:
    """It is the machine's own note."""
    return False


@rule_for(Outgoing)
def sees_outgoing(audience, outgoing, world) -> bool:
    """One's own; an administrator's, where it went to who was a member of their organisation that day."""
    if audience.user is not None and outgoing.user_id == audience.user:
        return True
    for membership in world.memberships:
        is_theirs = membership.user_id == outgoing.user_id and membership.organisation_id in audience.administers
        has_begun = membership.since <= outgoing.on
        has_ended = membership.until is not None and membership.until <= outgoing.on
        if is_theirs and has_begun and not has_ended:
            return True
    return False
