"""What do the checks find in a paper, and which of it has somebody let stand? A finding is known again by its key."""

from dataclasses import dataclass
from hashlib import sha256

from registers.kept import kept_while_still
from reports.checks.model import Finding, Text
from reports.checks.paper_text import facts_of_paper, public_facts, public_text_of, text_of_paper
from reports.checks.run import check
from reports.models import Acceptance, Paper

AROUND = 60  # characters on either side of what was found


def key_of(finding: Finding) -> str:
    """A finding by its family, kind, section and words: it stays the same where other text moves it."""
    said = (finding.family, finding.code, finding.section, finding.excerpt or finding.why)
    return sha256("\x00".join(said).encode()).hexdigest()


@dataclass(frozen=True)
class Found:
    """One finding, by its key, and why it was let stand, if it was. `is_public`: it quotes nothing sensitive."""

    finding: Finding
    key: str
    acceptance: Acceptance | None
    is_public: bool
    slug: str = ""  # of the section or appendix it stands in; empty of the paper as a whole
    before: str = ""  # the words around it, with dots where the passage is longer
    after: str = ""

    @property
    def is_open(self) -> bool:
        return self.acceptance is None


def findings_of(paper: Paper) -> list[Found]:
    """Everything that the checks find in a paper as it stands, in order of place."""
    accepted = {row.finding: row for row in paper.acceptances.filter(is_taken_back=False)}
    text, found = _checked(paper)
    return [_found(text, one, accepted) for one in found]


def findings_told(paper: Paper) -> list[Found]:
    """What the checks find in the words that everybody may read, compared with nothing that is kept in confidence."""
    accepted = {row.finding: row for row in paper.acceptances.filter(is_taken_back=False)}
    released = _released(paper)
    text, found = kept_while_still(("public findings", paper.pk, released), lambda: _check_public(paper))
    return [_found(text, one, accepted) for one in found]


def _check_public(paper):
    facts = facts_of_paper(paper)
    text = public_text_of(paper, facts.bodies)
    return text, check(text, public_facts(facts))


def _checked(paper: Paper) -> tuple[Text, list[Finding]]:
    """The paper's page, its text's and its checks' each ask: they are run once, until anything is written."""
    return kept_while_still(("findings", paper.pk, _released(paper)), lambda: _check(paper))


def _released(paper) -> tuple[int, ...]:
    """Taken back in place."""
    return tuple(paper.releases.filter(is_taken_back=False).values_list("pk", flat=True))


def _check(paper):
    facts = facts_of_paper(paper)
    text = text_of_paper(paper, facts.bodies)
    return text, check(text, facts)


def _found(text, finding, accepted):
    key = key_of(finding)
    known = {"finding": finding, "key": key, "acceptance": accepted.get(key), "is_public": _is_public(text, finding)}
    if finding.passage < 0:
        return Found(**known)
    passage = text.passages[finding.passage]
    before, after = _before(passage.text[: finding.start]), _after(passage.text[finding.end :])
    return Found(**known, slug=passage.slug, before=before, after=after)


def _before(text: str) -> str:
    """The last words before it, the first of them whole; with dots where there are more."""
    if len(text) <= AROUND:
        return text
    return "…" + text[-AROUND:].partition(" ")[2]


def _after(text: str) -> str:
    if len(text) <= AROUND:
        return text
    return text[:AROUND].rpartition(" ")[0] + "…"


def _is_public(text, finding):
    return finding.passage < 0 or (text.passages[finding.passage].is_public and finding.family != "sensitive")


def finding_called(paper: Paper, key: str) -> Found | None:
    """The finding of a key, where the paper still has it."""
    return next((one for one in findings_of(paper) if one.key == key), None)
