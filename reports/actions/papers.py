"""Writing a paper: title block, sections, recommendations, appendices. How one is started is paper_starting.py."""

from collections.abc import Sequence
from hashlib import sha256

from django.db import transaction

from registers.models.risks import Stale
from reports import rules
from reports.actions.paper_rows import add_section as add_row
from reports.actions.paper_rows import delete, locked_section, save, set_bases, set_reporters
from reports.actions.paper_starting import start
from reports.actions.writing import discard, keep_of_others
from reports.markdown import without_controls
from reports.models import Appendix, Fill, Paper, Recommendation, Section
from reports.rules_papers import check_can_write

__all__ = ["start"]

LISTS = {Recommendation: ("text",), Appendix: ("title", "marking")}


@transaction.atomic
def edit_title_block(
    *, paper, by, version, title, panel, panel_date, agenda_item, bases, report_by, contacts, plan=None,
    plan_as_at=None, plan_compared_with=None, labels=None, is_shared=None,
) -> Paper:  # fmt: skip
    """Change what stands above the report. Raises Stale where somebody saved it since `version`.

    What is not given stays: the plan it reports on with its days, how its appendices are called, whether it is shared.
    """
    locked = Paper.objects.lock(paper)
    if version is not None and int(version) != locked.version:
        raise Stale(locked)
    check_can_write(locked)
    locked.title, locked.panel, locked.panel_date, locked.agenda_item = title, panel, panel_date, agenda_item
    locked.contacts = list(contacts)
    locked.labels = labels or locked.labels
    locked.is_shared = locked.is_shared if is_shared is None else is_shared
    locked.plan = plan or locked.plan
    if locked.plan and plan_as_at:
        rules.check_days(plan_as_at, plan_compared_with, "plan_compared_with")
        locked.plan_as_at, locked.plan_compared_with = plan_as_at, plan_compared_with
    locked.version += 1
    locked.full_clean(exclude=["slug"], validate_constraints=False)
    save(locked, by)
    set_bases(locked, bases, by)
    set_reporters(locked, report_by, by)
    return locked


# Sections --------------------------------------------------------------------------------------


@transaction.atomic
def write(*, section, by, version, heading, level, body, numbered, marking, speaker=None) -> Section:
    """Write a section. Raises Stale, with the section as it stands, where somebody saved it since `version`.

    It ends what its writer had typed there and not saved. `speaker`: who gives an oral update; None leaves it.
    """
    locked = locked_section(section, version)
    check_can_write(locked.paper)
    locked.is_carried = False
    locked.heading, locked.level, locked.numbered, locked.marking = heading, level, numbered, marking
    locked.speaker = locked.speaker if speaker is None else speaker
    locked.body = without_controls(body)
    locked.version += 1
    save(locked, by)
    discard(section=locked, by=by)
    return locked


@transaction.atomic
def add_section(
    *, paper, by, part, heading, level=1, after=None, body="", numbered=True, marking="official", fill=Fill.NOTHING,
    organisation=None, speaker="",
) -> Section:  # fmt: skip
    """Add a section at the end of a part, or after another of the same part. `organisation`: whose part it is."""
    paper = Paper.objects.lock(paper)
    check_can_write(paper)
    section = add_row(
        paper,
        by,
        order=0,
        part=part,
        heading=heading,
        level=level,
        body=body,
        numbered=numbered,
        marking=marking,
        fill=fill,
        organisation=organisation,
        speaker=speaker,
    )
    others = [other for other in paper.sections.filter(part=part).in_order() if other != section]
    place = others.index(after) + 1 if after in others else len(others)
    _arrange([*others[:place], section, *others[place:]], by)
    return section


@transaction.atomic
def move_section(*, section, by, step) -> Section:
    """Move a section up (-1) or down (1) within its part; at the end of the part it stays."""
    check_can_write(Paper.objects.lock(section.paper))
    others = list(section.paper.sections.filter(part=section.part).in_order())
    place = others.index(section)
    others.insert(max(0, place + step), others.pop(place))
    _arrange(others, by)
    return section


@transaction.atomic
def remove_section(*, section, by, version) -> None:
    """Take a section out. Its text stays in the audit trail. Raises Stale where it was changed meanwhile."""
    locked = locked_section(section, version)
    check_can_write(locked.paper)
    keep_of_others(locked, by)
    delete(locked, by)


def _arrange(sections, by):
    for order, section in enumerate(sections, 1):
        if section.order != order:
            section.order = order
            save(section, by)


# Lists that are edited as a whole ---------------------------------------------------------------


def seen(rows) -> str:
    """What a list said when it was opened, in short: a stale page is told by it."""
    rows = list(rows)
    text = "\x00".join(str(getattr(row, name)) for row in rows for name in LISTS[type(row)])
    return sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def set_recommendations(*, paper, by, version, texts: Sequence[str]) -> list[Recommendation]:
    """The whole list, in order. Raises Stale, with the list as it stands, where it is not the one `version` saw."""
    present = _locked_list(paper, paper.recommendations, version)
    texts = [without_controls(text).strip() for text in texts if text.strip()]
    for order, text in enumerate(texts, 1):
        row = present[order - 1] if order <= len(present) else Recommendation(paper=paper)
        if (row.order, row.text) != (order, text):
            row.order, row.text = order, text
            save(row, by)
    for row in present[len(texts) :]:
        delete(row, by)
    return list(paper.recommendations.all())


@transaction.atomic
def set_appendices(*, paper, by, version, rows: Sequence[tuple[str, str]]) -> list[Appendix]:
    """Titles and markings of the appendices, in their order. Raises Stale as `set_recommendations` does."""
    present = _locked_list(paper, paper.appendices, version)
    for appendix, (title, marking) in zip(present, rows, strict=True):
        if (appendix.title, appendix.marking) != (title, marking):
            appendix.title, appendix.marking = title, marking
            save(appendix, by)
    return present


def _locked_list(paper, manager, version):
    check_can_write(Paper.objects.lock(paper))
    present = list(manager.all())
    if version is not None and version != seen(present):
        raise Stale(present)
    return present
