"""Spreadsheets as people have them, read into one plain grid: .xlsx, .ods, .csv and pasted tables. No Django here."""
