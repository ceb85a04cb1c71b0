"""How is one edition of one paper made? Reads text and figures for the edition, and assembles them."""

from registers.audience import PUBLIC, Audience, edition_of
from registers.scope import Scope
from reports.models import Edition, Paper
from reports.papers.assemble import assemble
from reports.papers.document import Document
from reports.papers.figures import Figures, one_moment, read_figures
from reports.papers.filling import fill_all
from reports.papers.movements import draft_sentence
from reports.papers.text import read_text


def audience_for(paper: Paper, edition: Edition, editor: Audience | None = None) -> Audience:
    """What an edition may hold, and no more than its editor may see (DESIGN.md section 4)."""
    audience = PUBLIC if edition == Edition.PUBLIC else edition_of(frozenset(body.pk for body in paper.bodies))
    return audience if editor is None else audience & editor


def make_document(paper: Paper, edition: Edition, editor: Audience | None = None) -> Document:
    """One edition of a paper; `editor` is who asked for it, if a person did."""
    audience = audience_for(paper, edition, editor)
    with one_moment():
        text = read_text(paper, edition)
        figures = figures_of(paper, edition, editor)
        contents = fill_all(paper, text, edition, audience, figures, str)
    return assemble(text, figures, contents, edition)


def figures_of(paper: Paper, edition: Edition, editor: Audience | None = None) -> tuple[Figures, ...]:
    """The figures of each register the paper rests on, in the order it names them."""
    audience = audience_for(paper, edition, editor)
    return tuple(
        read_figures(basis.register, audience, Scope(as_at=basis.as_at, compared_with=basis.compared_with))
        for basis in paper.bases.select_related("register__organisation")
    )


def offered_sentence(paper: Paper, edition: Edition, editor: Audience, day) -> str:
    """Drafted from what the edition a section goes into may say; empty where it may say nothing of movement."""
    with one_moment():
        figures = figures_of(paper, edition, editor)
    sentences = [draft_sentence(one.position, one.unpublished, day) for one in figures]
    return " ".join(filter(None, sentences))
