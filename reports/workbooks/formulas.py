"""Does a formula reach out of its workbook? Nothing is ever computed here; the question is whether the file is hostile.

A formula that fetches, starts a program or sends what stands in other cells is refused even though only its last value
would be read: whoever made the file means it to be opened somewhere.
"""

from __future__ import annotations

import re

from reports.workbooks.grid import Unreadable

_CALLS = (
    "WEBSERVICE HYPERLINK IMPORTDATA IMPORTXML IMPORTHTML IMPORTFEED IMPORTRANGE IMAGE RTD DDE CALL "
    "REGISTER EXEC PY SQL.REQUEST STOCKHISTORY GOOGLEFINANCE TRANSLATE DETECTLANGUAGE COPILOT"
)
CALLS_OUT = frozenset(_CALLS.split())
QUOTED = re.compile(r'"(?:[^"]|"")*"')
SHEET_NAME = re.compile(r"(?<!\|)'[^']*+'(?=!|\.)")
CALL = re.compile(r"(?<![\w.])([A-Za-z_][\w.]*+)\s*+\(")
COLUMN_NAME = re.compile(r"\[[^\[\]]*\]")
PROGRAM = re.compile(r"(?<!\w)[A-Za-z]\w*+'?\s*+\|")  # cmd|'/c ...'!A0
OTHER_FILE = re.compile(r"\[[^\[\]]*\.(?:xl\w{1,2}|ods|csv)\]|(?<![\w\]\[])\[[1-9]\d*\](?!\])[\w .]*'?!", re.IGNORECASE)
ADDRESS = re.compile(r"'?(?:file|https?|ftp|smb)://|\\\\\w", re.IGNORECASE)
WITHIN = re.compile(r'HYPERLINK\s*\(\s*"#[^"]*"\s*[,);]', re.IGNORECASE)  # a link to a place in the same workbook
LONGEST = 8_192  # characters: Excel's own limit


def refuse_if_it_calls_out(formula: str, place: str) -> None:
    """Unreadable, naming the cell, where a formula takes something from outside its workbook or sends it there."""
    if reach := reaches(formula):
        raise Unreadable(
            f"The formula in {place} {reach}: replace it with its value (Paste Special, Values), save and try again."
        )


def reaches(formula: str) -> str:
    """How a formula reaches out, as the rest of a sentence; empty where it does not."""
    if len(formula) > LONGEST:
        return f"is longer than {LONGEST:,} characters"
    if "(" in formula and (name := _called(formula)):
        return f"calls out of the workbook with {name}"
    if "|" in formula and PROGRAM.search(_without_names(formula)):
        return "starts another program"
    if ("[" in formula and OTHER_FILE.search(QUOTED.sub('""', formula))) or (
        ("//" in formula or "\\\\" in formula) and ADDRESS.search(QUOTED.sub('""', formula))
    ):
        return "takes its value from another file"
    return ""


def _called(formula: str) -> str:
    plain = QUOTED.sub('""', WITHIN.sub("(", formula))
    for match in CALL.finditer(plain):
        name = match[1].upper()
        for candidate in (name, name.rpartition(".")[2], ".".join(name.split(".")[-2:])):
            if candidate in CALLS_OUT:
                return candidate
    return ""


def _without_names(formula: str) -> str:
    """A formula without quoted texts, names of sheets and of columns, in which a stroke may stand."""
    plain = QUOTED.sub('""', formula).replace("''", "")
    for _ in range(3):  # as deep as brackets of tables go
        plain = COLUMN_NAME.sub("", plain)
    return SHEET_NAME.sub("", plain)
