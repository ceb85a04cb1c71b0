"""How is a form saved that somebody else may have overtaken? For every page that changes one record.

Where the newer changes do not concern the person, it is saved on top of them; else both texts are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from registers.models import Fact
from registers.models.risks import Stale

ATTEMPTS = 5  # at saving over changes that do not concern the person


@dataclass(frozen=True)
class Change:
    """One thing that somebody saved meanwhile. A history's Entry will do as well."""

    at: datetime
    by: str
    sentence: str
    reason: str = ""


@dataclass(frozen=True)
class Conflict:
    """Somebody else saved first: what they saved, and where it differs from what was typed here."""

    differences: list[dict]
    changes: Sequence[Any]

    @property
    def saved_by(self):
        return self.changes[-1].by if self.changes else ""

    @property
    def saved_at(self):
        return self.changes[-1].at if self.changes else None


@dataclass(frozen=True)
class Saved:
    """What a page has written: facts, or the records they are about."""

    written: list

    @property
    def facts(self):
        return [row for row in self.written if isinstance(row, Fact)]


class SavingPage:
    """A page that changes one record. Whoever builds on it has a `request`, and says what follows."""

    NAMED = "risk"  # what actions call the record
    request: Any

    @property
    def record(self):
        """The record, as it was when the page was opened or looked at anew; it has a version and a history."""
        raise NotImplementedError

    def look_anew(self) -> None:
        """Read the record again. 404 where it was hidden from the person meanwhile."""
        raise NotImplementedError

    def changes_since(self, moment: datetime) -> Sequence[Any]:
        """What the person may see of what was saved since a moment, oldest first."""
        raise NotImplementedError

    @property
    def data(self):
        return self.request.POST if self.request.method == "POST" else None

    def save(self, form, act: Callable, held: Callable[[Any], dict] | None = None, theirs=None) -> Saved | None:
        """Do what a valid form says. None where the form has to be shown again, with `form.errors` or `form.conflict`.

        `held` reads the values the form holds as they stand now; `theirs` what to compare with, if it is more.
        """
        if not form.is_valid():
            return None
        version = form.cleaned_data["version"]
        for _ in range(ATTEMPTS):
            try:
                named = {self.NAMED: self.record}
                return _saved(act(by=self.request.user, version=version, **named, **form.values()))
            except ValidationError as problem:
                form.take(problem)
                return None
            except Stale as stale:
                if not self._may_go_on(form, held, theirs):
                    return None
                version = stale.theirs.version
        form.conflict = Conflict([], [])
        return None

    def _may_go_on(self, form, held, theirs) -> bool:
        """Whether saving over newer changes takes nothing from anybody: none concern them, or all say the same."""
        opened_at = moment_after(self.record, form.cleaned_data["version"])
        self.look_anew()
        now = held(self) if held else {}
        against = theirs(self) if theirs else now
        changes = self.changes_since(opened_at) if opened_at else []
        differences = form.differences(against)
        if (opened_at and not changes) or (against and not differences):
            return True
        form.look_again(self.record, now)
        form.conflict = Conflict(differences, changes)
        return False

    # Asking first ----------------------------------------------------------------------------------------------------

    @property
    def is_confirmed(self) -> bool:
        return self.request.POST.get("confirmed") == "yes"

    def wants_confirming(self, form, *others) -> bool:
        """Whether a valid form is to be shown once more, as a question."""
        if self.request.method != "POST" or self.is_confirmed or "back" in self.request.POST:
            return False
        return form.is_valid() and all(other.is_valid() for other in others)


def _saved(result) -> Saved:
    if result is None:
        return Saved([])
    return Saved(result if isinstance(result, list) else [result])


def moment_after(record, version) -> datetime | None:
    """When the first change after a version began to be saved; None where that version is not known."""
    row = record.history.filter(version=version + 1).order_by("history_date").first()
    return row.history_date if row else None


__all__ = ["Change", "Conflict", "Saved", "SavingPage"]
