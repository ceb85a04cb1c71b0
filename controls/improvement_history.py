"""What was entered about a work-stream? Every entry, the newest first, as sentences."""

from collections import defaultdict

from controls.models import (
    STREAM_FACTS,
    StreamControl,
    StreamDue,
    StreamOwner,
    StreamProgress,
    StreamRisk,
    StreamSource,
    StreamWording,
)
from registers.audience import Audience
from registers.history import Entry
from registers.scope import Scope
from registers.sentences import say_day

RELATED = {StreamOwner: ["post"], StreamRisk: ["risk"], StreamControl: ["control"]}


def stream_history(stream, audience: Audience, scope: Scope) -> list[Entry]:
    """The entries dated and recorded by the scope that this audience may see; one statement a kind."""
    told = [entry for model in STREAM_FACTS for entry in _entries(model, stream, audience, scope)]
    return sorted(told, key=lambda entry: entry.at, reverse=True)


def _entries(model, stream, audience, scope):
    rows = model.objects.visible_to(audience).filter(stream=stream, on__lte=scope.as_at)
    if scope.known_at is not None:
        rows = rows.filter(recorded_at__lte=scope.known_at)
    before = defaultdict(lambda: None)
    for fact in rows.select_related("by", *RELATED.get(model, ())).order_by("recorded_at", "pk"):
        key = tuple(getattr(fact, fact._meta.get_field(name).attname) for name in fact.KEY)
        yield Entry(
            at=fact.recorded_at,
            by=str(fact.by),
            about="work-stream",
            sentence=f"{SENTENCES[model](fact, before[key])}, from {say_day(fact.on)}",
            reason=fact.reason,
            on=fact.on,
            is_illustrative=fact.is_illustrative,
            fact=None,
        )
        before[key] = fact


def _wording(fact, before):
    if before is None:
        return f"Worded “{fact.title}”"
    return f"Reworded “{fact.title}”" if fact.title != before.title else "Recommendation or response reworded"


def _source(fact, before):
    words = [fact.get_source_display(), fact.number, fact.get_priority_display() if fact.priority else ""]
    return "Source: " + ", ".join(word for word in words if word)


def _owner(fact, before):
    return f"Owner: {fact.post}" if fact.post else "No owner"


def _due(fact, before):
    promised = say_day(fact.due) if fact.due else "no date"
    if before is None:
        return f"Promised for {promised}"
    return f"Date revised from {say_day(before.due) if before.due else 'no date'} to {promised}"


def _progress(fact, before):
    said = fact.get_status_display()
    if fact.noted:
        return f"Looked at, no change: {said.lower()}"
    return said if before is None or before.status != fact.status else f"Still {said.lower()}"


def _risk(fact, before):
    return f"{fact.risk} {'linked' if fact.holds else 'no longer linked'}"


def _control(fact, before):
    return f"{fact.control} {'linked' if fact.holds else 'no longer linked'}"


SENTENCES = {
    StreamWording: _wording,
    StreamSource: _source,
    StreamOwner: _owner,
    StreamDue: _due,
    StreamProgress: _progress,
    StreamRisk: _risk,
    StreamControl: _control,
}
