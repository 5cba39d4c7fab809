"""What changed in a brief and what persons corrected, on pages, in feeds and in print."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import feedparser
import lxml.html
import markdown
import pypdf
import pytest
from conftest import DESKTOP, PHONE, site_of, watched
from lxml import etree
from samples import HOSTILE_TITLE, bare, flood
from test_feed import ATOM, RULES, SITE

from generator.changes import Aspect, Cause, Change, History, Kind, Revision, Shift
from generator.corpus import Corpus, gather
from generator.export.corrections import MOST, corrections
from generator.export.feed import feed
from generator.export.history import AT_FIRST
from generator.export.index import index
from generator.export.interface import interface
from generator.export.pages import pages
from generator.export.pdf import pdf
from generator.export.records import records
from generator.export.sharing import shared_files
from generator.export.site import Site
from generator.export.tables import brief_tables
from generator.model import Brief, Correction, Decision, Review, Section, Statement

CAUSE, CONTRADICTED = flood().section(Section.CAUSES)
REWORDED = replace(CAUSE, text="Days of heavy rain burst the Orla dam", review=Review.EDITED)
REWORDING = Correction(
    decision=Decision.REWORD, section=Section.CAUSES, before=CAUSE.anchor, after=REWORDED.anchor, public=True,
    was="Heavy rain burst the Orla dam", now="Days of heavy rain burst the Orla dam",
    reason="It rained for a week.", reviewer="Ada Brook", date="2024-05-09",
)  # fmt: skip
REJECTION = Correction(
    decision=Decision.REJECT, section=Section.CONSEQUENCES, before="consequences-0a1b2c3d", after=None, public=True,
    was="the school closed", reason="Another town is meant.",
)  # fmt: skip
SECRET = Correction(
    decision=Decision.REJECT, section=Section.CAUSES, before="causes-99999999", after=None, public=False
)


def corrected(*made: Correction) -> Brief:
    """The flood with its first cause edited by a person, and so decided."""
    statements = tuple(REWORDED if s == CAUSE else s for s in flood().statements)
    return replace(flood(), statements=statements, corrections=made)


def change(kind: Kind, text: str, cause: Cause = Cause.NEW_SEED, **fields: str) -> Change:
    return Change(kind=kind, cause=cause, section=Section.CAUSES, text=text, **fields)


CHANGES = (
    change(Kind.REWORDED, REWORDED.text, Cause.REVIEW, was=CAUSE.text, anchor=REWORDED.anchor),
    change(Kind.ADDED, "a gate jammed", anchor="causes-0f0f0f0f"),
    change(Kind.REMOVED, "an earthquake burst it", Cause.EDITED_SEED),
    change(Kind.CONTRADICTED, CONTRADICTED.text, anchor=CONTRADICTED.anchor),
    change(Kind.REMOVED, "", Cause.REVIEW),
)


def history(*revisions: tuple[str, tuple[Change, ...]]) -> History:
    return History(revisions=tuple(Revision(date=date, changes=changes) for date, changes in revisions))


def known(brief: Brief, held: History, *others: Brief) -> Corpus:
    return gather([brief, *others], {brief.slug: held})


def page(corpus: Corpus, path: str = "briefs/dam/index.md", site: Site = SITE) -> lxml.html.HtmlElement:
    """The page as a browser gets it, without the frame of the theme."""
    source = dict(pages(corpus, site))[path].decode().split("\n---\n", 1)[1]
    return lxml.html.fromstring(f"<article>{markdown.markdown(source, extensions=['attr_list'])}</article>")


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def only(found: list[lxml.html.HtmlElement]) -> lxml.html.HtmlElement:
    (element,) = found
    return element


# — what changed ———————————————————————————————————————————————————————————————————————————————————————————————————————


def test_the_box_stands_after_the_key_figures_and_tells_each_change_with_its_cause() -> None:
    shown = page(known(corrected(), history(("2024-05-09", CHANGES))))
    headings = [words(h) for h in shown.iter("h2")]
    assert headings[headings.index("Key figures") :][:3] == ["Key figures", "What changed", "Causes"]
    box = only(shown.xpath("//*[@class='changed']"))
    assert words(only(box.find_class("step"))) == (
        "9 May 2024 1 added, 1 removed, 1 reworded, 1 newly contradicted, 1 statement withdrawn"
    )
    assert [words(li) for li in box.iter("li")] == [
        "Newly contradicted Causes · new source Poor maintenance caused the break.",
        "Reworded Causes · review by a person It said: Heavy rain burst the Orla dam. "
        "Now it says: Days of heavy rain burst the Orla dam.",
        "Added Causes · new source A gate jammed.",
        "Removed Causes · edited source It said: An earthquake burst it.",
    ]
    assert [words(d) for d in box.iter("del")] == ["Heavy rain burst the Orla dam.", "An earthquake burst it."]


def test_what_stands_is_linked_and_what_is_gone_is_not() -> None:
    box = only(page(known(corrected(), history(("2024-05-09", CHANGES)))).find_class("changed"))
    assert [a.get("href") for a in box.iter("a")] == [f"#{CONTRADICTED.anchor}", f"#{REWORDED.anchor}"]


def test_removed_words_are_not_found_by_the_search() -> None:
    box = only(page(known(corrected(), history(("2024-05-09", CHANGES)))).find_class("changed"))
    assert box.get("data-search-exclude") is not None


def test_a_first_version_has_no_box_and_no_date_of_an_update() -> None:
    shown = page(gather([flood()]))
    assert shown.find_class("changed") == []
    assert "Updated" not in words(only(shown.find_class("strip")))
    assert shown.get_element_by_id("corrections", None) is None


def test_the_strip_says_when_it_was_updated() -> None:
    strip = only(page(known(flood(), history(("2024-05-09", CHANGES), ("2024-05-07", CHANGES)))).find_class("strip"))
    assert words(strip).endswith("Updated 9 May 2024")
    assert [a.get("href") for a in strip.iter("a")] == ["#what-changed"]
    strip = only(page(gather([corrected(REWORDING)])).find_class("strip"))
    assert words(strip).endswith("Updated 9 May 2024")
    assert [a.get("href") for a in strip.iter("a")] == ["#corrections"]


def test_further_changes_and_earlier_updates_wait_behind_more() -> None:
    many = tuple(change(Kind.ADDED, f"gate {n} jammed") for n in range(AT_FIRST + 3))
    earlier = [("", many[:1])] * 12
    box = only(page(known(flood(), history(("2024-05-09", many), *earlier))).find_class("changed"))
    assert [words(s) for s in box.iter("summary")] == ["3 more changes", "12 earlier updates"]
    further, before = box.iter("details")
    assert [words(i) for i in further.iter("ins")] == [f"Gate {n} jammed." for n in range(AT_FIRST, AT_FIRST + 3)]
    assert len(before.find_class("step")) == 12
    assert words(before.find_class("step")[0]) == "Undated 1 added"
    assert len(box.xpath("./ul/li")) == AT_FIRST


def test_what_else_than_the_words_changed_is_told() -> None:
    shifts = (
        Shift(aspect=Aspect.DATE, was="2024-05-02", now="2024-05-03"),
        Shift(aspect=Aspect.SECTION, was="summary", now="timeline"),
        Shift(aspect=Aspect.STATUS, was="claimed", now="stated"),
        Shift(aspect=Aspect.SPEAKER, was="", now="the mayor"),
    )
    moved = replace(change(Kind.REWORDED, "heavy rain burst the Orla dam"), shifts=shifts)
    disputed = replace(CHANGES[3], shifts=(Shift(aspect=Aspect.STATUS, was="claimed", now="disputed"),))
    revision = Revision(date="", changes=(moved, disputed), more=40)
    box = only(page(known(flood(), History(revisions=(revision,)))).find_class("changed"))
    assert words(box) == (
        "Undated 1 newly contradicted, 1 changed otherwise "
        "Newly contradicted Causes · new source Poor maintenance caused the break. "
        "Changed Causes · new source Heavy rain burst the Orla dam. "
        "Date: 3 May 2024 (before: 2 May 2024) Part: Timeline (before: Summary) "
        "Status: Stated as a fact (before: Claimed) Who says it: the mayor (before: not given) "
        "40 further changes are not listed."
    )
    entry = read(feed, known(flood(), History(revisions=(revision,)))).entries[0]
    assert "<p>Date: 3 May 2024 (before: 2 May 2024)</p>" in entry.content[0].value


def test_the_feed_opens_with_the_newest_change() -> None:
    entry = read(feed, known(flood(), history(("2024-06-01", CHANGES), ("2024-05-08", CHANGES[:1])))).entries[0]
    assert entry.updated == "2024-06-01T00:00:00Z"
    content = lxml.html.fragments_fromstring(entry.content[0].value)
    assert [words(e) for e in content[:2]] == [
        "What changed", "1 June 2024: 1 added, 1 removed, 1 reworded, 1 newly contradicted, 1 statement withdrawn",
    ]  # fmt: skip
    assert [words(d) for d in content[2].iter("del")] == ["Heavy rain burst the Orla dam.", "An earthquake burst it."]
    assert "Removed (Causes · edited source)" in words(content[2])
    first = next(content[2].iter("a"))
    assert first.get("href") == f"https://desk.example/orla/briefs/dam/index.html#{CONTRADICTED.anchor}"


def test_an_old_change_does_not_make_a_brief_older() -> None:
    assert read(feed, known(flood(), history(("2020-01-01", CHANGES)))).entries[0].updated == "2024-05-06T00:00:00Z"


# — reviewed statements ————————————————————————————————————————————————————————————————————————————————————————————————


def test_the_strip_counts_what_persons_vouch_for() -> None:
    def counted(*reviews: Review) -> str:
        statements = [*flood().statements]
        for n, review in enumerate(reviews):
            statements[n] = replace(statements[n], review=review)
        return words(only(page(gather([replace(flood(), statements=tuple(statements))])).find_class("strip")))

    checked, edited = Review.CHECKED, Review.EDITED
    assert counted(checked, edited, checked).endswith("Reviewed by a person 2 of 13 statements checked (✓), 1 edited")
    assert counted(checked).endswith("Reviewed by a person 1 of 13 statements checked (✓)")
    assert counted(edited).endswith("Reviewed by a person 1 of 13 statements edited")
    assert "Reviewed" not in counted()


def test_an_edited_statement_says_so_and_gives_the_public_reason() -> None:
    shown = page(gather([corrected(REWORDING, REJECTION)]))
    line = shown.get_element_by_id(REWORDED.anchor)
    mark = only(line.find_class("edited"))
    assert words(mark) == "edited by a person"
    assert line.get("data-review") == "Edited by a person (Ada Brook, 9 May 2024)"
    assert line.get("data-reason") == "It rained for a week."
    note = shown.get_element_by_id(only(list(mark.iter("a"))).get("href").removeprefix("#"))
    assert words(note) == (
        "9 May 2024 Reworded Causes · Ada Brook It said: Heavy rain burst the Orla dam. "
        "Now it says: Days of heavy rain burst the Orla dam. Reason: It rained for a week."
    )
    assert [a.get("href") for a in note.iter("a")] == [f"#{REWORDED.anchor}"]


def test_of_an_edit_that_is_not_public_only_the_mark_is_told() -> None:
    private = replace(REWORDING, public=False, was="", now="", reason="", reviewer="", date="")
    shown = page(gather([corrected(private)]))
    line = shown.get_element_by_id(REWORDED.anchor)
    assert words(only(line.find_class("edited"))) == "edited by a person"
    assert line.get("data-review") == "Edited by a person"
    assert line.find_class("edited")[0].find("a") is None
    assert shown.get_element_by_id("corrections", None) is None


def test_the_old_address_of_a_reworded_statement_leads_to_it() -> None:
    again = replace(REWORDING, before="causes-00000001", after=CAUSE.anchor)
    lost = replace(REWORDING, before="causes-00000002", after="causes-00000003")
    shown = page(gather([corrected(REWORDING, again, lost)]))
    line = shown.get_element_by_id(REWORDED.anchor)
    assert [e.get("id") for e in line.find_class("formerly")] == [CAUSE.anchor, "causes-00000001"]
    assert shown.get_element_by_id("causes-00000002", None) is None


def test_corrections_that_run_in_circles_do_no_harm() -> None:
    one = replace(REWORDING, before="causes-00000001", after="causes-00000002")
    other = replace(REWORDING, before="causes-00000002", after="causes-00000001")
    assert page(gather([corrected(one, other)])).find_class("formerly") == []


def test_actor_and_timeline_pages_and_the_home_page_mark_it_too() -> None:
    def edited(s: Statement) -> Statement:
        return replace(s, review=Review.EDITED) if s.section in (Section.TIMELINE, Section.SUMMARY) else s

    event = flood().section(Section.TIMELINE)[0]
    made = Correction(
        decision=Decision.DATE, section=Section.TIMELINE, before=None, after=event.anchor, public=True,
        was="2 May 2024", now="3 May 2024",
    )  # fmt: skip
    brief = replace(flood(), statements=tuple(map(edited, flood().statements)), corrections=(made,))
    corpus = gather([brief])
    for path, root in (("timeline.md", ""), ("timeline/2024.md", "../"), ("index.md", "")):
        marks = page(corpus, path).find_class("edited")
        assert {words(m) for m in marks} == {"edited by a person"}, path
        links = [a.get("href") for m in marks for a in m.iter("a")]
        assert path == "index.md" or links == [f"{root}briefs/dam/index.html#{anchor_of(corpus)}"], path


def anchor_of(corpus: Corpus) -> str:
    """The fragment identifier of the only correction on the page of the flood."""
    return str(only(page(corpus).xpath("//ul[contains(@class, 'corrections')]/li")).get("id"))


def test_a_checked_statement_has_a_discreet_sign_with_words_for_those_who_do_not_see_it() -> None:
    actor = flood().section(Section.ACTORS)[1]
    brief = replace(
        flood(), statements=tuple(replace(s, review=Review.CHECKED) if s == actor else s for s in flood().statements)
    )
    line = page(gather([brief])).get_element_by_id(actor.anchor)
    assert words(only(line.find_class("review"))) == "✓ checked by a person"
    story = page(gather([brief]), "actors/ines-carrow.md")
    assert words(only(story.find_class("review"))) == "✓ checked by a person"


@pytest.mark.parametrize(
    ("decision", "section", "before", "was", "now", "told"),
    [
        (Decision.DATE, Section.TIMELINE, "timeline-1", "2024-05: the dam burst", "2024-05-03: the dam burst",
         "Date corrected Timeline It said: May 2024: The dam burst. Now it says: 3 May 2024: The dam burst."),
        (Decision.DATE, Section.TIMELINE, "timeline-1", "?: the dam burst", "2024: the dam burst",
         "Date corrected Timeline It said: Undated: The dam burst. Now it says: 2024: The dam burst."),
        (Decision.MOVE, Section.CONSEQUENCES, "causes-1", "the dam burst", "the dam burst",
         "Moved Causes → Consequences The dam burst."),
        (Decision.SPLIT, Section.ACTORS, "actors-1", "Lind", "Lind (minister)",
         "Actor renamed Actors It said: Lind Now it says: Lind (minister)"),
        (Decision.SPLIT, Section.ACTORS, "actors-1", "Lind", "Lind, Lind Ltd",
         "Actor split Actors It said: Lind Now it says: Lind, Lind Ltd"),
    ],
)  # fmt: skip
def test_a_correction_is_told_in_words_for_readers(
    decision: Decision, section: Section, before: str, was: str, now: str, told: str
) -> None:
    made = Correction(decision=decision, section=section, before=before, after=None, public=True, was=was, now=now)
    (shown,) = page(gather([replace(flood(), corrections=(made,))])).find_class("corrections")
    assert words(only(shown.find_class("what"))) == told


def test_other_programs_learn_of_it() -> None:
    event = flood().section(Section.TIMELINE)[0]
    statements = tuple(
        replace(s, review=Review.EDITED) if s == event else s for s in corrected(REWORDING).statements
    )  # fmt: skip
    corpus = gather([replace(corrected(REWORDING), statements=statements)])
    held = records(corpus, SITE)
    (record,) = held.newest_first
    stix = dict(shared_files(corpus, SITE))["briefs/dam/stix.json"].decode()
    assert '"Causes: edited by a person"' in stix
    assert '"modified": "2024-05-09T00:00:00' in stix
    assert '"created": "2024-05-06T00:00:00' in stix
    tables = {path.rpartition("/")[2]: make().decode() for path, make in brief_tables(record).items()}
    assert [row.rpartition(",")[2] for row in tables["timeline.csv"].splitlines()] == ['"review"', '"edited"', '""']
    assert "<p>edited by a person</p>" in tables["timeline.json"]
    assert b'"changed": "2024-05-09"' in dict(index(held))["briefs.json"]
    told = read(feed, gather([corrected(REWORDING)])).entries[0]
    assert told.updated == "2024-05-09T00:00:00Z"
    assert '<em lang="en">edited by a person</em>' in told.content[0].value
    linked = only(page(gather([corrected(REWORDING)])).xpath("//script")).text
    assert '"dateModified":"2024-05-09"' in linked


def test_print_marks_statements_and_lists_the_corrections() -> None:
    statements = (replace(flood().statements[0], review=Review.CHECKED), *corrected().statements[1:])
    made = pdf(replace(corrected(REWORDING, REJECTION, SECRET), statements=statements))
    assert made.problems == ()
    text = " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(made.data)).pages).split())
    assert "1 of 13 statements checked (✓), 1 edited" in text
    assert "Heavy rain burst the Orla dam on 3 May 2024.1 ✓" in text
    assert "Days of heavy rain burst the Orla dam.3 edited by a person" in text
    assert (
        "Corrections Reworded Causes · Ada Brook, 9 May 2024 It said: Heavy rain burst the Orla dam. "
        "Now it says: Days of heavy rain burst the Orla dam. Reason: It rained for a week. "
        "Removed Consequences It said: The school closed. Reason: Another town is meant." in text
    )


# — the page and the feed of corrections ———————————————————————————————————————————————————————————————————————————————


def read(make: object, corpus: Corpus, site: Site = SITE) -> feedparser.FeedParserDict:
    ((_, data),) = make(records(corpus, site))  # type: ignore[operator]
    etree.RelaxNG(etree.fromstring(RULES)).assertValid(etree.fromstring(data))
    parsed = feedparser.parse(data)
    assert not parsed.bozo
    return parsed


ACCEPTED = Correction(
    decision=Decision.ACCEPT, section=Section.CAUSES, before=CAUSE.anchor, after=CAUSE.anchor, public=True
)


def test_the_page_of_corrections_is_there_where_there_is_none() -> None:
    shown = page(gather([replace(flood(), corrections=(SECRET, ACCEPTED)), bare()]), "corrections.md")
    assert "No correction has been published." in words(shown)
    assert words(only(shown.find_class("lead"))) == "1 statement was checked by a person and stands as it was."
    assert "corrections.xml" in [a.get("href") for a in shown.iter("a")]


def test_the_page_lists_the_public_corrections_of_all_briefs_newest_first() -> None:
    older = replace(REJECTION, date="2024-05-08")
    other = replace(bare(), corrections=(older, SECRET))
    shown = page(gather([corrected(REJECTION, REWORDING, ACCEPTED), other]), "corrections.md")
    assert words(only(shown.find_class("lead"))) == (
        "3 corrections made by people, newest first. 1 statement was checked by a person and stands as it was."
    )
    entries = list(only(shown.find_class("corrections")).iter("li"))
    assert [words(li) for li in entries] == [
        "9 May 2024 Dam bursts above Vessin Reworded Causes · Ada Brook It said: Heavy rain burst the Orla dam. "
        "Now it says: Days of heavy rain burst the Orla dam. Reason: It rained for a week.",
        "8 May 2024 A quiet day Removed Consequences It said: The school closed. Reason: Another town is meant.",
        "No date Dam bursts above Vessin Removed Consequences It said: The school closed. "
        "Reason: Another town is meant.",
    ]
    assert next(entries[0].iter("a")).get("href") == f"briefs/dam/index.html#{REWORDED.anchor}"
    assert len({li.get("id") for li in entries}) == 3


def test_what_was_only_moved_is_said_once() -> None:
    moved = replace(REWORDING, decision=Decision.MOVE, was=REWORDING.now)
    entry = only(page(gather([corrected(moved)]), "corrections.md").find_class("corrections"))
    assert words(entry).startswith("9 May 2024 Dam bursts above Vessin Moved Causes · Ada Brook Days of heavy rain")
    assert list(entry.iter("del")) == []


def test_the_feed_of_corrections_tells_each_with_its_reason() -> None:
    parsed = read(corrections, gather([corrected(REJECTION, REWORDING, ACCEPTED, SECRET)]))
    assert parsed.feed.title == "Orla Desk: corrections"
    assert parsed.feed.updated == "2024-05-09T00:00:00Z"
    assert {link.rel: link.href for link in parsed.feed.links} == {
        "alternate": "https://desk.example/orla/corrections.html",
        "self": "https://desk.example/orla/corrections.xml",
    }
    assert [(e.title, e.updated, e.author) for e in parsed.entries] == [
        ("Reworded: Dam bursts above Vessin", "2024-05-09T00:00:00Z", "Ada Brook"),
        ("Removed: Dam bursts above Vessin", "2024-05-06T00:00:00Z", "Orla Desk"),
    ]
    content = lxml.html.fragments_fromstring(parsed.entries[0].content[0].value)
    assert [words(e) for e in content] == [
        "Reworded (Causes)", "It said: Heavy rain burst the Orla dam.",
        "Now it says: Days of heavy rain burst the Orla dam.", "Reason: It rained for a week.",
        "Ada Brook, 9 May 2024", "The whole brief",
    ]  # fmt: skip
    shown = page(gather([corrected(REJECTION, REWORDING)]), "corrections.md")
    ids = {li.get("id") for li in shown.iter("li")}
    assert {e.link.partition("#")[2] for e in parsed.entries} == ids


@pytest.mark.parametrize("site", [SITE, Site()])
def test_a_feed_without_corrections_is_one(site: Site) -> None:
    parsed = read(corrections, gather([flood()]), site)
    assert parsed.entries == []
    assert parsed.feed.updated == "1970-01-01T00:00:00Z"


def test_an_entry_keeps_its_id_when_its_reason_is_mended() -> None:
    mended = replace(REWORDING, reason="It rained for ten days.", reviewer="A. Brook", date="2024-05-10")
    before, after = (read(corrections, gather([corrected(made)])).entries[0].id for made in (REWORDING, mended))
    assert before == after
    twice = read(corrections, gather([corrected(REWORDING, mended)])).entries
    assert [e.id for e in twice] == [before]


def test_the_feed_holds_no_more_than_a_reader_takes() -> None:
    made = [replace(REJECTION, before=f"causes-{n:08x}", was=f"Gate {n} broke") for n in range(MOST + 5)]
    assert len(read(corrections, gather([corrected(*made)])).entries) == MOST
    assert len(list(page(gather([corrected(*made)]), "corrections.md").find_class("why"))) == MOST + 5


def test_corrections_speak_the_language_of_the_site() -> None:
    site = Site(say=interface("de"))
    corpus = known(corrected(REWORDING), history(("2024-05-09", CHANGES)))
    told = words(page(corpus, site=site))
    assert "Was sich geändert hat 9. Mai 2024 1 hinzugefügt, 1 entfernt, 1 umformuliert, 1 neu bestritten" in told
    assert "von einem Menschen bearbeitet" in told
    assert "Vorher: Heavy rain burst the Orla dam. Jetzt: Days of heavy rain" in told
    assert words(page(corpus, "corrections.md", site)).startswith("Korrekturen")


# — hostile texts ——————————————————————————————————————————————————————————————————————————————————————————————————————

EVIL = f'{HOSTILE_TITLE} ]]> <img src=x onerror=alert(1)> "\' #read("/etc/passwd") #include "x" =1+1 \u202e\x1b[31m\x07'


def hostile() -> Corpus:
    """The flood, of which somebody says the worst wherever a text can be."""
    made = replace(REWORDING, was=EVIL, now=f"{EVIL} now", reason=EVIL, reviewer=EVIL, date=EVIL, before=EVIL)
    gone = replace(REJECTION, was=EVIL, reason=EVIL, reviewer=EVIL, date="2024-05-09", after=EVIL)
    shifts = tuple(Shift(aspect=aspect, was=EVIL, now=f"{EVIL} now") for aspect in Aspect)
    changes = tuple(replace(change(kind, f"{EVIL} {kind}", was=EVIL, anchor=EVIL), shifts=shifts) for kind in Kind)
    return known(corrected(made, gone), history((EVIL, changes), ("2024-05-01", changes)))


def test_no_text_of_a_reviewer_is_markup_on_a_page() -> None:
    for path in ("briefs/dam/index.md", "corrections.md"):
        shown, plain = page(hostile(), path), page(known(corrected(REWORDING, REJECTION), History()), path)
        assert {e.tag for e in shown.iter()} <= {e.tag for e in plain.iter()} | {"details", "summary", "del", "ins"}
        names = {name for e in shown.iter() for name in e.attrib}
        assert names <= {name for e in plain.iter() for name in e.attrib}, path
        hrefs = shown.xpath("//a/@href")
        assert not [h for h in hrefs if "alert" in h or "passwd" in h], path
        assert '<img src=x onerror=alert(1)> "\' #read("/etc/passwd")' in words(shown)
        assert "\u202e" not in words(only(shown.find_class("corrections")))


def test_no_text_of_a_reviewer_is_markup_in_a_feed() -> None:
    for make in (feed, corrections):
        entries = read(make, hostile()).entries
        elements = [e for entry in entries for b in lxml.html.fragments_fromstring(entry.content[0].value)
                    for e in b.iter()]  # fmt: skip
        assert {e.tag for e in elements} <= {
            "p", "h2", "ul", "li", "em", "blockquote", "mark", "a", "span", "del", "ins",
        }  # fmt: skip
        assert {name for e in elements for name in e.attrib} <= {"lang", "dir", "href"}
        assert all(e.get("href").startswith("https://") for e in elements if "href" in e.attrib)
        assert any("<img src=x onerror=alert(1)>" in e.text_content() for e in elements)
    assert etree.fromstring(dict(corrections(records(hostile(), SITE)))["corrections.xml"]).tag == f"{ATOM}feed"


def test_no_text_of_a_reviewer_is_a_program_in_print() -> None:
    (brief,) = hostile().briefs
    made = pdf(brief)
    assert made.problems == ()
    text = " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(made.data)).pages).split())
    assert '#include "x" =1+1' in text


# — in the browser ————————————————————————————————————————————————————————————————————————————————————————————————————


@pytest.fixture(scope="module")
def changed_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site with a brief that was changed and corrected."""
    folder = tmp_path_factory.mktemp("changed")
    statements = tuple(
        replace(s, review=s.review or Review.CHECKED) for s in corrected().statements
    )  # fmt: skip
    brief = replace(corrected(REWORDING, REJECTION), statements=statements)
    told = history(("2024-05-09", CHANGES * 2), ("", CHANGES[:1]))
    with site_of(folder, brief, histories={brief.slug: told}) as url:
        yield url


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_everybody_can_read_it(browser: Any, changed_url: str, viewport: dict[str, int], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(
        viewport=viewport, color_scheme=scheme, base_url=changed_url, reduced_motion="reduce"
    )  # fmt: skip
    opened = context.new_page()
    for path in ("briefs/dam/index.html", "corrections.html", "timeline.html", "actors/ines-carrow.html", "index.html"):
        opened.goto(path)
        opened.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found = axe.run(opened).response["violations"]
        assert [(v["id"], node["target"]) for v in found for node in v["nodes"]] == [], path
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()


@pytest.mark.browser
def test_the_panel_tells_who_edited_it_and_why(browser: Any, changed_url: str) -> None:
    with watched(browser, changed_url) as opened:
        opened.goto(f"briefs/dam/index.html#{CAUSE.anchor}")
        line = opened.locator(f"#{REWORDED.anchor}")
        assert line.evaluate("e => e.matches(':has(:target)') && e.getBoundingClientRect().top < innerHeight")
        line.locator("a.mark").click()
        panel = opened.get_by_role("dialog")
        assert panel.locator("[data-slot=review]").inner_text() == "Edited by a person (Ada Brook, 9 May 2024)"
        assert panel.locator("[data-slot=reason]").inner_text() == "It rained for a week."
        opened.keyboard.press("Escape")
        line.locator(".edited a").click()
        assert opened.locator(".corrections > li:target").inner_text().startswith("9 May 2024")


@pytest.mark.browser
def test_the_page_of_corrections_offers_its_feed(browser: Any, changed_url: str) -> None:
    with watched(browser, changed_url) as opened:
        opened.goto("corrections.html")
        feeds = opened.locator("link[type='application/atom+xml']").evaluate_all("all => all.map(e => e.href)")
        assert feeds == [f"{changed_url}feed.xml", f"{changed_url}corrections.xml"]
