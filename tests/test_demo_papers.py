"""The demo's archive: five papers as the Panel met them, with every fact they printed, and right where one slipped.

What a paper printed is in tests/facts. Everything is looked for in the words of its PDF.
"""

import csv
import json
import re
from collections import Counter
from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pypdf
import pytest

from reports import demo as papers_of_demo
from reports import demo_issues
from reports.checks.paper_text import facts_and_text
from reports.checks.run import check
from reports.models import Edition, Issue, PanelRequest, Paper
from reports.papers.numbering import spelled_out
from tests.sites import ROOT

pytestmark = [pytest.mark.pdf, pytest.mark.django_db]

FACTS = ROOT / "tests" / "facts"
FRAMES = json.loads((FACTS / "paper_frames.json").read_text(encoding="utf-8"))
ARROWS = {"static": "↔ Static", "up": "↑ Up", "down": "↓ Down"}
LABEL = re.compile(r"^(?:(\d+)\. )?(.*)$")


def facts(name):
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain(text):
    """Quotation marks and dashes may be drawn otherwise than in the paper of the day; words may not."""
    for drawn, typed in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("\xa0", " ")):
        text = text.replace(drawn, typed)
    return " ".join(text.split())


@pytest.fixture(scope="module")
def archive(demo, django_db_blocker):
    """{slug: its first issue, with the words and the bookmarks of each edition's PDF}, issued once for this file."""
    with django_db_blocker.unblock():
        demo_issues.issue_papers()
        return {issue.paper.slug: SimpleNamespace(issue=issue, **_opened(issue)) for issue in Issue.objects.all()}


def _opened(issue):
    return {edition.edition: _read(bytes(edition.pdf.content)) for edition in issue.editions.select_related("pdf")}


def _read(content):
    reader = pypdf.PdfReader(BytesIO(content))
    pages = [page.extract_text() for page in reader.pages]
    return SimpleNamespace(words=plain(" ".join(pages)), bookmarks=list(_flat(reader.outline)))


def _flat(entries, level=0):
    for entry in entries:
        if isinstance(entry, list):
            yield from _flat(entry, level + 1)
        else:
            yield level, plain(entry.title)


def public(archive, slug):
    return getattr(archive[slug], Edition.PUBLIC.value)


def full(archive, slug):
    return getattr(archive[slug], Edition.FULL.value)


def missing(words, wanted):
    return [fact for fact in wanted if plain(fact) not in words]


# The frame ------------------------------------------------------------------------------------------------------------


@pytest.fixture(params=papers_of_demo.ARCHIVE)
def slug(request):
    return request.param


def own_headings(slug):
    """Headings of the report itself; those of its appendices follow."""
    rows = [(level, plain(words)) for level, words in FRAMES[slug]["headings"]]
    last = next(n for n, row in enumerate(rows) if row[1] == "Appendices and Background Papers")
    return rows[: last + 1]


def printed_headings(file):
    """(level, heading without its number) up to the list of appendices."""
    top = min(level for level, words in file.bookmarks if words == "Report Summary")
    found = []
    for level, words in file.bookmarks:
        if level >= top:
            found.append((level - top + 1, LABEL.match(words)[2]))
        if found and found[-1][1] == "Appendices and Background Papers":
            return found
    return found


@pytest.mark.parametrize("edition", list(Edition))
def test_headings_and_their_levels_are_those_the_panel_met_in_their_order(archive, slug, edition):
    assert printed_headings(getattr(archive[slug], edition.value)) == own_headings(slug)


def test_title_block_names_the_panel_its_day_the_paper_and_who_reports(archive, slug):
    frame, words = FRAMES[slug], public(archive, slug).words
    assert frame["title"] in words
    assert frame["panel"].replace(" - ", "-").lower() in words.lower()
    day = date.fromisoformat(frame["meeting_date"])
    assert f"{day.day} {day:%B %Y}" in words
    for post in papers_of_demo.read(slug)["report_by"]:
        assert post.split("/")[1] in words
    both = "Report by MOPAC Chief Executive Officer and Met Director of Strategy and Governance"
    assert (both in words) == archive[slug].issue.paper.is_joint


