"""What do the minutes of a meeting hold? Frozen on closing, each part with what a reader must meet to read it."""

SCHEMA = 1


def compose(meeting) -> dict:
    """Everything that the minutes say, uncut: for freezing, and for the one cut that every reader's go through."""
    return {"schema": SCHEMA, "items": []}
