"""The floors of quality only ever rise, and the trained model that ships is the one the program was made for."""

from __future__ import annotations

import hashlib
import json
from importlib import resources

import external
import numpy as np
import pytest
import samples
import score

from generator.extract import encoder
from generator.extract.encoder import Numbers, Reading
from generator.extract.encoder.heads import (
    CONSEQUENCE_STATUS,
    NAME_TAGS,
    SENTENCE_HEADS,
    SPAN_HEADS,
    TOKEN_HEADS,
    columns,
)
from generator.extract.parse import Sentence, parse
from generator.model import Document

# --- floors ----------------------------------------------------------------------------------------------------------


def test_floors_are_raised_rounded_down_and_never_lowered() -> None:
    floors = {"articles": {"brief_score": 0.5, "actors.f1": 0.7, "ungrounded": 0}}
    measured = {"articles": {"brief_score": 0.5129, "actors.f1": 0.69, "ungrounded": 0.0, "causes.swapped": 0.1}}
    new, refused = score.raised(floors, {**measured, "names": {"f1": 0.955, "gold": 20}})
    assert new == {"articles": {"brief_score": 0.512, "actors.f1": 0.7, "ungrounded": 0}, "names": {"f1": 0.955}}
    assert refused == ["articles: actors.f1, 0.6900, is below its floor; floors are never lowered by this command"]


def test_a_quote_that_is_none_is_never_allowed() -> None:
    measured = {"articles": {"ungrounded": 1.0}}
    new, refused = score.raised({}, measured)
    assert new == {"articles": {"ungrounded": 0}}
    assert len(refused) == 1
    assert score.below(new, measured) == ["articles: ungrounded is 1.000, above its ceiling 0"]


def test_a_figure_below_its_floor_is_reported_and_a_hair_below_is_not() -> None:
    floors = {"articles": {"brief_score": 0.5, "actors.f1": 0.7}}
    assert score.below(floors, {"articles": {"brief_score": 0.4981, "actors.f1": 0.71}}) == []
    assert score.below(floors, {"articles": {"brief_score": 0.4979, "actors.f1": 0.71}}) == [
        "articles: brief_score is 0.498, below its floor 0.5"
    ]


def test_a_floor_that_was_not_measured_and_a_figure_without_a_floor_are_told() -> None:
    assert score.unmeasured({"articles": {"f1": 0.5}}, {"names": {"f1": 0.4, "gold": 3}}) == [
        "articles: not measured, though there are floors for f1",
        "names: no floors yet for f1",
    ]


def test_the_floors_of_the_project_are_well_formed() -> None:
    floors = json.loads(score.FLOORS.read_text(encoding="utf-8"))
    assert floors
    for row, own in floors.items():
        assert own, row
        for measure, floor in own.items():
            assert measure in score.FLOORED, row
            assert 0 <= floor <= 1, (row, measure)
            assert floor == round(floor, 3), (row, measure)
        assert own.get("ungrounded", 0) == 0, row


# --- what the corpora are compared by --------------------------------------------------------------------------------


def test_no_tag_goes_on_from_none() -> None:
    logits = np.zeros((3, len(NAME_TAGS)), np.float32)
    logits[0, NAME_TAGS.index("O")] = 1.0
    logits[1, NAME_TAGS.index("I-place")] = 3.0
    logits[2, NAME_TAGS.index("I-place")] = 3.0
    assert external.decode(logits, NAME_TAGS) == ["B-place", "I-place", "I-place"]
    logits[0, NAME_TAGS.index("O")] = 9.0
    assert external.decode(logits, NAME_TAGS) == ["O", "B-place", "I-place"]
    assert external.decode(logits[:0], NAME_TAGS) == []


def test_spans_are_paired_once_by_their_overlap() -> None:
    assert external.paired([(0, 4), (5, 9)], [(3, 9), (8, 12)]) == {1: 0}
    assert external.paired([(0, 4), (5, 9)], [(3, 6), (8, 12)]) == {0: 0, 1: 1}
    assert external.paired([(0, 4)], [(4, 8)]) == {}


@pytest.mark.parametrize(
    ("found", "gold", "right"),
    [
        ("2014-05-03", "2014", True),
        ("2014", "2014-05-03", False),
        ("2014-05-03T16:15", "2014-05-03T16:15", True),
        ("2014-05-03", "2014-05-03T16:15", False),
        ("2004/2009", ("2004", "2009"), True),
        ("2004/2008", ("2004", "2009"), False),
        (None, "2014", False),
    ],
)  # fmt: skip
def test_a_value_is_read_as_coarsely_as_gold(found: str | None, gold: str | tuple[str, str], right: bool) -> None:
    assert external.same_time(found, gold) is right


