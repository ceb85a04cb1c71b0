"""Addresses of the boards, groups and workshops."""

from django.urls import path

from registers.views import boards

BOARD = "boards/<slug:board>/"

urlpatterns = [
    path("boards/", boards.boards, name="boards"),
    path("boards/add/", boards.board_add, name="board-add"),
    path(BOARD, boards.board, name="board"),
    path(BOARD + "edit/", boards.board_edit, name="board-edit"),
    path(BOARD + "seats/add/", boards.board_seat, name="board-seat"),
    path(BOARD + "seats/<slug:organisation>/<slug:post>/end/", boards.board_unseat, name="board-unseat"),
]
