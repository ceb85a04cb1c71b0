"""A board paper with everything a paper can have, of any length: made up from end to end, for looking at and timing.

`specimen()` is what tests/test_pdf_specimen.py judges and `python -m tests.specimen FILE.pdf` prints. The bodies,
risks and people in it are nobody's.
"""

import base64
import sys
import zlib
from datetime import UTC, date, datetime
from pathlib import Path
from struct import pack

from django.template import engines

from reports import chart, heatmap, markdown, pdf

CREATED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TITLE = "Specimen of a risk report to the panel"
LEVELS = ("1", "2", "3", "4")
NAMES = {"low": "Low", "medium": "Medium", "high": "High", "very-high": "Very high"}
BANDS = {(i, j): ("low", "low", "low", "medium", "high", "high", "very-high")[i + j - 2] for i in (1, 2, 3, 4)
         for j in (1, 2, 3, 4)}  # fmt: skip
THINGS = (
    "Harbour dredging", "Payroll change", "Workshop capacity", "Archive moves", "Radio masts", "Winter fuel",
    "Training places", "Data keeping", "Lift repairs", "Supplier failure", "Flood at the depot", "Grant conditions",
)  # fmt: skip
WORRIES = (
    "costs more than was set aside", "runs late because two teams wait for each other",
    "depends on one contractor", "leaves posts empty for longer than planned",
)  # fmt: skip
MOVES = (("↔", "Static"), ("↑", "Up"), ("↓", "Down"), ("", "New"))
STATES = ("On track", "Limited", "Slipped", "Complete")
SENTENCES = (
    "The board looked again at each of these in September and was content that the plan still fits.",
    "Most of the work sits with three teams, and their leads meet every other week.",
    "Where a date has moved, the reason stands beside it and the owner has agreed the new one.",
    "Nothing here changes what the panel was told in the spring, apart from the two points below.",
    "Money for the second half of the year is agreed in principle and waits for one signature.",
    "A short exercise in July showed that the fallback works, though slower than hoped.",
)


def specimen(risks=14, controls=40, sections=6, is_draft=True, words="", long_row=True):
    """The paper's HTML, in the print templates' own markup. `words` are added to every title, name and reason.

    `long_row`: whether one row of the plan is longer than a page, which costs a second layout.
    """
    kept = [_risk(number, controls // risks, words) for number in range(1, risks + 1)]
    context = {
        "title": TITLE + words, "is_draft": is_draft, "kept": kept, "picture": picture(),
        "plan": _plan(14 if long_row else 3),
        "sections": [_section(number) for number in range(2, sections + 2)],
        "intro": [markdown.numbered(markdown.to_blocks(_words(n, 4) + words)[0], f"1.{n}") for n in (1, 2, 3)],
        "map": heatmap.draw(heatmap.Grid(LEVELS, LEVELS, BANDS, NAMES), [_mark(risk) for risk in kept]),
        "chart": _chart(), "objectives": ("Safe streets", "Sound money", "Good people", "Modern tools"),
    }  # fmt: skip
    source, appendices = (Path(__file__).with_name(f"specimen{part}.html").read_text() for part in ("", "_appendices"))
    frame = engines["django"].from_string(source)
    return frame.render(
        {**context, "appendices": engines["django"].from_string("{% load heat_maps %}" + appendices).template}
    )


def render(html, **options):
    return pdf.render(html, **{
        "title": TITLE, "identifier": b"specimen", "created": CREATED, "marking": "OFFICIAL-SENSITIVE",
        "short_title": "Specimen report", "is_draft": True, **options,
    })  # fmt: skip


def _words(start, count):
    return " ".join(SENTENCES[(start + step) % len(SENTENCES)] for step in range(count))


def _risk(number, controls, words):
    title = f"{THINGS[number % len(THINGS)]} {WORRIES[number % 4]}{words}"
    owner = ("Head of Works", "Director of Money", "Head of People")[number % 3] + words
    description = f"{SENTENCES[(number + 2) % 6]} {SENTENCES[number % 6]}"
    likelihood, impact = 1 + number * 7 % 4, 1 + number * 5 % 4
    band = BANDS[likelihood, impact]
    return {
        "ref": str(number), "title": title, "likelihood": likelihood, "impact": impact,
        "score": f"{likelihood} v {impact}", "band": band, "band_name": NAMES[band], "sign": MOVES[number % 4][0],
        "move": MOVES[number % 4][1], "owner": owner,
        "reason": SENTENCES[number % 6] + words, "description": description,
        "controls": [_control(number, place) for place in range(controls)],
    }  # fmt: skip


def _control(risk, place):
    return {
        "reference": f"C-{risk * 10 + place}", "title": f"{THINGS[(risk + place) % 12]}: a check each quarter",
        "state": STATES[(risk + place) % 4], "owner": ("Head of Works", "Head of People")[place % 2],
        "due": f"{1 + (risk * 3 + place) % 28} March 2027",
    }  # fmt: skip


def _section(number):
    paragraphs = [
        markdown.numbered(markdown.to_blocks(_words(number * 3 + place, 3 + place % 3))[0], f"{number}.{place}")
        for place in range(1, 6)
    ]
    return {"number": number, "heading": f"{THINGS[number % 12]} in more depth", "paragraphs": paragraphs}


def _plan(length):
    long = " ".join(SENTENCES * length)
    return [{"ref": f"{letter}{place}", "action": SENTENCES[place], "state": STATES[place % 4],
             "told": long if (letter, place) == ("B", 2) else SENTENCES[place + 1]}
            for letter in "ABC" for place in range(1, 5)]  # fmt: skip


def _mark(risk):
    return heatmap.Mark(risk["ref"], risk["title"], (risk["likelihood"], risk["impact"]))


def _chart():
    points = [
        chart.Point(date(2025, 3, 31), "2", "3", "medium", 5),
        chart.Point(date(2025, 12, 31), "3", "4", "high", 9),
        chart.Point(date(2026, 9, 30), "2", "2", "low", 4),
    ]
    zones = [("low", 1, 4), ("medium", 5, 8), ("high", 9, 12), ("very-high", 13, 16)]
    return chart.draw(points, zones=zones, band_names=NAMES, start=date(2025, 1, 1), end=date(2026, 9, 30),
                      target=points[-1])  # fmt: skip


def picture(width=480, height=180):
    """Six bars of different heights as a PNG in a data: URL."""
    heights = (60, 90, 75, 120, 140, 110)
    rows = (
        b"\0" + bytes(40 if x % 80 < 56 and height - y < heights[x // 80] else 235 for x in range(width))
        for y in range(height)
    )
    header = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    body = b"".join(pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data)) for name, data in chunks)
    return "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + body).decode()


if __name__ == "__main__":
    import django

    django.setup()
    Path(sys.argv[1]).write_bytes(render(specimen()).pdf)
