"""What goes on while the own body's paper is written, for tests/two_bodies.py: comments, texts not saved, a slip."""

from reports.actions import appendices, papers, writing
from reports.papers.accepting import findings_of

SLIP = "Said to to everybody."


def add_writing(world, paper, planted) -> None:
    """Of its open section a comment and a text not saved; of its closed one too, each with a word of its own."""
    by = world.visitors["own secretariat"]
    parts = {section.slug: section for section in paper.sections.all()}
    opened, closed = parts["open-section"], parts["closed-section"]
    writing.comment(paper=paper, by=by, text="Is everybody told?", section=opened)
    writing.comment(paper=paper, by=by, text=planted(world.variant, "own", "comment"), section=closed)
    for section, body in ((opened, "Half a sent"), (closed, planted(world.variant, "own", "unsaved"))):
        writing.keep(section=section, by=by, body=body, based_on=section.version)
    text = paper.appendices.get(slug="a-text")
    appendices.keep(appendix=text, by=by, body=planted(world.variant, "own", "unsaved"), based_on=text.version)
    papers.add_section(paper=paper, by=by, part="body", heading="Slip", body=SLIP)


def slip_found(world) -> str:
    """The key of what the checks find there, with the right words at hand."""
    return next(one.key for one in findings_of(world.paper) if one.slug == "slip" and one.finding.offer)
