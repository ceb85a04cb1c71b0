"""A position as plain data, for `manage.py position` and whatever reads it."""

from controls.json import Done, control_data, done_about, progress_data
from registers import reviewing
from registers.audience import WITHHELD
from registers.details import Position, RiskPosition
from registers.models.registers import FactClass
from registers.position import Index
from registers.reviews import latest
from registers.scoring import Score


def position_data(position: Position) -> dict:
    """{"register", "as_at", "since", "progress", "risks"}: display order, levels by short name, "withheld" where so.

    Progress and controls are read here: call it in the transaction that read the position.
    """
    rows = tuple(risk.row for risk in position.risks)
    view, done = position.view, done_about(position.view, list(rows))
    reviews = latest(Index(view, rows))
    return {
        "register": view.register.path,
        "as_at": view.scope.as_at.isoformat(),
        "since": view.scope.compared_with and view.scope.compared_with.isoformat(),
        "progress": done.counts,
        "risks": [risk_data(view, risk, done, reviews) for risk in position.risks],
    }


def risk_data(view, risk: RiskPosition, done: Done, reviews: dict) -> dict:
    row, details = risk.row, risk.details
    likelihood, impact = levels(view, row.scheme, row.cell)
    return {
        "ref": row.ref,
        "printed_ref": row.printed_ref,
        "title": details.title,
        "description": details.description,
        "likelihood": likelihood,
        "impact": impact,
        "band": _plain(row.band),
        "movement": _plain(row.movement),
        "reasons": _list(details.reasons),
        "periods": _plain(details.periods),
        "owners": _list(details.owners),
        "leads": _list(details.leads),
        "target": target_data(view, details.target),
        "horizon": _plain(row.horizon) or None,
        "objectives": _list(details.objectives),
        "opened_on": _day(row.opened_on),
        "closed_on": _day(row.closed_on),
        "review": review_data(view, row, reviews),
        "progress": progress_data(done, row.risk),
        "controls": control_data(done, row.risk),
    }


def levels(view, scheme, cell):
    """The short names of a cell's likelihood (empty where it is not scored apart) and impact.

    "withheld" or None twice where there is no cell to show.
    """
    if cell is WITHHELD or cell is None:
        return (_plain(cell),) * 2
    return view.register.scheme_called(scheme).value.short_names(Score(*cell))


def target_data(view, target):
    if target is WITHHELD or target is None:
        return _plain(target)
    likelihood, impact = levels(view, target.scheme, target.cell)
    return {"likelihood": likelihood, "impact": impact, "band": target.band.value, "on": _day(target.target_on)}


def review_data(view, row, reviews: dict) -> dict | str | None:
    """The last review of a risk; None where none has been recorded."""
    if not view.sees(FactClass.RATIONALE):
        return "withheld"
    review = reviews.get(row.risk)
    if review is None:
        return None
    return {
        "on": _day(review.on),
        "outcome": review.outcome.value,
        "board": review.board,
        "on_behalf_of": review.post,
        "reason": review.reason,
        "next_on": _day(review.next_on),
        "is_overdue": row.is_open and reviewing.is_overdue(review.next_on, view.of(row.risk).scope.as_at),
    }


def _plain(value):
    return "withheld" if value is WITHHELD else value


def _list(values):
    return "withheld" if values is WITHHELD else [str(value) for value in values]


def _day(value):
    return value and value.isoformat()
