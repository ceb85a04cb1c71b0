"""How does one entry about a control read? A sentence without its full stop, told against what stood before it."""

from controls.models import (
    Consent,
    ControlDetail,
    ControlDue,
    ControlFact,
    ControlLink,
    ControlOwner,
    ControlState,
    ControlWording,
    Effectiveness,
    Evidence,
    Progress,
    Proposal,
    Stage,
    Trait,
)
from controls.models.controls import Axis
from registers.models import Marking
from registers.sentences import say_day

STAGES = {
    Stage.POTENTIAL: "Potential control",
    Stage.PLANNED: "Planned",
    Stage.IN_PLACE: "In place",
    Stage.RETIRED: "Retired",
}


def sentence(fact: ControlFact, before: ControlFact | None = None) -> str:
    """One entry in words. `before` is the entry of its key that it took the place of, if there was one.

    It reads the post, organisation or risk of the fact, and nothing else.
    """
    said = SAYINGS[type(fact)](fact, before)
    if fact.is_void:
        return f"Voided the entry of {say_day(fact.on)}: {said[:1].lower()}{said[1:]}"
    corrected = "Corrected: " if fact.replaces_id else ""
    said = f"{said[:1].lower()}{said[1:]}" if corrected else said
    return f"{corrected}{said}, from {say_day(fact.on)}"


def _wording(fact, before):
    if before is None:
        return f"Worded “{fact.title}”"
    if before.title == fact.title:
        return "Description reworded"
    return f"Title changed from “{before.title}” to “{fact.title}”"


def _detail(fact, before):
    if fact.trait == Trait.KEY:
        return "Key control" if fact.value else "No longer a key control"
    if fact.trait == Trait.MARKING:
        was = Marking(before.value).label if before else Marking.OFFICIAL.label
        return f"Marked {Marking(fact.value).label} (was {was})"
    if fact.trait == Trait.AXIS:
        return f"Acts on {Axis(fact.value).label.lower()}" if fact.value else "Not said what it acts on"
    return "Lead body changed" if fact.value else "No lead body"


def _owner(fact, before):
    now = name_of(fact.post, fact.on)
    if before is None or before.post is None:
        return f"Owner: {now}" if now else "No owner"
    was = name_of(before.post, before.on)
    return f"Owner changed from {was} to {now}" if now else f"Owner removed: {was}"


def name_of(post, day) -> str:
    """What a post is called on a day; empty where there is none."""
    return post.as_at(day).title if post else ""


def _due(fact, before):
    if before is None or before.due is None:
        return f"Due date set: {say_day(fact.due)}" if fact.due else "No due date"
    if fact.due is None:
        return f"Due date dropped (was {say_day(before.due)})"
    return f"Due date moved from {say_day(before.due)} to {say_day(fact.due)}"


def _rating(fact, before):
    return f"{fact.get_rating_display()}, says {fact.said_by} ({fact.get_line_display().split(':')[0].lower()})"


def _link(fact, before):
    return f"Acts on risk {fact.risk.ref}" if fact.holds else f"No longer acts on risk {fact.risk.ref}"


def _evidence(fact, before):
    if not fact.holds:
        return f"Evidence withdrawn: {fact.name}"
    return f"Evidence attached: {fact.name} ({'a link' if fact.url else 'a file'})"


def _progress(fact, before):
    said = f"Progress: {fact.get_status_display().lower()}"
    by = name_of(fact.stated_by, fact.on)
    noted = " (noted, no change)" if fact.noted else ""
    return f"{said}{f', stated by {by}' if by else ''}{noted}"


SAYINGS = {
    ControlState: lambda fact, before: STAGES[Stage(fact.stage)],
    ControlWording: _wording,
    ControlDetail: _detail,
    ControlOwner: _owner,
    ControlDue: _due,
    Effectiveness: _rating,
    ControlLink: _link,
    Evidence: _evidence,
    Progress: _progress,
    Proposal: lambda fact, before: f"{fact.organisation.short_name} proposed “{fact.title}”",
    Consent: lambda fact, before: f"{fact.organisation.short_name} {'agreed' if fact.agrees else 'did not agree'}",
}
