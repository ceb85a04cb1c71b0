"""Replays the demo's meetings, reviews and Panel requests from fixtures/, as on the day each was recorded.

Loaded after the registers, their controls and the papers that answer requests. A meeting keeps its life together in
its fixture; here it is taken apart into what was done on which day, so that every agenda is drawn up from the register
as it was. What the boards agreed then came with the registers: closing a meeting of the past settles nothing anew.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from registers import clock
from registers.actions import reviews
from registers.actions.writing import illustrative
from registers.demo import day, only, post_called, read
from registers.models import Alignment, Board, Organisation, Post, Register, Risk, User
from registers.movement import Stage
from registers.rules import stage_on
from reports.actions import actions, meetings, requests
from reports.models import Action, AgendaItem, Meeting, PanelRequest, Paper

NOON, MEETING, CLOSING = 12, 14, 18  # agreements of the demo are keyed at 17


@dataclass(order=True)
class Event:
    """Something done on a day at an hour; what happened at one hour stays in the order of the fixtures."""

    on: date
    hour: int
    place: int
    do: Callable[[], object] = field(compare=False)
    is_illustrative: bool = field(compare=False, default=True)

    def replay(self) -> None:
        moment = min(clock.moment_on(self.on, self.hour), clock.now())
        with clock.at(moment), illustrative(self.is_illustrative):
            self.do()


class Diary:
    """Everything that was done, to be replayed in order."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def add(self, on, hour, do, *, is_illustrative=True):
        self.events.append(Event(on, hour, len(self.events), do, is_illustrative))

    def replay(self) -> None:
        for event in sorted(self.events):
            event.replay()


def load_meetings() -> None:
    """The Panel's requests, reviews between meetings, and the meetings of every board."""
    data, diary = read("meetings.json"), Diary()
    for row in read("requests.json")["requests"]:
        _request(diary, row)
    for row in data["reviews"]:
        _review(diary, row)
    for row in data["meetings"]:
        if "after" not in row or day(row["on"]) > day(row["after"]):
            MeetingReplay(diary, row, data["noted"]).tell()
    diary.replay()


# Panel requests ----------------------------------------------------------------------------------


def _request(diary, row):
    made_on = day(row["made_on"])
    invented = row.get("illustrative", False)
    due_on = day(row["due"]) if "due" in row else None
    body = row["organisation"]

    def ask():
        by = "panel" if row.get("kind", "asked") == "asked" else body
        requests.ask(
            by=secretariat(by),
            organisation=Organisation.objects.get(slug=body),
            made_on=made_on,
            due_on=due_on,
            is_standing=row.get("standing", False),
            risk=risk_called(row["risk"]) if "risk" in row else None,
            post=post_called(body, row["post"]),
            **only(row, "number", "text", "kind", "paper_title"),
        )

    def turn(step, on, due):
        by = "panel" if step["state"] == "closed" else body
        paper = Paper.objects.get(slug=step["paper"]) if "paper" in step else None
        found = PanelRequest.objects.get(number=row["number"])
        said = only(step, "state", "text", "answered_in", "paragraph") | due
        requests.turn(request=found, by=secretariat(by), version=None, on=on, paper=paper, **said)

    diary.add(made_on, NOON, ask, is_illustrative=invented)
    for step in row["then"]:
        on, due = day(step["on"]), {"due_on": day(step["due"])} if "due" in step else {}
        diary.add(on, NOON, lambda step=step, on=on, due=due: turn(step, on, due), is_illustrative=invented)


# Reviews between meetings ------------------------------------------------------------------------


def _review(diary, row):
    on = day(row["on"])
    next_on = day(row["next_on"]) if "next_on" in row else None

    def record():
        risk = risk_called(row["risk"])
        body = risk.register.organisation.slug
        board = Board.objects.get(slug=row["board"]) if "board" in row else None
        said = {"outcome": row["outcome"], "reason": row["text"], "next_on": next_on, "board": board}
        by = User.objects.get(email=f"board@{body}.example")
        reviews.record(risk=risk, by=by, version=None, on=on, post=post_called(body, row["post"]), **said)

    diary.add(on, NOON, record)


