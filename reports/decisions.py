"""What needs a decision? The agenda by exception, as the dashboard's reader may see it, with the place of each item.

The reasons are worked out under the reader's own audience (reports/agenda_reading.py), so that they tell nothing that
the reader may not see; the agenda of a meeting keeps what was drawn up for the board.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from urllib.parse import urlencode

from django.urls import reverse

from controls.models import ImprovementPlan
from registers.audience import Audience
from registers.models import Alignment, Board
from registers.models.registers import FactClass
from registers.scope import Scope
from reports.agenda import Drawn, Reason
from reports.asks import asks_of
from reports.dashboard_asked import Asked
from reports.divergence import in_words
from reports.figures import OfRegister
from reports.models import PanelRequest


@dataclass(frozen=True)
class Decision:
    """One matter: what it is about, and each reason why it is there."""

    subject: str
    ref: str  # as printed, of a risk
    title: str
    url: str
    reasons: tuple[Reason, ...]
    body: str = ""  # of a risk, where both bodies' are told
    asks: tuple[str, ...] = ()  # what is to be decided, in the order of the reasons

    @property
    def asked(self) -> str:
        """The first of it in one sentence, for where there is no room for all."""
        return _in_one(self.asks[:2])

    @property
    def asked_in_full(self) -> str:
        return _in_one(self.asks)


def _in_one(asks: tuple[str, ...]) -> str:
    return "; ".join([*asks[:1], *(ask[0].lower() + ask[1:] for ask in asks[1:])])


@dataclass(frozen=True)
class Decisions:
    since: Scope | None  # what is compared with; None where there is nothing to compare
    items: tuple[Decision, ...] = ()
    since_words: str = "the month before"
    is_cut: bool = False  # some of what reasons are drawn from is withheld from the reader
    order_words: str = ""


def decisions(audience: Audience, asked: Asked, parts: list[OfRegister]) -> Decisions:
    """What the boards of these registers should talk about, what matters most first."""
    from reports.agenda_reading import exceptions

    if not parts:
        return Decisions(None)
    before, after, since = _standpoints(audience, asked, parts)
    registers = [part.register for part in parts]
    drawn = exceptions(audience, registers=registers, before=before, after=after, bodies=list(asked.bodies))
    places = _Places(asked, parts, drawn)
    is_cut = not all(part.view.sees(name) for part in parts for name in FactClass)
    items = tuple(map(places.decision, drawn))
    sees_scores = all(part.view.sees(FactClass.SCORE) for part in parts)
    return Decisions(before, in_turn(items), since, is_cut, _order_words(sees_scores, asked.is_joint))


def _order_words(sees_scores: bool, is_joint: bool) -> str:
    """How the list is ordered, as reports.agenda.in_order does it for this reader."""
    words = ["Most pressing first: what is to be judged, then broken promises, then what to know of"]
    words += ["the highest band first in each"] if sees_scores else []
    words += ["a risk of each body in turn"] if is_joint else []
    return "; ".join(words)


def in_turn(items: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """The risks of each body in turn, each body's in their order, so that neither hides the other's; then the rest."""
    risks: dict[str, list[Decision]] = {}
    for item in items:
        if item.subject == "risk":
            risks.setdefault(item.body, []).append(item)
    turns = (item for turn in zip_longest(*risks.values()) for item in turn if item is not None)
    return (*turns, *(item for item in items if item.subject != "risk"))


def _standpoints(audience, asked, parts) -> tuple[Scope, Scope, str]:
    """The last closed meeting of the board, the moment looked at, and the former in words.

    Where no board is known, and of both bodies, the end of the month before.
    """
    from reports.agenda_reading import standpoints

    board = asked.meeting.board if asked.meeting else _board(audience, asked, parts)
    here = replace(asked.scope, compared_with=None)
    if board is None:
        return Scope(asked.since), here, in_words(asked.since)
    before, after = standpoints(board, asked.scope.as_at, asked.meeting)
    if not asked.meeting and before.known_at == after.known_at:
        return Scope(before.as_at), here, in_words(before.as_at)  # no meeting was closed before: by what is known now
    met = f"the meeting of {in_words(before.as_at)}" if before.known_at else in_words(before.as_at)
    return before, after if asked.meeting else here, met


def _board(audience, asked, parts) -> Board | None:
    keys = [part.register.board_id for part in parts]
    if asked.is_joint or keys[0] is None:
        return None
    return Board.objects.visible_to(audience).filter(pk=keys[0]).first()


def _to_be_agreed(part: OfRegister):
    """The risks of which it is known that the board has not agreed them as they stand."""
    is_first = part.view.is_working and part.view.agreement is None
    return {row.risk for row in part.now.rows} if is_first else part.changed


class _Places:
    """Where each item leads: risks as they were read, of the rest one statement for each kind there is."""

    def __init__(self, asked: Asked, parts: list[OfRegister], drawn: list[Drawn]):
        self.asked, query = asked, asked.time()
        self.tail = f"?{urlencode(query)}" if query else ""
        self.rows = {row.risk: (part.register, row) for part in parts for row in part.now.rows}
        self.to_be_agreed = {risk for part in parts for risk in _to_be_agreed(part)}
        self.found = {subject: self._read(model, subject, drawn) for subject, model in MODELS.items()}

    def _read(self, model, subject, drawn):
        keys = [item.key for item in drawn if item.subject == subject]
        rows = model.objects.filter(pk__in=keys) if keys else model.objects.none()
        return {row.pk: row for row in (rows.select_related("organisation") if subject == "plan" else rows)}

    def decision(self, drawn: Drawn) -> Decision:
        ref, url, body = "", self._url(drawn), ""
        if drawn.subject == "risk" and drawn.key in self.rows:
            register, row = self.rows[drawn.key]
            ref, url = row.printed_ref, f"{register.get_absolute_url()}{row.ref}/{self.tail}"
            body = register.organisation.short_name if self.asked.is_joint else ""
        asks = asks_of(drawn.reasons, drawn.subject == "risk" and drawn.key in self.to_be_agreed)
        return Decision(drawn.subject, ref, drawn.title, url, drawn.reasons, body, asks)

    def _url(self, drawn):
        if drawn.subject in self.found and drawn.key in self.found[drawn.subject]:
            return self.found[drawn.subject][drawn.key].get_absolute_url() + self.tail
        if drawn.subject == "actions":
            body = "" if self.asked.is_joint else self.asked.bodies[0].slug
            query = {"organisation": body, "state": "open", "overdue": "yes"} | self.asked.time()
            return reverse("reports:actions") + f"?{urlencode(query)}"
        return ""


MODELS = {"alignment": Alignment, "plan": ImprovementPlan, "request": PanelRequest}
