"""Causes and consequences: each rule by its own cases, and the choice among what they find."""

from pathlib import Path

import pytest
from casefile import Case, cases

from generator.extract.causality import causes_and_consequences, propose
from generator.extract.parse import parse
from generator.extract.rules.marked import RULES, Rule
from generator.extract.rules.story import read
from generator.extract.rules.weights import WEIGHTS
from generator.model import Block, Claim, Document, Section, Span, Status

FOLDER = Path(__file__).parent / "cases" / "causality"
NAMES = {Section.CAUSES: "cause", Section.CONSEQUENCES: "consequence"}


def story_of(lines: str) -> Document:
    """A document with one sentence a line, paragraphs parted by an empty line, the title after ``#``."""
    title = next((line[2:] for line in lines.split("\n") if line.startswith("# ")), "")
    paragraphs = [[line for line in p.split("\n") if line and not line.startswith("# ")] for p in lines.split("\n\n")]
    text, blocks, sentences = "", [], []
    for paragraph in filter(None, paragraphs):
        text += "\n\n" if text else ""
        start = len(text)
        for line in paragraph:
            text += " " if len(text) > start else ""
            sentences.append(Span(len(text), len(text) + len(line)))
            text += line
        blocks.append(Block(Span(start, len(text))))
    return Document(
        name="t.txt", title=title, text=text, blocks=tuple(blocks), sentences=tuple(sentences), sha256="0" * 64
    )


def claims_of(document: Document) -> list[Claim]:
    sentences = parse(document)
    return list(causes_and_consequences(document, sentences, (), propose(document, sentences)))


def claims(lines: str) -> list[Claim]:
    return claims_of(story_of(lines))


@pytest.mark.parametrize(
    ("rule", "case"),
    [(rule, case) for rule in RULES for case in cases(FOLDER / f"{rule.__name__}.md")],
    ids=lambda value: value.title if isinstance(value, Case) else value.__name__,
)
def test_rule_finds_what_its_cases_say(rule: Rule, case: Case) -> None:
    document = story_of(case.input)
    story = read(document, parse(document))
    found = []
    for index, line in enumerate(story.lines):
        for hit in rule(story, index):
            tokens = line.sentence.tokens[hit.first : hit.last]
            while not tokens[-1].is_word and tokens[-1].text != '"':
                tokens = tokens[:-1]
            found.append(f"{NAMES[hit.section]}: {document.text[tokens[0].start : tokens[-1].end]}")
    assert "\n".join(found or ["(none)"]) == case.expected


def test_every_case_file_belongs_to_a_rule() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == {rule.__name__ for rule in RULES}


BRIDGE = """# Bridge at Arlen collapses, killing nine
The old road bridge at Arlen collapsed on Tuesday, killing nine people.
Engineers said the collapse was caused by rust in the main cables.
The government ordered an inspection of all bridges of the same type.
The closure could cost the region millions in lost trade.
Arlen is a town of nine thousand people."""


def test_cause_is_shown_without_its_effect_and_with_who_states_it() -> None:
    cause = next(c for c in claims(BRIDGE) if c.section is Section.CAUSES)
    assert cause.text == "Rust in the main cables"
    assert cause.speaker == "Engineers"


def test_consequences_tell_what_happened_from_what_may() -> None:
    status = {c.text: c.status for c in claims(BRIDGE) if c.section is Section.CONSEQUENCES}
    assert status["The government ordered an inspection of all bridges of the same type"] is Status.OCCURRED
    assert status["The closure could cost the region millions in lost trade"] is Status.POSSIBLE


def test_what_the_event_brought_about_comes_before_what_it_did_not() -> None:
    shown = [c.text for c in claims(BRIDGE) if c.section is Section.CONSEQUENCES]
    assert shown[:2] == [
        "The closure could cost the region millions in lost trade",
        "The government ordered an inspection of all bridges of the same type",
    ]


def test_a_condition_is_not_shown_as_a_fact() -> None:
    found = claims(
        "# Bill signed\nThe governor signed the bill.\nUnless a court steps in, the law will end all trials in May."
    )
    assert not any(c.text.startswith("A court steps in") for c in found)


def test_the_sentence_that_announces_reasons_is_none_itself() -> None:
    found = claims(
        "# Library closes\nThe library closed on Friday.\nThe reasons for the closure are several.\n"
        "Firstly, the roof no longer met the safety code.\nAdditionally, the rent had doubled."
    )
    causes = {c.text for c in found if c.section is Section.CAUSES}
    assert {"The roof no longer met the safety code", "The rent had doubled"} <= causes
    assert not any("several" in c.text for c in found)


def test_evidence_is_the_sentence_and_the_clause_alone_where_the_sentence_is_long() -> None:
    tail = ", " + " and ".join(
        f"the district of {name} in the far north of the land" for name in ("A", "B", "C", "D", "E")
    )
    document = story_of(f"# Harvest fails\nThe harvest failed because the rains did not come{tail}.\nPrices doubled.")
    found = claims_of(document)
    assert all(len(document.quote(e).split()) <= 45 for c in found for e in c.evidence)


def test_purposes_and_conditions_are_no_causes() -> None:
    found = claims(
        "# Town builds wall\nThe town built a wall in order to stop the floods.\nIt will be raised if the sea rises."
    )
    causes = [c.text.lower() for c in found if c.section is Section.CAUSES]
    assert not any(text.startswith(("in order", "stop the", "if ", "the sea rises")) for text in causes)


