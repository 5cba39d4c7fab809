"""The PDF of a brief: complete, literal, tagged, the same every time."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from generator.errors import RenderError
from generator.export.pdf import Paper, pdf
from generator.model import Block, Brief, Document, Evidence, Section, Span, Statement, Status

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


def test_is_tagged_titled_and_declares_pdf_ua() -> None:
    reader = PdfReader(io.BytesIO(pdf(PLAIN).data))
    root = reader.trailer["/Root"]
    assert isinstance(root, DictionaryObject)
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "A dam broke near Ardal"


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
    assert "Diagram with arrows" in alternatives[0]
    assert "The old dam near Ardal broke on Tuesday." in alternatives[0]
    assert "time axis drawn to scale" in alternatives[1]


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("us-letter", (612, 792))])
def test_paper(paper: Paper, size: tuple[int, int]) -> None:
    box = PdfReader(io.BytesIO(pdf(PLAIN, paper).data)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_pages_are_numbered_and_bear_date_and_address() -> None:
    data = pdf(PLAIN, permalink="https://example.org/ardal/").data
    pages = PdfReader(io.BytesIO(data)).pages
    for number, page in enumerate(pages, 1):
        text = squeeze(page.extract_text())
        assert f"Page{number}of{len(pages)}" in text
        assert "https://example.org/ardal/" in text
    assert "Asof4May2023" in squeeze(pages[1].extract_text())


def links(data: bytes) -> set[str]:
    pages = PdfReader(io.BytesIO(data)).pages
    actions = [a.get_object().get("/A") for page in pages for a in page.get("/Annots", [])]
    return {action.get_object()["/URI"] for action in actions if action and "/URI" in action.get_object()}


def test_links_only_to_the_web() -> None:
    source = document("It rained.", url="javascript:alert(1)")
    data = pdf(brief(source), permalink="file:///etc/passwd").data
    assert links(data) == set()
    assert b"file:///" not in data
    assert links(pdf(PLAIN, permalink="https://example.org/ardal/").data) == {
        "https://example.org/dam?a=1&b=2",
        "https://example.org/ardal/",
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
    assert text.count(squeeze(HOSTILE)) >= 8
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


def test_characters_that_no_font_has_are_named() -> None:
    result = pdf(brief(document("President 习近平 spoke."), slug="beijing"))
    assert [p.where for p in result.problems] == ["beijing.pdf"]
    assert "习 (U+4E60), 平 (U+5E73), 近 (U+8FD1)" in result.problems[0].what
    assert "President□□□spoke." in words(result.data)


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


_DEVANAGARI = Path("/usr/share/fonts/truetype/noto/NotoSansDevanagari-Regular.ttf")


@pytest.mark.skipif(not _DEVANAGARI.exists(), reason="needs a Devanagari font on this machine")
def test_a_folder_of_further_fonts_is_used(tmp_path: Path) -> None:
    brief = replace(PLAIN, title="Flood in दिल्ली")
    assert len(pdf(brief).problems) == 1
    shutil.copy(_DEVANAGARI, tmp_path)
    made = pdf(brief, fonts=tmp_path)
    assert made.problems == ()
    assert "दिल्ली" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.data)).pages)
