"""Who says what, and how a clause stands: text cases in ``cases/attribution.md`` and ``cases/status.md``."""

from pathlib import Path

import pytest
from casefile import Case, cases

from generator.extract.attribution import (
    attribution_of,
    attributions,
    cause_status,
    certainty_of,
    consequence_status,
    speaker_of,
)
from generator.extract.parse import Sentence, tokenise
from generator.model import BlockKind, Span

FOLDER = Path(__file__).parent / "cases"


def sentence(text: str, offset: int = 0) -> Sentence:
    return Sentence(0, Span(offset, offset + len(text)), text, BlockKind.PARAGRAPH, 0, True, tokenise(text, offset))


def marked(text: str) -> tuple[Sentence, Span]:
    """The sentence without its «marks», and the span they marked."""
    start, end = text.index("«"), text.index("»") - 1
    return sentence(text.replace("«", "").replace("»", "")), Span(start, end)


@pytest.mark.parametrize("case", cases(FOLDER / "attribution.md"), ids=str)
def test_attribution(case: Case) -> None:
    read = sentence(case.input)
    found = [f"{a.verb}: {a.speaker or '-'} → {case.input[a.scope.start : a.scope.end]}" for a in attributions(read)]
    assert "\n".join(found) == case.expected


@pytest.mark.parametrize("case", cases(FOLDER / "status.md"), ids=str)
def test_status(case: Case) -> None:
    read, span = marked(case.input)
    kind, status = case.expected.splitlines()[0].split(": ")
    judge = cause_status if kind == "cause" else consequence_status
    wanted = dict(line.split(": ") for line in case.expected.splitlines()[1:])
    assert judge(read, span).value == status
    assert speaker_of(read, span) == wanted.get("speaker")
    assert certainty_of(read, span) == wanted.get("certainty")


def test_positions_count_in_the_document() -> None:
    text = "Police said two people died."
    (found,) = attributions(sentence(text, offset=1000))
    assert (found.scope.start, found.scope.end) == (1012, 1027)


def test_a_clause_outside_the_scope_is_the_sources_own() -> None:
    text = "The army said the town was safe, but shelling went on all night."
    read = sentence(text)
    inside, outside = text.index("the town"), text.index("shelling")
    assert attribution_of(read, Span(inside, inside + 17)) is not None
    assert attribution_of(read, Span(outside, len(text) - 1)) is None


def test_a_speaker_has_at_most_eight_words() -> None:
    text = (
        "A spokesman for the ministry of finance and planning of the northern province of the country said it was late."
    )
    (found,) = attributions(sentence(text))
    assert found.speaker is not None
    assert len(found.speaker.split()) <= 8
    assert found.speaker in text


@pytest.mark.parametrize(
    "text",
    ["", "said", '"', '" "', "said said said", "according to", "…", "who said", ", said", "قال الوزير إن الحرب انتهت",
     "he said that " * 300, '"a" said, ' * 300, "(" * 500],
)  # fmt: skip
def test_odd_text_is_no_problem(text: str) -> None:
    if not text:
        return
    read = sentence(text)
    for found in attributions(read):
        assert read.span.covers(found.scope)
        assert found.speaker is None or found.speaker in text
    assert cause_status(read, read.span).value in ("stated", "claimed", "disputed")
    assert consequence_status(read, read.span).value in ("occurred", "expected", "possible")
