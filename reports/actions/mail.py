"""What people set up about mail: each their own, and administrators whom their body copies."""

from django.db import transaction

from registers.models import User
from reports.models import MailPreference, MailSetting


@transaction.atomic
def prefer(*, user, by, reminders, weekday, digest) -> MailPreference:
    """How often a person wants to be reminded, on which weekday, and whether they want the monthly digest."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    wish = MailPreference.objects.filter(user=user).first() or MailPreference(user=user)
    wish.reminders, wish.weekday, wish.digest = reminders, weekday, digest
    wish.full_clean()
    return _save(wish, by)


@transaction.atomic
def set_up(*, organisation, by, copies_line_managers) -> MailSetting:
    """Whether reminders of who holds a body's posts are copied to whoever holds the post that these report to."""
    type(organisation).objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    setting = MailSetting.objects.filter(organisation=organisation).first() or MailSetting(organisation=organisation)
    setting.copies_line_managers = copies_line_managers
    return _save(setting, by)


def _save(row, by):
    row._history_user = by
    row.save()
    return row
