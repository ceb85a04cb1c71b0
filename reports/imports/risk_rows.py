"""What would an entry change of its risk? Fact by fact: what stands on the day beside what the file says.

Only facts that the file says and that differ are changed. In a register of the past each is set back on the next day
that is dated, so that later positions stay as they were (past.py).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from registers.models import Marking, Turn
from registers.models.risk_facts import Horizon
from registers.movement import Stage
from registers.scoring import Band, Score
from registers.sentences import say_day
from reports.imports import past, standing
from reports.imports.closings import closing_of, day_of
from reports.imports.lines import SCORE_LABELS, Line, Rights, in_short, label, plainly
from reports.imports.matching import Match
from reports.imports.standing import Assessed, Stood
from reports.imports.values import Entry, Fact, NewPost, Said

TITLE_AT_MOST = 120
SCORES = {
    "inherent": Fact.INHERENT_SCORE,
    "current": Fact.CURRENT_SCORE,
    "target": Fact.TARGET_SCORE,
}
STEWARDS = {Fact.OWNERS: standing.OWNER, Fact.LEADS: standing.LEAD}
NOT_OF_RISK = "is not recorded of a risk by itself, and is not imported"


def worded(entry: Entry) -> tuple[str, str | None, str]:
    """(title, description or None where none is said, what was done about it in words) of an entry.

    A title that is too long stands whole before the description; one that is missing is the description's beginning.
    """
    title = plainly(_text(entry, Fact.TITLE))
    description = _text(entry, Fact.DESCRIPTION)
    if not title and description:
        first = plainly(description.strip().split("\n")[0])
        return in_short(first, TITLE_AT_MOST), description, "It has no title: the beginning of its description is taken"
    if len(title) > TITLE_AT_MOST:
        whole = f"{title}\n\n{description}" if description else title
        words = f"The title has more than {TITLE_AT_MOST} characters: it is cut, and stands whole in the description"
        return in_short(title, TITLE_AT_MOST), whole, words
    return title, description, ""


def _text(entry, fact):
    said = entry.facts.get(fact)
    return None if said is None else str(said.value or "")


class RiskRows:
    """Plans the lines of risks of one register."""

    def __init__(self, found: Stood, rights: Rights, source: str, posts: dict[str, str], answers: dict[str, str]):
        self.found, self.rights, self.source, self.posts, self.answers = found, rights, source, posts, answers
        self.titles = {title.casefold(): post for post, title in found.posts.items()}
        self.scheme = found.scheme.value if found.scheme else None

    def plan(self, match: Match, order: int | None = None) -> Line:
        """The line of a match that is neither refused nor asked about, with what it would change."""
        line, entry, risk = match.line, match.entry, match.risk
        title, description, words = worded(entry)
        if words and (risk is None or plainly(self.found.title(risk)) != title):
            line.remark(words, entry.facts.get(Fact.TITLE) or entry.facts.get(Fact.DESCRIPTION))
        if risk is None:
            if not title:
                line.refuse_all("It has no title and no description, and is no risk of the register")
                return line
        else:
            line.title = title or self.found.title(risk)
        closing = closing_of(self, line, entry)
        if line.is_out:
            return line
        if risk is None:
            self._open(line, entry, title, description, order, closing)
        elif not self._live(line, entry, risk, title, description, closing):
            return line
        else:
            self._ref(line, entry, risk)
            self._wording(line, entry, risk, title, description)
        self._facts(line, entry, risk)
        self._end(line, entry, risk, closing)
        self._left_over(line, entry)
        return line

    # Its life ------------------------------------------------------------------------------------

    def _open(self, line, entry, title, description, order, closing):
        """A new risk: opened on the day the file says, where nothing contradicts it, else on that of the import."""
        found, line.is_new = self.found, True
        line.day = found.as_at if closing is None else day_of(self, line, entry, None, closing)
        opened = self._first_day(line, entry, line.day)
        printed = "" if entry.ref == str(line.subject.ref) else entry.ref
        marking = self._said(entry, Fact.MARKING) or Marking.OFFICIAL
        line.what = f"New risk {line.subject.ref}" + (f", printed as {printed}" if printed else "")
        line.change(label(Fact.TITLE), "", title, Fact.TITLE)
        if description:
            line.change(label(Fact.DESCRIPTION), "", description, Fact.DESCRIPTION)
        if opened != line.day:
            line.change(label(Fact.OPENED_ON), "", say_day(opened), Fact.OPENED_ON)
        if marking != Marking.OFFICIAL:
            line.change(label(Fact.MARKING), "", Marking(marking).label, Fact.MARKING)
        if order is not None and Fact.ORDER not in entry.facts:
            line.change(label(Fact.ORDER), "", f"{order}, as in the file", Fact.ORDER)
        line.act(
            "open", opened, self.source, ref=line.subject.ref, title=title, description=(description or "").strip(),
            marking=marking, printed_ref=printed, order=None if Fact.ORDER in entry.facts else order,
        )  # fmt: skip

    def _first_day(self, line, entry, day) -> date:
        said = entry.facts.get(Fact.OPENED_ON)
        if said is None or not said.value or said.value == day:
            return day
        if said.value > day:
            line.remark(f"Opened on {say_day(said.value)}, after {say_day(day)}: opened on that day", said)
            return day
        settled = self.found.settled
        if settled is not None and said.value <= settled:
            words = f"The register as at {say_day(settled)} did not have it: opened on {say_day(day)} here"
            line.remark(f"Opened on {say_day(said.value)} by the file. {words}", said)
            return day
        return said.value

    def _live(self, line, entry, risk, title, description, closing) -> bool:
        """Whether it is open on the day, or is made so; the day from which it is changed."""
        found = self.found
        stage, line.day = found.stage(risk), found.as_at
        if stage is Stage.CLOSED:
            return self._closed(line, entry, risk, closing)
        if closing is not None and self.rights.settles:  # else it is not closed, and the rest is said of the day
            line.day = day_of(self, line, entry, risk, closing)
        if stage is Stage.ABSENT:
            past.open_earlier(self, line, risk, self._first_day(line, entry, line.day), title, description)
            return True
        said = entry.facts.get(Fact.OPENED_ON)
        if said is not None and said.value and said.value != found.opened_on(risk):
            words = (
                f"The register has it opened on {say_day(found.opened_on(risk))}. Correct that on its page if need be"
            )
            line.remark(f"Opened on {say_day(said.value)} by the file: not imported. {words}", said)
        return True

    def _closed(self, line, entry, risk, closing) -> bool:
        since = self.found.closed_on(risk)
        if closing is not None:
            if closing != since and entry.facts.get(Fact.CLOSED_ON):
                words = f"Closed on {say_day(since)} in the register, on {say_day(closing)} by the file: left as it is"
                line.remark(words, entry.facts[Fact.CLOSED_ON])
            return False
        choices = (("leave", "Leave it closed"), ("reopen", "Reopen it"))
        line.ask(f"The register has it closed since {say_day(since)}. Is it open again?", "closed", choices)
        answer = line.answer(self.answers)
        if answer == "leave":
            line.leave()
        elif answer != "reopen":
            line.drop()
        elif not self.rights.settles:
            line.refuse_all(f"Closed since {say_day(since)}. Only the board reopens a risk")
        else:
            line.change(label(Fact.STATE), "closed", "open", Fact.STATE)
            past.reopen(self, line, risk)
            return True
        return False

    def _end(self, line, entry, risk, closing):
        """Close it where the file has it closed; and a risk that only the past had, on the next dated day."""
        found = self.found
        if closing is not None:
            if risk is not None and not self.rights.settles:
                place = entry.facts.get(Fact.STATE) or entry.facts.get(Fact.CLOSED_ON)
                line.refuse("Closed by the file. Only the board closes a risk", place)
                return
            line.change(label(Fact.STATE), "" if line.is_new else "open", f"closed on {say_day(line.day)}", Fact.STATE)
            if risk is None:
                line.act("turns_after", line.day, self.source, turns=((line.day, Turn.CLOSED.value),))
            else:
                past.close(self, line, risk, line.day)
        elif risk is None and found.later is not None:
            turns = ((found.later, Turn.CLOSED.value),)
            line.act("turns_after", found.later, past.why(self.source, found), turns=turns)
            line.remark(f"The register has no such risk on {say_day(found.later)}: closed on that day")

    # What it says --------------------------------------------------------------------------------

    def _ref(self, line, entry, risk):
        """The Met renumbers at its yearly refresh: a risk found under another reference is printed so from the day."""
        held = self.found.printed_ref(risk)
        if not entry.ref or entry.ref.casefold() in (held.casefold(), str(self.found.refs[risk])):
            return
        line.change(label(Fact.REF), held, entry.ref, Fact.REF)
        line.act("edit", line.day, self.source, printed_ref=entry.ref)
        old = self.old(line, standing.PRINTED_REF, risk) or ""
        past.set_back(self, line, risk, standing.PRINTED_REF, "edit", {"printed_ref": old})

    def _wording(self, line, entry, risk, title, description):
        old = self.found.value(standing.WORDING, risk, line.day) or standing.Worded("", "")
        if not title:
            title = old.title
        said = {}
        if plainly(title) != plainly(old.title):
            said["title"] = title
            line.change(label(Fact.TITLE), old.title, title, Fact.TITLE)
        if description is not None and plainly(description) != plainly(old.description):
            said["description"] = description.strip()
            line.change(label(Fact.DESCRIPTION), old.description, description, Fact.DESCRIPTION)
        if not said or self.found.stage(risk) is Stage.ABSENT:
            return  # opened earlier: its wording is written with that
        line.act("edit", line.day, self.source, **said)
        past.set_back(self, line, risk, standing.WORDING, "edit", {"title": old.title, "description": old.description})

    def _facts(self, line, entry, risk):
        for fact, role in STEWARDS.items():
            if fact in entry.facts:
                self._stewards(line, entry.facts[fact], risk, fact, role)
        self._objectives(line, entry, risk)
        for fact, aspect, words in (
            (Fact.HORIZON, standing.HORIZON, lambda v: Horizon(v).label if v else ""),
            (Fact.ORDER, standing.ORDER, str),
            (Fact.APPETITE, standing.APPETITE, lambda v: Band(v).label if v else ""),
        ):
            if fact in entry.facts:
                self._aspect(line, entry.facts[fact], risk, fact, aspect, words)
        if risk is not None and Fact.MARKING in entry.facts:
            self._marking(line, entry.facts[Fact.MARKING], risk)
        self._scores(line, entry, risk)
        self._progress(line, entry, risk)
        self._review(line, entry, risk)

    def old(self, line, key, risk) -> Any:
        return None if risk is None else self.found.value(key, risk, line.day)

    def _stewards(self, line, said, risk, fact, role):
        wanted = self._posts(line, said, fact)
        if wanted is None:
            return
        old = self.old(line, role, risk) or ()
        held = [self.found.same_post.get(place.post, place.post) for place in old]
        if held == [post for post, _ in wanted]:
            return
        part = "owners" if fact is Fact.OWNERS else "leads"
        line.change(label(fact), self._names(old), self._names(wanted), fact)
        line.act("edit", line.day, self.source, **{part: tuple(wanted)})
        past.set_back(self, line, risk, role, "edit", {part: tuple((p.post, p.printed_as) for p in old)})

    def _posts(self, line, said: Said, fact) -> list[tuple[int | str, str]] | None:
        """(key of the post, or the title of one to be added; the form that is printed), each post once.

        None where one of them may not be added: half a list of owners is none.
        """
        found: dict[int | str, str] = {}
        for one in said.value or ():
            post, printed = (one.post, one.printed_as) if hasattr(one, "post") else (one, "")
            if isinstance(post, NewPost) and (there := self.titles.get(plainly(post.title).casefold())):
                post = there  # added since by another file
            elif isinstance(post, NewPost):
                if not self.rights.adds_posts:
                    line.refuse(f"There is no post “{post.title}”. An administrator adds posts", said, fact)
                    return None
                post = self.posts.setdefault(plainly(post.title).casefold(), plainly(post.title))
            found.setdefault(post, printed)
        return list(found.items())

    def _names(self, places) -> str:
        """Post names in a line, each as it is printed."""
        return ", ".join(str(printed or self.found.posts.get(post, post)) for post, printed in places) or "none"

    def _objectives(self, line, entry, risk):
        said = entry.facts.get(Fact.OBJECTIVES)
        if said is None:
            return
        wanted, old = frozenset(said.value or ()), self.old(line, standing.OBJECTIVES, risk) or frozenset()
        if wanted == old:
            return
        line.change(label(Fact.OBJECTIVES), self._aims(old), self._aims(wanted), Fact.OBJECTIVES)
        line.act("edit", line.day, self.source, objectives=tuple(sorted(wanted)))
        past.set_back(self, line, risk, standing.OBJECTIVES, "edit", {"objectives": tuple(sorted(old))})

    def _aims(self, keys):
        return ", ".join(name for key, name in self.found.objectives.items() if key in keys) or "none"

    def _aspect(self, line, said, risk, fact, aspect, words):
        wanted = "" if said.value is None else str(said.value)
        if fact is Fact.ORDER and not wanted.isdigit():
            if wanted:
                line.refuse(f"“{said.printed}” is no place in a list: write a whole number", said, fact)
            return
        old = self.old(line, aspect, risk) or ""
        stands = str(self.found.order(risk)) if fact is Fact.ORDER and risk is not None else old
        if wanted == stands:
            return
        line.change(label(fact), words(stands), words(wanted), fact)
        name = "appetite" if fact is Fact.APPETITE else "edit"
        part = {Fact.APPETITE: "highest_band", Fact.ORDER: "order", Fact.HORIZON: "horizon"}[fact]
        line.act(name, line.day, self.source, **{part: wanted})
        past.set_back(self, line, risk, aspect, name, {part: old})

    def _marking(self, line, said, risk):
        wanted, old = said.value or Marking.OFFICIAL, self.old(line, standing.MARKING, risk) or Marking.OFFICIAL
        if wanted == old:
            return
        was, now = Marking(old).label, Marking(wanted).label
        if wanted == Marking.OFFICIAL:
            choices = (("keep", f"It stays {was}"), ("lower", f"Mark it {now}"))
            line.ask(f"It is {was}; the file says {now}. Is it to be marked lower?", "marking", choices, said)
            if line.answer(self.answers) != "lower":
                return
        if not self.rights.settles:
            line.refuse(f"Marked {now} by the file. Only the board changes a marking", said, Fact.MARKING)
            return
        line.change(label(Fact.MARKING), was, now, Fact.MARKING)
        line.act("mark", line.day, self.source, marking=wanted)
        past.set_back(self, line, risk, standing.MARKING, "mark", {"marking": old})

    # Scores --------------------------------------------------------------------------------------

    def _scores(self, line, entry, risk):
        for kind, fact in SCORES.items():
            said = entry.facts.get(fact)
            rationale = entry.facts.get(Fact.RATIONALE) if kind == standing.CURRENT else None
            target_on = entry.facts.get(Fact.TARGET_ON) if kind == standing.TARGET else None
            if said is not None or rationale is not None or target_on is not None:
                self._score(line, risk, kind, fact, said, rationale, target_on)

    def _score(self, line, risk, kind, fact, said, rationale, target_on):
        old: Assessed | None = self.old(line, kind, risk)
        place = said or rationale or target_on
        if said is not None and not said.value:  # "-", "n/a": it says that there is none
            if old is not None:
                line.refuse(f"The register has a score, {self.cell(old.cell)}: a score is not taken away", said, fact)
            return
        if said is None and old is None:
            words = "reason is given, but no score" if rationale else "target date is given, but no target score"
            if place.value:
                line.refuse(f"A {words}: not imported", place, fact)
            return
        if self.scheme is None:
            return  # said once, for the whole file
        cell = tuple(said.value) if said is not None else old.cell
        try:
            self.scheme.cell(Score(*cell))
        except ValueError:
            line.refuse(f"{said.printed} is not on the scale of the day", said, fact)
            return
        on = target_on.value if target_on is not None else (old.target_on if old else None)
        if on is not None and on < line.day:
            words = f"A target date before {say_day(line.day)}: not imported"
            if target_on is not None and (old is None or old.target_on != on):
                line.remark(words, target_on, Fact.TARGET_ON)
            on = old.target_on if old and old.cell == cell and target_on is None else None
            if target_on is not None and old is not None and old.target_on == target_on.value and old.cell == cell:
                return
        given = plainly(rationale.value) if rationale is not None else ""
        moves = old is None or old.cell != cell
        if not moves and on == (old.target_on if old else None) and given in ("", plainly(old.reason)):
            return
        reason = str(rationale.value).strip() if given else (self.source if moves else old.reason)
        self._tell_score(line, kind, fact, old, cell, on, reason if given else "")
        line.act("score", line.day, reason or self.source, kind=kind, likelihood=cell[0], impact=cell[1], target_on=on)
        past.set_back_score(self, line, risk, kind, old, said or place)

    def _tell_score(self, line, kind, fact, old, cell, on, reason):
        if old is None or old.cell != cell:
            line.change(SCORE_LABELS[kind], self.cell(old.cell) if old else "", self.cell(cell), fact)
        if kind == standing.TARGET and on != (old.target_on if old else None):
            was = say_day(old.target_on) if old and old.target_on else ""
            line.change(label(Fact.TARGET_ON), was, say_day(on) if on else "none", Fact.TARGET_ON)
        if reason and plainly(reason) != plainly(old.reason if old else ""):
            line.change(label(Fact.RATIONALE), old.reason if old else "", reason, Fact.RATIONALE)

    def cell(self, cell) -> str:
        score = Score(*cell)
        try:
            return f"{self.scheme.words(score)}, {self.scheme.cell(score).band.label}"
        except (ValueError, IndexError):
            return f"{cell[0]} by {cell[1]}"

    # How it gets on, and when it was looked at -----------------------------------------------------

    def _progress(self, line, entry, risk):
        status, narrative = entry.facts.get(Fact.PROGRESS), entry.facts.get(Fact.NARRATIVE)
        if status is None and narrative is None:
            return
        old = self.old(line, standing.PROGRESS, risk)
        stated = past.statement(line, old, status, narrative, self.source, Fact.PROGRESS)
        if stated is None or not past.may_run_on(self, line, risk, standing.PROGRESS, status or narrative):
            return
        line.act("state", line.day, **stated)
        if old is not None:
            past.set_back(self, line, risk, standing.PROGRESS, "state", old._asdict())

    def _review(self, line, entry, risk):
        reviewed, following = entry.facts.get(Fact.REVIEWED_ON), entry.facts.get(Fact.NEXT_REVIEW)
        old = self.old(line, standing.REVIEW, risk)
        if reviewed is None or not reviewed.value:
            if following is None or not following.value or (old is not None and old.next_on == following.value):
                return
            if old is None:
                words = "A next review is recorded with a review, and the file does not say when it was reviewed"
                line.remark(f"{words}: not imported", following, Fact.NEXT_REVIEW)
                return
        on = reviewed.value if reviewed is not None and reviewed.value else old.on
        if on > line.day:
            line.refuse(
                f"Reviewed on {say_day(on)}, after {say_day(line.day)}: not imported", reviewed, Fact.REVIEWED_ON
            )
            return
        begun = line.acts[0].on if line.acts and line.acts[0].name in ("open", "open_earlier") else None
        begun = begun or (self.found.opened_on(risk) if risk is not None else line.day)
        printed, reason = on, self.source
        if on < begun:
            on, reason = begun, f"Reviewed on {say_day(on)}. {self.source}"
        next_on = following.value if following is not None else None
        if old is not None and (old.on, next_on or old.next_on) == (on, old.next_on):
            return
        if old is not None and old.on > on:
            line.remark(f"The register has a later review, of {say_day(old.on)}: not imported", reviewed)
            return
        if next_on is not None and next_on <= on:
            line.remark(f"The next review is not after {say_day(on)}: not imported", following, Fact.NEXT_REVIEW)
            next_on = None
        if not self.rights.settles:
            line.refuse("Only the board records a review: not imported", reviewed or following, Fact.REVIEWED_ON)
            return
        if not past.may_run_on(self, line, risk, standing.REVIEW, reviewed or following):
            return
        if printed != on:
            words = f"Reviewed on {say_day(printed)} by the file. The register has it open since {say_day(on)}"
            line.remark(f"{words}: recorded as of that day", reviewed or following, Fact.REVIEWED_ON)
        if old is None or old.on != on:
            line.change(label(Fact.REVIEWED_ON), say_day(old.on) if old else "", say_day(on), Fact.REVIEWED_ON)
        if next_on is not None and (old is None or old.next_on != next_on):
            was = say_day(old.next_on) if old and old.next_on else ""
            line.change(label(Fact.NEXT_REVIEW), was, say_day(next_on), Fact.NEXT_REVIEW)
        line.act("review", on, reason, next_on=next_on, like=old.on if old and old.on == on else None)

    def _left_over(self, line, entry):
        """Nothing is dropped silently."""
        for fact, said in entry.facts.items():
            if fact not in HANDLED and said.value not in (None, "", ()):
                line.remark(f"{label(fact)} {NOT_OF_RISK}", said, fact)

    @staticmethod
    def _said(entry, fact):
        said = entry.facts.get(fact)
        return said.value if said is not None else None


HANDLED = frozenset(
    {
        Fact.REF, Fact.TITLE, Fact.DESCRIPTION, Fact.OWNERS, Fact.LEADS, Fact.OBJECTIVES, Fact.HORIZON, Fact.MARKING,
        Fact.PERMANENT_REF, Fact.ORDER, Fact.APPETITE, Fact.OPENED_ON, Fact.CLOSED_ON, Fact.STATE, Fact.TARGET_ON,
        Fact.RATIONALE, Fact.MOVEMENT, Fact.REVIEWED_ON, Fact.NEXT_REVIEW, Fact.PROGRESS, Fact.NARRATIVE,
        *SCORES.values(),
    }
)  # fmt: skip
