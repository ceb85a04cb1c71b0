"""Writing a paper's text: kept while it is typed, versions, two people at once, figures to choose, comments, checks."""

import re
from datetime import timedelta

import pytest

from registers import clock
from registers.models import Role, SensitiveRead
from reports.actions import papers, writing
from reports.models import Comment, Paper, Stage, StandingText, Unsaved
from reports.papers.versions import versions
from tests.factories import OrganisationFactory, client_of, somebody
from tests.issue_worlds import ready_paper
from tests.pages import send, typed_in, words_of
from tests.paper_worlds import MEETING, register_of, secretary_of, settled_register, start_paper, write

NOW = clock.moment_on(MEETING, 10)
LONG = "The register was gone through in June. Two risks rose.\n\nNothing else changed."


@pytest.fixture(autouse=True)
def _at_the_desk():
    with clock.at(NOW):
        yield


@pytest.fixture
def paper(db):
    return start_paper()


@pytest.fixture
def section(paper):
    return write(paper.sections.get(key="supporting"), body=LONG)


@pytest.fixture
def user(paper):
    return secretary_of(register_of(paper))


@pytest.fixture
def secretary(user):
    return client_of(user)


@pytest.fixture
def colleague(paper):
    organisation = paper.organisation
    return somebody((Role.SECRETARIAT, organisation), cleared_by=[organisation], name="Ida Mercer")


@pytest.fixture
def uncleared(paper):
    return client_of(secretary_of(register_of(paper), cleared=False))


def later(minutes):
    return clock.at(NOW + timedelta(minutes=minutes))


def keep(client, section, body, version=None, tail=""):
    sent = {"body": body, "version": version or section.version}
    return client.post(f"{section.get_absolute_url()}keep/{tail}", sent)


# Kept while it is typed -----------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_for_its_writer_alone_and_is_there_when_they_come_back(section, secretary, colleague):
    answer = keep(secretary, section, "Half a sent")
    assert "not saved yet" in words_of(answer)
    section.refresh_from_db()
    assert section.body == LONG
    page = secretary.get(section.get_absolute_url())
    assert typed_in(page, "body") == "Half a sent"
    assert "You typed this on 15 September 2020, 10:00am and have not saved it" in words_of(page)
    assert typed_in(client_of(colleague).get(section.get_absolute_url()), "body") == LONG


def test_keeping_leaves_no_trail_and_saving_ends_it(section, secretary):
    before = section.history.count()
    for words in ("H", "Ha", "Half"):
        keep(secretary, section, words)
    assert section.history.count() == before
    send(secretary, secretary.get(section.get_absolute_url()))
    section.refresh_from_db()
    assert section.body == "Half"
    assert not Unsaved.objects.exists()
    assert section.history.count() == before + 1


def test_after_ten_idle_minutes_what_was_kept_becomes_a_version(section, secretary):
    keep(secretary, section, "First thought")
    with later(9):
        keep(secretary, section, "First thoughts")
    section.refresh_from_db()
    assert section.body == LONG
    with later(20):
        answer = keep(secretary, section, "First thoughts, and second ones")
    section.refresh_from_db()
    assert section.body == "First thoughts"
    assert form_of_piece(answer)["version"] == str(section.version)
    assert Unsaved.objects.get().body == "First thoughts, and second ones"


def form_of_piece(response):
    return dict(re.findall(r'name="(\w+)" value="(\d+)"', response.content.decode()))


def test_an_editor_left_alone_for_ten_minutes_saves_a_version(section, secretary):
    answer = keep(secretary, section, "Said and left", tail="?idle=1")
    section.refresh_from_db()
    assert section.body == "Said and left"
    assert "saved as a version" in words_of(answer)
    assert not Unsaved.objects.exists()
    assert "Kept while it was written" in words_of(secretary.get(f"{section.get_absolute_url()}versions/"))


