"""Which controls and actions does an entry have? One for each item of its cells, with what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from reports.imports.choices import judge_choice
from reports.imports.due_days import holding
from reports.imports.gathering import Gathered
from reports.imports.reading_values import NONE_WORDS, Reader
from reports.imports.refs import ref_of
from reports.imports.settled import Spot, Table
from reports.imports.texts import clean, headed_items, items, one_line, says_nothing, shortened
from reports.imports.values import ControlSaid, Fact, Said

TITLE_LIMIT = 160
# Facts of the controls in a row: of the planned ones where there are any, but those of how a control works of the
# ones in place.
OF_ACTIONS = (Fact.CONTROL_OWNERS, Fact.DUE, Fact.STAGE, Fact.PROGRESS, Fact.NARRATIVE)
OF_CONTROLS = (Fact.EFFECTIVENESS, Fact.AXIS, Fact.IS_KEY)
BESIDE = (*OF_ACTIONS, *OF_CONTROLS)
OF_RISKS_TOO = (Fact.PROGRESS, Fact.NARRATIVE)
_OF_CONTROLS = re.compile(r"control|action|mitigat|treatment|implement|measure", re.IGNORECASE)
HEADINGS = (
    (re.compile(r"\b(?:plan(?:ned)?|future|proposed|further|actions?|next steps)\b", re.IGNORECASE), "planned"),
    (re.compile(r"\b(?:existing|current|in place|key controls|controls)\b", re.IGNORECASE), "in-place"),
)
STAGES = {Fact.CONTROLS: "in-place", Fact.ACTIONS: "planned"}


@dataclass
class _Control:
    """A control in the making."""

    title: Said
    row: int
    kind: Fact
    facts: dict[Fact, Said] = field(default_factory=dict)

    def add_text(self, fact: Fact, said: Said) -> None:
        """More words for a fact: below those that are there."""
        there = self.facts.get(fact)
        if there is None:
            self.facts[fact] = said
        elif not there.value:
            self.facts[fact] = said._replace(also=(*said.also, there.where, *there.also))
        elif said.value and said.value not in there.value:
            value = f"{there.value}\n\n{said.value}"
            self.facts[fact] = Said(value, there.printed, there.where, (*there.also, said.where, *said.also))
        else:
            self.facts[fact] = there._replace(also=(*there.also, said.where, *said.also))


def has_controls(entry: Gathered) -> bool:
    """Whether the table has columns of controls, to which the facts beside them belong, or rows that name them."""
    return bool(entry.table.facts & {Fact.CONTROLS, Fact.ACTIONS} or entry.of(Fact.CONTROLS) or entry.of(Fact.ACTIONS))


def read_controls(entry: Gathered, reader: Reader, ref: str) -> tuple[tuple[ControlSaid, ...], dict[Fact, list[Spot]]]:
    """The controls in the cells of an entry, row by row, each with what stands beside it in its row; and the cells
    beside them that tell of the risk."""
    controls: list[_Control] = []
    own: dict[Fact, list[Spot]] = {}
    for row in entry.rows():
        here = [
            control
            for kind in (Fact.CONTROLS, Fact.ACTIONS)
            for spot in _in_row(entry.of(kind), row)
            for control in _of_cell(spot, kind, row, reader)
        ]
        if _runs_on(entry, row):
            here = [control for control in here if not _goes_on(control, controls)]
        _read_beside(entry, row, here, controls, own, reader)
        controls += here
    for control in controls:
        control.facts.setdefault(Fact.STAGE, Said(STAGES[control.kind], control.title.printed, control.title.where))
    risks = (ref,) if ref else ()
    return tuple(ControlSaid(one.title, one.facts, risks, one.title.where) for one in controls), own


def _runs_on(entry: Gathered, row: int) -> bool:
    """The second line of a printed row: the words of the risk go on with a small letter."""
    worded = [spot for fact in (Fact.TITLE, Fact.DESCRIPTION, Fact.CAUSE, Fact.EFFECT) for spot in entry.of(fact)]
    return any(spot.where.row < row for spot in worded) and any(
        spot.text[:1].islower() for spot in _in_row(worded, row)
    )


def _goes_on(control: _Control, above: Sequence[_Control]) -> bool:
    """Whether it is more of the last control right above it, in the same column; then it is joined to that."""
    ends = [one for one in above if one.title.where.column == control.title.where.column]
    if not ends or control.row - ends[-1].row != 1 or not str(control.title.value)[:1].islower():
        return False
    last, first = ends[-1], str(ends[-1].title.value)
    if not first[:1].isupper() or first.endswith((".", ";", ":")) or {*last.facts, *control.facts} & {Fact.DESCRIPTION}:
        return False
    title, whole = shortened(f"{first} {control.title.value}", TITLE_LIMIT)
    last.title = Said(title, last.title.printed, last.title.where, (*last.title.also, control.title.where))
    last.row = control.row
    if whole:
        last.facts[Fact.DESCRIPTION] = Said(whole, last.title.printed, last.title.where, (control.title.where,))
    return True


def _in_row(spots: Sequence[Spot], row: int) -> list[Spot]:
    return [spot for spot in spots if spot.where.row == row]


def _of_cell(spot: Spot, kind: Fact, row: int, reader: Reader) -> list[_Control]:
    """One control for each item of a cell; nothing for "None" and "N/A", which say that there is none."""
    found: list[_Control] = []
    for one in reader.readable([spot], kind):
        told: set[str] = set()
        texts = headed_items(one.text)
        if not texts:
            words = "that there is none" if one.text.strip().casefold() in NONE_WORDS else "nothing yet"
            reader.told.leave(one.where, f"“{one_line(one.text)[:60]}” says {words}.", one.text)
        for heading, text in texts:
            title, whole = shortened(text, TITLE_LIMIT)
            control = _Control(Said(title, text, one.where), row, kind)
            if heading:
                _read_heading(heading, control, one, reader, is_told=heading in told)
                told.add(heading)
            if whole:
                control.facts[Fact.DESCRIPTION] = Said(whole, text, one.where)
            found.append(control)
    return found


def _read_heading(heading: str, control: _Control, spot: Spot, reader: Reader, *, is_told: bool) -> None:
    """ "Planned:" above items says so of them; another heading is told to be left off."""
    stage = judge_choice(Fact.STAGE, heading).meaning or next(
        (stage for words, stage in HEADINGS if words.search(heading)), ""
    )
    if stage:
        control.facts[Fact.STAGE] = Said(stage, heading, spot.where)
        if stage != STAGES[control.kind] and not is_told:
            words = f"“{heading}” stands above “{control.title.value[:60]}”, so its state is {stage.replace('-', ' ')}."
            reader.told.remark(spot.where, words, Fact.STAGE, heading)
    elif not is_told:
        words = f"“{heading}” above “{control.title.value[:60]}” is not kept."
        reader.told.remark(spot.where, words, control.kind, heading)


# What stands beside them ----------------------------------------------------------------------------------------------


def _read_beside(
    entry: Gathered,
    row: int,
    here: list[_Control],
    above: list[_Control],
    own: dict[Fact, list[Spot]],
    reader: Reader,
) -> None:
    for fact in BESIDE:
        spots = _in_row(entry.of(fact), row)
        for spot in holding(spots, entry.table, reader) if fact is Fact.DUE else spots:
            if fact in OF_RISKS_TOO and not _names_controls(entry.table, spot):
                controls = _planned(here) or _planned(above)[-1:]
                if not controls:
                    own.setdefault(fact, []).append(spot)
                    continue
            elif (group := _group_of(spot, fact, entry.table)) is not None:
                controls = [control for control in here if control.title.where.column == group]
            else:
                controls = _belonging(spot, fact, here, entry.table) or above[-1:]
            if controls:
                _give(spot, fact, controls, reader)
            else:
                without_control([spot], fact, reader)


def _planned(controls: Sequence[_Control]) -> list[_Control]:
    """Those that can make progress: one in place is there, and what is said of progress beside it is of the risk."""
    return [one for one in controls if one.kind is Fact.ACTIONS or _stage(one) == "planned"]


def _stage(control: _Control) -> object:
    said = control.facts.get(Fact.STAGE)
    return said.value if said else ""


def _names_controls(table: Table, spot: Spot) -> bool:
    return not table.is_form and bool(_OF_CONTROLS.search(table.heading(spot.where.column)))


def _group_of(spot: Spot, fact: Fact, table: Table) -> int | None:
    """ "Action 1, Owner 1, Action 2, Owner 2": the column of the action that a cell stands behind; None where the
    table has no such groups."""
    if table.is_form:
        return None
    kinds = [column for column, kind in table.facts_by_column if kind in STAGES]
    beside = [column for column, other in table.facts_by_column if other is fact]
    if len(kinds) < 2 or len(beside) < 2:
        return None
    return max((column for column in kinds if column < spot.where.column), default=None)


def _belonging(spot: Spot, fact: Fact, here: list[_Control], table: Table) -> list[_Control]:
    """The controls of a row that a cell is about: as its heading says, else those of the column it stands behind,
    else the planned ones, but how a control works is of those in place."""
    kinds = {control.kind for control in here}
    if len(kinds) < 2:
        return here
    wanted = _named("" if table.is_form else table.heading(spot.where.column)) or _before(table, spot.where.column)
    wanted = wanted or (Fact.CONTROLS if fact in OF_CONTROLS else Fact.ACTIONS)
    return [control for control in here if control.kind is wanted]


@lru_cache(maxsize=256)
def _named(heading: str) -> Fact | None:
    words = ((Fact.CONTROLS, "control"), (Fact.ACTIONS, "action"))
    says = {kind for kind, word in words if word in heading.casefold()}
    return says.pop() if len(says) == 1 else None


def _before(table: Table, column: int) -> Fact | None:
    kinds = [kind for at, kind in sorted(table.columns.items()) if kind in STAGES and at < column]
    return kinds[-1] if kinds and not table.is_form else None


def without_control(spots: Sequence[Spot], fact: Fact, reader: Reader) -> None:
    for spot in reader.readable(spots, fact):
        if says_nothing(spot.text):
            reader.told.leave(spot.where, f"“{one_line(spot.text)}” says nothing.", spot.text)
        elif spot.text:
            words = f"“{one_line(spot.text)[:80]}” stands beside no control or action."
            reader.told.refuse(spot.where, words, fact, spot.text)


def _give(spot: Spot, fact: Fact, controls: Sequence[_Control], reader: Reader) -> None:
    """A cell beside several controls: a line for each where there are as many, else the same for all."""
    for control, part in zip(controls, _parts(spot, fact, len(controls)), strict=True):
        _give_one(part, fact, control, reader)


def _parts(spot: Spot, fact: Fact, count: int) -> list[Spot]:
    if count > 1 and isinstance(spot.cell.value, str):
        lines = items(spot.text)
        raw = [line.strip() for line in clean(spot.text).split("\n") if line.strip()]
        texts = lines if len(lines) == count else raw
        if len(texts) == count and fact is not Fact.CONTROL_OWNERS:
            return [Spot(spot.cell._replace(value=text), spot.where, text) for text in texts]
        if len(texts) == count and _are_apart(texts):
            return [Spot(spot.cell._replace(value=text), spot.where, text) for text in texts]
    return [spot] * count


def _are_apart(texts: Sequence[str]) -> bool:
    return all(not text[0].islower() for text in texts)


def _give_one(spot: Spot, fact: Fact, control: _Control, reader: Reader) -> None:
    def narrative(said: Said) -> None:
        control.add_text(Fact.NARRATIVE, said)

    said = read_beside(spot, fact, reader, narrative)
    if said is None:
        return
    there = control.facts.get(fact)
    if there is None:
        control.facts[fact] = said
    elif there.value == "" != said.value:
        control.facts[fact] = said._replace(also=(*said.also, there.where, *there.also))
    elif fact is Fact.NARRATIVE:
        control.add_text(fact, said)
    elif fact in (Fact.CONTROL_OWNERS, Fact.OWNERS):
        value = tuple(dict.fromkeys((*there.value, *said.value)))
        control.facts[fact] = Said(value, there.printed, there.where, (*there.also, said.where))
    elif there.value == said.value:
        control.facts[fact] = there._replace(also=(*there.also, said.where))
    else:
        words = f"“{one_line(spot.text)[:60]}” stands here, “{one_line(there.printed)[:60]}” at {there.where}."
        reader.told.refuse(spot.where, f"{words} The first is taken.", fact, spot.text)


def read_beside(spot: Spot, fact: Fact, reader: Reader, narrative: Callable[[Said], None]) -> Said | None:
    """One fact of a control from one cell. Words that are no day and no choice go to `narrative`."""
    if fact in (Fact.CONTROL_OWNERS, Fact.OWNERS):
        return reader.owners([spot], fact)
    if fact is Fact.DUE:
        return reader.day([spot], fact, narrative)
    if fact is Fact.NARRATIVE:
        return reader.text([spot], fact)
    return reader.choice([spot], fact, narrative)


# Tables of controls ---------------------------------------------------------------------------------------------------


def read_control(entry: Gathered, reader: Reader) -> ControlSaid | None:
    """A row of a table of controls; None, told, where it has neither title nor description."""
    facts: dict[Fact, Said] = {}
    title = reader.text(entry.of(Fact.TITLE), Fact.TITLE)
    description = reader.text(entry.of(Fact.DESCRIPTION), Fact.DESCRIPTION)
    if title is None or not title.value:
        title, description = description, None
    if title is None or not title.value:
        words = "This row names no control: it has neither title nor description."
        reader.told.refuse(entry.where, words, Fact.TITLE, last_row=entry.last_row)
        return None
    line, whole = shortened(title.value, TITLE_LIMIT)
    if whole:
        rest = f"{whole}\n\n{description.value}" if description and description.value else whole
        also = (description.where, *description.also) if description else ()
        description = Said(rest, title.printed, title.where, (*title.also, *also))
    if description is not None:
        facts[Fact.DESCRIPTION] = description
    control = _Control(title._replace(value=line), entry.where.row, Fact.CONTROLS, facts)
    _read_ref(entry, reader, facts)
    risks = _read_risks(entry, reader, facts)
    for fact in (Fact.OWNERS, Fact.MARKING, *BESIDE):
        spots = entry.of(fact)
        for spot in holding(spots, entry.table, reader) if fact is Fact.DUE else spots:
            _give_one(spot, fact, control, reader)
    return ControlSaid(control.title, facts, risks, entry.where)


def _read_ref(entry: Gathered, reader: Reader, facts: dict[Fact, Said]) -> None:
    for spot in reader.readable(entry.of(Fact.REF), Fact.REF):
        ref = ref_of(spot.text)
        value = ref.printed if ref else one_line(spot.text)[:40]
        there = facts.get(Fact.REF)
        if there is None:
            facts[Fact.REF] = Said("" if says_nothing(spot.text) else value, spot.text, spot.where)
        else:
            facts[Fact.REF] = there._replace(also=(*there.also, spot.where))


def _read_risks(entry: Gathered, reader: Reader, facts: dict[Fact, Said]) -> tuple[str, ...]:
    """The printed refs of the risks that a control acts on."""
    found, none = reader.saying(entry.of(Fact.CONTROL_RISKS), Fact.CONTROL_RISKS)
    refs: list[str] = []
    for spot in found:
        for part in refs_in(spot.text):
            ref = ref_of(part)
            if ref:
                refs.append(ref.printed)
            else:
                words = f"“{part[:60]}” is no reference of a risk."
                reader.told.ask(spot.where, words, Fact.CONTROL_RISKS, part)
    refs = list(dict.fromkeys(refs))
    if found:
        also = tuple(spot.where for spot in found[1:])
        facts[Fact.CONTROL_RISKS] = Said(tuple(refs), found[0].text, found[0].where, also)
    elif none is not None:
        facts[Fact.CONTROL_RISKS] = none._replace(value=())
    return tuple(refs)


def refs_in(text: str) -> list[str]:
    """ "2, 4 and 15", "R1/R2", "2; 4" as the references in it."""
    whole = ref_of(text)
    if whole and not re.search(r"[;,&\n]", text):
        return [text]
    parts = [part.strip() for part in re.split(r"[;,&\n|]|\band\b|\s/\s", one_line(text.replace("\n", ";")))]
    found: list[str] = []
    for part in filter(None, parts):
        if ref_of(part):
            found.append(part)
        elif all(ref_of(one) for one in re.split(r"[/\s]+", part)):
            found += re.split(r"[/\s]+", part)
        else:
            found.append(part)
    return found
