"""With what was printed does a paper compare? The snapshot of the issue that printed the day it compares with.

So a score of that day that has been corrected since reads "corrected since issue" instead of showing an arrow that
never was (DESIGN.md section 3).
"""

from registers.scope import Scope
from reports.models import Basis, Issue


def scope_of(basis: Basis) -> Scope:
    """The time of a register that a paper rests on."""
    issued = issued_of(basis, issue_compared_with(basis))
    return Scope(as_at=basis.as_at, compared_with=basis.compared_with, issued=issued)


def issue_compared_with(basis: Basis) -> Issue | None:
    """The last issue of the paper it started from, or else of the kind, that printed the register as at that day."""
    paper = basis.paper
    earlier = Issue.objects.exclude(paper=paper).filter(paper__kind=paper.kind, paper__organisation=paper.organisation)
    earlier = earlier.filter(paper__panel_date__lt=paper.panel_date).select_related("paper")
    newest = earlier.order_by("-paper__panel_date", "paper__slug", "-number")
    if paper.previous_id:
        newest = Issue.objects.filter(paper=paper.previous_id).select_related("paper").order_by("-number")
    a_few = newest[:8].iterator(chunk_size=1)  # each holds a whole snapshot
    return next((issue for issue in a_few if _printed(issue, basis) is not None), None)


def issued_of(basis: Basis, issue: Issue | None):
    """((ref, cell), ...) of what an issue printed; None where there is none."""
    printed = issue and _printed(issue, basis)
    if not printed:
        return None
    return tuple(sorted((int(ref), cell and tuple(cell)) for ref, cell in printed["cells"].items()))


def _printed(issue, basis) -> dict | None:
    """What an issue keeps of the register as at the day compared with; None where it rests on another day."""
    day = basis.compared_with.isoformat()
    for kept in issue.snapshot["bases"]:
        if kept["register"] == basis.register.path and kept["as_at"] == day and kept["cells"]:
            return kept
    return None
