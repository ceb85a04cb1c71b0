"""Reminders as people see them: who is written to, when, and what the e-mail says."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from registers import clock
from registers.actions import people
from registers.models import Clearance
from reports.actions.mail import prefer, set_up
from reports.models import Outgoing
from reports.reminders.remind import Round, write
from tests.control_factories import add_control, state_risk
from tests.factories import agree, client_of, score_risk, somebody
from tests.mail_worlds import FIRST, MONDAY, a_body, a_risk, an_email_to, holder, mark, run, sent_to
from tests.pages import words_of

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def north():
    return a_body()


def body_of(user):
    (message,) = sent_to(user)
    return message.body


# Who -------------------------------------------------------------------------------------------


def test_the_working_lead_is_reminded_and_not_the_chief_officer(north):
    lead_post, lead = holder(north, "Head of Estates")
    owner_post, owner = holder(north, "Chief Officer")
    a_risk(north, leads=[lead_post], owners=[owner_post], next_on=MONDAY)
    run(MONDAY)
    assert "Risk 1 of the North corporate risk register: review due by 3 June 2024" in body_of(lead)
    assert not sent_to(owner)


def test_the_owner_is_reminded_where_nobody_with_an_account_leads(north):
    lead_post, _ = holder(north, "Head of Estates")
    people.hold(post=lead_post, by=somebody(), name="Ann Other", on=FIRST)
    owner_post, owner = holder(north, "Chief Officer")
    gone = lead_post.holdings.get(user__isnull=False)
    people.hold(post=lead_post, by=somebody(), name=gone.name, on=FIRST + A_DAY, holds=False)
    a_risk(north, on=date(2024, 2, 1), leads=[lead_post], owners=[owner_post], next_on=MONDAY)
    run(MONDAY)
    assert "Risk 1 of the North corporate risk register" in body_of(owner)
    assert len(mail.outbox) == 1


def test_a_review_is_told_two_weeks_before_its_day_and_not_earlier(north):
    post, lead = holder(north, "Head of Estates")
    a_risk(north, leads=[post], next_on=MONDAY + 14 * A_DAY)
    a_risk(north, leads=[post], next_on=MONDAY + 15 * A_DAY)
    run(MONDAY)
    body = body_of(lead)
    assert "Risk 1 of the North corporate risk register: review due by 17 June 2024" in body
    assert "Risk 2 of the North corporate risk register: review" not in body


def test_a_review_that_was_due_yesterday_was_due(north):
    post, lead = holder(north, "Head of Estates")
    a_risk(north, leads=[post], next_on=MONDAY - A_DAY)
    run(MONDAY)
    assert "review was due by 2 June 2024" in body_of(lead)


def test_daily_mail_comes_only_when_something_is_new_and_marks_it(north):
    post, lead = holder(north, "Head of Estates")
    prefer(user=lead, by=lead, reminders="daily", weekday=0, digest=False)
    first = a_risk(north, leads=[post], next_on=MONDAY + 20 * A_DAY)
    state_risk(first, "complete", FIRST, "It is done")
    second = a_risk(north, leads=[post], next_on=MONDAY + 21 * A_DAY)
    state_risk(second, "complete", FIRST, "It is done")
    told = {}
    for number in range(24):
        run(MONDAY + number * A_DAY)
        if found := sent_to(lead, MONDAY + number * A_DAY):
            told[number] = found[0].body
    assert list(told) == [6, 7, 21, 22]  # near, near, and late the day after each was due
    assert "New: Risk 1 of" in told[6]
    assert "- Risk 1 of" in told[7]
    assert "New: Risk 2 of" in told[7]


def test_a_weekly_reminder_comes_on_the_persons_own_day_and_again_next_week(north):
    post, lead = holder(north, "Head of Estates")
    prefer(user=lead, by=lead, reminders="weekly", weekday=3, digest=False)
    a_risk(north, leads=[post], next_on=MONDAY)
    for number in range(15):
        run(MONDAY + number * A_DAY)
    assert [row.on for row in Outgoing.objects.order_by("on")] == [MONDAY + 3 * A_DAY, MONDAY + 10 * A_DAY]


def test_who_wants_no_reminders_gets_none(north):
    post, lead = holder(north, "Head of Estates")
    prefer(user=lead, by=lead, reminders="never", weekday=0, digest=False)
    a_risk(north, leads=[post], next_on=MONDAY)
    run(MONDAY)
    assert not sent_to(lead)


def test_a_round_that_did_not_run_is_made_up_for_and_not_doubled(north):
    post, lead = holder(north, "Head of Estates")
    a_risk(north, leads=[post], next_on=MONDAY)
    run(MONDAY - A_DAY)
    run(MONDAY + A_DAY)  # nothing ran on Monday
    run(MONDAY + 2 * A_DAY)
    assert [row.on for row in Outgoing.objects.filter(user=lead)] == [MONDAY + A_DAY]


def test_controls_are_told_to_the_post_that_owns_them(north):
    post, lead = holder(north, "Head of Estates")
    owner_post, owner = holder(north, "Head of Works")
    risk = a_risk(north, leads=[post])
    add_control(risk, day=FIRST, owner=owner_post, due=MONDAY + 14 * A_DAY)
    add_control(risk, day=FIRST, owner=owner_post, due=MONDAY + 15 * A_DAY)
    run(MONDAY)
    body = body_of(owner)
    assert "Control C-1: to be in place by 17 June 2024" in body
    assert "Control C-2: to be in place" not in body
    assert "Control C-2: no progress has been stated this quarter" in body
    assert "Control" not in body_of(lead)


def test_of_a_sensitive_risk_only_a_link_is_told_and_only_to_the_cleared(north):
    post, cleared = holder(north, "Head of Estates", cleared=True)
    _, uncleared = holder(north, "Head of Estates")
    risk = a_risk(north, leads=[post], next_on=MONDAY, title="Quokka fraud")
    mark(risk, FIRST)
    run(MONDAY)
    body = body_of(cleared)
    assert "A restricted risk of the North corporate risk register: to be reviewed\n  http" in body
    assert "3 June 2024" not in body
    assert "Quokka" not in body
    assert not sent_to(uncleared)


def test_no_title_is_in_any_mail(north):
    post, lead = holder(north, "Head of Estates")
    a_risk(north, leads=[post], next_on=MONDAY, title="Quokka fraud", on=date(2024, 5, 7))
    run(MONDAY)
    assert "Risk 1" in body_of(lead)
    assert "Quokka" not in body_of(lead)


def test_nobody_is_told_of_risks_of_a_body_they_do_not_work_for(north):
    south = a_body("south", 1)
    post, _ = holder(north, "Head of Estates")
    stranger = somebody(("lead", south.organisation))
    people.hold(post=post, by=stranger, name=stranger.name, on=FIRST, user=stranger)
    a_risk(north, leads=[post], next_on=MONDAY)
    run(MONDAY)
    assert not sent_to(stranger)


# Line managers ---------------------------------------------------------------------------------


def test_line_managers_are_copied_only_where_the_body_wants_it_and_they_may_see_it_all(north):
    post, lead = holder(north, "Head of Estates")
    above, manager = holder(north, "Director")
    people.report_to(post=post, by=lead, reports_to=above)
    risk = a_risk(north, leads=[post], next_on=MONDAY)
    run(MONDAY)
    assert sent_to(lead)[0].cc == []
    set_up(organisation=north.organisation, by=lead, copies_line_managers=True)
    run(MONDAY + 7 * A_DAY)
    assert sent_to(lead)[1].cc == [manager.email]
    mark(risk, MONDAY + 8 * A_DAY)
    Clearance.objects.create(user=lead, organisation=north.organisation, granted_by=manager, since=FIRST)
    run(MONDAY + 14 * A_DAY)
    assert sent_to(lead)[2].cc == []


# Mail that waited ------------------------------------------------------------------------------


def written(day=MONDAY, hour=6):
    """The day's mail is in the outbox, and the mail server is silent."""
    with clock.at(clock.moment_on(day, hour)):
        write(day, Round())


