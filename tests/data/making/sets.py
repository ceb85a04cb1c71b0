"""The modules that make the workbooks, in the order of their files."""

from tests.data.making import bodies, cells, headers, panel, scores, sheets

SETS = (headers, scores, cells, panel, sheets, bodies)
