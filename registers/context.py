"""What every page's frame needs: the way around, and who is signed in."""

from django.urls import reverse


def portal(request):
    """The navigation a person is offered; nothing for a stranger."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    pages = [("Home", reverse("home")), ("Registers", reverse("registers:registers"))]
    if request.audience.works_anywhere or request.audience.agreed:
        pages.append(("Controls", reverse("controls:controls")))
        pages.append(("Alignments", reverse("reports:alignments")))
        pages += [("Compare", reverse("reports:compare")), ("Papers", reverse("reports:papers"))]
    if request.audience.working:
        pages.append(("Improvement plans", reverse("controls:plans")))
    if request.audience.administers:
        pages.append(("People", reverse("registers:people")))
    return {
        "search_url": reverse("search") if request.audience.works_anywhere or request.audience.agreed else "",
        "navigation": [{"text": text, "url": url, "current": _is_current(request.path, url)} for text, url in pages],
    }


def _is_current(path, url):
    return path == url if url == "/" else path.startswith(url)
