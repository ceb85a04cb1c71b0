"""What does an answer look like? JSON Schemas of what each address lists, for the description and for its tests."""

from __future__ import annotations

from typing import Any

from registers.movement import Movement
from registers.scoring import Band

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NONE: Schema = {"type": ["string", "null"]}  # "withheld" where it is there and may not be shown
NUMBER: Schema = {"type": "integer"}
NUMBER_OR_WITHHELD: Schema = {"type": ["integer", "string", "null"]}
DAY: Schema = {"type": "string", "format": "date"}
DAY_OR_NONE: Schema = {"type": ["string", "null"], "description": "A day, null, or “withheld”"}
TEXTS: Schema = {"anyOf": [{"type": "array", "items": TEXT}, {"const": "withheld"}]}
BAND: Schema = {"enum": [*(band.value for band in Band), "withheld", None]}
MOVEMENT: Schema = {"enum": [*(movement.value for movement in Movement), "withheld", None]}


def thing(required: Schema, **optional: Schema) -> Schema:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "properties": required | optional,
        "required": list(required),
        "additionalProperties": False,
    }


def many(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def or_withheld(schema: Schema) -> Schema:
    """It, nothing, or “withheld”."""
    return {"anyOf": [schema, {"const": "withheld"}, {"type": "null"}]}


CONTROL_PARTS = {
    "reference": TEXT,
    "title": TEXT,
    "state": TEXT,
    "is_key": {"type": "boolean"},
    "status": TEXT_OR_NONE,
    "stated_on": DAY_OR_NONE,
    "owner": TEXT_OR_NONE,
    "due": DAY_OR_NONE,
    "first_due": DAY_OR_NONE,
    "moves": NUMBER,
    "slips": NUMBER,
    "effectiveness": TEXT_OR_NONE,
}
RISK = thing(
    {
        "ref": NUMBER,
        "printed_ref": TEXT,
        "title": TEXT,
        "description": TEXT,
        "likelihood": TEXT_OR_NONE,
        "impact": TEXT_OR_NONE,
        "band": BAND,
        "movement": MOVEMENT,
        "reasons": TEXTS,
        "periods": NUMBER_OR_WITHHELD,
        "owners": TEXTS,
        "leads": TEXTS,
        "target": or_withheld(
            thing({"likelihood": TEXT_OR_NONE, "impact": TEXT_OR_NONE, "band": BAND, "on": DAY_OR_NONE})
        ),
        "horizon": TEXT_OR_NONE,
        "objectives": TEXTS,
        "opened_on": DAY_OR_NONE,
        "closed_on": DAY_OR_NONE,
        "review": or_withheld({"type": "object"}),
    },
    progress=or_withheld({"type": "object"}),
    controls=or_withheld(many(thing(CONTROL_PARTS))),
)
RISK_ROW = thing(
    {name: RISK["properties"][name] for name in ("ref", "printed_ref", "title", "description")}
    | {"state": {"enum": ["open", "closed"]}, "likelihood": TEXT_OR_NONE, "impact": TEXT_OR_NONE}
    | {"likelihood_level": NUMBER_OR_WITHHELD, "impact_level": NUMBER_OR_WITHHELD}
    | {"band": BAND, "movement": MOVEMENT, "periods": NUMBER_OR_WITHHELD}
    | dict.fromkeys(("owners", "leads", "objectives", "reasons"), TEXT)
    | {"target_likelihood": TEXT_OR_NONE, "target_impact": TEXT_OR_NONE, "target_band": BAND, "target_on": DAY_OR_NONE}
    | dict.fromkeys(("horizon", "opened_on", "closed_on", "reviewed_on", "next_review_on"), DAY_OR_NONE)
    | {"marking": TEXT}
)
MOVED = thing(
    {"ref": NUMBER, "printed_ref": TEXT, "title": TEXT, "movement": MOVEMENT}
    | {"before": TEXT_OR_NONE, "after": TEXT_OR_NONE, "band": BAND, "reasons": TEXTS}
)
ISSUE = thing(
    {"paper": TEXT, "title": TEXT, "meeting_on": DAY, "number": NUMBER, "kind": TEXT, "issued_at": TEXT}
    | {"published_at": TEXT_OR_NONE}
    | {
        "editions": many(
            thing(
                {"edition": TEXT, "marking": TEXT, "pages": NUMBER, "page": TEXT, "pdf": TEXT}
                | {"html_sha256": TEXT, "pdf_sha256": TEXT}
                | {"files": many(thing({"label": TEXT, "name": TEXT, "sha256": TEXT}))}
            )
        )
    }
)
REGISTERS = thing(
    {
        "registers": many(thing({"path": TEXT, "title": TEXT, "body": TEXT, "kind": TEXT})),
        "schemes": many({"type": "object"}),
    }
)
HEAD = {
    "register": TEXT,
    "title": TEXT,
    "marking": {"enum": ["OFFICIAL", "OFFICIAL-SENSITIVE"]},
    "as_at": DAY,
    "known_at": TEXT_OR_NONE,
    "since": DAY_OR_NONE,
    "agreed": {"anyOf": [thing({"as_at": DAY, "by": TEXT}), {"type": "null"}]},
    "is_working": {"type": "boolean"},
}
SCHEMAS: dict[str, Schema] = {
    "Risk": RISK,
    "RiskRow": RISK_ROW,
    "OneRisk": thing(HEAD | {"risk": RISK}),
    "Movement": MOVED,
    "Control": thing(CONTROL_PARTS | {"risks": many(NUMBER)}),
    "Alignment": {"type": "object", "required": ["number", "title", "sides"]},
    "Issue": ISSUE,
    "Registers": REGISTERS,
    "Error": thing({"error": thing({"status": NUMBER, "words": TEXT, "parameter": TEXT})}),
}
