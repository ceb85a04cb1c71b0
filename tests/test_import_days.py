"""Is a date understood as it was meant, in every spelling, and never guessed where it could be two days?"""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.imports.days import EPOCH, day_first, day_of, spoken

DAY = date(2019, 9, 30)


@pytest.mark.parametrize(
    "printed",
    [
        "30/09/2019", "30/9/19", "30.9.19", "30-09-2019", "30 / 09 / 2019", "2019-09-30", "2019-09-30 00:00:00",
        "30 Sept 2019", "30 Sep 19", "30th September 2019", "30-Sep-19", "30SEP2019", "Monday 30 September 2019",
        "Mon 30 Sept. 2019", "September 30, 2019", "Sept 30th 2019", "by 30 September 2019", "30 September ’19",
        "30\u00a0September\u00a02019", "9/30/2019", "43738", 43738, 43738.0,
        "9/30/2019 12:00:00 AM", "20190930", 20190930, "30 09 2019", "30 Medi 2019", "30 Medi 2019 / 30 September 2019",
        "30/09/2019 (was 30/06/2019)", "30 Sept 2019, originally March 2019", "30/9/19 (orig. 30/6/19)",
        datetime(2019, 9, 30, 14, 5), DAY,
    ],
)  # fmt: skip
def test_a_day_is_understood_in_every_spelling(printed):
    assert day_of(printed, None).on == DAY


@pytest.mark.parametrize(
    ("printed", "last"),
    [
        ("Sep-19", DAY), ("Sept 2019", DAY), ("09/2019", DAY), ("2019-09", DAY), ("end of September 2019", DAY),
        ("by end Sept 2019", DAY), ("Q2 2019/20", DAY), ("Q2 2019-20", DAY), ("FY19/20 Q2", DAY), ("Q3 2019", DAY),
        ("Mar 20", date(2020, 3, 31)), ("Q4 2019/20", date(2020, 3, 31)), ("2019/20", date(2020, 3, 31)),
        ("Feb 2020", date(2020, 2, 29)), ("2020", date(2020, 12, 31)), (2020, date(2020, 12, 31)),
    ],
)  # fmt: skip
def test_of_a_month_a_quarter_or_a_year_the_last_day_is_taken_and_told(printed, last):
    day = day_of(printed, None)
    assert day.on == last
    assert str(last.day) in day.remark


@pytest.mark.parametrize(
    "printed", ["Ongoing", "Complete", "In progress", "Monthly", "As required", "Immediate", "BAU"]
)
def test_words_that_are_no_day_are_kept_as_words(printed):
    day = day_of(printed)
    assert day.on is None
    assert not day.problem
    assert day.words == printed


@pytest.mark.parametrize("printed", ["", "-", "N/A", "TBC", None])
def test_nothing_is_no_day_and_no_words(printed):
    assert day_of(printed) == (None, "", "", "", False, None)


@pytest.mark.parametrize(
    "printed",
    [
        "31/02/2020",
        "31/09/2023",
        "30 Sept",
        "Spring 2020",
        "2019/21",
        "May",
        "early March 2020",
        "soon",
        3.5,
        12,
        True,
        "Dec 19 / Jan 20",
        "Aug 2019-Mar 2020",
        "April 2020 onwards",
        "Not before May 2020",
        "20191341",
        "1 2 20",
    ],
)
def test_what_is_no_day_is_said_to_be_none(printed):
    day = day_of(printed)
    assert day.on is None
    assert day.problem


def test_a_day_among_words_is_taken_and_told_and_the_words_are_kept():
    day = day_of("Completed 30/09/2019, see minutes")
    assert day.on == DAY
    assert "Completed 30/09/2019" in day.remark
    assert day.words == "Completed 30/09/2019, see minutes"


def test_two_days_in_one_cell_are_a_question():
    day = day_of("30/09/2019, revised 31/12/2019")
    assert day.on is None
    assert "2 dates" in day.problem


def test_what_was_done_once_is_not_what_is_due():
    assert day_of("Was due 31/12/2018, completed 30/09/2019").on is None


def test_a_day_that_could_be_two_is_asked_with_both():
    day = day_of("03/04/2020", None)
    assert day.is_ambiguous
    assert "3 April 2020" in day.problem
    assert "4 March 2020" in day.problem
    assert day_of("03/04/2020", True).on == date(2020, 4, 3)
    assert day_of("03/04/2020", False).on == date(2020, 3, 4)
    assert day_of("04/04/2020", None).on == date(2020, 4, 4)


def test_a_column_tells_its_order_where_one_of_its_days_does():
    assert day_first(["03/04/2020", "30/09/2019"]) is True
    assert day_first(["03/04/2020", "9/30/2019"]) is False
    assert day_first(["03/04/2020", "1 May 2020", DAY]) is None
    assert day_first(["30/09/2019", "9/30/2019"]) is None


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31)))
def test_every_day_is_understood_however_it_is_written(day):
    month = f"{day:%B}"
    for printed in (
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%Y-%m-%d}",
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        spoken(day),
        f"{day:%d-%b-%Y}",
        (day - EPOCH) / timedelta(days=1),
    ):
        assert day_of(printed, True).on == day


@given(st.text(max_size=30))
def test_no_text_is_too_odd(text):
    day = day_of(text, None)
    assert not (day.on and day.problem)


@pytest.mark.parametrize("text", ["0/4/2020", "4/0/2020", "00/00/00", "13/2020", "2020-00-01", "31/31/2020"])
@pytest.mark.parametrize("first", [True, False, None])
def test_what_looks_like_a_date_and_names_no_day_is_told(text, first):
    day = day_of(text, first)
    assert (day.on, bool(day.problem)) == (None, True)
