"""Drafts about the risks of one or two registers: their movement with its reasons, their counts, those to note."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from controls.progress import Rag, Status
from controls.risk_progress import RiskProgressTold, risk_progress
from registers.audience import WITHHELD
from registers.details import Position, RiskPosition, full_position
from registers.models.registers import FactClass
from registers.models.risk_facts import Horizon
from registers.movement import STOOD_STILL, Movement
from registers.position import index, look_at
from reports.papers.named import escaped, whole
from reports.papers.numbering import in_words, listed
from reports.papers.since_issue import scope_of

if TYPE_CHECKING:
    from reports.papers.drafting import Wanted

# (one risk, several) as they stand after the number
WORDS = {
    Movement.UP: ("rose", "rose"),
    Movement.DOWN: ("fell", "fell"),
    Movement.SHIFTED: ("moved to another cell of the same rank", "moved to other cells of the same rank"),
    Movement.NEW: ("is new", "are new"),
    Movement.REOPENED: ("was reopened", "were reopened"),
    Movement.CLOSED: ("was closed", "were closed"),
    Movement.REFRESHED: ("was recast, split or merged", "were recast, split or merged"),
    Movement.RESCALED: ("is scored on a new scale", "are scored on a new scale"),
    Movement.CORRECTED: ("was corrected since the last paper", "were corrected since the last paper"),
    Movement.UNSCORED: ("has no score to compare", "have no score to compare"),
}
COLOURS = (Rag.GREEN, Rag.AMBER, Rag.RED)


def positions(wanted: Wanted) -> Iterator[Position]:
    """Each register the paper rests on, as the draft's reader may see it; none that no board has settled."""
    for basis in wanted.paper.bases.select_related("register__organisation", "paper"):
        view = look_at(basis.register, wanted.audience, scope_of(basis))
        if not view.is_empty:
            yield full_position(index(view))


# Movement ---------------------------------------------------------------------------------------------------------


def movement(wanted: Wanted) -> str:
    """A sentence a register, then a line for each risk that moved, with the reason where it may be told."""
    found = [text for position in positions(wanted) for text in _movement(position, wanted)]
    return "\n\n".join(found)


def _movement(position: Position, wanted: Wanted) -> Iterator[str]:
    if not _may_tell(position):
        return
    several = wanted.paper.bases.count() > 1
    everything = look_at(position.view.register, whole(wanted.paper), position.view.scope)
    hidden = len(index(everything).shown) - len(position.risks)
    of = f" of {_of(position)}" if several else ""
    if position.is_first:
        yield first_sentence(position, of, hidden)
        return
    yield sentence(position, of=of, hidden=hidden)
    for risk in position.risks:
        if risk.row.movement not in STOOD_STILL and (why := why_it_moved(position, risk)):
            yield why


def _may_tell(position: Position) -> bool:
    movements = [risk.row.movement for risk in position.risks]
    return bool(movements) and position.view.scope.compared_with is not None and WITHHELD not in movements


def _of(position):
    body = position.view.register.organisation
    return body.short_name if body.short_name.isupper() else f"the {body.short_name}"


def sentence(position: Position, of: str = "", hidden: int = 0) -> str:
    """ "All 13 risks stand where they stood on ...", or "One risk rose (...); two fell (...); ten stand ...".

    `hidden`: how many risks are not among them. Then it says so first, and speaks of the others alone.
    """
    path = position.view.register.path
    since = f"[[basis/{path}.compared-with]]"
    still = [risk for risk in position.risks if risk.row.movement in STOOD_STILL]
    number = len(position.risks)
    of_all = _of_all(position, of, hidden)
    if len(still) == number and hidden:
        they = "All of these stand where they" if number > 1 else "It stands where it"
        return f"{of_all}{they} stood on {since}."
    if len(still) == number:
        subject = f"All [[{path}.count|words]] risks{of} stand" if len(still) > 1 else f"The risk{of} stands"
        return f"{subject} where {'they' if len(still) > 1 else 'it'} stood on {since}."
    parts = [_part(position, kind) for kind in WORDS if kind is not Movement.UNSCORED]
    told = [part for part in parts if part]
    told[0] = _with_noun(told[0], of)
    if still:
        verb, they = ("stands", "it") if len(still) == 1 else ("stand", "they")
        told.append(f"{in_words(len(still))} {verb} where {they} stood on {since}")
    else:
        told[-1] += f" since {since}"
    return f"{of_all}{_begun('; '.join(told))}."


def _of_all(position, of, hidden):
    if not hidden:
        return ""
    number = _begun(in_words(len(position.risks)))
    return f"{number} of the [[{position.view.register.path}.count|words]] risks{of} are published. "


def first_sentence(position: Position, of: str = "", hidden: int = 0) -> str:
    """What is said where the register begins with the position: there a risk is not new, as nothing is older."""
    path, number = position.view.register.path, len(position.risks)
    which = "none of these risks was" if number > 1 else "this risk was not"
    return (
        f"{_of_all(position, of, hidden)}This is the first position of the risks{of}: as at "
        f"[[basis/{path}.compared-with]] {which} on the register, so that there is no earlier one to compare it with."
    )


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _part(position, kind) -> str:
    """two fell ([[...title]], risk [[...ref]] and ...)"""
    risks = [risk for risk in position.risks if risk.row.movement is kind]
    if not risks:
        return ""
    names = listed(_named(position, risk) for risk in risks)
    return f"{in_words(len(risks))} {WORDS[kind][len(risks) > 1]} ({names})"


