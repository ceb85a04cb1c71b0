"""Where does a footnote stand on paper? At the foot of the page that calls it.

Left to itself WeasyPrint 70.0 sends the notes of a full page to the next one, to make room for one more line. Here
the line goes to the next page and the notes stay. It does so in one place only, and not inside columns: `kept` has it
believe that it lays out a column while it lays out lines, and tells it the truth where a page's notes are measured.
tests/test_pdf_tags.py looks for every note on the page of its call, so an upgrade that changes this cannot pass unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def kept(layout: Any, block: Any) -> Iterator[None]:
    """`layout` and `block` are WeasyPrint's modules. Not for two threads at once."""
    context_type = layout.LayoutContext
    lay_out_lines, measure_notes = block._linebox_layout, context_type._update_footnote_area

    def lines(context: Any, *rest: Any) -> Any:
        if hasattr(context, "is_in_column"):  # lines in a line
            return lay_out_lines(context, *rest)
        context.is_in_column, context.in_column = context.in_column, True
        try:
            return lay_out_lines(context, *rest)
        finally:
            context.in_column = context.__dict__.pop("is_in_column")

    def notes(context: Any) -> Any:
        if not hasattr(context, "is_in_column"):
            return measure_notes(context)
        context.in_column = context.is_in_column
        try:
            return measure_notes(context)
        finally:
            context.in_column = True

    block._linebox_layout, context_type._update_footnote_area = lines, notes
    try:
        yield
    finally:
        block._linebox_layout, context_type._update_footnote_area = lay_out_lines, measure_notes
