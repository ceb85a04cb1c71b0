"""The values of an import as JSON and back, by their own types: what is kept between two pages. No Django."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from reports.imports.values import PlannedRow, Problem, Proposal


def plain(value: Any) -> Any:
    """Only what JSON has: records as objects, without what is left at its default."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    kind: Any = type(value)
    if _is_record(kind):
        said = ((name, getattr(value, name)) for name in _fields(kind))
        defaults = _defaults(kind)
        return {name: plain(one) for name, one in said if name not in defaults or defaults[name] != one}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    return value


def proposal_of(data: dict[str, Any]) -> Proposal:
    return cast(Proposal, _made(Proposal, data)) if data else Proposal((), ())


def row_of(data: dict[str, Any]) -> PlannedRow:
    return cast(PlannedRow, _made(PlannedRow, data))


def problem_of(data: dict[str, Any]) -> Problem:
    return cast(Problem, _made(Problem, data))


def _made(kind: Any, data: Any) -> Any:
    """A value of a type from its JSON."""
    if data is None or kind is Any:
        return data
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _made(next(part for part in parts if part is not type(None)), data)
    if origin is tuple and len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(_made(parts[0], one) for one in data)
    if origin is tuple:
        return tuple(_made(part, one) for part, one in zip(parts, data, strict=True))
    if _is_record(kind):
        hints = _hints(kind)
        return kind(**{name: _made(hints[name], one) for name, one in data.items() if name in hints})
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(data)
    return date.fromisoformat(data) if kind is date else data


@cache
def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and (is_dataclass(kind) or (issubclass(kind, tuple) and hasattr(kind, "_fields")))


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return kind._fields if hasattr(kind, "_fields") else tuple(field.name for field in fields(kind))


@cache
def _defaults(kind: Any) -> dict[str, Any]:
    if hasattr(kind, "_field_defaults"):
        return dict(kind._field_defaults)
    return {field.name: field.default for field in fields(kind)}


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
