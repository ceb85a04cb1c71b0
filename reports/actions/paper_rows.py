"""The rows of a paper as actions write them: with a trail, locked, in their order."""

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from registers.models.risks import Stale
from reports import rules
from reports.models import Basis, ReportBy, Section


def save(row, by) -> None:
    row._history_user = by
    row.save()


def delete(row, by) -> None:
    row._history_user = by
    row.delete()


def unused(slug: str, rows) -> str:
    """The slug, or the first of slug-2, slug-3 ... that none of these rows has."""
    number, found = 2, slug
    while rows.filter(slug=found).exists():
        found, number = f"{slug}-{number}", number + 1
    return found


def slug_of(words: str, otherwise: str) -> str:
    return slugify(words)[:60].strip("-") or otherwise


def set_bases(paper, bases, by) -> None:
    """The registers it rests on, each with its days, in the order it names them; written again where they differ."""
    present = {basis.register_id: basis for basis in paper.bases.all()}
    for place, (register, as_at, compared_with) in enumerate(bases):
        rules.check_days(as_at, compared_with)
        basis = present.pop(register.pk, None) or Basis(paper=paper, register=register)
        if (basis.as_at, basis.compared_with, basis.place) != (as_at, compared_with, place) or basis.pk is None:
            basis.as_at, basis.compared_with, basis.place = as_at, compared_with, place
            save(basis, by)
    for basis in present.values():
        delete(basis, by)


def set_reporters(paper, posts, by) -> None:
    """The posts in printed order, written again only where they differ."""
    present = list(paper.reporters.all())
    if [reporter.post_id for reporter in present] == [post.pk for post in posts]:
        return
    for reporter in present:
        delete(reporter, by)
    for place, post in enumerate(posts):
        save(ReportBy(paper=paper, post=post, place=place), by)


def add_section(paper, by, **fields) -> Section:
    """A section with an address of its own, made from its heading unless it is given one."""
    slug = unused(fields.pop("slug", "") or slug_of(fields["heading"], "section"), paper.sections.all())
    section = Section(paper=paper, slug=slug, **fields)
    section.full_clean(exclude=["paper"], validate_constraints=False)
    save(section, by)
    return section


def locked_section(section, version) -> Section:
    """The section, locked. Raises Stale where somebody saved it since `version`, ValidationError where it is gone."""
    locked = Section.objects.select_for_update(of=("self",)).select_related("paper").filter(pk=section.pk).first()
    if locked is None:
        raise ValidationError("Somebody has removed this section")
    if version is not None and int(version) != locked.version:
        raise Stale(locked)
    return locked
