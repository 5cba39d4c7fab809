"""Why something is in a brief or not: verdicts on all that was proposed, and `briefing explain`."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from story import story

from generator.build import explain as explain_brief
from generator.extract import embedded, encoder, judgement
from generator.extract.encoder import Place, Reading
from generator.extract.names import find_entities
from generator.extract.parse import Sentence
from generator.extract.verdicts import BELOW, Verdict, about_brief, about_sentence, settled, strongest
from generator.model import Claim, Document, Section, Span

BRIDGE = """# Bridge at Arlen collapses, killing nine
The old road bridge at Arlen collapsed on Tuesday, killing nine people.
Engineers said the collapse was caused by rust in the main cables.
The government of Norvik ordered an inspection of all bridges of the same type.
The old road bridge at Arlen collapsed on Tuesday, and nine people died.
The closure could cost the region 4 million euros in lost trade.
It is unclear who will pay.
Blue paint dries well."""

MIXING = {
    "cause": {"constant": -0.5, "rules: cause": 0.8, "clause: cause": 0.2, "tokens before: cause": 0.1},
    "consequence": {"constant": -0.5, "rules: consequence": 0.8, "sentence: consequence": 0.2},
    "point": {"constant": 0.1, "rules": 0.7, "sentence: summary": 0.2, "sentence: summary, beside the best": 0.1},
    "actor": {"constant": 0.2, "rules": 0.7, "tokens: mean": 0.2, "tokens: most": 0.1},
}


def reading(document: Document, sentences: Sequence[Sentence], places: Sequence[Place]) -> Reading:
    """What an encoder that knows nothing might say; of the last sentence it says nothing."""
    numbers = np.random.default_rng(7)
    kept = {s.index: s for s in sentences[:-1]}
    return Reading(
        {index: numbers.normal(size=64).astype(np.float32) for index in kept},
        {index: numbers.normal(size=(len(s.tokens), 64)).astype(np.float32) for index, s in kept.items()},
        {place: numbers.normal(size=64).astype(np.float32) for place in places if place[0] in kept},
    )


@pytest.fixture(params=["rules alone", "rules and encoder"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The engine without its trained numbers, which change with every training."""
    alone = request.param == "rules alone"
    monkeypatch.setattr(encoder, "read", (lambda *_: None) if alone else reading)
    monkeypatch.setattr(judgement, "mixing", MIXING.__getitem__)
    return str(request.param)


def written(folder: Path, lines: str = BRIDGE, name: str = "bridge.md") -> Path:
    path = folder / name
    path.write_text(lines.replace("\n", "\n\n"), encoding="utf-8")
    return path


def lines_of(path: Path, sentence: str | None = None) -> list[str]:
    found = explain_brief(str(path), path.parent)
    if sentence is None:
        return list(about_brief(found.brief, found.verdicts))
    return list(about_sentence(found.brief, found.verdicts, sentence))


def part(lines: list[str], section: Section) -> list[str]:
    start = lines.index(section.upper())
    return lines[start + 1 : lines.index("", start) if "" in lines[start:] else None]


@pytest.mark.usefixtures("engine")
def test_the_verdicts_shown_are_the_claims_of_the_engine() -> None:
    document, _ = story(BRIDGE)
    claims = [v.claim for v in embedded.explain(document) if not v.outcome]
    assert claims == list(embedded.extract(document))
    assert {c.section for c in claims if c} == set(Section)


@pytest.mark.usefixtures("engine")
def test_every_sentence_and_every_name_gets_a_verdict() -> None:
    document, sentences = story(BRIDGE)
    found = list(embedded.explain(document))
    points = [v for v in found if v.section is Section.SUMMARY]
    assert sorted(v.sentences[0] for v in points) == [s.index for s in sentences]
    named = {e.name for e in find_entities(document, sentences)}
    assert set() < named <= {v.text for v in found if v.section is Section.ACTORS}


def test_what_is_not_shown_says_why(engine: str) -> None:
    document, _ = story(BRIDGE)
    found = list(embedded.explain(document))
    assert all(v.outcome or v.claim for v in found)
    low = [v for v in found if v.outcome == BELOW]
    assert low
    assert all(v.probability is not None and v.bar is not None and v.probability <= v.bar for v in low)
    if engine == "rules alone":
        outcomes = {v.outcome for v in found if v.section is Section.SUMMARY}
        assert "it says what point 1 says" in outcomes
        assert "it has fewer than five words" in outcomes


