"""Registers of the past: what they say holds from their day until the next one known, and later positions stay."""

from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from registers import clock
from registers.actions import risks
from registers.models import Blob
from registers.scope import Scope
from reports.imports.applying import carry_out
from reports.imports.values import Deed, Weight
from reports.models import Import
from tests.control_factories import add_control
from tests.factories import PostFactory, agree, open_risk, score_risk
from tests.import_worlds import (
    DECEMBER,
    MARCH,
    SEPTEMBER,
    control,
    entry,
    importer,
    owners,
    planned,
    position,
    register_to_fill,
    stands,
)

MOVES = ("first_due", "moves", "slips")
NEVER = ("reasons", "periods", "movement", "opened_on")  # follow from other days too


def bring_in(register, by, as_at, *entries, **options):
    """Plan these rows and carry it out; the dry run."""
    found = planned(register, by, as_at, *entries, **options)
    carry_out(found, register=register, by=by, plan=None, said_by="test.xlsx", tell=lambda fraction, words: None)
    blob = Blob.objects.keep(b"rows", "text/csv")
    said = {"applied_at": clock.now(), "applied_by": by, "stage": "applied", "state": "done"}
    Import.objects.create(register=register, by=by, as_at=as_at, name="test.xlsx", blob=blob, **said)
    return found.dry_run


def whole(register, day, by):
    """Everything of a position but what follows from other days too."""
    found = position(register, day, by)["risks"]
    for risk in found:
        risk["controls"] = [{name: one[name] for name in one if name not in MOVES} for one in risk["controls"]]
    return [{name: risk[name] for name in risk if name not in NEVER} for risk in found]


