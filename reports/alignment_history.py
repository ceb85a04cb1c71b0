"""What has been said of an alignment? Every entry its reader may see, the last recorded first, as sentences."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from registers.audience import WITHHELD, Audience
from registers.models import (
    ALIGNMENT_FACTS,
    Alignment,
    AlignmentAlias,
    AlignmentMember,
    AlignmentResponse,
    AlignmentReview,
    AlignmentView,
    AlignmentWording,
    YesNo,
)
from registers.scope import Scope
from registers.visibility_alignments import Readable, bodies_kept_from, restricted_then, visible_alignment_facts
from reports.alignment_sentences import sentence


@dataclass(frozen=True)
class Entry:
    """One line, as components/history_list.html shows it."""

    at: datetime
    on: date
    by: str
    sentence: str
    reason: str
    old: str = ""
    new: str = ""
    tags: tuple[str, ...] = ()


def history(alignment: Alignment, audience: Audience, scope: Scope) -> list[Entry]:
    """The entries dated and recorded by a scope. One statement a kind."""
    readable = Readable(audience)
    found = [entry for model in ALIGNMENT_FACTS for entry in _entries(model, alignment, readable, scope)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


WITH_THEM = ("by", "organisation", "risk__register__organisation")


def _entries(model, alignment, readable, scope):
    rows = visible_alignment_facts(model.objects.by(scope).filter(alignment=alignment), readable.audience, readable)
    if model is AlignmentMember:  # that a risk is aligned is seen; why it joined was said like everything else
        of_it = lambda alignments: Q(alignment__in=alignments)  # noqa: E731
        rows = rows.exclude(restricted_then(model, readable.audience, of_it, readable.spells))
    names = {field.name for field in model._meta.concrete_fields}
    with_them = [
        name for name in ("by", "organisation", "risk__register__organisation") if name.split("__")[0] in names
    ]
    kept_from = bodies_kept_from(readable) if model is AlignmentReview else ()
    before = {}
    for row in rows.select_related(*with_them).oldest_first():
        key = tuple(getattr(row, f"{name}_id", None) or getattr(row, name) for name in model.KEY)
        if model is AlignmentAlias and not row.holds and key not in before:
            continue  # what it was called in confidence is not told when it is so called no longer
        yield _entry(row, before.get(key), WITHHELD if getattr(row, "organisation_id", 0) in kept_from else row.reason)
        before[key] = row


def _entry(row, before, reason):
    old, new = _text(before), _text(row)
    tags = ("Illustrative",) if row.is_illustrative else ()
    changed = (old, new) if old != new else ("", "")
    return Entry(row.recorded_at, row.on, str(row.by), f"{sentence(row)}.", str(reason), *changed, tags=tags)


def _text(row) -> str:
    """What a row says at length."""
    if isinstance(row, AlignmentWording):
        return row.rationale
    if isinstance(row, AlignmentResponse):
        return row.text
    if isinstance(row, AlignmentView):
        return view_words(row)
    return ""


def view_words(row: AlignmentView) -> str:
    """A body's view in one paragraph."""
    said = [row.residual, f"Controls in place: {YesNo(row.in_place).label.lower()}."]
    said.append(f"Controls working: {YesNo(row.working).label.lower()}.")
    return " ".join(part for part in said if part)
