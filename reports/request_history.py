"""What became of a Panel request, and how it was recorded before? For its page, the newest first.

What became of it is appended and has a date of its own; how it is recorded is changed in place, so what it said before
is read from the audit trail. Words of when it was OFFICIAL-SENSITIVE are for those cleared alone.
"""

from itertools import pairwise

from registers import clock
from registers.audience import Audience
from registers.models import Marking, Post
from registers.sentences import say_day
from reports.models import RequestTurn
from reports.requests_reading import RequestLine

State = RequestTurn.State
TOLD = {
    "text": "What was asked or promised",
    "made_on": "The date it was made",
    "post_id": "Who is to answer",
    "kind": "Whether it was asked or promised",
    "is_standing": "Whether it is a standing request",
    "marking": "Its marking",
    "paper_title": "The paper that promised it",
    "risk_id": "The risk it is about",
}


def history(line: RequestLine, audience: Audience, asked) -> list[dict]:
    """Entries for components/history_list.html, cut to what the audience may read, up to the time asked for."""
    until = asked.scope.known_at or clock.end_of(asked.scope.as_at)
    request = line.request
    entries = [{"at": request.recorded_at, "by": str(request.by), "sentence": "Recorded in the portal"}]
    entries += [turn_entry(turn) for turn in line.turns]
    entries += [entry for entry in changes(request, audience) if entry["at"] <= until]
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)


def turn_entry(turn: RequestTurn) -> dict:
    """One turn as a sentence, with the day it is of."""
    words = {
        State.PART: f"Answered in {where(turn)}",
        State.CLOSED: "Closed by the Panel",
        State.OPEN: "Opened again",
    }
    sentence = f"{words[State(turn.state)]}, {say_day(turn.on)}"
    if turn.due_on and not turn.paragraph:
        sentence = f"The answer is due on {say_day(turn.due_on)}, decided {say_day(turn.on)}"
    elif turn.due_on:
        sentence += f"; the next answer is due on {say_day(turn.due_on)}"
    return {"at": turn.recorded_at, "by": str(turn.by), "sentence": sentence, "text": turn.text}


def where(turn: RequestTurn) -> str:
    """The paper and the place in it. A draft is not named: it is its secretariat's."""
    return f"{turn.answered_in or 'a paper of the portal'}, {place(turn)}"


def place(turn: RequestTurn) -> str:
    """ "paragraph 1.6", or "Appendix 1" """
    return f"paragraph {turn.paragraph}" if turn.paragraph[:1].isdigit() else turn.paragraph


def changes(request, audience: Audience, since=None) -> list[dict]:
    """What was changed in how it is recorded, oldest first; of words of then only what may be read."""
    rows = list(request.history.select_related("history_user").order_by("history_date", "history_id"))
    posts = dict(Post.objects.filter(pk__in={row.post_id for row in rows if row.post_id}).values_list("pk", "title"))
    cleared = request.organisation_id in audience.cleared
    found = []
    for before, after in pairwise(rows):
        if since is not None and after.history_date < since:
            continue
        named = [name for name in TOLD if getattr(before, name) != getattr(after, name)]
        if not named:
            continue
        is_kept = not cleared and Marking.SENSITIVE in (before.marking, after.marking)
        found.append(
            {
                "at": after.history_date,
                "by": str(after.history_user or ""),
                "sentence": "Changed: " + "; ".join(TOLD[name].lower() for name in named),
                "reason": "" if is_kept else after.history_change_reason or "",
                "old": "" if is_kept else _words(before, named, posts),
                "new": "" if is_kept else _words(after, named, posts),
            }
        )
    return found


def _words(row, named, posts):
    """Its values as people read them. Which risk it was about is not told: the reader may not know of it."""
    said = {
        "text": row.text,
        "made_on": say_day(row.made_on),
        "post_id": posts.get(row.post_id, "Nobody named"),
        "kind": row.get_kind_display(),
        "is_standing": "A standing request" if row.is_standing else "Asked once",
        "marking": row.get_marking_display(),
        "paper_title": row.paper_title or "None",
    }
    return "\n".join(said[name] for name in named if name in said)
