"""Which actions and responses were asked for, and in which order?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.text import capfirst

from registers.form_rendering import DayField, LineField
from reports.actions_reading import ActionLine, State
from reports.follow_ups import YES, Choice, day_of
from reports.models import Action

STATES = {"open": "Still to be done", "done": "Done", "dropped": "Dropped"}
SORTS = {
    "number": lambda line: line.action.number,
    "state": lambda line: list(State).index(line.state),
    "post": lambda line: post_of(line),
    "due": lambda line: line.due_on,
    "meeting": lambda line: (line.action.meeting.on, line.action.meeting.board.name),
}


@dataclass(frozen=True)
class Chosen(Choice):
    text: str = ""
    organisation: str = ""
    board: str = ""
    meeting: str = ""
    state: str = ""
    kind: str = ""
    post: str = ""
    mine: str = ""
    overdue: str = ""
    moved: str = ""
    due_by: str = ""
    risk: str = ""  # its address, of a list about one risk: read by reports.follow_ups.asked_risks

    @classmethod
    def asked(cls, query):
        yes = dict.fromkeys(("mine", "overdue", "moved"), ("yes",))
        return cls.of(query, {"state": STATES, "kind": Action.Kind.values} | yes, SORTS)


def post_of(line: ActionLine) -> str:
    """What the post that is to do it was called that day."""
    return line.action.post.as_at(line.as_at).title


def narrowed(lines: Sequence[ActionLine], chosen: Chosen, mine: Collection[int]) -> list[ActionLine]:
    """`mine`: keys of the posts of the person who asks."""
    return [line for line in lines if _meets(line, chosen, mine)]


def _meets(line, chosen, mine):
    action = line.action
    due_by = day_of(chosen.due_by)
    words = f"{action} {action.text}".casefold()
    return (
        chosen.state in ("", line.state.value)
        and all(word in words for word in chosen.text.casefold().split())
        and chosen.organisation in ("", action.post.organisation.slug)
        and chosen.board in ("", action.meeting.board.slug)
        and chosen.meeting in ("", action.meeting.on.isoformat())
        and chosen.kind in ("", action.kind)
        and chosen.post in ("", str(action.post_id))
        and (not chosen.mine or action.post_id in mine)
        and (not chosen.overdue or line.is_overdue)
        and (not chosen.moved or bool(line.moves))
        and (due_by is None or line.due_on <= due_by)
    )


def ordered(lines: Sequence[ActionLine], sort: str) -> list[ActionLine]:
    """As asked for; else what is still to be done first, the first due first."""
    if not sort:
        return sorted(lines, key=lambda line: (not line.is_open, line.due_on, line.action.number))
    by_number = sorted(lines, key=SORTS["number"])
    return sorted(by_number, key=SORTS[sort.removeprefix("-")], reverse=sort.startswith("-"))


def counts(lines: Sequence[ActionLine], chosen: Chosen, mine, time) -> list[dict]:
    """Each figure is of the list that it leads to."""
    items = [_count(lines, chosen, mine, time, label, state=state, overdue="") for state, label in STATES.items()]
    items.append(_count(lines, chosen, mine, time, "Past the due date", state="open", overdue="yes"))
    if mine:
        items.append(_count(lines, chosen, mine, time, "Yours, still to be done", state="open", overdue="", mine="yes"))
    return items


def _count(lines, chosen, posts, time, label, **instead):
    asked = Chosen(**{"sort": chosen.sort} | chosen.filters | instead)
    found = narrowed(lines, asked, posts)
    return {"text": label, "value": len(found), "url": chosen.address(time, **instead) if found else ""}


class ActionFilterForm(forms.Form):
    """Offers only what is there to be found."""

    text = LineField(label="Words", required=False)
    organisation = forms.ChoiceField(label="Whose post is to do it", required=False)
    board = forms.ChoiceField(label="Board", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any"), *STATES.items()])
    kind = forms.ChoiceField(label="Kind", required=False)
    post = forms.ChoiceField(label="Post", required=False)
    mine = forms.ChoiceField(label="Yours", required=False, choices=YES)
    overdue = forms.ChoiceField(label="Past the due date", required=False, choices=YES)
    moved = forms.ChoiceField(label="Date moved", required=False, choices=YES)
    due_by = DayField(label="Due by", required=False, future=True)

    def __init__(self, data, *, lines: Sequence[ActionLine], mine: Collection[int]):
        super().__init__(data)
        bodies = {line.action.post.organisation.slug: line.action.post.organisation for line in lines}
        by_order = sorted(bodies.values(), key=lambda body: body.order)
        boards = {line.action.meeting.board.slug: line.action.meeting.board.name for line in lines}
        posts = {str(line.action.post_id): post_of(line) for line in lines}
        offered = {
            "organisation": [(body.slug, capfirst(body.short_name)) for body in by_order],
            "board": _by_name(boards),
            "kind": Action.Kind.choices,
            "post": _by_name(posts),
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", "Any"), *choices]
        if not mine:
            del self.fields["mine"]


def _by_name(named):
    return sorted(named.items(), key=lambda pair: pair[1])
