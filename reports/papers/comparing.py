"""What has changed since a paper was issued, and since the paper before it? Lists of words, cut to their reader."""

from dataclasses import dataclass
from datetime import date, datetime

from registers import clock
from registers.audience import Audience
from registers.details import full_position
from registers.models import Register
from registers.position import index, look_at
from registers.scope import Scope
from reports.models import AppendixKind, Edition, Issue, IssuedEdition
from reports.papers.figures import one_moment
from reports.papers.named import whole
from reports.papers.position_changes import PARTS, Change, differences
from reports.position_json import position_data


@dataclass(frozen=True)
class OfRegister:
    """One register: what of the issued position has been corrected, and what has changed since that day."""

    title: str
    as_at: date
    now_as_at: date  # the last day its board has agreed
    corrected: list[Change]
    since: list[Change]


def reads_in_full(audience: Audience, issue: Issue) -> bool:
    return IssuedEdition.objects.visible_to(audience).filter(issue=issue, edition=Edition.FULL).exists()


def since_issue(issue: Issue, audience: Audience) -> list[OfRegister]:
    """Register by register, against what was issued. A register that the reader may not see is left out."""
    cut = whole(issue.paper) & audience
    with one_moment():
        return [found for kept in issue.snapshot["bases"] if (found := _of_register(issue, kept, cut, audience))]


def _of_register(issue, kept, cut, audience):
    register = _register(kept["register"], audience)
    if register is None:
        return None
    as_at = date.fromisoformat(kept["as_at"])
    then = _as_read(issue, kept, register, cut)
    same_day = _position(register, cut, as_at)
    now = _position(register, cut, clock.today())
    agreed_to = date.fromisoformat(now["as_at"])
    return OfRegister(register.title, as_at, agreed_to, differences(then, same_day), differences(same_day, now))


def _as_read(issue, kept, register, cut):
    """A position as it was issued; of a register whose sensitive text is not the reader's what they see of it."""
    if register.organisation_id in cut.cleared:
        return kept["position"]
    known_at = datetime.fromisoformat(issue.snapshot["known_at"])
    return _position(register, cut, date.fromisoformat(kept["as_at"]), known_at)


def _register(path, audience):
    organisation, _, slug = path.partition("/")
    seen = Register.objects.visible_to(audience).select_related("organisation")
    return seen.filter(organisation__slug=organisation, slug=slug).first()


def _position(register, audience, as_at, known_at=None):
    view = look_at(register, audience, Scope(as_at=as_at, known_at=known_at))
    return position_data(full_position(index(view)))


# The paper before -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SincePaper:
    """What changed since the last paper of the kind, in a register of both."""

    before: Issue
    title: str
    changes: list[Change]


def since_paper_before(issue: Issue, audience: Audience) -> list[SincePaper] | None:
    """Between two issued snapshots. None where there is no paper before, or one of the two is not for the reader.

    A snapshot holds all of a register, and the full edition perhaps little of it: the Panel is told of what both papers
    printed, a body of what it sees of the other's register.
    """
    before = paper_before(issue)
    if before is None or not (reads_in_full(audience, issue) and reads_in_full(audience, before)):
        return None
    stood = {kept["register"]: kept for kept in before.snapshot["bases"]}
    both = [(stood[kept["register"]], kept) for kept in issue.snapshot["bases"] if kept["register"] in stood]
    if audience.sits_on_panel:
        told = printed_of_a_risk(before) & printed_of_a_risk(issue)
        found = [(kept["title"], differences(was["position"], kept["position"], told)) for was, kept in both]
        return [SincePaper(before, title, changes) for title, changes in found]
    cut = whole(issue.paper) & audience
    with one_moment():
        return [found for was, kept in both if (found := _between(before, was, issue, kept, cut, audience))]


def _between(before, was, issue, kept, cut, audience):
    register = _register(kept["register"], audience)
    if register is None:
        return None
    then, now = _as_read(before, was, register, cut), _as_read(issue, kept, register, cut)
    return SincePaper(before, kept["title"], differences(then, now))


Kind = AppendixKind
NAMES = frozenset({"title", "printed_ref"})
PRINTED: dict[str, set[str]] = {
    Kind.RISK_OVERVIEW: {"description", "owners"},
    Kind.RISK_POSITION: {"owners", "score", "target", "controls"},
    Kind.CORPORATE_RISKS: {"description", "owners", "leads", "score", "target", "progress", "horizon", "objectives"},
    Kind.HEAT_MAP: {"score"},
    Kind.MOVEMENT: {"score"},
    Kind.CONTROLS: {"controls"},
    Kind.OBJECTIVES: {"objectives"},
    Kind.RISK_TEMPLATES: set(PARTS) | {"score"},
    Kind.JOINT_RISKS: {"description", "owners"},
    Kind.THEME: {"owners", "controls"},
}


def printed_of_a_risk(issue: Issue) -> frozenset[str]:
    """The parts of a risk that the appendices of an issue printed in its full edition."""
    kinds = {row["kind"] for row in issue.snapshot.get("text", {}).get("appendices", ())}
    return NAMES.union(*(PRINTED.get(kind, ()) for kind in kinds))


def paper_before(issue: Issue) -> Issue | None:
    """The last issue of the last paper of the kind before it."""
    paper = issue.paper
    earlier = Issue.objects.filter(paper__kind=paper.kind, paper__organisation=paper.organisation)
    earlier = earlier.filter(paper__panel_date__lt=paper.panel_date).exclude(paper=paper)
    return earlier.select_related("paper").order_by("-paper__panel_date", "paper__slug", "-number").first()
