"""How do minutes go to the printer? In the papers' frame, as whoever asked for them may read them."""

from django.template.loader import render_to_string

from registers.audience import Audience
from registers.sentences import say_day
from reports.minutes import minutes_of
from reports.minutes_cut import cut
from reports.models import Meeting
from reports.papers.printing import Printed


def print_minutes(meeting: Meeting, audience: Audience) -> tuple[Printed, frozenset[int]]:
    """The minutes to print, and keys of the bodies whose sensitive text they hold."""
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
    return printed, minutes.bodies
