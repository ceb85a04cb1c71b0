"""Does the paper allow it? Whether it may be written, cleared, issued, published now, with words for the screen."""

from django.core.exceptions import ValidationError

from registers.rules import check_day
from reports.models import Issue, Paper, Stage

Kind = Issue.Kind
CHANGED = "The paper has been changed since you opened this page. Look at it again before you go on."
IS_ISSUED = "It has been issued. To change it, begin a supplement or a correction."
NOT_READY = "It is not ready for clearance."
SAY_WHY = "Say why there is another issue: every reader is told."


def can_write(paper: Paper) -> bool:
    """What was issued stays as it is until a supplement or a correction of it is begun."""
    return paper.stage != Stage.ISSUED


def check_can_write(paper: Paper) -> None:
    if not can_write(paper):
        raise ValidationError(IS_ISSUED)


def check_can_make_ready(paper: Paper) -> None:
    """A draft that names who reports: nobody could clear it otherwise."""
    check_can_write(paper)
    if paper.stage == Stage.READY:
        raise ValidationError("It is ready already.")
    if not paper.reporters.exists():
        raise ValidationError("Name the posts it is a report by first: they clear it.")


def check_can_take_back(paper: Paper) -> None:
    if paper.stage != Stage.READY:
        raise ValidationError(IS_ISSUED if paper.stage == Stage.ISSUED else "It is a draft already.")


def can_clear(paper: Paper) -> bool:
    return paper.stage == Stage.READY


def check_can_clear(paper: Paper, post, *, on, came_by, is_holder) -> None:
    """A ready paper, by a post that reports in it; on its behalf with how the word came."""
    check_day(on)
    if not can_clear(paper):
        raise ValidationError(IS_ISSUED if paper.stage == Stage.ISSUED else NOT_READY)
    if not paper.reporters.filter(post=post).exists():
        raise ValidationError("This post does not report in the paper.")
    if not is_holder and not came_by.strip():
        raise ValidationError({"came_by": "Say how the word came, for example by e-mail to the secretariat"})


def check_can_accept(finding) -> None:
    """What blocks issue is mended, or released by the body whose it is: nobody else lets it pass."""
    if finding.severity == "blocks":
        raise ValidationError("It cannot be let stand: mend it, or have it released by the body whose it is.")


def check_reason(reason: str, words: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": words})


def check_can_reopen(paper: Paper) -> None:
    if paper.stage != Stage.ISSUED:
        raise ValidationError("It has not been issued, so it can be changed as it is.")


def kinds_of_issue(paper: Paper) -> list[Kind]:
    """What the next issue of a paper may be."""
    return [Kind.SUPPLEMENT, Kind.CORRECTION] if paper.issues.exists() else [Kind.FIRST]


def check_can_issue(paper: Paper, kind: str, reason: str) -> None:
    """A ready paper; after the first issue a supplement or a correction, which says why."""
    if paper.stage != Stage.READY:
        raise ValidationError(IS_ISSUED if paper.stage == Stage.ISSUED else NOT_READY)
    allowed = kinds_of_issue(paper)
    if kind not in allowed:
        is_first = allowed == [Kind.FIRST]
        raise ValidationError({"kind": "It has not been issued yet" if is_first else "Choose what kind of issue it is"})
    if kind != Kind.FIRST:
        check_reason(reason, SAY_WHY)


# Publishing -----------------------------------------------------------------------------------------------------------


def bodies_allowing(issue: Issue) -> dict[int, bool]:
    """What each body of the paper has said last: {key of the organisation: whether it may be published}."""
    said = {row.organisation_id: row.is_allowed for row in issue.allowances.order_by("at", "pk")}
    return {body.pk: said.get(body.pk, False) for body in issue.paper.bodies}


def check_can_allow(issue: Issue, organisation) -> None:
    if organisation not in issue.paper.bodies:
        raise ValidationError("Only the bodies whose paper it is say whether it may be published.")
    if issue.published_at is not None:
        raise ValidationError("It has been published.")


def check_can_publish(issue: Issue) -> None:
    """Both bodies allow it where it is joint; and its own body else."""
    if issue.published_at is not None:
        raise ValidationError("It has been published already.")
    allowing = bodies_allowing(issue)
    waits_for = [body.short_name for body in issue.paper.bodies if not allowing[body.pk]]
    if waits_for:
        raise ValidationError(f"It waits for {' and '.join(waits_for)} to allow it.")


def can_publish(issue: Issue) -> bool:
    return issue.published_at is None and all(bodies_allowing(issue).values())
