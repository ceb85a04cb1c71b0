"""What a paper says of itself: its meeting, who reports, which positions it rests on and who agreed them.

And what posts and boards are called, on the day of its meeting: none of it is sensitive.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse

from registers.audience import Audience
from registers.models import Agreement, Board, Post
from registers.posts import slug_of
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
    if asks_for(names, "post/"):
        yield from _posts(paper)
    if asks_for(names, "board/"):
        yield from _boards(paper)


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


def _posts(paper) -> Iterator[NamedFigure]:
    """Of its bodies: a post that was renamed prints the name it has on the day of the meeting."""
    posts = Post.objects.filter(organisation__in=paper.bodies).select_related("organisation", "successor__successor")
    for post in posts.order_by("organisation__order", "title"):
        body = post.organisation
        source = reverse("registers:post", args=[body.slug, slug_of(post)])
        title = post.as_at(paper.panel_date).title
        label = f"{body.short_name}: post of {post.title}"
        yield _figure(paper, f"post/{body.slug}/{slug_of(post)}", label, title, source, group="Posts")


def _boards(paper) -> Iterator[NamedFigure]:
    """Its body's; of a joint paper those that both know of, and what settles a register it rests on."""
    known = Q(organisation=None) | Q(is_attended=True) | Q(pk__in=paper.bases.values("register__board"))
    if not paper.is_joint:
        known |= Q(organisation=paper.organisation)
    boards = Board.objects.filter(known, Q(organisation=None) | Q(organisation__in=paper.bodies))
    for board in boards.select_related("organisation").order_by("name"):
        whose = board.organisation.short_name if board.organisation else "Both bodies"
        label, source = f"{whose}: {board.name}", board.get_absolute_url()
        yield _figure(paper, f"board/{board.slug}", label, board.name, source, group="Boards")


def _figure(paper, name, label, value, source, group="This paper"):
    return NamedFigure(name, label, value, source, group=group, is_counted_openly=True)