def test_mail_that_waited_goes_out_as_it_was_written(north):
    post, lead = holder(north, "Head of Estates", cleared=True)
    mark(a_risk(north, leads=[post], next_on=MONDAY), FIRST)
    a_risk(north, leads=[post], next_on=MONDAY)
    score_risk(a_risk(north, leads=[post], score=(1, 1)), 3, 3, on=date(2024, 5, 20))
    written()
    assert run(MONDAY + A_DAY).tally.sent == 1
    assert body_of(lead) == Outgoing.objects.get().body
    assert "changed in May 2024" in body_of(lead)


def a_role_ends(register, lead, risk):
    lead.memberships.update(until=MONDAY + A_DAY)


def a_clearance_ends(register, lead, risk):
    lead.clearances.update(until=MONDAY + A_DAY)


def a_risk_is_marked(register, lead, risk):
    mark(risk, MONDAY)


def the_register_shows_less_of_itself(register, lead, risk):
    register.profile = register.profile | {"rationale": "official-sensitive"}
    register.save()


def they_sign_in_no_more(register, lead, risk):
    type(lead).objects.filter(pk=lead.pk).update(is_active=False)


def their_address_changes(register, lead, risk):
    type(lead).objects.filter(pk=lead.pk).update(email="another@body.example")


@pytest.mark.parametrize(
    "what",
    [
        a_role_ends,
        a_clearance_ends,
        a_risk_is_marked,
        the_register_shows_less_of_itself,
        they_sign_in_no_more,
        their_address_changes,
    ],
    ids=lambda one: one.__name__,
)
def test_mail_that_waited_is_not_sent_once_it_would_not_be_written_so_any_more(north, what):
    post, lead = holder(north, "Head of Estates", cleared=True)
    admin = somebody(("administrator", north.organisation))
    mark(a_risk(north, leads=[post], next_on=MONDAY), FIRST)
    risk = a_risk(north, leads=[post], next_on=MONDAY)
    written()
    what(north, lead, risk)
    assert run(MONDAY + A_DAY).is_complete
    assert mail.outbox == []
    row = Outgoing.objects.get()
    assert row.get_state_display() == "Not sent"
    assert "it was not sent" in client_of(admin).get(row.get_absolute_url()).content.decode()
    run(MONDAY + 2 * A_DAY)
    assert mail.outbox == []


