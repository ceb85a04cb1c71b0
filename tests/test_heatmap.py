"""Does the heat map show every risk where it stands, the same to everyone who looks?"""

import random
import re
from xml.etree import ElementTree

import pytest
from django.template import engines

from reports.drawing import reading_order
from reports.heatmap import MOST_TRACKS, Grid, Mark, draw
from reports.templatetags.heat_maps import heat_map

NAMES = {"low": "Low", "medium": "Medium", "high": "High", "very-high": "Very high"}
LEVELS = ("L", "M", "H", "VH")
SVG = "{http://www.w3.org/2000/svg}"


def grid(rows=4, columns=4):
    words = ("VL", "L", "M", "H", "VH", "X")
    likelihoods = LEVELS if rows == 4 else words[:rows]
    impacts = LEVELS if columns == 4 else words[:columns]
    slugs = list(NAMES)
    bands = {
        (likelihood, impact): slugs[min(3, (likelihood + impact - 2) * 4 // (rows + columns - 1))]
        for likelihood in range(1, rows + 1)
        for impact in range(1, columns + 1)
    }
    return Grid(likelihoods, impacts, bands, NAMES)


MET = [
    Mark("1", "Violent crime", (2, 3), (3, 3), (1, 2), "/registers/met/corporate/1/"),
    Mark("3", "Standards", (3, 3), (3, 3), (1, 1), "/registers/met/corporate/3/"),
    Mark("6", "Money", (1, 3), (3, 3), (1, 1), "/registers/met/corporate/6/"),
    Mark("8", "Crime prevention", (2, 3), (2, 3), (1, 3), "/registers/met/corporate/8/"),
    Mark("9", "Public & local engagement", (2, 3), None, (2, 2), "/registers/met/corporate/9/"),
    Mark("10", "Legitimacy", (4, 4), (4, 4), (4, 4), "/registers/met/corporate/10/"),
]


def rendered(drawing, medium="web", **options):
    template = engines["django"].from_string("{% load heat_maps %}{% heat_map drawing %}")
    return template.render({"drawing": drawing, "medium": medium, **options})


def svg_of(html):
    return ElementTree.fromstring(re.search(r"<svg.*?</svg>", html, re.DOTALL).group())  # noqa: S314 - our own


def words_in(svg):
    return [text.text for text in svg.iter(f"{SVG}text")]


@pytest.mark.parametrize("rows", range(2, 7))
@pytest.mark.parametrize("columns", range(2, 7))
def test_every_cell_of_any_scale_says_its_band_in_a_word(rows, columns):
    drawing = draw(grid(rows, columns), [])
    assert len(drawing.cells) == rows * columns
    assert all(cell.word == NAMES[cell.band] for cell in drawing.cells)
    assert len({(cell.x, cell.y) for cell in drawing.cells}) == rows * columns
    assert all(cell.x + cell.size <= drawing.width and cell.y + cell.size <= drawing.height for cell in drawing.cells)


def test_the_worst_corner_is_at_the_top_right():
    drawing = draw(grid(), [])
    worst = max(drawing.cells, key=lambda cell: (cell.x, -cell.y))
    assert worst.word == "Very high"


def test_bands_can_be_told_apart_without_colour():
    bars = {cell.band: cell.bars.count("z") for cell in draw(grid(), []).cells}
    assert bars == {"low": 1, "medium": 2, "high": 3, "very-high": 4}


def test_a_cell_shows_eight_refs_and_how_many_more_there_are():
    crowd = [Mark(str(number), f"Risk {number}", (2, 2)) for number in range(1, 12)]
    drawing = draw(grid(), crowd)
    assert [chip.ref for chip in drawing.chips] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert "+ 3" in [label.text for label in drawing.labels]
    assert [row.ref for row in drawing.table()] == [str(number) for number in range(1, 12)]


def test_exactly_eight_refs_need_no_count():
    drawing = draw(grid(), [Mark(str(number), "Risk", (2, 2)) for number in range(8)])
    assert not [label for label in drawing.labels if label.text.startswith("+")]


def test_refs_stand_in_the_order_people_read_them():
    drawing = draw(grid(), [Mark(ref, "Risk", (1, 1)) for ref in ("10", "F10", "9", "F9", "101")])
    assert [chip.ref for chip in drawing.chips] == ["9", "10", "101", "F9", "F10"]
    assert sorted(["²", "2", "a", ""], key=reading_order) == ["", "2", "a", "²"]


def test_refs_in_a_cell_do_not_cover_each_other_or_leave_it():
    drawing = draw(grid(), [Mark(str(number), "Risk", (4, 4)) for number in range(1, 12)])
    cell = max(drawing.cells, key=lambda cell: (cell.x, -cell.y))
    for number, chip in enumerate(drawing.chips):
        assert cell.x <= chip.box.x
        assert chip.box.x + chip.box.width <= cell.x + cell.size
        assert cell.y <= chip.box.y
        assert chip.box.y + chip.box.height <= cell.word_y - 10
        for other in drawing.chips[number + 1 :]:
            assert abs(other.box.x - chip.box.x) >= chip.box.width or abs(other.box.y - chip.box.y) >= chip.box.height


def test_only_what_moved_has_a_track_and_only_what_is_aimed_elsewhere_a_target():
    tracks = {(track.kind, track.ref) for track in draw(grid(), MET).tracks}
    assert {ref for kind, ref in tracks if kind == "moved"} == {"1", "6"}
    assert {ref for kind, ref in tracks if kind == "aimed"} == {"1", "3", "6", "8", "9"}
    assert [chip.ref for chip in draw(grid(), MET).chips if chip.at_target] == ["10"]


def test_a_track_ends_in_the_cells_it_speaks_of():
    drawing = draw(grid(), MET)
    money = next(track for track in drawing.tracks if (track.kind, track.ref) == ("moved", "6"))
    column, row = int(money.end.x - 52) // 104, int(money.end.y - 4) // 104
    assert (4 - row, column + 1) == (3, 3)


def test_no_track_runs_over_a_ref_of_another_risk():
    drawing = draw(grid(), MET)
    for track in drawing.tracks:
        numbers = [float(number) for number in re.findall(r"[-\d.]+", track.path)]
        (ax, ay), (bx, by), (cx, cy) = zip(numbers[::2], numbers[1::2], strict=True)
        for step in range(101):
            t = step / 100
            x = (1 - t) ** 2 * ax + 2 * t * (1 - t) * bx + t * t * cx
            y = (1 - t) ** 2 * ay + 2 * t * (1 - t) * by + t * t * cy
            under = [
                chip.ref
                for chip in drawing.chips
                if chip.box.x < x < chip.box.x + chip.box.width and chip.box.y < y < chip.box.y + chip.box.height
            ]
            assert set(under) <= {track.ref}, f"{track.kind} {track.ref} runs over {under}"


def test_a_crowded_map_drops_its_targets_from_the_picture_but_not_from_the_table():
    crowd = [Mark(str(n), "Risk", (1 + n % 4, 1 + n // 4 % 4), None, (1, 1)) for n in range(4, 4 + MOST_TRACKS + 12)]
    drawing = draw(grid(), crowd)
    assert not drawing.tracks
    assert all(row.target == "L v L, Low" for row in drawing.table())


def test_the_same_risks_give_the_same_picture_in_whatever_order_they_come():
    shuffled = random.Random(7).sample(MET, len(MET))
    assert draw(grid(), shuffled) == draw(grid(), MET)


def test_the_table_says_what_the_picture_shows():
    rows = {row.ref: row for row in draw(grid(), MET).table()}
    money = rows["6"]
    assert (money.title, money.likelihood, money.impact, money.band) == ("Money", "L", "H", "Medium")
    assert (money.before, money.target) == ("H v H, High", "L v L, Low")
    assert rows["9"].before == ""


def test_the_description_is_sentences_anyone_can_follow():
    said = draw(grid(), MET).description
    assert said.startswith("Likelihood runs upwards and impact to the right. Very high: 10.")
    assert "Moved: 1 from H v H to M v H and 6 from H v H to L v H." in said
    assert draw(grid(), []).description == "No risk has a score to show."


@pytest.mark.parametrize("place", [(0, 1), (5, 1), (1, 5)])
def test_a_risk_off_the_scale_is_refused(place):
    with pytest.raises(ValueError, match="not on the grid"):
        draw(grid(), [Mark("1", "Risk", place)])


def test_a_scale_too_small_too_large_or_with_a_hole_is_refused():
    with pytest.raises(ValueError, match="2 to 6 levels"):
        draw(Grid(LEVELS, ("L",), {}, NAMES), [])
    with pytest.raises(ValueError, match="has no band"):
        draw(Grid(LEVELS, LEVELS, {(1, 1): "low"}, NAMES), [])


def test_the_drawing_carries_no_styles_which_the_security_policy_would_drop():
    html = rendered(draw(grid(), MET))
    svg = svg_of(html)
    assert not [node for node in svg.iter() if "style" in node.attrib or node.tag == f"{SVG}style"]
    assert "style=" not in html
    assert "<style" not in html


def test_on_a_page_refs_are_links_with_names_and_in_a_paper_they_are_not():
    drawing = draw(grid(), MET)
    page, paper = svg_of(rendered(drawing)), svg_of(rendered(drawing, medium="print"))
    links = list(page.iter(f"{SVG}a"))
    assert page.get("role") == "group"  # role img would hide the links
    assert [link.get("href") for link in links][-1] == "/registers/met/corporate/6/"
    assert "6 Money: L v H, Medium" in [link.get("aria-label") for link in links]
    assert not list(paper.iter(f"{SVG}a"))
    assert paper.get("role") == "img"
    assert drawing.description in paper.find(f"{SVG}title").text
    assert "<a" not in rendered(drawing, medium="print")


def test_two_maps_fit_on_one_page():
    html = rendered(draw(grid(), MET, uid="now")) + rendered(draw(grid(), MET, uid="then"))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 4


def test_picture_and_table_name_the_same_risks():
    html = rendered(draw(grid(), MET))
    shown = set(words_in(svg_of(html)))
    for mark in MET:
        assert mark.ref in shown
        assert mark.title.replace("&", "&amp;") in html.split("<table")[1]


def test_a_hostile_title_stays_text():
    html = rendered(draw(grid(), [Mark("1", "</title><script>alert(1)</script>\x00\x1b\u202e", (1, 1), url="/r/1/")]))
    assert "<script" not in html
    assert not set(html) & {"\x00", "\x1b", "\u202e"}
    assert svg_of(html) is not None


def test_a_map_without_risks_says_so():
    assert "No risk has a score to show" in rendered(draw(grid(), []))


def test_columns_nobody_can_fill_are_left_out():
    assert "Target" not in rendered(draw(grid(), [Mark("1", "Risk", (1, 1))]))


def test_the_tag_is_told_what_heads_the_earlier_column():
    context = heat_map({"medium": "web"}, draw(grid(), MET), compared="At 30 September 2021")
    assert context["compared"] == "At 30 September 2021"
    assert context["linked"] is True
