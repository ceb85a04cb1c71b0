"""Every module that fills a kind of appendix, imported so that each registers what it fills (filling.py)."""

from reports.papers import (  # noqa: F401
    appendices,
    appendices_controls,
    appendices_corporate,
    appendices_counts,
    appendices_joint,
    appendices_map,
    appendices_movement,
    appendices_objectives,
    appendices_plan,
    appendices_templates,
    appendices_theme,
    appendices_written,
)
