"""Which papers, parts of papers and issued editions may an audience see? In SQL; the plain twin is sees_papers.py.

DESIGN.md section 6. As it is written a paper is read by

- the secretariat of the body that keeps it, and whoever holds a post that reports in it;
- of a joint one, the leads and the secretariat of either body;
- of one that is shared, the other body's secretariat;
- auditors, once it is ready to be cleared.

The Panel's secretariat then knows of it, to issue it, and reads no word. What was issued goes to the bodies, the Panel
and auditors, each edition to whom it may go; what was published, to everybody.
"""

from django.db.models import Exists, Q

from registers.access import posts_of
from registers.audience import Audience
from registers.models import Marking, Organisation, User
from reports.models.issues import Issue, IssuedEdition
from reports.models.papers import Paper, ReportBy, Stage
from reports.models.renderings import Edition


def drafts_of(audience: Audience):
    """Papers that it reads as they are written."""
    return Paper.objects.filter(_read_as_written(audience)).values("pk")


def _read_as_written(audience):
    read = Q(organisation__in=audience.papers_of)
    if audience.papers_of:
        read |= Q(is_shared=True)
    if audience.writes_for:
        read |= Q(is_joint=True)
    if audience.audits:
        read |= Q(stage=Stage.READY)
    if posts := posts_held(audience):
        read |= Q(pk__in=ReportBy.objects.filter(post__in=posts).order_by().values("paper"))
    return read


def posts_held(audience: Audience) -> frozenset[int]:
    """Keys of the posts that the person holds today, under the names they had before too."""
    return posts_of(User(pk=audience.user)) if audience.user else frozenset()


def visible_papers(queryset, audience: Audience):
    """Papers that it reads as they are written, or may issue, and those of which it sees an issued edition."""
    issued = IssuedEdition.objects.visible_to(audience).order_by().values("issue__paper")
    known = Q(stage=Stage.READY) if audience.issues_papers else Q(pk__in=[])
    return queryset.filter(_read_as_written(audience) | known | Q(pk__in=issued))


# Whose text it is: of a section whoever writes it, of an appendix whose register it shows; else the paper's keeper's.
WHOSE = {"Section": "organisation", "Appendix": "basis__register__organisation"}


def visible_parts(queryset, audience: Audience):
    """Parts of papers as they are written: sensitive text needs clearance by the body whose it is."""
    cleared = _cleared(queryset.model.__name__, audience)
    return queryset.filter(Q(marking=Marking.OFFICIAL) | cleared, paper__in=drafts_of(audience))


def _cleared(name, audience, at=""):
    keeper = Q(paper__organisation__in=audience.cleared)
    if name not in WHOSE:
        return keeper
    whose = f"{at}{WHOSE[name]}"
    return Q(**{f"{whose}__in": audience.cleared}) | Q(**{f"{whose}__isnull": True}) & keeper


def visible_comments(queryset, audience: Audience):
    """With the text they are about; what was said of it while it was sensitive stays with those cleared for it."""
    sections = Q(section=None) | Q(section__in=_parts("Section", audience))
    appendices = Q(appendix=None) | Q(appendix__in=_parts("Appendix", audience))
    open_then = Q(marking=Marking.OFFICIAL)
    open_then |= Q(section__isnull=False) & _cleared("Section", audience, "section__")
    open_then |= Q(appendix__isnull=False) & _cleared("Appendix", audience, "appendix__")
    return queryset.filter(sections, appendices, open_then, paper__in=drafts_of(audience))


def _parts(name, audience):
    from reports.models import papers

    return visible_parts(getattr(papers, name).objects.all(), audience).values("pk")


def visible_oral_notes(queryset, audience: Audience):
    """What was said at the meeting: for who reads the paper as it is written, or a full edition of it.

    It is OFFICIAL-SENSITIVE: beside the Panel, and whoever noted it, for those whom every body of the paper cleared.
    """
    if audience.user is None:
        return queryset.none()
    if not audience.sits_on_panel:
        uncleared = Organisation.objects.filter(kind=Organisation.Kind.BODY).exclude(pk__in=audience.cleared)
        cleared = Q(paper__is_joint=False, paper__organisation__in=audience.cleared)
        cleared |= Q(paper__is_joint=True) & ~Exists(uncleared)
        queryset = queryset.filter(cleared | Q(by=audience.user))
    full = visible_editions(IssuedEdition.objects.filter(edition=Edition.FULL), audience)
    return queryset.filter(Q(paper__in=drafts_of(audience)) | Q(paper__in=full.order_by().values("issue__paper")))


def visible_issues(queryset, audience: Audience):
    """Issues of which it sees an edition."""
    return queryset.filter(pk__in=visible_editions(IssuedEdition.objects.all(), audience).order_by().values("issue"))


def visible_editions(queryset, audience: Audience):
    """Issued: both editions to the Panel and auditors; to the bodies the public one, the full one to the cleared.

    Published: the public edition to everybody.
    """
    if audience.sits_on_panel:
        return queryset
    everybodys = Q(edition=Edition.PUBLIC, issue__published_at__isnull=False)
    if not (audience.agreed or audience.works_anywhere):
        return queryset.filter(everybodys)
    holds = IssuedEdition.holds_sensitive_of.through.objects.exclude(organisation__in=audience.cleared)
    return queryset.filter(Q(edition=Edition.PUBLIC) | ~Q(pk__in=holds.values("issuededition")))


def visible_allowances(queryset, audience: Audience):
    """Whether a body allowed it: for those who write papers, of the issues they see."""
    if not audience.papers_of:
        return queryset.none()
    return queryset.filter(issue__in=visible_issues(Issue.objects.all(), audience).values("pk"))


def visible_files(queryset, audience: Audience):
    """With the edition they went out with."""
    return queryset.filter(edition__in=visible_editions(IssuedEdition.objects.all(), audience).values("pk"))