def test_an_idle_text_never_goes_over_what_somebody_else_saved(section, secretary, colleague):
    keep(secretary, section, "Mine")
    write(section, by=colleague, body="Ida's words")
    with later(30):
        keep(secretary, section, "Mine still", tail="?idle=1")
    section.refresh_from_db()
    assert section.body == "Ida's words"
    assert Unsaved.objects.get().body == "Mine still"


def test_what_was_typed_is_thrown_away_only_once_it_was_asked(section, secretary):
    keep(secretary, section, "Never mind")
    address = f"{section.get_absolute_url()}discard/"
    assert "Never mind" in words_of(secretary.get(address))
    assert Unsaved.objects.exists()
    secretary.post(address)
    assert typed_in(secretary.get(section.get_absolute_url()), "body") == LONG


def test_a_preview_prints_figures_and_numbers_as_the_paper_will_and_saves_nothing(section, secretary):
    address = f"{section.get_absolute_url()}preview/"
    answer = words_of(secretary.post(address, {"body": "There are [[mopac/corporate.count|words]] risks."}))
    assert "1.1 There are three risks." in answer
    section.refresh_from_db()
    assert section.body == LONG


def test_what_was_typed_into_a_removed_section_is_given_back(section, secretary, colleague):
    page = secretary.get(section.get_absolute_url())
    papers.remove_section(section=section, by=colleague, version=None)
    answer = send(secretary, page, body="What I typed meanwhile")
    assert answer.status_code == 404
    assert "What I typed meanwhile" in words_of(answer)


def test_a_section_is_not_removed_while_somebody_writes_there(section, user, secretary, colleague):
    writing.keep(section=section, by=colleague, body="Ida's new words", based_on=section.version)
    address = f"{section.get_absolute_url()}remove/"
    page = secretary.get(address)
    assert "Ida Mercer is writing here" in words_of(page)
    assert "Ask them first" in words_of(send(secretary, page))
    with later(60):
        send(secretary, page)
    assert not section.paper.sections.filter(pk=section.pk).exists()
    trail = type(section).history.filter(id=section.pk)
    assert trail.filter(body="Ida's new words", history_user=colleague).exists()


def test_an_issued_paper_is_not_written(section, secretary):
    page = secretary.get(section.get_absolute_url())
    Paper.objects.update(stage=Stage.ISSUED)
    answer = send(secretary, page, body="Too late")
    assert "It has been issued" in words_of(answer)
    assert typed_in(answer, "body") == "Too late"
    assert secretary.get(section.get_absolute_url()).status_code == 302
    assert "Add a section" not in words_of(secretary.get(section.paper.get_absolute_url()))


def test_a_version_that_is_no_number_is_out_of_date_and_nothing_is_lost(section, secretary):
    page = secretary.get(section.get_absolute_url())
    stale = send(secretary, page, version="x", body="Typed")
    assert stale.status_code == 409
    assert typed_in(stale, "body") == "Typed"
    assert keep(secretary, section, "Typed", version="x").status_code == 200
    assert secretary.post(f"{section.get_absolute_url()}versions/1/", {"version": "x"}).status_code == 302
    assert "Somebody changed this section" in words_of(
        secretary.post(f"{section.get_absolute_url()}remove/", {"version": "x"})
    )


# Two people at one paper ----------------------------------------------------------------------------------------------


def test_who_is_writing_where_is_told_to_others_without_a_word_of_it(section, secretary, colleague):
    writing.keep(section=section, by=colleague, body="Nightjar", based_on=section.version)
    with later(2):
        for address in (section.paper.get_absolute_url(), section.get_absolute_url()):
            page = words_of(secretary.get(address))
            assert "Ida Mercer is writing here, last word 2 minutes ago" in page
            assert "Nightjar" not in page
    with later(16):
        assert "Ida Mercer" not in words_of(secretary.get(section.paper.get_absolute_url()))


