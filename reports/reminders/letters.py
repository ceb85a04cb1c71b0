"""Who may read which lines of a sent e-mail in the portal? Each as if it were told today.

The person it went to reads what they may still know of. Of an administrator it is asked besides that they see the
register as it is worked on, where the line is about that: the person may work for another body too.
"""

from collections import defaultdict
from dataclasses import dataclass

from controls.models import Control
from registers.audience import Audience
from registers.models import Register, Risk
from reports.models import Action, Meeting, Outgoing, PanelRequest

MODELS = {
    "risk": Risk,
    "control": Control,
    "action": Action,
    "request": PanelRequest,
    "meeting": Meeting,
    "register": Register,
}


@dataclass(frozen=True)
class Section:
    heading: str
    lines: tuple[dict, ...]


def shown(row: Outgoing, audience: Audience) -> list[Section]:
    """The lines of an e-mail that this audience may read, under their headings. Of the others nothing is said."""
    may_read = _Reader(row, audience)
    sections: dict[str, list[dict]] = {}
    for line in row.lines:
        if may_read(line["of"]):
            sections.setdefault(line["heading"], []).append(line)
    return [Section(heading, tuple(lines)) for heading, lines in sections.items()]


def may_be_copied_to(audience: Audience, lines: list[dict]) -> bool:
    """Whether somebody else may read every line of an e-mail that is not theirs."""
    may_read = _Reader(None, audience, lines=lines)
    return all(may_read(line["of"]) for line in lines)


class _Reader:
    """What of the subjects of some lines an audience may know of: one statement a kind."""

    def __init__(self, row, audience, lines=None):
        self.is_own = row is not None and row.user_id == audience.user
        asked = defaultdict(set)
        for line in row.lines if lines is None else lines:
            asked[line["of"]["kind"]].add(line["of"]["key"])
        self.seen = {
            kind: set(MODELS[kind].objects.filter(pk__in=keys).visible_to(audience).values_list("pk", flat=True))
            for kind, keys in asked.items()
        }
        self.worked_on = {
            register.pk
            for register in Register.objects.all()
            if audience.sees_all_of(register.organisation_id, register.pk)
        }

    def __call__(self, of: dict) -> bool:
        if of["key"] not in self.seen[of["kind"]]:
            return False
        return self.is_own or of["register"] is None or of["register"] in self.worked_on
