"""What are the rows of a table about: risks, controls, a plan's work-streams, or nothing that is imported?"""

from __future__ import annotations

import re
from typing import NamedTuple

from reports.imports.columns import read_tiers
from reports.imports.headings import PLAIN, words_of
from reports.imports.merged import said
from reports.imports.refs import ref_of
from reports.imports.scores import parts_of
from reports.imports.tables import Found
from reports.imports.texts import printed_cell, says_nothing
from reports.imports.values import About, Fact

_ASIDE = re.compile(
    r"^(?:risk )?(?:key|keys|lists?|look ?ups?|drop ?downs?|guidance|guide|instructions?|how to.*|read ?me|"
    r"notes?|cover|"
    r"contents|index|definitions?|glossary|criteria|matrix|(?:risk |scoring |5x5 )?(?:matrix|matrices)|"
    r"scoring.*|heat ?maps?.*|"
    r"(?:risk )?(?:score|scoring|rating) (?:key|guide|matrix|criteria)|change ?(?:log|history|control)|"
    r"version ?(?:control|history)|"
    r"audit (?:log|trail)|history|log of changes|dashboard|summary (?:chart|graph)s?|charts?|pivot.*|"
    r"validation.*|settings|"
    r"config.*|reference(?: data| tables?)?|data ?lists?|parameters|(?:risk )?appetite(?: statement)?|document control|"
    r"about this file|about|template guidance|likelihood(?: key)?|impact(?: key)?|tables?)$",
    re.I,
)
_CLOSED = re.compile(r"\b(?:closed|archived?|retired|removed|de-?escalated|old|superseded|historic(?:al)?)\b", re.I)
_PLAN = re.compile(
    r"\b(?:improvement|governance|implementation) (?:action )?plan\b|\bwork[- ]?streams?\b|\bGIP\b|"
    r"\baction plan\b|\bAGS\b",
    re.I,
)
_GOVERNANCE = re.compile(
    r"\b(?:governance|improvement) (?:improvement )?(?:action )?plan\b|\bGIP\b|\bAGS\b|\bgovernance statement\b", re.I
)
LOOKED_AT = 60  # cells of a column
_RISK = re.compile(r"\brisks?\b", re.I)
_CONTROL = re.compile(r"\b(?:controls?|mitigations?|actions?|treatments?|measures?)\b", re.I)
_OTHERS = re.compile(
    r"\b(?:issues?|assumptions?|dependenc(?:y|ies)|decisions?|lessons?|opportunit(?:y|ies)|incidents?|constraints?|"
    r"benefits?|changes?|milestones?|stakeholders?)\b",
    re.I,
)
_OTHER_HEADS = frozenset(
    {
        *(
            "issue",
            "assumption",
            "dependency",
            "decision",
            "lesson",
            "opportunity",
            "incident",
            "constraint",
            "milestone",
        ),
        *("id", "ref", "reference", "no", "number", "description", "title", "benefit", "change", "stakeholder", "name"),
    }
)
_CHANGES = frozenset({"change", "amendment", "version", "revision", "author"})


class Decided(NamedTuple):
    about: About
    reason: str
    is_closed: bool = False  # a table of risks that are closed


def is_aside(name: str) -> bool:
    """Is a sheet of this name no place for risks: a key, a list, issues ...?"""
    return bool(_ASIDE.match(name.strip())) or bool(_OTHERS.search(name) and not _RISK.search(name))


def about_of(table: Found) -> Decided:
    """What a table is about, and why; decided by its headings, then by what its sheet and title are called."""
    name = table.sheet.name.strip()
    risks, controls, plan = (_facts(table, about) for about in (About.RISKS, About.CONTROLS, About.PLAN))
    is_register = _is_register(risks)
    if _ASIDE.match(name) and not (is_register and len(risks) >= 6):
        return Decided(About.NOTHING, f"A sheet called “{name}” explains a register or lists choices; it is left out.")
    other = "" if _is_scored_and_controlled(risks, f"{name} {table.title}") else _of_others(table)
    if other:
        return Decided(About.NOTHING, f"It lists {other}, not risks, so it is left out.")
    if _is_log(table):
        return Decided(About.NOTHING, "It lists changes of the file, not risks; it is left out.")
    if _is_key(table, risks):
        return Decided(
            About.NOTHING, "It explains a scale: it has neither references, titles nor owners; it is left out."
        )
    closed = bool(_CLOSED.search(name) or _CLOSED.search(table.title.rpartition("·")[2]))
    about = _best(table, risks, controls, plan)
    if about == About.RISKS:
        words = "Its headings are those of a register of risks"
        if closed:
            return Decided(about, f"{words}, and its name says that they are closed.", True)
        return Decided(about, f"{words}.")
    if about == About.CONTROLS:
        return Decided(about, "Its headings are those of a table of controls or actions.")
    if about == About.PLAN:
        return Decided(about, "Its headings are those of an improvement plan.")
    return Decided(About.NOTHING, "Its headings are not those of risks, controls or a plan, so it is left out.")


