"""The Atom feed, read by feedparser and held against the rules of RFC 4287."""

from __future__ import annotations

import time
from dataclasses import replace

import feedparser
import pytest
from lxml import etree
from lxml import html as markup
from samples import ARABIC, HOSTILE_TITLE, arabic, bare, document, flood, hostile, statement

from generator.corpus import gather
from generator.export.feed import MOST, feed
from generator.export.records import records
from generator.export.site import Site
from generator.model import Brief, Section, Status

SITE = Site(name="Orla Desk", url="https://desk.example/orla")
ATOM = "{http://www.w3.org/2005/Atom}"

RULES = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start>
    <element name="feed">
      <ref name="language"/>
      <interleave>
        <ref name="common"/>
        <oneOrMore><ref name="author"/></oneOrMore>
        <optional><element name="subtitle"><text/></element></optional>
      </interleave>
      <zeroOrMore>
        <element name="entry">
          <ref name="language"/>
          <interleave>
            <ref name="common"/>
            <zeroOrMore><ref name="author"/></zeroOrMore>
            <optional><element name="summary"><text/></element></optional>
            <optional>
              <element name="content"><attribute name="type"><value>html</value></attribute><text/></element>
            </optional>
          </interleave>
        </element>
      </zeroOrMore>
    </element>
  </start>
  <define name="language"><attribute name="xml:lang"><data type="language"/></attribute></define>
  <define name="common"><interleave>
    <element name="id"><data type="anyURI"><param name="pattern">[a-z]+:.+</param></data></element>
    <element name="title"><text/></element>
    <element name="updated"><data type="dateTime"><param name="pattern">.*(Z|[+-]\\d\\d:\\d\\d)</param></data></element>
    <zeroOrMore>
      <element name="link">
        <attribute name="href"><data type="anyURI"/></attribute>
        <attribute name="rel"><data type="string"><param name="pattern">[a-z]+</param></data></attribute>
        <optional>
          <attribute name="type"><data type="string"><param name="pattern">.+/.+</param></data></attribute>
        </optional>
        <optional><attribute name="title"/></optional>
        <empty/>
      </element>
    </zeroOrMore>
    <zeroOrMore><element name="category"><attribute name="term"/><empty/></element></zeroOrMore>
  </interleave></define>
  <define name="author">
    <element name="author">
      <element name="name"><data type="string"><param name="minLength">1</param></data></element>
    </element>
  </define>
