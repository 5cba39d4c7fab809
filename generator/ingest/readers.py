"""One reader per kind of file, and the one table that says which."""

from __future__ import annotations

import copy
import io
import json
import logging
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from generator.errors import SeedError
from generator.ingest import clean, head
from generator.ingest.draft import MAX_CHARACTERS, Draft, Meta, Piece, bounded, refused, too_long
from generator.ingest.pdf import read_pdf
from generator.ingest.plain import markdown_pieces, text_pieces
from generator.model import BlockKind

Reader = Callable[[bytes, str], Draft]
"""Takes a file's bytes and the name to complain about; raises SeedError, and for damaged files anything."""

MAX_ELEMENTS = 20_000
"""Of a web page; the time to tell the article from the page grows with the square of their number."""
MAX_ATTRIBUTES = 2000
"""Of one tag of a web page; libxml2's time grows with the square of their number."""
MAX_UNPACKED = 200 * 1024 * 1024
MAX_XML = 40 * 1024 * 1024
"""Bytes of a Word document but for its pictures; a thousand pages have some twenty million."""
_LINE_END = "\u2028"
_ATTRIBUTE = r"=?[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)?)?"
_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+(?:[\s/]++|=++(?=[\s/>])|{_ATTRIBUTE})*+")
_SIGNATURES = (
    (b"%PDF-", "a PDF", ".pdf"),
    (b"PK\x03\x04", "a ZIP archive (perhaps a Word document)", ".docx"),
    (b"\xd0\xcf\x11\xe0", "an old Word document, or one with a password", ".doc"),
    (b"{\\rtf", "an RTF document", ".rtf"),
    (b"\x89PNG", "a picture", ""), (b"\xff\xd8\xff", "a picture", ""), (b"GIF8", "a picture", ""),
    (b"\x1f\x8b", "a compressed file", ""), (b"7z\xbc\xaf", "a compressed file", ""), (b"\x7fELF", "a program", ""),
)  # fmt: skip


def read_text(data: bytes, where: str) -> Draft:
    meta, text = head.front_matter(_plain_text(data, where), where)
    return Draft(text_pieces(text), meta)


def read_markdown(data: bytes, where: str) -> Draft:
    meta, text = head.front_matter(_plain_text(data, where), where)
    return Draft(markdown_pieces(text), meta)


def read_html(data: bytes, where: str) -> Draft:
    import lxml.html
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
    meta, text = head.front_matter(clean.characters(decode(data, where, html=True)), where)
    if not re.search(r"<[a-zA-Z!]", text):
        raise refused(where, "there is no HTML in it", "save the page again, or rename the file to .txt")
    long = (tag.group() for tag in _TAG.finditer(text) if len(tag.group()) > 2 * MAX_ATTRIBUTES)
    if any(len(re.findall(_ATTRIBUTE, tag)) > MAX_ATTRIBUTES for tag in long):
        what = f"a tag in it has more than {MAX_ATTRIBUTES:,} attributes"
        raise refused(where, what, "save its text as .txt")
    tree = lxml.html.document_fromstring(text.encode("utf-8"), lxml.html.HTMLParser(encoding="utf-8"))
    said = _html_meta(tree)
    few = sum(1 for _ in islice(tree.iter(), MAX_ELEMENTS + 1)) <= MAX_ELEMENTS
    found = trafilatura.bare_extraction(copy.deepcopy(tree), include_comments=False) if few else None
    body = getattr(found, "body", None)
    if body is None:  # too short, too large or too odd to tell the article from the page
        body = trafilatura.baseline(tree)[0]
    if len(body) == 1 and "\n" in (body[0].text or ""):  # its last resort: lines of text without structure
        return Draft(text_pieces(clean.characters("".join(body.itertext()))), meta.or_else(said))
    for end in body.iter("lb"):
        end.tail = _LINE_END + (end.tail or "")
    return Draft(bounded(_html_pieces(body), where), meta.or_else(said))


