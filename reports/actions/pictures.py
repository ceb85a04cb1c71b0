"""The pictures of a paper: kept with words for whoever cannot see them, described anew, taken out."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction

from controls.uploads import checked
from registers.models import Blob, Marking
from registers.models.risks import Stale
from reports.actions.paper_rows import delete, save, slug_of, unused
from reports.characters import without_controls
from reports.models import Paper, PaperPicture
from reports.rules_papers import check_can_write

LARGEST = 2 * 1024 * 1024
TYPES = ("image/png", "image/jpeg")
SAY_WHAT = "Say what the picture shows, for whoever cannot see it"


@transaction.atomic
def add(*, paper, by, name: str, content: bytes, alt: str, marking=Marking.OFFICIAL) -> PaperPicture:
    """Keep a picture with a paper. ValidationError where it is none, is too large, or nobody said what it shows."""
    locked = Paper.objects.lock(paper)
    check_can_write(locked)
    file = _picture(name, content)
    slug = unused(slug_of(re.sub(r"\.\w+$", "", file.name), "picture"), locked.pictures.all())
    blob = Blob.objects.keep(file.content, file.content_type)
    picture = PaperPicture(paper=locked, slug=slug, alt=_words(alt), marking=marking, blob=blob)
    save(picture, by)
    return picture


@transaction.atomic
def describe(*, picture, by, version, alt: str, marking) -> PaperPicture:
    """Say otherwise what it shows, or mark it otherwise. Raises Stale where somebody did since `version`."""
    locked = _locked(picture, version)
    locked.alt, locked.marking = _words(alt), marking
    locked.version += 1
    save(locked, by)
    return locked


@transaction.atomic
def remove(*, picture, by, version) -> None:
    """Take it out. ValidationError where a text still shows it."""
    locked = _locked(picture, version)
    if shown := where_shown(locked):
        raise ValidationError(f"It is shown in {shown[0]}: take it out there first")
    delete(locked, by)


def where_shown(picture: PaperPicture) -> list[str]:
    """The sections and appendices whose text shows a picture, by their names."""
    called = f"(file:{picture.slug})"
    paper = picture.paper
    sections = [f"“{row.heading}”" for row in paper.sections.in_order() if called in row.body]
    return sections + [f"the appendix “{row.title}”" for row in paper.appendices.all() if called in row.body]


def _locked(picture, version):
    found = PaperPicture.objects.select_for_update(of=("self",)).select_related("paper").filter(pk=picture.pk).first()
    if found is None:
        raise ValidationError("Somebody has taken this picture out")
    if version is not None and int(version) != found.version:
        raise Stale(found)
    check_can_write(found.paper)
    return found


def _picture(name, content):
    try:
        file = checked(name, content)
    except ValidationError as problem:
        raise ValidationError({"file": problem.messages}) from problem
    if file.content_type not in TYPES:
        raise ValidationError({"file": "A picture must be a PNG or JPEG file"})
    if len(file.content) > LARGEST:
        raise ValidationError({"file": "A picture may be as large as 2 MB: make it smaller first"})
    return file


def _words(alt):
    words = " ".join(without_controls(alt).split())
    if not words:
        raise ValidationError({"alt": SAY_WHAT})
    return words
