"""Whose clearance did an item of the minutes need when they were written?

It keeps needing it, whatever is lowered since. Of a risk the minutes say themselves that it was sensitive; this is of
what else an item can be about.
"""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from controls.models import PlanMarking
from registers.models import Detail, Marking, in_force
from registers.visibility import now, sensitive_risks
from registers.visibility_alignments import members
from reports.models import AgendaItem, PanelRequest

Pairs = Collection[tuple[int, int]]


def clearances_of(items: Collection[AgendaItem]) -> dict[int, list[int]]:
    """{item: keys of the bodies whose sensitive text it is about}. A statement a kind that there is, or two."""
    found: dict[int, set[int]] = defaultdict(set)
    for name, read in (("alignment", _of_alignments), ("plan", _of_plans), ("request", _of_requests)):
        keys = {key: item.pk for item in items if (key := getattr(item, f"{name}_id"))}
        for key, body in read(keys) if keys else ():
            found[keys[key]].add(body)
    return {item: sorted(bodies) for item, bodies in found.items()}


def _sensitive():
    return sensitive_risks(Detail.objects, now())


def _of_alignments(keys) -> Pairs:
    """An alignment is as sensitive as its risks."""
    tied = members().filter(alignment__in=list(keys), risk__in=_sensitive())
    return tied.values_list("alignment", "risk__register__organisation")


def _of_plans(keys) -> Pairs:
    latest = in_force(PlanMarking.objects.filter(plan__in=list(keys)), now())
    marked = PlanMarking.objects.filter(pk__in=latest.values("pk"), value=Marking.SENSITIVE)
    return marked.values_list("plan", "plan__organisation")


def _of_requests(keys) -> Pairs:
    marked = Q(marking=Marking.SENSITIVE) | Q(risk__in=_sensitive())
    return PanelRequest.objects.filter(marked, pk__in=list(keys)).values_list("pk", "organisation")
