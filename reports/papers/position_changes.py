"""What differs between two positions of a register, in words? Pure: both as reports/position_json.py gives them.

What is withheld in either is not spoken of.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from registers.scoring import score_in_words
from reports.papers.numbering import listed

WITHHELD = "withheld"
Value = dict | list | str | int | bool | None
Risk = Mapping[str, Value]


@dataclass(frozen=True)
class Change:
    """One thing that differs of one risk."""

    ref: int
    printed_ref: str
    title: str
    words: str


def differences(before: Mapping, after: Mapping, told: frozenset[str] | None = None) -> list[Change]:
    """Risk by risk, in the order of the later position; what is no longer listed comes last.

    `told`: the parts of a risk that are spoken of, "score" one of them; None speaks of all.
    """
    stood = {risk["ref"]: risk for risk in before["risks"]}
    found = [change for risk in after["risks"] for change in _of(stood.get(risk["ref"]), risk, told)]
    listed_now = {risk["ref"] for risk in after["risks"]}
    return found + [
        _say(risk, "Is no longer listed") for ref, risk in stood.items() if ref not in listed_now and _is_open(risk)
    ]


def _is_open(risk: Risk) -> bool:
    return not risk["closed_on"]


def _of(before: Risk | None, after: Risk, told: frozenset[str] | None) -> Iterator[Change]:
    if before is None:
        yield _say(after, "Is new" if _is_open(after) else f"Was opened, and closed on {_day(after['closed_on'])}")
        return
    if _is_open(before) != _is_open(after):
        yield _say(after, "Was reopened" if _is_open(after) else f"Was closed on {_day(after['closed_on'])}")
    for name, tell in PARTS.items():
        if told is not None and name not in told:
            continue
        was, now = before.get(name), after.get(name)
        if was != now and WITHHELD not in (was, now):
            words = tell(was, now)
            if words:
                yield _say(after, words)
    if (
        (told is None or "score" in told)
        and _score(before) != _score(after)
        and WITHHELD not in (before["likelihood"], after["likelihood"])
    ):
        yield _say(after, f"Score: {_score(after)}; it was {_score(before)}")


def _say(risk: Risk, words: str) -> Change:
    return Change(risk["ref"], risk["printed_ref"], risk["title"], words)


# Parts of a risk ------------------------------------------------------------------------------------------------------


def _title(was, now):
    return f"Title: “{now}”; it was “{was}”"


def _description(was, now):
    return "Its description was reworded"


def _posts(role: str) -> Callable:
    def tell(was, now):
        return f"{role}: {listed(now) or 'nobody'}; it was {listed(was) or 'nobody'}"

    return tell


def _target(was, now):
    return f"Target: {_target_words(now)}; it was {_target_words(was)}"


def _target_words(target):
    if not target:
        return "not set"
    by = f" by {_day(target['on'])}" if target.get("on") else ""
    return f"{score_in_words(target['likelihood'], target['impact'])}, {_band(target['band'])}{by}"


def _progress(was, now):
    if was["status"] == now["status"]:
        return ""
    return f"Progress: {_plain(now['status'])}; it was {_plain(was['status'])}"


def _horizon(was, now):
    return f"Horizon: {_plain(now) if now else 'not said'}; it was {_plain(was) if was else 'not said'}"


def _objectives(was, now):
    return f"Objectives: {listed(now) or 'none'}; they were {listed(was) or 'none'}"


def _controls(was, now):
    stood, stand = ({row["reference"]: row for row in rows} for rows in (was, now))
    new, gone = [ref for ref in stand if ref not in stood], [ref for ref in stood if ref not in stand]
    other = [ref for ref in stand if ref in stood and stand[ref] != stood[ref]]
    said = [(new, "new"), (gone, "gone"), (other, "changed")]
    words = "; ".join(f"{listed(refs)} {what}" for refs, what in said if refs)
    return f"Controls: {words}" if words else ""


PARTS: dict[str, Callable] = {
    "title": _title,
    "description": _description,
    "printed_ref": lambda was, now: f"Printed as {now}; it was {was}",
    "owners": _posts("Owners"),
    "leads": _posts("Leads"),
    "target": _target,
    "progress": _progress,
    "horizon": _horizon,
    "objectives": _objectives,
    "controls": _controls,
}


# Words ----------------------------------------------------------------------------------------------------------------


def _score(risk: Risk) -> str:
    if risk["likelihood"] is None:
        return "none"
    return f"{score_in_words(risk['likelihood'], risk['impact'])}, {_band(risk['band'])}"


def _band(slug) -> str:
    return str(slug).replace("-", " ").capitalize()


def _plain(slug) -> str:
    return str(slug).replace("-", " ")


def _day(iso) -> str:
    found = date.fromisoformat(iso)
    return f"{found.day} {found:%B %Y}"
