"""Where does each address lead in the world of tests/two_bodies.py, and what does a valid form send to it?

A form is taken from the page that somebody who may use it is given; `BODIES` names only what has to be typed.
"""

import time

from tests.factories import PASSWORD
from tests.two_bodies_meetings import PLANNED, STARTED
from tests.two_bodies_writing import slip_found


class Picture:
    """A file to send, as often as it is asked for."""

    name, content_type = "hail.png", "image/png"

    def read(self):
        return b"\x89PNG\r\n\x1a\n hail"


TOTP_SECRET = "JBSWY3DPEHPK3PXP"  # what an authenticator app would hold
NEW_PASSWORD = "another long enough password"
WHY = {"reason": "It was discussed"}
CONFIRMED = {"confirmed": "yes"}
BOTH_REASONS = WHY | {"corporate_reason": "It concerns everybody"}
NEW_RISK = {"title": "Heat", "description": "It may be hot."}
A_DAY = "2022-03-01"


def places(world, name, parameters) -> dict:
    """What stands in an address: everything is the own body's, and there for whoever may see it."""
    post = f"{world.own.name} director 1".lower().replace(" ", "-")
    risk = _risk(world, name)
    found = {
        "organisation": world.own.slug,
        "register": risk.register.slug,
        "ref": risk.ref,
        "other_register": world.register.slug,
        "other_ref": world.risks["own"]["second"].ref,
        "entry": "score-1",
        "email": world.visitors[MEMBERS.get(name, "own reader")].email,
        "role": "reader",
        "post": post,
        "slug": world.paper.slug,
        "section": "open-section",
        "appendix": world.paper.appendices.first().slug,
        "picture": "open",
        "part": "body",
        "edition": "public",
        "key": world.renderings[FILES.get(name, "paper")].key,
        "pk": 1,
        "provider_id": "sso",
        "uidb36": "1",
        "framework": "plan",
        "number": world.alignments["open"].number,
        "kind": "closed",
        "control": 1,
        "proposal": PROPOSALS.get(name, 2),
        "year": world.plans["open"].slug,
        "board": world.boards["own"].slug,
        "month": "2022-03",
        "format": "csv",
    }
    special = {name: {"ref": "A1"}} if name.startswith("controls:stream") else {}
    if name.startswith("controls:"):
        control = world.controls["own"][CONTROLS.get(name, "open")]
        special.setdefault(name, {"entry": "progress-1", "place": 1, "number": control.number})
    special |= {"controls:risk-progress-void": {"number": 1}}
    special |= {key: {"key": world.letter.key} for key in ("reports:mail-letter", "reports:mail-again")}
    special |= {f"reports:{name}": {"number": number} for name, number in FOLLOW_UPS.items()}
    special |= {f"reports:{name}": _meeting(world, name) for name in MEETINGS}
    special |= {f"reports:{name}": {"number": 1} for name in ("comment-answer", "comment-settle", "section-restore")}
    special |= {"reports:standing-text": {"kind": "mopac-risk-update", "key": "equality"}}
    special |= {f"reports:{name}": {"key": world.imports[stage].key} for name, stage in IMPORTS.items()}
    special |= {"reports:token-revoke": {"key": world.token[0].key}}
    special |= {"reports:api-list": {"secret": world.token[1], "address": "registers/mopac/corporate/export.csv"}}
    if name == "reports:finding-mend":
        special |= {name: {"key": slip_found(world)}}
    special |= {"reports:appendix-file": {"appendix": "a-file"}}
    special |= {f"reports:appendix-{name}": {"appendix": "a-text"} for name in ("keep", "discard", "versions")}
    special |= {f"reports:{name}": _on_its_way(world, name) for name in (*CLEARED, *ISSUED)}
    special |= {"account_confirm_email": {"key": "made-up"}, "account_reset_password_from_key": {"key": "made-up"}}
    return {parameter: (found | special.get(name, {}))[parameter] for parameter in parameters}


# Of a paper that is ready; of one that was issued and published, and issued again since.
CLEARED = (
    *("paper-clearance", "paper-ready", "paper-clear", "paper-clearance-withdraw", "paper-issue", "finding-accept"),
    *("paper-releases", "paper-release-take-back", "paper-accepted", "paper-acceptance-take-back"),
)
ISSUED = (
    *("paper-reopen", "oral-note", "issues", "issue", "issue-changes", "issue-publish", "issue-allow", "panel-meeting"),
    *("edition", "edition-pdf", "edition-word", "edition-file", "published-paper", "published-edition"),
    *("published-pdf", "published-html", "published-file", "published-checksums", "published-word"),
)


