"""Setting up a body from pasted lists: its objectives, and the posts that own risks."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registers import clock, rules
from registers.actions import beginning as actions
from registers.forms.beginning_lists import ObjectivesForm, PostRowsForm, PostsForm
from registers.models import Framework, Post
from registers.pasted import MOST_LINES
from registers.posts import holders_on
from registers.views.beginning_common import get_body, go_on, show
from registers.views.people import posted
from registers.visibility import now


@require_http_methods(["GET", "POST"])
def objectives(request, organisation):
    """A set of objectives, pasted as a list."""
    found = get_body(request, organisation)
    form = ObjectivesForm(posted(request), organisation=found)
    if form.is_valid():
        typed = form.cleaned_data
        said = {"name": typed["name"], "objectives": typed["lines"]}
        try:
            actions.add_objectives(organisation=found, by=request.user, **said)
        except ValidationError as problem:
            form.take(problem)
        else:
            return go_on(request, found, "objectives", f"{_number(len(typed['lines']), 'objective')} added.")
    register = rules.corporate_register_of(found)
    sets = Framework.objects.filter(organisation=found).prefetch_related("objectives")
    context = {
        "form": form,
        "submit": "Add them and go on",
        "sets": sets,
        "edit_url": reverse("registers:register-set-up", args=[found.slug, register.slug]) if register else "",
    }
    return show(request, found, "objectives", context, template="objectives")


def _number(count, noun):
    return f"{count} {noun}{'' if count == 1 else 's'}"


@require_http_methods(["GET", "POST"])
def posts(request, organisation):
    """Posts, pasted as a list; where a line names a holder too, it is shown first how it was read."""
    found = get_body(request, organisation)
    if request.POST.get("step") == "rows":
        return _rows(request, found, PostRowsForm(request.POST, rows=[("", "")] * _count(request)))
    form = PostsForm(posted(request))
    if form.is_valid():
        read = form.cleaned_data["lines"]
        if not form.is_plain:
            return _show_rows(request, found, PostRowsForm(rows=read))
        data = {f"title-{place}": title for place, (title, _) in enumerate(read)}
        return _rows(request, found, PostRowsForm(data | {"on": clock.today().isoformat()}, rows=read))
    every = list(Post.objects.filter(organisation=found).order_by("title", "pk"))
    holders = holders_on(every, now())
    context = {
        "form": form,
        "submit": "Go on",
        "posts": [(post.title, [row.name for row in holders[post.pk]]) for post in every],
        "edit_url": reverse("registers:posts", args=[found.slug]),
    }
    return show(request, found, "posts", context, template="posts")


def _count(request):
    typed = request.POST.get("count", "")
    return min(int(typed), MOST_LINES) if typed.isdigit() else 0


def _rows(request, organisation, form):
    """Add what the rows say, or show them with what is wrong."""
    if form.is_valid():
        try:
            said = {"posts": form.posts, "on": form.cleaned_data["on"]}
            added = actions.add_posts(organisation=organisation, by=request.user, **said)
        except ValidationError as problem:
            form.take(problem)
        else:
            return go_on(request, organisation, "posts", f"{_number(added, 'post')} added.")
    return _show_rows(request, organisation, form)


def _show_rows(request, organisation, form):
    context = {
        "form": form,
        "title": "Check the posts",
        "here": reverse("registers:begin-posts", args=[organisation.slug]),
    }
    return show(request, organisation, "posts", context, template="post_rows")