def test_two_people_save_different_sections_without_meeting(section, secretary, colleague):
    other = section.paper.sections.get(key="financial")
    mine, theirs = secretary.get(section.get_absolute_url()), client_of(colleague).get(other.get_absolute_url())
    assert send(secretary, mine, body="Mine").status_code == 302
    assert send(client_of(colleague), theirs, body="Theirs").status_code == 302


def test_two_changes_that_fit_are_offered_together_and_saved_after_a_look(section, secretary, colleague):
    page = secretary.get(section.get_absolute_url())
    write(section, by=colleague, body=LONG.replace("June", "July"))
    stale = send(secretary, page, body=LONG.replace("Nothing else", "Little else"))
    assert stale.status_code == 409
    assert "Ida Mercer saved this first" in words_of(stale)
    assert "Both changes fit together" in words_of(stale)
    assert typed_in(stale, "body") == LONG.replace("Nothing else", "Little else")
    both = send(secretary, stale, both="1")
    together = LONG.replace("June", "July").replace("Nothing else", "Little else")
    assert typed_in(both, "body") == together
    section.refresh_from_db()
    assert section.body == LONG.replace("June", "July")
    assert send(secretary, both).status_code == 302
    section.refresh_from_db()
    assert section.body == together


def test_two_changes_of_one_sentence_are_shown_with_what_both_began_from(section, secretary, colleague):
    page = secretary.get(section.get_absolute_url())
    write(section, by=colleague, body=LONG.replace("Two", "Three"))
    stale = words_of(send(secretary, page, body=LONG.replace("Two", "Four")))
    assert "They changed the same sentences" in stale
    assert "What both began from" in stale
    assert "Put both together" not in stale


def test_news_of_somebody_elses_version_reaches_an_open_editor(section, secretary, colleague):
    news = f"{section.get_absolute_url()}news/?version={section.version}"
    assert words_of(secretary.get(news)).strip() == ""
    write(section, by=colleague, body="New")
    assert "saved by somebody since you began" in words_of(secretary.get(news))


# Versions -------------------------------------------------------------------------------------------------------------


def test_versions_say_who_and_when_and_two_of_them_are_compared(section, secretary, colleague):
    write(section, by=colleague, body=LONG.replace("Two", "Three"))
    page = secretary.get(f"{section.get_absolute_url()}versions/?old=2&new=3")
    said = words_of(page)
    assert "Ida Mercer" in said
    assert re.search(r"3 \(as it stands\) \d+ \w+ \d{4}, \d+:\d\d[ap]m Ida Mercer", said)
    assert "(removed: Two )" in said
    assert "(added: Three )" in said


def test_an_earlier_text_is_taken_up_again_as_a_new_version(section, secretary, user):
    write(section, body="Worse")
    address = f"{section.get_absolute_url()}versions/2/"
    page = secretary.get(address)
    assert "becomes a new version" in words_of(page)
    assert send(secretary, page).status_code == 302
    section.refresh_from_db()
    assert (section.body, section.version) == (LONG, 4)
    newest = versions(section, user_audience(user))[0]
    assert (newest.by, newest.reason) == (str(user), "The text of version 2 again")


def user_audience(user):
    from registers.access import audience_of

    return audience_of(user)


def test_somebody_who_saved_meanwhile_is_not_overruled_by_going_back(section, secretary):
    write(section, body="Worse")
    page = secretary.get(f"{section.get_absolute_url()}versions/2/")
    write(section, body="Better")
    send(secretary, page)
    section.refresh_from_db()
    assert section.body == "Better"


