"""Do damaged workbooks ever break the reader? `python -m tests.fuzz_workbooks 20000` changes files at random and looks.

Every file must end as a Workbook that keeps its promises, or as Unreadable, within a time bound. With `--through` what
could be read is also understood and read as a register, which must not fail either. `--seed 7` begins elsewhere; each
failure prints its own number, and `--only NUMBER` does that one again.
"""

from __future__ import annotations

import argparse
import functools
import json
import random
import re
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from reports.workbooks import limits
from reports.workbooks.grid import Cell, Unreadable, Workbook
from reports.workbooks.reading import read_pasted, read_unguarded
from tests.workbook_files import ods_cell, ods_sheet, packed, parts_of, saved

if TYPE_CHECKING:
    from reports.imports.values import Known

DATA = Path(__file__).parent / "data"
SECONDS = 5.0  # of work, for one small file
LARGEST = 40_000  # bytes of a file to begin with: small ones break as well, and sooner
COLOUR = re.compile(r"([0-9a-f]{6})?")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
KINDS = (str, int, float, bool, date, datetime, time_of_day, type(None))
# What a file says where it lies, or where a program made a mistake.
PLAIN_TOKENS = (
    *("-1", "0", "1", "99999999999", "4294967296", "1e309", "nan", "1048577", "16385", "2147483647", "0.5", "60"),
    *("A1:XFD1048576", "XFD1048576", "B2:A1", "ZZZZ9", "A0", "$A$1", "A1:A1", "true", "solid", "none", "", " ", "x"),
    *("s", "d", "e", "b", "str", "inlineStr", "hidden", "collapse", "date", "time", "boolean", "percentage", "string"),
    *("0000-00-00", "2019-02-30", "PT99999999H", "PT1M", "#ff0000", "FF00FF00", "[h]:mm", "yyyy", "0%", "../../x"),
    *("_x0000_", "_xD800_", "_xFFFF_", "\u202e", "\ufeff", "\u2028", "é", "\U0001f600", "&#10;", "&amp;", "'=1"),
)
MARKUP = (
    *("<row>", "</row>", "<c>", '<c r="A1" t="s">', "<v>", "</v>", "<is>", "<f>", "</f>", "<r>", "<strike/>", "<t/>"),
    *("<!DOCTYPE x>", "<![CDATA[", "]]>", "<!--", "-->", "<?x?>", "&#0;", "&#xD800;", "&x;", "<", ">", "\x00"),
    *(
        't="s"',
        't="str"',
        's="999999"',
        'hidden="1"',
        'r=""',
        "<table:table>",
        "<text:p>",
        "<text:s/>",
        "</si>",
        "<si>",
    ),
    *('table:number-rows-repeated="1048576"', 'table:number-columns-repeated="16384"', "<table:table-row>", "\x7f"),
    *('table:number-rows-spanned="99999"', "<office:annotation>", "</table:table-cell>", "\x0b"),
    *('""', ";", ",", "\t", "|", "\r", "\n", "\r\n", "=", "'", "sep=;\n", 'sep="\n', "=cmd|'/c'!A1", "  "),
)
PLAIN = tuple(token.encode() for token in PLAIN_TOKENS)
TOKENS = PLAIN + tuple(token.encode() for token in MARKUP)
SAID = re.compile(rb'="([^"]*)"|>([^<>]+)<')  # what an attribute says, or what stands in an element


class Seed(NamedTuple):
    """A sound file to begin with."""

    name: str
    content: bytes


class Failure(NamedTuple):
    number: int
    seed: str
    words: str
    content: bytes


@functools.cache
def seeds() -> tuple[Seed, ...]:
    """The workbooks of tests/data, and pasted tables."""
    found = [path for path in sorted(DATA.iterdir()) if path.suffix in (".xlsx", ".ods", ".csv", ".txt")]
    small = (Seed(path.name, path.read_bytes()) for path in found if path.stat().st_size <= LARGEST)
    return (*small, *(Seed(name, content) for name, content in everything() for _ in range(6)))


