"""Which publication profiles does a body start from? Presets for a new register, each class changeable afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from registers.models.registers import SAFE_PROFILE, FactClass

SENSITIVE, OFFICIAL, PUBLIC = "official-sensitive", "official", "public"


@dataclass(frozen=True)
class Preset:
    """A profile to start from: what it is called, and what it means in plain words."""

    slug: str
    name: str
    hint: str
    profile: dict[str, str]


def _of(level: str, *classes: FactClass) -> dict[str, str]:
    return {fact_class.value: level for fact_class in classes}


# 000 section 7 and its appendices: titles, owners and arrows are printed for the public, scores are not.
AS_MOPAC = (
    _of(PUBLIC, FactClass.IDENTITY, FactClass.OWNERSHIP, FactClass.MOVEMENT)
    | _of(OFFICIAL, FactClass.LEADS, FactClass.HORIZON, FactClass.OBJECTIVES, FactClass.DEPENDENCIES)
    | _of(SENSITIVE, FactClass.SCORE, FactClass.TARGET, FactClass.APPETITE, FactClass.OUTLOOK, FactClass.RATIONALE)
    | _of(SENSITIVE, FactClass.CONTROLS, FactClass.PROGRESS)
)
# 003 appendix A: the scores, targets and working leads are printed too.
AS_MET = (
    _of(PUBLIC, FactClass.IDENTITY, FactClass.OWNERSHIP, FactClass.MOVEMENT, FactClass.SCORE, FactClass.TARGET)
    | _of(PUBLIC, FactClass.LEADS, FactClass.HORIZON, FactClass.OBJECTIVES)
    | _of(OFFICIAL, FactClass.OUTLOOK, FactClass.RATIONALE, FactClass.CONTROLS, FactClass.PROGRESS)
    | _of(OFFICIAL, FactClass.DEPENDENCIES)
    | _of(SENSITIVE, FactClass.APPETITE)
)
PRESETS = (
    Preset(
        "careful",
        "Careful: publish nothing",
        "The public sees nothing. Both bodies see titles and descriptions; all else is for people who are cleared",
        dict(SAFE_PROFILE),
    ),
    Preset(
        "as-mopac",
        "As MOPAC publishes",
        "The public may read titles, descriptions, owners and which way a risk moved. Scores, targets, appetite, "
        "controls and progress are for people who are cleared",
        AS_MOPAC,
    ),
    Preset(
        "as-met",
        "As the Met publishes",
        "The public may read scores, targets and working leads too. Controls, progress and reasons stay between the "
        "bodies; appetite is for people who are cleared",
        AS_MET,
    ),
)


def preset_called(slug: str) -> Preset:
    """The preset of this address; KeyError where there is none."""
    return {preset.slug: preset for preset in PRESETS}[slug]
