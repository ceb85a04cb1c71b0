"""Named figures: what a text may name, what it prints in each edition, and what stays unsaid until it is released."""

from datetime import date

import pytest

from controls.actions.progress import state_risk
from registers import clock
from registers.access import audience_of
from registers.actions import assessments
from registers.audience import PUBLIC
from registers.models import Board
from reports.models import Edition, Release
from reports.papers import named
from reports.papers.editions import make_document
from tests.factories import (
    CLOSED_PROFILE,
    OPEN_PROFILE,
    OrganisationFactory,
    PostFactory,
    agree,
    open_risk,
    score_risk,
    somebody,
)
from tests.paper_worlds import AS_AT, register_of, secretary_of, settled_register, start_paper, write

FULL, PUBLIC_EDITION = Edition.FULL, Edition.PUBLIC


@pytest.fixture
def paper(db):
    return start_paper(settled_register(profile=CLOSED_PROFILE | {"score": "public"}))


def filled(paper, text, edition=FULL):
    """What a section with this text prints."""
    write(paper.sections.get(key="supporting"), body=text)
    section = next(s for s in make_document(paper, edition).sections if s.heading == "Supporting Information")
    return section.pieces[0].html.partition('<span class="text">')[2].partition("</span></p>")[0]


def figure(paper, name, audience=None):
    found = named.figures(paper, audience or named.whole(paper))
    return next(figure for figure in found if figure.name == name)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("[[mopac/corporate.count]] risks", "3 risks"),
        ("[[mopac/corporate.count|Words]] risks", "Three risks"),
        ("[[ mopac/corporate.count.band.high |words]] of them", "one of them"),
        ("[[mopac/corporate/1.title]] is [[mopac/corporate/1.band]]", "Money is High"),
        ("scored [[mopac/corporate/3.score]]", "scored VH v VH"),
        ("[[mopac/corporate/1.owner]]", "Director of Plans"),
        ("[[mopac/corporate/1.arrow]] [[mopac/corporate/1.movement]]", "↔ static"),
        ("As at [[basis/mopac/corporate.as-at]]", "As at 30 June 2020"),
        ("on [[meeting.date]]", "on 15 September 2020"),
        ("[[mopac/corporate/9.title]]", "[unknown: mopac/corporate/9.title]"),
    ],
)
def test_a_text_prints_the_figure_it_names(paper, text, printed):
    assert filled(paper, text) == printed


def test_a_figure_follows_the_register_while_the_paper_is_a_draft(paper):
    register = register_of(paper)
    score_risk(register.risks.get(ref=1), 4, 4, on=date(2020, 6, 20))
    agree(register, AS_AT, on=date(2020, 7, 2))
    assert filled(paper, "[[mopac/corporate.count.band.very-high]] very high") == "2 very high"
    assert filled(paper, "[[mopac/corporate.count.movement.up]] rose") == "1 rose"


def test_posts_and_boards_are_called_as_their_records_call_them(paper):
    body = paper.organisation
    old = body.posts.get(title="Director of Plans")
    new = PostFactory(organisation=body, title="Director of Strategy", since=date(2020, 9, 1))
    old.until, old.successor = date(2020, 9, 1), new
    old.save()
    Board.objects.create(slug="mopac-board", name="Governance Board", organisation=body)
    closed = Board.objects.create(slug="met-board", name="Closed", organisation=OrganisationFactory(slug="met"))
    text = "the [[post/mopac/director-of-plans]] took it to the [[board/mopac-board]]"
    assert filled(paper, text) == "the Director of Strategy took it to the Governance Board"
    assert filled(paper, text, PUBLIC_EDITION) == filled(paper, text)
    assert f"board/{closed.slug}" not in {one.name for one in named.figures(paper, named.whole(paper))}


def test_progress_is_counted_by_colour(paper):
    register, by = register_of(paper), somebody()
    with clock.at(clock.moment_on(date(2020, 6, 20))):
        for ref, status in ((1, "on-track"), (2, "limited"), (3, "no-progress")):
            risk = register.risks.get(ref=ref)
            state_risk(risk=risk, by=by, version=None, on=date(2020, 6, 20), status=status, narrative="Why")
    agree(register, AS_AT, on=date(2020, 7, 2))
    counts = "[[mopac/corporate.count.rag.green]] [[mopac/corporate.count.rag.amber]] [[mopac/corporate.count.rag.red]]"
    assert filled(paper, counts) == "1 1 1"