def _is_scored_and_controlled(risks: set[str], name: str) -> bool:
    """Titles, likelihoods and controls: risks, though the file is called after incidents or changes."""
    is_scored = "likelihood" in _parts(risks) and bool(risks & {"title", "description"})
    return is_scored and "controls" in risks and not re.search(r"opportunit|issue", name, re.I)


def _of_others(table: Found) -> str:
    """ "Issues", "Assumptions", "Dependencies" ... of a project's log, beside its risks; "" for none of them."""
    if _are_risks_by_type(table):
        return ""
    if _GOVERNANCE.search(f"{table.sheet.name} {table.title}"):
        return ""
    for text in (table.sheet.name, table.title.rpartition("\u00b7")[2]):
        found = _OTHERS.search(text)
        if found and not _RISK.search(text):
            return found.group(0).lower()
    heads = [" ".join(tiers) for tiers in table.tiers.values()]
    named = [found.group(0) for head in heads if (found := _OTHERS.search(head))]
    only = any(_OTHERS.search(head) and set(words_of(head)) <= _OTHER_HEADS for head in heads[:3])
    others = any(_RISK.search(head) or _CONTROL.search(head) or _PLAN.search(head) for head in heads)
    return named[0].lower() if only and not others else ""


def _are_risks_by_type(table: Found) -> bool:
    """A column "Issue type" that has "Risk" in every row: risks kept in a tracker of issues."""
    for column, tiers in table.tiers.items():
        if tiers and "type" in words_of(tiers[-1]):
            kinds = {text.strip().lower() for text in _texts(table, column)}
            if kinds and kinds <= {"risk", "risks"}:
                return True
    return False


def _facts(table: Found, about: About) -> set[str]:
    """The facts and parts that its headings plainly say, as words."""
    found: set[str] = set()
    for column in table.columns:
        meant = [one for one in read_tiers(table.tiers[column], about) if one.sureness >= PLAIN]
        best = next(iter(meant), None)
        is_aside = best is not None and not best.fact and not best.part
        if best and is_aside and _are_scores(table, column):  # "Current position" may be a comment, or a score
            best = next((one for one in meant if one.part and one.sureness >= best.sureness), best)
        if best and best.fact != Fact.IGNORED:
            found.add(best.fact.value if best.fact else f"{best.kind}:{best.part}")
    return found


def _parts(found: set[str]) -> set[str]:
    return {name.partition(":")[2] for name in found if ":" in name}


def _is_register(found: set[str]) -> bool:
    named = found & {"title", "description", "cause", "effect"}
    scored = _parts(found)
    return bool(named) and (bool(scored) or len(found) >= 4 or bool(found & {"owners", "controls", "movement"}))


def _is_log(table: Found) -> bool:
    """ "Date, version, change, by"."""
    words = {word for tiers in table.tiers.values() for text in tiers for word in words_of(text)}
    return len(words & _CHANGES) >= 2 and len(table.tiers) <= 7


def _is_key(table: Found, risks: set[str]) -> bool:
    identity = risks & {"ref", "title", "owners", "leads", "controls", "actions", "cause", "effect", "control-owners"}
    if "description" in risks and len(risks) >= 5:
        return False
    rows = 0  # right below the header: what follows a blank row may be another key
    while rows <= 12 and said(table.sheet, table.first_row + rows) and table.first_row + rows <= table.last_row:
        rows += 1
    return not identity and rows <= 12


