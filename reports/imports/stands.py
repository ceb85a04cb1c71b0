"""How far have the facts of a register gone? What a dry run rests on, told in counts, and what came after it in words.

Facts are only ever appended, so as many rows with the same last one say the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from django.db.models import Count, Max, Q

from controls.models import CONTROL_FACTS, PLAN_FACTS, STREAM_FACTS, RiskProgress
from controls.models.improvement import PlanFact, StreamFact
from registers import clock
from registers.models import RISK_FACTS, Agreement, Holding, Objective, Post, PostAlias, Register, Scheme
from registers.sentences import say_day, say_list
from reports.imports.values import DryRun

MOST_TOLD = 6


def _tables(register: Register) -> Iterator[tuple[object, Q]]:
    body = register.organisation_id
    for model in (*RISK_FACTS, RiskProgress):
        yield model, Q(risk__register=register)
    for model in CONTROL_FACTS:
        yield model, Q(control__register=register)
    if register.is_corporate:  # a directorate's register says nothing of the plan (planning.year)
        for model in PLAN_FACTS:
            yield model, Q(plan__organisation=body)
        for model in STREAM_FACTS:
            yield model, Q(stream__plan__organisation=body)
    yield Agreement, Q(register=register)
    yield Scheme, Q(organisation=body)
    yield Post.history.model, Q(organisation=body)
    yield PostAlias.history.model, Q(post__organisation=body)
    yield Holding, Q(post__organisation=body)
    yield Objective.history.model, Q(framework__organisation=body)


def stands_of(register: Register) -> dict[str, list[int]]:
    """{table: [rows, the key of the last]} of all that a dry run follows from."""
    from reports.models import Import

    found = {}
    for model, where in _tables(register):
        rows = model._base_manager.filter(where)
        found[model._meta.label_lower] = list(rows.aggregate(n=Count("pk"), last=Max(model._meta.pk.name)).values())
    told = Import.objects.filter(register=register)
    found["imports"] = [told.filter(applied_at__isnull=False).count(), told.filter(undone_at__isnull=False).count()]
    return {name: [count, last or 0] for name, (count, last) in found.items()}


def fingerprint(stands: dict[str, list[int]]) -> str:
    return hashlib.sha256(json.dumps(stands, sort_keys=True).encode()).hexdigest()[:32]


def digest_of(dry_run: DryRun) -> str:
    """What a dry run would change, in short: another digest is another change, whatever it comes from."""
    found = hashlib.sha256()
    for row in dry_run.rows:
        found.update(repr((row.deed.value, row.what, str(row.where), sorted(map(repr, row.changes)))).encode())
    return found.hexdigest()[:32]


def changed_since(register: Register, stands: dict[str, list[int]]) -> list[str]:
    """What was recorded since, in sentences: who changed which risk, control or plan."""
    from reports.models import Import

    if not stands:
        return []
    found: dict[str, set[str]] = {}
    for model, where in _tables(register):
        _, last = stands.get(model._meta.label_lower, (0, 0))
        rows = model._base_manager.filter(where, **{f"{model._meta.pk.name}__gt": last})
        for row in rows.order_by(model._meta.pk.name)[:50]:
            what, who = _told(row)
            found.setdefault(what, set()).add(who)
    sentences = [_sentence(what, whom) for what, whom in sorted(found.items())]
    if len(sentences) > MOST_TOLD:
        sentences = [*sentences[:MOST_TOLD], f"{len(sentences) - MOST_TOLD} more have been changed"]
    since = Import.objects.filter(register=register, applied_at__isnull=False).order_by("-applied_at").first()
    if since is not None and stands.get("imports", [0, 0])[0] < _applied(register):
        day = say_day(since.applied_at.astimezone(clock.LONDON).date())
        sentences.insert(0, f"{since.applied_by} applied “{since.name}” on {day}")
    return sentences


def _applied(register):
    from reports.models import Import

    return Import.objects.filter(register=register, applied_at__isnull=False).count()


def _told(row) -> tuple[str, str]:
    who = str(getattr(row, "by", None) or getattr(row, "history_user", None) or "Somebody")
    if isinstance(row, PlanFact | StreamFact):
        return "The improvement plan", who  # more of it is for those who may see it
    for name, word in (("risk", "Risk"), ("control", "Control")):
        if hasattr(row, f"{name}_id"):
            record = getattr(row, name)
            return f"{word} {getattr(record, 'reference', None) or record.ref}", who
    if isinstance(row, Agreement):
        return "The register", who
    return {"scheme": "The scale"}.get(row._meta.model_name, "A post or an objective"), who


def _sentence(what, whom):
    done = "has been agreed" if what == "The register" else "has been changed"
    return f"{what} {done} by {say_list(sorted(whom))}"