def test_appendices_are_listed_and_headed_as_they_were_with_their_markings(archive, slug):
    for ref, listed, headed, marking, included in FRAMES[slug]["appendices"]:
        listed = listed.split(" - See")[0].split(" – See")[0]
        title = plain(headed or listed)
        for edition in Edition:
            file = getattr(archive[slug], edition.value)
            assert f"{ref} - {plain(listed)}" in file.words, (edition, listed)
            heads = [words for _, words in file.bookmarks]
            if included:
                assert f"{ref}: {title}" in heads, (edition, heads)
        is_sensitive = "sensitive" in marking.lower()
        not_published = f"{ref} - {plain(listed)}: not published (OFFICIAL-SENSITIVE)"
        assert (not_published in public(archive, slug).words) == is_sensitive


def test_there_are_as_many_recommendations_as_there_were(archive, slug):
    assert len(archive[slug].issue.snapshot["text"]["recommendations"]) == FRAMES[slug]["recommendations"]


# Right by design ------------------------------------------------------------------------------------------------------


def test_every_section_has_its_number_and_no_paragraph_has_another_s(archive, slug):
    file = public(archive, slug)
    numbered = [LABEL.match(words)[1] for level, words in file.bookmarks]
    numbers = [int(number) for number in numbered if number]
    closing = [words for _, words in own_headings(slug) if words == "Appendices and Background Papers"]
    last = next(int(LABEL.match(w)[1]) for _, w in file.bookmarks if LABEL.match(w)[2] in closing)
    assert numbers[:last] == list(range(1, last + 1))
    paragraphs = archive[slug].issue.editions.get(edition="public").html.content
    printed = re.findall(r'<span class="number">(\d+\.\d+)</span>', bytes(paragraphs).decode())
    assert printed
    assert [number for number, times in Counter(printed).items() if times > 1] == []
    for section in {number.split(".")[0] for number in printed}:
        mine = [int(number.split(".")[1]) for number in printed if number.split(".")[0] == section]
        assert mine == list(range(1, len(mine) + 1))


def test_nothing_is_withheld_unknown_or_left_to_fill_in(archive, slug):
    for edition in Edition:
        words = getattr(archive[slug], edition.value).words
        assert not re.search(r"\[(unknown|withheld)|\[\[|\bxxx\b|\bTBC\b|lorem", words, re.IGNORECASE)


def test_the_plan_s_counts_add_up_to_its_work_streams(archive):
    words = public(archive, "governance-2019-06").words
    assert "holds 48 work-streams" in words
    assert "32 of them (67%) were complete, 14 (29%) on track and two (4%) had slipped" in words
    assert 32 + 14 + 2 == 48


def test_as_many_areas_and_achievements_are_listed_as_the_paper_says(archive):
    file = papers_of_demo.read("governance-2019-06")
    bodies = {row.get("key", ""): row["body"] for row in file["sections"]}
    words = public(archive, "governance-2019-06").words
    for fact in facts("mopac_plan_revised_2019_03"):
        assert f"({fact['ref']})." in words
    assert len(bodies["areas"]) - 1 == len(facts("mopac_plan_revised_2019_03")) == 7
    assert "In seven areas MOPAC has pushed back the date" in words
    assert "a further seven work-streams have been completed" in words
    assert len(items(bodies["achievements"])) == 7
    lists = [count for count in map(len, map(items, ([one] for one in bodies["statement"]))) if count]
    assert [spelled_out(count) for count in lists] == ["twelve", "ten"]
    assert "finds twelve main areas" in words
    assert "names ten main areas" in words


def items(body):
    return [line for text in body for line in text.split("\n") if line.startswith("- ")]


def test_lists_of_risks_are_as_long_as_said(archive):
    words = public(archive, "alignment-2019-09").words
    assert "a large part of three of MOPAC's risks" in words
    assert "Of the Met's risks it bears on three" in words
    assert "The centre has eight main projects" in words
    joint = public(archive, "alignment-2017-12").words
    ordered = r"joint risks are those of the last report:\W+Safeguarding\W+Governance\W+Money, .+? Funding\W+Insight"
    assert re.search(ordered, joint)


def test_the_met_s_risks_are_counted_by_colour_and_the_rest_is_named(archive):
    told = Counter({"on-track": "green", "limited": "amber", "slipped": "red"}.get(row["status"], "")
                   for row in facts("met_progress_2021_12"))  # fmt: skip
    words = public(archive, "met-risk-report-2022-01").words
    counts = {colour: spelled_out(told[colour]) for colour in ("green", "amber", "red")}
    assert f"Of eleven risks {counts['green']} are green, {counts['amber']} amber and {counts['red']} red" in words


