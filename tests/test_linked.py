"""The linked data of a brief's page, expanded by PyLD and held against the terms of schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import rdflib
from lxml import html as markup
from pyld import jsonld
from samples import HOSTILE_TITLE, bare, document, flood, hostile, statement

from generator.changes import History
from generator.export.linked import linked_data
from generator.export.site import Site
from generator.model import ActorType, Brief, Section

SITE = Site(name="Orla Desk", url="https://desk.example/orla")
PAGE = "https://desk.example/orla/briefs/dam/index.html"
SCHEMA = "https://schema.org/"


def expanded(brief: Brief, site: Site = SITE, base: str = PAGE) -> list[dict[str, Any]]:
    """What a program understands that reads the page at `base`, without a network."""

    def load(url: str, options: object) -> dict[str, Any]:
        assert url.rstrip("/") == "https://schema.org"
        addresses = {name: {"@type": "@id"} for name in ("url", "item", "image")}
        context = {"@context": {"@vocab": SCHEMA} | addresses}
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context}

    page = markup.document_fromstring(
        f'<html><head><script type="application/ld+json">{linked_data(brief, site, History())}</script></head>'
    )
    (script,) = page.iter("script")
    found: list[dict[str, Any]] = jsonld.expand(json.loads(script.text), {"base": base, "documentLoader": load})
    return found


def one(brief: Brief, kind: str, site: Site = SITE) -> dict[str, Any]:
    (found,) = (node for node in expanded(brief, site) if node["@type"] == [SCHEMA + kind])
    return found


def values(node: dict[str, Any], name: str) -> list[Any]:
    return [value.get("@value", value.get("@id")) for value in node.get(SCHEMA + name, ())]


def terms(node: Any) -> Iterator[str]:
    """Every type and property of `node` and what it holds."""
    if isinstance(node, list):
        for item in node:
            yield from terms(item)
    elif isinstance(node, dict):
        yield from node.get("@type", ())
        yield from (name for name in node if not name.startswith("@"))
        for value in node.values():
            yield from terms(value)


@pytest.mark.parametrize("brief", [flood(), bare(), hostile()], ids=lambda b: b.slug)
def test_every_type_and_property_is_one_of_schema_org(brief: Brief) -> None:
    used = set(terms(expanded(brief)))
    assert used
    assert {term for term in used if term.removeprefix(SCHEMA) not in rdflib.SDO} == set()


def test_the_brief_is_a_report_of_its_own_language_and_date() -> None:
    report = one(flood(), "Report")
    assert report["@id"] == f"{PAGE}#brief"
    assert values(report, "url") == [PAGE]
    assert values(report, "headline") == ["Dam bursts above Vessin"]
    assert values(report, "abstract") == ["Heavy rain burst the Orla dam on 3 May 2024."]
    assert values(report, "inLanguage") == ["en"]
    assert values(report, "dateModified") == ["2024-05-06"]
    assert values(report, "image") == ["https://desk.example/orla/briefs/dam/card.png"]


def test_it_names_what_it_is_based_on() -> None:
    report = one(flood(), "Report")
    first, second = report[SCHEMA + "isBasedOn"]
    assert first["@type"] == [SCHEMA + "Article"]
    assert values(first, "url") == ["https://paper.example/dam?id=1"]
    assert values(first, "datePublished") == ["2024-05-04"]
    assert values(first[SCHEMA + "publisher"][0], "name") == ["The Vessin Paper"]
    assert values(first[SCHEMA + "author"][0], "name") == ["A. Writer"]
    assert values(second, "headline") == ["Ministry answers critics"]
    assert values(report, "citation") == [first["@id"], second["@id"]] == [f"{PAGE}#source-1", f"{PAGE}#source-2"]


def test_it_names_whom_it_is_about() -> None:
    board, mayor = one(flood(), "Report")[SCHEMA + "about"]
    assert (board["@type"], values(board, "name")) == ([SCHEMA + "Organization"], ["Orla Water Board"])
    assert values(board, "alternateName") == ["Water Board"]
    assert (mayor["@type"], values(mayor, "name")) == ([SCHEMA + "Person"], ["Ines Carrow"])


def test_more_than_a_handful_of_actors_are_only_mentioned() -> None:
    names = [f"Member {letter}" for letter in "ABCDEFG"]
    sources = (document("a.txt", f"{', '.join(names)} met."),)
    cast = tuple(statement(sources, Section.ACTORS, "", n, name=n, type=ActorType.PERSON) for n in names)
    report = one(Brief(slug="dam", title="Dam", sources=sources, statements=cast, engine="test/1"), "Report")
    about, mentions = (
        [name for actor in report[SCHEMA + key] for name in values(actor, "name")] for key in ("about", "mentions")
    )
    assert (about, mentions) == (names[:5], names[5:])


def test_it_bears_the_tags_of_the_brief() -> None:
    assert values(one(replace(flood(), tags=("dams", "Orla")), "Report"), "keywords") == ["dams", "Orla"]


def test_that_there_is_no_bottom_line_is_no_abstract() -> None:
    assert "dateModified" not in str(one(replace(bare(), slug="dam"), "Report"))
    assert values(one(replace(bare(), slug="dam"), "Report"), "abstract") == ["A quiet day."]
    assert values(one(replace(bare(), slug="dam", statements=()), "Report"), "abstract") == []


def test_causes_and_consequences_are_claims_with_the_quotes_they_appear_in() -> None:
    claims = one(flood(), "Report")[SCHEMA + "hasPart"]
    assert {tuple(claim["@type"]) for claim in claims} == {(SCHEMA + "Claim",)}
    assert [values(claim, "text")[0] for claim in claims] == [
        "Heavy rain burst the Orla dam.", "Poor maintenance caused the break.", "Cut the road to Vessin.",
        "[the Orla Water Board] is likely to raise prices.",
    ]  # fmt: skip
    disputed = claims[1]
    (quote,) = disputed[SCHEMA + "appearance"]
    assert values(disputed, "description") == ["Disputed; said by the Orla Water Board"]
    assert values(quote, "text") == ["poor maintenance caused the break"]
    assert values(quote, "isPartOf") == [f"{PAGE}#source-1"]


def test_the_trail_leads_home() -> None:
    trail = one(flood(), "BreadcrumbList")[SCHEMA + "itemListElement"]
    assert [(values(i, "position"), values(i, "name"), values(i, "item")) for i in trail] == [
        ([1], ["Home"], ["https://desk.example/orla/index.html"]),
        ([2], ["Briefs"], ["https://desk.example/orla/briefs/index.html"]),
        ([3], ["Dam bursts above Vessin"], [PAGE]),
    ]


def test_without_an_address_it_means_the_same_to_who_reads_the_page() -> None:
    nowhere = Site(name=SITE.name)
    assert one(flood(), "Report", nowhere)["@id"] == one(flood(), "Report")["@id"]
    assert one(flood(), "BreadcrumbList", nowhere) == one(flood(), "BreadcrumbList")


@pytest.mark.parametrize("text", [HOSTILE_TITLE, "</script><script>alert(1)</script>", "<!--<script>", "a\u2028\0b\\"])
def test_no_text_of_a_source_leaves_the_script(text: str) -> None:
    brief = replace(hostile(text), slug="dam")
    data = linked_data(brief, SITE, History())
    assert not set(data) & set("<>&\u2028\u2029\n\x00")
    (headline,) = values(one(brief, "Report"), "headline")
    assert headline == " ".join(text.replace("\x00", "").split())
