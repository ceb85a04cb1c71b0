"""What is a person offered to do with a Panel request? So that a button is shown exactly to whom its page lets in."""

from django.urls import reverse

from registers.models import Organisation
from registers.offers import Offer
from reports import rules_requests as rules
from reports.models import PanelRequest


def offers(user, request: PanelRequest) -> list[Offer]:
    """On its page, as it stands today."""
    is_closed = rules.can_reopen(request)
    found = []

    def offer(name, text, needs, is_main=False):
        if user.has_perm(f"reports.{needs}", request):
            url = reverse(f"reports:{name}", args=[request.number])
            found.append(Offer(name, text, url, is_main))

    if is_closed:
        offer("request-reopen", "Reopen", "close_request")
    else:
        offer("request-answer", "Say where it is answered", "answer_request", True)
        offer("request-close", "Close", "close_request", True)
        offer("request-assign", "Say who answers", "answer_request")
    offer("request-edit", "Change how it is recorded", "edit_request")
    return found


def bodies_to_ask(user) -> list[Organisation]:
    """Those of which a person may record what was asked or promised."""
    bodies = Organisation.objects.filter(kind=Organisation.Kind.BODY).order_by("order", "pk")
    return [body for body in bodies if user.has_perm("reports.add_request", body)]


def offers_of_list(user) -> list[dict]:
    if not bodies_to_ask(user):
        return []
    return [{"text": "Record a request", "url": reverse("reports:request-add")}]
