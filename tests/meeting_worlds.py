"""A made-up working group for the tests of meetings: two bodies, a register, posts with seats, people, four risks.

Risk 4 is OFFICIAL-SENSITIVE. The group met last on LAST, when its register was agreed; TODAY it meets again.
"""

from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace
from unittest import mock

from registers import clock
from registers.actions import boards
from registers.models import Board, Organisation, Register, Role
from reports.actions import meetings as actions
from tests.factories import (
    CLOSED_PROFILE,
    OPEN_PROFILE,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    agree,
    open_risk,
    score_risk,
    somebody,
)

OPENED, LAST, TODAY = date(2019, 9, 2), date(2020, 2, 11), date(2020, 3, 10)


def working_group(profile=None, risks=4) -> SimpleNamespace:
    """The group with its register, settled on LAST; the risks by their number in `risks`, people in `people`."""
    mopac = OrganisationFactory(slug="mopac", name="MOPAC", short_name="MOPAC", order=1)
    met = OrganisationFactory(slug="met", name="The Met", short_name="the Met", order=2)
    board = Board.objects.create(slug="working-group", name="Working Group", organisation=mopac, is_attended=True)
    profile = profile or OPEN_PROFILE | {"rationale": "official"}
    register = RegisterFactory(organisation=mopac, board=board, profile=profile)
    met_register = RegisterFactory(organisation=met, profile=OPEN_PROFILE | {"rationale": "official"})
    posts = {
        "chair": PostFactory(organisation=mopac, title="Director of Strategy"),
        "owner": PostFactory(organisation=mopac, title="Chief Finance Officer"),
        "visitor": PostFactory(organisation=met, title="Head of Risk"),
    }
    people = {
        "secretary": somebody((Role.SECRETARIAT, mopac), cleared_by=[mopac], name="Sally Secretary"),
        "second": somebody((Role.SECRETARIAT, mopac), cleared_by=[mopac], name="Ned Notetaker"),
        "uncleared": somebody((Role.SECRETARIAT, mopac), name="Una Uncleared"),
        "lead": somebody((Role.LEAD, mopac), cleared_by=[mopac], name="Leo Lead"),
        "reader": somebody((Role.READER, mopac), name="Rita Reader"),
        "visitor": somebody((Role.READER, met), name="Vic Visitor"),
        "cleared visitor": somebody((Role.READER, met), cleared_by=[mopac], name="Clara Visitor"),
        "panel": somebody((Role.PANEL_MEMBER, _panel()), name="Pat Panel"),
        "stranger": somebody(name="Sam Stranger"),
    }
    with clock.at(clock.moment_on(OPENED)):
        for name, post in posts.items():
            boards.seat(board=board, by=people["secretary"], post=post, since=OPENED, is_chair=name == "chair")
    made = {
        number: open_risk(
            register,
            on=OPENED,
            title=f"Matter {number}",
            score=(2, 2),
            owners=[posts["owner"]],
            **({"marking": "official-sensitive"} if number == 4 else {}),
        )
        for number in range(1, risks + 1)
    }
    agree(register, LAST)
    return SimpleNamespace(
        mopac=mopac,
        met=met,
        board=board,
        register=Register.objects.select_related("organisation", "board").get(pk=register.pk),
        met_register=met_register,
        posts=posts,
        people=people,
        risks=made,
    )


def _panel():
    return OrganisationFactory(slug="panel", name="Joint Panel", short_name="the Panel", kind=Organisation.Kind.PANEL)


def move(risk, on=date(2020, 2, 25), to=(4, 4), reason="Two suppliers failed"):
    """A score that went up between the two meetings."""
    return score_risk(risk, *to, on=on, reason=reason)


@contextmanager
def today(day=TODAY, hour=14):
    with clock.at(clock.moment_on(day, hour)):
        yield


def meeting_of(world, on=TODAY, started=True, drawn=True, by=None):
    """A meeting of the group on a day, drawn up and in progress unless told otherwise."""
    by = by or world.people["secretary"]
    with today(on, 9):
        meeting = actions.plan(board=world.board, by=by, on=on)
        if drawn:
            meeting = actions.draw_up(meeting=meeting, by=by, version=meeting.version)
        if started:
            meeting = actions.start(meeting=meeting, by=by, version=meeting.version)
    return meeting


@contextmanager
def drawn_as(*drawn):
    """Draw up exactly these (reports.agenda.Drawn), whatever has happened."""
    with mock.patch("reports.actions.agenda._exceptions", return_value=list(drawn)):
        yield


def item_of(meeting, risk):
    return meeting.items.get(risk=risk)


def address(meeting, *more):
    return "/".join([f"/meetings/{meeting.board.slug}/{meeting.on.isoformat()}", *map(str, more)]) + "/"


__all__ = ["CLOSED_PROFILE", "LAST", "OPENED", "TODAY", "address", "drawn_as", "item_of", "meeting_of", "move", "today"]
