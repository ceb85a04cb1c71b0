"""Loads the demo's paper from fixtures/, through the same actions as the pages, as it was written then."""

import json
from datetime import timedelta
from pathlib import Path

from registers import clock
from registers.demo import day
from registers.models import Organisation, Post, Register, User
from reports.actions import papers
from reports.models import Fill, Part

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
PAPERS = ("mopac-risk-update-2019-09.json",)
SUMMARY = {
    "purpose": "Overall Summary of the Purpose of the Report",
    "considerations": "Key Considerations for the Panel",
    "interdependencies": "Interdependencies/Cross Cutting Issues",
}


def load_papers() -> None:
    for name in PAPERS:
        load_paper(json.loads((FIXTURES / name).read_text(encoding="utf-8")))


def load_paper(data: dict) -> None:
    """The frame of its kind, its sections in the order of the fixture, each with its text."""
    by = User.objects.get(email=f"secretariat@{data['organisation']}.example")
    panel_date = day(data["panel_date"])
    with clock.at(clock.moment_on(panel_date - timedelta(days=5))):
        paper = papers.start(
            organisation=Organisation.objects.get(slug=data["organisation"]),
            by=by,
            kind=data["kind"],
            bases=[
                (Register.objects.called(*data["register"].split("/")), day(data["as_at"]), day(data["compared_with"]))
            ],
            slug=data["slug"],
            title=data["title"],
            panel=data["panel"],
            panel_date=panel_date,
            agenda_item=data["agenda_item"],
            report_by=[
                Post.objects.get(organisation__slug=data["organisation"], title=title) for title in data["report_by"]
            ],
            contacts=data["authors"],
        )
        _write_summary(paper, data["summary"], by)
        _write_sections(paper, data["sections"], by)
        papers.set_recommendations(paper=paper, by=by, version=None, texts=data["recommendations"])
        rows = [(appendix["title"], appendix["marking"]) for appendix in data["appendices"]]
        papers.set_appendices(paper=paper, by=by, version=None, rows=rows)


def _write_summary(paper, summary, by):
    for name, text in summary.items():
        _write(paper.sections.get(part=Part.SUMMARY, heading=SUMMARY[name]), by, body=text)


def _write_sections(paper, rows, by):
    """Fill the frame's sections and put those it does not have where the fixture has them."""
    before = None
    for row in rows:
        section = paper.sections.filter(heading=row["heading"]).exclude(part=Part.SUMMARY).first()
        if section is None:
            section = papers.add_section(
                paper=paper, by=by, part=Part.BODY, heading=row["heading"], level=row["level"], after=before
            )
        body = "" if section.fill == Fill.CONTACTS else row["body"]  # the contacts are the paper's own
        before = _write(section, by, body=body, level=row["level"], numbered=row["numbered"])


def _write(section, by, **changes):
    text = {name: getattr(section, name) for name in ("heading", "level", "body", "numbered", "marking")}
    return papers.write(section=section, by=by, version=None, **{**text, **changes})
