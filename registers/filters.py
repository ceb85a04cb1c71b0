"""Which risks of a register were asked for, and in which order? Nothing is filtered or sorted by what is withheld."""

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from urllib.parse import urlencode

from django import forms

from registers.audience import WITHHELD
from registers.form_rendering import LineField, strip_controls
from registers.lookups import LEAD, OBJECTIVE, OWNER, TEXT, Answers
from registers.models.registers import FactClass
from registers.models.risk_facts import Horizon
from registers.movement import STOOD_STILL, Movement, Stage
from registers.position import Index, IndexRow, View
from registers.reviews import overdue, unreviewed
from registers.scoring import Band

STATUSES = {"": "Open", "closed": "Closed", "all": "Open and closed"}
NEEDS = {
    "owner": FactClass.OWNERSHIP,
    "lead": FactClass.LEADS,
    "objective": FactClass.OBJECTIVES,
    "horizon": FactClass.HORIZON,
    "band": FactClass.SCORE,
    "movement": FactClass.MOVEMENT,
    "review": FactClass.RATIONALE,
}
SORT_NEEDS = {
    "order": FactClass.IDENTITY,
    "ref": FactClass.IDENTITY,
    "score": FactClass.SCORE,
    "movement": FactClass.MOVEMENT,
}
UNSCORED = "none"
MOVED = "moved"  # any way
OVERDUE, UNREVIEWED = "overdue", "none"
REVIEWS = {OVERDUE: "Overdue", UNREVIEWED: "None recorded"}
LONGEST_TEXT = 100

# Which movement a reader wants to see first.
MOVEMENT_ORDER = [
    Movement.UP, Movement.NEW, Movement.REOPENED, Movement.DOWN, Movement.SHIFTED, Movement.REFRESHED,
    Movement.RESCALED, Movement.CORRECTED, Movement.CLOSED, Movement.UNSCORED, Movement.STATIC,
]  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """What was asked of a register's list, as far as the view may be asked it."""

    text: str = ""
    status: str = ""
    owner: str = ""
    lead: str = ""
    objective: str = ""
    horizon: str = ""
    band: str = ""
    movement: str = ""
    review: str = ""
    sort: str = "order"

    @classmethod
    def of(cls, query, view: View) -> "Chosen":
        """From an address. What cannot be, or may not be asked, has no effect."""
        values = {field.name: strip_controls(query.get(field.name, "")).strip()[:LONGEST_TEXT] for field in fields(cls)}
        for name, fact_class in NEEDS.items():
            if not view.sees(fact_class):
                values[name] = ""
        values["status"] = values["status"] if values["status"] in STATUSES else ""
        values["band"] = values["band"] if values["band"] in [*Band, UNSCORED] else ""
        values["movement"] = values["movement"] if values["movement"] in [*Movement, MOVED] else ""
        values["review"] = values["review"] if values["review"] in REVIEWS else ""
        values["horizon"] = values["horizon"] if values["horizon"] in Horizon.values else ""
        sort = values["sort"].removeprefix("-")
        values["sort"] = values["sort"] if sort in SORT_NEEDS and view.sees(SORT_NEEDS[sort]) else "order"
        return cls(**values)

    @property
    def query(self) -> str:
        """The address that asks for this again; empty for the list as everybody first sees it."""
        values = {name: getattr(self, name) for name in PARAMETERS}
        values["sort"] = "" if self.sort == "order" else self.sort
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def asked(self) -> dict[str, str]:
        """What only the database can answer."""
        return {OWNER: self.owner, LEAD: self.lead, OBJECTIVE: self.objective, TEXT: self.text}

    @property
    def narrows(self) -> bool:
        """Whether it shows less than the open risks."""
        return any(getattr(self, name) for name in (*NEEDS, "text"))


PARAMETERS = tuple(field.name for field in fields(Chosen))


def of_status(rows, status: str) -> list[IndexRow]:
    """Risks that had been opened by the day; the open ones unless asked."""
    stages = {"": [Stage.OPEN], "closed": [Stage.CLOSED], "all": [Stage.OPEN, Stage.CLOSED]}[status]
    return [row for row in rows if row.stage in stages]


def reviewed_as(position: Index, choice: str) -> frozenset[int] | None:
    """Keys of the risks of which that is so of their reviews; None where nothing was asked, or may be told."""
    if not choice:
        return None
    found = overdue(position) if choice == OVERDUE else unreviewed(position)
    return None if found is WITHHELD else found


