"""Where do aligned risks differ, and when does a reason given quiet it? Plain values, no database."""

from dataclasses import replace
from datetime import date

import pytest

from registers.audience import WITHHELD
from registers.models import DivergenceKind
from registers.movement import Movement
from registers.scoring import Band
from reports.divergence import Compared, Kind, Note, Refresh, Side, divergences

SINCE = date(2017, 9, 30)
MET = Compared("met/3", "3", band=Band.HIGH, movement=Movement.STATIC)
MOPAC = Compared("mopac/2", "2", band=Band.HIGH, movement=Movement.STATIC)
SPLIT = Refresh(date(2018, 4, 1), "split", "was split on 1 April 2018 into 2 and 15")


def said(met=MET, mopac=MOPAC, notes=None, since=SINCE, mopac_since=SINCE):
    """What differs, of one risk a side or of several."""
    return divergences(
        [
            Side("the Met", met if isinstance(met, tuple) else (met,), SINCE),
            Side("MOPAC", mopac if isinstance(mopac, tuple) else (mopac,), mopac_since),
        ],
        since,
        notes,
    )


def words(*args, **kwargs):
    return [divergence.words for divergence in said(*args, **kwargs)]


def test_risks_that_stand_alike_do_not_differ():
    assert said() == ()


def test_the_kinds_are_those_a_reason_can_be_recorded_for():
    assert {kind.value: kind.label for kind in Kind} == dict(DivergenceKind.choices)


# Each case, in words -------------------------------------------------------------------------------------------------


def test_bands_differ():
    assert words(mopac=replace(MOPAC, band=Band.VERY_HIGH)) == [
        "The Met's risk 3 is high, MOPAC's risk 2 is very high."
    ]


def test_directions_differ():
    assert words(mopac=replace(MOPAC, movement=Movement.DOWN)) == [
        "Since 30 September 2017 the Met's risk 3 is static, MOPAC's risk 2 is down."
    ]


def test_each_side_is_told_with_the_date_its_movement_is_counted_from():
    assert words(mopac=replace(MOPAC, movement=Movement.UP), mopac_since=date(2017, 6, 30)) == [
        "The Met's risk 3 is static since 30 September 2017, MOPAC's risk 2 is up since 30 June 2017."
    ]


def test_another_cell_of_the_same_rank_is_no_other_direction():
    assert words(mopac=replace(MOPAC, movement=Movement.SHIFTED)) == []


@pytest.mark.parametrize(
    "movement",
    [Movement.NEW, Movement.CLOSED, Movement.REOPENED, Movement.REFRESHED, Movement.RESCALED, Movement.UNSCORED, None],
)
def test_what_has_no_direction_differs_from_none(movement):
    assert words(mopac=replace(MOPAC, movement=movement)) == []


def test_an_unscored_risk_has_no_band_to_differ():
    assert words(mopac=replace(MOPAC, band=None)) == []


def test_one_side_is_closed():
    closed = replace(MOPAC, closed_on=date(2018, 4, 1), band=Band.LOW, movement=Movement.CLOSED)
    assert words(mopac=closed) == ["The Met's risk 3 is open, MOPAC's risk 2 was closed on 1 April 2018."]
    assert words(mopac=replace(closed, became=" and merged into risk 6")) == [
        "The Met's risk 3 is open, MOPAC's risk 2 was closed on 1 April 2018 and merged into risk 6."
    ]


def test_both_sides_closed_do_not_differ():
    assert words(*(replace(risk, closed_on=date(2018, 4, 1)) for risk in (MET, MOPAC))) == []


def test_one_side_is_refreshed():
    assert words(mopac=replace(MOPAC, refreshes=(SPLIT,))) == [
        "The Met's risk 3 was not refreshed, MOPAC's risk 2 was split on 1 April 2018 into 2 and 15."
    ]
    assert words(replace(MET, refreshes=(SPLIT,)), replace(MOPAC, refreshes=(SPLIT,))) == []


