"""How does the worker issue a paper? It reads both editions in one moment, draws both, and writes them in one go.

Until the last step nothing of it is in the database: a worker that is killed leaves no trace but a job that somebody
takes up again, or that is shown as failed.
"""

from django.core.exceptions import ValidationError

from registers.access import audience_of
from reports.actions import issuing, renderings
from reports.models import Edition, Issue, Paper
from reports.papers.preparing import Prepared, prepare

PARTS = {Edition.PUBLIC: (10, 45), Edition.FULL: (45, 90)}  # per cent of the way


def issue(rendering) -> Issue | None:
    """Issue the paper that a job was asked for; None where somebody else has the job by now.

    Raises ValidationError, or RenderError, with words for whoever asked.
    """
    asked = rendering.issuing
    paper = Paper.objects.select_related("organisation").get(pk=rendering.paper_id)
    if not audience_of(rendering.requested_by).issues_papers:
        raise ValidationError(issuing.NOT_YOURS)
    renderings.tell(rendering, 5, "Reading the paper and its registers")
    prepared = prepare(paper, kind=asked.kind, reason=asked.reason, keeps=True)
    if prepared.parts.whole != asked.digest:
        raise ValidationError(issuing.CHANGED_MEANWHILE)
    made = draw(rendering, prepared, issuing.next_number(paper))
    renderings.tell(rendering, 95, "Writing both editions")
    return issuing.write(rendering, made, prepared)


def draw(rendering, prepared: Prepared, number: int) -> dict[Edition, issuing.Made]:
    """Both editions as HTML and PDF."""
    from reports import pdf

    made = {}
    for edition, printed in prepared.printed(number).items():
        rendered = printed.to_pdf(_teller(rendering, edition))
        made[edition] = issuing.Made(
            html=printed.html,
            pdf=rendered.pdf,
            pages=rendered.pages,
            fingerprint=", ".join([pdf.fingerprint(), *rendered.other_fonts]),
            file_name=printed.file_name,
            document=prepared.documents[edition],
        )
    return made


def _teller(rendering, edition):
    from reports.jobs import Teller

    first, last = PARTS[edition]
    return Teller(rendering, first, last, f"{edition.label}: ")