@pytest.mark.django_db
class TestOne:
    @pytest.fixture
    def register(self):
        return register_to_fill()

    @pytest.fixture
    def board(self, register):
        return importer(register, "board")

    def test_a_later_position_stays_as_it_was_and_the_past_says_what_the_file_says(self, register, board):
        one, other = (PostFactory(organisation=register.organisation) for _ in range(2))
        open_risk(register, on=DECEMBER, title="Money", owners=[one], score=(3, 3))
        before = whole(register, DECEMBER, board)
        row = entry(2, "1", "Money and funding", owners=owners(other), score=(1, 2), horizon="both", order=70)
        bring_in(register, board, SEPTEMBER, row)
        assert whole(register, DECEMBER, board) == before
        then = position(register, SEPTEMBER, board)["risks"][0]
        assert (then["title"], then["owners"], then["likelihood"], then["horizon"]) == (
            "Money and funding",
            [other.title],
            "L",
            "both",
        )
        assert (then["opened_on"], position(register, date(2019, 9, 29), board)["risks"]) == ("2019-09-30", [])
        moved = position(register, DECEMBER, board, since=SEPTEMBER)["risks"][0]
        assert (moved["movement"], moved["reasons"]) == ("up", ["It was discussed"])

    def test_what_was_known_then_is_still_what_was_known_then(self, register, board):
        open_risk(register, on=DECEMBER, title="Money", score=(3, 3))
        bring_in(register, board, SEPTEMBER, entry(2, "1", "Money", score=(1, 1)))
        from registers.access import audience_of
        from registers.position import index, look_at

        known = Scope(as_at=SEPTEMBER, known_at=clock.end_of(MARCH))
        assert not index(look_at(register, audience_of(board), known)).rows

    def test_a_value_that_would_run_on_is_set_back_on_the_next_dated_day(self, register, board):
        risk = open_risk(register, on=date(2019, 6, 1), title="Money", description="Old", score=(2, 2))
        agree(register, DECEMBER)
        before = whole(register, DECEMBER, board), whole(register, date(2019, 9, 29), board)
        bring_in(register, board, SEPTEMBER, entry(2, "1", "Money", description="New", score=(4, 4)))
        assert (whole(register, DECEMBER, board), whole(register, date(2019, 9, 29), board)) == before
        assert stands(register, date(2019, 12, 30), board)["1"]["description"] == "New"
        reasons = list(risk.wording_facts.oldest_first().values_list("reason", flat=True))
        assert reasons[-1] == "Imported from test.xlsx, as at 30 September 2019: as it stood before"

    def test_a_risk_that_only_the_past_had_is_closed_on_the_next_dated_day(self, register, board):
        open_risk(register, on=DECEMBER, title="Money")
        bring_in(register, board, SEPTEMBER, entry(2, "1", "Money"), entry(3, "2", "Gone since", score=(1, 1)))
        assert set(stands(register, SEPTEMBER, board)) == {"1", "2"}
        assert set(stands(register, DECEMBER, board)) == {"1"}

    def test_a_risk_that_was_there_before_and_after_but_not_between_is_closed_in_between(self, register, board):
        open_risk(register, on=DECEMBER, title="Estates")
        open_risk(register, on=MARCH, title="Money", score=(2, 2))
        before = whole(register, MARCH, board)
        bring_in(register, board, SEPTEMBER, entry(2, "2", "Money", score=(1, 1)))
        assert whole(register, MARCH, board) == before
        assert set(stands(register, DECEMBER, board)) == {"1"}
        assert set(stands(register, SEPTEMBER, board)) == {"2"}

    def test_a_score_that_cannot_be_unsaid_is_refused(self, register, board):
        open_risk(register, on=DECEMBER, title="Money")
        found = bring_in(register, board, SEPTEMBER, entry(2, "1", "Money", score=(1, 1)))
        problem = next(one for one in found.rows[0].problems if one.weight is Weight.REFUSED)
        assert "would run on into it" in problem.words
        assert stands(register, DECEMBER, board)["1"]["likelihood"] is None

    def test_a_closed_risk_of_the_past_is_reopened_for_that_time_alone(self, register, board):
        risk = open_risk(register, on=date(2019, 6, 1), title="Money")
        risks.close(risk=risk, by=board, version=None, on=date(2019, 7, 1), reason="Done")
        open_risk(register, on=DECEMBER, title="Estates")
        bring_in(register, board, SEPTEMBER, entry(2, "1", "Money"), answers={"Register!2:closed": "reopen"})
        assert set(stands(register, SEPTEMBER, board)) == {"1"}
        assert set(stands(register, DECEMBER, board)) == {"2"}

    def test_controls_of_the_past_hold_until_the_next_dated_day(self, register, board):
        risk = open_risk(register, on=DECEMBER, title="Money")
        held = add_control(risk, day=DECEMBER, title="Audit", stage="in-place", due=date(2020, 2, 1))
        before = whole(register, DECEMBER, board)
        said = [control("Audit", 2, stage="planned", due=date(2019, 12, 1)), control("Gone since", 2, stage="in-place")]
        found = bring_in(register, board, SEPTEMBER, entry(2, "1", "Money", controls=said))
        assert [row.deed for row in found.rows] == [Deed.CHANGE, Deed.CHANGE, Deed.CREATE]
        assert whole(register, DECEMBER, board) == before
        then = position(register, SEPTEMBER, board)["risks"][0]["controls"]
        assert {one["title"] for one in then} == {"Audit", "Gone since"}
        assert held.number in [int(one["reference"].removeprefix("C-")) for one in then]

    def test_what_was_agreed_stays_where_the_file_closes_risks_before_it(self, register, board):
        open_risk(register, on=date(2019, 6, 1), title="Money", score=(1, 1))
        agree(register, SEPTEMBER)
        before = whole(register, SEPTEMBER, board)
        said = {"closed_on": date(2019, 8, 1), "score": (2, 2)}
        rows = [entry(2, "1", "Money", **said), entry(3, "2", "Gone before", opened_on=date(2018, 1, 1), **said)]
        bring_in(register, board, DECEMBER, *rows)
        assert whole(register, SEPTEMBER, board) == before
        assert not stands(register, DECEMBER, board)
        assert not planned(register, board, DECEMBER, *rows).acts

    def test_the_same_past_file_twice_changes_nothing(self, register, board):
        open_risk(register, on=DECEMBER, title="Money", score=(3, 3))
        rows = [entry(2, "1", "Money and funding", score=(1, 2)), entry(3, "2", "Gone since", score=(1, 1))]
        bring_in(register, board, SEPTEMBER, *rows)
        assert not planned(register, board, SEPTEMBER, *rows).acts

    def test_a_past_risk_of_a_reference_that_another_has_since_is_asked_about_once(self, register, board):
        open_risk(register, on=DECEMBER, title="Money")
        row = entry(2, "1", "Fleet", closed_on=date(2019, 9, 1), opened_on=date(2018, 9, 1))
        bring_in(register, board, SEPTEMBER, row, answers={"Register!2:same": "new"})
        found = planned(register, board, SEPTEMBER, row)
        assert (found.dry_run.rows[0].what, found.dry_run.questions) == ("Risk 2, printed as 1", 0)
        assert not found.acts


