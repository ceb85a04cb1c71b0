"""A paper of the portal as a text to check, and the facts it rests on."""

from __future__ import annotations

import re
from dataclasses import replace

from registers.audience import PUBLIC
from registers.kept import once
from registers.models import Marking
from reports.checks.facts_of import Wanted, facts_of
from reports.checks.model import GUESSED, Appendix, Body, Facts, Kind, Passage, Sensitive, Text
from reports.checks.reading import read
from reports.models import AppendixKind, Edition, Paper
from reports.papers import named
from reports.papers.numbering import labels
from reports.papers.text import PaperText, read_text

SENSITIVE = Marking.SENSITIVE
POINTS = re.compile(r"\[\[see (section|paragraph|appendix|paper):[\w-]+(?:\|[^\]]*)?\]\]")
LABEL = re.compile(r"^\{#[\w-]+\}\s*", re.MULTILINE)
NOTE = re.compile(r"\[\^[\w-]+\]:?")
POINTED = {
    "section": "that section", "paragraph": "that paragraph", "appendix": "that appendix", "paper": "that paper"
}  # fmt: skip


def facts_of_paper(paper: Paper) -> Facts:
    """What a paper rests on: its registers as at their days, its plan, the posts and boards of its meeting."""
    return once(("checked facts", paper.pk), lambda: _facts_of(paper))


def _facts_of(paper: Paper) -> Facts:
    wanted = [
        Wanted(basis.register, basis.as_at, basis.compared_with)
        for basis in paper.bases.select_related("register__organisation")
    ]
    plans = [(paper.plan, paper.plan_as_at or paper.panel_date)] if paper.plan else []
    facts = facts_of(wanted, meeting_on=paper.panel_date, plans=plans)
    released = paper.releases.filter(is_taken_back=False).exclude(sentence="").values_list("sentence", flat=True)
    return replace(facts, released=tuple(released), sensitive=(*facts.sensitive, *_sensitive_parts(paper)))


def _sensitive_parts(paper: Paper) -> list[Sensitive]:
    """What stands in the paper's own sensitive parts, which its public parts may not say."""
    found = [Sensitive(part.body, f"the section “{part.heading}”") for part in paper.sections.filter(marking=SENSITIVE)]
    for part in paper.appendices.filter(marking=SENSITIVE):
        found += [Sensitive(text, f"the appendix “{part.title}”") for text in (part.body, part.opinion) if text]
    return found


def text_of_paper(paper: Paper, bodies: tuple[Body, ...] = ()) -> Text:
    """The whole paper, sensitive parts too, its named figures put in: sections, recommendations, narrative appendices.

    Numbers and lists of appendices are the portal's, so that nothing is found wrong with them.
    """
    return once(("checked text", paper.pk, bodies), lambda: _text_of(paper, bodies))


def public_text_of(paper: Paper, bodies: tuple[Body, ...] = ()) -> Text:
    """What anybody may read of it, figures as the public edition prints them: for who is not cleared for the rest."""
    return replace(_text_of(paper, bodies, Edition.PUBLIC), is_whole=False)


def public_facts(facts: Facts) -> Facts:
    """Names alone: positions, plans and requests hold what not everybody may read, and a finding would tell it."""
    return Facts(bodies=facts.bodies, posts=facts.posts, boards=facts.boards, words=facts.words)


def _text_of(paper: Paper, bodies: tuple[Body, ...], edition: Edition = Edition.FULL) -> Text:
    written = read_text(paper, edition)
    names = named.names_in(text or "" for text in written.texts())
    if edition == Edition.FULL:
        figures = named.read(paper, named.whole(paper), names)
    else:
        figures = named.printed(paper, edition, PUBLIC, names)

    def said(markdown: str) -> str:
        filled = named.fill(markdown, figures).replace("\\", "")
        return NOTE.sub("", LABEL.sub("", POINTS.sub(lambda found: POINTED[found[1]], filled)))

    shown = [
        one for one in written.sections if one.body is not None
    ]  # a section that this edition leaves out is not empty
    passages = [one for section in shown for one in _section(section, said, bodies)]
    passages += _recommendations(written, said)
    appendices = _appendices(written)
    for appendix, listed in zip(written.appendices, appendices, strict=True):
        passages += _appendix(appendix, listed, said, bodies)
    return Text(
        tuple(passages),
        title=written.title,
        meeting_on=written.panel_date,
        organisations=tuple(body.slug for body in paper.bodies),
        appendices=appendices,
        lists_appendices=True,
        report_by=written.report_by,
        source=written.slug,
    )


def _section(section, said, bodies) -> list[Passage]:
    is_public = section.marking != SENSITIVE
    shared = {"section": section.heading, "organisation": section.organisation, "slug": section.slug}
    heading = Passage(section.heading, Kind.HEADING, level=section.level + 1, is_public=is_public, **shared)
    if not (section.body or "").strip():
        is_filled = section.fill or section.speaker  # by the portal, or at the meeting: nothing is missing
        return [replace(heading, level=GUESSED) if is_filled else heading]
    return [heading, *(_kept(one, is_public, shared) for one in read(said(section.body or ""), bodies).passages)]


def _kept(passage: Passage, is_public: bool, shared: dict[str, str]) -> Passage:
    organisation = shared["organisation"] or passage.organisation
    return replace(passage, is_public=is_public and passage.is_public, **shared | {"organisation": organisation})


def _recommendations(written: PaperText, said) -> list[Passage]:
    return [
        Passage(said(text), Kind.ITEM, section="Recommendations", marker="-", group=10_000)
        for text in written.recommendations
    ]


def _appendices(written: PaperText) -> tuple[Appendix, ...]:
    found = []
    for label, one in zip(labels(written.labels), written.appendices, strict=False):
        see = f"agenda item {one.agenda_item}" if one.kind == AppendixKind.AGENDA_ITEM else ""
        has_file = one.kind != AppendixKind.FILE or bool(one.file_name)
        found.append(
            Appendix(label, one.title, is_attached=has_file and not see, is_restricted=one.is_sensitive, see=see)
        )
    return tuple(found)


def _appendix(appendix, listed: Appendix, said, bodies) -> list[Passage]:
    if not appendix.body.strip():
        return []
    shared = {"part": listed.label, "slug": appendix.slug}
    return [
        replace(one, is_public=not appendix.is_sensitive and one.is_public, **shared)
        for one in read(said(appendix.body), bodies).passages
    ]


def facts_and_text(paper: Paper) -> tuple[Facts, Text]:
    """Both, for whoever checks a paper."""
    facts = facts_of_paper(paper)
    return facts, text_of_paper(paper, facts.bodies)