def test_a_version_that_was_sensitive_is_shown_to_the_cleared_alone_and_comes_back_sensitive(
    section, secretary, uncleared
):
    write(section, body="Nightjar", marking="official-sensitive")
    write(section, body="Open again", marking="official")
    page = uncleared.get(f"{section.get_absolute_url()}versions/?old=3&new=4")
    assert "you are not cleared to read it" in words_of(page)
    assert "Nightjar" not in page.content.decode()
    assert uncleared.get(f"{section.get_absolute_url()}versions/3/").status_code == 404
    send(secretary, secretary.get(f"{section.get_absolute_url()}versions/3/"))
    section.refresh_from_db()
    assert (section.body, section.marking) == ("Nightjar", "official-sensitive")


# Figures --------------------------------------------------------------------------------------------------------------


def test_figures_are_found_by_words_with_their_value_and_where_they_come_from(paper, secretary):
    page = secretary.get(f"{paper.get_absolute_url()}figures/?q=estate+title")
    assert "[[mopac/corporate/2.title]]" in words_of(page)
    assert "Estate" in words_of(page)
    assert "/registers/mopac/corporate/2/" in page.content.decode()
    assert "Nothing is called so" in words_of(secretary.get(f"{paper.get_absolute_url()}figures/?q=zebra"))


def test_without_scripts_a_figure_is_put_at_the_end_of_what_was_typed(section, secretary):
    page = secretary.get(section.get_absolute_url())
    answer = send(secretary, page, body="There are", figures="1")
    assert answer.url == f"{section.paper.get_absolute_url()}figures/?for={section.slug}"
    assert "Insert at the end" in words_of(secretary.get(answer.url))
    secretary.post(f"{section.get_absolute_url()}insert/", {"name": "mopac/corporate.count"})
    assert typed_in(secretary.get(section.get_absolute_url()), "body") == "There are [[mopac/corporate.count]]"
    section.refresh_from_db()
    assert section.body == LONG


def test_a_sensitive_figure_is_withheld_from_the_uncleared_and_reading_it_is_logged(paper, secretary, uncleared):
    address = f"{paper.get_absolute_url()}figures/?q=corporate/3.score"
    assert "[withheld]" in words_of(uncleared.get(address))
    assert not SensitiveRead.objects.exists()
    secretary.get(address)
    assert SensitiveRead.objects.get().what.endswith("sensitive figures")


# Standing text --------------------------------------------------------------------------------------------------------


def test_standing_text_is_kept_per_body_and_a_new_paper_begins_with_it(paper, secretary):
    address = "/standing-text/mopac/"
    assert "Equality and Diversity Impact" in words_of(secretary.get(address))
    place = f"{address}mopac-risk-update/equality/"
    assert send(secretary, secretary.get(place), body="There is no impact.").status_code == 302
    again = start_paper(register_of(paper), slug="another")
    assert again.sections.get(key="equality").body == "There is no impact."
    old = paper.sections.get(key="equality")
    put = send(secretary, secretary.get(old.get_absolute_url()), standing="1")
    assert typed_in(put, "body") == "There is no impact."


def test_two_who_change_one_standing_text_are_both_shown(paper, secretary, colleague):
    place = "/standing-text/mopac/mopac-risk-update/equality/"
    page = secretary.get(place)
    send(client_of(colleague), client_of(colleague).get(place), body="Ida's")
    stale = send(secretary, page, body="Mine")
    assert stale.status_code == 409
    assert typed_in(stale, "body") == "Mine"
    assert StandingText.objects.get().body == "Ida's"


def test_standing_text_is_there_for_its_secretariat_alone(paper):
    other = OrganisationFactory(slug="met")
    for visitor in (
        somebody((Role.SECRETARIAT, other)),
        somebody((Role.LEAD, paper.organisation)),
    ):
        assert client_of(visitor).get("/standing-text/mopac/").status_code == 404


# Comments -------------------------------------------------------------------------------------------------------------


