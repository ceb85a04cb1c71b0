"""What does a risk say on a day, as forms hold it? What a person may not see they cannot edit either."""

from registers.models import (
    Aspect,
    Assessment,
    Detail,
    Objective,
    ObjectiveSet,
    OwnedPost,
    Ownership,
    Post,
    Stewardship,
    Tolerance,
    Wording,
    in_force,
)
from registers.models.registers import FactClass

CLASS_OF = {
    "title": FactClass.IDENTITY,
    "description": FactClass.IDENTITY,
    "owners": FactClass.OWNERSHIP,
    "leads": FactClass.LEADS,
    "objectives": FactClass.OBJECTIVES,
    "horizon": FactClass.HORIZON,
    "printed_ref": FactClass.IDENTITY,
    "order": FactClass.IDENTITY,
}


def risk_values(view, risk) -> dict:
    """The values of the edit form, by field, less what is withheld."""
    wording = in_force(Wording.objects.filter(risk=risk), view.scope).first()
    aspects = dict(in_force(Detail.objects.filter(risk=risk), view.scope).values_list("aspect", "value"))
    values = {
        "title": wording.title if wording else "",
        "description": wording.description if wording else "",
        "owners": steward_keys(view, risk, Stewardship.OWNER),
        "leads": steward_keys(view, risk, Stewardship.LEAD),
        "objectives": _objective_keys(view, risk),
        "horizon": aspects.get(Aspect.HORIZON, ""),
        "printed_ref": aspects.get(Aspect.PRINTED_REF, ""),
        "order": aspects.get(Aspect.ORDER, ""),
    }
    return {name: value for name, value in values.items() if view.sees(CLASS_OF[name])}


def wording_values(view, risk) -> dict:
    values = risk_values(view, risk)
    return {name: values[name] for name in ("title", "description")}


def steward_keys(view, risk, role) -> list[int]:
    """Keys of the posts in printed order, each as what it had become by that day."""
    ownership = in_force(Ownership.objects.filter(risk=risk, role=role), view.scope)
    places = OwnedPost.objects.filter(ownership__in=ownership.values("pk")).select_related("post__successor__successor")
    return [place.post.as_at(view.scope.as_at).pk for place in places.order_by("place")]


def _objective_keys(view, risk) -> list[int]:
    chosen = in_force(ObjectiveSet.objects.filter(risk=risk), view.scope).first()
    return [] if chosen is None else list(chosen.objectives.values_list("pk", flat=True))


def assessment(view, risk, kind):
    """The score of a kind in force; None where there is none."""
    return in_force(Assessment.objects.filter(risk=risk, kind=kind), view.scope).first()


def aspect(view, risk, aspect) -> str:
    detail = in_force(Detail.objects.filter(risk=risk, aspect=aspect), view.scope).first()
    return detail.value if detail else ""


def tolerance(view, risk):
    found = in_force(Tolerance.objects.filter(risk=risk).select_related("tolerated_by"), view.scope).first()
    return found if found and found.tolerated_until else None


def posts_of(organisation):
    """The body's posts, to choose owners from."""
    return list(Post.objects.filter(organisation=organisation).select_related("successor").order_by("title", "pk"))


def objectives_of(organisation):
    frameworks = Objective.objects.filter(framework__organisation=organisation).select_related("framework")
    return list(frameworks.order_by("framework", "order", "pk"))
