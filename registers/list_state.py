"""How did this person last look at a list? Remembered until they clear it; the address always says what is shown."""

from registers.models import ListState

LONGEST = ListState._meta.get_field("query").max_length


def remembered(user, name: str) -> str:
    """The query of the list as they left it; empty where there is nothing to remember."""
    return ListState.objects.filter(user=user, name=name).values_list("query", flat=True).first() or ""


def remember(user, name: str, query: str) -> None:
    """Keep the query for next time; an empty one is forgotten. Writes only where it differs."""
    query = query if len(query) <= LONGEST else ""
    if remembered(user, name) == query:
        return
    if query:
        ListState.objects.update_or_create(user=user, name=name, defaults={"query": query})
    else:
        forget(user, name)


def forget(user, name: str) -> None:
    ListState.objects.filter(user=user, name=name).delete()
