"""Hubs lead to the briefs: cards, filters, the story of an actor, years and months."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urldefrag

import pytest
import samples
from test_pages import every, front_matter, one, rendered, words

from generator.corpus import gather
from generator.export import packaged
from generator.export.pages import actors, hubs, pages, timeline
from generator.export.site import Site
from generator.model import ActorType, Brief, Section, Statement, Status

TEMPLATES = ("home", "briefs", "actors", "actor", "timeline", "period", "sources")


def brief(slug: str, *said: tuple[Section, str, dict[str, Any]], **metadata: Any) -> Brief:
    """A brief of one source that consists of what is said."""
    tags = metadata.pop("tags", ())
    metadata = {"title": slug.capitalize(), "language": "en"} | metadata
    source = samples.document(f"{slug}.txt", *dict.fromkeys(text for _, text, _ in said), **metadata)
    statements = tuple(samples.statement((source,), section, text, **fields) for section, text, fields in said)
    return Brief(
        slug=slug, title=metadata["title"], sources=(source,), statements=statements, engine="test/1", tags=tags
    )


def event(text: str, date: str | None, **fields: Any) -> tuple[Section, str, dict[str, Any]]:
    return Section.TIMELINE, text, {"date": date} | fields


def actor(name: str, role: str = "", **fields: Any) -> Statement:
    """To be put into a brief whose source holds the name."""
    source = samples.document("x", name)
    kind = fields.pop("type", ActorType.PERSON)
    return samples.statement((source,), Section.ACTORS, role, name, name=name, type=kind, **fields)


def acted(made: Brief, *named: Statement) -> Brief:
    """`made` with actors, each quoted where its name first stands."""
    sources = made.sources
    placed = (
        samples.statement(
            sources, Section.ACTORS, s.text, s.name or "", name=s.name, type=s.type, aliases=s.aliases
        )
        for s in named
    )  # fmt: skip
    return replace(made, statements=(*made.statements, *placed))


def storm(number: int, **metadata: Any) -> Brief:
    """A brief that names Ann Lind and nobody else twice."""
    text = f"Ann Lind met Number {number}."
    made = brief(f"storm-{number}", (Section.SUMMARY, text, {}), **metadata)
    return acted(made, actor("Ann Lind"), actor(f"Number {number}"))


# — home ——————————————————————————————————————————————————————————————————————————————————————————————————————————————


def test_no_brief_at_all_still_gives_hubs() -> None:
    made = rendered()
    assert "There is no brief yet." in words(made["index.html"])
    assert "There is no brief yet." in words(made["briefs/index.html"])
    assert "No brief names an actor." in words(made["actors/index.html"])
    assert "No brief holds a dated event." in words(made["timeline.html"])
    assert "There is no source yet." in words(made["sources.html"])


def test_a_card_says_what_the_brief_comes_to_and_proves_it() -> None:
    card = one(rendered(samples.flood())["index.html"], ".card")
    assert words(one(card, ".meta")) == "6 May 2024 · The Vessin Paper, Radio Orla"
    assert words(one(card, "h3")) == "Dam bursts above Vessin"
    assert "Heavy rain burst the Orla dam on 3 May 2024." in words(card)
    assert one(card, ".mark").get("href") == "briefs/dam/index.html#note-1"
    assert [words(a) for a in every(card, ".tag")] == ["Orla Water Board", "Ines Carrow"]


def test_a_card_without_a_bottom_line_says_why() -> None:
    made = brief("long", (Section.SUMMARY, " ".join(["word"] * 80), {}))
    card = one(rendered(made)["index.html"], ".card")
    assert words(one(card, ".empty")).startswith("The source yields no summary of at most 60 words")


def test_home_shows_the_newest_and_leads_to_the_others() -> None:
    made = [storm(n, published=f"2024-01-{n + 1:02d}") for n in range(hubs.CARDS + 2)]
    page = rendered(*made)["index.html"]
    titles = [words(h) for h in every(page, ".card h3")]
    assert titles == [f"Storm-{n}" for n in range(hubs.CARDS + 1, 1, -1)]
    assert f"All {len(made)} briefs" in words(page)
    assert words(every(page, ".counts a")[0]) == f"Briefs {len(made)}"


@pytest.mark.parametrize(
    ("path", "files"),
    [
        ("index.html", {"feed.xml", "timeline.ics", "briefs.json"}),
        ("briefs/index.html", {"../feed.xml", "../briefs.json"}),
        ("timeline.html", {"timeline.ics", "timeline.csv", "timeline.json"}),
    ],
)
def test_feeds_are_linked_where_one_looks_for_them(path: str, files: set[str]) -> None:
    links = {a.get("href") for a in every(rendered(samples.flood())[path], ".subscribe a")}
    assert files <= links


# — the list of briefs ————————————————————————————————————————————————————————————————————————————————————————————————


def filters(*briefs: Brief) -> dict[str, list[str]]:
    """By the name of each filter, what can be chosen."""
    form = every(rendered(*briefs)["briefs/index.html"], ".filters")
    return {
        select.get("name"): [option.get("value") for option in select.iter("option")][1:]
        for select in (form[0].iter("select") if form else ())
    }


def test_briefs_are_filtered_by_what_several_share() -> None:
    one_, two = storm(1, published="2023-05-01", tags=("Storms", "North")), storm(2, published="2024", tags=("Storms",))
    third = acted(
        brief("calm", (Section.SUMMARY, "Bo Ek and Number 2 slept.", {})), actor("Bo Ek"), actor("Number 2")
    )  # fmt: skip
    assert filters(one_, two, third) == {
        "actor": ["ann-lind", "number-2"],
        "tag": ["North", "Storms"],
        "year": ["2024", "2023", "undated"],
    }
    rows = every(rendered(one_, two, third)["briefs/index.html"], ".list li")
    assert [(r.get("data-actor"), r.get("data-tag"), r.get("data-year")) for r in rows] == [
        ("ann-lind\nnumber-2", "Storms", "2024"),
        ("ann-lind", "Storms\nNorth", "2023"),
        ("number-2", "", "undated"),
    ]


def test_a_filter_with_one_choice_is_not_shown() -> None:
    assert filters(storm(1, published="2024", tags=("x",)), storm(2, published="2024", tags=("x",))) == {}
    page = rendered(storm(1, published="2024", tags=("x",)))
    assert every(page["briefs/index.html"], "form") == every(page["briefs/index.html"], "script") == []
    assert every(page["index.html"], ".topic")[0].tag == "span"


def test_a_tag_leads_to_the_list_filtered_by_it() -> None:
    odd = "a&b=c#d <i> \u0141\u00f3d\u017a +"
    page = rendered(storm(1, tags=(odd, f"  {odd.replace(' ', '  ')} ")), storm(2, tags=("x",)))
    links = {words(a): a.get("href") for a in every(page["index.html"], ".topic")}
    target, fragment = urldefrag(links[odd])
    assert (target, parse_qs(fragment)) == ("briefs/index.html", {"tag": [odd]})
    assert odd in filters(storm(1, tags=(odd,)), storm(2, tags=("x",)))["tag"]


def test_no_filter_offers_more_than_can_be_read() -> None:
    tags = [f"tag {n:04d}" for n in range(hubs.FILTERS + 50)]
    made = [storm(1, tags=tuple(tags)), storm(2, tags=(tags[-1],))]
    offered = filters(*made)["tag"]
    assert len(offered) == hubs.FILTERS
    assert tags[-1] in offered


# — actors ————————————————————————————————————————————————————————————————————————————————————————————————————————————


def test_actors_are_listed_by_letter_where_they_are_many() -> None:
    def listed(count: int) -> list[str]:
        names = [f"{chr(65 + n)}. Smith" for n in range(count)]
        made = acted(brief("a", (Section.SUMMARY, " and ".join(names), {})), *map(actor, names))
        page = rendered(made)["actors/index.html"]
        jumps = [a.get("href") for a in every(page, ".jump a")]
        assert jumps == [f"#{h.get('id')}" for h in every(page, "h2")]
        return [words(h) for h in every(page, "h2")]

    assert listed(actors.FEW) == []
    assert listed(actors.FEW + 1) == [chr(65 + n) for n in range(actors.FEW + 1)]


def story(page: Any) -> list[tuple[str, list[str]]]:
    """When, and what, of each point in time that the actor's page tells of."""
    return [
        (words(one(li, ".when")), [words(told) for told in every(li, ".told")])
        for li in every(page, "ol")[0].iterchildren("li")
    ]


