"""Who is to be told what, once more: written from issue 4 and DESIGN.md with loops over plain rows, and from no code.

"One e-mail a person, weekly by default, with all of theirs; working leads rather than chief officers; copying line
managers only where a body turns it on; a monthly digest of changes, each seeing only what they may." Whether a row may
be seen is asked of the written rules (registers/sees.py), the rest is here. It remembers what it told, as people do.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from controls.models import (
    Consent,
    Control,
    ControlDue,
    ControlOwner,
    ControlState,
    Progress,
    Proposal,
    RiskProgress,
)
from controls.sees import has_own_risk, linked_risks
from registers import clock
from registers.access import audience_of
from registers.models import (
    AlignmentMember,
    Assessment,
    Board,
    Detail,
    Holding,
    Membership,
    Ownership,
    Post,
    Register,
    Review,
    RiskState,
    User,
)
from registers.sees import World, meets_profile, sees, standing_on, works_on_risk
from registers.sees_alignments import aligned_risks
from reports import sees_requests  # noqa: F401 - writes down who sees what the Panel asked
from reports.models import Action, ActionTurn, MailPreference, MailSetting, Meeting, PanelRequest, RequestTurn

HOLIDAYS = {date(2024, 1, 1), date(2024, 3, 29), date(2024, 4, 1), date(2024, 5, 6)}
QUARTERS = [date(2023, 9, 30), date(2023, 12, 31), date(2024, 3, 31), date(2024, 6, 30)]
SENSITIVE = "official-sensitive"


@dataclass(frozen=True)
class Line:
    """What one line says, and what somebody must see to read it over another's shoulder."""

    heading: str
    words: str
    of: object
    worked_on: int | None = None  # the register whose working position it tells of


@dataclass(frozen=True)
class Thing:
    """Something that waits: a line, when it is due, and what makes it other news than before."""

    line: Line
    news: tuple


class Oracle:
    def __init__(self):
        self.told = defaultdict(list)  # user: [(day, {news}, was it a reminder)]
        self.digests = set()  # (user, month)
        self.runs = []  # days of runs

    def day(self, today):
        """{user key: (lines, copied to)} that a run on this day is to write; it is taken as done."""
        since = self.runs[-1] + timedelta(days=1) if self.runs else today
        days = [since + timedelta(days=n) for n in range((today - since).days + 1)][-31:]
        self.runs.append(today)
        rows = Rows(today)
        found = {}
        for user in rows.users:
            if user.is_active and rows.is_member(user):
                lines = self.letter(user, rows, days)
                if lines:
                    found[user.pk] = lines, rows.copied_to(user, lines) if self.has_reminder(user) else []
        return found

    def has_reminder(self, user):
        return self.told[user.pk][-1][2]

    def letter(self, user, rows, days):
        today = days[-1]
        wish = rows.wishes.get(user.pk)
        often, weekday = (wish.reminders, wish.weekday) if wish else ("weekly", 0)
        audience = audience_of(user)
        things = []
        if often == "daily" or (often == "weekly" and self.is_weeks_turn(user, days, weekday)):
            things = rows.things(user, audience)
        known = {news for _, all_news, _ in self.told[user.pk] for news in all_news}
        if often == "daily":
            if not [thing for thing in things if thing.news not in known]:
                things = []
            lines = [(thing.line, thing.news not in known) for thing in things]
        else:
            lines = [(thing.line, False) for thing in things]
        month = self.month(user, wish, days)
        changes = rows.changes(user, audience, month) if month else []
        if changes:
            self.digests.add((user.pk, month))
        if things or changes:
            self.told[user.pk].append((today, {thing.news for thing in things}, bool(things)))
        return lines + [(line, False) for line in changes]

    def is_weeks_turn(self, user, days, weekday):
        theirs = [day for day in days if day.weekday() == weekday]
        if not theirs:
            return False
        return not [1 for day, _, was_reminder in self.told[user.pk] if was_reminder and day >= theirs[-1]]

    def month(self, user, wish, days):
        """On the first working day of a month: of the month before, once."""
        if wish is not None and not wish.digest:
            return None
        for day in days:
            before = [day.replace(day=1) + timedelta(days=n) for n in range(day.day - 1)]
            if is_working(day) and not any(is_working(one) for one in before):
                month = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
                if (user.pk, month) not in self.digests:
                    return month
        return None


