"""Keeps the demo's boards as fixtures/boards.json has them: what they are, how often they meet and who sits on them."""

from registers.actions import boards
from registers.demo import day, only, post_called, read
from registers.models import Board, Organisation, User


def load_boards() -> None:
    """Those that settle registers came with them; here they are told more of, and the others are added.

    Every one of them still meets: the demo's meetings are replayed first, then `end_boards`.
    """
    for row in read("boards.json")["boards"]:
        board = _keep(row)
        for seat in row["seats"]:
            since = day(seat["since"])
            by = _administrator(row)
            given = boards.seat(
                board=board, by=by, post=post_called(*seat["post"].split("/")), since=since, **_chair(seat)
            )
            if seat.get("until"):
                boards.unseat(seat=given, by=by, until=day(seat["until"]))


def end_boards() -> None:
    """Those that meet no longer."""
    for row in read("boards.json")["boards"]:
        if row.get("ended"):
            board = Board.objects.get(name=row["name"])
            boards.edit_board(board=board, by=_administrator(row), version=None, **_values(row), is_standing=False)


def _keep(row):
    organisation = Organisation.objects.filter(slug=row["organisation"]).first()
    by = _administrator(row)
    found = Board.objects.filter(organisation=organisation, name=row["name"]).first()
    if found is None:
        return boards.add_board(organisation=organisation, by=by, **_values(row))
    return boards.edit_board(board=found, by=by, version=None, **_values(row), is_standing=True)


def _values(row):
    return only(row, "name", "kind", "cadence") | {"is_attended": row.get("attended", False)}


def _chair(seat):
    return {"is_chair": seat.get("chair", False)}


def _administrator(row):
    """Of its body; a board of both is kept by MOPAC's."""
    return User.objects.get(email=f"admin@{row['organisation'] or 'mopac'}.example")


__all__ = ["end_boards", "load_boards"]
