"""Two people's changes of one text: put together where they do not touch, left to people where they do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.papers.merging import merged, sentences

BASE = "The register was gone through in June. Two risks rose.\n\n- the first\n- the second\n\nNothing else changed."
WORDS = st.lists(st.sampled_from(["One. ", "Two! ", "Three\n", "\n", "four ", "Five: "]), max_size=9).map("".join)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (("June", "July"), ("Nothing else", "Little else")),
        (("- the second\n", "- the second\n- the third\n"), ("Two risks", "Three risks")),
        (("Two risks rose.", ""), ("Nothing else changed.", "All else stands.")),
    ],
)
def test_changes_of_different_sentences_are_both_kept(mine, theirs):
    together = BASE.replace(*mine).replace(*theirs)
    assert merged(BASE, BASE.replace(*mine), BASE.replace(*theirs)) == together


@pytest.mark.parametrize("theirs", ["Two risks fell.", "Two risks rose. One fell."])
def test_changes_of_one_sentence_are_left_to_people(theirs):
    mine = BASE.replace("Two risks rose.", "Three risks rose.")
    assert merged(BASE, mine, BASE.replace("Two risks rose.", theirs)) is None


def test_what_both_add_in_one_place_is_left_to_people():
    assert merged(BASE, BASE + " I say.", BASE + " And I.") is None


def test_the_same_change_made_by_both_counts_once():
    changed = BASE.replace("Two", "Three")
    assert merged(BASE, changed, changed) == changed


@given(WORDS, WORDS)
def test_with_nobody_else_changing_it_a_text_stays_as_it_was_changed(base, changed):
    assert merged(base, changed, base) == changed
    assert merged(base, base, changed) == changed
    assert "".join(sentences(base)) == base


@given(WORDS, WORDS, WORDS)
def test_it_does_not_matter_who_was_first(base, one, other):
    assert merged(base, one, other) == merged(base, other, one)