def test_the_story_of_an_actor_in_order_of_time_over_all_briefs() -> None:
    early = acted(
        brief(
            "closing",
            event("Ann Lind closed the bridge on 3 May 2024", "2024-05-03"),
            (Section.CAUSES, "Ann Lind feared a collapse", {"status": Status.CLAIMED, "speaker": "the mayor"}),
            published="2024-05-04",
        ),
        actor("Ann Lind", "engineer"),
    )
    late = acted(
        brief(
            "opening",
            event("Ann Lind had warned of rust in 2019", "2019"),
            event("The bridge opened", "2024-06-01"),
            event("Ann Lind retires in 2030", "2030"),
            (Section.CONSEQUENCES, "Ann Lind was promoted", {"status": Status.OCCURRED}),
            published="2024-06-02",
        ),
        actor("Ann Lind", "chief engineer"),
    )
    undated = acted(
        brief("portrait", (Section.UNKNOWNS, "Nobody knows where Ann Lind was born", {})), actor("Ann Lind")
    )
    page = rendered(early, late, undated)["actors/ann-lind.html"]
    assert story(page) == [
        ("2019", ["Ann Lind had warned of rust in 2019.1"]),
        ("3 May 2024", ["Ann Lind closed the bridge on 3 May 2024.1"]),
        ("reported 4 May 2024", ["Ann Lind feared a collapse.2 Cause Claimed by the mayor"]),
        ("reported 2 June 2024", ["Ann Lind was promoted.4 Consequence"]),
        ("2030", ["Ann Lind retires in 2030.3"]),
        ("Undated", ["Nobody knows where Ann Lind was born.1 Open question"]),
    ]
    assert [words(li) for li in every(page, ".roles li")] == [
        "as of 2 June 2024 Chief engineer5 Opening",
        "as of 4 May 2024 Engineer3 Closing",
    ]
    marks = [a.get("href") for a in every(one(page, ".story"), ".mark")]
    assert marks == [
        "../briefs/opening/index.html#note-1", "../briefs/closing/index.html#note-1",
        "../briefs/closing/index.html#note-2", "../briefs/opening/index.html#note-4",
        "../briefs/opening/index.html#note-3", "../briefs/portrait/index.html#note-1",
    ]  # fmt: skip


