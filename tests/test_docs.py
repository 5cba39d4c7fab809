"""The documentation tells what is there."""

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main

ROOT = Path(__file__).parent.parent
ARCHITECTURE = (ROOT / "docs" / "about" / "architecture.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_architecture_page_lists_every_module() -> None:
    listed = re.findall(r"^\| `(generator/[^`]+)` \|", ARCHITECTURE, re.MULTILINE)
    modules = {p.relative_to(ROOT).as_posix() for p in (ROOT / "generator").rglob("*.py")}
    modules -= {m for m in modules if m.endswith(("__init__.py", "__main__.py")) and m not in listed}
    assert sorted(listed) == sorted(modules)


def test_every_command_and_make_target_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for text in (ARCHITECTURE, README):
        for command in re.findall(r"`briefing (\w+)", text):
            assert command in main.commands
        for target in re.findall(r"`make (\w+)`", text):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_readme_shows_every_command() -> None:
    assert set(main.commands) <= set(re.findall(r"briefing (\w+)", README))


@pytest.mark.parametrize("target", re.findall(r"\]\((?!https?:)([^)#]+)\)", README))
def test_links_of_the_readme_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


def test_make_help_lists_the_targets() -> None:
    done = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"site", "test", "serve", "pdf", "bench", "check"} <= {line.split()[0] for line in done.stdout.splitlines()}


def test_help_is_short() -> None:
    assert len(CliRunner().invoke(main, ["--help"]).output.splitlines()) < 25
