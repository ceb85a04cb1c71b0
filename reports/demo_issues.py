"""Replays how the demo's papers left the house: cleared by each post, issued to the Panel, published, noted.

Each on its own day, so that an edition says what was known then. What the boards settled later is no part of it.
"""

from django.core.exceptions import ValidationError

from registers.demo import day
from reports import demo
from reports.actions import clearing, issuing, publishing, renderings
from reports.issuing_job import issue as issue_now
from reports.models import Issue, Paper
from reports.papers.digest import parts_of

BY_MAIL = "E-mail to the secretariat"


def issue_papers() -> None:
    """Clear, issue and publish the papers of the archive, the earliest first, and turn on the bodies' public pages."""
    for slug in demo.ARCHIVE:
        send_out(demo.read(slug))
    for body in ("mopac", "met"):
        by = demo.secretariat(body)
        organisation = by.memberships.get(organisation__slug=body).organisation
        publishing.set_public_pages(organisation=organisation, by=by, version=None, is_on=True)


def send_out(data) -> Issue:
    """One paper on its way out. Raises ValidationError with everything that stands in the way."""
    paper = Paper.objects.get(slug=data["slug"])
    clear(paper, data["cleared"])
    issue = issue_to_panel(paper, data["issued"])
    publish(issue, data["published"])
    for note in data.get("oral_notes", ()):
        with demo.on_day(note["on"], 18):
            section = paper.sections.get(heading=note["section"])
            by = demo.secretariat(paper.organisation.slug)
            publishing.note_oral_update(paper=paper, section=section, by=by, text=note["text"])
    return issue


def clear(paper: Paper, on: str) -> None:
    """Every post that reports clears it by mail, which its secretariat records."""
    with demo.on_day(on, 15):
        clearing.make_ready(paper=paper, by=demo.secretariat(paper.organisation.slug))
        parts = parts_of(paper)
        for reporter in paper.reporters.select_related("post__organisation"):
            post = reporter.post
            said = {"on": day(on), "digest": parts.of(post.organisation_id), "came_by": BY_MAIL}
            clearing.clear(paper=paper, by=demo.secretariat(post.organisation.slug), post=post, **said)


def issue_to_panel(paper: Paper, on: str) -> Issue:
    """As the Panel's secretariat issues it; its worker's part is done here, since it is to be as on that day."""
    with demo.on_day(on, 10):
        digest = parts_of(paper).whole
        job = issuing.ask(paper=paper, by=demo.secretariat("panel"), kind=Issue.Kind.FIRST, digest=digest)
        mine = renderings.take(job.key)
        issue = issue_now(mine) if mine else None  # a worker that does everything at once has done it
        if issue is None:
            job.refresh_from_db()
            issue = job.issuing.issue
        if issue is None:
            raise ValidationError(job.error)
    return issue


def publish(issue: Issue, on: str) -> None:
    """On its own day, once each body that wrote it has allowed it."""
    with demo.on_day(on):
        for body in issue.paper.bodies:
            publishing.allow(issue=issue, by=demo.secretariat(body.slug), organisation=body)
        publishing.publish(issue=issue, by=demo.secretariat("panel"))
