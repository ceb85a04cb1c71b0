"""On which scale were the levels of a mapping settled? Each is a place on it, and means another level on another scale.

Bodies change their scales over the years, and registers of the past are read by the mapping of the last file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registers.scoring import Scheme
from reports.imports.values import Fact, Mapped

SCALE = "scale"
# Bands too: which of them a colour means depends on how many the scale has.
OF_A_SCALE = (Fact.CURRENT_LIKELIHOOD, Fact.CURRENT_IMPACT, Fact.CURRENT_SCORE, Fact.CURRENT_BAND)


def scale_of(scheme: Scheme | None) -> list[list[list[str]]] | None:
    """The levels of a scale by their names, as a mapping keeps them: likelihoods and impacts, lowest first."""
    if scheme is None:
        return None
    return [[[level.short, level.name] for level in levels] for levels in (scheme.likelihoods, scheme.impacts)]


def fits(mapped: Mapped, scheme: Scheme | None) -> bool:
    """Whether its levels are of this scale. One that names no scale was written by hand, for the file it is used on."""
    return SCALE not in mapped.data or mapped.data[SCALE] == scale_of(scheme)


def settled_on(mapped: Mapped, scheme: Scheme | None) -> Mapped:
    """The mapping with the scale named that its levels are of."""
    return Mapped({**mapped.data, SCALE: scale_of(scheme)})


def fitted(mapped: Mapped, scheme: Scheme | None) -> Mapped:
    """The mapping on this scale: what it says of the levels of another is judged anew."""
    if fits(mapped, scheme):
        return mapped
    said: Mapping[str, Any] = mapped.data.get("values") or {}
    kept = {fact: meanings for fact, meanings in said.items() if fact not in OF_A_SCALE}
    return settled_on(Mapped({**mapped.data, "values": kept}), scheme)
