"""Made-up papers on their way out: a post that reports, the Panel and its secretariat, cleared and issued in a line."""

from datetime import date, timedelta

from registers import clock
from registers.actions import people
from registers.models import Blob, Organisation, Role
from reports.actions import clearing, issuing
from reports.models import Edition, Issue, Paper, Stage
from reports.papers.digest import parts_of
from reports.papers.preparing import prepare
from tests.factories import OrganisationFactory, PostFactory, somebody
from tests.paper_worlds import AS_AT, BEFORE, MEETING, start_paper, write

ISSUE_DAY = MEETING - timedelta(days=5)


def panel() -> Organisation:
    return OrganisationFactory(slug="panel", short_name="the Panel", kind=Organisation.Kind.PANEL)


def panel_secretary():
    return somebody((Role.PANEL_SECRETARIAT, panel()))


def panel_member():
    return somebody((Role.PANEL_MEMBER, panel()))


def holder_of(post, *memberships, **said):
    """Somebody with an account who holds a post."""
    user = somebody(*memberships, **said)
    people.hold(post=post, by=user, name=user.name, on=date(2020, 1, 1), user=user)
    return user


def ready_paper(register=None, **fields):
    """A paper with some text, ready to be cleared; its first reporter is a post of its body."""
    paper = start_paper(register, **fields)
    if not paper.reporters.exists():
        post = PostFactory(organisation=paper.organisation, title="Chief of Staff")
        paper.reporters.create(post=post, place=0)
    write(paper.sections.first(), body="The Panel is told how the risks stand.")
    return clearing.make_ready(paper=paper, by=somebody())


def clear_all(paper, on=ISSUE_DAY):
    """Every post that reports clears it, on its behalf."""
    parts = parts_of(paper)
    with clock.at(clock.moment_on(on)):
        for reporter in paper.reporters.select_related("post"):
            post = reporter.post
            said = {"on": on, "digest": parts.of(post.organisation_id), "came_by": "E-mail"}
            clearing.clear(paper=paper, by=somebody(), post=post, **said)
    return paper


def ask(paper, by=None, kind=Issue.Kind.FIRST, reason="", on=ISSUE_DAY):
    """Ask for it to be issued, having looked at it: the test's worker does it at once."""
    with clock.at(clock.moment_on(on, 13)):
        digest = prepare(paper).parts.whole
        return issuing.ask(paper=paper, by=by or panel_secretary(), kind=kind, reason=reason, digest=digest)


def issue(paper=None, **said) -> Issue:
    """An issue of a paper, made ready and cleared where it is not."""
    paper = paper or ready_paper()
    if paper.stage == Stage.ISSUED:
        paper = clearing.make_ready(paper=clearing.reopen(paper=paper, by=somebody(), reason="Why"), by=somebody())
    clear_all(paper, said.get("on", ISSUE_DAY))
    job = ask(paper, **said)
    job.refresh_from_db()
    assert job.issuing.issue_id, (job.state, job.error)
    return job.issuing.issue


def issued_and_ready(register, organisation) -> dict:
    """What the table of permissions is about: a paper that is ready, one that was issued, and its full edition.

    The rows alone: what an issue keeps is for other tests.
    """
    by, days = somebody(), {"as_at": AS_AT, "compared_with": BEFORE}
    made = {}
    for name, stage in (("paper", Stage.READY), ("issued paper", Stage.ISSUED)):
        paper = Paper.objects.create(
            slug=f"{stage}-paper", kind="mopac-risk-update", organisation=organisation, stage=stage, title="A paper",
            panel="The Panel", panel_date=MEETING,
        )  # fmt: skip
        paper.bases.create(register=register, **days)
        made[name] = paper
    made["edition"] = bare_issue(made["issued paper"], by).editions.get(edition=Edition.FULL)
    return made


def bare_issue(paper, by, number=1, **said) -> Issue:
    """An issue of two empty editions, the full one with sensitive text of the paper's bodies."""
    kept = {"paper": {"title": paper.title, "panel_date": paper.panel_date.isoformat()}, "bases": []}
    issue = Issue.objects.create(
        paper=paper, number=number, known_at=clock.now(), snapshot=kept, issued_by=by, **said
    )  # fmt: skip
    for edition in Edition:
        blob = Blob.objects.keep(f"{paper.slug} {number} {edition}".encode(), "text/plain")
        row = issue.editions.create(
            edition=edition, marking="OFFICIAL", html=blob, pdf=blob, file_name="a.pdf", pages=1, fingerprint="a pen"
        )  # fmt: skip
        if edition == Edition.FULL:
            row.holds_sensitive_of.set(paper.bodies)
    return issue
