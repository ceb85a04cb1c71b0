"""What does every journey start from? The demo as `make demo` loads it, and people with a browser each."""

import pytest

from tests.browsing import let_in
from tests.demo_copies import copy_from
from tests.journeys.steps import Visitor


@pytest.fixture
def demo(demo_copy, transactional_db):
    """The demo, as if nobody had been here yet. Gives the cookie of each person."""
    copy_from(demo_copy.file)
    return demo_copy.sessions


@pytest.fixture
def visitor(live_server, demo, new_page):
    """Somebody with a browser of their own: visitor("lead@met.example", width=320)."""

    def arrive(who=None, width=1280, scripts=True):
        page = new_page(width, scripts)
        if who:
            let_in(page, live_server.url, demo[who])
        return Visitor(page, live_server.url, width, scripts)

    return arrive
