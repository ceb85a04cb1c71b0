"""Does our PDF of a long paper take at most 1.15 times what WeasyPrint alone takes for the same HTML?"""

import pytest

from tests.benchmarks import rendering

pytestmark = pytest.mark.pdf


def test_a_long_paper_costs_little_more_than_weasyprint_alone():
    taken, pages = rendering.measure(rounds=3)
    assert pages >= 25
    assert rendering.ratio(taken) <= rendering.LIMIT, taken
