"""Are the owners in a cell found, each as the post that is meant, and is nobody made up?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.imports.owners import split
from reports.imports.people import judge_owner, names_of
from reports.imports.values import KnownPost

POSTS = (
    KnownPost(1, "Chief Executive Officer", ("Chief Executive", "CEO"), ("Rowan Thackeray",)),
    KnownPost(2, "Chief Finance Officer", ("MOPAC CFO",), ("Amir Holloway",)),
    KnownPost(3, "Deputy Chief Finance Officer", (), ("Bethan Quill",)),
    KnownPost(4, "Director of Strategy", (), ("Imogen Sallow",)),
    KnownPost(5, "Director of CJ Policy and Commissioning", (), ("Saoirse Kettlewell",)),
    KnownPost(6, "Director of VRU", (), ()),
    KnownPost(7, "Director of Audit, Risk and Assurance", ("DARA",), ("Celeste Warboys",)),
    KnownPost(8, "Head of Policing/Crime", (), ("Marta Lund",)),
    KnownPost(9, "AC Professionalism", (), (), body="the Met"),
)
NAMES = names_of(POSTS, "MOPAC")
TITLES = {post.key: post.title for post in POSTS}
CJ, VRU, CEO, CFO = TITLES[5], TITLES[6], TITLES[1], TITLES[2]


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("Director of CJ Policy and Commissioning/Director of VRU", [CJ, VRU]),
        ("Director of CJ Policy and \nCommissioning/Director of \nVRU", [CJ, VRU]),
        ("Director of CJ Policy and\nCommissioning", [CJ]),
        ("Chief Executive Officer\nChief Finance Officer", [CEO, CFO]),
        ("• Chief Executive Officer\n• Chief Finance Officer", [CEO, CFO]),
        ("1. Chief Executive Officer 2. Chief Finance Officer", [CEO, CFO]),
        ("Chief Executive Officer; Chief Finance Officer", [CEO, CFO]),
        ("Chief Executive Officer, Chief Finance Officer and Director of VRU", [CEO, CFO, VRU]),
        ("Chief Executive Officer & Chief Finance Officer", [CEO, CFO]),
        ("CEO/CFO", ["CEO", "CFO"]),
        ("CEO / Head of Policing/Crime", ["CEO", "Head of Policing/Crime"]),
        ("Director of VRU Director of Strategy", [VRU, "Director of Strategy"]),
        (
            "Director VRU Chief Executive Head of Policing/Crime",
            ["Director VRU", "Chief Executive", "Head of Policing/Crime"],
        ),
        ("Director of Audit, Risk and Assurance", ["Director of Audit, Risk and Assurance"]),
        ("Director of CJ Policy, Commissioning", ["Director of CJ Policy, Commissioning"]),
        ("Head of Widgets and Things", ["Head of Widgets and Things"]),
        ("Head of Widgets and Head of Things", ["Head of Widgets", "Head of Things"]),
        ("Jo Bloggs, Director of VRU", ["Jo Bloggs, Director of VRU"]),
        ("Jo Bloggs / Sam Poe", ["Jo Bloggs", "Sam Poe"]),
        ("Owner: CEO", ["CEO"]),
        ("CEO\nCEO", ["CEO"]),
        ("CEO (lead), CFO (support)", ["CEO (lead)", "CFO (support)"]),
        ("Holloway, Amir; Quill, Bethan", ["Holloway, Amir", "Quill, Bethan"]),
        ("A. Holloway, B. Quill and M. Lund", ["A. Holloway", "B. Quill", "M. Lund"]),
        ("Holloway/Quill", ["Holloway", "Quill"]),
        ("", []),
    ],
)
def test_the_owners_in_a_cell_are_parted_but_never_inside_a_title(cell, owners):
    assert list(split(cell, NAMES)) == owners


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("chief executive officer", CEO),
        ("CEO", CEO),
        ("Chief Exec. Officer", CEO),
        ("CFO", CFO),
        ("MOPAC CFO", CFO),
        ("Chief Finance Officer (MOPAC)", CFO),
        ("DCFO", "Deputy Chief Finance Officer"),
        ("Dep. Chief Finance Officer", "Deputy Chief Finance Officer"),
        ("Dir. of Strategy", "Director of Strategy"),
        ("Director of CJ Policy, Commissioning", CJ),
        ("Director of CJ Policy & Commissioning", CJ),
        ("Imogen Sallow", "Director of Strategy"),
        ("IS", "Director of Strategy"),
        ("I.S.", "Director of Strategy"),
        ("Imogen Sallow, Director of Strategy", "Director of Strategy"),
        ("Director of VRU (Jo Bloggs)", VRU),
        ("Jo Bloggs, Director of VRU", VRU),
        ("Director, Audit Risk & Assurance", "Director of Audit, Risk and Assurance"),
    ],
)
def test_a_post_is_known_by_its_title_its_other_names_short_forms_and_holder(printed, title):
    assert TITLES[judge_owner(printed, NAMES).meaning["post"]] == title


@pytest.mark.parametrize("printed", ["A. Holloway", "Holloway, Amir", "Holloway A", "Mr Amir Holloway", "AH"])
def test_who_holds_a_post_is_known_however_the_name_is_written(printed):
    judged = judge_owner(printed, NAMES)
    assert (judged.meaning, judged.is_plain) == ({"post": 2}, False)


def test_a_surname_alone_is_only_offered():
    judged = judge_owner("Holloway", NAMES)
    assert (judged.meaning, judged.suggestion) == (None, {"post": 2})


def test_initials_count_a_first_name_that_is_a_small_word():
    names = names_of((KnownPost(1, "Chief Executive", (), ("A. Frith",)),))
    assert judge_owner("AF", names).meaning == {"post": 1}


def test_only_the_title_itself_or_another_name_of_it_goes_without_saying():
    assert judge_owner("Chief Executive", NAMES).is_plain
    assert not judge_owner("Dir. of Strategy", NAMES).is_plain
    assert "initials" in judge_owner("IS", NAMES).reason


def test_a_near_miss_is_offered_and_not_taken():
    judged = judge_owner("Director of Stratgy", NAMES)
    assert judged.meaning is None
    assert judged.suggestion == {"post": 4}


@pytest.mark.parametrize(
    "printed",
    [
        "Chief Executive Officer (jointly with Director of Strategy)",
        "Chief Executive (with Dir. of Strategy)",
        "Chief Finance Officer, with the CEO",
        "Director of VRU - supported by AC Professionalism",
    ],
)
def test_a_second_post_among_other_words_is_asked_and_not_dropped(printed):
    judged = judge_owner(printed, NAMES)
    assert judged.meaning is None
    assert "names a second post" in judged.reason


def test_an_unknown_post_is_asked_with_the_offer_to_add_it():
    judged = judge_owner("Head of Widgets", NAMES)
    assert judged.meaning is None
    assert judged.suggestion == {"add": "Head of Widgets"}


def test_initials_of_nobody_are_asked_and_never_become_a_post():
    judged = judge_owner("ZZ", NAMES)
    assert judged.meaning is None
    assert judged.suggestion is None


def test_initials_of_two_people_are_asked():
    posts = (*POSTS, KnownPost(10, "Head of Insight", (), ("Iris Stone",)))
    judged = judge_owner("IS", names_of(posts, "MOPAC"))
    assert judged.meaning is None
    assert "Director of Strategy or Head of Insight" in judged.reason


def test_a_post_of_the_other_body_is_named_and_not_taken():
    judged = judge_owner("AC Professionalism", NAMES)
    assert judged.meaning is None
    assert "the Met" in judged.reason


def test_two_parts_that_are_two_posts_are_asked():
    assert judge_owner("Imogen Sallow (Director of VRU)", NAMES).meaning is None


@pytest.mark.parametrize("printed", ["TBC", "-", "Vacant", "N/A"])
def test_nobody_is_nobody(printed):
    assert judge_owner(printed, NAMES).meaning == ""


TITLE = st.sampled_from([post.title for post in POSTS[:8]])


@given(st.lists(TITLE, min_size=1, max_size=4, unique=True), st.sampled_from(["\n", "; ", "/", ", ", " and ", " & "]))
def test_known_posts_are_found_whatever_parts_them(titles, separator):
    assert list(split(separator.join(titles), NAMES)) == titles


@given(st.text(max_size=60))
def test_no_cell_is_too_odd_and_none_of_its_words_is_lost(text):
    owners = split(text, NAMES)
    letters = {char for owner in owners for char in owner if char.isalpha()}
    assert letters <= set(text)
    for owner in owners:
        judge_owner(owner, NAMES)
