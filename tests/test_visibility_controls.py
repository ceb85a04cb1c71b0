"""Does the database show each audience exactly the controls and alignments that DESIGN.md section 6 lets it see?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import controls.sees  # noqa: F401 - registers its rules
import registers.sees_alignments  # noqa: F401
from controls.models import CONTROL_FACTS, Control, RiskProgress
from registers import clock
from registers.models import ALIGNMENT_FACTS, Alignment, NotAligned
from registers.sees import World, sees
from tests import made_up_worlds as worlds
from tests.made_up_controls import DEEDS, steps

MODELS = (Control, *CONTROL_FACTS, RiskProgress, Alignment, *ALIGNMENT_FACTS, NotAligned)


@pytest.fixture
def made(db):
    return worlds.furnish()


@settings(max_examples=settings.default.max_examples // 3)
@given(
    profiles=st.tuples(worlds.profiles, worlds.profiles),
    steps=steps,
    readers=st.lists(st.sampled_from(worlds.everybody()), min_size=2, max_size=2, unique=True),
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
