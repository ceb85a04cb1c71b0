"""One screen to state the progress of many controls: a row a control, each saved by itself, mistakes kept in place."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from controls.actions import progress
from controls.details import Said, details
from controls.forms.progress import DayForm, RowForm, RowsForm
from controls.forms.values import who_may_state
from controls.models import Control
from controls.offers import DEEDS
from controls.position import everything
from controls.progress import RAG_RULE
from controls.stating import Stated, stated_by
from controls.views.changing import ControlPage
from controls.views.common import ControlView, marking_of_rows, note_rows_read
from controls.views.progress import stated
from registers import clock
from registers.access import posts_of
from registers.models import OwnedPost, Ownership, Post, in_force
from registers.sentences import say_list
from registers.templatetags.portal_tags import FormError, error_items
from registers.views.changing import today
from registers.visibility import now

PAGE = 25
REST = "rest"  # the name of the button that notes the others


@dataclass
class Row:
    """One row of the screen."""

    stated: Stated
    page: ControlPage
    form: RowForm
    saved: str = ""

    @property
    def said(self) -> Said | None:
        """What the body says at present."""
        return self.page.seen.details.standing(self.stated.body.pk)

    @property
    def errors(self) -> list[FormError]:
        """What is wrong in it, for the summary above: there the control has to be named."""
        return [item._replace(text=f"{self.page.name}: {item.text}") for item in error_items(self.form)]

    @property
    def differs(self):
        """Where somebody else stated something meanwhile: both texts."""
        return self.form.conflict


@dataclass
class Outcome:
    """What came of one press."""

    saved: dict[str, str] = field(default_factory=dict)  # {prefix: what was stated}
    kept: dict[str, RowForm] = field(default_factory=dict)  # forms to be shown as they were typed
    noted: int = 0
    left: int = 0  # nothing has been stated of them yet, or somebody has changed them since
    lost: list[str] = field(default_factory=list)  # what can no longer be stated here
    written: Counter = field(default_factory=Counter)  # how often this press has moved a control's version on

    @property
    def is_clean(self):
        return not self.kept and not self.lost

    def words(self) -> list[str]:
        parts = []
        if self.saved:
            names = say_list([prefix.split("-")[0].replace("c", "C-") for prefix in self.saved])
            parts.append(f"{len(self.saved)} stated: {names}.")
        if self.noted:
            parts.append(f"{self.noted} noted, no change.")
        if self.left:
            parts.append(f"{self.left} left: nothing to note, or changed by somebody meanwhile.")
        return parts


@require_http_methods(["GET", "POST"])
def progress_bulk(request):
    """State the progress of many controls."""
    screen = Screen(request)
    if not screen.everything:
        raise PermissionDenied
    day = DayForm(request.POST or None, initial={"on": clock.today()})
    outcome = Outcome()
    if request.method == "POST":
        if day.is_valid():
            outcome = screen.save(day.cleaned_data["on"])
            if outcome.is_clean:
                _say(request, outcome)
                return redirect(request.get_full_path())
            screen = Screen(request)
        else:
            typed = screen.rows(screen.sent, request.POST)
            outcome.kept = {row.stated.prefix: row.form for row in typed if row.form.is_filled}
    return screen.show(day, outcome)


def _say(request, outcome):
    words = outcome.words()
    if words:
        messages.success(request, " ".join(words))
    else:
        messages.info(request, "Nothing was filled in, so nothing was stated.")


class Screen:
    """The controls whose progress a person states today, as far as they asked for them."""

    def __init__(self, request):
        self.request = request
        self.index = everything(request.audience, today())
        self.everything = stated_by(request.user, request.audience, self.index)
        self.filter = RowsForm(request.GET or None, registers=_registers(self), owners=_owners(self))
        chosen = self.filter.cleaned_data if self.filter.is_valid() else {}
        self.asked = [one for one in self.everything if self._is_asked(one, chosen)]
        self.page = Paginator(self.asked, PAGE).get_page(request.GET.get("page"))

    def _is_asked(self, one, chosen):
        register, owner = chosen.get("register"), chosen.get("owner")
        view = self.index.views.get(one.row.register)
        if register and (view is None or view.register.path != register):
            return False
        if owner == "mine":
            return one.row.owner in self.my_posts or bool(self.my_risks & set(one.row.risks))
        return not owner or self.owners.get(one.row.owner) == owner

    @cached_property
    def owners(self) -> dict[int, str]:
        """{key of a post: its title} of those that own any of them."""
        keys = {one.row.owner for one in self.everything if one.row.owner}
        return dict(Post.objects.filter(pk__in=keys).values_list("pk", "title"))

    @property
    def my_posts(self):
        return posts_of(self.request.user)

    @cached_property
    def my_risks(self):
        held = in_force(Ownership.objects.all(), now())
        places = OwnedPost.objects.filter(ownership__in=held.values("pk"), post__in=self.my_posts)
        return set(places.values_list("ownership__risk", flat=True))

    # Rows ------------------------------------------------------------------------------------------------------------

    @property
    def sent(self) -> list[Stated]:
        """Those that were on the page that was sent, wherever they would stand now."""
        return [one for one in self.everything if f"{one.prefix}-version" in self.request.POST]

    def rows(self, shown, data=None, day=None) -> list[Row]:
        """One row each, with what was typed where `data` holds it. A fixed number of statements."""
        of_rows = list({one.row.control: one.row for one in shown}.values())
        said = details(self.index, of_rows)
        posts = who_may_state(self.request.audience, of_rows)
        controls = Control.objects.select_related("register__organisation").in_bulk([row.control for row in of_rows])
        return [
            self._row(one, controls[one.row.control], said[one.row.control], posts[one.row.control], data, day)
            for one in shown
        ]

    def _row(self, one, control, said, posts, data, day):
        seen = ControlView(self.index, one.row, said)
        page = ControlPage(self.request, control, seen, DEEDS["progress-state"], "State progress", of_body=one.body)
        form = RowForm(
            data,
            prefix=one.prefix,
            bodies=[one.body],
            posts=[post for post in posts if post.organisation_id == one.body.pk],
            is_joint=one.row.is_joint,
            day=day,
            **page.for_form(),
        )
        return Row(one, page, form)

    def save(self, day) -> Outcome:
        """Each filled row by itself; with the other button the rest as well, in one press."""
        outcome, rows = Outcome(), self.rows(self.sent, self.request.POST, day)
        there = {row.stated.prefix for row in rows}
        sent = {name.removesuffix("-version") for name in self.request.POST if name.endswith("-version")}
        outcome.lost = [self._typed(prefix) for prefix in sorted(sent - there) if self._typed(prefix)]
        for row in rows:
            if row.form.is_filled:
                self._save(row, outcome)
        if REST in self.request.POST:
            _note([row for row in rows if not row.form.is_filled], day, self.request.user, outcome)
        return outcome

    def _typed(self, prefix):
        said = [self.request.POST.get(f"{prefix}-{name}", "").strip() for name in ("status", "narrative")]
        reference = prefix.split("-")[0].replace("c", "C-")
        return f"{reference}: {', '.join(filter(None, said))}" if any(said) else ""

    def _save(self, row, outcome):
        saved = row.page.save(row.form, progress.state, theirs=lambda page: stated(page, row.stated.body))
        if saved:
            outcome.written[row.page.control.pk] += 1
            outcome.saved[row.stated.prefix] = saved.facts[0].get_status_display().lower()
        else:
            outcome.kept[row.stated.prefix] = row.form

    # Showing ---------------------------------------------------------------------------------------------------------

    def show(self, day, outcome):
        rows = self.rows(self.sent if self.request.method == "POST" else list(self.page.object_list))
        for row in rows:
            row.saved = outcome.saved.get(row.stated.prefix, "")
            row.form = outcome.kept.get(row.stated.prefix, row.form)
        shown = [row.stated.row for row in rows]
        marking = marking_of_rows(self.index, shown)
        note_rows_read(self.request, self.index, shown, "Controls: state progress")
        context = {
            "rows": rows,
            "day": day,
            "errors": [error for row in rows for error in row.errors],
            "outcome": outcome,
            "done": outcome.words(),
            "page": self.page,
            "filter": self.filter,
            "to_note": _to_note(rows),
            "never": sum(row.said is None for row in rows),
            "has_errors": bool(day.errors or outcome.kept),
            "rag_rule": RAG_RULE,
            "marking": marking,
            "rest": REST,
            "clear_url": reverse("controls:progress-bulk"),
            "action": f"{self.request.path}?{urlencode(self.request.GET)}" if self.request.GET else self.request.path,
            "breadcrumbs": [
                {"text": "Controls", "url": reverse("controls:controls")},
                {"text": "State progress"},
            ],
        }
        status = 409 if any(form.conflict for form in outcome.kept.values()) else 200
        return render(self.request, "controls/progress_bulk.html", context, status=status)


def _note(rows, day, user, outcome):
    """Note no change of all rows that were left empty, those excepted that somebody has changed meanwhile."""
    by_body: dict[int, list[Row]] = {}
    for row in rows:
        by_body.setdefault(row.stated.body.pk, []).append(row)
    for of_body in by_body.values():
        controls = [row.page.control for row in of_body]
        versions = {
            row.page.control.pk: row.form.version_opened + outcome.written[row.page.control.pk] for row in of_body
        }
        body = of_body[0].stated.body
        noted = progress.note_unchanged(controls=controls, by=user, on=day, organisation=body, versions=versions)
        outcome.written.update(fact.control_id for fact in noted)
        outcome.noted += len(noted)
        outcome.left += len(controls) - len(noted)


def _to_note(rows) -> int:
    """How many rows have a statement that "no change" would state anew today."""
    return sum(row.said is not None and row.said.on < clock.today() for row in rows)


def _registers(screen):
    held = {one.row.register for one in screen.everything}
    views = [view for key, view in screen.index.views.items() if key in held]
    return [(view.register.path, view.register.title) for view in views]


def _owners(screen):
    return [(title, title) for title in sorted(set(screen.owners.values()))]
