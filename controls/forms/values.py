"""What is there to choose from, and what does a control say today, as forms hold it?"""

from controls.models import ControlLink
from controls.position import ControlRow
from registers.access import holds_role, memberships_of
from registers.audience import WITHHELD
from registers.details import details
from registers.models import OwnedPost, Ownership, Post, Register, Risk, Role, Stewardship, in_force
from registers.models.registers import FactClass
from registers.position import index, look_at
from registers.views.changing import today
from registers.visibility import now, owned_risks


class RiskChoices(dict):
    """{"corporate/4": (risk, "4 Money")} of the risks a person may link controls to; any of them `is_sensitive`."""

    is_sensitive = False


def risk_choices(request, organisation, linked=()) -> RiskChoices:
    """The risks of a body that the person edits and that are open, and of the `linked` ones (keys) those closed too."""
    found = RiskChoices()
    for register in Register.objects.visible_to(request.audience).filter(organisation=organisation):
        register.organisation = organisation
        if not _edits_in(request.user, register):
            continue
        view = look_at(register, request.audience, today())
        edited = _edited(request, register)
        rows = [row for row in index(view).rows if (row.is_open or row.risk in linked) and edited(row.risk)]
        said, risks = details(view, rows), Risk.objects.in_bulk([row.risk for row in rows])
        for row in rows:
            risks[row.risk].register = register
            where = "" if register.is_corporate else f" ({register.title})"
            found[f"{register.slug}/{row.ref}"] = risks[row.risk], f"{row.printed_ref} {said[row.risk].title}{where}"
            found.is_sensitive |= row.is_sensitive
    return found


def _edits_in(user, register):
    return any(m.role == Role.LEAD and m.organisation_id == register.organisation_id for m in memberships_of(user))


def _edited(request, register):
    """Which of its risks the person edits: all, or those of their posts."""
    if holds_role(request.user, Role.LEAD, register):
        return lambda risk: True
    limited = any(
        m.role == Role.LEAD and m.own_risks_only and m.register_id in (None, register.pk)
        for m in memberships_of(request.user)
    )
    own = set(owned_risks(request.audience).values_list("ownership__risk", flat=True)) if limited else set()
    return own.__contains__


def linked_risks(control) -> list[Risk]:
    """All the risks that a body's own control acts on, whoever may see them."""
    latest = in_force(ControlLink.objects.filter(control=control), now())
    links = ControlLink.objects.filter(pk__in=latest.values("pk"), holds=True).select_related("risk__register")
    return [link.risk for link in links.order_by("risk__register", "risk__ref")]


def control_values(seen, choices) -> dict:
    """The values of the edit form, by field, less what is withheld and what both bodies word together."""
    row, said = seen.row, seen.details
    values = {"owner": row.owner, "is_key": row.is_key, "axis": row.axis}
    if not row.is_joint:
        linked = [path for path, (risk, _) in choices.items() if risk.pk in row.risks]
        values |= {"title": said.title, "description": said.description, "risks": linked}
    return {name: value for name, value in values.items() if value is not WITHHELD}


def posts_of_bodies(organisations) -> list[Post]:
    """The posts of these bodies, to choose an owner from."""
    posts = Post.objects.filter(organisation__in=organisations).select_related("successor", "organisation")
    return list(posts.order_by("organisation", "title", "pk"))


# Who states progress -------------------------------------------------------------------------------------------------


def who_may_state(audience, rows: list[ControlRow]) -> dict[int, list[Post]]:
    """{control: the posts that state its progress}: its owner first, then owners and working leads of its risks.

    Of the risks, and the classes of fact, that the audience may see; two statements.
    """
    owners = Post.objects.select_related("successor__successor").in_bulk(
        [row.owner for row in rows if row.owner not in (None, WITHHELD)]
    )
    stewards = stewards_of(audience, {risk for row in rows for risk in row.risks})
    found = {}
    for row in rows:
        posts = [owners[row.owner]] if row.owner in owners else []
        posts += [post for risk in row.risks for post in stewards.get(risk, ())]
        found[row.control] = _as_called_today(posts)
    return found


def _as_called_today(posts):
    present = (post.as_at(now().as_at) for post in posts)
    return list({post.pk: post for post in present}.values())


def stewards_of(audience, risks) -> dict[int, list[Post]]:
    """{risk: the posts that own it, then those that lead it}, as far as the audience may see them."""
    held = in_force(Ownership.objects.filter(risk__in=risks), now())
    places = OwnedPost.objects.filter(ownership__in=held.values("pk")).select_related(
        "post__successor__successor", "ownership__risk__register"
    )
    found: dict[int, list[Post]] = {}
    for place in sorted(places, key=lambda place: (place.ownership.role != Stewardship.OWNER, place.place, place.pk)):
        risk, register = place.ownership.risk_id, place.ownership.risk.register
        needed = FactClass.OWNERSHIP if place.ownership.role == Stewardship.OWNER else FactClass.LEADS
        level = audience.level(register.organisation_id, register.pk, register.is_corporate)
        if level >= register.level_of(needed):
            found.setdefault(risk, []).append(place.post)
    return found
