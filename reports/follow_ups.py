"""What do the lists of Panel requests and of actions have in common? How a choice is read, kept and counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from urllib.parse import urlencode

from controls.lookups import NamedRisk, risks_named
from registers.audience import Audience, Level
from registers.form_rendering import parse_day, strip_controls
from registers.models import Detail, Risk
from registers.models.registers import FactClass
from registers.scope import Scope
from registers.visibility import now, sensitive_risks

YES = (("", "Any"), ("yes", "Yes"))
LONGEST = 100


@dataclass(frozen=True)
class Choice:
    """What was asked of a list, by the names of its address. What cannot be has no effect."""

    sort: str = ""

    @classmethod
    def of(cls, query: Mapping, allowed: Mapping[str, Iterable[str]], sorts: Iterable[str]):
        values = {each.name: strip_controls(query.get(each.name, "")).strip()[:LONGEST] for each in fields(cls)}
        for name, choices in allowed.items():
            values[name] = values[name] if values[name] in choices else ""
        values["sort"] = values["sort"] if values["sort"].removeprefix("-") in sorts else ""
        return cls(**values)

    @property
    def filters(self) -> dict[str, str]:
        """Those that narrow the list."""
        names = [each.name for each in fields(self) if each.name != "sort"]
        return {name: getattr(self, name) for name in names if getattr(self, name)}

    @property
    def narrows(self) -> bool:
        return bool(self.filters)

    def without(self, *names):
        return replace(self, **dict.fromkeys(names, ""))

    def address(self, time: Mapping, **instead) -> str:
        """The address of the same list with other filters."""
        values = self.filters | ({"sort": self.sort} if self.sort else {}) | instead
        return "?" + urlencode({name: value for name, value in values.items() if value} | dict(time))


def day_of(text: str) -> date | None:
    """A day in an address; None for what is none."""
    return parse_day(text) if text else None


@dataclass(frozen=True)
class About:
    """The risks that rows of a list are about: named where they may be, and which are for those cleared alone."""

    named: Mapping[int, NamedRisk]
    sensitive: frozenset[int]

    def name(self, risk_key) -> NamedRisk | None:
        return self.named.get(risk_key)


def about(risks: Iterable[Risk], audience: Audience, scope: Scope, time: Mapping, explained=False) -> About:
    """Of risks read with their registers: a fixed number of statements for each register.

    `explained`: what the rows say is of the class of rationales, which some registers give to those cleared alone.
    """
    found = {risk.pk: risk for risk in risks}
    marked = set()
    if found:
        marked = {row["risk"] for row in sensitive_risks(Detail.objects.filter(risk__in=found), now())}
    if explained:
        closed = {key for key, risk in found.items() if risk.register.level_of(FactClass.RATIONALE) >= Level.SENSITIVE}
        marked |= closed
    return About(risks_named(found, audience, scope, dict(time)), frozenset(marked))


def asked_risks(audience: Audience, address: str) -> list[Risk] | None:
    """The risk of a list that was asked for one alone, as "mopac/corporate/4"; None where it was not.

    A risk that the audience may not know of gives an empty list, as one that is not there does.
    """
    if not address:
        return None
    *where, ref = address.split("/")
    if len(where) != 2 or not ref.isdecimal():
        return []
    found = Risk.objects.visible_to(audience).filter(register__organisation__slug=where[0], register__slug=where[1])
    return list(found.filter(ref=int(ref[:9])).select_related("register__organisation"))
