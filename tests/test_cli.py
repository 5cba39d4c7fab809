"""The commands as a user types them."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from generator.cli import main

STORY = "Fire closes the Karsk library\nPublished: 2 June 2024\n\nA fire closed the library of Karsk on Saturday.\n"


def run(*args: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(a) for a in args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_and_option_has_help(command: str) -> None:
    code, output = run(command, "--help")
    assert code == 0
    assert main.commands[command].help
    undocumented = [p.name for p in main.commands[command].params if isinstance(p, click.Option) and not p.help]
    assert undocumented == []
    assert command in run("--help")[1]
    assert "Usage" in output


def test_extract_writes_one_file_for_each_input(tmp_path: Path) -> None:
    (tmp_path / "fire.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    code, output = run("extract", tmp_path / "fire.txt", tmp_path / "empty.txt", "--out", tmp_path / "out")
    assert (code, output.count("problem: empty.txt: ")) == (0, 1)
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["fire.json"]
    written = json.loads((tmp_path / "out" / "fire.json").read_bytes())
    assert {"summary", "causes", "consequences", "actors", "timeline"} <= set(written)
    assert written["summary"][0]["evidence"][0]["quote"] in STORY


def test_extract_fails_when_strict_or_when_nothing_could_be_read(tmp_path: Path) -> None:
    (tmp_path / "fire.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    out = ("--out", tmp_path / "out")
    assert run("extract", tmp_path / "fire.txt", tmp_path / "empty.txt", *out, "--strict")[0] == 1
    assert run("extract", tmp_path / "empty.txt", *out)[0] == 1
    assert run("extract", tmp_path / "missing.txt", *out)[0] == 1


def test_two_inputs_of_one_name(tmp_path: Path) -> None:
    (tmp_path / "fire.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "fire.md").write_text(STORY, encoding="utf-8")
    code, output = run("extract", tmp_path / "fire.txt", tmp_path / "fire.md", "--out", tmp_path / "out")
    assert code == 0
    assert "another file already gave fire.json; rename one of them" in output


def test_build_then_check_then_pdf(tmp_path: Path) -> None:
    seeds, docs = tmp_path / "seeds", tmp_path / "docs"
    seeds.mkdir()
    (seeds / "fire.txt").write_text(STORY, encoding="utf-8")
    folders = ("--seeds", seeds, "--docs", docs)
    assert run("build", *folders)[0] == 0
    assert run("check", *folders) == (0, f"{tmp_path / 'docs'} is up to date\n")
    assert run("pdf", "fire", "--docs", docs)[1].split() == [
        str(docs / "briefs" / "fire" / name) for name in ("brief-a4.pdf", "brief-letter.pdf", "card.png")
    ]
    assert run("check", *folders) == (0, f"{tmp_path / 'docs'} is up to date\n")
    (docs / "index.md").write_text("edited", encoding="utf-8")
    code, output = run("check", *folders)
    assert (code, output.count("index.md: differs from what the seeds give")) == (1, 1)


def test_build_is_strict_on_demand(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "fire.txt").write_text(STORY, encoding="utf-8")
    (seeds / "song.mp3").write_bytes(b"\xff\xfb\x90")
    folders = ("--seeds", seeds, "--docs", tmp_path / "docs", "--no-pdf")
    code, output = run("build", *folders)
    assert (code, output.count("problem: song.mp3: ")) == (0, 1)
    assert output.splitlines()[-1].startswith("1 brief; ")
    assert run("build", *folders, "--strict")[0] == 1


def test_an_unknown_engine_is_an_error_with_the_choices(tmp_path: Path) -> None:
    (tmp_path / "fire.txt").write_text(STORY, encoding="utf-8")
    code, output = run("extract", tmp_path / "fire.txt", "--out", tmp_path, "--engine", "magic")
    assert (code, "choose one of: embedded" in output) == (1, True)


def test_python_dash_m() -> None:
    done = subprocess.run([sys.executable, "-m", "generator", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("briefing, version ")


def test_folders_that_cannot_serve_are_said_plainly(tmp_path: Path) -> None:
    seeds, file = tmp_path / "seeds", tmp_path / "file"
    seeds.mkdir()
    (seeds / "fire.txt").write_text(STORY, encoding="utf-8")
    file.write_text("", encoding="utf-8")
    (tmp_path / "docs" / "index.md").mkdir(parents=True)
    (tmp_path / "docs" / "index.md" / "mine.txt").write_text("kept", encoding="utf-8")
    for arguments, message in (
        (("build", "--seeds", tmp_path / "none", "--docs", tmp_path / "docs"), "there is no such folder"),
        (("build", "--seeds", file, "--docs", tmp_path / "docs"), "it is a file, not a folder"),
        (("build", "--seeds", seeds, "--docs", file), "it is a file, not a folder"),
        (("check", "--seeds", seeds, "--docs", file), "it is a file, not a folder"),
        (("build", "--seeds", seeds, "--docs", seeds / "docs"), "keep seeds and docs in separate folders"),
        (("build", "--seeds", seeds, "--docs", tmp_path / "docs", "--no-pdf"), "index.md: it cannot be written"),
        (("extract", seeds / "fire.txt", "--out", file / "out"), "fire.json: it cannot be written"),
        (("pdf", "--docs", file), "there is no brief yet"),
    ):
        code, output = run(*arguments)
        assert code == 1
        assert message in output
    assert run("build", "--seeds", seeds, "--site-url", "javascript:alert(1)")[0] == 2


def test_a_damaged_brief_does_not_keep_the_others_from_print(tmp_path: Path) -> None:
    seeds, docs = tmp_path / "seeds", tmp_path / "docs"
    seeds.mkdir()
    for name in ("fire", "flood"):
        (seeds / f"{name}.txt").write_text(STORY, encoding="utf-8")
    run("build", "--seeds", seeds, "--docs", docs, "--no-pdf")
    (docs / "briefs" / "flood" / "brief.json").write_text('{"schema": 9}', encoding="utf-8")
    code, output = run("pdf", "--docs", docs)
    assert (code, output.count("problem: "), output.count("brief-a4.pdf")) == (0, 1, 1)
    assert run("pdf", "flood", "--docs", docs)[0] == 1


def test_a_brief_that_names_another_folder_is_not_printed_there(tmp_path: Path) -> None:
    (tmp_path / "fire.txt").write_text(STORY, encoding="utf-8")
    run("extract", tmp_path / "fire.txt", "--out", tmp_path / "docs" / "briefs" / "fire")
    stored = tmp_path / "docs" / "briefs" / "fire" / "fire.json"
    brief = json.loads(stored.read_bytes()) | {"slug": "../../outside"}
    stored.with_name("brief.json").write_text(json.dumps(brief), encoding="utf-8")
    code, output = run("pdf", "--docs", tmp_path / "docs")
    assert (code, "it is the brief '../../outside', not that of its folder" in output) == (1, True)
    assert not list(tmp_path.rglob("*.pdf"))


def test_explain_says_what_carried_each_statement_and_why_a_sentence_is_shown(tmp_path: Path) -> None:
    (tmp_path / "fire.txt").write_text(STORY, encoding="utf-8")
    code, whole = run("explain", tmp_path / "fire.txt")
    assert code == 0
    assert "sentence 1: “A fire closed the library of Karsk on Saturday.”" in whole
    assert run("explain", "fire", "--seeds", tmp_path) == (0, whole)
    by_number, by_words = (run("explain", tmp_path / "fire.txt", "--sentence", s) for s in ("1", "closed the library"))
    assert by_number == by_words
    assert "  shown: A fire closed the library of Karsk on Saturday" in by_number[1]


def test_explain_names_what_there_is_where_it_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "fire.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    for arguments, message in (
        (("flood", "--seeds", tmp_path), f"{tmp_path} has: empty, fire"),
        (("flood", "--seeds", tmp_path / "none"), "has: none"),
        ((tmp_path / "empty.txt",), "the file is empty"),
        ((tmp_path / "fire.txt", "--sentence", "2"), "there is no sentence 2; name one from 1 to 1"),
        ((tmp_path / "fire.txt", "--sentence", "no such words"), "no sentence holds the words “no such words”"),
        ((tmp_path / "fire.txt", "--sentence", " "), "no sentence holds the words"),
    ):
        code, output = run("explain", *arguments)
        assert code == 1
        assert message in output