# --- the trained model -----------------------------------------------------------------------------------------------

FILLER = "The town lies on the river Tessel."
CAUSE = "The bridge collapsed because the flood had washed away its pillars."
CONSEQUENCE = "As a result, 300 families lost their homes."
EXPECTED = "The repairs are expected to cost the town 2 million euros."

ARTICLE = samples.document(
    "Bridge in Norvik collapses after flood",
    f"A bridge in Norvik collapsed on Tuesday, killing four people. {CAUSE} {CONSEQUENCE}",
    f"Mayor Anna Lindqvist visited the site in the evening. {FILLER} It has a market and two schools.",
    f"Trains to the coast were cancelled because of the damage. {EXPECTED}",
    "Ms Lindqvist spoke to reporters for ten minutes. The weather was fine on Wednesday.",
)
OTHER = samples.document("A market", "The market opens at nine. It closes at noon because traders travel far.")


def _read(document: Document) -> Reading:
    """With each sentence whole, but for its full stop, as a span."""
    sentences = parse(document)
    return encoder.read(document, sentences, [(s.index, 0, len(s.tokens) - 1) for s in sentences])


def _bytes(reading: Reading) -> list[tuple[object, bytes]]:
    parts = (reading.sentences, reading.tokens, reading.spans)
    return [(key, rows.tobytes()) for part in parts for key, rows in part.items()]


def _sentence(text: str) -> Sentence:
    return next(s for s in parse(ARTICLE) if s.text == text)


def _of_sentence(reading: Reading, text: str, head: str) -> float:
    return float(reading.sentences[_sentence(text).index][columns(SENTENCE_HEADS, head)][0])


def _of_span(reading: Reading, text: str, head: str) -> Numbers:
    sentence = _sentence(text)
    return reading.spans[sentence.index, 0, len(sentence.tokens) - 1][columns(SPAN_HEADS, head)]


def test_the_model_is_the_one_that_was_trained() -> None:
    data = resources.files(encoder.__package__).joinpath("model.onnx").read_bytes()
    assert hashlib.sha256(data).hexdigest() == encoder.SHA256


def test_a_document_is_read_whole_and_with_the_same_bytes_each_time() -> None:
    first = _read(ARTICLE)
    assert len(ARTICLE.sentences) == len(first.sentences) == len(first.spans) == 10
    assert [len(first.tokens[s.index]) for s in parse(ARTICLE)] == [len(s.tokens) for s in parse(ARTICLE)]
    assert _bytes(_read(ARTICLE)) == _bytes(first)


def test_what_is_read_before_changes_nothing() -> None:
    encoder._session.cache_clear()
    alone = _bytes(_read(ARTICLE))
    encoder._session.cache_clear()
    _read(OTHER)
    assert _bytes(_read(ARTICLE)) == alone


def test_a_sentence_with_a_cause_is_rated_above_one_without() -> None:
    reading = _read(ARTICLE)
    for head in ("cause", "causal"):
        assert _of_sentence(reading, CAUSE, head) > _of_sentence(reading, FILLER, head)
    assert _of_span(reading, CAUSE, "cause")[0] > _of_span(reading, FILLER, "cause")[0]


def test_a_sentence_with_a_consequence_is_rated_above_one_without() -> None:
    reading = _read(ARTICLE)
    assert _of_sentence(reading, CONSEQUENCE, "consequence") > _of_sentence(reading, FILLER, "consequence")
    assert _of_span(reading, CONSEQUENCE, "consequence")[0] > _of_span(reading, FILLER, "consequence")[0]


def test_what_is_expected_is_told_from_what_happened() -> None:
    reading = _read(ARTICLE)
    expected, occurred = (CONSEQUENCE_STATUS.index(status) for status in ("expected", "occurred"))
    lead = [_of_span(reading, s, "consequence status") for s in (EXPECTED, CONSEQUENCE)]
    assert lead[0][expected] - lead[0][occurred] > lead[1][expected] - lead[1][occurred]


def test_the_first_sentence_is_rated_above_filler_as_a_summary_point() -> None:
    reading = _read(ARTICLE)
    first = parse(ARTICLE)[0].text
    assert _of_sentence(reading, first, "summary") > _of_sentence(reading, FILLER, "summary")


def test_a_name_is_found_with_its_type() -> None:
    reading = _read(ARTICLE)
    sentence = next(s for s in parse(ARTICLE) if "Anna" in s.text)
    tags = external.decode(reading.tokens[sentence.index][:, columns(TOKEN_HEADS, "names")], NAME_TAGS)
    where = [t.text for t in sentence.tokens].index("Anna")
    assert [tag[2:] for tag in tags[where : where + 3]] == ["person", "person", ""]