def test_an_actor_page_says_each_thing_once() -> None:
    said = "Lind closed the bridge on Monday"
    made = acted(
        brief(
            "a",
            (Section.SUMMARY, f"{said}, and the mayor agreed", {}),
            (Section.CONSEQUENCES, said, {"status": Status.OCCURRED}),
            event(said, "2024-01-01"),
            event(said, "2024-02"),
        ),
        actor("Lind", "closed the bridge on Monday"),
    )
    page = rendered(made)["actors/lind.html"]
    assert story(page) == [("1 January 2024", [f"{said}, and the mayor agreed.12 Consequence"])]
    assert every(page, ".roles") == []


def test_what_two_lines_say_already_is_not_said_by_a_third() -> None:
    first, second = "Lind closed the bridge", "Lind left the town"
    made = acted(
        brief("a", event(first, "2024-01-01"), event(second, "2024-02"),
              (Section.SUMMARY, f"{first} and {second}", {})),
        actor("Lind"),
    )  # fmt: skip
    told = [("1 January 2024", [f"{first}.1"]), ("February 2024", [f"{second}.2"])]
    assert story(rendered(made)["actors/lind.html"]) == told


def test_the_fuller_wording_keeps_who_claims_it() -> None:
    said = "Lind broke the bridge"
    made = acted(
        brief("a", (Section.CAUSES, said, {"status": Status.CLAIMED, "speaker": "Bo Ek"}),
              (Section.SUMMARY, f"{said} on Monday", {})),
        actor("Lind"),
    )  # fmt: skip
    assert story(rendered(made)["actors/lind.html"]) == [("Undated", [f"{said} on Monday.12 Cause Claimed by Bo Ek"])]


def test_what_an_actor_says_belongs_to_its_story() -> None:
    made = acted(
        brief("a", (Section.CAUSES, "Rust broke the bridge", {"status": Status.CLAIMED, "speaker": "Ann Lind"}),
              (Section.SUMMARY, "Ann Lind spoke", {})),
        actor("Ann Lind"),
    )  # fmt: skip
    assert "Rust broke the bridge.1 Cause Claimed by Ann Lind" in story(rendered(made)["actors/ann-lind.html"])[0][1]


