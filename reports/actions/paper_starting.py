"""Starting a paper on the frame of its kind or from the one before it; and a quarter's papers at once."""

from collections.abc import Callable, Iterable
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction

from registers.models import Marking, Organisation
from reports.actions.paper_rows import add_section, save, set_bases, set_reporters, slug_of, unused
from reports.models import Appendix, Paper, PaperPicture, Recommendation, Section, StandingText
from reports.papers.kinds import KINDS, Kind
from reports.papers.proposals import Proposal, propose
from reports.papers.titles import Occasion

CARRIED = ("slug", "part", "key", "organisation", "heading", "level", "order", "numbered", "marking", "fill", "speaker")
CARRIED_APPENDIX = (
    "slug", "kind", "title", "long_title", "marking", "order", "options", "body", "agenda_item",
)  # fmt: skip


@transaction.atomic
def start(
    *, organisation, by, kind, bases, panel_date, title="", panel="", agenda_item="", report_by=(), contacts=(),
    slug=None, plan=None, plan_as_at=None, plan_compared_with=None, previous=None,
) -> Paper:  # fmt: skip
    """Start a paper: with every heading of its kind, or with the text of the paper it follows.

    `bases`: (register, as_at, compared_with) of each register it rests on, in the order it names them. Standing text
    stands where it belongs; what is carried over is marked as not yet read.
    """
    of_kind = KINDS[kind]
    occasion = Occasion(month_of=bases[0][1] if bases else None, plan=plan)
    paper = Paper(
        slug=slug or unused(f"{kind}-{panel_date:%Y-%m}", Paper.objects.all()),
        kind=kind,
        organisation=organisation,
        is_joint=of_kind.is_joint,
        labels=previous.labels if previous else of_kind.labels,
        previous=previous,
        title=title or occasion.words(of_kind.title),
        panel=panel or of_kind.panel,
        panel_date=panel_date,
        agenda_item=agenda_item,
        plan=plan,
        plan_as_at=plan_as_at,
        plan_compared_with=plan_compared_with,
        contacts=list(contacts),
    )
    paper.full_clean(validate_constraints=False)
    save(paper, by)
    set_bases(paper, bases, by)
    set_reporters(paper, report_by, by)
    if previous is None:
        _lay_out(paper, of_kind, occasion, by)
    else:
        _carry_over(paper, previous, occasion, by)
    return paper


def _lay_out(paper, of_kind: Kind, occasion, by) -> None:
    """The frame of the kind, with what each body says there every quarter."""
    bodies, standing = _bodies(), _standing(paper)
    for order, place in enumerate(of_kind.frame, 1):
        add_section(
            paper, by, order=order, part=place.part, key=place.key, heading=place.heading, level=place.level,
            fill=place.fill, organisation=bodies.get(place.writer) if paper.is_joint else None,
            body=standing.get(place.key, ""),
        )  # fmt: skip
    for order, text in enumerate(of_kind.recommendations, 1):
        save(Recommendation(paper=paper, order=order, text=text), by)
    for order, planned in enumerate(of_kind.appendices, 1):
        fields = asdict(planned) | {name: occasion.words(getattr(planned, name)) for name in ("title", "long_title")}
        slug = unused(slug_of(planned.title.format(month="", year=""), "appendix"), paper.appendices.all())
        save(Appendix(paper=paper, slug=slug, order=order, **fields), by)


def _bodies():
    return {body.slug: body for body in Organisation.objects.filter(kind=Organisation.Kind.BODY)}


def _standing(paper):
    """{key: the words its bodies use there every quarter}; where both have some, those of its keeper."""
    texts = StandingText.objects.filter(kind=paper.kind, organisation__in=paper.bodies)
    ordered = sorted(texts, key=lambda text: text.organisation_id == paper.organisation_id)
    return {text.key: text.body for text in ordered}


