"""What every page's frame needs: the way around, and who is signed in."""

from django.urls import reverse

from registers.beginning import without_register


def portal(request):
    """The navigation a person is offered; nothing for a stranger."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    audience = request.audience
    reads = audience.works_anywhere or bool(audience.agreed)
    pages = [
        ("Home", "home", True),
        ("Dashboard", "reports:dashboards", reads),
        ("Meetings", "reports:meetings", audience.works_anywhere),
        ("Registers", "registers:registers", True),
        ("Controls", "controls:controls", reads),
        ("Alignments", "reports:alignments", reads),
        ("Plans", "controls:plans", audience.working),
        ("Requests", "reports:requests", audience.works_anywhere or audience.sits_on_panel),
        ("Papers", "reports:papers", reads or audience.sits_on_panel),
        ("Panel", "reports:panel", audience.sits_on_panel),
        ("Compare", "reports:compare", reads),
        ("People", "registers:people", audience.administers),
    ]
    offered = [(text, reverse(name)) for text, name, is_offered in pages if is_offered]
    return {
        "without_register": [] if _leads_on(request.path) else without_register(audience),
        "search_url": reverse("search") if reads else "",
        "navigation": [{"text": text, "url": url, "current": _is_current(request.path, url)} for text, url in offered],
    }


def _leads_on(path):
    """Whether the page itself leads on with setting up."""
    return path == reverse("home") or path.startswith(reverse("registers:begin"))


def _is_current(path, url):
    return path == url if url == "/" else path.startswith(url)