</grammar>
"""
"""What RFC 4287, section 4, asks of the elements that the feed uses."""


def made(*briefs: Brief, site: Site = SITE) -> bytes:
    ((path, data),) = feed(records(gather(briefs), site))
    assert path == "feed.xml"
    return data


def read(*briefs: Brief, site: Site = SITE) -> feedparser.FeedParserDict:
    parsed = feedparser.parse(made(*briefs, site=site))
    assert not parsed.bozo
    assert parsed.version == "atom10"
    return parsed


@pytest.mark.parametrize("site", [SITE, Site()])
def test_it_is_a_feed_as_the_standard_has_it(site: Site) -> None:
    root = etree.fromstring(made(flood(), bare(), hostile(), site=site))
    rules = etree.RelaxNG(etree.fromstring(RULES))
    rules.assertValid(root)
    ids = [e.text for e in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)
    for entry in root.iter(f"{ATOM}entry"):
        assert len(entry.findall(f"{ATOM}link[@rel='alternate']")) == 1


def test_an_entry_tells_what_a_subscriber_wants_to_know() -> None:
    parsed = read(flood())
    assert parsed.feed.title == "Orla Desk"
    assert parsed.feed.language == "en"
    assert {link.rel: link.href for link in parsed.feed.links} == {
        "alternate": "https://desk.example/orla/index.html", "self": "https://desk.example/orla/feed.xml",
    }  # fmt: skip
    (entry,) = parsed.entries
    assert entry.title == "Dam bursts above Vessin"
    assert entry.updated == "2024-05-06T00:00:00Z"
    assert [author.name for author in entry.authors] == ["The Vessin Paper", "Radio Orla"]
    assert entry.summary == "Heavy rain burst the Orla dam on 3 May 2024. (The Vessin Paper)"
    assert [tag.term for tag in entry.tags] == ["Orla Water Board", "Ines Carrow"]
    assert {(link.rel, link.type, link.href) for link in entry.links} == {
        ("alternate", "text/html", "https://desk.example/orla/briefs/dam/index.html"),
        ("enclosure", "application/pdf", "https://desk.example/orla/briefs/dam/brief-a4.pdf"),
        ("via", "text/html", "https://paper.example/dam?id=1"),
    }


def test_the_content_quotes_the_sentence_of_every_statement() -> None:
    content = markup.fromstring(read(flood()).entries[0].content[0].value)
    told = " ".join(" ".join(paragraph.text_content() for paragraph in content.iter("p")).split())
    for words in (
        "Heavy rain burst the Orla dam on 3 May 2024.",
        "Poor maintenance caused the break. Disputed; said by the Orla Water Board",
        "The Orla Water Board said that poor maintenance caused the break. — The Vessin Paper, 4 May 2024, sentence 3",
        "It is likely to raise prices, said Mayor Ines Carrow.",
        "The flood, which drowned the lower town, cut the road to Vessin.",
        "Some 1,200 people left their homes. — Radio Orla, 6 May 2024",
    ):
        assert words in told
    assert "https://desk.example/orla/briefs/dam/source-1.html#s3" in [a.get("href") for a in content.iter("a")]


def test_an_entry_is_in_the_language_of_its_sources_and_its_headings_in_that_of_the_site() -> None:
    entry = etree.fromstring(made(arabic())).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    content = markup.fromstring(entry.findtext(f"{ATOM}content"))
    assert {h.get("lang") for h in content.iter("h2")} == {"en"}
    quoted = [p for block in content.iter("blockquote") for p in block.iter("p") if p.find("mark") is not None]
    assert [(p.get("lang"), p.get("dir"), p.findtext("mark")) for p in quoted] == [("ar", "rtl", q) for q in ARABIC]


def test_tags_come_before_actors() -> None:
    entry = read(replace(flood(), tags=("dams", "Ines Carrow"))).entries[0]
    assert [tag.term for tag in entry.tags] == ["dams", "Ines Carrow", "Orla Water Board"]


def test_what_a_page_keeps_behind_more_is_named_and_left_there() -> None:
    source = document("a.txt", ". ".join(f"Gate {n} broke" for n in range(8)))
    causes = tuple(
        statement((source,), Section.CAUSES, f"Gate {n} broke", status=Status.STATED) for n in range(8)
    )  # fmt: skip
    brief = Brief(slug="dam", title="Dam", sources=(source,), statements=causes, engine="test/1")
    content = markup.fromstring(read(brief).entries[0].content[0].value)
    assert len(list(content.iter("li"))) == 6
    (more,) = (a for a in content.iter("a") if a.text == "2 more causes")
    assert more.get("href") == "https://desk.example/orla/briefs/dam/index.html#causes"


def test_what_is_missing_is_said() -> None:
    entry = read(bare()).entries[0]
    assert entry.updated == "1970-01-01T00:00:00Z"
    assert [author.name for author in entry.authors] == ["Orla Desk"]
    assert "The source states no cause; 2 sentences read." in entry.content[0].value


def test_the_newest_briefs_come_first_and_no_more_than_a_reader_takes() -> None:
    dam = flood()
    briefs = [
        replace(dam, slug=f"dam-{day}", sources=tuple(replace(s, published=f"2024-01-{day:02}") for s in dam.sources))
        for day in range(1, 30)
    ]
    briefs += [replace(bare(), slug=f"quiet-{n}") for n in range(3)]
    entries = read(*briefs).entries
    assert len(entries) == MOST
    assert [e.updated[:10] for e in entries] == [f"2024-01-{day:02}" for day in range(29, 0, -1)] + ["1970-01-01"]
    assert read(*briefs).feed.updated == entries[0].updated


def test_an_entry_keeps_its_id_when_its_brief_changes() -> None:
    before = read(flood()).entries[0]
    changed = replace(flood(), title="Dam holds", statements=flood().statements[3:])
    after = read(changed, site=Site(name=SITE.name)).entries[0]
    assert before.id == after.id
    assert before.id.startswith("urn:uuid:")
    assert before.title != after.title


def test_without_an_address_links_are_relative_to_the_feed() -> None:
    entry = read(flood(), site=Site()).entries[0]
    assert entry.link == "briefs/dam/index.html"
    assert entry.enclosures[0].href == "briefs/dam/brief-a4.pdf"


def test_no_text_of_a_source_is_markup() -> None:
    data = made(hostile())
    root = etree.fromstring(data)
    assert {e.tag for e in root.iter()} <= {
        ATOM + name for name in "feed id title subtitle updated author name link entry category summary content".split()
    }
    content = markup.fragments_fromstring(root.findtext(f".//{ATOM}content"))
    elements = [e for block in content for e in block.iter()]
    assert {e.tag for e in elements} <= {"p", "h2", "ul", "li", "em", "blockquote", "mark", "a", "span"}
    assert {name for e in elements for name in e.attrib} <= {"lang", "dir", "href"}
    assert all(e.get("href").startswith("https://") for e in elements if "href" in e.attrib)
    assert any(" ".join(HOSTILE_TITLE.split()) in e.text_content() for e in content)
    assert feedparser.parse(data).entries[0].title.startswith("<script>alert(1)</script>")


def test_the_clock_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    before = made(flood())
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert made(flood()) == before
