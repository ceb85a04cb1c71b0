"""Writes the demo's papers from fixtures/papers/, through the same actions as the pages, each as on its own days.

How the five of the archive were cleared, issued and published is in demo_issues.py.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from controls.models import ImprovementPlan
from registers import clock
from registers.actions.writing import illustrative
from registers.demo import day, post_called
from registers.models import AlignmentResponse, Organisation, Register, User
from reports.actions import clearing, paper_starting, papers
from reports.actions.paper_rows import delete, save, slug_of, unused
from reports.models import Appendix, Fill, Paper, Section

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "papers"
ARCHIVE = (
    "alignment-2017-12",
    "governance-2019-06",
    "mopac-risk-update-2019-09",
    "alignment-2019-09",
    "met-risk-report-2022-01",
)
DRAFT = "mopac-risk-update-draft"
FILLED = {"contacts": Fill.CONTACTS, "appendices": Fill.APPENDICES}  # the portal prints these


def load_papers() -> None:
    """The papers of the archive as they were written, and a draft for the Panel's next meeting. None is issued yet."""
    for slug in (*ARCHIVE, DRAFT):
        load_paper(read(slug))


def read(slug: str) -> dict[str, Any]:
    """A paper of fixtures/papers/. Its texts are kept a paragraph a line."""
    return json.loads((FIXTURES / f"{slug}.json").read_text(encoding="utf-8"))


def load_paper(data: dict[str, Any]) -> Paper:
    """The title block, then its texts as they stood when they were written; releases where it has some."""
    by = secretariat(data["organisation"])
    with on_day(data["started"]):
        paper = _start(data, by)
    with on_day(data["written"]):
        _write_sections(paper, data["sections"], by)
        papers.set_recommendations(paper=paper, by=by, version=None, texts=data["recommendations"])
        _write_appendices(paper, data["appendices"], by)
        for row in data.get("releases", ()):
            _release(paper, row, by)
    return paper


def secretariat(organisation: str) -> User:
    return User.objects.get(email=f"secretariat@{organisation}.example")


def on_day(text: str, hour: int = 12):
    """Run as on a day of the fixture, and never ahead of now."""
    return clock.at(min(clock.moment_on(day(text), hour), clock.now()))


def joined(body: list[str]) -> str:
    return "\n\n".join(body)


def post_of(name: str):
    """ "mopac/Director of Strategy" """
    return post_called(*name.split("/", 1))


def _start(data, by):
    panel_date = day(data["panel_date"])
    paper = paper_starting.start(
        organisation=Organisation.objects.get(slug=data["organisation"]),
        by=by,
        kind=data["kind"],
        slug=data["slug"].format(panel=panel_date),
        title=data["title"],
        panel=data["panel"],
        panel_date=panel_date,
        agenda_item=data["agenda_item"],
        report_by=[post_of(name) for name in data["report_by"]],
        contacts=data["authors"],
        previous=Paper.objects.get(slug=data["previous"]) if "previous" in data else None,
        bases=list(_bases(data["bases"])),
        **_plan(data.get("plan")),
    )
    paper.labels = data["labels"]
    save(paper, by)
    return paper


def _bases(rows) -> Iterator[tuple]:
    for row in rows:
        register = Register.objects.called(*row["register"].split("/"))
        yield register, day(row["as_at"]), day(row["compared_with"])


def _plan(row):
    if row is None:
        return {}
    plan = ImprovementPlan.objects.get(organisation__slug=row["organisation"], slug=row["year"])
    return {"plan": plan, "plan_as_at": day(row["as_at"]), "plan_compared_with": day(row["compared_with"])}


# Texts ----------------------------------------------------------------------------------------------------------------


def _write_sections(paper, rows, by):
    """The paper's own frame, in the order of the fixture: a place of its kind keeps its key, whatever its heading."""
    present = {(section.key, section.heading): section for section in paper.sections.all()}
    for order, row in enumerate(rows, 1):
        section = present.pop((row.get("key", ""), row["heading"]), None)
        if section is None:
            slug = unused(slug_of(row["heading"], "section"), paper.sections.all())
            section = Section(paper=paper, slug=slug, key=row.get("key", ""))
        _write(section, order, row, by)
    for section in present.values():
        delete(section, by)


def _write(section, order, row, by):
    section.order, section.part, section.level, section.heading = order, row["part"], row["level"], row["heading"]
    section.organisation = Organisation.objects.get(slug=row["organisation"]) if "organisation" in row else None
    section.speaker, section.fill = row.get("speaker", ""), FILLED.get(row.get("key", ""), Fill.NOTHING)
    section.body, section.is_carried = joined(row["body"]), row.get("carried", False)
    save(section, by)


def _write_appendices(paper, rows, by):
    for planned in paper.appendices.all():
        delete(planned, by)
    for order, row in enumerate(rows, 1):
        fields = row | {"body": joined(row.get("body", ()))}
        save(Appendix(paper=paper, order=order, **fields), by)


def _release(paper, row, by):
    """Figures by name, or what the post's body does about its risks of a theme."""
    post = post_of(row["post"])
    said = {"paper": paper, "by": by, "organisation": post.organisation, "post": post, "reason": row["reason"]}
    with illustrative():
        for figure in row.get("figures", ()):
            clearing.release(**said, figure=figure)
        for text in _responses(row["responses"], post.organisation) if "responses" in row else ():
            clearing.release(**said, sentence=text)


def _responses(number, organisation):
    mine = AlignmentResponse.objects.filter(alignment__number=number, risk__register__organisation=organisation)
    return mine.order_by("risk__ref").values_list("text", flat=True)
