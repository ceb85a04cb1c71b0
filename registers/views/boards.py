"""Boards, groups and workshops: which there are, who sits on them, and setting them up."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from registers import clock
from registers.actions import boards as actions
from registers.boards import board_lines, boards_by_body
from registers.forms.boards import BoardEditForm, NewBoardForm, SeatForm, UnseatForm
from registers.models import Board, Organisation, Post, Seat
from registers.models.risks import Stale
from registers.views.common import asked_scope
from registers.views.people import posted
from registers.views.reading import dates_to_offer

NEEDS = "registers.set_up_board"
SHOWN = ("name", "kind", "cadence", "is_attended", "is_standing")


def get_board(request, slug, needs=None) -> Board:
    """The board, if this audience may know of it (404), and do what the page is for (403)."""
    found = Board.objects.visible_to(request.audience).select_related("organisation").filter(slug=slug).first()
    if found is None:
        raise Http404("There is no such board")
    if needs and not request.user.has_perm(needs, found):
        raise PermissionDenied
    return found


@require_safe
def boards(request):
    """The boards one may know of, with who chairs them and what they settle."""
    if not request.audience.works_anywhere:
        raise Http404("There is no such page")
    asked = asked_scope(request)
    context = {
        "bodies": boards_by_body(request.audience, asked.scope.as_at),
        "former": Board.objects.visible_to(request.audience).filter(is_standing=False).select_related("organisation"),
        "can_add": asked.is_now and bool(_bodies_of(request)),
        "breadcrumbs": [{"text": "Boards"}],
    }
    return render(request, "registers/board_list.html", context | _time(asked))


def _time(asked):
    return {
        "scope": asked.scope,
        "asked": asked,
        "dates": dates_to_offer(),
        "has_errors": bool(asked.errors),
        "errors": [{"text": text} for text in asked.errors],
        "time": "?" + "&".join(f"{name}={value}" for name, value in asked.query.items()) if asked.query else "",
    }


def _bodies_of(request):
    """The bodies whose boards one sets up."""
    bodies = Organisation.objects.filter(pk__in=request.audience.administers, kind=Organisation.Kind.BODY)
    return list(bodies.order_by("order", "slug"))


@require_safe
def board(request, board):
    """One board: who sits on it on a day, what it settles, how often it meets."""
    found = get_board(request, board)
    asked = asked_scope(request)
    day = asked.scope.as_at
    seats = Seat.objects.filter(board=found, until__lte=day, until__isnull=False).select_related("post__organisation")
    context = {
        "board": found,
        "line": board_lines([found], request.audience, day)[0],
        "past": seats.order_by("-until", "post__title", "pk"),
        "can_set_up": asked.is_now and request.user.has_perm(NEEDS, found),
        "breadcrumbs": _crumbs(found),
    }
    return render(request, "registers/board_detail.html", context | _time(asked))


def _crumbs(board=None, *trail):
    crumbs = [{"text": "Boards", "url": reverse("registers:boards")}]
    if board is not None:
        crumbs.append({"text": board.name, "url": board.get_absolute_url() if trail else ""})
    return crumbs + [{"text": text} for text in trail]


@require_http_methods(["GET", "POST"])
def board_add(request):
    """A new board of a body, or of both."""
    if not request.audience.works_anywhere:
        raise Http404("There is no such page")
    bodies = _bodies_of(request)
    if not bodies:
        raise PermissionDenied
    form = NewBoardForm(posted(request), bodies=bodies)
    page = {"title": "Add a board", "submit": "Add the board", "back": reverse("registers:boards")}
    if form.is_valid():
        try:
            added = actions.add_board(by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(
                request, f"{added} is there. Say who sits on it, and in the set-up of a register that it settles it."
            )
            return redirect(added)
    crumbs = [*_crumbs(), {"text": "Add a board"}]
    return render(request, "registers/set_up_form.html", page | {"form": form, "breadcrumbs": crumbs})


@require_http_methods(["GET", "POST"])
def board_edit(request, board):
    """Its name and cadence. Who saves second is shown what the first saved."""
    found = get_board(request, board, NEEDS)
    initial = {name: getattr(found, name) for name in SHOWN} | {"version": found.version}
    form, differences = BoardEditForm(posted(request), board=found, initial=initial), None
    if form.is_valid():
        try:
            saved = actions.edit_board(board=found, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        except Stale as stale:
            form, differences = _beside(form, stale.theirs)
        else:
            messages.success(request, "Saved.")
            return redirect(saved)
    context = {"title": f"Change the {found}", "submit": "Save", "differences": differences}
    return _form_page(request, found, form, "Change it", context)


def _beside(form, theirs):
    """The form with what was typed, at their version, and where the two differ."""
    data = form.data.copy()
    data["version"] = theirs.version
    differences = [
        {
            "label": form[name].label,
            "theirs": _words(form, name, getattr(theirs, name)),
            "yours": _words(form, name, form.cleaned_data[name]),
        }
        for name in SHOWN
        if getattr(theirs, name) != form.cleaned_data[name]
    ]
    return BoardEditForm(data, board=theirs), differences


def _words(form, name, value):
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(dict(getattr(form.fields[name], "choices", ())).get(value, value))


def _form_page(request, board, form, crumb, context):
    status = 409 if context.get("differences") is not None else 200
    around = {"form": form, "back": board.get_absolute_url(), "breadcrumbs": _crumbs(board, crumb)}
    return render(request, "registers/set_up_form.html", around | context, status=status)


@require_http_methods(["GET", "POST"])
def board_seat(request, board):
    """A post takes a seat, as a member or in the chair."""
    found = get_board(request, board, NEEDS)
    form = SeatForm(posted(request), posts=_posts_for(found))
    if form.is_valid():
        try:
            seat = actions.seat(board=found, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, f"The {seat.post} {'chairs' if seat.is_chair else 'sits on'} the {found}.")
            return redirect(found)
    return _form_page(
        request, found, form, "Add a seat", {"title": f"Who sits on the {found}?", "submit": "Add the seat"}
    )


def _posts_for(board):
    """Posts there are today of its body; of both, where it is of both or the other attends."""
    posts = Post.objects.filter(organisation__kind=Organisation.Kind.BODY).select_related("organisation")
    posts = posts.filter(Q(until=None) | Q(until__gt=clock.today()))
    if not (board.is_joint or board.is_attended):
        posts = posts.filter(organisation=board.organisation)
    return posts.order_by("organisation__order", "title", "pk")


@require_http_methods(["GET", "POST"])
def board_unseat(request, board, organisation, post):
    """A post leaves the board on a day; the past keeps it there."""
    found = get_board(request, board, NEEDS)
    line = next(
        (
            line
            for line in board_lines([found], request.audience, clock.today())[0].seats
            if line.slug == post and line.seat.post.organisation.slug == organisation and line.seat.until is None
        ),
        None,
    )
    if line is None:
        raise Http404("That post has no seat there")
    form = UnseatForm(posted(request))
    if form.is_valid():
        try:
            actions.unseat(seat=line.seat, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, f"Saved: the {line.title} leaves the {found}.")
            return redirect(found)
    return _form_page(
        request, found, form, "End a seat", {"title": f"{line.title} leaves the {found}", "submit": "End the seat"}
    )
