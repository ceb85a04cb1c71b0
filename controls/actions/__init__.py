"""What people do with controls: one action for one thing, keyword-only, in one transaction, with `by`."""
