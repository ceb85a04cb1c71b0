"""Who is reminded of which risks and controls? Read for everybody at once, in a fixed number of statements.

What each of them may see of it is for reading.py.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from controls.models import ControlOwner, Proposal
from registers.models import Detail, Holding, OwnedPost, Ownership, Post, Register, Risk, Stewardship, in_force
from registers.visibility import now, risks_ever_of, sensitive_risks
from reports.models import Action, PanelRequest
from reports.reminders.due import reminded


@dataclass(frozen=True)
class Roster:
    """All by key. `posts`: the posts each person holds today, with the names these had before."""

    posts: dict[int, frozenset[int]] = field(default_factory=dict)
    risks: dict[int, dict[int, set[int]]] = field(default_factory=dict)  # {person: {register: risks}}
    controls: dict[int, set[int]] = field(default_factory=dict)  # {post: controls that it owns}
    registers: dict[int, Register] = field(default_factory=dict)
    sensitive: frozenset[int] = frozenset()  # risks
    proposed_by: frozenset[int] = frozenset()  # bodies of whose joint wordings some wait for an answer
    posts_with_actions: frozenset[int] = frozenset()  # that were ever to do something
    posts_with_requests: frozenset[int] = frozenset()

    def controls_of(self, person: int) -> set[int]:
        return {control for post in self.posts.get(person, ()) for control in self.controls.get(post, ())}


def roster(person: int | None = None) -> Roster:
    """Today's, of everybody or of one person."""
    posts = _posts()
    only = None if person is None else posts.get(person, frozenset())
    unanswered = Proposal.objects.filter(is_void=False, replaced_by=None, consents=None)
    return Roster(
        posts=posts,
        risks=_risks(posts, only),
        controls=_controls(only),
        registers=Register.objects.select_related("organisation").in_bulk(),
        sensitive=frozenset(sensitive_risks(Detail.objects, now()).values_list("risk", flat=True)),
        posts_with_actions=_posts_in(Action),
        posts_with_requests=_posts_in(PanelRequest),
        proposed_by=frozenset(unanswered.values_list("organisation", flat=True)),
    )


def _posts_in(model) -> frozenset[int]:
    return frozenset(model.objects.filter(post__isnull=False).order_by().values_list("post", flat=True).distinct())


def _controls(only) -> dict[int, set[int]]:
    """{post: the controls it owns}; `only`: of these posts."""
    rows = ControlOwner.objects.all()
    if only is not None:
        rows = rows.filter(control__in=rows.filter(post__in=only).values("control"))
    owned = ControlOwner.objects.filter(pk__in=in_force(rows, now()).values("pk"), post__isnull=False)
    controls = defaultdict(set)
    for post, control in owned.values_list("post", "control"):
        controls[post].add(control)
    return controls


def _posts() -> dict[int, frozenset[int]]:
    """Who holds what, as registers.access.posts_of has it of one person."""
    held = in_force(Holding.objects.all(), now())
    rows = Holding.objects.filter(pk__in=held.values("pk"), holds=True, user__is_active=True)
    before = defaultdict(set)
    renamed = Post.objects.filter(successor__isnull=False, until__lte=now().as_at)
    for post, successor in renamed.values_list("pk", "successor"):
        before[successor].add(post)
    found = defaultdict(set)
    for post, holder in rows.values_list("post", "user"):
        found[holder] |= _with_predecessors(post, before)
    return {holder: frozenset(posts) for holder, posts in found.items()}


def _with_predecessors(post, before):
    found, newest = {post}, {post}
    while newest:
        newest = {earlier for one in newest for earlier in before.get(one, ())} - found
        found |= newest
    return found


def _risks(posts: dict[int, frozenset[int]], only: Collection[int] | None):
    """{person: {register: the risks to remind them of}}; `only`: of risks that these posts ever had to do with."""
    holders = defaultdict(set)
    for person, held in posts.items():
        for post in held:
            holders[post].add(person)
    ownerships = Ownership.objects.all() if only is None else Ownership.objects.filter(risk__in=risks_ever_of(only))
    stewards = in_force(ownerships, now())
    places = OwnedPost.objects.filter(ownership__in=stewards.values("pk"))
    of_risk = defaultdict(lambda: defaultdict(list))
    for risk, role, post in places.values_list("ownership__risk", "ownership__role", "post"):
        of_risk[risk][role].append(post)
    people = {
        risk: reminded(roles[Stewardship.LEAD], roles[Stewardship.OWNER], holders) for risk, roles in of_risk.items()
    }
    register_of = dict(Risk.objects.filter(pk__in=people).values_list("pk", "register")) if people else {}
    found = defaultdict(lambda: defaultdict(set))
    for risk, told in people.items():
        for person in told:
            found[person][register_of[risk]].add(risk)
    return found
