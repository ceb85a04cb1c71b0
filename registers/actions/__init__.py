"""The writes: one action for one thing people do. Pages, imports, bulk edits and the demo call the same ones."""
