"""Names merged into entities, by the cases of ``tests/cases/names.md``; hostile text."""

from __future__ import annotations

from pathlib import Path

import pytest
from casefile import Case, cases
from hypothesis import given
from hypothesis import strategies as st
from story import story

from generator.extract.encoder.naming import Named
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
    ("types", "margin", "expected"),
    [
        (("organisation", "organisation", "person"), 2.0, ActorType.ORGANISATION),
        (("person", "person", "person"), 0.5, ActorType.OTHER),
        (("organisation", "person"), 2.0, ActorType.OTHER),
        (("place", "place", "person"), 2.0, ActorType.OTHER),
        ((), 2.0, ActorType.OTHER),
    ],
)
def test_the_encoder_tells_the_type_that_the_rules_do_not_know(
    types: tuple[str, ...], margin: float, expected: ActorType
) -> None:
    document, sentences = story("We saw Zorbex there.\nThey like Zorbex very much.\nPeople use Zorbex.")
    places = [(s.index, k) for s in sentences for k, t in enumerate(s.tokens) if t.text == "Zorbex"]
    heard = [Named(s, k, k + 1, type_, margin) for (s, k), type_ in zip(places, types, strict=False)]
    found = find_entities(document, sentences, heard)
    assert [e.type for e in found if e.name == "Zorbex"] == [expected]


def test_the_encoder_does_not_overrule_the_rules() -> None:
    document, sentences = story("Norvik University closed.")
    found = find_entities(document, sentences, [Named(0, 0, 2, "person", 9.0)])
    assert [e.type for e in found] == [ActorType.ORGANISATION]


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
        "panel of two judges from Chad and Mali and " * 1_000,
        "his family and friends of " * 2_000,
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