def _carry_over(paper, previous, occasion, by) -> None:
    """Sections, recommendations, appendices and pictures of the paper it follows. Standing text stands as it is now."""
    standing, then = _standing(paper), Occasion.of(previous)
    for old in previous.sections.in_order():
        fields = {name: getattr(old, name) for name in CARRIED}
        if old.is_sensitive and old.organisation is None and previous.organisation_id != paper.organisation_id:
            fields["organisation"] = previous.organisation  # whose sensitive text it is: a new keeper reads no other's
        body = standing.get(old.key) or old.body
        section = add_section(paper, by, body=body, **fields)
        if body and old.key not in standing:
            _mark_unread(section, by)
    for old in previous.recommendations.all():
        save(Recommendation(paper=paper, order=old.order, text=old.text), by)
    bases = {basis.register_id: basis for basis in paper.bases.select_related("register")}
    for old in previous.appendices.select_related("basis__register"):
        fields = {name: getattr(old, name) for name in CARRIED_APPENDIX}
        fields |= {name: then.moved_on(fields[name], occasion) for name in ("title", "long_title")}
        basis = bases.get(old.basis.register_id) if old.basis else None
        if old.marking == Marking.SENSITIVE and _owner(basis, paper) != _owner(old.basis, previous):
            fields["body"] = ""
        save(Appendix(paper=paper, basis=basis, is_carried=bool(fields["body"]), **fields), by)
    for old in previous.pictures.all():
        if old.is_sensitive and previous.organisation_id != paper.organisation_id:
            continue
        save(PaperPicture(paper=paper, slug=old.slug, alt=old.alt, marking=old.marking, blob=old.blob), by)


def _owner(basis, paper) -> int:
    """Key of the body by whose clearance a sensitive appendix is read."""
    return basis.register.organisation_id if basis else paper.organisation_id


def _mark_unread(section: Section, by) -> None:
    section.is_carried = True
    save(section, by)


# From the previous one --------------------------------------------------------------------------


Drafter = Callable[[Paper, Section], str]


@transaction.atomic
def start_from(proposal: Proposal, *, by, drafter: Drafter | None = None, slug=None, **changes) -> Paper:
    """Start the paper a proposal describes, with what of it was changed; the portal drafts what it can.

    A drafted text takes the place of last quarter's, and is marked as not yet read like it.
    """
    values = proposal.values() | changes
    paper = start(by=by, slug=slug, **values)
    if drafter is not None:
        write_drafts(paper=paper, by=by, drafter=drafter)
    return paper


def write_drafts(*, paper, by, drafter: Drafter) -> list[Section]:
    """Put what the portal drafts into the sections that have a draft; where it drafts nothing the text stays."""
    written = []
    for section in paper.sections.in_order().select_related("organisation"):
        section.paper = paper
        if text := drafter(paper, section):
            section.body, section.is_carried = text, True
            save(section, by)
            written.append(section)
    return written


@transaction.atomic
def start_quarter(
    *, organisation, by, panel_date, panel="", kinds: Iterable[str] = (), drafter: Drafter | None = None
) -> list[Paper]:
    """Start all papers that a body keeps for a meeting of the Panel, but those that are there already.

    A joint paper is started by whichever body is first. Raises ValidationError where there is nothing left to start.
    """
    wanted = [kind for kind in kinds_kept_by(organisation) if not kinds or kind.slug in kinds]
    missing = [kind for kind in wanted if not exists(kind, organisation, panel_date)]
    if not missing:
        raise ValidationError("All the papers for that meeting have been started already")
    made = [start_from(propose(kind, organisation, panel_date, panel=panel), by=by) for kind in missing]
    for paper in made if drafter else ():  # once all are there: they refer to one another
        write_drafts(paper=paper, by=by, drafter=drafter)
    return made


def kinds_kept_by(organisation) -> list[Kind]:
    """Its own kinds, and the joint ones."""
    return [kind for kind in KINDS.values() if kind.organisation in ("", organisation.slug)]


def exists(kind: Kind, organisation, panel_date) -> bool:
    found = Paper.objects.filter(kind=kind.slug, panel_date=panel_date)
    return (found if kind.is_joint else found.filter(organisation=organisation)).exists()
