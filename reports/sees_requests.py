"""May this audience see what the Panel asked? The plain twin of `visible_requests`: see registers/sees.py."""

from registers.models import Marking
from registers.sees import is_sensitive_on, latest_agreement, rule_for, works_on_risk
from reports.models import PanelRequest, RequestTurn


@rule_for(PanelRequest)
def sees_request(audience, request, world) -> bool:
    """The Panel and both bodies read it; where it or its risk is sensitive, those cleared by whose text it is."""
    works = audience.working or audience.registers or audience.own_risks_in
    if not (audience.sits_on_panel or works):
        return False
    if request.marking == Marking.SENSITIVE and request.organisation_id not in audience.cleared:
        return False
    return request.risk_id is None or not is_kept_from(audience, request.risk_id, world)


def is_kept_from(audience, risk_pk, world) -> bool:
    """Whether a risk is sensitive today, or was when it was agreed for those who see no more than that."""
    register = world.register_of(risk_pk)
    if register.organisation_id in audience.cleared:
        return False
    if is_sensitive_on(risk_pk, world.today, world):
        return True
    agreed = latest_agreement(register.pk, world)
    if agreed is None or works_on_risk(audience, risk_pk, world):
        return False
    return is_sensitive_on(risk_pk, agreed.as_at, world, agreed.known_at)


@rule_for(RequestTurn)
def sees_turn(audience, turn, world) -> bool:
    return sees_request(audience, turn.request, world)
