"""What does one row of a register or plan say? Its cells as facts, each with its place, and what is not clear."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from reports.imports.choices import STRUCK, judge_choice
from reports.imports.due_days import holding
from reports.imports.gathering import Gathered, same_text
from reports.imports.judging import DAY_FACTS
from reports.imports.movements import judge_movement, without_arrows
from reports.imports.owner_lines import take_owner_lines
from reports.imports.reading_controls import (
    BESIDE,
    OF_RISKS_TOO,
    has_controls,
    read_beside,
    read_controls,
    without_control,
)
from reports.imports.reading_scores import read_scores
from reports.imports.reading_values import Reader, runs_on
from reports.imports.refs import ref_and_title
from reports.imports.settled import Spot
from reports.imports.texts import clean, one_line, says_nothing, shortened, title_and_text
from reports.imports.values import About, ControlSaid, Entry, Fact, Said, Where

TITLE_LIMITS = {About.RISKS: 120, About.PLAN: 200}
TEXTS = (Fact.RATIONALE, Fact.PRINCIPLE, Fact.RECOMMENDATION, Fact.RESPONSE, Fact.NOTE)
CHOICES = (Fact.HORIZON, Fact.MARKING, Fact.STATE, Fact.PRIORITY, Fact.SOURCE, Fact.STATUS)
HEADED = {Fact.CAUSE: "Cause", Fact.EFFECT: "Effect"}
OWN_HEADING = re.compile(  # a cell that says itself what it tells: "Causes:", "Caused by:", "Impact -"
    r"^\W*(?:(?:root|key|main|potential|possible|likely) )*(?:causes?|caused by|triggers?|sources?|events?|effects?|"
    r"consequences?|impacts?|results?|resulting in|leading to|drivers?)(?: (?:and|&|/) \w+)?\s*(?::|\n|\s[–-]\s)",
    re.IGNORECASE,
)
LABELLED = re.compile(  # the parts of a description that names them: "Cause: ...", "Event: ...", "Consequence: ..."
    r"^[^\w\n]*(?:(?:root|key|main|potential|possible|likely|risk) )*"
    r"(?P<label>causes?|triggers?|sources?|drivers?|risks?|events?|threats?|hazards?|description|effects?|"
    r"consequences?|impacts?|results?)\s*(?::|\s[–-]\s)\s*(?P<words>\S[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
NAMES_IT = re.compile(r"risk|event|threat|hazard|description", re.IGNORECASE)


def named_by_label(text: str) -> str:
    """What a description in labelled parts is about: the words of its risk or event, else of its first part; "" for
    any other description. A label is no title."""
    parts = list(LABELLED.finditer(text))
    if len(parts) < 2 or parts[0].start() != 0:
        return ""
    return next((part for part in parts if NAMES_IT.match(part["label"])), parts[0])["words"].strip(" \t-–•*")


class Shape(NamedTuple):
    """What the cells of titles hold beside the title, told by most of them."""

    has_description: bool = False  # "Title - What could happen"
    has_ref: bool = False  # "R12 – Title", where no column has the reference


def read_entry(entry: Gathered, reader: Reader, shape: Shape) -> Entry:
    """One risk or work-stream."""
    facts: dict[Fact, Said] = {}
    take_owner_lines(entry, reader)
    ref = _read_ref(entry, reader, facts)
    if shape.has_ref and not ref:
        ref = _take_ref(entry, facts)
    _read_words(entry, reader, facts, shape.has_description)
    for fact in TEXTS:
        _keep(facts, fact, reader.text(entry.of(fact), fact))
    for fact in CHOICES:
        _keep(facts, fact, reader.choice(entry.of(fact), fact))
    for fact in (Fact.OWNERS, Fact.LEADS):
        _keep(facts, fact, reader.owners(entry.of(fact), fact))
    _keep(facts, Fact.OBJECTIVES, reader.objectives(entry.of(Fact.OBJECTIVES), Fact.OBJECTIVES))
    _keep(facts, Fact.APPETITE, reader.band(entry.of(Fact.APPETITE), Fact.APPETITE))
    for fact in (Fact.ORDER, Fact.PERMANENT_REF):
        _keep(facts, fact, reader.number(entry.of(fact), fact))
    for fact in DAY_FACTS:
        if fact is not Fact.DUE:
            _keep(facts, fact, reader.day(entry.of(fact), fact))
    facts.update(read_scores(entry, reader))
    _read_movement(entry, reader, facts)
    controls: tuple[ControlSaid, ...] = ()
    if has_controls(entry):
        controls, own = read_controls(entry, reader, ref)
    else:
        own = {fact: list(entry.of(fact)) for fact in BESIDE}
    _read_own(entry, own, reader, facts)
    _read_section(entry, facts)
    _read_state(entry, reader, facts)
    for row in entry.hidden:
        reader.told.remark(Where(entry.where.sheet, row), "This row is hidden in the file, and was read.")
    return Entry(entry.table.about, ref, entry.where, entry.last_row, facts, controls, entry.section)


def _keep(facts: dict[Fact, Said], fact: Fact, said: Said | None) -> None:
    if said is not None:
        facts[fact] = said


# References -----------------------------------------------------------------------------------------------------------


def _read_ref(entry: Gathered, reader: Reader, facts: dict[Fact, Said]) -> str:
    """The reference as printed, without marks; what is left off is told."""
    found = ""
    for spot in reader.readable(entry.of(Fact.REF), Fact.REF):
        if says_nothing(spot.text):
            reader.told.leave(spot.where, f"“{one_line(spot.text)}” is no reference.", spot.text)
            continue
        ref = reader.ref_of(spot.text)
        value = ref.printed if ref else one_line(spot.text)
        if not ref and len(value) > 20:
            words = f"“{value[:60]}” stands where a reference is expected."
            reader.told.refuse(spot.where, words, Fact.REF, spot.text)
            continue
        there = facts.get(Fact.REF)
        if there is None:
            found = value
            facts[Fact.REF] = Said(value, spot.text, spot.where)
            moved = without_arrows(ref.mark)[1] if ref else ""
            if moved and not entry.of(Fact.MOVEMENT):  # "CR1 ▲"
                facts[Fact.MOVEMENT] = Said(moved, spot.text, spot.where)
            elif ref and ref.mark:
                words = f"{one_line(spot.text)} is taken as {value}; “{ref.mark}” is not kept."
                reader.told.remark(spot.where, words, Fact.REF, spot.text)
        else:
            facts[Fact.REF] = there._replace(also=(*there.also, spot.where))
    return found


def _take_ref(entry: Gathered, facts: dict[Fact, Said]) -> str:
    """The reference at the beginning of a title, which is left without it."""
    fact = Fact.TITLE if entry.of(Fact.TITLE) else Fact.DESCRIPTION
    spots = entry.of(fact)
    parts = ref_and_title(spots[0].text) if spots else None
    if not parts:
        return ""
    facts[Fact.REF] = Said(parts[0], spots[0].text, spots[0].where)
    spots[0] = spots[0]._replace(text=parts[1])
    return parts[0]


# Titles and descriptions ----------------------------------------------------------------------------------------------


def _read_words(entry: Gathered, reader: Reader, facts: dict[Fact, Said], splits: bool) -> None:
    title = reader.text(_one_title(entry, reader), Fact.TITLE)
    parts = [reader.text(entry.of(Fact.DESCRIPTION), Fact.DESCRIPTION)]
    for fact, heading in HEADED.items():
        said = reader.text(entry.of(fact), fact)
        if said is not None and said.value and not OWN_HEADING.match(said.value):
            said = said._replace(value=f"{heading}: {said.value}")
        parts.append(said)
    description = _joined([part for part in parts if part is not None])
    limit = TITLE_LIMITS.get(entry.table.about, 120)
    first = parts[0]
    if title is not None and not title.value and description is not None and description.value:
        reader.told.leave(
            title.where, f"“{one_line(title.printed)}” is no title: the description has one.", title.printed
        )
    if (title is None or not title.value) and description and first and "" != first.value != description.value:
        # the title is of the description alone, and what follows ("Effect: ...") stays below the whole of it
        title, _rest = _parted(None, first, splits, limit)
    else:
        title, description = _parted(title, description, splits, limit)
    if title is None or not title.value:
        words = "This row has no title, and no description to take one from."
        reader.told.refuse(entry.where, words, Fact.TITLE)
    _keep(facts, Fact.TITLE, title)
    _keep(facts, Fact.DESCRIPTION, description)


def _one_title(entry: Gathered, reader: Reader) -> list[Spot]:
    """The cells of the title. Below the first, what begins small goes on with it, the rest with the description."""
    spots = reader.readable(entry.of(Fact.TITLE), Fact.TITLE)
    kept = spots[:1]
    for spot in spots[1:]:
        if same_text(spot.text, spots[0].text) or runs_on(spot.text):
            kept.append(spot)
        elif spot.text:
            entry.spots[Fact.DESCRIPTION].append(spot)
    return kept


def _joined(parts: list[Said]) -> Said | None:
    saying = [part for part in parts if part.value]
    if not saying:
        return parts[0] if parts else None
    also = [where for part in parts if part is not saying[0] for where in (part.where, *part.also)]
    value = "\n\n".join(part.value for part in saying)
    return Said(value, saying[0].printed, saying[0].where, (*saying[0].also, *also))


def _parted(title: Said | None, description: Said | None, splits: bool, limit: int) -> tuple[Said | None, Said | None]:
    """Title and description, where one cell holds both, or there is only a description.

    A title of its own that is too long for the register is left so: planning cuts it, and says so.
    """
    if title is None or not title.value:
        if description is None or not description.value:
            return title, description
        named = named_by_label(description.value)
        if named:
            return description._replace(value=shortened(named, limit)[0]), description
        title, description = description, None
        whole_title = shortened(title.value, limit)
    else:
        whole_title = one_line(title.value), ""
    line, rest = (title_and_text(title.value) if splits else None) or whole_title
    if not rest:
        return title._replace(value=line), description
    said = Said(rest, title.printed, title.where, title.also)
    both = [said, description] if description is not None and description.value else [said]
    return title._replace(value=line), _joined(both)


def shape_of(entries: list[Gathered], options: Mapping[str, Any]) -> Shape:
    """What most cells of the titles hold beside the title: the person's options go before what they look like."""
    if not entries:
        return Shape()
    facts = entries[0].table.facts
    fact = Fact.TITLE if Fact.TITLE in facts or entries[0].of(Fact.TITLE) else Fact.DESCRIPTION
    texts = [clean(spots[0].text) for spots in (entry.of(fact) for entry in entries) if spots]
    has_ref = Fact.REF not in facts and (_have_refs(texts) or (entries[0].table.is_form and _is_headed(texts)))
    if has_ref:
        texts = [parts[1] if (parts := ref_and_title(text)) else text for text in texts]
    option = options.get("split_titles")
    has_description = not {Fact.TITLE, Fact.DESCRIPTION} <= facts and _have_descriptions(texts)
    return Shape(option if isinstance(option, bool) else has_description, has_ref)


