"""Which choice of the register does a word mean: horizon, marking, stage, progress, status, priority, yes or no?

The slugs are those of the models' choices, written out so that reading a file needs no database; a test holds both
against each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reports.imports.judged import NOTHING, Judged, folded
from reports.imports.levels import COLOUR, colour_name
from reports.imports.texts import IN_BRACKETS, says_nothing
from reports.imports.values import Fact


@dataclass(frozen=True)
class Choice:
    """The words for each slug: `plain` ones say just that; `others` are told how they were understood; `offered`
    are only suggested."""

    called: str
    plain: dict[str, str]
    others: dict[str, str]
    offered: dict[str, str]


def _words(**groups: str) -> dict[str, str]:
    """ "on track; on target" under on_track, as {"on track": "on-track", "on target": "on-track"}."""
    return {
        folded(word): slug.strip("_").replace("_", "-") for slug, words in groups.items() for word in words.split(";")
    }


PROGRESS = Choice(
    "a progress",
    _words(
        on_track="on track",
        limited="limited; limited progress",
        slipped="slipped",
        no_progress="no progress",
        complete="complete; completed",
        not_stated="not stated",
        not_applicable="not applicable",
    ),
    _words(
        on_track="on target; on schedule; on course; going well; on plan; ontrack; good progress",
        limited="some progress; partial progress; partly on track; slow progress; progress limited",
        slipped="behind; behind schedule; delayed; overdue; late; off track; slippage; slipping; missed; off target",
        no_progress="not started; none made; stalled; on hold; paused; no progress made; yet to start",
        complete="100%; 100% complete; complete 100%; done; closed; finished; implemented; delivered; achieved; b; "
        "blue; complete closed",
    ),
    _words(
        on_track="g; green; in progress; ongoing; open; live; continuing; underway; under way; progressing",
        limited="a; amber; yellow; y; at risk; some slippage; minor slippage; minor delay; partial",
        slipped="r; red; revised",
    ),
)
STATUS = Choice(
    "a status",
    _words(
        not_started="not started",
        on_track="on track",
        slipped="slipped",
        complete="complete; completed",
        no_longer_needed="no longer needed",
    ),
    _words(
        not_started="not yet started; not begun; yet to start; not due; not yet due; to be started; not commenced",
        on_track="on target; on schedule; on course",
        slipped="behind; behind schedule; delayed; overdue; late; off track; slippage",
        complete="100%; 100% complete; complete 100%; done; closed; finished; implemented; delivered; achieved; b; "
        "blue; discharged",
        no_longer_needed="no longer required; superseded; withdrawn; cancelled; not required; removed; dropped; "
        "no longer relevant; n a superseded",
    ),
    _words(
        on_track="g; green; open; in progress; underway; under way; ongoing; started; progressing; in hand",
        slipped="r; red; a; amber; revised",
    ),
)
CHOICES: Mapping[Fact, Choice] = {
    Fact.HORIZON: Choice(
        "a horizon",
        _words(
            short_term="short term; short",
            long_term="long term; long",
            both="both; short and long term; short long term",
        ),
        _words(
            short_term="st; s; near term; immediate; in year; shortterm",
            long_term="lt; l; longer term; longterm",
            both="short long; short and long; short term and long term; short term long term; st lt; s l; b; "
            "long and short term",
        ),
        _words(both="medium term; medium; m"),
    ),
    Fact.MARKING: Choice(
        "a marking",
        _words(official="official", official_sensitive="official sensitive"),
        _words(
            official="o; off; unclassified; not protectively marked; npm; not protected; official no descriptor",
            official_sensitive="o s; os; off sen; off sens; official sens; officialsensitive; sensitive; "
            "official sensitive internal; official sensitive commercial; official sensitive personal; "
            "official sensitive operational",
        ),
        _words(
            official="public; open; internal",
            official_sensitive="restricted; confidential; protect; secret; top secret",
        ),
    ),
    Fact.STAGE: Choice(
        "a state of a control",
        _words(
            potential="potential", planned="planned", in_place="in place", retired="retired"
        ),
        _words(
            potential="proposed; idea; option; under consideration; considered; suggested; possible",
            planned="plan; future; to do; not started; in development; being developed; in progress; under way; "
            "underway; action; new; pending; agreed; additional; further",
            in_place="existing; current; implemented; complete; completed; live; operating; active; embedded; done; "
            "established; yes; in operation; operational; control",
            retired="withdrawn; removed; ended; closed; no longer in place; superseded; stopped; cancelled; inactive",
        ),
        _words(in_place="ongoing; green", planned="amber; open; red"),
    ),
    Fact.PROGRESS: PROGRESS,
    Fact.STATUS: STATUS,
    Fact.PRIORITY: Choice(
        "a priority",
        _words(high="high", medium="medium", low="low"),
        _words(high="h; hi", medium="m; med", low="l; lo"),
        _words(high="1; p1; critical; urgent; very high; vh; red; must", medium="2; p2; moderate; amber; should",
               low="3; p3; minor; green; could; advisory"),
    ),
    Fact.AXIS: Choice(
        "what a control acts on",
        _words(likelihood="likelihood", impact="impact", both="both; likelihood and impact; impact and likelihood"),
        _words(
            likelihood="l; preventive; preventative; prevent; probability; p; prevention",
            impact="i; mitigating; consequence; severity; recovery; contingency; corrective",
            both="l i; i l; b; l and i; likelihood impact; impact likelihood",
        ),
        _words(likelihood="directive; deterrent", impact="detective; detect; reactive"),
    ),
    Fact.EFFECTIVENESS: Choice(
        "an effectiveness",
        _words(
            effective="effective", partly="partly effective", not_effective="not effective"
        ),
        _words(
            effective="fully effective; fully; working; good; strong; adequate; yes; e; satisfactory; substantial; "
            "reasonable assurance; full; very effective",
            partly="partly; partial; partially effective; partially; needs improvement; pe; p; some weaknesses; "
            "limited; mostly effective; fair; moderate; reasonable; mixed",
            not_effective="ineffective; not working; poor; weak; no; ne; inadequate; none; unsatisfactory; "
            "not yet effective",
        ),
        _words(effective="green; g; high; 3", partly="amber; a; medium; 2; yellow", not_effective="red; r; low; 1"),
    ),
    Fact.SOURCE: Choice(
        "a source",
        _words(
            annual_governance_statement="annual governance statement",
            internal_audit="internal audit",
            external_audit="external audit",
            carried_forward="carried forward",
            in_year="in year",
        ),
        _words(
            annual_governance_statement="ags; governance statement; annual statement",
            internal_audit="ia; dara; internal auditor; internal auditors",
            external_audit="ea; external auditor; external auditors; annual audit letter; auditor; grant thornton",
            carried_forward="cf; c f; brought forward; b f; previous plan; last year; carry forward",
            in_year="new; inyear; new in year; added in year",
        ),
        {},
    ),
    Fact.STATE: Choice(
        "open or closed",
        _words(open="open", closed="closed"),
        _words(
            open="live; active; current; new; o; ongoing; reopened; re opened; on register; yes; open risk; managed; "
            "treat; tolerate; transfer; monitor; monitoring",
            closed="close; c; inactive; retired; removed; archived; no longer a risk; terminated; archive; "
            "closed risk; merged; de escalated; expired",
        ),
        _words(closed="complete; completed; resolved; realised", open="draft; proposed; accepted; amber; red; green"),
    ),
}  # fmt: skip
YEAR = re.compile(r"\b(?:19|20)\d\d(?: (?:20)?\d\d)?\b|\b\d\d \d\d\b")  # of a folded text: "2019 20"
YES = frozenset(("y", "yes", "true", "x", "key", "1", "✓", "✔", "☑", "☒", "√", "key control", "ü", "\uf0fc"))
NO = frozenset(("n", "no", "false", "0", "✗", "✘", "☐", "not key", "non key", "non key control", "", "-", "–", "—"))
STRUCK = "struck through"


def judge_choice(fact: Fact, printed: str) -> Judged:
    """The slug of a choice; True or False for IS_KEY."""
    if fact is Fact.IS_KEY:
        return _judge_yes(printed)
    choice = CHOICES[fact]
    word = folded(_of_colour(IN_BRACKETS.sub("", printed)))
    if fact is Fact.STATE and printed == STRUCK:
        return Judged(None, "It is struck through: is the risk closed?", is_plain=False, suggestion="closed")
    for words, is_plain in ((choice.plain, True), (choice.others, False)):
        if word in words:
            return Judged(words[word], f"{printed} means {_label(words[word])}.", is_plain=is_plain)
    if says_nothing(printed):
        return NOTHING
    bare = YEAR.sub(" ", word).strip() if fact is Fact.SOURCE else word
    slug = choice.plain.get(bare) or choice.others.get(bare)
    if bare != word and slug:  # "AGS 2019/20"
        return Judged(slug, f"{printed} means {_label(slug)}; the year is not kept.", is_plain=False)
    return _judge_longer(choice, printed, word)


# What is not, or not wholly, what the next word says: "not complete", "In place (partly)".
NEARLY = re.compile(
    r"\b(?:not|never|no|part|partly|partial|partially|mostly|largely|nearly|almost|some|half|to be|not yet|incomplete|"
    r"pending|awaiting|proposed for|recommended for)\b"
)
PARTLY = re.compile(r"(?:\d{1,2}%|(?:partly|partial|partially|mostly|largely|nearly|almost|not|never)\b)")
LEAD = re.compile(r"^(?P<word>[^\n–—:;.,(-]{1,30}?)\s*(?:\n|\s[–—-]\s|[:;.,(]\s*)\s*(?P<rest>\S.{2,})$", re.DOTALL)


def lead_in(fact: Fact, text: str) -> tuple[str, str]:
    """The choice at the beginning of a cell, and what stands behind it: "On track - the board met" in two parts.

    Other cells are all choice and no rest.
    """
    choice = CHOICES.get(fact)
    match = LEAD.match(text) if choice and fact in (Fact.PROGRESS, Fact.STATUS, Fact.STAGE) else None
    if match and choice and folded(text) not in (choice.plain | choice.others):
        word = folded(match["word"])
        is_done = (choice.plain | choice.others).get(word) in ("complete", "in-place")
        if is_done and PARTLY.match(folded(match["rest"])):
            return text, ""  # "In place (partly)" is neither
        if word in choice.plain or word in choice.others or word in choice.offered:
            return match["word"].strip(), match["rest"].strip().removesuffix(")") if "(" in text else match[
                "rest"
            ].strip()
    return text, ""


def _judge_longer(choice: Choice, printed: str, word: str) -> Judged:
    """ "Green - on track", "Complete (March)": the plain words in it, if they mean one thing, are offered."""
    found = {slug for form, slug in choice.plain.items() if re.search(rf"\b{re.escape(form)}\b", word)}
    if NEARLY.search(word) or any(share != "100" for share in re.findall(r"\d+(?=%)", word)):
        found = set()
    suggestion = choice.offered.get(word) or (found.pop() if len(found) == 1 else None)
    expected = ", ".join(dict.fromkeys(map(_label, choice.plain.values())))
    reason = f"“{printed[:80]}” is not {choice.called} of the register: {expected} are."
    return Judged(None, reason, is_plain=False, suggestion=suggestion)


def _of_colour(printed: str) -> str:
    return colour_name(printed.removeprefix(COLOUR)) if printed.startswith(COLOUR) else printed


def _label(slug: str) -> str:
    return slug.replace("-", " ")


def _judge_yes(printed: str) -> Judged:
    text = printed.strip().casefold()
    if text in YES or folded(text) in YES - {""}:
        return Judged(True, f"{printed} means yes.")
    if text in NO or folded(text) in NO:
        return Judged(False, f"{printed} means no.")
    if says_nothing(text):
        return NOTHING
    return Judged(None, f"“{printed[:80]}” is neither yes nor no.", is_plain=False)
