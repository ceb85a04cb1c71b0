"""What the portal writes itself: movements and their reasons, counts, risks to note, the plan's overview."""

from datetime import date
from types import SimpleNamespace

import pytest

from controls.actions.progress import state_risk
from registers import clock
from registers.access import audience_of
from registers.models import Marking
from registers.movement import Movement
from reports.actions import paper_starting
from reports.models import Edition
from reports.papers.drafted_risks import sentence
from reports.papers.drafting import can_draft, drafted, drafter_for
from reports.papers.editions import make_document
from tests.factories import OPEN_PROFILE, OrganisationFactory, agree, open_risk, score_risk, somebody
from tests.paper_worlds import AS_AT, secretary_of, settled_register, start_paper, write

OPENLY = OPEN_PROFILE | {"progress": "official", "rationale": "official"}


@pytest.fixture
def register(db):
    return settled_register()


@pytest.fixture
def met_register(db):
    met = OrganisationFactory(slug="met", name="The Met", short_name="Met", kind="body", order=2)
    return settled_register(met, profile=OPENLY)


def editor_of(register):
    return audience_of(secretary_of(register))


def printed(paper, section, text, edition=Edition.FULL):
    """A drafted text as it would be printed, without tags."""
    write(section, body=text)
    document = make_document(paper, edition)
    found = next(s for s in (*document.summary, *document.sections) if s.anchor == f"s-{section.slug}")
    html = " ".join(piece.html for piece in found.pieces)
    for tag in ("<p>", "</p>", "<strong>", "</strong>"):
        html = html.replace(tag, "")
    return html


def draft(paper, key, register, **more):
    section = paper.sections.select_related("paper").get(key=key)
    return section, drafted(paper, section, editor_of(register), **more)


# Movement ---------------------------------------------------------------------------------------


def test_a_quiet_quarter_is_one_sentence(register):
    paper = start_paper(register)
    section, text = draft(paper, "movement", register)
    assert "All three risks stand where they stood on 31 March 2020." in printed(paper, section, text, Edition.PUBLIC)


UP, DOWN, STATIC, NEW = Movement.UP, Movement.DOWN, Movement.STATIC, Movement.NEW
COUNT, SINCE = "[[mopac/corporate.count|words]]", "[[basis/mopac/corporate.compared-with]]"


def position_of(movements):
    """As much of a position as a sentence needs."""
    rows = [SimpleNamespace(ref=n, movement=movement) for n, movement in enumerate(movements, 1)]
    view = SimpleNamespace(register=SimpleNamespace(path="mopac/corporate"))
    return SimpleNamespace(view=view, risks=[SimpleNamespace(row=row) for row in rows])


def named(ref):
    return f"[[mopac/corporate/{ref}.title]], risk [[mopac/corporate/{ref}.ref]]"


@pytest.mark.parametrize(
    ("movements", "hidden", "said"),
    [
        ([STATIC] * 3, 0, f"All {COUNT} risks stand where they stood on {SINCE}."),
        ([STATIC], 0, f"The risk stands where it stood on {SINCE}."),
        (
            [UP, DOWN, STATIC, DOWN, STATIC],
            0,
            f"One risk rose ({named(1)}); two fell ({named(2)} and {named(4)}); two stand where they stood on {SINCE}.",
        ),
        ([NEW, UP], 0, f"One risk rose ({named(2)}); one is new ({named(1)}) since {SINCE}."),
        ([DOWN, DOWN], 0, f"Two risks fell ({named(1)} and {named(2)}) since {SINCE}."),
        ([STATIC] * 2, 1, f"Two of the {COUNT} risks are published. All of these stand where they stood on {SINCE}."),
    ],
)
def test_the_movements_of_a_quarter_make_a_sentence(movements, hidden, said):
    assert sentence(position_of(movements), hidden=hidden) == said


def test_a_draft_for_a_public_section_tells_nothing_of_a_sensitive_risk(register):
    hidden = open_risk(register, title="Informant", marking="official-sensitive", score=(1, 1), on=date(2020, 1, 2))
    score_risk(hidden, 4, 4, on=date(2020, 5, 5))
    agree(register, AS_AT, on=date(2020, 7, 1))
    paper = start_paper(register)
    section, text = draft(paper, "movement", register, is_asked=True)
    words = printed(paper, section, text, Edition.PUBLIC)
    assert "Three of the four risks are published. All of these stand where they stood on 31 March 2020." in words
    sensitive = write(section, marking=Marking.SENSITIVE)
    assert "One risk rose" in drafted(paper, sensitive, editor_of(register))


def moved(register):
    score_risk(register.risks.get(ref=1), 4, 4, on=date(2020, 6, 2), reason="The grant was cut")
    score_risk(register.risks.get(ref=3), 2, 2, on=date(2020, 6, 3), reason="A new system")
    agree(register, AS_AT, on=date(2020, 7, 2))


