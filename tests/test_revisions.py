"""`briefing diff`: what changed in the briefs between revisions in git, for a terminal and for a pull request."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from generator import codec
from generator.changes import Aspect, Cause, Change, Kind, Shift
from generator.errors import BriefingError
from generator.export.comparison import MOST, as_markdown, as_text
from generator.model import Brief, Section
from generator.revisions import Difference, compare
from tests.samples import HOSTILE_TITLE, bare, flood, hostile


class Repository:
    """A repository with a folder of briefs."""

    def __init__(self, root: Path, docs: Path, *options: str) -> None:
        self.root, self.docs = root, docs
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str) -> str:
        mine = {}
        for who in ("AUTHOR", "COMMITTER"):
            mine |= {
                f"GIT_{who}_NAME": "Ines",
                f"GIT_{who}_EMAIL": "i@x.example",
                f"GIT_{who}_DATE": "1714700000 +0000",
            }
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=os.environ | mine, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def write(self, *briefs: Brief) -> None:
        for brief in briefs:
            path = self.docs / "briefs" / brief.slug / "brief.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(codec.encode(brief))

    def commit(self, *briefs: Brief) -> str:
        self.write(*briefs)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "briefs")
        return self.git("rev-parse", "HEAD")


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path, tmp_path / "docs")


def shorter(brief: Brief) -> Brief:
    return replace(brief, statements=brief.statements[:-1])


def short(differences: Sequence[Difference]) -> list[tuple[str, str | None, list[str]]]:
    return [(d.slug, d.whole, [c.kind.value for c in d.changes]) for d in differences]


# — reading git ———————————————————————————————————————————————————————————————————————————————————————————————————————


def test_two_revisions_and_the_working_tree(repository: Repository) -> None:
    first = repository.commit(flood(), bare())
    repository.commit(shorter(flood()))
    repository.write(flood(), hostile())
    assert short(compare(first, "HEAD", repository.docs).differences) == [("dam", None, ["removed"])]
    assert short(compare("HEAD", first, repository.docs).differences) == [("dam", None, ["added"])]
    assert short(compare("HEAD", None, repository.docs).differences) == [
        ("dam", None, ["added"]),
        ("hostile", "added", []),
    ]
    assert short(compare(first, None, repository.docs).differences) == [("hostile", "added", [])]
    assert compare("HEAD~1", "main~1", repository.docs).differences == ()


def test_a_brief_that_goes(repository: Repository) -> None:
    repository.commit(flood(), bare())
    (repository.docs / "briefs" / "quiet" / "brief.json").unlink()
    (only,) = compare("HEAD", None, repository.docs).differences
    assert (only.slug, only.title, only.whole, only.statements) == ("quiet", "A quiet day", Kind.REMOVED, 1)


@pytest.mark.parametrize("options", [(), ("--object-format=sha256",)])
def test_the_same_bytes_are_not_decoded(
    tmp_path: Path, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path, tmp_path / "docs", *options)
    briefs = [replace(bare(), slug=f"quiet-{n}") for n in range(50)]
    repository.commit(*briefs, flood())
    repository.commit(shorter(flood()))
    repository.write(flood())
    decoded: list[int] = []
    original = codec.decode
    monkeypatch.setattr(codec, "decode", lambda data: decoded.append(len(data)) or original(data))
    assert len(compare("HEAD~1", "HEAD", repository.docs).differences) == 1
    assert len(compare("HEAD", None, repository.docs).differences) == 1
    assert compare("HEAD~1", None, repository.docs).differences == ()
    assert len(decoded) == 4


@pytest.mark.parametrize(
    "folder", ["docs", "a b/ünï\n'\"$(x)/docs", "-docs", ":(glob)*", "sub/docs", "docs\\n", "[x]*?", "HEAD:docs"]
)
def test_any_folder_from_anywhere(tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Repository(tmp_path / "the repository", tmp_path / "the repository" / folder)
    repository.commit(flood())
    repository.commit(shorter(flood()))
    for place, docs in (
        (tmp_path, repository.docs), (repository.docs, Path("../" + repository.docs.name)),
        (repository.root, Path(folder)), (repository.docs / "briefs", repository.docs),
    ):  # fmt: skip
        monkeypatch.chdir(place)
        assert short(compare("HEAD~1", "HEAD", docs).differences) == [("dam", None, ["removed"])]
        assert short(compare("HEAD~1", None, docs).differences) == [("dam", None, ["removed"])]


def test_the_folder_need_not_be_there_now(repository: Repository) -> None:
    repository.commit(flood())
    (repository.docs / "briefs" / "dam" / "brief.json").unlink()
    for folder in (repository.docs / "briefs" / "dam", repository.docs / "briefs", repository.docs):
        folder.rmdir()
    assert short(compare("HEAD", None, repository.docs).differences) == [("dam", "removed", [])]


def test_within_a_hook_of_another_repository(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(flood())
    repository.commit(shorter(flood()))
    elsewhere = tmp_path_factory.mktemp("other")
    Repository(elsewhere, elsewhere)
    monkeypatch.setenv("GIT_DIR", str(elsewhere / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(elsewhere))
    assert short(compare("HEAD~1", "HEAD", repository.docs).differences) == [("dam", None, ["removed"])]


@pytest.mark.parametrize(
    "revision",
    ["nowhere", "", " ", "--all", "-h", "--output=x", "HEAD:docs", "main..HEAD", "HEAD\nHEAD",
     "\x1b[31m", "a\0b", "0" * 40],
)  # fmt: skip
def test_a_revision_that_is_none(repository: Repository, revision: str) -> None:
    repository.commit(flood())
    before = sorted(repository.root.iterdir())
    for pair in ((revision, "HEAD"), ("HEAD", revision), (revision, None)):
        with pytest.raises(BriefingError, match="git knows no such revision here; name a commit") as caught:
            compare(*pair, repository.docs)
        assert "\x1b" not in str(caught.value)
    assert sorted(repository.root.iterdir()) == before


def test_a_shallow_clone_says_what_to_do(repository: Repository, tmp_path: Path) -> None:
    first = repository.commit(flood())
    repository.commit(bare())
    repository.git("clone", "--quiet", "--depth=1", f"file://{tmp_path}", str(tmp_path / "clone"))
    with pytest.raises(BriefingError, match=r"this clone is shallow.*git fetch --unshallow"):
        compare(first, "HEAD", tmp_path / "clone" / "docs")
    assert compare("HEAD", None, tmp_path / "clone" / "docs").differences == ()


def test_no_repository_no_git_no_briefs(repository: Repository, tmp_path_factory: pytest.TempPathFactory,
                                        monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    repository.commit(flood())
    with pytest.raises(BriefingError, match="holds no brief in either revision"):
        compare("HEAD", None, repository.root / "dcos")
    with pytest.raises(BriefingError, match="git finds no repository there"):
        compare("HEAD", None, tmp_path_factory.mktemp("bare") / "docs")
    monkeypatch.setenv("PATH", str(repository.docs))
    with pytest.raises(BriefingError, match="git is not installed"):
        compare("HEAD", None, repository.docs)


@pytest.mark.parametrize("damaged", [b"", b"{", b'{"schema": 0}', b"\xff\xfe", b"brief \x1b[31m"])
def test_a_damaged_brief_is_a_problem_and_costs_no_other(repository: Repository, damaged: bytes) -> None:
    repository.write(flood(), bare())
    path = repository.docs / "briefs" / "quiet" / "brief.json"
    path.write_bytes(damaged)
    repository.commit()
    path.write_bytes(codec.encode(bare()))
    repository.commit(shorter(flood()))
    found = compare("HEAD~1", "HEAD", repository.docs)
    assert short(found.differences) == [("dam", None, ["removed"])]
    (problem,) = found.problems
    assert problem.where == "HEAD~1:docs/briefs/quiet/brief.json"
    assert "left out" in problem.fix
    path.write_bytes(damaged)
    (problem,) = compare("HEAD", None, repository.docs).problems
    assert problem.where == str(path)
    assert "build it anew" in problem.fix


def test_a_link_is_no_brief(repository: Repository) -> None:
    repository.commit(flood())
    folder = repository.docs / "briefs" / "link"
    folder.mkdir()
    (folder / "brief.json").symlink_to("../dam/brief.json")
    repository.commit(shorter(flood()))
    found = compare("HEAD~1", "HEAD", repository.docs)
    assert (short(found.differences), found.problems) == ([("dam", None, ["removed"])], ())


# — what is printed ———————————————————————————————————————————————————————————————————————————————————————————————————


def change(kind: Kind, cause: Cause, text: str, **fields: object) -> Change:
    return Change(kind=kind, cause=cause, section=Section.CAUSES, text=text, **fields)  # type: ignore[arg-type]


DISPUTED = (Shift(aspect=Aspect.STATUS, was="", now="disputed"),)
SAMPLE = (
    Difference(
        slug="dam", title="Dam bursts", statements=9,
        changes=(
            change(Kind.REWORDED, Cause.REVIEW, "heavy rain", was="rain"),
            change(Kind.ADDED, Cause.NEW_SEED, "poor maintenance"),
            change(Kind.REMOVED, Cause.REVIEW, ""),
            change(Kind.CONTRADICTED, Cause.NEW_SEED, "an earthquake", shifts=DISPUTED),
            change(Kind.REMOVED, Cause.EDITED_SEED, "the moon"),
        ),
    ),
    Difference(slug="quiet", title="A quiet day", statements=1, whole=Kind.REMOVED),
)  # fmt: skip


def test_for_a_terminal() -> None:
    assert as_text(SAMPLE) == (
        "dam: Dam bursts\n"
        "  new seed\n"
        "    + causes: poor maintenance\n"
        "    ! causes: an earthquake\n"
        "      status: none → disputed\n"
        "  edited seed\n"
        "    - causes: the moon\n"
        "  review\n"
        "    ~ causes: heavy rain\n"
        "      was: rain\n"
        "    - 1 statement withdrawn\n"
        "\n"
        "- quiet: A quiet day (brief removed, 1 statement)\n"
        "\n"
        "1 statement added, 2 statements removed, 1 statement reworded, 1 statement newly contradicted, "
        "1 brief removed; 1 brief changed.\n"
    )


def test_for_a_pull_request() -> None:
    assert as_markdown(SAMPLE) == (
        "### What changed in the briefs\n"
        "\n"
        "1 statement added, 2 statements removed, 1 statement reworded, 1 statement newly contradicted, "
        "1 brief removed; 1 brief changed.\n"
        "\n"
        "<details><summary><code>Dam bursts</code> (<code>dam</code>): "
        "1 added, 2 removed, 1 reworded, 1 contradicted</summary><ul>\n"
        "<li><b>+</b> causes: <code>poor maintenance</code> <i>(new seed)</i></li>\n"
        "<li><b>!</b> causes: <code>an earthquake</code> <i>(new seed)</i>"
        "<br>status: none → <code>disputed</code></li>\n"
        "<li><b>-</b> causes: <code>the moon</code> <i>(edited seed)</i></li>\n"
        "<li><b>~</b> causes: <code>heavy rain</code> <i>(review)</i><br>was: <del><code>rain</code></del></li>\n"
        "<li><b>-</b> 1 statement withdrawn <i>(review)</i></li>\n"
        "</ul></details>\n"
        "\n"
        "<p><b>-</b> <code>A quiet day</code> (<code>quiet</code>): brief removed, 1 statement</p>\n"
    )


def test_nothing_changed() -> None:
    assert as_text(()) == "No statement changed.\n"
    assert as_markdown(()) == "### What changed in the briefs\n\nNo statement changed.\n"


EVIL = (
    HOSTILE_TITLE, "@torvalds", "a@evil.example", "see #1 and GH-2 and owner/name#3 and 9cca7f3a", "&#64;x",
    "https://evil.example", "www.evil.example", "![](https://evil.example/x.png)", "<!-- ", "-->", "a\n\n\n<b>b",
    "</code></details><img src=x onerror=alert(1)>", "```\n\n# h\n\n> q", "`@x` ``@y`` \\`",
    "\u202eevil\u2066", "\x1b]0;x\x07\x9b31m", "\x00\r\u2028\u2029\x85",
)  # fmt: skip


def hostile_difference(text: str) -> Difference:
    shifts = tuple(Shift(aspect=aspect, was=text, now=text) for aspect in Aspect)
    changes = tuple(change(kind, Cause.NEW_SEED, text, was=text, shifts=shifts) for kind in Kind)
    return Difference(slug=text, title=text, statements=1, changes=changes)


def outside_code(markdown: str) -> str:
    """The text of the blocks but for what stands in ``<code>``; fails if they hold an element or a line of others."""
    head, title, *blocks = markdown.split("\n\n")
    assert (head, title[-1]) == ("### What changed in the briefs", ".")
    said = ""
    for block in blocks:
        assert all(
            line.startswith(("<details><summary>", "<li>", "</ul></details>", "<p>")) for line in block.splitlines()
        )
        for root in html.fragments_fromstring(block):
            for element in root.iter():
                assert element.tag in "details summary ul li b i p br del code".split()
                assert not element.attrib
                assert element.tag != "code" or len(element) == 0
                said += (element.tail or "") + ("" if element.tag == "code" else element.text or "")
    return said


def test_no_text_of_a_seed_means_anything_in_markdown() -> None:
    def printed(text: str) -> str:
        difference = hostile_difference(text)
        return as_markdown([difference, replace(difference, whole=Kind.ADDED, changes=())])

    for text in EVIL:
        assert outside_code(printed(text)) == outside_code(printed("x"))
        assert all(c.isprintable() or c == "\n" for c in printed(text))


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec=None, categories=None), min_size=1))
def test_any_text_stays_text(text: str) -> None:
    difference = hostile_difference(text if text.strip() else "x")
    if difference.changes[0].text == text:
        outside_code(as_markdown([difference]))
    assert all(c.isprintable() or c in "\n\u200c\u200d" for c in as_text([difference]))
    as_text([difference]).encode()


def test_long_comments_are_cut_with_a_note() -> None:
    long = [change(Kind.ADDED, Cause.NEW_SEED, f"{n} " + "&" * 5000) for n in range(30)]
    many = [Difference(slug=f"brief-{n}", title="&" * 9000, statements=1, changes=tuple(long)) for n in range(40)]
    wholes = [replace(d, whole=Kind.ADDED, changes=(), title="&") for d in many]
    for most in range(1000, 4000, 250):
        assert len(as_markdown(many, most)) <= most
        assert most - 300 < len(as_markdown(wholes * 5, most)) <= most
    markdown = as_markdown(many)
    assert MOST * 0.9 < len(markdown) <= MOST
    outside_code(markdown.rpartition("\n\n")[0] if "Too long" in markdown else markdown)
    assert "lines more; <code>briefing diff</code> prints them" in markdown
    assert markdown.endswith("`briefing diff` prints all.\n")
    assert markdown.count("<details>") == markdown.count("</details>")
