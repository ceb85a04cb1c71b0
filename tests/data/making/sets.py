"""The modules that make the workbooks: first one nastiness a file, then bodies as they are, then what was kept unseen.

The workbooks of `UNSEEN` were made by somebody who had not read the code that they measure, and were not shown to
whoever wrote it until it was measured on them.
"""

from tests.data.making import (
    bodies,
    cells,
    further,
    habits,
    headers,
    logs,
    panel,
    plainwords,
    plans,
    positions,
    published,
    quarters,
    scales,
    scores,
    sheets,
    stacked,
    systems,
    tracked,
    traps,
    worded,
    worn,
)

SETS = (headers, scores, cells, panel, sheets, bodies)
UNSEEN = (published, logs, further, plans, systems, stacked, habits, scales, worn, quarters, traps, plainwords)
UNSEEN = (*UNSEEN, worded, positions, tracked)
