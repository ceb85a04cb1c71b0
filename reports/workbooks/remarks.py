"""What must the person be told of a file that was read? Sentences, with the places gathered into one."""

from __future__ import annotations

from collections.abc import Iterator

PLACES = 5  # named; the rest is counted


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
