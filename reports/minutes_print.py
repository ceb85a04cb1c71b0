"""How do minutes go to the printer? In the papers' frame, as whoever asked for them may read them."""

from django.template.loader import render_to_string

from registers.audience import Audience
from registers.models import Register, Risk
from registers.position import View, look_at
from registers.sentences import say_day
from reports.agenda_lines import last_before, scope_of
from reports.minutes import minutes_of
from reports.minutes_cut import cut
from reports.minutes_values import Minutes
from reports.models import Meeting
from reports.papers.printing import Printed


def print_minutes(meeting: Meeting, audience: Audience) -> tuple[Printed, list[View], frozenset[int]]:
    """The minutes to print, views of the registers of which they hold anything, and the risks they name."""
    minutes = cut(minutes_of(meeting), meeting, audience)
    title = f"Minutes: {meeting}"
    context = {"minutes": minutes, "meeting": meeting, "title": title}
    printed = Printed(
        html=render_to_string("reports/print/minutes/minutes.html", context),
        title=title,
        file_name=f"minutes-{meeting.board.slug}-{meeting.on.isoformat()}.pdf",
        short_title=f"{meeting.board}, {say_day(meeting.on)}",
        marking=minutes.marking,
        is_draft=minutes.is_draft,
        day=meeting.on,
    )
    return printed, _views(meeting, minutes, audience), minutes.names


def _views(meeting, minutes: Minutes, audience) -> list[View]:
    """Of the registers whose risks it names; and, where it holds other sensitive text, of one of each such body."""
    keys = set(Risk.objects.filter(pk__in=minutes.names).values_list("register", flat=True)) | minutes.sensitive_of
    scope = scope_of(meeting, last_before(meeting))
    registers = Register.objects.select_related("organisation").order_by("pk")
    found = [register for register in registers if register.pk in keys]
    missing = minutes.bodies - {register.organisation_id for register in found}
    for body in sorted(missing):
        found += [register for register in registers if register.organisation_id == body and register.is_corporate][:1]
    return [look_at(register, audience, scope) for register in found]
