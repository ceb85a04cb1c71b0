"""Starting a paper, and writing it: title block, sections, recommendations, appendices."""

from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from registers.models.risks import Stale
from reports import rules
from reports.markdown import without_controls
from reports.models import Appendix, Basis, Fill, Paper, Recommendation, ReportBy, Section
from reports.papers.kinds import KINDS

LISTS = {Recommendation: ("text",), Appendix: ("title", "marking")}


@transaction.atomic
def start(
    *, organisation, by, kind, bases, panel_date, title="", panel="", agenda_item="", report_by=(), contacts=(),
    slug=None,
) -> Paper:  # fmt: skip
    """Start a paper with the frame of its kind: every heading, no text, and its appendices.

    `bases`: (register, as_at, compared_with) of each register it rests on, in the order it names them.
    """
    frame = KINDS[kind]
    paper = Paper(
        slug=slug or unused(f"{kind}-{panel_date:%Y-%m}", Paper.objects.all()),
        kind=kind,
        organisation=organisation,
        is_joint=frame.is_joint,
        labels=frame.labels,
        title=title or frame.title,
        panel=panel or frame.panel,
        panel_date=panel_date,
        agenda_item=agenda_item,
        contacts=list(contacts),
    )
    paper.full_clean(validate_constraints=False)
    _save(paper, by)
    _set_bases(paper, bases, by)
    _set_reporters(paper, report_by, by)
    for order, place in enumerate(frame.frame, 1):
        _add(paper, by, order=order, part=place.part, heading=place.heading, level=place.level, fill=place.fill)
    for order, planned in enumerate(frame.appendices, 1):
        slug = unused(slugify(planned.title)[:60].strip("-") or "appendix", paper.appendices.all())
        appendix = Appendix(paper=paper, slug=slug, order=order, **asdict(planned))
        _save(appendix, by)
    return paper


@transaction.atomic
def edit_title_block(*, paper, by, version, title, panel, panel_date, agenda_item, bases, report_by, contacts) -> Paper:
    """Change what stands above the report. Raises Stale where somebody saved it since `version`."""
    locked = Paper.objects.lock(paper)
    if version is not None and int(version) != locked.version:
        raise Stale(locked)
    locked.title, locked.panel, locked.panel_date, locked.agenda_item = title, panel, panel_date, agenda_item
    locked.contacts = list(contacts)
    locked.version += 1
    locked.full_clean(exclude=["slug"], validate_constraints=False)
    _save(locked, by)
    _set_bases(locked, bases, by)
    _set_reporters(locked, report_by, by)
    return locked


def _set_bases(paper, bases, by):
    """The registers it rests on, each with its days, in the order it names them; written again where they differ."""
    present = {basis.register_id: basis for basis in paper.bases.all()}
    for place, (register, as_at, compared_with) in enumerate(bases):
        rules.check_days(as_at, compared_with)
        basis = present.pop(register.pk, None) or Basis(paper=paper, register=register)
        if (basis.as_at, basis.compared_with, basis.place) != (as_at, compared_with, place) or basis.pk is None:
            basis.as_at, basis.compared_with, basis.place = as_at, compared_with, place
            _save(basis, by)
    for basis in present.values():
        _delete(basis, by)


def _set_reporters(paper, posts, by):
    """The posts in printed order, written again only where they differ."""
    present = list(paper.reporters.all())
    if [reporter.post_id for reporter in present] == [post.pk for post in posts]:
        return
    for reporter in present:
        _delete(reporter, by)
    for place, post in enumerate(posts):
        _save(ReportBy(paper=paper, post=post, place=place), by)


# Sections --------------------------------------------------------------------------------------


@transaction.atomic
def write(*, section, by, version, heading, level, body, numbered, marking) -> Section:
    """Write a section. Raises Stale, with the section as it stands, where somebody saved it since `version`."""
    locked = _locked(section, version)
    locked.heading, locked.level, locked.numbered, locked.marking = heading, level, numbered, marking
    locked.body = without_controls(body)
    locked.version += 1
    _save(locked, by)
    return locked


@transaction.atomic
def add_section(
    *, paper, by, part, heading, level=1, after=None, body="", numbered=True, marking="official", fill=Fill.NOTHING
) -> Section:
    """Add a section at the end of a part, or after another of the same part."""
    paper = Paper.objects.lock(paper)
    section = _add(
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
    )
    others = [other for other in paper.sections.filter(part=part).in_order() if other != section]
    place = others.index(after) + 1 if after in others else len(others)
    _arrange([*others[:place], section, *others[place:]], by)
    return section


@transaction.atomic
def move_section(*, section, by, step) -> Section:
    """Move a section up (-1) or down (1) within its part; at the end of the part it stays."""
    Paper.objects.lock(section.paper)
    others = list(section.paper.sections.filter(part=section.part).in_order())
    place = others.index(section)
    others.insert(max(0, place + step), others.pop(place))
    _arrange(others, by)
    return section


@transaction.atomic
def remove_section(*, section, by, version) -> None:
    """Take a section out. Its text stays in the audit trail. Raises Stale where it was changed meanwhile."""
    _delete(_locked(section, version), by)


def _add(paper, by, **fields):
    slug = unused(slugify(fields["heading"])[:60].strip("-") or "section", paper.sections.all())
    section = Section(paper=paper, slug=slug, **fields)
    section.full_clean(exclude=["paper"], validate_constraints=False)
    _save(section, by)
    return section


def _locked(section, version):
    locked = Section.objects.select_for_update(of=("self",)).select_related("paper").filter(pk=section.pk).first()
    if locked is None:
        raise ValidationError("Somebody has removed this section")
    if version is not None and int(version) != locked.version:
        raise Stale(locked)
    return locked


def _arrange(sections, by):
    for order, section in enumerate(sections, 1):
        if section.order != order:
            section.order = order
            _save(section, by)


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
            _save(row, by)
    for row in present[len(texts) :]:
        _delete(row, by)
    return list(paper.recommendations.all())


@transaction.atomic
def set_appendices(*, paper, by, version, rows: Sequence[tuple[str, str]]) -> list[Appendix]:
    """Titles and markings of the appendices, in their order. Raises Stale as `set_recommendations` does."""
    present = _locked_list(paper, paper.appendices, version)
    for appendix, (title, marking) in zip(present, rows, strict=True):
        if (appendix.title, appendix.marking) != (title, marking):
            appendix.title, appendix.marking = title, marking
            _save(appendix, by)
    return present


def _locked_list(paper, manager, version):
    Paper.objects.lock(paper)
    present = list(manager.all())
    if version is not None and version != seen(present):
        raise Stale(present)
    return present


# Writing with a trail ---------------------------------------------------------------------------


def _save(row, by):
    row._history_user = by
    row.save()


def _delete(row, by):
    row._history_user = by
    row.delete()


def unused(slug, rows):
    number, found = 2, slug
    while rows.filter(slug=found).exists():
        found, number = f"{slug}-{number}", number + 1
    return found
