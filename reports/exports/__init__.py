"""Lists as files: every list of the portal as a spreadsheet and as plain rows, for whoever sees the list."""