def _have_refs(texts: list[str]) -> bool:
    """Nearly all begin with a reference, each with another."""
    refs = [parts[0] for text in texts if (parts := ref_and_title(text))]
    return len(refs) > 1 and len(refs) * 5 >= len(texts) * 4 and len(set(refs)) == len(refs)


def _is_headed(texts: list[str]) -> bool:
    """The title of a form, "Risk 4: Fire": one is enough where a sign stands between."""
    return bool(texts) and bool(
        re.match(r"^(?:risk\b.{0,8}?)?[A-Z]{0,5}[ -]?\d{1,4}\s*[:|.)–-]", texts[0], re.IGNORECASE)
    )


def _have_descriptions(texts: list[str]) -> bool:
    parted = [title_and_text(text) for text in texts]
    long = [one for one in parted if one and len(one[1].split()) >= 3]
    return len(long) * 2 > len(texts) and len(long) >= 1


# The rest -------------------------------------------------------------------------------------------------------------


def _read_movement(entry: Gathered, reader: Reader, facts: dict[Fact, Said]) -> None:
    """The movement as the file tells it, to be compared with the computed one."""
    for spot in reader.readable(entry.of(Fact.MOVEMENT), Fact.MOVEMENT):
        judged = judge_movement(spot.text)
        if judged.meaning is None:
            reader.told.remark(spot.where, f"{judged.reason} It would only be compared.", Fact.MOVEMENT, spot.text)
        elif judged.meaning == "" or Fact.MOVEMENT in facts:
            there = facts.get(Fact.MOVEMENT)
            if there is None or there.value != judged.meaning:
                reader.told.leave(spot.where, f"“{one_line(spot.text)}” tells no other movement.", spot.text)
            else:
                facts[Fact.MOVEMENT] = there._replace(also=(*there.also, spot.where))
        else:
            facts[Fact.MOVEMENT] = Said(judged.meaning, spot.text, spot.where)


