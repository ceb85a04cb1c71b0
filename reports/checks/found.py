"""How a family of checks says what it found: one way to fill in a finding's place and excerpt."""

from __future__ import annotations

from dataclasses import dataclass

from reports.checks.model import Finding, Severity, Text


@dataclass(frozen=True)
class Finder:
    """Makes the findings of one family in one text."""

    family: str
    text: Text

    def at(
        self,
        passage: int,
        span: tuple[int, int],
        code: str,
        why: str,
        mend: str,
        *,
        offer: str = "",
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        """A finding about these characters of the passage at this place."""
        where = self.text.passages[passage]
        start, end = span
        excerpt = where.text[start:end]
        return Finding(
            self.family,
            code,
            severity,
            passage,
            start,
            end,
            excerpt,
            why,
            mend,
            offer,
            where.line,
            where.section,
            where.number,
        )

    def of_paper(self, code: str, why: str, mend: str, *, severity: Severity = Severity.WARNING) -> Finding:
        """A finding about the paper as a whole."""
        return Finding(self.family, code, severity, -1, 0, 0, "", why, mend)
