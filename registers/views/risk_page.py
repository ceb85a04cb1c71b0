"""One risk: how it stands, what moved it, who answers for it, and how it came here; as at any date."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from registers.appetites import appetite_standing
from registers.audience import WITHHELD
from registers.escalated import corporate_entries
from registers.kin import family
from registers.lists import Teller
from registers.models import ObjectiveSet, RiskState, Turn, in_force
from registers.models.registers import FactClass
from registers.offers import offers, offers_history
from registers.outlooks import expectations
from registers.position import Index, was_sensitive
from registers.reviews import reviews_of
from registers.since_agreed import changed_since_agreed, differences
from registers.stewards_over_time import stewards_over_time
from registers.telling import tell_line
from registers.views.common import asked_scope, get_risk, marking_of, note_sensitive_read, see_risk
from registers.views.reading import dates_to_offer, shown_scope


@require_safe
def risk(request, organisation, register, ref):
    """The page of one risk."""
    found = get_risk(request, organisation, register, ref)
    asked = asked_scope(request)
    seen = see_risk(request, found, asked.scope)
    view, row, said = seen.view, seen.row, seen.details
    is_changed = bool(changed_since_agreed(Index(view, (row,))))
    offered = offers(request.user, found, view, row.stage) if asked.is_now else []
    note_sensitive_read(request, view, f"Risk {found.register.path}/{found.ref}")
    return render(
        request,
        "registers/risk_detail.html",
        {
            "risk": found,
            "register": found.register,
            "seen": seen,
            "told": Teller(view, asked.query, {found.pk} if is_changed else ()).row(row, said),
            "inherent": tell_line(found.register, said.inherent),
            "withheld": _withheld(view),
            "sees": _Sees(view),
            "why_closed": _why_closed(view, found, row),
            "differences": differences(view, found, row, said) if is_changed else None,
            "stewards": stewards_over_time(view, found, row),
            "reviews": reviews_of(view, found, row),
            "outlooks": expectations(view, found, row, said),
            "appetite": appetite_standing(view, found, row),
            "objectives": _objectives(view, found),
            "corporate": corporate_entries(view, [row], asked.query).get(found.pk),
            "family": family(view, found, row, asked.query),
            "main_offers": [offer for offer in offered if offer.is_main],
            "other_offers": [offer for offer in offered if not offer.is_main],
            "offers_history": offers_history(view),
            "asked": asked,
            "time": urlencode(asked.query),
            "scope": shown_scope(asked, view),
            "dates": dates_to_offer(),
            "has_errors": bool(asked.errors),
            "errors": [{"text": text} for text in asked.errors],
            "marking": marking_of(view, [row]),
            "breadcrumbs": _crumbs(found, row, asked),
        },
    )


class _Sees:
    """For a template: `sees.score`, `sees.rationale` and so on."""

    def __init__(self, view):
        self.view = view

    def __getitem__(self, name):
        return self.view.sees(FactClass(name))


def _withheld(view):
    """The classes of fact that are not told, in words."""
    names = {FactClass.RATIONALE: "reasons and reviews", FactClass.DEPENDENCIES: "links to other risks"}
    return [names.get(name, name.label.lower()) for name in FactClass if not view.sees(name)]


def _why_closed(view, risk, row):
    """The reason given when it was closed, for those who see reasons."""
    if row.is_open or not view.sees(FactClass.RATIONALE) or was_sensitive(row.spells, row.closed_on):
        return ""
    closings = RiskState.objects.by(view.scope).filter(risk=risk, turn=Turn.CLOSED).oldest_first()
    return closings.values_list("reason", flat=True).last()


def _objectives(view, risk):
    """[(framework, [objective])] in printed order."""
    if not view.sees(FactClass.OBJECTIVES):
        return WITHHELD
    sets = in_force(ObjectiveSet.objects.filter(risk=risk), view.scope)
    links = ObjectiveSet.objectives.through.objects.filter(objectiveset__in=sets.values("pk"))
    frameworks = {}
    for framework, name in links.order_by("objective__framework", "objective__order").values_list(
        "objective__framework__name", "objective__name"
    ):
        frameworks.setdefault(framework, []).append(name)
    return list(frameworks.items())


def _crumbs(risk, row, asked):
    register = risk.register
    time = f"?{urlencode(asked.query)}" if asked.query else ""
    return [
        {"text": "Registers", "url": reverse("registers:registers")},
        {"text": register.title, "url": register.get_absolute_url() + time},
        {"text": f"Risk {row.printed_ref}"},
    ]