# Meetings ----------------------------------------------------------------------------------------


class MeetingReplay:
    """One meeting of the fixture: planned, drawn up, held and closed, each on its day."""

    def __init__(self, diary, row, noted):
        self.diary, self.row, self.noted = diary, row, noted
        self.on = day(row["on"])
        self.dates = {name: day(row[name]) for name in ("planned", "closed") if name in row}
        self.drawn = self._drawn(row)
        self.due = {
            id(action): _dates_of(action) for item in row.get("items", ()) for action in item.get("actions", ())
        }
        self.next = {id(item): day(found) for item in row.get("items", ()) if (found := _next_of(item))}

    def _drawn(self, row):
        """The day it was last drawn up: of a meeting that was held that day, where the fixture does not say."""
        drawn = row.get("drawn", "closed" in row)
        return (self.on if drawn else None) if isinstance(drawn, bool) else day(drawn)

    def tell(self) -> None:
        """Into the diary: what was done about this meeting, day by day."""
        invented = not self.row.get("published", False)
        self.diary.add(self.dates["planned"], NOON, self.plan, is_illustrative=invented)
        if self.drawn:
            self.diary.add(self.drawn, MEETING, self.draw_up)
        if "cancelled" in self.row:
            self.diary.add(day(self.row["cancelled"]["on"]), NOON, self.cancel)
        if "closed" in self.row:
            self.diary.add(self.on, MEETING, self.hold)
            self.diary.add(self.dates["closed"], CLOSING, self.close)
        for on, do in self.follow_ups():
            self.diary.add(on, NOON, do)

    @property
    def by(self) -> User:
        board = self.board
        return secretariat(board.organisation.slug if board.organisation else "mopac")

    @property
    def board(self) -> Board:
        return Board.objects.select_related("organisation").get(slug=self.row["board"])

    @property
    def meeting(self) -> Meeting:
        return Meeting.objects.get(board__slug=self.row["board"], on=self.on)

    def plan(self):
        meetings.plan(board=self.board, by=self.by, on=self.on, note=self.row["note"])
        for item in self.row.get("items", ()):
            if "add" in item or "kind" in item:
                self.add(item)

    def add(self, item) -> AgendaItem:
        added = meetings.add_item(meeting=self.meeting, by=self.by, **self.subject(item), **self.said_of(item))
        if "drop" in item:
            meetings.drop_item(item=added, by=self.by, version=None, because=item["drop"])
        return added

    def subject(self, item):
        if "about" in item:
            return {"risk": risk_called(item["about"]), "title": item.get("add", "")}
        if "alignment" in item:
            return {"alignment": Alignment.objects.get(number=item["alignment"]), "title": item.get("add", "")}
        return {"title": item["add"]}

    def said_of(self, item):
        author = {"author": post(item["author"])} if "author" in item else {}
        return only(item, "kind", "number", "asked_by") | author

    def draw_up(self):
        meetings.draw_up(meeting=self.meeting, by=self.by, version=None)

    def cancel(self):
        because = self.row["cancelled"]["because"]
        meetings.cancel(meeting=self.meeting, by=self.by, version=None, because=because)

    def hold(self):
        """Everything that was said and decided, in the order of the fixture."""
        meeting = meetings.start(meeting=self.meeting, by=self.by, version=None)
        meetings.attend(
            meeting=meeting,
            by=self.by,
            present=[post(name) for name in self.row["present"]],
            apologies=[post(name) for name in self.row.get("apologies", ())],
            deputies={post(name): post(other) for name, other in self.row.get("deputies", {}).items()},
        )
        for item in self.row["items"]:
            if "drop" not in item:
                self.minute(item)
        self.note_the_others()
        for name, kind in (("note_all", "note"), ("decision", "decision")):
            if name in self.row:
                meetings.note(meeting=meeting, by=self.by, text=self.row[name], kind=kind)
        if self.row.get("rest"):
            meetings.note_rest(meeting=meeting, by=self.by)

    def item(self, row) -> AgendaItem:
        """On the agenda as it was drawn up or planned; what the board took up besides is added."""
        subject = {name: value for name, value in self.subject(row).items() if name != "title"} or {"title": row["add"]}
        return self.meeting.items.filter(**subject).first() or self.add(row)

    def minute(self, row):
        item = self.item(row)
        common = {"item": item, "by": self.by}
        if "note" in row:
            meetings.note(meeting=self.meeting, text=row["note"], **common)
        if "review" in row:
            review = row["review"]
            behalf = post_called(self.board.organisation.slug, review["post"])
            said = only(review, "outcome", "text") | {"next_on": self.next.get(id(row))}
            meetings.review_item(**common, post=behalf, **said)
        if "decision" in row:
            meetings.note(meeting=self.meeting, text=row["decision"], kind="decision", **common)
        for action in row.get("actions", ()):
            kind = Action.Kind.RESPONSE if action.get("ask") else Action.Kind.ACTION
            due_on, said = self.due[id(action)]["due"], {"text": action["text"], "post": post(action["post"])}
            meetings.act(meeting=self.meeting, kind=kind, due_on=due_on, **common, **said)
        if "paragraph" in row:
            told = {name: getattr(item, name) for name in ("title", "marking", "asked_by", "author")}
            meetings.edit_item(item=item, by=self.by, version=None, paragraph=row["paragraph"], **told)

    def note_the_others(self):
        """What stood on the agenda and of which nothing was said: it was noted, and a risk that is open reviewed."""
        left = self.meeting.items.filter(dropped_because="", records=None, actions=None)
        settled = set(self.board.settles.values_list("pk", flat=True))
        for item in left.select_related("risk"):
            common = {"item": item, "by": self.by, "text": self.noted}
            if item.risk and item.risk.register_id in settled and stage_on(item.risk, self.on) is Stage.OPEN:
                meetings.review_item(outcome="no-change", **common)
            else:
                meetings.note(meeting=self.meeting, **common)

    def close(self):
        meetings.close(meeting=self.meeting, by=self.by, version=None)

    def follow_ups(self) -> Iterator[tuple[date, Callable[[], object]]]:
        """What became of its actions, each on its day."""
        for item in self.row.get("items", ()):
            for row in item.get("actions", ()):
                for step, dates in zip(row["then"], self.due[id(row)]["then"], strict=True):
                    yield dates["on"], lambda row=row, step=step, dates=dates: self.turn(row, step, dates)

    def turn(self, row, step, dates):
        action = Action.objects.get(meeting=self.meeting, text=row["text"])
        by = secretariat(action.post.organisation.slug)
        said = only(step, "state", "text")
        actions.turn(action=action, by=by, version=None, on=dates["on"], due_on=dates.get("due"), **said)


def _dates_of(action):
    """Its dates counted from today, before the clock is set back."""
    steps = [{name: day(step[name]) for name in ("on", "due") if name in step} for step in action["then"]]
    return {"due": day(action["due"]), "then": steps}


def _next_of(item):
    return item.get("review", {}).get("next_on")


# What fixtures name ------------------------------------------------------------------------------


def secretariat(organisation: str) -> User:
    return User.objects.get(email=f"secretariat@{organisation}.example")


def risk_called(name: str) -> Risk:
    """A risk by its body, its register and its permanent reference: "met/corporate/4"."""
    organisation, register, ref = name.split("/")
    return Register.objects.called(organisation, register).risks.get(ref=ref)


def post(name: str) -> Post:
    """A post by its body and title: "met/Director of HR"."""
    return post_called(*name.split("/", 1))


__all__ = ["load_meetings"]
