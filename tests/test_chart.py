"""Does the chart of a score over time say when it changed, to what, and how far the target is?"""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from reports.chart import Point, draw, words

NAMES = {"low": "Low", "medium": "Medium", "high": "High", "very-high": "Very high"}
ZONES = [("low", 1, 3), ("medium", 4, 9), ("high", 10, 12), ("very-high", 13, 16)]
START, END = date(2020, 1, 1), date(2022, 3, 31)


def point(on, likelihood, impact, band, rank):
    return Point(date.fromisoformat(on), likelihood, impact, band, rank)


MONEY = [
    point("2019-06-30", "M", "M", "medium", 6),
    point("2020-09-30", "H", "H", "high", 11),
    point("2021-03-31", "H", "H", "high", 11),
    point("2021-12-31", "L", "H", "medium", 5),
]
TARGET = point("2022-06-30", "L", "L", "low", 1)


def money(**options):
    settings = {"zones": ZONES, "band_names": NAMES, "start": START, "end": END, "target": TARGET, "name": "Money"}
    return draw(MONEY, **{**settings, **options})


def rendered(drawing, medium="web"):
    template = engines["django"].from_string("{% load heat_maps %}{% score_chart drawing %}")
    return template.render({"drawing": drawing, "medium": medium})


def test_the_line_goes_level_and_then_up_or_down_never_slanting():
    assert re.fullmatch(r"M[\d.]+ [\d.]+(H[\d.]+V[\d.]+)*H[\d.]+", money().line)


def test_a_higher_rank_stands_higher():
    _, high, _, low = (float(y) for y in re.findall(r"(?:V|M[\d.]+ )([\d.]+)", money().line))
    assert high < low


def test_what_stood_at_the_start_counts_from_the_start_without_a_dot():
    drawing = money()
    assert drawing.line.startswith("M102.0 ")
    assert len(drawing.dots) == 3
    assert drawing.table()[0].on == "30 June 2019"


def test_a_score_that_has_not_changed_is_dotted_but_not_said_again():
    said = [label.text for label in money().labels]
    assert said == ["M v M", "H v H", "L v H", "Target L v L"]


def test_the_table_holds_every_score_and_the_target():
    drawing = money()
    assert [(row.on, row.score, row.band) for row in drawing.table()][1:] == [
        ("30 September 2020", "H v H", "High"),
        ("31 March 2021", "H v H", "High"),
        ("31 December 2021", "L v H", "Medium"),
    ]
    assert (drawing.target.score, drawing.target.band) == ("L v L", "Low")


def test_every_band_of_the_scheme_is_a_stripe_with_its_word():
    stripes = money().stripes
    assert [stripe.word for stripe in stripes] == ["Low", "Medium", "High", "Very high"]
    assert sum(stripe.height for stripe in stripes) == pytest.approx(208, abs=1)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2021, 1, 1), date(2021, 4, 30), ["Jan 2021", "Feb 2021", "Mar 2021", "Apr 2021"]),
        (date(2020, 12, 31), date(2021, 12, 31), ["Jan 2021", "Apr 2021", "Jul 2021", "Oct 2021"]),
        (date(2012, 6, 1), date(2017, 6, 1), ["2013", "2014", "2015", "2016", "2017"]),
        (date(2021, 3, 2), date(2021, 3, 20), ["2 Mar", "20 Mar"]),
    ],
)
def test_dates_below_are_a_few_that_people_think_in(start, end, expected):
    drawing = money(start=start, end=end)
    assert [tick.text for tick in drawing.ticks] == expected


def test_a_period_without_a_score_says_so():
    drawing = draw([], zones=ZONES, band_names=NAMES, start=START, end=END)
    assert drawing.line == ""
    assert [label.text for label in drawing.labels] == ["No score in this period"]
    assert "No score in this period" in rendered(drawing)


def test_what_cannot_be_drawn_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="Rank 99 is not on the scale 1 to 16"):
        draw([point("2020-02-01", "M", "M", "medium", 99)], zones=ZONES, band_names=NAMES, start=START, end=END)
    with pytest.raises(ValueError, match="after it ends"):
        money(start=END, end=START)
    with pytest.raises(ValueError, match="needs the scheme's bands"):
        money(zones=[])


def test_the_picture_and_its_description_agree():
    drawing = money()
    assert drawing.title == "Score of Money from 1 January 2020 to 31 March 2022"
    assert drawing.description.endswith("31 December 2021: L v H, Medium. Target: L v L, Low.")
    svg = ElementTree.fromstring(re.search(r"<svg.*?</svg>", rendered(drawing), re.DOTALL).group())  # noqa: S314
    assert svg.get("role") == "img"
    assert not [node for node in svg.iter() if "style" in node.attrib]
    assert drawing.description in rendered(drawing, "print").split("</title>")[0]


def test_dates_are_written_the_same_on_every_machine():
    assert words(date(2021, 9, 3)) == "3 September 2021"


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 16)), max_size=12))
def test_whatever_the_scores_everything_is_drawn_inside_the_plot(steps):
    points = [Point(START - timedelta(50) + timedelta(days), "M", "M", "medium", rank) for days, rank in steps]
    drawing = draw(points, zones=ZONES, band_names=NAMES, start=START, end=END)
    numbers = [float(number) for number in re.findall(r"H([\d.]+)", drawing.line)]
    assert all(drawing.left <= x <= drawing.right for x in numbers)
    assert all(drawing.top <= dot.y <= drawing.bottom for dot in drawing.dots)
    assert all(drawing.top <= label.y <= drawing.bottom for label in drawing.labels)