def _on_its_way(world, name):
    second = name in ("issue-publish", "issue-allow")  # the first is published
    return {
        "slug": world.ready.slug if name in CLEARED else world.issued.slug,
        "number": 2 if second else 1,
        "place": 1,
        "section": "oral",
        "on": world.issued.panel_date.isoformat(),
    }


RISKS = {
    "registers:risk-reopen": ("own", "closed"),
    "registers:risk-escalate": ("directorate", "first"),
    "reports:alignment-leave": ("own", "closed"),
    "reports:risk-decline": ("own", "second"),
    "reports:risk-decline-end": ("own", "fourth"),
}
CONTROLS = {
    "controls:control-adopt": "potential",
    "controls:control-rescore": "in place",
}
PROPOSALS = {"reports:joint-take-back": 3}  # the second is the other body's, and waits for the own


def _risk(world, name):
    of, which = RISKS.get(name, ("own", "first"))
    return world.risks[of][which]


# Where an address of a meeting leads: of the one in progress, unless its page is for one that is planned.
MEETINGS = (
    *("meeting", "meeting-draw-up", "meeting-start", "meeting-edit", "meeting-cancel", "meeting-attendance"),
    *("meeting-add", "meeting-whole", "meeting-rest", "meeting-close", "meeting-minutes", "meeting-minutes-pdf"),
    *("meeting-record", "meeting-item", "meeting-item-edit", "meeting-item-drop", "meeting-item-restore"),
    *("meeting-item-move", "meeting-plan", "board-meetings"),
)


def _meeting(world, name):
    day = PLANNED if name in ("meeting-start", "meeting-cancel") else STARTED
    item = {"meeting-item-restore": "mopac-corporate-4", "meeting-item-drop": "item-2"}.get(name, "mopac-corporate-1")
    return {"on": day.isoformat(), "item": item, "number": 3}


def _version_of(name):
    """The version that a button sends: pages without a form of their own."""

    def typed(world):
        meeting = world.boards["own"].meetings.get(on=_meeting(world, name)["on"])
        item = meeting.items.filter(slug=_meeting(world, name)["item"]).first()
        return {"version": item.version if name.startswith("meeting-item") else meeting.version, "step": "down"}

    return typed


def _present(world):
    return {f"kind-{world.own.posts.order_by('pk').first().pk}": "apologies"}


# At which stage an import is that an address is about.
IMPORTS = {
    **dict.fromkeys(("import", "import-options", "import-mapping", "import-values", "import-file"), "mapped"),
    **dict.fromkeys(("import-preview", "import-look", "import-apply", "import-discard"), "looked"),
    **dict.fromkeys(("import-undo", "import-result-file", "import-mapping-file"), "applied"),
    "import-again": "failed",
}
FOLLOW_UPS = {
    **dict.fromkeys(("request", "request-edit", "request-assign", "request-answer", "request-close"), 1),
    **dict.fromkeys(("action", "action-done", "action-due", "action-drop"), 1),
    **dict.fromkeys(("request-reopen", "action-reopen"), 2),
}
MEMBERS = {"registers:member-deactivate": "own leaver", "registers:clearance-end": "own lead"}
FILES = {"reports:rendering-again": "failed"}
QUERIES = {
    "reports:dashboard-risks": "?show=no-owner",
    "registers:post-leave": "?name=Jo+Holder",
    "controls:control-add": "?register=mopac/corporate",
}


def _code(world):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30))


