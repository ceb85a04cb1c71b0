"""What has happened to a control? Every entry its reader may see, in the order it was recorded, as sentences.

For who sees the reasons of its register (DESIGN.md section 6: rationale and history are never public).
"""

from collections import defaultdict
from dataclasses import dataclass

from controls.entries import FOREIGN, KINDS
from controls.models import (
    CONTROL_FACTS,
    Consent,
    Control,
    ControlFact,
    ControlLink,
    ControlWording,
    Evidence,
    Progress,
    Proposal,
)
from controls.position import ControlRow
from controls.sentences import sentence
from controls.sight import Sight
from controls.visibility import PUBLIC_OF_JOINT
from registers import clock
from registers.audience import Audience
from registers.history import Entry
from registers.models import Risk

POSTS = {"post": "post__successor__successor", "stated_by": "stated_by__successor__successor"}


def timeline(control: Control, row: ControlRow, sight: Sight, audience: Audience) -> list[Entry]:
    """The entries dated and recorded by the time it is seen, newest recorded first; one statement a kind."""
    if not sight.sees_reasons:
        return []
    facts = [fact for model in CONTROL_FACTS for fact in _facts(model, control, sight)]
    seen = _Seen(control, row, sight, audience, facts)
    return sorted(map(seen.entry, seen.facts), key=lambda entry: entry.at, reverse=True)


def _facts(model, control, sight):
    rows = model.objects.filter(control=control, on__lte=sight.scope.as_at)
    if sight.scope.known_at is not None:
        rows = rows.filter(recorded_at__lte=sight.scope.known_at)
    related = [POSTS.get(name, name) for name in FOREIGN.get(model, ())]
    if model in (Proposal, Consent):
        related = ["organisation"]
    return list(rows.select_related("by", *related).order_by("recorded_at", "pk"))


@dataclass(frozen=True)
class _Key:
    """What succeeds what: the kind of an entry and its key."""

    model: type
    values: tuple

    @classmethod
    def of(cls, fact):
        return cls(type(fact), tuple(getattr(fact, fact._meta.get_field(name).attname) for name in fact.KEY))


class _Seen:
    """The entries of one control that may be seen, beside those of the same key."""

    def __init__(self, control, row, sight, audience, facts):
        self.control, self.row, self.sight = control, row, sight
        self.by_key = defaultdict(list)
        for fact in facts:
            self.by_key[_Key.of(fact)].append(fact)
        self.replaced_by = {(type(fact), fact.replaces_id): fact for fact in facts if fact.replaces_id}
        linked = {fact.risk_id for fact in facts if isinstance(fact, ControlLink)}
        self.risks = set(Risk.objects.visible_to(audience).filter(pk__in=linked).values_list("pk", flat=True))
        self.why = _why_replaced(facts)
        self.facts = [fact for fact in facts if self._is_seen(fact)]

    def _is_seen(self, fact):
        if isinstance(fact, ControlLink) and fact.risk_id not in self.risks:
            return False
        if isinstance(fact, Progress) and fact.organisation_id not in self.sight.progress_of:
            return False
        is_for_more = self.control.is_joint and not isinstance(fact, (*PUBLIC_OF_JOINT, Progress))
        if is_for_more and not self.sight.sees_more:
            return False
        return not any(self._was_said_within(one, *spell) for one in self._named_by(fact) for spell in self.row.spells)

    def _named_by(self, fact):
        """It, and of evidence that was withdrawn what was attached: attached in confidence, it is not named after."""
        if not isinstance(fact, Evidence) or fact.holds:
            return [fact]
        before = [row for row in self.by_key[_Key.of(fact)] if row.pk < fact.pk and row.holds]
        return [fact, *before[-1:]]

    def _was_said_within(self, fact, since, until):
        """What still stood on the day of declassifying is present text from that day."""
        if fact.on < since or (until is not None and fact.on >= until):
            return False
        return until is None or not self._held(fact, until)

    def _held(self, fact, day):
        """As visibility.held_on: a proposal while it waits, or while the wording stands that it became."""
        if self._standing(_Key.of(fact), day) is not fact:
            return False
        if not isinstance(fact, (Proposal, Consent)):
            return True
        wording = self._standing(_Key(ControlWording, (self.control.pk,)), day)
        proposal = fact.pk if isinstance(fact, Proposal) else fact.proposal_id
        if wording is not None and wording.proposal_id == proposal:
            return True
        return isinstance(fact, Proposal) and self._standing(_Key(Consent, (proposal,)), day) is None

    def _standing(self, key, day):
        rows = [row for row in self.by_key[key] if row.on <= day and not row.is_void and not self._later(row)]
        return max(rows, key=lambda row: (row.on, row.recorded_at, row.pk), default=None)

    def _later(self, fact) -> ControlFact | None:
        """The entry that corrected or voided it."""
        return self.replaced_by.get((type(fact), fact.pk))

    def entry(self, fact) -> Entry:
        later, before = self._later(fact), self._before(fact)
        old, new = _texts(fact, before)
        return Entry(
            at=fact.recorded_at,
            by=str(fact.by),
            about=KINDS.get(type(fact), "joint"),
            sentence=_capital(sentence(fact, before)),
            reason=fact.reason,
            why_replaced=self.why.get((type(fact), fact.pk), ""),
            old=old,
            new=new,
            tags=_tags(fact, later),
            on=fact.on,
            is_illustrative=fact.is_illustrative,
            is_working=not self.sight.is_settled(fact.on, fact.recorded_at),
            is_last_word=later is None and not fact.is_void,
            fact=fact,
        )

    def _before(self, fact):
        """What people had read on its day until it was recorded; of a correction, what it corrected."""
        of_key = self.by_key[_Key.of(fact)]
        if fact.replaces_id:
            return next(
                (other for other in self.facts if type(other) is type(fact) and other.pk == fact.replaces_id), None
            )
        earlier = [other for other in of_key if (other.recorded_at, other.pk) < (fact.recorded_at, fact.pk)]
        gone = {other.replaces_id for other in earlier}
        stood = [other for other in earlier if not other.is_void and other.pk not in gone and other.on <= fact.on]
        found = max(stood, key=lambda other: (other.on, other.recorded_at, other.pk), default=None)
        return found if found in self.facts else None  # what was said in confidence is not told as what was changed


def _capital(words):
    return words[:1].upper() + words[1:]


def _texts(fact, before):
    """The two descriptions to set side by side, where it is a wording that changed one."""
    if not isinstance(fact, ControlWording) or fact.is_void:
        return "", ""
    old = before.description if before else ""
    return ("", "") if old == fact.description else (old, fact.description)


def _tags(fact, later):
    tags = []
    if fact.replaces_id:
        tags.append("Void" if fact.is_void else "Correction")
    elif fact.recorded_at.astimezone(clock.LONDON).date() > fact.on:
        tags.append("Entered late")
    if later is not None:
        tags.append("Voided later" if later.is_void else "Corrected later")
    return tuple(tags)


def _why_replaced(facts):
    """Why each correction was made, from the audit trail."""
    why = {}
    for model in {type(fact) for fact in facts if fact.replaces_id}:
        keys = [fact.pk for fact in facts if type(fact) is model and fact.replaces_id]
        found = model.history.filter(id__in=keys).exclude(history_change_reason=None)
        why |= {(model, pk): reason for pk, reason in found.values_list("id", "history_change_reason")}
    return why
