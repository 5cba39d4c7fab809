"""Hostile files and texts: each gives a text or one clear problem, and costs no more than its size allows.

Times are not asserted; how they grow is, in operations or as a ratio of CPU times with much room.
"""

from __future__ import annotations

import io
import re
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.compose import MOST, compose
from generator.errors import SeedError
from generator.ingest import MAX_BYTES, pdf, read, readers
from generator.ingest.draft import MAX_CHARACTERS, MAX_PIECES
from generator.ingest.sentences import LONGEST
from generator.review import entries
from generator.settings import LIMIT

DAM = "The dam failed."
HERE = Path(__file__).as_posix()
SECRET = "these words stand in this file and must not be read from it"


def outcome(folder: Path, name: str, content: bytes) -> str:
    """The text that is read, or the problem; any exception but SeedError goes through."""
    (folder / name).write_bytes(content)
    try:
        return read(folder / name, folder).text
    except SeedError as error:
        problem = error.problem
    assert problem.fix
    assert "\n" not in str(problem)
    return f"problem: {problem}"


# --- Word ------------------------------------------------------------------------------------------------------------

TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""


def word(body: str, prolog: str = "", relations: str = RELATIONS, **parts: bytes) -> bytes:
    """A Word document; the names of further `parts` are written with ``__`` for ``/`` and ``_`` for ``.``."""
    names = {name.replace("__", "/").replace("_", "."): content for name, content in parts.items()}
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    main = f'<?xml version="1.0"?>{prolog}<w:document {space}><w:body>{body}</w:body></w:document>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        fixed = {"[Content_Types].xml": TYPES, "_rels/.rels": relations, "word/document.xml": main}
        for name, content in (fixed | names).items():
            archive.writestr(name, content)
    return file.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


GOOD = paragraph(DAM)


def entities(*declared: str) -> str:
    return f"<!DOCTYPE w:document [{''.join(declared)}]>"


def lying() -> bytes:
    """The directory of the archive says that the text has 100 bytes; it has five million."""
    data = bytearray(word(GOOD + paragraph("a" * 5_000_000)))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def overlapping() -> bytes:
    """3,000 directories of one and the same content."""
    data = word(GOOD)
    start, end = data.find(b"PK\x01\x02"), data.find(b"PK\x05\x06")
    directory, times = data[start:end], 3000
    numbers = (3 * times).to_bytes(2, "little") * 2 + (len(directory) * times).to_bytes(4, "little")
    return (
        data[:start] + directory * times + b"PK\x05\x06" + bytes(4) + numbers + start.to_bytes(4, "little") + bytes(2)
    )


LAUGHS = ['<!ENTITY l0 "lol">', *(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))]
WIDE = f'<w:tc><w:tcPr><w:gridSpan w:val="200000000"/></w:tcPr>{paragraph("x")}</w:tc>'
SDT, END = "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"
INCLUDE = f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file://{HERE}" parse="text"/>'

