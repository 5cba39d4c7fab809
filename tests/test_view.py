"""What page and print say alike."""

from __future__ import annotations

import pytest

from generator.export.view import headword, right_to_left, safe_url, span_of, view, visible
from generator.model import Block, Brief, Document, Evidence, Section, Span, Statement, Status

TEXT = "The dam broke, officials said. The town flooded."
SPANS = (Span(0, 30), Span(31, 48))
BROKE, WHOLE, FLOODED = Evidence(0, Span(0, 13)), Evidence(0, SPANS[0]), Evidence(0, SPANS[1])


def source(**fields: str | None) -> Document:
    values = {"name": "a.txt", "title": "Dam", "sha256": "0", **fields}
    return Document(text=TEXT, blocks=(Block(Span(0, len(TEXT))),), sentences=SPANS, **values)  # type: ignore[arg-type]


def brief(*statements: Statement, sources: tuple[Document, ...] = (source(),)) -> Brief:
    return Brief(slug="dam", title="Dam", sources=sources, statements=statements, engine="test/1")


def say(section: Section, text: str, *evidence: Evidence, **fields: object) -> Statement:
    return Statement(section=section, text=text, evidence=evidence or (BROKE,), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the dam broke", "The dam broke."),
        ("The dam broke.", "The dam broke."),
        ("He said “it broke.”", "He said “it broke.”"),
        ("It broke, ", "It broke."),
        ("Why?", "Why?"),
        ("", ""),
    ],
)
def test_statements_begin_with_a_capital_and_end_with_a_stop(text: str, shown: str) -> None:
    assert view(brief(say(Section.CAUSES, text))).causes.lines[0].text == shown


def test_a_figure_does_not_repeat_what_the_summary_already_says() -> None:
    shown = view(
        brief(
            say(Section.SUMMARY, "The dam broke"),
            say(Section.FIGURES, "the dam broke.", name="1 dam"),
            say(Section.FIGURES, "The town flooded", FLOODED, name="1 town"),
        )
    )
    assert [(line.name, line.text, line.notes) for line in shown.figures.lines] == [
        ("1 dam", "", (1,)), ("1 town", "The town flooded.", (2,)),
    ]  # fmt: skip


def test_every_statement_is_in_exactly_one_part() -> None:
    statements = [
        *(say(Section.SUMMARY, f"Summary {n}") for n in range(6)),
        *(say(Section.CAUSES, status.value, status=status) for status in list(Status)[:3]),
        *(say(Section.CONSEQUENCES, status.value, status=status) for status in list(Status)[3:]),
        *(say(section, "x", name="x") for section in (Section.FIGURES, Section.ACTORS)),
        say(Section.TIMELINE, "x", date="2024"),
        say(Section.UNKNOWNS, "x"),
    ]
    shown = view(brief(*statements))
    parts = (shown.bottom_line, shown.highlights, *shown.body)
    anchors = [line.anchor for part in parts for line in part.lines]
    assert sorted(anchors) == sorted(s.anchor for s in statements)
    assert [line.text for line in shown.disputed.lines] == ["Disputed."]
    assert [line.text for line in shown.happened.lines] == ["Occurred."]
    assert [line.text for line in shown.expected.lines] == ["Expected.", "Possible."]


def test_the_bottom_line_is_at_most_sixty_words() -> None:
    def opening(*words: int) -> tuple[list[int], list[int]]:
        shown = view(brief(*(say(Section.SUMMARY, f"{n} {'word ' * (count - 1)}") for n, count in enumerate(words))))
        bottom, rest = (
            [len(line.text.split()) for line in part.lines] for part in (shown.bottom_line, shown.highlights)
        )
        return bottom, rest

    assert opening(51, 51, 51, 51) == ([51], [51, 51, 51])
    assert opening(9, 9, 9, 9) == ([9, 9], [9, 9])
    assert opening(9, 9, 9) == ([9], [9, 9])
    assert opening(61, 60, 9) == ([60], [61, 9])
    assert opening(61, 62) == ([], [61, 62])