def test_one_side_was_reviewed_since_the_last_quarter():
    reviewed = replace(MET, reviewed_on=date(2017, 10, 5))
    assert words(reviewed, replace(MOPAC, reviewed_on=date(2017, 9, 30))) == [
        "The Met's risk 3 was reviewed on 5 October 2017, MOPAC's risk 2 was not reviewed since 30 September 2017."
    ]
    assert words(reviewed, replace(MOPAC, reviewed_on=date(2017, 12, 1))) == []


def test_a_body_looks_at_its_side_by_reviewing_any_of_its_risks_or_the_alignment():
    reviewed = replace(MET, reviewed_on=date(2017, 10, 5))
    pair = (replace(MOPAC, reviewed_on=date(2017, 10, 9)), replace(MOPAC, key="mopac/3", ref="3"))
    assert words(reviewed, pair) == []
    assert words(reviewed, tuple(replace(risk, reviewed_on=None) for risk in pair)) == [
        "The Met's risk 3 was reviewed on 5 October 2017, "
        "MOPAC's risks 2 and 3 were not reviewed since 30 September 2017."
    ]
    sides = [Side("the Met", (MET,), SINCE, reviewed_on=date(2017, 10, 5)), Side("MOPAC", (MOPAC,), SINCE)]
    assert [told.words for told in divergences(sides, SINCE)] == [
        "The Met reviewed the alignment on 5 October 2017, MOPAC's risk 2 was not reviewed since 30 September 2017."
    ]


def test_a_side_that_is_to_be_reviewed_later_is_not_said_to_be_behind():
    sides = [Side("the Met", (replace(MET, reviewed_on=date(2017, 10, 5)),), SINCE), Side("MOPAC", (MOPAC,), SINCE)]
    assert divergences(sides, SINCE)
    assert divergences([sides[0], replace(sides[1], is_review_due=False)], SINCE) == ()


def test_each_side_is_looked_at_since_the_day_it_is_compared_with():
    """Of what a board last agreed in August nobody knows whether it was reviewed in October."""
    reviewed = replace(MET, reviewed_on=date(2017, 10, 5))
    agreed_earlier = replace(MOPAC, reviewed_on=date(2017, 8, 1))
    assert words(reviewed, agreed_earlier, mopac_since=date(2017, 6, 30)) == []


def test_a_reason_why_one_side_was_not_reviewed_holds_until_the_next_quarter():
    reviewed = replace(MET, reviewed_on=date(2017, 10, 5))
    notes = noted(said(reviewed)[0])
    assert said(reviewed, notes=notes)[0].is_quiet
    assert said(replace(reviewed, reviewed_on=date(2017, 11, 5)), notes=notes)[0].is_quiet
    later = date(2017, 12, 31)
    again = [Side("the Met", (replace(MET, reviewed_on=date(2018, 1, 5)),), later), Side("MOPAC", (MOPAC,), later)]
    assert not divergences(again, later, notes)[0].is_quiet


def test_an_owner_is_missing():
    assert words(mopac=replace(MOPAC, has_owner=False)) == ["MOPAC's risk 2 has no owner."]
    assert words(mopac=replace(MOPAC, has_owner=False, closed_on=date(2017, 10, 1)), met=MET) == [
        "The Met's risk 3 is open, MOPAC's risk 2 was closed on 1 October 2017."
    ]


def test_with_several_risks_a_side_it_says_which():
    met = (MET, replace(MET, key="met/4", ref="4"), replace(MET, key="met/5", ref="5", band=Band.LOW))
    assert words(met) == ["The Met's risks 3 and 4 are high and its risk 5 is low; MOPAC's risk 2 is high."]


def test_sides_that_hold_the_same_bands_do_not_differ():
    pair = lambda risk: (risk, replace(risk, key=risk.key + "1", ref=risk.ref + "1", band=Band.LOW))  # noqa: E731
    assert words(pair(MET), pair(MOPAC)) == []