TITLES = {"1": "Money", "2": "Estates", "3": "Fleet"}
QUARTERS = (SEPTEMBER, DECEMBER, MARCH)
SAYINGS = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["", " and more", " at all"]),
        "description": st.sampled_from(["", "Words", "Other words"]),
        "score": st.tuples(st.integers(1, 4), st.integers(1, 4)),
        "horizon": st.sampled_from(["short-term", "both"]),
        "owners": st.integers(0, 1),
    }
)
REGISTERS = st.lists(st.dictionaries(st.sampled_from("123"), SAYINGS, min_size=1), min_size=3, max_size=3)


class TestOrders(TestCase):
    """Whatever the order in which three quarters are brought in, the three positions are those of the files."""

    @settings(max_examples=8, phases=[Phase.generate])
    @given(REGISTERS, st.permutations(range(3)))
    def test_three_quarters_in_any_order_give_their_own_positions(self, quarters, order):
        register = register_to_fill()
        board = importer(register, "board")
        posts = [PostFactory(organisation=register.organisation) for _ in range(2)]
        done = []
        for n in order:
            rows = [
                entry(
                    row, ref, **said | {"title": TITLES[ref] + said["title"], "owners": owners(posts[said["owners"]])}
                )
                for row, (ref, said) in enumerate(sorted(quarters[n].items()), 2)
            ]
            found = bring_in(register, board, QUARTERS[n], *rows, closes_missing=True, answers=Reopening())
            assert not any(row.deed is Deed.REFUSE for row in found.rows), found
            done.append(n)
            for m in done:
                assert self._says(register, m, board) == self._said(quarters[m], posts), (order, done, m)

    def _said(self, quarter, posts):
        found = {}
        for ref, said in quarter.items():
            levels = [("L", "M", "H", "VH")[level - 1] for level in said["score"]]
            texts = TITLES[ref] + said["title"], said["description"]
            found[ref] = (*texts, *levels, said["horizon"], [posts[said["owners"]].title])
        return found

    def _says(self, register, n, by):
        names = ("title", "description", "likelihood", "impact", "horizon", "owners")
        found = stands(register, QUARTERS[n], by)
        return {ref: tuple(risk[name] for name in names) for ref, risk in found.items()}


class Reopening(dict):
    """Every risk that the register has closed is open again where the file has it."""

    def get(self, key, default=""):
        return "reopen" if key.endswith(":closed") else default

    def __getitem__(self, key):
        return self.get(key)


def test_a_score_of_the_past_has_its_own_reason_back(db):
    register = register_to_fill()
    board = importer(register, "board")
    risk = open_risk(register, on=date(2019, 6, 1), title="Money")
    score_risk(risk, 2, 2, on=date(2019, 6, 1), reason="As agreed")
    agree(register, DECEMBER)
    bring_in(register, board, SEPTEMBER, entry(2, "1", "Money", score=(4, 4), rationale="A bad summer"))
    rows = risk.assessment_facts.oldest_first().values_list("on", "likelihood", "reason")
    assert list(rows) == [
        (date(2019, 6, 1), 2, "As agreed"),
        (SEPTEMBER, 4, "A bad summer"),
        (DECEMBER, 2, "As agreed"),
    ]
    quarters = ((date(2019, 6, 30), SEPTEMBER), (SEPTEMBER, DECEMBER))
    moved = [position(register, day, board, since=since)["risks"][0] for since, day in quarters]
    assert [(risk["movement"], risk["reasons"]) for risk in moved] == [
        ("up", ["A bad summer"]),
        ("down", ["Back to the score of 1 June 2019: As agreed"]),
    ]