def test_a_name_within_another_name_is_not_that_actor() -> None:
    made = acted(
        brief("a", event("The Orla Bank closed", "2024-01-01"), event("Orla flooded", "2024-01-02")),
        actor("Orla Bank", type=ActorType.ORGANISATION), actor("Orla", type=ActorType.STATE),
    )  # fmt: skip
    assert story(rendered(made)["actors/orla.html"]) == [("2 January 2024", ["Orla flooded.2"])]


def test_a_common_noun_is_no_name() -> None:
    made = acted(
        brief("a", event("Airlines failed and Lund Airlines grew", "2024-01-01"),
              event("Orla Airlines closed", "2024-01-02")),
        actor("Orla Airlines", type=ActorType.ORGANISATION, aliases=("airlines",)),
    )  # fmt: skip
    assert story(rendered(made)["actors/orla-airlines.html"]) == [("2 January 2024", ["Orla Airlines closed.2"])]


def test_an_actor_of_whom_no_line_tells_is_quoted() -> None:
    made = acted(
        brief("a", (Section.SUMMARY, "It rained", {}), (Section.FIGURES, "Ann Lind", {"name": "1"})), actor("Ann Lind")
    )
    page = rendered(made)["actors/ann-lind.html"]
    assert words(one(page, "blockquote .quoted")) == "Ann Lind"
    assert one(page, "blockquote .mark").get("href") == "../briefs/a/index.html#note-2"


def test_a_long_story_tells_the_latest_and_counts_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actors, "LONGEST", 2)
    made = acted(
        brief("a", *(event(f"Ann Lind ran for the time {n}", f"2024-01-{n:02d}") for n in range(1, 6))),
        actor("Ann Lind"),
    )
    page = rendered(made)["actors/ann-lind.html"]
    assert [when for when, _ in story(page)] == ["4 January 2024", "5 January 2024"]
    assert "3 earlier lines stand in the briefs." in words(page)


def test_whom_an_actor_appears_with() -> None:
    made = rendered(storm(1), storm(2), replace(storm(2), slug="again"))
    assert words(one(made["actors/ann-lind.html"], ".company")) == "Appears with Number 2 2 Number 1"
    assert words(one(made["actors/number-2.html"], ".company")) == "Appears with Ann Lind 2"


def test_an_actor_page_leads_to_the_list_of_its_briefs() -> None:
    made = rendered(storm(1), storm(2), replace(storm(2), slug="again"))
    page = made["actors/ann-lind.html"]
    assert len(every(page, ".briefs li")) == 3
    more = one(page, ".more a")
    assert words(more) == "All 3 briefs with Ann Lind, to filter further"
    assert more.get("href") == "../briefs/index.html#actor=ann-lind"
    assert every(made["actors/number-1.html"], ".more") == []


# — timeline ——————————————————————————————————————————————————————————————————————————————————————————————————————————


def rainy(*dates: str) -> Brief:
    """A brief with an event on each of the dates."""
    return brief("rain", *(event("It rained", date) for date in dates))


def days(year: int, count: int) -> list[str]:
    return [f"{year}-{1 + n % 12:02d}-{1 + n // 12:02d}" for n in range(count)]


def test_a_small_timeline_stands_on_the_hub() -> None:
    page = rendered(rainy("2023", "2024-05-03"))["timeline.html"]
    assert [h.get("id") for h in page.iter("h2")] == ["t2023", "t2024"]
    assert [words(li) for li in every(page, ".timeline li")] == ["2023 It rained.1", "3 May 2024 It rained.1"]
    assert every(page, ".mark")[0].get("href") == "briefs/rain/index.html#note-1"


def test_a_large_timeline_leads_to_its_years() -> None:
    page = rendered(rainy(*days(2023, 20), *days(2024, 21), "2025-02", "2030"))["timeline.html"]
    latest = [words(one(li, ".when")) for li in every(page, ".timeline li")]
    assert (latest[:2], len(latest)) == (["1 December 2024", "1 November 2024"], timeline.LATEST)
    assert [(words(a), a.get("href")) for a in every(page, ".tiles a")] == [
        ("2030 1 event", "timeline/2030.html"),
        ("2025 1 event", "timeline/2025.html"),
        ("2024 21 events", "timeline/2024.html"),
        ("2023 20 events", "timeline/2023.html"),
    ]


