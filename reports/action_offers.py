"""What is a person offered to do with an action? So that a button is shown exactly to whom its page lets in."""

from django.urls import reverse

from registers.offers import Offer
from reports import rules_actions as rules
from reports.models import Action


def offers(user, action: Action) -> list[Offer]:
    """On its page, as it stands today."""
    is_response = action.kind == Action.Kind.RESPONSE
    found = []

    def offer(name, text, needs, is_main=False):
        if user.has_perm(f"reports.{needs}", action):
            found.append(Offer(name, text, reverse(f"reports:{name}", args=[action.number]), is_main))

    if rules.can_change(action):
        offer("action-done", "Answer" if is_response else "Report it done", "report_action", True)
        offer("action-due", "Move the date", "report_action", True)
        offer("action-drop", "Drop it", "edit_action")
    else:
        offer("action-reopen", "Take it up again", "edit_action")
    return found
