"""What the reader is shown of a clause: text cases in ``cases/wording.md``."""

import hashlib
import re
from pathlib import Path

import pytest
from casefile import Case, cases
from hypothesis import given
from hypothesis import strategies as st

from generator.extract.parse import parse
from generator.extract.wording import MAX_WORDS, Wording, sends_to_another_day, voice_of, word
from generator.model import Block, Document, Span

CASES = cases(Path(__file__).parent / "cases" / "wording.md")


def document(text: str) -> Document:
    """Paragraphs parted by an empty line, one sentence per line."""
    blocks, sentences, parts, at = [], [], [], 0
    for paragraph in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        start = at
        for line in lines:
            sentences.append(Span(at, at + len(line)))
            at += len(line) + 1
        blocks.append(Block(Span(start, at - 1)))
        parts.append(" ".join(lines))
        at += 1
    return Document(
        name="t.md", title="T", text="\n\n".join(parts), blocks=tuple(blocks), sentences=tuple(sentences),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip


def worded(marked: str) -> tuple[Document, Wording | None]:
    text = document(marked).text
    source = document(marked.replace("«", "").replace("»", ""))
    return source, word(source, parse(source), (), Span(text.index("«"), text.index("»") - 1))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_wording(case: Case) -> None:
    _, shown = worded(case.input)
    assert (shown.text if shown else "none") == case.expected


@pytest.mark.parametrize("case", CASES, ids=str)
def test_words_come_from_the_document(case: Case) -> None:
    source, shown = worded(case.input)
    if shown is None:
        return
    for addition in re.findall(r"\[([^]]*)\]", shown.text):
        assert any(addition.casefold() == source.quote(span).casefold() for span in shown.context)
    have = iter(re.findall(r"\w+", source.text.casefold()))
    assert all(w in have for w in re.findall(r"\w+", re.sub(r"\[[^]]*\]", " ", shown.text).casefold()))


@pytest.mark.parametrize("case", cases(Path(__file__).parent / "cases" / "quotations.md"), ids=str)
def test_who_speaks(case: Case) -> None:
    marked = document(case.input).text
    source = document(case.input.replace("«", "").replace("»", ""))
    span = Span(marked.index("«"), marked.index("»") - 1)
    sentences = parse(source)
    sentence = sentences[source.sentence_at(span.start) or 0]
    voice = voice_of(source, sentences, (), sentence, span, source.quote(span))
    shown = "not shown" if voice is None else f"speaker: {voice.speaker}" if voice.speaker else "source"
    assert shown == case.expected
    for place in voice.context if voice else ():
        assert source.quote(place) == (voice and voice.speaker)


@pytest.mark.parametrize(
    ("text", "sends"),
    [
        ("The port banned all barges the same day", True),
        ("That night the harbour office was torched", True),
        ("Two years later the mill was sold", True),
        ("The council resigned the following week", True),
        ("By then the river had risen", True),
        ("No wall stood at the time", True),
        ("On 3 May the river rose, and two days later the wall broke", False),
        ("The river rose on 3 May and fell the next day", False),
        ("After the river rose, the wall broke two days later", False),
        ("The day before the vote the mill was sold", False),
        ("Sales rose 5% from a year earlier", False),
        ("He left the same day that the mill burned", False),
        ("At the time of the flood the wall was new", False),
        ("That plan was never carried out", False),
    ],
)
def test_a_time_that_counts_from_another(text: str, sends: bool) -> None:
    assert sends_to_another_day(text) is sends


def test_a_long_clause_is_cut_at_a_comma() -> None:
    text = "The council " + "met and met and met, " * 30 + "and left."
    source = document(text)
    shown = word(source, parse(source), (), Span(0, len(text)))
    assert shown is not None
    assert len(shown.text.split()) <= MAX_WORDS
    assert shown.text.endswith("met")


@given(st.text(alphabet='ab AZ"“”()[],.;—’\u0627 0', min_size=1, max_size=60), st.data())
def test_any_text_gives_balanced_words_of_its_own(text: str, data: st.DataObject) -> None:
    line = " ".join(text.split())
    if not line:
        return
    source = document(line)
    start = data.draw(st.integers(0, len(line) - 1))
    shown = word(source, parse(source), (), Span(start, data.draw(st.integers(start + 1, len(line)))))
    if shown is not None:
        assert shown.text.count("“") == shown.text.count("”")
        assert shown.text.count("(") == shown.text.count(")")
        assert shown.text.count("[") == shown.text.count("]")
        assert shown.text.count('"') % 2 == 0
