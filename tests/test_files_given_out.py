"""Files that were made, and what may be seen of what they hold has changed since: they are no longer given out.

The pages are not laid out here: what would be printed stands for the PDF.
"""

from datetime import date, timedelta

import pytest

from controls.actions import controls
from registers import clock
from registers.actions import risks
from registers.models import SensitiveRead
from reports.actions import meetings, requests
from reports.models import Rendering, State
from reports.papers.printing import Printed
from reports.pdf import Rendered
from tests.agenda_world import JANUARY, LAST, SINCE, THIS, World, a_world
from tests.control_factories import add_control
from tests.factories import CLOSED_PROFILE, RegisterFactory, agree, client_of, open_risk, somebody
from tests.follow_up_factories import ask_panel_request
from tests.plan_factories import add_stream, begin_plan, mark_plan, move_stream

pytestmark = pytest.mark.django_db
SENSITIVE = "official-sensitive"
CHANGED = "This file can no longer be downloaded"
NEXT_WEEK = THIS + timedelta(days=7)
DASHBOARD, BRIEF = (f"/dashboard/mopac/{THIS:%Y-%m}/{what}pdf/" for what in ("", "brief/"))


@pytest.fixture(autouse=True)
def _nothing_is_laid_out(monkeypatch):
    monkeypatch.setattr(Printed, "to_pdf", lambda printed, progress=None: Rendered(printed.html.encode(), 1))


@pytest.fixture
def world() -> World:
    return a_world()


@pytest.fixture
def reader(world):
    """Somebody of the body who is not cleared."""
    return somebody(("reader", world.body))


def on(day):
    return clock.at(clock.moment_on(day, 18))


def made(person, address, day=THIS):
    """The file that somebody is given who asks for it that day; and where it is kept."""
    with on(day):
        job = client_of(person).post(address).url
        answer = client_of(person).get(f"{job}download/")
    assert answer.status_code == 200, Rendering.objects.get(key=job.split("/")[-2]).error
    return answer.content.decode(), job


def download(person, job, day=NEXT_WEEK):
    with on(day):
        return client_of(person).get(f"{job}download/")


def page(person, job, day=NEXT_WEEK):
    with on(day):
        return client_of(person).get(job).content.decode()


def assert_is_kept_back(person, job, word):
    """Whoever made it is told so in plain words, with a button that makes it again without what they may not see."""
    answer = download(person, job)
    assert answer.status_code == 403
    for shown in (answer.content.decode(), page(person, job)):
        assert CHANGED in shown
        assert "Make it again" in shown
        assert word not in shown
        assert f"{job}download/" not in shown
    with on(NEXT_WEEK):
        again = client_of(person).post(f"{job}again/").url
    assert again != job
    anew = download(person, again)
    assert anew.status_code == 200
    assert word not in anew.content.decode()
    assert download(person, job).status_code == 403


# Each of what a dashboard names --------------------------------------------------------------------------------------


def mark(world, risk):
    world.do(risks.mark, NEXT_WEEK, risk=risk, marking=SENSITIVE, reason="It names people")


def a_risk(world):
    risk = world.risk("Numbat")
    world.score(risk, (4, 4), SINCE)
    return lambda: mark(world, risk)


def a_risk_of_another_register_in_a_reason(world):
    estates = RegisterFactory(organisation=world.body, slug="estates", kind="directorate", title="Estates register")
    numbat, risk = open_risk(estates, JANUARY, title="Numbat", score=(2, 2)), world.risk("Storms")
    world.do(risks.depend, JANUARY, risk=risk, depends_on=numbat, reason="Pumps")
    world.score(numbat, (4, 4), SINCE)
    return lambda: mark(world, numbat)


def a_control(world):
    control = add_control(world.risk("Storms"), day=JANUARY, by=world.lead, title="Numbat", due=SINCE)
    return lambda: world.do(controls.mark, NEXT_WEEK, control=control, marking=SENSITIVE, reason="It names people")


def a_request(world):
    request = ask_panel_request(world.body, JANUARY, by=world.lead, text="Numbat?", due_on=SINCE)

    def hide():
        with on(NEXT_WEEK):
            requests.edit(request=request, by=world.lead, version=None, marking=SENSITIVE)

    return hide


def a_plan(world):
    plan = begin_plan(world.body, first_day=date(2019, 4, 1), by=world.lead)
    stream = add_stream(plan, by=world.lead, title="Numbat", due=THIS)
    move_stream(stream, date(2020, 6, 30), SINCE, by=world.lead)
    return lambda: mark_plan(plan, SENSITIVE, NEXT_WEEK, by=world.lead)


@pytest.mark.parametrize(
    "named",
    [a_risk, a_risk_of_another_register_in_a_reason, a_control, a_request, a_plan],
    ids=lambda one: one.__name__,
)
def test_what_a_dashboard_names_takes_it_along_when_it_is_marked(world, reader, named):
    hide = named(world)
    if not world.register.risks.exists():
        world.risk("Storms")
    text, job = made(reader, DASHBOARD)
    assert "Numbat" in text
    assert download(reader, job).status_code == 200
    hide()
    assert_is_kept_back(reader, job, "Numbat")


@pytest.mark.parametrize("address", [DASHBOARD, BRIEF])
def test_a_register_that_shows_less_of_itself_takes_its_older_files_along(world, reader, address):
    world.score(world.risk("Storms"), (4, 4), SINCE, reason="It was discussed")
    text, job = made(reader, address)
    assert "VH v VH" in text
    world.register.profile = CLOSED_PROFILE
    world.register.save()
    assert_is_kept_back(reader, job, "VH v VH")


