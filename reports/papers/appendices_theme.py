"""The risks of a theme, body by body, and what each body does about its own (002 Appendix A)."""

from dataclasses import dataclass

from registers.audience import PUBLIC
from reports.alignment_values import Aligned
from reports.models import AppendixKind
from reports.papers.appendices_common import body_name
from reports.papers.appendices_joint import JointRiskRow, members, standing, told_member, whole_audience
from reports.papers.filling import Asked, fills


@dataclass(frozen=True)
class ThemeRisk:
    risk: JointRiskRow
    response: str  # plain text; empty where none was given, or none may be told


@dataclass(frozen=True)
class ThemeSide:
    organisation: str
    risks: tuple[ThemeRisk, ...]
    unpublished: int  # responses that the public edition leaves out


@dataclass(frozen=True)
class Theme:
    title: str
    rationale: str
    sides: tuple[ThemeSide, ...]
    is_withheld: bool = False  # the public may not read of it at all

    @property
    def is_sensitive(self) -> bool:
        return any(one.risk.is_sensitive for side in self.sides for one in side.risks)


@fills(AppendixKind.THEME)
def fill_theme(asked: Asked) -> Theme | None:
    """None where no theme has been chosen, or it did not stand on the paper's day."""
    number = asked.draft.options.get("alignment")
    whole = _numbered(standing(asked, whole_audience(asked)), number)
    seen = _numbered(standing(asked, asked.audience), number)
    if whole is None:
        return None
    if seen is None:
        return Theme("", "", (), is_withheld=True)
    return Theme(seen.title, seen.rationale, tuple(_sides(asked, _responses(asked, whole), seen)))


def _responses(asked, whole) -> dict[int, str]:
    """What was given, by risk; as far as it was released by name it may be told in public too (DESIGN.md section 6)."""
    return {member.row.risk: member.response.text for _, member in members(asked, whole) if member.response}


def _released(asked) -> set[str]:
    found = asked.paper.releases.filter(is_taken_back=False).exclude(sentence="")
    return set(found.values_list("sentence", flat=True))


def _numbered(found: list[Aligned], number) -> Aligned | None:
    return next((each for each in found if each.number == number), None)


def _sides(asked, given, seen):
    released = _released(asked)
    for side in seen.sides:
        mine = [member for of, member in members(asked, seen) if of == side]
        risks = tuple(
            ThemeRisk(told_member(asked, side, member), _response(member, given, released)) for member in mine
        )
        kept = [one for member, one in zip(mine, risks, strict=True) if member.row.risk in given and not one.response]
        yield ThemeSide(body_name(side.organisation), risks, len(kept) if asked.audience == PUBLIC else 0)


def _response(member, given, released) -> str:
    if member.response:
        return member.response.text
    text = given.get(member.row.risk, "")
    return text if " ".join(text.split()) in released else ""