def test_a_comment_is_made_answered_and_settled(section, secretary, colleague):
    address = f"{section.paper.get_absolute_url()}comments/"
    secretary.post(address, {"text": "Is June right?", "about": f"section:{section.slug}"})
    other = client_of(colleague)
    assert "Is June right?" in words_of(other.get(section.get_absolute_url()))
    assert "1 comment" in words_of(other.get(section.paper.get_absolute_url()))
    send(other, other.get(f"{address}1/"), text="It was July.")
    secretary.post(f"{address}1/settle/")
    page = words_of(secretary.get(address))
    assert "It was July." in page
    assert "Settled by" in page
    assert "Is June right?" not in words_of(secretary.get(section.get_absolute_url()))
    send(other, other.get(f"{address}1/"), text="Or was it?")
    assert Comment.objects.get(answers=None).settled_at is None


def test_an_empty_comment_is_not_taken(paper, secretary):
    answer = secretary.post(f"{paper.get_absolute_url()}comments/", {"text": " "})
    assert "Enter the comment" in words_of(answer)
    assert not Comment.objects.exists()


def test_a_comment_on_sensitive_text_is_for_who_may_read_that(section, uncleared, colleague):
    write(section, body="Closed", marking="official-sensitive")
    writing.comment(paper=section.paper, by=colleague, text="Nightjar", section=section)
    address = f"{section.paper.get_absolute_url()}comments/"
    assert "Nightjar" not in uncleared.get(address).content.decode()
    assert uncleared.get(f"{address}1/").status_code == 404
    assert not SensitiveRead.objects.exists()
    client_of(colleague).get(address)
    assert "comments on “Supporting Information”" in SensitiveRead.objects.get().what


def test_an_auditor_reads_a_ready_paper_and_its_comments_and_says_nothing(paper, colleague):
    ready = ready_paper(register_of(paper), slug="ready")
    writing.comment(paper=ready, by=colleague, text="To be seen")
    panel = OrganisationFactory(slug="panel", kind="panel")
    auditor = client_of(somebody((Role.AUDITOR, panel)))
    address = f"{ready.get_absolute_url()}comments/"
    page = auditor.get(address)
    assert "To be seen" in words_of(page)
    assert "Add a comment" not in words_of(page)
    assert auditor.post(address, {"text": "Me too"}).status_code == 403


# Checks ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def slipped(section):
    return write(section, body="All five MOPAC risks were gone through through the quarter. The rest is TBC.")


def test_findings_say_where_why_and_how_to_mend(slipped, secretary):
    page = secretary.get(f"{slipped.paper.get_absolute_url()}checks/")
    said = words_of(page)
    assert "Supporting Information" in said
    assert "through through" in said
    assert "TBC" in said
    assert "Let it stand" in said
    here = words_of(secretary.get(f"{slipped.get_absolute_url()}checks/"))
    assert "TBC" in here
    assert "open" in words_of(secretary.get(f"{slipped.paper.get_absolute_url()}checks/count/"))


def test_a_finding_whose_right_words_are_known_is_mended_at_a_press(slipped, secretary):
    page = secretary.get(f"{slipped.paper.get_absolute_url()}checks/").content.decode()
    forms = re.findall(r'<form class="rp-toolbar" method="post" action="([^"]+)">(.*?)</form>', page, re.DOTALL)
    doubled = next(address for address, inner in forms if "in place of “through through”" in inner)
    assert "became “through”" in words_of(secretary.post(doubled, follow=True))
    slipped.refresh_from_db()
    assert "gone through the quarter" in slipped.body
    assert "through through" not in words_of(secretary.get(f"{slipped.paper.get_absolute_url()}checks/"))


def test_what_was_let_stand_is_named_with_its_reason_and_no_longer_counts(slipped, secretary):
    page = secretary.get(f"{slipped.paper.get_absolute_url()}checks/").content.decode()
    for address in dict.fromkeys(re.findall(r'href="([^"]+\?finding=[0-9a-f]+)"', page)):
        send(secretary, secretary.get(address), reason="The Panel knows")
    said = words_of(secretary.get(f"{slipped.paper.get_absolute_url()}checks/"))
    assert "The Panel knows" in said
    assert "Nothing is found" in words_of(secretary.get(f"{slipped.paper.get_absolute_url()}checks/count/"))


