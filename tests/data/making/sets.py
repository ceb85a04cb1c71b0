"""The modules that make the workbooks, in the order of their files."""

from tests.data.making import headers

SETS = (headers,)
