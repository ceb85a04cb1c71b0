"""The improvement plans of the own body of tests/two_bodies.py: one for all its members, one for those cleared.

The year before is OFFICIAL, still open, and one of its work-streams bears on a restricted risk; every word of the
year that is running is planted.
"""

from datetime import date

from registers.models import Marking
from tests.plan_factories import add_stream, begin_plan

YEAR_BEFORE = date(2020, 4, 1)
THIS_YEAR = date(2021, 4, 1)


def add_plans(world, word) -> None:
    """`word("title")` plants a word of the own body's."""
    by, risks = world.visitors["own lead"], world.risks["own"]
    owner = world.own.posts.order_by("pk").first()
    open_to_members = begin_plan(world.own, YEAR_BEFORE, by=by)
    common = {"by": by, "owner": owner, "principle": "A", "due": date(2020, 9, 30)}
    add_stream(
        open_to_members, date(2021, 2, 1), title="Write it down", risks=[risks["first"], risks["secret"]], **common
    )
    add_stream(open_to_members, date(2021, 2, 1), title="Read it", status="complete", **common)
    restricted = begin_plan(world.own, THIS_YEAR, by=by, marking=Marking.SENSITIVE)
    said = {"title": word("stream"), "recommendation": word("advice"), "response": word("answer")}
    add_stream(restricted, THIS_YEAR, status="slipped", note=word("slip"), **common | said)
    world.plans = {"open": open_to_members, "restricted": restricted}