def _read_own(entry: Gathered, own: Mapping[Fact, Sequence[Spot]], reader: Reader, facts: dict[Fact, Said]) -> None:
    """Progress, due dates and the like that belong to no control or action: the entry's own."""

    def narrative(said: Said) -> None:
        there = facts.get(Fact.NARRATIVE)
        facts[Fact.NARRATIVE] = _joined([there, said]) or said if there else said

    for fact in (Fact.NARRATIVE, *(one for one in BESIDE if one is not Fact.NARRATIVE)):
        spots = own.get(fact, ())
        if entry.table.about is About.RISKS and fact not in OF_RISKS_TOO:
            without_control(spots, fact, reader)
            continue
        if fact is Fact.NARRATIVE:
            _keep(facts, fact, reader.text(spots, fact))
            continue
        for spot in holding(spots, entry.table, reader) if fact is Fact.DUE else spots:
            said = read_beside(spot, fact, reader, narrative)
            there = facts.get(fact)
            if said is None or there is None:
                _keep(facts, fact, said)
            elif there.value == said.value:
                facts[fact] = there._replace(also=(*there.also, said.where))
            else:
                words = f"“{one_line(spot.text)[:60]}” stands here, “{one_line(there.printed)[:60]}” at {there.where}."
                reader.told.refuse(spot.where, f"{words} The first is taken.", fact, spot.text)