def test_a_crowded_year_is_cut_into_months() -> None:
    def headings(count: int) -> list[str]:
        made = rendered(rainy("2024", *days(2024, count)))
        return [h.get("id") for h in made["timeline/2024.html"].iter("h2")]

    assert headings(timeline.CROWDED - 1) == []
    assert headings(timeline.CROWDED) == [f"t2024-{n:02d}" for n in range(1, 13)]


def test_what_no_one_month_holds_stands_before_the_months() -> None:
    page = rendered(rainy("2024-SU", "2024-Q4", "2024", *days(2024, timeline.CROWDED)))["timeline/2024.html"]
    assert [h.get("id") for h in page.iter("h2")] == [f"t2024-{n:02d}" for n in range(1, 13)]
    assert len(every(page, "ol")[0]) == 3


def test_a_full_year_leads_to_its_months() -> None:
    made = rendered(rainy("2023-12-01", "2024", *days(2024, timeline.FULL), "2025-01-01"))
    year = made["timeline/2024.html"]
    assert [a.get("href") for a in every(year, ".tiles a")] == [f"2024-{n:02d}.html" for n in range(1, 13)]
    assert [words(li) for li in every(year, ".timeline li")] == ["2024 It rained.1"]
    assert not any(path.startswith("timeline/2023-") for path in made)
    january = made["timeline/2024-01.html"]
    assert words(one(january, ".crumbs")) == "Home › Timeline › 2024 › January"
    assert words(one(january, "h1")) == "Timeline: January 2024"
    assert [(words(a), a.get("href")) for a in every(january, ".pager a")] == [
        ("‹ 2023", "2023.html"),
        ("February 2024 ›", "2024-02.html"),
    ]
    assert [words(a) for a in every(year, ".pager a")] == ["‹ 2023", "2025 ›"]


def test_every_event_stands_on_one_page_below_the_hub() -> None:
    dates = ["199X", "2011/2015", "2023-W52", "2023-WI", "2024-Q1", "2024-02-29T14:00", *days(2024, 150)]
    made = rendered(rainy(*dates))
    listed = [li for path, page in made.items() if path.startswith("timeline/") for li in every(page, ".timeline li")]
    assert len(listed) == len(dates)


def test_years_and_months_do_not_flood_the_search() -> None:
    made = dict(pages(gather([rainy(*days(2024, 150))]), Site()))
    assert front_matter(made["timeline.md"])["search"] == {"boost": 1}
    below = [front_matter(data)["search"] for path, data in made.items() if path.startswith("timeline/")]
    assert below == [{"exclude": True}] * 13


# — sources ———————————————————————————————————————————————————————————————————————————————————————————————————————————


def test_sources_lead_to_their_text_and_their_brief() -> None:
    rows = every(rendered(samples.flood(), samples.bare())["sources.html"], ".list li")
    assert [words(row) for row in rows] == [
        "6 May 2024 Ministry answers critics Radio Orla · 2 sentences, 1 quoted · Dam bursts above Vessin",
        "4 May 2024 Dam bursts above Vessin The Vessin Paper · original · 5 sentences, 5 quoted · its brief",
        "No date A quiet day 2 sentences, 1 quoted · its brief",
    ]


# — every hub —————————————————————————————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize("name", [*(f"{n}.md.j2" for n in TEMPLATES), "hubs.j2"])
def test_a_hub_says_nothing_that_could_not_be_translated(name: str) -> None:
    """Outside expressions, whose messages are looked up in the catalogue, a template has markup and no words."""
    text = (packaged() / name).read_text(encoding="utf-8")
    text = re.sub(r"{% block (meta|search) %}.*?{% endblock", "{% endblock", text, flags=re.DOTALL)
    markup = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<script.*?</script>", "", text, flags=re.DOTALL)
    assert not re.search(r"[^\W\d_]", re.sub(r"<[^>]*>", "", markup))
    assert not re.search(r'(?:aria-label|title|alt|placeholder)="[^"]', markup)


def test_pages_grow_with_the_corpus_and_no_faster() -> None:
    def size(count: int) -> int:
        made = [storm(n, published=f"{2000 + n % 20}-01-01") for n in range(count)]
        return sum(len(data) for path, data in pages(gather(made), Site()) if not path.startswith("assets/"))

    assert size(120) - size(80) < 1.5 * (size(80) - size(40))
