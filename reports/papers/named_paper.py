"""What a paper says of itself: its meeting, who reports, and which positions it rests on and who agreed them."""

from collections.abc import Iterator
from typing import Any

from registers.audience import Audience
from registers.models import Agreement
from reports.models import Paper
from reports.papers.named import NamedFigure, asks_for
from reports.papers.numbering import listed


def read(paper: Paper, audience: Audience, names: frozenset[str] | None) -> Iterator[NamedFigure]:
    """None of it is sensitive: the title block prints it in every edition."""
    if asks_for(names, "meeting.") or asks_for(names, "report-by") or asks_for(names, "previous."):
        yield from _meeting(paper)
    if asks_for(names, "basis/"):
        for basis in paper.bases.select_related("register__organisation"):
            yield from _basis(paper, basis)


def _meeting(paper) -> Iterator[NamedFigure]:
    posts = paper.reporters.select_related("post__successor__successor")
    reporters = [reporter.post.as_at(paper.panel_date).title for reporter in posts]
    found: list[tuple[str, str, Any]] = [
        ("meeting.date", "date of the meeting", paper.panel_date),
        ("meeting.panel", "name of the Panel", paper.panel),
        ("meeting.item", "agenda item of this paper", paper.agenda_item),
        ("report-by", "who reports", listed(reporters)),
    ]
    if paper.previous is not None:
        found.append(("previous.date", "date of the meeting of the last paper", paper.previous.panel_date))
    for name, label, value in found:
        yield _figure(paper, name, f"This paper: {label}", value, paper.get_absolute_url())


def _basis(paper, basis) -> Iterator[NamedFigure]:
    register = basis.register
    settled = Agreement.objects.first_to_settle(register, basis.as_at)
    source = f"{register.get_absolute_url()}?as_at={basis.as_at.isoformat()}&since={basis.compared_with.isoformat()}"
    found: list[tuple[str, str, Any]] = [
        ("as-at", "day of its position", basis.as_at),
        ("compared-with", "day it is compared with", basis.compared_with),
        ("agreed", "where its position was agreed", settled and (settled.meeting or str(settled.post or ""))),
        ("board", "name of its board", register.settled_by),
    ]
    for name, label, value in found:
        yield _figure(paper, f"basis/{register.path}.{name}", f"{register.title}: {label}", value, source)


def _figure(paper, name, label, value, source):
    return NamedFigure(name, label, value, source, group="This paper", is_counted_openly=True)
