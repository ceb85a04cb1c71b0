"""Boards of the two bodies of tests/two_bodies.py, who sits on them, and reviews of their risks.

What a review found is planted, and in the second world it found something else, at another board, and is looked at
again on another day: of the class of rationales, as scores are.
"""

from datetime import date, timedelta

from registers import clock
from registers.actions import boards, reviews

BEFORE = date(2021, 11, 30)


def add_boards(world) -> None:
    """The board that settles each body's register, with a chair; a joint group; and a board of the own body's alone."""
    by = world.visitors["own administrator"]
    posts = {body: body.posts.order_by("pk").first() for body in (world.own, world.other)}
    joint = boards.add_board(organisation=None, by=by, name="Joint group", kind="group")
    private = boards.add_board(organisation=world.own, by=by, name="Own workshop", kind="workshop")
    settling = [register.board for register in (world.register, world.risks["other"]["first"].register)]
    for board in (*settling, joint, private):
        for body, post in posts.items():
            if board.organisation in (None, body):
                boards.seat(board=board, by=by, post=post, since=BEFORE, is_chair=True)
    world.boards = {"own": settling[0], "other": settling[1], "joint": joint, "private": private}


def add_reviews(world, since, variants, word) -> None:
    """Each body's risks looked at before its register was agreed and since; `word(variant, name, what)` plants."""
    for name, variant in variants.items():
        by, risks = world.visitors[f"{name} board"], world.risks[name]
        is_other_world = variant == "b"
        said = {"outcome": "controls" if is_other_world else "no-change"}
        for day, which in ((BEFORE, "first"), (BEFORE, "secret"), (since, "second")):
            with clock.at(clock.moment_on(day)):
                reviews.record(
                    risk=risks[which],
                    by=by,
                    version=None,
                    on=day,
                    reason=word(variant, name, f"review{which}"),
                    board=None if is_other_world else world.boards[name],
                    next_on=day + timedelta(days=20 if is_other_world else 200),
                    **said,
                )
        if is_other_world:
            with clock.at(clock.moment_on(since)):
                noted = {"by": by, "on": since, "reason": word(variant, name, "noted")}
                reviews.note_unchanged(risks=[risks["fourth"]], **noted)
