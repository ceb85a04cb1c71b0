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
from registers.scoring import Band
from registers.sentences import say_day
from reports.imports import past, standing
from reports.imports.closings import closing_of, day_of
from reports.imports.lines import Line, Rights, in_short, label, plainly
from reports.imports.matching import Match
from reports.imports.risk_reviews import plan_progress, plan_review
from reports.imports.risk_scores import SCORES, plan_scores
from reports.imports.standing import Stood
from reports.imports.values import Entry, Fact, NewPost, Said

TITLE_AT_MOST = 120
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
        self.columns: frozenset[Fact] = frozenset()  # all that the file says of any risk
        self.scheme = found.scheme.value if found.scheme else None

    def plan(self, match: Match, order: int | None = None) -> Line:
        """The line of a match that is neither refused nor asked about, with what it would change."""
        line, entry, risk = match.line, match.entry, match.risk
        title, description, words = worded(entry)
        if risk is not None and not plainly(_text(entry, Fact.TITLE)):
            title, words = "", ""  # it has one, and a blank cell takes nothing away
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
        if risk is not None and Fact.PERMANENT_REF in entry.facts:
            self._blank(line, entry, risk)
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
            is_closing = closing is not None and self.rights.settles
            first = self._first_day(line, entry, line.day)
            past.open_earlier(self, line, risk, first, title, description, is_closing)
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
        plan_scores(self, line, entry, risk)
        plan_progress(self, line, entry, risk)
        plan_review(self, line, entry, risk)

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

    def _left_over(self, line, entry):
        """Nothing is dropped silently."""
        for fact, said in entry.facts.items():
            if fact not in HANDLED and said.value not in (None, "", ()):
                line.remark(f"{label(fact)} {NOT_OF_RISK}", said, fact)

    def _blank(self, line, entry, risk):
        """In a file of the portal’s own a cell may have been cleared: nothing is taken away by that, which is told."""
        for fact in BLANK:
            if fact in self.columns and fact not in entry.facts and self._stands(line, risk, fact):
                way = "" if fact is Fact.DESCRIPTION else ". “None” would take it away"
                line.remark(f"{label(fact)}: blank in the file, left as it is{way}")

    def _stands(self, line, risk, fact) -> bool:
        if fact is Fact.DESCRIPTION:
            worded = self.old(line, standing.WORDING, risk)
            return bool(worded and worded.description)
        if fact is Fact.TARGET_ON:
            target = self.old(line, standing.TARGET, risk)
            return bool(target and target.target_on)
        return bool(self.old(line, BLANK[fact], risk))

    @staticmethod
    def _said(entry, fact):
        said = entry.facts.get(fact)
        return said.value if said is not None else None


# What may be there and may be taken away, with the key it stands under.
BLANK = {
    Fact.OWNERS: standing.OWNER, Fact.LEADS: standing.LEAD, Fact.OBJECTIVES: standing.OBJECTIVES,
    Fact.HORIZON: standing.HORIZON, Fact.DESCRIPTION: standing.WORDING, Fact.TARGET_ON: standing.TARGET,
}  # fmt: skip
HANDLED = frozenset(
    {
        Fact.REF, Fact.TITLE, Fact.DESCRIPTION, Fact.OWNERS, Fact.LEADS, Fact.OBJECTIVES, Fact.HORIZON, Fact.MARKING,
        Fact.PERMANENT_REF, Fact.ORDER, Fact.APPETITE, Fact.OPENED_ON, Fact.CLOSED_ON, Fact.STATE, Fact.TARGET_ON,
        Fact.RATIONALE, Fact.MOVEMENT, Fact.REVIEWED_ON, Fact.NEXT_REVIEW, Fact.PROGRESS, Fact.NARRATIVE,
        *SCORES.values(),
    }
)  # fmt: skip
