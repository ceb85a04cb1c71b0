"""Both editions as PDF: whole, the same every time, alike in frame and counts, and the public one without a secret."""

import json
import shutil
import subprocess
import sys
from datetime import date
from io import BytesIO, StringIO

import pikepdf
import pypdf
import pytest
from django.core.management import CommandError, call_command

from registers import clock
from registers.actions import assessments, risks
from registers.models import Scheme
from reports.actions import papers
from reports.models import Edition
from reports.papers.editions import make_document
from reports.papers.printing import print_paper
from tests.factories import DEFINITION, OrganisationFactory, PostFactory, agree, open_risk, score_risk, somebody
from tests.paper_worlds import AS_AT, settled_register, start_paper, write
from tests.sites import ROOT, environ_for

pytestmark = pytest.mark.pdf

SLUG = "mopac-risk-update-2019-09"
# The headings of 000 in their order, as the Panel met them; Appendix 2 was listed there and not published.
HEADINGS = [
    "MOPAC Risk Management update",
    "Report Summary",
    "Overall Summary of the Purpose of the Report",
    "Key Considerations for the Panel",
    "Interdependencies/Cross Cutting Issues",
    "Recommendations",
    "1. Supporting Information",
    "Changes and movement of risk since last quarter",
    "Capacity and Capability",
    "Violence risk and Violence Reduction Unit",
    "Context",
    "Governance",
    "2. Equality and Diversity Impact",
    "3. Financial Implications",
    "4. Legal Implications",
    "5. Risk Implications",
    "6. Contact Details",
    "7. Appendices and Background Papers",
    "Appendix 1: MOPAC corporate risk overview",
    "Heat map of the highest risks",
    "Appendix 2: MOPAC summary risk position",
]
LOAD = """
import django
django.setup()
from registers import demo as registers_demo
from reports import demo
registers_demo.load_organisations()
registers_demo.load_members("a long enough password")
registers_demo.load_posts()
registers_demo.load_appetites()
registers_demo.load_register("mopac-corporate.json")
demo.load_paper(demo.read("mopac-risk-update-2019-09"))
"""


class Site:
    """The demo's MOPAC register and paper in a database file of its own, and programs of their own that render it."""

    def __init__(self, folder, migrated):
        self.folder = folder
        file = shutil.copy(migrated, folder / "site.sqlite3")
        self.environ = environ_for(folder, f"sqlite:///{file}")

    def run(self, *command, **environ):
        done = subprocess.run(
            [sys.executable, *command], env=self.environ | environ, cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def render(self, edition, name, **environ):
        file = self.folder / name
        self.run("manage.py", "render_paper", SLUG, "--edition", edition, "--output", str(file), **environ)
        return file


@pytest.fixture(scope="module")
def site(tmp_path_factory, migrated):
    site = Site(tmp_path_factory.mktemp("editions"), migrated)
    site.run("-c", LOAD)
    return site


@pytest.fixture(scope="module")
def files(site):
    return {edition.value: site.render(edition.value, f"{edition}.pdf") for edition in Edition}


def bookmarks(file):
    def flat(entries):
        for entry in entries:
            if isinstance(entry, list):
                yield from flat(entry)
            else:
                yield entry.title

    return list(flat(pypdf.PdfReader(file).outline))


def depth_of(file, title):
    """How deep a bookmark lies."""

    def look(entries, depth):
        for entry in entries:
            if isinstance(entry, list):
                yield from look(entry, depth + 1)
            elif entry.title == title:
                yield depth

    return next(look(pypdf.PdfReader(file).outline, 0))


def words_of(file):
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(file).pages)


def everything_in(content):
    """All that a PDF says anywhere: on its pages, in bookmarks, metadata, tags and every other string in it."""
    said = [words_of(BytesIO(content)), *bookmarks(BytesIO(content))]
    with pikepdf.open(BytesIO(content)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream):
                said.append(thing.read_bytes().decode("latin-1"))
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Array):
                said.extend(_strings(thing))
    return "\n".join(said)


def _strings(thing):
    values = thing.as_dict().values() if isinstance(thing, pikepdf.Dictionary) else thing
    for value in values:
        if isinstance(value, pikepdf.String | str):
            yield str(value)


# The demo's paper --------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", list(Edition))
def test_the_headings_are_those_the_panel_met_in_their_order(files, edition):
    assert bookmarks(files[edition]) == HEADINGS


def test_headings_inside_a_heading_are_bookmarked_below_it(files):
    above, below = "Violence risk and Violence Reduction Unit", "Context"
    assert depth_of(files["public"], below) == depth_of(files["public"], above) + 1