def _with_noun(part, of):
    number, _, rest = part.partition(" ")
    return f"{number} {'risk' if number == 'one' else 'risks'}{of} {rest}"


def _named(position, risk) -> str:
    name = figure_name(position, risk)
    return f"[[{name}.title]], risk [[{name}.ref]]"


def figure_name(position: Position, risk: RiskPosition) -> str:
    return f"{position.view.register.path}/{risk.row.ref}"


def why_it_moved(position: Position, risk: RiskPosition) -> str:
    """A paragraph on one risk that moved: from where to where, and why; empty where neither may be told."""
    name, row, details = figure_name(position, risk), risk.row, risk.details
    sees_scores = position.view.sees(FactClass.SCORE)
    moved = ""
    if sees_scores and row.before and row.cell and row.movement in (Movement.UP, Movement.DOWN, Movement.SHIFTED):
        moved = f" moved from [[{name}.before]] to [[{name}.score]]."
    reasons = "" if details.reasons is WITHHELD else " ".join(_as_sentence(reason) for reason in details.reasons)
    if not moved and not reasons:
        return ""
    middle = moved or (":" if reasons else "")
    return f"**[[{name}.title]] (risk [[{name}.ref]])**{middle} {escaped(reasons)}".rstrip()


def _as_sentence(words: str) -> str:
    words = words.strip()
    return words if not words or words[-1] in ".!?" else f"{words}."


def considerations(wanted: Wanted) -> str:
    """The risks that grew or came, which a Panel asks about first; empty in a quarter without any."""
    grew = (Movement.UP, Movement.NEW, Movement.REOPENED)
    found = [
        _named(position, risk)
        for position in positions(wanted)
        if _may_tell(position)
        for risk in position.open
        if risk.row.movement in grew
    ]
    if not found:
        return ""
    what = "the risk that rose or is new" if len(found) == 1 else "the risks that rose or are new"
    return f"The Panel may wish to discuss {what} this quarter: {listed(found)}."


# Counts -----------------------------------------------------------------------------------------------------------


def counts(wanted: Wanted) -> str:
    """How many risks there are and how they get on. The figures print "[withheld]" until they may be told."""
    return "\n\n".join(_counts(position) for position in positions(wanted))


def _counts(position: Position) -> str:
    path, title = position.view.register.path, position.view.register.title
    first = (
        f"The {_begun_small(title)} holds [[{path}.count|words]] risks as at [[basis/{path}.as-at]], as agreed at "
        f"[[basis/{path}.agreed]]."
    )
    colours = listed(f"[[{path}.count.rag.{rag}|words]] {rag.label.lower()}" for rag in COLOURS)
    return f"{first} By progress against their targets {colours}." if _states_progress(position) else first


def _begun_small(title: str) -> str:
    """Met corporate risk register stays; Corporate risk register begins small."""
    first = title.split()[0] if title else ""
    return title if first.isupper() or first in ("Met", "MOPAC", "Metropolitan") else title[:1].lower() + title[1:]


def _states_progress(position) -> bool:
    return position.view.sees(FactClass.PROGRESS)


# Risks to note by progress ----------------------------------------------------------------------------------------


def progress(wanted: Wanted) -> str:
    """A paragraph for each open risk whose progress is such; a sentence where there is none."""
    status = Status(wanted.what)
    paragraphs, sees = [], False
    for position in positions(wanted):
        if not position.view.sees(FactClass.PROGRESS):
            continue
        sees = True
        said = risk_progress(position.view, [risk.row for risk in position.open])
        paragraphs += [
            _to_note(position, risk, said[risk.row.risk])
            for risk in position.open
            if said[risk.row.risk].status is status and _is_worth_noting(risk, status)
        ]
    if sees and not paragraphs:
        return f"No risk to note is reported as “{status.label.lower()}” this quarter."
    return "\n\n".join(paragraphs)


def _is_worth_noting(risk: RiskPosition, status: Status) -> bool:
    """Of the risks on track only those that moved: the Panel has the rest in the register."""
    return status is not Status.ON_TRACK or risk.row.movement not in STOOD_STILL


def _to_note(position: Position, risk: RiskPosition, said: RiskProgressTold) -> str:
    name, row = figure_name(position, risk), risk.row
    horizon = f" – {Horizon(row.horizon).label.lower()}" if row.horizon in (Horizon.SHORT, Horizon.LONG) else ""
    parts = [f"**[[{name}.title]] (risk [[{name}.ref]]{horizon}):**"]
    if said.quarters > 1 and said.standing:
        parts.append(f"This is the {said.standing}.")
    if position.view.sees(FactClass.SCORE) and row.movement in (Movement.UP, Movement.DOWN) and row.before:
        verb = "risen" if row.movement is Movement.UP else "fallen"
        parts.append(f"The score has {verb} from [[{name}.before]] to [[{name}.score]].")
    latest = said.latest
    if latest and latest.narrative:
        parts.append(escaped(_as_sentence(latest.narrative)))
    elif len(parts) == 1:
        parts.append(f"Progress is [[{name}.progress]].")
    return " ".join(parts)
