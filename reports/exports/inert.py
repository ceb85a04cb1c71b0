"""How does a text stay a text in a spreadsheet? One that looks like a formula is quoted, and read back as it was.

A spreadsheet takes what begins with = + - @ in a CSV file for a formula. One apostrophe before it makes it a text in
Excel, LibreOffice and Google Sheets alike. So that nothing is lost, a text that already looks so quoted gets another:
`as_typed(inert(text)) == text` for every text.
"""

import re

# Spaces and line ends before the sign are passed over by some programs; the wide forms are read like the plain ones.
FORMULA = re.compile(r"[\s'\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]")
APOSTROPHE = "'"


def inert(text: str) -> str:
    """The text as a cell of a CSV file, where nothing says that it is a text."""
    return APOSTROPHE + text if FORMULA.match(text) else text


def inert_if_quoted(text: str) -> str:
    """The text as a cell that is marked as text (xlsx): only one that would be taken for quoted is quoted again."""
    return inert(text) if text.startswith(APOSTROPHE) else text


def as_typed(text: str) -> str:
    """The text of a cell as it was before `inert`; any other text as it stands."""
    quoted = text[1:] if text.startswith(APOSTROPHE) else ""
    return quoted if FORMULA.match(quoted) else text
