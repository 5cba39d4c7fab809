"""What the gate is worth: claims of the engine, each falsified in one way, must not get through.

The originals are what the embedded engine says of the golden seeds and of the reports below; the gate lets them
through. A mutant differs from its original in one number, name, negation, hedge, speaker or date.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.english import HEDGE, NEGATION
from generator.extract.embedded import extract
from generator.ground import ground
from generator.ingest import discover, read
from generator.model import Claim, Document, Section

GOLDEN = Path(__file__).parent / "golden" / "seeds"

REPORTS = {
    "port": """Strike at the port of Velm ends after nine days
Published: 14 March 2023

Dockers at the port of Velm returned to work on Monday after Norhaven Terminals agreed to raise wages by 6.5%.

The strike began on 4 March 2023 because Norhaven Terminals had cut night pay. It led to losses of €12 million, said
Tomas Rehn, the head of the Velm Chamber of Trade. About 40 ships waited off the coast for a week.

Lena Abramova of the union said that the deal did not cover temporary workers. "We will not forget them," she added.

Transport minister Ruud Hacker warned that a second strike could close the port in May.
He denied that the state had paid for the deal.

The union may return to the courts in June 2023. Analysts said that exports would probably recover by the summer.
""",
    "dam": """Dam gate fails on the Orla
Published: 8 May 2024

A gate of the Orla dam failed on Monday, flooding 120 homes in the town of Saal and killing three people.

The failure was caused by heavy rain, according to the Orla Water Board. The engineer Ines Carrow said inspectors had
warned of cracks in 2019, but no repairs were made. The government of Saal did not comment.

As a result, 1,200 people left their homes. Mayor Paul Aldin said repairs could cost $4.5 million and might last
until 2026. The Orla Water Board said it would replace the gate by 30 June 2024.
It is not known whether anybody will be charged.
""",
}  # fmt: skip


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    folder = tmp_path_factory.mktemp("reports")
    for stem, text in REPORTS.items():
        (folder / f"{stem}.txt").write_text(text, encoding="utf-8")
    roots = (folder, GOLDEN)
    return [read(path, root) for root in roots for subject in discover(root)[0] for path in subject.paths]


def passing(document: Document) -> list[Claim]:
    """The engine's claims that the gate lets through."""
    claims = list(extract(document))
    refused = {id(r.claim) for r in ground(document, claims).refusals}
    return [c for c in claims if id(c) not in refused]


def is_through(document: Document, claim: Claim) -> bool:
    return not ground(document, [claim]).refusals


def mutants(document: Document, claim: Claim, others: list[str], dates: list[str]) -> Iterator[tuple[str, Claim]]:
    """Falsified forms of `claim` with what was done to it."""
    text = claim.text
    outside = [m for m in re.finditer(r"\w[\w'’]*", text) if not re.match(r"[^\[]*\]", text[m.end() :])]
    for number in re.finditer(r"\d+", text):
        for other in (str(int(number.group()) + 1), f"{number.group()}0"):
            yield "number", replace(claim, text=text[: number.start()] + other + text[number.end() :])
    for sign, other in ((r"\$", "€"), ("€", "$"), ("%", ""), (" million", "")):
        if re.search(sign, text):
            yield "unit", replace(claim, text=re.sub(sign, other, text))
    for word in outside[1:]:
        if word.group()[0].isupper() and len(word.group()) > 2:
            for name in others[:4]:
                if name not in text:
                    yield "name", replace(claim, text=text[: word.start()] + name + text[word.end() :])
    for pattern, kind in ((NEGATION, "negation dropped"), (HEDGE, "hedge dropped")):
        for word in pattern.finditer(text):
            edge = word.start() == 0 or word.end() == len(text)  # a shorter quotation, checked elsewhere
            if not edge and not text[word.end() :].startswith("]"):
                yield kind, replace(claim, text=(text[: word.start()] + text[word.end() :]).replace("  ", " "))
    if claim.text and outside[2:]:
        place = outside[len(outside) // 2].start()
        yield "negation added", replace(claim, text=f"{text[:place]}not {text[place:]}")
    if claim.name and text:
        for name in others:
            if name != claim.name and name not in claim.aliases and claim.section is Section.ACTORS:
                yield "actor swapped", replace(claim, name=name, aliases=())
    if claim.speaker:
        for name in others:
            if not set(name.casefold().split()) & set(claim.speaker.casefold().split()):
                yield "speaker swapped", replace(claim, speaker=name)
    if claim.date:
        year = claim.date[:4]
        changed = [date for date in dates if date != claim.date]
        if year.isdigit():
            changed.append(f"{int(year) + 1}{claim.date[4:]}")
        if re.fullmatch(r"\d{4}-\d\d-\d\d", claim.date):
            changed += [f"{claim.date[:8]}{1 + int(claim.date[8:]) % 28:02d}", claim.date[:7]]
        for date in changed:
            yield "date", replace(claim, date=date)


def test_falsified_claims_are_refused(documents: list[Document]) -> None:
    made: Counter[str] = Counter()
    through: list[tuple[str, str, str]] = []
    for document in documents:
        claims = passing(document)
        names = sorted({c.name for c in claims if c.section is Section.ACTORS and c.name})
        dates = sorted({c.date for c in claims if c.date})
        for claim in claims:
            for kind, mutant in mutants(document, claim, names, dates):
                made[kind] += 1
                if is_through(document, mutant):
                    through.append((kind, mutant.text, mutant.speaker or mutant.date or mutant.name or ""))
    assert set(made) >= {"number", "name", "negation added", "negation dropped", "hedge dropped", "date", "unit"}
    assert made["speaker swapped"] > 10
    assert sum(made.values()) > 500
    assert len(through) <= 0.01 * sum(made.values()), through


def test_the_engine_s_own_claims_pass(documents: list[Document]) -> None:
    claims = [(d, c) for d in documents for c in extract(d)]
    refused = [c.text for d, c in claims if not is_through(d, c)]
    assert len(refused) <= 0.02 * len(claims), refused
