"""Evidence that bears a control out: a link or a file, attached, and withdrawn without being taken away."""

from django.db import transaction

from controls import rules
from controls.models import Control, Evidence
from registers.actions.writing import append
from registers.models import Blob
from registers.rules import check_reason_for_change


@transaction.atomic
def attach(*, control, by, version, on, name, url="", file=None) -> Evidence:
    """Attach a link, or a file that uploads.check has let through. Raises Stale."""
    control = Control.objects.lock(control, version=version)
    rules.check_alive_on(control, on)
    return keep(control=control, by=by, on=on, name=name, url=url, file=file)


def keep(*, control, by, on, name, url="", file=None) -> Evidence:
    """Write evidence of a control that is locked, or being added."""
    name = name.strip()
    rules.check_evidence(control, on, name, url, file)
    what: dict = {"url": url}
    if file is not None:
        what = {"blob": Blob.objects.keep(file.content, file.content_type), "content_type": file.content_type}
    return append(Evidence, by=by, on=on, control=control, name=name, **what)


@transaction.atomic
def withdraw(*, evidence, by, version, on, reason) -> Evidence:
    """Say that evidence no longer bears the control out. It stays in the history, and at dates when it did."""
    control = Control.objects.lock(evidence.control, version=version)
    rules.check_can_withdraw(evidence, on)
    check_reason_for_change(True, reason)
    return append(Evidence, by=by, on=on, reason=reason, control=control, name=evidence.name, holds=False)