def test_an_alignment_with_one_side_to_see_differs_from_nothing():
    assert words(met=(), mopac=replace(MOPAC, refreshes=(SPLIT,))) == []


# Withheld ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hidden", ["band", "movement", "has_owner", "reviewed_on"])
@pytest.mark.parametrize("side", [0, 1])
def test_what_is_withheld_on_either_side_is_never_compared(hidden, side):
    """Nor is it said of the side that could be: that would tell that there is something to compare with."""
    apart = replace(
        MET, band=Band.LOW, movement=Movement.UP, has_owner=False, reviewed_on=date(2017, 10, 5), key="met/9", ref="9"
    )
    pair = [apart, MOPAC]
    everything = words(*pair)
    pair[side] = replace(pair[side], **{hidden: WITHHELD})
    missing = set(everything) - set(words(*pair))
    assert len(everything) == 4
    assert len(missing) == 1
    assert set(words(*pair)) < set(everything)


def test_one_withheld_risk_among_several_silences_its_kind():
    assert words((MET, replace(MET, key="met/4", ref="4", band=WITHHELD)), replace(MOPAC, band=Band.LOW)) == []


# Quieting ------------------------------------------------------------------------------------------------------------


def noted(divergence, reason="Different scales of harm"):
    return {divergence.kind.value: Note(divergence.said_of, reason, date(2017, 12, 1), "Sam Lead")}


def test_a_reason_quiets_exactly_what_it_was_said_of():
    lower = replace(MOPAC, band=Band.LOW, movement=Movement.UP)
    bands, directions = said(mopac=lower)
    after = said(mopac=lower, notes=noted(bands))
    assert [(each.kind, each.is_quiet) for each in after] == [(Kind.DIRECTIONS, False), (Kind.BANDS, True)]
    assert after[1].note.reason == "Different scales of harm"
    assert directions.said_of == after[0].said_of


@pytest.mark.parametrize(
    "changed",
    [
        {"mopac": replace(MOPAC, band=Band.MEDIUM)},
        {"mopac": (replace(MOPAC, band=Band.LOW), replace(MOPAC, key="mopac/7", ref="7"))},
        {"mopac": replace(MOPAC, band=Band.LOW), "met": replace(MET, band=Band.VERY_HIGH)},
    ],
    ids=["another band", "one more risk", "the other side"],
)
def test_it_speaks_up_again_once_something_changes(changed):
    [bands] = said(mopac=replace(MOPAC, band=Band.LOW))
    [again] = [each for each in said(notes=noted(bands), **changed) if each.kind is Kind.BANDS]
    assert not again.is_quiet


def test_a_risk_that_is_only_printed_under_another_number_stays_quiet():
    lower = replace(MOPAC, band=Band.LOW)
    [bands] = said(mopac=lower)
    [again] = said(mopac=replace(lower, ref="22"), notes=noted(bands))
    assert again.is_quiet


def test_a_reason_for_directions_holds_for_the_quarter_it_was_given_in():
    up = replace(MOPAC, movement=Movement.UP)
    [directions] = said(mopac=up)
    assert said(mopac=up, notes=noted(directions))[0].is_quiet
    assert not said(mopac=up, notes=noted(directions), since=date(2017, 12, 31))[0].is_quiet


def test_another_refresh_speaks_up_again():
    [split] = said(mopac=replace(MOPAC, refreshes=(SPLIT,)))
    recast = Refresh(date(2019, 4, 1), "recast", "was recast on 1 April 2019")
    [again] = said(mopac=replace(MOPAC, refreshes=(SPLIT, recast)), notes=noted(split))
    assert again.words.endswith(
        "MOPAC's risk 2 was split on 1 April 2018 into 2 and 15 and was recast on 1 April 2019."
    )
    assert not again.is_quiet
