"""Which rows belong to these bodies? Those that lead to nothing of another body.

A row belongs where everything that it names belongs: a score to its risk, the risk to its register, the register to
its body. So no list of tables can forget one, and nothing of another body slips in beside what both do together. What
names nothing (`ROOTS`) says by itself; people and files are taken along with what names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models

from registers.models import Alignment, AlignmentMember, Blob, Board, Organisation, Register, Review, User
from reports.models import Basis, Export, IssuedEdition, Paper, ReportBy, RequestTurn

APPS = ("registers", "controls", "reports")
ALONG = (User, Blob)  # taken along with what names them
# What is of this server rather than of the body: work under way, mail that waits, how somebody last saw a list.
OF_THE_SERVER = {"ListState", "Rendering", "Issuing", "Outgoing", "MailRun", "MailPreference", "Visit", "Unsaved"}
OF_THE_SERVER |= {"ApiToken"}  # what opens a door here
# Links that are emptied where they lead to another body, since the row says the same without. Any other row stays.
MAY_BE_CUT = {(Register, "board"), (Review, "board"), (RequestTurn, "paper")}


@dataclass(frozen=True)
class Belonging:
    """Keys of the rows that belong, by model, and how many of each name another body and stay."""

    bodies: tuple[Organisation, ...]
    keys: dict[type[models.Model], set[int]] = field(default_factory=dict)
    left: dict[type[models.Model], int] = field(default_factory=dict)

    @property
    def is_whole_portal(self) -> bool:
        return Organisation.objects.exclude(pk__in=[body.pk for body in self.bodies]).count() == 0

    def holds(self, model, key) -> bool:
        return model in ALONG or key in self.keys.get(model, ())


def belonging_to(bodies: Iterable[Organisation]) -> Belonging:
    """What belongs to these bodies and to nobody else. Call it in one moment (reports/papers/figures.py)."""
    found = Belonging(tuple(bodies))
    for model in in_order():
        found.keys[model] = set(_keys(model, found))
        found.left[model] = model.objects.count() - len(found.keys[model])
    return found


def _keys(model, found) -> Iterator[int]:
    names = [field.attname for field in links(model)]
    for key, *targets in _roots(model, found).values_list("pk", *names):
        if all(_stands(model, link, target, found) for link, target in zip(links(model), targets, strict=True)):
            yield key


def _stands(model, link, target, found) -> bool:
    return target is None or (model, link.name) in MAY_BE_CUT or found.holds(link.related_model, target)


def _roots(model, found) -> models.QuerySet:
    """The rows of a model that may belong, by what no link of theirs says."""
    bodies = [body.pk for body in found.bodies]
    rows = model.objects.all()
    if found.is_whole_portal:
        return rows
    if model is Organisation:
        return rows.filter(pk__in=bodies)
    if model is Board:
        return rows.filter(organisation__in=bodies)  # one of no organisation is of both
    if model is Export:
        return rows.filter(bodies__in=bodies).exclude(bodies__in=Organisation.objects.exclude(pk__in=bodies)).distinct()
    if model is Alignment:
        away = AlignmentMember.objects.exclude(risk__register__organisation__in=bodies)
        return rows.exclude(pk__in=away.values("alignment"))
    if model is Paper:
        bases = Basis.objects.exclude(register__organisation__in=bodies)
        signed = ReportBy.objects.exclude(post__organisation__in=bodies)
        held = IssuedEdition.objects.filter(holds_sensitive_of__in=Organisation.objects.exclude(pk__in=bodies))
        joint = (bases.values("paper"), signed.values("paper"), held.values("issue__paper"))
        return rows.exclude(pk__in=joint[0]).exclude(pk__in=joint[1]).exclude(pk__in=joint[2])
    return rows


# The models ---------------------------------------------------------------------------------------------------------


def links(model) -> list[models.ForeignKey]:
    """The links of a model to others: those to itself lead to rows that stand or fall with the same things."""
    found = [field for field in model._meta.concrete_fields if field.is_relation]
    return [field for field in found if field.related_model is not model and field.related_model not in ALONG]


def lists(model) -> list[models.ManyToManyField]:
    """Lists of others that have no rows of their own."""
    return [field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]


def in_order() -> list[type[models.Model]]:
    """Every model that is taken along, each after those that it names."""
    waiting = [model for model in _all_models() if model not in ALONG]
    done: list[type[models.Model]] = []
    while waiting:
        ready = [model for model in waiting if all(link.related_model not in waiting for link in links(model))]
        if not ready:
            raise RuntimeError(f"These name each other: {', '.join(model.__name__ for model in waiting)}")
        done += ready
        waiting = [model for model in waiting if model not in ready]
    return done


def _all_models():
    for name in APPS:
        for model in apps.get_app_config(name).get_models():
            if not hasattr(model, "history_object") and model.__name__ not in OF_THE_SERVER:
                yield model