def test_mail_waits_for_a_week_and_no_longer(north):
    post, lead = holder(north, "Head of Estates")
    a_risk(north, leads=[post], next_on=MONDAY)
    written()
    run(MONDAY + 7 * A_DAY)
    assert [row.on for row in Outgoing.objects.filter(state="sent")] == [MONDAY + 7 * A_DAY]
    assert "waited for a week" in Outgoing.objects.get(on=MONDAY).error
    assert len(sent_to(lead)) == 1


def test_what_mail_that_was_not_sent_told_of_is_news_still(north):
    post, lead = holder(north, "Head of Estates", cleared=True)
    prefer(user=lead, by=lead, reminders="daily", weekday=0, digest=False)
    a_risk(north, leads=[post], next_on=MONDAY + 14 * A_DAY)
    marked = a_risk(north, leads=[post], next_on=MONDAY + 14 * A_DAY)
    written()
    mark(marked, MONDAY)
    run(MONDAY + A_DAY)
    assert "New: Risk 1 of the North" in body_of(lead)
    assert "New: A restricted risk" in body_of(lead)


def test_a_line_manager_who_left_meanwhile_is_not_copied(north):
    post, lead = holder(north, "Head of Estates")
    above, manager = holder(north, "Director")
    _, second = holder(north, "Director")
    people.report_to(post=post, by=lead, reports_to=above)
    a_risk(north, leads=[post], next_on=MONDAY)
    set_up(organisation=north.organisation, by=lead, copies_line_managers=True)
    written()
    assert Outgoing.objects.get(user=lead).copied_to == sorted([manager.email, second.email])
    type(manager).objects.filter(pk=manager.pk).update(is_active=False)
    run(MONDAY + A_DAY)
    assert sent_to(lead)[0].cc == [second.email]
    assert Outgoing.objects.get(user=lead).copied_to == [second.email]


