"""May this audience see this of a paper? The plain twin of visibility_papers.py: see registers/sees.py."""

from registers.models import Marking
from registers.models.people import Holding
from registers.sees import rule_for, same_key, standing_on
from reports.models import (
    Acceptance,
    Allowance,
    Appendix,
    Basis,
    Comment,
    Edition,
    Issue,
    IssuedEdition,
    IssuedFile,
    Issuing,
    OralNote,
    Paper,
    PaperClearance,
    PublicPages,
    Recommendation,
    Release,
    ReportBy,
    Section,
    Stage,
    StandingText,
    Unsaved,
)


def sees_draft(audience, paper, world) -> bool:
    """Who reads it as it is written: DESIGN.md section 6, the two rows of drafts."""
    if paper.organisation_id in audience.papers_of:
        return True
    if paper.is_shared and audience.papers_of:
        return True
    if paper.is_joint and audience.writes_for:
        return True
    if audience.audits and paper.stage == Stage.READY:
        return True
    return reports_in(audience, paper, world)


def reports_in(audience, paper, world) -> bool:
    """Whether the person holds a post of its "report by" today, by that name or by one it has had since."""
    if not audience.user:
        return False
    posts = {reporter.post_id for reporter in paper.reporters.all()}
    return any(holds_today(audience, row, posts, world) for row in world.facts[Holding])


def holds_today(audience, holding, posts, world) -> bool:
    present = standing_on(same_key(holding, world), world.today)
    if present is None or not present.holds or present.user_id != audience.user:
        return False
    names, post = {present.post_id}, present.post
    before = [one for one in post.predecessors.all() if one.until and one.until <= world.today]
    while before:
        names |= {one.pk for one in before}
        before = [
            earlier for one in before for earlier in one.predecessors.all()
            if earlier.until and earlier.until <= world.today and earlier.pk not in names
        ]  # fmt: skip
    return bool(names & posts)


@rule_for(Paper)
def sees_paper(audience, paper, world) -> bool:
    """Who reads it as it is written, who may issue it, and who sees an edition of it."""
    if sees_draft(audience, paper, world) or (audience.issues_papers and paper.stage == Stage.READY):
        return True
    return any(sees_issue(audience, issue, world) for issue in paper.issues.all())


@rule_for(Basis, ReportBy, Recommendation, Appendix, PaperClearance, Acceptance, Release)
def sees_part(audience, part, world) -> bool:
    return sees_draft(audience, part.paper, world)


@rule_for(OralNote)
def sees_oral_note(audience, note, world) -> bool:
    """What was said at the meeting is for who reads the paper as written, or what was issued of it in full.

    And is cleared by every body of the paper, sits on the Panel, or noted it.
    """
    if audience.user is None:
        return False
    is_cleared = audience.sits_on_panel or all(body.pk in audience.cleared for body in note.paper.bodies)
    if not is_cleared and note.by_id != audience.user:
        return False
    editions = [edition for issue in note.paper.issues.all() for edition in issue.editions.all()]
    full = [edition for edition in editions if edition.edition == Edition.FULL]
    return sees_draft(audience, note.paper, world) or any(sees_edition(audience, one, world) for one in full)


@rule_for(Section)
def sees_section(audience, section, world) -> bool:
    """Sensitive text needs clearance by the body that wrote it; where none is named, by the body that keeps it."""
    is_kept = section.marking == Marking.SENSITIVE and whose(section) not in audience.cleared
    return sees_draft(audience, section.paper, world) and not is_kept


def whose(part) -> int:
    """Key of the body that says who reads the text of a section or an appendix once it is sensitive."""
    if isinstance(part, Section):
        return part.organisation_id or part.paper.organisation_id
    return part.basis.register.organisation_id if part.basis_id else part.paper.organisation_id


@rule_for(Comment)
def sees_comment(audience, comment, world) -> bool:
    """With the text it is about. What is sensitive, or was when it was spoken of, needs the clearance of its body."""
    if not sees_draft(audience, comment.paper, world):
        return False
    about = comment.section or comment.appendix
    if about is None or Marking.SENSITIVE not in (about.marking, comment.marking):
        return True
    return whose(about) in audience.cleared


@rule_for(Unsaved)
def sees_unsaved(audience, unsaved, world) -> bool:
    return audience.user is not None and unsaved.user_id == audience.user


@rule_for(StandingText)
def sees_standing_text(audience, text, world) -> bool:
    return text.organisation_id in audience.papers_of


@rule_for(IssuedEdition)
def sees_edition(audience, edition, world) -> bool:
    """The Panel sees both; the bodies and auditors the public one, and the full one where nothing in it is kept.

    Everybody else sees the public edition, from the day it is published.
    """
    if audience.sits_on_panel:
        return True
    is_public = edition.edition == Edition.PUBLIC
    if is_public and edition.issue.published_at is not None:
        return True
    if not (audience.agreed or audience.works_anywhere):
        return False
    if is_public:
        return True
    return all(body.pk in audience.cleared for body in edition.holds_sensitive_of.all())


@rule_for(Issue)
def sees_issue(audience, issue, world) -> bool:
    return any(sees_edition(audience, edition, world) for edition in issue.editions.all())


@rule_for(IssuedFile)
def sees_file(audience, file, world) -> bool:
    return sees_edition(audience, file.edition, world)


@rule_for(Allowance)
def sees_allowance(audience, allowance, world) -> bool:
    """Whether a body allowed it is for those who write papers and see this one issued."""
    return bool(audience.papers_of) and sees_issue(audience, allowance.issue, world)


@rule_for(PublicPages)
def sees_public_pages(audience, pages, world) -> bool:
    return pages.organisation_id in audience.papers_of | audience.administers


@rule_for(Issuing)
def sees_issuing(audience, issuing, world) -> bool:
    """Of whoever asked for it."""
    return audience.user is not None and issuing.rendering.requested_by_id == audience.user
