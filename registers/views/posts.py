"""The posts of a body: their holders over time, the names they go by, and what they were renamed to."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from registers import clock
from registers.actions import people as actions
from registers.forms.people import AliasForm, HoldForm, LeaveForm, PostForm, RenameForm, ReportsToForm
from registers.models import Post
from registers.posts import holders_on, post_called, slug_of, spells
from registers.views.people import frame, get_organisation, posted
from registers.visibility import now


@require_safe
def posts(request, organisation):
    """The posts there are, who holds them today, and those there were."""
    body = get_organisation(request, organisation)
    every = list(Post.objects.filter(organisation=body).select_related("successor").order_by("title", "pk"))
    holders = holders_on(every, now())
    rows = [{"post": post, "slug": slug_of(post), "holders": holders[post.pk]} for post in every]
    today = clock.today()
    context = {
        "present": [row for row in rows if row["post"].until is None or row["post"].until > today],
        "former": [row for row in rows if row["post"].until is not None and row["post"].until <= today],
    }
    return render(request, "registers/post_list.html", frame(body, "posts") | context)


def get_post(body, slug) -> Post:
    post = post_called(body, slug)
    if post is None:
        raise Http404("There is no such post")
    return post


@require_safe
def post(request, organisation, post):
    """One post: who held it when, its other names, what it was and became."""
    body = get_organisation(request, organisation)
    found = get_post(body, post)
    context = {
        "post": found,
        "slug": post,
        "spells": spells(found),
        "aliases": found.aliases.order_by("title", "pk"),
        "predecessors": [{"post": before, "slug": slug_of(before)} for before in found.predecessors.order_by("title")],
        "line_manager": found.reports_to,
        "line_manager_slug": slug_of(found.reports_to) if found.reports_to else "",
        "successor_slug": slug_of(found.successor) if found.successor else "",
        "has_ended": found.until is not None and found.until <= clock.today(),
    }
    around = frame(body, "posts", *_trail(body), (found.title, ""))
    return render(request, "registers/post_detail.html", around | context)


def _trail(body, post=None):
    trail = [("Posts", reverse("registers:posts", args=[body.slug]))]
    if post is not None:
        trail.append((post.title, reverse("registers:post", args=[body.slug, slug_of(post)])))
    return trail


@require_http_methods(["GET", "POST"])
def post_add(request, organisation):
    body = get_organisation(request, organisation)
    form = PostForm(posted(request))
    page = _Page(body, None, "Add a post", "Add the post")
    return page.answer(request, form, lambda **typed: actions.add_post(organisation=body, **typed), "{} is a post now.")


@require_http_methods(["GET", "POST"])
def post_rename(request, organisation, post):
    """Give a post another title from a day."""
    body = get_organisation(request, organisation)
    found = get_post(body, post)
    page = _Page(body, found, f"Rename {found.title}", "Rename the post")
    page.text = (
        "The new title is a post of its own that follows this one. Whoever holds it goes on under the new title; "
        "positions before that day keep the old one. A title that another post has makes the two one."
    )
    form = RenameForm(posted(request))
    return page.answer(request, form, lambda **typed: actions.rename_post(post=found, **typed), "The post is now: {}.")


@require_http_methods(["GET", "POST"])
def post_alias(request, organisation, post):
    """Note another name that a post goes by."""
    body = get_organisation(request, organisation)
    found = get_post(body, post)
    page = _Page(body, found, f"Another name for {found.title}", "Add the name")
    form = AliasForm(posted(request))
    return page.answer(request, form, lambda **typed: actions.add_alias(post=found, **typed), "It is also called {}.")


@require_http_methods(["GET", "POST"])
def post_reports_to(request, organisation, post):
    """Name the post that this one reports to."""
    body = get_organisation(request, organisation)
    found = get_post(body, post)
    page = _Page(body, found, f"Line manager of {found.title}", "Save")
    page.text = "Where the body wants that, reminders of whoever holds this post are copied to whoever holds the other."
    form = ReportsToForm(posted(request), post=found, initial={"reports_to": found.reports_to_id})
    return page.answer(request, form, lambda **typed: actions.report_to(post=found, **typed), "Saved.")


@require_http_methods(["GET", "POST"])
def post_hold(request, organisation, post):
    """Somebody takes up a post, on a day."""
    body = get_organisation(request, organisation)
    found = get_post(body, post)
    page = _Page(body, found, f"Somebody takes up {found.title}", "Save")
    form = HoldForm(posted(request), organisation=body)
    return page.answer(request, form, lambda **typed: actions.hold(post=found, **typed), "Saved: {}.")


@require_http_methods(["GET", "POST"])
def post_leave(request, organisation, post):
    """Somebody leaves a post, on a day. Who, is in the query: a name is not an address."""
    body = get_organisation(request, organisation)
    found = get_post(body, post)
    name = request.GET.get("name", "")
    if name not in {holding.name for holding in holders_on([found], now())[found.pk]}:
        raise Http404("Nobody of that name holds the post")
    page = _Page(body, found, f"{name} leaves {found.title}", "Save")
    form = LeaveForm(posted(request))

    def leave(**typed):
        return actions.hold(post=found, name=name, holds=False, **typed)

    return page.answer(request, form, leave, "{} no longer holds the post.", name)


class _Page:
    """A form about a post: shown, or done and back to the post."""

    def __init__(self, body, post, title, submit):
        self.body = body
        self.post = post
        self.title = title
        self.submit = submit
        self.text = ""

    def answer(self, request, form, act, done, name=None):
        if form.is_valid():
            try:
                written = act(by=request.user, **form.cleaned_data)
            except ValidationError as problem:
                form.take(problem)
            else:
                said = done.format(name or written) if written else "Nothing changed: that stood there already."
                messages.success(request, said)
                return redirect(self._next(written))
        trail = [*_trail(self.body, self.post), (self.title, "")]
        context = {"form": form, "title": self.title, "submit": self.submit, "text": self.text}
        context["back"] = trail[-2][1]
        return render(request, "registers/post_form.html", frame(self.body, "posts", *trail) | context)

    def _next(self, written):
        """A new or renamed post is shown, else the post it was about."""
        post = written if isinstance(written, Post) else self.post
        return reverse("registers:post", args=[self.body.slug, slug_of(post)])