def _read_section(entry: Gathered, facts: dict[Fact, Said]) -> None:
    """What the section row above says of every row below it: "SHORT-TERM", "Closed risks", a principle of a plan."""
    if not entry.section:
        return
    where = Where(entry.where.sheet, entry.section_row)
    if entry.table.about is About.PLAN and Fact.PRINCIPLE not in entry.table.facts:
        facts[Fact.PRINCIPLE] = Said(one_line(entry.section), entry.section, where)
        return
    bare = _ASIDE.sub(" ", entry.section)
    for fact in (Fact.HORIZON, Fact.STATE):
        judged = judge_choice(fact, one_line(bare))
        says_it = judged.is_plain and judged.meaning and not (fact is Fact.STATE and judged.meaning == "open")
        if says_it and fact not in facts and entry.table.about is About.RISKS:
            facts[fact] = Said(judged.meaning, entry.section, where)


_ASIDE = re.compile(
    r"\b(?:corporate|strategic|risks?|horizon|the|register|from)\b|"
    r"\b(?:since|during|in|at|this)\b(?: (?:the|our))?(?: last| previous| past)? "
    r"(?:meeting|review|report|quarter|period|month|year)s?\b|\b(?:since|in|during) \w+ \d{4}\b",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\b(?:closed|removed|retired|archived|deleted|de-?escalated|superseded|no longer)\b", re.IGNORECASE
)


def _says_ended(entry: Gathered, facts: dict[Fact, Said]) -> tuple[Where, str] | None:
    """Where the file says, by a heading above or by its movement, that a risk has ended, but not that it is closed."""
    if _ENDED.search(entry.section):
        return Where(entry.where.sheet, entry.section_row), one_line(entry.section)
    movement = facts.get(Fact.MOVEMENT)
    return (movement.where, movement.printed) if movement and movement.value == "closed" else None


def _read_state(entry: Gathered, reader: Reader, facts: dict[Fact, Said]) -> None:
    """Open or closed: a sheet of closed risks says it for all; a title struck through is asked."""
    if entry.table.is_closed and Fact.STATE not in facts:
        facts[Fact.STATE] = Said("closed", "", entry.where)
    struck = [spot for fact in (Fact.TITLE, Fact.REF) for spot in entry.of(fact) if spot.cell.is_struck and spot.text]
    if Fact.STATE in facts or entry.table.about is not About.RISKS:
        return
    if not struck:
        _ask_ended(entry, reader, facts)
        return
    key = f"{entry.where.sheet}!{entry.where.row}:closed"
    answer = reader.settled.answers.get(key) or reader.settled.meaning(Fact.STATE, STRUCK).meaning
    if answer in ("open", "closed"):
        facts[Fact.STATE] = Said(answer, STRUCK, struck[0].where)
        return
    words = f"“{one_line(struck[0].text)[:60]}” is struck through: is the risk closed?"
    choices = (("closed", "It is closed"), ("open", "It is open"))
    reader.told.ask(struck[0].where, words, Fact.STATE, STRUCK, key=key, choices=choices)


def _ask_ended(entry: Gathered, reader: Reader, facts: dict[Fact, Said]) -> None:
    ended = _says_ended(entry, facts)
    if ended is None or Fact.CLOSED_ON in facts:
        return
    where, printed = ended
    key = f"{entry.where.sheet}!{entry.where.row}:closed"
    answer = reader.settled.answers.get(key)
    if answer in ("open", "closed"):
        facts[Fact.STATE] = Said(answer, printed, where)
        return
    choices = (("closed", "It is closed"), ("open", "It is open"))
    words = f"The file says “{one_line(printed)[:60]}” of it: is the risk closed?"
    reader.told.ask(entry.where, words, Fact.STATE, printed, key=key, choices=choices)
