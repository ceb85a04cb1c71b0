"""May this person write, clear, issue, publish or read this paper? docs/permissions.md says it in a table.

Nobody does to a paper what they may not see. A role that is limited to a register, or to one's own risks, reaches none.
"""

import rules

from registers.access import audience_of, is_administrator, is_cleared_by, may_see, posts_of
from registers.models import Organisation
from reports.models.papers import Stage
from reports.visibility_papers import drafts_of


@rules.predicate
def reads_as_written(user, paper):
    return paper is not None and drafts_of(audience_of(user)).filter(pk=paper.pk).exists()


@rules.predicate
def is_secretariat_of_paper(user, paper):
    """Who keeps it: the secretariat of its body, of a joint one that of either."""
    if paper is None:
        return False
    return bool(audience_of(user).papers_of & {body.pk for body in paper.bodies})


@rules.predicate
def holds_reporting_post(user, paper):
    """Named in the paper's "report by" by a post they hold today."""
    if paper is None or not user.is_authenticated or not user.is_active:
        return False
    return paper.reporters.filter(post__in=posts_of(user)).exists()


@rules.predicate
def writes_joint_paper(user, paper):
    """Leads of either body have their say in what both write."""
    return paper is not None and paper.is_joint and bool(audience_of(user).writes_for)


@rules.predicate
def serves_panel(user, paper):
    return paper is not None and audience_of(user).issues_papers


@rules.predicate
def is_ready(user, paper):
    return paper is not None and paper.stage == Stage.READY


@rules.predicate
def is_issued(user, paper):
    return paper is not None and paper.issues.exists()


@rules.predicate
def is_cleared_by_a_body_of_it(user, paper):
    """Whoever says what may be told of a body's sensitive text has to have read it."""
    if paper is None:
        return False
    own = audience_of(user).papers_of & {body.pk for body in paper.bodies}
    return any(is_cleared_by(user, body) for body in own)


@rules.predicate
def is_administrator_of_body(user, organisation):
    """The Panel publishes nothing of its own."""
    is_body = organisation is not None and organisation.kind == Organisation.Kind.BODY
    return is_body and is_administrator.test(user, organisation)


rules.add_perm("reports.view_paper", reads_as_written)
rules.add_perm("reports.edit_paper", is_secretariat_of_paper)
rules.add_perm("reports.comment_paper", is_secretariat_of_paper | holds_reporting_post | writes_joint_paper)
rules.add_perm("reports.ready_paper", is_secretariat_of_paper)
rules.add_perm("reports.clear_paper", is_secretariat_of_paper | holds_reporting_post)
rules.add_perm("reports.accept_finding", is_secretariat_of_paper)
rules.add_perm("reports.release_text", is_secretariat_of_paper & is_cleared_by_a_body_of_it)
rules.add_perm("reports.issue_paper", serves_panel & is_ready)
rules.add_perm("reports.allow_publishing", is_secretariat_of_paper & is_issued)
rules.add_perm("reports.publish_paper", serves_panel & is_issued)
rules.add_perm("reports.note_oral_update", (is_secretariat_of_paper | serves_panel) & is_issued)
rules.add_perm("reports.view_edition", may_see)
rules.add_perm("reports.set_public_pages", is_administrator_of_body)


def may_clear_for(user, paper, post) -> bool:
    """Whether a person may clear a paper as this post: who holds it, or its secretariat on its behalf.

    Of a paper of one body that body's own secretariat records the word of any post that reports in it.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    served = audience_of(user).papers_of
    is_own = post.organisation_id in served and post.organisation in paper.bodies
    return post.pk in posts_of(user) or is_own or (not paper.is_joint and paper.organisation_id in served)
