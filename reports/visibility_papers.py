"""Which papers, parts of papers and issued editions may an audience see? In SQL; the plain twin is sees_papers.py.

DESIGN.md section 6. A draft is its own secretariat's; a joint one, or a shared one, the other body's secretariat's too;
an auditor's once it is ready. What was issued goes to both bodies, the Panel and auditors, each edition to whom it
may go; what was published, to everybody.
"""

from django.db.models import Q

from registers.audience import Audience
from registers.models import Marking, Organisation
from reports.models.issues import IssuedEdition
from reports.models.papers import Paper
from reports.models.renderings import Edition

OFFICIAL = "OFFICIAL"


def drafts_of(audience: Audience):
    """Papers that it sees as they are written."""
    return Paper.objects.filter(_own_or_shared(audience)).values("pk")


def _own_or_shared(audience):
    own = Q(organisation__in=audience.papers_of)
    return own | (Q(is_joint=True) | Q(is_shared=True) if audience.papers_of else Q(pk__in=[]))


def visible_papers(queryset, audience: Audience):
    """Papers that it sees as they are written, and those of which it sees an issued edition."""
    issued = IssuedEdition.objects.visible_to(audience).values("issue__paper")
    return queryset.filter(_own_or_shared(audience) | Q(pk__in=issued))


def visible_parts(queryset, audience: Audience):
    """Sections or appendices as they are written: sensitive text needs clearance by the body that wrote it."""
    cleared = Q(paper__organisation__in=audience.cleared)
    if queryset.model.__name__ == "Section":
        cleared = Q(organisation__in=audience.cleared) | Q(organisation=None) & cleared
    return queryset.filter(Q(marking=Marking.OFFICIAL) | cleared, paper__in=drafts_of(audience))


def visible_comments(queryset, audience: Audience):
    """With the text they are about."""
    sections = Q(section=None) | Q(section__in=_parts("Section", audience))
    appendices = Q(appendix=None) | Q(appendix__in=_parts("Appendix", audience))
    return queryset.filter(sections, appendices, paper__in=drafts_of(audience))


def _parts(name, audience):
    from reports.models import papers

    return visible_parts(getattr(papers, name).objects.all(), audience).values("pk")


def visible_issues(queryset, audience: Audience):
    """Issues of which it sees an edition."""
    return queryset.filter(pk__in=visible_editions(IssuedEdition.objects.all(), audience).values("issue"))


def visible_editions(queryset, audience: Audience):
    """Issued: the public edition to both bodies, the Panel and auditors; the full one to the Panel and the cleared.

    Published: the public edition to everybody.
    """
    everybodys = Q(edition=Edition.PUBLIC, issue__published_at__isnull=False)
    if audience.sits_on_panel:
        return queryset
    if not (audience.agreed or audience.working or audience.registers or audience.own_risks_in):
        return queryset.filter(everybodys)
    cleared = Q(issue__paper__organisation__in=audience.cleared)
    if len(audience.cleared) < Organisation.objects.filter(kind=Organisation.Kind.BODY).count():
        cleared &= Q(issue__paper__is_joint=False)
    return queryset.filter(Q(edition=Edition.PUBLIC) | Q(marking=OFFICIAL) | cleared)


def visible_files(queryset, audience: Audience):
    """With the edition they went out with."""
    return queryset.filter(edition__in=visible_editions(IssuedEdition.objects.all(), audience).values("pk"))
