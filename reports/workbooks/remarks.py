"""What must the person be told of a file that was read? Sentences, with the places gathered into one."""

from __future__ import annotations

from collections.abc import Iterator

PLACES = 5  # named; the rest is counted


CONDITIONAL = "Colours that follow from a rule (conditional formatting) were not read"
DRAWN = "Pictures, charts and text boxes were not read"
EMBEDDED = "Files embedded in the sheet were not read"
LINKS = "Addresses behind cells were left out, and not followed"
PARTLY_STRUCK = "Some words of a cell are struck through; they were read with the rest"
TWO_COLOURS = "A fill of two colours was not read as either"
TWICE = "A cell stands twice in the file; what stands there last was read"
NO_SUCH_DAY = "A number with a date's format is no date, and was read as a number"
NO_SUCH_STYLE = "Some cells have a format that the workbook does not define; it was left out"
CUT_CONTROLS = "Control characters were taken out of the text"
COVERED = "Merged cells hide something that is not on screen, which was left out"
ROW_TWICE = "A row stands twice in the file; both were put together"
SAME_NAME = "Two sheets have the same name; the second was read under another"
NOT_A_SHEET = "The sheet is a chart or a dialog, and was left out"


class Remarks:
    """Sentences on what was left out or settled in reading; each sentence once, its places listed behind it."""

    def __init__(self) -> None:
        self._places: dict[str, list[str]] = {}
        self._more: dict[str, int] = {}

    def add(self, words: str, place: str = "") -> None:
        """`words` without its full stop; `place` such as "Register, C12" or a sheet's name."""
        places = self._places.setdefault(words, [])
        if not place or place in places:
            return
        if len(places) < PLACES:
            places.append(place)
        else:
            self._more[words] = self._more.get(words, 0) + 1

    def sentences(self) -> tuple[str, ...]:
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[str]:
        for words, places in self._places.items():
            more = self._more.get(words, 0)
            rest = f" and {more} more" if more else ""
            yield f"{words}: {'; '.join(places)}{rest}." if places else f"{words}."