WORD: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities of entities": (lambda: word(paragraph("&l11;"), entities(*LAUGHS)), "damaged"),
    "a long entity": (lambda: word(paragraph("&a;" * 5000), entities(f'<!ENTITY a "{"a" * 100_000}">')), "damaged"),
    "an entity in a file": (
        lambda: word(paragraph("&x; failed."), entities(f'<!ENTITY x SYSTEM "file://{HERE}">')),
        "declares a document type",
    ),
    "a parameter entity": (
        lambda: word(GOOD, entities(f'<!ENTITY % x SYSTEM "file://{HERE}"> %x;')), "declares a document type",
    ),
    "a document type elsewhere": (
        lambda: word(GOOD, '<!DOCTYPE w:document SYSTEM "http://127.0.0.1:9/x.dtd">'), "declares a document type",
    ),
    "an inclusion": (lambda: word(GOOD + INCLUDE), DAM),
    "40 MB of text": (lambda: word(GOOD + paragraph("a" * 45_000_000)), "unpacks to more than 40 MB"),
    "200 MB of zeros": (lambda: word(GOOD, word__media__x_bin=bytes(210_000_000)), "unpacks to more than 200 MB"),
    "one long text": (lambda: word(GOOD + paragraph("a" * 5_000_000)), "longer than 2 million"),
    "a damaged length": (lying, "damaged"),
    "an archive in an archive": (lambda: word(GOOD, word__embeddings__a_docx=word(GOOD)), DAM),
    "names that lead out": (lambda: word(GOOD, __tmp__x_txt=b"x"), DAM),
    "a part outside": (lambda: word(GOOD, relations=RELATIONS.replace("word/document.xml", "../../secret")), "damaged"),
    "200 million columns": (lambda: word(f"{GOOD}<w:tbl><w:tr>{WIDE}</w:tr></w:tbl>"), f"{DAM}\n\nx"),
    "deep nesting": (lambda: word(GOOD + SDT * 5000 + END * 5000), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("case", WORD.values(), ids=WORD.keys())
def test_hostile_word_documents(tmp_path: Path, case: tuple[Callable[[], bytes], str]) -> None:
    make, expected = case
    said = outcome(tmp_path, "a.docx", make())
    assert expected in said
    assert SECRET not in said
    assert [p.name for p in tmp_path.iterdir()] == ["a.docx"]


def test_directories_on_one_another(tmp_path: Path) -> None:
    """Newer Pythons refuse such an archive (CVE-2024-0450), older ones read its last directory."""
    assert re.search(f"{re.escape(DAM)}|damaged", outcome(tmp_path, "a.docx", overlapping()))


def test_a_cell_merged_down_is_said_in_each_row(tmp_path: Path) -> None:
    cells = ('<w:vMerge w:val="restart"/>', "Vessin", "12"), ("<w:vMerge/>", "", "14")
    rows = "".join(
        f"<w:tr><w:tc><w:tcPr>{m}</w:tcPr>{paragraph(a)}</w:tc><w:tc>{paragraph(b)}</w:tc></w:tr>" for m, a, b in cells
    )
    assert outcome(tmp_path, "a.docx", word(f"{GOOD}<w:tbl>{rows}</w:tbl>")) == f"{DAM}\n\nVessin — 12\n\nVessin — 14"


# --- PDF -------------------------------------------------------------------------------------------------------------

SHOWN = b"BT /F 12 Tf 50 700 Td (The dam failed.) Tj ET\n"


def numbered(*objects: bytes) -> bytes:
    """A PDF of these objects; the first is its root."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, b"".join(places))
    return out + table + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), entries, content)


def page(
    content: bytes = SHOWN, packed: bytes = b"", box: bytes = b"0 0 600 800", own: bytes = b"", root: bytes = b""
) -> bytes:
    """A PDF of one page, with a form /X that draws itself."""
    kept = b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>"
    return numbered(
        b"<</Type/Catalog/Pages 2 0 R%b>>" % root,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Contents 4 0 R%b%b>>" % (box, kept, own),
        stream(content, packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]" + kept),
    )


def twice(content: bytes) -> bytes:
    return zlib.compress(zlib.compress(content))


FLATE = b"/Filter/FlateDecode"
TREE = b"<</Type/Catalog/Pages 2 0 R>>"
PDF: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing odd": (page, DAM),
    "a form that draws itself": (lambda: page(SHOWN + b"/X Do\n"), DAM),
    "pages in themselves": (lambda: numbered(TREE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000>>"), "damaged"),
    "two billion pages": (lambda: page().replace(b"/Count 1>>", b"/Count 2147483647>>"), DAM),
    "1,999 pages of one": (lambda: page().replace(b"/Count 1>>", b"/Count 1999>>"), "damaged"),
    "a deflated bomb": (lambda: page(zlib.compress(SHOWN + bytes(120_000_000)), FLATE), "unpacks to more than 100 MB"),
    "a bomb in a bomb": (
        lambda: page(twice(SHOWN + bytes(120_000_000)), b"/Filter[/FlateDecode/FlateDecode]"),
        "unpacks to more than 100 MB",
    ),
    "10,000 arrays in one another": (lambda: page(own=b"/A " + b"[" * 10_000 + b"]" * 10_000), DAM),
    "10,000 dictionaries in one another": (lambda: page(own=b"/A " + b"<</A " * 10_000 + b">>" * 10_000), DAM),
    "100,000 saved states": (lambda: page(b"q " * 100_000 + SHOWN), DAM),
    "a script": (lambda: page(root=b"/OpenAction<</S/JavaScript/JS(while\\(1\\);)>>"), DAM),
    "a program to start": (lambda: page(root=b"/OpenAction<</S/Launch/F(/bin/sh)>>"), DAM),
    "a page without size": (lambda: page(box=b"0 0 0 0"), DAM),
    "a page beyond all numbers": (lambda: page(box=b"1e400 -1e400 99999999999999999999 0"), DAM),
    "type of no size": (lambda: page(SHOWN.replace(b"12 Tf", b"0 Tf")), "no text"),
    "a table of wrong places": (lambda: page().replace(b" 00000 n", b" 99999 n"), DAM),
    "a table beyond the end": (lambda: page().replace(b"startxref\n", b"startxref\n99999"), DAM),
    "two billion objects": (lambda: page().replace(b"/Size 7", b"/Size 2147483647"), DAM),
}  # fmt: skip


@pytest.mark.parametrize("case", PDF.values(), ids=PDF.keys())
def test_hostile_pdfs(tmp_path: Path, case: tuple[Callable[[], bytes], str]) -> None:
    make, expected = case
    assert expected in outcome(tmp_path, "a.pdf", make())


# --- web pages, Markdown, plain text ---------------------------------------------------------------------------------

LONG = "The dam failed on Sunday at night, and nobody had been warned of it by the water board. " * 4
NOTHING = "there is no text"
ODD = " ".join(f'a{i}="<>"' for i in range(200_000))
TEXTS: dict[str, tuple[str, bytes, str]] = {
    "240 elements in one another": ("a.html", f"<div>{'<div>' * 240}<p>{LONG}".encode(), "Sunday"),
    "100,000 elements in one another": ("a.html", f"<p>{LONG}</p>{'<div>' * 100_000}x".encode(), "Sunday"),
    "an attribute of 5 MB": ("a.html", f"<p title='{'a' * 5_000_000}'>{LONG}".encode(), "Sunday"),
    "200,000 attributes": (
        "a.html", f"<p {' '.join(f'a{i}=1' for i in range(200_000))}>{LONG}".encode(), "more than 2,000 attributes",
    ),
    "200,000 attributes that hold brackets": (
        "a.html", f"<p {ODD}>{LONG}".encode(), "more than 2,000 attributes",
    ),
    "a refresh and a base": (
        "a.html", f"<meta http-equiv=refresh content='0;url=file:///x'><base href='http://127.0.0.1:9/'><p>{LONG}".encode(),
        "Sunday",
    ),
    "an entity in a file": (
        "a.html", f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>&x; {LONG}'.encode(), "Sunday",
    ),
    "characters that are none": ("a.html", f"<p>{'&#0;&#x110000;&#xd800;&nosuch;' * 999} {LONG}".encode(), "Sunday"),
    "UTF-7": ("a.html", f"<meta charset=utf-7><p>+ADw-b+AD4- {LONG}".encode() + b"\xff", "Sunday"),
    "an encoding that unpacks": ("a.html", f"<meta charset=zlib_codec><p>{LONG}".encode() + b"\xff", "Sunday"),
    "an encoding with escapes": (
        "a.html", f"<meta charset=unicode_escape><p>{LONG}".encode() + b"\xff\\ud800", "Sunday",
    ),
    "UTF-16 of odd length": ("a.txt", b"\xff\xfe" + DAM.encode("utf-16-le") + b"x", "encoding cannot be told"),
    "UTF-16 with half a pair": ("a.txt", b"\xff\xfe" + DAM.encode("utf-16-le") + b"\0\xd8", "encoding cannot be told"),
    "UTF-32 beyond the last character": ("a.txt", b"\xff\xfe\0\0" + b"\xff" * 8, "encoding cannot be told"),
    "half a pair in UTF-8": ("a.txt", DAM.encode() + b"\xed\xa0\x80", "The dam failed"),
    "arrays in JSON-LD": (
        "a.html", f"<script type='application/ld+json'>{'[' * 200_000}</script><p>{LONG}".encode(), "Sunday",
    ),
    "1,000 quotations in one another": ("a.md", f"{'> ' * 1000}{DAM}".encode(), DAM),
    "1,000 lists in one another": ("a.md", "".join(f"{'  ' * i}- {DAM}\n" for i in range(1000)).encode(), DAM),
    "a fence that is not closed": ("a.md", f"```\n{DAM}\n".encode() * 1001, DAM),
    "a table of 5,000 rows": ("a.md", b"|a|b|\n|-|-|\n" + b"|The dam|failed.|\n" * 5000, "The dam — failed."),
    "aliases of aliases": (
        "a.md", ("---\na: &a [x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(2000)) + f"---\n{DAM}").encode(),
        DAM,
    ),
    "a tag": ("a.md", f"---\ntitle: !!python/object/apply:os.system ['touch x']\n---\n{DAM}".encode(), DAM),
    "1,000 arrays in YAML": ("a.md", f"---\ntitle: {'[' * 1000}\n---\n{DAM}".encode(), "not valid YAML"),
    "only marks that combine": ("a.txt", "\u0301".encode() * 100_000, NOTHING),
    "only marks of direction": ("a.txt", "\u202e\u2067\u200f".encode() * 100_000, NOTHING),
    "100,000 marks on a letter": ("a.txt", f"{DAM} e{chr(0x301) * 100_000}.".encode(), DAM),
    "every plane": ("a.txt", "".join(f"{DAM} {chr(p << 16 | 0x41)} " for p in range(17)).encode(), DAM),
    "a line of 5 MB": ("a.txt", b"word " * 1_000_000, "longer than 2 million"),
}  # fmt: skip


@pytest.mark.parametrize("case", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_texts(tmp_path: Path, case: tuple[str, bytes, str]) -> None:
    name, content, expected = case
    said = outcome(tmp_path, name, content)
    assert expected in said
    said.encode()
    assert [p.name for p in tmp_path.iterdir()] == [name]


# --- limits ----------------------------------------------------------------------------------------------------------


def test_the_limits_are_what_the_documentation_says() -> None:
    page = (Path(__file__).parent.parent / "docs" / "about" / "security.md").read_text(encoding="utf-8")
    rows = page.partition("\n## Limits\n")[2].partition("\n## ")[0]
    mega = 1024 * 1024
    for said in (
        f"{MAX_BYTES // mega} MB per file", f"{MAX_CHARACTERS:,} characters of text; {MAX_PIECES:,} paragraphs",
        f"Word: {readers.MAX_UNPACKED // mega} MB unpacked, {readers.MAX_XML // mega} MB of it XML",
        f"PDF: {pdf.MAX_PAGES:,} pages, {pdf.MAX_UNPACKED // mega} MB unpacked",
        f"web page: {readers.MAX_ATTRIBUTES:,} attributes in a tag", f"web page: {readers.MAX_ELEMENTS:,} elements",
        f"{LONGEST:,} characters per sentence", f"{MOST} statements per section and source",
        f"{LIMIT:g} seconds per subject", f"{entries.MAX_ENTRIES:,} decisions and {entries.MAX_BYTES // 1024} KiB",
    ):  # fmt: skip
        assert f"| {said}" in rows


ROW = f"<w:tr><w:tc>{paragraph('x')}</w:tc></w:tr>"
MANY = {
    "a.txt": b"a\n\n" * 501,
    "a.md": b"|a|b|\n" * 501,
    "a.html": (f"<p>{LONG}" + "<p>The dam failed." * 501).encode(),
    "a.docx": word(f"<w:tbl>{ROW * 501}</w:tbl>"),
}


@pytest.mark.parametrize("name", MANY)
def test_more_paragraphs_than_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr("generator.ingest.draft.MAX_PIECES", 500)
    assert "more than 500 paragraphs, list items and table rows; split it" in outcome(tmp_path, name, MANY[name])


def test_a_sentence_without_end_is_no_longer_than_the_longest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("the river rose and " * 5000)
    document = read(tmp_path / "a.txt", tmp_path)
    assert max(s.end - s.start for s in document.sentences) <= LONGEST
    assert "".join(map(document.quote, document.sentences)).replace(" ", "") == document.text.replace(" ", "")


ATTACKS = ("(", "“a” ", "Abc and ", "it fell; ", "it rained because ", "Jo’s ")


@pytest.mark.parametrize("attack", ATTACKS)
def test_time_grows_with_the_length(tmp_path: Path, attack: str) -> None:
    def cost(size: int) -> float:
        path = tmp_path / "a.txt"
        path.write_text("The dam failed. x " + attack * (size // len(attack)))
        start = time.process_time()
        compose("a", [read(path, tmp_path)])
        return time.process_time() - start

    cost(500)  # what is loaded once
    assert cost(8_000) < 8 * cost(2_000) + 0.5
