"""Registers with headings and values spelt at random: each fact is understood as it was meant."""

import random
from datetime import date, timedelta

import pytest

from reports.imports.reading import read
from reports.imports.understanding import mapping_of, understand
from reports.imports.values import Weight
from reports.workbooks.reading import read_workbook
from tests.data.making import files
from tests.data.making.book import Book
from tests.data.making.ledger import LEDGER, known
from tests.imported_known import known_from

KNOWN = known_from(known(), "2024-03-01")
LIKELY = ("", "Rare", "Unlikely", "Possible", "Likely", "Almost certain")
GRAVE = ("", "Insignificant", "Minor", "Moderate", "Major", "Catastrophic")
HEADINGS = {
    "ref": ["Ref", "Risk ref", "ID", "No.", "Risk number", "#", "Reference"],
    "title": ["Risk", "Risk title", "Title", "Risk headline", "Name of risk"],
    "description": ["Description", "Risk description", "What could go wrong?", "Risk detail"],
    "owners": ["Owner", "Risk owner", "Accountable officer", "Lead director", "Owned by", "SLT owner"],
    "likelihood": ["Likelihood", "Probability", "Likelihood (1-5)", "Current likelihood", "Residual likelihood"],
    "impact": ["Impact", "Severity", "Impact (1-5)", "Current impact", "Residual impact"],
    "current-score": ["Current score", "Residual risk", "Current risk rating", "Net risk", "Risk score"],
    "target-score": ["Target score", "Target risk", "Target rating", "Target"],
    "reviewed-on": ["Last reviewed", "Date reviewed", "Reviewed on", "Last updated"],
}


def level(chance, number, words):
    """A level as people write it."""
    name = words[number]
    return chance.choice(
        [number, str(number), f"{number} - {name}", name, name.upper(), f"{name} ({number})", f"{number}. {name}"]
    )


def score(chance, likelihood, impact):
    """A score in one cell that says itself which of its levels is which."""
    total = likelihood * impact
    return chance.choice(
        [
            *(f"L{likelihood} I{impact}", f"L{likelihood} x I{impact} = {total}", f"I{impact}/L{likelihood}"),
            *(f"{total} (L{likelihood} I{impact})", f"Likelihood {likelihood}\nImpact {impact}"),
            f"Likelihood: {likelihood} ({LIKELY[likelihood]})\nImpact: {impact} ({GRAVE[impact]})\nScore: {total}",
        ]
    )


def owner(chance, post):
    """The post, who holds it, or both."""
    title, holder = post.title, post.holders[0]
    surname = f"{holder.split()[-1]}, {holder.split()[0]}"
    return chance.choice(
        [title, title.upper(), post.aliases[0], holder, surname, f"{holder} ({title})", f"{title} - {holder}"]
    )


def day(chance, on):
    """A day that can be no other."""
    return chance.choice([on, f"{on:%d %b %Y}", f"{on.day} {on:%B} {on.year}", f"{on:%Y-%m-%d}", f"{on:%d-%b-%y}"])


def register(seed):
    """A book, and what is meant by row and fact."""
    chance = random.Random(seed)
    levels = ["likelihood", "impact"] if chance.random() < 0.5 else ["current-score"]
    blocks = [["owners"], chance.sample(levels, len(levels)), ["target-score"], ["reviewed-on"], ["description"]]
    chance.shuffle(blocks)
    columns = ["ref", "title", *(one for block in blocks for one in block)]
    page = (book := Book()).page("Register")
    page.row([chance.choice(HEADINGS[column]) for column in columns])
    meant = {}
    for number, (title, words) in enumerate(chance.sample(LEDGER, 12), 1):
        likelihood, impact, lower, lesser = (chance.randint(1, 5) for _ in range(4))
        post, on = chance.choice(KNOWN.posts), date(2023, 6, 1) + timedelta(days=chance.randrange(200))
        printed = {
            **{"ref": f"R{number}", "title": title, "description": words, "owners": owner(chance, post)},
            **{"likelihood": level(chance, likelihood, LIKELY), "impact": level(chance, impact, GRAVE)},
            **{"current-score": score(chance, likelihood, impact), "target-score": score(chance, lower, lesser)},
            "reviewed-on": day(chance, on),
        }
        row = page.row([printed[column] for column in columns])
        meant[row] = {
            **{"title": title, "description": words, "owners": [post.key], "reviewed-on": on},
            **{"current-score": (likelihood, impact), "target-score": (lower, lesser)},
        }
    return book, meant


def as_meant(fact, value):
    return [said.post for said in value] if fact == "owners" else value


@pytest.mark.parametrize("seed", range(30))
def test_a_fact_is_understood_as_it_was_meant(seed):
    book, meant = register(seed)
    workbook = read_workbook(files.xlsx(book), "register.xlsx")
    proposal = understand(workbook, KNOWN)
    reading = read(workbook, mapping_of(proposal), KNOWN)
    assert [entry.where.row for entry in reading.entries] == list(meant)
    assert [problem for problem in reading.problems if problem.weight is not Weight.REMARK] == []
    for entry in reading.entries:
        said = {fact.value: as_meant(fact, one.value) for fact, one in entry.facts.items()}
        for fact, value in meant[entry.where.row].items():
            assert said.get(fact) == value, fact
