"""Is a score in a cell taken apart as a person would, and is a level never guessed?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registers.scoring import Band
from reports.imports.levels import bands_of_colour, colour_name, judge_band, judge_level
from reports.imports.movements import judge_movement
from reports.imports.scores import Parts, band_words, parts_of, places_of_total, total_words
from reports.imports.values import Scored
from tests.imported_known import scheme_called

FIVE = scheme_called("5x5")
LETTERS = scheme_called("lmh-vh")
COLOURS = scheme_called("rag")


def parts(likelihood="", impact="", total="", band="", movement=""):
    return Parts(likelihood, impact, total, band, movement)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("M v H", parts("M", "H")),
        ("MvH", parts("M", "H")),
        ("M/H", parts("M", "H")),
        ("VH v VH", parts("VH", "VH")),
        ("3x4", parts("3", "4")),
        ("3 x 4 = 12", parts("3", "4", "12")),
        ("12 (3x4)", parts("3", "4", "12")),
        ("(3 x 4) 12", parts("3", "4", "12")),
        ("L3 I4", parts("3", "4")),
        ("I4 L3", parts("3", "4")),
        ("P3 I4", parts("3", "4")),
        ("12 (L4 x I3)", parts("4", "3", "12")),
        ("Likelihood 4\nImpact 3\nScore 12", parts("4", "3", "12")),
        ("Impact 4\nLikelihood 3\n12\nHigh", parts("3", "4", "12", "High")),
        ("L:M I:H", parts("M", "H")),
        ("Likely / Major", parts("Likely", "Major")),
        ("Almost certain x Major", parts("Almost certain", "Major")),
        ("Likely (4) x Moderate (3)", parts("Likely (4)", "Moderate (3)")),
        ("High (12)", parts(total="12", band="High")),
        ("12 - High", parts(total="12", band="High")),
        ("High – 12 (3 x 4)", parts("3", "4", "12", "High")),
        ("A12", parts(total="12", band="A")),
        ("12", parts(total="12")),
        ("Very high", parts(band="Very high")),
        ("3.5 x 4", parts("3.5", "4")),
        ("12 ↑", parts(total="12", movement="up")),
        ("M v H ↔", parts("M", "H", movement="static")),
        ("M/H NEW", parts("M", "H", movement="new")),
        ("12 (no change)", parts(total="12", movement="static")),
        ("High impact, low likelihood", parts("low likelihood", "High impact")),
        ("Low likelihood / high impact", parts("Low likelihood", "high impact")),
        ("Likelihood: 4 (Likely)\nImpact: 3 (Moderate)\nScore: 12", parts("4 (Likely)", "3 (Moderate)", "12")),
        ("5I x 2L", parts("2", "5")),
    ],
)
def test_a_score_is_taken_apart(printed, expected):
    assert parts_of(printed) == expected


@pytest.mark.parametrize(
    "printed",
    ["", "-", "N/A", "TBC", "16 → 12", "12 (was 16)", "30/09/2019", "4 x 3 x 2", "See the note on the last page"],
)
def test_what_is_no_score_has_no_parts(printed):
    assert not parts_of(printed)


def test_impact_stands_first_where_the_person_says_so_but_names_say_it_themselves():
    assert parts_of("3x4", True) == parts("4", "3")
    assert parts_of("L3 I4", True) == parts("3", "4")


@pytest.mark.parametrize(
    ("printed", "place"),
    [
        ("3", 3),
        ("Possible", 3),
        ("possible", 3),
        ("3 - Possible", 3),
        ("Possible (3)", 3),
        ("3. Possible", 3),
        ("4.0", 4),
    ],
)
def test_a_level_is_known_by_number_and_name(printed, place):
    assert judge_level(printed, FIVE.likelihoods, "likelihood").meaning == place


@pytest.mark.parametrize(
    ("printed", "place"),
    [("M", 2), ("Med", 2), ("medium", 2), ("VH", 4), ("V. High", 4), ("Very-high", 4), ("very high", 4)],
)
def test_a_level_is_known_by_letter_and_word(printed, place):
    assert judge_level(printed, LETTERS.impacts, "impact").meaning == place


@pytest.mark.parametrize(
    "printed", ["3.5", "3½", "2.25", "Severe", "High", "3/4", "Minor - Moderate", "Major, Moderate"]
)
def test_a_level_between_two_or_of_another_scale_is_asked(printed):
    judged = judge_level(printed, FIVE.impacts, "impact")
    assert judged.meaning is None
    assert not judged.is_wrong


@pytest.mark.parametrize(
    "printed", ["C4", "4 (I)", "Impact 4", "High impact", "4 / 5", "Likely / Possible", "Tebygol / Possible"]
)
def test_a_level_of_the_other_kind_or_two_levels_are_asked(printed):
    assert judge_level(printed, FIVE.likelihoods, "likelihood").meaning is None


@pytest.mark.parametrize("printed", ["Tebygol / Likely", "Tebygol", "tebygol | likely", "Likely\nTebygol"])
def test_a_level_in_welsh_is_known_and_told(printed):
    judged = judge_level(printed, FIVE.likelihoods, "likelihood")
    assert (judged.meaning, judged.is_plain) == (4, False)


@pytest.mark.parametrize("printed", ["Medium (M)", "M - Medium", "medium [M]", "M: Medium"])
def test_a_level_with_its_own_letter_is_plain(printed):
    judged = judge_level(printed, LETTERS.impacts, "impact")
    assert (judged.meaning, judged.is_plain) == (2, True)
    assert judge_level("High (M)", LETTERS.impacts, "impact").meaning is None


def test_beside_a_word_in_no_known_language_a_level_is_only_offered():
    judged = judge_level("Wahrscheinlich / Likely", FIVE.likelihoods, "likelihood")
    assert (judged.meaning, judged.suggestion) == (None, 4)


@pytest.mark.parametrize("printed", ["-2", "3?", "Likely?", "3 or 4", ">3", "3+", "~3", "2-3"])
def test_a_sign_beside_a_level_is_never_looked_over(printed):
    assert judge_level(printed, FIVE.likelihoods, "likelihood").meaning is None


@pytest.mark.parametrize("printed", ["6", "0", "25"])
def test_a_level_off_the_scale_is_wrong_and_the_scale_is_said(printed):
    judged = judge_level(printed, FIVE.likelihoods, "likelihood")
    assert judged.is_wrong
    assert "1 to 5" in judged.reason


def test_numbers_on_a_scale_of_letters_are_only_offered():
    judged = judge_level("2", LETTERS.likelihoods, "likelihood")
    assert judged.meaning is None
    assert judged.suggestion == 2


@pytest.mark.parametrize("levels", [FIVE.likelihoods, FIVE.impacts, LETTERS.likelihoods, COLOURS.impacts])
def test_every_level_of_every_scale_means_itself(levels):
    for place, level in enumerate(levels, 1):
        assert judge_level(level.short, levels, "level").meaning == place
        assert judge_level(level.name, levels, "level").meaning == place


@given(st.text(max_size=12))
def test_no_text_makes_a_level_that_is_not_on_the_scale(text):
    meaning = judge_level(text, FIVE.likelihoods, "likelihood").meaning
    assert meaning in (None, "") or 1 <= meaning <= 5
    if isinstance(meaning, int):
        assert str(meaning) in text or FIVE.likelihoods[meaning - 1].name.casefold() in text.casefold()


@given(st.floats(min_value=0, max_value=30).filter(lambda number: number != int(number)))
def test_a_fraction_is_never_rounded(number):
    assert judge_level(f"{number:.2f}", FIVE.likelihoods, "likelihood").meaning in (
        None,
        *([int(float(f"{number:.2f}"))] if float(f"{number:.2f}").is_integer() else []),
    )


@pytest.mark.parametrize(
    ("fill", "name"),
    [("ff0000", "red"), ("ffc000", "amber"), ("ffff00", "yellow"), ("92d050", "green"), ("00b050", "green"),
     ("c00000", "dark red"), ("942514", "dark red"), ("ffc7ce", "red"),
     ("c6efce", "green"), ("4472c4", ""), ("d9d9d9", ""), ("7030a0", ""), ("000000", ""), ("ffe600", "yellow")],
)  # fmt: skip
def test_a_fill_passes_for_the_nearest_usual_colour_or_for_none(fill, name):
    assert colour_name(fill) == name


def test_what_a_colour_means_depends_on_the_colours_in_use():
    three, four = {"green", "amber", "red"}, {"green", "yellow", "amber", "red"}
    assert judge_band("red", FIVE, three).meaning is None
    assert judge_band("red", FIVE, four).meaning == Band.VERY_HIGH
    assert judge_band("amber", FIVE, four).meaning == Band.HIGH
    assert bands_of_colour("red", FIVE, three) == {Band.HIGH, Band.VERY_HIGH}


def test_on_a_scale_of_colours_a_colour_is_a_band():
    assert judge_band("A", COLOURS).meaning == COLOURS.cells[1, 2].band
    assert judge_band("Red", COLOURS).meaning == COLOURS.cells[1, 3].band


def test_another_word_for_a_band_is_only_offered():
    judged = judge_band("Extreme", FIVE)
    assert judged.meaning is None
    assert judged.suggestion == Band.VERY_HIGH


def test_a_printed_total_is_compared_and_never_taken():
    assert total_words(Scored(3, 4), "12", FIVE) == ""
    assert "3 × 4 is 12" in total_words(Scored(3, 4), "16", FIVE)
    assert "not a number" in total_words(Scored(3, 4), "n/k", FIVE)
    assert places_of_total(FIVE, "12") == [(3, 4), (4, 3)]
    assert places_of_total(FIVE, "7") == []


def test_a_band_that_contradicts_the_cell_is_told():
    assert band_words(Scored(1, 1), "low", FIVE, "Low") == ""
    assert "Low" in band_words(Scored(1, 1), "high", FIVE, "High")


@pytest.mark.parametrize(
    ("printed", "movement"),
    [("↑", "up"), ("▼", "down"), ("↔", "static"), ("No change", "static"), ("Increasing", "up"), ("Reduced", "down"),
     ("NEW", "new"), ("<->", "static"), ("↑ Up", "up"), ("-", ""), ("perhaps", None), ("↑↓", None)],
)  # fmt: skip
def test_a_movement_is_an_arrow_or_a_word(printed, movement):
    assert judge_movement(printed).meaning == movement
