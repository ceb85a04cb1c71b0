"""What would a file change of the controls of a register? Matched by number, or by title on the risk they act on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from controls.models import Axis, Rating, Stage
from controls.rules import NEXT
from registers.models import Marking
from registers.sentences import say_day
from reports.imports import past
from reports.imports.lines import Line, Subject, label, plainly
from reports.imports.risk_rows import RiskRows
from reports.imports.standing import Worded, next_day, value_on
from reports.imports.standing_controls import (
    AXIS,
    DUE,
    KEY,
    MARKING,
    OWNER,
    RATING,
    STAGE,
    STATED,
    WORDING,
    Controls,
)
from reports.imports.values import ControlSaid, Fact, Said

NUMBER = re.compile(r"c\s*-?\s*(\d{1,9})", re.IGNORECASE)


class ControlRows:
    """Plans the lines of controls; `risks`: those of the file by their printed reference, to be made or there."""

    def __init__(self, rows: RiskRows, controls: Controls, beside: Mapping[tuple[int, str], int]):
        self.rows, self.controls, self.found, self.source = rows, controls, rows.found, rows.source
        self.beside = beside  # numbers of those that act on its risks and are changed elsewhere, by risk and title
        self.by_number = {number: control for control, number in controls.numbers.items()}
        self.by_title: dict[tuple[int, str], list[int]] = defaultdict(list)
        for control in controls.numbers:
            for risk in controls.links[control]:
                for _, worded in controls.facts[WORDING][control]:
                    self.by_title[risk, plainly(worded.title).casefold()].append(control)
        self.lines: dict[object, Line] = {}

    def of_risk(self, line: Line, risk: int | None, said: Iterable[ControlSaid]) -> list[Line]:
        """Those that stand in a risk's own row."""
        return [self.plan(one, [(line.subject, risk)], line.day or self.found.as_at) for one in said]

    def of_table(self, said: ControlSaid, risks: list[tuple[Subject, int | None]]) -> Line:
        """One row of a table of controls; `risks` as they were found by their references."""
        return self.plan(said, risks, self.found.as_at)

    def holds(self, said: ControlSaid, risk: int) -> bool:
        """Whether the control that a row names by its number acts on a risk already, open or closed."""
        control = self.by_number.get(_number(said))
        return control is not None and risk in self.controls.risks(control, self.found.as_at)

    def are_sensitive(self) -> bool:
        """Whether any of the register's controls that lines are about is kept for those cleared, then or since."""
        told = [control for control in self.lines if control in self.controls.numbers]
        days = (self.found.as_at, date.max)
        return any(self.controls.value(MARKING, one, day) == Marking.SENSITIVE for one in told for day in days)

    def plan(self, said: ControlSaid, risks, day: date) -> Line:
        line = Line("New control", plainly(said.title.value), said.where or said.title.where, Subject(), day=day)
        control = self._match(line, said, risks)
        if line.is_out:
            return line
        key = control if control is not None else (line.title.casefold(), *sorted(id(subject) for subject, _ in risks))
        if (first := self.lines.setdefault(key, line)) is not line:
            words = "says the same" if _says(said) == first.said else "says other things of it: that row is taken"
            line.leave(f"Said twice: row {first.where.row} {words}")
            return line
        line.said = _says(said)
        if control is None:
            self._add(line, said, risks)
        else:
            self._change(line, said, risks, control)
        self._left_over(line, said)
        return line

    def _match(self, line, said, risks) -> int | None:
        number = _number(said)
        if number:
            if number in self.by_number:
                return self._called(line, self.by_number[number])
            if number in self.controls.nearby and self._is_as_it_stands(said, self.controls.nearby[number], line.day):
                line.what = f"Control C-{number}"
                line.leave("It is of another register, or a joint control, and changed on its own page: left as it is")
                return None
            if number in self.controls.elsewhere:
                line.refuse_all(f"C-{number} is not of this register, or is a joint control: change it on its own page")
                return None
        if not line.title:
            line.refuse_all("It has no title")
            return None
        found = self._titled(line.title, risks)
        alive = [one for one in found if self.controls.value(STAGE, one, line.day) != Stage.RETIRED]
        if alive or (found and self._stage(said) == Stage.RETIRED):
            return self._called(line, (alive or found)[0])
        if number := next((n for _, risk in risks if (n := self.beside.get((risk, line.title.casefold())))), None):
            line.what = f"Control C-{number}"
            line.leave("It acts on the risk, and is changed on its own page: left as it is")
            return None
        if found:
            line.remark(f"C-{self.controls.numbers[found[0]]} of this title has been retired: this is a new one")
        return None

    def _is_as_it_stands(self, said, facts, day) -> bool:
        """Whether a row only repeats it, as the list of all controls does when it comes back."""
        worded = value_on(facts[WORDING], day) or Worded("", "")
        stands = {
            Fact.TITLE: worded.title,
            Fact.DESCRIPTION: worded.description,
            Fact.STAGE: value_on(facts[STAGE], day),
            Fact.DUE: value_on(facts[DUE], day),
        }
        given = {Fact.TITLE: said.title, **said.facts}
        told = {fact: given[fact].value for fact in stands if fact in given}
        return all(plainly(str(told[fact] or "")) == plainly(str(stands[fact] or "")) for fact in told)

    def _titled(self, title, risks):
        keys = {control for _, risk in risks if risk for control in self.by_title.get((risk, title.casefold()), ())}
        return sorted(keys, key=lambda control: self.controls.numbers[control])

    def _called(self, line, control):
        number = self.controls.numbers[control]
        line.subject, line.what, line.target = Subject(control, number), f"Control C-{number}", f"control:{number}"
        return control

    # A new one -----------------------------------------------------------------------------------

    def _add(self, line, said, risks):
        if not risks:
            line.refuse_all("It acts on no risk of the register or of the file")
            return
        day, facts = line.day, said.facts
        stage = self._stage(said) or (Stage.PLANNED if facts.get(Fact.DUE) else Stage.IN_PLACE)
        owner = self._owner(line, _owner_said(facts)) or ()
        text, value = _text(facts, Fact.DESCRIPTION), lambda fact: facts[fact].value if fact in facts else None
        if self.found.later is not None and stage == Stage.RETIRED:
            line.refuse_all("Retired already, and never in the register")
            return
        line.is_new = True
        line.change(label(Fact.TITLE), "", line.title, Fact.TITLE)
        line.change(label(Fact.STAGE), "", Stage(stage).label, Fact.STAGE)
        line.change("Acts on", "", self._risks([subject for subject, _ in risks]))
        if text:
            line.change(label(Fact.DESCRIPTION), "", text, Fact.DESCRIPTION)
        if owner:
            line.change("Owner", "", self._post(owner[0]), Fact.OWNERS)
        if value(Fact.DUE):
            line.change(label(Fact.DUE), "", say_day(value(Fact.DUE)), Fact.DUE)
        marking = value(Fact.MARKING) or Marking.OFFICIAL
        line.act(
            "add_control", day, self.source, title=line.title, description=text or "", stage=stage,
            risks=tuple(subject for subject, _ in risks), owner=owner[0] if owner else None,
            due=value(Fact.DUE) or None, is_key=bool(value(Fact.IS_KEY)), axis=value(Fact.AXIS) or "", marking=marking,
        )  # fmt: skip
        ref = facts.get(Fact.REF)
        if ref is not None and ref.value:
            line.remark(f"It gets a number of its own: {ref.value} is not kept", ref, Fact.REF)
        self._state(line, said, None, stage)
        self._rate(line, said, None)
        if self.found.later is not None:
            line.act("stage", self.found.later, past.why(self.source, self.found), stage=Stage.RETIRED)
            line.remark(f"The register has no such control on {say_day(self.found.later)}: retired on that day")

    # One that is there ---------------------------------------------------------------------------

    def _change(self, line, said, risks, control):
        day, facts, controls = line.day, said.facts, self.controls
        line.title = line.title or controls.value(WORDING, control, date.max).title
        stands = controls.value(STAGE, control, day)
        if stands is None and not self._begin_earlier(line, said, risks, control):
            return
        if stands == Stage.RETIRED:
            if self._stage(said) not in (None, Stage.RETIRED):
                line.refuse_all("It has been retired, and cannot be taken up again: it would be a new control")
            return
        old = controls.value(WORDING, control, day) or Worded(line.title, _text(facts, Fact.DESCRIPTION) or "")
        words = {"title": line.title, "description": _text(facts, Fact.DESCRIPTION)}
        for name, fact in (("title", Fact.TITLE), ("description", Fact.DESCRIPTION)):
            was, new = getattr(old, name), words[name]
            if new is not None and plainly(new) != plainly(was):
                self._say(line, control, fact, was, new, WORDING, "edit_control", {name: new}, old._asdict())
        self._owner_changes(line, _owner_said(facts), control)
        for fact, trait, part, words_of in (
            (Fact.IS_KEY, KEY, "is_key", lambda v: "yes" if v else "no"),
            (Fact.AXIS, AXIS, "axis", lambda v: Axis(v).label if v else "none"),
        ):
            if fact in facts:
                was = controls.value(trait, control, day) or ""
                was, new = (bool(was), bool(facts[fact].value)) if part == "is_key" else (was, facts[fact].value or "")
                if was != new:
                    said_of = words_of(was), words_of(new), trait
                    self._say(line, control, fact, *said_of, "edit_control", {part: new}, {part: was})
        self._marking(line, facts.get(Fact.MARKING), control)
        self._links(line, said, risks, control)
        self._due(line, facts.get(Fact.DUE), control)
        stage = self._stages(line, said, control, stands)
        self._state(line, said, control, stage)
        self._rate(line, said, control)

    def _begin_earlier(self, line, said, risks, control) -> bool:
        """A control that was entered later had been there: it begins on the day."""
        began, first = self.controls.began(control), self.controls.facts[STAGE][control][0][1]
        stage = self._stage(said) or first
        later = self.found.later
        if stage != first and first not in NEXT[Stage(stage)]:
            was = Stage(first).label.lower()
            line.refuse_all(
                f"It began on {say_day(began)} as {was}, and cannot have been {Stage(stage).label.lower()} before"
            )
            return False
        if later is not None and later < began:
            line.refuse_all(f"It began on {say_day(began)}, and the register of {say_day(later)} does not have it")
            return False
        worded = self.controls.value(WORDING, control, began)
        line.change("Since", say_day(began), say_day(line.day))
        if Fact.STAGE in said.facts and stage != first:
            line.change(label(Fact.STAGE), Stage(first).label, Stage(stage).label, Fact.STAGE)
        line.act(
            "begin_earlier", line.day, self.source, stage=stage, risks=tuple(subject for subject, _ in risks),
            title=line.title or worded.title,
            description=_text(said.facts, Fact.DESCRIPTION) or worded.description,
        )  # fmt: skip
        return True

    def _say(self, line, control, fact, was, new, key, act, values, before):
        """One fact that differs; in the past set back on the next dated day."""
        line.change("Owner" if fact is Fact.OWNERS else label(fact), str(was), str(new), fact)
        line.act(act, line.day, self.source, **values)
        if self._runs_on(line, control, key):
            line.act(act, self.found.later, past.why(self.source, self.found), **before)

    def _runs_on(self, line, control, key):
        later = self.found.later
        if later is None or self.controls.value(STAGE, control, later) in (None, Stage.RETIRED):
            return False
        following = next_day(self.controls.facts[key].get(control, []), line.day)
        return following is None or following > later

    def _owner(self, line, said: Said | None):
        """(key or title of the post, how it is printed), () for nobody, None where nothing may be said."""
        if said is None:
            return None
        posts = self.rows._posts(line, said, Fact.OWNERS)
        if posts is None:
            return None
        if len(posts) > 1:
            others = ", ".join(self._post(post) for post in posts[1:])
            line.remark(f"A control has one owner: the first is taken, and not {others}", said, Fact.OWNERS)
        return posts[0] if posts else ()

    def _post(self, place):
        return str(self.found.posts.get(place[0] if isinstance(place, tuple) else place, place))

    def _owner_changes(self, line, said, control):
        owner = self._owner(line, said)
        if owner is None:
            return
        old = self.controls.value(OWNER, control, line.day)
        was = self.found.same_post.get(old, old)
        new = owner[0] if owner else None
        if was == new:
            return
        names = [self._post(one) if one is not None else "nobody" for one in (was, new)]
        self._say(line, control, Fact.OWNERS, *names, OWNER, "edit_control", {"owner": new}, {"owner": old})

    def _marking(self, line, said, control):
        if said is None or not said.value:
            return
        old = self.controls.value(MARKING, control, line.day) or Marking.OFFICIAL
        if said.value == old:
            return
        was, now = Marking(old).label, Marking(said.value).label
        if said.value == Marking.OFFICIAL:
            choices = (("keep", f"It stays {was}"), ("lower", f"Mark it {now}"))
            line.ask(f"It is {was}; the file says {now}. Is it to be marked lower?", "marking", choices, said)
            if line.answer(self.rows.answers) != "lower":
                return
        if not self.rows.rights.settles:
            line.refuse(f"Marked {now} by the file. Only the board changes a marking", said, Fact.MARKING)
            return
        values, before = {"marking": said.value}, {"marking": old}
        self._say(line, control, Fact.MARKING, was, now, MARKING, "mark_control", values, before)

    def _links(self, line, said, risks, control):
        """Of a table of controls: the whole list of risks. In a risk's own row it says nothing of the others.

        On risks of other registers it acts as before: a file of this one says nothing of them.
        """
        held, elsewhere = self._acts_on(control, line.day)
        if not risks or (self.controls.value(STAGE, control, line.day) is None):
            return
        wanted = {risk for _, risk in risks}
        if Fact.CONTROL_RISKS not in said.facts and len(risks) == 1:
            missing = [subject for subject, risk in risks if risk is None or risk not in held]
            if not missing:
                return
            subjects = [*(self._subject(risk) for risk in held), *missing]
        elif wanted == set(held):
            return
        else:
            subjects = [subject for subject, _ in risks]
        line.change("Acts on", self._risks([self._subject(risk) for risk in held]), self._risks(subjects))
        line.act("edit_control", line.day, self.source, risks=(*subjects, *map(Subject, elsewhere)))
        later = self.found.later
        if later is not None and self.controls.value(STAGE, control, later) not in (None, Stage.RETIRED):
            then, others = self._acts_on(control, later)
            subjects = (*map(self._subject, then), *map(Subject, others))
            line.act("edit_control", later, past.why(self.source, self.found), risks=subjects)

    def _acts_on(self, control, day) -> tuple[list[int], list[int]]:
        """The risks of the register that it acts on on a day, and those of other registers: keys."""
        risks = sorted(self.controls.risks(control, day))
        return [one for one in risks if one in self.found.refs], [one for one in risks if one not in self.found.refs]

    def _subject(self, risk):
        return Subject(risk, self.found.refs[risk])

    def _risks(self, subjects):
        return ", ".join(f"risk {subject.ref}" for subject in subjects) or "no risk"

    def _due(self, line, said, control):
        if said is None:
            return
        old = self.controls.value(DUE, control, line.day)
        due = said.value or None
        if due == old:
            return
        words = [say_day(day) if day else "none" for day in (old, due)]
        self._say(line, control, Fact.DUE, *words, DUE, "due", {"due": due}, {"due": old})

    def _stages(self, line, said, control, stands):
        wanted = self._stage(said)
        if wanted is None or stands is None or wanted == stands:
            return wanted if stands is None else stands
        if wanted not in NEXT[Stage(stands)]:
            was, now = Stage(stands).label.lower(), Stage(wanted).label.lower()
            line.refuse(f"It is {was}, and cannot become {now} again", said.facts.get(Fact.STAGE), Fact.STAGE)
            return stands
        later = self.found.later
        if later is not None:
            then = self.controls.value(STAGE, control, later)
            if then != wanted and (self._runs_on(line, control, STAGE) or then not in NEXT[Stage(wanted)]):
                was, now = Stage(then).label.lower(), Stage(wanted).label.lower()
                words = f"It is {was} on {say_day(later)}, and cannot have been {now} before"
                line.refuse(words, said.facts.get(Fact.STAGE), Fact.STAGE)
                return stands
        line.change(label(Fact.STAGE), Stage(stands).label, Stage(wanted).label, Fact.STAGE)
        line.act("stage", line.day, self.source, stage=wanted)
        return wanted

    def _state(self, line, said, control, stage):
        status, narrative = said.facts.get(Fact.PROGRESS), said.facts.get(Fact.NARRATIVE)
        if (status is None or not status.value) and (narrative is None or not narrative.value):
            return
        if stage not in (Stage.PLANNED, Stage.IN_PLACE):
            line.refuse("Progress is stated of what is planned or in place", status or narrative)
            return
        old = self.controls.value(STATED, control, line.day) if control is not None else None
        stated = past.statement(line, old, status, narrative, self.source, Fact.PROGRESS)
        if stated is None:
            return
        if control is not None and self._runs_on(line, control, STATED):
            if old is None:
                words = f"It would stand on {say_day(self.found.later)} too, of which the register says nothing"
                line.refuse(words, status or narrative)
                line.changes = [c for c in line.changes if c.fact not in (Fact.PROGRESS, Fact.NARRATIVE)]
                return
            line.act("state_control", self.found.later, past.why(self.source, self.found), **old._asdict())
        line.act("state_control", line.day, self.source, **stated)

    def _rate(self, line, said, control):
        given = said.facts.get(Fact.EFFECTIVENESS)
        if given is None or not given.value:
            return
        if self._stage(said) == Stage.RETIRED:
            line.remark("How well it works is not recorded of a control that is retired", given, Fact.EFFECTIVENESS)
            return
        old = self.controls.value(RATING, control, line.day) if control is not None else None
        if given.value == old:
            return
        if control is not None and self._runs_on(line, control, RATING):
            line.refuse(f"It would stand on {say_day(self.found.later)} too", given, Fact.EFFECTIVENESS)
            return
        was = Rating(old).label if old else ""
        line.change(label(Fact.EFFECTIVENESS), was, Rating(given.value).label, Fact.EFFECTIVENESS)
        line.remark("Recorded as said by those who run it, the first line of assurance", given, Fact.EFFECTIVENESS)
        line.act("rate", line.day, self.source, rating=given.value)

    def _stage(self, said):
        given = said.facts.get(Fact.STAGE)
        return Stage(given.value) if given is not None and given.value else None

    def _left_over(self, line, said):
        for fact, given in said.facts.items():
            if fact not in HANDLED and given.value not in (None, "", ()):
                line.remark(f"{label(fact)} is not recorded of a control, and is not imported", given, fact)


HANDLED = frozenset(
    {
        Fact.REF, Fact.TITLE, Fact.DESCRIPTION, Fact.OWNERS, Fact.CONTROL_OWNERS, Fact.CONTROL_RISKS, Fact.STAGE,
        Fact.DUE, Fact.PROGRESS, Fact.NARRATIVE, Fact.IS_KEY, Fact.AXIS, Fact.EFFECTIVENESS, Fact.MARKING,
        Fact.CONTROLS, Fact.ACTIONS,
    }
)  # fmt: skip


def _number(said: ControlSaid) -> int:
    """7 of "C-7"; 0 where a row says no number."""
    ref = said.facts.get(Fact.REF)
    found = NUMBER.fullmatch(plainly(ref.value)) if ref is not None and ref.value else None
    return int(found[1]) if found else 0


def _says(said):
    return {fact: given.value for fact, given in said.facts.items()}


def _owner_said(facts) -> Said | None:
    """Its owner: of a table of controls, or of a column beside them in a table of risks."""
    return facts.get(Fact.OWNERS, facts.get(Fact.CONTROL_OWNERS))


def _text(facts, fact):
    return str(facts[fact].value or "").strip() if fact in facts else None
