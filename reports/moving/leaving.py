"""What stands in a complete export? Every row that belongs to the bodies, as it is kept, with its history."""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from controls.models import ImprovementPlan
from registers import clock
from registers.models import Alignment, Membership, Register, Risk, User
from reports.models import Meeting, PanelRequest
from reports.moving import FORMAT, KIND
from reports.moving.belonging import ALONG, Belonging, belonging_to, in_order, lists

A_CHUNK = 2_000
# An account is its name and address: nobody signs in elsewhere with a password given here.
NOT_TAKEN = {"password", "last_login"}


class Whole(DjangoJSONEncoder):
    """Moments to the microsecond: which of two entries of a day was the later hangs on them."""

    def default(self, o):
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def complete_export(bodies, tells_left=True) -> Iterator[str]:
    """The file in pieces: {"kind", "format", "made_at", "bodies", "left", "models": {name: {"rows", "history"}}}.

    `left`: how many rows of each model belong to another body, or to both, and are not in it; for those who run the
    portal alone, since it counts what is hidden. Call it in one moment.
    """
    found = belonging_to(bodies)
    head = {
        "kind": KIND,
        "format": FORMAT,
        "made_at": clock.now(),
        "bodies": [body.slug for body in found.bodies],
        "left": {label(model): number for model, number in found.left.items() if number and tells_left},
    }
    yield json.dumps(head, cls=Whole, ensure_ascii=False)[:-1] + ', "models": {'
    along: dict[type[models.Model], set[int]] = defaultdict(set)
    separator = "\n"
    for model in in_order():
        yield separator
        yield from _model(model, found.keys[model], found, along)
        separator = ",\n"
    for model in ALONG:
        yield separator
        yield from _model(model, along[model] | _signing_in(model, found), found, along)
    yield "\n}}\n"


def _signing_in(model, found) -> set[int]:
    """Who has a role is taken along, even where no row names them."""
    if model is not User:
        return set()
    return set(Membership.objects.filter(pk__in=found.keys[Membership]).values_list("user", flat=True))


def _model(model, keys, found, along) -> Iterator[str]:
    yield f'{json.dumps(label(model))}: {{"rows": ['
    yield from _pieces(_rows(model, keys, found, along))
    yield '], "history": ['
    if hasattr(model, "history"):
        yield from _pieces(_history(model, keys, found, along))
    yield "]}"


def _pieces(rows) -> Iterator[str]:
    separator = "\n"
    for row in rows:
        yield separator + json.dumps(row, cls=Whole, ensure_ascii=False)
        separator = ",\n"


def _rows(model, keys, found, along):
    chosen = [field.name for field in lists(model)]
    for row in model.objects.order_by("pk").prefetch_related(*chosen).iterator(chunk_size=A_CHUNK):
        if row.pk in keys:
            data = _values(row, found, along)
            if model is Meeting and data["minutes"]:
                data["minutes"] = own_minutes(data["minutes"], found)
            for field in lists(model):
                others = getattr(row, field.name).all()
                data[field.name] = sorted(other.pk for other in others if found.holds(field.related_model, other.pk))
            yield data


ABOUT = {"risk": Risk, "alignment": Alignment, "plan": ImprovementPlan, "request": PanelRequest}


def own_minutes(minutes: dict, found: Belonging) -> dict:
    """Frozen minutes without what belongs to another body: its items stand there as restricted, with their number."""

    def kept(item):
        stays = all(not item.get(name) or found.holds(model, item[name]) for name, model in ABOUT.items())
        return item if stays else {"number": item["number"], "is_restricted": True}

    registers = [part for part in minutes["registers"] if found.holds(Register, part["register"])]
    items = {name: [kept(item) for item in minutes[name]] for name in ("items", "dropped")}
    return minutes | items | {"registers": registers}


def _history(model, keys, found, along):
    key = model._meta.pk.attname
    for row in model.history.order_by("pk").iterator(chunk_size=A_CHUNK):
        if found.is_whole_portal or getattr(row, key) in keys:  # of what was removed too
            yield _values(row, found, along)


def _values(row, found: Belonging, along) -> dict:
    """The row's own columns; a link that leads to another body is empty."""
    data = {}
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        if field.name in NOT_TAKEN:
            continue
        if field.is_relation and value is not None:
            value = _link(field, value, found, along, type(row))
        data[field.attname] = base64.b64encode(value).decode() if isinstance(field, models.BinaryField) else value
    return data


def _link(field, key, found, along, model):
    target = field.related_model
    if target in ALONG:
        along[target].add(key)
        return key
    return key if found.holds(target, key) else None


def label(model) -> str:
    """ "registers.risk": what the file calls a model."""
    return model._meta.label_lower