# Every fact the papers printed ----------------------------------------------------------------------------------------


def test_the_thirteen_risks_of_2019_have_their_references_titles_owners_and_arrows(archive):
    words = public(archive, "mopac-risk-update-2019-09").words
    rows = facts("mopac_2019_09")
    assert len(rows) == 13
    for row in rows:
        owners = ", ".join(part.strip() for part in row["owners"].split(";"))
        assert missing(words, [row["title"], owners]) == []
    assert words.count("↔ Static") >= 13
    assert "All thirteen risks stand where they stood on 30 June 2019" in words


FIGURES = {
    "mopac-risk-update-2019-09": [
        "£750m", "2020/21", "20,000 officers", "£45m", "2,000", "£500,000", "£6.8m", "£7m", "2019/20", "32 of London's",
        "September 2018", "by November", "autumn 2019", "Glasgow", "Chicago", "Partnership Reference Group",
        "Violence Reduction Board", "Knife Crime Executive Board", "GLA Group Collaboration Board",
        "Spending Round 2019", "Homicide Review", "Strategic Needs Assessment",
    ],
    "alignment-2017-12": [
        "19 October", "23 November", "14 November", "spring of 2018", "second joint risk report", "Insight Team",
        "London Crime Reduction Board", "Violence Against Women and Girls", "Risk and Assurance Board",
    ],
    "alignment-2019-09": [
        "section 14 of the Police Reform and Social Responsibility Act 2011", "18 June", "about 220 of them",
        "more than 30 custody suites", "220,000 detainees", "90 of 281 priority schools", "20 mosques", "Newham",
        "£167m", "2021/22", "20,000", "4 September", "Sprinklr", "OWL", "Nextdoor", "#together", "ACT campaign", "SO15",
        "MetTrace", "Streetwatch", "Four BCUs", "24 hours", "Information Futures", "collective efficacy",
        "National and International Capital Cities Grant", "Safer Neighbourhood Boards", "Community Monitoring Network",
        "Independent Custody Visiting", "8a and 8b", "Diamond and Gold", "Policing Pledge", "three new priorities",
    ],
    "met-risk-report-2022-01": [
        "30 November", "819 recruits", "23.4%", "4.1%", "39.8%", "2022/23", "Nine key controls", "Six are on track",
        "three have made limited progress", "at least 12 a year", "three or six weeks", "10 January 2022", "March 2022",
        "five key controls", "Three report limited progress", "Tier 1", "end of December 2021",
        "second quarter in a row", "4 October", "12 immediate priorities", "October 2021", "early November",
        "spring 2022", "autumn 2020",
        "23 fall to the Met", "April 2022", "four men", "four of them anonymous", "Right Line Online",
        "Integrity Line Online", "Crimestoppers", "Axon Citizen", "Operation Vigilant", "Autumn Nights",
        "Ask for Angela",
        "Public Interest Disclosure Act 1998",
        "regulation 3 of the Accounts and Audit Regulations 2015",
        "Parliamentary and Diplomatic Protection Command", "Public Attitude Survey", "see agenda item 3",
    ],
    "governance-2019-06": [
        "2018/19", "2017/18", "2019/20", "seven principles", "held four times", "March 2019", "December 2018",
        "Justice Matters", "August 2020", "expected in 2020", "Four new actions", "56 days", "£500,000",
        "7 December 2016",
        "31 March 2017", "12 June 2017", "14,000 frontline officers", "2,875", "88%", "1,103", "80%", "87", "89%",
        "52%", "39%", "77%", "74%", "12,800 Londoners", "12,800 victims", "nearly 8,000", "6,000 people",
        "30 November 2018", "about 200 Independent Custody Visitors", "3.7.4.3", "Nine recommendations",
        "60 people under 25", "twenty times a year", "October 2018", "Grant Thornton", "24 May 2019",
        "Deputy Mayor for Policing and Crime", "Chief Executive Officer", "adequate and generally operates effectively",
    ],
}  # fmt: skip


def test_the_figures_and_dates_that_a_paper_printed_are_in_it(archive, slug):
    assert missing(public(archive, slug).words, FIGURES[slug]) == []