def read_docx(data: bytes, where: str) -> Draft:
    import docx

    _refuse_other(data, where, ".docx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sizes = {entry: entry.file_size for entry in archive.infolist()}
        fix = "split the document, or save its text as .txt"
        if sum(sizes.values()) > MAX_UNPACKED:
            raise refused(where, "it unpacks to more than 200 MB", fix)
        if sum(size for entry, size in sizes.items() if entry.filename.endswith((".xml", ".rels"))) > MAX_XML:
            raise refused(where, "it unpacks to more than 40 MB of text and marks", fix)
    document = docx.Document(io.BytesIO(data))
    if document.element.getroottree().docinfo.doctype:  # entities are not followed, and what stands after one is lost
        raise refused(where, "it declares a document type, which no Word document does", "save it again with Word")
    properties = document.core_properties
    created = properties.created.date().isoformat() if properties.created else None
    title = properties.title if properties.title not in ("Word Document",) else None
    author = properties.author if properties.author not in ("python-docx",) else None
    return Draft(
        bounded(_docx_pieces(document), where), hints=head.checked(title=title, author=author, published=created)
    )


READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
}
"""Suffix, in lower case → reader."""


def decode(data: bytes, where: str, html: bool = False) -> str:
    """The text of `data`: by its byte order mark, as UTF-8, by what an HTML page declares, else by its looks."""
    _refuse_other(data, where, "")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
                           (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):  # fmt: skip
        if data.startswith(mark):
            return _decoded(data, encoding, where)
    if b"\0" in data:
        return _decoded(data, _wide_encoding(data, where), where)
    try:
        return _plausible(data.decode("utf-8"), where)
    except UnicodeDecodeError:
        pass
    declared = re.search(rb"<meta[^>]{1,200}charset=[\"']?([\w-]{2,40})", data[:4096], re.IGNORECASE) if html else None
    if declared:
        try:
            return _plausible(data.decode(declared[1].decode("ascii")), where)
        except (LookupError, UnicodeDecodeError):
            pass
    return _decoded(data, _byte_encoding(data, where), where)


def _decoded(data: bytes, encoding: str, where: str) -> str:
    try:
        return _plausible(data.decode(encoding), where)
    except (UnicodeDecodeError, LookupError) as error:
        raise _unreadable(where) from error