def test_what_moved_is_named_with_where_it_stood_and_why(met_register):
    moved(met_register)
    paper = start_paper(met_register, kind="met-risk-report")
    section, text = draft(paper, "position", met_register, is_asked=True)
    words = printed(paper, section, text)
    assert (
        "One risk rose (Money, risk 1); one fell (Data, risk 3); one stands where it stood on 31 March 2020." in words
    )
    assert "Money (risk 1) moved from H v H to VH v VH. The grant was cut." in words


def test_a_draft_that_nobody_asked_for_says_only_what_is_public(met_register):
    moved(met_register)
    paper = start_paper(met_register, kind="met-risk-report")
    _, text = draft(paper, "position", met_register)
    assert "One risk rose" in text
    assert "grant" not in text


def test_where_scores_are_withheld_a_public_draft_tells_of_none(register):
    moved(register)
    paper = start_paper(register)
    section, text = draft(paper, "movement", register, is_asked=True)
    words = printed(paper, section, text, Edition.PUBLIC)
    assert "One risk rose (Money, risk 1)" in words
    assert " v " not in words
    assert "grant" not in text


def test_a_sensitive_section_has_the_reasons(register):
    moved(register)
    paper = start_paper(register)
    section = write(paper.sections.get(key="movement"), marking=Marking.SENSITIVE)
    text = drafted(paper, section, editor_of(register))
    assert "The grant was cut." in text


def test_a_joint_paper_tells_of_each_register(register, met_register):
    paper = paper_starting.start(
        organisation=register.organisation, by=somebody(), kind="alignment", panel_date=date(2020, 9, 15),
        bases=[(register, AS_AT, date(2020, 3, 31)), (met_register, AS_AT, date(2020, 3, 31))],
    )  # fmt: skip
    assert not can_draft(paper, paper.sections.get(key="legal"))
    _, text = draft(paper, "purpose", register)
    assert text.count("compared with") == 2


# The Met's report -------------------------------------------------------------------------------


def state(register, ref, status, narrative="", on=date(2020, 6, 20)):
    with clock.at(clock.moment_on(on)):
        risk = register.risks.get(ref=ref)
        state_risk(risk=risk, by=somebody(), version=None, on=on, status=status, narrative=narrative)


def test_risks_to_note_are_taken_by_progress_with_their_narrative(met_register):
    state(met_register, 1, "limited", "Recruitment lags", on=date(2020, 2, 20))
    state(met_register, 2, "slipped", "The supplier is late")
    agree(met_register, AS_AT, on=date(2020, 7, 2))
    paper = start_paper(met_register, kind="met-risk-report")
    section, text = draft(paper, "limited", met_register, is_asked=True)
    assert "Money (risk 1): This is the second quarter of limited progress. Recruitment lags." in printed(
        paper, section, text
    )
    _, slipped = draft(paper, "slipped", met_register, is_asked=True)
    assert "The supplier is late." in slipped
    assert "Recruitment" not in slipped
    _, none = draft(paper, "no-progress", met_register, is_asked=True)
    assert none == "No risk to note is reported as “no progress” this quarter."


def test_progress_that_is_not_public_is_drafted_only_when_asked(met_register):
    state(met_register, 1, "limited", "Recruitment lags")
    agree(met_register, AS_AT, on=date(2020, 7, 2))
    paper = start_paper(met_register, kind="met-risk-report")
    assert draft(paper, "limited", met_register)[1] == ""


def test_the_counts_stand_as_figures(met_register):
    state(met_register, 1, "limited", "Recruitment lags")
    state(met_register, 2, "on-track")
    agree(met_register, AS_AT, on=date(2020, 7, 2))
    paper = start_paper(met_register, kind="met-risk-report")
    section, text = draft(paper, "update", met_register, is_asked=True)
    assert "By progress against their targets one green, one amber and no red." in printed(paper, section, text)


# Starting with drafts ---------------------------------------------------------------------------


def test_a_quarters_papers_begin_with_drafts_that_refer_to_one_another(register, met_register):
    editor, by = editor_of(register), secretary_of(register)
    made = paper_starting.start_quarter(
        organisation=register.organisation, by=by, panel_date=date(2020, 9, 15), drafter=drafter_for(editor)
    )
    update = made[0]
    texts = {section.key: section.body for section in update.sections.all()}
    assert "[[see paper:alignment-2020-09]]" in texts["interdependencies"]
    assert "All [[mopac/corporate.count|words]] risks stand" in texts["movement"]
    assert "[[basis/mopac/corporate.as-at]]" in texts["purpose"]
    assert update.sections.get(key="movement").is_carried
    document = make_document(update, Edition.PUBLIC)
    assert "[unknown" not in repr(document)


def test_the_risks_that_grew_are_put_before_the_panel(met_register):
    paper = start_paper(met_register, kind="met-risk-report")
    assert draft(paper, "considerations", met_register)[1] == ""
    moved(met_register)
    section, text = draft(paper, "considerations", met_register)
    assert "The Panel may wish to discuss the risk that rose or is new this quarter: Money, risk 1." in printed(
        paper, section, text
    )