def test_the_joint_risks_of_2017_have_owners_arrows_and_every_joint_control(archive):
    words = public(archive, "alignment-2017-12").words
    for row in facts("joint_2017_12"):
        assert missing(words, [row["joint_risk"], row["owner"]]) == []
    arrows = Counter(row["movement"] for row in facts("joint_2017_12"))
    assert {name: words.count(ARROWS[name]) for name in arrows} == arrows
    controls = facts("joint_controls_2017_12")
    assert len(controls) == 16
    assert missing(words, [row["title"] for row in controls]) == []
    heads = [words for _, words in public(archive, "alignment-2017-12").bookmarks]
    risks = [head for head in heads if re.match(r"Risk \d", head)]
    assert risks == ["Risk 1: Safeguarding", "Risk 2: Governance", "Risk 3: Money", "Risk 4: Insight"]
    assert heads.count("Joint controls") == 4
    assert heads.count("Potential controls") == 1


def test_the_met_s_register_of_december_2021_is_printed_row_by_row(archive):
    words = public(archive, "met-risk-report-2022-01").words
    leads = facts("met_2021_12_leads")
    for row in facts("met_2021_12"):
        scores = [f"{row['likelihood']} v {row['impact']}", f"{row['target_likelihood']} v {row['target_impact']}"]
        mine = [lead["lead"] for lead in leads if lead["ref"] == row["ref"]]
        assert missing(words, [row["title"], *scores, row["owner"], *mine, row["objective"]]) == []
    arrows = Counter(row["movement"] for row in facts("met_2021_12"))
    assert words.count("↓ Down") >= arrows["down"]
    assert words.count("↔ Static") >= arrows["static"]


def test_the_theme_of_2019_has_six_risks_of_two_bodies_with_their_responses(archive):
    words = public(archive, "alignment-2019-09").words
    for title in ("Victims", "Equalities", "Violence", "Local engagement", "Crime prevention", "Reducing violence"):
        assert title in words
    assert "three in ten places of its steering group" in words


def test_the_governance_statement_and_the_restricted_plan_stand_where_they_stood(archive):
    file, restricted = public(archive, "governance-2019-06"), full(archive, "governance-2019-06")
    heads = [LABEL.match(words)[2] for _, words in file.bookmarks]
    wanted = [
        "Introduction", "Scope of Responsibilities", "Overarching Duties", "Custody", "Statement of Assurance",
        "Review against the Framework 2018/2019", "Governance issues for improvement", "Oversight Board",
        "Governance Improvement Plan 2019/20", "Justice Matters", "Ethics Panel",
    ]  # fmt: skip
    assert [head for head in wanted if head not in heads] == []
    plan = "Register of interests renewed every year"
    assert plan in restricted.words
    assert plan not in file.words


# What happened around them --------------------------------------------------------------------------------------------


def test_each_was_cleared_issued_and_published_on_its_own_days(archive, slug):
    data, issue = papers_of_demo.read(slug), archive[slug].issue
    assert issue.issued_at.date().isoformat() == data["issued"] < data["panel_date"] < data["published"]
    assert issue.published_at.date().isoformat() == data["published"]
    assert issue.paper.clearances.count() == len(data["report_by"])
    assert {row.on.isoformat() for row in issue.paper.clearances.all()} == {data["cleared"]}


def test_the_oral_update_was_noted_beside_the_edition(archive):
    paper = Paper.objects.get(slug="alignment-2019-09")
    note = paper.oral_notes.get()
    assert note.section.speaker == "Met Director of Finance and Commercial"
    assert note.text[:40] not in full(archive, "alignment-2019-09").words


def test_requests_were_answered_in_paragraphs_that_are_there(archive):
    turns = [turn for request in PanelRequest.objects.all() for turn in request.turns.filter(paper__isnull=False)]
    assert {turn.paper.slug for turn in turns} == set(papers_of_demo.ARCHIVE) - {"governance-2019-06"}
    for turn in turns:
        html = bytes(archive[turn.paper.slug].issue.editions.get(edition="full").html.content).decode()
        for number in re.findall(r"\d+\.\d+", turn.paragraph):
            assert f'<span class="number">{number}</span>' in html, (turn.paper.slug, number)


# The draft ------------------------------------------------------------------------------------------------------------


def test_the_draft_gives_the_checks_something_to_find_in_eight_families_and_more(demo):
    paper = Paper.objects.get(kind="mopac-risk-update", stage="draft", previous__isnull=False)
    facts_known, text = facts_and_text(paper)
    families = {finding.family for finding in check(text, facts_known)}
    planted = {
        "figures", "lists", "page-furniture", "closed", "marks", "percentages", "placeholders", "spelling",
        "references",
    }  # fmt: skip
    assert planted <= families
