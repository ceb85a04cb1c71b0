"""What does the e-mail to one person say? Plain text of references, dates and links; a subject that names nothing.

Each line is kept with what it is about, so that the page of sent mail shows it only to whoever may know of that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from registers.sentences import say_day
from reports.reminders.due import DIGEST, Kind, Matter, Often, Wish
from reports.reminders.reading import Subject, Task

HEADINGS = {
    Kind.REVIEW: "Reviews",
    Kind.CONTROL: "Controls",
    Kind.PROGRESS: "Progress",
    Kind.WORDING: "Joint controls",
    Kind.ACTION: "Actions",
    Kind.RESPONSE: "Responses",
    Kind.REQUEST: "Panel requests",
}
BARELY = {
    Kind.REVIEW: "to be reviewed",
    Kind.CONTROL: "needs a look",
    Kind.PROGRESS: "progress to be stated",
    Kind.ACTION: "to be done",
    Kind.RESPONSE: "to be given",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NO_TEXT = "The portal puts no sensitive text into mail: follow the links to read it."


@dataclass(frozen=True)
class Line:
    """One line of the e-mail under a heading, with the page it leads to."""

    heading: str
    words: str
    url: str
    of: Subject
    is_new: bool = False

    def to_json(self) -> dict:
        said = {"heading": self.heading, "words": self.words, "url": self.url, "is_new": self.is_new}
        return said | {"of": self.of.to_json()}


@dataclass(frozen=True)
class Letter:
    """One e-mail to one person, before it has a date and an address."""

    subject: str
    body: str
    lines: tuple[Line, ...]
    about: tuple[tuple[str, str, str], ...] = field(default=())


def compose(
    *,
    name: str,
    day: date,
    wish: Wish,
    tasks: Sequence[Task],
    new: Iterable[Matter],
    changes: Sequence[Line],
    month: date | None,
    address_of: Callable[[str], str],
) -> Letter | None:
    """All of a person's in one e-mail; None where there is nothing to tell.

    `tasks` in order, `new` those that no earlier e-mail told of; `changes` the lines of the digest of a `month`.
    """
    new = frozenset(new)
    waiting = [line_of(task, day, task.matter in new and wish.reminders is Often.DAILY) for task in tasks]
    if not waiting and not changes:
        return None
    about = [task.matter.news(day) for task in tasks]
    if month is not None and changes:
        about.append((DIGEST, f"{month:%Y-%m}", ""))
    lines = (*waiting, *changes)
    paragraphs = [f"Dear {name},"]
    if waiting:
        paragraphs += [f"{_things(len(waiting))} in the risk portal.", *_sections(waiting, address_of)]
    if month is not None and changes:
        paragraphs += [f"This changed in {month:%B %Y}:", *_sections(changes, address_of)]
    paragraphs += [NO_TEXT, f"{_why(wish, bool(waiting), bool(changes))}\n{address_of('/mail/')}"]
    return Letter(
        _subject(bool(waiting), month if changes else None), "\n\n".join(paragraphs) + "\n", lines, tuple(about)
    )


def line_of(task: Task, day: date, is_new: bool = False) -> Line:
    """As the e-mail of a day says it."""
    words = f"{task.name}: {needs(task, day)}"
    return Line(HEADINGS[task.matter.kind], words, task.url, task.of, is_new)


def needs(task: Task, day: date) -> str:
    """What it needs and by when; of what is sensitive nothing but that."""
    matter = task.matter
    if task.is_told_barely or task.of.is_restricted:
        return BARELY.get(matter.kind, "to be answered")
    return WORDS[matter.kind](matter, day)


def _when(future: str, past: str) -> Callable[[Matter, date], str]:
    def say(matter: Matter, day: date) -> str:
        if matter.due is None:
            return "no date"
        return f"{past if matter.is_late(day) else future} {say_day(matter.due)}"

    return say


WORDS: dict[Kind, Callable[[Matter, date], str]] = {
    Kind.REVIEW: _when("review due by", "review was due by"),
    Kind.CONTROL: _when("to be in place by", "was to be in place by"),
    Kind.PROGRESS: lambda matter, day: "no progress has been stated this quarter",
    Kind.WORDING: lambda matter, day: "a wording waits for your body to agree it",
    Kind.ACTION: _when("due by", "was due by"),
    Kind.RESPONSE: _when("due by", "was due by"),
    Kind.REQUEST: _when("answer due by", "answer was due by"),
}


def _sections(lines: Sequence[Line], address_of) -> list[str]:
    """A paragraph a heading, in the order in which the headings come."""
    found: dict[str, list[str]] = {}
    for line in lines:
        said = f"- {'New: ' if line.is_new else ''}{line.words}\n  {address_of(line.url)}"
        found.setdefault(line.heading, []).append(said)
    return ["\n".join([heading, *said]) for heading, said in found.items()]


def _things(number: int) -> str:
    return "One thing waits for you" if number == 1 else f"{number} things wait for you"


def _subject(is_reminder: bool, month: date | None) -> str:
    """It counts nothing: lists of sent mail show it to administrators, of whom not all may know of everything."""
    changes = f"changes in {month:%B %Y}" if month else ""
    return "Risk portal: " + ", and ".join(filter(None, ["what waits for you" if is_reminder else "", changes]))


def _why(wish: Wish, is_reminder: bool, is_digest: bool) -> str:
    """Why they get it, before the address at which they can change that."""
    reasons = []
    if is_reminder and wish.reminders is Often.DAILY:
        reasons.append("on each day that brings something new")
    elif is_reminder:
        reasons.append(f"once a week, on {WEEKDAYS[wish.weekday]}")
    if is_digest:
        reasons.append("on the first working day of a month")
    return f"You get this {', and '.join(reasons)}. To change that, or to stop it, sign in:"