def everything() -> tuple[tuple[str, bytes], ...]:
    """Two workbooks with a little of all that is read."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Ref", "Risk", 1.5, date(2020, 1, 2), time_of_day(9, 15), True, "=1+1", "=A1&B1"])
    sheet.append([CellRichText("a ", TextBlock(InlineFont(strike=True), "b")), "  ", 0.25, datetime(2020, 1, 2, 3, 4)])
    for column, colour in enumerate((Color(rgb="FFFF0000"), Color(theme=4, tint=0.4), Color(indexed=10)), start=1):
        sheet.cell(2, column).fill = PatternFill("solid", fgColor=colour)
    sheet["C2"].number_format, sheet["A1"].font = "0%", Font(strike=True)
    sheet["A1"].comment, sheet["F9"].comment = Comment("Ask", ""), Comment("Who?", "")
    sheet["B1"].hyperlink = "https://example.org/"
    sheet.merge_cells("A3:C4")
    sheet["A3"] = "Section"
    sheet.row_dimensions[2].hidden = sheet.column_dimensions["C"].hidden = True
    book.create_sheet("Lists").sheet_state = "hidden"
    styles = (
        '<style:style style:name="a" style:family="table-cell" style:parent-style-name="b"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style><style:style style:name="s" style:family="text"/>'
    )
    named = (
        '<style:style style:name="b" style:family="table-cell">'
        '<style:table-cell-properties fo:background-color="#ff0000"/></style:style>'
    )
    cells = (
        ods_cell("x", 'table:style-name="a" table:number-columns-spanned="2"')
        + ods_cell("y", is_covered=True)
        + ods_cell("4", 'office:value-type="float" office:value="4" table:formula="of:=2*2"')
        + ods_cell("", 'office:value-type="date" office:date-value="2020-01-02"')
        + ods_cell("", 'office:value-type="time" office:time-value="PT1H2M3S"')
        + ods_cell("25%", 'office:value-type="percentage" office:value="0.25"')
        + ods_cell('a<text:s text:c="3"/><text:span text:style-name="s">b</text:span><text:tab/><text:line-break/>')
        + "<table:table-cell><office:annotation><text:p>Ask</text:p></office:annotation></table:table-cell>"
    )
    rows = (
        '<table:table-column table:number-columns-repeated="3" table:default-cell-style-name="b"/>'
        f'<table:table-row table:visibility="collapse">{cells}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="3">{cells}</table:table-row>'
    )
    return ("everything.xlsx", saved(book)), ("everything.ods", ods_sheet(rows, styles=styles, named=named))


# Changes --------------------------------------------------------------------------------------------------------------


def flip(content: bytearray, rng: random.Random) -> None:
    content[rng.randrange(len(content))] = rng.randrange(256)


def cut(content: bytearray, rng: random.Random) -> None:
    begin = rng.randrange(len(content))
    del content[begin : begin + rng.choice((1, 2, 8, 60, 4000))]


def repeat(content: bytearray, rng: random.Random) -> None:
    begin = rng.randrange(len(content))
    piece = bytes(content[begin : begin + rng.choice((1, 8, 60, 400))])
    content[begin:begin] = piece * rng.choice((1, 2, 30))


def put_in(content: bytearray, rng: random.Random) -> None:
    begin = rng.randrange(len(content) + 1)
    content[begin:begin] = rng.choice(TOKENS)


def put_over(content: bytearray, rng: random.Random) -> None:
    """Something else in an attribute or element, so that the XML stays sound and only its sense is lost."""
    if said := SAID.search(content, rng.randrange(len(content))):
        begin, end = said.span(1 if said[1] is not None else 2)
        content[begin:end] = rng.choice(PLAIN)
    else:
        put_in(content, rng)


def put_elsewhere(content: bytearray, rng: random.Random) -> None:
    """What one attribute or element says, in another."""
    one, other = (SAID.search(content, rng.randrange(len(content))) for _ in range(2))
    if one and other:
        begin, end = one.span(1 if one[1] is not None else 2)
        content[begin:end] = other[1] if other[1] is not None else other[2]


def end_early(content: bytearray, rng: random.Random) -> None:
    del content[rng.randrange(len(content)) :]


ROUGH = (flip, cut, repeat, put_in, end_early)
SOUND = (put_over, put_over, put_elsewhere)


def changed(content: bytes, rng: random.Random) -> bytes:
    """The bytes with one to six changes."""
    new = bytearray(content)
    changes = rng.choice((ROUGH, SOUND, SOUND))
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        if new:
            rng.choice(changes)(new, rng)
    return bytes(new)


def changed_inside(content: bytes, rng: random.Random) -> bytes:
    """A zipped workbook with one to three parts changed, exchanged or missing, zipped again as if all were well."""
    parts = parts_of(content)
    for _ in range(rng.choice((1, 1, 2, 3))):
        name = rng.choice(list(parts))
        part = parts[name]
        doing = rng.random()
        if doing < 0.9:
            parts[name] = changed(part if isinstance(part, bytes) else part.encode(), rng)
        elif doing < 0.95:
            parts[name] = parts[rng.choice(list(parts))]
        elif len(parts) > 1:
            del parts[name]
    return packed(parts, method=rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


def made(number: int, first: int) -> tuple[Seed, bytes]:
    """The changed file of a number: always the same."""
    rng = random.Random(f"{first}/{number}")
    seed = rng.choice(seeds())
    is_zip = seed.content.startswith(b"PK")
    change = changed_inside if is_zip and rng.random() < 0.8 else changed
    return seed, change(seed.content, rng)


# What must hold -------------------------------------------------------------------------------------------------------


def check(seed: Seed, content: bytes, *, through: bool) -> str:
    """How a file ends: "read" or "refused"; any other end is an error."""
    begun = time.process_time()
    try:
        workbook = read_pasted(content.decode("utf-8", "replace")) if ".pasted" in seed.name else _read(seed, content)
    except Unreadable as refusal:
        words = str(refusal)
        assert words.endswith("."), words
        assert "\n" not in words, words
        end = "refused"
    else:
        keeps_its_promises(workbook)
        if through:
            understood(seed, workbook)
        end = "read"
    took = time.process_time() - begun
    assert took < SECONDS, f"took {took:.0f} seconds"
    return end


def _read(seed: Seed, content: bytes) -> Workbook:
    return read_unguarded(content, seed.name)


def keeps_its_promises(workbook: Workbook) -> None:
    """What grid.py says of a workbook holds of this one."""
    assert workbook.sheets
    assert len({sheet.name for sheet in workbook.sheets}) == len(workbook.sheets)
    assert all(words.endswith(".") and "\n" not in words for words in workbook.remarks), workbook.remarks
    for sheet in workbook.sheets:
        assert sheet.name
        assert list(sheet.rows) == sorted(sheet.rows)
        for row, cells in sheet.rows.items():
            assert 1 <= row <= limits.ROWS
            assert cells
            for column, cell in cells.items():
                assert 1 <= column <= limits.COLUMNS
                _sound(cell)
        assert sheet.hidden_rows <= set(sheet.rows)
        for merge in sheet.merges:
            assert 1 <= merge.first_row <= merge.last_row <= limits.ROWS
            assert 1 <= merge.first_column <= merge.last_column <= limits.COLUMNS


def _sound(cell: Cell) -> None:
    assert type(cell.value) in KINDS, cell
    assert COLOUR.fullmatch(cell.colour), cell
    assert cell.value is not None or cell.colour or cell.is_formula or cell.note, cell
    for text in (cell.value, cell.note):
        if isinstance(text, str):
            assert len(text) <= limits.TEXT
            assert not CONTROLS.search(text), cell
            text.encode()  # no half of a character


def understood(seed: Seed, workbook: Workbook) -> None:
    """The workbook as a register: proposed, mapped, kept as JSON, remembered, and read. Nothing may fail."""
    from reports.imports.reading import read
    from reports.imports.understanding import mapping_of, shape_of, understand, values_of
    from reports.imports.values import Mapped

    known = known_to(seed.name)
    proposal = understand(workbook, known)
    mapped = Mapped(json.loads(json.dumps(mapping_of(proposal).data)))
    assert shape_of(workbook) == shape_of(proposal)
    values_of(workbook, mapped, known)
    read(workbook, mapping_of(understand(workbook, known, settled=mapped)), known)


@functools.cache
def known_to(name: str) -> Known:
    """What the register of a seed has before: as its expected result says, or nothing."""
    from reports.imports.values import Known
    from tests.imported_known import known_from, scheme_called

    said = DATA / f"{name.partition('.')[0]}.expected.json"
    if not said.exists():
        return Known(scheme=scheme_called("5x5"))
    expected = json.loads(said.read_text())
    return known_from(expected["known"], expected["as_at"])


# Running --------------------------------------------------------------------------------------------------------------


def run(numbers: range | list[int], *, first: int = 1, through: bool = False) -> tuple[Counter[str], list[Failure]]:
    """How the files of these numbers end, and those that ended badly."""
    ends: Counter[str] = Counter()
    failures = []
    for number in numbers:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of zipfile, over two parts of one name
            seed, content = made(number, first)
            try:
                ends[check(seed, content, through=through)] += 1
            except Exception:
                ends["failed"] += 1
                failures.append(Failure(number, seed.name, traceback.format_exc(limit=-6), content))
    return ends, failures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    parser.add_argument("--through", action="store_true")
    asked = parser.parse_args()
    numbers = [asked.only] if asked.only is not None else range(asked.count)
    begun = time.perf_counter()
    ends, failures = run(numbers, first=asked.seed, through=asked.through)
    for failure in failures[:20]:
        kept = Path(tempfile.gettempdir()) / f"fuzzed-{asked.seed}-{failure.number}-{failure.seed}"
        kept.write_bytes(failure.content)
        print(f"{failure.number} of {failure.seed}, kept as {kept}\n{failure.words}")
    print(f"{sum(ends.values())} files in {time.perf_counter() - begun:.0f} s: {dict(ends)}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
