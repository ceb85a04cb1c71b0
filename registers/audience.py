"""Who is looking, as a frozen value: what may be shown follows from it and nothing else (DESIGN.md section 6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum


class Level(IntEnum):
    """How much of a body's text an audience meets. OFFICIAL is not public."""

    NOTHING = 0
    PUBLIC = 1
    OFFICIAL = 2
    SENSITIVE = 3


NOBODY_IN_PARTICULAR: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Audience:
    """What one reader, or one edition, may see. All members are keys of organisations, registers and posts."""

    user: int | None = None
    working: frozenset[int] = NOBODY_IN_PARTICULAR  # organisations whose registers it sees as they are worked on
    registers: frozenset[int] = NOBODY_IN_PARTICULAR  # single registers likewise
    own_risks_in: frozenset[tuple[int, int | None]] = (
        frozenset()
    )  # (organisation, register or all): only risks of `posts`
    posts: frozenset[int] = NOBODY_IN_PARTICULAR
    agreed: frozenset[int] = NOBODY_IN_PARTICULAR  # organisations whose corporate registers it sees as agreed
    cleared: frozenset[int] = NOBODY_IN_PARTICULAR  # organisations whose sensitive text it may see
    published: bool = False  # sees what every body's publication profile calls public, as agreed
    administers: frozenset[int] = NOBODY_IN_PARTICULAR  # organisations whose people and logs it looks after
    papers_of: frozenset[int] = NOBODY_IN_PARTICULAR  # organisations whose draft papers it sees
    sits_on_panel: bool = False  # reads what the Panel asked and was told
    writes_for: frozenset[int] = NOBODY_IN_PARTICULAR  # organisations as whose lead or secretariat it writes
    audits: bool = False  # reads a paper once it is ready to be cleared
    issues_papers: bool = False  # knows of a paper that is ready, to issue it to the Panel

    def works_on(self, organisation: int, register: int) -> bool:
        """Whether it sees this register as it is worked on, not only what is agreed."""
        limited = {(organisation, None), (organisation, register)} & self.own_risks_in
        return organisation in self.working or register in self.registers or bool(limited)

    @property
    def works_anywhere(self) -> bool:
        """Whether it sees any register as it is worked on."""
        return bool(self.working or self.registers or self.own_risks_in)

    def sees_all_of(self, organisation: int, register: int) -> bool:
        """Whether nothing limits it to the risks of its own posts."""
        return organisation in self.working or register in self.registers

    def level(self, organisation: int, register: int, is_corporate: bool = True) -> Level:
        """How much it meets of one register."""
        works = self.works_on(organisation, register)
        if works or (is_corporate and organisation in self.agreed):
            return Level.SENSITIVE if organisation in self.cleared else Level.OFFICIAL
        return Level.PUBLIC if is_corporate and self.published else Level.NOTHING

    def cleared_by(self, organisations: Iterable[int]) -> Audience:
        """The same audience, were it cleared by these and no others."""
        return replace(self, cleared=frozenset(organisations))

    def unnamed(self) -> Audience:
        """The same audience, whoever it is: for what is shown to everybody alike who may see the same."""
        return replace(self, user=None if self.user is None else 0)

    def __and__(self, other: Audience) -> Audience:
        """What both may see: an edition cut to its editor."""
        return Audience(
            user=self.user if self.user is not None else other.user,
            working=self.working & other.working,
            registers=self.registers & other.registers,
            own_risks_in=self.own_risks_in & other.own_risks_in,
            posts=self.posts & other.posts,
            agreed=(self.agreed | self.working) & (other.agreed | other.working),
            cleared=self.cleared & other.cleared,
            published=(self.published or bool(self.agreed | self.working))
            and (other.published or bool(other.agreed | other.working)),
            administers=self.administers & other.administers,
            papers_of=self.papers_of & other.papers_of,
            sits_on_panel=self.sits_on_panel and other.sits_on_panel,
            writes_for=self.writes_for & other.writes_for,
            audits=self.audits and other.audits,
            issues_papers=self.issues_papers and other.issues_papers,
        )


PUBLIC = Audience(published=True)
NOBODY = Audience()


def edition_of(organisations: frozenset[int]) -> Audience:
    """The full edition of a paper: everything agreed of the bodies that issue it, cleared."""
    return Audience(agreed=organisations, cleared=organisations, published=True)


@dataclass(frozen=True)
class Withheld:
    """A value that is there and may not be shown; distinct from one that is not there."""

    def __str__(self) -> str:
        return "withheld"

    def __bool__(self) -> bool:
        return False


WITHHELD = Withheld()
