"""The modules that make the workbooks: first one nastiness a file, then bodies as they are, then what was kept unseen.

The workbooks of `UNSEEN` were made by somebody who had not read the code that they measure, and were not shown to
whoever wrote it until it was measured on them.
"""

from tests.data.making import (
    abroad,
    assessments,
    beside,
    boards,
    bodies,
    cells,
    exported,
    funds,
    further,
    grids,
    grown,
    habits,
    handmade,
    headers,
    logs,
    mixed,
    offices,
    panel,
    papers,
    plainwords,
    plans,
    positions,
    programmes,
    published,
    quarters,
    scales,
    schedules,
    scores,
    sheets,
    stacked,
    stations,
    strategic,
    systems,
    templates,
    tiers,
    tracked,
    traps,
    websites,
    within,
    worded,
    worn,
)

SETS = (headers, scores, cells, panel, sheets, bodies)
UNSEEN = (published, logs, further, plans, systems, stacked, habits, scales, worn, quarters, traps, plainwords)
UNSEEN = (*UNSEEN, worded, positions, tracked, websites, funds, schedules, strategic, programmes, boards)
UNSEEN = (*UNSEEN, offices, stations, abroad, exported)
SETS = (*SETS, templates, grids, assessments, papers, handmade, grown, within, beside, tiers, mixed)
