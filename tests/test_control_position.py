"""Does the index of controls say what the facts say, and nothing that its reader may not see? On made-up worlds."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controls.models import Control
from controls.position import everything
from registers import clock
from registers.scope import Scope
from tests import made_up_worlds as worlds
from tests.made_up_controls import DEEDS, steps


@pytest.fixture
def made(db):
    return worlds.furnish()


@settings(max_examples=settings.default.max_examples // 4)
@given(
    profiles=st.tuples(worlds.profiles, worlds.profiles),
    steps=steps,
    reader=st.sampled_from(worlds.everybody()),
    back=st.integers(0, 60),
)
def test_the_index_holds_no_control_that_may_not_be_seen(made, profiles, steps, reader, back):
    with worlds.undone():
        today = worlds.play(made, profiles, steps, DEEDS)
        with clock.at(clock.moment_on(today)):
            audience = made.readers[reader]
            shown = set(Control.objects.visible_to(audience).values_list("pk", flat=True))
            found = everything(audience, Scope(as_at=today - timedelta(days=back)))
            assert {row.control for row in found.rows} <= shown
            if not back:
                began = set(Control.objects.exclude(controlstate_facts=None).values_list("pk", flat=True))
                assert {row.control for row in found.rows} == shown & began