def _wide_encoding(data: bytes, where: str) -> str:
    """UTF-16 without a mark has its zero bytes in every other place; anything else with zero bytes is no text."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 == 0 and max(even, odd) > 0.3 * len(sample) and min(even, odd) < 0.02 * len(sample):
        return "utf-16-le" if odd > even else "utf-16-be"
    raise _binary(where)


def _byte_encoding(data: bytes, where: str) -> str:
    """The encoding of bytes that are not UTF-8. Western text of Windows is told by its quotation marks and dashes."""
    high = re.findall(rb"[\x80-\xff]", data[:1_000_000])
    marks = re.findall(rb"(?<=[\x20-\x7e])[\x85\x91-\x97\x80\xa0\xa3\xab\xbb](?=[\x20-\x7e\r\n])", data[:1_000_000])
    if len(high) < 0.15 * min(len(data), 1_000_000) and 2 * len(marks) >= len(high):
        return "cp1252"
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:200_000]).best()
    if best is None:
        raise _unreadable(where)
    return best.encoding


def _plausible(text: str, where: str) -> str:
    """`text`; SeedError if it holds what no text holds."""
    sample = text[:1_000_000]
    controls = len(re.findall(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]", sample))
    if controls > 0.002 * len(sample) + 2:
        raise _binary(where)
    if sample.count("\ufffd") > 0.01 * len(sample):
        raise _unreadable(where)
    return text


def _binary(where: str) -> SeedError:
    return refused(where, "it is not text but binary data", "give it the suffix of what it is, or take it out")


def _unreadable(where: str) -> SeedError:
    return refused(where, "its character encoding cannot be told", "save it as UTF-8")


def _refuse_other(data: bytes, where: str, suffix: str) -> None:
    """SeedError if the bytes are plainly those of another kind of file."""
    for signature, what, right in _SIGNATURES:
        if data.startswith(signature) and (right != suffix or not right):
            fix = f"rename it to {right}" if right in READERS else "save its text as .docx, .txt or .pdf"
            raise refused(where, f"the file is {what}, not what its suffix says", fix)
    if suffix == ".docx" and not data.startswith(b"PK"):
        raise refused(where, "it is not a Word document", "save it again as .docx, or correct its suffix")


def _plain_text(data: bytes, where: str) -> str:
    text = decode(data, where)
    if len(text) > 2 * MAX_CHARACTERS:
        raise too_long(where)
    _refuse_html(text, where)
    return clean.characters(text)


def _refuse_html(text: str, where: str) -> None:
    if re.match(r"(?:<\?xml[^>]{0,200}>\s{0,9})?(?:<!doctype html|<html)[\s>]", text[:400].lstrip(), re.IGNORECASE):
        raise refused(where, "the file is a web page, not what its suffix says", "rename it to .html")


_META_NAMES = {
    "title": ("og:title", "twitter:title", "dc.title", "headline"),
    "published": ("article:published_time", "og:article:published_time", "datepublished", "date", "dc.date",
                  "dc.date.issued",
                  "dcterms.created", "dcterms.date", "pubdate", "publishdate", "publish-date", "publication_date",
                  "parsely-pub-date", "sailthru.date", "article.published", "citation_publication_date"),
    "publisher": ("og:site_name", "dc.publisher", "application-name", "publisher", "citation_journal_title"),
    "url": ("og:url", "twitter:url"),
    "author": ("author", "article:author", "dc.creator", "byl", "parsely-author", "citation_author"),
    "language": ("og:locale", "dc.language", "content-language", "language"),
}  # fmt: skip


def _html_meta(tree: Any) -> Meta:
    """What a page says about itself: JSON-LD first, then meta tags, then its elements."""
    named: dict[str, str] = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if (key := element.get(attribute)) and element.get("content"):
                named.setdefault(key.strip().lower(), element.get("content"))
    values = {field: next((named[n] for n in names if n in named), None) for field, names in _META_NAMES.items()}
    if values["author"] and head.web_address(values["author"]):
        values["author"] = None
    said = head.checked(**_linked_data(tree)).or_else(head.checked(**values))
    names = [clean.line("".join(element.itertext())) for element in tree.iter("title")]
    headings = [clean.line("".join(element.itertext())) for element in tree.iter("h1")]
    title, site = _title_and_site(said.title or "".join(names[:1]), said.publisher)
    heading = next((h for h in headings if head.same_title(h, title)), None)
    if not heading and not said.title and len(headings) == 1:
        heading = headings[0]
    times = tree.xpath("//*[@itemprop='datePublished']/@datetime | //article//time/@datetime | //main//time/@datetime")
    addresses = tree.xpath("//link[@rel='canonical']/@href")
    seen = head.checked(
        title=heading or title,
        publisher=site,
        published=next(iter(times), None),
        url=next(iter(addresses), None),
        language=tree.get("lang"),
    )
    return Meta(title=seen.title).or_else(said).or_else(seen).or_else(_visible_meta(tree))


def _title_and_site(name: str, publisher: str | None) -> tuple[str, str | None]:
    """A page's name without the site's, and the site's: "Dam fails | World Briefing"."""
    parts = re.split(r"\s+([|»·–—-])\s+", name)
    if len(parts) >= 3 and (
        parts[-1] == publisher or (parts[-2] in "|»·" and len(parts[-1]) <= 40 <= 3 * len(parts[0]))
    ):
        return name[: -len(parts[-1])].rstrip(" |»·–—-"), parts[-1]
    return name, None


def _visible_meta(tree: Any) -> Meta:
    """What the short elements of a page that are nothing but metadata say: <p>By Jo Poe · 22 Sept. 2022 · Share</p>.

    Without a label ("Published") a date counts only within the article: elsewhere it may be today's.
    """
    found = Meta()
    for element in tree.iter("p", "div", "span", "time", "li", "address"):
        parts = list(islice(element.itertext(), 31))
        text = " ".join("".join(parts).split()) if len(parts) <= 30 else ""
        said = head.line_meta(text) if text else None
        if said and (head.is_labelled(text) or _is_within(element, ("article", "main"))):
            found = found.or_else(Meta(published=said.published, author=said.author))
    return found


