"""Names merged into entities, by the cases of ``tests/cases/names.md``; hostile text."""

from __future__ import annotations

from pathlib import Path

import pytest
from casefile import Case, cases
from hypothesis import given
from hypothesis import strategies as st
from story import story

from generator.extract.lexicon import gazetteer, key, salience, words
from generator.extract.names import Entity, find_entities
from generator.model import ActorType

CASES = cases(Path(__file__).parent / "cases" / "names.md")


def entities(text: str) -> tuple[Entity, ...]:
    return find_entities(*story(text))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    found = [f"{e.type or 'place'}: {' = '.join((e.name, *e.aliases))}" for e in entities(case.input)]
    assert "\n".join(found) == case.expected.replace("none", "")


def test_mentions_are_in_text_order_and_name_their_sentence() -> None:
    document, sentences = story("Lennart Kask resigned.\nMaria Duarte thanked Kask, and Kask left.")
    kask = next(e for e in find_entities(document, sentences) if e.name == "Lennart Kask")
    assert [(m.text, m.sentence) for m in kask.mentions] == [("Lennart Kask", 0), ("Kask", 1), ("Kask", 1)]
    assert all(document.quote(m.span) == m.text for m in kask.mentions)


def test_gender_and_number_where_the_text_tells() -> None:
    found = {
        e.name: e.gender for e in entities("Queen Ilda met Mr. Tobin.\nNorvik Group paid, and masked rebels fled.")
    }
    assert found == {"Ilda": "f", "Tobin": "m", "Norvik Group": "n", "masked rebels": "p"}


def test_a_medium_is_known_as_one() -> None:
    assert [e.kind for e in entities("A fire broke out, Reuters reported.")] == ["media"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("THE PRESIDENT OF FRANCE HAS RESIGNED AFTER WEEKS OF PROTESTS", ["FRANCE"]),
        ("the president of france has resigned after weeks of protests", []),
        ("قال الرئيس السوري بشار الأسد", []),
        ("’s", []),
        ("A. B. C.", []),
        ("Mr.", []),
    ],
)
def test_odd_text(text: str, names: list[str]) -> None:
    assert [e.name for e in entities(text) if e.type is ActorType.STATE or not names] == names


@pytest.mark.parametrize(
    "text",
    [
        "word " * 10_000,
        "Smith of Norvik Group met the President of Chad and said that " * 1_000,
        "President " * 10_000,
        "Ministry of " * 5_000,
        "Anna's " * 5_000,
        '"Anna ' * 5_000,
        "J. " * 5_000,
        "police and " * 5_000,
        "A" * 100_000,
    ],
    ids=lambda text: text[:12],
)
def test_long_sentence(text: str) -> None:
    document, sentences = story(text.strip())
    for entity in find_entities(document, sentences):
        assert all(document.quote(m.span) == m.text for m in entity.mentions)


_WORDS = """Russia Russian troops President Kask of the and , . ( ) " ’ NFB Ministry Bank in police al- de — 8 é ا"""
_FRAGMENTS = st.sampled_from(sorted(_WORDS.split()))


@given(st.lists(_FRAGMENTS, min_size=1, max_size=40).map(" ".join))
def test_entities_partition_their_mentions(text: str) -> None:
    document, sentences = story(text)
    found = find_entities(document, sentences)
    assert found == find_entities(document, sentences)
    for entity in found:
        shown = [document.text.casefold(), *(m.text.casefold() for m in entity.mentions)]
        assert entity.name not in entity.aliases
        assert all(any(form.casefold() in given for given in shown) for form in (entity.name, *entity.aliases))
        assert list(entity.mentions) == sorted(entity.mentions, key=lambda m: m.span)


def test_tables_are_well_formed() -> None:
    assert gazetteer()["Kremlin"].name == "Russia"
    assert gazetteer()[key("the U.S.")].name == "United States"
    assert {k.kind for k in gazetteer().values()} == {
        "state", "adjective", "people", "seat", "organisation", "media", "region", "place",
    }  # fmt: skip
    assert all(salience(type_) for type_ in ActorType)
    assert not words("titles") & words("speech_verbs")