def test_the_page_of_one_risk_is_kept_back_once_a_risk_it_depends_on_was_marked(world, reader):
    risk, numbat = world.risk("Storms"), world.risk("Numbat")
    world.do(risks.depend, JANUARY, risk=risk, depends_on=numbat, reason="Pumps")
    text, job = made(reader, f"{risk.get_absolute_url()}template.pdf")
    assert "Numbat" in text
    mark(world, numbat)
    assert_is_kept_back(reader, job, "Numbat")


# Minutes -------------------------------------------------------------------------------------------------------------


def closed_meeting(world):
    with on(THIS):
        meeting = meetings.plan(board=world.board, by=world.lead, on=THIS)
        meeting = meetings.draw_up(meeting=meeting, by=world.lead, version=meeting.version)
        meeting = meetings.start(meeting=meeting, by=world.lead, version=meeting.version)
        return meetings.close(meeting=meeting, by=world.lead, version=meeting.version)


@pytest.mark.parametrize("named", [a_request, a_plan, a_control], ids=lambda one: one.__name__)
def test_what_minutes_name_takes_them_along_when_it_is_marked(world, reader, named):
    hide = named(world)
    meeting = closed_meeting(world)
    text, job = made(reader, f"{meeting.get_absolute_url()}minutes.pdf/")
    assert "Numbat" in text
    assert download(reader, job).status_code == 200
    hide()
    assert_is_kept_back(reader, job, "Numbat")


def test_the_draft_of_an_open_meeting_is_made_again_after_more_was_said(world):
    with on(THIS):
        meeting = meetings.plan(board=world.board, by=world.lead, on=THIS)
        meetings.start(meeting=meeting, by=world.lead, version=meeting.version)
    _, job = made(world.lead, f"{meeting.get_absolute_url()}minutes.pdf/")
    with on(THIS):
        meetings.note(meeting=meeting, by=world.lead, text="Numbat was mentioned")
    assert CHANGED in page(world.lead, job, THIS)


# What does not spoil it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [DASHBOARD, BRIEF])
def test_what_is_recorded_since_does_not_spoil_a_file(world, reader, address):
    """It holds what was known when it was made, and is the same file for as long as that may be seen."""
    risk = world.risk("Storms")
    a_plan(world), a_request(world), a_control(world)
    world.score(risk, (4, 4), SINCE)
    text, job = made(reader, address)
    world.score(risk, (1, 1), THIS, recorded=clock.moment_on(NEXT_WEEK))
    world.do(risks.edit, NEXT_WEEK, risk=risk, title="Tempests")
    open_risk(world.register, NEXT_WEEK, by=world.lead, title="Numbat 2", score=(4, 4))
    agree(world.register, THIS, on=NEXT_WEEK)
    ask_panel_request(world.body, NEXT_WEEK, by=world.lead, text="And now?", due_on=NEXT_WEEK)
    assert CHANGED not in page(reader, job)
    answer = download(reader, job, NEXT_WEEK + timedelta(days=60))
    assert answer.status_code == 200
    assert answer.content.decode() == text
    assert Rendering.objects.count() == 1


def test_a_file_of_another_body_is_the_same_after_its_board_has_agreed_more(world):
    other = a_world("met")
    person = somebody(("reader", other.body))
    risk = world.risk("Storms")
    agree(world.register, LAST, on=LAST)
    text, job = made(person, DASHBOARD)
    world.score(risk, (4, 4), SINCE, recorded=clock.moment_on(NEXT_WEEK))
    agree(world.register, THIS, on=NEXT_WEEK)
    assert download(person, job).content.decode() == text


def test_a_stray_press_makes_no_second_file_of_one_that_is_given_out(world, reader):
    world.risk("Storms")
    _, job = made(reader, DASHBOARD)
    with on(NEXT_WEEK):
        assert client_of(reader).post(f"{job}again/").url == job
    assert Rendering.objects.get().state == State.DONE


def test_who_has_no_role_in_a_body_any_more_is_told_that_they_may_not_have_it(world, reader):
    world.risk("Storms")
    _, job = made(reader, DASHBOARD)
    reader.memberships.update(until=NEXT_WEEK)
    assert download(reader, job).status_code == 403
    with on(NEXT_WEEK):
        again = client_of(reader).post(f"{job}again/").url
    assert "You may no longer see what this file was to hold" in page(reader, again)


def test_a_download_of_sensitive_text_is_logged_for_the_body_that_owns_it_and_a_refused_one_is_not(world):
    world.risk("Storms", marking=SENSITIVE)
    _, job = made(world.lead, DASHBOARD)
    reads = SensitiveRead.objects.filter(kind="download", user=world.lead)
    assert [read.organisation for read in reads] == [world.body]
    world.lead.clearances.update(until=NEXT_WEEK)
    assert download(world.lead, job).status_code == 403
    assert reads.count() == 1


def test_it_is_nobody_elses(world, reader):
    world.risk("Storms")
    _, job = made(reader, DASHBOARD)
    for address in (job, f"{job}download/"):
        with on(THIS):
            assert client_of(world.lead).get(address).status_code == 404
            assert client_of(world.lead).post(f"{job}again/").status_code == 404
