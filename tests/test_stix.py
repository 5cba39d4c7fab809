"""The STIX 2.1 bundles, held against the standard by the validator of OASIS."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from samples import bare, document, flood, hostile, statement
from stix2validator import ValidationOptions, validate_instance

from generator.corpus import gather
from generator.export.sharing import shared_files
from generator.export.site import Site
from generator.model import ActorType, Brief, Section, Status

SITE = Site(name="Orla Desk", url="https://desk.example/orla")

STRICT = ValidationOptions(version="2.1", strict=True, disabled="uuid-check,extref-hashes")
"""All that the standard demands and recommends, but for two recommendations: identifiers here follow from the brief, so
they are no random UUIDs; and what stands at the address of a source is not known, so no hash of it is."""


def files(*briefs: Brief, site: Site = SITE) -> dict[str, bytes]:
    made = shared_files(gather(briefs), site)
    return {path: data for path, data in made if path.endswith("stix.json")}


def made(*briefs: Brief, site: Site = SITE) -> dict[str, list[dict[str, Any]]]:
    """The objects of each brief's bundle, by slug."""
    return {path.split("/")[1]: json.loads(data)["objects"] for path, data in files(*briefs, site=site).items()}


def of_type(objects: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [held for held in objects if held["type"] == kind]


def likely(words: str) -> Brief:
    """A brief with one consequence that its source is so sure of."""
    text = f"It is {words} that the dam breaks"
    source = document("a.txt", f"{text}.", published="2024-05-06")
    held = statement((source,), Section.CONSEQUENCES, text, status=Status.EXPECTED, certainty=words)
    return Brief(slug="dam", title="Dam", sources=(source,), statements=(held,), engine="test/1")


@pytest.mark.parametrize("site", [SITE, Site()])
def test_bundles_are_what_the_standard_demands_and_recommends(site: Site) -> None:
    for path, data in files(flood(), bare(), hostile(), replace(likely("likely"), slug="x"), site=site).items():
        result = validate_instance(json.loads(data), STRICT)
        assert result.is_valid, (path, result.errors)


def test_the_report_holds_the_brief_together() -> None:
    objects = made(flood())["dam"]
    (report,) = of_type(objects, "report")
    assert report["name"] == "Dam bursts above Vessin"
    assert report["description"] == "Heavy rain burst the Orla dam on 3 May 2024."
    assert report["published"] == "2024-05-06T00:00:00Z"
    assert report["lang"] == "en"
    assert [(r["source_name"], r.get("url")) for r in report["external_references"]] == [
        ("Orla Desk", "https://desk.example/orla/briefs/dam/index.html"),
        ("The Vessin Paper", "https://paper.example/dam?id=1"),
        ("Radio Orla", None),
    ]
    ids = {held["id"] for held in objects}
    assert set(report["object_refs"]) == ids - {report["id"], report["created_by_ref"]}
    assert {ref for held in objects for ref in held.get("object_refs", ())} <= ids


def test_actors_are_identities_of_their_class() -> None:
    sources = (document("a.txt", "Ines Carrow, Orla, the Board and residents met."),)
    kinds = (
        ("Ines Carrow", ActorType.PERSON), ("Orla", ActorType.STATE), ("the Board", ActorType.ORGANISATION),
        ("residents", ActorType.GROUP), ("met", ActorType.OTHER),
    )  # fmt: skip
    actors = tuple(statement(sources, Section.ACTORS, "", name, name=name, type=kind) for name, kind in kinds)
    brief = Brief(slug="dam", title="Dam", sources=sources, statements=actors, engine="test/1")
    assert {i["name"]: i["identity_class"] for i in of_type(made(brief)["dam"], "identity")} == {
        "Orla Desk": "system", "Ines Carrow": "individual", "Orla": "organization", "The Board": "organization",
        "Residents": "group", "Met": "unspecified",
    }  # fmt: skip


def test_a_note_quotes_its_statement_and_refers_to_who_is_named() -> None:
    objects = made(flood())["dam"]
    named = {i["name"]: i["id"] for i in of_type(objects, "identity")}
    (note,) = (n for n in of_type(objects, "note") if "raise prices" in n["content"])
    assert note["content"] == "[the Orla Water Board] is likely to raise prices."
    assert note["abstract"] == "Consequences expected or possible: Expected by Ines Carrow"
    assert note["authors"] == ["Ines Carrow"]
    assert note["labels"] == ["consequences", "expected"]
    assert note["object_refs"] == [of_type(objects, "report")[0]["id"], named["Orla Water Board"]]
    assert note["external_references"] == [
        {
            "source_name": "The Vessin Paper",
            "description": "It is likely to raise prices",
            "url": "https://paper.example/dam?id=1",
        }
    ]
    (role,) = (n for n in of_type(objects, "note") if n["content"] == "Mayor")
    assert named["Ines Carrow"] in role["object_refs"]


def test_a_note_refers_to_nobody_whose_name_is_only_part_of_a_word() -> None:
    sources = (document("a.txt", "Iran, Oman and the US met. The Iranians joined PLUS. Oman's envoy stayed."),)
    said = ("The Iranians joined PLUS", "Oman's envoy stayed")
    events = [statement(sources, Section.SUMMARY, text) for text in said]
    cast = [statement(sources, Section.ACTORS, "", n, name=n, type=ActorType.STATE) for n in ("Iran", "Oman", "US")]
    objects = made(
        Brief(slug="dam", title="Dam", sources=sources, statements=(*events, *cast), engine="test/1", tags=("Gulf",))
    )["dam"]
    names = {i["id"]: i["name"] for i in of_type(objects, "identity")}
    assert {n["content"]: [names[r] for r in n["object_refs"] if r in names] for n in of_type(objects, "note")} == {
        "The Iranians joined PLUS.": [], "Oman's envoy stayed.": ["Oman"],
    }  # fmt: skip
    assert of_type(objects, "report")[0]["labels"] == ["Gulf"]


def test_an_actor_is_the_same_object_whatever_other_briefs_there_are() -> None:
    later = replace(flood(), slug="later", sources=tuple(replace(s, published="2025-01-01") for s in flood().sources))
    alone, both = made(flood()), made(flood(), later)
    assert of_type(alone["dam"], "identity") == of_type(both["dam"], "identity") == of_type(both["later"], "identity")


@pytest.mark.parametrize(
    ("words", "confidence"),
    [
        ("remote chance", 5), ("very unlikely", 15), ("improbable", 30), ("even odds", 50), ("probable", 70),
        ("highly likely", 85), ("almost certain", 95), ("possible", None), ("not likely", None),
    ],
)  # fmt: skip
def test_confidence_is_that_of_the_words_of_the_source_and_else_absent(words: str, confidence: int | None) -> None:
    objects = made(likely(words))["dam"]
    (note,) = of_type(objects, "note")
    assert note.get("confidence") == confidence
    assert not [held for held in objects if held is not note and "confidence" in held]


def test_an_actor_is_the_same_identity_in_every_bundle() -> None:
    later = replace(flood(), slug="later")
    found = made(flood(), later)
    one, other = ({i["name"]: i for i in of_type(found[slug], "identity")} for slug in ("dam", "later"))
    assert one == other
    assert {held["id"] for held in found["dam"]} & {held["id"] for held in found["later"]} == {
        i["id"] for i in one.values()
    }


def test_identifiers_last_when_the_site_moves() -> None:
    def ids(site: Site) -> list[str]:
        return [held["id"] for held in made(flood(), site=site)["dam"]]

    assert ids(SITE) == ids(Site(name=SITE.name))
    assert set(ids(SITE)).isdisjoint(ids(Site(name="Another desk")))


def test_a_brief_without_a_statement_is_a_report_all_the_same() -> None:
    empty = replace(bare(), statements=())
    (data,) = files(empty).values()
    result = validate_instance(json.loads(data), STRICT)
    assert result.is_valid, result.errors
