"""After issue: bodies allow publishing, the Panel's secretariat publishes; public pages; what was said orally."""

from django.core.exceptions import ValidationError
from django.db import transaction

from registers import clock
from registers.models.versioned import Stale
from reports import rules_papers as rules
from reports.models import Allowance, Issue, OralNote, PublicPages


def _lock(issue) -> Issue:
    return Issue.objects.select_for_update(of=("self",)).select_related("paper__organisation").get(pk=issue.pk)


@transaction.atomic
def allow(*, issue, by, organisation, is_allowed=True) -> Allowance:
    """A body says that an issue of its paper may be published, or takes that back."""
    locked = _lock(issue)
    rules.check_can_allow(locked, organisation)
    return Allowance.objects.create(issue=locked, organisation=organisation, is_allowed=is_allowed, by=by)


@transaction.atomic
def publish(*, issue, by) -> Issue:
    """Publish the public edition of an issue today. Raises ValidationError where a body does not allow it."""
    locked = _lock(issue)
    rules.check_can_publish(locked)
    locked.published_at, locked.published_by = clock.now(), by
    locked.save(update_fields=["published_at", "published_by"])
    return locked


@transaction.atomic
def set_public_pages(*, organisation, by, version, is_on) -> PublicPages:
    """Turn a body's public pages on or off. Raises Stale where somebody did it since `version`."""
    pages, _ = PublicPages.objects.select_for_update().get_or_create(organisation=organisation)
    if version is not None and int(version) != pages.version:
        raise Stale(pages)
    pages.is_on, pages.version = is_on, pages.version + 1
    pages._history_user = by
    pages.save()
    return pages


@transaction.atomic
def note_oral_update(*, paper, section, by, text) -> OralNote:
    """Note what was said at the meeting. The edition stays as it was issued."""
    if not section.speaker:
        raise ValidationError("This section is not given orally.")
    if not paper.issues.exists():
        raise ValidationError("It has not been issued, so nothing has been said of it yet.")
    if not text.strip():
        raise ValidationError({"text": "Write what was said"})
    note = OralNote(paper=paper, section=section, by=by, text=text.strip())
    note._history_user = by
    note.save()
    return note