def rained(sentences: int) -> Document:
    """A source of so many sentences of one word."""
    spans = tuple(Span(start, start + 7) for start in range(0, 8 * sentences, 8))
    text = "Rained. " * sentences
    return Document(
        name="a.txt", title="Rain", sha256="0", text=text, blocks=(Block(Span(0, len(text))),), sentences=spans
    )


@pytest.mark.parametrize(
    ("sources", "highlights", "causes", "consequences"),
    [
        ((60,), (6, 7, "7 more highlights"), (6, 7, "7 more causes"), (8, 9, "9 more consequences so far")),
        ((30, 30), (6, 7, "7 more highlights"), (6, 7, "7 more causes"), (8, 9, "9 more consequences so far")),
        ((61,), (12, 1, "1 more highlight"), (12, 1, "1 more cause"), (16, 1, "1 more consequence so far")),
        ((30, 31), (12, 1, "1 more highlight"), (12, 1, "1 more cause"), (16, 1, "1 more consequence so far")),
    ],
)
def test_a_page_shows_a_few_lines_at_first_and_twice_as_many_of_a_long_document(
    sources: tuple[int, ...],
    highlights: tuple[int, int, str],
    causes: tuple[int, int, str],
    consequences: tuple[int, int, str],
) -> None:
    statements = [
        say(Section.SUMMARY, "word " * 60),
        *(say(Section.SUMMARY, f"Point {n}") for n in range(13)),
        *(say(Section.CAUSES, f"Cause {n}", status=Status.STATED) for n in range(13)),
        *(say(Section.CONSEQUENCES, f"Result {n}", status=Status.OCCURRED) for n in range(17)),
    ]
    shown = view(brief(*statements, sources=tuple(rained(count) for count in sources)))
    parts = (shown.highlights, shown.causes, shown.happened)
    assert [(len(p.first), len(p.rest), p.more) for p in parts] == [highlights, causes, consequences]
    assert all(p.first + p.rest == p.lines for p in parts)


@pytest.mark.parametrize(
    ("statuses", "happened", "expected", "more"),
    [
        ("oooopooo", "0123567", "4", ("", "")),
        ("oooopoooo", "0123567", "4", ("1 more consequence so far", "")),
        ("pepeoooope", "4567", "0123", ("", "2 more consequences expected or possible")),
        ("oooooooope", "01234567", "", ("", "2 more consequences expected or possible")),
        ("ppppppppoo", "", "01234567", ("2 more consequences so far", "")),
    ],
)
def test_consequences_so_far_and_to_come_are_counted_together_by_importance(
    statuses: str, happened: str, expected: str, more: tuple[str, str]
) -> None:
    named = {"o": Status.OCCURRED, "e": Status.EXPECTED, "p": Status.POSSIBLE}
    said = (say(Section.CONSEQUENCES, str(n), status=named[letter]) for n, letter in enumerate(statuses))
    shown = view(brief(*said))
    firsts = ["".join(line.text.removesuffix(".") for line in p.first) for p in (shown.happened, shown.expected)]
    assert firsts == [happened, expected]
    assert (shown.happened.more, shown.expected.more) == more


def test_disputed_causes_are_not_counted_among_the_causes() -> None:
    statuses = [Status.STATED] * 3 + [Status.DISPUTED] * 7 + [Status.CLAIMED] * 3
    shown = view(brief(*(say(Section.CAUSES, str(n), status=status) for n, status in enumerate(statuses))))
    assert (len(shown.causes.first), shown.causes.more) == (6, "")
    assert (len(shown.disputed.first), shown.disputed.more) == (7, "")


def test_a_missing_bottom_line_says_why() -> None:
    assert view(brief()).bottom_line.empty == "The source yields no summary; 2 sentences read."
    long = view(brief(say(Section.SUMMARY, "word " * 61)))
    assert long.bottom_line.empty == "The source yields no summary of at most 60 words; 2 sentences read."