def test_signals_and_constant_make_the_probability(engine: str) -> None:
    document, _ = story(BRIDGE)
    judgements = {Section.CAUSES: "cause", Section.CONSEQUENCES: "consequence", Section.SUMMARY: "point"}
    weighed = 0
    for v in embedded.explain(document):
        own = engine != "rules alone" and v.sentences[0] < len(document.sentences) - 1
        if v.section in judgements and v.probability and own:
            odds = math.log(v.probability / (1 - v.probability))
            constant = MIXING[judgements[v.section]]["constant"]
            assert sum(worth for _, worth in v.signals) + constant == pytest.approx(odds, abs=0.03)
            weighed += 1
    assert weighed or engine == "rules alone"


def test_strongest() -> None:
    assert strongest([("a", 0.2), ("b", -1.5), ("c", 0.0), ("a", 0.3)]) == (("b", -1.5), ("a", 0.5))


def test_what_the_gate_refused_is_matched() -> None:
    claim = Claim(section=Section.CAUSES, text="Rust", evidence=(Span(0, 4),))
    shown = Verdict(section=Section.CAUSES, sentences=(0,), text="Rust", claim=claim)
    low = Verdict(section=Section.CAUSES, sentences=(0,), text="Rust", outcome=BELOW)
    assert [v.outcome for v in settled((shown, low), {claim: "it drops a hedge"})] == [
        "refused by the gate: it drops a hedge",
        BELOW,
    ]
    assert settled((shown, low), {}) == (shown, low)


@pytest.mark.usefixtures("engine")
def test_every_statement_is_listed_with_what_carried_it_and_its_quote(tmp_path: Path) -> None:
    path = written(tmp_path)
    lines = lines_of(path)
    brief = explain_brief(str(path), tmp_path).brief
    for section in Section:
        own = part(lines, section)
        numbers = [line for line in own if line.startswith("  ") and line.split(".")[0].strip().isdigit()]
        assert len(numbers) == len(brief.section(section)) > 0
        for number in numbers:
            grounds, quote = own[own.index(number) + 1 : own.index(number) + 3]
            assert re.search(r"found by \w|\w [+-]\d", grounds)
            assert quote.startswith("     sentence ")
    (cause,) = [k for k, line in enumerate(lines) if line.endswith("1. Rust in the main cables")]
    assert "probability 0." in lines[cause + 1]
    assert "found by causes:" in lines[cause + 1]
    assert lines[cause + 2] == "     sentence 2: “Engineers said the collapse was caused by rust in the main cables.”"


@pytest.mark.usefixtures("engine")
def test_a_sentence_in_no_section_names_the_reason_in_each(tmp_path: Path) -> None:
    lines = lines_of(written(tmp_path), "paint")
    assert lines[0] == "Sentence 7 of 7, bridge.md:"
    for section in Section:
        own = part(lines, section)
        assert own
        assert not any(line.startswith("  shown") for line in own)
    assert "    it has fewer than five words" in lines
    assert part(lines, Section.TIMELINE) == ["  not shown: no rule found a date in it"]
    assert part(lines, Section.ACTORS) == ["  not shown: no rule found anybody named in it"]


@pytest.mark.usefixtures("engine")
def test_a_sentence_is_named_by_number_or_by_words_and_says_where_it_is_shown(tmp_path: Path) -> None:
    path = written(tmp_path)
    lines = lines_of(path, "2")
    assert lines == lines_of(path, "CAUSED  by rust")
    assert part(lines, Section.CAUSES)[0] == "  shown: Rust in the main cables"
    assert any(line.startswith("    it says the same as ") for line in part(lines, Section.CONSEQUENCES)) or any(
        line.startswith(f"    {BELOW}; probability ") for line in part(lines, Section.CONSEQUENCES)
    )


@pytest.mark.usefixtures("engine")
def test_a_brief_of_several_sources_says_which(tmp_path: Path) -> None:
    folder = tmp_path / "bridge"
    folder.mkdir()
    written(folder, name="a.md")
    written(folder, "# Bridge\nThe mayor of Arlen closed the harbour for a week.\n", name="b.md")
    found = explain_brief("bridge", tmp_path)
    assert len(found.verdicts) == 2
    assert any(line.startswith("     source 2, sentence 1: ") for line in about_brief(found.brief, found.verdicts))
    lines = list(about_sentence(found.brief, found.verdicts, "closed the harbour"))
    assert lines[0] == "Source 2, sentence 1 of 1, bridge/b.md:"


@pytest.mark.usefixtures("engine")
def test_of_another_language_it_says_what_is_not_read(tmp_path: Path) -> None:
    french = (
        "# Inondation\nLa rivière a détruit 120 maisons parce que la digue était trop faible, selon les experts.\n"
        "Le gouvernement va payer 4 millions pour les habitants de la ville, mais le maire ne sait pas quand."
    )
    lines = lines_of(written(tmp_path, french), "1")
    assert "    causes are only read in English" in part(lines, Section.CAUSES)
