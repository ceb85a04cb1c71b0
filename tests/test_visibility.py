"""Does the database show each audience exactly what DESIGN.md section 6 lets it see? Every model, on made-up worlds."""

import pytest
from django.apps import apps
from django.utils.module_loading import module_has_submodule
from hypothesis import given, settings
from hypothesis import strategies as st

from registers import clock
from registers.sees import RULES, World, sees
from tests import made_up_worlds as worlds

OURS = ("registers", "controls", "reports", "riskportal")


def our_models():
    """Every model of the portal's own; the audit trail's tables are read through the records they follow."""
    found = [model for name in OURS if apps.is_installed(name) for model in apps.get_app_config(name).get_models()]
    return [model for model in found if not model.__name__.startswith("Historical")]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_model_says_who_may_see_it_in_sql_and_in_plain_words(model):
    app = apps.get_app_config(model._meta.app_label)
    if module_has_submodule(app.module, "sees"):
        __import__(f"{app.name}.sees")
    assert callable(getattr(model.objects.all(), "visible_to", None)), f"{model._meta.label} has no visible_to"
    assert model in RULES, f"{model._meta.label} has no rule in sees.py"


@pytest.fixture
def made(db):
    return worlds.furnish()


@settings(max_examples=settings.default.max_examples // 2)
@given(
    profiles=st.tuples(worlds.profiles, worlds.profiles),
    steps=worlds.steps,
    readers=st.lists(st.sampled_from(worlds.everybody()), min_size=2, max_size=2, unique=True),
)
def test_the_database_shows_exactly_what_the_written_rule_allows(made, profiles, steps, readers):
    with worlds.undone():
        today = worlds.play(made, profiles, steps)
        with clock.at(clock.moment_on(today)):
            rows = World()
            for model in (model for model in our_models() if model._meta.app_label == "registers"):
                everything = list(model.objects.all())
                for name in readers:
                    shown = set(model.objects.all().visible_to(made.readers[name]))
                    allowed = {row for row in everything if sees(made.readers[name], row, rows)}
                    assert shown == allowed, f"{name}: shown {shown - allowed}, hidden {allowed - shown} of {model}"
