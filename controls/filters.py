"""Which controls were asked for, and in which order? Nothing is filtered, sorted or counted by what is withheld."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from urllib.parse import urlencode

from django import forms

from controls.exceptions import Kind
from controls.position import STAGES, ControlRow
from controls.progress import COUNTED, Status
from registers.audience import WITHHELD
from registers.form_rendering import LineField, strip_controls

JOINT = "joint"
ANY = "any"
STATES = {"": "All but retired", **{stage.value: stage.label for stage in STAGES}, "all": "All, retired too"}
LONGEST_TEXT = 100
SORTS = ("attention", "ref", "due", "progress", "state")
WORST_FIRST = [
    Status.NO_PROGRESS, Status.SLIPPED, Status.LIMITED, Status.NOT_STATED, Status.ON_TRACK, Status.COMPLETE,
    Status.NOT_APPLICABLE,
]  # fmt: skip
KIND_ORDER = list(Kind)


@dataclass(frozen=True)
class Chosen:
    """What was asked of the list of controls."""

    text: str = ""
    register: str = ""  # "met/corporate", or "joint"
    owner: str = ""
    state: str = ""
    status: str = ""
    key: str = ""
    exception: str = ""
    sort: str = "attention"

    @classmethod
    def of(cls, query) -> "Chosen":
        """From an address. What cannot be has no effect."""
        values = {field.name: strip_controls(query.get(field.name, "")).strip()[:LONGEST_TEXT] for field in fields(cls)}
        allowed = {
            "state": STATES,
            "status": COUNTED,
            "key": ("yes",),
            "exception": (*Kind, ANY),
        }
        for name, choices in allowed.items():
            values[name] = values[name] if values[name] in choices else ""
        values["sort"] = values["sort"] if values["sort"].removeprefix("-") in SORTS else "attention"
        return cls(**values)

    @property
    def query(self) -> str:
        """The address that asks for this again; empty for the list as everybody first sees it."""
        values = {name: getattr(self, name) for name in PARAMETERS}
        values["sort"] = "" if self.sort == "attention" else self.sort
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def narrows(self) -> bool:
        return any(getattr(self, name) for name in PARAMETERS if name not in ("sort", "state"))


PARAMETERS = tuple(field.name for field in fields(Chosen))


@dataclass(frozen=True)
class Answers:
    """What only the database could say: what registers and owners are called, and which controls hold the text."""

    registers: Mapping[int, tuple[str, str]]  # {register: (its path, its title)}
    owners: Mapping[tuple[int, date], str]  # {(post, day): what it was called that day}
    matches: frozenset[int] | None = None  # None: no text was asked for

    def register_of(self, row: ControlRow) -> str:
        return JOINT if row.is_joint else self.registers[row.register][0]

    def owner_of(self, row: ControlRow) -> str:
        return self.owners.get((row.owner, row.as_at), "")


def narrowed(rows: Iterable[ControlRow], chosen: Chosen, answers: Answers) -> list[ControlRow]:
    """The rows that meet every choice but the state."""
    kept = list(rows)
    if answers.matches is not None:
        reference = chosen.text.casefold().removeprefix("c-")
        kept = [row for row in kept if row.control in answers.matches or str(row.number) == reference]
    if chosen.register:
        kept = [row for row in kept if answers.register_of(row) == chosen.register]
    if chosen.owner:
        kept = [row for row in kept if answers.owner_of(row) == chosen.owner]
    if chosen.status:
        kept = [row for row in kept if status_of(row) == chosen.status]
    if chosen.key:
        kept = [row for row in kept if row.is_key]
    if chosen.exception:
        wanted = set(Kind) if chosen.exception == ANY else {Kind(chosen.exception)}
        kept = [row for row in kept if wanted.intersection(row.kinds)]
    return kept


def of_state(rows: Iterable[ControlRow], state: str) -> list[ControlRow]:
    """All but the retired, unless asked."""
    if not state:
        return [row for row in rows if row.is_alive]
    return [row for row in rows if state in ("all", row.stage)]


def status_of(row: ControlRow):
    """Its status as it is counted; "withheld" stays what it is."""
    return row.status if row.status is WITHHELD else row.status or Status.NOT_STATED


def ordered(rows: Iterable[ControlRow], sort: str) -> list[ControlRow]:
    """What needs an eye first, unless asked otherwise; equal ones by number, the withheld last."""
    name = sort.removeprefix("-")
    key = {"attention": _attention, "ref": _number, "due": _due, "progress": _progress, "state": _state}[name]
    return sorted(sorted(rows, key=_number), key=key, reverse=sort.startswith("-"))


def _number(row):
    return row.number


def _attention(row):
    return (KIND_ORDER.index(row.kinds[0]), -len(row.kinds)) if row.kinds else (len(KIND_ORDER), 0)


def _due(row):
    return row.due or date.max  # withheld is falsy


def _progress(row):
    return WORST_FIRST.index(status_of(row)) if status_of(row) is not WITHHELD else len(WORST_FIRST)


def _state(row):
    return STAGES.index(row.stage)


# Counts --------------------------------------------------------------------------------------------------------------


def state_counts(rows: list[ControlRow], chosen: Chosen, time: dict) -> list[dict]:
    """How many are in each state: they add up to all there are."""
    numbers = Counter(row.stage for row in rows)
    return [_count(stage.label, numbers[stage], chosen, time, state=stage.value) for stage in STAGES]


def progress_counts(rows: list[ControlRow], chosen: Chosen, time: dict) -> list[dict]:
    """How many of these state what: they add up to the list. Of withheld ones only that they are withheld."""
    numbers = Counter(map(status_of, rows))
    shown = [status for status in (*COUNTED, Status.NOT_APPLICABLE) if status in COUNTED or numbers[status]]
    items = [_count(status.label, numbers[status], chosen, time, status=status.value) for status in shown]
    return items + ([{"text": "Withheld", "value": numbers[WITHHELD], "url": ""}] if numbers[WITHHELD] else [])


def exception_counts(rows: list[ControlRow], chosen: Chosen, time: dict) -> list[dict]:
    """How many need an eye for which reason: one control may for several."""
    numbers = Counter(kind for row in rows for kind in row.kinds)
    return [_count(kind.label, numbers[kind], chosen, time, exception=kind.value) for kind in Kind if numbers[kind]]


def _count(text, value, chosen, time, **query):
    """A figure, and the list of just these: with what was chosen besides, so that it counts the same."""
    asked = {name: getattr(chosen, name) for name in PARAMETERS} | query
    asked["sort"] = "" if chosen.sort == "attention" else chosen.sort
    kept = {name: value for name, value in asked.items() if value} | time
    return {"text": text, "value": value, "url": f"?{urlencode(kept)}" if value else ""}


# The form ------------------------------------------------------------------------------------------------------------


class FilterForm(forms.Form):
    """The filters, with the choices there are among the controls seen."""

    text = LineField(label="Words or reference", required=False, max_length=LONGEST_TEXT)
    state = forms.ChoiceField(label="State", choices=list(STATES.items()), required=False)
    status = forms.ChoiceField(
        label="Progress",
        choices=[("", "Any"), *((status.value, status.label) for status in COUNTED)],
        required=False,
    )
    exception = forms.ChoiceField(
        label="Needs attention",
        choices=[("", "Any or none"), (ANY, "For any reason"), *((kind.value, kind.label) for kind in Kind)],
        required=False,
    )
    key = forms.ChoiceField(label="Key controls", choices=[("", "All"), ("yes", "Only key controls")], required=False)

    def __init__(self, data, *, rows: Iterable[ControlRow], chosen: Chosen, answers: Answers):
        super().__init__(data)
        self.fields["text"].widget.attrs["type"] = "search"
        rows = list(rows)
        registers = {key: title for row in rows for key, title in [_place(row, answers)]}
        owners = {name: name for row in rows if (name := answers.owner_of(row))}
        self._offer("register", "Register", registers, chosen.register)
        self._offer("owner", "Owner", owners, chosen.owner)

    def _offer(self, name, label, found, chosen):
        """One chosen that nobody has any more stays to be seen."""
        choices = sorted(found.items(), key=lambda pair: (pair[0] == JOINT, pair[1].casefold()))
        if chosen and chosen not in found:
            choices.append((chosen, f"{chosen} (none here)"))
        if choices:
            self.fields[name] = forms.ChoiceField(label=label, choices=[("", "Any"), *choices], required=False)


def _place(row, answers):
    return (JOINT, "Joint controls") if row.is_joint else answers.registers[row.register]
