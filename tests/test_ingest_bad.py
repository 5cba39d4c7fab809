"""Bad input: each gives one clear problem, and nothing gives anything but a SeedError."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import SeedError
from generator.ingest import MAX_BYTES, discover, read
from generator.ingest.readers import READERS

PDF = bytes(typst.compile(b"= The Dam\nIt failed at night, and nobody had been warned."))
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


LINES = ["# Head", "- item", "One.Two went.", "|a|b|", "Share"]


def text_or_problem(path: Path) -> str:
    """What reading gives; any exception but SeedError goes through."""
    try:
        return read(path, path.parent).text
    except SeedError as error:
        return str(error.problem)


def protected() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(PDF))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def scanned() -> bytes:
    return bytes(typst.compile(b"#rect(width: 5cm, height: 5cm)"))


def word() -> bytes:
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("The dam failed.")
    document.save(file)
    return file.getvalue()


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        written.writestr("a.txt", "The dam failed.")
    return file.getvalue()


BAD = {
    "empty": ("a.txt", b"", "empty"),
    "white space": ("a.md", b" \n\t\r\n ", "empty"),
    "only left-overs": ("a.txt", b"Preview\nShare\n", "no text"),
    "no letters": ("a.txt", b"1234 5678 ...", "no text"),
    "only front matter": ("a.md", b"---\ntitle: Dam\n---\n", "no text"),
    "an empty page": ("a.html", b"<html><body></body></html>", "no text"),
    "no page": ("a.html", b"just words", "no HTML"),
    "binary": ("a.txt", bytes(range(256)) * 20, "binary"),
    "a picture": ("a.txt", PNG, "a picture"),
    "PDF as text": ("a.txt", PDF, "a PDF.*rename it to .pdf"),
    "Word as text": ("a.md", word(), "ZIP.*rename it to .docx"),
    "HTML as text": ("a.txt", b"<!DOCTYPE html><html><p>Hello.</p></html>", "web page.*rename it to .html"),
    "text as PDF": ("a.pdf", b"The dam failed.", "not a PDF"),
    "text as Word": ("a.docx", b"The dam failed.", "not a Word document"),
    "an old Word document": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word.* password"),
    "some other archive": ("a.docx", archive(), "damaged or not a valid DOCX"),
    "a cut Word document": ("a.docx", word()[:2000], "damaged or not a valid DOCX"),
    "a cut PDF": ("a.pdf", PDF[: len(PDF) // 2], "cut short"),
    "a broken PDF": ("a.pdf", b"%PDF-1.7\ngarbage\n%%EOF", "damaged or not a valid PDF"),
    "a PDF with a password": ("a.pdf", protected(), "protected by a password"),
    "a scanned PDF": ("a.pdf", scanned(), "no text, only pictures"),
    "unknown encoding": ("a.txt", bytes(range(0x81, 0xFF)) * 40, "encoding"),
    "damaged encoding": ("a.txt", "It \ufffd\ufffd\ufffd failed \ufffd\ufffd.".encode(), "encoding"),
    "too long a text": ("a.txt", b"word " * 900_000, "longer than 2 million"),
    "bad front matter": ("a.md", b"---\ntitle: Dam: the end\n---\nText.", "not valid YAML"),
    "a bad date": ("a.md", b"---\ndate: some day\n---\nText.", "'some day' is no date"),
    "unknown suffix": ("a.odt", b"x", ".odt are not read"),
    "no suffix": ("seed", b"x", "without a suffix"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD.values(), ids=BAD.keys())
def test_bad_input(tmp_path: Path, case: tuple[str, bytes, str]) -> None:
    name, content, message = case
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / name).write_bytes(content)
    with pytest.raises(SeedError, match=message) as caught:
        read(tmp_path / "sub" / name, tmp_path)
    problem = caught.value.problem
    assert problem.where.split(":")[0] == f"sub/{name}"
    assert problem.fix
    assert "\n" not in str(problem)


def test_the_line_of_a_mistake_in_front_matter(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nauthor: Jo\ntitle: Dam: the end\n---\nText.")
    with pytest.raises(SeedError) as caught:
        read(tmp_path / "a.md", tmp_path)
    assert caught.value.problem.where == "a.md:3"


def test_a_huge_file_is_not_even_opened(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(SeedError, match="too large: 20 MB"):
        read(tmp_path / "a.txt", tmp_path)


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    for name, message in (
        ("folder.txt", "not a regular file"),
        ("pipe.txt", "not a regular file"),
        ("gone.txt", "cannot be opened"),
    ):
        with pytest.raises(SeedError, match=message):
            read(tmp_path / name, tmp_path)


@pytest.mark.parametrize("suffix", sorted(READERS))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=400) | st.text(max_size=200).map(str.encode),
    st.sampled_from([b"", b"---\n", b"<p>", b"%PDF-1.4\n", b"PK\x03\x04", b"# ", b"\xff\xfe"]),
)
def test_random_bytes(tmp_path: Path, suffix: str, content: bytes, start: bytes) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(start + content)
    assert text_or_problem(path)


@pytest.mark.parametrize(("suffix", "content"), [(".pdf", PDF), (".docx", word())])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_files(tmp_path: Path, suffix: str, content: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(content) - 1))
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content[:at] + data.draw(st.binary(max_size=20)) + content[at + data.draw(st.integers(0, 60)) :])
    assert text_or_problem(path)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    suffix=st.sampled_from([".txt", ".md"]),
    text=st.lists(st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(LINES)).map("\n".join),
)
def test_the_contract_of_a_document(tmp_path: Path, suffix: str, text: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(text, encoding="utf-8", newline="")
    try:
        document = read(path, tmp_path)
    except SeedError:
        return
    quotes = [document.quote(block.span) for block in document.blocks]
    assert document.text == "\n\n".join(quotes)
    assert all(quote == " ".join(quote.split()) != "" for quote in quotes)
    block = iter(document.blocks)
    current = next(block)
    end = 0
    for sentence in document.sentences:
        while not current.span.covers(sentence):
            current = next(block)
        assert sentence.start >= end
        end = sentence.end
    covered = "".join(document.quote(sentence) for sentence in document.sentences)
    assert covered.replace(" ", "") == "".join(document.text.split())
    assert document.title == " ".join(document.title.split()) != ""
    document.text.encode("utf-8")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.sampled_from("abcXYZ éß،م9'’\"“”.,!? "), min_size=40, max_size=200), min_size=1, max_size=6))
def test_no_letter_of_a_plain_text_is_lost(tmp_path: Path, paragraphs: list[str]) -> None:
    text = "\n\n".join(f"Then {paragraph} went home." for paragraph in paragraphs)
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = read(tmp_path / "a.txt", tmp_path).text
    assert [c for c in found if c.isalnum()] == [c for c in text if c.isalnum()]


# --- discovery -----------------------------------------------------------------------------------------------------


def seeds(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("The dam failed.")


def test_discovery(tmp_path: Path) -> None:
    seeds(
        tmp_path, "b.txt", "A Dam.md", "README.md", ".hidden.txt", "~$lock.docx", "the-fall/2.txt", "the-fall/1.html",
        "the-fall/more/3.pdf", "the-fall/README.txt", ".git/x.txt",
    )  # fmt: skip
    subjects, problems = discover(tmp_path)
    assert problems == ()
    assert [(s.slug, s.title, [p.relative_to(tmp_path).as_posix() for p in s.paths]) for s in subjects] == [
        ("a-dam", None, ["A Dam.md"]),
        ("b", None, ["b.txt"]),
        ("the-fall", "The fall", ["the-fall/1.html", "the-fall/2.txt", "the-fall/more/3.pdf"]),
    ]


def test_discovery_problems(tmp_path: Path) -> None:
    root = tmp_path / "seeds"
    seeds(root, "a.txt", "A.md", "b.odt", "c/x.csv", "c/y.txt", "d/z.csv", "seed")
    seeds(tmp_path, "outside.txt")
    (root / "empty").mkdir()
    (root / "f.txt").symlink_to(tmp_path / "outside.txt")
    (root / "g.txt").symlink_to("a.txt")
    (root / "h.txt").symlink_to("nowhere.txt")
    (root / "i").symlink_to(tmp_path)
    os.mkfifo(root / "j.txt")
    subjects, problems = discover(root)
    assert [s.slug for s in subjects] == ["a", "c", "g"]
    assert [p.name for p in subjects[1].paths] == ["y.txt"]
    wrong = {p.where: p.what for p in problems}
    assert len(wrong) == len(problems)
    assert sorted(wrong) == ["a.txt", "b.odt", "c/x.csv", "d/z.csv", "empty", "f.txt", "h.txt", "i", "j.txt", "seed"]
    assert wrong["a.txt"] == 'its address "a" is already that of A.md'
    assert "symbolic link" in wrong["f.txt"]
    assert "symbolic link" in wrong["i"]
    assert "holds no file" in wrong["empty"]


def test_names_that_cannot_be_printed(tmp_path: Path) -> None:
    name = os.fsdecode(b"a\xff\n.txt")
    (tmp_path / name).write_text("The dam failed.")
    _, problems = discover(tmp_path)
    assert [p.where for p in problems] == ["a\\udcff\\n.txt"]
    with pytest.raises(SeedError, match="cannot be printed"):
        read(tmp_path / name, tmp_path)


def test_no_folder(tmp_path: Path) -> None:
    subjects, problems = discover(tmp_path / "seeds")
    assert (subjects, len(problems)) == ((), 1)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Fall of Assad", "fall-of-assad"),
        ("000_dcb91dcee79e9b93", "000-dcb91dcee79e9b93"),
        ("Łódź & Åre – größer", "lodz-are-grosser"),
        ("it’s {{ x }} ../<b>", "its-x-b"),
        ("CON", "con-seed"),
        ("lpt1", "lpt1-seed"),
        ("index", "index-seed"),
        ("Отчёт 2023", "2023-c38841ee"),
        ("报告", "seed-1e8ddd10"),
        ("---", "seed-cb3f91d5"),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-9e80c85b"),
    ],
)
def test_slugs(tmp_path: Path, name: str, slug: str) -> None:
    from generator.ingest.seeds import slug_of

    assert slug_of(name) == slug


@given(st.text(max_size=100))
def test_any_name_gives_a_usable_slug(name: str) -> None:
    from generator.ingest.seeds import slug_of

    slug = slug_of(name)
    assert 0 < len(slug) <= 60
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug.strip("-") == slug
