"""How much of a source is published: what is not quoted goes, every quote stays what it was."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
import samples

from generator import codec
from generator.compose import published
from generator.model import Brief, Document, Publish, Section


def brief(publish: Publish | None = None) -> Brief:
    """One source of two paragraphs and five sentences, of which the second, third and fifth are used."""
    source = samples.document(
        "paper.txt", "The rain fell. The dam broke. The mayor left.", "Nobody slept. She came back on Monday",
        publish=publish,
    )  # fmt: skip
    statements = (
        samples.statement((source,), Section.SUMMARY, "The dam broke"),
        samples.statement((source,), Section.TIMELINE, "[The mayor] came back", "came back", context=["The mayor"]),
    )
    return Brief(slug="dam", title="Dam", sources=(source,), statements=statements, engine="test/1")


def quotes(b: Brief) -> list[str]:
    return [b.quote(e) for s in b.statements for e in s.evidence + s.context]


@pytest.mark.parametrize("mode", [Publish.QUOTES, Publish.LINK])
def test_only_sentences_that_carry_something_stay(mode: Publish) -> None:
    whole, cut = brief(), published(brief(), mode)
    (source,) = cut.sources
    assert source.text == "The dam broke. The mayor left.\n\nShe came back on Monday"
    assert [source.quote(s) for s in source.sentences] == [
        "The dam broke.", "The mayor left.", "She came back on Monday",
    ]  # fmt: skip
    assert (source.numbers, source.read, source.publish) == ((2, 3, 5), 5, mode)
    assert quotes(cut) == quotes(whole) == ["The dam broke", "came back", "The mayor"]
    numbers = [source.number_at(e.span.start) for e in cut.notes]
    assert numbers == [whole.sources[0].number_at(e.span.start) for e in whole.notes] == [2, 5]


def test_a_reduced_brief_is_a_brief_like_any_other() -> None:
    cut = published(brief(), Publish.QUOTES)
    assert codec.decode(codec.encode(cut)) == cut
    assert b"The rain fell" not in codec.encode(cut)
    assert published(cut) == cut


def test_blocks_and_sentences_of_a_reduced_text_lie_in_order() -> None:
    source: Document = published(brief(), Publish.QUOTES).sources[0]
    assert all(a.span.end < b.span.start for a, b in pairwise(source.blocks))
    assert all(a.end < b.start for a, b in pairwise(source.sentences))
    assert all(any(b.span.covers(s) for b in source.blocks) for s in source.sentences)


def test_the_source_goes_before_the_site() -> None:
    assert published(brief(Publish.FULL), Publish.LINK).sources[0].text == brief().sources[0].text
    assert published(brief(Publish.LINK), Publish.FULL).sources[0].publish is Publish.LINK


def test_a_source_without_any_quote_keeps_no_text() -> None:
    silent = samples.document("silent.txt", "One. Two.", publish=Publish.QUOTES)
    b = brief()
    cut = published(replace(b, sources=(*b.sources, silent)))
    assert (cut.sources[1].text, cut.sources[1].read) == ("", 2)
    assert codec.decode(codec.encode(cut)) == cut
