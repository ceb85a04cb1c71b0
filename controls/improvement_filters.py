"""Which work-streams of a plan were asked for, and in which order?"""

from dataclasses import dataclass, fields
from urllib.parse import urlencode

from django import forms

from controls.improvement import PlanPosition, StreamLine
from controls.models import Priority, Source, StreamStatus
from controls.models.improvement import PRINCIPLES, in_order
from registers.form_rendering import LineField, strip_controls

NO_PRINCIPLE = "none"
FLAGS = {"revised": "Date revised", "overdue": "Past the date promised", "carried": "Carried forward"}
SORTS = {
    "ref": lambda line: in_order(line.ref),
    "status": lambda line: list(StreamStatus).index(line.status),
    "due": lambda line: (line.dates.due is None, line.dates.due),
    "owner": lambda line: (line.owner is None, line.owner.title if line.owner else ""),
    "priority": lambda line: list(Priority).index(line.priority),
}


@dataclass(frozen=True)
class Chosen:
    """What was asked of the list. What cannot be has no effect."""

    text: str = ""
    status: str = ""
    principle: str = ""
    source: str = ""
    owner: str = ""
    flag: str = ""
    sort: str = "ref"

    @classmethod
    def of(cls, query) -> "Chosen":
        values = {field.name: strip_controls(query.get(field.name, "")).strip()[:100] for field in fields(cls)}
        allowed = {
            "status": StreamStatus.values,
            "principle": (*PRINCIPLES, NO_PRINCIPLE),
            "source": Source.values,
            "flag": FLAGS,
        }
        for name, choices in allowed.items():
            values[name] = values[name] if values[name] in choices else ""
        values["sort"] = values["sort"] if values["sort"].removeprefix("-") in SORTS else "ref"
        return cls(**values)

    @property
    def narrows(self) -> bool:
        return any(getattr(self, name) for name in FILTERS)

    def address(self, time: dict, **instead) -> str:
        """The address of the same list with other filters."""
        values = {name: getattr(self, name) for name in FILTERS} | {"sort": "" if self.sort == "ref" else self.sort}
        return "?" + urlencode({name: value for name, value in (values | instead).items() if value} | time)


FILTERS = ("text", "status", "principle", "source", "owner", "flag")


def narrowed(found: PlanPosition, chosen: Chosen) -> list[StreamLine]:
    """The work-streams asked for, in the order asked for; equal ones as people read their refs."""
    lines = [line for line in found.lines if _meets(line, chosen, found.scope.as_at)]
    backwards = chosen.sort.startswith("-")
    return sorted(lines, key=SORTS[chosen.sort.removeprefix("-")], reverse=backwards)


def _meets(line, chosen, day):
    flags = {"revised": line.is_revised, "overdue": line.is_overdue(day), "carried": bool(line.carried_from)}
    text = f"{line.ref} {line.title} {line.recommendation}".casefold()
    return (
        chosen.text.casefold() in text
        and chosen.status in ("", line.status)
        and chosen.principle in ("", line.principle or NO_PRINCIPLE)
        and chosen.source in ("", line.source)
        and chosen.owner in ("", str(line.owner.pk) if line.owner else "")
        and flags.get(chosen.flag, True)
    )


class PlanFilterForm(forms.Form):
    """Offers only what is there to be found."""

    text = LineField(label="Words", required=False)
    status = forms.ChoiceField(label="Status", required=False)
    principle = forms.ChoiceField(label="Principle", required=False)
    source = forms.ChoiceField(label="Source", required=False)
    owner = forms.ChoiceField(label="Owner", required=False)
    flag = forms.ChoiceField(label="Show only", required=False, choices=[("", "All"), *FLAGS.items()])

    def __init__(self, data, *, found: PlanPosition):
        super().__init__(data)
        self.fields["status"].choices = [("", "Any"), *StreamStatus.choices]
        principles = [(bar.principle or NO_PRINCIPLE, _named(bar)) for bar in found.by_principle]
        self.fields["principle"].choices = [("", "Any"), *principles]
        self.fields["source"].choices = [("", "Any"), *((share.key, share.label) for share in found.by_source)]
        owners = {line.owner.pk: line.owner.title for line in found.lines if line.owner}
        self.fields["owner"].choices = [("", "Anybody"), *sorted(owners.items(), key=lambda owner: owner[1])]


def _named(bar):
    return f"{bar.principle}: {bar.label}" if bar.principle else bar.label
