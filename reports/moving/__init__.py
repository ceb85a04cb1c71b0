"""Leaving and moving: all that a body's portal holds as one JSON file, and that file taken into an empty portal.

The format is described in docs/complete-export.md; `FORMAT` is its version.
"""

FORMAT = 1
KIND = "riskportal complete export"
