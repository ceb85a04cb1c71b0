"""What people do with papers: one action for one thing, keyword-only, in one transaction, with `by`."""
