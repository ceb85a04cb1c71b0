"""What has happened to a risk? Every entry its reader may see, in the order it was recorded, as readable sentences."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, Q

from registers import clock, entries, sentences
from registers.audience import Audience
from registers.models import (
    RISK_FACTS,
    Agreement,
    Aspect,
    Assessment,
    Dependency,
    Detail,
    Kind,
    Lineage,
    LineageKind,
    Marking,
    ObjectiveSet,
    Outlook,
    Ownership,
    Review,
    Risk,
    RiskState,
    Stewardship,
    Tolerance,
    Turn,
    Wording,
    in_force,
)
from registers.models.registers import FactClass
from registers.models.risk_facts import Horizon
from registers.position import look_at
from registers.scope import Scope
from registers.scoring import Band, Score

# What people filter by, and which entries each choice holds.
GROUPS = {
    "scores": ("Scores and outlook", {"score", "inherent", "target", "outlook"}),
    "wording": ("Title and description", {"wording"}),
    "owners": ("Owners and working leads", {"owner", "lead"}),
    "life": ("Opening, closing, recasting, splits and mergers", {"state", "lineage"}),
    "reviews": ("Reviews", {"review"}),
    "appetite": ("Appetite and tolerance", {"appetite", "tolerance"}),
    "marking": ("Marking", {"marking"}),
    "rest": (
        "Objectives, horizon, dependencies and order",
        {"objectives", "horizon", "dependency", "printed-ref", "order"},
    ),
    "agreed": ("Agreements of the register", {"agreement"}),
}


@dataclass(frozen=True)
class Entry:
    """One line of the history."""

    at: datetime
    by: str
    about: str
    sentence: str
    reason: str = ""
    why_replaced: str = ""  # why a correction was made; its `reason` is that of what it now says
    old: str = ""
    new: str = ""
    tags: tuple[str, ...] = ()
    on: date | None = None
    is_illustrative: bool = False
    is_working: bool = False  # not agreed yet
    is_last_word: bool = False  # neither a void nor replaced: it can be corrected
    fact: object = field(default=None, compare=False)  # the numbered row, for its address; None for an agreement


def history(risk, audience: Audience, scope: Scope, models=RISK_FACTS) -> list[Entry]:
    """The entries of a risk dated and recorded by the scope, newest recorded first, as far as the audience may see.

    Their reasons only for who sees the rationale.

    `models` names the kinds to read, for whoever needs only some.
    """
    facts = [fact for model in _that_have_any(models, risk) for fact in _facts(model, risk, audience, scope)]
    told = _tell(risk, audience, scope, facts)
    if tuple(models) == RISK_FACTS:
        told += _agreements(risk, audience, scope, facts)
    return sorted(told, key=lambda entry: entry.at, reverse=True)


def entries_since(risk, audience: Audience, moment: datetime) -> list[Entry]:
    """What has been recorded since a moment, of any date, oldest first."""
    touched = _that_have_any(RISK_FACTS, risk, recorded_at__gte=moment)
    everything = history(risk, audience, Scope(as_at=clock.today()), touched)
    return [entry for entry in reversed(everything) if entry.at >= moment and entry.fact is not None]


def told(facts, audience: Audience) -> str:
    """Facts just written, as one paragraph for whoever wrote them."""
    if not facts:
        return ""
    risk = facts[0].risk
    models = tuple(model for model in RISK_FACTS if any(type(fact) is model for fact in facts))
    written = {(type(fact), fact.pk) for fact in facts}
    found = history(risk, audience, Scope(as_at=clock.today()), models)
    return " ".join(f"{e.sentence}." for e in reversed(found) if (type(e.fact), e.fact.pk) in written)


def stands_without(fact, audience: Audience) -> str:
    """What would be read on the day of an entry if it were voided, in words; empty where nothing would."""
    scope = Scope(as_at=clock.today())
    facts = _facts(type(fact), fact.risk, audience, scope)
    names = _Names(audience, scope, facts)
    rows = [_row(other, fact.risk, names) for other in facts]
    return sentences.stands_without(next(row for row in rows if row.pk == fact.pk), rows)


def _that_have_any(models, risk, **when):
    """The kinds of which the risk has any entry, in one statement: the cut to what may be seen costs several a kind."""
    found = {model.__name__: Exists(_of_risk(model, risk).filter(**when)) for model in models}
    row = Risk.objects.filter(pk=risk.pk).values(**found).get()
    return tuple(model for model in models if row[model.__name__])


def _of_risk(model, risk, rows=None):
    """Rows about a risk; a split or merger is told at both ends."""
    rows = model.objects.all() if rows is None else rows
    return rows.filter(Q(risk=risk) | Q(source=risk)) if model is Lineage else rows.filter(risk=risk)


def _facts(model, risk, audience, scope):
    rows = _of_risk(model, risk, model.objects.visible_to(audience)).select_related("by")
    if model is Ownership:
        rows = rows.prefetch_related("places__post__successor__successor")
    if model is ObjectiveSet:
        rows = rows.prefetch_related("objectives")
    if model is Tolerance:
        rows = rows.select_related("by", "tolerated_by")
    if model is Review:
        rows = rows.select_related("by", "board", "post")
    facts = list(rows.order_by("recorded_at", "pk"))
    entries.number(facts)
    return [fact for fact in facts if fact.on <= scope.as_at and _was_known(fact, scope)]


def _was_known(fact, scope):
    return scope.known_at is None or fact.recorded_at <= scope.known_at


def _tell(risk, audience, scope, facts):
    names = _Names(audience, scope, facts)
    rows = {_id(fact): _row(fact, risk, names) for fact in facts}
    by_about = defaultdict(list)
    for row in rows.values():
        by_about[row.about].append(row)
    replaced = {(type(fact), fact.replaces_id): fact for fact in facts if fact.replaces_id}
    view = look_at(risk.register, audience, scope).of(risk.pk)
    sees_reasons = view.sees(FactClass.RATIONALE)
    why = _why_replaced(facts) if sees_reasons else {}
    agreed = view.agreement if view.is_working else None  # who sees nothing else needs no word that it is agreed
    hidden = _said_by_lineage(facts, risk)
    told = []
    for fact in facts:
        if _id(fact) in hidden:
            continue
        row, later = rows[_id(fact)], replaced.get(_id(fact))
        old, new = sentences.texts(row, by_about[row.about])
        told.append(
            Entry(
                at=fact.recorded_at,
                by=str(fact.by),
                about=row.about,
                sentence=sentences.sentence(row, by_about[row.about]),
                reason=fact.reason if sees_reasons else "",
                why_replaced=why.get(_id(fact), ""),
                old=old,
                new=new,
                tags=_tags(fact, row, later),
                on=fact.on,
                is_illustrative=fact.is_illustrative,
                is_working=agreed is not None and not _is_settled(fact, agreed) and not isinstance(fact, Review),
                is_last_word=later is None and not fact.is_void,
                fact=fact,
            )
        )
    return told


def _id(fact):
    return type(fact), fact.pk


def _tags(fact, row, later):
    tags = []
    if fact.replaces_id:
        tags.append("Void" if fact.is_void else "Correction")
    elif row.recorded_on > row.on:
        tags.append("Entered late")
    if later is not None:
        tags.append("Voided later" if later.is_void else "Corrected later")
    return tuple(tags)


def _is_settled(fact, agreement):
    return fact.on <= agreement.as_at and fact.recorded_at <= agreement.known_at


def _said_by_lineage(facts, risk):
    """Turns "refreshed" that a recast, split or merger written with them already tells."""
    told = {(fact.on, fact.reason) for fact in facts if isinstance(fact, Lineage)}
    turns = [fact for fact in facts if isinstance(fact, RiskState) and fact.turn == Turn.REFRESHED]
    return {_id(fact) for fact in turns if (fact.on, fact.reason) in told}


def _why_replaced(facts):
    """Why each correction was made, from the audit trail."""
    why = {}
    for model in {type(fact) for fact in facts if fact.replaces_id}:
        keys = [fact.pk for fact in facts if type(fact) is model and fact.replaces_id]
        found = model.history.filter(id__in=keys).exclude(history_change_reason=None)
        why |= {(model, pk): reason for pk, reason in found.values_list("id", "history_change_reason")}
    return why


def _agreements(risk, audience, scope, facts):
    """When the board settled what the history tells, from the first entry on."""
    first = min((fact.recorded_at for fact in facts), default=None)
    if first is None:
        return []
    rows = Agreement.objects.visible_to(audience).filter(
        register=risk.register, recorded_at__gte=first, as_at__lte=scope.as_at
    )
    if scope.known_at is not None:
        rows = rows.filter(recorded_at__lte=scope.known_at)
    return [
        Entry(
            at=agreement.recorded_at,
            by=str(agreement.by),
            about="agreement",
            sentence=f"Register agreed as at {sentences.say_day(agreement.as_at)} by {agreement.settled_by}",
            on=agreement.as_at,
        )
        for agreement in rows.select_related("by", "post")
    ]


# One row as plain values ---------------------------------------------------------------------------------------------


def _row(fact, risk, names) -> sentences.Row:
    about, key, value = READERS[type(fact)](fact, risk, names)
    return sentences.Row(
        about=about,
        key=key,
        value=value,
        on=fact.on,
        recorded_on=fact.recorded_at.astimezone(clock.LONDON).date(),
        recorded_at=fact.recorded_at,
        pk=fact.pk,
        replaces=fact.replaces_id,
        is_void=fact.is_void,
    )


def cell_words(register, fact) -> sentences.Cell:
    """A score under the scheme it was given on."""
    scheme = register.scheme_called(fact.scheme_id).value
    score = Score(fact.likelihood, fact.impact)
    return sentences.Cell(
        likelihood=scheme.likelihoods[score.likelihood - 1].name if scheme.has_likelihood else "",
        impact=scheme.impacts[score.impact - 1].name,
        short=scheme.words(score),
        band=Band(fact.band).label,
    )


def _score(fact, risk, names):
    cell = cell_words(risk.register, fact)
    if fact.kind == Kind.TARGET:
        return "target", "", sentences.Target(cell, fact.target_on)
    return ("inherent" if fact.kind == Kind.INHERENT else "score"), "", cell


def _stewards(fact, risk, names):
    places = sorted(fact.places.all(), key=lambda place: place.place)
    titles = sentences.Names(place.printed_as or place.post.as_at(fact.on).title for place in places)
    return ("owner" if fact.role == Stewardship.OWNER else "lead"), "", titles


def _detail(fact, risk, names):
    words = {
        Aspect.HORIZON: dict(Horizon.choices),
        Aspect.MARKING: dict(Marking.choices),
        Aspect.APPETITE: {band.value: band.label for band in Band},
    }.get(fact.aspect, {})
    return fact.aspect, "", words.get(fact.value, fact.value)


def _objectives(fact, risk, names):
    return "objectives", "", sentences.Names(objective.name for objective in fact.objectives.all())


def _dependency(fact, risk, names):
    other = names.of(fact.depends_on_id)
    return "dependency", fact.depends_on_id, f"{other} {'bears' if fact.holds else 'no longer bears'} on this risk"


def _lineage(fact, risk, names):
    said = {
        LineageKind.SPLIT: ("Split off from {}", "{} was split off from this risk"),
        LineageKind.MERGED: ("{} was merged into this risk", "Merged into {}"),
        LineageKind.RECAST: ("Recast: worded anew so far that it is no longer the same risk",) * 2,
        LineageKind.SUPERSEDED: ("Took the place of {}", "{} took the place of this risk"),
        LineageKind.ESCALATED: ("Escalated from {}", "Escalated to {}"),
        LineageKind.DE_ESCALATED: ("De-escalated from {}", "De-escalated to {}"),
    }[fact.kind]
    came = fact.risk_id == risk.pk
    words = said[0] if came else said[1]
    other = names.of(fact.source_id if came else fact.risk_id)
    if fact.kind in (LineageKind.ESCALATED, LineageKind.DE_ESCALATED):
        other += f" of the {names.register_of(fact.source_id if came else fact.risk_id)},"
    return "lineage", (fact.kind, came, fact.source_id, fact.risk_id), words.format(other)


READERS = {
    RiskState: lambda fact, risk, names: ("state", "", fact.turn),
    Wording: lambda fact, risk, names: ("wording", "", sentences.Text(fact.title, fact.description)),
    Detail: _detail,
    Assessment: _score,
    Ownership: _stewards,
    ObjectiveSet: _objectives,
    Dependency: _dependency,
    Lineage: _lineage,
    Outlook: lambda fact, risk, names: (
        "outlook",
        "",
        sentences.Target(cell_words(risk.register, fact), fact.expected_by),
    ),
    Tolerance: lambda fact, risk, names: (
        "tolerance",
        "",
        sentences.Tolerated(fact.tolerated_until, str(fact.tolerated_by or "")),
    ),
    Review: lambda fact, risk, names: (
        "review",
        "",
        sentences.Reviewed(fact.get_outcome_display(), str(fact.board or ""), str(fact.post or ""), fact.next_on),
    ),
}


class _Names:
    """What other risks are called that the history mentions: under the titles this audience may see of them."""

    def __init__(self, audience, scope, facts):
        mentioned = set(_mentioned(facts))
        self._names, self._registers = {}, {}
        risks = Risk.objects.filter(pk__in=mentioned).select_related("register__organisation") if mentioned else ()
        by_register = defaultdict(list)
        for risk in risks:
            by_register[risk.register].append(risk)
        for register, of_it in by_register.items():
            view = look_at(register, audience, scope)
            for risk in of_it:
                wording = self._wording(risk, view, audience)
                self._names[risk.pk] = f"risk {risk.ref}" + (f" ({wording.title})" if wording else "")
                self._registers[risk.pk] = register.title

    @staticmethod
    def _wording(risk, view, audience):
        """Its title on the day, unless that was said while the risk was sensitive."""
        held = in_force(Wording.objects.filter(risk=risk), view.of(risk.pk).scope)
        return Wording.objects.visible_to(audience).filter(pk__in=held.values("pk")).first()

    def of(self, pk) -> str:
        return self._names[pk]

    def register_of(self, pk) -> str:
        """The title of the register it is in, for what goes from one to another."""
        return self._registers[pk]


def _mentioned(facts) -> Iterable[int]:
    for fact in facts:
        if isinstance(fact, Dependency):
            yield fact.depends_on_id
        if isinstance(fact, Lineage):
            yield from (fact.risk_id, fact.source_id)
