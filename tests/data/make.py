"""Write the workbooks of this folder and what is expected of each: `python -m tests.data.make [folder] [--check]`.

The same bytes every time, so that a change of a maker shows as a change of its file. `--check` writes nothing and
says which files differ from what is committed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tests.data.making import files
from tests.data.making.book import Book
from tests.data.making.expected import MAKERS
from tests.data.making.sets import SETS

WIDTH = 118
HERE = Path(__file__).resolve().parent


def content(name: str, book: Book, encoding: str = "utf-8", delimiter: str = ",", line_end: str = "\r\n") -> bytes:
    """The bytes of one file, by the ending of its name."""
    if name.endswith(".xlsx"):
        return files.xlsx(book)
    if name.endswith(".ods"):
        return files.ods(book)
    if name.endswith(".csv"):
        return files.delimited(book.pages[0], delimiter, line_end).encode(encoding)
    return files.delimited(book.pages[0], "\t", "\n").encode()  # .pasted.txt: what the clipboard holds


def written(value: Any, indent: str = "") -> str:
    """JSON that a person can read: on one line what fits there."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(indent) + len(line) <= WIDTH:
        return line
    inner = indent + " "
    if isinstance(value, dict):
        items = [f"{json.dumps(key, ensure_ascii=False)}: {written(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(inner + item for item in items) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + written(item, inner) for item in value) + f"\n{indent}]"


def made(name: str) -> dict[str, bytes]:
    """The file and its expected result, by name."""
    make, about, more = MAKERS[name]
    book, expected = make()
    expected = {"about": " ".join(about.split()), "file": name} | expected
    words = written(expected) + "\n"
    return {name: content(name, book, **more), name.split(".")[0] + ".expected.json": words.encode()}


def main(arguments: list[str]) -> int:
    """Write every file, or with --check name those that differ."""
    is_check = "--check" in arguments
    folder = next((Path(argument) for argument in arguments if not argument.startswith("--")), HERE)
    differ = 0
    for name in MAKERS:
        for file, bytes_ in made(name).items():
            path = folder / file
            if is_check and (not path.exists() or path.read_bytes() != bytes_):
                differ += 1
                print(f"{file} differs from what {__package__}.make makes")
            if not is_check:
                path.write_bytes(bytes_)
    return min(differ, 1)


assert SETS  # the modules that register the makers
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
