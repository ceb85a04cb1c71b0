"""Whose is a risk, where no column says it, but a line below its title does: "Owner: Chief Finance Officer"?"""

from __future__ import annotations

import re

from reports.imports.gathering import Gathered
from reports.imports.owners import split
from reports.imports.reading_values import Reader
from reports.imports.texts import one_line
from reports.imports.values import Fact

_LINE = re.compile(
    r"^[^\S\n]*(?P<label>(?:risk )?(?:owner|lead|lead officer|risk lead|responsible officer|accountable officer)s?"
    r"\s*[:=])[^\S\n]*(?P<owners>\S[^\n]*?)[^\S\n]*$\n?",
    re.IGNORECASE | re.MULTILINE,
)


def take_owner_lines(entry: Gathered, reader: Reader) -> None:
    """Such a line becomes the owners of the risk, if all whom it names are known; else it stays, and that is said."""
    if Fact.OWNERS in entry.table.facts or entry.of(Fact.OWNERS):
        return
    for fact in (Fact.TITLE, Fact.DESCRIPTION):
        for place, spot in enumerate(spots := entry.of(fact)):
            lines = list(_LINE.finditer(spot.text))
            if len(lines) != 1 or "\n" not in spot.text.strip():
                continue
            owners = lines[0]["owners"]
            named = split(owners, reader.names, reader.settled.owner_forms)
            if named and all(reader.settled.meaning(Fact.OWNERS, name).meaning for name in named):
                spots[place] = spot._replace(text=(spot.text[: lines[0].start()] + spot.text[lines[0].end() :]).strip())
                entry.spots[Fact.OWNERS].append(spot._replace(text=owners))
                return
            words = f"“{one_line(lines[0][0])}” stands among the words of the risk, and names no post that is known."
            reader.told.remark(spot.where, words, Fact.OWNERS, owners)
