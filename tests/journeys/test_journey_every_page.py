"""Can everybody use every page they can click their way to: with a screen reader, on a phone, nothing broken?"""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import Resolver404, resolve

from controls.models import ImprovementPlan
from tests.browsing import go
from tests.journeys.steps import OPEN_ALL, WIDTHS

pytestmark = pytest.mark.browser

DEPTH = 5
# By attribute: in a drawing `link.href` is not a text.
LINKS = """
[...document.querySelectorAll("a[href]:not([download])")].map((link) =>
  new URL(link.getAttribute("href"), location).href)
"""
# What makes another page of the same address; filters and orders do not.
TELLING = {"as_at", "kind"}
# Pages that say the same to everybody are looked at once, by the person who gets furthest in them.
LEFT_TO = {
    "account_": "admin@met.example",
    "mfa_": "admin@met.example",
    "reports:paper": "secretariat@mopac.example",
    "reports:section": "secretariat@mopac.example",
    "reports:risk-template": "lead@met.example",
    "reports:compare": "lead@met.example",
    "registers:registers": "lead@met.example",
    "registers:risk-history": "lead@met.example",
}
# What has been is read alike by all who read it, and nothing is offered there.
PAST_LEFT_TO = "lead@met.example"
# What the four below do not come by: directorates, which are MOPAC's, what their board does there, and what has ended.
APART = (
    "/registers/mopac/commissioning/",
    "/registers/mopac/commissioning/3/",
    "/registers/mopac/commissioning/1/escalate/",
    "/registers/mopac/commissioning/3/escalate/",
    "/registers/mopac/corporate/18/de-escalate/",
    "/registers/mopac/corporate/1/de-escalate/",
    "/registers/mopac/corporate/10/reopen/",
    "/controls/C-85/",
    "/alignments/1/",
    "/improvement-plans/mopac/2018-19/",
)


# What was looked at as one person is only opened as the next: the same template, with a button more or less.
LOOKED_AT = set()
# One page of a kind stands for all. Where the first is the other body's, one of their own is looked at too.
ALSO_FROM = {"admin@met.example": "/boards/risk-and-assurance-board/"}


def kind_of(address):
    """Pages of one pattern are one kind: risk 6 stands for all risks."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    return match.view_name, tuple(sorted(TELLING & dict(parse_qsl(parts.query)).keys()))


def is_left_to_another(kind, who):
    if "as_at" in kind[1]:
        return who != PAST_LEFT_TO
    return any(kind[0].startswith(part) and person != who for part, person in LEFT_TO.items())


@pytest.mark.parametrize(
    ("who", "reaches"),
    [
        (
            "lead@met.example",
            {"registers:assessment-record", "registers:entry-correct", "reports:compare", "controls:progress-bulk"}
            | {"controls:control-fact-void", "controls:evidence-attach", "controls:plan-refresh", "controls:stream-due"}
            | {"reports:joint-propose", "reports:joint-answer", "reports:alignment-explain", "reports:unaligned"},
        ),
        (
            "admin@met.example",
            {"registers:clearance-grant", "registers:post-hold", "mfa_index"}
            | {"registers:board-seat", "registers:board-unseat", "registers:board-add", "registers:cadence-set"}
            | {"reports:mail", "reports:mail-of", "reports:mail-set-up"},
        ),
        (
            "secretariat@mopac.example",
            {"reports:paper-preview", "reports:section", "reports:request-add", "reports:action-done"},
        ),
        (
            "board@met.example",
            {"registers:register-agree", "registers:risk-close", "controls:control-mark", "controls:plan-mark"}
            | {"registers:review-record", "registers:board"},
        ),
    ],
    ids=["lead", "administrator", "secretariat", "board"],
)
def test_every_page_within_reach_is_accessible_and_fits(visitor, who, reaches):
    person = visitor(who)
    seen, waiting = {kind_of("/")}, [("/", 0)]
    if who in ALSO_FROM:
        waiting.append((ALSO_FROM[who], 1))
    while waiting:
        path, depth = waiting.pop(0)
        if kind_of(path) in LOOKED_AT:
            walk_past(person, path)
        else:
            LOOKED_AT.add(kind_of(path))
            look_at(person, path)
        for path in links_on(person) if depth < DEPTH else []:
            kind = kind_of(path)
            if kind and kind not in seen and not is_left_to_another(kind, who):
                seen.add(kind)
                waiting.append((path, depth + 1))
    assert reaches <= {name for name, _ in seen}


def test_pages_apart_are_accessible_and_fit(visitor):
    board = visitor("board@mopac.example")
    this_year = ImprovementPlan.objects.filter(organisation__slug="mopac").latest("first_day")
    for path in (*APART, f"{this_year.get_absolute_url()}close-year/"):
        look_at(board, path)


def look_at(person, path):
    """At both widths, with everything that folds away laid open."""
    person.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    go(person.page, person.home + path)
    person.page.evaluate(OPEN_ALL)
    person.look(*WIDTHS)


def walk_past(person, path):
    """It opens, and nothing in it breaks."""
    go(person.page, person.home + path)
    assert person.status == 200, path
    assert person.said == [], path


def links_on(person):
    links = person.page.evaluate(LINKS)
    return [link.removeprefix(person.home).split("#")[0] for link in links if link.startswith(f"{person.home}/")]