def test_who_is_not_cleared_for_the_whole_paper_is_told_of_words_and_not_of_what_the_checks_compare(
    slipped, secretary, uncleared
):
    said = f"{slipped.body} Data is scored [[mopac/corporate/3.score]] and Nightjar is is."
    write(slipped, body=said)
    papers.add_section(
        paper=slipped.paper, by=somebody(), part="body", heading="Closed", marking="official-sensitive",
        body="The whimbrel is is secret.",
    )  # fmt: skip
    here = f"{slipped.paper.get_absolute_url()}checks/"
    full = words_of(secretary.get(here))
    assert "whimbrel" in full
    for address in (here, f"{slipped.get_absolute_url()}checks/"):
        page = words_of(uncleared.get(address))
        assert "in the words that everybody may read" in page
        assert "through through" in page
        for kept in ("VH v VH", "whimbrel", "Let it stand", "All five MOPAC risks"):
            assert kept not in page.replace("All five MOPAC risks were gone through through", "")
    assert "findings open" in words_of(uncleared.get(f"{here}count/"))
    assert not SensitiveRead.objects.filter(user=uncleared.get(here).wsgi_request.user).exists()


# The paper's page -----------------------------------------------------------------------------------------------------


def test_the_page_tells_of_each_section_how_far_it_is_and_what_belongs_there(paper, section, secretary):
    from reports.actions.paper_starting import start

    basis = paper.bases.get()
    following = start(
        organisation=paper.organisation, by=somebody(), kind=paper.kind, previous=paper, slug="next",
        bases=[(basis.register, basis.as_at, basis.compared_with)], panel_date=MEETING + timedelta(days=90),
    )  # fmt: skip
    page = words_of(secretary.get(following.get_absolute_url()))
    assert "1 section carried over or drafted and not yet read" in page
    assert "Not read yet , 13 words" in page
    assert "Whom the risks and their controls touch differently" in page
    carried = following.sections.get(key="supporting")
    send(secretary, secretary.get(carried.get_absolute_url()))
    assert "Written, 13 words" in words_of(secretary.get(following.get_absolute_url()))


def test_each_body_writes_its_own_sections_of_a_joint_paper_and_comments_on_the_others(db):
    met = settled_register(OrganisationFactory(slug="met", short_name="the Met"))
    mopac = settled_register(OrganisationFactory(slug="mopac", short_name="MOPAC"))
    joint = start_paper(mopac, kind="alignment", slug="joint")
    theirs, own = joint.sections.get(key="theme-met"), joint.sections.get(key="theme-mopac")
    client = client_of(secretary_of(mopac))
    assert client.get(own.get_absolute_url()).status_code == 200
    for address in (theirs.get_absolute_url(), f"{theirs.get_absolute_url()}remove/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "the Met writes this section" in words_of(answer)
    assert keep(client, theirs, "Mine").status_code == 403
    client.post(f"{joint.get_absolute_url()}comments/", {"text": "Is it so?", "about": f"section:{theirs.slug}"})
    assert "Is it so?" in words_of(client_of(secretary_of(met)).get(theirs.get_absolute_url()))


def test_an_oral_update_names_its_speaker(section, secretary):
    send(secretary, secretary.get(section.get_absolute_url()), speaker="Head of Vetting")
    assert "oral update by Head of Vetting" in words_of(secretary.get(section.paper.get_absolute_url()))


def test_working_changes_not_yet_agreed_are_said(paper, secretary):
    from registers.actions import risks

    risk = register_of(paper).risks.get(ref=1)
    risks.edit(risk=risk, by=somebody(), version=None, on=MEETING, title="Much money")
    assert "1 risk has been changed since it was agreed" in words_of(secretary.get(paper.get_absolute_url()))
