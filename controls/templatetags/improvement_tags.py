"""How the pages of improvement plans draw a bar and name a principle."""

from django import template

from controls.models.improvement import PRINCIPLES

register = template.Library()


@register.inclusion_tag("controls/partials/principle_bar.html")
def principle_bar(bar):
    """The statuses of one principle end to end, each as wide as its part; the figures stand beside it."""
    pieces, at = [], 0.0
    for share in bar.shares:
        width = 100 * share.count / bar.total
        if width:
            pieces.append({"status": share.key, "x": f"{at:.2f}", "width": f"{width:.2f}"})
        at += width
    return {"pieces": pieces}


@register.filter
def is_late(line, day):
    return line.is_overdue(day)


@register.filter
def principle_name(letter):
    return PRINCIPLES.get(letter, "")
