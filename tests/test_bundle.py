"""Many briefs in one PDF: which ones, under what title, with contents, bookmarks and running heads."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
import samples
from click.testing import CliRunner
from pypdf import PdfReader
from test_pdf import PLAIN, SITE, brief, document, squeeze

from generator import codec
from generator.cli import main
from generator.errors import BriefingError
from generator.export.interface import ENGLISH
from generator.export.pdf import bundle
from generator.export.selection import Selection, described, heading, select
from generator.model import ActorType, Brief, Section


def dated(slug: str, day: str | None, *tags: str, events: tuple[str, ...] = (), actor: str = "") -> Brief:
    """A brief of one source of that day, with an event of each date and an actor, if one is named."""
    source = samples.document(f"{slug}.txt", f"It rained in {slug}. Rain fell.", published=day, title=f"Rain in {slug}")
    make = [samples.statement((source,), Section.TIMELINE, f"It rained in {slug}", date=date) for date in events]
    if actor:
        quote = f"It rained in {slug}"
        make.append(
            samples.statement((source,), Section.ACTORS, "rains", quote, name=actor, type=ActorType.ORGANISATION)
        )
    return Brief(slug=slug, title=f"Rain in {slug}", sources=(source,), statements=tuple(make), engine="t/1", tags=tags)


BRIEFS = (
    dated("ardal", "2024-12-08", "floods", actor="Water Board"),
    dated("bergen", "2024-12-01", "floods", "norway"),
    dated("celje", "2023-05", "drought", actor="Water Board"),
    dated("derna", None, events=("2023-09-11", "2011")),
)


def chosen(**wanted: object) -> list[str]:
    return [b.slug for b in select(BRIEFS, Selection(**wanted))]  # type: ignore[arg-type]


def test_nothing_asked_for_is_everything_newest_first() -> None:
    assert chosen() == ["ardal", "bergen", "celje", "derna"]


@pytest.mark.parametrize(
    ("wanted", "slugs"),
    [
        ({"tags": ("floods",)}, ["ardal", "bergen"]),
        ({"tags": ("Floods", "drought")}, ["ardal", "bergen", "celje"]),
        ({"actors": ("water board",)}, ["ardal", "celje"]),
        ({"actors": ("water-board",)}, ["ardal", "celje"]),
        ({"tags": ("floods",), "actors": ("Water Board",)}, ["ardal"]),
        ({"first": "2024-12-08", "last": "2024-12-08"}, ["ardal"]),
        ({"first": "2024-12"}, ["ardal", "bergen"]),
        ({"last": "2023"}, ["celje", "derna"]),
        ({"first": "2023-05-20", "last": "2023-06"}, ["celje"]),
        ({"first": "2023-09-11", "last": "2023-09-11"}, ["derna"]),
        ({"tags": ("norway",), "first": "2024-12-01", "last": "2024-12-08"}, ["bergen"]),
    ],
)
def test_options_narrow_one_another(wanted: dict[str, object], slugs: list[str]) -> None:
    assert chosen(**wanted) == slugs


def test_tags_are_compared_whatever_their_case() -> None:
    assert select([dated("ardal", None, "NATO")], Selection(tags=("nato",)))[0].slug == "ardal"


def test_an_alias_in_one_brief_finds_the_actor_in_the_others() -> None:
    assert [b.slug for b in select([samples.flood()], Selection(actors=("Water Board",)))] == ["dam"]


def test_what_nothing_fulfils_is_answered_with_what_there_is() -> None:
    with pytest.raises(BriefingError) as caught:
        select(BRIEFS, Selection(tags=("fire",), first="2025"))
    assert str(caught.value) == (
        "no brief has the tag fire and a date from 2025; there are: tags drought, floods, norway; actors Water Board; "
        "dates 2011-01-01 to 2024-12-08"
    )


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"first": "8.12.2024"}, "8.12.2024 is no date; write it as 2024-12-08, 2024-12 or 2024"),
        ({"first": "2024-12-09", "last": "2024-12-08"}, "2024-12-09 is after 2024-12-08; swap them"),
    ],
)
def test_a_period_that_is_none_is_refused(wanted: dict[str, object], message: str) -> None:
    with pytest.raises(BriefingError) as caught:
        chosen(**wanted)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ({"first": "2024-12-08", "last": "2024-12-08"}, "Daily brief, 8 December 2024"),
        ({"first": "2024-12-01", "last": "2024-12-08"}, "Briefs, 1–8 December 2024"),
        ({"tags": ("floods",)}, "Briefs, 1–8 December 2024"),
        ({"tags": ("norway",)}, "Daily brief, 1 December 2024"),
        ({"first": "2024-12"}, "Briefs, 1–8 December 2024"),
        ({"first": "2023-09-11", "last": "2023-09-11"}, "Daily brief, 11 September 2023"),
    ],
)
def test_the_title_says_the_period(wanted: dict[str, object], title: str) -> None:
    selection = Selection(**wanted)  # type: ignore[arg-type]
    assert heading(select(BRIEFS, selection), selection, ENGLISH) == title


def test_undated_briefs_are_just_briefs() -> None:
    assert heading(BRIEFS[3:], Selection(), ENGLISH) == "Briefs"
    assert described(Selection(tags=("a", "b"), actors=("C",)), ENGLISH) == "Tag: a, b · Actor: C"


LONG = brief(document(*(f"On day {n} the river rose by {n} cm." for n in range(40))), slug="long", title="A long rise")
THREE = (PLAIN, LONG, samples.flood())


@pytest.fixture(scope="module")
def made() -> PdfReader:
    result = bundle(THREE, "Daily brief, 8 December 2024", about="Tag: floods", site=SITE)
    assert result.problems == ()
    return PdfReader(io.BytesIO(result.data))


def starts(reader: PdfReader) -> list[int]:
    """Page numbers on which the briefs begin, from the bookmarks."""
    return [reader.get_destination_page_number(mark) + 1 for mark in reader.outline if not isinstance(mark, list)][1:]


def test_the_cover_names_every_brief_with_its_date_and_page(made: PdfReader) -> None:
    cover = squeeze(made.pages[0].extract_text())
    assert cover.startswith(squeeze("The Desk Daily brief, 8 December 2024 3 briefs · Tag: floods Contents"))
    for one, page in zip(THREE, starts(made), strict=True):
        date = {
            "ardal": "As of 4 May 2023 · The Ardal Courier",
            "dam": "As of 6 May 2024 · The Vessin Paper · Radio Orla",
        }
        assert squeeze(f"{one.title} {date.get(one.slug, '')} {page}") in cover


def test_each_brief_begins_on_a_new_page_and_has_its_own_notes(made: PdfReader) -> None:
    assert starts(made)[0] == 2
    for one, page in zip(THREE, starts(made), strict=True):
        text = squeeze(made.pages[page - 1].extract_text())
        assert text.startswith(squeeze("Daily brief, 8 December 2024"))
        assert squeeze(one.title) in text
    whole = squeeze("".join(page.extract_text() for page in made.pages))
    assert len(re.findall("1“[^”]*”", whole)) >= 3


def test_bookmarks_hold_briefs_and_their_parts(made: PdfReader) -> None:
    titles = [mark.title for mark in made.outline if not isinstance(mark, list)]
    assert titles == ["Daily brief, 8 December 2024", *(one.title for one in THREE)]
    parts = [[part.title for part in marks] for marks in made.outline if isinstance(marks, list)]
    assert parts[0] == ["Contents"]
    assert all(part[0] == "Bottom line" and part[-1] == "Notes" for part in parts[1:])


def test_running_heads_and_page_numbers_run_through(made: PdfReader) -> None:
    count = len(made.pages)
    for number, page in enumerate(made.pages, 1):
        text = squeeze(page.extract_text())
        assert "Dailybrief,8December2024" in text
        assert number == 1 or f"Page{number}of{count}" in text
    second = squeeze(made.pages[starts(made)[1]].extract_text())
    assert second.startswith(squeeze("Daily brief, 8 December 2024 · A long rise"))


def test_a_running_head_is_one_line_however_long_the_title() -> None:
    long = bundle([replace(PLAIN, title="A rise of the river " * 9)], "All that rained on us this year " * 6)
    second = PdfReader(io.BytesIO(long.data)).pages[2].extract_text().splitlines()
    assert re.fullmatch(r"All that rained .* … · A rise of the river .* … As of 4 May 2023", second[0])
    assert "All that rained" not in "".join(second[1:])


def test_the_contents_are_tagged_as_such(made: PdfReader) -> None:
    kinds: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        for child in node if isinstance(node, list) else []:
            walk(child)
        if isinstance(node, dict):
            kinds.append(str(node.get("/S", "")))
            walk(node.get("/K", []))

    walk(made.trailer["/Root"]["/StructTreeRoot"]["/K"])
    assert kinds.count("/TOC") == 1
    assert kinds.count("/TOCI") == 3
    assert kinds.count("/H1") == 4


def test_one_and_the_same_brief_may_stand_in_it_twice() -> None:
    assert bundle([PLAIN, replace(PLAIN, slug="again")], "Twice").problems == ()


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    for one in BRIEFS:
        file = tmp_path / "docs" / "briefs" / one.slug / "brief.json"
        file.parent.mkdir(parents=True)
        file.write_bytes(codec.encode(one))
    return tmp_path / "docs"


def run(docs: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["pdf", "--docs", str(docs), *arguments])
    return done.exit_code, done.output


def test_the_command_writes_one_file(docs: Path, tmp_path: Path) -> None:
    out = tmp_path / "floods.pdf"
    assert run(docs, "--tag", "floods", "--from", "2024-12-08", "--to", "2024-12-08", "--out", str(out)) == (
        0,
        f"{out}\n",
    )
    reader = PdfReader(out)
    assert reader.metadata is not None
    assert reader.metadata.title == "Daily brief, 8 December 2024"
    assert "Tag: floods" in reader.pages[0].extract_text()
    assert not list(docs.rglob("*.pdf"))


def test_the_command_bundles_named_briefs_under_a_given_title(docs: Path, tmp_path: Path) -> None:
    out = tmp_path / "two.pdf"
    arguments = ("ardal", "derna", "--out", str(out), "--title", "For the board", "--paper", "us-letter")
    assert run(docs, *arguments)[0] == 0
    cover = PdfReader(out).pages[0]
    assert round(cover.mediabox.width) == 612
    assert "For the board" in cover.extract_text()
    assert "2 briefs" in cover.extract_text()


def test_the_command_says_what_there_is_where_nothing_fits(docs: Path, tmp_path: Path) -> None:
    code, output = run(docs, "--actor", "Nobody", "--out", str(tmp_path / "none.pdf"))
    assert code == 1
    assert "no brief has the actor Nobody; there are: tags drought, floods, norway; actors Water Board" in output
    assert not (tmp_path / "none.pdf").exists()


def test_the_command_takes_no_option_that_it_would_not_heed(docs: Path, tmp_path: Path) -> None:
    code, output = run(docs, "ardal", "--all", "--out", str(tmp_path / "x.pdf"))
    assert (code, "name briefs or say --all, not both" in output) == (2, True)
    code, output = run(docs, "ardal", "--fonts", str(tmp_path / "none"))
    assert (code, "does not exist" in output) == (2, True)
    assert not list(tmp_path.rglob("*.pdf"))


def test_the_command_makes_one_file_of_the_paper_asked_for(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(docs, "ardal", "--paper", "us-letter") == (0, "briefs.pdf\n")
    assert round(PdfReader(tmp_path / "briefs.pdf").pages[0].mediabox.width) == 612


def test_without_options_every_brief_gets_its_own_files(docs: Path) -> None:
    code, output = run(docs, "ardal")
    assert code == 0
    assert [Path(line).name for line in output.splitlines()] == ["brief-a4.pdf", "brief-letter.pdf", "card.png"]