def test_sending_again_asks_again_what_its_reader_may_know(north):
    lead, admin = somebody(("lead", north.organisation)), somebody(("administrator", north.organisation))
    long_ago = clock.moment_on(MONDAY, 6)
    row = an_email_to(lead, state="sending", taken_at=long_ago, written_at=long_ago, body="Hello")
    lead.memberships.update(until=MONDAY + A_DAY)
    answer = client_of(admin).post(f"{row.get_absolute_url()}again/", follow=True)
    assert "It was not sent: see why below" in answer.content.decode()
    assert mail.outbox == []


def test_a_past_day_is_told_only_to_files(north, settings, tmp_path):
    """By mail it would go by the roles, clearances and markings of that day."""
    post, lead = holder(north, "Head of Estates")
    a_risk(north, leads=[post], next_on=MONDAY)
    lead.memberships.update(until=MONDAY + A_DAY)
    with pytest.raises(CommandError, match="mail written to files"):
        call_command("remind", on=MONDAY)
    assert not Outgoing.objects.exists()
    assert mail.outbox == []
    settings.EMAIL_BACKEND = "reports.reminders.files.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    call_command("remind", on=MONDAY)
    assert Outgoing.objects.get().on == MONDAY


# The digest ------------------------------------------------------------------------------------


def test_on_the_first_working_day_of_a_month_people_read_what_changed_in_the_last_one(north):
    reader = somebody(("reader", north.organisation))
    risk = a_risk(north, title="Quokka fraud")
    score_risk(risk, 1, 1, on=date(2024, 4, 20))
    score_risk(risk, 3, 3, on=date(2024, 5, 20))
    for number in range(4):
        run(date(2024, 5, 31) + number * A_DAY)
    (message,) = sent_to(reader)
    assert message.subject == "Risk portal: changes in May 2024"
    assert "Risk 1 of the North corporate risk register: up" in message.body
    assert "Quokka" not in message.body


def test_the_other_body_reads_in_its_digest_what_was_agreed_and_nothing_of_what_is_worked_on(north):
    south = a_body("south", 1)
    reader = somebody(("reader", south.organisation))
    risk = a_risk(north, score=(1, 1))
    agree(north, date(2024, 4, 30))
    score_risk(risk, 3, 3, on=date(2024, 5, 20))
    run(MONDAY)
    assert not sent_to(reader)
    agree(north, date(2024, 6, 10))
    run(date(2024, 7, 1))
    assert "Risk 1 of the North corporate risk register: up" in body_of(reader)


def test_that_a_risk_comes_to_light_is_no_change(north):
    reader = somebody(("reader", north.organisation))
    risk = a_risk(north, score=(1, 1), marking="official-sensitive")
    score_risk(risk, 3, 3, on=date(2024, 5, 20))
    mark(risk, date(2024, 5, 25), "official")
    run(MONDAY)
    assert not sent_to(reader)


# Pages -----------------------------------------------------------------------------------------


def test_people_say_how_they_want_to_be_reminded(north):
    lead = somebody(("lead", north.organisation))
    client = client_of(lead)
    page = client.get("/mail/")
    assert "How often do you want to be reminded?" in page.content.decode()
    answer = client.post("/mail/", {"reminders": "daily", "weekday": "2"}, follow=True)
    assert "It holds from the next e-mail on" in answer.content.decode()
    assert (lead.mail_preference.reminders, lead.mail_preference.digest) == ("daily", False)


