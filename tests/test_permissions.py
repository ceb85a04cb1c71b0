"""Does access.py say what docs/permissions.md says? Every permission, role and body, limits and clearance too."""

from copy import deepcopy
from datetime import date
from itertools import product
from pathlib import Path

import pytest
import rules
from django.db import transaction

from controls.actions import joint
from registers import clock
from registers.actions import alignments, boards, people, risks
from registers.models import Blob, Organisation, Register, Risk, Role, User
from reports.models import Import
from tests.control_factories import add_control
from tests.databases import IS_POSTGRESQL
from tests.factories import OrganisationFactory, PostFactory, RegisterFactory, agree, open_risk, somebody
from tests.follow_up_factories import ask_panel_request, meet, set_action
from tests.issue_worlds import issued_and_ready
from tests.mail_worlds import an_email_to
from tests.plan_factories import begin_plan, mark_plan

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).resolve().parent.parent / "docs" / "permissions.md"
OURS = ("registers.", "controls.")
SIGHT = (
    "registers.view_register",
    "registers.view_risk",
    "controls.view_control",
    "reports.view_request",
    "reports.view_dashboard",
)
PANEL_ROLES = ("panel-member", "auditor", "panel-secretariat")


def table():
    """(permission, what it is on, role, yes or no) of every cell of the written table."""
    rows = [line.strip("| ").split(" | ") for line in TABLE.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    roles = rows[0][2:]
    for permission, on, *answers in rows[2:]:
        if rules.perm_exists(permission) or permission.startswith(OURS):
            yield from ((permission, on, role, answer) for role, answer in zip(roles, answers, strict=True))


TARGETS = {"register", "risk", "control", "plan", "board", "organisation", "meeting", "request", "action", "mail"}
TARGETS |= {"import"}
OF_PAPERS = {"paper", "issued paper", "edition"}  # they have a table of their own to stand in
CELLS = list(table())
# Predicates are Python: PostgreSQL is asked for a cell in five.
ASKED = [cell for cell in CELLS if cell[1] in TARGETS][:: 5 if IS_POSTGRESQL else 1]
OWN_ONLY = (
    "controls.view_plan",
    "registers.view_board",
    "reports.view_action",
    "reports.view_meeting",
)  # of the other body the auditors alone see them
OF_PANEL = ("reports.add_request", "reports.edit_request", "reports.close_request")  # of whichever body it asks
OF_BOTH = {"alignment", "joint control"}


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    """What every question of this file is asked of, built once; each test takes back what it does to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = two_bodies()
        yield found | {"both": what_is_of_both(found), "papers": papers_of(found["own"])}
        transaction.set_rollback(True)


@pytest.fixture
def bodies(standing):
    """Two bodies, each with a corporate register that its board has agreed, and the Panel."""
    return deepcopy(standing)


def two_bodies():
    found = {}
    for slug in ("own", "other"):
        register = RegisterFactory(organisation=OrganisationFactory(slug=slug))
        risk = open_risk(register)
        found[slug] = {"organisation": register.organisation, "register": register, "risk": risk}
        found[slug]["control"] = add_control(risk)
        found[slug]["plan"] = begin_plan(register.organisation)
        found[slug]["board"] = boards.add_board(organisation=register.organisation, by=somebody(), name="Fire Board")
        found[slug]["request"] = ask_panel_request(register.organisation)
        found[slug]["action"] = set_action(found[slug]["board"])
        found[slug]["meeting"] = found[slug]["action"].meeting
        found[slug]["import"] = a_file_brought_to(register)
        found[slug]["mail"] = an_email_to(somebody(("reader", register.organisation)))
        agree(register, date(2020, 2, 1))
    found["panel"] = {"organisation": OrganisationFactory(slug="panel", kind=Organisation.Kind.PANEL)}
    return found


def a_file_brought_to(register):
    blob = Blob.objects.keep(b"Ref,Risk", "text/csv")
    return Import.objects.create(register=register, by=somebody(), as_at=clock.today(), name="Register.csv", blob=blob)


@pytest.fixture
def of_both(bodies):
    """What belongs to both bodies: an alignment, and a joint control that the own body has proposed."""
    return bodies["both"]


def what_is_of_both(bodies):
    risks = [bodies[slug]["risk"] for slug in ("own", "other")]
    said = {"by": somebody(), "on": clock.today()}
    alignment = alignments.begin(kind="theme", title="Weather", risks=risks, **said)
    proposal = joint.propose(alignment=alignment, organisation=bodies["own"]["organisation"], title="Coats", **said)
    return {"alignment": alignment, "joint control": proposal.control}


def somebody_as(role, bodies):
    """Somebody with a role in the own body, or in the Panel for its roles; cleared, so that only the role counts."""
    home = bodies["panel" if role in PANEL_ROLES else "own"]["organisation"]
    return somebody((role, home), cleared_by=[bodies["own"]["organisation"], bodies["other"]["organisation"]])


def test_the_table_names_every_role_and_every_permission_there_is():
    assert {role for _, _, role, _ in CELLS} == set(Role.values)
    named = {permission for permission, *_ in CELLS}
    assert {name for name in rules.permissions.permissions if name.startswith(OURS)} <= named
    assert all(rules.perm_exists(name) for name in named)


@pytest.mark.parametrize(("permission", "on", "role", "answer"), ASKED)
def test_in_their_own_body_people_may_do_what_the_table_says(bodies, permission, on, role, answer):
    user = somebody_as(role, bodies)
    assert user.has_perm(permission, bodies["own"][on]) is (answer == "yes")


@pytest.mark.parametrize(("permission", "on", "role", "answer"), ASKED)
def test_in_the_other_body_people_may_look_at_what_is_agreed_and_do_nothing(bodies, permission, on, role, answer):
    user = somebody_as(role, bodies)
    looks = permission in SIGHT or (permission in OWN_ONLY and role == "auditor")
    looks |= permission in OF_PANEL and role == "panel-secretariat"
    assert user.has_perm(permission, bodies["other"][on]) is (looks and answer == "yes")


@pytest.fixture
def papers(bodies):
    """A paper of the own body that is ready for clearance, and one that was issued, with its full edition."""
    return bodies["papers"]


def papers_of(own):
    return issued_and_ready(register=own["register"], organisation=own["organisation"])


@pytest.mark.parametrize("body", ["own", "other"])
@pytest.mark.parametrize(("permission", "on", "role", "answer"), [cell for cell in CELLS if cell[1] in OF_PAPERS])
def test_of_a_paper_people_may_do_what_the_table_says_and_the_other_body_reads_what_was_issued(
    bodies, papers, body, permission, on, role, answer
):
    clears = [bodies["own"]["organisation"], bodies["other"]["organisation"]]
    of_panel = role in PANEL_ROLES
    user = somebody((role, bodies["panel" if of_panel else body]["organisation"]), cleared_by=clears)
    allowed = answer == "yes" and (of_panel or body == "own" or on == "edition")
    assert user.has_perm(permission, papers[on]) is allowed


@pytest.mark.parametrize("body", ["own", "other"])
@pytest.mark.parametrize(("permission", "on", "role", "answer"), [cell for cell in CELLS if cell[1] in OF_BOTH])
def test_of_what_is_of_both_people_of_either_body_may_do_the_same(bodies, of_both, body, permission, on, role, answer):
    user = somebody((role, bodies["panel" if role in PANEL_ROLES else body]["organisation"]))
    assert user.has_perm(permission, of_both[on]) is (answer == "yes")


def test_a_board_of_both_bodies_is_seen_and_set_up_by_either(bodies):
    board = boards.add_board(organisation=None, by=somebody(), name="Joint group")
    for slug, role in product(("own", "other"), ("reader", "administrator")):
        user = somebody((role, bodies[slug]["organisation"]))
        assert user.has_perm("registers.view_board", board)
        assert user.has_perm("registers.set_up_board", board) is (role == "administrator")
    assert not somebody(("administrator", bodies["panel"]["organisation"])).has_perm("registers.view_board", board)
    limited = {"role": "administrator", "organisation": bodies["own"]["organisation"]}
    limited |= {"register": bodies["own"]["register"]}
    assert not somebody(limited).has_perm("registers.set_up_board", board)


def test_a_board_that_the_other_body_attends_is_seen_by_it_and_set_up_by_its_own(bodies):
    board = boards.add_board(organisation=bodies["own"]["organisation"], by=somebody(), name="Open", is_attended=True)
    user = somebody(("administrator", bodies["other"]["organisation"]))
    assert user.has_perm("registers.view_board", board)
    assert not user.has_perm("registers.set_up_board", board)


def test_nobody_changes_an_alignment_for_their_own_risks_alone(bodies, body, of_both):
    post, risk = PostFactory(organisation=body), bodies["own"]["risk"]
    user = somebody({"role": "lead", "organisation": body, "own_risks_only": True}, cleared_by=[body])
    people.hold(post=post, by=user, name=user.name, on=clock.today(), user=user)
    risks.edit(risk=risk, by=user, version=None, on=clock.today(), owners=[post])
    assert user.has_perm("registers.edit_risk", risk)
    for permission in ("registers.edit_alignment", "controls.agree_wording"):
        assert not user.has_perm(permission, of_both["alignment" if "alignment" in permission else "joint control"])


@pytest.mark.parametrize("permission", sorted({permission for permission, on, *_ in CELLS if on in TARGETS}))
def test_a_person_without_a_role_or_deactivated_may_do_nothing(bodies, permission):
    target = bodies["own"][next(on for name, on, *_ in CELLS if name == permission)]
    gone = somebody(*((role, bodies["own"]["organisation"]) for role in ("lead", "board", "administrator")))
    gone.is_active = False
    gone.save()
    assert not gone.has_perm(permission, target)
    assert not somebody().has_perm(permission, target)


@pytest.mark.parametrize("name", ["view_control", "edit_control", "agree_wording"])
def test_a_joint_control_is_closed_to_those_for_whom_a_risk_of_its_alignment_is_restricted(bodies, of_both, name):
    control, other = of_both["joint control"], bodies["other"]["organisation"]
    assert somebody(("lead", other)).has_perm(f"controls.{name}", control)
    said = {"by": somebody(), "version": None, "on": clock.today(), "marking": "official-sensitive", "reason": "Named"}
    risks.mark(risk=bodies["own"]["risk"], **said)
    assert not somebody(("lead", other)).has_perm(f"controls.{name}", control)
    assert somebody(("lead", other), cleared_by=[bodies["own"]["organisation"]]).has_perm(f"controls.{name}", control)


def test_the_panels_administrators_look_after_the_panel_alone(bodies):
    user = somebody(("administrator", bodies["panel"]["organisation"]))
    assert user.has_perm("registers.manage_people", bodies["panel"]["organisation"])
    assert not user.has_perm("registers.manage_people", bodies["own"]["organisation"])


# Limits ----------------------------------------------------------------------------------------


@pytest.fixture
def body(bodies):
    return bodies["own"]["organisation"]


def test_a_role_limited_to_a_register_stops_at_that_register(bodies, body):
    estates = RegisterFactory(organisation=body, slug="estates", kind=Register.Kind.DIRECTORATE)
    theirs, not_theirs = open_risk(estates), bodies["own"]["risk"]
    limits = {"organisation": body, "register": estates}
    user = somebody(*({"role": role, **limits} for role in ("lead", "board", "administrator")), cleared_by=[body])

    for permission in ("view_risk", "edit_risk", "assess", "close_risk", "mark_risk", "review_risk"):
        assert user.has_perm(f"registers.{permission}", theirs), permission
        assert not user.has_perm(f"registers.{permission}", not_theirs), permission
    for permission in ("view_register", "add_risk", "agree_register", "refresh_register", "set_up_register"):
        assert user.has_perm(f"registers.{permission}", estates), permission
        assert not user.has_perm(f"registers.{permission}", not_theirs.register), permission
    assert not user.has_perm("registers.manage_people", body)


def test_a_control_is_for_those_whose_register_or_whose_own_risk_it_is_of(bodies, body):
    register, post = bodies["own"]["register"], PostFactory(organisation=body)
    estates = RegisterFactory(organisation=body, slug="estates", kind=Register.Kind.DIRECTORATE)
    there, mine = add_control(open_risk(estates)), add_control(open_risk(register, owners=[post]))
    limited = somebody({"role": "lead", "organisation": body, "register": estates}, cleared_by=[body])
    owner = somebody({"role": "lead", "organisation": body, "own_risks_only": True}, cleared_by=[body])
    people.hold(post=post, by=owner, name=owner.name, on=clock.today(), user=owner)

    assert limited.has_perm("controls.edit_control", there)
    assert limited.has_perm("controls.add_control", estates)
    assert not limited.has_perm("controls.edit_control", mine)
    assert owner.has_perm("controls.edit_control", mine)
    assert not owner.has_perm("controls.edit_control", bodies["own"]["control"])
    assert not owner.has_perm("controls.add_control", register)


def test_an_improvement_plan_is_for_those_whose_role_is_for_the_whole_body(bodies, body):
    plan, register = bodies["own"]["plan"], bodies["own"]["register"]
    for limit in ({"register": register}, {"own_risks_only": True}):
        user = somebody(*({"role": role, "organisation": body, **limit} for role in ("lead", "board")))
        assert not any(user.has_perm(f"controls.{name}_plan", plan) for name in ("view", "edit", "settle"))
        assert not user.has_perm("controls.begin_plan", body)
        both = somebody({"role": "lead", "organisation": body, **limit}, ("reader", body))
        assert both.has_perm("controls.view_plan", plan)
        assert not both.has_perm("controls.edit_plan", plan)


def test_a_sensitive_plan_is_for_those_its_body_has_cleared(bodies, body):
    plan = bodies["own"]["plan"]
    mark_plan(plan, "official-sensitive", clock.today())
    uncleared, cleared = somebody(("lead", body), ("board", body)), somebody(("lead", body), cleared_by=[body])
    assert not any(uncleared.has_perm(f"controls.{name}_plan", plan) for name in ("view", "edit", "settle"))
    assert cleared.has_perm("controls.edit_plan", plan)


def test_a_role_for_ones_own_risks_reaches_those_and_no_register(bodies, body):
    register, post = bodies["own"]["register"], PostFactory(organisation=body)
    owned, led, not_theirs = (
        open_risk(register, owners=[post]),
        open_risk(register, leads=[post]),
        bodies["own"]["risk"],
    )
    user = somebody(*({"role": role, "organisation": body, "own_risks_only": True} for role in ("lead", "board")))
    people.hold(post=post, by=user, name=user.name, on=clock.today(), user=user)

    for permission in ("view_risk", "edit_risk", "assess", "close_risk", "review_risk"):
        assert user.has_perm(f"registers.{permission}", owned), permission
        assert user.has_perm(f"registers.{permission}", led), permission
        assert not user.has_perm(f"registers.{permission}", not_theirs), permission
    for permission in ("add_risk", "agree_register", "refresh_register"):
        assert not user.has_perm(f"registers.{permission}", register), permission


def test_a_risk_stops_being_ones_own_when_one_leaves_the_post(bodies, body):
    post = PostFactory(organisation=body)
    risk = open_risk(bodies["own"]["register"], owners=[post])
    user = somebody({"role": "lead", "organisation": body, "own_risks_only": True})
    people.hold(post=post, by=user, name=user.name, on=clock.today(), user=user)
    assert user.has_perm("registers.edit_risk", risk)

    people.hold(post=post, by=user, name=user.name, on=clock.today(), holds=False)
    again = type(user).objects.get(pk=user.pk)
    assert not again.has_perm("registers.edit_risk", risk)


# Clearance -------------------------------------------------------------------------------------


@pytest.mark.parametrize("permission", ["view_risk", "edit_risk", "assess", "close_risk", "mark_risk", "review_risk"])
def test_nobody_may_do_to_a_sensitive_risk_what_they_may_not_see(bodies, body, permission):
    risk = bodies["own"]["risk"]
    risks.mark(risk=risk, by=somebody(), version=None, on=clock.today(), marking="official-sensitive", reason="Named")
    roles = [("lead", body), ("board", body)]
    assert not somebody(*roles).has_perm(f"registers.{permission}", risk)
    assert not somebody(*roles, cleared_by=[bodies["other"]["organisation"]]).has_perm(f"registers.{permission}", risk)
    assert somebody(*roles, cleared_by=[body]).has_perm(f"registers.{permission}", Risk.objects.get(pk=risk.pk))


@pytest.mark.parametrize("permission", ["agree_register", "refresh_register"])
def test_only_who_may_see_all_of_a_register_may_settle_it(bodies, body, permission):
    register = bodies["own"]["register"]
    assert not somebody(("board", body)).has_perm(f"registers.{permission}", register)
    assert somebody(("board", body), cleared_by=[body]).has_perm(f"registers.{permission}", register)


# What the Panel asks, and actions -----------------------------------------------------------------


def test_a_promise_is_put_right_by_the_body_that_made_it_and_a_question_by_who_recorded_it(bodies, body):
    secretary, other = somebody(("secretariat", body)), somebody(("secretariat", bodies["other"]["organisation"]))
    promise = ask_panel_request(body, kind="promised", paper_title="Risk update, 2.1")
    recorded = ask_panel_request(body, by=secretary)
    for request in (promise, recorded):
        assert secretary.has_perm("reports.edit_request", request)
        assert not other.has_perm("reports.edit_request", request)
    assert not somebody(("secretariat", body)).has_perm("reports.edit_request", recorded)


@pytest.mark.parametrize("name", ["view_request", "edit_request", "close_request"])
def test_a_sensitive_request_is_for_those_whom_the_answering_body_has_cleared(bodies, body, name):
    request, panel = ask_panel_request(body, marking="official-sensitive"), bodies["panel"]["organisation"]
    assert not somebody(("panel-secretariat", panel)).has_perm(f"reports.{name}", request)
    assert somebody(("panel-secretariat", panel), cleared_by=[body]).has_perm(f"reports.{name}", request)


def test_who_holds_the_post_reports_on_its_action_and_changes_nothing_else_of_it(bodies, body):
    post, reader = PostFactory(organisation=body), somebody(("reader", body))
    action = set_action(bodies["own"]["board"], post=post, text="Look under the roof")
    assert not reader.has_perm("reports.report_action", action)
    people.hold(post=post, by=reader, name=reader.name, on=clock.today(), user=reader)
    reader = User.objects.get(pk=reader.pk)
    assert reader.has_perm("reports.report_action", action)
    assert not reader.has_perm("reports.edit_action", action)


@pytest.mark.parametrize("limit", ["register", "own_risks_only"])
def test_meetings_are_run_by_the_secretariat_of_the_whole_body(bodies, limit):
    own = bodies["own"]
    limits = {"register": own["register"]} if limit == "register" else {"own_risks_only": True}
    user = somebody({"role": "secretariat", "organisation": own["organisation"]} | limits)
    assert not user.has_perm("reports.plan_meeting", own["board"])
    assert not user.has_perm("reports.run_meeting", own["meeting"])


def test_a_meeting_of_both_bodies_is_run_by_either_secretariat(bodies):
    board = boards.add_board(organisation=None, by=somebody(), name="Joint group")
    for slug, role in product(("own", "other"), ("reader", "secretariat")):
        user = somebody((role, bodies[slug]["organisation"]))
        assert user.has_perm("reports.view_meeting", meet(board))
        assert user.has_perm("reports.run_meeting", meet(board)) is (role == "secretariat")
        assert user.has_perm("reports.plan_meeting", board) is (role == "secretariat")


def test_closing_a_meeting_needs_clearance_where_that_settles_a_register(bodies):
    own = bodies["own"]
    user = somebody(("secretariat", own["organisation"]))
    assert user.has_perm("reports.close_meeting", own["meeting"])
    own["register"].board = own["board"]
    own["register"].save()
    assert not user.has_perm("reports.close_meeting", own["meeting"])
    cleared = somebody(("secretariat", own["organisation"]), cleared_by=[own["organisation"]])
    assert cleared.has_perm("reports.close_meeting", own["meeting"])


def test_the_other_bodys_secretariat_looks_at_a_meeting_it_attends_and_no_more(bodies):
    board = boards.add_board(organisation=bodies["own"]["organisation"], by=somebody(), name="Open", is_attended=True)
    user = somebody(("secretariat", bodies["other"]["organisation"]))
    assert user.has_perm("reports.view_meeting", meet(board))
    assert not user.has_perm("reports.run_meeting", meet(board))