@pytest.mark.parametrize(
    ("status", "speaker", "label"),
    [
        (Status.STATED, None, ""),
        (Status.CLAIMED, "officials", "Claimed by officials"),
        (Status.DISPUTED, "Moscow", "Disputed; said by Moscow"),
        (Status.OCCURRED, None, ""),
        (Status.OCCURRED, "the mayor", "According to the mayor"),
        (Status.POSSIBLE, None, "Possible"),
    ],
)
def test_labels_say_how_it_stands_and_who_says_it(status: Status, speaker: str | None, label: str) -> None:
    section = Section.CAUSES if status in list(Status)[:3] else Section.CONSEQUENCES
    shown = view(brief(say(section, "x", status=status, speaker=speaker)))
    assert [line.label for part in shown.body for line in part.lines] == [label]


@pytest.mark.parametrize(
    ("text", "speaker", "named"),
    [
        ("Satellite images show a hole. The mayor spoke.", "Satellite images", "satellite images"),
        ("The ministry said so.", "The ministry", "the ministry"),
        ("Officials spoke. Some officials left.", "Officials", "officials"),
        ("Engineers of the Orsa Water Company spoke.", "Engineers of the Orsa Water Company",
         "engineers of the Orsa Water Company"),
        ("Mayor Ivo Lind spoke. The mayor left.", "Mayor Ivo Lind", "Mayor Ivo Lind"),
        ("Canadian officials spoke.", "Canadian officials", "Canadian officials"),
        ("Ethiopia's report was read.", "Ethiopia's report", "Ethiopia's report"),
        ("Bank of England staff spoke.", "Bank of England", "Bank of England"),
        ("Orsa engineers spoke. The firm Orsa listened.", "Orsa engineers", "Orsa engineers"),
        ("U.N. monitors spoke.", "U.N. monitors", "U.N. monitors"),
        ("Reuters reported it.", "Reuters", "Reuters"),
        ("He spoke.", "He", ""),
    ],
)  # fmt: skip
def test_who_says_it_reads_well_within_a_sentence(text: str, speaker: str, named: str) -> None:
    spoken = Document(
        name="a.txt", title="Any", sha256="0", text=text,
        blocks=(Block(Span(0, len(text))),), sentences=(Span(0, len(text)),),
    )  # fmt: skip
    claim = say(Section.CAUSES, "x", Evidence(0, Span(0, 5)), status=Status.CLAIMED, speaker=speaker)
    assert view(brief(claim, sources=(spoken,))).causes.lines[0].label == f"Claimed by {named}".removesuffix(" by ")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Mayor Ivo Lind said the bridge was old", "Claimed"),
        ("The bridge was old, Lind announced", "Claimed"),
        ("The bridge was old, according to Ivo Lind", "Claimed"),
        ("Lind had closed the bridge", "Claimed by Ivo Lind"),
        ("The bridge was old", "Claimed by Ivo Lind"),
    ],
)
def test_the_label_does_not_repeat_who_the_line_itself_says_it_is(text: str, label: str) -> None:
    shown = view(brief(say(Section.CAUSES, text, status=Status.CLAIMED, speaker="Ivo Lind")))
    assert shown.causes.lines[0].label == label


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("leading to heavy losses", "Heavy losses."),
        ("led to the closure", "The closure."),
        ("prompted a review by the board", "A review by the board."),
        ("prompting residents of the town to flee", "Prompting residents of the town to flee."),
        ("resulting in [their] defeat", "[their] defeat."),
        ("Leading politicians resigned", "Leading politicians resigned."),
        ("leading to", "Leading to."),
    ],
)
def test_a_consequence_does_not_begin_by_saying_that_it_is_one(text: str, shown: str) -> None:
    assert view(brief(say(Section.CONSEQUENCES, text))).happened.lines[0].text == shown
    assert view(brief(say(Section.CAUSES, "leading to x"))).causes.lines[0].text == "Leading to x."


@pytest.mark.parametrize(
    ("name", "shown"),
    [("interior ministry", "Interior ministry"), ("iPhone makers", "iPhone makers"), ("al-Nour", "al-Nour"), ("", "")],
)
def test_actors_have_a_capital_in_lists(name: str, shown: str) -> None:
    assert headword(name) == shown