def test_a_wish_that_makes_no_sense_is_refused_with_words(north):
    client = client_of(somebody(("lead", north.organisation)))
    answer = client.post("/mail/", {"reminders": "hourly", "weekday": "9"})
    assert "There is a problem" in answer.content.decode()


def test_every_letter_says_where_to_stop_it(north):
    post, lead = holder(north, "Head of Estates")
    a_risk(north, leads=[post], next_on=MONDAY)
    run(MONDAY)
    (message,) = sent_to(lead)
    assert message.extra_headers["List-Unsubscribe"].endswith("/mail/>")
    assert "/mail/" in message.body
    assert lead.email.split("@")[0] not in message.extra_headers["Message-ID"]


def test_what_was_sent_is_read_by_its_reader_and_their_administrator_each_as_far_as_they_may_know(north):
    post, lead = holder(north, "Head of Estates", cleared=True)
    admin = somebody(("administrator", north.organisation))
    stranger = somebody(("administrator", a_body("south", 1).organisation))
    a_risk(north, leads=[post], next_on=MONDAY)
    hidden = a_risk(north, leads=[post], next_on=MONDAY)
    mark(hidden, FIRST)
    run(MONDAY)
    address = Outgoing.objects.get(user=lead).get_absolute_url()
    own, theirs = (client_of(user).get(address).content.decode() for user in (lead, admin))
    assert "Risk 1 of the North" in own
    assert "A restricted risk" in own
    assert "Risk 1 of the North" in theirs
    assert "restricted" not in theirs
    assert client_of(stranger).get(address).status_code == 404
    assert "what waits for you" in client_of(lead).get("/mail/sent/").content.decode()
    assert lead.email in client_of(admin).get("/mail/of/north/").content.decode()
    assert lead.email not in client_of(stranger).get("/mail/of/south/").content.decode()


def test_an_uncertain_letter_is_sent_again_after_a_question_by_an_administrator(north):
    lead, admin = somebody(("lead", north.organisation)), somebody(("administrator", north.organisation))
    row = an_email_to(lead, state="sending", taken_at=clock.moment_on(MONDAY, 6), body="Hello")
    address = f"{row.get_absolute_url()}again/"
    assert client_of(lead).get(address).status_code == 403
    client = client_of(admin)
    assert "Uncertain" in client.get(row.get_absolute_url()).content.decode()
    assert "may get it twice" in client.get(address).content.decode()
    assert mail.outbox == []
    assert "It has been sent again" in client.post(address, follow=True).content.decode()
    assert len(mail.outbox) == 1
    assert "it is not uncertain" in client.post(address, follow=True).content.decode()
    assert len(mail.outbox) == 1
    assert row.history.get(history_change_reason="Sent again").history_user == admin


def test_home_tells_which_reviews_are_due(north):
    post, lead = holder(north, "Head of Estates", since=FIRST)
    a_risk(north, leads=[post], next_on=MONDAY)
    with clock.at(clock.moment_on(MONDAY)):
        text = words_of(client_of(lead).get("/")).replace(" :", ":")
    assert "Risk 1 of the North corporate risk register: review due by 3 June 2024" in text


def test_home_tells_what_changed_since_the_last_visit_which_ends_after_an_hour(north):
    client = client_of(somebody(("lead", north.organisation)))
    risk = a_risk(north, score=(1, 1), title="Leaking roofs")

    def home(hour, day=MONDAY):
        with clock.at(clock.moment_on(day, hour)):
            return words_of(client.get("/")).replace(" :", ":")

    assert "When you come back" in home(9)
    score_risk(risk, 3, 3, on=MONDAY)  # at noon
    assert "1 Leaking roofs: up" in home(15)
    with clock.at(clock.moment_on(MONDAY, 15) + timedelta(minutes=50)):
        client.get("/registers/")
    assert "1 Leaking roofs: up" in home(16)  # still the same visit
    assert "Nothing has changed since 3 June 2024" in home(9, MONDAY + A_DAY)
