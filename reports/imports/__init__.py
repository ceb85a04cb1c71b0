"""Bringing registers, controls and plans in from workbooks: understood, asked about, tried dry, then applied whole."""