def test_no_two_claims_of_a_section_share_words_of_a_sentence() -> None:
    document = story_of(BRIDGE)
    found = claims_of(document)
    assert len({(c.section, c.text) for c in found}) == len(found)


@pytest.mark.parametrize(
    "text", ["x", "...", "قال الوزير إن الحرب انتهت بسبب المطر", '"' * 50, "no capitals because of rain"]
)
def test_odd_texts_give_no_error(text: str) -> None:
    assert isinstance(claims(text), list)


def test_a_sentence_of_ten_thousand_words_gives_only_short_claims() -> None:
    found = claims("the wall fell because it rained, leading to floods and " * 1000)
    assert all(len(c.text.split()) <= 50 for c in found)


def test_weights_name_features_by_words_only() -> None:
    assert all(abs(w) < 10 for pair in WEIGHTS.values() for w in pair)


@pytest.mark.parametrize(
    ("title", "text", "wrong"),
    [
        (
            "Rescue",
            "The state pays the next nine billion after the bank has borne the first five billion.",
            "The bank has",
        ),
        ("Flood", "There was no reason to say that the dam would break after the flood.", "The dam would break"),
        ("Ash", "Experts debate whether the loss was caused by the drought.", "The drought"),
        (
            "Hall",
            "The hall, which is owned by the town, was closed after the fire.",
            "[The hall] is owned by the town, was",
        ),
        (
            "Leak",
            "They said they believe gas, which leaks often, was the trigger of the fire.",
            "They said they believe gas",
        ),
        ("Bets", "Bets are taken on the race, with Orla their favourite at two to one.", "Orla their favourite"),
        (
            "Storm",
            "The islands lay still, but once it moved on the council lifted its storm warning.",
            "It moved on the",
        ),
        (
            "Talks",
            "Analysts say the minister hopes that the talks will resume next week after the storm.",
            "The talks will",
        ),
        ("Strike", "The strike goes on unless the mill pays the wages it owes.", "The strike goes on"),
        ("Rain", "When it rained, the match was off, and fans left.", "It rained, the match"),
        ("Mine", "The mine will close provided that the owner pays the town.", "The mine will close"),
        ("Film", "The mayor had seen the flood only on film before the river rose.", "The mayor had seen"),
        ("Siren", "The families never left the valley until the siren rang.", "The families never"),
        (
            "Judge",
            "When Poe took up the case in May and charged the agent, the court freed all the men.",
            "[Poe] charged",
        ),
        ("Ban", "The barge trade ended, and the council banned all fishing the same day.", "The council banned"),
        (
            "Vote",
            "One of the new council's first votes, on 3 May, was to close the mill after the flood.",
            "[One of the",
        ),
    ],
)
def test_what_would_mislead_on_its_own_is_not_cut_out(title: str, text: str, wrong: str) -> None:
    assert not any(c.text.startswith(wrong) and c.text != text.rstrip(".") for c in claims(f"# {title}\n{text}"))


def test_a_speaker_who_is_named_in_the_text_is_not_given_again() -> None:
    found = claims("# Flood\nThe mayor, Ida Holt, said the flood was caused by a broken dam.\nShops were closed.")
    assert found
    assert not any(c.speaker and c.speaker in c.text for c in found)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            "In the hall of the old mill, after the doors closed at noon, the last vote was cast.",
            "In the hall of the old",
        ),
        ("The page names the many faults putting the town at risk of a flood.", "Putting the town"),
        ("The panic began as the doors of the hall closed, the guards said.", "As the doors"),
    ],
)
def test_what_is_no_sentence_is_not_shown(line: str, shown: str) -> None:
    found = claims(f"# Flood\nThe flood caused a panic.\n{line}")
    assert not any(c.text.startswith(shown) and c.text != line.rstrip(".") for c in found)


def test_who_speaks_in_a_quotation_is_named_over_all_its_sentences() -> None:
    found = claims(
        "# Flood\nThe flood destroyed the mill.\n\n"
        '"The flood was caused by a broken dam.\nNobody had looked at it," Ada Brink said.'
    )
    causes = [c for c in found if c.section is Section.CAUSES and "dam" in c.text]
    assert causes
    assert all((c.speaker, c.status) == ("Ada Brink", Status.CLAIMED) for c in causes)


def test_a_condition_stays_with_what_it_limits() -> None:
    found = claims("# Dam\nEngineers warned that the dam would fail, they said, unless the wall was raised.")
    assert all("unless" in c.text for c in found if "would fail" in c.text)


def test_what_is_only_supposed_is_not_proposed_without_the_supposition() -> None:
    document = story_of("# Dam\nHad it burst at night, the toll would have passed a thousand.")
    (sentence,) = parse(document)
    openings = {sentence.tokens[c.first].text for c in propose(document, (sentence,)).candidates}
    assert openings == {"Had"}


def test_half_a_time_is_no_speaker() -> None:
    found = claims(
        "# Ferries stop\nThe ferries stopped on Monday.\n"
        "A study by the port the next month estimated that without ferries the town might lose nine jobs."
    )
    assert "the next" not in {c.speaker for c in found}


def test_a_quotation_of_nobody_is_not_shown() -> None:
    found = claims('# Flood\nThe flood destroyed the mill.\n\n"The flood was caused by a broken dam."')
    assert not any("dam" in c.text for c in found)