BODIES = {
    "account_login": lambda world: {"login": world.visitors["own reader"].email, "password": PASSWORD},
    "account_reset_password": lambda world: {"email": world.visitors["own reader"].email},
    "account_change_password": {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    "account_reauthenticate": {"password": PASSWORD},
    "account_email": {"action_add": "", "email": "second@mopac.example"},
    "account_signup": {"email": "new@mopac.example", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    "mfa_activate_totp": lambda world: {"code": _code(world)},
    "mfa_reauthenticate": lambda world: {"code": _code(world)},
    "registers:risk-add": lambda world: NEW_RISK | {"owners": _post(world)} | WHY,
    "registers:risk-edit": {"title": "Great storms"} | WHY,
    "registers:assessment-record": {"cell": "2-3"} | WHY,
    "registers:outlook-record": {"cell": "2-3", "expected_by": "2022-06-30"} | WHY,
    "registers:tolerance-record": {"until": "2022-11-30"} | WHY,
    "registers:appetite-override": {"highest_band": "low"} | WHY,
    "registers:dependency-record": {"depends_on": "corporate/4"} | WHY,
    "registers:dependency-end": WHY,
    "registers:risk-mark": {"marking": "official-sensitive"} | WHY,
    "registers:risk-close": WHY | CONFIRMED,
    "registers:risk-reopen": WHY,
    "registers:risk-recast": NEW_RISK | WHY,
    "registers:risk-split": lambda world: (
        {"part-0-title": "Heat", "part-0-description": "It may be hot.", "part-0-owners": _post(world)}
        | WHY
        | CONFIRMED
    ),
    "registers:risk-merge": {"others": "4"} | WHY | CONFIRMED,
    "registers:risk-escalate": lambda world: NEW_RISK | {"owners": _post(world)} | BOTH_REASONS | CONFIRMED,
    "registers:risk-deescalate": {"into": "estates"} | BOTH_REASONS | CONFIRMED,
    "registers:entry-correct": {"rationale": "What was meant"} | WHY | CONFIRMED,
    "registers:entry-void": WHY,
    "registers:register-agree": {"meeting": "Own Board, 15 March 2022"},
    "registers:register-refresh": {"step": "apply", "risk-1-what": "reword", "risk-1-title": "Great storms"} | WHY,
    "registers:register-describe": {"title": "Another title"},
    "registers:review-record": WHY,
    "registers:cadence-set": {"high": "2"},
    "registers:board-add": {"name": "Another board", "organisation": "mopac"},
    "registers:board-edit": {"name": "Own Board under another name"},
    "registers:board-seat": lambda world: {"post": str(world.own.posts.order_by("pk")[1].pk)},
    "registers:board-unseat": {"until": A_DAY},
    "registers:appetite-set": {"highest_band": "low"} | WHY,
    "registers:profile-set": {"score": "official"} | CONFIRMED,
    "registers:register-add": {"title": "Estates risk register"},
    "registers:scheme-adopt": {"name": "Four by four again", "adopted_on": A_DAY},
    "registers:framework-add": {"name": "Another plan"},
    "registers:framework": {"name": "A plan under another name"},
    "registers:member-add": {"email": "new@mopac.example", "name": "Nobody Yet", "role": "reader"},
    "registers:post-add": {"title": "Own Body director 3"},
    "registers:post-rename": {"title": "Own Body chief 1", "on": A_DAY},
    "registers:post-alias": {"title": "The director"},
    "registers:post-reports-to": lambda world: {"reports_to": _other_post(world)},
    "reports:mail": {"reminders": "daily"},
    "reports:mail-set-up": {"copies_line_managers": "on"},
    "registers:post-hold": {"name": "Sam Holder", "on": A_DAY},
    "registers:post-leave": {"on": A_DAY},
    "registers:clearance-grant": lambda world: {"email": world.visitors["own reader"].email} | WHY,
    "reports:alignment-begin": {"risks": ["mopac/corporate/2", "met/corporate/2"], "title": "Wet weather"},
    "reports:alignment-edit": {"title": "Wet weather"},
    "reports:alignment-join": {"risk": "mopac/corporate/4"},
    "reports:alignment-leave": WHY | CONFIRMED,
    "reports:alignment-end": WHY | CONFIRMED,
    "reports:alignment-respond": {"text": "They go out"},
    "reports:alignment-view": {"residual": "It rains in"},
    "reports:alignment-review": WHY,
    "reports:alignment-explain": WHY,
    "reports:risk-decline": WHY,
    "reports:risk-decline-end": WHY,
    "reports:joint-propose": {"title": "An umbrella", "stage": "planned"},
    "reports:joint-reword": {"title": "A scarf against the rain"},
    "reports:joint-lead": {"lead_body": "met"},
    "reports:joint-answer": {"agrees": "yes"},
    "reports:joint-take-back": WHY,
    "reports:request-add": {"organisation": "mopac", "text": "How wet is it?", "made_on": A_DAY},
    "reports:request-edit": {"text": "How many great storms?"},
    "reports:request-assign": lambda world: {"post": _other_post(world)},
    "reports:request-answer": {"answered_in": "The update", "paragraph": "1.7"},
    "reports:request-close": {"text": "The Panel is content"} | CONFIRMED,
    "reports:request-reopen": {"text": "It floods again"},
    "reports:action-done": {"text": "There are nine"},
    "reports:action-due": {"due_on": "2022-07-31", "text": "It rains"},
    "reports:action-drop": {"text": "Somebody else counts"},
    "reports:action-reopen": {"text": "They are open again"},
    "controls:plan-begin": {"first_day": "2022-04-01"},
    "controls:stream-add": {"title": "Read it again"},
    "controls:plan-add-next": {"title": "Read it next year"},
    "controls:plan-refresh": {"A1-note": "It is half written"},
    "controls:plan-mark": {"marking": "official-sensitive"} | WHY,
    "controls:stream-edit": {"title": "Write it all down"},
    "controls:stream-due": {"due": "2022-09-30"} | WHY,
    "controls:stream-state": {"status": "on-track"},
    "controls:stream-links": {"risks": ["corporate/2"]},
    "controls:control-add": {"title": "Gauges", "stage": "planned", "risks": "corporate/1"},
    "controls:control-add-to": {"title": "Gauges", "stage": "planned"},
    "controls:control-edit": {"title": "Larger umbrellas"},
    "controls:control-due": {"due": "2022-05-31"} | WHY,
    "controls:control-rate": {"rating": "effective", "line": "third", "said_by": "Internal audit"},
    "controls:control-mark": {"marking": "official-sensitive"} | WHY | CONFIRMED,
    "controls:control-adopt": {"stage": "planned"},
    "controls:control-retire": WHY | CONFIRMED,
    "controls:progress-state": {"status": "on-track"},
    "controls:progress-bulk": lambda world: {f"c{world.controls['own']['open'].number}-mopac-status": "on-track"},
    "controls:progress-correct": {"status": "slipped", "narrative": "It rains"} | WHY,
    "controls:control-fact-void": WHY,
    "controls:evidence-attach": {"url": "https://proof.example/8"},
    "controls:evidence-withdraw": WHY,
    "controls:risk-progress": {"status": "on-track"},
    "controls:risk-progress-void": WHY,
    "reports:paper-add": {"panel_date": "2022-06-30", "kinds": "governance"},
    "reports:picture-add": {"file": Picture(), "alt": "Hail"},
    "reports:picture-edit": {"alt": "Sleet"},
    **{
        f"reports:{name}": _version_of(name)
        for name in ("meeting-draw-up", "meeting-start", "meeting-item-restore", "meeting-item-move")
    },
    "reports:meeting-plan": {"on": "2022-04-05"},
    "reports:meeting-edit": {"note": "Room 5"},
    "reports:meeting-cancel": {"because": "Nobody can come"},
    "reports:meeting-attendance": _present,
    "reports:meeting-add": {"title": "Hail"},
    "reports:meeting-whole": {"note": "It was long"},
    "reports:meeting-record": {"text": "Said otherwise"},
    "reports:meeting-item": {"note": "A word"},
    "reports:meeting-item-edit": {"number": "9"},
    "reports:meeting-item-drop": {"because": "It can wait"},
    "reports:paper-edit": {"title": "Another title"},
    "reports:recommendations-edit": {"text_1": "Note it well."},
    "reports:appendix-add": {"kind": "counts", "title": "Counts"},
    "reports:appendix": {"title": "Another title"},
    "reports:appendix-move": {"step": "down"},
    "reports:appendix-keep": {"body": "Kept.", "version": "2"},
    "reports:section-add": {"heading": "Another section"},
    "reports:section": {"body": "Said otherwise."},
    "reports:section-move": {"step": "up"},
    "reports:section-keep": {"body": "Kept.", "version": "1"},
    "reports:section-preview": {"body": "Tried out."},
    "reports:section-insert": {"name": "mopac/corporate.count"},
    "reports:paper-comments": {"text": "Is it so?"},
    "reports:comment-answer": {"text": "It is."},
    "reports:standing-text": {"body": "It rains on all alike."},
    "reports:paper-render": {"edition": "public"},
    "reports:paper-ready": {"to": "draft"},
    "reports:paper-reopen": WHY,
    "reports:paper-clear": {"came_by": "E-mail"},
    "reports:paper-clearance-withdraw": {"came_by": "E-mail"},
    "reports:paper-releases": lambda world: {"sentence": "It pours.", "post": _post(world)} | WHY,
    "reports:oral-note": {"text": "It rained"},
    "reports:public-pages": {"is_on": ""},
    "reports:imports": {
        "as_at": "2022-03-15",
        "reason": "The paper",
        "pasted": "Ref\tTitle\tDescription\n98\tSleet\tIt may be cold\n",
    },
    "reports:import-undo": WHY,
    "reports:import-apply": {"leaves_out": "on"},
    "reports:token-make": {"name": "Excel", "scopes": "registers"},
    "registers:begin-names": {"name": "Own Body under another name"},
    "registers:begin-appetite": {"highest_band": "low"} | WHY,
    "registers:begin-objectives": {"name": "Another plan", "lines": "Dry feet"},
    "registers:begin-posts": {"lines": "Own Body director 9"},
}


def _post(world):
    return str(world.risks["own"]["first"].register.organisation.posts.order_by("pk").first().pk)


def _other_post(world):
    return str(world.own.posts.order_by("pk")[1].pk)


def typed(name, world) -> dict:
    body = BODIES.get(name, {})
    return body(world) if callable(body) else body
