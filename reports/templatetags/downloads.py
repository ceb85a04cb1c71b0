"""The links beside a list that give it as a file."""

from django import template
from django.urls import reverse

from reports.exports.values import FORMATS

register = template.Library()
LEFT_OUT = ("page", "clear")


@register.inclusion_tag("reports/partials/download.html", takes_context=True)
def download(context, name, *args, what="this list"):
    """`{% download "register" organisation.slug register.slug %}`: with the filters and the date of the page.

    `name`: of the address, without "export-". Shown to whoever sees the page: the file holds what the list holds.
    """
    query = context["request"].GET.copy()
    for parameter in LEFT_OUT:
        query.pop(parameter, None)
    asked = f"?{query.urlencode()}" if query else ""
    formats = [
        {"label": label, "url": reverse(f"reports:export-{name}", args=[*args, format]) + asked}
        for format, label in FORMATS.items()
    ]
    return {"formats": formats, "what": what}
