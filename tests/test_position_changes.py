"""What differs between two positions, in words; and which sensitive words a public text repeats. Pure."""

from reports.papers.leaks import Secret, repeated, said_openly, text_of, withheld_from
from reports.papers.position_changes import differences

RISK = {
    "ref": 1, "printed_ref": "101", "title": "Money", "description": "There may be too little.", "likelihood": "M",
    "impact": "H", "band": "high", "owners": ["Director 1"], "leads": [], "closed_on": None, "horizon": None,
    "target": None, "objectives": [], "progress": {"status": "on-track"}, "controls": [], "reasons": ["It was said"],
}  # fmt: skip


def position(*risks):
    return {"register": "met/corporate", "risks": [RISK | risk for risk in risks]}


def told(before, after):
    return [f"{change.printed_ref}: {change.words}" for change in differences(position(*before), position(*after))]


def test_nothing_differs_between_a_position_and_itself():
    assert told([{}], [{}]) == []


def test_scores_titles_owners_and_targets_are_told_with_what_they_were():
    target = {"likelihood": "L", "impact": "L", "band": "low", "on": "2022-03-31"}
    after = {"title": "Funding", "likelihood": "VH", "band": "very-high", "owners": [], "target": target}
    assert told([{}], [after]) == [
        "101: Title: “Funding”; it was “Money”",
        "101: Owners: nobody; it was Director 1",
        "101: Target: L v L, Low by 31 March 2022; it was not set",
        "101: Score: VH v H, Very high; it was M v H, High",
    ]


def test_what_is_new_closed_reopened_or_gone_is_told():
    other, closed = {"ref": 2, "printed_ref": "102"}, {"closed_on": "2021-11-01"}
    assert told([{}], [{}, other]) == ["102: Is new"]
    assert told([{}], [closed]) == ["101: Was closed on 1 November 2021"]
    assert told([closed], [{}]) == ["101: Was reopened"]
    assert told([{}, other], [{}]) == ["102: Is no longer listed"]
    assert told([{}, other | closed], [{}]) == []


def test_controls_are_told_by_their_references():
    one, other = {"reference": "C-1", "state": "planned"}, {"reference": "C-2", "state": "planned"}
    after = [one | {"state": "in-place"}, {"reference": "C-3", "state": "planned"}]
    assert told([{"controls": [one, other]}], [{"controls": after}]) == [
        "101: Controls: C-3 new; C-2 gone; C-1 changed"
    ]


def test_of_what_is_withheld_on_either_side_nothing_is_told():
    held = {"likelihood": "withheld", "impact": "withheld", "band": "withheld", "target": "withheld"}
    assert told([{}], [held]) == []
    assert told([held], [{}]) == []


# Leaks ----------------------------------------------------------------------------------------------------------------

SAID = "A burst pipe in the archive would destroy the only copies of the case files"


def found(public, *secrets, allowed=()):
    return [secret.what for secret in repeated(public, secrets, allowed)]


def test_eight_words_in_a_row_of_a_sensitive_text_are_a_leak_however_they_are_set():
    secret = Secret(SAID, "the section")
    assert found("We hear that a **burst** pipe in the archive would Destroy much.", secret) == ["the section"]
    assert found("A burst pipe is a nuisance in the archive.", secret) == []


def test_what_was_released_or_is_public_anyway_is_no_leak():
    secret = Secret(SAID, "the section")
    assert found(SAID, secret, allowed=[SAID]) == []
    assert found(f"{SAID}, and more", secret, allowed=["a burst pipe"]) == ["the section"]


def test_a_hidden_risk_is_not_named():
    name = Secret("Money laundering", "the title", is_name=True)
    assert found("The Panel asked about money laundering.", name) == ["the title"]
    assert found("The Panel asked about money.", name) == []
    assert found("Data", Secret("Data", "the title", is_name=True)) == []


def test_the_secrets_of_a_position_are_what_its_public_form_does_not_show():
    public = position({"reasons": "withheld"})
    full = position({"reasons": [SAID]}, {"ref": 2, "title": "Money laundering", "description": "Nobody may know."})
    secrets = list(withheld_from(full, public))
    assert [secret.what for secret in secrets if secret.is_name] == [
        "the title of a risk of met/corporate that is not published"
    ]
    assert SAID in [secret.text for secret in secrets]
    assert "There may be too little." in list(said_openly(public))


def test_pictures_speak_by_their_alt_text_and_tags_say_nothing():
    assert "the roof" in text_of('<p class="burst">It is <img src="x" alt="the roof"> up</p>')
    assert "burst" not in text_of('<p class="burst">It is</p>')