def test_certainty_comes_with_its_band() -> None:
    shown = view(brief(say(Section.CONSEQUENCES, "x", status=Status.EXPECTED, certainty="is very likely to")))
    assert [(line.certainty, line.band) for line in shown.expected.lines] == [("is very likely to", "very likely")]


def test_notes_know_their_sentence_their_edges_and_who_cites_them() -> None:
    first, second = say(Section.CAUSES, "one", BROKE), say(Section.CAUSES, "two", FLOODED, BROKE)
    shown = view(brief(first, second))
    one, two = shown.notes
    assert (one.quote, one.sentence, one.before, one.after) == ("The dam broke", 1, "", ", officials said.")
    assert (two.quote, two.sentence, two.before, two.after) == ("The town flooded.", 2, "", "")
    assert one.cited_by == (first.anchor, second.anchor)
    assert [line.notes for line in shown.causes.lines] == [(1,), (1, 2)]


def test_empty_parts_say_what_was_read() -> None:
    assert view(brief()).causes.empty == "The source states no cause; 2 sentences read."
    two = view(brief(sources=(source(), source(name="b.txt"))))
    assert two.causes.empty == "The 2 sources state no cause; 4 sentences read."
    assert view(brief(say(Section.CAUSES, "x"))).causes.empty == ""


def test_strip_tells_date_period_sources_and_sentences() -> None:
    dated = source(published="2024-12-08", publisher="Reuters")
    shown = view(brief(say(Section.TIMELINE, "x", date="2024-11"), sources=(dated,)))
    assert dict(shown.strip) == {
        "As of": "8 December 2024",
        "Period covered": "November 2024",
        "Sources": "1 (Reuters)",
        "Sentences": "2 read, 1 quoted",
    }
    assert dict(view(brief()).strip)["As of"] == "Undated source"


@pytest.mark.parametrize(
    ("publishers", "told"),
    [
        ([None], "1"),
        (["AP"], "1 (AP)"),
        (["AP", "Reuters"], "2 (AP, Reuters)"),
        (["AP", "AP"], "2 (of 1 publisher: AP)"),
        (["AP", "Reuters", "AP"], "3 (of 2 publishers: AP, Reuters)"),
        (["AP", None], "2 (AP and others)"),
        (["A", "B", "C", "D"], "4 (A, B, C and others)"),
    ],
)
def test_the_strip_names_publishers_and_sources_of_one_are_not_independent(
    publishers: list[str | None], told: str
) -> None:
    sources = tuple(source(name=f"{n}.txt", publisher=p) for n, p in enumerate(publishers))
    assert dict(view(brief(sources=sources)).strip)["Sources"] == told


@pytest.mark.parametrize(
    ("dates", "period"),
    [
        ([], ""),
        (["2024-12-08", "1970"], "1970 to 8 December 2024"),
        (["2024-12-08T14:00"], "8 December 2024"),
        (["1948/1951", "2020-03"], "1948 to March 2020"),
        (["soon", None, "2024"], "2024"),
    ],
)
def test_period(dates: list[str | None], period: str) -> None:
    assert span_of(dates) == period


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=1", True), ("HTTP://example.org", True), ("javascript:alert(1)", False),
        ("//example.org", False), ("https:", False), ("http://[::1", False), ("data:text/html,x", False), (None, False),
    ],
)  # fmt: skip
def test_only_web_addresses_are_safe(url: str | None, safe: bool) -> None:
    assert safe_url(url) == (url if safe else "")


def test_visible_drops_what_reorders_or_breaks_text() -> None:
    assert visible("a\u202eb\u2066c\x00d\n\n e\ud800") == "abcd e"


def test_direction_is_that_of_the_first_letter() -> None:
    assert right_to_left("1. أعلنت")
    assert right_to_left("«הממשלה»")
    assert not right_to_left("The أعلنت")
    assert not right_to_left("123")
