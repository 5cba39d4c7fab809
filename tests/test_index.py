"""The index of briefs, held against its own JSON Schema by jsonschema."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from samples import bare, flood, guarded, hostile

from generator import codec
from generator.corpus import gather
from generator.export.index import index
from generator.export.records import brief_files, records
from generator.export.site import Site
from generator.model import Brief, Publish

SITE = Site(name="Orla Desk", url="https://desk.example/orla")


def made(*briefs: Brief, site: Site = SITE) -> tuple[dict[str, Any], dict[str, Any]]:
    files = dict(index(records(gather(briefs), site)))
    assert set(files) == {"briefs.json", "schema/briefs-1.json"}
    return json.loads(files["briefs.json"]), json.loads(files["schema/briefs-1.json"])


@pytest.mark.parametrize("site", [SITE, Site()])
def test_it_is_what_its_schema_says(site: Site) -> None:
    read, schema = made(flood(), bare(), hostile(), site=site)
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator(schema)
    checker.validate(read)
    assert not checker.is_valid(read | {"briefs": [read["briefs"][0] | {"unforeseen": 1}]})
    assert not checker.is_valid(read | {"schema": 2})


def test_a_record_tells_what_a_program_needs_to_choose() -> None:
    (found,) = made(flood())[0]["briefs"]
    assert found.pop("id").startswith("urn:uuid:")
    assert found.pop("sha256") == hashlib.sha256(codec.encode(flood())).hexdigest()
    assert found.pop("files") == [f"briefs/dam/{name}" for name in brief_files(flood())]
    assert found == {
        "slug": "dam",
        "title": "Dam bursts above Vessin",
        "page": "briefs/dam/index.html",
        "url": "https://desk.example/orla/briefs/dam/index.html",
        "as_of": "2024-05-06",
        "period": {"first": "2024-05-01", "last": "2024-05-31"},
        "bottom_line": "Heavy rain burst the Orla dam on 3 May 2024.",
        "publishers": ["The Vessin Paper", "Radio Orla"],
        "languages": ["en"],
        "tags": [],
        "actors": [
            {"slug": "orla-water-board", "name": "Orla Water Board", "type": "organisation"},
            {"slug": "ines-carrow", "name": "Ines Carrow", "type": "person"},
        ],
        "counts": {
            "sources": 2, "sentences": 7, "quotes": 10, "summary": 2, "figures": 1, "causes": 2, "consequences": 2,
            "actors": 2, "timeline": 3, "unknowns": 1,
        },
    }  # fmt: skip


def test_tags_are_told_and_of_a_reduced_source_the_sentences_of_the_whole() -> None:
    (found,) = made(replace(guarded(Publish.QUOTES), tags=("dams", "<b>", "dams")))[0]["briefs"]
    assert found["tags"] == ["dams", "<b>"]
    assert (found["counts"]["sentences"], found["counts"]["quotes"]) == (5, 2)


def test_what_is_not_known_is_null() -> None:
    read, _ = made(bare(), site=Site())
    assert read["url"] is None
    (found,) = read["briefs"]
    assert (found["url"], found["as_of"], found["period"], found["publishers"]) == (None, None, None, [])


def test_the_newest_brief_comes_first() -> None:
    assert [b["slug"] for b in made(bare(), hostile(), flood())[0]["briefs"]] == ["dam", "hostile", "quiet"]
