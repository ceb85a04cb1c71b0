"""What is said beside a paper while it is written: comments, their answers, and that they are settled."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from registers.models import Marking
from reports.actions import writing
from reports.forms_writing import AnswerForm, CommentForm
from reports.models import Appendix, Section
from reports.papers.comments import threads_of
from reports.rules_appendices import whose
from reports.views.paper_common import crumbs, get_paper, note_read


@require_http_methods(["GET", "POST"])
@never_cache
def paper_comments(request, slug):
    """Comments on the whole paper, those still open first; and another one."""
    paper = get_paper(request, slug)
    may = request.user.has_perm("reports.comment_paper", paper)
    if request.method == "POST" and not may:
        raise PermissionDenied
    sections = Section.objects.visible_to(request.audience).filter(paper=paper).in_order()
    appendices = Appendix.objects.visible_to(request.audience).filter(paper=paper)
    about = {"sections": sections, "appendices": appendices}
    form = CommentForm(request.POST or None, initial={"about": request.GET.get("about", "")}, **about) if may else None
    if form is not None and form.is_valid():
        said = writing.comment(paper=paper, by=request.user, **form.answers())
        messages.success(request, "Comment added")
        return redirect(_where(request, said))
    threads = threads_of(paper, request.audience)
    _note_sensitive(request, paper, threads)
    context = {
        "paper": paper,
        "form": form,
        "open": [thread for thread in threads if not thread.settled_at],
        "settled": [thread for thread in threads if thread.settled_at],
        "can_comment": may,
        "breadcrumbs": crumbs(paper, "Comments"),
    }
    return render(request, "reports/paper_comments.html", context)


def _note_sensitive(request, paper, threads):
    """A comment takes the marking of what it is about, and keeps what that had when it was said."""
    sensitive: dict[int, set[str]] = {}
    for thread in threads:
        about = thread.section or thread.appendix
        markings = {thread.marking, about and about.marking, *(reply.marking for reply in thread.replies.all())}
        if about is not None and Marking.SENSITIVE in markings:
            sensitive.setdefault(_whose(about), set()).add(str(about))
    for body, names in sorted(sensitive.items()):
        words = f"comments on {', '.join(f'“{name}”' for name in sorted(names))}"[:150]
        note_read(request, paper, words, organisation=body)


def _whose(about):
    if isinstance(about, Section):
        return about.organisation_id or about.paper.organisation_id
    return whose(about)


@require_http_methods(["GET", "POST"])
@never_cache
def comment_answer(request, slug, number):
    """Answer a comment."""
    paper, thread = _thread(request, slug, number)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        said = writing.answer(comment=thread, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, "Answer added")
        return redirect(_where(request, said, thread))
    _note_sensitive(request, paper, [thread])
    context = {"paper": paper, "thread": thread, "form": form, "breadcrumbs": crumbs(paper, "Comments", "Answer")}
    context["breadcrumbs"][2]["url"] = reverse("reports:paper-comments", args=[paper.slug])
    return render(request, "reports/paper_comment_answer.html", context)


@require_POST
def comment_settle(request, slug, number):
    """Say that nothing is left to be done about it. An answer opens it again."""
    _, thread = _thread(request, slug, number)
    writing.settle(comment=thread, by=request.user)
    messages.success(request, "Settled. Answer it to open it again.")
    return redirect(_where(request, thread, thread))


def _thread(request, slug, number):
    paper = get_paper(request, slug, needs="reports.comment_paper")
    thread = next((one for one in threads_of(paper, request.audience) if one.number == number), None)
    if thread is None:
        raise Http404("There is no such comment")
    return paper, thread


def _where(request, comment, thread=None):
    """Back to where it was said: the section that was being written, or the list."""
    if comment.section is not None and request.POST.get("back") == "section":
        return f"{comment.section.get_absolute_url()}#comments"
    address = reverse("reports:paper-comments", args=[comment.paper.slug])
    return f"{address}#comment-{thread.number}" if thread else f"{address}#open"
