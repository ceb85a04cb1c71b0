"""To which line managers is a reminder copied? Where the body has turned that on, and they may read all of it."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from registers import clock
from registers.access import audience_of
from registers.models import Post, User
from reports.models import MailSetting
from reports.reminders import due
from reports.reminders.letters import may_be_copied_to
from reports.reminders.roster import Roster


def copied_to(user: User, lines: list[dict], about: Iterable, found: Roster) -> list[str]:
    """Addresses, as of today. `lines` and `about`: as the outbox keeps them."""
    if not any(entry[0] != due.DIGEST for entry in about):
        return []  # a digest is each one's own
    managers = _managers(found.posts.get(user.pk, frozenset()), found) - {user.pk}
    people = User.objects.filter(pk__in=managers, is_active=True).order_by("email")
    return [one.email for one in people if may_be_copied_to(audience_of(one), lines)]


def _managers(posts, found: Roster) -> set[int]:
    """People who hold the posts that these report to, of bodies that want them told."""
    if not posts:
        return set()
    copying = MailSetting.objects.filter(copies_line_managers=True).values("organisation")
    present = Post.objects.filter(Q(until=None) | Q(until__gt=clock.today()), pk__in=posts, organisation__in=copying)
    above = set(present.values_list("reports_to", flat=True))
    holders = defaultdict(set)
    for person, held in found.posts.items():
        for post in held:
            holders[post].add(person)
    return {person for post in above for person in holders.get(post, ())}
