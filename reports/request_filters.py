"""Which Panel requests were asked for, and in which order?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.text import capfirst

from registers.form_rendering import DayField, LineField
from registers.sentences import say_day
from reports.follow_ups import YES, Choice, day_of
from reports.models import PanelRequest
from reports.requests_reading import RequestLine, State

STATES = {
    "open": "Not closed",
    "unanswered": "Not answered yet",
    "part": "Part answered",
    "closed": "Closed by the Panel",
}
SORTS = {
    "number": lambda line: line.request.number,
    "state": lambda line: list(State).index(line.state),
    "made": lambda line: line.request.made_on,
    "due": lambda line: (line.due_on is None, line.due_on or date.max),
    "body": lambda line: (line.request.organisation.order, post_of(line)),
}


@dataclass(frozen=True)
class Chosen(Choice):
    text: str = ""
    organisation: str = ""
    state: str = ""
    kind: str = ""
    standing: str = ""
    post: str = ""
    overdue: str = ""
    due: str = ""
    due_by: str = ""
    risk: str = ""  # its address, of a list about one risk: read by reports.follow_ups.asked_risks

    @classmethod
    def asked(cls, query):
        allowed = {
            "state": STATES,
            "kind": PanelRequest.Kind.values,
            "standing": ("yes", "no"),
            "overdue": ("yes",),
        }
        return cls.of(query, allowed, SORTS)


def post_of(line: RequestLine) -> str:
    """What the post that is to answer was called that day."""
    return line.request.post.as_at(line.as_at).title if line.request.post else ""


def narrowed(lines: Sequence[RequestLine], chosen: Chosen) -> list[RequestLine]:
    return [line for line in lines if _meets(line, chosen)]


def _meets(line, chosen):
    request = line.request
    due, due_by = day_of(chosen.due), day_of(chosen.due_by)
    states = {
        "": True,
        "open": line.is_open,
        "unanswered": line.state is State.OPEN,
        "part": line.state is State.PART,
        "closed": not line.is_open,
    }
    words = f"{request} {request.text}".casefold()
    return (
        states[chosen.state]
        and all(word in words for word in chosen.text.casefold().split())
        and chosen.organisation in ("", request.organisation.slug)
        and chosen.kind in ("", request.kind)
        and chosen.standing in ("", "yes" if request.is_standing else "no")
        and chosen.post in ("", str(request.post_id or ""))
        and (not chosen.overdue or line.is_overdue)
        and (due is None or line.due_on == due)
        and (due_by is None or (line.due_on is not None and line.due_on <= due_by))
    )


def ordered(lines: Sequence[RequestLine], sort: str) -> list[RequestLine]:
    """As asked for; else what the Panel has not closed first, the first due first."""
    if not sort:
        return sorted(lines, key=lambda line: (not line.is_open, SORTS["due"](line), line.request.number))
    by_number = sorted(lines, key=SORTS["number"])
    return sorted(by_number, key=SORTS[sort.removeprefix("-")], reverse=sort.startswith("-"))


def counts(lines: Sequence[RequestLine], chosen: Chosen, time) -> list[dict]:
    """Each figure is of the list that it leads to."""
    items = []
    for state, label in STATES.items():
        items.append(_count(lines, chosen, time, label, state=state, overdue=""))
    return [*items, _count(lines, chosen, time, "Past the date it was due", state="open", overdue="yes")]


def _count(lines, chosen, time, label, **instead):
    found = narrowed(lines, _with(chosen, instead))
    return {"text": label, "value": len(found), "url": chosen.address(time, **instead) if found else ""}


def _with(chosen, instead):
    return type(chosen)(**{"sort": chosen.sort} | chosen.filters | instead)


class RequestFilterForm(forms.Form):
    """Offers only what is there to be found."""

    text = LineField(label="Words", required=False)
    organisation = forms.ChoiceField(label="Who is to answer", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any"), *STATES.items()])
    kind = forms.ChoiceField(label="Asked or promised", required=False)
    standing = forms.ChoiceField(label="Standing request", required=False, choices=[*YES, ("no", "No")])
    post = forms.ChoiceField(label="Answering post", required=False)
    overdue = forms.ChoiceField(label="Past the date it was due", required=False, choices=YES)
    due = forms.ChoiceField(label="Due at the meeting of", required=False)
    due_by = DayField(label="Due by", required=False, future=True)

    def __init__(self, data, *, lines: Sequence[RequestLine]):
        super().__init__(data)
        bodies = {line.request.organisation.slug: line.request.organisation for line in lines}
        by_order = sorted(bodies.values(), key=lambda body: body.order)
        self.fields["organisation"].choices = [
            ("", "Any"),
            *((body.slug, capfirst(body.short_name)) for body in by_order),
        ]
        self.fields["kind"].choices = [("", "Any"), *PanelRequest.Kind.choices]
        posts = {str(line.request.post_id): post_of(line) for line in lines if line.request.post_id}
        self.fields["post"].choices = [("", "Any"), *sorted(posts.items(), key=lambda post: post[1])]
        days = sorted({line.due_on for line in lines if line.due_on}, reverse=True)
        self.fields["due"].choices = [("", "Any"), *((day.isoformat(), say_day(day)) for day in days)]