def _best(table: Found, risks: set[str], controls: set[str], plan: set[str]) -> About:
    texts = " ".join(text for tiers in table.tiers.values() for text in tiers)
    around = f"{table.sheet.name} {table.title}"
    parts = _parts(risks)
    plan_words = len(
        re.findall(r"\bwork[- ]?stream|\brecommendation|\bprinciple|\bmanagement response|\bimprovement", texts, re.I)
    )
    is_plan = bool(_PLAN.search(around)) or plan_words >= 1
    has_subject = bool(plan & {"title", "recommendation", "response"})
    is_governance = bool(_GOVERNANCE.search(around)) and has_subject and len(plan) >= 4
    if is_governance and not {"likelihood", "impact"} & parts and not _acts_on_risks(table):
        return About.PLAN
    if {"likelihood", "impact"} & parts or (parts - {"", "band"} and risks & {"title", "description"}):
        return About.RISKS
    acts_on = "control-risks" in controls
    main_control = (bool(_CONTROL.search(texts)) and "title" in controls) or _names_controls(table)
    if is_plan and has_subject and not (acts_on and main_control) and len(plan) >= 3:
        return About.PLAN
    says_risk = bool(_RISK.search(texts) or _RISK.search(around))
    has_both = "title" in risks and bool(risks & {"controls", "actions"}) and not _acts_on_risks(table)
    if (
        main_control
        and len(controls) >= 2
        and not has_both
        and not risks & {"description", "cause", "effect"}
        and not _has_own_risk(table)
    ):
        return About.CONTROLS
    if (
        main_control
        and acts_on
        and len(controls) >= 4
        and "owners" in controls
        and not parts
        and not risks & {"movement", "cause", "effect", "controls"}
    ):
        return About.CONTROLS
    if risks & {"title", "description"} and (says_risk or len(risks) >= 5) and len(risks) >= 2:
        return About.RISKS
    if "title" in plan and plan & {"due", "status"} and len(plan) >= 3:
        return About.PLAN
    return About.NOTHING


def _has_own_risk(table: Found) -> bool:
    """Is there a heading that gives the risk's own words: "Risk", "Risk description", "Risk title"?"""
    for column, tiers in table.tiers.items():
        if not tiers:
            continue
        words = set(words_of(tiers[-1]))
        if words == {"risk"} and _are_refs(table, column):
            continue
        if words in (
            {"risk"},
            {"risk", "description"},
            {"risk", "title"},
            {"risk", "name"},
            {"description", "of", "risk"},
        ):
            return True
    return False


def _names_controls(table: Found) -> bool:
    """Is there a column of controls or actions in words, beside one of the references of their risks, or of a state?"""
    return any(_says_controls(table, column) for column in table.columns) and _acts_on_risks(table)


def _says_controls(table: Found, column: int) -> bool:
    named = (Fact.TITLE, Fact.DESCRIPTION)
    if not table.tiers[column] or set(words_of(table.tiers[column][-1])) <= _OTHER_HEADS:
        return False
    meant = [found for found in read_tiers(table.tiers[column], About.CONTROLS) if found.fact in named]
    texts = _texts(table, column)
    return bool(meant and meant[0].sureness >= 0.85 and texts) and sum(map(len, texts)) >= 12 * len(texts)


def _acts_on_risks(table: Found) -> bool:
    """Whether a column holds references of the risks that its rows act on."""
    for column in table.columns:
        best = next(iter(read_tiers(table.tiers[column], About.CONTROLS)), None)
        if best and best.fact is Fact.CONTROL_RISKS and best.sureness >= PLAIN and _are_refs(table, column):
            return True
    return False


def _are_refs(table: Found, column: int) -> bool:
    """Whether nearly all cells of a column hold references and nothing else: "R1", "R2 & R7", "4; 6"."""
    texts = _texts(table, column)
    fitting = [
        text
        for text in texts
        if len(text) <= 30 and all(map(ref_of, re.split(r"\s*(?:[,;&/\n]|\band\b)\s*|\s+", text)))
    ]
    return bool(texts) and len(fitting) * 5 >= len(texts) * 4


def _are_scores(table: Found, column: int) -> bool:
    texts = _texts(table, column)
    return bool(texts) and sum(parts_of(text).has_levels for text in texts) * 2 >= len(texts)


def _texts(table: Found, column: int) -> list[str]:
    """What a column holds, as far as says something; of the first rows."""
    found: list[str] = []
    for number, cells in table.sheet.rows.items():
        if table.first_row <= number <= table.last_row and column in cells:
            text = printed_cell(cells[column])
            if text and not says_nothing(text):
                found.append(text)
        if len(found) >= LOOKED_AT:
            break
    return found
