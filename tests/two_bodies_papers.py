"""Papers of the own body on their way out, for tests/two_bodies.py: one is ready, one was issued and published.

What was issued says nothing sensitive here: who may read which edition is for tests/test_visibility_papers.py.
"""

from datetime import date

from registers import clock
from registers.models import Blob
from reports.actions import publishing
from reports.models import AppendixKind, Edition, Issue, Paper, Stage

READY_FOR, ISSUED_TO = date(2022, 6, 21), date(2022, 2, 22)
PAGE = "<!DOCTYPE html><html><head><title>A paper</title></head><body><h1>A paper</h1><p>{}</p></body></html>"


def add_papers_on_their_way(world, since: date) -> None:
    """`world.ready`, with what was let pass in it; `world.issued`, with both editions, a file and an oral item."""
    by = world.visitors["own secretariat"]
    post = world.own.posts.order_by("pk").first()
    with clock.at(clock.moment_on(since)):
        world.ready = _paper(world, "ready-paper", READY_FOR, Stage.READY, post, by)
        said = {"reason": "It is known", "by": by}
        world.ready.releases.create(organisation=world.own, post=post, sentence="It rains.", **said)
        world.ready.acceptances.create(finding="x", family="numbers", excerpt="two", **said)
        world.issued = _paper(world, "issued-paper", ISSUED_TO, Stage.ISSUED, post, by)
        _issue(world, by)


def _paper(world, slug, meeting, stage, post, by):
    paper = Paper.objects.create(
        slug=slug, kind="mopac-risk-update", organisation=world.own, title="A paper", panel="The Panel",
        panel_date=meeting, stage=stage,
    )  # fmt: skip
    paper.bases.create(register=world.register, as_at=date(2021, 12, 31), compared_with=date(2021, 9, 30))
    paper.reporters.create(post=post, place=0)
    paper.sections.create(slug="oral", heading="Said at the meeting", speaker="A director", body="To be said.")
    return paper


def _issue(world, by):
    paper = world.issued
    kept = {
        "title": paper.title,
        "panel_date": ISSUED_TO.isoformat(),
        "is_joint": False,
        "organisation": world.own.slug,
    }
    snapshot = {"schema": 1, "known_at": clock.now().isoformat(), "paper": kept, "bases": []}
    issue = Issue.objects.create(paper=paper, number=1, known_at=clock.now(), snapshot=snapshot, issued_by=by)
    plan = Blob.objects.keep(b"A plan", "text/plain")
    appendix = paper.appendices.create(
        slug="plan", title="A plan", kind=AppendixKind.FILE, file_name="plan.txt", blob=plan
    )
    for edition in Edition:
        html = Blob.objects.keep(PAGE.format(edition.label).encode(), "text/html; charset=utf-8")
        pdf = Blob.objects.keep(f"%PDF {edition.label}".encode(), "application/pdf")
        row = issue.editions.create(
            edition=edition, marking="OFFICIAL", html=html, pdf=pdf, pages=1, fingerprint="a pen",
            file_name=f"{paper.slug}-{edition}.pdf",
        )  # fmt: skip
        row.files.create(appendix=appendix, label="Appendix 1", file_name="plan.txt", blob=plan)
        if edition == Edition.FULL:
            row.holds_sensitive_of.add(world.own)
    publishing.allow(issue=issue, organisation=world.own, by=by)
    publishing.publish(issue=issue, by=by)
    publishing.set_public_pages(organisation=world.own, by=by, version=None, is_on=True)
    _second(issue, by)


def _second(first, by):
    """A correction that waits to be published."""
    second = Issue.objects.create(
        paper=first.paper, number=2, kind=Issue.Kind.CORRECTION, reason="A count", known_at=clock.now(),
        snapshot=first.snapshot, issued_by=by,
    )  # fmt: skip
    for edition in first.editions.all():
        holds = list(edition.holds_sensitive_of.all())
        edition.pk, edition.issue = None, second
        edition._state.adding = True
        edition.save()
        edition.holds_sensitive_of.set(holds)
