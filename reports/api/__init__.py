"""What programs read: positions, risks, movements, controls, alignments and issued papers as JSON, and lists as CSV."""
