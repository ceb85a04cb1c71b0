"""What would a file change of the improvement plan of its year? Work-streams matched by reference, else by title."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date

from controls.improvement_rules import REF, is_closed
from controls.models import (
    ImprovementPlan,
    StreamDue,
    StreamOwner,
    StreamProgress,
    StreamSource,
    StreamStatus,
    StreamWording,
    WorkStream,
)
from controls.models.improvement import PRINCIPLES, Priority, Source
from registers.sentences import say_day
from reports.imports import past
from reports.imports.lines import Line, Subject, label, plainly
from reports.imports.matching import LEAVE, NEW, alike
from reports.imports.risk_rows import RiskRows
from reports.imports.standing import ALL_TIME, note, value_on
from reports.imports.values import Entry, Fact

TITLE_AT_MOST = 200
YEARS = re.compile(r"\b(20\d\d)\s*[-/–]\s*((?:20)?\d\d)\b")
NEEDS_NOTE = (StreamStatus.SLIPPED, StreamStatus.NO_LONGER_NEEDED)
COLUMNS = {
    StreamWording: ("title", "recommendation", "response"),
    StreamSource: ("source", "number", "priority"),
    StreamOwner: ("post",),
    StreamDue: ("due",),
    StreamProgress: ("status", "reason"),
}


class StreamRows:
    """Plans the lines of work-streams; `plan` None where there is none of the year."""

    def __init__(self, rows: RiskRows, plan: ImprovementPlan | None):
        self.rows, self.plan_, self.found, self.source = rows, plan, rows.found, rows.source
        self.facts = {model: defaultdict(list) for model in COLUMNS}
        self.refs: dict[str, int] = {}
        self.later: date | None = None
        if plan is not None:
            self._read(plan)
        self.seen: dict[object, Line] = {}

    def _read(self, plan):
        days = []
        for model, columns in COLUMNS.items():
            rows = model.objects.known(ALL_TIME).filter(stream__plan=plan).oldest_first()
            for stream, on, *values in rows.values_list("stream", "on", *columns):
                note(self.facts[model][stream], on, tuple(values))
                days.append(on)
        said = self.facts[StreamProgress]
        self.refs = {
            ref.upper(): pk for pk, ref in WorkStream.objects.filter(plan=plan).values_list("pk", "ref") if pk in said
        }
        self.later = min((day for day in days if day > self.found.as_at), default=None)
        self.by_title = {
            plainly(worded[0]).casefold(): pk for pk in said for _, worded in self.facts[StreamWording][pk]
        }

    def plan(self, entry: Entry) -> Line:
        title = plainly(entry.facts[Fact.TITLE].value) if Fact.TITLE in entry.facts else ""
        line = Line("New work-stream", title[:TITLE_AT_MOST], entry.where, Subject(), day=self.found.as_at)
        if self.plan_ is None:
            line.refuse_all(f"There is no improvement plan of {self.found.as_at.year}. Begin it first")
            return line
        if not self.rows.rights.edits_plan:
            line.refuse_all("You may not change the improvement plan of this body")
            return line
        if is_closed(self.plan_):
            line.refuse_all(f"The improvement plan of {self.plan_.year} is closed")
            return line
        year = YEARS.search(entry.where.sheet)
        if year and f"{year[1]}-{year[2][-2:]}" != self.plan_.slug:
            line.refuse_all(
                f"The sheet speaks of {year[1]}-{year[2][-2:]}, and the plan of {say_day(line.day)} is that of "
                f"{self.plan_.year}. Import it as at a day of its own year"
            )
            return line
        stream = self._match(line, entry, title)
        if line.is_out:
            return line
        key = stream or (entry.ref.upper(), title.casefold())
        if (first := self.seen.setdefault(key, line)) is not line:
            line.leave(f"Said twice: row {first.where.row} is taken")
            return line
        if stream is None:
            self._add(line, entry, title)
        else:
            self._change(line, entry, stream)
        self._left_over(line, entry)
        return line

    def _match(self, line, entry, title):
        stream = self.refs.get(entry.ref.upper().replace(" ", "")) if entry.ref else None
        if stream is not None and title and not self._is_same(line, stream, title):
            stream = None
        elif stream is None and title:
            stream = self.by_title.get(title.casefold())
        if stream is not None:
            ref = next(ref for ref, pk in self.refs.items() if pk == stream)
            line.subject, line.what = Subject(stream, ref), f"Work-stream {ref}"
            line.target = f"stream:{self.plan_.organisation.slug}/{self.plan_.slug}/{ref}"
            line.title = line.title or self._value(StreamWording, stream, date.max)[0]
        return stream

    def _is_same(self, line, stream, title) -> bool:
        """A reference whose title is wholly another may be another work-stream: that is asked."""
        held = self._value(StreamWording, stream, date.max)[0]
        if alike(held, title):
            return True
        choices = (("same", "Yes, it is the same"), (NEW, "It is a new work-stream"), (LEAVE, "Leave this row out"))
        line.ask(f"The plan has it as “{held}”. Is this the same work-stream?", "same", choices)
        answer = line.answer(self.rows.answers)
        if answer == LEAVE:
            line.leave()
        elif not answer:
            line.drop()
        return answer == "same"

    def _value(self, model, stream, day=None):
        return value_on(self.facts[model][stream], day or self.found.as_at)

    def _words(self, entry):
        """The texts of a work-stream: what is to be improved, the recommendation, the response."""
        said = {fact: str(entry.facts[fact].value or "").strip() for fact in TEXTS if fact in entry.facts}
        if Fact.DESCRIPTION in said:
            parts = [said.pop(Fact.DESCRIPTION), said.get(Fact.RECOMMENDATION, "")]
            said[Fact.RECOMMENDATION] = "\n\n".join(part for part in parts if part)
        title = plainly(said.get(Fact.TITLE, ""))
        if len(title) > TITLE_AT_MOST:
            rest = said.get(Fact.RECOMMENDATION, "")
            said[Fact.RECOMMENDATION] = f"{title}\n\n{rest}" if rest else title
            title = title[: TITLE_AT_MOST - 1].rsplit(" ", 1)[0] + "…"
        return {"title": title or None} | {TEXTS[fact]: text for fact, text in said.items() if fact is not Fact.TITLE}

    def _add(self, line, entry, title):
        if self.later is not None:
            line.refuse_all(f"The plan of {say_day(self.later)} does not have it: it is not added to a day before")
            return
        words = self._words(entry)
        if not words.get("title"):
            words["title"] = (words.get("recommendation") or "").split("\n")[0][: TITLE_AT_MOST - 1]
        if not words["title"]:
            line.refuse_all("It has no title")
            return
        facts, ref, line.is_new = entry.facts, entry.ref.upper().replace(" ", ""), True
        principle = plainly(facts[Fact.PRINCIPLE].value)[:1].upper() if Fact.PRINCIPLE in facts else ""
        if ref and not REF.fullmatch(ref):
            line.remark(f"{entry.ref} is no reference of a plan, such as F10: it gets the next free one")
            ref = ""
        if ref in self.refs:
            line.remark(f"{entry.ref} is in use in this plan: it gets the next free one")
            ref = ""
        if principle and principle not in PRINCIPLES:
            line.remark("Its principle is none of A to G: not kept", facts[Fact.PRINCIPLE], Fact.PRINCIPLE)
            principle = ""
        said = {name: text for name, text in words.items() if text}
        said |= {
            TEXTS_OF_SOURCE[fact]: facts[fact].value for fact in TEXTS_OF_SOURCE if fact in facts and facts[fact].value
        }
        owner, status, note_ = self._owner(line, facts), self._slug(facts), self._note(facts)
        if Fact.DUE in facts and facts[Fact.DUE].value:
            said["due"] = facts[Fact.DUE].value
        for name, value in said.items():
            line.change(NAMES[name], "", say_day(value) if isinstance(value, date) else str(value))
        if owner:
            line.change("Owner", "", self.rows._names([owner]), Fact.OWNERS)
        if status:
            line.change(label(Fact.STATUS), "", StreamStatus(status).label, Fact.STATUS)
        if status in NEEDS_NOTE and not note_:
            note_ = self.source
        line.what = f"New work-stream {ref}".strip()
        line.act(
            "add_stream", line.day, self.source, ref=ref or None, principle=principle,
            owner=owner[0] if owner else None, status=status or StreamStatus.NOT_STARTED, note=note_ or "", **said,
        )  # fmt: skip

    def _change(self, line, entry, stream):
        facts, day = entry.facts, line.day
        worded, source = self._value(StreamWording, stream), self._value(StreamSource, stream)
        if worded is None or source is None or self._value(StreamProgress, stream) is None:
            line.refuse_all(f"It began after {say_day(day)}: its plan is not changed for a day before")
            return
        old = dict(zip(COLUMNS[StreamWording], worded, strict=True)) | dict(
            zip(COLUMNS[StreamSource], source, strict=True)
        )
        new = {name: text for name, text in self._words(entry).items() if text is not None}
        new |= {TEXTS_OF_SOURCE[fact]: facts[fact].value or "" for fact in TEXTS_OF_SOURCE if fact in facts}
        for name, value in new.items():
            if plainly(value) != plainly(old[name]):
                line.change(NAMES[name], _called(name, old[name]), _called(name, value))
                self._say(line, "edit_stream", {name: value}, {name: old[name]}, _model(name), stream)
        owner, held = self._owner(line, facts), self._value(StreamOwner, stream)
        held = held[0] if held else None
        if owner is not None and (owner[0] if owner else None) != self.found.same_post.get(held, held):
            names = [self.rows._names([one]) if one else "nobody" for one in ((held, "") if held else (), owner)]
            line.change("Owner", *names, Fact.OWNERS)
            self._say(line, "edit_stream", {"owner": owner[0] if owner else None}, {"owner": held}, StreamOwner, stream)
        self._due(line, facts, stream)
        self._status(line, facts, stream)

    def _due(self, line, facts, stream):
        if Fact.DUE not in facts:
            return
        held, due = self._value(StreamDue, stream), facts[Fact.DUE].value or None
        was = held[0] if held else None
        if due == was:
            return
        line.change(label(Fact.DUE), say_day(was) if was else "none", say_day(due) if due else "none", Fact.DUE)
        self._say(line, "due_stream", {"due": due}, {"due": was}, StreamDue, stream)

    def _status(self, line, facts, stream):
        status, said = self._slug(facts), self._note(facts)
        if status is None and said is None:
            return
        held, was = self._value(StreamProgress, stream)
        status, said = status or held, was if said is None else said
        if status in NEEDS_NOTE and not said:
            said = self.source
        if (status, plainly(said)) == (held, plainly(was)):
            return
        if status != held:
            line.change(label(Fact.STATUS), StreamStatus(held).label, StreamStatus(status).label, Fact.STATUS)
        if plainly(said) != plainly(was):
            line.change(label(Fact.NOTE), was, said, Fact.NOTE)
        before = {"status": held, "note": was}
        self._say(line, "state_stream", {"status": status, "note": said}, before, StreamProgress, stream)

    def _say(self, line, act, values, before, model, stream):
        line.act(act, line.day, self.source, **values)
        if self.later is None:
            return
        following = next((on for on, _ in self.facts[model][stream] if on > line.day), None)
        if following is None or following > self.later:
            line.act(act, self.later, past.why(self.source, self.found), **before)

    def _owner(self, line, facts):
        said = facts.get(Fact.OWNERS)
        posts = self.rows._posts(line, said, Fact.OWNERS) if said is not None else None
        if posts is None:
            return None
        if len(posts) > 1:
            line.remark(f"A work-stream has one owner: the first is taken, and not {self.rows._names(posts[1:])}", said)
        return posts[0] if posts else ()

    def _slug(self, facts):
        said = facts.get(Fact.STATUS)
        return said.value if said is not None and said.value else None

    def _note(self, facts):
        said = [
            str(facts[fact].value).strip()
            for fact in (Fact.NOTE, Fact.NARRATIVE)
            if fact in facts and facts[fact].value
        ]
        return "\n\n".join(said) if said else None

    def _left_over(self, line, entry):
        for fact, said in entry.facts.items():
            if fact not in HANDLED and said.value not in (None, "", ()):
                line.remark(f"{label(fact)} is not recorded of a work-stream, and is not imported", said, fact)


TEXTS = {
    Fact.TITLE: "title",
    Fact.DESCRIPTION: "description",
    Fact.RECOMMENDATION: "recommendation",
    Fact.RESPONSE: "response",
}
TEXTS_OF_SOURCE = {Fact.SOURCE: "source", Fact.PRIORITY: "priority"}
NAMES = {
    "title": "Title", "recommendation": "Recommendation", "response": "Management response", "source": "Source",
    "priority": "Priority", "due": "Due date",
}  # fmt: skip
HANDLED = frozenset(
    {*TEXTS, *TEXTS_OF_SOURCE, Fact.REF, Fact.PRINCIPLE, Fact.OWNERS, Fact.DUE, Fact.STATUS, Fact.NOTE, Fact.NARRATIVE}
)


def _model(name):
    return StreamWording if name in COLUMNS[StreamWording] else StreamSource


def _called(name, value):
    choices = {"source": Source, "priority": Priority}.get(name)
    return choices(value).label if choices and value in choices.values else str(value)
