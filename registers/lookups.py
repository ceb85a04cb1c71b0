"""Which owners, leads and objectives are there to choose from, and which risks match what was asked? One statement.

Everything is asked of named risks only, as they stood on the view's day: a choice or a match that came from a risk
which may not be seen would give it away.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast

from registers.kept import kept
from registers.models import (
    Framework,
    Objective,
    ObjectiveSet,
    OwnedPost,
    Ownership,
    Post,
    Stewardship,
    Wording,
    in_force_of,
)
from registers.models.registers import FactClass
from registers.position import Index, View

OWNER, LEAD = Stewardship.OWNER.value, Stewardship.LEAD.value
OBJECTIVE, TEXT = "objective", "text"
NEEDS = {OWNER: FactClass.OWNERSHIP, LEAD: FactClass.LEADS, OBJECTIVE: FactClass.OBJECTIVES, TEXT: FactClass.IDENTITY}
MATCHES = "matches-"
# What the choices are read from. Posts and objectives may be renamed: their history then has a new row.
FOLLOWS_FROM = (Ownership, ObjectiveSet, *(model.history.model for model in (Post, Objective, Framework)))


class Choice(NamedTuple):
    value: str
    label: str
    group: str = ""


@dataclass(frozen=True)
class Answers:
    choices: dict[str, list[Choice]] = field(default_factory=dict)
    matches: dict[str, set[int]] = field(default_factory=dict)


def ask(position: Index, asked: dict[str, str]) -> Answers:
    """The choices among the risks of an index, and for each thing asked (owner, text ...) the risks that match."""
    view = position.view
    asked = {what: value for what, value in asked.items() if value}
    if view.others is None and not asked:
        key = ("choices", view.register.pk, view.scope, tuple(_seen(view)), position.names_risks_by)
        return kept(key, FOLLOWS_FROM, lambda: _ask(view, position.risks, asked))
    if view.others is None:
        return _ask(view, position.risks, asked)
    own = _ask(view, position.risks.filter(pk__in=view.own), asked)
    return _together(own, _ask(view.others, position.risks.exclude(pk__in=view.own), asked))


def _ask(view, risks, asked):
    seen = _seen(view)
    asked = {what: value for what, value in asked.items() if what in seen}
    answers = Answers({what: [] for what in seen}, {what: set() for what in asked})
    questions = [_choices(view, risks, what) for what in seen if what != TEXT]
    questions += [_match(view, risks, what, value) for what, value in asked.items()]
    if not questions:
        return answers
    for what, value, label, group in questions[0].union(*questions[1:]):
        if what.startswith(MATCHES):
            answers.matches[what.removeprefix(MATCHES)].add(int(value))
        else:
            answers.choices[what].append(Choice(value, label, group))
    return Answers({what: _sorted(choices) for what, choices in answers.choices.items()}, answers.matches)


def _seen(view):
    return [what for what, fact_class in NEEDS.items() if view.sees(fact_class)]


def _together(some: Answers, more: Answers) -> Answers:
    """Of somebody who sees their own risks as worked on and the others as agreed."""
    choices = {what: _sorted({*found, *more.choices.get(what, ())}) for what, found in some.choices.items()}
    return Answers(choices, {what: found | more.matches.get(what, set()) for what, found in some.matches.items()})


def _sorted(choices):
    return sorted(choices, key=lambda choice: (choice.group, choice.label.casefold()))


def _choices(view, risks, what):
    if what == OBJECTIVE:
        found = Objective.objects.filter(pk__in=_threatened(view, risks).values("objective"))
        return _columns(found, Value(what), F("slug"), F("name"), F("framework__name"))
    held = Post.objects.filter(pk__in=_places(view, risks, what).values("post"))
    return _columns(held.alias(called=title_on(view.scope.as_at)), Value(what), F("called"), F("called"))


def _match(view, risks, what, value):
    if what == TEXT:
        rows, risk = worded(view, risks, value), "risk"
    elif what == OBJECTIVE:
        rows, risk = _threatened(view, risks).filter(objective__slug=value), "objectiveset__risk"
    else:
        rows, risk = stewarded(view, risks, what).filter(called=value), "ownership__risk"
    return _columns(rows, Value(MATCHES + what), F(risk))


def _columns(rows, what, value, label=None, group=None):
    """The four columns every question answers in, so that several can be asked as one."""
    columns = (what, value, label or Value(""), group or Value(""))
    return rows.order_by().values_list(*(Cast(column, CharField()) for column in columns))


def _places(view, risks, role):
    return OwnedPost.objects.filter(ownership__in=in_force_of(risks, Ownership, view.scope, role=role))


def stewarded(view: View, risks, role: str):
    """Places of posts that own, or lead, these risks, each with what the post was `called` on the day."""
    return _places(view, risks, role).alias(called=title_on(view.scope.as_at, "post__"))


def title_on(day, post=""):
    """The name a post goes by on a day: its own, or that of the post it was renamed to by then (Post.as_at, in SQL)."""
    title = F(f"{post}successor__successor__title")
    for one in (f"{post}successor__", post):
        renamed = Q(**{f"{one}until__lte": day, f"{one}successor__isnull": False})
        title = Case(When(renamed, then=title), default=F(f"{one}title"))
    return title


def worded(view: View, risks, text: str):
    """Wordings of these risks, in force, that hold every word of a text in their title or description."""
    rows = Wording.objects.filter(pk__in=in_force_of(risks, Wording, view.scope))
    for word in text.split():
        rows = rows.filter(Q(title__icontains=word) | Q(description__icontains=word))
    return rows


def _threatened(view, risks):
    links = ObjectiveSet.objectives.through.objects
    return links.filter(objectiveset__in=in_force_of(risks, ObjectiveSet, view.scope))


__all__ = ["LEAD", "OBJECTIVE", "OWNER", "TEXT", "Answers", "Choice", "ask", "stewarded", "title_on", "worded"]