def test_risks_above_appetite_are_counted(paper):
    register = register_of(paper)
    with clock.at(clock.moment_on(date(2020, 2, 1))):
        assessments.set_appetite(
            register=register, by=somebody(), on=date(2020, 2, 1), statement="Little", highest_band="medium"
        )
    agree(register, AS_AT, on=date(2020, 7, 2))
    assert filled(paper, "[[mopac/corporate.count.above-appetite]]") == "2"


# What may not be told ---------------------------------------------------------------------------


@pytest.fixture
def closed_paper(db):
    return start_paper(settled_register())


def test_a_score_that_is_not_public_is_withheld_in_the_public_edition(closed_paper):
    text = "[[mopac/corporate/3.band]], [[mopac/corporate.count.band.very-high]] of [[mopac/corporate.count]]"
    assert filled(closed_paper, text, FULL) == "Very high, 1 of 3"
    assert filled(closed_paper, text, PUBLIC_EDITION) == "[withheld], [withheld] of 3"


def test_what_was_released_by_name_is_printed_in_both_editions(closed_paper):
    release(closed_paper, "mopac/corporate.count.band.very-high")
    text = "[[mopac/corporate/3.band]], [[mopac/corporate.count.band.very-high]]"
    assert filled(closed_paper, text, PUBLIC_EDITION) == "[withheld], 1"


def test_a_release_taken_back_holds_no_more(closed_paper):
    name = "mopac/corporate.count.band.very-high"
    release(closed_paper, name, is_taken_back=True)
    assert filled(closed_paper, f"[[{name}]]", PUBLIC_EDITION) == "[withheld]"


def release(paper, name, **more):
    Release.objects.create(
        paper=paper,
        organisation=paper.organisation,
        figure=name,
        post=paper.organisation.posts.first(),
        reason="The Panel asked in public",
        by=somebody(),
        **more,
    )


@pytest.mark.django_db
def test_a_count_that_would_tell_of_a_sensitive_risk_is_withheld_and_the_number_of_risks_is_not():
    register = settled_register(profile=dict(OPEN_PROFILE))
    open_risk(register, title="Informant", marking="official-sensitive", score=(4, 4))
    agree(register, AS_AT, on=date(2020, 7, 2))
    paper = start_paper(register)
    text = "[[mopac/corporate.count.band.very-high]] of [[mopac/corporate.count]]; [[mopac/corporate.count.band.high]]"
    assert filled(paper, text, FULL) == "2 of 4; 1"
    assert filled(paper, text, PUBLIC_EDITION) == "[withheld] of 4; 1"
    assert "Informant" not in repr(make_document(paper, PUBLIC_EDITION))
    assert filled(paper, "[[mopac/corporate/4.title]]", PUBLIC_EDITION) == "[withheld]"


def test_a_figure_says_whether_it_is_sensitive_and_whose_eyes_it_is_for(closed_paper):
    name = "mopac/corporate/3.score"
    assert figure(closed_paper, name).is_sensitive
    assert figure(closed_paper, name).words == "VH v VH"
    assert figure(closed_paper, name, PUBLIC).words == "[withheld]"
    uncleared = audience_of(secretary_of(register_of(closed_paper), cleared=False))
    assert figure(closed_paper, name, uncleared).words == "[withheld]"
    assert not figure(closed_paper, "mopac/corporate/3.title").is_sensitive


def test_every_figure_has_a_label_in_plain_english_and_leads_to_its_list(paper):
    found = named.figures(paper, named.whole(paper))
    assert len({one.name for one in found}) == len(found)
    assert all(one.label and one.source.startswith("/") for one in found)
    amber = figure(paper, "mopac/corporate.count.rag.amber")
    assert amber.label.endswith("number of risks rated amber")
    assert figure(paper, "mopac/corporate.count.band.high").source == (
        "/registers/mopac/corporate/?band=high&as_at=2020-06-30&since=2020-03-31"
    )


def test_a_paper_that_names_no_figure_reads_none(paper, queries_for):
    before = queries_for(lambda: make_document(paper, PUBLIC_EDITION))
    write(paper.sections.get(key="supporting"), body="Plain words.")
    assert queries_for(lambda: make_document(paper, PUBLIC_EDITION)) == before
