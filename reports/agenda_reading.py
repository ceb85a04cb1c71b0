"""What is a board to talk about? Everything that happened between two standpoints, as one audience may know of it.

However many risks there are it costs a fixed number of statements: a few that name what changed (agenda_window.py),
some thirty for each register of which something did (agenda_stood.py), and those of the alignments, controls, plans,
requests and actions beside them (agenda_beside.py). Words are read for what is raised only.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from functools import partial

from registers import clock
from registers.audience import Audience
from registers.details import RiskDetails
from registers.models import Board, Organisation, Register, Risk
from registers.models.registers import FactClass
from registers.reviewing import months_on
from registers.scope import Scope
from reports.agenda import Drawn, Reason, in_order
from reports.agenda_beside import of_actions, of_alignments, of_plans, of_requests
from reports.agenda_controls import Found, of_controls
from reports.agenda_cut import Reader
from reports.agenda_rules import About, depends, reasons
from reports.agenda_stood import Pair, Risks, pairs_of
from reports.agenda_window import (
    Window,
    changed_controls,
    changed_risks,
    dependencies_on_movers,
    registers_of_new_appetite,
    risks_getting_on_badly,
    risks_of_vacated_posts,
)
from reports.models import Meeting

MONTHS = {Board.Cadence.MONTHLY: 1, Board.Cadence.QUARTERLY: 3, Board.Cadence.YEARLY: 12, Board.Cadence.AS_NEEDED: 3}


def agenda_audience(board: Board) -> Audience:
    """Who may read all that a board's agenda says: what is stored is drawn up for it, and cut for each reader.

    Of a body's board: all of its own, and what is official of the other, as agreed. Of a joint board: all of both, as
    agreed.
    """
    bodies = frozenset(Organisation.objects.filter(kind=Organisation.Kind.BODY).values_list("pk", flat=True))
    if board.is_joint:
        return Audience(agreed=bodies, cleared=bodies)
    own = frozenset({board.organisation_id})
    return Audience(working=own, cleared=own, agreed=bodies - own)


def standpoints(board: Board, on: date, meeting: Meeting | None = None) -> tuple[Scope, Scope]:
    """From where to where an agenda looks: the last meeting that the board closed before a day, and that day.

    `meeting`: the one it is drawn up for; a closed one looks by what was known when it closed, any other by what is
    known at this moment. Before its first meeting a board looks back as far as its cadence, by the same knowledge:
    nobody had been shown anything.
    """
    is_closed = meeting is not None and meeting.is_closed
    after = Scope(min(on, clock.today()), meeting.closed_at if is_closed else clock.now())
    closed = Meeting.objects.filter(board=board, on__lt=on, status=Meeting.Status.CLOSED)
    last = closed.order_by("-on").values_list("on", "closed_at").first()
    if last is None:
        return replace(after, as_at=months_on(after.as_at, -MONTHS[board.cadence])), after
    return Scope(*last), after


def exceptions(
    audience: Audience,
    *,
    registers: Collection[Register],
    before: Scope,
    after: Scope,
    bodies: Collection[Organisation],
    kept: bool = False,
) -> list[Drawn]:
    """What happened between two standpoints that is to be talked about, what matters most first.

    `registers`: whose risks and alignments are asked about. `bodies`: whose plans, requests and actions.
    `kept`: what is drawn up is kept for readers who may see less than this audience. Then its order, and under which
    of its risks a control is told, follow from nothing that clearance is needed for.
    """
    least = Reader(audience.cleared_by(())) if kept else None
    pairs = pairs_of(registers, audience, before, after)
    found = [*of_actions(audience, bodies, before, after), *of_requests(audience, bodies, before, after)]
    window = Window.between([before, *(view.scope for pair in pairs for view in pair.views_before)], after)
    own, joint = changed_controls(window) if pairs else (set(), set())
    found += of_controls(pairs, audience, before, after, own)
    risks = _Risks(pairs, audience, (before, after), window, found, least)
    items = risks.items() + of_alignments(pairs, audience, before, after, window, joint)
    items = [*items, *of_plans(audience, bodies, before, after), *risks.otherwise()]
    return in_order(items, partial(_is_open_to, least)) if kept else in_order(items)


def _is_open_to(least: Reader, reason: Reason) -> bool:
    """Whether those too who are not cleared may be told it."""
    return least.meets(reason.needs) and least.sees(reason)


class _Risks:
    """The risks that something may have happened to, and what did."""

    def __init__(self, pairs: list[Pair], audience: Audience, scopes, window: Window, found: list[Found], least=None):
        self.pairs, self.found, self.least = pairs, found, least
        self.depending = self._depending(window)
        keys = self._keys(window)
        places = dict(Risk.objects.filter(pk__in=keys).values_list("pk", "register")) if pairs else {}
        everywhere = [*pairs, *self._beside(places, audience, scopes)]
        self.of = [Risks(pair, {risk for risk in keys if places[risk] == pair.register.pk}) for pair in everywhere]
        self.place = {risk: risks for risks in self.of for risk in risks.rows}
        self.under = {id(each): self._first(each) for each in found}

    def _depending(self, window) -> dict[int, list[int]]:
        """{risk: those it depends on that were scored since}, as far as dependencies may be seen."""
        depending = defaultdict(list)
        for pair in self.pairs:
            for view in pair.views_after if pair.after.sees(FactClass.DEPENDENCIES) else ():
                for risk, other in dependencies_on_movers(view, window):
                    if pair.after.of(risk) is view:
                        depending[risk].append(other)
        return depending

    def _keys(self, window) -> set[int]:
        if not self.pairs:
            return set()
        keys = changed_risks(window) | risks_of_vacated_posts(window)
        keys |= risks_getting_on_badly([view for pair in self.pairs for view in pair.views_after], window)
        keys |= {risk for each in self.found for risk in each.risks}
        keys |= {risk for pair in self.depending.items() for risk in (pair[0], *pair[1])}
        anew = registers_of_new_appetite(window) & {pair.register.pk for pair in self.pairs}
        return keys | set(Risk.objects.filter(register__in=anew).values_list("pk", flat=True)) if anew else keys

    def _beside(self, places, audience, scopes) -> list[Pair]:
        """Other registers with a risk that one of these depends on."""
        others = {places[other] for named in self.depending.values() for other in named}
        others -= {pair.register.pk for pair in self.pairs}
        if not others:
            return []
        return pairs_of(
            Register.objects.visible_to(audience).filter(pk__in=others).select_related("organisation"),
            audience,
            *scopes,
        )

    def _first(self, found: Found) -> int | None:
        """The risk that something which acts on several is told under: the most severe, then the first in order."""
        named = [risk for risk in found.risks if risk in self.place and self._is_asked(risk)]
        open_ones = [risk for risk in named if self.place[risk].rows[risk].is_open]
        return min(open_ones, key=self._place, default=None)

    def _is_asked(self, risk) -> bool:
        return self.place[risk].pair in self.pairs

    def _place(self, risk):
        height, rank = self._severity(risk)
        return -height, -rank, *self._order(risk)

    def _severity(self, risk):
        """None that an order would give away to somebody."""
        is_open = self.least is None or self.least.meets(((self.place[risk].pair.register.pk, FactClass.SCORE),))
        return self.place[risk].severity(risk) if is_open else (0, 0)

    def _order(self, risk):
        row = self.place[risk].rows[risk]
        return self.of.index(self.place[risk]), row.order, row.ref

    def items(self) -> list[Drawn]:
        """One item a risk to which something happened."""
        given = defaultdict(list)
        for each in self.found:
            if (risk := self.under[id(each)]) is not None:
                given[risk].append(replace(each.reason, risks=(risk,)))
        raised = [risk for risk in self.place if self._is_asked(risk) and (given[risk] or self._own(risk))]
        said = self._details(raised)
        return [
            Drawn(
                "risk",
                risk,
                said[risk].title,
                tuple(self._own(risk, said) + given[risk]),
                self._severity(risk),
                self._order(risk),
            )
            for risk in raised
        ]

    def _details(self, raised) -> dict[int, RiskDetails]:
        """What the registers say of these, and of those they depend on."""
        named = {*raised, *(other for risk in raised for other in self.depending.get(risk, ()))}
        said = {}
        for risks in self.of:
            said |= risks.details([risk for risk in risks.rows if risk in named])
        return said

    def _own(self, risk, said=None) -> list[Reason]:
        """What happened to it itself, and to what it depends on; with the reasons given where details are at hand."""
        about, before, after = self.place[risk].stood[risk]
        if said is not None:
            about = self.place[risk].explained(about, said[risk])
        found = reasons(about, before, after)
        for other in self.depending.get(risk, ()) if after.is_open else ():
            found += self._depends(about, other, said)
        return found

    def _depends(self, about: About, other: int, said) -> Iterable[Reason]:
        there = self.place.get(other)
        if there is None or there.movement(other) is None:
            return ()
        title = said[other].title if said is not None else ""
        called = f"Risk {there.rows[other].printed_ref}, {title}"
        if there is not self.place[about.risk]:
            called = f"Risk {there.rows[other].printed_ref} of the {there.pair.register.title}, {title}"
        reason = depends(about, there.stood[other][0], called, there.movement(other), there.stood[other][1].day)
        return () if reason is None else (reason,)

    def otherwise(self) -> list[Drawn]:
        """What is about no risk of these, each under what it is about."""
        items: dict[tuple[str, int], Drawn] = {}
        for each in self.found:
            if self.under[id(each)] is None and each.otherwise is not None:
                key = each.otherwise.subject, each.otherwise.key
                before = items[key].reasons if key in items else ()
                items[key] = replace(each.otherwise, reasons=before + each.otherwise.reasons)
        return list(items.values())
