"""How is one edition of one paper made? Reads text and figures for the edition, and assembles them."""

from registers.audience import PUBLIC, Audience, edition_of
from reports.models import Edition, Paper
from reports.papers.assemble import assemble
from reports.papers.document import Document
from reports.papers.figures import Figures, one_reading, read_figures
from reports.papers.filling import fill_all
from reports.papers.named import names_in, printed
from reports.papers.references import Places, papers_named, slugs_named
from reports.papers.sections import Filled, places_of
from reports.papers.since_issue import scope_of
from reports.papers.text import PaperText, read_text


def audience_for(paper: Paper, edition: Edition, editor: Audience | None = None) -> Audience:
    """What an edition may hold, and no more than its editor may see (DESIGN.md section 4)."""
    audience = PUBLIC if edition == Edition.PUBLIC else edition_of(frozenset(body.pk for body in paper.bodies))
    return audience if editor is None else audience & editor


def make_document(paper: Paper, edition: Edition, editor: Audience | None = None) -> Document:
    """One edition of a paper; `editor` is who asked for it, if a person did."""
    audience = audience_for(paper, edition, editor)
    with one_reading():
        text = read_text(paper, edition)
        figures = figures_of(paper, edition, editor)
        fill = filler_of(paper, text, edition, audience, editor)
        contents = fill_all(paper, text, edition, audience, figures, fill)
    return assemble(text, figures, contents, edition, fill=fill)


def filler_of(
    paper: Paper, text: PaperText, edition: Edition, audience: Audience, editor: Audience | None = None
) -> Filled:
    """What puts named figures and references into a text, as this edition and this audience may read them.

    `editor`: as in make_document.
    """
    texts = list(text.texts())
    values = printed(paper, edition, audience, names_in(texts))
    others = papers_named(slugs_named(texts, "paper"), editor)
    return Filled(values, Places({**places_of(text, edition), **others}), text.pictures)


def figures_of(paper: Paper, edition: Edition, editor: Audience | None = None) -> tuple[Figures, ...]:
    """The figures of each register the paper rests on, in the order it names them."""
    audience = audience_for(paper, edition, editor)
    return tuple(
        read_figures(basis.register, audience, scope_of(basis))
        for basis in paper.bases.select_related("register__organisation", "paper")
    )