@pytest.mark.parametrize("edition", list(Edition))
def test_neither_checker_finds_anything_wrong(files, edition):
    import outloud
    import page

    report = page.validate_pdf(files[edition], profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    result = outloud.check(str(files[edition]))
    found = result.sorted_findings()
    # WeasyPrint paints a page's list markers after its text. What is read follows the tags, not the paint.
    assert [(one.rule, one.page, one.message) for one in found if one.rule != "ORD-001"] == []


@pytest.mark.parametrize("edition", list(Edition))
def test_two_programs_write_the_same_bytes(site, files, edition):
    again = site.render(edition.value, f"{edition}-again.pdf", PYTHONHASHSEED="99", TZ="Asia/Tokyo", LANG="C")
    assert again.read_bytes() == files[edition].read_bytes()


def test_both_editions_list_the_appendices_and_only_one_holds_the_second(files):
    full, public = words_of(files["full"]), words_of(files["public"])
    assert "Appendix 2 – MOPAC summary risk position (OFFICIAL-SENSITIVE)" in full
    assert "Appendix 2 – MOPAC summary risk position: not published (OFFICIAL-SENSITIVE)" in public
    assert "Appendix 1 – MOPAC risk overview (OFFICIAL)" in full
    assert "Appendix 1 – MOPAC risk overview (OFFICIAL)" in public


def test_both_editions_count_thirteen_risks_and_show_how_each_moved(files):
    for file in files.values():
        words = words_of(file)
        assert "MOPAC corporate risk register as at 9 September 2019: 13 risks, movement since 30 June 2019" in words
        assert words.count("↔ Static") >= 13
        assert "Director of CJ Policy and Commissioning, Director of VRU" in words


def test_the_figures_rest_on_a_named_agreement(files):
    for file in files.values():
        assert "Agreed Governance and Risk working group, by correspondence, 10 September 2019" in words_of(file)


def test_every_page_is_a_draft_with_its_marking_and_number(files):
    for edition, marking in (("full", "OFFICIAL-SENSITIVE"), ("public", "OFFICIAL")):
        pages = [page.extract_text() for page in pypdf.PdfReader(files[edition]).pages]
        for number, words in enumerate(pages, 1):
            assert "DRAFT" in words
            assert marking in words
            assert f"Page {number} of {len(pages)}" in words
        assert edition == "full" or "OFFICIAL-SENSITIVE" not in pages[0]


def test_the_full_edition_shows_the_highest_risks_and_the_public_one_no_score(files):
    full, public = words_of(files["full"]), everything_in(files["public"].read_bytes())
    assert "Shows the risks in the highest band occupied, Very high: 2 of 13." in full
    assert "4 v 5 Very high" in full
    register = json.loads((ROOT / "fixtures" / "mopac-corporate.json").read_text(encoding="utf-8"))
    rationales = {event["rationale"] for event in register["events"] if event["do"] == "assess"}
    for secret in ("Very high", "Medium", " v ", "Heat map of 2 risks", "Above", *rationales):
        assert secret not in public, secret


def test_a_public_risk_says_in_both_editions_what_its_register_publishes(files):
    for title in ("Address vulnerability", "Efficiency", "Violence"):
        assert all(title in words_of(file) for file in files.values())


# The command -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_unknown_paper_is_answered_with_the_papers_there_are(tmp_path):
    start_paper()
    with pytest.raises(CommandError, match=r"no paper spring-2020\. Papers: mopac-risk-update-2020-09\."):
        call_command("render_paper", "spring-2020", edition="full", output=tmp_path / "x.pdf")


@pytest.mark.django_db
def test_a_file_that_cannot_be_written_is_said(tmp_path):
    start_paper()
    with pytest.raises(CommandError, match="was not written"):
        call_command("render_paper", "mopac-risk-update-2020-09", edition="public", output=tmp_path / "no" / "x.pdf")


@pytest.mark.django_db
def test_a_character_that_cannot_be_printed_is_said(tmp_path):
    paper = start_paper()
    write(paper.sections.first(), body="A rune: ᚠ")
    with pytest.raises(CommandError, match="a character our font cannot print"):
        call_command("render_paper", paper.slug, edition="public", output=tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.django_db
def test_the_command_says_what_it_wrote(tmp_path):
    start_paper()
    out = StringIO()
    call_command("render_paper", "mopac-risk-update-2020-09", edition="public", output=tmp_path / "x.pdf", stdout=out)
    assert "pages" in out.getvalue()


# Planted words -------------------------------------------------------------------------------------

LEVELS = [{"short": f"Lev{name}", "name": f"Level {name}"} for name in ("akra", "boro", "cusp", "dorn")]
OLD = [level["short"] for level in DEFINITION["likelihoods"]]
SECRETS = {
    "score": [level["short"] for level in LEVELS] + [level["name"] for level in LEVELS],
    "band": ["Very high", "Medium"],
    "sensitive risk": ["Nightjar", "Wren", "Plover"],
    "sensitive section": ["Goldcrest"],
    "rationale": ["Bittern", "Curlew", "Dunlin"],
    "target and outlook": ["Fieldfare", "Grebe"],
    "appetite": ["Hobby"],
    "working text": ["Kestrel"],
}


def planted_paper():
    """A paper that holds a word of its own in everything sensitive, on a scale whose levels are such words too."""
    organisation = OrganisationFactory(slug="mopac")
    names = dict(zip(OLD, (level["short"] for level in LEVELS), strict=True))
    cells = [cell | {axis: names[cell[axis]] for axis in ("likelihood", "impact")} for cell in DEFINITION["cells"]]
    Scheme.objects.create(
        organisation=organisation,
        name="Birds",
        adopted_on=date(2010, 1, 1),
        definition={"likelihoods": LEVELS, "impacts": LEVELS, "cells": cells},
    )
    register = settled_register(organisation)
    by, on = somebody(), date(2020, 5, 5)
    money = register.risks.get(ref=1)
    with clock.at(clock.moment_on(on)):
        common = {"risk": money, "by": by, "version": None, "on": on}
        score_risk(money, 4, 3, on=on, reason="Bittern")
        score_risk(money, 2, 2, on=on, kind="target", reason="Fieldfare")
        assessments.expect(**common, likelihood=1, impact=2, expected_by=date(2020, 12, 31), reason="Grebe")
        assessments.override_appetite(**common, highest_band="medium", reason="Curlew")
        assessments.set_appetite(register=register, by=by, on=on, statement="Hobby", highest_band="medium")
        risks.edit(**common, reason="Dunlin", description="Something else may go wrong.")
    open_risk(
        register,
        on=on,
        title="Nightjar",
        description="Wren may go wrong.",
        marking="official-sensitive",
        score=(4, 4),
        reason="Plover",
        owners=[PostFactory(organisation=organisation, title="Head of Plover")],
    )
    agree(register, AS_AT, on=date(2020, 7, 2))
    with clock.at(clock.moment_on(date(2020, 7, 3))):
        risks.edit(risk=money, by=by, version=None, on=date(2020, 6, 1), title="Kestrel", description="Kestrel")
    paper = start_paper(register, by=by)
    body = paper.sections.get(heading="Supporting Information")
    write(body, by=by, body="Goldcrest is here.\n\n- Goldcrest", marking="official-sensitive")
    write(paper.sections.get(heading="Key Considerations for the Panel"), by=by, body="Read the appendices.")
    papers.set_recommendations(paper=paper, by=by, version=None, texts=["Note it", "Ask for more"])
    return paper


@pytest.fixture
def planted(db):
    paper = planted_paper()
    printed = {edition: print_paper(make_document(paper, edition)) for edition in Edition}
    return {edition: (one.html, one.to_pdf().pdf) for edition, one in printed.items()}


def test_no_planted_word_reaches_the_public_edition(planted):
    html, pdf = planted[Edition.PUBLIC]
    for where in (html, everything_in(pdf)):
        for kind, words in SECRETS.items():
            for word in words:
                assert word.lower() not in where.lower(), f"{word} ({kind})"


def test_what_is_looked_for_is_found_in_the_full_edition(planted):
    """Or the test above would pass for want of anything to find."""
    html, pdf = planted[Edition.FULL]
    found = everything_in(pdf)
    for word in ("Levdorn", "Very high", "Nightjar", "Wren", "Goldcrest", "Bittern"):
        assert word in html
        assert word in found
    assert "Kestrel" not in found


def test_the_public_edition_has_every_heading_and_count_of_the_full_one(planted):
    full, public = (planted[edition][1] for edition in (Edition.FULL, Edition.PUBLIC))
    assert bookmarks(BytesIO(public)) == bookmarks(BytesIO(full))
    for pdf in (full, public):
        words = words_of(BytesIO(pdf))
        assert "30 June 2020: 4 risks (1 not published)" in words
        assert "Note it" in words
        assert "Ask for more" in words
    assert "1.1 Not published (OFFICIAL-SENSITIVE)" in words_of(BytesIO(public))
    assert "1.1 Goldcrest is here." in words_of(BytesIO(full))
