"""How does a complete export come into an empty portal? As it was kept, row by row, all of it or nothing.

Keys stay as they were, so that what names rows inside a text (a paper's frozen position, an appendix's choice of risks)
still names the same ones: that is why the portal must be empty.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction

from registers.models import Organisation, User
from reports.moving import FORMAT, KIND
from reports.moving.belonging import ALONG, in_order, lists
from reports.moving.leaving import NOT_TAKEN, label

Tell = Callable[[str, int], None]


class NotTakenIn(Exception):
    """The file cannot be taken in, in a sentence that says why. Nothing was written."""


def take_in(content: str, tell: Tell = lambda name, number: None) -> dict[str, int]:
    """Take a complete export into an empty portal. Returns how many rows of each model came in.

    `tell` is called with each model's name and number of rows once they are written. Raises NotTakenIn.
    """
    data = _checked(content)
    if User.objects.exists() or Organisation.objects.exists():
        raise NotTakenIn("This portal is not empty. A complete export is taken into a new, empty one")
    counts = {}
    try:
        with transaction.atomic():
            for model in (*ALONG, *in_order()):
                counts[label(model)] = _take(model, data["models"][label(model)])
                tell(label(model), counts[label(model)])
            _go_on_counting()
            connection.check_constraints()
    except DatabaseError as problem:
        raise NotTakenIn(f"The file contradicts itself: {str(problem).splitlines()[0]}") from problem
    return counts


def _checked(content) -> dict[str, Any]:
    try:
        data = json.loads(content)
    except ValueError as problem:
        raise NotTakenIn("This is not a complete export: it is not JSON, or it breaks off") from problem
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise NotTakenIn("This is not a complete export of a portal")
    if data.get("format") != FORMAT:
        raise NotTakenIn(f"The file has format {data.get('format')}; this portal reads format {FORMAT}")
    parts = data.get("models")
    known = {label(model) for model in (*ALONG, *in_order())}
    if not isinstance(parts, dict) or set(parts) != known:
        odd = sorted(known ^ set(parts if isinstance(parts, dict) else ()))
        raise NotTakenIn(f"The file was written by another version of the portal. Not in both: {', '.join(odd)}")
    return data


def _take(model, part) -> int:
    rows = [_row(model, row) for row in _list(part, "rows", model)]
    model._base_manager.bulk_create(rows, batch_size=500)
    for field in lists(model):
        _take_list(model, field, part["rows"])
    history = _list(part, "history", model)
    if hasattr(model, "history"):
        past = model.history.model
        past._base_manager.bulk_create([_row(past, row) for row in history], batch_size=500)
    if model is User:
        _vouch_for(rows)
    return len(rows)


def _list(part, name, model) -> list[dict]:
    rows = part.get(name) if isinstance(part, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotTakenIn(f"{label(model)}: there is no list of {name}")
    return rows


def _row(model, data) -> models.Model:
    """A row of the model as the file has it. Raises NotTakenIn where a column is missing, unknown or says nonsense."""
    columns = {field.attname: field for field in model._meta.concrete_fields if field.name not in NOT_TAKEN}
    listed = {field.name for field in lists(model)} if hasattr(model._meta, "many_to_many") else set()
    odd = (set(data) - listed) ^ set(columns)
    if odd:
        raise NotTakenIn(f"{label(model)}: not in both the file and this portal: {', '.join(sorted(odd))}")
    row = model()
    for name, field in columns.items():
        try:
            setattr(row, name, _value(field, data[name]))
        except (ValidationError, TypeError, ValueError) as problem:
            raise NotTakenIn(f"{label(model)} {data.get('id')}: {data[name]!r} is not a {field.name}") from problem
    if model is User:
        cast(User, row).set_unusable_password()
    return row


def _value(field, value):
    if value is None or isinstance(field, models.JSONField):
        return value
    if field.is_relation:
        return int(value)
    value = field.to_python(value)
    if isinstance(field, models.CharField) and field.max_length and len(value) > field.max_length:
        raise ValidationError("too long")
    return value


def _take_list(model, field, rows) -> None:
    through = field.remote_field.through
    own, other = field.m2m_field_name() + "_id", field.m2m_reverse_field_name() + "_id"
    pairs = [{own: row["id"], other: key} for row in rows for key in row[field.name]]
    through._base_manager.bulk_create([through(**pair) for pair in pairs], batch_size=500)


def _vouch_for(users) -> None:
    """As for accounts an administrator opened: without it a second sign-in factor would first ask to confirm."""
    from allauth.account.models import EmailAddress

    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )


def _go_on_counting() -> None:
    """New rows take keys after those that came: PostgreSQL counts apart from what stands in the table."""
    taken = [*ALONG, *in_order()]
    taken += [model.history.model for model in taken if hasattr(model, "history")]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), taken):
            cursor.execute(statement)