def is_working(day):
    return day.strftime("%a") not in ("Sat", "Sun") and day not in HOLIDAYS


def said(day):
    return f"{day.day} {day:%B %Y}"


class Rows:
    """Everything there is, as plain rows, on the morning of a day."""

    def __init__(self, today):
        self.today = today
        self.world = World()
        self.users = list(User.objects.order_by("pk"))
        self.memberships = list(Membership.objects.all())
        self.wishes = {row.user_id: row for row in MailPreference.objects.all()}
        self.copying = {row.organisation_id for row in MailSetting.objects.all() if row.copies_line_managers}
        self.posts = {row.pk: row for row in Post.objects.all()}
        self.registers = {row.pk: row for row in Register.objects.select_related("organisation")}
        self.controls = list(Control.objects.all())
        self.boards = {row.pk: row for row in Board.objects.all()}
        self.meetings = {row.pk: row for row in Meeting.objects.all()}
        self.actions = list(Action.objects.all())
        self.action_turns = list(ActionTurn.objects.order_by("recorded_at", "pk"))
        self.requests = list(PanelRequest.objects.all())
        self.request_turns = list(RequestTurn.objects.order_by("recorded_at", "pk"))
        self.quarter = max(end for end in QUARTERS if end < today)

    def is_member(self, user):
        for row in self.memberships:
            if row.user_id == user.pk and row.since <= self.today and (row.until is None or row.until > self.today):
                return True
        return False

    # Posts ---------------------------------------------------------------------------------------

    def latest(self, model, day=None, known_at=None, **key):
        """The row of a key in force on a day."""
        rows = [row for row in self.world.facts[model] if all(getattr(row, name) == key[name] for name in key)]
        return standing_on(rows, day or self.today, known_at)

    def holders(self, post):
        """Users who hold a post, or what it was renamed to."""
        while post.successor_id and post.until and post.until <= self.today:
            post = self.posts[post.successor_id]
        found = set()
        for name in {row.name for row in self.world.facts[Holding] if row.post_id == post.pk}:
            row = self.latest(Holding, post_id=post.pk, name=name)
            if row is not None and row.holds and row.user_id:
                found |= {user.pk for user in self.users if user.pk == row.user_id and user.is_active}
        return found

    def stewards(self, risk):
        """Working leads; owners only where nobody with an account leads."""
        for role in ("lead", "owner"):
            row = self.latest(Ownership, risk_id=risk.pk, role=role)
            places = [one for one in self.world.owned_posts if row is not None and one.ownership_id == row.pk]
            people = set().union(*(self.holders(self.posts[place.post_id]) for place in places))
            if people:
                return people
        return set()

    def copied_to(self, user, lines):
        """Line managers of a body that wants it, who may read every line."""
        above = set()
        for post in self.posts.values():
            is_present = post.until is None or post.until > self.today
            if is_present and post.organisation_id in self.copying and user.pk in self.holders(post):
                above |= self.holders(self.posts[post.reports_to_id]) if post.reports_to_id else set()
        people = [one for one in self.users if one.pk in above - {user.pk}]
        return sorted(one.email for one in people if all(self.reads(one, line) for line, _ in lines))

    def reads(self, user, line):
        audience = audience_of(user)
        if line.worked_on is not None:
            register = self.registers[line.worked_on]
            if register.organisation_id not in audience.working and register.pk not in audience.registers:
                return False
        return self.sees(audience, line.of)

    def sees(self, audience, row):
        if isinstance(row, Meeting):
            return self.sees_board(audience, self.boards[row.board_id])
        if isinstance(row, Action):
            return self.sees_action(audience, row)
        return sees(audience, row, self.world)

    def sees_board(self, audience, board):
        """A body's own is its members', whom no register or post limits; that of both is everybody's of either."""
        return bool(audience.working) if board.organisation_id is None else board.organisation_id in audience.working

    def sees_action(self, audience, action):
        """Of a risk, with its rationales (DESIGN.md section 6)."""
        board = self.boards[self.meetings[action.meeting_id].board_id]
        if not self.sees_board(audience, board):
            return False
        owners = (
            {board.organisation_id}
            if board.organisation_id
            else {row.organisation_id for row in self.registers.values()}
        )
        if action.marking == SENSITIVE and not owners <= audience.cleared:
            return False
        if action.risk_id is None:
            return True
        risk = self.world.risks[action.risk_id]
        return sees(audience, risk, self.world) and meets_profile(audience, self.register(risk), "rationale")

    # What waits ----------------------------------------------------------------------------------

    def things(self, user, audience):
        return [
            *self.of_risks(user, audience),
            *self.of_controls(user, audience),
            *self.of_wordings(user, audience),
            *self.of_actions(user, audience),
            *self.of_requests(user, audience),
        ]

    def register(self, risk):
        return self.registers[risk.register_id]

    def is_open(self, risk):
        row = self.latest(RiskState, risk_id=risk.pk)
        return row is not None and row.turn != "closed"

    def is_marked(self, risk, day=None):
        row = self.latest(Detail, day, risk_id=risk.pk, aspect="marking")
        return row is not None and row.value == SENSITIVE

    def dated(self, line, due, detail=""):
        state = f"{due} late" if due < self.today else f"{due}"
        return Thing(line, (line.heading, line.of.pk, type(line.of).__name__, detail, state))

    def of_risks(self, user, audience):
        for risk in self.world.risks.values():
            if user.pk not in self.stewards(risk) or not self.is_open(risk):
                continue
            if not sees(audience, risk, self.world) or not works_on_risk(audience, risk.pk, self.world):
                continue
            register, marked = self.register(risk), self.is_marked(risk)
            name = (
                f"A restricted risk of the {register.title}" if marked else f"Risk {risk.ref} of the {register.title}"
            )
            review = self.latest(Review, risk_id=risk.pk)
            told = review is not None and review.next_on and review.next_on <= self.today + timedelta(days=14)
            if told and meets_profile(audience, register, "rationale"):
                words = self.by("review due by", "review was due by", review.next_on)
                words = "to be reviewed" if marked or register.profile.get("rationale") == SENSITIVE else words
                yield self.dated(Line("Reviews", f"{name}: {words}", risk, register.pk), review.next_on)
            if meets_profile(audience, register, "progress") and self.says_nothing(risk):
                barely = marked or register.profile.get("progress") == SENSITIVE
                yield self.unstated(f"{name}: ", barely, risk, register.pk)

    def by(self, future, past, due):
        return f"{past if due < self.today else future} {said(due)}"

    def unstated(self, name, barely, of, register):
        words = "progress to be stated" if barely else "no progress has been stated this quarter"
        line = Line("Progress", f"{name}{words}", of, register)
        return Thing(line, ("Progress", of.pk, type(of).__name__, "", self.quarter))

    def says_nothing(self, risk):
        row = self.latest(RiskProgress, risk_id=risk.pk)
        return row is None or (row.status != "complete" and row.on <= self.quarter)

    def of_controls(self, user, audience):
        for control in self.controls:
            owner = self.latest(ControlOwner, control_id=control.pk)
            if control.register_id is None or owner is None or owner.post_id is None:
                continue
            if user.pk not in self.holders(self.posts[owner.post_id]) or not self.works_on_control(audience, control):
                continue
            register = self.registers[control.register_id]
            marked = any(self.is_marked(risk) for risk in self.linked(control) if sees(audience, risk, self.world))
            name = "A restricted control: " if marked else f"Control C-{control.number}: "
            stage = self.latest(ControlState, control_id=control.pk).stage
            progress = self.latest(Progress, control_id=control.pk)
            status = progress.status if progress is not None else None
            due = self.latest(ControlDue, control_id=control.pk)
            near = due is not None and due.due is not None and due.due <= self.today + timedelta(days=14)
            if stage in ("potential", "planned") and near and status != "complete":
                words = self.by("to be in place by", "was to be in place by", due.due)
                words = "needs a look" if marked or register.profile["controls"] == SENSITIVE else words
                yield self.dated(Line("Controls", name + words, control, register.pk), due.due)
            is_old = progress is None or progress.on <= self.quarter
            if stage in ("planned", "in-place") and status not in ("complete", "not-applicable") and is_old:
                barely = marked or register.profile["progress"] == SENSITIVE
                yield self.unstated(name, barely, control, register.pk)

    def linked(self, control):
        return linked_risks(control, self.world)

    def works_on_control(self, audience, control):
        if not sees(audience, control, self.world):
            return False
        register = self.registers[control.register_id]
        if register.organisation_id in audience.working or register.pk in audience.registers:
            return True
        return has_own_risk(audience, control, self.world)

    def of_wordings(self, user, audience):
        """A wording that the other body proposed, for who leads, or sits on the board of, a corporate register."""
        for proposal in self.world.facts[Proposal]:
            if [row for row in self.world.facts[Consent] if row.proposal_id == proposal.pk]:
                continue
            control = next(row for row in self.controls if row.pk == proposal.control_id)
            agrees = set()
            for row in self.memberships:
                present = row.since <= self.today and (row.until is None or row.until > self.today)
                if row.user_id == user.pk and present and row.role in ("lead", "board") and not row.own_risks_only:
                    agrees.add(row.organisation_id)
            if not agrees - {proposal.organisation_id} or not sees(audience, proposal, self.world):
                continue
            tied = [
                row.risk_id for row in self.world.facts[AlignmentMember] if row.alignment_id == control.alignment_id
            ]
            marked = any(self.is_marked(self.world.risks[risk]) for risk in tied)
            name = "A restricted joint control" if marked else f"Joint control C-{control.number}"
            words = "to be answered" if marked else "a wording waits for your body to agree it"
            line = Line("Joint controls", f"{name}: {words}", control)
            yield Thing(line, ("Joint controls", proposal.pk, "", "", ""))

    def of_actions(self, user, audience):
        for action in self.actions:
            turns = [row for row in self.action_turns if row.action_id == action.pk]
            if user.pk not in self.holders(self.posts[action.post_id]) or (turns and turns[-1].state != "open"):
                continue
            if not self.sees_action(audience, action):
                continue
            due = [action.due_on, *(turn.due_on for turn in turns if turn.due_on)][-1]
            noun = "response" if action.kind == "response" else "action"
            risk = self.world.risks[action.risk_id] if action.risk_id else None
            marked = action.marking == SENSITIVE or (risk is not None and self.is_marked(risk))
            barely = marked or (risk is not None and self.register(risk).profile.get("rationale") == SENSITIVE)
            words = ("to be given" if noun == "response" else "to be done") if barely else None
            words = words or self.by("due by", "was due by", due)
            name = f"A restricted {noun}" if marked else f"{noun.capitalize()} A-{action.number}"
            yield self.dated(Line(f"{noun.capitalize()}s", f"{name}: {words}", action), due)

    def of_requests(self, user, audience):
        for request in self.requests:
            turns = [row for row in self.request_turns if row.request_id == request.pk]
            if request.post_id is None or user.pk not in self.holders(self.posts[request.post_id]):
                continue
            if (turns and turns[-1].state == "closed") or not sees(audience, request, self.world):
                continue
            due = request.due_on
            if due is None or due > self.today + timedelta(days=28):
                continue
            words = self.by("answer due by", "answer was due by", due)
            yield self.dated(Line("Panel requests", f"Request P-{request.number}: {words}", request), due)

    # What changed in a month ---------------------------------------------------------------------

    def changes(self, user, audience, month):
        """As it was known at the end of the month, against what was known at the end of the one before."""
        next_month = (month + timedelta(days=31)).replace(day=1)
        ends = [month - timedelta(days=1), next_month - timedelta(days=1)]
        known = [clock.end_of(end) for end in ends]
        lines = []
        for register in self.registers.values():
            agreements = [row for row in self.world.agreements if row.register_id == register.pk]
            if sees(audience, register, self.world):
                lines += self.moves(audience, register, agreements, ends, known)
                lines += self.agreed(register, agreements, known)
        lines += self.control_changes(audience, ends, known)
        lines += self.joint_changes(audience, ends, known)
        for meeting in self.meetings.values():
            if meeting.closed_at and known[0] < meeting.closed_at <= known[1] and self.sees(audience, meeting):
                board = self.boards[meeting.board_id]
                lines.append(Line("Meetings", f"{board.name}, {said(meeting.on)} was closed", meeting))
        return lines

    def agreed(self, register, agreements, known):
        within = [row for row in agreements if known[0] < row.recorded_at <= known[1]]
        if within:
            words = f"The {register.title} was agreed as at {said(within[-1].as_at)}"
            yield Line("Registers", words, register)

    def times(self, agreements, ends, known, is_working):
        """(day, known at) of each moment, cut to what its board had agreed by then; None before it had."""
        found = []
        for end, moment in zip(ends, known, strict=True):
            settled = [row for row in agreements if row.recorded_at <= moment]
            if is_working:
                found.append((end, moment))
            elif settled:
                found.append((min(end, settled[-1].as_at), min(moment, settled[-1].known_at)))
            else:
                found.append(None)
        return found

    def moves(self, audience, register, agreements, ends, known):
        for risk in self.world.risks.values():
            if risk.register_id != register.pk or not sees(audience, risk, self.world):
                continue
            is_working = works_on_risk(audience, risk.pk, self.world)
            times = self.times(agreements, ends, known, is_working)
            if None in times:
                continue
            before, after = (self.stood(risk, *time) for time in times)
            if after is None or not self.may_compare(audience, register, risk, times, before, ends, known):
                continue
            word = moved(before, after)
            if word and meets_profile(audience, register, "movement"):
                marked = self.is_marked_then(risk, *times[1])
                name = "A restricted risk" if marked else f"Risk {risk.ref}"
                words = f"{name} of the {register.title}: {'changed' if marked else word}"
                yield Line("Risks that moved", words, risk, register.pk if is_working else None)

    def is_marked_then(self, risk, day, known_at):
        row = self.latest(Detail, day, known_at, risk_id=risk.pk, aspect="marking")
        return row is not None and row.value == SENSITIVE

    def may_compare(self, audience, register, risk, times, before, ends, known):
        """Nothing is told of what was restricted for them at either moment, nor that it came to light."""
        if register.organisation_id in audience.cleared:
            return True
        days = {day for day, _ in times}
        days |= {min(day, moment.astimezone(clock.LONDON).date()) for day, moment in times}
        if any(self.is_marked(risk, day) or self.is_marked_then(risk, day, times[1][1]) for day in days):
            return False
        if any(self.is_marked_then(risk, day, moment) for day, moment in times):
            return False
        ever = [row for row in self.world.facts[Detail] if row.risk_id == risk.pk and row.value == SENSITIVE]
        return before is not None or not ever

    def stood(self, risk, day, known_at):
        """(is it open, its score) on a day as known at a moment; None before it was opened."""
        state = self.latest(RiskState, day, known_at, risk_id=risk.pk)
        if state is None:
            return None
        return state.turn != "closed", self.latest(Assessment, day, known_at, risk_id=risk.pk, kind="current")

    def control_changes(self, audience, ends, known):
        for control in self.controls:
            if control.register_id is None or not sees(audience, control, self.world):
                continue
            register = self.registers[control.register_id]
            agreements = [row for row in self.world.agreements if row.register_id == register.pk]
            is_working = self.works_on_control(audience, control)
            times = self.times(agreements, ends, known, is_working)
            if None in times:
                continue
            words = self.control_words(audience, control, times)
            if words and self.is_there(audience, control, times):
                risks = [risk for risk in self.linked_then(control, *times[1]) if sees(audience, risk, self.world)]
                marked = any(self.is_marked(risk) for risk in risks)
                name = "A restricted control" if marked else f"Control C-{control.number}"
                barely = marked or SENSITIVE in (register.profile["controls"], register.profile["progress"])
                text = f"{name}: {'changed' if barely else ', '.join(words)}"
                yield Line("Controls", text, control, register.pk if is_working else None)

    def joint_changes(self, audience, ends, known):
        """Of both bodies, so as recorded; one of them keeps its controls to itself, so only that something changed."""
        times = list(zip(ends, known, strict=True))
        for control in self.controls:
            if control.alignment_id is None or not sees(audience, control, self.world):
                continue
            risks = aligned_risks(control.alignment_id, self.world)
            unclear = [risk for risk in risks if self.register(risk).organisation_id not in audience.cleared]
            if any(self.is_marked(risk, end) for risk in unclear for end in ends):
                continue
            if self.control_words(audience, control, times):
                marked = any(self.is_marked(risk) for risk in risks)
                name = "A restricted control" if marked else f"Control C-{control.number}"
                yield Line("Controls", f"{name}: changed", control)

    def is_there(self, audience, control, times):
        """One of its risks may be seen, and was not restricted on the day looked at."""
        day, known_at = times[1]
        for risk in self.linked_then(control, day, known_at):
            cleared = self.register(risk).organisation_id in audience.cleared
            days = {day, known_at.astimezone(clock.LONDON).date()}
            hidden = not cleared and any(self.is_marked(risk, one) for one in days)
            if sees(audience, risk, self.world) and not hidden:
                return True
        return False

    def linked_then(self, control, day, known_at):
        return linked_risks(control, self.world, day, known_at)

    def control_words(self, audience, control, times):
        (_, since), (day, until) = times
        recent = defaultdict(list)
        for model in (ControlState, ControlDue, Progress):
            for row in self.world.facts[model]:
                if (
                    row.control_id == control.pk
                    and since < row.recorded_at <= until
                    and sees(audience, row, self.world)
                ):
                    recent[model].append(row)
        stage = self.latest(ControlState, day, until, control_id=control.pk)
        if stage is None:
            return []
        words = [f"now {stage.get_stage_display().lower()}"] if recent[ControlState] else []
        dates = [row for row in self.world.facts[ControlDue] if row.control_id == control.pk]
        if recent[ControlDue] and len(dates) > 1:
            words.append("date moved")
        if recent[Progress] and self.says_otherwise(audience, control, recent[Progress]):
            words.append("progress changed")
        return ["retired"] if words and stage.stage == "retired" else words

    def says_otherwise(self, audience, control, recent):
        earlier = [
            row
            for row in self.world.facts[Progress]
            if row.control_id == control.pk
            and row.recorded_at < recent[0].recorded_at
            and sees(audience, row, self.world)
        ]
        return not earlier or earlier[-1].status != recent[-1].status


def moved(before, after):
    """Which way, in words: DESIGN.md section 2, movement."""
    was_open, was = before or (False, None)
    is_open, now = after
    if not was_open and not is_open:
        return ""
    if before is None:
        return "new"
    if was_open != is_open:
        return "reopened" if is_open else "closed"
    if now is None:
        return ""
    if was is None:
        return "scored for the first time"
    if was.rank != now.rank:
        return "up" if now.rank > was.rank else "down"
    return "" if (was.likelihood, was.impact) == (now.likelihood, now.impact) else "to another cell of the same rank"