def narrowed(rows, chosen: Chosen, answers: Answers, among: frozenset[int] | None = None) -> list[IndexRow]:
    """The rows that meet every choice. `among`: only these risks, where their reviews were asked for."""
    kept = [row for row in rows if among is None or row.risk in among]
    for what, keys in answers.matches.items():
        exact = chosen.text.casefold() if what == TEXT else None
        kept = [row for row in kept if row.risk in keys or (exact and row.printed_ref.casefold() == exact)]
    if chosen.horizon:
        wanted = {chosen.horizon} | ({Horizon.BOTH} if chosen.horizon != Horizon.BOTH else set())
        kept = [row for row in kept if row.horizon in wanted]
    if chosen.band:
        kept = [row for row in kept if (row.band or UNSCORED) == chosen.band]
    if chosen.movement == MOVED:
        kept = [row for row in kept if row.movement is not WITHHELD and row.movement not in STOOD_STILL]
    elif chosen.movement:
        kept = [row for row in kept if row.movement == chosen.movement]
    return kept


def ordered(rows, sort: str) -> list[IndexRow]:
    """By display order, reference, score or movement; equal ones always stand in display order."""
    name = sort.removeprefix("-")
    key = {"order": _place, "ref": natural_ref, "score": _rank, "movement": movement_place}[name]
    return sorted(rows, key=key, reverse=sort.startswith("-")) if name != "order" or sort != name else list(rows)


def _place(row):
    return row.order, row.ref


def natural_ref(row):
    """9 before 10, F9 before F10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", row.printed_ref)
    return [(0, int(part), "") if part[0] in "0123456789" else (1, 0, part.casefold()) for part in parts]


def _rank(row):
    return row.rank or 0


def movement_place(row):
    if row.movement is WITHHELD or row.movement is None:
        return len(MOVEMENT_ORDER)
    return MOVEMENT_ORDER.index(row.movement)


class FilterForm(forms.Form):
    """The filters a view may be asked, with the choices there are among the risks it sees."""

    text = LineField(label="Words or reference", required=False, max_length=LONGEST_TEXT)
    status = forms.ChoiceField(label="Status", choices=list(STATUSES.items()), required=False)

    def __init__(self, data, *, view: View, chosen: Chosen, answers: Answers):
        super().__init__(data)
        self.fields["text"].widget.attrs["type"] = "search"
        if view.sees(FactClass.MOVEMENT):
            moves = [(name.value, name.label) for name in MOVEMENT_ORDER]
            self._offer("movement", "Movement", [(MOVED, "Moved at all"), *moves])
        if view.sees(FactClass.SCORE):
            bands = [(band.value, band.label) for band in reversed(Band)]
            self._offer("band", "Band", [*bands, (UNSCORED, "Not scored")])
        for name, label in ((OWNER, "Owner"), (LEAD, "Working lead"), (OBJECTIVE, "Objective")):
            if name in answers.choices:
                self._offer(name, label, _grouped(answers.choices[name], getattr(chosen, name)))
        if view.sees(FactClass.RATIONALE):
            self._offer("review", "Review", list(REVIEWS.items()))
        if view.sees(FactClass.HORIZON):
            self._offer("horizon", "Horizon", Horizon.choices)
        self.looks = (chosen, tuple(self.fields), tuple(map(tuple, answers.choices.values())))

    def __str__(self):
        """Drawn once for the same choices and the same chosen: every page of a register has it."""
        kept = _kept(self.looks)
        if not kept:
            kept.append(super().__str__())
        return kept[0]

    def _offer(self, name, label, choices):
        if choices:
            self.fields[name] = forms.ChoiceField(label=label, choices=[("", "Any"), *choices], required=False)


@lru_cache(maxsize=64)
def _kept(looks) -> list:
    return []


def _grouped(choices, chosen):
    """Choices under their group, where there is more than one; one chosen that nobody has any more stays to be seen."""
    if chosen and chosen not in [choice.value for choice in choices]:
        return [*_grouped(choices, ""), (chosen, f"{chosen} (none here)")]
    groups = {}
    for choice in choices:
        groups.setdefault(choice.group, []).append((choice.value, choice.label))
    return list(groups.items()) if len(groups) > 1 else [pair for pairs in groups.values() for pair in pairs]
