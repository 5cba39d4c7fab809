"""brief.json: what is encoded is decoded again; what is damaged is refused."""

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import codec
from generator.errors import CodecError
from generator.model import (
    ActorType,
    Block,
    BlockKind,
    Brief,
    Document,
    Evidence,
    Publish,
    Review,
    Section,
    Span,
    Statement,
    Status,
)  # fmt: skip

_TEXT = st.text(min_size=1, max_size=40)
_MAYBE = st.none() | st.text(max_size=10)
_DATES = st.sampled_from([None, "2024", "2024-05", "2024-05-08"])


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
    span = Span(0, len(text))
    return Document(
        name=draw(_TEXT), title=draw(_TEXT), text=text, blocks=(Block(span, draw(st.sampled_from(BlockKind))),),
        sentences=(span,), sha256="0" * 64, published=draw(_DATES), publisher=draw(_MAYBE), url=draw(_MAYBE),
        author=draw(_MAYBE), language=draw(_MAYBE), tags=tuple(draw(st.lists(_TEXT, max_size=2))),
        publish=draw(st.none() | st.sampled_from(Publish)), numbers=draw(st.sampled_from([(), (7,)])),
        length=draw(st.integers(0, 9)),
    )  # fmt: skip


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    """Any brief, its statements in the order of its sections."""
    sources = tuple(draw(st.lists(_documents(), min_size=1, max_size=3)))

    def evidence(least: int) -> tuple[Evidence, ...]:
        found = []
        for number in draw(st.lists(st.integers(0, len(sources) - 1), min_size=least, max_size=3)):
            end = draw(st.integers(1, len(sources[number].text)))
            found.append(Evidence(number, Span(draw(st.integers(0, end - 1)), end)))
        return tuple(found)

    statements = []
    for section in sorted(draw(st.lists(st.sampled_from(Section), max_size=6)), key=list(Section).index):
        actor, event = section is Section.ACTORS, section is Section.TIMELINE
        plain = not actor
        statements.append(
            Statement(
                section=section, text=draw(st.text(max_size=40)), evidence=evidence(1), context=evidence(0),
                status=draw(st.none() | st.sampled_from(Status)) if plain else None,
                speaker=draw(_MAYBE) if plain else None, certainty=draw(_MAYBE) if plain else None,
                date=draw(_MAYBE) if event else None, date_text=draw(_MAYBE) if event else None,
                name=draw(_TEXT) if actor or section is Section.FIGURES else None,
                type=draw(st.sampled_from(ActorType)) if actor else None,
                aliases=tuple(draw(st.lists(_TEXT, max_size=2))) if actor else (),
                review=draw(st.none() | st.sampled_from(Review)),
            )
        )  # fmt: skip
    return Brief(
        slug="a-brief", title=draw(_TEXT), sources=sources, statements=tuple(statements), engine="embedded/1",
        tags=tuple(draw(st.lists(_TEXT, max_size=2))),
    )  # fmt: skip


@given(briefs())
def test_decoding_gives_back_what_was_encoded(brief: Brief) -> None:
    data = codec.encode(brief)
    assert codec.decode(data) == brief
    assert codec.encode(codec.decode(data)) == data
    jsonschema.validate(json.loads(data), json.loads(codec.schema()), jsonschema.Draft202012Validator)


def _small() -> dict[str, object]:
    text = "The dam burst."
    span = Span(0, len(text))
    source = Document(name="a.txt", title="Dam", text=text, blocks=(Block(span),), sentences=(span,), sha256="0" * 64)
    statement = Statement(section=Section.SUMMARY, text=text, evidence=(Evidence(0, span),))
    brief = Brief(slug="dam", title="Dam", sources=(source,), statements=(statement,), engine="embedded/1")
    decoded: dict[str, object] = json.loads(codec.encode(brief))
    return decoded


def test_the_contract_of_extract() -> None:
    written = _small()
    assert written["summary"] == [
        {
            "text": "The dam burst.",
            "evidence": [{"quote": "The dam burst.", "source": 0, "start": 0, "end": 14, "sentence": 1}],
        }
    ]
    assert [written[s] for s in ("causes", "consequences", "actors", "timeline")] == [[], [], [], []]


@pytest.mark.parametrize(
    "damage",
    [
        lambda b: b["summary"][0]["evidence"][0].update(quote="The dam held."),
        lambda b: b["summary"][0]["evidence"][0].update(end=99),
        lambda b: b["summary"][0]["evidence"][0].update(source=1),
        lambda b: b["summary"][0]["evidence"][0].update(source=-1),
        lambda b: b["summary"][0].update(evidence=[]),
        lambda b: b.update(schema=2),
        lambda b: b.update(sources=[]),
        lambda b: b["sources"][0].update(published="soon"),
        lambda b: b.update(surprise=1),
    ],
)
def test_a_damaged_file_is_refused(damage) -> None:  # type: ignore[no-untyped-def]
    content = _small()
    damage(content)
    with pytest.raises(CodecError, match="not a brief of schema version 1"):
        codec.decode(json.dumps(content).encode())


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[" * 100_000])
def test_what_is_no_brief_is_refused(data: bytes) -> None:
    with pytest.raises(CodecError):
        codec.decode(data)


def test_every_sentence_of_a_reduced_source_has_its_number() -> None:
    damaged = _small()
    damaged["sources"][0] |= {"numbers": [3, 4], "length": 9}  # type: ignore[index]
    with pytest.raises(CodecError, match=r"has 1 sentences, 2 numbers"):
        codec.decode(json.dumps(damaged).encode())
