"""Scales, directions and movements: plain Python, every cell of a grid."""

from datetime import date
from itertools import product

import pytest

from registers.movement import Movement, Stage, Standing, mirror, movement, periods_stood
from registers.scope import quarter_end_before, quarter_ends
from registers.scoring import Band, Cell, Level, Scheme, Score

LEVELS = (Level("L", "Low"), Level("M", "Medium"), Level("H", "High"))
CELLS = {(a, b): Cell(Band.LOW if a + b < 4 else Band.HIGH, a + b) for a, b in product((1, 2, 3), repeat=2)}
EARLY, LATE = date(2021, 9, 30), date(2021, 12, 31)


def standing(on, stage=Stage.OPEN, cell=None, scheme=1, refreshes=0):
    return Standing(on, stage, cell, CELLS[cell] if cell else None, scheme if cell else None, refreshes)


def test_a_score_reads_likelihood_versus_impact():
    assert Scheme(LEVELS, LEVELS, CELLS).words(Score(1, 3)) == "L v H"
    assert Scheme(LEVELS, LEVELS, CELLS).score("H", "M") == Score(3, 2)


def test_a_score_off_the_scale_is_refused_in_words():
    scheme = Scheme(LEVELS, LEVELS, CELLS)
    with pytest.raises(ValueError, match="not on the 3 by 3 scale"):
        scheme.cell(Score(4, 1))
    with pytest.raises(ValueError, match="'VH' is not a likelihood; choose from L, M, H"):
        scheme.score("VH", "L")


def test_a_scale_with_a_missing_cell_is_refused():
    with pytest.raises(ValueError, match="not on the"):
        Scheme(LEVELS, LEVELS, {key: cell for key, cell in CELLS.items() if key != (2, 2)})


def test_a_scale_on_which_more_is_less_is_refused():
    with pytest.raises(ValueError, match="rank falls"):
        Scheme(LEVELS, LEVELS, CELLS | {(3, 3): Cell(Band.HIGH, 1)})


def test_a_scale_whose_bands_contradict_its_ranks_is_refused():
    with pytest.raises(ValueError, match="Rank"):
        Scheme(LEVELS, LEVELS, CELLS | {(1, 1): Cell(Band.VERY_HIGH, 2)})


@pytest.mark.parametrize(("before", "after"), list(product(CELLS, repeat=2)))
def test_every_pair_of_cells_moves_as_their_ranks_do(before, after):
    moved = movement(standing(EARLY, cell=before), standing(LATE, cell=after))
    difference = sum(after) - sum(before)
    expected = Movement.UP if difference > 0 else Movement.DOWN if difference < 0 else Movement.STATIC
    if difference == 0 and before != after:
        expected = Movement.SHIFTED
    assert moved is expected


@pytest.mark.parametrize(
    ("before", "after", "reads"),
    [
        (standing(EARLY, Stage.ABSENT), standing(LATE, cell=(1, 1)), Movement.NEW),
        (standing(EARLY, cell=(1, 1)), standing(LATE, Stage.CLOSED, (1, 1)), Movement.CLOSED),
        (standing(EARLY, Stage.CLOSED), standing(LATE, cell=(1, 1)), Movement.REOPENED),
        (standing(EARLY, cell=(1, 1)), standing(LATE, cell=(3, 3), refreshes=1), Movement.REFRESHED),
        (standing(EARLY, cell=(1, 1)), standing(LATE, cell=(3, 3), scheme=2), Movement.RESCALED),
        (standing(EARLY), standing(LATE, cell=(3, 3)), Movement.UNSCORED),
        (standing(EARLY, Stage.ABSENT), standing(LATE, Stage.CLOSED), None),
        (standing(EARLY, Stage.CLOSED), standing(LATE, Stage.CLOSED), None),
    ],
)
def test_a_movement_that_is_not_an_arrow_is_named(before, after, reads):
    assert movement(before, after) is reads


def test_a_correction_since_issue_reads_corrected_not_up():
    corrected, issued = standing(EARLY, cell=(3, 3)), standing(EARLY, cell=(1, 1))
    now = standing(LATE, cell=(3, 3))
    assert movement(corrected, now, issued=issued) is Movement.CORRECTED
    assert movement(corrected, now, issued=corrected) is Movement.STATIC
    assert movement(corrected, standing(LATE, cell=(1, 1)), issued=issued) is Movement.DOWN


def test_any_two_standings_mirror():
    stages = [standing(day, stage, cell, scheme, refreshes) for day in (EARLY, LATE) for stage in Stage
              for cell in (None, (1, 1), (3, 3)) for scheme in (1, 2) for refreshes in (0, 1)]  # fmt: skip
    pairs = [(a, b) for a in stages for b in stages if a.on < b.on]
    assert len(pairs) > 1000
    for before, after in pairs:
        assert movement(after, before) is mirror(movement(before, after))


def test_periods_are_counted_in_quarter_ends():
    ends = quarter_ends(LATE, since=date(2021, 1, 1))
    assert ends == [date(2021, 12, 31), date(2021, 9, 30), date(2021, 6, 30), date(2021, 3, 31)]
    assert periods_stood([(date(2021, 5, 1), (1, 1))], ends) == 3
    assert periods_stood([(date(2021, 5, 1), (1, 1)), (date(2021, 12, 31), (1, 2))], ends) == 1
    assert periods_stood([(date(2021, 5, 1), (1, 1)), (date(2021, 8, 1), (1, 1))], ends) == 3  # scored again, not moved
    assert periods_stood([], ends) == 0


@pytest.mark.parametrize("month", range(1, 13))
def test_the_quarter_end_before_a_day_is_before_it(month):
    end = quarter_end_before(date(2021, month, 15))
    assert end.month in (3, 6, 9, 12)
    assert end < date(2021, month, 1)
    assert quarter_end_before(date(2021, 12, 31)) == date(2021, 9, 30)
