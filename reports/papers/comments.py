"""What is said beside a paper while it is written: its threads, as somebody may read them."""

from django.db.models import Prefetch

from registers.audience import Audience
from reports.models import Comment, Paper


def threads_of(paper: Paper, audience: Audience, **about) -> list[Comment]:
    """Comments that begin a thread, the oldest first, each with its `number` in the paper, whoever looks."""
    begins = Comment.objects.filter(paper=paper, answers=None).order_by("at", "pk")
    numbers = {pk: number for number, pk in enumerate(begins.values_list("pk", flat=True), 1)}
    seen = Comment.objects.visible_to(audience).filter(paper=paper, answers=None, **about)
    found = list(
        seen.select_related(
            "by", "paper", "section__paper", "appendix__paper", "appendix__basis__register", "settled_by"
        )
        .prefetch_related(Prefetch("replies", Comment.objects.visible_to(audience).select_related("by")))
        .order_by("at", "pk")
    )
    for thread in found:
        thread.number = numbers[thread.pk]
    return found
