"""Which controls act on each risk, and how do they get on? With owner, dates, slips and what was said of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from controls.details import ControlDetails, details
from controls.position import ControlRow, Index, of_risks
from controls.progress import Status
from registers.audience import PUBLIC, WITHHELD, Audience, Level, edition_of
from registers.details import RiskPosition
from registers.models.registers import FactClass
from registers.position import View, index, look_at
from reports.models import AppendixKind
from reports.papers.appendices_common import HELD_BACK, OfRegister, said_of
from reports.papers.appendices_corporate import ProgressWord
from reports.papers.filling import Asked, fills

KEY, ALL = "key", "all"


@dataclass(frozen=True)
class ControlLine:
    reference: str
    title: str
    stage: str
    is_key: bool
    progress: ProgressWord
    said: str  # why it falls short
    owner: str
    due: date | str | None
    first_due: date | None  # where it is another
    slips: int
    is_sensitive: bool


@dataclass(frozen=True)
class ControlGroup:
    """The controls of one risk."""

    ref: str
    title: str
    lines: tuple[ControlLine, ...]
    is_sensitive: bool


@dataclass(frozen=True, kw_only=True)
class Controls(OfRegister):
    """`number` counts each control once, though it may act on several risks; the same in both editions."""

    groups: tuple[ControlGroup, ...]
    without: tuple[str, ...]  # refs of risks on which none acts
    number: int
    not_published: int
    only_key: bool
    is_withheld: bool = False
    shows_kept: bool = False

    @property
    def is_sensitive(self) -> bool:
        lines = [line for group in self.groups for line in group.lines]
        return self.shows_kept or any(part.is_sensitive for part in (*self.groups, *lines))


@fills(AppendixKind.CONTROLS)
def fill_controls(asked: Asked) -> Controls | None:
    if asked.is_empty:
        return None
    options, position, said = asked.draft.options, asked.figures.position, said_of(asked.figures)
    only_key = options.get("controls", KEY) == KEY
    view, refs = position.view, set(options.get("refs", ()))
    if not view.sees(FactClass.CONTROLS):
        empty = {"groups": (), "without": (), "number": 0, "not_published": 0}
        return Controls(**said, **empty, only_key=only_key, is_withheld=True)
    risks = [risk for risk in position.open if not refs or risk.row.ref in refs]
    groups = _groups(view, risks, only_key)
    number, public = (_count(view, who, refs, only_key) for who in (_everything_of(view), PUBLIC))
    return Controls(
        **said,
        groups=tuple(group for group in groups if group.lines),
        without=tuple(group.ref for group in groups if not group.lines),
        number=number,
        not_published=number - public if asked.audience == PUBLIC else 0,
        only_key=only_key,
        shows_kept=bool(number) and view.register.level_of(FactClass.CONTROLS) >= Level.SENSITIVE,
    )


def _everything_of(view: View) -> Audience:
    return edition_of(frozenset({view.register.organisation_id}))


def _count(view, audience, refs, only_key) -> int:
    """How many controls act on these risks, as an audience may know of them."""
    seen = look_at(view.register, audience, view.scope)
    if not seen.sees(FactClass.CONTROLS):
        return 0
    keys = [row.risk for row in index(seen).open if not refs or row.ref in refs]
    return len({row.control for row in _at_work(of_risks(seen, keys).rows, only_key) if set(row.risks) & set(keys)})


def _at_work(rows: Iterable[ControlRow], only_key):
    return [row for row in rows if row.is_alive and (row.is_key or not only_key)]


def _groups(view: View, risks: list[RiskPosition], only_key) -> list[ControlGroup]:
    found: Index = of_risks(view, [risk.row.risk for risk in risks])
    by_risk = {risk: _at_work(rows, only_key) for risk, rows in found.by_risk.items()}
    named = {row.control: row for rows in by_risk.values() for row in rows}
    said = details(found, named.values())
    return [
        ControlGroup(
            ref=risk.row.printed_ref,
            title=risk.details.title,
            lines=tuple(_line(row, said[row.control]) for row in by_risk.get(risk.row.risk, ())),
            is_sensitive=risk.row.is_sensitive,
        )
        for risk in risks
    ]


def _line(row: ControlRow, said: ControlDetails) -> ControlLine:
    due = HELD_BACK if row.due is WITHHELD else row.due
    is_moved = row.due is not WITHHELD and row.first_due != row.due
    return ControlLine(
        reference=row.reference,
        title=said.title,
        stage=row.stage.label,
        is_key=row.is_key,
        progress=_progress(row),
        said=_why(said) if row.is_at_work else "",
        owner=HELD_BACK if said.owner is WITHHELD else said.owner or "None",
        due=due,
        first_due=row.first_due if is_moved else None,
        slips=row.slips,
        is_sensitive=row.is_sensitive,
    )


def _progress(row) -> ProgressWord:
    if row.status is WITHHELD:
        return ProgressWord(HELD_BACK)
    if not row.is_at_work:
        return ProgressWord("")
    status = row.status or Status.NOT_STATED
    return ProgressWord(status.label, status.rag.value if status.rag else "")


def _why(said: ControlDetails) -> str:
    latest = said.latest
    return latest.narrative if latest and latest.status.needs_narrative else ""
