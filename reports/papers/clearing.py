"""Who has cleared a paper, as it stands? Each post that reports clears its body's part, as it would be printed now."""

from dataclasses import dataclass

from registers.models import Organisation, Post
from reports.models import Paper, PaperClearance
from reports.papers.digest import Parts


@dataclass(frozen=True)
class PostStanding:
    """One post that reports, its latest word, and whether that still stands."""

    post: Post
    row: PaperClearance | None
    digest: str  # of what it would clear now

    @property
    def holds(self) -> bool:
        return self.row is not None and not self.row.is_withdrawn and self.row.digest == self.digest

    @property
    def is_outdated(self) -> bool:
        """It was cleared, and its part has been changed since."""
        return self.row is not None and not self.row.is_withdrawn and self.row.digest != self.digest

    @property
    def is_withdrawn(self) -> bool:
        return self.row is not None and self.row.is_withdrawn


def standing(paper: Paper, parts: Parts) -> list[PostStanding]:
    """Each post of "report by", in printed order."""
    latest = {row.post_id: row for row in paper.clearances.select_related("by").order_by("recorded_at", "pk")}
    reporters = paper.reporters.select_related("post__organisation", "post__successor__successor")
    return [PostStanding(row.post, latest.get(row.post_id), parts.of(row.post.organisation_id)) for row in reporters]


def bodies_without_a_post(paper: Paper) -> list[Organisation]:
    """Of a joint paper, the bodies of which no post reports, so that nobody would clear their part."""
    speaking = set(paper.reporters.values_list("post__organisation", flat=True))
    bodies = paper.bodies if paper.is_joint else [] if speaking else [paper.organisation]
    return [body for body in bodies if body.pk not in speaking]
