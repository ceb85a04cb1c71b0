"""How is a file brought in? Read, looked at, applied or undone, by the worker or, where it is small, at once.

While it is read and looked at nothing of the register is touched. It is applied, or undone, in one transaction, which
ends the job too: a worker that is killed leaves no trace but a job that somebody takes up again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic

from django.core.exceptions import ValidationError
from django.db import connection

from registers.access import audience_of
from registers.scoring import Scheme
from reports.actions import holding
from reports.imports.known import known_of
from reports.imports.on_scale import fitted, settled_on
from reports.imports.planning import Planned, plan
from reports.imports.reading import read
from reports.imports.standing import stood
from reports.imports.stands import stands_of
from reports.imports.understanding import mapping_of, shape_of, understand
from reports.imports.values import Mapped, Proposal, Reading
from reports.models import Doing, Import, ImportShape
from reports.workbooks.grid import Unreadable, Workbook

log = logging.getLogger(__name__)

GAVE_UP = "The program that brings files in stopped twice in the middle of this one. Nothing of it was written."
BROKE = "Something went wrong, and nothing was written. What it was has been noted for those who run the portal."
TOLD_EVERY = 0.3  # seconds


def bring_in(record: Import) -> str:
    """Do what is to be done with it now. Says what came of it, for the log."""
    try:
        done = {Doing.READING: _read, Doing.LOOKING: _look, Doing.APPLYING: _apply, Doing.UNDOING: _undo}[record.doing]
        return "done" if done(record) else "too late"
    except Unreadable as problem:
        holding.fail(record, str(problem))
    except ValidationError as problem:
        holding.fail(record, " ".join(problem.messages))
    except Exception:
        log.exception("Import %s failed", record.key)
        holding.fail(record, BROKE)
    except BaseException:
        holding.release(record)
        raise
    return "failed"


class Told:
    """Says how far a part of the work is: a fraction of it, in words, to whoever asked for the whole."""

    def __init__(self, say: Callable[[float, str], object], first=0.0, last=1.0):
        self.say, self.first, self.last = say, first, last

    def __call__(self, fraction: float, words: str) -> None:
        self.say(self.first + (self.last - self.first) * min(max(fraction, 0), 1), words)

    def part(self, first: float, last: float) -> Told:
        """The same, of a part between two fractions of this one."""
        span = self.last - self.first
        return Told(self.say, self.first + span * first, self.first + span * last)


def teller(record: Import) -> Told:
    """Says it of a job: in the cache too, for what a transaction writes nobody else sees before it ends."""
    last = [0.0]

    def say(fraction, words):
        if monotonic() - last[0] < TOLD_EVERY:
            return
        last[0] = monotonic()
        record.note_beat()
        record.note_told(int(100 * fraction), words)
        if not connection.in_atomic_block:
            holding.tell(record, int(100 * fraction), words)

    return Told(say)


def workbook_of(record: Import) -> Workbook:
    """The kept file as a grid. Raises Unreadable."""
    from reports.workbooks.reading import read_pasted, read_workbook

    content = bytes(record.blob.content)
    if record.is_pasted:
        return read_pasted(content.decode())
    return read_workbook(content, record.name)


def _read(record):
    from reports.actions import imports

    proposal, shape, remembered = understood(record, teller(record))
    return imports.keep_proposal(record, proposal, proposed_mapping(record, proposal), shape, remembered)


def proposed_mapping(record: Import, proposal: Proposal) -> Mapped:
    """What follows from a proposal if nobody changes anything, with the scale that its levels are of."""
    return settled_on(mapping_of(proposal), scale_on(record))


def scale_on(record: Import) -> Scheme | None:
    """The scale in use on the day of the import."""
    found = record.register.scheme_on(record.as_at)
    return found.value if found else None


def understood(record: Import, tell: Callable) -> tuple[Proposal, str, bool]:
    """What a file seems to say, its shape, and whether one of that shape was mapped before. Raises Unreadable."""
    tell(0.05, "Reading the file")
    workbook = workbook_of(record)
    tell(0.5, "Working out what its columns are")
    known = known_of(record.register, audience_of(record.by), record.as_at)
    shape = shape_of(workbook)
    remembered = ImportShape.objects.filter(register=record.register, shape=shape).first()
    settled = fitted(Mapped(remembered.mapping), known.scheme) if remembered is not None else None
    return understand(workbook, known, settled), shape, remembered is not None


def said_by(record: Import, known, tell: Callable | None = None) -> Reading:
    """What the file says by its mapping."""
    return read(workbook_of(record), record.mapped, known, tell)


def planned(record: Import, by, tell: Told, keeps_acts: bool = True) -> Planned:
    """The dry run, and the acts behind it, as the register stands now."""
    stands = stands_of(record.register)  # before anything is read: what comes in between is seen as a change
    found = stood(record.register, record.as_at)
    known = known_of(record.register, audience_of(by), record.as_at, found)
    reading = said_by(record, known, tell.part(0.1, 0.5))
    return plan(
        record.register, reading, by, record.as_at,
        source=record.source, answers=record.mapping.get("answers"), closes_missing=record.closes_missing,
        found=found, stands=stands, tell=tell.part(0.5, 0.9), keeps_acts=keeps_acts,
    )  # fmt: skip


def _look(record):
    from reports.actions import imports

    tell = teller(record)
    tell(0.05, "Reading the file")
    found = planned(record, record.by, tell, keeps_acts=False)
    tell(0.95, "Keeping what was found")
    return imports.keep_dry_run(record, found)


def _apply(record):
    from reports.actions import imports

    tell = teller(record)
    tell(0.02, "Reading the file")
    found = planned(record, record.applied_by, tell.part(0, 0.3))
    return imports.write(record, found, tell.part(0.3, 0.99))


def _undo(record):
    from reports.actions import imports

    return imports.take_back(record, teller(record))
