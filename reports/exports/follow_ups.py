"""What boards asked for and what the Panel asked for, as files."""

from registers.access import posts_of
from reports import action_filters, actions_reading, request_filters, requests_reading
from reports.actions_reading import ActionLine
from reports.exports.about import about, filters_of, sorted_by
from reports.exports.values import OFFICIAL, SENSITIVE, Column, Listing, Row
from reports.follow_ups import NamedRisk, asked_risks
from reports.follow_ups import about as about_risks_of
from reports.papers.figures import one_moment
from reports.requests_reading import RequestLine
from reports.views import actions as action_pages
from reports.views import panel_requests as request_pages
from reports.views.follow_ups import form_data, marking_of

SORTS = {
    **{"number": "Number", "state": "State", "post": "Who is to do it", "due": "Due", "meeting": "Meeting"},
    **{"body": "Who is to answer", "made": "Made"},
}
ABOUT = (Column("About body", 12), Column("About ref", 9), Column("About risk", 40))
LAST = (Column("Marking", 20), Column("Illustrative", 12))
ACTIONS = (
    Column("Ref", 8),
    Column("Action", 60),
    Column("Kind", 12),
    Column("State", 12),
    Column("Ended", 13),
    Column("What became of it", 50),
    Column("Who is to do it", 34),
    Column("Body", 14),
    Column("Due", 13),
    Column("First due", 13),
    Column("Times moved", 9),
    Column("Past the due date", 9),
    Column("Board", 34),
    Column("Meeting", 13),
    *ABOUT,
    *LAST,
)
REQUESTS = (
    Column("Ref", 8),
    Column("Request", 60),
    Column("Kind", 20),
    Column("Standing", 10),
    Column("State", 16),
    Column("Last answered", 13),
    Column("Who is to answer", 14),
    Column("Post", 34),
    Column("Due", 13),
    Column("Past the date", 9),
    Column("Made", 13),
    *ABOUT,
    *LAST,
)


def actions_listing(user, audience, asked, query) -> Listing:
    """The list of actions as its page shows it, all of it."""
    chosen, mine = action_filters.Chosen.asked(query), posts_of(user)
    with one_moment():
        risks = asked_risks(audience, chosen.risk)
        every = actions_reading.actions(audience, asked.scope.as_at, risks=risks, known_at=asked.scope.known_at)
        lines = action_filters.ordered(action_filters.narrowed(every, chosen, mine), chosen.sort)
        told = action_pages.about_risks(lines, audience, asked.scope, {})
        rows = [_action(line, told.name(line.action.risk_id)) for line in lines]
    bodies = {line.action.post.organisation_id for line in lines}
    bodies |= {line.action.meeting.board.organisation_id for line in lines} - {None}
    form = action_filters.ActionFilterForm(form_data(query, chosen), lines=every, mine=mine)
    sensitive = action_pages.sensitive_bodies(lines, told, audience)
    return _listing(user, asked, query, "Actions", ACTIONS, rows, form, bodies, sensitive)


def requests_listing(user, audience, asked, query) -> Listing:
    """The list of Panel requests as its page shows it, all of it."""
    chosen = request_filters.Chosen.asked(query)
    with one_moment():
        risks = asked_risks(audience, chosen.risk)
        every = requests_reading.requests(audience, asked.scope.as_at, risks=risks, known_at=asked.scope.known_at)
        lines = request_filters.ordered(request_filters.narrowed(every, chosen), chosen.sort)
        about_them = [line.request.risk for line in lines if line.request.risk_id]
        told = about_risks_of(about_them, audience, asked.scope, {})
        rows = [_request(line, told.name(line.request.risk_id)) for line in lines]
    bodies = {line.request.organisation_id for line in lines}
    form = request_filters.RequestFilterForm(form_data(query, chosen), lines=every)
    sensitive = request_pages.sensitive_bodies(lines, told)
    return _listing(user, asked, query, "Panel requests", REQUESTS, rows, form, bodies, sensitive)


def _listing(user, asked, query, what, columns, rows, form, bodies, sensitive):
    marking = marking_of(sensitive)
    filters = filters_of(form)
    filters += [f"About risk: {query['risk']}"] if query.get("risk") else []
    words = about(
        user,
        what,
        len(rows),
        marking,
        scope=asked.scope.on(asked.scope.as_at),
        filters=filters,
        order=sorted_by(query, SORTS),
    )
    return Listing(
        what=what,
        name=f"{what.lower().replace(' ', '-')} {asked.scope.as_at.isoformat()}",
        columns=columns,
        rows=lambda: rows,
        number=len(rows),
        marking=marking,
        about=words,
        bodies=frozenset(bodies | sensitive),
        sensitive_of=frozenset(sensitive),
    )


def _action(line: ActionLine, risk: NamedRisk | None) -> Row:
    action, answer = line.action, line.answer
    return (
        str(action),
        action.text,
        action.get_kind_display(),
        line.state.label,
        answer and answer.on,
        (answer.text or None) if answer else None,
        action_filters.post_of(line),
        _capitalised(action.post.organisation.short_name),
        line.due_on,
        action.due_on if line.moves else None,
        len(line.moves) or None,
        "Yes" if line.is_overdue else "No",
        str(action.meeting.board),
        action.meeting.on,
        *_about(risk),
        SENSITIVE if line.is_sensitive else OFFICIAL,
        "Illustrative" if action.is_illustrative else None,
    )


def _request(line: RequestLine, risk: NamedRisk | None) -> Row:
    request = line.request
    return (
        str(request),
        request.text,
        request.get_kind_display(),
        "Yes" if request.is_standing else "No",
        line.state.label,
        line.answers[-1].on if line.answers else None,
        _capitalised(request.organisation.short_name),
        request_filters.post_of(line) or None,
        line.due_on,
        "Yes" if line.is_overdue else "No",
        request.made_on,
        *_about(risk),
        SENSITIVE if line.is_sensitive else OFFICIAL,
        "Illustrative" if request.is_illustrative else None,
    )


def _about(risk):
    if risk is None:
        return None, None, None
    return _capitalised(risk.body), risk.told.index.printed_ref, risk.told.details.title


def _capitalised(name):
    return name[:1].upper() + name[1:]