def _is_within(element: Any, tags: tuple[str, ...]) -> bool:
    return any(ancestor.tag in tags for ancestor in element.iterancestors())


def _linked_data(tree: Any) -> dict[str, str | None]:
    """What JSON-LD says about the article."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            loaded = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        nodes = loaded if isinstance(loaded, list) else [loaded]
        nodes = [n for node in nodes if isinstance(node, dict) for n in (node, *_list(node.get("@graph")))]
        for node in nodes:
            kinds = " ".join(str(k) for k in _list(node.get("@type"))) if isinstance(node, dict) else ""
            if re.search(r"Article|Report|BlogPosting", kinds):
                return {
                    "title": _name(node.get("headline")),
                    "published": _name(node.get("datePublished")),
                    "publisher": _name(node.get("publisher")),
                    "author": _name(node.get("author")),
                    "language": _name(node.get("inLanguage")),
                    "url": _name(node.get("url")),
                }
    return {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(value: Any) -> str | None:
    """The plain value, or the name of the thing or things, in a JSON-LD property."""
    names = [v.get("name") if isinstance(v, dict) else v for v in _list(value)]
    return ", ".join(n for n in names if isinstance(n, str) and n) or None


def _html_pieces(body: Any) -> Iterator[Piece]:
    """The pieces of the XML that trafilatura makes of a page."""
    for element in body.iterchildren():
        tag = element.tag
        if tag == "list":
            yield from (Piece(_own_text(item), BlockKind.ITEM) for item in element.iter("item"))
        elif tag == "table":
            for row in element.iter("row"):
                yield Piece(_row(" ".join(cell.itertext()) for cell in row.iter("cell")), BlockKind.ROW)
        elif tag == "quote" and len(element):
            yield Piece(element.text or "")
            yield from _html_pieces(element)
        elif isinstance(tag, str) and tag not in ("graphic", "comment"):
            kind = BlockKind.HEADING if tag == "head" else BlockKind.PARAGRAPH
            yield from (
                Piece(text, kind) for text in re.split(rf"{_LINE_END}\s*{_LINE_END}", "".join(element.itertext()))
            )
        yield Piece(element.tail or "")


def _own_text(item: Any) -> str:
    """The text of a list item without that of the lists in it."""
    parts = [item.text or ""]
    for child in item:
        if child.tag != "list":
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    return " ".join(parts)


def _row(cells: Iterable[str]) -> str:
    """A table row as a line: "a — b"."""
    return " — ".join(text for cell in cells if (text := clean.line(cell)))


def _docx_parts(parent: Any, document: Any) -> Iterator[Any]:
    """The paragraphs and tables below an element in order, also those in content controls."""
    from docx.oxml.ns import qn
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for child in parent:
        if child.tag == qn("w:p"):
            yield Paragraph(child, document)
        elif child.tag == qn("w:tbl"):
            yield Table(child, document)
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _docx_parts(child, document)


def _docx_rows(table: Any) -> Iterator[Piece]:
    """The rows of a table; a cell merged down is said in each. `Table.rows` takes time that a single number may set."""
    from docx.table import _Cell

    above: dict[int, str] = {}
    for row in table._tbl.tr_lst:
        column = row.grid_before
        texts = []
        for cell in row.tc_lst:
            if cell.vMerge != "continue":
                above[column] = _Cell(cell, table).text
            texts.append(above.get(column, ""))
            column += cell.grid_span
        yield Piece(_row(texts), BlockKind.ROW)


def _docx_pieces(document: Any) -> Iterator[Piece]:
    from docx.table import Table

    for part in _docx_parts(document.element.body, document):
        if isinstance(part, Table):
            yield from _docx_rows(part)
            continue
        style = (part.style.name or "") if part.style is not None else ""
        numbered = part._p.pPr is not None and part._p.pPr.numPr is not None
        if style.startswith(("Heading", "Title")):
            yield Piece(part.text, BlockKind.HEADING)
        elif numbered or style.startswith("List"):
            yield Piece(part.text, BlockKind.ITEM)
        else:
            yield from (Piece(line) for line in part.text.split("\n"))
