"""Made-up files of registers, and what was understood of one: for the pages of importing."""

from datetime import date

from registers.scoring import Band, Cell, Level, Scheme
from reports.imports.values import (
    About,
    ColumnProposal,
    Fact,
    Known,
    KnownPost,
    Proposal,
    TableProposal,
    ValueProposal,
    Where,
)

LEVELS = (Level("L", "Low"), Level("M", "Medium"), Level("H", "High"))
CELLS = {(i, j): Cell(Band.MEDIUM, i + j) for i in (1, 2, 3) for j in (1, 2, 3)}
STRATEGY, FINANCE, ELSEWHERE = (
    KnownPost(1, "Director of Strategy"),
    KnownPost(2, "Chief Finance Officer"),
    KnownPost(9, "Commissioner", body="The other body"),
)
KNOWN = Known("Ours", Scheme(LEVELS, LEVELS, CELLS), (STRATEGY, FINANCE, ELSEWHERE), today=date(2024, 6, 1))


def column(place, heading, fact, *samples, **more):
    return ColumnProposal(place, heading, fact, "Because.", samples or ("a sample",), **more)


def value(fact, printed, meaning, **more):
    return ValueProposal(fact, printed, meaning, "Because of that.", 2, Where("Risks", 5, 3), **more)


RISKS = TableProposal(
    *("Risks", (2, 3), 4, 20, About.RISKS, "Each row has a reference and a score."),
    columns=(
        column(1, "Ref", Fact.REF, "1", "2"),
        column(2, "Risk", Fact.TITLE, "Flood"),
        column(3, "Owner", Fact.OWNERS, "DoS"),
        column(4, "Eff.", None, "80%", is_hidden=True),
    ),
)
KEY = TableProposal("Key", (1, 1), 2, 5, About.NOTHING, "It explains levels.", (column(1, "Level", None),))
VALUES = (
    value(Fact.OWNERS, "DoS", {"post": 1}),
    value(Fact.OWNERS, "CFO?", None, suggestion={"post": 2}),
    value(Fact.CURRENT_LIKELIHOOD, "Med", 2),
)
PROPOSAL = Proposal((RISKS, KEY), VALUES)


def mapping_as_proposed(proposal=PROPOSAL):
    """The mapping that a person is shown first."""
    tables = [
        {
            **{"sheet": table.sheet, "header": list(table.header), "rows": [table.first_row, table.last_row]},
            "about": table.about.value,
            "columns": {str(one.column): one.fact.value for one in table.columns if one.fact},
        }
        for table in proposal.tables
    ]
    values = {}
    for one in proposal.values:
        if one.meaning is not None:
            values.setdefault(one.fact.value, {})[one.printed] = one.meaning
    return {"schema": 1, "tables": tables, "values": values, "options": {"impact_first": False}}
