"""Which requests of the Panel does a paper answer, and are the paragraphs there that are said to answer them?

A request's answer names the paper and the paragraph (RequestTurn). At issue the two are tied: the issue keeps them, and
whoever issues it is told of a paragraph that the paper does not have.
"""

from dataclasses import dataclass

from reports.models import Paper, RequestTurn
from reports.papers.document import Document


@dataclass(frozen=True)
class Answer:
    """A request, and the paragraph said to answer it."""

    turn: RequestTurn
    is_there: bool

    @property
    def name(self) -> str:
        return str(self.turn.request)


def answers(paper: Paper, document: Document) -> list[Answer]:
    """The last answer to each request that names this paper, by the request's number."""
    turns = RequestTurn.objects.filter(paper=paper).exclude(paragraph="").select_related("request")
    latest = {turn.request_id: turn for turn in turns.order_by("request__number", "recorded_at", "pk")}
    numbers = numbers_of(document)
    return [Answer(turn, turn.paragraph.strip().rstrip(".") in numbers) for turn in latest.values()]


def numbers_of(document: Document) -> set[str]:
    """Of its sections and paragraphs."""
    found = {section.number for section in document.sections}
    return found | {piece.number for section in document.sections for piece in section.pieces if piece.number}


def answers_data(paper: Paper, document: Document) -> list[dict]:
    """As an issue keeps them."""
    return [
        {
            "request": one.turn.request.number,
            "paragraph": one.turn.paragraph,
            "is_there": one.is_there,
            "on": one.turn.on.isoformat(),
            "state": one.turn.state,
        }
        for one in answers(paper, document)
    ]
