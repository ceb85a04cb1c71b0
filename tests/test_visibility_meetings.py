"""Does the database show each audience exactly what of meetings DESIGN.md section 6 lets it read? On made-up worlds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import controls.sees_improvement  # noqa: F401 - registers its rules
import registers.sees_alignments  # noqa: F401
import reports.sees_meetings  # noqa: F401
from registers import clock
from registers.sees import World, sees
from reports.models import Action, ActionTurn, AgendaItem, Attendance, Meeting, PanelRequest, Record
from reports.visibility_meetings import is_told
from tests import made_up_worlds as worlds
from tests.made_up_meetings import DEEDS, steps

MODELS = (Meeting, Attendance, AgendaItem, Record, Action, ActionTurn, PanelRequest)


@pytest.fixture
def made(db):
    return worlds.furnish()


@settings(max_examples=settings.default.max_examples // 3)
@given(
    profiles=st.tuples(worlds.profiles, worlds.profiles),
    steps=steps,
    readers=st.lists(st.sampled_from(worlds.everybody()), min_size=3, max_size=3, unique=True),
)
def test_the_database_shows_exactly_what_the_written_rule_allows(made, profiles, steps, readers):
    with worlds.undone():
        today = worlds.play(made, profiles, steps, DEEDS)
        with clock.at(clock.moment_on(today)):
            rows = World()
            for model in MODELS:
                everything = list(model.objects.all())
                for name in readers:
                    shown = set(model.objects.all().visible_to(made.readers[name]))
                    allowed = {row for row in everything if sees(made.readers[name], row, rows)}
                    assert shown == allowed, f"{name}: shown {shown - allowed}, hidden {allowed - shown} of {model}"


@settings(max_examples=settings.default.max_examples // 6)
@given(steps=steps, reader=st.sampled_from(worlds.everybody()))
def test_what_is_told_of_one_meeting_is_told_of_its_rows(made, steps, reader):
    """The plain rule that the agenda and the minutes ask, against the rows of the meeting as a whole."""
    profile = dict.fromkeys(("identity", "score", "rationale"), "official")
    with worlds.undone():
        today = worlds.play(made, (profile, profile), steps, DEEDS)
        with clock.at(clock.moment_on(today)):
            audience = made.readers[reader]
            for meeting in Meeting.objects.visible_to(audience).select_related("board"):
                rows = Record.objects.filter(meeting=meeting, item=None)
                assert not rows or rows.visible_to(audience).exists() is is_told(audience, meeting)
