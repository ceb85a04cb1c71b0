"""How much of what the Panel asked and was promised waits? For the home page of who reads papers and no register."""

from dataclasses import dataclass

from registers import clock
from registers.audience import Audience
from reports.requests_reading import open_requests


@dataclass(frozen=True)
class AskedOfBodies:
    waiting: int = 0  # not closed by the Panel
    overdue: int = 0


def asked_of_bodies(audience: Audience) -> AskedOfBodies:
    """Of both bodies, as far as the audience may read it: as many as the lists that the page leads to."""
    lines = open_requests(audience, clock.today())
    return AskedOfBodies(len(lines), sum(line.is_overdue for line in lines))
