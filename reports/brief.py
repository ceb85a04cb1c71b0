"""What does the Deputy Mayor need to know this month? The dashboard in plain sentences, on one page.

Nothing is said here that the dashboard does not show to the same reader.
"""

from __future__ import annotations

from dataclasses import dataclass

from registers.audience import WITHHELD
from registers.movement import Movement
from registers.telling import shortened
from reports.comparison import MOVED
from reports.dashboard import Dashboard
from reports.dashboard_register import REASON, Move, Part
from reports.divergence import in_words, listed, sentence
from reports.papers.numbering import in_words as number_in_words

MOVES, DECISIONS, TOP = 4, 5, 5
DECISIONS_OF_BOTH = 4
OF_BOTH = 3  # moves and highest risks of each register, where there are two: it is one page


@dataclass(frozen=True)
class Told:
    """One paragraph of a list: what leads it, and the rest."""

    lead: str
    words: str
    url: str = ""


@dataclass(frozen=True)
class OfRegister:
    """What is said of one register."""

    part: Part
    summary: str
    moves: tuple[Told, ...]
    top: tuple[Told, ...]
    late: tuple[str, ...]
    above: str = ""


@dataclass(frozen=True)
class Brief:
    registers: tuple[OfRegister, ...]
    decided: str
    decisions: tuple[Told, ...]
    late: tuple[str, ...]  # of actions, requests and plans

    @property
    def above(self) -> tuple[OfRegister, ...]:
        """The registers with risks above appetite: that is no promise, and nothing of it is overdue."""
        return tuple(register for register in self.registers if register.above)

    @property
    def has_late(self) -> bool:
        return bool(self.late) or any(register.late for register in self.registers)


def brief_of(shown: Dashboard) -> Brief:
    items = shown.decisions.items
    since = shown.decisions.since_words
    told = DECISIONS_OF_BOTH if shown.asked.is_joint else DECISIONS
    return Brief(
        registers=tuple(_of_register(part) for part in shown.parts),
        decided=_decided(len(items), since, told),
        decisions=tuple(
            Told(
                f"{item.ref} {item.title}".strip(),
                shortened(_sentences([item.asked, *(reason.text for reason in item.reasons[:2])]), REASON),
                item.url,
            )
            for item in items[:told]
        ),
        late=tuple(words for words in (*map(_due, shown.due), *map(_plan, shown.plans)) if words),
    )


def _decided(number, since, told):
    if not number:
        return f"Nothing has come up since {since} that needs a decision."
    verb = "needs" if number == 1 else "need"
    first = f" These are the first {number_in_words(told)}, most pressing first." if number > told else ""
    return f"{sentence(number_in_words(number))} matter{'' if number == 1 else 's'} {verb} a decision or a view.{first}"


def _of_register(part: Part) -> OfRegister:
    if part.is_empty:
        return OfRegister(part, part.position_words, (), (), ())
    return OfRegister(
        part=part,
        summary=" ".join(filter(None, [_open(part), _moved(part)])),
        moves=tuple(_move(part, move) for move in part.moves[: OF_BOTH if part.asked.is_joint else MOVES]),
        top=tuple(_top(row) for row in part.top[: OF_BOTH if part.asked.is_joint else TOP]),
        late=tuple(filter(None, [_reviews(part), _controls(part)])),
        above=_above(part),
    )


def _open(part):
    number = len(part.of.open)
    if not part.sees_score:
        return f"{sentence(number_in_words(number))} risk{'' if number == 1 else 's'} {_is(number)} open."
    bands = [f"{line.figures[0].value} {line.label.lower()}" for line in part.bands if line.figures[0].value]
    return f"{sentence(number_in_words(number))} risk{'' if number == 1 else 's'} {_is(number)} open: {listed(bands)}."


def _moved(part):
    if not part.sees_movement:
        return ""
    number = part.moved_lately.value
    if not number:
        return f"None has moved since {in_words(part.moved_since)}."
    verb = "has" if number == 1 else "have"
    return f"{sentence(number_in_words(number))} {verb} moved since {in_words(part.moved_since)}."


def _move(part: Part, move: Move) -> Told:
    row = move.row
    verb = MOVED[Movement(row.movement)][1][0] if Movement(row.movement) in MOVED else row.movement
    cells = ""
    if row.score and row.before:
        cells = f" from {row.before} ({row.before.band_name.lower()}) to {row.score} ({row.score.band_name.lower()})"
    when = "" if move.is_lately else f" before {in_words(part.moved_since)}"
    return Told(f"{row.index.printed_ref} {row.details.title}", f"{verb}{cells}{when}. {move.reason}".strip(), row.url)


def _top(row) -> Told:
    owners = row.details.owners
    owned = "" if owners is WITHHELD else f", owned by {listed(map(str, owners))}" if owners else ", owned by nobody"
    return Told(
        f"{row.index.printed_ref} {row.details.title}", f"{row.score} ({row.score.band_name.lower()}){owned}.", row.url
    )


def _reviews(part):
    overdue = part.reviews[0].figures[0].value
    if overdue is WITHHELD or not overdue:
        return ""
    return f"{sentence(number_in_words(overdue))} review{'' if overdue == 1 else 's'} of risks {_is(overdue)} overdue."


def _above(part):
    number = part.above_appetite.value
    if number is WITHHELD or not number:
        return ""
    return f"{sentence(number_in_words(number))} risk{'' if number == 1 else 's'} {_is(number)} above appetite."


def _controls(part):
    found = {line.label: line.figures[0].value for line in part.attention}
    number = found.get("Promised date passed") if part.sees_controls else 0
    if not number:
        return ""
    return f"{sentence(number_in_words(number))} control{'' if number == 1 else 's'} passed the date promised."


def _due(due):
    late = [(line.label, line.figures[0].value) for line in due.lines if line.label.endswith("overdue")]
    late = [(label, number) for label, number in late if number]
    parts = [f"{number_in_words(number)} {_called(label, number)}" for label, number in late]
    verb = _is(late[0][1] if len(late) == 1 else 2) if late else ""
    return sentence(f"{listed(parts)} for {due.body.short_name} to answer {verb} overdue.") if late else ""


def _called(label, number):
    one, many = ("action", "actions") if label.startswith("Actions") else ("Panel request", "Panel requests")
    return one if number == 1 else many


def _plan(plan):
    number = plan.flags[0].figures[0].value
    if not number:
        return ""
    streams = f"{number_in_words(number)} work-stream{'' if number == 1 else 's'} of the improvement plan"
    return sentence(f"{streams} passed the date promised.")


def _is(number):
    return "is" if number == 1 else "are"


def _sentences(texts):
    return " ".join(f"{text.rstrip('.')}." for text in texts)
