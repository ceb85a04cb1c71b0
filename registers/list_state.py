"""How did this person last look at a list? Remembered until they clear it; the address always says what is shown."""

from django.db.models import Subquery

from registers.models import ListState

LONGEST = ListState._meta.get_field("query").max_length


def remembered(user, name: str) -> Subquery:
    """The query of the list as they left it, to be read with the list's own record; None where there is nothing."""
    return Subquery(ListState.objects.filter(user=user, name=name).values("query")[:1])


def remember(user, name: str, query: str, before: str | None) -> None:
    """Keep the query for next time; an empty one is forgotten. Writes only where it differs from before."""
    query = query if len(query) <= LONGEST else ""
    if query == (before or ""):
        return
    if query:
        ListState.objects.update_or_create(user=user, name=name, defaults={"query": query})
    else:
        forget(user, name)


def forget(user, name: str) -> None:
    ListState.objects.filter(user=user, name=name).delete()
