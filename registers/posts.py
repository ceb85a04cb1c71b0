"""Who holds a post, and when did they? And what is a post called in an address?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from registers import clock
from registers.models import Holding, Organisation, Post, User, in_force
from registers.scope import Scope


def slug_of(post: Post) -> str:
    """A post is addressed by its title, which never changes: a renamed post is a new one."""
    return slugify(post.title) or "post"


def post_called(organisation: Organisation, slug: str) -> Post | None:
    posts = Post.objects.filter(organisation=organisation).select_related("successor", "organisation")
    return next((post for post in posts if slug_of(post) == slug), None)


def holders_on(posts: Iterable[Post], scope: Scope) -> dict[int, list[Holding]]:
    """Who holds these posts on a day, by key of the post, in one statement."""
    found = defaultdict(list)
    rows = in_force(Holding.objects.filter(post__in=[post.pk for post in posts]), scope)
    for holding in sorted(rows, key=lambda row: (row.on, row.name)):
        if holding.holds:
            found[holding.post_id].append(holding)
    return found


@dataclass(frozen=True)
class Spell:
    """One person's time in a post. `until` is exclusive, None while it lasts."""

    name: str
    user: User | None
    since: date
    until: date | None
    reason: str
    is_illustrative: bool


def spells(post: Post) -> list[Spell]:
    """Everybody who has held a post, the latest first, by what is known now."""
    rows = Holding.objects.by(Scope(as_at=clock.today())).filter(post=post).select_related("user").oldest_first()
    by_name = defaultdict(list)
    for row in rows:
        by_name[row.name].append(row)
    found = [spell for of_one in by_name.values() for spell in _spells_of_one(of_one)]
    return sorted(found, key=lambda spell: (spell.until is None, spell.since, spell.name), reverse=True)


def _spells_of_one(rows):
    """A person's rows as times: a row that says the same again may only link an account."""
    first = last = None
    for row in rows:
        if row.holds and first is None:
            first = row
        elif not row.holds and first is not None:
            yield _spell(first, last, until=row.on)
            first = None
        last = row
    if first is not None:
        yield _spell(first, last, until=None)


def _spell(first, last, until):
    return Spell(first.name, last.user, first.on, until, first.reason, first.is_illustrative)
