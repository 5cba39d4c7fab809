"""A review at the terminal, driven by what a person would type."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from generator.errors import BriefingError
from generator.model import Decision, Section
from generator.review import load
from generator.reviewing import review

ROOT = Path(__file__).parent.parent
SLUG = "vara-flood"


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one small seed, on 25 November 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795608000")
    shutil.copy(ROOT / "tests" / "golden" / "seeds" / "vara-flood.md", tmp_path)
    return tmp_path


def typed(seeds: Path, *lines: str, slug: str = SLUG, listing: bool = False, reviewer: str = "Ana Editor") -> Result:
    """What a review says to these lines; the last ends it."""

    @click.command()
    def command() -> None:
        review(slug, seeds, reviewer=reviewer, listing=listing)

    return CliRunner().invoke(command, input="".join(f"{line}\n" for line in lines), catch_exceptions=False)


def decided(seeds: Path) -> list[tuple[Decision, str, str]]:
    found = load(seeds / f"{SLUG}.review.yml", "x")
    assert found.problems == ()
    return [(entry.decision, entry.words, entry.reason) for entry in found.entries]


def number(seeds: Path, words: str) -> str:
    """The number that the list gives the first statement with these words."""
    line = next(line for line in typed(seeds, listing=True).output.splitlines() if words in line)
    return line.split()[0]


def test_the_list_shows_every_statement_with_its_key(seeds: Path) -> None:
    listed = typed(seeds, listing=True).output
    assert [line for line in listed.splitlines() if line.isupper()] == [s.upper() for s in Section]
    assert "2024-05-06: " in listed
    assert "causes-" in listed
    assert not (seeds / f"{SLUG}.review.yml").exists()


def test_a_card_shows_the_quote_in_its_context(seeds: Path) -> None:
    shown = typed(seeds, number(seeds, "At least four people"), "q").output
    assert "vara-flood.md, sentence 3\n" in shown
    assert "    The flood happened because a gate of the Orsa dam jammed after three days of heavy rain.\n" in shown
    assert "  > At least four people were killed, leading to angry protests in front of the town hall.\n" in shown


def test_what_is_decided_is_written_at_once(seeds: Path) -> None:
    typed(seeds, "a", "as reported", "r", "!hearsay")  # the input ends here
    (accepted, words, reason), (rejected, _, hidden) = decided(seeds)
    assert (accepted, reason, rejected, hidden) == (Decision.ACCEPT, "as reported", Decision.REJECT, "hearsay")
    text = (seeds / f"{SLUG}.review.yml").read_text()
    assert "    reviewer: Ana Editor\n    date: 2026-11-25\n" in text
    assert text.count("public: false") == 1
    assert f"✓ {words}" in typed(seeds, listing=True).output
    assert list(seeds.glob(".*")) == []


def test_a_rewording_is_judged_before_it_is_written(seeds: Path) -> None:
    at = number(seeds, "At least four people")
    first = typed(seeds, at, "w", "Many people died", "n", "w", "At least four people were killed", "", "q").output
    assert "the gate does not vouch for it: its words are not those of its evidence" in first
    assert "it passes the gate" in first
    assert [d for d, _, _ in decided(seeds)] == [Decision.REWORD]
    edited = typed(seeds, at, "w", "Many people died", "y", "clearer", "q").output
    assert "✎ edited" in edited
    assert "(Ana Editor, 2026-11-25, clearer)" in edited


def test_every_decision_has_a_key(seeds: Path) -> None:
    quote = "Engineers of the Orsa Water Company had warned in March 2024 that the gate could fail."
    typed(seeds, number(seeds, "At least four people"), "p", "", "q")
    typed(seeds, "+", "causes", quote, "the gate could fail", "Engineers", "", "q")
    typed(seeds, number(seeds, "2024-03: "), "d", "2024-03-01", "y", "", "q")
    typed(seeds, number(seeds, "Angry protests"), "m", "unknowns", "", "q")
    typed(seeds, number(seeds, "engineers  actors-"), "g", "Orsa Water Company", "Orsa Water Company", "", "q")
    typed(seeds, number(seeds, "Ana Petrova: "), "s", "Petrova", "", "", "q")
    assert [d for d, _, _ in decided(seeds)] == [
        Decision.PIN, Decision.ADD, Decision.DATE, Decision.MOVE, Decision.MERGE, Decision.SPLIT,
    ]  # fmt: skip
    listed = typed(seeds, listing=True).output
    assert "PROBLEMS" not in listed
    assert next(line.split()[1] for line in listed.splitlines() if "  summary-" in line) == "✓"
    assert "✎ 2024-03-01: " in listed
    assert "✓ Petrova  actors-" in listed


def test_the_last_decision_is_taken_back(seeds: Path) -> None:
    path = seeds / f"{SLUG}.review.yml"
    path.write_text("# mine\ndecisions:\n- reject:  'nothing'   # odd\n")
    before = path.read_bytes()
    shown = typed(seeds, "a", "", "u", "u", "q").output
    assert "taken back" in shown
    assert "there is nothing of this session to take back" in shown
    assert path.read_bytes() == before


def test_what_a_person_wrote_stays(seeds: Path) -> None:
    path = seeds / f"{SLUG}.review.yml"
    path.write_text("# mine\ndecisions:\n- reject:  'nothing'   # odd\n  quote: It is gone.\n# end")
    shown = typed(seeds, "a", "", "q").output
    assert "PROBLEMS\n  vara-flood.review.yml:3: reject “nothing” cannot be carried out" in shown
    assert path.read_text().startswith(
        "# mine\ndecisions:\n- reject:  'nothing'   # odd\n  quote: It is gone.\n# end\n- accept: "
    )


def test_wrong_answers_change_nothing(seeds: Path) -> None:
    shown = typed(
        seeds, "x", "999", "0", "b", "1", "d", "g", "s", "m", "nowhere", "m", "", "w", "", "+", "", "+", "causes", "",
        "+", "causes", "It is not there.", "It is not there", "", "q",
    ).output  # fmt: skip
    for said in (
        "'x' is none of the keys", "only what stands in the timeline has a date", "only actors can be merged",
        "only actors can be split", "'nowhere' is no section", "does not stand in the brief's sources word for word",
    ):  # fmt: skip
        assert said in shown
    assert not (seeds / f"{SLUG}.review.yml").exists()


def test_nothing_a_terminal_obeys_is_printed(seeds: Path) -> None:
    attack = "\x1b]0;owned\x07\x1b[2J\u202e"
    (seeds / f"{SLUG}.review.yml").write_text('decisions:\n- reject: "\\e[2J\\u202e gone"\n  quote: "\\e[31m no"\n')
    shown = typed(seeds, "a", "", "1", "q", reviewer=attack).output  # the input is part of the output here
    assert "gone" in shown
    assert "owned" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_unknown_briefs(seeds: Path) -> None:
    with pytest.raises(BriefingError, match=r"no brief is called that; .* has: vara-flood"):
        typed(seeds, slug="nobody")
    (seeds / "empty.txt").write_text(" ")
    with pytest.raises(BriefingError, match="the file is empty"):
        typed(seeds, slug="empty")


def test_a_folder_of_sources_has_its_review_beside_it(seeds: Path) -> None:
    shutil.copytree(ROOT / "tests" / "golden" / "seeds" / "bridge-closure", seeds / "bridge-closure")
    typed(seeds, "a", "", "q", slug="bridge-closure")
    assert len(load(seeds / "bridge-closure.review.yml", "x").entries) == 1


def test_a_file_that_no_build_reads_is_neither_read_nor_written(seeds: Path) -> None:
    outside = seeds.parent / "outside.yml"
    outside.write_text("decisions:\n- reject: nothing\n")
    (seeds / f"{SLUG}.review.yml").symlink_to(outside)
    with pytest.raises(BriefingError, match=r"vara-flood\.review\.yml: a build does not read it as a review"):
        typed(seeds, "a", "", "q")
    assert outside.read_text() == "decisions:\n- reject: nothing\n"


def at_terminal(seeds: Path, *steps: tuple[str, str], columns: int) -> str:
    """What a terminal of that width shows; each step waits for its first text and then types its second."""
    screen, line = os.openpty()
    size = {"COLUMNS": str(columns), "LINES": "1000", "TERM": "xterm", "INPUTRC": os.devnull}
    command = [sys.executable, "-m", "generator", "review", SLUG, "--seeds", str(seeds), "--reviewer", "Ana Editor"]
    shown = b""
    with subprocess.Popen(
        command, stdin=line, stdout=line, stderr=line, env={**os.environ, **size}, start_new_session=True
    ) as program:
        os.close(line)
        seen = 0
        for wait, keys in (*steps, ("decision", "")):
            while wait.encode() not in shown[seen:]:
                assert select.select([screen], [], [], 30)[0], shown
                shown += os.read(screen, 65536)
            seen = len(shown)
            os.write(screen, keys.encode())
        program.wait(30)
    os.close(screen)
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode())


def test_at_a_terminal_words_are_changed_in_place_and_lines_broken_between_words(seeds: Path) -> None:
    at = number(seeds, "At least four people")
    word, letter = "\x17", "\x7f"  # what takes the last one away
    shown = at_terminal(
        seeds, ("q=quit", f"{at}\n"), ("q=quit", "w\n"), ("New words", word * 10 + letter * 2 + "\n"),
        ("Reason", "\n"), ("q=quit", "q\n"), columns=40,
    )  # fmt: skip
    assert (
        "  At least four people were killed,\r\n  leading to angry protests in front of\r\n  the town hall\r\n" in shown
    )
    assert "a=accept r=reject w=reword m=move d=date\r\n" in shown
    (entry,) = load(seeds / f"{SLUG}.review.yml", "x").entries
    assert (entry.decision, entry.to) == (Decision.REWORD, "At least four people were killed")
